"""Pictures of results: repeated runs with their spread, and which words a classifier goes by.

Reads results by name, or tables of them; draws them, and returns the axes. Used in lessons 12 and 13.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from w2v_helpers.plotting.figures import BLUE, COLOURS, ORANGE, PALE, axes, plot_neighbours
from w2v_helpers.plotting.labels import drawable, write_legend, write_title
from w2v_helpers.vectors import WordVectors

if TYPE_CHECKING:
    from pandas import DataFrame  # slow to import


def plot_dots(
    runs: Mapping[str, Sequence[float]],
    *,
    colour: str = BLUE,
    label: str | None = None,
    shift: float = 0,
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw one row of dots per name, the first name on top.

    Call it again with the same axes, the same names in the same order and another colour to compare groups.

    Args:
        runs: name → one number for each run; none leaves the row empty.
        colour: of the dots.
        label: what to call them in a legend.
        shift: how far down to move the dots, in rows, so that groups do not hide each other.
        title: what to see in it.
        ax: where to draw.
    """
    ax = axes(ax, (7, 0.4 * len(runs) + 0.8))
    points = [(value, row + shift) for row, values in enumerate(runs.values()) for value in values]
    ax.plot(*zip(*points, strict=True), "o", ms=8, mec="white", mew=0.7, color=colour, label=label)
    names, properties = drawable(runs)
    ax.set_yticks(range(len(names)), names, **properties)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.grid(axis="y", color=PALE, zorder=0)
    write_title(ax, title)
    return ax


def plot_curves(
    runs: Mapping[str, Sequence[Sequence[float]]], *, title: str = "", ax: Axes | None = None
) -> Axes:
    """Draw a number that was kept after each pass, one line per run, in one colour for all runs of a name.

    Args:
        runs: name → for each of its runs, one number per pass.
        title: what to see in it.
        ax: where to draw.
    """
    ax = axes(ax, (5, 3))
    for (name, curves), colour in zip(runs.items(), (ORANGE, BLUE, *COLOURS[2:]), strict=False):
        for number, values in enumerate(curves):
            label = None if number else name  # once in the legend
            ax.plot(range(1, len(values) + 1), values, "o-", ms=3, color=colour, label=label)
    ax.set_xlabel("pass")
    ax.xaxis.get_major_locator().set_params(integer=True)
    write_title(ax, title)
    write_legend(ax)
    return ax


def plot_spread(
    table: "DataFrame", x: str, y: str, colours: Mapping[str, str], *, title: str = "", ax: Axes | None = None
) -> Axes:
    """Draw the mean over repeated runs as a line, in a band from the lowest to the highest of them.

    A method that was measured at some sizes only has a dotted line, and its ranges as bars.

    Args:
        table: one row per run, with a column `method`.
        x: the column of the numbers across, drawn on a logarithmic scale.
        y: the column of the results.
        colours: the methods to draw, each with its colour.
        title: what to see in it.
        ax: where to draw.
    """
    ax, ticks = axes(ax), sorted(set(table[x]))
    for name, colour in colours.items():
        runs = table[table["method"] == name].groupby(x)[y].agg(["mean", "min", "max"])
        everywhere = len(runs) == len(ticks)
        ax.plot(runs.index, runs["mean"], "o-" if everywhere else "o:", ms=4, color=colour, label=name)
        if everywhere:
            ax.fill_between(runs.index, runs["min"], runs["max"], color=colour, alpha=0.2, lw=0)
        else:
            ax.vlines(runs.index, runs["min"], runs["max"], color=colour)
    ax.set(xscale="log", xlabel=x, ylabel=y)
    ax.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    ax.minorticks_off()
    write_title(ax, title)
    write_legend(ax)
    return ax


def plot_recurring(
    trainings: Mapping[str, Sequence[WordVectors]], words: Sequence[str], *, topn: int = 7
) -> Figure:
    """Draw the neighbours of words by two trainings of each recipe; those that both name are orange.

    Args:
        trainings: name of the recipe → its vectors with one seed, and with another.
        words: whose neighbours to draw, one row of pictures each.
        topn: how many neighbours.
    """
    size = (2.75 * 2 * len(trainings), (0.24 * topn + 0.5) * len(words))
    figure = plt.figure(figsize=size, layout="constrained")
    grid = figure.subplots(len(words), 2 * len(trainings), squeeze=False)
    for word, row in zip(words, grid, strict=True):
        runs = [
            (name, seed, pair[seed], pair[1 - seed]) for name, pair in trainings.items() for seed in (0, 1)
        ]
        for ax, (name, seed, vectors, other) in zip(row, runs, strict=True):
            both = {found: ORANGE for found, _ in other.most_similar(word, topn=topn)}
            plot_neighbours(vectors, word, topn=topn, colours=both, ax=ax)
            ax.set(xlabel="", xlim=(0, 1))
            write_title(ax, f"“{word}”: {name}, seed {seed + 1}")
    return figure


def plot_results(
    table: "DataFrame",
    columns: Mapping[str, str],
    recipes: Sequence[str],
    *,
    xlabel: str = "",
    title: str = "",
) -> Figure:
    """Draw shares of repeated runs, one picture per column, one colour per text.

    Args:
        table: one row per run, with the columns `text` and `recipe`.
        columns: the columns to draw, each with its title.
        recipes: in this order, from top to bottom.
        xlabel: what the shares are.
        title: what to see in it.
    """
    size = (3.3 * len(columns), 0.4 * len(recipes) + 1.3)
    figure, row = plt.subplots(1, len(columns), figsize=size, sharey=True, layout="constrained")
    for ax, (column, heading) in zip(np.atleast_1d(row), columns.items(), strict=True):
        texts = list(dict.fromkeys(table["text"]))
        for place, (text, colour) in enumerate(zip(texts, COLOURS, strict=False)):
            of_text = table[table["text"] == text]
            runs = {recipe: of_text[column][of_text["recipe"] == recipe] for recipe in recipes}
            shift = 0.2 * (place - (len(texts) - 1) / 2)
            plot_dots(runs, colour=colour, label=text, shift=shift, title=heading, ax=ax)
        ax.set(xlim=(0, 1), xlabel=xlabel)
    write_legend(ax)
    figure.suptitle(title)
    return figure


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
