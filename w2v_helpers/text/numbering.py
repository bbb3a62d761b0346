"""Tokens to numbers, in one pass.

Reads a corpus; makes a `Numbered`, in which every new word has got the next number. `Vocabulary` exchanges
these numbers for ids. Text that is too long for memory is numbered on disk, and found there the next time.
No lesson is about it; lesson 05 shows what it is good for.
"""

import contextlib
import json
import os
import shutil
import tempfile
import time
import warnings
import weakref
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from tqdm import TqdmWarning

from w2v_helpers.text.downloads import cache_folder
from w2v_helpers.vocabulary import spaced, tokenize

with warnings.catch_warnings():
    warnings.simplefilter("ignore", TqdmWarning)  # without ipywidgets a notebook gets the bar of a terminal
    from tqdm.auto import tqdm

PART = 1 << 20  # tokens that are worked on at once
_CHARACTERS = 1 << 20  # of text that is numbered at once
_PLACES = 1 << 18  # for words on a shelf
_ODD, _OTHER_ODD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)  # they mix all bits
_END = "\x1e"  # between documents; no word of `tokenize`
_KEPT_DAYS = 30  # that tokens stay on disk when nobody uses them
_NUMBERS, _WORDS = "numbers.int32", "words.json"


@dataclass(frozen=True)
class Numbered:
    """A corpus as numbers.

    Args:
        words: the words in the order in which they first appeared, after an entry for number 0, which ends a
            document.
        counts: int64 (words,), how often each number occurs.
        numbers: int32 (N,), or the file that holds them.
    """

    words: list[str]
    counts: np.ndarray
    numbers: np.ndarray | Path

    def counter(self) -> Counter:
        """Return how often each word occurs, in the order in which they first appeared."""
        return Counter(dict(zip(self.words[1:], self.counts[1:].tolist(), strict=True)))

    def exchange(self, id_of: np.ndarray) -> np.ndarray:
        """Put ids in place of the numbers; can be done once, as it reuses their memory.

        Args:
            id_of: int32 (words,), the id of each number; those with a negative one are left out.

        Returns:
            int32 (N',), in memory if the numbers are, else as a file that goes when the array goes.
        """
        if isinstance(self.numbers, Path):
            return _exchange_on_disk(self.numbers, id_of)
        end = 0
        for start in range(0, len(self.numbers), PART):
            ids = _ids(self.numbers[start : start + PART], id_of)
            self.numbers[end : end + len(ids)] = ids
            end += len(ids)
        return self.numbers[:end]


def number_tokens(corpus: Iterable[list[str]]) -> Numbered:
    """Give each new word of a corpus the next number, and write the corpus in these numbers.

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens, also one that can be gone through only once.

    Raises:
        ValueError: the corpus is made of strings, not of lists of tokens.
        OSError: a text that is too long for memory finds no space on disk.
    """
    if getattr(corpus, "is_in_memory", True):
        number_of, numbers = _NextNumber(), array("i")
        for part in _parts(corpus, number_of):
            numbers.frombytes(part.tobytes())
        numbers = np.frombuffer(numbers, dtype=np.int32)
        return Numbered([*number_of], count_ids(numbers, len(number_of)), numbers)
    return _number_on_disk(corpus)


def count_ids(ids: np.ndarray, size: int) -> np.ndarray:
    """Count how often each id occurs, without a copy of them all.

    Args:
        ids: int32 (N,).
        size: V, the number of ids.

    Returns:
        int64 (V,).
    """
    counts = np.zeros(size, dtype=np.int64)
    for start in range(0, len(ids), PART):
        counts += np.bincount(ids[start : start + PART], minlength=size)
    return counts


class _NextNumber(dict):
    """Gives each new word the next number; 0 is that of the mark between documents, which is no word."""

    def __init__(self):
        super().__init__({_END: 0})

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


def _parts(corpus: Iterable[list[str]], number_of: _NextNumber) -> Iterator[np.ndarray]:
    """Go through a corpus; give its numbers part by part, so that no long document is held as strings."""
    # The words of `tokenize` hold no white space, and a text of them can be numbered as a whole.
    if getattr(corpus, "tokenizer", None) is tokenize:
        parts = map(_Shelf(number_of).number_text, _long_texts(corpus))
    else:
        parts = _number_words(corpus, number_of)
    with tqdm(desc="reading", unit=" words", unit_scale=True, delay=5, leave=False) as bar:
        for part in parts:
            bar.update(len(part))
            yield part


def _number_words(corpus: Iterable[list[str]], number_of: _NextNumber) -> Iterator[np.ndarray]:
    """Number token by token."""
    part, number = array("i"), number_of.__getitem__
    for tokens in corpus.streams() if hasattr(corpus, "streams") else _documents(corpus):
        tokens = iter(tokens)
        while part.extend(map(number, islice(tokens, PART - len(part)))) or len(part) >= PART:
            yield np.frombuffer(part, dtype=np.int32)
            part = array("i")
        part.append(0)
    yield np.frombuffer(part, dtype=np.int32)


def _long_texts(corpus) -> Iterator[str]:
    """Go through a corpus; give its words with white space between them, many documents at once."""
    pieces, size = [], 0
    for document in corpus.texts():
        for piece in document:
            words = spaced(piece)
            pieces.append(words if words.isascii() else " ".join(tokenize(words)))
            size += len(piece)
            if size >= _CHARACTERS:
                yield " ".join(pieces)
                pieces, size = [], 0
        pieces.append(_END)
    yield " ".join(pieces)


class _Shelf:
    """Numbers the words of a text, most of them without asking a dictionary.

    A word of up to 16 bytes is two integers, which say at which place of the shelf it would be. NumPy looks
    there for all words of a text at once. Only words that are not there are asked for one by one, and then
    put there, in place of what was there before.

    Args:
        number_of: knows, or makes, the number of each word.
    """

    def __init__(self, number_of: _NextNumber):
        self.number_of = number_of
        self.words = np.zeros((2, _PLACES), dtype=np.uint64)
        self.numbers = np.zeros(_PLACES, dtype=np.int32)

    def number_text(self, text: str) -> np.ndarray:
        """Return the number of each word of a text, int32 (N,); its words are separated by spaces."""
        data = b" " + text.encode() + b" " * 16
        is_space = np.frombuffer(data, np.uint8) == ord(" ")
        starts = np.flatnonzero(is_space[:-1] & ~is_space[1:]) + 1  # (N,)
        ends = np.flatnonzero(~is_space[:-1] & is_space[1:]) + 1  # (N,)
        words = _as_integers(data, starts, ends - starts)
        places = (words[0] * _ODD ^ words[1] * _OTHER_ODD) >> np.uint64(64 - _PLACES.bit_length() + 1)
        numbers = self.numbers[places]
        is_there = (self.words[0][places] == words[0]) & (self.words[1][places] == words[1])
        absent = np.flatnonzero(~is_there | (ends - starts > 16))
        spans = zip(starts[absent].tolist(), ends[absent].tolist(), strict=True)
        numbers[absent] = [self.number_of[data[start:end].decode()] for start, end in spans]
        self.numbers[places[absent]] = numbers[absent]
        self.words[:, places[absent]] = words[:, absent]
        return numbers


def _as_integers(data: bytes, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return the first eight bytes of each word and its next eight, uint64 (2, N), with zeros at the end."""
    eight = np.ndarray(len(data) - 7, "<u8", data, strides=1)  # the bytes from each place on
    kept = np.array([(1 << 8 * size) - 1 for size in range(9)], dtype=np.uint64)
    words = np.empty((2, len(starts)), dtype=np.uint64)
    words[0] = eight[starts] & kept[np.minimum(lengths, 8)]
    words[1] = eight[starts + 8 * (lengths > 8)] & kept[np.clip(lengths - 8, 0, 8)]
    words[1, lengths > 16] = -1 % 2**64  # no word of 16 bytes
    return words


def _documents(corpus: Iterable[list[str]]) -> Iterator[list[str]]:
    """Go through the documents of a corpus, and refuse texts that nobody cut into tokens."""
    for tokens in corpus:
        if isinstance(tokens, str):
            raise ValueError("A corpus is a sequence of token lists, not of strings: tokenize each text.")
        yield tokens


def _ids(numbers: np.ndarray, id_of: np.ndarray) -> np.ndarray:
    ids = id_of[numbers]
    return ids[ids >= 0]


def _folder() -> Path:
    return cache_folder() / "tokens"


def _number_on_disk(corpus: Iterable[list[str]]) -> Numbered:
    """Number a text that is too long for memory, or find it numbered already."""
    key = corpus.fingerprint()
    kept = None if key is None else _load(_folder() / key)
    if kept is not None:
        return kept
    with _writing():
        _folder().mkdir(parents=True, exist_ok=True)
        _forget_old()
        made = Path(tempfile.mkdtemp(dir=_folder()))
    try:
        _write(corpus, made)
        if key is not None:
            shutil.rmtree(_folder() / key, ignore_errors=True)  # what is there is not whole
            with _writing():
                made = made.rename(_folder() / key)
    except BaseException:  # also Ctrl-C
        shutil.rmtree(made, ignore_errors=True)
        raise
    numbered = _load(made)
    if key is None:  # nobody could know these tokens again
        weakref.finalize(numbered, shutil.rmtree, made, ignore_errors=True)
    return numbered


def _write(corpus: Iterable[list[str]], folder: Path) -> None:
    """Number a corpus into the files of a folder."""
    number_of, counts = _NextNumber(), np.zeros(0, dtype=np.int64)
    with (folder / _NUMBERS).open("wb") as file:
        for part in _parts(corpus, number_of):  # where the text may turn out to be unreadable
            with _writing():
                part.tofile(file)
            longer = np.zeros(len(number_of), dtype=np.int64)
            longer[: len(counts)] = counts
            counts = longer + np.bincount(part, minlength=len(longer))
    text = json.dumps({"words": [*number_of], "counts": counts.tolist()})
    with _writing():
        (folder / _WORDS).write_text(text, encoding="utf-8")


def _load(folder: Path) -> Numbered | None:
    """Take up what `_write` wrote, if it is there and whole."""
    try:
        kept = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        size = (folder / _NUMBERS).stat().st_size
    except (OSError, ValueError):
        return None
    counts = np.array(kept["counts"], dtype=np.int64)
    if size != 4 * counts.sum():
        return None
    os.utime(folder)
    return Numbered(kept["words"], counts, folder / _NUMBERS)


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    """Say in one sentence what to do where the disk does not take what is written."""
    try:
        yield
    except OSError as error:
        raise OSError(
            f"The tokens of a long text cannot be written to {_folder()} ({error.strerror or error}): set "
            "W2V_CACHE_DIR to a folder with about as much free space as the text is long."
        ) from error


def _forget_old() -> None:
    """Make room: what has not been used for a month goes."""
    for folder in _folder().iterdir():
        if time.time() - folder.stat().st_mtime > _KEPT_DAYS * 24 * 3600:
            shutil.rmtree(folder, ignore_errors=True)


def _exchange_on_disk(path: Path, id_of: np.ndarray) -> np.ndarray:
    """Write ids in place of numbers to a file without a name."""
    with _writing(), tempfile.TemporaryFile(dir=_folder()) as file, path.open("rb") as numbers:
        while (part := np.fromfile(numbers, np.int32, PART)).size:
            _ids(part, id_of).tofile(file)
        file.flush()
        return np.memmap(file, dtype=np.int32, mode="r")
