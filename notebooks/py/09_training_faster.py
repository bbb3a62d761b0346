# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 9. Train as fast as C code
#
# You will climb from the tutorial's loop to a trainer in plain TensorFlow that is faster than gensim, a library whose
# loops are compiled C code. Each rung is one idea, and you measure what it brings.
#
# **You will learn**
# - how fast your machine could be, and where the time goes instead;
# - how thousands of pairs become a few products of matrices;
# - why adding up too much at once ends in NaN, and how a bound prevents it;
# - how two threads share a long text; and how to watch, stop and resume `w2v.train`.
#
# **You need** lessons 4 to 6 (gradients, datasets, training). **Time:** about 90 minutes with the exercises; it runs in
# about 50 seconds.
#
# corpus → vocabulary → sequences → skip-grams → negatives → dataset → model → **training** → vectors → analysis

# %% cellView="form" jupyter={"source_hidden": true} tags=["setup", "hide-input"]
# Installs the course where it is not yet, as on Colab; TensorFlow and NumPy stay as they are there.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("w2v_helpers") is None:
    source = "w2v_helpers-0.2.0-py3-none-any.whl"  # `make wheel` makes it; upload it
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", source], check=True)

# %%
import importlib.util
import os
import tempfile
import time
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
from w2v_helpers import plotting
from w2v_helpers.blocks import TARGETS_PER_BLOCK, window_weights
from w2v_helpers.model import closed_form, word_vectors

import keras
import tensorflow as tf


# %% [markdown]
# ## How fast could it be?
#
# A computer does two things here: it **calculates** and it **fetches** rows of a table from memory. How much of each can
# yours do in a second? We multiply two large matrices, and we look up many rows. A lookup by a list of row numbers is
# called a **gather**.

# %%
def seconds(function, *arguments):
    times = []
    for _ in range(7):
        began = time.perf_counter()
        function(*arguments)
        times.append(time.perf_counter() - began)
    return min(times)  # the rest is disturbance


# %% tags=["nbval-ignore-output"]
square = tf.random.normal((1024, 1024))
calculated = 2 * 1024**3 / seconds(tf.matmul, square, square)
table, some_rows = tf.random.normal((30_000, 100)), tf.random.uniform((50_000,), 0, 30_000, tf.int32)
fetched = 50_000 / seconds(tf.gather, table, some_rows)
print(f"each second {calculated / 1e9:.0f} billion calculations, or {fetched / 1e6:.0f} million rows fetched")

# %% [markdown]
# How many does word2vec need? A pair with 5 negatives is 6 dot products of 100 numbers, and lesson 4's gradient uses
# each error twice more: 3 × 6 × 100 multiplications, and as many additions. A word has 6 pairs on average: lesson 5
# draws a reach of 1 to 5 words, 3 on average, to each side.

# %%
corpus = w2v.load_corpus()  # or, for example, w2v.load_corpus("my_book.txt")
vocabulary = w2v.Vocabulary.from_corpus(corpus)
ids = vocabulary.encode_corpus(corpus)
words = int(np.count_nonzero(ids))
keep = w2v.keep_probabilities(vocabulary.counts, 1e-3)
kept = float(keep[ids[ids > 0]].mean())  # the share of the words that thinning leaves
needed = 3 * 2 * 6 * 100 * 6 * kept
print(f"{vocabulary}, {words:,} words, {kept:.0%} of them kept")
print(f"{needed:,.0f} calculations a word on average")
assert 0 < kept <= 1 and calculated > 1e8 and fetched > 1e5

# %% [markdown]
# Divide the first figure by the last: that is how many words a second your processor, with all its cores, could learn
# from if it did nothing but calculate. This is the **ceiling**, the dotted line in the last picture of
# the ladder: nobody reaches it.

# %% [markdown]
# ## The first rungs
#
# Each way of training gets the same text and equally many passes over it, with a rate that falls to nearly zero. We note
# how many words a second it reads, and how many of Tinyworld's analogies its vectors then get right. First the
# tutorial, with its loop over lines and its own optimizer.

# %%
speeds, passes, scores = {}, {}, {}
epochs = max(2, min(20, 750_000 // words))


def note(name, speed, vectors, made=epochs):
    speeds[name], passes[name], scores[name] = speed, made, w2v.evaluate_analogies(vectors).accuracy


# %%
def show():
    for name, speed in speeds.items():
        print(f"{name:18} {speed:>9,.0f} words/s; {passes[name]:.1f} passes, analogies {scores[name]:.0%}")


began = time.perf_counter()
try:
    vectors = w2v.tutorial_recipe(corpus, epochs=epochs)
    note("the tutorial", epochs * words / (time.perf_counter() - began), vectors)
except ValueError as error:  # it looks for words between spaces, and finds none in Chinese
    print(error)


# %% [markdown]
# Then three ways with Keras. They need the number of words that a batch stands for, which gives the number of steps, and
# a callback that counts. Where text is long or the machine slow, it also stops them, after 10 seconds; the passes that
# we print tell.

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
class StopAfter(keras.callbacks.Callback):
    def __init__(self, limit):
        super().__init__()
        self.limit, self.began = limit, None

    def on_train_batch_end(self, batch, logs=None):
        if self.began is None:  # the first batches are left out: in them all is compiled
            self.began, self.first = time.perf_counter(), batch
        self.steps, self.seconds = batch + 1, time.perf_counter() - self.began
        self.model.stop_training = self.seconds > self.limit


def climb(name, model, dataset, targets, words_of_batch):
    stop, steps = StopAfter(10), max(64, round(epochs * words / words_of_batch))
    # Keras takes the mean over the targets of a batch; the rate of gradient descent is meant for one.
    falling = keras.optimizers.schedules.PolynomialDecay(0.05 * targets, steps, 0.05 * targets / 1000)
    model.compile(keras.optimizers.SGD(falling), w2v.NegativeSamplingLoss(), steps_per_execution=16)
    model.fit(dataset.repeat(), steps_per_epoch=steps, verbose=0, callbacks=[stop])
    speed = (stop.steps - 1 - stop.first) * words_of_batch / stop.seconds
    note(name, speed, word_vectors(model, vocabulary), stop.steps * words_of_batch / words)


# %% [markdown]
# **Rung 2** makes the pairs with NumPy, all at once (lesson 2), and trains as in lesson 6: Keras records each calculation
# on a tape and goes backwards through it. **Rung 3** has the same data, but no tape: `SkipGram.train_step` knows the
# gradient of lesson 4 as a formula, in **closed form**.

# %%
class Taped(w2v.SkipGram):
    train_step = keras.Model.train_step


batch_size = 512
pairs = w2v.skip_gram_dataset(corpus, vocabulary, batch_size=batch_size)
sample = w2v.subsample(ids, keep, np.random.default_rng(1))
pairs_of_word = len(w2v.skip_grams(sample, 5, rng=np.random.default_rng(1))) / words
for name, model in {"pairs, tape": Taped, "pairs, closed form": w2v.SkipGram}.items():
    climb(name, model(len(vocabulary), 100), pairs, batch_size, batch_size / pairs_of_word)

# %% [markdown]
# How fast they are, the table at the end of the ladder shows. Both are far below the ceiling. Look at what a pair needs:
# seven rows are fetched and seven changed rows put back, for only 3,600 calculations. Further down we measure what takes
# how long.

# %% [markdown]
# ## Many pairs in one product
#
# Neighbouring targets have nearly the same contexts. Take L words in a row, a **[block](GLOSSARY.md#block)**: with a
# window of w, these and w more on each side, L + 2w words, hold all their contexts. Fetch each row once, and one
# product of two matrices scores everything. Here is our sentence with windows of 2. The number in a square says how
# much that pair counts.

# %%
assert all(np.isfinite(list(speeds.values()))) and min(speeds.values()) > 0
tokens = w2v.tokenize("The wide road shimmered in the hot sun.")
weights = window_weights(2)[: len(tokens), 2 : 2 + len(tokens)]
plotting.plot_matrix(
    weights, tokens, tokens, decimals=1, title="Targets in rows, the words around in columns"
)
plt.show()

# %% [markdown]
# The words right beside a target count 1. Two steps away it is ½: lesson 5 drew a reach of 1 or 2 for each target, so
# that these are pairs half of the time, and here we simply give them half the weight. (`train` weighs a word by
# 1 / distance, which is the same for a window of 2. `context_weights="linear"` gives the weights of a drawn reach for any
# window.) Every score where the picture shows 0 is calculated in vain, and still this is faster. The negatives are shared
# too: one set of **noise words** serves all targets of a block.
#
# Does it give the same gradients as a plain loop over pairs?

# %%
rng = np.random.default_rng(8)
size, num_noise = len(tokens), 4
targets = rng.normal(size=(1, size, 3)).astype("float32")  # (1, L, D), one block
candidates = rng.normal(size=(1, size + num_noise, 3)).astype("float32")  # the noise words come last
labels = np.array([1.0] * size + [0.0] * num_noise, dtype="float32")
counts = np.pad(weights, ((0, 0), (0, num_noise)), constant_values=0.5)  # (L, C); a noise word counts ½ here
*gradients, _ = closed_form(targets, candidates, np.tile(labels, (1, size, 1)), counts[None])

# %%
by_loop = [np.zeros_like(targets[0]), np.zeros_like(candidates[0])]
for i, j in np.argwhere(counts):
    of_target, of_candidate = w2v.sgns_gradients(targets[0, i], candidates[0, [j]], labels[[j]])
    by_loop[0][i] += counts[i, j] * of_target
    by_loop[1][j] += counts[i, j] * of_candidate[0]
assert all(np.allclose(found[0], loop, atol=1e-5) for found, loop in zip(gradients, by_loop, strict=True))
print(f"{np.count_nonzero(weights)} pairs with contexts, {num_noise * size} with noise words")

# %% [markdown]
# It does, for all 58 pairs. `w2v.block_dataset` makes such blocks of the corpus for Keras, here 4 a step (fewer where
# there are few words). Each has 32 targets and 74 candidates: 42 words in and around the block and 32 noise words. It
# is the same model and the same `fit`. **Rung 4.**

# %%
num_blocks = max(1, min(4, len(vocabulary) // 100))  # where there are few words, small steps
blocks = w2v.block_dataset(corpus, vocabulary, blocks_per_step=num_blocks)
for (block_targets, block_candidates), block_labels, _ in blocks.take(1):
    print("targets", block_targets.shape, "candidates", block_candidates.shape, "labels", block_labels.shape)
num_targets = num_blocks * TARGETS_PER_BLOCK
climb("blocks", w2v.SkipGram(len(vocabulary), 100), blocks, num_targets, num_targets / kept)


# %% [markdown]
# ## Too much at once
#
# Steps of more blocks at once would be faster still. Let us try it by hand: fetch the rows, calculate the gradients,
# subtract. Putting rows back so that those which occur twice are added up is called a **scatter**. We follow the
# longest vector of the table.

# %%
def train_by_hand(dataset, rate, bounds, steps=150):
    tables = [tf.Variable(weights) for weights in w2v.SkipGram(len(vocabulary), 100).get_weights()]
    longest, losses = [], []
    for rows, labels, counts in dataset.take(steps):
        vectors = [tf.gather(table, row) for table, row in zip(tables, rows, strict=True)]
        *gradients, logits = closed_form(*vectors, labels, counts)
        wrong = counts * tf.nn.sigmoid_cross_entropy_with_logits(labels, logits)
        losses.append(float(tf.reduce_sum(wrong) / tf.reduce_sum(counts * labels)))  # of a pair
        for table, row, gradient, bound in zip(tables, rows, gradients, bounds, strict=True):
            moves = -rate * tf.gather(bound, row)[..., None] * gradient
            table.scatter_add(tf.IndexedSlices(moves, row))
        longest.append(float(tf.reduce_max(tf.norm(tables[0], axis=1))))
    return longest, losses


many = 32  # blocks a step
large_steps = w2v.block_dataset(corpus, vocabulary, blocks_per_step=many)
free = [tf.ones(len(vocabulary))] * 2
unbounded, _ = train_by_hand(large_steps, 0.05, free)

# %% [markdown]
# All pairs of a step see the same, old vectors. A frequent word is in hundreds of them, and each demands a move. One such
# move would bring the loss down; hundreds of them at once overshoot by far, the next step has to go back, overshoots more,
# and so on.
#
# So we **bound** what a step may do to a row. From the counts we know in how many pairs of a step each word will be. If
# these are more than 1 / rate, here 20, its moves are made smaller in proportion: together they then do no more than 20
# moves of 0.05 would, one whole gradient.

# %%
per_step = many * TARGETS_PER_BLOCK * vocabulary.counts * keep / (vocabulary.counts * keep).sum()
as_noise = per_step.sum() * w2v.noise_distribution(vocabulary.counts)
in_pairs = [per_step * 6 * (1 + 5), per_step * 6 + as_noise * 6 * 5]  # as target, as context
bounds = [tf.constant(20 / np.maximum(pairs, 20), tf.float32) for pairs in in_pairs]
bounded, bounded_losses = train_by_hand(large_steps, 0.05, bounds)

# %%
_, ax = plt.subplots(figsize=(7, 3.2), layout="constrained")
for name, lengths in {"unbounded": unbounded, "bounded": bounded}.items():
    seen = np.where(np.array(lengths) < 1e9, lengths, np.nan)  # what is longer lies outside the plot
    ax.semilogy(np.arange(1, len(lengths) + 1), seen, label=name)
ax.set(xlabel="step", ylabel="longest vector", title="Without a bound the vectors explode", ylim=(1e-3, 1e9))
ax.legend(frameon=False)
plt.show()
print(f"longest vector after the last step: unbounded {unbounded[-1]:.3g}, bounded {bounded[-1]:.1f}")
assert np.isfinite(bounded).all() and max(bounded) < 100

# %% [markdown]
# Unbounded, the vectors grow until they leave the plot or the range of the numbers: **[NaN](GLOSSARY.md#nan)**, "not a
# number", which no later step can mend. Bounded, even the longest vector stays short.

# %% [markdown]
# ## Our own loop
#
# `fit` does more than we need: an optimizer, metrics, a batch handed over for each step. **Rung 5** is `w2v.train`: lookups,
# `closed_form` and scatter, compiled together with the loop over thousands of steps, so that Python has nothing to do in
# between. Its bound is the same idea, but more exact: it counts the pairs of each word in each step, and lets 40 of them
# move a row in full at a rate of 0.05.

# %%
history, settings = keras.callbacks.History(), {"epochs": epochs, "device": "CPU", "verbose": 0}
vectors = w2v.train(corpus, callbacks=[history], **settings)
note("train", np.median(history.history["words_per_second"]), vectors)

# %% [markdown]
# Where subsampling leaves 320,000 tokens or more, `train` also uses a second **[thread](GLOSSARY.md#thread)**, a part of
# the program that runs on another core. Both threads get a copy of the tables and a piece of the text, and when they
# are through, the copies are merged. Of a rare word the two have learned different things, so both moves are added. Of a
# frequent word they have learned the same, so the moves are averaged. (The threads of word2vec.c and gensim share one
# table and do not wait for each other. If both change one row at the same moment, one of the changes may be lost,
# and no training can be repeated exactly. Ours gives the same vectors each time, to the last bit.)

# %% [markdown]
# ## The ladder
#
# If gensim is installed (`pip install gensim`; it is not part of this course), it joins with the same settings and the
# same passes.

# %% cellView="form" jupyter={"source_hidden": true} tags=["nbval-ignore-output", "hide-input"]
if importlib.util.find_spec("gensim"):
    from gensim.models import Word2Vec

    settings = {"vector_size": 100, "window": 5, "negative": 5, "sample": 1e-3, "min_count": 5, "alpha": 0.05}
    model = Word2Vec(sg=1, workers=2, seed=42, **settings)
    # It reads no more than 10,000 words of a document.
    sentences = [text[start : start + 10_000] for text in corpus for start in range(0, len(text), 10_000)]
    model.build_vocab(sentences)
    began = time.perf_counter()
    model.train(sentences, total_examples=model.corpus_count, epochs=epochs)
    speed = epochs * words / (time.perf_counter() - began)
    note("gensim, 2 threads", speed, w2v.WordVectors(model.wv.index_to_key, model.wv.vectors))
show()

# %%
names = list(speeds)
assert len(names) >= 5 and set(names) == set(passes) == set(scores)
_, (left, right) = plt.subplots(1, 2, figsize=(11, 3.4), layout="constrained", sharey=True)
left.barh(names, speeds.values(), color=plotting.BLUE)
left.axvline(calculated / needed, color=plotting.BLACK, ls=":")
left.set(xscale="log", xlabel="words a second (dotted: the ceiling)", title="Each rung is one idea")
right.barh(names, scores.values(), color=plotting.ORANGE)
right.set(xlim=(0, 1), xlabel="analogies right", title="What the vectors are worth")
left.invert_yaxis()
plt.show()


# %% [markdown]
# The tutorial gets through the words quickly because it throws nine of ten pairs away (lesson 3), and its score shows
# it. The two rungs of single pairs train on the same pairs with the same gradients, and score alike; the tape only takes
# longer.
#
# The axis on the left counts in powers of ten. On the right all that made the same passes over all pairs may be compared.
# In Tinyworld single pairs, `train` and gensim differ by a few points, and blocks in Keras are some points behind.
# So what a rung changes is the time. The tutorial made the passes too, but with a tenth of the pairs and an optimizer of
# its own. (A rung that was stopped early is behind for that alone, and on another text the analogies say little.)
#
# How long will yours take? Its words, times the epochs, divided by the words a second: 100,000 words and the default of
# 20 epochs take some seconds here, 10 million some minutes. The two tables take 800 bytes per word of the vocabulary.

# %% [markdown]
# ## Where the time goes
#
# We measure the three parts of a step, gather, products and scatter, for the same number of pairs: as single pairs with 5
# negatives each, and as blocks.

# %% cellView="form" jupyter={"source_hidden": true} tags=["nbval-ignore-output", "hide-input"]
def parts(rows, labels, counts):
    variable = tf.Variable(tf.random.normal((len(vocabulary), 100)))
    vectors = [tf.gather(variable, row) for row in rows]
    *gradients, _ = closed_form(*vectors, labels, counts)
    gathering = sum(seconds(tf.gather, variable, row) for row in rows)
    products = seconds(closed_form, *vectors, labels, counts)
    slices = [tf.IndexedSlices(0 * g, row) for g, row in zip(gradients, rows, strict=True)]
    return np.array([gathering, products, sum(seconds(variable.scatter_add, s) for s in slices)])


some_blocks, block_labels, block_counts = next(iter(large_steps))
num_pairs = float(tf.reduce_sum(block_counts * block_labels))  # the positive ones
some_pairs, pair_labels = next(iter(pairs.unbatch().batch(int(num_pairs))))
costs = {
    "single pairs": parts(some_pairs, pair_labels, tf.ones_like(pair_labels)) / len(pair_labels),
    "blocks": parts(some_blocks, block_labels, block_counts) / num_pairs,
}
for name, (gathering, products, scattering) in costs.items():
    print(f"{name:12} gather {1e9 * gathering:5.0f} ns", end=", ")
    print(f"products {1e9 * products:5.0f} ns, scatter {1e9 * scattering:5.0f} ns")

# %%
_, ax = plt.subplots(figsize=(8, 2.2), layout="constrained")
before = np.zeros(2)
for number, part in enumerate(["gather", "products", "scatter"]):
    widths = np.array([1e9 * cost[number] for cost in costs.values()])
    ax.barh(list(costs), widths, left=before, label=part, color=plotting.COLOURS[number])
    before += widths
ax.set(xlabel="nanoseconds a pair", title="Blocks fetch and put back far fewer rows")
ax.legend(frameon=False, ncols=3)
ax.invert_yaxis()
plt.show()
assert all((cost > 0).all() for cost in costs.values())


# %% [markdown]
# Gather and scatter shrink most: a block fetches and puts back far fewer rows for the same pairs. The products take less time too, although a block calculates many scores in vain: a few
# large products use the processor better than many small ones. They are done by libraries that are tuned for it, and so
# this needs no C of our own.

# %% [markdown]
# ## Watch, stop, resume
#
# `w2v.train` takes Keras callbacks, as `fit` does. And with `checkpoint` it writes a file after each epoch. When training is
# stopped, by Ctrl-C, by a callback or by a power cut, the same call goes on from there. We stop after the second of
# four epochs, go on, and compare with a training that was never stopped.

# %%
class StopAt(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.model.stop_training = epoch == 1


# %%
few = list(corpus)[:20] if words > 20_000 else corpus
settings = {"epochs": 4, "min_count": 1, "device": "CPU", "verbose": 0}
with tempfile.TemporaryDirectory() as folder:
    file = Path(folder) / "training.npz"
    w2v.train(few, **settings, checkpoint=file, callbacks=[StopAt()])
    resumed = w2v.train(few, **settings, checkpoint=file)
assert np.array_equal(resumed.matrix, w2v.train(few, **settings).matrix)
print("stopped after 2 of 4 epochs, resumed: equal to the last bit")

# %% [markdown]
# ## Check
#
# First the result in one line, then what must hold for any corpus.

# %% tags=["headline", "nbval-ignore-output"]
fast, slow = speeds["train"], speeds["pairs, tape"]
print(f"{fast:,.0f} words/s, {fast / slow:.1f} times pair by pair with a tape")

# %%
assert min(speeds.values()) > 0 and all(np.isfinite(list(speeds.values())))
assert all(0 <= score <= 1 for score in scores.values())
if corpus.name == "tinyworld" and min(passes.values()) > 0.99 * epochs:  # no rung was stopped early
    assert min(score for name, score in scores.items() if name != "the tutorial") > 0.8
assert weights.shape == (len(tokens), len(tokens)) and not np.diag(weights).any()
assert [gradient.shape for gradient in gradients] == [targets.shape, candidates.shape]

# %% [markdown]
# ## Exercises
#
# Fill in a cell and run it: it says right, not yet and why, or not attempted yet. *Explore* questions are not judged: they
# show what a good answer mentions. If you are stuck, replace `.check(…)` with `.hint()`, more than once if you like;
# `.solution()` shows ours.
#
# **1. Predict.** A block has 32 targets, the window reaches 5 words to each side, and 32 noise words are shared. How many
# rows does it fetch, from both tables together? How many would the same pairs need one by one, with 5 negatives each and 6
# pairs to a target?

# %%
from w2v_helpers import exercises

q = exercises.lesson("training_faster")
my_rows = None  # for example (100, 1000)
q.rows_of_a_block.check(my_rows)


# %% [markdown]
# **2. Build.** Write `reach_weights(window_size)`: a list of how much the words 1, 2, … places away from a target count, up to
# the edge of the window. A word counts as often as a reach, drawn from 1 to `window_size`, includes it. When it is right,
# compare it with a piece of the helper's row: `window_weights(5)[0, 6:11]`.

# %%
def reach_weights(window_size):
    return None  # for example [1.0, 0.5] for a window of 2


q.reach_weights.check(reach_weights)


# %% [markdown]
# **3. Build.** Write the scatter: `add_to_rows(table, rows, moves)` returns a table in which each move is added to its row. Row
# numbers may come more than once. There is a line of NumPy that looks right and is not; if you meet it, you will be told.

# %%
def add_to_rows(table, rows, moves):
    return None  # a table like the given one: (V, D)


q.add_to_rows.check(add_to_rows)

# %% [markdown]
# **4. Predict.** The bound is 20 pairs, as above. One word is in 100 pairs of a step, another in 10. By what factor are the
# moves of each of the two words multiplied?

# %%
my_factors = None  # for example (0.5, 0.5)
q.bound.check(my_factors)

# %% [markdown]
# **5. Explore.** How large may the rate be without a bound? The cell trains with three rates. It tells you whether the
# longest vector stays below 10, and whether the loss of a pair, the mean of the last 20 steps, ends below that of an untrained
# model, 4.16. A training that explodes ends in infinite numbers and fails both. The last line is the training with a bound.
# Print `lengths[-1]` and `np.mean(losses[-20:])` to see the numbers. Then think of the rare words: is a small rate as good as
# a bound?

# %%
my_rates = [0.05, 0.01, 0.002]  # try others, too
trained = {f"rate {rate}": train_by_hand(large_steps, rate, free) for rate in my_rates}
trained["rate 0.05, bounded"] = bounded, bounded_losses
for name, (lengths, losses) in trained.items():
    small, learned = lengths[-1] < 10, np.mean(losses[-20:]) < 4.16
    print(f"{name:18} longest vector below 10: {small}, loss below 4.16: {learned}")

# %%
assert len(trained) == len(set(my_rates)) + 1 and np.isfinite(bounded_losses).all()
assert np.isfinite(trained.get("rate 0.002", trained["rate 0.05, bounded"])).all()
my_finding = None  # what you see, in a sentence or two between quotes
q.rate_without_bound.check(my_finding)

# %% [markdown]
# **Quiz.** Four questions on the whole lesson. Put your letters in place of `None`.

# %%
q.quiz.check(None, None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - Pair by pair, more time goes into carrying rows to and fro and into small operations than into the arithmetic.
# - A block scores many pairs in one product of matrices, and fetches each row once.
# - The gradients have a closed form: no tape is needed, and each error is used twice.
# - Pairs of one step see old vectors; what they do together to one row must be bounded, or training ends in NaN.
# - Threads train copies of the tables on different pieces of a long text; then the copies are merged.
#
# | | in | out |
# |---|---|---|
# | `block_dataset` | `Corpus`, its `Vocabulary` | ((S, L), (S, L+2w+K)) int32, labels and weights (S, L, L+2w+K) float32 |
# | `closed_form` | vectors (S, L, D), (S, C, D); labels and weights (S, L, C), float32 | the gradients, in the shapes of the vectors; logits (S, L, C) |
# | `train` | `Corpus`, callbacks, a checkpoint | `WordVectors`, float32 (V − 2, D) |
#
# Next: [10. Let word vectors judge a review](10_sentiment.ipynb).
#
# **Further reading**
# - Ji, Satish, Li, Dubey (2016), [Parallelizing Word2Vec in Shared and Distributed
#   Memory](https://arxiv.org/abs/1604.04661): shared negatives, and matrices in place of pairs.
# - Recht, Ré, Wright, Niu (2011), [Hogwild!](https://arxiv.org/abs/1106.5730): why threads that race for the tables, as in gensim, still learn.
# - Gupta, Khare (2017), [BlazingText](https://dl.acm.org/doi/10.1145/3146347.3146354): the same on several GPUs.
