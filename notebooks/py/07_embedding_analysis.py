# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 7. Tell real neighbours from noise
#
# You will take trained vectors apart: ask them for neighbours and analogies, score them, draw them, and find out whether
# the answers come from the text or from chance.
#
# **You will learn**
# - why word vectors are compared by their angle, and how to find neighbours with one product;
# - how to see that a list of neighbours is noise, with a second training and with three rivals;
# - what analogies and rank correlation measure, and what the usual demonstration hides;
# - what a map of words can show, and how to take the vectors to other programs.
#
# **You need** lessons 1 to 6. **It runs** in about 45 seconds.
#
# corpus → vocabulary → sequences → skip-grams → negatives → dataset → model → training → **vectors** → **analysis**

# %%
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import rankdata

import w2v_helpers as w2v
from w2v_helpers import plotting

# %% [markdown]
# ## Which vectors are alike?
#
# Take three words of our sentence, *The wide road shimmered in the hot sun*, and give each a vector of two numbers, made up
# by hand, so that we can draw them. Before you run the next two cells: which word is nearer to *sun*?

# %%
toy = {"sun": [3.0, 1.0], "hot": [0.9, 0.4], "road": [1.6, 2.4]}
_, ax = plt.subplots(figsize=(4.2, 3.2), layout="constrained")
plotting.plot_arrows(np.array(list(toy.values())), list(toy), title="Who is nearer to “sun”?", ax=ax)
ax.set(xlim=(-0.2, 3.6), ylim=(-0.2, 2.8))
plt.show()


# %%
def cosine(first, second):
    return first @ second / (np.linalg.norm(first) * np.linalg.norm(second))


sun, hot, road = map(np.array, toy.values())
for name, vector in [("hot", hot), ("road", road)]:
    print(f"sun and {name}: distance {np.linalg.norm(sun - vector):.2f}, cosine {cosine(sun, vector):.2f}")

# %% [markdown]
# It depends on the ruler. The **distance** between the arrow heads calls *road* nearer. But *hot* points the same way as
# *sun*; it is only shorter. The **cosine** sees the direction alone: 1 for the same direction, 0 for a right angle, −1 for
# the opposite.
#
# $$\cos(a, b) = \frac{a \cdot b}{\lVert a \rVert \, \lVert b \rVert}$$
#
# Above the line stands the product from lesson 4, below it the two lengths. To choose a ruler we must know what the length
# of a word vector means, so let us look at real ones. `vectors.matrix` has a row for each word.

# %%
corpus = w2v.load_corpus()  # or, for example, w2v.load_corpus("my_book.txt")
vectors = w2v.train(corpus, threads=1, verbose=0)
vocabulary = w2v.Vocabulary.from_corpus(corpus)
print(corpus, vectors, sep="\n")

# %%
lengths = np.linalg.norm(vectors.matrix, axis=1)  # (V,)
_, ax = plt.subplots(figsize=(6, 2.8), layout="constrained")
ax.semilogx(vectors.counts, lengths, ".", markersize=3)
ax.set(xlabel="how often the word occurs", ylabel="length of its vector", ylim=(0, None))
ax.set_title("The length says more about the count than about the meaning")
plt.show()

# %% [markdown]
# Each dot is a word. Rare words have had few steps away from their start near zero, so they are short. In Tinyworld the
# words in the middle are the longest, and those that stand beside everything are short again: *the* at the far right, and
# the names of people in the strip below the rest. A ruler that feels the length would mix up how often with what about. So
# we take the cosine.

# %% [markdown]
# ## Neighbours by hand
#
# Divide each row by its length, once. Then the cosine of two words is the plain product of their rows, and one product of
# the matrix with a row gives the cosines of a word with *all* words. Sort, and leave out the word itself.

# %%
word = vocabulary.examples(["king", "alice"], 1)[0]
unit = vectors.matrix / lengths[:, None]  # (V, D), each row of length 1
cosines = unit @ unit[vectors.id(word)]  # (V,)
order = np.argsort(-cosines)
assert vectors.words[order[0]] == word  # a word is most similar to itself
by_hand = [(vectors.words[index], cosines[index]) for index in order[1:11]]

# %%
neighbours = vectors.most_similar(word, topn=10)
assert np.allclose([value for _, value in neighbours], [value for _, value in by_hand], atol=1e-5)
if corpus.name == "tinyworld":  # on a very short text there are ties
    assert [name for name, _ in neighbours] == [name for name, _ in by_hand]

# %% [markdown]
# `most_similar` gives the same ten words and the same cosines. Now four words beside each other.

# %%
shown = vocabulary.examples(["king", "teacher", "monday", "deep", "rome", "father", "queen", "night"], 4)
_, axes = plt.subplots(1, len(shown), figsize=(11, 2.7), layout="constrained")
for name, ax in zip(shown, axes, strict=True):
    plotting.plot_neighbours(vectors, name, topn=7, ax=ax)
plt.show()

# %% [markdown]
# In Tinyworld the lists make sense: a king has his queen and his crown, a day of the week has the other days. Two kinds of
# nearness are mixed: words that can *replace* each other (*king*, *duke*) and words that *go together* (*king*, *crown*).
#
# Some words have two senses. In Tinyworld a *bat* flies at night, and a *bat* hits balls; a *seal* swims, and a *seal*
# closes a letter. What becomes of them?

# %%
senses = vocabulary.examples(["bat", "seal", "bank"], 3)
_, axes = plt.subplots(1, len(senses), figsize=(10, 3.2), layout="constrained")
for name, ax in zip(senses, axes, strict=True):
    plotting.plot_neighbours(vectors, name, topn=10, ax=ax)
plt.show()

# %%
if corpus.name == "tinyworld":
    company = {name for name, _ in vectors.most_similar("bat", topn=15)}
    assert company & {"wings", "ceiling", "roofs"} and company & {"team", "ball", "match"}

# %% [markdown]
# Both companies stand in one list. A table of vectors has one row for each spelling, so a word with two senses lies
# between them. That is a limit of word2vec. Models that compute a new vector for each sentence do not have it.

# %% [markdown]
# ## Real, or noise?
#
# `most_similar` always returns ten words, whatever the vectors are. Are ours better than nothing? Here are three rivals.
#
# - **Untrained**: random numbers. Nothing was learned.
# - **The tutorial's recipe**: the reference tutorial's settings and loss, with the faults that lessons 3 to 6 showed.
# - **PPMI + SVD**: no training at all, only counting. Lesson 2 divided how often two words meet by what chance would give.
#   Take the logarithm of that, set what is below zero to zero (**positive pointwise mutual information**), and press the
#   huge table into 100 columns with a **singular value decomposition**, which keeps as much of it as 100 columns can. In
#   the formula, $P$ is a share of all pairs.
#
# $$\mathrm{PPMI}(w, c) = \max\left(0, \ln \frac{P(w, c)}{P(w) \, P(c)}\right)$$

# %%
tables = {
    "word2vec": vectors,
    "PPMI + SVD": w2v.ppmi_svd(corpus),
    "tutorial": w2v.tutorial_recipe(corpus),
    "untrained": w2v.untrained(corpus),
}
assert all(len(table) >= 10 and np.isfinite(table.matrix).all() for table in tables.values())

# %% tags=["nbval-ignore-output"]
for query in (word, senses[-1]):
    for name, table in tables.items():
        found = table.most_similar(query, topn=6) if query in table else []
        print(f"{query}, {name}:", ", ".join(f"{neighbour} {value:.2f}" for neighbour, value in found))

# %% [markdown]
# The random table gives an answer too. Its cosines are small, and you might take that for a sign. But the
# tutorial's cosines are not small, and in Tinyworld beside fitting words stand many that do not fit, most of all for
# *bank*. **A high cosine is no evidence.**
#
# What is evidence? What comes from the text must come back when we begin again from other random numbers; what comes from
# chance does not. So train a second time with another seed, and count how many of the ten nearest words are the same, on
# average over all words.

# %%
assert all(len(table.most_similar(table.words[0])) == 10 for table in tables.values())


def shared_neighbours(first, second, topn=10, most=3000):
    words = [name for name in first.words if name in second][:most]
    nearest = []
    for table in (first, second):
        rows = table.unit_vectors()[[table.id(name) for name in words]]
        cosines = rows @ rows.T - 3 * np.eye(len(words))  # no word is its own neighbour
        nearest.append(np.argsort(-cosines, axis=1)[:, :topn])
    return np.mean([len(np.intersect1d(*pair)) for pair in zip(*nearest, strict=True)])


# %% [markdown]
# Two lists of ten drawn blindly from the other V − 1 words share $10 \cdot 10 / (V - 1)$ words on average. That is the line
# to beat.

# %%
again = w2v.train(corpus, seed=7, verbose=0)  # by two threads, its default
shared = {"word2vec,\nother seed": shared_neighbours(vectors, again)}
shared |= {name: shared_neighbours(vectors, table) for name, table in list(tables.items())[1:]}
chance = 10 * 10 / (len(vectors) - 1)
title = "Who names the same neighbours as our vectors?"
ax = plotting.plot_bars(list(shared), {"": list(shared.values())}, ylabel="of 10 neighbours", title=title)
ax.bar_label(ax.containers[0], fmt="%.2f")
ax.axhline(chance, color="black", lw=1, ls="--")
ax.set_ylim(0, 10)
plt.show()

# %%
assert all(0 <= value <= 10 for value in shared.values())
assert abs(shared["untrained"] - chance) < 0.5
if corpus.name == "tinyworld":
    assert shared["word2vec,\nother seed"] > 6 > shared["PPMI + SVD"] > 3 > shared["tutorial"] > 5 * chance

# %% [markdown]
# In Tinyworld most neighbours come back with another seed. PPMI + SVD works in an entirely different way and still names
# about half of them. So they are in the text. The tutorial's vectors share one or two with ours: more than chance, far
# from enough. The random table lies on the dashed line.
#
# On a text of your own, look at the first bar before you believe any list. If it is near the line, the text is too short
# for these settings, however high the cosines are. Coming back is needed, not sufficient: an error that both runs share
# would come back too.
#
# The rest of a list can be noise even if its head is not, and a word that the table does not know has no list at all.

# %%
misspelt = word + word[-1]
try:
    vectors.most_similar(misspelt)
except KeyError as error:
    print(error.args[0])

# %% [markdown]
# An unknown word is refused, with the nearest spellings, instead of being answered with something else.

# %% [markdown]
# ## Analogies
#
# The famous claim: *man* is to *woman* as *king* is to *queen*, and vectors know it. The step from *man* to *woman* should
# be the same arrow as the step from *king* to *queen*.
#
# Tinyworld comes with an answer key for such questions, written from the rules of its world and never from vectors. Each
# line holds two pairs. On another text many of its words are missing.

# %%
key = {}
for line in w2v.data_path("tinyworld_analogies.txt").read_text().splitlines():
    if line.startswith(":"):
        section = key.setdefault(line[2:], [])
    else:
        section.append(line.split())
questions = [question for section in key.values() for question in section]
asked = [question for question in questions if all(name in vectors for name in question)]
print("sections:", ", ".join(key))
print(f"{len(asked)} of {len(questions)} questions can be asked: these vectors know all four words")


# %% [markdown]
# Let us draw some pairs as arrows, once with our vectors and once with the random ones. **PCA** (principal component
# analysis) chooses the flat view that shows the largest differences.

# %%
def pairs_to_draw(wanted, how_many):
    known = [pair for pair in wanted if pair[0] in vectors and pair[1] in vectors]
    spare = iter(vocabulary.examples(how_many=4 * how_many)[how_many:])
    return [*known, *zip(spare, spare, strict=False)][:how_many]


couples = pairs_to_draw([("man", "woman"), ("king", "queen")], 2)
families = pairs_to_draw(dict.fromkeys((first, second) for first, second, *_ in key["young-animal"]), 5)
_, axes = plt.subplots(1, 3, figsize=(11, 3.4), layout="constrained")
plotting.plot_pairs(vectors, couples, title="word2vec", ax=axes[0])
plotting.plot_pairs(vectors, families, title="word2vec", ax=axes[1])
plotting.plot_pairs(tables["untrained"], families, title="untrained", ax=axes[2])
plt.show()


# %%
def mean_cosine_of_steps(table, pairs):
    rows = table.unit_vectors()
    steps = np.array([rows[table.id(second)] - rows[table.id(first)] for first, second in pairs])
    steps /= np.linalg.norm(steps, axis=1, keepdims=True)
    return (steps @ steps.T)[np.triu_indices(len(pairs), 1)].mean()


alike = {name: mean_cosine_of_steps(tables[name], families) for name in ["word2vec", "untrained"]}
assert all(-1 <= value <= 1 for value in alike.values()) and abs(alike["untrained"]) < 0.3
if corpus.name == "tinyworld":
    assert alike["word2vec"] > 0.4

# %% [markdown]
# In Tinyworld the arrows from the young to the grown animal point the same way, and the random ones wherever they like. The
# last cell checks that in all 100 dimensions, without a picture: the mean cosine of two such steps is above 0.4, and near
# zero for random vectors. Alike, then, but not parallel.
#
# Two arrows of one direction and length make a **parallelogram**, so we can reach its fourth corner from the three others:
#
# $$\mathrm{query} = \mathrm{woman} - \mathrm{man} + \mathrm{king}$$
#
# with vectors of length 1. The answer is the word with the largest cosine with the query. This is called **3CosAdd**.

# %%
(a, b), (c, expected) = couples
query = unit[vectors.id(b)] - unit[vectors.id(a)] + unit[vectors.id(c)]
cosines = unit @ query / np.linalg.norm(query)
order = np.argsort(-cosines)
answer = next(vectors.words[index] for index in order if vectors.words[index] not in (a, b, c))
assert vectors.analogy(a, b, c, topn=10) == vectors.most_similar(positive=[b, c], negative=[a], topn=10)
assert np.isclose(vectors.analogy(a, b, c)[0][1], cosines[vectors.id(answer)], atol=1e-5)
assert corpus.name != "tinyworld" or answer == expected == vectors.analogy(a, b, c)[0][0]

# %%
nearest = [vectors.words[index] for index in order[:7]]
colours = [plotting.ORANGE if name in (a, b, c) else plotting.BLUE for name in nearest]
_, ax = plt.subplots(figsize=(5.5, 2.4), layout="constrained")
ax.barh(range(7), cosines[order[:7]], color=colours)
ax.set_yticks(range(7), nearest)
ax.invert_yaxis()
ax.set(xlabel="cosine with the query", title=f"{b} − {a} + {c}: words of the question in orange")
plt.show()

# %% [markdown]
# In Tinyworld the answer is *queen*. But it is not the nearest word: *king* itself is nearer to the query. The step from
# *man* to *woman* is short, so the query never gets far from where it began. The usual rule leaves out the three words of
# the question, and `analogy` does so. How often does that rule matter? Ask all questions of the key, with and without it.

# %% tags=["nbval-ignore-output"]
rows = [[vectors.id(name) for name in question] for question in asked]
ids = np.array(rows, dtype=int).reshape(-1, 4)  # (Q, 4)
cosines = (unit[ids[:, 1]] - unit[ids[:, 0]] + unit[ids[:, 2]]) @ unit.T  # (Q, V)
plain = cosines.argmax(axis=1)
np.put_along_axis(cosines, ids[:, :3], -np.inf, axis=1)  # leave out the words of the question
by_rule = cosines.argmax(axis=1)
share = {"a word of the question": np.any(plain[:, None] == ids[:, :3], axis=1), "right": plain == ids[:, 3]}
share["right, without the question's words"] = by_rule == ids[:, 3]
for name, hits in share.items():
    print(f"nearest word is {name}: {hits.sum() / max(len(ids), 1):.0%}")

# %%
assert len(ids) == 0 or not np.any(by_rule[:, None] == ids[:, :3])
assert share["right, without the question's words"].sum() == w2v.evaluate_analogies(vectors).correct
if corpus.name == "tinyworld":
    assert share["a word of the question"].mean() > 0.05
    assert share["right"].mean() + 0.05 < share["right, without the question's words"].mean()

# %% [markdown]
# In Tinyworld about every fifth question would be answered with one of its own words. The rule turns most of these into
# right answers. It is fair, but part of every published score, and the drawn parallelogram is less exact than it looks.
#
# `evaluate_analogies` counts as we did, by section, for any table. On another text few of these questions can be asked, and
# then the score says little.

# %%
scores = {name: w2v.evaluate_analogies(table) for name, table in tables.items()}
sections = [name for name, (_, total) in scores["word2vec"].sections.items() if total]
bars = {}
for name in ["word2vec", "tutorial"]:
    results = [scores[name].sections[section] for section in sections]
    bars[name] = [right / max(total, 1) for right, total in results]
plotting.plot_bars(sections, bars, ylabel="right answers", title="Analogies by section")
plt.show()

# %% [markdown]
# In Tinyworld our vectors answer nearly everything. The tutorial's recipe manages opposites and many past tenses, and almost
# nothing about people, places and trades.

# %% [markdown]
# ## Similarity
#
# The second test has pairs of words with a score from 0 (nothing in common) to 10 (the same kind of thing). The cosine of
# each pair should rise with the score. We compare only the two *orders*: sort the pairs by cosine, sort them by score, and
# see how well the ranks agree. That is **Spearman's correlation**: 1 for the same order, 0 for none, −1 for the reverse.

# %%
lines = w2v.data_path("tinyworld_similarity.tsv").read_text().splitlines()[1:]
graded = [line.split("\t") for line in lines]
graded = [row for row in graded if row[0] in vectors and row[1] in vectors]
cosines = np.array([vectors.similarity(first, second) for first, second, _ in graded])
truth = np.array([float(score) for *_, score in graded])
ranks = rankdata(truth), rankdata(cosines)  # pairs with the same score share a rank
print(f"{len(graded)} of {len(lines)} pairs can be compared, for example {graded[:2]}")

# %%
similarity = {name: w2v.evaluate_similarity(table) for name, table in tables.items()}
if len(graded) >= 3:
    by_hand = np.corrcoef(*ranks)[0, 1]
    assert np.isclose(by_hand, similarity["word2vec"].spearman, equal_nan=True)

# %% [markdown]
# The correlation of the ranks is what `evaluate_similarity` returns. A picture shows what one number hides: where do the
# vectors disagree most with the key?

# %%
order = np.argsort(ranks[1] - ranks[0])  # from "cosine too low for the key" to "too high"
x = truth + np.random.default_rng(0).uniform(-0.3, 0.3, len(truth))  # spread apart
_, ax = plt.subplots(figsize=(8, 4), layout="constrained")
ax.plot(x, cosines, ".", color=plotting.SKY)
most = min(5, len(order) // 2)
corners = [("too high:", order[::-1][:most], 0.01, 0.98, "left", "top")]
corners += [("too low:", order[:most], 0.99, 0.02, "right", "bottom")]
for head, worst, across, up, align, side in corners:
    ax.plot(x[worst], cosines[worst], "o", color=plotting.RED)
    text = "\n".join([head, *(" – ".join(graded[index][:2]) for index in worst)])
    ax.text(across, up, text, transform=ax.transAxes, va=side, ha=align, fontsize=9, color=plotting.RED)
ax.set(xlabel="score in the key", ylabel="cosine", xlim=(-2, 13))
ax.set_title(f"Spearman {similarity['word2vec'].spearman:.2f}")
plt.show()

# %% [markdown]
# In Tinyworld the cosines rise with the score. The red dots are instructive. Too low for the key are pairs of one kind that
# keep different company; too high are pairs of different kinds that stand in the same scenes. Vectors learn company, and a
# key that asks for kinds will never agree with them in full.

# %% [markdown]
# ## One table of scores
#
# Now all four beside each other, by both tests. What do you expect of the counting rival?

# %%
columns = {
    "analogies answered": [scores[name].accuracy for name in tables],
    "Spearman, similarity": [similarity[name].spearman for name in tables],
}
ax = plotting.plot_bars(list(tables), columns, title=f"Four tables, two tests, on {corpus.name}")
for bar in ax.containers:
    ax.bar_label(bar, fmt="%.2f", fontsize=9)
ax.set_ylim(top=1.1)
plt.show()

# %%
assert all(0 <= value <= 1 for value in columns["analogies answered"])
if corpus.name == "tinyworld":
    ours, counting, tutorial, random = zip(*columns.values(), strict=True)
    assert ours[0] > 0.9 and ours[1] > 0.75 and counting[0] > 0.9
    assert tutorial[0] < ours[0] - 0.3 and tutorial[1] < ours[1] - 0.15
    assert random[0] < 0.05 and abs(random[1]) < 0.25

# %% [markdown]
# In Tinyworld our vectors are far above the tutorial's recipe, which in turn is above random: it did learn, but little. And
# the honest part: on a text this small, counting is as good as training. A paper that shows only word2vec and nothing beside
# it has not shown that it was needed.

# %% [markdown]
# ## Maps
#
# Nobody can look at 100 dimensions. A map squeezes them into two. We take groups of words from the answer key; on a text
# without them, frequent words in one colour. First PCA again: a straight view, like a photograph of a sculpture.

# %%
shared_words = set(vectors.words) & set(tables["tutorial"].words)
groups, taken = {}, set()
for title, section in key.items():
    first_words = dict.fromkeys(row[0] for row in section)
    members = [name for name in first_words if name in shared_words and name not in taken]
    if len(members) >= 4 and len(groups) < 6:
        groups[title] = members[:8]
        taken.update(members)
if len(groups) < 3:
    groups = {"": [name for name in vocabulary.examples(how_many=40) if name in shared_words]}
assert sum(map(len, groups.values())) >= 12

# %%
plotting.plot_map(vectors, groups, title="PCA: a straight view of 100 dimensions")
plt.show()

# %% [markdown]
# In Tinyworld some groups stand apart, others touch or lie on top of each other. Two straight directions cannot hold
# everything. **t-SNE** bends space instead: it moves the dots on the plane until each has
# the same near neighbours as in the 100 dimensions, and lets go of everything else.

# %%
plotting.plot_map(vectors, groups, method="tsne", title="t-SNE: neighbourhoods are kept, distances are not")
plt.show()

# %% [markdown]
# Now each group is an island. It is tempting to read the sea between them as well. Before you do: **perplexity** says about
# how many neighbours a dot holds on to. It was 15 here. Let us take 5 for the same words, and draw the vectors of two rivals
# beside ours.

# %%
_, axes = plt.subplots(1, 3, figsize=(10, 3.2), layout="constrained")
for name, ax in zip(["word2vec", "tutorial", "untrained"], axes, strict=True):
    options = {"method": "tsne", "perplexity": 5, "labels": False}
    plotting.plot_map(tables[name], groups, title=f"{name}, perplexity 5", ax=ax, **options)
plt.show()

# %% [markdown]
# The map on the left shows the same vectors as the large one, but the islands have moved, and their sizes and distances are
# others. Do not read those, nor the axes; trust only who is beside whom. In Tinyworld the map in the middle is nearly as
# pretty, though these vectors answered less than half of the analogies. Only the random ones fall apart. A map can expose
# noise; it cannot tell good from middling. Only a score can.

# %% [markdown]
# ## Take the vectors with you
#
# A model is large and tied to TensorFlow; the vectors are one small file. `save` keeps words, vectors and counts;
# `save_word2vec` writes the format of the original program, as text or binary, which gensim and others read;
# `export_projector` writes what TensorBoard's Embedding Projector shows in three dimensions.

# %%
workspace = tempfile.TemporaryDirectory()
folder = Path(workspace.name)
vectors.save(folder / "vectors.npz")
vectors.save_word2vec(folder / "vectors.txt")
vectors.save_word2vec(folder / "vectors.bin", binary=True)
vectors.export_projector(folder / "logs")
print(*sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*")), sep="\n")

# %%
print("vectors.txt begins with", (folder / "vectors.txt").read_text().splitlines()[0])
print("metadata.tsv:", (folder / "logs" / "metadata.tsv").read_text().splitlines()[:3])
print((folder / "logs" / "projector_config.pbtxt").read_text())

# %% [markdown]
# The text format begins with the number of words and of dimensions. The metadata has a header, because it has two columns;
# row by row it names the rows of `vectors.tsv`.
#
# **To look at them**, open [projector.tensorflow.org](https://projector.tensorflow.org), press *Load* and give it
# `vectors.tsv` and `metadata.tsv`. Or stay on your machine: `tensorboard --logdir logs` and choose *Projector*. TensorBoard
# finds the folder only if `projector_config.pbtxt` lies in the log directory itself, as here, or beside the log of a run.
#
# What comes back must be what went out, number for number.

# %%
loaded = [
    w2v.WordVectors.load(folder / "vectors.npz"),
    w2v.WordVectors.load_word2vec(folder / "vectors.txt"),
    w2v.WordVectors.load_word2vec(folder / "vectors.bin", binary=True),
]
for copy in loaded:
    assert copy.words == vectors.words and np.array_equal(copy.matrix, vectors.matrix)
assert np.array_equal(loaded[0].counts, vectors.counts)  # the word2vec formats hold no counts

# %% [markdown]
# One detail in which the reference tutorial differs. It skips row 0, the padding, when it writes its files. Which row comes
# first then?

# %%
sentence = w2v.tokenize("The wide road shimmered in the hot sun.")
toy_vocabulary = w2v.Vocabulary.from_corpus([sentence], min_count=1)
print("the tutorial's rule:", toy_vocabulary.words[1:4])
print("ours:               ", toy_vocabulary.words[w2v.UNKNOWN + 1 : 4])
assert "[UNK]" not in vectors and "" not in vectors

# %% [markdown]
# `[UNK]` is no word, yet it would appear on the map and in lists of neighbours. Our vectors begin with the first real word.

# %% [markdown]
# ## Check
#
# These must hold for any corpus. If one fails after you changed something, the message says where.

# %%
assert vectors.matrix.dtype == np.float32 and vectors.matrix.shape == (len(vocabulary) - 2, 100)
assert np.isfinite(vectors.matrix).all()
assert np.allclose(np.linalg.norm(vectors.unit_vectors(), axis=1), 1, atol=1e-5)
assert np.isclose(vectors.similarity(word, neighbours[0][0]), neighbours[0][1], atol=1e-5)
assert word not in dict(neighbours) and misspelt not in vectors
assert scores["word2vec"].total + scores["word2vec"].skipped == len(questions)

# %% [markdown]
# And the result in one line.

# %% tags=["headline", "nbval-ignore-output"]
came_back = shared["word2vec,\nother seed"]
ours, theirs = scores["word2vec"], scores["tutorial"]
print(
    f"{came_back:.1f} of 10 neighbours return with another seed (chance {chance:.1f}); analogies right: "
    f"{ours.correct} of {ours.total}, with the tutorial's recipe {theirs.correct} of {theirs.total}"
)

# %%
assert 0 <= came_back <= 10 and 0 <= theirs.accuracy <= 1

# %% [markdown]
# ## Exercises
#
# Each comes with a solution in the cell below it. Think first, run your own idea in the first cell, then open the second.
#
# **1. Predict.** Which of the three candidates has the largest cosine with your word? Decide before you run anything.

# %%
three_or_more = vocabulary.examples(["queen", "crown", "monday", "father"], 4)
candidates = [name for name in three_or_more if name != word][:3]
print(word, candidates)
my_answer = None  # for example candidates[0]

# %% tags=["solution"]
nearest = max(candidates, key=lambda name: vectors.similarity(word, name))
everyone = [name for name, _ in vectors.most_similar(word, topn=len(vectors))]
first = min(candidates, key=everyone.index)  # the one that comes first in the list of neighbours
assert np.isclose(vectors.similarity(word, nearest), vectors.similarity(word, first), atol=1e-5)
assert corpus.name != "tinyworld" or nearest == "queen"

# %% [markdown]
# **2. Extend.** Which word does not belong with the others? Write `odd_one_out(words)`: take the mean of the
# words' unit vectors, and return the word with the smallest product with it. Compare with `vectors.doesnt_match(words)`.

# %%
words = vocabulary.examples(["monday", "tuesday", "kettle", "friday", "love", "rome"], 4)


def odd_one_out(words):
    return None  # your code


# %% tags=["solution"]
def odd_one_out_solution(words):
    rows = np.array([unit[vectors.id(name)] for name in words])  # (N, D)
    return words[int(np.argmin(rows @ rows.mean(axis=0)))]


assert odd_one_out_solution(words) == vectors.doesnt_match(words)
assert corpus.name != "tinyworld" or odd_one_out_solution(words) == "kettle"

# %% [markdown]
# **3. Extend.** A word with two senses lies between them. Subtract a word of one sense, and see which neighbours come
# forward: in Tinyworld try *bank* less *money*, and *bank* less *water*.

# %%
my_word, my_removed = senses[-1], None  # a word to subtract

# %% tags=["solution"]
removable = ["money", "water"] if corpus.name == "tinyworld" else vocabulary.examples(how_many=2)
forward = {}
for removed in removable:
    found = vectors.most_similar(positive=[senses[-1]], negative=[removed], topn=10)
    forward[removed] = {name for name, _ in found}
assert all(removed not in names for removed, names in forward.items())
if corpus.name == "tinyworld":
    assert "cashier" in forward["water"] - forward["money"] and forward["money"] & {"water", "reeds", "river"}

# %% [markdown]
# **4. Break it.** Files of vectors and of words are easily shifted against each other by one row, for instance if one
# program skips `[UNK]` and the other does not. Nothing complains. What will the analogies score? Predict, then build such a
# table and measure it.

# %%
my_prediction = None  # a share between 0 and 1

# %% tags=["solution"]
shifted = w2v.WordVectors(vectors.words[1:], vectors.matrix[:-1])  # each word has the row of the one before
wrong = w2v.evaluate_analogies(shifted).accuracy
assert corpus.name != "tinyworld" or wrong < 0.05
# No error, all lists are full, the cosines are as high as ever: only a score shows that every label is wrong.

# %% [markdown]
# ## Recap
#
# - Compare word vectors by the cosine: their length tells how often, their direction what about.
# - A list of neighbours and a high cosine prove nothing. Neighbours that return with another seed, or that counting finds
#   too, come from the text.
# - Analogies leave out the words of the question, and need enough questions; similarity compares orders of pairs.
# - Show PPMI + SVD, random vectors and the known recipe beside every result.
# - On a t-SNE map read neighbourhoods, not distances.
#
# | | in | out |
# |---|---|---|
# | `train` | a corpus | `WordVectors`: words, matrix float32 (V, D) |
# | `most_similar` | words or vectors (D,) | (word, cosine) pairs |
# | `evaluate_analogies` | vectors, questions | right and asked, by section |
# | `evaluate_similarity` | vectors, scored pairs | Spearman's correlation, −1 to 1 |
# | `save`, `save_word2vec`, `export_projector` | vectors | files |
#
# Next: [8. Train as fast as C code](08_training_faster.ipynb).
#
# **Further reading**
# - Mikolov, Yih, Zweig (2013), [Linguistic Regularities in Continuous Space Word Representations](https://aclanthology.org/N13-1090):
#   where the analogies come from.
# - Linzen (2016), [Issues in evaluating semantic spaces using word analogies](https://arxiv.org/abs/1606.07736): what
#   leaving out the question's words hides.
# - Levy, Goldberg, Dagan (2015), [Improving Distributional Similarity with Lessons Learned from Word Embeddings](https://aclanthology.org/Q15-1016):
#   counting and training, compared fairly.
# - Antoniak, Mimno (2018), [Evaluating the Stability of Embedding-based Word Similarities](https://aclanthology.org/Q18-1008):
#   neighbours on small texts change from run to run.
# - Wattenberg, Viégas, Johnson (2016), [How to Use t-SNE Effectively](https://distill.pub/2016/misread-tsne): maps of the
#   same data that tell different stories.
