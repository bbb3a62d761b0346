"""Are these vectors any good? What can be said without an answer key.

Reads three trainings on one text; makes a `Diagnosis` of the neighbours of rare and frequent words. Lesson 8.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from w2v_helpers._checks import html_table, positive_integer, text_table
from w2v_helpers.skipgrams import skip_grams
from w2v_helpers.text.description import MIN_COUNT, RULES
from w2v_helpers.vectors import WordVectors
from w2v_helpers.vocabulary import parts, vocabulary_and_ids

ASKED, NEAR = 500, 5  # words
FUNCTION_WORDS = 0.4  # of the tokens
BANDS = ("rare", "middle", "frequent")
# Measured by tests/benchmarks/diagnosis.py; see "Are vectors any good?" in tests/benchmarks/RESULTS.md.
LEAST_OF_RARE = 0.9  # of what comes back of frequent words' neighbours; where less does, more epochs help
FEW = 0.1  # one in ten


@dataclass(frozen=True, repr=False)
class Diagnosis:
    """What `diagnose` found; prints as a table with advice below.

    Attributes:
        bands: `"rare"`, `"middle"`, `"frequent"` → how many `"words"` were asked, the `"least"` and `"most"`
            that one occurs, and shares of their neighbours: those that `"come back"` with another seed, that
            `"stay"` with more epochs, that `"all three"` trainings name; `"function words"`; `"rare words"`,
            with a count below 5; with a corpus those that `"go together"`, within five words somewhere.
        tokens: the counts of all words, added up.
        names: share of the neighbours of names that are names; NaN without a corpus, or without names.
        names_by_chance: share of all words that are names.
    """

    bands: dict[str, dict[str, float]]
    tokens: int
    names: float = np.nan
    names_by_chance: float = np.nan

    @property
    def advice(self) -> list[str]:
        """What the shares mean, relative to each other, in sentences."""
        rare, middle, frequent = self.bands.values()
        back = f"({rare['come back']:.0%} come back; {frequent['come back']:.0%} in the frequent band)"
        found = [f"Neighbours of rare words are as reliable as others {back}: more epochs would hardly help."]
        if middle["function words"] > FEW:
            found = [f"Neighbours are function words ({middle['function words']:.0%}). Train longer."]
        elif rare["come back"] < max(LEAST_OF_RARE * frequent["come back"], FEW):
            found = [f"Neighbours of rare words are unreliable {back}. Train longer."]
        if middle["rare words"] > FEW:
            found += [f"Pass over rare words ({middle['rare words']:.0%} of the neighbours): few are right."]
        if np.isfinite(self.names):
            names = f"{self.names:.0%} of names' neighbours are names ({self.names_by_chance:.0%} by chance)"
            is_low = self.names < self.names_by_chance + FEW * (1 - self.names_by_chance)
            found += [f"Only {names}: the training or the text is too short." if is_low else f"{names}."]
        shares = f"{rare['all three']:.0%} in the rare band, {frequent['all three']:.0%} in the frequent one"
        expectation = next(text for most, text, _ in RULES if self.tokens < most)
        found += [f"Believe the neighbours that all three trainings name before others: {shares}."]
        return [*found, f"All three can be wrong together. {self.tokens:,} tokens: {expectation}."]

    def _table(self) -> tuple[list[str], list[list[str]]]:
        rows = []
        for name, band in self.bands.items():
            words, least, most, *shares = band.values()
            rows.append([name, f"{words:,}", f"{least:,}–{most:,}", *(f"{share:.0%}" for share in shares)])
        return ["band", "words", "counts", *list(band)[3:]], rows

    def __repr__(self) -> str:
        return "\n".join([text_table(*self._table()), "", *self.advice])

    def _repr_html_(self) -> str:
        return html_table(*self._table()) + "".join(f"<p>{html.escape(line)}</p>" for line in self.advice)


def diagnose(
    vectors: WordVectors,
    again: WordVectors,
    longer: WordVectors,
    corpus: Iterable[list[str]] | None = None,
    *,
    topn: int = 10,
) -> Diagnosis:
    """Ask up to 500 words for their neighbours, and see which of these can be believed.

    Asked are words that occur at least 5 times, if there are any, and no function words: the most frequent
    words that make up four tenths of the tokens together.

    Args:
        vectors: those to judge, with counts.
        again: the same training with another seed.
        longer: the same with about three times as many epochs: two seeds can agree on garbage.
        corpus: the text; a `Corpus` also tells names: words with a capital in mid-sentence, mostly.
        topn: how many neighbours of each word.

    Raises:
        ValueError: the vectors have no counts, two trainings are the same, or they share too few words.
    """
    topn = positive_integer("topn", topn)
    ours, *others = _with_shared_words((vectors, again, longer), topn)
    counts = ours.counts  # (V,)
    is_function = np.cumsum(counts) - counts < FUNCTION_WORDS * counts.sum()
    asked = np.flatnonzero((counts >= MIN_COUNT) & ~is_function)
    asked = asked if len(asked) >= len(BANDS) else np.arange(len(ours))
    asked = asked[:: -(-len(asked) // ASKED)]
    words = [ours.words[row] for row in asked]
    near, *theirs = (table.neighbour_ids(words, topn) for table in (ours, *others))  # (N, topn) each
    back, stay = ((near[:, :, None] == other[:, None]).any(axis=2) for other in theirs)
    flags = {"come back": back, "stay": stay, "all three": back & stay}
    flags |= {"function words": is_function[near], "rare words": counts[near] < MIN_COUNT}
    names = ()
    if corpus is not None:
        names, flags["go together"] = _names(ours, corpus, topn), _go_together(ours, words, near, corpus)
    bands = {}
    for name, rows in zip(BANDS, np.array_split(np.arange(len(asked))[::-1], len(BANDS)), strict=True):
        least, most = counts[asked[rows[[0, -1]]]].tolist()
        shares = {title: float(flag[rows].mean()) for title, flag in flags.items()}
        bands[name] = {"words": len(rows), "least": least, "most": most} | shares
    return Diagnosis(bands, int(counts.sum()), *names)


def _with_shared_words(trainings: tuple[WordVectors, ...], topn: int) -> list[WordVectors]:
    """Reduce three trainings to the words that all have; refuse what cannot be compared."""
    vectors, *others = trainings
    if vectors.counts is None:
        raise ValueError("diagnose needs vectors with counts, as train makes them.")
    if any(np.array_equal(vectors.matrix, other.matrix) for other in others):
        raise ValueError("Two trainings are the same: again needs another seed, and longer more epochs.")
    words = [word for word in vectors.words if all(word in other for other in others)]
    if len(words) < topn + 2:
        raise ValueError(f"The trainings share {len(words)} words; topn={topn} needs at least {topn + 2}.")
    rows = [vectors.id(word) for word in words]
    return [WordVectors(words, table[words], vectors.counts[rows]) for table in trainings]


def _names(ours: WordVectors, corpus: Iterable[list[str]], topn: int) -> tuple[float, float]:
    """Return how many neighbours of names are names, and how many of all words."""
    capital = Counter()  # how often with a capital letter, less how often without
    for document in getattr(corpus, "documents", ()):
        for word in re.findall(r"(?<=\w\s)\w\w+", document):  # words that follow a word
            capital[word.lower()] += 1 if word[0].isupper() else -1
    is_name = np.array([capital[word] > 0 for word in ours.words])
    names = [ours.words[row] for row in np.flatnonzero(is_name)]
    near = ours.neighbour_ids(names[:: len(names) // ASKED + 1], topn)
    return float(is_name[near].mean()) if names else np.nan, float(is_name.mean())


def _go_together(ours: WordVectors, words: list[str], near: np.ndarray, corpus: Iterable) -> np.ndarray:
    """Return whether each neighbour (N, topn) stands within five words of its word somewhere."""
    vocabulary, ids = vocabulary_and_ids(corpus, min_count=1)
    asked, size = vocabulary.encode(words).astype(np.int64), len(vocabulary)
    pairs = asked[:, None] * size + vocabulary.encode(ours.words)[near]  # a number for each
    met = (skip_grams(part, NEAR) for part in parts(ids, overlap=NEAR))
    met = (some[np.isin(some[:, 0], asked)].astype(np.int64) @ [size, 1] for some in met)
    return np.any([np.isin(pairs, some) for some in met], axis=0)
