"""Run the lessons, pair notebooks with scripts, and make pages to read.

Reads `notebooks/` in the current folder, the root of the checkout; writes executed copies and a site to
`build/`. No lesson uses it; the Makefile does. `python -m tools.lessons --help` lists its commands.
"""

import argparse
import base64
import io
import os
import re
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from PIL import Image
from tqdm import tqdm

from w2v_helpers._checks import atomic_path
from w2v_helpers.text.corpus import NAMES, load_corpus

NOTEBOOKS, BUILD = Path("notebooks"), Path("build")
COPIES, PAGES = BUILD / "notebooks", BUILD / "pages"
LESSON = "[0-9][0-9]_*.ipynb"
PICTURE = Path(".github/words.png")
FOLDERS = ("W2V_DATA_DIR", "W2V_CACHE_DIR")  # made absolute, because lessons run in another folder
EMBEDDED_ONLY = {"W2V_CORPUS": "tinyworld", "W2V_DATA_DIR": "", "W2V_CACHE_DIR": str(BUILD / "no_downloads")}
FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}}  # in Colab and in JupyterLab
WIDGET = "application/vnd.jupyter.widget-view+json"
CONTENTS = "\n\n```{toctree}\n:hidden:\n:glob:\n\n[0-9]*\n[A-Z]*\n```\n"


class LessonError(Exception):
    """A lesson failed: where, and with what."""


def find_lessons(names: list[str]) -> list[Path]:
    """Return the notebooks of the lessons named, such as `"3"` or `"03_sampling_tables"`; all if none is."""
    lessons = sorted(NOTEBOOKS.glob(LESSON))
    if not lessons:
        raise ValueError(f"There are no lessons in {NOTEBOOKS.absolute()}: go to the root of the course.")
    wanted = tuple(Path(name).stem.zfill(2) for name in names)
    for name in wanted:
        if not any(lesson.stem.startswith(name) for lesson in lessons):
            known = ", ".join(lesson.stem for lesson in lessons)
            raise ValueError(f"There is no lesson {name!r}; the lessons are {known}.")
    return [lesson for lesson in lessons if not wanted or lesson.stem.startswith(wanted)]


def run_lessons(lessons: list[Path], settings: dict[str, str], folder: Path) -> list[tuple[str, float, str]]:
    """Run lessons in order; write each to a folder once all of its cells have run.

    Args:
        lessons: notebooks.
        settings: environment variables for them, in addition to those of this process.
        folder: where the executed notebooks go.

    Returns:
        The name of each lesson, the seconds it took, and its headline.

    Raises:
        LessonError: a cell failed.
    """
    env = {**os.environ, "W2V_PROGRESS": "off", "TF_CPP_MIN_LOG_LEVEL": "3", **settings}
    env |= {name: full_path(env[name]) for name in FOLDERS if env.get(name)}
    notebooks = {lesson: nbformat.read(lesson, as_version=4) for lesson in lessons}
    cells = sum(cell.cell_type == "code" for notebook in notebooks.values() for cell in notebook.cells)
    results = []
    pause = 0.1 if sys.stderr.isatty() else 10  # seconds; a log file needs few lines
    with tqdm(total=cells, unit="cell", leave=False, mininterval=pause) as progress:
        for lesson, notebook in notebooks.items():
            progress.set_description(lesson.stem)
            start = time.perf_counter()
            run_cells(notebook, lesson.stem, env, progress)
            shrink_pictures(notebook)
            write_notebook(notebook, folder / lesson.name)
            results.append((lesson.stem, time.perf_counter() - start, headline(notebook)))
    return results


def run_cells(notebook: NotebookNode, name: str, env: dict[str, str], progress: tqdm) -> None:
    """Run the cells of a notebook in a new kernel; replace its outputs."""
    # Without folders to look for kernels in, Jupyter takes the interpreter that runs this program.
    manager = AsyncKernelManager(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    where = {"metadata": {"path": str(NOTEBOOKS)}}
    client = NotebookClient(notebook, km=manager, timeout=None, resources=where, store_widget_state=False)
    place = f"Lesson {name} could not start"
    try:
        # Only the kernel's own messages are lost; cells still show what they write to stderr.
        with client.setup_kernel(env=env, stderr=subprocess.DEVNULL, cleanup_kc=True):
            for number, cell in enumerate(notebook.cells):
                place = f"Lesson {name} stopped at cell {number + 1}"
                client.execute_cell(cell, number)
                progress.update(cell.cell_type == "code")
    except CellExecutionError as error:
        source = textwrap.indent(cell.source, "    ")
        raise LessonError(f"{place}:\n\n{source}\n\n{error.ename}: {error.evalue}") from error
    except RuntimeError as error:
        raise LessonError(f"{place}: its Python process ended. It may have run out of memory.") from error


def outputs_tagged(notebook: NotebookNode, tag: str) -> list[NotebookNode]:
    """Return the outputs of the cells with a tag."""
    cells = [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]
    return [output for cell in cells for output in cell.outputs]


def headline(notebook: NotebookNode) -> str:
    """Return what the cell tagged `headline` shows, on one line."""
    outputs = outputs_tagged(notebook, "headline")
    texts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs]
    return " ".join(" ".join(texts).split())


def result_table(results: list[tuple[str, float, str]]) -> str:
    """Lay out results as text.

    >>> print(result_table([("01_text", 2.04, "8 tokens")]))
    lesson   seconds  result
    01_text      2.0  8 tokens
    all          2.0
    """
    rows = [*results, ("all", sum(seconds for _, seconds, _ in results), "")]
    width = max(len(name) for name, _, _ in rows)
    lines = [f"{name:{width}}  {seconds:7.1f}  {found}".rstrip() for name, seconds, found in rows]
    return "\n".join([f"{'lesson':{width}}  seconds  result", *lines])


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook without what differs between machines; fold the cells that a reader may skip."""
    notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        folded = FOLDED if "setup" in tags or "hide-input" in tags else {}
        cell.metadata = NotebookNode(folded, tags=tags) if tags else NotebookNode()
    with atomic_path(path) as temporary:
        temporary.write_text(nbformat.writes(notebook).rstrip("\n") + "\n", encoding="utf-8")


def shrink_pictures(notebook: NotebookNode) -> None:
    """Store each picture with 48 colors, in a third of the bytes; of a slider, keep the picture."""
    for data in [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]:
        data.pop(WIDGET, None)
        if "image/png" in data:
            small = io.BytesIO()
            picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).convert("RGB")
            picture.quantize(48, dither=Image.Dither.NONE).save(small, "png", optimize=True)
            data["image/png"] = base64.b64encode(small.getvalue()).decode()


def full_path(path: str) -> str:
    """Return a path that is the same in every folder."""
    return os.path.abspath(os.path.expanduser(path))


def write_pages(first_page: str, output: Path, *options: str) -> None:
    """Write the copies of the notebooks as a site.

    Args:
        first_page: its text, in Markdown.
        output: the folder for the site.
        options: of the program sphinx-build.

    Raises:
        ValueError: Sphinx found a fault, which it has printed.
    """
    (COPIES / "index.md").write_text(first_page + CONTENTS, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "--quiet", "--jobs", "auto", *options]
    command += ["--conf-dir", str(Path(__file__).parent / "site")]
    if subprocess.run([*command, COPIES, output]).returncode:
        raise ValueError("The pages have faults, which are listed above.")


def copy_notebooks() -> None:
    """Copy the notebooks, and the pages and pictures that belong to them, to where Sphinx reads them."""
    shutil.rmtree(COPIES, ignore_errors=True)
    COPIES.mkdir(parents=True)
    for path in [*NOTEBOOKS.glob(LESSON), *NOTEBOOKS.glob("*.md"), *PICTURE.parent.glob("*.png")]:
        shutil.copy2(path, COPIES)  # with its date, so that Sphinx reads again only what has changed


def run(lessons: list[str], corpus: str | None) -> None:
    """Run copies of lessons, print what they found, and write their pages."""
    paths = find_lessons(lessons)
    corpus = corpus or os.environ.get("W2V_CORPUS") or "tinyworld"
    load_corpus(corpus)  # refuses a mistake, or downloads the corpus, before any lesson starts
    corpus = corpus if corpus in NAMES else full_path(corpus)
    copy_notebooks()
    (BUILD / "index.html").unlink(missing_ok=True)  # no earlier page outlives a failure
    print(f"Running {', '.join(path.stem for path in paths)} on the corpus {corpus}.", flush=True)
    results = run_lessons(paths, {"W2V_CORPUS": corpus}, COPIES)
    print(result_table(results), flush=True)
    table = ["| lesson | seconds | result |", "|---|---:|---|"]
    for name, seconds, found in results:
        code = found.replace("`", "'").replace("|", r"\|")
        table.append(f"| [](./{name}.ipynb) | {seconds:.1f} | `{code} ` |")
    write_pages("\n".join(["# Your run of the course", "", f"Corpus: `{corpus}`", "", *table]), PAGES)
    shutil.copytree(PAGES, BUILD, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".doctrees"))
    print(f"Read them in {BUILD / 'index.html'}.")


def execute(lessons: list[str]) -> None:
    """Pair notebooks and scripts, run notebooks in place, and keep the README's picture."""
    sync()
    paths = find_lessons(lessons)
    print(result_table(run_lessons(paths, EMBEDDED_ONLY, NOTEBOOKS)))
    for path in paths:
        for output in outputs_tagged(nbformat.read(path, as_version=4), "picture"):
            if "image/png" in output.get("data", {}):
                PICTURE.write_bytes(base64.b64decode(output.data["image/png"]))


def sync(prefer_notebooks: bool = False) -> None:
    """Make each notebook like its script in notebooks/py/, whichever is newer; outputs stay."""
    command = [sys.executable, "-m", "jupytext", "--quiet"]
    scripts = sorted((NOTEBOOKS / "py").glob("*.py"))
    if scripts and not prefer_notebooks:
        formats = ["--update", "--from", "py//py:percent", "--to", "ipynb"]
        subprocess.run([*command, *formats, *scripts], check=True)
    lessons = find_lessons([])
    for lesson in lessons:
        write_notebook(nbformat.read(lesson, as_version=4), lesson)
    subprocess.run([*command, "--from", "ipynb", "--to", "py//py:percent", *lessons], check=True)


def site() -> None:
    """Write the committed notebooks and the README as a site."""
    copy_notebooks()
    page = readme_page(Path("README.md").read_text(encoding="utf-8"))
    write_pages(page, BUILD / "site", "--fresh-env", "--fail-on-warning", "--keep-going")
    print(f"Read it in {BUILD / 'site' / 'index.html'}.")


def readme_page(readme: str) -> str:
    """Turn the README's links to notebooks into links on the site, and those to other files into text.

    >>> readme_page("See [2](notebooks/02_pairs.ipynb), [the data](data/README.md).")
    'See [2](02_pairs.ipynb), the data.'
    """
    elsewhere = r"(?!https?:|#|notebooks/[\w.-]+\.(?:ipynb|md)|\.github/)"
    readme = re.sub(rf"\[([^\]]+)\]\({elsewhere}[^)]*\)", r"\1", readme)
    return re.sub(r"\]\((?:notebooks|\.github)/", "](", readme)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return 0 if all went well, 1 after an error, 130 if interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tools.lessons")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (run, execute, sync, site):
        subparser = commands.add_parser(command.__name__, help=command.__doc__)
        subparser.set_defaults(command=command)
        if command in (run, execute):
            subparser.add_argument("lessons", nargs="*", help="such as 3; all if none is named")
        if command is run:
            subparser.add_argument("--corpus", help="a name or a path; default: $W2V_CORPUS, then tinyworld")
        if command is sync:
            subparser.add_argument(
                "--prefer-notebooks", action="store_true", help="change the scripts instead"
            )
    options = vars(parser.parse_args(arguments))
    try:
        options.pop("command")(**options)
    except (LessonError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"Stopped. Finished lessons are in {COPIES}.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # not every terminal can write every character
    sys.exit(main())
