"""Where what is kept for the next time lies."""

import os
from pathlib import Path


def cache_folder() -> Path:
    """Return the folder for what can be made or fetched again: `W2V_CACHE_DIR`, or one in your home."""
    return Path(os.environ.get("W2V_CACHE_DIR") or Path.home() / ".cache" / "word2vec-course").expanduser()
