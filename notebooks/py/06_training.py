# ---
# jupyter:
#   accelerator: GPU
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 6. Train the vectors
#
# You will build the model of word2vec in a few lines, train it with Keras, watch it learn, stop and resume it, and save
# what it has learned.
#
# **You will learn**
# - that the whole model is two tables, and its answers are dot products;
# - which loss it needs, and what two other losses do instead;
# - what a step, backpropagation and an optimizer are, and what `fit` does all day;
# - how to follow a training in curves and in TensorBoard, keep checkpoints, resume, and export the vectors.
#
# **You need** lessons 4 and 5 (loss, batches). **Time:** about 100 minutes with the exercises; it runs in about 40
# seconds.
#
# corpus → vocabulary → sequences → skip-grams → negatives → dataset → **model** → **training** → vectors → analysis

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
import tempfile
import time
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
from w2v_helpers import plotting
from w2v_helpers.model import word_vectors

import keras
import tensorflow as tf

# %% [markdown]
# ## Two tables
#
# Each word has two vectors: one for when it is the target, one for when it is a context (lesson 4). So the model is two
# tables with a row for each id. Here they are for our sentence, filled with random numbers, three to a word. To score
# *road* with *wide*, take the two framed rows and form their dot product.

# %%
tokens = w2v.tokenize("The wide road shimmered in the hot sun.")
toy = w2v.Vocabulary.from_corpus([tokens], min_count=1)
tables = np.random.default_rng(6).normal(size=(2, len(toy), 3)).round(1).astype("float32") + 0
framed = ["road", "wide"]
_, axes = plt.subplots(1, 2, figsize=(7, 3.4), layout="constrained")
for ax, name, table, word in zip(axes, ["target", "context"], tables, framed, strict=True):
    rows = ["(padding)", *toy.words[1:]]
    plotting.plot_matrix(table, rows, "123", decimals=1, title=f"{name} vectors", ax=ax)
    corner = (-0.47, toy.id(word) - 0.47)
    ax.add_patch(plt.Rectangle(corner, 2.94, 0.94, fill=False, ec=plotting.BLACK, lw=2.5))
plt.show()
target_table, context_table = tables
print(f"road · wide = {target_table[toy.id('road')] @ context_table[toy.id('wide')]:.2f}")


# %% [markdown]
# That number is the score; before it goes through the sigmoid it is called a **[logit](GLOSSARY.md#logit)**. Every number
# in the two tables may be changed by training. Such numbers are the **[parameters](GLOSSARY.md#parameter)** of a model,
# also called its weights.
#
# In Keras, a **[layer](GLOSSARY.md#embedding-layer)** is a part with its own parameters that takes tensors in and gives
# tensors out. An `Embedding` layer is a table: ids in, rows out. A model is made of layers, and its `call` says what is
# done with them. A `class` in Python keeps values, written `self.…`, together with the functions that use them. `v[:,
# None, :]` turns (B, D) into (B, 1, D), so that each target is multiplied with all its candidates.

# %%
class HandMade(keras.Model):
    def __init__(self, vocabulary_size, embedding_dim):
        super().__init__()
        self.target_table = keras.layers.Embedding(vocabulary_size, embedding_dim)
        self.context_table = keras.layers.Embedding(vocabulary_size, embedding_dim)

    def call(self, inputs):
        targets, candidates = inputs
        v = self.target_table(targets)  # (B, D)
        u = self.context_table(candidates)  # (B, 1+K, D)
        return tf.reduce_sum(u * v[:, None, :], axis=-1)  # (B, 1+K), a dot product for each candidate


# %% [markdown]
# Now a batch of two examples with three candidates each: a tensor of 2 targets and one of 2 × 3 candidates. We put the
# tables of the picture into our model and into `w2v.SkipGram`. Both must agree with a plain loop.

# %%
targets = tf.constant(toy.encode(["road", "hot"]))  # (B,)
candidates = tf.constant([toy.encode(["wide", "sun", "in"]), toy.encode(["sun", "the", "wide"])])  # (B, 1+K)
by_loop = [
    [target_table[target] @ context_table[candidate] for candidate in row]
    for target, row in zip(targets.numpy(), candidates.numpy(), strict=True)
]
hand_made, helper = HandMade(len(toy), 3), w2v.SkipGram(len(toy), 3)
hand_made((targets, candidates))  # the first call makes the tables
for model in (hand_made, helper):
    model.set_weights([target_table, context_table])
    assert np.allclose(model((targets, candidates)), by_loop, atol=1e-5)
print(helper((targets, candidates)).numpy().round(2))

# %% [markdown]
# Two rows of three logits, one row for each example; the first is the −0.48 from above. That is the whole model: two
# lookups and some dot products.
#
# Now the corpus. To be quick we take vectors of D = 50 numbers and a window of 3. A batch holds 4,096 examples, fewer
# if the text is small, so that an epoch has at least a hundred batches or so. How large is the model, at 4 bytes a
# number?

# %%
corpus = w2v.load_corpus()  # or, for example, w2v.load_corpus("my_book.txt")
vocabulary = w2v.Vocabulary.from_corpus(corpus)
embedding_dim, window_size, num_negatives = 50, 3, 5
settings = {"window_size": window_size, "num_negatives": num_negatives}
batch_size = min(4096, max(16, int(vocabulary.counts.sum()) // 50))
dataset = w2v.skip_gram_dataset(corpus, vocabulary, **settings, batch_size=batch_size)
model = w2v.SkipGram(len(vocabulary), embedding_dim)
assert model.count_params() == 2 * len(vocabulary) * embedding_dim
print(f"{vocabulary}, batches of {batch_size:,}")
print(f"2 tables × {len(vocabulary):,} rows × {embedding_dim} numbers = {model.count_params():,} parameters")
print(f"{model.count_params():,} × 4 bytes = {2 * len(vocabulary) * embedding_dim * 4 / 1e6:.2f} MB")

# %% [markdown]
# For Tinyworld both tables together are smaller than many a photo. They grow with the vocabulary and with D, not with the
# length of the text. (Exercise 1 asks for a larger model.)

# %% [markdown]
# ## How wrong is it?
#
# The loss of lesson 4 asks of each candidate: *real or noise?* `w2v.NegativeSamplingLoss` is the same for whole batches, as
# Keras wants it. For our two toy examples it must give the mean of what `w2v.sgns_loss` gives for each.

# %%
loss = w2v.NegativeSamplingLoss()
labels = np.array([[1, 0, 0], [1, 0, 0]], dtype="float32")  # the first candidate is the real one
logits = helper((targets, candidates))
each = [
    w2v.sgns_loss(target_table[target], context_table[row], label)
    for target, row, label in zip(targets.numpy(), candidates.numpy(), labels, strict=True)
]
assert np.isclose(loss(labels, logits), np.mean(each))
print(f"examples {np.round(each, 3)}, batch {loss(labels, logits):.3f}")

# %% [markdown]
# The loss of the batch lies halfway between those of its two examples, as a mean does.
#
# And for the untrained model of the corpus? Its context vectors start at zero, so all logits are 0 and each of the 1 +
# K questions is the toss of a coin, which costs $\ln 2$: six of them should make 4.159. We keep a few batches aside as
# a **quiz**, made with another seed.

# %%
quiz = w2v.skip_gram_dataset(corpus, vocabulary, **settings, batch_size=batch_size, seed=7)
quiz = quiz.take(5).cache()
quiz_inputs, quiz_labels = next(iter(quiz.unbatch().batch(5 * batch_size)))
start = float(loss(quiz_labels, model(quiz_inputs)))
print(f"untrained {start:.3f}, (1 + {num_negatives}) · ln 2 = {(1 + num_negatives) * np.log(2):.3f}")
assert np.isclose(start, (1 + num_negatives) * np.log(2))

# %% [markdown]
# It is 4.159, as worked out. This is the mark to beat: a training whose loss stays there has learned nothing.

# %% [markdown]
# ## One step by hand
#
# Lesson 4 gave the gradient as a formula: for each number, which way the loss rises, and how steeply. For a model of many
# layers nobody wants to work that out. TensorFlow does it: a `GradientTape` records each calculation, then goes through
# the record backwards, from the loss to the parameters, multiplying slopes on its way. That is **backpropagation**.
#
# On the first toy example it must find the same numbers as the formula.

# %%
v = tf.Variable(target_table[targets[0]])  # (D,), the row of "road"
u = context_table[candidates.numpy()[0]]  # (1+K, D), the rows of its candidates
with tf.GradientTape() as tape:
    before = loss(labels[:1], tf.linalg.matvec(u, v)[None])  # a batch of one
gradient = tape.gradient(before, v)
assert np.allclose(gradient, w2v.sgns_gradients(v.numpy(), u, labels[0])[0], atol=1e-5)
v.assign_sub(0.1 * gradient)  # a small step downhill; 0.1 is the learning rate
after = loss(labels[:1], tf.linalg.matvec(u, v)[None])
print(f"gradient {gradient.numpy().round(2)}, loss {before:.3f} → {after:.3f}")

# %% [markdown]
# The same gradient, and after one step the loss is smaller. How far to go is the **learning rate**. The rule that makes a
# step from a gradient is the **[optimizer](GLOSSARY.md#optimizer)**; this one, plain subtraction, is called
# [gradient descent](GLOSSARY.md#gradient-descent).

# %% [markdown]
# ## A loss that only compares
#
# The tutorial trains with `CategoricalCrossentropy`, a softmax over the 1 + K candidates: *which of them is the real one?*
# Lesson 4 added 3 to all scores and saw no change. The gradient shows what follows from that.

# %%
losses = {"yes or no": loss, "softmax": keras.losses.CategoricalCrossentropy(from_logits=True)}
for name, function in losses.items():
    scores = tf.Variable(logits)
    with tf.GradientTape() as tape:
        value = function(labels, scores)
    moves = -tape.gradient(value, scores).numpy()[0]  # downhill, for the first example
    shifted = function(labels, logits + 100)
    print(f"{name:9} loss {value:.2f}, with 100 added to all scores {shifted:.2f}")
    print(f"{'':9} pulls {moves.round(2)}, together {abs(moves.sum()):.2f}")
    assert (abs(moves.sum()) < 1e-5) == (name == "softmax")


# %% [markdown]
# Under the softmax the pulls cancel: one score goes up by as much as the others go down. So it learns which candidate is
# *better*, never whether one is real. For ranking neighbours that can be enough (exercise 5 makes a fair trial: the
# tutorial's vectors are poor for other reasons), but such a model can never say "this is noise".

# %% [markdown]
# ## A loss that is never satisfied
#
# The tutorial also shows a loss of its own for the yes-or-no question. It is called with two arguments, `x_logit` and
# `y_true`. But Keras calls every loss with the true labels **first**, then the predictions. Below is what it computes, and
# the mend, which only puts the names right. We feed both with better and better predictions.

# %%
def swapped(x_logit, y_true):  # Keras hands over the labels as x_logit and the predictions as y_true
    return tf.nn.sigmoid_cross_entropy_with_logits(logits=x_logit, labels=y_true)


def mended(y_true, y_pred):
    return tf.nn.sigmoid_cross_entropy_with_logits(logits=y_pred, labels=y_true)


# %%
label = tf.constant([1.0, 0.0])  # one real candidate, one noise word
for size in (1, 10, 1000):
    predictions = tf.constant([1.0, -1.0]) * size
    wrong, right = (function(label, predictions).numpy() + 0 for function in (swapped, mended))
    print(f"logits {size:4} and {-size:5}: swapped {wrong[0]:7.2f} and {wrong[1]:.2f}, ", end="")
    print(f"mended {right[0]:.2f} and {right[1]:.2f}")

# %% [markdown]
# The mended loss sinks towards 0, where a perfect model is. The swapped one goes below zero without end for the real
# candidate. For the noise word it is 0.69 whatever the prediction: from noise nothing is learned at all.
#
# Does Keras complain? We train a model with each, on the same small batch.

# %%
few_inputs, few_labels = tuple(array[:256] for array in quiz_inputs), quiz_labels[:256]
curves = {}
for function in (swapped, mended):
    trial = w2v.SkipGram(len(vocabulary), embedding_dim)
    trial.compile(optimizer=keras.optimizers.Adam(0.05), loss=function)
    history = trial.fit(few_inputs, few_labels, batch_size=256, epochs=20, verbose=0).history
    curves[function.__name__] = history["loss"]
    print(f"{function.__name__}: loss {history['loss'][0]:.1f} → {history['loss'][-1]:.1f}")

# %%
assert curves["swapped"][-1] < 0 < curves["mended"][-1] < curves["mended"][0]
ax = plotting.plot_learning_curves(curves, title="No complaint: the swapped loss falls through zero")
ax.axhline(0, color="#CCCCCC", lw=0.8)
ax.set(ylabel="loss")
plt.show()
a_question = tf.reduce_mean(mended(quiz_labels, model(quiz_inputs)))
assert np.isclose((1 + num_negatives) * a_question, start)


# %% [markdown]
# No error, no warning, and a curve that looks like success. But minus the logarithm of a probability is never below 0, so a
# negative loss of this kind tells you at once that something is wrong.
#
# (For a function, Keras takes the *mean* over all questions; `NegativeSamplingLoss` adds up the questions of an example.
# Ours is therefore 1 + K times as large, and means the same.)

# %% [markdown]
# ## Watch it learn
#
# A **[callback](GLOSSARY.md#callback)** is an object whose methods Keras calls at set moments of a training. Ours looks
# at the model after each epoch: the seconds it took, the loss, the quiz (how often does the real one of all candidates
# get the highest score?), the [analogies](GLOSSARY.md#analogy) (questions such as *man is to woman as king is to …?*,
# lesson 7), and the neighbours of a word.

# %%
class Watch(keras.callbacks.Callback):
    def __init__(self, word):
        super().__init__()
        self.word, self.steps, self.seconds = word, 0, []
        self.loss, self.quiz, self.analogies, self.neighbours = [], [], [], []

    def on_epoch_begin(self, epoch, logs=None):
        self.began = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        self.steps += 1

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.began)  # without what follows here
        vectors = word_vectors(self.model, vocabulary)
        logits = self.model(quiz_inputs).numpy()
        self.loss.append(logs["loss"])
        self.quiz.append((logits[:, :1] > logits[:, 1:]).all(axis=1).mean())
        self.analogies.append(w2v.evaluate_analogies(vectors).accuracy)
        self.neighbours.append([word for word, _ in vectors.most_similar(self.word, topn=5)])


# %% [markdown]
# Two more callbacks come with Keras: one keeps the model after each epoch, the other writes for
# [TensorBoard](GLOSSARY.md#tensorboard).
#
# `compile` says how to train: with which optimizer, here **Adam**, which adapts the step for each parameter, and which loss.
# Then `fit` does the work. For each batch of each epoch: call the model, compute the loss, go backwards for the gradient, let
# the optimizer make a step. (`w2v.SkipGram` knows its gradient as a formula and saves the way back; lesson 8.)

# %% tags=["nbval-ignore-output"]
workspace = tempfile.TemporaryDirectory()  # removed when the notebook is closed
folder = Path(workspace.name)
watch = Watch(vocabulary.examples(["king", "romeo", "whale", "alice"], 1)[0])
keeper = keras.callbacks.ModelCheckpoint(str(folder / "epoch_{epoch}.keras"))
writer = keras.callbacks.TensorBoard(str(folder / "logs"), write_graph=False)
model.compile(optimizer=keras.optimizers.Adam(0.015), loss=w2v.NegativeSamplingLoss())
history = model.fit(dataset, epochs=3, verbose=0, callbacks=[watch, keeper, writer])
print("loss of each epoch:", np.round(history.history["loss"], 3))
print(f"{watch.steps:,} steps of {batch_size:,} examples, untrained loss {start:.3f}")
print("seconds of each epoch:", np.round(watch.seconds, 1))

# %%
assert len(watch.seconds) == 3 and min(watch.seconds) > 0
assert history.history["loss"] == watch.loss and watch.loss[2] < watch.loss[0] < start
examples = sum(len(targets) for (targets, _), _ in dataset)  # another epoch, so nearly but not quite as many
assert abs(watch.steps / 3 - examples / batch_size) < 1 + 0.1 * examples / batch_size

# %% [markdown]
# A step is a batch, so an epoch has as many steps as pairs divided by the batch size, rounded up. The first loss is
# already far below the start, because Keras shows the mean over an epoch, and the model learns all through it. The last
# of the seconds is what an epoch costs on your machine (in the first, TensorFlow also gets ready); ten epochs cost ten
# times that.
#
# Adam and the rate 0.015 were chosen by trial on Tinyworld. For your own text try a few rates on a few steps, as
# exercise 4 does.

# %% [markdown]
# ## TensorBoard
#
# TensorBoard draws curves in the browser while a training runs, and lays several trainings over each other. All it needs
# is a folder with **event files**. What has our callback written?

# %%
events = sorted((folder / "logs").rglob("events.out.tfevents.*"))
written = []
for record in tf.data.TFRecordDataset([str(path) for path in events]):
    for value in tf.compat.v1.Event.FromString(record.numpy()).summary.value:
        if value.tag == "epoch_loss":
            written.append(float(tf.make_ndarray(value.tensor)))
assert np.allclose(written, watch.loss)
print("folders:", *{path.parent.name for path in events}, "| losses in them:", len(written))

# %% [markdown]
# One loss for each epoch, the very numbers from above. To see them drawn, type these lines into a new cell. They start a
# small server, so we do not run them here. In a terminal, `tensorboard --logdir` and the folder does the same.
#
# ```
# %load_ext tensorboard
# %tensorboard --logdir {folder}/logs
# ```

# %% [markdown]
# ## Stop, and go on
#
# After each epoch a **[checkpoint](GLOSSARY.md#checkpoint)** was written: the tables, the settings, and what Adam
# remembers. So a training that was stopped can go on, even in a new program. We load the last file into a fresh model and
# compare the answers.

# %%
print(*sorted(path.name for path in folder.glob("*.keras")))
resumed = keras.models.load_model(folder / "epoch_3.keras")
assert np.array_equal(resumed(quiz_inputs), model(quiz_inputs))
for was, now in zip(model.optimizer.variables, resumed.optimizer.variables, strict=True):
    assert np.array_equal(was, now)  # Adam remembers the same

# %% [markdown]
# Equal to the last bit. Now `initial_epoch=3` says that three epochs are done, and `epochs=5` says where to stop, so this
# trains two more.

# %%
history = resumed.fit(dataset, initial_epoch=3, epochs=5, verbose=0, callbacks=[watch])
print("trained epochs", [epoch + 1 for epoch in history.epoch])

# %%
assert history.epoch == [3, 4] and len(watch.loss) == 5
assert watch.loss[3] < 1.05 * watch.loss[2]  # it went on where it had stopped
_, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4), layout="constrained")
plotting.plot_learning_curves({"training": watch.loss}, title="The loss goes on from the checkpoint", ax=left)
left.axvline(3.5, color="#999999", ls=":", label="stopped, loaded")
left.set_ylabel("loss")
left.legend(frameon=False)
scores = {"quiz: the real one found": watch.quiz, "analogies": watch.analogies}
plotting.plot_learning_curves(scores, title="Each epoch adds less than the one before", ax=right)
right.axhline(1 / (1 + num_negatives), color="#999999", ls=":")
right.set(ylim=(0, 1.02), ylabel="share right")
plt.show()

# %% [markdown]
# No jump at the break. On the right, the dotted line is what guessing would give in the quiz. In Tinyworld the quiz
# stands still from the third epoch on, near two in three, for some noise words would fit as well; the analogies still
# gain. So watch more than one score. (Another corpus knows few of the words that the analogies ask about.)
#
# And what does the model think of a word, epoch by epoch?

# %% tags=["nbval-ignore-output"]
for epoch, neighbours in enumerate(watch.neighbours, start=1):
    print(f"epoch {epoch}, nearest to {watch.word}:", ", ".join(neighbours))

# %%
assert all(len(set(neighbours)) == 5 and watch.word not in neighbours for neighbours in watch.neighbours)

# %% [markdown]
# In Tinyworld *queen* and *crown* lead from the first epoch on; the places behind them go on changing, because many
# words are about equally near. So do not judge a training by one list. Once all scores stand still, further epochs are
# of little use.

# %% [markdown]
# ## Why more epochs did not help
#
# A reader of the tutorial trained four times as long and wondered why the vectors got no better. Here is the experiment.
# One model sees the same 10 batches again and again, negatives included, as `cache` makes it (lesson 5). The other makes
# as many steps on new ones. Both take the quiz after every 10 steps.

# %%
outcomes = {}
for name, batches in {"frozen": dataset.take(10).cache().repeat(), "drawn anew": dataset.repeat()}.items():
    trial = w2v.SkipGram(len(vocabulary), embedding_dim)
    trial.compile(optimizer=keras.optimizers.Adam(0.015), loss=w2v.NegativeSamplingLoss())
    outcome = trial.fit(batches, steps_per_epoch=10, epochs=15, validation_data=quiz, verbose=0).history
    outcomes |= {f"{name}: its own batches": outcome["loss"], f"{name}: quiz": outcome["val_loss"]}

# %%
ax = plotting.plot_learning_curves(outcomes, title="Frozen batches are learned by heart, and nothing else is")
ax.set(xlabel="times 10 steps", ylabel="loss")
plt.show()
own, quizzed = outcomes["frozen: its own batches"], outcomes["frozen: quiz"]
assert own[-1] < min(own[0], quizzed[-1])

# %% [markdown]
# The frozen model gets better and better at its own batches. In the quiz it soon stops and then gets worse: it has
# learned by heart which noise words came with which pair. That is called **[overfitting](GLOSSARY.md#overfitting)**. The
# curves of the other model stay together. More epochs help only as long as they bring something new.

# %% [markdown]
# ## Keep what was learned
#
# The target table holds the word vectors. `word_vectors` takes it out of the model, without the rows of padding and
# unknown. There are three ways to keep the result, and each must come back unchanged.

# %%
vectors = word_vectors(resumed, vocabulary)
resumed.save(folder / "model.keras")  # the whole model, to train on later
vectors.save(folder / "vectors.npz")  # words, vectors and counts
vectors.save_word2vec(folder / "vectors.txt")  # text that gensim and other tools read
saved = keras.models.load_model(folder / "model.keras")
assert np.array_equal(saved(quiz_inputs), resumed(quiz_inputs))
from_npz = w2v.WordVectors.load(folder / "vectors.npz")
from_text = w2v.WordVectors.load_word2vec(folder / "vectors.txt")
for again in (from_npz, from_text):
    assert again.words == vectors.words and np.array_equal(again.matrix, vectors.matrix)
print(vectors, vectors.matrix.dtype)

# %% [markdown]
# To use vectors you need neither TensorFlow nor the model, only the second or the third file. Lesson 7 asks them questions.

# %% [markdown]
# ## All of this in one line
#
# `w2v.train` trains the same model on the same kind of pairs with the same loss, without `fit`. On two cores it goes
# through about half a million words a second (lesson 8 shows why), so that its usual 20 epochs take some ten seconds
# for Tinyworld. Here it runs for five epochs as well, with its usual window of 5. Beside both stands a table of random
# numbers, so that you see what a score means when nothing was learned.
#
# The same pairs and the same loss leave some choices open. The table sets those of `train` next to those of word2vec.c, the
# original program, and of gensim, a library. Lesson 8 explains blocks, bounds and threads.
#
# | | `train` | word2vec.c | gensim |
# |---|---|---|---|
# | window | all distances, weighted by `context_weights` | a reach drawn from 1 to w | as word2vec.c |
# | subsampling | anew each epoch, before windows | the same | the same |
# | noise | counts^0.75, 24 or more words shared by 32 targets | counts^0.75, K words per pair | the same |
# | a pair's own context drawn as noise | stays | skipped | skipped |
# | update | one step for S blocks, exact and bounded | after each pair, unbounded | as word2vec.c |
# | threads | a copy of the tables each, merged | race for the tables | race for the tables |

# %% tags=["nbval-ignore-output"]
results = {
    "untrained": w2v.untrained(corpus, embedding_dim=embedding_dim),
    "fit": vectors,
    "train": w2v.train(corpus, embedding_dim=embedding_dim, epochs=5, verbose=0),
}
scored = {name: w2v.evaluate_analogies(result) for name, result in results.items()}
for name, result in results.items():
    near = ", ".join(word for word, _ in result.most_similar(watch.word, topn=4))
    print(f"{name:10} analogies {scored[name].accuracy:4.0%}, nearest to {watch.word}: {near}")

# %%
assert len({score.total for score in scored.values()}) == 1  # the same questions for all
if corpus.name == "tinyworld":
    assert scored["untrained"].accuracy < 0.02
    assert min(scored["fit"].accuracy, scored["train"].accuracy) > 0.9


# %% [markdown]
# In Tinyworld both trainings answer nearly all analogies, the random table none. Lesson 7 scores the tutorial's own recipe
# beside them.

# %% [markdown]
# ## Stop at any time
#
# Ctrl-C, or the stop button of Jupyter, interrupts a training. What is lost? A callback can play the part of your finger.

# %%
class PressCtrlC(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        if batch == 9:
            raise KeyboardInterrupt


# %%
stopped = w2v.SkipGram(len(vocabulary), embedding_dim)
stopped.compile(optimizer=keras.optimizers.Adam(0.015), loss=loss)
try:
    stopped.fit(dataset.repeat(), steps_per_epoch=100, epochs=5, verbose=0, callbacks=[PressCtrlC()])
except KeyboardInterrupt:
    print("stopped after", int(stopped.optimizer.iterations), "steps")
assert float(loss(quiz_labels, stopped(quiz_inputs))) < start

# %% [markdown]
# Nothing that was learned is lost: the model keeps its ten steps, and its loss is below the start. You can save it, or call
# `fit` again to go on. `w2v.train` catches the interruption itself and returns the vectors as they are.

# %% [markdown]
# ## On a GPU
#
# A graphics processor (GPU) does many multiplications at once. TensorFlow uses one if it finds one; not a line of this
# lesson changes. On Colab choose *Runtime → Change runtime type*, pick a GPU, and run from the top;
# `tf.config.list_physical_devices("GPU")` then lists it.
#
# Two things to expect there. A model of two small tables gains little, since the GPU mostly waits for the next batch. And
# the last digits may change from run to run even with a fixed seed, because many additions happen at once, in no fixed order.

# %% [markdown]
# ## Check
#
# First the result in one line, then what must hold for any corpus.

# %% tags=["headline", "nbval-ignore-output"]
result = f"loss {start:.2f} → {watch.loss[-1]:.2f} in 5 epochs; real one of six: {watch.quiz[-1]:.0%}"
if corpus.name == "tinyworld":
    result += f"; analogies {watch.analogies[-1]:.0%}, untrained {scored['untrained'].accuracy:.0%}"
print(result)

# %%
assert np.isfinite(watch.loss).all() and watch.loss[-1] < watch.loss[0] < start
assert watch.quiz[-1] > 1 / (1 + num_negatives)  # better than guessing
assert vectors.words == vocabulary.words[2:]
assert vectors.matrix.shape == (len(vocabulary) - 2, embedding_dim) and vectors.matrix.dtype == np.float32
assert np.array_equal(vectors.matrix, resumed.target_embedding.get_weights()[0][2:])
assert len(list(folder.glob("epoch_*.keras"))) == 3 and events

# %% [markdown]
# ## Exercises
#
# Fill in a cell and run it: it says right, not yet and why, or not attempted yet. *Explore* questions are not judged: they
# show what a good answer mentions. If you are stuck, replace `.check(…)` with `.hint()`, more than once if you like;
# `.solution()` shows ours.
#
# **1. Predict.** A vocabulary of 30,000 ids and vectors of 300 numbers: how many parameters has the model, and how many
# megabytes at 4 bytes each? Adam keeps two more numbers for each parameter. How many megabytes with those?

# %%
from w2v_helpers import exercises

q = exercises.lesson("training")
my_answers = None  # for example (1_000_000, 4, 5)
q.number_of_parameters.check(my_answers)

# %% [markdown]
# **2. Predict.** An untrained model has a loss of 7.62. With how many negatives is it being trained?

# %%
my_negatives = None  # for example 3
q.negatives_of_a_loss.check(my_negatives)


# %% [markdown]
# **3. Build.** Write the loss of a batch: for each question minus the logarithm of the probability of the right answer, added
# up for each example, then the mean over the examples. `labels` and `logits` are NumPy arrays of shape (B, 1 + K).

# %%
def batch_loss(labels, logits):
    return None  # your code


q.batch_loss.check(batch_loss)

# %% [markdown]
# **4. Explore.** Train 40 steps each with the rates 0.001, 0.015 and 1, and compare the losses in the quiz. What happens if the
# rate is too small, what if it is too large? Guess first.

# %%
found = {"untrained": start}
for rate in (0.001, 0.015, 1.0):
    trial = w2v.SkipGram(len(vocabulary), embedding_dim)
    trial.compile(optimizer=keras.optimizers.Adam(rate), loss=loss)
    trial.fit(dataset.repeat(), steps_per_epoch=40, epochs=1, verbose=0)
    found[rate] = float(loss(quiz_labels, trial(quiz_inputs)))
title = "One rate learns, one is too slow, one too fast"
plotting.plot_bars(list(map(str, found)), {"loss": list(found.values())}, title=title)
plt.show()

# %%
my_finding = None  # what you see, in a sentence or two between quotes
assert found[0.015] == min(found.values())
q.learning_rates.check(my_finding)

# %% [markdown]
# **5. Explore.** Train 80 steps with the tutorial's softmax and 80 with our loss, on the same good data. Which of them finds the
# real candidate, and what does $\sigma$ of the logits say about noise words?

# %% tags=["nbval-ignore-output"]
probability_of_noise = {}
for name, function in losses.items():
    trial = w2v.SkipGram(len(vocabulary), embedding_dim)
    trial.compile(optimizer=keras.optimizers.Adam(0.015), loss=function)
    trial.fit(dataset.repeat(), steps_per_epoch=80, epochs=1, verbose=0)
    logits = trial(quiz_inputs).numpy()
    right = (logits[:, :1] > logits[:, 1:]).all(axis=1).mean()
    probability_of_noise[name] = float(tf.sigmoid(logits[:, 1:]).numpy().mean())
    print(f"{name:9} finds the real one in {right:.0%}, calls noise real by {probability_of_noise[name]:.2f}")

# %%
my_finding = None  # what you see, in a sentence or two between quotes
assert probability_of_noise["yes or no"] < 0.35 < probability_of_noise["softmax"]
q.softmax_or_yes_no.check(my_finding)

# %% [markdown]
# **Quiz.** Four questions on the whole lesson. Put your letters in place of `None`.

# %%
q.quiz.check(None, None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - The model is two tables; a logit is the dot product of a row from each.
# - Untrained, the loss is (1 + K) · ln 2. It can never be negative; if it is, the arguments of the loss are swapped.
# - A softmax over the candidates only compares them; yes or no for each also learns what noise is.
# - `fit` repeats: batch, loss, backpropagation, step. Callbacks watch, write for TensorBoard and keep checkpoints.
# - More epochs help while the data is drawn anew; frozen data is learned by heart.
#
# | | in | out |
# |---|---|---|
# | `SkipGram` | targets, int32 (B,); candidates, int32 (B, 1+K) | logits, float32 (B, 1+K) |
# | `NegativeSamplingLoss` | labels and logits, float32 (B, 1+K) | the mean loss of an example |
# | `word_vectors` | a trained model, its `Vocabulary` | `WordVectors`, float32 (V − 2, D) |
# | `train` | `Corpus` | `WordVectors`, float32 (V − 2, D) |
#
# Next: [7. Tell real neighbours from noise](07_embedding_analysis.ipynb).
#
# **Further reading**
# - Mikolov, Sutskever, Chen, Corrado, Dean (2013), [Distributed Representations of Words and Phrases and their
#   Compositionality](https://arxiv.org/abs/1310.4546): equation 4 is our loss.
# - Kingma, Ba (2014), [Adam: A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980): the optimizer.
# - Dyer (2014), [Notes on Noise Contrastive Estimation and Negative Sampling](https://arxiv.org/abs/1410.8251): what
#   each of these losses learns.
