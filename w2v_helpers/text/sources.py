"""Texts from anywhere: files, tables and iterables, as documents.

Reads paths or texts; makes lists of documents, or a `Documents` that reads them again each time. Built in
lesson 05, used by `load_corpus`.
"""

import csv
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from w2v_helpers.text import files
from w2v_helpers.text.decoding import RULE, clean, decode, lines_of, same_line_ends, whole_words
from w2v_helpers.text.files import ending_of, files_below

UNITS = ("paragraphs", "lines", "files")
IN_MEMORY = 1 << 25  # characters of text that are held rather than read again each time
_LOOKED_AT = 1 << 20  # characters of a longer text that are checked when it is loaded
_PACKED_RATIO = 3  # about what text shrinks to when packed
_ROWS = 100  # of a table, that are looked at to find its text
_USUAL = ("text", "review", "sentence", "content", "document", "body", "comment", "message", "tweet")
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Documents:
    """The documents of some files, read again each time one goes through them.

    However long a file or a single document is, only a piece of it is in memory at any time.

    Args:
        paths: of files, folders or archives.
        column: the column with the text, where the files are tables.
        unit: what a document is: one of `UNITS`. A row of a table is always one document.
        encoding: of all files; `None` to find it out for each.

    >>> Documents((Path("enwiki.txt"),))
    Documents('enwiki.txt')
    """

    paths: tuple[Path, ...]
    column: str | None = None
    unit: str = "paragraphs"
    encoding: str | None = None

    def streams(self, found: dict[str, str] | None = None) -> Iterator[Iterator[str]]:
        """Go through the documents.

        Args:
            found: gets the encoding of each file.

        Yields:
            Each document as pieces of text, cut at white space. To be read before the next is asked for.

        Raises:
            ValueError, OSError: a file cannot be read, or is no text.
        """
        for path in self.paths:
            for name, stream in files.read_files(path):
                texts = self._texts(name, stream, {} if found is None else found)
                if self.column is not None or ending_of(name) in files.TABLES:
                    yield from (iter((clean(cell),)) for cell in read_table(texts, name, self.column))
                else:
                    unit = "files" if files.is_review(name) else self.unit
                    yield from cut_documents(map(clean, whole_words(texts)), unit)

    def __iter__(self) -> Iterator[str]:
        return ("".join(stream).strip("\n") for stream in self.streams())

    def __len__(self) -> int:
        return self._length

    def __repr__(self) -> str:
        return f"Documents({', '.join(repr(str(path)) for path in self.paths)})"

    @cached_property
    def _length(self) -> int:
        return sum(1 for _ in self.streams())

    def _texts(self, name: str, stream: BinaryIO, found: dict[str, str]) -> Iterator[str]:
        for text, encoding in decode(files.blocks_of(name, stream), name, self.encoding):
            found[name] = encoding
            yield text

    def hold(self, found: dict[str, str]) -> list[str] | None:
        """Read the documents into memory, if they are not too long.

        Args:
            found: gets the encoding of each file that was looked at.

        Returns:
            The documents, or `None` after a look at the first ones, if all together are longer than
            `IN_MEMORY`.
        """
        limit = min(_LOOKED_AT, IN_MEMORY) if self._size_on_disk() > IN_MEMORY else IN_MEMORY
        texts, size = [], 0
        for stream in self.streams(found):
            pieces = []
            for piece in stream:
                pieces.append(piece)
                size += len(piece)
                if size > limit:
                    return None
            texts.append("".join(pieces).strip("\n"))
        return texts

    def beginning(self) -> str:
        """Return the first characters, a million or so."""
        texts, size = [], 0
        for text in chain.from_iterable(self.streams()):
            texts.append(text)
            size += len(text)
            if size > _LOOKED_AT:
                break
        return " ".join(texts)

    def _size_on_disk(self) -> int:
        """Return about how many bytes of text there are, counting what is packed as it is unpacked."""
        sizes = 0
        for file in chain.from_iterable(map(files_below, self.paths)):
            with files.explained(str(file)):
                sizes += file.stat().st_size * (_PACKED_RATIO if files.is_packed(file.name) else 1)
        return sizes

    def fingerprint(self) -> str:
        """Return a short text that changes when a file or a setting changes."""
        hashed = hashlib.blake2b(repr((RULE, self.column, self.unit, self.encoding)).encode(), digest_size=16)
        for path in self.paths:
            for file in files_below(path):
                hashed.update(f"{file.relative_to(path.parent)} {file.stat().st_size} ".encode())
                with file.open("rb") as stream:
                    for block in iter(lambda stream=stream: stream.read(1 << 20), b""):
                        hashed.update(block)
        return hashed.hexdigest()


def cut_documents(pieces: Iterable[str], unit: str) -> Iterator[Iterator[str]]:
    """Cut the text of one file into documents; those without words in sight are left out.

    Args:
        pieces: the text, cut at white space.
        unit: one of `UNITS`.

    Yields:
        Each document as pieces of text, to be read before the next is asked for.

    >>> [list(document) for document in cut_documents(["One.\\n\\nTw", "o.\\n \\nThree."], "paragraphs")]
    [['One.'], ['Tw', 'o.'], ['Three.']]
    """
    parts = _parts(pieces, unit)
    for text, is_whole in parts:
        if not text or text.isspace():
            continue
        if is_whole:
            yield iter((text,))
        else:
            document = _continued(text, parts)
            yield document
            for _ in document:  # what was not read of it
                pass


def _parts(pieces: Iterable[str], unit: str) -> Iterator[tuple[str, bool]]:
    """Yield parts of documents, each with whether its document ends there."""
    for piece in pieces:
        *ended, last = cut(piece, unit)
        for text in ended:
            yield text, True
        yield last, False
    yield "", True


def _continued(text: str, parts: Iterator[tuple[str, bool]]) -> Iterator[str]:
    """Yield a document that goes on in the next piece."""
    is_whole = False
    while not is_whole:
        if text:
            yield text
        text, is_whole = next(parts)
    if text:
        yield text


def cut(text: str, unit: str) -> list[str]:
    """Cut a text at blank lines, at line ends, or not at all.

    >>> cut("One\\ntwo.\\n\\nThree.", "paragraphs")
    ['One\\ntwo.', 'Three.']
    """
    if unit == "lines":
        return text.split("\n")
    return _BLANK_LINE.split(text) if unit == "paragraphs" and "\n" in text else [text]


def read_table(texts: Iterable[str], name: str, column: str | None = None) -> Iterator[str]:
    """Read the cells of one column.

    Args:
        texts: a csv, tsv or jsonl file, cut anywhere; its name's ending tells which.
        name: of the file.
        column: the column; without it the one that must be the text, if only one can be.

    Yields:
        Each cell that is not empty.

    Raises:
        ValueError: no such column, or not such a table.

    >>> list(read_table(["stars;review\\n5;A fine film.\\n"], "films.csv"))
    ['A fine film.']
    """
    lines = lines_of(same_line_ends(texts))
    is_json = ending_of(name) in {".jsonl", ".ndjson", ".json"}
    cells = _json_cells(lines, name, column) if is_json else _csv_cells(lines, name, column)
    return (cell for cell in cells if isinstance(cell, str) and not cell.isspace() and cell)


def _csv_cells(lines: Iterator[str], name: str, column: str | None) -> Iterator[str]:
    """Read one column of a table of characters; which one separates its cells is seen in its first line."""
    first_line = next((line for line in lines if line.strip()), "")
    separator = "\t" if ending_of(name) == ".tsv" else _separator(first_line)
    csv.field_size_limit(2**31 - 1)  # the default refuses a cell that is longer than a short chapter
    reader = csv.reader(chain([first_line], lines), delimiter=separator)
    try:
        rows = list(islice(reader, _ROWS))
        header = rows.pop(0) if rows else []
        samples = {title: [row[i] for row in rows if i < len(row)] for i, title in enumerate(header)}
        chosen = header.index(choose_column(samples, name, column))
        has_titles = column is not None or not _is_prose([header[chosen]])
        for row in chain(rows if has_titles else [header, *rows], reader):
            if chosen < len(row):
                yield row[chosen]
    except csv.Error as error:
        raise ValueError(
            f"{name} is not a table in line {reader.line_num:,} ({error}): save it as csv again."
        ) from None


def _separator(line: str) -> str:
    return max(",;\t|", key=lambda separator: len(next(csv.reader([line], delimiter=separator), [])))


def _json_cells(lines: Iterator[str], name: str, column: str | None) -> Iterator[object]:
    """Read one value of each object, one object a line; lines may also be strings."""
    records = _records(lines, name)
    first = list(islice(records, _ROWS))
    if all(isinstance(record, str) for record in first):
        yield from chain(first, records)
        return
    titles = dict.fromkeys(key for record in first if isinstance(record, dict) for key in record)
    samples = {title: [_value(record, title) for record in first] for title in titles}
    chosen = choose_column(samples, name, column)
    yield from (_value(record, chosen) for record in chain(first, records))


def _records(lines: Iterator[str], name: str) -> Iterator[object]:
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                yield json.loads(line)
        except ValueError as error:
            raise ValueError(
                f"{name} is not JSON in line {number:,} ({error}): put one object on each line, "
                'such as {"text": "The wide road"}.'
            ) from None


def _value(record: object, title: str) -> object:
    return record.get(title) if isinstance(record, dict) else None


def choose_column(samples: Mapping[str, Sequence[object]], name: str, column: str | None) -> str:
    """Find the column of a table that holds the text.

    Args:
        samples: some cells of each column.
        name: of the table, for the message.
        column: what the reader wants; `None` to find the only one that is named or looks like text.

    Raises:
        ValueError: there is no such column, or not exactly one; lists those there are.

    >>> choose_column({"stars": ["5"], "Review": ["A fine film."]}, "films.csv", None)
    'Review'
    """
    titles = list(samples)
    there = ", ".join(repr(title[:40]) for title in map(str, titles)) or "none"
    if column is not None:
        if column not in samples:
            raise ValueError(f"{name} has no column {column!r}: give one of those it has, {there}.")
        return column
    usual = [title for title in titles if str(title).strip().lower() in _USUAL]
    prose = [title for title in titles if _is_prose(samples[title])]
    for found in (usual, prose, titles):
        if len(found) == 1:
            return found[0]
    raise ValueError(f"{name} has more than one column: say which is the text with column=, one of {there}.")


def _is_prose(cells: Sequence[object]) -> bool:
    """Say whether cells look like sentences: three words or more, or as many characters."""
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    wordy = sum(len(text.split()) > 2 or len(text.encode()) > 2 * len(text) > 12 for text in texts)
    return bool(texts) and wordy > len(texts) / 2


def read_iterable(source: Iterable, column: str | None = None) -> list[str]:
    """Take documents from a list, a generator, or a column of a table in memory.

    Args:
        source: strings; missing ones, `None` and NaN, are left out. Or a table with `columns`, as in pandas.
        column: the column of such a table.

    Returns:
        The documents.

    Raises:
        ValueError: there are other things than strings, or no such column.

    >>> read_iterable(["The wide road<br />shimmered", None])
    ['The wide road shimmered']
    """
    if hasattr(source, "columns"):
        samples = {title: list(islice(source[title], _ROWS)) for title in source.columns}
        source = source[choose_column(samples, "The table", column)]
    elif column is not None:
        raise ValueError(
            f"column={column!r} is for tables: leave it out for a {type(source).__name__} of strings."
        )
    if isinstance(source, (bytes, Mapping)) or not isinstance(source, Iterable):
        raise ValueError(
            f"load_corpus takes a path, a name or an iterable of strings, not a {type(source).__name__}."
        )
    return [clean(str(text)) for number, text in enumerate(source) if _is_text(text, number)]


def _is_text(item: object, number: int) -> bool:
    """Say whether an item is a text, not a missing one; refuse all else."""
    if isinstance(item, str):
        return True
    if item is None or type(item).__name__ == "NAType" or (isinstance(item, float) and item != item):
        return False
    if isinstance(item, (list, tuple)):
        what, hint = (
            "a list",
            "join its tokens, ' '.join(tokens), or give token lists to train and Vocabulary",
        )
    else:
        what, hint = f"a {type(item).__name__}", "give one string for each document"
    raise ValueError(f"Item {number:,} is {what}, not a string: {hint}.")


def as_paths(source: str | os.PathLike | Sequence[os.PathLike]) -> tuple[Path, ...]:
    """Return the paths that a source names, and refuse a text in the place of a path.

    Raises:
        ValueError: it is a text.

    >>> as_paths("The wide road\\nshimmered.")
    Traceback (most recent call last):
    ValueError: 'The wide road\\nshimmered.' is a text, not a path: put it into a list, load_corpus([text]).
    """
    if not isinstance(source, (str, os.PathLike)):
        return tuple(Path(item).expanduser() for item in source)
    text = os.fspath(source)
    if "\n" in text or (len(text) > 255 and " " in text):
        raise ValueError(f"{text[:40]!r} is a text, not a path: put it into a list, load_corpus([text]).")
    return (Path(text).expanduser(),)
