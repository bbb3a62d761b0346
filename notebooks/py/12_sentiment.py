# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 12. Judge reviews with word vectors
#
# You will build a program that reads a film review and says how likely it is to be positive. Then you will find out
# when vectors that were trained beforehand help.
#
# **You will learn**
# - how reviews of different lengths become vectors of the same size;
# - what the layers of a small network compute, and when to stop training it;
# - how to read a model's errors, and why it confuses *not good, bad* with *not bad, good*;
# - when pretrained vectors do better than simple methods.
#
# **You need** lessons 1, 4, 6 and 7: padding, the sigmoid, training, neighbours. **Time:** about 60 minutes with the
# exercises; the code runs in about 40 seconds.
#
# corpus → **vocabulary** → **sequences** → skip-grams → negatives → **dataset** → **model** → **training** → vectors → **analysis**

# %% cellView="form" jupyter={"source_hidden": true} tags=["setup", "hide-input"]
# Run this first: it loads what the lesson needs, and installs the course where it is missing, as on Colab.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("w2v_helpers") is None:
    source = "w2v_helpers-0.2.0-py3-none-any.whl"  # `make wheel` makes it; upload it
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", source], check=True)

import os
import textwrap
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
import keras
from w2v_helpers import exercises, plotting
from w2v_helpers.sentiment import classifier

# %% [markdown]
# ## Which words give a review away?
#
# Here, every text comes with a **[label](GLOSSARY.md#label)**: someone has said whether it is positive (1) or
# negative (0). The course comes with 2,000 short reviews of films that do not exist, written by a program from
# sentence patterns. For 50,000 real ones, call `load_reviews("imdb")`. For your own, pass the path of a CSV file with
# a column of texts and a column of labels, or of a folder with the subfolders `pos` and `neg`.

# %%
train, validation, test = w2v.load_reviews()  # or "imdb", "my_reviews.csv", "my_folder"
for reviews in (train, validation, test):
    print(reviews)
for label in (1, 0):
    first = list(train.labels).index(label)
    text = textwrap.shorten(train.texts[first], 130, placeholder=" …")
    print(f"{train.classes[label]}: {text}")

# %% [markdown]
# There are three sets. The model learns from the **training** set. On the **[validation](GLOSSARY.md#validation)**
# set, we compare models and choose settings. The **test** set is used once, at the very end. If you kept checking it,
# you would end up picking whatever happens to do well on it, and your model would look better than it is.
#
# Which words tell the two kinds apart? Let's count in how many reviews of each kind a word occurs.

# %%
vocabulary = w2v.Vocabulary.from_corpus(train, min_count=2, max_size=20_000)
counts = {0: Counter(), 1: Counter()}
for tokens, label in zip(train, train.labels.tolist()):
    counts[label].update(set(tokens))
difference = {}
for word in vocabulary.words[2:]:  # without padding and unknown words
    difference[word] = counts[1][word] - counts[0][word]
ranked = sorted(difference, key=difference.get)  # most negative first
print(f"{len(ranked)} words, from {ranked[0]} to {ranked[-1]}")

# %%
telling = ranked[-7:][::-1] + ranked[:7]
groups = {"in positive reviews": [counts[1][word] for word in telling]}
groups["in negative reviews"] = [counts[0][word] for word in telling]
plotting.plot_bars(telling, groups, ylabel="reviews", title="Many words give a hint")
plt.show()

# %% [markdown]
# In the bar charts of this lesson, blue stands for positive and orange for negative. Even the most telling words
# occur in fewer than an eighth of the 640 reviews of each kind. So a model has to put many small hints together.

# %% [markdown]
# ## How does a review become one vector?
#
# First come the ids. `w2v.Encoder` makes its vocabulary from the training set alone: a word that occurs only in the
# test set would get a vector that was never trained. A batch is a rectangle, so short reviews are filled up with 0,
# the padding of lesson 1:

# %%
encoder = w2v.Encoder.from_reviews(train, max_words=20_000)
rows = encoder.encode(["Not bad.", "What a xylophonic film!"])
print(keras.utils.pad_sequences(rows, padding="post"))


# %% [markdown]
# The 1 stands for *xylophonic*, which occurs in no training review. `w2v.review_dataset` makes such rectangles, batch
# by batch, each only as wide as its longest review.

# %%
def batches(reviews, encoder, seed=None, batch_size=128):
    ids = encoder.encode(reviews)
    return w2v.review_dataset(ids, reviews.labels, batch_size=batch_size, seed=seed)


for ids, labels in batches(train, encoder, seed=1, batch_size=32).take(2):
    print("ids", ids.shape, "labels", labels.shape)

# %% [markdown]
# An embedding turns a review of L words into L vectors. The simplest way to make one vector of them is their
# **[mean](GLOSSARY.md#pooling)**. But what about the padding? Here are two words and two places of padding, with two
# numbers per vector:

# %%
table = np.array([[9, 9], [0, 0], [1, 3], [3, 1]], dtype=np.float32)  # row 0: padding
ids = np.array([2, 3, 0, 0])
print("mean of all four places:", table[ids].mean(axis=0))
print("mean of the two words:  ", table[ids[ids != 0]].mean(axis=0))

# %% [markdown]
# The first mean is half padding, and would change with the width of the batch. The second one is right. To compute
# it, a layer needs a **[mask](GLOSSARY.md#mask)** that says which places are words. Keras has such a layer, and so
# has the course. Let's give both of them a review of two words and an empty one:

# %%
two = np.array([[2, 3, 0], [0, 0, 0]])  # the second review is empty
for layer in (keras.layers.GlobalAveragePooling1D(), w2v.MaskedMean()):
    means = layer(table[two], mask=two != 0)
    print(f"{type(layer).__name__:23}", means.numpy().tolist())

# %% [markdown]
# `nan` means *not a number*: Keras divides 0 by 0. One such review turns the loss into `nan`, and then every
# parameter of the model. Real tables do contain empty reviews. The course's `MaskedMean` never divides by less than
# 1, so an empty review gets zeros.

# %% [markdown]
# ## What is in the model, and when should training stop?
#
# After the mean comes a **dense layer**. Each of its outputs is a weighted sum of all inputs plus a number of its
# own, the **bias**: what the output is when all inputs are zero.  Often, negative outputs are then replaced by 0,
# which is called **ReLU**.

# %%
mean = np.array([2.0, 2.0])  # 2 inputs
weights = np.array([[1.0, -1.0, 0.5], [0.5, -0.5, 1.0]])  # (2, 3): 3 outputs
bias = np.array([-0.5, 1.0, 0.0])  # (3,): one number per output
outputs = mean @ weights + bias
print("outputs", outputs, "with ReLU", np.maximum(outputs, 0))

# %% [markdown]
# So a dense layer from 2 numbers to 3 has 2 · 3 weights and 3 biases, 9 parameters in all. Our model has two such
# layers. The first, called *hidden* because its outputs are neither the input nor the answer, has 16 outputs and
# ReLU. The second has a single output, which a sigmoid (lesson 4) turns into a probability. Before them comes
# **dropout**: during training, it sets each number of the mean to 0 with probability ½, so that the model cannot rely
# on any single one, and doubles the others, so that their sum stays about the same. When the model answers, dropout
# does nothing.

# %%
start = classifier.start_table(encoder, 16, seed=1)  # 16 small random numbers per word
model = w2v.build_classifier(start, hidden=16, dropout=0.5, seed=1)
for layer in model.layers:
    shapes = [tuple(weight.shape) for weight in layer.weights]
    print(f"{layer.name:12} {layer.count_params():7,} parameters, shapes {shapes}")

# %% [markdown]
# Nearly all parameters are in the embedding, which has a row for each word, for padding and for unknown words. So
# what this model learns is mostly word vectors.
#
# The loss is the **[binary cross-entropy](GLOSSARY.md#cross-entropy)**: minus the logarithm of the probability that
# the model gave to the right label. After each epoch, `w2v.fit_classifier` also computes it on the validation set. It
# stops when that loss has not fallen for `patience` epochs. To see what happens, we let it wait for 8 epochs:

# %%
size = max(8, min(128, len(train) // 20))  # of a batch: 64 here
seen, unseen = batches(train, encoder, 1, size), batches(validation, encoder)
log = w2v.fit_classifier(model, seen, unseen, learning_rate=0.02, patience=8)
print("recorded after each epoch:", *log)

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
curves = {"training reviews": log["loss"], "validation reviews": log["val_loss"]}
ax = plotting.plot_learning_curves(curves, title="After a few epochs, the validation loss rises")
for line, style in zip(ax.lines, ["-", "--"]):
    line.set(color=plotting.PURPLE, linestyle=style)
ax.set_ylabel("loss")
ax.axvline(np.argmin(log["val_loss"]) + 1, color=plotting.GREY, ls=":")
ax.legend(frameon=False)
plt.show()

# %% [markdown]
# The training loss (solid) keeps falling, with some bumps. (It starts above the other because it is averaged over an
# epoch of learning, and with dropout.) The validation loss (dashed) stops falling at the dotted line and then rises:
# from there on, the model grows too sure of what it memorised. This is the overfitting of lesson 6. The remedy is
# **early stopping**: go back to the weights of the best epoch. `fit_classifier` has already done so.

# %% [markdown]
# ## What does it get wrong?
#
# A **[confusion matrix](GLOSSARY.md#confusion-matrix)** has a row for each true label and a column for each answer. A
# probability of 0.5 or more counts as positive.

# %%
answers = classifier.probabilities(model, encoder.encode(validation))
confusion = confusion_matrix(validation.labels, answers >= 0.5)
titles = ["is negative", "is positive"], ["called negative", "called positive"]
plotting.plot_matrix(confusion, *titles, title=f"{len(validation):,} reviews")
plt.show()

# %% [markdown]
# The right answers are on the diagonal; their share is the [accuracy](GLOSSARY.md#accuracy).
#
# What does the model base its answers on? The mean of a review of one word is the vector of that word. So we ask
# about each word alone and look at the number before the sigmoid: above 0, it is a vote for positive; below 0, for
# negative.

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
votes = dict(zip(encoder.names[2:], classifier.word_scores(model, encoder)[2:].tolist()))
plotting.plot_votes(votes, title="Nobody gave the model a list of good and bad words")
plt.show()

# %% [markdown]
# Most of these words are what you would expect. A few, such as *see*, happened to be in reviews of one kind. The
# votes are large because in a real review, each word is only one of many in the mean. (Because of ReLU, they do not
# simply add up.)
#
# And its errors? Many seem to contain a word that can reverse the meaning. Let's divide the validation reviews into
# those with such a word and those without:

# %% tags=["nbval-ignore-output"]
turning = set("not isn't never no nothing hardly but although despite expected".split())
has_turn = np.array([bool(turning & set(tokens)) for tokens in validation])
wrong = (answers >= 0.5) != validation.labels
for name, some in [("with such a word", has_turn), ("without one", ~has_turn)]:
    print(f"{name}: {wrong[some].sum()} of {some.sum()} reviews wrong")
surest = np.argsort(-np.abs(answers - 0.5) * wrong)
for place in surest[:2]:
    print(f"answer {answers[place]:.2f}: {validation.texts[place]}")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert wrong.sum() == len(validation) - confusion.trace()
assert train.name != "reviews" or wrong[has_turn].mean() > 0.1 > 0.03 > wrong[~has_turn].mean()

# %% [markdown]
# In the course's reviews, nearly all errors are in reviews with such a word. One reason is that a mean does not know
# the order of the words. *Not good, bad* and *not bad, good* have the same words, so they have the same mean.
#
# There is a cheap remedy: give each **pair** of neighbouring words a vector of its own, as if *not bad* were one more
# word (Joulin et al. 2016). All other settings stay as they were.

# %% tags=["nbval-ignore-output"]
with_pairs = w2v.Encoder.from_reviews(train, max_words=20_000, max_pairs=100_000)
start = classifier.start_table(with_pairs, 16, seed=1)
pair_model = w2v.build_classifier(start, seed=1)
seen, unseen = batches(train, with_pairs, 1, size), batches(validation, with_pairs)
w2v.fit_classifier(pair_model, seen, unseen, learning_rate=0.02, patience=3)
sentences = ["Not good, bad.", "Not bad, good."]
for judge, some in [(model, encoder), (pair_model, with_pairs)]:
    print([some.names[number] for number in some.encode(sentences)[1]])
    both, all_of_them = some.encode(sentences), some.encode(validation)
    print("answers to both:", classifier.probabilities(judge, both).round(2))
    found = classifier.probabilities(judge, all_of_them) >= 0.5
    print("validation reviews wrong:", np.sum(found != validation.labels))

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert np.isclose(*classifier.probabilities(model, encoder.encode(sentences)), atol=1e-4)

# %% [markdown]
# To the model of words, both sentences are the same. The model with pairs tells them apart, because *not bad* and
# *not good* occur in the training reviews. It still makes most of the errors: the course's reviews turn the meaning
# around in many ways, and most pairs are rare. On IMDb's test set, pairs raise the accuracy from 88.5 to 90.3 %
# (three seeds, `tests/benchmarks/imdb.py`).

# %% [markdown]
# ## What do vectors know before they see a label?
#
# Labels are expensive, because someone has to read and judge. Word2vec needs none. So you can train vectors on all
# the text you have (here, the training reviews) and use your few labels only for the last step. Vectors trained in
# advance like this are called **pretrained**.
#
# But can such vectors tell praise from blame? Words are neighbours if they keep the same company (lesson 7), and so
# do opposites: *the ending is gripping*, *the ending is boring*. **Similar use is not similar meaning.** In many
# published vectors, *good* and *bad* are close neighbours (Yu et al. 2017). Much depends on the window. We train with
# one word on each side and with ten. (The narrow window makes fewer skip-grams, so it gets more epochs, and a text
# this short needs a high learning rate. Of the two tables that skip-gram learns, we take the context vectors; the
# last picture of this lesson shows the difference.)

# %%
settings = {"embedding_dim": 50, "min_count": 2, "table": "context", "verbose": 0}
trained = {}
for window, epochs in ((1, 38), (10, 7)):  # about as many pairs
    for seed in (1, 2, 3):
        options = {"window_size": window, "epochs": epochs, "learning_rate": 0.15}
        trained[window, seed] = w2v.train(train, seed=seed, **settings, **options)

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
_, axes = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
colours = {word: plotting.BLUE if difference[word] > 0 else plotting.ORANGE for word in ranked}
for ax, window in zip(axes, (1, 10)):
    plotting.plot_neighbours(trained[window, 1], ranked[0], topn=10, colours=colours, ax=ax)
    ax.set_title(f"Nearest to “{ranked[0]}” with window {window}")
plt.show()

# %% [markdown]
# Blue words occur in more positive reviews than negative ones. How many of the ten neighbours of the 60 most telling
# words have the same colour?

# %% tags=["nbval-ignore-output"]
for (window, seed), vectors in trained.items():
    same = []
    for word in ranked[:30] + ranked[-30:]:
        for other, _ in vectors.most_similar(word, topn=10):
            if difference.get(other):  # else it is neither blue nor orange
                same.append(difference[other] * difference[word] > 0)
    print(f"window {window:2}, seed {seed}: {np.mean(same):.0%} have the same colour")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert len(trained) == 6 and (train.name != "reviews" or np.mean(same) > 0.7)

# %% [markdown]
# With the narrow window, a third of the neighbours have the other colour; tossing a coin would give half. With the
# wide one, one in eight has: a window then covers most of a review, and a review that praises one thing usually
# praises others. So before you build on vectors, check that they capture the distinction your task needs.

# %% [markdown]
# ## When do pretrained vectors pay off?
#
# Judging vectors by how well they serve a task is called **extrinsic** evaluation; the scores of lesson 7 are
# **intrinsic**. We need a simple way to use the vectors, and a rival that uses none. **Logistic regression** is our
# last layer alone: a weighted sum plus a bias, through a sigmoid. We give it two kinds of input:
#
# - **bag of words**: how often each word occurs in the review. No vectors at all.
# - **averaged word2vec**: the mean of the word vectors (window 10), which are left as they are.
#
# Both get the same labelled reviews, from 50 up to all of them. We repeat everything with three seeds: each draws
# another sample of reviews and uses another set of vectors. (Counting and logistic regression are scikit-learn's. A
# smaller `C` keeps the weights closer to 0, which guards against overfitting; we chose it on the validation set.)

# %%
counter = CountVectorizer(tokenizer=w2v.tokenize, token_pattern=None, vocabulary=ranked)


def inputs(reviews, vectors):
    if vectors is None:
        return counter.transform(reviews.texts)  # bag of words
    return classifier.average_vectors(reviews, vectors)


def accuracy(labelled, vectors):
    judge = LogisticRegression(C=1 if vectors is None else 100, solver="liblinear")
    judge.fit(inputs(labelled, vectors), labelled.labels)
    return judge.score(inputs(validation, vectors), validation.labels)


print(f"bag of words with all labels: accuracy {accuracy(train, None):.2f}")

# %%
sizes = [size for size in (50, 100, 200, 400, 700) if size < len(train)] + [len(train)]
results = []
for seed in (1, 2, 3):
    rivals = {"averaged word2vec": trained[10, seed], "bag of words": None}
    for size in sizes:
        labelled = train.sample(size, seed=seed)
        for name, vectors in rivals.items():
            results.append((name, size, seed, accuracy(labelled, vectors)))

# %% [markdown]
# We also train our own classifier from random vectors, with 100 labels and with all of them. It sets aside a fifth of
# its reviews to decide when to stop.

# %%
ends = [min(sizes[-1], 100), sizes[-1]]
trials = classifier.learning_curve(encoder, train, validation, ends, seeds=(1, 2, 3))
results += [("our classifier", *trial) for trial in trials]
print(len(results), "trainings")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
found = pd.DataFrame(results, columns=["method", "labelled reviews", "seed", "accuracy (validation)"])
colours = {"averaged word2vec": plotting.GREEN, "bag of words": plotting.BLACK}
colours["our classifier"] = plotting.PURPLE
ax = plotting.plot_spread(found, "labelled reviews", "accuracy (validation)", colours)
ax.set_title("Pretrained vectors pay off while labels are few")
plt.show()

# %% [markdown]
# Each line is the mean of three seeds; each band reaches from the lowest to the highest. Up to 700 labels, the
# averaged vectors (green) are ahead of bag of words, and with 100 labels also of our classifier, which we measured at
# both ends only. They know that *dismal* and *boring* keep the same company, so one label for a review with either
# word says something about the other. With all 1,280 labels, green and black meet: by then, the labels alone teach a
# model as much. (All settings were chosen on the same validation reviews, with labels that the axis does not count.
# So look at the differences, not at the levels.)
#
# Is it the same with real reviews? `tests/benchmarks/imdb.py` ran the same comparison on IMDb, with word2vec trained
# on 20,000 training reviews. All settings were chosen on 5,000 others, and each method was run with three seeds; the
# test set was used only to draw this picture:

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
imdb = pd.read_csv(w2v.data_path("imdb.csv"))
colours = {"averaged contexts": plotting.GREEN, "averaged targets": plotting.SKY}
colours |= {"bag of words": plotting.BLACK, "classifier, from word2vec": plotting.RED}
colours["classifier, from scratch"] = plotting.PURPLE
ax = plotting.plot_spread(imdb, "labels", "test", colours)
ax.set(title="IMDb: ahead up to about 10,000 labels", ylabel="accuracy (test)")
plt.show()

# %% [markdown]
# The picture is much the same, but the advantage lasts longer. With 100 labels, averaged contexts get 83 % right and
# bag of words 65 %. The two meet at about 10,000 labels, and beyond that, bag of words is ahead. With up to 1,000
# labels, a classifier that starts from word2vec and is allowed to adjust the vectors does no better than logistic
# regression on vectors that stay as they are. Giving frequent words less weight in the mean does not help either
# (SIF, *smooth inverse frequency*; Arora et al. 2017; its rows are in `data/imdb.csv`).
#
# The picture also shows why we asked for `table="context"`. By default, `w2v.train` returns the target vectors. When
# averaged, they (light blue) are far behind. We do not know why; this is what we measured.

# %% [markdown]
# Last comes the test set, once. We take the classifier with pairs:

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
test_answers = classifier.probabilities(pair_model, with_pairs.encode(test))
confusion = confusion_matrix(test.labels, test_answers >= 0.5)
plotting.plot_matrix(confusion, *titles, title=f"{len(test):,} test reviews")
plt.show()

# %% cellView="form" jupyter={"source_hidden": true} tags=["headline", "hide-input"]
assert confusion.sum() == len(test) and np.isfinite(test_answers).all()
print(f"about {round(confusion.trace() / len(test), 1):.0%} of {len(test):,} test reviews right")

# %% [markdown]
# The course's test reviews use sentence patterns that no training review has. Divide the wrong answers in a row by
# the sum of the row, and you have the error rate of that class. If one kind of error is more costly than the other,
# report both rates instead of the accuracy alone.

# %% [markdown]
# ## Exercises
#
# **1. Predict.** A vocabulary of 20,000 ids, 32 numbers per vector, a hidden layer with 16 outputs, and one output at
# the end: how many parameters does the model have? And without the hidden layer, when the mean goes straight into the
# last layer?

# %%
q = exercises.lesson("sentiment")
my_counts = None  # for example (1_000, 500)
q.number_of_parameters.check(my_counts)


# %% [markdown]
# **2. Build.** Write the mean that leaves out the padding. `vectors` has a vector for each place, (B, L, D); `ids`
# has 0 where there is padding, (B, L). Return one vector per review, (B, D), as a NumPy array, and zeros for a review
# without words. (`mask[:, :, None]` makes a mask (B, L) fit vectors (B, L, D).)

# %%
def masked_mean(vectors, ids):
    return None  # your code


q.masked_mean.check(masked_mean)

# %% [markdown]
# **Quiz.** Run the cell to see three questions, then put your letters in place of `None`.

# %%
q.quiz.check(None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - A review can be the mean of its word vectors, without the padding. A mean does not know the order of the words.
# - A dense layer has a weight for each pair of an input and an output, and a bias for each output.
# - A validation loss that rises means overfitting. The test set is for the end.
# - Pretrained vectors pay off while labels are few, if they capture what the task needs.
#
# | | in | out |
# |---|---|---|
# | `w2v.load_reviews` | a name or a path | three sets of reviews with labels |
# | `w2v.review_dataset` | ids, labels | batches (B, L) and (B,) |
# | `w2v.MaskedMean` | vectors (B, L, D), a mask (B, L) | means (B, D) |
# | `w2v.build_classifier` | a table (V, D) | a model from ids (B, L) to probabilities (B, 1) |
#
# Next: [13. Examine TensorFlow's tutorial](13_real_text.ipynb).
#
# **Further reading:** Maas et al. (2011), [Learning Word Vectors for Sentiment
# Analysis](https://aclanthology.org/P11-1015), with IMDb's reviews; Joulin et al. (2016), [Bag of Tricks for
# Efficient Text Classification](https://arxiv.org/abs/1607.01759); Yu et al. (2017), [Refining Word Embeddings for
# Sentiment Analysis](https://aclanthology.org/D17-1056).
