"""The diagnosis: shares by hand and as `neighbour_agreement` finds them, and advice on good and bad."""

import numpy as np
import pytest

from w2v_helpers.diagnosis import ASKED, diagnose
from w2v_helpers.evaluation import neighbour_agreement
from w2v_helpers.text.corpus import Corpus, load_corpus
from w2v_helpers.training import train
from w2v_helpers.vectors import WordVectors

WORDS = ["the", "sun", "hot", "road", "wide", "king", "crown", "moor"]
COUNTS = [40, 12, 10, 8, 6, 5, 5, 2]  # "the" alone is four tenths; "moor" is too rare to be asked


def at(*degrees: float) -> WordVectors:
    angles = np.deg2rad(degrees)
    return WordVectors(WORDS, np.stack([np.cos(angles), np.sin(angles)], axis=1), COUNTS)


OURS = at(0, 5, 26, 60, 64, 120, 125, 122)  # the ← sun ← hot, road ↔ wide, king → moor ← crown
AGAIN = at(0, 5, 26, 60, 64, 200, 125, 122)  # king → crown
LONGER = at(0, 20, 26, 60, 64, 120, 125, 122)  # sun → hot
TEXT = Corpus(
    "toy", ["see the sun by King of Moor", "a wide Road", "hot crown, and the king, and the King's"]
)


def test_shares_by_hand():
    found = diagnose(OURS, AGAIN, LONGER, TEXT, topn=1)
    assert list(found.bands["rare"].values()) == [2, 5, 5, 0.5, 1, 0.5, 0, 1, 0.5]  # crown meets no moor
    assert list(found.bands["middle"].values()) == [2, 6, 8, 1, 1, 1, 0, 0, 1]
    assert list(found.bands["frequent"].values()) == [2, 10, 12, 1, 0.5, 0.5, 0.5, 0, 0.5]
    assert found.names == pytest.approx(2 / 3)  # King → Moor, Moor → King, Road → wide
    assert (found.names_by_chance, found.tokens) == (3 / 8, sum(COUNTS))


def test_it_is_a_table_with_advice_below():
    found = diagnose(OURS, AGAIN, LONGER, TEXT, topn=1)
    lines = [" ".join(line.split()) for line in repr(found).splitlines()]
    assert lines[1] == "rare 2 5–5 50% 100% 50% 0% 100% 50%" and lines[5:] == found.advice
    shown = found._repr_html_()
    assert shown.count("<tr>") == 4 and shown.count("<p>") == len(found.advice)
    without = diagnose(OURS, AGAIN, LONGER, topn=1)
    assert "nan" not in repr(without) and "go together" not in without.bands["rare"]


def random_vectors(size: int, seed: int) -> WordVectors:
    shared, own = (np.random.default_rng(s).normal(size=(size, 8)) for s in (0, seed))
    return WordVectors([f"w{n}" for n in range(size)], shared + own, np.arange(size, 0, -1))


@pytest.mark.parametrize(("size", "topn"), [(20, 1), (300, 3), (2000, 10)])
def test_shares_are_those_of_neighbour_agreement(size, topn):
    ours, again, longer = (random_vectors(size, seed) for seed in (1, 2, 3))
    found = diagnose(ours, again, longer, topn=topn)
    assert sum(band["words"] for band in found.bands.values()) <= ASKED and np.isnan(found.names)
    for band in found.bands.values():
        words = [f"w{size - count}" for count in range(band["most"], band["least"] - 1, -1)]
        assert band["all three"] <= min(band["come back"], band["stay"])
        if size < ASKED:  # all are asked
            assert len(words) == band["words"]
            for share, other in (("come back", again), ("stay", longer)):
                assert band[share] == pytest.approx(neighbour_agreement(ours, other, words=words, topn=topn))


@pytest.mark.filterwarnings("ignore:All vectors point")
@pytest.mark.parametrize(
    ("size", "epochs", "says"), [(30, 6, "func"), (900, 2, "Train"), (900, 20, "hardly")]
)
def test_advice_tells_a_training_that_is_too_short(size, epochs, says):
    corpus = Corpus("slice", load_corpus("tinyworld").documents[:size])
    # Over five seeds: .46 to .54 function words; rare ÷ frequent .47 to .49, and 1.02 to 1.05.
    plans = (epochs, 1), (epochs, 2), (3 * epochs, 1)
    trained = [train(corpus, min_count=2, epochs=count, seed=seed, verbose=0) for count, seed in plans]
    found = diagnose(*trained, corpus)
    assert says in found.advice[0] and "All three can be wrong together" in found.advice[-1]
    names_are_no_group = any(line.startswith("Only") for line in found.advice)
    assert names_are_no_group == (size < 900)


@pytest.mark.parametrize(
    ("ours", "again", "topn", "fact"),
    [
        (OURS, OURS, 1, "Two trainings are the same"),
        (OURS, AGAIN, 10, "share 8 words; topn=10 needs at least 12"),
        (OURS, AGAIN, 0, "topn must be an integer of at least 1, not 0"),
        (WordVectors(WORDS, OURS.matrix), AGAIN, 1, "needs vectors with counts"),
    ],
)
def test_bad_values_are_refused(ours, again, topn, fact):
    with pytest.raises(ValueError, match=fact):
        diagnose(ours, again, LONGER, topn=topn)
