"""Text in, tokens out.

Reads the embedded corpus or a plain text file; makes a `Corpus`, whose documents come back as lists of
tokens. Built in lesson 05, used from lesson 01 on.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from w2v_helpers.tokens import has_words, tokenize

EMBEDDED = ("tinyworld",)

_SPACE = re.compile(r"\s")
_SLICE = 1 << 18  # characters
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Corpus:
    """A named text, cut into documents.

    A document is the unit that no window crosses: a paragraph, a speech, a review. Line ends inside it mean
    nothing. Iterating gives the tokens of one document after the other.

    Args:
        name: for titles and messages.
        documents: the raw text of each document.

    >>> corpus = Corpus("toy", ["The wide road\\nshimmered", "in the hot sun."])
    >>> list(corpus)
    [['the', 'wide', 'road', 'shimmered'], ['in', 'the', 'hot', 'sun']]
    """

    name: str
    documents: list[str]
    tokenizer: Callable[[str], list[str]] = tokenize

    def __iter__(self) -> Iterator[list[str]]:
        return map(tokenize, self.documents)

    def streams(self) -> Iterator[Iterator[str]]:
        """Go through the documents as `iter` does, but give each one's tokens one after the other.

        A document as long as an encyclopedia then never lies in memory as millions of strings.
        """
        for document in self.texts():
            yield chain.from_iterable(map(self.tokenizer, document))

    def texts(self) -> Iterator[Iterator[str]]:
        """Go through the documents, each of them cut at white space into pieces that are not too long."""
        return map(_slices, self.documents)

    def __len__(self) -> int:
        return len(self.documents)

    def __repr__(self) -> str:
        return f"Corpus({self.name!r}, {len(self):,} documents)"

    def lines(self) -> list[str]:
        """Return the lines that hold more than white space, as the reference tutorial reads a file."""
        return [line for document in self.documents for line in document.split("\n") if line.strip()]


def split_documents(text: str) -> list[str]:
    """Cut a text into documents at its blank lines.

    >>> split_documents("One paragraph\\nover two lines.\\n\\nAnother.\\n")
    ['One paragraph\\nover two lines.', 'Another.']
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return [document.strip("\n") for document in _BLANK_LINE.split(text) if document.strip()]


def _slices(text: str) -> Iterator[str]:
    """Cut a long text at white space, so that no word is cut."""
    start = 0
    while len(text) - start > _SLICE and (space := _SPACE.search(text, start + _SLICE)):
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
    package = Path(__file__).parent
    # In an installed package the data lies inside it, in a checkout beside it.
    folder = next(place for place in (package / "data", package.parent / "data") if place.is_dir())
    path = folder / name
    if not path.is_file():
        known = ", ".join(sorted(item.name for item in folder.iterdir() if item.is_file()))
        raise FileNotFoundError(f"The course has no data file {name!r}; it has {known}.")
    return path


def load_corpus(source: str | os.PathLike | None = None) -> Corpus:
    """Load a corpus by name or by path.

    Args:
        source: `"tinyworld"`, or the path of a plain text file in UTF-8. Without it, the environment variable
            `W2V_CORPUS` decides; without that, it is `"tinyworld"`.

    Returns:
        The corpus. Blank lines in the text separate its documents.

    Raises:
        FileNotFoundError: neither a known name nor a file.
        IsADirectoryError: a folder.
        ValueError: not UTF-8, or no word in it.
    """
    source = source or os.environ.get("W2V_CORPUS") or EMBEDDED[0]
    path = data_path(f"{source}.txt") if source in EMBEDDED else Path(source).expanduser()
    documents = split_documents(_read(path))
    if not any(has_words(document) for document in documents):
        raise ValueError(f"{path} holds no words: give a text file with at least a few sentences.")
    return Corpus(path.stem, documents)


def _read(path: Path) -> str:
    """Read a text file, or say in one sentence why not."""
    if os.path.isdir(path):
        raise IsADirectoryError(f"{path} is a folder: give the path of one text file in it.")
    try:
        return path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        names = ", ".join(map(repr, EMBEDDED))
        raise FileNotFoundError(
            f"There is no file {str(path)!r} in {Path.cwd()}, and no corpus of that name: "
            f"give the path of a text file, or one of {names}."
        ) from None
    except PermissionError:
        raise PermissionError(f"{path} may not be read: change its permissions or copy it.") from None
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path} is not UTF-8 text (byte {error.start:,} is 0x{error.object[error.start]:02x}): "
            "save it as UTF-8 and load it again."
        ) from None
    except OSError as error:
        raise OSError(
            f"{str(path)[:200]!r} cannot be read ({error.strerror}): give the path of a text file."
        ) from None
