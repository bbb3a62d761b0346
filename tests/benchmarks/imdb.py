"""Sentiment of IMDb's reviews: reading them, the classifier and its rivals, what pretrained vectors bring.

    python tests/benchmarks/imdb.py
    python tests/benchmarks/imdb.py --seeds 1 --parts reading models
    python tests/benchmarks/imdb.py --parts labels

The reviews are those of `load_reviews("imdb")`, looked for in the folder that W2V_DATA_DIR names and among
earlier downloads; without them nothing is measured. All settings were chosen on the 5,000 validation reviews,
set aside from the 25,000 for training; the 25,000 test reviews are used only for what is called "test". The
part `labels` writes its table to `data/imdb.csv`, which lesson 12 draws.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.preprocessing import StandardScaler

import w2v_helpers as w2v
from w2v_helpers.sentiment import classifier
from w2v_helpers.sentiment.reviews import Reviews, Splits

# Words, pairs and so on of each model; the first is the one of the course's first figures.
MODELS = {
    "mean of 400 words": {"max_words": 20_000, "dim": 32, "hidden": 16, "max_length": 400, "rate": 2e-3},
    "mean of all words": {"max_words": 20_000, "dim": 32, "hidden": 16, "rate": 2e-3},
    "words and pairs": {"max_words": 30_000, "max_pairs": 200_000, "dim": 16, "rate": 5e-3},
}
DIM = 100  # of word vectors
VECTORS = {"embedding_dim": DIM, "window_size": 20, "num_negatives": 1, "epochs": 5}
# Whether the embedding starts from the vectors, and how the model is trained then.
STARTS = {
    "classifier, from scratch": (False, {"rate": 0.005, "dropout": 0.5}),
    "classifier, from word2vec": (True, {"rate": 0.002, "dropout": 0.2}),
}
SIZES = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)  # numbers of labels
NEURAL_SIZES = (100, 1_000)  # the classifier is slower
FILE = Path(__file__).parents[2] / "data" / "imdb.csv"


def read() -> Splits:
    """Load the reviews and make the batches of all of them, as the reading is timed."""
    splits = w2v.load_reviews("imdb")
    encoder = w2v.Encoder.from_reviews(splits.train, max_words=20_000)
    for part in splits:
        w2v.review_dataset(encoder.encode(part), part.labels)
    return splits


def timed(function: Callable) -> tuple[float, object]:
    """Return how many seconds a function takes, and its result."""
    began = time.perf_counter()
    result = function()
    return time.perf_counter() - began, result


def reading() -> None:
    """Time the way from the archive to batches."""
    print(f"{'archive to batches':34} {timed(read)[0]:7.1f} s", flush=True)


def neural(splits: Splits, settings: dict, seed: int) -> dict[str, float]:
    """Train one model; return its accuracies."""
    pairs = settings.get("max_pairs", 0)
    encoder = w2v.Encoder.from_reviews(splits.train, max_words=settings["max_words"], max_pairs=pairs)
    ids = {name: encoder.encode(part) for name, part in splits._asdict().items()}
    options = {"max_length": settings.get("max_length"), "batch_size": 128}
    train = w2v.review_dataset(ids["train"], splits.train.labels, seed=seed, **options)
    held_out = w2v.review_dataset(ids["validation"], splits.validation.labels, **options)
    table = classifier.start_table(encoder, settings["dim"], seed=seed)
    model = w2v.build_classifier(table, hidden=settings.get("hidden"), seed=seed)
    log = w2v.fit_classifier(model, train, held_out, epochs=12, learning_rate=settings["rate"], patience=2)
    test = w2v.review_dataset(ids["test"], splits.test.labels, **options)
    _, accuracy = model.evaluate(test, verbose=0)
    return {"validation": log["val_accuracy"][int(np.argmin(log["val_loss"]))], "test": accuracy}


def linear(rows: object, labels: np.ndarray, strength: float) -> Callable[[object, np.ndarray], float]:
    """Train logistic regression; return what scores other rows."""
    return LogisticRegression(C=strength, max_iter=2000).fit(rows, labels).score


def word2vec(splits: Splits, seed: int) -> dict[str, w2v.WordVectors]:
    """Train on all training reviews, without their labels; return both tables."""
    seconds, both = timed(partial(w2v.train, splits.train, seed=seed, verbose=0, table="both", **VECTORS))
    print(f"word2vec, seed {seed}: {seconds:.1f} s", flush=True)
    halves = {"targets": both.matrix[:, :DIM], "contexts": both.matrix[:, DIM:]}
    return {name: w2v.WordVectors(both.words, matrix, both.counts) for name, matrix in halves.items()}


def counted(splits: Splits, words: list[str]) -> dict[str, object]:
    """Count how often each review has each word: a sparse matrix (N, V) for each part."""
    counter = CountVectorizer(tokenizer=w2v.tokenize, token_pattern=None, lowercase=False, vocabulary=words)
    return {name: counter.transform(part.texts) for name, part in splits._asdict().items()}


def rivals(counts: dict[str, object], tables: dict[str, w2v.WordVectors]) -> dict[str, tuple[dict, float]]:
    """Return, for each method that needs no network, the rows of each part and the C of its regression.

    SIF weighs words by a / (a + p), where p is the share of the word (Arora, Liang, Ma 2017).
    """
    found: dict[str, tuple[dict, float]] = {
        "bag of words": ({part: some[:, :20_000] for part, some in counts.items()}, 0.1)
    }
    for name, vectors in tables.items():
        found[f"averaged {name}"] = averages(counts, vectors.unit_vectors()), 0.03
    shares = vectors.counts / vectors.counts.sum()
    weights = (1e-3 / (1e-3 + shares))[:, None]
    found["averaged contexts, SIF"] = averages(counts, weights * vectors.unit_vectors()), 0.03
    return found


def averages(counts: dict[str, object], matrix: np.ndarray) -> dict[str, np.ndarray]:
    """Average the rows of the words of each review; bring them to the scale of those to train on."""
    sums = {part: np.maximum(np.asarray(some.sum(axis=1)), 1) for part, some in counts.items()}
    means = {part: np.asarray(some @ matrix) / sums[part] for part, some in counts.items()}
    scale = StandardScaler().fit(means["train"])
    return {part: scale.transform(rows) for part, rows in means.items()}


def show(name: str, runs: list[tuple[float, dict[str, float]]]) -> None:
    """Print a line of the table: medians, and the range over the seeds."""
    columns = []
    for part in ("validation", "test"):
        values = [found[part] for _, found in runs]
        spread = f" ({min(values):.1%} to {max(values):.1%})" if len(values) > 1 else ""
        columns.append(f"{statistics.median(values):.2%}{spread}")
    seconds = statistics.median(seconds for seconds, _ in runs)
    print(f"{name:34} {columns[0]:26} {columns[1]:26} {seconds:7.1f}", flush=True)


def models(splits: Splits, seeds: int) -> None:
    """Compare the models and the baselines; the seconds begin with loaded reviews."""
    print(f"\n{'':34} {'validation':26} {'test':26} {'seconds':>7}")
    for name, settings in MODELS.items():
        show(name, [timed(partial(neural, splits, settings, seed)) for seed in range(seeds)])
    tables = word2vec(splits, 1)
    counts = counted(splits, tables["contexts"].words)
    for name, (rows, strength) in rivals(counts, tables).items():
        seconds, score = timed(partial(linear, rows["train"], splits.train.labels, strength))
        parts = {part: score(rows[part], getattr(splits, part).labels) for part in ("validation", "test")}
        show(name, [(seconds, parts)])


def with_labels(
    encoder: w2v.Encoder,
    labelled: Reviews,
    vectors: w2v.WordVectors | None,
    seed: int,
    *,
    rate: float,
    dropout: float,
) -> Callable:
    """Train on the labelled reviews, a fifth of which decide when to stop; return what scores ids."""
    batch_size = 16 if len(labelled) < 5_000 else 128
    labelled, held_out = w2v.split_reviews(labelled, 0.2, seed=seed)
    train = w2v.review_dataset(encoder.encode(labelled), labelled.labels, batch_size=batch_size, seed=seed)
    stop = w2v.review_dataset(encoder.encode(held_out), held_out.labels)
    table = classifier.start_table(encoder, DIM, vectors, seed=seed)
    model = w2v.build_classifier(table, hidden=None, seed=seed, dropout=dropout)
    w2v.fit_classifier(model, train, stop, epochs=40, patience=4, learning_rate=rate)
    return lambda ids, labels: accuracy_score(labels, classifier.probabilities(model, ids) >= 0.5)


def labels(splits: Splits, sizes: list[int], seeds: int) -> pd.DataFrame:
    """Compare the methods for several numbers of labels and seeds, which draw reviews and train vectors."""
    parts, rows = {"validation": splits.validation, "test": splits.test}, []
    encoder = w2v.Encoder.from_reviews(splits.train, max_words=20_000)
    ids = {part: encoder.encode(some) for part, some in parts.items()}
    places = Reviews("places", range(len(splits.train)), splits.train.labels)  # to draw rows, not texts
    counts = None

    def note(method: str, size: int, seed: int, score: Callable, judged: dict) -> None:
        found = {part: round(score(judged[part], some.labels), 4) for part, some in parts.items()}
        rows.append({"method": method, "labels": size, "seed": seed, **found})
        print(rows[-1], flush=True)

    for seed in range(1, seeds + 1):
        tables = word2vec(splits, seed)
        counts = counts or counted(splits, tables["contexts"].words)  # the words are always the same
        drawn = {size: places.sample(size, seed=seed).texts for size in sizes}
        for method, (features, strength) in rivals(counts, tables).items():
            for size, some in drawn.items():
                score = linear(features["train"][some], splits.train.labels[some], strength)
                note(method, size, seed, score, features)
        for method, (knows, options) in STARTS.items():
            vectors = tables["contexts"] if knows else None
            for size in sorted(set(sizes) & set(NEURAL_SIZES)):
                score = with_labels(encoder, splits.train.take(drawn[size]), vectors, seed, **options)
                note(method, size, seed, score, ids)
    return pd.DataFrame(rows)


def main(arguments: list[str] | None = None) -> None:
    """Measure, print tables, and write what labels bring to a file."""
    parser = argparse.ArgumentParser(description="Measure the classifier on IMDb's reviews.")
    parser.add_argument("--seeds", type=int, default=3, help="how many seeds (default: 3)")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of labels")
    parts = ["reading", "models", "labels"]
    parser.add_argument("--parts", nargs="+", choices=parts, default=parts, help="what to measure")
    parser.add_argument("--out", type=Path, default=FILE, help="the file that the part labels writes")
    options = parser.parse_args(arguments)
    if not w2v.available("imdb"):
        print("Skipped: IMDb's reviews are neither in the folder that W2V_DATA_DIR names nor downloaded.")
        return
    if "reading" in options.parts:
        reading()
    if options.parts == ["reading"]:
        return
    splits = w2v.load_reviews("imdb")
    if "models" in options.parts:
        models(splits, options.seeds)
    if "labels" in options.parts:
        found = labels(splits, options.sizes, options.seeds)
        found.to_csv(options.out, index=False, lineterminator="\n")
        table = found.groupby(["labels", "method"], sort=False)[["validation", "test"]]
        print(table.agg(["mean", "min", "max"]).round(4).to_markdown())


if __name__ == "__main__":
    main()
