"""Train word vectors.

Reads any corpus; makes `WordVectors`. Lesson 06 trains the same model with `fit`; lesson 08 takes this faster
way apart.

The work is cut into blocks. A block is L consecutive words of the corpus; all of them share the L + 2w words
around them and K noise words as candidates, so that one matrix product scores every pair of a block. Which of
the scores count, and how much, is a mask.
"""

import contextlib
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import tensorflow as tf
from tensorflow.python.framework import config as tf_config
from tqdm import tqdm

from w2v_helpers.checks import positive_integer, positive_number
from w2v_helpers.dataset import check_enough_kept, check_enough_text
from w2v_helpers.embeddings import WordVectors
from w2v_helpers.model import SkipGram
from w2v_helpers.negatives import check_enough_words, noise_distribution
from w2v_helpers.subsampling import keep_probabilities
from w2v_helpers.subsampling import subsample as thin_out
from w2v_helpers.vocabulary import UNKNOWN, Vocabulary, vocabulary_and_ids

TARGETS_PER_BLOCK = 8  # L
BLOCKS_PER_STEP = 32  # S
SHARED_NOISE = 32  # K, noise words a block shares
MOST_PAIRS_A_ROW = 32  # how many pairs' worth of a step one row may take at once


def train(
    corpus: Iterable[list[str]],
    *,
    embedding_dim: int = 100,
    window_size: int = 5,
    num_negatives: int = 5,
    subsample: float | None = 1e-3,
    min_count: int = 5,
    max_size: int | None = None,
    epochs: int = 20,
    learning_rate: float = 0.05,
    threads: int = 2,
    seed: int = 42,
    verbose: int = 1,
) -> WordVectors:
    """Train skip-gram vectors with negative sampling on a corpus.

    Every epoch thins the corpus anew and draws new window widths and new noise words. The learning rate falls
    in a straight line to nearly zero. Ctrl-C ends the training early and returns what was learned.

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens; it is gone through once.
        embedding_dim: D, the length of a vector.
        window_size: how far a window reaches to each side, at most.
        num_negatives: how much the negatives of a pair weigh together, counted in negatives.
        subsample: threshold above which frequent words are thinned; `None` keeps all tokens.
        min_count: leave out words that occur less often.
        max_size: keep at most this many words; `None` keeps all.
        epochs: passes over the corpus.
        learning_rate: of stochastic gradient descent, at the start.
        threads: how many update the tables at the same time. With 1, the same seed gives the same vectors,
            bit for bit; with more, which of two updates comes first is left to chance.
        seed: of all randomness, a whole number of at least 0.
        verbose: 0 shows nothing, 1 a progress bar.

    Returns:
        The target vectors of all words of the vocabulary, most frequent first.

    Raises:
        ValueError: a setting is not allowed, or the corpus is too small for it.
    """
    epochs, window_size = positive_integer("epochs", epochs), positive_integer("window_size", window_size)
    threads = positive_integer("threads", threads)
    seed = positive_integer("seed", seed, minimum=0)
    subsample = None if subsample is None else positive_number("subsample", subsample)
    vocabulary, ids = vocabulary_and_ids(corpus, min_count=min_count, max_size=max_size)
    check_enough_text(ids, window_size)
    num_negatives = check_enough_words(num_negatives, np.count_nonzero(vocabulary.counts))
    keep = keep_probabilities(vocabulary.counts, subsample)
    check_enough_kept(ids, keep, subsample)
    model = SkipGram(len(vocabulary), embedding_dim, seed=seed)
    trainer = _BlockTrainer(model, vocabulary, window_size, num_negatives)
    schedule = _Schedule(positive_number("learning_rate", learning_rate), epochs, threads, seed)
    with _fixed_order(threads == 1), tqdm(total=epochs, unit="epoch", disable=not verbose) as bar:
        try:
            for epoch in range(epochs):
                _run_epoch(trainer, ids, keep, schedule, epoch, bar)
        except KeyboardInterrupt:
            bar.write(f"Stopped in epoch {epoch + 1} of {epochs}; the vectors are as trained so far.")
    return word_vectors(model, vocabulary)


def word_vectors(model: SkipGram, vocabulary: Vocabulary) -> WordVectors:
    """Take a model's target vectors out of it, without the rows of padding and unknown."""
    matrix = model.target_embedding.embeddings.numpy()
    first = UNKNOWN + 1
    return WordVectors(vocabulary.words[first:], matrix[first:], vocabulary.counts[first:])


def block_gradients(
    targets: tf.Tensor, candidates: tf.Tensor, labels: tf.Tensor, weights: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Return the summed, weighted SGNS loss of blocks, and its gradients in closed form.

    The same two products as `sgns_gradients`, for many targets and candidates at once.

    Args:
        targets: float32 (S, L, D), target vectors.
        candidates: float32 (S, C, D), context vectors.
        labels: float32 (S, L, C), 1 for a word of the target's window.
        weights: float32 (S, L, C), how much each score counts; 0 for pairs that do not exist.

    Returns:
        The gradient for `targets` (S, L, D), for `candidates` (S, C, D), and the loss, a scalar.
    """
    logits = tf.matmul(targets, candidates, transpose_b=True)  # (S, L, C)
    error = weights * (tf.sigmoid(logits) - labels)  # (S, L, C)
    loss = tf.reduce_sum(weights * (tf.nn.softplus(logits) - labels * logits))
    return tf.matmul(error, candidates), tf.matmul(error, targets, transpose_a=True), loss


@contextlib.contextmanager
def _fixed_order(wanted: bool) -> Iterator[None]:
    """Make TensorFlow add up rows that occur twice in one scatter in the same order every time.

    Without this its own worker threads race, also where we train by one thread. The switch back has no public
    name.
    """
    switch_on = wanted and not tf_config.is_op_determinism_enabled()
    if switch_on:
        tf.config.experimental.enable_op_determinism()
    try:
        yield
    finally:
        if switch_on:
            tf_config.disable_op_determinism()


@dataclass(frozen=True)
class _Schedule:
    """How fast, how long, by how many threads, from which seed."""

    learning_rate: float
    epochs: int
    threads: int
    seed: int

    def rates(self, epoch: int) -> tuple[float, float]:
        """Return the learning rate at the start and at the end of an epoch."""
        left = [1 - e / self.epochs for e in (epoch, epoch + 1)]
        return self.learning_rate * max(left[0], 1e-3), self.learning_rate * max(left[1], 1e-3)


class _BlockTrainer:
    """Holds what the compiled loop needs: the tables, the noise, the shape of a block."""

    def __init__(self, model: SkipGram, vocabulary: Vocabulary, window_size: int, num_negatives: int):
        self.window_size, self.num_negatives = window_size, num_negatives
        self.tables = [e.embeddings.value for e in (model.target_embedding, model.context_embedding)]
        self.noise = tf.constant(np.cumsum(noise_distribution(vocabulary.counts)))
        places = np.arange(TARGETS_PER_BLOCK)[:, None], np.arange(self.width)[None, :] - window_size
        self.distances = tf.constant(np.abs(places[0] - places[1]), dtype=tf.int32)  # (L, L+2w)
        # One compiled function for the life of a trainer: the signature keeps corpora of any length from
        # retracing.
        self.run = tf.function(self._run, input_signature=_SIGNATURE)

    @property
    def width(self) -> int:
        """How many words of the corpus a block sees: L + 2w."""
        return TARGETS_PER_BLOCK + 2 * self.window_size

    def _run(self, tokens: tf.Tensor, starts: tf.Tensor, rates: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        """Train on blocks.

        Args:
            tokens: int32 (N,), the corpus.
            starts: int32 (steps, S), where each block's window begins in it.
            rates: float32 (2,), learning rate at the first and after the last step.
            seed: int32 (2,).

        Returns:
            float32 (2,): the summed loss, and the number of positive pairs.
        """
        steps = tf.shape(starts)[0]
        totals = tf.zeros(2)
        for step in tf.range(steps):
            done = tf.cast(step, tf.float32) / tf.cast(steps, tf.float32)
            windows = tf.gather(tokens, starts[step][:, None] + tf.range(self.width))  # (S, L+2w)
            totals += self._step(windows, rates[0] + done * (rates[1] - rates[0]), seed + [0, step])
        return totals

    def _step(self, windows: tf.Tensor, rate: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        """Train on S blocks at once."""
        targets = windows[:, self.window_size : self.window_size + TARGETS_PER_BLOCK]  # (S, L)
        noise = self._draw_noise(seed)  # (S, K)
        positive = self._positives(windows, targets, seed)  # (S, L, L+2w)
        pairs_of_target = tf.reduce_sum(positive, axis=-1, keepdims=True)  # (S, L, 1)
        is_other = tf.cast(noise[:, None, :] != targets[:, :, None], tf.float32)  # (S, L, K)
        negative = is_other * pairs_of_target * (self.num_negatives / SHARED_NOISE)
        labels = tf.concat([positive, tf.zeros_like(negative)], axis=-1)  # (S, L, C)
        weights = tf.concat([positive, negative], axis=-1)
        candidates = tf.concat([windows, noise], axis=-1)  # (S, C), C = L + 2w + K
        vectors = [tf.gather(self.tables[0], targets), tf.gather(self.tables[1], candidates)]
        *gradients, loss = block_gradients(*vectors, labels, weights)
        self._update(0, targets, gradients[0], tf.reduce_sum(weights, axis=2), rate)
        self._update(1, candidates, gradients[1], tf.reduce_sum(weights, axis=1), rate)
        return tf.stack([loss, tf.reduce_sum(pairs_of_target)])

    def _positives(self, windows: tf.Tensor, targets: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        """Mark the pairs that exist: near enough, in the same document, both words. Float32 (S, L, L+2w)."""
        shape = (BLOCKS_PER_STEP, TARGETS_PER_BLOCK, 1)
        reach = tf.random.stateless_uniform(shape, seed, 1, self.window_size + 1, tf.int32)
        documents = tf.cumsum(tf.cast(windows == 0, tf.int32), axis=1)  # (S, L+2w)
        own = documents[:, self.window_size : self.window_size + TARGETS_PER_BLOCK]
        is_near = (self.distances > 0) & (self.distances <= reach)
        same_document = own[:, :, None] == documents[:, None, :]
        both_words = (targets > 0)[:, :, None] & (windows > 0)[:, None, :]
        return tf.cast(is_near & same_document & both_words, tf.float32)

    def _draw_noise(self, seed: tf.Tensor) -> tf.Tensor:
        """Draw the noise words of each block: int32 (S, K)."""
        shape = (BLOCKS_PER_STEP * SHARED_NOISE,)
        draws = tf.random.stateless_uniform(shape, seed + [1, 0], dtype=tf.float64) * self.noise[-1]
        return tf.reshape(tf.searchsorted(self.noise, draws, side="right"), (BLOCKS_PER_STEP, SHARED_NOISE))

    def _update(
        self, which: int, ids: tf.Tensor, gradient: tf.Tensor, pairs: tf.Tensor, rate: tf.Tensor
    ) -> None:
        """Take a step of gradient descent, bounded for rows that many pairs pull at.

        All pairs of a step see the same, old vectors. A row that is in hundreds of them would be moved
        hundreds of times too far, and back, and farther: the sum must be held down or training ends in NaN.

        Args:
            which: 0 for the target table, 1 for the context table.
            ids: int32 (S, L) or (S, C), rows; the same one may stand there many times.
            gradient: float32, the shape of `ids` and D.
            pairs: float32, the shape of `ids`: how many pairs, by weight, each gradient sums.
            rate: the learning rate.
        """
        _, place = tf.unique(tf.reshape(ids, [-1]))
        pairs_of_row = tf.math.unsorted_segment_sum(tf.reshape(pairs, [-1]), place, tf.size(ids))
        pairs_of_row = tf.reshape(tf.gather(pairs_of_row, place), tf.shape(ids))  # of the whole step
        bound = tf.minimum(1.0, MOST_PAIRS_A_ROW / tf.maximum(pairs_of_row, 1.0))
        self.tables[which].scatter_sub(tf.IndexedSlices((rate * bound)[..., None] * gradient, ids))


_SIGNATURE = [
    tf.TensorSpec((None,), tf.int32),
    tf.TensorSpec((None, BLOCKS_PER_STEP), tf.int32),
    tf.TensorSpec((2,), tf.float32),
    tf.TensorSpec((2,), tf.int32),
]


def _run_epoch(
    trainer: _BlockTrainer, ids: np.ndarray, keep: np.ndarray, schedule: _Schedule, epoch: int, bar: tqdm
) -> None:
    """Thin the corpus, cut it into blocks, and let the threads share them."""
    began = time.perf_counter()
    rng = np.random.default_rng([schedule.seed, epoch])
    tokens, starts = _blocks(thin_out(ids, keep, rng), trainer.window_size, rng)
    tokens, rates = tf.constant(tokens), tf.constant(schedule.rates(epoch))

    def run(thread: int, share: np.ndarray) -> np.ndarray:
        seed = tf.constant([schedule.seed + 2 * thread, epoch * 2**20], tf.int32)
        return trainer.run(tokens, tf.constant(share), rates, seed).numpy()

    shares = np.array_split(starts, schedule.threads)
    with ThreadPoolExecutor(schedule.threads) as pool:
        loss, pairs = sum(pool.map(run, range(len(shares)), shares))
    words_per_second = np.count_nonzero(ids) / (time.perf_counter() - began)
    bar.set_postfix_str(f"loss {loss / max(pairs, 1):.3f} a pair, {words_per_second:,.0f} words/s")
    bar.update()


def _blocks(tokens: np.ndarray, window_size: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Cut a corpus into blocks, at other places each time.

    Returns:
        The corpus with empty space around it, int32 (N',), and the starts of the blocks' windows in random
        order, int32 (steps, S).
    """
    shift = rng.integers(TARGETS_PER_BLOCK)
    starts = np.arange(0, shift + len(tokens), TARGETS_PER_BLOCK, dtype=np.int32)
    rng.shuffle(starts)
    # The last step is filled up with a block that lies in the empty space: without words it changes nothing.
    empty = shift + len(tokens) + window_size
    fill = np.full(-len(starts) % BLOCKS_PER_STEP, empty, dtype=np.int32)
    before, behind = window_size + shift, 2 * (TARGETS_PER_BLOCK + 2 * window_size)
    padded = np.concatenate([np.zeros(before, np.int32), tokens, np.zeros(behind, np.int32)])
    return padded, np.concatenate([starts, fill]).reshape(-1, BLOCKS_PER_STEP)
