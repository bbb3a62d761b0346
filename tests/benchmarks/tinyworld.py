"""Quality on the embedded corpus: `train` with its default settings, over many seeds, beside the baselines.

    python tests/benchmarks/tinyworld.py
    python tests/benchmarks/tinyworld.py --seeds 3 --threads 1
    python tests/benchmarks/tinyworld.py --seeds 3 --table sum

Scores are the share of analogies answered right and Spearman's rank correlation with the graded pairs, both
with the answer key of the corpus. The median over the seeds must be at least 95 % and .80.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

import w2v_helpers as w2v


class Score(NamedTuple):
    """How good some vectors are, and how long they took."""

    analogies: float
    spearman: float
    seconds: float


def measure(make: Callable[[], w2v.WordVectors]) -> Score:
    """Make vectors and judge them."""
    began = time.perf_counter()
    vectors = make()
    seconds = time.perf_counter() - began
    return Score(w2v.evaluate_analogies(vectors).accuracy, w2v.evaluate_similarity(vectors).spearman, seconds)


def row(name: str, scores: Iterable[float]) -> str:
    """Format a line of the table."""
    analogies, spearman, seconds = scores
    return f"{name:28} {analogies:>9.1%} {spearman:>9.3f} {seconds:>8.1f}"


def summary(scores: list[Score]) -> list[str]:
    """Format the median, the smallest and the largest of each score."""
    columns = list(zip(*scores, strict=True))
    names = {"median": statistics.median, "least": min, "most": max}
    return [row(f"ours, {name} of {len(scores)} seeds", map(f, columns)) for name, f in names.items()]


def main(arguments: list[str] | None = None) -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description="Score training on Tinyworld over many seeds.")
    parser.add_argument("--seeds", type=int, default=10, help="how many seeds")
    parser.add_argument("--threads", type=int, default=2, help="for training")
    parser.add_argument("--table", default="target", help="which vectors: target, context, sum or both")
    options = parser.parse_args(arguments)
    corpus = w2v.load_corpus("tinyworld")
    w2v.train(corpus, epochs=1, verbose=0)  # loads what is loaded once
    print(f"{corpus.name}, default settings, {options.threads} threads, table {options.table!r}")
    print(f"{'':28} {'analogies':>9} {'Spearman':>9} {'seconds':>8}")
    train = partial(w2v.train, corpus, threads=options.threads, table=options.table, verbose=0)
    scores = []
    for seed in range(options.seeds):
        scores.append(measure(partial(train, seed=seed)))
        print(row(f"ours, seed {seed}", scores[-1]), flush=True)
    print(*summary(scores), sep="\n", flush=True)
    baselines = {
        "the tutorial's recipe": w2v.tutorial_recipe,
        "PPMI + SVD": w2v.ppmi_svd,
        "untrained": w2v.untrained,
    }
    for name, make in baselines.items():
        print(row(name, measure(partial(make, corpus))), flush=True)


if __name__ == "__main__":
    main()
