"""Keep the libraries' own log out of the lessons.

TensorFlow 2.21 writes to the error stream while it is imported, whatever its log level is set to, and Keras
warns of every dataset whose length it cannot know. Neither tells a reader anything. No lesson is about it.
"""

import contextlib
import functools
import importlib.abc
import importlib.machinery
import logging
import os
import sys
import warnings
from collections.abc import Iterator


def quieten() -> None:
    """Silence TensorFlow's import and log, and two warnings of Keras that are false alarms here."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", message="Your input ran out of data")
    warnings.filterwarnings("ignore", message="`shuffle=True` was passed")
    if "tensorflow" not in sys.modules and not any(isinstance(f, _Finder) for f in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class _Finder(importlib.abc.MetaPathFinder):
    """Wraps the import of TensorFlow."""

    def find_spec(self, name, path, target=None):
        if name != "tensorflow":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader(importlib.abc.Loader):
    """Runs a module with the error stream closed to it."""

    def __init__(self, loader: importlib.abc.Loader):
        self._loader = loader

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module) -> None:
        # The module is to know its own loader, which can do more, such as find data files.
        module.__spec__.loader = module.__loader__ = self._loader
        with silent_stderr():
            self._loader.exec_module(module)


@contextlib.contextmanager
def silent_stderr() -> Iterator[None]:
    """Point file descriptor 2, where C++ writes, to nothing for a while."""
    try:
        saved = os.dup(2)
    except OSError:  # there is no error stream to silence
        yield
        return
    try:
        with open(os.devnull, "w") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)


@functools.cache
def start_compiler() -> None:
    """Let TensorFlow's compiler, XLA, announce itself where nobody hears it: once in a process it does."""
    import tensorflow as tf

    with silent_stderr(), tf.init_scope():
        tf.function(tf.negative, jit_compile=True)(tf.zeros(()))
