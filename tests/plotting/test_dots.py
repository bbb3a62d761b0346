"""A dot per run, a row per name."""

import numpy as np
import pandas as pd
from matplotlib.colors import to_hex

import w2v_helpers as w2v
from w2v_helpers import plotting


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
    assert drawn == [[[0.2, 0], [0.6, 1]], [[0.8, 1]]]
    assert [text.get_text() for text in figure.axes[1].get_legend().get_texts()] == ["A", "B"]
