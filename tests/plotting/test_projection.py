"""Places on a plane: by hand, by seed, and what is refused."""

import numpy as np
import pytest

from w2v_helpers.plotting.projection import members, project
from w2v_helpers.vectors import WordVectors

VECTORS = WordVectors([f"word{i}" for i in range(30)], np.random.default_rng(0).normal(size=(30, 8)))


def test_pca_keeps_a_plane_as_it_is():
    angles = np.deg2rad([0, 20, 90, 200])
    flat = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    turned = np.linalg.qr(np.random.default_rng(1).normal(size=(5, 5)))[0][:2]  # (2, 5)
    vectors = WordVectors(list("abcd"), 7 * flat @ turned)
    points = project(vectors, list("abcd"))
    apart = [np.linalg.norm(p[:, None] - p[None], axis=2) for p in (points, flat)]
    np.testing.assert_allclose(*apart, atol=1e-5)


def test_tsne_by_default_does_not_depend_on_the_seed_but_from_a_random_start_it_does():
    one, other = (project(VECTORS, VECTORS.words, method="tsne", seed=seed) for seed in (1, 2))
    np.testing.assert_allclose(one, other, atol=1e-3)
    starts = [project(VECTORS, VECTORS.words, method="tsne", init="random", seed=seed) for seed in (1, 2, 1)]
    assert not np.allclose(starts[0], starts[1], atol=0.1)
    np.testing.assert_allclose(starts[0], starts[2], atol=1e-3)


def test_the_perplexity_is_lowered_for_few_words():
    assert project(VECTORS, VECTORS.words[:4], method="tsne", perplexity=30).shape == (4, 2)


def test_groups_are_taken_apart():
    assert members(["b", "a"]) == (["b", "a"], ["", ""])
    assert members({"x": ["b"], "y": []}) == (["b"], ["x"])


def test_what_cannot_be_projected_is_refused():
    with pytest.raises(ValueError, match="^A map needs at least 3 words, not 0.$"):
        project(VECTORS, [])
    with pytest.raises(ValueError, match="^method must be 'pca' or 'tsne', not 'umap'.$"):
        project(VECTORS, VECTORS.words, method="umap")
    with pytest.raises(KeyError, match="'wrod3' is not in the vocabulary"):
        project(VECTORS, ["word1", "word2", "wrod3"])
