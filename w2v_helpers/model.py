"""The skip-gram model and its loss, as any Keras model.

Reads (targets, candidates); makes logits. Built in lesson 06.
"""

import keras
import tensorflow as tf

from w2v_helpers._checks import positive_integer
from w2v_helpers.quiet import start_compiler


@keras.saving.register_keras_serializable("w2v_helpers")
class SkipGram(keras.Model):
    """Two tables of vectors: one for a word as target, one for it as context.

    The logit of a pair is the dot product of its two vectors. Target vectors start uniform in ±1/(2 D),
    context vectors at zero, as in word2vec.c.

    Args:
        vocabulary_size: V, the number of ids.
        embedding_dim: D, the length of a vector.
        seed: of the starting vectors.

    >>> model = SkipGram(vocabulary_size=8, embedding_dim=4)
    >>> model((tf.constant([2, 3]), tf.constant([[3, 5, 7], [2, 6, 4]]))).shape
    TensorShape([2, 3])
    """

    def __init__(self, vocabulary_size: int, embedding_dim: int, *, seed: int = 42, **kwargs):
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

    def train_step(self, data: tuple) -> dict[str, tf.Tensor]:
        """Take a step of `fit`, with gradients in closed form where the loss has one.

        That is `NegativeSamplingLoss` as it comes. Otherwise it is the step of any Keras model.

        Args:
            data: (targets, candidates), labels and, if need be, weights, see `NegativeSamplingLoss`.

        Returns:
            The loss, and the metrics given to `compile`.
        """
        inputs, labels, weights = keras.utils.unpack_x_y_sample_weight(data)
        if not self._has_closed_form(labels, weights):
            return super().train_step(data)
        start_compiler()
        tables = [self.target_embedding.embeddings, self.context_embedding.embeddings]
        vectors = [tf.gather(table.value, ids) for table, ids in zip(tables, inputs, strict=True)]
        labels = tf.cast(labels, tf.float32)
        counts = tf.ones_like(labels) if weights is None else tf.cast(weights, tf.float32)
        counts /= tf.cast(tf.size(inputs[0]), tf.float32)  # the loss is the mean of the targets
        parts = [(*vectors, labels, counts)]
        if len(inputs[0].shape) == 2:  # of blocks, TensorFlow calculates both halves at the same time
            parts = zip(*map(_halves, parts[0]), strict=True)
        results = zip(*(closed_form(*part) for part in parts), strict=True)
        *gradients, logits = [tf.concat(result, axis=0) for result in results]
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
        """Tell whether `closed_form` gives the gradients that this model was compiled for."""
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
    logits. Keras averages the result over the targets of the batch. A `sample_weight` of the shape of the
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


@keras.saving.register_keras_serializable("w2v_helpers")
class RowSGD(keras.optimizers.SGD):
    """Gradient descent that is fast where a step moves some rows of a large table.

    The steps are those of `keras.optimizers.SGD`. That one subtracts row after row, and waits for each to
    come from memory. This one looks all of them up, which asks for the next rows ahead, and writes them back.
    Of a row that occurs several times in a step one move is made so, and the others afterwards.
    """

    def build(self, variables: list[keras.Variable]) -> None:
        """Make room to note, for each row of each table, the place of one of its moves in a step."""
        if not self.built:
            super().build(variables)
            self._places = [
                self.add_variable(shape=variable.shape[:1], dtype="int32", name=f"places_{number}")
                for number, variable in enumerate(variables)
            ]

    def assign_sub(self, variable: keras.Variable | tf.Variable, value: tf.Tensor | tf.IndexedSlices) -> None:
        """Subtract from a variable; Keras calls this with learning rate × gradient."""
        if not isinstance(value, tf.IndexedSlices):
            super().assign_sub(variable, value)
            return
        table = variable.value if isinstance(variable, keras.Variable) else variable
        rows, moves = value.indices, value.values
        order = tf.range(tf.size(rows))
        places = self._places[self._get_variable_index(variable)].value
        places.scatter_update(tf.IndexedSlices(order, rows))
        chosen = tf.gather(places, rows)  # the same for all occurrences of a row
        moved = tf.gather(table, rows) - tf.gather(moves, chosen)
        table.scatter_update(tf.IndexedSlices(moved, rows))
        others = tf.where(chosen != order)[:, 0]
        table.scatter_sub(tf.IndexedSlices(tf.gather(moves, others), tf.gather(rows, others)))


def _halves(batch: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Cut a batch of blocks in two; one of a single block has an empty first half."""
    middle = tf.shape(batch)[0] // 2
    return batch[:middle], batch[middle:]


@tf.function(jit_compile=True)
def closed_form(
    targets: tf.Tensor, candidates: tf.Tensor, labels: tf.Tensor, weights: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Return the gradients of `NegativeSamplingLoss`, summed over the targets, and the logits.

    Those of `sgns_gradients`, for many targets at once: the error of each logit, σ(logit) − label, times the
    vector on the other side. No tape, no list of pairs; three matrix products do it all.

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
    return by_target, sum_of_outer(errors, vectors), tf.reshape(logits, tf.shape(labels))


def sum_of_outer(errors: tf.Tensor, vectors: tf.Tensor) -> tf.Tensor:
    """Return what the L targets of each block do to its C candidates: the product errorsᵀ · vectors.

    XLA makes faster code of the sum over so few targets than of the product.

    Args:
        errors: float32 (S, L, C).
        vectors: of the targets, float32 (S, L, D).

    Returns:
        float32 (S, C, D).
    """
    return tf.reduce_sum(errors[..., None] * vectors[:, :, None], axis=1)
