"""One step of the fast training: many pairs in a few matrix products.

Reads pieces of an encoded corpus; changes the two tables of a `SkipGram`. Used by `train`, explained in
lesson 08.

A block is L consecutive words of the corpus, its targets, with the L + 2w words around them. A step takes S
blocks from different places and K noise words that all of them share.
"""

import numpy as np
import tensorflow as tf

from w2v_helpers.model import SkipGram
from w2v_helpers.negatives import noise_distribution
from w2v_helpers.quiet import silent_stderr
from w2v_helpers.vocabulary import Vocabulary

TARGETS_PER_BLOCK = 16  # L
MOST_BLOCKS_PER_STEP = 16  # S, on a large corpus
TOKENS_PER_BLOCK_OF_A_STEP = 20_000  # on a smaller one a step has one block for so many tokens
LEAST_SHARED_NOISE = 32  # K, unless the settings ask for more
MOST_NOISE_PUSH = 12.0  # learning rate × pairs that one noise word may stand for
MOST_PULL = 1.0  # learning rate × pairs that may move one row in a step
MOST_OCCURRENCES = 4  # of a word in a step of a large corpus, up to which rows are overwritten


def window_weights(window_size: int) -> np.ndarray:
    """Return how much each word near a target counts as its context.

    word2vec.c draws a reach of 1 to w for each target. A word at distance d is then a context in w + 1 − d of
    w cases. We do not draw, but give it that weight: the same on average, without the noise of the draw.

    Args:
        window_size: w, how far a window reaches to each side.

    Returns:
        float32 (L + 2w, L): word of the block's window by target; 0 for the target itself and beyond reach.

    >>> window_weights(2)[:5, 0]
    array([0.5, 1. , 0. , 1. , 0.5], dtype=float32)
    """
    places = np.arange(TARGETS_PER_BLOCK + 2 * window_size)[:, None] - window_size
    distances = np.abs(places - np.arange(TARGETS_PER_BLOCK))  # (L+2w, L)
    weights = (window_size + 1 - distances) / window_size
    return np.where((distances > 0) & (distances <= window_size), weights, 0).astype(np.float32)


@tf.function(jit_compile=True)
def pull(
    targets: tf.Tensor, contexts: tf.Tensor, weights: tf.Tensor, target_rates: tf.Tensor, rates: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return how a step moves targets and the words of their windows towards each other.

    The descent of the loss −log σ(t·c), the gradients of `sgns_gradients` for label 1, times the rates.

    Args:
        targets: float32 (S, L, D), target vectors.
        contexts: float32 (S, L+2w, D), context vectors of the words of the window.
        weights: float32 (L+2w, L), how much each pair counts.
        target_rates: float32 (S, L), the learning rate of each target's row.
        rates: float32 (S, L+2w), the learning rate of each context's row.

    Returns:
        The moves of the targets (S, L, D) and of the contexts (S, L+2w, D).
    """
    errors = weights * (1 - tf.sigmoid(tf.matmul(contexts, targets, transpose_b=True)))  # (S, L+2w, L)
    by_target = tf.matmul(errors * target_rates[:, None, :], contexts, transpose_a=True)
    return by_target, tf.matmul(errors * rates[:, :, None], targets)


def push(
    targets: tf.Tensor, noise: tf.Tensor, weights: tf.Tensor, target_rates: tf.Tensor, rates: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return how a step moves targets and noise words away from each other.

    The descent of the loss −log σ(−t·n), the gradients of `sgns_gradients` for label 0, times the rates. All
    targets share the noise words, so this is one product of two matrices.

    Args:
        targets: float32 (T, D), target vectors.
        noise: float32 (K, D), context vectors of the noise words.
        weights: float32 (K, T), how many negatives each pair stands for.
        target_rates: float32 (T,), the learning rate of each target's row.
        rates: float32 (K,), the learning rate of each noise word's row.

    Returns:
        The moves of the targets (T, D) and of the noise words (K, D).
    """
    errors = -weights * tf.sigmoid(tf.matmul(noise, targets, transpose_b=True))  # (K, T)
    by_target = tf.matmul(errors * target_rates, noise, transpose_a=True)
    return by_target, tf.matmul(errors * rates[:, None], targets)


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
        weights = window_weights(window_size)
        self.weights, pairs = tf.constant(weights), float(weights.sum(axis=0).mean())  # pairs a target
        negatives = self.blocks_per_step * TARGETS_PER_BLOCK * pairs * num_negatives  # of a step
        self.num_noise = max(LEAST_SHARED_NOISE, int(np.ceil(learning_rate * negatives / MOST_NOISE_PUSH)))
        self.cumulative = np.cumsum(noise_distribution(vocabulary.counts))
        self.tables = [e.embeddings.value for e in (model.target_embedding, model.context_embedding)]
        self.tables[0].scatter_update(tf.IndexedSlices(tf.zeros((1, model.embedding_dim)), [0]))
        seen = self.blocks_per_step * TARGETS_PER_BLOCK * threads * kept / kept.sum()  # tokens a step, (V,)
        is_large = self.blocks_per_step == MOST_BLOCKS_PER_STEP
        self.overwrites = bool(is_large and seen.max() <= MOST_OCCURRENCES)
        most = MOST_PULL / learning_rate
        # A context's row is pulled at in a window and pushed at as noise: one bound for both, or the balance
        # between them is lost.
        as_context = _bound(seen * pairs + negatives * noise_distribution(vocabulary.counts), most)
        bounds = [_bound(seen * pairs * (1 + num_negatives), most), as_context, as_context]
        if self.overwrites:
            bounds[0] = bounds[0] * _one_for_all(seen)
            bounds[1] = bounds[1] * _one_for_all(seen * self.width / TARGETS_PER_BLOCK)
        # Rows of padding and unknown never move.
        self.bounds = [tf.constant(bound * (vocabulary.counts > 0), tf.float32) for bound in bounds]
        # One compiled function for the life of a trainer: the signature keeps pieces of any length from
        # retracing.
        self.run = tf.function(self._run, input_signature=self.signature)
        with silent_stderr():  # the compiler announces itself
            self.run(*self.piece(np.zeros(1, np.int32), (0.0, 0.0), np.random.default_rng(0)))

    @property
    def width(self) -> int:
        """How many words of the corpus a block sees: L + 2w."""
        return TARGETS_PER_BLOCK + 2 * self.window_size

    @property
    def signature(self) -> tuple[tf.TensorSpec, ...]:
        """What `run` takes, and `piece` makes."""
        shapes = (None,), (None, self.blocks_per_step), (None, self.num_noise), (2,)
        dtypes = tf.int32, tf.int32, tf.int32, tf.float32
        return tuple(map(tf.TensorSpec, shapes, dtypes))

    def piece(self, tokens: np.ndarray, rates: tuple[float, float], rng: np.random.Generator) -> tuple:
        """Prepare a piece of the corpus for `run`.

        Args:
            tokens: int32 (N,), thinned; 0 ends a document.
            rates: learning rate at its first step and after its last.
            rng: where blocks begin, in which order they come, and their noise words.

        Returns:
            The tokens with space around each document, int32 (N',); where each block's window begins, int32
            (steps, S); the noise words, int32 (steps, K); the rates, float32 (2,).
        """
        # So much space between documents that no window reaches from one into the next.
        tokens = np.repeat(tokens, np.where(tokens == 0, self.window_size, 1))
        shift = rng.integers(TARGETS_PER_BLOCK)
        starts = np.arange(0, shift + len(tokens), TARGETS_PER_BLOCK, dtype=np.int32)
        rng.shuffle(starts)
        # The last step is filled up with a block that lies in the empty space: without words it changes
        # nothing.
        empty = shift + len(tokens) + self.window_size
        starts = np.append(starts, np.full(-len(starts) % self.blocks_per_step, empty, dtype=np.int32))
        starts = starts.reshape(-1, self.blocks_per_step)
        before, behind = self.window_size + shift, 2 * self.width
        padded = np.concatenate([np.zeros(before, np.int32), tokens, np.zeros(behind, np.int32)])
        noise = _deal(self.cumulative, len(starts) * self.num_noise, rng).reshape(-1, self.num_noise)
        return padded, starts, noise, np.array(rates, dtype=np.float32)

    def _run(self, tokens: tf.Tensor, starts: tf.Tensor, noise: tf.Tensor, rates: tf.Tensor) -> tf.Tensor:
        """Train on a piece, see `piece`; return the summed loss and the pairs of some of its steps."""
        steps = tf.shape(starts)[0]
        totals = tf.zeros(2)
        for step in tf.range(steps):
            windows = tf.gather(tokens, starts[step][:, None] + tf.range(self.width))  # (S, L+2w)
            if step % 32 == 0 or totals[1] == 0:
                totals += self._loss(windows, noise[step])
            done = tf.cast(step, tf.float32) / tf.cast(steps, tf.float32)
            self._step(windows, noise[step], rates[0] + done * (rates[1] - rates[0]))
        return totals

    def _step(self, windows: tf.Tensor, noise: tf.Tensor, rate: tf.Tensor) -> None:
        """Train on S blocks at once: windows int32 (S, L+2w), noise int32 (K,)."""
        targets = self._targets(windows)  # (S, L)
        vectors = [
            tf.gather(self.tables[which], ids) for which, ids in ((0, targets), (1, windows), (1, noise))
        ]
        rates = [
            rate * tf.gather(bound, ids)
            for bound, ids in zip(self.bounds, (targets, windows, noise), strict=True)
        ]
        flat = tf.reshape(vectors[0], (-1, vectors[0].shape[-1]))  # (S·L, D)
        pulled, by_context = pull(vectors[0], vectors[1], self.weights, rates[0], rates[1])
        pushed, by_noise = push(
            flat, vectors[2], self._negatives(windows, noise), tf.reshape(rates[0], [-1]), rates[2]
        )
        pushed = tf.reshape(pushed, tf.shape(pulled))
        if self.overwrites:
            # Several times faster than adding. Of a row that occurs twice in a step one result remains, and
            # its bound makes up for the other.
            moved = tf.add_n([vectors[0], pulled, pushed])
            self.tables[0].scatter_update(tf.IndexedSlices(moved, targets))
            self.tables[1].scatter_update(tf.IndexedSlices(vectors[1] + by_context, windows))
        else:
            self.tables[0].scatter_add(tf.IndexedSlices(pulled + pushed, targets))
            self.tables[1].scatter_add(tf.IndexedSlices(by_context, windows))
        self.tables[1].scatter_add(tf.IndexedSlices(by_noise, noise))

    def _loss(self, windows: tf.Tensor, noise: tf.Tensor) -> tf.Tensor:
        """Return the summed SGNS loss of S blocks and their number of pairs, float32 (2,)."""
        targets = self._targets(windows)
        vectors = tf.gather(self.tables[0], targets)  # (S, L, D)
        contexts = tf.gather(self.tables[1], windows)
        words = tf.cast((windows > 0)[:, :, None] & (targets > 0)[:, None, :], tf.float32)
        pairs = words * self.weights  # (S, L+2w, L)
        positive = tf.nn.softplus(-tf.matmul(contexts, vectors, transpose_b=True))
        logits = tf.matmul(
            tf.gather(self.tables[1], noise), tf.reshape(vectors, (-1, vectors.shape[-1])), transpose_b=True
        )
        weights = self._negatives(windows, noise) * tf.cast(tf.reshape(targets, [-1]) > 0, tf.float32)
        negative = tf.nn.softplus(logits)  # (K, S·L)
        loss = tf.reduce_sum(pairs * positive) + tf.reduce_sum(weights * negative)
        return tf.stack([loss, tf.reduce_sum(pairs)])

    def _targets(self, windows: tf.Tensor) -> tf.Tensor:
        return windows[:, self.window_size : self.window_size + TARGETS_PER_BLOCK]

    def _negatives(self, windows: tf.Tensor, noise: tf.Tensor) -> tf.Tensor:
        """Return how many negatives each noise word stands for: float32 (K, S·L), 0 for the target itself."""
        pairs = tf.matmul(tf.cast(windows > 0, tf.float32), self.weights)  # (S, L), pairs of each target
        is_other = tf.cast(noise[:, None] != tf.reshape(self._targets(windows), [1, -1]), tf.float32)
        return is_other * (tf.reshape(pairs, [1, -1]) * (self.num_negatives / self.num_noise))


def _bound(pairs: np.ndarray, most: float) -> np.ndarray:
    """Return the share of its move a row may make: all of it up to so many pairs, then less and less.

    All pairs of a step see the same, old vectors. A row in hundreds of them would be moved hundreds of times
    too far, and back, and farther: without a bound training ends in NaN.

    Args:
        pairs: float (V,), how many pairs of a step each word is in, on average.
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
