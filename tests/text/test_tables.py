"""Tables: no text is lost silently."""

import io

import pandas as pd
import pytest

from w2v_helpers.text.corpus import load_corpus
from w2v_helpers.text.tables import choose_column, read_table


def read(content: str, name: str = "x.csv", **options) -> list[dict]:
    """Read a table that is written here."""
    return read_table(io.BytesIO(content.encode()), name, **options).to_dict("records")


def test_cells_stay_the_strings_that_they_are():
    table = read("id,text\n007,NA\n1.50,\n,null\n")
    assert table == [{"id": "007", "text": "NA"}, {"id": "1.50", "text": ""}, {"id": "", "text": "null"}]


def test_a_first_row_of_sentences_is_no_row_of_titles():
    rows = [{"column 1": "1", "column 2": "The wide road"}, {"column 1": "2", "column 2": "The hot sun"}]
    assert read("1,The wide road\n2,The hot sun\n") == rows
    assert list(read("1,The wide road\n", column="The wide road") or [{}]) == [{}]


@pytest.mark.parametrize(
    "text", ['He said, "the road"', 'a "quoted" word, 1', "two\nlines, or\nthree", "1, 2\n3, 4\n5, 6"]
)
def test_a_quoted_cell_may_hold_anything(text):
    content = pd.DataFrame({"n": [1, 2], "text": [text, "The sun"]}).to_csv(index=False)
    assert [row["text"] for row in read(content)] == [text, "The sun"]


@pytest.mark.parametrize("place", [1, 5, 8])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_line(place, separator):
    rows = [f"{number}{separator}The road number {number}" for number in range(9)]
    rows[place - 1] = rows[place - 1].replace("The", '"The')
    with pytest.raises(ValueError, match=f"opens a quotation mark in line {place + 1} that is never closed"):
        read("\n".join([f"id{separator}text", *rows]) + "\n")


def test_one_row_that_is_swallowed_is_seen_and_a_line_that_looks_like_one_is_not():
    with pytest.raises(ValueError, match="opens a quotation mark in line 2 that is never closed"):
        read('label\treview\nneg\t"The road\npos\tHe said so."\npos\tThe sun\n', "x.tsv")
    assert read('text,label\n"One\nno,yes\nthree",pos\n') == [{"text": "One\nno,yes\nthree", "label": "pos"}]


def test_what_is_no_string_is_refused_wherever_it_stands(tmp_path):
    (tmp_path / "x.jsonl").write_text('{"text": "The road"}\n' * 150 + '{"text": {"a": "The sun"}}\n')
    with pytest.raises(ValueError, match="Row 151 of .*x.jsonl is a dict, not a string"):
        load_corpus(tmp_path / "x.jsonl")


def test_parquet_is_read_as_strings(tmp_path):
    pytest.importorskip("pyarrow")
    pd.DataFrame({"n": [1, 2], "text": ["The road", None]}).to_parquet(tmp_path / "x.parquet")
    with (tmp_path / "x.parquet").open("rb") as stream:
        table = read_table(stream, "x.parquet")
    assert table.to_dict("records") == [{"n": "1", "text": "The road"}, {"n": "2", "text": None}]


@pytest.mark.parametrize(
    ("columns", "chosen"),
    [
        ({"a": ["x"]}, "a"),
        ({"id": ["1"], "Text ": ["x"]}, "Text "),
        ({"id": ["1"], "words": ["the wide road", "", None]}, "words"),
        ({"id": ["1"], "words": ["这是一个美丽的早晨"]}, "words"),
        ({"text": ["the wide road"], "title": ["so it was told"]}, "text"),
    ],
)
def test_the_only_column_that_can_be_the_text_is_taken(columns, chosen):
    assert choose_column(columns, "x.csv", None) == chosen


@pytest.mark.parametrize(
    "columns", [{"text": ["the wide road"], "review": ["the hot sun"]}, {"a": [1], 2: [None]}]
)
def test_more_than_one_possible_column_is_refused_with_a_list(columns):
    titles = ", ".join(repr(str(title)) for title in columns)
    with pytest.raises(ValueError, match=f"x.csv has more than one column: .* one of {titles}"):
        choose_column(columns, "x.csv", None)
