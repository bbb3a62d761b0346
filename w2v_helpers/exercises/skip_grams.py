"""The exercises of the lesson skip_grams."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Explore, Lesson, Predict, Question, Quiz


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
    return rng.integers(1, 9, size=size + 1).tolist(), int(rng.integers(1, 4))


lesson = Lesson(
    "skip_grams",
    number_of_pairs=Predict(
        answer=(36, 56),
        because=(
            "Window 3: 8 · 6 places, minus the 3 + 2 + 1 that stick out at each end. Window 100: each of "
            "the 8 words with each of the 7 others."
        ),
        example="(30, 90)",
        hints=(
            "Count as for window 2: how many contexts has a word in the middle of a long text?",
            "With window 3 that is 6 per word. How many of these 48 lie outside the sentence?",
            "At each end 3 + 2 + 1 stick out. With window 100 every word sees all the others, and no more.",
        ),
        mistakes=[
            ((48, None), "48 would be right in the middle of a long text: some of these places lie outside."),
            ((None, 1600), "A window cannot reach words that are not there: the sentence has 8."),
            ((None, 64), "A word is not its own context: each has 7 others, not 8."),
            (
                (18, 28),
                "You counted each pair of places once; both words are targets, so it gives two pairs.",
            ),
        ],
    ),
    left_pairs=Build(
        reference=left_pairs,
        inputs=_sequence_and_window,
        any_order=True,
        hints=(
            "Start from `skip_grams_by_hand`. Which of its two loops must change?",
            "Places before `i` that are near enough: from `max(0, i - window_size)` up to `i`, without `i`.",
        ),
        mistakes=[
            (_swapped_pairs, "The places are right, but the target comes first in a pair, then the context."),
            (
                _both_sides,
                "Those are contexts on both sides, as in the lesson; the exercise asks for the left side "
                "only.",
            ),
            (_with_itself, "Each word is paired with itself, too: let the loop end before `i`."),
            (_negative_start, "Near the beginning `i - window_size` is negative, which counts from the end."),
        ],
        note="Two words within reach give one pair instead of two, so exactly half of the pairs remain.",
    ),
    window_and_kind=Explore(
        mentions=(
            "A narrow window finds words that can stand in the place of yours, or right next to it.",
            "A wide window finds words of the same topic.",
        ),
        answer=(
            "With a window of 1 the companions are those that grammar puts right next to the word: what it "
            "is, has or does. Two words with the same such companions can replace each other, and a narrow "
            "window makes their vectors alike. With a window of 10 the companions come from the whole "
            "scene, its topic, and words that go together become alike."
        ),
        hints=(
            "Run the cell for two or three words that you know well, one of them a verb.",
            "Put each companion into a sentence right next to your word. For which window does that work?",
        ),
        misconceptions=(
            (
                "The narrow window finds the topic, the wide one words to replace it.",
                "It is the other way round: look at the companions from window 1 once more.",
            ),
            (
                "There is no difference between the two lists.",
                "Some words are in both, but compare those that are in one list only.",
            ),
            (
                "The larger window is better because it has more pairs.",
                "More pairs, yes; but of another kind. What does each list say about your word?",
            ),
        ),
    ),
    quiz=Quiz(
        (
            Question(
                "What does word2vec see of a text?",
                right="b",
                choices={
                    "a": ("Whole sentences with their grammar.", "Of a sentence only its pairs remain."),
                    "b": ("Pairs of words that stand near each other.", "Pairs are all that training gets."),
                    "c": (
                        "How often each word occurs, nothing else.",
                        "Counts play a part, from lesson 3 on, but pairs are what is learned from.",
                    ),
                },
            ),
            Question(
                "Why must windows cross the end of a line, but not the end of a document?",
                right="a",
                choices={
                    "a": (
                        "A line ends where the page does; words on both sides belong together.",
                        "In our sentence, cut after four words, six pairs were lost that way.",
                    ),
                    "b": (
                        "It makes no difference; it is only faster.",
                        "It cost our sentence six of its 26 pairs.",
                    ),
                    "c": (
                        "Documents have more words than lines.",
                        "Length is not the point, but whether the words on both sides belong together.",
                    ),
                },
            ),
            Question(
                "Each target draws a reach of 1 to 5. How often is the word four places away kept?",
                right="c",
                choices={
                    "a": (
                        "In 1 of 5 cases.",
                        "That is the word five places away, which needs a reach of exactly 5.",
                    ),
                    "b": (
                        "In 4 of 5 cases.",
                        "That is the word two places away: a reach of 2, 3, 4 or 5 will do.",
                    ),
                    "c": ("In 2 of 5 cases.", "The reach must be 4 or 5."),
                    "d": ("Always.", "Only the word next to the target is always kept."),
                },
            ),
        )
    ),
)
