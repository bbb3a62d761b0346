"""Word vectors: cosines by hand, queries against slow loops, files that come back, files that are refused."""

import os
import struct
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from w2v_helpers import vectors as embeddings
from w2v_helpers.vectors import WordVectors

# (3, 4) has length 5: its cosine with (1, 0) is 3/5, with (0, 2) 4/5; (-3, -4) is its opposite.
TOY = {"sun": (1, 0), "hot": (3, 4), "road": (0, 2), "cold": (-3, -4), "nothing": (0, 0)}

FLOATS = st.floats(-(2.0**60), 2.0**60, width=32)
MATRICES = hnp.arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(1, 5)), elements=FLOATS)


def toy() -> WordVectors:
    return WordVectors(list(TOY), list(TOY.values()), counts=[5, 4, 3, 2, 1])


def random_vectors(size: int = 40, dim: int = 6, seed: int = 0) -> WordVectors:
    """Make vectors of words with letters from several alphabets."""
    words = [f"wörd{index}" if index % 3 else f"слово{index}" for index in range(size)]
    return WordVectors(words, np.random.default_rng(seed).normal(size=(size, dim)), np.arange(size, 0, -1))


def same(first: WordVectors, second: WordVectors) -> bool:
    return first.words == second.words and first.matrix.tobytes() == second.matrix.tobytes()


# What they are

TWICE = "The word 'a' stands twice in the list: every word needs one vector."
NOT_FINITE = "The matrix holds NaN or infinity: train again with a smaller learning rate."


def test_words_rows_and_counts():
    vectors = toy()
    assert len(vectors) == 5 and "hot" in vectors and "heat" not in vectors and 3 not in vectors
    assert vectors.matrix.dtype == np.float32 and vectors.matrix.shape == (5, 2)
    assert vectors.counts.dtype == np.int64 and vectors.counts.tolist() == [5, 4, 3, 2, 1]
    assert vectors["hot"].tolist() == [3, 4] and vectors["hot"].dtype == np.float32
    assert vectors[["road", "sun"]].tolist() == [[0, 2], [1, 0]]
    assert vectors.id("road") == 2
    assert repr(vectors) == "WordVectors(5 words, 2 dimensions)"
    assert WordVectors(["a"], [[1.0]]).counts is None


def test_they_are_a_list_of_words():
    assert list(toy()) == list(TOY) and [word for word in toy() if word in "sunroad"] == ["sun", "road"]
    with pytest.raises(TypeError):
        toy().key_to_index["new"] = 5


def test_a_table_of_pandas():
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    frame = toy().to_dataframe()
    assert isinstance(frame, pandas.DataFrame) and frame.shape == (5, 2)
    assert frame.loc["hot"].tolist() == [3, 4] and frame.index.name == "word"
    assert (frame.dtypes == np.float32).all()


def test_without_pandas_the_way_to_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError) as error:
        toy().to_dataframe()
    assert str(error.value) == "to_dataframe needs pandas: install it with `pip install pandas`."


def test_a_notebook_shows_a_table():
    shown = toy()._repr_html_()
    assert shown.startswith("<table><caption>WordVectors(5 words, 2 dimensions)</caption>")
    assert shown.count("<tr>") == 6 and "<td>hot</td>" in shown and "3.00 4.00<" in shown
    many = WordVectors(["<script>", *map(str, range(99))], np.ones((100, 9)))._repr_html_()
    assert "&lt;script&gt;" in many and "<script>" not in many
    assert many.count("<tr>") == 9 and "1.00 1.00 1.00 1.00 1.00 …" in many and "count" not in many


def test_no_second_matrix_is_kept():
    vectors = random_vectors(1000, 50)
    vectors.most_similar(vectors.words[0])
    vectors.unit_vectors()
    held = sum(item.nbytes for item in vars(vectors).values() if isinstance(item, np.ndarray))
    assert held < 1.1 * vectors.matrix.nbytes
    matrix = np.ones((3, 2), np.float32)
    assert WordVectors("abc", matrix).matrix is matrix


@pytest.mark.parametrize("scale", [1e-30, 1e-20, 1e15, 1e30])
def test_very_short_and_very_long_vectors_have_directions_too(scale):
    vectors, scaled = toy(), WordVectors(list(TOY), scale * np.array(list(TOY.values())))
    np.testing.assert_allclose(scaled.unit_vectors(), vectors.unit_vectors(), atol=1e-6)
    assert scaled.similarity("sun", "hot") == pytest.approx(0.6)
    assert [word for word, _ in scaled.most_similar("hot")] == ["road", "sun", "nothing", "cold"]


def test_unit_vectors_have_length_1_and_zero_stays_zero():
    units = toy().unit_vectors()
    assert toy().norms.tolist() == [1, 5, 2, 5, 0]
    np.testing.assert_array_equal(toy().unit_vectors(slice(1, 3)), units[1:3])
    np.testing.assert_array_equal(toy().unit_vectors(np.array([3, 0])), units[[3, 0]])
    np.testing.assert_allclose(units, [[1, 0], [0.6, 0.8], [0, 1], [-0.6, -0.8], [0, 0]], atol=1e-7)


@pytest.mark.parametrize(
    ("words", "matrix", "counts", "message"),
    [
        (["a", "b"], [[1.0]], None, "2 words need a matrix of as many rows, not of shape (1, 1)."),
        (["a"], [1.0], None, "1 words need a matrix of as many rows, not of shape (1,)."),
        (["a", "b", "a"], np.eye(3), None, TWICE),
        (["a"], [[np.nan]], None, NOT_FINITE),
        (["a"], [[np.inf]], None, NOT_FINITE),
        (["a"], [[1.0]], [1, 2], "1 words need as many counts, not 2."),
    ],
)
def test_what_does_not_fit_is_refused(words, matrix, counts, message):
    with pytest.raises(ValueError) as error:
        WordVectors(words, matrix, counts)
    assert str(error.value) == message


# Cosines and neighbours


def test_cosines_by_hand():
    vectors = toy()
    assert vectors.similarity("sun", "hot") == pytest.approx(0.6)
    assert vectors.similarity("hot", "road") == pytest.approx(0.8)
    assert vectors.similarity("hot", "cold") == pytest.approx(-1)
    assert vectors.similarity("sun", "road") == 0 == vectors.similarity("sun", "nothing")
    assert isinstance(vectors.similarity("sun", "hot"), float)


def test_neighbours_by_hand():
    neighbours = toy().most_similar("hot", topn=4)
    assert [word for word, _ in neighbours] == ["road", "sun", "nothing", "cold"]
    np.testing.assert_allclose([cosine for _, cosine in neighbours], [0.8, 0.6, 0, -1], atol=1e-6)
    assert all(type(cosine) is float for _, cosine in neighbours)


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
        assert [word for word, _ in got] == [word for word, _ in wanted]
        np.testing.assert_allclose([c for _, c in got], [c for _, c in wanted], atol=1e-5)


def test_a_single_word_or_vector_needs_no_list():
    vectors = random_vectors()
    word = vectors.words[3]
    assert vectors.most_similar(word) == vectors.most_similar([word])
    assert vectors.most_similar(vectors.matrix[3]) == vectors.most_similar([vectors.matrix[3]])
    assert vectors.most_similar(negative=word) == vectors.most_similar(negative=[word])
    assert vectors.most_similar(vectors.matrix[3], topn=1)[0][0] == word  # a vector leaves nothing out


def test_the_words_of_the_query_are_never_the_answer():
    vectors = random_vectors()
    asked = vectors.words[:5]
    answers = [word for word, _ in vectors.most_similar(asked[:3], asked[3:], topn=1000)]
    assert len(answers) == 35 and not set(asked) & set(answers)
    assert vectors.most_similar(vectors.words, topn=3) == []


def test_equal_cosines_keep_the_order_of_the_words():
    vectors = WordVectors(["q", "a", "b", "c"], [[1, 0], [2, 2], [1, 1], [4, 4]])
    assert [word for word, _ in vectors.most_similar("q", topn=2)] == ["a", "b"]


@pytest.mark.parametrize(("topn", "block"), [(1, 512), (7, 5), (39, 40), (100, 3)])
def test_neighbours_of_many_words_are_those_of_each(monkeypatch, topn, block):
    monkeypatch.setattr(embeddings, "_BLOCK", block)
    vectors = random_vectors()
    asked = [*vectors.words[5:17], vectors.words[5]]
    found = vectors.neighbour_ids(asked, topn)
    one_by_one = [[vectors.id(near) for near, _ in vectors.most_similar(word, topn=topn)] for word in asked]
    assert found.tolist() == one_by_one and found.shape == (13, min(topn, 39))


def test_neighbours_of_no_word_and_of_the_only_word():
    assert toy().neighbour_ids([]).shape == (0, 4)
    assert WordVectors(["sun"], [[1.0]]).neighbour_ids(["sun"]).shape == (1, 0)
    with pytest.raises(KeyError, match="closest words are: road"):
        toy().neighbour_ids(["sun", "raod"])
    with pytest.raises(ValueError, match="topn must be an integer of at least 1, not 0"):
        toy().neighbour_ids(["sun"], topn=0)


def test_an_analogy_asks_for_second_minus_first_plus_third():
    vectors = random_vectors()
    a, b, c = vectors.words[:3]
    assert vectors.analogy(a, b, c, topn=4) == vectors.most_similar(positive=[b, c], negative=[a], topn=4)
    square = WordVectors(
        ["man", "woman", "king", "queen", "road"],
        [[1, 0.2, 1], [1, 0.2, -1], [1, 2, 1], [1, 2, -1], [-1, 0.1, -1]],
    )
    assert square.analogy("man", "woman", "king")[0][0] == "queen"
    assert square.analogy("king", "queen", "man")[0][0] == "woman"


def test_a_weight_may_stand_beside_each_word():
    vectors = random_vectors()
    a, b, c = vectors.words[:3]
    query = 2 * vectors.get_vector(a, norm=True) - 0.5 * vectors.get_vector(b, norm=True)
    wanted = [pair for pair in vectors.most_similar(query, topn=12) if pair[0] not in (a, b)][:5]
    for positive, negative in [([(a, 2.0), (b, -0.5)], []), ([(a, 2)], [(b, np.float32(-0.5))])]:
        got = vectors.most_similar(positive, negative, topn=5)
        assert [word for word, _ in got] == [word for word, _ in wanted]
        np.testing.assert_allclose([x for _, x in got], [x for _, x in wanted], atol=1e-6)
    assert vectors.most_similar((a, 3.0)) == vectors.most_similar([(a, 3.0)])
    assert vectors.most_similar((a, b)) == vectors.most_similar([a, b])  # two words, not a word and a weight
    assert vectors.most_similar([(vectors[a], 2.0), c]) == vectors.most_similar([(vectors[a], 2.0), (c, 1.0)])


def test_only_frequent_words_are_answers_if_asked():
    vectors = random_vectors()
    late, early = vectors.words[30], vectors.words[3]
    everyone = vectors.most_similar(late, topn=39)
    wanted = [word for word, _ in everyone if vectors.id(word) < 10]
    assert [word for word, _ in vectors.most_similar(late, topn=39, restrict_vocab=10)] == wanted
    assert len(vectors.most_similar(early, topn=39, restrict_vocab=10)) == 9
    assert len(vectors.most_similar_cosmul(early, topn=39, restrict_vocab=10)) == 9
    with pytest.raises(ValueError, match="^restrict_vocab must be an integer of at least 1, not 0"):
        vectors.most_similar(early, restrict_vocab=0)


def test_cosmul_by_hand():
    # Shifted cosines with sun: hot .8, road .5; with road: hot .9, sun .5.
    vectors = toy()
    words, values = zip(*vectors.most_similar_cosmul("sun", "road", topn=3), strict=True)
    wanted = {"hot": 0.8 / 0.9, "cold": 0.2 / 0.1, "nothing": 0.5 / 0.5}
    np.testing.assert_allclose(values, sorted(wanted.values(), reverse=True), rtol=1e-4)
    assert words == tuple(sorted(wanted, key=wanted.get, reverse=True))
    with pytest.raises(ValueError, match="^most_similar_cosmul needs at least one positive word or vector.$"):
        vectors.most_similar_cosmul(negative="sun")


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_the_largest_are_those_of_a_stable_sort(data):
    shape = data.draw(st.tuples(st.integers(1, 5), st.integers(1, 300)))
    few = st.sampled_from([-np.inf, -1, 0, 0.5, 1])  # many are equal
    values = data.draw(hnp.arrays(np.float32, shape, elements=few | st.floats(-1, 1, width=32)))
    how_many = data.draw(st.integers(1, shape[1]))
    rows, columns, largest = embeddings._largest(values, how_many)
    wanted = np.argsort(-values, axis=1, kind="stable")[:, :how_many]
    assert columns.reshape(wanted.shape).tolist() == wanted.tolist()
    assert rows.tolist() == np.repeat(np.arange(shape[0]), how_many).tolist()
    assert largest.tobytes() == np.take_along_axis(values, wanted, axis=1).tobytes()


@pytest.mark.parametrize("columns", [1, 3, 16, 2048])
@pytest.mark.parametrize("topn", [1, 7, 39, 100])
def test_a_batch_is_answered_as_one_by_one(monkeypatch, columns, topn):
    monkeypatch.setattr(embeddings, "_BLOCK", 5)
    monkeypatch.setattr(embeddings, "_COLUMNS", columns)
    vectors = random_vectors()
    queries = [*vectors.words[:9], 3 * vectors.matrix[4], vectors.words[2], np.ones(6)]
    answers = vectors.most_similar_many(queries, topn)
    assert len(answers) == 12
    for query, answer in zip(queries, answers, strict=True):
        wanted = vectors.most_similar([query], topn=topn)
        assert [word for word, _ in answer] == [word for word, _ in wanted]
        np.testing.assert_allclose([x for _, x in answer], [x for _, x in wanted], atol=1e-6)
        assert all(type(cosine) is float for _, cosine in answer)


def test_a_batch_may_be_a_matrix_or_empty():
    vectors = random_vectors()
    answers = vectors.most_similar_many(vectors.matrix[:3], topn=1)
    assert [answer[0][0] for answer in answers] == vectors.words[:3]
    assert vectors.most_similar_many([]) == []
    with pytest.raises(KeyError, match="closest words are"):
        vectors.most_similar_many([vectors.words[0], "wörd"])
    with pytest.raises(ValueError, match=r"^A query vector has 6 numbers, not shape \(2,\).$"):
        vectors.most_similar_many(np.eye(2))


def test_equal_vectors_keep_the_order_of_the_words_in_a_batch(monkeypatch):
    monkeypatch.setattr(embeddings, "_COLUMNS", 16)
    vectors = WordVectors([f"w{n}" for n in range(100)], np.ones((100, 2)))
    assert vectors.neighbour_ids(["w0", "w50"], topn=3).tolist() == [[1, 2, 3], [0, 1, 2]]
    assert [word for word, _ in vectors.most_similar("w50", topn=3)] == ["w0", "w1", "w2"]


def test_ranks_and_distances_by_hand():
    vectors = toy()
    np.testing.assert_allclose(vectors.distances("hot"), [0.4, 0, 0.2, 2, 1], atol=1e-6)
    np.testing.assert_allclose(vectors.distances(np.array([0, 3.0]), ["cold", "hot"]), [1.8, 0.2], atol=1e-6)
    assert vectors.closer_than("hot", "nothing") == ["sun", "road"]
    assert [vectors.rank("hot", word) for word in ("road", "sun", "nothing", "cold")] == [1, 2, 3, 4]
    assert vectors.most_similar_to_given("hot", ["cold", "sun", "nothing"]) == "sun"


def test_means_by_hand():
    vectors = toy()
    half = np.array([0.8, 0.4], np.float32)
    mean = vectors.get_mean_vector(["sun", "moon", "hot"])
    np.testing.assert_allclose(mean, half, atol=1e-7)
    assert mean.dtype == np.float32
    options = {"pre_normalize": False}
    np.testing.assert_allclose(vectors.get_mean_vector(["sun", "hot"], **options), [2, 2])
    np.testing.assert_allclose(vectors.get_mean_vector(["sun", "hot"], [3, -1], **options), [0, -1])
    unit = vectors.get_mean_vector(["sun", "hot"], post_normalize=True)
    np.testing.assert_allclose(unit, half / np.linalg.norm(half), atol=1e-7)
    assert vectors.get_mean_vector(["moon"]).tolist() == [0, 0]
    assert vectors.get_mean_vector("sun").tolist() == [1, 0]
    assert vectors.get_mean_vector([np.array([2, 4]), "nothing"]).tolist() == [1, 2]
    with pytest.raises(KeyError, match="'moon' is not in the vocabulary"):
        vectors.get_mean_vector(["sun", "moon"], ignore_missing=False)
    for keys, weights in (([], None), (["sun"], [1, 2])):
        with pytest.raises(ValueError, match="^A mean needs a word and a weight for each, not"):
            vectors.get_mean_vector(keys, weights)


def test_the_likeness_of_two_groups_by_hand():
    assert toy().n_similarity(["sun", "hot"], ["road"]) == pytest.approx(np.sqrt(0.5))
    assert toy().n_similarity("sun", ["hot", "moon"]) == pytest.approx(0.6)


def test_the_word_that_does_not_match():
    vectors = WordVectors(["a", "b", "c", "odd"], [[1, 0.1], [5, 0], [1, -0.1], [-0.1, 1]])
    assert vectors.doesnt_match(["a", "odd", "b", "c"]) == "odd"
    assert vectors.doesnt_match(("b", "odd", "a")) == "odd"


def test_bad_queries_are_refused():
    vectors = toy()
    with pytest.raises(ValueError, match="^most_similar needs at least one word or vector to compare with.$"):
        vectors.most_similar()
    with pytest.raises(ValueError, match=r"^A query vector has 2 numbers, not shape \(3,\).$"):
        vectors.most_similar(np.ones(3))
    with pytest.raises(
        ValueError, match=r"^A query is a word or a vector of 2 numbers, not \('sun', 0.5\).$"
    ):
        vectors.most_similar_cosmul([("sun", 0.5)])
    for bad in ([np.nan, 1], [np.inf, 1]):
        for ask in (
            vectors.most_similar,
            vectors.distances,
            lambda query: vectors.most_similar_many([query]),
        ):
            with pytest.raises(
                ValueError, match="^A query vector must hold finite numbers, not NaN or infinity.$"
            ):
                ask(np.array(bad))
    with pytest.raises(ValueError, match="^doesnt_match needs a list of at least 2 words.$"):
        vectors.doesnt_match("sun")
    for bad in (0, -1, 2.5, True, None):
        with pytest.raises(ValueError, match="^topn must be an integer of at least 1"):
            vectors.most_similar("sun", topn=bad)


def test_an_unknown_word_gets_the_closest_spellings():
    vectors = WordVectors(["romeo", "juliet", "rome"], np.eye(3))
    wanted = "'Romeoo' is not in the vocabulary; the closest words are: romeo, rome."
    for ask in (
        vectors.id,
        vectors.most_similar,
        vectors.__getitem__,
        lambda word: vectors[["juliet", word]],
        lambda word: vectors.most_similar(["rome"], [word]),
        lambda word: vectors.similarity("rome", word),
        lambda word: vectors.analogy("rome", "romeo", word),
        lambda word: vectors.doesnt_match(["rome", word]),
    ):
        with pytest.raises(KeyError) as error:
            ask("Romeoo")
        assert error.value.args == (wanted,)
    with pytest.raises(KeyError, match="no word in it is spelled like that"):
        vectors.id("xyz")


def ours_and_gensims():
    """Make the same random vectors twice, ours and gensim's, or skip the test."""
    models = pytest.importorskip("gensim.models", reason="gensim is not installed")
    vectors = random_vectors()
    theirs = models.KeyedVectors(vector_size=6)
    theirs.add_vectors(vectors.words, vectors.matrix)
    return vectors, theirs


def test_gensim_gives_the_same_answers_to_its_other_questions():
    vectors, theirs = ours_and_gensims()
    a, b, c, d = vectors.words[:4]
    for positive, negative, more in [
        ([(a, 2.0), b], [], {}),
        ([a, (b, -0.5)], [(c, -2.0)], {}),
        ([a], [b], {"restrict_vocab": 12}),
    ]:
        ours, wanted = (v.most_similar(positive, negative, **more) for v in (vectors, theirs))
        assert [word for word, _ in ours] == [word for word, _ in wanted]
        np.testing.assert_allclose([x for _, x in ours], [x for _, x in wanted], atol=1e-6)
    for positive, negative in [([a], []), ([a, b], [c]), ([a, b], [c, d])]:
        ours, wanted = (v.most_similar_cosmul(positive, negative) for v in (vectors, theirs))
        assert [word for word, _ in ours] == [word for word, _ in wanted]
        np.testing.assert_allclose([x for _, x in ours], [x for _, x in wanted], rtol=1e-4)
    for first, second in zip(vectors.words, vectors.words[1:], strict=False):
        assert vectors.rank(first, second) == theirs.rank(first, second)
        assert vectors.closer_than(first, second) == theirs.closer_than(first, second)
    np.testing.assert_allclose(vectors.distances(a), theirs.distances(a), atol=1e-6)
    np.testing.assert_allclose(
        vectors.distances(vectors[b], [a, c]), theirs.distances(vectors[b], [a, c]), atol=1e-6
    )
    assert vectors.n_similarity([a, b], [c]) == pytest.approx(
        float(theirs.n_similarity([a, b], [c])), abs=1e-6
    )
    assert vectors.most_similar_to_given(a, [b, c, d]) == theirs.most_similar_to_given(a, [b, c, d])
    for options in ({}, {"pre_normalize": False}, {"post_normalize": True}, {"weights": [1.0, -2.0, 0.5]}):
        wanted = theirs.get_mean_vector([a, b, "unheard"], **options)
        np.testing.assert_allclose(vectors.get_mean_vector([a, b, "unheard"], **options), wanted, atol=1e-6)
    assert vectors.vector_size == theirs.vector_size and dict(vectors.key_to_index) == theirs.key_to_index
    assert (
        vectors.index_to_key == theirs.index_to_key and vectors.vectors.tobytes() == theirs.vectors.tobytes()
    )
    np.testing.assert_allclose(vectors.get_vector(a, norm=True), theirs.get_vector(a, norm=True), atol=1e-6)
    np.testing.assert_allclose(vectors.unit_vectors(), theirs.get_normed_vectors(), atol=1e-6)


# Files that come back


@settings(max_examples=40, deadline=None)
@given(MATRICES)
def test_round_trips_keep_every_bit(tmp_path_factory, matrix):
    folder = tmp_path_factory.mktemp("vectors")
    vectors = WordVectors([f"w{index}" for index in range(len(matrix))], matrix)
    vectors.save(folder / "v.npz")
    vectors.save_word2vec(folder / "v.txt")
    vectors.save_word2vec(folder / "v.bin", binary=True)
    assert same(WordVectors.load(folder / "v.npz"), vectors)
    assert same(WordVectors.load_word2vec(folder / "v.txt"), vectors)
    assert same(WordVectors.load_word2vec(folder / "v.bin", binary=True), vectors)
    assert sorted(os.listdir(folder)) == ["v.bin", "v.npz", "v.txt"]


def test_npz_keeps_counts_and_odd_words(tmp_path):
    words = ["", "two words", "tab\there", "line\nend", "слово", "[UNK]"]
    vectors = WordVectors(words, np.eye(6), counts=range(6))
    vectors.save(tmp_path / "odd.npz")
    loaded = WordVectors.load(tmp_path / "odd.npz")
    assert same(loaded, vectors) and loaded.counts.tolist() == [0, 1, 2, 3, 4, 5]
    toy_without = WordVectors(["a"], [[1.0]])
    toy_without.save(tmp_path / "odd.npz")
    assert WordVectors.load(tmp_path / "odd.npz").counts is None


def test_the_ending_may_be_left_out_and_folders_are_made(tmp_path):
    toy().save(tmp_path / "new" / "folder" / "king")
    assert (tmp_path / "new" / "folder" / "king.npz").is_file()
    assert same(WordVectors.load(tmp_path / "new" / "folder" / "king"), toy())
    toy().save(str(tmp_path / "v1.2"))
    assert same(WordVectors.load(str(tmp_path / "v1.2")), toy())


def test_the_bytes_of_a_word2vec_file(tmp_path):
    vectors = WordVectors(["ä", "b"], [[1.5, -2], [0.1, 3e-9]])
    vectors.save_word2vec(tmp_path / "v")
    assert (tmp_path / "v").read_text("utf-8") == "2 2\nä 1.5 -2.0\nb 0.1 3e-09\n"
    vectors.save_word2vec(tmp_path / "v", binary=True)
    first, second = struct.pack("<2f", 1.5, -2), struct.pack("<2f", 0.1, 3e-9)
    assert (tmp_path / "v").read_bytes() == b"2 2\n\xc3\xa4 " + first + b"\nb " + second + b"\n"


def test_word2vec_files_of_other_programs(tmp_path):
    path = tmp_path / "v"
    path.write_bytes(b"2 2\r\na 1 2 \r\nb 3 4 \r\n\r\n")  # a space before the line end, as word2vec.c writes
    assert WordVectors.load_word2vec(path).matrix.tolist() == [[1, 2], [3, 4]]
    without_line_ends = b"2 1\na " + struct.pack("<f", 1) + b"b " + struct.pack("<f", 2)  # as gensim writes
    path.write_bytes(without_line_ends)
    loaded = WordVectors.load_word2vec(path, binary=True)
    assert loaded.words == ["a", "b"] and loaded.matrix.tolist() == [[1], [2]]
    path.write_bytes(b"1 1\na " + b"\n\n \n" + b"\n")  # numbers may look like white space
    assert WordVectors.load_word2vec(path, binary=True).matrix.tobytes() == b"\n\n \n"


@pytest.mark.parametrize("binary", [False, True])
def test_gensim_reads_our_files_and_we_read_gensims(tmp_path, binary):
    models = pytest.importorskip("gensim.models", reason="gensim is not installed")
    vectors = random_vectors()
    vectors.save_word2vec(tmp_path / "ours", binary=binary)
    theirs = models.KeyedVectors.load_word2vec_format(tmp_path / "ours", binary=binary)
    assert theirs.index_to_key == vectors.words
    assert theirs.vectors.tobytes() == vectors.matrix.tobytes()
    theirs.save_word2vec_format(tmp_path / "theirs", binary=binary)
    assert same(WordVectors.load_word2vec(tmp_path / "theirs", binary=binary), vectors)


def test_gensim_gives_the_same_answers():
    vectors, theirs = ours_and_gensims()
    a, b, c, d = vectors.words[:4]
    for ours, wanted in [
        (vectors.most_similar(a), theirs.most_similar(a)),
        (vectors.most_similar([a, b], [c], topn=3), theirs.most_similar([a, b], [c], topn=3)),
        (vectors.most_similar(negative=[a, d]), theirs.most_similar(negative=[a, d])),
    ]:
        assert [word for word, _ in ours] == [word for word, _ in wanted]
        np.testing.assert_allclose([x for _, x in ours], [x for _, x in wanted], atol=1e-6)
    assert vectors.similarity(a, b) == pytest.approx(float(theirs.similarity(a, b)), abs=1e-6)
    for start in range(30):
        group = vectors.words[start : start + 4]
        assert vectors.doesnt_match(group) == theirs.doesnt_match(group)


# Files that are refused


def damaged_archives(folder):
    """Yield a name and the bytes of files that are no whole archive of ours."""
    random_vectors().save(folder / "whole.npz")
    whole = (folder / "whole.npz").read_bytes()
    yield "empty", b""
    yield "text", b"the wide road\n"
    for share in (0.1, 0.5, 0.9, 0.999):
        yield f"cut at {share}", whole[: int(share * len(whole))]
    middle = len(whole) // 2
    yield "a bit turned", whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    for name, arrays in {
        "other arrays": {"weights": np.eye(2)},
        "no words": {"matrix": np.eye(2)},
        "no matrix": {"words": np.array(["a", "b"])},
        "objects": {"words": np.array(["a", None]), "matrix": np.eye(2)},
        "too few rows": {"words": np.array(["a", "b", "c"]), "matrix": np.eye(2)},
        "no numbers": {"words": np.array(["a", "b"]), "matrix": np.array([["x"], ["y"]])},
    }.items():
        np.savez(folder / "other.npz", **arrays)
        yield name, (folder / "other.npz").read_bytes()
    np.save(folder / "array.npy", np.eye(2))
    yield "a single array", (folder / "array.npy").read_bytes()


def test_damaged_archives_are_refused_in_one_sentence(tmp_path):
    (tmp_path / "sources").mkdir()
    path = tmp_path / "damaged.npz"
    for name, content in damaged_archives(tmp_path / "sources"):
        path.write_bytes(content)
        with pytest.raises(ValueError) as error:
            WordVectors.load(path)
        assert str(error.value) == f"{path} is damaged or was not written by WordVectors.save.", name


@pytest.mark.parametrize("binary", [False, True])
def test_truncated_word2vec_files_are_refused_wherever_they_end(tmp_path, binary):
    path = tmp_path / "v"
    WordVectors(["ab", "c"], [[0.5, 12], [1, 2.25]]).save_word2vec(path, binary=binary)
    whole = path.read_bytes()
    for length in range(len(whole) - binary):  # the last line end of a binary file says nothing
        path.write_bytes(whole[:length])
        with pytest.raises(ValueError, match=f"{path} is not a whole word2vec (binary|text) file: .*[a-z]"):
            WordVectors.load_word2vec(path, binary=binary)


HEADER = "its first line is not two integers above 0, words and dimensions."


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", HEADER),
        (b"the 0.1 0.2\na 0.3 0.4\n", HEADER),  # as GloVe writes, without a header
        (b"2\na 1\nb 2\n", HEADER),
        (b"0 2\n", HEADER),
        (b"-1 2\n", HEADER),
        (b"1 0\na\n", HEADER),
        (b"1 2 3\na 1 2\n", HEADER),
        (b"1.0 2\na 1 2\n", HEADER),
        (b"999999999 999999999999\na 1 2\n", "it ends before the last word."),
        (b"2 2\na 1 2\n", "it ends before the last word."),
        (b"1 2\na 1 2", "it ends before the last line does."),
        (b"1 3\na 1 2\n", "the row of 'a' has 2 numbers instead of 3."),
        (b"1 1\na 1 2\n", "the row of 'a' has 2 numbers instead of 1."),
        (b"1 2\na  1 2\n", "the row of 'a' has 3 numbers instead of 2."),
        (b"1 2\na 1 2\nb 3 4\n", "it goes on after the last word."),
        (b"1 2\na 1 x\n", "could not convert string to float: 'x'"),
        (b"1 1\na nan\n", NOT_FINITE),
        (b"2 1\na 1\na 2\n", TWICE),
        (b"1 1\n\xff 1\n", "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
    ],
)
def test_text_files_of_another_kind_are_refused(tmp_path, content, why):
    path = tmp_path / "v.txt"
    path.write_bytes(content)
    with pytest.raises(ValueError) as error:
        WordVectors.load_word2vec(path)
    assert str(error.value) == f"{path} is not a whole word2vec text file: {why}"


def test_text_taken_for_binary_and_the_other_way_round_is_refused(tmp_path):
    path = tmp_path / "v"
    for binary in (True, False):
        random_vectors().save_word2vec(path, binary=not binary)
        kind = "binary" if binary else "text"
        with pytest.raises(ValueError, match=f"is not a whole word2vec {kind} file"):
            WordVectors.load_word2vec(path, binary=binary)
    path.write_bytes(b"999999999 999999999999\na " + bytes(8))
    with pytest.raises(ValueError, match="it ends before the last word"):
        WordVectors.load_word2vec(path, binary=True)


@pytest.mark.parametrize("load", [WordVectors.load, WordVectors.load_word2vec])
def test_a_missing_file_and_a_folder_are_refused(tmp_path, load):
    missing = r"^There are no vectors at .*nowhere.*: save some there first\.$"
    with pytest.raises(FileNotFoundError, match=missing):
        load(tmp_path / "nowhere")
    with pytest.raises(IsADirectoryError, match=r"is a folder: give the name of a file of vectors\.$"):
        load(tmp_path)


# Nothing half-written


@pytest.mark.parametrize("word", ["", "two words", "tab\there", "line\nend", "a\u00a0b"])
def test_a_word_that_the_word2vec_format_cannot_keep_is_refused(tmp_path, word):
    path = tmp_path / "v.txt"
    path.write_text("before")
    with pytest.raises(ValueError) as error:
        WordVectors(["a", word], np.eye(2)).save_word2vec(path)
    message = f"This format cannot keep the word {word!r}, which is empty or holds white space."
    assert str(error.value) == message
    assert path.read_text() == "before" and os.listdir(tmp_path) == ["v.txt"]


@pytest.mark.parametrize("save", ["save", "save_word2vec", "export_projector"])
def test_a_failure_in_the_middle_leaves_the_old_file_alone(tmp_path, monkeypatch, save):
    target = tmp_path / ("v.npz" if save == "save" else "v")
    getattr(toy(), save)(target)
    files = [target / "vectors.tsv", target / "metadata.tsv"] if save == "export_projector" else [target]
    before = [path.read_bytes() for path in files]
    vectors = random_vectors()

    def fail_late(*_, **__):
        raise OSError("No space left on device")

    if save == "save":
        monkeypatch.setattr(np.lib.format, "write_array", fail_late)
    elif save == "export_projector":
        monkeypatch.setattr(type(tmp_path), "write_text", fail_late)
    else:
        vectors.words[-1] = "\ud800"  # half a character: cannot be encoded, which shows at the last word
    with pytest.raises((OSError, UnicodeEncodeError)):
        getattr(vectors, save)(target)
    assert [path.read_bytes() for path in files] == before
    assert not list(tmp_path.rglob(".*"))


@pytest.mark.parametrize("save", ["save", "save_word2vec", "export_projector"])
def test_a_place_that_cannot_be_written_is_refused(tmp_path, save):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match=r"^Cannot write .*: .*\. Choose a folder you may write to\.$"):
        getattr(toy(), save)(tmp_path / "file" / "v")
    assert os.listdir(tmp_path) == ["file"] and (tmp_path / "file").read_text() == "in the way"


@pytest.mark.parametrize(("save", "name"), [("save", "v.npz"), ("save_word2vec", "v")])
def test_a_folder_is_not_overwritten(tmp_path, save, name):
    (tmp_path / name).mkdir()
    with pytest.raises(IsADirectoryError, match=r"it is a folder. Give the name of a file\.$"):
        getattr(toy(), save)(tmp_path / name)
    assert os.listdir(tmp_path) == [name] and not os.listdir(tmp_path / name)


# The projector


def test_projector_files_with_counts(tmp_path):
    vectors = toy()
    assert vectors.export_projector(tmp_path / "logs" / "run1") == tmp_path / "logs" / "run1"
    folder = tmp_path / "logs" / "run1"
    assert sorted(os.listdir(folder)) == ["metadata.tsv", "projector_config.pbtxt", "vectors.tsv"]
    lines = (folder / "vectors.tsv").read_text().splitlines()
    np.testing.assert_array_equal([list(map(np.float32, line.split("\t"))) for line in lines], vectors.matrix)
    rows = (folder / "metadata.tsv").read_text("utf-8").splitlines()
    assert rows == ["word\tcount", "sun\t5", "hot\t4", "road\t3", "cold\t2", "nothing\t1"]
    config = (folder / "projector_config.pbtxt").read_text()
    assert 'tensor_path: "vectors.tsv"' in config and 'metadata_path: "metadata.tsv"' in config


def test_projector_files_without_counts_have_no_header(tmp_path):
    # With a single column the projector takes the first line for a word.
    WordVectors(["a", "b"], np.eye(2)).export_projector(tmp_path)
    assert (tmp_path / "metadata.tsv").read_text() == "a\nb\n"


@pytest.mark.parametrize("counts", [None, range(5)])
def test_projector_files_keep_one_line_a_word(tmp_path, counts):
    words = ["tab\there", "line\nend", "", " two  words ", "line\u2028separator"]
    WordVectors(words, np.eye(5), counts).export_projector(tmp_path)
    rows = (tmp_path / "metadata.tsv").read_text("utf-8").splitlines()
    rows = rows if counts is None else rows[1:]
    first = [row.split("\t")[0] for row in rows]
    assert first == ["tab here", "line end", "(empty)", "two words", "line separator"]
    assert {len(row.split("\t")) for row in rows} == {1 if counts is None else 2}
    assert len((tmp_path / "vectors.tsv").read_text().splitlines()) == 5


def test_the_projector_config_is_what_tensorboard_reads(tmp_path):
    projector = pytest.importorskip("tensorboard.plugins.projector")
    text_format = pytest.importorskip("google.protobuf.text_format")
    toy().export_projector(tmp_path)
    config = projector.ProjectorConfig()
    text_format.Parse((tmp_path / "projector_config.pbtxt").read_text(), config)
    assert [(e.tensor_path, e.metadata_path) for e in config.embeddings] == [("vectors.tsv", "metadata.tsv")]
