"""Sentiment of IMDb's reviews: reading them, the classifier beside its rivals, what pretrained vectors bring.

    python tests/benchmarks/imdb.py
    python tests/benchmarks/imdb.py --seeds 1 --parts reading models
    python tests/benchmarks/imdb.py --parts labels --sizes 100 1000

The reviews are those of `load_reviews("imdb")`, looked for in the folder that W2V_DATA_DIR names and among
earlier downloads; without them nothing is measured. All settings were chosen on the 5,000 validation reviews,
set aside from the 25,000 for training; the 25,000 test reviews are used only for the column "test". What
labels bring is measured on the validation reviews, which take no part in those trainings.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from sklearn.linear_model import LogisticRegression

import w2v_helpers as w2v
from w2v_helpers import classifier
from w2v_helpers.reviews import Reviews, Splits

# Words, pairs and so on of each model; the first is the one of the course's first figures.
MODELS = {
    "mean of 400 words": {"max_words": 20_000, "dim": 32, "hidden": 16, "max_length": 400, "rate": 2e-3},
    "mean of all words": {"max_words": 20_000, "dim": 32, "hidden": 16, "rate": 2e-3},
    "words and pairs": {"max_words": 30_000, "max_pairs": 200_000, "dim": 16, "rate": 5e-3},
}
DIM = 100  # of word vectors


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
    """Time the way from the archive to batches, and that from the cache."""
    kept = os.environ.get("W2V_CACHE_DIR")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["W2V_CACHE_DIR"] = folder
        print(f"{'archive to batches, first time':34} {timed(read)[0]:7.1f} s")
        print(f"{'again, from the cache':34} {timed(read)[0]:7.1f} s", flush=True)
    os.environ.pop("W2V_CACHE_DIR") if kept is None else os.environ.update(W2V_CACHE_DIR=kept)


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


def linear(splits: Splits, features: Callable[[Reviews], object], strength: float) -> dict[str, float]:
    """Train logistic regression; return its accuracies."""
    model = LogisticRegression(C=strength, max_iter=2000).fit(features(splits.train), splits.train.labels)
    return {
        name: model.score(features(part), part.labels)
        for name, part in splits._asdict().items()
        if name != "train"
    }


def show(name: str, runs: list[tuple[float, dict[str, float]]]) -> None:
    """Print a line of the table: medians, and the range over the seeds."""
    columns = []
    for part in ("validation", "test"):
        values = [found[part] for _, found in runs]
        spread = f" ({min(values):.1%} to {max(values):.1%})" if len(values) > 1 else ""
        columns.append(f"{statistics.median(values):.2%}{spread}")
    seconds = statistics.median(seconds for seconds, _ in runs)
    print(f"{name:34} {columns[0]:26} {columns[1]:26} {seconds:7.1f}", flush=True)


def models(splits: Splits, vectors: w2v.WordVectors, seeds: int) -> None:
    """Compare the models and the baselines; the seconds begin with loaded reviews."""
    print(f"\n{'':34} {'validation':26} {'test':26} {'seconds':>7}")
    for name, settings in MODELS.items():
        show(name, [timed(partial(neural, splits, settings, seed)) for seed in range(seeds)])
    words = w2v.Encoder.from_reviews(splits.train, max_words=20_000)
    bag = partial(classifier.bag_of_words, words)
    average = partial(classifier.average_vectors, vectors=vectors)
    show("bag of words, logistic", [timed(partial(linear, splits, bag, 0.01))])
    show("averaged word2vec, logistic", [timed(partial(linear, splits, average, 100))])


def with_labels(splits: Splits, vectors: w2v.WordVectors | None, size: int, seed: int) -> float:
    """Return the accuracy on the validation reviews after training on so many labelled reviews."""
    encoder = w2v.Encoder.from_reviews(splits.train, max_words=20_000)
    labelled, held_out = w2v.split_reviews(splits.train.sample(size, seed=seed), 0.2, seed=seed)
    batch_size = 16 if size < 5_000 else 128
    train = w2v.review_dataset(encoder.encode(labelled), labelled.labels, batch_size=batch_size, seed=seed)
    table = classifier.start_table(encoder, DIM, vectors, seed=seed)
    model = w2v.build_classifier(table, hidden=None, seed=seed)
    w2v.fit_classifier(
        model, train, w2v.review_dataset(encoder.encode(held_out), held_out.labels), epochs=25, patience=3
    )
    answers = classifier.probabilities(model, encoder.encode(splits.validation))
    return classifier.accuracy(splits.validation.labels, answers)


def labels(splits: Splits, vectors: w2v.WordVectors, sizes: list[int], seeds: int) -> None:
    """Compare a start from scratch with one from word2vec, for several numbers of labels."""
    print(f"\n{'labels':>8} {'from scratch':>14} {'word2vec':>10} {'gain, points':>20}")
    for size in [*sizes, len(splits.train)]:
        runs = range(seeds if size < 5_000 else 1)
        scores = [[with_labels(splits, start, size, seed) for start in (None, vectors)] for seed in runs]
        scratch, pretrained = (statistics.median(column) for column in zip(*scores, strict=True))
        gains = " ".join(f"{100 * (ours - theirs):.1f}" for theirs, ours in scores)
        print(f"{size:8,} {scratch:14.1%} {pretrained:10.1%} {gains:>20}", flush=True)


def main(arguments: list[str] | None = None) -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description="Measure the classifier on IMDb's reviews.")
    parser.add_argument("--seeds", type=int, default=3, help="how many seeds (default: 3)")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[100, 1_000, 10_000], help="numbers of labels"
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
    train = partial(w2v.train, embedding_dim=DIM, window_size=15, epochs=12, subsample=1e-4, verbose=0)
    seconds, vectors = timed(partial(train, splits.train))
    print(f"{'word2vec on the training reviews':34} {seconds:7.1f} s", flush=True)
    if "models" in options.parts:
        models(splits, vectors, options.seeds)
    if "labels" in options.parts:
        labels(splits, vectors, options.sizes, options.seeds)


if __name__ == "__main__":
    main()
