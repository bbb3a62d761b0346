"""The embedded reviews: the file is reproducible and balanced, and test reviews use patterns of their own."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from data.generators import reviews

FILE = Path(__file__).parents[1] / "data" / "reviews.tsv"
SENTENCE_END = re.compile(r"(?<=[.!?]) ")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_regenerating_gives_the_committed_bytes(tmp_path):
    reviews.write_files(reviews.FILES, ["--output-dir", str(tmp_path)])
    assert (tmp_path / "reviews.tsv").read_bytes() == FILE.read_bytes()


def test_sizes_and_balance(rows):
    for split, size in {"train": 1600, "test": 400}.items():
        some = [row for row in rows if row["split"] == split]
        assert Counter(row["label"] for row in some) == {"positive": size // 2, "negative": size // 2}
        shares = {"plain": 12, "negation": 4, "mixed": 3, "trap": 1}
        assert Counter(row["kind"] for row in some) == {kind: size * n // 20 for kind, n in shares.items()}


def test_no_pattern_is_in_both_splits():
    for kind in reviews.PATTERNS:
        for label in reviews.LABELS:
            train, test = (set(reviews.patterns(kind, split, label)) for split in ("train", "test"))
            assert train and test and not train & test


def test_no_test_sentence_is_in_training(rows):
    sentences = {"train": set(), "test": set()}
    for row in rows:
        sentences[row["split"]].update(SENTENCE_END.split(row["review"]))
    assert not sentences["train"] & sentences["test"]


def test_no_review_and_no_sentence_of_a_review_is_repeated(rows):
    assert len({row["review"] for row in rows}) == len(rows)
    for row in rows:
        sentences = SENTENCE_END.split(row["review"])
        assert len(set(sentences)) == len(sentences), row["review"]


def test_reviews_are_well_formed(rows):
    for review in (row["review"] for row in rows):
        assert not re.search(r"[{}\[\]|*]|  |\.\.|[.!?] [a-z]", review), review
        assert review[0].isupper() and review[-1] in ".!?", review
        for article, word in re.findall(r"\b([Aa]n?) ([A-Za-z]+)", review):
            vowel = word[0].lower() in "aeiou" and not re.match(r"(?i)uni|one|once|eu|use", word)
            assert (article.lower() == "an") == (vowel or word.startswith(("hour", "honest"))), review


def test_words_of_the_other_label_are_in_both_labels(rows):
    """Counting words of praise and blame cannot be enough."""
    for label, word in {"positive": "bad", "negative": "good"}.items():
        texts = [row["review"].lower() for row in rows if row["label"] == label]
        assert sum(bool(re.search(rf"\b{word}\b", text)) for text in texts) >= 10
        assert any(f"not {word}" in text for text in texts)
