"""Subwords: fastText's character n-grams, their rows in a hashed table, and its `.bin` files.

Reads words and `.bin` files; makes n-grams, row numbers and vectors, also for words that were never seen.
Bojanowski et al. 2017 (arXiv:1607.04606): a word's vector is the mean of its own row and its n-grams' rows.
"""

import itertools
import mmap
import re
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from w2v_helpers._checks import atomic_path, positive_integer

# magic, version; dim, ws, epoch, minCount, neg, wordNgrams, loss, model, bucket, minn, maxn, lrUpdateRate, t;
# size, nwords, nlabels, ntokens, pruneidx_size. Then the words, and two tables, each after its `_SIZES`.
_HEADER, _MAGIC = struct.Struct("<2i12id3i2q"), 793712314
_NUMBERS = np.dtype([("count", "<i8"), ("kind", "i1")])  # after each word and a NUL
_SIZES = struct.Struct("<?2q")  # is it quantised, rows, columns
_UTF8 = "utf-8", "surrogateescape"  # with bytes that are not UTF-8 coming back as they were
_CHARACTER = re.compile(rb"[^\x80-\xbf][\x80-\xbf]*")  # as fastText cuts UTF-8, even if it is broken
_LONGEST_WORD, _LONGEST_NGRAM = 1 << 16, 32  # bytes, characters; more can only be a damaged file
_LETTERS, _CELLS = 1 << 15, 1 << 22  # of words, and of a table, that are handled at once


def ngrams(word: str, min_length: int = 3, max_length: int = 6) -> list[str]:
    """List the character n-grams of `<word>`, whose brackets mark the ends, in the order of fastText.

    Args:
        word: any string.
        min_length: characters of the shortest n-grams, with brackets, though not these alone.
        max_length: characters of the longest; a `ValueError` if that is less than `min_length`.

    >>> ngrams("sun", 3, 4)
    ['<su', '<sun', 'sun', 'sun>', 'un>']
    """
    shortest, longest = positive_integer("min_length", min_length), positive_integer("max_length", max_length)
    _require(shortest <= longest, f"min_length must be at most max_length, {longest}, not {shortest}.")
    return [ngram.decode(*_UTF8) for ngram in _ngrams(_encode(word), shortest, longest)]


def fasttext_hash(text: str) -> int:
    """Hash a text to 32 bits as fastText does: FNV-1a over its UTF-8, with bytes above 127 negative.

    >>> fasttext_hash("<su")
    1399909271
    """
    return int(_hashes([_encode(text)])[0])


def hashed_rows(ngrams: Sequence[str], buckets: int, hashes: int = 1) -> np.ndarray:
    """Return rows of a table for n-grams, which share them by chance; int64 (N * hashes,), n-gram by n-gram.

    With more hashes, an n-gram is the mean of as many rows. Two rarely share all, so a small table is enough:
    the idea of floret (github.com/explosion/floret; with other hashes). Our first hash is fastText's; hash k
    is the first, XOR k times 0x9E3779B9, mixed by the last step of MurmurHash3.

    Args:
        ngrams: list of str (N,).
        buckets: rows of the table; a `ValueError` if below 1, as for `hashes`.
        hashes: rows per n-gram.

    >>> hashed_rows(["<su", "un>"], buckets=1000)
    array([271, 548])
    """
    buckets, columns = positive_integer("buckets", buckets), [_hashes([_encode(ngram) for ngram in ngrams])]
    for k in range(1, positive_integer("hashes", hashes)):
        mixed = columns[0] ^ np.uint32(k * 0x9E3779B9 & 0xFFFFFFFF)
        mixed = (mixed ^ (mixed >> np.uint32(16))) * np.uint32(0x85EBCA6B)
        mixed = (mixed ^ (mixed >> np.uint32(13))) * np.uint32(0xC2B2AE35)
        columns.append(mixed ^ (mixed >> np.uint32(16)))
    return np.stack(columns, axis=1).ravel().astype(np.int64) % buckets


def _ngrams(word: bytes, shortest: int, longest: int) -> list[bytes]:
    marked = b"<%b>" % word
    bounds = [*itertools.accumulate(map(len, _CHARACTER.findall(marked)), initial=0)]
    last = 0 if word == b"</s>" else len(bounds) - 1  # fastText's mark for the end of a line has none
    spans = ((i, j) for i in range(last) for j in range(i + shortest, min(i + longest, last) + 1))
    return [marked[bounds[i] : bounds[j]] for i, j in spans if j - i > 1 or 0 < i < last - 1]


def _hashes(texts: Sequence[bytes]) -> np.ndarray:
    """Return FNV-1a of each text, uint32 (N,): first all first bytes are worked in, then all second, …."""
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    starts, data = np.cumsum(sizes) - sizes, np.frombuffer(b"".join(texts), np.int8)
    values = np.full(len(texts), 2166136261, np.uint32)
    for offset in range(sizes.max(initial=0)):
        left = np.flatnonzero(sizes > offset)
        signed = data[starts[left] + offset].astype(np.int32)  # widened with ones; fastText's files need that
        values[left] = (values[left] ^ signed.view(np.uint32)) * np.uint32(16777619)
    return values


def _encode(text: str) -> bytes:
    _require(isinstance(text, str), f"A word or n-gram must be a str, not {text!r}.")
    return text.encode(*_UTF8)


def _require(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise ValueError(otherwise)


class FastTextFile:
    """A fastText `.bin` file, of which only the rows that are asked for are read; labels are passed over.

    Args:
        path: the file, unchanged while in use; a `ValueError` if it is damaged, quantised or another kind.

    Attributes:
        words: list of str (V,), where bytes that are not UTF-8 are kept as Python's `surrogateescape` does.
        counts: int64 (V,).
        vector_size, buckets: numbers per vector; rows for n-grams.
        min_length, max_length: characters of the shortest and longest n-grams; 0 as the longest means none.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    >>> write_fasttext(f"{folder.name}/a.bin", ["road"], [3], np.ones((1, 2)), np.zeros((9, 2)))
    >>> FastTextFile(f"{folder.name}/a.bin").vector("road")  # a row of ones, ten of zeros
    array([0.09, 0.09], dtype=float32)
    """

    def __init__(self, path: str | Path):
        try:
            with open(path, "rb") as file:
                self._file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._read_tables(self._read_words(*self._read_header()))
        except ValueError as error:
            raise ValueError(f"{path} is not a fastText .bin file that can be read: {error}.") from error

    def _read_header(self) -> tuple[int, int]:
        """Set the sizes; return how many entries the dictionary has, and how many of them are words."""
        _require(len(self._file) >= _HEADER.size, "it is too short")
        magic, version, *settings, size, words, labels, tokens, pruned = _HEADER.unpack_from(self._file)
        _require(magic == _MAGIC and version in (11, 12), "its beginning is not that of version 11 or 12")
        _require(pruned < 0, "it is pruned, as .ftz files are: use the whole model")
        self.vector_size, self.buckets, self.min_length, self.max_length = settings[0], *settings[8:11]
        if (version, settings[7]) == (11, 3):  # trained on labels, when such models had no n-grams
            self.max_length = 0
        numbers = words, labels, tokens, self.buckets
        _require(min(numbers) >= 0 and words + labels == size, "its numbers of words and labels disagree")
        is_whole = self.buckets and 0 <= self.min_length <= self.max_length <= _LONGEST_NGRAM
        lengths = f"it has n-grams of {self.min_length} to {self.max_length} characters, {self.buckets} rows"
        _require(is_whole or not self.max_length, lengths)
        return size, words

    def _read_words(self, size: int, num_words: int) -> int:
        """Set words and counts; return where the dictionary ends."""
        file, place, self.words, numbers = self._file, _HEADER.size, [], bytearray()
        end = len(file) - _NUMBERS.itemsize
        for _ in range(size):
            stop = file.find(b"\0", place, place + _LONGEST_WORD + 1)
            if not 0 < stop < end:
                raise ValueError("it ends inside its dictionary, or a word in there has no end")
            self.words.append(file[place:stop].decode(*_UTF8))
            place = stop + 10  # after the NUL, a count and a kind
            numbers += file[stop + 1 : place]
        del self.words[num_words:]  # labels
        counts, kinds = (np.frombuffer(numbers, _NUMBERS, num_words)[name] for name in _NUMBERS.names)
        _require(counts.min(initial=0) >= 0 and not kinds.any(), "its words have wrong counts or kinds")
        self.counts, self._ids = counts.astype(np.int64), dict(zip(self.words, range(num_words), strict=True))
        return place

    def _read_tables(self, place: int) -> None:
        """Map the rows of words and n-grams; check that they and the contexts' rows fill the file."""
        tables = []
        for _ in range(2):
            _require(place + _SIZES.size <= len(self._file), "it ends before its tables")
            is_quantised, *shape = _SIZES.unpack_from(self._file, place)
            start, place = place + _SIZES.size, place + _SIZES.size + 4 * shape[0] * shape[1]
            _require(not is_quantised, "it is quantised, as .ftz files are: use the whole model")
            _require(min(shape) > 0 and place <= len(self._file), "it ends inside its tables")
            tables.append(np.frombuffer(self._file, "<f4", shape[0] * shape[1], start).reshape(shape))
        self._rows, expected = tables[0], (len(self.counts) + self.buckets, self.vector_size)
        _require(place == len(self._file) and self._rows.shape == expected, "its tables and header disagree")

    def vector(self, text: str) -> np.ndarray:
        """Return the mean of a word's row, if it is known, and its n-grams', float32 (D,); else zeros."""
        _encode(text)  # or refuse it
        return self._means([text], np.array([self._ids.get(text, -1)]))[0]

    def word_vectors(self, limit: int | None = None) -> tuple[list[str], np.ndarray]:
        """Return the words, or only the first `limit`, list of str (V,), and vectors, float32 (V, D)."""
        words = self.words[: None if limit is None else positive_integer("limit", limit)]
        matrix = np.empty((len(words), self.vector_size), np.float32)
        cuts = np.flatnonzero(np.diff(np.cumsum([*map(len, words)]) // _LETTERS)) + 1
        for start, stop in itertools.pairwise([0, *cuts.tolist(), len(words)]):
            matrix[start:stop] = self._means(words[start:stop], np.arange(start, stop))
        return words, matrix

    @np.errstate(over="ignore", invalid="ignore")
    def _means(self, words: list[str], ids: np.ndarray) -> np.ndarray:
        """Return the mean of each word's own row, unless its id is -1, and its n-grams' rows, (N, D)."""
        grams = [_ngrams(_encode(word), max(1, self.min_length), self.max_length) for word in words]
        sizes = np.fromiter(map(len, grams), np.int64, len(grams))
        values, owners = _hashes([*itertools.chain(*grams)]), np.repeat(np.arange(len(words)), sizes)
        rows = len(self.counts) + values.astype(np.int64) % max(1, self.buckets)
        sums = np.where(ids[:, None] >= 0, self._rows[ids], np.float32(0))
        for start in range(0, len(rows), step := max(1, _CELLS // self.vector_size)):
            owner = owners[start : start + step]
            firsts = np.flatnonzero(np.diff(owner, prepend=-1))  # where the rows of another word begin
            sums[owner[firsts]] += np.add.reduceat(self._rows[rows[start : start + step]], firsts, axis=0)
        sums /= np.maximum(sizes + (ids >= 0), 1)[:, None].astype(np.float32)
        return sums


def write_fasttext(
    path: str | Path,
    words: Sequence[str],
    counts: Sequence[int],
    word_rows: np.ndarray,
    ngram_rows: np.ndarray,
    output: np.ndarray | None = None,
    *,
    min_length: int = 3,
    max_length: int = 6,
    window_size: int = 5,
) -> None:
    """Write a skip-gram model's `.bin` file, which fastText and gensim read, whole or not at all.

    Args:
        path: the file to make; a `ValueError` if the rest does not fit together.
        words: list of str (V,), the most frequent first.
        counts: int (V,).
        word_rows: float (V, D), the words' own rows, without their n-grams'.
        ngram_rows: float (B, D), one per bucket of `hashed_rows(…, buckets=B)`.
        output: float (V, D), the context vectors; `None` means zeros.
        min_length: characters of the shortest n-grams.
        max_length: characters of the longest, at most 32.
        window_size: with which the model was trained.
    """
    ngrams("", min_length, max_length)  # checks both
    encoded, counts, size = [_encode(word) for word in words], np.asarray(counts), len(words)
    is_valid = b"\0" not in b"".join(encoded) and max(map(len, encoded), default=0) <= _LONGEST_WORD
    _require(is_valid and len(set(encoded)) == size, "words must differ, with no NUL and up to 65,536 bytes.")
    _require(max_length <= _LONGEST_NGRAM, f"max_length must be at most {_LONGEST_NGRAM}, not {max_length}.")
    is_valid = counts.shape == (size,) and counts.dtype.kind in "iu" and counts.min(initial=1) > 0
    _require(is_valid, f"counts must be {size} integers above 0, as many as there are words.")
    output = np.broadcast_to(np.float32(0), np.shape(word_rows)) if output is None else output
    tables = [np.asarray(rows) for rows in (word_rows, ngram_rows, output)]
    first, shape, last = [table.shape for table in tables]
    is_valid = len(shape) == 2 and first == last == (size, shape[1]) and size * shape[0] * shape[1] > 0
    _require(is_valid, f"The shapes must be ({size}, D), (B, D), ({size}, D), not {first}, {shape}, {last}.")
    (buckets, dim), step = shape, max(1, _CELLS // shape[1])
    training = positive_integer("window_size", window_size), 5, 1, 5, 1, 2, 2  # fastText's defaults
    sizes = buckets, min_length, max_length, 100, 1e-4, size, size, 0, sum(counts.tolist()), -1
    with np.errstate(over="ignore"), atomic_path(path) as temporary, temporary.open("wb") as file:
        file.write(_HEADER.pack(_MAGIC, 12, dim, *training, *sizes))
        for word, count in zip(encoded, counts.tolist(), strict=True):
            file.write(word + struct.pack("<xqx", count))
        for rows, table in ((size + buckets, tables[0]), (0, tables[1]), (size, tables[2])):
            file.write(_SIZES.pack(False, rows, dim) if rows else b"")
            for start in range(0, len(table), step):
                piece = table[start : start + step].astype("<f4")
                _require(np.isfinite(piece).all(), "The rows to be written hold NaN or infinity.")
                file.write(piece.tobytes())
