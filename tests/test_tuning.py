"""How the process is set up, each time in a fresh one."""

import os
import subprocess
import sys

import pytest

from w2v_helpers import tuning

FAULTS = """
import ctypes, resource, threading
import w2v_helpers

libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]

def steps(number):
    for _ in range(number):  # 4 arrays of 300 kB, as a step of `fit` makes and gives back
        arrays = [libc.malloc(300_000) for _ in range(4)]
        for array in arrays:
            ctypes.memset(array, 1, 300_000)
        for array in arrays:
            libc.free(array)

def count():
    steps(20)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    steps(200)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)

thread = threading.Thread(target=count)
thread.start()
thread.join()
"""


def run(code: str, **env: str) -> str:
    """Run code in a fresh process in which nothing of this is set, and return what it prints."""
    names = {"TF_NUM_INTRAOP_THREADS", *(name for name, _ in tuning.KEEP_MEMORY)}
    clean = {name: value for name, value in os.environ.items() if name not in names}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env={**clean, **env}, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(("env", "wanted"), [({}, "1"), ({"TF_NUM_INTRAOP_THREADS": "3"}, "3")])
def test_an_operation_runs_in_one_thread_unless_the_reader_chose(env, wanted):
    code = "import w2v_helpers, tensorflow as tf, os; print(os.environ['TF_NUM_INTRAOP_THREADS'])"
    assert run(code, **env) == f"{wanted}\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes memory back so eagerly")
def test_the_memory_of_a_step_stays_for_the_next_one():
    assert int(run(FAULTS)) < 2_000  # pages; without it every step takes 300 anew


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc reads that variable")
def test_how_much_memory_stays_is_left_to_the_reader_who_set_it():
    assert int(run(FAULTS, MALLOC_TOP_PAD_="0")) > 20_000


def test_another_library_than_glibc_is_left_alone(monkeypatch):
    monkeypatch.setattr(tuning.ctypes, "CDLL", lambda name: object())
    tuning.tune()
