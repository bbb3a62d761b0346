"""How Sphinx makes pages of the lessons that need no network; `tools.lessons` uses it.

Reads notebooks with their outputs through MyST-NB; formulas become MathML, which browsers draw themselves.
"""

import json
import re

from docutils.nodes import SkipNode, math_block
from latex2mathml.converter import convert

project = html_title = "The word2vec course"
extensions = ["myst_nb"]
myst_enable_extensions = ["amsmath", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "off"
nb_ipywidgets_js = {}  # would come from the network
nb_merge_streams = True
nb_mime_priority_overrides = [("html", "application/vnd.vegalite.v5+json", None)]  # the map is a picture
suppress_warnings = ["mystnb.unknown_mime_type", "misc.highlighting_failure"]
html_theme = "furo"
html_math_renderer = "mathml"
html_static_path = ["static"]
html_css_files = ["course.css"]
html_copy_source = False
html_show_copyright = False


def setup(app) -> None:
    """Connect what follows with Sphinx."""
    app.connect("source-read", add_alternative_texts)
    app.connect("html-page-context", let_keys_scroll)
    app.add_html_math_renderer("mathml", (write_formula, None), (write_formula, None))


def add_alternative_texts(app, page: str, source: list[str]) -> None:
    """Move the texts of pictures from outputs to cells, where MyST-NB looks for them."""
    if not source[0].startswith("{"):  # Markdown
        return
    notebook = json.loads(source[0])
    for cell in notebook["cells"]:
        pictures = [output.get("metadata", {}).get("image/png", {}) for output in cell.get("outputs", [])]
        if texts := [picture["alt"] for picture in pictures if "alt" in picture]:
            cell["metadata"]["mystnb"] = {"image": {"alt": " ".join(texts)}}
    source[0] = json.dumps(notebook)


def let_keys_scroll(app, page: str, template: str, context: dict, tree) -> None:
    """Let the keyboard reach what can be wide (code, tables, formulas), to scroll in it."""
    wide = r'<(pre|div(?= class="(?:table-wrapper|output text_html))|span(?= class="formula block"))'
    context["body"] = re.sub(wide, r'<\1 tabindex="0"', context.get("body", ""))


def write_formula(writer, node) -> None:
    """Write a formula, on a line of its own or within one."""
    display = "block" if isinstance(node, math_block) else "inline"
    mathml = convert(node.astext().strip(), display=display)
    writer.body.append(f'<span class="formula {display}">{mathml}</span>')
    raise SkipNode
