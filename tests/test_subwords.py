"""Subwords: n-grams, hashes and rows by hand, and `.bin` files that fastText and gensim read or write."""

import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, strategies as st

from w2v_helpers.fasttext_file import FastTextFile, write_fasttext
from w2v_helpers.subwords import fasttext_hash, hashed_rows, ngrams

KNOWN = ["the", "straße", "köln", "日本語", "road", "a", "don't", "🙂"]
UNKNOWN = ["roads", "Straßen", "日本", "x", "", "two words", "kölner", "🙂🙂", "o\u0308", "<>"]
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
HEADER, TABLE = struct.Struct("<2i12id3i2q"), struct.Struct("<?2q")
NAMES = "magic version dim ws ep low neg n loss model bucket minn maxn lr t size words labels tokens pruned"


def naive_ngrams(word, shortest, longest):
    marked = "" if word == "</s>" else f"<{word}>"
    size = len(marked)
    spans = [(i, j) for i in range(size) for j in range(i + 1, size + 1) if shortest <= j - i <= longest]
    return [marked[i:j] for i, j in spans if (i, j) not in ((0, 1), (size - 1, size))]


def naive_hash(text):
    value = 2166136261
    for byte in text.encode():
        value = (value ^ (byte if byte < 128 else byte | 0xFFFFFF00)) * 16777619 % 2**32
    return value


def tables(size=8, buckets=37, dim=5):
    rng = np.random.default_rng(0)
    return [rng.normal(size=(rows, dim)).astype(np.float32) for rows in (size, buckets, size)]


def expected(word, word_rows, ngram_rows, shortest, longest):
    rows = [word_rows[KNOWN.index(word)]] if word in KNOWN else []
    rows += [ngram_rows[naive_hash(gram) % len(ngram_rows)] for gram in naive_ngrams(word, shortest, longest)]
    return sum(rows) / max(1, len(rows)) + np.zeros(ngram_rows.shape[1])


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.bin"


@pytest.fixture
def whole(path):
    write_fasttext(path, KNOWN, range(8, 0, -1), *tables())
    return path.read_bytes()


def test_ngrams_by_hand():
    assert ngrams("ab", 3, 6) == ["<ab", "<ab>", "ab>"]
    assert ngrams("ab", 1, 2) == ["<a", "a", "ab", "b", "b>"]
    assert ngrams("köl", 4, 4) == ["<köl", "köl>"]
    assert ngrams("", 1, 6) == ["<>"]
    assert ngrams("a", 4) == ngrams("</s>") == []


@given(WORDS, st.integers(1, 4), st.integers(0, 4))
def test_ngrams_are_those_of_a_plain_loop(word, shortest, more):
    assert ngrams(word, shortest, shortest + more) == naive_ngrams(word, shortest, shortest + more)


def test_hashes_by_hand():
    # The published FNV-1a values hold for ASCII; above it, fastText's differ.
    assert [fasttext_hash(text) for text in ("", "a", "foobar")] == [0x811C9DC5, 0xE40C292C, 0xBF9CF968]
    step = (0x811C9DC5 ^ 0xFFFFFFC3) * 16777619 % 2**32  # "ö" is the bytes C3 B6
    assert fasttext_hash("ö") == (step ^ 0xFFFFFFB6) * 16777619 % 2**32


@given(st.lists(WORDS, max_size=20), st.integers(1, 2**31))
def test_rows_are_hashes_modulo_the_number_of_buckets(texts, buckets):
    rows = hashed_rows(texts, buckets)
    assert rows.dtype == np.int64 and rows.tolist() == [naive_hash(text) % buckets for text in texts]
    several = hashed_rows(texts, buckets, hashes=3).reshape(-1, 3)
    assert several[:, 0].tolist() == rows.tolist() and (several < buckets).all() and (several >= 0).all()


def test_several_hashes_are_spread_evenly_and_independent_of_each_other():
    rows = hashed_rows([f"n{index}" for index in range(20_000)], 100, hashes=3).reshape(-1, 3)
    assert all(np.abs(np.bincount(column) - 200).max() < 80 for column in rows.T)  # 5.7 standard deviations
    for first, second in ((0, 1), (0, 2), (1, 2)):
        pairs = np.bincount(100 * rows[:, first] + rows[:, second], minlength=10_000)
        assert 0.9 < pairs.var() / pairs.mean() < 1.1  # as if thrown at random


BAD = {
    "min_length must be an integer of at least 1, not 0": (ngrams, "a", 0),
    "min_length must be at most max_length, 3, not 4": (ngrams, "a", 4, 3),
    "must be a str, not b'a'": (fasttext_hash, b"a"),
    "buckets must be an integer of at least 1, not 0": (hashed_rows, ["a"], 0),
    "hashes must be an integer of at least 1, not 0": (hashed_rows, ["a"], 9, 0),
}


@pytest.mark.parametrize("fact", BAD)
def test_bad_values_are_named(fact):
    function, *values = BAD[fact]
    with pytest.raises(ValueError, match=fact):
        function(*values)


@pytest.mark.parametrize(("shortest", "longest"), [(3, 6), (1, 1), (1, 4), (2, 2)])
def test_what_is_written_comes_back(path, shortest, longest):
    counts = list(range(8, 0, -1))
    write_fasttext(path, KNOWN, counts, *tables(), min_length=shortest, max_length=longest)
    file = FastTextFile(path)
    assert (file.words, file.counts.tolist(), file.vector_size, file.buckets) == (KNOWN, counts, 5, 37)
    assert (file.min_length, file.max_length, file.counts.dtype) == (shortest, longest, np.int64)
    words, matrix = file.word_vectors()
    assert words == KNOWN and matrix.shape == (8, 5) and matrix.dtype == np.float32
    np.testing.assert_allclose(matrix, [file.vector(word) for word in words], atol=1e-6)
    for word in KNOWN + UNKNOWN:
        vector = file.vector(word)
        assert vector.dtype == np.float32
        np.testing.assert_allclose(vector, expected(word, *tables()[:2], shortest, longest), atol=1e-6)
    assert not file.vector("</s>").any()  # has no n-grams
    assert file.word_vectors(limit=3)[0] == KNOWN[:3] and file.word_vectors(limit=99)[1].shape == (8, 5)


def test_many_words_make_the_same_vectors_as_one_by_one(path):
    words = [f"word{index * 7919}" for index in range(9000)] + ["z" * 40_000]
    write_fasttext(path, words, np.ones(len(words), int), *tables(len(words), 50, 2)[:2])
    matrix = (file := FastTextFile(path)).word_vectors()[1]
    for index in (0, 1, 3000, 4500, 8999, 9000):
        np.testing.assert_allclose(matrix[index], file.vector(words[index]), atol=1e-6)


def test_words_that_are_not_utf8_keep_their_vectors(path, whole):
    path.write_bytes(whole.replace("köln".encode(), b"k\xff\xb6ln"))
    file = FastTextFile(path)
    assert file.words[2].encode(errors="surrogateescape") == b"k\xff\xb6ln"
    np.testing.assert_array_equal(file.word_vectors()[1][2], file.vector(file.words[2]))


def compare(ours, theirs, words):
    """Check vectors with the rows of a fastText model, some builds of which give vectors of length 1."""
    rows = theirs.get_input_matrix()
    for word in words:
        names, ids = theirs.get_subwords(word)
        vector, other = ours.vector(word), theirs.get_word_vector(word)
        np.testing.assert_allclose(vector * max(1, len(ids)), rows[ids.astype(int)].sum(axis=0), atol=1e-5)
        lengths = np.linalg.norm(vector), np.linalg.norm(other)
        np.testing.assert_allclose(vector * lengths[1], other * lengths[0], atol=1e-6)
        if ours.max_length:
            assert ngrams(word, max(1, ours.min_length), ours.max_length) == names[word in ours.words :]


def test_fasttext_reads_our_files(path):
    fasttext = pytest.importorskip("fasttext", reason="fastText is not installed")
    word_rows, ngram_rows, output = tables()
    write_fasttext(path, KNOWN, [9] * 8, word_rows, ngram_rows, output, min_length=2)
    theirs = fasttext.load_model(str(path))
    assert theirs.words == KNOWN
    np.testing.assert_array_equal(theirs.get_input_matrix(), np.vstack([word_rows, ngram_rows]))
    np.testing.assert_array_equal(theirs.get_output_matrix(), output)
    compare(FastTextFile(path), theirs, KNOWN + UNKNOWN)


@pytest.mark.parametrize("has_output", [True, False])
def test_gensim_reads_our_files(path, has_output):
    models = pytest.importorskip("gensim.models.fasttext", reason="gensim is not installed")
    word_rows, ngram_rows, output = tables()
    counts = [3, 9, 4, 1, 7, 2, 2, 8]  # in no order
    write_fasttext(path, KNOWN, counts, word_rows, ngram_rows, output if has_output else None, window_size=3)
    model, vectors = models.load_facebook_model(path), models.load_facebook_vectors(path)
    assert model.wv.index_to_key == KNOWN and model.window == 3 and model.sg == 1
    assert [model.wv.get_vecattr(word, "count") for word in KNOWN] == counts
    np.testing.assert_array_equal(model.syn1neg, output * has_output)
    for word in KNOWN + UNKNOWN:
        for theirs in (model.wv, vectors):
            np.testing.assert_allclose(theirs.get_vector(word), FastTextFile(path).vector(word), atol=1e-6)


@pytest.mark.parametrize("options", [{}, {"minn": 0, "maxn": 3}, {"maxn": 0}, {"loss": "hs"}, {"lr": 1}])
def test_fasttext_trains_and_we_read(tmp_path, path, options):
    fasttext = pytest.importorskip("fasttext", reason="fastText is not installed")
    rng, text = np.random.default_rng(0), tmp_path / "text.txt"
    lines = ["__label__yes " + " ".join(rng.choice(KNOWN, 10)) for _ in range(100)]
    text.write_text("\n".join(lines) + "\n", encoding="utf-8")
    train = fasttext.train_supervised if "lr" in options else fasttext.train_unsupervised
    theirs = train(str(text), dim=8, bucket=50, minCount=1, epoch=1, thread=1, verbose=0, **options)
    theirs.save_model(str(path))
    ours, (words, counts) = FastTextFile(path), theirs.get_words(include_freq=True)
    assert ours.words == words and ours.counts.tolist() == list(counts)
    compare(ours, theirs, words + UNKNOWN)


def test_a_file_cut_anywhere_is_refused(tmp_path, whole):
    for length in (*range(0, len(whole), 7), len(whole) - 1):
        (tmp_path / f"{length}.bin").write_bytes(whole[:length])
        with pytest.raises(ValueError, match=rf"{length}\.bin is not a fastText .bin file that .*: .*[a-z]"):
            FastTextFile(tmp_path / f"{length}.bin")


MOST, ROAD = 2**31 - 1, b"road\0" + struct.pack("<q", 4)
LIES = {
    "its beginning is not that of version 11 or 12": [{"magic": 5}, {"version": 13}],
    "it is pruned": [{"pruned": 0}],
    "ends inside its dictionary": [{"size": MOST, "words": MOST}],
    "words and labels disagree": [{"words": -8}, {"size": 9}, {"tokens": -1}, {"bucket": -1}],
    "it has n-grams of": [{"minn": 7}, {"minn": -1}, {"maxn": MOST}, {"maxn": -1}, {"bucket": 0}],
    "header disagree": [{"words": 7, "labels": 1}, {"bucket": MOST}, {"dim": MOST}, (8, 0, 7, 5)],
    "it is quantised": [(45, 1, 45, 5)],
    "ends inside its tables": [(45, 0, 2**62, 2**62), (45, 0, -45, -5)],
    "wrong counts or kinds": [(ROAD, ROAD[:-1] + b"\xff"), (ROAD + b"\0", ROAD + b"\1")],
}


@pytest.mark.parametrize(("fact", "lie"), [(fact, lie) for fact in LIES for lie in LIES[fact]])
def test_files_that_lie_are_refused_and_take_no_memory(path, whole, fact, lie):
    if isinstance(lie, dict):  # in the header
        values = dict(zip(NAMES.split(), HEADER.unpack_from(whole), strict=True)) | lie
        lie = whole[: HEADER.size], HEADER.pack(*values.values())
    elif len(lie) == 4:  # before the table with so many rows
        lie = TABLE.pack(0, lie[0], 5), TABLE.pack(*lie[1:])
    path.write_bytes(whole.replace(*lie))
    tracemalloc.start()
    with pytest.raises(ValueError, match=fact):
        FastTextFile(path)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


@given(st.lists(st.tuples(st.integers(0, 1100), st.integers(0, 255)), min_size=1, max_size=4))
def test_damage_anywhere_is_refused_or_leaves_the_shapes(tmp_path_factory, changes):
    path = tmp_path_factory.mktemp("damaged")
    write_fasttext(path / "good.bin", KNOWN, range(8, 0, -1), *tables())
    content = bytearray((path / "good.bin").read_bytes())
    for place, byte in changes:
        content[place % 300 if byte % 2 else place] = byte
    (path / "bad.bin").write_bytes(content)
    try:
        file = FastTextFile(path / "bad.bin")
    except ValueError as error:
        assert "bad.bin is not" in str(error)
    else:
        assert file.word_vectors()[1].shape == (len(file.words), len(file.vector("roads")))


MISFITS = {
    "words must differ, with no NUL": [{"words": ["a", word]} for word in ("a", "b\0", "b" * 70_000)],
    "counts must be 2 integers above 0": [{"counts": counts} for counts in ([1], [1, 0], [1, 2.5])],
    "shapes must be": [{"word_rows": np.ones((3, 4))}, {"ngram_rows": np.ones((0, 4))}, {"output": [4]}],
    "NaN or infinity": [{"output": np.full((2, 4), 1e300)}, {"ngram_rows": np.full((9, 4), np.nan)}],
    "(_length|window_size) must be": [{"min_length": 7}, {"max_length": 33}, {"window_size": 0}],
}


@pytest.mark.parametrize(("fact", "misfit"), [(fact, misfit) for fact in MISFITS for misfit in MISFITS[fact]])
def test_what_does_not_fit_is_not_written_and_the_old_file_stays(path, fact, misfit):
    path.write_bytes(b"old")
    good = {"words": ["a", "b"], "counts": [2, 1], "word_rows": np.eye(2, 4), "ngram_rows": np.eye(9, 4)}
    with pytest.raises(ValueError, match=fact):
        write_fasttext(path, **(good | misfit))
    assert path.read_bytes() == b"old" and list(path.parent.iterdir()) == [path]
