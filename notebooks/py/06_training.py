# ---
# jupyter:
#   accelerator: GPU
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 6. Train the vectors
#
# You will build the model, train it with Keras and watch it learn. Then you will test it on text it has never seen, and
# do it all in one line.
#
# **You will learn**
# - that the whole model is two tables and a dot product;
# - what goes wrong, without an error, when a loss gets its arguments in the wrong order;
# - how to tell learning from memorising, and why accuracy says little here;
# - what an optimizer does, and how to choose the settings.
#
# **You need** lessons 4 and 5: loss, gradient and batches. **Time:** about 55 minutes with the exercises; the code runs
# in about 20 seconds.
#
# corpus → vocabulary → sequences → skip-grams → negatives → dataset → **model** → **training** → vectors → analysis

# %% cellView="form" jupyter={"source_hidden": true} tags=["setup", "hide-input"]
# Run this first: it loads what the lesson needs, and installs the course where it is missing, as on Colab.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("w2v_helpers") is None:
    source = "w2v_helpers-0.2.0-py3-none-any.whl"  # `make wheel` makes it; upload it
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", source], check=True)

import os
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
import keras
import tensorflow as tf
from w2v_helpers import exercises, plotting
from w2v_helpers.model import word_vectors

# %% [markdown]
# ## What is the model?
#
# Two tables and the dot products of their rows (lesson 4). Table $v$ has a row for each word as a target, table $u$ one
# for each word as a context. Here is all of it as a function, for a batch of two targets with three candidates each:

# %%
tokens = w2v.tokenize("The wide road shimmered in the hot sun.")
toy = w2v.Vocabulary.from_corpus([tokens], min_count=1)
v, u = np.random.default_rng(6).normal(size=(2, 9, 3)).round(1)  # V = 9, D = 3
targets = toy.encode(["road", "hot"])  # (2,)
candidates = np.array([[3, 8, 6], [8, 2, 3]])  # wide, sun, in and sun, the, wide


def scores_by_loop(v, u, targets, candidates):
    scores = []
    for target, row in zip(targets, candidates):
        scores.append(u[row] @ v[target])
    return np.array(scores)


print(scores_by_loop(v, u, targets, candidates).round(2))


# %% [markdown]
# A score before it becomes a probability is called a **[logit](GLOSSARY.md#logit)**. The numbers in the two tables are
# the model's **[parameters](GLOSSARY.md#parameter)**: what training may change.
#
# For Keras we write the model as a **class**. A class is a plan for objects that keep values together with the
# functions that use them. Inside it, `self` is the object. `__init__` runs once, when the model is made, and gives it
# two tables. `call` runs when you use the model like a function, as in `hand_made(…)`. With `(keras.Model)`, our class
# inherits everything else that Keras models can do, such as training; `super().__init__()` sets that up.

# %%
class HandMade(keras.Model):
    def __init__(self, vocabulary_size, embedding_dim):
        super().__init__()
        self.v = keras.layers.Embedding(vocabulary_size, embedding_dim)
        self.u = keras.layers.Embedding(vocabulary_size, embedding_dim)

    def call(self, inputs):
        targets, candidates = inputs
        v = self.v(targets)  # (B, D), a lookup: one-hot codes times the table
        u = self.u(candidates)  # (B, 1+K, D)
        return tf.linalg.matvec(u, v)  # (B, 1+K), their dot products


# %%
hand_made = HandMade(9, 3)
hand_made((targets, candidates))  # the first call makes the tables
hand_made.set_weights([v, u])
logits = hand_made((targets, candidates))
print(logits.numpy().round(2))


# %% [markdown]
# The same six numbers. From here on we use the helper `w2v.SkipGram`, which is this class with the starting values of
# word2vec.

# %% [markdown]
# ## In which order does a loss take its arguments?
#
# Keras calls every loss with the right answers first and the model's answers second: `loss(labels, logits)`.
# `w2v.NegativeSamplingLoss` adds up the loss of lesson 4 over the candidates of an example, and takes the mean over the
# examples.
#
# What if you write a loss of your own and swap the two? It happens easily. Below, predictions get better and better: a
# positive with a higher and higher score, and a negative with a lower and lower one.

# %%
def right(labels, logits):
    return tf.nn.sigmoid_cross_entropy_with_logits(labels=labels, logits=logits)


label = tf.constant([1.0, 0.0])  # a positive and a negative
for size in (1, 10, 1000):
    prediction = tf.constant([1.0, -1.0]) * size
    good, wrong = right(label, prediction).numpy(), right(prediction, label).numpy()
    print(f"{size:4}: right {good[0]:.2f} {good[1]:.2f}", end="  ")
    print(f"swapped {wrong[0]:8.2f} {wrong[1]:.2f}")

# %% [markdown]
# With the right order, the loss goes to 0. Swapped, it falls without end for the positive, and for the negative it is
# 0.69 whatever the prediction. There is no error and no warning, and the falling curve looks like success. But minus
# the logarithm of a probability cannot be negative. If such a loss falls below zero, first suspect swapped arguments.

# %% [markdown]
# ## How does Keras train?
#
# To see whether the model learns about language and not just its examples, we keep the last tenth of the documents away
# from training. This is **held-out** text. (A text of a single document cannot be divided in this way; in that case,
# the model is tested on the text it was trained on.)

# %%
corpus = w2v.load_corpus()  # or your text: w2v.load_corpus("../my_book.txt")
documents = [tokens[:300_000] for tokens in corpus]
ends = np.cumsum([len(tokens) for tokens in documents])
documents = documents[: 1 + np.count_nonzero(ends < 300_000)]
cut = max(1, len(documents) * 9 // 10)
training_text, held_out_text = documents[:cut], documents[cut:] or documents
print(f"documents for training {len(training_text):,}, held out {len(held_out_text):,}")

# %% [markdown]
# (Of a long text, the lines with `300_000` keep only the beginning, so that you need not wait. Tinyworld is shorter than
# that.) Both parts become batches, as in lesson 5.

# %%
vocabulary = w2v.Vocabulary.from_corpus(training_text)
batch_size = min(4096, max(16, vocabulary.counts.sum() // 50))
settings = {"window_size": 3, "batch_size": int(batch_size)}
dataset = w2v.skip_gram_dataset(training_text, vocabulary, **settings)
settings["batch_size"] = 20_000
new = next(iter(w2v.skip_gram_dataset(held_out_text, vocabulary, **settings)))
held_out = tf.data.Dataset.from_tensors(new)  # one large batch
print(f"{len(vocabulary):,} words, batches of {batch_size:,}")

# %% [markdown]
# `compile` tells the model which loss to use, and which **[optimizer](GLOSSARY.md#optimizer)**, the rule that turns a
# gradient into a step. The plainest rule is that of lesson 4: subtract the gradient times the learning rate. It is
# called **[gradient descent](GLOSSARY.md#gradient-descent)** (`sgd` in Keras). Adam, the usual choice in Keras, adapts
# the step for every single number. `fit` then does one epoch, unless you ask for more: for each batch, compute the loss
# and its gradient, and take a step. (TensorFlow finds gradients by **[backpropagation](GLOSSARY.md#backpropagation)**:
# it records a calculation and works back from the loss to the parameters.)

# %% tags=["nbval-ignore-output"]
model, loss = w2v.SkipGram(len(vocabulary), 50), w2v.NegativeSamplingLoss()
model.compile(keras.optimizers.Adam(0.015), loss=loss, metrics=["accuracy"])
word = vocabulary.examples(["king", "alice"], 1)[0]
untrained = model.evaluate(held_out, verbose=0)[0]
print(f"before training: held-out loss {untrained:.2f}")
history = {"training": [], "held-out": []}
for epoch in range(1, 4):
    history["training"] += model.fit(dataset, verbose=0).history["loss"]
    history["held-out"] += [model.evaluate(held_out, verbose=0)[0]]
    near = word_vectors(model, vocabulary).most_similar(word, topn=4)
    print(f"epoch {epoch}: near {word} are", *[other for other, _ in near])

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert np.isclose(untrained, 6 * np.log(2), atol=1e-3)
plotting.plot_learning_curves(history, title="The loss falls on held-out text, too")
plt.show()

# %% [markdown]
# Before training, the loss is $6 \ln 2 = 4.16$, as it should be (lesson 4). In Tinyworld it falls on both texts, so
# what the model learns holds for new text as well. (The training loss of an epoch is averaged while the model is still
# learning, so it can lie above the held-out loss at first.) There, royal words soon gather near *king*.

# %% [markdown]
# ## Why do frozen examples spoil training?
#
# Lesson 5 showed how `cache` freezes the examples, negatives included. We train one model on 5 frozen batches, ten
# times over, and another on 50 new ones. (`take(5)` takes the first five batches, `repeat()` starts over when they run
# out, and `validation_data` is what the model is tested on.)

# %%
frozen = {"frozen": dataset.take(5).cache().repeat(), "new": dataset.repeat()}
curves, accuracy = {}, {}
for name, batches in frozen.items():
    trial = w2v.SkipGram(len(vocabulary), embedding_dim=50)
    trial.compile(keras.optimizers.Adam(0.03), loss=loss, metrics=["accuracy"])
    outcome = trial.fit(
        batches, steps_per_epoch=5, epochs=10, validation_data=held_out, verbose=0
    ).history
    curves[f"{name}: its own batches"] = outcome["loss"]
    curves[f"{name}: held-out text"] = outcome["val_loss"]
    accuracy[name] = outcome["accuracy"][-1], outcome["val_accuracy"][-1]

# %% [markdown]
# Solid lines show the loss on the batches that a model trains on, dashed lines the loss on held-out text.

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input", "nbval-ignore-output"]
ax = plt.figure(figsize=(7, 4), layout="constrained").gca()
for (name, values), style in zip(curves.items(), ["-", "--", "-", "--"]):
    colour = plotting.ORANGE if name.startswith("frozen") else plotting.BLUE
    ax.plot(range(1, 11), values, style, color=colour, label=name)
ax.set(xlabel="times 5 steps", ylabel="loss", title="New batches teach more than frozen ones")
ax.legend(frameon=False)
plt.show()
for name, (own, other) in accuracy.items():
    print(f"{name:6} accuracy on its own batches {own:.0%}, on held-out text {other:.0%}")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert curves["frozen: its own batches"][-1] < curves["frozen: held-out text"][-1]

# %% [markdown]
# In Tinyworld, with frozen batches (orange), the loss on its own examples keeps falling while the loss on held-out text
# rises. The model learns by heart which negatives came with which pair. This is
# **[overfitting](GLOSSARY.md#overfitting)**. (The model also sees only five batches of pairs here, so the effect is
# exaggerated.)
#
# **Accuracy** is the share of examples in which the positive gets the highest score. In TensorFlow's word2vec tutorial
# it climbs from about 20 to 90 % on frozen examples. That is memorising. Even on new ones, accuracy mostly says how
# easy the negatives are to tell apart. So look at held-out loss, and at the vectors themselves (lesson 7).

# %% [markdown]
# ## What does an optimizer remember?
#
# Adam keeps two running averages for *every* number in the tables, and goes on moving rows by them in later steps.
# Watch it. We take steps on different targets, and count how many rows of the target table change in the last one.

# %%
for name, optimizer in [("gradient descent", "sgd"), ("Adam", "adam")]:
    small = w2v.SkipGram(1000, embedding_dim=8)
    small.compile(optimizer, loss=loss)
    small.set_weights(np.random.default_rng(0).normal(size=(2, 1000, 8)))
    for start in range(0, 50, 10):  # five batches of ten targets each
        ten = np.arange(2 + start, 12 + start)
        before = small.get_weights()[0]
        three = np.column_stack([ten + 1, ten + 200, ten + 300])  # candidates
        small.train_on_batch((ten, three), np.tile([[1.0, 0, 0]], (10, 1)))
    changed = (small.get_weights()[0] != before).any(axis=1).sum()
    print(f"{name}: {changed} rows changed in the last step")

# %% [markdown]
# Plain gradient descent changes the ten rows of the batch. Adam goes on moving all fifty rows it has ever seen. And to
# do so, it computes a new value for every number of both tables, whether it changes or not. With 500,000 words of 100
# numbers, that is 100 million numbers per step, each with two averages, whereas a batch of 1,024 examples needs under
# one million. This is why Adam is slow on a large table, and why `w2v.train` uses plain gradient descent: the cost of a
# step depends on the batch, not on the vocabulary.
#
# Plain gradient descent works best with a **learning rate that falls**. Large steps at first, to get to the right place
# quickly; small ones at the end, to settle down. `w2v.train` lets it fall in a straight line to almost zero.

# %% [markdown]
# ## All of this in one line
#
# `w2v.train` makes the vocabulary and the examples, trains the same model with a faster variant of the same loss
# (lesson 10), and returns the vectors. A Keras callback is an object that watches training; this one keeps the numbers
# of each epoch.

# %%
log = keras.callbacks.History()
vectors = w2v.train(corpus, epochs=5, callbacks=[log], verbose=0)
print(vectors)
print("learning rate after each epoch:", np.round(log.history["learning_rate"], 3))
plotting.plot_neighbours(vectors, word, topn=7)
plt.show()

# %% [markdown]
# With `verbose=1`, the default, you see a progress bar. Ctrl-C, or the stop button, ends training early and returns
# what has been learned. With `checkpoint=`, a file is written after every epoch, and a training run that was stopped
# resumes from it:

# %%
folder = tempfile.TemporaryDirectory()
file = Path(folder.name) / "training.npz"
w2v.train(corpus, epochs=1, checkpoint=file, verbose=0)  # as if stopped here
log = keras.callbacks.History()
w2v.train(corpus, epochs=3, checkpoint=file, callbacks=[log], verbose=0)
print("epochs trained now:", len(log.history["loss"]))
folder.cleanup()

# %% [markdown]
# The result is the table of target vectors. The context vectors can be used, too: `table="context"` returns them,
# `"sum"` adds up a word's two vectors, and `"both"` joins them end to end. (For curves in the browser while training
# runs, give `w2v.TensorBoardWords("logs/run1", vocabulary, ["king"])` as a callback and start `tensorboard --logdir
# logs`.)

# %% [markdown]
# ## How do you choose the settings?
#
# By trying, on text you know. Let us try one here: $D$, how many numbers a vector has. The score is the share of right
# answers to questions such as *man is to king as woman is to …*, which come with Tinyworld (lesson 7). We train three
# times for each $D$, because one training run may be lucky. (Another text can answer few of these questions, if any.)

# %%
scores = {"seed 1": [], "seed 2": [], "seed 3": []}
for dim in (2, 50):
    for seed in (1, 2, 3):
        trial = w2v.train(documents, embedding_dim=dim, epochs=4, seed=seed, verbose=0)
        scores[f"seed {seed}"].append(w2v.evaluate_analogies(trial).accuracy)
plotting.plot_bars(["2", "50"], scores, title="Right answers by D", ylabel="share")
plt.show()

# %% [markdown]
# In Tinyworld two numbers are far too few, and fifty are plenty. The other settings take longer to try. Our benchmark
# `tests/benchmarks/settings.py` varied them one at a time, on Tinyworld and on four million words of Wikipedia. Its
# results come with the course:

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
found = pd.read_csv(w2v.data_path("settings.csv"))
shown = [("tinyworld", "analogies"), ("wikipedia", "analogies"), ("wikipedia", "similarity")]
_, axes = plt.subplots(2, 2, figsize=(8, 5), sharey=True, layout="constrained")
for ax, setting in zip(axes.flat, ["embedding_dim", "num_negatives", "window_size", "epochs"]):
    for (text, score), colour in zip(shown, plotting.COLOURS):
        rows = found[(found.text == text) & (found.setting == setting)]
        ax.plot(rows.value.astype(str), rows[score], "o-", ms=4, label=f"{text}, {score}", color=colour)
    ax.set(xlabel=setting, ylim=(0, 1.02))
axes[0, 0].legend(frameon=False, fontsize=8)
plt.show()

# %% [markdown]
# Each point is the mean of three training runs on Tinyworld (with 20 epochs, where epochs are not varied), or two on
# Wikipedia (5 epochs). "Similarity" says how well cosines agree with scores that people gave to pairs of words; 1 would
# be perfect.
#
# - **D** (`embedding_dim`): ten numbers are too few. From 50 or 100 on, more numbers bring little and take longer.
# - **K** (`num_negatives`): on Wikipedia, five are nearly as good as ten or twenty, which take a third longer or nearly
#   twice as long (`data/settings.csv`).
# - **window_size**: on Tinyworld 5 is best. On Wikipedia these scores go on rising with wider windows. For words that
#   can replace each other, a narrow window is better (lesson 8).
# - **epochs**: the first few help most.
#
# The defaults of `w2v.train` (100 numbers, 5 negatives, window 5, 20 epochs) suit a text as long as a few books.

# %% cellView="form" jupyter={"source_hidden": true} tags=["headline", "hide-input"]
assert history["held-out"][-1] < untrained and np.isfinite(vectors.matrix).all()
print(f"held-out loss {untrained:.1f} → {history['held-out'][-1]:.1f} in 3 epochs; {vectors}")

# %% [markdown]
# ## Exercises
#
# **1. Predict.** A vocabulary of 30,000 ids and vectors of 300 numbers: how many parameters does the model have, and
# how many megabytes is that at 4 bytes each? Adam keeps two more numbers for each parameter. How many megabytes with
# those?

# %%
q = exercises.lesson("training")
my_answers = None  # for example (1_000_000, 4, 5)
q.number_of_parameters.check(my_answers)


# %% [markdown]
# **2. Build.** Write the loss of a batch: minus the logarithm of the probability of the right answer, added up over the
# candidates of each example, then the mean over the examples. `labels` and `logits` are NumPy arrays of shape (B, 1 +
# K).

# %%
def batch_loss(labels, logits):
    return None  # your code


q.batch_loss.check(batch_loss)

# %% [markdown]
# **Quiz.** Run the cell to see three questions, then put your letters in place of `None`.

# %%
q.quiz.check(None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - The model is two tables; a logit is the dot product of a row from each.
# - A loss takes labels first. If it falls below zero, its arguments are probably swapped.
# - Judge a model by held-out text. Frozen examples are learned by heart, and accuracy on them says little.
# - Adam goes on moving every row it has ever seen; plain gradient descent with a falling learning rate moves only those
#   of the batch.
#
# | | in | out |
# |---|---|---|
# | `w2v.SkipGram` | targets (B,), candidates (B, 1+K) | logits (B, 1+K) |
# | `w2v.NegativeSamplingLoss` | labels, logits (B, 1+K) | the mean loss of an example |
# | `w2v.train` | a corpus | vectors of V words, D numbers each |
#
# Next: [7. Ask the vectors](07_embedding_analysis.ipynb).
#
# **Further reading:** Kingma and Ba (2014), [Adam: A Method for Stochastic
# Optimization](https://arxiv.org/abs/1412.6980).
