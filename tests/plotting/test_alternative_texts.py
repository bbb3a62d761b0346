"""Alternative texts: what is said of a figure, and what a notebook keeps after `%load_ext`."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

from tools.alternative_texts import load_ipython_extension
from w2v_helpers.plotting import alternative_text


def test_a_figure_is_described_by_its_titles_and_axes():
    figure, (left, right) = plt.subplots(1, 2)
    figure.suptitle("Two sides")
    left.set(title="One\nline", xlabel="words")
    right.set(title="Other.", ylabel="share")
    wanted = "Plot: Two sides. One line. Across: words. Other. Up: share."
    assert alternative_text(figure) == wanted
    assert alternative_text(Figure()) == "Plot."
    plt.close(figure)


@pytest.mark.parametrize(
    "drawn", [b"PNG", (b"PNG", {"width": 9}), None], ids=["bytes", "with metadata", "nothing"]
)
def test_a_notebook_keeps_the_text_next_to_the_picture(drawn):
    shell = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell()
    formatter = shell.display_formatter.formatters["image/png"]
    formatter.for_type(Figure, lambda figure: drawn)
    load_ipython_extension(shell)
    found = formatter.lookup_by_type(Figure)(Figure())
    assert found == (drawn and (b"PNG", {**({"width": 9} if len(drawn) == 2 else {}), "alt": "Plot."}))


def test_a_shell_without_figures_stays_as_it_is():
    shell = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell()
    load_ipython_extension(shell)
    with pytest.raises(KeyError):
        shell.display_formatter.formatters["image/png"].lookup_by_type(Figure)
