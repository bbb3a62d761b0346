"""Train word vectors.

Reads any corpus; makes `WordVectors`. Lesson 6 trains the same model with `fit`; lesson 8 explains this
faster way, whose arithmetic is in `blocks`.
"""

import time
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from tqdm import TqdmWarning

from w2v_helpers._checks import (
    atomic_path,
    one_of,
    positive_integer,
    positive_number,
    silent_stderr,
)
from w2v_helpers.blocks import CONTEXT_WEIGHTS, PIECE, BlockMaker, take_steps
from w2v_helpers.dataset import check_enough
from w2v_helpers.model import NegativeSamplingLoss, SkipGram, start_compiler
from w2v_helpers.vectors import WordVectors
from w2v_helpers.vocabulary import PADDING, UNKNOWN, Vocabulary, vocabulary_and_ids

with silent_stderr():
    import keras
    import tensorflow as tf

with warnings.catch_warnings():
    warnings.simplefilter("ignore", TqdmWarning)  # without ipywidgets a notebook gets the bar of a terminal
    from tqdm.auto import tqdm

TABLES = ("target", "context", "sum", "both")
KEPT_TOKENS_PER_BLOCK = 20_000  # a step has one block for each of these in the text, ...
MAX_BLOCKS = {"CPU": 8, "GPU": 128}  # ... up to as many as suit the device


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
    context_weights: str = "harmonic",
    table: str = "target",
    balance: bool = True,
    device: str | None = None,
    threads: int = 2,
    seed: int = 42,
    start: WordVectors | None = None,
    freeze: Iterable[str] = (),
    callbacks: Sequence[keras.callbacks.Callback] = (),
    checkpoint: str | Path | None = None,
    verbose: int = 1,
) -> WordVectors:
    """Train skip-gram vectors with negative sampling on a corpus.

    Every epoch subsamples the corpus, cuts it into blocks and draws noise words anew. A step moves the
    vectors of S blocks by the exact gradients of their loss, added up for repeated words. A row whose pairs
    in a step exceed `blocks.MAX_MOVE` / learning rate moves by that much less. S is one block of 32 targets
    per 20,000 tokens that subsampling keeps, at most 8 on a CPU and 128 on a GPU; nothing else depends on
    the size of the text. The learning rate falls linearly to almost 0. Ctrl-C ends the training early and
    returns what was learned.

    | | `train` | word2vec.c | gensim |
    |---|---|---|---|
    | window | all distances, weighted by `context_weights` | a reach drawn from 1 to w | as word2vec.c |
    | subsampling | anew each epoch, before windows | the same | the same |
    | noise | counts^0.75, 32 or more words shared by 32 targets | counts^0.75, K words per pair | the same |
    | a pair's own context drawn as noise | stays | skipped | skipped |
    | update | one step for S blocks, exact and bounded | after each pair, unbounded | as word2vec.c |
    | threads | same result with any number | race for the tables | race for the tables |
    | end of training | `balance` | as it is | as it is |

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens; it is read once.
        embedding_dim: D, the length of a vector.
        window_size: w, how far a window reaches to each side.
        num_negatives: how much the negatives of a pair weigh together, counted in negatives.
        subsample: threshold above which frequent words are subsampled; `None` keeps all tokens.
        min_count: leave out words that occur less often.
        max_size: keep at most this many words; `None` keeps all.
        epochs: passes over the corpus.
        learning_rate: of stochastic gradient descent, at the start.
        context_weights: how much a context counts by its distance, `"linear"` or `"harmonic"`; see
            `blocks.window_weights`.
        table: which vectors are returned: `"target"`, `"context"`, the `"sum"` of a word's two, whose cosine
            also reflects whether two words meet (Levy, Goldberg, Dagan 2015, section 3.3), or `"both"`, one
            behind the other, 2 D numbers. Contexts are better for averages of many vectors (lesson 9).
        balance: make both tables equally long in every direction at the end, see `balanced`. With `start`
            this is left out, so that all words stay in the same space.
        device: `"CPU"`, `"GPU"` or a device's name in TensorFlow; `None` takes a GPU if there is one. The
            arithmetic is the same, the steps are larger on a GPU.
        threads: into how many parts a step is divided on a CPU, to be worked on at the same time. The same
            seed gives the same vectors on one machine, bit for bit, with any number; a GPU adds in any order.
        seed: of all randomness, an integer of at least 0.
        start: vectors to go on from. Words they lack start fresh; words that the corpus lacks keep theirs,
            bit for bit. Vectors of `train` bring their `contexts`, which start at zero for others.
        freeze: words whose vectors in `start` do not change.
        callbacks: Keras callbacks. A "batch" is a piece of the corpus; the logs of an epoch are `loss`, per
            pair, `words_per_second` and `learning_rate`. Their `model` is a copy of what was learned by the
            end of the epoch; they may set its `stop_training`.
        checkpoint: a file, replaced after each epoch. If it exists, made with the same settings from the same
            corpus, training goes on where it ended. Only `epochs` may be larger: the rate then goes on from
            its value at epochs done / new epochs, which is not quite one long training.
        verbose: 0 shows nothing, 1 a progress bar.

    Returns:
        The vectors of all words of the vocabulary, most frequent first; then those of words that only `start`
        has. With `table="target"` their `contexts` are the other table.

    Raises:
        ValueError: a setting is not allowed, or the corpus is too small for it, or the checkpoint is of
            another training.
        KeyError: `freeze` names a word that `start` lacks.
        OSError: the checkpoint cannot be written; the one before is left as it was.
        MemoryError: the device has too little memory.
    """
    settings = _Settings(
        embedding_dim=positive_integer("embedding_dim", embedding_dim),
        window_size=positive_integer("window_size", window_size),
        num_negatives=positive_integer("num_negatives", num_negatives),
        subsample=None if subsample is None else positive_number("subsample", subsample),
        learning_rate=positive_number("learning_rate", learning_rate),
        context_weights=one_of("context_weights", context_weights, CONTEXT_WEIGHTS),
        seed=positive_integer("seed", seed, minimum=0),
    )
    epochs, threads = positive_integer("epochs", epochs), positive_integer("threads", threads)
    one_of("table", table, TABLES)
    device = _find_device(device)
    if start is not None and start.vector_size != embedding_dim:
        raise ValueError(f"start has {start.vector_size} dimensions, not embedding_dim={embedding_dim}.")
    vocabulary, ids = vocabulary_and_ids(corpus, min_count=min_count, max_size=max_size, verbose=verbose)
    frozen = _frozen_ids(freeze, start, vocabulary)
    try:
        run = _Run(settings, vocabulary, ids, start, frozen, device, threads, epochs, checkpoint)
        run.train(list(callbacks), verbose, balance and start is None)
    except tf.errors.ResourceExhaustedError as error:
        text = f"{device} has too little memory: lower embedding_dim or max_size, or give device='CPU'."
        raise MemoryError(text) from error
    return _result(vocabulary, *(rows.numpy() for rows in run.tables), start, table)


def word_vectors(model: SkipGram, vocabulary: Vocabulary, *, table: str = "target") -> WordVectors:
    """Take vectors out of a model, as `train` does, without the rows of padding and unknown."""
    tables = (layer.embeddings.numpy() for layer in (model.target_embedding, model.context_embedding))
    return _result(vocabulary, *tables, None, one_of("table", table, TABLES))


def _result(
    vocabulary: Vocabulary, targets: np.ndarray, contexts: np.ndarray, start: WordVectors | None, table: str
) -> WordVectors:
    """Return the vectors of the vocabulary, and of the words that only `start` has."""
    first = UNKNOWN + 1
    words, counts = list(vocabulary.words[first:]), vocabulary.counts[first:]
    targets, contexts = targets[first:], contexts[first:]
    others = [] if start is None else [row for row, word in enumerate(start.words) if word not in vocabulary]
    if others:
        words += [start.words[row] for row in others]
        counts = np.append(counts, np.zeros(len(others), counts.dtype))
        targets = np.concatenate([targets, start.matrix[others]])
        contexts = np.concatenate([contexts, _contexts_of(start)[others]])
    combined = {
        "target": lambda: targets,
        "context": lambda: contexts,
        "sum": lambda: targets + contexts,
        "both": lambda: np.concatenate([targets, contexts], axis=1),
    }
    return WordVectors(words, combined[table](), counts, contexts if table == "target" else None)


def _contexts_of(vectors: WordVectors) -> np.ndarray:
    return np.zeros_like(vectors.matrix) if vectors.contexts is None else vectors.contexts


def _frozen_ids(freeze: Iterable[str], start: WordVectors | None, vocabulary: Vocabulary) -> list[int]:
    """Return the ids of the words whose vectors must stay."""
    words = [freeze] if isinstance(freeze, str) else list(freeze)
    if words and start is None:
        raise ValueError("freeze keeps vectors of start: give start, too.")
    found = [start.words[start.id(word)] for word in words]  # names a word that start lacks
    return [vocabulary.id(word) for word in found if word in vocabulary]


def balanced(targets: np.ndarray, contexts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Change the basis of both tables so that they are equally long in every direction.

    The loss sees only products of a target and a context vector, which stay the same when one table is
    multiplied by a matrix A and the other by A⁻¹. Gradient descent in infinitely small steps, from a start
    near zero, would end with tables that are balanced like this (Du, Hu, Lee 2018, arXiv:1806.00900). Large
    steps do not: they lengthen the contexts along the direction in which noise words are pushed, and shorten
    the targets there, whose cosines we take.

    Args:
        targets: float32 (V, D).
        contexts: float32 (V, D).

    Returns:
        Both tables, changed, whose products of columns, (D, D), are the same. A table that is all zero or not
        finite, and the other with it, stays as it is.
    """
    if not all(np.isfinite(table).all() and table.any() for table in (targets, contexts)):
        return targets, contexts
    grams = [(table.T @ table).astype(np.float64) for table in (targets, contexts)]
    # Where a small vocabulary leaves a direction empty, both get the same tiny length.
    tiny = np.eye(targets.shape[1]) * 1e-6 * np.trace(sum(grams)) / targets.shape[1]
    gram, other = (gram + tiny for gram in grams)
    root, inverse = _power(gram, 0.5), _power(gram, -0.5)
    square = inverse @ _power(root @ other @ root, 0.5) @ inverse  # A²: A² · gram · A² = other
    return targets @ _power(square, 0.5).astype(np.float32), contexts @ _power(square, -0.5).astype(
        np.float32
    )


def _power(matrix: np.ndarray, exponent: float) -> np.ndarray:
    """Raise a symmetric, positive (D, D) matrix to a power."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    values = np.maximum(values, 1e-12 * values[-1])  # rounding may leave some just below zero
    return (vectors * values**exponent) @ vectors.T


def _find_device(device: str | None) -> str:
    """Return TensorFlow's name of a device, a GPU if there is one and none is named."""
    start_compiler()
    names = [found.name.removeprefix("/device:") for found in tf.config.list_logical_devices()]
    names = sorted((name for name in names if name.startswith(("CPU", "GPU"))), reverse=True)  # GPUs first
    if device is None:
        return names[0]
    wanted = str(device).upper().removeprefix("/").removeprefix("DEVICE:")
    for name in sorted(names):
        if wanted in (name, name.partition(":")[0]):
            return name
    raise ValueError(f"device={device!r} is not there: TensorFlow sees {', '.join(sorted(names))}.")


@dataclass(frozen=True)
class _Settings:
    """What decides the result of a training, apart from its corpus and its epochs."""

    embedding_dim: int
    window_size: int
    num_negatives: int
    subsample: float | None
    learning_rate: float
    context_weights: str
    seed: int

    def rate(self, done: float) -> float:
        """Return the learning rate when this share of the training is done."""
        return self.learning_rate * max(1 - done, 1e-3)


class _Run:
    """One training: the two tables, the corpus as one array of ids, and the epochs done so far."""

    def __init__(
        self,
        settings: _Settings,
        vocabulary: Vocabulary,
        ids: np.ndarray,
        start: WordVectors | None,
        frozen: Sequence[int],
        device: str,
        threads: int,
        epochs: int,
        checkpoint: str | Path | None,
    ):
        self.settings, self.vocabulary, self.ids = settings, vocabulary, ids
        self.device, self.epochs, self.epoch = device, epochs, 0
        kind = device.partition(":")[0]
        self.parts = threads if kind == "CPU" else 1
        shared = {name: getattr(settings, name) for name in ("window_size", "num_negatives")}
        keep = check_enough(ids, vocabulary, **shared, subsample=settings.subsample)
        blocks = int(np.clip(vocabulary.counts @ keep // KEPT_TOKENS_PER_BLOCK, 1, MAX_BLOCKS[kind]))
        self.maker = BlockMaker(
            vocabulary,
            keep,
            **shared,
            context_weights=settings.context_weights,
            blocks_per_step=blocks,
            learning_rate=settings.learning_rate,
            frozen=frozen,
        )
        shape = len(vocabulary), settings.embedding_dim
        near_zero = (np.random.default_rng(settings.seed).random(shape, np.float32) - 0.5) / shape[1]
        near_zero[PADDING] = 0
        with tf.device(device):
            self.tables = [tf.Variable(rows) for rows in (near_zero, np.zeros(shape, np.float32))]
        if start is not None:
            self._take_over(start)
        self.start = 0 if start is None else zlib.crc32(np.sort(frozen).tobytes(), zlib.crc32(start.matrix))
        self._compile()
        self.num_pieces = -(-len(ids) // PIECE)
        self.ends = np.linspace(0, len(ids), self.num_pieces + 1).astype(int)
        self.checkpoint = None if checkpoint is None else Path(checkpoint)
        if self.checkpoint is not None and self.checkpoint.exists():
            self._load()
        else:
            self._save()  # a folder that cannot be written to is noticed now, not after an epoch

    def _take_over(self, start: WordVectors) -> None:
        """Put the vectors of the words that the corpus knows into the tables."""
        known = [row for row, word in enumerate(start.words) if word in self.vocabulary]
        rows = [self.vocabulary.id(start.words[row]) for row in known]
        for table, vectors in zip(self.tables, (start.matrix, _contexts_of(start)), strict=True):
            table.scatter_update(tf.IndexedSlices(vectors[known], rows))

    def _compile(self) -> None:
        """Compile `take_steps` once, for pieces of any length."""
        ids, numbers = self.maker.steps(self.ids[:1], (0.0, 0.0), np.random.default_rng(0))
        specs = [tf.TensorSpec((None, *array.shape[1:]), array.dtype) for array in (ids, numbers)]
        with tf.device(self.device), silent_stderr():
            take_steps.get_concrete_function(self.tables, self.maker.weights, *specs, self.parts)
            take_steps(self.tables, self.maker.weights, ids, numbers, self.parts)

    def train(self, callbacks: list[keras.callbacks.Callback], verbose: int, balance: bool) -> None:
        """Train the remaining epochs, or until Ctrl-C or a callback stops it; then balance the tables."""
        words, model = np.count_nonzero(self.ids), self._model_for(callbacks)
        listeners = keras.callbacks.CallbackList(
            callbacks, model=model, epochs=self.epochs, steps=self.num_pieces, verbose=0
        )
        logs = {}
        listeners.on_train_begin()
        counts = {"total": self.epochs * words, "initial": self.epoch * words}
        with tqdm(**counts, unit=" words", unit_scale=True, disable=not verbose) as bar:
            try:
                while self.epoch < self.epochs and not (model and model.stop_training):
                    logs = self._train_epoch(listeners, bar)
                    if model:
                        self._show(model, logs["learning_rate"])
                    listeners.on_epoch_end(self.epoch - 1, logs)
            except KeyboardInterrupt:
                bar.write(f"Stopped after {self.epoch} whole epochs; the vectors are as trained so far.")
        if balance:
            for table, rows in zip(self.tables, balanced(*(t.numpy() for t in self.tables)), strict=True):
                table.assign(rows)
        if model:
            self._show(model, self.settings.rate(self.epoch / self.epochs))
        listeners.on_train_end(logs)

    def _model_for(self, callbacks: list[keras.callbacks.Callback]) -> SkipGram | None:
        """Make a model for callbacks to look at, with an optimizer and a loss, which some of them expect."""
        if not callbacks:
            return None
        model = SkipGram(len(self.vocabulary), self.settings.embedding_dim)
        model.compile(keras.optimizers.SGD(self.settings.learning_rate), NegativeSamplingLoss())
        model.stop_training = False
        self._show(model, self.settings.rate(self.epoch / self.epochs))
        return model

    def _show(self, model: SkipGram, rate: float) -> None:
        """Copy the tables and the learning rate into the model for callbacks."""
        model.optimizer.learning_rate = rate
        for layer, table in zip((model.target_embedding, model.context_embedding), self.tables, strict=True):
            layer.embeddings.assign(table)

    def _train_epoch(self, listeners: keras.callbacks.CallbackList, bar: tqdm) -> dict[str, float]:
        """Train on all pieces once; return the epoch's logs."""
        began, totals, logs = time.perf_counter(), np.zeros(2), {}
        bar.set_description(f"epoch {self.epoch + 1} of {self.epochs}")
        listeners.on_epoch_begin(self.epoch)
        weights = self.maker.weights
        for number, (ids, numbers) in enumerate(self._pieces()):
            listeners.on_train_batch_begin(number)
            with tf.device(self.device):
                totals += take_steps(self.tables, weights, ids, numbers, self.parts).numpy()
            logs = {"loss": float(totals[0] / max(totals[1], 1))}
            bar.set_postfix_str(f"loss {logs['loss']:.3f} per pair", refresh=False)
            bar.update(np.count_nonzero(self._ids_of(number)))
            listeners.on_train_batch_end(number, logs)
        seconds, self.epoch = time.perf_counter() - began, self.epoch + 1
        self._save()
        rate = self.settings.rate(self.epoch / self.epochs)
        return logs | {"words_per_second": np.count_nonzero(self.ids) / seconds, "learning_rate": rate}

    def _pieces(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield the steps of each piece; a thread prepares the next one meanwhile."""
        if self.num_pieces == 1:
            yield self._steps(0)
            return
        with ThreadPoolExecutor(1) as pool:
            following = pool.submit(self._steps, 0)
            for number in range(1, self.num_pieces + 1):
                steps = following.result()
                if number < self.num_pieces:
                    following = pool.submit(self._steps, number)
                yield steps

    def _steps(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        rng = np.random.default_rng([self.settings.seed, self.epoch, number])
        done = [(self.epoch + n / self.num_pieces) / self.epochs for n in (number, number + 1)]
        return self.maker.steps(self._ids_of(number), tuple(map(self.settings.rate, done)), rng)

    def _ids_of(self, number: int) -> np.ndarray:
        """Return the ids of a piece of the corpus."""
        return self.ids[self.ends[number] : self.ends[number + 1]]

    def _identity(self) -> dict[str, np.ndarray]:
        """Return what a checkpoint holds besides the tables, to recognise its training."""
        settings = {name: np.array(str(value)) for name, value in asdict(self.settings).items()}
        text, start = np.array(zlib.crc32(self.ids)), np.array(self.start)
        return {**settings, "words": np.array(self.vocabulary.words), "text": text, "start": start}

    def _save(self) -> None:
        """Write the tables and the epochs done; the old file stays until the new one is whole."""
        path = self.checkpoint
        if path is None:
            return
        tables = dict(zip(("targets", "contexts"), (t.numpy() for t in self.tables), strict=True))
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
                others = {"words": "another vocabulary", "text": "another text", "start": "another start"}
                made_with = others.get(name, f"{name}={saved.get(name)}, not {name}={value}")
                raise ValueError(f"The checkpoint {path} was made with {made_with}: give another file name.")
        if epoch > self.epochs:
            raise ValueError(f"The checkpoint {path} holds {epoch} epochs, more than epochs={self.epochs}.")
        self.epoch = epoch
        for table, rows in zip(self.tables, tables, strict=True):
            table.assign(rows)
