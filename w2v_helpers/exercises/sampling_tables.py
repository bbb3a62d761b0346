"""The exercises of lesson 3."""

import math

import numpy as np

from w2v_helpers.exercises.kinds import Build, Explore, Lesson, Point, Predict, Question, Quiz, shown
from w2v_helpers.subsampling import keep_probabilities as of_the_helper


def keep_probabilities(counts, t):
    """Say for each word how likely a token of it is to stay, as word2vec.c does."""
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


def _no_root(counts, t):
    return np.minimum(1, t * np.sum(counts) / np.array(counts))


def _upside_down(counts, t):
    ratio = np.array(counts) / np.sum(counts) / t
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


def _share_itself(counts, share):
    return share


def _wrong_half(counts, share):
    return _search(counts, lambda ratio, f: np.sum(f * np.minimum(1, np.sqrt(ratio) + ratio)) > share)


def _kept(result, counts, share) -> str | None:
    """Say how far a threshold is from keeping the share that was asked for."""
    if not (np.isscalar(result) or np.ndim(result) == 0) or not float(result) > 0:
        return f"you have {shown(result)}; a threshold is one number above 0."
    found = np.sum(of_the_helper(counts, float(result)) * np.array(counts)) / np.sum(counts)
    return None if abs(found - share) < 0.005 else f"{float(result):.3g} keeps {found:.1%} of the tokens."


def _counts_and_share(rng: np.random.Generator, size: int) -> tuple[list[int], float]:
    return rng.integers(1, 1000, size=size + 2).tolist(), float(rng.choice([0.25, 0.6, 0.8]))


lesson = Lesson(
    3,
    keep_by_hand=Predict(
        answer=(0.5, 0.75),
        because="t/f is 0.01 / 0.04, a quarter. Its root is one half; word2vec.c adds the quarter itself.",
        example="(0.1, 0.2)",
        tolerance=0.005,
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
            ((None, 1), "The sum is below 1, so nothing is cut off: a half and a quarter."),
            ((0.5, 0.125), "word2vec.c adds t / f to the root; you multiplied."),
        ],
    ),
    dropped_first=Predict(
        answer=(14, 16),
        because=(
            "Five words are left: 5 · 4 places, less 3 + 3 at the ends. If only targets are left out, 10 of "
            "the 26 pairs go (2 + 4 + 4), and the three words are still contexts in the others."
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
                (
                    "You laid the windows first and struck the words out afterwards. Dropped before, the "
                    "gaps close."
                ),
            ),
            ((20, None), "Some of these places lie outside of the five words: take off both ends."),
            ((17, None), "You took off the places at one end only; there are two ends."),
            ((26, None), "26 is what all eight words give; three of them are gone."),
            ((None, 14), "Keras's way lets no gap close: the windows were laid over all eight words."),
            ((None, 8), "You left out the dropped words as contexts, too; Keras looks at targets only."),
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
            (_dropped, "That is how likely a token is to be dropped. Wanted is how likely it stays."),
            (
                _plain_counts,
                "You put in the counts as they are. f is the share of all tokens: divide by their sum.",
            ),
            (_no_root, "The root is missing: √(t/f) + t/f."),
            (_upside_down, "You have f / t, so frequent words are kept most. It is t / f."),
        ],
        note="`w2v.keep_probabilities` does it for all words at once. A count of 0, as padding has, is kept.",
    ),
    threshold_for=Build(
        reference=threshold_for,
        inputs=_counts_and_share,
        accepts=_kept,
        hints=(
            (
                "A larger threshold keeps more tokens. So you can search: try one, and see whether it keeps "
                "too much."
            ),
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
                _share_itself,
                "The share is no threshold: t is compared with frequencies, and decides who is thinned.",
            ),
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
        points=(
            Point(
                says=(
                    "The listed words get no pairs, so they learn no vectors; with coins some of theirs stay."
                ),
                words=(
                    r"no (pairs?|vectors?|tokens?|examples?)|without (a )?(pairs?|vectors?)|"
                    r"never (learn|train|seen)|not (be )?learn|nothing (is |can be )?learn|lose|lost|gone|"
                    r"disappear|vanish|none|\b0\b|zero"
                ),
                ask="how many tokens of the ten words are left, and what follows for their vectors?",
            ),
            Point(
                says=(
                    "A list is all or nothing: the word of rank 11 is not thinned at all, coins thin by "
                    "count."
                ),
                words=(
                    r"all or nothing|eleven|\b11|rank|next word|gradual|step|border|cliff|cut-?off|"
                    r"(each|every) (word )?(by|accord|as)|by (its|their|the) (count|frequenc)|smooth|depend"
                ),
                ask="what becomes of the eleventh word, which is nearly as frequent as the tenth?",
            ),
        ),
        answer=(
            "The list removes the ten words altogether: no pairs, so no vectors, and nobody can ask about "
            "them later. The word of rank 11 keeps all its tokens, though it is nearly as frequent. Coins "
            "thin each word by its own frequency, the first words most and the next ones less, and leave "
            "some of each."
        ),
        hints=(
            "Compare the last two numbers of the two lines.",
            "After training on the text without the listed words: what would `most_similar` say about them?",
        ),
        mistakes=[
            (
                r"(mean|say)s? nothing|meaningless|no meaning|(are|is) useless",
                "The list is as good, because these words mean nothing.",
                (
                    "They say little, but `he` and `she`, or `in` and `on`, differ in meaning, and that can "
                    "be learned."
                ),
            ),
            (
                r"no difference|(the )?same (result|effect|thing)|equivalent",
                "Both have the same effect on the text.",
                "Look at the count of the ten words in each line: one of the two is 0.",
            ),
            (
                (
                    r"coins? (also |even )?(drop|remove|lose|thin|throw)s? (out |away )?(the |all |"
                    r"mostly |also )*rare"
                ),
                "The coins drop rare words, the list does not.",
                (
                    "A word whose frequency is about the threshold or below is always kept: the coin cannot "
                    "fall."
                ),
            ),
            (
                (
                    r"unreliable|unfair|random\w* (coins? )?(is|are|means?|makes?) (it |them )?(bad|"
                    r"worse|a risk)"
                ),
                "The list is better, since random coins are unreliable.",
                "One coin is, but thousands are not: the share that stays is the one that was asked for.",
            ),
        ],
        enough=2,
    ),
    quiz=Quiz(
        (
            Question(
                "Why do the ten most frequent words sit in a larger share of the pairs than of the tokens?",
                right=("A pair has two words, and either can be one of the ten.", "So it has two chances."),
                wrong=(
                    (
                        "Their windows are larger.",
                        "All windows are of the same size.",
                    ),
                    (
                        "They stand at the beginning of documents.",
                        "There windows are cut off, so such words have fewer pairs.",
                    ),
                ),
                place=1,
            ),
            Question(
                "What does Keras's sampling table know of a word?",
                right=("Its rank.", "It guesses the frequency from that, for a text of billions of words."),
                wrong=(
                    ("Its count in your corpus.", "It asks for a number of ranks and never sees a count."),
                    ("Its count in a large corpus.", "It has no words at all, only ranks and a formula."),
                ),
                place=0,
            ),
            Question(
                "Suppose each word read its proper row of that table: the most frequent one rank 1, and so "
                "on. Would it keep more tokens, or fewer?",
                right=("Fewer.", "Each word moves to a lower rank, and lower ranks are kept less."),
                wrong=(
                    (
                        "More: one fault less.",
                        "The two faults work against each other; the threshold does most of the harm.",
                    ),
                    ("As many as before.", "Each word reads another row, and all rows differ but two."),
                    ("It depends on the corpus.", "The table rises with the rank, whatever the corpus."),
                ),
                place=2,
            ),
            Question(
                "On a small corpus you set t = 0.00001 in place of 0.001. What happens?",
                right=("Too few pairs are left to learn from.", "In Tinyworld that ruins the vectors."),
                wrong=(
                    (
                        "Frequent words are kept more often.",
                        "A smaller threshold drops more of every word above it.",
                    ),
                    (
                        "Only padding is dropped.",
                        "Zeros mark the ends of documents, and they always stay.",
                    ),
                ),
                place=0,
            ),
        )
    ),
)
