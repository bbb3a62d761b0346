"""What every stage shares: settings refused in one sentence, atomic writes, small tables, our warning class.

Reads and makes nothing itself. No lesson is about it.
"""

import contextlib
import difflib
import html
import os
import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from tabulate import tabulate


class CourseWarning(UserWarning):
    """Something that the course's helpers passed over or corrected, and that the reader should know."""


def positive_integer(name: str, value: int, minimum: int = 1) -> int:
    """Return `value` if it is an integer of at least `minimum`; `name` is how the reader knows the setting.

    >>> positive_integer("window_size", 0)
    Traceback (most recent call last):
    ValueError: window_size must be an integer of at least 1, not 0.
    """
    is_integer = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not is_integer or value < minimum:
        raise ValueError(f"{name} must be an integer of at least {minimum}, not {value!r}.")
    return int(value)


def positive_number(name: str, value: float) -> float:
    """Return `value` if it is a finite number above zero."""
    is_number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    if not is_number or not np.isfinite(value) or value <= 0:
        raise ValueError(f"{name} must be a number above 0, not {value!r}.")
    return float(value)


def one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    """Return `value` if it is among the allowed ones.

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
    asked, words = str(word), list(words)
    composed = unicodedata.normalize("NFC", asked)
    twin = next((other for other in words if unicodedata.normalize("NFC", other) == composed), None)
    if twin is not None and twin != asked:
        form = "NFC" if unicodedata.is_normalized("NFC", twin) else "NFD"
        hint = f"the same letters are, in Unicode's normal form {form}: unicodedata.normalize({form!r}, word)"
    elif close := difflib.get_close_matches(composed.lower().replace("’", "'"), words, n=3):
        hint = f"the closest words are: {', '.join(close)}"
    else:
        hint = "no word in it is spelled like that"
    return KeyError(f"{word!r} is not in the vocabulary; {hint}.")


def check_tokens(tokens: list[str], where: str) -> list[str]:
    """Return a document's tokens if they look like a list of words, judging by the first ones.

    A string, a dictionary, a list of sentences are refused, in a message that begins with `where`.

    >>> check_tokens("The wide road", "The tokenizer returned")
    Traceback (most recent call last):
    ValueError: The tokenizer returned a str, not a list of words: 'The wide road'.
    """
    is_row = isinstance(tokens, tuple)  # of a data set, as likely as a list of words
    if type(tokens) is not list:
        if isinstance(tokens, (str, bytes, Mapping, set, frozenset)) or not isinstance(tokens, Iterable):
            raise ValueError(f"{where} a {type(tokens).__name__}, not a list of words: {str(tokens)[:40]!r}.")
        tokens = list(tokens)
    for token in tokens[:3]:
        if not isinstance(token, str):
            kind = type(token).__name__
            raise ValueError(f"{where} a list of {kind} objects, not of words: {str(token)[:40]!r}.")
    # A token may be a name of some words, but not every other one.
    words = [len(token.split()) for token in tokens[:3]]
    longest = max(words, default=0)
    if longest > (1 if is_row else 4) or 2 * sum(size > 2 for size in words) >= len(words) > 0:
        raise ValueError(f"{where} a list of sentences, not of words: {tokens[words.index(longest)][:40]!r}.")
    return tokens


@contextlib.contextmanager
def atomic_path(path: str | Path) -> Iterator[Path]:
    """Give a temporary path to write to, with the same ending; move it to `path` only if the block succeeds.

    The folder is made if it is missing. An `OSError` says in one sentence where it cannot be written to.
    """
    path = Path(path)
    temporary = path.parent / f".{path.stem}-{secrets.token_hex(4)}{path.suffix}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.touch(exist_ok=False)
    except OSError as error:
        raise OSError(f"Cannot write {path}: {error.strerror}. Choose a folder you may write to.") from error
    try:
        yield temporary
        if path.is_dir():
            raise IsADirectoryError(f"Cannot write {path}: it is a folder. Give the name of a file.")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def html_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, caption: str = "") -> str:
    """Lay out rows of text as an HTML table, with numbers aligned to the right and all text escaped."""
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return _table("html", header, rows).replace("<table>", f"<table>{title}")


def text_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out rows of text in columns, numbers aligned to the right."""
    return _table("plain", header, rows)


def _table(kind: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Align each column whose cells are all numbers or dashes to the right."""
    columns = zip(*rows, strict=True)
    are_numbers = (all(cell[:1].isdigit() or cell[:1] in "-–" for cell in cells) for cells in columns)
    sides = ["right" if numbers else "left" for numbers in are_numbers]
    return tabulate(rows, header, kind, disable_numparse=True, colalign=sides or None)


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
