"""The course's address, stamped into a copy of the course; and that the checkout agrees with itself."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tools import lessons as course
from tools import publish as publishing

ROOT = Path(__file__).parents[1]
BADGE = "https://colab.research.google.com/github/ada/words/blob/main/notebooks/"


@pytest.fixture
def copy(tmp_path):
    """Copy what is stamped: two notebooks, the README and the settings."""
    for name in ("pyproject.toml", "README.md", "jupytext.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "notebooks" / "py").mkdir(parents=True)
    for path in sorted((ROOT / "notebooks").glob("0[12]_*.ipynb")):
        shutil.copy(path, tmp_path / "notebooks")
    return tmp_path


def first_cells(copy, name="02_skip_grams"):
    cells = nbformat.read(copy / "notebooks" / f"{name}.ipynb", as_version=4).cells
    return cells[0].source, cells[1]


def test_all_that_is_committed_agrees():
    assert publishing.disagreements(ROOT) == [], (
        "run: make publish REPO=…, with the address in pyproject.toml"
    )


def test_an_address_is_stamped_into_everything(copy):
    before = {path: nbformat.read(path, 4) for path in (copy / "notebooks").glob("*.ipynb")}
    changed = publishing.publish(copy, "ada/words")
    assert {path.name for path in changed} >= {"pyproject.toml", "README.md", "02_skip_grams.ipynb"}
    assert publishing.repository(copy) == "ada/words" and publishing.disagreements(copy) == []
    title, setup = first_cells(copy)
    heading, badge, rest = title.split("\n\n", 2)
    assert heading == "# 2. Turn a sentence into pairs" and rest.startswith("You will build")
    assert badge.endswith(f"({BADGE}02_skip_grams.ipynb)")
    assert '"git+https://github.com/ada/words@main"' in setup.source
    assert f"({BADGE}01_text_as_numbers.ipynb) opens the first lesson" in (copy / "README.md").read_text()
    for path, old in before.items():  # nothing else changed, and no output is lost
        new = nbformat.read(path, 4)
        assert [cell.get("outputs") for cell in new.cells] == [cell.get("outputs") for cell in old.cells]
        assert [cell.source for cell in new.cells[2:]] == [cell.source for cell in old.cells[2:]]


def test_another_address_replaces_it_and_none_takes_it_out(copy):
    original = {path: path.read_text() for path in [copy / "README.md", *copy.glob("notebooks/*.ipynb")]}
    publishing.publish(copy, "ada/words")
    publishing.publish(copy, "Grace-H/w2v.course")
    text = "".join(path.read_text() for path in original)
    assert "ada/words" not in text and text.count("github/Grace-H/w2v.course/blob") == 3
    publishing.publish(copy, "")
    assert {path: path.read_text() for path in original} == original
    assert publishing.publish(copy, "") == []


def test_a_notebook_without_a_setup_cell_gets_one(copy):
    path = copy / "notebooks" / "02_skip_grams.ipynb"
    notebook = nbformat.read(path, 4)
    del notebook.cells[1]
    nbformat.write(notebook, path)
    assert path in publishing.disagreements(copy)
    publishing.publish(copy, "")
    _, setup = first_cells(copy)
    assert setup.metadata.tags == ["setup"] and publishing.wheel(ROOT) in setup.source


@pytest.mark.parametrize(
    "address", ["words", "ada/", "ada/words/more", "https://github.com/ada/words", "a da/w"]
)
def test_what_is_no_address_changes_nothing(copy, address):
    before = (copy / "pyproject.toml").read_text()
    with pytest.raises(ValueError, match="REPO must be owner/name"):
        publishing.publish(copy, address)
    assert (copy / "pyproject.toml").read_text() == before


def test_a_readme_or_notebook_without_a_place_is_named(copy):
    (copy / "README.md").write_text("# Nothing\n")
    with pytest.raises(ValueError, match="README.md has no <!-- colab -->"):
        publishing.publish(copy, "ada/words")
    shutil.copy(ROOT / "README.md", copy)
    path = copy / "notebooks" / "02_skip_grams.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.cells[0].source = "No title."
    nbformat.write(notebook, path)
    with pytest.raises(ValueError, match="02_skip_grams does not begin with a title"):
        publishing.publish(copy, "ada/words")


def test_the_command_stamps_scripts_too(copy, capsys):
    assert course.main(["--notebooks", str(copy / "notebooks"), "publish", "ada/words"]) == 0
    assert "Stamped: pyproject.toml, README.md, notebooks/01_text_as_numbers.ipynb" in capsys.readouterr().out
    script = (copy / "notebooks" / "py" / "02_skip_grams.py").read_text()
    assert "git+https://github.com/ada/words@main" in script and BADGE in script
    assert course.main(["--notebooks", str(copy / "notebooks"), "publish", "words"]) == 2
    assert "REPO must be owner/name" in capsys.readouterr().err


def test_the_setup_cell_does_nothing_where_the_course_is(copy):
    _, setup = first_cells(copy)
    forbid = "import subprocess\nsubprocess.run = None\n"  # a call would fail
    subprocess.run([sys.executable, "-c", forbid + setup.source], check=True)
