"""Text to tokens, files to documents."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from w2v_helpers.text.corpus import Corpus, data_path, load_corpus, split_documents

SENTENCE = "The wide road shimmered in the hot sun."
# Documents


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_blank_lines_separate_documents(line_end):
    text = line_end.join(["", "One paragraph", "over two lines.", "", " \t", "", "Another.", ""])
    assert split_documents(text) == ["One paragraph\nover two lines.", "Another."]


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


def test_a_corpus_gives_one_list_of_tokens_per_document_each_time():
    corpus = Corpus("toy", (text for text in ["The wide road\nshimmered", "in the hot sun."]))
    assert list(corpus) == list(corpus) == [["the", "wide", "road", "shimmered"], ["in", "the", "hot", "sun"]]
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


def test_data_files_are_found_and_others_are_refused_with_a_list():
    assert data_path("tinyworld.txt").is_file()
    with pytest.raises(FileNotFoundError, match="no data file 'middleearth.txt'; it has .*tinyworld.txt"):
        data_path("middleearth.txt")


# Texts in memory


TEXTS = ["The wide road", "shimmered."]


@pytest.mark.parametrize(
    "source",
    [
        TEXTS,
        tuple(TEXTS),
        (text for text in TEXTS),
        np.array(TEXTS),
        pd.Series([TEXTS[0], None, float("nan"), pd.NA, TEXTS[1]]),
        pd.DataFrame({"stars": [5, 1], "review": TEXTS}),
        ["The&#32;wide<br />road".replace("&#32;", " "), "shimmered."],
    ],
)
def test_texts_in_memory_are_documents(source):
    corpus = load_corpus(source)
    assert (corpus.name, corpus.documents, corpus.encoding) == ("texts", TEXTS, None)
    assert list(corpus) == list(corpus) == [["the", "wide", "road"], ["shimmered"]]


def test_the_reader_chooses_the_column():
    table = pd.DataFrame({"id": [1, 2, 3], "words": [*TEXTS, None], "more": ["so it was told"] * 3})
    assert load_corpus(table, column="words").documents == TEXTS
    with pytest.raises(ValueError, match="^The table has no column 'wrods': give one of those it has, 'id'"):
        load_corpus(table, column="wrods")


def test_a_list_of_paths_is_read_in_its_order(folder):
    for name, text in zip(("b.txt", "a.txt"), TEXTS, strict=True):
        (folder / name).write_text(text)
    for kind in (Path, str):  # the names of files are not texts
        names = [kind("b.txt"), kind("a.txt")]
        for source in (names, np.array(names), iter(names), [names[0], Path("a.txt")]):
            assert load_corpus(source).documents == TEXTS
    for names in (["b.txt", "c.txt"], ["texts/chapter 1.txt"]):
        with pytest.raises(FileNotFoundError, match="^There is no file '(c|texts/chapter 1).txt' in "):
            load_corpus(names)


@pytest.mark.parametrize(
    ("source", "options", "message"),
    [
        ([["the", "road"]], {}, "Item 0 is a list, not a string: join its tokens, "),
        (["the", 7], {}, "Item 1 is a int, not a string: give one string for each document."),
        ([], {}, "There are no words in these texts: "),
        (["", "...", None], {}, "There are no words in these texts: "),
        ({"a": "the road"}, {}, "load_corpus takes a path, a name or an iterable of strings, not a dict."),
        ({"the road"}, {}, "load_corpus takes a path, a name or an iterable of strings, not a set."),
        ([{"text": "the road"}], {}, "Item 0 is a dict, not a string: give one string for each document."),
        ([("the wide road", "pos")], {}, "Item 0 is a tuple, not a string: join its tokens, "),
        (b"the road", {}, "load_corpus takes a path, a name or an iterable of strings, not a bytes."),
        (7, {}, "load_corpus takes a path, a name or an iterable of strings, not a int."),
        (TEXTS, {"column": "text"}, "column='text' is for tables"),
        (TEXTS, {"documents": "words"}, "documents must be 'paragraphs', 'lines' or 'files', not 'words'."),
        (TEXTS, {"tokenizer": "spacy"}, "tokenizer must be a function from text to a list of tokens, not "),
        ("x.txt", {"encoding": "utf-9"}, "encoding 'utf-9' is not known: give one such as "),
        ("x.txt", {"encoding": "hex"}, "encoding 'hex' is not known: give one such as "),
        ("The road\nshimmered.", {}, "'The road\\nshimmered.' is a text, not a path: put it into a list, "),
        (SENTENCE * 200, {}, f"'{SENTENCE}T' is a text, not a path: put it into a list, "),
    ],
)
def test_what_is_no_corpus_is_refused_in_one_sentence(folder, source, options, message):
    with pytest.raises(ValueError) as error:
        load_corpus(source, **options)
    assert str(error.value).startswith(message)
    assert str(error.value).endswith(".") and "\n" not in str(error.value)


# Rules of one's own


def test_a_tokenizer_of_ones_own_is_used_everywhere(folder):
    (folder / "book.txt").write_text("A b\n\nc")
    for source in ("book.txt", ["A b", "c"]):
        assert list(load_corpus(source, tokenizer=str.split)) == [["A", "b"], ["c"]]


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ("paragraphs", ["One\ntwo.", "Three."]),
        ("lines", ["One", "two.", "Three."]),
        ("files", ["One\ntwo.\n\nThree."]),
    ],
)
def test_a_document_is_what_the_reader_says(folder, monkeypatch, documents, expected):
    (folder / "book.txt").write_text("\nOne\ntwo.\n\nThree.\n")
    assert load_corpus("book.txt", documents=documents).documents == expected
    monkeypatch.setattr("w2v_helpers.text.corpus.IN_MEMORY", 3)
    assert list(load_corpus("book.txt", documents=documents).documents) == expected


# Real text


def test_shakespeare_has_as_many_lines_as_the_reference_tutorial_says(shakespeare):
    assert len(shakespeare.lines()) == 32_777


# What is not a list of words is never trained on


@pytest.mark.parametrize(
    ("tokenizer", "what"),
    [
        (str.lower, "a str, not a list of words"),
        (lambda text: {"input_ids": [1, 2]}, "a dict, not a list of words"),
        (lambda text: None, "a NoneType, not a list of words"),
        (lambda text: [1, 2], "a list of int objects, not of words"),
        (lambda text: [b"the"], "a list of bytes objects, not of words"),
        (lambda text: [text], "a list of sentences, not of words"),
    ],
)
def test_a_tokenizer_must_return_a_list_of_words(tokenizer, what):
    with pytest.raises(ValueError, match=f"^The tokenizer returned {what}: "):
        list(load_corpus([SENTENCE] * 9, tokenizer=tokenizer))


def test_a_generator_can_be_gone_through_only_once():
    texts = (text for text in TEXTS)
    load_corpus(texts)
    with pytest.raises(ValueError, match="^This generator was gone through already: "):
        load_corpus(texts)


def test_the_encoding_of_a_long_text_is_known_before_it_is_read(folder, monkeypatch):
    monkeypatch.setattr("w2v_helpers.text.corpus.IN_MEMORY", 3)
    (folder / "book.txt").write_bytes("Die Möwen schliefen schön.\n\n".encode("cp1252") * 50_000)
    assert load_corpus("book.txt").encoding == "cp1252"
