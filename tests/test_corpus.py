"""Text to tokens, files to documents."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from w2v_helpers import corpus as module
from w2v_helpers.corpus import Corpus, data_path, load_corpus, split_documents

SENTENCE = "The wide road shimmered in the hot sun."
repeatable = settings(derandomize=True, deadline=None, database=None, max_examples=300)


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Make an empty folder, and go there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("W2V_CORPUS", raising=False)
    return tmp_path


# Documents


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_blank_lines_separate_documents(line_end):
    text = line_end.join(["", "One paragraph", "over two lines.", "", " \t", "", "Another.", ""])
    assert split_documents(text) == ["One paragraph\nover two lines.", "Another."]


@repeatable
@given(st.lists(st.sampled_from(["", " ", "\t\t", "a b", " c", "d ", "'"]), max_size=12))
def test_documents_are_those_of_a_slow_loop(lines):
    documents = [[]]
    for line in lines:
        if line.strip():
            documents[-1].append(line)
        else:
            documents.append([])
    expected = ["\n".join(document).split() for document in documents if document]
    assert [document.split() for document in split_documents("\n".join(lines))] == expected


def test_a_corpus_gives_one_list_of_tokens_a_document_each_time():
    corpus = Corpus("toy", ["The wide road\nshimmered", "in the hot sun."])
    expected = [["the", "wide", "road", "shimmered"], ["in", "the", "hot", "sun"]]
    assert list(corpus) == expected
    assert list(corpus) == expected
    assert len(corpus) == 2
    assert repr(corpus) == "Corpus('toy', 2 documents)"


def test_lines_are_those_with_more_than_white_space():
    assert Corpus("toy", ["one\n  \ntwo", "three\n"]).lines() == ["one", "two", "three"]


# Files


def test_a_file_is_read_and_named(folder):
    path = folder / "my book.txt"
    path.write_bytes("\ufeffThe wide\r\nroad.\r\n\r\nIt was “hot”, Zoë.\r\n".encode())
    for source in ("my book.txt", path, str(path)):
        corpus = load_corpus(source)
        assert corpus.name == "my book"
        assert corpus.documents == ["The wide\nroad.", "It was “hot”, Zoë."]


def test_a_path_may_start_at_the_home_folder(folder, monkeypatch):
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    (folder / "book.txt").write_text(SENTENCE)
    assert load_corpus("~/book.txt").documents == [SENTENCE]


def test_the_default_is_the_embedded_corpus(folder, monkeypatch):
    assert load_corpus().name == "tinyworld"
    assert load_corpus("tinyworld") == load_corpus()
    monkeypatch.setenv("W2V_CORPUS", "")
    assert load_corpus().name == "tinyworld"


def test_the_environment_chooses_the_default_and_an_argument_overrules_it(folder, monkeypatch):
    (folder / "mine.txt").write_text(SENTENCE)
    (folder / "other.txt").write_text("Another.")
    monkeypatch.setenv("W2V_CORPUS", "mine.txt")
    assert load_corpus().documents == [SENTENCE]
    assert load_corpus("other.txt").documents == ["Another."]


def test_a_corpus_of_one_word_can_be_read(folder):
    (folder / "word.txt").write_text("word")
    assert list(load_corpus("word.txt")) == [["word"]]


def test_data_files_are_found_and_others_are_refused_with_a_list():
    assert data_path("tinyworld.txt").is_file()
    with pytest.raises(FileNotFoundError) as error:
        data_path("middleearth.txt")
    message = str(error.value)
    assert message.startswith("The course has no data file 'middleearth.txt'; it has ")
    assert "tinyworld.txt" in message and message.endswith(".")


# Bad input


@pytest.mark.parametrize("source", ["shakespear", "folder/book.txt", "book.txt/chapter1.txt"])
def test_a_missing_file_is_refused_with_what_there_is(folder, source):
    (folder / "book.txt").write_text(SENTENCE)
    with pytest.raises(FileNotFoundError) as error:
        load_corpus(source)
    assert str(error.value) == (
        f"There is no file {str(Path(source))!r} in {Path.cwd()}, and no corpus of that name: "
        "give the path of a text file, or one of 'tinyworld'."
    )


def test_a_folder_is_refused(folder):
    with pytest.raises(IsADirectoryError) as error:
        load_corpus(folder)
    assert str(error.value) == f"{folder} is a folder: give the path of one text file in it."


@pytest.mark.parametrize("text", ["", "\n\n \n", "... !? --- 'n'".replace("n", ""), "_ * _\n\n* * *"])
def test_a_file_without_words_is_refused(folder, text):
    (folder / "empty.txt").write_text(text)
    with pytest.raises(ValueError) as error:
        load_corpus("empty.txt")
    assert str(error.value) == "empty.txt holds no words: give a text file with at least a few sentences."


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("Zoë".encode("latin-1"), "byte 2 is 0xeb"),
        ("The road".encode("utf-16"), "byte 0 is 0xff"),
        (b"a" * 2000 + b"\xff", "byte 2,000 is 0xff"),
    ],
)
def test_bytes_that_are_not_utf8_are_refused_with_their_place(folder, content, where):
    if content.startswith(b"\xfe"):
        where = "byte 0 is 0xfe"  # the other byte order
    (folder / "old.txt").write_bytes(content)
    with pytest.raises(ValueError) as error:
        load_corpus("old.txt")
    assert str(error.value) == f"old.txt is not UTF-8 text ({where}): save it as UTF-8 and load it again."
    assert not isinstance(error.value, UnicodeDecodeError)


def test_a_file_that_may_not_be_read_is_refused(folder, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    (folder / "secret.txt").write_text(SENTENCE)
    monkeypatch.setattr(module.Path, "read_text", refuse)  # real permissions do not bind the administrator
    with pytest.raises(PermissionError) as error:
        load_corpus("secret.txt")
    assert str(error.value) == "secret.txt may not be read: change its permissions or copy it."


@pytest.mark.skipif(os.name != "posix", reason="the length of a file name is limited elsewhere, too")
def test_a_text_in_the_place_of_a_path_is_refused_without_repeating_it_all(folder):
    with pytest.raises(OSError) as error:
        load_corpus(SENTENCE * 200)
    message = str(error.value)
    assert message.startswith(f"'{SENTENCE}")
    assert message.endswith("(File name too long): give the path of a text file.")
    assert len(message) < 300


# Real text


def test_shakespeare_has_as_many_lines_as_the_reference_tutorial_says(shakespeare):
    assert len(shakespeare.lines()) == 32_777


@pytest.mark.parametrize("size", [1, 3, 10, 1000])
def test_streams_give_the_tokens_of_the_documents(monkeypatch, size):
    monkeypatch.setattr("w2v_helpers.corpus._SLICE", size)
    corpus = Corpus("toy", ["We know't;  the wide\n\troad", "", " ", "shimmered", "in the hot sun. " * 9])
    assert [list(stream) for stream in corpus.streams()] == list(corpus)
