"""The exercises of the lesson sampling_tables."""

import math

import numpy as np

from w2v_helpers.exercises.framework import Build, Explore, Lesson, Predict, Question, Quiz, shown
from w2v_helpers.subsampling import keep_probabilities as of_the_helper


def keep_probabilities(counts, t):
    """Return for each word how likely a token of it is to stay, as in word2vec.c."""
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


def threshold_for(counts, share):
    """Find the threshold that keeps a share of the tokens, by halving the search again and again."""
    frequency = np.array(counts) / np.sum(counts)
    low, high = 1e-9, 1.0
    for _ in range(60):
        middle = math.sqrt(low * high)  # the middle, counted in powers of ten
        ratio = middle / frequency
        kept = np.sum(frequency * np.minimum(1, np.sqrt(ratio) + ratio))
        if kept < share:
            low = middle
        else:
            high = middle
    return middle


def _search(counts, is_too_low):
    frequency, low, high = np.array(counts) / np.sum(counts), 1e-9, 1.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if is_too_low(middle / frequency, frequency) else (low, middle)
    return middle


def _by_the_paper(counts, share):
    return _search(counts, lambda ratio, f: np.sum(f * np.minimum(1, np.sqrt(ratio))) < share)


def _share_of_the_words(counts, share):
    return _search(counts, lambda ratio, f: np.mean(np.minimum(1, np.sqrt(ratio) + ratio)) < share)


def _share_that_is_dropped(counts, share):
    return threshold_for(counts, 1 - share)


def _wrong_half(counts, share):
    return _search(counts, lambda ratio, f: np.sum(f * np.minimum(1, np.sqrt(ratio) + ratio)) > share)


def _kept(result, counts, share) -> str | None:
    """Return what is wrong with a threshold: how far it is from keeping the share asked for."""
    threshold = np.asarray(result)
    if threshold.size != 1 or threshold.dtype.kind not in "fiu" or not threshold > 0:
        return f"you have {shown(result)}; a threshold is one number above 0."
    found = np.sum(of_the_helper(counts, threshold.item()) * np.array(counts)) / np.sum(counts)
    return None if abs(found - share) < 0.005 else f"{threshold.item():.3g} keeps {found:.1%} of the tokens."


def _counts_and_share(rng: np.random.Generator, size: int) -> tuple[list[int], float]:
    return rng.integers(1, 1000, size=size + 2).tolist(), float(rng.choice([0.25, 0.6, 0.8]))


lesson = Lesson(
    "sampling_tables",
    keep_by_hand=Predict(
        answer=(0.5, 0.75),
        because="t/f is 0.01 / 0.04, a quarter. Its root is one half; word2vec.c adds the quarter itself.",
        example="(0.1, 0.2)",
        hints=(
            "Work out t / f first. Both formulas need it.",
            "0.01 / 0.04 is a quarter. The paper takes its square root.",
            "The root of a quarter is one half. word2vec.c adds t / f to that.",
        ),
        mistakes=[
            ((0.25, None), "A quarter is t / f; the paper takes the square root of it."),
            ((2, None), "That is the root of f / t. A probability is at most 1: turn the fraction round."),
            ((0.5, 0.5), "The two differ: word2vec.c adds t / f to the root."),
            ((0.5, 0.25), "A quarter is what word2vec.c adds. Add it to the root."),
        ],
    ),
    dropped_first=Predict(
        answer=(14, 16),
        because=(
            "Five words are left: 5 · 4 places, minus 3 + 3 at the ends. If only targets are left out, 10 "
            "of the 26 pairs go (2 + 4 + 4), and the three words are still contexts in the others."
        ),
        example="(20, 10)",
        hints=(
            "For the first number forget that there were other words: five words stand side by side.",
            "Five words with up to 4 contexts, less what sticks out at the ends. For the second number "
            "start from 26: how many of these pairs have one of the three dropped words as target?",
            "The ends cost 2 + 1 and 1 + 2. The first `the` is the target of 2 pairs, `in` and the second "
            "`the` of 4 each.",
        ),
        mistakes=[
            (
                (8, None),
                "You laid the windows first and struck the words out afterwards. Dropped before, the gaps "
                "close.",
            ),
            ((20, None), "Some of these places lie outside the five words: take off both ends."),
            ((None, 14), "With Keras's method no gap closes: the windows were laid over all eight words."),
            ((None, 10), "Those are the pairs that go. How many of the 26 stay?"),
        ],
    ),
    keep_probabilities=Build(
        reference=keep_probabilities,
        inputs=_counts_and_threshold,
        hints=(
            "The formulas speak of the frequency f, and you get counts. How does one become the other?",
            "f is `count / sum(counts)`. A token stays with the root of t / f, plus t / f.",
            "What if that is above 1? `min(1, …)`, or `np.minimum` for a whole array.",
        ),
        mistakes=[
            (_of_the_paper, "That is the paper's formula. word2vec.c adds t / f to the root."),
            (_above_one, "A probability above 1 means: always keep. Cut it off at 1."),
            (
                _dropped,
                "That is how likely a token is to be dropped. The exercise asks how likely it is to stay.",
            ),
            (
                _plain_counts,
                "You put in the counts as they are. f is the share of all tokens: divide by their sum.",
            ),
        ],
        note="`w2v.keep_probabilities` does it for all words at once. A count of 0, as padding has, is kept.",
    ),
    threshold_for=Build(
        reference=threshold_for,
        inputs=_counts_and_share,
        accepts=_kept,
        hints=(
            "A larger threshold keeps more tokens. So you can search: try one, and see whether it keeps too "
            "much.",
            "Keep a lower and an upper bound, 1e-9 and 1. Try a threshold between, and move one of the "
            "bounds there. 60 such steps are enough.",
            "The share of the tokens that stay is the sum of frequency times keep probability. If it is "
            "below `share`, the threshold is too small: it becomes the lower bound.",
        ),
        mistakes=[
            (_by_the_paper, "That is right for the paper's formula. word2vec.c keeps √(t/f) + t/f."),
            (
                _share_of_the_words,
                "You averaged over words. A frequent word has more tokens: weigh each word by its frequency.",
            ),
            (_share_that_is_dropped, "With that threshold this share of the tokens is dropped, not kept."),
            (
                _wrong_half,
                "The search runs to its end: where too little is kept, the threshold must grow, not shrink.",
            ),
        ],
        note=(
            "For Tinyworld and a share of one half it gives 0.00019; a text with more words of its own "
            "needs another one. Any threshold counts as right that keeps the share to half a percent."
        ),
    ),
    stop_list=Explore(
        mentions=(
            "The listed words get no pairs, so they learn no vectors; with coins some of theirs stay.",
            "A list is all or nothing: the word of rank 11 is not thinned at all, coins thin by count.",
        ),
        answer=(
            "The list removes the ten words altogether: no pairs, so no vectors, and nobody can ask about "
            "them later. The word of rank 11 keeps all its tokens, though it is nearly as frequent. Coins "
            "thin each word by its own frequency, the most frequent words most, and leave some of each."
        ),
        hints=(
            "Compare the last two numbers of the two lines.",
            "After training on the text without the listed words: what would `most_similar` say about them?",
        ),
        misconceptions=(
            (
                "The list is as good, because these words mean nothing.",
                "They say little, but `he` and `she`, or `in` and `on`, differ in meaning, and that can be "
                "learned.",
            ),
            (
                "Both have the same effect on the text.",
                "Look at the count of the ten words in each line: one of the two is 0.",
            ),
            (
                "The coins drop rare words, the list does not.",
                "A word whose frequency is about the threshold or below is always kept: the coin cannot "
                "fall.",
            ),
        ),
    ),
    quiz=Quiz(
        (
            Question(
                "Why do the ten most frequent words sit in a larger share of the pairs than of the tokens?",
                right="b",
                choices={
                    "a": ("Their windows are larger.", "All windows are of the same size."),
                    "b": (
                        "A pair has two words, and either can be one of the ten.",
                        "So it has two chances.",
                    ),
                    "c": (
                        "They stand at the beginning of documents.",
                        "There windows are cut off, so such words have fewer pairs.",
                    ),
                },
            ),
            Question(
                "What does Keras's sampling table know of a word?",
                right="a",
                choices={
                    "a": (
                        "Its rank.",
                        "It guesses the frequency from that, for a text of billions of words.",
                    ),
                    "b": (
                        "Its count in your corpus.",
                        "It asks for a number of ranks and never sees a count.",
                    ),
                    "c": (
                        "Its count in a large corpus.",
                        "It has no words at all, only ranks and a formula.",
                    ),
                },
            ),
            Question(
                "Suppose each word read its proper row of that table: the most frequent one rank 1, and so "
                "on. Would it keep more tokens, or fewer?",
                right="c",
                choices={
                    "a": (
                        "More: one fault less.",
                        "The two faults work against each other; the threshold does most of the harm.",
                    ),
                    "b": ("As many as before.", "Each word reads another row, and all rows differ but two."),
                    "c": ("Fewer.", "Each word moves to a lower rank, and lower ranks are kept less."),
                    "d": ("It depends on the corpus.", "The table rises with the rank, whatever the corpus."),
                },
            ),
            Question(
                "On a small corpus you set t = 0.00001 in place of 0.001. What happens?",
                right="a",
                choices={
                    "a": ("Too few pairs are left to learn from.", "In Tinyworld that ruins the vectors."),
                    "b": (
                        "Frequent words are kept more often.",
                        "A smaller threshold drops more of every word above it.",
                    ),
                    "c": (
                        "Only padding is dropped.",
                        "Zeros mark the ends of documents, and they always stay.",
                    ),
                },
            ),
        )
    ),
)
