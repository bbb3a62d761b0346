# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 10. Make training fast
#
# You will make the training step of lesson 4 dozens of times faster, one idea at a time, and measure what each idea
# gains. The result is `w2v.train`, which you know from lesson 6. If you only want to use it, you can skip this
# lesson.
#
# **You will learn**
# - how one product of two matrices scores many pairs, and why targets may share negatives;
# - where the time of a step goes;
# - why large steps can explode, and how a bound prevents it;
# - what a second thread does, and how `w2v.train` differs from word2vec.c and gensim.
#
# **You need** lessons 1 to 6, above all 1, 4 and 6 (matrix product, gradient, model).
# **Time:** about 60 minutes with the exercises; the code runs in about 25 seconds.
#
# corpus → vocabulary → sequences → skip-grams → negatives → dataset → model → **training** → vectors → analysis

# %% cellView="form" jupyter={"source_hidden": true} tags=["setup", "hide-input"]
# Run this first: it loads what the lesson needs, and installs the course where it is missing, as on Colab.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("w2v_helpers") is None:
    source = "w2v_helpers-0.2.0-py3-none-any.whl"  # `make wheel` makes it; upload it
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", source], check=True)

import os
import time
import timeit

import matplotlib.pyplot as plt
import numpy as np

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
import keras
import tensorflow as tf
from w2v_helpers import exercises, plotting
from w2v_helpers.blocks import noise_per_block, window_weights
from w2v_helpers.model import closed_form, merged
from w2v_helpers.steps import compiled_steps

# %% [markdown]
# ## How fast is a plain loop?
#
# We take a batch of 1,024 pairs with five negatives each, as `fit` gets it in lesson 6:

# %%
corpus = w2v.load_corpus()  # or your text: w2v.load_corpus("../my_book.txt")
vocabulary = w2v.Vocabulary.from_corpus(corpus)
pairs = w2v.skip_gram_dataset(corpus, vocabulary, batch_size=1024)
ids, labels = next(iter(pairs))
targets, candidates = ids[0].numpy(), ids[1].numpy()
print("targets", targets.shape, " candidates", candidates.shape)


# %% [markdown]
# Our stopwatch is `measure`, in the folded cell below. It calls a step twenty times and returns the speed of the
# fastest call, in pairs per second. (A pair is one target with one context and its negatives.) It also returns how
# much longer the first call took, which may have to compile the function.

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
def measure(step, num_pairs):
    seconds = [timeit.timeit(step, number=1) for _ in range(20)]
    return num_pairs / min(seconds), seconds[0] - min(seconds)


# %% [markdown]
# The first version performs the step of lesson 4 on one pair after another:

# %%
speeds = {}
v, u = w2v.SkipGram(len(vocabulary), 100).get_weights()  # the starting values


def loop():
    for target, row, label in zip(targets, candidates, labels.numpy()):
        for_v, for_u = w2v.sgns_gradients(v[target], u[row], label)
        v[target] -= 0.05 * for_v
        np.add.at(u, row, -0.05 * for_u)  # a word may be drawn twice


speeds["loop"] = measure(loop, len(targets))

# %% [markdown]
# The second version hands the whole batch to TensorFlow. It needs two operations:
#
# - **Gather**: look up many rows of a table, as in `table[rows]`.
# - **Scatter**: add a move to each of many rows. A row that is listed twice gets both moves.
#
# With these two, gradient descent touches only the rows of the batch. Adam, like most Keras optimizers, computes new
# values for *every* row of both tables in each step (lesson 6).
#
# `tf.function` turns a Python function into a TensorFlow program at the first call. `tf.GradientTape` records a
# calculation and then works out its gradient. The gradient of a table comes as `IndexedSlices`: row numbers and their
# moves.

# %%
tables = [tf.Variable(v), tf.Variable(u)]


@tf.function
def with_tape():
    with tf.GradientTape() as tape:
        vectors, contexts = map(tf.gather, tables, ids)  # (B, D) and (B, 1+K, D)
        logits = tf.linalg.matvec(contexts, vectors)  # (B, 1+K)
        loss = tf.nn.sigmoid_cross_entropy_with_logits(labels, logits)
    for table, move in zip(tables, tape.gradient(loss, tables)):
        table.scatter_sub(tf.IndexedSlices(0.05 * move.values, move.indices))


speeds["batch, tape"] = measure(with_tape, len(targets))


# %% [markdown]
# But lesson 4 has a formula for the gradient: each error times the vector on the other side. Such a formula is called
# a **closed form**. With it we need no tape. The helper `closed_form` applies it to groups of targets that share
# their candidates. Here each target has its own candidates, so every group has just one target. The weights say how
# much each candidate counts; here all are 1.

# %% tags=["nbval-ignore-output"]
@tf.function
def with_formula(ids, labels, weights):
    vectors, contexts = tf.gather(tables[0], ids[0]), tf.gather(tables[1], ids[1])
    for_v, for_u, _ = closed_form(vectors, contexts, labels, weights)
    for table, rows, gradient in zip(tables, ids, (for_v, for_u)):
        table.scatter_sub(tf.IndexedSlices(0.05 * gradient, rows))


batch = ids, labels, tf.ones_like(labels)
speeds["batch, formula"] = measure(lambda: with_formula(*batch), len(targets))
for name, (speed, start) in speeds.items():
    print(f"{name:15} {speed:9,.0f} pairs per second, {start:.1f} s to start")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert corpus.name != "tinyworld" or speeds["batch, formula"][0] > speeds["loop"][0]

# %% [markdown]
# A batch is several times as fast as the loop. The formula is about as fast as the tape. From here on we use it,
# because it shows what a step has to compute. Look at the rows: each pair still gathers seven of them, one target and
# six candidates, and scatters as many, for only six dot products. Can we get more out of each row?

# %% [markdown]
# ## How does one product score many pairs?
#
# Lesson 1 compared all words with all words in one matrix product. The same works here. Make one table of two target
# vectors, and another of three context vectors. Multiply the first by the transpose of the second (`.T` swaps rows
# and columns). The result has a row for each target and a column for each context:

# %%
two_targets = np.array([[1, 2], [3, -1]])
three_contexts = np.array([[2, 0], [1, 1], [-1, 2]])
print(two_targets @ three_contexts.T)  # (2, 2) @ (2, 3) gives (2, 3)

# %% [markdown]
# Row 2, column 3 holds the score of target 2 with context 3: 3 · (−1) + (−1) · 2 = −5. We get six scores from five
# rows. Scored one by one, they would need twelve look-ups.
#
# Which targets share contexts? Neighbours in a text, because their windows overlap. So we cut the text into
# **[blocks](GLOSSARY.md#block)** of $L$ targets in a row. All their contexts are in the block itself, or among the
# $w$ words on each side. Here is a block of four targets, with a window of 2. They also share their negatives, the
# **noise words** of the block.

# %%
tokens = w2v.tokenize("The wide road shimmered in the hot sun.")
noise_words = ["dog", "old", "king"]
as_contexts = window_weights(2)[:4, :8]  # road, shimmered, in, the
weights = np.hstack([as_contexts, np.full((4, 3), 2.0)])  # why 2? see below
print("pairs per target:", as_contexts.sum(axis=1))

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
title, words = "A block: 4 targets share 8 words as contexts and 3 noise words", tokens + noise_words
plotting.plot_matrix(weights, tokens[2:6], words, decimals=1, title=title)
plt.axvline(7.5, color=plotting.ORANGE, lw=3)
plt.show()

# %% [markdown]
# Each number says how much a pair counts: 1 for a word right next to the target, ½ for one two steps away. These
# weights replace the random reach of lesson 2. For each target they add up to 3, as much as three pairs. To the right
# of the orange line are the noise words. Where you see 0, the product computes a score that is never used.
#
# The gradients of a block are matrix products, too: multiply the table of errors by one side's vectors, and you get
# the moves of the other side. Does that give the same as a loop over the pairs? We try random vectors:

# %%
rng = np.random.default_rng(10)
some_v, some_u = rng.normal(size=(4, 3)), rng.normal(size=(11, 3))
answers = np.tile([1.0] * 8 + [0.0] * 3, (4, 1))  # the labels
errors = weights * (1 / (1 + np.exp(-some_v @ some_u.T)) - answers)  # (4, 11)
for_v, for_u = errors @ some_u, errors.T @ some_v  # two more products
v_by_loop, u_by_loop = np.zeros((4, 3)), np.zeros((11, 3))
for i, j in np.argwhere(weights):
    to_v, to_u = w2v.sgns_gradients(some_v[i], some_u[[j]], answers[i, [j]])
    v_by_loop[i] += weights[i, j] * to_v
    u_by_loop[j] += weights[i, j] * to_u[0]
print("equal:", np.allclose(for_v, v_by_loop), np.allclose(for_u, u_by_loop))

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
block = [np.float32([array]) for array in (some_v, some_u, answers, weights)]
helper = [moves[0] for moves in closed_form(*block)]
assert all(np.allclose(mine, moves, atol=1e-5) for mine, moves in zip((for_v, for_u), helper))

# %% [markdown]
# It does. The loop goes through the 28 squares of the picture that are not 0; the products take them all at once.
# `closed_form` does the same for many blocks.

# %% [markdown]
# ## Why may targets share their noise words?
#
# In lesson 4, each pair draws its own $K$ negatives. But training depends on the average over many draws. What
# matters is how much the negatives of a target weigh *in total*: $K$ for each of its pairs. In the picture $K$ is 2
# and a target has 3 pairs, so its negatives must weigh 6, and each of the 3 noise words weighs 2. In general:
#
# $$ \text{weight of a noise word} = \frac{K \cdot \text{pairs of the target}}{\text{number of noise words}} $$
#
# As long as the noise words are drawn from the noise distribution, the expected loss is the same, no matter how many
# targets share them. Let's check this with three words, drawn with probabilities 0.6, 0.3 and 0.1. Two targets have 3
# pairs each and $K$ is 4, so each needs 12 negatives. We make up what each word costs them as a negative.

# %%
noise = np.array([0.6, 0.3, 0.1])
costs = np.array([[0.1, 1.0, 2.0], [0.5, 0.2, 3.0]])  # (2 targets, 3 words)
print("expected:", 12 * costs @ noise)  # the first: 12 · (0.06 + 0.3 + 0.2)
own = rng.choice(3, size=(2, 20_000, 12), p=noise)  # 20,000 times 12 for each
shared = rng.choice(3, size=(20_000, 4), p=noise)  # 4 for both, each weighs 3
for cost, words in zip(costs, own):
    alone, together = cost[words].sum(axis=1), 3 * cost[shared].sum(axis=1)
    print(f"own noise {alone.mean():.1f} ± {alone.std():.1f}", end=", ")
    print(f"shared noise {together.mean():.1f} ± {together.std():.1f}")

# %% [markdown]
# The means are as expected. But four words that weigh 3 each are a coarser sample than twelve that weigh 1, so the
# cost varies more from draw to draw (the number after ±). How does `w2v.train` handle this? By default, the weights
# of a target's contexts fall with their distance $d$ as $1/d$, and are scaled so that they add up to 6. That is how
# many pairs a target has on average if its reach is drawn from 1 to 5: 2 · (1 + 2 + 3 + 4 + 5) / 5. So with $K = 5$
# its negatives must weigh 30.

# %%
num_noise = noise_per_block(window_size=5, num_negatives=5, learning_rate=0.05)
print(num_noise, "noise words per block, each with a weight of", 6 * 5 / num_noise)

# %% [markdown]
# So each target meets 30 noise words of weight 1, as many as it would draw alone. The only difference is that the
# other 31 targets of its block meet the same ones. (A higher learning rate or more negatives take more noise words,
# so that none weighs too much in a step.)

# %% [markdown]
# ## Where does the time go?
#
# `w2v.block_dataset` makes such blocks of the corpus, with 32 targets each. We train on eight per step, with the same
# function as before:

# %%
blocks = w2v.block_dataset(corpus, vocabulary, shared_noise=num_noise)
step = next(iter(blocks))
print("targets", step[0][0].shape, " candidates", step[0][1].shape)
num_pairs = float(tf.reduce_sum(step[1] * step[2]))  # labels times weights
speeds["blocks"] = measure(lambda: with_formula(*step), num_pairs)


# %% [markdown]
# A block has 72 candidates: 32 + 2 · 5 words and 30 noise words. So it gathers 32 + 72 = 104 rows and gets as much
# training out of them as from 32 · 6 = 192 pairs. Taken one by one, 192 pairs would need 192 · 7 = 1,344 rows. We
# time the three parts of a step separately:

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
def time_parts(rows, answers, counts):
    vectors, num_pairs = list(map(tf.gather, tables, rows)), float(tf.reduce_sum(answers * counts))
    moves = [tf.IndexedSlices(0 * vector, row) for vector, row in zip(vectors, rows)]
    parts = [
        lambda: list(map(tf.gather, tables, rows)),
        lambda: closed_form(*vectors, answers, counts),
        lambda: [table.scatter_sub(move) for table, move in zip(tables, moves)],
    ]
    return [1e6 / measure(part, num_pairs)[0] for part in parts]


costs = {"pairs one by one": time_parts(*batch), "blocks": time_parts(*step)}
title, unit = "In blocks, each part of a step takes less time", "microseconds per pair"
plotting.plot_bars(["gather", "products", "scatter"], costs, title=title, ylabel=unit)
plt.show()

# %% [markdown]
# All three shrink. Gather and scatter handle fewer rows. And although a block computes many scores that are never
# used, its products take less time, too: a processor is at its best with a few large products.

# %% [markdown]
# ## Why do large steps explode?
#
# If eight blocks per step are good, why not take 32, or all of them? There is a danger: all pairs of a step see the
# *same, old* vectors, and all their moves add up. Take the smallest possible model, two vectors of one number each,
# $v = u = 1$. Their pair is scored $n$ times in a step, half of the time with label 1 and half with label 0. So the
# best answer is ½, which takes a score of 0, and $v$ should shrink.

# %%
for n in (20, 40, 200):
    v, u, path = 1.0, 1.0, ""
    for _ in range(5):
        error = 1 / (1 + np.exp(-u * v)) - 0.5  # answer minus label, on average
        v, u = v - 0.05 * n * error * u, u - 0.05 * n * error * v
        path += f"{v:8.1f}"
    print(f"scored {n:3} times per step, v after each step: {path}")

# %% [markdown]
# With 20 or 40 scores per step, $v$ goes down. With 200 it overshoots: it jumps past 0 and lands farther away from it
# than it started, and the next step throws it farther still.
#
# So `train` has a **bound**. It adds up the weights with which each row takes part in a step, negatives included. If
# the learning rate times this sum exceeds 2, the row gets a lower rate, so that the product is exactly 2. At a rate
# of 0.05, a row moves in full as long as its weights add up to 40 or less. A target brings 6 + 30 each time it occurs
# in a step, so one that occurs twice is already held back. (Why 2? In the toy model the error is never above ½. So at
# 2 the vector shrinks to 0 at the most, and cannot overshoot.) Here are 80 steps of 32 blocks with and without the
# bound. `take_steps` is the compiled loop inside `train`:

# %%
many = w2v.block_dataset(corpus, vocabulary, blocks_per_step=32, shared_noise=num_noise)
window = window_weights(5, "harmonic")  # of a block: (32, 32 + 2 · 5)
take_steps, lengths = compiled_steps(window.shape[1], num_noise), {}
for name, bound in [("bound of 2", 2), ("no bound", np.inf)]:
    both, lengths[name] = w2v.SkipGram(len(vocabulary), 100).get_weights(), []
    bounds = np.full(len(vocabulary), bound, np.float32)  # one for each word
    bounds[:2] = 0  # padding and unknown words never move
    for (_, rows), *_ in many.repeat().take(80):  # one step at rate 0.05, with K = 5
        settings = [0.05], 1, (bounds, bounds), window, 5
        both, _ = take_steps(tuple(both), rows[None], *settings)
        lengths[name].append(float(tf.reduce_max(tf.norm(both[0], axis=1))))
    print(f"{name}: vectors stay below 10: {np.all(np.array(lengths[name]) < 10)}")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
shown = {name: np.where(np.array(values) < 1e9, values, np.nan) for name, values in lengths.items()}
ax = plotting.plot_learning_curves(shown, title="Without a bound, vectors explode")
ax.set(xlabel="step", ylabel="length of the longest vector", yscale="log", ylim=(1e-3, 1e9))
plt.show()

# %% [markdown]
# In Tinyworld, without a bound, the longest vector goes off the chart, which rises in powers of ten. Sooner or later
# a number is too large for the computer to store. After that comes **[NaN](GLOSSARY.md#nan)**, "not a number", and no
# later step can repair it. With the bound, even the longest vector stays short.
#
# A small vocabulary is in more danger, because each of its words has a larger share of a step's pairs. So `train`
# takes one block per step for each 20,000 tokens of the text, up to 8 on a CPU. The bound would keep larger steps
# from exploding, but a word that is often held back learns less.

# %% [markdown]
# ## How fast is `train`, and what does it do differently?
#
# `w2v.train` compiles this step together with the loop over all steps. If at least 320,000 tokens are left after
# subsampling, it also uses a second **[thread](GLOSSARY.md#thread)**: a part of the program that runs on another core
# at the same time. Each thread trains a copy of the tables on its own piece of the text. After each piece, the copies
# are merged, and both go on from the result. Until then, a thread knows nothing of what the other has learned, and
# the copy takes memory.
#
# How are they merged? The two copies have learned different things about a rare word, so their moves are added. They
# have learned much the same about a frequent word, so its moves are averaged. For other words, `merged` chooses
# something between sum and mean. Here a row starts at 1, and the copies move it by 0.2 and 0.4. The word occurs 1,
# 100 or 10,000 times in a piece:

# %%
row, meetings = tf.ones((3, 1)), tf.constant([[1.0], [100.0], [10_000.0]])
print(merged(row, [row + 0.2, row + 0.4], meetings).numpy().round(2).ravel())

# %% [markdown]
# A word that occurs once moves by nearly the sum, 0.6. One that occurs ten thousand times moves by the mean, 0.3.
#
# Now the measurement. Tinyworld is too short for two threads, so we repeat it until enough tokens are left. `train`
# reports the speed of each epoch. We take the fastest, as before, and count everything else as time to start.

# %%
kept = vocabulary.counts @ w2v.keep_probabilities(vocabulary.counts, 1e-3)  # tokens
repeats = int(np.ceil(330_000 / kept))
text, num_tokens = list(corpus) * repeats, repeats * vocabulary.counts.sum()
settings = {"epochs": 3, "min_count": 5 * repeats, "device": "CPU", "verbose": 0}
for threads in (1, 2):
    log, began = keras.callbacks.History(), time.perf_counter()
    vectors = w2v.train(text, threads=threads, callbacks=[log], **settings)
    total = time.perf_counter() - began
    epoch = num_tokens / max(log.history["words_per_second"])  # in seconds
    speeds[f"train, threads={threads}"] = 6 * repeats * kept / epoch, total - 3 * epoch
again = w2v.train(text, threads=2, **settings)
print("two threads, trained twice: equal", np.array_equal(vectors.matrix, again.matrix))

# %% [markdown]
# The same seed and the same number of threads give the same vectors on one machine, because no thread disturbs
# another. All versions so far:

# %% tags=["nbval-ignore-output"]
for name, (speed, start) in speeds.items():
    print(f"{name:16} {speed:9,.0f} pairs per second, {start:3.1f} s to start")
print(f"with two threads: {num_tokens / epoch:,.0f} tokens of the text per second")

# %% cellView="form" jupyter={"source_hidden": true} tags=["headline", "hide-input", "nbval-ignore-output"]
ratio = speeds["train, threads=1"][0] / speeds["loop"][0]
assert np.isfinite(vectors.matrix).all() and ratio > 1
print(f"train, with one thread, is {ratio:.0f} times as fast as a loop over pairs")

# %% [markdown]
# Here are the same speeds as a picture. From one grey line to the next, the speed is ten times higher:

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
ax = plt.figure(figsize=(7, 2.6), layout="constrained").gca()
ax.semilogx([speed for speed, _ in speeds.values()], list(speeds), "o", color=plotting.BLUE)
ax.set(xlabel="pairs per second", title=f"train with one thread: {ratio:.0f} times as fast as a loop")
ax.grid(axis="x")
ax.invert_yaxis()
plt.show()
assert corpus.name != "tinyworld" or w2v.evaluate_analogies(vectors).accuracy > 0.95

# %% [markdown]
# Batches and blocks each multiply the speed. `train` with one thread is faster still, although its time includes what
# the others leave out: cutting the text into blocks and drawing noise. A second thread helps only if a second core is
# free. (To estimate the training time for your own text in seconds, multiply its tokens by the epochs and divide by
# the tokens per second printed above. Add a few seconds for compiling.)
#
# How does that compare with gensim, the library that most people use, whose inner loops are written in C? We trained
# both on 100 MB of Wikipedia for three epochs, on two cores with two threads and five seeds each. Both made 100
# dimensions with a window of 5, 5 negatives and a learning rate of 0.05. The time runs from opening the file to
# having the vectors (median). The scores are means ± standard errors: correlations with people's ratings of word
# pairs, and the share of analogies solved. (`tests/benchmarks/wikipedia.py --systems ours,gensim-file --rounds 5`
# measured it.)
#
# | | seconds, median | WordSim-353 | SimLex-999 | analogies |
# |---|---|---|---|---|
# | `train` | 21 | .674 ± .002 | .303 ± .003 | .386 ± .003 |
# | gensim | 99 | .661 ± .002 | .304 ± .004 | .313 ± .003 |
#
# (It was another machine than this page's. We have not tested which of the differences below explains the analogies.)
# With many more cores the result would differ: gensim can use all of them, whereas `train` uses two on a CPU by
# default.
#
# The two do not do exactly the same thing:
#
# | | `w2v.train` | word2vec.c and gensim |
# |---|---|---|
# | contexts | all in the window, weighted in proportion to $1/d$ (`context_weights`) | a reach drawn from 1 to $w$ for each target |
# | subsampling | repeated in each epoch, before the windows are cut | the same |
# | noise | counts to the power of 0.75; 24 words or more, shared by 32 targets | the same; $K$ words per pair |
# | a pair's own context drawn as noise | stays | skipped |
# | update | one step for 1 to 8 blocks on a CPU, bounded | after each pair, unbounded (gensim skips pairs with a score beyond ±6) |
# | threads | a copy of the tables each; repeats exactly | all write to one table at once; more than one differs each time |
# | defaults | learning rate from 0.05 to almost 0, 20 epochs | from 0.025 (skip-gram) to almost 0, 5 epochs |
# | models | skip-gram or CBOW (`architecture`), negative sampling or hierarchical softmax (`loss`) | the same; CBOW is the default of both |

# %% [markdown]
# ## Exercises
#
# **1. Build.** Write the scatter, without `np.add.at`: `add_to_rows(table, rows, moves)` returns a new table in which
# each move is added to its row. `rows` may list a row more than once.

# %%
q = exercises.lesson("training_faster")


def add_to_rows(table, rows, moves):
    return None  # a table like the given one: (V, D)


q.add_to_rows.check(add_to_rows)

# %% [markdown]
# **2. Predict.** The learning rate is 0.05 and the bound is 2, as in `train`. In one step, the weights with which one
# word takes part as a target, negatives included, add up to 100, and those of another to 10. With which learning
# rates do their rows of the target table move?

# %%
my_rates = None  # for example (0.01, 0.01)
q.bound.check(my_rates)

# %% [markdown]
# **Quiz.** Run the cell to see three questions, then put your letters in place of `None`.

# %%
q.quiz.check(None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - One product of two matrices scores a whole block. It looks up each row once.
# - Targets may share noise words, if the negatives of each pair weigh $K$ in total.
# - All pairs of a step see the same, old vectors. Their moves together must be bounded.
# - Threads train copies of the tables, which are merged. The result repeats exactly.
#
# | | in | out |
# |---|---|---|
# | `w2v.block_dataset` | a corpus, its vocabulary | per step: targets (S, L), candidates (S, C), labels and weights (S, L, C) |
# | `closed_form` | vectors, labels, weights | gradients and scores |
#
# S is the number of blocks in a step, L that of their targets, C that of their candidates.
#
# Next: [11. Find out what vectors know](11_what_vectors_know.ipynb).
#
# **Further reading:** Ji, Satish, Li, Dubey (2016), [Parallelizing Word2Vec in Shared and Distributed
# Memory](https://arxiv.org/abs/1604.04661), for shared negatives; Recht, Ré, Wright, Niu (2011),
# [Hogwild!](https://arxiv.org/abs/1106.5730), for why threads that race for one table still learn.
