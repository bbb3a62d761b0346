"""The exercises of the lesson what_vectors_know."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Lesson, Predict, Question, Quiz


def effect_size(x, y, a, b):
    """Return how many standard deviations lie between the mean associations of x and of y."""
    towards = a.mean(axis=0) - b.mean(axis=0)  # (D,)
    of_x, of_y = x @ towards, y @ towards
    return (of_x.mean() - of_y.mean()) / np.std(np.concatenate([of_x, of_y]), ddof=1)


def _difference_only(x, y, a, b):
    towards = a.mean(axis=0) - b.mean(axis=0)
    return (x @ towards).mean() - (y @ towards).mean()


def _population(x, y, a, b):
    towards = a.mean(axis=0) - b.mean(axis=0)
    of_x, of_y = x @ towards, y @ towards
    return (of_x.mean() - of_y.mean()) / np.std(np.concatenate([of_x, of_y]))


def _only_a(x, y, a, b):
    return effect_size(x, y, a, np.zeros_like(b))


def _backwards(x, y, a, b):
    return effect_size(y, x, a, b)


def _four_tables(rng: np.random.Generator, size: int) -> tuple[np.ndarray, ...]:
    tables = [rng.normal(size=(number, 3)) for number in (size + 1, size + 2, size, size + 1)]
    return tuple(table / np.linalg.norm(table, axis=1, keepdims=True) for table in tables)


lesson = Lesson(
    "what_vectors_know",
    effect_size=Build(
        reference=effect_size,
        inputs=_four_tables,
        hints=(
            "First one number per target: its mean dot product with `a` minus its mean dot product with `b`.",
            "All dot products of `x` with `a` are `x @ a.T`; `.mean(axis=1)` takes the mean for each target.",
            "Then the mean of `x` minus the mean of `y`, divided by the standard deviation of both together: "
            "`np.concatenate` joins them.",
        ),
        mistakes=[
            (_difference_only, "That is the difference of the means. Divide it by the standard deviation."),
            (
                _population,
                "The standard deviation is that of a sample: `np.std(…, ddof=1)` divides by one less.",
            ),
            (_only_a, "An association is the mean cosine with `a` minus that with `b`; you left `b` out."),
            (_backwards, "The sign is the wrong way round: the mean of `x` minus the mean of `y`."),
        ],
        note=(
            "The rows have length 1, so a dot product is a cosine. And the mean of dot products is the dot "
            "product with the mean, which makes it short."
        ),
    ),
    two_senses=Predict(
        answer="team, ball",
        because=(
            "A word with two senses has one vector, roughly a sum of both, each weighted by how often it "
            "occurs (Arora and others 2018). Subtract *wings*, and the animal is pushed away; the game is "
            "left. Minus *team*, it is the other way round. Words that fit neither sense come up, too: "
            "whatever is left of a vector has neighbours."
        ),
        choices=("ceiling, roofs", "team, ball", "both", "neither"),
        hints=(
            "To which sense does *wings* belong? And what does subtracting do to it?",
            "Try it: `vectors.most_similar(positive=['bat'], negative=['wings'])`.",
        ),
        mistakes=[
            (
                "ceiling, roofs",
                "It is the other way round: what you subtract is pushed away, and the other sense is left.",
            ),
            (
                "both",
                "Both are neighbours of *bat* itself. Subtracting *wings* pushes one of the senses away.",
            ),
            (
                "neither",
                "Only one part of the vector has been taken away. Which sense was not touched?",
            ),
        ],
    ),
    quiz=Quiz(
        (
            Question(
                "Vectors trained on 4 million words reach 0.24 on SimLex-999 and 0.61 on WordSim-353. What "
                "does that suggest?",
                right="b",
                choices={
                    "a": (
                        "Something went wrong: 0.24 is far too low.",
                        "Even skip-gram vectors from a billion words reach only 0.37 (Hill and others 2015).",
                    ),
                    "b": (
                        "Nothing unusual: the lists ask different questions.",
                        "Skip-gram learns which words keep the same company. That is closer to *related* "
                        "than to *similar*.",
                    ),
                    "c": (
                        "The vectors know 61 % of the pairs.",
                        "A correlation is no share of right answers. It says how well two orders agree.",
                    ),
                },
            ),
            Question(
                "The PMI of a pair is 0, and K is 5. What is its score v · u, if training is perfect?",
                right="c",
                choices={
                    "a": (
                        "0",
                        "PMI is 0, but there are five negatives for each positive, so *no* is asked for more "
                        "often than *yes*.",
                    ),
                    "b": (
                        "minus infinity",
                        "That is for pairs that never meet.",
                    ),
                    "c": (
                        "−ln 5, about −1.6",
                        "PMI − ln K = 0 − 1.6. The pair comes up as a negative five times as often as as a "
                        "positive.",
                    ),
                    "d": (
                        "It depends on the seed.",
                        "The vectors depend on the seed, by a rotation. Their dot products do not.",
                    ),
                },
            ),
            Question(
                "In one training run, fruit leans towards *he* and boats towards *she*, with p = 0.001. What "
                "do you do first?",
                right="a",
                choices={
                    "a": (
                        "Train with other seeds, and count in the text.",
                        "In this lesson another seed showed no difference, and the text had none.",
                    ),
                    "b": (
                        "Report it: p is far below 0.05.",
                        "The test assumes that words are independent, but all fruit lean together.",
                    ),
                    "c": (
                        "Add more fruit, so that p becomes more reliable.",
                        "More words of one kind make p smaller, not more reliable: they lie together.",
                    ),
                },
            ),
        )
    ),
)
