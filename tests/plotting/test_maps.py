"""Maps: places by hand and by seed, words in the colours of their groups, and what is refused."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from w2v_helpers import plotting
from w2v_helpers.plotting import plot_map, project
from w2v_helpers.vectors import WordVectors

VECTORS = WordVectors([f"word{i}" for i in range(30)], np.random.default_rng(0).normal(size=(30, 8)))


def notes(ax):
    return [note for note in ax.texts if note.get_text()]


def test_pca_keeps_a_plane_as_it_is():
    angles = np.deg2rad([0, 20, 90, 200])
    flat = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    turned = np.linalg.qr(np.random.default_rng(1).normal(size=(5, 5)))[0][:2]  # (2, 5)
    points = project(WordVectors(list("abcd"), 7 * flat @ turned), list("abcd"))
    apart = [np.linalg.norm(p[:, None] - p[None], axis=2) for p in (points, flat)]
    np.testing.assert_allclose(*apart, atol=1e-5)


def test_tsne_depends_on_the_seed_only_from_a_random_start():
    one, other = (project(VECTORS, VECTORS.words, method="tsne", seed=seed) for seed in (1, 2))
    np.testing.assert_allclose(one, other, atol=1e-3)
    starts = [project(VECTORS, VECTORS.words, method="tsne", init="random", seed=seed) for seed in (1, 2, 1)]
    assert not np.allclose(starts[0], starts[1], atol=0.1)
    np.testing.assert_allclose(starts[0], starts[2], atol=1e-3)


@pytest.mark.parametrize("method", ["pca", "tsne"])
def test_near_words_stay_near(method):
    matrix = np.repeat(np.eye(2, 6), 5, axis=0) + np.random.default_rng(3).normal(0, 0.05, (10, 6))
    vectors = WordVectors(list("abcdefghij"), matrix)
    points = project(vectors, vectors.words, method=method, perplexity=30).reshape(2, 5, 2)
    middles = points.mean(axis=1, keepdims=True)
    spread = np.linalg.norm(points - middles, axis=2).max()
    assert np.linalg.norm(middles[0] - middles[1]) > 2 * spread


def test_a_map_names_every_word_in_the_colour_of_its_group():
    groups = {"first": VECTORS.words[:4], "second": VECTORS.words[10:13]}
    ax = plot_map(VECTORS, groups, title="T")
    assert [note.get_text() for note in notes(ax)] == [*groups["first"], *groups["second"]]
    assert [len(dots.get_offsets()) for dots in ax.collections] == [4, 3]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["first", "second"]
    points = np.concatenate([dots.get_offsets() for dots in ax.collections])
    np.testing.assert_allclose([note.xy for note in notes(ax)], points)
    colours = [to_hex(dots.get_facecolor()[0]) for dots in ax.collections]
    assert [to_hex(note.get_color()) for note in notes(ax)] == 4 * colours[:1] + 3 * colours[1:]
    some = plot_map(VECTORS, VECTORS.words, labels=["word3", "word7", "unknown"])
    assert [note.get_text() for note in notes(some)] == ["word3", "word7"]
    bare = plot_map(VECTORS, groups, labels=False)
    assert not notes(bare) and bare.get_legend() is None
    assert plot_map(VECTORS, VECTORS.words[:5]).get_legend() is None


def test_what_belongs_to_no_group_is_grey():
    names = ["first", "other", "second", "first"]
    colours = {"first": plotting.BLUE, "other": plotting.GREY, "second": plotting.ORANGE}
    assert plotting.colours_of_groups(names) == colours
    ax = plotting.plot_points(np.eye(4, 2), list("abcd"), names, labels=["a"])
    assert [to_hex(dots.get_facecolor()[0]).upper() for dots in ax.collections] == list(colours.values())
    assert [len(dots.get_offsets()) for dots in ax.collections] == [2, 1, 1]


BAD = {
    "two words": (ValueError, "at least 3 words, not 2", lambda: plot_map(VECTORS, VECTORS.words[:2])),
    "one pair": (ValueError, "at least 3 words", lambda: plotting.plot_pairs(VECTORS, [("word0", "word1")])),
    "method": (ValueError, "method must .* not 'umap'", lambda: project(VECTORS, ["word1"], method="umap")),
    "unknown": (KeyError, "'wrod3' is not in", lambda: plot_map(VECTORS, ["word1", "word2", "wrod3"])),
    "analogy": (KeyError, "'wrod' is not in", lambda: plotting.plot_analogy(VECTORS, *["word1"] * 2, "wrod")),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_drawn_is_refused(case):
    error, fact, draw = BAD[case]
    with pytest.raises(error, match=fact):
        draw()
    assert not plt.get_fignums()  # nothing half-drawn is left behind
