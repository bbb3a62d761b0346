# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 3. Drop words that are everywhere
#
# In the course's corpus, the ten most frequent words sit in half of all pairs, and they say little. You will drop some
# of them at random, before the pairs are made, and see what that does to the pairs that remain.
#
# **You will learn**
# - how often a word should be kept, from one short formula;
# - why words are dropped before the pairs are made, not after;
# - how to choose the one setting, the threshold, and why every pass over the text draws anew.
#
# **You need** [lesson 2](02_skip_grams.ipynb): windows and pairs. **Time:** about 45 minutes with the exercises; the
# code runs in about 10 seconds.
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
# ## Which words fill the pairs?
#
# Here are the first words of the corpus. How often does each of them occur in all of it, per 1,000 tokens?

# %%
corpus = w2v.load_corpus()  # or your text: w2v.load_corpus("../my_book.txt")
vocabulary = w2v.Vocabulary.from_corpus(corpus)
frequency = vocabulary.counts / vocabulary.counts.sum()  # (V,), each word's share
tokens = next(iter(corpus))[:13]  # of the first document
sequence = vocabulary.encode(tokens)
per_thousand = 1000 * frequency[sequence]  # (13,)
title = "A few words tower above the ones that carry the meaning"
plotting.plot_bars(tokens, {"": per_thousand}, title=title, ylabel="per 1,000 tokens")
plt.show()

# %% [markdown]
# In Tinyworld, one token in nine is *the*. *man*, *carried* and *suitcase* say what the sentence is about, but their
# bars can hardly be seen. What does this imbalance do to the pairs? Frequent words have small ids, so the ten most
# frequent words are those with ids 2 to 11. (The mean of a mask is the share of `True` in it.)

# %%
ids = vocabulary.encode_corpus(corpus)
pairs = w2v.skip_grams(ids, window_size=2)
has_top = (pairs < 12).any(axis=1)  # is one of the two words among the ten?
print("the ten:", " ".join(vocabulary.words[2:12]))
ten = frequency[2:12].sum()
print(f"{ten:.0%} of the tokens, in {has_top.mean():.0%} of the pairs")


# %% [markdown]
# A pair escapes the ten only if *neither* of its words is among them. In Tinyworld the chance of that is roughly 0.72 ·
# 0.72, about one half. All the other pairs say "this word stands near *the*" or the like, which is true of nearly every
# word.

# %% [markdown]
# ## How often should a word be kept?
#
# Word2vec tosses a coin for each token: keep it or drop it. How the coin is weighted depends on the word's frequency
# $f$, its share of all tokens, and on a **threshold** $t$ such as 0.001. A word that is rarer than $t$ always stays.
# What about more frequent ones?
#
# - We could keep them all. But then they would still fill the pairs.
# - We could cut every one of them down to a share of $t$, by keeping a fraction $t / f$. But then *the*, *and* and
#   *was* would all be equally common.
#
# The authors of word2vec chose a middle way, with a square root: keep a fraction $\sqrt{t / f}$. A word 100 times as
# frequent as the threshold then ends up 10 times as frequent as the threshold. Their program, word2vec.c, also adds $t
# / f$, which keeps a little more of the frequent words. We do the same:
#
# $$ P = \sqrt{\frac{t}{f}} + \frac{t}{f} $$
#
# A result above 1 means "always keep". This is the word's **[keep probability](GLOSSARY.md#keep-probability)**.

# %%
def keep_probability(f, t=0.001):
    return min(1, (t / f) ** 0.5 + t / f)


for f in (0.1, 0.01, 0.001):
    print(f"{f:.1%} of the tokens: kept with probability {keep_probability(f):.2f}")

# %% [markdown]
# By hand, for a word that is one token in ten: $\sqrt{0.001 / 0.1} + 0.001 / 0.1 = 0.1 + 0.01 = 0.11$. The helper
# `w2v.keep_probabilities` does this for all words of a vocabulary.

# %%
keep = w2v.keep_probabilities(vocabulary.counts, 0.001)  # (V,)
number = vocabulary.id(vocabulary.words[2])  # the most frequent word
assert np.isclose(keep[number], keep_probability(frequency[number]))
bars = {"before": per_thousand, "after": per_thousand * keep[sequence]}
title = "Subsampling cuts the tall bars and spares the short ones"
plotting.plot_bars(tokens, bars, title=title, ylabel="per 1,000 tokens before")
plt.show()

# %% [markdown]
# Dropping tokens in this way is called **[subsampling](GLOSSARY.md#subsampling)**. In Tinyworld, about 12 of every 113
# *the* stay, 6 of every 22 *a*, and nearly all of the rarer words.

# %% [markdown]
# ## How are tokens dropped?
#
# Draw one random number between 0 and 1 for each token. The token stays if the number is below its keep probability.

# %%
rng = np.random.default_rng(3)
kept = []
for number in sequence:
    if rng.random() < keep[number]:
        kept.append(int(number))
print(" ".join(vocabulary.decode(kept)))

# %% [markdown]
# The helper `w2v.subsample` does the same for a whole corpus. It always keeps the zeros that mark the ends of
# documents.

# %%
assert w2v.subsample(sequence, keep, np.random.default_rng(3)).tolist() == kept
shorter = w2v.subsample(ids, keep, np.random.default_rng(42))
print(f"{(ids > 0).sum():,} tokens before, {(shorter > 0).sum():,} after")

# %% [markdown]
# ## Why drop tokens before making pairs?
#
# Let the window slide over what the coins have left of our sentence:

# %%
ax = plotting.plot_windows(vocabulary.decode(kept), window_size=2)
ax.set_title("The gaps close: each window of 2 reaches farther")
plt.show()

# %% [markdown]
# In Tinyworld, *suitcase* and *corner* are now in one window; before, they were three places apart. So subsampling does
# two things at once. It thins out the frequent words, and it lets the windows of the rest reach farther. If we first
# made the pairs and then dropped some of them, no window would reach farther.
#
# What remains of the pairs of the whole corpus?

# %%
after = w2v.skip_grams(shorter, window_size=2)
still_top = (after < 12).any(axis=1)
print(f"{len(pairs):,} pairs before, {has_top.mean():.0%} with one of the ten words")
print(f"{len(after):,} pairs after, {still_top.mean():.0%} with one of the ten words")

# %% [markdown]
# There are fewer pairs, but more of them say something.

# %% [markdown]
# ## Which threshold should you choose?
#
# A smaller threshold drops more. Here is what each leaves of this corpus:

# %%
thresholds = [0.01, 0.001, 0.0001, 0.00001]
tokens_left, pairs_with_top = [], []
for t in thresholds:
    keep_t = w2v.keep_probabilities(vocabulary.counts, t)
    tokens_left.append((keep_t * frequency).sum())
    some = w2v.skip_grams(w2v.subsample(ids, keep_t, np.random.default_rng(42)), 2)
    pairs_with_top.append((some < 12).any(axis=1).mean())

# %%
labels = ["none", "0.01", "0.001", "0.0001", "0.00001"]
bars = {
    "tokens left": [1, *tokens_left],
    "pairs with one of the ten words": [has_top.mean(), *pairs_with_top],
}
ax = plotting.plot_bars(labels, bars, title="A smaller threshold leaves less text")
ax.set(xlabel="threshold", ylabel="share")
plt.show()

# %% [markdown]
# In Tinyworld, most of the text is still there at 0.001. Below that, the text itself starts to disappear. The word2vec
# paper suggests values around 0.00001, but its texts had billions of words to spare. In Tinyworld this would leave
# about one token in ten. The default of word2vec.c, and of this course, is 0.001. In our benchmark on short texts
# (`tests/benchmarks/advice.py`), 0.0001 gave worse vectors on every text we tried, and dropping nothing at all was
# about as good as 0.001.

# %% [markdown]
# ## One sample, or a new one each time?
#
# Training reads the text many times. Each pass is called an **[epoch](GLOSSARY.md#epoch)**. Should all epochs use the
# same sample? Let us count how much of the text gets kept at least once if every epoch draws its own. (For masks, `|`
# means "or".)

# %%
rng = np.random.default_rng(42)
seen = np.zeros(len(ids), dtype=bool)
for epoch in range(1, 21):
    seen = seen | (rng.random(len(ids)) < keep[ids])
    if epoch in (1, 2, 5, 20):
        print(f"after epoch {epoch:2}: {seen[ids > 0].mean():.0%} of the tokens")

# %% [markdown]
# One sample, used again and again, would stop at the first of these figures: what it dropped would be lost for good.
# With new samples almost every token gets its turn. So each epoch draws anew. The draws can still be repeated: the
# generator starts from a **[seed](GLOSSARY.md#seed)**, here 42, and the same seed gives the same sample.

# %% [markdown]
# ## What if you know only the rank?
#
# Keras offers a ready-made table of keep probabilities, `make_sampling_table`, and TensorFlow's word2vec tutorial uses
# it. It does not ask for counts. It only knows each word's **rank** (first, second, third …) and guesses the frequency
# from it, with $t = 0.00001$ by default. `w2v.rank_table` uses the same formula ([lesson 13](13_real_text.ipynb)
# looks at it more closely). How much of this corpus would it keep?

# %% tags=["headline"]
by_rank = w2v.rank_table(len(vocabulary))
real, ranks = (keep * frequency).sum(), (by_rank * frequency).sum()
print(f"{corpus.name}: by counts {real:.0%} of the tokens stay, by ranks {ranks:.0%}")
print(f"(by counts with t = 0.00001: {tokens_left[-1]:.0%})")

# %% [markdown]
# In Tinyworld the table throws nearly everything away. The threshold does most of the harm: with real counts, 0.00001
# would leave hardly more. Choose a threshold that suits the size of your text, and use the counts if you have them.

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert keep.min() > 0 and keep.max() <= 1 and (np.diff(keep[2:]) >= 0).all()  # the rarer, the safer
assert np.isclose((shorter > 0).sum() / (ids > 0).sum(), real, atol=0.05)  # kept as promised
assert still_top.mean() < has_top.mean() and np.count_nonzero(shorter == 0) == len(corpus)

# %% [markdown]
# ## Exercises
#
# **1. Order.** Put the steps in the order in which training takes them. Run the cell to see them.

# %%
q = exercises.lesson("sampling_tables")
my_order = None  # letters, for example "abcdef"
q.steps.check(my_order)


# %% [markdown]
# **2. Build.** Turn the formula into a function for all words at once. You get a list of counts, all above 0, and a
# threshold. Return the keep probability of each word, as a list or an array.

# %%
def keep_probabilities(counts, t):
    return None  # your code


q.keep_probabilities.check(keep_probabilities)

# %% [markdown]
# **Quiz.** Run the cell to see three questions, then put your letters in place of `None`.

# %%
q.quiz.check(None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - A few words sit in a large part of all pairs and say little.
# - A token stays with probability $\sqrt{t/f} + t/f$. For a small corpus, $t = 0.001$ is a good start.
# - Tokens are dropped *before* the pairs are made, so the windows of the remaining words reach farther.
# - Every epoch draws a new sample. A seed makes the draws repeatable.
#
# | | in | out |
# |---|---|---|
# | `w2v.keep_probabilities` | counts (V,), threshold | probabilities (V,) |
# | `w2v.subsample` | ids (N,), probabilities (V,), a generator | fewer ids |
#
# Next: [4. Ask whether a pair is real](04_negative_sampling.ipynb).
#
# **Further reading:** Mikolov, Sutskever, Chen, Corrado, Dean (2013), [Distributed Representations of Words and Phrases
# and their Compositionality](https://arxiv.org/abs/1310.4546), section 2.3.
