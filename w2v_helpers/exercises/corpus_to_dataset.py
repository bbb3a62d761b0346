"""The exercises of the lesson corpus_to_dataset."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Lesson, Predict, Question, Quiz


def batches_of(numbers, batch_size, drop_remainder):
    """Cut a list into batches."""
    batches = []
    for start in range(0, len(numbers), batch_size):
        batch = numbers[start : start + batch_size]
        if len(batch) == batch_size or not drop_remainder:
            batches.append(batch)
    return batches


def _never_drops(numbers, batch_size, drop_remainder):
    return batches_of(numbers, batch_size, False)


def _always_drops(numbers, batch_size, drop_remainder):
    return batches_of(numbers, batch_size, True)


def _the_other_way_round(numbers, batch_size, drop_remainder):
    return batches_of(numbers, batch_size, not drop_remainder)


def _one_too_many(numbers, batch_size, drop_remainder):
    num_batches = len(numbers) // batch_size + (not drop_remainder)
    return [numbers[k * batch_size : (k + 1) * batch_size] for k in range(num_batches)]


def _drops_a_full_one(numbers, batch_size, drop_remainder):
    batches = batches_of(numbers, batch_size, False)
    return batches[:-1] if drop_remainder else batches


def _numbers_and_size(rng: np.random.Generator, size: int) -> tuple[list[int], int, bool]:
    numbers = rng.integers(2, 10, size=size + 1).tolist()
    return numbers, int(rng.integers(1, 4)), bool(rng.integers(2))


lesson = Lesson(
    "corpus_to_dataset",
    number_of_batches=Predict(
        answer=(64, 63, 579),
        because=(
            "63 full batches take 63 · 1,024 = 64,512 examples. The other 579 make a 64th batch, which is "
            "not full, or with `drop_remainder` they are dropped. If the dataset shuffles anew in every "
            "epoch, it drops other examples each time. If it does not, the same 579 are never seen at all."
        ),
        example="(12, 10, 500)",
        hints=(
            "How many times does 1,024 fit into 65,091?",
            "63 times, because 65,091 / 1,024 = 63.57. What happens to the rest, in each of the two cases?",
            "The rest makes a smaller 64th batch, or it is dropped. Its size is 65,091 − 63 · 1,024.",
        ),
        mistakes=[
            ((63, 64, None), "You swapped the two: `drop_remainder` drops the batch that is not full."),
            ((63, 63, None), "If the last batch may be smaller, it counts as a batch, too."),
            ((64, 64, None), "The 64th batch is not full, and `drop_remainder=True` drops it."),
            ((64, 63, 64_512), "That is how many examples are seen. The others are dropped."),
            ((64, 63, 445), "That is how many examples the 64th batch lacks. How many does it have?"),
        ],
    ),
    batches_of=Build(
        reference=batches_of,
        inputs=_numbers_and_size,
        hints=(
            "Where does the second batch start? And the third? A `range` with a step gives all the starts.",
            "`range(0, len(numbers), batch_size)` gives the starts. A slice may reach beyond the end of a "
            "list: it just becomes shorter.",
            "Keep `batch = numbers[start : start + batch_size]` if it is full, or if `drop_remainder` is "
            "false.",
        ),
        mistakes=[
            (_never_drops, "You ignored `drop_remainder`. When it is true, drop a batch that is not full."),
            (_always_drops, "You drop the smaller batch every time. Keep it when `drop_remainder` is false."),
            (_the_other_way_round, "You drop the smaller batch exactly when it should stay."),
            (
                _one_too_many,
                "When the last batch is full, nothing is left over, and yours has an empty batch at the end.",
            ),
            (
                _drops_a_full_one,
                "You always dropped the last batch. When it is full, there is no remainder to drop.",
            ),
        ],
        note="`dataset.batch(batch_size, drop_remainder=…)` does the same and makes each batch a tensor.",
    ),
    quiz=Quiz(
        (
            Question(
                "1,000 examples, batches of 100, 20 epochs: how many steps are taken?",
                right="b",
                choices={
                    "a": ("10", "That is one epoch. There are 20."),
                    "b": ("200", "An epoch has 1,000 / 100 = 10 batches, each of which makes one step."),
                    "c": ("2,000", "That is 20 · 100. How many batches does an epoch have?"),
                    "d": ("20,000", "That is how many examples are seen. A whole batch makes one step."),
                },
            ),
            Question(
                "`dataset.shuffle(…).batch(…).cache()`: what does the second epoch look like?",
                right="c",
                choices={
                    "a": (
                        "The same examples in a new order.",
                        "That is what `cache` *before* `shuffle` does: then only what comes before the "
                        "shuffling is kept.",
                    ),
                    "b": (
                        "The same batches in a new order.",
                        "Nothing shuffles after the cache. It hands the batches out as it stored them.",
                    ),
                    "c": (
                        "The same batches in the same order.",
                        "`cache` keeps what comes out of the steps before it: shuffled once, then frozen. "
                        "Put it before `shuffle`, or better still, draw new examples in every epoch.",
                    ),
                    "d": (
                        "New examples, with new negatives.",
                        "No step of this recipe draws anything but an order. New negatives need a dataset "
                        "that draws them itself.",
                    ),
                },
            ),
            Question(
                "In the file of a novel, a new line starts wherever the page was full. What is lost if each "
                "line is treated as a text of its own?",
                right="a",
                choices={
                    "a": (
                        "The pairs that cross the end of a line.",
                        "Those words are neighbours in the novel. A window stops at the end of a text, so "
                        "it never sees them together.",
                    ),
                    "b": (
                        "The last word of each line.",
                        "It stays, and has pairs with the words before it. Only those with the next line are "
                        "gone.",
                    ),
                    "c": (
                        "Nothing, because a sentence ends there anyway.",
                        "A line ends where the page was full, mostly in the middle of a sentence.",
                    ),
                },
            ),
        )
    ),
)
