"""Word vectors, apart from the model that made them.

Reads a list of words and a float32 (V, D) matrix; makes neighbours, analogies and files other tools read.
Used in lessons 07 and 12. Needs only NumPy.
"""

import os
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from w2v_helpers.checks import atomic_path, positive_integer, unknown_word

WordOrVector = str | np.ndarray

# What NumPy raises for files that are no .npz, or are damaged, or hold something else.
_BAD_ARCHIVE = (zipfile.BadZipFile, EOFError, LookupError, TypeError, AttributeError, ValueError)

_BLOCK = 512  # words compared with all others at once; bounds the memory for their cosines

_PROJECTOR_CONFIG = """embeddings {
  tensor_name: "words"
  tensor_path: "vectors.tsv"
  metadata_path: "metadata.tsv"
}
"""


class WordVectors:
    """Words and their vectors, with the questions one asks of them.

    Method names follow gensim's `KeyedVectors` where they mean the same.

    Args:
        words: str (V,), distinct, most frequent first.
        matrix: float (V, D), one row a word.
        counts: int (V,), how often each word occurred; optional.

    Attributes:
        words: list of str (V,).
        matrix: float32 (V, D).
        counts: int64 (V,), or `None`.

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
        self._ids = {word: index for index, word in enumerate(self.words)}
        self._check()
        norms = np.linalg.norm(self.matrix, axis=1, keepdims=True)
        self._unit = self.matrix / np.where(norms > 0, norms, 1)  # (V, D), rows of length 1

    def _check(self) -> None:
        shape = self.matrix.shape
        if len(shape) != 2 or shape[0] != len(self.words):
            raise ValueError(f"{len(self.words)} words need a matrix of as many rows, not of shape {shape}.")
        if len(self._ids) != len(self.words):
            twice = next(word for index, word in enumerate(self.words) if self._ids[word] != index)
            raise ValueError(f"The word {twice!r} stands twice in the list: every word needs one vector.")
        if not np.isfinite(self.matrix).all():
            raise ValueError("The matrix holds NaN or infinity: train again with a smaller learning rate.")
        if self.counts is not None and self.counts.shape != (len(self.words),):
            raise ValueError(f"{len(self.words)} words need as many counts, not {self.counts.size}.")

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self._ids

    def __repr__(self) -> str:
        return f"WordVectors({len(self):,} words, {self.matrix.shape[1]} dimensions)"

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

    def similarity(self, first: str, second: str) -> float:
        """Return the cosine of the angle between two words' vectors, from -1 to 1."""
        return float(self._unit[self.id(first)] @ self._unit[self.id(second)])

    def most_similar(
        self,
        positive: WordOrVector | Sequence[WordOrVector] = (),
        negative: WordOrVector | Sequence[WordOrVector] = (),
        topn: int = 10,
    ) -> list[tuple[str, float]]:
        """Return the words whose vectors point most nearly the same way.

        With several words the query is the sum of their unit vectors, the negative ones subtracted (3CosAdd;
        Mikolov et al. 2013, "Linguistic regularities"). Words of the query are left out of the answer.

        Args:
            positive: a word or vector (D,), or several.
            negative: likewise.
            topn: how many words to return.

        Returns:
            (word, cosine) pairs, the nearest first.

        Raises:
            KeyError: a word is unknown.
            ValueError: nothing to compare with, or `topn` is not a whole number above 0.
        """
        topn = positive_integer("topn", topn)
        positive, negative = _as_list(positive), _as_list(negative)
        if not positive and not negative:
            raise ValueError("most_similar needs at least one word or vector to compare with.")
        query = sum(map(self._direction, positive)) - sum(map(self._direction, negative))
        length = np.linalg.norm(query)
        cosines = self._unit @ (query / length if length > 0 else query).astype(np.float32)  # (V,)
        asked = [self.id(word) for word in [*positive, *negative] if isinstance(word, str)]
        cosines[asked] = -np.inf
        best = _largest(cosines, min(topn, len(self) - len(set(asked))))
        return [(self.words[index], float(cosines[index])) for index in best]

    def neighbour_ids(self, words: Iterable[str], topn: int = 10) -> np.ndarray:
        """Return the rows of the nearest words of many words at once, to count with.

        Args:
            words: str (N,), whose neighbours to find.
            topn: how many for each; V - 1 if there are fewer.

        Returns:
            int64 (N, topn), the nearest first, in the order of `most_similar`.

        Raises:
            KeyError: a word is unknown.
            ValueError: `topn` is not a whole number above 0.

        >>> vectors = WordVectors(["sun", "hot", "road"], [[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]])
        >>> vectors.neighbour_ids(["sun", "road"], topn=2)
        array([[1, 2],
               [1, 0]])
        """
        topn = min(positive_integer("topn", topn), len(self) - 1)
        rows = np.array([self.id(word) for word in words], dtype=np.int64)
        found = np.empty((len(rows), topn), dtype=np.int64)
        for start in range(0, len(rows), _BLOCK):
            block = rows[start : start + _BLOCK]
            cosines = self._unit[block] @ self._unit.T  # (B, V)
            cosines[np.arange(len(block)), block] = -np.inf
            found[start : start + _BLOCK] = [_largest(row, topn) for row in cosines]
        return found

    def analogy(self, first: str, second: str, third: str, topn: int = 1) -> list[tuple[str, float]]:
        """Answer "`first` is to `second` as `third` is to …?".

        The same as `most_similar(positive=[second, third], negative=[first])`.
        """
        return self.most_similar(positive=[second, third], negative=[first], topn=topn)

    def doesnt_match(self, words: Sequence[str]) -> str:
        """Return the word that is farthest from the mean direction of them all."""
        words = _as_list(words)
        if len(words) < 2:
            raise ValueError("doesnt_match needs a list of at least 2 words.")
        units = self._unit[[self.id(word) for word in words]]  # (N, D)
        return words[int(np.argmin(units @ units.mean(axis=0)))]

    def unit_vectors(self) -> np.ndarray:
        """Return all vectors scaled to length 1: float32 (V, D)."""
        return self._unit

    def _direction(self, item: WordOrVector) -> np.ndarray:
        """Return a word's or a vector's unit vector, (D,)."""
        if isinstance(item, str):
            return self._unit[self.id(item)]
        vector = np.asarray(item, dtype=np.float32)
        if vector.shape != self.matrix.shape[1:]:
            raise ValueError(f"A query vector has {self.matrix.shape[1]} numbers, not shape {vector.shape}.")
        return vector / (np.linalg.norm(vector) or 1)

    def save(self, path: str | Path) -> None:
        """Write words, matrix and counts to one `.npz` file, whole or not at all."""
        with atomic_path(_with_suffix(path, ".npz")) as temporary, temporary.open("wb") as file:
            arrays = {"words": np.array(self.words, dtype=np.str_), "matrix": self.matrix}
            np.savez(file, **arrays, **({} if self.counts is None else {"counts": self.counts}))

    @classmethod
    def load(cls, path: str | Path) -> "WordVectors":
        """Read what `save` wrote.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is damaged or of another kind.
        """
        path = path if Path(path).exists() else _with_suffix(path, ".npz")
        with _open(path) as file:
            try:
                arrays = np.load(file, allow_pickle=False)
                return cls(arrays["words"].tolist(), arrays["matrix"], arrays.get("counts"))
            except _BAD_ARCHIVE as error:
                raise ValueError(f"{path} is damaged or was not written by WordVectors.save.") from error

    def save_word2vec(self, path: str | Path, *, binary: bool = False) -> None:
        """Write the file format of word2vec.c, which gensim and many other tools read.

        Args:
            path: the file to make.
            binary: raw float32 (small, exact, quick) instead of text. Text keeps every bit too.

        Raises:
            ValueError: a word holds white space, which the format cannot express.
        """
        spaced = next((word for word in self.words if not word or any(map(str.isspace, word))), None)
        if spaced is not None:
            raise ValueError(
                f"This format cannot keep the word {spaced!r}, which is empty or holds white space."
            )
        with atomic_path(path) as temporary, temporary.open("wb") as file:
            file.write(f"{len(self)} {self.matrix.shape[1]}\n".encode())
            for word, row in zip(self.words, self.matrix, strict=True):
                numbers = row.astype("<f4").tobytes() if binary else " ".join(map(str, row)).encode()
                file.write(word.encode() + b" " + numbers + b"\n")

    @classmethod
    def load_word2vec(cls, path: str | Path, *, binary: bool = False) -> "WordVectors":
        """Read a file in the format of word2vec.c.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: the file is not of that format, or has more or less in it than its first line says.
        """
        read = _read_binary_row if binary else _read_text_row
        with _open(path) as file:
            try:
                num_words, num_dims = _read_header(file)
                rows = [read(file, num_dims) for _ in range(num_words)]
                if file.read().strip():
                    raise ValueError("it goes on after the last word.")
                words, matrix = zip(*rows, strict=True)
                return cls(words, np.array(matrix))
            except ValueError as error:
                kind = "binary" if binary else "text"
                raise ValueError(f"{path} is not a whole word2vec {kind} file: {error}") from error

    def export_projector(self, folder: str | Path) -> Path:
        """Write what TensorBoard's Embedding Projector reads.

        Args:
            folder: where `vectors.tsv`, `metadata.tsv` and `projector_config.pbtxt` go. The first two can
                also be loaded at projector.tensorflow.org.

        Returns:
            The folder.
        """
        folder = Path(folder)
        header = [] if self.counts is None else ["word\tcount"]
        columns = [self.words] if self.counts is None else [self.words, map(str, self.counts)]
        rows = ["\t".join(fields) for fields in zip(*(map(_one_field, c) for c in columns), strict=True)]
        numbers = ["\t".join(map(str, row)) for row in self.matrix]
        for name, lines in [("vectors.tsv", numbers), ("metadata.tsv", header + rows)]:
            with atomic_path(folder / name) as temporary:
                temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with atomic_path(folder / "projector_config.pbtxt") as temporary:
            temporary.write_text(_PROJECTOR_CONFIG, encoding="utf-8")
        return folder


def _as_list(items) -> list:
    """Turn a single word or vector into a list of one."""
    is_single = isinstance(items, str) or (isinstance(items, np.ndarray) and items.ndim == 1)
    return [items] if is_single else list(items)


def _largest(values: np.ndarray, how_many: int) -> np.ndarray:
    """Return the indices of the largest values, largest first; ties by index."""
    if how_many < 1:
        return np.array([], dtype=np.int64)
    top = np.argpartition(-values, how_many - 1)[:how_many]
    return top[np.lexsort((top, -values[top]))]


def _with_suffix(path: str | Path, suffix: str) -> Path:
    path = Path(path)
    return path if path.suffix == suffix else path.with_name(path.name + suffix)


def _one_field(text: str) -> str:
    """Keep a word inside its column of a tab-separated file."""
    return " ".join(text.split()) or "(empty)"


def _open(path: str | Path) -> BinaryIO:
    """Open a file of vectors, or say in one sentence why not."""
    if Path(path).is_dir():
        raise IsADirectoryError(f"{path} is a folder: give the name of a file of vectors.")
    try:
        return open(path, "rb")
    except FileNotFoundError:
        raise FileNotFoundError(f"There are no vectors at {path}: save some there first.") from None


def _read_header(file: BinaryIO) -> tuple[int, int]:
    """Read how many words and dimensions a word2vec file says it has, if it can be true."""
    fields = file.readline(100).split()
    if len(fields) != 2 or not all(field.isdigit() and int(field) > 0 for field in fields):
        raise ValueError("its first line is not two whole numbers above 0, words and dimensions.")
    num_words, num_dims = map(int, fields)
    if num_words * num_dims > os.fstat(file.fileno()).st_size:  # a number takes more than a byte
        raise ValueError("it ends before the last word.")
    return num_words, num_dims


def _read_text_row(file: BinaryIO, num_dims: int) -> tuple[str, np.ndarray]:
    line = file.readline().decode()
    if not line.endswith("\n"):  # also in the middle of a number, which would go unnoticed
        raise ValueError("it ends before the last line does." if line else "it ends before the last word.")
    word, *numbers = line.rstrip().split(" ")
    if len(numbers) != num_dims:
        raise ValueError(f"the row of {word!r} has {len(numbers)} numbers instead of {num_dims}.")
    return word, np.array(numbers, dtype=np.float32)


def _read_binary_row(file: BinaryIO, num_dims: int) -> tuple[str, np.ndarray]:
    word = bytearray()
    while (char := file.read(1)) != b" ":
        if not char:
            raise ValueError("it ends before the last word.")
        word += char
    numbers = file.read(4 * num_dims)
    if len(numbers) != 4 * num_dims:
        raise ValueError("it ends inside a vector.")
    return word.decode().lstrip("\n"), np.frombuffer(numbers, dtype="<f4")
