"""How time and memory of `train` grow with the corpus and with the vocabulary.

    python tests/benchmarks/scaling.py
    python tests/benchmarks/scaling.py --tokens 100000 --rounds 3

The corpora are drawn at random: words of counts by Zipf's law, each at least once, in documents of 1000. So
the vocabulary is the same whatever the length, and the length whatever the vocabulary. No token is thinned
out, so that every token is the same work. Each training is one epoch in a process of its own; the import of
libraries, reading and the vocabulary are not part of its seconds, but their memory is part of the peak. The
text stays on the disk and is read document by document.
"""

import argparse
import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import peers

TIMES = (1, 2, 4, 8)  # as many tokens
FEW_WORDS, WORDS = 10_000, (10_000, 100_000, 500_000)
DOCUMENT = 1000


def write_corpus(path: Path, num_tokens: int, num_words: int) -> None:
    """Write random words by Zipf's law, each at least once, with a blank line after each document."""
    rng = np.random.default_rng(42)
    chances = np.cumsum(1 / np.arange(1, num_words + 1))
    drawn = np.searchsorted(chances, rng.random(num_tokens - num_words) * chances[-1])
    ids = rng.permutation(np.concatenate([np.arange(num_words), drawn]))
    with path.open("w", encoding="utf-8") as file:
        for start in range(0, num_tokens, DOCUMENT):
            file.write(" ".join(f"w{index}" for index in ids[start : start + DOCUMENT]) + "\n\n")


class Documents:
    """The documents of a file, read anew each time: what takes memory is the training, not the text."""

    def __init__(self, path: Path):
        self.path = path

    def __iter__(self) -> Iterator[list[str]]:
        with self.path.open(encoding="utf-8") as file:
            yield from (words for line in file if (words := line.split()))


def measure(num_tokens: int, num_words: int, options: argparse.Namespace) -> dict:
    """Train on a random corpus, some rounds, and return the medians of what was measured."""
    settings = {"epochs": 1, "subsample": None, "threads": options.threads, "embedding_dim": options.dim}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "corpus.txt")
        write_corpus(path, num_tokens, num_words)
        rounds = [
            peers.alone(peers.train_ours, path, None, 1, settings, Documents) for _ in range(options.rounds)
        ]
    records = [peers.as_record(measured, threads=options.threads) for measured in rounds]
    return peers.medians(records)


def rows(measured: list[dict]) -> list[str]:
    """Format a table, with the ratios to its first row."""
    titles = ("tokens", "words", "prepare s", "training s", "× first", "words/s", "µs a word", "peak MB")
    lines = ["".join(f"{title:>12}" for title in titles)]
    for row in measured:
        seconds, tokens = row["training"], row["tokens"]
        cells = (f"{tokens:,.0f}", f"{row['words']:,.0f}", f"{row['preparation']:.2f}", f"{seconds:.2f}")
        cells += (f"{seconds / measured[0]['training']:.2f}", f"{tokens / seconds:,.0f}")
        cells += (f"{1e6 * seconds / tokens:.2f}", f"{row['peak_mb']:,.0f}")
        lines.append("".join(f"{cell:>12}" for cell in cells))
    return lines


def slope(measured: list[dict], name: str) -> float:
    """Return by how much a figure grows with each token: a straight line through all rows."""
    return float(np.polyfit([row["tokens"] for row in measured], [row[name] for row in measured], 1)[0])


def main(arguments: list[str] | None = None) -> None:
    """Measure, and print two tables and what they come to."""
    parser = argparse.ArgumentParser(description="Measure how training grows with tokens and with words.")
    parser.add_argument("--tokens", type=int, default=500_000, help="of the shortest corpus")
    parser.add_argument("--threads", type=int, default=2, help="for training")
    parser.add_argument("--dim", type=int, default=100, help="length of a vector")
    parser.add_argument("--rounds", type=int, default=1, help="how often each is measured, for the median")
    options = parser.parse_args(arguments)
    if options.tokens < FEW_WORDS:
        parser.error(f"--tokens must be at least {FEW_WORDS:,}, so that each word can occur")
    print(peers.machine())
    longer = [measure(times * options.tokens, FEW_WORDS, options) for times in TIMES]
    same = max(2 * options.tokens, 2 * WORDS[-1])
    # Larger tables also take longer to set up. What a word takes is the difference between two lengths.
    wider = {words: [measure(times * same, words, options) for times in (1, 3)] for words in WORDS}
    print("\nmore tokens, the same words", *rows(longer), sep="\n")
    print("\nmore words, the same tokens", *rows(list(itertools.chain(*wider.values()))), sep="\n")
    ratio = longer[-1]["training"] / longer[0]["training"]
    print(f"\ntime, {TIMES[-1]} × the tokens: × {ratio:.2f}")
    print(f"time a further token: {1e6 * slope(longer, 'training'):.2f} µs")
    print(f"memory a further token: {1e6 * slope(longer, 'peak_mb'):.1f} bytes")
    ratio = slope(wider[WORDS[-1]], "training") / slope(wider[WORDS[0]], "training")
    print(f"time a further token, {WORDS[-1]:,} words beside {WORDS[0]:,}: × {ratio:.2f}")


if __name__ == "__main__":
    main()
