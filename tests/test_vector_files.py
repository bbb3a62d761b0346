"""Files of vectors: what goes out comes back, other programs read it, and what is not whole is refused."""

import gzip
import io
import json
import os
import pickle
import struct
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from w2v_helpers import vector_files as exchange
from w2v_helpers.vector_files import Table
from w2v_helpers.vectors import WordVectors

FLOATS = st.floats(width=32, allow_nan=False, allow_infinity=False)
MATRICES = hnp.arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(2, 5)), elements=FLOATS)
ODD_WORDS = [
    "",
    " ",
    "two words",
    "tab\there",
    "line\nend",
    "\r\n",
    '"quotes"',
    "it's",
    "🙂",
    "слово",
    "a\0",
    "\u2028",
]


def table(size: int = 40, dims: int = 6, seed: int = 0) -> Table:
    """Make vectors of words with letters from several alphabets."""
    words = [f"wörd{index}" if index % 3 else f"🙂слово{index}" for index in range(size)]
    matrix = np.random.default_rng(seed).normal(size=(size, dims)).astype(np.float32)
    return Table(words, matrix, np.arange(size, 0, -1))


def write_all(folder: Path, some: Table) -> dict:
    """Write a table in every format; give what reads each."""
    exchange.write_npz(folder / "v.npz", some)
    exchange.write_safetensors(folder / "v.safetensors", some)
    for name, options in TEXT_FORMATS.items():
        exchange.write_word2vec(folder / name, some, **options)
    exchange.write_projector(folder / "projector", some)
    readers = {
        "v.npz": exchange.read_npz,
        "v.safetensors": exchange.read_safetensors,
        "mapped": lambda path, **more: exchange.read_safetensors(
            folder / "v.safetensors", mapped=True, **more
        ),
        **{name: word2vec_reader(options) for name, options in TEXT_FORMATS.items()},
    }
    return {name: (folder / name, read) for name, read in readers.items()}


TEXT_FORMATS = {
    "v.txt": {},
    "v.bin": {"binary": True},
    "glove.txt": {"header": False},
    "v.txt.gz": {},
    "v.bin.gz": {"binary": True},
    "glove.txt.gz": {"header": False},
}


def word2vec_reader(options: dict):
    return lambda path, **more: exchange.read_word2vec(path, **options, **more)


def same(first: Table, second: Table) -> bool:
    return list(first.words) == list(second.words) and first.matrix.tobytes() == second.matrix.tobytes()


def message_of(call, *arguments, **options) -> str:
    """Return what a call is refused with."""
    with pytest.raises(ValueError) as error:
        call(*arguments, **options)
    return str(error.value)


# What goes out comes back


@settings(max_examples=60, deadline=None)
@given(MATRICES)
def test_every_format_keeps_every_bit(tmp_path_factory, matrix):
    folder = tmp_path_factory.mktemp("vectors")
    some = Table([f"w{index}" for index in range(len(matrix))], matrix)
    for name, (path, read) in write_all(folder, some).items():
        assert same(read(path), some), name
    assert same(exchange.read_projector(folder / "projector"), some)


@pytest.mark.parametrize("chunk", [1, 7, 64, 1 << 20])
def test_it_does_not_matter_where_a_piece_ends(tmp_path, monkeypatch, chunk):
    some = table()
    files = write_all(tmp_path, some)
    monkeypatch.setattr(exchange, "_CHUNK", chunk)
    monkeypatch.setattr(exchange, "_LONGEST_WORD", 20)
    for name, (path, read) in files.items():
        assert same(read(path), some), name
    assert same(exchange.read_projector(tmp_path / "projector"), some)


@pytest.mark.parametrize("limit", [1, 7, 39, 40, 1000])
def test_a_limit_reads_the_first_words(tmp_path, limit):
    some = table()
    for name, (path, read) in write_all(tmp_path, some).items():
        got = read(path, limit=limit)
        assert same(got, Table(some.words[:limit], some.matrix[:limit])), name
        if name in ("v.npz", "v.safetensors", "mapped"):
            assert got.counts.tolist() == some.counts[:limit].tolist()


def test_a_limit_must_be_a_whole_number(tmp_path):
    for path, read in write_all(tmp_path, table()).values():
        for bad in (0, -1, 1.5, True):
            assert "limit must be an integer of at least 1, not" in message_of(read, path, limit=bad)


@pytest.mark.parametrize("name", ["v.npz", "v.safetensors"])
def test_our_own_files_keep_words_of_any_kind(tmp_path, name):
    vectors = WordVectors(ODD_WORDS, np.eye(len(ODD_WORDS)), range(len(ODD_WORDS)))
    vectors.save(tmp_path / name)
    loaded = WordVectors.load(tmp_path / name)
    assert loaded.words == ODD_WORDS and loaded.counts.tolist() == list(range(len(ODD_WORDS)))
    few = WordVectors.load(tmp_path / name, limit=5)
    assert few.words == ODD_WORDS[:5] and few.matrix.shape == (5, len(ODD_WORDS))


@pytest.mark.parametrize("name", ["v.npz", "v.safetensors"])
def test_a_long_word_does_not_make_the_file_long(tmp_path, name):
    words = ["x" * 10_000, *(f"w{index}" for index in range(1000))]
    WordVectors(words, np.ones((1001, 2))).save(tmp_path / name)
    assert (tmp_path / name).stat().st_size < 60_000


def test_text_keeps_words_that_hold_no_white_space(tmp_path):
    words = ['"quotes"', "it's", "#", "1", "-0.5", "nan", "🙂", "слово", "a\0b", "%s", "\ufeffa"]
    some = Table(words, np.arange(22, dtype=np.float32).reshape(11, 2))
    for name, options in TEXT_FORMATS.items():
        exchange.write_word2vec(tmp_path / name, some, **options)
        assert same(exchange.read_word2vec(tmp_path / name, **options), some), name
    for word in ODD_WORDS[:6]:
        bad = Table(["a", word], np.eye(2, dtype=np.float32))
        reason = message_of(exchange.write_word2vec, tmp_path / "bad", bad)
        assert reason == f"This format cannot keep the word {word!r}, which is empty or holds white space."
    assert not (tmp_path / "bad").exists()


def test_archives_of_earlier_versions_are_read(tmp_path):
    np.savez(tmp_path / "old.npz", words=np.array(["a", "слово"]), matrix=np.eye(2), counts=[3, 2])
    vectors = WordVectors.load(tmp_path / "old.npz")
    assert vectors.words == ["a", "слово"] and vectors.matrix.dtype == np.float32
    assert vectors.counts.tolist() == [3, 2]


def test_the_same_vectors_make_the_same_compressed_file(tmp_path):
    for folder in ("a", "b"):
        exchange.write_word2vec(tmp_path / folder / "v.txt.gz", table())
    assert (tmp_path / "a" / "v.txt.gz").read_bytes() == (tmp_path / "b" / "v.txt.gz").read_bytes()


# Memory


def peak_of(call, *arguments, **options) -> int:
    """Return the most bytes that a call held, which may fail."""
    tracemalloc.start()
    try:
        call(*arguments, **options)
    except ValueError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak


def test_loading_takes_little_more_memory_than_the_matrix(tmp_path):
    vectors = WordVectors([f"w{n}" for n in range(30_000)], np.ones((30_000, 300), np.float32))
    vectors.save(tmp_path / "v.npz")
    vectors.save(tmp_path / "v.safetensors")
    vectors.save_word2vec(tmp_path / "v.bin", binary=True)
    size = vectors.matrix.nbytes
    assert peak_of(WordVectors.load, tmp_path / "v.npz") < 1.3 * size
    assert peak_of(WordVectors.load, tmp_path / "v.safetensors") < 1.3 * size
    assert peak_of(WordVectors.load, tmp_path / "v.safetensors", mapped=True) < 0.4 * size
    assert peak_of(WordVectors.load_word2vec, tmp_path / "v.bin", binary=True) < 1.3 * size
    few = peak_of(WordVectors.load_word2vec, tmp_path / "v.bin", binary=True, limit=1000)
    assert few < 0.2 * size


def test_a_mapped_matrix_stays_on_the_disk(tmp_path):
    vectors = WordVectors(*table())
    vectors.save(tmp_path / "v.safetensors")
    mapped = WordVectors.load(tmp_path / "v.safetensors", mapped=True)
    assert mapped.matrix.base is not None and not mapped.matrix.flags.writeable
    assert not mapped.matrix.flags.owndata and mapped.matrix.dtype == np.float32
    assert mapped.most_similar("wörd1") == vectors.most_similar("wörd1")
    assert mapped.matrix.ctypes.data % 8 == 0
    vectors.save(tmp_path / "v.npz")
    wanted = "Only a .safetensors file can be mapped, not v.npz: save it as one first."
    assert message_of(WordVectors.load, tmp_path / "v.npz", mapped=True) == wanted


# Other programs


def test_the_bytes_of_a_safetensors_file(tmp_path):
    exchange.write_safetensors(tmp_path / "v", Table(["ä", "b"], np.array([[1, 2], [3, 4]], np.float32)))
    content = (tmp_path / "v").read_bytes()
    length = struct.unpack("<Q", content[:8])[0]
    assert json.loads(content[8 : 8 + length]) == {
        "word_ends": {"dtype": "I64", "shape": [2], "data_offsets": [0, 16]},
        "matrix": {"dtype": "F32", "shape": [2, 2], "data_offsets": [16, 32]},
        "words": {"dtype": "U8", "shape": [3], "data_offsets": [32, 35]},
    }
    assert content[8 + length :] == struct.pack("<2q4f", 2, 3, 1, 2, 3, 4) + "äb".encode()
    assert (8 + length) % 64 == 0


def test_the_library_safetensors_reads_our_files_and_we_read_its(tmp_path):
    library = pytest.importorskip("safetensors.numpy", reason="safetensors is not installed")
    some = table()
    exchange.write_safetensors(tmp_path / "ours.safetensors", some)
    theirs = library.load_file(tmp_path / "ours.safetensors")
    assert theirs["matrix"].tobytes() == some.matrix.tobytes() and theirs["matrix"].dtype == np.float32
    assert theirs["counts"].tolist() == some.counts.tolist()
    assert theirs["words"].tobytes().decode() == "".join(some.words)
    library.save_file(theirs, tmp_path / "theirs.safetensors", metadata={"format": "np"})
    again = exchange.read_safetensors(tmp_path / "theirs.safetensors")
    assert same(again, some) and again.counts.tolist() == some.counts.tolist()
    library.save_file({"embeddings": np.eye(2)}, tmp_path / "model.safetensors")
    assert "was not written by WordVectors.save" in message_of(
        WordVectors.load, tmp_path / "model.safetensors"
    )


@pytest.mark.parametrize("name", list(TEXT_FORMATS))
def test_gensim_reads_our_files_and_we_read_its(tmp_path, name):
    models = pytest.importorskip("gensim.models", reason="gensim is not installed")
    options = TEXT_FORMATS[name]
    some, has_header = table(), options.get("header", True)
    exchange.write_word2vec(tmp_path / name, some, **options)
    more = {"binary": options.get("binary", False), "no_header": not has_header}
    theirs = models.KeyedVectors.load_word2vec_format(tmp_path / name, **more)
    assert theirs.index_to_key == some.words and theirs.vectors.tobytes() == some.matrix.tobytes()
    theirs.save_word2vec_format(tmp_path / f"theirs-{name}", binary=more["binary"], write_header=has_header)
    assert same(exchange.read_word2vec(tmp_path / f"theirs-{name}", **options), some)


def test_decimals_are_read_as_by_gensim(tmp_path):
    # More digits than float32 has, as GloVe and fastText round them.
    models = pytest.importorskip("gensim.models", reason="gensim is not installed")
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=(200, 30)) * 10.0 ** rng.integers(-12, 12, (200, 30))
    lines = [f"w{index} " + " ".join(f"{x:.{index % 12}e}" for x in row) for index, row in enumerate(numbers)]
    (tmp_path / "v.vec").write_text("200 30\n" + "\n".join(lines) + "\n")
    theirs = models.KeyedVectors.load_word2vec_format(tmp_path / "v.vec")
    assert exchange.read_word2vec(tmp_path / "v.vec").matrix.tobytes() == theirs.vectors.tobytes()


def test_files_as_fasttext_and_word2vec_c_write_them(tmp_path):
    path = tmp_path / "v"
    path.write_text("2 3\n, 0.1073 0.0089 0.0006 \n</s> 0.2 -1e-4 0 \n")  # fastText: a space at the end
    got = exchange.read_word2vec(path)
    assert got.words == [",", "</s>"] and got.matrix.tolist()[1] == [np.float32(0.2), np.float32(-1e-4), 0]
    first, second = struct.pack("<2f", 1, 2), struct.pack("<2f", 3, 4)
    path.write_bytes(b"2 2\n</s> " + first + b"\na " + second + b"\n")  # word2vec.c: a line end after each
    got = exchange.read_word2vec(path, binary=True)
    assert got.words == ["</s>", "a"] and got.matrix.tolist() == [[1, 2], [3, 4]]


def test_words_in_published_text_files_may_hold_spaces(tmp_path):
    path = tmp_path / "glove.txt"
    path.write_text(". . . 0.5 1\nat name@domain.com 2 3\n1 4 5\nthe -1 -2\n")
    got = exchange.read_word2vec(path, header=False)
    assert got.words == [". . .", "at name@domain.com", "1", "the"]
    assert got.matrix.tolist() == [[0.5, 1], [2, 3], [4, 5], [-1, -2]]
    path.write_text("2 2\n. . . 0.5 1\nthe 2 3\n")
    assert exchange.read_word2vec(path).words == [". . .", "the"]
    path.write_text("the 1 2\r\na 3 4\r\n\r\n\n")
    assert exchange.read_word2vec(path, header=False).words == ["the", "a"]


def test_words_that_are_not_utf_8(tmp_path):
    path = tmp_path / "v"
    for binary, row in ((False, b"\xd0 1\n"), (True, b"\xd0 " + struct.pack("<f", 1))):
        path.write_bytes(b"1 1\n" + row)
        assert "can't decode byte 0xd0" in message_of(exchange.read_word2vec, path, binary=binary)
        got = WordVectors.load_word2vec(path, binary=binary, unicode_errors="replace")
        assert got.words == ["\ufffd"] and got.matrix.tolist() == [[1]]
        assert exchange.read_word2vec(path, binary=binary, unicode_errors="ignore").words == [""]
        wanted = "unicode_errors must be 'strict', 'replace' or 'ignore', not 'skip'."
        assert message_of(exchange.read_word2vec, path, binary=binary, unicode_errors="skip") == wanted


# What is refused


HUGE = b"1000000000000 300\nthe 0.1 0.2\n"


@pytest.mark.parametrize("binary", [False, True])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("content", [HUGE, b"1 1000000000000\nthe 1 2\n", b"9" * 40 + b" 2\na 1 2\n"])
def test_a_header_that_promises_too_much_takes_no_memory(tmp_path, binary, packed, content):
    path = tmp_path / "v"
    path.write_bytes(gzip.compress(content) if packed else content)
    assert "it ends before the last word." in message_of(WordVectors.load_word2vec, path, binary=binary)
    assert peak_of(WordVectors.load_word2vec, path, binary=binary) < 5_000_000


def test_a_limit_reads_the_beginning_of_a_file_that_promises_too_much(tmp_path):
    (tmp_path / "v").write_bytes(b"1000000000000 2\nthe 0.5 0.25\n")
    assert exchange.read_word2vec(tmp_path / "v", limit=1).matrix.tolist() == [[0.5, 0.25]]


@pytest.mark.parametrize("name", ["v.txt", "v.bin", "v.txt.gz", "v.bin.gz", "v.npz", "v.safetensors"])
def test_a_file_cut_anywhere_is_refused(tmp_path, name):
    some = Table(["ab", "c"], np.array([[0.5, 12], [1, 2.25]], np.float32), np.array([2, 1]))
    path, read = write_all(tmp_path, some)[name]
    whole = path.read_bytes()
    for length in range(len(whole) - (name == "v.bin")):  # its last line end says nothing
        path.write_bytes(whole[:length])
        with pytest.raises(ValueError, match=f"{name} is .*[a-z]"):
            read(path)


def test_a_cut_glove_file_is_refused_within_a_line(tmp_path):
    path = tmp_path / "glove.txt"
    path.write_text("the 1 2\na 3 4\n")
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        if length == 8:  # a whole row
            assert exchange.read_word2vec(path, header=False).words == ["the"]
        else:
            assert "is not a whole GloVe text file" in message_of(exchange.read_word2vec, path, header=False)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"the 1 2\na 1\n", "the row of 'a' has 1 numbers instead of 2."),
        (b"the 1 2\na 1 2 3\n", "the row of 'a' has 3 numbers instead of 2."),
        (b"the 1 2\na  1 2\n", "the row of 'a' has 3 numbers instead of 2."),
        (b"the 1 2\n\na 1 2\n", "the row of '' has 0 numbers instead of 2."),
        (b"the 1 2\na 1 x\n", "could not convert string to float: 'x'"),
        (b"the wide road\n", "its first line is not a word and numbers."),
        (b"", "its first line is not a word and numbers."),
        (b"2 300\n", "its first line gives the numbers of words and dimensions: leave header=False out."),
        (b"the 1 2\na 3 4", "it ends before the last line does."),
        (
            b"the 1 2\na nan 4\n",
            "The matrix holds NaN or infinity: train again with a smaller learning rate.",
        ),
        (
            b"the 1 2\na -inf 4\n",
            "The matrix holds NaN or infinity: train again with a smaller learning rate.",
        ),
        (b"a 1 2\na 3 4\n", "The word 'a' stands twice in the list: every word needs one vector."),
        (b"the 1 2\n" + b"\n" * 90_000 + b"a 1 2\n", "not every row has 2 numbers."),
    ],
)
def test_glove_files_that_are_wrong_are_refused(tmp_path, content, why):
    path = tmp_path / "glove.txt"
    path.write_bytes(content)
    reason = message_of(WordVectors.load_word2vec, path, header=False)
    assert reason == f"{path} is not a whole GloVe text file: {why}"


def test_a_missing_and_an_extra_number_do_not_make_up_for_each_other(tmp_path):
    (tmp_path / "v").write_text("2 2\na 1\nb 2 3 4\n")
    assert "the row of 'a' has 1 numbers instead of 2." in message_of(exchange.read_word2vec, tmp_path / "v")


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["v.txt", "v.bin", "v.npz", "v.safetensors"])
def test_numbers_that_are_not_finite_are_refused(tmp_path, value, name):
    path, _ = write_all(tmp_path, Table(["a", "b"], np.array([[1, 2], [3, value]], np.float32)))[name]
    binary = {"binary": True} if name == "v.bin" else {}
    load = WordVectors.load_word2vec if name in TEXT_FORMATS else WordVectors.load
    assert message_of(load, path, **binary).startswith(f"{path} is ")


@pytest.mark.parametrize("name", ["v.txt", "v.bin", "v.npz", "v.safetensors"])
def test_a_word_that_stands_twice_is_refused(tmp_path, name):
    path, _ = write_all(tmp_path, Table(["a", "b", "a"], np.eye(3, dtype=np.float32)))[name]
    binary = {"binary": True} if name == "v.bin" else {}
    load = WordVectors.load_word2vec if name in TEXT_FORMATS else WordVectors.load
    with pytest.raises(ValueError) as error:
        load(path, **binary)
    assert "The word 'a' stands twice" in f"{error.value} {error.value.__cause__}"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK\x03\x04....", "a zip archive: unpack it first, or use WordVectors.load if it is an .npz file."),
        (b"%PDF-1.7\n", "a PDF document."),
        (b"\x89PNG\r\n\x1a\n", "a picture."),
        (b"\xff\xd8\xff\xe0", "a picture."),
        (b"\n <!DOCTYPE html>\n", "a web page: open its address in a browser to see what it says."),
        (b"<HTML><body>Not found", "a web page: open its address in a browser to see what it says."),
        (b"BZh91AY", "a bzip2 archive: unpack it first."),
        (b"\xfd7zXZ\0", "an xz archive: unpack it first."),
        (b"\x93NUMPY\x01\0", "a NumPy array, which holds no words."),
        (struct.pack("<i", 793712314), "a model of fastText: the vectors are in the .vec file beside it."),
        (b"version https://git-lfs.github.com/spec/v1\n", "a pointer of Git LFS: fetch the file itself."),
    ],
)
@pytest.mark.parametrize("options", [{}, {"binary": True}, {"header": False}])
def test_files_of_another_kind_are_named(tmp_path, content, kind, options):
    path = tmp_path / "v"
    for packed in (False, True):
        path.write_bytes(gzip.compress(content) if packed else content)
        assert message_of(exchange.read_word2vec, path, **options) == f"{path} is {kind}"


class Bomb:
    """An object that leaves a file behind if it is ever unpickled."""

    def __init__(self, path: str):
        self.path = path

    def __reduce__(self):
        return open, (self.path, "w")


@pytest.mark.parametrize("protocol", range(6))
def test_pickles_are_never_loaded(tmp_path, protocol):
    bomb = Bomb(str(tmp_path / "exploded"))
    (tmp_path / "model").write_bytes(pickle.dumps(bomb, protocol))
    np.savez(tmp_path / "v.npz", words=np.array([bomb, "a"]), matrix=np.eye(2))
    (tmp_path / "v.safetensors").write_bytes(pickle.dumps(bomb, protocol))
    for options in ({}, {"binary": True}, {"header": False}):
        reason = message_of(exchange.read_word2vec, tmp_path / "model", **options)
        assert protocol < 2 or "a pickle, which may run any code and is never loaded" in reason
    for name in ("v.npz", "v.safetensors"):
        assert "is damaged or was not written" in message_of(WordVectors.load, tmp_path / name)
    assert not (tmp_path / "exploded").exists()


def test_a_line_or_a_word_without_an_end_is_refused_early(tmp_path):
    path = tmp_path / "v"
    path.write_bytes(b"1 2\n" + b"x" * 20_000_000)
    assert "a line is too long for a word and 2 numbers." in message_of(exchange.read_word2vec, path)
    assert "a word is longer than 65,536 bytes." in message_of(exchange.read_word2vec, path, binary=True)
    assert peak_of(exchange.read_word2vec, path) < 8_000_000
    assert peak_of(exchange.read_word2vec, path, binary=True) < 8_000_000


def test_a_damaged_compressed_file_is_refused(tmp_path):
    path = tmp_path / "v.txt.gz"
    exchange.write_word2vec(path, table(400))
    whole = path.read_bytes()
    for place in (0, 2, 5000, len(whole) - 6):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :])
        with pytest.raises(ValueError, match="v.txt.gz is not a whole"):
            exchange.read_word2vec(path)


def test_what_follows_the_last_word_is_refused(tmp_path):
    path = tmp_path / "v"
    row = struct.pack("<f", 1)
    for end in (b"b", b"b ", b"b " + row, b"b " + row[:2], b"\n\n b"):
        path.write_bytes(b"1 1\na " + row + b"\n" + end)
        assert "it goes on after the last word." in message_of(exchange.read_word2vec, path, binary=True)
    path.write_bytes(b"2 1\na " + row + b"\nb " + row + b"\nrest")
    assert exchange.read_word2vec(path, binary=True, limit=1).words == ["a"]
    path.write_bytes(b"2 1\na " + row + b"\n")
    assert "it ends before the last word." in message_of(exchange.read_word2vec, path, binary=True)


def test_binary_files_have_a_header(tmp_path):
    wanted = "header must be True for a binary file, whose rows have no other mark, not False."
    options = {"binary": True, "header": False}
    assert message_of(exchange.write_word2vec, tmp_path / "v", table(), **options) == wanted
    assert message_of(exchange.read_word2vec, tmp_path / "v", **options) == wanted


# Damaged files of our own


def test_a_compressed_archive_is_refused_without_unpacking_it(tmp_path):
    arrays = {"words": np.array(["a"]), "matrix": np.zeros((1, 30_000_000), np.float32)}
    np.savez_compressed(tmp_path / "v.npz", **arrays)
    assert "is damaged or was not written" in message_of(WordVectors.load, tmp_path / "v.npz")
    assert peak_of(WordVectors.load, tmp_path / "v.npz") < 5_000_000


def test_an_array_that_promises_too_much_takes_no_memory(tmp_path):
    WordVectors(["a"], [[1.0]]).save(tmp_path / "v.npz")
    buffer = io.BytesIO()
    shape = {"descr": "<f4", "fortran_order": False, "shape": (10**6, 10**6)}
    np.lib.format.write_array_header_1_0(buffer, shape)
    with zipfile.ZipFile(tmp_path / "v.npz", "w") as archive:
        archive.writestr("words.npy", b"")
        archive.writestr("matrix.npy", buffer.getvalue() + bytes(4))
    assert "is damaged or was not written" in message_of(WordVectors.load, tmp_path / "v.npz")
    assert peak_of(WordVectors.load, tmp_path / "v.npz") < 5_000_000


@pytest.mark.parametrize(
    "change",
    [
        lambda header: header.pop("matrix"),
        lambda header: header.pop("words"),
        lambda header: header.pop("word_ends"),
        lambda header: header["matrix"].update(dtype="F64"),
        lambda header: header["matrix"].update(dtype="I64"),
        lambda header: header["matrix"].update(shape=[4]),
        lambda header: header["matrix"].update(shape=[10**12, 2]),
        lambda header: header["matrix"].update(shape=[-2, -2]),
        lambda header: header["matrix"].update(shape="22"),
        lambda header: header["matrix"].update(data_offsets=[0, 10**15]),
        lambda header: header["matrix"].update(data_offsets=[-16, 0]),
        lambda header: header["matrix"].update(data_offsets=[0]),
        lambda header: header.update(matrix=3),
        lambda header: header["words"].update(shape=[1], data_offsets=[48, 49]),
        lambda header: header["words"].update(shape=[]),
    ],
)
def test_a_wrong_header_of_a_safetensors_file_is_refused(tmp_path, change):
    path = tmp_path / "v.safetensors"
    WordVectors(["ab", "c"], np.eye(2), [2, 1]).save(path)
    content = path.read_bytes()
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8 : 8 + length])
    change(header)
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + content[8 + length :])
    for mapped in (False, True):
        assert "is damaged or was not written" in message_of(WordVectors.load, path, mapped=mapped)
        assert peak_of(WordVectors.load, path, mapped=mapped) < 5_000_000


@pytest.mark.parametrize(
    "content",
    [b"", b"abc", b"\xff" * 8, b"\xff" * 100, struct.pack("<Q", 2) + b"[]", struct.pack("<Q", 1) + b"3"]
    + [struct.pack("<Q", 100_000) + b"[" * 100_000, struct.pack("<Q", 3) + b"{\xff}", b"%PDF-1.7\n" * 9],
)
def test_files_that_are_no_safetensors_are_refused(tmp_path, content):
    path = tmp_path / "v.safetensors"
    path.write_bytes(content)
    assert message_of(WordVectors.load, path) == f"{path} is damaged or was not written by WordVectors.save."


def test_a_safetensors_file_with_more_in_it_than_it_says_is_refused(tmp_path):
    path = tmp_path / "v.safetensors"
    WordVectors(["ab", "c"], np.eye(2)).save(path)
    path.write_bytes(path.read_bytes() + b"more")
    assert "is damaged or was not written" in message_of(WordVectors.load, path)


@pytest.mark.parametrize("ends", [[1, 3], [2, 1], [3, 2], [-1, 2], [0, 10**9]])
def test_words_that_end_in_the_wrong_place_are_refused(tmp_path, ends):
    text = np.frombuffer("äb".encode(), np.uint8)[:2]
    arrays = {"word_ends": np.array(ends), "words": text, "matrix": np.eye(2)}
    np.savez(tmp_path / "v.npz", **arrays)
    assert "is damaged or was not written" in message_of(WordVectors.load, tmp_path / "v.npz")


# The projector


def test_the_projectors_files_come_back(tmp_path):
    some = table()
    exchange.write_projector(tmp_path, some)
    got = exchange.read_projector(tmp_path)
    assert same(got, some) and got.counts.tolist() == some.counts.tolist()
    exchange.write_projector(tmp_path, some._replace(counts=None))
    got = WordVectors.load_projector(tmp_path)
    assert same(got, some) and got.counts is None


@pytest.mark.parametrize(
    ("vectors", "metadata", "why"),
    [
        ("1\t2\n3\t4\n", "a\n", "vectors.tsv is not a whole projector file: it has more than 1 rows"),
        ("1.5\t2.5\n", "a\nb\n", "vectors.tsv is not a whole projector file: it has 1 rows instead of 2"),
        ("1.5\t2\n3\n", "a\nb\n", "the row of '2' has 1 numbers instead of 2."),
        ("1\t2\n3\tx\n", "a\nb\n", "could not convert string to float: 'x'"),
        ("1.5\t2\n3\t4", "a\nb\n", "it ends before the last line does."),
        ("1\t2\n3\tnan\n", "a\nb\n", "The matrix holds NaN or infinity"),
        ("1\t2\n3\t4\n", "a\na\n", "The word 'a' stands twice"),
        ("1\t2\n", "a\n" * 100, "it has no 100 rows of 2 numbers."),
        ("1\t2\n3\t4\n", "word\tcount\na\t1\nb\n", "metadata.tsv is not a whole projector file"),
        ("1\t2\n3\t4\n", "word\tcount\na\t1\nb\tx\n", "metadata.tsv is not a whole projector file"),
        ("", "", "it has no 1 rows of 1 numbers."),
    ],
)
def test_projector_files_that_do_not_fit_are_refused(tmp_path, vectors, metadata, why):
    (tmp_path / "vectors.tsv").write_text(vectors)
    (tmp_path / "metadata.tsv").write_text(metadata)
    assert why in message_of(WordVectors.load_projector, tmp_path)


def test_a_folder_without_the_projectors_files_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="There are no vectors at .*vectors.tsv"):
        exchange.read_projector(tmp_path)


# Nothing half-written


@pytest.mark.parametrize("name", ["v.npz", "v.safetensors", "v.txt", "v.bin.gz"])
def test_a_failure_in_the_middle_leaves_the_old_file_alone(tmp_path, monkeypatch, name):
    target = tmp_path / name
    vectors = WordVectors(*table())
    save = vectors.save if name in ("v.npz", "v.safetensors") else vectors.save_word2vec
    save(target)
    before = target.read_bytes()
    vectors.words[-1] = "\ud800"  # half a character: cannot be encoded
    with pytest.raises(UnicodeEncodeError):
        save(target)
    assert target.read_bytes() == before and os.listdir(tmp_path) == [name]
