"""The exercises of the lesson tutorial_steps."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Explore, Lesson, Question, Quiz


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
    "tutorial_steps",
    accidental_hits=Build(
        reference=accidental_hits,
        inputs=_positives_and_negatives,
        hints=(
            "Each positive belongs to one row of `negatives`. Go through both together, with `zip`.",
            "Or compare all at once: `positives[:, None]` is a column, so NumPy compares it with every "
            "column of the table.",
            "`(negatives == positives[:, None])` is a table of `True` and `False`. Is there a `True` in a "
            "row?",
        ),
        mistakes=[
            (
                _in_any_row,
                "You looked for the positive among the negatives of all examples. Only its own row counts.",
            ),
            (_one_answer, "You gave a single answer for all examples. Give one for each of them."),
            (
                _each_negative,
                "You gave an answer for each negative. Combine the answers of a row: is any of them a hit?",
            ),
        ],
        note=(
            "In one line: `(negatives == positives[:, None]).any(axis=1)`. In the lesson, `has_positive` is "
            "`accidental_hits(positives, drawn).mean()`. TensorFlow has a function for this, "
            "`tf.nn.compute_accidental_hits`, which returns the places of the hits. The tutorial does not "
            "call it."
        ),
    ),
    push_on_padding=Explore(
        mentions=(
            "With the tutorial's negatives, the row of padding is pushed farther than most rows of real "
            "words.",
            "With our negatives, that row never moves.",
            "A question about padding is wasted: the row belongs to no word, and a real word goes without.",
        ),
        answer=(
            "With the tutorial's negatives, the row of padding is pushed farther than nearly all others, "
            "because the sampler takes id 0 for the most frequent word. The row belongs to no word, so these "
            "questions are wasted: real words go without them. With our negatives, padding is never drawn, "
            "and its push is 0."
        ),
        hints=(
            "Compare the numbers in each line.",
            "Which word does the row of id 0 belong to? What do you gain by pushing it?",
        ),
        misconceptions=(
            (
                "The row of padding is masked, so it is not pushed.",
                "Nothing masks it: to the model, id 0 is a row like any other. Look at the first line again.",
            ),
            (
                "It does not matter, since nobody looks at the row of padding.",
                "True of the row itself, but every question about it takes the place of one about a word.",
            ),
            ("Both draws push equally.", "Look at the push on padding in each line: one of the two is 0."),
        ),
    ),
    quiz=Quiz(
        (
            Question(
                "What does Keras's sampling table know about a word?",
                right="a",
                choices={
                    "a": (
                        "Its rank.",
                        "It guesses the frequency from the rank, for a text of billions of words.",
                    ),
                    "b": (
                        "Its count in your corpus.",
                        "It asks for a number of ranks and never sees a count.",
                    ),
                    "c": (
                        "Its count in a large corpus.",
                        "It contains no words at all, just a formula that takes a rank.",
                    ),
                },
            ),
            Question(
                "Suppose each word read its proper row of that table: row 1 for the most frequent word, row "
                "2 for the next, and so on. Would more tokens be kept, or fewer?",
                right="c",
                choices={
                    "a": (
                        "More, because there would be one fault less.",
                        "The faults work against each other: reading one row too far keeps more.",
                    ),
                    "b": (
                        "As many as before.",
                        "Each word reads another row, and only rows 0 and 1 are the same.",
                    ),
                    "c": (
                        "Fewer.",
                        "Each word moves up one row, and the table keeps less of a word the higher it ranks.",
                    ),
                    "d": (
                        "That depends on the corpus.",
                        "The values rise from row to row, whatever the corpus.",
                    ),
                },
            ),
            Question(
                "Why does negative sampling do without the correction of NCE?",
                right="b",
                choices={
                    "a": (
                        "The correction would need the scores of all words.",
                        "It needs the noise probability of one word. It is the softmax that needs all "
                        "scores.",
                    ),
                    "b": (
                        "It only needs samples of the noise, and good vectors do not need probabilities.",
                        "NCE needs the noise probabilities themselves, and with them turns scores into "
                        "logarithms of probabilities. Nobody asks word vectors for those.",
                    ),
                    "c": (
                        "The correction is zero for every word.",
                        "In our sentence it is zero for *the*, where K · Pn is 1, but not for *hot*.",
                    ),
                },
            ),
        )
    ),
)
