"""What holds for all tests: the same each time, no log noise, no windows, the embedded corpus by default."""

import os
from pathlib import Path

import hypothesis
import matplotlib
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.pop("W2V_CORPUS", None)
matplotlib.use("Agg")
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=200)
hypothesis.settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def shakespeare_or_none():
    """Load Shakespeare's text from the folder W2V_DATA_DIR, where it is there."""
    from w2v_helpers.text.corpus import load_corpus

    path = Path(os.environ.get("W2V_DATA_DIR") or "no_data_dir", "shakespeare.txt")
    return load_corpus(path) if path.is_file() else None


@pytest.fixture(scope="session")
def shakespeare(shakespeare_or_none):
    """Give Shakespeare's text, or skip the test."""
    if shakespeare_or_none is None:
        pytest.skip("shakespeare.txt is not in the folder that W2V_DATA_DIR names")
    return shakespeare_or_none
