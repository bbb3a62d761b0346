"""The baselines: counting by hand, and the tutorial's recipe with the faults it is kept for."""

import random

import numpy as np
import pytest

from w2v_helpers import baselines
from w2v_helpers.baselines import ppmi_svd, tutorial_recipe, untrained
from w2v_helpers.evaluation import evaluate_analogies, evaluate_similarity
from w2v_helpers.subsampling import rank_table
from w2v_helpers.text.corpus import Corpus, load_corpus

# At window 1: a and b meet twice, a and c once; each meeting is counted from both sides.
MEETINGS = [["a", "b"], ["a", "b"], ["a", "c"]]


# No training


def test_untrained_vectors_know_nothing():
    vectors = untrained(load_corpus("tinyworld"))
    assert vectors.matrix.shape == (len(vectors), 100) and (np.diff(vectors.counts) <= 0).all()
    assert evaluate_analogies(vectors).accuracy < 0.03
    assert abs(evaluate_similarity(vectors).spearman) < 0.2


def test_untrained_vectors_are_those_of_the_seed():
    first, second, other = (untrained(MEETINGS, min_count=1, seed=seed).matrix for seed in (1, 1, 2))
    assert first.tobytes() == second.tobytes() != other.tobytes()
    assert -1 <= first.min() < 0 < first.max() < 1


# Counting


def test_ppmi_by_hand():
    # Shares of the targets a, b, c: 3/6, 2/6, 1/6. Of the contexts: 3, 2, 1 to the power .75, over their sum,
    # 4.961. a with b: ln (2/6 / (3/6 · 1.682/4.961)) = .676; b with a: ln (2/6 / (2/6 · 2.280/4.961)) = .778.
    pairs = np.array([[0, 1], [1, 0], [0, 1], [1, 0], [0, 2], [2, 0]])
    table = baselines._ppmi(pairs, 3).toarray()
    np.testing.assert_allclose(table, [[0, 0.6763, 0.5031], [0.7777, 0, 0], [0.7777, 0, 0]], atol=1e-4)


def test_pairs_that_meet_less_than_by_chance_count_nothing():
    pairs = np.array([[0, 0]] * 50 + [[0, 1], [1, 0]] + [[1, 1]] * 50)
    table = baselines._ppmi(pairs, 2).toarray()
    assert table[0, 1] == table[1, 0] == 0 and (np.diag(table) > 0.5).all()


def test_vectors_are_left_vectors_times_roots_of_singular_values():
    vectors = ppmi_svd(MEETINGS, window_size=1, min_count=1, embedding_dim=2)
    table = baselines._ppmi(np.array([[0, 1], [1, 0], [0, 1], [1, 0], [0, 2], [2, 0]]), 3).toarray()
    left, values, _ = np.linalg.svd(table)
    wanted = left[:, :2] * np.sqrt(values[:2])
    assert vectors.words == ["a", "b", "c"] and vectors.counts.tolist() == [3, 2, 1]
    np.testing.assert_allclose(np.abs(vectors.matrix), np.abs(wanted), atol=1e-5)
    assert vectors.similarity("b", "c") == pytest.approx(1, abs=1e-4)  # both meet only a


def test_counting_finds_most_of_tinyworld():
    vectors = ppmi_svd(load_corpus("tinyworld"))
    assert vectors.matrix.shape == (len(vectors), 100)
    assert evaluate_analogies(vectors).accuracy > 0.95  # .988 seen
    assert evaluate_similarity(vectors).spearman > 0.8  # .856 seen


def test_the_same_seed_gives_the_same_decomposition():
    rng = np.random.default_rng(0)
    corpus = [[f"w{index}" for index in rng.integers(0, 30, 20)] for _ in range(40)]
    first, second = (ppmi_svd(corpus, embedding_dim=5, min_count=1, seed=3).matrix for _ in range(2))
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("make", [untrained, ppmi_svd])
@pytest.mark.parametrize("bad", [0, -1, 2.5, True, "5", None])
def test_a_bad_length_of_vectors_is_refused(make, bad):
    with pytest.raises(ValueError) as error:
        make(MEETINGS * 9, embedding_dim=bad)
    assert str(error.value) == f"embedding_dim must be an integer of at least 1, not {bad!r}."


@pytest.mark.parametrize(
    ("corpus", "settings", "message"),
    [
        (MEETINGS, {"min_count": 5}, "None of the 6 tokens is a word that occurs 5 times"),
        (MEETINGS, {"min_count": 1, "window_size": 6}, "window_size=6 needs at least 7"),
        ([["a"], ["b"]] * 9, {}, "No document of the corpus has two words"),
        (MEETINGS * 9, {"window_size": 0}, "window_size must be an integer of at least 1, not 0."),
    ],
)
def test_a_corpus_too_small_to_count_is_refused(corpus, settings, message):
    with pytest.raises(ValueError, match=message):
        ppmi_svd(corpus, **settings)


def test_a_corpus_of_one_word_can_be_counted():
    assert ppmi_svd([["a"] * 20]).matrix.shape == (1, 1)


# The tutorial's recipe


@pytest.fixture(scope="module")
def recipe(shakespeare_or_none) -> tuple:
    """Follow the recipe for one epoch and keep its examples; on Tinyworld where Shakespeare is absent."""
    corpus = shakespeare_or_none or load_corpus("tinyworld")
    kept = {}
    real = baselines._tutorial_examples

    def spy(sequences, size, seed):
        (kept["targets"], kept["candidates"]), kept["labels"] = examples = real(sequences, size, seed)
        return examples

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(baselines, "_tutorial_examples", spy)
        return corpus, tutorial_recipe(corpus, epochs=1), kept


def test_the_recipe_makes_the_tutorials_examples(recipe):
    corpus, vectors, kept = recipe
    targets, candidates, labels = kept["targets"], kept["candidates"], kept["labels"]
    assert targets.shape == (len(labels),) and candidates.shape == labels.shape == (len(labels), 5)
    assert (labels[:, 0] == 1).all() and not labels[:, 1:].any()
    assert targets.min() >= 1 and candidates.min() == 0 and candidates.max() < 4096
    assert vectors.matrix.shape[1] == 128 and len(vectors) <= 4094 and vectors.counts is None
    if corpus.name == "shakespeare":
        first = "the and to i of you my a that in is not for with me it be your".split()
        assert vectors.words[:18] == first
        assert len(targets) == pytest.approx(64_911, rel=0.02)


def test_the_recipe_draws_padding_and_the_positive_as_negatives(recipe):
    corpus, _, kept = recipe
    positives, negatives = kept["candidates"][:, :1], kept["candidates"][:, 1:]
    padding = (negatives == 0).any(axis=1).mean()
    collision = (negatives == positives).any(axis=1).mean()
    assert padding > 0 and collision > 0
    assert padding == pytest.approx(0.296, abs=0.01)  # it depends on the size of the table alone
    if corpus.name == "shakespeare":
        assert collision == pytest.approx(0.035, abs=0.004)
        assert (negatives == 1).mean() == pytest.approx(0.046, abs=0.004)
    assert all(len(set(row)) == 4 for row in negatives[:1000].tolist())


def test_the_recipe_is_that_of_keras():
    keras_sequence = pytest.importorskip("keras.src.legacy.preprocessing.sequence")
    sequences = np.random.default_rng(0).integers(0, 4096, (60, 10))
    random.seed(1)
    (targets, candidates), _ = baselines._tutorial_examples(sequences, 4096, seed=7)
    random.seed(1)
    wanted = []
    for number, sequence in enumerate(sequences):
        pairs, _ = keras_sequence.skipgrams(
            sequence, 4096, 2, negative_samples=0, sampling_table=rank_table(4096), seed=7 + number
        )
        wanted += pairs
    assert np.column_stack([targets, candidates[:, 0]]).tolist() == np.array(wanted).tolist()


def test_the_recipe_needs_more_than_a_sentence():
    with pytest.raises(ValueError, match="^The tutorial's recipe finds no pair in 1 lines: give more text.$"):
        tutorial_recipe(Corpus("toy", ["The wide road shimmered in the hot sun"]))


def test_punctuation_goes_as_in_the_tutorial():
    import tensorflow as tf

    text = "First Citizen:\nSpeak, [sp]eak! know't -- a\\b ^c 1/2 & (d)"
    wanted = b"first citizen\nspeak speak knowt  ab c 12  d"
    assert baselines._strip_punctuation(tf.constant(text)).numpy() == wanted
