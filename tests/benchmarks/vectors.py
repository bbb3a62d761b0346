"""Querying and loading large tables of vectors: ours compared with gensim.

    python tests/benchmarks/vectors.py
    python tests/benchmarks/vectors.py --words 50000 --text-words 5000 --rounds 1

It makes random vectors of 400,000 words and 300 dimensions. Rounds alternate between the candidates, each in
a process of its own, and the figures are medians. "one by one" is the time of one call of `most_similar`;
"batch" asks for the neighbours of 1,000 words at once, with `neighbour_ids`. gensim has no such call: it
is asked `--asked` times one after another, and the time is for each. Text is long, so the text file holds
only the first `--text-words` words; gensim's rate does not depend on how many there are. The memory is the
most held beyond the import of the libraries, divided by the size of the matrix.
"""

import argparse
import importlib.util
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import peers

import w2v_helpers as w2v

CHUNK = 10_000  # words made at once
FORMATS = ("binary", "binary, gzip", "text", "GloVe text", "npz", "safetensors")


def make_files(folder: Path, num_words: int, num_text_words: int, dims: int) -> None:
    """Write random vectors in all formats."""
    rng = np.random.default_rng(0)
    matrix = np.empty((num_words, dims), np.float32)
    for start in range(0, num_words, CHUNK):
        rows = matrix[start : start + CHUNK]
        rows[:] = rng.standard_normal(rows.shape, dtype=np.float32)
    vectors = w2v.WordVectors([f"word{number}" for number in range(num_words)], matrix)
    few = w2v.WordVectors(vectors.words[:num_text_words], matrix[:num_text_words])
    vectors.save(folder / "v.npz")
    vectors.save(folder / "v.safetensors")
    vectors.save_word2vec(folder / "v.bin", binary=True)
    few.save_word2vec(folder / "v.txt")
    few.save_word2vec(folder / "glove.txt", header=False)
    few.save_word2vec(folder / "v.bin.gz", binary=True)


def load_ours(folder: Path, form: str) -> w2v.WordVectors:
    """Load a file with ours."""
    load, load_word2vec = w2v.WordVectors.load, w2v.WordVectors.load_word2vec
    return {
        "binary": lambda: load_word2vec(folder / "v.bin", binary=True),
        "binary, gzip": lambda: load_word2vec(folder / "v.bin.gz", binary=True),
        "text": lambda: load_word2vec(folder / "v.txt"),
        "GloVe text": lambda: load_word2vec(folder / "glove.txt", header=False),
        "npz": lambda: load(folder / "v.npz"),
        "safetensors": lambda: load(folder / "v.safetensors"),
    }[form]()


def load_gensims(folder: Path, form: str):
    """Load a file with gensim, which has no such thing as the last two."""
    from gensim.models import KeyedVectors

    load = KeyedVectors.load_word2vec_format
    return {
        "binary": lambda: load(folder / "v.bin", binary=True),
        "binary, gzip": lambda: load(folder / "v.bin.gz", binary=True),
        "text": lambda: load(folder / "v.txt"),
        "GloVe text": lambda: load(folder / "glove.txt", no_header=True),
    }[form]()


def measure_load(load: Callable, folder: Path, form: str) -> dict[str, float]:
    """Load once: seconds, and the most memory ÷ the matrix."""
    w2v.WordVectors  # noqa: B018 (imported before it is measured)
    if load is load_gensims:
        import gensim.models  # noqa: F401
    held, _ = peers.memory()
    began = time.perf_counter()
    vectors = load(folder, form)
    seconds = time.perf_counter() - began
    matrix = vectors.matrix if load is load_ours else vectors.vectors
    return {"seconds": seconds, "memory": (peers.memory()[1] - held) * 1e6 / matrix.nbytes}


def measure_ours(folder: Path, asked: int, batch: int) -> dict[str, float]:
    """Ask one by one, and a batch at once."""
    vectors = load_ours(folder, "binary")
    vectors.most_similar(vectors.words[0])
    began = time.perf_counter()
    for word in vectors.words[:asked]:
        vectors.most_similar(word)
    single = (time.perf_counter() - began) / asked
    held, began = peers.memory()[1], time.perf_counter()
    vectors.neighbour_ids(vectors.words[:batch])
    return {
        "single": single,
        "batch": (time.perf_counter() - began) / batch,
        "memory": (peers.memory()[1] - held) * 1e6 / vectors.matrix.nbytes,
    }


def measure_gensim(folder: Path, asked: int, _: int) -> dict[str, float]:
    """Ask one by one."""
    vectors = load_gensims(folder, "binary")
    vectors.most_similar(vectors.index_to_key[0])  # computes the norms
    began = time.perf_counter()
    for word in vectors.index_to_key[:asked]:
        vectors.most_similar(word)
    seconds = (time.perf_counter() - began) / asked
    return {"single": seconds, "batch": seconds}


def rounds_of(count: int, *calls: tuple) -> list[dict[str, float]]:
    """Run calls in turns, each in a process of its own; give the medians of each."""
    records: list[list[dict]] = [[] for _ in calls]
    for _ in range(count):
        for call, some in zip(calls, records, strict=True):
            some.append(peers.alone(*call))
    return [peers.medians(some) for some in records]


def print_queries(folder: Path, options: argparse.Namespace) -> None:
    """Print a row for each way to ask."""
    arguments = folder, options.asked, options.batch
    ours, theirs = rounds_of(options.rounds, (measure_ours, *arguments), (measure_gensim, *arguments))
    print(f"{'':22}{'ours ms':>9}{'gensim ms':>11}{'× gensim':>10}")
    for title, name in (("one by one", "single"), (f"batch of {options.batch:,}", "batch")):
        ratio = theirs[name] / ours[name]
        print(f"{title:22}{1000 * ours[name]:9.2f}{1000 * theirs[name]:11.2f}{ratio:10.2f}")
    print(f"a batch takes at most {ours['memory']:.2f} × the matrix more than before")


def print_loading(folder: Path, options: argparse.Namespace) -> None:
    """Print a row for each format."""
    head = f"{'load':22}{'ours s':>9}{'gensim s':>11}{'× gensim':>10}{'memory':>9}{'gensim’s':>10}"
    print(f"{head}   (memory ÷ matrix)")
    for form in FORMATS:
        calls = [(measure_load, load_ours, folder, form)]
        if form not in FORMATS[-2:]:
            calls.append((measure_load, load_gensims, folder, form))
        ours, *theirs = rounds_of(options.rounds, *calls)
        line = f"{form:22}{ours['seconds']:9.2f}"
        if theirs:
            line += f"{theirs[0]['seconds']:11.2f}{theirs[0]['seconds'] / ours['seconds']:10.2f}"
        else:
            line += f"{'–':>11}{'–':>10}"
        print(f"{line}{ours['memory']:9.2f}" + (f"{theirs[0]['memory']:10.2f}" if theirs else ""))


def main() -> None:
    """Make the files, and compare."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--words", type=int, default=400_000)
    parser.add_argument("--text-words", type=int, default=40_000)
    parser.add_argument("--dims", type=int, default=300)
    parser.add_argument("--asked", type=int, default=50, help="queries asked one by one")
    parser.add_argument("--batch", type=int, default=1000, help="queries asked at once")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(peers.machine())
    if importlib.util.find_spec("gensim") is None:
        print("skipped: gensim is not installed")
        return
    with tempfile.TemporaryDirectory() as name:
        make_files(Path(name), options.words, options.text_words, options.dims)
        print(f"{options.words:,} words, as text and gzip {options.text_words:,}; {options.dims} dimensions")
        print_queries(Path(name), options)
        print_loading(Path(name), options)


if __name__ == "__main__":
    main()
