"""Neighbours on real text: ours, the reference tutorial's recipe and PPMI + SVD, side by side.

    python tests/benchmarks/shakespeare.py
    python tests/benchmarks/shakespeare.py my_book.txt --words ship sea captain

Without a path it looks for shakespeare.txt in the folder that W2V_DATA_DIR names.
"""

import argparse
import os
import time
from functools import partial
from pathlib import Path

import w2v_helpers as w2v

WORDS = ["romeo", "rome", "father", "night"]


def default_path() -> Path:
    """Return where Shakespeare's text should lie."""
    folder = os.environ.get("W2V_DATA_DIR") or "no_data_dir"
    return Path(folder, "shakespeare.txt")


def neighbours(vectors: w2v.WordVectors, words: list[str], topn: int) -> list[str]:
    """Format a line of neighbours for each word."""
    lines = []
    for word in words:
        near = (
            [other for other, _ in vectors.most_similar(word, topn=topn)] if word in vectors else ["unknown"]
        )
        lines.append(f"  {word}: {', '.join(near)}")
    return lines


def main(arguments: list[str] | None = None) -> None:
    """Train three ways, and print the neighbours of some words."""
    parser = argparse.ArgumentParser(description="Compare neighbours on a real text.")
    parser.add_argument("path", nargs="?", type=Path, default=default_path(), help="a plain text file")
    parser.add_argument("--words", nargs="+", default=WORDS, help="words whose neighbours to print")
    parser.add_argument("--topn", type=int, default=10, help="how many neighbours")
    parser.add_argument("--seed", type=int, default=42)
    options = parser.parse_args(arguments)
    if not options.path.is_file():
        print(f"Skipped: there is no text at {options.path}.")
        return
    corpus = w2v.load_corpus(options.path)
    ways = {
        "ours, default settings": partial(w2v.train, verbose=0),
        "the tutorial's recipe": w2v.tutorial_recipe,
        "PPMI + SVD": w2v.ppmi_svd,
    }
    for name, make in ways.items():
        began = time.perf_counter()
        vectors = make(corpus, seed=options.seed)
        print(f"{name}, {len(vectors):,} words, {time.perf_counter() - began:.1f} s")
        print(*neighbours(vectors, options.words, options.topn), sep="\n", flush=True)


if __name__ == "__main__":
    main()
