"""What tells good neighbours from bad ones without an answer key? What the advice of `diagnose` rests on.

    W2V_DATA_DIR=… python tests/benchmarks/diagnosis.py

Slices of Tinyworld, of seven novels and of Wikipedia, trained on as `describe` advises, but for few and for
many epochs. "Right" is the share of neighbours that are of the same kind by the answer key of Tinyworld, or
that vectors of the whole text name, too; "longer" the same after three times the epochs; then that of the
neighbours which all three trainings name, and of those which occur fewer than 5 times.
"""

import functools
import itertools
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import advice
import numpy as np
import pandas as pd
import peers

import w2v_helpers as w2v
from data.generators import words as lexicon

TOPN, SEEDS = 10, (1, 2, 3)
EPOCHS = {  # text → tokens → epochs
    "tinyworld": {2_000: (6, 20, 60), 8_000: (6, 20, 60), 30_000: (6, 20, 60), 240_000: (1, 2, 6, 20, 60)},
    "novels": {8_000: (6, 20, 60), 30_000: (6, 20, 60), 120_000: (2, 6, 20, 60), 400_000: (2, 6, 20)},
    "wikipedia": {300_000: (5, 20), 1_000_000: (2, 5, 20)},
}


@functools.cache
def whole(text: str) -> w2v.WordVectors:
    """Train on all of a text."""
    return w2v.train(map(w2v.tokenize, advice.documents(text)), epochs=10, seed=9, **advice.ALONE)


def truth(text: str, words: list[str], asked: np.ndarray) -> np.ndarray:
    """Return which of V words are right as neighbours of the asked ones: bool (N, V)."""
    if text == "tinyworld":
        return advice.by_answer_key(words)[asked] >= lexicon.SCORES["domain and kind"]
    near = w2v.WordVectors(words, whole(text)[words]).neighbour_ids([words[row] for row in asked], TOPN)
    return (near[:, :, None] == np.arange(len(words))).any(axis=1)


def measure(task: tuple[str, int, int, int]) -> dict:
    """Train three times, diagnose, and compare with the truth."""
    text, tokens, epochs, seed = task
    corpus = w2v.Corpus(text, advice.slice_of(text, tokens, seed))
    settings = corpus.describe().settings | advice.ALONE
    plans = (epochs, seed), (epochs, seed + 100), (3 * epochs, seed)
    trained = [w2v.train(corpus, **{**settings, "epochs": count, "seed": number}) for count, number in plans]
    found = w2v.diagnose(*trained, corpus, topn=TOPN)
    rare, middle, frequent = found.bands.values()
    words = [word for word in trained[0].words if text == "tinyworld" or word in whole(text)]
    counts = trained[0].counts[[trained[0].id(word) for word in words]]
    asked = np.flatnonzero((counts >= rare["least"]) & (counts <= frequent["most"]))
    is_right = truth(text, words, asked := asked[:: len(asked) // 500 + 1])
    asked, is_right = asked[is_right.any(axis=1)], is_right[is_right.any(axis=1)]
    tables = [w2v.WordVectors(words, vectors[words]) for vectors in trained]
    near, again, later = (table.neighbour_ids([words[row] for row in asked], TOPN) for table in tables)
    right, longer = (np.take_along_axis(is_right, ids, axis=1) for ids in (near, later))
    back, stay = ((near[:, :, None] == ids[:, None]).any(axis=2) for ids in (again, later))
    return {
        **{"text": text, "tokens": tokens, "epochs": epochs},
        **{"come back: rare": rare["come back"], "frequent": frequent["come back"]},
        "rare ÷ frequent": rare["come back"] / frequent["come back"],
        **{name: middle[name] for name in ("stay", "function words", "rare words")},
        **{"names": found.names, "by chance": found.names_by_chance},
        "go together": np.mean([band["go together"] for band in found.bands.values()]),
        **{"right": right.mean(), "longer": longer.mean()},
        "right: all three": right[back & stay].mean() if (back & stay).any() else np.nan,
        "right: rare": right[counts[near] < 5].mean() if (counts[near] < 5).any() else np.nan,
    }


def main() -> None:
    """Measure, and print the mean over the seeds."""
    sizes = [(text, tokens, count) for text, of in EPOCHS.items() for tokens in of for count in of[tokens]]
    absent = {"novels": not (peers.DATA / "gutenberg").is_dir(), "wikipedia": not advice.WIKIPEDIA.is_file()}
    tasks = [(*size, seed) for seed, size in itertools.product(SEEDS, sizes)]
    tasks = sorted((task for task in tasks if not absent.get(task[0])), key=lambda task: task[0])
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        rows = pd.DataFrame(pool.map(measure, tasks))
    table = rows.groupby(["text", "tokens", "epochs"], sort=False).mean().reset_index()
    print(peers.machine(), table.round(2).to_markdown(index=False), sep="\n")


if __name__ == "__main__":
    main()
