"""Word vectors, independent of the model that made them: neighbours, analogies, files.

Reads a list of words and a float32 (V, D) matrix; answers questions by cosine. Used from lesson 7 on.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from w2v_helpers import vector_files
from w2v_helpers._checks import html_table, positive_integer, unknown_word
from w2v_helpers.fasttext_file import FastTextFile, write_fasttext
from w2v_helpers.subwords import Subwords, add_rows, mean_of_ngrams

WordOrVector = str | np.ndarray
Items = WordOrVector | Sequence[WordOrVector]

_MOST_COSINES = 1 << 25  # computed at once, which bounds their memory to 128 MB
_SHOWN_WORDS, _SHOWN_NUMBERS = 8, 5  # in a notebook

# gensim's names for what is here, by ours.
_GENSIM_NAMES = {
    "words": "index_to_key index2word index2entity",
    "id(word)": "key_to_index vocab get_index",
    "`word in vectors`": "has_index_for",
    "matrix": "vectors syn0",
    "vectors[word]": "wv get_vector word_vec",
    "unit_vectors()": "get_normed_vectors init_sims fill_norms",
    "counts[vectors.id(word)]": "get_vecattr",
    "most_similar": "similar_by_word similar_by_key similar_by_vector most_similar_cosmul",
    "similarity": "distance distances n_similarity wmdistance",
    "save_word2vec": "save_word2vec_format",
    "load_word2vec": "load_word2vec_format",
    "w2v.evaluate_analogies(vectors)": "evaluate_word_analogies accuracy",
    "w2v.evaluate_similarity(vectors)": "evaluate_word_pairs",
}


class WordVectors:
    """Words and their vectors, and the questions one can ask of them.

    `len`, `in` and `for` treat them as a list of words. With `subwords`, any other word has a vector, too.

    Args:
        words: str (V,), distinct, most frequent first.
        matrix: float (V, D), one row per word; kept as float32. Do not change it, only a copy.
        counts: int (V,), how often each word occurred; optional.
        contexts: float (V, D), the words' other vectors, as contexts; optional. `train` goes on from them.
        subwords: which n-grams words have; optional.
        ngram_rows: float32 (B, D), the rows of the n-grams; with `subwords` only.

    Attributes:
        norms: float32 (V,), the lengths of the vectors. The arguments are attributes, too.

    Raises:
        ValueError: the shapes do not fit, a word occurs twice, or a number is not finite.

    >>> vectors = WordVectors(["sun", "hot", "road"], [[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]])
    >>> vectors.most_similar("sun", topn=1), vectors.most_similar(["sun", "road"], topn=1)
    ([('hot', 0.8)], [('hot', 0.99)])
    """

    def __init__(
        self,
        words: Sequence[str],
        matrix: np.ndarray,
        counts: np.ndarray | Sequence[int] | None = None,
        contexts: np.ndarray | None = None,
        subwords: Subwords | None = None,
        ngram_rows: np.ndarray | None = None,
    ):
        self.words = list(map(str, words))
        self.matrix = np.ascontiguousarray(matrix, dtype=np.float32)
        self.counts = None if counts is None else np.asarray(counts, dtype=np.int64)
        self.contexts = None if contexts is None else np.asarray(contexts, dtype=np.float32)
        self._ids = {word: index for index, word in enumerate(self.words)}
        size, shape = len(self.words), self.matrix.shape
        if len(shape) != 2 or shape[0] != size:
            raise ValueError(f"{size} words need a matrix of as many rows, not of shape {shape}.")
        if len(self._ids) != size:
            twice = next(word for index, word in enumerate(self.words) if self._ids[word] != index)
            raise ValueError(f"The word {twice!r} stands twice in the list: every word needs one vector.")
        if self.counts is not None and self.counts.shape != (size,):
            raise ValueError(f"{size} words need as many counts, not {self.counts.size}.")
        if self.contexts is not None:
            if self.contexts.shape != shape:
                raise ValueError(f"contexts must have the shape of the matrix, {shape}.")
            _lengths(self.contexts)
        self.subwords, self.ngram_rows = subwords, ngram_rows
        if subwords is not None and np.shape(ngram_rows) != (subwords.buckets, shape[1]):
            raise ValueError(f"ngram_rows must have the shape {subwords.buckets, shape[1]}.")
        self.norms = _lengths(self.matrix)
        self._divisors = np.where(self.norms > 0, self.norms, np.float32(1))  # (V,)

    # Words and their rows

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __repr__(self) -> str:
        more = "" if self.subwords is None else ", with subwords"
        return f"WordVectors({len(self):,} words, {self.vector_size} dimensions{more})"

    def __getattr__(self, name: str):
        message = f"'WordVectors' object has no attribute {name!r}"
        for ours, theirs in _GENSIM_NAMES.items():
            if name in theirs.split():
                message += f"; its name here is {ours}"
        raise AttributeError(message, name=name, obj=self)

    def _repr_html_(self) -> str:
        counts = [] if self.counts is None else ["count"]
        more = " …" if self.vector_size > _SHOWN_NUMBERS else ""
        rows = []
        for index, word in enumerate(self.words[:_SHOWN_WORDS]):
            numbers = " ".join(f"{number:.2f}" for number in self.matrix[index, :_SHOWN_NUMBERS])
            rows.append([word, *(f"{self.counts[index]:,}" for _ in counts), numbers + more])
        return html_table(["word", *counts, "vector"], rows, caption=repr(self))

    @property
    def vector_size(self) -> int:
        """The number of dimensions, D."""
        return self.matrix.shape[1]

    def id(self, word: str) -> int:
        """Return the row of a word.

        Raises:
            KeyError: the word is unknown; offers the closest spellings.
        """
        if word not in self._ids:
            raise unknown_word(word, self.words)
        return self._ids[word]

    def __getitem__(self, words: str | Iterable[str]) -> np.ndarray:
        """Return the vector of a word, float32 (D,), or of several, float32 (N, D).

        With `subwords`, a word that is not in the list has the mean of its n-grams' rows.

        Raises:
            KeyError: a word is unknown, or has no n-grams either.
        """
        if isinstance(words, str):
            return self.matrix[self._ids[words]] if words in self else self._unseen(words)
        if self.subwords is None:
            return self.matrix[[self.id(word) for word in words]]
        return np.array([self[word] for word in words], np.float32).reshape(-1, self.vector_size)

    def _unseen(self, word: str) -> np.ndarray:
        vector = None
        if self.subwords is not None:
            vector = mean_of_ngrams(word, self.subwords, self.ngram_rows)
        if vector is None:
            raise unknown_word(word, self.words)
        return vector

    def unit_vectors(self, rows: slice | Sequence[int] = slice(None)) -> np.ndarray:
        """Return vectors scaled to length 1, float32 (V, D), computed at each call.

        Args:
            rows: which ones; all by default.
        """
        return self.matrix[rows] / self._divisors[rows, None]

    def get_mean_vector(self, keys: Sequence[str]) -> np.ndarray:
        """Return the mean of the unit vectors of several words, for example of a sentence: float32 (D,).

        Unknown words are skipped, unless they have `subwords`; if all are unknown, the mean is zero.

        Raises:
            ValueError: there are no words.

        >>> WordVectors(["sun", "hot"], [[2.0, 0.0], [0.0, 4.0]]).get_mean_vector(["sun", "hot", "moon"])
        array([0.5, 0.5], dtype=float32)
        """
        keys = _as_list(keys)
        if not keys:
            raise ValueError("get_mean_vector needs at least one word, not an empty list.")
        known = [self._direction(key) for key in keys if key in self or (self.subwords is not None and key)]
        return np.mean(known or [np.zeros(self.vector_size)], axis=0, dtype=np.float64).astype(np.float32)

    # Cosines and neighbours

    def similarity(self, first: str, second: str) -> float:
        """Return the cosine of the angle between two words' vectors, from -1 to 1."""
        return float(self._direction(first) @ self._direction(second))

    def doesnt_match(self, words: Sequence[str]) -> str:
        """Return the word that is farthest from the mean direction of them all."""
        words = _as_list(words)
        if len(words) < 2:
            raise ValueError(f"doesnt_match needs a list of at least 2 words, not {words!r}.")
        units = np.array([self._direction(word) for word in words])  # (N, D)
        return words[int(np.argmin(units @ units.mean(axis=0)))]

    def most_similar(
        self, positive: Items = (), negative: Items = (), topn: int = 10, *, restrict_vocab: int | None = None
    ) -> list[tuple[str, float]]:
        """Return the words whose vectors have the largest cosines with a query.

        The query is the sum of the positive unit vectors minus the negative ones (3CosAdd; Mikolov et al.
        2013, "Linguistic regularities"). Words of the query are left out of the answer.

        Args:
            positive: a word or vector (D,), or several.
            negative: likewise.
            topn: how many words to return.
            restrict_vocab: search only this many words, the most frequent ones.

        Returns:
            (word, cosine) pairs, the largest cosine first; of equal ones, the more frequent word.

        Raises:
            KeyError: a word is unknown.
            ValueError: there is nothing to compare with, or a number is not an integer above 0.
        """
        positive, negative = _as_list(positive), _as_list(negative)
        if not positive and not negative:
            raise ValueError("most_similar needs at least one word or vector to compare with.")
        query = sum([*map(self._direction, positive), *(-self._direction(item) for item in negative)])
        asked = [self._ids[item] for item in [*positive, *negative] if isinstance(item, str) and item in self]
        topn = positive_integer("topn", topn)
        size = None if restrict_vocab is None else positive_integer("restrict_vocab", restrict_vocab)
        rows, cosines = next(self._nearest(_of_length_1(query)[None], [asked], topn, size))
        return [(self.words[row], cosine) for row, cosine in zip(rows, cosines.tolist(), strict=True)]

    def neighbour_ids(self, words: Iterable[str], topn: int = 10) -> np.ndarray:
        """Return the rows of the nearest words of many words, many times as fast as one by one.

        Args:
            words: str (N,), whose neighbours to find.
            topn: how many for each; V - 1 if there are fewer.

        Returns:
            int64 (N, topn), the nearest first.

        Raises:
            KeyError: a word is unknown.
            ValueError: `topn` is not an integer above 0.

        >>> vectors = WordVectors(["sun", "hot", "road"], [[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]])
        >>> vectors.neighbour_ids(["sun", "road"], topn=2)
        array([[1, 2],
               [1, 0]])
        """
        topn = min(positive_integer("topn", topn), len(self) - 1)
        rows = np.array([self.id(word) for word in words], dtype=np.int64)
        found = [ids for ids, _ in self._nearest(self.unit_vectors(rows), rows[:, None], topn)]
        return np.array(found, dtype=np.int64).reshape(len(rows), topn)

    def analogy(self, first: str, second: str, third: str, topn: int = 1) -> list[tuple[str, float]]:
        """Answer "`first` is to `second` as `third` is to …?".

        The same as `most_similar(positive=[second, third], negative=[first])`.
        """
        return self.most_similar(positive=[second, third], negative=[first], topn=topn)

    def _direction(self, item: WordOrVector) -> np.ndarray:
        """Return the unit vector of a word or vector, (D,)."""
        if isinstance(item, str):
            return _of_length_1(self[item])
        try:
            vector = np.asarray(item, dtype=np.float32)
        except (TypeError, ValueError):
            size = self.vector_size
            raise ValueError(f"A query is a word or a vector of {size} numbers, not {item!r}.") from None
        if vector.shape != (self.vector_size,):
            raise ValueError(f"A query vector has {self.vector_size} numbers, not shape {vector.shape}.")
        return _of_length_1(vector)

    def _nearest(
        self, directions: np.ndarray, left_out: Sequence[Sequence[int]], topn: int, size: int | None = None
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield the rows and cosines of the `topn` words nearest to each of some unit vectors (N, D).

        The rows `left_out` for one are no answer; only the first `size` words are searched.
        """
        matrix, divisors = self.matrix[:size], self._divisors[:size]
        step = max(1, _MOST_COSINES // max(1, len(matrix)))
        for start in range(0, len(directions), step):
            cosines = directions[start : start + step] @ matrix.T
            cosines /= divisors
            for row, others in zip(cosines, left_out[start : start + step], strict=True):
                others = {index for index in others if index < len(row)}
                row[list(others)] = -np.inf
                largest = _largest(row, min(topn, len(row) - len(others)))
                yield largest, row[largest]

    # Files

    def save(self, path: str | Path) -> None:
        """Write words, matrix and counts to one file, whole or not at all.

        Args:
            path: `.npz` is appended if it is missing; `.safetensors` needs the library safetensors.
        """
        vector_files.write_own(_own_path(path), self)

    @classmethod
    def load(cls, path: str | Path, *, limit: int | None = None) -> "WordVectors":
        """Read what `save` wrote, or only its `limit` most frequent words.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is damaged or of another kind.
        """
        path = Path(path) if Path(path).exists() else _own_path(path)
        return cls(*vector_files.read_own(path, limit=limit))

    def save_word2vec(self, path: str | Path, *, binary: bool = False, header: bool = True) -> None:
        """Write the file format of word2vec.c, which gensim and many other tools read.

        Args:
            path: the file to make; it is compressed if its name ends in `.gz`.
            binary: raw float32 (small, exact, quick) instead of text. Text keeps every bit, too.
            header: begin with the numbers of words and dimensions. GloVe's files have no such line.

        Raises:
            ValueError: a word holds white space, which the format cannot express.
        """
        vector_files.write_word2vec(path, self, binary, header)

    @classmethod
    def load_word2vec(
        cls,
        path: str | Path,
        *,
        binary: bool = False,
        header: bool = True,
        limit: int | None = None,
        encoding: str = "utf-8",
    ) -> "WordVectors":
        """Read a file in the format of word2vec.c, as gensim, fastText (`.vec`) and GloVe write it, too.

        Untidy files are read: any white space between numbers, a byte order mark, a word that occurs twice
        (the first vector is kept), a last line without its end. A `CourseWarning` says what was passed over.

        Args:
            path: the file, which may be compressed with gzip.
            binary: raw float32 instead of text.
            header: whether the first line gives the numbers of words and dimensions. GloVe's files lack it.
            limit: read only this many words, the most frequent ones.
            encoding: of the words.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is not of that format, or has more or less in it than its first line says.
        """
        return cls(*vector_files.read_word2vec(path, binary, header, limit, encoding))

    def save_fasttext(self, path: str | Path) -> None:
        """Write fastText's `.bin` file, which fastText and gensim read, with the n-grams' rows.

        Raises:
            ValueError: there are no `subwords` with one hash, or no counts.
        """
        if self.subwords is None or self.subwords.hashes > 1 or self.counts is None:
            raise ValueError("fastText's files need vectors with counts and with subwords of one hash.")
        rows, sizes = self.subwords.rows(self.words)
        others = np.zeros_like(self.matrix)
        add_rows(others, self.ngram_rows, rows, sizes)
        own = self.matrix * (1 + sizes[:, None]).astype(np.float32) - others
        lengths = {"min_length": self.subwords.min_length, "max_length": self.subwords.max_length}
        write_fasttext(path, self.words, self.counts, own, self.ngram_rows, self.contexts, **lengths)

    @classmethod
    def load_fasttext(cls, path: str | Path, *, limit: int | None = None) -> "WordVectors":
        """Read fastText's `.bin` file, or only its `limit` most frequent words, with vectors for any other.

        The rows of the n-grams stay in the file, which must not change, until they are asked for.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: it is damaged, quantised or another kind.
        """
        file = FastTextFile(path)
        words, matrix = file.word_vectors(limit)
        counts, subwords, rows = file.counts[: len(words)], None, None
        if file.max_length:
            subwords = Subwords(max(1, file.min_length), file.max_length, file.buckets)
            rows = file.ngram_rows
        return cls(words, matrix, counts, None, subwords, rows)

    def export_projector(self, folder: str | Path) -> Path:
        """Write what TensorBoard's Embedding Projector reads.

        Args:
            folder: for `vectors.tsv` and `metadata.tsv`, which projector.tensorflow.org loads, too.

        Returns:
            The folder.
        """
        vector_files.write_projector(folder, self)
        return Path(folder)

    @classmethod
    def load_projector(cls, folder: str | Path) -> "WordVectors":
        """Read what `export_projector` wrote; a `ValueError` or `FileNotFoundError` says what is wrong."""
        return cls(*vector_files.read_projector(folder))


def _lengths(matrix: np.ndarray) -> np.ndarray:
    """Return the lengths of the rows, float32 (V,), and refuse numbers that are not finite."""
    squares = np.einsum("ij,ij->i", matrix, matrix, dtype=np.float64)  # no float32 squared is too large
    if not np.isfinite(squares).all():
        raise ValueError("The matrix holds NaN or infinity: train again with a smaller learning rate.")
    return np.minimum(np.sqrt(squares), np.finfo(np.float32).max).astype(np.float32)


def _of_length_1(vector: np.ndarray) -> np.ndarray:
    """Scale a vector, (D,), to length 1; zero stays zero."""
    length = float(np.linalg.norm(vector.astype(np.float64)))  # no square is too large or too small
    if not np.isfinite(length):
        raise ValueError("A query vector must hold finite numbers, not NaN or infinity.")
    return vector / (length or 1)


def _as_list(items: Items) -> list:
    """Turn a single word or vector into a list of one."""
    is_vector = isinstance(items, np.ndarray) and items.ndim == 1
    return [items] if isinstance(items, str) or is_vector else list(items)


def _largest(values: np.ndarray, how_many: int) -> np.ndarray:
    """Return the places of the largest values, (how_many,), the largest first; equal ones in order."""
    if how_many < 1:
        return np.array([], dtype=np.int64)
    least = np.partition(values, -how_many)[-how_many]
    places = np.flatnonzero(values >= least)
    return places[np.argsort(-values[places], kind="stable")][:how_many]


def _own_path(path: str | Path) -> Path:
    """Append `.npz` unless the path ends in a suffix of our own files."""
    path = Path(path)
    return path if path.suffix in (".npz", ".safetensors") else path.with_name(path.name + ".npz")
