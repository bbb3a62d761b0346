"""CBOW, the continuous bag of words: the mean of the vectors around a word predicts the word.

Reads the windows of blocks; makes one query for each target, its mean context, as `steps` needs them.
"""

from w2v_helpers._checks import silent_stderr
from w2v_helpers.steps import are_words, targets_of

with silent_stderr():
    import tensorflow as tf


class CbowInputs:
    """The mean of a target's contexts, weighted by their distance, predicts the target.

    Mikolov et al. 2013 (arXiv:1301.3781), section 3.1. The gradient of a mean gives each context its share of
    the error; word2vec.c and gensim give each context the whole error instead, which amounts to a higher
    learning rate for the contexts. Noise is shared by targets from many blocks, see `steps.mixed`: those of
    one block have nearly the same contexts.
    """

    lookups, packed = 0, ()
    shared_answers = False

    @staticmethod
    def rows(window: tf.Tensor) -> tf.Tensor:
        """Return the rows that blocks read, the whole window, int32 (S, L + 2w)."""
        return window

    @staticmethod
    def shares(window: tf.Tensor, as_contexts: tf.Tensor) -> tf.Tensor:
        """Return 1 / the weights of each target's contexts, which makes a mean of a sum, float32 (…, L)."""
        return tf.math.divide_no_nan(1.0, tf.matmul(are_words(window), as_contexts, transpose_b=True))

    @staticmethod
    def add_up(vectors: tf.Tensor, as_contexts: tf.Tensor) -> tf.Tensor:
        """Return the weighted sum of the contexts of each target, (S, L, D); that of padding is 0."""
        # Adding zeros to one row makes XLA write the rows down once, instead of looking each up 2w times.
        vectors = tf.tensor_scatter_nd_add(vectors, [[0, 0]], tf.zeros_like(vectors[0, :1]))
        return _sum_of_shifts(vectors, as_contexts[0], as_contexts.shape[0])

    @staticmethod
    def spread(gradients: tf.Tensor, share: tf.Tensor, as_contexts: tf.Tensor) -> tf.Tensor:
        """Return the gradients of the words of the windows, (S, L + 2w, D)."""
        reach = as_contexts.shape[1] - as_contexts.shape[0]  # 2w
        gradients = tf.pad(gradients * share, [[0, 0], [reach, reach], [0, 0]])
        return _sum_of_shifts(gradients, as_contexts[0, reach::-1], as_contexts.shape[1])

    @staticmethod
    def count(pairs: tf.Tensor, share: tf.Tensor, as_contexts: tf.Tensor) -> tf.Tensor:
        """Return the pairs of the words of the windows, float32 (S, L + 2w), from those of the targets."""
        return tf.matmul(pairs * share, as_contexts)

    @staticmethod
    def answers(window: tf.Tensor, as_contexts: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Return the targets, (…, L), each of which is the one right answer to its own query."""
        return targets_of(window), tf.eye(as_contexts.shape[0])


def _sum_of_shifts(rows: tf.Tensor, weights: tf.Tensor, length: int) -> tf.Tensor:
    """Return the sum of rows d to d + length of each block times weight d; a product is mostly zeros."""
    reach = rows.shape[1] - length
    return tf.add_n([weights[d] * rows[:, d : d + length] for d in range(reach + 1) if d != reach // 2])
