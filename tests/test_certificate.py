"""The page that says what a reader has done."""

import re
from pathlib import Path

import numpy as np
import pytest

import w2v_helpers as w2v
from w2v_helpers import exercises


@pytest.fixture(autouse=True)
def progress(monkeypatch, tmp_path):
    monkeypatch.setenv("W2V_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "progress.json"


def cells_of(page):
    """Return the second cell of each row of a page's tables by the first."""
    return dict(re.findall(r"<tr><td[^>]*>\s*(.*?)\s*</td><td[^>]*>\s*(.*?)\s*</td>", page))


def test_exercises_are_counted_by_lesson(progress):
    progress.write_text('{"skip_grams": ["left_pairs", "quiz", "of an earlier edition"], "old": ["x"]}')
    page = exercises.certificate("Ada")
    text, cells = page.path.read_text(encoding="utf-8"), cells_of(page._repr_html_())
    assert "<p>Ada</p>" in text and cells_of(text) == cells and "certificate.html" in repr(page)
    assert cells["skip grams"] == "2 of 3" and not re.search("src=|href=|url", text)
    assert re.fullmatch(r"2 of \d+", cells["all lessons"]) and len(cells) == len(exercises.LESSONS) + 1


def test_vectors_are_described_as_far_as_they_can_be():
    words = ["king", "queen", "man", "woman", "<the>", *map("word{}".format, range(20))]
    vectors = w2v.WordVectors(words, np.random.default_rng(0).normal(size=(25, 4)))
    cells = cells_of(exercises.certificate("<Ada & Bob>", vectors, "new/page.html", ["queen", "duke"]).body)
    assert "<p>&lt;Ada &amp; Bob&gt;</p>" in Path("new/page.html").read_text(encoding="utf-8")
    assert cells["size"] == "25 words, 4 dimensions" and cells["analogies"].endswith(" right")
    assert cells["nearest to queen"].count(", ") == 9 and "&lt;the&gt;" in str(cells)
    assert len(cells) == len(exercises.LESSONS) + 5 and "nearest to duke" not in cells
    cells = cells_of(exercises.certificate(vectors=w2v.WordVectors("abc", np.eye(3))).body)
    assert cells["all lessons"].startswith("0 of ") and not {"analogies", "similarity"} & set(cells)


@pytest.mark.parametrize("bad", [{"name": 7}, {"vectors": [1]}, {"vectors": w2v.WordVectors(["a"], [[1]])}])
def test_bad_values_leave_no_file(tmp_path, bad):
    with pytest.raises(ValueError, match="must be"):
        exercises.certificate(**bad)
    assert not list(tmp_path.iterdir())
