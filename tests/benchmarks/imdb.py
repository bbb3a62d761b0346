"""Sentiment of IMDb's reviews: reading them, the classifier beside its rivals, what pretrained vectors bring.

    python tests/benchmarks/imdb.py
    python tests/benchmarks/imdb.py --seeds 1 --parts reading models
    python tests/benchmarks/imdb.py --parts labels --sizes 100 1000

The reviews are those of `load_reviews("imdb")`, looked for in the folder that W2V_DATA_DIR names and among
earlier downloads; without them nothing is measured. All settings were chosen on the 5,000 validation reviews,
set aside from the 25,000 for training; the 25,000 test reviews are used only for what is called "test".
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
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
VECTORS = {"embedding_dim": DIM, "window_size": 20, "num_negatives": 1, "epochs": 20}
# Whether the embedding starts from the vectors, and how the model is trained then.
STARTS = {
    "from scratch": (False, {"rate": 0.005, "dropout": 0.5}),
    "word2vec, trained on": (True, {"rate": 0.002, "dropout": 0.2}),
    "word2vec, left as it is": (True, {"rate": 0.002, "dropout": 0.2, "trainable": False}),
}


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


def linear(train: Reviews, features: Callable[[Reviews], object], strength: float) -> Callable:
    """Train logistic regression; return what scores other reviews."""
    model = LogisticRegression(C=strength, max_iter=2000).fit(features(train), train.labels)
    return lambda part: model.score(features(part), part.labels)


def averages(splits: Splits, vectors: w2v.WordVectors) -> Callable[[Reviews], np.ndarray]:
    """Return what averages the vectors of reviews, on the scale of those to train on, labelled or not."""
    scale = StandardScaler().fit(classifier.average_vectors(splits.train, vectors))
    return lambda part: scale.transform(classifier.average_vectors(part, vectors))


def rivals(splits: Splits, tables: dict[str, w2v.WordVectors]) -> dict[str, Callable[[Reviews], Callable]]:
    """Return what trains each of those that need no network, on the reviews it is given."""
    words = w2v.Vocabulary.from_corpus(splits.train, min_count=2, max_size=20_000).words[2:]
    counter = CountVectorizer(tokenizer=w2v.tokenize, token_pattern=None, vocabulary=words)

    def bag(part: Reviews) -> object:
        return counter.transform(part.texts)

    trains = {"bag of words, logistic": partial(linear, features=bag, strength=0.1)}
    for name, vectors in tables.items():
        features = averages(splits, vectors)
        trains[f"averaged {name}s, logistic"] = partial(linear, features=features, strength=0.03)
    return trains


def show(name: str, runs: list[tuple[float, dict[str, float]]]) -> None:
    """Print a line of the table: medians, and the range over the seeds."""
    columns = []
    for part in ("validation", "test"):
        values = [found[part] for _, found in runs]
        spread = f" ({min(values):.1%} to {max(values):.1%})" if len(values) > 1 else ""
        columns.append(f"{statistics.median(values):.2%}{spread}")
    seconds = statistics.median(seconds for seconds, _ in runs)
    print(f"{name:34} {columns[0]:26} {columns[1]:26} {seconds:7.1f}", flush=True)


def models(splits: Splits, tables: dict[str, w2v.WordVectors], seeds: int) -> None:
    """Compare the models and the baselines; the seconds begin with loaded reviews."""
    print(f"\n{'':34} {'validation':26} {'test':26} {'seconds':>7}")
    for name, settings in MODELS.items():
        show(name, [timed(partial(neural, splits, settings, seed)) for seed in range(seeds)])
    for name, train in rivals(splits, tables).items():
        seconds, score = timed(partial(train, splits.train))
        show(name, [(seconds, {part: score(getattr(splits, part)) for part in ("validation", "test")})])


def with_labels(
    splits: Splits, labelled: Reviews, vectors: w2v.WordVectors | None, seed: int, *, rate: float, **options
) -> Callable[[Reviews], float]:
    """Train on the labelled reviews, a fifth of which decide when to stop; return what scores others."""
    encoder = w2v.Encoder.from_reviews(splits.train, max_words=20_000)
    batch_size = 16 if len(labelled) < 5_000 else 128
    labelled, held_out = w2v.split_reviews(labelled, 0.2, seed=seed)
    train = w2v.review_dataset(encoder.encode(labelled), labelled.labels, batch_size=batch_size, seed=seed)
    stop = w2v.review_dataset(encoder.encode(held_out), held_out.labels)
    table = classifier.start_table(encoder, DIM, vectors, seed=seed)
    model = w2v.build_classifier(table, hidden=None, seed=seed, **options)
    w2v.fit_classifier(model, train, stop, epochs=40, patience=4, learning_rate=rate)

    def score(part: Reviews) -> float:
        return accuracy_score(part.labels, classifier.probabilities(model, encoder.encode(part)) >= 0.5)

    return score


def labels(splits: Splits, tables: dict[str, w2v.WordVectors], sizes: list[int], seeds: int) -> None:
    """Compare starts of the embedding, and the rivals, for several numbers of labels and seeds."""
    others = rivals(splits, tables)
    names = [*STARTS, *others]
    print(f"\n{'labels':>8} {'':16} " + " ".join(f"{name:>25}" for name in names))
    for size in [*sizes, len(splits.train)]:
        scores = {"validation": [], "test": []}
        for seed in range(seeds):
            labelled = splits.train.sample(size, seed=seed)
            trained = [
                with_labels(splits, labelled, tables["context"] if knows else None, seed, **options)
                for knows, options in STARTS.values()
            ]
            trained += [train(labelled) for train in others.values()]
            for part, rows in scores.items():
                rows.append([score(getattr(splits, part)) for score in trained])
            _print_row(size, f"seed {seed}", scores["validation"][-1])
        for part, rows in scores.items():
            _print_row(size, f"mean, {part}", np.mean(rows, axis=0))


def _print_row(size: int, name: str, scores: Sequence[float]) -> None:
    print(f"{size:8,} {name:16} " + " ".join(f"{score:25.2%}" for score in scores), flush=True)


def main(arguments: list[str] | None = None) -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description="Measure the classifier on IMDb's reviews.")
    parser.add_argument("--seeds", type=int, default=3, help="how many seeds (default: 3)")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[100, 1_000, 10_000], help="numbers of labels, before all"
    )
    parts = ["reading", "models", "labels"]
    parser.add_argument("--parts", nargs="+", choices=parts, default=parts, help="what to measure")
    options = parser.parse_args(arguments)
    if not w2v.available("imdb"):
        print("Skipped: IMDb's reviews are neither in the folder that W2V_DATA_DIR names nor downloaded.")
        return
    if "reading" in options.parts:
        reading()
    if options.parts == ["reading"]:
        return
    splits = w2v.load_reviews("imdb")
    tables = {}
    for table in ("target", "context"):
        train = partial(w2v.train, splits.train, verbose=0, table=table, **VECTORS)
        seconds, tables[table] = timed(train)
        print(f"{f'word2vec, {table} vectors':34} {seconds:7.1f} s", flush=True)
    if "models" in options.parts:
        models(splits, tables, options.seeds)
    if "labels" in options.parts:
        labels(splits, tables, options.sizes, options.seeds)


if __name__ == "__main__":
    main()
