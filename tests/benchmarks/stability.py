"""Is `train` finite, and are its vectors good, on every size of corpus and with every setting?

    python tests/benchmarks/stability.py
    python tests/benchmarks/stability.py --words 50,1000 --seeds 3

The corpora are made up: each document has a topic, of ten; half of its words are those of its topic and half
are common to all, in both parts by Zipf's law. So we know what is right: the nearest neighbour of a topic's
word is a word of the same topic. Chance is a tenth. Asked are the 20 most frequent words of each topic.

Two documents of each corpus are lists, such as a table of contents: every second word in them is the same.
What they do shows in the longest vector, beside the median.
"""

import argparse
import itertools
import time
from collections.abc import Iterator

import numpy as np

import w2v_helpers as w2v

TOPICS, DOCUMENT = 10, 100  # topics, and the words of a document
WORDS_AND_TOKENS = ((50, 2_000), (50, 200_000), (1_000, 200_000), (30_000, 1_000_000), (500_000, 5_000_000))
WINDOWS, NEGATIVES, RATES = (1, 5, 15), (1, 5, 20), (0.01, 0.05, 0.1)
MOST_WORDS_FOR_THE_GRID = 1_000  # above, only the corners of the grid are tried


def make_corpus(words: int, tokens: int, seed: int) -> list[list[str]]:
    """Make documents of `words` different words, `tokens` in all; `t3_7` is a word of topic 3."""
    rng = np.random.default_rng(seed)
    own = words // (2 * TOPICS)  # words of each topic
    shape = (tokens // DOCUMENT, DOCUMENT // 2)
    topics = rng.integers(TOPICS, size=(shape[0], 1))
    common = zipf(words - TOPICS * own, shape, rng)
    special = zipf(own, shape, rng)
    mixed = [
        [*(f"c_{rank}" for rank in ranks), *(f"t{topic}_{rank}" for rank in others)]
        for topic, ranks, others in zip(topics[:, 0], common, special, strict=True)
    ]
    documents = [rng.permutation(document).tolist() for document in mixed]
    for document in (documents[0], documents[-1]):
        document[::2] = ["c_5"] * (DOCUMENT // 2)
    return documents


def zipf(size: int, shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Draw ranks from 0 to size - 1, the first twice as often as the second, and so on."""
    return rng.choice(size, shape, p=(p := 1 / np.arange(1, size + 1)) / p.sum())


def score(vectors: w2v.WordVectors) -> float:
    """Return the share of frequent topic words whose nearest topic word is of their topic."""
    named = [word for word in vectors.words if word[0] == "t"]
    topic = np.array([int(word[1]) for word in named])
    rows = np.array([vectors[word] for word in named])
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    asked = np.concatenate([np.flatnonzero(topic == number)[:20] for number in range(TOPICS)])
    cosines = rows[asked] @ rows.T
    cosines[np.arange(len(asked)), asked] = -2
    return float((topic[cosines.argmax(axis=1)] == topic[asked]).mean())


def settings(words: int) -> Iterator[dict]:
    """Yield the settings to try: the whole grid, or its corners and middle."""
    for window, negatives, rate in itertools.product(WINDOWS, NEGATIVES, RATES):
        is_corner = {window, negatives, rate} <= {1, 15, 20, 0.01, 0.1}
        is_middle = (window, negatives, rate) == (5, 5, 0.05)
        if words <= MOST_WORDS_FOR_THE_GRID or is_corner or is_middle:
            yield {"window_size": window, "num_negatives": negatives, "learning_rate": rate}


def main(arguments: list[str] | None = None) -> None:
    """Try all, and print the worst first."""
    parser = argparse.ArgumentParser(description="Train on all sizes of corpus with all settings.")
    parser.add_argument("--words", default="", help="only corpora of so many words, separated by commas")
    parser.add_argument("--seeds", type=int, default=1)
    options = parser.parse_args(arguments)
    wanted = {int(size) for size in options.words.split(",") if size}
    titles = (("words", 8), ("tokens", 10), ("window", 7), ("neg", 4), ("rate", 6), ("finite", 7))
    titles += (("right", 6), ("longest", 8), ("median", 7), ("s", 6))
    print(*(f"{title:>{width}}" for title, width in titles))
    failed = 0
    for words, tokens in WORDS_AND_TOKENS:
        if wanted and words not in wanted:
            continue
        for seed in range(options.seeds):
            corpus = make_corpus(words, tokens, seed)
            for setting in settings(words):
                failed += not try_one(corpus, words, tokens, seed, setting)
    print(f"{failed} trainings were not finite")


def try_one(corpus: list[list[str]], words: int, tokens: int, seed: int, setting: dict) -> bool:
    """Train once, print a line, and tell whether all numbers are finite."""
    epochs = int(np.clip(4_000_000 // tokens, 1, 20))
    began = time.perf_counter()
    try:
        vectors = w2v.train(corpus, **setting, min_count=1, epochs=epochs, seed=seed, verbose=0)
    except ValueError:  # vectors that are not finite are refused
        vectors = None
    seconds, is_finite = time.perf_counter() - began, vectors is not None
    lengths = np.linalg.norm(vectors.matrix, axis=1) if is_finite else np.full(1, np.nan)
    right = f"{score(vectors):6.0%}" if is_finite else "     -"
    found = f"{is_finite!s:>7} {right} {lengths.max():8.1f} {np.median(lengths):7.2f}"
    figures = f"{setting['window_size']:7} {setting['num_negatives']:4} {setting['learning_rate']:6}"
    print(f"{words:8} {tokens:10} {figures} {found} {seconds:6.1f}", flush=True)
    return is_finite


if __name__ == "__main__":
    main()
