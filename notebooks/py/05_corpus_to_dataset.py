# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 5. Turn a corpus into batches
#
# A model learns from a stream of examples. You will build that stream from a text file, first as a function you can
# read, then as one line you can use.
#
# **You will learn**
# - where one document ends and the next begins, and what it costs to get that wrong;
# - how a corpus becomes one row of ids, and the row becomes examples;
# - what a batch, a step and an epoch are, with the arithmetic;
# - why each epoch should draw new examples.
#
# **You need** lessons 2 to 4: pairs, subsampling and negatives. **Time:** about 40 minutes with the exercises; the code
# runs in about 10 seconds.
#
# **corpus** → vocabulary → **sequences** → skip-grams → negatives → **dataset** → model → training → vectors → analysis

# %% cellView="form" jupyter={"source_hidden": true} tags=["setup", "hide-input"]
# Run this first: it loads what the lesson needs, and installs the course where it is missing, as on Colab.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("w2v_helpers") is None:
    source = "w2v_helpers-0.2.0-py3-none-any.whl"  # `make wheel` makes it; upload it
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", source], check=True)

import os

import matplotlib.pyplot as plt
import numpy as np

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
import tensorflow as tf
from w2v_helpers import exercises, plotting

# %% [markdown]
# ## What is in a text file?
#
# Lines. Here are the first few of Tinyworld, or of your own text if you put its path between the parentheses.

# %%
corpus = w2v.load_corpus()  # or your text: w2v.load_corpus("../my_book.txt")
lines = corpus.lines()
for line in lines[:4]:
    print("|", line[:80])

# %% [markdown]
# We need words, so we cut each line into tokens (lesson 1). The obvious way is to split at the spaces. What does that
# do to *sun*?

# %%
text = "The sun! A sun-hot road under the Sun, the sun's sun."
print(text.lower().split())
print(w2v.tokenize(text))

# %% [markdown]
# Splitting at spaces leaves the punctuation on the words, and turns *sun* into five different tokens. `w2v.tokenize`
# takes runs of letters and digits, and keeps an apostrophe inside a word.
#
# The other question is where a text ends. We take a **blank line** as the end of a
# **[document](GLOSSARY.md#document)**: a paragraph, a speech or a review. The end of a line means nothing, unless you
# say `documents="lines"`.

# %%
text = "The wide road\nshimmered in the hot sun.\n\nIt led to\nthe harbour."
toy = w2v.Corpus("toy", text.split("\n\n"))  # two documents
for tokens in toy:
    print(tokens)

# %% [markdown]
# Four lines have become two documents. Does it matter? TensorFlow's word2vec tutorial treats every line as a text of
# its own, and cuts each to ten words. Count the pairs that are left.

# %%
by_line = [w2v.tokenize(line) for line in lines]
first_ten = [tokens[:10] for tokens in by_line]
vocabulary = w2v.Vocabulary.from_corpus(corpus)
versions = {"documents": corpus, "lines": by_line, "ten words": first_ten}
for name, texts in versions.items():
    row = vocabulary.encode_corpus(texts)
    print(f"{name:9} {len(w2v.skip_grams(row, window_size=2)):9,} pairs")

# %% [markdown]
# In Tinyworld the line ends cost a tenth of the pairs, and the cut to ten words another quarter, all for no good
# reason: the lines are only as long as a page is wide.

# %% [markdown]
# ## How does a corpus become one row?
#
# Documents differ in length, and we do not want to pad them or cut them. So we write their ids one after the other,
# with a 0 after each document. By hand for the toy corpus:

# %%
small = w2v.Vocabulary.from_corpus(toy, min_count=1)
row = []
for tokens in toy:
    for token in tokens:
        row.append(small.id(token))
    row.append(w2v.PADDING)  # 0
print(row)
assert row == small.encode_corpus(toy).tolist()

# %% [markdown]
# `encode_corpus` does the same. (`encode` writes a 1 for an unknown word. `encode_corpus` leaves it out, and windows
# reach across the gap.) Now the whole corpus:

# %%
ids = vocabulary.encode_corpus(corpus)
print(vocabulary)
print(f"{len(ids):,} numbers, with a 0 for each of {len(corpus):,} documents")
print(f"type {ids.dtype}, {ids.nbytes / 1e6:.2f} MB")

# %% [markdown]
# The type `int32` takes four bytes per number, so even a text of a hundred million words fits into memory. Its examples
# would not, so the negatives are drawn one batch at a time.

# %% [markdown]
# ## How does a pair become an example?
#
# An example has a target, its candidates (the positive and $K$ negatives) and their labels. Everything you need for it
# comes from lessons 2 to 4. Here it is in one function:

# %%
keep = w2v.keep_probabilities(vocabulary.counts)
noise = w2v.noise_distribution(vocabulary.counts)


def make_examples(epoch):
    rng = np.random.default_rng([42, epoch])  # other draws in each epoch
    shorter = w2v.subsample(ids, keep, rng)
    pairs = rng.permutation(w2v.skip_grams(shorter, window_size=5, rng=rng))
    targets, positives = pairs[:, 0], pairs[:, 1]
    negatives = w2v.sample_negatives(positives, 5, noise, rng)
    candidates = np.column_stack([positives, negatives])  # side by side
    labels = np.zeros(candidates.shape, dtype=np.float32)
    labels[:, 0] = 1
    return targets, candidates, labels


# %%
targets, candidates, labels = make_examples(epoch=0)
for i in range(4):
    words = vocabulary.decode(candidates[i])
    print(vocabulary.words[targets[i]], "|", " ".join(words), "|", labels[i])
print("shapes:", targets.shape, candidates.shape, labels.shape)

# %% [markdown]
# Line by line: drop frequent tokens, make the pairs with a random reach of up to 5, shuffle them, draw five negatives
# for each, put the positive in front, and label it with 1. That is all it takes to turn a text into training data.

# %% [markdown]
# ## What are batches, steps and epochs?
#
# Our model does not learn from one example at a time. It takes a **[batch](GLOSSARY.md#batch)**, say 1,024 examples,
# computes the average gradient, and takes one **[step](GLOSSARY.md#step)**. When it has seen all examples, one
# **epoch** is over, and the next begins.

# %%
batch_size, num_steps = 1024, 0
for start in range(0, len(targets), batch_size):
    batch = targets[start : start + batch_size]
    num_steps += 1
print(f"{len(targets):,} examples: {num_steps} steps, the last with {len(batch)}")
full, rest = len(targets) // batch_size, len(targets) % batch_size
print(f"{len(targets):,} = {full} · 1,024 + {rest}")

# %% [markdown]
# The last batch is smaller. Many programs throw it away (`drop_remainder=True`), so that all batches have the same
# shape. Its examples are then skipped in this epoch. If the order never changes, they are *never* seen.
#
# TensorFlow is the library that will train our model. Its way to make batches is a **[dataset](GLOSSARY.md#dataset)**:
# a recipe that makes batches on demand. Ten numbers show how it works:

# %%
numbers = tf.data.Dataset.range(10)
recipe = numbers.shuffle(10, seed=1).batch(4)  # a buffer of ten
for epoch in (1, 2):
    print(f"epoch {epoch}:", *[batch.tolist() for batch in recipe.as_numpy_iterator()])

# %% [markdown]
# Each epoch follows the recipe again and shuffles anew. But one more call, added here, freezes everything:

# %%
frozen = recipe.cache()
for epoch in (1, 2):
    print(f"epoch {epoch}:", *[batch.tolist() for batch in frozen.as_numpy_iterator()])

# %% [markdown]
# (The random generator runs on, so this is a third order.) `cache` keeps whatever the recipe has made up to that point,
# here the finished batches. From the second epoch on, the model sees the same batches in the same order, with the same
# negatives. Lesson 6 shows what that does to a training run.
#
# `w2v.skip_gram_dataset` makes the recipe for our examples. It also prepares the next batches while the model is busy
# with the current one.

# %%
dataset = w2v.skip_gram_dataset(corpus, vocabulary, batch_size=1024)
for epoch in (1, 2):
    (targets, candidates), labels = next(iter(dataset))  # iter begins an epoch
    print(f"epoch {epoch}:", targets.shape, candidates.shape, labels.shape, end=" ")
    print("starts with", *vocabulary.decode(targets.numpy()[:5]))


# %% [markdown]
# The shapes are those of our function, with 1,024 rows. The first epoch even begins with the same targets, because the
# helper uses the same draws; the second begins with others.

# %% [markdown]
# ## Does the model get to see everything?
#
# Subsampling and random reaches leave out many pairs in each epoch. We collect all *different* pairs of words that a
# full window of 5 would give. How many of them have come up after each epoch?

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
def codes(pairs):
    return pairs[:, 0].astype(np.int64) * len(vocabulary) + pairs[:, 1]  # one number per pair of words


part = ids[:300_000]  # of a long text, the beginning
possible = np.unique(codes(w2v.skip_grams(part, 5)))
seen, shares = np.zeros(len(possible), dtype=bool), []
for epoch in range(10):
    rng = np.random.default_rng([42, epoch])  # the same draws as in make_examples
    pairs = w2v.skip_grams(w2v.subsample(part, keep, rng), 5, rng=rng)
    seen |= np.isin(possible, codes(pairs))
    shares.append(seen.mean())
curves = {"new examples in each epoch": shares, "the same in each epoch": [shares[0]] * 10}
ax = plotting.plot_learning_curves(curves, title="New draws reach more and more pairs")
ax.set(ylabel="share of different pairs seen", ylim=(0, 1.05))
plt.show()

# %% [markdown]
# In Tinyworld nearly every pair has had its turn after a few epochs. Little is lost, as long as each epoch draws anew.
# With examples that are drawn once, the curve stays flat.

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
examples = full * batch_size + rest
assert targets.shape == (min(batch_size, examples),)
assert ids[-1] == w2v.PADDING and np.count_nonzero(ids == w2v.PADDING) == len(corpus)

# %% cellView="form" jupyter={"source_hidden": true} tags=["headline", "hide-input"]
print(f"{corpus.name}: {examples:,} examples in the first epoch, {shares[-1]:.1%} of all pairs in ten")

# %% [markdown]
# ## Exercises
#
# **1. Predict.** You have 65,091 examples and batches of 1,024. How many steps does an epoch take if the last batch may
# be smaller? How many with `drop_remainder=True`, and how many examples go unseen?

# %%
q = exercises.lesson("corpus_to_dataset")
my_answers = None  # for example (12, 10, 500)
q.number_of_batches.check(my_answers)


# %% [markdown]
# **2. Build.** Cut a list of numbers into batches: a list of lists. If `drop_remainder` is true, a last batch that is
# not full is left out.

# %%
def batches_of(numbers, batch_size, drop_remainder):
    return None  # your code


q.batches_of.check(batches_of)

# %% [markdown]
# **Quiz.** Run the cell to see three questions, then put your letters in place of `None`.

# %%
q.quiz.check(None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - A document ends at a blank line, not at the end of a line. A corpus is one row of ids with a 0 after each document.
# - An example is a target, its positive, $K$ negatives and their labels. All of it is drawn anew in each epoch.
# - Each batch gives one step; an epoch is one pass over the text. `cache` after `batch` freezes the batches.
#
# | | in | out |
# |---|---|---|
# | `vocabulary.encode_corpus` | lists of tokens | ids (N,), a 0 ends a document |
# | `w2v.skip_gram_dataset` | corpus, vocabulary | batches: targets (B,), candidates (B, 1+K), labels (B, 1+K) |
#
# Next: [6. Train the vectors](06_training.ipynb).
#
# **Further reading:** TensorFlow's guide to [input pipelines](https://www.tensorflow.org/guide/data), for shuffling,
# caching and prefetching in detail.
