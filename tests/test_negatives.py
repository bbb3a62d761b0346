"""Negative sampling: the noise distribution, draws from it, loss and gradients."""

import warnings
from itertools import accumulate

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, strategies as st
from scipy import stats

from w2v_helpers.negatives import (
    check_enough_words,
    log_uniform_distribution,
    noise_distribution,
    sample_negatives,
    sgns_gradients,
    sgns_loss,
    systematic_sample,
)

# Padding, unknown, and eight words of which one is unused.
COUNTS = np.array([0, 0, 1000, 300, 300, 40, 7, 1, 0, 2])
WORDS = np.flatnonzero(COUNTS)


# The noise distribution


def test_noise_worked_by_hand():
    noise = noise_distribution(np.array([0, 0, 81, 16]))  # 81^.75 = 27, 16^.75 = 8
    assert noise == pytest.approx([0, 0, 27 / 35, 8 / 35], rel=1e-12)
    assert noise.dtype == np.float64


@given(
    st.lists(st.integers(0, 10**8), min_size=1, max_size=20).filter(any), st.sampled_from([0, 0.5, 0.75, 1])
)
def test_noise_is_that_of_a_slow_loop(counts, exponent):
    weights = [count**exponent if count else 0 for count in counts]
    expected = [weight / sum(weights) for weight in weights]
    assert noise_distribution(np.array(counts), exponent) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("counts", [[], [0, 0], [0, 5, -1], [0, float("nan")]])
def test_counts_of_nothing_are_refused(counts):
    with pytest.raises(ValueError, match="^Counts must be zero or more, and at least one above zero"):
        noise_distribution(np.array(counts))


# TensorFlow's sampler


@pytest.mark.parametrize("size", [1, 2, 10, 4096])
def test_the_log_uniform_distribution_is_what_tensorflow_expects_of_its_sampler(size):
    _, expected, _ = tf.random.log_uniform_candidate_sampler(
        np.arange(size)[:, None], num_true=1, num_sampled=1, unique=False, range_max=size, seed=1
    )
    distribution = log_uniform_distribution(size)
    assert distribution == pytest.approx(expected.numpy()[:, 0], rel=1e-4)
    assert distribution.sum() == pytest.approx(1, rel=1e-12)


# Drawing


def sample_slowly(positives, num_negatives, distribution, rng) -> list[list[int]]:
    """Draw one negative after the other, then draw again where the positive came up: the specification."""
    table = [[None] * num_negatives for _ in positives]
    waiting = [(row, column) for row in range(len(positives)) for column in range(num_negatives)]
    while waiting:
        for row, column in waiting:
            draw, cumulative = rng.random() * sum(distribution), accumulate(distribution)
            table[row][column] = next(word for word, total in enumerate(cumulative) if draw < total)
        waiting = [(row, column) for row, column in waiting if table[row][column] == positives[row]]
    return table


@given(st.lists(st.sampled_from(WORDS), max_size=8), st.integers(1, 6), st.integers(0, 10**6))
def test_negatives_are_those_of_a_slow_loop(positives, num_negatives, seed):
    noise = noise_distribution(COUNTS)
    drawn = sample_negatives(
        np.array(positives, dtype=int), num_negatives, noise, np.random.default_rng(seed)
    )
    assert drawn.tolist() == sample_slowly(positives, num_negatives, noise, np.random.default_rng(seed))
    assert drawn.shape == (len(positives), num_negatives) and drawn.dtype == np.int32


def test_frequencies_follow_the_counts_to_the_power_of_three_quarters():
    nobody = np.zeros(100_000, dtype=int)  # a positive that is never drawn, so that nothing is drawn again
    drawn = sample_negatives(nobody, 3, noise_distribution(COUNTS), np.random.default_rng(11))
    weights = COUNTS[WORDS] ** 0.75
    observed = np.bincount(drawn.ravel(), minlength=len(COUNTS))
    assert observed[COUNTS == 0].sum() == 0
    assert stats.chisquare(observed[WORDS], drawn.size * weights / weights.sum()).pvalue > 0.01


@pytest.mark.parametrize("positive", [2, 3, 7])
def test_without_the_positive_the_others_keep_their_proportions(positive):
    noise = noise_distribution(COUNTS)
    drawn = sample_negatives(np.full(100_000, positive), 2, noise, np.random.default_rng(12))
    others = WORDS[positive != WORDS]
    observed = np.bincount(drawn.ravel(), minlength=len(COUNTS))
    assert observed.sum() == observed[others].sum()
    assert stats.chisquare(observed[others], drawn.size * noise[others] / noise[others].sum()).pvalue > 0.01


def test_a_word_that_is_nearly_all_of_the_noise_is_avoided_all_the_same():
    noise = noise_distribution(np.array([0, 0, 10_000, 1]))
    assert sample_negatives(np.array([2, 3]), 1, noise, np.random.default_rng(0)).tolist() == [[3], [2]]


# Systematic sampling


@pytest.mark.parametrize("size", [1, 7, 300, 20_000])
def test_a_systematic_sample_has_each_word_as_often_as_expected_to_within_one(size):
    counts = np.array([0, 0, *(5000 // (rank + 1) for rank in range(300))])
    distribution, rng = noise_distribution(counts), np.random.default_rng(size)
    for _ in range(20):
        words = systematic_sample(distribution, size, rng)
        assert words.shape == (size,) and words.dtype == np.int32
        drawn = np.bincount(words, minlength=len(counts))
        assert (np.abs(drawn - size * distribution) < 1 + 1e-6).all() and not drawn[:2].any()


def test_a_small_systematic_sample_is_in_proportion_and_in_random_order():
    distribution = noise_distribution(np.array([0, 0, 100, 90, 50, 20, 20, 9, 5, 3, 3, 3, 2, 1]))
    draws = np.array([systematic_sample(distribution, 4, np.random.default_rng(s)) for s in range(4000)])
    for drawn in (draws.ravel(), draws[:, 0], draws[:, 3]):
        counts = np.bincount(drawn, minlength=len(distribution))
        assert stats.chisquare(counts[2:], distribution[2:] * len(drawn)).pvalue > 0.001


# Bad input


def test_a_number_that_is_not_a_positive_integer_is_refused():
    with pytest.raises(ValueError, match="num_negatives must be an integer of at least 1, not 2.5"):
        sample_negatives(np.array([2]), 2.5, noise_distribution(COUNTS), np.random.default_rng(0))
    with pytest.raises(ValueError, match="size must be an integer of at least 1, not 0"):
        log_uniform_distribution(0)


@pytest.mark.parametrize(("num_negatives", "num_words"), [(7, 7), (20, 7), (1, 1), (1, 0)])
def test_more_negatives_than_other_words_are_refused(num_negatives, num_words):
    distribution = np.zeros(10)
    distribution[2 : 2 + num_words] = 1 / max(num_words, 1)
    with pytest.raises(ValueError, match=f"num_negatives={num_negatives} needs .* has {num_words}"):
        sample_negatives(np.array([2]), num_negatives, distribution, np.random.default_rng(0))


def test_as_many_negatives_as_there_are_other_words_are_allowed():
    assert check_enough_words(6, 7) == 6
    distribution = noise_distribution(np.array([0, 0, 1, 1, 1]))
    assert sample_negatives(np.array([2]), 2, distribution, np.random.default_rng(0)).shape == (1, 2)


# The loss of one example and its gradients


def sigmoid(x: float) -> float:
    return 1 / (1 + np.exp(-x))


def example(seed: int, num_negatives: int = 4, dim: int = 5):
    """Draw the vectors of one example: target (D,), candidates (1+K, D), labels (1+K,)."""
    rng = np.random.default_rng(seed)
    labels = np.zeros(1 + num_negatives)
    labels[0] = 1
    return rng.normal(size=dim), rng.normal(size=(1 + num_negatives, dim)), labels


def test_the_loss_worked_by_hand():
    # σ(ln 3) = 3/4: the positive is believed with 3/4, the negative with 1/4.
    target = np.array([1.0, 0.0])
    candidates = np.array([[np.log(3), 7], [-np.log(3), 7]])
    assert sgns_loss(target, candidates, np.array([1, 0])) == pytest.approx(2 * np.log(4 / 3), rel=1e-12)
    assert sgns_loss(target, candidates, np.array([0, 1])) == pytest.approx(2 * np.log(4), rel=1e-12)
    assert sgns_loss(np.zeros(2), candidates, np.array([1, 0])) == pytest.approx(2 * np.log(2), rel=1e-12)


def test_the_gradients_worked_by_hand():
    target = np.array([1.0, 0.0])
    candidates = np.array([[np.log(3), 7], [-np.log(3), 8]])
    of_target, of_candidates = sgns_gradients(target, candidates, np.array([1, 0]))  # errors -1/4, 1/4
    assert of_target == pytest.approx([-np.log(3) / 2, 1 / 4], rel=1e-12)
    assert of_candidates == pytest.approx(np.array([[-1 / 4, 0], [1 / 4, 0]]), rel=1e-12)


@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 8))
def test_the_loss_is_that_of_a_slow_loop(seed, num_negatives, dim):
    target, candidates, labels = example(seed, num_negatives, dim)
    expected = 0
    for candidate, label in zip(candidates, labels, strict=True):
        probability = sigmoid(sum(u * v for u, v in zip(target, candidate, strict=True)))
        expected -= np.log(probability if label else 1 - probability)
    assert sgns_loss(target, candidates, labels) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_the_gradients_are_those_of_numerical_differences(seed):
    target, candidates, labels = example(seed)
    labels[-1] = seed % 2  # also with two positives
    step = 1e-6

    def slope(array: np.ndarray, place: tuple) -> float:
        losses = []
        for sign in (1, -1):
            array[place] += sign * step
            losses.append(sgns_loss(target, candidates, labels))
            array[place] -= sign * step
        return (losses[0] - losses[1]) / (2 * step)

    of_target, of_candidates = sgns_gradients(target, candidates, labels)
    assert of_target == pytest.approx([slope(target, place) for place in np.ndindex(5)], abs=1e-7)
    slopes = [slope(candidates, place) for place in np.ndindex(5, 5)]
    assert of_candidates.ravel() == pytest.approx(slopes, abs=1e-7)


def test_long_vectors_give_large_losses_but_no_overflow():
    target, candidates = np.full(2, 100.0), np.array([[-100.0, -100.0], [100.0, 100.0]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sgns_loss(target, candidates, np.array([1, 0])) == pytest.approx(40_000)
        of_target, of_candidates = sgns_gradients(target, candidates, np.array([1, 0]))
    assert of_target.tolist() == [200, 200]
    assert of_candidates.tolist() == [[-100, -100], [100, 100]]
