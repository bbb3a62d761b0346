# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 12. Train on your own text
#
# You will take any text from a file to saved word vectors, with one line to change, and find out what went wrong when its
# neighbours make no sense.
#
# **You will learn**
# - how to bring in a text of any kind, also one that is written without spaces;
# - how to make one word of *new york*, and how to take vectors to other programs;
# - five measurements that tell good neighbours from bad ones, without an answer key;
# - which setting causes which symptom: you will break the training on purpose and see.
#
# **You need** lessons 5 to 7, and a text; without one you go on with Tinyworld. **It runs** in about 40 seconds.
#
# **corpus** → vocabulary → sequences → skip-grams → negatives → dataset → model → training → **vectors** → **analysis**

# %%
import importlib.util
import re
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from keras.callbacks import History
from scipy.stats import spearmanr

import w2v_helpers as w2v
from w2v_helpers import plotting

# %% [markdown]
# ## One line to change
#
# `SOURCE` says where your text is. `None` takes Tinyworld, or what the variable `W2V_CORPUS` names. Here is what else it can
# be; a path is seen from the folder of this notebook.
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
description

# %% [markdown]
# Read this before you train. The most frequent words should be words, not pieces of a web page, and words like *the*, *of*
# or *und*, not all of one topic. The rarest tell how clean the text is. The last lines are advice; they depend on the size
# of the text and on what looks odd in it.
#
# ## Train and look
#
# `description.settings` holds the settings that are advised and differ from the defaults. It is empty where the defaults
# suit the text.

# %%
print("advised beside the defaults:", description.settings or "nothing")


def two_trainings(corpus, callbacks=(None, None), **settings):
    def train(seed, callback):
        options = {"threads": 1, "callbacks": [callback] if callback else [], "verbose": 0}
        return w2v.train(corpus, seed=seed, **options, **settings)

    with ThreadPoolExecutor() as pool:  # side by side, on two cores
        return list(pool.map(train, (42, 43), callbacks))


vectors, again = two_trainings(corpus, **description.settings)
plt.rcParams["font.family"] = plotting.fonts_for(vectors.words)  # for texts in other scripts
print(vectors)

# %%
MY_WORDS = ["king", "river", "bread", "monday", "love"]  # words of yours, as many as you like
vocabulary = w2v.Vocabulary(vectors.words, vectors.counts)
shown = vocabulary.examples(MY_WORDS, 4)
_, axes = plt.subplots(1, len(shown), figsize=(11, 2.7), layout="constrained")
for word, ax in zip(shown, axes, strict=True):
    plotting.plot_neighbours(vectors, word, topn=7, ax=ax)
plt.show()

# %% [markdown]
# Words of yours that the text does not have are replaced by others from its middle. Does each list make sense to somebody
# who knows the text? Four lists are few, so let us look at a map as well. **Function words** hold sentences together and say
# little: *the*, *of*, *she*. In any language they are the most frequent ones. So we leave out those few words that make up a
# third of the text.


# %%
def function_words(vectors):
    so_far = np.cumsum(vectors.counts)
    return vectors.words[: 1 + np.searchsorted(so_far, so_far[-1] / 3)]


print(*function_words(vectors))

# %% [markdown]
# In Tinyworld these are function words indeed, and so they are in most texts. Now the map: forty words from the top of what
# remains, forty from the middle and forty from the end, in three colours.

# %%
rest = vectors.words[len(function_words(vectors)) :]
size = min(40, len(rest) // 3)
middle = (len(rest) - size) // 2
bands = {"frequent": rest[:size], "between": rest[middle : middle + size], "rare": rest[-size:]}
plotting.plot_map(vectors, bands, method="tsne", title=f"{corpus.name}: do the colours mix?")
plt.show()

# %% [markdown]
# Words of one meaning should lie together, whatever their colour. Where each colour keeps to itself, the vectors know how
# often a word occurs and little else. We will measure that below. Lesson 7 said what not to read from such a map.
#
# ## What is a word?
#
# *New York* is one name and two tokens. `find_phrases` looks for pairs that stand side by side far more often than chance
# would have it. With $n$ for how often something occurs, and $N$ tokens in all, the score of a pair is
#
# $$\mathrm{score}(a, b) = \frac{n(a\,b) - \delta}{n(a) \, n(b)} \, N$$
#
# where the discount $\delta$ (`min_count`) keeps out pairs that were seen only a few times. By hand, then with the helper:

# %%
toy = [["new", "york", "is", "in", "new", "york"], ["the", "sun", "is", "in"], ["new", "york"]]
pairs, tokens = 3, 12  # of "new york"; of all words
by_hand = (pairs - 1) / (3 * 3) * tokens
toy_phrases = w2v.find_phrases(toy, min_count=1, threshold=2)
assert np.isclose(dict(toy_phrases.top())["new_york"], by_hand)
print(toy_phrases.table())
print(list(w2v.join_phrases(toy, toy_phrases))[0])

# %% [markdown]
# *is in* comes out on top: in twelve words everything is a coincidence. In your text:

# %%
joined = corpus
try:
    phrases = w2v.find_phrases(corpus)
    joined = w2v.join_phrases(corpus, phrases)
    print(phrases.table(8))
except ValueError as error:  # in a short text there may be none
    print(error)

# %% [markdown]
# A short text has few phrases or none, and the message says so. Where the list is good, give `train` the joined text in
# place of the other: `w2v.train(joined)`. Where it holds accidents, raise `threshold`. For phrases of three and four words do
# it twice.
#
# Other languages put no spaces between words at all. Our sentence about the wide road in Chinese: what does the tokenizer
# make of it? And what does a **segmenter**, which finds words by a dictionary?

# %%
sentence = "宽阔的道路在烈日下闪闪发光。"
words = ["宽阔", "的", "道路", "在", "烈日", "下", "闪闪发光"]
if importlib.util.find_spec("jieba"):  # pip install jieba
    assert w2v.segmenter("zh")(sentence) == words
print(len(w2v.tokenize(sentence)), *w2v.tokenize(sentence))
print(len(words), *words)

# %% [markdown]
# Without a segmenter each character is a word. That works, as characters have meanings, but 闪闪发光 (*to shimmer*) is in four
# pieces. With `load_corpus(SOURCE, tokenizer=w2v.segmenter("zh"))` it is one word; `"ja"` and `"th"` stand for Japanese and
# Thai. `describe` tells you when your text needs one, and a missing package is named with the command that installs it.
#
# ## Take the vectors with you
#
# Three kinds of files, as in lesson 7: one for this course, one that gensim and others read, in text or binary, and one for
# the projector at [projector.tensorflow.org](https://projector.tensorflow.org).

# %%
workspace = tempfile.TemporaryDirectory()  # give a folder of yours to keep the files
folder = Path(workspace.name)
vectors.save(folder / "vectors.npz")
vectors.save_word2vec(folder / "vectors.txt")
vectors.save_word2vec(folder / "vectors.bin", binary=True)
vectors.export_projector(folder / "projector")
for copy in [
    w2v.WordVectors.load(folder / "vectors.npz"),
    w2v.WordVectors.load_word2vec(folder / "vectors.txt"),
    w2v.WordVectors.load_word2vec(folder / "vectors.bin", binary=True),
]:
    assert copy.words == vectors.words and np.array_equal(copy.matrix, vectors.matrix)

# %% [markdown]
# What went out came back, bit by bit. In another program, two lines are enough to use the vectors with gensim. Here they
# run only where gensim is installed.

# %%
if importlib.util.find_spec("gensim"):
    from gensim.models import KeyedVectors

    theirs = KeyedVectors.load_word2vec_format(folder / "vectors.bin", binary=True)
    assert np.isclose(theirs.similarity(*shown[:2]), vectors.similarity(*shown[:2]), atol=1e-5)
print("files:", *sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*")))

# %% [markdown]
# ## Measure before you judge
#
# "My neighbours are all names." "They are all rare words." "They are garbage." Is that so, or did you look at the wrong four
# words? We ask up to 500 words at once, neither function words nor words that occur less than five times, and count what
# stands among their ten nearest.


# %%
def asked(vectors, most=500):
    skipped = set(function_words(vectors))
    often = [word for word, count in zip(vectors.words, vectors.counts, strict=True) if count >= 5]
    words = [word for word in often if word not in skipped] or vectors.words
    return words[:: -(-len(words) // most)]


def share_from(vectors, chosen, words=None):
    rows = [vectors.id(word) for word in chosen]
    return np.isin(vectors.neighbour_ids(words or asked(vectors)), rows).mean()


# %% [markdown]
# Whom to look for? Function words we have. **Rare** are words that occur less than five times. A **name** is a word that the
# text writes with a capital letter more often than without. (In German that means all nouns, and Chinese has no capitals.) For
# names we ask about names: how many of a name's neighbours are names too?


# %%
def rare_words(vectors):
    return [word for word, count in zip(vectors.words, vectors.counts, strict=True) if count < 5]


def names(vectors, corpus):
    written = Counter(word for text in corpus.documents for word in re.findall(r"\w+", text))
    return [word for word in vectors.words if written[word.capitalize()] > written[word]]


# %% [markdown]
# Two more questions need no list. **Same rarity**: do rare words have rare neighbours, and frequent words frequent ones? We
# rank the words by their count, and by the mean count of their neighbours, and correlate the ranks (0: no connection, 1: the
# same order). **Go together**: does the text have the word and its neighbour within five words of each other somewhere?
# *King* and *crown* go together. *King* and *duke* may never meet, because they **replace** each other.


# %%
def same_rarity(vectors):
    words = asked(vectors)
    own = [vectors.counts[vectors.id(word)] for word in words]
    return spearmanr(own, np.log(vectors.counts[vectors.neighbour_ids(words)]).mean(axis=1)).statistic


def go_together(vectors, corpus):
    text, ids = w2v.vocabulary_and_ids(corpus, min_count=1)
    pairs = w2v.skip_grams(ids, 5).astype(np.int64)  # (P, 2)
    met = np.unique(pairs @ [len(text), 1])  # a number for each pair
    near = text.encode(vectors.words)[vectors.neighbour_ids(asked(vectors))]  # (N, 10)
    return np.isin(text.encode(asked(vectors))[:, None] * len(text) + near, met).mean()


# %% [markdown]
# The last question is the first one to ask, and we know it from lesson 7. Train again with another seed: **do the neighbours
# come back?** What comes from the text does, what comes from chance does not. `neighbour_agreement` gives the share; chance
# alone gives $10 / (V - 1)$. Beside it we keep the mean **cosine** of the neighbours, to see what it is worth.


# %%
def diagnose(vectors, again, corpus):
    units, words, people = vectors.unit_vectors(), asked(vectors), names(vectors, corpus)
    near = units[vectors.neighbour_ids(words)]  # (N, 10, D)
    return {
        "come back": w2v.neighbour_agreement(vectors, again, words=words),
        "go together": go_together(vectors, corpus),
        "same rarity": same_rarity(vectors),
        "rare words": share_from(vectors, rare_words(vectors)),
        "function words": share_from(vectors, function_words(vectors)),
        "names of names": share_from(vectors, people, people) if people else 0.0,
        "cosine": np.einsum("nd,nkd->nk", units[[vectors.id(word) for word in words]], near).mean(),
    }


# %% [markdown]
# ## Break it on purpose
#
# To read such numbers one must have seen bad ones. So we take a piece of Tinyworld, train as one should, and then make
# one mistake at a time. Everything here runs on Tinyworld, whatever your text is; your own vectors join at the end.


# %%
def beginning(corpus, most):
    documents, size = [], 0
    for pieces in corpus.texts():  # in pieces, so that a large file never lies in memory
        for piece in pieces:
            documents.append(piece)
            size += len(piece)
            if size >= most:
                return w2v.Corpus(corpus.name, documents, corpus.tokenizer)
    return w2v.Corpus(corpus.name, documents, corpus.tokenizer)


few = beginning(w2v.load_corpus("tinyworld"), 150_000)
print(f"{few}, {sum(map(len, few)):,} tokens")

# %% [markdown]
# Four mistakes lie in the settings. Three lie in the text: there is too little of it; it is cut into scraps of three words, as
# when each broken line is taken for a document; or it is shuffled, so that there is nothing to learn. Windows of 1 and
# of 15 are no mistakes but a choice.

# %%
scraps = [tokens[start : start + 3] for tokens in few for start in range(0, len(tokens), 3)]
shuffled = np.random.default_rng(0).permutation([token for tokens in few for token in tokens]).tolist()
little = few.documents[: len(few) // 10]
trials = {
    "as it should be": (few, {}),
    "1 epoch": (few, {"epochs": 1}),
    "3 epochs": (few, {"epochs": 3}),
    "min_count=1": (few, {"min_count": 1}),
    "no thinning": (few, {"subsample": None}),
    "a tenth of the text": (w2v.Corpus("little", little), {"min_count": 1}),
    "scraps of 3 words": (scraps, {}),
    "shuffled": ([shuffled], {}),
    "window 1": (few, {"window_size": 1}),
    "window 15": (few, {"window_size": 15}),
}


# %%
class Watch(History):  # keeps the loss of each epoch, and the vectors
    def on_epoch_end(self, epoch, logs=None):
        super().on_epoch_end(epoch, logs)
        self.tables = [*getattr(self, "tables", []), self.model.get_weights()[0][2:]]


watched = {name: [Watch(), Watch()] for name in trials}
trained = {}
for name, (text, settings) in trials.items():
    options = {"epochs": 10, **settings}
    trained[name] = two_trainings(text, **options, callbacks=watched[name])
measured = {name: diagnose(*pair, few) for name, pair in trained.items()}

# %% [markdown]
# Each of the ten was trained twice. Here are the neighbours of one word, as most people would look at them. Which
# trainings would you trust?

# %% tags=["nbval-ignore-output"]
for name, (first, _) in trained.items():
    found = first.most_similar("king", topn=7) if "king" in first else []
    print(f"{name:20}", *(word for word, _ in found))

# %%
assert all(len(first) > 50 for first, _ in trained.values())


def show(table, title):
    columns = list(next(iter(table.values())))
    numbers = [list(row.values()) for row in table.values()]
    plotting.plot_matrix(numbers, list(table), columns, title=title, decimals=2)
    plt.show()


show(measured, "Ten trainings, seven measurements")

# %% [markdown]
# Read it column by column.
#
# - **come back** finds what was trained too little, and text that is too short. It is the first thing to look at. But look
#   at *shuffled*: more comes back than by chance, though there is nothing to learn but the counts. Coming back is needed, not
#   sufficient.
# - **go together** finds scraps and shuffled text: neighbours never meet in the text that they should come from. It is also
#   low at window 1, where nothing is wrong. There neighbours replace each other, as *king* and *duke* do.
# - **same rarity** is high where the vectors learned how often a word occurs before they learned what it is about.
# - **rare words** finds a `min_count` that is too low. Names have names for neighbours, less so in a wide window.
# - **function words** stays near zero: not one of our mistakes brings them up. If it is high for you, look at the text.
# - **cosine** is highest where least was learned. A high cosine is no evidence.
#
# And no thinning? It hardly changes these numbers; it makes the training longer.

# %%
good, worst = measured["as it should be"], measured["1 epoch"]
assert good["come back"] > 0.6 > 0.2 > worst["come back"] and worst["cosine"] > good["cosine"]
for name in ("scraps of 3 words", "shuffled", "window 1"):
    assert measured[name]["go together"] < good["go together"] - 0.2
assert measured["3 epochs"]["same rarity"] > good["same rarity"] + 0.15
assert measured["min_count=1"]["rare words"] > 0.15 and good["rare words"] == 0
assert max(row["function words"] for row in measured.values()) < 0.1
assert measured["window 15"]["names of names"] < measured["window 1"]["names of names"]

# %% [markdown]
# How many epochs are enough? The loss does not tell. Watch it beside the share of neighbours that come back, epoch after
# epoch, for the good training and for the one on shuffled text.

# %%
_, (left, right) = plt.subplots(1, 2, figsize=(10, 3.2), layout="constrained")
losses, returns = {}, {}
for name in ("as it should be", "shuffled"):
    words = trained[name][0].words
    pairs = zip(*(watch.tables for watch in watched[name]), strict=True)  # after each epoch
    both = [[w2v.WordVectors(words, table) for table in pair] for pair in pairs]
    losses[name] = watched[name][0].history["loss"]
    returns[name] = [w2v.neighbour_agreement(*pair) for pair in both]
plotting.plot_learning_curves(losses, title="Loss a pair", ax=left)
plotting.plot_learning_curves(returns, title="Neighbours that come back", ax=right)
plt.show()

# %% [markdown]
# The loss on shuffled text falls as well: to know how often each word occurs is worth something. What comes back rises for the
# real text only, and goes on rising when the loss has nearly stopped. Add epochs as long as it rises.
#
# ## Your vectors
#
# Now your vectors beside the good training and the worst one. (On Tinyworld these are vectors of the whole text.)

# %%
text = beginning(corpus, 1_500_000)
yours = diagnose(vectors, again, text)
show({f"yours: {corpus.name}": yours, "as it should be": good, "1 epoch": worst}, "Your vectors")

# %% [markdown]
# What to do about what you see:
#
# | symptom | what shows it | remedy |
# |---|---|---|
# | garbage, and all cosines near 1 | *come back* below 0.2 | more `epochs`; is the text long enough? |
# | sensible words and odd ones mixed, others each time | *come back* from 0.2 to 0.6 | more `epochs`, more text; believe a neighbour only if both trainings name it |
# | neighbours as rare, or as frequent, as the word itself | *same rarity* above 0.7 | more `epochs`; then look for scraps |
# | no topic in the lists, though windows are wide | *go together* below 0.2 | documents are scraps: see `describe`; take `documents="paragraphs"` |
# | all rare words | *rare words* above 0.1 | `min_count=5` or more |
# | *duke* beside *king*, and you wanted *crown* | *go together* is low | `window_size=10` or 15 |
# | *crown* beside *king*, and you wanted *duke* | *go together* is high | `window_size=2` |
# | all names | *names of names* above 0.4 | you asked for a name, and names replace each other: a wider window |
# | all function words | *function words* above 0.1 | no setting does this: read what `describe` says of the text |
# | pieces of phrases: *york* beside *new* | the table of phrases | train on `join_phrases` |
# | sensible numbers, senseless lists | none of these | repeated lines, headers on each page: clean the text |
#
# The limits are those of Tinyworld. On real text less comes back: there a half is good.
#
# ## Check
#
# These must hold for any corpus. If one fails after you changed something, the message says where.

# %%
assert vectors.words == again.words and vectors.matrix.shape == again.matrix.shape
assert np.isfinite(vectors.matrix).all() and not np.array_equal(vectors.matrix, again.matrix)
assert list(yours) == list(good) and all(-1.001 <= value <= 1.001 for value in yours.values())
assert set(function_words(vectors)).isdisjoint(asked(vectors)) or asked(vectors)[0] == vectors.words[0]
assert sum(map(len, joined)) <= description.tokens  # joining makes tokens fewer

# %% [markdown]
# And the result in one line.

# %% tags=["headline", "nbval-ignore-output"]
chance = 10 / (len(vectors) - 1)
print(
    f"{yours['come back']:.0%} of the neighbours come back with another seed (chance {chance:.1%}), "
    f"{yours['go together']:.0%} meet in the text; after 1 epoch on a piece of Tinyworld {worst['come back']:.0%} come back"
)

# %%
assert 0 <= worst["come back"] < good["come back"] <= 1

# %% [markdown]
# ## Exercises
#
# Each comes with a solution in the cell below it. Think first, run your own idea in the first cell, then open the second.
#
# **1. Predict.** In which training do the fewest of *king*'s neighbours differ from those of the good one: with `min_count=1`,
# with window 1, or on shuffled text? Decide, then look at all words with `neighbour_agreement`.

# %%
my_answer = None  # "min_count=1", "window 1" or "shuffled"

# %% tags=["solution"]
rivals = ("min_count=1", "window 1", "shuffled")
shares = {name: w2v.neighbour_agreement(trained["as it should be"][0], trained[name][0]) for name in rivals}
assert max(shares, key=shares.get) == "min_count=1" and min(shares, key=shares.get) == "shuffled"
# Another window is another question, and gets another answer. A few rare words more change little.

# %% [markdown]
# **2. Extend.** "The same words stand in every list." Write `guests(vectors)`: the share of all places in the lists that
# the one per cent of most frequent guests take. Is it higher after 1 epoch?


# %%
def guests(vectors):
    return None  # your code; vectors.neighbour_ids(asked(vectors)) holds all lists


# %% tags=["solution"]
def guests_solution(vectors):
    visits = np.bincount(vectors.neighbour_ids(asked(vectors)).ravel(), minlength=len(vectors))
    return np.sort(visits)[-(-len(vectors) // -100) :].sum() / visits.sum()


crowded, normal = (guests_solution(trained[name][0]) for name in ("1 epoch", "as it should be"))
assert crowded > 1.3 * normal > 0

# %% [markdown]
# **3. Change.** Load Tinyworld with `documents="lines"`, as somebody might who thinks that each line is a text. How many
# documents are there now, and how many pairs does a window of 5 lose?

# %%
my_lines = None  # w2v.load_corpus(...)

# %% tags=["solution"]
pairs = {}
for unit in ("paragraphs", "lines"):
    ids = w2v.vocabulary_and_ids(w2v.load_corpus("tinyworld", documents=unit))[1]
    pairs[unit] = len(w2v.skip_grams(ids, 5))
print({unit: f"{number:,}" for unit, number in pairs.items()})
assert pairs["lines"] < 0.9 * pairs["paragraphs"]

# %% [markdown]
# **4. Build.** Write `verdict(row)`: from a row of the table to a list of remedies, an empty one if all is well. It must find
# something wrong with *1 epoch*, *min_count=1*, *scraps of 3 words* and *shuffled*, and nothing with *as it should be*.


# %%
def verdict(row):
    return []  # your code, for example: ["more epochs"] if row["come back"] < 0.2 else []


# %% tags=["solution"]
def verdict_solution(row):
    remedies = {
        "more epochs or more text": row["come back"] < 0.2,
        "more epochs, or look for scraps": row["same rarity"] > 0.7,
        "a wider window, or look for scraps": row["go together"] < 0.2,
        "a larger min_count": row["rare words"] > 0.1,
        "read the text": row["function words"] > 0.1,
    }
    return [remedy for remedy, needed in remedies.items() if needed]


assert verdict_solution(good) == []
assert all(verdict_solution(measured[name]) for name in ["1 epoch", "min_count=1", "scraps of 3 words", "shuffled"])

# %% [markdown]
# ## Recap
#
# - One line says where the text is; `describe` says what it is like and which settings suit it. Read it before you train.
# - Phrases and segmenters change what a word is, and so what can have a vector.
# - Train twice. Neighbours that do not come back come from chance; a high cosine and a falling loss prove nothing.
# - Each mistake has its own symptom: measure before you change a setting, and change one at a time.
# - Wide windows bring words that go together, narrow ones words that replace each other.
#
# | | in | out |
# |---|---|---|
# | `load_corpus` | a path, a name, texts | `Corpus` |
# | `Corpus.describe` | – | `Description`: numbers, language, advice, `settings` for `train` |
# | `find_phrases`, `join_phrases` | `Corpus` | `Phrases`; a corpus in which each is one token |
# | `segmenter` | `"zh"`, `"ja"`, `"th"` | a tokenizer for `load_corpus` |
# | `neighbour_ids` | N words | rows of their neighbours, int64 (N, 10) |
# | `neighbour_agreement` | two `WordVectors` | the share of neighbours that come back, 0 to 1 |
#
# This is the end of the course. Next: your own text, with this lesson or with `make run CORPUS=my_book.txt`.
#
# **Further reading**
# - Antoniak, Mimno (2018), [Evaluating the Stability of Embedding-based Word Similarities](https://aclanthology.org/Q18-1008):
#   how far neighbours from small texts can be believed.
# - Mikolov et al. (2013), [Distributed Representations of Words and Phrases and their
#   Compositionality](https://arxiv.org/abs/1310.4546): phrases, section 4.
# - Levy, Goldberg (2014), [Dependency-Based Word Embeddings](https://aclanthology.org/P14-2050): what narrow and wide windows
#   call similar.
# - Radovanović, Nanopoulos, Ivanović (2010), [Hubs in Space](https://jmlr.org/papers/v11/radovanovic10a.html): why some words
#   stand in every list.
