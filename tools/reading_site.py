"""The executed lessons as a site to read: with search, on a phone, by day and by night, without a network.

Reads the committed notebooks, the README and the pages beside the notebooks; makes HTML by Sphinx, MyST-NB
and the theme Furo. No lesson uses it; `make site` does.
"""

import io
import re
import shutil
import tempfile
from pathlib import Path

import nbformat
from latex2mathml.converter import convert as latex_to_mathml
from nbformat import NotebookNode

TITLE = "The word2vec course"
INDEX = """{readme}

```{{toctree}}
:hidden:
{lessons}
```

```{{toctree}}
:hidden:
{pages}
```
"""
SETTINGS = {
    "project": TITLE,
    "html_title": TITLE,
    "html_theme": "furo",
    "html_copy_source": False,
    "html_show_sphinx": False,
    "html_math_renderer": "mathml",
    "extensions": ["myst_nb", __name__],
    "myst_enable_extensions": ["amsmath", "dollarmath"],
    "myst_heading_anchors": 3,
    "nb_execution_mode": "off",
    "nb_ipywidgets_js": {},  # they would come from the network
    "nb_merge_streams": True,
    # A map to search in is a picture here.
    "nb_mime_priority_overrides": [("html", "application/vnd.vegalite.v5+json", None)],
    "suppress_warnings": ["mystnb.unknown_mime_type", "misc.highlighting_failure"],
    "language": "en",
}


def build_site(lessons: list[Path], output: Path) -> Path:
    """Make the site.

    Args:
        lessons: the notebooks, with their outputs; the README is in the folder above theirs.
        output: where the site goes; what is there of an earlier one is replaced.

    Returns:
        Its first page.

    Raises:
        ImportError: Sphinx is not installed.
        ValueError: Sphinx found a link that leads nowhere, or another fault; says which.
    """
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace

    with docutils_namespace(), tempfile.TemporaryDirectory() as temporary, io.StringIO() as faults:
        source, doctrees = (Path(temporary) / name for name in ("source", "doctrees"))
        source.mkdir()
        write_source(lessons, source)
        app = Sphinx(
            source, None, output, doctrees, "html", SETTINGS, status=None, warning=faults, freshenv=True
        )
        app.build(force_all=True)
        found = re.sub(r"\x1b\[[\d;]*m", "", faults.getvalue()).replace(f"{source}/", "").strip()
    if found:
        raise ValueError(f"The site has faults:\n{found}")
    return output / "index.html"


def write_source(lessons: list[Path], source: Path) -> None:
    """Write what Sphinx reads: the notebooks, the pages beside them, and the README as the first page."""
    folder = lessons[0].parent
    pages = sorted(folder.glob("*.md"))
    for lesson in lessons:
        nbformat.write(prepare(nbformat.read(lesson, as_version=4)), source / lesson.name)
    for page in pages:
        (source / page.name).write_text(page.read_text(encoding="utf-8"), encoding="utf-8")
    readme = on_the_site((folder.parent / "README.md").read_text(encoding="utf-8"))
    for picture in folder.parent.glob(".github/*.png"):
        shutil.copy(picture, source)
    names = {"lessons": lessons, "pages": pages}
    contents = {name: "\n".join(path.stem for path in paths) for name, paths in names.items()}
    (source / "index.md").write_text(INDEX.format(readme=readme, **contents), encoding="utf-8")


def prepare(notebook: NotebookNode) -> NotebookNode:
    """Give each cell with a picture the text that says what the picture shows."""
    for cell in notebook.cells:
        texts = [
            output.metadata.get("image/png", {}).get("alt", "")
            for output in cell.get("outputs", [])
            if "image/png" in output.get("data", {})
        ]
        if any(texts):
            cell.metadata["mystnb"] = {"image": {"alt": " ".join(filter(None, texts))}}
    return notebook


def on_the_site(readme: str) -> str:
    """Turn the README's links to lessons into links on the site; to what is not there, into plain text.

    >>> on_the_site("See [2](notebooks/02_pairs.ipynb), [the data](data/README.md).")
    'See [2](02_pairs.ipynb), the data.'
    """
    elsewhere = r"(?!https?:|#|notebooks/[\w.-]+\.(?:ipynb|md)|\.github/)"
    readme = re.sub(rf"\[([^\]]+)\]\({elsewhere}[^)]*\)", r"\1", readme)
    return re.sub(r"\]\((?:notebooks|\.github)/", "](", readme)


# The extension of Sphinx that lays out formulas


def setup(app) -> dict:
    """Tell Sphinx to write formulas as MathML, which browsers lay out themselves."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("html-page-context", _let_keys_scroll)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _let_keys_scroll(app, page: str, template: str, context: dict, tree) -> None:
    """Let who has no mouse scroll in wide code."""
    context["body"] = context.get("body", "").replace("<pre>", '<pre tabindex="0">')


def _inline(writer, node) -> None:
    _write(writer, latex_to_mathml(node.astext().strip(), display="inline"))


def _block(writer, node) -> None:
    mathml = latex_to_mathml(node.astext().strip(), display="block")
    _write(writer, f'<div class="formula">{mathml}</div>')


def _write(writer, mathml: str) -> None:
    from docutils.nodes import SkipNode

    writer.body.append(mathml)
    raise SkipNode
