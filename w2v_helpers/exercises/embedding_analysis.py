"""The exercises of the lesson embedding_analysis."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Explore, Lesson, Predict, Question, Quiz


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


def odd_one_out(rows):
    """Return the number of the row whose direction fits the others least."""
    unit = np.array([row / np.linalg.norm(row) for row in rows])  # (N, D)
    centre = unit.mean(axis=0)  # (D,)
    return int(np.argmin([row @ centre for row in unit]))


def _without_lengths(rows):
    return int(np.argmin(rows @ rows.mean(axis=0)))


def _best_of_all(rows):
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return int(np.argmax(unit @ unit.mean(axis=0)))


def _product_itself(rows):
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return float(np.min(unit @ unit.mean(axis=0)))


def _rows(rng: np.random.Generator, size: int) -> tuple[np.ndarray]:
    lengths = rng.uniform(0.2, 5, size=(size + 2, 1))
    return (lengths * rng.normal(loc=0.5, size=(size + 2, 3)),)


lesson = Lesson(
    "embedding_analysis",
    cosine_of_two=Predict(
        answer=(0.96, 0.96),
        because=(
            "The product is 3·4 + 4·3 = 24, both lengths are 5, and 24 / (5·5) = 0.96. Ten times the arrow "
            "has ten times the product and ten times the length: the cosine stays."
        ),
        example="(0.5, 0.7)",
        hints=(
            "Above the line stands the product, below it both lengths multiplied.",
            "The product is 3·4 + 4·3. The length of (3, 4) is the root of 9 + 16.",
            "24 / (5·5). And what does a factor of 10 do above the line, what below it?",
        ),
        mistakes=[
            ((24, None), "24 is the product alone. The cosine divides it by both lengths."),
            ((4.8, None), "You divided by one of the two lengths; both stand below the line."),
            (
                (None, 9.6),
                "The product grows ten times, and so does the length below the line. No cosine is above 1.",
            ),
            ((None, 0.096), "The length grows ten times, yes, and so does the product above the line."),
        ],
    ),
    analogy=Build(
        reference=analogy,
        inputs=_rows_and_question,
        hints=(
            "First the query: which row is subtracted, which two are added?",
            "`unit @ query` has a product for every row. Which rows must not win?",
            "Set the products of rows `a`, `b` and `c` to `-np.inf`, then take `np.argmax`.",
        ),
        mistakes=[
            (
                _with_the_question,
                "You did not leave out the words of the question: `b` or `c` itself often is the nearest.",
            ),
            (
                _without_the_start_only,
                "You left out `c` but not `a` and `b`: none of the question's three words may be the answer.",
            ),
            (
                _backwards,
                "Your step goes from `b` to `a`; the question steps from `a` to `b`: subtract row `a`.",
            ),
        ],
        note=(
            "The rows have length 1, so the largest product is the largest cosine: the length of the query "
            "is the same for every row."
        ),
    ),
    odd_one_out=Build(
        reference=odd_one_out,
        inputs=_rows,
        hints=(
            "Three steps: rows of length 1, their mean, the row with the smallest product with it.",
            "`rows / np.linalg.norm(rows, axis=1, keepdims=True)` makes every row as long as 1.",
            "`np.argmin` gives the number of the smallest of a list of products.",
        ),
        mistakes=[
            (_without_lengths, "You compared rows of different lengths. A long row then counts for more."),
            (_best_of_all, "That is the row that fits best. The odd one has the smallest product."),
            (_product_itself, "That is the smallest product. Return the number of its row: `np.argmin`."),
        ],
        note="`vectors.doesnt_match(words)` does the same with words.",
    ),
    two_senses=Explore(
        mentions=(
            "When one sense is subtracted, the neighbours of the other come forward.",
            "So both senses are in the one vector, added up, as a mixture.",
        ),
        answer=(
            "Less *water*, the bank keeps its money and its cashier. Less *money*, both are gone, and what "
            "comes forward hardly fits either sense: most of its vector was money. So the senses are mixed "
            "in one vector, nearly as a sum, and a part of it can be taken away."
        ),
        hints=(
            "Mark the words that are in one of the two lists only.",
            "Subtract a word that you are sure belongs to one sense. Which sense is left?",
        ),
        misconceptions=(
            (
                "The word has two vectors, one for each sense.",
                "There is one row for each spelling, so one vector. How can one vector hold two senses?",
            ),
            (
                "There is no difference between the lists.",
                "Some neighbours stay. Compare those that are in one list only, and try a plainer word.",
            ),
            (
                "Less money the bank shows the cashier and the coins.",
                "It is the other way round: what you subtract is pushed away, and the other sense is left.",
            ),
        ),
    ),
    shifted_by_a_row=Predict(
        answer="near zero",
        because=(
            "Every word has the vector of another. In Tinyworld the share falls from over 90 % to below 5 "
            "%. No error comes, all lists are full, the cosines are as high as ever: only a score shows it."
        ),
        choices=("an error", "a little less", "about half", "near zero"),
        hints=(
            "Which vector does *queen* have now? And *king*?",
            "Measure it: `w2v.evaluate_analogies(w2v.WordVectors(vectors.words[1:], vectors.matrix[:-1]))`.",
        ),
        mistakes=[
            (
                "an error",
                "There are as many words as rows, and numbers know nothing of words: nothing complains.",
            ),
            (
                "a little less",
                "The words are shifted by one row only, but the next row is a different word, not a similar "
                "one: the order of the rows is that of the counts.",
            ),
            ("about half", "An answer needs all four words in their places, and now not a single word is."),
        ],
    ),
    quiz=Quiz(
        (
            Question(
                "Why are word vectors compared by their angle and not by their distance?",
                right="b",
                choices={
                    "a": (
                        "The angle is faster to calculate.",
                        "It takes even a little more: the two lengths.",
                    ),
                    "b": (
                        "Their length says more about how often a word occurs than about what it means.",
                        "A measure that depends on the length confuses frequency with meaning.",
                    ),
                    "c": (
                        "In 100 dimensions there are no distances.",
                        "There are, by the same formula; they only answer another question.",
                    ),
                },
            ),
            Question(
                "A word's ten neighbours have cosines above 0.9. What do you know?",
                right="c",
                choices={
                    "a": ("The vectors are good.", "Badly trained vectors can have high cosines, too."),
                    "b": ("The text was long enough.", "On short texts cosines are often very high."),
                    "c": (
                        "Nothing yet: see whether they come back when you train with another seed.",
                        "The tutorial's cosines were about as high, and its words did not fit.",
                    ),
                    "d": (
                        "The word is a frequent one.",
                        "A cosine leaves the lengths, and so the counts, aside.",
                    ),
                },
            ),
            Question(
                "`analogy` leaves out the words of the question. What would often be its answer if not?",
                right="a",
                choices={
                    "a": (
                        "A word of the question.",
                        "The step is short: the query never gets far from where it began.",
                    ),
                    "b": (
                        "The right answer all the same.",
                        "In Tinyworld about every fifth answer was spoilt.",
                    ),
                    "c": (
                        "The most frequent word of the text.",
                        "How frequent a word is plays no part: all rows have length 1.",
                    ),
                },
            ),
            Question(
                "What may you read from a t-SNE map?",
                right="b",
                choices={
                    "a": (
                        "Which groups are far apart.",
                        "Another seed puts the islands elsewhere: distances between them mean nothing.",
                    ),
                    "b": (
                        "Which words are neighbours, if they stay so from map to map.",
                        "That is all that t-SNE tries to keep.",
                    ),
                    "c": (
                        "Which groups are large or dense.",
                        "t-SNE stretches and squeezes until neighbours fit; size and density are made up.",
                    ),
                },
            ),
        )
    ),
)
