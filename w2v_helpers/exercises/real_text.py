"""The exercises of the lesson real_text."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Explore, Lesson, Predict, Question, Quiz

PADDING_SHARE = np.log(2) / np.log(4097)  # of the tutorial's draws, from a vocabulary of 4,096 ids


def examples_at_fault(negatives, positives):
    """Return the share of examples with padding, [UNK] or their own positive among their negatives."""
    at_fault = 0
    for row, positive in zip(negatives, positives, strict=True):
        at_fault += any(negative in (0, 1, positive) for negative in row)
    return at_fault / len(positives)


def _without_the_positive(negatives, positives):
    return float(np.mean((negatives <= 1).any(axis=1)))


def _without_unknown(negatives, positives):
    return float(np.mean(((negatives == 0) | (negatives == positives[:, None])).any(axis=1)))


def _negatives_at_fault(negatives, positives):
    return float(np.mean((negatives <= 1) | (negatives == positives[:, None])))


def _number(negatives, positives):
    return round(examples_at_fault(negatives, positives) * len(positives))


def _negatives_positives(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
    return rng.integers(0, 12, size=(size + 1, 3)), rng.integers(2, 12, size=size + 1)


def common_neighbours(first, second):
    """Return the share of neighbours that two lists of each word have in common."""
    shares = []
    for ours, theirs in zip(first, second, strict=True):
        shares.append(len(set(ours) & set(theirs)) / len(ours))
    return sum(shares) / len(shares)


def _same_place(first, second):
    return float(np.mean(first == second))


def _of_the_union(first, second):
    shares = [len({*a} & {*b}) / len({*a} | {*b}) for a, b in zip(first, second, strict=True)]
    return sum(shares) / len(shares)


def _all_words_together(first, second):
    return float(np.mean(np.isin(first, second)))


def _two_lists(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
    how_many = 2 + size // 4
    draw = [[rng.permutation(2 * how_many)[:how_many] for _ in range(size)] for _ in range(2)]
    return np.array(draw[0]), np.array(draw[1])


lesson = Lesson(
    "real_text",
    padding_among_20=Predict(
        answer=1 - (1 - PADDING_SHARE) ** 20,
        because=(
            "One draw is no padding in 91.7 % of the cases. All 20 are none in 0.917 to the power of 20, "
            "which is 18 %. So 82 % of the examples have at least one: more negatives make it worse."
        ),
        example="0.5",
        hints=(
            "Ask the opposite: how often is there no padding among 20 draws?",
            "One draw is no padding in 1 − 0.083 of the cases, and 20 draws in a row in …",
            "`1 - (1 - 0.083) ** 20`.",
        ),
        mistakes=[
            (
                20 * PADDING_SHARE,
                "20 times 0.083 is more than 1, and no share is. Some examples have padding twice; you "
                "counted them twice.",
            ),
            (PADDING_SHARE, "That is one draw. Each example makes 20 of them."),
            (
                (1 - PADDING_SHARE) ** 20,
                "That is the share of examples without padding. The question is about the others.",
            ),
        ],
    ),
    lost_at_line_ends=Predict(
        answer=(3 / 16, 6 / 16),
        because=(
            "At window 2 a line has 8 · 4 places, and 2 + 1 stick out at each end: 6 of 32. At window 5 it "
            "has 8 · 10, and 5 + 4 + 3 + 2 + 1 stick out at each end: 30 of 80. A wide window loses more."
        ),
        example="(0.1, 0.1)",
        hints=(
            "In the middle of a long text each word has 2 · 2 contexts at window 2. How many places make 8 "
            "words?",
            "Lesson 2 counted what sticks out at the ends: 2 + 1 on the left and as many on the right.",
            "6 of 32 at window 2. At window 5, 5 + 4 + 3 + 2 + 1 at each end, of 80.",
        ),
        mistakes=[
            ((6, 30), "Those are numbers of pairs. Divide by the number of places in a line: 32 and 80."),
            ((3 / 32, 15 / 80), "You counted one end only; a line has two."),
            (
                (None, 3 / 16),
                "A wide window crosses the end of a line more often: the share is not the same.",
            ),
            ((13 / 16, 10 / 16), "Those are the shares that are left. The question is what is lost."),
        ],
    ),
    examples_at_fault=Build(
        reference=examples_at_fault,
        inputs=_negatives_positives,
        hints=(
            "For each example: is one of its negatives 0, 1 or its own positive?",
            "With NumPy: `negatives == positives[:, None]` compares each row with its own positive.",
            "`.any(axis=1)` says for each row whether there is one, and `.mean()` is the share.",
        ),
        mistakes=[
            (
                _without_the_positive,
                "You found padding and [UNK], but not the accidental hit: a negative that is the positive "
                "itself.",
            ),
            (_without_unknown, "You let [UNK], the id 1, pass: it is not a word either."),
            (
                _negatives_at_fault,
                "That is the share of the negatives. The question is the share of the examples: one bad "
                "negative is enough.",
            ),
            (_number, "That is how many there are. Divide by the number of examples."),
        ],
    ),
    common_neighbours=Build(
        reference=common_neighbours,
        inputs=_two_lists,
        hints=(
            "First for one word: how many of its neighbours are in both lists, in whatever place?",
            "`set(a) & set(b)` holds what both have. Divide by the length of a list, then take the mean.",
        ),
        mistakes=[
            (
                _same_place,
                "You asked for the same neighbour in the same place. The place in the list does not count.",
            ),
            (_of_the_union, "You divided by all that is in either list. Divide by the length of one list."),
            (
                _all_words_together,
                "You looked for a neighbour in the lists of all words. It must be in that of the same word.",
            ),
        ],
        note="`w2v.neighbour_agreement` does this for two tables of vectors, for all words at once.",
    ),
    whole_lines=Explore(
        mentions=(
            "In Tinyworld, whose lines are long, most of the gain comes from not cutting lines.",
            "Crossing the ends of lines adds less here; in a text of short lines it would add more.",
        ),
        answer=(
            "Most of it comes from not cutting lines at ten words: from about 0.14 to 0.20. Crossing the "
            "ends of lines adds the rest, to 0.22. Tinyworld's lines are long. In a text of short lines, as "
            "in verse, there are more ends to cross, and it would be the other way round."
        ),
        hints=(
            "The three scores differ by two steps. Which step is the larger one?",
            "How long is a line of Tinyworld? `np.mean([len(words) for words in my_lines])` tells.",
        ),
        misconceptions=(
            (
                "Crossing the ends of lines brings most of it.",
                "Not in Tinyworld: compare the two steps once more, and look at how long its lines are.",
            ),
            (
                "Neither of the two makes a difference to the score.",
                "Look at the numbers of pairs and at the scores: both steps go up.",
            ),
            (
                "It is better only because there are more pairs to learn from.",
                "More pairs, yes. But whole lines also reach words that the cut had thrown away altogether. "
                "Which of the two changes brings more?",
            ),
        ),
    ),
    quiz=Quiz(
        (
            Question(
                "The loss falls and falls while the score stands still. What happened in the tutorial?",
                right="b",
                choices={
                    "a": (
                        "It needed still more epochs.",
                        "There was nothing new in them: the same examples came again.",
                    ),
                    "b": (
                        "It showed the same frozen examples again, and learned them by heart.",
                        "With examples drawn anew the loss stayed higher and the score rose.",
                    ),
                    "c": ("The score was measured wrongly.", "The same score rose with examples drawn anew."),
                },
            ),
            Question(
                "Nearly half of the examples had a wrong negative. Was that the main fault?",
                right="a",
                choices={
                    "a": (
                        "No: better negatives alone, while frozen, changed next to nothing.",
                        "They helped once the examples were drawn anew.",
                    ),
                    "b": (
                        "Yes: half of the examples is a lot.",
                        "That it looks bad is no measurement. Fixed alone, it changed next to nothing.",
                    ),
                    "c": (
                        "No: wrong negatives never do harm.",
                        "With examples drawn anew, better negatives did help.",
                    ),
                },
            ),
            Question(
                "Why did each trial change one thing only?",
                right="c",
                choices={
                    "a": ("To save time.", "Single trials take more time than one with all changes."),
                    "b": (
                        "Changes never work together.",
                        "They did: better negatives helped only with examples drawn anew.",
                    ),
                    "c": (
                        "To know which change made the difference.",
                        "Of several at once nobody can say which one it was.",
                    ),
                },
            ),
            Question(
                "You have four times the text, and the vectors are better. What is the control?",
                right="b",
                choices={
                    "a": (
                        "The little text, read as often as the large one.",
                        "Then it has a fourth of the training, and you cannot tell the two causes apart.",
                    ),
                    "b": (
                        "The little text, read four times as often.",
                        "It has the same amount of training, and nothing new to read.",
                    ),
                    "c": (
                        "Random vectors.",
                        "They show whether anything was learned, not whether the text or the training did "
                        "it.",
                    ),
                },
            ),
        )
    ),
)
