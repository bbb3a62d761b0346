"""Pictures with sliders: what a slider moves, and what stays in a notebook."""

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from w2v_helpers import sliders
from w2v_helpers.plotting.figures import png
from w2v_helpers.plotting.sliders import WIDGET


def bars(size=2, colour="red"):
    _, ax = plt.subplots(figsize=(3, 2))
    ax.bar(range(size), [1] * size, color=colour)
    ax.set_title(f"{size} bars")
    return ax


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).tolist()


def test_an_argument_begins_at_its_default_or_at_the_first_value():
    assert repr(sliders(bars, size=[1, 2, 3])) == "A picture to change: size 2"
    assert repr(sliders(lambda size: bars(size), size=[3, 1])) == "A picture to change: size 3"


@pytest.mark.parametrize("values", [[], [1, 3]], ids=str)
def test_values_must_hold_the_default(values):
    with pytest.raises(ValueError, match="size=2 is not among the values to choose from"):
        sliders(bars, size=values)


def test_moving_a_slider_draws_anew():
    *moved, picture = sliders(bars, size=[1, 2, 3], colour=["red", "blue"]).widget(b"").children
    assert [slider.description for slider in moved] == ["size", "colour"]
    moved[0].value = 3
    assert pixels(picture.value) == pixels(png(bars(3))) != pixels(png(bars()))
    moved[1].value = "blue"
    assert pixels(picture.value) == pixels(png(bars(3, "blue")))
    assert plt.get_fignums() == []


def test_a_notebook_gets_sliders_a_picture_and_words_from_one_drawing():
    drawn = []
    bundle, more = sliders(lambda size=2: drawn.append(size) or bars(size), size=[1, 2])._repr_mimebundle_()
    assert drawn == [2] and plt.get_fignums() == []
    assert bundle["text/plain"] == "A picture to change: size 2" and bundle[WIDGET]["model_id"]
    assert pixels(bundle["image/png"]) == pixels(png(bars()))
    assert more["image/png"]["alt"] == "Plot: 2 bars."
