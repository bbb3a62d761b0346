"""Files of vectors: our own, those of word2vec.c, GloVe and fastText, and what the projector reads.

Reads a file; makes words, a matrix and counts of it, and back. `WordVectors` saves and loads through it.
Used in lessons 07 and 11. Needs only NumPy.
"""

import contextlib
import gzip
import json
import math
import mmap
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from w2v_helpers._checks import atomic_path, one_of, positive_integer

_CHUNK = 1 << 20  # bytes read at once
_ROWS = 64  # rows turned into text at once; as text a number takes 128 bytes
_LONGEST_WORD = 1 << 16  # bytes; what is longer is no word but another kind of file
_LONGEST_NUMBER = 64
_LONGEST_LINE = 1 << 24
_LONGEST_JSON = 100_000_000  # the limit of the safetensors library
_GZIP_RATIO = 1032  # deflate packs no better than this

# What reading a damaged archive or compressed file raises.
_BAD_FILE = (
    *(ValueError, LookupError, TypeError, AttributeError, EOFError, RecursionError, NotImplementedError),
    *(zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, RuntimeError, MemoryError),
)
_OTHER_KINDS = {
    b"PK\x03\x04": "a zip archive: unpack it first, or use WordVectors.load if it is an .npz file",
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"BZh": "a bzip2 archive: unpack it first",
    b"\xfd7zXZ": "an xz archive: unpack it first",
    b"\x80\x02": "a pickle",
    b"\x80\x03": "a pickle",
    b"\x80\x04": "a pickle",
    b"\x80\x05": "a pickle",
    b"\x93NUMPY": "a NumPy array, which holds no words",
    b"\xba\x16\x4f\x2f": "a model of fastText: the vectors are in the .vec file beside it",
    b"version https://git-lfs": "a pointer of Git LFS: fetch the file itself",
}
_PICKLE = ", which may run any code and is never loaded: in gensim, use save_word2vec_format"
_PROJECTOR_CONFIG = """embeddings {
  tensor_name: "words"
  tensor_path: "vectors.tsv"
  metadata_path: "metadata.tsv"
}
"""


class Table(NamedTuple):
    """What a file of vectors holds.

    Attributes:
        words: list of str (V,).
        matrix: float32 (V, D).
        counts: int64 (V,), or `None` where the format has none.
    """

    words: list[str]
    matrix: np.ndarray
    counts: np.ndarray | None = None


@contextlib.contextmanager
def explained(path: str | Path, kind: str) -> Iterator[None]:
    """Say of what goes wrong with reading which file it was, and what it was taken for.

    Raises:
        ValueError: instead of whatever a damaged file makes the libraries raise.

    >>> with explained("v.txt", "word2vec text"):
    ...     raise ValueError("it is too short.")
    Traceback (most recent call last):
    ValueError: v.txt is not a whole word2vec text file: it is too short.
    """
    try:
        yield
    except _BAD_FILE as error:
        raise ValueError(f"{path} is not a whole {kind} file: {error}") from error


@contextlib.contextmanager
def damaged(path: str | Path) -> Iterator[None]:
    """Say of what goes wrong with reading a file of our own that it is no whole one.

    Raises:
        ValueError: instead of whatever a damaged file makes the libraries raise.
    """
    try:
        yield
    except _BAD_FILE as error:
        raise ValueError(f"{path} is damaged or was not written by WordVectors.save.") from error


# The archive of NumPy


def write_npz(path: str | Path, table: Table) -> None:
    """Write words, matrix and counts to one `.npz` file, whole or not at all.

    Words are kept as UTF-8, one after another, and where each ends: so they may hold any character.
    """
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        np.savez(file, **_arrays_of(table))


def read_npz(path: str | Path, *, limit: int | None = None) -> Table:
    """Read what `write_npz` wrote.

    Args:
        path: the file.
        limit: read only this many words, the first ones.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file is damaged or of another kind.
    """
    limit = _checked_limit(limit)
    with _open(path) as file, damaged(path), zipfile.ZipFile(file) as archive:
        return _table_of(lambda name, rows: _read_member(archive, name, rows), limit)


def _read_member(archive: zipfile.ZipFile, name: str, rows: int | None) -> np.ndarray | None:
    """Read an array of an archive, or its first rows; `None` where it is not in it."""
    if f"{name}.npy" not in archive.namelist():
        return None
    info = archive.getinfo(f"{name}.npy")
    with archive.open(info) as file:
        if info.compress_type != zipfile.ZIP_STORED:  # may unpack to a thousand times its size
            raise ValueError("it is compressed.")
        version = np.lib.format.read_magic(file)
        read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
        shape, by_column, dtype = read[version](file)
        if dtype.hasobject or (by_column and len(shape) > 1) or not shape:
            raise ValueError("it holds an array of another kind.")
        if math.prod(shape) * dtype.itemsize != info.file_size - file.tell():
            raise ValueError("an array is not as long as it should be.")
        array = np.empty((_fewer(shape[0], rows), *shape[1:]), dtype)
        _fill(file, array)
        if array.shape == shape and file.read(1):  # asking for more makes it compare the checksum
            raise ValueError("an array is longer than it should be.")
        return array


def _arrays_of(table: Table) -> dict[str, np.ndarray]:
    """Put a table into arrays without objects, those with the largest items first."""
    encoded = [word.encode() for word in table.words]
    ends = np.cumsum([len(word) for word in encoded], dtype="<i8")
    counts = {} if table.counts is None else {"counts": table.counts.astype("<i8")}
    text = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    return {"word_ends": ends, **counts, "matrix": table.matrix.astype("<f4", copy=False), "words": text}


def _table_of(read: Callable[[str, int | None], np.ndarray | None], limit: int | None) -> Table:
    """Make a table of arrays.

    Args:
        read: gives the array of a name, or only its first rows, or `None` where there is none.
        limit: make it of this many words, or of all.
    """
    ends, matrix = read("word_ends", limit), read("matrix", limit)
    if ends is None:  # as this course once wrote them
        words = read("words", limit).astype(np.str_, casting="safe").tolist()
    else:
        words = _cut(read("words", int(ends[-1]) if len(ends) else 0), ends)
    if matrix.dtype.kind != "f" or len(matrix) != len(words):
        raise ValueError(f"{len(words)} words do not fit a matrix of shape {matrix.shape}.")
    return Table(words, matrix, read("counts", limit))


def _cut(text: np.ndarray, ends: np.ndarray) -> list[str]:
    """Cut UTF-8, uint8 (N,), into words, each of which ends where `ends` (V,) says."""
    if ends.dtype.kind != "i" or text.dtype != np.uint8 or (len(ends) and len(text) != ends[-1]):
        raise ValueError("the words are not as long as they should be.")
    stops, data = ends.tolist(), text.tobytes()
    starts = [0, *stops[:-1]]
    if any(start > stop for start, stop in zip(starts, stops, strict=True)):
        raise ValueError("a word ends before it begins.")
    return [data[start:stop].decode() for start, stop in zip(starts, stops, strict=True)]


# safetensors, the format of Hugging Face: the length of a header, the header in JSON, and raw numbers

_TYPES = {"I64": "<i8", "F32": "<f4", "U8": "|u1"}


def write_safetensors(path: str | Path, table: Table) -> None:
    """Write words, matrix and counts to one `.safetensors` file, whole or not at all.

    The tensors are `matrix`, `counts`, `words` (UTF-8, one after another) and `word_ends`, where each ends.
    Source: the description of the format at https://github.com/huggingface/safetensors.
    """
    arrays = _arrays_of(table)
    names = {np.dtype(code): name for name, code in _TYPES.items()}
    header, start = {}, 0
    for name, array in arrays.items():
        stop = start + array.nbytes
        header[name] = {
            "dtype": names[array.dtype],
            "shape": list(array.shape),
            "data_offsets": [start, stop],
        }
        start = stop
    text = json.dumps(header).encode()
    text += b" " * (-(len(text) + 8) % 64)  # so that the numbers lie where processors like them to be
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for array in arrays.values():
            file.write(memoryview(np.ascontiguousarray(array).reshape(-1).view(np.uint8)))


def read_safetensors(path: str | Path, *, limit: int | None = None, mapped: bool = False) -> Table:
    """Read what `write_safetensors` wrote.

    Args:
        path: the file.
        limit: read only this many words, the first ones.
        mapped: leave the matrix on the disk, from where the system takes the rows that are asked for. It
            cannot be written to, and the file must stay there.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file is damaged or of another kind.
    """
    limit = _checked_limit(limit)
    with _open(path) as file, damaged(path):
        header, begin = _safetensors_header(file)

        def read(name: str, rows: int | None) -> np.ndarray | None:
            if name not in header:
                return None
            shape, dtype, offset = header[name]
            shape = (_fewer(shape[0], rows), *shape[1:])
            if mapped and name == "matrix":
                place = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
                return np.ndarray(shape, dtype, place, begin + offset)
            file.seek(begin + offset)
            return _fill(file, np.empty(shape, dtype))

        return _table_of(read, limit)


def _safetensors_header(file: BinaryIO) -> tuple[dict[str, tuple], int]:
    """Read of each tensor its shape, type and place, and where the first one begins."""
    size = os.fstat(file.fileno()).st_size
    length = int.from_bytes(file.read(8), "little")
    if length > min(size - 8, _LONGEST_JSON):
        raise ValueError("the header is longer than the file.")
    entries = json.loads(file.read(length))
    entries.pop("__metadata__", None)
    found, stops = {}, [0]
    for name, entry in entries.items():
        shape, (start, stop) = tuple(entry["shape"]), entry["data_offsets"]
        dtype = np.dtype(_TYPES[entry["dtype"]])
        whole = all(type(number) is int and number >= 0 for number in (*shape, start, stop))
        if not whole or not shape or stop - start != math.prod(shape) * dtype.itemsize:
            raise ValueError(f"the tensor {name} is not as long as its shape says.")
        found[name] = (shape, dtype, start)
        stops.append(stop)
    if max(stops) != size - 8 - length:
        raise ValueError("the tensors are not as long as the file.")
    return found, 8 + length


# The formats of word2vec.c, and text without its first line, as GloVe writes it


def write_word2vec(path: str | Path, table: Table, *, binary: bool = False, header: bool = True) -> None:
    """Write the file format of word2vec.c, compressed if the name ends in `.gz`.

    Args:
        path: the file to make.
        table: what to write; its counts are left out.
        binary: raw float32 instead of text.
        header: begin with the numbers of words and dimensions. GloVe's files have no such line.

    Raises:
        ValueError: a word is empty or holds white space, or a binary file is to have no header.
    """
    _check_binary_has_header(binary, header)
    spaced = next((word for word in table.words if not word or any(map(str.isspace, word))), None)
    if spaced is not None:
        raise ValueError(f"This format cannot keep the word {spaced!r}, which is empty or holds white space.")
    with atomic_path(path) as temporary, _open_to_write(temporary) as file:
        if header:
            file.write(f"{len(table.words)} {table.matrix.shape[1]}\n".encode())
        rows = _rows_as_bytes(table.matrix) if binary else _rows_as_text(table.matrix, " ")
        for word, numbers in zip(table.words, rows, strict=True):
            file.write(word.encode() + b" " + numbers + b"\n")


def read_word2vec(
    path: str | Path,
    *,
    binary: bool = False,
    header: bool = True,
    limit: int | None = None,
    unicode_errors: str = "strict",
) -> Table:
    """Read a file in the format of word2vec.c, which may be compressed with gzip.

    It is read in pieces into a matrix made once, so that it takes little more memory than the matrix.

    Args:
        path: the file.
        binary: raw float32 instead of text.
        header: whether the first line gives the numbers of words and dimensions. In GloVe's files it does
            not.
        limit: read only this many words, the first ones.
        unicode_errors: what to do with a word that is not UTF-8: `"strict"`, `"replace"` or `"ignore"`.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the file is not of that format, or has more or less in it than its first line says.
    """
    limit = _checked_limit(limit)
    _check_binary_has_header(binary, header)
    one_of("unicode_errors", unicode_errors, ("strict", "replace", "ignore"))
    with _opened(path) as (file, most_bytes), explained(path, kind_of_word2vec(binary, header)):
        shape = _read_header(file) if header else _measure(file, limit)
        rows, dims = _fewer(shape[0], limit), shape[1]
        if rows * (4 if binary else 2) * dims > most_bytes:  # what a number takes at least
            raise ValueError("it ends before the last word.")
        matrix = _empty(rows, dims)
        read = _read_binary if binary else _read_text
        words = read(file, matrix, unicode_errors, is_all=rows == shape[0])
        return Table(words, matrix)


def kind_of_word2vec(binary: bool, header: bool) -> str:
    """Name the format, for messages."""
    return f"word2vec {'binary' if binary else 'text'}" if header else "GloVe text"


def _check_binary_has_header(binary: bool, header: bool) -> None:
    if binary and not header:
        raise ValueError("header must be True for a binary file, whose rows have no other mark, not False.")


def _read_header(file: BinaryIO) -> tuple[int, int]:
    """Read how many words and dimensions a word2vec file says it has."""
    fields = file.readline(100).split()
    if len(fields) != 2 or not all(field.isdigit() and int(field) > 0 for field in fields):
        raise ValueError("its first line is not two integers above 0, words and dimensions.")
    return int(fields[0]), int(fields[1])


def _read_binary(file: BinaryIO, matrix: np.ndarray, errors: str, *, is_all: bool) -> list[str]:
    """Fill a matrix with the vectors of a binary file, and return the words."""
    target = memoryview(matrix.reshape(-1).view(np.uint8))
    size = 4 * matrix.shape[1]
    records = _binary_records(file, size)
    words = []
    for place in range(0, len(target), size):
        word, numbers = next(records, (None, None))
        if word is None:
            raise ValueError("it ends before the last word.")
        target[place : place + size] = numbers
        words.append(word.decode("utf-8", errors))
    if is_all and _goes_on(records):
        raise ValueError("it goes on after the last word.")
    return words


def _goes_on(records: Iterator) -> bool:
    try:
        return next(records, None) is not None
    except ValueError:  # there is more, but no whole row
        return True


def _binary_records(file: BinaryIO, size: int) -> Iterator[tuple[bytearray, memoryview]]:
    """Yield each word and the bytes of its vector, until only white space is left."""
    buffer = bytearray(max(_CHUNK, 2 * (size + _LONGEST_WORD)))
    view = memoryview(buffer)
    start = end = 0
    while True:
        space = buffer.find(b" ", start, end)
        stop = space + 1 + size
        if space >= 0 and stop <= end:
            yield buffer[start:space].lstrip(b"\n"), view[space + 1 : stop]
            start = stop
            continue
        rest = end - start
        if space < 0 and rest > _LONGEST_WORD:
            raise ValueError(f"a word is longer than {_LONGEST_WORD:,} bytes.")
        buffer[:rest] = buffer[start:end]
        start, end = 0, rest + file.readinto(view[rest:])
        if end == rest and not buffer[:rest].strip():
            return
        if end == rest:
            raise ValueError("it ends before the last word." if space < 0 else "it ends inside a vector.")


def _read_text(file: BinaryIO, matrix: np.ndarray, errors: str, *, is_all: bool) -> list[str]:
    """Fill a matrix with the vectors of a text file, and return the words."""
    words: list[str] = []
    for lines in _blocks_of_lines(file, matrix.shape[1]):
        if len(words) == len(matrix) and is_all and any(lines):
            raise ValueError("it goes on after the last word.")
        new = lines[: len(matrix) - len(words)]
        pairs = [_parts(line, matrix.shape[1]) for line in new]
        rows = matrix[len(words) : len(words) + len(new)]
        words += [word.decode("utf-8", errors) for word, _ in pairs]
        if pairs:
            rows[:] = _parse(pairs, rows.shape[1], " ")
        if is_all and any(lines[len(new) :]):
            raise ValueError("it goes on after the last word.")
        if len(words) == len(matrix) and not is_all:
            break
    if len(words) < len(matrix):
        raise ValueError("it ends before the last word.")
    return words


def _blocks_of_lines(file: BinaryIO, dims: int) -> Iterator[list[bytes]]:
    """Yield the lines of a file, many at once, without the white space at their ends."""
    rest = b""
    while block := file.read(_CHUNK):
        *lines, rest = (rest + block).split(b"\n")
        yield [line.rstrip() for line in lines]
        if len(rest) > _LONGEST_WORD + _LONGEST_NUMBER * dims:
            raise ValueError(f"a line is too long for a word and {dims} numbers.")
    if rest.strip():  # it may be cut in the middle of a number, which would go unnoticed
        raise ValueError("it ends before the last line does.")


def _parts(line: bytes, dims: int) -> tuple[bytes, bytes]:
    """Split a line into the word, which in published files may hold spaces, and the text of its numbers."""
    if line.count(b" ") > dims:
        fields = line.split(b" ")
        if not any(not field or _is_number(field) for field in fields[1:-dims]):  # then one is too many
            return b" ".join(fields[:-dims]), b" ".join(fields[-dims:])
    word, _, numbers = line.partition(b" ")
    return word, numbers


def _parse(pairs: list[tuple[bytes, bytes]], dims: int, separator: str) -> np.ndarray:
    """Turn the text of rows into float32 (N, D)."""
    texts = [numbers.decode("latin-1") for _, numbers in pairs]
    with contextlib.suppress(ValueError):
        rows = np.loadtxt(texts, np.float32, comments=None, delimiter=separator, ndmin=2)
        if rows.shape == (len(texts), dims):
            return rows
    # Something is wrong: find out in which row.
    rows = np.empty((len(texts), dims), np.float32)
    for index, ((word, _), text) in enumerate(zip(pairs, texts, strict=True)):
        numbers = text.split(separator) if text else []
        if len(numbers) != dims:
            word = word[:100].decode(errors="replace")
            raise ValueError(f"the row of {word!r} has {len(numbers)} numbers instead of {dims}.")
        rows[index] = [float(number) for number in numbers]
    return rows


def _measure(file: BinaryIO, limit: int | None) -> tuple[int, int]:
    """Count the rows and the numbers of a row in a file that does not say how many; go back to its start."""
    fields = file.readline(_LONGEST_LINE).rstrip().split(b" ")
    dims = next((n for n, field in enumerate(reversed(fields)) if not _is_number(field)), len(fields) - 1)
    if dims == 0:
        raise ValueError("its first line is not a word and numbers.")
    if len(fields) == 2 and all(field.isdigit() for field in fields):
        raise ValueError("its first line gives the numbers of words and dimensions: leave header=False out.")
    file.seek(0)
    num_rows, blank, num_bytes = 1, 0, 0
    while (block := file.read(_CHUNK)) and (limit is None or num_rows <= limit):
        full = block.rstrip()
        num_bytes += len(full)
        if full:
            num_rows, blank = num_rows + blank + full.count(b"\n"), 0
        blank += block[len(full) :].count(b"\n")
    if _fewer(num_rows, limit) * 2 * dims > num_bytes:  # rows of almost nothing
        raise ValueError(f"not every row has {dims} numbers.")
    file.seek(0)
    return num_rows, dims


def _is_number(field: bytes) -> bool:
    try:
        float(field)
    except ValueError:
        return False
    return True


# What TensorBoard's Embedding Projector reads


def write_projector(folder: str | Path, table: Table) -> Path:
    """Write `vectors.tsv`, `metadata.tsv` and `projector_config.pbtxt`, all of them or none.

    White space in words becomes a space. With counts the metadata has a header; without, it must have none.

    Returns:
        The folder.
    """
    folder = Path(folder)
    header = [] if table.counts is None else ["word\tcount"]
    columns = [table.words] if table.counts is None else [table.words, map(str, table.counts)]
    rows = ["\t".join(fields) for fields in zip(*(map(_one_field, c) for c in columns), strict=True)]
    with (
        atomic_path(folder / "vectors.tsv") as vectors,
        atomic_path(folder / "metadata.tsv") as metadata,
        atomic_path(folder / "projector_config.pbtxt") as config,
    ):
        with vectors.open("wb") as file:
            file.writelines(numbers + b"\n" for numbers in _rows_as_text(table.matrix, "\t"))
        metadata.write_text("\n".join(header + rows) + "\n", encoding="utf-8", newline="\n")
        config.write_text(_PROJECTOR_CONFIG, encoding="utf-8")
    return folder


def read_projector(folder: str | Path) -> Table:
    """Read what `write_projector` wrote.

    Raises:
        FileNotFoundError: one of the two tables is not in the folder.
        ValueError: they do not fit each other, or hold something else.
    """
    path = Path(folder) / "vectors.tsv"
    with _open(path) as file, _open(path.with_name("metadata.tsv")) as metadata:
        with explained(path.with_name("metadata.tsv"), "projector"):
            rows = [line.split("\t") for line in metadata.read().decode().rstrip("\n").split("\n")]
            has_counts = rows[0] == ["word", "count"]
            words = [row[0] for row in rows[has_counts:]]
            counts = np.array([int(row[1]) for row in rows[1:]], np.int64) if has_counts else None
        with explained(path, "projector"):
            return Table(words, _read_columns(file, len(words)), counts)


def _read_columns(file: BinaryIO, num_rows: int) -> np.ndarray:
    """Read a table of numbers between tabs: float32 (V, D)."""
    dims = file.readline().count(b"\t") + 1
    if num_rows * 2 * dims > file.seek(0, os.SEEK_END):
        raise ValueError(f"it has no {num_rows} rows of {dims} numbers.")
    file.seek(0)
    matrix, done = _empty(num_rows, dims), 0
    for lines in _blocks_of_lines(file, dims):
        if done + len(lines) > num_rows:
            raise ValueError(f"it has more than {num_rows} rows, one for each word.")
        if lines:
            pairs = [(b"%d" % number, line) for number, line in enumerate(lines, start=done + 1)]
            matrix[done : done + len(lines)] = _parse(pairs, dims, "\t")
        done += len(lines)
    if done < num_rows:
        raise ValueError(f"it has {done} rows instead of {num_rows}, one for each word.")
    return matrix


def _one_field(text: str) -> str:
    """Keep a word inside its column of a tab-separated file."""
    return " ".join(text.split()) or "(empty)"


# Shared


def _rows_as_bytes(matrix: np.ndarray) -> Iterator[bytes]:
    return (row.astype("<f4").tobytes() for row in matrix)


def _rows_as_text(matrix: np.ndarray, separator: str) -> Iterator[bytes]:
    """Yield each row as the shortest decimal numbers from which every bit comes back."""
    for start in range(0, len(matrix), _ROWS):
        for row in matrix[start : start + _ROWS].astype(np.str_).tolist():
            yield separator.join(row).encode()


def _checked_limit(limit: int | None) -> int | None:
    return None if limit is None else positive_integer("limit", limit)


def _fewer(size: int, limit: int | None) -> int:
    return size if limit is None else min(size, limit)


def _fill(file: BinaryIO, array: np.ndarray) -> np.ndarray:
    """Read an array's bytes from a file, without a copy of them."""
    view = memoryview(array.reshape(-1).view(np.uint8))
    while len(view) and (done := file.readinto(view[:_CHUNK])):
        view = view[done:]
    if len(view):
        raise ValueError("it ends too early.")
    return array


def _empty(num_rows: int, dims: int) -> np.ndarray:
    """Make room for a matrix, if there is so much."""
    try:
        return np.empty((num_rows, dims), dtype="<f4")
    except (MemoryError, ValueError) as error:
        size = f"{num_rows:,} × {dims:,} numbers"
        raise ValueError(f"{size} do not fit into memory; limit= reads the first words only.") from error


def _open(path: str | Path) -> BinaryIO:
    """Open a file of vectors, or say in one sentence why not."""
    if Path(path).is_dir():
        raise IsADirectoryError(f"{path} is a folder: give the name of a file of vectors.")
    try:
        return open(path, "rb")
    except FileNotFoundError:
        raise FileNotFoundError(f"There are no vectors at {path}: save some there first.") from None


@contextlib.contextmanager
def _opened(path: str | Path) -> Iterator[tuple[BinaryIO, int]]:
    """Open a file, unpacking it where it is compressed; also give the most bytes that it can hold."""
    with _open(path) as raw:
        size = os.fstat(raw.fileno()).st_size
        is_packed = raw.peek(2)[:2] == b"\x1f\x8b"
        with gzip.GzipFile(fileobj=raw) if is_packed else contextlib.nullcontext(raw) as file:
            with explained(path, "compressed"):
                start = file.peek(64)[:64]
            _refuse_other_kinds(path, start)
            yield file, size * (_GZIP_RATIO if is_packed else 1)


def _refuse_other_kinds(path: str | Path, start: bytes) -> None:
    """Name what a file is if it is not of vectors."""
    kind = next((kind for magic, kind in _OTHER_KINDS.items() if start.startswith(magic)), None)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        kind = "a web page: open its address in a browser to see what it says"
    if kind:
        raise ValueError(f"{path} is {kind}{_PICKLE if kind == 'a pickle' else ''}.")


@contextlib.contextmanager
def _open_to_write(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write, compressing it if its name says so; the same words make the same bytes."""
    with path.open("wb") as raw:
        if path.suffix != ".gz":
            yield raw
            return
        with gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) as file:
            yield file
