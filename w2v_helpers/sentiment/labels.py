"""Names of labels as 0 and 1.

Reads what people call good and bad: words, numbers, stars; makes labels of which 1 is always positive. Used
by lesson 12.
"""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

# Labels whose meaning is known, in lower case. Of two numbers the larger one is positive.
_NEGATIVE = set("neg negative no n bad false rotten dislike -".split())
_POSITIVE = set("pos positive yes y good true fresh like +".split())
_MISSING = {"", "none", "nan", "nat", "<na>", "na", "n/a", "null"}
_PREFIX = re.compile(r"^_*label_+", re.IGNORECASE)  # of fastText and Hugging Face: __label__1, LABEL_1


def labels_of(
    names: Sequence[str], where: str, positive: str | None = None
) -> tuple[np.ndarray, tuple[str, str]]:
    """Turn the names of labels into 0 and 1.

    Args:
        names: str (N,), such as `"pos"` and `"neg"`, or `"1"` and `"2"`, in any spelling.
        where: what the message calls the place they are from.
        positive: the name of the positive label; `None` where its meaning is known.

    Returns:
        int32 (N,), and what 0 and 1 are called.

    Raises:
        ValueError: a label is missing, there are not exactly two, or it cannot be known which is positive.

    >>> labels_of(["pos", "neg", "pos"], "a folder")
    (array([1, 0, 1], dtype=int32), ('neg', 'pos'))
    """
    missing = [number for number, name in enumerate(names, 1) if name.lower() in _MISSING]
    if missing:
        raise ValueError(
            f"{where} has reviews without a label ({len(missing):,}, first review {missing[0]:,}): "
            "give each a label, or leave them out."
        )
    keys = [_key(name) for name in names]
    meanings = _meanings(set(keys), positive)
    first = {meanings[key]: name for key, name in zip(keys[::-1], names[::-1], strict=True)}
    if len(first) != 2:
        counts = Counter(names).most_common()
        shown = ", ".join(f"{name!r} ({count:,})" for name, count in counts[:6])
        raise ValueError(
            f"{where} has {len(counts)} different labels, {shown}{', …' if len(counts) > 6 else ''}: "
            "give texts of exactly 2, one positive and one negative, such as 'pos' and 'neg'."
        )
    if set(first) != {0, 1}:
        either = " and ".join(sorted(repr(name) for name in first.values()))
        raise ValueError(
            f"{where} has the labels {either}, and which of them is positive cannot be known: "
            f"say it with positive=, such as positive={names[0]!r}."
        )
    return np.array([meanings[key] for key in keys], dtype=np.int32), (first[0], first[1])


def _key(name: str) -> str | float:
    """Return what all spellings of a label share: `Positive ` and `positive`, or `__label__1` and `1.0`."""
    name = _PREFIX.sub("", str(name).strip()).lower()
    try:
        return float(name)
    except ValueError:
        return name


def _meanings(keys: set[str | float], positive: str | None) -> dict[str | float, object]:
    """Return 0 or 1 for each label; a label whose meaning is unknown stays as it is."""
    known = {key: int(key in _POSITIVE) for key in keys & (_POSITIVE | _NEGATIVE)}
    if positive is not None:
        is_one_of_two = len(keys) == 2 and _key(positive) in keys
        known = {key: int(key == _key(positive)) for key in keys} if is_one_of_two else {}
    elif len(keys) == 2 and len(known) == 1:
        known = {key: known.get(key, 1 - sum(known.values())) for key in keys}
    elif len(keys) == 2 and all(isinstance(key, float) for key in keys):
        known = {min(keys): 0, max(keys): 1}
    return known if len(known) == len(keys) else {key: str(key) for key in keys}
