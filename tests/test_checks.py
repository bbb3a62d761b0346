"""Settings refused in one sentence, files written whole or not at all, tables of results."""

import unicodedata
from pathlib import Path

import numpy as np
import pytest

from w2v_helpers._checks import (
    atomic_path,
    html_table,
    one_of,
    positive_integer,
    positive_number,
    text_table,
    unknown_word,
)

# Settings


@pytest.mark.parametrize(
    ("check", "value", "kind"),
    [
        (positive_integer, np.int64(7), int),
        (positive_number, np.float32(0.5), float),
        (positive_number, 1, float),
    ],
)
def test_a_good_setting_comes_back_as_a_plain_number(check, value, kind):
    assert check("setting", value) == value and type(check("setting", value)) is kind


NOT_INTEGERS = [0, -1, 2.5, 2.0, np.float64(2), True, np.True_, "2", None, float("nan"), [2]]
NOT_NUMBERS = [0, -1, 0.0, float("nan"), float("inf"), -float("inf"), True, "0.1", None, [0.1]]


@pytest.mark.parametrize(
    ("check", "bad", "rule"),
    [
        *((positive_integer, bad, "an integer of at least 1") for bad in NOT_INTEGERS),
        *((positive_number, bad, "a number above 0") for bad in NOT_NUMBERS),
        *((lambda n, v: one_of(n, v, ("a", "b", "c")), bad, "'a', 'b' or 'c'") for bad in ("d", "", None, 3)),
    ],
)
def test_a_bad_setting_is_refused_with_its_name_its_value_and_the_rule(check, bad, rule):
    with pytest.raises(ValueError) as error:
        check("setting", bad)
    assert str(error.value) == f"setting must be {rule}, not {bad!r}."


def test_the_smallest_number_allowed_can_be_chosen():
    assert positive_integer("seed", 0, minimum=0) == 0
    with pytest.raises(ValueError, match="embedding_dim must be an integer of at least 2, not 1"):
        positive_integer("embedding_dim", 1, minimum=2)
    assert one_of("table", "sum", ("target", "sum")) == "sum"


# Words


@pytest.mark.parametrize(
    ("word", "words", "hint"),
    [
        ("roads", ["sun", "rode", "road", "wide"], "the closest words are: road, rode."),
        ("ROAD", ["road"], "the closest words are: road."),
        ("don’t", ["don't", "the"], "the closest words are: don't."),
        ("road", ["roads", "roada", "roadb", "roadc"], "the closest words are: roads, roadc, roadb."),
        (unicodedata.normalize("NFD", "CAFÉ"), ["café"], "the closest words are: café."),
        (unicodedata.normalize("NFD", "café"), ["café"], "unicodedata.normalize('NFC', word)."),
        ("café", [unicodedata.normalize("NFD", "café")], "unicodedata.normalize('NFD', word)."),
        *(
            (odd, ["road", "sun"], "no word in it is spelled like that.")
            for odd in ("xylophone", "", 7, None)
        ),
    ],
)
def test_an_unknown_word_gets_the_spelling_that_exists(word, words, hint):
    error = unknown_word(word, words)
    assert isinstance(error, KeyError)
    assert error.args[0].startswith(f"{word!r} is not in the vocabulary; ") and error.args[0].endswith(hint)


# Files


def everything_in(folder: Path) -> dict[str, str | None]:
    """Return all that lies in a folder, hidden files too: the text of files, nothing for folders."""
    found = sorted(folder.rglob("*"))
    return {str(path.relative_to(folder)): path.read_text() if path.is_file() else None for path in found}


def test_an_old_file_stays_until_the_block_is_done(tmp_path):
    path = tmp_path / "logs" / "vectors.txt"  # the folder is made
    for text in ("old", "new"):
        with atomic_path(str(path)) as temporary:
            assert temporary.parent == path.parent and temporary.suffix == ".txt"
            temporary.write_text(text)
            assert not path.exists() or path.read_text() == "old"
    assert everything_in(path.parent) == {"vectors.txt": "new"}


@pytest.mark.parametrize("interruption", [ValueError, OSError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("before", [{}, {"vectors.txt": "old"}], ids=["nothing", "a file"])
def test_an_error_leaves_what_was_there_and_nothing_else(tmp_path, interruption, before):
    for name, text in before.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(interruption), atomic_path(tmp_path / "vectors.txt") as temporary:
        temporary.write_text("half of the n")
        raise interruption
    assert everything_in(tmp_path) == before


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path):
    path = tmp_path / "vectors.txt"
    path.mkdir()
    with pytest.raises(IsADirectoryError, match="it is a folder"), atomic_path(path) as temporary:
        temporary.write_text("new")
    assert everything_in(tmp_path) == {"vectors.txt": None}


def test_a_place_that_cannot_be_written_to_is_refused_before_the_block_runs(tmp_path):
    (tmp_path / "notes").write_text("mine")
    path = tmp_path / "notes" / "deeper" / "vectors.txt"
    with pytest.raises(OSError, match="Choose a folder you may write to") as error, atomic_path(path):
        pytest.fail("the block ran")
    assert str(error.value).startswith(f"Cannot write {path}: ")
    assert everything_in(tmp_path) == {"notes": "mine"}


# Tables


def test_numbers_are_aligned_to_the_right():
    rows = [["ours", "1,503", "98.8%"], ["theirs, longer", "99", "–"], ["a", "7", "-0.5"]]
    assert text_table(["name", "words", "share"], rows).splitlines() == [
        "name              words    share",
        "ours              1,503    98.8%",
        "theirs, longer       99        –",
        "a                     7     -0.5",
    ]
    shown = html_table(["name", "words", "share"], rows)
    assert shown.count('<td style="text-align: right;">') == 6 and shown.count("<td>") == 3
    assert text_table(["a", "b"], []) == "a    b" and "<td" not in html_table(["a"], [])


def test_nothing_is_taken_for_html():
    shown = html_table(["<i>"], [["a & b"], ["<script>"]], caption="<b>")
    assert "<i>" not in shown and "<script>" not in shown and "<b>" not in shown
    assert "a &amp; b" in shown and "<caption>&lt;b&gt;</caption>" in shown
