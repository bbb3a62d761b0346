"""Pairs of a target and a word from its window."""

import re
import tracemalloc
from collections import Counter

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, strategies as st
from scipy import stats

from w2v_helpers.skipgrams import skip_grams
from w2v_helpers.text.corpus import tokenize
from w2v_helpers.vocabulary import Vocabulary

SENTENCE = "The wide road shimmered in the hot sun."
documents = st.lists(st.lists(st.integers(1, 9), max_size=9), max_size=6)


def flat(documents: list[list[int]]) -> list[int]:
    """Put a 0 after each document."""
    return [index for document in documents for index in [*document, 0]]


def skip_grams_slowly(documents: list[list[int]], window_size: int) -> list[list[int]]:
    """Go through documents, targets and places, one after the other: the specification."""
    pairs = []
    for document in documents:
        for place, target in enumerate(document):
            for other in range(place - window_size, place + window_size + 1):
                if other != place and 0 <= other < len(document):
                    pairs.append([target, document[other]])
    return pairs


# Worked by hand


def test_the_sentence_has_twenty_six_pairs_at_window_two():
    tokens = tokenize(SENTENCE)
    vocabulary = Vocabulary.from_corpus([tokens], min_count=1)
    pairs = skip_grams(vocabulary.encode(tokens), window_size=2)
    assert len(pairs) == 26
    assert (pairs[:7] - 1).tolist() == [[1, 2], [1, 3], [2, 1], [2, 3], [2, 4], [3, 1], [3, 2]]
    assert [vocabulary.decode(pair) for pair in pairs[-2:]] == [["sun", "the"], ["sun", "hot"]]


def test_pairs_are_two_columns_of_int32_in_the_order_of_the_text():
    pairs = skip_grams([5, 6, 7], window_size=1)
    assert pairs.tolist() == [[5, 6], [6, 5], [6, 7], [7, 6]]
    assert pairs.dtype == np.int32


@pytest.mark.parametrize("sequence", [[], [5], [0], [0, 0, 0], [5, 0, 6, 0], np.array([], dtype=np.int32)])
@pytest.mark.parametrize("draw", [False, True])
def test_where_no_two_words_meet_there_is_no_pair(sequence, draw):
    pairs = skip_grams(sequence, window_size=3, rng=np.random.default_rng(0) if draw else None)
    assert pairs.shape == (0, 2)
    assert pairs.dtype == np.int32


@pytest.mark.parametrize("kind", [list, tuple, np.array, lambda ids: np.array(ids, dtype=np.uint16)])
def test_any_row_of_integers_will_do(kind):
    assert skip_grams(kind([5, 6]), window_size=np.int64(2)).tolist() == [[5, 6], [6, 5]]


# Full windows


@given(documents, st.integers(1, 12))
def test_pairs_are_those_of_a_slow_loop(documents, window_size):
    assert skip_grams(flat(documents), window_size).tolist() == skip_grams_slowly(documents, window_size)


# Drawn windows


def test_a_drawn_window_reaches_equally_far_to_both_sides_and_all_reaches_are_equally_likely():
    window_size, length = 5, 20_000
    pairs = skip_grams(np.arange(1, length + 1), window_size, rng=np.random.default_rng(3))
    targets, distances = pairs[:, 0], pairs[:, 1] - pairs[:, 0]
    reach = np.zeros(length + 1, dtype=int)
    np.maximum.at(reach, targets, np.abs(distances))
    inner = np.arange(window_size + 1, length - window_size)  # whose windows the ends do not cut
    left, right = (
        np.bincount(targets[side], minlength=length + 1) for side in (distances < 0, distances > 0)
    )
    assert (left[inner] == reach[inner]).all() and (right[inner] == reach[inner]).all()
    assert stats.chisquare(np.bincount(reach[inner])[1:]).pvalue > 0.01
    assert reach[inner].min() == 1 and reach[inner].max() == window_size


@given(documents, st.integers(1, 6), st.integers(0, 100))
def test_pairs_of_drawn_windows_are_some_of_those_of_full_windows(documents, window_size, seed):
    drawn = skip_grams(flat(documents), window_size, rng=np.random.default_rng(seed)).tolist()
    full, least = (skip_grams_slowly(documents, size) for size in (window_size, 1))
    assert Counter(map(tuple, drawn)) <= Counter(map(tuple, full))
    assert Counter(map(tuple, least)) <= Counter(map(tuple, drawn))
    left_over = iter(full)
    assert all(pair in left_over for pair in drawn)  # and in the same order


def test_pairs_of_a_long_text_are_those_of_a_slow_loop():
    lengths = np.random.default_rng(1).integers(0, 200, size=220)
    documents = [list(range(1, length + 1)) for length in lengths]
    assert skip_grams(flat(documents), 3).tolist() == skip_grams_slowly(documents, 3)


def test_the_same_seed_gives_the_same_pairs():
    one, same, other = (skip_grams(range(1, 40), 4, rng=np.random.default_rng(s)).tolist() for s in (7, 7, 8))
    assert one == same != other


# Compared with Keras


@given(st.lists(st.integers(1, 9), max_size=20), st.integers(0, 5), st.integers(1, 6))
def test_pairs_are_those_of_keras(words, padding, window_size):
    sequence = words + [0] * padding
    pairs, labels = tf.keras.preprocessing.sequence.skipgrams(
        sequence, vocabulary_size=10, window_size=window_size, negative_samples=0, shuffle=False, seed=1
    )
    assert skip_grams(sequence, window_size).tolist() == pairs
    assert labels == [1] * len(pairs)


# Memory


@pytest.mark.parametrize("draw", [False, True])
@pytest.mark.parametrize("window_size", [1, 5])
def test_memory_stays_below_three_times_the_result(window_size, draw):
    ids = np.random.default_rng(0).integers(1, 1000, size=100_000, dtype=np.int32)
    ids[::50] = 0
    rng = np.random.default_rng(0) if draw else None
    tracemalloc.start()
    try:
        pairs = skip_grams(ids, window_size, rng=rng)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3 * pairs.nbytes


# Bad input


def test_a_window_that_is_not_a_positive_integer_is_refused():
    with pytest.raises(ValueError, match="window_size must be an integer of at least 1, not 2.5"):
        skip_grams([1, 2, 3], 2.5)


@pytest.mark.parametrize(
    ("sequence", "what"),
    [
        ([1.0, 2.0], "float64 with shape (2,)"),
        ([[1, 2], [3, 4]], "int64 with shape (2, 2)"),
        ([True, False], "bool with shape (2,)"),
        (["the", "road"], "<U4 with shape (2,)"),
        (7, "int64 with shape ()"),
    ],
)
def test_what_is_not_one_row_of_ids_is_refused(sequence, what):
    with pytest.raises(ValueError, match=f"A sequence is one row of ids, not an array of {re.escape(what)}"):
        skip_grams(sequence, 2)
