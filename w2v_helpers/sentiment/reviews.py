"""Labelled reviews: texts that somebody has called positive or negative.

Reads a table, an archive, or folders `pos` and `neg`; makes `Reviews` to train on, to choose settings with,
and to test on. Used by lesson 9.
"""

import csv
import hashlib
import os
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import numpy as np

from w2v_helpers._checks import atomic_path, positive_integer
from w2v_helpers.text.corpus import Corpus, data_path
from w2v_helpers.text.decoding import RULE, clean, decode, lines_of, same_line_ends
from w2v_helpers.text.downloads import cache_folder, corpus_files
from w2v_helpers.text.files import blocks_of, ending_of, files_below, name_of, read_files
from w2v_helpers.text.numbering import number_tokens
from w2v_helpers.text.sources import as_paths, choose_column
from w2v_helpers.vocabulary import RULE as TOKEN_RULE

VALIDATION_SHARE = TEST_SHARE = 0.2
_KEPT = 5_000_000  # bytes of text from which on what was read is kept for the next time
_FOLDERS = {"neg": "negative", "negative": "negative", "pos": "positive", "positive": "positive"}
_NEGATIVE = {"neg", "negative", "0", "-1", "no", "bad", "false", "n"}
_POSITIVE = {"pos", "positive", "1", "+1", "yes", "good", "true", "y"}
_LABEL_COLUMNS = ("label", "sentiment", "class", "polarity", "target", "y")
_PARTS = ("train", "test")
_BROKEN = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


class Review(NamedTuple):
    """A review as it was found: its text, what it was called, and whether it is for training or testing."""

    text: str
    label: str
    part: str = ""


@dataclass(frozen=True)
class Tokens:
    """The tokens of many texts as numbers, so that no token need be looked at twice.

    Args:
        words: the word of each number; the one of number 0 is no word.
        numbers: int32 (T,), all texts one after the other.
        starts: int64 (N,), where each text begins in `numbers`.
        lengths: int64 (N,), how many tokens it has.
    """

    words: list[str]
    numbers: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray

    def __getitem__(self, rows: np.ndarray) -> "Tokens":
        """Return the tokens of some of the texts."""
        return Tokens(self.words, self.numbers, self.starts[rows], self.lengths[rows])

    def __iter__(self) -> Iterator[list[str]]:
        for start, length in zip(self.starts.tolist(), self.lengths.tolist(), strict=True):
            yield [self.words[number] for number in self.numbers[start : start + length].tolist()]

    def counter(self) -> Counter:
        """Return how often each word occurs in these texts, in the order in which they first appear."""
        flat = self.flat()
        counts = np.bincount(flat, minlength=len(self.words))
        first = np.zeros(len(self.words), dtype=np.int64)
        first[flat[::-1]] = np.arange(len(flat))[::-1]  # what is written last stays
        there = np.flatnonzero(counts)
        there = there[np.argsort(first[there])]
        words = [self.words[number] for number in there.tolist()]
        return Counter(dict(zip(words, counts[there].tolist(), strict=True)))

    def flat(self) -> np.ndarray:
        """Return the numbers of these texts only, one text after the other: int32 (T',)."""
        ends = np.cumsum(self.lengths)
        shifts = np.repeat(self.starts - ends + self.lengths, self.lengths)
        return self.numbers[np.arange(len(shifts)) + shifts]


def number_texts(texts: Sequence[str]) -> Tokens:
    """Cut texts into tokens and number them.

    >>> list(number_texts(["Not bad!", "", "Bad."]))
    [['not', 'bad'], [], ['bad']]
    """
    numbered = number_tokens(Corpus("reviews", texts))
    ends = np.flatnonzero(numbered.numbers == 0)[: len(texts)]  # a 0 stands after each text
    starts = np.concatenate([[0], ends[:-1] + 1]).astype(np.int64)[: len(texts)]
    return Tokens(["", *numbered.words[1:]], numbered.numbers, starts, ends - starts)


@dataclass(frozen=True)
class Reviews:
    """Texts with one of two labels.

    Going through them gives the tokens of one review after the other, as a `Corpus` does, so that word
    vectors can be trained on them: `w2v.train(reviews)` sees no labels.

    Args:
        name: for titles and messages.
        texts: str (N,).
        labels: int (N,), 1 for positive and 0 for negative.
        classes: what the reader calls 0 and 1.
        given_tokens: the tokens, where they are known already.

    Raises:
        ValueError: not one label a text, or a label that is not 0 or 1.

    >>> reviews = Reviews("toy", ["Not bad.", "Bad!"], [1, 0])
    >>> reviews, list(reviews)
    (Reviews('toy', 2 reviews, 1 positive), [['not', 'bad'], ['bad']])
    """

    name: str
    texts: Sequence[str]
    labels: np.ndarray
    classes: tuple[str, str] = ("negative", "positive")
    given_tokens: Tokens | None = field(default=None, repr=False)

    def __post_init__(self):
        labels = np.asarray(self.labels)
        if labels.shape != (len(self.texts),):
            raise ValueError(f"{len(self.texts)} reviews need as many labels, not {labels.size}.")
        if not np.isin(labels, (0, 1)).all():
            others = sorted(set(labels.tolist()) - {0, 1})
            raise ValueError(f"Labels must be 0 for negative or 1 for positive, not {others[0]!r}.")
        object.__setattr__(self, "labels", labels.astype(np.int32))

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of all texts, as numbers."""
        return number_texts(self.texts) if self.given_tokens is None else self.given_tokens

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[list[str]]:
        return iter(self.tokens)

    def __repr__(self) -> str:
        return f"Reviews({self.name!r}, {len(self):,} reviews, {self.labels.sum():,} {self.classes[1]})"

    def take(self, rows: Iterable[int]) -> "Reviews":
        """Return some of the reviews.

        Args:
            rows: int (M,), their places, from 0.
        """
        rows = np.asarray(rows, dtype=np.int64)
        texts = [self.texts[row] for row in rows.tolist()]
        return Reviews(self.name, texts, self.labels[rows], self.classes, self.tokens[rows])

    def sample(self, size: int, *, seed: int = 42) -> "Reviews":
        """Draw reviews, of both labels in the same proportion as here.

        Args:
            size: how many; at least one of each label is drawn.
            seed: decides which. A larger sample of the same seed contains the smaller one.

        Raises:
            ValueError: fewer than 2, or more than there are.
        """
        if not 2 <= positive_integer("size", size) <= len(self):
            raise ValueError(f"size must be from 2 to {len(self):,}, the number of reviews, not {size!r}.")
        return self.take(np.sort(_in_proportion(self.labels, seed)[:size]))


class Splits(NamedTuple):
    """Reviews to train on, to choose settings with, and to test on once, at the end."""

    train: Reviews
    validation: Reviews
    test: Reviews


def _in_proportion(labels: np.ndarray, seed: int) -> np.ndarray:
    """Order reviews by chance, so that any beginning of the order has both labels in proportion: int (N,)."""
    rng = np.random.default_rng(seed)
    order = np.empty(len(labels))
    for label in (0, 1):
        rows = np.flatnonzero(labels == label)
        order[rng.permutation(rows)] = (np.arange(len(rows)) + 0.5) / max(len(rows), 1)
    return np.argsort(order, kind="stable")


def split_reviews(reviews: Reviews, share: float, *, seed: int = 42) -> tuple[Reviews, Reviews]:
    """Set a share of the reviews aside, of each label the same share.

    Args:
        reviews: N reviews.
        share: between 0 and 1.
        seed: decides which.

    Returns:
        The rest, and those set aside, both in their old order.

    Raises:
        ValueError: the share is not between 0 and 1, or there are not two reviews of each label.

    >>> rest, aside = split_reviews(Reviews("toy", list("abcd"), [1, 0, 1, 0]), 0.5)
    >>> sorted(rest.labels.tolist()), sorted(aside.labels.tolist())
    ([0, 1], [0, 1])
    """
    if not 0 < share < 1:
        raise ValueError(f"share must be between 0 and 1, not {share!r}.")
    rng = np.random.default_rng(seed)
    is_aside = np.zeros(len(reviews), dtype=bool)
    for label in (0, 1):
        rows = np.flatnonzero(reviews.labels == label)
        if len(rows) < 2:
            raise ValueError(
                f"{reviews.name} has {len(rows)} reviews that are {reviews.classes[label]}: "
                "to set some of them aside, give at least 2 of each label."
            )
        how_many = min(max(round(share * len(rows)), 1), len(rows) - 1)
        is_aside[rng.permutation(rows)[:how_many]] = True
    return reviews.take(np.flatnonzero(~is_aside)), reviews.take(np.flatnonzero(is_aside))


def load_reviews(
    source: str | os.PathLike | None = None,
    *,
    column: str | None = None,
    label_column: str | None = None,
    seed: int = 42,
) -> Splits:
    """Load labelled reviews by name or by path, and split them.

    Args:
        source: one of

            - a name: `"reviews"`, which come with the course, or `"imdb"`, which are downloaded when first
              used, unless the folder `W2V_DATA_DIR` has them;
            - a path: of a folder or an archive that has text files in folders `pos` and `neg`, or of a csv
              or tsv table with a column of text and one of labels;
            - nothing: `"imdb"` if the environment variable `W2V_CORPUS` says so, else `"reviews"`.
        column: the column with the text, in a table.
        label_column: the column with the labels.
        seed: decides which reviews are set aside for validation, and for testing.

    Returns:
        Reviews to train on, to validate and to test. Where the source says what is for testing, in folders
        `train` and `test` or a column `split`, that is kept; else a fifth is set aside. Of what is left
        another fifth is for validation.

    Raises:
        FileNotFoundError: neither a known name nor a file.
        OSError: it cannot be read, or downloaded.
        ValueError: no reviews, no two labels, a damaged or unsafe archive, no such column.

    >>> [len(some) for some in load_reviews("reviews")]
    [1280, 320, 400]
    """
    name, paths = _locate(source)
    reviews, is_test = _keep(name, paths, (column, label_column))
    if is_test.any():
        train, test = reviews.take(np.flatnonzero(~is_test)), reviews.take(np.flatnonzero(is_test))
    else:
        train, test = split_reviews(reviews, TEST_SHARE, seed=seed)
    train, validation = split_reviews(train, VALIDATION_SHARE, seed=seed)
    return Splits(train, validation, test)


def _locate(source: str | os.PathLike | None) -> tuple[str, tuple[Path, ...]]:
    """Return the name and the files of reviews."""
    if source is None:
        source = "imdb" if os.environ.get("W2V_CORPUS") == "imdb" else "reviews"
    if source == "reviews":
        return source, (data_path("reviews.tsv"),)
    if source == "imdb":
        return source, corpus_files(source)
    paths = as_paths(source)
    if not paths[0].exists():
        raise FileNotFoundError(
            f"There are no reviews at {str(paths[0])!r} in {Path.cwd()}: give the path of a folder, an "
            "archive or a table, or one of 'reviews', 'imdb'."
        )
    return name_of(paths[0]), paths


# --- From files to reviews -------------------------------------------------------------------------------


def read_reviews(path: Path, column: str | None = None, label_column: str | None = None) -> list[Review]:
    """Read the reviews of a folder, an archive or a table.

    Args:
        path: where they are.
        column: the column with the text, in a table.
        label_column: the column with the labels.

    Returns:
        The reviews, in the order of the table or of the files' names.

    Raises:
        ValueError: there are none, or a damaged or unsafe archive, or no such column.
        OSError: it cannot be read.
    """
    found: list[tuple[str, Review]] = []
    for name, stream in read_files(path):
        texts = (text for text, _ in decode(blocks_of(name, stream), name))
        if ending_of(name) in {".csv", ".tsv"}:
            found += [(name, review) for review in read_table(texts, name, column, label_column)]
        elif label := _label_of(name):
            part = next((part for part in _PARTS if part in PurePosixPath(name).parts[-3:-2]), "")
            found.append((_place(name), Review(clean("".join(texts)), label, part)))
    if not found:
        raise ValueError(
            f"{path} holds no reviews: give a folder that has text files in the folders 'pos' and 'neg', "
            "or a csv or tsv table with a column of text and one of labels."
        )
    return [review for _, review in sorted(found, key=lambda item: item[0])]


def _label_of(name: str) -> str | None:
    """Return what the folder of a file says about it."""
    return _FOLDERS.get(PurePosixPath(name).parent.name)


def _place(name: str) -> str:
    """Return what reviews are sorted by: the same in an archive and in the folder that it unpacks to."""
    return "/".join(PurePosixPath(name).parts[-3:])


def read_table(
    texts: Iterable[str], name: str, column: str | None = None, label_column: str | None = None
) -> Iterator[Review]:
    """Read a table of reviews; a column `split` may say which are for testing.

    Args:
        texts: a csv or tsv file, cut anywhere.
        name: of the file; its ending tells which.
        column: with the text; without it the one that must be, if only one can.
        label_column: likewise with the labels.

    Yields:
        Each review. One that is empty, but has a label, is a review too.

    Raises:
        ValueError: no such column, or not such a table.

    >>> list(read_table(["label,review\\n1,A fine film.\\n"], "films.csv"))
    [Review(text='A fine film.', label='1', part='')]
    """
    titles, rows = _rows(texts, name)
    text_at, label_at = _columns(titles, rows, name, (column, label_column))
    part_at = titles.index("split") if "split" in titles else None
    if column is None and "split" not in titles and not _is_title(titles, rows, text_at, label_at):
        rows.insert(0, titles)
    for row in rows:
        if len(row) > max(text_at, label_at):
            part = "" if part_at is None else row[part_at].strip().lower()
            yield Review(clean(row[text_at]), row[label_at].strip(), part)


def _rows(texts: Iterable[str], name: str) -> tuple[list[str], list[list[str]]]:
    """Return the first row of a table, and the others."""
    lines = lines_of(same_line_ends(texts))
    first = next((line for line in lines if line.strip()), "")
    separator = "\t" if ending_of(name) == ".tsv" else max(",;\t|", key=first.count)
    csv.field_size_limit(2**31 - 1)
    try:
        titles, *rows = [row for row in csv.reader(chain([first], lines), delimiter=separator) if row] or [[]]
    except csv.Error as error:
        raise ValueError(f"{name} is not a table ({error}): save it as csv again.") from None
    if len(titles) < 2:
        raise ValueError(f"{name} has one column: give a table with a column of text and one of labels.")
    return titles, rows


def _columns(
    titles: list[str], rows: list[list[str]], name: str, wanted: tuple[str | None, str | None]
) -> tuple[int, int]:
    """Find the places of the text and of the labels among the columns."""
    column, label_column = wanted
    samples = {title: [row[i] for row in rows[:100] if i < len(row)] for i, title in enumerate(titles)}
    text = choose_column(samples, name, column)
    others = [title for title in titles if title not in (text, "split")]
    usual = [title for title in others if title.strip().lower() in _LABEL_COLUMNS]
    label = label_column or (usual or others)[0]
    if label not in samples or (label_column is None and len(usual) != 1 and len(others) != 1):
        there = ", ".join(repr(title) for title in others)
        raise ValueError(f"{name}: say with label_column= which column has the labels, one of {there}.")
    return titles.index(text), titles.index(label)


def _is_title(titles: list[str], rows: list[list[str]], text_at: int, label_at: int) -> bool:
    """Say whether the first row of a table names its columns, rather than being a review itself."""
    labels = {row[label_at].strip().lower() for row in rows if label_at < len(row)}
    is_label = titles[label_at].strip().lower() in labels | _POSITIVE | _NEGATIVE
    return not is_label or len(titles[text_at].split()) < 2


def labels_of(names: Sequence[str], where: str) -> tuple[np.ndarray, tuple[str, str]]:
    """Turn the names of labels into 0 and 1.

    Args:
        names: str (N,), such as `"pos"` and `"neg"`, or `"0"` and `"1"`. Of two names that say nothing, the
            one that comes first in the alphabet is 0.
        where: what the message calls the place they are from.

    Returns:
        int32 (N,), and what 0 and 1 are called.

    Raises:
        ValueError: there are not exactly two different names.

    >>> labels_of(["pos", "neg", "pos"], "a folder")
    (array([1, 0, 1], dtype=int32), ('neg', 'pos'))
    """
    counts = Counter(names)
    if len(counts) != 2:
        shown = ", ".join(f"{name!r} ({count:,})" for name, count in counts.most_common(6))
        raise ValueError(
            f"{where} has {len(counts)} different labels, {shown}{', …' if len(counts) > 6 else ''}: "
            "a classifier of two classes needs exactly 2, such as 'pos' and 'neg'."
        )
    first, second = sorted(counts)
    if first.lower() in _POSITIVE or second.lower() in _NEGATIVE:
        first, second = second, first
    return np.array([name == second for name in names], dtype=np.int32), (first, second)


# --- What was read once is kept --------------------------------------------------------------------------


def _keep(
    name: str, paths: Sequence[Path], columns: tuple[str | None, str | None]
) -> tuple[Reviews, np.ndarray]:
    """Return the reviews of some files, and which of them are for testing; read them only once."""
    where = ", ".join(map(str, paths))
    kept = cache_folder() / "reviews" / f"{name}-{hashlib.sha256(where.encode()).hexdigest()[:12]}.npz"
    mark = fingerprint(paths, columns)
    if (found := _load(kept, name, mark)) is not None:
        return found
    read = [review for path in paths for review in read_reviews(path, *columns)]
    labels, classes = labels_of([review.label for review in read], where)
    texts = [review.text for review in read]
    reviews = Reviews(name, texts, labels, classes, number_texts(texts))
    is_test = np.array([review.part == "test" for review in read])
    if sum(map(len, texts)) >= _KEPT:
        _save(kept, mark, reviews, is_test)
    return reviews, is_test


def fingerprint(paths: Sequence[Path], columns: tuple[str | None, str | None] = (None, None)) -> str:
    """Return a short text that changes when a file or a setting does.

    Of a file that is its content; of the many in a folder, their names, sizes and times.

    Args:
        paths: of files or folders.
        columns: settings that the reviews depend on.
    """
    hashed = hashlib.blake2b(repr((RULE, TOKEN_RULE, columns)).encode(), digest_size=16)
    for path in paths:
        if path.is_dir():
            for file in files_below(path):
                state = file.stat()
                hashed.update(f"{file.relative_to(path)} {state.st_size} {state.st_mtime_ns} ".encode())
        else:
            with path.open("rb") as stream:
                while block := stream.read(1 << 20):
                    hashed.update(block)
    return hashed.hexdigest()


def _save(path: Path, mark: str, reviews: Reviews, is_test: np.ndarray) -> None:
    """Keep reviews for the next time; a disk that is full or may not be written to costs only time."""
    encoded = [text.encode() for text in reviews.texts]
    arrays: Mapping[str, np.ndarray] = {
        "mark": np.array(mark),
        "classes": np.array(reviews.classes),
        "text": np.frombuffer(b"".join(encoded), dtype=np.uint8),
        "ends": np.cumsum([len(text) for text in encoded]),
        "labels": reviews.labels,
        "is_test": is_test,
        "words": np.frombuffer("\n".join(reviews.tokens.words[1:]).encode(), dtype=np.uint8),
        "numbers": reviews.tokens.numbers,
        "starts": reviews.tokens.starts,
        "lengths": reviews.tokens.lengths,
    }
    try:
        with atomic_path(path) as temporary, temporary.open("wb") as file:
            np.savez(file, **arrays)
    except OSError:
        pass


def _load(path: Path, name: str, mark: str) -> tuple[Reviews, np.ndarray] | None:
    """Return what `_save` kept, or `None` if there is nothing that is whole and of the same files."""
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            if str(file["mark"]) != mark:
                return None
            kept = {key: file[key] for key in file.files}
    except _BROKEN:
        return None
    text, ends = kept["text"].tobytes(), kept["ends"].tolist()
    texts = [text[start:end].decode() for start, end in zip([0, *ends], ends, strict=False)]
    words = ["", *kept["words"].tobytes().decode().split("\n")]
    found = Tokens(words, kept["numbers"], kept["starts"], kept["lengths"])
    classes = tuple(map(str, kept["classes"]))
    return Reviews(name, texts, kept["labels"], classes, found), kept["is_test"]
