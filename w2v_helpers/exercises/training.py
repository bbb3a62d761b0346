"""The exercises of the lesson training."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Lesson, Predict, Question, Quiz


def batch_loss(labels, logits):
    """Add up the losses of each example's questions, and average over the examples."""
    examples = []
    for label_row, logit_row in zip(labels, logits, strict=True):
        total = 0
        for label, logit in zip(label_row, logit_row, strict=True):
            answer = 1 / (1 + np.exp(-logit))  # the probability of "real"
            total -= np.log(answer if label == 1 else 1 - answer)
        examples.append(total)
    return np.mean(examples)


def _of_each_question(labels, logits):
    return np.logaddexp(0, logits) - labels * logits


def _mean_of_all(labels, logits):
    return _of_each_question(labels, logits).mean()


def _sum_of_all(labels, logits):
    return _of_each_question(labels, logits).sum()


def _of_each_example(labels, logits):
    return _of_each_question(labels, logits).sum(axis=1)


def _only_the_positive(labels, logits):
    return (labels * _of_each_question(labels, logits)).sum(axis=1).mean()


def _swapped(labels, logits):
    return _of_each_question(logits, labels).sum(axis=1).mean()


def _labels_and_logits(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
    logits = rng.normal(size=(size, 1 + int(rng.integers(1, 4)))).round(1)
    labels = np.zeros(logits.shape)
    labels[:, 0] = 1
    return labels, logits


lesson = Lesson(
    "training",
    number_of_parameters=Predict(
        answer=(18_000_000, 72, 216),
        because=(
            "2 tables · 30,000 rows · 300 numbers make 18 million parameters. At 4 bytes each, that is "
            "72 MB. Adam keeps two more numbers per parameter, so there are three in all: 3 · 72 = 216 MB."
        ),
        example="(1_000_000, 4, 5)",
        hints=(
            "How many tables does the model have, and how many numbers does each of them hold?",
            "There are 2 · 30,000 · 300 parameters. A million numbers of 4 bytes take 4 MB.",
            "18 million parameters, 72 MB. With Adam, each parameter comes with two more numbers of the same "
            "size.",
        ),
        mistakes=[
            (
                (9_000_000, None, None),
                "That is one table. Each word has two vectors, one as a target and one as a context.",
            ),
            ((18_000_000, 144, None), "That would be 8 bytes per number. Here each of them takes 4."),
            (
                (18_000_000, 72, 144),
                "Adam's two numbers come on top of the parameter itself, so there are three in all.",
            ),
            ((18_000_000, 72_000_000, None), "Those are bytes. A megabyte is a million of them."),
        ],
    ),
    batch_loss=Build(
        reference=batch_loss,
        inputs=_labels_and_logits,
        hints=(
            "Start with a single question. σ(logit) is the model's answer. What does it cost if the label is "
            "1, and what if it is 0?",
            "It costs `-log(σ(logit))` if the label is 1, and `-log(1 - σ(logit))` if it is 0. Then add up "
            "each row.",
            "The sum of a row is the loss of an example. The loss of the batch is the mean of these sums.",
        ),
        mistakes=[
            (
                _mean_of_all,
                "You took the mean over all questions, as Keras does. First add up the questions of each "
                "example.",
            ),
            (_sum_of_all, "You added up all questions of the batch. Take the mean over its examples."),
            (_of_each_example, "Those are the losses of the examples. The batch has one loss: their mean."),
            (_only_the_positive, "You left out the negatives. Each of them is a question with a cost."),
            (_swapped, "You took the labels for logits, and the logits for labels."),
        ],
        note=(
            "`w2v.NegativeSamplingLoss` gives the same. It computes log(1 + exp(logit)) − label · logit, "
            "which is equal, and stays exact for very large logits."
        ),
    ),
    quiz=Quiz(
        (
            Question(
                "Keras calls a loss as `loss(y_true, y_pred)`. You wrote your own, with the two arguments "
                "swapped. What happens?",
                right="c",
                choices={
                    "a": (
                        "An error, because the shapes do not fit.",
                        "Labels and logits have the same shape, so nothing complains.",
                    ),
                    "b": (
                        "Nothing, because a loss treats both the same.",
                        "It takes σ of one of them and not of the other. That makes a difference.",
                    ),
                    "c": (
                        "No error, but the loss falls below zero and the negatives teach nothing.",
                        "A candidate's loss becomes log(1 + exp(label)) − logit · label. For a positive, it "
                        "falls as long as the logit grows. For a negative, it is ln 2 whatever the logit is.",
                    ),
                    "d": (
                        "The vectors are the same, but training takes longer.",
                        "However long it takes, a loss that ignores the negatives leads elsewhere.",
                    ),
                },
            ),
            Question(
                "A batch touches a few thousand of 500,000 rows. Why is plain Adam slow all the same?",
                right="a",
                choices={
                    "a": (
                        "At every step it updates the averages of all rows, and then all rows.",
                        "It keeps two running averages per number. They change even where the gradient is "
                        "zero, and rows that earlier batches touched keep moving.",
                    ),
                    "b": (
                        "It needs a smaller learning rate on a large table.",
                        "The rate has nothing to do with how long a step takes.",
                    ),
                    "c": (
                        "It looks up all 500,000 rows to compute the loss.",
                        "The lookup takes only the rows of the batch. The loss is cheap; the update is not.",
                    ),
                },
            ),
            Question(
                "In 20 epochs over the same frozen examples, the share of them in which the positive gets "
                "the highest score rises from .21 to .91. What does that say about the vectors?",
                right="b",
                choices={
                    "a": (
                        "They are good: nine answers in ten are right.",
                        "They are answers to questions it has seen 20 times. Ask about text it has not seen.",
                    ),
                    "b": (
                        "Little.",
                        "The same few candidates come back in every epoch and can be learned by heart, and "
                        "easy negatives help. Look at a held-out text, and at neighbours.",
                    ),
                    "c": (
                        "They are bad, because nobody learns anything from frozen examples.",
                        "Something is learned from them. This number cannot tell you how much.",
                    ),
                    "d": (
                        "They need more epochs, to get from .91 to 1.",
                        "More of the same examples are only learned by heart even better.",
                    ),
                },
            ),
        )
    ),
)
