"""Pictures of results: dots, lines and ranges of repeated runs, and the votes of words."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

import w2v_helpers as w2v
from w2v_helpers import plotting

pytestmark = pytest.mark.filterwarnings("error")

RUNS = [("a", 10, 1, 0.5), ("a", 10, 2, 0.8), ("a", 1_000, 1, 0.9), ("a", 1_000, 2, 0.9), ("b", 10, 1, 0.2)]
TABLE = pd.DataFrame(RUNS, columns=["method", "labels", "seed", "right"])


def test_a_line_is_the_mean_and_its_band_the_range():
    ax = plotting.plot_spread(TABLE, "labels", "right", {"a": plotting.GREEN, "b": plotting.RED}, title="T")
    lines = [line.get_xydata().tolist() for line in ax.lines]
    assert lines == [[[10, 0.65], [1000, 0.9]], [[10, 0.2]]]
    assert [to_hex(line.get_color()).upper() for line in ax.lines] == [plotting.GREEN, plotting.RED]
    corners = ax.collections[0].get_paths()[0].get_extents()
    np.testing.assert_allclose([corners.y0, corners.y1], [0.5, 0.9])
    assert [line.get_linestyle() for line in ax.lines] == ["-", ":"]  # b was not measured everywhere
    assert ax.collections[1].get_segments()[0].tolist() == [[10, 0.2], [10, 0.2]]
    assert (ax.get_xscale(), ax.get_xlabel(), ax.get_ylabel(), ax.get_title()) == (
        "log",
        "labels",
        "right",
        "T",
    )
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["10", "1,000"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a", "b"]


def test_votes_are_those_of_the_most_extreme_words():
    votes = {"dull": -3.0, "the": 0.1, "fine": 2.0, "of": -0.2, "us$": 1.0}
    _, (left, right) = plt.subplots(1, 2)
    ax = plotting.plot_votes(votes, most=1, title="T", ax=right)
    assert ax is right and not left.patches and ax.get_title() == "T"
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["dull", "fine"]
    assert [bar.get_width() for bar in ax.patches] == [-3, 2]
    assert [to_hex(bar.get_facecolor()).upper() for bar in ax.patches] == [plotting.ORANGE, plotting.BLUE]
    assert len(plotting.plot_votes(votes).patches) == 5
    plt.gcf().canvas.draw()


def test_each_run_is_a_dot_in_the_row_of_its_name():
    ax = plotting.plot_dots({"us$": [0.1, 0.2], "none": [], "b": [0.5]}, title="T", label="one")
    plotting.plot_dots({"us$": [0.3], "none": [0.4], "b": []}, colour=plotting.ORANGE, ax=ax)
    assert [line.get_xydata().tolist() for line in ax.lines] == [
        [[0.1, 0], [0.2, 0], [0.5, 2]],
        [[0.3, 0], [0.4, 1]],
    ]
    assert [to_hex(line.get_color()).upper() for line in ax.lines] == [plotting.BLUE, plotting.ORANGE]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["us$", "none", "b"]
    assert ax.get_ylim() == (2.5, -0.5) and ax.lines[0].get_label() == "one"
    ax.figure.canvas.draw()


def test_runs_of_a_name_share_a_colour():
    ax = plotting.plot_curves({"one": [[1, 2], [2, 3]], "two": [[0, 1]]}, title="T")
    assert [line.get_xydata().tolist() for line in ax.lines] == [
        [[1, 1], [2, 2]],
        [[1, 2], [2, 3]],
        [[1, 0], [2, 1]],
    ]
    colours = [to_hex(line.get_color()).upper() for line in ax.lines]
    assert colours == [plotting.ORANGE, plotting.ORANGE, plotting.BLUE]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["one", "two"]


def test_neighbours_that_both_trainings_name_are_orange():
    words = [f"word{number}" for number in range(6)]
    rng = np.random.default_rng(0)
    pair = [w2v.WordVectors(words, rng.normal(size=(6, 3))) for _ in range(2)]
    figure = plotting.plot_recurring({"train": pair}, words[:2], topn=3)
    assert len(figure.axes) == 4
    both = [{other for other, _ in vectors.most_similar("word0", topn=3)} for vectors in pair]
    for ax, mine in zip(figure.axes[:2], pair, strict=True):
        near = [other for other, _ in mine.most_similar("word0", topn=3)]
        orange = [to_hex(bar.get_facecolor()).upper() == plotting.ORANGE for bar in ax.patches]
        assert orange == [word in both[0] & both[1] for word in near]


def test_results_have_a_picture_per_column_and_a_colour_per_text():
    rows = [("A", "old", 0.1, 0.2), ("A", "new", 0.5, 0.6), ("B", "new", 0.7, 0.8)]
    table = pd.DataFrame(rows, columns=["text", "recipe", "back", "counted"])
    figure = plotting.plot_results(table, {"back": "T", "counted": "U"}, ["old", "new"])
    assert [ax.get_title() for ax in figure.axes] == ["T", "U"]
    drawn = [line.get_xydata().tolist() for line in figure.axes[1].lines]
    np.testing.assert_allclose(drawn[0], [[0.2, -0.1], [0.6, 0.9]])
    np.testing.assert_allclose(drawn[1], [[0.8, 1.1]])
    assert [text.get_text() for text in figure.axes[1].get_legend().get_texts()] == ["A", "B"]
