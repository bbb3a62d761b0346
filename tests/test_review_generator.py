"""The embedded reviews: the file regenerates, is balanced, and tests with sentence patterns of its own."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from data.generators import reviews as writer
from w2v_helpers.vocabulary import tokenize

FILE = Path(__file__).parents[1] / "data" / "reviews.tsv"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_regenerating_gives_the_committed_bytes(tmp_path):
    writer.main(["--output-dir", str(tmp_path)])
    assert (tmp_path / "reviews.tsv").read_bytes() == FILE.read_bytes()


def test_another_seed_gives_other_reviews():
    assert writer.generate(1) != writer.generate(2)


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    (tmp_path / "reviews.tsv").write_text("old")
    monkeypatch.setattr(writer, "generate", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        writer.write_file(tmp_path)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_sizes_and_balance(rows):
    assert Counter(row["split"] for row in rows) == writer.SIZES
    assert Counter((row["split"], row["label"]) for row in rows) == {
        (split, label): size // 2 for split, size in writer.SIZES.items() for label in writer.LABELS
    }
    for split, size in writer.SIZES.items():
        kinds = Counter(row["kind"] for row in rows if row["split"] == split)
        assert kinds == {kind: size * share // 20 for kind, share in writer.KINDS.items()}


def test_no_review_comes_twice(rows):
    assert len({row["review"] for row in rows}) == len(rows)


def test_no_pattern_is_in_both_splits():
    for kind in writer.PATTERNS:
        for label in writer.LABELS:
            train, test = (set(writer.patterns(kind, split, label)) for split in writer.SIZES)
            assert train and test and not train & test


def test_no_test_sentence_is_in_training(rows):
    sentences = {
        split: {
            sentence
            for row in rows
            if row["split"] == split
            for sentence in re.split(r"(?<=[.!?]) ", row["review"])
        }
        for split in writer.SIZES
    }
    assert not sentences["train"] & sentences["test"]


def test_nothing_is_left_to_fill(rows):
    for row in rows:
        review = row["review"]
        assert not re.search(r"[{}\[\]|*]|  |\.\.", review), review
        assert review[0].isupper() and review[-1] in ".!?", review
        assert not re.search(r"[.!?] [a-z]", review), review


def test_a_and_an(rows):
    for row in rows:
        for article, word in re.findall(r"\b([Aa]n?) ([A-Za-z]+)", row["review"]):
            vowel = word[0].lower() in "aeiou" and not re.match(r"(?i)uni|one|once|eu|use", word)
            assert (article.lower() == "an") == (vowel or word.startswith(("hour", "honest"))), row["review"]


def test_mass_nouns_have_no_article(rows):
    mass = {
        n.strip("*") for nouns, *_ in writer.ASPECTS.values() for n in nouns.split(", ") if n.endswith("*")
    }
    judgements = {
        word for _, *lists in writer.ASPECTS.values() for some in lists for word in some.split(", ")
    }
    for row in rows:
        for word, noun in re.findall(r"\b[Aa]n? (?:very |really |rather |truly )?(\w+) (\w+)", row["review"]):
            assert word not in judgements or noun not in mass, row["review"]


def test_praise_and_blame_share_no_word():
    for _, good, bad in writer.ASPECTS.values():
        assert not set(writer.words_of(good)) & set(writer.words_of(bad))
    assert not set(writer.words_of(writer.GOOD)) & set(writer.words_of(writer.BAD))


def test_traps_are_there(rows):
    """Words of the other label are in reviews of both labels: counting them cannot be enough."""
    opposite = {"positive": "bad", "negative": "good"}
    for label, word in opposite.items():
        held = [row for row in rows if row["label"] == label and word in tokenize(row["review"])]
        assert len(held) >= 10
    assert any("not bad" in row["review"].lower() for row in rows if row["label"] == "positive")
    assert any("not good" in row["review"].lower() for row in rows if row["label"] == "negative")


def test_the_dealer_gives_a_review_different_sentences(rows):
    for row in rows:
        sentences = re.split(r"(?<=[.!?]) ", row["review"])
        assert len(set(sentences)) == len(sentences), row["review"]
