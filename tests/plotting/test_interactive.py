"""The interactive map: what it holds, how each kind of notebook shows it, and what it refuses."""

import base64
import csv
import io
import json
import sys
from types import ModuleType

import altair as alt
import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from w2v_helpers.plotting import interactive_map, project
from w2v_helpers.plotting.interactive import VEGA_LITE
from w2v_helpers.vectors import WordVectors

WORDS = ["sun", "hot", 'say "no", please', "road", "<b>", "us$", *(f"word{i}" for i in range(14))]
VECTORS = WordVectors(WORDS, np.random.default_rng(0).normal(size=(20, 8)), np.arange(20, 0, -1))
GROUPS = {"heat": ["sun", "hot", "road"], "marks": ['say "no", please', "<b>"], "other": WORDS[5:]}


def bundle(shown):
    """Return what a notebook gets, written to JSON and read back."""
    return json.loads(json.dumps(shown._repr_mimebundle_()[0]))


def table(spec) -> list[dict[str, str]]:
    """Return the rows that a chart holds."""
    (data,) = spec["datasets"].values()
    return list(csv.DictReader(io.StringIO(data)))


def test_every_word_is_there_with_its_place_count_and_neighbours():
    rows = table(bundle(interactive_map(VECTORS, GROUPS, method="pca", topn=3))[VEGA_LITE])
    words = [word for members in GROUPS.values() for word in members]
    assert [row["word"] for row in rows] == words
    assert [row["group"] for row in rows] == ["heat"] * 3 + ["marks"] * 2 + ["other"] * 15
    assert [int(row["count"]) for row in rows] == [20 - WORDS.index(word) for word in words]
    assert [row["nearest"] for row in rows] == [
        ", ".join(name for name, _ in VECTORS.most_similar(word, topn=3)) for word in words
    ]
    places = [[float(row["x"]), float(row["y"])] for row in rows]
    np.testing.assert_allclose(places, project(VECTORS, words), atol=0.0051)
    assert [row["word"] for row in rows if row["label"] == "1"] == ["sun", "hot", 'say "no", please', "<b>"]


def test_a_notebook_gets_a_chart_that_jupyterlab_draws_a_picture_and_a_line_of_text():
    shown = interactive_map(VECTORS, GROUPS, title="The finding")
    found = bundle(shown)
    assert set(found) == {VEGA_LITE, "image/png", "text/plain"}
    assert found["text/plain"] == repr(shown) == "InteractiveMap(20 words)"
    assert "v5" in VEGA_LITE and "/v5" in found[VEGA_LITE]["$schema"]
    assert found[VEGA_LITE]["title"] == "The finding"
    assert shown._repr_mimebundle_()[1]["image/png"]["alt"] == "Plot: The finding."
    picture = Image.open(io.BytesIO(base64.b64decode(found["image/png"])))
    assert picture.format == "PNG" and 400 < picture.width < 900 and len(np.unique(picture.convert("L"))) > 10
    assert not plt.get_fignums()


def test_a_map_of_plain_words_loads_nothing_from_elsewhere_and_is_small():
    words = [f"word{i}" for i in range(400)]
    vectors = WordVectors(words, np.random.default_rng(0).normal(size=(400, 8)))
    spec = bundle(interactive_map(vectors, words, method="pca"))[VEGA_LITE]
    assert len(json.dumps(spec)) < 40_000
    assert json.dumps(spec).count("http") == 1  # the name of the schema, which nothing loads
    assert [field["field"] for field in spec["layer"][0]["encoding"]["tooltip"]] == ["word", "nearest"]
    assert sum(row["label"] == "1" for row in table(spec)) == 20
    assert spec["layer"][0]["encoding"]["color"]["legend"] is None


def test_colab_gets_a_page_of_its_own(monkeypatch):
    shown = interactive_map(VECTORS, GROUPS, method="pca")
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    with alt.renderers.enable("html"):
        found = shown._repr_mimebundle_()
    found = found[0] if isinstance(found, tuple) else found
    assert "vegaEmbed" in found["text/html"] and "sun" in found["text/html"]


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match="^topn must be "):
        interactive_map(VECTORS, WORDS, topn=0)
    with pytest.raises(KeyError, match="'sum' is not in the vocabulary"):
        interactive_map(VECTORS, ["sum", *WORDS])
    assert not plt.get_fignums()
