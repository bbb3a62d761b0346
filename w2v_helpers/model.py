"""The skip-gram model and its loss, as any Keras model.

Reads (targets, candidates); makes logits. Built in lesson 06.
"""

import keras
import tensorflow as tf

from w2v_helpers.checks import positive_integer


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

    def get_config(self) -> dict:
        """Return what `from_config` needs to make the same model."""
        sizes = {"vocabulary_size": self.vocabulary_size, "embedding_dim": self.embedding_dim}
        return {**super().get_config(), **sizes, "seed": self.seed}


@keras.saving.register_keras_serializable("w2v_helpers")
class NegativeSamplingLoss(keras.losses.Loss):
    """Binary cross-entropy of every candidate, summed over the candidates of a target (SGNS).

    Mikolov et al. 2013, eq. 4. Labels are 1 for a word from the window and 0 for a negative; predictions are
    logits. Keras averages the result over the batch.

    >>> loss = NegativeSamplingLoss()
    >>> round(float(loss(tf.constant([[1.0, 0.0]]), tf.zeros((1, 2)))), 4)  # 2 ln 2
    1.3863
    """

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the loss of each target: float (B,) for labels and logits of shape (B, C)."""
        labels = tf.cast(y_true, y_pred.dtype)
        return tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(labels, y_pred), axis=-1)
