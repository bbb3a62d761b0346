"""The exercises of lesson 10."""

import numpy as np

from w2v_helpers.exercises.kinds import Build, Explore, Lesson, Point, Predict, Question, Quiz

PADDING_SHARE = np.log(2) / np.log(4097)  # of the tutorial's draws, from a vocabulary of 4,096 ids


def examples_at_fault(negatives, positives):
    """Return the share of examples with padding, [UNK] or their own positive among their negatives."""
    at_fault = 0
    for row, positive in zip(negatives, positives, strict=True):
        at_fault += any(negative in (0, 1, positive) for negative in row)
    return at_fault / len(positives)


def _without_the_positive(negatives, positives):
    return float(np.mean((negatives <= 1).any(axis=1)))


def _without_unknown(negatives, positives):
    return float(np.mean(((negatives == 0) | (negatives == positives[:, None])).any(axis=1)))


def _only_the_positive(negatives, positives):
    return float(np.mean((negatives == positives[:, None]).any(axis=1)))


def _negatives_at_fault(negatives, positives):
    return float(np.mean((negatives <= 1) | (negatives == positives[:, None])))


def _sum_of_shares(negatives, positives):
    faults = negatives == 0, negatives == 1, negatives == positives[:, None]
    return float(sum(fault.any(axis=1).mean() for fault in faults))


def _all_of_them(negatives, positives):
    return float(np.mean(((negatives <= 1) | (negatives == positives[:, None])).all(axis=1)))


def _number(negatives, positives):
    return round(examples_at_fault(negatives, positives) * len(positives))


def _positives_of_others(negatives, positives):
    return float(np.mean(((negatives <= 1) | np.isin(negatives, positives)).any(axis=1)))


def _negatives_positives(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
    return rng.integers(0, 12, size=(size + 1, 3)), rng.integers(2, 12, size=size + 1)


def common_neighbours(first, second):
    """Return the share of neighbours that two lists of each word have in common."""
    shares = []
    for ours, theirs in zip(first, second, strict=True):
        shares.append(len(set(ours) & set(theirs)) / len(ours))
    return sum(shares) / len(shares)


def _same_place(first, second):
    return float(np.mean(first == second))


def _of_the_union(first, second):
    shares = [len({*a} & {*b}) / len({*a} | {*b}) for a, b in zip(first, second, strict=True)]
    return sum(shares) / len(shares)


def _how_many(first, second):
    return common_neighbours(first, second) * first.shape[1]


def _all_words_together(first, second):
    return float(np.mean(np.isin(first, second)))


def _the_nearest_only(first, second):
    return float(np.mean(first[:, 0] == second[:, 0]))


def _any_in_common(first, second):
    return float(np.mean([bool({*a} & {*b}) for a, b in zip(first, second, strict=True)]))


def _two_lists(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
    how_many = 2 + size // 4
    draw = [[rng.permutation(2 * how_many)[:how_many] for _ in range(size)] for _ in range(2)]
    return np.array(draw[0]), np.array(draw[1])


lesson = Lesson(
    11,
    padding_among_20=Predict(
        answer=1 - (1 - PADDING_SHARE) ** 20,
        because=(
            "One draw is no padding in 91.7 % of the cases. All 20 are none in 0.917 to the power of 20, "
            "which is 18 %. So 82 % of the examples have at least one: more negatives make it worse."
        ),
        example="0.5",
        tolerance=0.02,
        hints=(
            "Ask the opposite: how often is there no padding among 20 draws?",
            "One draw is no padding in 1 − 0.083 of the cases, and 20 draws in a row in …",
            "`1 - (1 - 0.083) ** 20`.",
        ),
        mistakes=[
            (
                20 * PADDING_SHARE,
                "20 times 0.083 is more than 1, and no share is. Some examples have padding twice; you "
                "counted them twice.",
            ),
            (1.0, "Nearly, but some examples are lucky 20 times."),
            (PADDING_SHARE, "That is one draw. Each example makes 20 of them."),
            (
                1 - (1 - PADDING_SHARE) ** 4,
                "That is right for the tutorial's four negatives. The question has 20.",
            ),
            (
                (1 - PADDING_SHARE) ** 20,
                "That is the share of examples without padding. The others are asked for.",
            ),
            (PADDING_SHARE**20, "That is the share where all 20 are padding. One is enough to spoil it."),
        ],
    ),
    lost_at_line_ends=Predict(
        answer=(3 / 16, 6 / 16),
        because=(
            "At window 2 a line has 8 · 4 places, and 2 + 1 stick out at each end: 6 of 32. At window 5 it "
            "has 8 · 10, and 5 + 4 + 3 + 2 + 1 stick out at each end: 30 of 80. A wide window loses more."
        ),
        example="(0.1, 0.1)",
        tolerance=0.02,
        hints=(
            "In the middle of a long text each word has 2 · 2 contexts at window 2. How many places make "
            "8 words?",
            "Lesson 2 counted what sticks out at the ends: 2 + 1 on the left and as many on the right.",
            "6 of 32 at window 2. At window 5, 5 + 4 + 3 + 2 + 1 at each end, of 80.",
        ),
        mistakes=[
            ((6, 30), "Those are numbers of pairs. Divide by the number of places in a line: 32 and 80."),
            ((3 / 32, 15 / 80), "You counted one end only; a line has two."),
            (
                (None, 3 / 16),
                "A wide window crosses the end of a line more often: the share is not the same.",
            ),
            (
                (None, 7.5 / 16),
                "It does not grow with the window alone: the places grow, too. Count what sticks out.",
            ),
            (
                (4 / 32, 10 / 80),
                "You counted the words at the two ends only. Those further in lose some places, too.",
            ),
            (
                (13 / 16, 10 / 16),
                "Those are the shares that are left. Asked is what is lost.",
            ),
        ],
    ),
    examples_at_fault=Build(
        reference=examples_at_fault,
        inputs=_negatives_positives,
        hints=(
            "For each example: is one of its negatives 0, 1 or its own positive?",
            "With NumPy: `negatives == positives[:, None]` compares each row with its own positive.",
            "`.any(axis=1)` says for each row whether there is one, and `.mean()` is the share.",
        ),
        mistakes=[
            (
                _without_the_positive,
                "You found padding and [UNK], but not the accidental hit: a negative that is the "
                "positive itself.",
            ),
            (_without_unknown, "You let [UNK], the id 1, pass: it is no word either."),
            (
                _only_the_positive,
                "You found the accidental hits, but let padding and [UNK] pass: the ids 0 and 1.",
            ),
            (
                _negatives_at_fault,
                "That is the share of the negatives. Asked is the share of the examples: one bad "
                "negative is enough.",
            ),
            (
                _sum_of_shares,
                "You added the three shares: an example with two faults is counted twice.",
            ),
            (_all_of_them, "You asked that all negatives be at fault. One is enough."),
            (_number, "That is how many there are. Divide by the number of examples."),
            (
                _positives_of_others,
                "You compared with the positives of all examples. Each row has its own.",
            ),
        ],
    ),
    common_neighbours=Build(
        reference=common_neighbours,
        inputs=_two_lists,
        hints=(
            "First for one word: how many of its neighbours are in both lists, in whatever place?",
            "`set(a) & set(b)` holds what both have. Divide by the length of a list, then take the mean.",
        ),
        mistakes=[
            (
                _same_place,
                "You asked for the same neighbour in the same place. The place in the list does not count.",
            ),
            (
                _of_the_union,
                "You divided by all that is in either list. Divide by the length of one list.",
            ),
            (_how_many, "That is the mean number. A share is that, divided by the length of a list."),
            (
                _all_words_together,
                "You looked for a neighbour in the lists of all words. It must be in that of the same word.",
            ),
            (_the_nearest_only, "You compared the nearest neighbour only; all of the list count."),
            (_any_in_common, "That is how often the lists have anything in common. How much is it?"),
        ],
        note="`w2v.neighbour_agreement` does this for two tables of vectors, for all words at once.",
    ),
    whole_lines=Explore(
        points=(
            Point(
                says="In Tinyworld, whose lines are long, most of the gain comes from not cutting lines.",
                words=(
                    r"not cut|uncut|cutting|long lines|lines (\w+ )?long|more pairs|"
                    r"(most|more|larger|bigger)[^.;]*whole lines?|whole lines?[^.;]*(most|more|larger|bigger)"
                ),
                ask="how far is it from ten words to whole lines, and how far from there to paragraphs?",
            ),
            Point(
                says="Crossing the ends of lines adds less here; in a text of short lines it would add more.",
                words=(
                    r"cross[^.;]*(less|little|small|few)|(less|little|small|few)[^.;]*cross|"
                    r"short (lines?|verse)|verse|depends"
                ),
                ask="where would windows that cross the end of a line bring more than here?",
            ),
        ),
        answer=(
            "Most of it comes from not cutting lines at ten words: from about 0.14 to 0.20. Crossing the "
            "ends of lines adds the rest, to 0.22. Tinyworld's lines are long. In a text of short lines, as "
            "in verse, there are more ends to cross, and it would be the other way round."
        ),
        hints=(
            "The three scores differ by two steps. Which step is the larger one?",
            "How long is a line of Tinyworld? `np.mean([len(words) for words in my_lines])` tells.",
        ),
        mistakes=[
            (
                r"^(?!.*(short|verse)).*cross\w*[^.;]* (brings|adds|gives|does|helps?) (the )?(more|most)\b",
                "Crossing the ends of lines brings most of it.",
                "Not in Tinyworld: compare the two steps once more, and look at how long its lines are.",
            ),
            (
                r"no difference|neither|same score|nothing (changes|changed)",
                "Neither of the two makes a difference to the score.",
                "Look at the numbers of pairs and at the scores: both steps go up.",
            ),
            (
                r"more pairs (are|is) (always )?(all|enough)|only because (of|there are) more pairs|"
                r"just more pairs",
                "It is better only because there are more pairs to learn from.",
                "More pairs, yes. But whole lines also reach words that the cut had thrown away altogether. "
                "Which of the two changes brings more?",
            ),
        ],
        enough=2,
    ),
    quiz=Quiz(
        (
            Question(
                "The loss falls and falls while the score stands still. What happened in the tutorial?",
                right=(
                    "It showed the same frozen examples again, and learned them by heart.",
                    "With examples drawn anew the loss stayed higher and the score rose.",
                ),
                wrong=(
                    (
                        "It needed still more epochs.",
                        "There was nothing new in them: the same examples came again.",
                    ),
                    (
                        "The score was measured wrongly.",
                        "The same score rose with examples drawn anew.",
                    ),
                ),
                place=1,
            ),
            Question(
                "Nearly half of the examples had a wrong negative. Was that the main fault?",
                right=(
                    "No: better negatives alone, while frozen, changed next to nothing.",
                    "They helped once the examples were drawn anew.",
                ),
                wrong=(
                    (
                        "Yes: half of the examples is a lot.",
                        "That it looks bad is no measurement. Mended alone, it changed next to nothing.",
                    ),
                    (
                        "No: wrong negatives never do harm.",
                        "With examples drawn anew, better negatives did help.",
                    ),
                ),
                place=0,
            ),
            Question(
                "Why did each trial change one thing only?",
                right=(
                    "To know which change made the difference.",
                    "Of several at once nobody can say which one it was.",
                ),
                wrong=(
                    ("To save time.", "Single trials take more time than one with all changes."),
                    (
                        "Changes never work together.",
                        "They did: better negatives helped only with examples drawn anew.",
                    ),
                ),
                place=2,
            ),
            Question(
                "You have four times the text, and the vectors are better. What is the control?",
                right=(
                    "The little text, read four times as often.",
                    "It has the same amount of training, and nothing new to read.",
                ),
                wrong=(
                    (
                        "The little text, read as often as the large one.",
                        "Then it has a fourth of the training, and you cannot tell the two causes apart.",
                    ),
                    (
                        "Random vectors.",
                        "They show whether anything was learned, not whether the text or the training "
                        "did it.",
                    ),
                ),
                place=1,
            ),
        )
    ),
)
