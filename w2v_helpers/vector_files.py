"""Files of word vectors: `.npz`, word2vec text and binary, GloVe text, safetensors, the projector's tables.

Reads a file and makes a `Table`; writes it back. `WordVectors` loads and saves through it, and its methods
say what can go wrong. A `CourseWarning` names what was passed over. Used in lessons 7, 8 and 13.
"""

import codecs
import contextlib
import gzip
import itertools
import re
import warnings
import zipfile
import zlib
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from w2v_helpers._checks import CourseWarning, atomic_path, positive_integer
from w2v_helpers.subwords import Subwords

_SAMPLE = 1 << 16  # bytes at the beginning that show which kind of file it is; also the longest word
_LONGEST_LINE = 1 << 24  # bytes
_MOST_DIMENSIONS = 1_000_000  # per vector: more can only be a damaged first line

# What reading a damaged archive or compressed file raises.
_BAD_FILE = (
    *(ValueError, LookupError, TypeError, AttributeError, EOFError, NotImplementedError, RuntimeError),
    *(MemoryError, zipfile.BadZipFile, gzip.BadGzipFile, zlib.error),
)
_OTHER_KINDS = {
    b"\x80": "a pickle, which can run any code and is never loaded: in gensim, use save_word2vec_format",
    b"PK\x03\x04": "a zip archive: unpack it first, or use WordVectors.load if it is an .npz file",
    b"BZh": "a bzip2 archive: unpack it first",
    b"\xfd7zXZ": "an xz archive: unpack it first",
    b"\x93NUMPY": "a NumPy array, which holds no words",
    b"\xba\x16\x4f\x2f": "a fastText model: read it with WordVectors.load_fasttext",
    b"version https://git-lfs": "a Git LFS pointer: fetch the file itself",
    b"\xff\xfe": "UTF-16 text: save it as UTF-8",
    b"\xfe\xff": "UTF-16 text: save it as UTF-8",
    b"<!": "a web page: open its address in a browser to see what it says",
    b"<html": "a web page: open its address in a browser to see what it says",
}
_PROJECTOR_CONFIG = """embeddings {
  tensor_name: "words"
  tensor_path: "vectors.tsv"
  metadata_path: "metadata.tsv"
}
"""


class Table(NamedTuple):
    """What a file of vectors holds; `WordVectors` have the same attributes.

    Attributes:
        words: list of str (V,).
        matrix: float32 (V, D).
        counts: int64 (V,), or `None` where the format has none.
        contexts: float32 (V, D), or `None`; only our own files have them.
        subwords, ngram_rows: which n-grams words have, and their rows, float32 (B, D); or `None`.
    """

    words: list[str]
    matrix: np.ndarray
    counts: np.ndarray | None = None
    contexts: np.ndarray | None = None
    subwords: Subwords | None = None
    ngram_rows: np.ndarray | None = None


# Checkpoints of a training


def write_checkpoint(path: str | Path, epoch: int, tables: Sequence, identity: dict[str, np.ndarray]) -> None:
    """Write both tables, the epochs done, and what tells a training from another, whole or not at all."""
    arrays = dict(zip(("targets", "contexts"), map(np.asarray, tables), strict=True))
    try:
        with atomic_path(path) as temporary, temporary.open("wb") as file:
            np.savez(file, epoch=epoch, **arrays, **identity)
    except OSError as error:
        kept = "; the checkpoint before it is whole" if Path(path).exists() else ""
        raise OSError(f"The checkpoint {path} could not be written{kept}: {error}") from error


def read_checkpoint(
    path: str | Path, identity: dict[str, np.ndarray], epochs: int
) -> tuple[int, list[np.ndarray]]:
    """Return the epochs done, at most `epochs`, and both tables, if they are of this training."""
    try:
        with np.load(path, allow_pickle=False) as file:
            saved = {name: file[name] for name in file.files}
        epoch, tables = int(saved.pop("epoch")), [saved.pop(name) for name in ("targets", "contexts")]
    except _BAD_FILE + (OSError,) as error:
        raise ValueError(f"{path} is not a checkpoint of a training, or not a whole one.") from error
    for name, value in identity.items():
        if name not in saved or not np.array_equal(saved[name], value):
            others = {"words": "another vocabulary", "text": "another text", "start": "another start"}
            made_with = others.get(name, f"{name}={saved.get(name)}, not {name}={value}")
            raise ValueError(f"The checkpoint {path} was made with {made_with}: give another file name.")
    if epoch > epochs:
        raise ValueError(f"The checkpoint {path} holds {epoch} epochs, more than epochs={epochs}.")
    return epoch, tables


# Our own files: NumPy's archive, or safetensors


def write_own(path: str | Path, table: Table) -> None:
    """Write words, matrix and counts to an `.npz` file, or to a `.safetensors` file, whole or not at all."""
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        if temporary.suffix == ".safetensors":
            from safetensors.numpy import save

            file.write(save(_arrays(table)))
        else:
            np.savez(file, **_arrays(table))


def read_own(path: str | Path, *, limit: int | None = None) -> Table:
    """Read what `write_own` wrote, or only its first `limit` words."""
    limit = None if limit is None else positive_integer("limit", limit)
    read = _read_safetensors if Path(path).suffix == ".safetensors" else _read_npz
    with _open(path) as file:
        try:
            table = _table(read(file))
            return Table(*(None if column is None else column[:limit] for column in table[:4]), *table[4:])
        except _BAD_FILE as error:
            file.seek(0)
            kind = "damaged or was not written by WordVectors.save; load_word2vec reads other programs' files"
            raise ValueError(f"{path} is {_OTHER_KINDS.get(file.read(1), kind)}.") from error


def _read_npz(file: BinaryIO) -> dict[str, np.ndarray]:
    with np.load(file, allow_pickle=False) as archive:
        if any(member.compress_type for member in archive.zip.infolist()):
            raise ValueError("it is compressed, and may unpack to a thousand times its size")
        return {name: archive[name] for name in archive.files}


def _read_safetensors(file: BinaryIO) -> dict[str, np.ndarray]:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        return load(file.read())
    except SafetensorError as error:
        raise ValueError(str(error)) from error


def _arrays(table: Table) -> dict[str, np.ndarray]:
    """Put a table into arrays: the words as UTF-8 bytes, one after another, and where each of them ends."""
    encoded = [word.encode() for word in table.words]
    ends = np.cumsum([len(word) for word in encoded], dtype="<i8")
    optional = {} if table.counts is None else {"counts": table.counts.astype("<i8")}
    if table.contexts is not None:
        optional["contexts"] = table.contexts.astype("<f4", copy=False)
    if table.subwords is not None:
        lengths = table.subwords.min_length, table.subwords.max_length, table.subwords.hashes
        optional["subwords"] = np.array(lengths, "<i8")
        optional["ngram_rows"] = np.asarray(table.ngram_rows, "<f4")
    text = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    return {"word_ends": ends, **optional, "matrix": table.matrix.astype("<f4", copy=False), "words": text}


def _table(arrays: dict[str, np.ndarray]) -> Table:
    """Make a table from arrays, checking that they fit each other."""
    words, matrix = arrays["words"], arrays["matrix"]
    if "word_ends" in arrays:
        bounds, text = [0, *arrays["word_ends"].tolist()], words.tobytes()
        if words.dtype != np.uint8 or sorted(bounds) != bounds or bounds[-1] != len(text):
            raise ValueError("the words are not as long as they should be")
        words = [text[start:stop].decode() for start, stop in itertools.pairwise(bounds)]
    else:  # as the course's first versions wrote them
        words = words.astype(np.str_, casting="safe").tolist()
    if matrix.dtype.kind != "f" or len(matrix) != len(words):
        raise ValueError(f"{len(words)} words do not fit a matrix of shape {matrix.shape}")
    subwords, rows = None, arrays.get("ngram_rows")
    if rows is not None:
        shortest, longest, hashes = arrays["subwords"].tolist()
        subwords = Subwords(shortest, longest, len(rows), hashes)
        if rows.dtype.kind != "f" or not np.isfinite(rows).all():
            raise ValueError("the rows of the n-grams are not all numbers")
    return Table(words, matrix, arrays.get("counts"), arrays.get("contexts"), subwords, rows)


# The formats of word2vec.c, and text without its first line, as GloVe writes it


def write_word2vec(path: str | Path, table: Table, binary: bool, header: bool) -> None:
    """Write the file format of word2vec.c, compressed if the name ends in `.gz`; counts are left out."""
    _check_options(binary, header)
    for word in table.words:
        if word.split() != [word]:
            raise ValueError(f"This format cannot keep {word!r}, a word that is empty or holds white space.")
    with atomic_path(path) as temporary, temporary.open("wb") as raw, _packed(raw, path) as file:
        if header:
            file.write(f"{len(table.words)} {table.matrix.shape[1]}\n".encode())
        for word, row in zip(table.words, table.matrix, strict=True):
            numbers = row.astype("<f4").tobytes() if binary else _as_text(row, " ").encode()
            file.write(word.encode() + b" " + numbers + b"\n")


def read_word2vec(path: str | Path, binary: bool, header: bool, limit: int | None, encoding: str) -> Table:
    """Read a file in the format of word2vec.c or GloVe, as `WordVectors.load_word2vec` describes."""
    limit = None if limit is None else positive_integer("limit", limit)
    _check_options(binary, header, encoding)
    kind = f"word2vec {'binary' if binary else 'text'}" if header else "GloVe text"
    notes: list[str] = []  # what is passed over
    with _open(path) as raw, _explain(path, kind):
        file = gzip.GzipFile(fileobj=raw) if raw.peek(2)[:2] == b"\x1f\x8b" else raw
        _check_start(file, binary, encoding, notes)
        place = file.tell()
        num_rows, dims = _parse_first_line(file.readline(_LONGEST_LINE), header)
        if not header:
            file.seek(place)
        rows = _binary_rows(file, dims) if binary else _text_rows(file, dims, 1 + header, notes)
        table = _collect(rows, num_rows, dims, limit, encoding, notes)
    if notes:
        warnings.warn(f"{path}: {'; '.join(notes)}.", CourseWarning, stacklevel=3)
    return table


def _check_options(binary: bool, header: bool, encoding: str = "utf-8") -> None:
    if binary and not header:
        raise ValueError("header must be True for a binary file, whose rows have no other mark, not False.")
    try:
        b" ".decode(encoding)
    except (LookupError, TypeError, UnicodeError):
        raise ValueError(f"encoding must be one such as 'utf-8' or 'latin-1', not {encoding!r}.") from None


def _check_start(file: BinaryIO, binary: bool, encoding: str, notes: list[str]) -> None:
    """Skip a byte order mark; refuse files of other kinds, text that is taken for binary, and the reverse."""
    start = file.read(_SAMPLE)
    file.seek(0)
    if start.startswith(codecs.BOM_UTF8):
        notes.append("the byte order mark at its beginning was dropped")
        file.seek(len(codecs.BOM_UTF8))
        start = start.removeprefix(codecs.BOM_UTF8)
    if not start.strip():
        raise ValueError("it is empty")
    for magic, kind in _OTHER_KINDS.items():
        if start.lstrip().startswith(magic):
            raise ValueError(f"it is {kind}")
    lines = start.split(b"\n")
    numbers = lines[min(1, len(lines) - 1)].split()[1:]
    if binary and len(numbers) > 1 and all(map(_is_number, numbers)):
        raise ValueError("its numbers are text: give binary=False")
    after_words = b"".join(line.partition(b" ")[2] for line in lines)
    has_odd_bytes = re.search(rb"[\x00-\x08\x0e-\x1f]", after_words)
    if not binary and (has_odd_bytes or "\ufffd" in after_words.decode(encoding, "replace")[:-1]):
        raise ValueError("what follows its words is not text: give binary=True if it is a binary file")


def _parse_first_line(line: bytes, header: bool) -> tuple[int | None, int]:
    """Return how many words and dimensions a header gives, or how many dimensions a row without one has."""
    fields = line.split()
    numbers = list(itertools.takewhile(_is_number, reversed(fields[1:])))  # a word may look like a number
    gives_sizes = len(fields) == 2 and all(field.isdigit() and int(field) > 0 for field in fields)
    if not header and gives_sizes:
        raise ValueError("its first line gives the numbers of words and dimensions: give header=True")
    if not header and not numbers:
        raise ValueError("its first line is not a word and its numbers")
    if header and not gives_sizes:
        wrong = "its first line is not two integers above 0, the numbers of words and dimensions"
        advice = ": if it is a word and its numbers, as in GloVe's files, give header=False"
        raise ValueError(wrong + (advice if numbers else ""))
    num_rows, dims = map(int, fields) if header else (None, len(numbers))
    if dims > _MOST_DIMENSIONS:
        raise ValueError(f"its first line gives {dims:,} dimensions; at most {_MOST_DIMENSIONS:,} are read")
    return num_rows, dims


def _text_rows(file: BinaryIO, dims: int, first_line: int, notes: list[str]) -> Iterator[tuple[bytes, array]]:
    """Yield the words and numbers of a text file; in published files a word may hold spaces."""
    lines = iter(lambda: file.readline(_LONGEST_LINE), b"")
    for place, line in enumerate(lines, start=first_line):
        fields = line.split()
        if not fields:
            continue
        if len(fields) <= dims or any(map(_is_number, fields[1:-dims])):
            raise ValueError(f"line {place} must have {dims} numbers, not {len(fields) - 1}")
        try:
            row = array("f", map(float, fields[-dims:]))
        except ValueError:
            wrong = next(field for field in fields[-dims:] if not _is_number(field))[:30]
            raise ValueError(f"line {place} has {wrong.decode(errors='replace')!r} for a number") from None
        if not line.endswith(b"\n"):
            notes.append("its last line has no end, so its last number may have been cut short")
        yield b" ".join(fields[:-dims]), row


def _binary_rows(file: BinaryIO, dims: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield the words and the bytes of the vectors of a binary file, until only white space is left."""
    while True:
        word = bytearray()
        while (byte := file.read(1)) not in (b" ", b""):
            word += byte
            if len(word) > _SAMPLE:
                raise ValueError(f"a word is longer than {_SAMPLE:,} bytes")
        row = file.read(4 * dims)
        if not byte and not word.strip():
            return
        if len(row) < 4 * dims:
            raise ValueError("it ends in the middle of a word or of its vector")
        yield bytes(word).lstrip(b"\n"), row  # word2vec.c ends each vector with a line end, gensim does not


def _collect(
    rows: Iterator[tuple], num_rows: int | None, dims: int, limit: int | None, encoding: str, notes: list[str]
) -> Table:
    """Put rows into a table as they come: what the first line declares takes no memory."""
    words: dict[str, None] = {}
    numbers = bytearray()
    num_read = 0
    for name, row in rows:
        if num_read == num_rows:
            raise ValueError(f"it has more rows than its first line gives: {num_rows:,}")
        num_read += 1
        word = _decode(name, encoding)
        if word not in words:
            words[word] = None
            numbers += row
        if len(words) == limit:
            break
    else:
        if num_rows is not None and num_read < num_rows:
            raise ValueError(f"it ends after row {num_read:,}; its first line gives {num_rows:,}")
    if num_twice := num_read - len(words):
        notes.append(f"rows passed over, since an earlier row has the same word: {num_twice:,}")
    return _finite(Table(list(words), np.frombuffer(numbers, "<f4").reshape(-1, dims)))


def _decode(word: bytes, encoding: str) -> str:
    try:
        return word.decode(encoding)
    except UnicodeDecodeError:
        advice = "give encoding='latin-1', or whichever its words are in"
        raise ValueError(f"the word {word[:100]!r} is not {encoding}: {advice}") from None


def _finite(table: Table) -> Table:
    with np.errstate(invalid="ignore"):
        sums = table.matrix.sum(axis=1, dtype=np.float64)  # in which no float32 overflows
    if not np.isfinite(sums).all():
        raise ValueError(f"the vector of {table.words[np.isfinite(sums).argmin()]!r} holds NaN or infinity")
    return table


def _is_number(field: bytes) -> bool:
    with contextlib.suppress(ValueError):
        float(field)
        return True
    return False


def write_projector(folder: str | Path, table: Table) -> None:
    """Write `vectors.tsv`, `metadata.tsv` and `projector_config.pbtxt`, all of them or none.

    White space in words becomes a space. With counts the metadata has a header; without, it must have none.
    """
    folder = Path(folder)
    lines = [" ".join(word.split()) or "(empty)" for word in table.words]
    if table.counts is not None:
        rows = zip(lines, table.counts, strict=True)
        lines = ["word\tcount", *(f"{word}\t{count}" for word, count in rows)]
    with (
        atomic_path(folder / "vectors.tsv") as vectors,
        atomic_path(folder / "metadata.tsv") as metadata,
        atomic_path(folder / "projector_config.pbtxt") as config,
    ):
        with vectors.open("w", encoding="ascii", newline="\n") as file:
            file.writelines(_as_text(row, "\t") + "\n" for row in table.matrix)
        metadata.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        config.write_text(_PROJECTOR_CONFIG, encoding="utf-8")


def read_projector(folder: str | Path) -> Table:
    """Read the two tables that `write_projector` writes, with or without titles of the metadata."""
    path = Path(folder) / "vectors.tsv"
    with _explain(path, "projector"):
        matrix = np.loadtxt(path, np.float32, delimiter="\t", ndmin=2, encoding="utf-8-sig")
        metadata = path.with_name("metadata.tsv").read_text(encoding="utf-8-sig")
        rows = [line.split("\t") for line in metadata.splitlines()]
        titles = rows.pop(0) if len(rows) == len(matrix) + 1 else []
        if len(rows) != len(matrix):
            raise ValueError(f"metadata.tsv has {len(rows)} rows for {len(matrix)} vectors")
        counts = np.array([int(row[titles.index("count")]) for row in rows]) if "count" in titles else None
        return _finite(Table([row[0] for row in rows], matrix, counts))


def _as_text(row: np.ndarray, separator: str) -> str:
    """Return a row as the shortest decimal numbers from which every bit comes back."""
    return separator.join(row.astype(np.str_).tolist())


def _open(path: str | Path) -> BinaryIO:
    """Open a file of vectors, or say in one sentence why not."""
    if Path(path).is_dir():
        raise IsADirectoryError(f"{path} is a folder: give the name of a file of vectors.")
    try:
        return open(path, "rb")
    except FileNotFoundError:
        raise FileNotFoundError(f"There are no vectors at {path}: save some there first.") from None


@contextlib.contextmanager
def _explain(path: str | Path, kind: str) -> Iterator[None]:
    """Add to what goes wrong with reading a file its name, and what it was taken for."""
    try:
        yield
    except _BAD_FILE as error:
        raise ValueError(f"{path} is not a valid {kind} file: {error}.") from error


def _packed(raw: BinaryIO, path: str | Path) -> BinaryIO:
    """Compress a file if its name says so; the same vectors make the same bytes."""
    return gzip.GzipFile("", "wb", 6, raw, mtime=0) if Path(path).suffix == ".gz" else raw
