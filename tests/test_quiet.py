"""TensorFlow's noise while it is imported. A stand-in as noisy keeps most of these tests fast."""

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

import w2v_helpers
from w2v_helpers import quiet

NOISY = """
import os, sys
os.write(2, b"a line of the log, written as C++ does\\n")
print("a line of the log, written as Python does", file=sys.stderr, flush=True)
version = "stand-in"
"""


@pytest.fixture
def noisy(tmp_path) -> Path:
    """Make a package of the name `tensorflow` that writes to the error stream, and return it."""
    package = tmp_path / "tensorflow"
    package.mkdir()
    (package / "__init__.py").write_text(NOISY)
    (package / "data.txt").write_text("a file of the package")
    return package


def run(code: str, *options: str, path: Path | None = None) -> subprocess.CompletedProcess:
    """Run code in a fresh process, `path` first among the places that packages are looked for in."""
    env = {name: value for name, value in os.environ.items() if name != "TF_CPP_MIN_LOG_LEVEL"}
    if path is not None:
        env["PYTHONPATH"] = os.pathsep.join([str(path), env.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, *options, "-c", code], env=env, capture_output=True, text=True, timeout=120
    )


def test_the_stand_in_is_noisy(noisy):
    result = run("import tensorflow", path=noisy.parent)
    assert "as C++ does" in result.stderr
    assert "as Python does" in result.stderr


def test_the_import_is_silent(noisy):
    result = run("import w2v_helpers, tensorflow; print(tensorflow.version)", path=noisy.parent)
    assert (result.stdout, result.stderr) == ("stand-in\n", "")


def test_what_is_written_afterwards_is_seen(noisy):
    code = "import w2v_helpers, tensorflow, os, sys; os.write(2, b'one '); print('two', file=sys.stderr)"
    assert run(code, path=noisy.parent).stderr == "one two\n"


def test_looking_for_the_package_does_not_use_the_silence_up(noisy):
    look = "import w2v_helpers, importlib.util; assert importlib.util.find_spec('tensorflow').origin; "
    result = run(look + "import tensorflow", path=noisy.parent)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_package_is_the_same_as_without(noisy):
    code = """
import w2v_helpers, tensorflow, importlib, importlib.resources, pkgutil
print(type(tensorflow.__loader__).__name__, tensorflow.__spec__.loader is tensorflow.__loader__)
print(importlib.resources.files("tensorflow").joinpath("data.txt").read_text())
print(pkgutil.get_data("tensorflow", "data.txt").decode())
print(importlib.reload(tensorflow).version)
"""
    result = run(code, path=noisy.parent)
    expected = ["SourceFileLoader True", "a file of the package", "a file of the package", "stand-in"]
    assert (result.stdout.splitlines(), result.stderr) == (expected, "")


def test_an_import_that_fails_says_why(noisy):
    (noisy / "__init__.py").write_text(NOISY + "\nimport a_library_that_is_not_there")
    result = run("import w2v_helpers, tensorflow", path=noisy.parent)
    assert result.returncode == 1
    assert "No module named 'a_library_that_is_not_there'" in result.stderr
    assert "as C++ does" not in result.stderr


def test_a_missing_tensorflow_is_missed_as_usual():
    no_packages = "-S"  # of all that is installed, only Python's own library
    root = Path(w2v_helpers.__file__).parents[1]
    result = run("import w2v_helpers, tensorflow", no_packages, path=root)
    assert result.stderr.splitlines()[-1] == "ModuleNotFoundError: No module named 'tensorflow'"


def test_a_process_without_an_error_stream_can_import(noisy):
    (noisy / "__init__.py").write_text("version = 'mute'")
    code = "import os; os.close(2); import w2v_helpers, tensorflow; print(tensorflow.version)"
    result = run(code, path=noisy.parent)
    assert (result.returncode, result.stdout) == (0, "mute\n")


@pytest.mark.parametrize(
    ("before", "after"), [("", "3"), ("os.environ['TF_CPP_MIN_LOG_LEVEL'] = '0'; ", "0")]
)
def test_the_log_level_is_set_unless_the_reader_chose_one(before, after):
    result = run(f"import os; {before}import w2v_helpers; print(os.environ['TF_CPP_MIN_LOG_LEVEL'])")
    assert result.stdout == f"{after}\n"


def test_quietening_twice_is_quietening_once():
    code = """
import sys, w2v_helpers
before = list(sys.meta_path)
w2v_helpers.quieten()
print(sys.meta_path == before)
"""
    assert run(code).stdout == "True\n"


def test_two_false_alarms_of_keras_are_not_shown_and_all_else_is():
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        quiet.quieten()
        warnings.warn("Your input ran out of data; interrupting training.", stacklevel=1)
        warnings.warn("`shuffle=True` was passed, but will be ignored", stacklevel=1)
        warnings.warn("overflow encountered in exp", stacklevel=1)
    assert [str(warning.message) for warning in shown] == ["overflow encountered in exp"]


COMPILER = """
import contextlib, os
def negative(x): return -x
def zeros(shape): return 0
@contextlib.contextmanager
def init_scope():
    global is_outside
    is_outside = True
    yield
    is_outside = False
def function(called, jit_compile):
    def compiled(x):
        assert jit_compile and is_outside
        os.write(2, b"a compiler is here\\n")
        print("compiled")
        return called(x)
    return compiled
"""


def test_the_compiler_is_started_once_and_in_silence(noisy):
    (noisy / "__init__.py").write_text(COMPILER)
    code = """
import os
from w2v_helpers.quiet import start_compiler
start_compiler()
start_compiler()
os.write(2, b"afterwards")
"""
    result = run(code, path=noisy.parent)
    assert (result.stdout, result.stderr) == ("compiled\n", "afterwards")


def test_the_compiler_can_be_started_while_a_function_is_traced():
    code = """
import w2v_helpers, tensorflow as tf
@tf.function
def traced(x):
    w2v_helpers.quiet.start_compiler()
    return x + 1
graph = traced.get_concrete_function(tf.constant(2)).graph
print(int(traced(tf.constant(2))), [op.type for op in graph.get_operations()])
"""
    result = run(code)
    assert (result.stdout, result.stderr) == ("3 ['Placeholder', 'Const', 'AddV2', 'Identity']\n", "")


def test_what_needs_only_numpy_does_not_import_tensorflow():
    modules = "checks, corpus, vocabulary, skipgrams, subsampling, negatives"
    code = f"import sys; from w2v_helpers import {modules}; print('tensorflow' in sys.modules)"
    assert run(code).stdout == "False\n"


def test_the_real_tensorflow_is_silent():
    result = run("import w2v_helpers, tensorflow as tf; print(int(tf.reduce_sum(tf.ones((2, 3)))))")
    assert (result.stdout, result.stderr) == ("6\n", "")
