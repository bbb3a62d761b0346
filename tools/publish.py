"""Where the course lives on the web, stamped into all that must know it.

Reads the address that `pyproject.toml` holds, `repository` in `[tool.course]`; changes the notebooks and the
README. No lesson uses it; `make publish REPO=owner/name` does.

Every notebook has a setup cell, which installs the course where it is not, as on Colab: from the address, or
from a wheel beside the notebook while there is none. With an address the notebook also gets a badge that
opens it in Colab.
"""

import re
import tomllib
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from w2v_helpers._checks import atomic_path

BRANCH = "main"
SETUP = "setup"  # the tag of the setup cell
BADGE = re.compile(r"^\[!\[Open in Colab\]\(.*\)\]\(.*\)\n\n?", re.MULTILINE)
REPOSITORY = re.compile(r'^repository = ".*"', re.MULTILINE)
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+")
FROM, TO = "<!-- colab -->", "<!-- /colab -->"  # around what is stamped into the README
IMAGE = "https://colab.research.google.com/assets/colab-badge.svg"

SETUP_CELL = """\
# Installs the course where it is not yet, as on Colab; TensorFlow and NumPy stay as they are there.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("w2v_helpers") is None:
    source = "{source}"{note}
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", source], check=True)"""
UPLOAD = "  # `make wheel` makes it; upload it"

OFFLINE = """\
`make wheel` writes the course as one file, `dist/{wheel}`. Open a notebook in Colab
(*File → Upload notebook*), put that file beside it (the folder sign on the left, then *Upload*), and run the
notebook from the top. Its first code cell installs the file and leaves Colab's own TensorFlow and NumPy as
they are; the embedded data is inside."""
ONLINE = """\
{badge} opens the first lesson; each notebook has such a badge. Its first code cell installs the course and
leaves Colab's own TensorFlow and NumPy as they are; the embedded data comes with it."""


def repository(root: Path) -> str:
    """Return the address of the course as `owner/name`, or nothing if it has none yet.

    Args:
        root: the folder of the course.
    """
    return _project(root)["tool"]["course"]["repository"]


def publish(root: Path, address: str) -> list[Path]:
    """Stamp an address into the course.

    Args:
        root: the folder of the course.
        address: `owner/name` on GitHub; empty takes it out again.

    Returns:
        The files that changed.

    Raises:
        ValueError: the address is not of that form, or a notebook has no title to put a badge under.
    """
    if address and not NAME.fullmatch(address):
        raise ValueError(f"REPO must be owner/name, as on GitHub, not {address!r}.")
    changed = []
    for path, text in wanted(root, address).items():
        if path.read_text(encoding="utf-8") != text:
            with atomic_path(path) as temporary:
                temporary.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def disagreements(root: Path) -> list[Path]:
    """Return the files that do not say what they should by the address in `pyproject.toml`."""
    files = wanted(root, repository(root))
    return [path for path, text in files.items() if path.read_text(encoding="utf-8") != text]


def wanted(root: Path, address: str) -> dict[Path, str]:
    """Return the text that each file would have with an address: settings, README and notebooks."""
    project, readme = root / "pyproject.toml", root / "README.md"
    files = {
        project: REPOSITORY.sub(f'repository = "{address}"', project.read_text(encoding="utf-8")),
        readme: _readme(root, readme.read_text(encoding="utf-8"), address),
    }
    for path in sorted((root / "notebooks").glob("[0-9][0-9]_*.ipynb")):
        stamped = stamp(nbformat.read(path, as_version=4), path.stem, setup_cell(root, address), address)
        files[path] = nbformat.writes(stamped).rstrip("\n") + "\n"
    return files


def stamp(notebook: NotebookNode, name: str, setup: str, address: str) -> NotebookNode:
    """Put the badge under a notebook's title, and the setup cell behind it. Outputs stay.

    Args:
        notebook: it is changed.
        name: of its file, without the ending.
        setup: the source of the setup cell.
        address: `owner/name`; without one there is no badge.
    """
    title = notebook.cells[0]
    heading, _, rest = BADGE.sub("", title.source).partition("\n\n")
    if not heading.startswith("# "):
        raise ValueError(f"{name} does not begin with a title.")
    title.source = "\n\n".join([heading, *([badge(address, name)] if address else []), rest])
    cell = next((cell for cell in notebook.cells if SETUP in cell.metadata.get("tags", [])), None)
    if cell is None:
        cell = nbformat.v4.new_code_cell(id=SETUP, metadata={"tags": [SETUP]})
        notebook.cells.insert(1, cell)
    cell.source = setup
    return notebook


def badge(address: str, name: str) -> str:
    """Write the badge of a notebook, in Markdown."""
    page = f"https://colab.research.google.com/github/{address}/blob/{BRANCH}/notebooks/{name}.ipynb"
    return f"[![Open in Colab]({IMAGE})]({page})"


def setup_cell(root: Path, address: str) -> str:
    """Write the setup cell."""
    source = f"git+https://github.com/{address}@{BRANCH}" if address else wheel(root)
    return SETUP_CELL.format(source=source, note="" if address else UPLOAD)


def wheel(root: Path) -> str:
    """Return the name of the file that holds the package."""
    project = _project(root)["project"]
    return f"{project['name'].replace('-', '_')}-{project['version']}-py3-none-any.whl"


def _project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def _readme(root: Path, text: str, address: str) -> str:
    """Say how to get to Colab, between two marks."""
    before, found, rest = text.partition(FROM)
    _, also_found, after = rest.partition(TO)
    if not (found and also_found):
        raise ValueError(f"README.md has no {FROM} … {TO} to write between.")
    first = sorted((root / "notebooks").glob("[0-9][0-9]_*.ipynb"))[0].stem
    says = ONLINE.format(badge=badge(address, first)) if address else OFFLINE.format(wheel=wheel(root))
    return f"{before}{FROM}\n{says}\n{TO}{after}"
