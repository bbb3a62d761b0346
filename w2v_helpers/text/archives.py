"""Files, folders and archives as streams of bytes.

Reads paths; makes one named stream after the other, unpacked on the way and never written to disk. Refuses
what is not text, and archives that are damaged or unpack to too much. Lesson 05 shows its messages.
"""

import bz2
import contextlib
import functools
import gzip
import io
import lzma
import posixpath
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from w2v_helpers.text.encodings import encoding_by_mark

MAX_BYTES = 4 << 30  # of one file, unpacked
MAX_RATIO = 100  # a compressed file may unpack to this many times its size, if that is more
TABLES = {".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet"}
TEXTS = TABLES | {"", ".txt", ".text", ".md", ".markdown", ".rst", ".log", ".asc"}

# Of an archive or a folder: its name, its bytes (only in archives), what opens it.
Member = tuple[str, int | None, Callable[[], BinaryIO]]

_COMPRESSED = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\x00": lzma.open}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_UNPACKED = {".gz": "", ".bz2": "", ".xz": "", ".zip": ".zip"}
_UNPACKED |= {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}
# How other kinds of files begin, what they are, and what helps.
_SAVE = "save it as plain text (.txt, UTF-8) and load that"
_UNPACK = "unpack it and give the folder"
_IMAGE = rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{4}\0{4}|II\*\0|MM\0\*|RIFF.{4}WEBP"
_KINDS = {
    rb"%PDF-": ("a PDF", "save its text as a .txt file, for example with pdftotext, and load that"),
    rb"\{\\rtf|\xd0\xcf\x11\xe0": ("a word processor's file", _SAVE),
    _IMAGE: ("an image", "give a text file"),
    rb"7z\xbc\xaf|Rar!\x1a|\x28\xb5\x2f\xfd": ("an archive of a kind that is not read here", _UNPACK),
    rb"\s*<(?i:!doctype html|html)": ("a web page", "save it as text in a browser and load that"),
    rb"\x89HDF|SQLite format 3": ("a database file", "export its text as .csv and load that"),
}
_OFFICE = {
    "word/": ("a Word document", _SAVE),
    "xl/": ("an Excel workbook", "save the sheet as .csv and load that"),
    "ppt/": ("a PowerPoint file", _SAVE),
    "mimetype": ("an e-book or OpenDocument file", _SAVE),
}
# A review of IMDb, as Maas et al. (2011) laid them out.
REVIEW = re.compile(r"(?:^|/)(?:pos|neg|unsup)/\d+_\d+\.txt$")
_DAMAGED = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile)


@contextlib.contextmanager
def explained(name: str) -> Iterator[None]:
    """Turn what the system and the unpackers report about a file into one sentence with its name."""
    try:
        yield
    except (OSError, *_DAMAGED) as error:
        if isinstance(error, _DAMAGED) or error.args == ("Invalid data stream",):  # from bz2
            reason = str(error).rstrip(".") or type(error).__name__
            raise ValueError(
                f"{name} is damaged or incomplete ({reason}): download or copy it again."
            ) from None
        if error.errno is None:  # a sentence already
            raise
        if isinstance(error, PermissionError):
            raise PermissionError(f"{name} may not be read: change its permissions or copy it.") from None
        reason = error.strerror or error
        raise OSError(f"{name[:200]!r} cannot be read ({reason}): give the path of a text file.") from None


def read_files(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    """Open what is at a path, file by file: a text file, a folder, or an archive.

    Folders and zip archives are read in the order of their names. Hidden files and those that are not text
    are passed over.

    Args:
        path: of a file or a folder.

    Yields:
        The name of a file, and its bytes, unpacked. Each is open only until the next is asked for.

    Raises:
        ValueError: it is not text, or an archive that is damaged or too large.
        OSError: it cannot be read.
    """
    with explained(str(path)):
        if path.is_dir():
            yield from _those_of_text(path, _read_folder(path, path))
            return
        if path.exists() and not path.is_file():
            raise ValueError(f"{path} is neither a file nor a folder: give the path of a text file.")
        with _unpacked(path) as stream:
            head = stream.peek(512)
            if head.startswith(_ZIP):
                yield from _those_of_text(path, _read_zip(path))
            elif head[257:262] == b"ustar" or ending_of(path.name) == ".tar":
                yield from _those_of_text(path, _read_tar(stream))
            elif reason := _not_text(head):
                raise ValueError(f"{path} is {reason[0]}: {reason[1]}.")
            else:
                yield path.as_posix(), stream


def ending_of(name: str) -> str:
    """Return the ending of a file's name, in lower case, as it is when unpacked.

    >>> ending_of("reviews.CSV.gz"), ending_of("enwiki.tgz"), ending_of("text8")
    ('.csv', '.tar', '')
    """
    stem, ending = posixpath.splitext(name.lower())
    if ending in _UNPACKED:
        ending = _UNPACKED[ending] or posixpath.splitext(stem)[1]
    return "" if ending[1:].isdigit() else ending


def name_of(path: Path) -> str:
    """Return a file's name without its endings, as a title.

    >>> name_of(Path("books/my book.txt.gz"))
    'my book'
    """
    path = path.absolute()
    stem = path.stem if path.suffix.lower() in _UNPACKED else path.name
    return stem.removesuffix(Path(stem).suffix) if ending_of(path.name) else stem


def _not_text(head: bytes) -> tuple[str, str] | None:
    """Recognise a file that is not text by its first bytes; return what it is, and what helps."""
    for pattern, kind in _KINDS.items():
        if re.match(pattern, head, re.DOTALL):
            return kind
    is_binary = b"\0" in head and encoding_by_mark(head) is None and not head.startswith(b"PAR1")
    return ("binary data, not text", "give a text file, such as a .txt") if is_binary else None


def _is_wanted(name: str) -> bool:
    """Return whether a file of a folder or an archive is to be read, judging by its name."""
    parts = name.split("/")
    if "__MACOSX" in parts or any(part.startswith(".") for part in parts[1:]) or ending_of(name) not in TEXTS:
        return False
    return "aclImdb" not in parts or ("unsup" not in parts and REVIEW.search(name) is not None)


class _Guarded(io.RawIOBase):
    """A stream that explains what goes wrong, and gives at most `limit` bytes."""

    def __init__(self, stream: BinaryIO, name: str, limit: float):
        self._stream, self._name, self._limit, self._size = stream, name, limit, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        with explained(self._name):
            size = self._stream.readinto(buffer)
        self._size += size
        _check_size(self._name, self._size, self._limit, f"more than {self._limit:,}")
        return size


def _check_size(name: str, size: int, limit: float, told: str) -> None:
    if size > limit:
        raise ValueError(
            f"{name} would unpack to {told} bytes and at most {limit:,} are allowed: "
            "unpack it yourself if you trust it, and give the folder."
        )


@contextlib.contextmanager
def _unpacked(path: Path) -> Iterator[io.BufferedReader]:
    """Open a file, and decompress it if it begins like a compressed one, whatever its name."""
    with path.open("rb") as raw:
        head = raw.peek(16)
        openers = (opener for magic, opener in _COMPRESSED.items() if head.startswith(magic))
        opener = next(openers, contextlib.nullcontext)
        limit = max(MAX_BYTES, MAX_RATIO * path.stat().st_size)
        with opener(raw) as stream:
            yield io.BufferedReader(_Guarded(stream, str(path), limit))


def _those_of_text(path: Path, members: Iterator[Member]) -> Iterator[tuple[str, BinaryIO]]:
    """Open those members of an archive or a folder that are text; there must be one."""
    names, is_empty = [], True
    for name, size, opener in members:
        names.append(name)
        if ".." in re.split(r"[/\\]", name):
            raise ValueError(f"{path} is not safe, because its member {name!r} points outside: unpack it.")
        if not _is_wanted(f"{path.absolute().name}/{name}"):
            continue
        title, limit = str(path / name), float("inf")
        if size is not None:
            title, limit = f"{name} in {path}", MAX_BYTES
            _check_size(title, size, limit, f"{size:,}")
        with explained(title), opener() as raw, io.BufferedReader(_Guarded(raw, title, limit)) as stream:
            if _not_text(stream.peek(512)) is None:
                is_empty = False
                yield (path / name).as_posix(), stream
    if is_empty:
        endings = sorted(set(map(ending_of, names)) - TEXTS)
        there = "none of its files is text" if names else "it is empty"
        there = f"its files are {', '.join(endings)}" if endings else there
        wanted = ", ".join(sorted(TEXTS - {""}))
        raise ValueError(f"{path} holds no text file ({there}): put files in it that end in {wanted}.")


def _read_folder(path: Path, below: Path) -> Iterator[Member]:
    """List the files in a folder and in all folders below it, in the order of their names."""
    for item in sorted(below.iterdir()):
        if not item.is_dir():
            yield item.relative_to(path).as_posix(), None, functools.partial(_unpacked, item)
        elif not item.is_symlink():
            yield from _read_folder(path, item)


def _read_zip(path: Path) -> Iterator[Member]:
    """List the members of a zip archive in the order of their names."""
    with zipfile.ZipFile(path) as archive:
        items = sorted((item for item in archive.infolist() if not item.is_dir()), key=lambda x: x.filename)
        for start, (kind, advice) in _OFFICE.items():
            if any(item.filename.startswith(start) for item in items):
                raise ValueError(f"{path} is {kind}: {advice}.")
        for item in items:
            if item.flag_bits & 1:
                raise ValueError(f"{path} is encrypted: unpack it with its password and give the folder.")
            if item.compress_type not in _METHODS:
                raise ValueError(f"{path} is packed in a way that is not read here: {_UNPACK}.")
            yield item.filename, item.file_size, functools.partial(archive.open, item)


def _read_tar(stream: BinaryIO) -> Iterator[Member]:
    """List the members of a tar archive as they come, without going back."""
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for item in archive:
            archive.members = []  # which would hold a record of each file until the end
            if item.isfile():
                yield item.name, item.size, functools.partial(archive.extractfile, item)
