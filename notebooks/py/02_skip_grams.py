# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 2. Turn a sentence into pairs
#
# You will build the raw material of word2vec: pairs of a word and a word near it, first by hand from one sentence, then
# from a whole corpus.
#
# **You will learn**
# - what a target, a context and a window are, and why pairs of them carry meaning;
# - how a sentence of 8 words becomes exactly 26 pairs, and how to check such a count on paper;
# - why near words should count more than far ones, and how word2vec arranges that with one random number.
#
# **You need** lesson 1 (a word is an id). **It runs** in about 10 seconds.
#
# corpus → vocabulary → sequences → **skip-grams** → negatives → dataset → model → training → vectors → analysis

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
import sys
import timeit
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
from w2v_helpers import plotting

# %% [markdown]
# ## A word is known by the company it keeps
#
# Read *she poured the ___ into a cup*. You know what fits, because you know which words keep company with *poured* and
# *cup*. Word2vec learns meaning from nothing but this: which words stand near which. So the first step is to list all
# pairs of words that stand near each other.
#
# Here is our sentence, cut into **tokens** (words as the program sees them), and what a **[window](GLOSSARY.md#window)**
# of 2 sees at each word.

# %%
tokens = w2v.tokenize("The wide road shimmered in the hot sun.")
window_size = 2
plotting.plot_windows(tokens, window_size)
plt.show()


# %% [markdown]
# Each row is one step. The orange word is the **[target](GLOSSARY.md#target)**; the blue words, at most two places away
# on either side, are its **[contexts](GLOSSARY.md#context)**. At the edges the window is cut off: *the* in the first row
# has contexts on one side only.
#
# A **[skip-gram](GLOSSARY.md#skip-gram)** is one orange word with one of its blue words. The name says that the two need
# not be neighbours: words between them are skipped.

# %% [markdown]
# Move the slider: from which size on does every word see every other? Where there is no slider, as on GitHub, change the
# 2 in the cell and run it again.

# %%
def windows(window_size=2):
    return plotting.plot_windows(tokens, window_size)


w2v.sliders(windows, window_size=range(1, 8))

# %% [markdown]
# From 7 on: the first and the last of 8 words are 7 places apart.
#
# Word2vec can learn from a window in two ways. **Skip-gram** is given the target and guesses each context; every pair is
# an example. **CBOW** (continuous bag of words) is given the mean of all contexts and guesses the target; a whole window is
# one example.

# %%
_, (left, right) = plt.subplots(1, 2, figsize=(9, 2.6), layout="constrained")
plotting.plot_skip_gram(tokens, 3, window_size, ax=left)
plotting.plot_cbow(tokens, 3, window_size, ax=right)
plt.show()

# %% [markdown]
# For our sentence that makes 8 examples, one for each target, where skip-gram has one for each pair. Fewer examples take
# less time; the authors of word2vec report that skip-gram does better on rare words. This course builds skip-gram.

# %% [markdown]
# ## Pairs by hand
#
# Numbers are easier to handle than words, so we give each word an id in the order of appearance.

# %%
ids = {}
for token in tokens:
    ids.setdefault(token, len(ids) + 1)  # 0 stays free; it will mean "no word here"
sequence = [ids[token] for token in tokens]
print(ids)
print(sequence)


# %% [markdown]
# The sentence is now `[1, 2, 3, 4, 5, 1, 6, 7]`: the word *the* is there twice and has the same id both times. Now two
# loops say in Python what the picture shows: for each place, look at every other place that is near enough.

# %%
def skip_grams_by_hand(sequence, window_size):
    pairs = []
    for i, target in enumerate(sequence):
        for j in range(max(0, i - window_size), min(len(sequence), i + window_size + 1)):
            if j != i:
                pairs.append((target, sequence[j]))
    return pairs


pairs = skip_grams_by_hand(sequence, window_size)
print(len(pairs), "pairs, the first five:", pairs[:5])

# %% [markdown]
# 26 pairs. You can check that on paper: 8 words with up to 4 contexts make 32, less the 6 that would stick out at the two
# ends (2 + 1 on the left, 1 + 2 on the right).
#
# Drawn as a table, with a row for each target and a column for each context, the pairs look like this.

# %%
words = list(ids)
table = np.zeros((len(words), len(words)))
for target, context in pairs:
    table[target - 1, context - 1] += 1
plotting.plot_matrix(table, words, words, title="How often each word (row) has each other word in its window")
plt.show()

# %% [markdown]
# The table is symmetric, because being near is mutual. *the* has the fullest row, for it stands in the sentence twice.
# Rows that look alike belong to words that keep the same company; one sentence is too little to see it, a book is not.

# %% [markdown]
# ## The same from the helper
#
# Two Python loops are slow on a book. `w2v.skip_grams` does the same for all places at once, with NumPy arrays instead of
# loops. It must give the same pairs, in the same order; that is worth an `assert`, which stops with an error if not.

# %%
fast = w2v.skip_grams(sequence, window_size)
print(fast.shape, fast.dtype)
assert fast.tolist() == [list(pair) for pair in pairs]

# %% [markdown]
# The result is an array of [shape](GLOSSARY.md#shape) `(26, 2)`: 26 rows, and in each row a target and a context. `int32`
# says that each number [takes 4 bytes](GLOSSARY.md#dtype).
#
# How much faster is the helper? We time both on the same tokens, our sentence 5,000 times over, and take the fastest of
# three runs.

# %% tags=["nbval-ignore-output"]
book = sequence * 5_000
loops = min(timeit.repeat(lambda: skip_grams_by_hand(book, window_size), number=1, repeat=3))
helper = min(timeit.repeat(lambda: w2v.skip_grams(book, window_size), number=1, repeat=3))
print(f"loops {loops:.3f} s, helper {helper:.3f} s: {loops / helper:.1f} times as fast")

# %%
slow, fast = skip_grams_by_hand(book, window_size), w2v.skip_grams(book, window_size)
assert np.array_equal(fast, slow)
print(f"{len(book):,} tokens, the same {len(fast):,} pairs from both")

# %% [markdown]
# The last figure of the first line says how far ahead the helper was in this run; the pairs are the same. (On paper:
# 40,000 × 4, less the same 6 at the two ends.) So a whole corpus goes through the helper.
#
# TensorFlow has a [word2vec tutorial](https://www.tensorflow.org/text/tutorials/word2vec). We call it the reference
# tutorial and compare with it throughout. It takes a function of Keras for this; does that work on your Python?

# %% tags=["nbval-ignore-output"]
import tensorflow as tf

try:
    tf.keras.preprocessing.sequence.skipgrams(sequence, vocabulary_size=8, window_size=2, negative_samples=0)
    crash = None
except TypeError as error:
    crash = error
print("Python", sys.version.split()[0], "→", crash or "no error here")

# %%
assert (crash is not None) == (sys.version_info >= (3, 12))
theirs, _ = tf.keras.preprocessing.sequence.skipgrams(  # with a seed the line that crashes is not reached
    sequence, vocabulary_size=8, window_size=2, negative_samples=0, seed=1
)
assert Counter(map(tuple, theirs)) == Counter(pairs)

# %% [markdown]
# The line above ends in an error on Python 3.12 and later, where Keras hands a fraction to a function that now takes
# whole numbers only. With a `seed` the faulty line is not reached, and then Keras finds the very same pairs as our
# loops. Keras itself calls the function outdated, so we keep our own.

# %% [markdown]
# ## Where a window must stop
#
# A window should not reach from the end of one text into the beginning of another. But the end of a *line* means nothing:
# the tutorial treats each line of a file as a text of its own. What does that cost our sentence, if a narrow page breaks
# it after four words?

# %%
first_line, second_line = sequence[:4], sequence[4:]
in_lines = len(w2v.skip_grams(first_line, window_size)) + len(w2v.skip_grams(second_line, window_size))
print(f"as one sentence: {len(pairs)} pairs, as two lines: {in_lines}")

# %% [markdown]
# Six pairs are gone, among them *shimmered* with *in*, which stand side by side. So we join lines and cut only where a
# document ends. In our arrays a 0 marks that place, and `skip_grams` never pairs across it, however large the window.
# The next cell tests that; it prints nothing if all is well.

# %%
two_texts = [*first_line, 0, *second_line, 0]
assert len(w2v.skip_grams(two_texts, window_size)) == in_lines
assert len(w2v.skip_grams(two_texts, window_size=7)) == 2 * 4 * 3  # each word with the 3 others of its text

# %% [markdown]
# ## A whole corpus
#
# Now the [corpus](GLOSSARY.md#corpus). `load_corpus()` loads Tinyworld, a small world of made-up stories that comes
# with the course. To use a text of your own, put its path between the brackets, such as `"../my_book.txt"` for a file
# one folder up from this notebook: that is the only line to change.

# %%
corpus = w2v.load_corpus()  # or, for example, w2v.load_corpus("my_book.txt")
vocabulary = w2v.Vocabulary.from_corpus(corpus)
ids = vocabulary.encode_corpus(corpus)
corpus_pairs = w2v.skip_grams(ids, window_size)
print(corpus, vocabulary, sep="\n")
print(f"{len(corpus_pairs):,} pairs, {len(corpus_pairs) / np.count_nonzero(ids):.2f} for each token")

# %% [markdown]
# A corpus gives nearly 4 pairs a token: 2 × 2 places in the window, less what the document ends cut off. At 8 bytes a
# pair, a million pairs take 8 MB.
#
# Which words does one particular word meet most often? And which does it meet more often than chance would have it?
# (`np.bincount` counts how often each id occurs.)

# %%
word = vocabulary.examples(["king", "romeo", "whale"], 1)[0]
company = corpus_pairs[corpus_pairs[:, 0] == vocabulary.id(word), 1]
often = Counter(vocabulary.decode(company)).most_common(10)
print(f"{word} meets most often:", ", ".join(context for context, _ in often))

# %%
met = np.bincount(company, minlength=len(vocabulary))
chance = len(company) * vocabulary.counts / vocabulary.counts.sum()
surplus = np.where(met >= 3, met / np.maximum(chance, 1e-9), 0)
special = np.argsort(-surplus, kind="stable")[:10]
print(f"{word} meets more than by chance:", ", ".join(vocabulary.decode(special)))

# %% [markdown]
# The first list is mostly words like *the* and *was*, which meet everybody: they say little. The second list, which
# divides by what chance would give, belongs to the word: a king of Tinyworld wears something, wishes and walks. Lessons
# 3 and 4 build this comparison with chance into the training.

# %% [markdown]
# ## Near words count more
#
# The word next to the target tells more about it than the word five places away. Word2vec does not weigh pairs for
# that. For each target it draws a new reach between 1 and the window size, so that near contexts are nearly always in
# and far ones rarely. How rarely?

# %%
rng = np.random.default_rng(42)
straight = np.arange(2, 10_002)  # 10,000 different words: the distance of a pair can be read off its ids
drawn = w2v.skip_grams(straight, 5, rng=rng)
distances = np.abs(drawn[:, 0] - drawn[:, 1])
shares = np.bincount(distances)[1:] / len(straight) / 2
print(shares.round(2))

# %%
expected = {"measured": shares, "(6 − distance) / 5": [(6 - distance) / 5 for distance in range(1, 6)]}
plotting.plot_bars(
    ["next to it", *(f"{distance} away" for distance in range(2, 6))],
    expected,
    title="A random reach of 1 to 5 keeps near words and thins out far ones",
    ylabel="share of pairs kept",
)
plt.show()

# %% [markdown]
# The neighbour is always kept, the word five places away in one case of five. One random number for each target
# replaces a table of weights, and each epoch (pass over the corpus) draws it anew. The usual window size is 5; exercise
# 3 shows what a narrower and a wider one do.

# %% [markdown]
# ## Check
#
# These must hold for any corpus. If one fails after you changed something, the message says where.

# %%
assert corpus_pairs.dtype == np.int32 and corpus_pairs.shape[1] == 2
assert corpus_pairs.min() > 0  # no padding in any pair
assert len(corpus_pairs) <= 2 * window_size * np.count_nonzero(ids)
as_target, as_context = (np.bincount(column, minlength=len(vocabulary)) for column in corpus_pairs.T)
assert np.array_equal(as_target, as_context)  # being near is mutual
assert np.allclose(shares, expected["(6 − distance) / 5"], atol=0.02)

# %% tags=["headline"]
print(f"{len(tokens)} words give {len(pairs)} pairs; {corpus.name} gives {len(corpus_pairs):,}")

# %% [markdown]
# ## Exercises
#
# Fill in a cell and run it: it says right, not yet and why, or not attempted yet. *Explore* questions are not judged: they
# show what a good answer mentions. If you are stuck, replace `.check(…)` with `.hint()`, more than once if you like;
# `.solution()` shows ours.
#
# **1. Predict.** How many pairs does our sentence of 8 words give with a window of 3? And with a window of 100? Work it
# out on paper before you run anything.

# %%
from w2v_helpers import exercises

q = exercises.lesson("skip_grams")
my_answers = None  # for example (30, 90)
q.number_of_pairs.check(my_answers)


# %% [markdown]
# **2. Build.** Some models look only to the left: the contexts of a word are the words *before* it. Write it, as a list of
# pairs (target, context) in the order of the text. How many pairs remain, and why exactly that many?

# %%
def left_pairs(sequence, window_size):
    return None  # your code


q.left_pairs.check(left_pairs)

# %% [markdown]
# **3. Explore.** Take a word of your choice and list its special companions with a window of 1, and then with a window
# of 10. Which list tells what words could *replace* yours, which tells its *topic*?

# %%
my_word, my_finding = word, None  # another word; then what you see, in a sentence between quotes
for size in (1, 10):
    found = w2v.skip_grams(ids, size)
    met = np.bincount(found[found[:, 0] == vocabulary.id(my_word), 1], minlength=len(vocabulary))
    surplus = np.where(met >= 3, met / np.maximum(vocabulary.counts, 1), 0)
    print(f"window {size}:", ", ".join(vocabulary.decode(np.argsort(-surplus, kind="stable")[:10])))
q.window_and_kind.check(my_finding)

# %% [markdown]
# **Quiz.** Three questions on the whole lesson. Put your letters in place of `None`.

# %%
q.quiz.check(None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - A target and a word from its window make a skip-gram; pairs are all that word2vec sees of a text.
# - A sentence of 8 words gives 26 pairs at window 2: count places, subtract the edges.
# - Windows stop where a document ends, not where a line does.
# - A random reach makes near words count more, at the price of one random number.
#
# | | in | out |
# |---|---|---|
# | `skip_grams` | ids, int32 (N,), 0 marks a document end | pairs, int32 (P, 2): target, context |
#
# Next: [3. Thin out the words that are everywhere](03_sampling_tables.ipynb).
#
# **Further reading**
# - Mikolov, Chen, Corrado, Dean (2013), [Efficient Estimation of Word Representations](https://arxiv.org/abs/1301.3781):
#   the skip-gram model; section 3.2 has the random reach.
# - Firth (1957), *A Synopsis of Linguistic Theory*: where "the company it keeps" comes from.
