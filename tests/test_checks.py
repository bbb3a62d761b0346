"""Settings refused in one sentence, and files written whole or not at all."""

import os
import tempfile
from pathlib import Path

import numpy as np
import pytest

from w2v_helpers._checks import atomic_path, one_of, positive_integer, positive_number, unknown_word

# Numbers


@pytest.mark.parametrize("value", [1, 7, np.int64(7), np.uint8(3)])
def test_a_whole_number_comes_back_as_a_plain_int(value):
    result = positive_integer("window_size", value)
    assert result == value
    assert type(result) is int


@pytest.mark.parametrize(
    "value", [0, -1, 2.5, 2.0, np.float64(2), True, np.True_, "2", None, float("nan"), [2]]
)
def test_anything_but_a_whole_number_above_zero_is_refused(value):
    with pytest.raises(ValueError) as error:
        positive_integer("window_size", value)
    assert str(error.value) == f"window_size must be an integer of at least 1, not {value!r}."


def test_the_smallest_number_allowed_can_be_chosen():
    assert positive_integer("seed", 0, minimum=0) == 0
    with pytest.raises(ValueError, match=r"^embedding_dim must be an integer of at least 2, not 1\.$"):
        positive_integer("embedding_dim", 1, minimum=2)


@pytest.mark.parametrize("value", [1e-3, 1, np.float32(0.5), np.int64(2)])
def test_a_number_above_zero_comes_back_as_a_plain_float(value):
    result = positive_number("learning_rate", value)
    assert result == value
    assert type(result) is float


@pytest.mark.parametrize(
    "value", [0, -1, 0.0, float("nan"), float("inf"), -float("inf"), True, "0.1", None, [0.1]]
)
def test_anything_but_a_finite_number_above_zero_is_refused(value):
    with pytest.raises(ValueError) as error:
        positive_number("learning_rate", value)
    assert str(error.value) == f"learning_rate must be a number above 0, not {value!r}."


# Words


def test_one_of_a_few_words_comes_back_and_any_other_is_refused():
    assert one_of("table", "sum", ("target", "context", "sum")) == "sum"
    for wrong in ("sums", "", None, 3):
        with pytest.raises(ValueError) as error:
            one_of("table", wrong, ("target", "context", "sum"))
        assert str(error.value) == f"table must be 'target', 'context' or 'sum', not {wrong!r}."


def test_an_unknown_word_gets_the_closest_spellings():
    error = unknown_word("roads", ["sun", "rode", "road", "wide"])
    assert isinstance(error, KeyError)
    assert error.args == ("'roads' is not in the vocabulary; the closest words are: road, rode.",)


def test_capital_letters_do_not_hide_the_closest_word():
    assert unknown_word("ROAD", ["road"]).args[0].endswith("the closest words are: road.")


def test_at_most_three_spellings_are_offered():
    hint = unknown_word("road", ["roads", "roada", "roadb", "roadc", "roadd"]).args[0]
    assert hint.count(",") == 2


@pytest.mark.parametrize("word", ["xylophone", "", 7, None])
def test_a_word_like_no_other_is_refused_without_a_guess(word):
    message = unknown_word(word, ["road", "sun"]).args[0]
    assert message == f"{word!r} is not in the vocabulary; no word in it is spelled like that."


# Files


def everything_in(folder: Path) -> dict[str, str | None]:
    """Return all that lies in a folder, hidden files too: the text of files, nothing for folders."""
    found = sorted(folder.rglob("*"))
    return {str(path.relative_to(folder)): path.read_text() if path.is_file() else None for path in found}


def test_a_file_appears_when_the_block_is_done(tmp_path):
    with atomic_path(tmp_path / "vectors.txt") as temporary:
        assert temporary.parent == tmp_path
        assert temporary.suffix == ".txt"
        temporary.write_text("new")
        assert not (tmp_path / "vectors.txt").exists()
    assert everything_in(tmp_path) == {"vectors.txt": "new"}


def test_an_old_file_stays_until_the_block_is_done(tmp_path):
    path = tmp_path / "vectors.txt"
    path.write_text("old")
    with atomic_path(str(path)) as temporary:
        temporary.write_text("new")
        assert path.read_text() == "old"
    assert everything_in(tmp_path) == {"vectors.txt": "new"}


@pytest.mark.parametrize("interruption", [ValueError, OSError, KeyboardInterrupt, SystemExit])
def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path, interruption):
    path = tmp_path / "vectors.txt"
    path.write_text("old")
    with pytest.raises(interruption), atomic_path(path) as temporary:
        temporary.write_text("half of the n")
        raise interruption
    assert everything_in(tmp_path) == {"vectors.txt": "old"}


def test_an_error_where_no_file_was_leaves_none(tmp_path):
    with pytest.raises(ZeroDivisionError), atomic_path(tmp_path / "vectors.txt") as temporary:
        temporary.write_text("half")
        raise ZeroDivisionError
    assert everything_in(tmp_path) == {}


def test_missing_folders_are_made(tmp_path):
    with atomic_path(tmp_path / "logs" / "run1" / "vectors.tsv") as temporary:
        temporary.write_text("new")
    assert everything_in(tmp_path / "logs" / "run1") == {"vectors.tsv": "new"}


def test_a_block_may_delete_its_file_and_the_error_of_that_is_the_readers(tmp_path):
    with pytest.raises(FileNotFoundError), atomic_path(tmp_path / "vectors.txt") as temporary:
        temporary.unlink()
    assert everything_in(tmp_path) == {}


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
@pytest.mark.parametrize(("mask", "permissions"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_file_gets_the_permissions_of_any_new_file(tmp_path, mask, permissions):
    before = os.umask(mask)
    try:
        with atomic_path(tmp_path / "vectors.txt"):
            pass
        assert os.umask(mask) == mask  # and the setting is as it was
    finally:
        os.umask(before)
    assert (tmp_path / "vectors.txt").stat().st_mode & 0o777 == permissions


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path):
    (tmp_path / "vectors.txt").mkdir()
    with pytest.raises(IsADirectoryError) as error, atomic_path(tmp_path / "vectors.txt") as temporary:
        temporary.write_text("new")
    path = tmp_path / "vectors.txt"
    assert str(error.value) == f"Cannot write {path}: it is a folder. Give the name of a file."
    assert everything_in(tmp_path) == {"vectors.txt": None}


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "notes").write_text("mine")
    path = tmp_path / "notes" / "deeper" / "vectors.txt"
    with pytest.raises(OSError) as error, atomic_path(path):
        pytest.fail("the block ran")
    assert str(error.value).startswith(f"Cannot write {path}: ")
    assert str(error.value).endswith(". Choose a folder you may write to.")
    assert everything_in(tmp_path) == {"notes": "mine"}


def test_a_folder_that_may_not_be_written_to_is_refused(tmp_path, monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)  # real permissions do not bind the administrator
    path = tmp_path / "vectors.txt"
    with pytest.raises(OSError) as error, atomic_path(path):
        pytest.fail("the block ran")
    assert str(error.value) == f"Cannot write {path}: Permission denied. Choose a folder you may write to."
    assert everything_in(tmp_path) == {}


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may write anywhere"
)
def test_a_read_only_folder_is_refused(tmp_path):
    tmp_path.chmod(0o555)
    try:
        with (
            pytest.raises(OSError, match="Choose a folder you may write to"),
            atomic_path(tmp_path / "a.txt"),
        ):
            pytest.fail("the block ran")
    finally:
        tmp_path.chmod(0o755)
    assert everything_in(tmp_path) == {}
