"""Every figure returns its axes, says what it shows, draws what it was given, and draws without a warning."""

import inspect
import itertools

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from w2v_helpers.plotting import figures as plotting
from w2v_helpers.vectors import WordVectors

pytestmark = pytest.mark.filterwarnings("error")

COUNTS = np.arange(30, 0, -1) ** 2
VECTORS = WordVectors([f"word{i}" for i in range(30)], np.random.default_rng(0).normal(size=(30, 8)), COUNTS)
PAIRS = [("word0", "word1"), ("word2", "word3"), ("word4", "word5")]

# One call of every function.
FIGURES = {
    "plot_matrix": lambda ax=None: plotting.plot_matrix(np.eye(2, 3), "rs", "abc", title="T", ax=ax),
    "plot_windows": lambda ax=None: plotting.plot_windows("the wide road in the hot sun".split(), 2, ax=ax),
    "plot_skip_gram": lambda ax=None: plotting.plot_skip_gram("abcde", 1, 2, ax=ax),
    "plot_cbow": lambda ax=None: plotting.plot_cbow("abcde", 1, 2, ax=ax),
    "plot_zipf": lambda ax=None: plotting.plot_zipf(np.array([0, 0, 3, 9, 1, 1]), ax=ax),
    "plot_bars": lambda ax=None: plotting.plot_bars("ab", {"one": [1, 2]}, title="T", ax=ax),
    "plot_arrows": lambda ax=None: plotting.plot_arrows(np.eye(2), ["a", "b"], title="T", ax=ax),
    "plot_learning_curves": lambda ax=None: plotting.plot_learning_curves({"run": [2, 1]}, title="T", ax=ax),
    "plot_neighbours": lambda ax=None: plotting.plot_neighbours(VECTORS, "word3", ax=ax),
    "plot_map": lambda ax=None: plotting.plot_map(VECTORS, VECTORS.words, title="T", ax=ax),
    "plot_points": lambda ax=None: plotting.plot_points(
        np.eye(3, 2), list("abc"), list("xxy"), title="T", ax=ax
    ),
    "plot_similarities": lambda ax=None: plotting.plot_similarities(
        VECTORS, ["word1", "word2"], title="T", ax=ax
    ),
    "plot_norms": lambda ax=None: plotting.plot_norms(VECTORS, title="T", ax=ax),
    "plot_analogy": lambda ax=None: plotting.plot_analogy(VECTORS, "word1", "word2", "word3", ax=ax),
    "plot_pairs": lambda ax=None: plotting.plot_pairs(VECTORS, PAIRS, title="T", ax=ax),
}


@pytest.fixture(autouse=True)
def _tidy():
    """Close all figures."""
    yield
    plt.close("all")


def texts(ax) -> list[str]:
    """Return what is written inside the axes."""
    return [text.get_text() for text in ax.texts if text.get_text()]


def ticks(ax, axis: str) -> list[str]:
    return [label.get_text() for label in getattr(ax, f"get_{axis}ticklabels")()]


def test_no_window_opens():
    assert matplotlib.get_backend().lower() == "agg"


def test_every_function_is_tried_here():
    there = inspect.getmembers(plotting, inspect.isfunction)
    functions = {name for name, item in there if item.__module__ == plotting.__name__}
    assert {name for name in functions if name.startswith("plot_")} == set(FIGURES)
    assert {name for name in functions if not name.startswith(("plot_", "_"))} == {
        "alternative_text",
        "colours_of_groups",
    }


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_its_own(name):
    ax = FIGURES[name]()
    ax.figure.canvas.draw()
    assert ax.get_title() and len(ax.figure.axes) == 1
    assert plt.get_fignums() == [ax.figure.number]


@pytest.mark.parametrize("name", FIGURES)
def test_given_axes_are_used_and_returned(name):
    figure, (left, right) = plt.subplots(1, 2)
    assert FIGURES[name](ax=right) is right
    figure.canvas.draw()
    assert plt.get_fignums() == [figure.number]
    assert right.has_data() or right.texts
    assert not left.has_data() and not left.texts


@pytest.mark.parametrize(("draw", "below"), [(plotting.plot_skip_gram, "b"), (plotting.plot_cbow, "acd")])
def test_what_is_given_stands_below_what_is_guessed(draw, below):
    ax = draw("abcde", 1, 2)
    words = {text.get_text(): text.get_position() for text in ax.texts if len(text.get_text()) == 1}
    assert set(words) == set("abcd")  # at the edge the window is cut off
    assert [word for word, (_, up) in words.items() if up == 0] == list(below)
    assert [across for across, _ in words.values()] == [0, 1, 2, 3]


def test_a_figure_is_described_by_its_titles_and_axes():
    figure, (left, right) = plt.subplots(1, 2)
    figure.suptitle("Two sides")
    left.set(title="One\nline", xlabel="words")
    right.set(title="Other.", ylabel="share")
    wanted = "Plot: Two sides. One line. Across: words. Other. Up: share."
    assert plotting.alternative_text(figure) == wanted
    assert plotting.alternative_text(plt.figure()) == "Plot."


def test_a_small_matrix_has_its_numbers_written_in():
    matrix = np.array([[0.25, 1, 0], [2, 3.125, 0.5]])
    ax = plotting.plot_matrix(matrix, ["r", "s"], ["a", "b", "c"], decimals=2, title="counts")
    assert texts(ax) == ["0.25", "1.00", "0.00", "2.00", "3.12", "0.50"]
    assert [(t.get_position()) for t in ax.texts][:4] == [(0, 0), (1, 0), (2, 0), (0, 1)]
    assert (ticks(ax, "x"), ticks(ax, "y"), ax.get_title()) == (["a", "b", "c"], ["r", "s"], "counts")
    np.testing.assert_array_equal(ax.images[0].get_array(), matrix)
    assert ax.images[0].get_clim() == (0, 3.125)


def test_negative_numbers_are_shaded_around_zero():
    ax = plotting.plot_matrix([[-2, 1]], ["r"], ["a", "b"])
    assert ax.images[0].get_clim() == (-2, 2) and texts(ax) == ["-2", "1"]


def test_a_large_matrix_has_no_numbers():
    assert not texts(plotting.plot_matrix(np.ones((11, 11)), "abcdefghijk", "abcdefghijk"))


def test_a_matrix_of_zeros_can_be_drawn():
    plotting.plot_matrix(np.zeros((2, 2)), "ab", "cd").figure.canvas.draw()


@pytest.mark.parametrize("window_size", [1, 2])
def test_windows_are_coloured_around_each_target(window_size):
    tokens = "the wide road shimmered".split()
    ax = plotting.plot_windows(tokens, window_size)
    assert texts(ax) == tokens * 4
    for text in ax.texts:
        place, row = text.get_position()
        distance = abs(place - row)
        colour = to_hex(text.get_bbox_patch().get_facecolor(), keep_alpha=False).upper()
        within = plotting.SKY if distance <= window_size else "#EEEEEE"
        assert colour == (plotting.ORANGE if distance == 0 else within)
    assert f"window {window_size}" in ax.get_title()


def test_a_long_sentence_is_cut():
    assert len(texts(plotting.plot_windows(["word"] * 40, 2, most=5))) == 25


def test_zipf_counts_fall_with_the_rank():
    ax = plotting.plot_zipf(np.array([0, 0, 3, 9, 1, 4]), label="toy")
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), [[1, 9], [2, 4], [3, 3], [4, 1]])
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("rank of the word", "how often it occurs")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["toy"]


def test_bars_stand_side_by_side():
    ax = plotting.plot_bars(["a", "b", "c"], {"one": [1, 2, 3], "two": [4, 5, 6]}, title="T", ylabel="share")
    heights = [[bar.get_height() for bar in group] for group in ax.containers]
    assert heights == [[1, 2, 3], [4, 5, 6]]
    bars = [bar for pair in zip(*ax.containers, strict=True) for bar in pair]  # as they stand, from the left
    assert all(
        one.get_x() + one.get_width() <= other.get_x() + 1e-9 for one, other in itertools.pairwise(bars)
    )
    assert (ticks(ax, "x"), ax.get_ylabel(), ax.get_title()) == (["a", "b", "c"], "share", "T")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["one", "two"]


def test_one_group_of_bars_needs_no_legend():
    ax = plotting.plot_bars(["a"], {"one": [1]})
    assert ax.get_legend() is None
    assert ax.containers[0][0].get_x() + ax.containers[0][0].get_width() / 2 == pytest.approx(0)


def test_arrows_lead_from_the_origin_to_the_vectors():
    vectors = np.array([[1.0, 2.0], [-3.0, 0.5]])
    ax = plotting.plot_arrows(vectors, ["a", "b"], title="T")
    arrows = [note for note in ax.texts if note.arrow_patch]
    assert [tuple(note.xy) for note in arrows] == [(1, 2), (-3, 0.5)]
    assert all(tuple(note.get_position()) == (0, 0) for note in arrows)
    assert texts(ax) == ["a", "b"]
    assert ax.get_xlim() == ax.get_ylim() == (-3.75, 3.75)


def test_a_step_is_drawn_as_second_arrows():
    moved = np.array([[5.0, 5.0], [1.0, 1.0]])
    ax = plotting.plot_arrows(np.eye(2), ["a", "b"], moved_to=moved)
    ends = [tuple(note.xy) for note in ax.texts if note.arrow_patch]
    assert ends == [(1, 0), (5, 5), (0, 1), (1, 1)]
    assert [tuple(note.xy) for note in ax.texts if note.get_text()] == [(5, 5), (1, 1)]
    assert ax.get_xlim()[1] > 5


def test_learning_curves_begin_at_epoch_1():
    ax = plotting.plot_learning_curves({"one": [3, 2, 1], "two": [5, 4]}, title="loss")
    assert [line.get_xydata().tolist() for line in ax.lines] == [[[1, 3], [2, 2], [3, 1]], [[1, 5], [2, 4]]]
    assert (ax.get_xlabel(), ax.get_title()) == ("epoch", "loss")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["one", "two"]
    assert all(tick == int(tick) for tick in ax.get_xticks())


def test_neighbours_are_bars_with_the_nearest_on_top():
    ax = plotting.plot_neighbours(VECTORS, "word3", topn=7)
    words, cosines = zip(*VECTORS.most_similar("word3", topn=7), strict=True)
    assert ticks(ax, "y") == list(words)
    np.testing.assert_allclose([bar.get_width() for bar in ax.patches], cosines)
    assert ax.yaxis_inverted() and ax.get_xlabel() == "cosine" and "word3" in ax.get_title()


@pytest.mark.parametrize("method", ["pca", "tsne"])
def test_a_map_names_every_word_in_the_colour_of_its_group(method):
    groups = {"first": VECTORS.words[:4], "second": VECTORS.words[10:13]}
    ax = plotting.plot_map(VECTORS, groups, method=method, title="T")
    ax.figure.canvas.draw()
    assert texts(ax) == [*groups["first"], *groups["second"]]
    assert [len(points.get_offsets()) for points in ax.collections] == [4, 3]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["first", "second"]
    points = np.concatenate([points.get_offsets() for points in ax.collections])
    notes = [note for note in ax.texts if note.get_text()]
    np.testing.assert_allclose([note.xy for note in notes], points)
    colours = [to_hex(points.get_facecolor()[0]) for points in ax.collections]
    assert [to_hex(note.get_color()) for note in notes] == 4 * colours[:1] + 3 * colours[1:]
    bare = plotting.plot_map(VECTORS, groups, method=method, labels=False)
    assert not texts(bare) and bare.get_legend() is None
    np.testing.assert_allclose(bare.collections[0].get_offsets(), points[:4], atol=1e-4)  # the same seed


def test_only_chosen_words_are_written_on_a_map():
    ax = plotting.plot_map(VECTORS, VECTORS.words, labels=["word3", "word7", "unknown"])
    assert texts(ax) == ["word3", "word7"]
    points = np.asarray(ax.collections[0].get_offsets())
    notes = [note for note in ax.texts if note.get_text()]
    np.testing.assert_allclose([note.xy for note in notes], points[[3, 7]])


def test_a_map_can_be_coloured_by_frequency():
    ax = plotting.plot_map(VECTORS, VECTORS.words[:12], colour="frequency", title="T")
    ax.figure.canvas.draw()
    (dots,) = ax.collections
    np.testing.assert_array_equal(dots.get_array(), COUNTS[:12])
    assert (dots.norm.vmin, dots.norm.vmax) == (COUNTS[11], COUNTS[0])
    brightness = dots.to_rgba(dots.get_array())[:, :3].sum(axis=1)
    assert (np.diff(brightness) > 0).all()  # rarer words are lighter
    assert ax.figure.axes[1].get_ylabel() == "how often the word occurs"
    assert texts(ax) == VECTORS.words[:12]


def test_what_belongs_to_no_group_is_grey():
    names = ["first", "other", "second", "first"]
    assert plotting.colours_of_groups(names) == {
        "first": plotting.BLUE,
        "other": plotting.GREY,
        "second": plotting.ORANGE,
    }
    ax = plotting.plot_points(np.eye(4, 2), list("abcd"), names, labels=["a"])
    assert [to_hex(dots.get_facecolor()[0]).upper() for dots in ax.collections] == [
        plotting.BLUE,
        plotting.GREY,
        plotting.ORANGE,
    ]
    assert [len(dots.get_offsets()) for dots in ax.collections] == [2, 1, 1]


def test_similarities_are_the_cosines():
    words = ["word4", "word1", "word9"]
    ax = plotting.plot_similarities(VECTORS, words, title="T")
    cosines = [[VECTORS.similarity(one, other) for other in words] for one in words]
    np.testing.assert_allclose(ax.images[0].get_array(), cosines, atol=1e-5)
    assert ticks(ax, "x") == ticks(ax, "y") == words


def test_norms_stand_against_counts():
    ax = plotting.plot_norms(VECTORS, most=3, title="T")
    np.testing.assert_allclose(ax.lines[0].get_xydata(), np.column_stack([COUNTS, VECTORS.norms]))
    assert (ax.get_xscale(), ax.get_ylim()[0]) == ("log", 0)
    assert texts(ax) == VECTORS.words[:3]
    ax.figure.canvas.draw()
    for note, count, norm in zip(ax.texts, COUNTS, VECTORS.norms, strict=False):
        dot = ax.transData.transform((count, norm))
        assert not note.get_window_extent().contains(*dot)  # beside its dot, also on a logarithmic axis


def test_the_analogy_is_a_parallelogram_with_the_answer_near_its_corner():
    ax = plotting.plot_analogy(VECTORS, "word1", "word2", "word3")
    ((answer, _),) = VECTORS.analogy("word1", "word2", "word3")
    assert texts(ax) == ["word1", "word2", "word3", answer] and answer in ax.get_title()
    points = {text.get_text(): np.array(text.xy) for text in ax.texts if text.get_text()}
    ring = next(line for line in ax.lines if line.get_marker() == "o").get_xydata()[0]
    step = points["word2"] - points["word1"]
    np.testing.assert_allclose(points["word3"] + step, ring, atol=1e-5)
    arrows = [
        np.subtract(note.xy, note.xyann) for note in ax.texts if note.arrow_patch and note.anncoords == "data"
    ]
    np.testing.assert_allclose(arrows, [step, step], atol=1e-5)


def test_words_on_a_map_do_not_hide_each_other():
    ax = plotting.plot_map(VECTORS, VECTORS.words)
    ax.figure.canvas.draw()
    boxes = [note.get_window_extent() for note in ax.texts if note.get_text()]
    overlaps = sum(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    assert len(boxes) == 30 and overlaps <= 2


def test_pairs_are_joined_by_arrows():
    ax = plotting.plot_pairs(VECTORS, PAIRS, title="T")
    ax.figure.canvas.draw()
    assert texts(ax) == [word for pair in PAIRS for word in pair]
    points = np.asarray(ax.collections[0].get_offsets())
    arrows = [note for note in ax.texts if note.arrow_patch and note.anncoords == "data"]
    np.testing.assert_allclose([note.xyann for note in arrows], points[::2])
    np.testing.assert_allclose([note.xy for note in arrows], points[1::2])


def test_a_map_keeps_near_words_near():
    rng = np.random.default_rng(3)
    matrix = np.repeat(np.eye(2, 6), 5, axis=0) + rng.normal(0, 0.05, (10, 6))
    vectors = WordVectors(list("abcdefghij"), matrix)
    points = plotting.plot_map(vectors, vectors.words).collections[0].get_offsets().reshape(2, 5, 2)
    middles = points.mean(axis=1, keepdims=True)
    spread = np.linalg.norm(points - middles, axis=2).max()
    assert np.linalg.norm(middles[0] - middles[1]) > 4 * spread


def test_a_plain_list_of_words_has_no_legend():
    assert plotting.plot_map(VECTORS, VECTORS.words[:5]).get_legend() is None


def test_bad_maps_are_refused():
    with pytest.raises(ValueError, match="^A map needs at least 3 words, not 2.$"):
        plotting.plot_map(VECTORS, VECTORS.words[:2])
    with pytest.raises(ValueError, match="^method must be 'pca' or 'tsne', not 'umap'.$"):
        plotting.plot_map(VECTORS, VECTORS.words[:5], method="umap")
    with pytest.raises(ValueError, match="^A map needs at least 3 words, not 2.$"):
        plotting.plot_pairs(VECTORS, PAIRS[:1])
    with pytest.raises(KeyError, match="is not in the vocabulary"):
        plotting.plot_map(VECTORS, ["word1", "word2", "wrod3"])
    with pytest.raises(ValueError, match="^colour must be 'group' or 'frequency', not 'red'.$"):
        plotting.plot_map(VECTORS, VECTORS.words, colour="red")
    bare = WordVectors(VECTORS.words, VECTORS.matrix)
    for draw in (plotting.plot_norms, lambda v: plotting.plot_map(v, v.words, colour="frequency")):
        with pytest.raises(ValueError, match="^These vectors have no counts, so how often a word occurs"):
            draw(bare)
    for draw in (plotting.plot_similarities, lambda v, w: plotting.plot_analogy(v, *w)):
        with pytest.raises(KeyError, match="is not in the vocabulary"):
            draw(VECTORS, ["word1", "word2", "wrod3"])
    assert not plt.get_fignums()  # nothing half-drawn is left behind


@pytest.mark.parametrize(("method", "count"), [("pca", 3), ("pca", 30), ("tsne", 3), ("tsne", 4)])
def test_maps_of_any_size(method, count):
    plotting.plot_map(VECTORS, VECTORS.words[:count], method=method).figure.canvas.draw()


def test_letters_of_all_scripts_are_drawn_with_a_font_that_has_them():
    families = plotting._font_families(["Tahoma", "Papyrus", "SimHei", "Noto Sans CJK JP", "Malgun Gothic"])
    assert families == ["sans-serif", "Noto Sans CJK JP", "Malgun Gothic", "Tahoma"]
    assert plotting._font_families(["Papyrus"]) == ["sans-serif"]
    assert plt.rcParams["font.family"][0] == "sans-serif"
