"""What is said of a corpus: its numbers, its language, advice, and how it is shown."""

import base64
import inspect
import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as repeatable
from hypothesis import strategies as st

from w2v_helpers.text import description as module
from w2v_helpers.text.corpus import Corpus, load_corpus, tokenize
from w2v_helpers.text.description import DEFAULTS, RULES, advise_settings, describe, guess_language

SAMPLES = {
    "English": "The boy went down to the river with his dog. It was a cold day, but he was happy and sang.",
    "German": "Der Junge ging mit dem Hund an den Fluss. Es war ein kalter Tag, aber er war nicht traurig.",
    "French": "Le garçon est allé à la rivière avec le chien. Il ne faisait pas chaud, et la ville est loin.",
    "Spanish": "El niño fue al río con su perro. Hacía frío en la calle, pero no lloró y se rió de las olas.",
    "Italian": "Il ragazzo andò al fiume con il cane. Non era una bella giornata, ma il sole è di tutti.",
    "Portuguese": "O menino foi ao rio com o cão. Não era um dia quente, mas a gente ria e não se foi.",
    "Dutch": "De jongen ging met zijn hond naar de rivier. Het was een koude dag, maar hij was niet bang.",
    "Swedish": "Pojken gick till floden med en hund. Det var inte varmt, men han var glad och sjöng för sig.",
    "Polish": "Chłopiec poszedł z psem nad rzekę. To nie był ciepły dzień, ale się śmiał, bo do domu.",
    "Finnish": "Poika on joella ja koira on myös siellä. Hän ei itke, mutta ilma oli niin kylmä.",
    "Turkish": "Çocuk ve köpek bir gün nehre gitti. Hava çok soğuk ama o da mutlu, bu yol için iyi bir gün.",
    "Russian": "Мальчик пошёл на реку, и собака шла за ним. День был не тёплый, но он не плакал, а пел.",
    "Arabic": "ذهب الولد إلى النهر مع الكلب في يوم بارد من أيام الشتاء، لكن هذا اليوم كان جميلا على كل حال.",
    "Greek": "Το αγόρι πήγε στο ποτάμι με τον σκύλο.",
    "Korean": "소년은 개와 함께 강으로 갔다.",
    "Chinese": "男孩带着狗去河边。那天很冷,可是他很高兴。",
    "Japanese": "少年は犬と一緒に川へ行った。寒い日だったが、彼は喜んで歌った。",
    "Thai": "เด็กชายไปที่แม่น้ำกับสุนัข",
}
COMMON = ["the", "of", "and", "to", "a", "in", "was", "he", "his", "it"]


def text(tokens: int, *, words: int = 400, documents: int = 10, common: float = 0.3, seed: int = 0):
    """Make documents that nothing is wrong with, unless the options say so."""
    rng = np.random.default_rng(seed)
    others = np.array([f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(words)])
    chosen = np.where(rng.random(tokens) < common, rng.choice(COMMON, tokens), rng.choice(others, tokens))
    return [part.tolist() for part in np.array_split(chosen, documents)]


def problems(corpus) -> list[str]:
    """Return the advice behind the sentence on the size."""
    return list(describe(corpus).advice[1:])


# Numbers


def test_numbers_worked_by_hand():
    corpus = [["b", "a", "b"], [], ["b", "b", "c", "b", "a"]]
    found = describe(corpus)
    assert (found.tokens, found.words, found.frequent_words, found.documents) == (8, 3, 1, 3)
    assert found.median_length == 4  # of 3 and 5
    assert found.most_frequent == (("b", 5), ("a", 2), ("c", 1)) and found.rarest == ()
    assert (found.name, found.encoding, found.counts.tolist()) == ("corpus", None, [5, 2, 1])


def test_the_rarest_words_are_none_of_the_most_frequent():
    found = describe([[word for n, word in enumerate("abcdefghijk") for _ in range(20 - n)]])
    assert [word for word, _ in found.most_frequent] == list("abcdefgh")
    assert found.rarest == (("i", 12), ("j", 11), ("k", 10))
    many = describe([[chr(97 + n) for n in range(26) for _ in range(40 - n)]])
    assert [word for word, _ in many.rarest] == list("stuvwxyz")


def test_a_corpus_describes_itself():
    corpus = Corpus("toy", ["The wide road", "the hot sun"])
    found = corpus.describe()
    assert found.name == "toy" and found.tokens == 6
    assert str(found) == str(describe(corpus))


def test_a_corpus_is_gone_through_once():
    assert describe(iter([["a", "b"], ["a"]])).tokens == 3


def test_a_text_without_words_is_refused():
    with pytest.raises(ValueError, match="None of the 0 tokens"):
        describe([[]])


# Language


@pytest.mark.parametrize("language", SAMPLES)
def test_languages(language):
    assert describe(Corpus("sample", [SAMPLES[language]])).language == language


def test_chinese_characters_with_a_few_kana_are_japanese():
    assert guess_language({"東京": 40, "は": 9}) == "Japanese"
    assert guess_language({"東京": 40, "は": 8}) == "Chinese"  # a quotation, perhaps


def test_japanese_without_segmenter_is_not_chinese():
    for language in ("Japanese", "Chinese"):
        assert describe([[char for char in SAMPLES[language] if char.isalpha()]]).language == language


@pytest.mark.parametrize(
    "words", [["xyzzy", "plugh"], ["1", "2", "3"], ["de", "la"], ["road", "sun"], ["", "x"], ["😀"]]
)
def test_an_unclear_language(words):
    assert guess_language(dict.fromkeys(words, 3)) == "unclear"


def test_capital_letters_do_not_matter():
    assert guess_language({"Der": 3, "Und": 2, "HAUS": 1}) == "German"


def test_a_guess_needs_a_share_and_a_lead():
    enough = {"und": 10, "haus": 90}
    assert guess_language(enough) == "German"
    assert guess_language(enough | {"haus": 91}) == "unclear"
    # "en" is French, Spanish, Dutch and more; "het" is Dutch alone.
    assert guess_language({"en": 20, "het": 2}) == "Dutch"
    assert guess_language({"en": 20, "het": 1}) == "unclear"


def test_no_function_word_stands_twice_and_all_are_tokens():
    for language, words in module.FUNCTION_WORDS.items():
        assert len(set(words.split())) == len(words.split()) >= 18, language
        assert tokenize(words) == words.split(), language


# Settings


def test_the_defaults_are_those_of_train():
    from w2v_helpers.training import train

    parameters = inspect.signature(train).parameters
    assert {name: parameters[name].default for name in DEFAULTS} == DEFAULTS
    assert all(settings.keys() <= DEFAULTS.keys() for _, _, settings in RULES)


def counts_of(tokens: int) -> np.ndarray:
    """Return counts of a hundred words that all occur often."""
    return np.full(100, tokens // 100) + (np.arange(100) < tokens % 100)


@pytest.mark.parametrize("number", range(len(RULES) - 1))
def test_rules_change_at_their_boundaries(number):
    most = RULES[number][0]
    for tokens, (_, expectation, expected) in ((most - 1, RULES[number]), (most, RULES[number + 1])):
        sentence, advised = advise_settings(counts_of(tokens))
        assert sentence.startswith(f"{tokens:,} tokens: {expectation}")
        assert advised == expected
        assert all(f"{name}={value}" in sentence for name, value in expected.items())


def test_rules_are_ordered_and_reach_to_any_size():
    sizes = [most for most, _, _ in RULES]
    assert sizes == sorted(sizes) and sizes[-1] == float("inf")
    sentence, advised = advise_settings(counts_of(10**9))
    assert advised == {} and sentence.endswith("the default settings suit it.")


def test_advice_does_not_change_the_rules():
    before = repr(RULES)
    advise_settings(np.array([3, 2, 1]))
    assert repr(RULES) == before


@pytest.mark.parametrize(
    ("counts", "min_count"),
    [
        ([5] * 50 + [1] * 250, 5),  # half of the tokens, 50 words
        ([5] * 50 + [1] * 251, 1),  # a little less than half
        ([5] * 49 + [4], 4),  # a word too few
        ([5] * 49 + [1], 1),
        ([50, 2, 1], 1),
        ([30] * 17, 5),  # few words, but no smaller min_count would bring more
    ],
)
def test_min_count_gives_way_where_words_are_rare(counts, min_count):
    sentence, advised = advise_settings(np.array(counts))
    rule = next(settings for most, _, settings in RULES if sum(counts) < most)
    expected = min(min_count, rule.get("min_count", 5))
    assert advised.get("min_count", 5) == expected


def test_settings_that_training_would_refuse_give_way():
    _, advised = advise_settings(np.array([2, 1, 1]))
    assert advised["num_negatives"] == 2 and advised["window_size"] == 3 and advised["subsample"] is None
    _, advised = advise_settings(np.full(40, 5))
    assert "subsample" not in advised and "num_negatives" not in advised
    _, advised = advise_settings(np.append(np.full(39, 5), 4))
    assert advised["subsample"] is None


@repeatable(derandomize=True, deadline=None, database=None, max_examples=200)
@given(st.lists(st.lists(st.sampled_from("abcdefghij"), max_size=12), min_size=1, max_size=12))
def test_training_takes_what_is_advised(corpus):
    from w2v_helpers.dataset import check_enough
    from w2v_helpers.vocabulary import vocabulary_and_ids

    if len({word for tokens in corpus for word in tokens}) < 2 or max(map(len, corpus)) < 2:
        return  # nothing can be learned from it
    advised = DEFAULTS | describe(corpus).settings
    vocabulary, ids = vocabulary_and_ids(corpus, min_count=advised["min_count"])
    names = ("window_size", "num_negatives", "subsample")
    check_enough(ids, vocabulary, *(advised[name] for name in names))


# Problems


def test_nothing_is_wrong_with_a_usual_text():
    assert problems(text(5_000)) == []
    assert problems(load_corpus("tinyworld")) == []


def test_nothing_is_wrong_with_shakespeare(shakespeare):
    assert problems(shakespeare) == []


@pytest.mark.parametrize(("language", "code"), [("Chinese", "zh"), ("Japanese", "ja"), ("Thai", "th")])
def test_characters_taken_as_words(language, code):
    characters = [char for char in SAMPLES[language] if char.isalpha()]
    said = problems([characters])[0]
    assert f"{language} is written without spaces" in said and f"tokenizer=w2v.segmenter('{code}')" in said
    assert not any(
        "without spaces" in said for said in problems([["".join(characters[n : n + 2]) for n in range(9)]])
    )


def test_words_of_one_character_among_others_are_no_sign_of_it():
    for others, is_told in ((4, True), (6, False)):
        tokens = ["河"] * (100 - others) + ["男孩"] * others
        assert any("without spaces" in said for said in problems([tokens])) == is_told


def test_a_script_that_no_segmenter_knows():
    assert "a tokenizer of your own" in problems([list("ກຂຄງຈ")])[0]


def test_documents_shorter_than_a_window():
    tokens = [token for document in text(2_000) for token in document]
    pieces = {size: [tokens[n : n + size] for n in range(0, 2_000, size)] for size in (4, 5)}
    assert problems(pieces[4])[0].startswith(
        "Half of the documents have at most 4 tokens, less than a window"
    )
    assert problems(pieces[5]) == []
    for count, is_told in ((19, False), (20, True)):
        assert any("documents='paragraphs'" in said for said in problems(pieces[4][:count])) == is_told


def test_a_line_that_is_repeated():
    line = "the wide road shimmered in the hot sun".split()
    others = text(1_000)
    for times, is_told in ((150, False), (180, True)):
        said = problems([*others, *[line] * times])
        assert any("stands in it before" in sentence for sentence in said) == is_told
    assert problems([line] * 1_000)[0].startswith("100% of the text stands in it before")


def test_repetition_worked_by_hand():
    assert module._repetition(np.arange(2, 40)) == 0
    assert module._repetition(np.array([2, 3])) == 0
    assert module._repetition(np.tile([2, 3, 4, 0], 100)) == 1 - 4 / 396
    big = np.random.default_rng(0).integers(2, 50, 2_000)
    windows = {tuple(big[n : n + 5]) for n in range(len(big) - 4)}
    assert module._repetition(big) == 1 - len(windows) / (len(big) - 4)


def test_numbers_instead_of_words():
    mixed = [*(f"{n}" for n in range(310)), *("abc" + chr(97 + n % 26) for n in range(690))]
    assert problems([mixed])[0].startswith("31% of the tokens are numbers")
    assert not any("numbers" in said for said in problems([mixed[20:]]))
    assert not any("numbers" in said for said in problems([[f"r2d{n}" for n in range(100)]]))


def test_nothing_but_function_words():
    assert any("words like" in said for said in problems(text(3_000, common=0.6)))
    assert problems(text(3_000, common=0.5)) == []


def test_function_words_taken_out():
    taken_out = text(2_000, common=0)
    assert problems(taken_out) == [
        "Words like “the” seem to be taken out: give the whole text, training thins them by itself."
    ]
    assert not any("taken out" in said for said in problems([taken_out[0]]))  # too few to judge


def test_almost_every_word_is_rare():
    rare = [f"rare{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(600)] * 2
    common = np.random.default_rng(0).choice(COMMON, 1_140).tolist()
    assert "51% of the tokens are words that occur less than 5 times" in problems([[*rare, *common]])[0]
    assert problems([[*rare[:1120], *common]]) == []
    assert problems([rare[:600]]) == []  # too few to judge


def test_a_single_word():
    found = describe([["da"] * 30])
    assert found.advice[1] == "All tokens are the same word: vectors need a text of several words."
    assert len(found.advice) == 2


def test_advice_is_one_to_three_sentences():
    awful = [["1", "2"]] * 50 + [["1"]]
    for corpus in (awful, text(2_000), [["1", "2", "3"]]):
        advice = describe(corpus).advice
        assert 1 <= len(advice) <= 3
        assert all(sentence[0].isupper() or sentence[0].isdigit() for sentence in advice)
        assert all(sentence.endswith(".") and "\n" not in sentence for sentence in advice)


# Display


def shown(found, monkeypatch) -> list:
    """Return what a notebook would show."""
    outputs = []
    monkeypatch.setattr("IPython.display.display", lambda output, **options: outputs.append(output))
    found._ipython_display_()
    return outputs


def test_the_text():
    corpus = Corpus("toy", ["The wide road " * 500, "the hot sun"])
    lines = str(corpus.describe()).splitlines()
    assert lines[:5] == [
        "toy",
        "tokens            1,503",
        "distinct words    5",
        "at least 5 times  3",
        "documents         2, half of them of 751 tokens or more",
    ]
    assert lines[6].startswith("most frequent     the 501, wide 500") and lines[-2].startswith(
        "1,503 tokens: "
    )
    assert repr(corpus.describe()) == str(corpus.describe())


def test_what_says_nothing_is_not_shown():
    lines = str(describe([["a", "b"]])).splitlines()
    assert "documents         1" in lines and not any("rarest" in line for line in lines)


def test_the_encoding_is_shown_where_it_is_known():
    class Encoded(list):
        encoding = "cp1252"

    assert "\nencoding          cp1252\n" in str(describe(Encoded([["a", "b"]])))
    assert "encoding" not in str(describe([["a", "b"]]))


def test_a_notebook_shows_text_and_plot(monkeypatch):
    found = describe([["<b>", "a&b", "a&b"]])
    table, picture = shown(found, monkeypatch)
    assert table["text/plain"] == str(found)
    assert "&lt;b&gt; 1" in table["text/html"] and "<b>" not in table["text/html"]
    assert all(sentence in table["text/html"] for sentence in found.advice)
    assert picture.data.startswith(b"\x89PNG") and plt.imread(io.BytesIO(picture.data)).shape[0] > 100
    assert not plt.get_fignums()
    assert base64.b64encode(picture.data).decode()[:20] not in table["text/html"]


def test_the_same_corpus_is_shown_the_same(monkeypatch):
    one, other = (shown(describe(text(500)), monkeypatch)[0] for _ in range(2))
    assert one == other
