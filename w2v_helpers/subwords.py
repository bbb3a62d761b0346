"""Subwords: the character n-grams of words, and their rows in a hashed table.

Reads words; makes n-grams, row numbers, and vectors that are means of rows. Bojanowski et al. 2017
(arXiv:1607.04606): a word's vector is the mean of its own row and its n-grams' rows, so that a word that was
never seen has one, too. Lesson 12.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from w2v_helpers._checks import positive_integer

UTF8 = "utf-8", "surrogateescape"  # with bytes that are not UTF-8 coming back as they were
LONGEST_NGRAM, MOST_HASHES = 32, 8  # characters, rows per n-gram
_CHARACTER = re.compile(rb"[^\x80-\xbf][\x80-\xbf]*")  # as fastText cuts UTF-8, even if it is broken
_WORDS, _CELLS = 1 << 12, 1 << 22  # of a list, and of a table, that are handled at once


def require(is_so: bool, otherwise: str) -> None:
    """Raise a `ValueError` unless something is so."""
    if not is_so:
        raise ValueError(otherwise)


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
    require(shortest <= longest, f"min_length must be at most max_length, {longest}, not {shortest}.")
    return [ngram.decode(*UTF8) for ngram in ngrams_of(encode(word), shortest, longest)]


def fasttext_hash(text: str) -> int:
    """Hash a text to 32 bits as fastText does: FNV-1a over its UTF-8, with bytes above 127 negative.

    >>> fasttext_hash("<su")
    1399909271
    """
    return int(hashes_of([encode(text)])[0])


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
    hashes = positive_integer("hashes", hashes)
    return _rows_of(
        hashes_of([encode(ngram) for ngram in ngrams]), positive_integer("buckets", buckets), hashes
    )


def _rows_of(values: np.ndarray, buckets: int, hashes: int) -> np.ndarray:
    """Return the rows for hashes of n-grams, uint32 (N,): int64 (N * hashes,)."""
    columns = [values]
    for k in range(1, hashes):
        mixed = values ^ np.uint32(k * 0x9E3779B9 & 0xFFFFFFFF)
        mixed = (mixed ^ (mixed >> np.uint32(16))) * np.uint32(0x85EBCA6B)
        mixed = (mixed ^ (mixed >> np.uint32(13))) * np.uint32(0xC2B2AE35)
        columns.append(mixed ^ (mixed >> np.uint32(16)))
    return np.stack(columns, axis=1).ravel().astype(np.int64) % buckets


def ngrams_of(word: bytes, shortest: int, longest: int) -> list[bytes]:
    """Return the n-grams of a word, all as bytes; see `ngrams`."""
    marked = b"<%b>" % word
    bounds = [*itertools.accumulate(map(len, _CHARACTER.findall(marked)), initial=0)]
    last = 0 if word == b"</s>" else len(bounds) - 1  # fastText's mark for the end of a line has none
    spans = ((i, j) for i in range(last) for j in range(i + shortest, min(i + longest, last) + 1))
    return [marked[bounds[i] : bounds[j]] for i, j in spans if j - i > 1 or 0 < i < last - 1]


def hashes_of(texts: Sequence[bytes]) -> np.ndarray:
    """Return FNV-1a of each text, uint32 (N,): first all first bytes are worked in, then all second, …."""
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    starts, data = np.cumsum(sizes) - sizes, np.frombuffer(b"".join(texts), np.int8)
    values = np.full(len(texts), 2166136261, np.uint32)
    for offset in range(sizes.max(initial=0)):
        left = np.flatnonzero(sizes > offset)
        signed = data[starts[left] + offset].astype(np.int32)  # widened with ones; fastText's files need that
        values[left] = (values[left] ^ signed.view(np.uint32)) * np.uint32(16777619)
    return values


def encode(text: str) -> bytes:
    """Return a word or n-gram as UTF-8; a `ValueError` if it is not a str."""
    require(isinstance(text, str), f"A word or n-gram must be a str, not {text!r}.")
    return text.encode(*UTF8)


@dataclass(frozen=True)
class Subwords:
    """Which n-grams words are made of, and how large the table of their rows is.

    Args:
        min_length: characters of the shortest n-grams, with the brackets of `ngrams`.
        max_length: characters of the longest, at most 32.
        buckets: rows for all n-grams.
        hashes: rows per n-gram, at most 8, see `hashed_rows`. With two, a table of 50,000 rows is enough;
            fastText's files have one.

    Raises:
        ValueError: a number is not an integer above 0, or the lengths are the wrong way round.
    """

    min_length: int = 3
    max_length: int = 6
    buckets: int = 1 << 18
    hashes: int = 1

    def __post_init__(self):
        ngrams("", self.min_length, self.max_length)
        require(self.max_length <= LONGEST_NGRAM, f"max_length must be at most {LONGEST_NGRAM}.")
        positive_integer("buckets", self.buckets)
        require(
            positive_integer("hashes", self.hashes) <= MOST_HASHES, f"hashes must be at most {MOST_HASHES}."
        )

    def rows(self, words: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows of all n-grams, int64 (N,), word by word, and how many each word has, (W,)."""
        rows, sizes = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for start in range(0, len(words), _WORDS):
            grams = [
                ngrams_of(encode(word), self.min_length, self.max_length)
                for word in words[start : start + _WORDS]
            ]
            hashes = hashes_of([*itertools.chain(*grams)])
            rows.append(_rows_of(hashes, self.buckets, self.hashes))
            sizes.append(self.hashes * np.fromiter(map(len, grams), np.int64, len(grams)))
        return np.concatenate(rows), np.concatenate(sizes)


def add_rows(sums: np.ndarray, table: np.ndarray, rows: np.ndarray, sizes: np.ndarray) -> None:
    """Add rows of a table to the sums of their owners.

    Args:
        sums: float32 (W, D), changed in place.
        table: float32 (R, D).
        rows: int (N,), those of the first owner, then those of the second, ….
        sizes: int (W,), how many each owner has; they add up to N.
    """
    owners = np.repeat(np.arange(len(sizes)), sizes)
    for start in range(0, len(rows), step := max(1, _CELLS // table.shape[1])):
        owner = owners[start : start + step]
        firsts = np.flatnonzero(np.diff(owner, prepend=-1))  # where the rows of another owner begin
        sums[owner[firsts]] += np.add.reduceat(table[rows[start : start + step]], firsts, axis=0)


def mean_of_ngrams(word: str, subwords: Subwords, ngram_rows: np.ndarray) -> np.ndarray | None:
    """Return the mean of the rows of a word's n-grams, float32 (D,), or `None` if it has none."""
    rows, _ = subwords.rows([word])
    return ngram_rows[rows].mean(axis=0, dtype=np.float32) if len(rows) else None
