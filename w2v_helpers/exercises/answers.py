"""What an exercise says: verdicts, hints, solutions, progress. Text in a terminal, a card in a notebook.

Reads text with `code` between backticks, *words* between asterisks, and blocks of code; makes objects that
Jupyter shows. No lesson is about it.
"""

import html
import re
from dataclasses import dataclass

# A sign and a word beside each colour: who does not see the colour loses nothing.
SIGNS = {
    "right": ("✓ Right.", "#0072b2"),
    "wrong": ("✗ Not yet.", "#d55e00"),
    "open": ("… Not attempted yet.", "#767676"),
    "hint": ("Hint", "#767676"),
    "solution": ("Solution", "#767676"),
}


@dataclass(frozen=True)
class Answer:
    """What an exercise answers.

    Attributes:
        kind: `"right"`, `"wrong"`, `"open"` (not attempted), `"hint"` or `"solution"`.
        text: what it says. Paragraphs are parted by a blank line; a paragraph whose lines all begin with four
            spaces is code.
        title: instead of the usual one of its kind.
    """

    kind: str
    text: str
    title: str = ""

    def __bool__(self) -> bool:
        """Say whether it is a verdict of right."""
        return self.kind == "right"

    def __repr__(self) -> str:
        title = self.title or SIGNS[self.kind][0]
        return f"{title}{self.text}" if self.text.startswith("\n") else f"{title} {self.text}"

    def _repr_html_(self) -> str:
        title, colour = SIGNS[self.kind]
        head = f'<b style="color: {colour}">{html.escape(self.title or title)}</b>'
        first, *others = self.text.split("\n\n")
        body = [_paragraph(first, before=f"{head} "), *map(_paragraph, others)]
        style = f"border-left: 4px solid {colour}; padding: 0.1em 0.8em"
        return f'<div style="{style}">{"".join(body)}</div>'


def _paragraph(text: str, before: str = "") -> str:
    """Lay out a paragraph, or a block of code."""
    lines = text.splitlines()
    if lines and all(line.startswith("    ") or not line for line in lines):
        code = html.escape("\n".join(line[4:] for line in lines))
        return f"<p>{before}</p><pre>{code}</pre>" if before else f"<pre>{code}</pre>"
    parts = re.split(r"`([^`]+)`", html.escape(text, quote=False))  # every second part is code
    parts[::2] = [re.sub(r"(?<!\w)\*(\w[^*\n]*)\*(?!\w)", r"<em>\1</em>", part) for part in parts[::2]]
    parts[1::2] = [f"<code>{part}</code>" for part in parts[1::2]]
    marked = "".join(parts)
    return f"<p>{before}{marked}</p>".replace("\n", "<br>")


def as_code(source: str) -> str:
    """Indent source, blank lines too, so that it stays one block of code.

    >>> as_code("a = 1")
    '    a = 1'
    """
    return "\n".join(f"    {line}" for line in source.strip("\n").splitlines())


@dataclass(frozen=True)
class Progress:
    """How many of a lesson's exercises are solved."""

    solved: tuple[str, ...]
    left: tuple[str, ...]

    def __repr__(self) -> str:
        done, all_of_them = len(self.solved), len(self.solved) + len(self.left)
        bar = "█" * done + "░" * len(self.left)
        rest = f"; left: {', '.join(self.left)}" if self.left and done else ""
        return f"{bar} {done} of {all_of_them} solved{rest}"

    def _repr_html_(self) -> str:
        done, all_of_them = len(self.solved), len(self.solved) + len(self.left)
        bar = f'<progress value="{done}" max="{all_of_them}" style="width: 16em"></progress>'
        return f"<p>{bar} {html.escape(repr(self).split(' ', 1)[1])}</p>"
