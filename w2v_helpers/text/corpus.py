"""Text in, tokens out.

Reads text of any kind: a corpus known by its name, files, archives, or strings in memory; makes a `Corpus`,
whose documents come back as lists of tokens. Built in lesson 05, used from lesson 01 on.
"""

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from w2v_helpers.text.description import Description

from w2v_helpers._checks import one_of
from w2v_helpers.text.decoding import PIECE
from w2v_helpers.text.downloads import CORPORA, corpus_files
from w2v_helpers.text.files import explained, name_of
from w2v_helpers.text.sources import UNITS, Documents, as_paths, cut, read_iterable
from w2v_helpers.vocabulary import RULE as TOKEN_RULE
from w2v_helpers.vocabulary import has_words, tokenize

EMBEDDED = ("tinyworld",)
NAMES = (*EMBEDDED, *CORPORA)

_SPACE = re.compile(r"\s")


@dataclass(frozen=True)
class Corpus:
    """A named text, cut into documents.

    A document is the unit that no window crosses: a paragraph, a speech, a review. Line ends inside it mean
    nothing. Iterating gives the tokens of one document after the other.

    Args:
        name: for titles and messages.
        documents: the raw text of each document; can be gone through again and again.
        tokenizer: what makes the list of tokens of a text.
        encoding: how the files were encoded, such as `"utf-8"`; `None` for text that is not from files.

    >>> corpus = Corpus("toy", ["The wide road\\nshimmered", "in the hot sun."])
    >>> list(corpus)
    [['the', 'wide', 'road', 'shimmered'], ['in', 'the', 'hot', 'sun']]
    """

    name: str
    documents: Iterable[str]
    tokenizer: Callable[[str], list[str]] = tokenize
    encoding: str | None = None

    def __iter__(self) -> Iterator[list[str]]:
        if self.is_in_memory:
            return map(self.tokenizer, self.documents)
        return map(list, self.streams())

    def streams(self) -> Iterator[Iterator[str]]:
        """Go through the documents as `iter` does, but give each one's tokens one after the other.

        A document as long as an encyclopedia then never lies in memory as millions of strings. Read each
        stream before asking for the next.
        """
        for document in self.texts():
            yield chain.from_iterable(map(self.tokenizer, document))

    def texts(self) -> Iterator[Iterator[str]]:
        """Go through the documents; give each as pieces of text that are not too long, cut at white space.

        Read the pieces of each before asking for the next.
        """
        return map(_slices, self.documents) if self.is_in_memory else self.documents.streams()

    @property
    def is_in_memory(self) -> bool:
        """Whether the text is held; if not, it is read from its files each time."""
        return not isinstance(self.documents, Documents)

    def __len__(self) -> int:
        return len(self.documents)

    def __repr__(self) -> str:
        size = f"{len(self):,} documents" if self.is_in_memory else "read from its files each time"
        return f"Corpus({self.name!r}, {size})"

    def describe(self) -> "Description":
        """Count the words, guess the language, and advise how to train; see `description.describe`."""
        from w2v_helpers.text.description import describe  # a later stage, which reads what this one makes

        return describe(self)

    def lines(self) -> list[str]:
        """Return the lines that hold more than white space, as the reference tutorial reads a file."""
        return [line for document in self.documents for line in document.split("\n") if line.strip()]

    def fingerprint(self) -> str | None:
        """Return a short text that changes when the tokens may: with the text or the rules that cut it.

        Returns:
            Hexadecimal digits, or `None` for a text that is not from files or has a tokenizer of its own.
        """
        if self.encoding is None or self.tokenizer is not tokenize:
            return None
        rules = f"{TOKEN_RULE} {unicodedata.unidata_version} "
        hashed = hashlib.blake2b(rules.encode(), digest_size=16)
        if self.is_in_memory:
            for document in self.documents:
                hashed.update(f"{len(document)} {document}".encode("utf-8", "surrogatepass"))
        else:
            hashed.update(self.documents.fingerprint().encode())
        return hashed.hexdigest()


def split_documents(text: str) -> list[str]:
    """Cut a text into documents at its blank lines.

    >>> split_documents("One paragraph\\nover two lines.\\n\\nAnother.\\n")
    ['One paragraph\\nover two lines.', 'Another.']
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return [document.strip("\n") for document in cut(text, "paragraphs") if document.strip()]


def _slices(text: str) -> Iterator[str]:
    """Cut a long text at white space, so that no word is cut."""
    start = 0
    while len(text) - start > PIECE and (space := _SPACE.search(text, start + PIECE)):
        yield text[start : space.start()]
        start = space.end()
    yield text[start:]


def data_path(name: str) -> Path:
    """Return where a file that comes with the course lies.

    Args:
        name: a file in the course's `data/` folder, such as `"tinyworld.txt"`.

    Raises:
        FileNotFoundError: there is no such file; lists those there are.
    """
    package = Path(__file__).parents[1]
    # In an installed package the data lies inside it, in a checkout beside it.
    folder = next(place for place in (package / "data", package.parent / "data") if place.is_dir())
    path = folder / name
    if not path.is_file():
        known = ", ".join(sorted(item.name for item in folder.iterdir() if item.is_file()))
        raise FileNotFoundError(f"The course has no data file {name!r}; it has {known}.")
    return path


def load_corpus(
    source: str | os.PathLike | Iterable[str] | None = None,
    *,
    column: str | None = None,
    documents: str = "paragraphs",
    encoding: str | None = None,
    tokenizer: Callable[[str], list[str]] = tokenize,
) -> Corpus:
    """Load a corpus by name, by path, or from texts in memory.

    Args:
        source: one of

            - a name: `"tinyworld"`, which comes with the course; `"shakespeare"`, `"novels"`, `"text8"` and
              `"imdb"`, which are downloaded when first used, unless the folder `W2V_DATA_DIR` has them;
            - a path: of a text file, a folder of them, a csv, tsv or jsonl table, each also as .gz, .bz2 or
              .xz, or of a .zip or .tar archive; or a list of such `Path`s;
            - any iterable of strings, each a document, such as a list or a pandas Series, or a DataFrame;
            - nothing: the environment variable `W2V_CORPUS` decides; without it, `"tinyworld"`.
        column: the column with the text, in a table.
        documents: what a document of a text file is: `"paragraphs"` (blank lines separate them), `"lines"`,
            or `"files"`. Each row of a table and each of IMDb's reviews is one.
        encoding: of the files, such as `"cp1252"`; without it UTF-8 and UTF-16 are known for sure, and other
            encodings guessed.
        tokenizer: what cuts a text into tokens.

    Returns:
        The corpus. Text of more than about 32 MB is not held in memory, but read again each time.

    Raises:
        FileNotFoundError: neither a known name nor a file.
        OSError: it cannot be read, or downloaded.
        ValueError: no text, no words, a damaged or unsafe archive, no such column, a wrong setting.

    >>> load_corpus(["The wide road shimmered", "in the hot sun."])
    Corpus('texts', 2 documents)
    """
    one_of("documents", documents, UNITS)
    if not callable(tokenizer):
        raise ValueError(f"tokenizer must be a function from text to a list of tokens, not {tokenizer!r}.")
    _check_encoding(encoding)
    if source is None or isinstance(source, (str, os.PathLike)) or _are_paths(source):
        name, paths = _locate(source if source is not None and source != "" else _default())
        return _load_files(name, Documents(paths, column, documents, encoding), tokenizer)
    texts = read_iterable(source, column)
    if not any(map(has_words, texts)):
        raise ValueError("There are no words in these texts: give strings with at least a few sentences.")
    return Corpus("texts", texts, tokenizer)


def _default() -> str:
    return os.environ.get("W2V_CORPUS") or EMBEDDED[0]


def _are_paths(source: object) -> bool:
    return (
        isinstance(source, (list, tuple)) and bool(source) and all(isinstance(x, os.PathLike) for x in source)
    )


def _check_encoding(encoding: str | None) -> None:
    """Refuse an encoding that Python does not know."""
    try:
        "".encode(encoding or "utf-8")
    except LookupError:
        raise ValueError(
            f"encoding {encoding!r} is not known: give one such as 'utf-8', 'cp1252' or 'gb18030', or none."
        ) from None


def _locate(source: str | os.PathLike | list[os.PathLike]) -> tuple[str, tuple[Path, ...]]:
    """Return the name and the files of a corpus that was given by name or path."""
    if source in EMBEDDED:
        return source, (data_path(f"{source}.txt"),)
    if isinstance(source, str) and source in CORPORA:
        return source, corpus_files(source)
    paths = as_paths(source)
    for path in paths:
        with explained(str(path)):
            _check_exists(path)
    return name_of(paths[0]), paths


def _check_exists(path: Path) -> None:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        names = ", ".join(map(repr, NAMES))
        raise FileNotFoundError(
            f"There is no file {str(path)!r} in {Path.cwd()}, and no corpus of that name: "
            f"give the path of a text file, or one of {names}."
        ) from None


def _load_files(name: str, files: Documents, tokenizer: Callable[[str], list[str]]) -> Corpus:
    """Read files, at least their beginning, and see that there is text in them."""
    found: dict[str, str] = {}
    texts = files.hold(found)
    if not any(map(has_words, [files.beginning()] if texts is None else texts)):
        where = ", ".join(map(str, files.paths))
        raise ValueError(f"{where} holds no words: give a text file with at least a few sentences.")
    encoding = ", ".join(sorted(set(found.values()))) or "utf-8"
    return Corpus(name, files if texts is None else texts, tokenizer, encoding)
