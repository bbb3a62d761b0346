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
def shakespeare():
    """Load Shakespeare's text from the folder W2V_DATA_DIR, or skip the test."""
    from w2v_helpers.text.corpus import load_corpus

    path = Path(os.environ.get("W2V_DATA_DIR") or "no_data_dir", "shakespeare.txt")
    if not path.is_file():
        pytest.skip("shakespeare.txt is not in the folder that W2V_DATA_DIR names")
    return load_corpus(path)
