"""Words in pictures: any word is drawn as it is, in a font that has its letters, and hides no other."""

import itertools
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.font_manager import findfont, get_font

from w2v_helpers._checks import CourseWarning
from w2v_helpers.plotting import labels, plot_bars, plot_map, plot_neighbours
from w2v_helpers.vectors import WordVectors

ODD = ["$", "us$", "a$$in", "$5-$10", "$$", "$\\frac$", "$x_1$", "100%", "a_b", "\\alpha", "<b>", "{", '"']
PRIVATE = "\ue123"  # a code point that stands for no letter


def vectors_of(words):
    return WordVectors(words, np.random.default_rng(0).normal(size=(len(words), 5)))


def test_words_with_dollar_signs_are_drawn_as_they_are():
    vectors = vectors_of(["road", "sun", "sea", *ODD])
    ax = plot_map(vectors, {word: [word] for word in vectors.words})
    notes = [text for text in ax.texts if text.get_text()]
    assert [text.get_text() for text in notes] == vectors.words
    assert not any(text.get_parse_math() for text in [*notes, *ax.get_legend().get_texts()])
    ax.figure.canvas.draw()
    plot_bars(ODD, {word: [1] * len(ODD) for word in ODD}, title="$5-$10").figure.canvas.draw()
    plot_neighbours(vectors, "$\\frac$").figure.canvas.draw()


def test_formulas_of_the_reader_stay_formulas():
    ax = plot_bars(["a"], {"one": [1]}, title="T")
    ax.set_title(r"$\sigma$")
    assert ax.title.get_parse_math()


def test_letters_without_a_font_are_boxes_and_said_once():
    words = ["road", "sun", "sea" + PRIVATE]
    with pytest.warns(CourseWarning, match=f"{PRIVATE}.*fonts-noto-cjk") as said:
        plot_map(vectors_of(words), words).figure.canvas.draw()
    assert len(said) == 1


def test_another_font_is_used_for_the_letters_that_it_has(monkeypatch):
    monkeypatch.setattr(labels, "_FONTS", ["STIXGeneral"])  # matplotlib brings it along
    theirs, own = (get_font(findfont(name)).get_charmap() for name in ("STIXGeneral", "DejaVu Sans"))
    words = ["naïve", "слово", "كتاب", chr(min(set(theirs) - set(own)))]
    with warnings.catch_warnings(action="error"):
        ax = plot_map(vectors_of(words), words)
        ax.figure.canvas.draw()
    assert [text.get_text() for text in ax.texts if text.get_text()] == words


def test_words_on_a_map_do_not_hide_each_other():
    vectors = vectors_of([f"word{number}" for number in range(30)])
    ax = plot_map(vectors, vectors.words)
    ax.figure.canvas.draw()
    boxes = [note.get_window_extent() for note in ax.texts if note.get_text()]
    overlaps = sum(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    assert overlaps <= 2
    frame = ax.get_window_extent()
    assert all(frame.x0 <= box.x0 and box.x1 <= frame.x1 for box in boxes)


def test_drawing_changes_no_setting_of_matplotlib():
    before = dict(plt.rcParams)
    with warnings.catch_warnings(action="ignore"):
        plot_bars(["路"], {"one": [1]}, title="路")
    assert dict(plt.rcParams) == before
