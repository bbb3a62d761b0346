"""Pictures.

Reads what the stages make; draws it. Every function takes an optional `ax` and returns it. No stage needs
this module; every lesson does.
"""

import importlib
import re
import sys
from collections.abc import Iterable, Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from sklearn.decomposition import PCA

from w2v_helpers._checks import one_of
from w2v_helpers.plotting import projection
from w2v_helpers.vectors import WordVectors

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
GREY, OTHER = "#BBBBBB", "other"  # the group of words that belong to no other
COLOURS = (BLUE, ORANGE, GREEN, RED, PURPLE, SKY, BLACK)
_MOST_NUMBERS = 120  # write numbers into a matrix of at most this many cells
# Fonts of usual systems for what matplotlib's own font lacks: Chinese and Japanese, Korean, Thai, Hindi.
_MORE_FONTS = (
    "Noto Sans CJK SC,Noto Sans CJK JP,Noto Sans SC,Source Han Sans SC,Microsoft YaHei,Hiragino Sans GB,"
    "Arial Unicode MS,WenQuanYi Zen Hei,WenQuanYi Micro Hei,SimHei,Yu Gothic,IPAexGothic",
    "Noto Sans CJK KR,Noto Sans KR,Malgun Gothic,AppleGothic,NanumGothic",
    "Noto Sans Thai,Leelawadee UI,Tahoma,Ayuthaya,Garuda,Waree",
    "Noto Sans Devanagari,Nirmala UI,Mangal,Devanagari MT,Lohit Devanagari",
)


def _font_families(installed: Iterable[str]) -> list[str]:
    """Choose the fonts that words of all scripts are drawn with, as far as the system has them.

    Args:
        installed: names of fonts.

    Returns:
        Names for matplotlib, which takes each letter from the first font that has it.

    >>> _font_families(["Papyrus", "Tahoma", "Microsoft YaHei"])
    ['sans-serif', 'Microsoft YaHei', 'Tahoma']
    """
    there = set(installed)
    first = (next((name for name in fonts.split(",") if name in there), None) for fonts in _MORE_FONTS)
    return ["sans-serif", *filter(None, first)]


def alternative_text(figure: Figure) -> str:
    """Say in words what a figure shows, for who cannot see it: its titles, and what its axes mean.

    >>> figure = Figure()
    >>> _ = figure.subplots().set(title="Few words are frequent", xlabel="rank", ylabel="count")
    >>> alternative_text(figure)
    'Plot: Few words are frequent. Across: rank. Up: count.'
    """
    title = figure.get_suptitle()
    parts = [f"Plot: {title}."] if title else ["Plot."]
    for ax in figure.axes:
        names = {
            "": ax.get_title() or ax.get_title("left"),
            "Across: ": ax.get_xlabel(),
            "Up: ": ax.get_ylabel(),
        }
        parts += [f"{before}{text}." for before, text in names.items() if text]
    text = re.sub(r"\s+", " ", " ".join(parts)).replace("..", ".")
    return text.replace("Plot. ", "Plot: ", 1)


def _show_alternative_texts() -> None:
    """Have notebooks keep this text with each picture they draw, as screen readers want it."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return
    importlib.import_module("matplotlib_inline.backend_inline")  # it sets its own way of drawing first
    formatter = shell.display_formatter.formatters["image/png"]
    draw = formatter.for_type(Figure)
    if draw is None or getattr(draw, "has_text", False):
        return

    def draw_with_text(figure: Figure) -> object:
        drawn = draw(figure)
        picture, more = drawn if isinstance(drawn, tuple) else (drawn, {})
        return picture, {**more, "alt": alternative_text(figure)}

    draw_with_text.has_text = True
    formatter.for_type(Figure, draw_with_text)


plt.rcParams["font.family"] = _font_families(font.name for font in fontManager.ttflist)
_show_alternative_texts()


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
            box = {"facecolor": fill, "edgecolor": "none", "pad": 4}
            ax.text(place, row, token, ha="center", va="center", bbox=box)
    ax.set(xlim=(-0.6, len(tokens) - 0.4), ylim=(len(tokens) - 0.4, -0.6))
    ax.set_axis_off()
    ax.set_title(f"The window slides: target in orange, its contexts (window {window_size}) in blue")
    return ax


def plot_skip_gram(tokens: Sequence[str], place: int, window_size: int, *, ax: Axes | None = None) -> Axes:
    """Draw how skip-gram learns from a window: the target is given, each context is to be guessed.

    Args:
        tokens: words of a sentence.
        place: of the target.
        window_size: how far the window reaches to each side.
        ax: where to draw; new axes if not given.
    """
    ax, near = _window(tokens, place, window_size, 0, ax)
    for spot in near:
        _arrow(ax, (place, 0.14), (spot, 0.86), BLUE)
    ax.set(title="Skip-gram: guess each context")
    return ax


def plot_cbow(tokens: Sequence[str], place: int, window_size: int, *, ax: Axes | None = None) -> Axes:
    """Draw how CBOW learns from a window: the mean of the contexts is given, the target is to be guessed.

    Args:
        tokens: words of a sentence.
        place: of the target.
        window_size: how far the window reaches to each side.
        ax: where to draw; new axes if not given.
    """
    ax, near = _window(tokens, place, window_size, 1, ax)
    for spot in near:
        _arrow(ax, (spot, 0.14), (place, 0.38), BLUE)
    ax.text(place, 0.5, "mean", ha="center", va="center", color=BLACK, bbox={"fc": "white", "ec": GREY})
    _arrow(ax, (place, 0.62), (place, 0.86), BLUE)
    ax.set(title="CBOW: guess the target")
    return ax


def _window(
    tokens: Sequence[str], place: int, window_size: int, height: float, ax: Axes | None
) -> tuple[Axes, list[int]]:
    """Write a target at a height of 0 or 1, and its contexts at the other; return their places."""
    ax = _axes(ax, (4.5, 2.6))
    spots = range(max(0, place - window_size), min(len(tokens), place + window_size + 1))
    for spot in spots:
        colour, up = (ORANGE, height) if spot == place else (SKY, 1 - height)
        box = {"fc": colour, "ec": "none", "alpha": 0.45}
        ax.text(spot, up, tokens[spot], ha="center", va="center", fontsize=11, bbox=box)
    ax.set(xlim=(spots[0] - 0.7, spots[-1] + 0.7), ylim=(-0.25, 1.25))
    ax.axis("off")
    return ax, [spot for spot in spots if spot != place]


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
    ax.set(xlabel="rank of the word", ylabel="how often it occurs")
    ax.set_title("A few words make up most of a text")
    ax.legend(frameon=False)
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
    ax.set_ylabel(ylabel)
    ax.set_title(title, pad=28 if len(groups) > 1 else None)
    if len(groups) > 1:  # above the bars, where it hides none
        ax.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=min(3, len(groups)))
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


def plot_learning_curves(
    histories: Mapping[str, Sequence[float]], *, title: str = "", ax: Axes | None = None
) -> Axes:
    """Draw a number that was kept after each epoch, one line a run.

    Args:
        histories: name of the run → a number an epoch.
        title: what to see in it.
        ax: where to draw.
    """
    ax = _axes(ax)
    for number, (name, values) in enumerate(histories.items()):
        colour = COLOURS[number % len(COLOURS)]
        ax.plot(range(1, len(values) + 1), values, "o-", ms=3, label=name, color=colour)
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


def plot_similarities(
    vectors: WordVectors, words: Sequence[str], *, title: str = "", ax: Axes | None = None
) -> Axes:
    """Draw the cosines of some words with each other as a heat map.

    Args:
        vectors: where the words' vectors are.
        words: in the order of the rows and columns; words of one kind beside each other make dark blocks.
        title: what to see in it.
        ax: where to draw.

    Raises:
        KeyError: a word is unknown.
    """
    units = vectors.unit_vectors(np.array([vectors.id(word) for word in words], dtype=int))  # (N, D)
    return plot_matrix(units @ units.T, words, words, title=title, decimals=1, ax=ax)


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
    counts = _counts(vectors)
    ax = _axes(ax, (7, 3.2))
    ax.semilogx(counts, vectors.norms, ".", markersize=3, color=BLUE)
    ax.set(xlabel="how often the word occurs", ylabel="length of its vector", ylim=(0, None), title=title)
    places = np.column_stack([counts, vectors.norms])[:most]
    _write_words(ax, places, vectors.words[:most], [BLACK] * most)
    return ax


def _counts(vectors: WordVectors) -> np.ndarray:
    """Return the counts, int64 (V,), or say that there are none."""
    if vectors.counts is None:
        raise ValueError("These vectors have no counts, so how often a word occurs cannot be drawn.")
    return vectors.counts


def plot_map(
    vectors: WordVectors,
    groups: projection.Groups,
    *,
    method: str = "pca",
    perplexity: float = 15,
    init: str = "pca",
    colour: str = "group",
    labels: bool | Iterable[str] = True,
    title: str = "",
    seed: int = 42,
    ax: Axes | None = None,
) -> Axes:
    """Draw words on a plane so that neighbours in the many dimensions stay near each other.

    Args:
        vectors: where the words' vectors are.
        groups: words to draw, or name of a group → its words.
        method: `"pca"` (a straight view from the side that shows most) or `"tsne"` (keeps neighbourhoods;
            distances between far groups mean nothing).
        perplexity: of t-SNE, about how many neighbours a word looks at; less where there are few words.
        init: where t-SNE begins: `"pca"`, the same place each time, or `"random"`, by the seed.
        colour: `"group"`, each group in its own, or `"frequency"`, rare words light and frequent ones dark.
        labels: write each word beside its dot, and the groups beside the map; or only these words.
        title: what to see in it.
        seed: of t-SNE.
        ax: where to draw.

    Raises:
        KeyError: a word is unknown.
        ValueError: another method or colour, fewer than three words, or no counts to colour by.
    """
    one_of("colour", colour, ("group", "frequency"))
    words, names = projection.members(groups)
    counts = _counts(vectors)[[vectors.id(word) for word in words]] if colour == "frequency" else None
    options = {"method": method, "perplexity": perplexity, "init": init, "seed": seed}
    points = projection.project(vectors, words, **options)  # (N, 2)
    return plot_points(points, words, names, counts=counts, labels=labels, title=title, ax=ax)


def plot_points(
    points: np.ndarray,
    words: Sequence[str],
    names: Sequence[str],
    *,
    counts: np.ndarray | None = None,
    labels: bool | Iterable[str] = True,
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw a map of words whose places are known.

    Args:
        points: float (N, 2), as `projection.project` makes them.
        words: str (N,).
        names: str (N,), the group of each; the group `"other"` is grey.
        counts: int (N,), how often each occurs, to colour by instead of the groups.
        labels: write each word beside its dot, and the groups beside the map; or only these words.
        title: what to see in it.
        ax: where to draw.
    """
    ax = _axes(ax, (8, 6))
    ax.set(xticks=[], yticks=[], title=title)
    if counts is not None:
        colours = _dots_by_count(ax, points, counts)
    else:
        colours = _dots_by_group(ax, points, names)
        if labels and any(names):
            ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    wanted = set(words if isinstance(labels, bool) else labels) if labels else set()
    chosen = [index for index, word in enumerate(words) if word in wanted]
    if chosen:
        inks = [colours[index] for index in chosen]
        _write_words(ax, points[chosen], [words[index] for index in chosen], inks, avoid=points)
    return ax


def colours_of_groups(names: Iterable[str]) -> dict[str, str]:
    """Give each group its colour: the palette in its order, and grey for `"other"`."""
    kinds = list(dict.fromkeys(names))
    shown = [name for name in kinds if name != OTHER]
    found = {name: COLOURS[number % len(COLOURS)] for number, name in enumerate(shown)}
    return {name: found.get(name, GREY) for name in kinds}


def _dots_by_group(ax: Axes, points: np.ndarray, names: Sequence[str]) -> list[str]:
    """Draw dots, (N, 2), in the colours of their groups; return the colour of each."""
    palette, names = colours_of_groups(names), np.array(names)
    for name, colour in palette.items():
        style = {"s": 6, "zorder": 0} if name == OTHER else {"s": 14}
        ax.scatter(*points[names == name].T, color=colour, label=name or None, **style)
    return [palette[name] for name in names]


def _dots_by_count(ax: Axes, points: np.ndarray, counts: np.ndarray) -> list[str]:
    """Draw dots, (N, 2), in colours that grow darker with the counts; return one ink for all words."""
    scale = LogNorm(max(counts.min(), 1), max(counts.max(), 2))
    dots = ax.scatter(*points.T, s=14, c=np.maximum(counts, 1), cmap="viridis_r", norm=scale, ec=GREY, lw=0.3)
    ax.figure.colorbar(dots, ax=ax, label="how often the word occurs", shrink=0.7)
    return [BLACK] * len(points)


def plot_analogy(
    vectors: WordVectors, first: str, second: str, third: str, *, title: str = "", ax: Axes | None = None
) -> Axes:
    """Draw the parallelogram of "`first` is to `second` as `third` is to …?", and how far it misses.

    Two arrows show the same step: from `first` to `second`, and from `third` to where that step leads. The
    ring marks this place; the answer is the word nearest to it that is not of the question.

    Args:
        vectors: where the words' vectors are.
        first: a word, for example `man`.
        second: what it leads to, `woman`.
        third: where to start from, `king`.
        title: what to see in it.
        ax: where to draw.

    Raises:
        KeyError: a word is unknown.
    """
    answer = vectors.analogy(first, second, third)[0][0]
    words = [first, second, third, answer]
    units = vectors.unit_vectors(np.array([vectors.id(word) for word in words]))  # (4, D)
    query = units[1] - units[0] + units[2]  # (D,)
    points = PCA(n_components=2, random_state=0).fit_transform(np.vstack([units, query]))  # (5, 2)
    ax = _axes(ax, (6, 4.5))
    for start, end in ((0, 1), (2, 4)):
        _arrow(ax, points[start], points[end], BLUE, shrinkA=4, shrinkB=6)
    for start, end in ((0, 2), (1, 4)):
        ax.plot(*points[[start, end]].T, ":", color=GREY, lw=1)
    ax.plot(*points[4], "o", ms=11, mfc="none", mec=BLUE, mew=1.5)
    ax.plot(*points[[4, 3]].T, "--", color=RED, lw=1)
    ax.scatter(*points[:4].T, s=20, color=[BLUE, BLUE, BLUE, RED], zorder=3)
    ax.margins(0.15)
    ax.set(xticks=[], yticks=[], title=title or f"{second} − {first} + {third}: nearest is “{answer}”")
    _write_words(ax, points[:4], words, [BLUE, BLUE, BLUE, RED], avoid=points)
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
    points = projection.project(vectors, words)  # (N, 2)
    ax = _axes(ax, (7, 5))
    colours = [COLOURS[number % len(COLOURS)] for number in range(len(pairs))]
    ax.scatter(*points.T, s=14, color=np.repeat(colours, 2))
    for colour, start, end in zip(colours, points[::2], points[1::2], strict=True):
        _arrow(ax, start, end, colour, shrinkA=4, shrinkB=4)
    ax.margins(0.12)
    ax.set(xticks=[], yticks=[], title=title)
    shares = np.linspace(0, 1, 30)[:, None, None]
    on_arrows = (points[::2] + shares * (points[1::2] - points[::2])).reshape(-1, 2)
    _write_words(ax, points, words, np.repeat(colours, 2), avoid=on_arrows)
    return ax


def _write_words(
    ax: Axes,
    points: np.ndarray,
    words: Sequence[str],
    colours: Sequence[str],
    *,
    avoid: np.ndarray | None = None,
) -> None:
    """Write each word near its dot, where it hides no dot and no other word if there is such a place.

    Args:
        ax: where to draw.
        points: float (N, 2), the dots.
        words: one for each dot.
        colours: likewise.
        avoid: float (M, 2), other points to leave free.
    """
    ax.figure.draw_without_rendering()  # settles the layout, so that places on the screen are known
    scale = 72 / ax.figure.dpi
    dots = ax.transData.transform(points) * scale  # (N, 2), in typographic points
    frame = ax.get_window_extent().extents * scale
    busy = dots if avoid is None else np.vstack([dots, ax.transData.transform(avoid) * scale])
    taken = np.hstack([busy - 3, busy + 3])  # (N + M, 4): left, bottom, right, top
    angles = np.deg2rad([45, 0, 315, 135, 180, 225, 90, 270])
    rays = np.stack([np.cos(angles), np.sin(angles)], axis=1)  # (8, 2)
    for word, point, dot, colour in zip(words, points, dots, colours, strict=True):
        text = ax.annotate(word, point, ha="center", va="center", fontsize=9, color=colour)
        half = text.get_window_extent().size * scale / 2
        middles = dot + np.concatenate([rays * (distance + half) for distance in (4, 10, 18, 28)])
        boxes = np.hstack([middles - half, middles + half])  # (32, 4)
        hidden = _overlap(boxes[:, None], taken).sum(axis=1)
        outside = 4 * half.prod() - _overlap(boxes, frame)
        best = int(np.argmin((hidden + outside).round(3)))  # the nearest of equally good places
        text.xyann = middles[best] - dot
        text.set_anncoords("offset points")
        taken = np.vstack([taken, boxes[best]])
        if best >= len(rays):  # far from its dot
            near = np.clip(dot, boxes[best, :2], boxes[best, 2:]) - dot
            line = {"arrowstyle": "-", "color": colour, "lw": 0.5, "shrinkA": 0, "shrinkB": 2}
            ax.annotate("", text.xy, near, textcoords="offset points", arrowprops=line)


def _overlap(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the area that boxes (…, 4) of left, bottom, right and top share with others."""
    sides = np.minimum(boxes[..., 2:], others[..., 2:]) - np.maximum(boxes[..., :2], others[..., :2])
    return np.clip(sides, 0, None).prod(axis=-1)
