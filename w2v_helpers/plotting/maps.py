"""Maps of words: from many dimensions to the two of a picture.

Reads `WordVectors`; draws each word at a place on a plane. Lesson 07 says what to believe of maps.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits

from w2v_helpers._checks import one_of
from w2v_helpers.plotting.figures import BLUE, COLOURS, GREY, RED, arrow, axes
from w2v_helpers.plotting.labels import write_legend, write_title, write_words
from w2v_helpers.vectors import WordVectors

Groups = Mapping[str, Sequence[str]] | Sequence[str]
OTHER = "other"  # the group of words that belong to no other


def project(
    vectors: WordVectors,
    words: Sequence[str],
    *,
    method: str = "pca",
    perplexity: float = 15,
    init: str = "pca",
    seed: int = 42,
) -> np.ndarray:
    """Bring the unit vectors of some words down to two dimensions.

    Args:
        vectors: where the words' vectors are.
        words: at least three.
        method: `"pca"`, a straight view from the side that shows most, or `"tsne"`, which keeps
            neighbourhoods; distances between far groups mean nothing.
        perplexity: of t-SNE, about how many neighbours a word looks at; less where there are few words.
        init: where t-SNE begins: `"pca"`, the same place each time, or `"random"`, by the seed.
        seed: of a random start.

    Returns:
        float (N, 2).

    Raises:
        KeyError: a word is unknown.
        ValueError: another method, or fewer than three words.
    """
    one_of("method", method, ("pca", "tsne"))
    if len(words) < 3:
        raise ValueError(f"A map needs at least 3 words, not {len(words)}.")
    units = vectors.unit_vectors([vectors.id(word) for word in words])  # (N, D)
    # For so few words threads cost more than they bring: on two busy cores 30 seconds instead of one.
    with threadpool_limits(1):
        # Exact, because t-SNE makes much of a small difference.
        flat = PCA(n_components=2, svd_solver="full").fit_transform(units)  # (N, 2)
        if method == "pca":
            return flat
        start = flat * (1e-4 / max(flat[:, 0].std(), 1e-12)) if init == "pca" else init
        perplexity = min(perplexity, (len(words) - 1) / 3)
        return TSNE(perplexity=perplexity, init=start, random_state=seed).fit_transform(units)


def members(groups: Groups) -> tuple[list[str], list[str]]:
    """Return all words of some groups, and the group of each; words of a plain list have the group `""`.

    >>> members({"day": ["monday"], "royal": ["king", "queen"]})
    (['monday', 'king', 'queen'], ['day', 'royal', 'royal'])
    """
    groups = groups if isinstance(groups, Mapping) else {"": groups}
    pairs = [(word, name) for name, words in groups.items() for word in words]
    return [word for word, _ in pairs], [name for _, name in pairs]


def colours_of_groups(names: Iterable[str]) -> dict[str, str]:
    """Give each group its colour: the palette in its order, and grey for `"other"`."""
    colours = itertools.cycle(COLOURS)
    return {name: GREY if name == OTHER else next(colours) for name in dict.fromkeys(names)}


def plot_map(
    vectors: WordVectors,
    groups: Groups,
    *,
    labels: bool | Iterable[str] = True,
    title: str = "",
    ax: Axes | None = None,
    **settings: object,
) -> Axes:
    """Draw words on a plane so that neighbours in the many dimensions stay near each other.

    Args:
        vectors: where the words' vectors are.
        groups: words to draw, or name of a group → its words.
        labels: write each word next to its dot, and the groups next to the map; or only these words.
        settings: `method`, `perplexity`, `init` and `seed`, as for `project`.
        title: what to see in it.
        ax: where to draw.

    Raises:
        KeyError: a word is unknown.
        ValueError: another method, or fewer than three words.
    """
    words, names = members(groups)
    return plot_points(project(vectors, words, **settings), words, names, labels=labels, title=title, ax=ax)


def plot_points(
    points: np.ndarray,
    words: Sequence[str],
    names: Sequence[str],
    *,
    labels: bool | Iterable[str] = True,
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw a map of words whose places are known.

    Args:
        points: float (N, 2), as `project` makes them.
        words: N words.
        names: N names of groups; the group `"other"` is grey.
        labels: write each word next to its dot, and the groups next to the map; or only these words.
        title: what to see in it.
        ax: where to draw.
    """
    ax = _map_axes(ax, (8, 6), title)
    palette = colours_of_groups(names)
    for name, colour in palette.items():
        style = {"s": 6, "zorder": 0} if name == OTHER else {"s": 14}
        ax.scatter(*points[np.array(names) == name].T, color=colour, label=name or None, **style)
    if labels and any(names):
        write_legend(ax, loc="center left", bbox_to_anchor=(1, 0.5))
    wanted = set(words if isinstance(labels, bool) else labels) if labels else set()
    chosen = [index for index, word in enumerate(words) if word in wanted]
    if chosen:
        inks = [palette[names[index]] for index in chosen]
        write_words(ax, points[chosen], [words[index] for index in chosen], inks, avoid=points)
    return ax


def _map_axes(ax: Axes | None, size: tuple[float, float], title: str) -> Axes:
    """Return axes with a title and without numbers."""
    ax = axes(ax, size)
    write_title(ax, title)
    ax.set(xticks=[], yticks=[])
    return ax


def plot_analogy(
    vectors: WordVectors, first: str, second: str, third: str, *, ax: Axes | None = None
) -> Axes:
    """Draw the parallelogram of "`first` is to `second` as `third` is to …?", and how far it misses.

    Two arrows show the same step: from `first` to `second`, and from `third` to where that step leads. The
    ring marks this place; the answer is the word nearest to it that is not in the question.

    Args:
        vectors: where the words' vectors are.
        first: a word, for example `man`.
        second: what it leads to, `woman`.
        third: where to start from, `king`.
        ax: where to draw.

    Raises:
        KeyError: a word is unknown.
    """
    answer = vectors.analogy(first, second, third)[0][0]
    words = [first, second, third, answer]
    units = vectors.unit_vectors([vectors.id(word) for word in words])  # (4, D)
    query = units[1] - units[0] + units[2]  # (D,)
    points = PCA(n_components=2, random_state=0).fit_transform(np.vstack([units, query]))  # (5, 2)
    ax = _map_axes(ax, (6, 4.5), f"{second} − {first} + {third}: nearest is “{answer}”")
    for start, end in ((0, 1), (2, 4)):
        arrow(ax, points[start], points[end], BLUE, shrinkA=4, shrinkB=6)
    for start, end in ((0, 2), (1, 4)):
        ax.plot(*points[[start, end]].T, ":", color=GREY, lw=1)
    ax.plot(*points[4], "o", ms=11, mfc="none", mec=BLUE, mew=1.5)
    ax.plot(*points[[4, 3]].T, "--", color=RED, lw=1)
    colours = [BLUE, BLUE, BLUE, RED]
    ax.scatter(*points[:4].T, s=20, color=colours, zorder=3)
    ax.margins(0.15)
    write_words(ax, points[:4], words, colours, avoid=points)
    return ax


def plot_pairs(
    vectors: WordVectors, pairs: Sequence[tuple[str, str]], *, title: str = "", ax: Axes | None = None
) -> Axes:
    """Draw pairs of words on a plane, with an arrow from the first word of each to the second.

    Arrows that are nearly parallel show a difference that several pairs share, as analogies need it.

    Args:
        vectors: where the words' vectors are.
        pairs: at least two.
        title: what to see in it.
        ax: where to draw.
    """
    words = [word for pair in pairs for word in pair]
    points = project(vectors, words)  # (N, 2)
    ax = _map_axes(ax, (7, 5), title)
    colours = [COLOURS[number // 2 % len(COLOURS)] for number in range(len(words))]
    ax.scatter(*points.T, s=14, color=colours)
    for colour, start, end in zip(colours[::2], points[::2], points[1::2], strict=True):
        arrow(ax, start, end, colour, shrinkA=4, shrinkB=4)
    ax.margins(0.12)
    on_arrows = np.linspace(points[::2], points[1::2], 30).reshape(-1, 2)
    write_words(ax, points, words, colours, avoid=on_arrows)
    return ax
