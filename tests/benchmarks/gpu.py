"""Training on a GPU: is it right, and how fast is a step of each size? On a CPU, where there is no GPU.

    python tests/benchmarks/gpu.py
    python tests/benchmarks/gpu.py --device CPU --targets 256 4096 --out gpu.json

First both devices train on a short text, and their tables are compared. Then steps are timed, on random words
by Zipf's law, beside two ceilings measured in the same run: how many bytes a second a copy moves, how many
calculations a product of two matrices makes. The roofline is the lower of the two for what a target needs. At
last, where W2V_DATA_DIR has the Wikipedia file, `train` goes through it three times, and is judged.
"""

import argparse
import json
import platform
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import peers
import tensorflow as tf
import wikipedia

import w2v_helpers as w2v
from w2v_helpers import blocks
from w2v_helpers.model import find_device, first_tables

WORDS, DIMENSIONS, WINDOW_SIZE, NUM_NEGATIVES, RATE = 68_000, 100, 5, 5, 0.05
TARGETS = (256, 1024, 4096, 16384)
MOST_TARGETS = 1 << 19  # timed at once


def seconds_of(function: Callable[[], tf.Tensor], times: int = 5) -> float:
    """Return the least time that a call takes, until its result is there; the first call compiles."""
    measured = []
    for _ in range(times + 1):
        began = time.perf_counter()
        function().numpy()
        measured.append(time.perf_counter() - began)
    return min(measured[1:])


def ceilings() -> tuple[float, float]:
    """Measure bytes a second, read and written by a copy, and calculations a second."""
    values, square = tf.random.uniform((1 << 26,)), tf.random.uniform((4096, 4096))
    # What is brought back is one number: all else stays on the device.
    copied = seconds_of(tf.function(lambda: tf.concat([values, values[:1]], axis=0)[-1]))
    multiplied = seconds_of(tf.function(lambda: tf.matmul(square, square)[-1, -1]))
    return 2 * 4 * (1 << 26) / copied, 2 * 4096**3 / multiplied


def needs(num_candidates: int) -> tuple[float, float]:
    """Return the bytes and the calculations of a target: rows are read, moved and written; three products."""
    rows = 1 + num_candidates / blocks.TARGETS_PER_BLOCK
    return 3 * rows * DIMENSIONS * 4, 3 * 2 * num_candidates * DIMENSIONS


def time_steps(targets: int) -> float:
    """Return how many targets a second are trained in steps of so many."""
    rng = np.random.default_rng(1)
    counts = np.maximum(1, 1_000_000 // np.arange(1, WORDS + 1))
    vocabulary = w2v.Vocabulary([f"w{number}" for number in range(WORDS)], counts)
    num_noise = blocks.noise_per_block(WINDOW_SIZE, NUM_NEGATIVES, RATE)
    tokens = rng.choice(WORDS, MOST_TARGETS, p=counts / counts.sum()).astype(np.int32) + 2
    sizes = WINDOW_SIZE, targets // blocks.TARGETS_PER_BLOCK, num_noise
    noise = w2v.noise_distribution(vocabulary.counts)
    candidates = blocks.draw_blocks(tokens, np.ones(len(vocabulary)), noise, *sizes, rng)
    tables = tuple(map(tf.constant, first_tables(vocabulary, DIMENSIONS, seed=1)))
    as_contexts = tf.constant(blocks.window_weights(WINDOW_SIZE, "harmonic"))
    limits = tf.fill([len(vocabulary)], blocks.MAX_MOVE)
    take_steps = blocks.compiled_steps(as_contexts.shape[1], num_noise)
    rates, count = tf.fill([len(candidates)], RATE), tf.constant(len(candidates))
    inputs = tf.constant(candidates), rates, count, limits, as_contexts, float(NUM_NEGATIVES)
    return len(tokens) / seconds_of(lambda: take_steps(tables, *inputs)[1])


def difference(device: str) -> float:
    """Train on a short text on a device and on the CPU; return the largest difference of two numbers."""
    settings = {"epochs": 2, "min_count": 1, "embedding_dim": 32, "verbose": 0}
    text = list(w2v.load_corpus("tinyworld"))[:60]
    first, second = (w2v.train(text, device=name, **settings).matrix for name in (device, "CPU"))
    return float(np.abs(first - second).max())


def whole(device: str) -> dict[str, float]:
    """Train on the Wikipedia file, three epochs; return the speed, reading included, and the scores."""
    corpus = wikipedia.parser("").get_default("corpus")
    if not corpus.is_file():
        return {}
    texts = list(w2v.load_corpus(corpus))
    settings = {"subsample": wikipedia.SAMPLE, "min_count": wikipedia.MIN_COUNT, "verbose": 0}
    began = time.perf_counter()
    vectors = w2v.train(texts, device=device, epochs=3, **settings)
    seconds = time.perf_counter() - began
    return {"words/s": 3 * sum(map(len, texts)) / seconds, **wikipedia.scores(vectors)}


def describe(device: str) -> str:
    """Return the name of what a device is."""
    found = tf.config.list_physical_devices("GPU") if device.startswith("GPU") else []
    if found:
        return tf.config.experimental.get_device_details(found[0])["device_name"]
    return f"{platform.processor() or platform.machine()}, a CPU"


def main(arguments: list[str] | None = None) -> None:
    """Check and time one device; print what was found, and write it to a file."""
    parser = argparse.ArgumentParser(description="Check and time training on a GPU.")
    parser.add_argument("--device", help="such as CPU; default: a GPU if there is one")
    parser.add_argument("--targets", type=int, nargs="+", default=TARGETS, help="of a step")
    parser.add_argument("--out", type=Path, default=Path("build/gpu.json"))
    options = parser.parse_args(arguments)
    device = find_device(options.device)
    print(f"{device}: {describe(device)}; TensorFlow {tf.__version__}")
    print(f"largest difference from the CPU on a short text: {difference(device):.2g}")
    num_noise = blocks.noise_per_block(WINDOW_SIZE, NUM_NEGATIVES, RATE)
    of_bytes, of_products = needs(blocks.TARGETS_PER_BLOCK + 2 * WINDOW_SIZE + num_noise)
    with tf.device(device):
        moved, calculated = ceilings()
        roofline = min(moved / of_bytes, calculated / of_products)
        print(
            f"a copy moves {moved / 1e9:.0f} GB/s, products of matrices make {calculated / 1e12:.2f} TFLOP/s"
        )
        speeds = {targets: time_steps(targets) for targets in options.targets}
    for targets, speed in speeds.items():
        share = f"{speed * of_bytes / 1e9:.1f} GB/s, {speed / roofline:.0%} of the roofline"
        print(f"{targets:>6,} targets a step: {speed:>12,.0f} targets/s, {share}", flush=True)
    trained = whole(device)
    print(trained or f"no scores: the Wikipedia file is not in {peers.DATA}")
    record = {
        "device": describe(device),
        "copy": moved,
        "products": calculated,
        "targets/s": speeds,
        **trained,
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
