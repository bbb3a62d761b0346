"""Notebooks are compared with the embedded data only, and without the reader's progress."""

from pathlib import Path

import pytest

NO_DOWNLOADS = Path(__file__).parents[1] / "build" / "no_downloads"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """Start kernels, which happens here, with the environment that `make execute` gives them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("W2V_PROGRESS", "off")
        patch.setenv("W2V_CACHE_DIR", str(NO_DOWNLOADS))
        for name in ("W2V_CORPUS", "W2V_DATA_DIR"):
            patch.setenv(name, "")
        return (yield)
