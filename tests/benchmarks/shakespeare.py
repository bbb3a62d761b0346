"""Do the tutorial's neighbours come back with another seed, and does counting name them? Do ours?

    W2V_DATA_DIR=… python tests/benchmarks/shakespeare.py
    W2V_DATA_DIR=… python tests/benchmarks/shakespeare.py Shakespeare --seeds 1

Tinyworld, Shakespeare and Moby-Dick, as far as W2V_DATA_DIR has them. The tutorial's recipe gets its own 20
epochs, and 80 on Shakespeare; `train` its default settings, and once a window of 2, which is the tutorial's.
Each list of ten neighbours is compared with that of the next seed, and with two that were counted (PPMI and
SVD), at windows of 2 and of 5, since a yardstick favours the recipe that has its window. The table goes to
`data/shakespeare.csv`; rows of a text that is not measured stay in it. Neighbours of four words are printed.
"""

import argparse
import time
from functools import partial
from pathlib import Path

import pandas as pd
import peers

import w2v_helpers as w2v

TEXTS = {"Tinyworld": "tinyworld", "Shakespeare": "shakespeare.txt", "Moby-Dick": "gutenberg/pg2701.txt"}
RECIPES = {
    "tutorial": w2v.tutorial_recipe,
    "tutorial, 80 epochs": partial(w2v.tutorial_recipe, epochs=80),
    "train, window 2": partial(w2v.train, window_size=2, verbose=0),
    "train": partial(w2v.train, verbose=0),
}
ONLY_SHAKESPEARE = "tutorial, 80 epochs"
WORDS = ["romeo", "rome", "father", "night"]
FILE = Path(__file__).parents[2] / "data" / "shakespeare.csv"


def load(name: str) -> w2v.Corpus | None:
    """Load a text, or return `None` where it cannot be had."""
    path = peers.DATA / TEXTS[name]
    if name != "Tinyworld" and not path.is_file():
        return None
    return w2v.load_corpus("tinyworld" if name == "Tinyworld" else path)


def measure(name: str, corpus: w2v.Corpus, seeds: range) -> pd.DataFrame:
    """Train by each recipe with each seed; return a row for each training."""
    counted = {window: w2v.ppmi_svd(corpus, window_size=window) for window in (2, 5)}
    rows = []
    for recipe, make in RECIPES.items():
        if recipe == ONLY_SHAKESPEARE and name != "Shakespeare":
            continue
        began = time.perf_counter()
        trained = [make(corpus, seed=seed) for seed in seeds]
        seconds = (time.perf_counter() - began) / len(seeds)
        for number, (seed, vectors) in enumerate(zip(seeds, trained, strict=True)):
            following = trained[(number + 1) % len(trained)]
            row = {"text": name, "recipe": recipe, "seed": seed}
            row["come back"] = round(w2v.neighbour_agreement(vectors, following), 4)
            for window, table in counted.items():
                row[f"counting {window}"] = round(w2v.neighbour_agreement(vectors, table), 4)
            rows.append(row)
        print(f"{name}, {recipe}: {seconds:.1f} s per training")
        print(*neighbours(trained[0], 8), sep="\n", flush=True)
    between = w2v.neighbour_agreement(*counted.values())
    print(f"{name}: the two counts agree on {between:.3f} of their neighbours", flush=True)
    return pd.DataFrame(rows)


def neighbours(vectors: w2v.WordVectors, topn: int) -> list[str]:
    """Format a line of neighbours for each word that is known."""
    near = {word: vectors.most_similar(word, topn=topn) for word in WORDS if word in vectors}
    return [f"  {word}: {', '.join(other for other, _ in some)}" for word, some in near.items()]


def main(arguments: list[str] | None = None) -> None:
    """Measure, write the file, and print it as a table."""
    parser = argparse.ArgumentParser(description="Compare the tutorial's neighbours with ours.")
    parser.add_argument("texts", nargs="*", default=list(TEXTS), help="some of: " + ", ".join(TEXTS))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=FILE, help="the file to write")
    options = parser.parse_args(arguments)
    print(peers.machine())
    for name in options.texts:
        corpus = load(name)
        if corpus is None:
            print(f"Skipped: {TEXTS[name]} is not in {peers.DATA}.")
            continue
        found = measure(name, corpus, range(1, options.seeds + 1))
        if options.out.is_file():
            old = pd.read_csv(options.out)
            found = pd.concat([old[old.text != name], found])
        found.to_csv(options.out, index=False, lineterminator="\n")
    print(pd.read_csv(options.out).groupby(["text", "recipe"]).mean(numeric_only=True).to_markdown())


if __name__ == "__main__":
    main()
