# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 11. Find out what vectors know
#
# You will compare vectors with human judgements, see what the numbers in a vector stand for, test vectors for bias,
# and compare two training runs word by word.
#
# **You will learn**
# - what human ratings measure, and what counts as a good score for a given amount of text;
# - why counting does nearly as well as training: both approximate a table of how much more often than chance words
#   meet;
# - how to test for bias, and why one training run is not enough for that;
# - how to rotate one set of vectors onto another, to find words whose use has changed.
#
# **You need** lessons 2, 3, 4, 6 and 7: chance, subsampling, scores and noise, `w2v.train`, neighbours. **Time:**
# about 60 minutes with the exercises; the code runs in about 35 seconds.
#
# corpus → vocabulary → sequences → skip-grams → negatives → dataset → model → training → **vectors** → **analysis**

# %% cellView="form" jupyter={"source_hidden": true} tags=["setup", "hide-input"]
# Run this first: it loads what the lesson needs, and installs the course where it is missing, as on Colab.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("w2v_helpers") is None:
    source = "w2v_helpers-0.2.0-py3-none-any.whl"  # `make wheel` makes it; upload it
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", source], check=True)

import itertools
import os

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy.stats import rankdata

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
from w2v_helpers import exercises, plotting

# %% [markdown]
# ## What do human ratings measure?
#
# People were shown pairs of words and gave each a number (here from 0 to 10). Of the two best-known lists,
# **WordSim-353** asks how *related* two words are, and **SimLex-999** how *similar*:
#
# | pair | WordSim-353: related? | SimLex-999: similar? |
# |---|---|---|
# | coast, shore | 9.10 | 9.00 |
# | clothes, closet | 8.00 | 1.96 |
#
# ([Hill, Reichart, Korhonen 2015](https://fh295.github.io/simlex.html)). Clothes and closets go together, but you
# cannot wear a closet.
#
# To score vectors, we compare the cosines of the pairs with people's ratings. Only the *order* counts, so we use
# **ranks**: 1 for the lowest, 2 for the next. Here are four pairs of WordSim-353 (*cup* with *coffee*, *drink*,
# *article* and *object*), with made-up cosines:

# %%
people = rankdata([6.58, 7.25, 2.40, 3.69])
cosines = rankdata([0.50, 0.30, 0.10, 0.20])
print("ranks:", people, cosines)
print(f"correlation of the ranks: {np.corrcoef(people, cosines)[0, 1]:.1f}")

# %% [markdown]
# A **correlation** says how closely two lists of numbers rise and fall together. It is 1 if the points lie on a
# rising line, −1 if they lie on a falling line, and about 0 if the lists have nothing to do with each other. Computed
# on ranks, it is called **Spearman's correlation**. Here *coffee* and *drink* have swapped places, which leaves 0.8.
#
# Tinyworld has its own list, made from the rules of its world: 10 for two words of one kind, such as *plum* and
# *fig*, and 0 for words with nothing in common.

# %%
corpus = w2v.load_corpus()  # or your text: w2v.load_corpus("../my_book.txt")
runs = [w2v.train(corpus, epochs=10, seed=seed, verbose=0) for seed in (1, 2, 3)]
vectors = runs[0]
score = w2v.evaluate_similarity(vectors)
print(f"{score.pairs} pairs, {score.skipped} skipped, Spearman {score.spearman:.1f}")

# %% [markdown]
# A pair with an unknown word is skipped, so look at the number of pairs before you compare two scores. (Case is
# ignored, here and in analogies.)
#
# What is a good score? That depends on the amount of text:
#
# | trained on | analogies | WordSim-353 | SimLex-999 | source |
# |---|---|---|---|---|
# | 4 million words | 22 % | 0.61 | 0.24 | `tests/benchmarks/settings.py`, two seeds |
# | 17 million words | 39 % | 0.67 | 0.30 | `tests/benchmarks/wikipedia.py`, five seeds |
# | 6 billion words | 72 % | 0.66 | | GloVe in Pennington et al. (2014) |
# | 42 billion words | 75 % | 0.76 | | the same |
#
# So 20 % of the analogies is normal for a few million words, and 70 % took billions. A correlation of 0.3 is poor on
# WordSim-353 and normal on SimLex-999. (Compare the rows only roughly: methods, settings and skipped questions
# differ.)
#
# What about opposites, such as *kind* and *cruel*? Are their vectors far apart?

# %%
opposites = "kind cruel, tidy untidy, fresh stale, brave cowardly, wise foolish"
near = 0
for word, opposite in [pair.split() for pair in opposites.split(", ")]:
    if word in vectors:
        near += opposite in [other for other, _ in vectors.most_similar(word)]
print(near, "of 5 words have their opposite among their ten nearest neighbours")

# %% [markdown]
# In Tinyworld all five do: opposites keep the same company. What can be fresh can be stale.

# %% [markdown]
# ## How far does counting get us?
#
# Word2vec squeezes the contexts of a word into a short vector. Could we just count them? We count how often two words
# meet, and divide by the number that chance predicts (lesson 2). The logarithm of this ratio is the **pointwise
# mutual information**, **PMI**: 0 for pairs that meet as often as by chance, $-\infty$ for pairs that never meet.
# **Positive** PMI, **PPMI**, replaces everything below 0 by 0:
#
# $$ \mathrm{PPMI}(t, c) = \max\left(0, \ln \frac{P(t, c)}{P(t)\,P'(c)}\right) $$
#
# $P(t, c)$ is the share of all pairs that are target $t$ with context $c$, and $P(t)$ the share of pairs with target
# $t$. $P'(c)$ comes from counts raised to the power of 0.75, like the noise in lesson 4, so that rare contexts do not
# stand out too much. From here on, *chance* means $P(t)\,P'(c)$. Here are five short sentences, with a window of 2:

# %%
lines = ["the hot sun", "the warm sun", "the warm sun", "the cold snow", "the cold ice"]
toy = [line.split() for line in lines]
names = w2v.Vocabulary.from_corpus(toy, min_count=1)
pairs = w2v.skip_grams(names.encode_corpus(toy), 2) - 2  # without the two special ids
met = np.zeros((7, 7))
np.add.at(met, (pairs[:, 0], pairs[:, 1]), 1)  # add 1 for each pair
chance = np.outer(met.sum(axis=1) / met.sum(), w2v.noise_distribution(met.sum(axis=0)))
ppmi = np.log(np.maximum(met / met.sum() / chance, 1))  # ln 1 is 0
seven, title = names.words[2:], "hot and warm never meet, and have the same row"
ax = plotting.plot_matrix(ppmi, seven, seven, decimals=1, title=title)
ax.set(ylabel="target", xlabel="context")
plt.show()

# %% [markdown]
# A real row has as many numbers as there are words. A **singular value decomposition (SVD)** makes *new* columns,
# each a mixture of the old ones, from which the table can best be rebuilt, the most important first. It returns these
# columns for the words (`left`), the strength of each, and the same for the contexts, which we do not need. A
# strength belongs to words and contexts together, so the words get its square root. We keep two columns. (Their signs
# are arbitrary, so we print sizes only, and compare dot products.)

# %%
left, strengths, _ = np.linalg.svd(ppmi)
by_hand = left[:, :2] * np.sqrt(strengths[:2])  # (7, 2)
helper = w2v.ppmi_svd(toy, window_size=2, min_count=1, embedding_dim=2).matrix
same = np.allclose(by_hand @ by_hand.T, helper @ helper.T, atol=1e-4)
print({word: row.round(1).tolist() for word, row in zip(names.words[2:], abs(by_hand))})
print("the helper gives the same dot products:", same)

# %% [markdown]
# *hot* and *warm* get the same vector, and so do *snow* and *ice*, without any training. Is that good enough? We
# compare counting with our three training runs of 10 epochs, and with random vectors. `agreement` is the share of ten
# neighbours that a table has in common with the first one.

# %% tags=["nbval-ignore-output"]
tables = {"word2vec, seed 1": runs[0], "seed 2": runs[1], "seed 3": runs[2]}
tables |= {"PPMI + SVD": w2v.ppmi_svd(corpus), "untrained": w2v.untrained(corpus)}
comparison = w2v.compare(tables)
comparison

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
*trained, counted, random = (comparison[name].similarity.spearman for name in tables)
assert corpus.name != "tinyworld" or random < 0.3 < counted < min(trained)
found = pd.read_csv(w2v.data_path("settings.csv")).query("text == 'wikipedia' and setting == 'epochs'")
shown = found[found.value == 20][["analogies", "similarity", "simlex"]]
assert shown.round(2).values.tolist() == [[0.22, 0.61, 0.24]]  # as in the table above

# %% [markdown]
# In Tinyworld counting is close behind, although it treats all places in the window alike and we did not tune it. Its
# neighbours differ more: it shares about six of ten with our first run, while another seed shares eight. If someone
# shows you a word2vec score, ask what counting would score.

# %% [markdown]
# ## Why do counting and training agree?
#
# They agree because they approximate nearly the same table. Suppose vectors had so many dimensions that every pair
# could have any score. The score of a pair, $v \cdot u$, is right when $\sigma(v \cdot u)$ is the share of positives
# among all times the pair comes up in training. As you saw in lesson 4, that is so when the score is the logarithm of
# positives divided by negatives. A target $t$ has $K$ negatives for each of its pairs, and a negative is $c$ with
# probability $P'(c)$. So (Levy and Goldberg 2014):
#
# $$ v \cdot u = \ln \frac{\text{times positive}}{\text{times negative}}
#    = \ln \frac{P(t, c)}{P(t)\,K\,P'(c)} = \mathrm{PMI}(t, c) - \ln K $$
#
# Let's check this on all pairs of words. First we count, with windows of each size from 1 to 5, because a reach is
# drawn from 1 to 5 (lesson 2):

# %%
vocabulary = w2v.Vocabulary.from_corpus(corpus, max_size=2000)
counts = np.zeros((len(vocabulary), len(vocabulary)))
for reach in range(1, 6):
    pairs = w2v.skip_grams(vocabulary.encode_corpus(corpus), reach)
    np.add.at(counts, (pairs[:, 0], pairs[:, 1]), 1 / 5)
counts = counts[2:, 2:]  # (V, V), without the two special ids
print(f"of {counts.size:,} pairs, {np.mean(counts == 0):.0%} never meet")

# %% [markdown]
# Then we train on exactly these pairs: `"linear"` gives each the weight it has on average with a drawn reach, and no
# token is dropped. `contexts` is the other table, of $u$.

# %%
given = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)  # P(t, c) / P(t)
with np.errstate(divide="ignore"):  # ln 0, of pairs that never meet
    shifted = np.log(given / w2v.noise_distribution(vocabulary.counts)[2:]) - np.log(5)
options = {"max_size": 2000, "subsample": None, "context_weights": "linear"}
exact = w2v.train(corpus, num_negatives=5, epochs=15, verbose=0, **options)
scores = exact.matrix @ exact.contexts.T  # v · u of all pairs, (V, V)

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
often, rng = counts >= 10, np.random.default_rng(0)
fit = np.corrcoef(shifted[often], scores[often])[0, 1] if often.sum() > 2 else np.nan
assert exact.words == vocabulary.words[2:] and (corpus.name != "tinyworld" or fit > 0.95)
_, ax = plt.subplots(figsize=(7, 4.5), layout="constrained")
lowest = shifted[counts > 0].min() - 1.5
kinds = {"never met": counts == 0, "met fewer than 10 times": (counts > 0) & ~often}
kinds[f"met 10 times or more: correlation {fit:.2f}"] = often
for (name, which), colour in zip(kinds.items(), [plotting.GREY, plotting.SKY, plotting.BLUE]):
    some = rng.permutation(np.flatnonzero(which))[:4000]
    across = np.maximum(shifted.flat[some], lowest + rng.uniform(-0.4, 0.4, len(some)))
    ax.plot(across, scores.flat[some], ".", ms=2, color=colour, label=name)
ends, title = [lowest + 0.7, shifted.max()], "Training rediscovers the counts"
ax.plot(ends, ends, color=plotting.BLACK, lw=1)
ax.set(xlabel="PMI − ln K, from counts", ylabel="v · u, from training", title=title)
ax.legend(frameon=False, markerscale=5, loc="upper left")
plt.show()

# %% [markdown]
# Each dot is a pair of words (a few thousand of each colour are drawn). On the line, the score and the count agree
# exactly. In Tinyworld, pairs that met ten times or more lie close to it; the highest scores fall a little short. The
# others scatter, mostly below it: 100 numbers per word have to serve all its pairs, and a pair that met once has
# little say. The grey column on the left holds pairs that never met. Their PMI is $-\infty$, so no score is low
# enough for them: whenever they come up as noise, training pushes their score down a little more.
#
# So word2vec squeezes the PMI table, as SVD does, with two differences. It cares most about pairs that come up often,
# and it pushes pairs that never meet far below 0, where PPMI has a plain 0.
#
# This fits with the long vectors of lesson 7. A word whose contexts are *special*, unlike those of all words, has PMI
# values far from 0, and a dot product can be far from 0 only if the vectors are long. Let $P(c \mid t)$ be the share
# of $c$ among the contexts of $t$, and $P(c)$ its share among all contexts. The mean of $\ln (P(c \mid t) / P(c))$
# over the contexts of a word is called **information gain**.

# %%
general = np.maximum(counts.sum(axis=0), 1) / counts.sum()  # P(c), (V,)
special = (given * np.log(np.maximum(given, 1e-9) / general)).sum(axis=1)  # (V,)
shown = exact.counts >= 100
_, ax = plt.subplots(figsize=(6, 2.8), layout="constrained")
ax.plot(special[shown], exact.norms[shown] ** 2, ".", color=plotting.BLUE)
ax.set(xlabel="information gain", ylabel="length of the vector, squared")
ax.set_title("Special contexts, long vectors (words that occur 100 times or more)")
plt.show()

# %% [markdown]
# The more special the contexts, the longer the vector. Oyama, Yokoi and Shimodaira (2023) found this in large
# corpora, and explain why it is the square.

# %% [markdown]
# ## Do vectors pick up the bias of their text?
#
# In Tinyworld, people in some trades are mostly called *he*, in others *she*. Eight kinds of food, and eight boats
# and instruments, serve as a comparison.

# %%
trades = "baker smith miller teacher librarian brewer innkeeper miner".split()
food = "plum fig grape apricot onion carrot cabbage leek".split()
boats = "ferry barge schooner steamer flute fiddle harp accordion".split()
he, she = ["he", "his", "him"], ["she", "her"]

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
if not all(word in exact for word in [*trades, *food, *boats, *he, *she]):  # another text: any words
    trades, food, boats, he, she = (exact.words[start : start + 6] for start in range(0, 30, 6))

# %% [markdown]
# We sort the trades by how often *she* stands near them, rather than *he*.

# %%
near_he = counts[:, [exact.id(word) for word in he]].sum(axis=1)  # (V,)
near_she = counts[:, [exact.id(word) for word in she]].sum(axis=1)
places = [exact.id(word) for word in trades]
share = near_she[places] / np.maximum(near_he[places] + near_she[places], 1e-9)
trades = [trades[place] for place in np.argsort(share)]
print("mostly he:", *trades[:4], " mostly she:", *trades[4:])
print("shares of she:", np.sort(share).round(2))
places = [exact.id(word) for word in food + boats]
print("he or she near food, boats and instruments:", (near_he + near_she)[places].sum())

# %% [markdown]
# Vectors that pick up such habits have a **bias**, and whatever is built on them inherits it. To measure it, we give
# each word an **association**: its mean cosine with *he*, *his*, *him*, minus that with *she*, *her*. Then we compare
# two sets of words. Suppose four trades had these associations:

# %%
lean = {"miller": 0.3, "smith": 0.2, "baker": -0.2, "teacher": -0.4}
for two in itertools.combinations(lean, 2):
    rest = [lean[word] for word in lean if word not in two]
    difference = np.mean([lean[word] for word in two]) - np.mean(rest)
    print(f"{' and '.join(two):18} against the rest: {difference:+.2f}")

# %% [markdown]
# *miller* and *smith* differ from the other two by 0.55. Could that be chance? If the split had nothing to do with
# *he* and *she*, any two of the four words could just as well form the first set. There are six such **partitions**.
# The share of partitions whose difference is at least as large as ours, in the same direction, is the **p-value**.
# Only our own is, so p is 1/6. This is a **permutation test**: a small p says that a random split would rarely do
# this.
#
# `w2v.association_test` does this for any sets of words (it is the Word Embedding Association Test, **WEAT**, of
# Caliskan, Bryson, Narayanan 2017). It also gives an **effect size**: the difference divided by the **standard
# deviation** of all associations, a typical distance from their mean. It is at most about 2 for sets of the same
# size. Here are our three training runs:

# %% tags=["nbval-ignore-output"]
tests = {"trades": (trades[:4], trades[4:]), "food, boats": (food, boats)}
results = {}
for name, (first, second) in tests.items():
    results[name] = [w2v.association_test(run, first, second, he, she) for run in runs]
    print(name, *results[name], sep="\n  ")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert all(0 < test.p_value <= 1 for found in results.values() for test in found)
leaning = {name: [test.difference for test in found] for name, found in results.items()}
ax = plotting.plot_dots(leaning, title="Only the trades lean far, whatever the seed")
ax.set_xlabel("difference, in cosines")
plt.show()
assert corpus.name != "tinyworld" or min(leaning["trades"]) > 2 * np.abs(leaning["food, boats"]).max()

# %% [markdown]
# In Tinyworld the trades lean as the text does, in all three runs. (With 4 and 4 words there are 70 partitions, so p
# cannot be below 1/70. And we chose the two sets from the text's own counts, so a small p shows only that the vectors
# follow those counts.) But look at food and boats. *He* and *she* never stand near them, and still two of our three
# runs give a tiny p.
#
# What went wrong? The lean could only come by way of other words, and it does not come back with every seed. The test
# treats eight words as eight independent cases. But all kinds of food have similar vectors (their mean cosine is 0.6
# in each run): if one leans, the others tend to lean with it, and eight words count for little more than one. And an
# effect size is relative: if no word leans much, even tiny differences look large. So train several times, look at
# the cosines, and look at the text.

# %% [markdown]
# ## Do two training runs share one space?
#
# What is the cosine of a word's vector with the same word's vector in another run? Before you guess, rotate *both*
# tables of a model:

# %%
random = np.random.default_rng(0).normal(size=(100, 100))
turn, _ = np.linalg.qr(random)  # columns of length 1, at right angles to each other
turned = (exact.matrix @ turn) @ (exact.contexts @ turn).T
print("the same scores after a rotation:", np.allclose(turned, scores, atol=1e-3))


# %% [markdown]
# A rotation changes every number but no dot product, so the loss cannot tell the difference. Each random start leads
# to another one. `w2v.align` rotates one space onto the other as well as it can. (This is called **orthogonal
# Procrustes**.)

# %%
def same_word(one, other, words):
    first = one.unit_vectors([one.id(word) for word in words])
    second = other.unit_vectors([other.id(word) for word in words])
    return (first * second).sum(axis=1)  # cosines, (N,)


before = same_word(runs[0], runs[1], vectors.words)
after = same_word(w2v.align(runs[0], to=runs[1]), runs[1], vectors.words)
print(f"cosine: {abs(before.mean()):.1f} before, {after.mean():.1f} after, on average")

# %% [markdown]
# Could any two tables be turned to fit? As a control, we shuffle the words of the first run and align again:

# %%
order = np.random.default_rng(1).permutation(len(vectors.words))
shuffled = w2v.align(w2v.WordVectors(vectors.words, vectors.matrix[order]), to=runs[1])
found = [after, before, same_word(shuffled, runs[1], vectors.words)]
plt.figure(figsize=(6, 2.6), layout="constrained")
colours = [plotting.BLUE, plotting.GREY, plotting.ORANGE]
labels = ["aligned", "as trained", "words shuffled, aligned"]
plt.hist(found, 80, histtype="stepfilled", color=colours, label=labels)
plt.legend(frameon=False)
plt.title("Cosine of a word with itself in another run")
plt.show()

# %% [markdown]
# Only in part: with shuffled words, cosines rise to about 0.3, far below 0.9.
#
# Now we can compare *texts*, such as two decades of a newspaper, and ask which words changed their use (Hamilton,
# Leskovec, Jurafsky 2016). We plant a change: in the second half of the documents, *river* and *king* swap places.

# %%
documents = list(corpus)
cut = max(1, len(documents) // 2)
one, other = vocabulary.examples(["river", "king"], 2)  # in your text, two others
swap, later = {one: other, other: one}, []
for document in documents[cut:] or documents:
    later.append([swap.get(word, word) for word in document])
first = w2v.train(documents[:cut], epochs=10, verbose=0)
second = w2v.train(later, epochs=10, verbose=0)
shared = [word for word in first.words[:900] if word in second]  # rare ones always move
cosines = same_word(w2v.align(first, to=second), second, shared)
print("moved most:", *sorted(shared[place] for place in np.argsort(cosines)[:2]))

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
places = np.argsort(cosines)[:8]
unchanged = w2v.train(documents[cut:] or documents, epochs=10, verbose=0)
control = same_word(w2v.align(first, to=unchanged), unchanged, [w for w in shared if w in unchanged]).min()
named = [shared[place] for place in places]
ax = plotting.plot_bars(named, {"": cosines[places]}, title="The eight that moved most", ylabel="cosine")
ax.axhline(control, color=plotting.BLACK, ls="--", lw=1)
plt.show()
assert corpus.name != "tinyworld" or (set(named[:2]) == {one, other} and cosines[places[1]] < control - 0.2)

# %% [markdown]
# The swapped words stand out clearly. Other words moved too, mostly names, because the two halves of the text are
# about different people. The dashed line is a control: the lowest cosine of any word when we compare the two halves
# without the swap. Only words below such a line deserve an explanation.

# %% [markdown]
# ## Who still trains word vectors?
#
# A language model computes a new vector for a word in each sentence. **Static** vectors, one per word, are still in
# use because they need only a lookup. The good ones for everyday English are now *distilled* from the vectors that a
# language model gives each word or piece of a word. On a collection of word-similarity lists, Model2Vec's
# *potion-base-32M* scores 55 on average (Spearman × 100), and GloVe's vectors of 2014 score 43 (its
# [results](https://github.com/MinishLab/model2vec)).
#
# Train your own when the text itself is the question: how an author, a decade or a trade uses words. Or when there is
# nothing to download: for a rare language, or for things that are not words, such as products in shopping baskets.

# %% cellView="form" jupyter={"source_hidden": true} tags=["headline", "hide-input"]
assert after.mean() > before.mean()
means = f"from {abs(before.mean()):.1f} to {after.mean():.1f}"
print(f"{corpus.name}: aligning raises a word's cosine with itself in another training {means}")

# %% [markdown]
# ## Exercises
#
# **1. Build.** Write the effect size of the association test. You get four tables with one *unit* vector per row: two
# sets of targets, `x` and `y`, and two sets of attributes, `a` and `b`. The association of a word is its mean cosine
# with `a` minus its mean cosine with `b`. The standard deviation of all associations, of `x` and `y` together, is
# `np.std(…, ddof=1)`, which divides by one less than their number.

# %%
q = exercises.lesson("what_vectors_know")


def effect_size(x, y, a, b):
    return None  # your code


q.effect_size.check(effect_size)

# %% [markdown]
# **2. Predict.** In Tinyworld a *bat* flies under the ceiling, and a *bat* hits balls. Both senses share one vector.
# Subtract the vector of *wings* from it: which neighbours come to the top? Put your guess into the cell and check it.
# Then look: `vectors.most_similar(positive="bat", negative="wings")` adds the first vector and subtracts the second.

# %%
my_neighbours = None  # "ceiling, roofs", "team, ball", "both" or "neither"
q.two_senses.check(my_neighbours)

# %% [markdown]
# **Quiz.** Run the cell to see three questions, then put your letters in place of `None`.

# %%
q.quiz.check(None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - WordSim-353 asks what is related, SimLex-999 what is similar. What counts as a good score depends on the amount of
#   text, and on how well plain counting does.
# - The trained score $v \cdot u$ of a pair that meets often is close to its PMI minus $\ln K$. Pairs that never meet
#   are pushed down.
# - A small p-value from one training run may mean nothing. Train three times, and look at the cosines and the text.
# - Two training runs differ mostly by a rotation. `w2v.align` undoes it, also between two texts.
#
# | | in | out |
# |---|---|---|
# | `w2v.evaluate_similarity` | vectors, scored pairs | Spearman's correlation, −1 to 1 |
# | `w2v.ppmi_svd` | a corpus | vectors from counts |
# | `w2v.association_test` | vectors, four sets of words | difference, effect size, p-value |
# | `w2v.align` | the vectors of two runs | the first, in the space of the second |
#
# Next: [12. Judge reviews with word vectors](12_sentiment.ipynb).
#
# **Further reading:** Levy, Goldberg (2014), [Neural Word Embedding as Implicit Matrix
# Factorization](https://papers.nips.cc/paper_files/paper/2014/hash/feab05aa91085b7a8012516bc3533958-Abstract.html);
# Hamilton, Leskovec, Jurafsky (2016), [Diachronic Word Embeddings Reveal Statistical Laws of Semantic
# Change](https://aclanthology.org/P16-1141); Gonen, Goldberg (2019), [Lipstick on a
# Pig](https://aclanthology.org/N19-1061): bias cannot simply be subtracted.
