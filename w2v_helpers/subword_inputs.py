"""Skip-grams whose target vectors are means of rows: those of a word and of its n-grams.

Reads which rows each word has, from `subwords`; packs the rows of a step, as `steps` needs them.
"""

import numpy as np

from w2v_helpers._checks import silent_stderr
from w2v_helpers.steps import SkipGramInputs
from w2v_helpers.subwords import Subwords, add_rows

with silent_stderr():
    import tensorflow as tf

CHUNK = 8  # the rows of a word come in chunks of so many; the last one is filled up with row 0, which is zero


class SubwordRows:
    """The rows that each word of a vocabulary reads: its own, and those of its n-grams behind all words.

    Args:
        subwords: the n-grams, and the size of their table.
        words: list of str (V,), with two that have no rows in front, padding and unknown words.

    Attributes:
        num_rows: V + B.
        shares: float32 (V,), 1 / the number of rows of each word.
        chunks: int32 (N, `CHUNK`), the rows of all words in chunks; the first one is empty.
    """

    def __init__(self, subwords: Subwords, words: list[str]):
        of_ngrams, sizes = subwords.rows(words[2:])
        starts = np.cumsum(sizes) - sizes
        self._rows = np.insert(of_ngrams + len(words), starts, np.arange(2, len(words)))
        self._sizes = np.concatenate([[0, 0], sizes + 1])
        self.num_rows, self._per_word = len(words) + subwords.buckets, -(-self._sizes // CHUNK)
        self.shares = (1 / np.maximum(self._sizes, 1)).astype(np.float32)
        self._first = 1 + np.cumsum(self._per_word) - self._per_word
        self.chunks = np.zeros((1 + self._per_word.sum(), CHUNK), np.int32)
        self.chunks.reshape(-1)[_ramps(self._first * CHUNK, self._sizes)] = self._rows

    def vectors(self, table: np.ndarray) -> np.ndarray:
        """Return the mean of the rows of each word, float32 (V, D), from a table (V + B, D)."""
        means = np.zeros((len(self._sizes), table.shape[1]), np.float32)
        add_rows(means, table, self._rows, self._sizes)
        return means * self.shares[:, None]

    def count(self, counts: np.ndarray) -> np.ndarray:
        """Return how often each row is read if words are so often, float64 (V + B,) from (V,)."""
        return np.bincount(self._rows, np.repeat(counts, self._sizes), minlength=self.num_rows)

    def pack(self, targets: np.ndarray, room: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pack the chunks of all targets of a step behind each other.

        Args:
            targets: int (steps, S, L).
            room: for how many chunks per step there must be room, at least.

        Returns:
            The chunks of each step, and the target of each, counted over the step, int32 (steps, S, F / S),
            where F is the most chunks of a step, rounded up; and the `shares` of the targets, (steps, S, L).
        """
        num_steps, num_blocks = targets.shape[:2]
        per_target = self._per_word[targets].reshape(num_steps, -1)  # (steps, S · L)
        per_step = per_target.sum(axis=1)
        room = -(-max(room, per_step.max(initial=1)) // num_blocks) * num_blocks
        chunks, owners = np.zeros((2, num_steps, room), np.int32)
        places = _ramps(np.arange(num_steps) * room, per_step)
        chunks.reshape(-1)[places] = _ramps(self._first[targets].ravel(), per_target.ravel())
        owners.reshape(-1)[places] = np.repeat(np.indices(per_target.shape)[1].ravel(), per_target.ravel())
        shape = num_steps, num_blocks, -1
        return chunks.reshape(shape), owners.reshape(shape), self.shares[targets]


def _ramps(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Count up from each start, so many steps, one behind the other.

    >>> _ramps(np.array([5, 20]), np.array([3, 2]))
    array([ 5,  6,  7, 20, 21])
    """
    ends = np.cumsum(lengths)
    return np.arange(lengths.sum()) + np.repeat(starts - ends + lengths, lengths)


class SubwordInputs(SkipGramInputs):
    """The mean of a target's rows predicts the words around it.

    Each row is given the whole error, as in fastText: the mean moves as far as a single row would.
    """

    lookups = 1  # `SubwordRows.chunks`
    packed = tf.int32, tf.int32, tf.float32  # from `SubwordRows.pack`

    @staticmethod
    def rows(window: tf.Tensor, chunks: tf.Tensor, owners: tf.Tensor, shares: tf.Tensor, table: tf.Tensor):
        """Return the rows of the chunks, int32 (S, F / S · CHUNK)."""
        return tf.reshape(tf.gather(table, chunks), (tf.shape(chunks)[0], -1))

    @staticmethod
    def shares(window: tf.Tensor, as_contexts: tf.Tensor, *packed: tf.Tensor) -> tf.Tensor:
        """Return 1 / the number of rows of each target, float32 (…, L)."""
        return packed[2]

    @staticmethod
    def add_up(vectors: tf.Tensor, as_contexts: tf.Tensor, *packed: tf.Tensor) -> tf.Tensor:
        """Return the sum of the rows of each target, (S, L, D)."""
        owners, shares = packed[1:]
        dim = tf.shape(vectors)[2]
        sums = tf.reduce_sum(tf.reshape(vectors, (-1, CHUNK, dim)), axis=1)  # of the chunks
        of_targets = tf.zeros((tf.size(shares), dim))
        of_targets = tf.tensor_scatter_nd_add(of_targets, tf.reshape(owners, (-1, 1)), sums)
        return tf.reshape(of_targets, (*tf.unstack(tf.shape(shares)), dim))

    @staticmethod
    def spread(
        gradients: tf.Tensor, share: tf.Tensor, as_contexts: tf.Tensor, *packed: tf.Tensor
    ) -> tf.Tensor:
        """Return the gradients of the rows, the whole of those of their targets, (S, F / S · CHUNK, D)."""
        by_target = tf.reshape(gradients, (-1, tf.shape(gradients)[2]))
        return tf.repeat(tf.gather(by_target, packed[1]), CHUNK, axis=1)

    @staticmethod
    def count(pairs: tf.Tensor, share: tf.Tensor, as_contexts: tf.Tensor, *packed: tf.Tensor) -> tf.Tensor:
        """Return the pairs of the rows, float32 (S, F / S · CHUNK), from those of the targets, (S, L)."""
        return tf.repeat(tf.gather(tf.reshape(pairs, [-1]), packed[1]), CHUNK, axis=1)
