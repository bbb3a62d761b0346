"""Pictures with sliders: with ipywidgets, without it, and what stays in a notebook."""

import io
import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from tools.lessons import WIDGET, tidy
from w2v_helpers import sliders


def bars(size=2, colour="red"):
    _, ax = plt.subplots(figsize=(3, 2))
    ax.bar(range(size), [1] * size, color=colour)
    ax.set_title(f"{size} bars")
    return ax


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).tolist()


def test_the_picture_is_that_of_the_defaults():
    shown = sliders(bars, size=[1, 2, 3])
    assert shown.first == {"size": 2} and repr(shown) == "A picture to change: size 2"
    assert pixels(shown.picture()) == pixels(shown.picture(size=2)) != pixels(shown.picture(size=3))
    assert plt.get_fignums() == []


def test_an_argument_without_default_begins_with_its_first_value():
    assert sliders(lambda size: bars(size), size=[3, 1]).first == {"size": 3}


@pytest.mark.parametrize("values", [[], [1, 3]])
def test_values_must_hold_the_default(values):
    with pytest.raises(ValueError, match=r"size=2 is none of the values to choose from, \["):
        sliders(bars, size=values)


def test_moving_a_slider_draws_anew():
    widgets = pytest.importorskip("ipywidgets")
    shown = sliders(bars, size=[1, 2, 3], colour=["red", "blue"])
    *moved, picture = shown.widget().children
    assert [slider.description for slider in moved] == ["size", "colour"]
    assert isinstance(picture, widgets.Image) and pixels(picture.value) == pixels(shown.picture())
    moved[0].value = 3
    assert pixels(picture.value) == pixels(shown.picture(size=3))
    moved[1].value = "blue"
    assert pixels(picture.value) == pixels(shown.picture(size=3, colour="blue"))
    assert plt.get_fignums() == []


def test_a_notebook_gets_sliders_a_picture_and_words():
    bundle, more = sliders(bars, size=[1, 2])._repr_mimebundle_()
    assert bundle["text/plain"] == "A picture to change: size 2"
    assert Image.open(io.BytesIO(bundle["image/png"])).width == 240
    assert more["image/png"]["alt"] == "Plot: 2 bars."
    assert (WIDGET in bundle) == ("ipywidgets" in sys.modules)


def test_without_ipywidgets_the_picture_is_left(monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    shown = sliders(bars, size=[1, 2])
    assert shown.widget() is None
    assert set(shown._repr_mimebundle_()[0]) == {"text/plain", "image/png"}


def test_what_is_committed_has_no_sliders(tmp_path):
    from nbformat import v4

    data = {"text/plain": "A picture", WIDGET: {"model_id": "7"}}
    cell = v4.new_code_cell("x", outputs=[v4.new_output("display_data", data=data)])
    (tmp_path / "jupytext.toml").write_text(
        'cell_metadata_filter = "tags,-all"\nnotebook_metadata_filter = "-all"\n'
    )
    notebook = tidy(v4.new_notebook(cells=[cell]), tmp_path / "a.ipynb")
    assert notebook.cells[0].outputs[0].data == {"text/plain": "A picture"}
