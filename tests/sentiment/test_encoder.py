"""Ids of words and pairs, and batches of reviews."""

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings, strategies as st

from w2v_helpers.sentiment.encoder import Encoder, review_dataset
from w2v_helpers.sentiment.reviews import Reviews
from w2v_helpers.vocabulary import PADDING, UNKNOWN, tokenize

some_texts = st.lists(st.lists(st.sampled_from("a b c d e".split()), max_size=7).map(" ".join), min_size=1)


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


def test_words_and_pairs_by_hand(toy, encoder):
    assert encoder.names == ["", "[UNK]", "bad", "good", "not", "film", "not bad"]
    assert len(encoder) == 7 and len(Encoder.from_reviews(toy, min_count=2, max_words=3)) == 5
    assert encoder.encode(["Not bad!"])[0].tolist() == [4, 6, 2]
    assert encoder.encode(["bad, not"])[0].tolist() == [2, 4]


@settings(max_examples=50)
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
    assert rows == [(ids[place].tolist(), label) for place, label in enumerate(toy.labels)]


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


BAD = {
    "max_pairs": (lambda toy, e: Encoder.from_reviews(toy, max_pairs=-1), "^max_pairs must be .* not -1"),
    "min_count": (lambda toy, e: Encoder.from_reviews(toy, min_count=99), "occurs 99 times"),
    "labels": (lambda toy, e: review_dataset(e.encode(toy), [0, 1]), "^6 reviews need as many labels, not 2"),
    "batch_size": (lambda toy, e: review_dataset(e.encode(toy), batch_size=0), "^batch_size .* not 0"),
    "max_length": (lambda toy, e: review_dataset(e.encode(toy), max_length=0), "^max_length .* not 0"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_values_are_refused(toy, encoder, name):
    call, message = BAD[name]
    with pytest.raises(ValueError, match=message):
        call(toy, encoder)
