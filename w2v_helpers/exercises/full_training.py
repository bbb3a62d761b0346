"""The exercises of the lesson full_training."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Lesson, Predict, Question, Quiz


def roofline(memory, arithmetic, bytes_per_target, operations_per_target):
    """Return how many targets a second a device can train at most, and what limits it."""
    by_memory, by_arithmetic = memory / bytes_per_target, arithmetic / operations_per_target
    if by_memory < by_arithmetic:
        return by_memory, "memory"
    return by_arithmetic, "arithmetic"


def _higher(copied, calculated, bytes_per_target, operations_per_target):
    speed = max(copied / bytes_per_target, calculated / operations_per_target)
    return speed, roofline(copied, calculated, bytes_per_target, operations_per_target)[1]


def _other_name(*arguments):
    speed, limit = roofline(*arguments)
    return speed, "arithmetic" if limit == "memory" else "memory"


def _added(copied, calculated, bytes_per_target, operations_per_target):
    speed = 1 / (bytes_per_target / copied + operations_per_target / calculated)
    return speed, roofline(copied, calculated, bytes_per_target, operations_per_target)[1]


def _device_and_needs(rng: np.random.Generator, size: int) -> tuple[float, float, float, float]:
    copied, calculated = rng.integers(1, 50, 2) * 1e9 * (1 + size)
    return float(copied), float(calculated), float(rng.integers(1, 9)), float(rng.integers(1, 9))


lesson = Lesson(
    "full_training",
    roofline=Build(
        reference=roofline,
        inputs=_device_and_needs,
        hints=(
            "How many targets per second could the memory serve? How many could the arithmetic?",
            "Divide: bytes per second by bytes per target, operations per second by operations per target.",
            "Return the lower of the two numbers, and whose it is.",
        ),
        mistakes=[
            (_higher, "You took the higher of the two numbers. The slower of the two decides."),
            (_other_name, "The number is right. The name is not: the lower number is the limit."),
            (_added, "You added up both times, but moving and calculating happen at the same time."),
        ],
        note="A device needs both at the same time, so the one that allows fewer targets decides.",
    ),
    minutes=Predict(
        answer=(10, 20),
        because=(
            "3 · 5 billion words · 2/5 are 6 billion targets. At 10 million per second they take 600 "
            "seconds, or 10 minutes. 6 billion / 5,000 are 1.2 million steps. A millisecond for each makes "
            "1,200 seconds, or 20 minutes. Waiting would take longer than training."
        ),
        example="(60, 5)",
        hints=(
            "How many targets are there in all, and how many steps?",
            "There are 6 billion targets. Divide by 10 million per second, then by 60.",
            "There are 6 billion / 5,000 steps, and each waits a thousandth of a second.",
        ),
        mistakes=[
            ((25, None), "That counts all words. Subsampling keeps two of five, and only those are targets."),
            ((3.3333, None), "That is one epoch. There are three."),
            ((600, None), "Those are seconds."),
            ((None, 6.6667), "You waited in one epoch only. There are three."),
            ((None, 1200), "You waited for the right time, in seconds. Divide by 60."),
        ],
    ),
    quiz=Quiz(
        (
            Question(
                "Why is a GPU slow with small steps?",
                right="b",
                choices={
                    "a": (
                        "A small step has to read the whole table.",
                        "A step reads only the rows of its own targets and candidates.",
                    ),
                    "b": (
                        "Launching a kernel takes the same time, whatever its size.",
                        "It is a few millionths of a second for ten rows or for ten thousand. With small "
                        "steps, the GPU mostly waits.",
                    ),
                    "c": (
                        "Small steps leave most of its memory empty.",
                        "Unused memory costs no time.",
                    ),
                },
            ),
            Question(
                "Your machine was deleted in the middle of epoch 7 of 10. The checkpoint is in your Drive. "
                "What does the same call of `train` do?",
                right="c",
                choices={
                    "a": (
                        "It begins with epoch 1.",
                        "It finds the file of epoch 6 and goes on from there.",
                    ),
                    "b": (
                        "It goes on at the very step where it stopped.",
                        "The file is written after each epoch, so what epoch 7 had done so far is lost.",
                    ),
                    "c": (
                        "It does epoch 7 again from its beginning, and goes on.",
                        "Both tables were saved after epoch 6. At most one epoch is lost.",
                    ),
                    "d": (
                        "It fails, since the file may be half written.",
                        "The file is written under another name first, so it is always whole.",
                    ),
                },
            ),
            Question(
                "A new GPU has twice the arithmetic of a T4, and memory of the same speed. How much "
                "faster can it train?",
                right="a",
                choices={
                    "a": (
                        "Not at all.",
                        "The memory of a T4 allows 82 million targets per second, its arithmetic 188 "
                        "million. The lower number stays.",
                    ),
                    "b": ("Twice as fast.", "It could, if arithmetic were the limit."),
                    "c": (
                        "One and a half times as fast.",
                        "Moving and calculating happen at the same time, and moving takes longer.",
                    ),
                },
            ),
        )
    ),
)
