"""The exercises of the lesson text_as_numbers."""

from collections import Counter

import numpy as np

from w2v_helpers.exercises.framework import Build, Lesson, Match, Question, Quiz


def number_words(tokens, min_count):
    """Give an id to each word that occurs often enough, the most frequent first."""
    ids = {"": 0, "[UNK]": 1}
    for word, count in Counter(tokens).most_common():
        if count >= min_count:
            ids[word] = len(ids)
    return ids


def _number(words):
    return {word: number for number, word in enumerate(["", "[UNK]", *words])}


def _by_appearance(tokens, min_count):
    return _number(word for word, count in Counter(tokens).items() if count >= min_count)


def _more_often(tokens, min_count):
    return number_words(tokens, min_count + 1)


def _nothing_reserved(tokens, min_count):
    return {word: number - 2 for word, number in number_words(tokens, min_count).items() if number > 1}


def _by_alphabet(tokens, min_count):
    counts = Counter(tokens)
    ordered = sorted(counts, key=lambda word: (-counts[word], word))
    return _number(word for word in ordered if counts[word] >= min_count)


def _tokens_and_limit(rng: np.random.Generator, size: int) -> tuple[list[str], int]:
    words = ["wide", "sun", "road", "the", "hot"]
    return [words[number] for number in rng.integers(5, size=2 + size)], int(rng.integers(1, 4))


lesson = Lesson(
    "text_as_numbers",
    shapes=Match(
        answer={
            "the table of word vectors": (5000, 50),
            "a batch of 3 such sentences as ids": (3, 12),
            "the same batch as vectors": (3, 12, 50),
            "one sentence as one-hot codes": (12, 5000),
            "the dot products of its 12 word vectors with each other": (12, 12),
        },
        because=(
            "A lookup adds the 50 numbers of a word vector to the end of the shape: (3, 12) becomes "
            "(3, 12, 50). A one-hot code has 5,000 numbers where a word vector has 50. The table of "
            "dot products is (12, 50) @ (50, 12), which gives (12, 12)."
        ),
        hints=(
            "In each shape the number of rows comes first. What is a row in each of the five?",
            "The table has a row for each id. In a batch of ids, a row is a sentence. In one-hot codes, a "
            "row is a token.",
            "A lookup keeps the shape of the ids and adds 50 at its end. For the dot products, the 12 word "
            "vectors are multiplied by their transpose: (12, 50) @ (50, 12).",
        ),
        mistakes={
            "the table of word vectors": [
                ((50, 5000), "Rows and columns are swapped: the table has one row per id."),
                (
                    (12, 50),
                    "Those are the rows that one sentence looks up. The table has a row for every id.",
                ),
            ],
            "a batch of 3 such sentences as ids": [
                ((12, 3), "Each sentence is a row, so the number of sentences comes first."),
                ((36,), "All 36 ids are there, but each sentence should have a row of its own."),
                ((3, 12, 50), "That is the batch as vectors. As an id, each token is a single number."),
            ],
            "the same batch as vectors": [
                ((3, 50), "That is one vector per sentence. Every token has a vector."),
                ((36, 50), "These are the right vectors, but the batch keeps its sentences apart."),
                ((50, 3, 12), "The numbers of a word vector come last: the lookup adds them at the end."),
            ],
            "one sentence as one-hot codes": [
                ((12, 50), "Those are word vectors. A one-hot code has a switch for every id."),
                ((5000, 12), "Rows and columns are swapped: each token is a row of switches."),
                ((12,), "Those are the ids. Each of them becomes a row of switches, one per id."),
            ],
            "the dot products of its 12 word vectors with each other": [
                ((12, 50), "Those are the vectors themselves. A dot product of two of them is one number."),
                ((50, 50), "That is (50, 12) @ (12, 50). Swap them: the rows on the left are the words."),
                ((12,), "That is one number per word. Each word has a dot product with all 12."),
            ],
        },
    ),
    number_words=Build(
        reference=number_words,
        inputs=_tokens_and_limit,
        hints=(
            "Look at the cell that builds `ids` for our sentence. Only `min_count` is missing there.",
            "`Counter(tokens).most_common()` gives (word, count), most frequent first. Words with the same "
            "count stay in the order in which they first appear.",
            "Start with the two reserved entries. A word with `count >= min_count` gets the id `len(ids)`.",
        ),
        mistakes=[
            (_by_appearance, "You numbered the words as they appear. The most frequent word comes first."),
            (
                _by_alphabet,
                "You sorted words with the same count alphabetically. They should stay in the order in "
                "which they first appear.",
            ),
            (
                _more_often,
                "A word that occurs exactly `min_count` times should stay: compare with `>=`, not `>`.",
            ),
            (_nothing_reserved, "You started at 0, but 0 and 1 are reserved for padding and unknown words."),
        ],
        note="`w2v.Vocabulary.from_corpus` does the same, and keeps the counts as well.",
    ),
    quiz=Quiz(
        (
            Question(
                "What can you do with an id?",
                right="b",
                choices={
                    "a": (
                        "Average it with another id, to find a word in between.",
                        "Which word has that id, if any, depends only on the order of the numbering.",
                    ),
                    "b": ("Look up a row of a table.", "An id is a name, and a row number at the same time."),
                    "c": (
                        "Compare distances: the words 3 and 4 are closer than 3 and 9.",
                        "Ids follow the counts, not the meaning. Another numbering gives other distances.",
                    ),
                },
            ),
            Question(
                "A vocabulary has 10,000 ids, padding and unknown included. In the one-hot code of a word, "
                "how many numbers are 0?",
                right="a",
                choices={
                    "a": ("9,999", "The code has 10,000 switches, and exactly one of them is on."),
                    "b": (
                        "9,998",
                        "Padding and unknown are among the 10,000 already. Just one switch is on.",
                    ),
                    "c": ("10,000", "Then all words would have the same code. One switch is on."),
                    "d": ("1", "That is how many are *not* 0."),
                },
            ),
            Question(
                "Two vectors point the same way, and the second is twice as long. What follows?",
                right="c",
                choices={
                    "a": (
                        "Their cosine is 2.",
                        "No cosine is above 1, because the dot product is divided by both lengths.",
                    ),
                    "b": (
                        "Their cosine is 0.5.",
                        "The cosine leaves the lengths out. Only the directions count, and they are the "
                        "same.",
                    ),
                    "c": (
                        "Their cosine is 1, and the second has twice the dot product with any other word.",
                        "The cosine leaves lengths out; the dot product grows with them.",
                    ),
                    "d": (
                        "Any other word has the same dot product with both.",
                        "All numbers of the second are doubled, and so are its dot products.",
                    ),
                },
            ),
        )
    ),
)
