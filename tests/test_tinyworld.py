"""The embedded corpus: its files are reproducible, the text reads as English, and it holds the answers."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from data.generators import tinyworld

DATA = Path(__file__).parents[1] / "data"
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
FUNCTION_WORDS = set(
    """the and a an of to in on at for with from by as that it its they he she his her him them is was were be
    are had have all so but than there about one not no who when what if then only never every""".split()
)
CONTEXT = 12  # words on either side in which a sense shows itself
SENSE_CUES = {
    "bank": ({"river", "reeds", "muddy"}, {"money", "cashier"}),
    "spring": ({"march", "april", "winter"}, {"clock", "clockmaker"}),
    "seal": ({"rocks", "waves"}, {"wax", "envelope"}),
    "light": ({"dark", "window", "curtains"}, {"feathers", "lifted"}),
    "bat": ({"night", "wings"}, {"ball", "team", "match"}),
    "ring": ({"diamond", "finger", "jeweller"}, {"door", "silent"}),
}


@pytest.fixture(scope="module")
def text() -> str:
    return (DATA / "tinyworld.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def paragraphs(text) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]


@pytest.fixture(scope="module")
def counts(text) -> Counter:
    return Counter(TOKEN.findall(text.lower()))


@pytest.fixture(scope="module")
def sections() -> dict[str, list[tuple[str, ...]]]:
    sections = {}
    for line in (DATA / "tinyworld_analogies.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(": "):
            questions = sections[line[2:]] = []
        else:
            questions.append(tuple(line.split()))
    return sections


@pytest.fixture(scope="module")
def similar_pairs() -> dict[tuple[str, str], int]:
    header, *rows = (DATA / "tinyworld_similarity.tsv").read_text(encoding="utf-8").splitlines()
    assert header == "word1\tword2\tscore"
    pairs = {(one, other): int(score) for one, other, score in (row.split("\t") for row in rows)}
    assert len(pairs) == len(rows)
    return pairs


def test_regenerating_gives_the_committed_bytes(tmp_path):
    tinyworld.write_files(tinyworld.FILES, ["--output-dir", str(tmp_path)])
    names = {"tinyworld.txt", "tinyworld_analogies.txt", "tinyworld_similarity.tsv"}
    assert {path.name for path in tmp_path.iterdir()} == names
    for name in names:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), name


def test_size_of_text_and_vocabulary(counts):
    assert 245_000 <= counts.total() <= 255_000
    assert 1_200 <= len(counts) <= 1_600


def test_counts_follow_zipf_with_function_words_first(counts):
    frequent = counts.most_common(1000)
    slope, _ = np.polyfit(np.log(np.arange(1, 1001)), np.log([count for _, count in frequent]), deg=1)
    assert -1.25 <= slope <= -0.85
    assert {word for word, _ in frequent[:20]} <= FUNCTION_WORDS
    assert sum(count < 20 for count in counts.values()) >= 0.15 * len(counts)
    assert sum(count < 5 for count in counts.values()) >= 20


def test_sentences_are_filled_and_punctuated(paragraphs):
    for paragraph in paragraphs:
        assert not re.search(r"[{}<>|\[\]#_]|  |\.\.", paragraph), paragraph
        assert paragraph.lstrip('"')[0].isupper(), paragraph
        assert paragraph.rstrip('"')[-1] in ".!?", paragraph
        assert not re.search(r"[.!?] [a-z]| [,.;:!?]", paragraph), paragraph
        assert paragraph.count('"') % 2 == 0, paragraph


def test_a_and_an(paragraphs):
    for article, word in re.findall(r'\b([Aa]n?) "?([A-Za-z]+)', " ".join(paragraphs)):
        vowel = word[0].lower() in "aeiou" and not re.match(r"(?i)uni|one|once|eu|use", word)
        assert (article.lower() == "an") == (vowel or word.startswith(("hour", "honest"))), (article, word)


@pytest.mark.parametrize("word", SENSE_CUES)
def test_both_senses_of_a_word_are_used(word, paragraphs):
    seen = Counter()
    for paragraph in paragraphs:
        tokens = TOKEN.findall(paragraph.lower())
        for at in (at for at, token in enumerate(tokens) if token == word):
            near = set(tokens[max(0, at - CONTEXT) : at + CONTEXT + 1])
            seen.update(sense for sense, cues in enumerate(SENSE_CUES[word]) if near & cues)
    assert seen[0] >= 15 and seen[1] >= 15, seen


def test_analogies_are_all_ordered_pairs_of_pairs(sections):
    assert len(sections) == 10
    for name, questions in sections.items():
        pairs = {question[:2] for question in questions}
        assert len(pairs) >= 8, name
        assert sorted(questions) == sorted(one + other for one in pairs for other in pairs if one != other)
    assert ("king", "queen", "uncle", "aunt") in sections["gender"]
    assert ("sing", "sang", "bake", "baked") in sections["past-tense"]
    assert ("deep", "deepest", "tall", "tallest") in sections["superlative"]


def test_similarity_scores_are_balanced(similar_pairs):
    assert Counter(similar_pairs.values()) == dict.fromkeys([10, 7, 4, 2, 0], 50)
    assert len({frozenset(pair) for pair in similar_pairs}) == 250
    assert all(one != other for one, other in similar_pairs)


def test_answers_can_be_learned_from_the_text(sections, similar_pairs, counts):
    words = {word for questions in sections.values() for question in questions for word in question}
    assert {word: counts[word] for word in words if counts[word] < 60} == {}
    words = {word for pair in similar_pairs for word in pair}
    assert {word: counts[word] for word in words if counts[word] < 10} == {}
