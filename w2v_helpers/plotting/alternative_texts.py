"""Alternative texts: what a picture shows, in words, for readers who cannot see it.

Reads a matplotlib figure; makes one line of text. `%load_ext w2v_helpers.plotting.alternative_texts` keeps it
with every figure that a notebook shows, as in the course's own notebooks.
"""

import importlib
import re

from matplotlib.figure import Figure


def alternative_text(figure: Figure) -> str:
    """Describe a figure by its titles and by what its axes mean.

    >>> figure = Figure()
    >>> _ = figure.subplots().set(title="Few words are frequent", xlabel="rank", ylabel="count")
    >>> alternative_text(figure)
    'Plot: Few words are frequent. Across: rank. Up: count.'
    """
    parts = [("", figure.get_suptitle())]
    for ax in figure.axes:
        parts.append(("", ax.get_title() or ax.get_title("left")))
        parts += [("Across: ", ax.get_xlabel()), ("Up: ", ax.get_ylabel())]
    said = " ".join(f"{before}{text}." for before, text in parts if text)
    return re.sub(r"\s+", " ", f"Plot: {said}" if said else "Plot.").replace("..", ".")


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
