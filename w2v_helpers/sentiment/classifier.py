"""From labelled reviews to a program that tells good from bad.

Reads `Reviews`; makes ids, batches, and a model that takes the mean of the word vectors of a review. Also
what the baselines need that it has to beat, and what can be read off the trained model. Built in lesson 9.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from scipy import sparse

from w2v_helpers._checks import positive_integer, positive_number
from w2v_helpers.sentiment.reviews import Reviews, Tokens, number_texts
from w2v_helpers.vectors import WordVectors
from w2v_helpers.vocabulary import PADDING, UNKNOWN, Vocabulary

_POOL = 20  # so many batches are sorted by length together
_START = 0.05  # random vectors lie between minus this and this, as in Keras


# --- Ids -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ids:
    """Reviews as ids.

    Args:
        flat: int32 (T,), the ids of all reviews, one after the other.
        lengths: int64 (N,), how many each has; an empty review has 0.
    """

    flat: np.ndarray
    lengths: np.ndarray

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, row: int) -> np.ndarray:
        """Return the ids of one review, int32."""
        start = self.lengths[:row].sum()
        return self.flat[start : start + self.lengths[row]]

    def matrix(self) -> np.ndarray:
        """Return them as a rectangle, filled up with 0: int32 (N, L)."""
        columns = np.arange(self.lengths.max(initial=0))
        filled = np.full((len(self), len(columns)), PADDING, dtype=np.int32)
        filled[columns < self.lengths[:, None]] = self.flat
        return filled


@dataclass(frozen=True)
class Encoder:
    """Turns reviews into ids: of words, and of pairs of words that stand side by side.

    A mean knows no order, so that "not bad, good" and "not good, bad" are the same to it. Pairs such as
    "not bad" bring some of the order back (Joulin et al. 2016, arXiv:1607.01759).

    Args:
        vocabulary: the words, with ids 0 for padding and 1 for unknown words.
        pairs: str (P,), pairs of known words with a space in between; their ids follow those of the words.
        length: how many words a review has, on average.

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
        vocabulary = Vocabulary.from_counter(reviews.tokens.counter(), min_count, max_words)
        length = max(float(reviews.tokens.lengths.mean()), 1)
        if not max_pairs:
            return cls(vocabulary, length=length)
        codes, counts = np.unique(
            _pair_codes(_word_ids(reviews.tokens, vocabulary), vocabulary), return_counts=True
        )
        chosen = np.flatnonzero((codes >= 0) & (counts >= min_count))
        chosen = chosen[np.argsort(-counts[chosen], kind="stable")][:max_pairs]
        pairs = zip(*(part.tolist() for part in np.divmod(codes[chosen], len(vocabulary))), strict=True)
        names = [f"{vocabulary.words[a]} {vocabulary.words[b]}" for a, b in pairs]
        return cls(vocabulary, names, length)

    @property
    def names(self) -> list[str]:
        """The words and pairs in the order of their ids: str (V,)."""
        return [*self.vocabulary.words, *self.pairs]

    def __len__(self) -> int:
        return len(self.vocabulary) + len(self.pairs)

    def encode(self, reviews: Reviews | Sequence[str]) -> Ids:
        """Turn reviews into ids; a pair stands after its first word.

        Args:
            reviews: `Reviews`, or texts, of which none need have a label.
        """
        tokens = reviews.tokens if isinstance(reviews, Reviews) else number_texts(reviews)
        ids = _word_ids(tokens, self.vocabulary)
        if not self.pairs:
            return ids
        both = np.stack([ids.flat, self._pair_ids(_pair_codes(ids, self.vocabulary))], axis=1)  # (T, 2)
        is_there = both != PADDING
        review_of = np.repeat(np.arange(len(ids)), ids.lengths)
        lengths = np.bincount(review_of, weights=is_there.sum(axis=1), minlength=len(ids))
        return Ids(both[is_there], lengths.astype(np.int64))

    def _pair_ids(self, codes: np.ndarray) -> np.ndarray:
        """Return the id of the pair that begins at each token, 0 where there is none: int32 (T,)."""
        words = (pair.split(" ") for pair in self.pairs)
        known = np.array([self._code(*pair) for pair in words], dtype=np.int64)
        order = np.argsort(known)
        places = np.minimum(np.searchsorted(known, codes, sorter=order), len(known) - 1)
        found = order[places]
        ids = np.where(known[found] == codes, found + len(self.vocabulary), PADDING)
        return ids.astype(np.int32)

    def _code(self, first: str, second: str) -> int:
        return self.vocabulary.id(first) * len(self.vocabulary) + self.vocabulary.id(second)


def _word_ids(tokens: Tokens, vocabulary: Vocabulary) -> Ids:
    """Put a vocabulary's ids in place of the numbers of tokens."""
    return Ids(vocabulary.encode(tokens.words)[tokens.flat()], tokens.lengths)


def _pair_codes(ids: Ids, vocabulary: Vocabulary) -> np.ndarray:
    """Return a number for each pair of neighbouring words: int64 (T,), for the pair that begins there.

    It is -1 where a review ends, and where one of the two words is unknown.
    """
    codes = np.full(len(ids.flat), -1, dtype=np.int64)
    first, second = ids.flat[:-1].astype(np.int64), ids.flat[1:]
    is_pair = (first > UNKNOWN) & (second > UNKNOWN)
    ends = np.cumsum(ids.lengths) - 1
    is_pair[ends[(ends >= 0) & (ends < len(is_pair))]] = False
    codes[:-1][is_pair] = (first * len(vocabulary) + second)[is_pair]
    return codes


# --- Batches ---------------------------------------------------------------------------------------------


def review_dataset(
    ids: Ids,
    labels: np.ndarray | None = None,
    *,
    batch_size: int = 128,
    max_length: int | None = None,
    seed: int | None = None,
) -> tf.data.Dataset:
    """Make batches of reviews, each as wide as the longest review in it.

    Args:
        ids: N reviews.
        labels: int (N,), 0 or 1; without them, the dataset has none.
        batch_size: B, how many reviews go through the model together.
        max_length: cut longer reviews off; `None` keeps all of each.
        seed: shuffle in every epoch anew, and put reviews of about the same length together, which saves
            padding. `None` keeps the order, to predict.

    Returns:
        A dataset of int32 (B, L), filled up with 0, and float32 (B,) where there are labels.

    Raises:
        ValueError: there is not one label a review, or a setting is not allowed.
    """
    batch_size = positive_integer("batch_size", batch_size)
    if labels is not None and len(labels) != len(ids):
        raise ValueError(f"{len(ids)} reviews need as many labels, not {len(labels)}.")
    rows = tf.RaggedTensor.from_row_lengths(ids.flat, ids.lengths)
    if max_length is not None:
        rows = rows[:, : positive_integer("max_length", max_length)]
    numbers = tf.data.Dataset.range(len(ids))
    if seed is None:
        numbers = numbers.batch(batch_size)
    else:
        lengths = rows.row_lengths()
        numbers = numbers.shuffle(max(len(ids), 1), seed=seed).batch(_POOL * batch_size)
        numbers = numbers.map(lambda pool: tf.gather(pool, tf.argsort(tf.gather(lengths, pool))))
        numbers = numbers.rebatch(batch_size).shuffle(_POOL, seed=seed)
    numbers = numbers.apply(tf.data.experimental.assert_cardinality(-(-len(ids) // batch_size)))
    arrays = (rows,) if labels is None else (rows, tf.constant(labels, tf.float32))
    return numbers.map(lambda batch: _gathered(arrays, batch)).prefetch(tf.data.AUTOTUNE)


def _gathered(arrays: tuple, batch: tf.Tensor) -> tf.Tensor | tuple:
    """Return the reviews with these numbers as a rectangle, int32 (B, L), and their labels, float32 (B,)."""
    padded = tf.gather(arrays[0], batch).to_tensor(PADDING)
    return padded if len(arrays) == 1 else (padded, tf.gather(arrays[1], batch))


# --- The model -------------------------------------------------------------------------------------------


@keras.saving.register_keras_serializable("w2v_helpers")
class MaskedMean(keras.layers.Layer):
    """Take the mean of the vectors of a review, without the padding; of an empty review, zeros.

    Keras's `GlobalAveragePooling1D` divides by the number of words, and 0 / 0 is NaN.

    >>> mean = MaskedMean()(np.ones((2, 3, 1)), mask=np.array([[True, True, False], [False] * 3]))
    >>> mean.numpy().tolist()
    [[1.0], [0.0]]
    """

    def __init__(self, **options):
        super().__init__(**options)
        self.supports_masking = True

    def call(self, vectors: tf.Tensor, mask: tf.Tensor | None = None) -> tf.Tensor:
        """Turn vectors (B, L, D) and a mask (B, L), true for words, into means (B, D)."""
        if mask is None:
            mask = tf.ones(tf.shape(vectors)[:2], dtype=bool)
        weights = tf.cast(mask, vectors.dtype)  # (B, L)
        totals = tf.einsum("bl,bld->bd", weights, vectors)
        return totals / tf.maximum(tf.reduce_sum(weights, axis=1, keepdims=True), 1)

    def compute_mask(self, vectors: tf.Tensor, mask: tf.Tensor | None = None) -> None:
        """Return no mask: what comes out has no padding."""
        return None

    def compute_output_shape(self, shape: tuple) -> tuple:
        """Return (B, D)."""
        return (shape[0], shape[2])


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
        hidden: the size of the hidden layer; `None` leaves it out.
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
    options = {"epochs": epochs, "verbose": 0, "callbacks": [stop, *callbacks]}
    return model.fit(train, validation_data=validation, **options).history


def probabilities(model: keras.Model, ids: Ids) -> np.ndarray:
    """Return how likely each review is positive, by the model: float32 (N,).

    A review without words gets the probability that the model gives to a mean of zeros.

    Args:
        model: what `build_classifier` made.
        ids: N reviews.
    """
    if not len(ids):
        return np.zeros(0, dtype=np.float32)
    return np.concatenate([model(batch).numpy()[:, 0] for batch in review_dataset(ids, batch_size=256)])


# --- What came out ---------------------------------------------------------------------------------------


def confusion_matrix(labels: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """Count how often each label got each answer.

    Args:
        labels: int (N,), 0 or 1.
        answers: float (N,), probabilities; from 0.5 on the answer is 1.

    Returns:
        int64 (2, 2): a row for each label, a column for each answer.

    >>> confusion_matrix(np.array([0, 0, 1]), np.array([0.2, 0.9, 0.7])).tolist()
    [[1, 1], [0, 1]]
    """
    cells = 2 * np.asarray(labels, dtype=np.int64) + (np.asarray(answers) >= 0.5)
    return np.bincount(cells, minlength=4).reshape(2, 2)


def accuracy(labels: np.ndarray, answers: np.ndarray) -> float:
    """Return the share of right answers, counted as in `confusion_matrix`."""
    return float(np.trace(confusion_matrix(labels, answers)) / max(len(labels), 1))


def word_scores(model: keras.Model, encoder: Encoder) -> np.ndarray:
    """Return what the model makes of a review that is one word, or one pair, and nothing else.

    Args:
        model: what `build_classifier` made.
        encoder: its words and pairs.

    Returns:
        float32 (V,), in the order of `encoder.names`: the number whose sigmoid is the probability, above 0
        for positive. The first is that of an empty review, the second that of unknown words.
    """
    before = keras.Model(model.inputs, model.layers[-2].output)
    kernel, bias = model.get_layer("probability").get_weights()  # (H, 1), (1,)
    ids = Ids(np.arange(len(encoder), dtype=np.int32), np.ones(len(encoder), dtype=np.int64))
    rows = [before(batch).numpy() for batch in review_dataset(ids, batch_size=1024)]
    return (np.concatenate(rows) @ kernel + bias)[:, 0]


def embedding_vectors(model: keras.Model, encoder: Encoder) -> WordVectors:
    """Take the vectors of the words and pairs out of a model, without the rows of padding and unknown."""
    matrix = model.get_layer("embedding").get_weights()[0]
    return WordVectors(encoder.names[UNKNOWN + 1 :], matrix[UNKNOWN + 1 :])


# --- What it has to beat ---------------------------------------------------------------------------------


def bag_of_words(encoder: Encoder, reviews: Reviews) -> sparse.csr_array:
    """Count the words and pairs of each review.

    Args:
        encoder: V words and pairs; a column of padding and one of unknown words are among them.
        reviews: N reviews.

    Returns:
        float32 (N, V), sparse.
    """
    ids = encoder.encode(reviews)
    ends = np.concatenate([[0], np.cumsum(ids.lengths)])
    counts = sparse.csr_array(
        (np.ones(len(ids.flat), dtype=np.float32), ids.flat, ends), shape=(len(ids), len(encoder))
    )
    counts.sum_duplicates()
    return counts


def average_vectors(reviews: Reviews, vectors: WordVectors) -> np.ndarray:
    """Return the mean of the vectors of each review's words: float32 (N, D).

    Words without a vector are left out; a review of such words only gets zeros.

    Args:
        reviews: N reviews.
        vectors: of D numbers a word; each is brought to length 1.
    """
    encoder = Encoder(Vocabulary(vectors.words, np.ones(len(vectors), dtype=np.int64)))
    counts = bag_of_words(encoder, reviews)[:, [UNKNOWN + 1 + row for row in range(len(vectors))]]
    totals = counts @ vectors.unit_vectors()  # (N, D)
    return totals / np.maximum(counts.sum(axis=1), 1)[:, None]
