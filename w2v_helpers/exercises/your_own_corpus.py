"""The exercises of the lesson your_own_corpus, and the final project."""

from collections import Counter
from itertools import chain, islice
from pathlib import Path

import numpy as np

from w2v_helpers.exercises.framework import Build, Explore, Lesson, Predict, Project, Question, Quiz, shown
from w2v_helpers.vectors import WordVectors

FEWEST_TOKENS = 20_000  # of a corpus for the project
FEWEST_VECTORS = 100
FEWEST_WORDS = 4  # of the sentence on a word's neighbours
OFTEN = 10  # times in the first FEWEST_TOKENS: such a word must have a vector
COME_BACK = 0.3  # share of neighbours; below it they are garbage, says the lesson


def pair_score(tokens, a, b, discount):
    """Return how many times as often as by chance b stands right after a."""
    together = 0
    for first, second in zip(tokens[:-1], tokens[1:], strict=True):
        together += (first, second) == (a, b)
    by_chance = tokens.count(a) * tokens.count(b) / len(tokens)
    return (together - discount) / by_chance


def _without_discount(tokens, a, b, discount):
    return pair_score(tokens, a, b, 0)


def _either_order(tokens, a, b, discount):
    both = [(a, b), (b, a)]
    together = sum(pair in both for pair in zip(tokens[:-1], tokens[1:], strict=True))
    return (together - discount) / (tokens.count(a) * tokens.count(b)) * len(tokens)


def _divided_by_first(tokens, a, b, discount):
    return pair_score(tokens, a, b, discount) * tokens.count(b) / len(tokens)


def _tokens_and_pair(rng: np.random.Generator, size: int) -> tuple[list[str], str, str, int]:
    tokens = rng.choice(["new", "york", "sun", "road"], size=size + 3).tolist()
    place = int(rng.integers(size + 2))
    tokens[place : place + 2] = [["new", "york"], ["hot", "sun"]][rng.integers(2)]
    return tokens, tokens[place], tokens[place + 1], int(rng.integers(1, 4))


def verdict(row):
    """List what is wrong with a training, in the order of the columns."""
    found = []
    if row["come back"] < 0.3:
        found.append("come back")
    if row["rare words"] > 0.1:
        found.append("rare words")
    if row["function words"] > 0.1:
        found.append("function words")
    if row["go together"] < 0.2:
        found.append("go together")
    return found


def _all_above(row):
    limits = {"come back": 0.3, "rare words": 0.1, "function words": 0.1, "go together": 0.2}
    return [name for name, limit in limits.items() if row[name] > limit]


def _all_below(row):
    limits = {"come back": 0.3, "rare words": 0.1, "function words": 0.1, "go together": 0.2}
    return [name for name, limit in limits.items() if row[name] < limit]


def _the_first_only(row):
    return verdict(row)[:1]


def _row(rng: np.random.Generator, size: int) -> tuple[dict[str, float]]:
    most = {"come back": 0.9, "rare words": 0.2, "function words": 0.2}
    most |= {"names of names": 0.9, "go together": 0.4}
    return ({name: round(float(rng.uniform(0, limit)), 3) + 0.0005 for name, limit in most.items()},)


# The project


def _beginning(corpus) -> list[str]:
    """Return a corpus's first tokens: it may be larger than the memory."""
    return list(islice(chain.from_iterable(corpus), FEWEST_TOKENS))


def _look_at_corpus(corpus) -> tuple[bool, str]:
    if not hasattr(corpus, "name") or not hasattr(corpus, "__iter__"):
        return False, f"`corpus` is {shown(corpus)}; `load_corpus(…)` or `join_phrases(…)` make one."
    if corpus.name == "tinyworld":
        return False, "Tinyworld comes with the course. Take a text of your own: a book will do."
    tokens = len(_beginning(corpus))
    if tokens < FEWEST_TOKENS:
        return (
            False,
            f"It has {tokens:,} tokens; with fewer than {FEWEST_TOKENS:,} most neighbours are noise.",
        )
    return True, ""


def _look_at_vectors(corpus, vectors) -> tuple[bool, str]:
    if not isinstance(vectors, WordVectors):
        return False, f"`vectors` is {shown(vectors)}; `train(corpus, …)` makes them."
    if len(vectors) < FEWEST_VECTORS:
        return (
            False,
            f"They know {len(vectors)} words; {FEWEST_VECTORS} should be there. Is `min_count` high?",
        )
    if not np.isfinite(vectors.matrix).all():
        return False, "Some of their numbers are NaN or infinite (lesson 8)."
    often = [word for word, count in Counter(_beginning(corpus)).items() if count >= OFTEN]
    missing = [word for word in often if word not in vectors]
    if len(missing) > len(often) / 10:
        some = ", ".join(missing[:3])
        return False, f"Frequent words of your text are not in them: {some}. Is it the text they are from?"
    return True, f"{len(vectors):,} words, {vectors.vector_size} numbers each."


def _look_at_judgement(vectors, judged) -> tuple[bool, str]:
    word, sentence = judged
    if word not in vectors:
        return False, f"The vectors do not know {shown(word)}. Choose a word that they know."
    near = [name for name, _ in vectors.most_similar(word)]
    if len(sentence.split()) < FEWEST_WORDS:
        return False, f"Write a sentence on the neighbours of {word}: which fit, which do not, and why?"
    named = [name for name in near if name.lower() in sentence.lower()]
    if not named:
        return False, f"Your sentence names none of the neighbours of {word}, which are {', '.join(near)}."
    return True, f"You named {', '.join(named)}. Whether the judgement holds, you know better than a program."


def _look_at_score(vectors, again, baseline) -> tuple[bool, str]:
    from w2v_helpers.evaluation import neighbour_agreement

    for name, table in {"again": again, "baseline": baseline}.items():
        if not isinstance(table, WordVectors):
            return False, f"`{name}` is {shown(table)}, not word vectors."
        if table.matrix.shape == vectors.matrix.shape and np.array_equal(table.matrix, vectors.matrix):
            return False, f"`{name}` is the very same table as `vectors`: all of it comes back from itself."
    came_back = neighbour_agreement(vectors, again)
    by_baseline = neighbour_agreement(vectors, baseline)
    numbers = f"{came_back:.0%} come back with another seed, {by_baseline:.0%} are in the baseline."
    if came_back <= by_baseline:
        return False, f"{numbers} The baseline is not beaten."
    if came_back < COME_BACK:
        return False, f"{numbers} Below {COME_BACK:.0%} it is garbage: see the table of symptoms."
    return True, numbers


def _look_at_files(vectors, folder) -> tuple[bool, str]:
    folder = Path(folder).expanduser()
    if not folder.is_dir():
        return False, f"There is no folder {folder.name!r} here."
    ours = [(path, WordVectors.load) for path in folder.glob("*.npz")]
    theirs = [(path, WordVectors.load_word2vec) for path in folder.glob("*.txt")]
    theirs += [
        (path, lambda file: WordVectors.load_word2vec(file, binary=True)) for path in folder.glob("*.bin")
    ]
    if not ours:
        return False, "It holds no file for this course: `vectors.save(folder / 'vectors.npz')`."
    if not theirs:
        return False, "It holds no file for other programs: `vectors.save_word2vec(folder / 'vectors.txt')`."
    for path, load in [*ours, *theirs]:
        back = load(path)
        if back.words != vectors.words or not np.array_equal(back.matrix, vectors.matrix):
            return False, f"{path.name} holds other vectors than `vectors`: save them again."
    return True, f"{', '.join(sorted(path.name for path, _ in [*ours, *theirs]))}: equal, number for number."


PROJECT = """
corpus = w2v.load_corpus("../my_book.txt")
settings = corpus.describe().settings
vectors, again = twice(corpus, **settings)
baseline = w2v.untrained(corpus, min_count=settings.get("min_count", 5))
print(vectors.most_similar("sea"))
folder = Path("../my_vectors")
folder.mkdir(exist_ok=True)
vectors.save(folder / "vectors.npz")
vectors.save_word2vec(folder / "vectors.txt")
judged = ("sea", "waves and shore fit; monday is noise, it stands far away in the text")
my_project = {"corpus": corpus, "vectors": vectors, "again": again, "baseline": baseline,
              "judged": judged, "folder": folder}
"""

lesson = Lesson(
    "your_own_corpus",
    most_like_the_good=Predict(
        answer="min_count=1",
        because=(
            "A few rare words more change little: about seven of ten neighbours stay. Another window asks "
            "another question and gets other answers; after one epoch the lists are noise."
        ),
        choices=("1 epoch", "min_count=1", "window 1", "window 15"),
        hints=(
            "Which of the mistakes changes the pairs of the frequent words least?",
            'Measure: `w2v.neighbour_agreement(trained["as it should be"][0], trained["window 1"][0])`.',
        ),
        mistakes=[
            ("1 epoch", "After one epoch next to nothing comes back, not even with the same settings."),
            (
                "window 1",
                "Window 1 has good lists, but of words that replace each other: other neighbours than at 5.",
            ),
            (
                "window 15",
                "Window 15 comes second, with about half. Its words go together from farther away.",
            ),
        ],
    ),
    pair_score=Build(
        reference=pair_score,
        inputs=_tokens_and_pair,
        hints=(
            "Three counts: `a` directly before `b`, `a` alone, `b` alone.",
            "`zip(tokens, tokens[1:])` goes through all pairs of neighbours; `tokens.count(a)` counts a "
            "word.",
            "(together − discount) / (n(a) · n(b)) · N, with N for `len(tokens)`.",
        ),
        mistakes=[
            (
                _without_discount,
                "You left out the discount: a pair that was seen once by accident would score high.",
            ),
            (_either_order, "You counted *york new*, too. The order counts: `a`, then `b`."),
            (
                _divided_by_first,
                "That is the share of all `a` that `b` follows. A frequent `b`, like *the*, follows many "
                "words.",
            ),
        ],
        note="`w2v.find_phrases` does this for all pairs of a text at once.",
    ),
    verdict=Build(
        reference=verdict,
        inputs=_row,
        any_order=True,
        hints=(
            "Two of the four columns are bad when they are low, two when they are high. Which?",
            "Four separate `if`, not `elif`: a training may have more than one fault.",
        ),
        mistakes=[
            (
                _all_above,
                "You list all that is *above* its limit. *come back* and *go together* are bad when low.",
            ),
            (
                _all_below,
                "You list all that is *below* its limit. *rare words* and *function words* are bad when "
                "high.",
            ),
            (
                _the_first_only,
                "You stop at the first fault (`elif`, or an early `return`). There may be more than one.",
            ),
        ],
        note="Try it on the rows of the lesson: `{name: verdict(row) for name, row in measured.items()}`.",
    ),
    cure=Explore(
        mentions=(
            "More epochs cure the function words, and the neighbours now come back.",
            "Most of them still are not those of the good training: the text is too short to tell.",
        ),
        answer=(
            "With 20 epochs the function words fall from about half of the neighbours to a few, and most "
            "neighbours come back. But only a quarter of them are those of the good training: the text is "
            "too short. Both trainings have learned the same few sentences by heart. Coming back is needed, "
            "it is not enough."
        ),
        hints=(
            "Follow each of the three numbers from the first line to the second.",
            "What do both trainings of the tiny text share, that the good training does not?",
        ),
        misconceptions=(
            (
                "It is cured and as good as the good training now.",
                "Look at the third number: how many neighbours are those of the good training?",
            ),
            (
                "More epochs make no difference on a text this short.",
                "Look at the first number: what share of the neighbours are function words?",
            ),
            (
                "The function words are there because of min_count.",
                "`min_count` is the same in both lines, and the share of function words falls.",
            ),
        ),
    ),
    project=Project(
        parts={
            "corpus": "a text of your own, from `load_corpus`",
            "vectors": "your vectors, from `train`",
            "again": "a second training with another seed",
            "baseline": "vectors to beat, for example `w2v.untrained(corpus)`",
            "judged": 'a word and a sentence on its neighbours: `("sea", "waves fits, but …")`',
            "folder": "where your files are",
        },
        steps=(
            (f"A text of your own with {FEWEST_TOKENS:,} tokens or more.", ("corpus",), _look_at_corpus),
            ("Vectors trained on it.", ("corpus", "vectors"), _look_at_vectors),
            ("The neighbours of a word, judged by you.", ("vectors", "judged"), _look_at_judgement),
            ("A score compared with a baseline.", ("vectors", "again", "baseline"), _look_at_score),
            ("Files that read back as what they were.", ("vectors", "folder"), _look_at_files),
        ),
        code=PROJECT,
        hints=(
            "Go through this lesson again with your own `SOURCE`: it makes `corpus`, `vectors` and `again`.",
            "`folder` above holds your files while the notebook is open. The rest: `w2v.untrained(corpus)`, "
            "and a word you know well.",
        ),
    ),
    quiz=Quiz(
        (
            Question(
                "Your neighbours are garbage, and few come back. What do you change first?",
                right="a",
                choices={
                    "a": (
                        "The number of epochs, or the amount of text.",
                        "Nothing was learned yet that the text could give.",
                    ),
                    "b": (
                        "All settings at once.",
                        "Then you will not know which of them helped. One at a time.",
                    ),
                    "c": (
                        "The window.",
                        "A window decides which kind of neighbours come, not whether any are learned.",
                    ),
                },
            ),
            Question(
                "You want *crown* next to *king*, and you find *duke*. What do you do?",
                right="c",
                choices={
                    "a": (
                        "Train for more epochs.",
                        "*duke* is well learned already; it is an answer to another question.",
                    ),
                    "b": ("Raise `min_count`.", "That takes out rare words. *duke* is not one."),
                    "c": (
                        "Train with a wider window.",
                        "Wide windows bring words that go together, narrow ones words that replace each "
                        "other.",
                    ),
                },
            ),
            Question(
                "What does `describe` advise with, before any training?",
                right="b",
                choices={
                    "a": ("A short training on a piece of it.", "Nothing is trained: it only counts."),
                    "b": (
                        "What it counts in the text: its length, its words, its repetitions.",
                        "So it can be read before any time is spent.",
                    ),
                    "c": (
                        "The settings that were best for Tinyworld.",
                        "Settings depend on the text, above all on its length.",
                    ),
                },
            ),
            Question(
                "Most neighbours come back with another seed. Are they true?",
                right="b",
                choices={
                    "a": (
                        "Yes, that is what coming back means.",
                        "It only means that chance did not make them. Two trainings can share an error.",
                    ),
                    "b": (
                        "They come from the text, but an error of the text comes back as well.",
                        "Coming back is needed, not enough: judge words that you know.",
                    ),
                    "c": ("No, they come from chance.", "What comes from chance does not come back."),
                },
            ),
        )
    ),
)
