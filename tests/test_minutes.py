"""The minutes of a lesson, on a small one that is worked out by hand."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools.minutes import about, main, minutes, quoted

README = "| # | lesson | minutes |\n|---|---|---|\n| 1 | [One](notebooks/01_one.ipynb) | 5 | count |\n"
FIRST = "# 1. Count\n\n**Time:** about 5 minutes."


@pytest.fixture
def path(tmp_path, monkeypatch):
    """Write a README, and a lesson: 260 words, 4 visible lines, 2 printed outputs, a picture."""
    printed, picture = new_output("stream", text="2"), new_output("display_data", {"image/png": "AA=="})
    cells = [
        new_markdown_cell(FIRST),  # 6 words
        new_code_cell("import os", metadata={"tags": ["setup"]}),
        new_markdown_cell("word " * 242),
        new_code_cell("# one two\nx = 1\n\nprint(x)  # three", outputs=[printed]),
        new_code_cell("draw()\nshow()", metadata={"tags": ["hide-input"]}, outputs=[picture]),
        new_code_cell("x = 2"),
        new_markdown_cell("**1. Predict.** [a](b.md#c)\n\n**2. The final project.**\n\n**Quiz.**"),  # 8 words
        new_code_cell("print(x)  # ?", outputs=[printed]),
        new_markdown_cell("*last*"),
    ]
    (tmp_path / "notebooks" / "py").mkdir(parents=True)
    (tmp_path / "README.md").write_text(README)
    (tmp_path / "notebooks" / "py" / "01_one.py").write_text(f"{FIRST}\nabout 7 minutes")
    monkeypatch.chdir(tmp_path)
    nbformat.write(new_notebook(cells=cells), tmp_path / "notebooks" / "01_one.ipynb")
    return tmp_path / "notebooks" / "01_one.ipynb"


def test_minutes_by_hand(path):
    found = minutes(path)
    assert (found.words, found.lines, found.outputs, found.pictures) == (260, 4, 2, 1)
    assert (found.hidden, found.longest, found.silent) == (2, 2, 1)
    assert found.reading == pytest.approx(2 + (4 * 7 + 2 * 10 + 30) / 60)  # 3.3
    assert (found.exercises, found.project) == (5 + 4, 45)
    assert found.total == pytest.approx(12.3) and about(path) == 10


def test_the_table_and_writing_what_lessons_quote(path, capsys):
    before = minutes(path)
    main(["--write"])
    header, lesson, everything = capsys.readouterr().out.splitlines()
    assert header.split()[:3] == ["lesson", "reading", "total"]
    assert lesson.split()[:3] == ["01_one", "3", "12"] and everything.split() == ["all", "3", "12"]
    assert quoted(path) == 10 and minutes(path) == before
    script = path.parent / "py" / "01_one.py"
    assert script.read_text() == FIRST.replace("5", "10") + "\nabout 7 minutes"
    assert (path.parents[1] / "README.md").read_text() == README.replace("| 5 |", "| 10 |")
