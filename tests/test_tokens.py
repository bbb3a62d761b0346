"""Text to words."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from w2v_helpers.vocabulary import has_words, tokenize

SENTENCE = "The wide road shimmered in the hot sun."
repeatable = settings(derandomize=True, deadline=None, database=None, max_examples=300)


def test_the_sentence_has_eight_tokens():
    tokens = tokenize(SENTENCE)
    assert tokens == ["the", "wide", "road", "shimmered", "in", "the", "hot", "sun"]
    assert len(tokens) == 8


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
        ("'tis '' 'twas' it'''s", ["tis", "twas", "it", "s"]),
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


@repeatable
@given(st.text(alphabet="aBz7道é'’_- .\n\u0301\u0308हि", max_size=30))
@example("a'\u0301b")
@example("\u0301a'")
def test_tokens_are_those_of_a_slow_loop(text):
    assert tokenize(text) == tokenize_slowly(text)


@repeatable
@given(st.text(alphabet="aBZ7éÉ'’_- .\n\u0301", max_size=30))
def test_tokens_are_tokens(text):
    tokens = tokenize(text)
    assert tokenize(" ".join(tokens)) == tokens
    assert all(token == token.lower() and not token.startswith("'") for token in tokens)


@pytest.mark.parametrize(
    ("text", "expected"), [("", False), ("... ' _", False), ("... 4", True), ("道", True)]
)
def test_a_text_has_words_if_it_has_tokens(text, expected):
    assert has_words(text) == expected == bool(tokenize(text))
