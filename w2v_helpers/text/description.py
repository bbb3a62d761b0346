"""What a corpus is like, and how to train on it.

Reads any corpus; makes a `Description`: its numbers, a guess at its language, and advice. Lessons 05 and 11.
"""

import html
import io
import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from w2v_helpers.vocabulary import PADDING, UNKNOWN, vocabulary_and_ids

DEFAULTS = {
    "window_size": 5,
    "epochs": 20,
    "min_count": 5,
    "subsample": 1e-3,
    "num_negatives": 5,
}  # of `train`
MIN_COUNT = DEFAULTS["min_count"]
_SHOWN = 8  # most frequent words, and rarest
_ASKED = 5_000  # most frequent words that a guess at the language looks at
_SAMPLE = 1 << 20  # tokens among which repetitions are looked for
_SEQUENCE = 5  # so many words in a row that stood there before are a repetition
_MOST_PROBLEMS = 2  # that are told

# Where a text is told to be odd. Beside it what seven novels, Shakespeare, a million words of Wikipedia have.
_MOST_COPIES = 0.6  # of the text; .003 to .031, and .43 in the generated Tinyworld
_MOST_NUMBERS = 0.3  # of the tokens; 0 to .002
_MOST_FUNCTION_WORDS = 0.55  # of the tokens; .27 to .36
_LEAST_TOP = 0.09  # of the tokens, the 10 most frequent words; .19 to .28, less function words .04 to .09
_ENOUGH_TO_JUDGE = 2_000  # tokens; in fewer all words are rare, and none stands out
_LEAST_FREQUENT = 0.5  # of the tokens, words that occur at least 5 times; .88 to .95
_MANY_DOCUMENTS = 20
_LEAST_WORDS = 50  # of a vocabulary; min_count gives way until there are so many
_TOO_FEW_TO_THIN = 200  # tokens

# Below how many tokens: what to expect, and what to change in the default settings of `train`. Measured by
# tests/benchmarks/advice.py; see "Settings for texts of every size" in tests/benchmarks/RESULTS.md.
# Each boundary lies between two sizes that were measured.
RULES = (
    (
        5_000,
        "too few to learn what words mean, expect neighbours that stand side by side in the text",
        {"epochs": 60, "min_count": 2},
    ),
    (20_000, "expect neighbours by topic, and by far not for every word", {"epochs": 60, "min_count": 2}),
    (100_000, "expect that half of the neighbours of a frequent word fit", {"min_count": 2}),
    (1_000_000, "expect that most neighbours of a frequent word fit", {}),
    (float("inf"), "expect good neighbours of all but the rarest words", {}),
)

# A language gives itself away by the words that hold its sentences together.
FUNCTION_WORDS = {
    "English": "the and of to a in that is was he for it with as his on be at by i had not are but from",
    "German": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es er",
    "French": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se il elle",
    "Spanish": "de la que el en y a los se del las un por con no una su para es al lo como más pero sus",
    "Italian": "di e il la che in a per un è del non con i le una si da della sono come anche più gli ma nel",
    "Portuguese": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele",
    "Dutch": "de van een het en in is dat op te zijn met voor niet aan er om ook als maar dan zij hij ik",
    "Swedish": "och i att det som en på är av för med den till inte har de ett om han men var jag från sig",
    "Danish": "og i at det som en på er af for med den til ikke har de et om han men var jeg fra sig",
    "Norwegian": "og i å det som en på er av for med den til ikke har de et om han men var jeg fra seg",
    "Polish": "w i na z się nie do to że jest o jak a po co od za by tak ale przez był dla jego już",
    "Czech": "a se v na je že to s z do o i si by ale jako za po jsem k tak ve jeho byl které",
    "Finnish": "ja on ei se että oli hän en mutta ovat joka kun niin myös kuin hänen sen minä mitä vain ole",
    "Turkish": "ve bir bu da de için ile çok daha ne gibi o ama kadar var sonra olarak ki mi değil ben her",
    "Russian": "и в не на я что он с как а то это по но из к у за так же от все его было она",
    "Ukrainian": "і в не на я що він з як а то це й але у до та за так же від його було вона є",
    "Bulgarian": "и на да се в не е от за си с са това по че ще той като но му до аз ли беше",
    "Arabic": "في من على إلى أن عن هذا ما لا هذه مع كان التي الذي أو و قد هو كل بعد",
    "Persian": "و در به از که این را با است برای آن یک خود تا بر هم او ما می بود",
    "Hindi": "के में है की का को और से ने पर यह कि हैं एक भी नहीं था इस हो तो",
}
# Scripts of one language; unicodedata.name of a character begins with the name of its script.
_SCRIPTS = {
    "HANGUL": "Korean",
    "THAI": "Thai",
    "GREEK": "Greek",
    "HEBREW": "Hebrew",
    "ARMENIAN": "Armenian",
    "GEORGIAN": "Georgian",
    "TAMIL": "Tamil",
    "BENGALI": "Bengali",
    "LAO": "Lao",
    "MYANMAR": "Burmese",
    "KHMER": "Khmer",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "CJK": "Chinese",
}
# Written without spaces between words, and what `segmenter` calls them.
UNSPACED = {"Chinese": "zh", "Japanese": "ja", "Thai": "th", "Lao": None, "Burmese": None, "Khmer": None}
_LEAST_SHARE = 0.1  # of the tokens that function words of a language make up, where it is that language
_LEAST_LEAD = 1.1  # times as many as those of any other language


@dataclass(frozen=True, repr=False)
class Description:
    """What `describe` found out about a corpus.

    Printed, it is a text; as the last line of a notebook cell, a table and a Zipf plot.

    Attributes:
        name: of the corpus.
        tokens: how many words the text has, each time it occurs.
        words: how many different ones.
        frequent_words: how many occur at least 5 times, the vocabulary of `train`'s default settings.
        documents: how many.
        median_length: tokens of a document in the middle, by length, of those that are not empty.
        encoding: of the file, where known.
        language: a guess, or `"unclear"`.
        most_frequent: words and counts, most frequent first.
        rarest: likewise, rarest last.
        counts: int64 (V,), of all words, most frequent first.
        advice: sentences.
        settings: what to give `train`, where it differs from the defaults.
    """

    name: str
    tokens: int
    words: int
    frequent_words: int
    documents: int
    median_length: int
    encoding: str | None
    language: str
    most_frequent: tuple[tuple[str, int], ...]
    rarest: tuple[tuple[str, int], ...]
    counts: np.ndarray = field(compare=False)
    advice: tuple[str, ...] = ()
    settings: dict = field(default_factory=dict)

    def rows(self) -> list[tuple[str, str]]:
        """Return the lines of the table: what, and its value as text."""
        half = f", half of them of {self.median_length:,} tokens or more" if self.documents > 1 else ""
        rows = [
            ("tokens", f"{self.tokens:,}"),
            ("distinct words", f"{self.words:,}"),
            (f"at least {MIN_COUNT} times", f"{self.frequent_words:,}"),
            ("documents", f"{self.documents:,}{half}"),
            ("language", self.language),
            ("most frequent", _listed(self.most_frequent)),
            ("rarest", _listed(self.rarest)),
        ]
        if self.encoding is not None:
            rows.insert(4, ("encoding", self.encoding))
        return rows if self.rarest else rows[:-1]

    def __str__(self) -> str:
        rows = self.rows()
        width = max(len(title) for title, _ in rows)
        lines = [f"{title:{width}}  {value}" for title, value in rows]
        return "\n".join([self.name, *lines, "", *self.advice])

    def __repr__(self) -> str:
        return str(self)  # in a console, too, what a reader wants to see

    def _ipython_display_(self) -> None:
        """Show the table, with the text for tests of notebooks, and below it the plot."""
        from IPython.display import Image, display

        display({"text/plain": str(self), "text/html": self._html()}, raw=True)
        text = f"Plot: how often the words of {self.name} occur, from the first to the last."
        display(Image(self._plot(), width=480, alt=text))

    def _html(self) -> str:
        cell = '<t{0} style="text-align:left;vertical-align:top">{1}</t{0}>'
        rows = [
            [cell.format("hd"[n], html.escape(text)) for n, text in enumerate(row)] for row in self.rows()
        ]
        table = "".join(f"<tr>{title}{value}</tr>" for title, value in rows)
        advice = "".join(f"<li>{html.escape(sentence)}</li>" for sentence in self.advice)
        return f"<table><caption>{html.escape(self.name)}</caption>{table}</table><ul>{advice}</ul>"

    def _plot(self) -> bytes:
        """Draw counts against ranks: a PNG, which tests of notebooks do not compare."""
        import matplotlib.pyplot as plt

        from w2v_helpers.plotting.figures import (
            plot_zipf,  # draws for every stage, so only when something is shown
        )

        ax = plot_zipf(self.counts, label=self.name)
        buffer = io.BytesIO()
        ax.figure.savefig(buffer, format="png", dpi=100)
        plt.close(ax.figure)
        return buffer.getvalue()


def describe(corpus: Iterable[list[str]]) -> Description:
    """Count a corpus, guess its language, and advise how to train on it.

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens; it is gone through once.

    Returns:
        What was found. `train(corpus, **description.settings)` follows the advice.

    Raises:
        ValueError: there is no word in it.

    >>> description = describe([["the", "wide", "road"], ["the", "hot", "sun"]])
    >>> description.tokens, description.words, description.documents
    (6, 5, 2)
    """
    vocabulary, ids = vocabulary_and_ids(corpus, min_count=1)
    words, counts = vocabulary.words[UNKNOWN + 1 :], vocabulary.counts[UNKNOWN + 1 :]
    common = dict(zip(words[:_ASKED], counts[:_ASKED].tolist(), strict=True))
    first_rare = max(_SHOWN, len(words) - _SHOWN)
    lengths = np.diff(np.flatnonzero(ids == PADDING), prepend=-1) - 1  # of the documents
    found = Description(
        name=getattr(corpus, "name", "corpus"),
        tokens=int(counts.sum()),
        words=len(counts),
        frequent_words=int(np.count_nonzero(counts >= MIN_COUNT)),
        documents=len(lengths),
        median_length=int(np.median(lengths[lengths > 0])),
        encoding=getattr(corpus, "encoding", None),
        language=guess_language(common),
        most_frequent=tuple(itertools.islice(common.items(), _SHOWN)),
        rarest=tuple(zip(words[first_rare:], counts[first_rare:].tolist(), strict=True)),
        counts=counts,
    )
    sentence, settings = advise_settings(counts)
    problems = [*_problems_of_words(found, common, words), *_problems_of_documents(found, ids)]
    return replace(found, advice=(sentence, *problems[:_MOST_PROBLEMS]), settings=settings)


def guess_language(counts: Mapping[str, int]) -> str:
    """Guess the language of a text from its most frequent words.

    By its script, where that is the script of one language; else by the function words that make up most of
    the text, if they lead clearly.

    Args:
        counts: how often each word occurs, most frequent first.

    Returns:
        Its English name, or `"unclear"`.

    >>> guess_language({"der": 3, "und": 2, "haus": 1, "die": 1})
    'German'
    """
    folded, scripts = Counter(), Counter()
    for word, count in counts.items():
        folded[word.lower()] += count
        for character in word:
            scripts[_script(character)] += count
    japanese = scripts["HIRAGANA"] + scripts["KATAKANA"]
    if japanese > _LEAST_SHARE * scripts["CJK"]:  # Japanese writes half of its words with Chinese characters
        scripts["HIRAGANA"] += scripts["CJK"]
    script = max(scripts, key=scripts.get, default="")
    return _SCRIPTS.get(script) or _by_function_words(folded)


def _script(character: str) -> str:
    """Return the script of a letter as Unicode names it, such as LATIN; digits have none."""
    return unicodedata.name(character, "").partition(" ")[0] if character.isalpha() else ""


def _by_function_words(counts: Mapping[str, int]) -> str:
    """Return the language whose function words make up most of the text, or `"unclear"`."""
    shares = {language: _share(counts, words.split()) for language, words in FUNCTION_WORDS.items()}
    (best, share), (_, second) = Counter(shares).most_common(2)
    return best if share >= max(_LEAST_SHARE, _LEAST_LEAD * second) else "unclear"


def _share(counts: Mapping[str, int], words: Iterable[str]) -> float:
    """Return the share of all tokens that these words make up."""
    return sum(counts.get(word, 0) for word in words) / sum(counts.values())


# Advice


def advise_settings(counts: np.ndarray) -> tuple[str, dict]:
    """Say what to expect of a text of this size, and which settings of `train` suit it.

    Args:
        counts: int (V,), how often each word occurs, in falling order.

    Returns:
        A sentence; and the settings that differ from the defaults.
    """
    tokens = int(counts.sum())
    expectation, settings = next((text, dict(some)) for most, text, some in RULES if tokens < most)
    settings |= _fitting(counts, DEFAULTS | settings)
    settings = {name: value for name, value in settings.items() if value != DEFAULTS[name]}
    written = ", ".join(f"{name}={value}" for name, value in settings.items())
    advice = f"try {written}" if settings else "the default settings suit it"
    return f"{tokens:,} tokens: {expectation}; {advice}.", settings


def _fitting(counts: np.ndarray, settings: dict) -> dict:
    """Change settings that a small or odd vocabulary would make `train` refuse."""
    # The largest min_count that keeps enough words, or all there are, and most of the text.
    for min_count in range(settings["min_count"], 0, -1):
        kept = counts[counts >= min_count]
        if len(kept) >= min(_LEAST_WORDS, len(counts)) and kept.sum() >= _LEAST_FREQUENT * counts.sum():
            break
    changed = {"min_count": min_count, "num_negatives": max(1, min(settings["num_negatives"], len(kept) - 1))}
    changed["window_size"] = max(1, min(settings["window_size"], int(kept.sum()) - 1))
    return changed if kept.sum() >= _TOO_FEW_TO_THIN else changed | {"subsample": None}


def _problems_of_words(found: Description, common: Mapping[str, int], words: Sequence[str]) -> Iterator[str]:
    """Say what is odd about the words of a text.

    Args:
        found: what is known of it.
        common: its most frequent words and their counts.
        words: all its words, in the order of `found.counts`.
    """
    letters = np.fromiter((any(map(str.isalpha, word)) for word in words), bool, len(words))
    numbers = 1 - found.counts[letters].sum() / found.tokens
    function_words = _share(common, FUNCTION_WORDS.get(found.language, "").split())
    if found.words == 1:
        yield "All tokens are the same word: vectors need a text of several words."
    if found.language in UNSPACED and _are_characters(common):
        code = UNSPACED[found.language]
        tokenizer = f"tokenizer=w2v.segmenter({code!r})" if code else "a tokenizer of your own"
        yield (
            f"{found.language} is written without spaces, so each character is taken as a word: pass "
            f"{tokenizer} to load_corpus."
        )
    if numbers > _MOST_NUMBERS:
        yield f"{numbers:.0%} of the tokens are numbers: pass a tokenizer that leaves them out."
    if function_words > _MOST_FUNCTION_WORDS:
        examples = ", ".join(itertools.islice(common, 3))
        yield f"{function_words:.0%} of the tokens are words like {examples}, which go with any other word."
    elif found.tokens >= _ENOUGH_TO_JUDGE and found.counts[:10].sum() < _LEAST_TOP * found.tokens:
        yield "Words like “the” seem to be taken out: give the whole text, training thins them by itself."


def _problems_of_documents(found: Description, ids: np.ndarray) -> Iterator[str]:
    """Say what is odd about how a text is cut, and about what it repeats."""
    copies = _repetition(ids[:_SAMPLE])
    if copies > _MOST_COPIES and found.words > 1:
        yield f"{copies:.0%} of the text stands in it before, word for word: take out repeated lines."
    if found.documents >= _MANY_DOCUMENTS and found.median_length < DEFAULTS["window_size"]:
        yield (
            f"Half of the documents have at most {found.median_length} tokens, less than a window: if they "
            "look like broken sentences, use documents='paragraphs', or join them."
        )
    rare = found.counts[found.counts < MIN_COUNT].sum() / found.tokens
    if found.tokens >= _ENOUGH_TO_JUDGE and rare > 1 - _LEAST_FREQUENT:
        yield f"{rare:.0%} of the tokens are words that occur less than {MIN_COUNT} times and learn little."


def _are_characters(counts: Mapping[str, int]) -> bool:
    """Tell whether nearly all words are single letters, with or without accents and vowel signs."""
    single = [word for word in counts if sum(map(str.isalpha, word)) == 1]
    return _share(counts, single) > 0.95


def _repetition(ids: np.ndarray) -> float:
    """Return the share of the sequences of five words, or ends of documents, that stand in a text before.

    >>> _repetition(np.array([2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6, 7]))
    0.25
    """
    if len(ids) < _SEQUENCE:
        return 0.0
    sequences = np.zeros(len(ids) - _SEQUENCE + 1, dtype=np.uint64)
    for place in range(_SEQUENCE):  # a hash of each sequence; NumPy lets products overflow
        sequences = sequences * np.uint64(0x9E3779B97F4A7C15) + ids[place : place + len(sequences)].astype(
            np.uint64
        )
    return 1 - len(np.unique(sequences)) / len(sequences)


def _listed(ranking: Iterable[tuple[str, int]]) -> str:
    """Write words and counts in a line."""
    return ", ".join(f"{word} {count:,}" for word, count in ranking)
