"""Small tables of results, for a notebook and for the terminal.

Reads rows of text; makes one string. No lesson is about it.
"""

import html
from collections.abc import Sequence


def html_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, caption: str = "") -> str:
    """Lay out rows as a table of HTML, numbers to the right; nothing in them is taken for HTML.

    >>> html_table(["word"], [["<b>"]])
    '<table><thead><tr><th>word</th></tr></thead><tbody><tr><td>&lt;b&gt;</td></tr></tbody></table>'
    """
    sides = _sides(rows) or ["<"] * len(header)
    head = _html_row("th", header, sides)
    body = "".join(_html_row("td", row, sides) for row in rows)
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead>{head}</thead><tbody>{body}</tbody></table>"


def text_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out rows in columns, numbers to the right.

    >>> print(text_table(["name", "words"], [["ours", "1,503"], ["theirs", "99"]]))
    name    words
    ours    1,503
    theirs     99
    """
    sides = _sides(rows) or ["<"] * len(header)
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = (
        "  ".join(f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, widths, strict=True))
        for row in [header, *rows]
    )
    return "\n".join(line.rstrip() for line in lines)


def _sides(rows: Sequence[Sequence[str]]) -> list[str]:
    """Choose for each column: to the right if all its cells are numbers, or a dash."""
    columns = zip(*rows, strict=True)
    return [
        ">" if all(cell[:1].isdigit() or cell[:1] in "-–" for cell in cells) else "<" for cells in columns
    ]


def _html_row(tag: str, cells: Sequence[str], sides: Sequence[str]) -> str:
    right = ' style="text-align: right"'
    parts = (
        f"<{tag}{right if side == '>' else ''}>{html.escape(cell)}</{tag}>"
        for cell, side in zip(cells, sides, strict=True)
    )
    return f"<tr>{''.join(parts)}</tr>"
