"""Train word vectors.

Reads any corpus; makes `WordVectors`. Lesson 06 trains the same model with `fit`; lesson 08 takes this faster
way apart, whose arithmetic is in `blocks`.
"""

import os
import time
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from tqdm import TqdmWarning

from w2v_helpers._checks import atomic_path, one_of, positive_integer, positive_number
from w2v_helpers.blocks import PIECE, BlockTrainer
from w2v_helpers.dataset import check_enough
from w2v_helpers.model import NegativeSamplingLoss, SkipGram
from w2v_helpers.subsampling import subsample as thin_out
from w2v_helpers.vectors import WordVectors
from w2v_helpers.vocabulary import UNKNOWN, Vocabulary, vocabulary_and_ids

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

    Every epoch thins the corpus anew, so that other words meet, and draws new noise words. The learning rate
    falls in a straight line to nearly zero. Ctrl-C ends the training early and returns what was learned.

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens; it is gone through once.
        embedding_dim: D, the length of a vector.
        window_size: how far a window reaches to each side, at most.
        num_negatives: how much the negatives of a pair weigh together, counted in negatives.
        subsample: threshold above which frequent words are thinned; `None` keeps all tokens.
        min_count: leave out words that occur less often.
        max_size: keep at most this many words; `None` keeps all.
        epochs: passes over the corpus.
        learning_rate: of stochastic gradient descent, at the start.
        threads: how many update the tables at the same time, at most one a core. With 1, the same seed gives
            the same vectors, bit for bit; with more, which of two updates comes first is left to chance.
        seed: of all randomness, an integer of at least 0.
        table: which vectors of the model are returned: `"target"`, `"context"`, or the `"sum"` of a word's
            two, whose cosine also says whether two words meet (Levy, Goldberg, Dagan 2015, section 3.3).
            Where many vectors are averaged, as those of a review are, the contexts are better (lesson 9).
        callbacks: Keras callbacks. A "batch" is a piece of the corpus; the logs of an epoch are `loss`, per
            pair, `words_per_second` and `learning_rate`. They may set `model.stop_training`.
        checkpoint: a file, made or replaced after each epoch. If it is there already, made with the same
            settings from the same corpus, training goes on where it ended.
        verbose: 0 shows nothing, 1 a progress bar.

    Returns:
        The vectors of all words of the vocabulary, most frequent first.

    Raises:
        ValueError: a setting is not allowed, or the corpus is too small for it, or the checkpoint is of
            another training.
        OSError: the checkpoint cannot be written; the one before is left as it was.
    """
    subsample = None if subsample is None else positive_number("subsample", subsample)
    settings = _Settings(
        embedding_dim=positive_integer("embedding_dim", embedding_dim),
        window_size=positive_integer("window_size", window_size),
        num_negatives=positive_integer("num_negatives", num_negatives),
        subsample=subsample,
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
    """Return how to share out the length of vectors evenly between the two tables.

    All that the loss sees are products of a target and a context vector. It stays the same when one table is
    multiplied by a matrix A and the other by A⁻¹. Gradient descent in infinitely small steps, from a start
    near zero, would end where both tables are alike in length along every direction (Du, Hu, Lee 2018,
    arXiv:1806.00900). Large steps do not: they lengthen the contexts along the direction that noise words are
    pushed to, and shorten the targets there, whose cosines we take. So A is that of the balanced end.

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
    # Where a small vocabulary leaves a direction empty, both have the same little length.
    little = same * 1e-6 * np.trace(sum(grams)) / len(same)
    gram, other = (gram + little for gram in grams)
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
    """What decides the result of a training, beside its corpus."""

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
    """One training: the model, the corpus as one array of ids, and how far it is."""

    def __init__(
        self,
        settings: _Settings,
        vocabulary: Vocabulary,
        ids: np.ndarray,
        threads: int,
        checkpoint: str | Path | None,
    ):
        self.settings, self.vocabulary, self.ids, self.threads = settings, vocabulary, ids, threads
        self.keep = check_enough(
            ids, vocabulary, settings.window_size, settings.num_negatives, settings.subsample
        )
        with tf.device("CPU:0"):  # where the loop over the pieces runs
            self.model = SkipGram(len(vocabulary), settings.embedding_dim, seed=settings.seed)
        self.trainer = BlockTrainer(
            self.model,
            vocabulary,
            self.keep,
            window_size=settings.window_size,
            num_negatives=settings.num_negatives,
            learning_rate=settings.learning_rate,
            threads=threads,
        )
        self.epoch, self.checkpoint = 0, checkpoint
        if checkpoint is not None and Path(checkpoint).exists():
            self._load(Path(checkpoint))
        elif checkpoint is not None:
            self._save(0)  # a folder that cannot be written to is noticed now, not after an epoch
        # As many pieces for each thread, none of them too large to hold in memory thinned.
        self.num_pieces = threads * -(-len(ids) // (PIECE * threads))
        self.ends = np.linspace(0, len(ids), self.num_pieces + 1).astype(int)

    def train(self, callbacks: list[keras.callbacks.Callback], verbose: int) -> None:
        """Train the epochs that are left, or until Ctrl-C or a callback stops it."""
        # Callbacks look for an optimizer and a loss, also where the model is trained without them.
        optimizer = keras.optimizers.SGD(self.settings.learning_rate)
        self.model.compile(optimizer, NegativeSamplingLoss())
        listeners = keras.callbacks.CallbackList(
            callbacks, model=self.model, epochs=self.settings.epochs, steps=self.num_pieces, verbose=0
        )
        pieces, words = self._dataset(), np.count_nonzero(self.ids)
        self.model.stop_training = False
        listeners.on_train_begin()
        logs = {}
        with tqdm(
            total=self.settings.epochs * words,
            initial=self.epoch * words,
            unit=" words",
            unit_scale=True,
            disable=not verbose,
        ) as bar:
            try:
                while self.epoch < self.settings.epochs and not self.model.stop_training:
                    logs = self._epoch(pieces, listeners, bar, words)
            except KeyboardInterrupt:
                bar.write(f"Stopped after {self.epoch} whole epochs; the vectors are as trained so far.")
        tables = self.trainer.tables
        for table, matrix in zip(tables, balance(*(table.numpy() for table in tables)), strict=True):
            table.assign(tf.matmul(table, matrix))
        listeners.on_train_end(logs)

    def _epoch(
        self, pieces: tf.data.Dataset, listeners: keras.callbacks.CallbackList, bar, words: int
    ) -> dict:
        """Train on all pieces once; return the epoch's logs."""
        epoch, began, totals = self.epoch, time.perf_counter(), np.zeros(2)
        bar.set_description(f"epoch {epoch + 1} of {self.settings.epochs}")
        listeners.on_epoch_begin(epoch)
        for number, (loss_and_pairs, size) in enumerate(pieces):
            listeners.on_train_batch_begin(number)
            totals += loss_and_pairs.numpy()
            logs = {"loss": float(totals[0] / max(totals[1], 1))}
            bar.set_postfix_str(f"loss {logs['loss']:.3f} a pair", refresh=False)
            bar.update(int(size))
            listeners.on_train_batch_end(number, logs)
        rate = self.settings.rate((epoch + 1) / self.settings.epochs)
        self.model.optimizer.learning_rate = rate
        logs |= {"words_per_second": words / (time.perf_counter() - began), "learning_rate": rate}
        if self.checkpoint is not None:
            self._save(epoch + 1)
        self.epoch += 1
        listeners.on_epoch_end(epoch, logs)
        return logs

    def _dataset(self) -> tf.data.Dataset:
        """Return a dataset that trains: going through it once is one epoch.

        It yields for each piece the summed loss and pairs of some of its steps, and its number of words.
        """
        types = [tf.int64, *(spec.dtype for spec in self.trainer.signature)]

        def run(number: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            size, *piece = tf.numpy_function(self._piece, [number], types)
            for tensor, spec in zip(piece, self.trainer.signature, strict=True):
                tensor.set_shape(spec.shape)
            return self.trainer.run(*piece), size

        options = tf.data.Options()
        # Our operations are too small to be shared out among cores: each thread works for itself. This also
        # fixes the order in which one thread adds numbers up, and with it the result.
        options.threading.max_intra_op_parallelism = 1
        options.threading.private_threadpool_size = self.threads
        options.autotune.enabled = False
        numbers = tf.data.Dataset.range(self.num_pieces)
        return numbers.map(run, num_parallel_calls=self.threads, deterministic=True).with_options(options)

    def _piece(self, number: np.ndarray) -> tuple:
        """Thin and cut a piece of this epoch; return its number of words, and what the trainer runs on."""
        rng = np.random.default_rng([self.settings.seed, self.epoch, int(number)])
        ids = self.ids[self.ends[number] : self.ends[number + 1]]
        done = [(self.epoch + n / self.num_pieces) / self.settings.epochs for n in (number, number + 1)]
        rates = tuple(map(self.settings.rate, done))
        return np.count_nonzero(ids), *self.trainer.piece(thin_out(ids, self.keep, rng), rates, rng)

    # What a checkpoint holds beside the tables, to know its training again.
    def _identity(self) -> dict[str, np.ndarray]:
        settings = {name: np.array(str(value)) for name, value in asdict(self.settings).items()}
        return {**settings, "words": np.array(self.vocabulary.words), "text": np.array(zlib.crc32(self.ids))}

    def _save(self, epoch: int) -> None:
        """Write the tables and how far the training is; the old file stays until the new one is whole."""
        path = Path(self.checkpoint)
        tables = dict(zip(("targets", "contexts"), (t.numpy() for t in self.trainer.tables), strict=True))
        try:
            with atomic_path(path) as temporary, temporary.open("wb") as file:
                np.savez(file, epoch=epoch, **tables, **self._identity())
        except OSError as error:
            kept = "; the checkpoint before it is whole" if path.exists() else ""
            raise OSError(f"The checkpoint {path} could not be written{kept}: {error}") from error

    def _load(self, path: Path) -> None:
        """Take up a training where its checkpoint left it."""
        try:
            with np.load(path, allow_pickle=False) as file:
                saved = {name: file[name] for name in file.files}
            epoch, tables = int(saved.pop("epoch")), [saved.pop(name) for name in ("targets", "contexts")]
        except (OSError, ValueError, TypeError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise ValueError(f"{path} is not a checkpoint of a training, or not a whole one.") from error
        for name, value in self._identity().items():
            if name not in saved or not np.array_equal(saved[name], value):
                raise ValueError(_of_another_training(path, name, saved.get(name), value))
        self.epoch = epoch
        for table, rows in zip(self.trainer.tables, tables, strict=True):
            table.assign(rows)


def _of_another_training(path: Path, name: str, saved: np.ndarray | None, wanted: np.ndarray) -> str:
    """Say why a checkpoint does not fit."""
    differs = f"{name}={saved}, not {name}={wanted}"
    if name in ("words", "text"):
        differs = "another vocabulary" if name == "words" else "another text"
    return f"The checkpoint {path} was made with {differs}: give another file name, or delete it."
