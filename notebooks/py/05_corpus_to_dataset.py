# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 5. Feed any text to a model
#
# You will build the road from a text to batches of training examples, see what the tutorial's road loses on the way, and
# load whatever text you have: old files, tables, archives, text longer than memory.
#
# **You will learn**
# - what counts as a word and what counts as a text, and what it costs to get the second wrong;
# - how a corpus becomes one row of numbers, and the row becomes targets, candidates and labels;
# - what a batch, an epoch and a recipe of `tf.data` are, how one line can freeze the data, and whether all pairs are
#   used;
# - how to load text of any kind, and what to look at before you train on it.
#
# **You need** lessons 2 to 4 (pairs, thinning, negatives). **Time:** about 115 minutes with the exercises; it runs in
# about 20 seconds.
#
# **corpus** → vocabulary → **sequences** → skip-grams → negatives → **dataset** → model → training → vectors → analysis

# %% cellView="form" jupyter={"source_hidden": true} tags=["setup", "hide-input"]
# Installs the course where it is not yet, as on Colab; TensorFlow and NumPy stay as they are there.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("w2v_helpers") is None:
    source = "w2v_helpers-0.2.0-py3-none-any.whl"  # `make wheel` makes it; upload it
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", source], check=True)

# %%
import contextlib
import gzip
import os
import re
import tempfile
import time
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
from w2v_helpers import plotting

# %% [markdown]
# ## A text as it comes
#
# A file holds lines. Let us look at a few before we do anything with them. `load_corpus()` takes Tinyworld, the small
# world that comes with the course. With a path between the brackets, such as `"../my_book.txt"` for a file one folder
# up from this notebook, it takes your own text.

# %%
corpus = w2v.load_corpus()  # or, for example, w2v.load_corpus("my_book.txt")
lines = corpus.lines()
print(f"{corpus}, {len(lines):,} lines, the first five:")
for line in lines[:5]:
    print("  |", line[:90])

# %% [markdown]
# Capital letters, commas, quotation marks, and sentences that run on from line to line. The program needs words. The
# quickest way to get some is to make all letters small and cut at the spaces. What does that make of *sun*?

# %%
text = "The sun! A sun-hot road under the sun, the Sun, the sun's sun."
print(sorted({token for token in text.lower().split() if "sun" in token}))
print(sorted({token for token in w2v.tokenize(text) if "sun" in token}))

# %% [markdown]
# Cutting at spaces gives five different "words" for one sun, because the punctuation sticks to them. `w2v.tokenize` gives
# two. Its rule: a run of letters and digits is a word, an apostrophe *inside* a word belongs to it, everything else
# separates. And where a script has no spaces between words, each character is one. Some hard cases:

# %%
hard = ["We know't, we KNOW’T!", "l'homme, l’été", "my mother-in-law", "'Tis the dogs' dinner", "1,000 cafés"]
for text in [*hard, "今天很热"]:
    print(f"{text:22} → {w2v.tokenize(text)}")


# %% [markdown]
# Straight and curly apostrophes are the same, and *l'homme* (the man) is one word. A hyphen separates, so *mother-in-law*
# is three, and so does the comma in a number. The apostrophe at the edge of *'Tis* and *dogs'* is gone, because nobody can
# tell it from a quotation mark. The last line means *today is hot*: two words, *今天* and *很热*, cut into characters.
#
# No rule is perfect; this one is short and does the same every time. If your text needs another rule, write a function
# from a text to a list of words, and hand it over as `tokenizer`. This one keeps hyphens and leaves numbers out;
# `[^\W\d_]` means any letter of any alphabet.

# %%
def hyphenated(text):
    return re.findall(r"[^\W\d_]+(?:[-'][^\W\d_]+)*", text.lower())


texts = ["Her mother-in-law can't count to 1,000."]
for rule in (w2v.tokenize, hyphenated):
    print(f"{rule.__name__:10}", *w2v.load_corpus(texts, tokenizer=rule))

# %% [markdown]
# For Chinese, Japanese and Thai `w2v.segmenter` makes such a function, which finds the words with a dictionary.
#
# And where does a text end? At a **blank line**. What stands between two blank lines is a
# **[document](GLOSSARY.md#document)**: a paragraph, a speech, a review. By hand and with the helper:

# %%
text = "The wide road\nshimmered in the hot sun.\n\nIt led to\nthe harbour.\n"
by_hand = text.strip("\n").split("\n\n")
assert by_hand == w2v.split_documents(text)
toy = w2v.Corpus("toy", by_hand)
print(toy)
for tokens in toy:
    print(tokens)

# %% [markdown]
# Four lines, two documents. The end of a line has left no trace; the blank line has.

# %% [markdown]
# ## A line is not a text
#
# The reference tutorial works otherwise. Each line is a text of its own, and each is brought to exactly 10 words: longer
# lines are cut, shorter ones filled up with zeros, the **[padding](GLOSSARY.md#padding)**. Here are six lines of the
# corpus, from the shortest to the longest.

# %%
length = 10
line_tokens = [w2v.tokenize(line) for line in lines]
ordered = sorted(line_tokens, key=len)
chosen = [ordered[place] for place in np.linspace(0, len(ordered) - 1, 6).astype(int)]

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
_, ax = plt.subplots(figsize=(10, 2.6), layout="constrained")
for row, tokens in enumerate(chosen):
    for column in range(max(length, min(len(tokens), length + 4))):
        beyond = "#F3B49B" if tokens[length:] else "#E4E4E4"
        colour = plotting.SKY if column < min(length, len(tokens)) else beyond
        ax.add_patch(plt.Rectangle((column - 0.48, row - 0.42), 0.96, 0.84, facecolor=colour))
        word = tokens[column] if column < len(tokens) else "0"
        ax.text(column, row, word if len(word) < 11 else word[:9] + "…", ha="center", va="center", fontsize=8)
ax.set(xlim=(-0.6, length + 3.6), ylim=(5.6, -0.6), title="Ten words a line: grey is padding, red is cut off")
ax.set_axis_off()
plt.show()

# %% [markdown]
# Blue is what the tutorial keeps. Short lines are mostly padding, and the ends of long lines are gone. How much is that in
# the whole corpus?

# %%
words_in_line = np.array([len(tokens) for tokens in line_tokens])
kept = np.minimum(words_in_line, length)
cut_lines, lost_tokens = (words_in_line > length).mean(), 1 - kept.sum() / words_in_line.sum()
padding = 1 - kept.sum() / (len(lines) * length)
print(f"lines of one word   {(words_in_line == 1).mean():6.1%}   (no neighbour, no pair)")
print(f"lines that are cut  {cut_lines:6.1%}   of their tokens are lost: {lost_tokens:.1%} of the corpus")
print(f"zeros in the matrix {padding:6.1%}   of {len(lines):,} × {length} numbers")

# %% [markdown]
# What hurts depends on the text. Tinyworld has long lines: most are cut, and a quarter of its words is gone. Load a
# play or poems to see the other side, where few lines are cut and many are filled up.
#
# The worst is not to be seen in the matrix: a window never crosses the end of a line. How many pairs does that cost?

# %%
all_words = w2v.Vocabulary.from_corpus(corpus, min_count=1)
readings = {
    "documents": corpus,
    "lines": line_tokens,
    "lines cut to ten words": [tokens[:length] for tokens in line_tokens],
}
num_pairs = {name: len(w2v.skip_grams(all_words.encode_corpus(texts), 2)) for name, texts in readings.items()}
for name, number in num_pairs.items():
    print(f"{name:22} {number:9,} pairs, {number / num_pairs['documents']:.0%}")
lost_pairs = 1 - num_pairs["lines cut to ten words"] / num_pairs["documents"]

# %% [markdown]
# In Tinyworld more than a third of the pairs is gone before the training has begun, at a window of 2. Nothing made it
# necessary: the line ends come from the width of a page.

# %% [markdown]
# ## One long row
#
# We want no matrix at all. Documents have all lengths, so we write them one after the other into a single row of ids and
# put a 0 after each. By hand for the toy, then with the helper:

# %%
toy_vocabulary = w2v.Vocabulary.from_corpus(toy, min_count=1)
row = []
for tokens in toy:
    row += [toy_vocabulary.id(token) for token in tokens] + [w2v.PADDING]
assert row == toy_vocabulary.encode_corpus(toy).tolist()
print(row)

# %% [markdown]
# Fifteen numbers: the eight words of the first document, a 0, the five of the second, a 0. *the* is a 2 in both. Now the
# corpus. `Vocabulary.from_corpus` keeps the words that occur at least five times; rarer ones are dropped, and windows close
# over the gap.

# %%
vocabulary = w2v.Vocabulary.from_corpus(corpus)
ids = vocabulary.encode_corpus(corpus)
print(vocabulary, f"({vocabulary.unknown_count:,} tokens of rare words dropped)")
print(f"one row of {len(ids):,} numbers of type {ids.dtype}, {ids.nbytes / 1e6:.2f} MB")
end = int(np.flatnonzero(ids == w2v.PADDING)[0])
part = ids[max(0, end - 5) : end + 6]
print(part, "→", " ".join(word or "■" for word in vocabulary.decode(part)))

# %% [markdown]
# This is the end of the first document and the beginning of the next; the ■ stands for the 0 between them. No zeros fill
# anything up: there is one for each document, and `skip_grams` stops at it.

# %% [markdown]
# ## The same with Keras
#
# Keras has a layer for this work, `TextVectorization`; the tutorial uses it. `adapt` makes it count words. Does it find the
# same vocabulary? First on a text so small that you can count along.

# %%
import keras
import tensorflow as tf

few = ["The road! The road, the wide road.", "The wide sun."]
layer = keras.layers.TextVectorization()
layer.adapt(few)
found = list(map(str, layer.get_vocabulary()))
ours = w2v.Vocabulary.from_corpus(map(w2v.tokenize, few), min_count=1)
print(found)
assert found == ours.words

# %%
layer = keras.layers.TextVectorization()
layer.adapt(tf.constant(lines))
theirs, mine = layer.get_vocabulary()[2:17], vocabulary.words[2:17]
print("Keras:", *theirs)
print("ours: ", *mine)
layer.adapt(["know't mother-in-law"])
print("hard cases:", *sorted(layer.get_vocabulary()[2:]), "| ours:", *w2v.tokenize("know't mother-in-law"))

# %% [markdown]
# The frequent words are the same, and so are the first two entries, which are no words: `''` is padding and `[UNK]` is
# any [unknown word](GLOSSARY.md#unknown-word). The hard cases differ: Keras deletes all punctuation, so the parts grow
# together.
#
# Whichever you take, do this work **before** the model, on the processor (CPU). A graphics processor (GPU) calculates with
# blocks of numbers; strings, each of another length, cannot be stored there. Ids can.

# %% [markdown]
# ## From pairs to training examples
#
# Lesson 2 made pairs, lesson 4 found negatives and labels. Now we put them together for several pairs at once. B pairs
# that go through the model together are a **[batch](GLOSSARY.md#batch)**; K is the number of negatives. Take B = 4 and
# K = 5.

# %%
rng = np.random.default_rng(42)
pairs = rng.permutation(w2v.skip_grams(ids, window_size=5, rng=rng))  # (P, 2), in random order
num_negatives, noise = 5, w2v.noise_distribution(vocabulary.counts)
targets, positives = pairs[:4].T  # (B,), (B,)
negatives = w2v.sample_negatives(positives, num_negatives, noise, rng)  # (B, K)
candidates = np.column_stack([positives, negatives])  # (B, 1+K)
labels = np.zeros(candidates.shape, dtype=np.float32)  # (B, 1+K)
labels[:, 0] = 1
for target, row, label in zip(targets, candidates, labels, strict=True):
    print(f"{vocabulary.words[target]:>12} | {' '.join(vocabulary.decode(row))} | {label.astype(int)}")

# %% [markdown]
# Each row is one example: a target, then 1 + K **candidates** of which the first is a real neighbour and the rest are
# noise, then the right answers. Three tables, of shapes (B,), (B, 1+K) and (B, 1+K).
#
# `w2v.skip_gram_dataset` does all of it: thin the corpus, lay windows, shuffle the pairs, draw negatives, cut batches. Its
# batches must have the same form as ours.

# %%
dataset = w2v.skip_gram_dataset(corpus, vocabulary, window_size=5, num_negatives=5, batch_size=1024)
(targets, candidates), labels_of_batch = next(iter(dataset))
for name, array in {"targets": targets, "candidates": candidates, "labels": labels_of_batch}.items():
    print(f"{name:11}", array.dtype.name, tuple(array.shape))
assert candidates.dtype == positives.dtype and labels_of_batch.dtype == labels.dtype
assert candidates.shape == labels_of_batch.shape == (len(targets), 1 + num_negatives)
assert np.array_equal(labels_of_batch[:4], labels)

# %% [markdown]
# The same form, with 1,024 rows. TensorFlow calls such an array a **tensor** (lesson 1); NumPy can read it. You need
# this dataset to train with Keras, as in lesson 6; `w2v.train` takes the corpus and makes its pairs itself.

# %% [markdown]
# ## A recipe, not a pile
#
# A `tf.data.Dataset` holds no data. It is a **[recipe](GLOSSARY.md#dataset)**: a chain of steps that makes batches when
# somebody asks for one. Ten numbers show how it works: shuffle them, hand them out in fours.

# %%
recipe = tf.data.Dataset.range(10).shuffle(10, seed=1).batch(4)
passes = [[batch.tolist() for batch in recipe.as_numpy_iterator()] for _ in range(2)]
for number, batches in enumerate(passes, start=1):
    print(f"epoch {number}:", *batches)


# %% [markdown]
# One pass over all the data is an **epoch**. Ten numbers in batches of four make three batches, the last one smaller. The
# second epoch has the same ten numbers in another order, because the recipe is followed anew.
#
# The step `prefetch` works ahead: while the model is busy with one batch, the next is made. Suppose that making one
# takes 20 ms (thousandths of a second) and using it takes 20 ms.

# %%
def slow_batches():
    for number in range(25):
        time.sleep(0.02)  # making a batch
        yield number


# %% [markdown]
# We compare a plain Python loop with a recipe that works ahead.

# %% tags=["nbval-ignore-output"]
ahead = tf.data.Dataset.from_generator(slow_batches, output_signature=tf.TensorSpec((), tf.int64)).prefetch(2)
seconds = {}
for name, data in {"one after the other": slow_batches(), "with prefetch": ahead}.items():
    began = time.perf_counter()
    for _ in data:
        time.sleep(0.02)  # the model uses it
    seconds[name] = time.perf_counter() - began
    print(f"{name:20} {seconds[name]:.2f} s")

# %%
assert seconds["with prefetch"] < seconds["one after the other"]

# %% [markdown]
# Less time for the same work, because making and using go on side by side; at best it is half. Our dataset ends with this
# step, too.

# %% [markdown]
# ## One line that freezes the data
#
# The tutorial makes its examples once, negatives included, and then writes `shuffle(…).batch(…).cache()`. `cache` keeps what
# comes out of the step before it. What comes out here are finished batches. We follow that recipe on some of our pairs
# and go through it twice.

# %%
some = pairs[:20_400]
drawn_once = np.column_stack([some[:, 1], w2v.sample_negatives(some[:, 1], num_negatives, noise, rng)])
batch_size = min(1024, len(some) // 3)  # 1,024 as in the tutorial, fewer if the text is tiny
tutorial = tf.data.Dataset.from_tensor_slices((some[:, 0], drawn_once)).shuffle(10_000, seed=42)
tutorial = tutorial.batch(batch_size, drop_remainder=True).cache()
frozen = [list(tutorial.as_numpy_iterator()) for _ in range(2)]
for number, batches in enumerate(frozen, start=1):
    print(f"epoch {number} begins:", " ".join(vocabulary.decode(batches[0][0][:8])))
same = [np.array_equal(a, b) for one, two in zip(*frozen, strict=True) for a, b in zip(one, two, strict=True)]
print(f"{sum(same)} of {len(same)} arrays are the same in both epochs")

# %% [markdown]
# All of them. Each epoch shows the model the same batches in the same order with the same negatives, as if one learned
# from flash cards that are never shuffled. Ours:

# %%
small = w2v.skip_gram_dataset(corpus, vocabulary, num_negatives=num_negatives, batch_size=batch_size)
ours = [next(iter(small)) for _ in range(2)]  # the first batch of two epochs
for number, ((targets, _), _) in enumerate(ours, start=1):
    print(f"epoch {number} begins:", " ".join(vocabulary.decode(targets.numpy()[:8])))
((one, noisy_one), _), ((two, noisy_two), _) = ours
assert all(same)
assert not np.array_equal(one, two) and not np.array_equal(noisy_one, noisy_two)

# %% [markdown]
# Two epochs, two different beginnings. Each pass thins the corpus anew, draws new reaches and new negatives, and
# shuffles *all* pairs. (The tutorial's `shuffle(10_000)` draws from a buffer of 10,000 pairs, so what stands at the end of a
# long book cannot come early.)
#
# The tutorial also says `drop_remainder=True`: a last batch that is not full is thrown away.

# %%
kept = sum(len(targets) for targets, _ in frozen[0])
full = f"{kept:,} in {len(frozen[0])} full batches"
print(f"tutorial: {len(some):,} pairs, {full}, {len(some) - kept:,} thrown away")

# %% [markdown]
# Because the order is frozen, these pairs, 944 in Tinyworld, are the same in every epoch: they are never learned.

# %% [markdown]
# ## Are all pairs used?
#
# A reader of the tutorial left two notes: *improve to fully use training pairs*, and *count how many are positive*. Let us
# answer both. We go once through our dataset and count.

# %%
examples = questions = positive = 0
for (targets, _), labels_of_batch in w2v.skip_gram_dataset(corpus, vocabulary, batch_size=8192):
    examples += len(targets)
    questions += labels_of_batch.numpy().size
    positive += int(labels_of_batch.numpy().sum())
print(f"{examples:,} pairs in one epoch, {questions:,} questions")
print(f"positive: {positive:,} = {positive / questions:.1%}, one in 1 + {num_negatives}")

# %% [markdown]
# Every example has one positive and five negatives, so one question in six has the answer yes. And nothing was dropped:
# we can make the pairs of this epoch ourselves and count them. The cell prints nothing if the numbers agree.

# %%
keep = w2v.keep_probabilities(vocabulary.counts)


def pairs_of_epoch(epoch):
    rng = np.random.default_rng([42, epoch])  # the helper's seed is 42, too
    return w2v.skip_grams(w2v.subsample(ids, keep, rng), 5, rng=rng)


assert len(pairs_of_epoch(0)) == examples


# %% [markdown]
# Still, thinning and random reaches leave out much of what a full window holds. Is that lost? Not if the next epoch draws
# anew. We take all *different* pairs of the corpus, and see how many have come up after each epoch.

# %%
def pair_codes(pairs):
    return pairs[:, 0].astype(np.int64) * len(vocabulary) + pairs[:, 1]  # one number for a pair


possible = np.unique(pair_codes(w2v.skip_grams(ids, 5)))
seen, shares = np.zeros(len(possible), dtype=bool), []
for epoch in range(10):
    now = pair_codes(pairs_of_epoch(epoch))
    places = np.minimum(np.searchsorted(possible, now), len(possible) - 1)
    seen[places[possible[places] == now]] = True  # thinning also makes pairs that no full window has
    shares.append(seen.mean())
print(f"{len(possible):,} different pairs; seen after 1 epoch {shares[0]:.1%}, after 10 {shares[-1]:.1%}")

# %%
curves = {"drawn anew in each epoch": shares, "drawn once, as in the tutorial": [shares[0]] * 10}
ax = plotting.plot_learning_curves(curves, title="Drawn anew, nearly every pair gets its turn")
ax.set(ylabel="share of different pairs seen", ylim=(0, 1.05))
plt.show()

# %% [markdown]
# One epoch sees most pairs, a few epochs see nearly all. So the answer to the reader is: all pairs, each when its turn
# comes, the frequent ones many times. Thinning is no loss if it is done anew each time.

# %% [markdown]
# ## Text of any kind
#
# Your text may be a table, a packed file, or a file from the last century. A computer keeps it as a row of **bytes**,
# numbers from 0 to 255, and an **encoding** says which bytes make which letter. Here are six small files, as bytes.

# %%
story = "The wide road shimmered\nin the hot sun.\n\nIt led to the harbour.\n"
start, end = (f"*** {side} OF THE PROJECT GUTENBERG EBOOK ROADS ***" for side in ("START", "END"))
files = {
    "story.txt": story.encode(),
    "story.txt.gz": gzip.compress(story.encode()),
    "gutenberg.txt": f"Title: Roads\n{start}\n{story}\n{end}\nLicence: ...".encode(),
    "old.txt": "Ein schöner Morgen.\n\nDie Möwen schliefen.".encode("cp1252"),
    "films.csv": b"stars,review\n5,A fine film.\n1,Dull and far too long.\n",
    "films.jsonl": b'{"id": 7, "text": "A fine film."}\n{"id": 8, "text": "Saw it twice."}\n',
}
print("schön".encode(), "schön".encode("cp1252"))


# %% [markdown]
# In **UTF-8**, today's encoding of nearly everything, the letter *ö* is two bytes; in `cp1252`, an old one of Windows, it is
# one. Plain English letters are the same in both. We put the files into a temporary folder and load them one by one, then
# the whole folder, then a list of strings.

# %%
def show(source, **options):
    found = w2v.load_corpus(source, **options)
    print(f"{source!s:33} {len(found):2} documents {sum(map(len, found)):3} tokens  {found.encoding}")
    return list(found)


temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
folder = Path(temporary.name, "texts")
folder.mkdir()
for name, content in files.items():
    (folder / name).write_bytes(content)

# %%
with contextlib.chdir(temporary.name):
    stories = [show(f"texts/{name}") for name in ("story.txt", "story.txt.gz", "gutenberg.txt")]
    show("texts/old.txt")
    reviews = [show("texts/films.csv", column="review"), show("texts/films.jsonl", column="text")]
    everything = show("texts")
    show(["A fine film.", "Saw it twice."])
assert stories[0] == stories[1] == stories[2]

# %% [markdown]
# The first three give the same words: packing changes nothing, and the notices that Project Gutenberg writes around a book
# are left out. The bytes of the old file cannot be UTF-8, so `load_corpus` took the likeliest old encoding. That is a guess;
# where it is wrong, say what is right, such as `encoding="cp850"`.
#
# In a table each row is a document; in `.jsonl` a row is a line between braces. `column` names the column with the
# text, and can be left out if only one can be it.
#
# The folder holds the documents of all its files. A list of strings has no encoding, for its letters are letters
# already. A column of a pandas table is loaded in the same way.
#
# And in a plain file, what is a document? That is for you to say, with `documents`:

# %%
with contextlib.chdir(temporary.name):
    for unit in ("paragraphs", "lines", "files"):
        found = w2v.load_corpus("texts/story.txt", documents=unit)
        print(f"{unit:10}", *map(repr, found.documents))

# %% [markdown]
# `"paragraphs"`, which end at blank lines, is what we get if we say nothing. `"lines"` is right for a file of tweets or
# titles, one a line; for this story it would be the tutorial's mistake. `"files"` is for a folder of many short texts.
#
# And if something is wrong? Three common accidents: a typing error in the name of a file, another in the name of a column,
# and a PDF, which is no text, whatever its name.

# %%
(Path(temporary.name) / "scan.txt").write_bytes(b"%PDF-1.7 ...")
messages = []
with contextlib.chdir(temporary.name):
    for source, column in [("texts/stroy.txt", None), ("texts/films.csv", "reviews"), ("scan.txt", None)]:
        try:
            w2v.load_corpus(source, column=column)
        except (OSError, ValueError) as error:
            messages.append(str(error).replace(str(Path.cwd()), "this folder"))
            print("-", messages[-1])

# %% [markdown]
# Each message says what was wrong, and what to do. The first names the corpora that can be loaded by name, the second the
# columns that the table has.

# %% [markdown]
# ## Look before you train
#
# A text that loads may still be the wrong one: half a book, the wrong column, a list of numbers. `describe()` counts and gives
# advice. Before you run the cell: which word leads in this corpus?

# %%
description = corpus.describe()
print(description)
plotting.plot_zipf(description.counts, label=corpus.name)
plt.show()

# %% [markdown]
# In Tinyworld *the* leads by far, as in most English texts, and the rarest words occur once. If the most frequent words of
# your text are not the small words of its language, look into the file. The plot is the one of lesson 3: each word's count
# beside its rank.
#
# Below the table stands advice for a text of this size, and `w2v.train(corpus, **description.settings)` follows it.

# %% [markdown]
# ## Longer than memory
#
# A book fits into the memory of any computer, an encyclopedia may not. Text of more than 32 million characters is therefore not held,
# but read from its file each time, piece by piece. To see it, we write Tinyworld thirty times into one file.

# %%
long_file = Path(temporary.name) / "long.txt"
copies, world = 30, w2v.data_path("tinyworld.txt").read_text(encoding="utf-8")
long_file.write_text("\n\n".join([world] * copies), encoding="utf-8")
long_corpus = w2v.load_corpus(long_file)
print(long_corpus)

# %% [markdown]
# `load_corpus` has read the beginning only, to make sure that it is text. The rest is read when the words are counted. Each
# word becomes a number at once, and a number takes four bytes, however long the word is.

# %%
long_vocabulary, long_ids = w2v.vocabulary_and_ids(long_corpus, min_count=1)
once = w2v.Vocabulary.from_corpus(w2v.load_corpus("tinyworld"), min_count=1)
assert long_vocabulary.words == once.words and np.array_equal(long_vocabulary.counts, copies * once.counts)
print(f"{long_file.stat().st_size:,} bytes of text: {long_vocabulary}, {long_ids.nbytes:,} bytes of ids")

# %% [markdown]
# The same words as in Tinyworld, each thirty times as often. When there are more than 64 million ids, they lie in a
# temporary file, and NumPy fetches the part it is asked for. `w2v.train` (lesson 6) works through them part by part, so it
# can train on more text than fits into memory; `skip_gram_dataset` cannot, since it shuffles all pairs of an epoch.

# %% [markdown]
# ## Check
#
# These hold for any corpus that is large enough to make a few hundred pairs.

# %%
assert ids.dtype == np.int32 and ids[-1] == w2v.PADDING
assert np.count_nonzero(ids == w2v.PADDING) == len(corpus)
assert np.count_nonzero(ids) + vocabulary.unknown_count == words_in_line.sum()  # no token got lost
assert num_pairs["documents"] >= num_pairs["lines"] >= num_pairs["lines cut to ten words"]
if "segmenter" not in str(description):  # Keras looks for spaces between words
    assert len(set(theirs) & set(mine)) >= len(theirs) / 2
assert questions == examples * (1 + num_negatives) and positive == examples
assert shares == sorted(shares) and (shares[0] < shares[-1] <= 1 or shares[0] == 1)
assert kept < len(some) or len(some) % batch_size == 0
assert description.tokens == words_in_line.sum() and description.documents == len(corpus)
assert len(everything) == sum(map(len, [*stories, *reviews])) + 2 and len(messages) == 3
temporary.cleanup()

# %% tags=["headline"]
share = f"{shares[-1]:.1%} of all different pairs seen in 10 epochs"
print(f"{examples:,} pairs an epoch, {share}; lines cut to ten words lose {lost_pairs:.0%} of the pairs")

# %% [markdown]
# ## Exercises
#
# Fill in a cell and run it: it says right, not yet and why, or not attempted yet. *Explore* questions are not judged: they
# show what a good answer mentions. If you are stuck, replace `.check(…)` with `.hint()`, more than once if you like;
# `.solution()` shows ours.
#
# **1. Predict.** 10,000 pairs, batches of 1,024. How many batches make an epoch if the last one may be smaller, and how many
# with `drop_remainder=True`? How many pairs does that throw away?

# %%
from w2v_helpers import exercises

q = exercises.lesson("corpus_to_dataset")
my_answers = None  # for example (9, 8, 100)
q.number_of_batches.check(my_answers)


# %% [markdown]
# **2. Build.** Cut a text into documents: a list of strings, one for what stands between two blank lines. A line of spaces is
# blank, too, and several blank lines in a row count as one. Line ends inside a document stay as they are.

# %%
def documents_of(text):
    return None  # your code


q.documents_of.check(documents_of)


# %% [markdown]
# **3. Build.** Which length of line would the tutorial need? Given how many words each line has, find the shortest length that
# cuts off at most this share of all tokens. If it works, ask it about this corpus: `shortest_length(words_in_line, 0.01)`. How
# much of the matrix would be padding then?

# %%
def shortest_length(words_in_line, share):
    return None  # your code


q.shortest_length.check(shortest_length)


# %% [markdown]
# **4. Build.** In French an article can cling to its noun: *l'homme*, the man, but *un homme*, a man. Write a tokenizer that
# cuts behind the apostrophe, so that *homme* is the same word in both. *L'homme voit un homme.* should give `l'`, `homme`,
# `voit`, `un`, `homme`. Both apostrophes, ' and ’, become the straight one.

# %%
def french_tokens(text):
    return None  # your code


q.french_tokens.check(french_tokens)

# %% [markdown]
# **5. Explore.** Here is the frozen recipe again. Put its three steps into another order, so that two epochs differ, and run
# the cell again. What remains the same in all epochs even then, and why?

# %%
raw = tf.data.Dataset.from_tensor_slices((some[:, 0], drawn_once))
my_recipe = raw.shuffle(len(some), seed=42).batch(batch_size).cache()  # change the order of the three steps
my_finding = None  # what you see, in a sentence or two between quotes
one, two = (
    np.concatenate([np.column_stack(batch) for batch in my_recipe.as_numpy_iterator()]) for _ in range(2)
)
print("the same order in both epochs:   ", np.array_equal(one, two))
print("the same examples in both epochs:", sorted(one.tolist()) == sorted(two.tolist()))
q.order_of_steps.check(my_finding)

# %% [markdown]
# **Quiz.** Four questions on the whole lesson. Put your letters in place of `None`.

# %%
q.quiz.check(None, None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - Blank lines separate documents; line ends mean nothing. Lines as texts cost pairs, and cutting them costs more.
# - A corpus is one row of ids with a 0 after each document: no padding, no lost tokens.
# - A training example is a target, 1 + K candidates and as many labels; one question in 1 + K has the answer yes.
# - `tf.data` is a recipe. `cache` after `shuffle` and `batch` freezes it; ours is followed anew in each epoch, with new
#   thinning, reaches, negatives and order, and drops no pair.
# - `load_corpus` takes files, folders, tables and lists. You may have to say what a document is (`documents`), which column
#   is the text (`column`), what a word is (`tokenizer`). `describe()` shows what came in.
#
# | | in | out |
# |---|---|---|
# | `load_corpus` | a name, a path, or texts | `Corpus`, documents of text |
# | `Corpus.describe` | `Corpus` | `Description`: numbers, advice, settings |
# | `Vocabulary.encode_corpus` | `Corpus` | ids, int32 (N,), 0 after each document |
# | `skip_gram_dataset` | `Corpus`, `Vocabulary` | batches ((targets int32 (B,), candidates int32 (B, 1+K)), labels float32 (B, 1+K)) |
#
# Next: [6. Train the vectors](06_training.ipynb).
#
# **Further reading**
# - Unicode, [Text segmentation](https://www.unicode.org/reports/tr29/): what a word is, in all scripts of the world.
# - TensorFlow, [tf.data: Build input pipelines](https://www.tensorflow.org/guide/data): all the steps a recipe can have.
# - Murray, Simsa, Klimovic, Indyk (2021), [tf.data: A Machine Learning Data Processing
#   Framework](https://arxiv.org/abs/2101.12127): how it works ahead and in parallel.
