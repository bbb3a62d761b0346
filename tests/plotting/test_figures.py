"""Pictures: each draws what it was given, where it was told to, in the course's colours."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from w2v_helpers import plotting
from w2v_helpers.vectors import WordVectors

pytestmark = pytest.mark.filterwarnings("error")

COUNTS = np.arange(30, 0, -1) ** 2
VECTORS = WordVectors([f"word{i}" for i in range(30)], np.random.default_rng(0).normal(size=(30, 8)), COUNTS)
PAIRS = [("word0", "word1"), ("word2", "word3"), ("word4", "word5")]

FIGURES = {
    "matrix": lambda ax: plotting.plot_matrix(np.eye(2, 3), "rs", "abc", title="T", ax=ax),
    "windows": lambda ax: plotting.plot_windows("the wide road in the hot sun".split(), 2, ax=ax),
    "zipf": lambda ax: plotting.plot_zipf(np.array([0, 0, 3, 9, 1, 1]), ax=ax),
    "bars": lambda ax: plotting.plot_bars("ab", {"one": [1, 2]}, title="T", ax=ax),
    "arrows": lambda ax: plotting.plot_arrows(np.eye(2), ["a", "b"], title="T", ax=ax),
    "learning_curves": lambda ax: plotting.plot_learning_curves({"run": [2, 1]}, title="T", ax=ax),
    "neighbours": lambda ax: plotting.plot_neighbours(VECTORS, "word3", ax=ax),
    "norms": lambda ax: plotting.plot_norms(VECTORS, title="T", ax=ax),
    "map": lambda ax: plotting.plot_map(VECTORS, VECTORS.words, title="T", ax=ax),
    "points": lambda ax: plotting.plot_points(np.eye(3, 2), list("abc"), list("xxy"), title="T", ax=ax),
    "analogy": lambda ax: plotting.plot_analogy(VECTORS, "word1", "word2", "word3", ax=ax),
    "pairs": lambda ax: plotting.plot_pairs(VECTORS, PAIRS, title="T", ax=ax),
}


def texts(ax) -> list[str]:
    """Return what is written inside the axes."""
    return [text.get_text() for text in ax.texts if text.get_text()]


def ticks(ax, axis: str) -> list[str]:
    return [label.get_text() for label in getattr(ax, f"get_{axis}ticklabels")()]


def legend(ax) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


@pytest.mark.parametrize("name", FIGURES)
def test_a_picture_has_a_figure_of_its_own_or_is_drawn_on_given_axes(name):
    ax = FIGURES[name](None)
    ax.figure.canvas.draw()
    assert ax.get_title() and ax.figure.axes == [ax]
    _, (left, right) = plt.subplots(1, 2)
    assert FIGURES[name](right) is right and len(plt.get_fignums()) == 2
    assert right.has_data() or right.texts
    assert not left.has_data() and not left.texts


def test_a_matrix_is_shaded_and_has_its_numbers_written_in_where_they_are_few():
    matrix = np.array([[0.25, 1, 0], [2, 3.125, 0.5]])
    ax = plotting.plot_matrix(matrix, ["r", "s"], ["a", "b", "c"], decimals=2, title="counts")
    assert texts(ax) == ["0.25", "1.00", "0.00", "2.00", "3.12", "0.50"]
    assert [text.get_position() for text in ax.texts][:4] == [(0, 0), (1, 0), (2, 0), (0, 1)]
    assert (ticks(ax, "x"), ticks(ax, "y"), ax.get_title()) == (["a", "b", "c"], ["r", "s"], "counts")
    np.testing.assert_array_equal(ax.images[0].get_array(), matrix)
    assert ax.images[0].get_clim() == (0, 3.125)
    assert plotting.plot_matrix([[-2, 1]], ["r"], ["a", "b"]).images[0].get_clim() == (-2, 2)  # around zero
    assert not texts(plotting.plot_matrix(np.ones((11, 11)), "abcdefghijk", "abcdefghijk"))
    plotting.plot_matrix(np.zeros((2, 2)), "ab", "cd").figure.canvas.draw()


@pytest.mark.parametrize("window_size", [1, 2])
def test_windows_are_coloured_around_each_target(window_size):
    tokens = "the wide road shimmered".split()
    ax = plotting.plot_windows(tokens, window_size)
    assert texts(ax) == tokens * 4 and f"window {window_size}" in ax.get_title()
    for text in ax.texts:
        place, row = text.get_position()
        colour = to_hex(text.get_bbox_patch().get_facecolor()).upper()
        assert (colour == plotting.ORANGE) == (place == row)
        assert (colour == plotting.SKY) == (0 < abs(place - row) <= window_size)
    assert len(texts(plotting.plot_windows(["word"] * 40, 2, most=5))) == 25


def test_zipf_counts_fall_with_the_rank():
    ax = plotting.plot_zipf(np.array([0, 0, 3, 9, 1, 4]), label="toy")
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), [[1, 9], [2, 4], [3, 3], [4, 1]])
    assert (ax.get_xscale(), ax.get_yscale(), legend(ax)) == ("log", "log", ["toy"])


def test_bars_stand_side_by_side():
    ax = plotting.plot_bars(["a", "b", "c"], {"one": [1, 2, 3], "two": [4, 5, 6]}, title="T", ylabel="share")
    assert [[bar.get_height() for bar in group] for group in ax.containers] == [[1, 2, 3], [4, 5, 6]]
    bars = [bar for pair in zip(*ax.containers, strict=True) for bar in pair]  # from left to right
    for one, other in itertools.pairwise(bars):
        assert one.get_x() + one.get_width() <= other.get_x() + 1e-9
    assert (ticks(ax, "x"), ax.get_ylabel(), ax.get_title()) == (["a", "b", "c"], "share", "T")
    assert legend(ax) == ["one", "two"]
    assert plotting.plot_bars(["a"], {"one": [1]}).get_legend() is None


def test_arrows_lead_to_the_vectors_and_to_where_a_step_moved_them():
    ax = plotting.plot_arrows(np.array([[1.0, 2.0], [-3.0, 0.5]]), ["a", "b"])
    assert [tuple(note.xy) for note in ax.texts if note.arrow_patch] == [(1, 2), (-3, 0.5)]
    assert texts(ax) == ["a", "b"] and ax.get_xlim() == ax.get_ylim() == (-3.75, 3.75)
    ax = plotting.plot_arrows(np.eye(2), ["a", "b"], moved_to=np.array([[5.0, 5.0], [1.0, 1.0]]))
    assert [tuple(note.xy) for note in ax.texts if note.arrow_patch] == [(1, 0), (5, 5), (0, 1), (1, 1)]
    assert [tuple(note.xy) for note in ax.texts if note.get_text()] == [(5, 5), (1, 1)]


def test_learning_curves_begin_at_epoch_1():
    ax = plotting.plot_learning_curves({"one": [3, 2, 1], "two": [5, 4]}, title="loss")
    assert [line.get_xydata().tolist() for line in ax.lines] == [[[1, 3], [2, 2], [3, 1]], [[1, 5], [2, 4]]]
    assert (ax.get_xlabel(), ax.get_title(), legend(ax)) == ("epoch", "loss", ["one", "two"])
    assert all(tick == int(tick) for tick in ax.get_xticks())


def test_neighbours_are_bars_with_the_nearest_on_top():
    ax = plotting.plot_neighbours(VECTORS, "word3", topn=7)
    words, cosines = zip(*VECTORS.most_similar("word3", topn=7), strict=True)
    assert ticks(ax, "y") == list(words)
    np.testing.assert_allclose([bar.get_width() for bar in ax.patches], cosines)
    assert ax.yaxis_inverted() and ax.get_xlabel() == "cosine" and "word3" in ax.get_title()
    ax = plotting.plot_neighbours(VECTORS, "word3", topn=2, colours={words[0]: plotting.ORANGE})
    colours = [to_hex(bar.get_facecolor()).upper() for bar in ax.patches]
    assert colours == [plotting.ORANGE, plotting.BLUE]


def test_norms_stand_against_counts():
    ax = plotting.plot_norms(VECTORS, most=3)
    np.testing.assert_allclose(ax.lines[0].get_xydata(), np.column_stack([COUNTS, VECTORS.norms]))
    assert (ax.get_xscale(), ax.get_ylim()[0], texts(ax)) == ("log", 0, VECTORS.words[:3])
    for note, count, norm in zip(ax.texts, COUNTS, VECTORS.norms, strict=False):
        dot = ax.transData.transform((count, norm))
        assert not note.get_window_extent().contains(*dot)  # next to its dot, also on a logarithmic axis
    with pytest.raises(ValueError, match="These vectors have no counts"):
        plotting.plot_norms(WordVectors(VECTORS.words, VECTORS.matrix))


def test_the_analogy_is_a_parallelogram_with_the_answer_near_its_corner():
    ax = plotting.plot_analogy(VECTORS, "word1", "word2", "word3")
    ((answer, _),) = VECTORS.analogy("word1", "word2", "word3")
    assert texts(ax) == ["word1", "word2", "word3", answer] and answer in ax.get_title()
    points = {text.get_text(): np.array(text.xy) for text in ax.texts if text.get_text()}
    ring = next(line for line in ax.lines if line.get_marker() == "o").get_xydata()[0]
    step = points["word2"] - points["word1"]
    np.testing.assert_allclose(points["word3"] + step, ring, atol=1e-5)
    arrows = [note for note in ax.texts if note.arrow_patch and note.anncoords == "data"]
    np.testing.assert_allclose([np.subtract(note.xy, note.xyann) for note in arrows], [step, step], atol=1e-5)


def test_pairs_are_joined_by_arrows():
    ax = plotting.plot_pairs(VECTORS, PAIRS, title="T")
    assert texts(ax) == [word for pair in PAIRS for word in pair]
    points = np.asarray(ax.collections[0].get_offsets())
    arrows = [note for note in ax.texts if note.arrow_patch and note.anncoords == "data"]
    np.testing.assert_allclose([note.xyann for note in arrows], points[::2])
    np.testing.assert_allclose([note.xy for note in arrows], points[1::2])
