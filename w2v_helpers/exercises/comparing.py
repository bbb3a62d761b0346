"""Whether two results are the same, and how they differ: what `Build` compares a reader's function with.

Reads values of any kind, a reader's own classes, too; makes sentences for the cards of the `framework`.
"""

from collections.abc import Callable, Mapping

import numpy as np

MOST_SHOWN = 300  # characters of a value


def shown(value: object) -> str:
    """Return a value on one line, a long one cut short."""
    try:
        with np.printoptions(precision=4, threshold=20, linewidth=10_000):
            is_short_array = isinstance(value, np.ndarray) and value.size < 20
            text = " ".join(repr(value.tolist() if is_short_array else value).split())
    except Exception:  # a reader's own class
        text = f"an object of type {type(value).__name__}"
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]} …"


def same(got: object, wanted: object, changed: Callable = lambda value: value) -> bool:
    """Return whether two results agree; a list, tuple or array will do, and three decimal places.

    >>> same([1, 0.333], (1, 1 / 3)), same([1, 2], [2, 1]), same([1, 2], [2, 1], sorted)
    (True, False, True)
    """
    try:
        if isinstance(wanted, Mapping):
            return isinstance(got, Mapping) and dict(got) == dict(wanted)
        if isinstance(wanted, list) and any(isinstance(row, list) for row in wanted):  # of any lengths
            return all(same(*rows, changed) for rows in zip(got, wanted, strict=True))
        mine, right = np.asarray(changed(got)), np.asarray(changed(wanted))
        if mine.size == right.size <= 1:
            mine = mine.reshape(right.shape)
        if {mine.dtype.kind, right.dtype.kind} <= set("biuf"):
            return mine.shape == right.shape and np.allclose(mine, right, atol=0.00051, equal_nan=True)
        return np.array_equal(mine, right)
    except Exception:  # another number of rows, or a reader's own class
        return False


def difference(got: object, wanted: object, any_order: bool = False) -> str | None:
    """Return how a result differs from the right one, or `None` if it does not.

    >>> difference([1, 2], [2, 1])
    'only the order differs: you have [1, 2], right is [2, 1].'
    """
    if same(got, wanted):
        return None
    text = f"you have {shown(got)}, right is {shown(wanted)}."
    if same(got, wanted, lambda value: sorted(np.asarray(value).tolist())):
        return None if any_order else f"only the order differs: {text}"
    is_rounded = same(got, wanted, lambda value: np.round(value, 2))
    return f"only rounding differs: {text}" if is_rounded else text
