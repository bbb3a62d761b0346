"""Which vectors to take out of a training: `table` and `balance` of `train`, scored on one training.

    python tests/benchmarks/two_tables.py
    python tests/benchmarks/two_tables.py --dim 300 --window 10 --rate 0.025 --epochs 10
    python tests/benchmarks/two_tables.py my_books.txt --tokens 4000000 --seeds 3

Corpus, answer keys and all other settings are those of wikipedia.py; so is where it looks for them. The last
column scores every second question only: it is for choosing, the others are for reporting.
"""

import functools
import itertools
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import peers
import wikipedia

import w2v_helpers as w2v
from w2v_helpers.model import balanced


def judge(corpus: list[list[str]], **settings) -> dict[str, dict[str, float]]:
    """Train once; return the scores of each kind of vectors, and print how long it took."""
    began = time.perf_counter()
    trained = w2v.train(corpus, verbose=0, **settings)
    print(f"seed {settings['seed']}: vocabulary and training {time.perf_counter() - began:.0f} s", flush=True)
    found = {}
    for name, tables in {
        "": (trained.matrix, trained.contexts),
        ", balanced": balanced(trained.matrix, trained.contexts),
    }.items():
        kinds = {"target": tables[0], "context": tables[1], "sum": sum(tables), "both": np.hstack(tables)}
        for table, matrix in kinds.items():
            vectors = w2v.WordVectors(trained.words, matrix, trained.counts)
            half = w2v.evaluate_analogies(vectors, every_second_question(), restrict_vocab=30_000).accuracy
            found[table + name] = {**wikipedia.scores(vectors), "half": half}
    return found


@functools.cache
def every_second_question() -> Path:
    """Write every second analogy question into a file of its own."""
    lines = (wikipedia.EVALUATION / "questions-words.txt").read_text(encoding="utf-8").splitlines()
    numbers = itertools.count()
    kept = [line for line in lines if line.startswith(":") or next(numbers) % 2 == 0]
    path = Path(tempfile.mkdtemp()) / "half.txt"
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return path


def main(arguments: list[str] | None = None) -> None:
    """Judge the vectors of several seeds, and print each and the means."""
    parser = wikipedia.parser("Judge the vectors of both tables.")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--dim", type=int, default=wikipedia.DIMENSIONS, help="how long a vector is")
    parser.add_argument("--window", type=int, default=wikipedia.WINDOW_SIZE)
    options = parser.parse_args(arguments)
    if not options.corpus.is_file():
        print(f"skipped: there is no text at {options.corpus}")
        return
    if not all((wikipedia.EVALUATION / name).is_file() for name in wikipedia.ANSWER_KEYS):
        print(f"skipped: not all of {', '.join(wikipedia.ANSWER_KEYS)} are in {wikipedia.EVALUATION}")
        return
    corpus = [list(itertools.islice(wikipedia.words_of(options.corpus), options.tokens))]
    settings = {
        "embedding_dim": options.dim,
        "window_size": options.window,
        "num_negatives": wikipedia.NUM_NEGATIVES,
        "subsample": wikipedia.SAMPLE,
        "min_count": wikipedia.MIN_COUNT,
        "epochs": options.epochs,
        "learning_rate": options.rate,
        "threads": options.threads,
    }
    print(peers.machine())
    print(f"{'':24}{'WordSim':>10}{'SimLex':>10}{'analogies':>10}{'half':>10}")
    runs = []
    for seed in range(1, 1 + options.seeds):
        runs.append(judge(corpus, seed=seed, **settings))
        for name, judged in runs[-1].items():
            print(f"seed {seed} {name:18}", *(f"{value:9.4f}" for value in judged.values()), flush=True)
    for name in runs[0]:
        means = [statistics.mean(run[name][key] for run in runs) for key in (*wikipedia.ANSWER_KEYS, "half")]
        print(f"mean   {name:18}", *(f"{value:9.4f}" for value in means))


if __name__ == "__main__":
    main()
