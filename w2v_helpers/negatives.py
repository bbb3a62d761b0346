"""Negative sampling: the noise distribution, draws from it, the SGNS loss and its gradients.

Reads counts and pairs; makes distributions (V,), negatives (P, K), a loss and its gradients. Lesson 4.
"""

import numpy as np
from scipy.special import expit

from w2v_helpers._checks import positive_integer


def noise_distribution(counts: np.ndarray, exponent: float = 0.75) -> np.ndarray:
    """Return the probability of each word as a negative: its count to the power of `exponent`, normalised.

    An exponent below 1 favours rare words; .75 is that of Mikolov et al. 2013, section 2.2.

    Args:
        counts: int (V,). Padding and unknown have count 0 and are never drawn.
        exponent: 1 draws words as often as they occur, 0 draws all alike.

    Returns:
        float64 (V,), sums to 1.

    Raises:
        ValueError: all counts are zero, or one is negative.

    >>> noise_distribution(np.array([0, 0, 81, 16]))
    array([0.        , 0.        , 0.77142857, 0.22857143])
    """
    counts = np.asarray(counts, dtype=np.float64)
    if counts.min(initial=0) < 0 or not counts.sum() > 0:
        raise ValueError("Counts must be zero or more, and at least one above zero.")
    weights = np.where(counts > 0, counts, 1) ** exponent * (counts > 0)  # 0 ** 0 would be 1
    return weights / weights.sum()


def log_uniform_distribution(size: int) -> np.ndarray:
    """Return what TensorFlow's `log_uniform_candidate_sampler` draws from.

    P(k) = ln((k+2)/(k+1)) / ln(size+1). It takes ids for ranks, so id 0, the padding, comes most often.

    Args:
        size: how many ids.

    Returns:
        float64 (size,), sums to 1.

    >>> log_uniform_distribution(4096)[:2].round(3)
    array([0.083, 0.049])
    """
    ids = np.arange(positive_integer("size", size))
    return np.log1p(1 / (ids + 1)) / np.log(size + 1)


def sample_negatives(
    positives: np.ndarray, num_negatives: int, distribution: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Draw negatives for each pair, none of them its own positive.

    A draw that hits the positive is drawn again, as word2vec.c does in effect by skipping it.

    Args:
        positives: int (P,), the context word of each pair.
        num_negatives: K, how many negatives a pair gets. They may repeat.
        distribution: float (V,), from `noise_distribution`.
        rng: where the randomness comes from.

    Returns:
        int32 (P, K).

    Raises:
        ValueError: `num_negatives` is below 1, or not below the number of words to draw from.

    >>> rng = np.random.default_rng(0)
    >>> sample_negatives(np.array([2, 3]), 1, noise_distribution(np.array([0, 0, 5, 5])), rng).tolist()
    [[3], [2]]
    """
    words = np.flatnonzero(distribution).astype(np.int32)
    num_negatives = check_enough_words(num_negatives, len(words))
    cumulative = np.cumsum(distribution[words])
    cumulative /= cumulative[-1]  # the last is exactly 1, so every draw below 1 finds a word
    positives = np.asarray(positives)[:, None]
    draws = rng.random((len(positives), num_negatives))
    negatives = words[np.searchsorted(cumulative, draws, side="right")]
    while (is_hit := negatives == positives).any():
        draws = rng.random(np.count_nonzero(is_hit))
        negatives[is_hit] = words[np.searchsorted(cumulative, draws, side="right")]
    return negatives


def systematic_sample(distribution: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw words by systematic sampling: each as often as expected, to within one, in random order.

    The distribution is float64 (V,), the words are int32 (size,).
    """
    cumulative = np.cumsum(distribution)
    up_to = np.floor(cumulative * (size / cumulative[-1]) + rng.random()).astype(np.int64)
    up_to = np.minimum(up_to, size)
    up_to[-1] = size
    words = np.repeat(np.arange(len(cumulative), dtype=np.int32), np.diff(up_to, prepend=0))
    rng.shuffle(words)
    return words


def check_enough_words(num_negatives: int, num_words: int) -> int:
    """Return `num_negatives` if it is an integer above 0 and below the number of words."""
    num_negatives = positive_integer("num_negatives", num_negatives)
    if num_negatives >= num_words:
        raise ValueError(
            f"num_negatives={num_negatives} needs a vocabulary of more than {num_negatives} words; "
            f"this one has {num_words}."
        )
    return num_negatives


def sgns_loss(target: np.ndarray, candidates: np.ndarray, labels: np.ndarray) -> float:
    """Return the loss of one example: −Σ log σ(u·v) over positives − Σ log σ(−u·v) over negatives.

    Mikolov et al. 2013, eq. 4, with the sign turned so that smaller is better.

    Args:
        target: float (D,), the vector of the target word.
        candidates: float (1+K, D), the vectors of the positive and of the negatives.
        labels: float (1+K,), 1 for the positive, 0 for a negative.

    Returns:
        A number of at least 0; (1+K) · ln 2 where all vectors are zero.

    >>> round(sgns_loss(np.zeros(3), np.zeros((5, 3)), np.array([1, 0, 0, 0, 0])), 4)
    3.4657
    """
    logits = candidates @ target  # (1+K,)
    return float(np.logaddexp(0, logits).sum() - labels @ logits)


def sgns_gradients(
    target: np.ndarray, candidates: np.ndarray, labels: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of `sgns_loss`: error = σ(u·v) − label, each vector moves along the other.

    Goldberg and Levy 2014 derive the objective; the two lines here are its derivative.

    Args:
        target: float (D,).
        candidates: float (1+K, D).
        labels: float (1+K,).

    Returns:
        The gradient for the target (D,), and for the candidates (1+K, D).
    """
    error = expit(candidates @ target) - labels  # (1+K,), expit is σ
    return error @ candidates, np.outer(error, target)
