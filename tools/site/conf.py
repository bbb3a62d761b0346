"""How Sphinx and MyST-NB make pages of the lessons that need no network and no script to be read.

Reads notebooks with their outputs; makes HTML in which formulas are MathML. `tools.lessons` uses it.
"""

import json

from docutils.nodes import SkipNode
from latex2mathml.converter import convert

project = html_title = "The word2vec course"
language = "en"
extensions = ["myst_nb"]
suppress_warnings = ["mystnb.unknown_mime_type", "misc.highlighting_failure"]

myst_enable_extensions = ["amsmath", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "off"
nb_ipywidgets_js = {}  # they would come from the network
nb_merge_streams = True
# The interactive map is a picture here.
nb_mime_priority_overrides = [("html", "application/vnd.vegalite.v5+json", None)]

html_theme = "furo"
html_math_renderer = "mathml"
html_static_path = ["static"]
html_css_files = ["course.css"]
html_copy_source = False
html_show_sphinx = False


def setup(app) -> None:
    """Connect what follows with Sphinx."""
    app.connect("source-read", add_alternative_texts)
    app.connect("html-page-context", let_keys_scroll)
    app.add_html_math_renderer("mathml", (write_inline, None), (write_block, None))


def add_alternative_texts(app, name: str, source: list[str]) -> None:
    """Tell MyST-NB, which reads cell metadata only, the texts that outputs bring for their pictures."""
    if not source[0].startswith("{"):  # a page in Markdown
        return
    notebook = json.loads(source[0])
    for cell in notebook["cells"]:
        pictures = [output.get("metadata", {}).get("image/png", {}) for output in cell.get("outputs", [])]
        texts = [picture["alt"] for picture in pictures if "alt" in picture]
        if texts:
            cell["metadata"]["mystnb"] = {"image": {"alt": " ".join(texts)}}
    source[0] = json.dumps(notebook)


def let_keys_scroll(app, page: str, template: str, context: dict, tree) -> None:
    """Let the keyboard reach wide code, to scroll in it."""
    context["body"] = context.get("body", "").replace("<pre>", '<pre tabindex="0">')


def write_inline(writer, node) -> None:
    """Write a formula within a line."""
    writer.body.append(convert(node.astext().strip(), display="inline"))
    raise SkipNode


def write_block(writer, node) -> None:
    """Write a formula on a line of its own."""
    writer.body.append(f'<div class="formula">{convert(node.astext().strip(), display="block")}</div>')
    raise SkipNode
