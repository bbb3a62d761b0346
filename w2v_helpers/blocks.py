"""Many pairs in a few matrix products.

Reads an encoded corpus; makes blocks for `fit`, or trains the two tables of a `SkipGram` itself, for `train`.
Lesson 08.

A block is L consecutive words of the corpus, its targets, with the L + 2w words around them. A step takes S
blocks from different places. All targets of a block share its words and K noise words as candidates. The
blocks of a step are in G groups, each with noise words of its own.
"""

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import tensorflow as tf

from w2v_helpers._checks import positive_integer
from w2v_helpers.dataset import check_enough
from w2v_helpers.model import SkipGram, sum_of_outer
from w2v_helpers.negatives import noise_distribution
from w2v_helpers.quiet import start_compiler
from w2v_helpers.subsampling import subsample as thin_out
from w2v_helpers.vocabulary import PADDING, Vocabulary

TARGETS_PER_BLOCK = 16  # L
MOST_BLOCKS_PER_STEP = 16  # S, on a large corpus
TOKENS_PER_BLOCK_OF_A_STEP = 20_000  # on a smaller one a step has one block for so many tokens
LEAST_SHARED_NOISE = 32  # K, unless the settings ask for more
NOISE_GROUPS = 2  # G, on a large corpus: a noise word that all blocks pushed would be pushed too far at once
MOST_NOISE_PUSH = 12.0  # learning rate × pairs that one noise word may stand for
MOST_PULL = 1.0  # learning rate × pairs that may move one row in a step
MOST_PULL_AT_ONCE = 2.0  # the same, of a target in a single block
PIECE = 1 << 18  # tokens that are prepared at once, at most
BLOCKS_AT_ONCE = 1024  # blocks for `fit` that are made together
STEPS_PER_LOSS = 32  # the loss of one step in so many is measured
MOST_OCCURRENCES = 4  # of a word in a step of a large corpus, up to which rows are overwritten


def window_weights(window_size: int, *, steep: bool = False) -> np.ndarray:
    """Return how much each word near a target counts as its context.

    word2vec.c draws a reach of 1 to w for each target. A word at distance d is then a context in w + 1 − d of
    w cases. We do not draw, but give it that weight: the same on average, without the noise of the draw.

    Args:
        window_size: w, how far a window reaches to each side.
        steep: weigh in proportion to 1 / d instead, as GloVe does (Pennington et al. 2014, section 4.2). On
            Wikipedia that scores better; on Shakespeare it names fewer of the people near a word.

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
        rng: where blocks begin, and in which order they come.

    Returns:
        The tokens with space around each document, int32 (N',), and the place in them where each block's
        window begins, int32 (steps, S).
    """
    # So much space between documents that no window reaches from one into the next.
    tokens = np.repeat(tokens, np.where(tokens == PADDING, window_size, 1))
    shift = rng.integers(TARGETS_PER_BLOCK)
    starts = np.arange(0, shift + len(tokens), TARGETS_PER_BLOCK, dtype=np.int32)
    rng.shuffle(starts)
    # The last step is filled up with a block that lies in the empty space: without words it changes nothing.
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
    """Make batches of blocks from a corpus, drawn afresh in every epoch, for `fit`.

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
    cumulative = np.cumsum(noise_distribution(vocabulary.counts))
    places, passes = np.arange(TARGETS_PER_BLOCK + 2 * window_size), itertools.count()

    def steps() -> Iterator[tuple[np.ndarray, np.ndarray]]:
        rng = np.random.default_rng([seed, next(passes)])
        for piece in np.array_split(ids, -(-len(ids) // PIECE)):
            tokens, starts = cut(thin_out(piece, keep, rng), window_size, blocks_per_step, rng)
            for some in np.array_split(starts, -(-starts.size // BLOCKS_AT_ONCE)):
                noise = _deal(cumulative, some.size * shared_noise, rng)
                yield tokens[some[..., None] + places], noise.reshape(*some.shape, shared_noise)

    # Keras counts the targets of each batch, and would not if it knew their number beforehand.
    shapes = (None, None, len(places)), (None, None, shared_noise)
    signature = tuple(tf.TensorSpec(shape, tf.int32) for shape in shapes)
    dataset = tf.data.Dataset.from_generator(steps, output_signature=signature)
    examples = functools.partial(_examples, window_size=window_size, num_negatives=num_negatives)
    options = tf.data.Options()
    options.threading.private_threadpool_size = 1  # as many threads as training leaves idle on two cores
    return dataset.map(examples).unbatch().prefetch(tf.data.AUTOTUNE).with_options(options)


def _examples(windows: tf.Tensor, noise: tf.Tensor, *, window_size: int, num_negatives: int) -> tuple:
    """Say for each target of a step which candidates are real, and how much each counts.

    Args:
        windows: int32 (…, L+2w).
        noise: int32 (…, K).
        window_size: w.
        num_negatives: how much the negatives of a pair weigh together.

    Returns:
        (targets, candidates), labels and weights, see `block_dataset`.
    """
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

    Downhill on the SGNS loss, by the gradients of `sgns_gradients` for many pairs at once. Each block is
    scored by one matrix product, and the targets of a group of blocks with its noise words by another; the
    errors go back by two more each.

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
    pull = counts[0] * (1 - tf.sigmoid(tf.matmul(targets, contexts, transpose_b=True)))  # (S, L, L+2w)
    flat = _in_groups(targets, noise)  # (G, S/G·L, D)
    scores = tf.matmul(flat, noise, transpose_b=True)  # (G, S/G·L, K)
    push = _in_groups(counts[1][..., None], noise) * tf.sigmoid(scores)
    by_target = tf.matmul(pull, contexts) - tf.reshape(tf.matmul(push, noise), tf.shape(targets))
    by_context = sum_of_outer(pull, targets)
    by_noise = -tf.matmul(push, flat, transpose_a=True)
    moves = by_target, by_context, by_noise
    return [rate[..., None] * move for rate, move in zip(rates, moves, strict=True)]


def _in_groups(rows: tf.Tensor, noise: tf.Tensor) -> tf.Tensor:
    """Put the rows of blocks (S, L, …) together that see the same noise words (G, K, D): (G, S/G·L, …)."""
    return tf.reshape(rows, (noise.shape[0], -1, rows.shape[-1]))


@tf.function(jit_compile=True)
def _moved(
    vectors: Sequence[tf.Tensor], counts: Sequence[tf.Tensor], rates: Sequence[tf.Tensor]
) -> list[tf.Tensor]:
    """Return where `block_moves` takes targets and contexts, and the moves of noise words."""
    by_target, by_context, by_noise = block_moves(vectors, counts, rates)
    return [vectors[0] + by_target, vectors[1] + by_context, by_noise]


@tf.function(jit_compile=True)
def pairs_in_block(windows: tf.Tensor, pairs: tf.Tensor, weights: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Count the pairs that each word of a block is in, with all its occurrences in that block.

    Args:
        windows: ids, int32 (S, L+2w).
        pairs: of each target, float32 (S, L); 0 where there is no word.
        weights: how much each pair counts, float32 (L, L+2w).

    Returns:
        The pairs of each target, with words of its windows, float32 (S, L), and of each word of the windows,
        with targets, (S, L+2w).
    """
    first = (windows.shape[-1] - pairs.shape[-1]) // 2  # w
    same = tf.cast(windows[:, :, None] == windows[:, None, :], tf.float32)  # (S, L+2w, L+2w)
    as_context = tf.matmul(tf.cast(pairs > 0, tf.float32), weights)  # (S, L+2w)
    inner = slice(first, first + pairs.shape[-1])
    return tf.linalg.matvec(same[:, inner, inner], pairs), tf.linalg.matvec(same, as_context)


class _Steps:
    """What each step of a piece needs, side by side in one row, so that it is fetched at once.

    Args:
        parts: tensors (steps, …) of the same dtype.
    """

    def __init__(self, parts: Sequence[tf.Tensor]):
        self.shapes = [part.shape[1:] for part in parts]
        steps = tf.shape(parts[0])[0]
        self.rows = tf.concat([tf.reshape(part, (steps, -1)) for part in parts], axis=1)

    def __getitem__(self, step: tf.Tensor) -> list[tf.Tensor]:
        """Return the parts of one step."""
        sizes = [shape.num_elements() for shape in self.shapes]
        parts = tf.split(tf.gather(self.rows, step), sizes)
        return [tf.reshape(part, shape) for part, shape in zip(parts, self.shapes, strict=True)]


class BlockTrainer:
    """Trains a model on pieces of a corpus, in a compiled loop.

    Args:
        model: its two tables are changed.
        vocabulary: the words and their counts.
        keep: float (V,), the probability that thinning keeps a token of each word.
        window_size: w.
        num_negatives: negatives of a pair.
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
        self.blocks_per_step = int(np.clip(kept.sum() // TOKENS_PER_BLOCK_OF_A_STEP, 1, MOST_BLOCKS_PER_STEP))
        pairs = window_size + 1  # of a target: the sum of its weights
        negatives = self.blocks_per_step * TARGETS_PER_BLOCK * pairs * num_negatives  # of a step
        is_large = self.blocks_per_step == MOST_BLOCKS_PER_STEP
        self.groups = NOISE_GROUPS if is_large else 1
        self.weights = tf.constant(window_weights(window_size, steep=is_large))
        self.num_noise = _noise_words(learning_rate * negatives / self.groups)
        noise = noise_distribution(vocabulary.counts)
        self.cumulative = np.cumsum(noise)
        self.tables = [e.embeddings.value for e in (model.target_embedding, model.context_embedding)]
        self.tables[0].scatter_update(tf.IndexedSlices(tf.zeros((1, model.embedding_dim)), [0]))
        seen = self.blocks_per_step * TARGETS_PER_BLOCK * threads * kept / kept.sum()  # tokens a step, (V,)
        self.overwrites = bool(is_large and seen.max() <= MOST_OCCURRENCES)
        most = MOST_PULL / learning_rate
        # A context's row is pulled at in a window and pushed at as noise: one bound for both, or the balance
        # between them is lost.
        as_context = _bound(seen * pairs + negatives * noise, most)
        # However rarely a word is a target, when it is, it stands between all its neighbours and all noise.
        at_once = _bound(pairs * (1 + num_negatives), MOST_PULL_AT_ONCE / learning_rate)
        bounds = [at_once * _bound(seen * pairs * (1 + num_negatives), most), as_context, as_context]
        if self.overwrites:
            bounds[0] = bounds[0] * _one_for_all(seen)
            bounds[1] = bounds[1] * _one_for_all(seen * self.width / TARGETS_PER_BLOCK)
        # Rows of padding and unknown never move.
        self.bounds = [tf.constant(bound * (vocabulary.counts > 0), tf.float32) for bound in bounds]
        self._compile()

    def _compile(self) -> None:
        """Make `run`, once: its signature keeps pieces of any length from being traced again."""
        run = functools.partial(self._run)  # TensorFlow warns of a method that is compiled for many objects
        self.run = tf.function(run, input_signature=self.signature)
        start_compiler()
        self.run(*self.piece(np.zeros(1, np.int32), (0.0, 0.0), np.random.default_rng(0)))

    @property
    def width(self) -> int:
        """How many words of the corpus a block sees: L + 2w."""
        return TARGETS_PER_BLOCK + 2 * self.window_size

    @property
    def signature(self) -> tuple[tf.TensorSpec, ...]:
        """What `run` takes, and `piece` makes."""
        shapes = (None,), (None, self.blocks_per_step), (None, self.groups, self.num_noise), (2,)
        dtypes = tf.int32, tf.int32, tf.int32, tf.float32
        return tuple(map(tf.TensorSpec, shapes, dtypes))

    def piece(self, tokens: np.ndarray, rates: tuple[float, float], rng: np.random.Generator) -> tuple:
        """Prepare a piece of the corpus for `run`.

        Args:
            tokens: int32 (N,), thinned; 0 ends a document.
            rates: learning rate at its first step and after its last.
            rng: where blocks begin, in which order they come, and their noise words.

        Returns:
            The tokens and the starts of blocks that `cut` makes; the noise words of each step, int32 (steps,
            G, K); the rates, float32 (2,).
        """
        tokens, starts = cut(tokens, self.window_size, self.blocks_per_step, rng)
        shape = len(starts), self.groups, self.num_noise
        noise = _deal(self.cumulative, int(np.prod(shape)), rng).reshape(shape)
        return tokens, starts, noise, np.array(rates, dtype=np.float32)

    def _run(self, tokens: tf.Tensor, starts: tf.Tensor, noise: tf.Tensor, rates: tf.Tensor) -> tf.Tensor:
        """Train on a piece, see `piece`; return the summed loss and the pairs of some of its steps."""
        steps = tf.shape(starts)[0]
        windows = tf.gather(tokens, starts[..., None] + tf.range(self.width))  # (steps, S, L+2w)
        targets = windows[..., self.window_size : self.window_size + TARGETS_PER_BLOCK]  # (steps, S, L)
        pairs = tf.linalg.matmul(tf.cast(windows > 0, tf.float32), self.weights, transpose_b=True)
        pairs *= tf.cast(targets > 0, tf.float32)  # (steps, S, L), of each target
        negatives = pairs * (self.num_negatives / self.num_noise)
        done = tf.range(steps, dtype=tf.float32) / tf.cast(steps, tf.float32)
        rate = rates[0] + done * (rates[1] - rates[0])  # (steps,)
        ids = [targets, windows, noise]
        row_rates = [
            tf.gather(bound, which) * tf.reshape(rate, [-1] + [1] * (len(which.shape) - 1))
            for bound, which in zip(self.bounds, ids, strict=True)
        ]
        ids_of, numbers_of = _Steps(ids), _Steps([negatives, *row_rates])
        totals = tf.zeros(2)
        for first in tf.range(0, steps, STEPS_PER_LOSS):
            loss = self._loss(ids_of[first], negatives[first])
            totals += tf.stack([loss, tf.reduce_sum(pairs[first])])
            for step in tf.range(first, tf.minimum(first + STEPS_PER_LOSS, steps)):
                negatives_of_step, *rates_of_step = numbers_of[step]
                self._step(ids_of[step], negatives_of_step, rates_of_step)
        return totals

    def _vectors(self, ids: Sequence[tf.Tensor]) -> list[tf.Tensor]:
        """Look up targets (S, L), words of the windows (S, L+2w) and noise words (G, K)."""
        return [tf.gather(self.tables[which], rows) for which, rows in zip((0, 1, 1), ids, strict=True)]

    def _step(self, ids: Sequence[tf.Tensor], negatives: tf.Tensor, rates: Sequence[tf.Tensor]) -> None:
        """Train on S blocks at once."""
        vectors, counts = self._vectors(ids), [self.weights, negatives]
        if self.overwrites:
            # Several times faster than adding. Of a row that occurs twice in a step one result remains, and
            # its rate makes up for the other.
            *rows, of_noise = _moved(vectors, counts, rates)
            for table, which, row in zip(self.tables, ids[:2], rows, strict=True):
                table.scatter_update(tf.IndexedSlices(row, which))
        else:
            *moves, of_noise = block_moves(vectors, counts, self._held_back(ids[1], negatives, rates))
            for table, which, move in zip(self.tables, ids[:2], moves, strict=True):
                table.scatter_add(tf.IndexedSlices(move, which))
        self.tables[1].scatter_add(tf.IndexedSlices(of_noise, ids[2]))

    def _held_back(
        self, windows: tf.Tensor, negatives: tf.Tensor, rates: Sequence[tf.Tensor]
    ) -> list[tf.Tensor]:
        """Lower the rates of words that a block repeats, as a table of contents does with *chapter*.

        The bounds by average counts know nothing of them, and where rows are added up each repetition
        moves the row once more.
        """
        of_targets, of_contexts, of_noise = rates
        pairs = negatives * (self.num_noise / self.num_negatives)  # (S, L)
        as_target, as_context = pairs_in_block(windows, pairs, self.weights)
        most = MOST_PULL_AT_ONCE / (1 + self.num_negatives)  # noise pulls at a target, too
        of_targets = tf.minimum(of_targets, most / tf.maximum(as_target, 1e-6))
        return [of_targets, tf.minimum(of_contexts, MOST_PULL / tf.maximum(as_context, 1e-6)), of_noise]

    def _loss(self, ids: Sequence[tf.Tensor], negatives: tf.Tensor) -> tf.Tensor:
        """Return the summed SGNS loss of S blocks."""
        targets, contexts, noise = self._vectors(ids)
        words = tf.cast((ids[0] > 0)[:, :, None] & (ids[1] > 0)[:, None, :], tf.float32)
        positive = tf.nn.softplus(-tf.matmul(targets, contexts, transpose_b=True))  # (S, L, L+2w)
        negative = tf.nn.softplus(tf.matmul(_in_groups(targets, noise), noise, transpose_b=True))
        negative *= _in_groups(negatives[..., None], noise)  # (G, S/G·L, K)
        return tf.reduce_sum(words * self.weights * positive) + tf.reduce_sum(negative)


def _noise_words(push: float) -> int:
    """Return how many noise words a group of blocks needs, so that none has too much of the push.

    Args:
        push: learning rate × negatives of the group.
    """
    return max(LEAST_SHARED_NOISE, int(np.ceil(push / MOST_NOISE_PUSH)))


def _bound(pairs: np.ndarray | float, most: float) -> np.ndarray:
    """Return the share of its move a row may make: all of it up to so many pairs, then less and less.

    All pairs of a step see the same, old vectors. A row in hundreds of them would be moved hundreds of times
    too far, and back, and farther: without a bound training ends in NaN.

    Args:
        pairs: float (V,) or one number, how many pairs of a step each word is in, on average.
        most: of how many pairs a row may make the whole move.
    """
    return most / np.maximum(pairs, most)


def _one_for_all(occurrences: np.ndarray) -> np.ndarray:
    """Return by what to multiply a row's move when only one of its occurrences in a step counts.

    With n occurrences expected, there is at least one in 1 − e⁻ⁿ of the steps. That one stands for n / (1 −
    e⁻ⁿ), so that a word moves as far, on average, as if all had been added up.

    Args:
        occurrences: float (V,), of each word in a step, on average.
    """
    expected = np.maximum(occurrences, 1e-6)
    return np.where(occurrences > 0, expected / -np.expm1(-expected), 0)


def _deal(cumulative: np.ndarray, how_many: int, rng: np.random.Generator) -> np.ndarray:
    """Draw words by their probabilities: each as often as expected, to within one, in random order.

    Args:
        cumulative: float64 (V,), cumulative probabilities.
        how_many: words to draw.
        rng: where the randomness comes from.

    Returns:
        int32 (how_many,).
    """
    up_to = np.floor(cumulative * (how_many / cumulative[-1]) + rng.random()).astype(np.int64)
    up_to = np.minimum(up_to, how_many)
    up_to[-1] = how_many
    words = np.repeat(np.arange(len(cumulative), dtype=np.int32), np.diff(up_to, prepend=0))
    rng.shuffle(words)
    return words
