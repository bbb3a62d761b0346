"""Whether the package leaves threads alone: CPU/wall of a large product, with and without it.

    python tests/benchmarks/threads.py

Runs fresh processes in turn, with and without an import, one `train` and one `fit`, and prints the ratio of
the medians. On two quiet cores it must be at least .93.
"""

import statistics
import subprocess
import sys

RUNS = 5
USE = """
import w2v_helpers as w2v
corpus = [["the", "wide", "road", "in", "the", "hot", "sun"]] * 9
w2v.train(corpus, num_negatives=2, epochs=1, verbose=0)
vocabulary = w2v.Vocabulary.from_corpus(corpus, min_count=1)
model = w2v.SkipGram(len(vocabulary), 4)
model.compile("sgd", w2v.NegativeSamplingLoss())
model.fit(w2v.skip_gram_dataset(corpus, vocabulary, window_size=2, num_negatives=2), verbose=0)
"""
MEASURE = """
import time
import tensorflow as tf
square = tf.random.normal((2048, 2048))
tf.matmul(square, square).numpy()
cpu, wall = time.process_time(), time.perf_counter()
for _ in range(10):
    tf.matmul(square, square).numpy()
print((time.process_time() - cpu) / (time.perf_counter() - wall))
"""


def cpu_per_wall(code: str) -> float:
    """Return how many cores the product kept busy, in a fresh process."""
    command = [sys.executable, "-c", code + MEASURE]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    """Measure in turn, so that other work on the machine disturbs both alike."""
    runs = [(cpu_per_wall(""), cpu_per_wall(USE)) for _ in range(RUNS)]
    without, with_us = map(statistics.median, zip(*runs, strict=True))
    print(f"CPU/wall without the package {without:.2f}, with it {with_us:.2f}, ratio {with_us / without:.2f}")


if __name__ == "__main__":
    main()
