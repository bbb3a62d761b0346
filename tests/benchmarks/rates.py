"""When does `train` warn? The share of moves held back, and the mean cosine, beside scores.

    python tests/benchmarks/rates.py
    python tests/benchmarks/rates.py --rates 0.05 0.5 --epochs 5

Texts are Tinyworld, and the books and the beginning of the Wikipedia file in the folder that W2V_DATA_DIR
names, whole and cut short. Scores are Spearman's with the graded pairs of Tinyworld, and with WordSim-353;
the books have none. * marks what `train` warns of.
"""

import argparse
import contextlib
import lzma
import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import peers

import w2v_helpers as w2v
from w2v_helpers import training

EPOCHS = 20


def texts() -> Iterator[tuple[str, list[str]]]:
    """Yield a name and the tokens of each text, whole and cut short."""
    data = Path(os.environ.get("W2V_DATA_DIR") or "no_data_dir")
    corpora = {"tinyworld": w2v.load_corpus("tinyworld")}
    for path in [*sorted(data.glob("gutenberg/*.txt")), data / "shakespeare.txt"]:
        if path.is_file():
            corpora[path.stem] = w2v.load_corpus(path)
    with (
        contextlib.suppress(FileNotFoundError),
        lzma.open(data / "enwiki-2015-first-100mb.txt.xz", "rt") as file,
    ):
        corpora["wikipedia"] = [file.read(20_000_000).split()]
    for name, corpus in corpora.items():
        tokens = [token for document in corpus for token in document]
        for size in (
            [2_000, 5_000, 20_000, len(tokens)] if name in ("tinyworld", "wikipedia") else [len(tokens)]
        ):
            yield name, tokens[:size]


def score(name: str, vectors: w2v.WordVectors) -> float:
    """Return Spearman's rank correlation with graded pairs, NaN where there are none."""
    pairs = {"tinyworld": None, "wikipedia": peers.DATA / "eval" / "wordsim353.csv"}
    if name not in pairs or len(vectors) < 1000:
        return np.nan
    return w2v.evaluate_similarity(vectors, *filter(None, [pairs[name]])).spearman


def main(arguments: list[str] | None = None) -> None:
    """Train on each text at each rate, and print a line for each."""
    parser = argparse.ArgumentParser(description="Measure when train warns.")
    parser.add_argument("--rates", nargs="+", type=float, default=[0.05, 0.2, 0.5, 1.0])
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args(arguments)
    seen, original = [], training._warn
    training._warn = lambda *results: (seen.append(results), original(*results))
    print(f"{'text':12} {'tokens':>9} {'words':>6} {'rate':>5} {'held back':>9} {'cosine':>7} {'score':>6}")
    for name, tokens in texts():
        for rate in options.rates:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always", w2v.CourseWarning)
                vectors = w2v.train([tokens], learning_rate=rate, epochs=options.epochs, verbose=0)
            moved, held = seen.pop()[1:3]
            cosine = np.square(vectors.unit_vectors().mean(axis=0)).sum()
            sizes = f"{name[:12]:12} {len(tokens):>9,} {len(vectors):>6,} {rate:>5g}"
            results = f"{held / moved:>9.1%} {cosine:>7.2f} {score(name, vectors):>6.3f}"
            print(sizes, results, "*" if caught else "", flush=True)


if __name__ == "__main__":
    main()
