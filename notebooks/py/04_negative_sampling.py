# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 4. Ask about words that were not there
#
# You will build the question that word2vec is trained on: was this word really there, or was it drawn at random? And you
# will work out its answer, its loss and its gradient, number by number.
#
# **You will learn**
# - why a choice among all words is too dear, and how a few random words replace it;
# - how to draw those words well, and what goes wrong in the reference tutorial's draw;
# - what a loss and a gradient are, and how one small step makes a wrong answer less wrong.
#
# **You need** lesson 2 (pairs of target and context) and, from lesson 1, vectors and the dot product. **It runs** in
# about 10 seconds.
#
# corpus → vocabulary → sequences → skip-grams → **negatives** → dataset → model → training → vectors → analysis

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
import matplotlib.pyplot as plt
import numpy as np

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
from w2v_helpers import plotting

# %% [markdown]
# ## Which of all the words?
#
# Lesson 2 made pairs. Word2vec turns each into a guessing game: *given the target, which word is its context?*
#
# To guess, every word gets two rows of numbers, called **vectors**: $v$ for the word as target, $u$ for the word as
# context. They start at random. Here they have two numbers each, so that you can follow on paper; real ones have 100.

# %%
tokens = w2v.tokenize("The wide road shimmered in the hot sun.")
sentence = w2v.Vocabulary.from_corpus([tokens], min_count=1)
words = sentence.words[2:]
rng = np.random.default_rng(8)
v, u = rng.uniform(-1.5, 1.5, size=(2, len(words), 2)).round(1)  # two tables with a row for each word
for word, as_target, as_context in zip(words, v, u, strict=True):
    print(f"{word:10} as target {as_target}, as context {as_context}")

# %% [markdown]
# Each word has two vectors, and nothing ties the one to the other: *road* is `[1.1, -0.3]` as target and `[0.3, 0.4]` as
# context.
#
# The **score** of a target with a context is the **dot product** of their vectors: multiply number by number, then add. A
# high score shall mean "these two meet". NumPy writes it `@`.

# %%
road = v[words.index("road")]
scores = [sum(a * b for a, b in zip(context, road, strict=True)) for context in u]  # by hand
assert np.allclose(scores, u @ road)
print("road with wide:", " + ".join(f"{a} · {b}" for a, b in zip(u[words.index("wide")], road, strict=True)))
print({word: round(float(score), 2) for word, score in zip(words, scores, strict=True)})

# %% [markdown]
# *wide* gets −0.86 and *shimmered* 1.62, the highest; *hot*, which never meets *road*, gets the lowest.
#
# A score can be any number. **[Softmax](GLOSSARY.md#softmax)** makes probabilities of scores: the exponential function,
# $\exp(x) = e^x$ with $e = 2.718$, makes them all positive, and a division by their sum makes them add up to 1. Here
# $c$ is the context, $t$ the target, and $w$ goes through all words.
#
# $$P(c \mid t) = \frac{\exp(u_c \cdot v_t)}{\sum_w \exp(u_w \cdot v_t)}$$

# %%
exponentials = np.exp(u @ road)  # exp(u_w · v_t) for every word w
probabilities = exponentials / exponentials.sum()
wide = words.index("wide")
total = " + ".join(f"{number:.2f}" for number in exponentials)
print(f"P(wide | road) = {exponentials[wide]:.2f} / ({total}) = {probabilities[wide]:.2f}")

# %%
pairs = w2v.skip_grams(sentence.encode(tokens), window_size=2)
seen = np.bincount(pairs[pairs[:, 0] == sentence.id("road"), 1], minlength=len(sentence))[2:]
both = {"the model, untrained": probabilities, "the sentence": seen / seen.sum()}
title = "Which word is near “road”? The model does not know yet"
plotting.plot_bars(words, both, title=title, ylabel="probability")
plt.show()

# %% [markdown]
# The blue bars add up to 1, and so do the orange ones. The untrained model bets on *shimmered* and gives *wide* little.
# Training must move blue towards orange.
#
# Look at the sum below the line of the formula: to know the probability of *one* word, we needed the scores of *all*
# words. Seven are few. What does a corpus cost?

# %%
corpus = w2v.load_corpus()  # or, for example, w2v.load_corpus("my_book.txt")
vocabulary = w2v.Vocabulary.from_corpus(corpus)
corpus_pairs = w2v.skip_grams(vocabulary.encode_corpus(corpus), window_size=2)
dim, num_words, num_negatives = 100, len(vocabulary) - 2, 4
for size in (len(words), num_words, 100_000, 3_000_000):
    print(f"{size:9,} words: {size * dim:11,} multiplications for one pair")
print(f"{corpus.name}, {len(corpus_pairs):,} pairs: {len(corpus_pairs) * num_words * dim:,} for one pass")
print(f"with 1 + {num_negatives} words for each pair: {len(corpus_pairs) * (1 + num_negatives) * dim:,}")


# %% [markdown]
# The price of a pair grows with the vocabulary. Three million words are those of a large news corpus: 300 million
# multiplications to learn from a single pair. If five words for each pair were enough, the price would not depend on
# the vocabulary at all; in Tinyworld it would be 300 times lower.

# %% [markdown]
# ## Real or noise?
#
# So we ask an easier question. Mix each real context with $K$ words drawn at random, the
# **[noise](GLOSSARY.md#noise-distribution)**, and show the model one word of the mixture: is it real? Let the text give
# a certain word with probability $P$, and chance with probability $P_n$. In a mixture we then expect it $P$ times as
# the real one and $K P_n$ times as noise. So it is real with probability
#
# $$\frac{P}{P + K P_n} = \sigma(\log P - \log(K P_n))$$
#
# where the **[sigmoid](GLOSSARY.md#sigmoid)** $\sigma(x) = 1 / (1 + e^{-x})$ turns any score into a number between 0
# and 1. (If this is too much at once, go on at *Where does the noise come from?* What follows there needs only the
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
# **[Negative sampling](GLOSSARY.md#negative)** leaves the correction out and takes $\sigma$ of the bare score. What do
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
# ## Where does the noise come from?
#
# Which words should serve as noise? Drawn as often as they occur, they would be *the* and its like again and again. Drawn
# all alike, most would be rare words. Word2vec lies between: each count to the power of 0.75, then divided by the sum.

# %%
counts = sentence.counts  # padding and [UNK] have count 0 and are never drawn
weights = np.array([count**0.75 if count else 0 for count in counts])
by_hand = weights / weights.sum()
assert np.allclose(by_hand, w2v.noise_distribution(counts))
print(dict(zip(sentence.words, by_hand.round(3).tolist(), strict=True)))

# %% [markdown]
# *the* occurs twice as often as the others but is drawn only $2^{0.75} = 1.68$ times as often. In a corpus the gap between
# words is far wider. Here are the most frequent word, three from the ranks below it, and the rarest, with each of three
# exponents: 1, 0.75 and 0.

# %%
ranks = [int(rank) for rank in np.geomspace(2, len(vocabulary) - 1, 5).round()]
noise = {power: w2v.noise_distribution(vocabulary.counts, power) for power in (1, 0.75, 0)}
shown = {f"count^{power}": noise[power][ranks] * 10_000 for power in noise}
title = "The power 0.75 takes from the frequent and gives to the rare"
axes = plotting.plot_bars(vocabulary.decode(ranks), shown, title=title)
axes.set(yscale="log", ylabel="times drawn in 10,000")
plt.show()

# %%
for rank in ranks:
    times = noise[0.75][rank] / noise[1][rank]
    word, count = vocabulary.words[rank], vocabulary.counts[rank]
    print(f"{word:12} occurs {count:6,} times and is drawn {times:.2f} times as often as that")


# %% [markdown]
# The most frequent word is drawn less often than it occurs, the rarest more often: in Tinyworld, 0.35 times and about
# three times as often. The order stays. In the picture each step on the axis is a factor of ten.
#
# Try other exponents. What happens below 0, and above 1?

# %%
def noise_by_power(exponent=0.75):
    drawn = w2v.noise_distribution(vocabulary.counts, exponent)[ranks] * 10_000
    bars = {"as it occurs": noise[1][ranks] * 10_000, "as it is drawn": drawn}
    ax = plotting.plot_bars(vocabulary.decode(ranks), bars, title=f"Drawn by count^{exponent:g}")
    ax.set(yscale="log", ylabel="times in 10,000")
    return ax


w2v.sliders(noise_by_power, exponent=[-0.5, 0, 0.25, 0.5, 0.75, 1, 1.5])

# %% [markdown]
# At 1 both bars of a word are the same, at 0 all words are drawn alike. Below 0 rare words come before frequent ones; above
# 1 a frequent word is drawn even more often than it occurs. That 0.75 does best, the paper reports from experiments.

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
import tensorflow as tf


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
# ## A better draw
#
# Picture a strip of length 1, on which every word has a piece as long as its probability. A random number between 0 and 1
# lands on one piece. If that is the positive, we draw again.

# %%
def draw_one(distribution, rng):
    place, end = rng.random(), 0.0
    for word, probability in enumerate(distribution):
        end += probability
        if place < end:
            return word


# %%
def negatives_by_hand(positive, num_negatives, distribution, rng):
    negatives = [draw_one(distribution, rng) for _ in range(num_negatives)]
    while positive in negatives:
        negatives = [draw_one(distribution, rng) if word == positive else word for word in negatives]
    return negatives


# %% [markdown]
# `w2v.sample_negatives` does this for all pairs at once. From the same random numbers it must draw the same words.

# %%
for seed in range(50):
    positive = sentence.id("the")
    slow = negatives_by_hand(positive, 4, by_hand, np.random.default_rng(seed))
    fast = w2v.sample_negatives(np.array([positive]), 4, by_hand, np.random.default_rng(seed))
    assert fast.tolist() == [slow]
print("the last one:", sentence.decode(slow))

# %% [markdown]
# In all 50 draws both drew the same. In the last one *road* came twice, which may be, and *the*, the positive, not at all.
#
# Now the corpus: 40,000 pairs with five negatives each. Do the draws follow the distribution? For each word we compare how
# often it was *seen* with how often it is *expected*. If all is well, $(seen - expected)^2 / expected$ is about 1 on
# average: that is the **chi-square** check.

# %%
rng = np.random.default_rng(42)
many = corpus_pairs[rng.choice(len(corpus_pairs), 40_000), 1]
negatives = w2v.sample_negatives(many, 5, noise[0.75], rng)  # (40000, 5)
assert negatives.min() > w2v.UNKNOWN and not (negatives == many[:, None]).any()
# A pair's own positive is impossible; its part of the strip is shared out among the other words.
rest = np.bincount(many, minlength=len(vocabulary)) / (1 - noise[0.75])
expected = 5 * noise[0.75][2:] * (rest.sum() - rest[2:])
seen = np.bincount(negatives.ravel(), minlength=len(vocabulary))[2:]
chi_square = ((seen - expected) ** 2 / expected).mean()
print(f"{negatives.size:,} draws, none of them padding, [UNK] or the positive; chi-square {chi_square:.2f}")

# %% [markdown]
# No draw is padding, unknown or the positive, and the frequencies are right. Because the draw is so cheap, we make a
# new one for every pass. How many different negatives does a pair meet in 20 passes, which are called **epochs**? With
# four draws in each, 80 are possible.

# %%
epochs = [w2v.sample_negatives(positives, num_negatives, noise[0.75], rng) for _ in range(20)]
met = np.mean([len(set(row)) for row in np.hstack(epochs)])
print(f"in 20 epochs a pair meets {drawn.shape[1]} different words in the tutorial, {met:.0f} with new draws")

# %% [markdown]
# Four against 72 in Tinyworld: the tutorial shows a pair the same four words in every epoch, new draws show it nearly all
# of the 80 that are possible. The few that are missing were words that came more than once.

# %% [markdown]
# ## One training example
#
# Put together: a target, its positive first, then $K = 4$ negatives, and a **label** for each candidate, 1 for real and
# 0 for noise. How many negatives? The paper advises 5 to 20 for a small corpus and 2 to 5 for a large one; `w2v.train`
# takes 5, `num_negatives` changes that.

# %%
negatives = w2v.sample_negatives(np.array([sentence.id("wide")]), 4, by_hand, np.random.default_rng(9))[0]
candidates = ["wide", *sentence.decode(negatives)]
labels = np.array([1, 0, 0, 0, 0])

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
_, axes = plt.subplots(figsize=(8, 1.9), layout="constrained")
rows = {"target": ["road"], "candidates": candidates, "labels": labels}
for row, (name, entries) in enumerate(rows.items()):
    axes.text(-0.7, row, name, ha="right", va="center")
    for column, entry in enumerate(entries):
        fill = plotting.ORANGE if row == 0 else plotting.SKY if column == 0 else "#E0E0E0"
        box = {"facecolor": fill, "edgecolor": "none", "pad": 5}
        axes.text(column, row, entry, ha="center", va="center", bbox=box)
axes.set(xlim=(-1.6, 4.6), ylim=(2.6, -0.6), title="One target, five questions, five right answers")
axes.set_axis_off()
plt.show()

# %% [markdown]
# *shimmered* and *in* are negatives here although they stand near *road* elsewhere in the sentence: only the positive of the
# pair itself is kept out. In a large vocabulary that is rare, and the real pairs outvote it.

# %% [markdown]
# ## How wrong is the model?
#
# The model answers each question with $\sigma(score)$, its probability for "real". The **[loss](GLOSSARY.md#loss)**
# measures how wrong it is: minus the logarithm of the probability that it gave to the *right* answer. This is **binary
# cross-entropy**.

# %%
line = np.linspace(-5, 5, 101)
_, axes = plt.subplots(figsize=(5.5, 2.6), layout="constrained")
axes.plot(line, -np.log(sigmoid(line)), label="label 1: −log σ(score)", color=plotting.BLUE)
axes.plot(line, -np.log(sigmoid(-line)), label="label 0: −log σ(−score)", color=plotting.ORANGE)
axes.plot(0, np.log(2), "o", color=plotting.BLACK)
axes.set(xlabel="score", ylabel="loss", title="Sure and right costs nothing, sure and wrong costs much")
axes.legend(frameon=False)
plt.show()

# %% [markdown]
# The dot is the toss of a coin: score 0, probability 1/2, loss $\ln 2 = 0.69$ ($\ln$ is the natural logarithm, which
# NumPy calls `log`). For a noise word the right answer has the probability $1 - \sigma(score)$, which equals
# $\sigma(-score)$. The loss of an example is the sum over its $1 + K$ questions, with $u_o$ for the positive and $u_k$
# for each negative:
#
# $$-\log \sigma(u_o \cdot v_t) - \sum_k \log \sigma(-u_k \cdot v_t)$$

# %%
U = np.array([u[words.index(word)] for word in candidates])  # (1+K, 2), the positive first
logits = U @ road  # (1+K,) scores; before the sigmoid they are called logits
loss = -np.log(sigmoid(logits[0])) - sum(np.log(sigmoid(-logit)) for logit in logits[1:])
assert np.isclose(loss, w2v.sgns_loss(road, U, labels))
for word, label, logit in zip(candidates, labels, logits, strict=True):
    print(f"{word:10} label {label}, score {logit:5.2f}, answer {sigmoid(logit):.2f}")
print(f"loss {loss:.2f}")

# %% [markdown]
# The two worst answers are *wide*, which is real and gets 0.30, and *shimmered*, which is noise here and gets 0.83.
# Word2vec starts with all context vectors at zero. What is the loss then?

# %%
start = w2v.sgns_loss(road, np.zeros_like(U), labels)
print(f"at the start {start:.3f}, (1 + 4) · ln 2 = {5 * np.log(2):.3f}")
assert np.isclose(start, (1 + num_negatives) * np.log(2))


# %% [markdown]
# Five coins are tossed, each costs $\ln 2$. Remember this number: a training whose loss stays at $(1 + K) \ln 2$ has
# learned nothing.
#
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
# ## Which way is down?
#
# How should the vectors change so that the loss falls? Try: nudge one number a little, and see how much the loss rises
# for each bit of nudge. The list of these slopes is the **[gradient](GLOSSARY.md#gradient)**. It says for each number
# which way and how strongly.

# %%
def slope(loss_at, values, step=1e-5):
    slopes = np.zeros_like(values)
    for place in np.ndindex(values.shape):
        nudge = np.zeros_like(values)
        nudge[place] = step
        slopes[place] = (loss_at(values + nudge) - loss_at(values - nudge)) / (2 * step)
    return slopes


nudged_road = slope(lambda values: w2v.sgns_loss(values, U, labels), road)
nudged_U = slope(lambda values: w2v.sgns_loss(road, values, labels), U)
print("slopes for the two numbers of road:", nudged_road.round(3))

# %% [markdown]
# The first slope is above 0 and the second below: a smaller first number and a larger second one bring the loss down.
#
# A real model has hundreds of thousands of numbers, too many to nudge one by one. But a formula gives the same slopes
# at once. For each question take the **error**: answer minus label, $\sigma(score) - label$. It is the slope of the
# loss if the score is nudged, and negative if the score should rise. A nudge to one vector changes the score by the
# matching number of the *other* vector. So each gradient is the error times the other vector; the target, which is part
# of all questions, adds them up.

# %%
error = sigmoid(logits) - labels  # (1+K,)
gradient_road = sum(e * context for e, context in zip(error, U, strict=True))
gradient_U = np.array([e * road for e in error])  # (1+K, 2)
print("error  ", error.round(3))
print("formula", gradient_road.round(3), "nudged", nudged_road.round(3))
print("formula", gradient_U[0].round(3), "nudged", nudged_U[0].round(3), "(wide)")

# %% [markdown]
# They agree. `w2v.sgns_gradients` is this formula. TensorFlow finds the same slopes by
# **[backpropagation](GLOSSARY.md#backpropagation)**: it keeps a record of each step of a computation and then walks back
# from the loss, working out the nudge for every number at once.

# %%
helper = w2v.sgns_gradients(road, U, labels)
variables = [tf.Variable(road), tf.Variable(U)]
with tf.GradientTape() as tape:  # records what is computed below
    scores = tf.linalg.matvec(variables[1], variables[0])
    tape_loss = tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(labels.astype(float), scores))
by_tape = tape.gradient(tape_loss, variables)
nudged, formula = (nudged_road, nudged_U), (gradient_road, gradient_U)
for one, *others in zip(formula, nudged, helper, by_tape, strict=True):
    assert all(np.allclose(one, other, atol=1e-6) for other in others)

# %% [markdown]
# Four ways, one gradient. Now a [step](GLOSSARY.md#step): every vector moves *against* its gradient, a part of the way.
# The part is called the **[learning rate](GLOSSARY.md#learning-rate)**. We draw the target with its positive and one
# negative, before (faint) and after (dashed).

# %%
learning_rate = 0.5
new_road = road - learning_rate * gradient_road
new_U = U - learning_rate * gradient_U
chosen = [0, candidates.index("shimmered")]
before, after = np.vstack([road, U[chosen]]), np.vstack([new_road, new_U[chosen]])
names = ["road (target)", "wide (positive)", "shimmered (negative)"]
_, axes = plt.subplots(figsize=(4.8, 3.3), layout="constrained")
title = "One step: the real pair approaches, the noise departs"
plotting.plot_arrows(before, names, moved_to=after, title=title, ax=axes)
axes.set(xlim=(-1, 2.1), ylim=(-1.2, 0.9))
plt.show()
print(f"loss before {loss:.2f}, after {w2v.sgns_loss(new_road, new_U, labels):.2f}")


# %% [markdown]
# *road* and *wide* turn towards each other, *shimmered* turns away, and the loss falls, from 4.42 to 2.53. Training
# does nothing else, for millions of pairs. Let us take 20 steps, with three learning rates.

# %%
def descend(target, contexts, labels, learning_rate, num_steps=20):
    losses = []
    for _ in range(num_steps):
        losses.append(w2v.sgns_loss(target, contexts, labels))
        for_target, for_contexts = w2v.sgns_gradients(target, contexts, labels)
        target, contexts = target - learning_rate * for_target, contexts - learning_rate * for_contexts
    return losses


# %%
curves = {f"learning rate {rate}": descend(road, U, labels, rate) for rate in (0.05, 0.1, 0.5)}
_, axes = plt.subplots(figsize=(5.5, 2.8), layout="constrained")
plotting.plot_learning_curves(curves, title="Each step lowers the loss of this example", ax=axes)
axes.set(xlabel="before step", ylabel="loss")
plt.show()

# %% [markdown]
# A larger rate falls faster here. A single example can be learned by heart, down to zero. A corpus cannot: its examples pull
# each vector in many directions, and the meaning of a word is where they balance.
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
# coin, whatever the text says. That is why `w2v.sample_negatives` draws a [hit](GLOSSARY.md#accidental-hit) again.
# `w2v.train` leaves hits in, because its noise words are shared by many targets (lesson 8).

# %% [markdown]
# ## Check
#
# These must hold for any corpus.

# %%
assert np.isclose(probabilities.sum(), 1) and np.isclose(guessed.sum(), 1)
assert all(np.isclose(shares.sum(), 1) and not shares[:2].any() for shares in noise.values())
assert np.isclose(nce["hot"] - sgns["hot"], np.log(num_negatives * chance[words.index("hot")]))
assert has_padding > has_positive > 0
assert 0.5 < chi_square < 1.5 and met > num_negatives
assert all(curve[-1] < curve[0] for curve in curves.values())
assert np.isclose(collision, 2 * np.log(2), atol=0.01)

# %% tags=["headline"]
tutorial = f"padding in {has_padding:.0%} of the examples, their own positive in {has_positive:.1%}"
print(f"the tutorial's negatives: {tutorial}; those of sample_negatives: never")

# %% [markdown]
# ## Exercises
#
# Fill in a cell and run it: it says right, not yet and why, or not attempted yet. *Explore* questions are not judged: they
# show what a good answer mentions. If you are stuck, replace `.check(…)` with `.hint()`, more than once if you like;
# `.solution()` shows ours.
#
# **1. Predict.** What is the loss of an example at the start, with all context vectors at zero and $K = 20$ negatives? Does
# it depend on the vector of the target?

# %%
from w2v_helpers import exercises

q = exercises.lesson("negative_sampling")
my_loss = None  # for example 20.0
q.loss_at_the_start.check(my_loss)

# %% [markdown]
# **2. Predict.** Vectors of one number: the target is 2, the positive 0, the only negative 0. Work out two gradient steps
# with learning rate 0.5 on paper. Give the target and the positive after the first step, then both after the second, to
# three places. Why does the target move as it does in the first step?

# %%
my_steps = None  # target and positive after step 1, then after step 2, for example (1.5, 0.25, 1.234, 0.567)
q.two_steps.check(my_steps)


# %% [markdown]
# **3. Build.** Somebody has drawn a long list of ids, with the tutorial's sampler. Which of them may serve as negatives of
# the pair (`target`, `positive`)? Return the first `num_negatives` that may, in their order, as a list. They may repeat.

# %%
def pick_negatives(draws, target, positive, num_negatives):
    return None  # your code


q.pick_negatives.check(pick_negatives)


# %% [markdown]
# **4. Build.** Write `accidental_hits(positives, negatives)`: for each example true if its positive is among its own
# negatives. `positives` is an array of shape (P,), `negatives` of shape (P, K). Use it on `drawn` from above.

# %%
def accidental_hits(positives, negatives):
    return None  # your code


q.accidental_hits.check(accidental_hits)

# %% [markdown]
# **5. Explore.** Let 5,000 targets ask about their negatives once, with context vectors that start at zero. A negative at
# score 0 has the error ½, so its row is pushed by half the target's vector. How far is the row of padding pushed by the
# tutorial's negatives, compared with real words? And by ours? Whom does that serve?

# %%
my_finding = None  # what you see, in a sentence or two between quotes
vectors = np.random.default_rng(0).normal(size=(len(vocabulary), 10))  # a target vector for each word
for name, noise_words in {"tutorial": drawn, "ours": epochs[0]}.items():
    pushes = np.zeros((len(vocabulary), 10))
    np.add.at(pushes, noise_words, 0.5 * vectors[corpus_pairs[some, 0]][:, None, :])
    lengths = np.linalg.norm(pushes, axis=1)
    of_words = f"the most pushed word {lengths[2:].max():.1f}, the middle one {np.median(lengths[2:]):.1f}"
    print(f"{name:8}: padding {lengths[0]:.1f}, {of_words}")
q.push_on_padding.check(my_finding)

# %% [markdown]
# **Quiz.** Four questions on the whole lesson. Put your letters in place of `None`.

# %%
q.quiz.check(None, None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - A softmax over all words costs one dot product for each word of the vocabulary, for each pair. Negative sampling asks
#   $1 + K$ questions instead: real or noise?
# - Noise words are drawn with the counts to the power of 0.75, never padding, unknown or the positive, and anew each epoch.
# - The loss adds up how wrong the answers are; it starts at $(1 + K) \ln 2$.
# - The gradient is error times the other vector. A step against it pulls real pairs together and pushes noise away.
#
# | | in | out |
# |---|---|---|
# | `noise_distribution` | counts, int64 (V,) | probabilities, float64 (V,) |
# | `sample_negatives` | positives, int32 (P,), and probabilities (V,) | negatives, int32 (P, K) |
# | `sgns_loss` | vectors (D,) and (1+K, D), labels (1+K,) | one number |
# | `sgns_gradients` | the same | gradients, (D,) and (1+K, D) |
#
# Next: [5. Feed any text to a model](05_corpus_to_dataset.ipynb).
#
# **Further reading**
# - Mikolov, Sutskever, Chen, Corrado, Dean (2013),
#   [Distributed Representations of Words and Phrases](https://arxiv.org/abs/1310.4546): section 2.2 has negative sampling and
#   the power 0.75.
# - Goldberg, Levy (2014), [word2vec Explained](https://arxiv.org/abs/1402.3722): the same formulas, derived step by step.
# - Dyer (2014), [Notes on Noise Contrastive Estimation and Negative Sampling](https://arxiv.org/abs/1410.8251): the
#   correction in detail.
# - Levy, Goldberg (2014), *Neural Word Embedding as Implicit Matrix Factorization*: why the perfect score is "more than
#   chance".
