"""Pictures.

Reads what the stages make; draws it. Every function takes an optional `ax` and returns it. No stage needs this module;
every lesson does.
"""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

from w2v_helpers.embeddings import WordVectors

# Okabe and Ito's palette, which colour-blind readers can tell apart.
BLUE, ORANGE, GREEN, RED, PURPLE, SKY, BLACK = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#CC79A7",
    "#56B4E9",
    "#222222",
)
COLOURS = (BLUE, ORANGE, GREEN, RED, PURPLE, SKY, BLACK)
_MOST_NUMBERS = 120  # write numbers into a matrix of at most this many cells


def _axes(ax: Axes | None, size: tuple[float, float] = (7, 4)) -> Axes:
    """Return the given axes, or new ones without a frame above and to the right."""
    if ax is None:
        _, ax = plt.subplots(figsize=size, layout="constrained")
    ax.spines[["top", "right"]].set_visible(False)
    return ax


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
        rows: a label for each row.
        columns: a label for each column.
        title: what to see in it.
        decimals: of the written numbers.
        ax: where to draw.
    """
    matrix = np.asarray(matrix, dtype=float)
    ax = _axes(ax, (1.6 + 0.55 * len(columns), 1.1 + 0.36 * len(rows)))
    limit = max(np.abs(matrix).max(), 1e-9)
    colours = "Blues" if matrix.min() >= 0 else "PuOr"
    ax.imshow(matrix, cmap=colours, vmin=0 if colours == "Blues" else -limit, vmax=limit, aspect="auto")
    ax.set_xticks(range(len(columns)), columns, rotation=40, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(rows)), rows)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    if matrix.size <= _MOST_NUMBERS:
        for (row, column), value in np.ndenumerate(matrix):
            ink = "white" if abs(value) > 0.6 * limit else BLACK
            ax.text(column, row, f"{value:.{decimals}f}", ha="center", va="center", color=ink, fontsize=9)
    ax.set_title(title)
    return ax


def plot_windows(tokens: Sequence[str], window_size: int, *, most: int = 12, ax: Axes | None = None) -> Axes:
    """Draw a sentence once a target, with the target and its window coloured.

    Args:
        tokens: the sentence.
        window_size: how far the window reaches to each side.
        most: draw at most this many tokens.
        ax: where to draw.
    """
    tokens = list(tokens[:most])
    ax = _axes(ax, (1.0 * len(tokens) + 1, 0.42 * len(tokens) + 0.8))
    for row in range(len(tokens)):
        for place, token in enumerate(tokens):
            distance = abs(place - row)
            fill = ORANGE if distance == 0 else SKY if distance <= window_size else "#EEEEEE"
            ax.text(
                place, row, token, ha="center", va="center", bbox={"facecolor": fill, "edgecolor": "none", "pad": 4}
            )
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
    ax = _axes(ax)
    ordered = np.sort(np.asarray(counts)[np.asarray(counts) > 0])[::-1]
    ax.loglog(np.arange(1, len(ordered) + 1), ordered, ".", markersize=3, label=label)
    ax.set(xlabel="rank of the word", ylabel="how often it occurs", title="A few words make up most of a text")
    ax.legend(frameon=False)
    return ax


def plot_bars(
    labels: Sequence[str], groups: Mapping[str, Sequence[float]], *, title: str = "", ylabel: str = "", ax: Axes | None = None
) -> Axes:
    """Draw one or more groups of bars side by side.

    Args:
        labels: one for each place on the x axis.
        groups: name of the group → one number a label.
        title: what to see in it.
        ylabel: what the numbers are.
        ax: where to draw.
    """
    ax = _axes(ax, (max(6, 0.55 * len(labels)), 3.6))
    width = 0.8 / len(groups)
    for number, (name, values) in enumerate(groups.items()):
        places = np.arange(len(labels)) + (number - (len(groups) - 1) / 2) * width
        ax.bar(places, values, width, label=name, color=COLOURS[number % len(COLOURS)])
    ax.set_xticks(range(len(labels)), labels, rotation=40, ha="right", rotation_mode="anchor")
    ax.set(title=title, ylabel=ylabel)
    if len(groups) > 1:
        ax.legend(frameon=False)
    return ax


def plot_arrows(
    vectors: np.ndarray, labels: Sequence[str], *, moved_to: np.ndarray | None = None, title: str = "", ax: Axes | None = None
) -> Axes:
    """Draw vectors of two numbers as arrows from the origin, and where a step has moved them.

    Args:
        vectors: float (N, 2).
        labels: a name for each.
        moved_to: float (N, 2), the vectors after the step; drawn as dashed arrows.
        title: what to see in it.
        ax: where to draw.
    """
    ax = _axes(ax, (5, 5))
    for number, ((x, y), label) in enumerate(zip(vectors, labels, strict=True)):
        colour = COLOURS[number % len(COLOURS)]
        _arrow(ax, (0, 0), (x, y), colour, alpha=1 if moved_to is None else 0.45)
        end = (x, y) if moved_to is None else moved_to[number]
        if moved_to is not None:
            _arrow(ax, (0, 0), end, colour, linestyle="--")
        ax.annotate(label, end, xytext=(4, 4), textcoords="offset points", color=colour)
    everything = np.abs(vectors if moved_to is None else np.concatenate([vectors, moved_to])).max()
    reach = 1.25 * max(everything, 1e-9)
    ax.axhline(0, color="#CCCCCC", lw=0.8, zorder=0)
    ax.axvline(0, color="#CCCCCC", lw=0.8, zorder=0)
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", title=title)
    return ax


def _arrow(ax: Axes, start: Sequence[float], end: Sequence[float], colour: str, **style) -> None:
    properties = {"arrowstyle": "-|>", "color": colour, "lw": 1.8, "shrinkA": 0, "shrinkB": 0, **style}
    ax.annotate("", end, start, arrowprops=properties)


def plot_learning_curves(histories: Mapping[str, Sequence[float]], *, title: str = "", ax: Axes | None = None) -> Axes:
    """Draw a number that was kept after each epoch, one line a run.

    Args:
        histories: name of the run → a number an epoch.
        title: what to see in it.
        ax: where to draw.
    """
    ax = _axes(ax)
    for number, (name, values) in enumerate(histories.items()):
        ax.plot(range(1, len(values) + 1), values, "o-", ms=3, label=name, color=COLOURS[number % len(COLOURS)])
    ax.set(xlabel="epoch", title=title)
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.legend(frameon=False)
    return ax


def plot_neighbours(vectors: WordVectors, word: str, *, topn: int = 10, ax: Axes | None = None) -> Axes:
    """Draw the nearest words of a word as bars.

    Args:
        vectors: where to look.
        word: whose neighbours to draw.
        topn: how many.
        ax: where to draw.
    """
    ax = _axes(ax, (5, 0.3 * topn + 1))
    words, cosines = zip(*vectors.most_similar(word, topn=topn), strict=True)
    ax.barh(range(len(words)), cosines, color=BLUE)
    ax.set_yticks(range(len(words)), words)
    ax.invert_yaxis()
    ax.set(xlabel="cosine", title=f"Nearest to “{word}”")
    return ax


def plot_map(
    vectors: WordVectors,
    groups: Mapping[str, Sequence[str]] | Sequence[str],
    *,
    method: str = "pca",
    title: str = "",
    seed: int = 42,
    ax: Axes | None = None,
) -> Axes:
    """Draw words on a plane so that neighbours in the many dimensions stay near each other.

    Args:
        vectors: where the words' vectors are.
        groups: words to draw, or name of a group → its words; each group gets a colour.
        method: `"pca"` (a straight view from the side that shows most) or `"tsne"` (keeps neighbourhoods; distances
            between far groups mean nothing).
        title: what to see in it.
        seed: of t-SNE.
        ax: where to draw.

    Raises:
        ValueError: another method, or fewer than three words.
    """
    groups = groups if isinstance(groups, Mapping) else {"": groups}
    words = [word for members in groups.values() for word in members]
    points = iter(_project(vectors, words, method, seed))
    ax = _axes(ax, (8, 6))
    for number, (name, members) in enumerate(groups.items()):
        colour = COLOURS[number % len(COLOURS)]
        places = np.array([next(points) for _ in members])
        ax.scatter(*places.T, s=14, color=colour, label=name or None)
        for word, place in zip(members, places, strict=True):
            ax.annotate(word, place, xytext=(3, 3), textcoords="offset points", fontsize=9, color=colour)
    ax.set(xticks=[], yticks=[], title=title)
    if any(groups):
        ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    return ax


def _project(vectors: WordVectors, words: Sequence[str], method: str, seed: int) -> np.ndarray:
    """Bring the unit vectors of some words down to two dimensions: float (N, 2)."""
    if len(words) < 3:
        raise ValueError(f"A map needs at least 3 words, not {len(words)}.")
    units = vectors.unit_vectors()[[vectors.id(word) for word in words]]
    if method == "pca":
        return PCA(n_components=2, random_state=seed).fit_transform(units)
    if method == "tsne":
        perplexity = min(15, (len(words) - 1) / 3)
        return TSNE(perplexity=perplexity, init="pca", random_state=seed).fit_transform(units)
    raise ValueError(f"method must be 'pca' or 'tsne', not {method!r}.")
