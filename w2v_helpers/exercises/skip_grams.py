"""The exercises of lesson 2."""

import numpy as np

from w2v_helpers.exercises.kinds import Build, Explore, Lesson, Point, Predict, Question, Quiz


def left_pairs(sequence, window_size):
    """Pair each word with the words before it."""
    pairs = []
    for i, target in enumerate(sequence):
        for context in sequence[max(0, i - window_size) : i]:
            pairs.append((target, context))
    return pairs


def _right_pairs(sequence, window_size):
    return [(t, c) for i, t in enumerate(sequence) for c in sequence[i + 1 : i + 1 + window_size]]


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
    2,
    number_of_pairs=Predict(
        answer=(36, 56),
        because=(
            "Window 3: 8 · 6 places, less 3 + 2 + 1 that stick out at each end. Window 100: each of the 8 "
            "words with each of the 7 others."
        ),
        example="(30, 90)",
        hints=(
            "Count as for window 2: how many contexts has a word in the middle of a long text?",
            "With window 3 that is 6 a word. How many of these 48 lie outside of the sentence?",
            "At each end 3 + 2 + 1 stick out. With window 100 every word sees all the others, and no more.",
        ),
        mistakes=[
            ((48, None), "48 would be right in the middle of a long text: some of these places lie outside."),
            ((42, None), "You took off the places at one end only; there are two ends."),
            ((None, 1600), "A window cannot reach words that are not there: the sentence has 8."),
            ((None, 64), "A word is no context of itself: each has 7 others, not 8."),
            ((18, 28), "You counted each couple once; both of its words are targets, so it makes two pairs."),
        ],
    ),
    left_pairs=Build(
        reference=left_pairs,
        inputs=_sequence_and_window,
        hints=(
            "Start from `skip_grams_by_hand`. Which of its two loops must change?",
            "Places before `i` that are near enough: from `max(0, i - window_size)` up to `i`, without `i`.",
        ),
        mistakes=[
            (_right_pairs, "Those are the words behind the target; wanted are the words before it."),
            (_swapped_pairs, "The places are right, but the target comes first in a pair, then the context."),
            (
                _both_sides,
                "Those are contexts on both sides, as in the lesson; wanted is the left side only.",
            ),
            (_with_itself, "Each word is paired with itself, too: let the loop end before `i`."),
            (_negative_start, "Near the beginning `i - window_size` is negative, which counts from the end."),
        ],
        note=("Each couple of places is in one pair instead of two, so exactly half of the pairs remain."),
    ),
    window_and_kind=Explore(
        points=(
            Point(
                says="A narrow window finds words that can stand in the place of yours, or right beside it.",
                words=r"gramma|replac|substitut|syntax|beside|next to|in (its|the) place",
                ask="where in a sentence could the companions from window 1 stand?",
            ),
            Point(
                says="A wide window finds words of the same topic.",
                words=r"topic|theme|subject|scene|situation|story",
                ask="do the companions from window 10 fit into the same sentence, or into the same story?",
            ),
        ),
        answer=(
            "With a window of 1 the companions are those that grammar puts right beside the word: what it "
            "is, has or does. Two words with the same such companions can replace each other, and a narrow "
            "window makes their vectors alike. With a window of 10 the companions come from the whole "
            "scene, its topic, and words that go together become alike."
        ),
        hints=(
            "Run the cell for two or three words that you know well, one of them a verb.",
            "Put each companion into a sentence right beside your word. For which window does that work?",
        ),
        mistakes=[
            (
                r"(narrow|small|window (of )?1\b)[^.;,]*topic|(wide|large|window (of )?10)[^.;,]*replac",
                "The narrow window finds the topic, the wide one words to replace it.",
                "It is the other way round: look at the companions from window 1 once more.",
            ),
            (
                r"(no|any) difference|the same (words|companions|list)|do(es)? not (matter|change)",
                "There is no difference between the two lists.",
                "Some words are in both, but compare those that are in one list only.",
            ),
            (
                r"(bigger|larger|wider) (is|are|window is) (always )?better|more pairs,? so better",
                "The larger window is better because it has more pairs.",
                "More pairs, yes; but of another kind. What does each list say about your word?",
            ),
        ],
        enough=2,
    ),
    quiz=Quiz(
        (
            Question(
                "What does word2vec see of a text?",
                right=("Pairs of words that stand near each other.", "Pairs are all that training gets."),
                wrong=(
                    ("Whole sentences with their grammar.", "Of a sentence only its pairs remain."),
                    (
                        "How often each word occurs, nothing else.",
                        "Counts play a part, from lesson 3 on, but pairs are what is learned from.",
                    ),
                ),
                place=1,
            ),
            Question(
                "Why must windows cross the end of a line, but not the end of a document?",
                right=(
                    "A line ends where the page does; words on both sides belong together.",
                    "In our sentence, cut after four words, six pairs were lost that way.",
                ),
                wrong=(
                    (
                        "It makes no difference; it is only faster.",
                        "It cost our sentence six of its 26 pairs.",
                    ),
                    (
                        "Documents have more words than lines.",
                        "Length is not the point, but whether the words on both sides belong together.",
                    ),
                ),
                place=0,
            ),
            Question(
                "Each target draws a reach of 1 to 5. How often is the word four places away kept?",
                right=("In 2 of 5 cases.", "The reach must be 4 or 5."),
                wrong=(
                    (
                        "In 1 of 5 cases.",
                        "That is the word five places away, which needs a reach of exactly 5.",
                    ),
                    (
                        "In 4 of 5 cases.",
                        "That is the word two places away: a reach of 2, 3, 4 or 5 will do.",
                    ),
                    ("Always.", "Only the word next to the target is always kept."),
                ),
                place=2,
            ),
        )
    ),
)
