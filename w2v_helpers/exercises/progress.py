"""Which exercises are done, in a small file, so that it survives closing the notebook.

Reads and writes names of exercises by lesson; the `framework` notes each exercise that is done.
"""

import contextlib
import json
import os
from pathlib import Path

from w2v_helpers._checks import atomic_path
from w2v_helpers.text.downloads import cache_folder


def progress_file() -> Path | None:
    """Return where progress is kept: `W2V_PROGRESS` may name another file, or be `off` to keep none."""
    chosen = os.environ.get("W2V_PROGRESS")
    path = Path(chosen).expanduser() if chosen else cache_folder() / "progress.json"
    return None if chosen == "off" else path


def read_progress() -> dict[str, list[str]]:
    """Return the names of finished exercises by lesson; a missing or damaged file counts as empty."""
    try:
        content = json.loads(progress_file().read_text(encoding="utf-8"))
        return {lesson: [str(name) for name in names] for lesson, names in content.items()}
    except Exception:  # whatever is wrong with the file, the exercises work
        return {}


def note_done(lesson: str, name: str) -> None:
    """Remember that an exercise is done, if the file can be written."""
    done = read_progress()
    done[lesson] = sorted({*done.get(lesson, []), name})
    with contextlib.suppress(OSError, RuntimeError):
        if path := progress_file():
            with atomic_path(path) as temporary:
                temporary.write_text(json.dumps(done, indent=1), encoding="utf-8")
