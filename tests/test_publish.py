"""The course's address: written into a copy of the course, and the same everywhere in the checkout."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest

from tools.publish import publish

ROOT = Path(__file__).parents[1]
FILES = [ROOT / "README.md", *sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))]
ADDRESS = re.compile(r"github(?:\.com)?/([\w.-]+/[\w.-]+?)(?:/blob/main/|@main)")


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """Copy a lesson, its script, the README and the settings of jupytext; go there."""
    (tmp_path / "notebooks" / "py").mkdir(parents=True)
    for pattern in ("README.md", "jupytext.toml", "notebooks/02_*.ipynb", "notebooks/py/02_*.py"):
        for path in ROOT.glob(pattern):
            shutil.copy(path, tmp_path / path.relative_to(ROOT))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def cells(folder: Path, name: str = "02_skip_grams") -> list:
    return nbformat.read(folder / "notebooks" / f"{name}.ipynb", as_version=4).cells


def test_all_that_is_committed_agrees():
    texts = [path.read_text(encoding="utf-8") for path in FILES]
    addresses = [set(ADDRESS.findall(text)) for text in texts]
    assert len(set().union(*addresses)) == len(addresses[0]) <= 1, "run: make publish REPO=owner/name"
    assert all(found == addresses[0] for found in addresses), "run: make publish REPO=owner/name"
    badges = {text.count("[![Open in Colab]") for text in texts}
    assert badges == {len(addresses[0])}
    setups = [cells(ROOT, path.stem)[1].source for path in FILES[1:]]
    installs = {source.partition("if importlib")[2].partition("\n\n")[0] for source in setups}
    assert len(installs) == 1 and "pip" in installs.pop(), "the set-up cells differ"


def test_the_wheel_to_upload_has_the_name_that_make_wheel_gives_it():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wheel = f"{project['name'].replace('-', '_')}-{project['version']}-py3-none-any.whl"
    for path in FILES:
        assert set(re.findall(r"w2v_helpers-[\w.-]+\.whl", path.read_text(encoding="utf-8"))) <= {wheel}, path


def test_an_address_is_written_into_everything_and_can_be_replaced(copy, monkeypatch):
    before = cells(copy)
    with monkeypatch.context() as patch:
        patch.setattr("tools.publish.sync", lambda: None)  # slow; the second time it runs
        publish("ada/words")
    publish("Grace-H/w2v.course")
    page = (
        "https://colab.research.google.com/github/Grace-H/w2v.course/blob/main/notebooks/02_skip_grams.ipynb"
    )
    after = cells(copy)
    heading, badge, rest = after[0].source.split("\n\n", 2)
    assert badge.endswith(f"({page})") and f"{heading}\n\n{rest}" == before[0].source
    assert 'source = "git+https://github.com/Grace-H/w2v.course@main"\n' in after[1].source
    assert [cell.get("outputs") for cell in after] == [cell.get("outputs") for cell in before]
    assert [cell.source for cell in after[2:]] == [cell.source for cell in before[2:]]
    assert (copy / "README.md").read_text(encoding="utf-8").count(f"({page})") == 1
    assert not [path for path in copy.rglob("*.*") if "ada/words" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("address", ["", "words", "ada/words/more", "https://github.com/ada/w", "a da/w"])
def test_what_is_no_address_changes_nothing(copy, address):
    before = (copy / "README.md").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="must be owner/name"):
        publish(address)
    assert (copy / "README.md").read_text(encoding="utf-8") == before


def test_the_set_up_cell_does_nothing_where_the_course_is():
    forbid = "import subprocess\nsubprocess.run = None\n"  # a call would fail
    subprocess.run([sys.executable, "-c", forbid + cells(ROOT)[1].source], check=True, cwd=ROOT)
