"""The exercises of the lesson negative_sampling."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Explore, Lesson, Predict, Question, Quiz


def pick_negatives(draws, target, positive, num_negatives):
    """Take the first draws that may serve as negatives of a pair."""
    negatives = []
    for word in draws:
        if word > 1 and word != positive and len(negatives) < num_negatives:
            negatives.append(word)
    return negatives


def _without_both(draws, target, positive, num_negatives):
    return [word for word in draws if word > 1 and word not in (target, positive)][:num_negatives]


def _with_the_positive(draws, target, positive, num_negatives):
    return [word for word in draws if word > 1][:num_negatives]


def _with_unknown(draws, target, positive, num_negatives):
    return [word for word in draws if word > 0 and word != positive][:num_negatives]


def _too_few(draws, target, positive, num_negatives):
    return pick_negatives(draws[:num_negatives], target, positive, num_negatives)


def _draws_and_pair(rng: np.random.Generator, size: int) -> tuple[list[int], int, int, int]:
    target, positive = (2 + rng.choice(5, size=2, replace=False)).tolist()
    return rng.integers(7, size=5 + 3 * size).tolist(), target, positive, 1 + size // 3


def accidental_hits(positives, negatives):
    """Return for each example whether its positive is among its own negatives."""
    hits = []
    for positive, row in zip(positives, negatives, strict=True):
        hits.append(any(negative == positive for negative in row))
    return hits


def _in_any_row(positives, negatives):
    return np.isin(positives, negatives)


def _one_answer(positives, negatives):
    return any(accidental_hits(positives, negatives))


def _each_negative(positives, negatives):
    return negatives == positives[:, None]


def _positives_and_negatives(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
    return rng.integers(2, 7, size=size), rng.integers(2, 7, size=(size, int(rng.integers(2, 5))))


lesson = Lesson(
    "negative_sampling",
    loss_at_the_start=Predict(
        answer=14.56,
        because=(
            "All scores are 0, whatever the vector of the target is: 1 + 20 questions, each the toss of a "
            "coin, 21 · ln 2."
        ),
        example="20.0",
        hints=(
            "What is the score of any vector with one that is all zeros?",
            "At score 0 the model says one half. What does each such answer cost?",
            "ln 2 = 0.693 for each question. And there are more than 20 questions.",
        ),
        mistakes=[
            (20 * 0.6931, "You asked about the 20 negatives only; the positive is a question, too."),
            (0.6931, "That is the loss of one question. An example adds up the losses of all its questions."),
            (
                3.0445,
                "That is ln 21, the cost of a choice among 21 words: a softmax. Here are 21 times yes or no.",
            ),
            (0, "Zero would be a model that is sure and right. This one tosses coins."),
        ],
    ),
    two_steps=Predict(
        answer=(2, 0.5, 2.134, 0.769),
        because=(
            "In the first step the errors are -1/2 and 1/2. The target stays, because both contexts are 0: "
            "no nudge of the target changes a score. The contexts move to 0.5 and -0.5. Then the scores are "
            "1 and -1, the errors -0.269 and 0.269, and the target moves as well."
        ),
        example="(1.5, 0.25, 1.234, 0.567)",
        hints=(
            "Both scores are 2 · 0. So what are the two errors, answer minus label?",
            "Errors -1/2 and 1/2. The target moves by 0.5 times the errors times the contexts, which are 0; "
            "the positive moves by 0.5 · 1/2 · 2.",
            "Second step: scores 2 · 0.5 and 2 · -0.5, σ(1) = 0.731, σ(-1) = 0.269. Both gradients use the "
            "values from before the step.",
        ),
        mistakes=[
            (
                (None, -0.5, None, None),
                "That is up the slope, where the loss rises. A step goes against the gradient.",
            ),
            ((None, 1, None, None), "You forgot the learning rate: half of that is a step."),
            (
                (2, 0.5, 2.134, 0.787),
                "You moved the target first and used its new value. Both gradients use the values from "
                "before.",
            ),
            (
                (2, 0.5, 2, None),
                "In the second step the contexts are no longer 0, so the target moves as well.",
            ),
        ],
    ),
    pick_negatives=Build(
        reference=pick_negatives,
        inputs=_draws_and_pair,
        hints=(
            "Which ids can never be a negative? And which one not for this pair?",
            "0 is padding, 1 is [UNK], and the positive must not be its own negative. The target may be "
            "drawn.",
            "Go through the draws, keep those with `word > 1 and word != positive`, stop at `num_negatives`.",
        ),
        mistakes=[
            (
                _without_both,
                "You excluded the target as well. It is a word like any other: only the positive is kept "
                "out.",
            ),
            (
                _with_the_positive,
                "There is an accidental hit: the positive is among its own negatives, as in the tutorial.",
            ),
            (_with_unknown, "You kept 1, which is [UNK]: not a word either."),
            (
                _too_few,
                "You took the first draws, then threw some away. Each of those must be replaced by a later "
                "draw.",
            ),
        ],
        note=(
            "`w2v.sample_negatives` does the same: padding and [UNK] have probability 0, and a draw that "
            "hits the positive is drawn again."
        ),
    ),
    accidental_hits=Build(
        reference=accidental_hits,
        inputs=_positives_and_negatives,
        hints=(
            "Each positive belongs to one row of `negatives`. Go through both together, with `zip`.",
            "Or all at once: `positives[:, None]` is a column, which can be compared with the whole table.",
            "`(negatives == positives[:, None])` is a table of yes and no. Is there any yes in a row?",
        ),
        mistakes=[
            (
                _in_any_row,
                "You looked for the positive among the negatives of all examples. Only its own row counts.",
            ),
            (_one_answer, "You gave one answer for all. Give one answer for each example."),
            (
                _each_negative,
                "You answer for each negative. Put the answers of a row together: is there any hit in it?",
            ),
        ],
        note=(
            "At once: `(negatives == positives[:, None]).any(axis=1)`. In the lesson, "
            "`accidental_hits(positives, drawn).mean()` was `has_positive`. TensorFlow's own function for "
            "it, `tf.nn.compute_accidental_hits`, returns the places of the hits; the tutorial does not "
            "call it."
        ),
    ),
    push_on_padding=Explore(
        mentions=(
            "The tutorial's negatives push the row of padding harder than most rows of real words.",
            "With our negatives that row is never moved.",
            "Such a question is wasted: the row belongs to no word, and a real word goes without.",
        ),
        answer=(
            "With the tutorial's negatives the row of padding is pushed farther than nearly all others, "
            "because the sampler takes id 0 for the most frequent word. The row belongs to no word, so "
            "these questions are wasted: real words go without them. With our negatives it is never drawn "
            "and gets a push of 0."
        ),
        hints=(
            "Compare the two numbers of each line.",
            "Which word does the row of id 0 belong to? What is gained by pushing it?",
        ),
        misconceptions=(
            (
                "The row of padding is masked, so it gets no push.",
                "Nothing masks it: to the model id 0 is a row like any other. Look at the first line again.",
            ),
            (
                "It does not matter, since nobody looks at the row of padding.",
                "The row itself can be ignored, but each question about it took the place of one about a "
                "word.",
            ),
            ("Both draws give the same pushes.", "Look at the pushes on padding: one of the two is 0."),
        ),
    ),
    quiz=Quiz(
        (
            Question(
                "With which exponent of the counts is every word drawn equally often?",
                right="c",
                choices={
                    "a": ("1", "Then words are drawn as often as they occur, and the ten first words win."),
                    "b": ("0.75", "That lies between: the frequent words lose a part of their share."),
                    "c": (
                        "0",
                        "Any count to the power of 0 is 1. The ten first words get no more than others.",
                    ),
                },
            ),
            Question(
                "A training with K = 4 stays at a loss of 3.47. What has the model learned?",
                right="a",
                choices={
                    "a": ("Nothing.", "3.47 is 5 · ln 2: five coins are tossed, as before the first step."),
                    "b": (
                        "All there is to learn.",
                        "A model that knows something has fewer wrong answers than coins have.",
                    ),
                    "c": (
                        "The positives, not the negatives.",
                        "Then the answer to the positive would cost less than a coin, and the sum were "
                        "smaller.",
                    ),
                },
            ),
            Question(
                "In a step, which way does the vector of a noise word move?",
                right="b",
                choices={
                    "a": ("Towards the target's vector.", "That is what the positive does."),
                    "b": (
                        "Away from the target's vector.",
                        "Its error is positive, so the step goes against the target.",
                    ),
                    "c": (
                        "It stays; only the target moves.",
                        "Its gradient is the error times the target's vector, which is not 0.",
                    ),
                    "d": ("Towards zero.", "Its score sinks, and goes on sinking below 0."),
                },
            ),
            Question(
                "Why does negative sampling leave out the correction of NCE?",
                right="a",
                choices={
                    "a": (
                        "For vectors, how much more than chance two words meet is the better score.",
                        "The correction would turn the scores into logarithms of probabilities.",
                    ),
                    "b": (
                        "It would need the scores of all words.",
                        "It needs only how likely the one word is drawn; the softmax needs all scores.",
                    ),
                    "c": (
                        "It is zero for every word.",
                        "It is so for `the` in our sentence, but not for `hot`.",
                    ),
                },
            ),
        )
    ),
)
