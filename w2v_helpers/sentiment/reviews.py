"""Labelled reviews: texts that people have called positive or negative.

Reads tables, folders `pos` and `neg`, archives, or reviews in memory; makes `Reviews` to train on, to choose
settings with, and to test on. Used by lesson 12.
"""

import os
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import numpy as np

from w2v_helpers._checks import positive_integer
from w2v_helpers.sentiment.labels import labels_of
from w2v_helpers.text.archives import TABLES, ending_of, read_files
from w2v_helpers.text.corpus import locate
from w2v_helpers.text.encodings import decode
from w2v_helpers.text.reading import clean
from w2v_helpers.text.tables import choose_column, is_text, read_table
from w2v_helpers.vocabulary import has_words, tokenize

_SHARE = 0.2  # for testing, and of the rest for validation
_LABEL_COLUMNS = ("label", "labels", "sentiment", "class", "polarity", "target", "y")
_FOLDERS = {"neg": "negative", "negative": "negative", "pos": "positive", "positive": "positive"}


class Review(NamedTuple):
    """A review as it was found: its text, its label, and whether it is for testing."""

    text: str
    label: str
    is_test: bool = False


@dataclass(frozen=True)
class Reviews:
    """Texts with one of two labels.

    Iterating gives the tokens of one review after the other, as a `Corpus` does, so that word vectors can be
    trained on them: `w2v.train(reviews)` sees no labels.

    Args:
        name: for titles and messages.
        texts: str (N,).
        labels: int (N,), 1 for positive and 0 for negative.
        classes: what the source calls 0 and 1.

    Raises:
        ValueError: not one label per text, or a label that is not 0 or 1.

    >>> reviews = Reviews("toy", ["Not bad.", "Bad!"], [1, 0])
    >>> reviews, list(reviews)
    (Reviews('toy', 2 reviews, 1 positive), [['not', 'bad'], ['bad']])
    """

    name: str
    texts: Sequence[str]
    labels: np.ndarray
    classes: tuple[str, str] = ("negative", "positive")

    def __post_init__(self):
        labels = np.asarray(self.labels)
        if labels.shape != (len(self.texts),):
            raise ValueError(f"{len(self.texts)} reviews need as many labels, not {labels.size}.")
        if not np.isin(labels, (0, 1)).all():
            others = sorted(set(labels.tolist()) - {0, 1})
            raise ValueError(f"Labels must be 0 for negative or 1 for positive, not {others[0]!r}.")
        object.__setattr__(self, "labels", labels.astype(np.int32))

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[list[str]]:
        return map(tokenize, self.texts)

    def __repr__(self) -> str:
        return f"Reviews({self.name!r}, {len(self):,} reviews, {self.labels.sum():,} {self.classes[1]})"

    def take(self, rows: Iterable[int]) -> "Reviews":
        """Return the reviews at some positions: int (M,), counted from 0."""
        rows = np.asarray(rows, dtype=np.int64)
        return Reviews(self.name, [self.texts[row] for row in rows], self.labels[rows], self.classes)

    def sample(self, size: int, *, seed: int = 42) -> "Reviews":
        """Draw reviews at random, with the same share of each label as here.

        Args:
            size: number of reviews to draw.
            seed: decides which.

        Raises:
            ValueError: fewer than 2, or more than there are.
        """
        from sklearn.utils import resample  # slow to import

        if not 2 <= positive_integer("size", size) <= len(self):
            raise ValueError(f"size must be from 2 to {len(self):,}, the number of reviews, not {size!r}.")
        rows = np.arange(len(self))
        options = {"replace": False, "n_samples": size, "stratify": self.labels, "random_state": seed}
        return self.take(np.sort(resample(rows, **options)))


class Splits(NamedTuple):
    """Reviews to train on, to choose settings with, and to test on once, at the end."""

    train: Reviews
    validation: Reviews
    test: Reviews


def split_reviews(reviews: Reviews, share: float, *, seed: int = 42) -> tuple[Reviews, Reviews]:
    """Set a share of the reviews aside, the same share of each label.

    Args:
        reviews: N reviews.
        share: between 0 and 1; at least 2 reviews are set aside, and at least 2 stay.
        seed: decides which.

    Returns:
        The rest, and those set aside, both in their old order.

    Raises:
        ValueError: the share is not between 0 and 1, or there are not two reviews of each label.

    >>> rest, aside = split_reviews(Reviews("toy", list("abcd"), [1, 0, 1, 0]), 0.5)
    >>> sorted(rest.labels.tolist()), sorted(aside.labels.tolist())
    ([0, 1], [0, 1])
    """
    from sklearn.model_selection import train_test_split  # slow to import

    if not 0 < share < 1:
        raise ValueError(f"share must be between 0 and 1, not {share!r}.")
    for label, count in enumerate(np.bincount(reviews.labels, minlength=2)):
        if count < 2:
            kind = reviews.classes[label]
            raise ValueError(f"{reviews.name} has {count} reviews that are {kind}: give at least 2 of each.")
    size = min(max(round(share * len(reviews)), 2), len(reviews) - 2)
    rows = np.arange(len(reviews))
    parts = train_test_split(rows, test_size=size, stratify=reviews.labels, random_state=seed)
    return reviews.take(np.sort(parts[0])), reviews.take(np.sort(parts[1]))


def load_reviews(
    source: str | os.PathLike | Iterable | None = None,
    *,
    column: str | None = None,
    label_column: str | None = None,
    positive: str | None = None,
    seed: int = 42,
) -> Splits:
    """Load labelled reviews by name, by path or from memory, and split them.

    Which label is positive follows from what labels usually mean: the larger one of two numbers (0 and 1, -1
    and 1, 1 and 2, one star and five), and words such as "pos", "good", "yes" or "true". For other labels,
    `positive` has to tell.

    Args:
        source: one of

            - a name: `"reviews"`, which come with the course, or `"imdb"`, which are downloaded when first
              used, unless the folder `W2V_DATA_DIR` has them;
            - a path: of a folder or an archive that has text files in folders `pos` and `neg`, or of a csv,
              tsv, jsonl or JSON table with a column of text and one of labels; or a list of such paths;
            - reviews in memory: a DataFrame, or a list of pairs (text, label) or of dictionaries;
            - nothing: `"imdb"` if the environment variable `W2V_CORPUS` says so, else `"reviews"`.
        column: the column with the text, in a table.
        label_column: the column with the labels.
        positive: the label of positive reviews, such as `"gut"`.
        seed: decides which reviews are set aside for validation, and for testing.

    Returns:
        Reviews to train on, to validate and to test. Where the source says what is for testing, in folders
        `train` and `test` or a column `split`, that is kept; else a fifth is set aside. Of what is left
        another fifth is for validation.

    Raises:
        FileNotFoundError: neither a known name nor a file.
        OSError: it cannot be read, or downloaded.
        ValueError: no reviews, not two labels or two whose meaning is unknown, no such column, a damaged or
            unsafe archive.

    >>> [len(some) for some in load_reviews("reviews")]
    [1280, 320, 400]
    """
    if source is None:
        source = "imdb" if os.environ.get("W2V_CORPUS") == "imdb" else "reviews"
    name = where = "texts"
    if located := locate(source, ("reviews", "imdb"), "a folder, an archive or a table"):
        name, paths = located
        where = ", ".join(map(str, paths))
        found = [review for path in paths for review in _from_files(path, column, label_column)]
    else:
        found = _from_memory(source, column, label_column)
    _check_texts(found, where)
    labels, classes = labels_of([review.label for review in found], where, positive)
    reviews = Reviews(name, [review.text for review in found], labels, classes)
    is_test = np.array([review.is_test for review in found])
    if is_test.any() and not is_test.all():
        train, test = reviews.take(np.flatnonzero(~is_test)), reviews.take(np.flatnonzero(is_test))
    else:
        train, test = split_reviews(reviews, _SHARE, seed=seed)
    train, validation = split_reviews(train, _SHARE, seed=seed)
    return Splits(train, validation, test)


def _from_files(path: Path, column: str | None, label_column: str | None) -> list[Review]:
    """Read the reviews of a folder, an archive or a table, ordered by row or by file name."""
    found: dict[str, list[Review]] = {}
    for name, stream in read_files(path):
        folders = PurePosixPath(name).parts[:-1]
        if ending_of(name) in TABLES:
            found[name] = _rows(read_table(stream, name, column=column), name, column, label_column)
        elif folders and (label := _FOLDERS.get(folders[-1].lower())):
            text = clean("".join(decode(stream, name)))
            found[name] = [Review(text, label, folders[-2:-1] == ("test",))]
    if not found:
        raise ValueError(
            f"{path} holds no reviews: give a folder that has text files in the folders 'pos' and 'neg', "
            "or a table (csv, tsv or jsonl) with a column of text and one of labels."
        )
    return [review for name in sorted(found) for review in found[name]]


def _from_memory(source: object, column: str | None, label_column: str | None) -> list[Review]:
    """Take reviews from a table, from dictionaries, or from pairs (text, label)."""
    import pandas as pd  # slow to import

    if not isinstance(source, Iterable):
        raise ValueError(
            f"Reviews must be a path, a DataFrame or a list of pairs (text, label), not {source!r}."
        )
    items = [] if hasattr(source, "columns") or isinstance(source, Mapping) else list(source)
    if not items or all(isinstance(item, Mapping) for item in items):
        table = source if hasattr(source, "columns") else pd.DataFrame(items or source)
        return _rows(table, "The table", column, label_column)
    for number, item in enumerate(items, 1):
        if isinstance(item, str) or np.size(item) != 2 or not isinstance(item[0], str):
            raise ValueError(f"Review {number:,} must be a pair (text, label), not {str(item)[:60]!r}.")
    return [Review(clean(text), str(label).strip()) for text, label in items]


def _rows(table, name: str, column: str | None, label_column: str | None) -> list[Review]:
    """Take the reviews out of a DataFrame; a column `split` may tell which are for testing."""
    column, titles = choose_column(table, name, column), list(table.columns)
    label_column = _label_column(titles, name, column, label_column)
    labels = [str(label).strip() for label in table[label_column]]
    rows = enumerate(table[column], 1)
    texts = [clean(text) if is_text(text, f"Row {row:,} of {name}") else "" for row, text in rows]
    parts = table["split"] if "split" in titles else [""] * len(labels)
    is_test = [str(part).strip().lower() == "test" for part in parts]
    reviews = list(map(Review, texts, labels, is_test))
    if label_column in labels and not str(column).isidentifier():  # a first row that is no row of titles
        reviews.insert(0, Review(clean(column), label_column))
    return reviews


def _label_column(titles: list, name: str, column: str, wanted: str | None) -> str:
    """Find the column of the labels: the only one besides the text, or the only one with a usual name."""
    others = [title for title in titles if title not in (column, "split")]
    if not others:
        raise ValueError(f"{name} has one column: give a table with a column of text and one of labels.")
    usual = [title for title in others if str(title).strip().lower() in _LABEL_COLUMNS]
    found = [wanted] if wanted is not None else usual or others
    if len(found) != 1 or found[0] not in others:
        there = ", ".join(repr(title) for title in others)
        raise ValueError(f"{name}: say with label_column= which column has the labels, one of {there}.")
    return found[0]


def _check_texts(reviews: list[Review], where: str) -> None:
    """Refuse reviews that have no words at all; warn about single ones."""
    empty = [number for number, review in enumerate(reviews, 1) if not has_words(review.text)]
    if len(empty) == len(reviews):
        raise ValueError(f"{where} has no review with words: give texts and their labels.")
    if empty:
        warnings.warn(
            f"{where} has reviews without words ({len(empty):,}, first review {empty[0]:,}): "
            "they are kept, but a model learns nothing from them.",
            stacklevel=3,
        )
