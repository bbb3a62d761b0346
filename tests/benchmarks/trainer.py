"""What must not change what `train` learns, and what must: five questions, each with a table of seeds.

    python tests/benchmarks/trainer.py steps    # 128 to 16,384 targets a step: speed and scores
    python tests/benchmarks/trainer.py threads  # one thread and two, in turn
    python tests/benchmarks/trainer.py sizes    # texts on either side of where a second thread begins
    python tests/benchmarks/trainer.py bursts   # lines repeated ten times, beside gensim
    python tests/benchmarks/trainer.py halves   # half of Tinyworld, then the other half from those vectors

All but the last need the Wikipedia file; corpus, answer keys and settings are those of wikipedia.py.
Everything is measured in one process, one training after the other.
"""

import argparse
import itertools
import statistics
import time
from collections.abc import Iterable

import numpy as np
import peers
import wikipedia

import w2v_helpers as w2v
from w2v_helpers import blocks, run, training

SETTINGS = {"subsample": wikipedia.SAMPLE, "min_count": wikipedia.MIN_COUNT, "verbose": 0}
TARGETS = (128, 256, 1024, 4096, 16384)
KEPT = (250_000, 350_000, 700_000)
BURSTS, LINE, TIMES = 50, 20, 10  # words, tokens of a line, and how often their lines occur
TOPN = 10


def words_of_wikipedia(limit: int | None = None) -> list[str]:
    """Return the words of the file, or its first ones."""
    path = wikipedia.parser("").get_default("corpus")
    words = itertools.chain.from_iterable(w2v.load_corpus(path))
    return list(itertools.islice(words, limit))


def judged(vectors: w2v.WordVectors) -> list[float]:
    """Return the scores on WordSim-353, SimLex-999 and the analogies."""
    found = wikipedia.scores(vectors)
    return [found[key] for key in wikipedia.ANSWER_KEYS]


def show(name: str, runs: Iterable[list[float]]) -> None:
    """Print the mean of each score over the seeds, and its standard error."""
    columns = zip(*runs, strict=True)
    cells = [f"{statistics.mean(c):.3f} ±{statistics.stdev(c) / len(c) ** 0.5:.3f}" for c in columns]
    print(f"{name:34}", *cells, sep="   ", flush=True)


def steps(seeds: range) -> None:
    """Train with steps of other sizes on the whole file, three epochs."""
    corpus = [words_of_wikipedia()]
    for targets in TARGETS:
        run.MAX_BLOCKS["CPU"] = targets // blocks.TARGETS_PER_BLOCK
        runs, seconds, longest = [], [], 0.0
        for seed in seeds:
            began = time.perf_counter()
            vectors = w2v.train(corpus, epochs=3, seed=seed, **SETTINGS)
            seconds.append(time.perf_counter() - began)
            runs.append(judged(vectors))
            longest = max(longest, float(np.linalg.norm(vectors.matrix, axis=1).max()))
        show(f"{targets:,} targets, {statistics.mean(seconds):.1f} s, longest {longest:.1f}", runs)


def threads(seeds: range) -> None:
    """Train on the whole file with one thread and with two, three epochs."""
    corpus, runs, seconds = [words_of_wikipedia()], {1: [], 2: []}, {1: [], 2: []}
    for seed, number in itertools.product(seeds, runs):
        began = time.perf_counter()
        vectors = w2v.train(corpus, epochs=3, threads=number, seed=seed, **SETTINGS)
        seconds[number].append(time.perf_counter() - began)
        runs[number].append(judged(vectors))
    for number in runs:
        show(f"threads={number}, {statistics.mean(seconds[number]):.1f} s", runs[number])


def sizes(seeds: range) -> None:
    """Train on the beginning of the file, with one thread and with two, ten epochs."""
    words = words_of_wikipedia(2_000_000)
    for kept, threads in itertools.product(KEPT, (1, 2)):
        length = 0
        for length in range(50_000, len(words), 10_000):  # the first one of which subsampling leaves enough
            vocabulary, ids = training.vocabulary_and_ids([words[:length]], min_count=wikipedia.MIN_COUNT)
            keep = w2v.keep_probabilities(vocabulary.counts, 1e-3)
            if keep[ids].sum() >= kept:
                break
        options = {**SETTINGS, "subsample": 1e-3, "epochs": 10, "threads": threads}
        runs = [judged(w2v.train([words[:length]], seed=seed, **options)) for seed in seeds]
        show(f"{kept:,} tokens kept, threads={threads}", runs)


def bursts(seeds: range) -> None:
    """Repeat the lines of 50 words, and see how many of their neighbours stay; likewise with gensim."""
    from gensim.models import Word2Vec

    words = words_of_wikipedia(2_000_000)
    lines = [words[start : start + LINE] for start in range(0, len(words), LINE)]
    counts = training.vocabulary_and_ids(lines)[0].counts
    vocabulary = w2v.Vocabulary.from_corpus(lines)
    frequent = [word for word, count in zip(vocabulary.words, counts, strict=True) if 50 <= count <= 150]
    chosen = np.random.default_rng(0).choice(frequent, BURSTS, replace=False).tolist()
    repeated = [line for line in lines for _ in range(TIMES if not set(chosen).isdisjoint(line) else 1)]

    def ours(text: list[list[str]], seed: int) -> w2v.WordVectors:
        return w2v.train(text, epochs=5, seed=seed, **SETTINGS)

    def gensims(text: list[list[str]], seed: int) -> w2v.WordVectors:
        options = {"vector_size": 100, "window": 5, "negative": 5, "sample": wikipedia.SAMPLE, "min_count": 5}
        model = Word2Vec(text, sg=1, epochs=5, workers=2, alpha=wikipedia.GENSIM_RATE, seed=seed, **options)
        return w2v.WordVectors(model.wv.index_to_key, model.wv.vectors)

    for name, make in {"ours": ours, "gensim": gensims}.items():
        runs = []
        for seed in seeds:
            near = [
                [{other for other, _ in vectors.most_similar(word, topn=TOPN)} for word in chosen]
                for vectors in (make(lines, seed), make(repeated, seed + 100), make(lines, seed + 200))
            ]
            kept = [
                statistics.mean(len(a & b) / TOPN for a, b in zip(near[0], other, strict=True))
                for other in near[1:]
            ]
            runs.append(kept)
        show(f"{name}: overlap repeated, another seed", runs)


def halves(seeds: range) -> None:
    """Train on half of Tinyworld, then on the other half from those vectors; beside each half alone."""
    documents = list(w2v.load_corpus("tinyworld"))
    first, second = documents[::2], documents[1::2]
    runs = {"first half": [], "second half": [], "second from first": [], "all": []}
    for seed in seeds:
        begun = w2v.train(first, seed=seed, verbose=0)
        made = [begun, *(w2v.train(second, seed=seed, start=start, verbose=0) for start in (None, begun))]
        made.append(w2v.train(documents, seed=seed, verbose=0))
        for name, vectors in zip(runs, made, strict=True):
            scores = w2v.evaluate_analogies(vectors).accuracy, w2v.evaluate_similarity(vectors).spearman
            runs[name].append(list(scores))
    for name, scores in runs.items():
        show(name, scores)


def main(arguments: list[str] | None = None) -> None:
    """Answer one of the questions."""
    questions = {function.__name__: function for function in (steps, threads, sizes, bursts, halves)}
    parser = argparse.ArgumentParser(description="Measure what changes the vectors of train.")
    parser.add_argument("question", choices=questions)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args(arguments)
    if options.question != "halves" and not wikipedia.parser("").get_default("corpus").is_file():
        print(f"skipped: the Wikipedia file is not in {peers.DATA}")
        return
    questions[options.question](range(1, options.seeds + 1))


if __name__ == "__main__":
    main()
