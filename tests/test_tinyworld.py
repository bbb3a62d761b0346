"""The embedded corpus: the files regenerate, the text is a text, and the answers can be learned from it."""

import math
import re
from collections import Counter
from pathlib import Path

import pytest

from data.generators import scenes, tinyworld
from data.generators import words as lexicon

DATA = Path(__file__).parent.parent / "data"
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
FUNCTION_WORDS = set(
    """the and a an of to in on at for with from by as that it its they he she his her him them is was were be
    are had have all so but than there about one not no who when what if then only never every""".split()
)
CONTEXT = 12  # words on either side in which a sense shows itself
SENSE_CUES = {
    "bank": ({"river", "reeds", "muddy"}, {"money", "cashier", "savings"}),
    "spring": ({"march", "april", "winter"}, {"clock", "clockmaker"}),
    "seal": ({"rocks", "waves"}, {"wax", "envelope"}),
    "light": ({"dark", "window", "curtains"}, {"feathers", "lifted"}),
    "bat": ({"night", "wings"}, {"ball", "team", "match"}),
    "ring": ({"diamond", "finger", "jeweller"}, {"door", "doorbell", "silent"}),
}


@pytest.fixture(scope="module")
def text() -> str:
    return (DATA / "tinyworld.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def paragraphs(text) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]


@pytest.fixture(scope="module")
def sentences(paragraphs) -> list[str]:
    return [part for paragraph in paragraphs for part in re.split(r'(?<=[.!?])"? (?="?[A-Z])', paragraph)]


@pytest.fixture(scope="module")
def counts(text) -> Counter:
    return Counter(TOKEN.findall(text.lower()))


@pytest.fixture(scope="module")
def sections() -> dict[str, list[list[str]]]:
    out: dict[str, list[list[str]]] = {}
    for line in (DATA / "tinyworld_analogies.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(": "):
            questions = out[line[2:]] = []
        else:
            questions.append(line.split())
    return out


@pytest.fixture(scope="module")
def similar_pairs() -> list[tuple[str, str, int]]:
    header, *rows = (DATA / "tinyworld_similarity.tsv").read_text(encoding="utf-8").splitlines()
    assert header == "word1\tword2\tscore"
    return [(one, other, int(score)) for one, other, score in (row.split("\t") for row in rows)]


# --- The files -------------------------------------------------------------------------------------------


def test_regenerating_gives_the_committed_bytes(tmp_path):
    tinyworld.main(["--output-dir", str(tmp_path)])
    assert {path.name for path in tmp_path.iterdir()} == set(tinyworld.FILES)
    for name in tinyworld.FILES:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), name


def test_another_seed_gives_another_text():
    assert tinyworld.generate(2, 1000) != tinyworld.generate(3, 1000) == tinyworld.generate(3, 1000)


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    (tmp_path / "tinyworld.txt").write_text("old")
    monkeypatch.setattr(tinyworld, "FILES", {"tinyworld.txt": lambda: 1 / 0})
    with pytest.raises(ZeroDivisionError):
        tinyworld.write_files(tmp_path)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


# --- The words -------------------------------------------------------------------------------------------


def test_size_of_text_and_vocabulary(text, counts):
    assert 245_000 <= counts.total() <= 255_000
    assert 1_200 <= len(counts) <= 1_600
    assert len(text.encode()) < 2_000_000


def test_counts_fall_like_zipf(counts):
    ranked = [count for _, count in counts.most_common(1000)]
    ranks = [math.log(rank) for rank in range(1, 1001)]
    logs = [math.log(count) for count in ranked]
    middle, height = sum(ranks) / 1000, sum(logs) / 1000
    slope = sum((x - middle) * (y - height) for x, y in zip(ranks, logs, strict=True))
    slope /= sum((x - middle) ** 2 for x in ranks)
    assert -1.25 <= slope <= -0.85


def test_the_tail_is_long(counts):
    assert sum(count < 20 for count in counts.values()) >= 0.15 * len(counts)
    assert sum(count < 5 for count in counts.values()) >= 20


def test_function_words_lead(counts):
    top = [word for word, _ in counts.most_common(20)]
    assert top[:2] == ["the", "and"] and set(top[:8]) >= {"a", "of"}
    assert set(top) <= FUNCTION_WORDS


# --- The sentences ---------------------------------------------------------------------------------------


def test_lines_are_wrapped_and_sentences_cross_them(text):
    lines = [line for line in text.splitlines() if line]
    assert max(map(len, lines)) <= tinyworld.WIDTH
    assert sum(len(TOKEN.findall(line)) > 10 for line in lines) > 0.5 * len(lines)
    assert sum(not line.endswith((".", "!", "?", '"')) for line in lines) > 0.5 * len(lines)


def test_sentences_vary_in_length(sentences):
    lengths = [len(TOKEN.findall(sentence)) for sentence in sentences]
    assert min(lengths) <= 3 and max(lengths) >= 25
    assert 9 <= sum(lengths) / len(lengths) <= 14


def test_no_sentence_comes_too_often(sentences):
    sentence, count = Counter(sentences).most_common(1)[0]
    assert count <= 40, sentence
    assert len(set(sentences)) > 0.75 * len(sentences)


def test_nothing_is_left_to_fill(text):
    assert not re.search(r"[{}<>|\[\]#_]", text)
    assert "  " not in text and ".." not in text


def test_capitals_and_stops(paragraphs):
    for paragraph in paragraphs:
        assert paragraph.lstrip('"')[0].isupper(), paragraph
        assert paragraph.rstrip('"')[-1] in ".!?", paragraph
        assert not re.search(r"[.!?] [a-z]", paragraph), paragraph
        assert not re.search(r" [,.;:!?]", paragraph), paragraph
        assert paragraph.count('"') % 2 == 0, paragraph


def test_a_and_an(paragraphs):
    for paragraph in paragraphs:
        for article, word in re.findall(r'\b([Aa]n?) "?([A-Za-z]+)', paragraph):
            vowel = word[0].lower() in "aeiou" and not re.match(r"(?i)uni|one|once|eu|use", word)
            assert (article.lower() == "an") == (vowel or word.startswith(("hour", "honest"))), (
                article,
                word,
            )


def test_pronouns_agree_with_people(paragraphs):
    his = re.compile(r"\b(?:king|monk|boy|father|uncle|duke) (?:[a-z]+ ){0,2}herself")
    hers = re.compile(r"\b(?:queen|nun|girl|mother|aunt|duchess) (?:[a-z]+ ){0,2}himself")
    assert not [paragraph for paragraph in paragraphs if his.search(paragraph) or hers.search(paragraph)]
    assert any("queen herself" in paragraph for paragraph in paragraphs)


def test_slots_of_every_scene_are_known():
    writer = tinyworld.Writer(7)
    for _ in range(600):
        writer.paragraph()  # raises KeyError for a slot that nothing fills
    assert {name for name, deck in writer.dealer.decks.items() if name in scenes.SCENES} == set(scenes.SCENES)


@pytest.mark.parametrize("word", SENSE_CUES)
def test_both_senses_of_a_word_are_used(word, paragraphs):
    seen = Counter()
    for paragraph in paragraphs:
        tokens = TOKEN.findall(paragraph.lower())
        for at in (at for at, token in enumerate(tokens) if token == word):
            near = set(tokens[max(0, at - CONTEXT) : at + CONTEXT + 1])
            seen.update(sense for sense, cues in enumerate(SENSE_CUES[word]) if near & cues)
    assert seen[0] >= 15 and seen[1] >= 15, seen


def test_the_senses_checked_are_those_of_the_scenes():
    assert set(SENSE_CUES) == set(scenes.SENSES)


# --- The answer key --------------------------------------------------------------------------------------


def test_analogy_sections_are_all_ordered_pairs_of_pairs(sections):
    assert set(sections) == set(lexicon.SECTIONS)
    for name, questions in sections.items():
        pairs = {tuple(question[:2]) for question in questions}
        assert len(pairs) >= 8, name
        expected = {(*one, *other) for one in pairs for other in pairs if one != other}
        assert {tuple(question) for question in questions} == expected and len(questions) == len(expected), (
            name
        )


def test_analogy_words_are_frequent(sections, counts):
    words = {word for questions in sections.values() for question in questions for word in question}
    assert {word: counts[word] for word in words if counts[word] < 60} == {}
    assert all(word == word.lower() for word in words)


def test_known_answers_are_in_the_key(sections):
    assert ["king", "queen", "uncle", "aunt"] in sections["gender"]
    assert ["sing", "sang", "bake", "baked"] in sections["past-tense"]
    assert ["deep", "deepest", "tall", "tallest"] in sections["superlative"]


def test_similarity_levels_are_balanced(similar_pairs):
    assert 200 <= len(similar_pairs) <= 300
    levels = Counter(score for _, _, score in similar_pairs)
    assert set(levels) == set(lexicon.SCORES.values()) and len(set(levels.values())) == 1
    assert len({frozenset(pair[:2]) for pair in similar_pairs}) == len(similar_pairs)
    assert all(one != other for one, other, _ in similar_pairs)


def test_similarity_words_are_in_the_text(similar_pairs, counts):
    words = {word for pair in similar_pairs for word in pair[:2]}
    assert {word: counts[word] for word in words if counts[word] < 10} == {}


def test_likeness_follows_the_categories():
    groups = {word: group for group in tinyworld.groups() for word in group[2]}
    expected = {
        ("king", "queen"): 10,
        ("calf", "lamb"): 7,
        ("king", "crown"): 4,
        ("king", "baker"): 2,
        ("plum", "king"): 0,
    }
    assert {pair: tinyworld.likeness(*(groups[word] for word in pair)) for pair in expected} == expected


# --- Verbs and articles ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "flags", "tense", "plural", "form"),
    [
        ("be", "", "past", False, "was"),
        ("be", "+", "past", False, "were"),
        ("be", "n", "present", True, "are"),
        ("be", "n", "present", False, "is"),
        ("sing", "", "past", False, "sang"),
        ("sing", "p+", "past", False, "sing"),
        ("carry", "d", "present", False, "carried"),
        ("stop", "ing", "past", False, "stopping"),
        ("bake", "ing", "past", False, "baking"),
        ("lie", "ing", "past", False, "lying"),
        ("can", "", "present", False, "can"),
        ("walk", "inf", "past", True, "walk"),
    ],
)
def test_inflect(verb, flags, tense, plural, form):
    assert tinyworld.inflect(verb, flags, tense, plural) == form


def test_polish():
    assert (
        tinyworld.polish('a old king sat. "a unicorn!" he said.') == 'An old king sat. "A unicorn!" he said.'
    )


def test_dealer_deals_everything_before_it_repeats():
    dealer = tinyworld.Dealer(tinyworld.Random(1))
    assert sorted(dealer.deal("deck", "abc") for _ in range(3)) == ["a", "b", "c"]
