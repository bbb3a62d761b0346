"""The exercises of the lesson training_faster."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Lesson, Predict, Question, Quiz


def add_to_rows(table, rows, moves):
    """Return a table in which each move is added to its row; a row that is listed twice gets both."""
    changed = table.copy()
    for row, move in zip(rows, moves, strict=True):
        changed[row] += move
    return changed


def _last_wins(table, rows, moves):
    changed = table.copy()
    changed[rows] += moves
    return changed


def _replaced(table, rows, moves):
    changed = table.copy()
    changed[rows] = moves
    return changed


def _mean_of_moves(table, rows, moves):
    changed = table.copy()
    for row in set(rows.tolist()):
        changed[row] += moves[rows == row].mean(axis=0)
    return changed


def _table_rows_moves(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    table, moves = (rng.integers(1, 9, size=(length, 2)).astype(float) for length in (3, size + 1))
    return table, rng.integers(0, 3, size=size + 1), moves


lesson = Lesson(
    "training_faster",
    add_to_rows=Build(
        reference=add_to_rows,
        inputs=_table_rows_moves,
        hints=(
            "Work on `table.copy()`. What must happen if `rows` lists the same row twice?",
            "A loop over `zip(rows, moves)` adds one move at a time, so none is lost.",
        ),
        mistakes=[
            (
                _last_wins,
                "`table[rows] += moves` looks up all rows first and then writes them back. If a row is "
                "listed twice, only its last move is kept.",
            ),
            (_replaced, "You replaced rows by moves. A move is added to what the row already holds."),
            (
                _mean_of_moves,
                "You averaged the moves of a row that is listed more than once. A scatter adds them all up.",
            ),
        ],
        note="NumPy has `np.add.at(table, rows, moves)` for this, TensorFlow `scatter_add`.",
    ),
    bound=Predict(
        answer=(0.02, 0.05),
        because=(
            "100 times 0.05 is 5, which is above 2, so the rate falls to 2 / 100 = 0.02. 10 times 0.05 is "
            "0.5, and a row below the bound moves in full."
        ),
        example="(0.01, 0.01)",
        hints=(
            "The learning rate times the sum of the weights may be at most 2.",
            "For which rate is 100 times the rate just 2? And is 10 · 0.05 above 2 at all?",
            "2 / 100. The other row keeps its rate.",
        ),
        mistakes=[
            ((0.05, None), "100 · 0.05 is 5, and that is above the bound of 2. So this row is held back."),
            (
                (0.4, None),
                "0.4 is the factor, 2 out of 5. Multiply the learning rate by it.",
            ),
            (
                (0.001, None),
                "2 / 100 is already the learning rate of this row. It replaces 0.05 and is not multiplied "
                "by it.",
            ),
            ((None, 0.2), "A bound only holds back. It never makes a row move faster than the rate of 0.05."),
        ],
    ),
    quiz=Quiz(
        (
            Question(
                "All 32 targets of a block have the same noise words. Why do they still learn what they "
                "should?",
                right="b",
                choices={
                    "a": (
                        "Neighbours in a text mean nearly the same.",
                        "They need not. The noise has nothing to do with what the targets mean.",
                    ),
                    "b": (
                        "On average over many blocks, negatives count as much as if each pair drew its own.",
                        "Their weights add up to K for each pair, and the words come from the same "
                        "distribution. So the expected loss is the same.",
                    ),
                    "c": (
                        "Noise hardly matters: the positives teach the vectors.",
                        "Without negatives, all vectors would soon point the same way.",
                    ),
                },
            ),
            Question(
                "The same large step explodes with 1,500 words and does not with 70,000. Why?",
                right="a",
                choices={
                    "a": (
                        "With few words, each row is in more pairs of the step.",
                        "All these pairs see the same old vectors, and their moves together overshoot.",
                    ),
                    "b": (
                        "With few words, the vectors are longer from the start.",
                        "They start equally small. How long a vector is at the start depends on D alone.",
                    ),
                    "c": (
                        "With few words, there are more padding rows.",
                        "Padding has a weight of 0 and moves nothing.",
                    ),
                },
            ),
            Question(
                "What do you give up when `train` uses two threads instead of one?",
                right="c",
                choices={
                    "a": (
                        "Repeatability: the same seed gives other vectors each time.",
                        "That holds where threads race for one table, as in gensim. Here each has a copy, "
                        "and the result repeats to the last bit.",
                    ),
                    "b": (
                        "The moves of rows that both threads change at the same time.",
                        "Both moves are kept until the copies are merged, and then added or averaged.",
                    ),
                    "c": (
                        "Memory, and a thread sees what the other has learned only after a merge.",
                        "Each thread has a copy of both tables. The vectors differ from those of one thread; "
                        "on Wikipedia they scored about the same (`tests/benchmarks/trainer.py threads`).",
                    ),
                },
            ),
        )
    ),
)
