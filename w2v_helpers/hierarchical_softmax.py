"""Hierarchical softmax: a word is predicted by a few yes-or-no questions, on its path down a tree.

Reads the counts of a vocabulary; makes a Huffman tree, and the outputs of steps that follow its paths.
"""

import heapq
import itertools

import numpy as np

from w2v_helpers._checks import silent_stderr
from w2v_helpers.steps import are_words
from w2v_helpers.vocabulary import UNKNOWN

with silent_stderr():
    import tensorflow as tf


def huffman_paths(counts: np.ndarray) -> np.ndarray:
    """Return the path of each word through a Huffman tree, in which frequent words have short paths.

    The two nodes with the lowest counts are joined until one is left, the root (Huffman 1952). Each inner
    node asks one question. A word's probability is the product of the right answers on its path (Mikolov et
    al. 2013, arXiv:1310.4546, section 2.1).

    Args:
        counts: int (V,), with padding and unknown words in front, as in a `Vocabulary`.

    Returns:
        int32 (V, M), where M is the longest path: from the root down, twice the node plus the right answer, 1
        for the lighter of two branches; then zeros. Nodes are numbered from 2 on, so that they can have the
        rows of a table for the words; padding and unknown words have no path.

    Raises:
        ValueError: the vocabulary has fewer than two words.

    >>> huffman_paths([0, 0, 5, 2, 1])
    array([[0, 0],
           [0, 0],
           [4, 0],
           [5, 6],
           [5, 7]], dtype=int32)
    """
    words = range(UNKNOWN + 1, len(counts))
    if len(words) < 2:
        raise ValueError(f"A tree needs two words or more, the vocabulary has {len(words)}.")
    # Ties are broken by age, as in word2vec.c: the rarest word first, words before inner nodes.
    heap = [(int(counts[word]), age, word) for age, word in enumerate(reversed(words))]
    heapq.heapify(heap)
    parents: dict[int, tuple[int, int]] = {}  # node → its parent, and the answer that leads to it
    root = len(counts) + len(words) - 2
    for node in range(len(counts), root + 1):
        light, heavy = heapq.heappop(heap), heapq.heappop(heap)
        row = UNKNOWN + 1 + root - node
        parents[light[2]], parents[heavy[2]] = (node, 2 * row + 1), (node, 2 * row)
        heapq.heappush(heap, (light[0] + heavy[0], node, node))
    paths: dict[int, list[int]] = {root: []}
    for node in itertools.chain(range(root - 1, len(counts) - 1, -1), words):  # parents before children
        parent, question = parents[node]
        paths[node] = [*paths[parent], question]
    table = np.zeros((len(counts), max(len(paths[word]) for word in words)), dtype=np.int32)
    for word in words:
        table[word, : len(paths[word])] = paths[word]
    return table


class HierarchicalSoftmax:
    """Each answer is predicted by the questions on its path; there are no noise words."""

    lookups = 1

    @staticmethod
    def rows(answers: tf.Tensor, noise: tf.Tensor, paths: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Return the nodes on the paths of A answers, int32 (…, A · M), and their labels, float32."""
        shape = tf.concat([tf.shape(answers)[:-1], [answers.shape[-1] * tf.shape(paths)[1]]], axis=0)
        on_paths = tf.reshape(tf.gather(paths, answers), shape)
        return on_paths // 2, tf.cast(on_paths % 2, tf.float32)

    @staticmethod
    def count_pairs(
        targets: tf.Tensor, rows: tf.Tensor, as_answers: tf.Tensor, num_negatives: float
    ) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        """Count the questions in blocks by their weights, in the way of `NegativeSampling.count_pairs`.

        Returns:
            float32: zeros in place of negatives, (…, L); the questions of each target, (…, L), and of each
            node, (…, A · M).
        """
        weights = _of_nodes(rows, as_answers)  # (L, A · M)
        are_targets, are_nodes = are_words(targets), are_words(rows)
        of_targets = are_targets * tf.matmul(are_nodes, weights, transpose_b=True)
        return tf.zeros_like(are_targets), of_targets, are_nodes * tf.matmul(are_targets, weights)

    @staticmethod
    def weights(rows: tf.Tensor, as_answers: tf.Tensor, negatives: tf.Tensor) -> tf.Tensor:
        """Return how much each of the nodes (S, A · M) counts for each target, float32 (S, L, A · M)."""
        return _of_nodes(rows, as_answers) + tf.zeros_like(negatives)[..., None]


def _of_nodes(rows: tf.Tensor, as_answers: tf.Tensor) -> tf.Tensor:
    """Return the weights of answers, (L, A), for each of the M nodes on their paths, (L, A · M)."""
    return tf.repeat(as_answers, tf.shape(rows)[-1] // as_answers.shape[1], axis=1)


def count_questions(paths: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return how often each node is asked, float64 (V,): the sum of the counts (V,) of all words below it."""
    return np.bincount(np.ravel(paths // 2), np.repeat(counts, paths.shape[1]), minlength=len(counts))
