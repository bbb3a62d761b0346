"""A map of words to search in and to point at.

Reads `WordVectors`; makes an object that a notebook shows. JupyterLab draws it without a network; where only
pictures are shown, as on GitHub, it is a picture. Used in lesson 07.
"""

import base64
import sys
from dataclasses import dataclass

import altair as alt
import pandas as pd

from w2v_helpers.plotting.figures import png
from w2v_helpers.plotting.maps import OTHER, Groups, colours_of_groups, members, plot_points, project
from w2v_helpers.vectors import WordVectors

# What JupyterLab 4 draws. Altair 6 names the next version; what is used here is the same in both.
VEGA_LITE = "application/vnd.vegalite.v5+json"
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.20.1.json"
_SEARCHING = "length(trim(search)) > 0"
_FOUND = "indexof(lower(datum.word), lower(trim(search))) >= 0"
_TYPES = {"x": "number", "y": "number", "count": "number", "label": "number"}
_LABELLED = 40  # words that are named before anything is searched for


@dataclass(frozen=True)
class InteractiveMap:
    """A map in two forms; a notebook shows the one that it can.

    Attributes:
        chart: Altair's chart, to change, or to keep with `chart.save("map.html")`.
        picture: a PNG file.
        words: what is on it, N words.
    """

    chart: alt.LayerChart
    picture: bytes
    words: tuple[str, ...]

    def __repr__(self) -> str:
        return f"InteractiveMap({len(self.words)} words)"

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict | tuple[dict, dict]:
        if "google.colab" in sys.modules:  # it draws no Vega-Lite of its own; Altair's page loads it
            return self.chart._repr_mimebundle_(include, exclude)
        shown = {
            VEGA_LITE: {**self.chart.to_dict(), "$schema": _SCHEMA},
            "image/png": base64.b64encode(self.picture).decode(),
            "text/plain": repr(self),
        }
        return shown, {"image/png": {"alt": f"Plot: {self.chart.title or repr(self)}."}}


def interactive_map(
    vectors: WordVectors, groups: Groups, *, method: str = "tsne", topn: int = 5, title: str = ""
) -> InteractiveMap:
    """Draw words on a plane, to search by typing, to point at, to drag and to zoom.

    Pointing at a dot shows the word, its count and its nearest words in all dimensions, which the plane may
    have torn apart. The search box names the words that contain what is typed, and fades the others.

    Args:
        vectors: where the words' vectors are.
        groups: words to draw, or name of a group → its words; the group `"other"` is grey.
        method: `"tsne"` or `"pca"`, as for `plotting.plot_map`.
        topn: how many of the nearest words to show.
        title: what to see in it.

    Returns:
        What a notebook shows if it is the last line of a cell.

    Raises:
        KeyError: a word is unknown.
        ValueError: another method, fewer than three words, or `topn` is not an integer above 0.
    """
    words, names = members(groups)
    nearest = [", ".join(vectors.words[row] for row in rows) for rows in vectors.neighbour_ids(words, topn)]
    points = project(vectors, words, method=method)  # (N, 2)
    table = pd.DataFrame({"word": words, "group": names, "nearest": nearest})
    table[["x", "y"]] = points.astype(float).round(2)
    if vectors.counts is not None:
        table["count"] = vectors.counts[[vectors.id(word) for word in words]]
    place = table.groupby("group").cumcount().mask(table.group == OTHER, len(words))  # in its group
    table["label"] = (place < (2 if any(names) else _LABELLED // 2)).astype(int)
    labels = table.word[place < _LABELLED // len(set(names))].tolist()
    picture = png(plot_points(points, words, names, labels=labels, title=title))
    return InteractiveMap(_chart(table, title), picture, tuple(words))


def _chart(table: pd.DataFrame, title: str) -> alt.LayerChart:
    """Make the chart of a table of words; as CSV it takes a third of the bytes of JSON."""
    search = alt.param(
        name="search",
        value="",
        bind=alt.binding(input="search", name="Search ", placeholder="a word, or a part", autocomplete="off"),
    )
    data = alt.InlineData(table.to_csv(index=False), format=alt.CsvDataFormat(type="csv", parse=_TYPES))
    palette = colours_of_groups(table.group)
    scale = alt.Scale(domain=list(palette), range=list(palette.values()))
    base = alt.Chart(data).encode(
        alt.X("x:Q", axis=None, scale=alt.Scale(zero=False)),
        alt.Y("y:Q", axis=None, scale=alt.Scale(zero=False)),
        alt.Color("group:N", scale=scale, legend=alt.Legend(title=None) if any(palette) else None),
    )
    faded = alt.when(f"!({_SEARCHING}) || {_FOUND}").then(alt.value(0.85)).otherwise(alt.value(0.12))
    columns = [name for name in ("word", "count", "group", "nearest") if name in table and table[name].any()]
    dots = base.mark_circle(size=45).encode(opacity=faded, tooltip=[f"{name}:N" for name in columns])
    named = f"{_SEARCHING} ? {_FOUND} : datum.label == 1"
    names = base.transform_filter(named).mark_text(dy=-9, fontSize=12).encode(text="word:N")
    chart = alt.layer(dots.interactive(), names).add_params(search)
    chart = chart.properties(width=620, height=430, title=title)
    chart.usermeta = {"embedOptions": {"actions": False}}
    return chart
