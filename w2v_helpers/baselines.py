"""Baselines that our vectors are compared with.

Reads a corpus; makes `WordVectors` in three other ways: random vectors, counting without a network (PPMI and
SVD), and the recipe of the reference tutorial, faults included. Used from lesson 7 on.
"""

from collections.abc import Iterable

import keras
import numpy as np
import tensorflow as tf
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from w2v_helpers._checks import positive_integer
from w2v_helpers.dataset import check_enough_text
from w2v_helpers.negatives import noise_distribution
from w2v_helpers.skipgrams import skip_grams
from w2v_helpers.subsampling import rank_table
from w2v_helpers.text.corpus import Corpus
from w2v_helpers.vectors import WordVectors
from w2v_helpers.vocabulary import PADDING, UNKNOWN, Vocabulary

_TUTORIAL_SIZE, _TUTORIAL_LENGTH, _TUTORIAL_DIM = 4096, 10, 128
_TUTORIAL_WINDOW, _TUTORIAL_NEGATIVES = 2, 4


def untrained(
    corpus: Iterable[list[str]], *, embedding_dim: int = 100, min_count: int = 5, seed: int = 42
) -> WordVectors:
    """Give every word a random vector, to see what score needs no learning at all."""
    embedding_dim = positive_integer("embedding_dim", embedding_dim)
    vocabulary = Vocabulary.from_corpus(corpus, min_count=min_count)
    words, counts = vocabulary.words[UNKNOWN + 1 :], vocabulary.counts[UNKNOWN + 1 :]
    matrix = np.random.default_rng(seed).uniform(-1, 1, (len(words), embedding_dim))
    return WordVectors(words, matrix, counts)


def ppmi_svd(
    corpus: Iterable[list[str]],
    *,
    embedding_dim: int = 100,
    window_size: int = 5,
    min_count: int = 5,
    seed: int = 42,
) -> WordVectors:
    """Count which words meet more often than by chance, and reduce the table to D columns.

    Positive pointwise mutual information (PPMI) with context counts to the power of 0.75, then the left
    vectors of a singular value decomposition (SVD) times √(singular value) (Levy, Goldberg and Dagan 2015).

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens.
        embedding_dim: D; fewer if the vocabulary is not larger than that.
        window_size: how far a window reaches to each side, in words.
        min_count: leave out words that occur less often.
        seed: of the decomposition, which is a randomised one.

    Returns:
        The vectors, most frequent word first.

    Raises:
        ValueError: a setting is not allowed, or the corpus is too small for it.
    """
    embedding_dim = positive_integer("embedding_dim", embedding_dim)
    vocabulary = Vocabulary.from_corpus(corpus, min_count=min_count)
    ids = vocabulary.encode_corpus(corpus)
    check_enough_text(ids, window_size)
    pairs = skip_grams(ids, window_size)  # (P, 2)
    table = _ppmi(pairs - (UNKNOWN + 1), len(vocabulary) - (UNKNOWN + 1))
    dim = max(1, min(embedding_dim, table.shape[0] - 1))
    left, values, _ = randomized_svd(table, dim, random_state=seed)
    words, counts = vocabulary.words[UNKNOWN + 1 :], vocabulary.counts[UNKNOWN + 1 :]
    return WordVectors(words, left * np.sqrt(values), counts)


def _ppmi(pairs: np.ndarray, size: int) -> sparse.csr_matrix:
    """Return max(0, ln(P(t, c) / (P(t) P'(c)))) as a sparse table (size, size)."""
    table = sparse.coo_matrix((np.ones(len(pairs)), pairs.T), shape=(size, size))
    table.sum_duplicates()  # each pair once, with its count
    targets, contexts = (np.bincount(column, minlength=size) for column in pairs.T)  # counts, (size,)
    chance = targets[table.row] * noise_distribution(contexts)[table.col]
    table.data = np.maximum(np.log(table.data / chance), 0)
    return table.tocsr()


def tutorial_recipe(corpus: Corpus, *, epochs: int = 20, seed: int = 42) -> WordVectors:
    """Train as TensorFlow's word2vec tutorial does.

    Lines are cut to ten words, targets subsampled by Keras's rank table, negatives drawn once from all ids by
    rank (padding, unknown and the positive among them), and the loss is a softmax.

    Args:
        corpus: a `Corpus`; its lines are what counts.
        epochs: passes over the examples.
        seed: of all randomness.

    Returns:
        The vectors, most frequent word first.

    Raises:
        ValueError: the corpus is so small that the recipe finds no pair in it.
    """
    keras.utils.set_random_seed(seed)
    layer = keras.layers.TextVectorization(_TUTORIAL_SIZE, output_sequence_length=_TUTORIAL_LENGTH)
    lines = tf.constant(corpus.lines())
    layer.adapt(lines)
    words = layer.get_vocabulary()
    targets, candidates = _tutorial_examples(layer(lines).numpy(), _TUTORIAL_SIZE, seed)
    labels = np.zeros(len(targets), dtype=np.int32)  # the first candidate is the true one
    target, candidate = keras.Input(()), keras.Input((None,))
    tables = [keras.layers.Embedding(_TUTORIAL_SIZE, _TUTORIAL_DIM) for _ in range(2)]
    logits = keras.layers.Dot(axes=(2, 1))([tables[1](candidate), tables[0](target)])  # (B, 5)
    model = keras.Model((target, candidate), logits)
    model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    dataset = tf.data.Dataset.from_tensor_slices(((targets, candidates), labels)).shuffle(10_000, seed=seed)
    batches = dataset.batch(1024, drop_remainder=len(targets) >= 1024).cache()
    model.fit(batches, epochs=epochs, verbose=0, shuffle=False)
    return WordVectors(words[2:], tables[0].get_weights()[0][2 : len(words)])


def _tutorial_examples(sequences: np.ndarray, size: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Turn lines of ids (N, 10) into targets (P,), subsampled, and candidates (P, 5), the context first."""
    ids = np.pad(sequences, ((0, 0), (1, 0))).ravel()  # a 0 before each line
    positions = np.where(ids == PADDING, PADDING, np.arange(len(ids)))
    pairs = skip_grams(positions, _TUTORIAL_WINDOW)
    is_kept = np.random.default_rng(seed).random(len(ids)) < rank_table(size)[ids]
    targets, contexts = ids[pairs[is_kept[pairs[:, 0]]]].T
    if not len(targets):
        raise ValueError(f"The tutorial's recipe finds no pair in {len(sequences):,} lines: give more text.")
    sampler = tf.random.log_uniform_candidate_sampler

    def draw(positive: tf.Tensor) -> tf.Tensor:  # once for each pair, (K,)
        true_classes = tf.reshape(positive, (1, 1))
        return sampler(true_classes, 1, _TUTORIAL_NEGATIVES, unique=True, range_max=size, seed=seed)[0]

    negatives = tf.function(lambda: tf.map_fn(draw, tf.constant(contexts, tf.int64)))()  # (P, K)
    return targets, np.column_stack([contexts, negatives.numpy()])
