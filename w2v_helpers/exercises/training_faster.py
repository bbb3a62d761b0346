"""The exercises of the lesson training_faster."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Explore, Lesson, Predict, Question, Quiz


def reach_weights(window_size):
    """Return how much the words 1, 2, … places away count: in how many of all reaches they are."""
    weights = []
    for distance in range(1, window_size + 1):
        reaches = range(1, window_size + 1)
        weights.append(sum(reach >= distance for reach in reaches) / window_size)
    return weights


def _none_for_the_last(window_size):
    return [(window_size - distance) / window_size for distance in range(1, window_size + 1)]


def _harmonic(window_size):
    return [1 / distance for distance in range(1, window_size + 1)]


def _backwards(window_size):
    return reach_weights(window_size)[::-1]


def add_to_rows(table, rows, moves):
    """Add each move to its row; a row that comes twice gets both."""
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
    rows_of_a_block=Predict(
        answer=(106, 1344),
        because=(
            "The block fetches 32 targets, 32 + 2 · 5 words that may be contexts, and 32 noise words. One "
            "by one, each of 32 · 6 pairs needs a target, a context and 5 negatives."
        ),
        example="(100, 1000)",
        hints=(
            "A block fetches three kinds of rows: targets, words around, noise words.",
            "The contexts of 32 words in a row: they themselves, 5 words before the first, 5 after the last.",
            "32 + 42 + 32. One by one: 32 · 6 pairs, and 1 + 1 + 5 rows for each.",
        ),
        mistakes=[
            (
                (96, None),
                "The window reaches beyond the block: 5 more words on the left and 5 on the right are "
                "contexts.",
            ),
            ((101, None), "The window reaches out of the block on both sides: 2 · 5 words more, not 5."),
            (
                (74, None),
                "The words of the block are contexts of each other, and contexts come from the second "
                "table: their rows there are fetched as well.",
            ),
            ((None, 1152), "You left out the target: each pair also fetches that row."),
        ],
    ),
    reach_weights=Build(
        reference=reach_weights,
        inputs=lambda rng, size: (size,),
        hints=(
            "A reach is drawn from 1 to `window_size`, all equally likely. Which reaches include a word 2 "
            "away?",
            "A word `distance` away is in if the reach is `distance` or more: count these reaches.",
            "There are `window_size + 1 - distance` of them, out of `window_size`.",
        ),
        mistakes=[
            (
                _none_for_the_last,
                "You are one off: the word at the edge of the window counts 0. The largest reach includes "
                "it.",
            ),
            (
                _harmonic,
                "That is 1 / distance, in proportion to which `train` weighs by default. Here a word counts "
                "in proportion to how many reaches include it.",
            ),
            (_backwards, "Backwards: the word right next to the target counts most, and comes first."),
        ],
        note=(
            "On one line: `[(w + 1 - distance) / w for distance in range(1, w + 1)]` with `w` for the window."
        ),
    ),
    add_to_rows=Build(
        reference=add_to_rows,
        inputs=_table_rows_moves,
        hints=(
            "Work on `table.copy()`. What must happen where `rows` names the same row twice?",
            "A loop over `zip(rows, moves)` adds one move at a time, so that none is lost.",
        ),
        mistakes=[
            (
                _last_wins,
                "`table[rows] += moves` looks all rows up first and then writes: of a row that comes twice "
                "only the last move is kept.",
            ),
            (_replaced, "You replaced rows by moves. A move is added to what stands there."),
            (_mean_of_moves, "You took the mean of the moves of a row; a scatter adds them all up."),
        ],
        note="NumPy has `np.add.at(table, rows, moves)` for it, TensorFlow `scatter_add`.",
    ),
    bound=Predict(
        answer=(0.2, 1),
        because=(
            "20 of 100 is 0.2: together the 100 moves do what 20 may do. 10 pairs are below the bound, and "
            "what is below it is left as it is."
        ),
        example="(0.5, 0.5)",
        hints=(
            "The moves are made smaller in proportion. In proportion to what?",
            "The code says `20 / np.maximum(pairs, 20)`.",
            "20 / 100, and 20 / 20.",
        ),
        mistakes=[
            ((5, None), "Upside down: that would make the moves five times larger."),
            ((None, 2), "A bound only holds back. A row below it stays as it is."),
            ((0.05, None), "0.05 is the rate. The moves have it already; the bound comes on top."),
            (
                (0.8, None),
                "That is by how much they shrink. The question is the factor: what is left of each.",
            ),
        ],
    ),
    rate_without_bound=Explore(
        mentions=(
            "Large rates explode without a bound; a small enough one does not.",
            "A small rate is small for every word; the rare ones were never in danger, and learn less.",
        ),
        answer=(
            "Without a bound the largest rate lets the vectors explode; a small enough rate stays finite. "
            "But it is small for all words. Rare words, in few pairs of a step, were never in danger, and "
            "they now learn slowly."
        ),
        hints=(
            "Put more rates into the first line, and find one at which it just holds.",
            "The bound holds back a row by how many pairs it is in. Which words does a small rate hold back?",
        ),
        misconceptions=(
            (
                "The bound slows down all words in the same way.",
                "The bound depends on the word: print `bounds[0].numpy()` and look for the ones. It is the "
                "rate that is the same for all.",
            ),
            (
                "A smaller rate is always better, so choose it as small as possible.",
                "Safer, yes. But a vector that hardly moves learns hardly anything in the same time.",
            ),
            (
                "The rate does not matter here, only the bound does.",
                "Look at the lengths once more: each move is multiplied by the rate.",
            ),
        ),
    ),
    quiz=Quiz(
        (
            Question(
                "Why are blocks faster than single pairs, although they score many pairs in vain?",
                right="c",
                choices={
                    "a": (
                        "They train on fewer pairs.",
                        "The pairs are the same; the loop in the lesson gave the same gradients.",
                    ),
                    "b": (
                        "They calculate less.",
                        "They calculate more, but in a form that a processor is good at.",
                    ),
                    "c": (
                        "They fetch and put back far fewer rows, and multiply in few large products.",
                        "Most of the time went into carrying rows and into small operations.",
                    ),
                },
            ),
            Question(
                "Why do large steps without a bound end in NaN?",
                right="a",
                choices={
                    "a": (
                        "Many pairs see the same old vectors, and their moves together overshoot.",
                        "One such move would bring the loss down; hundreds at once go far beyond.",
                    ),
                    "b": (
                        "The numbers are too exact to be added.",
                        "The vectors grow without end; rounding has no part in it.",
                    ),
                    "c": (
                        "Rare words get too few moves.",
                        "Rare words are in no danger: frequent ones are, with hundreds of moves per step.",
                    ),
                },
            ),
            Question(
                "A corpus has 70,000 words instead of 1,500. With steps of the same size, the bound matters "
                "…",
                right="b",
                choices={
                    "a": (
                        "more: there are more words to hold back.",
                        "What counts is how many pairs of one step a word is in, and these become fewer.",
                    ),
                    "b": (
                        "less: the pairs of a step are spread over more rows.",
                        "Only words that are in many pairs of one step are held back.",
                    ),
                    "c": (
                        "just as much: the step has as many pairs.",
                        "As many pairs, but over more rows: each row is in fewer of them.",
                    ),
                },
            ),
            Question(
                "What do you give up when two threads train instead of one?",
                right="b",
                choices={
                    "a": (
                        "The same seed no longer gives the same vectors.",
                        "So it is in gensim, where threads race for the tables. Ours have copies of them.",
                    ),
                    "b": (
                        "Memory: each of them has a copy of the tables.",
                        "The vectors are others than those of one thread, but about as good.",
                    ),
                    "c": (
                        "The moves of rows that both change at the same time.",
                        "None is lost: they are added up, or averaged where both copies learned the same.",
                    ),
                },
            ),
        )
    ),
)
