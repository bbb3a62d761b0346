"""The exercises of the lesson corpus_to_dataset."""

import re

import numpy as np

from w2v_helpers.exercises.framework import Build, Explore, Lesson, Predict, Question, Quiz
from w2v_helpers.vocabulary import tokenize


def documents_of(text):
    """Cut a text at its blank lines."""
    documents, lines = [], []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            lines.append(line)
        elif lines:
            documents.append("\n".join(lines))
            lines = []
    return documents


def _every_line(text):
    return [line for line in text.split("\n") if line.strip()]


def _empty_documents(text):
    return text.strip("\n").split("\n\n")


def _only_empty_lines(text):
    return [part for part in re.split(r"\n{2,}", text.strip("\n")) if part.strip()]


def _without_the_last(text):
    return documents_of(text)[:-1]


def _text(rng: np.random.Generator, size: int) -> tuple[str]:
    words, ends = ["wide", "hot sun", "The road."], ["\n", "\n\n", "\n", "\n\n\n", "\n \n"]
    lines = [words[rng.integers(3)] + ends[rng.integers(len(ends))] for _ in range(size)]
    return ("".join(lines),)


def shortest_length(words_in_line, share):
    """Find the shortest line length that cuts off at most a share of the tokens."""
    length = 0
    while sum(max(0, words - length) for words in words_in_line) > share * sum(words_in_line):
        length += 1
    return length


def _share_of_the_lines(words_in_line, share):
    length = 0
    while sum(words > length for words in words_in_line) > share * len(words_in_line):
        length += 1
    return length


def _lines_that_are_cut(words_in_line, share):
    length = 0
    while sum(words for words in words_in_line if words > length) > share * sum(words_in_line):
        length += 1
    return length


def _keeps_the_share(words_in_line, share):
    return shortest_length(words_in_line, 1 - share)


def _less_than(words_in_line, share):
    length = 0
    while sum(max(0, words - length) for words in words_in_line) >= share * sum(words_in_line):
        length += 1
    return length


def _lengths_and_share(rng: np.random.Generator, size: int) -> tuple[list[int], float]:
    return rng.integers(1, 13, size=size).tolist(), float(rng.choice([0.125, 0.25, 0.5]))


def french_tokens(text):
    """Cut a French text into words, and behind each apostrophe."""
    return re.findall(r"[^\W\d_]+'?", text.lower().replace("’", "'"))  # letters, maybe an apostrophe


def _apostrophe_gone(text):
    return re.findall(r"[^\W\d_]+", text.lower())


def _straight_only(text):
    return re.findall(r"[^\W\d_]+'?", text.lower())


def _plain_letters(text):
    return re.findall(r"[a-z]+'?", text.lower().replace("’", "'"))


def _french(rng: np.random.Generator, size: int) -> tuple[str]:
    words = ["L'homme", "voit", "l’été", "un", "homme", "qu'il", "aime", "J’aime", "à", "Paris"]
    chosen = [words[number] for number in rng.integers(len(words), size=size + 1)]
    return (" ".join(chosen[:-1]) + rng.choice([" ", ", "]) + chosen[-1] + rng.choice([".", " !"]),)


lesson = Lesson(
    "corpus_to_dataset",
    number_of_batches=Predict(
        answer=(10, 9, 784),
        because="9 · 1,024 = 9,216 pairs fill nine batches; the other 784 make a tenth that is not full.",
        example="(9, 8, 100)",
        hints=(
            "How often does 1,024 fit into 10,000?",
            "Nine times, which takes 9,216 pairs. What becomes of the others in each case?",
            "They make a smaller tenth batch, or with `drop_remainder` they are thrown away: 10,000 - 9,216.",
        ),
        mistakes=[
            (
                (9, 10, None),
                "You have them the wrong way round: `drop_remainder` leaves out the smaller batch.",
            ),
            ((9, 9, None), "If the last batch may be smaller, it is a batch as well."),
            ((10, 10, None), "The tenth batch is not full, and `drop_remainder=True` throws that one away."),
            ((10, 9, 9216), "9,216 pairs stay; the others are thrown away."),
        ],
    ),
    documents_of=Build(
        reference=documents_of,
        inputs=_text,
        hints=(
            'Go through `text.split("\\n")` line by line and collect lines until a blank one comes.',
            "A line is blank if `line.strip()` is empty: spaces do not count. Two blank lines are no "
            "document.",
            "The last document may have no blank line behind it: go through one more empty line at the end.",
        ),
        mistakes=[
            (
                _every_line,
                "You made a document of each line, as the tutorial does. Only a blank line ends a document.",
            ),
            (
                _empty_documents,
                "Several blank lines in a row count as one: no document is empty or begins with an empty "
                "line.",
            ),
            (_only_empty_lines, "A line of spaces only is blank, too: use `line.strip()`."),
            (_without_the_last, "The last document is missing: no blank line need follow it."),
        ],
        note="`w2v.split_documents` gives the same, and knows the line ends of Windows.",
    ),
    shortest_length=Build(
        reference=shortest_length,
        inputs=_lengths_and_share,
        hints=(
            "For one length: how many tokens of a line of 12 words are lost if it is cut to 10?",
            "`max(0, words - length)` are lost in a line. Add up over all lines, compare with `share * "
            "sum(words_in_line)`.",
            "Try the lengths 0, 1, 2, … and stop at the first that loses at most this many tokens.",
        ),
        mistakes=[
            (
                _share_of_the_lines,
                "You counted lines that are cut. Count the tokens that are lost, of all tokens.",
            ),
            (
                _lines_that_are_cut,
                "You counted all tokens of a cut line. Only those beyond the length are lost.",
            ),
            (_keeps_the_share, "You kept this share of the tokens. It is the share that may be lost."),
            (_less_than, "If exactly this share is lost, it is still good enough: at most, not less."),
        ],
        note=(
            "In Tinyworld no more than 1 % is lost with 15 words per line, and then 17 % of the matrix are "
            "padding. The longer the longest lines are, the more zeros all other lines get."
        ),
    ),
    french_tokens=Build(
        reference=french_tokens,
        inputs=_french,
        hints=(
            "Start from `hyphenated` in the lesson: `re.findall` with a pattern for one word.",
            "A word is a run of letters, `[^\\W\\d_]+`, and maybe an apostrophe behind it: `'?`.",
            "Make all letters small first, and make each curly apostrophe ’ a straight one.",
        ),
        mistakes=[
            (tokenize, "That is `w2v.tokenize`: `l'homme` is one word. Cut behind the apostrophe."),
            (_apostrophe_gone, "The apostrophe is gone; it belongs to the word before it: `l'`."),
            (_straight_only, "There are two apostrophes, straight ' and curly ’. Make them the same first."),
            (_plain_letters, "The letters é and à are no ends of words: `[a-z]` leaves them out."),
        ],
        note=(
            "Hand it over as `w2v.load_corpus(texts, tokenizer=french_tokens)`. It also cuts `aujourd'hui`, "
            "which is one word: no rule is perfect."
        ),
    ),
    order_of_steps=Explore(
        mentions=(
            "`cache` first, then `shuffle`, then `batch`: the order is new in each epoch.",
            "The examples stay the same, negatives included: they were drawn once, before the recipe.",
        ),
        answer=(
            "With `cache` before `shuffle`, and `batch` last, each epoch has another order. The examples "
            "remain the same in all epochs, pairs and negatives, because they were drawn once, before the "
            "recipe begins. No order of its steps can change that. Our dataset draws in the recipe itself."
        ),
        hints=(
            "`cache` keeps what comes out of the steps before it. Which of the steps should not be kept?",
            "Write `raw.cache().shuffle(len(some), seed=42).batch(batch_size)` and run the cell again.",
            "Where in the lesson was `drawn_once` made, and how often?",
        ),
        misconceptions=(
            (
                "Now the negatives are new in each epoch as well.",
                "They were drawn once, before the recipe began: the second answer printed is still True.",
            ),
            (
                "The cache must come last, after the batches.",
                "That is the frozen recipe: what `cache` keeps then are finished batches in a fixed order.",
            ),
            (
                "It needs another seed for the shuffling.",
                "Another seed gives another order, but `cache` keeps that one for all epochs, too.",
            ),
        ),
    ),
    quiz=Quiz(
        (
            Question(
                "What ends a document, if you say nothing else?",
                right="b",
                choices={
                    "a": ("The end of a line.", "Line ends come from the width of a page and mean nothing."),
                    "b": ("A blank line.", "Between two blank lines stands one text."),
                    "c": (
                        "A full stop.",
                        "Windows cross the ends of sentences; the words still belong together.",
                    ),
                },
            ),
            Question(
                "1,000 pairs with 5 negatives each: how many questions, and how many with the answer yes?",
                right="a",
                choices={
                    "a": (
                        "6,000 and 1,000.",
                        "Each pair asks 1 + 5 questions, and its positive is the one yes.",
                    ),
                    "b": ("5,000 and 1,000.", "The positive is a question as well: 1 + 5 for each pair."),
                    "c": ("6,000 and 5,000.", "The five are noise; their answer is no."),
                },
            ),
            Question(
                "Thinning leaves out many pairs in an epoch. Why are they not lost?",
                right="c",
                choices={
                    "a": ("Only meaningless pairs are left out.", "A coin decides, not the meaning."),
                    "b": ("The cache keeps them.", "A cache keeps what came out, never what was left out."),
                    "c": (
                        "Each epoch draws anew, and they come up in another.",
                        "After ten epochs nearly all different pairs were seen.",
                    ),
                },
            ),
            Question(
                "A text loads, but every letter like ö or é comes out wrong. What should you look at?",
                right="a",
                choices={
                    "a": ("The encoding.", "It says which bytes make which letter: give `encoding=`."),
                    "b": ("The tokenizer.", "It gets letters that are wrong already."),
                    "c": ("What a document is.", "That decides where texts end, not how letters are read."),
                },
            ),
        )
    ),
)
