"""Pairs of a target and a word from its window.

Reads sequences of ids; makes int32 (P, 2) pairs. Built by hand in lesson 2.
"""

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from w2v_helpers._checks import positive_integer
from w2v_helpers.vocabulary import PADDING

_CHUNK = 16_384  # windows handled at once: small enough to stay in the processor's cache


def skip_grams(
    sequence: Sequence[int], window_size: int, *, rng: np.random.Generator | None = None
) -> np.ndarray:
    """Pair every word with each word at most `window_size` places away.

    Id 0 is padding or the end of a document: it is never part of a pair, and no window reaches across it.

    Args:
        sequence: int (N,), ids.
        window_size: how many places a window reaches to each side.
        rng: if given, each target draws its own reach from 1 .. `window_size`, as word2vec.c does, so that
            near words are paired more often than far ones. Without it every window is full.

    Returns:
        int32 (P, 2), one pair (target, context) per row, ordered by target, then by context position.

    Raises:
        ValueError: `window_size` is not an integer above 0, or `sequence` is not one row of ids.

    >>> skip_grams([2, 3, 4], window_size=1).tolist()
    [[2, 3], [3, 2], [3, 4], [4, 3]]
    """
    window_size = positive_integer("window_size", window_size)
    ids = _one_row(sequence)
    if not ids.size:
        return np.empty((0, 2), dtype=np.int32)
    # A document end is one 0. Made as wide as a window, it keeps windows from reaching the next document.
    ids = np.repeat(ids, np.where(ids == PADDING, window_size, 1))  # (N',)
    windows = sliding_window_view(np.pad(ids, window_size), 2 * window_size + 1)  # (N', 2w+1), a view
    chunks = range(0, len(windows), _CHUNK)
    return np.concatenate([_pairs(windows[start : start + _CHUNK], rng) for start in chunks])


def _one_row(sequence: Sequence[int]) -> np.ndarray:
    ids = np.asarray(sequence)
    if ids.ndim != 1 or (ids.size and ids.dtype.kind not in "iu"):
        raise ValueError(f"A sequence is one row of ids, not an array of {ids.dtype} with shape {ids.shape}.")
    return ids.astype(np.int32, copy=False)


def _pairs(windows: np.ndarray, rng: np.random.Generator | None) -> np.ndarray:
    """Pair the middle of each window, int32 (N, 2w+1), with the rest of it: int32 (P, 2)."""
    window_size = windows.shape[1] // 2
    targets = windows[:, window_size]  # (N,)
    contexts = np.delete(windows, window_size, axis=1)  # (N, 2w)
    is_pair = (contexts != PADDING) & (targets != PADDING)[:, None]
    if rng is not None:
        is_pair &= _within_reach(len(targets), window_size, rng)
    pairs = np.empty((np.count_nonzero(is_pair), 2), dtype=np.int32)
    pairs[:, 0] = np.repeat(targets, np.count_nonzero(is_pair, axis=1))
    pairs[:, 1] = contexts[is_pair]
    return pairs


def _within_reach(length: int, window_size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw a reach for each target: bool (N, 2w), true where a context lies within it."""
    offsets = np.arange(-window_size, window_size + 1)
    distances = np.abs(offsets[offsets != 0])  # (2w,)
    reach = rng.integers(1, window_size, size=(length, 1), endpoint=True)
    return distances <= reach
