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
# You will turn a sentence into numbers in three ways, see why the third one is worth learning, and build the list of words
# that all later lessons stand on.
#
# **You will learn**
# - why a switch for each word wastes memory, and why one number for each word misleads;
# - what a vector, a matrix, a tensor, a dot product and a cosine are, each with a picture and a number worked by hand;
# - that an embedding layer is a table from which rows are read;
# - how a vocabulary gives each word its number, and why the numbers 0 and 1 are reserved.
#
# **You need** a little Python, no mathematics beyond school. **It runs** in about 10 seconds. Step through it with
# Shift + Enter, one cell at a time; the first two only load what the lesson needs.
#
# **Vectors by tonight?** After the next two cells, the first of these lines makes them from your text, and the second
# lists the ten words nearest to *king*, or to any other word of it.
#
# ```
# vectors = w2v.train(w2v.load_corpus("../my_book.txt"))
# vectors.most_similar("king")
# ```
#
# [Lesson 11](11_your_own_corpus.ipynb) tells whether they are any good. The lessons between say why.
#
# corpus → **vocabulary** → **sequences** → skip-grams → negatives → dataset → model → training → vectors → analysis

# %% cellView="form" jupyter={"source_hidden": true} tags=["setup"]
# Installs the course where it is not yet, as on Colab; TensorFlow and NumPy stay as they are there.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("w2v_helpers") is None:
    source = "w2v_helpers-0.2.0-py3-none-any.whl"  # `make wheel` makes it; upload it
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", source], check=True)

# %%
import os
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
from w2v_helpers import plotting

# %% [markdown]
# ## From a sentence to tokens
#
# A computer stores text as letters, but a letter has no meaning of its own. Words have. So we first cut a sentence into
# words. A word as the program sees it is a **[token](GLOSSARY.md#token)**.
#
# *The* and *the* should be the same token, and the full stop is no token at all. By hand: make all letters small, cut
# at the spaces, take the full stop off.

# %%
sentence = "The wide road shimmered in the hot sun."
tokens = [word.strip(".") for word in sentence.lower().split()]
assert tokens == w2v.tokenize(sentence)
print(len(tokens), "tokens:", tokens)

# %% [markdown]
# Eight tokens. The helper `w2v.tokenize` gives the same list (`assert` would stop with an error if not). It also knows
# about commas, quotation marks and apostrophes.
#
# Next, each different word gets a number, its **[id](GLOSSARY.md#id)**, in the order of appearance. We start at 1. The 0
# stays free; it will mean "no word here".

# %%
ids = {}
for token in tokens:
    ids.setdefault(token, len(ids) + 1)
sequence = [ids[token] for token in tokens]
print(ids)
print(sequence)

# %% [markdown]
# Seven different words for eight tokens, because *the* occurs twice. The sentence is now a **sequence** of ids:
# `[1, 2, 3, 4, 5, 1, 6, 7]`. Can a program calculate with these ids? We come to that. First, another way to write words.

# %% [markdown]
# ## One switch for each word
#
# Imagine a panel with one switch for each word. To say *road*, turn on the switch of *road* and no other. Written down,
# that is a row of zeros with a single 1. It is called a **[one-hot](GLOSSARY.md#one-hot)** code, for one switch is hot.

# %%
V = len(ids) + 1  # the size of the vocabulary: seven words, and the 0 for "no word"
one_hot = np.zeros((len(tokens), V))
for place, number in enumerate(sequence):
    one_hot[place, number] = 1
plotting.plot_matrix(one_hot, tokens, ["(none)", *ids], title="Our sentence in one-hot codes")
plt.show()

# %% [markdown]
# Each row is one token, each column one switch. Row 1 and row 6 are alike: both say *the*.
#
# A row of numbers is called a **[vector](GLOSSARY.md#vector)**. A table of numbers, rows below each other, is a
# **[matrix](GLOSSARY.md#matrix)**. The **shape** of a matrix says how many rows and columns it has. How much of our
# matrix is empty?

# %%
zeros = np.mean(one_hot == 0)
print("shape", one_hot.shape, "→", f"{zeros:.1%} of the numbers are 0")

# %% [markdown]
# Seven of eight numbers say nothing. A table that is mostly zeros is called **sparse**. That is bearable for one
# sentence. How is it for a whole **corpus**, the body of text that we learn from? `load_corpus()` loads Tinyworld, a
# small world of made-up stories that comes with the course. To use a text of your own, change this one line; a path
# starts in the folder of this notebook.

# %%
corpus = w2v.load_corpus()  # or, for example, w2v.load_corpus("my_book.txt")
corpus_tokens = [token for document in corpus for token in document]
different = len(set(corpus_tokens))
print(f"{corpus}: {len(corpus_tokens):,} tokens, {different:,} different words")
print(f"share of zeros in a one-hot code: {1 - 1 / different:.2%}")
print(f"memory, 4 bytes a number: one-hot {len(corpus_tokens) * different * 4 / 1e6:,.0f} MB")
print(f"                          ids     {len(corpus_tokens) * 4 / 1e6:,.2f} MB")

# %% [markdown]
# In Tinyworld, 1,543 MB against 1 MB: nearly all of that memory would hold zeros, and each new word makes every row
# longer. Ids take one number a token.
#
# Waste is not the worst of it. In how many places do the codes of two words differ?

# %%
the, wide, road, shimmered, in_, _, hot, sun = one_hot
print("hot and sun:", np.sum(hot != sun), "places   hot and in:", np.sum(hot != in_), "places")

# %% [markdown]
# In two, whichever words you take. For one-hot codes *hot* is as far from *sun* as from *in*. They say **which** word it
# is and nothing about it.

# %% [markdown]
# ## One number for each word
#
# Ids are short. But numbers have an order, a distance and an average, and a program will make use of them. What is the
# average of *wide* and *shimmered*?

# %%
words = ["(none)", *ids]
average = (ids["wide"] + ids["shimmered"]) / 2
print("average of wide and shimmered:", average, "→", words[int(average)])

# %% [markdown]
# *road*. That is nonsense: it comes only from the order in which we met the words. Numbers by the alphabet would be as
# good. How far are two words from each other in each of the two numberings?

# %%
alphabetical = {word: number for number, word in enumerate(sorted(ids), start=1)}
for pair in [("the", "sun"), ("wide", "road")]:
    first, second = (abs(numbering[pair[0]] - numbering[pair[1]]) for numbering in (ids, alphabetical))
    print(f"{pair[0]} to {pair[1]}: {first} by appearance, {second} by the alphabet")

# %%
numberings = {"Ids by appearance": ids, "Ids by the alphabet": alphabetical}
_, axes = plt.subplots(2, 1, figsize=(8, 2.6), layout="constrained")
for ax, (title, numbering) in zip(axes, numberings.items(), strict=True):
    for word, number in numbering.items():
        colour = plotting.RED if word in ("the", "sun") else plotting.BLUE
        ax.plot(number, 0, "o", color=colour)
        ax.annotate(word, (number, 0), (0, 8), textcoords="offset points", ha="center", color=colour)
    ax.axhline(0, color="#CCCCCC", zorder=0)
    ax.set(xlim=(0.5, 7.5), ylim=(-0.5, 1), yticks=[], xticks=range(1, 8))
    ax.spines[:].set_visible(False)
    ax.set_title(title, loc="left", fontsize=10)
plt.show()

# %% [markdown]
# *the* and *sun* go from the farthest couple to neighbours, and neither word has changed. An id is a name, like the number
# on a football shirt. It may be looked up, but not added, averaged or compared.

# %% [markdown]
# ## A few numbers that mean something
#
# Now give each word a few numbers that say something about it. Two will do for a picture: the first says how **warm** the
# thing is, the second how **high** it is, up in the sky (above 0) or down on the ground (below 0). We make them up.

# %%
vectors = {"road": [0, -4], "wide": [0, -2], "shimmered": [4, -3], "hot": [3, 0], "sun": [4, 3]}
arrows = np.array(list(vectors.values()))  # (5, 2)
ax = plotting.plot_arrows(arrows, list(vectors), title="Words that go together point the same way")
ax.set(xlabel="cold ← → warm", ylabel="ground ← → sky")
plt.show()

# %% [markdown]
# Each word is a vector of two numbers, drawn as an arrow from the middle: *sun* goes 4 to the right and 3 up. Such a code
# is **dense**: no number is wasted. Words that have something in common now point in similar directions. A dense vector
# for a word is called an **[embedding](GLOSSARY.md#embedding)**.

# %% [markdown]
# ## How alike are two vectors?
#
# Multiply the two vectors number by number, and add up. The result is their **[dot product](GLOSSARY.md#dot-product)**.
# For *sun* and *hot*, by hand:
#
# $$ a \cdot b = a_1 b_1 + a_2 b_2 = 4 \cdot 3 + 3 \cdot 0 = 12 $$

# %%
sun, hot = np.array(vectors["sun"]), np.array(vectors["hot"])
by_hand = 4 * 3 + 3 * 0
assert by_hand == sun @ hot  # @ is the dot product in Python
print("sun · hot =", sun @ hot)
print("sun · road =", sun @ vectors["road"])


# %% [markdown]
# The first is above zero: *sun* and *hot* point to the same side. The second is below zero: *sun* and *road* point to
# opposite sides. But long arrows give large dot products whatever they mean. So we divide by the two lengths. The
# length of *sun* comes from the theorem of Pythagoras: $\sqrt{4^2 + 3^2} = 5$; that of *hot* is 3. (In NumPy, `norm` is
# the length.) What remains is the **[cosine](GLOSSARY.md#cosine)**:
#
# $$ \cos(a, b) = \frac{a \cdot b}{|a| \, |b|} = \frac{12}{5 \cdot 3} = 0.8 $$

# %%
def cosine(a, b):
    return np.dot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b))


for a, b in [("sun", "hot"), ("wide", "road"), ("hot", "road"), ("sun", "road")]:
    print(f"{a} and {b}: {cosine(vectors[a], vectors[b]):.1f}")

# %% [markdown]
# The cosine is 1 for the same direction (*wide* and *road*, although one arrow is twice as long), 0 at a right angle, and
# below 0 for opposite sides, down to -1. Length plays no part in it.
#
# Here are all the cosines at once, for the one-hot codes and for our dense vectors.

# %%
fives = {"One-hot: all words are strangers": np.eye(5), "Dense: some are relatives": arrows}
_, axes = plt.subplots(1, 2, figsize=(8.4, 2.7), layout="constrained")
for ax, (name, five) in zip(axes, fives.items(), strict=True):
    table = np.array([[cosine(a, b) for b in five] for a in five])
    plotting.plot_matrix(table, list(vectors), list(vectors), title=name, decimals=1, ax=ax)
plt.show()

# %% [markdown]
# On the left each word is like itself (1) and has nothing to do with any other (0). On the right it shows which words
# are alike: *hot* and *sun* with 0.8, *road* and *sun* with −0.6. That is why we want dense vectors. We invented these
# by hand; for thousands of words nobody can. Word2vec finds them from text, and that is what this course builds.

# %% [markdown]
# ## A table of vectors
#
# We keep the vectors in one matrix, the **embedding table**, a row for each id. Row 0 belongs to "no word", and *the* and
# *in* are neither warm nor high. To look up a word means to read the row of its id.

# %%
table = np.array([vectors.get(word, [0, 0]) for word in words], dtype=np.float32)
print("table", table.shape, "→ the sentence", table[sequence].shape)
print(table[sequence])

# %% [markdown]
# The table has shape `(8, 2)`: V = 8 rows, and D = 2 numbers in each, the **dimensions**. Eight ids went in, eight rows
# came out.
#
# There is a second way to the same rows. Take a one-hot code, multiply each of its numbers with the row of that number in
# the table, and add up: all rows are multiplied by 0 but one. That is a **matrix product**, again written `@`.

# %%
looked_up = table[sequence]  # (8, 2)
multiplied = one_hot @ table  # (8, 8) @ (8, 2) gives (8, 2)
assert np.array_equal(looked_up, multiplied)
print("multiplications:", one_hot.size * table.shape[1], "for the product, 0 for the lookup")

# %% [markdown]
# The same result. So a lookup **is** a one-hot code times a table, without the work and without the zeros. This is how
# programs have the best of both: ids to store, vectors to calculate with.

# %% [markdown]
# ## An embedding layer
#
# Neural networks are built of **layers**: parts that take numbers in and give numbers out. Keras, the library we use, has
# a layer for our lookup. It needs to know V and D. We put our own table in.

# %%
import keras

layer = keras.layers.Embedding(input_dim=V, output_dim=2)
layer.build()
layer.set_weights([table])
three_ids = np.array([1, 2, 3])
print(three_ids.shape, "→", tuple(layer(three_ids).shape))

# %% [markdown]
# Shape `(3,)` means three numbers in a row. Each became a row of 2, so shape `(3, 2)` came out. Now two sentences of
# three words at once; a group of examples that go through together is called a **batch**.

# %%
batch = np.array([[1, 2, 3], [5, 6, 7]])
result = layer(batch)
print(batch.shape, "→", tuple(result.shape))
assert np.array_equal(layer(three_ids), np.eye(V)[three_ids] @ table)
assert np.array_equal(result, np.eye(V)[batch] @ table)  # np.eye(V) holds all one-hot codes

# %% [markdown]
# The result has three numbers in its shape, `(2, 3, 2)`: 2 sentences, 3 words in each, 2 numbers a word. A block of
# numbers with any count of such directions is called a **[tensor](GLOSSARY.md#tensor)**. A vector is a tensor with one, a
# matrix a tensor with two. The layer adds one at the end: $(2, 3)$ becomes $(2, 3, D)$.

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
_, axes = plt.subplots(1, 4, figsize=(9.5, 2.6), layout="constrained")
shown = {"a number": np.array(4), "a vector": sun, "a matrix": table[1:4], "a tensor": result.numpy()}
for ax, (name, values) in zip(axes, shown.items(), strict=True):
    sheets = values.reshape((1,) * (3 - values.ndim) + values.shape)
    for depth, row, column in reversed(list(np.ndindex(sheets.shape))):
        x, y = column + 2.2 * depth, -row + 0.5 * depth
        colour = ["#DCEBF5", "#F5E3BF"][depth]
        ax.add_patch(plt.Rectangle((x, y), 1, 1, facecolor=colour, edgecolor="white"))
        ax.text(x + 0.5, y + 0.5, f"{sheets[depth, row, column]:.0f}", ha="center", va="center")
    ax.set(xlim=(-0.2, 4.4), ylim=(-2.2, 1.8), aspect="equal")
    ax.set_axis_off()
    ax.set_title(f"{name}\nshape {values.shape}", fontsize=10)
plt.show()

# %% [markdown]
# From left to right one direction more. Shape `()` is a single number. The tensor on the right is made of two sheets, one
# for each sentence; each sheet is a matrix of 3 words by 2 numbers.

# %% [markdown]
# ## Where the numbers come from
#
# Keras does not ask for a table. Left alone, it fills the table with small random numbers.

# %%
fresh = keras.layers.Embedding(input_dim=1000, output_dim=5)
fresh.build()
weights = fresh.get_weights()[0]
print(weights.shape, f"from {weights.min():.2f} to {weights.max():.2f}")

# %% [markdown]
# All are close to 0, and such random vectors mean nothing yet. **Learning** or **training** means: look at an example
# from the text, move the vectors a little so that the example fits better, and go on to the next. Say the example is
# that *hot* and *sun* stood together. Then each moves a bit of the way towards the other.

# %%
start = np.random.default_rng(5).uniform(-1, 1, size=(V, 2))  # a random table
moved = start.copy()
step = 0.2 * (start[ids["sun"]] - start[ids["hot"]])
moved[ids["hot"]] += step
moved[ids["sun"]] -= step
before, after = (cosine(numbers[ids["hot"]], numbers[ids["sun"]]) for numbers in (start, moved))
print(f"cosine of hot and sun: {before:.2f} before, {after:.2f} after the step")

# %%
three = ["hot", "sun", "road"]
rows = [ids[word] for word in three]
plotting.plot_arrows(start[rows], three, moved_to=moved[rows], title="One step moves two words")
plt.show()

# %% [markdown]
# The cosine has grown. The dashed arrows are the vectors after the step: *hot* and *sun* have turned towards each
# other, *road* stayed. A real step also pushes apart words that do not belong together (lesson 4), and training does
# this for millions of pairs (lesson 6). But this is what "learned" means: numbers start random, and examples move them.

# %% [markdown]
# ## A vocabulary
#
# The **[vocabulary](GLOSSARY.md#vocabulary)** is the list of words that have an id. Until now we numbered by appearance.
# From now on we number by how often a word occurs, most frequent first, and reserve two ids. By hand, with a `Counter`:

# %%
counts = Counter(tokens)
by_hand = {"": w2v.PADDING, "[UNK]": w2v.UNKNOWN}  # 0 and 1
for word, _ in counts.most_common():
    by_hand[word] = len(by_hand)
print(by_hand)

# %% [markdown]
# The helper `w2v.Vocabulary` keeps words and counts together. It takes a list of sentences, each a list of tokens;
# `min_count=1` says that a word need occur only once to get an id. Both must agree.

# %%
vocabulary = w2v.Vocabulary.from_corpus([tokens], min_count=1)
assert {word: number for number, word in enumerate(vocabulary.words)} == by_hand
assert vocabulary.counts.tolist() == [0, 0] + [n for _, n in counts.most_common()]
print(vocabulary)

# %% [markdown]
# What are the two reserved ids for? A matrix must have rows of equal length, but sentences differ in length. So short
# ones are filled up with 0, which is called **padding**. And a new sentence may have a word that is not in the
# vocabulary. It gets the id 1, **unknown**.

# %%
short, long = w2v.tokenize("The road shimmered."), w2v.tokenize("The snow in the hot sun!")
rectangle = np.full((2, 6), w2v.PADDING)
for row, some_tokens in enumerate([short, long]):
    rectangle[row, : len(some_tokens)] = vocabulary.encode(some_tokens)
print(rectangle)

# %% [markdown]
# The first row ends in three zeros of padding. The second has a 1 in the place of *snow*. `encode` turns words
# into ids, and `decode` turns ids back into words. There and back gives the same sentence, except where a word was unknown.

# %%
assert vocabulary.decode(vocabulary.encode(tokens)) == tokens
print(vocabulary.decode(vocabulary.encode(long)))

# %% [markdown]
# ## The words of a corpus
#
# Now the vocabulary of the whole corpus. First we count all words as above; then look at both ends of the list.

# %%
corpus_counts = Counter(corpus_tokens)
ranking = corpus_counts.most_common()
top = sum(n for _, n in ranking[:10]) / len(corpus_tokens)
once = sum(n == 1 for _, n in ranking)
print("most frequent:", ", ".join(f"{word} {n:,}" for word, n in ranking[:10]))
print(f"the first ten make up {top:.0%} of all tokens")
print("rarest:", ", ".join(f"{word} {n}" for word, n in ranking[-8:]))
print(f"{once:,} of {len(ranking):,} words occur only once")

# %% [markdown]
# A few words are everywhere and say little; lesson 3 deals with them. At the other end are words that occur a few times or
# once. From so few examples nothing can be learned about them, so we leave them out: `min_count` says how often a word
# must occur. How much of the vocabulary does that cost, and how much of the text?

# %%
limits = [1, 2, 5, 10, 20, 50]
kept = [[n for n in corpus_counts.values() if n >= limit] for limit in limits]
shares = {
    "of the words": [len(ns) / len(ranking) for ns in kept],
    "of the text": [sum(ns) / len(corpus_tokens) for ns in kept],
}
title = "A higher min_count drops many words and little text"
plotting.plot_bars(limits, shares, title=title, ylabel="share that stays")
plt.xlabel("min_count")
plt.show()

# %% [markdown]
# The blue bars fall faster than the orange ones: rare words are many, but each takes little room. In a real book the
# gap is wider, for often half of its words occur once. The default is 5; for a text below 100,000 tokens take 2. Does
# the helper find what we counted?

# %%
vocabulary = w2v.Vocabulary.from_corpus(corpus)  # min_count=5
assert vocabulary.words[2:] == [word for word, n in ranking if n >= 5]
assert vocabulary.counts.sum() + vocabulary.unknown_count == len(corpus_tokens)
unknown_share = vocabulary.unknown_count / len(corpus_tokens)
print(vocabulary)
print(f"{vocabulary.unknown_count:,} tokens ({unknown_share:.1%}) are unknown")

# %%
encoded = vocabulary.encode(tokens)
print("ids:    ", encoded.tolist())
print("decoded:", " ".join(vocabulary.decode(encoded)))

# %% [markdown]
# This is our sentence in the ids of the corpus. Small ids are frequent words. Each `[UNK]` is a word that this corpus
# has fewer than five times, or never: it will have no vector.

# %% [markdown]
# ## Check
#
# These must hold for any corpus. If one fails after you changed something, the message says where.

# %%
assert sequence == [1, 2, 3, 4, 5, 1, 6, 7] and len(tokens) == 8
assert one_hot.sum(axis=1).tolist() == [1] * 8  # one switch is on in each row
assert np.isclose(cosine(vectors["sun"], vectors["hot"]), 0.8) and after > before
assert encoded.dtype == np.int32 and encoded.min() >= 1 and encoded.max() < len(vocabulary)
assert vocabulary.counts[:2].tolist() == [0, 0]  # padding and unknown are no words
assert (np.diff(vocabulary.counts[2:]) <= 0).all()  # most frequent first
assert np.abs(weights).max() <= 0.05  # how far from 0 Keras starts

# %% tags=["headline"]
vocabulary_size = len(vocabulary) - 2  # without padding and unknown
print(f"our sentence is {sequence}; {corpus.name}: {len(corpus_tokens):,} tokens, {vocabulary_size:,} words")

# %% [markdown]
# ## Exercises
#
# Fill in a cell and run it: it says right, not yet and why, or not attempted yet. *Explore* questions are not judged: they
# show what a good answer mentions. If you are stuck, replace `.check(…)` with `.hint()`, more than once if you like;
# `.solution()` shows ours.
#
# **1. Predict.** An `Embedding` layer has a table of 10,000 rows and D = 16. A batch of 4 sentences with 10 words each goes
# in, as ids. Which shape comes out?

# %%
from w2v_helpers import exercises

q = exercises.lesson("text_as_numbers")
my_shape = None  # for example (7, 3, 5)
q.shape_of_a_batch.check(my_shape)

# %% [markdown]
# **2. Predict.** Here is a vector for *snow*, cold and lying on the ground: `[-3, -4]`. What is its cosine with *sun*, which
# is `[4, 3]`, and what with *road*, which is `[0, -4]`? Work out both on paper.

# %%
my_cosines = None  # for example (0.5, -0.5)
q.cosines_of_snow.check(my_cosines)


# %% [markdown]
# **3. Build.** Write what makes a vocabulary: a dictionary from word to id, most frequent word first. `""` has 0, `"[UNK]"`
# has 1. Words that occur less often than `min_count` are left out, and words of equal count stay in the order of appearance.

# %%
def number_words(tokens, min_count):
    return None  # your code


q.number_words.check(number_words)


# %% [markdown]
# **4. Build.** How few words make up most of a text? Given the counts of all words, in any order, and a share between 0 and
# 1: how many of the most frequent words are needed to cover at least this share of the tokens? If it works, ask it about this
# corpus: `words_to_cover(corpus_counts.values(), 0.9)`.

# %%
def words_to_cover(counts, share):
    return None  # your code


q.words_to_cover.check(words_to_cover)

# %% [markdown]
# **5. Explore.** We moved *hot* and *sun* towards each other. What becomes of the table if each word of the sentence is
# pulled towards the next one, a thousand times, and nothing ever pushes? Guess, then run the cell. Is that a good table?

# %%
my_finding = None  # what you see and what is missing, in a sentence or two between quotes
pulled = start.copy()
for _ in range(1000):
    for left, right in zip(sequence[:-1], sequence[1:], strict=True):
        step = 0.2 * (pulled[right] - pulled[left])
        pulled[left] += step
        pulled[right] -= step
spread = [np.ptp(numbers[1:], axis=0).max() for numbers in (start, pulled)]  # the largest distance
print(f"spread of the words before {spread[0]:.2f}, after {spread[1]:.2f}")
q.pull_without_push.check(my_finding)

# %% [markdown]
# **Quiz.** Four questions on the whole lesson. Put your letters in place of `None`.

# %%
q.quiz.check(None, None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - One-hot codes say which word it is and nothing else, in mostly zeros. All words are equally far apart.
# - Ids are short names. Their order and distance mean nothing: look them up, never calculate with them.
# - A dense vector has a few numbers that mean something; dot product and cosine say how alike two vectors are.
# - An embedding layer reads rows from a table, which equals one-hot times table. Training moves the numbers in it.
# - A vocabulary numbers words by falling count. 0 is padding, 1 is unknown, words rarer than `min_count` get no id.
#
# | | in | out |
# |---|---|---|
# | `tokenize` | a string | tokens, list of N strings |
# | `Vocabulary.from_corpus` | lists of tokens | words, list of V strings; counts, int64 (V,) |
# | `Vocabulary.encode` | N tokens | ids, int32 (N,) |
# | `keras.layers.Embedding` | ids, int (B, N) | vectors, float32 (B, N, D) |
#
# Next: [2. Turn a sentence into pairs](02_skip_grams.ipynb).
#
# **Further reading**
# - Bengio, Ducharme, Vincent, Jauvin (2003), [A Neural Probabilistic Language
#   Model](https://www.jmlr.org/papers/v3/bengio03a.html): where learned vectors for words began.
# - Goldberg (2015), [A Primer on Neural Network Models for Natural Language
#   Processing](https://arxiv.org/abs/1510.00726): section 3 compares one-hot and dense codes at length.
# - TensorFlow's [word embeddings guide](https://www.tensorflow.org/text/guide/word_embeddings): the same three codes, then a
#   classifier, which is our lesson 9.
