"""What every stage shares: refusing a bad setting in one sentence, and writing a file whole or not at all.

Reads and makes nothing itself. No lesson is about it.
"""

import contextlib
import difflib
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np


def positive_integer(name: str, value: int, minimum: int = 1) -> int:
    """Return `value` if it is an integer of at least `minimum`.

    Args:
        name: how the reader knows the setting, such as `"window_size"`.
        value: what the reader gave.
        minimum: the smallest value allowed.

    Raises:
        ValueError: `value` is no integer, or too small.

    >>> positive_integer("window_size", 2)
    2
    >>> positive_integer("window_size", 0)
    Traceback (most recent call last):
    ValueError: window_size must be an integer of at least 1, not 0.
    """
    is_integer = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not is_integer or value < minimum:
        raise ValueError(f"{name} must be an integer of at least {minimum}, not {value!r}.")
    return int(value)


def positive_number(name: str, value: float) -> float:
    """Return `value` if it is a finite number above zero.

    Raises:
        ValueError: `value` is not a number, not finite, or not above zero.

    >>> positive_number("learning_rate", -1)
    Traceback (most recent call last):
    ValueError: learning_rate must be a number above 0, not -1.
    """
    is_number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    if not is_number or not np.isfinite(value) or value <= 0:
        raise ValueError(f"{name} must be a number above 0, not {value!r}.")
    return float(value)


def one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    """Return `value` if it is among those allowed.

    Raises:
        ValueError: `value` is none of them.

    >>> one_of("table", "contexts", ("target", "context"))
    Traceback (most recent call last):
    ValueError: table must be 'target' or 'context', not 'contexts'.
    """
    if value not in allowed:
        *others, last = map(repr, allowed)
        raise ValueError(f"{name} must be {', '.join(others)} or {last}, not {value!r}.")
    return value


def unknown_word(word: object, words: Iterable[str]) -> KeyError:
    """Make the error for a word that is not in the vocabulary, with the closest spellings.

    >>> print(unknown_word("roda", ["road", "wide"]).args[0])
    'roda' is not in the vocabulary; the closest words are: road.
    """
    close = difflib.get_close_matches(str(word).lower(), words, n=3)
    hint = f"the closest words are: {', '.join(close)}" if close else "no word in it is spelled like that"
    return KeyError(f"{word!r} is not in the vocabulary; {hint}.")


@contextlib.contextmanager
def atomic_path(path: str | Path) -> Iterator[Path]:
    """Give a temporary path to write to; move it to `path` only if the block succeeds.

    Args:
        path: the file to make or replace. Its folder is made if need be.

    Yields:
        A path in the same folder, with the same ending.

    Raises:
        OSError: the folder cannot be made or written to; says which, in one sentence.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    except OSError as error:
        raise OSError(f"Cannot write {path}: {error.strerror}. Choose a folder you may write to.") from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        if path.is_dir():
            raise IsADirectoryError(f"Cannot write {path}: it is a folder. Give the name of a file.")
        # mkstemp makes private files; give the result the permissions any new file would have.
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def silent_stderr() -> Iterator[None]:
    """Discard what is written to file descriptor 2 inside the block, even by C++ code.

    TensorFlow writes to it while it is imported and when its compiler starts, whatever its log level.
    """
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
