"""The runner and the pairing, on small lessons made for the purpose."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools import lessons as course

ROOT = Path(__file__).parents[1]
TEXT = "The wide road shimmered in the hot sun."
HEADLINE = {"tags": ["headline"]}


def write_lesson(folder: Path, name: str, *cells: str, headline: str = "print('fine')") -> Path:
    """Write a notebook with a title, code cells and a headline cell."""
    (folder / "notebooks").mkdir(exist_ok=True)
    path = folder / "notebooks" / f"{name}.ipynb"
    code = [new_code_cell(source) for source in cells]
    title = new_markdown_cell(f"# {name}: a title\n\nSome prose.")
    nbformat.write(new_notebook(cells=[title, *code, new_code_cell(headline, metadata=HEADLINE)]), path)
    return path


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Make a folder with a text and `jupytext.toml`, and go there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my book.txt").write_text(TEXT)
    (tmp_path / "jupytext.toml").write_text((ROOT / "jupytext.toml").read_text())
    return tmp_path


def run(*arguments: str) -> int:
    """Run lessons on the small text."""
    return course.main(["run", "--corpus", "my book.txt", *arguments])


def pages(folder: Path) -> list[str]:
    """Name everything in the output folder, hidden files too."""
    return sorted(path.name for path in (folder / "build").glob("*"))


# Lessons that run


def test_pages_beside_the_lessons_are_written_and_linked(folder):
    path = write_lesson(folder, "01_first")
    notebook = nbformat.read(path, 4)
    notebook.cells[0].source += " A [token](GLOSSARY.md#token) is a word."
    nbformat.write(notebook, path)
    (path.parent / "GLOSSARY.md").write_text("# Glossary\n\n## token\n\nSee [lesson 1](01_first.ipynb).\n")
    assert run() == 0
    assert pages(folder) == ["01_first.html", "GLOSSARY.html", "index.html"]
    assert 'href="GLOSSARY.html#token"' in (folder / "build" / "01_first.html").read_text()
    page = (folder / "build" / "GLOSSARY.html").read_text()
    assert 'href="01_first.html"' in page and 'id="token"' in page


def test_a_run_prints_a_table_and_writes_pages(folder, capsys):
    write_lesson(folder, "01_first", headline="print('8', 'tokens')\n'and more'")
    write_lesson(folder, "02_second", headline="2 + 3")
    assert run() == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:5]] == ["lesson", "01_first", "02_second", "all"]
    assert lines[2].endswith("8 tokens 'and more'")
    assert lines[3].endswith("5")
    assert pages(folder) == ["01_first.html", "02_second.html", "index.html"]
    index = (folder / "build" / "index.html").read_text()
    assert '<a href="01_first.html">01_first: a title</a>' in index
    assert "8 tokens &#x27;and more&#x27;" in index


def test_a_run_leaves_the_notebooks_alone(folder):
    lesson = write_lesson(folder, "01_first")
    before = lesson.read_bytes()
    assert run() == 0
    assert lesson.read_bytes() == before
    assert [path.name for path in lesson.parent.iterdir()] == [lesson.name]


def test_lessons_run_in_their_folder_by_this_interpreter_on_the_corpus(folder, capsys):
    headline = "import os, sys; print(os.getcwd(), sys.executable, os.environ['W2V_CORPUS'], sep='|')"
    write_lesson(folder, "01_first", headline=headline)
    assert run() == 0
    where = f"{folder / 'notebooks'}|{sys.executable}|{folder / 'my book.txt'}"
    assert where in capsys.readouterr().out


def test_the_environment_chooses_the_corpus(folder, monkeypatch, capsys):
    write_lesson(folder, "01_first", headline="import os; print(os.environ['W2V_CORPUS'])")
    monkeypatch.setenv("W2V_CORPUS", "my book.txt")
    assert course.main(["run"]) == 0
    assert f"  {folder / 'my book.txt'}\n" in capsys.readouterr().out


def test_a_name_of_a_corpus_is_passed_on():
    assert course.choose_corpus(None) == course.choose_corpus("tinyworld") == "tinyworld"


@pytest.mark.parametrize("name", ["mes textes à lire", "wörter.zip", "livre d'été.csv"])
def test_every_kind_of_path_is_passed_on_in_full(folder, monkeypatch, name):
    text = f"id,text\n1,{TEXT}\n"
    if name.endswith(".zip"):
        with zipfile.ZipFile(name, "w") as archive:
            archive.writestr("a.txt", text)
    elif name.endswith(".csv"):
        Path(name).write_text(text)
    else:
        Path(name).mkdir()
        (Path(name) / "a.txt").write_text(text)
    assert course.choose_corpus(name) == str(folder / name)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    assert course.choose_corpus(f"~/{name}") == str(folder / name)


def test_a_named_corpus_is_found_by_lessons_that_run_elsewhere(folder, monkeypatch, capsys):
    (folder / "data").mkdir()
    (folder / "data" / "shakespeare.txt").write_text(TEXT)
    (folder / "shakespeare").mkdir()  # a name is a name, also beside a folder that is called so
    monkeypatch.setenv("W2V_DATA_DIR", "data")
    monkeypatch.setenv("W2V_CACHE_DIR", "cache")
    headline = (
        "import os; print(*(os.environ['W2V_' + x] for x in ('CORPUS', 'DATA_DIR', 'CACHE_DIR')), sep='|')"
    )
    write_lesson(folder, "01_first", headline=headline)
    assert course.main(["run", "--corpus", "shakespeare"]) == 0
    assert f"shakespeare|{folder / 'data'}|{folder / 'cache'}" in capsys.readouterr().out


def test_one_lesson_can_be_chosen(folder):
    write_lesson(folder, "01_first", "1 / 0")
    write_lesson(folder, "02_second")
    for name in ["2", "02", "02_second", "notebooks/02_second.ipynb"]:
        assert [path.stem for path in course.find_lessons(Path("notebooks"), [name])] == ["02_second"]
    assert run("2") == 0


def test_an_error_that_a_lesson_announces_does_not_stop_it(folder):
    lesson = write_lesson(folder, "01_first", "1 / 0")
    notebook = nbformat.read(lesson, as_version=4)
    notebook.cells[1].metadata["tags"] = ["raises-exception"]
    nbformat.write(notebook, lesson)
    assert run() == 0


# Lessons that fail


def test_a_failing_lesson_stops_the_run(folder, capsys):
    write_lesson(folder, "01_first")
    write_lesson(folder, "02_second")
    write_lesson(folder, "03_third")
    assert run() == 0
    write_lesson(folder, "02_second", "counts = [1]", "# the third word\nprint(counts[2])")
    assert run() == 1
    message = capsys.readouterr().err.split("\r")[-1]
    assert message.strip() == (
        "Lesson 02_second stopped at cell 3 (In [2]), line 2:\n\n"
        "    print(counts[2])\n\n"
        "IndexError: list index out of range"
    )
    assert pages(folder) == ["01_first.html"]


def test_a_syntax_error_is_shown_with_its_line(folder, capsys):
    write_lesson(folder, "01_first", "x = 1\ny = = 2")
    assert run() == 1
    message = capsys.readouterr().err
    assert "line 2:\n\n    y = = 2\n\nSyntaxError" in message
    assert "\x1b" not in message.split("\r")[-1]


def test_an_error_raised_while_handling_another_is_shown_where_it_was_called(folder, capsys):
    function = (
        "def check():\n    try:\n        1 / 0\n    except ZeroDivisionError:\n        raise ValueError('no')"
    )
    write_lesson(folder, "01_first", function, "x = 1\ncheck()")
    assert run() == 1
    assert "cell 3 (In [2]), line 2:\n\n    check()\n\nValueError: no\n" in capsys.readouterr().err


def test_a_dead_process_is_reported(folder, capsys):
    write_lesson(folder, "01_first", "import os; os._exit(1)")
    assert run() == 1
    assert "Lesson 01_first stopped at cell 2: its Python process ended." in capsys.readouterr().err
    assert pages(folder) == []


def test_ctrl_c_stops_with_one_sentence(folder):
    write_lesson(folder, "01_first", "open('started', 'w').close()\nimport time; time.sleep(60)")
    command = [sys.executable, "-m", "tools.lessons", "run", "--corpus", "my book.txt"]
    pipes = {"stderr": subprocess.PIPE, "stdout": subprocess.DEVNULL, "text": True}

    def listen():  # what a shell runs in the background is deaf to Ctrl-C, and the tests may be run there
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    process = subprocess.Popen(command, preexec_fn=listen, **pipes)
    deadline = time.monotonic() + 30
    while not (folder / "notebooks" / "started").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 130
    assert errors.splitlines()[-1] == "Stopped. Lessons that were finished keep their pages."
    assert "Traceback" not in errors
    assert pages(folder) == []


# Refusals: one sentence, status 2, no lesson started


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--corpus", "no such book.txt"], "There is no file 'no such book.txt'"),
        (["--corpus", "notebooks"], "notebooks holds no text file (its files are .ipynb)"),
        (["--corpus", "empty.txt"], "empty.txt holds no words"),
        (["--output", "my book.txt"], "Cannot write my book.txt"),
        (["--output", "my book.txt/pages"], "Cannot write my book.txt/pages"),
        (["07"], "There is no lesson '07'; the lessons are 01_first."),
    ],
)
def test_a_wrong_setting_is_refused_before_any_lesson(folder, capsys, arguments, message):
    write_lesson(folder, "01_first", "open('started', 'w').close()")
    (folder / "empty.txt").write_text("\n")
    assert run(*arguments) == 2
    errors = capsys.readouterr().err
    assert errors.startswith(message)
    assert errors.count("\n") == 1
    assert not (folder / "notebooks" / "started").exists()
    assert not (folder / "build").exists()


def test_a_folder_without_lessons_is_refused(folder, capsys):
    assert run() == 2
    assert "There are no lessons in" in capsys.readouterr().err


# Pages


def test_pages_load_nothing_from_elsewhere(folder):
    write_lesson(folder, "01_first", "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
    assert run() == 0
    page = (folder / "build" / "01_first.html").read_text()
    assert "src=" in page
    assert page.count("src=") == page.count('src="data:image/png;base64,')
    assert "<link" not in page
    assert "@import" not in page
    assert "import(" not in page


def test_formulas_become_mathml():
    page = course.markdown_to_html(r"inline $\sigma(x_1 < 2)$ and alone $$\frac{f}{t}$$")
    assert page.count("<math") == page.count("</math>") == 2
    assert 'display="inline"' in page
    assert "<mfrac>" in page
    assert "$" not in page
    assert "\\" not in page


def test_links_to_lessons_lead_to_their_pages():
    text = "[next](02_second.ipynb#part) and [other](https://example.org/a.ipynb)"
    page = course.markdown_to_html(text)
    assert 'href="02_second.html#part"' in page
    assert 'href="https://example.org/a.ipynb"' in page


# Pairs


def test_a_new_notebook_gets_its_script_and_a_new_script_its_notebook(folder, capsys):
    lesson = write_lesson(folder, "01_first", "x = 1")
    assert course.main(["sync"]) == 0
    assert capsys.readouterr().out == "Changed: 01_first.\n"
    script = folder / "notebooks" / "py" / "01_first.py"
    assert '# %% tags=["headline"]\n' in script.read_text()
    lesson.unlink()
    assert course.sync(Path("notebooks")) == ["01_first"]
    cells = nbformat.read(lesson, as_version=4).cells
    assert [cell.source for cell in cells[1:]] == ["x = 1", "print('fine')"]
    assert cells[2].metadata.tags == ["headline"]
    assert course.sync(Path("notebooks")) == []


def test_the_script_wins_whatever_the_file_times(folder):
    lesson = write_lesson(folder, "01_first", "x = 1", "print(2)")
    assert course.main(["execute"]) == 0
    before = nbformat.read(lesson, as_version=4)
    script = folder / "notebooks" / "py" / "01_first.py"
    script.write_text(script.read_text().replace("x = 1", "x = 5"))
    os.utime(script, (0, 0))
    assert course.sync(Path("notebooks")) == ["01_first"]
    after = nbformat.read(lesson, as_version=4)
    assert [cell.source for cell in after.cells[1:3]] == ["x = 5", "print(2)"]
    assert after.cells[2] == before.cells[2]
    assert after.cells[2].outputs[0].text == "2\n"


def test_the_notebook_wins_when_told_so(folder):
    lesson = write_lesson(folder, "01_first", "x = 1")
    course.sync(Path("notebooks"))
    notebook = nbformat.read(lesson, as_version=4)
    notebook.cells[1].source = "x = 6"
    nbformat.write(notebook, lesson)
    assert course.main(["sync", "--prefer-notebooks"]) == 0
    assert "x = 6" in (folder / "notebooks" / "py" / "01_first.py").read_text()
    assert nbformat.read(lesson, as_version=4).cells[1].source == "x = 6"


def test_pairing_keeps_colab_settings_and_drops_noise(folder):
    lesson = write_lesson(folder, "01_first")
    notebook = nbformat.read(lesson, as_version=4)
    notebook.metadata.update(accelerator="GPU", colab={"provenance": []}, widgets={}, celltoolbar="Tags")
    notebook.metadata["language_info"] = {"name": "python", "version": "3.11.4"}
    notebook.cells[1].metadata["execution"] = {"iopub.status.busy": "2026-01-01"}
    nbformat.write(notebook, lesson)
    course.sync(Path("notebooks"))
    after = nbformat.read(lesson, as_version=4)
    assert after.metadata.accelerator == "GPU"
    assert sorted(after.metadata) == ["accelerator", "colab", "jupytext", "kernelspec", "language_info"]
    assert "version" not in after.metadata.language_info
    assert after.cells[1].metadata == HEADLINE


def test_executing_in_place_keeps_the_outputs_of_the_embedded_corpus(folder, monkeypatch):
    monkeypatch.setenv("W2V_CORPUS", "my book.txt")
    lesson = write_lesson(folder, "01_first", headline="import os; print(os.environ['W2V_CORPUS'])")
    assert course.main(["execute", "1"]) == 0
    cell = nbformat.read(lesson, as_version=4).cells[1]
    assert cell.execution_count == 1
    assert cell.outputs[0].text == "tinyworld\n"
    assert cell.metadata == HEADLINE


def test_a_notebook_that_fails_is_not_rewritten(folder):
    lesson = write_lesson(folder, "01_first", "1 / 0")
    course.sync(Path("notebooks"))
    before = lesson.read_bytes()
    assert course.main(["execute"]) == 1
    assert lesson.read_bytes() == before
