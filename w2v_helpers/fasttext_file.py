"""fastText's `.bin` files: read row by row, and written.

Reads a `.bin` file, or words and tables; makes vectors, also for words that were never seen, or a file.
"""

import itertools
import mmap
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from w2v_helpers._checks import atomic_path, positive_integer
from w2v_helpers.subwords import LONGEST_NGRAM, UTF8, add_rows, encode, hashes_of, ngrams, ngrams_of, require

# magic, version; dim, ws, epoch, minCount, neg, wordNgrams, loss, model, bucket, minn, maxn, lrUpdateRate, t;
# size, nwords, nlabels, ntokens, pruneidx_size. Then the words, and two tables, each after its `_SIZES`.
_HEADER, _MAGIC = struct.Struct("<2i12id3i2q"), 793712314
_NUMBERS = np.dtype([("count", "<i8"), ("kind", "i1")])  # after each word and a NUL
_SIZES = struct.Struct("<?2q")  # is it quantised, rows, columns
_LONGEST_WORD = 1 << 16  # bytes; more can only be a damaged file
_LETTERS, _CELLS = 1 << 15, 1 << 22  # of words, and of a table, that are handled at once


class FastTextFile:
    """A fastText `.bin` file, of which only the rows that are asked for are read; labels are passed over.

    Args:
        path: the file, unchanged while in use; a `ValueError` if it is damaged, quantised or another kind.

    Attributes:
        words: list of str (V,), where bytes that are not UTF-8 are kept as Python's `surrogateescape` does.
        counts: int64 (V,).
        vector_size, buckets: numbers per vector; rows for n-grams.
        ngram_rows: float32 (B, D), mapped from the file.
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
        require(len(self._file) >= _HEADER.size, "it is too short")
        magic, version, *settings, size, words, labels, tokens, pruned = _HEADER.unpack_from(self._file)
        require(magic == _MAGIC and version in (11, 12), "its beginning is not that of version 11 or 12")
        require(pruned < 0, "it is pruned, as .ftz files are: use the whole model")
        self.vector_size, self.buckets, self.min_length, self.max_length = settings[0], *settings[8:11]
        if (version, settings[7]) == (11, 3):  # trained on labels, when such models had no n-grams
            self.max_length = 0
        numbers = words, labels, tokens, self.buckets
        require(min(numbers) >= 0 and words + labels == size, "its numbers of words and labels disagree")
        is_whole = self.buckets and 0 <= self.min_length <= self.max_length <= LONGEST_NGRAM
        lengths = f"it has n-grams of {self.min_length} to {self.max_length} characters, {self.buckets} rows"
        require(is_whole or not self.max_length, lengths)
        return size, words

    def _read_words(self, size: int, num_words: int) -> int:
        """Set words and counts; return where the dictionary ends."""
        file, place, self.words, numbers = self._file, _HEADER.size, [], bytearray()
        end = len(file) - _NUMBERS.itemsize
        for _ in range(size):
            stop = file.find(b"\0", place, place + _LONGEST_WORD + 1)
            if not 0 < stop < end:
                raise ValueError("it ends inside its dictionary, or a word in there has no end")
            self.words.append(file[place:stop].decode(*UTF8))
            place = stop + 10  # after the NUL, a count and a kind
            numbers += file[stop + 1 : place]
        del self.words[num_words:]  # labels
        counts, kinds = (np.frombuffer(numbers, _NUMBERS, num_words)[name] for name in _NUMBERS.names)
        require(counts.min(initial=0) >= 0 and not kinds.any(), "its words have wrong counts or kinds")
        self.counts, self._ids = counts.astype(np.int64), dict(zip(self.words, range(num_words), strict=True))
        return place

    def _read_tables(self, place: int) -> None:
        """Map the rows of words and n-grams; check that they and the contexts' rows fill the file."""
        tables = []
        for _ in range(2):
            require(place + _SIZES.size <= len(self._file), "it ends before its tables")
            is_quantised, *shape = _SIZES.unpack_from(self._file, place)
            start, place = place + _SIZES.size, place + _SIZES.size + 4 * shape[0] * shape[1]
            require(not is_quantised, "it is quantised, as .ftz files are: use the whole model")
            require(min(shape) > 0 and place <= len(self._file), "it ends inside its tables")
            tables.append(np.frombuffer(self._file, "<f4", shape[0] * shape[1], start).reshape(shape))
        self._rows, expected = tables[0], (len(self.counts) + self.buckets, self.vector_size)
        require(place == len(self._file) and self._rows.shape == expected, "its tables and header disagree")
        self.ngram_rows = self._rows[len(self.counts) :]

    def vector(self, text: str) -> np.ndarray:
        """Return the mean of a word's row, if it is known, and its n-grams', float32 (D,); else zeros."""
        encode(text)  # or refuse it
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
        grams = [ngrams_of(encode(word), max(1, self.min_length), self.max_length) for word in words]
        sizes = np.fromiter(map(len, grams), np.int64, len(grams))
        values = hashes_of([*itertools.chain(*grams)]).astype(np.int64)
        sums = np.where(ids[:, None] >= 0, self._rows[ids], np.float32(0))
        add_rows(sums, self._rows, len(self.counts) + values % max(1, self.buckets), sizes)
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
    encoded, counts, size = [encode(word) for word in words], np.asarray(counts), len(words)
    is_valid = b"\0" not in b"".join(encoded) and max(map(len, encoded), default=0) <= _LONGEST_WORD
    require(is_valid and len(set(encoded)) == size, "words must differ, with no NUL and up to 65,536 bytes.")
    require(max_length <= LONGEST_NGRAM, f"max_length must be at most {LONGEST_NGRAM}, not {max_length}.")
    is_valid = counts.shape == (size,) and counts.dtype.kind in "iu" and counts.min(initial=1) > 0
    require(is_valid, f"counts must be {size} integers above 0, as many as there are words.")
    output = np.broadcast_to(np.float32(0), np.shape(word_rows)) if output is None else output
    tables = [np.asarray(rows) for rows in (word_rows, ngram_rows, output)]
    first, shape, last = [table.shape for table in tables]
    is_valid = len(shape) == 2 and first == last == (size, shape[1]) and size * shape[0] * shape[1] > 0
    require(is_valid, f"The shapes must be ({size}, D), (B, D), ({size}, D), not {first}, {shape}, {last}.")
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
                require(np.isfinite(piece).all(), "The rows to be written hold NaN or infinity.")
                file.write(piece.tobytes())
