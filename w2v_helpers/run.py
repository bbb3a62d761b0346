"""One training run: its tables, and the pieces of a text that are trained on at the same time.

Reads an encoded text; moves two tables, epoch by epoch. `training` checks what it is given.
"""

import itertools
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import TqdmWarning

from w2v_helpers import blocks
from w2v_helpers._checks import CourseWarning, silent_stderr
from w2v_helpers.cbow import CbowInputs
from w2v_helpers.dataset import check_enough
from w2v_helpers.hierarchical_softmax import HierarchicalSoftmax, count_questions, huffman_paths
from w2v_helpers.model import NegativeSamplingLoss, SkipGram, balanced, merged, near_zero
from w2v_helpers.negatives import noise_distribution
from w2v_helpers.steps import (
    NegativeSampling,
    Objective,
    SkipGramInputs,
    Tables,
    compiled_steps,
    loss_and_pairs,
    sampled,
    targets_of,
)
from w2v_helpers.subword_inputs import SubwordInputs, SubwordRows
from w2v_helpers.subwords import Subwords
from w2v_helpers.vector_files import read_checkpoint, write_checkpoint
from w2v_helpers.vocabulary import PADDING, UNKNOWN, Vocabulary, let_go

with silent_stderr():
    import keras
    import tensorflow as tf

with warnings.catch_warnings():
    warnings.simplefilter("ignore", TqdmWarning)  # without ipywidgets a notebook gets the bar of a terminal
    from tqdm.auto import tqdm

INPUTS = {"skip_gram": SkipGramInputs, "cbow": CbowInputs}
OUTPUTS = {"negative_sampling": NegativeSampling, "hierarchical_softmax": HierarchicalSoftmax}
KEPT_TOKENS_PER_BLOCK = 20_000  # for each of these in the text one block is at work at a time, ...
MAX_BLOCKS = {"CPU": 8, "GPU": 128}  # ... up to so many in a step, and further ones in other threads
TOKENS_PER_WORD = 8  # in a piece: to copy and merge the tables takes a small part of its time


@dataclass(frozen=True)
class Settings:
    """What decides the result of a training, apart from its corpus and its epochs."""

    embedding_dim: int
    window_size: int
    num_negatives: int
    subsample: float | None
    learning_rate: float
    context_weights: str
    architecture: str
    loss: str
    subwords: Subwords | None
    seed: int

    @property
    def objective(self) -> Objective:
        """What the steps learn."""
        inputs = SubwordInputs if self.subwords else INPUTS[self.architecture]
        return Objective(inputs, OUTPUTS[self.loss])

    def rate(self, done: float) -> float:
        """Return the learning rate when this share of the training is done."""
        return self.learning_rate * max(1 - done, 1e-3)


class Run:
    """One training: its two tables, and the corpus as one array of ids, divided into pieces."""

    def __init__(
        self,
        settings: Settings,
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
        # The pairs of a target: one if it has an answer of its own, else those of its window.
        pairs = None if settings.objective.inputs.shared_answers else 1
        self.num_noise = num_negatives and blocks.noise_per_block(
            window_size, num_negatives, settings.learning_rate, pairs
        )
        kept, kind = vocabulary.counts * self.keep, device.partition(":")[0]
        at_work = max(1, int(kept.sum()) // KEPT_TOKENS_PER_BLOCK)
        self.blocks_per_step = min(at_work, MAX_BLOCKS[kind])
        self.copies = min(at_work // self.blocks_per_step, threads) if kind == "CPU" else 1
        self.subwords = settings.subwords and SubwordRows(settings.subwords, vocabulary.words)
        num_rows = self.subwords.num_rows if self.subwords else len(vocabulary)
        self.rounds = -(-len(ids) // (self.copies * max(blocks.PIECE, TOKENS_PER_WORD * num_rows)))
        self.num_steps, self.num_chunks, self.moves = 0, 0, np.zeros(2)
        self.ends = np.linspace(0, len(ids), self.rounds * self.copies + 1).astype(int)
        self.as_contexts = tf.constant(blocks.window_weights(window_size, settings.context_weights))
        with tf.device(device):
            self._set_up_rows(frozen, paths, kept / (self.rounds * self.copies))

    def _set_up_rows(self, frozen: list[int], paths: np.ndarray | None, per_piece: np.ndarray) -> None:
        """Set how far rows may move, how often each occurs in a piece, and the tables that lead to them."""
        limits = np.full(len(self.vocabulary), blocks.MAX_MOVE)
        limits[[PADDING, UNKNOWN, *frozen]] = 0
        sides, self.lookups = [(limits, per_piece)] * 2, ()

        def of_other_rows(meetings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            return np.where(np.arange(len(meetings)) > UNKNOWN, blocks.MAX_MOVE, 0), meetings

        if self.subwords:  # the first table holds rows of words and of n-grams
            self.lookups += (tf.constant(self.subwords.chunks),)
            sides[0] = of_other_rows(self.subwords.count(per_piece))
        if paths is not None:  # the second holds nodes of a tree
            self.lookups += (tf.constant(paths),)
            sides[1] = of_other_rows(count_questions(paths, per_piece))
        self.limits = [tf.constant(limits, tf.float32) for limits, _ in sides]
        self.meetings = [tf.constant(meetings[:, None], tf.float32) for _, meetings in sides]

    def begin(self, tables: list, epochs: int, checkpoint: str | Path | None, identity: dict) -> None:
        """Take the tables to start from, or those of the checkpoint."""
        self.epoch, self.epochs, self.save = 0, epochs, lambda: None
        if self.subwords:
            of_ngrams = near_zero(
                self.settings.subwords.buckets, self.settings.embedding_dim, self.settings.seed + 1
            )
            tables = np.concatenate([tables[0], of_ngrams]), tables[1]
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
            model.set_weights(self.of_words(list(map(np.asarray, tables))))

    def of_words(self, tables: Sequence[np.ndarray]) -> Sequence[np.ndarray]:
        """Return tables with a row for each word, (V, D)."""
        return (self.subwords.vectors(tables[0]), tables[1]) if self.subwords else tables

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

        def train_copy(piece: tuple) -> tuple[Tables, tf.Tensor]:
            steps, packed, _ = piece
            with tf.device(self.device):
                return take_steps(tuple(self.tables), *steps, tuple(self.limits), *settings, packed)

        copies = (self.workers.map if self.copies > 1 else map)(train_copy, pieces)
        with tf.device(self.device):
            losses = [
                loss_and_pairs(self.tables, some, *settings, packed, objective)
                for _, _, (some, packed) in pieces
            ]
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
            candidates, rates = (_filled(array, self.num_steps) for array in (candidates, rates))
            some = sampled(candidates)
            steps = candidates, rates, tf.constant(count)
            prepared.append((steps, self._packed(candidates), (some, self._packed(some))))
        return prepared, words

    def _packed(self, candidates: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return what the objective needs for each step beside the candidates."""
        if not self.subwords:
            return ()
        targets = targets_of(candidates[..., : self.as_contexts.shape[1]])
        if len(candidates) == 1:  # a sample for the loss
            return self.subwords.pack(targets)
        packed = self.subwords.pack(targets, self.num_chunks)
        if packed[0][0].size > self.num_chunks:  # leave room, as for the number of steps
            packed = self.subwords.pack(targets, packed[0][0].size * 17 // 16)
            self.num_chunks = packed[0][0].size
        return packed


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
