"""Blocks: targets that share their contexts and their negatives.

Reads an encoded text; makes its blocks, which `steps` trains on. Lesson 10.

A block is L consecutive tokens, its targets, with C candidates that all of them share: the L + 2w tokens in
and around the block, its window, and K noise words.
"""

import math

import numpy as np

from w2v_helpers import subsampling
from w2v_helpers._checks import one_of
from w2v_helpers.negatives import systematic_sample
from w2v_helpers.vocabulary import PADDING

TARGETS_PER_BLOCK = 32  # L
NOISE_PER_BLOCK = 24  # K, at least, ...
MIXED_NOISE_PER_BLOCK = 16  # ... and where the targets that share it come from many blocks
MAX_MOVE = 2.0  # learning rate × pairs that may move one row in a step
PIECE = 1 << 17  # tokens that are prepared together
CONTEXT_WEIGHTS = ("linear", "harmonic")


def window_weights(window_size: int, context_weights: str = "linear") -> np.ndarray:
    """Return how much each token of a block's window counts as a context of each target.

    Args:
        window_size: w, how far a window reaches to each side.
        context_weights: `"linear"`: a token at distance d weighs (w + 1 − d) / w. word2vec.c draws a reach of
            1 to w for each target; this is the share of draws that reach as far as d. `"harmonic"`: in
            proportion to 1 / d, as in GloVe (Pennington et al. 2014, section 4.2).

    Returns:
        float32 (L, L + 2w), 0 for the target itself and beyond reach. Those of a target add up to w + 1.

    >>> window_weights(2)[0, :5]
    array([0.5, 1. , 0. , 1. , 0.5], dtype=float32)
    """
    one_of("context_weights", context_weights, CONTEXT_WEIGHTS)
    places = np.arange(TARGETS_PER_BLOCK + 2 * window_size) - window_size
    distances = np.abs(places - np.arange(TARGETS_PER_BLOCK)[:, None])  # (L, L+2w)
    falling = window_size + 1.0 - distances
    weights = falling if context_weights == "linear" else 1 / np.maximum(distances, 1)
    weights = np.where((distances > 0) & (distances <= window_size), weights, 0)
    return (weights * (window_size + 1) / weights[0].sum()).astype(np.float32)


def cut(tokens: np.ndarray, window_size: int, blocks_per_step: int, rng: np.random.Generator) -> np.ndarray:
    """Cut a text into blocks, at other places each time, and shuffle them.

    Args:
        tokens: int32 (N,); 0 ends a document.
        window_size: w.
        blocks_per_step: S.
        rng: decides where blocks begin and in which order they come.

    Returns:
        int32 (steps, S, L + 2w), the windows of the blocks; 0 is padding. No window reaches from one document
        into the next. The last step is filled up with empty blocks.
    """
    tokens = np.repeat(tokens, np.where(tokens == PADDING, window_size, 1))
    shift = rng.integers(TARGETS_PER_BLOCK)
    num_blocks = -(-(shift + len(tokens)) // TARGETS_PER_BLOCK)
    filled = -(-num_blocks // blocks_per_step) * blocks_per_step  # with empty blocks
    length = filled * TARGETS_PER_BLOCK + 2 * window_size
    before = window_size + shift
    tokens = np.pad(tokens, (before, length - before - len(tokens)), constant_values=PADDING)
    windows = np.lib.stride_tricks.sliding_window_view(tokens, TARGETS_PER_BLOCK + 2 * window_size)
    order = np.append(rng.permutation(num_blocks), np.arange(num_blocks, filled))
    return windows[order * TARGETS_PER_BLOCK].reshape(-1, blocks_per_step, windows.shape[-1])


def draw_blocks(
    piece: np.ndarray,
    keep: np.ndarray,
    noise: np.ndarray,
    window_size: int,
    blocks_per_step: int,
    num_noise: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Subsample a piece of a text, cut it into blocks, and draw the noise words of each.

    Args:
        piece: int32 (N,); 0 ends a document.
        keep: float (V,), from `keep_probabilities`.
        noise: float (V,), from `noise_distribution`.
        window_size: w.
        blocks_per_step: S.
        num_noise: K.
        rng: of all randomness.

    Returns:
        Candidates, int32 (steps, S, C): the window of each block, see `cut`, and its noise words.
    """
    windows = cut(subsampling.subsample(piece, keep, rng), window_size, blocks_per_step, rng)
    shape = *windows.shape[:2], num_noise
    noise_words = systematic_sample(noise, math.prod(shape), rng).reshape(shape)
    return np.concatenate([windows, noise_words], axis=2)


def noise_per_block(
    window_size: int, num_negatives: int, learning_rate: float, pairs: float | None = None
) -> int:
    """Return K: so many noise words that none alone stands for more than `MAX_MOVE` allows.

    `pairs` is how many pairs a target has, by default those of skip-gram, w + 1. Given, it means that targets
    share only noise.

    >>> noise_per_block(window_size=5, num_negatives=5, learning_rate=0.05)
    30
    """
    negatives = TARGETS_PER_BLOCK * (window_size + 1 if pairs is None else pairs) * num_negatives
    least = NOISE_PER_BLOCK if pairs is None else MIXED_NOISE_PER_BLOCK
    num_noise = max(least, math.ceil(learning_rate * negatives / MAX_MOVE))
    width = TARGETS_PER_BLOCK + (2 * window_size if pairs is None else 0)  # the answers
    return -(-(width + num_noise) // 8) * 8 - width  # a round C makes the products faster
