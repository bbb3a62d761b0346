"""Files of vectors: what is written comes back, other programs' files are read, broken ones are refused."""

import gzip
import io
import os
import pickle
import struct
import tracemalloc
import warnings

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra import numpy as hnp

from w2v_helpers._checks import CourseWarning
from w2v_helpers.vectors import WordVectors

FLOATS = st.floats(-(2.0**60), 2.0**60, width=32)
MATRICES = hnp.arrays(np.float32, st.tuples(st.integers(1, 10), st.integers(1, 5)), elements=FLOATS)
SPACED_WORDS = ["", " ", "two words", "tab\there", "line\nend", "\r\n", "a\u00a0b"]
ODD_WORDS = ['"quotes"', "it's", "#", "-0.5", "nan", "🙂", "слово", "a\0b", "%s", "</s>"]
WORD2VEC = {
    "v.txt": {},
    "v.bin": {"binary": True},
    "glove.txt": {"header": False},
    "v.txt.gz": {},
    "v.bin.gz": {"binary": True},
}
OWN = ["v.npz", "v.safetensors"]
load_word2vec = WordVectors.load_word2vec


def random_vectors(size: int = 40, dims: int = 6) -> WordVectors:
    """Make vectors of words with letters from several alphabets."""
    words = [f"wörd{index}" if index % 3 else f"🙂слово{index}" for index in range(size)]
    matrix = np.random.default_rng(0).normal(size=(size, dims)).astype(np.float32)
    return WordVectors(words, matrix, np.arange(size, 0, -1), matrix[::-1] / 3)


def save(vectors: WordVectors, path) -> None:
    if path.name in OWN:
        vectors.save(path)
    else:
        vectors.save_word2vec(path, **WORD2VEC[path.name])


def load(path, **options) -> WordVectors:
    if path.name in OWN:
        return WordVectors.load(path, **options)
    return load_word2vec(path, **WORD2VEC[path.name], **options)


def same(first: WordVectors, second: WordVectors) -> bool:
    return first.words == second.words and first.matrix.tobytes() == second.matrix.tobytes()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "v"


@pytest.fixture(params=[*OWN, *WORD2VEC])
def any_path(request, tmp_path):
    if request.param == "v.safetensors":
        pytest.importorskip("safetensors")
    return tmp_path / request.param


# What is written comes back


@settings(max_examples=30)
@given(MATRICES)
def test_every_format_keeps_every_bit(tmp_path_factory, matrix):
    folder = tmp_path_factory.mktemp("vectors")
    vectors = WordVectors(ODD_WORDS[: len(matrix)], matrix)
    for name in ["v.npz", *WORD2VEC]:
        save(vectors, folder / name)
        assert same(load(folder / name), vectors), name
    assert sorted(os.listdir(folder)) == sorted(["v.npz", *WORD2VEC])


@pytest.mark.parametrize("limit", [1, 7, 40, 1000])
def test_a_limit_reads_the_first_words(any_path, limit):
    vectors = random_vectors()
    save(vectors, any_path)
    few = load(any_path, limit=limit)
    assert same(few, WordVectors(vectors.words[:limit], vectors.matrix[:limit]))
    if any_path.name in OWN:
        assert few.counts.tolist() == vectors.counts[:limit].tolist()
        np.testing.assert_array_equal(few.contexts, vectors.contexts[:limit])
    else:
        assert few.contexts is None


@pytest.mark.parametrize("name", OWN)
def test_our_own_files_keep_counts_and_words_of_any_kind(tmp_path, name):
    pytest.importorskip("safetensors")
    words = [*ODD_WORDS, *SPACED_WORDS, "\u2028", "x" * 10_000]
    WordVectors(words, np.eye(len(words)), range(len(words))).save(tmp_path / name)
    loaded = WordVectors.load(tmp_path / name)
    assert loaded.words == words and loaded.counts.tolist() == list(range(len(words)))
    assert (tmp_path / name).stat().st_size < 20_000


@pytest.mark.parametrize("first_version", [True, False])
def test_archives_of_earlier_versions_are_read(tmp_path, first_version):
    text, ends = np.frombuffer("aслово".encode(), np.uint8), np.array([1, 11])
    words = {"words": np.array(["a", "слово"])} if first_version else {"words": text, "word_ends": ends}
    np.savez(tmp_path / "old.npz", **words, matrix=np.eye(2, dtype=np.float32), counts=[3, 2])
    vectors = WordVectors.load(tmp_path / "old.npz")
    assert vectors.words == ["a", "слово"] and vectors.matrix.tolist() == [[1, 0], [0, 1]]
    assert vectors.counts.tolist() == [3, 2] and vectors.contexts is None


def test_the_ending_npz_may_be_left_out_and_folders_are_made(tmp_path):
    vectors = random_vectors()
    for name in ("new/king", "v1.2"):
        vectors.save(tmp_path / name)
        assert (tmp_path / f"{name}.npz").is_file() and same(WordVectors.load(str(tmp_path / name)), vectors)


def test_the_bytes_of_a_word2vec_file(path):
    vectors = WordVectors(["ä", "b"], [[1.5, -2], [0.1, 3e-9]])
    vectors.save_word2vec(path)
    assert path.read_text("utf-8") == "2 2\nä 1.5 -2.0\nb 0.1 3e-09\n"
    vectors.save_word2vec(path, binary=True)
    first, second = struct.pack("<2f", 1.5, -2), struct.pack("<2f", 0.1, 3e-9)
    assert path.read_bytes() == b"2 2\n\xc3\xa4 " + first + b"\nb " + second + b"\n"


# Other programs


@pytest.mark.parametrize("name", WORD2VEC)
def test_gensim_reads_our_files_and_we_read_its(tmp_path, name):
    models = pytest.importorskip("gensim.models", reason="gensim is not installed")
    options, vectors = WORD2VEC[name], random_vectors()
    binary, header = options.get("binary", False), options.get("header", True)
    save(vectors, tmp_path / name)
    theirs = models.KeyedVectors.load_word2vec_format(tmp_path / name, binary=binary, no_header=not header)
    assert theirs.index_to_key == vectors.words and theirs.vectors.tobytes() == vectors.matrix.tobytes()
    theirs.save_word2vec_format(tmp_path / f"theirs-{name}", binary=binary, write_header=header)
    assert same(load_word2vec(tmp_path / f"theirs-{name}", **options), vectors)


def test_decimals_are_read_as_by_gensim(path):
    # More digits than float32 has, as GloVe and fastText round them.
    models = pytest.importorskip("gensim.models", reason="gensim is not installed")
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=(200, 30)) * 10.0 ** rng.integers(-12, 12, (200, 30))
    lines = [f"w{index} " + " ".join(f"{x:.{index % 12}e}" for x in row) for index, row in enumerate(numbers)]
    path.write_text("200 30\n" + "\n".join(lines) + "\n")
    theirs = models.KeyedVectors.load_word2vec_format(path)
    assert load_word2vec(path).matrix.tobytes() == theirs.vectors.tobytes()


PAIR = struct.pack("<2f", 1, 2), struct.pack("<2f", 3, 4)


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (b"2 2\r\na 1 2 \r\nb 3 4 \r\n\r\n", {}, ["a", "b"]),  # a space before the line end, as word2vec.c
        (b"2 2\n</s>  1  2\n,  3  4\n", {}, ["</s>", ","]),
        (b"a 1 2\n\nb  3\t4 \n", {"header": False}, ["a", "b"]),
        (b". . . 1 2\nat name@domain.com 3 4\n", {"header": False}, [". . .", "at name@domain.com"]),
        ("2 2\na\u00a0b 1 2\nNew Y\u00f6rk 3 4\n".encode(), {}, ["a\u00a0b", "New Yörk"]),
        (b"2 2\ntie 1 2\np\xe4\xe4 3 4\n", {"encoding": "latin-1"}, ["tie", "pää"]),
        (b"2 2\na " + PAIR[0] + b"b " + PAIR[1], {"binary": True}, ["a", "b"]),  # as gensim writes
        (b"2 2\na " + PAIR[0] + b"\nb " + PAIR[1] + b"\n", {"binary": True}, ["a", "b"]),  # as word2vec.c
        (b"2 2\ny\xf6 " + PAIR[0] + b"b " + PAIR[1], {"binary": True, "encoding": "latin-1"}, ["yö", "b"]),
    ],
)
def test_files_of_other_programs_are_read_silently(path, content, options, words):
    path.write_bytes(content)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        vectors = load_word2vec(path, **options)
    assert vectors.words == words and vectors.matrix.tolist() == [[1, 2], [3, 4]]


def test_numbers_of_a_binary_file_may_look_like_white_space(path):
    path.write_bytes(b"1 1\na " + b"\n\n \n" + b"\n")
    assert load_word2vec(path, binary=True).matrix.tobytes() == b"\n\n \n"


# Untidy files are read, and what was passed over is said

MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("content", "options", "note"),
    [
        (MARK + b"2 2\nthe 1 2\nb 3 4\n", {}, "byte order mark"),
        (MARK + b"the 1 2\nb 3 4\n", {"header": False}, "byte order mark"),
        (MARK + b"2 2\nthe " + PAIR[0] + b"\nb " + PAIR[1] + b"\n", {"binary": True}, "byte order mark"),
        (b"2 2\nthe 1 2\nb 3 4", {}, "last line has no end"),
        (b"the 1 2\nb 3 4", {"header": False}, "last line has no end"),
        (b"4 2\nthe 1 2\nb 3 4\nthe 5 6\nthe 7 8\n", {}, "an earlier row has the same word: 2"),
        (b"the 1 2\nthe 5 6\nb 3 4\n", {"header": False, "limit": 2}, "an earlier row has the same word: 1"),
        (b"3 2\nthe " + PAIR[0] + b"the " + PAIR[1] + b"b " + PAIR[1], {"binary": True}, "the same word: 1"),
    ],
)
def test_untidy_files_are_read_with_one_warning(path, content, options, note):
    for data in (content, gzip.compress(content)):
        path.write_bytes(data)
        with pytest.warns(CourseWarning, match=note) as caught:
            vectors = load_word2vec(path, **options)
        assert len(caught) == 1 and caught[0].filename == __file__
        assert str(caught[0].message).startswith(str(path))
        assert vectors.words == ["the", "b"] and vectors.matrix.tolist() == [[1, 2], [3, 4]]


# What is refused

FLAG = r"give binary=True"


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        (b"", "it is empty"),
        (b"\n\n", "it is empty"),
        (b"the 0.1 0.2\na 0.3 0.4\n", "give header=False"),
        (b"the 0.1\n", "give header=False"),
        (b"the wide road\n", "first line is not two integers"),
        *((line + b"\na 1 2\n", "two integers above 0") for line in (b"2", b"0 2", b"-1 2", b"1.0 2")),
        (b"2 2\na 1 2\n", "it ends after row 1; its first line gives 2"),
        (b"1 2\na 1 2\nb 3 4\n", "more rows than its first line gives: 1"),
        (b"1000000000000 2\na 1 2\n", "it ends after row 1; its first line gives 1,000,000,000,000"),
        (b"2 1000000000000\na 1 2\n", "1,000,000,000,000 dimensions; at most 1,000,000"),
        (b"2 2\na 1 2\nb 3\n", "line 3 must have 2 numbers, not 1"),
        (b"2 2\na 1 2\nb 3 4 5\n", "line 3 must have 2 numbers, not 3"),
        (b"1 2\na 1 x\n", "line 2 has 'x' for a number"),
        (b"1 2\na 1,5 2,5\n", "line 2 has '1,5' for a number"),
        (b"2 1\na 1\nb nan\n", "the vector of 'b' holds NaN or infinity"),
        (b"1 1\na 1e99\n", "the vector of 'a' holds NaN or infinity"),
        (b"1 1\n\xff 1\n", "is not utf-8: give encoding='latin-1'"),
        (b"500 2\nword0 " + PAIR[0] + b"\nword1 " + PAIR[1], FLAG),
        (pickle.dumps(random_vectors().matrix), "it is a pickle, which can run any code and is never loaded"),
        (b"PK\x03\x04rest", "it is a zip archive"),
        (b"\x93NUMPYrest", "it is a NumPy array, which holds no words"),
        (b"\xba\x16\x4f\x2frest", "it is a fastText model"),
        ("2 2\na 1 2\n".encode("utf-16"), "it is UTF-16 text: save it as UTF-8"),
        (b"<!DOCTYPE html>\n<html>", "it is a web page"),
    ],
)
def test_text_files_of_another_kind_are_refused(path, content, fact):
    path.write_bytes(content)
    with pytest.raises(ValueError, match=fact) as error:
        load_word2vec(path)
    assert str(error.value).startswith(f"{path} is not a valid word2vec text file: ")


@pytest.mark.parametrize(
    ("content", "options", "fact"),
    [
        (b"2 3\nthe 1 2 3\na 3 4 5\n", {"binary": True}, "give binary=False"),
        (b"the 1 2 3\na 3 4 5\n", {"binary": True}, "give binary=False"),
        (b"500 3\n" + b"the 1 2 3\n" * 500, {"binary": True, "limit": 1}, "give binary=False"),
        (b"2 2\na 1 2\nb 3 4\n", {"header": False}, "give header=True"),
        (b"the road\n", {"header": False}, "first line is not a word and its numbers"),
        (b"2 2\na " + bytes(16), {"header": False}, FLAG),
        (b"2 2\na " + PAIR[0], {"binary": True}, "it ends after row 1; its first line gives 2"),
        (b"2 2\na " + PAIR[0] + b"b " + PAIR[1][:5], {"binary": True}, "in the middle of a word or of its"),
        (b"1 2\na " + PAIR[0] + b"b " + PAIR[1], {"binary": True}, "more rows than its first line gives: 1"),
        (b"1000000000000 1000000\na " + bytes(8), {"binary": True}, "in the middle"),
        (b"1 1\n" + b"\xe4" * 10**5, {"binary": True}, "a word is longer than"),
        (b"2 2\na 1 2\n", {"binary": True, "header": False}, "header must be True for a binary file"),
        (b"2 2\na 1 2\n", {"limit": 0}, "limit must be an integer of at least 1, not 0"),
        (b"2 2\na 1 2\n", {"encoding": "klingon"}, "encoding must be one such as 'utf-8'.*not 'klingon'"),
    ],
)
def test_wrong_options_are_named(path, content, options, fact):
    path.write_bytes(content)
    with pytest.raises(ValueError, match=fact):
        load_word2vec(path, **options)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("header", [b"1000000000000 300", b"1 1000000000000", b"9" * 40 + b" 2"])
@pytest.mark.parametrize("binary", [False, True])
def test_a_header_that_promises_too_much_takes_no_memory(path, binary, header, packed):
    content = header + b"\nthe 0.1 0.2\n"
    path.write_bytes(gzip.compress(content) if packed else content)
    tracemalloc.start()
    with pytest.raises(ValueError, match="is not a valid word2vec"):
        load_word2vec(path, binary=binary)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_file_cut_anywhere_is_refused(any_path):
    vectors = WordVectors(["ab", "c"], [[0.5, 12], [1, 2.25]], [2, 1])
    save(vectors, any_path)
    whole = any_path.read_bytes()
    # What cannot be seen: a missing line end, a last number of text cut short, a row of GloVe's.
    unseen = {"v.txt": 5, "v.bin": 1, "glove.txt": len(whole)}.get(any_path.name, 0)
    for length in range(len(whole) - unseen):
        any_path.write_bytes(whole[:length])
        with pytest.raises(ValueError, match=f"{any_path.name} is .*[a-z]"):
            load(any_path)


def archives():
    """Yield files that are not whole archives of ours."""
    words = {"words": np.frombuffer(b"abc", np.uint8)}
    for arrays in (
        {"weights": np.eye(2)},
        {"matrix": np.eye(2)},
        {"words": np.array(["a", "b"])},
        {"words": np.array(["a", None]), "matrix": np.eye(2)},
        {"words": np.array(["a", "b", "c"]), "matrix": np.eye(2)},
        {"words": np.array(["a", "b"]), "matrix": np.array([["x"], ["y"]])},
        *({**words, "word_ends": np.array(ends), "matrix": np.eye(2)} for ends in ([1, 2], [3, 2], [-1, 3])),
    ):
        buffer = io.BytesIO()
        np.savez(buffer, **arrays)
        yield buffer.getvalue()
    buffer = io.BytesIO()
    np.savez_compressed(buffer, words=np.zeros(10**7, np.uint8), matrix=np.zeros((1, 1)))
    yield from (buffer.getvalue(), b"", b"the wide road\n", b"\xff" * 100)


@pytest.mark.parametrize("name", OWN)
def test_damaged_archives_are_refused_in_one_sentence(tmp_path, name):
    pytest.importorskip("safetensors")
    for content in archives():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ValueError, match="is damaged or was not written by WordVectors.save"):
            WordVectors.load(tmp_path / name)
    (tmp_path / name).write_bytes(pickle.dumps({"a": 1}))
    with pytest.raises(ValueError, match="is a pickle, which can run any code and is never loaded"):
        WordVectors.load(tmp_path / name)


@pytest.mark.parametrize("read", [WordVectors.load, load_word2vec])
def test_a_missing_file_and_a_folder_are_refused(tmp_path, read):
    with pytest.raises(FileNotFoundError, match="There are no vectors at .*nowhere"):
        read(tmp_path / "nowhere")
    with pytest.raises(IsADirectoryError, match="is a folder: give the name of a file of vectors"):
        read(tmp_path)


# Nothing half-written


@pytest.mark.parametrize("word", SPACED_WORDS)
def test_a_word_that_the_word2vec_format_cannot_keep_is_refused(path, word):
    path.write_text("before")
    with pytest.raises(ValueError, match="cannot keep .* a word that is empty or holds white space"):
        WordVectors(["a", word], np.eye(2)).save_word2vec(path)
    assert path.read_text() == "before" and os.listdir(path.parent) == ["v"]


def test_a_failure_in_the_middle_leaves_the_old_files_alone(any_path):
    folder = any_path.parent / "projector"
    vectors = random_vectors()
    save(vectors, any_path)
    vectors.export_projector(folder)
    before = {file: file.read_bytes() for file in any_path.parent.rglob("*.*")}
    vectors.words[-1] = "\ud800"  # half a character: cannot be encoded, which shows at the last word
    for write in (lambda: save(vectors, any_path), lambda: vectors.export_projector(folder)):
        with pytest.raises(UnicodeEncodeError):
            write()
    assert {file: file.read_bytes() for file in any_path.parent.rglob("*.*")} == before


# The projector


@pytest.mark.parametrize("counts", [None, range(5)])
def test_projector_files_keep_one_line_per_word(tmp_path, counts):
    words = ["tab\there", "line\nend", "", " two  words ", "line\u2028separator"]
    folder = tmp_path / "logs" / "run1"
    config = 'embeddings { tensor_name: "words" tensor_path: "vectors.tsv" metadata_path: "metadata.tsv" }'
    assert WordVectors(words, 0.1 * np.eye(5), counts).export_projector(folder) == folder
    assert sorted(os.listdir(folder)) == ["metadata.tsv", "projector_config.pbtxt", "vectors.tsv"]
    rows = [row.split("\t") for row in (folder / "metadata.tsv").read_text("utf-8").splitlines()]
    shown = ["tab here", "line end", "(empty)", "two words", "line separator"]
    if counts is None:  # with a single column the projector takes the first line for a word
        assert rows == [[word] for word in shown]
    else:
        assert rows == [["word", "count"], *([word, str(n)] for n, word in enumerate(shown))]
    assert (folder / "projector_config.pbtxt").read_text().split() == config.split()
    matrix = np.loadtxt(folder / "vectors.tsv", np.float32, delimiter="\t")
    np.testing.assert_array_equal(matrix, 0.1 * np.eye(5, dtype=np.float32))


def test_projector_files_come_back_also_with_a_byte_order_mark(tmp_path):
    vectors = WordVectors(["sun", "road"], np.float32([[1.5, -2], [0.25, 3]]), [7, 5])
    vectors.export_projector(tmp_path)
    metadata = tmp_path / "metadata.tsv"
    metadata.write_bytes(b"\xef\xbb\xbf" + metadata.read_bytes())
    again = WordVectors.load_projector(tmp_path)
    assert again.words == vectors.words and again.counts.tolist() == [7, 5]
    np.testing.assert_array_equal(again.matrix, vectors.matrix)
    metadata.write_text("word\n", encoding="utf-8")
    with pytest.raises(ValueError, match="metadata.tsv has 1 rows for 2 vectors"):
        WordVectors.load_projector(tmp_path)
