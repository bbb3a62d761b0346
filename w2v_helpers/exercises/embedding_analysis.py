"""The exercises of the lesson embedding_analysis."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Lesson, Predict, Question, Quiz


def analogy(unit, a, b, c):
    """Return the row that is to c as b is to a, none of the three themselves."""
    query = unit[b] - unit[a] + unit[c]
    best, best_product = None, -np.inf
    for row, vector in enumerate(unit):
        if row not in (a, b, c) and vector @ query > best_product:
            best, best_product = row, vector @ query
    return best


def _with_the_question(unit, a, b, c):
    return int(np.argmax(unit @ (unit[b] - unit[a] + unit[c])))


def _without_the_start_only(unit, a, b, c):
    products = unit @ (unit[b] - unit[a] + unit[c])
    products[c] = -np.inf
    return int(np.argmax(products))


def _backwards(unit, a, b, c):
    return analogy(unit, b, a, c)


def _rows_and_question(rng: np.random.Generator, size: int) -> tuple[np.ndarray, int, int, int]:
    rows = rng.normal(size=(size + 3, 3))
    a, b, c = rng.permutation(len(rows))[:3].tolist()
    return rows / np.linalg.norm(rows, axis=1, keepdims=True), a, b, c


lesson = Lesson(
    "embedding_analysis",
    cosine_of_two=Predict(
        answer=(0.96, 0.96),
        because=(
            "The dot product is 3·4 + 4·3 = 24 and both lengths are 5, so 24 / (5·5) = 0.96. If one vector "
            "is ten times as long, the dot product grows by a factor of 10, and so does the length that it "
            "is divided by: the cosine does not change."
        ),
        example="(0.5, 0.7)",
        hints=(
            "The cosine is the dot product, divided by the product of the two lengths.",
            "The dot product is 3·4 + 4·3. The length of (3, 4) is the square root of 9 + 16.",
            "24 / (5·5). And what does a factor of 10 do to the numerator, and to the denominator?",
        ),
        mistakes=[
            ((24, None), "24 is the dot product alone. The cosine divides it by both lengths."),
            ((4.8, None), "You divided by only one of the two lengths."),
            (
                (None, 9.6),
                "The dot product is ten times as large, but so is the length that it is divided by. No "
                "cosine is above 1.",
            ),
            ((None, 0.096), "The length is ten times as large, but so is the dot product."),
        ],
    ),
    analogy=Build(
        reference=analogy,
        inputs=_rows_and_question,
        hints=(
            "First the query: which row do you subtract, and which two do you add?",
            "`unit @ query` has one dot product per row. Which rows must not win?",
            "Set the dot products of the rows `a`, `b` and `c` to `-np.inf`, then take `np.argmax`.",
        ),
        mistakes=[
            (
                _with_the_question,
                "You did not leave out the words of the question: `b` or `c` itself is often the nearest.",
            ),
            (
                _without_the_start_only,
                "You left out `c`, but not `a` and `b`. No word of the question may be the answer.",
            ),
            (
                _backwards,
                "Your step goes from `b` to `a`. The question goes from `a` to `b`: subtract row `a`.",
            ),
        ],
        note=(
            "Every row has length 1, and the query is the same for all of them, so the largest dot product "
            "is also the largest cosine."
        ),
    ),
    quiz=Quiz(
        (
            Question(
                "*man* is to *woman* as *king* is to …? Why are these three words left out of the answers?",
                right="c",
                choices={
                    "a": (
                        "They occur most often, and frequent words win.",
                        "The cosine leaves the lengths out, so being frequent is no advantage.",
                    ),
                    "b": (
                        "It makes the search faster.",
                        "Three words fewer out of thousands save no time.",
                    ),
                    "c": (
                        "One of them would often be the nearest word.",
                        "The step from *man* to *woman* is short, so *king* + *woman* − *man* is still close "
                        "to *king*.",
                    ),
                },
            ),
            Question(
                "You draw two t-SNE maps of the same vectors, and they look quite different. Why?",
                right="a",
                choices={
                    "a": (
                        "They began at different random places, or their perplexity was different.",
                        "So positions, distances between far groups and sizes of groups mean nothing. "
                        "Believe what both maps show: which words are close to each other.",
                    ),
                    "b": (
                        "The vectors are bad.",
                        "Maps of good vectors differ just as much. t-SNE makes up the places of its groups.",
                    ),
                    "c": (
                        "One shows the two largest directions, the other the next two.",
                        "That is PCA, which has fixed directions. t-SNE has none: it moves points until "
                        "neighbours are close.",
                    ),
                    "d": (
                        "One of them stopped too early, since there is just one right map.",
                        "There are many equally good ones. A map can be turned, and its groups rearranged.",
                    ),
                },
            ),
            Question(
                "You train again with another seed, and 90 % of the neighbours come back. What does that "
                "suggest?",
                right="b",
                choices={
                    "a": (
                        "They are right.",
                        "Both trainings read the same text in the same way, and can make the same error.",
                    ),
                    "b": (
                        "They come from the text, not from chance.",
                        "Neighbours by chance would not come back. Whether they are right is another "
                        "question: both trainings can share an error.",
                    ),
                    "c": (
                        "Their cosines are high.",
                        "The lists are compared, not the cosines. Low ones can come back, too.",
                    ),
                    "d": (
                        "Nothing.",
                        "By chance, hardly any of ten neighbours out of thousands of words would come back.",
                    ),
                },
            ),
        )
    ),
)
