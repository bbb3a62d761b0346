"""How good are the vectors? Scores against questions with known answers.

Reads `WordVectors` and an answer key; makes scores, counted as gensim counts them. Where there is no key, two
trainings of one text can be held against each other. Used in lessons 07 and 12.
"""

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy import stats

from w2v_helpers.checks import positive_integer
from w2v_helpers.corpus import data_path
from w2v_helpers.embeddings import WordVectors

_BLOCK = 512  # questions answered at once; bounds the memory for their cosines with all words
_ASKED = 2_000  # words whose neighbours are compared


@dataclass
class AnalogyScores:
    """Right answers and questions asked, by section.

    Attributes:
        sections: section name → (right, asked).
        skipped: questions with a word that has no vector.
    """

    sections: dict[str, tuple[int, int]] = field(default_factory=dict)
    skipped: int = 0

    @property
    def correct(self) -> int:
        """How many questions were answered right."""
        return sum(right for right, _ in self.sections.values())

    @property
    def total(self) -> int:
        """How many questions were asked."""
        return sum(asked for _, asked in self.sections.values())

    @property
    def accuracy(self) -> float:
        """Right answers ÷ questions asked; 0 if none could be asked."""
        return self.correct / self.total if self.total else 0.0

    def __str__(self) -> str:
        rows = [(name, right, asked) for name, (right, asked) in self.sections.items() if asked]
        rows.append(("all", self.correct, self.total))
        width = max(len(name) for name, *_ in rows)
        line = "{:<{width}}  {:>5} of {:>5}  {:4.0%}"
        lines = [line.format(*row, row[1] / max(row[2], 1), width=width) for row in rows]
        return "\n".join([*lines, f"{self.skipped} questions skipped: a word has no vector"])


@dataclass(frozen=True)
class SimilarityScore:
    """How well cosines rank pairs of words as people do.

    Attributes:
        spearman: rank correlation, -1 to 1; NaN with fewer than 3 pairs.
        pairs: how many pairs were compared.
        skipped: pairs with a word that has no vector.
    """

    spearman: float
    pairs: int
    skipped: int

    def __str__(self) -> str:
        skipped = f"{self.skipped} skipped: a word has no vector"
        return f"Spearman {self.spearman:.3f} on {self.pairs} pairs ({skipped})"


def evaluate_analogies(
    vectors: WordVectors, path: str | Path | None = None, *, restrict_vocab: int = 300_000
) -> AnalogyScores:
    """Ask all questions "a is to b as c is to …?" of a file in the format of Google's questions-words.txt.

    Counted as gensim does: letters' case is ignored; a question with an unknown word is skipped; the three
    words of the question cannot be the answer.

    Args:
        vectors: the vectors to judge.
        path: the questions. Without it, those of the embedded corpus.
        restrict_vocab: use only this many words, the most frequent ones.

    Returns:
        The scores by section.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: a line is neither a section nor four words, or there is no question, or `restrict_vocab`
            is not a whole number above 0.
    """
    ids = _ids_ignoring_case(vectors, positive_integer("restrict_vocab", restrict_vocab))
    unit = vectors.unit_vectors()[:restrict_vocab]
    spelling = np.array([ids[word.upper()] for word in vectors.words[:restrict_vocab]])  # (V,)
    scores = AnalogyScores()
    for section, questions in _read_questions(path or data_path("tinyworld_analogies.txt")):
        known = [[ids[word] for word in question] for question in questions if ids.keys() >= set(question)]
        scores.skipped += len(questions) - len(known)
        blocks = (np.array(known[start : start + _BLOCK]) for start in range(0, len(known), _BLOCK))
        right = sum(int(_answers_right(unit, block, spelling).sum()) for block in blocks)
        so_far = scores.sections.get(section, (0, 0))
        scores.sections[section] = (so_far[0] + right, so_far[1] + len(known))
    if not scores.sections:
        raise ValueError(f"{path} holds no question, which is a line of four words.")
    return scores


def evaluate_similarity(vectors: WordVectors, path: str | Path | None = None) -> SimilarityScore:
    """Rank pairs of words by cosine and compare with the ranking by people.

    Args:
        vectors: the vectors to judge.
        path: a file with two words and a score on each line, separated by tabs or commas. The score is the
            first number behind the words: in SimLex-999 a part of speech stands between. Lines without one,
            such as a header, are passed over. Without a path, the pairs of the embedded corpus.

    Returns:
        Spearman's rank correlation and how many pairs it rests on.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: no line holds two words and a score.
    """
    ids = _ids_ignoring_case(vectors, len(vectors))
    pairs = list(_read_pairs(path or data_path("tinyworld_similarity.tsv")))
    if not pairs:
        raise ValueError(f"{path} holds no line of two words and a score, separated by tabs or commas.")
    known = [(ids[a], ids[b], score) for a, b, score in pairs if a in ids and b in ids]
    if len(known) < 3:
        return SimilarityScore(float("nan"), len(known), len(pairs) - len(known))
    first, second, human = map(np.array, zip(*known, strict=True))
    unit = vectors.unit_vectors()
    cosines = (unit[first] * unit[second]).sum(axis=1)
    spearman = float(stats.spearmanr(cosines, human).statistic)
    return SimilarityScore(spearman, len(known), len(pairs) - len(known))


def neighbour_agreement(
    first: WordVectors, second: WordVectors, *, words: Iterable[str] | None = None, topn: int = 10
) -> float:
    """Return how many of the nearest words two trainings agree on, as a share of all.

    Neighbours that come from the text come back when it is trained on again with another seed; those that
    come from chance do not (Antoniak, Mimno 2018, "Evaluating the Stability of Embedding-based Word
    Similarities"). Only words that both have are looked at.

    Args:
        first: the vectors of one training.
        second: those of another.
        words: whose neighbours to compare; those that one of the two lacks are passed over. Without it, all,
            or 2,000 of them if there are more, frequent and rare ones.
        topn: how many neighbours of each.

    Returns:
        0 to 1. By chance it would be `topn` ÷ (V - 1), V being the words that both have.

    Raises:
        ValueError: they share too few words, or `topn` is not a whole number above 0.

    >>> first = WordVectors(["sun", "hot", "road"], [[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]])
    >>> second = WordVectors(first.words, [[1.0, 0.0], [0.8, 0.6], [0.9, -0.1]])
    >>> round(neighbour_agreement(first, second, topn=1), 2)  # only for hot both name the same word
    0.33
    """
    topn = positive_integer("topn", topn)
    shared = [word for word in first.words if word in second]
    if len(shared) < topn + 2:
        raise ValueError(
            f"The two trainings share {len(shared)} words: for topn={topn} they need at least {topn + 2}."
        )
    known = set(shared)
    asked = (
        shared[:: -(-len(shared) // _ASKED)] if words is None else [word for word in words if word in known]
    )
    if not asked:
        raise ValueError("Both trainings must have at least one of the words: give words of both.")
    tables = (WordVectors(shared, vectors[shared]) for vectors in (first, second))
    near, others = (table.neighbour_ids(asked, topn) for table in tables)  # (N, topn)
    return float((near[:, :, None] == others[:, None]).any(axis=2).mean())


def _ids_ignoring_case(vectors: WordVectors, restrict_vocab: int) -> dict[str, int]:
    """Map upper-cased words to rows; of words that differ only in case, the most frequent one wins."""
    words = vectors.words[:restrict_vocab]
    return {words[index].upper(): index for index in reversed(range(len(words)))}


def _answers_right(unit: np.ndarray, questions: np.ndarray, spelling: np.ndarray) -> np.ndarray:
    """Answer questions by 3CosAdd.

    Args:
        unit: float32 (V, D), vectors of length 1.
        questions: int (Q, 4), rows of the words.
        spelling: int (V,), for each word the row of the most frequent one that differs from it only in case.

    Returns:
        bool (Q,), true where the fourth word, in whatever case, comes first.
    """
    a, b, c, expected = questions.T
    cosines = (unit[b] - unit[a] + unit[c]) @ unit.T  # (Q, V)
    for asked in (a, b, c):
        cosines[spelling == asked[:, None]] = -np.inf
    return spelling[cosines.argmax(axis=1)] == expected


def _read_questions(path: str | Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield each section's name and its questions, upper-cased."""
    name, questions = "", []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith(":"):
            if questions:
                yield name, questions
            name, questions = line[1:].strip(), []
        elif line.strip():
            questions.append(line.upper().split())
            if len(questions[-1]) != 4:
                raise ValueError(f"{path}, line {number}: a question has four words, not {line!r}.")
    if questions:
        yield name, questions


def _read_pairs(path: str | Path) -> Iterator[tuple[str, str, float]]:
    """Yield the pairs of a similarity file, upper-cased, with their scores."""
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        fields = [text.strip() for text in line.replace(",", "\t").split("\t")]
        score = next(_numbers(fields[2:]), None)
        if score is not None and not line.startswith("#"):
            yield fields[0].upper(), fields[1].upper(), score


def _numbers(fields: list[str]) -> Iterator[float]:
    """Yield those fields that are numbers."""
    for text in fields:
        with contextlib.suppress(ValueError):
            yield float(text)
