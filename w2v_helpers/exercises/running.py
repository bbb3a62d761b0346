"""Run a reader's function for a limited time.

Reads a function and its arguments; makes its result, or says why there is none. No lesson is about it.
"""

import copy
import ctypes
import threading
from collections.abc import Callable

GRACE = 0.5  # seconds that a function has to end after it was told to


class TooLongError(Exception):
    """A function that did not end in time."""


class _Stop(BaseException):
    """What is raised inside of a function that takes too long; no `except Exception` there holds it up."""


def run(function: Callable, arguments: tuple, seconds: float) -> object:
    """Call a function with copies of its arguments.

    It runs in a thread of its own, the only thing that can be given up on every system. A loop in Python is
    ended; what waits in C code is left behind.

    Args:
        function: any.
        arguments: for it, by position. It may change them.
        seconds: how long it may take.

    Returns:
        What it returns.

    Raises:
        TooLongError: it did not end.
        Exception: what it raised.
    """
    outcome: dict[str, object] = {}

    def work() -> None:
        try:
            outcome["result"] = function(*copy.deepcopy(arguments))
        except BaseException as error:  # also SystemExit: a reader's exit() must not end their session
            outcome["error"] = error

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        thread.join(seconds)
    finally:  # also after Ctrl-C
        if still_runs := thread.is_alive():
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(_Stop))
            thread.join(GRACE)
    if still_runs:
        raise TooLongError
    if "error" in outcome:
        raise outcome["error"]
    return outcome["result"]
