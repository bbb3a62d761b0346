"""Which outputs are compared: those of lesson 10 only where the texts are that it was executed with."""

import os
import re
from functools import cache
from pathlib import Path

import nbformat
import pytest

# Notebooks run in their own folder, where a path relative to this one leads elsewhere.
for _name in ("W2V_DATA_DIR", "W2V_CACHE_DIR"):
    if os.environ.get(_name):
        os.environ[_name] = str(Path(os.environ[_name]).expanduser().absolute())

os.environ["W2V_PROGRESS"] = "off"  # what a reader has solved would show in the outputs

LESSON = "10_real_text"
_ROW = re.compile(r"^(\w+) +(here|not here)\b", re.MULTILINE)


def texts_of(path: Path) -> dict[str, bool]:
    """Read from a notebook's outputs which texts it had: the lesson prints a line for each."""
    outputs = [
        output.get("text", "") for cell in nbformat.read(path, 4).cells for output in cell.get("outputs", [])
    ]
    return {name: state == "here" for name, state in _ROW.findall("\n".join(outputs))}


def is_here(name: str) -> bool:
    """Say whether a text, or an answer key of the folder `eval`, is on this computer."""
    from w2v_helpers.text.downloads import CORPORA, answer_key, available

    return available(name) if name in ("tinyworld", *CORPORA) else answer_key(f"{name}.csv") is not None


@cache
def why_not_compared(path: Path) -> str | None:
    """Return a sentence if a notebook was executed with other texts than are here, else `None`."""
    texts = texts_of(path)
    missing = [name for name, was in texts.items() if was and not is_here(name)]
    added = [name for name, was in texts.items() if not was and is_here(name)]
    if missing:
        where = os.environ.get("W2V_DATA_DIR") or "no W2V_DATA_DIR is set"
        return f"{path.stem} was executed with {', '.join(missing)}, not found here ({where})"
    return f"{path.stem} was executed without {', '.join(added)}, which is here" if added else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the cells of lesson 10, with the reason, where its outputs could not come out again."""
    for item in items:
        if item.path.name == f"{LESSON}.ipynb" and (reason := why_not_compared(item.path)):
            item.add_marker(pytest.mark.skip(reason=reason))
