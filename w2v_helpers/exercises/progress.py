"""Which exercises a reader has solved, from one day to the next.

Reads and writes one small file, `progress.json`, in the folder that keeps downloads. The environment variable
`W2V_PROGRESS` names another file; `off` keeps nothing, which is how the course itself runs the lessons.
"""

import json
import os
from pathlib import Path

from w2v_helpers._checks import atomic_path
from w2v_helpers.text.downloads import cache_folder


def progress_file() -> Path | None:
    """Return where it is kept, or `None` for nowhere."""
    chosen = os.environ.get("W2V_PROGRESS")
    if chosen == "off":
        return None
    return Path(chosen).expanduser() if chosen else cache_folder() / "progress.json"


def solved(lesson: int) -> set[str]:
    """Return the names of the exercises of a lesson that are noted as solved."""
    names = _read().get(str(lesson), [])
    return {name for name in names if isinstance(name, str)} if isinstance(names, list) else set()


def note_solved(lesson: int, name: str) -> None:
    """Note an exercise as solved. Where nothing can be written, a check still gives its verdict."""
    path, noted = progress_file(), solved(lesson)
    if path is None or name in noted:
        return
    everything = _read() | {str(lesson): sorted(noted | {name})}
    try:
        with atomic_path(path) as temporary:
            temporary.write_text(json.dumps(everything, indent=1), encoding="utf-8")
    except OSError:
        return


def _read() -> dict:
    """Read the file; one that is absent or damaged counts as empty."""
    path = progress_file()
    try:
        content = json.loads(path.read_text(encoding="utf-8")) if path else {}
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
