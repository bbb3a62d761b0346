"""What it brings to balance the two tables when training ends: the same vectors judged before and after.

    python tests/benchmarks/balance.py
    python tests/benchmarks/balance.py my_books.txt --tokens 4000000 --seeds 3

Corpus, settings and answer keys are those of wikipedia.py, and so are the places where it looks for them.
"""

import itertools
import statistics

import peers
import wikipedia

import w2v_helpers as w2v


def judge_twice(corpus: list[list[str]], epochs: int, rate: float, threads: int, seed: int) -> list[dict]:
    """Train, and return the scores of the vectors as the last epoch left them, and balanced."""
    import keras  # after w2v_helpers has set up the process

    class Look(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.targets = self.model.get_weights()[0]

    look = Look()
    balanced = w2v.train(
        corpus,
        embedding_dim=wikipedia.DIMENSIONS,
        window_size=wikipedia.WINDOW_SIZE,
        num_negatives=wikipedia.NUM_NEGATIVES,
        subsample=wikipedia.SAMPLE,
        min_count=wikipedia.MIN_COUNT,
        epochs=epochs,
        learning_rate=rate,
        threads=threads,
        seed=seed,
        callbacks=[look],
        verbose=0,
    )
    unbalanced = w2v.WordVectors(balanced.words, look.targets[2:])
    return [wikipedia.scores(vectors) for vectors in (unbalanced, balanced)]


def main(arguments: list[str] | None = None) -> None:
    """Judge the vectors of several seeds, and print each and the means."""
    parser = wikipedia.parser("Judge vectors before and after their tables are balanced.")
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args(arguments)
    if not options.corpus.is_file():
        print(f"skipped: there is no text at {options.corpus}")
        return
    if not all((wikipedia.EVALUATION / name).is_file() for name in wikipedia.ANSWER_KEYS):
        print(f"skipped: not all of {', '.join(wikipedia.ANSWER_KEYS)} are in {wikipedia.EVALUATION}")
        return
    corpus = [list(itertools.islice(wikipedia.words_of(options.corpus), options.tokens))]
    print(peers.machine())
    print(f"{'':16}{'WordSim':>10}{'SimLex':>10}{'analogies':>10}")
    runs = []
    for seed in range(1, 1 + options.seeds):
        runs.append(judge_twice(corpus, options.epochs, options.rate, options.threads, seed))
        for name, judged in zip(("as left", "balanced"), runs[-1], strict=True):
            print(f"seed {seed} {name:9}", *(f"{value:9.3f}" for value in judged.values()), flush=True)
    for number, name in enumerate(("as left", "balanced")):
        means = [statistics.mean(run[number][key] for run in runs) for key in wikipedia.ANSWER_KEYS]
        print(f"mean   {name:9}", *(f"{value:9.3f}" for value in means))


if __name__ == "__main__":
    main()
