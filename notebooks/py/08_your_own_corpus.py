# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 8. Train on your own text
#
# Bring a text that you know well. You will turn it into word vectors, find out how good they are, break the training
# on purpose to learn the symptoms, and take the vectors home.
#
# **You will learn**
# - how to load a text of any kind, and what to look at before you train on it;
# - how to judge vectors without an answer key;
# - what a short text can give, and which settings to change;
# - how to keep vectors, for this course and for other programs.
#
# **You need** lessons 5 to 7, and a text; without one, you go on with Tinyworld. **Time:** about 50 minutes with the
# exercises, and 45 more for the project; the code runs in about 30 seconds.
#
# **corpus** → vocabulary → sequences → skip-grams → negatives → dataset → model → training → **vectors** → **analysis**

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
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
from w2v_helpers import exercises, plotting

# %% [markdown]
# ## How do you bring in a text?
#
# Say in `SOURCE` where it is. Paths start from the folder of this notebook, so `"../my_book.txt"` is a file one
# folder up.
#
# | you have | you write |
# |---|---|
# | a text file, compressed or not | `"../my_book.txt"`, `"../my_book.txt.gz"` |
# | a folder or an archive of files | `"../my texts"`, `"../my_texts.zip"` |
# | a table | `"../reviews.csv"`, and `column="review"` in `load_corpus` |
# | strings in Python, a pandas column | the list or the column itself |
# | nothing at hand | `"shakespeare"` or `"novels"`: downloaded once, then kept |
#
# On Colab, drop the file into the folder panel on the left and write `"my_book.txt"`. To read from Google Drive, run
# `from google.colab import drive; drive.mount("/content/drive")` first; your files are then in
# `"/content/drive/MyDrive"`.

# %%
SOURCE = None  # None is Tinyworld
corpus = w2v.load_corpus(SOURCE)
description = corpus.describe()
print(description)

# %% [markdown]
# Read this before you train. The most frequent words should be the small words of the language, such as *the*, *und*
# or *de*. If they are pieces of a web page, or if letters look wrong, something is wrong: take out what does not
# belong, or name the file's encoding, as in `load_corpus(SOURCE, encoding="cp1252")`. The last lines are advice for a
# text of this size: the longer it is, the fewer epochs it needs, because each word occurs more often.
#
# A picture shows the whole vocabulary: how often each word occurs, against its rank. On such axes, where every step
# is a factor of ten, most texts give nearly a straight line. (Tinyworld bends down at the end, because it was made
# from a fixed list of words.) The straight line is **[Zipf's law](GLOSSARY.md#zipfs-law)**: the word of rank 100
# occurs about a hundredth as often as the first.

# %%
plotting.plot_zipf(description.counts, label=corpus.name)
plt.show()

# %% [markdown]
# If a file cannot be used, you are told why. Here are a misspelt name, a misspelt column, and a PDF named `.txt`:

# %%
folder = tempfile.TemporaryDirectory()
table, scan = Path(folder.name) / "films.csv", Path(folder.name) / "scan.txt"
table.write_text("stars,review\n5,A fine film.\n", encoding="utf-8")
scan.write_bytes(b"%PDF-1.7 ...")
for source, column in [("my_bok.txt", None), (table, "reviews"), (scan, None)]:
    try:
        w2v.load_corpus(source, column=column)
    except (OSError, ValueError) as error:
        message = str(error).replace(folder.name, "").replace(str(Path.cwd()), "here")
        print("-", message[:140])

# %% [markdown]
# ## What do the vectors say?
#
# We train three times, with the recommended settings: once; once more with another seed; and once for three times as
# many epochs. To save your time, vectors have 50 numbers here; 100 are a little better (lesson 6). You will see in a
# moment what the second and the third are for.

# %%
settings = {"verbose": 0, "embedding_dim": 50, **description.settings}
epochs = settings.pop("epochs", 20)
vectors = w2v.train(corpus, epochs=epochs, **settings)
again = w2v.train(corpus, epochs=epochs, seed=43, **settings)
longer = w2v.train(corpus, epochs=3 * epochs, **settings)
print(vectors, description.settings or "with the default settings")

# %% [markdown]
# Now look. Put words that you know well into the first line. Words that the text does not have are replaced by
# others.

# %%
MY_WORDS = ["king", "monday", "harbour", "love"]
vocabulary = w2v.Vocabulary(vectors.words, vectors.counts)
_, axes = plt.subplots(1, 4, figsize=(11, 2.7), layout="constrained")
for word, ax in zip(vocabulary.examples([word.lower() for word in MY_WORDS], 4), axes):
    plotting.plot_neighbours(vectors, word, topn=7, ax=ax)
plt.show()

# %% [markdown]
# Do these lists make sense to someone who knows the text? In Tinyworld, *king* and *monday* do, *harbour* does in
# part, and *love* does not. But four words are few, and it is easy to see sense where there is none.

# %% [markdown]
# ## Are they any good?
#
# `w2v.diagnose` looks at up to 500 words at once and answers questions that need no answer key:
#
# - **come back**: do the neighbours of a word come back with another seed (lesson 7)?
# - **stay**: are they still there after three times as many epochs? Two seeds can agree on nonsense. If longer
#   training replaces it, the training was too short.
# - **function words**: are the neighbours just words such as *the* and *of*, the few that make up four tenths of the
#   text?
# - **rare words**: are they words that occur fewer than five times?
#
# It asks this in three bands, of rare, middle and frequent words, and leaves out function words themselves. Two more
# figures say what *kind* of neighbours these are: how many neighbours of names are names (words with a capital letter
# in mid-sentence), and how many neighbours **go together** with their word, that is, stand within five words of it
# somewhere in the text.

# %% tags=["nbval-ignore-output"]
diagnosis = w2v.diagnose(vectors, again, longer, corpus)
diagnosis

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert all(0 <= band["come back"] <= 1 for band in diagnosis.bands.values())
assert corpus.name != "tinyworld" or diagnosis.bands["frequent"]["come back"] > 0.6

# %% [markdown]
# In Tinyworld, about three of four neighbours come back in every band, and even more stay: these lists are stable,
# for rare words as well as for frequent ones. Half of the neighbours of rare words, and more of those of frequent
# ones, stand close to their word somewhere in the text; the others never do.
#
# Your own text may look different. If the neighbours of rare words come back much less often than those of frequent
# words, the training was too short for them, or the text says too little about them: train longer, or believe only
# the lists of frequent words. The sentences below the table say what the numbers suggest.

# %% [markdown]
# ## What does it look like when something is wrong?
#
# To judge such numbers, you need to see bad ones. So we take a quarter of Tinyworld, train on it for five epochs with
# 50 numbers per word, our baseline, and then change one thing at a time: too few epochs, all rare words, too little
# text, a narrow window and a wide one. This part is the same whatever your text is.

# %%
documents = list(w2v.load_corpus("tinyworld").documents)
quarter = w2v.Corpus("quarter", documents[:845])
tiny = w2v.Corpus("tiny", documents[:27])
trials = {
    "baseline": (quarter, {}),
    "1 epoch": (quarter, {"epochs": 1}),
    "min_count=1": (quarter, {"min_count": 1}),
    "tiny text": (tiny, {"min_count": 2}),
    "window 1": (quarter, {"window_size": 1}),
    "window 15": (quarter, {"window_size": 15}),
}
print(sum(map(len, quarter)), "and", sum(map(len, tiny)), "tokens")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
warnings.simplefilter("ignore", w2v.CourseWarning)  # train warns of some; here we look for ourselves
runs, found = {}, {}
for name, (text, changed) in trials.items():
    options = {"embedding_dim": 50, "epochs": 5, "verbose": 0, **changed}
    first, second = (w2v.train(text, seed=seed, **options) for seed in (42, 43))
    third = w2v.train(text, **options | {"epochs": 3 * options["epochs"]})
    runs[name], found[name] = first, w2v.diagnose(first, second, third, quarter)

# %% [markdown]
# First look as most people would, at the neighbours of one word. Which of these would you trust?

# %%
_, axes = plt.subplots(2, 3, figsize=(10, 4.6), layout="constrained")
for ax, (name, trained) in zip(axes.flat, runs.items()):
    plotting.plot_neighbours(trained, "sheep", topn=6, ax=ax)
    ax.set_title(name)
plt.show()

# %% [markdown]
# Three or four of them look fine. Now all words at once, one row per training run:

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
columns, rows = ["come back", "stay", "function words", "rare words", "go together"], []
for each in found.values():
    rows.append([np.mean([band[name] for band in each.bands.values()]) for name in columns])
    rows[-1].append(np.nan_to_num(each.names))
title = "Six trainings, six questions"
plotting.plot_matrix(rows, list(found), [*columns, "names"], decimals=2, title=title)
plt.show()

# %% [markdown]
# Read it row by row. The **baseline** is not perfect: with five epochs, half of its neighbours stay when we train
# longer.
#
# - **1 epoch**: almost nothing comes back. Yet the cosines in the picture above are close to 1. A high cosine is no
#   evidence of anything.
# - **min_count=1**: rare words push into the lists. What a word means cannot be learned from one or two places.
# - **tiny text**: most neighbours are function words. How often a word occurs is learned before what it is about, and
#   five epochs of 2,000 tokens get no further. A few come back, and hardly any stay.
# - **window 1** and **window 15** are a matter of taste, though window 1 makes fewer pairs and so needs more epochs.
#   With the narrow window, the neighbours of *sheep* are other animals, which could *replace* it, and few neighbours
#   go together. With the wide one, *grey* and *wool* move in.
# - **names**: most neighbours of names are names when all is well, because names can replace each other. That is no
#   fault.
#
# So each symptom points to its cause:
#
# | what you see | what shows it | what to do |
# |---|---|---|
# | garbage | few *come back* | more epochs; more text |
# | lists that look fine but are not reliable | fewer *stay* than in the first row | more epochs |
# | *the*, *of*, *and* everywhere | *function words* | more epochs, if the text is short |
# | rare words everywhere | *rare words* | a higher `min_count` |
# | *duke* near *king*, and you wanted *crown* | few *go together* | `window_size=10` or more |
# | *crown* near *king*, and you wanted *duke* | many *go together*, and few *function words* | `window_size=1` or 2 |
# | pieces of web pages, page headers | `describe` | clean the text |

# %% [markdown]
# ## What can a short text give?
#
# The tiny text has 2,000 tokens. Does more training help it? We compare with the baseline, which has read thirty
# times as much: of the neighbours, how many are the same?

# %% tags=["nbval-ignore-output"]
baseline = runs["baseline"]
for epochs in (5, 60):
    options = {"min_count": 2, "embedding_dim": 50, "epochs": epochs, "verbose": 0}
    one, two = w2v.train(tiny, seed=42, **options), w2v.train(tiny, seed=43, **options)
    words = [word for word in one.words[50:] if word in baseline]  # not the first
    back = w2v.neighbour_agreement(one, two, words=words)
    same = w2v.neighbour_agreement(one, baseline, words=words)
    print(f"{epochs:2} epochs: {back:.0%} come back, {same:.0%} are as in the baseline")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert back > same

# %% [markdown]
# Longer training helps, but the two seeds agree far more with each other than with the larger text. What they agree
# on is these few pages, learned by heart. **Agreement is no proof.** For a text of 3,000 tokens, `describe` advises
# more epochs (60 instead of 20) and a lower `min_count` (2 instead of 5). The third setting is the window: do not
# make it narrow, since a short text then gives too few pairs. What helps most is more text.

# %% [markdown]
# ## One word or two?
#
# *New York* is one name and two tokens. `w2v.find_phrases` looks for pairs that stand side by side far more often
# than by chance. Here $n$ counts how often something occurs, and $N$ counts all tokens. The discount $\delta$
# (`min_count`, 1 below) removes pairs seen no more than $\delta$ times:
#
# $$ \text{score}(a, b) = \frac{n(a\,b) - \delta}{n(a)\, n(b)}\, N $$
#
# This is the score of word2phrase (Mikolov et al. 2013). gensim puts the size of its vocabulary in place of $N$, so
# thresholds differ; its `scoring="npmi"` is another score, from −1 to 1 (Bouma 2009).

# %%
text = ["The sun of New York.", "The road to New York is wide.", "New York in the sun."]
toy = [w2v.tokenize(sentence) for sentence in text]
num_tokens = sum(len(tokens) for tokens in toy)
print(f"new york by hand: {(3 - 1) / (3 * 3) * num_tokens:.1f}")
print(w2v.find_phrases(toy, min_count=1, threshold=1).table())

# %% [markdown]
# Tinyworld has few real phrases. A real text that everyone has is Python's own manual:

# %% tags=["nbval-ignore-output"]
try:
    from pydoc_data.topics import topics

    manual = w2v.Corpus("Python's manual", list(topics.values()))
except ImportError:  # some systems leave it out
    manual = corpus
phrases = w2v.find_phrases(manual, min_count=15, threshold=50)
print(phrases.table(8))

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert manual is corpus or len(phrases.top()) >= 8

# %% [markdown]
# `w2v.join_phrases(corpus, phrases)` makes one token of each such pair, *new_york*, and you train on the result. (A
# language without spaces between words has the opposite problem; for Chinese, Japanese and Thai, `load_corpus(SOURCE,
# tokenizer=w2v.segmenter("zh"))` finds the words.)

# %% [markdown]
# ## How do you keep the vectors?
#
# In a file. `save` writes the format of the course, which keeps the counts and the context vectors, too.
# `save_word2vec` writes the format that gensim and many other programs read.

# %%
target = Path(folder.name)  # to keep them, write Path("../my_vectors")
vectors.save(target / "vectors.npz")  # for this course, with counts
vectors.save_word2vec(target / "vectors.bin", binary=True)  # for gensim and others
again_here = w2v.WordVectors.load(target / "vectors.npz")
print("the same after loading:", np.array_equal(again_here.matrix, vectors.matrix))
folder.cleanup()

# %% [markdown]
# gensim reads the second file with `KeyedVectors.load_word2vec_format("vectors.bin", binary=True)`. To go on training
# one day, perhaps on more text, give the loaded vectors to `w2v.train(more_text, start=again_here)`.

# %% cellView="form" jupyter={"source_hidden": true} tags=["headline", "hide-input"]
assert vectors.words == again.words == longer.words and np.isfinite(vectors.matrix).all()
print(f"{corpus.name}: {description.tokens:,} tokens, {len(vectors):,} vectors, trained three times")

# %% [markdown]
# ## Exercises
#
# **1. Build.** Write the score of a pair: how many times as often as by chance does `b` stand right after `a`, after
# the discount? `tokens` is a list of words; the formula is in the section *One word or two?*

# %%
q = exercises.lesson("your_own_corpus")


def pair_score(tokens, a, b, discount):
    return None  # your code


q.pair_score.check(pair_score)

# %% [markdown]
# **2. Match.** Four friends show you what `diagnose` found, averaged over the bands. What should each change first:
# `"epochs"`, `"min_count"`, `"window_size"` or `"nothing"`?
#
# | | wants words that | come back | stay | function words | rare words | go together |
# |---|---|---|---|---|---|---|
# | Ana | replace each other | 72 % | 11 % | 4 % | 2 % | 79 % |
# | Ben | go together | 78 % | 75 % | 1 % | 0 % | 12 % |
# | Cleo | replace each other | 71 % | 68 % | 0 % | 23 % | 31 % |
# | Dan | replace each other | 80 % | 78 % | 0 % | 1 % | 13 % |

# %%
my_changes = {
    "Ana": None,
    "Ben": None,
    "Cleo": None,
    "Dan": None,
}
q.first_change.check(my_changes)

# %% [markdown]
# **The project.** Do it all with a text of your own, of 20,000 words or more. Write it into `SOURCE` at the top, run
# the lesson again, and fill in what it made. The checklist says what is done and what is missing.

# %%
my_project = {
    "corpus": None,  # for example corpus
    "vectors": None,  # for example vectors
    "again": None,  # for example again
    "longer": None,  # for example longer
    "judged": None,  # for example ("sea", "waves and shore fit, monday does not")
    "folder": None,  # for example "../my_vectors"
}
q.project.check(my_project)

# %% [markdown]
# **Quiz.** Run the cell to see three questions, then put your letters in place of `None`.

# %%
q.quiz.check(None, None, None)

# %%
q.progress()

# %% [markdown]
# This is the end of Part I. For a printable page with the exercises you have solved and the scores of your vectors,
# copy this line into a new cell:
#
# ``` exercises.certificate("Your name", vectors, "../my_certificate.html") ```

# %% [markdown]
# ## Recap
#
# - `load_corpus` takes nearly any text. Read `describe` before you train.
# - Train three times: with two seeds, and for longer. `diagnose` tells you what comes back, what stays, and what the
#   neighbours are.
# - Each mistake has its symptom. Change one setting at a time.
# - A short text gives little, however long you train.
#
# | | in | out |
# |---|---|---|
# | `w2v.load_corpus` | a path, a name, strings | a corpus |
# | `corpus.describe` | – | numbers, advice, settings for `train` |
# | `w2v.diagnose` | three trainings | what comes back and what stays, by frequency |
# | `vectors.save`, `vectors.save_word2vec` | a path | a file |
#
# To see all lessons with your text, run `make run CORPUS=my_book.txt` in a terminal. Part II begins with [9. Train on
# a GPU](09_full_training.ipynb). Its lessons stand alone: take those that you need.
#
# **Further reading:** Antoniak and Mimno (2018), [Evaluating the Stability of Embedding-based Word
# Similarities](https://aclanthology.org/Q18-1008), for what small texts can support; Wendlandt, Kummerfeld, Mihalcea
# (2018), [Factors Influencing the Surprising Instability of Word Embeddings](https://aclanthology.org/N18-1190).
