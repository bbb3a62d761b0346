"""Train word vectors.

Reads any corpus; makes `WordVectors`. Lesson 6 trains the same model with `fit`; lesson 10 explains this
faster way, whose arithmetic is in `steps`.
"""

import itertools
import time
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from tqdm import TqdmWarning

from w2v_helpers import blocks
from w2v_helpers._checks import CourseWarning, one_of, positive_integer, positive_number, silent_stderr
from w2v_helpers.cbow import CbowInputs
from w2v_helpers.dataset import check_enough
from w2v_helpers.hierarchical_softmax import HierarchicalSoftmax, count_questions, huffman_paths
from w2v_helpers.model import (
    TABLES,
    NegativeSamplingLoss,
    SkipGram,
    balanced,
    find_device,
    first_tables,
    memory_of,
    merged,
    vectors_of,
)
from w2v_helpers.negatives import noise_distribution
from w2v_helpers.steps import (
    NegativeSampling,
    Objective,
    SkipGramInputs,
    Tables,
    compiled_steps,
    loss_and_pairs,
)
from w2v_helpers.vector_files import read_checkpoint, write_checkpoint
from w2v_helpers.vectors import WordVectors
from w2v_helpers.vocabulary import PADDING, UNKNOWN, Vocabulary, let_go, vocabulary_and_ids

with silent_stderr():
    import keras
    import tensorflow as tf

with warnings.catch_warnings():
    warnings.simplefilter("ignore", TqdmWarning)  # without ipywidgets a notebook gets the bar of a terminal
    from tqdm.auto import tqdm

RATES = {"skip_gram": 0.05, "cbow": 0.2}
INPUTS = {"skip_gram": SkipGramInputs, "cbow": CbowInputs}
OUTPUTS = {"negative_sampling": NegativeSampling, "hierarchical_softmax": HierarchicalSoftmax}
KEPT_TOKENS_PER_BLOCK = 20_000  # for each of these in the text one block is at work at a time, ...
MAX_BLOCKS = {"CPU": 8, "GPU": 128}  # ... up to so many in a step, and further ones in other threads
MOST_HELD = 0.2  # the share of moves held back above which train warns, and ...
MOST_ALIKE = 0.9  # ... the mean cosine; tests/benchmarks/rates.py measures both
TOKENS_PER_WORD = 8  # in a piece: to copy and merge the tables takes a small part of its time


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
    learning_rate: float | None = None,
    context_weights: str = "harmonic",
    architecture: str = "skip_gram",
    loss: str = "negative_sampling",
    table: str = "target",
    balance: bool = False,
    device: str | None = None,
    threads: int = 2,
    seed: int = 42,
    start: WordVectors | None = None,
    freeze: Iterable[str] = (),
    callbacks: Sequence[keras.callbacks.Callback] = (),
    checkpoint: str | Path | None = None,
    verbose: int = 1,
) -> WordVectors:
    """Train word vectors on a corpus: by default skip-gram with negative sampling.

    Every epoch subsamples the corpus, cuts it into blocks and draws noise words anew. A step moves the
    vectors of S blocks by the exact gradients of their loss, added up for repeated words. A row whose pairs
    in a step exceed `blocks.MAX_MOVE` / learning rate moves by that much less. One block of 32 targets is at
    work at a time for each 20,000 tokens that subsampling keeps: up to 8 in a step (128 on a GPU), then as
    many in another thread. Nothing else depends on the size of the text. The learning rate falls linearly
    to almost 0. Ctrl-C ends the training early and returns what was learned.

    | | `train` | word2vec.c | gensim |
    |---|---|---|---|
    | window | all distances, weighted by `context_weights` | a reach drawn from 1 to w | as word2vec.c |
    | subsampling | anew each epoch, before windows | the same | the same |
    | noise | counts^0.75, 24 or more words shared by 32 targets | counts^0.75, K words per pair | the same |
    | a pair's own context drawn as noise | stays | skipped | skipped |
    | update | one step for S blocks, exact and bounded | after each pair, unbounded | as word2vec.c |
    | threads | a copy of the tables each, merged | race for the tables | race for the tables |

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens; it is read once.
        embedding_dim: D, the length of a vector.
        window_size: w, how far a window reaches to each side.
        num_negatives: how much the negatives of a pair weigh together, counted in negatives.
        subsample: threshold above which frequent words are subsampled; `None` keeps all tokens.
        min_count: leave out words that occur less often.
        max_size: keep at most this many words; `None` keeps all.
        epochs: passes over the corpus.
        learning_rate: of stochastic gradient descent, at the start; by default 0.05, and 0.2 for CBOW, where
            each context gets only its share of the error.
        context_weights: how much a context counts by its distance, `"linear"` or `"harmonic"`; see
            `blocks.window_weights`.
        architecture: `"skip_gram"` predicts the words around a target from its vector, `"cbow"` the target
            from the mean of the vectors around it, see `cbow`.
        loss: `"negative_sampling"`, or `"hierarchical_softmax"`, which takes a tree of the words in place of
            noise, and is slower; see `hierarchical_softmax`.
        table: which vectors are returned: `"target"`, `"context"`, the `"sum"` of a word's two, whose cosine
            also reflects whether two words meet (Levy, Goldberg, Dagan 2015, section 3.3), or `"both"`, one
            behind the other, 2 D numbers. Contexts are better for averages of many vectors (lesson 12). What
            CBOW averages counts as targets, what it predicts as contexts; a tree leaves only `"target"`.
        balance: make both tables equally long in every direction at the end, see `balanced`. Cosines then
            say more about which words mean the same, and less about which have to do with each other.
        device: `"CPU"`, `"GPU"` or a device's name in TensorFlow; `None` takes a GPU if there is one. The
            arithmetic is the same, the steps are larger on a GPU.
        threads: how many pieces of the text are trained on at the same time on a CPU, each with a copy of the
            tables; then the copies are merged, see `merged`. A text with fewer than 320,000 tokens kept has
            one. The same seed and number give the same vectors on one machine, bit for bit.
        seed: of all randomness, an integer of at least 0.
        start: vectors to go on from. Words they lack start fresh; words that the corpus lacks keep theirs,
            bit for bit. Vectors of `train` bring their `contexts`, which start at zero for others.
        freeze: words whose vectors in `start` do not change.
        callbacks: Keras callbacks. A "batch" is a piece of the corpus for each thread; the logs of an epoch
            are `loss`, per pair, of blocks before their piece is trained on, `words_per_second` and
            `learning_rate`. `model` is a copy of what was learned, on the CPU; they may set its
            `stop_training`. An `OSError` of a callback after an epoch, such as a full disk, is a warning.
        checkpoint: a file, replaced after each epoch. If it exists, made with the same settings from the same
            corpus, training goes on where it ended. Only `epochs` may be larger: the rate then goes on from
            its value at epochs done / new epochs, which is not quite one long training.
        verbose: 0 shows nothing, 1 a progress bar.

    Returns:
        The vectors of all words of the vocabulary, most frequent first; then those of words that only `start`
        has. With `table="target"` their `contexts` are the other table.

    Warns:
        CourseWarning: the learning rate was too high; the vectors are all alike; the checkpoint, or a file of
            a callback, could not be written, and training goes on; or the device ran out of memory after
            whole epochs.

    Raises:
        ValueError: a setting, the size of the corpus, `start` or the checkpoint does not fit.
        KeyError: `freeze` names a word that `start` lacks.
        OSError: the first checkpoint, before training, cannot be written.
        MemoryError: the device has too little memory for one epoch.
    """
    one_of("architecture", architecture, list(INPUTS))
    settings = _Settings(
        embedding_dim=positive_integer("embedding_dim", embedding_dim),
        window_size=positive_integer("window_size", window_size),
        num_negatives=positive_integer("num_negatives", num_negatives),
        subsample=None if subsample is None else positive_number("subsample", subsample),
        learning_rate=positive_number(
            "learning_rate", RATES[architecture] if learning_rate is None else learning_rate
        ),
        context_weights=one_of("context_weights", context_weights, blocks.CONTEXT_WEIGHTS),
        architecture=architecture,
        loss=one_of("loss", loss, list(OUTPUTS)),
        seed=positive_integer("seed", seed, minimum=0),
    )
    epochs, threads = positive_integer("epochs", epochs), positive_integer("threads", threads)
    one_of("table", table, TABLES if loss == "negative_sampling" else TABLES[:1])
    device = find_device(device)
    if start is not None and start.vector_size != embedding_dim:
        raise ValueError(f"start has {start.vector_size} dimensions, not embedding_dim={embedding_dim}.")
    if start is not None and balance:
        raise ValueError("balance would move words away from the others of start: give only one of both.")
    vocabulary, ids = vocabulary_and_ids(corpus, min_count=min_count, max_size=max_size, verbose=verbose)
    frozen = _frozen_ids(freeze, start, vocabulary)
    identity = {} if checkpoint is None else _identity(settings, vocabulary, ids, start, frozen)
    with memory_of(device):
        run = _Run(settings, vocabulary, ids, frozen, device, threads)
        run.begin(first_tables(vocabulary, embedding_dim, seed, start), epochs, checkpoint, identity)
        tables = run.train(list(callbacks), verbose, balance)
    vectors = vectors_of(vocabulary, *tables, table, start)
    if loss == "hierarchical_softmax":
        vectors.contexts = None  # the other table holds nodes, not words
    _warn(vectors, *run.moves, settings.learning_rate, epochs)
    return vectors


def _warn(vectors: WordVectors, moved: float, held: float, learning_rate: float, epochs: int) -> None:
    """Say what to change where vectors are all alike, or many moves were held back, see `take_steps`."""
    units = vectors.unit_vectors(slice(10_000)).astype(np.float64)
    size = len(units)
    alike = (np.square(units.sum(axis=0)).sum() - size) / max(size * (size - 1), 1)  # the mean cosine
    if alike > MOST_ALIKE:
        note = f"All vectors point nearly the same way (their mean cosine is {alike:.2f}): the text is too "
        note += f"short for epochs={epochs}. Give more, such as {5 * epochs}."
    elif held > MOST_HELD * moved:
        note = f"learning_rate={learning_rate} is too high here: {held / moved:.0%} of all moves had to be "
        note += f"cut, which can spoil vectors. Give a lower one, such as {learning_rate / 4:g}."
    else:
        return
    warnings.warn(note, CourseWarning, stacklevel=3)


def _frozen_ids(freeze: Iterable[str], start: WordVectors | None, vocabulary: Vocabulary) -> list[int]:
    """Return the ids of the words whose vectors must stay."""
    words = [freeze] if isinstance(freeze, str) else list(freeze)
    if words and start is None:
        raise ValueError("freeze keeps vectors of start: give start, too.")
    found = [start.words[start.id(word)] for word in words]  # names a word that start lacks
    return [vocabulary.id(word) for word in found if word in vocabulary]


@dataclass(frozen=True)
class _Settings:
    """What decides the result of a training, apart from its corpus and its epochs."""

    embedding_dim: int
    window_size: int
    num_negatives: int
    subsample: float | None
    learning_rate: float
    context_weights: str
    architecture: str
    loss: str
    seed: int

    @property
    def objective(self) -> Objective:
        """What the steps learn."""
        return Objective(INPUTS[self.architecture], OUTPUTS[self.loss])

    def rate(self, done: float) -> float:
        """Return the learning rate when this share of the training is done."""
        return self.learning_rate * max(1 - done, 1e-3)


def _identity(
    settings: _Settings, vocabulary: Vocabulary, ids: np.ndarray, start: WordVectors | None, frozen: list[int]
) -> dict[str, np.ndarray]:
    """Return what tells this training from another."""
    begun = 0 if start is None else zlib.crc32(np.sort(frozen).tobytes(), zlib.crc32(start.matrix))
    named = {**asdict(settings), "text": zlib.crc32(ids), "start": begun}
    words = np.frombuffer("\n".join(vocabulary.words).encode(errors="surrogatepass"), np.uint8)
    return {"words": words} | {name: np.array(str(named[name])) for name in named}


class _Run:
    """One training: its two tables, and the corpus as one array of ids, divided into pieces."""

    def __init__(
        self,
        settings: _Settings,
        vocabulary: Vocabulary,
        ids: np.ndarray,
        frozen: list[int],
        device: str,
        threads: int,
    ):
        self.settings, self.vocabulary, self.ids, self.device = settings, vocabulary, ids, device
        window_size, paths, num_negatives = settings.window_size, None, settings.num_negatives
        if settings.loss == "hierarchical_softmax":
            paths, num_negatives = huffman_paths(vocabulary.counts), 0
        self.keep = check_enough(ids, vocabulary, window_size, max(num_negatives, 1), settings.subsample)
        self.noise = noise_distribution(vocabulary.counts)
        pairs = 1 if settings.architecture == "cbow" else None  # of a target; in skip-gram its whole window
        self.num_noise = num_negatives and blocks.noise_per_block(
            window_size, num_negatives, settings.learning_rate, pairs
        )
        kept, kind = vocabulary.counts * self.keep, device.partition(":")[0]
        at_work = max(1, int(kept.sum()) // KEPT_TOKENS_PER_BLOCK)
        self.blocks_per_step = min(at_work, MAX_BLOCKS[kind])
        self.copies = min(at_work // self.blocks_per_step, threads) if kind == "CPU" else 1
        self.rounds = -(-len(ids) // (self.copies * max(blocks.PIECE, TOKENS_PER_WORD * len(vocabulary))))
        self.num_steps, self.moves = 0, np.zeros(2)
        self.ends = np.linspace(0, len(ids), self.rounds * self.copies + 1).astype(int)
        limits = np.full(len(vocabulary), blocks.MAX_MOVE)
        limits[[PADDING, UNKNOWN, *frozen]] = 0
        with tf.device(device):
            self.limits = [tf.constant(limits, tf.float32)] * 2
            per_piece = kept[:, None] / (self.rounds * self.copies)
            self.meetings, self.lookups = [tf.constant(per_piece, tf.float32)] * 2, ()
            if paths is not None:
                self._take_tree(paths, per_piece)
            self.as_contexts = tf.constant(blocks.window_weights(window_size, settings.context_weights))

    def _take_tree(self, paths: np.ndarray, per_piece: np.ndarray) -> None:
        """Let the rows of the second table be nodes of a tree, none of which is frozen."""
        self.lookups = (tf.constant(paths),)
        self.meetings[1] = tf.constant(count_questions(paths, per_piece[:, 0])[:, None], tf.float32)
        self.limits[1] = blocks.MAX_MOVE * tf.cast(tf.range(len(paths)) > UNKNOWN, tf.float32)

    def begin(self, tables: list, epochs: int, checkpoint: str | Path | None, identity: dict) -> None:
        """Take the tables to start from, or those of the checkpoint."""
        self.epoch, self.epochs, self.save = 0, epochs, lambda: None
        if checkpoint is not None:
            if Path(checkpoint).exists():
                self.epoch, tables = read_checkpoint(checkpoint, identity, epochs)
            self.save = lambda: write_checkpoint(checkpoint, self.epoch, self.tables, identity)
        with tf.device(self.device):
            self.tables = list(map(tf.constant, tables))
        if self.epoch == 0:
            self.save()  # a folder that cannot be written to is noticed now, not after an epoch

    def train(self, callbacks: list, verbose: int, balance: bool) -> Sequence[np.ndarray]:
        """Train the remaining epochs, or until Ctrl-C or a callback stops it; return the tables, balanced."""
        logs, words, model = {}, int(self.vocabulary.counts.sum()), self._model_for(callbacks)
        listeners = keras.callbacks.CallbackList(
            callbacks, model=model, epochs=self.epochs, steps=self.rounds
        )
        listeners.on_train_begin()
        counts = {"total": self.epochs * words, "initial": self.epoch * words}
        bar = tqdm(**counts, unit=" words", unit_scale=True, disable=not verbose)
        with bar, ThreadPoolExecutor(self.copies + 1) as self.workers:
            try:
                while self.epoch < self.epochs and not (model and model.stop_training):
                    logs = self._train_epoch(listeners, bar)
                    self._show(model, self.tables)
                    _write_or_warn(listeners.on_epoch_end, self.epoch - 1, logs)
            except KeyboardInterrupt:
                bar.write(f"Stopped after {self.epoch} whole epochs; the vectors are as trained so far.")
            except tf.errors.ResourceExhaustedError:
                if not self.epoch:
                    raise
                note = (
                    f"{self.device} has run out of memory after {self.epoch} whole epochs: the vectors are "
                )
                note += "as trained so far. Stop other programs there, or give a lower embedding_dim."
                warnings.warn(note, CourseWarning, stacklevel=3)
        tables, self.tables = list(map(np.asarray, self.tables)), []
        tables = balanced(*tables) if balance else tables
        self._show(model, tables)
        _write_or_warn(listeners.on_train_end, logs)
        return tables

    def _model_for(self, callbacks: list[keras.callbacks.Callback]) -> SkipGram | None:
        """Make a model for callbacks to look at, with an optimizer and a loss, which some of them expect."""
        if not callbacks:
            return None
        with tf.device("CPU"):  # it would take as much of a GPU's memory as the tables themselves
            model = SkipGram(len(self.vocabulary), self.settings.embedding_dim)
        model.compile(keras.optimizers.SGD(self.settings.learning_rate), NegativeSamplingLoss())
        model.stop_training = False
        self._show(model, self.tables)
        return model

    def _show(self, model: SkipGram | None, tables: Sequence[np.ndarray | tf.Tensor]) -> None:
        """Copy the tables and the learning rate into the model for callbacks, if there is one."""
        if model is not None:
            model.optimizer.learning_rate = self.settings.rate(self.epoch / self.epochs)
            model.set_weights(list(map(np.asarray, tables)))

    def _train_epoch(self, listeners: keras.callbacks.CallbackList, bar: tqdm) -> dict[str, float]:
        """Train on all pieces once; return the epoch's logs."""
        began, totals, logs = time.perf_counter(), np.zeros(2), {}
        bar.set_description(f"epoch {self.epoch + 1} of {self.epochs}")
        listeners.on_epoch_begin(self.epoch)
        for number, (pieces, words) in enumerate(self._prepared_rounds()):
            listeners.on_train_batch_begin(number)
            totals += self._train_round(pieces)
            logs = {"loss": float(totals[0] / max(totals[1], 1))}
            bar.set_postfix_str(f"loss {logs['loss']:.3f} per pair", refresh=False)
            bar.update(words)
            let_go(self.ids)
            listeners.on_train_batch_end(number, logs)
        seconds, self.epoch = time.perf_counter() - began, self.epoch + 1
        _write_or_warn(self.save)
        logs["learning_rate"] = self.settings.rate(self.epoch / self.epochs)
        return logs | {"words_per_second": int(self.vocabulary.counts.sum()) / seconds}

    def _train_round(self, pieces: list[tuple]) -> np.ndarray:
        """Train on pieces at the same time, each with its copy of the tables; return their loss and pairs."""
        objective = self.settings.objective
        take_steps = compiled_steps(self.as_contexts.shape[1], self.num_noise, objective)
        settings = self.as_contexts, float(self.settings.num_negatives), self.lookups

        def train_copy(steps: tuple) -> tuple[Tables, tf.Tensor]:
            with tf.device(self.device):
                return take_steps(tuple(self.tables), *steps, tuple(self.limits), *settings)

        copies = (self.workers.map if self.copies > 1 else map)(train_copy, pieces)
        with tf.device(self.device):
            losses = [loss_and_pairs(self.tables, piece[0], *settings, objective) for piece in pieces]
        copies, moves = zip(*copies, strict=True)
        self.moves += np.sum(moves, axis=0)
        of_tables = list(map(list, zip(*copies, strict=True)))
        del copies  # so that all targets are freed before the contexts are merged
        for side, table in enumerate(self.tables):
            self.tables[side] = merged(table, of_tables.pop(0), self.meetings[side])
        return np.sum(losses, axis=0)

    def _prepared_rounds(self) -> Iterator[tuple[list[tuple], int]]:
        """Yield the steps of the pieces of each round; a thread prepares the next ones meanwhile."""
        pieces = self._prepare(0)
        for number in range(1, self.rounds):
            following = self.workers.submit(self._prepare, number)
            yield pieces
            pieces = following.result()
        yield pieces

    def _prepare(self, number: int) -> tuple[list[tuple], int]:
        """Make the steps of each piece of a round: candidates, rates, and their number; count its words."""
        rng = np.random.default_rng([self.settings.seed, self.epoch, number])
        done = [(self.epoch + n / self.rounds) / self.epochs for n in (number, number + 1)]
        sizes = self.settings.window_size, self.blocks_per_step, self.num_noise
        prepared, words = [], 0
        for begin, end in itertools.pairwise(self.ends[number * self.copies :][: self.copies + 1]):
            words += np.count_nonzero(self.ids[begin:end])
            candidates = blocks.draw_blocks(self.ids[begin:end], self.keep, self.noise, *sizes, rng)
            count = len(candidates)
            rates = np.linspace(*map(self.settings.rate, done), count, endpoint=False, dtype=np.float32)
            if count > self.num_steps:  # XLA compiles for each number of steps anew: leave room for others
                self.num_steps = count + max(8, count // 16)
            steps = (_filled(array, self.num_steps) for array in (candidates, rates))
            prepared.append((*steps, tf.constant(count)))
        return prepared, words


def _write_or_warn(write: Callable, *arguments: object) -> None:
    """Call what writes files: a full disk is no reason to lose what is in memory."""
    try:
        write(*arguments)
    except OSError as error:
        note = f"{error}. What was learned is still in memory: free some space before you save it."
        warnings.warn(note, CourseWarning, stacklevel=5)


def _filled(steps: np.ndarray, length: int) -> np.ndarray:
    """Append empty steps up to this length."""
    return np.concatenate([steps, np.zeros((length - len(steps), *steps.shape[1:]), steps.dtype)])
