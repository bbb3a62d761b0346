# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 2. Turn a text into pairs
#
# Word2vec learns from pairs: a word, and a word that stands near it. You will make these pairs from one sentence and
# from a whole corpus, and see that they are enough to find out which words are used alike.
#
# **You will learn**
# - what a target, a context and a window are, and how many pairs a text gives;
# - why words with the same contexts are similar, even if they never meet;
# - how to tell a word's special company from words that are everywhere.
#
# **You need** [lesson 1](01_text_as_numbers.ipynb): ids, shapes, masks and the cosine. **Time:** about 45 minutes with
# the exercises; the code runs in about 10 seconds.
#
# corpus → vocabulary → sequences → **skip-grams** → negatives → dataset → model → training → vectors → analysis

# %% cellView="form" jupyter={"source_hidden": true} tags=["setup", "hide-input"]
# Run this first: it loads what the lesson needs, and installs the course where it is missing, as on Colab.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("w2v_helpers") is None:
    source = "w2v_helpers-0.2.0-py3-none-any.whl"  # `make wheel` makes it; upload it
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", source], check=True)

import matplotlib.pyplot as plt
import numpy as np

import w2v_helpers as w2v
from w2v_helpers import exercises, plotting

# %% [markdown]
# ## What does a word's company tell you?
#
# Read this: *She poured the ___ into a cup.* You know what fits, although the word is missing. You have met *poured*
# and *cup* in the company of *tea*, *coffee* and *milk* many times. That is all word2vec learns from: which words stand
# near which.
#
# So we walk through a sentence and, at each word, look at its neighbours.

# %%
tokens = w2v.tokenize("The wide road shimmered in the hot sun.")


def windows(window_size=2):
    return plotting.plot_windows(tokens, window_size)


w2v.sliders(windows, window_size=range(1, 8))

# %% [markdown]
# Each row is one step. The word in orange is the **[target](GLOSSARY.md#target)**. The words in blue, at most two
# places away, are its **[contexts](GLOSSARY.md#context)**. How far we look is the **[window](GLOSSARY.md#window)**
# size, here 2. (In Jupyter, move the slider to change it.)
#
# A target together with one of its contexts is a **[skip-gram](GLOSSARY.md#skip-gram)**, because words in between may
# be skipped. From here on we simply say *pair*.

# %% [markdown]
# ## How many pairs does a sentence give?
#
# We need ids, as in lesson 1, and two loops: for each place in the sentence, look at every place within the window.

# %%
toy = w2v.Vocabulary.from_corpus([tokens], min_count=1)
sequence = toy.encode(tokens).tolist()
window_size = 2
print(sequence)


# %%
def skip_grams_by_hand(sequence, window_size):
    pairs = []
    for i in range(len(sequence)):
        start, end = i - window_size, i + window_size
        for j in range(max(0, start), min(len(sequence), end + 1)):
            if j != i:
                pairs.append((sequence[i], sequence[j]))
    return pairs


pairs = skip_grams_by_hand(sequence, window_size)
print(len(pairs), "pairs; those of the first two words:", pairs[:5])

# %% [markdown]
# Check the 26 on paper. With a window of $w = 2$, a word has up to $2w = 4$ contexts, and $n = 8$ words would have $2wn
# = 32$. Near the ends, some of these places do not exist: two for the first word, one for the second. The other end
# loses as many. That makes $2(1 + 2) = 6$, in general $2(1 + … + w) = w(w + 1)$. So a text of $n \ge w$ words gives
#
# $$ 2wn - w(w + 1) $$
#
# pairs, here 32 − 6 = 26. (If the window is larger than the text, every word is paired with all the $n - 1$ others.)
# The helper `w2v.skip_grams` makes the same pairs, and is fast enough for books.

# %%
fast = w2v.skip_grams(sequence, window_size)
assert fast.tolist() == [list(pair) for pair in pairs]
print("shape", fast.shape, "  first row", fast[0])

# %% [markdown]
# The result is a table with two columns, target and context, in the same order as ours.

# %% [markdown]
# ## Where must a window stop?
#
# The last word of one book has nothing to do with the first word of the next. So a window must not reach from one
# **document** into another. We mark the end of each document with a 0, the id that stands for "no word here".

# %%
two_documents = [2, 3, 4, 5, 0, 6, 2, 7, 8, 0]
print(len(w2v.skip_grams(two_documents, window_size)), "pairs")

# %% [markdown]
# Cut in the middle, our sentence gives 20 pairs instead of 26: all pairs across the cut are gone. For the same reason,
# the end of a *line* should not end a document. Lines end where the page is full, and the words on both sides belong
# together.

# %% [markdown]
# ## What do the pairs of a corpus look like?
#
# Now for Tinyworld, the corpus of the course.

# %%
corpus = w2v.load_corpus()
vocabulary = w2v.Vocabulary.from_corpus(corpus)
ids = vocabulary.encode_corpus(corpus)  # a 0 after each document
pairs = w2v.skip_grams(ids, window_size)
num_tokens = (ids > 0).sum()
per_token = len(pairs) / num_tokens
print(f"{num_tokens:,} tokens, {len(pairs):,} pairs, {per_token:.2f} per token")

# %% [markdown]
# Nearly four pairs per token, as the formula says; the small shortfall comes from the ends of documents. (Unknown words
# are left out before the pairs are made, and the windows reach across the gap.)
#
# Note what we have just done. Most programs that learn need examples with right answers, which are called **labels**.
# Usually people have to write the labels. Here the text itself says which words stand near *king*, and nobody had to
# label anything. That is called **self-supervised learning**, and language models are trained in the same way.
#
# To look at one word's contexts, use a mask to pick the rows where it is the target. `np.bincount` then counts how
# often each id occurs. (`examples` returns the words that we name or, in a corpus without them, others.)

# %%
dog, cat, king, queen = vocabulary.examples(["dog", "cat", "king", "queen"])


def count_contexts(word):
    is_target = pairs[:, 0] == vocabulary.id(word)  # column 0 holds the targets
    contexts = pairs[is_target, 1]
    return np.bincount(contexts, minlength=len(vocabulary))


met = count_contexts(dog)
print(f"{dog} has {met.sum()} contexts, {met[2]} times {vocabulary.words[2]}")


# %%
def top(numbers, how_many=8):
    # argsort lists ids, smallest number first; the minus sign turns that round
    largest_first = np.argsort(-numbers, kind="stable")[:how_many]
    return largest_first[numbers[largest_first] > 0]


for number in top(met):
    print(f"{dog} met {vocabulary.words[number]:8} {met[number]:3} times")

# %% [markdown]
# In Tinyworld, *dog* met *the* more often than any other word. That says little, because every noun meets *the*. But 58
# times *old*: is that a lot?

# %% [markdown]
# ## Which company is more than coincidence?
#
# Suppose that the contexts of *dog* were drawn at random from the whole corpus. A word that makes up 1 % of the corpus
# would then make up 1 % of the contexts of *dog*. That is how often we **expect** the two to meet **by chance**. Let us
# compare it with how often they really met.

# %%
share = vocabulary.counts / vocabulary.counts.sum()  # of each word in the corpus
expected = met.sum() * share
for number in top(met):
    word, ratio = vocabulary.words[number], met[number] / expected[number]
    print(f"{word:8}: {met[number]}, expected {expected[number]:.2f}, {ratio:.1f} ×")


# %% [markdown]
# Take *old* in Tinyworld. It is 0.33 % of the corpus, and *dog* has 491 contexts, so we expect 491 · 0.00334 = 1.64
# meetings. There are 58, which is 35 times as many. For *the* the ratio is only a little above 1: *dog* and *the* meet
# about as often as chance predicts.
#
# Let us sort by this ratio, and leave out words that met *dog* only once or twice. Even so, the ratio favours rare
# words: three meetings may still be luck.

# %%
def times_chance(word):
    met = count_contexts(word)
    ratio = met / np.maximum(met.sum() * share, 1e-9)  # no division by zero
    return np.where(met >= 3, ratio, 0)  # the ratio if met >= 3, otherwise 0


for word in (dog, cat, king, queen):
    special = vocabulary.decode(top(times_chance(word)))
    print(f"{word}: {', '.join(special)}")

# %% [markdown]
# These lists belong to their words. In Tinyworld, a dog growls; it is big, old and grey; it gets chased. A king wears
# something and wishes for things. Some words appear in two of the lists. That brings us to the most important idea of
# the course.

# %% [markdown]
# ## Why does company reveal meaning?
#
# How often do our four words meet *each other*, and what company do they share? The table has a row for each of the
# four. The first four columns are the same words. The others are words that both *dog* and *cat*, or both *king* and
# *queen*, meet unusually often.

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
four = [dog, cat, king, queen]
ratios = {word: times_chance(word) for word in four}
columns = []
for one, other in ((dog, cat), (king, queen)):
    columns += [number for number in top(np.minimum(ratios[one], ratios[other]), 5) if number not in columns]
columns = [vocabulary.id(word) for word in four] + columns
meetings = np.array([count_contexts(word)[columns] for word in four])
strangers = meetings[:, :4].sum() == 0
title = "They never meet, but they keep the same company" if strangers else "The company they keep"
plotting.plot_matrix(meetings, four, vocabulary.decode(columns), title=title)
plt.show()

# %% [markdown]
# In Tinyworld the first four columns are empty. In a quarter of a million tokens, *dog* and *cat* never stand within
# two words of each other, nor do *king* and *queen*. They do not have to: one usually takes the place of the other. (In
# another text they may well meet, as in *cats and dogs*.)
#
# But look at the company they keep. Both *dog* and *cat* meet *big*, *grown*, *old* and *grey*. Both *king* and *queen*
# meet *wore*, *walked* and *lived*. We call words similar when they **could stand in the same places**, and then they
# have the same contexts. By this measure *hot* and *cold* are similar, too: it finds words that can replace each other,
# not only words that mean the same.
#
# So a row of this table describes its word: it is a vector, and rows can be compared by their cosine, as in lesson 1.
#
# To compare them fairly, we take the ratios to chance instead of the counts, for all words of the vocabulary. We use
# their logarithms, so that a few huge ratios do not dominate.

# %%
rows = []
for word in four:
    row = np.log(np.maximum(times_chance(word), 1))  # ratios below 1 count as 1
    rows.append(row / max(np.linalg.norm(row), 1e-9))  # now its length is 1
rows = np.array(rows)  # (4, V)
cosines = rows @ rows.T  # for vectors of length 1, dot products are cosines
title = "Similar company, similar row"
plotting.plot_matrix(cosines, four, four, decimals=2, title=title)
plt.show()

# %% [markdown]
# In Tinyworld, *dog* and *cat* get 0.58, and so do *king* and *queen*. All other pairs stay below 0.1. Nobody told the
# program what a cat is. It only counted and compared with chance. (Tinyworld is an easy case. Its texts were written by
# a program, with kinds of words in mind; [lesson 13](13_real_text.ipynb) looks at real books.)
#
# You could stop here: such rows *are* word vectors. But they are long, with one number for each word of the vocabulary,
# and most of these are zero. Word2vec learns from the same pairs, and ends up with a hundred numbers per word. How it
# does that is the subject of lesson 4.

# %% [markdown]
# ## Should nearby words count more?
#
# The next word says more about the target than the word five places away. For that reason word2vec does not use the
# full window every time. For each target it draws a **reach** between 1 and the window size, and looks only that far.
#
# With a window of 5, the next word is always within reach. The word at distance 3 is within reach if we draw a 3, a 4
# or a 5, so 3 times out of 5. In general, distance $d$ is kept with probability $(w + 1 - d)/w$. Let us check. (The
# random generator starts from a fixed number, 42, so that you get the same draws.)

# %%
text = np.arange(2, 10_002)  # 10,000 different words: ids tell the distance
drawn = w2v.skip_grams(text, window_size=5, rng=np.random.default_rng(42))
distance = np.abs(drawn[:, 0] - drawn[:, 1])
kept = np.bincount(distance)[1:] / (2 * len(text))  # each word has two at distance d
for d in range(1, 6):
    print(f"distance {d}: drawn {kept[d - 1]:.2f}, by the formula {(6 - d) / 5:.2f}")

# %% [markdown]
# Nearby words count more, at the cost of one random number per target. `w2v.train`, which you will use from lesson 6
# on, does not draw at all. It uses all pairs of the full window and gives nearby ones more weight. By default the
# weight falls like $1/d$, even faster than here; with `context_weights="linear"` it is what these draws give on
# average.

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert pairs.min() > w2v.UNKNOWN and len(pairs) <= 2 * window_size * num_tokens
as_target, as_context = (np.bincount(column, minlength=len(vocabulary)) for column in pairs.T)
assert np.array_equal(as_target, as_context)  # being near is mutual
assert np.allclose(kept, [(6 - d) / 5 for d in range(1, 6)], atol=0.02)

# %% cellView="form" jupyter={"source_hidden": true} tags=["headline", "hide-input"]
print(f"8 words give {len(fast)} pairs; {corpus.name} gives {len(pairs):,}")

# %% [markdown]
# ## Exercises
#
# **1. Predict.** How many pairs does our sentence of 8 words give with a window of 3? And with a window of 100? Work it
# out on paper.

# %%
q = exercises.lesson("skip_grams")
my_answers = None  # for example (30, 90)
q.number_of_pairs.check(my_answers)


# %% [markdown]
# **2. Build.** Some models look only to the left: the contexts of a word are the words *before* it. Write this as a
# function that returns a list of pairs (target, context).

# %%
def left_pairs(sequence, window_size):
    return None  # your code


q.left_pairs.check(left_pairs)

# %% [markdown]
# **Quiz.** Run the cell to see three questions, then put your letters in place of `None`.

# %%
q.quiz.check(None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - A target and a word from its window make a pair. A text of $n \ge w$ words gives $2wn - w(w + 1)$ pairs.
# - Windows stop at the end of a document. The text itself provides the examples, so nobody has to label anything.
# - To see whether two words belong together, compare their actual meetings with the number that chance predicts.
# - Words with the same contexts are similar, even if they never meet. That is why word vectors can be learned from
#   text.
#
# | | in | out |
# |---|---|---|
# | `w2v.skip_grams` | ids (N,), a 0 ends a document | pairs (P, 2): target, context |
#
# Next: [3. Drop words that are everywhere](03_sampling_tables.ipynb).
#
# **Further reading:** Mikolov, Chen, Corrado, Dean (2013), [Efficient Estimation of Word Representations in Vector
# Space](https://arxiv.org/abs/1301.3781). Section 3 introduces skip-gram and its sister model CBOW, which guesses the
# target from all its contexts at once.
