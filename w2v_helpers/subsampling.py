"""Subsampling of frequent words.

Reads counts; makes keep probabilities (V,) and shorter sequences. Built in lesson 3.
"""

import numpy as np

from w2v_helpers._checks import positive_integer, positive_number
from w2v_helpers.vocabulary import PADDING

_EULER_GAMMA = 0.577  # the three digits Keras uses


def keep_probabilities(counts: np.ndarray, threshold: float | None = 1e-3) -> np.ndarray:
    """Return how likely a token of each word is to stay in the corpus.

    A word of relative frequency f is kept with probability (√(f/t) + 1) · t/f = √(t/f) + t/f, at most 1. This
    is the formula of word2vec.c; the paper (Mikolov et al. 2013, eq. 5) writes √(t/f) alone.

    Args:
        counts: int (V,), how often each word occurs.
        threshold: t, the relative frequency above which words are subsampled. `None` keeps everything.

    Returns:
        float64 (V,), in (0, 1]; 1 where the count is 0.

    Raises:
        ValueError: `threshold` is not above 0, or all counts are zero.

    >>> keep_probabilities(np.array([900, 90, 10]), threshold=0.1).round(2)
    array([0.44, 1.  , 1.  ])
    """
    counts = np.asarray(counts, dtype=np.float64)
    if threshold is None:
        return np.ones_like(counts)
    threshold = positive_number("threshold", threshold)
    if not counts.sum() > 0:
        raise ValueError("All counts are zero: count the words of a corpus first.")
    allowed = threshold * counts.sum()
    ratio = np.divide(allowed, counts, out=np.full_like(counts, np.inf), where=counts > 0)  # t/f
    return np.minimum(1.0, np.sqrt(ratio) + ratio)


def rank_table(size: int, threshold: float = 1e-5) -> np.ndarray:
    """Return Keras's sampling table, which knows a word's rank but not its count.

    It guesses the frequency of rank r by Zipf's law as 1 / (r · (ln r + γ) + 1/2 − 1/(12 r)) and keeps
    √(t/f). Kept here to compare with: it is wrong for any corpus that is not very large.

    Args:
        size: how many ranks. Ranks 0 and 1 get the same value.
        threshold: t in the formula.

    Returns:
        float64 (size,), in (0, 1].

    >>> rank_table(4).round(5)
    array([0.00315, 0.00315, 0.00548, 0.00742])
    """
    rank = np.maximum(np.arange(positive_integer("size", size)), 1)
    inverse_frequency = rank * (np.log(rank) + _EULER_GAMMA) + 0.5 - 1 / (12 * rank)
    return np.minimum(1.0, np.sqrt(threshold * inverse_frequency))


def subsample(ids: np.ndarray, keep: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Drop tokens at random, before any window is cut.

    Args:
        ids: int32 (N,), a corpus as `Vocabulary.encode_corpus` makes it.
        keep: float (V,), from `keep_probabilities`.
        rng: where the randomness comes from.

    Returns:
        int32 (N',), the tokens that stay. Document ends always stay.
    """
    return ids[(rng.random(len(ids)) < keep[ids]) | (ids == PADDING)]
