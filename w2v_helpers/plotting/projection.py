"""From many dimensions to the two of a picture.

Reads `WordVectors`; makes a place on a plane for each word. The maps of `plotting` and `interactive` draw
them; lesson 07 says what to believe of them.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits

from w2v_helpers._checks import one_of
from w2v_helpers.vectors import WordVectors

Groups = Mapping[str, Sequence[str]] | Sequence[str]


def project(
    vectors: WordVectors,
    words: Sequence[str],
    *,
    method: str = "pca",
    perplexity: float = 15,
    init: str = "pca",
    seed: int = 42,
) -> np.ndarray:
    """Bring the unit vectors of some words down to two dimensions.

    Args:
        vectors: where the words' vectors are.
        words: at least three.
        method: `"pca"`, a straight view from the side that shows most, or `"tsne"`, which keeps
            neighbourhoods and nothing else.
        perplexity: of t-SNE, about how many neighbours a word looks at; less where there are few words.
        init: where t-SNE begins: `"pca"`, the same place each time, or `"random"`, by the seed.
        seed: of all randomness.

    Returns:
        float (N, 2).

    Raises:
        KeyError: a word is unknown.
        ValueError: another method, or fewer than three words.
    """
    one_of("method", method, ("pca", "tsne"))
    if len(words) < 3:
        raise ValueError(f"A map needs at least 3 words, not {len(words)}.")
    units = vectors.unit_vectors(np.array([vectors.id(word) for word in words]))
    if method == "pca":
        return PCA(n_components=2, random_state=seed).fit_transform(units)
    perplexity = min(perplexity, (len(words) - 1) / 3)
    # For so few words threads cost more than they bring: on two busy cores 30 seconds instead of one.
    with threadpool_limits(1):
        start = _flat(units) if init == "pca" else init
        return TSNE(perplexity=perplexity, init=start, random_state=seed).fit_transform(units)


def _flat(units: np.ndarray) -> np.ndarray:
    """Return the start that scikit-learn calls "pca", float32 (N, 2), but from an exact decomposition.

    Its own is a random approximation in some versions, and t-SNE makes much of a small difference.
    """
    flat = PCA(n_components=2, svd_solver="full").fit_transform(units)
    return (flat * (1e-4 / max(flat[:, 0].std(), 1e-12))).astype(np.float32)


def members(groups: Groups) -> tuple[list[str], list[str]]:
    """Take groups of words, or one list of them, apart.

    Args:
        groups: name of a group → its words; or words, which then have the group `""`.

    Returns:
        The words, str (N,), and the group of each, str (N,).

    >>> members({"day": ["monday"], "royal": ["king", "queen"]})
    (['monday', 'king', 'queen'], ['day', 'royal', 'royal'])
    """
    groups = groups if isinstance(groups, Mapping) else {"": groups}
    pairs = [(word, name) for name, words in groups.items() for word in words]
    return [word for word, _ in pairs], [name for _, name in pairs]
