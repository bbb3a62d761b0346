"""The exercises of the lesson sentiment."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Explore, Lesson, Predict, Question, Quiz


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


def right_when_sure(labels, answers, margin):
    """Return the share that is right among the sure answers, and how many these are."""
    right = number = 0
    for label, answer in zip(labels, answers, strict=True):
        if abs(answer - 0.5) >= margin:
            number += 1
            right += (answer >= 0.5) == (label == 1)
    return right / number, number


def _sure_of_praise_only(labels, answers, margin):
    is_sure = answers - 0.5 >= margin
    return float(np.mean(labels[is_sure] == 1)), int(is_sure.sum())


def _share_of_all(labels, answers, margin):
    is_sure = np.abs(answers - 0.5) >= margin
    return float(np.mean(is_sure & ((answers >= 0.5) == labels))), int(is_sure.sum())


def _number_right(labels, answers, margin):
    is_sure = np.abs(answers - 0.5) >= margin
    right = (answers >= 0.5)[is_sure] == labels[is_sure]
    return float(np.mean(right)), int(right.sum())


def _share_alone(labels, answers, margin):
    return right_when_sure(labels, answers, margin)[0]


def _labels_answers_margin(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray, float]:
    answers = rng.choice([0.02, 0.12, 0.27, 0.37, 0.43, 0.56, 0.64, 0.72, 0.83, 0.96], size=size + 3)
    answers[:3] = 0.97, 0.02, 0.55  # sure of praise, sure of blame, unsure
    labels = rng.integers(0, 2, size=size + 3)
    return labels, answers, float(rng.choice([0.1, 0.2, 0.3, 0.4]))


lesson = Lesson(
    "sentiment",
    number_of_parameters=Predict(
        answer=(640_545, 640_033),
        because=(
            "20,000 · 32 for the embedding; 32 · 16 weights and 16 biases for the hidden layer; 16 weights "
            "and 1 bias at the end. Without the hidden layer the last one has 32 weights and 1 bias."
        ),
        example="(640_000, 320_000)",
        hints=(
            "A row of the embedding for each id. And the layers after it?",
            "A dense layer has a weight for each pair of an input and an output, and a bias for each output.",
            "640,000 + 32 · 16 + 16 + 16 + 1. Without the hidden layer 32 numbers go into the last one.",
        ),
        mistakes=[
            ((640_000, None), "That is the embedding alone. The layers after it have weights, too."),
            ((640_528, None), "You left out the biases: one for each output of a dense layer, 16 + 1."),
            ((None, 640_032), "The last layer has a bias, too."),
            (
                (None, 640_017),
                "Without the hidden layer the mean itself goes into the last one: 32 numbers, not 16.",
            ),
        ],
    ),
    scrambled=Predict(
        answer="pairs",
        because=(
            "A mean knows no order: not one answer of the model of words changes. The pairs are torn apart, "
            "so the model of pairs gets other ids."
        ),
        choices=("none", "words", "pairs", "both"),
        hints=(
            "What does each of the two models see of *not bad*, and what of *bad not*?",
            "The mean of the same vectors, in whatever order, is the same. Are they the same vectors?",
        ),
        mistakes=[
            (
                "none",
                "For words that holds. But *not bad* is an id of its own, and *bad not* is not that id.",
            ),
            ("words", "The other way round: the mean of the words is the same in any order."),
            (
                "both",
                "For pairs that holds. But the mean of the words does not know in which order they came.",
            ),
        ],
    ),
    masked_mean=Build(
        reference=masked_mean,
        inputs=_vectors_and_ids,
        hints=(
            "Only the places with `ids != 0` count: above the line, and below it.",
            "`(ids != 0)[:, :, None]` has the shape (B, L, 1), so it can be multiplied with the vectors.",
            "Sum over `axis=1`, divide by the number of words, and let that number never be less than 1.",
        ),
        mistakes=[
            (_with_padding, "You took the mean of all places; those of the padding are no words."),
            (
                _words_by_all_places,
                "The sum is right, but you divided by the width of the batch: divide by the number of words.",
            ),
            (
                _nan_without_words,
                "A review without words ends in NaN: you divide 0 by 0. Never divide by less than 1.",
            ),
        ],
        note="`w2v.MaskedMean` does the same as a layer of Keras.",
    ),
    right_when_sure=Build(
        reference=right_when_sure,
        inputs=_labels_answers_margin,
        hints=(
            "First: which answers are sure? Both 0.95 and 0.05 are.",
            "`is_sure = np.abs(answers - 0.5) >= margin` has a yes or no for each review.",
            "Among these: how often is `answers >= 0.5` the same as the label? And `is_sure.sum()`.",
        ),
        mistakes=[
            (
                _sure_of_praise_only,
                "You took those that are sure of praise. An answer near 0 is just as sure, of blame.",
            ),
            (
                _share_of_all,
                "You divided by the number of all reviews. The question is the share among the sure ones.",
            ),
            (_number_right, "The second number is how many are sure, not how many of them are right."),
            (_share_alone, "That is the share alone. Return two numbers: the share and how many are sure."),
        ],
        note="With a margin of 0 it is the accuracy.",
    ),
    wrong_labels=Explore(
        mentions=(
            "A tenth of wrong labels costs little; nearly half of them costs much.",
            "Wrong labels at random are scattered over all words and nearly cancel each other.",
        ),
        answer=(
            "With a tenth of the labels turned around the accuracy falls by a few points only: they are "
            "scattered at random over all words, and nearly cancel. The right ones are the majority. With "
            "40 % there is little majority left, and far more is lost."
        ),
        hints=(
            "Take a word of praise. In how many of its reviews does the label now say blame?",
            "Try a share of 0.5: then the labels say nothing. How far from there is 0.1?",
        ),
        misconceptions=(
            (
                "The accuracy falls by a tenth, because a tenth of the labels is wrong.",
                "Compare the numbers: the model does not repeat each wrong label, it learns from all "
                "together.",
            ),
            (
                "The wrong labels make the model useless.",
                "Look at the accuracy with 10 %. One half would be guessing; how far above it are you?",
            ),
            (
                "Wrong labels do no harm, so nobody needs to check them.",
                "At random, and few: then they cost little. Look at 40 %, and think of labels that are "
                "wrong in one kind of reviews only.",
            ),
        ),
    ),
    quiz=Quiz(
        (
            Question(
                "The training loss still falls, the validation loss rises. What do you do?",
                right="b",
                choices={
                    "a": ("Train longer.", "From here on it learns the training reviews by heart."),
                    "b": (
                        "Go back to the epoch in which the validation loss was lowest.",
                        "That is what early stopping does.",
                    ),
                    "c": (
                        "Take the epoch that is best on the test set.",
                        "Then the test set has made the choice, and its number no longer measures anything.",
                    ),
                },
            ),
            Question(
                "Why must the mean of a review leave out the padding?",
                right="c",
                choices={
                    "a": ("To save memory.", "The places are there all the same; they only must not count."),
                    "b": (
                        "Because zeros cannot be added.",
                        "They can. But they are counted when the sum is divided.",
                    ),
                    "c": (
                        "Otherwise the answer would depend on the longest review of the batch.",
                        "The same review would be filled up more in one batch than in another.",
                    ),
                },
            ),
            Question(
                "When do vectors help that were trained beforehand?",
                right="a",
                choices={
                    "a": (
                        "When there are few labels, and the vectors come from texts of the same kind.",
                        "One label on *dismal* then speaks for *boring*, too.",
                    ),
                    "b": (
                        "Always: more training is better.",
                        "With all labels the three curves came close together.",
                    ),
                    "c": (
                        "When there are very many labels.",
                        "Then the labels themselves teach the vectors all that the task needs.",
                    ),
                    "d": (
                        "When they know other words than the reviews.",
                        "Words that the reviews lack are of no use here.",
                    ),
                },
            ),
            Question(
                "A classifier's vectors put *witty* next to anything that is praised. Why?",
                right="b",
                choices={
                    "a": (
                        "There were too few reviews.",
                        "More reviews would sharpen praise and blame, and nothing else.",
                    ),
                    "b": (
                        "They learn what they were trained for: praise or blame.",
                        "Word2vec, asked for companions, put it next to *quotable*: words that are said of "
                        "jokes.",
                    ),
                    "c": (
                        "Words of praise stand side by side in reviews.",
                        "A mean does not see which words are neighbours.",
                    ),
                },
            ),
        )
    ),
)
