"""The form of every lesson: pairs, anatomy, tags and outputs. Nothing is executed here; nbval does that."""

import importlib.util
import os
import re
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import nbformat
import pytest
from nbconvert.filters.ansi import strip_ansi

from tools import lessons as course

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SCRIPTS = sorted((ROOT / "notebooks" / "py").glob("*.py"))
PIPELINE = " → ".join(
    "corpus vocabulary sequences skip-grams negatives dataset model training vectors analysis".split()
)
TAGS = {"headline", "nbval-ignore-output", "picture", "raises-exception", "setup"}
ABSOLUTE_PATH = re.compile(r"(?<![\w./:])/(?:home|root|tmp|usr|opt|var|mnt|work|content|Users)/|\b[A-Z]:\\")
ASSERTION = re.compile(r"^\s*(?:assert\b|np\.testing\.assert_)", re.MULTILINE)
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)[^)]*\)")
GLOSSARY = ROOT / "notebooks" / "GLOSSARY.md"
READING = ROOT / "notebooks" / "READING.md"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", GLOSSARY, READING]

MOST_LINES = 20
MOST_BYTES = 300_000

each_lesson = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def tags(cell):
    return set(cell.metadata.get("tags", []))


def where(notebook, heading):
    """Return the number of the cell that starts a section."""
    numbers = [n for n, cell in enumerate(notebook.cells) if cell.source.startswith(f"## {heading}\n")]
    assert len(numbers) == 1, f"expected one section '## {heading}' with prose, found {len(numbers)}"
    return numbers[0]


def code_lines(cell):
    lines = (line.strip() for line in cell.source.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def test_the_core_of_the_course_is_there():
    assert len(NOTEBOOKS) >= 7
    numbers = [int(path.stem[:2]) for path in NOTEBOOKS]
    assert numbers[:8] == list(range(1, 9)) and len(set(numbers)) == len(numbers)


def test_every_script_has_its_notebook():
    assert [path.stem for path in SCRIPTS] == [path.stem for path in NOTEBOOKS]


@each_lesson
def test_notebook_and_script_agree(path):
    notebook = read(path)
    script = path.parent / "py" / f"{path.stem}.py"
    assert script.read_text(encoding="utf-8") == course.script_text(notebook, path), "run: make sync"
    assert path.read_text(encoding="utf-8") == course.notebook_text(course.tidy(notebook, path)), "make sync"


@each_lesson
def test_size(path):
    assert path.stat().st_size < MOST_BYTES


# Anatomy


@each_lesson
def test_the_title_has_the_number_and_the_pipeline(path):
    title, *_ = prose(read(path))
    assert re.match(rf"# {int(path.stem[:2])}\. [A-Z]", title)
    strips = [line for line in title.splitlines() if line.replace("*", "") == PIPELINE]
    assert len(strips) == 1, f"expected one line: {PIPELINE}"
    assert re.search(r"\*\*[\w-]+\*\*", strips[0]), "the stage of this lesson is not in bold"


@each_lesson
def test_sections(path):
    notebook = read(path)
    places = [where(notebook, heading) for heading in ["Check", "Exercises", "Recap"]]
    assert places == sorted(places)


@each_lesson
def test_the_check_asserts(path):
    notebook = read(path)
    cells = notebook.cells[where(notebook, "Check") : where(notebook, "Exercises")]
    assert any(cell.cell_type == "code" and ASSERTION.search(cell.source) for cell in cells)


@each_lesson
def test_no_cell_is_empty_or_a_lone_heading(path):
    for cell in read(path).cells:
        assert cell.source.strip()
        assert cell.cell_type == "code" or not re.fullmatch(r"#+ .*", cell.source.strip()), cell.source


@each_lesson
def test_at_most_two_code_cells_in_a_row(path):
    runs = groupby(cell.cell_type for cell in read(path).cells)
    assert max(len(list(run)) for kind, run in runs if kind == "code") <= 2


@each_lesson
def test_code_cells_are_short(path):
    for cell in code_cells(read(path)):
        assert len(code_lines(cell)) <= MOST_LINES, cell.source


@each_lesson
def test_one_headline_at_the_end(path):
    notebook = read(path)
    numbers = [n for n, cell in enumerate(notebook.cells) if "headline" in tags(cell)]
    assert len(numbers) == 1
    in_check = where(notebook, "Check") < numbers[0] < where(notebook, "Exercises")
    assert in_check or notebook.cells[numbers[0]] is code_cells(notebook)[-1]
    assert course.headline_of(notebook)


@each_lesson
def test_formulas_can_be_shown_without_a_network(path):
    for source in prose(read(path)):
        for formula in re.findall(r"<math.*?</math>", course.markdown_to_html(source), re.DOTALL):
            assert "\\" not in formula, f"a command that is not known, in: {source}"
            assert "&<" not in formula, f"an environment that is not known, in: {source}"


@each_lesson
def test_links_lead_somewhere(path):
    for link in LINK.findall("\n".join(prose(read(path)))):
        assert (path.parent / link).exists(), link


# Tags and outputs


@each_lesson
def test_tags_are_known(path):
    assert set().union(*map(tags, code_cells(read(path)))) <= TAGS


@each_lesson
def test_cells_ran_in_order(path):
    counts = [cell.execution_count for cell in code_cells(read(path))]
    assert counts == list(range(1, len(counts) + 1)), "run: make execute"


@each_lesson
def test_outputs_are_clean(path):
    for cell in code_cells(read(path)):
        kinds = {output.get("name", output.output_type) for output in cell.outputs}
        assert "stderr" not in kinds, cell.source
        assert ("error" in kinds) == ("raises-exception" in tags(cell)), cell.source
        for output in cell.outputs:
            formats = set(output.get("data", {}))
            assert not {"image/svg+xml", "application/vnd.jupyter.widget-view+json"} & formats, cell.source


@each_lesson
def test_outputs_name_no_absolute_path(path):
    for cell in code_cells(read(path)):
        for output in cell.outputs:
            shown = [text for kind, text in output.get("data", {}).items() if kind.startswith("text/")]
            texts = [output.get("text", ""), *shown, *output.get("traceback", [])]
            assert not any(ABSOLUTE_PATH.search(strip_ansi(text)) for text in texts), cell.source


@each_lesson
def test_few_outputs_are_ignored(path):
    cells = code_cells(read(path))
    assert sum("nbval-ignore-output" in tags(cell) for cell in cells) <= len(cells) // 4


@each_lesson
def test_what_is_ignored_is_asserted(path):
    cells = code_cells(read(path))
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        if "nbval-ignore-output" in tags(cell):
            assert following is not None, cell.source
            assert ASSERTION.search(following.source), following.source
            assert "nbval-ignore-output" not in tags(following), following.source


# Lesson 10, whose outputs depend on the texts that are there


@pytest.fixture
def rules(monkeypatch, tmp_path):
    """Load the conftest.py of the checkout, where no text is at hand."""
    monkeypatch.delenv("W2V_DATA_DIR", raising=False)
    monkeypatch.setenv("W2V_CACHE_DIR", str(tmp_path / "cache"))
    spec = importlib.util.spec_from_file_location("rules", ROOT / "notebooks" / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_notebook(path, printed):
    """Write a notebook of one cell that prints what it printed before."""
    output = nbformat.v4.new_output("stream", name="stdout", text=f"{printed}\n")
    cell = nbformat.v4.new_code_cell(f"print({printed!r})", outputs=[output], execution_count=1)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return path


def data_folder(path):
    """Make a folder that holds a play and an answer key."""
    (path / "eval").mkdir(parents=True)
    (path / "shakespeare.txt").write_text("Enter Romeo.")
    (path / "eval" / "wordsim353.csv").write_text("night,day,7\n")
    return path


@pytest.mark.parametrize(
    ("printed", "alone", "with_play"),
    [
        ("tinyworld    here", None, None),
        ("enwiki       not here; how", None, None),
        ("shakespeare  here\nwordsim353  here", "with shakespeare, wordsim353, not found here", None),
        ("novels       here", "with novels, not found here", "with novels, not found here"),
        ("shakespeare  not here; how", None, "without shakespeare, which is here"),
        ("nothing about texts", None, None),
    ],
)
def test_outputs_are_compared_only_with_the_same_texts(
    rules, monkeypatch, tmp_path, printed, alone, with_play
):
    path = write_notebook(tmp_path / "10_real_text.ipynb", printed)
    for reason, folder in [(alone, None), (with_play, data_folder(tmp_path / "data"))]:
        if folder:
            monkeypatch.setenv("W2V_DATA_DIR", str(folder))
        found = rules.why_not_compared(path)
        assert found is None if reason is None else f"10_real_text was executed {reason}" in found
        rules.why_not_compared.cache_clear()


def test_a_lesson_without_its_texts_is_skipped_with_a_reason_and_no_other(rules, tmp_path):
    (tmp_path / "conftest.py").write_text((ROOT / "notebooks" / "conftest.py").read_text(encoding="utf-8"))
    for name in ("10_other", "10_real_text"):
        write_notebook(tmp_path / f"{name}.ipynb", "shakespeare  here")
    options = [
        "-q",
        "-rs",
        "-p",
        "no:cacheprovider",
        "--nbval",
        "--nbval-current-env",
        f"--rootdir={tmp_path}",
    ]
    command = [sys.executable, "-m", "pytest", *options, str(tmp_path)]
    shown = subprocess.run(command, cwd=tmp_path, env=os.environ, capture_output=True, text=True).stdout
    assert "1 passed, 1 skipped" in shown, shown
    assert "10_real_text was executed with shakespeare, not found here (no W2V_DATA_DIR is set)" in shown


# The table of contents


def test_the_readme_lists_every_lesson_and_no_other():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\|.*\]\(notebooks/(\w+)\.ipynb\)", readme, re.MULTILINE)
    assert listed == [path.stem for path in NOTEBOOKS]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_links_of_the_pages_lead_somewhere(path):
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / link).exists(), link


# The glossary


def terms():
    return re.findall(r"^## (.+)$", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)


def anchor(heading):
    """Return what GitHub makes of a heading, to link to it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def linked_terms(path):
    """List the anchors of the glossary that a page links to; in the glossary itself they stand alone."""
    text = "\n".join(prose(read(path))) if path.suffix == ".ipynb" else path.read_text(encoding="utf-8")
    page = "" if path == GLOSSARY else r"[\w/.-]*GLOSSARY\.md"
    return re.findall(rf"\]\({page}#([^)\s]+)\)", text)


def test_terms_are_in_the_order_of_the_alphabet():
    assert terms() == sorted(terms(), key=str.casefold)
    assert len(set(map(anchor, terms()))) == len(terms()) >= 45


@pytest.mark.parametrize("path", [*NOTEBOOKS, *PAGES], ids=lambda path: path.stem)
def test_links_to_terms_name_terms_that_are_there(path):
    missing = set(linked_terms(path)) - set(map(anchor, terms()))
    assert not missing, f"no such heading in {GLOSSARY.name}: {missing}"


def test_each_entry_names_the_lesson_that_builds_the_term():
    _, *entries = re.split(r"^## ", GLOSSARY.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for entry in entries:
        assert re.search(r"\]\(\d\d_\w+\.ipynb\)", entry), entry


def test_a_term_is_linked_once_in_the_course_and_a_lesson_has_at_most_ten():
    found = [linked_terms(path) for path in NOTEBOOKS]
    linked = [term for terms_of_lesson in found for term in terms_of_lesson]
    assert len(set(linked)) == len(linked) and max(map(len, found)) <= 10
