"""Hierarchical softmax: the tree by hand, and what must hold of any tree."""

import numpy as np
import pytest
import tensorflow as tf

import w2v_helpers as w2v
from w2v_helpers.hierarchical_softmax import count_questions, huffman_paths


def test_a_tree_by_hand():
    # 8 (a) against 7 (all others); of these 4 (d, e) is heavier than 3 (b... ): joined from the rarest up.
    counts = [0, 0, 8, 3, 2, 2]  # a b c d
    # c and d make 4; b and that make 7; a and that make 15. The lighter branch is answered with 1.
    paths = {
        "a": [(2, 0)],
        "b": [(2, 1), (3, 1)],
        "c": [(2, 1), (3, 0), (4, 0)],
        "d": [(2, 1), (3, 0), (4, 1)],
    }
    wanted = [[2 * node + answer for node, answer in path] for path in paths.values()]
    assert [[code for code in row if code] for row in huffman_paths(counts)[2:].tolist()] == wanted
    questions = count_questions(huffman_paths(counts), np.array(counts))
    assert questions[2:5].tolist() == [15, 7, 4]


@pytest.mark.parametrize("size", [2, 3, 10, 333])
def test_probabilities_of_all_words_add_up_to_one(size):
    rng = np.random.default_rng(size)
    counts = np.append([0, 0], np.sort(rng.integers(1, 1000, size))[::-1])
    paths = huffman_paths(counts)
    scores = rng.normal(size=size + 2)  # of each node, for some query
    yes = 1 / (1 + np.exp(-scores[paths // 2]))
    chosen = np.where(paths == 0, 1, np.where(paths % 2 == 1, yes, 1 - yes))
    assert chosen[2:].prod(axis=1).sum() == pytest.approx(1)
    nodes = set((paths[paths > 0] // 2).tolist())
    assert nodes == set(range(2, size + 1))  # each has a row of its own
    lengths = (paths > 0).sum(axis=1)
    assert not lengths[:2].any() and (np.diff(lengths[2:]) >= 0).all()  # the rarer, the longer


def test_the_mean_path_is_as_short_as_entropy_allows():
    counts = np.append([0, 0], 1000 // np.arange(1, 201))
    shares = counts[2:] / counts.sum()
    entropy = -(shares * np.log2(shares)).sum()
    mean = ((huffman_paths(counts) > 0).sum(axis=1)[2:] * shares).sum()
    assert entropy <= mean < entropy + 1  # as for every Huffman code


@pytest.mark.parametrize("counts", [[0, 0], [0, 0, 7]])
def test_one_word_makes_no_tree(counts):
    with pytest.raises(ValueError, match="A tree needs two words or more"):
        huffman_paths(counts)
    if len(counts) == 3:
        with pytest.raises(ValueError, match="A tree needs two words or more"):
            w2v.train([["a"] * 30], loss="hierarchical_softmax", verbose=0, subsample=None)


def test_frozen_words_stay_and_nodes_move():
    corpus = [list("abcd"), list("dcba")] * 40
    options = {"embedding_dim": 4, "num_negatives": 2, "subsample": None, "verbose": 0, "epochs": 2}
    start = w2v.train(corpus, **options)
    after = w2v.train(corpus, start=start, freeze=["a"], loss="hierarchical_softmax", **options)
    np.testing.assert_array_equal(after["a"], start["a"])
    assert not np.allclose(after["b"], start["b"]) and tf.reduce_all(tf.math.is_finite(after.matrix))
