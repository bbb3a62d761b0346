"""Training batches from any text."""

import gc
import weakref
from collections import Counter

import numpy as np
import pytest
import tensorflow as tf

from w2v_helpers.dataset import block_dataset, check_enough_text, skip_gram_dataset
from w2v_helpers.skipgrams import skip_grams
from w2v_helpers.text.corpus import Corpus
from w2v_helpers.vocabulary import Vocabulary, count_ids

# Two documents that share no word, so that a pair across them would show.
TEXTS = ["The wide road shimmered in the hot sun. " * 6, "A wet dog slept by one warm stove. " * 4]
CORPUS = Corpus("toy", TEXTS)
VOCABULARY = Vocabulary.from_corpus(CORPUS, min_count=1)
IDS = VOCABULARY.encode_corpus(CORPUS)
SETTINGS = {"window_size": 3, "num_negatives": 4, "subsample": None, "batch_size": 16, "seed": 5}


def dataset(corpus=CORPUS, vocabulary=VOCABULARY, **changes) -> tf.data.Dataset:
    return skip_gram_dataset(corpus, vocabulary, **{**SETTINGS, **changes})


def one_pass(batches: tf.data.Dataset) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Go through a dataset once: targets (P,), candidates (P, 1+K), labels (P, 1+K)."""
    targets, candidates, labels = [], [], []
    for (target, candidate), label in batches.as_numpy_iterator():
        targets.append(target)
        candidates.append(candidate)
        labels.append(label)
    return np.concatenate(targets), np.concatenate(candidates), np.concatenate(labels)


def pairs_of(targets: np.ndarray, candidates: np.ndarray, labels: np.ndarray) -> Counter:
    """Count the positive pairs of a pass."""
    return Counter(zip(targets.tolist(), candidates[:, 0].tolist(), strict=True))


def pairs_at(window_size: int) -> Counter:
    """Count the pairs of the corpus in full windows."""
    return Counter(map(tuple, skip_grams(IDS, window_size).tolist()))


# Batches


def test_a_batch_holds_targets_candidates_and_labels():
    (targets, candidates), labels = dataset().element_spec
    assert (targets.shape.as_list(), targets.dtype) == ([None], tf.int32)
    assert (candidates.shape.as_list(), candidates.dtype) == ([None, 5], tf.int32)
    assert (labels.shape.as_list(), labels.dtype) == ([None, 5], tf.float32)


def test_the_first_candidate_is_the_positive_and_the_others_are_not():
    targets, candidates, labels = one_pass(dataset())
    assert (labels[:, 0] == 1).all() and (labels[:, 1:] == 0).all()
    assert set(pairs_of(targets, candidates, labels)) <= set(pairs_at(3))
    assert (candidates[:, 1:] != candidates[:, :1]).all()
    assert candidates.min() > 1 and candidates.max() < len(VOCABULARY)


def test_only_the_last_batch_is_smaller():
    sizes = [len(labels) for _, labels in dataset(window_size=1).as_numpy_iterator()]
    total = pairs_at(1).total()
    assert sizes == [16] * (total // 16) + [total % 16]
    assert total % 16 > 0
    assert [len(labels) for _, labels in dataset(window_size=1, batch_size=10**6)] == [total]


def test_all_pairs_are_used_once():
    assert pairs_of(*one_pass(dataset(window_size=1))) == pairs_at(1)


def test_windows_are_drawn_anew_up_to_the_window_size():
    batches = dataset()
    passes = [pairs_of(*one_pass(batches)) for _ in range(20)]
    for pairs in passes:
        assert pairs_at(1) <= pairs <= pairs_at(3)
    counts = [pairs.total() for pairs in passes]
    assert len(set(counts)) > 1
    # Of the pairs at distance 1, 2 and 3, all, two thirds and one third are drawn.
    totals = np.diff([0, *(pairs_at(window_size).total() for window_size in (1, 2, 3))])
    assert np.mean(counts) == pytest.approx(totals @ [1, 2 / 3, 1 / 3], rel=0.02)


def test_the_pairs_are_shuffled():
    targets, candidates, _ = one_pass(dataset(window_size=1))
    in_order = skip_grams(IDS, 1)
    assert (targets != in_order[:, 0]).mean() > 0.5
    assert (candidates[:, 0] != in_order[:, 1]).mean() > 0.5


def test_negatives_are_drawn_by_count():
    text = "a a a a a a a a a a a a a a a a b c " * 40  # a: 16, b: 1, c: 1, so a is 8 times as likely as b
    corpus = Corpus("toy", [text])
    vocabulary = Vocabulary.from_corpus(corpus, min_count=1)
    _, candidates, _ = one_pass(dataset(corpus, vocabulary, num_negatives=2))
    positive, negatives = candidates[:, 0], candidates[:, 1:]
    a, b, c = (vocabulary.id(word) for word in "abc")
    assert set(negatives[positive == a].ravel()) == {b, c}
    assert (negatives[positive == b] == a).mean() == pytest.approx(8 / 9, abs=0.03)


def test_frequent_words_are_thinned_before_windows_are_laid():
    corpus = Corpus("toy", ["a a a b " * 100])  # at t = .1, √(t/f) + t/f is 0.50 for a, above 1 for b
    vocabulary = Vocabulary.from_corpus(corpus, min_count=1)
    options = {"window_size": 1, "num_negatives": 1}
    everything = pairs_of(*one_pass(dataset(corpus, vocabulary, **options)))
    thinned = pairs_of(*one_pass(dataset(corpus, vocabulary, subsample=0.1, **options)))
    a, b = vocabulary.id("a"), vocabulary.id("b")
    assert (everything[b, a], everything[b, b]) == (199, 0)
    assert thinned[b, a] + thinned[b, b] in (198, 199)  # every b stays and has neighbours
    assert thinned[b, b] > 0  # two b are neighbours once all a between them are gone
    # Half of a stay. Of three, the first two meet, the last two, or the outer two if the middle one is gone.
    assert thinned[a, a] == pytest.approx(everything[a, a] * (1 / 4 + 1 / 4 + 1 / 8) / 2, rel=0.2)


# Chance


def test_two_passes_differ_in_order_windows_and_negatives():
    batches = dataset(window_size=1)
    (targets, candidates, labels), (targets2, candidates2, labels2) = one_pass(batches), one_pass(batches)
    assert (targets != targets2).any()
    assert pairs_of(targets, candidates, labels) == pairs_of(targets2, candidates2, labels2)
    negatives, negatives2 = Counter(candidates[:, 1:].ravel()), Counter(candidates2[:, 1:].ravel())
    assert negatives != negatives2


def test_the_same_seed_gives_the_same_passes():
    one, same, other = dataset(), dataset(), dataset(seed=6)
    passes = [one_pass(batches)[1].tolist() for batches in (one, one, same, same, other)]
    assert passes[:2] == passes[2:4]
    assert len({str(drawn) for drawn in passes}) == 3


# Memory


@pytest.mark.parametrize("make", [skip_gram_dataset, block_dataset])
def test_a_dataset_that_is_dropped_frees_its_corpus(make):
    class Encoded(np.ndarray):
        """An array that can be watched."""

    class Watched(Vocabulary):
        def encode_corpus(self, corpus):
            ids = super().encode_corpus(corpus).view(Encoded)
            watched.append(weakref.ref(ids))
            return ids

    watched = []
    vocabulary = Watched(VOCABULARY.words[2:], VOCABULARY.counts[2:])
    for _ in range(3):
        batches = make(CORPUS, vocabulary, window_size=3, num_negatives=4, subsample=None)
        assert len(list(batches.take(2).as_numpy_iterator())) > 0
        assert watched[-1]() is not None  # another pass can follow
    del batches
    gc.collect()
    assert [ids() for ids in watched] == [None] * 3


# Bad input, refused before TensorFlow sees it


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"window_size": 0}, "window_size must be .*, not 0"),
        ({"num_negatives": 2.5}, "num_negatives must be .*, not 2.5"),
        ({"num_negatives": 15}, "num_negatives=15 needs a vocabulary of more than 15 words"),
        ({"batch_size": True}, "batch_size must be .*, not True"),
        ({"seed": -1}, "seed must be .*, not -1"),
        ({"subsample": 0}, "threshold must be .*, not 0"),
        ({"subsample": 1e-5}, "subsample=1e-05 leaves about .* of 80 tokens, too few for a pair"),
        ({"corpus": [["road"]], "window_size": 1}, "has 1 tokens .* window_size=1 needs at least 2"),
        ({"corpus": [["the", "wide", "road"]]}, "has 3 tokens .* window_size=3 needs at least 4"),
        ({"corpus": [["nothing", "is", "known"]]}, "has 0 tokens that are in the vocabulary"),
        ({"corpus": [["road"], ["sun"], ["hot"], ["wide", "unheard"]]}, "No document .* has two words"),
    ],
)
def test_what_cannot_be_trained_on_is_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        dataset(**settings)


@pytest.mark.parametrize("place", [0, 1_048_574, 1_048_575, 1_048_576, 1_500_000])
def test_two_words_next_to_each_other_are_found_wherever_they_are(place):
    ids = np.zeros(2_000_000, dtype=np.int32)
    ids[2:2_000_000:2] = 2
    with pytest.raises(ValueError, match="No document of the corpus has two words"):
        check_enough_text(ids, 1)
    ids[place : place + 2] = 3
    check_enough_text(ids, 1)


def test_a_pair_that_lies_on_either_side_of_a_part_is_found(monkeypatch, tmp_path):
    monkeypatch.setattr("w2v_helpers.vocabulary.PART", 3)
    ids = np.memmap(tmp_path / "ids", np.int32, "w+", shape=7)  # as for a long text
    ids[:] = [2, 0, 3, 4, 0, 5, 0]
    check_enough_text(ids, 1)
    ids[3] = 0
    with pytest.raises(ValueError, match="No document of the corpus has two words"):
        check_enough_text(ids, 1)
    assert count_ids(ids, 6).tolist() == [4, 0, 1, 1, 0, 1]
