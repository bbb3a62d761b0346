# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 11. Train on your own text
#
# You will take any text from a file to saved word vectors, with one line to change, and find out what went wrong when its
# neighbours make no sense.
#
# **You will learn**
# - how to bring in a text of any kind, train on it, look at the result and keep it;
# - how to make one word of *new york*;
# - five questions that tell good neighbours from bad ones, without an answer key;
# - why neighbours are all names, all function words, or garbage: you will break the training on purpose.
#
# **You need** lessons 5 to 7, and a text; without one you go on with Tinyworld. **Time:** about 85 minutes with the
# exercises, and 45 more for the project; it runs in about 40 seconds.
#
# **corpus** → vocabulary → sequences → skip-grams → negatives → dataset → model → training → **vectors** → **analysis**

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
import re
import tempfile
import warnings
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
from w2v_helpers import plotting

# %% [markdown]
# ## One line to change
#
# `SOURCE` says where your text is. `None` takes Tinyworld, or what the variable `W2V_CORPUS` names. A path is seen from the
# folder of this notebook.
#
# | you have | you write |
# |---|---|
# | one file, also packed | `"../my_book.txt"`, `"../my_book.txt.gz"` |
# | a folder or an archive of files | `"../my texts"`, `"../my_texts.zip"` |
# | a table | `"../reviews.csv"`, and `column="review"` in the call below |
# | texts in Python | a list of strings, a pandas column |
# | nothing yet | `"shakespeare"`, `"novels"`: fetched once, then kept |

# %%
SOURCE = None
corpus = w2v.load_corpus(SOURCE)
description = corpus.describe()
print(description)
plotting.plot_zipf(description.counts, label=corpus.name)
plt.show()


# %% [markdown]
# Read this before you train. The most frequent words should be words like *the*, *und* or *de*, not pieces of a web page. The
# rarest tell how clean the text is. The last lines are advice for a text of this size, and warnings where it looks odd.
#
# ## Train
#
# `w2v.train(corpus, **description.settings)` is enough to get vectors; `settings` holds what is advised and differs
# from the defaults: nothing for Tinyworld. A novel takes seconds, 100 MB of text some minutes. We train twice, with two
# seeds side by side, each on one core: to judge the vectors we will need the second.

# %%
def twice(corpus, **settings):
    def train(seed):
        return w2v.train(corpus, seed=seed, threads=1, verbose=0, **settings)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(train, (42, 43)))


print("advised beside the defaults:", description.settings or "nothing")
vectors, again = twice(corpus, **description.settings)
print(vectors)

# %% [markdown]
# Each word of the vocabulary has a vector now. Ask for words that you know well; put your own into the first line. If the
# vocabulary lacks one, because the text has it too rarely or not at all, another word takes its place.

# %%
MY_WORDS = ["king", "monday", "harbour", "love", "london"]
vocabulary = w2v.Vocabulary(vectors.words, vectors.counts)
my_words = [word.lower() for word in MY_WORDS]
print("not in the vocabulary:", *[word for word in my_words if word not in vectors])

# %%
shown = vocabulary.examples(my_words, 4)
_, axes = plt.subplots(1, len(shown), figsize=(11, 2.7), layout="constrained")
for word, ax in zip(shown, axes, strict=True):
    plotting.plot_neighbours(vectors, word, topn=7, ax=ax)
plt.show()

# %% [markdown]
# In Tinyworld a king has his queen and his crown, and Monday has the other days. *love* has no such list: *much* and
# *villages* say little about it. Does each list of yours make sense to somebody who knows the text? Four lists are few,
# so draw a map of sixty words: yours, and others that are neither very frequent nor rare.

# %%
plotting.plot_map(vectors, vocabulary.examples(my_words, 60), method="tsne", title=f"A map of {corpus.name}")
plt.show()

# %% [markdown]
# Look for small groups of words that belong together. Lesson 7 said what not to read from such a map: distances between far
# groups, and directions.
#
# ## Take the vectors with you
#
# Here they go to a temporary folder; give one of yours to keep them. There are three kinds of files: for this course, for other
# programs, as text or binary, and for the projector at [projector.tensorflow.org](https://projector.tensorflow.org).

# %%
temporary = tempfile.TemporaryDirectory()
folder = Path(temporary.name)  # for example Path("../my_vectors")
vectors.save(folder / "vectors.npz")
vectors.save_word2vec(folder / "vectors.txt")
vectors.save_word2vec(folder / "vectors.bin", binary=True)
vectors.export_projector(folder / "projector")
print("files:", *sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*")))

# %%
ours = w2v.WordVectors.load(folder / "vectors.npz")
theirs = w2v.WordVectors.load_word2vec(folder / "vectors.bin", binary=True)
for copy in (ours, theirs):
    assert copy.words == vectors.words and np.array_equal(copy.matrix, vectors.matrix)

# %% [markdown]
# What went out came back, number for number. gensim reads a file, too:
# `KeyedVectors.load_word2vec_format("vectors.bin", binary=True)`.
#
# You have your vectors. The rest of this lesson makes them better: first the words, then the training.
#
# ## One word or two?
#
# *New York* is one name and two tokens. Mikolov's score finds such pairs. With $n$ for how often something occurs, and $N$
# tokens in all:
#
# $$\mathrm{score}(a, b) = \frac{n(a\,b) - \delta}{n(a) \, n(b)} \, N$$
#
# It says how many times as often as by chance a pair stands side by side. The discount $\delta$ (`min_count`) keeps out
# pairs that were seen only a few times. By hand, then with the helper:

# %%
sentences = ["The sun of New York.", "The road to New York is wide.", "New York in the sun, the hot sun."]
toy = [w2v.tokenize(sentence) for sentence in sentences]
by_hand = (3 - 1) / (3 * 3) * sum(map(len, toy))  # "new york" 3 times, "new" 3, "york" 3
toy_phrases = w2v.find_phrases(toy, min_count=1, threshold=1)
assert np.isclose(dict(toy_phrases.top())["new_york"], by_hand)
print(toy_phrases.table())

# %% [markdown]
# *new york* comes out as by hand. *the sun* comes twice, but *the* stands beside many words, so its score is low.
# `join_phrases` makes [one token of each pair](GLOSSARY.md#phrase) that scores more than `threshold`. Now your text,
# with the default threshold of 100:

# %%
joined = corpus
try:
    phrases = w2v.find_phrases(corpus)
    joined = w2v.join_phrases(corpus, phrases)
    print(phrases, phrases.table(8), sep="\n")
except ValueError as error:  # in a short text there may be none
    print(error)


# %% [markdown]
# *card_trick* and *main_square* are things and deserve a vector. *pickaxes_rang* is an accident: Tinyworld repeats its
# sentences. Where your list is good, train on the other text: `w2v.train(joined, **description.settings)`. Where it
# holds accidents, raise `threshold`, or `min_count`. A short text may have none.
#
# Chinese, Japanese and Thai put no spaces between words at all, so each character is taken as a word. A **segmenter** finds
# words by a dictionary: write `load_corpus(SOURCE, tokenizer=w2v.segmenter("zh"))`, or `"ja"` or `"th"`. `describe` tells you
# when your text needs one.
#
# ## Are they any good?
#
# "All names." "All function words." "Garbage." Is that so, or did you look at the wrong four words? We will ask up to 500
# words at once, and count. **[Function words](GLOSSARY.md#function-word)** hold sentences together and say little; in any
# language they are the most frequent ones. We take those few that make up four tenths of the text.

# %%
def function_words(counted):
    so_far = np.cumsum(counted.counts)
    return counted.words[: 1 + np.searchsorted(so_far, 0.4 * so_far[-1])]


print(*function_words(vectors))


# %% [markdown]
# In Tinyworld nearly all are function words; some names that stand on every page slipped in. And what is a **name**? A word
# that stands in the middle of a sentence with a capital letter, more often than without. (In German that means all nouns, and
# Chinese has no capitals.)

# %%
def names(text):
    capital = Counter()  # how often with a capital letter, less how often without
    for document in text.documents:
        for word in re.findall(r"(?<=\w\s)\w\w+", document):  # words that follow a word
            capital[word.lower()] += 1 if word[0].isupper() else -1
    return [word for word, more in capital.items() if more > 0]


def share(vectors, words, chosen):  # of the neighbours of words, how many are chosen ones?
    rows = [vectors.id(word) for word in chosen if word in vectors]
    return np.isin(vectors.neighbour_ids(words), rows).mean() if words else 0.0


# %% [markdown]
# One question needs no list. Does the text have a word and its neighbour within five words of each other somewhere? *King* and
# *crown* **go together**. *King* and *duke* may never meet, because they **replace** each other.

# %%
def go_together(vectors, words, text):
    counted, ids = w2v.vocabulary_and_ids(text, min_count=1)
    met = w2v.skip_grams(ids, 5).astype(np.int64) @ [len(counted), 1]  # (P,), a number for each pair
    near = counted.encode(vectors.words)[vectors.neighbour_ids(words)]  # (N, 10)
    return np.isin(counted.encode(words).astype(np.int64)[:, None] * len(counted) + near, met).mean()


# %% [markdown]
# The most important question we know from lesson 7: train again with another seed, and see which neighbours **come back**. What
# comes from the text does; what comes from chance does not. Five questions, then, one function:

# %%
def diagnose(vectors, again, text):
    small = set(function_words(w2v.Vocabulary.from_corpus(text, min_count=1)))
    counts = dict(zip(vectors.words, vectors.counts, strict=True))
    asked = [word for word in counts if counts[word] >= 5 and word not in small] or vectors.words
    asked = asked[:: -(-len(asked) // 500)]
    people = [word for word in names(text) if word in vectors]
    return {
        "come back": w2v.neighbour_agreement(vectors, again, words=asked),
        "rare words": share(vectors, asked, [word for word in counts if counts[word] < 5]),
        "function words": share(vectors, asked, small),
        "names of names": share(vectors, people, people),
        "go together": go_together(vectors, asked, text),
    }


# %% [markdown]
# Each number is a share of neighbours. We ask for the neighbours of words that are no function words and occur at least
# five times, and in *names of names* for those of names only.
#
# ## Break it on purpose
#
# To judge such numbers you must have seen bad ones. So we take a quarter of Tinyworld, train on it as one should, and
# then make one mistake at a time. This part is the same whatever your text is.

# %%
def beginning(corpus, characters):
    documents = []
    for document in corpus.documents:
        documents.append(document[:characters])
        characters -= len(document)
        if characters <= 0:
            break
    return w2v.Corpus(corpus.name, documents, corpus.tokenizer)


# %%
few = beginning(w2v.load_corpus("tinyworld"), 330_000)
tiny = beginning(few, 11_000)
print(f"few: {sum(map(len, few)):,} tokens; tiny: {sum(map(len, tiny)):,} tokens")
print("describe says of tiny:", tiny.describe().advice[0])

# %% [markdown]
# So `describe` warns of the tiny text before anything is trained. Now one training as it should be and five with one
# mistake each, every one made twice, with two seeds.

# %%
trials = {
    "as it should be": (few, {}),
    "1 epoch": (few, {"epochs": 1}),
    "min_count=1": (few, {"min_count": 1}),
    "tiny text": (tiny, {"min_count": 2}),
    "window 1": (few, {"window_size": 1}),
    "window 15": (few, {"window_size": 15}),
}
trained, measured = {}, {}
# train itself warns of some bad trainings; from here on we want to find out without its help.
warnings.simplefilter("ignore", w2v.CourseWarning)
for name, (text, settings) in trials.items():
    trained[name] = twice(text, **{"epochs": 6, **settings})
    measured[name] = diagnose(*trained[name], few)

# %% [markdown]
# All six get 6 epochs unless the name says otherwise, also the tiny text, for which 60 are advised. First look as most
# people would: at the neighbours of *sheep*, and of *Toby*. Which of the six trainings would you trust?

# %% tags=["nbval-ignore-output"]
for word in ("sheep", "toby"):
    for name, (first, _) in trained.items():
        print(f"{word:5} | {name:15} |", *(near for near, _ in first.most_similar(word, topn=8)))

# %%
assert all("sheep" in first and "toby" in first for first, _ in trained.values())


def show(table, title):
    columns = list(next(iter(table.values())))
    numbers = [list(row.values()) for row in table.values()]
    plotting.plot_matrix(numbers, list(table), columns, title=title, decimals=2)
    plt.show()


show(measured, "Six trainings, five questions")

# %% [markdown]
# Read it column by column.
#
# - **come back** is high where enough was learned. After one epoch the lists are garbage: 5 % come back, though the
#   list of *sheep* began well.
# - **rare words** come in with a low `min_count`. What a word means cannot be learned from one or two places.
# - **function words** fill the lists of the tiny text. How often a word occurs is learned before what it is about, and six
#   epochs of 2,000 tokens end there.
# - **names of names** is high even in the good training: Toby's neighbours are other people, because names replace each
#   other. In a wide window they do so less.
# - **go together** is low at window 1, where nothing is wrong: the neighbours of *sheep* are other animals, those at
#   window 15 also the flock and the shepherd. After one epoch it is low, too, but there hardly anything comes back. In
#   the tiny text it is high, because function words stand beside everything.

# %%
good, worst, small = (measured[name] for name in ("as it should be", "1 epoch", "tiny text"))
assert good["come back"] > 0.5 > 0.2 > worst["come back"]
assert measured["min_count=1"]["rare words"] > 0.1 > good["rare words"]
assert small["function words"] > 0.2 > 0.05 > good["function words"]
narrow, wide = measured["window 1"], measured["window 15"]
assert narrow["names of names"] > wide["names of names"] + 0.05
assert narrow["go together"] < good["go together"] - 0.2

# %% [markdown]
# ## Your vectors
#
# Now your two trainings, beside the good one and the worst one. Of a long text we look at the first million and a half
# characters.

# %%
yours = diagnose(vectors, again, beginning(corpus, 1_500_000))
show({f"yours: {corpus.name}": yours, "as it should be": good, "1 epoch": worst}, "Your vectors")

# %% [markdown]
# In Tinyworld as a whole more comes back than in its quarter. And yours? Look for your symptom. What the last two
# columns show is a fault only if you wanted other neighbours:
#
# | symptom | what shows it | cause | remedy |
# |---|---|---|---|
# | garbage | *come back* below 0.3 | too few epochs, or too little text | more `epochs`; more text |
# | sensible words and odd ones mixed | *come back* from 0.3 to 0.6 | the same, less badly | believe a neighbour only if both trainings name it |
# | all function words | *function words* above 0.1 | too few epochs for a short text; or you asked for one | the advised settings; more text |
# | all rare words | *rare words* above 0.1 | `min_count` is low | `min_count=5`; in a short text `describe` accepts them, for want of others |
# | all names | *names of names* above 0.5 | you asked for a name, and names replace each other | `window_size=10` or 15 |
# | *duke* beside *king*, and you wanted *crown* | *go together* below 0.2 | a narrow window, or documents of a few words | `window_size=10` or 15; `documents="paragraphs"` |
# | *crown* beside *king*, and you wanted *duke* | *go together* above 0.5 | a wide window | `window_size=1` or 2 |
# | *york* beside *new* | the table of phrases | one name, two tokens | train on `joined` |
# | pieces of a web page, headers of pages | `describe`: repetitions, odd frequent words | the text is not clean | take them out |
#
# The limits fit the trials above. Each text has its own, so change one setting at a time and compare the rows.

# %% [markdown]
# ## Check
#
# These must hold for any corpus. If one fails after you changed something, the message says where.

# %%
assert vectors.words == again.words and vectors.matrix.shape == again.matrix.shape
assert np.isfinite(vectors.matrix).all() and not np.array_equal(vectors.matrix, again.matrix)
assert list(yours) == list(good) and all(0 <= value <= 1 for value in yours.values())
assert sum(map(len, joined)) <= description.tokens  # joining makes tokens fewer
assert corpus.name != "tinyworld" or yours["come back"] > 0.6

# %% [markdown]
# And the result in one line.

# %% tags=["headline", "nbval-ignore-output"]
chance = min(1, 10 / (len(vectors) - 1))
print(
    f"{yours['come back']:.0%} of the neighbours come back with another seed (chance {chance:.1%}); "
    f"in a good training on a piece of Tinyworld {good['come back']:.0%}, "
    f"after 1 epoch {worst['come back']:.0%}"
)

# %%
assert 0 <= worst["come back"] < good["come back"] <= 1

# %% [markdown]
# ## Exercises
#
# Fill in a cell and run it: it says right, not yet and why, or not attempted yet. *Explore* questions are not judged: they
# show what a good answer mentions. If you are stuck, replace `.check(…)` with `.hint()`, more than once if you like;
# `.solution()` shows ours.
#
# **1. Predict.** Four trainings of this lesson have one mistake each: 1 epoch, `min_count=1`, window 1, window 15. Which of
# them names most of the neighbours that the good training names? Decide, then ask `w2v.neighbour_agreement`.

# %%
from w2v_helpers import exercises

q = exercises.lesson("your_own_corpus")
my_choice = None  # "1 epoch", "min_count=1", "window 1" or "window 15"
q.most_like_the_good.check(my_choice)


# %% [markdown]
# **2. Build.** Write Mikolov's score of one pair: `pair_score(tokens, a, b, discount)`. `tokens` is a list of words. How many
# times as often as by chance does `b` stand right after `a`? The formula is in the section *One word or two?*

# %%
def pair_score(tokens, a, b, discount):
    return None  # your code


q.pair_score.check(pair_score)


# %% [markdown]
# **3. Build.** Write `verdict(row)`: from a row of the table of five questions to the list of columns that show a fault, in the
# order of the row, an empty list if all is well. These are faults: *come back* below 0.3, *rare words* above 0.1, *function
# words* above 0.1, *go together* below 0.2. When it is right, try `verdict(yours)`.

# %%
def verdict(row):
    return None  # your code, for example ["come back"] if row["come back"] < 0.3 else []


q.verdict.check(verdict)

# %% [markdown]
# **4. Explore.** Cure the tiny text of its function words. The cell trains on it with more epochs, and measures three things:
# how many neighbours are function words, how many come back with another seed, and how many are those of the good training.
# Is the text cured? What can more epochs do, and what not?

# %% tags=["nbval-ignore-output"]
stop = function_words(w2v.Vocabulary.from_corpus(few, min_count=1))
my_epochs, cures = (6, 20), {}
reference = trained["as it should be"][0]
for epochs in my_epochs:
    one, other = twice(tiny, min_count=2, epochs=epochs)
    patients = [word for word in one.words if word not in stop]
    pairs = {"come back": (one, other), "as in the good one": (one, reference)}
    numbers = {name: w2v.neighbour_agreement(*pair, words=patients) for name, pair in pairs.items()}
    cures[epochs] = {"function words": share(one, patients, stop), **numbers}
    print(f"{epochs} epochs:", ", ".join(f"{name} {value:.0%}" for name, value in cures[epochs].items()))

# %%
assert all(0 <= value <= 1 for row in cures.values() for value in row.values())
if my_epochs == (6, 20):
    assert cures[20]["function words"] < cures[6]["function words"] / 2
    assert cures[20]["come back"] > 0.4 > cures[20]["as in the good one"]
my_finding = None  # what you see and why, in a sentence or two between quotes
q.cure.check(my_finding)

# %% [markdown]
# **5. The final project.** Go the whole way with a text of your own. Choose one that you know, with 20,000 words or more; write
# it into `SOURCE` at the top and run the lesson again. Then fill in the parts below. The names `corpus`, `vectors`, `again` and
# `folder` stand for what the lesson made; `baseline` is a table to beat, and `judged` a word with your sentence on its
# neighbours. The checklist says what is done, and what is still missing.

# %%
my_project = {
    "corpus": None,  # for example corpus
    "vectors": None,  # for example vectors
    "again": None,  # for example again
    "baseline": None,  # for example w2v.untrained(corpus)
    "judged": None,  # for example ("sea", "waves and shore fit; monday does not")
    "folder": None,  # for example folder
}
q.project.check(my_project)

# %% [markdown]
# **Quiz.** Four questions on the whole lesson. Put your letters in place of `None`.

# %%
q.quiz.check(None, None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - One line says where the text is; `describe` says what it is like and which settings suit it. Read it before you train.
# - Train twice. Neighbours that do not come back come from chance.
# - Each mistake has its own symptom: measure before you change a setting, and change one at a time.
# - Wide windows bring words that go together, narrow ones words that replace each other.
#
# | | in | out |
# |---|---|---|
# | `load_corpus` | a path, a name, texts | `Corpus` |
# | `Corpus.describe` | – | `Description`: numbers, advice, `settings` for `train` |
# | `find_phrases`, `join_phrases` | `Corpus` | `Phrases`; a corpus in which each is one token |
# | `neighbour_agreement` | two `WordVectors` | the share of neighbours that come back, 0 to 1 |
#
# This is the end of the course. Next: your own text, with this lesson or with `make run CORPUS=my_book.txt`.
#
# **Further reading**
# - Antoniak, Mimno (2018), [Evaluating the Stability of Embedding-based Word Similarities](https://aclanthology.org/Q18-1008):
#   how far neighbours from small texts can be believed.
# - Mikolov et al. (2013), [Distributed Representations of Words and Phrases and their
#   Compositionality](https://arxiv.org/abs/1310.4546): phrases, section 4.
# - Levy, Goldberg (2014), [Dependency-Based Word Embeddings](https://aclanthology.org/P14-2050): what different windows call
#   similar.
