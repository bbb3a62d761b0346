"""What a corpus is like, and how to train on it.

Reads any corpus; makes a `Description`: its numbers, and advice. Lessons 5 and 8.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from w2v_helpers.vocabulary import PADDING, UNKNOWN, vocabulary_and_ids

# The default settings of `train` that advice may change.
DEFAULTS = {"window_size": 5, "epochs": 20, "min_count": 5, "subsample": 1e-3, "num_negatives": 5}
MIN_COUNT = DEFAULTS["min_count"]

# Below how many tokens: what to expect, and which settings of `train` to change. Measured by
# tests/benchmarks/advice.py; see "Settings for texts of every size" in tests/benchmarks/RESULTS.md.
# Each boundary lies between two sizes that were measured.
RULES = (
    (
        5_000,
        "too few to learn what words mean, expect neighbours that occur side by side in the text",
        {"epochs": 60, "min_count": 2},
    ),
    (20_000, "expect neighbours from the same topic, and not for every word", {"epochs": 60, "min_count": 2}),
    (100_000, "expect about half of the neighbours of a frequent word to fit", {"min_count": 2}),
    (1_000_000, "expect most neighbours of a frequent word to fit", {"epochs": 10}),
    (2_000_000, "expect good neighbours for all but the rarest words", {"epochs": 10}),
    # Twice as many still help a little here, in twice the time (data/settings.csv).
    (float("inf"), "expect good neighbours for all but the rarest words", {"epochs": 5}),
)
LEAST_WORDS = 50  # in a vocabulary; `min_count` gives way until there are so many
LEAST_KEPT = 0.5  # of the tokens; .88 to .95 occur at least 5 times in novels, Shakespeare, Wikipedia
LEAST_TO_THIN = 200  # tokens, for subsampling

# When a text is reported as odd; in brackets: seven novels, Shakespeare, a million words of Wikipedia.
MOST_COPIES = 0.6  # of the text (.003 to .031, and .43 in the generated Tinyworld)
MOST_NUMBERS = 0.3  # of the tokens (0 to .002)
LEAST_TOP = 0.09  # of the tokens, the 10 most frequent words (.19 to .28; .04 to .09 without function words)
LEAST_TO_JUDGE = 2_000  # tokens; in fewer, no word stands out
MANY_DOCUMENTS = 20
UNSPACED_SHARE = 0.1  # of the tokens, in a script without spaces

_SHOWN = 8  # most frequent words, and rarest
_SAMPLE = 1 << 18  # tokens in which repetitions are counted
_SEQUENCE = 5  # words in a row that occurred before are a repetition
# Scripts without spaces between words, as `unicodedata.name` begins. `segmenter` knows the first four.
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "MYANMAR", "KHMER")


@dataclass(frozen=True, repr=False)
class Description:
    """What `describe` found out about a corpus; prints as a table with advice below.

    Attributes:
        name: of the corpus.
        tokens: number of tokens.
        words: number of distinct words.
        frequent_words: how many of them occur at least 5 times, the vocabulary of `train` by default.
        documents: number of documents.
        median_length: of the documents that are not empty, in tokens.
        encoding: of the file, where known.
        most_frequent: words and counts, most frequent first.
        rarest: likewise, rarest last.
        counts: int64 (V,), of all words, most frequent first.
        advice: sentences.
        settings: arguments for `train`, where the advice differs from its defaults.
    """

    name: str
    tokens: int
    words: int
    frequent_words: int
    documents: int
    median_length: int
    encoding: str | None
    most_frequent: tuple[tuple[str, int], ...]
    rarest: tuple[tuple[str, int], ...]
    counts: np.ndarray = field(compare=False)
    advice: tuple[str, ...] = ()
    settings: dict = field(default_factory=dict)

    def __str__(self) -> str:
        half = f", half of them with {self.median_length:,} tokens or more" if self.documents > 1 else ""
        rows = {
            "tokens": f"{self.tokens:,}",
            "distinct words": f"{self.words:,}",
            f"at least {MIN_COUNT} times": f"{self.frequent_words:,}",
            "documents": f"{self.documents:,}{half}",
            "encoding": self.encoding,
            "most frequent": ", ".join(f"{word} {count:,}" for word, count in self.most_frequent),
            "rarest": ", ".join(f"{word} {count:,}" for word, count in self.rarest),
        }
        lines = [f"{title:18}{value}" for title, value in rows.items() if value]
        return "\n".join([self.name, *lines, "", *self.advice])

    __repr__ = __str__  # what a reader wants to see in a notebook, too


def describe(corpus: Iterable[list[str]]) -> Description:
    """Count a corpus, and advise how to train on it.

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens; it is read once.

    Returns:
        What was found. `train(corpus, **description.settings)` follows the advice.

    Raises:
        ValueError: the corpus has no words.

    >>> description = describe([["the", "wide", "road"], ["the", "hot", "sun"]])
    >>> description.tokens, description.words, description.documents
    (6, 5, 2)
    """
    vocabulary, ids = vocabulary_and_ids(corpus, min_count=1)
    words, counts = vocabulary.words[UNKNOWN + 1 :], vocabulary.counts[UNKNOWN + 1 :]
    lengths = np.diff(np.flatnonzero(ids == PADDING), prepend=-1) - 1  # of the documents
    ranking = tuple(zip(words, counts.tolist(), strict=True))
    sentence, settings = advise_settings(counts)
    return Description(
        name=getattr(corpus, "name", "corpus"),
        tokens=int(counts.sum()),
        words=len(words),
        frequent_words=int(np.count_nonzero(counts >= MIN_COUNT)),
        documents=len(lengths),
        median_length=int(np.median(lengths[lengths > 0])),
        encoding=getattr(corpus, "encoding", None),
        most_frequent=ranking[:_SHOWN],
        rarest=ranking[_SHOWN:][-_SHOWN:],
        counts=counts,
        advice=(sentence, *_odd_words(words, counts), *_odd_documents(ids, lengths)),
        settings=settings,
    )


def advise_settings(counts: np.ndarray) -> tuple[str, dict]:
    """Return what to expect of a text with these counts, int (V,) in falling order, in a sentence.

    And the settings of `train` that suit it, where they differ from the defaults.
    """
    tokens = int(counts.sum())
    expectation, rule = next((text, settings) for most, text, settings in RULES if tokens < most)
    settings = rule | _fitting(counts, DEFAULTS | rule)
    settings = {name: value for name, value in settings.items() if value != DEFAULTS[name]}
    written = ", ".join(f"{name}={value}" for name, value in settings.items())
    advice = f"try {written}" if settings else "the default settings suit it"
    return f"{tokens:,} tokens: {expectation}; {advice}.", settings


def _fitting(counts: np.ndarray, settings: dict) -> dict:
    """Return changes to settings that `train` would refuse for a small or odd vocabulary."""
    # The largest min_count that keeps enough words, or all there are, and most of the text.
    for min_count in range(settings["min_count"], 0, -1):
        kept = counts[counts >= min_count]
        if len(kept) >= min(LEAST_WORDS, len(counts)) and kept.sum() >= LEAST_KEPT * counts.sum():
            break
    changed = {"min_count": min_count, "num_negatives": max(1, min(settings["num_negatives"], len(kept) - 1))}
    changed["window_size"] = max(1, min(settings["window_size"], int(kept.sum()) - 1))
    return changed if kept.sum() >= LEAST_TO_THIN else changed | {"subsample": None}


def _odd_words(words: Sequence[str], counts: np.ndarray) -> Iterator[str]:
    """Report what is odd about the words of a text, given in falling order of their counts."""
    tokens = counts.sum()
    if len(words) == 1:
        yield "All tokens are the same word: vectors need a text with several words."
    if script := _unsegmented(words, counts):
        code = {"CJK": "zh", "KATAKANA": "ja", "THAI": "th"}.get(script)
        tokenizer = f"tokenizer=w2v.segmenter({code!r})" if code else "a tokenizer of your own"
        yield f"It has no spaces between words, so each character is one: pass {tokenizer} to load_corpus."
    numbers = sum(count for word, count in zip(words, counts, strict=True) if not any(map(str.isalpha, word)))
    if numbers > MOST_NUMBERS * tokens:
        yield f"{numbers / tokens:.0%} of the tokens are numbers: pass a tokenizer that leaves them out."
    if tokens >= LEAST_TO_JUDGE and counts[:10].sum() < LEAST_TOP * tokens:
        yield "Words like “the” seem to have been removed: give the whole text, training thins them itself."


def _odd_documents(ids: np.ndarray, lengths: np.ndarray) -> Iterator[str]:
    """Report what is odd about how a text is cut, and about what it repeats."""
    copies = _repetition(ids[:_SAMPLE])
    if copies > MOST_COPIES and ids.max() > UNKNOWN + 1:  # of more than one word
        yield f"{copies:.0%} of the text occurs in it before, word for word: remove repeated lines."
    median = np.median(lengths[lengths > 0])
    if len(lengths) >= MANY_DOCUMENTS and median < DEFAULTS["window_size"]:
        yield (
            f"Half of the documents have at most {median:.0f} tokens, less than a window: if they look like "
            "broken sentences, use documents='paragraphs', or join them."
        )


def _unsegmented(words: Sequence[str], counts: np.ndarray) -> str | None:
    """Return the script of a text without spaces that was cut into characters; of Japanese, KATAKANA."""
    single, longer = Counter(), 0
    for word, count in zip(words, counts.tolist(), strict=True):
        script = unicodedata.name(word[:1] or " ", "").partition(" ")[0]
        if script in _UNSPACED and sum(map(str.isalpha, word)) == 1:  # an accent may follow
            single[script] += count
        elif script in _UNSPACED:
            longer += count
    if single.total() < max(UNSPACED_SHARE * counts.sum(), 20 * longer, 1):
        return None
    is_japanese = single["HIRAGANA"] + single["KATAKANA"] > 0.1 * single["CJK"]
    return "KATAKANA" if is_japanese else max(single, key=single.get)


def _repetition(ids: np.ndarray) -> float:
    """Return the share of all sequences of five words, or ends of documents, that occur earlier in a text."""
    if len(ids) < _SEQUENCE:
        return 0.0
    sequences = np.lib.stride_tricks.sliding_window_view(ids, _SEQUENCE)
    return 1 - len(np.unique(sequences, axis=0)) / len(sequences)
