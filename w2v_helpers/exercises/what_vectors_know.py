"""The exercises of the lesson what_vectors_know."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Explore, Lesson, Predict, Question, Quiz


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
    "what_vectors_know",
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
                        "Rare words can have such neighbours, too. A cosine leaves the lengths aside, "
                        "though not all that the counts left behind.",
                    ),
                },
            ),
            Question(
                "The cosines of pairs were ranked, not their distances. Why are word vectors compared by "
                "their angle?",
                right="b",
                choices={
                    "a": (
                        "The angle is faster to calculate.",
                        "It takes even a little more: the two lengths.",
                    ),
                    "b": (
                        "How long a vector is depends on how often, and in what company, a word was trained.",
                        "It does not tell simply how frequent a word is, and still less what it means. A "
                        "measure that depends on the length mixes all of this with meaning.",
                    ),
                    "c": (
                        "In 100 dimensions there are no distances.",
                        "There are, by the same formula; they only answer another question.",
                    ),
                    "d": (
                        "An angle knows nothing of how frequent the words are.",
                        "The lengths are gone, but the counts leave traces in the directions, too.",
                    ),
                },
            ),
            Question(
                "A paper says: our word2vec vectors answer 92 % of the analogies. What would you ask first?",
                right="a",
                choices={
                    "a": (
                        "What do counting and random vectors answer, on the same questions?",
                        "In Tinyworld PPMI + SVD answers nearly as many untrained. A score needs rivals.",
                    ),
                    "b": (
                        "How high are the cosines of the answers?",
                        "Their height does not tell good vectors from bad ones.",
                    ),
                    "c": (
                        "Nothing: the vectors are free of bias, then.",
                        "No score of this lesson shows bias. You find it only by asking for it.",
                    ),
                },
            ),
        )
    ),
)
