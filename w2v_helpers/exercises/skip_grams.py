"""The exercises of the lesson skip_grams."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Lesson, Predict, Question, Quiz


def left_pairs(sequence, window_size):
    """Pair each word with the words before it."""
    pairs = []
    for i, target in enumerate(sequence):
        for context in sequence[max(0, i - window_size) : i]:
            pairs.append((target, context))
    return pairs


def _swapped_pairs(sequence, window_size):
    return [(context, target) for target, context in left_pairs(sequence, window_size)]


def _both_sides(sequence, window_size):
    places = range(len(sequence))
    near = [(i, j) for i in places for j in places if i != j and abs(i - j) <= window_size]
    return [(sequence[i], sequence[j]) for i, j in near]


def _with_itself(sequence, window_size):
    return [(t, c) for i, t in enumerate(sequence) for c in sequence[max(0, i - window_size) : i + 1]]


def _negative_start(sequence, window_size):
    return [(t, c) for i, t in enumerate(sequence) for c in sequence[i - window_size : i]]


def _sequence_and_window(rng: np.random.Generator, size: int) -> tuple[list[int], int]:
    return rng.integers(2, 10, size=size + 1).tolist(), int(rng.integers(1, 4))


lesson = Lesson(
    "skip_grams",
    number_of_pairs=Predict(
        answer=(36, 56),
        because=(
            "With a window of 3, the formula gives 2 · 3 · 8 − 3 · 4 = 36. With a window of 100 it no longer "
            "applies, because n is not above w: each of the 8 words is paired with the 7 others."
        ),
        example="(30, 90)",
        hints=(
            "How many contexts does a word have in the middle of a long text, with a window of 3?",
            "Six per word, so 48 for 8 words. How many of these places lie outside the sentence?",
            "At each end, 3 + 2 + 1 places lie outside. With a window of 100, every word reaches all the "
            "others, and there are no more.",
        ),
        mistakes=[
            (
                (48, None),
                "48 would be right in the middle of a long text. At the ends, some places are missing.",
            ),
            ((None, 1600), "A window cannot reach words that do not exist: the sentence has only 8."),
            ((None, 64), "A word is not its own context. Each one has 7 others, not 8."),
            (
                (18, 28),
                "You counted each pair of places once. Both of its words are targets, so it makes two pairs.",
            ),
        ],
    ),
    left_pairs=Build(
        reference=left_pairs,
        inputs=_sequence_and_window,
        any_order=True,
        hints=(
            "Start from `skip_grams_by_hand`. Which of its two loops has to change?",
            "The contexts are at the places from `max(0, i - window_size)` up to `i`, without `i` itself.",
        ),
        mistakes=[
            (_swapped_pairs, "The places are right, but in a pair the target comes first, then the context."),
            (_both_sides, "Those are the contexts on both sides. Only those on the left are wanted."),
            (_with_itself, "Each word is also paired with itself: let the inner loop end before `i`."),
            (
                _negative_start,
                "Near the start, `i - window_size` is negative, and Python then counts from the end.",
            ),
        ],
        note=(
            "Two words within reach of each other make one pair instead of two, so half of the pairs remain."
        ),
    ),
    quiz=Quiz(
        (
            Question(
                "In some text, *coffee* and *tea* never stand near each other. Why are their vectors similar "
                "all the same?",
                right="a",
                choices={
                    "a": (
                        "They have many contexts in common, such as *cup* and *drink*.",
                        "Words that could stand in the same places keep the same company.",
                    ),
                    "b": (
                        "They occur about equally often.",
                        "Many words that have nothing in common occur equally often.",
                    ),
                    "c": (
                        "They are in the same documents.",
                        "Word2vec looks no farther than a window. It does not compare whole documents.",
                    ),
                    "d": (
                        "Word2vec is told that both are drinks.",
                        "Nobody labels anything: word2vec sees the pairs of the text and nothing else.",
                    ),
                },
            ),
            Question(
                "In 1,000 pairs with the target *king*, the context is *crown* 20 times. *crown* makes up "
                "0.5 % of all contexts in the corpus. How many times as often as by chance do the two "
                "meet?",
                right="b",
                choices={
                    "a": ("2 times", "That is the 2 % of the contexts of *king*. Compare it with the 0.5 %."),
                    "b": ("4 times", "By chance, 0.5 % of 1,000 would be 5 meetings. There are 20."),
                    "c": ("20 times", "That is how often they meet. By chance, they would meet 5 times."),
                    "d": ("40 times", "0.5 % of 1,000 is 5. You divided by 0.5 instead."),
                },
            ),
            Question(
                "For each target, a reach from 1 to 5 is drawn. How often is the word four places away kept?",
                right="c",
                choices={
                    "a": ("Always.", "Only the word right next to the target is always kept."),
                    "b": (
                        "In 4 cases of 5.",
                        "That is the word two places away: a reach of 2, 3, 4 or 5 includes it.",
                    ),
                    "c": ("In 2 cases of 5.", "The reach must be 4 or 5."),
                    "d": (
                        "In 1 case of 5.",
                        "That is the word five places away, for which only a reach of 5 is enough.",
                    ),
                },
            ),
        )
    ),
)
