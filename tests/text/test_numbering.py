"""Tokens to numbers, in memory and on disk."""

import errno
import gc
import os
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from w2v_helpers.text import numbering
from w2v_helpers.text.corpus import Corpus
from w2v_helpers.text.numbering import count_ids, number_tokens
from w2v_helpers.vocabulary import Vocabulary, vocabulary_and_ids


class LongText:
    """A corpus that says it is too long for memory, and counts how often it is read."""

    name, is_in_memory = "long", False

    def __init__(self, documents: list[list[str]], key: str | None = "key"):
        self.documents, self.key, self.readings = documents, key, 0

    def fingerprint(self) -> str | None:
        return self.key

    def streams(self):
        self.readings += 1
        return map(iter, self.documents)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch) -> Path:
    """Keep tokens in an empty folder."""
    monkeypatch.setenv("W2V_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache" / "tokens"


def some_documents(seed: int) -> list[list[str]]:
    """Make documents of all lengths, some of them empty, with frequent and rare words."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(0, 30, 12)
    return [[f"w{word}" for word in rng.zipf(1.5, size) if word < 30] for size in sizes]


def numbers_by_hand(documents: list[list[str]]) -> tuple[list[str], list[int]]:
    """Number the tokens in a slow loop: the specification."""
    words, numbers = [], []
    for tokens in documents:
        for token in tokens:
            if token not in words:
                words.append(token)
            numbers.append(1 + words.index(token))
        numbers.append(0)
    return words, numbers


def read(numbered: numbering.Numbered) -> np.ndarray:
    """Return the numbers, wherever they are."""
    numbers = numbered.numbers
    return np.fromfile(numbers, np.int32) if isinstance(numbers, Path) else numbers


@pytest.mark.parametrize("part", [1, 2, 7, 1000])
@pytest.mark.parametrize("kind", [iter, list, LongText])
def test_numbers_are_those_of_a_slow_loop(part, kind, monkeypatch):
    monkeypatch.setattr(numbering, "PART", part)
    documents = some_documents(part)
    words, numbers = numbers_by_hand(documents)
    numbered = number_tokens(kind(documents))
    assert numbered.words[1:] == words and read(numbered).dtype == np.int32
    np.testing.assert_array_equal(read(numbered), numbers)
    np.testing.assert_array_equal(numbered.counts, np.bincount(numbers))
    assert list(numbered.counter().items()) == list(Counter(t for d in documents for t in d).items())
    assert isinstance(numbered.numbers, Path) == (kind is LongText)


@pytest.mark.parametrize("part", [1, 7, 1000])
@pytest.mark.parametrize("kind", [iter, LongText])
def test_ids_are_those_of_a_slow_loop(part, kind, monkeypatch):
    monkeypatch.setattr(numbering, "PART", part)
    documents = some_documents(3)
    counts = Counter(token for tokens in documents for token in tokens)
    kept = [word for word, count in counts.most_common() if count >= 2]
    wanted = [[*(2 + kept.index(token) for token in tokens if token in kept), 0] for tokens in documents]
    vocabulary, ids = vocabulary_and_ids(kind(documents), min_count=2)
    assert vocabulary.words[2:] == kept and 5 < len(kept) < len(counts)
    assert vocabulary.unknown_count == sum(count for count in counts.values() if count < 2)
    np.testing.assert_array_equal(ids, np.concatenate(wanted))
    assert ids.dtype == np.int32
    np.testing.assert_array_equal(vocabulary.encode_corpus(kind(documents)), ids)
    assert Vocabulary.from_corpus(kind(documents), min_count=2).words == vocabulary.words
    np.testing.assert_array_equal(count_ids(ids, len(vocabulary)), np.bincount(ids))


def test_a_word_may_be_anything_but_the_mark_between_documents():
    numbered = number_tokens([["", "a"], [""]])
    assert read(numbered).tolist() == [1, 2, 0, 1, 0]
    assert numbered.words[1:] == ["", "a"]


def test_texts_that_nobody_cut_are_refused():
    with pytest.raises(ValueError, match="not of strings: tokenize each text"):
        number_tokens(["the wide road"])


# A text whose words are those of `tokenize` is numbered as a whole


def long_text(seed: int) -> list[str]:
    """Make documents of words of all lengths, some of them alike in their first 8 or 16 bytes."""
    rng = np.random.default_rng(seed)
    stems = ["a", "sunshine", "sunshines", "sunshineandclouds", "sunshineandcloudy", "know't", "über", "道"]
    ends = ["", "s", "'s", "12345678", "é", "abcdefgh", "abcdefghi"]
    some = [[rng.choice(stems) + rng.choice(ends) for _ in range(size)] for size in rng.integers(0, 90, 20)]
    return [" ".join(words) for words in some]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("characters", "places"), [(1, 4), (200, 2), (1 << 20, 16), (500, 1 << 18)])
def test_numbering_a_text_as_a_whole_changes_nothing(seed, characters, places, monkeypatch):
    monkeypatch.setattr(numbering, "_CHARACTERS", characters)
    monkeypatch.setattr(numbering, "_PLACES", places)
    corpus = Corpus("toy", long_text(seed))
    words, numbers = numbers_by_hand([*corpus])
    numbered = number_tokens(corpus)
    assert numbered.words[1:] == words and len(words) > 40
    np.testing.assert_array_equal(numbered.numbers, numbers)


def test_a_tokenizer_of_the_readers_own_is_used():
    numbered = number_tokens(Corpus("toy", ["A b-c", "A"], str.split))
    assert numbered.words[1:] == ["A", "b-c"] and numbered.numbers.tolist() == [1, 2, 0, 1, 0]


# On disk


def test_a_long_text_is_read_once_for_all_that_is_made_of_it():
    text = LongText(some_documents(1))
    vocabulary = Vocabulary.from_corpus(text, min_count=2)
    for min_count in (1, 2, 3):
        vocabulary_and_ids(text, min_count=min_count)
    vocabulary.encode_corpus(LongText(text.documents))
    assert text.readings == 1


def test_a_changed_text_is_read_again():
    number_tokens(LongText([["a", "b"]], key="before"))
    changed = LongText([["a", "c"]], key="after")
    assert number_tokens(changed).words[1:] == ["a", "c"] and changed.readings == 1


def test_tokens_that_nobody_could_know_again_go_with_their_object(cache):
    text = LongText([["a", "b"]], key=None)
    numbered = number_tokens(text)
    assert len(list(cache.iterdir())) == 1
    vocabulary_and_ids(text, min_count=1)
    assert text.readings == 2
    del numbered
    gc.collect()
    assert not list(cache.iterdir())


@pytest.mark.parametrize("harm", ["numbers cut", "words cut", "words gone"])
def test_what_is_kept_but_not_whole_is_made_anew(cache, harm):
    text = LongText(some_documents(1))
    wanted = read(number_tokens(text))
    numbers, words = cache / "key" / "numbers.int32", cache / "key" / "words.json"
    if harm == "words gone":
        words.unlink()
    else:
        file = numbers if harm == "numbers cut" else words
        file.write_bytes(file.read_bytes()[:-4])
    np.testing.assert_array_equal(read(number_tokens(text)), wanted)
    assert text.readings == 2
    assert [folder.name for folder in cache.iterdir()] == ["key"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_what_was_interrupted_leaves_nothing_behind(cache, error):
    class Interrupted(LongText):
        def streams(self):
            yield iter(["a", "b"])
            raise error

    with pytest.raises(error):
        number_tokens(Interrupted([]))
    assert not list(cache.iterdir())


@pytest.mark.parametrize("place", ["numbers", "words", "ids"])
def test_a_full_disk_is_said_and_leaves_nothing_behind(cache, monkeypatch, place):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    if place == "words":
        monkeypatch.setattr(Path, "write_text", full)
    elif place == "numbers":
        monkeypatch.setattr(numbering, "_parts", lambda *_: [type("", (), {"tofile": full})()])
    else:
        monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(OSError) as error:
        vocabulary_and_ids(LongText([["a", "b"]], key=None), min_count=1)
    assert str(error.value) == (
        f"The tokens of a long text cannot be written to {cache} (No space left on device): set "
        "W2V_CACHE_DIR to a folder with about as much free space as the text is long."
    )
    del error  # which holds on to what was numbered
    gc.collect()
    assert not list(cache.iterdir())


def test_a_folder_that_cannot_be_made_is_said(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("W2V_CACHE_DIR", str(tmp_path / "file"))
    with pytest.raises(OSError, match="set W2V_CACHE_DIR to a folder"):
        number_tokens(LongText([["a", "b"]]))


@pytest.mark.parametrize(
    "error", [FileNotFoundError(2, "No such file", "gone.txt"), OSError("gone.txt is not whole")]
)
def test_a_text_that_cannot_be_read_is_not_taken_for_a_full_disk(error):
    class Gone(LongText):
        def streams(self):
            raise error

    with pytest.raises(OSError, match="gone.txt") as raised:
        number_tokens(Gone([]))
    assert raised.value is error


def test_what_nobody_has_used_for_a_month_goes(cache):
    for name, days in (("old", 31), ("recent", 29), ("used", 40)):
        number_tokens(LongText([["a", "b"]], key=name))
        os.utime(cache / name, times=(time.time() - days * 24 * 3600,) * 2)
    number_tokens(LongText([["a", "b"]], key="used"))
    number_tokens(LongText([["a", "b"]], key="new"))
    assert sorted(folder.name for folder in cache.iterdir()) == ["new", "recent", "used"]
