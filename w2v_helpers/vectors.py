"""Word vectors, apart from the model that made them.

Reads a list of words and a float32 (V, D) matrix; makes neighbours, analogies and files other tools read.
Used in lessons 07 and 11. Needs only NumPy.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from w2v_helpers import vector_files as exchange
from w2v_helpers._checks import positive_integer, unknown_word
from w2v_helpers._tables import html_table

if TYPE_CHECKING:
    import pandas

WordOrVector = str | np.ndarray
Items = WordOrVector | Sequence[WordOrVector]
Weighted = WordOrVector | tuple[WordOrVector, float]
Query = Weighted | Sequence[Weighted]

_BLOCK, _COLUMNS = 1024, 8192  # queries and words compared at once; bounds the memory for their cosines
_GROUP = 64  # words of which at first only the nearest is looked at
_SHOWN_WORDS, _SHOWN_NUMBERS = 8, 5  # in a notebook


class WordVectors:
    """Words and their vectors, with the questions one asks of them.

    Method names follow gensim's `KeyedVectors` where they mean the same. `len`, `in` and `for` treat the
    vectors as a list of words.

    Args:
        words: str (V,), distinct, most frequent first.
        matrix: float (V, D), one row a word.
        counts: int (V,), how often each word occurred; optional.

    Attributes:
        words: list of str (V,).
        matrix: float32 (V, D). It must not be changed: make new vectors of a changed one.
        counts: int64 (V,), or `None`.
        norms: float32 (V,), the lengths of the vectors.

    Raises:
        ValueError: the shapes do not fit, a word stands twice, or a number is not finite.

    >>> vectors = WordVectors(["sun", "hot", "road"], [[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]])
    >>> vectors.most_similar("sun", topn=1)
    [('hot', 0.8)]
    """

    def __init__(
        self, words: Sequence[str], matrix: np.ndarray, counts: np.ndarray | Sequence[int] | None = None
    ):
        self.words = list(map(str, words))
        self.matrix = np.ascontiguousarray(matrix, dtype=np.float32)
        self.counts = None if counts is None else np.asarray(counts, dtype=np.int64)
        self._ids = dict(zip(self.words, range(len(self.words)), strict=True))
        self._check()
        self.norms = _lengths(self.matrix)
        self._divisors = np.where(self.norms > 0, self.norms, np.float32(1))  # (V,)

    def _check(self) -> None:
        shape = self.matrix.shape
        if len(shape) != 2 or shape[0] != len(self.words):
            raise ValueError(f"{len(self.words)} words need a matrix of as many rows, not of shape {shape}.")
        if len(self._ids) != len(self.words):
            twice = next(word for index, word in enumerate(self.words) if self._ids[word] != index)
            raise ValueError(f"The word {twice!r} stands twice in the list: every word needs one vector.")
        if self.counts is not None and self.counts.shape != (len(self.words),):
            raise ValueError(f"{len(self.words)} words need as many counts, not {self.counts.size}.")

    # The words and their rows

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __repr__(self) -> str:
        return f"WordVectors({len(self):,} words, {self.matrix.shape[1]} dimensions)"

    def _repr_html_(self) -> str:
        counts = [] if self.counts is None else ["count"]
        rows = []
        for index in range(min(_SHOWN_WORDS, len(self))):
            numbers = " ".join(f"{number:.2f}" for number in self.matrix[index, :_SHOWN_NUMBERS])
            more = " …" if self.matrix.shape[1] > _SHOWN_NUMBERS else ""
            rows.append([self.words[index], *(f"{self.counts[index]:,}" for _ in counts), numbers + more])
        return html_table(["word", *counts, "vector"], rows, caption=repr(self))

    @property
    def vector_size(self) -> int:
        """D, how many numbers a vector has."""
        return self.matrix.shape[1]

    @property
    def vectors(self) -> np.ndarray:
        """The matrix, as gensim calls it."""
        return self.matrix

    @property
    def index_to_key(self) -> list[str]:
        """The words, as gensim calls them."""
        return self.words

    @property
    def key_to_index(self) -> Mapping[str, int]:
        """Each word's row; cannot be changed."""
        return MappingProxyType(self._ids)

    def id(self, word: str) -> int:
        """Return the row of a word.

        Raises:
            KeyError: the word is unknown; offers the closest spellings.
        """
        if word not in self._ids:
            raise unknown_word(word, self.words)
        return self._ids[word]

    def __getitem__(self, words: str | Iterable[str]) -> np.ndarray:
        """Return the vector of a word, float32 (D,), or of several, float32 (N, D)."""
        if isinstance(words, str):
            return self.matrix[self.id(words)]
        return self.matrix[[self.id(word) for word in words]]

    def get_vector(self, word: str, *, norm: bool = False) -> np.ndarray:
        """Return the vector of a word, float32 (D,), scaled to length 1 if `norm`."""
        return self._direction(word) if norm else self[word]

    def get_mean_vector(
        self,
        keys: Sequence[WordOrVector],
        weights: Sequence[float] | None = None,
        *,
        pre_normalize: bool = True,
        post_normalize: bool = False,
        ignore_missing: bool = True,
    ) -> np.ndarray:
        """Return the mean vector of several words, for example of a sentence.

        Args:
            keys: words, or vectors (D,), which are taken as they are.
            weights: float (N,), how much each counts; all the same without it.
            pre_normalize: scale the words' vectors to length 1 first.
            post_normalize: scale the mean to length 1.
            ignore_missing: pass over unknown words; where all are unknown, the mean is zero.

        Returns:
            float32 (D,): the weighted sum ÷ the sum of the weights' sizes.

        Raises:
            KeyError: a word is unknown, and `ignore_missing` is false.
            ValueError: there are no keys, or not as many weights.

        >>> WordVectors(["sun", "hot"], [[2.0, 0.0], [0.0, 4.0]]).get_mean_vector(["sun", "hot", "moon"])
        array([0.5, 0.5], dtype=float32)
        """
        keys = _as_list(keys)
        weights = np.ones(len(keys)) if weights is None else np.asarray(weights, dtype=float)
        if not keys or weights.shape != (len(keys),):
            raise ValueError(
                f"A mean needs a word and a weight for each, not {len(keys)} and {weights.size}."
            )
        total, size = np.zeros(self.vector_size), 0.0
        for key, weight in zip(keys, weights, strict=True):
            if not (isinstance(key, str) and key not in self and ignore_missing):
                is_scaled = pre_normalize and isinstance(key, str)
                total += weight * (self._direction(key) if is_scaled else self._vector(key))
                size += abs(weight)
        mean = total / (size or 1)
        return (_of_length_1(mean) if post_normalize else mean).astype(np.float32)

    def unit_vectors(self, rows: slice | np.ndarray = slice(None)) -> np.ndarray:
        """Return vectors scaled to length 1: float32 (V, D), made anew at each call.

        Args:
            rows: which; all without it.
        """
        return self.matrix[rows] / self._divisors[rows, None]

    def to_dataframe(self) -> "pandas.DataFrame":
        """Return a table of pandas with a row for each word, which is its index.

        Raises:
            ImportError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise ImportError("to_dataframe needs pandas: install it with `pip install pandas`.") from None
        return pandas.DataFrame(self.matrix, index=pandas.Index(self.words, name="word"))

    # Two words, or two groups

    def similarity(self, first: str, second: str) -> float:
        """Return the cosine of the angle between two words' vectors, from -1 to 1."""
        return float(self._direction(first) @ self._direction(second))

    def n_similarity(self, first: Iterable[str], second: Iterable[str]) -> float:
        """Return the cosine between the means of two groups of words; unknown ones are passed over.

        Raises:
            ValueError: a group has no word at all.
        """
        options = {"pre_normalize": False, "post_normalize": True}
        means = [self.get_mean_vector(_as_list(words), **options) for words in (first, second)]
        return float(means[0] @ means[1])

    def distances(self, word_or_vector: WordOrVector, other_words: Iterable[str] = ()) -> np.ndarray:
        """Return 1 - cosine from a word or vector to other words, or to all.

        Returns:
            float32 (N,), or (V,) in the order of `words`.

        Raises:
            KeyError: a word is unknown.
        """
        rows = [self.id(word) for word in other_words]
        direction = self._direction(word_or_vector)
        return 1 - (self.unit_vectors(rows) @ direction if rows else self._cosines(direction))

    def closer_than(self, first: str, second: str) -> list[str]:
        """Return the words that are closer to `first` than `second` is, in the order of `words`."""
        distances = self.distances(first)
        closer = np.flatnonzero(distances < distances[self.id(second)])
        return [self.words[index] for index in closer if index != self.id(first)]

    def rank(self, first: str, second: str) -> int:
        """Return the place of `second` among the neighbours of `first`, from 1."""
        return len(self.closer_than(first, second)) + 1

    def most_similar_to_given(self, word: str, words: Sequence[str]) -> str:
        """Return that of some words which is nearest to a word."""
        return min(words, key=dict(zip(words, self.distances(word, words), strict=True)).__getitem__)

    def doesnt_match(self, words: Sequence[str]) -> str:
        """Return the word that is farthest from the mean direction of them all."""
        words = _as_list(words)
        if len(words) < 2:
            raise ValueError("doesnt_match needs a list of at least 2 words.")
        units = self.unit_vectors([self.id(word) for word in words])  # (N, D)
        return words[int(np.argmin(units @ units.mean(axis=0)))]

    # Neighbours

    def most_similar(
        self, positive: Query = (), negative: Query = (), topn: int = 10, *, restrict_vocab: int | None = None
    ) -> list[tuple[str, float]]:
        """Return the words whose vectors point most nearly the same way.

        With several words the query is the sum of their unit vectors, the negative ones subtracted (3CosAdd;
        Mikolov et al. 2013, "Linguistic regularities"). Words of the query are left out of the answer.

        Args:
            positive: a word or vector (D,), or several. In the place of each, a pair of it and a weight may
                stand; without, a positive one weighs 1 and a negative one -1.
            negative: likewise. A weight that is given is taken as it is, so it should be below 0.
            topn: how many words to return.
            restrict_vocab: look only among this many words, the most frequent ones.

        Returns:
            (word, cosine) pairs, the nearest first.

        Raises:
            KeyError: a word is unknown.
            ValueError: nothing to compare with, or a number is not an integer above 0.

        >>> vectors = WordVectors(["sun", "hot", "road"], [[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]])
        >>> vectors.most_similar(["sun", ("road", 0.5)], topn=1)
        [('hot', 0.98)]
        """
        topn = positive_integer("topn", topn)
        items = _weighted(positive, 1.0) + _weighted(negative, -1.0)
        if not items:
            raise ValueError("most_similar needs at least one word or vector to compare with.")
        query = sum(weight * self._direction(item) for item, weight in items)
        return self._answer(self._cosines(_of_length_1(query), restrict_vocab), items, topn)

    def most_similar_cosmul(
        self, positive: Items = (), negative: Items = (), topn: int = 10, *, restrict_vocab: int | None = None
    ) -> list[tuple[str, float]]:
        """Return the words that are near every positive word and far from every negative one.

        Cosines, shifted to 0 … 1, are multiplied, and divided by those with the negative words: one large
        cosine cannot outweigh the others, as in a sum (3CosMul; Levy and Goldberg 2014, "Linguistic
        Regularities in Sparse and Explicit Word Representations", equation 4).

        Args:
            positive: a word or vector (D,), or several.
            negative: likewise.
            topn: how many words to return.
            restrict_vocab: look only among this many words, the most frequent ones.

        Returns:
            (word, quotient) pairs, the largest first.

        Raises:
            KeyError: a word is unknown.
            ValueError: no positive word or vector, or a number is not an integer above 0.
        """
        topn = positive_integer("topn", topn)
        positive, negative = _as_list(positive), _as_list(negative)
        if not positive:
            raise ValueError("most_similar_cosmul needs at least one positive word or vector.")
        products = []
        for items in (positive, negative):
            shifted = ((1 + self._cosines(self._direction(item), restrict_vocab)) / 2 for item in items)
            products.append(np.prod(list(shifted), axis=0))
        items = [(item, 1.0) for item in [*positive, *negative]]
        return self._answer(products[0] / (products[1] + np.float32(1e-6)), items, topn)

    def most_similar_many(
        self, queries: Sequence[WordOrVector] | np.ndarray, topn: int = 10
    ) -> list[list[tuple[str, float]]]:
        """Return the neighbours of many words or vectors, many times as fast as one after another.

        Args:
            queries: words, or vectors (D,), or both. A word is not its own neighbour.
            topn: how many for each; all others if there are fewer.

        Returns:
            For each query what `most_similar` returns for it.

        Raises:
            KeyError: a word is unknown.
            ValueError: `topn` is not an integer above 0, or a vector has not D numbers.
        """
        topn = positive_integer("topn", topn)
        queries = list(queries)
        itself = np.array([self.id(q) if isinstance(q, str) else -1 for q in queries], dtype=np.int64)
        directions = np.array([self._direction(query) for query in queries], np.float32)
        found = self._nearest(directions.reshape(-1, self.vector_size), itself, min(topn, len(self)))
        return [
            [(self.words[i], c) for i, c in zip(*pair, strict=True) if c > -np.inf]
            for pair in zip(*(part.tolist() for part in found), strict=True)
        ]

    def neighbour_ids(self, words: Iterable[str], topn: int = 10) -> np.ndarray:
        """Return the rows of the nearest words of many words at once, to count with.

        Args:
            words: str (N,), whose neighbours to find.
            topn: how many for each; V - 1 if there are fewer.

        Returns:
            int64 (N, topn), the nearest first, in the order of `most_similar`.

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
        return self._nearest(self.unit_vectors(rows), rows, topn)[0]

    def analogy(self, first: str, second: str, third: str, topn: int = 1) -> list[tuple[str, float]]:
        """Answer "`first` is to `second` as `third` is to …?".

        The same as `most_similar(positive=[second, third], negative=[first])`.
        """
        return self.most_similar(positive=[second, third], negative=[first], topn=topn)

    def _vector(self, item: WordOrVector) -> np.ndarray:
        """Return a word's vector, or the vector that was given, (D,)."""
        if isinstance(item, str):
            return self[item]
        try:
            vector = np.asarray(item, dtype=np.float32)
        except (TypeError, ValueError):
            raise ValueError(
                f"A query is a word or a vector of {self.vector_size} numbers, not {item!r}."
            ) from None
        if vector.shape != self.matrix.shape[1:]:
            raise ValueError(f"A query vector has {self.vector_size} numbers, not shape {vector.shape}.")
        return vector

    def _direction(self, item: WordOrVector) -> np.ndarray:
        """Return a word's or a vector's unit vector, (D,)."""
        return _of_length_1(self._vector(item))

    def _cosines(self, direction: np.ndarray, restrict_vocab: int | None = None) -> np.ndarray:
        """Return the cosines of all or the first words with a unit vector: float32 (V,)."""
        size = len(self) if restrict_vocab is None else positive_integer("restrict_vocab", restrict_vocab)
        cosines = self.matrix[:size] @ direction.astype(np.float32)
        cosines /= self._divisors[:size]
        return cosines

    def _answer(
        self, values: np.ndarray, items: Sequence[tuple[WordOrVector, float]], topn: int
    ) -> list[tuple[str, float]]:
        """Return the words with the largest values, those that were asked with left out."""
        asked = {self.id(item) for item, _ in items if isinstance(item, str)}
        asked = [index for index in asked if index < len(values)]
        values[asked] = -np.inf
        _, best, largest = _largest(values[None], min(topn, len(values) - len(asked)))
        return [(self.words[index], value) for index, value in zip(best, largest.tolist(), strict=True)]

    def _nearest(
        self, directions: np.ndarray, itself: np.ndarray, topn: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the nearest words of many directions.

        Args:
            directions: float32 (N, D), of length 1.
            itself: int (N,), for each a row to leave out, or -1.
            topn: how many; at most V.

        Returns:
            rows int64 (N, topn) and cosines float32 (N, topn), the nearest first. A row that was left out
            can only come last, with a cosine of -inf.
        """
        ids = np.empty((len(directions), max(topn, 0)), dtype=np.int64)
        cosines = np.empty(ids.shape, dtype=np.float32)
        for start in range(0, len(directions) if topn > 0 else 0, _BLOCK):
            block = slice(start, start + _BLOCK)
            ids[block], cosines[block] = self._nearest_of_block(directions[block], itself[block], topn)
        return ids, cosines

    def _nearest_of_block(
        self, directions: np.ndarray, itself: np.ndarray, topn: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Go once through all words with a block of directions, keeping the best so far."""
        best: tuple[np.ndarray, ...] = ()
        for start in range(0, len(self), _COLUMNS):
            cosines = directions @ self.unit_vectors(slice(start, start + _COLUMNS)).T  # (B, C)
            inside = (itself >= start) & (itself < start + _COLUMNS)
            cosines[inside, itself[inside] - start] = -np.inf
            rows, columns, values = _largest(cosines, min(topn, cosines.shape[1]))
            found = (rows, columns + start, values)
            best = (
                _first_of_each_row(*map(np.concatenate, zip(best, found, strict=True)), topn)
                if best
                else found
            )
        shape = (len(directions), topn)
        return best[1].reshape(shape), best[2].reshape(shape)

    # Files

    @property
    def _table(self) -> exchange.Table:
        return exchange.Table(self.words, self.matrix, self.counts)

    def save(self, path: str | Path) -> None:
        """Write words, matrix and counts to one file, whole or not at all.

        Args:
            path: a name that ends in `.safetensors` gives a file that other libraries read and that can be
                mapped; any other gives an `.npz` file.
        """
        path = _own_path(path)
        write = exchange.write_safetensors if path.suffix == ".safetensors" else exchange.write_npz
        write(path, self._table)

    @classmethod
    def load(cls, path: str | Path, *, limit: int | None = None, mapped: bool = False) -> "WordVectors":
        """Read what `save` wrote.

        Args:
            path: the file; the ending `.npz` may be left out.
            limit: read only this many words, the most frequent ones.
            mapped: leave the matrix of a `.safetensors` file on the disk, so that several programs can share
                it and rows take memory only while they are used. Opening goes through it once, to check it.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is damaged or of another kind, or an `.npz` file is to be mapped.
        """
        path = Path(path) if Path(path).exists() else _own_path(path)
        if path.suffix == ".safetensors":
            table = exchange.read_safetensors(path, limit=limit, mapped=mapped)
        elif mapped:
            raise ValueError(
                f"Only a .safetensors file can be mapped, not {path.name}: save it as one first."
            )
        else:
            table = exchange.read_npz(path, limit=limit)
        with exchange.damaged(path):
            return cls(*table)

    def save_word2vec(self, path: str | Path, *, binary: bool = False, header: bool = True) -> None:
        """Write the file format of word2vec.c, which gensim and many other tools read.

        Args:
            path: the file to make; it is compressed if its name ends in `.gz`.
            binary: raw float32 (small, exact, quick) instead of text. Text keeps every bit too.
            header: begin with the numbers of words and dimensions. GloVe's files have no such line.

        Raises:
            ValueError: a word holds white space, which the format cannot express.
        """
        exchange.write_word2vec(path, self._table, binary=binary, header=header)

    @classmethod
    def load_word2vec(
        cls,
        path: str | Path,
        *,
        binary: bool = False,
        header: bool = True,
        limit: int | None = None,
        unicode_errors: str = "strict",
    ) -> "WordVectors":
        """Read a file in the format of word2vec.c, as gensim, fastText (`.vec`) and GloVe write it too.

        Args:
            path: the file, which may be compressed with gzip.
            binary: raw float32 instead of text.
            header: whether the first line gives the numbers of words and dimensions. In GloVe's files it
                does not.
            limit: read only this many words, the most frequent ones.
            unicode_errors: what to do with a word that is not UTF-8: `"strict"`, `"replace"` or `"ignore"`.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is not of that format, or has more or less in it than its first line says.
        """
        options = {"limit": limit, "unicode_errors": unicode_errors}
        table = exchange.read_word2vec(path, binary=binary, header=header, **options)
        with exchange.explained(path, exchange.kind_of_word2vec(binary, header)):
            return cls(*table)

    def export_projector(self, folder: str | Path) -> Path:
        """Write what TensorBoard's Embedding Projector reads.

        Args:
            folder: where `vectors.tsv`, `metadata.tsv` and `projector_config.pbtxt` go. The first two can
                also be loaded at projector.tensorflow.org.

        Returns:
            The folder.
        """
        return exchange.write_projector(folder, self._table)

    @classmethod
    def load_projector(cls, folder: str | Path) -> "WordVectors":
        """Read what `export_projector` wrote.

        Raises:
            FileNotFoundError: `vectors.tsv` or `metadata.tsv` is not in the folder.
            ValueError: they do not fit each other, or hold something else.
        """
        table = exchange.read_projector(folder)
        with exchange.explained(Path(folder) / "vectors.tsv", "projector"):
            return cls(*table)


def _lengths(matrix: np.ndarray) -> np.ndarray:
    """Return the lengths of the rows, float32 (V,), and refuse numbers that are not finite."""
    squares = np.empty(len(matrix))  # in double precision, where no float32 squared is too large
    for start in range(0, len(matrix), _COLUMNS):
        rows = matrix[start : start + _COLUMNS]
        np.einsum("ij,ij->i", rows, rows, dtype=np.float64, out=squares[start : start + _COLUMNS])
    if not np.isfinite(squares).all():
        raise ValueError("The matrix holds NaN or infinity: train again with a smaller learning rate.")
    return np.minimum(np.sqrt(squares), np.finfo(np.float32).max).astype(np.float32)


def _of_length_1(vector: np.ndarray) -> np.ndarray:
    """Scale a vector, (D,), to length 1; zero stays zero."""
    length = float(np.linalg.norm(vector.astype(np.float64)))  # no square is too large or too small
    if not np.isfinite(length):
        raise ValueError("A query vector must hold finite numbers, not NaN or infinity.")
    return vector / (length or 1)


def _as_list(items) -> list:
    """Turn a single word or vector, weighted or not, into a list of one."""
    is_vector = isinstance(items, np.ndarray) and items.ndim == 1
    return [items] if isinstance(items, str) or is_vector or _has_weight(items) else list(items)


def _has_weight(item: object) -> bool:
    return (
        isinstance(item, tuple) and len(item) == 2 and np.isscalar(item[1]) and not isinstance(item[1], str)
    )


def _weighted(items: Query, weight: float) -> list[tuple[WordOrVector, float]]:
    """Turn what was asked into words or vectors with their weights."""
    return [item if _has_weight(item) else (item, weight) for item in _as_list(items)]


def _largest(values: np.ndarray, how_many: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the largest values of each row; equal ones in the order of their columns.

    The largest of each group of columns is a value of its own, so the k-th largest of these is at most the
    k-th largest of all: only what reaches it need be sorted.

    Args:
        values: float (B, C).
        how_many: of each row, at most C.

    Returns:
        rows, columns and values, (B × how_many,), row by row, the largest first.
    """
    if how_many < 1:
        return np.array([], dtype=np.int64), np.array([], dtype=np.int64), np.array([], dtype=values.dtype)
    num_groups = max(values.shape[1] // _GROUP, min(4 * how_many, values.shape[1]))
    whole = values[:, : values.shape[1] // num_groups * num_groups]
    maxima = whole.reshape(len(values), -1, num_groups).max(axis=1)  # (B, groups)
    least = np.partition(maxima, -how_many, axis=1)[:, -how_many]  # (B,)
    # Many times as fast as nonzero() of two dimensions.
    rows, columns = np.divmod(np.flatnonzero(values >= least[:, None]), values.shape[1])
    return _first_of_each_row(rows, columns, values[rows, columns], how_many)


def _first_of_each_row(
    rows: np.ndarray, columns: np.ndarray, values: np.ndarray, how_many: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sort by row, falling value and column, and keep the first of each row."""
    order = np.lexsort((columns, -values, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    place = np.arange(len(rows)) - np.searchsorted(rows, rows)  # within its row
    kept = place < how_many
    return rows[kept], columns[kept], values[kept]


def _own_path(path: str | Path) -> Path:
    """Add the ending of our own files where there is none of them."""
    path = Path(path)
    return path if path.suffix in (".npz", ".safetensors") else path.with_name(path.name + ".npz")
