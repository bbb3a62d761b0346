"""What is reported about a corpus: its numbers, advice, and how it prints."""

import inspect

import numpy as np
import pytest
from hypothesis import given, strategies as st

from w2v_helpers.text.corpus import Corpus, load_corpus
from w2v_helpers.text.description import DEFAULTS, RULES, advise_settings, describe

COMMON = ["the", "of", "and", "to", "a", "in", "was", "he", "his", "it"]
UNSPACED = {
    "zh": "男孩带着狗去河边。那天很冷,可是他很高兴。",
    "ja": "少年は犬と一緒に川へ行った。寒い日だったが、彼は喜んで歌った。",
    "th": "เด็กชายไปที่แม่น้ำกับสุนัข",
}


def text(tokens: int, *, words: int = 400, documents: int = 10, common: float = 0.3, seed: int = 0):
    """Make documents that nothing is wrong with, unless the options say so."""
    rng = np.random.default_rng(seed)
    others = np.array([f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(words)])
    chosen = np.where(rng.random(tokens) < common, rng.choice(COMMON, tokens), rng.choice(others, tokens))
    return [part.tolist() for part in np.array_split(chosen, documents)]


def problems(corpus) -> str:
    """Return the advice after the sentence on the size."""
    return " ".join(describe(corpus).advice[1:])


# Numbers


def test_numbers_worked_by_hand():
    corpus = [["b", "a", "b"], [], ["b", "b", "c", "b", "a"]]
    found = describe(iter(corpus))  # read once
    assert (found.tokens, found.words, found.frequent_words, found.documents) == (8, 3, 1, 3)
    assert found.median_length == 4  # of 3 and 5
    assert found.most_frequent == (("b", 5), ("a", 2), ("c", 1)) and found.rarest == ()
    assert (found.name, found.encoding, found.counts.tolist()) == ("corpus", None, [5, 2, 1])


def test_the_rarest_words_are_none_of_the_most_frequent():
    found = describe([[word for n, word in enumerate("abcdefghijk") for _ in range(20 - n)]])
    assert [word for word, _ in found.most_frequent] == list("abcdefgh")
    assert found.rarest == (("i", 12), ("j", 11), ("k", 10))


def test_a_corpus_describes_itself():
    corpus = Corpus("toy", ["The wide road", "the hot sun"], encoding="cp1252")
    found = corpus.describe()
    assert (found.name, found.tokens, found.encoding) == ("toy", 6, "cp1252")
    assert str(found) == str(describe(corpus))


@pytest.mark.parametrize("corpus", [[], [[]]], ids=["no document", "an empty document"])
def test_a_text_without_words_is_refused(corpus):
    with pytest.raises(ValueError, match="give more text"):
        describe(corpus)


# Settings


def test_the_defaults_are_those_of_train():
    from w2v_helpers.training import train

    parameters = inspect.signature(train).parameters
    assert {name: parameters[name].default for name in DEFAULTS} == DEFAULTS
    assert all(rule.keys() <= DEFAULTS.keys() for _, _, rule in RULES)


@pytest.mark.parametrize("number", range(len(RULES)))
def test_rules_hold_up_to_their_boundaries(number):
    most, expectation, expected = RULES[number]
    tokens = 10**9 if np.isinf(most) else most - 1
    sentence, advised = advise_settings(np.full(100, tokens // 100) + (np.arange(100) < tokens % 100))
    assert sentence.startswith(f"{tokens:,} tokens: {expectation}")
    assert advised == expected
    written = [f"{name}={value}" for name, value in expected.items()] or ["the default settings"]
    assert all(setting in sentence for setting in written)


@pytest.mark.parametrize(
    ("counts", "min_count"),
    [
        ([5] * 50 + [1] * 250, 2),  # half of the tokens, 50 words
        ([5] * 50 + [1] * 251, 1),  # a little less than half
        ([5] * 49 + [1], 1),  # a word too few
        ([30] * 17, 2),  # few words, but no smaller min_count would bring more
    ],
    ids=["enough", "too little text", "too few words", "all words"],
)
def test_min_count_gives_way_where_words_are_rare(counts, min_count):
    assert advise_settings(np.array(counts))[1]["min_count"] == min_count


@given(st.lists(st.lists(st.sampled_from("abcdefghij"), max_size=12), min_size=1, max_size=12))
def test_training_accepts_what_is_advised(corpus):
    from w2v_helpers.dataset import check_enough
    from w2v_helpers.vocabulary import vocabulary_and_ids

    if len({word for tokens in corpus for word in tokens}) < 2 or max(map(len, corpus)) < 2:
        return  # nothing can be learned from it
    advised = DEFAULTS | describe(corpus).settings
    vocabulary, ids = vocabulary_and_ids(corpus, min_count=advised["min_count"])
    names = ("window_size", "num_negatives", "subsample")
    check_enough(ids, vocabulary, *(advised[name] for name in names))


# Problems


def test_nothing_is_wrong_with_usual_texts():
    assert problems(text(5_000)) == problems(load_corpus("tinyworld")) == ""


@pytest.mark.parametrize("code", UNSPACED)
def test_characters_taken_as_words_need_a_segmenter(code):
    characters = [char for char in UNSPACED[code] if char.isalpha()]
    assert f"tokenizer=w2v.segmenter('{code}')" in problems([characters])
    assert "spaces" not in problems([["".join(characters[n : n + 2]) for n in range(9)]])


def test_chinese_mixed_with_english_needs_a_segmenter_too():
    sentence = "我在北京用 TensorFlow 训练 embedding 模型 https://example.org"
    assert "segmenter('zh')" in problems(load_corpus([sentence] * 60))
    quotation = [*text(1_000), ["太", "阳"] * 20]
    assert "spaces" not in problems(quotation)


def test_a_script_that_no_segmenter_knows():
    assert "a tokenizer of your own" in problems([list("ກຂຄງຈ")])


def test_documents_shorter_than_a_window():
    tokens = [token for document in text(2_000) for token in document]
    pieces = {size: [tokens[n : n + size] for n in range(0, 2_000, size)] for size in (4, 5)}
    assert "at most 4 tokens" in problems(pieces[4]) and "documents='paragraphs'" in problems(pieces[4])
    assert problems(pieces[5]) == "" and "documents" not in problems(pieces[4][:19])


def test_repeated_lines():
    line = "the wide road shimmered in the hot sun".split()
    for times, is_told in ((150, False), (180, True)):
        assert ("repeated lines" in problems([*text(1_000), *[line] * times])) == is_told
    assert "100% of the text" in problems([line] * 1_000)


def test_numbers_instead_of_words():
    mixed = [*(f"{n}" for n in range(310)), *("abc" + chr(97 + n % 26) for n in range(690))]
    assert "31% of the tokens are numbers" in problems([mixed])
    assert "numbers" not in problems([mixed[20:]])


def test_function_words_that_were_removed():
    without = text(2_000, common=0)
    assert "seem to have been removed" in problems(without)
    assert problems([without[0]]) == ""  # too few to judge


def test_a_single_word():
    assert describe([["da"] * 30]).advice[1:] == (
        "All tokens are the same word: vectors need a text with several words.",
    )


# Printing


def test_it_prints_as_a_table_with_advice():
    found = Corpus("toy", ["The wide road " * 500, "the hot sun"]).describe()
    assert str(found).splitlines()[:6] == [
        "toy",
        "tokens            1,503",
        "distinct words    5",
        "at least 5 times  3",
        "documents         2, half of them with 751 tokens or more",
        "most frequent     the 501, wide 500, road 500, hot 1, sun 1",
    ]
    assert found.advice[0].startswith("1,503 tokens: ") and str(found).endswith(found.advice[-1])
    assert repr(found) == str(found) and "rarest" not in str(found)
