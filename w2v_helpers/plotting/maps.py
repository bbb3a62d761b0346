"""A map of words to search in and to point at.

Reads `WordVectors`; makes an object that a notebook shows. JupyterLab draws it itself, without a network;
where only pictures are shown, as on GitHub, it is a picture. Used in lesson 07.
"""

import base64
import csv
import io
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from w2v_helpers.plotting import figures as plotting
from w2v_helpers.plotting import projection
from w2v_helpers.vectors import WordVectors

# The kind of Vega-Lite that JupyterLab 4 draws. Altair 6 writes the next one, which for what is used here is
# the same but for its name.
VEGA_LITE = "application/vnd.vegalite.v5+json"
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.20.1.json"
_FOUND = "indexof(lower(datum.word), lower(trim(search))) >= 0"
_SEARCHING = "length(trim(search)) > 0"
_TYPES = {"x": "number", "y": "number", "count": "number", "label": "number"}
_LABELLED = 40  # words that are named before anything is searched for


@dataclass(frozen=True)
class InteractiveMap:
    """A map in two forms; a notebook shows the one that it can.

    Attributes:
        chart: the chart of Altair, to change, or to keep with `chart.save("map.html")`.
        picture: a PNG file.
        words: str (N,), what is on it.
        title: what to see in it.
    """

    chart: alt.LayerChart
    picture: bytes
    words: tuple[str, ...]
    title: str = ""

    def __repr__(self) -> str:
        return f"InteractiveMap({len(self.words)} words)"

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict | tuple[dict, dict]:
        if "google.colab" in sys.modules:  # has no such part of its own, but a network to load it from
            return self.chart._repr_mimebundle_(include, exclude)
        shown = {
            VEGA_LITE: {**self.chart.to_dict(), "$schema": _SCHEMA},
            "image/png": base64.b64encode(self.picture).decode(),
            "text/plain": repr(self),
        }
        return shown, {"image/png": {"alt": f"Plot: {self.title or f'a map of {len(self.words)} words'}."}}


def interactive_map(
    vectors: WordVectors,
    groups: projection.Groups,
    *,
    method: str = "tsne",
    perplexity: float = 15,
    topn: int = 5,
    title: str = "",
    seed: int = 42,
) -> InteractiveMap:
    """Draw words on a plane, to search by typing, to point at, to drag and to zoom.

    Pointing at a dot shows the word, its count and its nearest words in all dimensions, which the plane may
    have torn apart. The search box names the words that hold what is typed, and fades the others.

    Args:
        vectors: where the words' vectors are.
        groups: words to draw, or name of a group → its words; the group `"other"` is grey. A word takes
            about 100 bytes in the notebook.
        method: `"tsne"` or `"pca"`, as for `plotting.plot_map`.
        perplexity: of t-SNE, about how many neighbours a word looks at.
        topn: how many of the nearest words to show.
        title: what to see in it.
        seed: of t-SNE.

    Returns:
        What a notebook shows if it is the last line of a cell.

    Raises:
        KeyError: a word is unknown.
        ValueError: another method, fewer than three words, or `topn` is not an integer above 0.
    """
    words, names = projection.members(groups)
    nearest = vectors.most_similar_many(words, topn)
    points = projection.project(vectors, words, method=method, perplexity=perplexity, seed=seed)  # (N, 2)
    rows = {
        "word": words,
        "group": names,
        "count": [""] * len(words) if vectors.counts is None else _counts(vectors, words),
        "nearest": [", ".join(word for word, _ in found) for found in nearest],
        "x": np.round(points[:, 0].astype(float), 2).tolist(),
        "y": np.round(points[:, 1].astype(float), 2).tolist(),
        "label": _first_of_each(names, 2 if any(names) else _LABELLED // 2),
    }
    shown = _first_of_each(names, _LABELLED // len(set(names)))
    labels = [word for word, is_shown in zip(words, shown, strict=True) if is_shown]
    picture = _picture(plotting.plot_points(points, words, names, labels=labels, title=title))
    return InteractiveMap(_chart(rows, title), picture, tuple(words), title)


def _counts(vectors: WordVectors, words: Sequence[str]) -> list[int]:
    return vectors.counts[[vectors.id(word) for word in words]].tolist()


def _first_of_each(names: Sequence[str], most: int) -> list[int]:
    """Say 1 for the first words of each group, else 0; a group of all that is left over has none.

    >>> _first_of_each(["day", "day", "day", "king", "other"], 2)
    [1, 1, 0, 1, 0]
    """
    seen: Counter[str] = Counter()
    chosen = []
    for name in names:
        seen[name] += 1
        chosen.append(int(seen[name] <= most and name != plotting.OTHER))
    return chosen


def _picture(ax: Axes) -> bytes:
    """Turn axes into a PNG file, and close their figure."""
    file = io.BytesIO()
    ax.figure.savefig(file, format="png", dpi=80)
    plt.close(ax.figure)
    return file.getvalue()


def _chart(rows: Mapping[str, Sequence], title: str) -> alt.LayerChart:
    """Make the chart of a table, column name → (N,)."""
    search = alt.param(
        name="search",
        value="",
        bind=alt.binding(input="search", name="Search ", placeholder="a word, or a part", autocomplete="off"),
    )
    base = alt.Chart(_data(rows)).encode(
        alt.X("x:Q", axis=None, scale=alt.Scale(zero=False)),
        alt.Y("y:Q", axis=None, scale=alt.Scale(zero=False)),
        _colour(rows["group"]),
    )
    faded = alt.when(f"!({_SEARCHING}) || {_FOUND}").then(alt.value(0.85)).otherwise(alt.value(0.12))
    columns = [name for name in ("word", "count", "group", "nearest") if any(rows[name])]
    dots = base.mark_circle(size=45).encode(opacity=faded, tooltip=[f"{name}:N" for name in columns])
    named = f"{_SEARCHING} ? {_FOUND} : datum.label == 1"
    names = base.transform_filter(named).mark_text(dy=-9, fontSize=12).encode(text="word:N")
    layers = alt.layer(dots.interactive(), names).add_params(search)
    chart = layers.properties(width=620, height=430, title=title)
    chart.usermeta = {"embedOptions": {"actions": False}}
    return chart


def _data(rows: Mapping[str, Sequence]) -> alt.InlineData:
    """Write a table as CSV, which takes a third of the room of JSON."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([rows, *zip(*rows.values(), strict=True)])
    return alt.InlineData(values=file.getvalue(), format=alt.CsvDataFormat(type="csv", parse=_TYPES))


def _colour(names: Sequence[str]) -> alt.Color:
    """Give each group the colour that it has in a picture."""
    palette = plotting.colours_of_groups(names)
    scale = alt.Scale(domain=list(palette), range=list(palette.values()))
    return alt.Color("group:N", scale=scale, legend=alt.Legend(title=None) if any(names) else None)
