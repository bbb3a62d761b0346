"""The form of every lesson and the links between them; nbval compares their outputs."""

import re
from itertools import groupby
from pathlib import Path

import jupytext
import nbformat
import pytest

from tools.minutes import FOLDED, about, minutes, quoted

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
GLOSSARY = ROOT / "notebooks" / "GLOSSARY.md"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", GLOSSARY, ROOT / "notebooks" / "READING.md"]
STAGES = "corpus vocabulary sequences skip-grams negatives dataset model training vectors analysis"
PIPELINE = " → ".join(STAGES.split())
TAGS = {"headline", "hide-input", "nbval-ignore-output", "picture", "raises-exception", "setup"}
ABSOLUTE_PATH = re.compile(r"(?<![\w./:])/(?:home|root|tmp|usr|opt|var|mnt|work|content|Users)/|\b[A-Z]:\\")
ASSERTION = re.compile(r"^\s*(?:assert\b|np\.testing\.assert_)", re.MULTILINE)
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)[^)]*\)")
TERM = re.compile(r"\]\([\w/.-]*GLOSSARY\.md#([^)\s]+)\)")
MOST_BYTES, MOST_IGNORED = 300_000, 0.15

each_lesson = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path: Path) -> list:
    return nbformat.read(path, as_version=4).cells


def code_cells(path: Path) -> list:
    return [cell for cell in cells(path) if cell.cell_type == "code"]


def prose(path: Path) -> str:
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    return "\n\n".join(cell.source for cell in cells(path) if cell.cell_type == "markdown")


def tags(cell) -> set[str]:
    return set(cell.metadata.get("tags", []))


def section(path: Path, heading: str) -> int:
    """Return the number of the cell that starts a section."""
    (number,) = [n for n, cell in enumerate(cells(path)) if cell.source.startswith(f"## {heading}\n")]
    return number


@each_lesson
def test_notebook_and_script_agree(path):
    script = jupytext.read(path.parent / "py" / f"{path.stem}.py")
    pairs = [
        [(cell.cell_type, cell.source, tags(cell)) for cell in half] for half in (cells(path), script.cells)
    ]
    assert pairs[0] == pairs[1], "run: make sync"


@each_lesson
def test_anatomy(path):
    title, *others = cells(path)
    assert re.match(rf"# {int(path.stem[:2])}\. [A-Z]", title.source)
    (strip,) = [line for line in title.source.splitlines() if line.replace("*", "") == PIPELINE]
    assert re.search(r"\*\*[\w-]+\*\*", strip), "the stage of this lesson is not in bold"
    assert section(path, "Exercises") < section(path, "Recap")
    assert sum("headline" in tags(cell) for cell in others) == 1
    runs = groupby(cell.cell_type for cell in others)
    assert max(len(list(run)) for kind, run in runs if kind == "code") <= 2, "too many code cells in a row"
    for cell in others:
        lines = [line.strip() for line in cell.source.splitlines()]
        code = [line for line in lines if line and not line.startswith("#")]
        assert code, "a cell is empty, or a heading has no prose"


@each_lesson
def test_what_a_reader_sees_is_short(path):
    found = minutes(path)
    most = (100, 25) if path.stem < "05" else (110, 25) if path.stem < "09" else (130, 40)
    assert found.longest <= 12 and found.lines <= most[0] and found.hidden <= most[1]
    assert found.silent <= 2, "too many cells without an output"
    seen = [cell.source for cell in code_cells(path) if not tags(cell) & FOLDED]
    assert max(len(line) for source in seen for line in source.splitlines()) <= 88
    if "real_text" not in path.stem:  # which is about it
        assert sum("tutorial" in cell.source.lower() for cell in cells(path)) <= 1


@each_lesson
def test_the_minutes_are_those_of_the_lesson(path):
    assert quoted(path) == about(path), "run: make minutes WRITE=1"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\n| # | lesson | minutes |" in readme
    row = rf"^\|.*\]\(notebooks/{path.name}\) \| (\d+) \|"
    assert re.findall(row, readme, re.MULTILINE) == [str(about(path))], "run: make minutes WRITE=1"


@each_lesson
def test_outputs(path):
    code = code_cells(path)
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1)), "run: make execute"
    assert any(cell.outputs for cell in code if "headline" in tags(cell))
    assert path.stat().st_size < MOST_BYTES
    for cell in code:
        kinds = {output.get("name", output.output_type) for output in cell.outputs}
        assert "stderr" not in kinds, cell.source
        assert ("error" in kinds) == ("raises-exception" in tags(cell)), cell.source
        for output in cell.outputs:
            data = output.get("data", {})
            assert not {"image/svg+xml", "application/vnd.jupyter.widget-view+json"} & set(data), cell.source
            shown = [text for kind, text in data.items() if kind.startswith("text/")]
            shown += [output.get("text", ""), *output.get("traceback", [])]
            texts = [re.sub(r"\x1b\[[\d;]*m", "", text) for text in shown]
            assert not any(ABSOLUTE_PATH.search(text) for text in texts), cell.source


@each_lesson
def test_few_outputs_are_ignored_and_none_skipped(path):
    code = code_cells(path)
    assert set().union(*map(tags, code)) <= TAGS
    ignored = [number for number, cell in enumerate(code) if "nbval-ignore-output" in tags(cell)]
    assert len(ignored) <= MOST_IGNORED * len(code), f"{len(ignored)} of {len(code)}"
    for number in ignored:
        assert ASSERTION.search(code[number + 1].source), code[number].source


def test_lessons_are_numbered_without_a_gap_and_listed_in_the_readme():
    stems = [path.stem for path in NOTEBOOKS]
    assert [int(stem[:2]) for stem in stems] == list(range(1, len(stems) + 1))
    assert [path.stem for path in sorted((ROOT / "notebooks" / "py").glob("*.py"))] == stems
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\|.*\]\(notebooks/(\w+)\.ipynb\)", readme, re.MULTILINE) == stems


# Links and the glossary


def glossary() -> dict[str, str]:
    """Return the glossary's entries by their headings, in order."""
    parts = re.split(r"^## (.+)\n", GLOSSARY.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def anchor(heading: str) -> str:
    """Return what GitHub makes of a heading, to link to it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("path", [*NOTEBOOKS, *PAGES], ids=lambda path: path.stem)
def test_links_lead_somewhere(path):
    text = prose(path)
    missing = [link for link in LINK.findall(text) if not (path.parent / link).exists()]
    assert missing == []
    linked = set(TERM.findall(text)) | set(re.findall(r"\]\(#([^)]+)\)", text) if path == GLOSSARY else [])
    assert linked <= set(map(anchor, glossary())), f"no such heading in {GLOSSARY.name}"


def test_the_glossary_is_in_order_and_names_the_lesson_that_builds_each_term():
    terms = list(glossary())
    assert terms == sorted(terms, key=str.casefold) and len(terms) >= 45
    for term, entry in glossary().items():
        assert re.search(r"\]\(\d\d_\w+\.ipynb\)", entry), term


def test_a_term_is_linked_once_in_the_course_and_a_lesson_has_at_most_ten():
    found = [TERM.findall(prose(path)) for path in NOTEBOOKS]
    linked = [term for terms in found for term in terms]
    assert len(set(linked)) == len(linked) and max(map(len, found)) <= 10
