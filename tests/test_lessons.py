"""Running and pairing lessons, on small ones made for the purpose."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import lessons as course

ROOT = Path(__file__).parents[1]
ENVIRONMENT = "import os, sys; print(os.getcwd(), sys.executable, *map(os.environ.get, {}), sep='|')"
DRAW = "from IPython.display import display\nfrom PIL import Image\ndisplay(Image.new('RGBA', (9, 9), 'red'))"


def write_lesson(folder: Path, name: str, *cells: str, **tagged: str) -> Path:
    """Write a notebook with a title, code cells, and cells with a tag."""
    code = [new_code_cell(source) for source in cells]
    code += [
        new_code_cell(source, metadata={"tags": [tag.replace("_", "-")]}) for tag, source in tagged.items()
    ]
    title = new_markdown_cell(f"# {name}: a title\n\nA [token](GLOSSARY.md#token) is a word.")
    path = folder / "notebooks" / f"{name}.ipynb"
    nbformat.write(new_notebook(cells=[title, *code]), path)
    return path


def make_course(folder: Path) -> Path:
    """Make a folder with everything but lessons."""
    (folder / "notebooks" / "py").mkdir(parents=True)
    (folder / ".github").mkdir()
    (folder / "my book.txt").write_text("The wide road shimmered in the hot sun.")
    (folder / "notebooks" / "GLOSSARY.md").write_text("# Glossary\n\n## token\n\nSee [1](01_first.ipynb).\n")
    (folder / "jupytext.toml").write_text((ROOT / "jupytext.toml").read_text(encoding="utf-8"))
    return folder


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(make_course(tmp_path))
    return tmp_path


def start(folder: Path, *arguments: str, **settings: str) -> subprocess.Popen:
    """Start the program in a folder, with a terminal that can show ASCII only."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", **settings}
    command = [sys.executable, "-m", "tools.lessons", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    # What a shell runs in the background ignores Ctrl-C, and the tests may be run there.
    listen = (
        (lambda: signal.signal(signal.SIGINT, signal.default_int_handler)) if os.name == "posix" else None
    )
    return subprocess.Popen(command, cwd=folder, env=env, preexec_fn=listen, **pipes)


def failure(*arguments: str) -> str:
    """Run the program, and return the message with which it ends."""
    with pytest.raises(SystemExit) as stopped:
        course.main([*arguments])
    return stopped.value.code  # a text is printed to stderr, and the status is 1


def code_cells(path: Path) -> list:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


# Running


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Run three lessons on a file; return the folder, what was printed, and the notebooks as they were."""
    folder = make_course(tmp_path_factory.mktemp("course"))
    names = ["W2V_CORPUS", "W2V_DATA_DIR", "W2V_PROGRESS"]
    lessons = [
        write_lesson(folder, "01_first", "1 / 1", headline="print('8 → 26', '| [a] $x$ `b`')\n'and more'"),
        write_lesson(folder, "02_second", raises_exception="1 / 0", headline=ENVIRONMENT.format(names)),
        write_lesson(folder, "03_third", "print('kept')"),
    ]
    before = [path.read_bytes() for path in lessons]
    process = start(folder, "run", "1", "2", W2V_CORPUS="my book.txt", W2V_DATA_DIR="data")
    out, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    assert [path.read_bytes() for path in lessons] == before
    return folder, out


def test_a_run_prints_a_table(ran):
    _, out = ran
    lines = out.splitlines()
    assert [line.split()[0] for line in lines[1:5]] == ["lesson", "01_first", "02_second", "all"]
    assert lines[2].endswith("8 ? 26 | [a] $x$ `b` 'and more'")
    assert "build" in lines[5] and "index.html" in lines[5]


def test_lessons_run_in_their_folder_by_this_interpreter_on_the_corpus(ran):
    folder, out = ran
    corpus, data = folder / "my book.txt", folder / "data"
    assert f"{folder / 'notebooks'}|{sys.executable}|{corpus}|{data}|off" in out


def test_a_run_writes_pages_of_what_was_executed(ran):
    build = ran[0] / "build"
    index = (build / "index.html").read_text(encoding="utf-8")
    assert 'href="01_first.html"' in index and "01_first: a title" in index and "8 → 26" in index
    assert "ZeroDivisionError" in (build / "02_second.html").read_text(encoding="utf-8")
    assert 'href="GLOSSARY.html#token"' in (build / "01_first.html").read_text(encoding="utf-8")
    assert 'href="01_first.html"' in (build / "GLOSSARY.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["2", "02", "02_second", "notebooks/02_second.ipynb"])
def test_one_lesson_can_be_chosen(folder, name):
    write_lesson(folder, "01_first")
    write_lesson(folder, "02_second")
    assert [path.stem for path in course.find_lessons([name])] == ["02_second"]


def test_a_failing_lesson_stops_the_run(folder):
    write_lesson(folder, "01_first")
    write_lesson(folder, "02_second", "counts = [1]", "# the third word\nprint(counts[2])")
    write_lesson(folder, "03_third", "open('started', 'w')")
    (folder / "build").mkdir()
    (folder / "build" / "index.html").write_text("an earlier run")
    assert failure("run") == (
        "Lesson 02_second stopped at cell 3:\n\n"
        "    # the third word\n    print(counts[2])\n\n"
        "IndexError: list index out of range"
    )
    assert not (folder / "notebooks" / "started").exists()
    assert not (folder / "build" / "index.html").exists()
    assert (folder / "build" / "notebooks" / "01_first.ipynb").exists()


def test_a_dead_process_is_reported_and_its_notebook_stays(folder):
    lesson = write_lesson(folder, "01_first", "print('before')", "import os; os._exit(1)")
    assert failure("execute").startswith("Lesson 01_first stopped at cell 3: its Python process ended.")
    assert [cell.outputs for cell in code_cells(lesson)] == [[], []]


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_ctrl_c_stops_with_one_sentence(folder):
    write_lesson(folder, "01_first", "open('started', 'w').close()\nimport time; time.sleep(60)")
    process = start(folder, "run")
    deadline = time.monotonic() + 120
    while not (folder / "notebooks" / "started").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 130
    assert errors.splitlines()[-1].startswith("Stopped. ") and "Traceback" not in errors


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--corpus", "no such book.txt"], "There is no file 'no such book.txt'"),
        (["--corpus", "empty.txt"], "empty.txt holds no words"),
        (["7"], "There is no lesson '07'; the lessons are 01_first."),
    ],
)
def test_a_wrong_setting_is_refused_before_any_lesson(folder, arguments, message):
    write_lesson(folder, "01_first", "open('started', 'w').close()")
    (folder / "empty.txt").write_text("\n")
    found = failure("run", *arguments)
    assert message in found and "\n" not in found
    assert not (folder / "notebooks" / "started").exists()


def test_a_folder_without_lessons_is_refused(folder):
    assert "There are no lessons in" in failure("run")


# Notebooks and scripts


def test_the_script_wins_unless_told_otherwise_and_outputs_stay(folder):
    lesson = write_lesson(folder, "01_first", "x = 1", "print(2)")
    notebook = nbformat.read(lesson, as_version=4)
    notebook.cells[2].outputs = [new_output("stream", text="2\n")]
    nbformat.write(notebook, lesson)
    script = folder / "notebooks" / "py" / "01_first.py"
    script.write_text("# %%\nx = 5\n")
    course.main(["sync", "--prefer-notebooks"])
    assert code_cells(lesson)[0].source == "x = 1" in script.read_text()
    script.write_text(script.read_text().replace("x = 1", "x = 5"))
    os.utime(script, (0, 0))
    course.main(["sync"])
    after = code_cells(lesson)
    assert after[0].source == "x = 5" and after[1] == notebook.cells[2]


def test_pairing_makes_what_is_missing_keeps_colab_settings_drops_noise_and_folds(folder):
    lesson = write_lesson(folder, "01_first", "x = 1", setup="y = 2", hide_input="z = 3")
    notebook = nbformat.read(lesson, as_version=4)
    notebook.metadata.update(accelerator="GPU", colab={"provenance": []})
    notebook.metadata["language_info"] = {"name": "python", "version": "3.11.4"}
    notebook.cells[1].metadata["execution"] = {"iopub.status.busy": "2026-01-01"}
    nbformat.write(notebook, lesson)
    course.main(["sync"])
    lesson.unlink()
    course.main(["sync"])
    after = nbformat.read(lesson, as_version=4)
    assert after.metadata.accelerator == "GPU" and "colab" in after.metadata
    assert "version" not in after.metadata.language_info
    assert [cell.source for cell in after.cells[1:]] == ["x = 1", "y = 2", "z = 3"]
    assert after.cells[1].metadata == {}
    for cell, tag in zip(after.cells[2:], ["setup", "hide-input"], strict=True):
        assert cell.metadata == {"tags": [tag], "jupyter": {"source_hidden": True}, "cellView": "form"}


def test_executing_in_place_depends_on_nothing_but_the_embedded_data(folder, monkeypatch):
    monkeypatch.setenv("W2V_CORPUS", "my book.txt")
    monkeypatch.setenv("W2V_DATA_DIR", str(folder))
    headline = "import os; print(os.environ['W2V_CORPUS'], repr(os.environ['W2V_DATA_DIR']))"
    lesson = write_lesson(folder, "01_first", headline=headline, picture=DRAW)
    course.main(["execute", "1"])
    cells = code_cells(lesson)
    assert [cell.execution_count for cell in cells] == [1, 2]
    assert cells[0].outputs[0].text == "tinyworld ''\n" and cells[0].metadata == {"tags": ["headline"]}
    assert (folder / ".github" / "words.png").read_bytes().startswith(b"\x89PNG")
    before = lesson.read_bytes()
    course.main(["execute"])
    assert lesson.read_bytes() == before
