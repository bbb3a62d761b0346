"""The baselines: counting by hand, and the tutorial's recipe with the faults it is kept for."""

from collections import Counter

import numpy as np
import pytest

from w2v_helpers import baselines
from w2v_helpers.baselines import ppmi_svd, tutorial_recipe, untrained
from w2v_helpers.evaluation import evaluate_analogies, evaluate_similarity
from w2v_helpers.skipgrams import skip_grams
from w2v_helpers.subsampling import rank_table
from w2v_helpers.text.corpus import Corpus, load_corpus
from w2v_helpers.vectors import WordVectors

# At window 1: a and b meet twice, a and c once; each meeting is counted from both sides.
MEETINGS = [["a", "b"], ["a", "b"], ["a", "c"]]


def test_untrained_vectors_know_nothing():
    vectors = untrained(load_corpus("tinyworld"))
    assert vectors.matrix.shape == (len(vectors), 100) and (np.diff(vectors.counts) <= 0).all()
    assert evaluate_analogies(vectors).accuracy < 0.03
    assert abs(evaluate_similarity(vectors).spearman) < 0.2


@pytest.mark.parametrize("make", [untrained, ppmi_svd])
def test_the_same_seed_gives_the_same_vectors(make):
    rng = np.random.default_rng(0)
    corpus = [[f"w{index}" for index in rng.integers(0, 30, 20)] for _ in range(40)]
    first, second = (make(corpus, embedding_dim=5, min_count=1, seed=3).matrix for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_ppmi_by_hand():
    # Shares of the targets a, b, c: 3/6, 2/6, 1/6. Of the contexts: 3, 2, 1 to the power .75, over their sum,
    # 4.961. a with b: ln (2/6 / (3/6 · 1.682/4.961)) = .676; b with a: ln (2/6 / (2/6 · 2.280/4.961)) = .778.
    table = np.array([[0, 0.6763, 0.5031], [0.7777, 0, 0], [0.7777, 0, 0]])
    left, values, _ = np.linalg.svd(table)
    wanted = left[:, :2] * np.sqrt(values[:2])
    vectors = ppmi_svd(MEETINGS, window_size=1, min_count=1, embedding_dim=2)
    assert vectors.words == ["a", "b", "c"] and vectors.counts.tolist() == [3, 2, 1]
    np.testing.assert_allclose(np.abs(vectors.matrix), np.abs(wanted), atol=1e-4)
    assert vectors.similarity("b", "c") == pytest.approx(1, abs=1e-4)  # both meet only a


def test_pairs_that_meet_less_than_by_chance_count_nothing():
    corpus = [["a", "a"]] * 50 + [["a", "b"]] + [["b", "b"]] * 50
    vectors = ppmi_svd(corpus, window_size=1, min_count=1, embedding_dim=1)
    # With zeros beside the diagonal, the first singular vector is that of one word alone.
    assert sorted(np.abs(vectors.matrix[:, 0]).round(3) > 0.01) == [False, True]


def test_counting_finds_most_of_tinyworld():
    vectors = ppmi_svd(load_corpus("tinyworld"))
    assert vectors.matrix.shape == (len(vectors), 100)
    assert evaluate_analogies(vectors).accuracy > 0.95  # .988 seen
    shifted_by_a_row = WordVectors(vectors.words[1:], vectors.matrix[:-1])
    assert evaluate_analogies(shifted_by_a_row).accuracy < 0.05
    assert evaluate_similarity(vectors).spearman > 0.8  # .856 seen


@pytest.mark.parametrize(
    ("make", "corpus", "settings", "message"),
    [
        (untrained, MEETINGS * 9, {"embedding_dim": 0}, "^embedding_dim must be an integer .*, not 0"),
        (ppmi_svd, MEETINGS * 9, {"embedding_dim": 2.5}, "^embedding_dim must be an integer .*, not 2.5"),
        (ppmi_svd, MEETINGS, {"min_count": 5}, "None of the 6 tokens is a word that occurs 5 times"),
        (ppmi_svd, MEETINGS, {"min_count": 1, "window_size": 6}, "window_size=6 needs at least 7"),
        (ppmi_svd, [["a"], ["b"]] * 9, {}, "No document of the corpus has two words"),
        (ppmi_svd, MEETINGS * 9, {"window_size": 0}, "window_size must be an integer of at least 1, not 0."),
        (tutorial_recipe, Corpus("toy", ["The wide road"]), {}, "finds no pair in 1 lines: give more text"),
    ],
)
def test_bad_values_are_refused(make, corpus, settings, message):
    with pytest.raises(ValueError, match=message):
        make(corpus, **settings)


def test_a_corpus_of_one_word_can_be_counted():
    assert ppmi_svd([["a"] * 20]).matrix.shape == (1, 1)


# The tutorial's recipe


@pytest.fixture(scope="module")
def lines():
    """Lines of ten ids, as common as the rank table expects, the last places of some of them padding."""
    rng = np.random.default_rng(0)
    ids = np.minimum(np.exp(rng.uniform(0, np.log(4096), (3000, 10))).astype(int), 4095)
    return np.where(np.arange(10) < rng.integers(1, 11, (3000, 1)), ids, 0)


def test_the_recipes_pairs_are_those_of_keras(lines, monkeypatch):
    keras_sequence = pytest.importorskip("keras.src.legacy.preprocessing.sequence")
    table = np.random.default_rng(1).integers(0, 2, 4096).astype(float)  # a target is always kept, or never
    monkeypatch.setattr(baselines, "rank_table", lambda size: table)
    targets, candidates = baselines._tutorial_examples(lines, 4096, seed=7)
    wanted = Counter()
    for line in lines:
        pairs, _ = keras_sequence.skipgrams(line, 4096, 2, negative_samples=0, sampling_table=table, seed=1)
        wanted.update(map(tuple, pairs))
    assert Counter(zip(targets.tolist(), candidates[:, 0].tolist(), strict=True)) == wanted


def test_the_recipe_subsamples_targets_by_rank(lines):
    kept = np.concatenate([baselines._tutorial_examples(lines, 4096, seed)[0] for seed in range(3)])
    table = rank_table(4096)
    found = skip_grams(np.pad(lines, ((0, 0), (1, 0))).ravel(), 2)[:, 0]
    expected = 3 * table[found].sum()
    assert len(kept) == pytest.approx(expected, rel=0.05)


def test_the_recipe_draws_padding_and_the_positive_as_negatives(lines):
    targets, candidates = baselines._tutorial_examples(lines, 4096, seed=1)
    positives, negatives = candidates[:, :1], candidates[:, 1:]
    assert targets.min() >= 1 and candidates.shape == (len(targets), 5) and candidates.max() < 4096
    padding = (negatives == 0).any(axis=1).mean()
    assert padding == pytest.approx(0.296, abs=0.02)  # it depends on the size of the table alone
    assert (negatives == positives).any()
    assert all(len(set(row)) == 4 for row in negatives.tolist())


def test_the_recipe_makes_vectors():
    corpus = Corpus("beginning", load_corpus("tinyworld").lines()[:100])
    vectors = tutorial_recipe(corpus, epochs=1)
    assert vectors.matrix.shape[1] == 128 and len(vectors) <= 4094 and np.isfinite(vectors.matrix).all()
    assert np.array_equal(vectors.matrix, tutorial_recipe(corpus, epochs=1).matrix)
