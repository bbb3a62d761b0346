# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 4. Ask whether a pair is real
#
# Word2vec learns by answering one question over and over: did these two words stand together in the text, or were they
# put together at random? You will work out the model's answers, how wrong they are, and one step of learning, in
# numbers small enough for paper.
#
# **You will learn**
# - why each word gets two vectors, and how a score becomes a probability;
# - what positives and negatives are, and how negatives are drawn;
# - how a loss measures errors, and how a gradient step makes them smaller;
# - why words with the same contexts end up with similar vectors.
#
# **You need** pairs and their contexts from [lesson 2](02_skip_grams.ipynb), and from [lesson
# 1](01_text_as_numbers.ipynb) the dot product. **Time:** about 55 minutes with the exercises; the code runs in about 10
# seconds.
#
# corpus → vocabulary → sequences → skip-grams → **negatives** → dataset → model → training → vectors → analysis

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
# ## What does the model have to guess?
#
# Lesson 2 made pairs. Word2vec turns them into a guessing game: *given the target, which words are its contexts?* To
# play it, every word gets **two vectors**: $v$ for its role as a target, and $u$ for its role as a context.
#
# Why two? The score of a pair will be the dot product of its two vectors. With one vector per word, the score of a word
# with *itself* would be its squared length, which is never negative and often large. But a word hardly ever stands next
# to itself. With two vectors, the model can say so.
#
# We start with random vectors, of two numbers each so that you can follow on paper. Real ones have about a hundred.

# %%
tokens = w2v.tokenize("The wide road shimmered in the hot sun.")
toy = w2v.Vocabulary.from_corpus([tokens], min_count=1)
v = np.zeros((9, 2))  # the table of target vectors, a row for each id
u = np.zeros((9, 2))  # the table of context vectors
rng = np.random.default_rng(8)
v[2:] = rng.uniform(-1.5, 1.5, size=(7, 2)).round(1)  # rows 0 and 1 stay 0
u[2:] = rng.uniform(-1.5, 1.5, size=(7, 2)).round(1)
road = v[toy.id("road")]
print("road as target: ", road)
print("wide as context:", u[toy.id("wide")])

# %% [markdown]
# The **score** of *road* with *wide* is 1.1 · (−0.7) + (−0.3) · 0.3 = −0.86. A matrix product gives the scores of all
# words at once (lesson 1).

# %%
scores = u[2:] @ road  # (7,)
for word, score in zip(toy.words[2:], scores):
    print(f"road – {word:10} {score:5.2f}")

# %% [markdown]
# A high score should mean "these two stand together". To play the game, scores must become probabilities. One way is
# **[softmax](GLOSSARY.md#softmax)**: make all scores positive with the exponential function $e^x$ (with $e ≈ 2.718$),
# then divide by their sum, so that they add up to 1. Let $v$ be the vector of the target and $u_c$ that of a context
# $c$; $w$ runs over all words:
#
# $$ P(c \mid target) = \frac{e^{u_c \cdot v}}{\sum_w e^{u_w \cdot v}} $$
#
# Read $P(c \mid target)$ as "the probability of $c$, given the target".

# %%
probabilities = np.exp(scores) / np.exp(scores).sum()
print(dict(zip(toy.words[2:], probabilities.round(2).tolist())))

# %% [markdown]
# The untrained model believes that *shimmered* is most likely to stand near *road*.
#
# But look at the sum in the denominator of the fraction. To learn from *one* pair, the model needs the scores of *all*
# words, and a large collection of news has millions of them:

# %%
corpus = w2v.load_corpus()  # or your text: w2v.load_corpus("../my_book.txt")
vocabulary = w2v.Vocabulary.from_corpus(corpus)
for size in (len(vocabulary), 3_000_000):
    print(f"{size:9,} words of 100 numbers: {100 * size:11,} multiplications per pair")

# %% [markdown]
# ## What is an easier question?
#
# Instead of *which of all words?*, we ask about one word at a time: *is this pair from the text, yes or no?* For every
# pair of the text, we ask
#
# - about its real context, called the **positive**; the right answer, its label, is 1;
# - about $K$ words drawn at random, called the **[negatives](GLOSSARY.md#negative)**; their label is 0.
#
# Together they are the **candidates** of the target. This is **negative sampling**. It asks a different question from
# softmax, and its answers are not $P(c \mid target)$, but it leads to good vectors. With $K = 4$ it takes 5 scores per
# pair, whatever the size of the vocabulary.

# %%
candidates = toy.encode(["wide", "sun", "in", "shimmered", "hot"])
labels = np.array([1, 0, 0, 0, 0])
title = "One target, five questions, five right answers"
plotting.plot_matrix([labels], ["road"], toy.decode(candidates), title=title)
plt.show()

# %% [markdown]
# ## How are negatives drawn?
#
# If we drew words as often as they occur, a few words such as *the* and *and* would come up again and again. If we drew
# all words equally often, most draws would be rare words. Word2vec takes a middle way that worked best in its authors'
# experiments: raise each count to the power of 0.75. Take three words that occur 256, 16 and 1 times:

# %%
counts = np.array([256, 16, 1])
weights = counts**0.75
print("weights:", weights)
print("drawn:  ", (weights / weights.sum()).round(3))
print("occur:  ", (counts / counts.sum()).round(3))

# %% [markdown]
# The first word occurs 16 times as often as the second, but it is drawn only $16^{0.75} = 8$ times as often. Rare words
# gain. These probabilities are the **[noise distribution](GLOSSARY.md#noise-distribution)**. In our corpus:

# %%
noise = w2v.noise_distribution(vocabulary.counts)  # (V,)
ratio = noise[2] / (vocabulary.counts[2] / vocabulary.counts.sum())
print(f"{vocabulary.words[2]} is drawn {ratio:.2f} times as often as it occurs")

# %% [markdown]
# Padding and unknown words have a count of 0 and are never drawn. That matters. TensorFlow's word2vec tutorial draws by
# rank, takes id 0 for the most frequent word, and gets padding in about 8 % of its draws ([lesson
# 13](13_real_text.ipynb) measures it). With four negatives per pair, how many examples contain padding?

# %%
print(f"{1 - 0.92**4:.0%} of the examples ask about padding")

# %% [markdown]
# More than a quarter of the examples waste a question on a word that does not exist. The model quickly learns to say no
# to it. Its loss falls, which looks like progress, but it has learned nothing about words.

# %% [markdown]
# ## Can a negative be a real context?
#
# Look at our example again. Two of its negatives, *shimmered* and *in*, do stand near *road* in the sentence, and yet
# their label is 0. How often does that happen? We draw a negative for every pair of the corpus, and check whether
# target and negative form a pair somewhere in the text. We also compare two pairs of words: how often do they come up
# as positives, and how often as negatives if $K = 4$?

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
pairs = w2v.skip_grams(vocabulary.encode_corpus(corpus), window_size=2).astype(np.int64)
drawn = w2v.sample_negatives(pairs[:, 1], 1, noise, np.random.default_rng(42))[:, 0]
first_part = pairs[:, 0] * len(vocabulary)  # added to a context: a number for each pair of words
is_real = np.isin(first_part + drawn, np.unique(first_part + pairs[:, 1]))
print(f"{is_real.mean():.0%} of the negatives are real contexts elsewhere in the text")

# %%
dog, old = vocabulary.examples(["dog", "old"], 2)
contexts_of_dog = pairs[pairs[:, 0] == vocabulary.id(dog), 1]
for other in (old, vocabulary.words[2]):
    number = vocabulary.id(other)
    positive = (contexts_of_dog == number).sum()
    negative = 4 * len(contexts_of_dog) * noise[number]  # expected
    print(f"{dog} – {other}: {positive} times positive, {negative:.0f} negative")


# %% [markdown]
# In Tinyworld nearly half are, and that is no mistake. The noise is meant to come from *all* words, because the
# question is not "can these two ever meet?" It is the question of lesson 2: **how much more often than by chance do
# they meet?** A pair that belongs together comes up as a positive far more often than as a negative, and *yes* wins. In
# Tinyworld this is so for *dog* and *old*. *dog* and *the* come up even more often as positives, but more often still
# as negatives, and *no* wins narrowly.
#
# Levy and Goldberg (2014) showed where this ends. If training could fit every pair perfectly, the score of a pair would
# be $\log(\text{times positive} / \text{times negative})$. Without $K$ and the power of 0.75, this is the logarithm of
# the ratio to chance in lesson 2. So the comparison with chance is built into training.
#
# We rule out only one case: the positive of a pair is never drawn as its own negative. This is a habit of word2vec.c
# that makes little difference, and `w2v.train`, our fast trainer, does without it.

# %% [markdown]
# ## How wrong is the model?
#
# The **[sigmoid](GLOSSARY.md#sigmoid)** $\sigma(x) = 1 / (1 + e^{-x})$ turns a score into a probability. It gives 0.5
# for a score of 0, nearly 1 for a high score, nearly 0 for a very low one. That is the model's answer to "is this pair
# real?"
#
# The **[loss](GLOSSARY.md#loss)** says how wrong an answer is: minus the logarithm of the probability that the model
# gave to the *right* answer. A probability of 0.99 costs 0.01; one of 0.01 costs 4.6. For the positive this is $-\log
# \sigma(score)$. For a negative the right answer is "no", with probability $1 - \sigma(score)$, which equals
# $\sigma(-score)$, so the loss is $-\log \sigma(-score)$.

# %%
def sigmoid(x):
    return 1 / (1 + np.exp(-x))


print(sigmoid(np.array([-4, 0, 4])).round(2))

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
x = np.linspace(-5, 5, 101)
_, ax = plt.subplots(figsize=(5.5, 2.6), layout="constrained")
ax.plot(x, -np.log(sigmoid(x)), label="positive", color=plotting.BLUE)
ax.plot(x, -np.log(sigmoid(-x)), label="negative", color=plotting.GREEN)
ax.set(xlabel="score", ylabel="loss", title="Being sure and wrong is expensive")
ax.legend(frameon=False)
plt.show()

# %% [markdown]
# The loss of an example is the sum over its five questions. Here it is, term by term ($\log$ is the natural logarithm).
# The helper `w2v.sgns_loss` computes the same; its name stands for skip-gram with negative sampling.

# %%
contexts = u[candidates]  # (5, 2), the positive first
print(contexts.tolist())
scores = contexts @ road
terms = -np.log(sigmoid(np.where(labels == 1, scores, -scores)))
for word, label, score, term in zip(toy.decode(candidates), labels, scores, terms):
    print(f"{word:10} label {label}  score {score:6.3f}  loss {term:.3f}")
print(f"together {terms.sum():.3f}")
assert np.isclose(terms.sum(), w2v.sgns_loss(road, contexts, labels))

# %% [markdown]
# As a formula, with $u_c$ for the positive and $u_k$ for each negative:
#
# $$ -\log \sigma(u_c \cdot v) - \sum_{k=1}^{K} \log \sigma(-u_k \cdot v) $$
#
# What is the loss of a model that knows nothing? When all scores are 0, every answer is 0.5 and costs $-\log 0.5 = \ln
# 2 = 0.693$. With $K = 4$ negatives this makes $5 \ln 2 = 3.47$; in general $(1 + K) \ln 2$. Remember this number: a
# model whose loss stays there has learned nothing. (Falling a little is easy. A model that always answers "1 in 5" gets
# down to 2.50 and still knows nothing about words.) Word2vec starts exactly there, because it begins with all context
# vectors at zero. (Ours are random, so that there is more to see.)

# %% [markdown]
# ## Which way is down?
#
# How must the vectors change for the loss to fall? Nudge one number a little, and divide the rise of the loss by the
# nudge. That is a **slope**. The list of all slopes is the **[gradient](GLOSSARY.md#gradient)**.

# %%
nudged = road + np.array([0.00001, 0])  # only the first number of road
rise = w2v.sgns_loss(nudged, contexts, labels) - terms.sum()
slope = rise / 0.00001
print(f"slope for the first number of road: {slope:.3f}")

# %% [markdown]
# The slope is positive, so a smaller number would bring the loss down. A real model has hundreds of thousands of
# numbers or more, too many to nudge, so we need a formula. For each question, take the **error**: the answer minus the
# label, $\sigma(score) - label$. It is the slope of the loss when the *score* is nudged (the derivative of $-\log
# \sigma(x)$ is $\sigma(x) - 1$, that of $-\log \sigma(-x)$ is $\sigma(x)$). A nudge to one vector changes the score in
# proportion to the *other* vector. So each vector's gradient is the error times the other vector. The target takes part
# in all five questions, so it adds them up:
#
# $$ \text{gradient of } v = \sum_{candidates} (\sigma(u \cdot v) - label)\; u $$

# %%
error = sigmoid(scores) - labels  # (5,)
gradient = error @ contexts  # each error times its context, added up
print("errors:", error.round(2))
print("gradient of road:", gradient.round(3))

# %% [markdown]
# The first number is the slope that we found by nudging. Now we take a **step**: every vector moves a little *against*
# its gradient, downhill. How far is set by the **[learning rate](GLOSSARY.md#learning-rate)**.

# %%
for_road, for_contexts = w2v.sgns_gradients(road, contexts, labels)
assert np.allclose(for_road, gradient)
new_road, new_contexts = road - 0.5 * for_road, contexts - 0.5 * for_contexts
after_step_loss = w2v.sgns_loss(new_road, new_contexts, labels)
print(f"loss before the step {terms.sum():.2f}, after it {after_step_loss:.2f}")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
before_step = np.array([contexts[0], road, contexts[3]])
after_step = np.array([new_contexts[0], new_road, new_contexts[3]])
_, axes = plt.subplots(figsize=(6, 4), layout="constrained")
arrows = ["wide (positive)", "road (target)", "shimmered (negative)"]
title = "One step: the positive turns towards the target, the negative away"
plotting.plot_arrows(before_step, arrows, moved_to=after_step, title=title, ax=axes)
axes.set(xlim=(-1, 2.3), ylim=(-1.2, 0.9), xlabel="pale: before the step, dashed: after it")
plt.show()

# %% [markdown]
# *road* and *wide* turn towards each other, *shimmered* turns away from *road*, and the loss falls. Training repeats
# this for millions of pairs. That is all it does.

# %% [markdown]
# ## Why do words with the same contexts become similar?
#
# In lesson 2, *dog* and *cat* never met but kept the same company. Let us watch what training makes of that, with four
# targets and six contexts: *big*, *old* and *grey* for the animals, *wore*, *walked* and *lived* for the royals. Each
# step takes one pair and two random negatives.

# %%
# the contexts of dog, cat, king and queen
company = [[0, 1, 2], [0, 1, 2], [3, 4, 5], [3, 4, 5]]


def learn(seed, num_steps=1000):
    rng = np.random.default_rng(seed)
    v, u = rng.normal(size=(4, 2)), np.zeros((6, 2))  # random v, u = 0
    for step in range(num_steps):
        t = rng.integers(4)  # a target
        positive = rng.choice(company[t])
        candidates = [positive, *rng.integers(6, size=2)]  # two negatives
        for_v, for_u = w2v.sgns_gradients(v[t], u[candidates], np.array([1, 0, 0]))
        v[t] -= 0.1 * for_v
        np.add.at(u, candidates, -0.1 * for_u)  # a context may be drawn twice
    return v


# %%
names = ["dog", "cat", "king", "queen"]
start, end = learn(seed=1, num_steps=0), learn(seed=1)
title = "Same contexts, same direction, without ever meeting"
plotting.plot_arrows(start, names, moved_to=end, title=title)
plt.show()


# %% [markdown]
# At first the contexts are zero, so they move first, towards their targets. From then on, each step with *dog* as its
# target moves *dog* towards *big*, *old* or *grey*, and away from random words. The steps with *cat* move it towards
# the *same* three vectors. So both end up in the same direction, although no example ever contained both of them. This
# is why word2vec works. Three random starts give the same result:

# %%
def cosine(a, b):
    return (a @ b) / (np.linalg.norm(a) * np.linalg.norm(b))


for seed in (1, 2, 3):
    dog, cat, king, queen = learn(seed)
    pairs_of_a_kind = cosine(dog, cat), cosine(king, queen)
    print(np.round(pairs_of_a_kind, 2), " dog and king:", cosine(dog, king).round(2))

# %% [markdown]
# ## What do others call these things?
#
# | here | also called | papers | word2vec.c |
# |---|---|---|---|
# | target, $v$ | centre or input word | $v_{w_I}$ | `syn0` |
# | context, $u$ | outside or output word | $v'_{w_O}$ | `syn1neg` |
#
# The papers turn the sign round and make an **objective** as large as possible, where we make a loss small. For the
# softmax, over a text of $T$ words $w_1 … w_T$ with a window of $m$, it is the average
#
# $$ \frac{1}{T} \sum_{i=1}^{T} \sum_{-m \le j \le m,\; j \ne 0} \log P(w_{i+j} \mid w_i) $$
#
# and negative sampling replaces each of its terms by the following. $\mathbb{E}$ stands for the average over words
# $w_k$ drawn from the noise distribution $P_n$:
#
# $$ \log \sigma(u_c \cdot v) + \sum_{k=1}^{K} \mathbb{E}_{w_k \sim P_n} [\log \sigma(-u_{w_k} \cdot v)] $$
#
# (word2vec.c takes each pair the other way round. As every pair occurs in both directions, it comes to the same on
# average.)
#
# When training is over, the target vectors $v$ are kept as the word vectors. Mikolov et al. recommend $K$ between 5 and
# 20 for small corpora and 2 to 5 for large ones. From the next lesson on we use 5.

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert np.isclose(slope, gradient[0], atol=1e-3) and np.isclose(noise.sum(), 1) and not noise[:2].any()
assert np.isclose(w2v.sgns_loss(road, np.zeros((5, 2)), labels), 5 * np.log(2))
assert all(cosine(*learn(seed)[:2]) > 0.9 for seed in (1, 2, 3))

# %% cellView="form" jupyter={"source_hidden": true} tags=["headline", "hide-input"]
real_share = f"{is_real.mean():.0%} of the negatives of {corpus.name} are real elsewhere"
print(f"loss {terms.sum():.2f}, after a step {after_step_loss:.2f}; {real_share}")

# %% [markdown]
# ## Exercises
#
# **1. Predict.** What is the loss of an example before training, with all context vectors at zero and $K = 20$
# negatives?

# %%
q = exercises.lesson("negative_sampling")
my_loss = None  # for example 20.0
q.loss_at_the_start.check(my_loss)


# %% [markdown]
# **2. Build.** Write one learning step for a target. You get its vector (D numbers), the vectors of its candidates (one
# row each), their labels and a learning rate. Return the target's vector after the step.

# %%
def move_target(target, contexts, labels, learning_rate):
    return None  # your code


q.move_target.check(move_target)

# %% [markdown]
# **Quiz.** Run the cell to see three questions, then put your letters in place of `None`.

# %%
q.quiz.check(None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - Each word has two vectors, one as a target and one as a context. Their dot product is the score of a pair.
# - Negative sampling asks $1 + K$ questions per pair: is it real, or noise? Negatives are drawn from all words,
#   weighted by count to the power of 0.75.
# - The loss of a question is minus the logarithm of the probability given to the right answer. For an example it starts
#   at $(1 + K) \ln 2$.
# - A gradient is error times the other vector. Steps pull a target towards its contexts, so words with the same
#   contexts end up alike.
#
# | | in | out |
# |---|---|---|
# | `w2v.noise_distribution` | counts (V,) | probabilities (V,) |
# | `w2v.sample_negatives` | positives (P,), K, probabilities (V,), a generator | negatives (P, K) |
# | `w2v.sgns_loss`, `w2v.sgns_gradients` | vectors (D,), (1+K, D); labels (1+K,) | a number; two gradients |
#
# Next: [5. Turn a corpus into batches](05_corpus_to_dataset.ipynb).
#
# **Further reading:** Mikolov, Sutskever, Chen, Corrado, Dean (2013), [Distributed Representations of Words and Phrases
# and their Compositionality](https://arxiv.org/abs/1310.4546), section 2.2; Goldberg and Levy (2014), [word2vec
# Explained](https://arxiv.org/abs/1402.3722), which derives the formulas step by step; Levy and Goldberg (2014),
# *Neural Word Embedding as Implicit Matrix Factorization*, which shows what a perfect score would be.
