"""Subsampling of frequent words."""

import math

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, strategies as st
from scipy import stats

from w2v_helpers.subsampling import keep_probabilities, rank_table, subsample

# Keep probabilities


def test_keep_probabilities_worked_by_hand():
    # t = .01 of 10,000 tokens is 100; f/t is 81, 9, 4, 1, 1/2 and for the unused ids 0.
    counts = np.array([0, 0, 8100, 900, 400, 100, 50, 450])
    keep = keep_probabilities(counts, threshold=0.01)
    by_hand = [1, 1, 1 / 9 + 1 / 81, 1 / 3 + 1 / 9, 1 / 2 + 1 / 4, 1, 1]
    assert keep[:7] == pytest.approx(by_hand, rel=1e-12)
    assert keep.dtype == np.float64


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=30).filter(any), st.floats(1e-6, 1))
def test_keep_probabilities_are_those_of_a_slow_loop(counts, threshold):
    expected = []
    for count in counts:
        frequency = count / sum(counts)
        kept = (math.sqrt(frequency / threshold) + 1) * threshold / frequency if count else 1
        expected.append(min(1, kept))
    keep = keep_probabilities(np.array(counts), threshold)
    assert keep == pytest.approx(expected, rel=1e-9)
    assert ((keep > 0) & (keep <= 1)).all()
    assert (np.diff(keep[np.argsort(counts)]) <= 0).all()  # the more frequent, the less is kept


def test_without_a_threshold_everything_is_kept():
    assert keep_probabilities(np.array([0, 0, 9, 1]), threshold=None).tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize("threshold", [0, float("nan"), "1e-3"])
def test_a_threshold_that_is_no_number_above_zero_is_refused(threshold):
    with pytest.raises(ValueError, match=f"threshold must be a number above 0, not {threshold!r}"):
        keep_probabilities(np.array([1, 2]), threshold)


@pytest.mark.parametrize("counts", [[], [0, 0]])
def test_counts_of_nothing_are_refused(counts):
    with pytest.raises(ValueError, match="All counts are zero"):
        keep_probabilities(np.array(counts))


# The table of ranks


@pytest.mark.parametrize("size", [1, 2, 3, 10, 5000])
@pytest.mark.parametrize("threshold", [1e-5, 1e-3, 0.5])
def test_the_table_is_that_of_keras(size, threshold):
    table = tf.keras.preprocessing.sequence.make_sampling_table(size, sampling_factor=threshold)
    assert rank_table(size, threshold) == pytest.approx(table, rel=1e-12)


def test_a_size_that_is_not_a_positive_integer_is_refused():
    with pytest.raises(ValueError, match="size must be an integer of at least 1, not 2.5"):
        rank_table(2.5)


# Thinner sequences


@given(st.lists(st.integers(0, 5), max_size=40), st.integers(0, 10**6))
def test_a_thinned_sequence_is_that_of_a_slow_loop(ids, seed):
    keep = np.array([0.0, 1.0, 0.2, 0.5, 0.8, 1.0])
    rng = np.random.default_rng(seed)
    expected = []
    for index in ids:
        is_kept = rng.random() < keep[index]
        if is_kept or index == 0:
            expected.append(index)
    thinned = subsample(np.array(ids, dtype=np.int32), keep, np.random.default_rng(seed))
    assert thinned.tolist() == expected
    assert thinned.dtype == np.int32
    assert thinned.tolist().count(0) == ids.count(0)  # a document end always stays


def test_as_many_tokens_stay_as_the_probabilities_say():
    ids = np.repeat(np.arange(2, 6, dtype=np.int32), 50_000)
    keep = np.array([1, 1, 0.1, 0.35, 0.6, 0.95])
    kept = np.bincount(subsample(ids, keep, np.random.default_rng(5)), minlength=6)[2:]
    observed = np.stack([kept, 50_000 - kept])
    expected = 50_000 * np.stack([keep[2:], 1 - keep[2:]])
    assert stats.chisquare(observed, expected).pvalue.min() > 0.01
