"""The skip-gram model and its loss, as Keras classes.

Reads (targets, candidates); makes logits. Built in lesson 6.
"""

import contextlib
import functools
import os
import warnings
from collections.abc import Iterator, Sequence

import numpy as np

from w2v_helpers._checks import one_of, positive_integer, silent_stderr
from w2v_helpers.vectors import WordVectors
from w2v_helpers.vocabulary import PADDING, UNKNOWN, Vocabulary

if (backend := os.environ.get("KERAS_BACKEND", "tensorflow")) != "tensorflow":
    raise ImportError(
        f"KERAS_BACKEND={backend}: the course needs Keras on TensorFlow. Unset it and start again."
    )

with silent_stderr():
    import keras
    import tensorflow as tf


TABLES = ("target", "context", "sum", "both")
MEETINGS = 100  # of a word in a piece, at which its moves are half averaged


@functools.cache
def start_compiler() -> None:
    """Start TensorFlow's devices and its compiler, XLA, which write to the error stream once per process."""
    with silent_stderr(), tf.init_scope():
        loss = tf.nn.sigmoid_cross_entropy_with_logits  # XLA reports the first operation of its kind, too
        tf.function(loss, jit_compile=True)(tf.zeros(1), tf.zeros(1))


def find_device(device: str | None) -> str:
    """Return TensorFlow's name of a device, a GPU if there is one and none is named; see `train`."""
    start_compiler()
    names = [found.name.removeprefix("/device:") for found in tf.config.list_logical_devices()]
    names = sorted((name for name in names if name.startswith(("CPU", "GPU"))), reverse=True)  # GPUs first
    if device is None:
        return names[0]
    wanted = str(device).upper().removeprefix("/").removeprefix("DEVICE:")
    for name in sorted(names):
        if wanted in (name, name.partition(":")[0]):
            return name
    raise ValueError(f"device={device!r} is not there: TensorFlow sees {', '.join(sorted(names))}.")


@contextlib.contextmanager
def memory_of(device: str) -> Iterator[None]:
    """Turn TensorFlow's error about a full memory into a `MemoryError` that says what to do."""
    try:
        yield
    except tf.errors.ResourceExhaustedError as error:
        text = f"{device} has too little memory: stop other programs there, lower embedding_dim or max_size, "
        raise MemoryError(f"{text}or give device='CPU'.") from error


@keras.saving.register_keras_serializable("w2v_helpers")
class SkipGram(keras.Model):
    """Two tables of vectors: one for words as targets, one for words as contexts.

    The logit of a pair is the dot product of its two vectors. Target vectors start uniform in ±1/(2 D),
    context vectors at zero, as in word2vec.c.

    Args:
        vocabulary_size: V, the number of ids.
        embedding_dim: D, the length of a vector.
        seed: of the initial vectors.

    >>> model = SkipGram(vocabulary_size=8, embedding_dim=4)
    >>> model((tf.constant([2, 3]), tf.constant([[3, 5, 7], [2, 6, 4]]))).shape
    TensorShape([2, 3])
    """

    def __init__(self, vocabulary_size: int, embedding_dim: int, *, seed: int = 42, **kwargs):
        start_compiler()
        super().__init__(**kwargs)
        self.vocabulary_size = positive_integer("vocabulary_size", vocabulary_size)
        self.embedding_dim = positive_integer("embedding_dim", embedding_dim)
        self.seed = seed
        shape = self.vocabulary_size, self.embedding_dim
        near_zero = keras.initializers.RandomUniform(-0.5 / embedding_dim, 0.5 / embedding_dim, seed=seed)
        self.target_embedding = keras.layers.Embedding(
            *shape, embeddings_initializer=near_zero, name="target_embedding"
        )
        self.context_embedding = keras.layers.Embedding(
            *shape, embeddings_initializer="zeros", name="context_embedding"
        )
        self.target_embedding.build()
        self.context_embedding.build()
        self.built = True  # both tables exist: count_params and summary need no first call

    def call(self, inputs: tuple[tf.Tensor, tf.Tensor]) -> tf.Tensor:
        """Score each candidate context of each target.

        Args:
            inputs: targets, int (B,) or (B, L), and their candidates, int (B, C). In the second form L
                targets share C candidates.

        Returns:
            float32 logits, (B, C) or (B, L, C).
        """
        targets, candidates = inputs
        target_vectors = self.target_embedding(targets)  # (B, D) or (B, L, D)
        candidate_vectors = self.context_embedding(candidates)  # (B, C, D)
        if len(targets.shape) == 1:
            return tf.linalg.matvec(candidate_vectors, target_vectors)
        return tf.matmul(target_vectors, candidate_vectors, transpose_b=True)

    def fit(self, *args, **kwargs) -> keras.callbacks.History:
        """Train as any Keras model does, without two warnings about datasets that are false alarms here.

        Our datasets are shuffled already, and Keras cannot know how many batches subsampling will leave.
        """
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="`shuffle=True` was passed")
            warnings.filterwarnings("ignore", message="Your input ran out of data")
            return super().fit(*args, **kwargs)

    def train_step(self, data: tuple) -> dict[str, tf.Tensor]:
        """Take a step of `fit`, with gradients in closed form for `NegativeSamplingLoss`.

        With another loss or other settings this is the step of any Keras model.

        Args:
            data: (targets, candidates), labels and optional weights, see `NegativeSamplingLoss`.

        Returns:
            The loss, and the metrics given to `compile`.
        """
        inputs, labels, weights = keras.utils.unpack_x_y_sample_weight(data)
        if not self._has_closed_form(labels, weights):
            return super().train_step(data)
        tables = [self.target_embedding.embeddings, self.context_embedding.embeddings]
        vectors = [tf.gather(table.value, ids) for table, ids in zip(tables, inputs, strict=True)]
        labels = tf.cast(labels, tf.float32)
        counts = tf.ones_like(labels) if weights is None else tf.cast(weights, tf.float32)
        counts /= tf.cast(tf.size(inputs[0]), tf.float32)  # the loss is the mean of the targets
        *gradients, logits = closed_form(*vectors, labels, counts)
        # Only the rows of this batch have a gradient; the optimizer is told which.
        shape = tf.constant([self.vocabulary_size, self.embedding_dim])
        rows = [
            tf.IndexedSlices(tf.reshape(gradient, (-1, self.embedding_dim)), tf.reshape(ids, [-1]), shape)
            for gradient, ids in zip(gradients, inputs, strict=True)
        ]
        self.optimizer.apply(rows, tables)
        loss = self.compute_loss(y=labels, y_pred=logits, sample_weight=weights)
        mean_loss = next(metric for metric in self.metrics if metric.name == "loss")
        mean_loss.update_state(loss, sample_weight=tf.size(inputs[0]))
        return self.compute_metrics(inputs, labels, logits, weights)

    def _has_closed_form(self, labels: tf.Tensor, weights: tf.Tensor | None) -> bool:
        """Return whether `closed_form` gives the gradients that this model was compiled for."""
        with tf.init_scope():  # outside of the step that is being compiled
            settings = self.get_compile_config() or {}
        return (
            type(self.loss) is NegativeSamplingLoss
            and self.loss.reduction == "sum_over_batch_size"
            and settings.get("loss_weights") is None
            and not isinstance(self.optimizer, keras.optimizers.LossScaleOptimizer)
            and self.compute_dtype == "float32"
            and len(self.trainable_variables) == 2  # none of the tables is frozen
            and (weights is None or weights.shape[1:] == labels.shape[1:])
        )

    def get_config(self) -> dict:
        """Return what `from_config` needs to make the same model."""
        sizes = {"vocabulary_size": self.vocabulary_size, "embedding_dim": self.embedding_dim}
        return {**super().get_config(), **sizes, "seed": self.seed}


@keras.saving.register_keras_serializable("w2v_helpers")
class NegativeSamplingLoss(keras.losses.Loss):
    """Binary cross-entropy of every candidate, summed over the candidates of a target (SGNS).

    Mikolov et al. 2013, eq. 4. Labels are 1 for a word from the window and 0 for a negative; predictions are
    logits. Keras averages the result over the targets of the batch. A `sample_weight` in the shape of the
    labels says how much each candidate counts, 0 for one that does not belong to the target.

    >>> loss = NegativeSamplingLoss()
    >>> round(float(loss(tf.constant([[1.0, 0.0]]), tf.zeros((1, 2)))), 4)  # 2 ln 2
    1.3863
    """

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor, weights: tf.Tensor | float = 1.0) -> tf.Tensor:
        """Return the loss of each target: float (B,) for labels and logits of shape (B, C)."""
        labels = tf.cast(y_true, y_pred.dtype)
        return tf.reduce_sum(weights * tf.nn.sigmoid_cross_entropy_with_logits(labels, y_pred), axis=-1)

    def __call__(self, y_true, y_pred, sample_weight=None) -> tf.Tensor:
        """Return the mean loss of a target."""
        if sample_weight is None or len(sample_weight.shape) < len(y_pred.shape):
            return super().__call__(y_true, y_pred, sample_weight)
        losses = self.call(y_true, y_pred, tf.cast(sample_weight, y_pred.dtype))
        if self.reduction in (None, "none"):
            return losses
        return tf.reduce_sum(losses) if self.reduction == "sum" else tf.reduce_mean(losses)


@tf.function(jit_compile=True)
def closed_form(
    targets: tf.Tensor, candidates: tf.Tensor, labels: tf.Tensor, weights: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Return the gradients of `NegativeSamplingLoss`, summed over the targets, and the logits.

    They are those of `sgns_gradients` for many targets at once: the error of each logit, σ(logit) − label,
    times the vector on the other side. Three matrix products do it all, without a tape or a list of pairs.

    Args:
        targets: float32 (B, D), or (B, L, D) where L targets share their candidates.
        candidates: float32 (B, C, D).
        labels: float32 (B, C), or (B, L, C).
        weights: of the shape of the labels.

    Returns:
        The gradients for targets and for candidates, in their shapes, and the logits in that of the labels.
    """
    shape = tf.shape(candidates)[0], -1, tf.shape(candidates)[1]  # (B, L, C), L may be 1
    vectors = tf.reshape(targets, (shape[0], -1, tf.shape(candidates)[2]))  # (B, L, D)
    logits = tf.matmul(vectors, candidates, transpose_b=True)  # (B, L, C)
    errors = tf.reshape(weights, shape) * (tf.sigmoid(logits) - tf.reshape(labels, shape))
    by_target = tf.reshape(tf.matmul(errors, candidates), tf.shape(targets))
    by_candidate = tf.matmul(errors, vectors, transpose_a=True)
    return by_target, by_candidate, tf.reshape(logits, tf.shape(labels))


def near_zero(num_rows: int, embedding_dim: int, seed: int) -> np.ndarray:
    """Return rows for a training to start from: numbers from −0.5 / D to 0.5 / D, float32 (R, D)."""
    rows = np.random.default_rng(seed).random((num_rows, embedding_dim), np.float32)
    rows -= 0.5
    rows /= embedding_dim
    return rows


def first_tables(
    vocabulary: Vocabulary, embedding_dim: int, seed: int, start: WordVectors | None = None
) -> list[np.ndarray]:
    """Return targets near zero and contexts at zero, (V, D) each; vectors that `start` has in their place."""
    targets = near_zero(len(vocabulary), embedding_dim, seed)
    targets[PADDING] = 0
    tables = [targets, np.zeros_like(targets)]
    if start is not None:
        known = [row for row, word in enumerate(start.words) if word in vocabulary]
        rows = [vocabulary.id(start.words[row]) for row in known]
        for table, vectors in zip(tables, (start.matrix, _contexts_of(start)), strict=True):
            table[rows] = vectors[known]
    return tables


def word_vectors(model: SkipGram, vocabulary: Vocabulary, *, table: str = "target") -> WordVectors:
    """Take vectors out of a model, as `train` does, without the rows of padding and unknown."""
    tables = (layer.embeddings.numpy() for layer in (model.target_embedding, model.context_embedding))
    return vectors_of(vocabulary, *tables, one_of("table", table, TABLES))


def vectors_of(
    vocabulary: Vocabulary,
    targets: np.ndarray,
    contexts: np.ndarray,
    table: str,
    start: WordVectors | None = None,
) -> WordVectors:
    """Make vectors of the named one of two tables, (V, D) each, and of the words that only `start` has."""
    first = UNKNOWN + 1
    words, counts = list(vocabulary.words[first:]), vocabulary.counts[first:]
    targets, contexts = targets[first:], contexts[first:]
    others = [] if start is None else [row for row, word in enumerate(start.words) if word not in vocabulary]
    if others:
        words += [start.words[row] for row in others]
        counts = np.append(counts, np.zeros(len(others), counts.dtype))
        targets = np.concatenate([targets, start.matrix[others]])
        contexts = np.concatenate([contexts, _contexts_of(start)[others]])
    combined = {
        "target": lambda: targets,
        "context": lambda: contexts,
        "sum": lambda: targets + contexts,
        "both": lambda: np.concatenate([targets, contexts], axis=1),
    }
    return WordVectors(words, combined[table](), counts, contexts if table == "target" else None)


def _contexts_of(vectors: WordVectors) -> np.ndarray:
    return np.zeros_like(vectors.matrix) if vectors.contexts is None else vectors.contexts


@tf.function(jit_compile=True, reduce_retracing=True)
def merged(table: tf.Tensor, copies: Sequence[tf.Tensor], meetings: tf.Tensor) -> tf.Tensor:
    """Merge copies of a table that were trained on different pieces at the same time.

    Of a rare word the copies have learned different things: their moves are added up. Of a frequent word each
    has learned the same: their moves are averaged. In between, with n meetings, their sum is divided by
    1 + (copies − 1) · n / (n + `MEETINGS`).

    Args:
        table: what the copies started from, float32 (V, D).
        copies: float32 (V, D) each.
        meetings: how often each word is a target in a piece, on average, float32 (V, 1).
    """
    if len(copies) == 1:
        return copies[0]
    divisor = 1 + (len(copies) - 1) * meetings / (meetings + MEETINGS)
    return table + tf.add_n([copy - table for copy in copies]) / divisor


def balanced(targets: np.ndarray, contexts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Change the basis of both tables so that they are equally long in every direction.

    The loss sees only products of a target and a context vector, which stay the same when one table is
    multiplied by a matrix A and the other by A⁻¹. Gradient descent in infinitely small steps, from a start
    near zero, would end with tables that are balanced like this (Du, Hu, Lee 2018, arXiv:1806.00900). Large
    steps do not: they lengthen the contexts along the direction in which noise words are pushed, and shorten
    the targets there, whose cosines we take.

    Args:
        targets: float32 (V, D).
        contexts: float32 (V, D).

    Returns:
        Both tables, changed: the halves of the singular value decomposition of all their products. A table
        that is all zero or not finite, and the other with it, stays as it is.
    """
    tables = [table.astype(np.float64) for table in (targets, contexts)]
    if not all(np.isfinite(table).all() and table.any() for table in tables):
        return targets, contexts
    bases, triangles = zip(*map(np.linalg.qr, tables), strict=True)
    left, lengths, right = np.linalg.svd(triangles[0] @ triangles[1].T)
    sides = (basis @ side * np.sqrt(lengths) for basis, side in zip(bases, (left, right.T), strict=True))
    missing = targets.shape[1] - len(lengths)  # where there are fewer words than dimensions
    return tuple(np.pad(side, ((0, 0), (0, missing))).astype(np.float32) for side in sides)
