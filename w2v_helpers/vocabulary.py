"""Text to tokens, tokens to ids and back.

Reads strings; makes lists of tokens, a `Vocabulary` (words, counts) and arrays of ids. Used by all lessons.
"""

import itertools
import mmap
import re
import tempfile
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from tqdm import tqdm

from w2v_helpers._checks import check_tokens, positive_integer, unknown_word

# Accents and vowel signs that are characters of their own: parts of a word, though not to `re`.
_MARKS = "".join(char for char in map(chr, range(0x300, 0x10000)) if unicodedata.category(char)[0] == "M")
# Scripts that put no spaces between words: Chinese characters, kana, Thai, Lao, Burmese, Khmer.
_UNSPACED = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30ff\uff66-\uff9f"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
    "\u0e01-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
)
_LETTER = rf"[^\W_{_UNSPACED}]"
_ONE = rf"(?=[^\W_])[{_UNSPACED}][{_MARKS}]*"
_WORD = re.compile(rf"{_LETTER}+(?:(?:[{_MARKS}]+'?|'){_LETTER}+)*[{_MARKS}]*|{_ONE}")
# To a table that works on bytes, all of UTF-8 beyond ASCII looks like letters.
_SPACED = bytes(
    byte if byte > 127 or chr(byte).isalnum() or chr(byte) == "'" else ord(" ") for byte in range(256)
)


def tokenize(text: str) -> list[str]:
    """Split a text into lower-case words.

    A word is a run of letters and digits; an apostrophe inside a word belongs to it, all else separates. In
    scripts without spaces between words each character is one: see `segmenter` for better.

    Args:
        text: any string.

    Returns:
        The words, in order.

    >>> tokenize("The wide road shimmered; we know't!")
    ['the', 'wide', 'road', 'shimmered', 'we', "know't"]
    """
    text = unicodedata.normalize("NFC", text.lower()).replace("’", "'")
    text = text.encode("utf-8", "surrogatepass").translate(_SPACED).decode("utf-8", "surrogatepass")
    if "'" in text:  # next to a space or to another one, it is a quotation mark
        text = f" {text} ".replace("''", "  ").replace(" '", "  ").replace("' ", "  ")
    if text.isascii():
        return text.split()
    return [word for run in text.split() for word in ((run,) if run.isascii() else _WORD.findall(run))]


def has_words(text: str) -> bool:
    """Return whether `tokenize` would find a word.

    >>> has_words("... !?"), has_words("... 42")
    (False, True)
    """
    return _WORD.search(text) is not None


PADDING, UNKNOWN = 0, 1
PART = 1 << 20  # tokens that are worked on at once
IN_MEMORY = 1 << 26  # tokens whose ids are held in memory, four bytes each; more go to a temporary file


class Vocabulary:
    """The words of a corpus, each with an id and a count.

    Id 0 is padding and also marks the end of a document; id 1 stands for every word that is not in the
    vocabulary; the words follow by falling count, then in the order in which they first appeared.

    Args:
        words: str (V - 2,), most frequent first, without the two special entries.
        counts: int (V - 2,), how often each occurs.
        unknown_count: how many tokens of the corpus are not among `words`.

    Attributes:
        words: list of str (V,); `words[0]` is `''` and `words[1]` is `'[UNK]'`.
        counts: int64 (V,); zero for ids 0 and 1, which are no words.

    >>> vocabulary = Vocabulary.from_corpus([["the", "wide", "road", "in", "the", "sun"]], min_count=1)
    >>> vocabulary.words
    ['', '[UNK]', 'the', 'wide', 'road', 'in', 'sun']
    >>> vocabulary.encode(["the", "hot", "sun"])
    array([2, 1, 6], dtype=int32)
    """

    def __init__(self, words: Sequence[str], counts: Sequence[int], unknown_count: int = 0):
        if len(words) != len(counts):
            raise ValueError(
                f"There are {len(words)} words but {len(counts)} counts: give one count per word."
            )
        self.words = ["", "[UNK]", *words]  # as TextVectorization calls ids 0 and 1
        self.counts = np.array([0, 0, *counts], dtype=np.int64)
        self.unknown_count = int(unknown_count)
        self._ids = {word: index for index, word in enumerate(self.words) if index > UNKNOWN}

    @classmethod
    def from_corpus(
        cls, corpus: Iterable[list[str]], *, min_count: int = 5, max_size: int | None = None
    ) -> "Vocabulary":
        """Count the words of a corpus and number those that occur often enough.

        Args:
            corpus: a `Corpus`, or any iterable of lists of tokens.
            min_count: leave out words that occur less often.
            max_size: keep at most this many words, the most frequent ones. `None` keeps all.

        Raises:
            ValueError: no word is frequent enough, or a setting is not allowed.
        """
        return vocabulary_and_ids(corpus, min_count=min_count, max_size=max_size)[0]

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self._ids

    def __repr__(self) -> str:
        return f"Vocabulary({len(self) - 2:,} words, {self.counts.sum():,} tokens)"

    def id(self, word: str) -> int:
        """Return the id of a word.

        Raises:
            KeyError: the word is not in the vocabulary; offers the closest spellings.
        """
        if word not in self._ids:
            raise unknown_word(word, self.words[UNKNOWN + 1 :])
        return self._ids[word]

    def encode(self, tokens: Iterable[str]) -> np.ndarray:
        """Turn tokens into ids: int32 (N,), 1 for a word that is not in the vocabulary."""
        if isinstance(tokens, str):
            raise ValueError("encode takes a list of tokens, not a string: call tokenize(text) first.")
        return np.array([self._ids.get(token, UNKNOWN) for token in tokens], dtype=np.int32)

    def decode(self, ids: Iterable[int]) -> list[str]:
        """Turn ids back into words."""
        return [self.words[index] for index in ids]

    def encode_corpus(self, corpus: Iterable[list[str]]) -> np.ndarray:
        """Turn a corpus into one array of ids.

        Unknown words are dropped, as word2vec.c and gensim do, so that windows close over them.

        Args:
            corpus: a `Corpus`, or any iterable of lists of tokens.

        Returns:
            int32 (N,), with a 0 after each document.
        """
        return self._ids_for(*_number_tokens(corpus))

    def _ids_for(self, first_seen: list[str], numbers: np.ndarray) -> np.ndarray:
        """Put ids in the place of the numbers that words were given at first; unknown words are left out."""
        id_of = np.array([PADDING, *(self._ids.get(word, -1) for word in first_seen[1:])], dtype=np.int32)
        end = 0
        for part in parts(numbers):
            ids = id_of[part]
            ids = ids[ids >= 0]
            numbers[end : end + len(ids)] = ids
            end += len(ids)
        return numbers[:end]

    def examples(self, preferred: Sequence[str] = (), how_many: int = 4) -> list[str]:
        """Choose words to look at, whatever the corpus.

        Args:
            preferred: words to take first, where the vocabulary has them.
            how_many: how many words to return.

        Returns:
            The preferred words that exist, topped up by longer words from the upper middle of the ranking.
        """
        known = [word for word in preferred if word in self]
        longer = [word for word in self.words[2 + len(self) // 20 :] if len(word) > 4]
        return list(dict.fromkeys([*known, *longer, *self.words[2:]]))[:how_many]


def vocabulary_and_ids(
    corpus: Iterable[list[str]], *, min_count: int = 5, max_size: int | None = None, verbose: int = 1
) -> tuple[Vocabulary, np.ndarray]:
    """Make a corpus's vocabulary and its array of ids, going through it once.

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens, also one that can be gone through only once.
        min_count: leave out words that occur less often.
        max_size: keep at most this many words, the most frequent ones. `None` keeps all.
        verbose: 1 shows a progress bar where reading takes long, 0 never does.

    Returns:
        The vocabulary, and int32 (N,), with a 0 after each document.

    Raises:
        ValueError: no word is frequent enough, or a setting is not allowed.

    >>> vocabulary_and_ids([["hot", "sun", "hot"], ["sun", "hot"]], min_count=1)[1]
    array([2, 3, 2, 0, 3, 2, 0], dtype=int32)
    """
    min_count = positive_integer("min_count", min_count)
    max_size = None if max_size is None else positive_integer("max_size", max_size)
    first_seen, numbers = _number_tokens(corpus, verbose)
    counts = count_ids(numbers, len(first_seen))
    counts[PADDING] = 0
    order = np.argsort(-counts, kind="stable")
    kept = order[counts[order] >= min_count][:max_size]
    if not kept.size:
        raise ValueError(
            f"None of the {counts.sum():,} tokens is a word that occurs {min_count} times "
            f"(min_count={min_count}): give more text, or a smaller min_count."
        )
    unknown_count = counts.sum() - counts[kept].sum()
    vocabulary = Vocabulary([first_seen[place] for place in kept], counts[kept], unknown_count)
    return vocabulary, vocabulary._ids_for(first_seen, numbers)


def count_ids(ids: np.ndarray, size: int) -> np.ndarray:
    """Count how often each of V = `size` ids occurs in int32 (N,), without a copy of them all: int64 (V,)."""
    counts = np.zeros(size, dtype=np.int64)
    for part in parts(ids):
        counts += np.bincount(part, minlength=size)
    return counts


def parts(ids: np.ndarray, overlap: int = 0) -> Iterator[np.ndarray]:
    """Go through ids part by part, without a copy; what was read of a file leaves memory again."""
    for start in range(0, len(ids), PART):
        yield ids[start : start + PART + overlap]
        let_go(ids)


def let_go(ids: np.ndarray) -> None:
    """Take ids that lie in a file out of memory; they are read again when they are needed."""
    while isinstance(ids, np.ndarray):
        ids = ids.base
    if isinstance(ids, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):  # Windows lacks it
        ids.madvise(mmap.MADV_DONTNEED)


def _number_tokens(corpus: Iterable[list[str]], verbose: int = 1) -> tuple[list[str], np.ndarray]:
    """Number the words of a corpus as they first appear, and write it as numbers, a 0 after each document.

    Returns:
        `""` and these words; and int32 (N,), beyond `IN_MEMORY` in a temporary file that goes with the array.
    """
    number_of = defaultdict(itertools.count(1).__next__)  # gives each new word the next number
    numbers, file = array("i"), None
    bar = tqdm(desc="reading", unit=" words", unit_scale=True, delay=10, leave=False, disable=not verbose)
    with bar:
        for tokens in token_lists(corpus):
            row = np.fromiter(map(number_of.__getitem__, tokens), np.int32, len(tokens))
            numbers.frombytes(row.tobytes())
            numbers.append(0)
            if len(numbers) > IN_MEMORY:
                file = file or tempfile.TemporaryFile()  # noqa: SIM115
                numbers.tofile(file)
                numbers = array("i")
            bar.update(len(tokens))
    if strange := [word for word in number_of if not isinstance(word, str)][:1]:
        raise ValueError(f"The corpus is made of words, but {strange[0]!r} is a {type(strange[0]).__name__}.")
    first_seen = ["", *number_of]
    if file is None:
        return first_seen, np.frombuffer(numbers, dtype=np.int32)
    with file:  # the array keeps it open
        numbers.tofile(file)
        file.flush()
        return first_seen, np.memmap(file, dtype=np.int32, mode="r+")


def token_lists(corpus: Iterable[list[str]]) -> Iterator[list[str]]:
    """Go through a corpus; refuse what is not made of lists of tokens, and a generator without any left."""
    if not isinstance(corpus, Iterable):
        raise ValueError(f"A corpus is a sequence of token lists, not a {type(corpus).__name__}.")
    is_used_up = iter(corpus) is corpus
    for number, tokens in enumerate(corpus):
        is_used_up = False
        yield check_tokens(tokens, f"Document {number:,} of the corpus is")
    if is_used_up:
        raise ValueError(f"This {type(corpus).__name__} was gone through already: make it again.")
