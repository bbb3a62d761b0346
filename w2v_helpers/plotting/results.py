"""Pictures of results: how much they vary from run to run, and which words a classifier goes by.

Reads tables of results, and numbers of words; draws them, and returns the axes. Used in lesson 12.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from w2v_helpers.plotting.figures import BLUE, ORANGE, axes
from w2v_helpers.plotting.labels import drawable, write_legend, write_title

if TYPE_CHECKING:
    from pandas import DataFrame  # slow to import


def plot_spread(
    table: "DataFrame", x: str, y: str, colours: Mapping[str, str], *, title: str = "", ax: Axes | None = None
) -> Axes:
    """Draw the mean over repeated runs as a line, in a band from the lowest to the highest of them.

    Args:
        table: one row per run, with a column `method`.
        x: the column of the numbers across, drawn on a logarithmic scale.
        y: the column of the results.
        colours: the methods to draw, each with its colour.
        title: what to see in it.
        ax: where to draw.
    """
    ax = axes(ax)
    for name, colour in colours.items():
        runs = table[table["method"] == name].groupby(x)[y].agg(["mean", "min", "max"])
        ax.plot(runs.index, runs["mean"], "o-", ms=4, color=colour, label=name)
        ax.fill_between(runs.index, runs["min"], runs["max"], color=colour, alpha=0.2, lw=0)
    ticks = sorted(set(table[x]))
    ax.set(xscale="log", xlabel=x, ylabel=y)
    ax.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    ax.minorticks_off()
    write_title(ax, title)
    write_legend(ax)
    return ax


def plot_votes(
    votes: Mapping[str, float], *, most: int = 10, title: str = "", ax: Axes | None = None
) -> Axes:
    """Draw the words with the lowest and the highest votes as bars, orange below zero and blue above.

    Args:
        votes: word → number.
        most: how many words of each kind.
        title: what to see in it.
        ax: where to draw.
    """
    ranked = sorted(votes, key=votes.get)
    shown = ranked if len(ranked) <= 2 * most else ranked[:most] + ranked[-most:]
    ax = axes(ax, (7, 0.2 * len(shown) + 1))
    values = [votes[word] for word in shown]
    ax.barh(range(len(shown)), values, color=[BLUE if value > 0 else ORANGE for value in values])
    words, properties = drawable(shown)
    ax.set_yticks(range(len(words)), words, **properties)
    ax.set_xlabel("vote of the word alone")
    write_title(ax, title)
    return ax
