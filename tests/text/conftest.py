"""A place of its own for the files of a test."""

import pytest


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Make an empty folder, and go there; no setting of the reader chooses a corpus."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("W2V_CORPUS", raising=False)
    return tmp_path
