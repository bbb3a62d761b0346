"""Phrases: pairs of words that stand for one thing, such as *new york* and *sea gull*.

Reads lists of tokens; makes the `Phrases` among them, and the same lists with each phrase joined into one
token, `new_york`. Lesson 8.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from w2v_helpers._checks import positive_integer, positive_number, text_table
from w2v_helpers.vocabulary import token_lists

MAX_PAIRS = 4_000_000  # different pairs that are counted at once, in about 1 GB


class Phrases:
    """Pairs of words that follow each other more often than by chance, best first.

    Args:
        pairs: (str, str) (N,), the two words of each phrase.
        counts: int (N,), how often each pair occurs.
        scores: float (N,), in falling order.

    Attributes:
        words: list of str (N,), each pair joined by `_`.

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
        """Return the phrases with the highest scores as (phrase, score) pairs."""
        topn = positive_integer("topn", topn)
        return list(zip(self.words[:topn], self.scores[:topn].tolist(), strict=True))

    def table(self, topn: int = 20) -> str:
        """Return the phrases with the highest scores as a table to print.

        >>> print(Phrases([("new", "york")], counts=[9], scores=[250.0]).table())
        phrase    count  score
        new_york      9  250.0
        """
        top = zip(self.top(topn), self.counts, strict=False)
        rows = [(phrase, f"{count:,}", f"{score:,.1f}") for (phrase, score), count in top]
        return text_table(["phrase", "count", "score"], rows)


def find_phrases(corpus: Iterable[list[str]], *, min_count: int = 5, threshold: float = 100.0) -> Phrases:
    """Find the pairs of neighbouring words that form a phrase.

    The score of a pair is

        (count(a b) − min_count) / (count(a) · count(b)) · N,

    where N is the number of tokens: how many times as often the pair occurs as it would in shuffled text,
    with a discount δ = `min_count` for rare pairs (Mikolov et al. 2013, arXiv:1310.4546, equation 6). The
    factor N comes from word2phrase, the authors' program: it makes one threshold fit texts of any length.
    gensim's default score has the number of distinct words and pairs in its place.

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens. It is read once. When there are more than
            four million distinct pairs, the rarest are forgotten, as in word2phrase.
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
    words, pairs = _count(corpus)
    num_tokens = words.total()
    scores = {
        (a, b): (count - min_count) / (words[a] * words[b]) * num_tokens
        for (a, b), count in pairs.items()
        if count > min_count
    }
    if not scores:
        raise ValueError(f"No pair of words occurs more than min_count={min_count} times: give more text.")
    found = [pair for pair in sorted(scores, key=scores.get, reverse=True) if scores[pair] > threshold]
    if not found:
        best = max(scores, key=scores.get)
        raise ValueError(
            f"No pair of words scores above threshold={threshold:g}; the best is {' '.join(best)!r} "
            f"with {scores[best]:.3g}: lower the threshold, or give more text."
        )
    return Phrases(found, [pairs[pair] for pair in found], [scores[pair] for pair in found])


@dataclass(frozen=True)
class _JoinedCorpus:
    """A corpus in which each phrase is one token; it is joined anew in each iteration."""

    name: str
    corpus: Iterable[list[str]]
    phrases: Phrases

    def __iter__(self) -> Iterator[list[str]]:
        phrase_of = dict(zip(self.phrases.pairs, self.phrases.words, strict=True))
        for tokens in token_lists(self.corpus):
            yield _join(tokens, phrase_of)

    def __len__(self) -> int:
        return len(self.corpus)


def join_phrases(corpus: Iterable[list[str]], phrases: Phrases) -> Iterable[list[str]]:
    """Make one token of each phrase.

    Works from left to right: a word belongs to at most one phrase, and no phrase crosses the border of a
    document. For phrases of up to four words, find phrases in the result and join those, too.

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens.
        phrases: what `find_phrases` found, in this or another text.

    Returns:
        An iterable of lists of tokens that can take the place of the corpus anywhere, as in `train`.

    >>> text = [["the", "new", "york", "sun"], ["new"], ["york"]]
    >>> list(join_phrases(text, Phrases([("new", "york")], counts=[9], scores=[250.0])))
    [['the', 'new_york', 'sun'], ['new'], ['york']]
    """
    return _JoinedCorpus(getattr(corpus, "name", "corpus"), corpus, phrases)


def _join(tokens: list[str], phrase_of: dict[tuple[str, str], str]) -> list[str]:
    """Join the phrases of one document, from left to right."""
    joined, position = [], 0
    while position < len(tokens):
        phrase = phrase_of.get(tuple(tokens[position : position + 2]))
        joined.append(phrase or tokens[position])
        position += 2 if phrase else 1
    return joined


def _count(corpus: Iterable[list[str]]) -> tuple[Counter, Counter]:
    """Count the words, and the pairs of words that follow each other within a document."""
    words, pairs, floor = Counter(), Counter(), 0
    for tokens in token_lists(corpus):
        words.update(tokens)
        pairs.update(pairwise(tokens))
        while len(pairs) > MAX_PAIRS:
            floor += 1
            pairs = Counter({pair: count for pair, count in pairs.items() if count > floor})
    return words, pairs
