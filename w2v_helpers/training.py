"""Train word vectors.

Reads any corpus; makes `WordVectors`. Lesson 6 trains the same model with `fit`; lesson 8 explains this
faster way, whose arithmetic is in `blocks`.
"""

import os
import time
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from tqdm import TqdmWarning

from w2v_helpers import subsampling
from w2v_helpers._checks import atomic_path, one_of, positive_integer, positive_number, silent_stderr
from w2v_helpers.blocks import PIECE, BlockTrainer
from w2v_helpers.dataset import check_enough
from w2v_helpers.model import NegativeSamplingLoss, SkipGram, start_compiler
from w2v_helpers.vectors import WordVectors
from w2v_helpers.vocabulary import UNKNOWN, Vocabulary, vocabulary_and_ids

with silent_stderr():
    import keras
    import tensorflow as tf

with warnings.catch_warnings():
    warnings.simplefilter("ignore", TqdmWarning)  # without ipywidgets a notebook gets the bar of a terminal
    from tqdm.auto import tqdm

TABLES = ("target", "context", "sum")


def train(
    corpus: Iterable[list[str]],
    *,
    embedding_dim: int = 100,
    window_size: int = 5,
    num_negatives: int = 5,
    subsample: float | None = 1e-3,
    min_count: int = 5,
    max_size: int | None = None,
    epochs: int = 20,
    learning_rate: float = 0.05,
    threads: int = 2,
    seed: int = 42,
    table: str = "target",
    callbacks: Sequence[keras.callbacks.Callback] = (),
    checkpoint: str | Path | None = None,
    verbose: int = 1,
) -> WordVectors:
    """Train skip-gram vectors with negative sampling on a corpus.

    Every epoch subsamples the corpus again, so that other words meet, and draws new noise words. The learning
    rate falls linearly to almost zero. Ctrl-C ends the training early and returns what was learned.

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens; it is read once.
        embedding_dim: D, the length of a vector.
        window_size: how far a window reaches to each side, at most.
        num_negatives: how much the negatives of a pair weigh together, counted in negatives.
        subsample: threshold above which frequent words are subsampled; `None` keeps all tokens.
        min_count: leave out words that occur less often.
        max_size: keep at most this many words; `None` keeps all.
        epochs: passes over the corpus.
        learning_rate: of stochastic gradient descent, at the start.
        threads: how many update the tables at the same time, at most one per core. With 1, the same seed
            gives the same vectors on one machine, bit for bit; with more, the order of updates is left to
            chance.
        seed: of all randomness, an integer of at least 0.
        table: which vectors of the model are returned: `"target"`, `"context"`, or the `"sum"` of a word's
            two, whose cosine also reflects whether two words meet (Levy, Goldberg, Dagan 2015, section 3.3).
            Where many vectors are averaged, as for a review, the contexts are better (lesson 9).
        callbacks: Keras callbacks. A "batch" is a piece of the corpus; the logs of an epoch are `loss`, per
            pair, `words_per_second` and `learning_rate`. They may set `model.stop_training`.
        checkpoint: a file, made or replaced after each epoch. If it exists already, made with the same
            settings from the same corpus, training goes on where it ended.
        verbose: 0 shows nothing, 1 a progress bar.

    Returns:
        The vectors of all words of the vocabulary, most frequent first.

    Raises:
        ValueError: a setting is not allowed, or the corpus is too small for it, or the checkpoint is of
            another training.
        OSError: the checkpoint cannot be written; the one before is left as it was.
    """
    settings = _Settings(
        embedding_dim=positive_integer("embedding_dim", embedding_dim),
        window_size=positive_integer("window_size", window_size),
        num_negatives=positive_integer("num_negatives", num_negatives),
        subsample=None if subsample is None else positive_number("subsample", subsample),
        epochs=positive_integer("epochs", epochs),
        learning_rate=positive_number("learning_rate", learning_rate),
        seed=positive_integer("seed", seed, minimum=0),
    )
    threads, table = _check_threads(threads), one_of("table", table, TABLES)
    vocabulary, ids = vocabulary_and_ids(corpus, min_count=min_count, max_size=max_size)
    run = _Run(settings, vocabulary, ids, threads, checkpoint)
    run.train(list(callbacks), verbose)
    return word_vectors(run.model, vocabulary, table=table)


def word_vectors(model: SkipGram, vocabulary: Vocabulary, *, table: str = "target") -> WordVectors:
    """Take vectors out of a model, as `train` does, without the rows of padding and unknown."""
    parts = TABLES[:2] if one_of("table", table, TABLES) == "sum" else [table]
    matrix = sum(getattr(model, f"{part}_embedding").embeddings.numpy() for part in parts)
    first = UNKNOWN + 1
    return WordVectors(vocabulary.words[first:], matrix[first:], vocabulary.counts[first:])


def balance(targets: np.ndarray, contexts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the change of basis that makes both tables equally long in every direction.

    The loss sees only products of a target and a context vector, which stay the same when one table is
    multiplied by a matrix A and the other by A⁻¹. Gradient descent in infinitely small steps, from a start
    near zero, would end with tables that are balanced like this (Du, Hu, Lee 2018, arXiv:1806.00900). Large
    steps do not: they lengthen the contexts along the direction in which noise words are pushed, and shorten
    the targets there, whose cosines we take.

    Args:
        targets: float32 (V, D).
        contexts: float32 (V, D).

    Returns:
        A and A⁻¹, float32 (D, D), symmetric: `targets @ A` and `contexts @ A⁻¹` have the same products of
        columns, (D, D). Where a table is all zero or not finite, the identity.
    """
    same = np.eye(targets.shape[1], dtype=np.float32)
    if not all(np.isfinite(table).all() and table.any() for table in (targets, contexts)):
        return same, same
    grams = [(table.T @ table).astype(np.float64) for table in (targets, contexts)]
    # Where a small vocabulary leaves a direction empty, both get the same tiny length.
    tiny = same * 1e-6 * np.trace(sum(grams)) / len(same)
    gram, other = (gram + tiny for gram in grams)
    root, inverse = _power(gram, 0.5), _power(gram, -0.5)
    square = inverse @ _power(root @ other @ root, 0.5) @ inverse  # A²: A² · gram · A² = other
    return _power(square, 0.5).astype(np.float32), _power(square, -0.5).astype(np.float32)


def _power(matrix: np.ndarray, exponent: float) -> np.ndarray:
    """Raise a symmetric, positive (D, D) matrix to a power."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    values = np.maximum(values, 1e-12 * values[-1])  # rounding may leave some just below zero
    return (vectors * values**exponent) @ vectors.T


def _check_threads(threads: int) -> int:
    threads, cores = positive_integer("threads", threads), os.cpu_count() or 1
    if threads > max(cores, 2):  # the default of 2 works anywhere
        raise ValueError(f"threads={threads} is more than this machine's {cores} cores can use.")
    return threads


@dataclass(frozen=True)
class _Settings:
    """What decides the result of a training, apart from its corpus."""

    embedding_dim: int
    window_size: int
    num_negatives: int
    subsample: float | None
    epochs: int
    learning_rate: float
    seed: int

    def rate(self, done: float) -> float:
        """Return the learning rate when this share of the training is done."""
        return self.learning_rate * max(1 - done, 1e-3)


class _Run:
    """One training: the model, the corpus as one array of ids, and the epochs done so far."""

    def __init__(
        self,
        settings: _Settings,
        vocabulary: Vocabulary,
        ids: np.ndarray,
        threads: int,
        checkpoint: str | Path | None,
    ):
        self.settings, self.vocabulary, self.ids, self.threads = settings, vocabulary, ids, threads
        shared = {name: getattr(settings, name) for name in ("window_size", "num_negatives")}
        self.keep = check_enough(ids, vocabulary, **shared, subsample=settings.subsample)
        start_compiler()
        with tf.device("CPU:0"):
            self.model = SkipGram(len(vocabulary), settings.embedding_dim, seed=settings.seed)
        rate = settings.learning_rate
        self.trainer = BlockTrainer(
            self.model, vocabulary, self.keep, **shared, learning_rate=rate, threads=threads
        )
        # The same number of pieces for each thread, none of them too large to hold in memory.
        self.num_pieces = threads * -(-len(ids) // (PIECE * threads))
        self.ends = np.linspace(0, len(ids), self.num_pieces + 1).astype(int)
        self.epoch, self.checkpoint = 0, None if checkpoint is None else Path(checkpoint)
        if self.checkpoint is not None and self.checkpoint.exists():
            self._load()
        else:
            self._save()  # a folder that cannot be written to is noticed now, not after an epoch

    def train(self, callbacks: list[keras.callbacks.Callback], verbose: int) -> None:
        """Train the remaining epochs, or until Ctrl-C or a callback stops it."""
        epochs, words = self.settings.epochs, np.count_nonzero(self.ids)
        # Callbacks look for an optimizer and a loss, also where the model is trained without them.
        self.model.compile(keras.optimizers.SGD(self.settings.learning_rate), NegativeSamplingLoss())
        listeners = keras.callbacks.CallbackList(
            callbacks, model=self.model, epochs=epochs, steps=self.num_pieces, verbose=0
        )
        self.model.stop_training, logs = False, {}
        listeners.on_train_begin()
        counts = {"total": epochs * words, "initial": self.epoch * words}
        with tqdm(**counts, unit=" words", unit_scale=True, disable=not verbose) as bar:
            try:
                while self.epoch < epochs and not self.model.stop_training:
                    logs = self._train_epoch(listeners, bar)
            except KeyboardInterrupt:
                bar.write(f"Stopped after {self.epoch} whole epochs; the vectors are as trained so far.")
        tables = self.trainer.tables
        for table, matrix in zip(tables, balance(*(table.numpy() for table in tables)), strict=True):
            table.assign(tf.matmul(table, matrix))
        listeners.on_train_end(logs)

    def _train_epoch(self, listeners: keras.callbacks.CallbackList, bar: tqdm) -> dict[str, float]:
        """Train on all pieces once; return the epoch's logs."""
        began, totals, logs = time.perf_counter(), np.zeros(2), {}
        bar.set_description(f"epoch {self.epoch + 1} of {self.settings.epochs}")
        listeners.on_epoch_begin(self.epoch)
        pool = ThreadPoolExecutor(self.threads)
        try:
            for number, loss_and_pairs in enumerate(pool.map(self._train_piece, range(self.num_pieces))):
                listeners.on_train_batch_begin(number)
                totals += loss_and_pairs
                logs = {"loss": float(totals[0] / max(totals[1], 1))}
                bar.set_postfix_str(f"loss {logs['loss']:.3f} per pair", refresh=False)
                bar.update(np.count_nonzero(self._piece(number)))
                listeners.on_train_batch_end(number, logs)
        finally:
            pool.shutdown(cancel_futures=True)  # also after Ctrl-C or an error in a callback
        seconds, self.epoch = time.perf_counter() - began, self.epoch + 1
        rate = self.settings.rate(self.epoch / self.settings.epochs)
        self.model.optimizer.learning_rate = rate
        logs |= {"words_per_second": np.count_nonzero(self.ids) / seconds, "learning_rate": rate}
        self._save()
        listeners.on_epoch_end(self.epoch - 1, logs)
        return logs

    def _piece(self, number: int) -> np.ndarray:
        """Return the ids of a piece of the corpus."""
        return self.ids[self.ends[number] : self.ends[number + 1]]

    def _train_piece(self, number: int) -> np.ndarray:
        """Subsample a piece, cut it into blocks, draw its noise words, and train on it."""
        rng = np.random.default_rng([self.settings.seed, self.epoch, number])
        tokens = subsampling.subsample(self._piece(number), self.keep, rng)
        done = [(self.epoch + n / self.num_pieces) / self.settings.epochs for n in (number, number + 1)]
        return self.trainer.run(*self.trainer.piece(tokens, tuple(map(self.settings.rate, done)), rng))

    def _identity(self) -> dict[str, np.ndarray]:
        """Return what a checkpoint holds besides the tables, to recognise its training."""
        settings = {name: np.array(str(value)) for name, value in asdict(self.settings).items()}
        return {**settings, "words": np.array(self.vocabulary.words), "text": np.array(zlib.crc32(self.ids))}

    def _save(self) -> None:
        """Write the tables and the epochs done; the old file stays until the new one is whole."""
        path = self.checkpoint
        if path is None:
            return
        tables = dict(zip(("targets", "contexts"), (t.numpy() for t in self.trainer.tables), strict=True))
        try:
            with atomic_path(path) as temporary, temporary.open("wb") as file:
                np.savez(file, epoch=self.epoch, **tables, **self._identity())
        except OSError as error:
            kept = "; the checkpoint before it is whole" if path.exists() else ""
            raise OSError(f"The checkpoint {path} could not be written{kept}: {error}") from error

    def _load(self) -> None:
        """Take up a training where its checkpoint left it."""
        path = self.checkpoint
        try:
            with np.load(path, allow_pickle=False) as file:
                saved = {name: file[name] for name in file.files}
            epoch, tables = int(saved.pop("epoch")), [saved.pop(name) for name in ("targets", "contexts")]
        except (OSError, ValueError, TypeError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise ValueError(f"{path} is not a checkpoint of a training, or not a whole one.") from error
        for name, value in self._identity().items():
            if name not in saved or not np.array_equal(saved[name], value):
                differs = f"{name}={saved.get(name)}, not {name}={value}"
                differs = {"words": "another vocabulary", "text": "another text"}.get(name, differs)
                text = f"The checkpoint {path} was made with {differs}: give another file name, or delete it."
                raise ValueError(text)
        self.epoch = epoch
        for table, rows in zip(self.trainer.tables, tables, strict=True):
            table.assign(rows)
