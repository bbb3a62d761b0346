"""The fast step: blocks of targets that share their contexts and their negatives.

Reads an encoded text; trains two tables on its blocks. Lesson 10.

A block is L consecutive tokens, its targets, with C candidates that all of them share: the L + 2w tokens in
and around the block, its window, and K noise words. A step is taken on S blocks from different places of the
text.
"""

import functools
import math

import numpy as np

from w2v_helpers import subsampling
from w2v_helpers._checks import one_of, silent_stderr
from w2v_helpers.model import closed_form
from w2v_helpers.negatives import systematic_sample
from w2v_helpers.vocabulary import PADDING, UNKNOWN

with silent_stderr():
    import tensorflow as tf

TARGETS_PER_BLOCK = 32  # L
NOISE_PER_BLOCK = 24  # K, at least
MAX_MOVE = 2.0  # learning rate × pairs that may move one row in a step
PIECE = 1 << 17  # tokens that are prepared together
BLOCKS_PER_LOSS = 64  # of so many blocks in a piece the loss is measured
CONTEXT_WEIGHTS = ("linear", "harmonic")

Tables = tuple[tf.Tensor, tf.Tensor]  # of targets and contexts, float32 (V, D)


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


def noise_per_block(window_size: int, num_negatives: int, learning_rate: float) -> int:
    """Return K: so many noise words that none alone stands for more than `MAX_MOVE` allows.

    >>> noise_per_block(window_size=5, num_negatives=5, learning_rate=0.05)
    30
    """
    negatives = TARGETS_PER_BLOCK * (window_size + 1) * num_negatives
    num_noise = max(NOISE_PER_BLOCK, math.ceil(learning_rate * negatives / MAX_MOVE))
    width = TARGETS_PER_BLOCK + 2 * window_size
    return -(-(width + num_noise) // 8) * 8 - width  # a round C makes the products faster


def targets_of(candidates: np.ndarray | tf.Tensor, as_contexts: tf.Tensor) -> np.ndarray | tf.Tensor:
    """Return the targets (…, L) of blocks with candidates (…, C); `as_contexts`: see `window_weights`."""
    window_size = (as_contexts.shape[1] - TARGETS_PER_BLOCK) // 2
    return candidates[..., window_size : window_size + TARGETS_PER_BLOCK]


def count_pairs(
    candidates: tf.Tensor, as_contexts: tf.Tensor, num_negatives: float
) -> tuple[tf.Tensor, tf.Tensor]:
    """Count the pairs in blocks by their weights.

    Args:
        candidates: int32 (…, C), from `draw_blocks`. The K noise words share the negatives of all pairs.
        as_contexts: from `window_weights`, float32 (L, L + 2w).
        num_negatives: how much the negatives of a pair weigh together.

    Returns:
        float32: how many negatives a noise word stands for, for each target, (…, L); and the pairs of each
        target and then of each candidate, (…, L + C). Padding is in none.
    """
    width = as_contexts.shape[1]
    num_noise = candidates.shape[-1] - width
    are_words = tf.cast(candidates[..., :width] > UNKNOWN, tf.float32)
    are_targets = targets_of(are_words, as_contexts)
    positive = are_targets * tf.matmul(are_words, as_contexts, transpose_b=True)
    negatives = positive * (num_negatives / num_noise)
    of_noise = tf.repeat(tf.reduce_sum(negatives, axis=-1, keepdims=True), num_noise, axis=-1)
    of_window = are_words * tf.matmul(are_targets, as_contexts)
    return negatives, tf.concat([positive * (1 + num_negatives), of_window, of_noise], axis=-1)


def labels_and_weights(
    num_noise: int, as_contexts: tf.Tensor, negatives: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the labels of the candidates of S blocks, and how much each counts for each target.

    Padding counts like a word: its vectors are zero, and a row that never moves needs no weight. From K, the
    window weights and the `negatives` (S, L) of `count_pairs` come two arrays, float32 (S, L, C).
    """
    are_noise = tf.cast(tf.range(as_contexts.shape[1] + num_noise) >= as_contexts.shape[1], tf.float32)
    weights = tf.pad(as_contexts, [[0, 0], [0, num_noise]]) + negatives[..., None] * are_noise
    return tf.broadcast_to(1 - are_noise, tf.shape(weights)), weights


def examples_of(candidates: tf.Tensor, as_contexts: tf.Tensor, num_negatives: float) -> tuple:
    """Return S blocks as Keras wants them.

    The arguments are those of `count_pairs`. The result is targets (S, L) and candidates (S, C), int32; then
    labels and weights, float32 (S, L, C). Padding weighs 0.
    """
    negatives, _ = count_pairs(candidates, as_contexts, num_negatives)
    labels, weights = labels_and_weights(candidates.shape[1] - as_contexts.shape[1], as_contexts, negatives)
    words = targets_of(candidates, as_contexts), candidates
    of_targets, of_candidates = (tf.cast(ids > UNKNOWN, tf.float32) for ids in words)
    return words, labels, weights * of_targets[..., None] * of_candidates[:, None]


def take_steps(
    tables: Tables,
    candidates: tf.Tensor,
    rates: tf.Tensor,
    num_steps: tf.Tensor,
    limits: tf.Tensor,
    as_contexts: tf.Tensor,
    num_negatives: tf.Tensor,
) -> tuple[Tables, tf.Tensor]:
    """Train two tables on steps, one after the other.

    All blocks of a step see the same vectors, and all moves of a row add up. A row whose pairs in a step,
    times the learning rate, exceed its limit moves by that much less.

    Args:
        tables: what the steps start from.
        candidates: int32 (steps, S, C), from `draw_blocks`.
        rates: the learning rate of each step, float32 (steps,).
        num_steps: how many of the steps are taken, int32 ().
        limits: how far a step may move each row, `MAX_MOVE`, or 0 for words that stay, float32 (V,).
        as_contexts: from `window_weights`, float32 (L, L + 2w).
        num_negatives: see `count_pairs`, float32 ().

    Returns:
        The tables after that; and how many rows were moved, and how many of them would be held back by √S
        times the bound, too, float32 (2,). That share tells a rate that is too high in steps of any size.
    """
    num_noise, targets = candidates.shape[2] - as_contexts.shape[1], targets_of(candidates, as_contexts)
    negatives, pairs = count_pairs(candidates, as_contexts, num_negatives)
    words = targets, candidates
    # The rows of both tables, one behind the other, for which one array of sums is kept.
    rows = tf.concat([targets, candidates + tf.size(limits)], axis=-1)[..., None]
    limits_of_rows = tf.gather(limits, tf.concat(words, axis=-1))
    sizes = [ids.shape[2] for ids in words]
    leeway = tf.sqrt(tf.cast(tf.shape(candidates)[1], tf.float32))

    def take_step(step: tf.Tensor, *state: tf.Tensor) -> tuple[tf.Tensor, ...]:
        *tables, sums, moves = state
        vectors = [tf.gather(table, ids[step]) for table, ids in zip(tables, words, strict=True)]
        *gradients, _ = closed_form(*vectors, *labels_and_weights(num_noise, as_contexts, negatives[step]))
        # The pairs of each word in this step. Those of the step before are cleared only now: right after
        # their lookup, XLA would copy the sums of all words.
        before = rows[tf.maximum(step - 1, 0)]
        sums = tf.tensor_scatter_nd_update(sums, before, tf.zeros_like(pairs[step]))
        sums = tf.tensor_scatter_nd_add(sums, rows[step], pairs[step])
        bounds = tf.math.divide_no_nan(limits_of_rows[step], tf.gather_nd(sums, rows[step]))
        moved = [bounds > 0, (bounds > 0) & (bounds * leeway < rates[step])]
        moves += tf.stack([tf.reduce_sum(tf.cast(which, tf.float32)) for which in moved])
        by_side = tf.split(tf.minimum(rates[step], bounds)[..., None], sizes, axis=1)
        tables = [
            tf.tensor_scatter_nd_add(table, ids[step][..., None], -rate * gradient)
            for table, ids, rate, gradient in zip(tables, words, by_side, gradients, strict=True)
        ]
        return step + 1, *tables, sums, moves

    start = tf.constant(0), *tables, tf.zeros(2 * tf.size(limits)), tf.zeros(2)
    _, *tables, _, moves = tf.while_loop(lambda step, *_: step < num_steps, take_step, start)
    return tuple(tables), moves


@functools.cache
def compiled_steps(width: int, num_noise: int) -> tf.types.experimental.PolymorphicFunction:
    """Return `take_steps`, compiled for windows of L + 2w words and K noise words."""
    table, floats = (tf.TensorSpec([None] * dimensions, tf.float32) for dimensions in (2, 1))
    candidates = tf.TensorSpec((None, None, width + num_noise), tf.int32)
    as_contexts = tf.TensorSpec((TARGETS_PER_BLOCK, width), tf.float32)
    num_steps, num_negatives = (tf.TensorSpec((), dtype) for dtype in (tf.int32, tf.float32))
    signature = (table, table), candidates, floats, num_steps, floats, as_contexts, num_negatives
    return tf.function(take_steps, signature, jit_compile=True, autograph=False)


def loss_and_pairs(
    tables: Tables, candidates: np.ndarray, as_contexts: tf.Tensor, num_negatives: float
) -> tf.Tensor:
    """Return the summed SGNS loss of `BLOCKS_PER_LOSS` blocks, and the weight of its positive pairs.

    The arguments are those of `take_steps`; the result is float32 (2,).
    """
    blocks = candidates.reshape(-1, candidates.shape[2])
    blocks = blocks[:: max(1, len(blocks) // BLOCKS_PER_LOSS)]
    words, labels, weights = examples_of(blocks, as_contexts, num_negatives)
    vectors = [tf.gather(table, ids) for table, ids in zip(tables, words, strict=True)]
    losses = tf.nn.sigmoid_cross_entropy_with_logits(labels, tf.matmul(*vectors, transpose_b=True))
    return tf.stack([tf.reduce_sum(weights * losses), tf.reduce_sum(weights * labels)])
