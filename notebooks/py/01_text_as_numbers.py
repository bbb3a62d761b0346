# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 1. Write words as numbers
#
# You will turn a sentence into numbers in three ways, and see why the third one, a short list of numbers for each word,
# is worth learning.
#
# **You will learn**
# - how a text becomes tokens, and how tokens become ids;
# - why an id says nothing about what a word means, and how a vector can;
# - how to compare two vectors, with a dot product and a cosine;
# - how to look words up in a table of vectors, a first step inside every neural language model.
#
# **You need** some Python: loops, functions, lists and dictionaries. **Time:** about 50 minutes with the exercises; the
# code runs in about 10 seconds. Press Shift + Enter to run a cell and move on to the next one.
#
# The line below is a map of the course, from a text to word vectors. What this lesson builds is in bold.
#
# corpus → **vocabulary** → **sequences** → skip-grams → negatives → dataset → model → training → vectors → analysis

# %% cellView="form" jupyter={"source_hidden": true} tags=["setup", "hide-input"]
# Run this first: it loads what the lesson needs, and installs the course where it is missing, as on Colab.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("w2v_helpers") is None:
    source = "w2v_helpers-0.2.0-py3-none-any.whl"  # `make wheel` makes it; upload it
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", source], check=True)

from collections import Counter

import matplotlib.pyplot as plt
import numpy as np

import w2v_helpers as w2v
from w2v_helpers import exercises, plotting

# %% [markdown]
# ## How does a sentence become numbers?
#
# The folded cell above has loaded what we need: the helpers of the course as `w2v`, NumPy as `np`, the plotting library
# Matplotlib as `plt`, and `Counter`, which counts things.
#
# A **[token](GLOSSARY.md#token)** is a word as the program sees it. *The* and *the* should be the same token, and the
# full stop should not be part of one. So we convert everything to lower case, split at the spaces and strip the full
# stop.

# %%
sentence = "The wide road shimmered in the hot sun."
tokens = []
for word in sentence.lower().split():
    tokens.append(word.strip("."))
print(len(tokens), "tokens:", tokens)

# %% [markdown]
# From here on the helper `w2v.tokenize` does this for us. It also handles commas, quotation marks and apostrophes.
# (`assert` stops with an error if the two results differ.)

# %%
assert w2v.tokenize(sentence) == tokens
print(w2v.tokenize('"Isn\'t it hot?" said the sun.'))

# %% [markdown]
# Next, every word gets a number, its **[id](GLOSSARY.md#id)**. Frequent words get small ids, and ids 0 and 1 are
# reserved; we will need them in a moment. (`most_common` lists words by how often they occur.)

# %%
words = ["", "[UNK]"]  # ids 0 and 1
for word, count in Counter(tokens).most_common():
    words.append(word)
ids = {}
for number, word in enumerate(words):
    ids[word] = number
print(ids)
print([ids[token] for token in tokens])

# %% [markdown]
# There are eight tokens but seven different words, because *the* occurs twice. As the most frequent word, it gets id 2.
# A text written as a row of ids is called a **sequence**.
#
# Words with their ids are called a **[vocabulary](GLOSSARY.md#vocabulary)**. The helper `w2v.Vocabulary` builds one
# from any number of texts. Its method `encode` turns tokens into ids, and `decode` turns ids back into words.

# %%
vocabulary = w2v.Vocabulary.from_corpus([tokens], min_count=1)  # every word counts
assert list(vocabulary.words) == words
first = vocabulary.encode(tokens)
second = vocabulary.encode(["the", "snow", "in", "the", "sun"])
print(first, second)
print(vocabulary.decode(second))

# %% [markdown]
# *snow* is not in our vocabulary, so it becomes 1, the id of every **unknown** word.

# %% [markdown]
# ## What can NumPy do with these numbers?
#
# NumPy is Python's library for tables of numbers. In a table, all rows are equally long, so we fill up the shorter
# sentence with 0, which means "no word here". This is called **padding**.

# %%
batch = np.zeros((2, 8), dtype=int)  # 2 rows, 8 columns, all 0
batch[0] = first  # row 0
batch[1, :5] = second  # row 1, the first five columns
print(batch)
print("shape:", batch.shape)

# %% [markdown]
# A single row of numbers is called a **[vector](GLOSSARY.md#vector)**, and a table is called a
# **[matrix](GLOSSARY.md#matrix)**. The **shape** says how large it is: here 2 rows and 8 columns.
#
# How often does *the* occur in each sentence?

# %%
is_the = batch == 2
print(is_the)
print("in both:", is_the.sum(), "  in each row:", is_the.sum(axis=1))

# %% [markdown]
# NumPy compares *every* number with 2, and answers with a table of the same shape. In a sum, `True` counts as 1. With
# `axis=1`, NumPy adds up each row on its own.
#
# Put such a table in square brackets after `batch`, and you get only the numbers where it is `True`. It is then called
# a **mask**. Here are the ids without padding and unknown words:

# %%
print(batch[batch > 1])

# %% [markdown]
# Shapes, comparisons, sums along an axis, masks: this is a good part of the NumPy that the course needs.

# %% [markdown]
# ## Can you calculate with ids?
#
# They are numbers, after all. So what lies halfway between *wide* and *shimmered*?

# %%
average = (ids["wide"] + ids["shimmered"]) / 2
print("halfway between wide and shimmered:", words[int(average)])

# %% [markdown]
# It is *road*. That is an accident of the order in which we numbered the words. Number the words alphabetically
# instead, and others become neighbours:

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
by_alphabet = {word: number for number, word in enumerate(sorted(words[2:]), start=2)}
numberings = {"Our ids: the and sun are far apart": ids, "Alphabetical ids: they are neighbours": by_alphabet}
_, axes = plt.subplots(2, 1, figsize=(8, 2.6), layout="constrained")
for ax, (title, numbering) in zip(axes, numberings.items(), strict=True):
    for word in words[2:]:
        colour = plotting.ORANGE if word in ("the", "sun") else plotting.BLACK
        ax.plot(numbering[word], 0, "o", color=colour)
        place = (numbering[word], 0)
        ax.annotate(word, place, (0, 8), textcoords="offset points", ha="center", color=colour)
    ax.axhline(0, color="#CCCCCC", zorder=0)
    ax.set(xlim=(1.5, 8.5), ylim=(-0.5, 1), yticks=[], xticks=range(2, 9))
    ax.spines[:].set_visible(False)
    ax.set_title(title, loc="left", fontsize=10)
plt.show()

# %% [markdown]
# An id is a name, like the number on a football shirt. You can look it up, but averaging ids or measuring their
# distance makes no sense.

# %% [markdown]
# ## What if every word had a switch of its own?
#
# Imagine a panel with one switch per id. To say *road*, turn on the switch of *road* and no other. Written as numbers,
# this is a row of zeros with a single 1, called a **[one-hot](GLOSSARY.md#one-hot)** code. We write $V$ for the number
# of ids, here 9.

# %%
V = len(words)
one_hot = np.zeros((8, V))
for row, number in enumerate(first):
    one_hot[row, number] = 1
title = "One switch per id, and in each row exactly one is on"
plotting.plot_matrix(one_hot, tokens, ["padding", *words[1:]], title=title)
plt.show()

# %% [markdown]
# Do these codes know that *hot* has more to do with *sun* than with *in*? Count where they differ:

# %%
# rows 6 and 7 are hot and sun, row 4 is in
print("hot and sun:", (one_hot[6] != one_hot[7]).sum(), "places")
print("hot and in: ", (one_hot[6] != one_hot[4]).sum(), "places")

# %% [markdown]
# Any two words differ in exactly two places. One-hot codes do not mislead, since no pair is closer than any other. But
# they do not help either. They tell you *which* word it is, and nothing else.

# %% [markdown]
# ## What would better numbers look like?
#
# Let us give each word two numbers that say something. The first says how *warm* the thing is. The second says how
# *high* it is: above zero in the sky, below zero on the ground. We make them up.

# %%
names = ["road", "wide", "shimmered", "hot", "sun"]  # rows 0 to 4
vectors = np.array([[0, -4], [0, -2], [4, -3], [3, 0], [4, 3]])
title = "In our numbers, related words point the same way"
ax = plotting.plot_arrows(vectors, names, title=title)
ax.set(xlabel="cold ← → warm", ylabel="ground ← → sky")
plt.show()

# %% [markdown]
# Each word is an arrow that starts at the origin: for *sun*, go 4 to the right and 3 up. Such a vector for a word is
# called an **[embedding](GLOSSARY.md#embedding)**, or simply a word vector.
#
# To compare two vectors, multiply them number by number and add up the results. The sum is their **[dot
# product](GLOSSARY.md#dot-product)**, which NumPy writes as `@`.

# %%
road, sun, hot = vectors[0], vectors[4], vectors[3]
print("sun · hot  = 4 · 3 + 3 · 0    =", sun @ hot)
print("sun · road = 4 · 0 + 3 · (-4) =", sun @ road)

# %% [markdown]
# If the dot product is above zero, the arrows point roughly the same way; below zero, roughly opposite ways. At zero
# they form a right angle.
#
# A **matrix product** is many dot products at once. It takes each *row* of the left table and each *column* of the
# right one. We want to compare every word with every other, so the right table is ours with rows and columns swapped:
# `vectors.T`.

# %%
dots = vectors @ vectors.T  # (5, 2) @ (2, 5) gives (5, 5)
print(dots)
print("row 4, column 3:", dots[4, 3])


# %% [markdown]
# This is the table of all 25 dot products, and row 4 (*sun*), column 3 (*hot*) holds the 12 from above.
#
# Dot products have one weakness: long arrows give large ones, whatever the words mean. So we divide by both lengths.
# The length of *sun* is $\sqrt{4^2 + 3^2} = 5$, by Pythagoras, and that of *hot* is 3. What remains is the
# **[cosine](GLOSSARY.md#cosine)**, where the bars denote length:
#
# $$ \cos(a, b) = \frac{a \cdot b}{|a| \, |b|} = \frac{12}{5 \cdot 3} = 0.8 $$

# %%
def cosine(a, b):
    return (a @ b) / (np.linalg.norm(a) * np.linalg.norm(b))  # norm is the length


print("sun and hot:  ", cosine(sun, hot).round(2))
print("sun and road: ", cosine(sun, road).round(2))
print("wide and road:", cosine(vectors[1], road).round(2))

# %% [markdown]
# The cosine is 1 for the same direction (*wide* and *road*, although one is twice as long), 0 at a right angle and −1
# for opposite directions. Here are the cosines of all pairs, next to those of one-hot codes:

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
codes = {"One-hot: all words are strangers": np.eye(5), "Two numbers: some have something in common": vectors}
_, axes = plt.subplots(1, 2, figsize=(8.6, 2.7), layout="constrained")
for ax, (title, rows) in zip(axes, codes.items(), strict=True):
    cosines = np.array([[cosine(a, b) for b in rows] for a in rows])
    plotting.plot_matrix(cosines, names, names, title=title, decimals=1, ax=ax)
    ax.images[0].set(cmap="PuOr", clim=(-1, 1))
plt.show()

# %% [markdown]
# On the right you can read off which words have something in common. We want such numbers for all words.

# %% [markdown]
# ## How does a program look up a vector?
#
# It keeps all vectors in one table, with a row for each id and $D$ numbers in each row, here two. Looking up a word
# means reading the row of its id, and NumPy reads many rows at once: `table[first]`. (We leave the rows of *the*, *in*
# and the two reserved ids at zero.)

# %%
table = np.zeros((V, 2))  # a row for each id, D = 2 numbers in each
for name, vector in zip(names, vectors):
    table[ids[name]] = vector
looked_up = table[first]
print("table", table.shape, "  ids", first.shape, "  looked up", looked_up.shape)
print(looked_up)

# %% [markdown]
# Eight ids go in, and eight rows of two numbers come out. The last is the `[4. 3.]` of *sun*.
#
# A matrix product does the same. The one-hot code of *sun* has its 1 in column 8, so its dot product with the first
# column of the table is 4. With the second it is 3. Together they are just row 8.

# %%
multiplied = one_hot @ table  # (8, 9) @ (9, 2) gives (8, 2)
print("the same:", (multiplied == looked_up).all())
print("multiplications:", 8 * 9 * 2, "for the product, 0 for the lookup")

# %% [markdown]
# So a lookup *is* a one-hot code times a table, without the work.
#
# The ids can form a table of any shape. Here are both sentences at once:

# %%
print("ids", batch.shape, "→ vectors", table[batch].shape)

# %% [markdown]
# Examples that go through a model together are called a **batch**. From 2 sentences of 8 ids we get 2 × 8 vectors of 2
# numbers: a lookup adds $D$ at the end of the shape. An array of any shape, with one axis, two, three or more, is
# called a **[tensor](GLOSSARY.md#tensor)**. In a neural network this lookup is called an **embedding layer**.

# %% [markdown]
# ## What about a whole corpus?
#
# A **corpus** is the text that we learn from. Ours is Tinyworld, a small made-up world that comes with the course. To
# use your own text, write its path between the parentheses, for example `w2v.load_corpus("../my_book.txt")`. This is
# the only line you need to change.

# %%
corpus = w2v.load_corpus()
vocabulary = w2v.Vocabulary.from_corpus(corpus)
print(corpus)
print(vocabulary)
for number in range(2, 7):
    print(number, vocabulary.words[number], vocabulary.counts[number])

# %% [markdown]
# Words that occur fewer than five times get no id, because there is too little to learn about them. With `min_count=2`,
# two are enough.
#
# How much memory does the text take, as ids or as rows of switches? A number takes 4 bytes.

# %% tags=["headline"]
num_tokens = vocabulary.counts.sum() + vocabulary.unknown_count
megabytes, V = 4 * num_tokens / 1e6, len(vocabulary)
print(f"{corpus.name}: {num_tokens:,} tokens, {V:,} ids")
print(f"as ids {megabytes:.2f} MB, as one-hot codes {megabytes * V:,.2f} MB")

# %% [markdown]
# One-hot codes take $V$ times the memory of ids, and nearly all of that holds zeros. So programs store ids, and look up
# vectors when they calculate.
#
# One question remains: where do good vectors come from? We invented ours, and gave each of the two numbers a meaning.
# Nobody can do that for thousands of words. Word2vec *learns* them from text. It starts with random numbers and adjusts
# them a little with each word it reads. The numbers it ends up with have no names such as *warm* or *high*; only how
# the vectors lie relative to each other counts. And the text decides which words become similar. The next lesson shows
# how.

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert first.tolist() == [2, 3, 4, 5, 6, 2, 7, 8] and len(words) == 9
assert np.array_equal(table[batch], np.eye(9)[batch] @ table) and (multiplied == looked_up).all()
assert vocabulary.counts[:2].tolist() == [0, 0] and (np.diff(vocabulary.counts[2:]) <= 0).all()

# %% [markdown]
# ## Exercises
#
# Fill in a cell and run it. It tells you whether you are right, and if not, why. Stuck? Replace `.check(…)` with
# `.hint()`, as often as you like, or with `.solution()`.
#
# **1. Match.** A vocabulary has 5,000 ids, and each word vector has 50 numbers. A sentence has 12 tokens. Replace each
# `None` with a shape such as `(7, 3)`.

# %%
q = exercises.lesson("text_as_numbers")
my_shapes = {
    "the table of word vectors": None,
    "a batch of 3 such sentences as ids": None,
    "the same batch as vectors": None,
    "one sentence as one-hot codes": None,
    "the dot products of its 12 word vectors with each other": None,
}
q.shapes.check(my_shapes)


# %% [markdown]
# **2. Build.** Write the function that makes a vocabulary: a dictionary from word to id. `""` has the id 0, `"[UNK]"`
# has 1, then come the words, most frequent first. Words that occur fewer than `min_count` times are left out. Words
# with the same count stay in the order in which they first appear.

# %%
def number_words(tokens, min_count):
    return None  # your code


q.number_words.check(number_words)

# %% [markdown]
# **Quiz.** Run the cell to see three questions, then put your letters in place of `None`.

# %%
q.quiz.check(None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - A text becomes tokens, and each token becomes an id. The id 0 is padding, 1 is unknown, and frequent words come
#   first.
# - Ids and one-hot codes only name a word. A vector of a few numbers can say what a word has in common with others.
# - The dot product compares two vectors; the cosine does so regardless of length. A matrix product is a table of dot
#   products.
# - `table[ids]` looks up rows. It equals one-hot codes times the table, without the work.
#
# | | in | out |
# |---|---|---|
# | `w2v.tokenize` | a string | tokens, a list of N strings |
# | `vocabulary.encode` | N tokens | ids (N,) |
# | `table[ids]` | ids (B, N), table (V, D) | vectors (B, N, D) |
#
# Next: [2. Turn a text into pairs](02_skip_grams.ipynb).
#
# **Further reading:** Bengio, Ducharme, Vincent, Jauvin (2003), [A Neural Probabilistic Language
# Model](https://www.jmlr.org/papers/v3/bengio03a.html), where a neural language model learned word vectors along the
# way. The idea of describing words by a few numbers learned from text is older: see latent semantic analysis in
# [Further reading](READING.md).
