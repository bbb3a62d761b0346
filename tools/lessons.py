"""The course as a program: run its lessons, and keep each notebook and its script alike.

Reads `notebooks/NN_name.ipynb` and `jupytext.toml`; makes HTML pages of the executed lessons with an index,
and a table of what each lesson found. No lesson uses it; the Makefile does. Its commands are listed by
`python -m tools.lessons --help`.
"""

import argparse
import base64
import html
import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupytext.combine import combine_inputs_with_outputs
from jupytext.config import load_jupytext_config
from latex2mathml.converter import convert as latex_to_mathml
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert import HTMLExporter
from nbconvert.filters.ansi import strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from PIL import Image
from tqdm import tqdm

from tools.publish import publish
from w2v_helpers._checks import atomic_path
from w2v_helpers.text.corpus import EMBEDDED, NAMES, load_corpus

LESSONS = "[0-9][0-9]_*"
# A reader's progress is no part of how the course runs.
KERNEL_SETTINGS = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "W2V_PROGRESS": "off",
}
FOLDERS = ("W2V_DATA_DIR", "W2V_CACHE_DIR")  # settings that lessons, which run elsewhere, need as full paths
KERNEL_SPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": NATIVE_KERNEL_NAME}
PICTURE = Path(".github") / "words.png"
ALTERNATIVE_TEXTS = "--ext=w2v_helpers.plotting.alternative_texts"  # pictures say in words what they show
WIDGET = "application/vnd.jupyter.widget-view+json"
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}

# nbconvert's page without the scripts that it would load from the network.
PAGE = """{% extends 'lab/index.html.j2' %}
{% block html_head_js %}{% endblock %}
{% block jupyter_widgets %}{% endblock %}
{% block html_head_js_mathjax %}{% endblock %}
{% block html_head_js_mermaidjs %}{% endblock %}
{% block html_head_css %}<style>math { font-size: 1.15em; }</style>{% endblock %}
{% block body_header %}{{ super() }}<p><a href="index.html">All lessons</a></p>{% endblock %}
"""

INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The word2vec course</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; }}
th, td {{ border-bottom: 1px solid #ccc; padding: .4rem .8rem; text-align: left; vertical-align: top; }}
td:nth-child(2) {{ text-align: right; }}
</style>
</head>
<body>
<h1>The word2vec course</h1>
<p>Lessons as they ran on the corpus <b>{corpus}</b>, {seconds:.0f} seconds in all.</p>
<table>
<tr><th>Lesson</th><th>Seconds</th><th>Result</th></tr>
{rows}
</table>
</body>
</html>
"""
INDEX_ROW = '<tr><td><a href="{page}">{title}</a></td><td>{seconds:.1f}</td><td>{headline}</td></tr>'


class CourseError(Exception):
    """What stops the course, in words for its reader."""


class LessonError(CourseError):
    """A lesson that failed: where, and with what."""


@dataclass(frozen=True)
class Result:
    """What one lesson gave: its name, title, running time in seconds and headline."""

    name: str
    title: str
    seconds: float
    headline: str


# Running the lessons


def find_lessons(folder: Path, names: list[str]) -> list[Path]:
    """Find lessons in their order.

    Args:
        folder: where the notebooks are.
        names: numbers, names or paths of the lessons wanted, such as `"03"`; all lessons if empty.

    Returns:
        The paths of the notebooks, sorted.

    Raises:
        CourseError: the folder has no lessons, or a name fits none of them.
    """
    lessons = sorted(folder.glob(f"{LESSONS}.ipynb"))
    if not lessons:
        raise CourseError(f"There are no lessons in {folder.absolute()}: go to the folder of the course.")
    wanted = [Path(name).name.removesuffix(".ipynb") for name in names]
    wanted = [name.zfill(2) if name.isdigit() else name for name in wanted]
    for name in wanted:
        if not any(lesson.stem.startswith(name) for lesson in lessons):
            known = ", ".join(lesson.stem for lesson in lessons)
            raise CourseError(f"There is no lesson {name!r}; the lessons are {known}.")
    return [lesson for lesson in lessons if not wanted or lesson.stem.startswith(tuple(wanted))]


def choose_corpus(source: str | None) -> str:
    """Check the corpus before any lesson starts, and download it, so that a typing mistake costs no time.

    Args:
        source: a name or a path; without it `W2V_CORPUS` decides, as in `load_corpus`.

    Returns:
        The name, or the path made absolute: lessons run in another folder.

    Raises:
        CourseError: `load_corpus` refuses it; the message is its own.
    """
    source = source or os.environ.get("W2V_CORPUS") or EMBEDDED[0]
    try:
        load_corpus(source)
    except (OSError, ValueError) as error:
        raise CourseError(str(error)) from error
    return source if source in NAMES else str(Path(source).expanduser().resolve())


@contextmanager
def fresh_kernel(notebook: NotebookNode, path: Path, corpus: str) -> Iterator[NotebookClient]:
    """Start a kernel for one notebook: this interpreter, whichever kernels are installed.

    Args:
        notebook: what will be executed; its outputs are replaced.
        path: where it is; its folder is the working directory of the kernel.
        corpus: what `load_corpus()` loads there.

    Raises:
        LessonError: the kernel does not answer.
    """
    # With no folder to look in, jupyter_client falls back to the interpreter that runs this.
    specs = KernelSpecManager(kernel_dirs=[])
    manager = AsyncKernelManager(kernel_name=NATIVE_KERNEL_NAME, kernel_spec_manager=specs)
    where = {"metadata": {"path": str(path.parent)}}
    options = {"resources": where, "store_widget_state": False, "extra_arguments": [ALTERNATIVE_TEXTS]}
    client = NotebookClient(notebook, km=manager, timeout=None, **options)
    folders = {name: os.environ[name] for name in FOLDERS if os.environ.get(name)}
    folders = {name: str(Path(folder).expanduser().resolve()) for name, folder in folders.items()}
    settings = {**os.environ, **KERNEL_SETTINGS, **folders, "W2V_CORPUS": corpus}
    # Cells still show what they write to stderr; only the kernel's own talk of ports and shutdown is lost.
    try:
        with client.setup_kernel(env=settings, stderr=subprocess.DEVNULL, cleanup_kc=True):
            yield client
    except RuntimeError as error:
        raise LessonError(f"Lesson {path.stem} could not run: {error}.") from error


def run_lesson(path: Path, corpus: str, progress: tqdm) -> tuple[NotebookNode, Result]:
    """Execute a lesson; the file itself stays as it is.

    Args:
        path: the notebook.
        corpus: a name, or an absolute path.
        progress: a bar that moves by one for each code cell.

    Returns:
        The notebook with its new outputs, and its result.

    Raises:
        LessonError: a cell failed.
    """
    notebook = nbformat.read(path, as_version=4)
    progress.set_description(path.stem)
    start = time.perf_counter()
    with fresh_kernel(notebook, path, corpus) as client:
        for number, cell in enumerate(notebook.cells):
            try:
                client.execute_cell(cell, number)
            except (CellExecutionError, DeadKernelError) as error:
                raise LessonError(describe_failure(path, number, cell, error)) from error
            progress.update(cell.cell_type == "code")
    seconds = time.perf_counter() - start
    return notebook, Result(path.stem, title_of(notebook, path.stem), seconds, headline_of(notebook))


def describe_failure(path: Path, number: int, cell: NotebookNode, error: Exception) -> str:
    """Say where a lesson stopped and why, without the colour codes of a traceback."""
    where = f"Lesson {path.stem} stopped at cell {number + 1}"
    if isinstance(error, DeadKernelError):
        return f"{where}: its Python process ended. It may have run out of memory."
    count = cell.execution_count
    found = re.search(rf"Cell In\[{count}\], line (\d+)", strip_ansi(error.traceback))
    line = int(found[1]) if found else 1
    source = cell.source.splitlines()[line - 1].strip()
    label = f" (In [{count}]), line {line}" if found else ""
    problem = f"{error.ename}: {strip_ansi(error.evalue)}".removesuffix(": ")
    return f"{where}{label}:\n\n    {source}\n\n{problem}"


def title_of(notebook: NotebookNode, default: str) -> str:
    """Return the first heading of a notebook, or `default`."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    heading = re.search(r"^# +(.+)$", text, re.MULTILINE)
    return heading[1].strip() if heading else default


def headline_of(notebook: NotebookNode) -> str:
    """Return the text output of the cell tagged `headline`, on one line."""
    cells = [cell for cell in notebook.cells if "headline" in cell.metadata.get("tags", [])]
    outputs = [output for cell in cells for output in cell.outputs if output.get("name") != "stderr"]
    texts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs]
    return " ".join(" ".join(texts).split())


def run_course(lessons: list[Path], corpus: str, output: Path) -> list[Result]:
    """Run lessons in order, each in a fresh kernel, and write their pages, those beside them and the index.

    Args:
        lessons: notebooks.
        corpus: what `choose_corpus` returned.
        output: the folder for the pages.

    Returns:
        One result for each lesson.

    Raises:
        CourseError: a lesson failed, or the folder cannot be written to. The pages of earlier lessons stay.
    """
    clear_pages(output, lessons)
    results = []
    with progress_bar(lessons) as progress:
        for lesson in lessons:
            notebook, result = run_lesson(lesson, corpus, progress)
            write_text(output / f"{result.name}.html", to_html(notebook, result.title))
            results.append(result)
    for page in sorted(lessons[0].parent.glob("*.md")):
        text = nbformat.v4.new_markdown_cell(page.read_text(encoding="utf-8"))
        whole = nbformat.v4.new_notebook(cells=[text])
        write_text(output / f"{page.stem}.html", to_html(whole, title_of(whole, page.stem)))
    write_text(output / "index.html", index_page(results, corpus))
    return results


def execute_in_place(lessons: list[Path]) -> list[Result]:
    """Run lessons on the embedded corpus and keep the outputs in the notebooks.

    Args:
        lessons: notebooks; each is written when all of its cells have run.

    Returns:
        One result for each lesson.

    Raises:
        CourseError: a lesson failed; its notebook and those after it are as before.
    """
    results = []
    with progress_bar(lessons) as progress:
        for lesson in lessons:
            notebook, result = run_lesson(lesson, EMBEDDED[0], progress)
            write_text(lesson, notebook_text(tidy(notebook, lesson)))
            if picture := picture_of(notebook):
                with atomic_path(lesson.absolute().parents[1] / PICTURE) as temporary:
                    temporary.write_bytes(picture)
            results.append(result)
    return results


def picture_of(notebook: NotebookNode) -> bytes | None:
    """Return what the cell tagged `picture` drew, a PNG file for the README, or `None`."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "picture" in cell.metadata.get("tags", []) and "image/png" in output.get("data", {}):
                return base64.b64decode(output.data["image/png"])
    return None


def progress_bar(lessons: list[Path]) -> tqdm:
    """Make a bar that counts the code cells of several notebooks; in a log file it moves rarely."""
    notebooks = (nbformat.read(lesson, as_version=4) for lesson in lessons)
    total = sum(cell.cell_type == "code" for notebook in notebooks for cell in notebook.cells)
    return tqdm(total=total, unit="cell", leave=False, mininterval=0.1 if sys.stderr.isatty() else 10)


def result_table(results: list[Result]) -> str:
    """Lay out the results as text.

    >>> print(result_table([Result("01_text", "1. Read", 2.04, "8 tokens")]))
    lesson   seconds  result
    01_text      2.0  8 tokens
    all          2.0
    """
    width = max(len(result.name) for result in results)
    rows = [(result.name, f"{result.seconds:.1f}", result.headline) for result in results]
    total = f"{sum(result.seconds for result in results):.1f}"
    rows = [("lesson", "seconds", "result"), *rows, ("all", total, "")]
    return "\n".join(f"{name:{width}}  {seconds:>7}  {text}".rstrip() for name, seconds, text in rows)


# Pages


class PageRenderer(IPythonRenderer):
    """Markdown to HTML that needs no script: formulas become MathML, lessons link to pages."""

    def block_math(self, body: str) -> str:
        """Render a formula on lines of its own."""
        return formula(body, "block")

    def inline_math(self, body: str) -> str:
        """Render a formula within a line."""
        return formula(body, "inline")

    def latex_environment(self, name: str, body: str) -> str:
        """Render an environment such as `align`."""
        return formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", "block")

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Render a link; another lesson's, or that of a page beside the lessons, is to its page."""
        return super().link(text, re.sub(r"^([\w-]+)\.(?:ipynb|md)(?=#|$)", r"\1.html", url), title)


def formula(latex: str, display: str) -> str:
    """Turn a formula into MathML, which browsers lay out themselves.

    Args:
        latex: the formula without its dollar signs.
        display: `"block"` or `"inline"`.
    """
    return latex_to_mathml(latex.strip(), display=display)


def markdown_to_html(source: str) -> str:
    """Render the text of a Markdown cell."""
    return MarkdownWithMath(renderer=PageRenderer(escape=False)).render(source)


def to_html(notebook: NotebookNode, title: str) -> str:
    """Make a page of its own from an executed notebook; nothing in it is loaded from elsewhere."""
    exporter = HTMLExporter(raw_template=PAGE, filters={"markdown2html": markdown_to_html})
    page, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    return page


def index_page(results: list[Result], corpus: str) -> str:
    """Make the page that lists the lessons with their results."""
    rows = [
        INDEX_ROW.format(
            page=f"{result.name}.html",
            title=html.escape(result.title),
            seconds=result.seconds,
            headline=html.escape(result.headline),
        )
        for result in results
    ]
    total = sum(result.seconds for result in results)
    return INDEX.format(corpus=html.escape(corpus), seconds=total, rows="\n".join(rows))


def clear_pages(output: Path, lessons: list[Path]) -> None:
    """Remove the pages of an earlier run, so that none outlives a failure; see that new ones can be made."""
    index = output / "index.html"
    write_text(index, "")
    for page in [index, *(output / f"{lesson.stem}.html" for lesson in lessons)]:
        page.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all.

    Raises:
        CourseError: it cannot be written.
    """
    try:
        with atomic_path(path) as temporary:
            temporary.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CourseError(str(error)) from error


# Pairs of notebook and script


def script_text(notebook: NotebookNode, path: Path) -> str:
    """Return the script that belongs to a notebook, as `jupytext.toml` wants it.

    Args:
        notebook: the notebook.
        path: where it is; `jupytext.toml` is looked for from there upwards.
    """
    return jupytext.writes(notebook, "py:percent", config=load_jupytext_config(str(path)))


def notebook_text(notebook: NotebookNode) -> str:
    """Return a notebook as Jupyter would write it."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def tidy(notebook: NotebookNode, path: Path) -> NotebookNode:
    """Drop the metadata that changes with the machine and the editor; keep tags and Colab's settings.

    Pictures get few colours, which keeps notebooks small. Of a control to move, the picture in it stays.
    """
    config = load_jupytext_config(str(path))
    kept = {key: notebook.metadata[key] for key in ("accelerator", "colab") if key in notebook.metadata}
    filters = {key: getattr(config, key) for key in ("cell_metadata_filter", "notebook_metadata_filter")}
    notebook.metadata = NotebookNode(kept, jupytext=filters, kernelspec=KERNEL_SPEC, language_info=LANGUAGE)
    for cell in notebook.cells:
        tags = cell.metadata.get("tags")
        cell.metadata = NotebookNode({"tags": tags} if tags else {})
        for data in (output.get("data", {}) for output in cell.get("outputs", [])):
            data.pop(WIDGET, None)
            if "image/png" in data:
                data["image/png"] = small_picture(data["image/png"])
    return notebook


def small_picture(png: str) -> str:
    """Store a PNG picture, in base64, with at most 48 colours; leave it alone if it has a palette already."""
    image = Image.open(io.BytesIO(base64.b64decode(png)))
    if image.mode == "P":
        return png
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    small = io.BytesIO()
    paper.convert("RGB").quantize(48, dither=Image.Dither.NONE).save(small, "png", optimize=True)
    return base64.b64encode(small.getvalue()).decode()


def sync_pair(path: Path, script: Path, prefer_notebook: bool = False) -> bool:
    """Make a notebook and its script alike. Where they differ, the script is right.

    Outputs stay until the notebook is executed again. File times play no part: a checkout changes them.

    Args:
        path: the notebook; made if it is missing.
        script: the script; made if it is missing.
        prefer_notebook: where they differ, the notebook is right.

    Returns:
        Whether a file changed.
    """
    notebook = nbformat.read(path, as_version=4) if path.exists() else None
    if notebook is None or (script.exists() and not prefer_notebook):
        text = script.read_text(encoding="utf-8")
        edited = jupytext.reads(text, "py:percent", config=load_jupytext_config(str(path)))
        notebook = combine_inputs_with_outputs(edited, notebook) if notebook else edited
    notebook = tidy(notebook, path)
    wanted = {path: notebook_text(notebook), script: script_text(notebook, path)}
    stale = {file: new for file, new in wanted.items() if not file.exists() or file.read_text("utf-8") != new}
    for file, new in stale.items():
        write_text(file, new)
    return bool(stale)


def sync(folder: Path, prefer_notebooks: bool = False) -> list[str]:
    """Make every notebook and its script in `py/` alike.

    Args:
        folder: where the notebooks are.
        prefer_notebooks: where they differ, the notebook is right.

    Returns:
        The names of the lessons of which a file changed.
    """
    files = [*folder.glob(f"{LESSONS}.ipynb"), *(folder / "py").glob(f"{LESSONS}.py")]
    names = sorted({file.stem for file in files})
    pairs = {name: (folder / f"{name}.ipynb", folder / "py" / f"{name}.py") for name in names}
    return [name for name, pair in pairs.items() if sync_pair(*pair, prefer_notebook=prefer_notebooks)]


# The command line


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.lessons", description="Run the course.")
    parser.add_argument("--notebooks", type=Path, default=Path("notebooks"), help="folder of the lessons")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="execute lessons and write them as HTML pages")
    run.add_argument("lessons", nargs="*", metavar="LESSON", help="such as 03; all if none is named")
    run.add_argument("--corpus", help="a name or a path (default: $W2V_CORPUS, else tinyworld)")
    run.add_argument("--output", type=Path, default=Path("build"), help="folder for the pages")
    keep = commands.add_parser("execute", help="pair, execute, and keep the outputs in the notebooks")
    keep.add_argument("lessons", nargs="*", metavar="LESSON", help="such as 03; all if none is named")
    pair = commands.add_parser("sync", help="make each notebook like its script in py/")
    pair.add_argument("--prefer-notebooks", action="store_true", help="make each script like its notebook")
    site = commands.add_parser("site", help="make a site to read of the executed lessons")
    site.add_argument("--output", type=Path, default=Path("build/site"), help="folder for the site")
    stamp = commands.add_parser("publish", help="stamp the course's address into its notebooks")
    stamp.add_argument("address", metavar="OWNER/NAME", help="on GitHub; '' takes it out again")
    return parser


def run_command(options: argparse.Namespace) -> None:
    """Run lessons and print what they found."""
    lessons = find_lessons(options.notebooks, options.lessons)
    corpus = choose_corpus(options.corpus)
    count = "1 lesson" if len(lessons) == 1 else f"{len(lessons)} lessons"
    print(f"Running {count} on the corpus {corpus}.", flush=True)
    print(result_table(run_course(lessons, corpus, options.output)))
    print(f"Read them in {options.output / 'index.html'}.")


def execute_command(options: argparse.Namespace) -> None:
    """Pair, execute lessons in place and print what they found."""
    sync_command(options)
    print(result_table(execute_in_place(find_lessons(options.notebooks, options.lessons))))


def sync_command(options: argparse.Namespace) -> None:
    """Pair notebooks and scripts and print which ones changed."""
    changed = sync(options.notebooks, getattr(options, "prefer_notebooks", False))
    print(f"Changed: {', '.join(changed)}." if changed else "All notebooks and scripts agree.")


def publish_command(options: argparse.Namespace) -> None:
    """Stamp an address into the course, and print where."""
    root = options.notebooks.absolute().parent
    try:
        changed = publish(root, options.address)
    except (ValueError, OSError) as error:
        raise CourseError(str(error)) from error
    sync(options.notebooks, prefer_notebooks=True)
    names = ", ".join(str(path.relative_to(root)) for path in changed)
    print(f"Stamped: {names}." if changed else "Nothing to change.")


def site_command(options: argparse.Namespace) -> None:
    """Make the site, and print where it is."""
    from tools.reading_site import build_site

    try:
        page = build_site(find_lessons(options.notebooks, []), options.output)
    except ImportError as error:
        raise CourseError(f"The site cannot be made: {error}. `make site` installs what it needs.") from error
    except (ValueError, OSError) as error:
        raise CourseError(str(error)) from error
    print(f"Read it in {page}.")


COMMANDS = {
    "run": run_command,
    "execute": execute_command,
    "sync": sync_command,
    "site": site_command,
    "publish": publish_command,
}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Returns:
        The exit status: 0 if all went well, 1 for a failed lesson, 2 for a wrong setting, 130 if interrupted.
    """
    options = make_parser().parse_args(arguments)
    try:
        COMMANDS[options.command](options)
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1 if isinstance(error, LessonError) else 2
    except KeyboardInterrupt:
        print("Stopped. Lessons that were finished keep their pages.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
