# ---
# jupyter:
#   accelerator: GPU
#   colab:
#     gpuType: T4
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 9. Train on a GPU
#
# You will take a real corpus through every step on a GPU, such as the free one on Colab: find out what the machine
# can do, train so that a lost connection costs at most one epoch, watch the scores rise, and take the vectors home.
# Without a GPU, the same cells run on your CPU, on a smaller text.
#
# **You will learn**
# - what a GPU is good at, and why it needs large steps;
# - how to work out how long training will take before you start it;
# - how to train for hours although the machine may disappear;
# - how to score vectors while they train.
#
# **You need** lessons 6 and 7 (training, analogies). **Time:** about 55 minutes with the exercises; the code runs in
# about 20 seconds.
#
# corpus → vocabulary → sequences → skip-grams → negatives → dataset → model → **training** → vectors → **analysis**

# %% cellView="form" jupyter={"source_hidden": true} tags=["setup", "hide-input"]
# Run this first: it loads what the lesson needs, and installs the course where it is missing, as on Colab.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("w2v_helpers") is None:
    source = "w2v_helpers-0.2.0-py3-none-any.whl"  # `make wheel` makes it; upload it
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", source], check=True)

import os
import tempfile
import time
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
import keras
import tensorflow as tf
from w2v_helpers import exercises, plotting
from w2v_helpers.model import word_vectors
from w2v_helpers.roofline import describe_device

# %% [markdown]
# ## Which machine do you have?
#
# On Colab, choose *Runtime → Change runtime type → T4 GPU*. (This notebook asks for one, but Colab sometimes has none
# to lend.) A Colab machine is deleted with its disk after some hours, so anything that should last belongs in Google
# Drive: the next cell asks for your permission to use it. If all you want is vectors tonight, choose *Runtime → Run
# all*, click *Connect to Google Drive*, and read on while they train.

# %%
runs = Path(tempfile.mkdtemp())  # or a folder that lasts, such as Path("../my_runs")
if "google.colab" in sys.modules:
    from google.colab import drive

    drive.mount("/content/drive")
    runs = Path("/content/drive/MyDrive/word2vec")
print("folder:", runs.name if "google.colab" in sys.modules else "temporary")

# %% [markdown]
# And this is the machine:

# %% tags=["nbval-ignore-output"]
device = "GPU" if tf.config.list_physical_devices("GPU") else "CPU"
print(f"{device}: {describe_device(device)}")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert ", " in describe_device(device)

# %% [markdown]
# The outputs on this page come from a CPU with two cores and from Tinyworld, so that they can be checked on any
# computer. On a GPU, the same cells take text8: 17 million words of Wikipedia, a download of 31 MB.
#
# ## What is a GPU good at?
#
# At two things: it moves numbers to and from its memory quickly, and it multiplies matrices quickly. Both can be
# measured, by adding one large array to another and by multiplying two large matrices.

# %% tags=["nbval-ignore-output"]
ceilings = w2v.measure_ceilings(device)
print(f"moves {ceilings.memory / 1e9:,.0f} GB per second to and from its memory")
print(f"does {ceilings.products / 1e9:,.0f} billion operations per second")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert ceilings.memory > 1e8 and ceilings.products > 1e8

# %% [markdown]
# How much of each does word2vec need? `w2v.train` works on **blocks**: 32 consecutive targets, whose contexts are the
# 42 words in and around them (5 more on each side). Instead of drawing 5 negatives for each pair, a block draws 30
# and shares them ([lesson 10](10_training_faster.ipynb) shows why that is fast). That makes 72 candidates for 32
# targets.
#
# So one target needs its own row and its share of 72 others. Each row is 100 numbers of 4 bytes. It is read once for
# the calculation, then read and written once more to add its move. And each of the 72 candidates takes part in three
# products of 100 numbers: one for the score, two for the gradients.

# %%
rows = 1 + 72 / 32
bytes_per_target = 3 * rows * 100 * 4  # read, read again, written
operations_per_target = 3 * 72 * 2 * 100  # a product of 100 numbers: 100 × and 100 +
print(f"per target {bytes_per_target:,.0f} bytes, {operations_per_target:,} operations")

# %% [markdown]
# Divide what a machine can do by what a target needs, once for the bytes and once for the operations. Training cannot
# be faster than the lower of the two numbers. That limit is called the **roofline**. Here it is for three GPUs, using
# NVIDIA's data sheets (bytes per second, and operations on 32-bit numbers per second). What comes out is in million
# targets per second:

# %%
data_sheets = {"T4": (320e9, 8.1e12), "L4": (300e9, 30.3e12), "A100": (1555e9, 19.5e12)}
for name, (memory, arithmetic) in data_sheets.items():
    by_memory = memory / bytes_per_target / 1e6
    by_arithmetic = arithmetic / operations_per_target / 1e6
    print(f"{name:5} memory {by_memory:3.0f}, arithmetic {by_arithmetic:3.0f}")

# %% [markdown]
# On the T4 and the L4, the speed of the memory is the limit, by far. A GPU with twice their arithmetic and the same
# memory speed would not train word2vec any faster.
#
# ## Why does a GPU need large steps?
#
# Nobody reaches the roofline. The CPU has to launch each operation of a step, and that takes a few microseconds,
# whether the operation works on ten rows or on ten thousand. With small steps, the GPU spends most of its time
# waiting for the next launch. So put more targets into each step. Here are steps of three sizes on this machine, on
# random words with a vocabulary of 68,000:

# %% tags=["nbval-ignore-output"]
D = 200 if device == "GPU" else 100  # the dimensions that we will use below
speeds = w2v.time_steps([32, 256, 4096], device, embedding_dim=D)
for size, speed in speeds.items():
    print(f"{size:>5,} targets per step: {speed:>9,.0f} targets per second")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert min(speeds.values()) > 0
recorded = pd.read_csv(w2v.data_path("devices.csv"))  # written by tests/benchmarks/gpu.py
_, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
for colour, (name, found) in zip(plotting.COLOURS[1:], recorded.groupby("device"), strict=False):
    ax.plot(found.targets_per_step, found.targets_per_second, "o--", color=colour, label=f"recorded: {name}")
    ax.axhline(found.roofline.iloc[0], color=colour, ls=":")
ax.loglog(list(speeds), speeds.values(), "o-", color=plotting.BLUE, label="this machine, now")
ax.axhline(ceilings.roofline, color=plotting.BLUE, ls=":", label="its roofline")
title = f"Speed by the size of a step, on a {device}"
ax.set_xticks([32, 256, 1024, 4096, 16384], ["32", "256", "1,024", "4,096", "16,384"])
ax.set(xlabel="targets per step", ylabel="targets per second", title=title)
ax.legend(frameon=False, fontsize=8)
plt.show()

# %% [markdown]
# The dotted lines are the rooflines. (This one is for 100 dimensions on the dashed line.) On a CPU, the size makes no
# great difference, because launching costs it almost nothing. On a GPU, you should see the line rise steeply from
# left to right. This page was made without one. For comparison, the dashed lines are what the course's benchmark,
# `tests/benchmarks/gpu.py`, has recorded in `data/devices.csv`, on:

# %%
for kind, rows in recorded.groupby("kind"):
    print(f"{kind}: {', '.join(rows.device.unique())}")
if "GPU" not in set(recorded.kind):
    print("GPU: none has been recorded yet")

# %% [markdown]
# Then why not one huge step? Every target in a step is moved according to the tables as they were before it. The
# larger the step, the more of these moves ignore each other. `train` bounds how far one step can move a row (lesson
# 10), and takes up to 256 targets per step on a CPU and up to 4,096 on a GPU; on a short text, fewer. On 100 MB of
# Wikipedia, with three seeds each, steps of 256 targets answered .384 ± .004 of the analogies and steps of 4,096 .375
# ± .006: that can be chance. Steps of 16,384 got .365 ± .003, and that is why we stop before (mean and standard
# error, `tests/benchmarks/trainer.py steps`).
#
# ## How long will it take?
#
# Choose a text: a path, in Drive if it should survive, or a name such as `"text8"`. `None` takes text8 on a GPU and
# Tinyworld on a CPU, or where text8 cannot be downloaded.

# %%
SOURCE = None  # or, for example, "/content/drive/MyDrive/my_book.txt"
try:
    corpus = w2v.load_corpus(SOURCE or ("text8" if device == "GPU" else None))
except OSError as error:
    if SOURCE is not None:
        raise
    print(error)
    corpus = w2v.load_corpus("tinyworld")
print(corpus)

# %%
settings = {"epochs": 8, "embedding_dim": D}
if corpus.name == "text8":  # a long text needs fewer repetitions of its frequent words
    settings |= {"epochs": 10, "subsample": 1e-4}
folder = runs / f"{corpus.name}_{D}d"  # each text and size has its own
print(settings)

# %% [markdown]
# Subsampling (lesson 3) drops frequent words at random, and each word that is kept is a target once per epoch. So the
# number of targets is known before we begin:

# %%
vocabulary = w2v.Vocabulary.from_corpus(corpus)
keep = w2v.keep_probabilities(vocabulary.counts, settings.get("subsample", 1e-3))
targets = settings["epochs"] * (vocabulary.counts * keep).sum()
print(f"{vocabulary.counts.sum():,} words, {targets:,.0f} targets in all epochs")

# %% [markdown]
# And at the speed that was measured above:

# %% tags=["nbval-ignore-output"]
size = 4096 if device == "GPU" else 256
print(f"about {targets / speeds[size]:,.0f} seconds for the steps alone")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert targets > 0 and len(vocabulary) > 2

# %% [markdown]
# The same calculation tells you whether your own corpus is a matter of minutes or of days. Add a few seconds for
# compiling, and the time for scoring and saving after each epoch. On a fast GPU there is one more limit: the CPU cuts
# and draws the next blocks meanwhile.
#
# ## What if the machine disappears?
#
# With `checkpoint=`, `train` writes both tables to a file after each epoch, along with the number of epochs done. If
# the file is there, the same call continues from it. Let's try that the hard way, in a folder of its own.

# %%
trial = Path(tempfile.mkdtemp()) / "trial.npz"


def epochs_in(path):
    if not path.exists():
        return 0
    with np.load(path) as file:
        return int(file["epoch"])


print("epochs in the file:", epochs_in(trial))

# %% [markdown]
# We start a small training run as a separate program, and as soon as it has done two epochs, we **kill** it: no
# warning, no goodbye.

# %%
program = f"""
import w2v_helpers as w2v
w2v.train(list(w2v.load_corpus("tinyworld"))[:1800], device="CPU",
          epochs=10, checkpoint={str(trial)!r}, verbose=0)
"""
on_cpu = {**os.environ, "CUDA_VISIBLE_DEVICES": "-1"}  # it must not touch the GPU
process = subprocess.Popen([sys.executable, "-c", program], env=on_cpu)
while process.poll() is None and epochs_in(trial) < 2:
    time.sleep(0.02)
process.kill()
print("killed in the middle:", 2 <= epochs_in(trial) < 10)

# %% [markdown]
# Now the same call again. It runs the remaining epochs. Is the result as good as that of a run that was never
# interrupted?

# %%
small = list(w2v.load_corpus("tinyworld"))[:1800]
options = {"device": "CPU", "epochs": 10, "verbose": 0}
resumed = w2v.train(small, checkpoint=trial, **options)
whole = w2v.train(small, **options)
print("the same numbers, bit for bit:", np.array_equal(resumed.matrix, whole.matrix))

# %% [markdown]
# It is, down to the last bit. (On a GPU, additions may happen in another order each time, so there the result is as
# good but not identical.) A checkpoint is always whole: it is written under another name first and then renamed. So
# at most one epoch is lost. Drive itself uploads a file some seconds after it was written;
# `drive.flush_and_unmount()` waits until that is done.
#
# ## Is it learning?
#
# The loss can fall while vectors get no better (lesson 6). So we score the vectors after each epoch. A
# **[callback](GLOSSARY.md#callback)** does it, and adds a line to a file in the folder of the run. One score is the
# share of analogies answered right. The other asks whether the cosines of pairs of words come in the same order as
# the ratings that people gave these pairs (Spearman's correlation: 1 for the same order, 0 for none; [lesson
# 11](11_what_vectors_know.ipynb)). Tinyworld comes with its own lists; for other English texts, they are Google's
# analogies and WordSim-353, downloaded once.

# %%
keys = {"analogies": None, "similarity": None}  # None: Tinyworld's
if corpus.name != "tinyworld":
    try:
        keys["analogies"] = w2v.answer_key("questions-words")
        keys["similarity"] = w2v.answer_key("wordsim353")
    except OSError as error:
        print(error)
print({name: path.name if path else "tinyworld" for name, path in keys.items()})


# %% [markdown]
# A callback is an object whose methods `train` calls as it goes; this one is called after each epoch, with the model
# and its logs.

# %%
class Scores(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        vectors = word_vectors(self.model, vocabulary)
        right = w2v.evaluate_analogies(vectors, keys["analogies"]).accuracy
        ranks = w2v.evaluate_similarity(vectors, keys["similarity"]).spearman
        with open(folder / "scores.csv", "a") as file:
            print(epoch + 1, logs["loss"], right, ranks, sep=",", file=file)


# %% [markdown]
# If you would rather watch in TensorBoard, the second callback writes the loss, the speed and the neighbours of
# chosen words. To see them live, run `%load_ext tensorboard` and `%tensorboard --logdir {runs}` in a separate cell
# *before* you start. Then train:

# %%
words = vocabulary.examples(["king", "water"], 2)  # or others, if the text lacks them
callbacks = [Scores(), w2v.TensorBoardWords(folder / "logs", vocabulary, words)]
vectors = w2v.train(
    corpus,
    **settings,
    checkpoint=folder / "training.npz",
    callbacks=callbacks,
    verbose=int(device == "GPU"),  # 1 shows a progress bar
)
print(vectors)

# %%
scores = pd.read_csv(folder / "scores.csv", names=["epoch", "loss", *keys], index_col=0)
_, axes = plt.subplots(1, 2, figsize=(9, 3), layout="constrained")
scores["loss"].plot(ax=axes[0], color=plotting.BLUE, title="The loss keeps falling …")
colours = [plotting.ORANGE, plotting.GREEN]
scores[list(keys)].plot(ax=axes[1], color=colours, ylim=(0, 1.05))
axes[1].set_title("… while the scores level off")
plt.show()

# %% [markdown]
# In Tinyworld the scores are close to their ceiling after a few epochs, and the last epochs add little: next time,
# fewer would do. (The learning rate falls in a straight line to the end that you plan, so stopping early is not the
# same as planning fewer epochs.) On real text, scores are much lower. Here is what three epochs of 100 MB of
# Wikipedia reached in the benchmark, on the first device listed in its file:

# %%
first = recorded.iloc[0]
print(f"{first.device}: {first.words_per_second / 1e6:.1f} million words per second;")
print(f"analogies {first.analogies:.2f}, WordSim-353 {first.wordsim353:.2f}")

# %% [markdown]
# What else can go wrong, and what to do:
#
# | what you see | what to do |
# |---|---|
# | *CPU*, though you chose a GPU | *Runtime → Restart session*, run all; or Colab has none left today. To continue a run on a CPU, write its text into `SOURCE` and its dimensions into `D` |
# | the runtime was reset | run all again: training continues after the last whole epoch |
# | text8 could not be downloaded | Tinyworld is used instead. Try later, or upload a text and name it in `SOURCE` |
# | `MemoryError` | a smaller `D`, or `device="CPU"` in `train`, which always works |
# | a warning that the checkpoint could not be written | Drive is full: empty its trash. Training goes on, and the checkpoint before it stays |
# | *made with …: give another file name* | you changed a setting in the middle of a run: name another folder, or delete its files |
# | you have to stop early | interrupt the cell, then run the cells below: `train` returns what was learned so far |
#
# ## How do you take the vectors home?

# %%
vectors.save(folder / "vectors.npz")  # for this course, with counts
vectors.save_word2vec(folder / "vectors.bin", binary=True)  # for gensim and others
for path in sorted(folder.glob("vectors.*")):
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")

# %% [markdown]
# On Colab they are now in your Drive. (200 dimensions of text8 take about 60 MB, and the checkpoint twice as much.)
# To download a file, run `from google.colab import files; files.download(folder / "vectors.npz")`. To continue one
# day on more text, load it with `w2v.WordVectors.load` and pass it to `w2v.train(more_text, start=loaded,
# embedding_dim=D)`.

# %% cellView="form" jupyter={"source_hidden": true} tags=["headline", "hide-input"]
assert scores["loss"].iloc[-1] < scores["loss"].iloc[0]
assert ceilings.bytes_per_target == bytes_per_target
assert ceilings.operations_per_target == operations_per_target
print(f"{corpus.name} on a {device}: {targets:,.0f} targets, killed and resumed bit for bit")

# %% [markdown]
# ## Exercises
#
# **1. Build.** Write the roofline: the highest number of targets per second, and what limits it. You get bytes and
# operations per second, and bytes and operations per target. Return the number, and `"memory"` or `"arithmetic"`.

# %%
q = exercises.lesson("full_training")


def roofline(memory, arithmetic, bytes_per_target, operations_per_target):
    return None  # for example (1_000_000, "memory")


q.roofline.check(roofline)

# %% [markdown]
# **2. Predict.** You want three epochs of English Wikipedia, 5 billion words. Subsampling keeps two words of five,
# and your GPU trains 10 million targets per second. How many minutes does it take? And if each step of 5,000 targets
# also had to wait for a millisecond, how many minutes would that add?

# %%
my_minutes = None  # for example (60, 5)
q.minutes.check(my_minutes)

# %% [markdown]
# **Quiz.** Run the cell to see three questions, then put your letters in place of `None`.

# %%
q.quiz.check(None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - Word2vec moves many bytes for little arithmetic, so the speed of a device's memory is its limit.
# - A GPU needs large steps, because launching an operation takes the same time whatever its size.
# - Divide the number of targets by the speed, and you know how long it will take.
# - With a checkpoint on a disk that lasts, the same call continues, and at most one epoch is lost.
#
# | | in | out |
# |---|---|---|
# | `w2v.measure_ceilings` | a device | bytes and operations per second, per target; the roofline |
# | `w2v.time_steps` | targets per step, a device | targets per second |
# | `w2v.train` | a corpus, `checkpoint`, callbacks | `WordVectors` |
# | `w2v.answer_key` | a name | the file of an answer key |
#
# Next: [10. Make training fast](10_training_faster.ipynb).
#
# **Further reading:** Williams, Waterman, Patterson (2009), [Roofline: An Insightful Visual Performance
# Model](https://doi.org/10.1145/1498765.1498785); Gupta, Khare (2017), [BlazingText: Scaling and Accelerating
# Word2Vec using Multiple GPUs](https://doi.org/10.1145/3146347.3146354).
