"""Pictures of tokens, tables and numbers: one function per picture.

Reads what the stages make; draws it, and returns the axes. Used in all lessons.
"""

import io
import re
from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from w2v_helpers.plotting.labels import drawable, write_legend, write_title, write_words
from w2v_helpers.vectors import WordVectors

# Okabe and Ito's palette, which colour-blind readers can tell apart.
BLUE, ORANGE, GREEN, RED, PURPLE = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7"
SKY, BLACK, GREY, PALE = "#56B4E9", "#222222", "#BBBBBB", "#EEEEEE"
COLOURS = (BLUE, ORANGE, GREEN, RED, PURPLE, SKY, BLACK)
_SLANTED = {"rotation": 40, "ha": "right", "rotation_mode": "anchor"}
_MOST_NUMBERS = 120  # write numbers into a matrix of at most this many cells


def axes(ax: Axes | None, size: tuple[float, float] = (7, 4)) -> Axes:
    """Return the given axes, or new ones of a size in inches, without a frame above and to the right."""
    if ax is None:
        _, ax = plt.subplots(figsize=size, layout="constrained")
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def arrow(ax: Axes, start: Sequence[float], end: Sequence[float], colour: str, **style: object) -> None:
    """Draw an arrow between two points."""
    properties = {"arrowstyle": "-|>", "color": colour, "lw": 1.8, "shrinkA": 0, "shrinkB": 0, **style}
    ax.annotate("", end, start, arrowprops=properties)


def png(ax: Axes) -> bytes:
    """Return the figure of some axes as a PNG file, and close it."""
    file = io.BytesIO()
    ax.figure.savefig(file, format="png", dpi=80)
    plt.close(ax.figure)
    return file.getvalue()


def alternative_text(figure: Figure) -> str:
    """Describe a figure by its titles and by what its axes mean."""
    parts = [("", figure.get_suptitle())]
    for ax in figure.axes:
        parts.append(("", ax.get_title() or ax.get_title("left")))
        parts += [("Across: ", ax.get_xlabel()), ("Up: ", ax.get_ylabel())]
    said = " ".join(f"{before}{text}." for before, text in parts if text)
    return re.sub(r"\s+", " ", f"Plot: {said}" if said else "Plot.").replace("..", ".")


def plot_matrix(
    matrix: np.ndarray,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    title: str = "",
    decimals: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw a table of numbers as shaded squares, with the numbers written in where there are few.

    Args:
        matrix: float (R, C).
        rows: R labels.
        columns: C labels.
        decimals: of the written numbers.
        title: what to see in it.
        ax: where to draw.
    """
    matrix = np.asarray(matrix, dtype=float)
    ax = axes(ax, (1.6 + 0.55 * len(columns), 1.1 + 0.36 * len(rows)))
    (title, *labels), properties = drawable([title, *rows, *columns])
    limit = max(np.abs(matrix).max(), 1e-9)
    colours = "Blues" if matrix.min() >= 0 else "PuOr"
    ax.imshow(matrix, cmap=colours, vmin=0 if colours == "Blues" else -limit, vmax=limit, aspect="auto")
    ax.set_xticks(range(len(columns)), labels[len(rows) :], **_SLANTED, **properties)
    ax.set_yticks(range(len(rows)), labels[: len(rows)], **properties)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    if matrix.size <= _MOST_NUMBERS:
        for (row, column), value in np.ndenumerate(matrix):
            ink = "white" if abs(value) > 0.6 * limit else BLACK
            ax.text(column, row, f"{value:.{decimals}f}", ha="center", va="center", color=ink, fontsize=9)
    ax.set_title(title, **properties)
    return ax


def plot_windows(tokens: Sequence[str], window_size: int, *, most: int = 12, ax: Axes | None = None) -> Axes:
    """Draw a sentence once for each target, with the target and its window coloured.

    Args:
        tokens: the sentence.
        window_size: how many tokens the window reaches to each side.
        most: draw at most this many tokens.
        ax: where to draw.
    """
    tokens, properties = drawable(tokens[:most])
    ax = axes(ax, (1.0 * len(tokens) + 1, 0.42 * len(tokens) + 0.8))
    for row in range(len(tokens)):
        for place, token in enumerate(tokens):
            distance = abs(place - row)
            fill = ORANGE if distance == 0 else SKY if distance <= window_size else PALE
            box = {"facecolor": fill, "edgecolor": "none", "pad": 4}
            ax.text(place, row, token, ha="center", va="center", bbox=box, **properties)
    ax.set(xlim=(-0.6, len(tokens) - 0.4), ylim=(len(tokens) - 0.4, -0.6))
    ax.set_axis_off()
    ax.set_title(f"The window slides: target in orange, its contexts (window {window_size}) in blue")
    return ax


def plot_zipf(counts: np.ndarray, *, label: str = "words", ax: Axes | None = None) -> Axes:
    """Draw how often words occur against their rank, both on a logarithmic scale.

    Args:
        counts: int (V,), in any order; zeros are left out.
        label: for the legend.
        ax: where to draw.
    """
    ax = axes(ax)
    ordered = np.sort(np.asarray(counts)[np.asarray(counts) > 0])[::-1]
    ax.loglog(np.arange(1, len(ordered) + 1), ordered, ".", markersize=3, label=label)
    ax.set(xlabel="rank of the word", ylabel="how often it occurs")
    ax.set_title("The count falls steadily with the rank")
    write_legend(ax)
    return ax


def plot_bars(
    labels: Sequence[str],
    groups: Mapping[str, Sequence[float]],
    *,
    title: str = "",
    ylabel: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw one or more groups of bars side by side.

    Args:
        labels: one for each place on the x axis.
        groups: name of the group → one number per label.
        ylabel: what the numbers are.
        title: what to see in it.
        ax: where to draw.
    """
    ax = axes(ax, (max(6, 0.55 * len(labels)), 3.6))
    width = 0.8 / len(groups)
    for number, (name, values) in enumerate(groups.items()):
        places = np.arange(len(labels)) + (number - (len(groups) - 1) / 2) * width
        ax.bar(places, values, width, label=name, color=COLOURS[number % len(COLOURS)])
    (title, *labels), properties = drawable([title, *labels])
    ax.set_xticks(range(len(labels)), labels, **_SLANTED, **properties)
    ax.set_ylabel(ylabel)
    ax.set_title(title, pad=28 if len(groups) > 1 else None, **properties)
    if len(groups) > 1:  # above the bars, where it hides none
        write_legend(ax, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=min(3, len(groups)))
    return ax


def plot_arrows(
    vectors: np.ndarray,
    labels: Sequence[str],
    *,
    moved_to: np.ndarray | None = None,
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw vectors of two numbers as arrows from the origin, and where a step has moved them.

    Args:
        vectors: float (N, 2).
        labels: N names.
        moved_to: float (N, 2), the vectors after the step; drawn as dashed arrows.
        title: what to see in it.
        ax: where to draw.
    """
    ax = axes(ax, (5, 5))
    (title, *labels), properties = drawable([title, *labels])
    ends = vectors if moved_to is None else moved_to
    for number, (start, end, label) in enumerate(zip(vectors, ends, labels, strict=True)):
        colour = COLOURS[number % len(COLOURS)]
        arrow(ax, (0, 0), start, colour, alpha=1 if moved_to is None else 0.45)
        if moved_to is not None:
            arrow(ax, (0, 0), end, colour, linestyle="--")
        side = {"ha": "left" if end[0] >= 0 else "right", "textcoords": "offset points"}
        ax.annotate(label, end, (0, 5), color=colour, **side, **properties)
    reach = 1.25 * max(np.abs([*vectors, *ends]).max(), 1e-9)
    ax.axhline(0, color="#CCCCCC", lw=0.8, zorder=0)
    ax.axvline(0, color="#CCCCCC", lw=0.8, zorder=0)
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
    ax.set_title(title, **properties)
    return ax


def plot_learning_curves(
    histories: Mapping[str, Sequence[float]], *, title: str = "", ax: Axes | None = None
) -> Axes:
    """Draw a number that was kept after each epoch, one line per run.

    Args:
        histories: name of the run → one number per epoch.
        title: what to see in it.
        ax: where to draw.
    """
    ax = axes(ax)
    for number, (name, values) in enumerate(histories.items()):
        colour = COLOURS[number % len(COLOURS)]
        ax.plot(range(1, len(values) + 1), values, "o-", ms=3, label=name, color=colour)
    ax.set_xlabel("epoch")
    write_title(ax, title)
    ax.xaxis.get_major_locator().set_params(integer=True)
    write_legend(ax)
    return ax


def plot_neighbours(
    vectors: WordVectors,
    word: str,
    *,
    topn: int = 10,
    colours: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the cosines of a word with its nearest words as bars.

    Args:
        vectors: where to look.
        word: whose neighbours to draw.
        topn: how many.
        colours: of some words; all others are blue.
        ax: where to draw.

    Raises:
        KeyError: the word is unknown.
    """
    words, cosines = zip(*vectors.most_similar(word, topn=topn), strict=True)
    ax = axes(ax, (5, 0.3 * topn + 1))
    ax.barh(range(len(words)), cosines, color=[(colours or {}).get(each, BLUE) for each in words])
    (title, *words), properties = drawable([f"Nearest to “{word}”", *words])
    ax.set_yticks(range(len(words)), words, **properties)
    ax.invert_yaxis()
    ax.set_xlabel("cosine")
    ax.set_title(title, **properties)
    return ax


def plot_norms(vectors: WordVectors, *, most: int = 8, title: str = "", ax: Axes | None = None) -> Axes:
    """Draw the length of each word's vector against how often the word occurs.

    Args:
        vectors: with counts.
        most: name this many words, the most frequent ones.
        title: what to see in it.
        ax: where to draw.

    Raises:
        ValueError: the vectors have no counts.
    """
    if vectors.counts is None:
        raise ValueError("These vectors have no counts, so how often a word occurs cannot be drawn.")
    ax = axes(ax, (7, 3.2))
    ax.semilogx(vectors.counts, vectors.norms, ".", markersize=3, color=BLUE)
    ax.set(xlabel="how often the word occurs", ylabel="length of its vector", ylim=(0, None))
    write_title(ax, title)
    places = np.column_stack([vectors.counts, vectors.norms])[:most]
    write_words(ax, places, vectors.words[:most], [BLACK] * most)
    return ax
