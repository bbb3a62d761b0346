"""The exercises of the lesson your_own_corpus, and the project at the end of Part I."""

from collections import Counter
from itertools import chain, islice
from pathlib import Path

import numpy as np

from w2v_helpers.diagnosis import diagnose
from w2v_helpers.exercises.framework import Build, Lesson, Match, Project, Question, Quiz, shown
from w2v_helpers.vectors import WordVectors

FEWEST_TOKENS = 20_000  # of a corpus for the project
FEWEST_VECTORS = 100
FEWEST_WORDS = 4  # of the sentence about a word's neighbours
OFTEN = 10  # times in the first FEWEST_TOKENS: such a word must have a vector
COME_BACK = 0.2  # share of neighbours; .31 to .61 in 20,000 tokens of four books, .02 to .17 after 1 epoch


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


# The project


def _beginning(corpus) -> list[str]:
    """Return a corpus's first tokens: it may be larger than the memory."""
    return list(islice(chain.from_iterable(corpus), FEWEST_TOKENS))


def _look_at_corpus(corpus) -> tuple[bool, str]:
    if not hasattr(corpus, "name") or not hasattr(corpus, "__iter__"):
        return False, f"`corpus` is {shown(corpus)}; `w2v.load_corpus(…)` makes one."
    if corpus.name == "tinyworld":
        return False, "Tinyworld comes with the course. Choose a text of your own, such as a book."
    tokens = len(_beginning(corpus))
    if tokens < FEWEST_TOKENS:
        return False, f"It has only {tokens:,} tokens, too few to learn much: take {FEWEST_TOKENS:,} or more."
    return True, ""


def _look_at_vectors(corpus, vectors) -> tuple[bool, str]:
    if not isinstance(vectors, WordVectors):
        return False, f"`vectors` is {shown(vectors)}; `w2v.train(corpus, …)` makes them."
    if len(vectors) < FEWEST_VECTORS:
        return False, f"They have {len(vectors)} words, not {FEWEST_VECTORS}. Is `min_count` too high?"
    often = [word for word, count in Counter(_beginning(corpus)).items() if count >= OFTEN]
    missing = [word for word in often if word not in vectors]
    if len(missing) > len(often) / 10:
        some = ", ".join(missing[:3])
        return False, f"Frequent words of your text are missing: {some}. Were they trained on this text?"
    return True, f"{len(vectors):,} words, {vectors.vector_size} dimensions."


def _look_at_judgement(vectors, judged) -> tuple[bool, str]:
    word, sentence = judged
    if word not in vectors:
        return False, f"{shown(word)} is not in the vocabulary. Choose a word that is."
    near = [name for name, _ in vectors.most_similar(word)]
    if len(sentence.split()) < FEWEST_WORDS:
        return False, f"Write a sentence about the neighbours of {word}. Which fit, which do not, and why?"
    named = [name for name in near if name.lower() in sentence.lower()]
    if not named:
        return False, f"Your sentence names none of the neighbours of {word}, which are {', '.join(near)}."
    return True, f"You named {', '.join(named)}. Whether you are right, you know better than a program."


def _look_at_other_trainings(vectors, again, longer) -> tuple[bool, str]:
    for name, table in {"again": again, "longer": longer}.items():
        if not isinstance(table, WordVectors):
            return False, f"`{name}` is {shown(table)}, not word vectors."
    try:
        frequent = diagnose(vectors, again, longer).bands["frequent"]
    except ValueError as error:
        return False, str(error)
    came_back, stayed = frequent["come back"], frequent["stay"]
    numbers = f"Frequent words: {came_back:.0%} come back with another seed, {stayed:.0%} with more epochs."
    if min(came_back, stayed) < COME_BACK:
        return False, f"{numbers} Below {COME_BACK:.0%}, most are noise: see `w2v.diagnose` for advice."
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
        return False, "It has no file for this course: `vectors.save(folder / 'vectors.npz')`."
    if not theirs:
        return False, "It has no file for other programs: `vectors.save_word2vec(folder / 'vectors.txt')`."
    for path, load in [*ours, *theirs]:
        back = load(path)
        if back.words != vectors.words or not np.array_equal(back.matrix, vectors.matrix):
            return False, f"{path.name} has other vectors than `vectors`. Save them again."
    return True, f"{', '.join(sorted(path.name for path, _ in [*ours, *theirs]))}: equal, number for number."


PROJECT = """
corpus = w2v.load_corpus("../my_book.txt")
settings = corpus.describe().settings
vectors = w2v.train(corpus, **settings)
again = w2v.train(corpus, seed=43, **settings)
longer = w2v.train(corpus, **settings | {"epochs": 3 * settings.get("epochs", 20)})
print(vectors.most_similar("sea"))
folder = Path("../my_vectors")
folder.mkdir(exist_ok=True)
vectors.save(folder / "vectors.npz")
vectors.save_word2vec(folder / "vectors.txt")
judged = ("sea", "waves and shore fit; monday does not, it just occurs on the same page")
my_project = {"corpus": corpus, "vectors": vectors, "again": again, "longer": longer,
              "judged": judged, "folder": folder}
"""

lesson = Lesson(
    "your_own_corpus",
    pair_score=Build(
        reference=pair_score,
        inputs=_tokens_and_pair,
        hints=(
            "You need three counts: `a` directly before `b`, `a` alone, and `b` alone.",
            "`zip(tokens[:-1], tokens[1:])` gives all pairs of words next to each other. `tokens.count(a)` "
            "counts a word.",
            "(together − discount) / (n(a) · n(b)) · N, where N is `len(tokens)`.",
        ),
        mistakes=[
            (
                _without_discount,
                "You left out the discount. Without it, a pair seen just once by accident can score high.",
            ),
            (_either_order, "You also counted *york new*. The order matters: first `a`, then `b`."),
            (
                _divided_by_first,
                "That is the share of all `a` that are followed by `b`. A frequent `b`, such as *the*, "
                "follows many words.",
            ),
        ],
        note="`w2v.find_phrases` does this for all pairs of a text at once.",
    ),
    first_change=Match(
        answer={"Ana": "epochs", "Ben": "window_size", "Cleo": "min_count", "Dan": "nothing"},
        because=(
            "First see whether the lists are reliable (`come back`, `stay`), then what is in them (function "
            "words, rare words), and only then which kind of neighbours they are: that is a matter of taste."
        ),
        hints=(
            "Go through the columns from left to right. Whose lists can you not rely on?",
            "Compare *come back* with *stay*. For one of the four, they tell different stories.",
            "`go together` is neither good nor bad. Compare it with what each of them wants.",
        ),
        mistakes={
            "Ana": [
                (
                    "window_size",
                    "Many of her neighbours go together, but longer training replaces nearly nine in ten. It "
                    "is too early to judge their kind.",
                ),
                (
                    "nothing",
                    "Two seeds agree on 72 %, yet longer training keeps only 11 %. Two seeds can agree on "
                    "nonsense.",
                ),
                ("min_count", "Only 2 % of her neighbours are rare words."),
            ],
            "Ben": [
                (
                    "nothing",
                    "His lists are reliable, but not what he wants: only 12 % go together with their word.",
                ),
                ("epochs", "His lists come back and stay. More epochs would hardly change them."),
            ],
            "Cleo": [
                (
                    "nothing",
                    "Almost one neighbour in four occurs fewer than five times. The text says too little "
                    "about such words.",
                ),
                ("epochs", "Most neighbours stay already. Look at what they are: 23 % are rare words."),
                (
                    "window_size",
                    "Her neighbours are mostly of the kind that she wants. Look at the rare words.",
                ),
            ],
            "Dan": [
                (
                    "window_size",
                    "Few of his neighbours go together, but he wants words that replace each other.",
                ),
                ("epochs", "Longer training keeps 78 % of his neighbours: his lists are reliable already."),
            ],
        },
    ),
    project=Project(
        parts={
            "corpus": "a text of your own, from `w2v.load_corpus`",
            "vectors": "your vectors, from `w2v.train`",
            "again": "a second training, with another seed",
            "longer": "a third training, with about three times as many epochs",
            "judged": 'a word and a sentence about its neighbours: `("sea", "waves fits, but …")`',
            "folder": "the folder with your files",
        },
        steps=(
            (f"A text of your own, with {FEWEST_TOKENS:,} tokens or more.", ("corpus",), _look_at_corpus),
            ("Vectors trained on it.", ("corpus", "vectors"), _look_at_vectors),
            (
                "Neighbours that come back with another seed, and with more epochs.",
                ("vectors", "again", "longer"),
                _look_at_other_trainings,
            ),
            ("The neighbours of a word, judged by you.", ("vectors", "judged"), _look_at_judgement),
            ("Files that read back unchanged.", ("vectors", "folder"), _look_at_files),
        ),
        code=PROJECT,
        hints=(
            "Run this lesson again with your own text: it makes `corpus`, `vectors` and the other trainings.",
            "For `judged`, take a word of the text that you know well, and look at "
            "`vectors.most_similar(word)`.",
        ),
    ),
    quiz=Quiz(
        (
            Question(
                "With a text of 3,000 tokens, 65 % of the neighbours come back with another seed. Are they "
                "good?",
                right="b",
                choices={
                    "a": (
                        "Yes, because they do not come from chance.",
                        "Not coming from chance is not enough: both trainings can make the same error.",
                    ),
                    "b": (
                        "Not necessarily.",
                        "Two seeds can agree on garbage: both learn the same few sentences by heart. Look at "
                        "what the neighbours are, and train longer. In our trials, about four in ten stayed.",
                    ),
                    "c": (
                        "No, because 65 % is too low.",
                        "The share says how stable the lists are, not how good. Good vectors of a longer "
                        "text can have a lower one.",
                    ),
                },
            ),
            Question(
                "You want words that can replace each other, such as *king* and *duke*. Which window do you "
                "choose?",
                right="a",
                choices={
                    "a": (
                        "1",
                        "Words that can replace each other have the same words right next to them.",
                    ),
                    "b": (
                        "15",
                        "A wide window brings words that go together, such as *king* and *crown*.",
                    ),
                    "c": (
                        "Either: the window only decides how long training takes.",
                        "It decides what a context is, and so which words have contexts in common.",
                    ),
                },
            ),
            Question(
                "You train on a short text, and all neighbours are function words such as *the* and *of*. "
                "What is the most likely reason?",
                right="c",
                choices={
                    "a": (
                        "`min_count` is too low.",
                        "That brings in rare words. Function words are the most frequent ones.",
                    ),
                    "b": (
                        "The text has too many function words.",
                        "Every text has. In a good training, they are not the neighbours of other words.",
                    ),
                    "c": (
                        "Too few epochs for such a short text.",
                        "How often a word occurs is learned first, what it is about later. Training stopped "
                        "in between.",
                    ),
                    "d": (
                        "The window is too narrow.",
                        "A window decides which kind of neighbours you get, not whether anything is learned.",
                    ),
                },
            ),
        )
    ),
)
