"""Word vectors: cosines by hand, queries against slow loops and gensim."""

import copy
import pickle
import re

import numpy as np
import pytest

from w2v_helpers import vectors as module
from w2v_helpers.vectors import WordVectors

# (3, 4) has length 5: its cosine with (1, 0) is 3/5, with (0, 2) 4/5; (-3, -4) is its opposite.
TOY = {"sun": (1, 0), "hot": (3, 4), "road": (0, 2), "cold": (-3, -4), "nothing": (0, 0)}


def toy() -> WordVectors:
    return WordVectors(list(TOY), list(TOY.values()), counts=[5, 4, 3, 2, 1])


def random_vectors(size: int = 40, dim: int = 6, seed: int = 0) -> WordVectors:
    words = [f"wörd{index}" if index % 3 else f"слово{index}" for index in range(size)]
    return WordVectors(words, np.random.default_rng(seed).normal(size=(size, dim)), np.arange(size, 0, -1))


def names(pairs: list[tuple[str, float]]) -> list[str]:
    return [word for word, _ in pairs]


# What they are


def test_words_rows_and_counts():
    vectors = toy()
    assert len(vectors) == 5 and "hot" in vectors and "heat" not in vectors and 3 not in vectors
    assert list(vectors) == list(TOY) and vectors.id("road") == 2
    assert vectors.matrix.dtype == np.float32 and vectors.matrix.shape == (5, 2) and vectors.vector_size == 2
    assert vectors.counts.dtype == np.int64 and vectors.counts.tolist() == [5, 4, 3, 2, 1]
    assert vectors["hot"].tolist() == [3, 4] and vectors[["road", "sun"]].tolist() == [[0, 2], [1, 0]]
    assert repr(vectors) == "WordVectors(5 words, 2 dimensions)"
    assert WordVectors(["a"], [[1.0]]).counts is None


def test_a_notebook_shows_a_table():
    shown = toy()._repr_html_()
    assert shown.startswith("<table><caption>WordVectors(5 words, 2 dimensions)</caption>")
    assert shown.count("<tr>") == 6 and re.search(r"<td>hot\s*</td>", shown) and "3.00 4.00<" in shown
    many = WordVectors(["<script>", *map(str, range(99))], np.ones((100, 9)))._repr_html_()
    assert "<script>" not in many and many.count("<tr>") == 9 and "1.00 …" in many and "count" not in many


@pytest.mark.parametrize(
    "again", [copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))], ids=["copy", "pickle"]
)
def test_they_can_be_copied(again):
    assert again(toy()).most_similar("hot") == toy().most_similar("hot")


@pytest.mark.parametrize(
    ("theirs", "ours"), [("key_to_index", "id(word)"), ("syn0", "matrix"), ("vectors", "matrix")]
)
def test_gensims_names_lead_to_ours(theirs, ours):
    with pytest.raises(AttributeError, match=f"'{theirs}'; its name here is ") as error:
        getattr(toy(), theirs)
    assert str(error.value).endswith(ours) and not hasattr(toy(), "anything_else")


@pytest.mark.parametrize("scale", [1e-30, 1e-20, 1e15, 1e30])
def test_very_short_and_very_long_vectors_have_directions_too(scale):
    vectors, scaled = toy(), WordVectors(list(TOY), scale * np.array(list(TOY.values())))
    np.testing.assert_allclose(scaled.unit_vectors(), vectors.unit_vectors(), atol=1e-6)
    assert scaled.similarity("sun", "hot") == pytest.approx(0.6)
    assert names(scaled.most_similar("hot")) == ["road", "sun", "nothing", "cold"]


def test_unit_vectors_have_length_1_and_zero_stays_zero():
    units = toy().unit_vectors()
    assert toy().norms.tolist() == [1, 5, 2, 5, 0]
    np.testing.assert_allclose(units, [[1, 0], [0.6, 0.8], [0, 1], [-0.6, -0.8], [0, 0]], atol=1e-7)
    np.testing.assert_array_equal(toy().unit_vectors(slice(1, 3)), units[1:3])
    np.testing.assert_array_equal(toy().unit_vectors(np.array([3, 0])), units[[3, 0]])


def test_the_mean_of_unit_vectors_skips_unknown_words():
    np.testing.assert_allclose(toy().get_mean_vector(["sun", "hot", "moon"]), [0.8, 0.4], atol=1e-7)
    assert toy().get_mean_vector("road").tolist() == [0, 1]
    assert toy().get_mean_vector(["moon"]).tolist() == [0, 0]


# Cosines and neighbours


def test_cosines_by_hand():
    vectors = toy()
    assert vectors.similarity("sun", "hot") == pytest.approx(0.6)
    assert vectors.similarity("hot", "cold") == pytest.approx(-1)
    assert vectors.similarity("sun", "road") == 0 == vectors.similarity("sun", "nothing")
    neighbours = vectors.most_similar("hot", topn=4)
    assert names(neighbours) == ["road", "sun", "nothing", "cold"]
    np.testing.assert_allclose([cosine for _, cosine in neighbours], [0.8, 0.6, 0, -1], atol=1e-6)
    assert all(type(cosine) is float for _, cosine in neighbours)
    assert vectors.doesnt_match(["sun", "hot", "cold"]) == "cold"


def slow_neighbours(vectors: WordVectors, positive: list, negative: list, topn: int) -> list[tuple]:
    """Answer a query one word at a time."""

    def unit(item) -> np.ndarray:
        vector = np.asarray(vectors[item] if isinstance(item, str) else item, dtype=np.float64)
        return vector / np.linalg.norm(vector)

    query = sum(unit(item) for item in positive) - sum((unit(item) for item in negative), np.zeros(6))
    asked = [item for item in [*positive, *negative] if isinstance(item, str)]
    cosines = [(float(unit(w) @ query / np.linalg.norm(query)), w) for w in vectors.words if w not in asked]
    return [(word, cosine) for cosine, word in sorted(cosines, reverse=True)[:topn]]


@pytest.mark.parametrize("seed", range(5))
def test_queries_are_answered_as_by_a_slow_loop(seed):
    rng = np.random.default_rng(seed)
    vectors = random_vectors(seed=seed)
    words = rng.permutation(vectors.words)[:4].tolist()
    vector = 100 * rng.normal(size=6)
    queries = [(words[:1], []), (words[:2], words[2:3]), ([vector], []), ([words[0], vector], words[1:])]
    for positive, negative in queries:
        got = vectors.most_similar(positive, negative, topn=12)
        wanted = slow_neighbours(vectors, positive, negative, topn=12)
        assert names(got) == names(wanted)
        np.testing.assert_allclose([c for _, c in got], [c for _, c in wanted], atol=1e-5)


def test_a_single_word_or_vector_needs_no_list():
    vectors = random_vectors()
    word, row = vectors.words[3], vectors.matrix[3]
    assert vectors.most_similar(word) == vectors.most_similar([word])
    assert vectors.most_similar(row) == vectors.most_similar([row])
    assert vectors.most_similar(negative=word) == vectors.most_similar(negative=[word])
    assert vectors.most_similar(row, topn=1)[0][0] == word  # a vector leaves nothing out


def test_an_analogy_asks_for_second_minus_first_plus_third():
    rows = [[1, 0.2, 1], [1, 0.2, -1], [1, 2, 1], [1, 2, -1], [-1, 0.1, -1]]
    square = WordVectors(["man", "woman", "king", "queen", "road"], rows)
    assert names(square.analogy("man", "woman", "king")) == ["queen"]
    assert square.analogy("man", "woman", "king", 2) == square.most_similar(["woman", "king"], ["man"], 2)


def test_only_frequent_words_are_answers_if_asked():
    vectors = random_vectors()
    late, early = vectors.words[30], vectors.words[3]
    wanted = [word for word in names(vectors.most_similar(late, topn=39)) if vectors.id(word) < 10]
    assert names(vectors.most_similar(late, topn=39, restrict_vocab=10)) == wanted
    assert len(vectors.most_similar(early, topn=39, restrict_vocab=10)) == 9


@pytest.mark.parametrize("size", [1, 50, 500, 5000])
@pytest.mark.parametrize("topn", [1, 3, 40])
def test_equal_cosines_keep_the_order_of_the_words(size, topn):
    rng = np.random.default_rng(size)
    matrix = np.array([[1, 0], [0, 1], [1, 1], [-1, 1]])[rng.integers(4, size=size)]  # many are equal
    vectors = WordVectors([f"w{index}" for index in range(size)], matrix)
    cosines = vectors.unit_vectors() @ vectors.unit_vectors([0])[0]
    wanted = np.argsort(-cosines, kind="stable")
    assert vectors.neighbour_ids(["w0"], topn)[0].tolist() == wanted[wanted != 0][:topn].tolist()


@pytest.mark.parametrize("at_once", [1, 100, 1 << 25])
@pytest.mark.parametrize("topn", [1, 7, 39, 100])
def test_a_batch_is_answered_as_one_by_one(monkeypatch, at_once, topn):
    monkeypatch.setattr(module, "_MOST_COSINES", at_once)
    vectors = random_vectors()
    queries = [*vectors.words[:9], vectors.words[2]]
    wanted = [
        [vectors.id(word) for word in names(vectors.most_similar(query, topn=topn))] for query in queries
    ]
    assert vectors.neighbour_ids(queries, topn).tolist() == wanted


def test_a_batch_may_be_empty_and_a_word_alone():
    assert toy().neighbour_ids([]).shape == (0, 4)
    assert WordVectors(["sun"], [[1.0]]).neighbour_ids(["sun"]).shape == (1, 0)


def test_gensim_gives_the_same_answers():
    models = pytest.importorskip("gensim.models", reason="gensim is not installed")
    vectors = random_vectors()
    theirs = models.KeyedVectors(vector_size=6)
    theirs.add_vectors(vectors.words, vectors.matrix)
    a, b, c, d = vectors.words[:4]
    for query in ({"positive": a}, {"positive": [a, b], "negative": [c], "topn": 3}, {"negative": [a, d]}):
        ours, wanted = vectors.most_similar(**query), theirs.most_similar(**query)
        assert names(ours) == names(wanted)
        np.testing.assert_allclose([x for _, x in ours], [x for _, x in wanted], atol=1e-6)
    assert vectors.similarity(a, b) == pytest.approx(float(theirs.similarity(a, b)), abs=1e-6)
    means = vectors.get_mean_vector([a, b, "unheard"]), theirs.get_mean_vector([a, b, "unheard"])
    np.testing.assert_allclose(*means, atol=1e-6)
    for start in range(30):
        group = vectors.words[start : start + 4]
        assert vectors.doesnt_match(group) == theirs.doesnt_match(group)


# What is refused

HUGE = np.full(2, np.inf)


@pytest.mark.parametrize(
    ("words", "matrix", "counts", "fact"),
    [
        (["a", "b"], [[1.0]], None, r"2 words need a matrix of as many rows, not of shape \(1, 1\)"),
        (["a"], [1.0], None, r"1 words need a matrix of as many rows, not of shape \(1,\)"),
        (["a", "b", "a"], np.eye(3), None, "'a' stands twice"),
        (["a"], [[np.nan]], None, "holds NaN or infinity"),
        (["a"], [[np.inf]], None, "holds NaN or infinity"),
        (["a"], [[1.0]], [1, 2], "1 words need as many counts, not 2"),
    ],
)
def test_what_does_not_fit_is_refused(words, matrix, counts, fact):
    with pytest.raises(ValueError, match=fact):
        WordVectors(words, matrix, counts)


def test_contexts_have_the_shape_of_the_vectors():
    vectors = WordVectors(["a", "b"], np.eye(2), contexts=[[1, 2], [3, 4]])
    assert vectors.contexts.dtype == np.float32 and vectors.contexts.tolist() == [[1, 2], [3, 4]]
    for bad in (np.ones((2, 3)), np.ones((1, 2)), np.ones(2)):
        with pytest.raises(ValueError, match=r"contexts must have the shape of the matrix, \(2, 2\)"):
            WordVectors(["a", "b"], np.eye(2), contexts=bad)


@pytest.mark.parametrize(
    ("call", "fact"),
    [
        (lambda v: v["raod"], "'raod' is not in the vocabulary; the closest words are: road"),
        (lambda v: v[["sun", "raod"]], "closest words are: road"),
        (lambda v: v.similarity("sun", "moon"), "'moon' is not in the vocabulary"),
        (lambda v: v.neighbour_ids(["sun", "raod"]), "closest words are: road"),
        (lambda v: v.most_similar(["sun", "raod"]), "closest words are: road"),
        (lambda v: v.analogy("sun", "hot", "raod"), "closest words are: road"),
        (lambda v: v.most_similar(), "needs at least one word or vector"),
        (lambda v: v.most_similar(np.ones(3)), r"has 2 numbers, not shape \(3,\)"),
        (lambda v: v.most_similar(HUGE), "must hold finite numbers"),
        (lambda v: v.most_similar([3]), "has 2 numbers, not shape"),
        (lambda v: v.most_similar([{"a": 1}]), "a word or a vector of 2 numbers, not {'a': 1}"),
        (lambda v: v.most_similar("sun", topn=0), "topn must be an integer of at least 1, not 0"),
        (lambda v: v.most_similar("sun", restrict_vocab=0), "restrict_vocab must be an integer of at least"),
        (lambda v: v.neighbour_ids(["sun"], topn=0), "topn must be an integer of at least 1, not 0"),
        (lambda v: v.doesnt_match(["sun"]), "at least 2 words"),
        (lambda v: v.get_mean_vector([]), "at least one word"),
    ],
)
def test_bad_queries_are_refused(call, fact):
    with pytest.raises((KeyError, ValueError), match=fact):
        call(toy())
