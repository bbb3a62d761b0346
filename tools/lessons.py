"""Run the lessons, pair notebooks with scripts, and make pages to read.

Reads `notebooks/` in the current folder, the root of the checkout; writes executed copies and a site to
`build/`. No lesson uses it; the Makefile does. `python -m tools.lessons --help` lists its commands.
"""

import argparse
import base64
import io
import logging
import os
import re
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Sequence
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from PIL import Image
from tabulate import tabulate
from tqdm import tqdm

from w2v_helpers._checks import atomic_path
from w2v_helpers.text.corpus import load_corpus
from w2v_helpers.text.downloads import CORPORA

NOTEBOOKS, BUILD = Path("notebooks"), Path("build")
COPIES, PAGES = BUILD / "notebooks", BUILD / "pages"
LESSON = "[0-9][0-9]_*.ipynb"
COLUMNS = ("lesson", "seconds", "result")
PICTURE = Path(".github/words.png")
EMBEDDED_ONLY = {"W2V_CORPUS": "tinyworld", "W2V_DATA_DIR": "", "W2V_CACHE_DIR": str(BUILD / "no_downloads")}
FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}}  # in Colab and in JupyterLab
ALTERNATIVE_TEXTS = "--ext=tools.alternative_texts"  # pictures say in words what they show
WIDGET = "application/vnd.jupyter.widget-view+json"
CONTENTS = "\n\n```{toctree}\n:hidden:\n:glob:\n\n[0-9]*\n[A-Z]*\n```\n"


def find_lessons(names: Sequence[str]) -> list[Path]:
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
    """Run lessons in order, and write each to a folder once all of its cells have run.

    Returns:
        The name of each lesson, the seconds it took, and its headline.
    """
    env = {**os.environ, "W2V_PROGRESS": "off", "TF_CPP_MIN_LOG_LEVEL": "3", **settings}
    here = str(Path(__file__).resolve().parents[1])  # where kernels find ALTERNATIVE_TEXTS
    env["PYTHONPATH"] = os.pathsep.join(filter(None, [here, env.get("PYTHONPATH")]))
    for name in ("W2V_DATA_DIR", "W2V_CACHE_DIR"):  # lessons run in another folder
        if env.get(name):
            env[name] = str(Path(env[name]).expanduser().absolute())
    notebooks = {lesson: nbformat.read(lesson, as_version=4) for lesson in lessons}
    cells = sum(cell.cell_type == "code" for notebook in notebooks.values() for cell in notebook.cells)
    results = []
    with tqdm(total=cells, unit="cell", leave=False, mininterval=1) as progress:
        for lesson, notebook in notebooks.items():
            progress.set_description(lesson.stem)
            start = time.perf_counter()
            run_cells(notebook, lesson.stem, env, progress)
            shrink_pictures(notebook)
            write_notebook(notebook, folder / lesson.name)
            results.append((lesson.stem, time.perf_counter() - start, headline(notebook)))
    return results


def run_cells(notebook: NotebookNode, name: str, env: dict[str, str], progress: tqdm) -> None:
    """Run the cells of a notebook in a new kernel; replace its outputs. Exit if one fails."""
    # Without folders to look for kernels in, Jupyter takes the interpreter that runs this program.
    manager = AsyncKernelManager(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    options = {"resources": {"metadata": {"path": str(NOTEBOOKS)}}, "extra_arguments": [ALTERNATIVE_TEXTS]}
    client = NotebookClient(notebook, km=manager, timeout=None, **options)
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
        sys.exit(f"{place}:\n\n{source}\n\n{error.ename}: {error.evalue}")
    except RuntimeError:
        sys.exit(f"{place}: its Python process ended. It may have run out of memory.")


def outputs_tagged(notebook: NotebookNode, tag: str) -> list[NotebookNode]:
    """Return the outputs of the cells with a tag."""
    cells = [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]
    return [output for cell in cells for output in cell.outputs]


def headline(notebook: NotebookNode) -> str:
    """Return what the cell tagged `headline` shows, on one line."""
    outputs = outputs_tagged(notebook, "headline")
    texts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs]
    return " ".join(" ".join(texts).split())


def print_table(results: list[tuple[str, float, str]]) -> None:
    """Print what lessons found, and their seconds in all."""
    rows = [*results, ("all", sum(seconds for _, seconds, _ in results), "")]
    print(tabulate(rows, COLUMNS, tablefmt="plain", floatfmt=".1f"), flush=True)


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook without what differs between machines; fold the cells that a reader may skip."""
    notebook.metadata.pop("jupytext", None)  # its settings are in jupytext.toml
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
            few = picture.quantize(48, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            few.save(small, "png", optimize=True)
            data["image/png"] = base64.b64encode(small.getvalue()).decode()


def write_pages(first_page: str, output: Path, *options: str) -> None:
    """Write the copies of the notebooks as a site, behind a first page in Markdown; exit if it has faults."""
    (COPIES / "index.md").write_text(first_page + CONTENTS, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "--quiet", "--jobs", "auto", *options]
    command += ["--conf-dir", str(Path(__file__).parent / "site")]
    if subprocess.run([*command, COPIES, output]).returncode:
        sys.exit("The pages have faults, which are listed above.")


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
    corpus = corpus if corpus in ("tinyworld", *CORPORA) else str(Path(corpus).expanduser().absolute())
    copy_notebooks()
    (BUILD / "index.html").unlink(missing_ok=True)  # no earlier page outlives a failure
    print(f"Running {', '.join(path.stem for path in paths)} on the corpus {corpus}.", flush=True)
    results = run_lessons(paths, {"W2V_CORPUS": corpus}, COPIES)
    print_table(results)
    rows = [(f"[](./{name}.ipynb)", seconds, f"`{found} `") for name, seconds, found in results]
    table = tabulate(rows, COLUMNS, tablefmt="pipe", floatfmt=".1f")
    write_pages(f"# Your run of the course\n\nOn the corpus `{corpus}`:\n\n{table}", PAGES)
    shutil.copytree(PAGES, BUILD, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".doctrees"))
    print(f"Read them in {BUILD / 'index.html'}.")


def execute(lessons: list[str]) -> None:
    """Pair notebooks and scripts, run notebooks in place, and keep the README's picture."""
    sync(lessons)
    paths = find_lessons(lessons)
    print_table(run_lessons(paths, EMBEDDED_ONLY, NOTEBOOKS))
    for path in paths:
        for output in outputs_tagged(nbformat.read(path, as_version=4), "picture"):
            if "image/png" in output.get("data", {}):
                PICTURE.write_bytes(base64.b64decode(output.data["image/png"]))


def sync(lessons: Sequence[str] = (), prefer_notebooks: bool = False) -> None:
    """Make each notebook like its script in notebooks/py/, whichever is newer; outputs stay."""
    command = [sys.executable, "-m", "jupytext", "--quiet"]
    named = tuple(Path(name).stem.zfill(2) for name in lessons) or ("",)
    scripts = [path for path in sorted((NOTEBOOKS / "py").glob("*.py")) if path.stem.startswith(named)]
    if scripts and not prefer_notebooks:
        formats = ["--update", "--from", "py//py:percent", "--to", "ipynb"]
        subprocess.run([*command, *formats, *scripts], check=True)
    found = find_lessons(lessons)
    for lesson in found:
        write_notebook(nbformat.read(lesson, as_version=4), lesson)
    subprocess.run([*command, "--from", "ipynb", "--to", "py//py:percent", *found], check=True)


def site() -> None:
    """Write the committed notebooks and the README as a site."""
    copy_notebooks()
    readme = Path("README.md").read_text(encoding="utf-8")
    not_there = r"(?!https?:|#|notebooks/[\w.-]+\.(?:ipynb|md)|\.github/)[^)]*"
    readme = re.sub(rf"\[([^\]]+)\]\({not_there}\)", r"\1", readme)  # such links become plain text
    readme = re.sub(r"\]\((?:notebooks|\.github)/", "](", readme)
    write_pages(readme, BUILD / "site", "--fresh-env", "--fail-on-warning", "--keep-going")
    print(f"Read it in {BUILD / 'site' / 'index.html'}.")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; exit with 1 after an error, with 130 if interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tools.lessons")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (run, execute, sync, site):
        subparser = commands.add_parser(command.__name__, help=command.__doc__)
        subparser.set_defaults(command=command)
        if command in (run, execute, sync):
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
    except (OSError, ValueError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        logging.disable()  # nbclient's task for the cell ends with an error that nobody asks for
        print(f"Stopped. Finished lessons are in {COPIES}.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # not every terminal can write every character
    main()
