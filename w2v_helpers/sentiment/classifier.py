"""A sentiment classifier: the mean of a review's word vectors, a small network, a probability.

Reads `Reviews`; makes ids, batches and the model, and reads off the trained model what it goes by. Built in
lesson 9.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

import keras
import numpy as np
import tensorflow as tf
from sklearn.feature_extraction.text import CountVectorizer

from w2v_helpers._checks import positive_integer, positive_number
from w2v_helpers.sentiment.reviews import Reviews
from w2v_helpers.vectors import WordVectors
from w2v_helpers.vocabulary import PADDING, UNKNOWN, Vocabulary, tokenize

_BATCHES_PER_BUCKET, _MOST_BUCKETS = 8, 20  # of reviews of about the same length
_START = 0.05  # random vectors lie between -0.05 and 0.05, as in Keras


@dataclass(frozen=True)
class Encoder:
    """Turns reviews into ids: of words, and of pairs of neighbouring words.

    A mean knows no order, so that "not bad, good" and "not good, bad" are the same to it. Pairs such as
    "not bad" bring some of the order back (Joulin et al. 2016, arXiv:1607.01759).

    Args:
        vocabulary: the words, with ids 0 for padding and 1 for unknown words.
        pairs: str (P,), pairs of known words with a space in between; their ids follow those of the words.
        length: the average number of words in a review.

    >>> reviews = Reviews("toy", ["Not bad.", "Bad! Not bad."], [1, 0])
    >>> encoder = Encoder.from_reviews(reviews, min_count=2, max_pairs=1)
    >>> encoder.names, encoder.encode(reviews)[0]
    (['', '[UNK]', 'bad', 'not', 'not bad'], array([3, 4, 2], dtype=int32))
    """

    vocabulary: Vocabulary
    pairs: Sequence[str] = ()
    length: float = 30

    @classmethod
    def from_reviews(
        cls, reviews: Reviews, *, min_count: int = 2, max_words: int | None = None, max_pairs: int = 0
    ) -> "Encoder":
        """Choose the words and pairs that get an id.

        Args:
            reviews: those to train on, and no others.
            min_count: leave out words and pairs that occur less often.
            max_words: keep at most this many words, the most frequent ones. `None` keeps all.
            max_pairs: keep at most this many pairs, likewise.

        Raises:
            ValueError: no word is frequent enough, or a setting is not allowed.
        """
        max_pairs = positive_integer("max_pairs", max_pairs, minimum=0)
        vocabulary = Vocabulary.from_corpus(reviews, min_count=min_count, max_size=max_words)
        length = max((vocabulary.counts.sum() + vocabulary.unknown_count) / len(reviews), 1)
        counts: Counter[str] = Counter()
        for tokens in reviews if max_pairs else ():
            counts.update(map(" ".join, pairwise(tokens)))
        frequent = (pair for pair, count in counts.most_common() if count >= min_count)
        known = (pair for pair in frequent if all(word in vocabulary for word in pair.split(" ")))
        return cls(vocabulary, list(islice(known, max_pairs)), length)

    @property
    def names(self) -> list[str]:
        """The words and pairs in the order of their ids: str (V,)."""
        return [*self.vocabulary.words, *self.pairs]

    def __len__(self) -> int:
        return len(self.vocabulary) + len(self.pairs)

    @cached_property
    def _pair_ids(self) -> dict[str, int]:
        return {pair: row for row, pair in enumerate(self.pairs, len(self.vocabulary))}

    def encode(self, reviews: Reviews | Iterable[str]) -> list[np.ndarray]:
        """Turn reviews into ids; the id of a pair follows that of its first word.

        Args:
            reviews: `Reviews`, or texts, which need no labels.

        Returns:
            For each review int32 (L,), with as many ids as it has words and known pairs.
        """
        documents = reviews if isinstance(reviews, Reviews) else map(tokenize, reviews)
        return [self._encode(tokens) for tokens in documents]

    def _encode(self, tokens: list[str]) -> np.ndarray:
        ids = self.vocabulary.encode(tokens)
        if not self.pairs:
            return ids
        pair_ids = [self._pair_ids.get(f"{first} {second}", PADDING) for first, second in pairwise(tokens)]
        both = np.zeros((len(ids), 2), dtype=np.int32)  # a word, and the pair that begins there
        both[:, 0], both[:-1, 1] = ids, pair_ids
        return both[both != PADDING]


def review_dataset(
    ids: Sequence[np.ndarray],
    labels: np.ndarray | None = None,
    *,
    batch_size: int = 128,
    max_length: int | None = None,
    seed: int | None = None,
) -> tf.data.Dataset:
    """Make batches of reviews, each as wide as the longest review in it.

    Args:
        ids: N reviews, each int32 (L,).
        labels: int (N,), 0 or 1; without them, the dataset has none.
        batch_size: B, the number of reviews that go through the model together.
        max_length: cut longer reviews off; `None` keeps all of each.
        seed: shuffle anew in every epoch, and put reviews of about the same length together, which saves
            padding. `None` keeps the order, to predict.

    Returns:
        A dataset of int32 (B, L), filled up with 0, and float32 (B,) where there are labels.

    Raises:
        ValueError: there is not one label per review, or a setting is not allowed.
    """
    batch_size = positive_integer("batch_size", batch_size)
    if labels is not None and len(labels) != len(ids):
        raise ValueError(f"{len(ids)} reviews need as many labels, not {len(labels)}.")
    if max_length is not None:
        max_length = positive_integer("max_length", max_length)
        ids = [row[:max_length] for row in ids]
    lengths = np.array([len(row) for row in ids], dtype=np.int64)
    ragged = tf.RaggedTensor.from_row_lengths(np.concatenate([np.zeros(0, np.int32), *ids]), lengths)
    numbers = tf.data.Dataset.range(len(ids))
    if seed is not None:
        numbers = numbers.shuffle(max(len(ids), 1), seed=seed)
    if labels is None:
        reviews = numbers.map(lambda number: ragged[number])
    else:
        targets = tf.constant(labels, tf.float32)
        reviews = numbers.map(lambda number: (ragged[number], targets[number]))
    batches = reviews.padded_batch(batch_size) if seed is None else _bucketed(reviews, lengths, batch_size)
    return batches.prefetch(tf.data.AUTOTUNE)


def _bucketed(reviews: tf.data.Dataset, lengths: np.ndarray, batch_size: int) -> tf.data.Dataset:
    """Make batches of reviews of about the same length, with as many reviews in each range of lengths."""
    buckets = min(max(len(lengths) // (_BATCHES_PER_BUCKET * batch_size), 1), _MOST_BUCKETS)
    shares = np.arange(1, buckets) / buckets
    bounds = np.unique(np.quantile(lengths, shares, method="nearest")).tolist() if len(lengths) else []
    batches = reviews.bucket_by_sequence_length(
        lambda row, *_: tf.size(row), bounds, [batch_size] * (len(bounds) + 1)
    )
    # Keras warns if it does not know how many batches an epoch has.
    in_buckets = np.bincount(np.searchsorted(bounds, lengths, side="right"))
    return batches.repeat().take(int(np.ceil(in_buckets / batch_size).sum()))


@keras.saving.register_keras_serializable("w2v_helpers")
class MaskedMean(keras.layers.GlobalAveragePooling1D):
    """Take the mean of the vectors of a review, without the padding; of an empty review, zeros.

    Keras's `GlobalAveragePooling1D` divides by the number of words, and 0 / 0 is NaN.

    >>> mean = MaskedMean()(np.ones((2, 3, 1)), mask=np.array([[True, True, False], [False] * 3]))
    >>> mean.numpy().tolist()
    [[1.0], [0.0]]
    """

    def call(self, inputs: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        """Turn vectors (B, L, D) and a mask (B, L), true for words, into means (B, D)."""
        if mask is None:
            mask = tf.ones(tf.shape(inputs)[:2], dtype=bool)
        weights = tf.cast(mask, inputs.dtype)  # (B, L)
        totals = tf.einsum("bl,bld->bd", weights, inputs)
        return totals / tf.maximum(tf.reduce_sum(weights, axis=1, keepdims=True), 1)


def start_table(
    encoder: Encoder, embedding_dim: int, vectors: WordVectors | None = None, *, seed: int = 42
) -> np.ndarray:
    """Make the table that the embedding starts from.

    Args:
        encoder: V words and pairs.
        embedding_dim: D.
        vectors: word vectors of D numbers. What all words have in common is taken off, and they are made
            long enough for the means of two reviews to differ by about 1 in each number; otherwise little
            is learned from few labels. What has no vector, such as a pair, starts with small random
            numbers. `None` starts all at random.
        seed: of the random numbers.

    Returns:
        float32 (V, D).

    Raises:
        ValueError: the vectors have another number of dimensions, or know none of the words.

    >>> encoder = Encoder(Vocabulary(["good", "bad"], [2, 1]))
    >>> start_table(encoder, 2, WordVectors(["good", "bad"], [[0.0, 3.0], [4.0, 0.0]]))[2:].round(1)
    array([[-1.3,  1.3],
           [ 2.6, -2.6]], dtype=float32)
    """
    shape = len(encoder), positive_integer("embedding_dim", embedding_dim)
    table = np.random.default_rng(seed).uniform(-_START, _START, shape).astype(np.float32)
    if vectors is None:
        return table
    if vectors.matrix.shape[1] != embedding_dim:
        raise ValueError(
            f"The vectors have {vectors.matrix.shape[1]} dimensions and the model {embedding_dim}: "
            "give both the same number."
        )
    known = [row for row, name in enumerate(encoder.names) if name in vectors]
    if not known:
        raise ValueError(
            f"None of the {len(encoder.vocabulary) - 2:,} words of the reviews has a vector: "
            "are the vectors those of another language, or with capital letters?"
        )
    rows = vectors.unit_vectors()[[vectors.id(encoder.names[row]) for row in known]]
    rows = rows * np.sqrt(embedding_dim * encoder.length) / 2  # the mean of n words is about 1 / √n as long
    weights = np.append(encoder.vocabulary.counts, np.zeros(len(encoder.pairs)))[known] + 1e-9
    table[known] = rows - np.average(rows, axis=0, weights=weights)
    return table


def build_classifier(
    table: np.ndarray,
    *,
    hidden: int | None = 16,
    dropout: float = 0.5,
    trainable: bool = True,
    seed: int = 42,
) -> keras.Model:
    """Make a model from ids to a probability: embedding, mean, dropout, hidden layer, probability.

    Args:
        table: float (V, D), what the embedding starts from.
        hidden: H, the size of the hidden layer; `None` leaves it out.
        dropout: the share of the mean's numbers that are set to 0 while training.
        trainable: whether training may change the table.
        seed: of all that is random.

    Returns:
        A model from int32 (B, L) to the probability that each review is positive, float32 (B, 1).

    Raises:
        ValueError: the table is not a matrix of finite numbers, or a setting is not allowed.
    """
    table = np.asarray(table, dtype=np.float32)
    if table.ndim != 2 or not np.isfinite(table).all():
        raise ValueError(f"table must be a matrix (V, D) of finite numbers, not one of shape {table.shape}.")
    keras.utils.set_random_seed(seed)
    embedding = keras.layers.Embedding(*table.shape, mask_zero=True, trainable=trainable, name="embedding")
    layers = [keras.Input((None,), dtype="int32"), embedding, MaskedMean(name="mean")]
    layers.append(keras.layers.Dropout(dropout, seed=seed))
    if hidden is not None:
        layers.append(
            keras.layers.Dense(positive_integer("hidden", hidden), activation="relu", name="hidden")
        )
    model = keras.Sequential([*layers, keras.layers.Dense(1, activation="sigmoid", name="probability")])
    embedding.set_weights([table])
    return model


def fit_classifier(
    model: keras.Model,
    train: tf.data.Dataset,
    validation: tf.data.Dataset,
    *,
    epochs: int = 40,
    learning_rate: float = 0.005,
    patience: int = 4,
    callbacks: Sequence[keras.callbacks.Callback] = (),
) -> dict[str, list[float]]:
    """Train until the loss on the validation reviews stops falling; keep the weights of the best epoch.

    Args:
        model: what `build_classifier` made.
        train: batches of ids, int32 (B, L), and labels, float32 (B,).
        validation: likewise, of other reviews.
        epochs: at most so many.
        learning_rate: of Adam.
        patience: how many epochs without a new best to wait.
        callbacks: more of Keras's, such as TensorBoard's.

    Returns:
        `loss`, `accuracy`, `val_loss` and `val_accuracy`, a number an epoch.

    Raises:
        ValueError: a setting is not allowed.
    """
    epochs, patience = positive_integer("epochs", epochs), positive_integer("patience", patience)
    optimizer = keras.optimizers.Adam(positive_number("learning_rate", learning_rate))
    # Batches have all widths, and XLA would compile anew for each.
    model.compile(optimizer, "binary_crossentropy", metrics=["accuracy"], jit_compile=False)
    stop = keras.callbacks.EarlyStopping("val_loss", patience=patience, restore_best_weights=True)
    options = {"epochs": epochs, "verbose": 0, "callbacks": [stop, *callbacks], "shuffle": False}
    return model.fit(train, validation_data=validation, **options).history


def probabilities(model: keras.Model, ids: Sequence[np.ndarray]) -> np.ndarray:
    """Return how likely each review is positive, by the model: float32 (N,).

    A review without words gets the probability that the model gives to a mean of zeros.

    Args:
        model: what `build_classifier` made.
        ids: N reviews.
    """
    if not len(ids):
        return np.zeros(0, dtype=np.float32)
    return np.concatenate([model(batch).numpy()[:, 0] for batch in review_dataset(ids, batch_size=256)])


def word_scores(model: keras.Model, encoder: Encoder) -> np.ndarray:
    """Return the model's answer to each word, and to each pair, as a review of its own.

    Args:
        model: what `build_classifier` made.
        encoder: its words and pairs.

    Returns:
        float32 (V,), in the order of `encoder.names`: the number whose sigmoid is the probability, above 0
        for positive. The first is that of an empty review, the second that of unknown words.
    """
    before = keras.Model(model.inputs[0], model.layers[-2].output)
    kernel, bias = model.get_layer("probability").get_weights()  # (H, 1), (1,)
    rows = before(np.arange(len(encoder), dtype=np.int32)[:, None]).numpy()  # (V, H)
    return (rows @ kernel + bias)[:, 0]


def embedding_vectors(model: keras.Model, encoder: Encoder) -> WordVectors:
    """Take the vectors of the words and pairs out of a model, without the rows of padding and unknown."""
    matrix = model.get_layer("embedding").get_weights()[0]
    return WordVectors(encoder.names[UNKNOWN + 1 :], matrix[UNKNOWN + 1 :])


def average_vectors(reviews: Reviews, vectors: WordVectors) -> np.ndarray:
    """Return the mean of the vectors of each review's words: float32 (N, D).

    Words without a vector are left out; a review of such words only gets zeros.

    Args:
        reviews: N reviews.
        vectors: with D dimensions; each is scaled to length 1.
    """
    options = {"tokenizer": tokenize, "token_pattern": None, "lowercase": False}
    counts = CountVectorizer(vocabulary=vectors.words, **options).transform(reviews.texts)  # (N, V)
    totals = counts @ vectors.unit_vectors()  # (N, D)
    return (totals / np.maximum(np.asarray(counts.sum(axis=1)), 1)).astype(np.float32)
