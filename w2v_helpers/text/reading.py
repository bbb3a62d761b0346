"""Documents from files.

Reads paths; makes a stream of documents, cut at blank lines or line ends, without HTML's leftovers and
Project Gutenberg's notices. Lesson 5 shows what it does to a file.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.entities import html5
from pathlib import Path
from typing import BinaryIO

from w2v_helpers.text.archives import REVIEW, TABLES, ending_of, read_files
from w2v_helpers.text.encodings import decode
from w2v_helpers.text.tables import choose_column, is_text, read_table

UNITS = ("paragraphs", "lines", "files")
LONGEST = 1 << 20  # characters of a document; a longer one is cut
_NOTICE = 1 << 16  # characters: longer than any header or footer of Project Gutenberg

_SPACE = re.compile(r"\s")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});")
_BREAK = re.compile(r"<(?:br|hr|/?p|/?div)\s*/?>", re.IGNORECASE)
_END = (
    r"^(?:End of (?:the |this )?Project Gutenberg(?:[^\n]*\n){1,4}?\s*)?"
    r"\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG E(?:BOOK|TEXT)[^*]{0,400}\*\*\*[^\n]*\n?"
)
_START = r"^\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG E(?:BOOK|TEXT)[^*]{0,400}\*\*\*[^\n]*\n?"
_BETWEEN_BOOKS = re.compile(_END + rf"[\s\S]{{0,{_NOTICE}}}?" + _START, re.MULTILINE)
_NOTICE_WORDS = re.compile(r"gutenberg|licen[cs]e|e-?book|e-?text|copyright|public domain", re.IGNORECASE)
_FOOTER, _HEADER = re.compile(_END, re.MULTILINE), re.compile(_START, re.MULTILINE)


@dataclass(frozen=True)
class FileDocuments:
    """The documents of some files, read again each time one goes through them.

    Only a piece of a file is in memory at any time, except for tables and books of Project Gutenberg.

    Args:
        paths: of files, folders or archives.
        column: the column with the text, where the files are tables.
        unit: what a document is: one of `UNITS`. A row of a table is always one document.
        encoding: of all files; `None` to find it out for each.
        found: gets the encodings of the files.
    """

    paths: tuple[Path, ...]
    column: str | None = None
    unit: str = "paragraphs"
    encoding: str | None = None
    found: set[str] = field(default_factory=set)

    def __iter__(self) -> Iterator[str]:
        for path in self.paths:
            for name, stream in read_files(path):
                if self.column is not None or ending_of(name) in TABLES:
                    yield from self._rows(stream, name)
                else:
                    unit = "files" if REVIEW.search(name) else self.unit
                    yield from documents_of(decode(stream, name, self.encoding, self.found), unit)

    def _rows(self, stream: BinaryIO, name: str) -> Iterator[str]:
        table = read_table(stream, name, column=self.column, encoding=self.encoding, found=self.found)
        column = choose_column(table, name, self.column)
        for number, cell in enumerate(table[column], 1):
            if is_text(cell, f"Row {number:,} of {name}"):
                yield from _document([clean(cell)])
            elif cell is not None:  # NaN: a row of JSON without this column
                raise ValueError(f"{name} has no {column!r} in row {number:,}: add it, or null.")

    def __len__(self) -> int:
        return sum(1 for _ in self)


def documents_of(texts: Iterable[str], unit: str = "paragraphs") -> Iterator[str]:
    """Cut the text of one file into documents; those without a visible character are left out.

    Args:
        texts: the text, cut anywhere.
        unit: what ends a document: blank lines (`"paragraphs"`), line ends (`"lines"`), nothing (`"files"`).

    >>> list(documents_of(["One\\ntwo.\\n\\nTh", "ree.\\n \\n"]))
    ['One\\ntwo.', 'Three.']
    """
    lines, size = [], 0
    for line in _lines(_without_notices(texts)):
        line = clean(line)
        if unit == "lines" or size > LONGEST or (unit == "paragraphs" and line.isspace()):
            yield from _document(lines)
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    yield from _document(lines)


def _document(lines: list[str]) -> Iterator[str]:
    """Join the lines of a document, if there is anything on them."""
    text = "".join(lines).strip("\n")
    if text and not text.isspace():
        yield text


def _lines(texts: Iterable[str]) -> Iterator[str]:
    """Cut text into lines that keep their ends; one much longer than `LONGEST` is cut at white space."""
    rest = ""
    for text in texts:
        *lines, rest = (rest + text).split("\n")
        yield from (f"{line}\n" for line in lines)
        while len(rest) > 2 * LONGEST:
            space = _SPACE.search(rest, LONGEST)
            end = space.start() if space else LONGEST
            yield rest[:end]
            rest = rest[end:]
    yield rest


def _without_notices(texts: Iterable[str]) -> Iterator[str]:
    """Leave out what Project Gutenberg put around a book; such a file is read as a whole."""
    texts = iter(texts)
    first = next(texts, "")
    if "PROJECT GUTENBERG E" in first:
        yield without_notices(first + "".join(texts))
    else:
        yield first
        yield from texts


def without_notices(text: str) -> str:
    """Cut a book at the first start and the last end that Project Gutenberg marked, and between two books.

    >>> without_notices('''The Project Gutenberg eBook of Roads
    ... *** START OF THE PROJECT GUTENBERG EBOOK ROADS ***
    ... The wide road shimmered.
    ... ''')
    'The wide road shimmered.\\n'
    """
    text = _BETWEEN_BOOKS.sub("\n\n", text)
    start = _HEADER.search(text, 0, _NOTICE)
    end = next(reversed(list(_FOOTER.finditer(text, max(0, len(text) - _NOTICE)))), None)
    if end and (start or _is_notice(text[end.end() :])):
        text = text[: end.start()]
    if start and (end or _is_notice(text[: start.start()])):
        text = text[start.end() :]
    return text


def _is_notice(text: str) -> bool:
    """Return whether this is Project Gutenberg's own text, and not that of a book which quotes its marks."""
    return not text.strip() or _NOTICE_WORDS.search(text) is not None


def clean(text: str) -> str:
    """Turn HTML's breaks into spaces and its entities into characters.

    Soft hyphens go, because they only mark where a word may be broken; so do byte order marks.

    >>> clean("Rock &amp; roll<br /><br />at AT&T;")
    'Rock & roll  at AT&T;'
    """
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    if "<" in text:
        text = _BREAK.sub(" ", text)
    return text.replace("\xad", "").replace("\ufeff", "")


def _character(entity: re.Match) -> str:
    name = entity[0][1:]
    return html.unescape(entity[0]) if name.startswith("#") else html5.get(name, entity[0])
