"""Memory of the process: what finished trainings leave behind, and what a large text takes.

    python tests/benchmarks/memory.py                  100 trainings of 20,000 words × 200
    python tests/benchmarks/memory.py text8 --copies 10    one epoch on a text, ten times, in one line

Prints resident memory in MB; the second also what loading the libraries takes alone.
"""

import argparse
import os
import resource
import tempfile
from pathlib import Path

import numpy as np

import w2v_helpers as w2v

TRAININGS, WORDS, DIM = 100, 20_000, 200
WARM = 5  # trainings after which everything has been allocated once


def resident_mb() -> float:
    """Return the memory that this process holds now; Linux only."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def repeat_training() -> None:
    """Train again and again; print how memory grows."""
    words = [f"w{rank}" for rank in range(WORDS)]
    drawn = np.random.default_rng(0).choice(WORDS, (100, 100))
    corpus = [words, *([words[rank] for rank in row] for row in drawn)]
    held = []
    for _ in range(TRAININGS):
        w2v.train(corpus, embedding_dim=DIM, min_count=1, epochs=1, subsample=None, verbose=0)
        held.append(resident_mb())
    print("MB after each training:", *(f"{mb:.0f}" for mb in held))
    print(f"growth {(held[-1] - held[0]) / (TRAININGS - 1):.2f} MB each, ", end="")
    print(f"after the first {WARM} {(held[-1] - held[WARM - 1]) / (TRAININGS - WARM):.2f} MB each")


def train_on_one_line(name: str, copies: int) -> None:
    """Train one epoch on a file of a single line; print the peak."""
    w2v.train([["a", "b", "c"]] * 20, window_size=1, num_negatives=1, epochs=1, verbose=0)
    libraries = resident_mb()
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        text = " ".join(" ".join(document) for document in w2v.load_corpus(name))
        for _ in range(copies):
            file.write(text + " ")
        file.flush()
        del text
        size, before = Path(file.name).stat().st_size / 1e6, resident_mb()
        w2v.train(w2v.load_corpus(file.name), epochs=1, verbose=0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"{size:.0f} MB of text: peak {peak:.0f} MB; {before:.0f} MB before, libraries {libraries:.0f} MB")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="?", help="a corpus that load_corpus knows, or a file")
    parser.add_argument("--copies", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.corpus is None:
        repeat_training()
    else:
        train_on_one_line(arguments.corpus, arguments.copies)


if __name__ == "__main__":
    main()
