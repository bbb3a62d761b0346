"""A picture with sliders under it.

Reads a function that draws, and values of its settings; makes what a notebook shows. Lessons 02, 03 and 04.
Moving a slider draws the picture anew; a notebook that is only read shows the picture of the first values.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import ipywidgets
from matplotlib.axes import Axes

from w2v_helpers.plotting.figures import alternative_text, png

WIDGET = "application/vnd.jupyter.widget-view+json"  # how notebooks of all kinds show a widget


@dataclass(frozen=True)
class Controls:
    """A picture and the sliders that change it; make one by `sliders`.

    Attributes:
        draw: draws on new axes, and returns them.
        values: name of an argument of `draw` → its values, in the order of the slider.
        first: the values to begin with.
    """

    draw: Callable[..., Axes]
    values: Mapping[str, Sequence]
    first: Mapping[str, object]

    def __repr__(self) -> str:
        settings = ", ".join(f"{name} {self.first[name]}" for name in self.values)
        return f"A picture to change: {settings}"

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        ax = self.draw(**self.first)
        text, picture = alternative_text(ax.figure), png(ax)
        view = {"version_major": 2, "version_minor": 0, "model_id": self.widget(picture).model_id}
        shown = {WIDGET: view, "image/png": picture, "text/plain": repr(self)}
        return shown, {"image/png": {"alt": text}}

    def widget(self, picture: bytes) -> ipywidgets.VBox:
        """Make the sliders, and below them the picture of the first values, a PNG file."""
        image = ipywidgets.Image(value=picture, format="png")
        moved = {}

        def redraw(_: object) -> None:
            image.value = png(self.draw(**{name: slider.value for name, slider in moved.items()}))

        for name, choices in self.values.items():
            label = {"description": name.replace("_", " "), "style": {"description_width": "initial"}}
            moved[name] = ipywidgets.SelectionSlider(options=list(choices), value=self.first[name], **label)
            moved[name].observe(redraw, names="value")
        return ipywidgets.VBox([*moved.values(), image], layout={"align_items": "flex-start"})


def sliders(draw: Callable[..., Axes], **values: Sequence) -> Controls:
    """Show a picture with a slider for each setting.

    Args:
        draw: draws on new axes, and returns them.
        values: name of an argument of `draw` → its values. The slider begins at its default, or the first.

    Returns:
        What a notebook shows if it is the last line of a cell.

    Raises:
        ValueError: a setting has no values, or its default is not among them.

    >>> sliders(lambda window_size=2: None, window_size=[1, 2, 3])
    A picture to change: window_size 2
    """
    defaults = {name: option.default for name, option in inspect.signature(draw).parameters.items()}
    first = {}
    for name, choices in values.items():
        default = defaults.get(name, inspect.Parameter.empty)
        first[name] = next(iter(choices), None) if default is inspect.Parameter.empty else default
        if first[name] not in list(choices):
            raise ValueError(
                f"{name}={first[name]!r} is not among the values to choose from, {list(choices)}."
            )
    return Controls(draw, values, first)
