# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 3. Thin out the words that are everywhere
#
# You will drop some tokens of the most frequent words at random, so that the pairs that remain say more, and see why the
# table that the reference tutorial uses for it throws nearly everything away.
#
# **You will learn**
# - how many pairs are wasted on words like *the*, and what Zipf's law says about them;
# - three formulas for how often to keep a word: the paper's, the original program's and Keras's;
# - why tokens are dropped before the windows are laid;
# - how to choose the one setting, the threshold, for a small corpus.
#
# **You need** lesson 2 (windows and pairs). **It runs** in about 20 seconds.
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
import random

import matplotlib.pyplot as plt
import numpy as np

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
from w2v_helpers import plotting

# %% [markdown]
# ## Words that are everywhere
#
# Here is our sentence again. How often does each of its words occur in the corpus, in 1,000 tokens?

# %%
corpus = w2v.load_corpus()  # or, for example, w2v.load_corpus("my_book.txt")
vocabulary = w2v.Vocabulary.from_corpus(corpus)
frequency = vocabulary.counts / vocabulary.counts.sum()  # (V,), the share of the corpus that is this word
tokens = w2v.tokenize("The wide road shimmered in the hot sun.")
per_thousand = [1000 * frequency[vocabulary.id(token)] if token in vocabulary else 0 for token in tokens]
title = "A few words stand far above the rest"
plotting.plot_bars(tokens, {"": per_thousand}, title=title, ylabel="times in 1,000 tokens")
plt.show()

# %% [markdown]
# *the* stands out, *in* follows, and the words that tell what the sentence is about hardly show. (A word without a bar
# is rare, or not in the vocabulary at all.) What does that do to the pairs? Take the ten most frequent words; their ids
# are 2 to 11, because ids go by falling count. (`any(axis=1)` asks of each pair whether either of its words is among
# them.)

# %%
window_size = 2
is_top = np.isin(np.arange(len(vocabulary)), range(2, 12))  # (V,), true for the ten most frequent words
ids = vocabulary.encode_corpus(corpus)
pairs = w2v.skip_grams(ids, window_size)
top_tokens, top_pairs = frequency[is_top].sum(), is_top[pairs].any(axis=1).mean()
print("the ten:", " ".join(vocabulary.words[2:12]))
print(f"{top_tokens:.0%} of the tokens, but they sit in {top_pairs:.0%} of the pairs")

# %% [markdown]
# Ten words take part in so many pairs because either of the two words of a pair can be one of them: in Tinyworld 1 −
# 0.72², about one half, have at least one. Such a pair says "this word stands near *the*", which is true of nearly
# every word. We should like to see fewer of them.

# %% [markdown]
# ## Zipf's law
#
# Sort all words by count. The place of a word in this list is its **rank**: 1 for the most frequent. In most texts the
# count falls with the rank in much the same way: the word of rank 10 occurs about a tenth as often as the first, the word
# of rank 100 about a hundredth. This is **[Zipf's law](GLOSSARY.md#zipfs-law)**:
#
# $$ f(r) \approx \frac{f(1)}{r} $$

# %%
ranks = np.arange(1, len(vocabulary) - 1)
_, ax = plt.subplots(figsize=(6, 3), layout="constrained")
plotting.plot_zipf(vocabulary.counts, label=f"words of {corpus.name}", ax=ax)
ax.plot(ranks, vocabulary.counts[2] / ranks, "--", color=plotting.ORANGE, label="count of the first / rank")
ax.legend(frameon=False)
plt.show()


# %% [markdown]
# Both axes are stretched so that each step multiplies by ten; on such paper Zipf's law is a straight line. The dots
# follow it only roughly, and how roughly depends on the corpus. Keep that in mind: one of the three formulas below trusts
# the line and never looks at the dots.

# %% [markdown]
# ## How often to keep a word
#
# The authors of word2vec toss a coin for each token: keep it or drop it. The coin depends on the word's **frequency**
# $f$, which is its share of all tokens, and on a **threshold** $t$, for example 0.001. The paper
# [keeps a token with probability](GLOSSARY.md#keep-probability)
#
# $$ P = \sqrt{\frac{t}{f}} $$
#
# and their program, word2vec.c, with a little more:
#
# $$ P = \left(\sqrt{\frac{f}{t}} + 1\right) \frac{t}{f} = \sqrt{\frac{t}{f}} + \frac{t}{f} $$
#
# A result above 1 means: always keep.

# %%
def paper(f, t):
    return np.minimum(1, np.sqrt(t / f))


def word2vec_c(f, t):
    return np.minimum(1, (np.sqrt(f / t) + 1) * (t / f))


for f in (0.1, 0.01, 0.001):
    print(f"every {1 / f:>5,.0f}th token: paper {paper(f, 0.001):.2f}, word2vec.c {word2vec_c(f, 0.001):.2f}")

# %% [markdown]
# By hand, for a word that is every tenth token: $\sqrt{0.001 / 0.1} = 0.1$, so one in ten stays; word2vec.c adds
# $0.001 / 0.1 = 0.01$ and makes it 0.11. A word as rare as the threshold is always kept. The helper `keep_probabilities`
# does word2vec.c's sum for all words at once, from their real counts.

# %%
t = 1e-3
keep = w2v.keep_probabilities(vocabulary.counts, t)  # (V,)
assert np.allclose(keep[2:], word2vec_c(frequency[2:], t))
ratio = t / frequency[2:]
assert np.allclose(keep[2:], np.minimum(1, np.sqrt(ratio) + ratio))  # the shorter form
middle = vocabulary.examples(["king", "romeo", "alice"], 1)[0]
for word in [*vocabulary.words[2:5], middle]:
    number = vocabulary.id(word)
    print(f"{word}: frequency {frequency[number]:.4f}, kept with {keep[number]:.2f}")

# %% [markdown]
# The frequent words are thinned strongly, words of middling frequency little or not at all. The order of the words by
# frequency stays the same; their distances shrink.

# %% [markdown]
# ## A table that knows only the rank
#
# The reference tutorial uses a function of Keras, `make_sampling_table`. It asks for nothing but a number of ranks: it
# never sees a count. We have rebuilt it as `w2v.rank_table`. Its first ten values:

# %%
import tensorflow as tf

theirs = tf.keras.preprocessing.sequence.make_sampling_table(10)
print(theirs.round(5))
assert np.allclose(theirs, w2v.rank_table(10))
assert theirs[0] == theirs[1]  # ranks 0 and 1 are the same

# %% [markdown]
# Even the last of them is kept in fewer than 1 case of 50. Where do these values come from? The table *guesses* each frequency
# from the rank by a form of Zipf's law, and puts the guess into the paper's formula with a threshold of 0.00001, which
# suits a text of billions of words. Turned round, $f = t / P^2$ shows what it guessed.

# %%
table = w2v.rank_table(len(vocabulary))  # (V,)
guessed = 1e-5 / table**2
print("word        id  real frequency  the table believes")
for word in vocabulary.words[2:7]:
    number = vocabulary.id(word)
    print(f"{word:10} {number:3} {frequency[number]:15.3f} {guessed[number]:19.3f}")
print(f"at rank 1 it believes {guessed[1]:.2f}")

# %% [markdown]
# Two things are wrong. At rank 1 the table believes that the word makes up all of the text, and the next guesses are far
# too high as well. And each word reads a wrong row: ids 0 and 1 are padding and unknown, so the most frequent word has
# id 2 and gets what was meant for rank 2. The tutorial's vocabulary does the same.
#
# All three as curves, over the ranks of this corpus:

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
curves = {
    "word2vec.c, t = 0.001": keep[2:],
    "paper, t = 0.001": paper(frequency[2:], t),
    "word2vec.c, t = 0.00001": word2vec_c(frequency[2:], 1e-5),
    "Keras's rank table": table[2:],
}
_, ax = plt.subplots(figsize=(6, 3), layout="constrained")
for (name, values), colour in zip(curves.items(), plotting.COLOURS, strict=False):
    ax.semilogx(ranks, values, label=name, color=colour)
ax.set(xlabel="rank of the word", ylabel="probability to be kept", title="Keras's table keeps hardly a word")
ax.spines[["top", "right"]].set_visible(False)
ax.legend(frameon=False)
plt.show()
print(f"Keras's table reaches 1 at rank {np.argmax(w2v.rank_table(100_000)):,}")

# %% [markdown]
# The two formulas with our threshold rise to 1: the first words are thinned, most others are kept. Keras's table stays
# low over the whole vocabulary, for it reaches 1 only at rank 10,197, which a small corpus does not have. The green
# line has real counts but Keras's threshold: it is as low, except for the rarest words. So the threshold does most of
# the harm.

# %% [markdown]
# ## What each keeps of the corpus
#
# The tutorial hands the table to Keras's `skipgrams`, which tosses the coin for the **target** of each pair only. We let
# Keras itself do it, document by document.

# %%
random.seed(42)  # Keras draws from Python's own random numbers
documents = [part[part > 0].tolist() for part in np.split(ids, np.flatnonzero(ids == 0))]
keras_pairs = np.array([
    pair
    for document in documents
    for pair in tf.keras.preprocessing.sequence.skipgrams(
        document, len(vocabulary), window_size, negative_samples=0, shuffle=False, sampling_table=table
    )[0]
]).reshape(-1, 2)
print(f"{len(keras_pairs):,} of {len(pairs):,} pairs are left: {len(keras_pairs) / len(pairs):.0%}")


# %% [markdown]
# Nearly the whole corpus is thrown away. Now the two formulas, which drop tokens from the corpus itself. For each way we
# measure how many pairs are left, and how many of these still have one of the ten words as their **context**.

# %%
def thinned_pairs(keep):
    return w2v.skip_grams(w2v.subsample(ids, keep, np.random.default_rng(42)), window_size)


paper_keep = np.ones(len(vocabulary))
paper_keep[2:] = paper(frequency[2:], t)
left = {
    "all pairs": pairs,
    "Keras's table": keras_pairs,
    "paper": thinned_pairs(paper_keep),
    "word2vec.c": thinned_pairs(keep),
}

# %%
measured = {
    "pairs left, of all": [len(some) / len(pairs) for some in left.values()],
    "of these, the context is one of the ten": [is_top[some[:, 1]].mean() for some in left.values()],
}
for name, *shares in zip(left, *measured.values(), strict=True):
    print(f"{name:14}", *(f"{share:6.1%}" for share in shares))
plotting.plot_bars(list(left), measured, title="Keras's table keeps little, and not the best", ylabel="share")
plt.show()


# %% [markdown]
# The tutorial's way has two defects. It keeps a small fraction, since the table was made for billions of words. And the
# ten words are no rarer among the contexts than before (in Tinyworld even more common), because only targets were
# dropped. The other two keep most of the text, and the ten words lose their hold.

# %% [markdown]
# ## Drop first, then lay the windows
#
# `w2v.subsample` takes the ids of the corpus and gives back a shorter array. A loop says what it does: a coin for each
# token, and the zeros that mark the end of a document always stay.

# %%
def subsample_by_hand(ids, keep, rng):
    kept = []
    for number in ids:
        coin = rng.random()  # between 0 and 1
        if number == w2v.PADDING or coin < keep[number]:
            kept.append(number)
    return kept


# %%
some_ids = ids[:20_000]
by_hand = subsample_by_hand(some_ids, keep, np.random.default_rng(7))
fast = w2v.subsample(some_ids, keep, np.random.default_rng(7))
assert fast.tolist() == by_hand
print(f"{len(some_ids):,} numbers before, {len(fast):,} after, loop and helper agree")

# %% [markdown]
# With the same random numbers both keep the same tokens. Why drop them *before* the windows are laid? Say the coins fall so
# that our sentence loses *the*, *in* and *the*.

# %%
shorter = [token for token in tokens if token not in ("the", "in")]
ax = plotting.plot_windows(shorter, window_size)
ax.set_title("Five words are left, and each window of 2 reaches farther")
plt.show()

# %% [markdown]
# The gaps close. *shimmered* now has *sun* in its window, which was four places away. Which pairs are new?

# %%
toy = w2v.Vocabulary.from_corpus([tokens], min_count=1)
before = set(map(tuple, w2v.skip_grams(toy.encode(tokens), window_size).tolist()))
now = set(map(tuple, w2v.skip_grams(toy.encode(shorter), window_size).tolist()))
new_pairs = sorted(now - before)
print("new:", ", ".join(" – ".join(toy.decode(pair)) for pair in new_pairs))

# %% [markdown]
# *road – hot*, *shimmered – hot* and *shimmered – sun*, each in both directions: pairs of words that tell what the sentence
# is about, and that a window of 2 could not reach. Now a piece of the corpus, with a dot for each token that was dropped:

# %%
piece = np.array(max(documents[:50], key=len)[:24])
coins = np.random.default_rng(42).random(len(piece))
print("before:", " ".join(vocabulary.decode(piece)))
after = np.where(coins < keep[piece], vocabulary.decode(piece), "·")
print("after: ", " ".join(after))

# %% [markdown]
# You can still guess what it is about. And how many pairs of the thinned corpus were out of reach before? We give each
# token its place in the corpus as an id; then the distance of a pair can be read off.

# %%
stays = (np.random.default_rng(42).random(len(ids)) < keep[ids]) | (ids == 0)
places = np.where(ids == 0, 0, np.arange(1, len(ids) + 1))[stays]
place_pairs = w2v.skip_grams(places, window_size)
assert len(place_pairs) == len(left["word2vec.c"])  # the same coins, the same pairs
widened = (np.abs(place_pairs[:, 0] - place_pairs[:, 1]) > window_size).mean()
print(f"{widened:.0%} of the pairs were farther apart than {window_size} places")

# %% [markdown]
# So [subsampling](GLOSSARY.md#subsampling) does two things for the price of one: it thins the frequent words, and it
# widens the windows of all others. Keras drops targets after the windows are laid: contexts are not thinned, and no
# window widens.

# %% [markdown]
# ## The threshold is a dial
#
# A smaller $t$ drops more. What does each setting leave of this corpus?

# %%
thresholds = [1e-2, 1e-3, 1e-4, 1e-5]
dial = {"tokens left": [1.0], "pairs with one of the ten words": [top_pairs]}
for threshold in thresholds:
    keep_t = w2v.keep_probabilities(vocabulary.counts, threshold)
    dial["tokens left"].append((keep_t * frequency).sum())
    dial["pairs with one of the ten words"].append(is_top[thinned_pairs(keep_t)].any(axis=1).mean())
labels = ["off", *(f"t = {threshold:g}" for threshold in thresholds)]
plotting.plot_bars(labels, dial, title="A smaller threshold leaves less text", ylabel="share")
plt.show()


# %% [markdown]
# In Tinyworld the orange bars fall fast at first and then no more, while the blue ones go on falling. At 0.001 most of
# the waste is gone and most of the text is still there; below that, mostly text is lost. For your own corpus begin with
# 0.001, and make this plot before you take a smaller one.

# %% [markdown]
# The dial turns more finely than in five steps. The curve says how likely a token is to stay, by how frequent its word is.

# %%
def keep_curve(threshold=1e-3):
    _, ax = plt.subplots(figsize=(6, 3), layout="constrained")
    keep_t = w2v.keep_probabilities(vocabulary.counts, threshold)[2:]
    ax.semilogx(frequency[2:], keep_t, color=plotting.BLUE)
    left = (keep_t * frequency[2:]).sum()
    ax.set(title=f"t = {threshold:g} leaves {left:.0%} of the tokens", xlabel="share of a word in the text")
    ax.set(ylabel="share of its tokens kept", ylim=(0, 1.05))
    return ax


w2v.sliders(keep_curve, threshold=[1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5])

# %% [markdown]
# The slope moves to the left as $t$ falls: at a small $t$ ordinary words are thinned, too.
#
# Does it matter for the vectors? A look ahead: we train on the corpus three times (how, is lesson 6) and look at the words
# that come out as most similar. For Tinyworld we also know the answers to questions such as *man is to king as woman is
# to ...*, and count the right ones.

# %% tags=["nbval-ignore-output"]
scores = {}
for threshold in (None, 1e-3, 1e-5):
    vectors = w2v.train(corpus, subsample=threshold, epochs=8, embedding_dim=50, verbose=0)
    near = ", ".join(word for word, _ in vectors.most_similar(middle, topn=6))
    print(f"t = {threshold}: near {middle} are {near}")
    if corpus.name == "tinyworld":
        scores[threshold] = w2v.evaluate_analogies(vectors).accuracy
        print(f"    {scores[threshold]:.0%} of the questions answered right")

# %%
if corpus.name == "tinyworld":
    assert scores[1e-5] < 0.3 < 0.9 < scores[1e-3]
    assert scores[1e-3] > scores[None] - 0.02

# %% [markdown]
# In Tinyworld the threshold of Keras's table, 0.00001, ruins the vectors: with the same number of passes over the text
# too few pairs are left to learn from. With 0.001 the answers are at least as good as with everything, and the
# neighbours change in kind: without thinning *king* is near persons, with it near his crown and palace, as wider
# windows bring in the topic (lesson 2, exercise 3).
#
# So 0.001 is the default of this course (`subsample` in `w2v.train`). The paper chose 0.00001 for billions of words,
# which can spare the tokens.

# %% [markdown]
# ## A fresh sample each time
#
# The coins come from a random generator that starts from a **[seed](GLOSSARY.md#seed)**. The same seed gives the same
# coins, so that a result can be repeated. Another seed gives another sample.

# %%
first, again, other = (w2v.subsample(ids, keep, np.random.default_rng(seed)) for seed in (1, 1, 2))
assert np.array_equal(first, again)
assert not np.array_equal(first, other)
print(f"seed 1: {len(first):,}   seed 1 again: {len(again):,}   seed 2: {len(other):,}")

# %% [markdown]
# One pass over the corpus is called an **[epoch](GLOSSARY.md#epoch)**, and training makes many. If each draws its own
# sample, what one epoch drops another keeps. The tutorial tosses its coins once and trains on the same pairs in every
# epoch. How much of the corpus has been a target after a number of epochs?

# %%
rng = np.random.default_rng(42)
seen = np.zeros(len(ids), dtype=bool)
curve = []
for _ in range(20):
    seen |= rng.random(len(ids)) < keep[ids]
    curve.append(seen[ids > 0].mean())

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
lines = {
    "t = 0.001, drawn in each epoch": curve,
    "t = 0.001, drawn once": [curve[0]] * 20,
    "Keras's table, drawn once": [(table * frequency).sum()] * 20,
}
_, ax = plt.subplots(figsize=(6, 3), layout="constrained")
plotting.plot_learning_curves(lines, title="What is drawn once never grows", ax=ax)
ax.set(ylim=(0, 1.05), ylabel="share of the tokens seen so far")
plt.show()

# %% [markdown]
# With fresh samples the share climbs towards 1: sooner or later each token has its turn, and frequent words have fewer
# turns than rare ones. Drawn once, the dropped part of the text is lost for good, however long we train.

# %% [markdown]
# ## Check
#
# These must hold for any corpus. If one fails after you changed something, the message says where.

# %%
assert keep.shape == vocabulary.counts.shape
assert keep.min() > 0 and keep.max() <= 1
assert (np.diff(keep[2:]) >= 0).all()  # the rarer, the safer
assert (keep[2:] >= paper_keep[2:]).all()  # word2vec.c keeps a little more than the paper says
assert np.isclose(stays[ids > 0].mean(), (keep * frequency).sum(), atol=0.05)  # kept as promised
assert np.count_nonzero(first == 0) == len(corpus)  # document ends stay
assert is_top[left["word2vec.c"]].any(axis=1).mean() < top_pairs
assert is_top[keras_pairs[:, 1]].mean() > is_top[left["word2vec.c"][:, 1]].mean()

# %% tags=["headline"]
_, by_rank, _, by_count = measured["pairs left, of all"]
print(f"real counts keep {by_count:.0%} of {corpus.name}'s pairs, Keras's rank table {by_rank:.0%}")

# %% [markdown]
# ## Exercises
#
# Fill in a cell and run it: it says right, not yet and why, or not attempted yet. *Explore* questions are not judged: they
# show what a good answer mentions. If you are stuck, replace `.check(…)` with `.hint()`, more than once if you like;
# `.solution()` shows ours.
#
# **1. Predict.** A word is every 25th token, so $f = 0.04$. With $t = 0.01$, how likely is a token of it to stay by the
# paper, and how likely by word2vec.c? Work it out on paper.

# %%
from w2v_helpers import exercises

q = exercises.lesson("sampling_tables")
my_answers = None  # for example (0.1, 0.2)
q.keep_by_hand.check(my_answers)

# %% [markdown]
# **2. Predict.** The coins fall so that our sentence of 8 words loses *the*, *in* and *the*. How many pairs are left at a
# window of 2, if the words are dropped before the windows are laid? And how many if, as with Keras, all eight words stay, and
# only those pairs go whose *target* is one of the three? (The whole sentence has 26.)

# %%
my_pairs = None  # for example (20, 10)
q.dropped_first.check(my_pairs)


# %% [markdown]
# **3. Build.** Write the helper's formula: from the counts of all words and a threshold, the probability of each word to be
# kept, by word2vec.c. All counts are above 0. Return a list or an array.

# %%
def keep_probabilities(counts, t):
    return None  # your code


q.keep_probabilities.check(keep_probabilities)


# %% [markdown]
# **4. Build.** Which threshold keeps half of the tokens? Write a search that finds the threshold for any share. If it works,
# ask it about this corpus: `threshold_for(vocabulary.counts[2:], 0.5)`.

# %%
def threshold_for(counts, share):
    return None  # your code


q.threshold_for.check(threshold_for)

# %% [markdown]
# **5. Explore.** Why toss coins at all? We could leave out the ten most frequent words altogether: a **stop list**.
# What do the coins keep that the list loses? And what does the list not touch at all?

# %%
my_finding = None  # what you see, in a sentence or two between quotes
listed = w2v.subsample(ids, np.where(is_top, 0.0, 1.0), np.random.default_rng(1))
for name, some in {"everything": ids, "coins": first, "stop list": listed}.items():
    of_the_ten = f"{np.count_nonzero(is_top[some]):,} of the ten words"
    of_rank_11 = np.count_nonzero(some == 12)
    print(f"{name:10} {np.count_nonzero(some):,} tokens, {of_the_ten}, {of_rank_11:,} of rank 11")
q.stop_list.check(my_finding)

# %% [markdown]
# **Quiz.** Four questions on the whole lesson. Put your letters in place of `None`.

# %%
q.quiz.check(None, None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - A few words sit in a large part of all pairs (half in Tinyworld) and say little. Zipf's law describes how counts
#   fall with the rank.
# - word2vec.c keeps a token with probability √(t/f) + t/f, from real counts; the paper writes √(t/f).
# - Keras's table knows the rank only, expects billions of words, and is read one rank off by the tutorial.
# - Tokens are dropped before windows are laid, so windows widen. The threshold for small corpora is about 0.001.
# - Each epoch tosses its coins anew; a seed makes that repeatable.
#
# | | in | out |
# |---|---|---|
# | `keep_probabilities` | counts, int64 (V,); threshold | probabilities, float64 (V,) |
# | `subsample` | ids, int32 (N,); probabilities (V,); a random generator | fewer ids, int32 |
# | `rank_table` | number of ranks | probabilities, float64 (V,), to compare with |
#
# Next: [4. Ask about words that were not there](04_negative_sampling.ipynb).
#
# **Further reading**
# - Mikolov, Sutskever, Chen, Corrado, Dean (2013), [Distributed Representations of Words and Phrases and their
#   Compositionality](https://arxiv.org/abs/1310.4546): section 2.3 has the formula.
# - Levy, Goldberg, Dagan (2015), [Improving Distributional Similarity with Lessons Learned from Word
#   Embeddings](https://aclanthology.org/Q15-1016/): measures, among other settings, the two ways of dropping tokens.
