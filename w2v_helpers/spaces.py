"""Compare two spaces of vectors, and sets of words within one.

Reads `WordVectors`; makes vectors rotated into another space (orthogonal Procrustes), and a test of
association (WEAT). Lesson 11.
"""

import itertools
import math
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.linalg import orthogonal_procrustes

from w2v_helpers._checks import CourseWarning, positive_integer
from w2v_helpers.vectors import WordVectors

_EQUAL = 1e-6  # cosines of float32 vectors that differ by less are equal


def align(vectors: WordVectors, to: WordVectors) -> WordVectors:
    """Rotate vectors into the space of others, so that a word's two vectors can be compared.

    Each training has a space of its own: the same words, turned by chance. Of all rotations and reflections,
    this takes the one that brings the unit vectors of the shared words nearest to each other (orthogonal
    Procrustes: Schönemann 1966; for word vectors, Hamilton, Leskovec and Jurafsky 2016). No cosine between
    two of the rotated vectors changes.

    Args:
        vectors: the vectors to rotate; those of contexts, if they have them, are rotated, too.
        to: the vectors whose space they should share. Words that only one of both has do not matter.

    Returns:
        New vectors with the words and counts of `vectors`.

    Raises:
        ValueError: the dimensions differ, or fewer than 2 words are shared.

    Warns:
        CourseWarning: fewer words are shared than there are dimensions: a rotation fits them too well.

    >>> first = WordVectors(["sun", "hot"], [[1.0, 0.0], [0.0, 1.0]])
    >>> second = WordVectors(["sun", "hot"], [[0.0, 2.0], [-1.0, 0.0]])
    >>> align(first, second)["hot"].round(2)
    array([-1., 0.], dtype=float32)
    """
    if vectors.vector_size != to.vector_size:
        sizes = f"{vectors.vector_size} and {to.vector_size}"
        raise ValueError(f"Both tables need vectors of the same size, not of {sizes} dimensions.")
    shared = [word for word in vectors.words if word in to]
    if len(shared) < 2:
        raise ValueError(f"A rotation needs at least 2 shared words, and these tables share {len(shared)}.")
    if len(shared) < to.vector_size:
        note = f"The tables share only {len(shared)} words for {to.vector_size} dimensions: a rotation fits "
        warnings.warn(f"{note}these too well, and turns other words at random.", CourseWarning, stacklevel=2)
    ours, theirs = (table.unit_vectors([table.id(word) for word in shared]) for table in (vectors, to))
    rotation, _ = orthogonal_procrustes(ours.astype(np.float64), theirs.astype(np.float64))  # (D, D)
    contexts = None if vectors.contexts is None else vectors.contexts @ rotation
    return WordVectors(vectors.words, vectors.matrix @ rotation, vectors.counts, contexts)


@dataclass(frozen=True)
class AssociationTest:
    """What `association_test` found.

    Attributes:
        difference: how much nearer X is to A, rather than B, than Y is: the mean association of X minus that
            of Y, in cosines.
        effect_size: the same in standard deviations of all associations; between -2 and 2 if X and Y have the
            same size. It is large also where all differences are small.
        p_value: the share of partitions of the targets into two sets that give as large a difference.
        partitions: how many of them were looked at.
        exact: whether these were all there are.
        associations: target → mean cosine with A minus mean cosine with B; X first.
        skipped: words without a vector.
    """

    difference: float
    effect_size: float
    p_value: float
    partitions: int
    exact: bool
    associations: dict[str, float]
    skipped: tuple[str, ...] = ()

    def __str__(self) -> str:
        looked_at = f"{'all' if self.exact else 'a sample of'} {self.partitions:,} partitions"
        text = f"difference {self.difference:+.3f}, effect size {self.effect_size:+.2f}, "
        text += f"p = {self.p_value:.2g} ({looked_at})"
        return f"{text}; without a vector: {', '.join(self.skipped)}" if self.skipped else text


def association_test(
    vectors: WordVectors,
    targets_x: Iterable[str],
    targets_y: Iterable[str],
    attributes_a: Iterable[str],
    attributes_b: Iterable[str],
    *,
    permutations: int = 20_000,
    seed: int = 42,
) -> AssociationTest:
    """Test whether one set of words is nearer to A than to B, compared with another set (WEAT).

    The Word Embedding Association Test of Caliskan, Bryson and Narayanan (2017, doi 10.1126/science.aal4230).
    A target's association is its mean cosine with A minus that with B. The effect size is the difference
    between the means of X and of Y, divided by the standard deviation of all targets. The p-value is
    one-sided: if the names X and Y meant nothing, how often would a partition of the targets into sets of
    these sizes give as large a difference? Unlike the paper, this counts equal ones, too, so that p is never
    0. With few targets it cannot be small: with 4 and 4 there are 70 partitions. And it takes words for
    independent, but those of one kind lie close together: repeat the test on trainings with other seeds.

    Args:
        vectors: where to look.
        targets_x: words, for example trades. Words without a vector are skipped, in all four sets.
        targets_y: other words; the sets may differ in size.
        attributes_a: what X may be nearer to, for example *he*, *his*.
        attributes_b: what Y may be nearer to.
        permutations: look at all partitions if there are at most so many; otherwise at a random sample of so
            many, n, of which p is (1 + those as large) / (1 + n).
        seed: of the sample.

    Raises:
        ValueError: a set is one string, too few of its words have a vector (2 targets, 1 attribute), a word
            is in two sets of a kind, or a number is not allowed.

    >>> vectors = WordVectors(["he", "she", *"abcd"], [[1, 0], [0, 1], [4, 1], [3, 1], [1, 3], [1, 4]])
    >>> print(association_test(vectors, "a b".split(), "c d".split(), ["he"], ["she"]))
    difference +1.360, effect size +1.73, p = 0.17 (all 6 partitions)
    """
    permutations, seed = positive_integer("permutations", permutations), positive_integer("seed", seed, 0)
    given = {"targets_x": targets_x, "targets_y": targets_y}
    given |= {"attributes_a": attributes_a, "attributes_b": attributes_b}
    known, skipped = _known_words(vectors, given)
    x, y, a, b = (vectors.unit_vectors([vectors.id(word) for word in words]) for words in known)
    found = np.concatenate([x, y]).astype(np.float64) @ (a.mean(axis=0) - b.mean(axis=0))
    difference, spread = found[: len(x)].mean() - found[len(x) :].mean(), found.std(ddof=1)
    effect_size = difference / spread if spread > _EQUAL else 0.0
    associations = dict(zip([*known[0], *known[1]], found.tolist(), strict=True))
    tested = _p_value(found, len(x), permutations, seed)
    return AssociationTest(float(difference), float(effect_size), *tested, associations, skipped)


def _known_words(
    vectors: WordVectors, given: dict[str, Iterable[str]]
) -> tuple[list[list[str]], tuple[str, ...]]:
    """Return the words of each set that have a vector, and those that have none, each once."""
    known, skipped = [], []
    for name, words in given.items():
        if isinstance(words, str):
            raise ValueError(f"{name} must be a list of words, not {words!r}.")
        words = list(dict.fromkeys(words))
        known.append([word for word in words if word in vectors])
        skipped += [word for word in words if word not in vectors]
        least = 2 if name.startswith("targets") else 1
        if len(known[-1]) < least:
            raise ValueError(f"{name} needs at least {least} words with a vector, and has {len(known[-1])}.")
    for kind, first, second in (("targets", *known[:2]), ("attributes", *known[2:])):
        if both := set(first) & set(second):
            raise ValueError(f"{min(both)!r} is in both sets of {kind}: a word belongs to one of them.")
    return known, tuple(dict.fromkeys(skipped))


def _p_value(associations: np.ndarray, size: int, permutations: int, seed: int) -> tuple[float, int, bool]:
    """Return how often `size` targets have as large a sum as the first ones; among how many; whether all."""
    is_exact = math.comb(len(associations), size) <= permutations
    if is_exact:
        partitions = itertools.combinations(associations, size)
    else:
        rng = np.random.default_rng(seed)
        partitions = (rng.permutation(associations)[:size] for _ in range(permutations))
    sums = np.array([np.sum(x) for x in partitions])
    hits = int(np.count_nonzero(sums >= associations[:size].sum() - _EQUAL))
    p_value = hits / len(sums) if is_exact else (1 + hits) / (1 + permutations)
    return p_value, len(sums), is_exact
