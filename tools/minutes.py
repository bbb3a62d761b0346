"""Estimate how many minutes each lesson takes a reader: `python -m tools.minutes [notebooks]`.

Reads notebooks with their outputs and prints a table. With `--write` it also writes the numbers to where the
course quotes them: the first cell of each lesson, in notebook and script, and the README's table of lessons.
"""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from tabulate import tabulate

from tools.lessons import find_lessons
from w2v_helpers._checks import atomic_path

WORDS_PER_MINUTE, SECONDS_PER_LINE, SECONDS_PER_OUTPUT, SECONDS_PER_PICTURE = 130, 7, 10, 30
EXERCISES = {"predict": 5, "build": 12, "explore": 8, "quiz": 4, "order": 5, "match": 5}  # minutes
OTHER_EXERCISE, PROJECT = 10, 45  # minutes
FOLDED = {"setup", "hide-input"}
TITLE = re.compile(r"^\*\*(\d+\. )?(\w+)([^*\n]*)\.\*\*", re.MULTILINE)  # such as **1. Predict.**
NOT_PROSE = re.compile(r"\]\([^)]*\)|[`*#|$]")  # the targets of links, and marks
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
QUOTED = re.compile(r"about (\d+) minutes")


@dataclass
class Minutes:
    """What a lesson asks of its reader: counts, and the minutes they take."""

    words: int = 0  # of prose, and of comments in visible code
    lines: int = 0  # of visible code
    outputs: int = 0  # that are text
    pictures: int = 0
    exercises: int = 0  # minutes
    project: int = 0  # minutes
    hidden: int = 0  # lines of folded code, without the set-up cell
    longest: int = 0  # lines of the longest visible cell
    silent: int = 0  # visible cells without an output

    @property
    def reading(self) -> float:
        """Return the minutes for everything but exercises and project."""
        seconds = SECONDS_PER_LINE * self.lines + SECONDS_PER_OUTPUT * self.outputs
        seconds += SECONDS_PER_PICTURE * self.pictures
        return self.words / WORDS_PER_MINUTE + seconds / 60

    @property
    def total(self) -> float:
        """Return the minutes for reading and exercises; a project is extra."""
        return self.reading + self.exercises


def minutes(path: Path) -> Minutes:
    """Measure the notebook of a lesson."""
    found = Minutes()
    for cell in nbformat.read(path, as_version=4).cells:
        add_cell = {"markdown": add_prose, "code": add_code}[cell.cell_type]
        add_cell(found, cell)
    return found


def add_prose(found: Minutes, cell: NotebookNode) -> None:
    """Count the words of a cell, and the exercises it asks."""
    found.words += count_words(cell.source)
    for number, kind, rest in TITLE.findall(cell.source):
        if "project" in (kind + rest).lower():
            found.project += PROJECT
        else:
            found.exercises += EXERCISES.get(kind.lower(), OTHER_EXERCISE if number else 0)


def add_code(found: Minutes, cell: NotebookNode) -> None:
    """Count the outputs of a code cell and, unless it is folded, its lines and the words of its comments."""
    lines = cell.source.splitlines()
    code = [line for line in lines if line.strip() and not line.strip().startswith("#")]
    tags = set(cell.metadata.get("tags", []))
    if code and not tags & FOLDED:
        found.words += sum(count_words(line.partition("#")[2]) for line in lines)
        found.lines += len(code)
        found.longest = max(found.longest, len(code))
        found.silent += not cell.outputs
    elif "setup" not in tags:
        found.hidden += len(code)
    for output in cell.outputs:
        kinds = set(output.get("data", {}))
        picture = bool(kinds & {"image/png", "image/svg+xml"})
        found.pictures += picture
        found.outputs += not picture and (output.output_type == "stream" or "text/plain" in kinds)


def count_words(text: str) -> int:
    """Count the words of a text in Markdown."""
    return len(WORD.findall(NOT_PROSE.sub(" ", text)))


def about(path: Path) -> int:
    """Return the minutes that a lesson quotes: reading and exercises, rounded to the nearest 5."""
    return 5 * round(minutes(path).total / 5)


def quoted(path: Path) -> int | None:
    """Return the minutes that the first cell of a lesson quotes, or `None` if it quotes none."""
    match = QUOTED.search(nbformat.read(path, as_version=4).cells[0].source)
    return int(match[1]) if match else None


def write(path: Path) -> None:
    """Write the minutes of a lesson into its first cell and into its row of the README's table."""
    number, script = about(path), path.parent / "py" / f"{path.stem}.py"
    row = rf"(\]\(notebooks/{re.escape(path.name)}\) \| )\d*"
    changes = [(Path("README.md"), row, rf"\g<1>{number}")]
    if quoted(path) is not None:
        changes += [(file, QUOTED, f"about {number} minutes") for file in (path, script)]
    for file, pattern, new in changes:
        text = file.read_text(encoding="utf-8")
        with atomic_path(file) as temporary:
            temporary.write_text(re.sub(pattern, new, text, count=1), encoding="utf-8")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.minutes", description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all lessons")
    parser.add_argument("--write", action="store_true", help="write the numbers to where they are quoted")
    options = parser.parse_args(arguments)
    paths = options.notebooks or find_lessons([])
    for path in paths if options.write else []:
        write(path)
    found = {path.stem: minutes(path) for path in paths}
    rows = [(name, one.reading, one.total, *vars(one).values()) for name, one in found.items()]
    rows.append(("all", *(sum(column) for column in list(zip(*rows, strict=True))[1:3])))
    header = ["lesson", "reading", "total", *vars(Minutes())]
    print(tabulate(rows, header, tablefmt="plain", floatfmt=".0f"))


if __name__ == "__main__":
    main()
