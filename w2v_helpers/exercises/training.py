"""The exercises of the lesson training."""

import numpy as np

from w2v_helpers.exercises.framework import Build, Explore, Lesson, Predict, Question, Quiz


def batch_loss(labels, logits):
    """Add up the losses of each example's questions, and average over the examples."""
    examples = []
    for label_row, logit_row in zip(labels, logits, strict=True):
        total = 0
        for label, logit in zip(label_row, logit_row, strict=True):
            answer = 1 / (1 + np.exp(-logit))  # the probability of "real"
            total -= np.log(answer if label == 1 else 1 - answer)
        examples.append(total)
    return np.mean(examples)


def _of_each_question(labels, logits):
    return np.logaddexp(0, logits) - labels * logits


def _mean_of_all(labels, logits):
    return _of_each_question(labels, logits).mean()


def _sum_of_all(labels, logits):
    return _of_each_question(labels, logits).sum()


def _of_each_example(labels, logits):
    return _of_each_question(labels, logits).sum(axis=1)


def _labels_and_logits(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
    logits = rng.normal(size=(size, 1 + int(rng.integers(1, 4)))).round(1)
    labels = np.zeros(logits.shape)
    labels[:, 0] = 1
    return labels, logits


lesson = Lesson(
    "training",
    number_of_parameters=Predict(
        answer=(18_000_000, 72, 216),
        because=(
            "2 tables · 30,000 rows · 300 numbers. 4 bytes each make 72 MB. With the two that Adam keeps "
            "there are three numbers for each parameter, and three times 72 is 216."
        ),
        example="(1_000_000, 4, 5)",
        hints=(
            "How many tables has the model, and how many numbers has each?",
            "2 · 30,000 · 300 parameters. A million numbers of 4 bytes are 4 MB.",
            "18 million parameters, 72 MB. With Adam each parameter comes with two more numbers of the same "
            "size.",
        ),
        mistakes=[
            (
                (9_000_000, None, None),
                "That is one table. Each word has a vector as target and one as context.",
            ),
            ((18_000_000, 144, None), "That is with 8 bytes per number; here each takes 4."),
            ((18_000_000, 72, 144), "Adam's two numbers come on top of the parameter: three in all."),
            ((18_000_000, 72_000_000, None), "Those are bytes; a megabyte is a million of them."),
        ],
    ),
    negatives_of_a_loss=Predict(
        answer=10,
        because="(1 + K) · ln 2 = 7.62, so 1 + K = 7.62 / 0.693 = 11. One of the 11 is the positive.",
        example="3",
        hints=(
            "What does one question cost an untrained model?",
            "Each costs ln 2 = 0.693. How many of them make 7.62?",
            "Eleven questions, and one of them is about the positive.",
        ),
        mistakes=[
            (11, "11 is the number of questions. One of them is about the positive."),
            (5, "5 is the default of the course. With it the loss is 6 · ln 2 = 4.16."),
            (7, "A question costs ln 2 = 0.693, not 1."),
            (2037, "That is for a softmax, whose loss is ln(1 + K). Here 1 + K questions cost ln 2 each."),
        ],
    ),
    batch_loss=Build(
        reference=batch_loss,
        inputs=_labels_and_logits,
        hints=(
            "First one question: σ(logit) is the answer. What does it cost if the label is 1, what if it is "
            "0?",
            "`-log(σ(logit))` for label 1, `-log(1 - σ(logit))` for label 0. Then add up each row.",
            "The sum of a row is the loss of an example; the loss of the batch is the mean of these sums.",
        ),
        mistakes=[
            (
                _mean_of_all,
                "You took the mean over all questions, as Keras does. Add up the questions of an example "
                "first.",
            ),
            (_sum_of_all, "You added up all questions of the batch. Take the mean over the examples."),
            (_of_each_example, "Those are the losses of the examples. The batch has one loss: their mean."),
        ],
        note=(
            "`w2v.NegativeSamplingLoss` gives the same. It uses log(1 + exp(logit)) - label · logit, an "
            "equal formula that stays exact for very large logits."
        ),
    ),
    learning_rates=Explore(
        mentions=(
            "With too small a rate the loss has hardly moved from its start after 40 steps.",
            "With too large a rate the steps jump past the goal, and the loss ends above the middle one.",
        ),
        answer=(
            "With 0.001, too small, the training has hardly begun after 40 steps. With 1, too large, each "
            "step jumps past the goal, and the loss ends above that of the middle rate; in Tinyworld it is "
            "far above the start. Between the two, 0.015 is the best of the three. How good a rate is "
            "depends on the number of steps."
        ),
        hints=(
            "Compare each loss with the untrained one, which is printed first.",
            "Think of walking down into a valley: with tiny steps, and with leaps wider than the valley.",
        ),
        misconceptions=(
            (
                "The larger rate is always better, since it learns faster.",
                "Up to a point: look at the loss of rate 1, the largest of the three.",
            ),
            (
                "The smaller rate is always better, because it is more exact.",
                "It needs many more steps for that: look at what 0.001 has reached after 40.",
            ),
            (
                "The rate makes no difference, since Adam adapts the step.",
                "Adam adapts the steps of the parameters to each other; how large they are, the rate still "
                "says.",
            ),
        ),
    ),
    softmax_or_yes_no=Explore(
        mentions=(
            "As for finding the real candidate, the softmax is no worse, maybe a little better.",
            "Only the yes-or-no model can say that a word is noise; to the softmax noise may look real.",
        ),
        answer=(
            "The softmax finds the real candidate as often as ours or more so: for ranking it is no worse. "
            "But to the softmax model a noise word is about as likely real as not: it only compares. The "
            "yes-or-no model gives noise a low probability, so only this one can say that a word is noise."
        ),
        hints=(
            "Each line has two numbers. In which of them do the two differ?",
            "Remember: adding 100 to all scores did not change the softmax loss. What does that do to σ?",
        ),
        misconceptions=(
            (
                "The softmax model learns nothing.",
                "Look at how often it finds the real candidate: guessing would find one in six.",
            ),
            (
                "The softmax is better, because it has a smaller loss.",
                "Two different losses cannot be compared by size: one asks one question, the other six.",
            ),
            (
                "The softmax model gives noise a low probability.",
                "Among the candidates, yes; but σ of its logits, the probability of being real, is what is "
                "printed.",
            ),
        ),
    ),
    quiz=Quiz(
        (
            Question(
                "A training with the yes-or-no loss shows a loss of -3.2. What is the matter?",
                right="b",
                choices={
                    "a": ("Nothing: the model is very good.", "A perfect model has a loss of 0, not less."),
                    "b": (
                        "The arguments of the loss are swapped.",
                        "Minus the logarithm of a probability is never below 0.",
                    ),
                    "c": ("The learning rate is too large.", "That makes a loss large, never negative."),
                },
            ),
            Question(
                "An epoch has 100,000 pairs, a batch 4,096. How many steps does the optimizer make in it?",
                right="c",
                choices={
                    "a": ("24", "The last batch is smaller, but it makes a step as well."),
                    "b": ("100,000", "A step is made for each batch, not for each pair."),
                    "c": ("25", "24 full batches, and one smaller with what is left: a step for each."),
                    "d": ("4,096", "That is how many pairs go into one step."),
                },
            ),
            Question(
                "On its own batches the loss keeps falling, in the quiz it rises. What is that?",
                right="a",
                choices={
                    "a": ("Overfitting.", "The batches are learned by heart. Data drawn anew prevents it."),
                    "b": ("Too small a learning rate.", "Then both would fall, slowly."),
                    "c": ("A model that is too small.", "A small model cannot learn so much by heart."),
                },
            ),
            Question(
                "Which file do you need to go on with a training exactly where it stopped?",
                right="b",
                choices={
                    "a": ("`vectors.npz`", "It has the target vectors only, enough to use, not to train on."),
                    "b": (
                        "The checkpoint, `epoch_3.keras`.",
                        "It has both tables, the settings, and what Adam remembers.",
                    ),
                    "c": ("The event files of TensorBoard.", "They hold numbers for curves, and no model."),
                },
            ),
        )
    ),
)
