"""The exercises of the lesson sampling_tables."""

import math

import numpy as np

from w2v_helpers.exercises.framework import Build, Lesson, Order, Question, Quiz


def keep_probabilities(counts, t):
    """Return how likely a token of each word is to stay, by the formula of word2vec.c."""
    keep = []
    for count in counts:
        f = count / sum(counts)
        keep.append(min(1, math.sqrt(t / f) + t / f))
    return keep


def _of_the_paper(counts, t):
    return np.minimum(1, np.sqrt(t * np.sum(counts) / np.array(counts)))


def _above_one(counts, t):
    ratio = t * np.sum(counts) / np.array(counts)
    return np.sqrt(ratio) + ratio


def _dropped(counts, t):
    return 1 - np.array(keep_probabilities(counts, t))


def _plain_counts(counts, t):
    ratio = t / np.array(counts)
    return np.minimum(1, np.sqrt(ratio) + ratio)


def _counts_and_threshold(rng: np.random.Generator, size: int) -> tuple[list[int], float]:
    return rng.integers(1, 100, size=size + 1).tolist(), float(rng.choice([0.01, 0.05, 0.2]))


lesson = Lesson(
    "sampling_tables",
    steps=Order(
        steps=(
            "Count the words of the corpus.",
            "Compute the keep probability of each word.",
            "Drop tokens at random.",
            "Lay windows over what is left, and list the pairs.",
            "Draw negatives for each pair (lesson 4).",
            "Start the next epoch, with a new sample.",
        ),
        because=(
            "Counts and keep probabilities are computed once. Then each epoch drops tokens, lays windows, "
            "lists pairs and draws negatives, and the next epoch does all of that again with a new sample."
        ),
        hints=(
            "Which steps are done once, and which are done again in every epoch?",
            "The keep probabilities need the counts. Windows reach farther when the tokens are dropped "
            "first.",
            "Counts, probabilities, dropping, windows. Negatives are drawn for pairs, so they come after "
            "them.",
        ),
        mistakes=(
            (
                (0, 1),
                "A keep probability depends on the frequency of its word, so the words are counted first.",
            ),
            ((1, 2), "How would you know which tokens to drop? The keep probabilities come first."),
            (
                (2, 3),
                "If the windows are laid first, none of them reaches farther. The tokens are dropped first.",
            ),
            ((3, 4), "Negatives are drawn for a pair, so the pairs have to be there first."),
        ),
    ),
    keep_probabilities=Build(
        reference=keep_probabilities,
        inputs=_counts_and_threshold,
        hints=(
            "The formula uses the frequency f, and you get counts. How does one become the other?",
            "f is `count / sum(counts)`. The keep probability is the square root of t / f, plus t / f.",
            "What if that is above 1? Use `min(1, …)`, or `np.minimum` for a whole array.",
        ),
        mistakes=[
            (_of_the_paper, "That is the square root alone, as in the paper. word2vec.c adds t / f."),
            (
                _above_one,
                "Some of your probabilities are above 1. They mean “always keep”: cap them at 1.",
            ),
            (_dropped, "That is how likely a token is to be dropped. How likely is it to stay?"),
            (
                _plain_counts,
                "You used the counts as they are. f is a share of all tokens: divide by the sum of the "
                "counts.",
            ),
        ],
        note="`w2v.keep_probabilities` does this for a whole vocabulary, in which padding has a count of 0.",
    ),
    quiz=Quiz(
        (
            Question(
                "What changes when frequent words are dropped *before* the windows are laid?",
                right="a",
                choices={
                    "a": (
                        "Windows reach farther, and fewer pairs contain frequent words.",
                        "Dropped tokens make no pairs, and the gaps they leave close.",
                    ),
                    "b": (
                        "Fewer pairs contain frequent words, but windows reach no farther.",
                        "That is what happens when pairs are dropped *after* the windows are laid.",
                    ),
                    "c": (
                        "Windows reach farther, and just as many pairs contain frequent words.",
                        "A dropped token makes no pairs, and most dropped tokens are frequent words.",
                    ),
                },
            ),
            Question(
                "A word is 100 times as frequent as the threshold. How likely is a token of it to stay?",
                right="c",
                choices={
                    "a": ("0.01", "That is t / f. Its square root, 0.1, is added to it."),
                    "b": ("0.10", "That is the square root of t / f. Add t / f itself, which is 0.01."),
                    "c": ("0.11", "√0.01 + 0.01 = 0.1 + 0.01."),
                    "d": ("0.89", "That is how likely it is to be dropped."),
                },
            ),
            Question(
                "Why does every epoch toss its coins anew?",
                right="b",
                choices={
                    "a": (
                        "So that two training runs never give the same result.",
                        "With the same seed, they draw the same samples and can give the same result.",
                    ),
                    "b": (
                        "So that tokens dropped in one epoch get their turn in another.",
                        "With a single sample, whatever it dropped would be lost for good.",
                    ),
                    "c": (
                        "Because the frequencies change from epoch to epoch.",
                        "The text stays the same, and so do its counts and keep probabilities.",
                    ),
                    "d": (
                        "So that frequent words are gone in the end.",
                        "Every epoch draws from the whole text, and keeps some of their tokens.",
                    ),
                },
            ),
        )
    ),
)
