"""What holds for all tests: no log noise, no window for plots, the embedded corpus by default, real text."""

import os
from pathlib import Path

import matplotlib
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.pop("W2V_CORPUS", None)
matplotlib.use("Agg")


@pytest.fixture(scope="session")
def shakespeare():
    """Load Shakespeare's text from the folder W2V_DATA_DIR or from ../shared/data, or skip the test."""
    from w2v_helpers.corpus import load_corpus

    folder = os.environ.get("W2V_DATA_DIR") or Path(__file__).parents[2] / "shared" / "data"
    path = Path(folder, "shakespeare.txt")
    if not path.is_file():
        pytest.skip("shakespeare.txt is neither in the folder that W2V_DATA_DIR names nor in ../shared/data")
    return load_corpus(path)
