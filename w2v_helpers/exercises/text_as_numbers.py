"""The exercises of the lesson text_as_numbers."""

from collections import Counter

import numpy as np

from w2v_helpers.exercises.framework import Build, Explore, Lesson, Predict, Question, Quiz


def number_words(tokens, min_count):
    """Give each word that occurs often enough an id, the most frequent first."""
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


def words_to_cover(counts, share):
    """Count the most frequent words that together make up a share of all tokens."""
    wanted, covered, words = share * sum(counts), 0, 0
    for count in sorted(counts, reverse=True):
        if covered < wanted:
            covered += count
            words += 1
    return words


def _needed(ordered, share):
    covered = np.cumsum(ordered)
    return int(np.searchsorted(covered, share * covered[-1])) + 1


def _in_their_order(counts, share):
    return _needed(counts, share)


def _share_of_the_words(counts, share):
    return int(np.ceil(share * len(counts)))


def _until_it_is_more(counts, share):
    covered = np.cumsum(sorted(counts, reverse=True))
    return int(np.searchsorted(covered, share * covered[-1], side="right")) + 1


def _counts_and_share(rng: np.random.Generator, size: int) -> tuple[list[int], float]:
    return rng.integers(1, 9, size=size).tolist(), float(rng.choice([0.25, 0.5, 0.75]))


lesson = Lesson(
    "text_as_numbers",
    shape_of_a_batch=Predict(
        answer=(4, 10, 16),
        because="4 sentences, 10 words in each, and each word has become a row of 16 numbers.",
        example="(7, 3, 5)",
        hints=(
            "The ids that go in have a shape already. Which?",
            "The ids have shape (4, 10). The layer turns each single id into a row of D numbers.",
            "That adds one number to the shape, at its end: (2, 3) became (2, 3, D) in the lesson.",
        ),
        mistakes=[
            (
                (4, 10, 10_000),
                "That would be one-hot codes. The table keeps its 10,000 rows; 40 of them are read.",
            ),
            ((16, 4, 10), "The numbers of a word come last: the layer adds its direction at the end."),
            ((4, 16, 10), "Each of the 10 words has 16 numbers, so 16 stands behind 10."),
            ((10_000, 10, 16), "10,000 is the number of rows in the table; 4 sentences went in."),
        ],
    ),
    cosines_of_snow=Predict(
        answer=(-0.96, 0.8),
        because=(
            "With sun: -3 · 4 + -4 · 3 = -24, divided by 5 · 5. With road: -3 · 0 + -4 · -4 = 16, divided "
            "by 5 · 4. Snow is nearly the opposite of the sun, and lies on the ground like the road."
        ),
        example="(0.5, -0.5)",
        hints=(
            "First the two dot products: multiply number by number, add up.",
            "Then the lengths, by Pythagoras: snow √(9 + 16), sun 5, road √(0 + 16).",
            "-24 / (5 · 5) and 16 / (5 · 4).",
        ),
        mistakes=[
            ((-24, 16), "Those are the dot products. For the cosine divide by both lengths."),
            ((-4.8, 3.2), "You divided by the length of snow only. No cosine is below -1 or above 1."),
            ((0.96, None), "A sign got lost: -3 · 4 and -4 · 3 are both below 0, and so is their sum."),
            ((None, -0.8), "Minus times minus is plus: -4 · -4 = 16."),
        ],
    ),
    number_words=Build(
        reference=number_words,
        inputs=_tokens_and_limit,
        hints=(
            "Look at the cell that makes `by_hand`. What is missing there is `min_count`.",
            "`Counter(tokens).most_common()` gives (word, count), most frequent first, and words of equal "
            "count in the order of appearance.",
            "Begin with the two reserved entries. A word with `count >= min_count` gets the id `len(ids)`.",
        ),
        mistakes=[
            (_by_appearance, "You numbered by appearance. The most frequent word comes first."),
            (
                _by_alphabet,
                "You sorted words of equal count by the alphabet; they should keep the order of appearance.",
            ),
            (
                _more_often,
                "A word that occurs exactly `min_count` times should stay: the comparison is `>=`, not `>`.",
            ),
            (_nothing_reserved, "You started at 0, but 0 and 1 are reserved: for padding and for unknown."),
        ],
        note="`Vocabulary.from_corpus` does the same, and keeps the counts as well.",
    ),
    words_to_cover=Build(
        reference=words_to_cover,
        inputs=_counts_and_share,
        hints=(
            "Which words cover most with the fewest? Bring the counts into that order first.",
            "Go through the counts, largest first, and add them up. When may you stop?",
            "Stop as soon as the sum is at least `share * sum(counts)`; return how many you have added.",
        ),
        mistakes=[
            (
                _in_their_order,
                "You took the words in the order in which they come. The most frequent ones should be first.",
            ),
            (
                _share_of_the_words,
                "That is this share of the words. Count the words that make up this share of the tokens.",
            ),
            (
                _until_it_is_more,
                "Where the sum is exactly the share, it is enough: compare with `>=`, not `>`.",
            ),
        ],
        note=(
            "For Tinyworld and a share of 0.9 it gives 758 of 1,543 words. A vocabulary of that size is "
            "`w2v.Vocabulary.from_corpus(corpus, min_count=1, max_size=758)`."
        ),
    ),
    pull_without_push=Explore(
        mentions=(
            "All words end in one point: their vectors become equal.",
            "So the table says nothing any more; something must also push words apart.",
        ),
        answer=(
            "All words end in one point, and the spread is 0.00. Each pull makes the table a little "
            "smaller, because every word hangs together with every other one through the sentence. The "
            "vectors no longer tell words apart. Pulling alone cannot teach: words that do not belong "
            "together must be pushed apart, and lesson 4 adds that."
        ),
        hints=(
            "Print `pulled[1:].round(2)` and compare its rows.",
            "`hot` is pulled to `sun` and to `the`, `the` is pulled to `wide`, and so on. Which word is not "
            "pulled?",
        ),
        misconceptions=(
            (
                "Hot and sun become equal, and the others stay where they are.",
                "Here each word is pulled towards the next one, not only hot towards sun: no row stays.",
            ),
            (
                "The vectors grow without end.",
                "A pull moves two words towards each other. No step leads out of the space between them.",
            ),
            (
                "Words of similar meaning form clusters.",
                "Clusters need gaps between them, and nothing here makes a gap: print `pulled[1:].round(2)`.",
            ),
        ),
    ),
    quiz=Quiz(
        (
            Question(
                "Two words have the ids 3 and 4. What does that say about their meaning?",
                right="c",
                choices={
                    "a": (
                        "They are close in meaning.",
                        "Neighbouring ids come from the order of counting only.",
                    ),
                    "b": (
                        "The second means a little more.",
                        "An id is a name; more and less mean nothing here.",
                    ),
                    "c": ("Nothing.", "An id is a name. Another order of counting gives other ids."),
                },
            ),
            Question(
                "A vocabulary has 10,000 words. How many numbers in the one-hot code of a word are 0?",
                right="a",
                choices={
                    "a": ("9,999", "All switches are off but one."),
                    "b": (
                        "None: the code is dense.",
                        "Dense is the other kind, with few numbers, none wasted.",
                    ),
                    "c": ("10,000", "One switch is on, or it would say nothing."),
                    "d": ("Half of them.", "One switch in all is on, however many there are."),
                },
            ),
            Question(
                "What is the one-hot code of a word times the embedding table?",
                right="b",
                choices={
                    "a": (
                        "How alike the word is to all others.",
                        "For that, dot products with all rows are needed, not the word's own row.",
                    ),
                    "b": ("The row of that word.", "All other rows are multiplied by 0: it is a lookup."),
                    "c": ("The average of all rows.", "The other rows are multiplied by 0 and do not count."),
                },
            ),
            Question(
                "`encode` gives 1 for a word. What does that mean?",
                right="b",
                choices={
                    "a": ("It is the most frequent word.", "That one has the id 2; 0 and 1 are reserved."),
                    "b": ("The vocabulary does not know the word.", "1 is kept for unknown words."),
                    "c": ("There is no word at this place.", "That is 0, padding."),
                },
            ),
        )
    ),
)
