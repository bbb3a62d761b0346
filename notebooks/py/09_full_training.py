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
# You will train on a real corpus on a GPU, such as the free one on Colab: find out what the machine can do, train so
# that a lost connection costs at most one epoch, watch the scores rise, and download the vectors. Without a GPU, the
# same cells run on your CPU, on a smaller text.
#
# **You will learn**
# - what a GPU is good at, and why it needs large steps;
# - how to work out how long training will take before you start it;
# - how to train for hours on a machine that may be taken away;
# - how to score vectors while they train.
#
# **You need** lessons 6 and 7 (training, analogies). **Time:** about 60 minutes with the exercises; the code runs in
# about 30 seconds on a CPU with Tinyworld. For your own text, the third section tells you before training starts.
#
# **On Colab**, first choose *Runtime → Change runtime type → T4 GPU* and *File → Save a copy in Drive*: changes you
# make are kept only in your copy.
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
# A Colab machine is deleted with its disk after some hours, or when its tab has been closed for a while. So anything
# that should last belongs in Google Drive; the next cell asks for permission to access it. If you only want the
# vectors: write the path of your text into `SOURCE`, choose *Runtime → Run all*, allow the access, keep the tab open,
# and read on while they train. `None` takes text8 on a GPU (17 million words of Wikipedia, a download of 31 MB) and
# Tinyworld on a CPU.

# %%
SOURCE = None  # or your text, for example "/content/drive/MyDrive/my_text.txt"
runs = Path(tempfile.mkdtemp())  # or a folder that lasts, such as Path("../my_runs")
if "google.colab" in sys.modules:  # on Colab
    from google.colab import drive

    drive.mount("/content/drive")
    runs = Path("/content/drive/MyDrive/word2vec")
print("text:", SOURCE or "text8 on a GPU, Tinyworld on a CPU")

# %% [markdown]
# And this is the machine. (Colab does not always have a GPU free. Then you get a CPU.)

# %%
device = "GPU" if tf.config.list_physical_devices("GPU") else "CPU"
D = 200 if device == "GPU" else 100  # dimensions; keep them until a run has ended
print(f"we train on a {device}, with {D} dimensions")

# %% [markdown]
# The outputs on this page come from a CPU with two cores and from Tinyworld, so that they can be checked on any
# computer.
#
# ## What is a GPU good at?
#
# At two things: it moves numbers to and from its memory quickly, and it multiplies matrices quickly. Both can be
# measured, by adding one large array to another and by multiplying two large matrices.

# %% tags=["nbval-ignore-output"]
ceilings = w2v.measure_ceilings(device, embedding_dim=D)
print(describe_device(device))
print(f"moves {ceilings.memory / 1e9:,.0f} GB per second to and from its memory")
print(f"does {ceilings.products / 1e9:,.0f} billion operations per second")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert ceilings.memory > 1e8 and ceilings.products > 1e8

# %% [markdown]
# How much of each does word2vec need? `w2v.train` works on **blocks** of 32 consecutive targets. Their contexts come
# from 42 words: the 32 themselves and 5 more on each side. Instead of drawing 5 negatives for each pair, a block
# draws 30 and shares them ([lesson 10](10_training_faster.ipynb) shows why that is fast). That makes 72 candidates
# for 32 targets.
#
# So one target needs its own row and its share of 72 others. Each row is `D` numbers of 4 bytes, here 100. It is read
# once for the calculation, then read and written again when its move is added. And each of the 72 candidates takes
# part in three products of `D` numbers: one for the score, two for the gradients.

# %%
rows = 1 + 72 / 32
bytes_per_target = 3 * rows * D * 4  # read, read again, written
operations_per_target = 3 * 72 * 2 * D  # each product: D multiplications, D additions
print(f"per target {bytes_per_target:,.0f} bytes, {operations_per_target:,} operations")

# %% [markdown]
# Divide what a machine can do per second by what a target needs, once for bytes and once for operations. If every row
# came from memory, training could not be faster than the lower of the two numbers. That limit is called the
# **roofline**. (Caches, which keep frequent rows close to the processor, can lift it a little.) Here it is for three
# GPUs, from what NVIDIA states for each: bytes per second, and operations on 32-bit numbers per second without its
# special matrix units. The results are in millions of targets per second:

# %%
data_sheets = {"T4": (320e9, 8.1e12), "L4": (300e9, 30.3e12), "A100": (1555e9, 19.5e12)}
for name, (memory, arithmetic) in data_sheets.items():
    by_memory = memory / bytes_per_target / 1e6
    by_arithmetic = arithmetic / operations_per_target / 1e6
    print(f"{name:5} memory {by_memory:3.0f}, arithmetic {by_arithmetic:3.0f}")

# %% [markdown]
# On the T4 and the L4, the speed of the memory is the limit; on the A100, the two are nearly equal. So a GPU with
# twice the arithmetic of a T4 and the same memory speed would not train word2vec any faster. On the CPU of this page
# it is the other way round: its arithmetic is the limit.
#
# ## Why does a GPU need large steps?
#
# In practice, no program reaches the roofline. A step consists of a few dozen instructions such as *look up these
# rows* or *multiply these matrices*, called **kernels**. The CPU has to launch each of them, and that takes a few
# microseconds, whether the kernel works on ten rows or on ten thousand. With small steps, the GPU spends most of its
# time waiting for the next launch. So put more targets into each step. Here are steps of three sizes on this machine,
# on random words with a vocabulary of 68,000:

# %% tags=["nbval-ignore-output"]
speeds = w2v.time_steps([32, 256, 4096], device, embedding_dim=D)
for size, speed in speeds.items():
    print(f"{size:>5,} targets per step: {speed:>9,.0f} targets per second")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert min(speeds.values()) > 0
recorded = pd.read_csv(w2v.data_path("devices.csv"))  # written by tests/benchmarks/gpu.py
by_memory = ceilings.memory / ceilings.bytes_per_target
limit = "memory" if ceilings.roofline == by_memory else "arithmetic"
_, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
for colour, (name, found) in zip(plotting.COLOURS[1:], recorded.groupby("device"), strict=False):
    ax.plot(found.targets_per_step, found.targets_per_second, "o--", color=colour, label=f"recorded: {name}")
ax.loglog(list(speeds), speeds.values(), "o-", color=plotting.BLUE, label="this machine, now")
ax.axhline(ceilings.roofline, color=plotting.BLUE, ls=":", label=f"its roofline: {limit}")
title = f"Speed by the size of a step, on a {device}"
ax.set_xticks([32, 256, 1024, 4096, 16384], ["32", "256", "1,024", "4,096", "16,384"])
ax.set(xlabel="targets per step", ylabel="targets per second", title=title)
ax.legend(frameon=False, fontsize=8)
plt.show()

# %% [markdown]
# On a CPU, larger steps gain less than half, because launching costs it almost nothing. On a GPU, expect the line to
# rise steeply from left to right. Dashed lines were recorded earlier by the course's benchmark
# (`tests/benchmarks/gpu.py`, in `data/devices.csv`), with 100 dimensions; two rented cores are not equally fast every
# day. These devices have been recorded so far:

# %%
for kind, rows in recorded.groupby("kind"):
    print(f"{kind}: {', '.join(rows.device.unique())}")
if "GPU" not in set(recorded.kind):
    print("GPU: none has been recorded yet")

# %% [markdown]
# Then why not one huge step? All moves in a step are computed from the tables as they were before it. The larger the
# step, the more moves are made without knowing about each other. `train` bounds how far one step can move a row
# (lesson 10), and takes up to 256 targets per step on a CPU and up to 4,096 on a GPU; on a short text, fewer. On 100
# MB of Wikipedia, steps of 16,384 targets cost two points of the analogies, compared with steps of 256. With 4,096 we
# measured no clear loss (three seeds, `tests/benchmarks/trainer.py steps`).
#
# ## How long will it take?
#
# That depends on the text. (If text8 cannot be downloaded, Tinyworld takes its place.)

# %%
try:
    corpus = w2v.load_corpus(SOURCE or ("text8" if device == "GPU" else None))
except OSError as error:
    if SOURCE is not None:
        raise
    print(error)
    corpus = w2v.load_corpus("tinyworld")
print(corpus)

# %%
vocabulary = w2v.Vocabulary.from_corpus(corpus)
settings = {"epochs": 8, "embedding_dim": D}
if vocabulary.counts.sum() > 5_000_000:  # a long text needs fewer repetitions
    settings |= {"epochs": 5, "subsample": 1e-4}
folder = runs / f"{corpus.name}_{D}d"  # each text and size has its own
megabytes = 5 * len(vocabulary) * D * 4 / 1e6  # checkpoint 2, vectors 2 + 1
print(f"{settings}, needs {megabytes:,.0f} MB in the folder")

# %% [markdown]
# Subsampling (lesson 3) drops frequent words at random, and each word that is kept is a target once per epoch. So the
# number of targets is known before we begin:

# %%
keep = w2v.keep_probabilities(vocabulary.counts, settings.get("subsample", 1e-3))
targets = settings["epochs"] * (vocabulary.counts * keep).sum()
print(f"{vocabulary.counts.sum():,} words, {targets:,.0f} targets in all epochs")

# %% [markdown]
# And at the speed that was measured above:

# %% tags=["nbval-ignore-output"]
size = 4096 if device == "GPU" else 256
estimate = targets / speeds[size]
print(f"about {estimate:,.0f} seconds for the steps alone")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert targets > 0 and len(vocabulary) > 2

# %% [markdown]
# The same calculation tells you whether your own corpus is a matter of minutes or of days. Add a few seconds for
# compiling, and the time for scoring and saving after each epoch. On a fast GPU there is one more limit: the CPU
# prepares the next blocks while the GPU works, and the GPU may have to wait for them.
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
# We start a small training run as a separate program, and as soon as it has done two epochs, we **kill** it, without
# warning. (`Popen` starts Python on the text in `program`; `poll()` is `None` while it runs.)

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
# at most one epoch is lost, plus what Drive has not uploaded yet, usually some seconds' worth.
#
# ## Is it learning?
#
# The loss can fall while vectors get no better (lesson 6). So we score the vectors after each epoch. A
# **[callback](GLOSSARY.md#callback)** does it, and adds a line to a file in the folder of the run. One score is the
# share of analogies answered right. The other asks whether the cosines of pairs of words come in the same order as
# the ratings that people gave these pairs (Spearman's correlation: 1 for the same order, 0 for none; [lesson
# 11](11_what_vectors_know.ipynb)). Such lists of questions with their answers are called **answer keys**. Tinyworld
# comes with its own; for other English texts, they are Google's analogies and WordSim-353, downloaded once. (For
# another language they are of no use: leave `Scores()` out of the callbacks below, and judge the vectors with
# `w2v.diagnose`, lesson 8.)

# %%
keys = {"analogies": None, "similarity": None}  # None: Tinyworld's
if corpus.name != "tinyworld":
    try:
        keys["analogies"] = w2v.answer_key("questions-words")
        keys["similarity"] = w2v.answer_key("wordsim353")
    except OSError as error:
        print(error)
logs = tempfile.mkdtemp()  # for TensorBoard, on the machine's own disk
print({name: path.name if path else "tinyworld" for name, path in keys.items()})


# %% [markdown]
# A callback is an object whose methods `train` calls as it goes; this one is called after each epoch, with the model
# and its logs.

# %%
class Scores(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        vectors = word_vectors(self.model, vocabulary)
        frequent = {"restrict_vocab": 30_000}  # as is common, and faster
        right = w2v.evaluate_analogies(vectors, keys["analogies"], **frequent).accuracy
        ranks = w2v.evaluate_similarity(vectors, keys["similarity"]).spearman
        with open(folder / "scores.csv", "a") as file:
            print(epoch + 1, logs["loss"], right, ranks, sep=",", file=file)


# %% [markdown]
# If you would rather watch in TensorBoard, the second callback writes the loss, the speed and the neighbours of
# chosen words. To see them live, run `%load_ext tensorboard` and `%tensorboard --logdir {logs}` in a cell *before*
# the training. The last line saves the vectors at once, with both tables and the counts.

# %%
words = vocabulary.examples(["king", "water"], 2)
began = time.perf_counter()
vectors = w2v.train(
    corpus,
    **settings,
    checkpoint=folder / "training.npz",
    callbacks=[Scores(), w2v.TensorBoardWords(logs, vocabulary, words)],
    verbose=int(corpus.name != "tinyworld"),  # a progress bar
)
vectors.save(folder / "vectors.npz")
took = time.perf_counter() - began
print(vectors)

# %% [markdown]
# Did it take as long as we estimated, and do the neighbours make sense?

# %% tags=["nbval-ignore-output"]
print(f"estimated {estimate:,.0f} s, took {took:,.0f} s with scoring and saving")
for word in words:
    print(f"{word}:", *[other for other, _ in vectors.most_similar(word, topn=6)])

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert took > 0 and (folder / "training.npz").exists() and (folder / "vectors.npz").exists()

# %% [markdown]
# On a short text, most of the time goes into compiling and scoring. Now the scores. (An epoch that was repeated after
# a kill counts once.)

# %%
scores = pd.read_csv(folder / "scores.csv", names=["epoch", "loss", *keys])
scores = scores.groupby("epoch").last()
_, axes = plt.subplots(1, 2, figsize=(9, 3), layout="constrained")
scores["loss"].plot(ax=axes[0], color=plotting.BLUE, title="The loss keeps falling …")
colours = [plotting.ORANGE, plotting.GREEN]
scores[list(keys)].plot(ax=axes[1], color=colours, ylim=(0, 1.05))
axes[1].set_title("… while the scores level off")
plt.show()

# %% [markdown]
# In Tinyworld the scores are close to their ceiling after a few epochs, and the last epochs add little, so fewer
# would probably do. (Try it with a new run: the learning rate falls to almost 0 at the end that you plan, so epoch 4
# of 8 is not the same as a run of 4.) On real text, scores are much lower. For comparison, here is one run of the
# benchmark, three epochs of 100 MB of Wikipedia, on the first device in `data/devices.csv` (words include those that
# subsampling drops):

# %%
first = recorded.iloc[0]
print(f"{first.device}: {first.words_per_second / 1e6:.1f} million words per second;")
print(f"analogies {first.analogies:.2f}, WordSim-353 {first.wordsim353:.2f}")

# %% [markdown]
# What else can go wrong, and what to do:
#
# | what you see | what to do |
# |---|---|
# | *CPU*, though you chose a GPU | *Runtime → Disconnect and delete runtime*, check *Change runtime type*, run all. If that does not help, Colab has no GPU free at the moment. To go on with an unfinished run on a CPU, set `SOURCE` and `D` to what it used |
# | the runtime was reset | run all again: training continues after the last whole epoch. (If the notebook has no badge, upload the wheel again first.) |
# | text8 could not be downloaded | Tinyworld is used instead. Try later, or upload a text and name it in `SOURCE` |
# | `MemoryError` | end other sessions (*Runtime → Manage sessions*), or take a smaller `D`, or write `device = "CPU"` in the cell that prints the machine |
# | a warning that a file could not be written | Drive is full: empty its trash. Training goes on, and the checkpoint before it stays. At the end, save the vectors to `/content` if need be |
# | *made with …: give another file name* | you changed a setting in the middle of a run (only `epochs` may grow). Change `folder` |
# | you have to stop early | interrupt the cell, then run the cells below: `train` returns what was learned so far |
#
# ## How do you download the vectors?

# %%
vectors.save_word2vec(folder / "vectors.bin", binary=True)  # for gensim and others
for path in sorted(folder.glob("vectors.*")):
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")

# %% [markdown]
# On Colab they are now in your Drive. Before you leave, run `drive.flush_and_unmount()`, which waits until everything
# is uploaded; then download them from [drive.google.com](https://drive.google.com). gensim reads the second file with
# `KeyedVectors.load_word2vec_format("vectors.bin", binary=True)`. To train on more text later, load the first with
# `loaded = w2v.WordVectors.load("vectors.npz")` and call `w2v.train(more_text, start=loaded, embedding_dim=D)`.

# %% cellView="form" jupyter={"source_hidden": true} tags=["headline", "hide-input"]
assert len(scores) < 2 or scores["loss"].iloc[-1] < scores["loss"].iloc[0]
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
# **2. Predict.** English Wikipedia has 5 billion words, and you want three epochs. Subsampling keeps two words of
# five, and your GPU trains 10 million targets per second. How many minutes does it take? And if each step of 5,000
# targets also had to wait for a millisecond, how many minutes would that add?

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
# - The roofline is the lower of two limits, memory and arithmetic. On a GPU such as the T4, it is memory.
# - A GPU needs large steps, because launching a kernel takes the same time whatever its size.
# - Divide the number of targets by the speed, and you know how long it will take.
# - With a checkpoint on a disk that lasts, the same call continues, and at most one epoch is lost.
#
# | | in | out |
# |---|---|---|
# | `w2v.measure_ceilings` | a device | bytes and operations per second; the roofline |
# | `w2v.time_steps` | targets per step, a device | targets per second |
# | `w2v.train` | a corpus, `checkpoint`, callbacks | `WordVectors` |
# | `w2v.answer_key` | a name | the path of a file of questions and answers |
#
# Next: [10. Make training fast](10_training_faster.ipynb).
#
# **Further reading:** Williams, Waterman, Patterson (2009), [Roofline: An Insightful Visual Performance
# Model](https://doi.org/10.1145/1498765.1498785); Gupta, Khare (2017), [BlazingText: Scaling and Accelerating
# Word2Vec using Multiple GPUs](https://doi.org/10.1145/3146347.3146354).
