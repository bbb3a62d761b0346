"""Words in a picture: drawn as they are, in a font that has their letters, where they hide nothing.

Reads words; writes them on axes. All other pictures use it.
"""

import warnings
from collections.abc import Iterable, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

from w2v_helpers._checks import CourseWarning

# Fonts of Linux, Windows and macOS for what matplotlib's own lacks; other "Noto Sans" fonts come after them.
_FONTS = (
    "Noto Sans CJK SC,Source Han Sans SC,WenQuanYi Zen Hei,Noto Emoji,Symbola,"
    "Microsoft YaHei,Malgun Gothic,Leelawadee UI,Nirmala UI,Segoe UI Emoji,"
    "Hiragino Sans GB,AppleGothic,Ayuthaya,Devanagari MT,Arial Unicode MS"
).split(",")
_ADVICE = (
    "No installed font has some letters, which are drawn as □ ({}): install one, on Linux from the package "
    "fonts-noto-cjk (Chinese, Japanese, Korean), fonts-noto-core (other scripts) or fonts-symbola (emoji), "
    "and restart Python."
)


def drawable(words: Iterable[object]) -> tuple[list[str], dict]:
    """Prepare words for matplotlib, so that each letter is drawn and `$` starts no formula.

    Args:
        words: what will be written.

    Returns:
        The words, with □ for letters that no installed font has, and the properties to write them with.

    >>> drawable(["us$", "$5-$10"])
    (['us$', '$5-$10'], {'parse_math': False, 'fontfamily': ['sans-serif']})
    """
    words = [str(word) for word in words]
    letters = {letter for letter in "".join(words) if not letter.isspace()}
    families = list(plt.rcParams["font.family"])
    missing = letters - _letters_of(families)
    installed = {font.name for font in fontManager.ttflist} if missing else ()
    for name in [*_FONTS, *sorted(name for name in installed if name.startswith("Noto Sans"))]:
        if name in installed and missing & _letters_of([name]):
            families.append(name)
            missing -= _letters_of([name])
    if missing:
        warnings.warn(_ADVICE.format(" ".join(sorted(missing)[:5])), CourseWarning, stacklevel=3)
    boxes = {ord(letter): "□" for letter in missing}
    properties = {"parse_math": "$" not in letters, "fontfamily": families}
    return [word.translate(boxes) for word in words], properties


def _letters_of(families: list[str]) -> set[str]:
    """Return the letters of the font that matplotlib finds for some family names."""
    return {chr(code) for code in get_font(findfont(FontProperties(family=families))).get_charmap()}


def write_title(ax: Axes, title: str) -> None:
    """Write the title of a picture."""
    (title,), properties = drawable([title])
    ax.set_title(title, **properties)


def write_legend(ax: Axes, **place: object) -> None:
    """Write the names of what has been drawn, without a frame."""
    texts = ax.legend(frameon=False, **place).get_texts()
    names, properties = drawable(text.get_text() for text in texts)
    for text, name in zip(texts, names, strict=True):
        text.set(text=name, **properties)


def write_words(
    ax: Axes,
    points: np.ndarray,
    words: Sequence[str],
    colours: Sequence[str],
    *,
    avoid: np.ndarray | None = None,
) -> None:
    """Write each word near its dot, where it hides no dot and no other word if there is such a place.

    All else is drawn, and the limits are set. The dots are float (N, 2), `avoid` has others to leave free.
    """
    ax.figure.draw_without_rendering()  # settles the layout, so that places on the screen are known
    scale = 72 / ax.figure.dpi
    dots = ax.transData.transform(points) * scale  # (N, 2), in typographic points
    frame = ax.get_window_extent().extents * scale
    busy = dots if avoid is None else np.vstack([dots, ax.transData.transform(avoid) * scale])
    taken = np.hstack([busy - 3, busy + 3])  # (N + M, 4): left, bottom, right, top
    angles = np.deg2rad([45, 0, 315, 135, 180, 225, 90, 270])
    rays = np.stack([np.cos(angles), np.sin(angles)], axis=1)  # (8, 2)
    words, properties = drawable(words)
    for word, point, dot, colour in zip(words, points, dots, colours, strict=True):
        text = ax.annotate(word, point, ha="center", va="center", fontsize=9, color=colour, **properties)
        half = text.get_window_extent().size * scale / 2
        middles = dot + np.concatenate([rays * (distance + half) for distance in (4, 10, 18, 28)])
        boxes = np.hstack([middles - half, middles + half])  # (32, 4)
        hidden = _overlap(boxes[:, None], taken).sum(axis=1)
        outside = 4 * half.prod() - _overlap(boxes, frame)
        best = int(np.argmin((hidden + outside).round(3)))  # the nearest of equally good places
        text.xyann = middles[best] - dot
        text.set_anncoords("offset points")
        taken = np.vstack([taken, boxes[best]])
        if best >= len(rays):  # far from its dot
            near = np.clip(dot, boxes[best, :2], boxes[best, 2:]) - dot
            line = {"arrowstyle": "-", "color": colour, "lw": 0.5, "shrinkA": 0, "shrinkB": 2}
            ax.annotate("", text.xy, near, textcoords="offset points", arrowprops=line)


def _overlap(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the area that boxes (…, 4) of left, bottom, right and top share with others."""
    sides = np.minimum(boxes[..., 2:], others[..., 2:]) - np.maximum(boxes[..., :2], others[..., :2])
    return np.clip(sides, 0, None).prod(axis=-1)
