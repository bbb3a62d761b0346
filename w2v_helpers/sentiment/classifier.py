"""A sentiment classifier: the mean of a review's word vectors, a small network, a probability.

Reads batches of ids and word vectors; makes the model, trains it, and reads off it what it goes by. Built in
lesson 12.
"""

from collections.abc import Sequence
from itertools import product

import keras
import numpy as np
import tensorflow as tf
from sklearn.feature_extraction.text import CountVectorizer

from w2v_helpers._checks import positive_integer, positive_number
from w2v_helpers.sentiment.encoder import Encoder, review_dataset
from w2v_helpers.sentiment.reviews import Reviews, split_reviews
from w2v_helpers.vectors import WordVectors
from w2v_helpers.vocabulary import UNKNOWN, tokenize

_START = 0.05  # random vectors lie between -0.05 and 0.05, as in Keras


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
        vectors: word vectors of D numbers. Their mean is subtracted, and they are scaled so that the means
            of two reviews differ by about 1 in each number; otherwise little is learned from few labels.
            What has no vector, such as a pair, starts with small random numbers. `None` starts all at random.
        seed: of the random numbers.

    Returns:
        float32 (V, D).

    Raises:
        ValueError: the vectors have another number of dimensions, or know none of the words.

    >>> encoder = Encoder.from_reviews(Reviews("toy", ["Good, good.", "Bad."], [1, 0]), min_count=1)
    >>> start_table(encoder, 2, WordVectors(["good", "bad"], [[0.0, 3.0], [4.0, 0.0]]))[2:].round(1)
    array([[-0.3,  0.3],
           [ 0.6, -0.6]], dtype=float32)
    """
    shape = len(encoder), positive_integer("embedding_dim", embedding_dim)
    table = np.random.default_rng(seed).uniform(-_START, _START, shape).astype(np.float32)
    if vectors is None:
        return table
    if vectors.matrix.shape[1] != embedding_dim:
        size = vectors.matrix.shape[1]
        raise ValueError(f"The vectors have {size} dimensions and the model {embedding_dim}: use as many.")
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
    layers += [keras.layers.Dropout(dropout, seed=seed)]
    if hidden is not None:
        hidden = positive_integer("hidden", hidden)
        layers += [keras.layers.Dense(hidden, activation="relu", name="hidden")]
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
) -> dict[str, list[float]]:
    """Train until the loss on the validation reviews stops falling; keep the weights of the best epoch.

    Args:
        model: what `build_classifier` made.
        train: batches of ids, int32 (B, L), and labels, float32 (B,).
        validation: likewise, of other reviews.
        epochs: the largest number of epochs.
        learning_rate: of Adam.
        patience: the number of epochs to wait for a new best.

    Returns:
        `loss`, `accuracy`, `val_loss` and `val_accuracy`, one number per epoch.

    Raises:
        ValueError: a setting is not allowed.
    """
    epochs, patience = positive_integer("epochs", epochs), positive_integer("patience", patience)
    _compile(model, positive_number("learning_rate", learning_rate))
    return _fit(model, train, validation, epochs, patience)


def _compile(model: keras.Model, learning_rate: float) -> None:
    # Batches have all widths, and XLA would compile anew for each.
    optimizer = keras.optimizers.Adam(learning_rate)
    options = {"jit_compile": False, "steps_per_execution": 16}  # several steps in one call take less time
    model.compile(optimizer, "binary_crossentropy", metrics=["accuracy"], **options)
    optimizer.build(model.trainable_variables)


def _fit(
    model: keras.Model, train: tf.data.Dataset, validation: tf.data.Dataset, epochs: int, patience: int
) -> dict[str, list[float]]:
    stop = keras.callbacks.EarlyStopping("val_loss", patience=patience, restore_best_weights=True)
    options = {"epochs": epochs, "verbose": 0, "callbacks": [stop], "shuffle": False}  # or else Keras warns
    return model.fit(train, validation_data=validation, **options).history


def learning_curve(
    encoder: Encoder,
    train: Reviews,
    validation: Reviews,
    sizes: Sequence[int],
    seeds: Sequence[int],
    *,
    embedding_dim: int = 16,
    learning_rate: float = 0.02,
) -> list[tuple[int, int, float]]:
    """Train from scratch with few labels: one training for each seed and each number of labelled reviews.

    A fifth of the labelled reviews decides when to stop. All trainings use one compiled model, as Keras takes
    longer to compile than to train on so little; each begins like a new model.

    Args:
        encoder: V words and pairs.
        train: the reviews to draw from.
        validation: the reviews to judge by.
        sizes: the numbers of labelled reviews.
        seeds: each draws other reviews, and starts from other weights.
        embedding_dim: D.
        learning_rate: of Adam.

    Returns:
        The number of labelled reviews, the seed, and the share of the validation reviews that is right.
    """
    ids, found = encoder.encode(validation), []
    model = build_classifier(start_table(encoder, embedding_dim))
    _compile(model, learning_rate)
    blank = [variable.numpy() for variable in model.optimizer.variables]
    for seed, size in product(seeds, sizes):
        new = build_classifier(start_table(encoder, embedding_dim, seed=seed), seed=seed)
        starts = zip(model.variables + model.optimizer.variables, new.variables + blank, strict=True)
        for variable, start in starts:
            variable.assign(start)
        part, held_out = split_reviews(train.sample(size, seed=seed), 0.2, seed=seed)
        few = max(8, min(128, size // 20))
        batches = review_dataset(encoder.encode(part), part.labels, batch_size=few, seed=seed)
        _fit(model, batches, review_dataset(encoder.encode(held_out), held_out.labels), 40, 2)
        right = (probabilities(model, ids) >= 0.5) == validation.labels
        found.append((size, seed, float(right.mean())))
    return found


def probabilities(model: keras.Model, ids: Sequence[np.ndarray]) -> np.ndarray:
    """Return the model's probability that each of N reviews is positive: float32 (N,)."""
    found = [np.zeros(0, dtype=np.float32)]
    for start in range(0, len(ids), 256):
        batch = keras.utils.pad_sequences(ids[start : start + 256], padding="post")
        found.append(model(batch).numpy()[:, 0])
    return np.concatenate(found)


def word_scores(model: keras.Model, encoder: Encoder) -> np.ndarray:
    """Return the model's answer to each word, and to each pair, as a review of its own.

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

    Vectors are scaled to length 1. Words without one are left out; a review of such words only gets zeros.
    """
    options = {"tokenizer": tokenize, "token_pattern": None, "lowercase": False}
    counts = CountVectorizer(vocabulary=vectors.words, **options).transform(reviews.texts)  # (N, V)
    totals = counts @ vectors.unit_vectors()  # (N, D)
    return (totals / np.maximum(np.asarray(counts.sum(axis=1)), 1)).astype(np.float32)
