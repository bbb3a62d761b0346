"""Tables as pandas DataFrames, read so that no text is lost silently.

Reads csv, tsv, JSON and Parquet; makes tables of strings, and finds the column that holds the text. The
readers of pandas fill and cut rows that do not fit the titles; here such rows are refused, with their line.
Lesson 5 shows its messages.
"""

import csv
import io
import json
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import pandas as pd

from w2v_helpers.text.archives import ending_of
from w2v_helpers.text.encodings import decode

_ROWS = 100  # that are looked at to find the text
_USUAL = ("text", "review", "sentence", "content", "document", "body", "comment", "message", "tweet")


def read_table(
    stream: BinaryIO,
    name: str,
    *,
    column: str | None = None,
    encoding: str | None = None,
    found: set[str] | None = None,
) -> "pd.DataFrame":
    """Read a table into strings.

    Args:
        stream: a csv, tsv, JSON or Parquet file.
        name: of the file, for messages; its ending tells the format; without a known ending it is csv.
        column: a column that must be there. Without it the first row of a csv may be data already, if one of
            its cells looks like a sentence.
        encoding: of the file; `None` to find it out.
        found: gets the encoding.

    Returns:
        All cells as strings; `None` for null, NaN where an object of JSON lacks a column, and lists and
            objects as they are. Columns without titles are called `"column 1"`, `"column 2"` and so on.

    Raises:
        ValueError: it is not such a table, or a row has not as many cells as there are titles.

    >>> read_table(io.BytesIO(b"stars;review\\n5;A fine film.\\n"), "films.csv").to_dict("records")
    [{'stars': '5', 'review': 'A fine film.'}]
    """
    import pandas as pd  # slow to import

    ending = ending_of(name)
    if ending == ".parquet":
        return _read_parquet(stream, name)
    text = "".join(decode(stream, name, encoding, found))
    if ending in {".json", ".jsonl", ".ndjson"}:
        return pd.DataFrame(_json_rows(text, name), dtype=object)
    titles, *rows = _csv_rows(text, name, "\t" if ending == ".tsv" else None) or [[]]
    if column not in titles and any(_is_prose([title]) for title in titles):
        titles, rows = [f"column {number}" for number in range(1, len(titles) + 1)], [titles, *rows]
    return pd.DataFrame(rows, columns=titles, dtype=object)


def _csv_rows(text: str, name: str, separator: str | None) -> list[list[str]]:
    """Read rows of cells; the character that separates cells is the one that the first row has most of."""
    lines = list(io.StringIO(text))
    first = next((line for line in lines if line.strip()), "")
    separator = separator or max(",;\t|", key=lambda char: len(next(csv.reader([first], delimiter=char), [])))
    csv.field_size_limit(2**31 - 1)  # the default refuses a cell that is longer than a short chapter
    reader, rows, start = csv.reader(lines, delimiter=separator), [], 0
    for row in reader:
        read, place, start = lines[start : reader.line_num], start + 1, reader.line_num
        if not any(map(str.strip, row)):
            continue
        rows.append(row)
        if len(read) > 1 and _is_never_closed(read, separator, len(rows[0])):
            raise ValueError(f"{name} opens a quotation mark in line {place:,} that is never closed: fix it.")
        if len(row) != len(rows[0]):
            raise ValueError(
                f"{name} has {len(row)} cells in line {place:,} and {len(rows[0])} in its first row: give "
                f"each row as many, and put a text that holds {separator!r} into quotation marks."
            )
    return rows


def _is_never_closed(lines: list[str], separator: str, cells: int) -> bool:
    """Return whether a cell has swallowed the rows below: its end is none, or most lines look like rows."""
    try:
        list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        return True
    swallowed = [line.rstrip("\n").split(separator) for line in [*lines[1:-1], lines[-1].partition('"')[0]]]
    # In a sentence a space follows the comma.
    alike = [row for row in swallowed if len(row) == cells and all(x and x == x.strip() for x in row)]
    return cells > 1 and len(alike) > len(swallowed) / 2


def _json_rows(text: str, name: str) -> list[dict[str, object]]:
    """Read an array of objects, or one object on each line; strings may stand in the place of objects."""
    try:
        records = json.loads(text)
        records = records if isinstance(records, list) else [records]
    except ValueError:
        records = []
        for number, line in enumerate(io.StringIO(text), 1):
            try:
                records += [json.loads(line)] if line.strip() else []
            except ValueError as error:
                raise ValueError(
                    f"{name} is not JSON in line {number:,} ({error}): put one object on each line, such as "
                    '{"text": "The wide road"}, or all of them into one array.'
                ) from None
    records = [{"text": record} if isinstance(record, str) else record for record in records]
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict):
            raise ValueError(
                f"{name} holds a {type(record).__name__} in the place of object {number:,}: give objects, "
                'such as {"text": "The wide road"}.'
            )
    return [{title: _as_string(cell) for title, cell in record.items()} for record in records]


def _as_string(value: object) -> object:
    """Return numbers as strings, NaN as `None`, and all else as it is."""
    if isinstance(value, float) and value != value:
        return None
    return str(value) if isinstance(value, (bool, int, float)) else value


def _read_parquet(stream: BinaryIO, name: str) -> "pd.DataFrame":
    import pandas as pd

    try:
        table = pd.read_parquet(io.BytesIO(stream.read()), engine="pyarrow")
    except ImportError:
        raise ImportError(f"{name} is a Parquet file: `pip install pyarrow`, or save it as .csv.") from None
    except (OSError, ValueError) as error:
        raise ValueError(f"{name} is no whole Parquet file: download or copy it again.") from error
    cells = {title: [_as_string(cell) for cell in table[title].tolist()] for title in table}
    return pd.DataFrame(cells, dtype=object)


def choose_column(table: "pd.DataFrame", name: str, column: str | None = None) -> str:
    """Find the column of a table that holds the text.

    Args:
        table: a DataFrame, or any table with `columns` that gives a column for a title.
        name: of the table, for messages.
        column: what the reader asks for; `None` to find the only one that is named, or looks, like text.

    Raises:
        ValueError: there is no such column, or not exactly one, or it holds lists or objects; names those
            that there are.

    >>> choose_column({"stars": ["5"], "Review": ["A fine film."]}, "films.csv")
    'Review'
    """
    titles = list(getattr(table, "columns", table))
    there = ", ".join(repr(title[:40]) for title in map(str, titles)) or "none"
    if column is not None and titles.count(column) != 1:
        how_many = "no column" if column not in titles else "more than one column"
        raise ValueError(f"{name} has {how_many} {column!r}: give one of those it has, {there}.")
    if not titles:
        raise ValueError(f"{name} is an empty table: give one with a row of titles and rows of text.")
    samples = {title: list(islice(table[title], _ROWS)) for title in titles}
    nested = [title for title in titles if any(map(_is_nested, samples[title]))]
    usual = [title for title in titles if str(title).strip().lower() in _USUAL and title not in nested]
    prose = [title for title in titles if _is_prose(samples[title])]
    for found in ([column] if column is not None else [], usual, prose, titles):
        if len(found) == 1 and found[0] not in nested:
            return found[0]
    if nested:
        raise ValueError(
            f"{name} has lists or objects in its column {(column or nested[0])!r}: write each text as one "
            'string, such as {"text": "The wide road"}.'
        )
    raise ValueError(f"{name} has more than one column: say which is the text with column=, one of {there}.")


def _is_nested(cell: object) -> bool:
    return isinstance(cell, Iterable) and not isinstance(cell, str)


def _is_prose(cells: Iterable[object]) -> bool:
    """Return whether cells look like sentences: three words or more, or as many characters."""
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    wordy = sum(len(text.split()) > 2 or len(text.encode()) > 2 * len(text) > 12 for text in texts)
    return bool(texts) and wordy > len(texts) / 2


def is_text(item: object, where: str) -> bool:
    """Return whether a cell is a text, not a missing one (`None`, NaN).

    Raises:
        ValueError: it is anything else.

    >>> is_text("A fine film.", "Item 0"), is_text(None, "Item 1")
    (True, False)
    """
    if isinstance(item, str):
        return True
    if item is None or type(item).__name__ == "NAType" or (isinstance(item, float) and item != item):
        return False
    hint = "give one string for each document"
    if isinstance(item, (list, tuple)):
        hint = "join its tokens, ' '.join(tokens), or give token lists to train and Vocabulary"
    raise ValueError(f"{where} is a {type(item).__name__}, not a string: {hint}.")
