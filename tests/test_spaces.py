"""Spaces turned into each other, and a test of association: by hand, by loops, and where nothing is there."""

import itertools
import warnings

import numpy as np
import pytest

from w2v_helpers import evaluation
from w2v_helpers._checks import CourseWarning
from w2v_helpers.spaces import align, association_test
from w2v_helpers.vectors import WordVectors


def random_vectors(size: int, dim: int = 8, seed: int = 0, contexts: bool = False) -> WordVectors:
    rng = np.random.default_rng(seed)
    tables = rng.normal(size=(2, size, dim))
    words = [f"w{n}" for n in range(size)]
    return WordVectors(words, tables[0], np.arange(size, 0, -1), tables[1] if contexts else None)


def random_rotation(dim: int, seed: int) -> np.ndarray:
    return np.linalg.qr(np.random.default_rng(seed).normal(size=(dim, dim)))[0]


def cosines_of_the_same_word(first: WordVectors, second: WordVectors) -> np.ndarray:
    shared = [word for word in first if word in second]
    units = (table.unit_vectors([table.id(word) for word in shared]) for table in (first, second))
    return np.prod([*units], axis=0).sum(axis=1)


# Two spaces


def test_a_quarter_turn_by_hand():
    # Mirrored and turned: (1, 0) must come to (0, 1), and (0, 1) to (1, 0), whatever the lengths.
    first = WordVectors(["sun", "hot", "sea"], [[1, 0], [0, 3], [2, 2]])
    second = WordVectors(["hot", "sun", "moon"], [[5, 0], [0, 1], [1, 1]])
    aligned = align(first, second)
    assert aligned.words == first.words
    np.testing.assert_allclose(aligned.matrix, [[0, 1], [3, 0], [2, 2]], atol=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_a_rotation_is_found_and_undone(seed):
    # Half of the words are shared, in another order, with other lengths, and the rest is something else.
    rng = np.random.default_rng(seed)
    first = random_vectors(60, seed=seed, contexts=True)
    rotation, order = random_rotation(8, seed + 100), rng.permutation(60)[:30]
    moved = (first.matrix @ rotation * rng.uniform(0.2, 5, size=(60, 1)))[order]
    words = [first.words[n] for n in order]
    second = WordVectors([*words, "other"], [*moved, rng.normal(size=8)])
    aligned = align(first, second)
    np.testing.assert_allclose(aligned.matrix, first.matrix @ rotation, atol=1e-4)
    np.testing.assert_allclose(aligned.contexts, first.contexts @ rotation, atol=1e-4)
    assert aligned.words == first.words and aligned.counts.tolist() == first.counts.tolist()
    assert np.abs(cosines_of_the_same_word(first, second)).max() < 0.99
    assert cosines_of_the_same_word(aligned, second).min() > 0.9999


def test_no_cosine_within_changes_and_no_other_rotation_is_nearer():
    first, second = random_vectors(50, contexts=True), random_vectors(40, seed=1)
    aligned = align(first, second)
    for table in ("matrix", "contexts"):
        before, after = (getattr(vectors, table) for vectors in (first, aligned))
        np.testing.assert_allclose(after @ aligned.matrix.T, before @ first.matrix.T, atol=1e-4)
    best = cosines_of_the_same_word(aligned, second).sum()
    for seed in range(200):
        rotation = random_rotation(8, seed)
        other = WordVectors(first.words, first.matrix @ rotation)
        assert cosines_of_the_same_word(other, second).sum() < best
    again = align(aligned, second)
    np.testing.assert_allclose(again.matrix, aligned.matrix, atol=1e-5)


def test_fewer_shared_words_than_dimensions_are_pointed_out():
    first, second = random_vectors(20, dim=10), random_vectors(9, dim=10, seed=1)
    with pytest.warns(CourseWarning, match="share only 9 words for 10 dimensions"):
        align(first, second)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        align(first, random_vectors(10, dim=10, seed=1))


# Sets of words

FOUR = WordVectors(["he", "she", *"abcd"], [[1, 0], [0, 1], [4, 3], [4, 3], [3, 4], [0, 2]])
SETS = (["a", "b"], ["c", "d"], ["he"], ["she"])


def test_an_association_by_hand():
    # Associations .8 - .6 = .2, .2, -.2 and -1. Means .2 and -.6; squares around -.2: .16 + .16 + 0 + .64.
    found = association_test(FOUR, *SETS)
    assert found.associations == pytest.approx({"a": 0.2, "b": 0.2, "c": -0.2, "d": -1})
    assert found.difference == pytest.approx(0.8)
    assert found.effect_size == pytest.approx(0.8 / np.sqrt(0.96 / 3))
    assert found.exact and found.partitions == 6 and found.p_value == pytest.approx(1 / 6)
    x, y, a, b = SETS
    other_way = association_test(FOUR, y, x, a, b)
    assert other_way.effect_size == pytest.approx(-found.effect_size) and other_way.p_value == 1
    both = association_test(FOUR, y, x, b, a)
    assert (both.effect_size, both.p_value) == pytest.approx((found.effect_size, found.p_value))
    assert str(found) == "difference +0.800, effect size +1.41, p = 0.17 (all 6 partitions)"


def by_loops(vectors: WordVectors, x: list, y: list, a: list, b: list) -> tuple[float, float]:
    """Return the effect size and the exact p-value, as the paper words them, one cosine at a time."""

    def association(word):
        near = [vectors.similarity(word, other) for other in a]
        far = [vectors.similarity(word, other) for other in b]
        return sum(near) / len(near) - sum(far) / len(far)

    of = {word: association(word) for word in [*x, *y]}

    def difference(some):
        rest = [of[word] for word in of if word not in some]
        return sum(of[word] for word in some) / len(some) - sum(rest) / len(rest)

    mean = sum(of.values()) / len(of)
    spread = (sum((value - mean) ** 2 for value in of.values()) / (len(of) - 1)) ** 0.5
    partitions = list(itertools.combinations(of, len(x)))
    hits = [difference(some) >= difference(x) - 1e-6 for some in partitions]
    return difference(x) / spread, sum(hits) / len(hits)


@pytest.mark.parametrize("seed", range(12))
def test_the_association_is_that_of_a_slow_loop(seed):
    rng = np.random.default_rng(seed)
    vectors = random_vectors(25, dim=4, seed=seed)
    ends = np.cumsum([rng.integers(2, 6), rng.integers(2, 6), rng.integers(1, 4), rng.integers(1, 4)])
    words = rng.permutation(vectors.words).tolist()
    sets = [words[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    found = association_test(vectors, *sets)
    assert found.exact and (found.effect_size, found.p_value) == pytest.approx(by_loops(vectors, *sets))


def test_a_sample_of_partitions_agrees_with_all_of_them():
    vectors = random_vectors(20, dim=4, seed=3)
    sets = [vectors.words[start : start + 5] for start in range(0, 20, 5)]
    whole = association_test(vectors, *sets)
    assert whole.exact and whole.partitions == 252 and 0.1 < whole.p_value < 0.9
    shares = []
    for seed in range(20):
        found = association_test(vectors, *sets, permutations=200, seed=seed)
        assert (found.exact, found.partitions, found.effect_size) == (False, 200, whole.effect_size)
        assert found == association_test(vectors, *sets, permutations=200, seed=seed)
        shares.append(found.p_value)
    assert len(set(shares)) > 5 and np.mean(shares) == pytest.approx(whole.p_value, abs=0.03)
    assert min(shares) >= 1 / 201


@pytest.mark.parametrize("permutations", [20_000, 99])
def test_where_there_is_nothing_p_is_small_as_rarely_as_it_says(permutations):
    # Of 300 random tables about 5 % have p ≤ .05, and 20 % p ≤ .2; 3 standard errors are .038 and .069.
    rng, found = np.random.default_rng(5), []
    for seed in range(300):
        vectors = random_vectors(16, dim=5, seed=seed)
        words = rng.permutation(vectors.words).tolist()
        sets = words[:4], words[4:9], words[9:13], words[13:]
        found.append(association_test(vectors, *sets, permutations=permutations, seed=seed).p_value)
    found = np.array(found)
    assert abs(np.mean(found <= 0.05) - 0.05) < 0.038 and abs(np.mean(found <= 0.2) - 0.2) < 0.069
    assert abs(found.mean() - 0.5) < 0.06


def test_words_without_a_vector_are_named_and_words_that_come_twice_count_once():
    x, y, a, b = SETS
    found = association_test(FOUR, ["a", "moon", "b", "a"], [*y, "tide"], iter([*a, "moon"]), b)
    assert found.skipped == ("moon", "tide") and str(found).endswith("; without a vector: moon, tide")
    assert found.associations == association_test(FOUR, *SETS).associations


def test_words_that_are_all_alike_have_no_effect():
    vectors = WordVectors([*"abcdef"], np.ones((6, 3)))
    found = association_test(vectors, "a b".split(), "c d".split(), ["e"], ["f"])
    assert (found.difference, found.effect_size, found.p_value) == (0, 0, 1)


def test_both_are_part_of_evaluation():
    assert evaluation.align is align and evaluation.association_test is association_test


# What is refused


@pytest.mark.parametrize(
    ("call", "fact"),
    [
        (
            lambda: align(random_vectors(9, dim=3), random_vectors(9, dim=4)),
            "size, not of 3 and 4 dimensions",
        ),
        (lambda: align(FOUR, WordVectors(["a", "moon"], np.eye(2))), "at least 2 shared words, .* share 1"),
        (lambda: align(FOUR, WordVectors(["moon"], np.ones((1, 2)))), "at least 2 shared words, .* share 0"),
        (lambda: association_test(FOUR, "ab", *SETS[1:]), "targets_x must be a list of words, not 'ab'"),
        (lambda: association_test(FOUR, *SETS[:3], "she"), "attributes_b must be a list of words, not 'she'"),
        (
            lambda: association_test(FOUR, ["a", "moon"], *SETS[1:]),
            "targets_x needs at least 2 .*, and has 1",
        ),
        (
            lambda: association_test(FOUR, *SETS[:2], [], ["she"]),
            "attributes_a needs at least 1 .* and has 0",
        ),
        (lambda: association_test(FOUR, *SETS[:2], ["she"], ["she"]), "'she' is in both sets of attributes"),
        (
            lambda: association_test(FOUR, ["a", "b"], ["b", "c"], ["he"], ["she"]),
            "'b' is in both .* targets",
        ),
        (
            lambda: association_test(FOUR, *SETS, permutations=0),
            "permutations must be an integer of at least",
        ),
        (lambda: association_test(FOUR, *SETS, seed=-1), "seed must be an integer of at least 0, not -1"),
    ],
)
def test_bad_values_are_refused(call, fact):
    with pytest.raises(ValueError, match=fact):
        call()
