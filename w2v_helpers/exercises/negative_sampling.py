"""The exercises of lesson 4."""

import numpy as np

from w2v_helpers.exercises.kinds import Build, Explore, Lesson, Point, Predict, Question, Quiz


def pick_negatives(draws, target, positive, num_negatives):
    """Take the first draws that may serve as negatives of a pair."""
    negatives = []
    for word in draws:
        if word > 1 and word != positive and len(negatives) < num_negatives:
            negatives.append(word)
    return negatives


def _without_the_target(draws, target, positive, num_negatives):
    return pick_negatives(draws, positive, target, num_negatives)


def _without_both(draws, target, positive, num_negatives):
    return [word for word in draws if word > 1 and word not in (target, positive)][:num_negatives]


def _with_every_draw(draws, target, positive, num_negatives):
    return list(draws)[:num_negatives]


def _with_the_positive(draws, target, positive, num_negatives):
    return [word for word in draws if word > 1][:num_negatives]


def _with_unknown(draws, target, positive, num_negatives):
    return [word for word in draws if word > 0 and word != positive][:num_negatives]


def _with_padding(draws, target, positive, num_negatives):
    return [word for word in draws if word != positive][:num_negatives]


def _each_once(draws, target, positive, num_negatives):
    return list(dict.fromkeys(pick_negatives(draws, target, positive, len(draws))))[:num_negatives]


def _too_few(draws, target, positive, num_negatives):
    return pick_negatives(draws[:num_negatives], target, positive, num_negatives)


def _all_of_them(draws, target, positive, num_negatives):
    return pick_negatives(draws, target, positive, len(draws))


def _draws_and_pair(rng: np.random.Generator, size: int) -> tuple[list[int], int, int, int]:
    target, positive = (2 + rng.choice(5, size=2, replace=False)).tolist()
    return rng.integers(7, size=5 + 3 * size).tolist(), target, positive, 1 + size // 3


def accidental_hits(positives, negatives):
    """Say for each example whether its positive is among its own negatives."""
    hits = []
    for positive, row in zip(positives, negatives, strict=True):
        hits.append(any(negative == positive for negative in row))
    return hits


def _in_any_row(positives, negatives):
    return np.isin(positives, negatives)


def _one_answer(positives, negatives):
    return any(accidental_hits(positives, negatives))


def _no_hit(positives, negatives):
    return ~np.array(accidental_hits(positives, negatives), dtype=bool)


def _each_negative(positives, negatives):
    return negatives == positives[:, None]


def _first_negative(positives, negatives):
    return negatives[:, 0] == positives


def _number_of_hits(positives, negatives):
    return (negatives == positives[:, None]).sum(axis=1)


def _which_examples(positives, negatives):
    return np.flatnonzero(accidental_hits(positives, negatives))


def _positives_and_negatives(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
    return rng.integers(2, 7, size=size), rng.integers(2, 7, size=(size, int(rng.integers(2, 5))))


lesson = Lesson(
    4,
    loss_at_the_start=Predict(
        answer=14.56,
        because=(
            "All scores are 0, whatever the vector of the target is: 1 + 20 questions, each the toss of a "
            "coin, 21 · ln 2."
        ),
        example="20.0",
        tolerance=0.005,
        hints=(
            "What is the score of any vector with one that is all zeros?",
            "At score 0 the model says one half. What does each such answer cost?",
            "ln 2 = 0.693 for each question. And there are more than 20 questions.",
        ),
        mistakes=[
            (20 * 0.6931, "You asked about the 20 negatives only; the positive is a question, too."),
            (0.6931, "That is the loss of one question. An example adds up the losses of all its questions."),
            (
                3.0445,
                "That is ln 21, the cost of a choice among 21 words: a softmax. Here are 21 times yes or no.",
            ),
            (
                10.5,
                "You added up probabilities of one half. The loss is minus the logarithm of each of them.",
            ),
            (0, "Zero would be a model that is sure and right. This one tosses coins."),
            (21, "That is with the logarithm to the base 2. Ours is the natural one, ln 2 = 0.693."),
            (
                22 * 0.6931,
                "20 negatives and one positive make 21 questions. The target itself is none.",
            ),
        ],
    ),
    two_steps=Predict(
        answer=(2, 0.5, 2.134, 0.769),
        because=(
            "In the first step the errors are -1/2 and 1/2. The target stays, because both contexts are 0: "
            "no nudge of the target changes a score. The contexts move to 0.5 and -0.5. Then the scores are "
            "1 and -1, the errors -0.269 and 0.269, and the target moves as well."
        ),
        example="(1.5, 0.25, 1.234, 0.567)",
        tolerance=0.002,
        hints=(
            "Both scores are 2 · 0. So what are the two errors, answer minus label?",
            "Errors -1/2 and 1/2. The target moves by 0.5 times the errors times the contexts, which are 0; "
            "the positive moves by 0.5 · 1/2 · 2.",
            "Second step: scores 2 · 0.5 and 2 · -0.5, σ(1) = 0.731, σ(-1) = 0.269. Both gradients use the "
            "values from before the step.",
        ),
        mistakes=[
            (
                (None, -0.5, None, None),
                "That is up the slope, where the loss rises. A step goes against the gradient.",
            ),
            ((None, 1, None, None), "You forgot the learning rate: half of that is a step."),
            (
                (None, 2, None, None),
                "The error is answer minus label, 1/2 - 1: the answer at score 0 is 1/2.",
            ),
            (
                (None, 0, None, None),
                "The positive does move: its gradient is the error times the target, -1/2 · 2.",
            ),
            (
                (2.5, None, None, None),
                "The gradient of the target is the error times the contexts, not times the target.",
            ),
            (
                (2, 0.5, 2.134, 0.787),
                (
                    "You moved the target first and used its new value. Both gradients use the values from "
                    "before."
                ),
            ),
            ((2, 0.5, 2.067, None), "The target has two questions: the negative pulls at it, too."),
            (
                (2, 0.5, 2, None),
                "In the second step the contexts are no longer 0, so the target moves as well.",
            ),
        ],
    ),
    pick_negatives=Build(
        reference=pick_negatives,
        inputs=_draws_and_pair,
        hints=(
            "Which ids can never be a negative? And which one not for this pair?",
            (
                "0 is padding, 1 is [UNK], and the positive must not be its own negative. The target may be "
                "drawn."
            ),
            "Go through the draws, keep those with `word > 1 and word != positive`, stop at `num_negatives`.",
        ),
        mistakes=[
            (
                _without_the_target,
                (
                    "You excluded the target but not the accidental hit: it is the positive that gets two "
                    "answers."
                ),
            ),
            (
                _without_both,
                (
                    "You excluded the target as well. It is a word like any other: only the positive is "
                    "kept out."
                ),
            ),
            (_with_every_draw, "You took the first draws as they are, with padding and accidental hits."),
            (
                _with_the_positive,
                "There is an accidental hit: the positive is among its own negatives, as in the tutorial.",
            ),
            (_with_unknown, "You kept 1, which is [UNK]: no word either."),
            (_with_padding, "You kept 0 and 1, padding and [UNK], which stand for no word."),
            (
                _each_once,
                "You took each word once. Negatives may repeat: a frequent word is drawn more often.",
            ),
            (
                _too_few,
                (
                    "You took the first draws, then threw some away. Each of those must be replaced by a "
                    "later draw."
                ),
            ),
            (_all_of_them, "These are all that may serve; stop at `num_negatives`."),
        ],
        note=(
            "`w2v.sample_negatives` does the same: padding and [UNK] have probability 0, and a draw that "
            "hits the positive is drawn again."
        ),
    ),
    accidental_hits=Build(
        reference=accidental_hits,
        inputs=_positives_and_negatives,
        hints=(
            "Each positive belongs to one row of `negatives`. Go through both together, with `zip`.",
            "Or all at once: `positives[:, None]` is a column, which can be compared with the whole table.",
            "`(negatives == positives[:, None])` is a table of yes and no. Is there any yes in a row?",
        ),
        mistakes=[
            (
                _in_any_row,
                "You looked for the positive among the negatives of all examples. Only its own row counts.",
            ),
            (_one_answer, "You answer once for all. Wanted is one answer for each example."),
            (_no_hit, "It is the other way round: true where the positive is among the negatives."),
            (
                _each_negative,
                "You answer for each negative. Put the answers of a row together: is there any hit in it?",
            ),
            (_first_negative, "You compared with the first negative of each row only."),
            (_number_of_hits, "You counted the hits. Wanted is whether there is any."),
            (
                _which_examples,
                "Those are the places of the examples with a hit. Wanted is a yes or no for each.",
            ),
        ],
        note=(
            "At once: `(negatives == positives[:, None]).any(axis=1)`. In the lesson, "
            "`accidental_hits(positives, drawn).mean()` was `has_positive`. TensorFlow's own function for "
            "it, `tf.nn.compute_accidental_hits`, returns the places of the hits; the tutorial does not "
            "call it."
        ),
    ),
    push_on_padding=Explore(
        points=(
            Point(
                says="The tutorial's negatives push the row of padding harder than most rows of real words.",
                words=(
                    r"padding[^.;]*(most|hard|far|strong|more|large|big|high|long)|"
                    r"(most|hard|far|strong|more|large|big|high|long)[^.;]*padding"
                ),
                ask="how large is the push on padding, beside that on the most pushed word?",
            ),
            Point(
                says="With our negatives that row is never moved.",
                words=r"never|not (be )?(pushed|moved|touched|drawn)|at all|zero|\b0(\.0)?\b|stays?|nothing",
                ask="what does our draw do to the row of padding?",
            ),
            Point(
                says="Such a question is wasted: the row belongs to no word, and a real word goes without.",
                words=(
                    r"wast|no (real )?word|not a (real )?word|useless|in vain|nobody|lost|instead of|missing|"
                    r"belongs? to (no|nothing)|does not exist|cost"
                ),
                ask="whose row is that, and which question was not asked in its place?",
            ),
        ),
        answer=(
            "With the tutorial's negatives the row of padding is pushed farther than nearly all others, "
            "because the sampler takes id 0 for the most frequent word. The row belongs to no word, so "
            "these questions are wasted: real words go without them. With our negatives it is never drawn "
            "and gets a push of 0."
        ),
        hints=(
            "Compare the two numbers of each line.",
            "Which word does the row of id 0 belong to? Who is served by pushing it?",
        ),
        mistakes=[
            (
                r"mask|(is|are|gets?) (ignored|skipped)|frozen",
                "The row of padding is masked, so it gets no push.",
                "Nothing masks it: to the model id 0 is a row like any other. Look at the first line again.",
            ),
            (
                r"harmless|no harm|does ?n.t (matter|hurt)|does not (matter|hurt)|makes? no difference",
                "It does not matter, since nobody looks at the row of padding.",
                (
                    "The row itself can be ignored, but each question about it took the place of one about "
                    "a word."
                ),
            ),
            (
                r"(both|two)[^.;]*(same|equal|alike)|(same|equal)[^.;]*(both|two)|no difference between",
                "Both draws give the same pushes.",
                "Look at the pushes on padding: one of the two is 0.",
            ),
        ],
        enough=2,
    ),
    quiz=Quiz(
        (
            Question(
                "With which exponent of the counts is every word drawn equally often?",
                right=("0", "Any count to the power of 0 is 1. The ten first words get no more than others."),
                wrong=(
                    ("1", "Then words are drawn as often as they occur, and the ten first words win."),
                    ("0.75", "That lies between: the frequent words lose a part of their share."),
                ),
                place=2,
            ),
            Question(
                "A training with K = 4 stays at a loss of 3.47. What has the model learned?",
                right=("Nothing.", "3.47 is 5 · ln 2: five coins are tossed, as before the first step."),
                wrong=(
                    (
                        "All there is to learn.",
                        "A model that knows something has fewer wrong answers than coins have.",
                    ),
                    (
                        "The positives, not the negatives.",
                        (
                            "Then the answer to the positive would cost less than a coin, and the sum were "
                            "smaller."
                        ),
                    ),
                ),
                place=0,
            ),
            Question(
                "In a step, which way does the vector of a noise word move?",
                right=(
                    "Away from the target's vector.",
                    "Its error is positive, so the step goes against the target.",
                ),
                wrong=(
                    ("Towards the target's vector.", "That is what the positive does."),
                    (
                        "It stays; only the target moves.",
                        "Its gradient is the error times the target's vector, which is not 0.",
                    ),
                    ("Towards zero.", "Its score sinks, and goes on sinking below 0."),
                ),
                place=1,
            ),
            Question(
                "Why does negative sampling leave out the correction of NCE?",
                right=(
                    "For vectors, how much more than chance two words meet is the better score.",
                    "The correction would turn the scores into logarithms of probabilities.",
                ),
                wrong=(
                    (
                        "It would need the scores of all words.",
                        "It needs only how likely the one word is drawn; the softmax needs all scores.",
                    ),
                    ("It is zero for every word.", "It is so for `the` in our sentence, but not for `hot`."),
                ),
                place=0,
            ),
        )
    ),
)
