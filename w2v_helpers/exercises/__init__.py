"""Exercises that check themselves: one `Lesson` of them for each notebook, found by its name.

Reads what a reader makes in a cell; makes verdicts, hints and solutions. Every lesson ends with them; no
stage of the course needs them.

    q = exercises.lesson("skip_grams")
    q.left_pairs.check(left_pairs)   # right, not yet and why, or not attempted yet
    q.left_pairs.hint()              # says more with every call
    q.left_pairs.solution()
    q.progress()
    exercises.certificate("Ada Lovelace", vectors)   # a page with all that is done, to keep or print
"""

import importlib

from w2v_helpers.exercises.certificate import certificate
from w2v_helpers.exercises.framework import Lesson

LESSONS = (
    "text_as_numbers",
    "skip_grams",
    "sampling_tables",
    "negative_sampling",
    "corpus_to_dataset",
    "training",
    "embedding_analysis",
    "your_own_corpus",
    "full_training",
    "training_faster",
    "what_vectors_know",
    "sentiment",
    "real_text",
)

__all__ = ["LESSONS", "certificate", "lesson"]


def lesson(name: str) -> Lesson:
    """Return the exercises of a lesson.

    Args:
        name: of the lesson, as in the name of its notebook without the number.

    Raises:
        ValueError: there is no such lesson.

    >>> lesson("skip_grams")
    Exercises of the lesson skip_grams: number_of_pairs, left_pairs, quiz.
    """
    if name not in LESSONS:
        raise ValueError(
            f"There are no exercises for the lesson {name!r}; the lessons are {', '.join(LESSONS)}."
        )
    return importlib.import_module(f"{__name__}.{name}").lesson
