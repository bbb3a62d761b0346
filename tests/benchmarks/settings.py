"""What each setting of `train` does to scores and time: one is changed, the others are at their defaults.

    W2V_DATA_DIR=… python tests/benchmarks/settings.py

Tinyworld is judged by its answer key; the first 4 million tokens of Wikipedia, where W2V_DATA_DIR has the
file, by WordSim-353, SimLex-999 and the analogies. Tinyworld gets 20 epochs by default, Wikipedia 5. The time
is processor time of all threads, reading included, which a busy machine changes little: the least of the
seeds, divided by that of the default settings. The table goes to `data/settings.csv`; rows of a text that is
not measured stay in it.
"""

import argparse
import itertools
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import peers
import wikipedia

import w2v_helpers as w2v

GRID = {  # setting → its values
    "embedding_dim": (10, 25, 50, 100, 200),
    "num_negatives": (1, 2, 5, 10, 20),
    "window_size": (1, 2, 5, 10, 15),
    "epochs": (1, 2, 5, 10, 20, 40),
}
DEFAULTS = {"embedding_dim": 100, "num_negatives": 5, "window_size": 5}
EPOCHS = {"tinyworld": 20, "wikipedia": 5}
TOKENS = 4_000_000  # of Wikipedia
SCORES = ("analogies", "similarity", "simlex")
FILE = Path(__file__).parents[2] / "data" / "settings.csv"


def judged(text: str, vectors: w2v.WordVectors) -> tuple[float, ...]:
    """Return the scores on the analogies, on pairs of words, and on SimLex-999, which Tinyworld has not."""
    if text == "tinyworld":
        similarity = w2v.evaluate_similarity(vectors).spearman
        return w2v.evaluate_analogies(vectors).accuracy, similarity, float("nan")
    found = wikipedia.scores(vectors)
    return tuple(found[key] for key in ("questions-words.txt", "wordsim353.csv", "SimLex-999.txt"))


def measure(text: str, corpus: Iterable[list[str]], seeds: range) -> pd.DataFrame:
    """Train with each setting and each seed, seed after seed; return a row for each setting and value."""
    default = DEFAULTS | {"epochs": EPOCHS[text]}
    changes = [(name, value) for name, values in GRID.items() for value in values]
    changes = [("epochs", default["epochs"]), *(pair for pair in changes if default[pair[0]] != pair[1])]
    found: dict[tuple, list[tuple]] = {change: [] for change in changes}
    for seed, (name, value) in itertools.product(seeds, changes):
        began = time.process_time()
        vectors = w2v.train(corpus, **{**default, name: value}, seed=seed, verbose=0)
        seconds = time.process_time() - began
        found[name, value].append((*judged(text, vectors), seconds))
        print(f"{text}, seed {seed}, {name}={value}: {seconds:.1f} s", flush=True)
    usual = found[changes[0]]
    rows = []
    for name, value in itertools.chain(*(itertools.product([name], values) for name, values in GRID.items())):
        *scores, seconds = zip(*(usual if default[name] == value else found[name, value]), strict=True)
        row = {"text": text, "setting": name, "value": value, "seeds": len(seeds)}
        for score, values in zip(SCORES, scores, strict=True):
            row[score] = round(float(np.mean(values)), 4)
            row[f"{score}_error"] = round(float(np.std(values, ddof=1)) / len(values) ** 0.5, 4)
        row["relative_time"] = round(min(seconds) / min(usual_row[-1] for usual_row in usual), 2)
        rows.append(row)
    return pd.DataFrame(rows)


def main(arguments: list[str] | None = None) -> None:
    """Measure, write the file, and print it as a table."""
    parser = argparse.ArgumentParser(description="Measure what each setting of train does.")
    parser.add_argument("--seeds", type=int, default=3, help="on Tinyworld")
    parser.add_argument("--wikipedia-seeds", type=int, default=3, help="on Wikipedia, at least 2")
    parser.add_argument("--out", type=Path, default=FILE, help="the file to write")
    options = parser.parse_args(arguments)
    print(peers.machine())
    tables = [measure("tinyworld", w2v.load_corpus("tinyworld"), range(1, options.seeds + 1))]
    path = wikipedia.parser("").get_default("corpus")
    if path.is_file():
        words = list(itertools.islice(wikipedia.words_of(path), TOKENS))
        tables.append(measure("wikipedia", [words], range(1, options.wikipedia_seeds + 1)))
    else:
        print(f"no Wikipedia: the file is not in {peers.DATA}")
    new = pd.concat(tables)
    if options.out.is_file():
        old = pd.read_csv(options.out)
        new = pd.concat([new, old[~old.text.isin(new.text)]])
    new.to_csv(options.out, index=False, lineterminator="\n")
    print(new.to_markdown(index=False))


if __name__ == "__main__":
    main()
