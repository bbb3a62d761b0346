"""Pair generation: ours beside the reference tutorial's, on the same corpus in the same run.

    python tests/benchmarks/pairs.py
    python tests/benchmarks/pairs.py --corpus my_book.txt --repeats 20

The tutorial makes each pair with Python and each pair's negatives with three TensorFlow calls; what it makes
are pairs with negatives. So ours is measured three times: the pairs alone, the pairs with negatives, and the
whole of an epoch, which is thinned by counts first and has windows of random width. Of ours, the seconds are
the median of several repeats.
"""

import argparse
import os
import statistics
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np

import w2v_helpers as w2v

WINDOW_SIZE, NUM_NEGATIVES = 2, 4  # the tutorial's
TABLE_SIZE, LINE_LENGTH = 4096, 10


def default_corpus() -> str:
    """Return the path of Shakespeare's text where it is at hand, else the name of the embedded corpus."""
    folder = os.environ.get("W2V_DATA_DIR") or "no_data_dir"
    path = Path(folder, "shakespeare.txt")
    return str(path) if path.is_file() else "tinyworld"


def tutorial_sequences(corpus: w2v.Corpus) -> np.ndarray:
    """Turn lines into rows of ten ids as the tutorial does: int64 (lines, 10), 0 behind the end of a line."""
    import keras

    layer = keras.layers.TextVectorization(max_tokens=TABLE_SIZE, output_sequence_length=LINE_LENGTH)
    lines = np.array(corpus.lines(), dtype=object)
    layer.adapt(lines)
    return layer(lines).numpy()


def tutorial_examples(sequences: np.ndarray) -> int:
    """Make pairs with negatives one at a time, with the calls of the tutorial's generate_training_data.

    Keras's functions are deprecated, and without a seed they fail on Python 3.12 and later. A seed shuffles
    the pairs of a sequence and sets the state from which the next one is thinned, so each sequence needs
    another.

    Returns:
        How many pairs.
    """
    import tensorflow as tf

    legacy = tf.keras.preprocessing.sequence
    table = legacy.make_sampling_table(TABLE_SIZE)
    targets, candidates, labels = [], [], []
    for number, sequence in enumerate(sequences):
        pairs, _ = legacy.skipgrams(
            sequence, TABLE_SIZE, WINDOW_SIZE, negative_samples=0, sampling_table=table, seed=number
        )
        for target, context in pairs:
            positive = tf.constant([[context]], dtype=tf.int64)
            negatives, _, _ = tf.random.log_uniform_candidate_sampler(
                positive, 1, NUM_NEGATIVES, unique=True, range_max=TABLE_SIZE, seed=42
            )
            targets.append(target)
            candidates.append(tf.concat([tf.squeeze(positive, 1), negatives], 0))
            labels.append(tf.constant([1] + [0] * NUM_NEGATIVES, dtype=tf.int64))
    return len(targets)


def our_pairs(ids: np.ndarray) -> np.ndarray:
    """Make all pairs of a corpus: int32 (P, 2)."""
    return w2v.skip_grams(ids, WINDOW_SIZE)


def with_negatives(pairs: np.ndarray, vocabulary: w2v.Vocabulary, rng: np.random.Generator) -> np.ndarray:
    """Put negatives behind each pair: int32 (P, 2 + K)."""
    noise = w2v.noise_distribution(vocabulary.counts)
    return np.hstack([pairs, w2v.sample_negatives(pairs[:, 1], NUM_NEGATIVES, noise, rng)])


def an_epoch(ids: np.ndarray, vocabulary: w2v.Vocabulary, rng: np.random.Generator) -> np.ndarray:
    """Thin the corpus, make pairs of windows of random width, and put negatives behind: int32 (P, 2 + K)."""
    thin = w2v.subsample(ids, w2v.keep_probabilities(vocabulary.counts), rng)
    return with_negatives(w2v.skip_grams(thin, WINDOW_SIZE, rng=rng), vocabulary, rng)


def timed(make: Callable[[], np.ndarray], repeats: int) -> tuple[int, float]:
    """Call a function several times: how many pairs it makes, and the median of the seconds."""
    seconds = []
    for _ in range(repeats):
        began = time.perf_counter()
        pairs = make()
        seconds.append(time.perf_counter() - began)
    return len(pairs), statistics.median(seconds)


def peak_memory(make: Callable[[], np.ndarray]) -> float:
    """Return the most memory a function holds at once, as a multiple of its result."""
    tracemalloc.start()
    try:
        result = make()
        return tracemalloc.get_traced_memory()[1] / result.nbytes
    finally:
        tracemalloc.stop()


def main(arguments: list[str] | None = None) -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description="Compare the speed of making pairs with the tutorial's.")
    parser.add_argument("--corpus", default=default_corpus(), help="a name, or the path of a text")
    parser.add_argument("--repeats", type=int, default=9, help="how often ours is measured")
    options = parser.parse_args(arguments)
    corpus = w2v.load_corpus(options.corpus)
    vocabulary = w2v.Vocabulary.from_corpus(corpus)
    ids = vocabulary.encode_corpus(corpus)
    rng = np.random.default_rng(42)
    sequences = tutorial_sequences(corpus)
    tutorial_examples(sequences[:50])  # loads what is loaded once
    began = time.perf_counter()
    num_tutorial = tutorial_examples(sequences)
    rows = [("tutorial: pairs with negatives", num_tutorial, time.perf_counter() - began)]
    ours = {
        "ours: pairs": lambda: our_pairs(ids),
        "ours: pairs with negatives": lambda: with_negatives(our_pairs(ids), vocabulary, rng),
        "ours: an epoch, thinned, with negatives": lambda: an_epoch(ids, vocabulary, rng),
    }
    rows += [(name, *timed(make, options.repeats)) for name, make in ours.items()]
    slowest = rows[0][1] / rows[0][2]
    print(f"{corpus.name}, window {WINDOW_SIZE}, {NUM_NEGATIVES} negatives")
    print(f"{'':40} {'pairs':>10} {'seconds':>9} {'pairs/s':>12} {'× tutorial':>10}")
    for name, pairs, seconds in rows:
        speed = pairs / seconds
        print(f"{name:40} {pairs:>10,} {seconds:>9.4f} {speed:>12,.0f} {speed / slowest:>10,.0f}")
    print(f"peak memory of our pairs: {peak_memory(ours['ours: pairs']):.2f} × the result")


if __name__ == "__main__":
    main()
