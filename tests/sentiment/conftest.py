"""A few reviews, and their words and pairs."""

import pytest

from w2v_helpers.sentiment.encoder import Encoder
from w2v_helpers.sentiment.reviews import Reviews

TEXTS = ["Not bad, good.", "Bad, not good.", "", "Good good film.", "Xylophonic!", "Bad film. Not bad."]
LABELS = [1, 0, 0, 1, 0, 1]


@pytest.fixture
def toy() -> Reviews:
    return Reviews("toy", TEXTS, LABELS)


@pytest.fixture
def encoder(toy) -> Encoder:
    return Encoder.from_reviews(toy, min_count=2, max_pairs=10)
