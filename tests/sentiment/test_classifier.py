"""The classifier: ids, batches, the masked mean, the model, and what is read off it."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score

from w2v_helpers.sentiment.classifier import (
    MaskedMean,
    average_vectors,
    build_classifier,
    embedding_vectors,
    fit_classifier,
    probabilities,
    start_table,
    word_scores,
)
from w2v_helpers.sentiment.encoder import Encoder, review_dataset
from w2v_helpers.sentiment.reviews import Reviews, load_reviews
from w2v_helpers.vectors import WordVectors
from w2v_helpers.vocabulary import PADDING, UNKNOWN, Vocabulary, tokenize

TEXTS = ["Not bad, good.", "Bad, not good.", "", "Good good film.", "Xylophonic!", "Bad film. Not bad."]
LABELS = [1, 0, 0, 1, 0, 1]
some_texts = st.lists(st.lists(st.sampled_from("a b c d e".split()), max_size=7).map(" ".join), min_size=1)


@pytest.fixture
def toy() -> Reviews:
    return Reviews("toy", TEXTS, LABELS)


@pytest.fixture
def encoder(toy) -> Encoder:
    return Encoder.from_reviews(toy, min_count=2, max_pairs=10)


@pytest.fixture(scope="module")
def trained():
    """Train a model on the embedded reviews, with words and pairs."""
    train, validation, test = load_reviews("reviews")
    encoder = Encoder.from_reviews(train, max_pairs=100_000)
    model = build_classifier(start_table(encoder, 16, seed=1), seed=1)
    batches = review_dataset(encoder.encode(train), train.labels, batch_size=32, seed=1)
    held_out = review_dataset(encoder.encode(validation), validation.labels)
    return model, encoder, fit_classifier(model, batches, held_out), test


def pairs_by_loop(tokens, encoder):
    """Return the ids of a review, slowly: each word, and after it the pair that it begins."""
    names, found = encoder.names, []
    for place, token in enumerate(tokens):
        found.append(names.index(token) if token in encoder.vocabulary else UNKNOWN)
        pair = " ".join(tokens[place : place + 2])
        if pair in encoder.pairs:
            found.append(names.index(pair))
    return found


# Ids


def test_the_vocabulary_is_that_of_lesson_1(toy):
    expected = Vocabulary.from_corpus(map(tokenize, TEXTS), min_count=2, max_size=3)
    found = Encoder.from_reviews(toy, min_count=2, max_words=3).vocabulary
    assert found.words == expected.words and np.array_equal(found.counts, expected.counts)
    assert found.unknown_count == expected.unknown_count


def test_pairs_by_hand(encoder):
    assert encoder.names == ["", "[UNK]", "bad", "good", "not", "film", "not bad"]
    assert len(encoder) == 7
    assert encoder.encode(["Not bad!"])[0].tolist() == [4, 6, 2]
    assert encoder.encode(["bad, not"])[0].tolist() == [2, 4]


@settings(max_examples=50, deadline=None)
@given(some_texts, st.integers(0, 6), st.integers(1, 3))
def test_ids_are_those_of_a_loop(texts, max_pairs, min_count):
    texts = [*texts, "a a a b b b"]
    encoder = Encoder.from_reviews(
        Reviews("some", texts, [0] * len(texts)), min_count=min_count, max_pairs=max_pairs
    )
    ids = encoder.encode([*texts, "a new word"])
    for place, text in enumerate([*texts, "a new word"]):
        assert ids[place].tolist() == pairs_by_loop(tokenize(text), encoder)
    assert len(encoder.pairs) <= max_pairs and len(set(encoder.names)) == len(encoder)


def test_pairs_do_not_cross_reviews():
    reviews = Reviews("toy", ["a b", "c d", "a b", "c d"], [0, 1, 0, 1])
    encoder = Encoder.from_reviews(reviews, min_count=1, max_pairs=10)
    assert set(encoder.pairs) == {"a b", "c d"}
    assert list(map(len, encoder.encode(["a b", "", "c d"]))) == [3, 0, 3]


def test_the_most_frequent_pairs_are_kept():
    reviews = Reviews("toy", ["a b c"] * 3 + ["b c"] * 2, [0] * 5)
    assert Encoder.from_reviews(reviews, max_pairs=1).pairs == ["b c"]
    assert Encoder.from_reviews(reviews, min_count=4, max_pairs=5).pairs == ["b c"]


# Batches


@pytest.mark.parametrize("batch_size", [1, 4, 6, 100])
def test_batches_in_order(toy, encoder, batch_size):
    ids, rows = encoder.encode(toy), []
    for batch, labels in review_dataset(ids, toy.labels, batch_size=batch_size):
        assert batch.dtype == tf.int32 and labels.dtype == tf.float32
        rows += [
            (row[row != PADDING].tolist(), label)
            for row, label in zip(batch.numpy(), labels.numpy(), strict=True)
        ]
    assert rows == [(ids[place].tolist(), label) for place, label in enumerate(LABELS)]


@pytest.mark.parametrize("batch_size", [1, 8, 100, 300])
def test_shuffled_batches_hold_every_review_once_an_epoch(encoder, batch_size):
    lengths = np.random.default_rng(0).integers(0, 60, 200)
    ids = encoder.encode(["good " * length for length in lengths])
    dataset = review_dataset(ids, lengths % 2, batch_size=batch_size, seed=3)
    epochs = []
    for _ in range(2):
        batches = [(batch.numpy() != PADDING).sum(axis=1) for batch, _ in dataset]
        assert sorted(np.concatenate(batches)) == sorted(lengths)
        assert len(batches) == dataset.cardinality() and max(map(len, batches)) <= batch_size
        epochs.append(np.concatenate(batches).tolist())
    assert epochs[0] != epochs[1]
    again = review_dataset(ids, lengths % 2, batch_size=batch_size, seed=3)
    assert np.concatenate([(b.numpy() != PADDING).sum(axis=1) for b, _ in again]).tolist() == epochs[0]
    for batch, labels in dataset:
        assert np.array_equal(labels, (batch.numpy() != PADDING).sum(axis=1) % 2)


def test_shuffled_batches_have_less_padding(encoder):
    ids = encoder.encode(["good " * length for length in range(1, 401)])

    numbers = sum(batch.numpy().size for batch in review_dataset(ids, batch_size=8, seed=1))
    assert numbers < 1.3 * sum(map(len, ids))


def test_long_reviews_can_be_cut(encoder):
    (batch,) = review_dataset(encoder.encode(["good bad film", "good"]), max_length=2)
    assert batch.numpy().tolist() == [[3, 2], [3, 0]]


# The mean


def test_masked_mean_by_hand():
    vectors = np.array([[[1.0, 3.0], [3.0, 1.0], [9.0, 9.0]]])
    assert MaskedMean()(vectors, mask=np.array([[True, True, False]])).numpy().tolist() == [[2.0, 2.0]]
    assert MaskedMean()(vectors, mask=np.array([[False] * 3])).numpy().tolist() == [[0, 0]]
    assert np.allclose(MaskedMean()(vectors), vectors.mean(axis=1))


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 5), st.integers(1, 6), st.integers(0, 4), st.integers(0, 99))
def test_padding_changes_nothing(reviews, length, padding, seed):
    rng = np.random.default_rng(seed)
    ids = rng.integers(1, 9, (reviews, length))
    embedding = keras.layers.Embedding(9, 3, mask_zero=True)
    wide = np.pad(ids, ((0, 0), (0, padding)))
    table = embedding(np.arange(9)).numpy()
    found = MaskedMean()(embedding(wide), mask=embedding.compute_mask(wide))
    assert np.allclose(found, [table[row].mean(axis=0) for row in ids], atol=1e-6)


def test_an_empty_review_has_a_finite_gradient():
    table = tf.Variable(tf.ones((3, 2)))
    ids = tf.constant([[0, 0], [1, 2]])
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(MaskedMean()(tf.gather(table, ids), mask=ids != 0))
    gradient = tf.convert_to_tensor(tape.gradient(loss, table)).numpy()
    assert gradient.tolist() == [[0, 0], [0.5, 0.5], [0.5, 0.5]]


# The model


def test_shapes_and_parameters(encoder):
    model = build_classifier(start_table(encoder, 3), hidden=4)
    assert model(np.ones((5, 6), dtype=np.int32)).shape == (5, 1)
    assert model.count_params() == 7 * 3 + 3 * 4 + 4 + 4 + 1
    assert build_classifier(start_table(encoder, 3), hidden=None).count_params() == 7 * 3 + 3 + 1
    frozen = build_classifier(start_table(encoder, 3), hidden=None, trainable=False)
    assert [weight.shape for weight in frozen.trainable_weights] == [(3, 1), (1,)]


def test_a_probability_by_hand(encoder):
    table = np.arange(14, dtype=np.float32).reshape(7, 2) / 10
    model = build_classifier(table, hidden=None)
    model.get_layer("probability").set_weights([np.array([[1.0], [-2.0]]), np.array([0.5])])
    mean = (table[4] + table[6] + table[2]) / 3
    expected = 1 / (1 + np.exp(-(mean[0] - 2 * mean[1] + 0.5)))
    assert np.allclose(probabilities(model, encoder.encode(["Not bad!"])), [expected], atol=1e-6)


def test_empty_and_unknown_reviews_get_finite_answers(trained):
    model, encoder, *_ = trained
    answers = probabilities(model, encoder.encode(["", "Xylophonic zyzzyva!", "...", "good"]))
    assert np.isfinite(answers).all() and ((answers >= 0) & (answers <= 1)).all()
    assert answers[0] == answers[2] != answers[1]
    assert probabilities(model, encoder.encode([])).shape == (0,)


def test_an_empty_review_does_not_spoil_training(toy, encoder):
    model = build_classifier(start_table(encoder, 3))
    batches = review_dataset(encoder.encode(toy), toy.labels, batch_size=2, seed=1)
    log = fit_classifier(model, batches, batches, epochs=3)
    assert np.isfinite([log["loss"], log["val_loss"]]).all()
    assert all(np.isfinite(weights).all() for weights in model.get_weights())


def test_the_table_starts_from_vectors(encoder):
    vectors = WordVectors(["bad", "good", "Rome"], [[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]])
    table = start_table(encoder, 2, vectors, seed=3)
    random = start_table(encoder, 2, seed=3)
    assert table.shape == (7, 2) and table.dtype == np.float32 and np.abs(random).max() <= 0.05
    is_known = np.isin(encoder.names, ["bad", "good"])
    assert np.array_equal(table[~is_known], random[~is_known])
    counts = encoder.vocabulary.counts[[2, 3]]
    assert np.allclose(counts @ table[[2, 3]], 0, atol=1e-4)  # what all have in common is gone
    length = np.sqrt(2 * encoder.length) / 2
    assert np.allclose(table[2] - table[3], [length, -length], atol=1e-4)
    assert np.isclose(encoder.length, 14 / 6)


BAD = {
    "max_pairs": (lambda toy, e: Encoder.from_reviews(toy, max_pairs=-1), "^max_pairs must be .* not -1"),
    "min_count": (lambda toy, e: Encoder.from_reviews(toy, min_count=99), "occurs 99 times"),
    "labels": (lambda toy, e: review_dataset(e.encode(toy), [0, 1]), "^6 reviews need as many labels, not 2"),
    "batch_size": (
        lambda toy, e: review_dataset(e.encode(toy), batch_size=0),
        "^batch_size must be .* not 0",
    ),
    "max_length": (
        lambda toy, e: review_dataset(e.encode(toy), max_length=0),
        "^max_length must be .* not 0",
    ),
    "dimensions": (
        lambda toy, e: start_table(e, 16, WordVectors(["bad"], [[1.0, 0.0]])),
        "have 2 dimensions and the model 16",
    ),
    "other words": (
        lambda toy, e: start_table(e, 2, WordVectors(["gut"], [[1.0, 0.0]])),
        "^None of the 4 words of the reviews has a vector",
    ),
    "shape": (
        lambda toy, e: build_classifier(np.zeros(3)),
        r"^table must be a matrix .* not one of shape \(3,\)",
    ),
    "NaN": (lambda toy, e: build_classifier(np.full((3, 2), np.nan)), "^table must be a matrix .* finite"),
    "hidden": (lambda toy, e: build_classifier(np.zeros((3, 2)), hidden=0), "^hidden must be .* not 0"),
    "epochs": (lambda toy, e: fit_classifier(None, None, None, epochs=0), "^epochs must be .* not 0"),
    "patience": (lambda toy, e: fit_classifier(None, None, None, patience=0), "^patience must be .* not 0"),
    "learning_rate": (lambda toy, e: fit_classifier(None, None, None, learning_rate=-1), "above 0, not -1"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_values_are_refused(toy, encoder, name):
    call, message = BAD[name]
    with pytest.raises(ValueError, match=message):
        call(toy, encoder)


def test_the_best_epoch_is_kept(trained):
    _, _, log, _ = trained
    assert np.argmin(log["val_loss"]) == len(log["val_loss"]) - 5 < 35


def test_same_seed_same_model(toy, encoder):
    runs = []
    for seed in (1, 1, 2):
        model = build_classifier(start_table(encoder, 4, seed=seed), seed=seed)
        batches = review_dataset(encoder.encode(toy), toy.labels, batch_size=2, seed=seed)
        fit_classifier(model, batches, batches, epochs=2)
        runs.append(probabilities(model, encoder.encode(toy)))
    assert np.array_equal(runs[0], runs[1]) and not np.array_equal(runs[0], runs[2])


def test_the_model_comes_back_from_disk(trained, tmp_path):
    model, encoder, _, test = trained
    model.save(tmp_path / "model.keras")
    ids = encoder.encode(test)
    again = keras.models.load_model(tmp_path / "model.keras")
    assert np.array_equal(probabilities(model, ids), probabilities(again, ids))


# What came out


def test_held_out_reviews_are_judged_rightly(trained):
    # Seeds 1 to 8 gave .915 to .945 when this was written; bag of words with logistic regression gives .87.
    model, encoder, _, test = trained
    assert accuracy_score(test.labels, probabilities(model, encoder.encode(test)) >= 0.5) >= 0.9


def test_the_model_knows_good_words_from_bad(trained):
    model, encoder, *_ = trained
    scores = dict(zip(encoder.names, word_scores(model, encoder), strict=True))
    good, bad = "wonderful brilliant excellent witty".split(), "boring terrible awful wooden".split()
    assert min(scores[word] for word in good) > 1 and max(scores[word] for word in bad) < -1


def test_word_scores_are_those_of_reviews_of_one_word(trained):
    model, encoder, *_ = trained
    scores = word_scores(model, encoder)
    words = ["", "xylophonic", "boring", "witty"]
    found = scores[[encoder.names.index(word) if word in encoder.names else UNKNOWN for word in words]]
    expected = probabilities(model, encoder.encode(words))
    assert np.allclose(1 / (1 + np.exp(-found)), expected, atol=1e-4)


def test_pairs_know_the_order(trained):
    model, encoder, *_ = trained
    first, second = probabilities(model, encoder.encode(["Not good, bad.", "Not bad, good."]))
    assert first < 0.5 < second


def test_vectors_come_out_without_the_special_rows(encoder):
    table = np.arange(14, dtype=np.float32).reshape(7, 2)
    vectors = embedding_vectors(build_classifier(table), encoder)
    assert vectors.words == encoder.names[2:] and np.array_equal(vectors.matrix, table[2:])


def test_average_of_vectors(toy):
    vectors = WordVectors(["good", "bad"], [[2.0, 0.0], [0.0, 3.0]])
    found = average_vectors(toy, vectors)
    assert type(found) is np.ndarray and found.dtype == np.float32
    assert np.allclose(found, [[0.5, 0.5], [0.5, 0.5], [0, 0], [1, 0], [0, 0], [0, 1]])
