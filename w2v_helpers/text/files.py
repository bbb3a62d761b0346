"""Files, folders and archives as streams of bytes.

Reads paths; makes one named stream after the other, unpacked on the way and never written to disk. Refuses
what is no text, and archives that are damaged or not safe. Lesson 05 shows its messages.
"""

import bz2
import contextlib
import gzip
import io
import lzma
import os
import posixpath
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from w2v_helpers.text.decoding import PIECE, encoding_by_mark

MAX_MEMBER = 4 << 30  # bytes of one file in an archive, unpacked
MAX_RATIO = 100  # a packed file may unpack to this many times its size, if that is more
TABLES = {".csv", ".tsv", ".jsonl", ".ndjson", ".json"}
TEXTS = TABLES | {"", ".txt", ".text", ".md", ".markdown", ".rst", ".log", ".asc"}

_PACKED = {b"\x1f\x8b": gzip.open, b"\xfd7zXZ\x00": lzma.open}
_PACKED |= {b"BZh%d1AY&SY" % level: bz2.open for level in range(1, 10)}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
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
    rb"PAR1|\x89HDF|SQLite format 3": ("a database file", "export its text as .csv and load that"),
}
_KIND = re.compile(b"|".join(b"(%s)" % pattern for pattern in _KINDS), re.DOTALL)
_OFFICE = {
    "word/": ("a Word document", _SAVE),
    "xl/": ("an Excel workbook", "save the sheet as .csv and load that"),
    "ppt/": ("a PowerPoint file", _SAVE),
    "mimetype": ("an e-book or OpenDocument file", _SAVE),
}
# A review of IMDb, as Maas et al. (2011) laid them out.
_REVIEW = re.compile(r"(?:^|/)(?:pos|neg|unsup)/\d+_\d+\.txt$")
_DAMAGED = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile)


@contextlib.contextmanager
def explained(name: str) -> Iterator[None]:
    """Turn what the system and the unpackers say about a file into one sentence.

    Args:
        name: what the message calls the file.

    Raises:
        FileNotFoundError, PermissionError, OSError: the system refuses.
        ValueError: a damaged or encrypted archive.
    """
    try:
        yield
    except PermissionError as error:
        if error.errno is None:
            raise
        raise PermissionError(f"{name} may not be read: change its permissions or copy it.") from None
    except _DAMAGED as error:
        raise _damaged(name, error) from None
    except OSError as error:
        if error.args == ("Invalid data stream",):  # bz2's way to say it
            raise _damaged(name, error) from None
        if error.errno is None:  # a sentence already
            raise
        reason = error.strerror or error
        raise OSError(f"{name[:200]!r} cannot be read ({reason}): give the path of a text file.") from None


def _damaged(name: str, error: Exception) -> ValueError:
    reason = str(error).rstrip(".") or type(error).__name__
    return ValueError(f"{name} is damaged or incomplete ({reason}): download or copy it again.")


def read_files(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    """Open what is at a path, file by file: a text file, a folder, or an archive.

    Folders are read in the order of their names. Hidden files and those that are no text are passed over.

    Args:
        path: of a file or a folder.

    Yields:
        The name of a file, and its bytes, unpacked. Each is open only until the next is asked for.

    Raises:
        ValueError: no text, or an archive that is damaged or not safe.
        OSError: it cannot be read.
    """
    with explained(str(path)):
        if not path.is_dir():
            yield from _read_file(path)
            return
    is_empty = True
    for item in files_below(path):
        with explained(str(item)), _unpacked(item) as stream:
            if not_text(stream.peek(512)) is None:
                is_empty = False
                yield item.as_posix(), stream
    if is_empty:
        raise _nothing(str(path), [item.name for item in path.rglob("*") if item.is_file()])


def blocks_of(name: str, stream: BinaryIO) -> Iterator[bytes]:
    """Read a stream block by block, and explain what goes wrong."""
    with explained(name):
        while block := stream.read(PIECE):
            yield block


def files_below(path: Path) -> list[Path]:
    """List the files that would be read: the path itself, or the text files in a folder and all below it.

    Raises:
        OSError: a folder may not be opened.
    """
    if not path.is_dir():
        return [path]
    found = []
    with explained(str(path)):
        for folder, _, names in os.walk(path, onerror=_refuse):
            found += [Path(folder, name) for name in names]
        base = path.absolute().parent
        return sorted(item for item in found if _is_wanted(item.absolute().relative_to(base).as_posix()))


def _refuse(error: OSError) -> None:
    raise error


def ending_of(name: str) -> str:
    """Return the ending of a file's name, in small letters, as it is when unpacked.

    >>> ending_of("reviews.CSV.gz"), ending_of("enwiki.tgz"), ending_of("text8")
    ('.csv', '.tar', '')
    """
    stem, ending = posixpath.splitext(name.lower())
    if ending in _UNPACKED:
        ending = _UNPACKED[ending] or posixpath.splitext(stem)[1]
    return "" if ending[1:].isdigit() else ending


def is_packed(name: str) -> bool:
    """Say whether a file is compressed, by its name.

    >>> is_packed("book.txt.gz"), is_packed("book.txt")
    (True, False)
    """
    return posixpath.splitext(name.lower())[1] in _UNPACKED


def name_of(path: Path) -> str:
    """Return a file's name without its endings, as a title.

    >>> name_of(Path("books/my book.txt.gz"))
    'my book'
    """
    stem = path.absolute().stem if is_packed(path.name) else path.absolute().name
    return stem.removesuffix(Path(stem).suffix) if ending_of(path.name) else stem


def is_review(name: str) -> bool:
    """Say whether a file is one of IMDb's reviews, by its name.

    >>> is_review("aclImdb/train/pos/0_9.txt"), is_review("aclImdb/README")
    (True, False)
    """
    return _REVIEW.search(name) is not None


def not_text(head: bytes) -> tuple[str, str] | None:
    """Say what a file is that begins with these bytes and is no text, and what helps; else `None`.

    >>> not_text(b"%PDF-1.7")[0], not_text(b"The road")
    ('a PDF', None)
    """
    if found := _KIND.match(head):
        return list(_KINDS.values())[found.lastindex - 1]
    is_binary = b"\0" in head and encoding_by_mark(head) is None
    return ("binary data, not text", "give a text file, such as a .txt") if is_binary else None


def _is_wanted(name: str) -> bool:
    """Say whether a file of a folder or an archive is to be read, by its name."""
    parts = name.split("/")
    if "/." in name.replace("/./", "/") or "__MACOSX" in parts or ending_of(name) not in TEXTS:
        return False
    return "aclImdb" not in parts or (is_review(name) and "unsup" not in parts)


def _nothing(name: str, members: list[str]) -> ValueError:
    endings = sorted({ending_of(member) for member in members} - TEXTS)
    there = "none of its files is text" if members else "it is empty"
    there = f"its files are {', '.join(endings)}" if endings else there
    wanted = ", ".join(sorted(TEXTS - {""}))
    return ValueError(f"{name} holds no text file ({there}): put files in it that end in {wanted}.")


@contextlib.contextmanager
def _unpacked(path: Path) -> Iterator[io.BufferedReader]:
    """Open a file, and unpack it if it begins like a packed one, whatever its name."""
    with path.open("rb") as raw:
        head = raw.peek(16)
        opener = next((opener for magic, opener in _PACKED.items() if head.startswith(magic)), None)
        if opener is None:
            yield raw
            return
        limit = max(MAX_MEMBER, MAX_RATIO * path.stat().st_size)
        with opener(raw) as stream:
            yield io.BufferedReader(_Bounded(stream, limit, str(path)), PIECE)


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more bytes than it may.

    Args:
        stream: what is read from.
        limit: bytes.
        name: for the message.
    """

    def __init__(self, stream: BinaryIO, limit: int, name: str):
        self._stream, self._left, self._limit, self._name = stream, limit, limit, name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        size = self._stream.readinto(buffer)
        self._left -= size
        if self._left < 0:
            raise _too_large(self._name, f"more than {self._limit:,}", self._limit)
        return size


def _too_large(name: str, size: str, limit: int) -> ValueError:
    return ValueError(
        f"{name} would unpack to {size} bytes and at most {limit:,} are allowed: "
        "unpack it yourself if you trust it, and give the folder."
    )


def _read_file(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    """Read one file, which may be an archive."""
    if path.exists() and not path.is_file():
        raise ValueError(f"{path} is neither a file nor a folder: give the path of a text file.")
    with _unpacked(path) as stream:
        head = stream.peek(512)
        if head.startswith(_ZIP):
            yield from _read_zip(path)
        elif head[257:262] == b"ustar" or ending_of(path.name) == ".tar":
            yield from _read_tar(path, stream)
        elif reason := not_text(head):
            raise ValueError(f"{path} is {reason[0]}: {reason[1]}.")
        else:
            yield path.as_posix(), stream


def _read_zip(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    """Read the members of a zip archive in the order of their names."""
    with zipfile.ZipFile(path) as archive:
        members = [item for item in archive.infolist() if not item.is_dir()]
        members.sort(key=lambda item: item.filename)
        for start, (kind, advice) in _OFFICE.items():
            if any(item.filename.startswith(start) for item in members):
                raise ValueError(f"{path} is {kind}: {advice}.")
        for item in members:
            _check_member(item.filename, item.file_size, path)
        names = [item.filename for item in members]
        opened = (_open_zipped(archive, item, path) for item in members if _is_wanted(f"/{item.filename}"))
        yield from _text_members(path, opened, names)


def _open_zipped(archive: zipfile.ZipFile, item: zipfile.ZipInfo, path: Path) -> tuple[str, BinaryIO]:
    if item.flag_bits & 1:
        raise ValueError(f"{path} is encrypted: unpack it with its password and give the folder.")
    try:
        return item.filename, archive.open(item)
    except NotImplementedError:
        raise ValueError(f"{path} is packed in a way that is not read here: {_UNPACK}.") from None


def _read_tar(path: Path, stream: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Read the members of a tar archive as they come, without going back."""
    names = []
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        yield from _text_members(path, _open_tarred(archive, names, path), names)


def _open_tarred(archive: tarfile.TarFile, names: list[str], path: Path) -> Iterator[tuple[str, BinaryIO]]:
    """Open the files of a tar archive that are wanted; put the names of all into `names`."""
    for item in archive:
        _check_member(item.name, item.size, path)
        archive.members = []  # which would hold a record of each file until the end
        if item.isfile():
            names.append(item.name)
            if _is_wanted(f"/{item.name}"):
                yield item.name, archive.extractfile(item)


def _text_members(
    path: Path, opened: Iterator[tuple[str, BinaryIO]], names: list[str]
) -> Iterator[tuple[str, BinaryIO]]:
    """Hand on those members of an archive that are text; there must be one."""
    is_empty = True
    for name, stream in opened:
        with stream, io.BufferedReader(_Bounded(stream, MAX_MEMBER, f"{name} in {path}")) as member:
            if not_text(member.peek(512)) is None:
                is_empty = False
                yield f"{path.as_posix()}/{name}", member
    if is_empty:
        raise _nothing(str(path), names)


def _check_member(name: str, size: int, path: Path) -> None:
    """Refuse a member that would end up outside the archive's folder, or that is far too large."""
    is_absolute = re.match(r"[/\\]|[a-zA-Z]:", name) is not None
    if is_absolute or ".." in re.split(r"[/\\]", name):
        raise ValueError(
            f"{path} is not safe, for its member {name!r} points outside of the archive: "
            "unpack it yourself if you trust it, and give the folder."
        )
    if size > MAX_MEMBER:
        raise _too_large(f"{name} in {path}", f"{size:,}", MAX_MEMBER)
