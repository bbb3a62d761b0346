"""Pictures of results: the mean and the range over seeds, and the votes of words."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

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
