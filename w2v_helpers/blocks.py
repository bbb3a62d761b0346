"""The fast step: blocks of targets that share their context words and their negatives.

Reads an encoded corpus; makes batches of blocks for `fit`, or trains the two tables of a `SkipGram` itself,
for `train`. Lesson 8.

A block is L consecutive words of the corpus, its targets, and the L + 2w words in and around it. A step takes
S blocks from different places. All targets of a block share its words and K noise words as candidates. The
blocks of a step are in G groups, each with its own noise words.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from w2v_helpers import subsampling
from w2v_helpers._checks import positive_integer, silent_stderr
from w2v_helpers.dataset import check_enough, dataset_of
from w2v_helpers.model import SkipGram, sum_of_outer
from w2v_helpers.negatives import noise_distribution, systematic_sample
from w2v_helpers.vocabulary import PADDING, Vocabulary

with silent_stderr():
    import tensorflow as tf

TARGETS_PER_BLOCK = 16  # L
MAX_BLOCKS_PER_STEP = 16  # S, on a large corpus
TOKENS_PER_BLOCK_OF_A_STEP = 20_000  # on a smaller one a step has one block per this many tokens
MIN_SHARED_NOISE = 32  # K, unless the settings ask for more
NOISE_GROUPS = 2  # G, on a large corpus: a noise word of all blocks would be pushed too far at once
NOISE_CAP = 12.0  # learning rate × pairs that one noise word may stand for
UPDATE_CAP = 1.0  # learning rate × pairs that may move one row in a step
TARGET_CAP = 2.0  # the same, of a target in a single block
PIECE = 1 << 18  # tokens that are prepared together, at most
BLOCKS_PER_CHUNK = 1024  # blocks for `fit` that are made together
STEPS_PER_LOSS = 32  # the loss of one step in this many is measured
MAX_OCCURRENCES = 4  # of a word in a step of a large corpus, up to which rows are overwritten


def window_weights(window_size: int, *, steep: bool = False) -> np.ndarray:
    """Return how much each word near a target counts as its context.

    word2vec.c draws a reach of 1 to w for each target, so a word at distance d is a context in w + 1 − d of w
    cases. We give it that weight instead of drawing: the same on average, without the noise of the draw.

    Args:
        window_size: w, how far a window reaches to each side.
        steep: weigh in proportion to 1 / d instead, as GloVe does (Pennington et al. 2014, section 4.2). On
            Wikipedia that scores better; on Shakespeare it finds fewer of the people around a word.

    Returns:
        float32 (L, L + 2w): target by word of the block's window; 0 for the target itself and beyond reach.
        Those of a target add up to w + 1.

    >>> window_weights(2)[0, :5]
    array([0.5, 1. , 0. , 1. , 0.5], dtype=float32)
    """
    places = np.arange(TARGETS_PER_BLOCK + 2 * window_size) - window_size
    distances = np.abs(places - np.arange(TARGETS_PER_BLOCK)[:, None])  # (L, L+2w)
    weights = 1 / np.maximum(distances, 1) if steep else window_size + 1.0 - distances
    weights = np.where((distances > 0) & (distances <= window_size), weights, 0)
    return (weights * (window_size + 1) / weights[0].sum()).astype(np.float32)


def cut(
    tokens: np.ndarray, window_size: int, blocks_per_step: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Cut a text into blocks, at other places each time, and put them in random order.

    Args:
        tokens: int32 (N,); 0 ends a document.
        window_size: w.
        blocks_per_step: S.
        rng: decides where blocks begin and in which order they come.

    Returns:
        The tokens with space around each document, int32 (N',), and the place in them where each block's
        window begins, int32 (steps, S).
    """
    # Enough space between documents that no window reaches from one into the next.
    tokens = np.repeat(tokens, np.where(tokens == PADDING, window_size, 1))
    shift = rng.integers(TARGETS_PER_BLOCK)
    starts = np.arange(0, shift + len(tokens), TARGETS_PER_BLOCK, dtype=np.int32)
    rng.shuffle(starts)
    # Fill the last step up with a block that lies in the empty space: without words it changes nothing.
    empty = shift + len(tokens) + window_size
    starts = np.append(starts, np.full(-len(starts) % blocks_per_step, empty, dtype=np.int32))
    around = (window_size + shift, 2 * (TARGETS_PER_BLOCK + 2 * window_size))
    return np.pad(tokens, around, constant_values=PADDING), starts.reshape(-1, blocks_per_step)


def block_dataset(
    corpus: Iterable[list[str]],
    vocabulary: Vocabulary,
    *,
    window_size: int = 5,
    num_negatives: int = 5,
    subsample: float | None = 1e-3,
    blocks_per_step: int = 16,
    shared_noise: int = 16,
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
    noise = noise_distribution(vocabulary.counts)
    places, passes = np.arange(TARGETS_PER_BLOCK + 2 * window_size), itertools.count()

    def steps() -> Iterator[tuple[np.ndarray, np.ndarray]]:
        rng = np.random.default_rng([seed, next(passes)])
        for piece in np.array_split(ids, -(-len(ids) // PIECE)):
            kept = subsampling.subsample(piece, keep, rng)
            tokens, starts = cut(kept, window_size, blocks_per_step, rng)
            for some in np.array_split(starts, -(-starts.size // BLOCKS_PER_CHUNK)):
                words = systematic_sample(noise, some.size * shared_noise, rng)
                yield tokens[some[..., None] + places], words.reshape(*some.shape, shared_noise)

    def examples(windows: tf.Tensor, noise_words: tf.Tensor) -> tuple:
        return _examples(windows, noise_words, window_size, num_negatives)

    # Keras counts the targets of each batch, and would not if it knew their number beforehand.
    shapes = (None, None, len(places)), (None, None, shared_noise)
    signature = tuple(tf.TensorSpec(shape, tf.int32) for shape in shapes)
    options = tf.data.Options()
    options.threading.private_threadpool_size = 1  # as many threads as training leaves idle on two cores
    batches = dataset_of(steps, signature).map(examples).unbatch()
    return batches.prefetch(tf.data.AUTOTUNE).with_options(options)


def _examples(windows: tf.Tensor, noise: tf.Tensor, window_size: int, num_negatives: int) -> tuple:
    """Label and weigh the candidates of steps, see `block_dataset`: windows (…, L+2w), noise (…, K)."""
    targets = windows[..., window_size : window_size + TARGETS_PER_BLOCK]  # (…, L)
    are_words = tf.cast((targets > 0)[..., None] & (windows > 0)[..., None, :], tf.float32)
    positive = are_words * window_weights(window_size)  # (…, L, L+2w)
    pairs = tf.reduce_sum(positive, axis=-1, keepdims=True)  # of each target
    negative = tf.repeat(pairs * (num_negatives / noise.shape[-1]), noise.shape[-1], axis=-1)  # (…, L, K)
    labels = tf.concat([tf.ones_like(positive), tf.zeros_like(negative)], axis=-1)
    weights = tf.concat([positive, negative], axis=-1)
    return (targets, tf.concat([windows, noise], axis=-1)), labels, weights


@tf.function(jit_compile=True)
def block_moves(
    vectors: Sequence[tf.Tensor], counts: Sequence[tf.Tensor], rates: Sequence[tf.Tensor]
) -> list[tf.Tensor]:
    """Return how a step moves the vectors of its targets, of the words around them, and of its noise words.

    The moves descend the SGNS loss by the gradients of `sgns_gradients`, for many pairs at once. One matrix
    product scores each block, and another the targets of a group of blocks with its noise words; two more
    each turn the errors into moves.

    Args:
        vectors: of the targets float32 (S, L, D), of the words of their windows (S, L+2w, D), and of the
            noise words of each group (G, K, D). The first S/G blocks are the first group.
        counts: how much each pair counts, float32 (L, L+2w); and for how many negatives of a target each
            noise word stands, (S, L).
        rates: the learning rate of each row, float32 (S, L), (S, L+2w) and (G, K).

    Returns:
        The moves, in the shapes of `vectors`.
    """
    targets, contexts, noise = vectors
    scores = tf.matmul(targets, contexts, transpose_b=True)  # (S, L, L+2w)
    positive_errors = counts[0] * (1 - tf.sigmoid(scores))
    grouped = _in_groups(targets, noise)  # (G, S/G·L, D)
    noise_scores = tf.matmul(grouped, noise, transpose_b=True)  # (G, S/G·L, K)
    negative_errors = _in_groups(counts[1][..., None], noise) * tf.sigmoid(noise_scores)
    by_noise = tf.reshape(tf.matmul(negative_errors, noise), tf.shape(targets))
    of_targets = tf.matmul(positive_errors, contexts) - by_noise
    of_contexts = sum_of_outer(positive_errors, targets)
    of_noise = -tf.matmul(negative_errors, grouped, transpose_a=True)
    moves = of_targets, of_contexts, of_noise
    return [rate[..., None] * move for rate, move in zip(rates, moves, strict=True)]


def _in_groups(rows: tf.Tensor, noise: tf.Tensor) -> tf.Tensor:
    """Put the rows of blocks (S, L, …) together that see the same noise words (G, K, D): (G, S/G·L, …)."""
    return tf.reshape(rows, (noise.shape[0], -1, rows.shape[-1]))


@tf.function(jit_compile=True)
def _moved(
    vectors: Sequence[tf.Tensor], counts: Sequence[tf.Tensor], rates: Sequence[tf.Tensor]
) -> list[tf.Tensor]:
    """Return where `block_moves` takes targets and contexts, and the moves of noise words."""
    of_targets, of_contexts, of_noise = block_moves(vectors, counts, rates)
    return [vectors[0] + of_targets, vectors[1] + of_contexts, of_noise]


@tf.function
def _train_on_piece(
    tables: Sequence[tf.Variable],
    weights: tf.Tensor,
    caps: Sequence[tf.Tensor],
    num_negatives: int,
    overwrites: bool,
    piece: Sequence[tf.Tensor],
) -> tf.Tensor:
    """Train on all steps of a piece, see `BlockTrainer.piece`; return loss and pairs of some of them."""
    tokens, starts, noise, rates = piece
    width, window_size = weights.shape[1], (weights.shape[1] - weights.shape[0]) // 2
    num_steps = tf.shape(starts)[0]
    windows = tf.gather(tokens, starts[..., None] + tf.range(width))  # (steps, S, L+2w)
    targets = windows[..., window_size : window_size + TARGETS_PER_BLOCK]  # (steps, S, L)
    pairs = tf.linalg.matmul(tf.cast(windows > 0, tf.float32), weights, transpose_b=True)
    pairs *= tf.cast(targets > 0, tf.float32)  # (steps, S, L), of each target
    negatives = pairs * (num_negatives / noise.shape[-1])
    done = tf.range(num_steps, dtype=tf.float32) / tf.cast(num_steps, tf.float32)
    rate = rates[0] + done * (rates[1] - rates[0])  # (steps,)
    ids = [targets, windows, noise]
    row_rates = [
        tf.gather(cap, rows) * tf.reshape(rate, [-1] + [1] * (len(rows.shape) - 1))
        for cap, rows in zip(caps, ids, strict=True)
    ]
    ids_of, numbers_of = _Steps(ids), _Steps([negatives, *row_rates])
    totals = tf.zeros(2)
    for first in tf.range(0, num_steps, STEPS_PER_LOSS):
        loss = _loss(_look_up(tables, ids_of[first]), ids_of[first], weights, negatives[first])
        totals += tf.stack([loss, tf.reduce_sum(pairs[first])])
        for step in tf.range(first, tf.minimum(first + STEPS_PER_LOSS, num_steps)):
            negatives_of_step, *rates_of_step = numbers_of[step]
            counts = [weights, negatives_of_step]
            _train_on_step(tables, ids_of[step], counts, rates_of_step, num_negatives, overwrites)
    return totals


class _Steps:
    """Tensors (steps, …) of the same dtype, packed so that one lookup fetches all of a step."""

    def __init__(self, parts: Sequence[tf.Tensor]):
        self.shapes = [part.shape[1:] for part in parts]
        steps = tf.shape(parts[0])[0]
        self.rows = tf.concat([tf.reshape(part, (steps, -1)) for part in parts], axis=1)

    def __getitem__(self, step: tf.Tensor) -> list[tf.Tensor]:
        """Return the parts of one step."""
        sizes = [shape.num_elements() for shape in self.shapes]
        parts = tf.split(tf.gather(self.rows, step), sizes)
        return [tf.reshape(part, shape) for part, shape in zip(parts, self.shapes, strict=True)]


def _look_up(tables: Sequence[tf.Variable], ids: Sequence[tf.Tensor]) -> list[tf.Tensor]:
    """Return the vectors of targets (S, L), words of the windows (S, L+2w) and noise words (G, K)."""
    return [tf.gather(tables[which], rows) for which, rows in zip((0, 1, 1), ids, strict=True)]


def _train_on_step(
    tables: Sequence[tf.Variable],
    ids: Sequence[tf.Tensor],
    counts: Sequence[tf.Tensor],
    rates: Sequence[tf.Tensor],
    num_negatives: int,
    overwrites: bool,
) -> None:
    """Train on S blocks at once."""
    vectors = _look_up(tables, ids)
    if overwrites:
        # Several times faster than adding. Of a row that occurs twice in a step one result remains, and its
        # rate makes up for the other.
        *rows, of_noise = _moved(vectors, counts, rates)
        for table, which, row in zip(tables, ids[:2], rows, strict=True):
            table.scatter_update(tf.IndexedSlices(row, which))
    else:
        rates = _clip_repeated_words(ids, counts, rates, num_negatives)
        *moves, of_noise = block_moves(vectors, counts, rates)
        for table, which, move in zip(tables, ids[:2], moves, strict=True):
            table.scatter_add(tf.IndexedSlices(move, which))
    tables[1].scatter_add(tf.IndexedSlices(of_noise, ids[2]))


@tf.function(jit_compile=True)
def _clip_repeated_words(
    ids: Sequence[tf.Tensor], counts: Sequence[tf.Tensor], rates: Sequence[tf.Tensor], num_negatives: int
) -> list[tf.Tensor]:
    """Lower the rates of words that a block repeats, as a table of contents does with *chapter*.

    The caps by average counts ignore this, and where rows are added up each repetition moves the row again.
    """
    (targets, windows, noise), (weights, negatives), (of_targets, of_contexts, of_noise) = ids, counts, rates
    pairs = negatives * (noise.shape[-1] / num_negatives)  # of each target, (S, L)
    as_context = tf.matmul(tf.cast(pairs > 0, tf.float32), weights)  # pairs of each context, (S, L+2w)
    # Of all occurrences of a word in its block together:
    pairs = tf.linalg.matvec(tf.cast(targets[:, :, None] == targets[:, None], tf.float32), pairs)
    as_context = tf.linalg.matvec(tf.cast(windows[:, :, None] == windows[:, None], tf.float32), as_context)
    most = TARGET_CAP / (1 + num_negatives)  # noise moves a target, too
    of_targets = tf.minimum(of_targets, most / tf.maximum(pairs, 1e-6))
    return [of_targets, tf.minimum(of_contexts, UPDATE_CAP / tf.maximum(as_context, 1e-6)), of_noise]


def _loss(
    vectors: Sequence[tf.Tensor], ids: Sequence[tf.Tensor], weights: tf.Tensor, negatives: tf.Tensor
) -> tf.Tensor:
    """Return the summed SGNS loss of S blocks."""
    targets, contexts, noise = vectors
    words = tf.cast((ids[0] > 0)[:, :, None] & (ids[1] > 0)[:, None, :], tf.float32)
    positive = tf.nn.softplus(-tf.matmul(targets, contexts, transpose_b=True))  # (S, L, L+2w)
    negative = tf.nn.softplus(tf.matmul(_in_groups(targets, noise), noise, transpose_b=True))
    negative *= _in_groups(negatives[..., None], noise)  # (G, S/G·L, K)
    return tf.reduce_sum(words * weights * positive) + tf.reduce_sum(negative)


class BlockTrainer:
    """Trains a model on pieces of a corpus, in a compiled loop.

    Args:
        model: its two tables are changed.
        vocabulary: the words and their counts.
        keep: float (V,), the probability that subsampling keeps a token of each word.
        window_size: w.
        num_negatives: negatives per pair.
        learning_rate: the largest that will be used.
        threads: how many pieces will be trained on at the same time.
    """

    def __init__(
        self,
        model: SkipGram,
        vocabulary: Vocabulary,
        keep: np.ndarray,
        *,
        window_size: int,
        num_negatives: int,
        learning_rate: float,
        threads: int,
    ):
        kept = vocabulary.counts * keep
        self.window_size, self.num_negatives = window_size, num_negatives
        self.blocks_per_step = int(np.clip(kept.sum() // TOKENS_PER_BLOCK_OF_A_STEP, 1, MAX_BLOCKS_PER_STEP))
        is_large = self.blocks_per_step == MAX_BLOCKS_PER_STEP
        self.groups = NOISE_GROUPS if is_large else 1
        self.weights = tf.constant(window_weights(window_size, steep=is_large))
        self.noise = noise_distribution(vocabulary.counts)
        pairs = window_size + 1  # of a target: the sum of its weights
        negatives = self.blocks_per_step * TARGETS_PER_BLOCK * pairs * num_negatives  # of a step
        per_noise_word = learning_rate * negatives / self.groups / NOISE_CAP
        self.num_noise = max(MIN_SHARED_NOISE, int(np.ceil(per_noise_word)))
        self.tables = [e.embeddings.value for e in (model.target_embedding, model.context_embedding)]
        self.tables[0].scatter_update(tf.IndexedSlices(tf.zeros((1, model.embedding_dim)), [0]))
        seen = self.blocks_per_step * TARGETS_PER_BLOCK * threads * kept / kept.sum()  # tokens a step, (V,)
        self.overwrites = bool(is_large and seen.max() <= MAX_OCCURRENCES)
        caps = self._caps(seen, seen * pairs + negatives * self.noise, learning_rate)
        # Rows of padding and unknown never move.
        self.caps = [tf.constant(cap * (vocabulary.counts > 0), tf.float32) for cap in caps]
        self._compile()

    def _compile(self) -> None:
        """Compile the step before it is timed, once for pieces of any length."""
        noise = None, self.groups, self.num_noise
        shapes = {
            (None,): tf.int32,
            (None, self.blocks_per_step): tf.int32,
            noise: tf.int32,
            (2,): tf.float32,
        }
        piece = [tf.TensorSpec(shape, dtype) for shape, dtype in shapes.items()]
        with silent_stderr():
            _train_on_piece.get_concrete_function(*self._settings, piece)
            self.run(*self.piece(np.zeros(1, np.int32), (0.0, 0.0), np.random.default_rng(0)))

    @property
    def _settings(self) -> tuple:
        """What `_train_on_piece` needs beside a piece."""
        return self.tables, self.weights, self.caps, self.num_negatives, self.overwrites

    def _caps(self, seen: np.ndarray, as_context: np.ndarray, learning_rate: float) -> list[np.ndarray]:
        """Return the share of its move that the row of each word may make, as target, context and noise.

        Args:
            seen: float (V,), occurrences of each word in a step, on average.
            as_context: float (V,), pairs of each word as a context or as noise, on average.
            learning_rate: the largest.
        """
        cap, per_target = UPDATE_CAP / learning_rate, (self.window_size + 1) * (1 + self.num_negatives)
        # A context's row is moved by its targets and as noise: one cap for both, or their balance is lost.
        of_context = _share_of_move(as_context, cap)
        # However rarely a word is a target, when it is, it is in pairs with all its neighbours and all noise.
        of_target = _share_of_move(per_target, TARGET_CAP / learning_rate)
        of_target *= _share_of_move(seen * per_target, cap)
        if not self.overwrites:
            return [of_target, of_context, of_context]
        width_per_target = self.weights.shape[1] / TARGETS_PER_BLOCK
        corrections = _collision_correction(seen), _collision_correction(seen * width_per_target)
        return [of_target * corrections[0], of_context * corrections[1], of_context]

    def piece(self, tokens: np.ndarray, rates: tuple[float, float], rng: np.random.Generator) -> tuple:
        """Prepare a piece of the corpus for `run`.

        Args:
            tokens: int32 (N,), subsampled; 0 ends a document.
            rates: learning rate at its first step and after its last.
            rng: decides where blocks begin, in which order they come, and their noise words.

        Returns:
            The tokens and the starts of blocks that `cut` makes; the noise words of each step, int32 (steps,
            G, K); the rates, float32 (2,).
        """
        tokens, starts = cut(tokens, self.window_size, self.blocks_per_step, rng)
        shape = len(starts), self.groups, self.num_noise
        noise = systematic_sample(self.noise, int(np.prod(shape)), rng).reshape(shape)
        return tokens, starts, noise, np.array(rates, dtype=np.float32)

    def run(self, *piece: np.ndarray) -> np.ndarray:
        """Train on a piece.

        Returns:
            float32 (2,), the summed loss and the pairs of some of its steps.
        """
        with tf.device("CPU:0"):
            return _train_on_piece(*self._settings, list(map(tf.constant, piece))).numpy()


def _share_of_move(pairs: np.ndarray | float, cap: float) -> np.ndarray:
    """Return the share of its move a row may make: all of it up to `cap` pairs, then less and less.

    All pairs of a step see the same, old vectors. A row in hundreds of them would be moved hundreds of times
    too far, and back, and farther: without a cap training ends in NaN.
    """
    return cap / np.maximum(pairs, cap)


def _collision_correction(occurrences: np.ndarray) -> np.ndarray:
    """Return by what to multiply a row's move when only one of its occurrences in a step counts.

    With n occurrences expected, there is at least one in 1 − e⁻ⁿ of the steps. That one stands for n / (1 −
    e⁻ⁿ), so that a word moves as far, on average, as if all had been added up.
    """
    expected = np.maximum(occurrences, 1e-6)
    return np.where(occurrences > 0, expected / -np.expm1(-expected), 0)
