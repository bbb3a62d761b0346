"""The fast step: blocks of targets that share their contexts and their negatives.

Reads an encoded corpus; makes batches of blocks for `fit`, or steps that `train` takes. Lesson 8.

A block is L consecutive tokens, its targets, with C candidates that all of them share: the L + 2w tokens in
and around the block, and K noise words. A step is taken on S blocks from different places of the text.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from w2v_helpers import subsampling
from w2v_helpers._checks import one_of, positive_integer, silent_stderr
from w2v_helpers.dataset import check_enough, dataset_of
from w2v_helpers.negatives import noise_distribution, systematic_sample
from w2v_helpers.vocabulary import PADDING, UNKNOWN, Vocabulary

with silent_stderr():
    import tensorflow as tf

TARGETS_PER_BLOCK = 32  # L
NOISE_PER_BLOCK = 32  # K, at least
MAX_MOVE = 2.0  # learning rate × pairs that may move one row in a step
PIECE = 1 << 18  # tokens that are prepared together, at most
STEPS_PER_LOSS = 32  # the loss of one step in this many is measured
CONTEXT_WEIGHTS = ("linear", "harmonic")


def window_weights(window_size: int, context_weights: str = "linear") -> np.ndarray:
    """Return how much each token of a block's window counts as a context of each target.

    Args:
        window_size: w, how far a window reaches to each side.
        context_weights: `"linear"`: a token at distance d weighs (w + 1 − d) / w. word2vec.c draws a reach of
            1 to w for each target, and this is the share of its draws that reach as far as d.
            `"harmonic"`: in proportion to 1 / d, as in GloVe (Pennington et al. 2014, section 4.2).

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


def block_dataset(
    corpus: Iterable[list[str]],
    vocabulary: Vocabulary,
    *,
    window_size: int = 5,
    num_negatives: int = 5,
    subsample: float | None = 1e-3,
    blocks_per_step: int = 8,
    shared_noise: int = NOISE_PER_BLOCK,
    seed: int = 42,
) -> tf.data.Dataset:
    """Make batches of blocks from a corpus, drawn anew in every epoch, for `fit`.

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens.
        vocabulary: its vocabulary.
        window_size: w.
        num_negatives: how much the negatives of a pair weigh together, counted in negatives.
        subsample: threshold of subsampling; `None` keeps all tokens.
        blocks_per_step: S.
        shared_noise: K, the noise words of a block.
        seed: of all randomness.

    Returns:
        Batches of (targets int32 (S, L), candidates int32 (S, L+2w+K)), labels and weights, both float32
        (S, L, L+2w+K). The weights say how much each candidate of each target counts.

    Raises:
        ValueError: a setting is not allowed, or the corpus is too small for it.
    """
    ids = vocabulary.encode_corpus(corpus)
    keep = check_enough(ids, vocabulary, window_size, num_negatives, subsample)
    blocks_per_step = positive_integer("blocks_per_step", blocks_per_step)
    shared_noise = positive_integer("shared_noise", shared_noise)
    seed = positive_integer("seed", seed, minimum=0)
    noise, passes = noise_distribution(vocabulary.counts), itertools.count()

    def steps() -> Iterator[tuple[np.ndarray, np.ndarray]]:
        rng = np.random.default_rng([seed, next(passes)])
        for piece in np.array_split(ids, -(-len(ids) // PIECE)):
            windows = cut(subsampling.subsample(piece, keep, rng), window_size, blocks_per_step, rng)
            shape = *windows.shape[:2], shared_noise
            yield windows, systematic_sample(noise, math.prod(shape), rng).reshape(shape)

    def examples(windows: tf.Tensor, noise_words: tf.Tensor) -> tuple:
        return _examples(windows, noise_words, window_size, num_negatives)

    # Keras counts the targets of each batch, and would not if it knew their number beforehand.
    widths = TARGETS_PER_BLOCK + 2 * window_size, shared_noise
    signature = tuple(tf.TensorSpec((None, None, width), tf.int32) for width in widths)
    options = tf.data.Options()
    options.threading.private_threadpool_size = 1  # as many threads as training leaves idle on two cores
    batches = dataset_of(steps, signature).unbatch().map(examples)
    return batches.prefetch(tf.data.AUTOTUNE).with_options(options)


def _examples(windows: tf.Tensor, noise: tf.Tensor, window_size: int, num_negatives: int) -> tuple:
    """Label and weigh the candidates of a step, see `block_dataset`: windows (S, L+2w), noise (S, K)."""
    targets = windows[:, window_size : window_size + TARGETS_PER_BLOCK]  # (S, L)
    are_words = tf.cast((targets > UNKNOWN)[..., None] & (windows > UNKNOWN)[:, None], tf.float32)
    positive = are_words * window_weights(window_size)  # (S, L, L+2w)
    pairs = tf.reduce_sum(positive, axis=-1, keepdims=True)  # of each target
    negative = tf.repeat(pairs * (num_negatives / noise.shape[-1]), noise.shape[-1], axis=-1)  # (S, L, K)
    labels = tf.concat([tf.ones_like(positive), tf.zeros_like(negative)], axis=-1)
    weights = tf.concat([positive, negative], axis=-1)
    return (targets, tf.concat([windows, noise], axis=-1)), labels, weights


class BlockMaker:
    """Turns pieces of an encoded corpus into steps for `take_steps`.

    Args:
        vocabulary: the words and their counts.
        keep: float (V,), the probability that subsampling keeps a token of each word.
        window_size: w.
        num_negatives: negatives per pair.
        context_weights: see `window_weights`.
        blocks_per_step: S.
        learning_rate: the largest that will be used.
        frozen: ids of words whose vectors stay as they are.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        keep: np.ndarray,
        *,
        window_size: int,
        num_negatives: int,
        context_weights: str,
        blocks_per_step: int,
        learning_rate: float,
        frozen: Sequence[int] = (),
    ):
        self.keep, self.noise = keep, noise_distribution(vocabulary.counts)
        self.window_size, self.num_negatives = window_size, num_negatives
        self.blocks_per_step = blocks_per_step
        self.as_contexts = window_weights(window_size, context_weights)
        # Each noise word stands for many negatives. More of them share these where one would move too far.
        negatives = TARGETS_PER_BLOCK * (window_size + 1) * num_negatives
        num_noise = max(NOISE_PER_BLOCK, math.ceil(learning_rate * negatives / MAX_MOVE))
        width = self.as_contexts.shape[1]
        self.num_noise = -(-(width + num_noise) // 16) * 16 - width  # a round C makes the products faster
        self.is_fixed = np.isin(np.arange(len(vocabulary)), [PADDING, UNKNOWN, *frozen])

    @property
    def weights(self) -> tf.Tensor:
        """How much each candidate weighs as a context, and whether it is noise: float32 (2, L, C)."""
        as_context = np.pad(self.as_contexts, ((0, 0), (0, self.num_noise)))
        is_noise = np.arange(as_context.shape[1]) >= self.as_contexts.shape[1]
        return tf.constant(np.stack([as_context, np.broadcast_to(is_noise, as_context.shape)]), tf.float32)

    def steps(
        self, piece: np.ndarray, rates: tuple[float, float], rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """Subsample a piece, cut it into blocks, draw noise words, and limit how far each row may move.

        Args:
            piece: int32 (N,); 0 ends a document.
            rates: learning rate at its first step and after its last.
            rng: of all randomness.

        Returns:
            ids: int32 (steps, S, 2L + 2C), the targets and candidates of each block, and once more with 0
                for all but one of the places where a word stands in a step.
            numbers: float32 (steps, S, 2L + C), how many negatives a noise word stands for, for each target;
                and the learning rates of the rows of targets and candidates.
        """
        tokens = subsampling.subsample(piece, self.keep, rng)
        windows = cut(tokens, self.window_size, self.blocks_per_step, rng)
        targets = windows[..., self.window_size :][..., :TARGETS_PER_BLOCK]
        shape = *windows.shape[:2], self.num_noise
        noise = systematic_sample(self.noise, math.prod(shape), rng).reshape(shape)
        candidates = np.concatenate([windows, noise], axis=-1)
        is_target = targets > UNKNOWN
        pairs = ((windows > UNKNOWN) @ self.as_contexts.T) * is_target  # of each target, (steps, S, L)
        negatives = pairs * np.float32(self.num_negatives / self.num_noise)
        of_noise = np.broadcast_to(negatives.sum(axis=-1, keepdims=True), shape)
        of_candidates = np.concatenate([is_target @ self.as_contexts, of_noise], axis=-1)
        rate = np.linspace(*rates, len(windows), endpoint=False, dtype=np.float32)[:, None, None]
        firsts, row_rates = [], []
        for ids, of_row in ((targets, pairs * (1 + self.num_negatives)), (candidates, of_candidates)):
            of_word, is_first = self._of_step(ids, of_row)
            firsts.append(ids * is_first)
            row_rates.append(np.minimum(rate, MAX_MOVE / np.maximum(of_word, 1e-6)) * ~self.is_fixed[ids])
        ids = np.concatenate([targets, candidates, *firsts], axis=-1)
        return ids, np.concatenate([negatives, *row_rates], axis=-1, dtype=np.float32)

    def _of_step(self, ids: np.ndarray, of_row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Add up the pairs of all rows of a word in a step, and choose one of them: ids are (steps, S, …)."""
        of_word, is_first = np.empty(ids.shape, np.float32), np.empty(ids.shape, bool)
        sums, last_place = np.zeros(len(self.is_fixed), np.float32), np.empty(len(self.is_fixed), np.int32)
        places = np.arange(ids[0].size, dtype=np.int32).reshape(ids.shape[1:])
        for step, words in enumerate(ids):
            np.add.at(sums, words, of_row[step])
            of_word[step] = sums[words]
            sums[words] = 0
            last_place[words] = places
            is_first[step] = last_place[words] == places
        return of_word, is_first


@tf.function(jit_compile=True)
def block_moves(
    targets: tf.Tensor, candidates: tf.Tensor, weights: tf.Tensor, numbers: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return how a step moves the vectors of its targets and candidates.

    The moves descend the SGNS loss by the gradients of `sgns_gradients`, for many pairs at once: one matrix
    product scores a block, and one more for each side turns the errors into moves.

    Args:
        targets: float32 (S, L, D).
        candidates: float32 (S, C, D).
        weights: see `BlockMaker.weights`, float32 (2, L, C).
        numbers: see `BlockMaker.steps`, float32 (S, 2L + C).

    Returns:
        The moves, in the shapes of targets and candidates.
    """
    sizes = targets.shape[1], targets.shape[1], candidates.shape[1]
    negatives, target_rates, candidate_rates = tf.split(numbers, sizes, axis=1)
    as_context, is_noise = weights[0], weights[1]
    scores = tf.matmul(targets, candidates, transpose_b=True)  # (S, L, C)
    errors = as_context - (as_context + negatives[..., None] * is_noise) * tf.sigmoid(scores)
    of_targets = tf.matmul(errors * target_rates[..., None], candidates)
    of_candidates = tf.matmul(errors * candidate_rates[:, None], targets, transpose_a=True)
    return of_targets, of_candidates


@tf.function(jit_compile=True)
def _moved(vectors: list[tf.Tensor], firsts: list[tf.Tensor], weights: tf.Tensor, numbers: tf.Tensor) -> list:
    """Return the moves of targets and candidates, and where the first row of each word ends up.

    XLA turns this into eight operations. It would share out nine or more among the cores, which costs more
    than it saves.
    """
    moves = block_moves(*vectors, weights, numbers)
    ends = zip(firsts, vectors, moves, strict=True)
    return [*moves, *(tf.where((first > 0)[..., None], vector + move, 0) for first, vector, move in ends)]


@tf.function
def take_steps(
    tables: Sequence[tf.Variable], weights: tf.Tensor, ids: tf.Tensor, numbers: tf.Tensor, parts: int
) -> tf.Tensor:
    """Train two tables on steps, one after the other.

    All blocks of a step see the same vectors, and all moves of a row add up. So `parts` does not change the
    result, and neither does chance, except on a GPU, which adds in any order.

    Args:
        tables: of targets and contexts, float32 (V, D).
        weights: see `BlockMaker.weights`.
        ids: see `BlockMaker.steps`.
        numbers: see `BlockMaker.steps`.
        parts: into how many parts the blocks of a step are divided, to be worked on at the same time.

    Returns:
        float32 (2,): the summed loss of some of the steps, and their pairs.
    """
    ids = tf.cast(ids, tf.int64)  # TensorFlow would keep int32 outside a GPU
    num_steps, totals = tf.shape(ids)[0], tf.zeros(2)
    for begin in tf.range(0, num_steps, STEPS_PER_LOSS):
        totals += _loss_and_pairs(tables, weights, ids[begin], numbers[begin])
        for step in tf.range(begin, tf.minimum(begin + STEPS_PER_LOSS, num_steps)):
            _take_step(tables, weights, ids[step], numbers[step], parts)
    return totals


def _take_step(
    tables: Sequence[tf.Variable], weights: tf.Tensor, ids: tf.Tensor, numbers: tf.Tensor, parts: int
) -> None:
    """Move the rows of S blocks, by a gradient that is taken before any of them has moved."""
    sizes = [len(part) for part in np.array_split(range(ids.shape[0]), parts) if len(part)]
    changes = []
    for some_ids, some_numbers in zip(tf.split(ids, sizes), tf.split(numbers, sizes), strict=True):
        rows, firsts = _targets_and_candidates(some_ids, weights)
        vectors = [tf.gather(table, row) for table, row in zip(tables, rows, strict=True)]
        of_rows = _moved(vectors, firsts, weights, some_numbers)
        changes += zip(tables, rows, firsts, of_rows[:2], of_rows[2:], strict=True)
    # To write a row is three times faster than to add to it, and most words stand in a step only once.
    for table, _, first, _, end in changes:
        table.scatter_update(tf.IndexedSlices(end, first))
    for table, row, first, move, _ in changes:
        again = tf.where(row != first)
        table.scatter_add(tf.IndexedSlices(tf.gather_nd(move, again), tf.gather_nd(row, again)))


def _targets_and_candidates(ids: tf.Tensor, weights: tf.Tensor) -> tuple[list[tf.Tensor], list[tf.Tensor]]:
    """Split what `BlockMaker.steps` put together, for one step: all rows, and the first of each word."""
    sizes = [weights.shape[1], weights.shape[2]] * 2
    targets, candidates, *firsts = tf.split(ids, sizes, axis=1)
    return [targets, candidates], firsts


def _loss_and_pairs(
    tables: Sequence[tf.Variable], weights: tf.Tensor, ids: tf.Tensor, numbers: tf.Tensor
) -> tf.Tensor:
    """Return the summed SGNS loss of S blocks and the weight of their pairs."""
    rows, _ = _targets_and_candidates(ids, weights)
    targets, candidates = (tf.gather(table, row) for table, row in zip(tables, rows, strict=True))
    scores = tf.matmul(targets, candidates, transpose_b=True)
    are_words = tf.cast((rows[0] > UNKNOWN)[..., None] & (rows[1] > UNKNOWN)[:, None], tf.float32)
    positive = weights[0] * are_words
    negative = weights[1] * numbers[:, : weights.shape[1], None]
    loss = positive * tf.nn.softplus(-scores) + negative * tf.nn.softplus(scores)
    return tf.stack([tf.reduce_sum(loss), tf.reduce_sum(positive)])
