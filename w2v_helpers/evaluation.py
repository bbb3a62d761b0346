"""How good are the vectors? Scores against questions with known answers.

Reads `WordVectors` and an answer key; makes scores, counted as gensim counts them. Where there is no key, two
trainings on one text can be compared with each other. Used from lesson 7 on.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy import stats

from w2v_helpers._checks import html_table, positive_integer, text_table
from w2v_helpers.spaces import (
    AssociationTest as AssociationTest,
    align as align,
    association_test as association_test,
)
from w2v_helpers.text.corpus import data_path
from w2v_helpers.vectors import WordVectors

_MOST_COSINES = 1 << 25  # of questions with words, computed at once; bounds the memory for them
_SKIPPED = "questions skipped: a word has no vector"
_ASKED = 2_000  # words whose neighbours are compared
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)


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
        """Questions answered right."""
        return sum(right for right, _ in self.sections.values())

    @property
    def total(self) -> int:
        """Questions asked."""
        return sum(asked for _, asked in self.sections.values())

    @property
    def accuracy(self) -> float:
        """Right answers ÷ questions asked; 0 if none could be asked."""
        return self.correct / self.total if self.total else 0.0

    def _table(self) -> tuple[list[str], list[list[str]]]:
        """Lay out the sections that were asked, and all of them together."""
        rows = [(name, right, asked) for name, (right, asked) in self.sections.items() if asked]
        rows.append(("all", self.correct, self.total))
        shown = [[name, f"{right:,}", f"{asked:,}", _share(right, asked)] for name, right, asked in rows]
        return ["section", "right", "asked", "share"], shown

    def __str__(self) -> str:
        return f"{text_table(*self._table())}\n{self.skipped} {_SKIPPED}"

    def _repr_html_(self) -> str:
        return html_table(*self._table(), caption=f"{self.skipped} {_SKIPPED}")


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


@dataclass(frozen=True)
class Row:
    """What `compare` found for one table of vectors.

    Attributes:
        words: how many words it has.
        analogies: its scores by section.
        similarity: its rank correlation.
        agreement: share of its neighbours that are also the first table's; NaN if they share too few words.
    """

    words: int
    analogies: AnalogyScores
    similarity: SimilarityScore
    agreement: float


@dataclass(frozen=True)
class Comparison:
    """Several tables of vectors, judged by the same keys; shown as one table.

    Attributes:
        rows: name → its `Row`, in the order they were given.
    """

    rows: Mapping[str, Row]

    def __getitem__(self, name: str) -> Row:
        """Return the row of a name."""
        if name not in self.rows:
            raise KeyError(f"{name!r} was not compared, only {', '.join(self.rows)}.")
        return self.rows[name]

    def _table(self) -> tuple[list[str], list[list[str]]]:
        shared = f"neighbours of {next(iter(self.rows))}"
        header = ["vectors", "words", "analogies", "asked", "Spearman", "pairs", shared]
        return header, [
            [
                name,
                f"{row.words:,}",
                _share(row.analogies.correct, row.analogies.total),
                _of(row.analogies.total, row.analogies.skipped),
                _or_dash(row.similarity.spearman, ".3f"),
                _of(row.similarity.pairs, row.similarity.skipped),
                _or_dash(row.agreement, ".0%"),
            ]
            for name, row in self.rows.items()
        ]

    def __str__(self) -> str:
        return text_table(*self._table())

    def _repr_html_(self) -> str:
        return html_table(*self._table())


def _share(right: int, asked: int) -> str:
    return f"{right / asked:.1%}" if asked else "–"


def _of(known: int, skipped: int) -> str:
    return f"{known:,} of {known + skipped:,}" if skipped else f"{known:,}"


def _or_dash(value: float, form: str) -> str:
    return f"{value:{form}}" if np.isfinite(value) else "–"


def compare(
    tables: Mapping[str, WordVectors],
    *,
    analogies: str | Path | None = None,
    similarity: str | Path | None = None,
    restrict_vocab: int = 300_000,
    topn: int = 10,
) -> Comparison:
    """Judge several tables of vectors by the same keys.

    Questions with a word that a table lacks are skipped: see how many were asked before you compare shares.

    Args:
        tables: name → vectors, which may be gensim's `KeyedVectors`.
        analogies: questions for `evaluate_analogies`; by default those of the embedded corpus.
        similarity: pairs for `evaluate_similarity`; by default those of the embedded corpus.
        restrict_vocab: answer analogies with only this many words, the most frequent ones.
        topn: how many neighbours are compared with those of the first table.

    Raises:
        FileNotFoundError: there is no such key.
        ValueError: there are no tables, or a key or a number is not allowed.
    """
    if not tables:
        raise ValueError("compare needs at least one table of vectors, not none.")
    topn = positive_integer("topn", topn)
    ours = {name: _as_word_vectors(table) for name, table in tables.items()}
    first = next(iter(ours.values()))
    rows = {}
    for name, vectors in ours.items():
        right = evaluate_analogies(vectors, analogies, restrict_vocab=restrict_vocab)
        correlation = evaluate_similarity(vectors, similarity)
        agreement = 1.0
        if vectors is not first:
            has_enough = sum(word in first for word in vectors.words) >= topn + 2
            agreement = neighbour_agreement(first, vectors, topn=topn) if has_enough else float("nan")
        rows[name] = Row(len(vectors), right, correlation, agreement)
    return Comparison(rows)


def _as_word_vectors(table: WordVectors) -> WordVectors:
    """Take the words and the matrix of gensim's `KeyedVectors`."""
    if isinstance(table, WordVectors):
        return table
    if not (hasattr(table, "index_to_key") and hasattr(table, "vectors")):
        raise ValueError(f"compare needs WordVectors, or gensim's KeyedVectors, not {type(table).__name__}.")
    return WordVectors(table.index_to_key, table.vectors)


def evaluate_analogies(
    vectors: WordVectors, path: str | Path | None = None, *, restrict_vocab: int = 300_000
) -> AnalogyScores:
    """Answer all questions "a is to b as c is to …?" of a file in the format of Google's questions-words.txt.

    As in gensim, case is ignored, unknown words skip the question, and its own words are never the answer.

    Args:
        vectors: the vectors to judge.
        path: the questions; by default those of the embedded corpus.
        restrict_vocab: use only this many words, the most frequent ones.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: a line is neither a section nor four words, no line is a question, or a number is wrong.
    """
    ids = _ids_ignoring_case(vectors, positive_integer("restrict_vocab", restrict_vocab))
    unit = vectors.unit_vectors(slice(restrict_vocab))
    size = max(1, _MOST_COSINES // len(unit))
    spelling = np.array([ids[word.upper()] for word in vectors.words[:restrict_vocab]])  # (V,)
    scores = AnalogyScores()
    for section, questions in _read_questions(path or data_path("tinyworld_analogies.txt")).items():
        known = [[ids[word] for word in question] for question in questions if ids.keys() >= set(question)]
        blocks = [np.array(known[start : start + size]) for start in range(0, len(known), size)]
        right = sum(int(_answers_right(unit, block, spelling).sum()) for block in blocks)
        scores.sections[section] = (right, len(known))
        scores.skipped += len(questions) - len(known)
    return scores


def _ids_ignoring_case(vectors: WordVectors, restrict_vocab: int) -> dict[str, int]:
    """Map upper-cased words to rows; of words that differ only in case, the most frequent one wins."""
    rarest_first = reversed(list(enumerate(vectors.words[:restrict_vocab])))
    return {word.upper(): index for index, word in rarest_first}


def _read_questions(path: str | Path) -> dict[str, list[list[str]]]:
    """Read the questions of each section, upper-cased; sections without any are left out."""
    section, sections = "", {}
    for number, line in enumerate(Path(path).read_text(encoding="utf-8-sig").splitlines(), start=1):
        words = line.upper().split()
        if line.startswith(":"):
            section = line[1:].strip()
        elif len(words) == 4:
            sections.setdefault(section, []).append(words)
        elif words:
            raise ValueError(f"{path}, line {number}: a question has four words, not {line!r}.")
    if not sections:
        raise ValueError(f"{path} holds no question, which is a line of four words.")
    return sections


def _answers_right(unit: np.ndarray, questions: np.ndarray, spelling: np.ndarray) -> np.ndarray:
    """Return whether 3CosAdd answers each question with its fourth word, in whatever case: bool (Q,).

    `spelling` has for each word the row of the most frequent one that differs only in case.
    """
    a, b, c, expected = questions.T  # rows of words, (Q,) each
    cosines = (unit[b] - unit[a] + unit[c]) @ unit.T  # (Q, V)
    for asked in (a, b, c):
        cosines[spelling == asked[:, None]] = -np.inf
    return spelling[cosines.argmax(axis=1)] == expected


def evaluate_similarity(vectors: WordVectors, path: str | Path | None = None) -> SimilarityScore:
    """Rank pairs of words by cosine and compare with the ranking by people.

    Args:
        vectors: the vectors to judge.
        path: a file with two words and a score per line, separated by tabs or commas; by default the pairs of
            the embedded corpus. The score is the first number after the words: in SimLex-999 a part of speech
            stands between. Lines without one, such as a header, are skipped.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: no line holds two words and a score.
    """
    ids = _ids_ignoring_case(vectors, len(vectors))
    pairs = list(_read_pairs(path or data_path("tinyworld_similarity.tsv")))
    if not pairs:
        raise ValueError(f"{path} holds no line of two words and a score, separated by tabs or commas.")
    known = [(ids[a], ids[b], score) for a, b, score in pairs if a in ids and b in ids]
    skipped = len(pairs) - len(known)
    if len(known) < 3:
        return SimilarityScore(float("nan"), len(known), skipped)
    first, second, human = map(np.array, zip(*known, strict=True))
    cosines = (vectors.unit_vectors(first) * vectors.unit_vectors(second)).sum(axis=1)
    return SimilarityScore(float(stats.spearmanr(cosines, human).statistic), len(known), skipped)


def _read_pairs(path: str | Path) -> Iterator[tuple[str, str, float]]:
    """Yield the pairs of a similarity file, upper-cased, with their scores."""
    for line in Path(path).read_text(encoding="utf-8-sig").splitlines():
        fields = [text.strip() for text in line.replace(",", "\t").split("\t")]
        score = next(filter(_NUMBER.fullmatch, fields[2:]), None)
        if score is not None and not line.startswith("#"):
            yield fields[0].upper(), fields[1].upper(), float(score)


def neighbour_agreement(
    first: WordVectors, second: WordVectors, *, words: Iterable[str] | None = None, topn: int = 10
) -> float:
    """Return the share of nearest words that two trainings agree on (neighbour overlap).

    Neighbours that come from the text come back when it is trained on again with another seed; those that
    come from chance do not (Antoniak and Mimno 2018). Only words that both have are considered.

    Args:
        first: the vectors of one training.
        second: those of another.
        words: whose neighbours to compare; those that one of the two lacks are skipped. By default all words,
            or 2,000 of them if there are more, frequent and rare ones.
        topn: how many neighbours of each.

    Returns:
        0 to 1. By chance it would be `topn` ÷ (V - 1), V being the number of words that both have.

    Raises:
        ValueError: they share too few words, or `topn` is not an integer above 0.

    >>> first = WordVectors(["sun", "hot", "road"], [[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]])
    >>> second = WordVectors(first.words, [[1.0, 0.0], [0.8, 0.6], [0.9, -0.1]])
    >>> round(neighbour_agreement(first, second, topn=1), 2)  # both name the same word only for hot
    0.33
    """
    topn = positive_integer("topn", topn)
    shared = [word for word in first.words if word in second]
    if len(shared) < topn + 2:
        raise ValueError(
            f"The two trainings share {len(shared)} words: for topn={topn} they need at least {topn + 2}."
        )
    if words is None:
        asked = shared[:: -(-len(shared) // _ASKED)]
    else:
        asked = [word for word in words if word in first and word in second]
    if not asked:
        raise ValueError("Both trainings must have at least one of the words: give words of both.")
    tables = (WordVectors(shared, vectors[shared]) for vectors in (first, second))
    near, others = (table.neighbour_ids(asked, topn) for table in tables)  # (N, topn)
    return float((near[:, :, None] == others[:, None]).any(axis=2).mean())
