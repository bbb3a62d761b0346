"""Write the course's address on GitHub into the lessons and the README: `python -m tools.publish owner/name`.

Changes `README.md`, the scripts in `notebooks/py/` and their notebooks: a badge below the title opens the
lesson in Colab, where its set-up cell installs the course from the address. Until then, that cell installs a
wheel that lies next to the notebook. No lesson uses it.
"""

import re
import sys
from pathlib import Path

from tools.lessons import sync
from w2v_helpers._checks import atomic_path

COLAB = "https://colab.research.google.com"


def publish(address: str) -> None:
    """Write an address, `owner/name` on GitHub, into the README, all scripts and all notebooks.

    Raises:
        ValueError: the address does not have that form.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+", address):
        raise ValueError(f"The address must be owner/name, as on GitHub, not {address!r}.")
    scripts = sorted(Path("notebooks/py").glob("*.py"))
    write_address(Path("README.md"), "", address, scripts[0].stem)
    for script in scripts:
        write_address(script, "# ", address, script.stem)
    sync()


def write_address(path: Path, comment: str, address: str, lesson: str) -> None:
    """Write an address into a file whose lines of prose start with `comment`; its badge opens a lesson."""
    page = f"{COLAB}/github/{address}/blob/main/notebooks/{lesson}.ipynb"
    badge = f"[![Open in Colab]({COLAB}/assets/colab-badge.svg)]({page})"
    source = f'\n    source = "git+https://github.com/{address}@main"'
    text = path.read_text(encoding="utf-8")
    text = re.sub(rf"{comment}\[!\[Open in Colab\].*\n.*\n", "", text)
    text = re.sub(rf"({comment}# .*\n(.*\n))", rf"\1{comment}{badge}\n\2", text, count=1)
    text = re.sub(r'\n    source = ".*', source, text, count=1)
    with atomic_path(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        publish(" ".join(sys.argv[1:]))
    except ValueError as error:
        sys.exit(str(error))
