"""The exercises of the lesson sentiment."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Lesson, Predict, Question, Quiz


def masked_mean(vectors, ids):
    """Take the mean of each review's words, zeros for a review without words."""
    means = np.zeros((len(ids), vectors.shape[2]))  # (B, D)
    for number, (review, row) in enumerate(zip(vectors, ids, strict=True)):
        words = review[row != 0]  # the places that are no padding
        if len(words):
            means[number] = words.mean(axis=0)
    return means


def _with_padding(vectors, ids):
    return vectors.mean(axis=1)


def _words_by_all_places(vectors, ids):
    return (vectors * (ids != 0)[:, :, None]).sum(axis=1) / ids.shape[1]


def _nan_without_words(vectors, ids):
    is_word = (ids != 0)[:, :, None]
    with np.errstate(all="ignore"):
        return (vectors * is_word).sum(axis=1) / is_word.sum(axis=1)


def _vectors_and_ids(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
    lengths = rng.integers(0, size + 2, size=3)
    lengths[rng.integers(0, 3)] = size + 1  # one review fills the rectangle, another has no words
    lengths[np.argmin(lengths)] = 0
    ids = rng.integers(1, 5, size=(3, size + 1)) * (np.arange(size + 1) < lengths[:, None])
    return rng.integers(1, 9, size=(*ids.shape, 2)).astype(float), ids


lesson = Lesson(
    "sentiment",
    number_of_parameters=Predict(
        answer=(640_545, 640_033),
        because=(
            "20,000 · 32 in the embedding; 32 · 16 weights and 16 biases in the hidden layer; 16 weights and "
            "1 bias at the end. Without the hidden layer, the last one has 32 weights and 1 bias."
        ),
        example="(1_000, 500)",
        hints=(
            "The embedding has a row of 32 numbers for each id. And the layers after it?",
            "A dense layer has a weight for each pair of an input and an output, and a bias for each output.",
            "640,000 + 32 · 16 + 16 + 16 + 1. Without the hidden layer, 32 numbers go into the last one.",
        ),
        mistakes=[
            ((640_000, None), "That is the embedding alone. The layers after it have parameters, too."),
            ((640_528, None), "You left out the biases: one for each output of a dense layer, 16 + 1."),
            ((None, 640_032), "The last layer has a bias, too."),
            (
                (None, 640_017),
                "Without the hidden layer, the mean itself goes into the last one: 32 numbers, not 16.",
            ),
        ],
    ),
    masked_mean=Build(
        reference=masked_mean,
        inputs=_vectors_and_ids,
        hints=(
            "Only the places with `ids != 0` count: in the sum, and in the number that you divide it by.",
            "`(ids != 0)[:, :, None]` has the shape (B, L, 1), so you can multiply the vectors by it.",
            "Sum over `axis=1`, divide by the number of words, and let that number never be less than 1.",
        ),
        mistakes=[
            (_with_padding, "You took the mean of all places, but padding is not words."),
            (
                _words_by_all_places,
                "The sum is right, but you divided by the width of the batch: divide by the number of words.",
            ),
            (
                _nan_without_words,
                "A review without words gives NaN: you divide 0 by 0. Never divide by less than 1.",
            ),
        ],
        note="`w2v.MaskedMean` does the same, as a Keras layer.",
    ),
    quiz=Quiz(
        (
            Question(
                "The training loss still falls, but the validation loss rises. What do you do?",
                right="b",
                choices={
                    "a": ("Train longer.", "From here on, it learns the training reviews by heart."),
                    "b": (
                        "Go back to the epoch with the lowest validation loss.",
                        "That is what early stopping does.",
                    ),
                    "c": (
                        "Take the epoch that is best on the test set.",
                        "Then the test set has made the choice, and its result is no longer a fair one.",
                    ),
                },
            ),
            Question(
                "Why must the mean of a review leave out the padding?",
                right="c",
                choices={
                    "a": ("To save memory.", "The places are there in any case. They just must not count."),
                    "b": (
                        "Because zeros cannot be added.",
                        "They can. But they would be counted when the sum is divided.",
                    ),
                    "c": (
                        "Otherwise the answer would depend on the longest review of the batch.",
                        "The same review gets more padding in one batch than in another.",
                    ),
                },
            ),
            Question(
                "When do pretrained vectors help a classifier?",
                right="a",
                choices={
                    "a": (
                        "When labels are few, and the vectors tell apart what the task has to tell apart.",
                        "Then a label on *dismal* also says something about *boring*.",
                    ),
                    "b": (
                        "Always: more training is better.",
                        "With many labels, bag of words does as well, or better.",
                    ),
                    "c": (
                        "When there are very many labels.",
                        "Then the labels themselves teach all that the task needs.",
                    ),
                    "d": (
                        "Whenever words that are used alike are neighbours.",
                        "Opposites are used in similar ways: *good* and *bad* can be neighbours, too.",
                    ),
                },
            ),
        )
    ),
)
