"""CBOW: does each context get its share of the error, or the whole of it? Both at several learning rates.

    python tests/benchmarks/cbow_gradients.py
    python tests/benchmarks/cbow_gradients.py --wikipedia --rates 0.05 0.1 0.2

A query is the mean of a target's contexts, so the gradient gives each of them its share: `mean`, which
`train` does. word2vec.c and gensim give each the whole error: `whole`. Trains on Tinyworld, or on the 100 MB
of Wikipedia that `wikipedia.py` reads, with three seeds each, and scores by analogies and similarities.
"""

import argparse
import statistics

import peers
import tensorflow as tf
import wikipedia

import w2v_helpers as w2v
from w2v_helpers import cbow, run

RATES, SEEDS = (0.025, 0.05, 0.1, 0.2, 0.4), (1, 2, 3)


class WholeErrorInputs(cbow.CbowInputs):
    """Every context of a target is moved by the gradient of the mean itself."""

    @staticmethod
    def spread(gradients: tf.Tensor, share: tf.Tensor, as_contexts: tf.Tensor) -> tf.Tensor:
        """Return the gradients of the words of the windows, (S, L + 2w, D)."""
        return cbow.CbowInputs.spread(gradients, tf.ones_like(share), as_contexts)

    @staticmethod
    def count(pairs: tf.Tensor, share: tf.Tensor, as_contexts: tf.Tensor) -> tf.Tensor:
        """Return the pairs of the words of the windows, float32 (S, L + 2w)."""
        return cbow.CbowInputs.count(pairs, tf.ones_like(share), as_contexts)


def scores(vectors: w2v.WordVectors, on_wikipedia: bool) -> tuple[float, float]:
    """Return the share of analogies that are right, and the correlation with people's similarities."""
    if not on_wikipedia:
        return w2v.evaluate_analogies(vectors).accuracy, w2v.evaluate_similarity(vectors).spearman
    judged = wikipedia.scores(vectors)
    return judged["questions-words.txt"], judged["wordsim353.csv"]


def main(arguments: list[str] | None = None) -> None:
    """Train with each gradient, rate and seed, and print means and ranges."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rates", type=float, nargs="+", default=RATES)
    parser.add_argument("--epochs", type=int, help="by default 10, and 3 on Wikipedia")
    parser.add_argument("--wikipedia", action="store_true")
    options = parser.parse_args(arguments)
    path = wikipedia.parser("").get_default("corpus")
    if options.wikipedia and not path.is_file():
        print(f"skipped: there is no text at {path}")
        return
    run.INPUTS |= {"mean": cbow.CbowInputs, "whole": WholeErrorInputs}
    corpus = w2v.load_corpus(path if options.wikipedia else "tinyworld")
    epochs, subsample = (options.epochs or 3, 1e-4) if options.wikipedia else (options.epochs or 10, 1e-3)
    print(peers.machine(), f"{len(SEEDS)} seeds, {epochs} epochs", "", sep="\n")
    print(f"{'':8}{'rate':>6}  {'analogies':>20}  {'similarities':>20}")
    for architecture in ("mean", "whole"):
        for rate in options.rates:
            found = [
                scores(
                    w2v.train(
                        corpus,
                        architecture=architecture,
                        learning_rate=rate,
                        epochs=epochs,
                        subsample=subsample,
                        seed=seed,
                        verbose=0,
                    ),
                    options.wikipedia,
                )
                for seed in SEEDS
            ]
            cells = [
                f"{statistics.mean(numbers):.3f} ({min(numbers):.3f}–{max(numbers):.3f})"
                for numbers in zip(*found, strict=True)
            ]
            print(f"{architecture:8}{rate:>6}  {cells[0]:>20}  {cells[1]:>20}", flush=True)


if __name__ == "__main__":
    main()
