"""Pairs of words that are one word: *new york*, *sea gull*.

Reads lists of tokens; makes the `Phrases` among them, and the same tokens with each phrase joined into one,
`new_york`. Used by lesson 11. Needs only NumPy.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count, islice

import numpy as np

from w2v_helpers._checks import positive_integer, positive_number

_PART = 1 << 20  # tokens that are worked on at once
_MAX_PAIRS = 1 << 23  # different pairs to remember: 128 MB, and five times that while they are merged
_LOW_BITS = (1 << 32) - 1


class Phrases:
    """Pairs of words that stand side by side more often than by chance, the best first.

    Args:
        pairs: the two words of each phrase.
        counts: int (N,), how often each pair occurs.
        scores: float (N,), falling.

    Attributes:
        pairs: list of (str, str), (N,).
        words: list of str (N,), each pair joined by `_`.
        counts: int64 (N,).
        scores: float64 (N,).

    >>> phrases = Phrases([("new", "york"), ("hot", "sun")], counts=[9, 30], scores=[250.0, 120.0])
    >>> phrases.top(1)
    [('new_york', 250.0)]
    """

    def __init__(self, pairs: Sequence[tuple[str, str]], counts: Sequence[int], scores: Sequence[float]):
        self.pairs = list(pairs)
        self.words = ["_".join(pair) for pair in self.pairs]
        self.counts = np.asarray(counts, dtype=np.int64)
        self.scores = np.asarray(scores, dtype=np.float64)

    def __len__(self) -> int:
        return len(self.pairs)

    def __repr__(self) -> str:
        return f"Phrases({len(self):,} pairs)"

    def top(self, topn: int = 10) -> list[tuple[str, float]]:
        """Return the phrases of the highest scores as (phrase, score) pairs."""
        topn = positive_integer("topn", topn)
        return list(zip(self.words[:topn], self.scores[:topn].tolist(), strict=True))

    def table(self, topn: int = 20) -> str:
        """Return the phrases of the highest scores as a table, to be printed.

        >>> print(Phrases([("new", "york")], counts=[9], scores=[250.0]).table())
        phrase    count  score
        new_york      9  250.0
        """
        counts = [f"{number:,}" for number in self.counts]
        rows = [(word, n, f"{score:,.1f}") for (word, score), n in zip(self.top(topn), counts, strict=False)]
        rows.insert(0, ("phrase", "count", "score"))
        wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join(f"{a:<{wide[0]}}  {b:>{wide[1]}}  {c:>{wide[2]}}" for a, b, c in rows)


def find_phrases(corpus: Iterable[list[str]], *, min_count: int = 5, threshold: float = 100.0) -> Phrases:
    """Find the pairs of neighbouring words that make a phrase.

    The score of a pair is

        (count(a b) − min_count) / (count(a) · count(b)) · N,

    where N is the number of tokens: how many times as often the pair occurs as it would in shuffled text,
    less a discount for pairs that were seen only a few times. It is equation 6 of Mikolov et al. 2013,
    "Distributed Representations of Words and Phrases and their Compositionality" (arXiv:1310.4546), with
    `min_count` for δ. The equation has no N: this factor is that of word2phrase, the authors' program, and
    makes one threshold fit texts of any length. gensim's default score has the number of different words and
    pairs in its place.

    The corpus is gone through once, in bounded memory. Where there are more than eight million different
    pairs, as in some hundred megabytes of text, the rarest are forgotten on the way.

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens.
        min_count: δ; a pair must occur more often than this.
        threshold: a pair must score more than this. A lower value gives more phrases.

    Raises:
        ValueError: no pair is a phrase, or a setting is not allowed.

    >>> text = [["new", "york", "is", "in", "new", "york"], ["the", "sun", "is", "in"], ["new", "york"]]
    >>> find_phrases(text, min_count=1, threshold=2).top()
    [('is_in', 3.0), ('new_york', 2.67)]
    """
    min_count = positive_integer("min_count", min_count)
    threshold = positive_number("threshold", threshold)
    words, word_counts, pairs = _count(corpus)
    often = pairs.counts > min_count
    if not often.any():
        raise ValueError(
            f"No two words stand side by side more than {min_count} times (min_count={min_count}): "
            "give more text, or a smaller min_count."
        )
    counts = pairs.counts[often]
    numbers = np.stack([pairs.codes[often] >> 32, pairs.codes[often] & _LOW_BITS], axis=1)  # (N, 2)
    scores = (counts - min_count) / word_counts[numbers].prod(axis=1) * word_counts.sum()
    order = np.argsort(-scores, kind="stable")
    order = order[: max(1, np.count_nonzero(scores > threshold))]
    found = Phrases([(words[a], words[b]) for a, b in numbers[order].tolist()], counts[order], scores[order])
    if found.scores[0] <= threshold:
        raise ValueError(
            f"No pair of words scores above {threshold:g}; the best is {' '.join(found.pairs[0])!r} "
            f"with {found.scores[0]:.3g}: lower the threshold, or give more text."
        )
    return found


@dataclass(frozen=True)
class JoinedCorpus:
    """A corpus in which each phrase is one token; what `join_phrases` makes.

    It can be gone through as often as the corpus it is made from, and reads that again each time.

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens.
        phrases: the pairs to join.
    """

    corpus: Iterable[list[str]]
    phrases: Phrases

    @property
    def name(self) -> str:
        """The name of the corpus, for titles and messages."""
        return getattr(self.corpus, "name", "corpus")

    def __iter__(self) -> Iterator[list[str]]:
        return map(list, self.streams())

    def streams(self) -> Iterator[Iterator[str]]:
        """Go through the documents as `iter` does, but give each one's tokens one after the other."""
        phrase_of = defaultdict(dict)  # first word -> second word -> phrase
        for (first, second), phrase in zip(self.phrases.pairs, self.phrases.words, strict=True):
            phrase_of[first][second] = phrase
        return (_join(tokens, phrase_of) for tokens in _streams(self.corpus))

    def __len__(self) -> int:
        return len(self.corpus)

    def fingerprint(self) -> str | None:
        """Return what changes when the tokens do, or `None` where the corpus has no such thing."""
        of_corpus = self.corpus.fingerprint() if hasattr(self.corpus, "fingerprint") else None
        told = repr((of_corpus, self.phrases.pairs)).encode()
        return of_corpus and hashlib.sha256(told).hexdigest()


def join_phrases(corpus: Iterable[list[str]], phrases: Phrases) -> JoinedCorpus:
    """Make one token of each phrase.

    Goes from left to right; a word belongs to one phrase at most, and no phrase crosses the border of a
    document. Find phrases in the result and join them too, and there are phrases of up to four words:
    *new_york* and *times* become *new_york_times*.

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens.
        phrases: what `find_phrases` found, in this or another text.

    Returns:
        An iterable of lists of tokens, which takes the place of the corpus anywhere, as in `train`.

    >>> text = [["the", "new", "york", "sun"], ["new"], ["york"]]
    >>> list(join_phrases(text, Phrases([("new", "york")], counts=[9], scores=[250.0])))
    [['the', 'new_york', 'sun'], ['new'], ['york']]
    """
    return JoinedCorpus(corpus, phrases)


def _join(tokens: Iterable[str], phrase_of: dict[str, dict[str, str]]) -> Iterator[str]:
    """Join the phrases of one document, from left to right."""
    waiting, seconds = None, {}  # a word that is not given out yet, and what makes a phrase with it
    for word in tokens:
        if word in seconds:
            yield seconds[word]
            waiting, seconds = None, {}
            continue
        if waiting is not None:
            yield waiting
        waiting, seconds = word, phrase_of.get(word, ())
    if waiting is not None:
        yield waiting


def _streams(corpus: Iterable[list[str]]) -> Iterator[Iterable[str]]:
    """Go through the tokens of each document, and refuse texts that nobody cut into tokens."""
    for tokens in corpus.streams() if hasattr(corpus, "streams") else corpus:
        if isinstance(tokens, str):
            raise ValueError("A corpus is a sequence of token lists, not of strings: tokenize each text.")
        yield tokens


def _count(corpus: Iterable[list[str]]) -> tuple[list[str], np.ndarray, "_PairCounts"]:
    """Number the words in order of appearance, and count them and their pairs.

    Returns:
        The words, of which the first stands for the end of a document; how often each occurs, int64 (V,), 0
        for the first; the counts of the pairs.
    """
    end = object()  # no token is equal to it
    number_of = defaultdict(count(1).__next__, {end: 0})
    tokens = chain.from_iterable(chain(stream, (end,)) for stream in _streams(corpus))
    numbers = map(number_of.__getitem__, tokens)
    word_counts, pairs, last = np.zeros(1, dtype=np.int64), _PairCounts(), 0
    while len(part := np.fromiter(islice(numbers, _PART), dtype=np.int64)):
        word_counts = np.pad(word_counts, (0, len(number_of) - len(word_counts)))
        word_counts += np.bincount(part, minlength=len(word_counts))
        before = np.append(last, part[:-1])
        pairs.add((before << 32 | part)[(before > 0) & (part > 0)])
        last = part[-1]
    pairs.merge()
    word_counts[0] = 0
    return list(number_of), word_counts, pairs


class _PairCounts:
    """How often each pair occurs, as sorted arrays: a tenth of the memory of a dictionary.

    Attributes:
        codes: int64 (N,), the number of the first word times 2³², plus the number of the second.
        counts: int64 (N,).
    """

    def __init__(self):
        self.codes, self.counts = np.zeros((2, 0), dtype=np.int64)
        self._new = []
        self._floor = 0

    def add(self, codes: np.ndarray) -> None:
        """Count more pairs, int64 (P,)."""
        self._new.append(np.unique(codes, return_counts=True))
        # Rarely enough that the whole work grows little faster than the number of pairs.
        if sum(len(new) for new, _ in self._new) > max(_PART, min(len(self.codes), _MAX_PAIRS // 4)):
            self.merge()

    def merge(self) -> None:
        """Bring all counts together; forget the rarest pairs if there are too many, as word2phrase does."""
        codes, counts = map(np.concatenate, zip((self.codes, self.counts), *self._new, strict=True))
        self._new = []
        order = np.argsort(codes, kind="stable")  # quick, as these are a few sorted stretches
        codes = codes[order]
        counts = counts[order]
        starts = np.flatnonzero(np.diff(codes, prepend=-1))
        self.codes, self.counts = codes[starts], np.add.reduceat(counts, starts)
        while len(self.codes) > _MAX_PAIRS:
            self._floor += 1
            kept = self.counts > self._floor
            self.codes, self.counts = self.codes[kept], self.counts[kept]
