"""Exercises that answer: one `Lesson` of them for each notebook.

Reads what a reader makes in a cell; makes verdicts, hints and solutions. Every lesson ends with them; no
stage of the course needs them.

    q = exercises.lesson(2)          # those of lesson 2
    q.left_pairs.check(left_pairs)   # right, wrong and why, or not attempted yet
    q.left_pairs.hint()              # more with every call
    q.left_pairs.solution()
    q.progress()
"""

import importlib

from w2v_helpers.exercises.kinds import (
    Build,
    Explore,
    Lesson,
    Point,
    Predict,
    Project,
    Question,
    Quiz,
    Step,
)

_MODULES = {
    1: "text_as_numbers",
    2: "skip_grams",
    3: "sampling_tables",
    4: "negative_sampling",
    5: "corpus_to_dataset",
    6: "training",
    7: "embedding_analysis",
    8: "training_faster",
    9: "sentiment",
    10: "real_text",
    11: "your_own_corpus",
}

__all__ = ["Build", "Explore", "Lesson", "Point", "Predict", "Project", "Question", "Quiz", "Step", "lesson"]


def lesson(number: int) -> Lesson:
    """Return the exercises of a lesson.

    Args:
        number: of the lesson, as in the name of its notebook.

    Raises:
        ValueError: there is no such lesson.

    >>> lesson(2)
    Exercises of lesson 2: number_of_pairs, left_pairs, window_and_kind, quiz.
    """
    if number not in _MODULES:
        raise ValueError(f"There is no lesson {number!r}; the lessons are {', '.join(map(str, _MODULES))}.")
    return importlib.import_module(f"{__name__}.{_MODULES[number]}").lesson
