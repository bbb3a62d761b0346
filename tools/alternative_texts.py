"""An extension of IPython that keeps with each figure of a lesson, in words, what it shows."""

import importlib

from matplotlib.figure import Figure

from w2v_helpers.plotting import alternative_text


def load_ipython_extension(shell) -> None:
    """Keep the alternative text of each figure with its PNG in the notebook.

    Args:
        shell: the running IPython, which calls this on `%load_ext`.
    """
    importlib.import_module("matplotlib_inline.backend_inline")  # first it registers its own way to draw
    formatter = shell.display_formatter.formatters["image/png"]
    draw = formatter.for_type(Figure)
    if draw is None:  # this shell shows no figures
        return

    def draw_with_text(figure: Figure) -> tuple[object, dict] | None:
        if (drawn := draw(figure)) is None:  # nothing is on it
            return None
        picture, metadata = drawn if isinstance(drawn, tuple) else (drawn, {})
        return picture, {**metadata, "alt": alternative_text(figure)}

    formatter.for_type(Figure, draw_with_text)
