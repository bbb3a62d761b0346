"""Training batches from any text.

Reads a corpus and its vocabulary; makes a `tf.data.Dataset` of ((B,), (B, 1+K)), (B, 1+K), which lesson 5
builds, or of the blocks of lesson 10.
"""

import itertools
import weakref
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from w2v_helpers import blocks, subsampling
from w2v_helpers._checks import positive_integer, silent_stderr
from w2v_helpers.negatives import check_enough_words, noise_distribution, sample_negatives
from w2v_helpers.skipgrams import skip_grams
from w2v_helpers.steps import examples_of
from w2v_helpers.vocabulary import PADDING, Vocabulary, count_ids, parts

with silent_stderr():
    import tensorflow as tf


def skip_gram_dataset(
    corpus: Iterable[list[str]],
    vocabulary: Vocabulary,
    *,
    window_size: int = 5,
    num_negatives: int = 5,
    subsample: float | None = 1e-3,
    batch_size: int = 1024,
    seed: int = 42,
) -> tf.data.Dataset:
    """Make training batches from a corpus, drawn anew in every epoch.

    Each pass over the dataset subsamples the corpus again, draws new window widths and new negatives, and
    shuffles the pairs. No pair is left out: the last batch of a pass may be smaller.

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens.
        vocabulary: its vocabulary.
        window_size: how far windows reach to each side, at most.
        num_negatives: K.
        subsample: threshold of subsampling; `None` keeps all tokens.
        batch_size: B.
        seed: of all randomness: two datasets with the same seed give the same passes.

    Returns:
        Batches of ((targets int32 (B,), candidates int32 (B, 1+K)), labels float32 (B, 1+K)). Column 0 of the
        candidates is the positive.

    Raises:
        ValueError: a setting is not allowed, or the corpus is too small for it.
    """
    ids = vocabulary.encode_corpus(corpus)
    batch_size = positive_integer("batch_size", batch_size)
    seed = positive_integer("seed", seed, minimum=0)
    keep = check_enough(ids, vocabulary, window_size, num_negatives, subsample)
    noise = noise_distribution(vocabulary.counts)
    passes = itertools.count()

    def batches() -> Iterator[tuple]:
        rng = np.random.default_rng([seed, next(passes)])
        kept = subsampling.subsample(ids, keep, rng)
        pairs = rng.permutation(skip_grams(kept, window_size, rng=rng))  # (P, 2)
        for start in range(0, len(pairs), batch_size):
            targets, positives = pairs[start : start + batch_size].T  # (B,), (B,)
            negatives = sample_negatives(positives, num_negatives, noise, rng)  # (B, K)
            candidates = np.column_stack([positives, negatives])  # (B, 1+K)
            labels = np.zeros(candidates.shape, dtype=np.float32)
            labels[:, 0] = 1
            yield (targets, candidates), labels

    row, table = tf.TensorSpec((None,), tf.int32), tf.TensorSpec((None, 1 + num_negatives), tf.int32)
    labels = tf.TensorSpec((None, 1 + num_negatives), tf.float32)
    return dataset_of(batches, ((row, table), labels)).prefetch(tf.data.AUTOTUNE)


def block_dataset(
    corpus: Iterable[list[str]],
    vocabulary: Vocabulary,
    *,
    window_size: int = 5,
    num_negatives: int = 5,
    subsample: float | None = 1e-3,
    context_weights: str = "harmonic",
    blocks_per_step: int = 8,
    shared_noise: int = 32,
    seed: int = 42,
) -> tf.data.Dataset:
    """Make batches of blocks from a corpus, drawn anew in every epoch, for `fit`.

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens.
        vocabulary: its vocabulary.
        window_size: w.
        num_negatives: how much the negatives of a pair weigh together, counted in negatives.
        subsample: threshold of subsampling; `None` keeps all tokens.
        context_weights: see `blocks.window_weights`.
        blocks_per_step: S.
        shared_noise: K, the noise words of a block.
        seed: of all randomness.

    Returns:
        Batches of (targets int32 (S, L), candidates int32 (S, C)), labels and weights, both float32
        (S, L, C). The weights say how much each candidate of each target counts.

    Raises:
        ValueError: a setting is not allowed, or the corpus is too small for it.
    """
    ids = vocabulary.encode_corpus(corpus)
    keep = check_enough(ids, vocabulary, window_size, num_negatives, subsample)
    num_blocks = positive_integer("blocks_per_step", blocks_per_step)
    num_noise = positive_integer("shared_noise", shared_noise)
    seed = positive_integer("seed", seed, minimum=0)
    noise, passes = noise_distribution(vocabulary.counts), itertools.count()
    as_contexts = tf.constant(blocks.window_weights(window_size, context_weights))

    def steps() -> Iterator[np.ndarray]:
        rng = np.random.default_rng([seed, next(passes)])
        for piece in np.array_split(ids, -(-len(ids) // blocks.PIECE)):
            yield blocks.draw_blocks(piece, keep, noise, window_size, num_blocks, num_noise, rng)

    # Keras counts the targets of each batch, and would not if it knew their number beforehand.
    signature = tf.TensorSpec((None, None, as_contexts.shape[1] + num_noise), tf.int32)
    options = tf.data.Options()
    options.threading.private_threadpool_size = 1  # as many threads as training leaves idle on two cores
    batches = dataset_of(steps, signature).unbatch()
    batches = batches.map(lambda candidates: examples_of(candidates, as_contexts, num_negatives))
    return batches.prefetch(tf.data.AUTOTUNE).with_options(options)


def dataset_of(one_pass: Callable[[], Iterator], signature: tuple) -> tf.data.Dataset:
    """Make a dataset from a generator function, and free what the function holds together with the dataset.

    TensorFlow never lets go of a function that was given to `from_generator`, nor of a corpus inside it.
    """
    held = [one_pass]
    dataset = tf.data.Dataset.from_generator(lambda: held[0](), output_signature=signature)
    weakref.finalize(dataset, held.clear)
    return dataset


def check_enough(
    ids: np.ndarray, vocabulary: Vocabulary, window_size: int, num_negatives: int, subsample: float | None
) -> np.ndarray:
    """Refuse a corpus, int32 (N,), that is too small for these settings, or settings that are not allowed.

    Returns:
        float64 (V,), the probability that subsampling keeps a token of each word.
    """
    check_enough_text(ids, window_size)
    keep = subsampling.keep_probabilities(vocabulary.counts, subsample)
    check_enough_words(num_negatives, np.count_nonzero(vocabulary.counts))
    counts = count_ids(ids, len(vocabulary))
    counts[PADDING] = 0
    expected = float(counts @ keep)
    if expected < 2:
        raise ValueError(
            f"subsample={subsample} leaves about {expected:.1f} of {counts.sum()} tokens, too few for a "
            "pair: give more text, a larger subsample, or None to keep all."
        )
    return keep


def check_enough_text(ids: np.ndarray, window_size: int) -> None:
    """Refuse a corpus, int32 (N,), in which no window fits, or in which no two words are neighbours."""
    window_size = positive_integer("window_size", window_size)
    num_tokens = sum(np.count_nonzero(part) for part in parts(ids))
    if num_tokens <= window_size:
        raise ValueError(
            f"The corpus has {num_tokens} tokens that are in the vocabulary; window_size={window_size} needs "
            f"at least {window_size + 1}."
        )
    is_word = (part != PADDING for part in parts(ids, overlap=1))
    if not any((part[1:] & part[:-1]).any() for part in is_word):
        raise ValueError("No document of the corpus has two words of the vocabulary: join its lines.")
