# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 12. Take the tutorial's steps apart
#
# You will follow TensorFlow's word2vec tutorial step by step, and measure on a corpus what each step keeps, draws and
# learns. It is a lesson for anyone who has used the tutorial, or code that was copied from it.
#
# **You will learn**
# - how skip-gram and CBOW differ, and when Keras's `skipgrams` crashes;
# - what a sampling table that never sees a count leaves of a corpus;
# - where the question "real or noise?" comes from, and what the tutorial draws as noise;
# - how its softmax differs from yes or no, and what a model learns from a pair that is both.
#
# **You need** lessons 2 to 4 (pairs, thinning, negatives). **Time:** about 65 minutes with the exercises; it runs in
# about 10 seconds.
#
# corpus → vocabulary → sequences → skip-grams → **negatives** → dataset → model → training → vectors → analysis

# %% cellView="form" jupyter={"source_hidden": true} tags=["setup", "hide-input"]
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
import sys
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
import tensorflow as tf
from w2v_helpers import plotting

# %% [markdown]
# ## What you bring from lessons 2 to 4
#
# We need our sentence, as ids and as pairs, and the corpus. To use your own text, change the call of `load_corpus`.

# %%
tokens = w2v.tokenize("The wide road shimmered in the hot sun.")
window_size = 2
sequence = [1, 2, 3, 4, 5, 1, 6, 7]  # its ids in lesson 2
pairs = [tuple(pair) for pair in w2v.skip_grams(sequence, window_size).tolist()]
print(len(pairs), "pairs, the first five:", pairs[:5])

# %%
corpus = w2v.load_corpus()  # or, for example, w2v.load_corpus("my_book.txt")
vocabulary = w2v.Vocabulary.from_corpus(corpus)
ids = vocabulary.encode_corpus(corpus)
corpus_pairs = w2v.skip_grams(ids, window_size)
print(f"{corpus.name}: {len(corpus_pairs):,} pairs")

# %% [markdown]
# ## One example per pair, or one per window?
#
# Word2vec can learn from a window in two ways. **Skip-gram** is given the target and guesses each context; every pair is
# an example. **CBOW** (continuous bag of words) is given the mean of all contexts and guesses the target; a whole window is
# one example.

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
place, contexts = 3, [1, 2, 4, 5]  # the target and its window
_, (left, right) = plt.subplots(1, 2, figsize=(9, 2.6), layout="constrained")
for ax, height in ((left, 0), (right, 1)):  # of the target: what is given stands below
    for spot in (place, *contexts):
        colour, up = (plotting.ORANGE, height) if spot == place else (plotting.SKY, 1 - height)
        box = {"fc": colour, "ec": "none", "alpha": 0.45}
        ax.text(spot, up, tokens[spot], ha="center", va="center", fontsize=11, bbox=box)
    ax.set(xlim=(0.3, 5.7), ylim=(-0.25, 1.25))
    ax.set_axis_off()
arrow = {"arrowstyle": "-|>", "color": plotting.BLUE, "lw": 1.8, "shrinkA": 0, "shrinkB": 0}
for context in contexts:
    left.annotate("", (context, 0.86), (place, 0.14), arrowprops=arrow)
    right.annotate("", (place, 0.38), (context, 0.14), arrowprops=arrow)
right.annotate("", (place, 0.86), (place, 0.62), arrowprops=arrow)
right.text(place, 0.5, "mean", ha="center", va="center", bbox={"fc": "white", "ec": plotting.GREY})
left.set_title("Skip-gram: guess each context")
right.set_title("CBOW: guess the target")
plt.show()

# %% [markdown]
# For our sentence that makes 8 examples, one for each target, where skip-gram has one for each pair. Fewer examples take
# less time; the authors of word2vec report that skip-gram does better on rare words. This course builds skip-gram.

# %% [markdown]
# ## Does Keras make the same pairs?
#
# TensorFlow has a [word2vec tutorial](https://www.tensorflow.org/text/tutorials/word2vec). We call it the reference
# tutorial and compare with it throughout. It takes a function of Keras to make pairs; does that work on your Python?

# %% tags=["nbval-ignore-output"]
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
# whole numbers only. With a `seed` the faulty line is not reached, and then Keras finds the very same pairs as the loops
# of lesson 2. Keras itself calls the function outdated, so we keep our own.

# %% [markdown]
# For the next two sections we need three things from lesson 3: its formulas, its threshold of 0.001, and the ten most
# frequent words of the corpus. A folded cell brings them back.

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
def paper(f, t):
    return np.minimum(1, np.sqrt(t / f))


def word2vec_c(f, t):
    return np.minimum(1, (np.sqrt(f / t) + 1) * (t / f))


pairs, t = corpus_pairs, 1e-3
frequency = vocabulary.counts / vocabulary.counts.sum()  # (V,), the share of the corpus that is this word
keep = w2v.keep_probabilities(vocabulary.counts, t)  # (V,)
is_top = np.isin(np.arange(len(vocabulary)), range(2, 12))  # (V,), true for the ten most frequent words
ranks = np.arange(1, len(vocabulary) - 1)

# %% [markdown]
# ## A table that knows only the rank
#
# The reference tutorial uses a function of Keras, `make_sampling_table`. It asks for nothing but a number of ranks: it
# never sees a count. We have rebuilt it as `w2v.rank_table`. Its first ten values:

# %%
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
ax.set(xlabel="rank of the word", ylabel="probability to be kept", title="Keras's table keeps few words")
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
# From lesson 4 we take its model of our sentence, with random vectors of two numbers, and the probabilities that its
# softmax gives each context of *road*. They are in the next folded cell.

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
sentence = w2v.Vocabulary.from_corpus([tokens], min_count=1)
words = sentence.words[2:]
v, u = np.random.default_rng(8).uniform(-1.5, 1.5, size=(2, len(words), 2)).round(1)  # a row for each word
road = v[words.index("road")]
probabilities = np.exp(u @ road) / np.exp(u @ road).sum()  # P(context | road)
num_negatives = 4
noise = {0.75: w2v.noise_distribution(vocabulary.counts)}  # (V,), count^0.75


# %% [markdown]
# ## Real or noise?
#
# A softmax needs the scores of all words, so lesson 4 asks an easier question. Mix each real context with $K$ words
# drawn at random, the **noise**, and show the model one word of the mixture: is it real? Let the text give a certain word
# with probability $P$, and chance with probability $P_n$. In a mixture we then expect it $P$ times as the real one and
# $K P_n$ times as noise. So it is real with probability
#
# $$\frac{P}{P + K P_n} = \sigma(\log P - \log(K P_n))$$
#
# where the **sigmoid** $\sigma(x) = 1 / (1 + e^{-x})$ turns any score into a number between 0
# and 1. (If this is too much at once, go on at *What the reference tutorial draws*. What follows there needs only the
# sigmoid.)

# %%
def sigmoid(x):
    return 1 / (1 + np.exp(-x))


chance = sentence.counts[2:] / sentence.counts.sum()  # "the" 2 of 8, the others 1 of 8
real = probabilities / (probabilities + num_negatives * chance)
assert np.allclose(real, sigmoid(np.log(probabilities) - np.log(num_negatives * chance)))
print({word: round(float(p), 2) for word, p in zip(words, real, strict=True)})

# %% [markdown]
# Both sides agree: the model takes *shimmered* for real with probability 0.47, *hot* with 0.05. **Noise contrastive
# estimation** (NCE) lets the score itself stand for $\log P$, so that no word needs the scores of the others, and takes
# the correction $\log(K P_n)$ off before the sigmoid.
#
# **Negative sampling** leaves the correction out and takes $\sigma$ of the bare score. What do
# the two then learn? Take the target *in*, whose contexts are *road*, *shimmered*, *the* and *hot*, each once.

# %%
share = 1 / 4  # each of the four is one context in four
nce, sgns = {}, {}
for context in ("the", "hot"):
    correction = np.log(num_negatives * chance[words.index(context)])
    nce[context] = np.log(share)  # σ(score − correction) is the right answer
    sgns[context] = np.log(share) - correction  # σ(score) is the right answer
    print(f"{context}: NCE {nce[context]:.2f}, correction {correction:.2f}, without {sgns[context]:.2f}")

# %% [markdown]
# These are the scores of a perfect model. With the correction (NCE) both words get the same one, $\log(1/4) = -1.39$
# (the natural logarithm): the logarithm of a probability. Without it *hot* gets more than *the*, −0.69 against −1.39,
# because *the* is twice as frequent and so meets *in* more by chance.
#
# So the scores of negative sampling say how much *more than by chance* two words meet. We want good vectors, not
# probabilities, and leave the correction out.

# %% [markdown]
# ## What the reference tutorial draws
#
# The tutorial calls `log_uniform_candidate_sampler`. It never sees a count. It takes the id $k$ for the **rank** of a
# word, counted from 0, and guesses the rest ($V$ is the number of ids):
#
# $$P(k) = \frac{\ln((k + 2) / (k + 1))}{\ln(V + 1)}$$
#
# `w2v.log_uniform_distribution` is this formula. Compare it with the counts of the corpus.

# %%
guessed = w2v.log_uniform_distribution(len(vocabulary))
labels = ["(padding)", *vocabulary.words[1:8]]
both = {"tutorial, by rank": guessed[:8], "count^0.75": noise[0.75][:8]}
plotting.plot_bars(labels, both, title="The tutorial draws padding most often", ylabel="probability")
plt.show()
print(f"padding {guessed[0]:.3f}, [UNK] {guessed[1]:.3f}")


# %% [markdown]
# First defect: ids 0 and 1 are padding and [UNK], which stand for no word, but the sampler takes them for the two most
# frequent ones: in Tinyworld padding alone has a probability of nearly one in ten. Second: the tutorial hands the
# positive over as `true_classes`, as if to keep it out of the draw. Does that work? We draw once. Then we draw from the
# same random numbers again, and name as positive the very word that is about to come.

# %%
def tutorial_negatives(positive):
    drawn, _, _ = tf.random.log_uniform_candidate_sampler(
        true_classes=[[positive]], num_true=1, num_sampled=4, unique=True, range_max=len(vocabulary), seed=42
    )
    return drawn.numpy()


# %%
tf.random.set_seed(42)
once = tutorial_negatives(positive=2)
tf.random.set_seed(42)
again = tutorial_negatives(positive=once[0])
print(f"first {once.tolist()}; then, with {once[0]} as the positive, {again.tolist()}")
assert np.array_equal(once, again)

# %% [markdown]
# Both draws are the same, so the positive came up among its own negatives. The draw does not look at `true_classes`,
# which only serves to compute expected counts. How often does that happen? We count over 5,000 pairs of the corpus,
# with one call for each as in the tutorial.

# %%
tf.random.set_seed(42)
some = np.random.default_rng(42).choice(len(corpus_pairs), 5_000)
positives = corpus_pairs[some, 1]
drawn = np.array([tutorial_negatives(positive) for positive in positives])  # (5000, 4)
has_padding = (drawn == w2v.PADDING).any(axis=1).mean()
has_unknown = (drawn == w2v.UNKNOWN).any(axis=1).mean()
has_positive = (drawn == positives[:, None]).any(axis=1).mean()
print(f"padding in {has_padding:.1%} of the examples")
print(f"[UNK] in {has_unknown:.1%}, the positive in {has_positive:.1%}")

# %% [markdown]
# Some examples have their positive among their own negatives, so the model is told yes and no about the same pair. Far
# more have padding, and learn about a word that does not exist.
#
# Third defect: the tutorial draws once and stores the result, so each pass over the data repeats the same few negatives.

# %% [markdown]
# ## One choice among five, or five questions?
#
# Here is the training example of lesson 4 once more: the target *road* with its positive *wide* and four negatives, and
# the scores that the untrained model gives them.

# %%
by_hand = w2v.noise_distribution(sentence.counts)
negatives = w2v.sample_negatives(np.array([sentence.id("wide")]), 4, by_hand, np.random.default_rng(9))[0]
candidates = ["wide", *sentence.decode(negatives)]
labels = np.array([1, 0, 0, 0, 0])
U = np.array([u[words.index(word)] for word in candidates])  # (1+K, 2), the positive first
logits = U @ road  # (1+K,) scores; before the sigmoid they are called logits
print(", ".join(f"{word} {logit:.2f}" for word, logit in zip(candidates, logits, strict=True)))


# %% [markdown]
# The tutorial uses another loss, a softmax over the five candidates. It asks *which of these five?* instead of five times
# *real or noise?* Watch what happens if we add 3 to every score.

# %%
def softmax_loss(logits):
    return tf.keras.losses.CategoricalCrossentropy(from_logits=True)(labels, logits).numpy()


def yes_no_loss(logits):
    return np.logaddexp(0, logits).sum() - labels @ logits  # the same sum, safe for very large scores


versions = {"as they are": logits, "all + 3": logits + 3, "easy negatives": logits - 6 * (1 - labels)}
for name, changed in versions.items():
    print(f"{name:15} softmax {softmax_loss(changed):.2f}, yes or no {yes_no_loss(changed):.2f}")

# %% [markdown]
# With 3 more, every negative counts as real, yet the softmax loss is the same: only differences between the five matter.
# With easy negatives (6 off their scores) it is nearly content, although *wide* still gets the same low score. Its value
# depends on the company. Lesson 6 shows what that does to the training.

# %% [markdown]
# ## What does a collision teach?
#
# Last, the collision from above. What does the model learn if the positive is among its own negatives?

# %%
target, wide, yes_and_no = road, U[0], np.array([1, 0])  # one row of the table gets both labels
for step in range(100):
    for_target, for_contexts = w2v.sgns_gradients(target, np.array([wide, wide]), yes_and_no)
    if step == 0:
        print("yes:", for_contexts[0].round(2), " no:", for_contexts[1].round(2))
        print("together:", sum(for_contexts).round(2))
    target, wide = target - 0.1 * for_target, wide - 0.1 * sum(for_contexts)
collision = w2v.sgns_loss(target, np.array([wide, wide]), yes_and_no)
print(f"after 100 steps: score {wide @ target:.2f}, loss {collision:.2f}; two coins cost {2 * np.log(2):.2f}")

# %% [markdown]
# *Yes* and *no* push the vector of *wide* in opposite directions. What is left over drags the score to 0, the toss of a
# coin, whatever the text says. That is why `w2v.sample_negatives` draws a hit again.
# `w2v.train` leaves hits in, because its noise words are shared by many targets (lesson 9).

# %% [markdown]
# ## Check
#
# These must hold for any corpus. If one fails after you changed something, the message says where.

# %%
assert (keep[2:] >= paper_keep[2:]).all()  # word2vec.c keeps a little more than the paper says
assert is_top[left["word2vec.c"]].any(axis=1).mean() < is_top[pairs].any(axis=1).mean()
assert is_top[keras_pairs[:, 1]].mean() > is_top[left["word2vec.c"][:, 1]].mean()
assert np.isclose(nce["hot"] - sgns["hot"], np.log(num_negatives * chance[words.index("hot")]))
assert np.isclose(probabilities.sum(), 1) and np.isclose(guessed.sum(), 1)
assert has_padding > has_positive > 0
assert np.isclose(collision, 2 * np.log(2), atol=0.01)

# %% tags=["headline"]
tutorial = f"padding in {has_padding:.0%} of the examples, their own positive in {has_positive:.1%}"
print(f"the tutorial's negatives: {tutorial}")

# %% [markdown]
# ## Exercises
#
# Fill in a cell and run it: it says right, not yet and why, or not attempted yet. *Explore* questions are not judged: they
# show what a good answer mentions. If you are stuck, replace `.check(…)` with `.hint()`, more than once if you like;
# `.solution()` shows ours.
#
# **1. Build.** Write `accidental_hits(positives, negatives)`: for each example true if its positive is among its own
# negatives. `positives` is an array of shape (P,), `negatives` of shape (P, K). Use it on `drawn` from above.

# %%
from w2v_helpers import exercises

q = exercises.lesson("tutorial_steps")


def accidental_hits(positives, negatives):
    return None  # your code


q.accidental_hits.check(accidental_hits)

# %% [markdown]
# **2. Explore.** Let 5,000 targets ask about their negatives once, with context vectors that start at zero. A negative at
# score 0 has the error ½, so its row is pushed by half the target's vector. How far is the row of padding pushed by the
# tutorial's negatives, compared with real words? And by ours? What is that good for?

# %%
my_finding = None  # what you see, in a sentence or two between quotes
ours = w2v.sample_negatives(positives, num_negatives, noise[0.75], np.random.default_rng(42))
vectors = np.random.default_rng(0).normal(size=(len(vocabulary), 10))  # a target vector for each word
for name, noise_words in {"tutorial": drawn, "ours": ours}.items():
    pushes = np.zeros((len(vocabulary), 10))
    np.add.at(pushes, noise_words, 0.5 * vectors[corpus_pairs[some, 0]][:, None, :])
    lengths = np.linalg.norm(pushes, axis=1)
    of_words = f"the most pushed word {lengths[2:].max():.1f}, the middle one {np.median(lengths[2:]):.1f}"
    print(f"{name:8}: padding {lengths[0]:.1f}, {of_words}")
q.push_on_padding.check(my_finding)

# %% [markdown]
# **Quiz.** Three questions on the whole lesson. Put your letters in place of `None`.

# %%
q.quiz.check(None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - Keras's `skipgrams` finds the pairs of lesson 2. Its sampling table never sees a count, and leaves 9% of Tinyworld's
#   pairs.
# - Negative sampling is noise contrastive estimation without the correction: its scores say how much more than by chance
#   two words meet.
# - The tutorial's sampler draws padding, and now and then the positive itself; a pair with both labels learns a score of
#   0. Its softmax compares the candidates only with each other.
#
# Next: [13. Find out what vectors know](13_what_vectors_know.ipynb).
#
# **Further reading**
# - Dyer (2014), [Notes on Noise Contrastive Estimation and Negative Sampling](https://arxiv.org/abs/1410.8251): the
#   correction in detail.
