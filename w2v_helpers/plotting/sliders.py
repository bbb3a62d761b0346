"""A picture with sliders under it.

Reads a function that draws, and values of its settings; makes what a notebook shows. Lessons 02, 03 and 04.

Where ipywidgets is installed, as in JupyterLab and on Colab, moving a slider draws the picture anew. Anywhere
else, and in a notebook that is only read, there is the picture of the first values.
"""

import inspect
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from w2v_helpers.plotting import figures as plotting

_DPI = 80


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

    def picture(self, **settings: object) -> bytes:
        """Draw; return a PNG file.

        Args:
            settings: instead of the first values.
        """
        file = io.BytesIO()
        figure = self._figure(**settings)
        figure.savefig(file, format="png", dpi=_DPI)
        plt.close(figure)
        return file.getvalue()

    def _figure(self, **settings: object) -> plt.Figure:
        return self.draw(**{**self.first, **settings}).figure

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        figure = self._figure()
        plt.close(figure)
        bundle = {"text/plain": repr(self), "image/png": self.picture()}
        if (widget := self.widget()) is not None:
            view = widget._repr_mimebundle_(include=include, exclude=exclude)
            bundle |= {mime: data for mime, data in view.items() if mime != "text/plain"}
        return bundle, {"image/png": {"alt": plotting.alternative_text(figure)}}

    def __repr__(self) -> str:
        settings = ", ".join(f"{name} {self.first[name]}" for name in self.values)
        return f"A picture to change: {settings}"

    def widget(self):
        """Make the sliders and the picture as a widget, or `None` without ipywidgets."""
        try:
            import ipywidgets
        except ImportError:
            return None
        picture = ipywidgets.Image(value=self.picture(), format="png")
        moved = {
            name: ipywidgets.SelectionSlider(
                options=list(values), value=self.first[name], description=name.replace("_", " ")
            )
            for name, values in self.values.items()
        }

        def redraw(_: object) -> None:
            picture.value = self.picture(**{name: slider.value for name, slider in moved.items()})

        for slider in moved.values():
            slider.style.description_width = "initial"
            slider.observe(redraw, names="value")
        return ipywidgets.VBox([*moved.values(), picture], layout={"align_items": "flex-start"})


def sliders(draw: Callable[..., Axes], **values: Sequence) -> Controls:
    """Show a picture with a slider for each setting.

    Args:
        draw: draws on new axes, and returns them.
        values: name of an argument of `draw` → its values. The default of the argument comes first, or else
            the first value.

    Returns:
        What a notebook shows if it is the last line of a cell.

    Raises:
        ValueError: a setting has no values, or none of them is its default.

    >>> sliders(lambda window_size=2: None, window_size=[1, 2, 3])
    A picture to change: window_size 2
    """
    defaults = {name: option.default for name, option in inspect.signature(draw).parameters.items()}
    first = {}
    for name, choices in values.items():
        default = defaults.get(name, inspect.Parameter.empty)
        first[name] = next(iter(choices), None) if default is inspect.Parameter.empty else default
        if first[name] not in list(choices):
            raise ValueError(f"{name}={first[name]!r} is none of the values to choose from, {list(choices)}.")
    return Controls(draw, values, first)
