"""Text to tokens, tokens to ids and back."""

import unicodedata

import numpy as np
import pytest
from hypothesis import example, given, strategies as st

from w2v_helpers import vocabulary as module
from w2v_helpers.vocabulary import (
    PADDING,
    UNKNOWN,
    Vocabulary,
    count_ids,
    has_words,
    tokenize,
    vocabulary_and_ids,
)

SENTENCE = "The wide road shimmered in the hot sun."
TWENTY = """[UNK] the and to i of you my a that in is not for with me it be your""".split()
token_lists = st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=12), max_size=8)


@pytest.fixture
def road() -> Vocabulary:
    return Vocabulary.from_corpus([tokenize(SENTENCE)], min_count=1)


# Counting and numbering


def test_the_sentence_is_numbered_in_the_order_of_first_appearance(road):
    ids = road.encode(tokenize(SENTENCE))
    assert (ids - 1).tolist() == [1, 2, 3, 4, 5, 1, 6, 7]  # one more here: id 1 is the unknown word
    assert road.words == ["", "[UNK]", "the", "wide", "road", "shimmered", "in", "hot", "sun"]
    assert len(road) == 9


def test_counts_are_those_of_words_and_nothing_else(road):
    assert road.counts.tolist() == [0, 0, 2, 1, 1, 1, 1, 1, 1]
    assert road.counts.dtype == np.int64
    assert road.unknown_count == 0
    assert repr(road) == "Vocabulary(7 words, 8 tokens)"


@given(token_lists, st.integers(1, 4), st.none() | st.integers(1, 5))
def test_a_vocabulary_is_that_of_a_slow_loop(corpus, min_count, max_size):
    counts = {}
    for tokens in corpus:
        for token in tokens:
            counts[token] = counts.get(token, 0) + 1
    ranking = sorted(counts, key=lambda word: -counts[word])  # stable: ties stay in order of first appearance
    kept = [word for word in ranking if counts[word] >= min_count][:max_size]
    if not kept:
        with pytest.raises(ValueError, match="min_count"):
            Vocabulary.from_corpus(corpus, min_count=min_count, max_size=max_size)
        return
    vocabulary = Vocabulary.from_corpus(corpus, min_count=min_count, max_size=max_size)
    assert vocabulary.words == ["", "[UNK]", *kept]
    assert vocabulary.counts.tolist() == [0, 0, *(counts[word] for word in kept)]
    assert vocabulary.counts.sum() + vocabulary.unknown_count == sum(map(len, corpus))


def test_min_count_is_five_unless_told_otherwise():
    vocabulary = Vocabulary.from_corpus([["often"] * 5 + ["seldom"] * 4])
    assert (vocabulary.words[2:], vocabulary.unknown_count) == (["often"], 4)


# There and back


def test_words_know_their_ids_and_ids_their_words(road):
    assert (PADDING, UNKNOWN) == (0, 1)
    assert road.decode(road.encode(tokenize(SENTENCE))) == tokenize(SENTENCE)
    assert road.decode([PADDING, UNKNOWN, 2]) == ["", "[UNK]", "the"]
    assert [road.id(word) for word in ("the", "wide", "sun")] == [2, 3, 8]
    assert "sun" in road
    assert all(word not in road for word in ("moon", "", "[UNK]", "The", 2))


def test_unknown_words_are_encoded_as_such(road):
    ids = road.encode(["the", "cold", "moon", "", "[UNK]", "sun"])
    assert ids.tolist() == [2, 1, 1, 1, 1, 8]
    assert ids.dtype == np.int32
    assert road.encode([]).shape == (0,)


def test_a_corpus_becomes_one_row_with_a_zero_after_each_document(road):
    ids = road.encode_corpus([["the", "cold", "sun"], [], ["moon"], ["hot"]])
    assert ids.tolist() == [2, 8, 0, 0, 0, 7, 0]
    assert ids.dtype == np.int32
    assert road.encode_corpus([]).shape == (0,)


@given(token_lists)
def test_encoding_a_corpus_is_a_slow_loop(corpus):
    vocabulary = Vocabulary(["c", "a", "e"], [9, 5, 5])
    expected = []
    for tokens in corpus:
        for token in tokens:
            if token in vocabulary:
                expected.append(vocabulary.id(token))
        expected.append(PADDING)
    ids = vocabulary.encode_corpus(corpus)
    assert ids.tolist() == expected
    assert UNKNOWN not in ids


# Words to look at


def test_examples_are_the_preferred_words_where_they_exist(road):
    assert road.examples(["sun", "moon", "road"], how_many=2) == ["sun", "road"]
    assert road.examples(["sun", "road", "hot"], how_many=2) == ["sun", "road"]


def test_examples_are_topped_up_by_longer_words_first(road):
    assert road.examples(["sun", "moon"], how_many=3) == ["sun", "shimmered", "the"]
    assert road.examples() == ["shimmered", "the", "wide", "road"]


def test_examples_skip_the_most_frequent_words_if_they_can():
    words = [f"word{rank}" for rank in range(100)]
    chosen = Vocabulary(words, range(200, 100, -1)).examples(how_many=3)
    assert chosen == ["word5", "word6", "word7"]


# Bad input


def test_bad_arguments_are_refused(road):
    with pytest.raises(ValueError, match="There are 2 words but 1 counts"):
        Vocabulary(["the", "road"], [2])
    with pytest.raises(ValueError, match="encode takes a list of tokens, not a string"):
        road.encode(SENTENCE)
    with pytest.raises(ValueError, match="Document 0 of the corpus is a str, not a list of words"):
        road.encode_corpus([SENTENCE])
    with pytest.raises(KeyError, match="'raod' is not in the vocabulary; the closest words are: road"):
        road.id("raod")
    for special in ("[UNK]", ""):
        with pytest.raises(KeyError, match="no word in it is spelled like that"):
            road.id(special)


# Real text


def test_shakespeares_first_words_are_those_of_the_reference_tutorial(shakespeare):
    assert Vocabulary.from_corpus(shakespeare).words[:20] == ["", *TWENTY]


# Vocabulary and ids in one pass


@pytest.mark.parametrize("limit", [1 << 26, 10])
@given(token_lists)
def test_one_pass_gives_what_two_give(limit, corpus):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "IN_MEMORY", limit)  # tokens beyond which ids go to a file
        patch.setattr(module, "PART", 7)
        try:
            expected = Vocabulary.from_corpus(corpus, min_count=2)
        except ValueError:
            return
        vocabulary, ids = vocabulary_and_ids(iter(corpus), min_count=2)
        assert (vocabulary.words, vocabulary.unknown_count) == (expected.words, expected.unknown_count)
        assert ids.tolist() == expected.encode_corpus(corpus).tolist() and ids.dtype == np.int32
        assert count_ids(ids, len(vocabulary))[2:].tolist() == expected.counts[2:].tolist()


@pytest.mark.parametrize(
    ("corpus", "settings", "message"),
    [
        ([["a", "b"]] * 600, {"min_count": 601}, "None of the 1,200 tokens is a word that occurs 601 times"),
        ([], {}, "None of the 0 tokens"),
        ("the wide road", {}, "Document 0 of the corpus is a str, not a list of words"),
        (["the wide road"], {}, "Document 0 of the corpus is a str, not a list of words"),
        ([{"the": 1}], {}, "Document 0 of the corpus is a dict"),
        ([{"the", "road"}], {}, "Document 0 of the corpus is a set"),
        ([("7", "pos", "hot sun")], {}, "Document 0 of the corpus is a list of sentences"),
        ([["the wide road", "the hot sun", "no"]], {}, "Document 0 of the corpus is a list of sentences"),
        ([["a", "road", "is", None]], {}, "made of words, but None is a NoneType"),
        (None, {}, "A corpus is a sequence of token lists, not a NoneType"),
        ([["a"], [3]], {}, "Document 1 of the corpus is a list of int objects"),
        (iter([]), {}, "This list_iterator was gone through already"),
        ([["a"]], {"min_count": 0}, "min_count must be an integer"),
        ([["a"]], {"min_count": 1, "max_size": 0}, "max_size must be an integer"),
    ],
)
def test_what_is_no_corpus_is_refused(corpus, settings, message):
    for make in (vocabulary_and_ids, Vocabulary.from_corpus):
        with pytest.raises(ValueError, match=message):
            make(corpus, **settings)


def test_a_token_may_be_a_name_of_some_words():
    assert "new york city" in Vocabulary.from_corpus([["new york city", "sun", "road"]], min_count=1)


# Tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        (" ... !?\n\t--- ''' ", []),
        ("We know't, o'er dogs' 'tis", ["we", "know't", "o'er", "dogs", "tis"]),
        ("rock'n'roll o’er", ["rock'n'roll", "o'er"]),
        ("it''s", ["it", "s"]),
        ("e-mail x_y 3.5 R2D2", ["e", "mail", "x", "y", "3", "5", "r2d2"]),
        ("Ça, où? ÄRGER Ωμέγα 道 дом", ["ça", "où", "ärger", "ωμέγα", "道", "дом"]),
        ("हिन्दी வணக்கம்", ["हिन्दी", "வணக்கம்"]),
        ("İstanbul", ["i̇stanbul"]),
        ("“Don’t!”—he said…’twas", ["don't", "he", "said", "twas"]),
        ("l’homme\xa0d'État", ["l'homme", "d'état"]),
        ("道路很長。the road2", ["道", "路", "很", "長", "the", "road2"]),
        ("コーヒー・がほしい", list("コーヒーがほしい")),
        ("ร้อน ดี", ["ร้", "อ", "น", "ดี"]),
        ("길은 길다", ["길은", "길다"]),
        ("\ud800 a", ["a"]),
        ("a_b\tc\x00d\ne", ["a", "b", "c", "d", "e"]),
    ],
)
def test_tokens_worked_by_hand(text, tokens):
    assert tokenize(text) == tokens


def test_an_accent_is_the_same_as_part_of_its_letter_and_on_its_own():
    assert tokenize("cafe\u0301 noir") == tokenize("caf\u00e9 noir") == ["caf\u00e9", "noir"]


def is_alone(word: str) -> bool:
    """Say whether a word begins with a Chinese character."""
    return unicodedata.name(word[:1] or " ").startswith("CJK UNIFIED")


def tokenize_slowly(text: str) -> list[str]:
    """Read one character after the other: the specification."""
    text = unicodedata.normalize("NFC", text.lower()).replace("’", "'") + " "
    tokens, word = [], ""
    for char, following in zip(text, text[1:] + " ", strict=True):
        joins = char == "'" and following.isalnum() and not (is_alone(following) or is_alone(word))
        continues = char.isalnum() and not (is_alone(char) or is_alone(word))
        if word and (joins or continues or unicodedata.category(char).startswith("M")):
            word += char
            continue
        tokens += [word] * bool(word)
        word = char if char.isalnum() else ""
    return tokens


@given(st.text(alphabet="aBz7道é'’_- .\n\u0301\u0308हि", max_size=30))
@example("a'\u0301b")
@example("\u0301a'")
def test_tokens_are_those_of_a_slow_loop(text):
    assert tokenize(text) == tokenize_slowly(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("", False), ("... ' _", False), ("... 4", True), ("道", True)]
)
def test_a_text_has_words_if_it_has_tokens(text, expected):
    assert has_words(text) == expected == bool(tokenize(text))
