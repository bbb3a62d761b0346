# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 7. Ask the vectors
#
# You have vectors. Now ask them for neighbours and analogies, and draw maps of them. Which of their answers come from
# the text, and which from chance?
#
# **You will learn**
# - how neighbours are found, and what the length of a vector does and does not tell;
# - how to tell real neighbours from noise, by training twice;
# - what the famous *king − man + woman* shows, and what its usual presentation hides;
# - what a map of words can show, and what it cannot.
#
# **You need** lessons 1, 2 and 6: the cosine, similar contexts and `w2v.train`. **Time:** about 45 minutes with the
# exercises; the code runs in about 15 seconds.
#
# corpus → vocabulary → sequences → skip-grams → negatives → dataset → model → training → **vectors** → **analysis**

# %% cellView="form" jupyter={"source_hidden": true} tags=["setup", "hide-input"]
# Run this first: it loads what the lesson needs, and installs the course where it is missing, as on Colab.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("w2v_helpers") is None:
    source = "w2v_helpers-0.2.0-py3-none-any.whl"  # `make wheel` makes it; upload it
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", source], check=True)

import os

import matplotlib.pyplot as plt
import numpy as np

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # no log messages from TensorFlow
import w2v_helpers as w2v
import w2v_helpers.model  # loads TensorFlow without its start-up messages
from w2v_helpers import exercises, plotting

# %% [markdown]
# ## What are a word's neighbours?
#
# They are the words whose vectors point most nearly the same way. Once every vector has length 1, the cosine of two
# words is their dot product (lesson 1). One matrix product then compares a word with all others.

# %%
corpus = w2v.load_corpus()  # or your text: w2v.load_corpus("../my_book.txt")
vectors = w2v.train(corpus, epochs=10, verbose=0)
vocabulary = w2v.Vocabulary(vectors.words, vectors.counts)
word = vocabulary.examples(["king", "alice"], 1)[0]
lengths = np.linalg.norm(vectors.matrix, axis=1)  # (V,)
unit = vectors.matrix / lengths[:, None]  # lengths as a column, (V, 1)
cosines = unit @ unit[vectors.id(word)]  # (V,)
order = np.argsort(-cosines)  # the largest first; here word 0 is the first word
by_hand = [vectors.words[i] for i in order[1:6]]
helper = [other for other, _ in vectors.most_similar(word, topn=5)]
print("first by hand:", vectors.words[order[0]])
print("the next five are those of the helper:", by_hand == helper)

# %% [markdown]
# By hand, the word itself comes first; `most_similar` leaves it out. Here are four words side by side:

# %%
shown = vocabulary.examples(["king", "teacher", "monday", "deep", "father", "night"], 4)
_, axes = plt.subplots(1, 4, figsize=(11, 2.7), layout="constrained")
for name, ax in zip(shown, axes):
    plotting.plot_neighbours(vectors, name, topn=7, ax=ax)
plt.show()

# %% [markdown]
# In Tinyworld, most of these lists make sense. Two kinds of nearness are mixed in them: words that can *replace* each
# other (*king* and *queen*, *monday* and *thursday*) and words that *go together* (*king* and *crown*). (Words that
# stand together share many contexts, too.) Lesson 8 shows what decides the mixture.
#
# A word with two meanings has only one word vector. In Tinyworld a *bat* flies at night, and another *bat* hits balls:

# %%
double = vocabulary.examples(["bat", "bank"], 1)[0]
plotting.plot_neighbours(vectors, double, topn=12)
plt.show()

# %% [markdown]
# In Tinyworld both meanings share one list (*wings* and *ceiling*, *team* and *ball*), because the table has one row
# per spelling. Later models compute a new vector for each occurrence of a word and can tell the meanings apart.

# %% [markdown]
# ## What does the length tell?
#
# We have divided by the length. Have we thrown something away?

# %%
title = "Length reflects both frequency and company"
plotting.plot_norms(vectors, most=5, title=title)
plt.show()

# %% [markdown]
# Each dot is a word, and frequent words are on the right. (On this axis, each labelled mark is ten times the one
# before.) In Tinyworld the rarest words are shorter than those in the middle, probably because they have been moved
# less often from their start near zero. The most frequent words, such as *the*, are among the shortest: they stand next
# to everything, so probably nothing pulls them in one direction for long. The strip below the others, between 300 and
# 1,000, holds the names of people, who turn up in every kind of story.
#
# So length mixes how often a word occurs with how special its company is. The cosine leaves the length out. That does
# not remove every trace of frequency from the direction, but for similarity the cosine usually works better than the
# dot product.

# %% [markdown]
# ## Do neighbours come from the text or from chance?
#
# `most_similar` always answers, whatever the vectors are. These are random:

# %%
random = w2v.untrained(corpus)
for other, cosine in random.most_similar(word, topn=5):
    print(f"{other:12} {cosine:.2f}")

# %% [markdown]
# A list like this looks bad when you know the answer. On your own text you may not know it, so you need a test. Here is
# one: **train again, with another seed.** What comes from the text will mostly come back. What comes from the random
# start will mostly not.
#
# We count how many of the ten neighbours of a word come back, on average. By chance, each would return with a
# probability of 10 ÷ (number of words − 1).

# %% tags=["nbval-ignore-output"]
again = w2v.train(corpus, epochs=10, seed=7, verbose=0)
print(f"with random vectors  {w2v.neighbour_agreement(vectors, random):.1%}")
print(f"by chance            {10 / (len(vectors) - 1):.1%}")
print(f"with another seed    {w2v.neighbour_agreement(vectors, again):.1%}")
third = len(vectors) // 3  # words are sorted by frequency
for name, start in [("frequent", 0), ("middle", third), ("rare", 2 * third)]:
    words = vectors.words[start : start + third]
    agreement = w2v.neighbour_agreement(vectors, again, words=words)
    print(f"    {name:8} words   {agreement:.1%}")

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
came_back, chance = w2v.neighbour_agreement(vectors, again), 10 / (len(vectors) - 1)
assert abs(w2v.neighbour_agreement(vectors, random) - chance) < 0.05
assert corpus.name != "tinyworld" or came_back > 0.6

# %% [markdown]
# In Tinyworld about four out of five neighbours come back, in each third of the vocabulary. Run this on your own text
# before you believe a list, also for single words, with `words=[word]`.
#
# Coming back is a good sign, but it does not prove that a list is *right*. Both trainings read the same text with the
# same settings, and can make the same mistake. Lesson 8 has further tests.

# %% [markdown]
# ## Can vectors answer questions?
#
# The famous example: *man* is to *woman* as *king* is to …? If the step from *man* to *woman* is the same as the step
# from *king* to *queen*, then *king* − *man* + *woman* should lead to *queen*. (Papers call this 3CosAdd.)

# %%
a, b, c = vocabulary.examples(["man", "woman", "king"], 3)
query = unit[vectors.id(c)] - unit[vectors.id(a)] + unit[vectors.id(b)]
cosines = unit @ query / np.linalg.norm(query)
order = np.argsort(-cosines)
print("nearest:", vectors.words[order[0]], " second:", vectors.words[order[1]])
print("helper: ", vectors.analogy(a, b, c)[0][0])

# %% [markdown]
# The right answer is *queen*. In Tinyworld it comes second: *king* itself is closer, because the step from *man* to
# *woman* takes us less than halfway from *king* to *queen*. The usual rule leaves the three words of the question out,
# and so does `vectors.analogy`. How much does that help? Tinyworld comes with a list of such questions.

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input", "nbval-ignore-output"]
lines = w2v.data_path("tinyworld_analogies.txt").read_text(encoding="utf-8").splitlines()
asked = [line.split() for line in lines if all(word in vectors for word in line.split())]
rows = np.array([[vectors.id(word) for word in question] for question in asked], dtype=int).reshape(-1, 4)
cosines = (unit[rows[:, 1]] - unit[rows[:, 0]] + unit[rows[:, 2]]) @ unit.T  # (Q, V)
nearest = cosines.argmax(axis=1)
np.put_along_axis(cosines, rows[:, :3], -np.inf, axis=1)  # leave out the words of the question
without = cosines.argmax(axis=1)
own = (nearest[:, None] == rows[:, :3]).any(axis=1).sum() / max(len(rows), 1)
right, by_rule = (((row == rows[:, 3]).sum() / max(len(rows), 1)) for row in (nearest, without))
print(f"{len(rows)} questions; the nearest word is one of the question's own: {own:.1%}, right: {right:.1%}")
print(f"right, if the words of the question are left out: {by_rule:.1%}")
scores = w2v.evaluate_analogies(vectors)
scores

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
assert scores.correct == (without == rows[:, 3]).sum() and scores.total == len(rows)
assert corpus.name != "tinyworld" or scores.accuracy > 0.9

# %% [markdown]
# In Tinyworld about one question in five would be answered with one of its own words. Leaving them out is part of
# nearly every published score. Remember this when you see a perfect parallelogram of arrows.
#
# The table is that of `w2v.evaluate_analogies`, which asks all questions and counts by kind. Tinyworld is made to be
# regular, so nearly all answers are right. Real text is less regular, and takes far more words. Vectors trained on 17
# million words of Wikipedia answer about 39 % of the usual questions, asked only if all their words are among the
# 30,000 most frequent (`tests/benchmarks/wikipedia.py`, table in `tests/benchmarks/RESULTS.md`). When you compare such
# figures, ask how many questions were skipped and how many words could be answers.

# %% [markdown]
# ## Can you see 100 dimensions?
#
# Only by squeezing them into two, and something always gets lost. **[PCA](GLOSSARY.md#pca)** takes the flat view that
# shows the largest differences, like a photograph of a sculpture from its best side. We draw words of six kinds (in
# another corpus, forty frequent words). (The capitals and countries of Tinyworld are invented.)

# %%
groups = {
    "men": ["king", "prince", "duke", "monk", "boy", "man", "father"],
    "women": ["queen", "princess", "duchess", "nun", "girl", "woman", "mother"],
    "capitals": ["stahlen", "wexley", "holtby", "tesh", "pellas", "solmar", "lusk"],
    "countries": ["gorland", "skaldia", "dunmere", "fenora", "caldora", "ilmara"],
    "verbs": ["swim", "sing", "write", "bake", "paint", "dance", "climb", "sail"],
    "young animals": ["kitten", "puppy", "foal", "lamb", "calf", "piglet", "chick"],
}
for name, words in groups.items():
    groups[name] = [word for word in words if word in vectors]
print("words to draw:", sum(len(words) for words in groups.values()))

# %% cellView="form" jupyter={"source_hidden": true} tags=["hide-input"]
if min(map(len, groups.values())) < 4:  # another corpus
    groups = {"": vocabulary.examples(how_many=40)}
plotting.plot_map(vectors, groups, title="PCA: a flat view of 100 dimensions")
plt.show()

# %% [markdown]
# In Tinyworld some groups stand apart, others lie on top of each other: two straight axes cannot hold everything.
# **[t-SNE](GLOSSARY.md#t-sne)** bends space. It tries to give each dot the same near neighbours on the plane as in the
# 100 dimensions, and cares little about the rest.

# %% tags=["picture"]
title = "t-SNE tries to keep neighbourhoods, not distances"
plotting.plot_map(vectors, groups, method="tsne", title=title)
plt.show()

# %% [markdown]
# In Tinyworld four groups are islands. Men and women are mixed, in couples: *king* next to *queen*, *nun* next to
# *monk*. It is tempting to read more into the picture: that this island is far from that one, or larger. Before you do,
# draw the same vectors again. t-SNE can start from random places, and **perplexity** sets how many neighbours each dot
# tries to keep.

# %%
_, axes = plt.subplots(1, 3, figsize=(11, 3.6), layout="constrained")
for ax, (perplexity, seed) in zip(axes, [(5, 1), (5, 2), (12, 1)]):
    title = f"perplexity {perplexity}, seed {seed}"
    options = {"init": "random", "perplexity": perplexity, "seed": seed, "title": title}
    plotting.plot_map(vectors, groups, method="tsne", labels=False, ax=ax, **options)
plt.show()

# %% [markdown]
# Same vectors, three maps. In Tinyworld islands change places, shapes and sizes, and sometimes a dot is lost between
# them. So ignore positions, sizes, axes, and distances between islands. Trust only which words are next to each other,
# and only if it stays that way.
#
# Here is a map to explore, again by t-SNE: type into the search box, point at a dot, drag and zoom. (Jupyter and Colab
# show it; elsewhere you see a picture.) For TensorBoard's *projector*, `vectors.export_projector("projector")` writes
# the files that [projector.tensorflow.org](https://projector.tensorflow.org) loads.

# %% tags=["nbval-ignore-output"]
known = [name for members in groups.values() for name in members]
others = [name for name in vectors.words[30:330] if name not in known]
searchable = w2v.interactive_map(vectors, {**groups, "other": others})
searchable

# %% cellView="form" jupyter={"source_hidden": true} tags=["headline", "hide-input"]
assert len(searchable.words) == len(known) + len(others)
nearest, answer = vectors.most_similar(word)[0][0], vectors.analogy(a, b, c)[0][0]
print(f"{corpus.name}: nearest to {word} is {nearest}; {a} is to {b} as {c} is to {answer}")

# %% [markdown]
# ## Exercises
#
# **1. Predict.** Two arrows, `a = (3, 4)` and `b = (4, 3)`. What is their cosine? And what is the cosine of `a` with an
# arrow ten times as long as `b`? Work it out on paper.

# %%
q = exercises.lesson("embedding_analysis")
my_cosines = None  # for example (0.5, 0.7)
q.cosine_of_two.check(my_cosines)


# %% [markdown]
# **2. Build.** Write the function behind `vectors.analogy`. You get all vectors with length 1, one per row, and three
# row numbers: *a* is to *b* as *c* is to …? Return the row number of the answer, never *a*, *b* or *c*.

# %%
def analogy(unit, a, b, c):
    return None  # your code


q.analogy.check(analogy)

# %% [markdown]
# **Quiz.** Run the cell to see three questions, then put your letters in place of `None`.

# %%
q.quiz.check(None, None, None)

# %%
q.progress()

# %% [markdown]
# ## Recap
#
# - Neighbours are the words with the largest cosine. Length mixes frequency with company, so we leave it out.
# - Every table gives neighbours. Those that come back with another seed probably come from the text; whether they are
#   right is another question.
# - Analogies leave the words of the question out, which makes them look better than they are.
# - On a t-SNE map, trust only which words are next to each other, and draw it more than once.
#
# | | in | out |
# |---|---|---|
# | `vectors.most_similar` | a word | (word, cosine) pairs |
# | `vectors.analogy` | three words | (word, cosine) pairs |
# | `w2v.neighbour_agreement` | two trainings' vectors | share of neighbours in common |
# | `w2v.interactive_map` | vectors, words | a map to search in |
#
# Next: [8. Train on your own text](08_your_own_corpus.ipynb).
#
# **Further reading:** Wattenberg, Viégas, Johnson (2016), [How to Use t-SNE
# Effectively](https://distill.pub/2016/misread-tsne); Linzen (2016), [Issues in Evaluating Semantic Spaces Using Word
# Analogies](https://arxiv.org/abs/1606.07736), on what leaving out the question's words hides; Oyama, Yokoi, Shimodaira
# (2023), [Norm of Word Embedding Encodes Information Gain](https://arxiv.org/abs/2212.09663), on what length means.
