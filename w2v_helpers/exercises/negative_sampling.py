"""The exercises of the lesson negative_sampling."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Lesson, Predict, Question, Quiz


def move_target(target, contexts, labels, learning_rate):
    """Return the target's vector after one gradient step."""
    scores = contexts @ target
    error = 1 / (1 + np.exp(-scores)) - labels
    gradient = error @ contexts
    return target - learning_rate * gradient


def _up_the_slope(target, contexts, labels, learning_rate):
    return move_target(target, contexts, labels, -learning_rate)


def _without_the_rate(target, contexts, labels, learning_rate):
    return move_target(target, contexts, labels, 1)


def _without_the_labels(target, contexts, labels, learning_rate):
    return move_target(target, contexts, 0 * labels, learning_rate)


def _only_the_positive(target, contexts, labels, learning_rate):
    return move_target(target, contexts[labels == 1], labels[labels == 1], learning_rate)


def _vectors_and_labels(
    rng: np.random.Generator, size: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    dimension, num_negatives = 1 + size // 3, 1 + size // 2
    target = rng.uniform(-2, 2, size=dimension).round(1)
    contexts = rng.uniform(-2, 2, size=(1 + num_negatives, dimension)).round(1)
    return target, contexts, np.eye(1 + num_negatives, dtype=int)[0], float(rng.choice([0.1, 0.25, 0.5]))


lesson = Lesson(
    "negative_sampling",
    loss_at_the_start=Predict(
        answer=14.56,
        because=(
            "All scores are 0, whatever the target's vector is. So each of the 1 + 20 answers is 0.5 and "
            "costs ln 2, and 21 · 0.693 = 14.56."
        ),
        example="20.0",
        hints=(
            "What is the dot product of any vector with one that is all zeros?",
            "With a score of 0, the model's answer is 0.5. What is the loss of such an answer?",
            "Each question costs ln 2 = 0.693. And there are more than 20 questions.",
        ),
        mistakes=[
            (20 * 0.6931, "That is the loss of the 20 negatives. The positive is a question, too."),
            (0.6931, "That is the loss of one question. An example adds up the losses of all its questions."),
            (
                3.0445,
                "That is ln 21, the loss of a softmax over 21 words. Here the model answers 21 separate "
                "questions.",
            ),
            (
                0,
                "A loss of 0 would mean that the model is sure and right. Before training, it knows nothing.",
            ),
        ],
    ),
    move_target=Build(
        reference=move_target,
        inputs=_vectors_and_labels,
        hints=(
            "Four lines are enough: the scores, the errors, the gradient, the step. All are in the lesson.",
            "The scores are `contexts @ target`, one per candidate. The error is `sigmoid(scores) - labels`.",
            "The gradient is `error @ contexts`. A step goes against it, as far as the learning rate says.",
        ),
        mistakes=[
            (
                _up_the_slope,
                "You moved along the gradient, where the loss rises. A step goes against it: subtract.",
            ),
            (_without_the_rate, "You took the whole gradient as the step. Multiply it by the learning rate."),
            (
                _without_the_labels,
                "You used σ(score) as the error. Subtract the label: the right answer for the positive is 1.",
            ),
            (_only_the_positive, "You used the positive alone. The negatives move the target as well."),
        ],
        note="`w2v.sgns_gradients` returns this gradient, and those of the contexts.",
    ),
    quiz=Quiz(
        (
            Question(
                "Two words occur 81 and 16 times. With the power 0.75, how many times as often is the first "
                "one drawn as noise?",
                right="b",
                choices={
                    "a": ("5.06", "That is 81 / 16, the ratio of the counts: the power 1."),
                    "b": ("3.375", "81^0.75 = 27 and 16^0.75 = 8, and 27 / 8 = 3.375."),
                    "c": ("2.25", "That is 9 / 4, the ratio of the square roots: the power 0.5."),
                    "d": ("1", "All words are drawn equally often with the power 0, not 0.75."),
                },
            ),
            Question(
                "A noise word turns out to be a real context of the target elsewhere in the text. What "
                "should be done about it?",
                right="c",
                choices={
                    "a": (
                        "Draw another word.",
                        "Then the noise would no longer come from all words, and the comparison with chance "
                        "would be lost.",
                    ),
                    "b": (
                        "Change its label to 1.",
                        "A label says where a pair comes from, and this one was drawn as noise.",
                    ),
                    "c": (
                        "Nothing.",
                        "The question is whether the pair is more frequent in the text than in the noise. "
                        "If so, *yes* wins over many examples.",
                    ),
                },
            ),
            Question(
                "With K = 4, the loss of a training run never leaves 3.47. What has the model learned?",
                right="a",
                choices={
                    "a": ("Nothing.", "5 · ln 2 = 3.47 is the loss of a model that answers 0.5 every time."),
                    "b": (
                        "All there is to learn.",
                        "A model that has learned something answers better than 0.5 every time.",
                    ),
                    "c": (
                        "That most candidates are noise.",
                        "A model that says so, with 0.2 for every candidate, gets down to 2.50.",
                    ),
                },
            ),
        )
    ),
)
