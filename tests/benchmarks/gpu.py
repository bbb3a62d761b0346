"""Training on a GPU: is it right, and how fast is a step of each size? On a CPU, where there is no GPU.

    W2V_DATA_DIR=… python tests/benchmarks/gpu.py
    python tests/benchmarks/gpu.py --device CPU --targets 256 4096

First both devices train on a short text, and their tables are compared. Then steps are timed, on random words
by Zipf's law, and compared with two ceilings measured in the same run (see `w2v_helpers.roofline`). At last,
where W2V_DATA_DIR has the Wikipedia file, `train` goes through it three times, and is judged. The rows of the
device go to `data/devices.csv`; those of other devices stay in it. Lesson 9 draws them.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd
import peers
import tensorflow as tf
import wikipedia

import w2v_helpers as w2v
from w2v_helpers.model import find_device
from w2v_helpers.roofline import describe_device

TARGETS = (32, 256, 1024, 4096, 16384)
MOST_TARGETS = {"CPU": 1 << 18, "GPU": 1 << 22}  # timed at once
FILE = Path(__file__).parents[2] / "data" / "devices.csv"


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
    found = wikipedia.scores(vectors)
    names = {
        "wordsim353.csv": "wordsim353",
        "SimLex-999.txt": "simlex999",
        "questions-words.txt": "analogies",
    }
    scores = {names[name]: score for name, score in found.items()}
    return {"words_per_second": round(3 * sum(map(len, texts)) / seconds), **scores}


def main(arguments: list[str] | None = None) -> None:
    """Check and time one device; print what was found, and write its rows to the file."""
    parser = argparse.ArgumentParser(description="Check and time training on a GPU.")
    parser.add_argument("--device", help="such as CPU; default: a GPU if there is one")
    parser.add_argument("--targets", type=int, nargs="+", default=TARGETS, help="of a step")
    options = parser.parse_args(arguments)
    device = find_device(options.device)
    kind, name = device.partition(":")[0], describe_device(device)
    print(f"{device}: {name}; TensorFlow {tf.__version__}")
    print(f"largest difference from the CPU on a short text: {difference(device):.2g}")
    ceilings = w2v.measure_ceilings(device)
    products = f"products of matrices make {ceilings.products / 1e12:.2f} TFLOP/s"
    print(f"memory moves {ceilings.memory / 1e9:.0f} GB/s, {products}")
    rows = []
    speeds = w2v.time_steps(options.targets, device, num_targets=MOST_TARGETS[kind], rounds=10)
    for targets, speed in speeds.items():
        share = f"{speed / ceilings.roofline:.0%} of the roofline"
        print(f"{targets:>6,} targets a step: {speed:>12,.0f} targets/s, {share}", flush=True)
        found = {"targets_per_step": targets, "targets_per_second": round(speed)}
        rows.append({"device": name, "kind": kind, **found})
    trained = whole(device)
    print(trained or f"no scores: the Wikipedia file is not in {peers.DATA}")
    save(
        name,
        pd.DataFrame(rows).assign(
            memory=float(f"{ceilings.memory:.3g}"), roofline=float(f"{ceilings.roofline:.3g}"), **trained
        ),
    )


def save(name: str, table: pd.DataFrame) -> None:
    """Put the rows of a device into the file, in place of those it had."""
    if FILE.exists():
        before = pd.read_csv(FILE)
        table = pd.concat([before[before["device"] != name], table])
    table.to_csv(FILE, index=False)


if __name__ == "__main__":
    main()
