"""A text as documents of tokens.

Reads text of any kind: a corpus known by its name, files, archives, tables, or strings in memory; makes a
`Corpus`. Built in lesson 5, used from lesson 1 on.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from w2v_helpers._checks import check_tokens, one_of
from w2v_helpers.text.archives import TEXTS, ending_of, explained, name_of
from w2v_helpers.text.description import Description, describe
from w2v_helpers.text.downloads import CORPORA, corpus_files
from w2v_helpers.text.reading import UNITS, FileDocuments, clean, documents_of
from w2v_helpers.text.tables import choose_column, is_text
from w2v_helpers.vocabulary import has_words, tokenize

EMBEDDED = {"tinyworld": "tinyworld.txt", "reviews": "reviews.tsv"}
IN_MEMORY = 1 << 25  # characters of text that are held rather than read again each time


@dataclass(frozen=True)
class Corpus:
    """A named text, cut into documents.

    A document is the unit that no window crosses: a paragraph, a speech, a review. Line ends inside it mean
    nothing. Iterating gives the tokens of one document after the other, as often as you like.

    Args:
        name: for titles and messages.
        documents: the raw text of each; in files, one of more than about a million characters is cut.
        tokenizer: returns the list of words of a text.
        encoding: of the files, such as `"utf-8"`; `None` for text that is not from files.

    >>> corpus = Corpus("toy", ["The wide road\\nshimmered", "in the hot sun."])
    >>> list(corpus)
    [['the', 'wide', 'road', 'shimmered'], ['in', 'the', 'hot', 'sun']]
    """

    name: str
    documents: Iterable[str]
    tokenizer: Callable[[str], list[str]] = tokenize
    encoding: str | None = None

    def __post_init__(self):
        if isinstance(self.documents, Iterator):  # which could be gone through only once
            object.__setattr__(self, "documents", list(self.documents))

    def __iter__(self) -> Iterator[list[str]]:
        for text in self.documents:
            yield check_tokens(self.tokenizer(text), "The tokenizer returned")

    def __len__(self) -> int:
        return len(self.documents)

    def __repr__(self) -> str:
        is_held = not isinstance(self.documents, FileDocuments)
        size = f"{len(self):,} documents" if is_held else "read from its files each time"
        return f"Corpus({self.name!r}, {size})"

    def describe(self) -> Description:
        """Count the words and advise how to train; see `description.describe`."""
        return describe(self)

    def lines(self) -> list[str]:
        """Return the lines that hold more than white space, as the reference tutorial reads a file."""
        return [line for document in self.documents for line in document.split("\n") if line.strip()]


def split_documents(text: str) -> list[str]:
    """Cut a text into documents at its blank lines.

    >>> split_documents("One paragraph\\nover two lines.\\n\\nAnother.\\n")
    ['One paragraph\\nover two lines.', 'Another.']
    """
    return list(documents_of([text.replace("\r\n", "\n").replace("\r", "\n")]))


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
            - a path: of a text file, a folder of them, a csv, tsv, JSON or Parquet table, each also as .gz,
              .bz2 or .xz, or of a .zip or .tar archive; or a list of such paths;
            - any iterable of strings, each a document, such as a list or a pandas Series, or a DataFrame;
            - nothing: the environment variable `W2V_CORPUS` decides; without it, `"tinyworld"`.
        column: the column with the text, in a table.
        documents: what a document of a text file is: `"paragraphs"` (blank lines separate them), `"lines"`,
            or `"files"`. Each row of a table and each of IMDb's reviews is one.
        encoding: of the files, such as `"cp1252"`; without it UTF-8 and UTF-16 are recognised and other
            encodings guessed.
        tokenizer: a function from a text to the list of its words.

    Returns:
        The corpus. Text of more than 32 million characters is not held in memory, but read again each time.

    Raises:
        FileNotFoundError: neither a known name nor a file.
        OSError: it cannot be read, or downloaded.
        ValueError: no text, no words, a damaged archive or table, no such column, a wrong setting.

    >>> load_corpus(["The wide road shimmered", "in the hot sun."])
    Corpus('texts', 2 documents)
    """
    one_of("documents", documents, UNITS)
    if not callable(tokenizer):
        raise ValueError(f"tokenizer must be a function from text to a list of tokens, not {tokenizer!r}.")
    try:
        "".encode(encoding or "utf-8")
    except LookupError:
        raise ValueError(f"encoding {encoding!r} is not known: give one such as 'cp1252', or none.") from None
    if source is None or (isinstance(source, str) and not source):
        source = os.environ.get("W2V_CORPUS") or "tinyworld"
    elif isinstance(source, str) and ("\n" in source or (len(source) > 255 and " " in source)):
        raise ValueError(f"{source[:40]!r} is a text, not a path: put it into a list, load_corpus([text]).")
    elif not (isinstance(source, (str, os.PathLike)) or hasattr(source, "columns")):
        source = _as_list(source)
    if found := locate(source, ("tinyworld", *CORPORA), "a text file"):
        return _load_files(found[0], FileDocuments(found[1], column, documents, encoding), tokenizer)
    texts = _texts_in_memory(source, column)
    if tokenizer is tokenize and not any(map(has_words, texts)):
        raise ValueError("There are no words in these texts: give strings with at least a few sentences.")
    return Corpus("texts", texts, tokenizer)


def _as_list(source: Iterable) -> list:
    """Take all that a list, an array, a Series or a generator holds; refuse what has no order."""
    kind = type(source).__name__
    if isinstance(source, (bytes, Mapping, set, frozenset)) or not isinstance(source, Iterable):
        raise ValueError(f"load_corpus takes a path, a name or an iterable of strings, not a {kind}.")
    items = list(source)
    if not items and iter(source) is source:
        raise ValueError(f"This {kind} was gone through already: give a list of strings.")
    return items


def _is_path(item: object) -> bool:
    if not isinstance(item, str):
        return isinstance(item, os.PathLike)
    looks_like_one = len(item) < 256 and "\n" not in item
    return looks_like_one and (ending_of(item) in TEXTS - {""} or Path(item).expanduser().exists())


def locate(source: object, names: Sequence[str], kind: str) -> tuple[str, tuple[Path, ...]] | None:
    """Return the name and the files of what is given by name or by path; `None` for what is in memory.

    What is neither one of the `names` nor a file is refused; the message says which `kind` of file to give.
    """
    if isinstance(source, str) and source in names:
        file = EMBEDDED.get(source)
        return source, (data_path(file),) if file else corpus_files(source)
    if isinstance(source, (str, os.PathLike)):
        source = [source]
    elif not (isinstance(source, (list, tuple)) and source and all(map(_is_path, source))):
        return None
    paths = tuple(Path(path).expanduser() for path in source)
    for path in paths:
        with explained(str(path)):
            try:
                path.stat()
            except (FileNotFoundError, NotADirectoryError):
                raise FileNotFoundError(
                    f"There is no file {str(path)!r} in {Path.cwd()}, and no corpus of that name: "
                    f"give the path of {kind}, or one of {', '.join(map(repr, names))}."
                ) from None
    return name_of(paths[0]), paths


def _load_files(name: str, documents: FileDocuments, tokenizer: Callable[[str], list[str]]) -> Corpus:
    """Read files, a long text only at its beginning, and make sure that there is text in them."""
    held, size = [], 0
    for text in documents:
        held.append(text)
        size += len(text)
        if size > IN_MEMORY and has_words(text):
            break
    if not any(map(has_words, held)) and tokenizer is tokenize:
        where = ", ".join(map(str, documents.paths))
        raise ValueError(f"{where} holds no words: give a text file with at least a few sentences.")
    encoding = ", ".join(sorted(documents.found)) or "utf-8"
    return Corpus(name, documents if size > IN_MEMORY else held, tokenizer, encoding)


def _texts_in_memory(source: Iterable, column: str | None) -> list[str]:
    """Take documents from a list, a generator, or a table in memory; missing ones are left out."""
    if hasattr(source, "columns"):
        source = source[choose_column(source, "The table", column)]
    elif column is not None:
        raise ValueError(f"column={column!r} is for tables: leave it out for a list of strings.")
    return [clean(str(text)) for number, text in enumerate(source) if is_text(text, f"Item {number:,}")]
