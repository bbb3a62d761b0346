"""The exercises of the lesson real_text."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Lesson, Predict, Question, Quiz

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
            "“At least once” is the opposite of “never”. How often is there no padding among 20 draws?",
            "One draw is no padding with probability 1 − 0.083. Two draws in a row: (1 − 0.083) · (1 − "
            "0.083), since probabilities of independent draws are multiplied. And 20?",
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
        note=(
            "In one line: `((negatives < 2) | (negatives == positives[:, None])).any(axis=1).mean()`. "
            "TensorFlow finds hits with `tf.nn.compute_accidental_hits`, not used in the tutorial."
        ),
    ),
    quiz=Quiz(
        (
            Question(
                "Accuracy on the training examples goes up and up, and the score on analogies stands still. "
                "What happened in the tutorial?",
                right="b",
                choices={
                    "a": (
                        "It needed still more epochs.",
                        "There was nothing new in them: the same examples came again.",
                    ),
                    "b": (
                        "It saw the same frozen examples again, and learned them by heart.",
                        "With examples drawn anew, accuracy stayed lower and the score went on rising.",
                    ),
                    "c": (
                        "The score was measured wrongly.",
                        "The same score rose when the examples were drawn anew.",
                    ),
                },
            ),
            Question(
                "Half of the tutorial's examples have a negative at fault. Is that why its vectors are bad?",
                right="a",
                choices={
                    "a": (
                        "No: with better negatives alone, the score hardly changed.",
                        "What changed it was seeing more different examples.",
                    ),
                    "b": (
                        "Yes: half of the examples is a lot.",
                        "That it looks bad is no measurement. Fixed alone, it changed next to nothing.",
                    ),
                    "c": (
                        "No: the model never sees the faulty ones.",
                        "It sees all of them, in every epoch. They just do little harm.",
                    ),
                },
            ),
            Question(
                "You compare two recipes, with windows of 2 and 5. The neighbours that counting names, at a "
                "window of 5, agree better with the second. What do you conclude?",
                right="c",
                choices={
                    "a": (
                        "The second recipe is better.",
                        "The yardstick has the window of the second recipe, and so favours it.",
                    ),
                    "b": (
                        "Nothing: counting is no yardstick.",
                        "It is one that needs no training, but it is not neutral: it has a window, too.",
                    ),
                    "c": (
                        "Nothing yet: count with a window of 2 as well, and use more seeds.",
                        "If the second wins by both yardsticks, and by more than the spread between seeds, "
                        "believe it.",
                    ),
                },
            ),
        )
    ),
)
