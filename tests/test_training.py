"""Training: its randomness, its callbacks, its checkpoints, what it refuses and what it learns."""

import gc
import io
import threading
import warnings
import weakref
from dataclasses import dataclass

import keras
import numpy as np
import pytest
import tensorflow as tf

from w2v_helpers import blocks, run
from w2v_helpers._checks import CourseWarning
from w2v_helpers.evaluation import evaluate_analogies, evaluate_similarity
from w2v_helpers.model import MEETINGS, TABLES, SkipGram, balanced, merged, word_vectors
from w2v_helpers.text.corpus import load_corpus
from w2v_helpers.training import train
from w2v_helpers.vectors import WordVectors
from w2v_helpers.vocabulary import Vocabulary

QUICK = {"embedding_dim": 8, "epochs": 2, "min_count": 1, "subsample": 0.05, "device": "CPU", "verbose": 0}
AT_REST = {"learning_rate": 1e-60}  # nothing moves
ONES = WordVectors(["w1"], np.ones((1, 8)))


def a_corpus(length: int = 600, size: int = 20, seed: int = 0) -> list[list[str]]:
    """Make documents of 30 random words."""
    words = np.random.default_rng(seed).zipf(1.5, length) % size
    return [[f"w{word}" for word in words[start : start + 30]] for start in range(0, length, 30)]


def quick(corpus=None, **settings) -> WordVectors:
    """Train a little."""
    return train(a_corpus() if corpus is None else corpus, **{**QUICK, **settings})


def bits(vectors: WordVectors) -> bytes:
    """Return all that training makes."""
    return vectors.matrix.tobytes() + (b"" if vectors.contexts is None else vectors.contexts.tobytes())


class Stop(keras.callbacks.Callback):
    """Raise an error at the end of the first batch of an epoch."""

    def __init__(self, epoch: int, error: type[BaseException] = KeyboardInterrupt):
        super().__init__()
        self.epoch, self.error, self.now = epoch, error, 0

    def on_epoch_begin(self, epoch, logs=None):
        self.now = epoch + 1

    def on_train_batch_end(self, batch, logs=None):
        if self.now == self.epoch:
            raise self.error("stop here")


class Diary(keras.callbacks.Callback):
    """Write down what is called, and with which logs."""

    def __init__(self):
        super().__init__()
        self.calls, self.logs = [], {}

    def write(self, call: str, logs: dict | None) -> None:
        self.calls.append(call)
        self.logs.setdefault(call.rpartition(" ")[0], []).append(dict(logs or {}))


for name in ("train_begin", "train_end"):
    setattr(Diary, f"on_{name}", lambda self, logs=None, name=name: self.write(name, logs))
for name in ("epoch_begin", "epoch_end", "train_batch_begin", "train_batch_end"):
    setattr(Diary, f"on_{name}", lambda self, n, logs=None, name=name: self.write(f"{name} {n}", logs))


class Tables(keras.callbacks.Callback):
    """Keep both tables of a model when its training ends."""

    def on_train_end(self, logs=None):
        self.targets, self.contexts = (weights[2:] for weights in self.model.get_weights())


@dataclass
class Piece:
    """What a training took steps on."""

    tokens: np.ndarray
    steps: np.ndarray
    rates: np.ndarray
    sizes: tuple[int, int, int]  # w, S, K


@pytest.fixture
def pieces(monkeypatch) -> list[Piece]:
    """Write down all pieces of a training, made small: 100 tokens."""
    draw, fill, seen = blocks.draw_blocks, run._filled, []

    def spy_draw(piece, keep, noise, *settings):
        steps = draw(piece, keep, noise, *settings)
        seen.append(Piece(piece, steps, np.empty(0), settings[:3]))
        return steps

    def spy_fill(array, length):
        if array.ndim == 1:
            seen[-1].rates = array
        return fill(array, length)

    monkeypatch.setattr(blocks, "draw_blocks", spy_draw)
    monkeypatch.setattr(run, "_filled", spy_fill)
    monkeypatch.setattr(blocks, "PIECE", 100)
    monkeypatch.setattr(run, "TOKENS_PER_WORD", 1)
    return seen


@pytest.fixture
def two_copies(monkeypatch) -> None:
    """Let a small text have two copies of the tables."""
    monkeypatch.setattr(run, "MAX_BLOCKS", {"CPU": 1})
    monkeypatch.setattr(run, "KEPT_TOKENS_PER_BLOCK", 100)


# Pieces, epochs and threads


@pytest.mark.parametrize(("threads", "num_pieces"), [(1, 7), (2, 8)])
def test_every_token_is_in_exactly_one_piece_of_an_epoch(pieces, two_copies, threads, num_pieces):
    corpus = a_corpus()
    quick(corpus, epochs=2, threads=threads)  # 620 tokens
    wanted = Vocabulary.from_corpus(corpus, min_count=1).encode_corpus(corpus)
    tokens = [piece.tokens for piece in pieces]
    assert len(pieces) == 2 * num_pieces and max(map(len, tokens)) <= 100
    for epoch in (tokens[:num_pieces], tokens[num_pieces:]):
        np.testing.assert_array_equal(np.concatenate(epoch), wanted)
    # All have blocks and noise of their own.
    assert len({piece.steps[..., -piece.sizes[2] :].tobytes() for piece in pieces}) == 2 * num_pieces


@pytest.mark.parametrize("threads", [1, 2])
def test_the_learning_rate_falls_linearly(pieces, two_copies, threads):
    quick(epochs=3, learning_rate=0.08, threads=threads)
    rounds = pieces[::threads]
    wanted = np.linspace(0.08, 0, len(rounds) + 1)
    for begin, end, piece in zip(wanted[:-1], [*wanted[1:-1], 0.08e-3], rounds, strict=True):
        along = np.linspace(begin, end, len(piece.rates), endpoint=False)
        np.testing.assert_allclose(piece.rates, along, rtol=1e-5)


def test_the_same_seed_gives_the_same_bits():
    first, other = quick(), quick(seed=6)
    assert first.words == other.words and np.abs(first.matrix - other.matrix).max() > 0.01
    same = {"corpus": iter(a_corpus())}, {"callbacks": [Diary()]}, {"context_weights": "harmonic"}
    assert {bits(quick(**settings)) for settings in ({}, *same)} == {bits(first)}
    assert bits(quick(context_weights="linear")) != bits(first)


def test_the_same_seed_and_number_of_threads_give_the_same_bits(pieces, two_copies):
    settings = {"embedding_dim": 50, "subsample": None}
    results = [{bits(quick(threads=threads, **settings)) for _ in range(3)} for threads in (1, 2, 3)]
    assert [len(result) for result in results] == [1, 1, 1] and len(set.union(*results)) == 3


def test_a_short_text_has_one_copy_of_the_tables():
    assert len({bits(quick(threads=threads)) for threads in (1, 2, 5)}) == 1


def test_only_the_number_of_blocks_depends_on_the_size_of_the_text(pieces, monkeypatch):
    monkeypatch.setattr(blocks, "PIECE", 1 << 18)
    documents = a_corpus(1000)
    for times, num_blocks, threads in [(1, 1, 1), (39, 1, 1), (159, 7, 1), (319, 8, 1), (321, 8, 2)]:
        pieces.clear()
        quick(documents * times, subsample=None, epochs=1)  # thousands of tokens, all kept
        assert {piece.sizes for piece in pieces} == {(5, num_blocks, 30)}
        rounds = -(-times * 1034 // (threads << 18))  # of 1,000 words and 34 ends of documents
        assert len(pieces) == threads * rounds
    pieces.clear()
    quick(documents * 321, subsample=1e-3, epochs=1)
    assert pieces[0].sizes == (5, 2, 30)  # subsampling leaves some 40,000


def test_moves_of_rare_words_are_added_up_and_those_of_frequent_ones_averaged():
    table, one, two = np.float32([[[1], [1], [1]], [[2], [2], [2]], [[5], [5], [5]]])  # moves of 1 and 4
    meetings = np.float32([[0], [MEETINGS], [1e12]])
    np.testing.assert_allclose(merged(table, [one, two], meetings), [[1 + 5], [1 + 5 / 1.5], [1 + 5 / 2]])


def test_words_that_no_copy_moves_stay_bit_for_bit(two_copies):
    start = WordVectors(["w1", "w3"], np.random.default_rng(0).normal(size=(2, 8)).astype(np.float32))
    vectors = quick(start=start, freeze=["w1"], threads=2)
    np.testing.assert_array_equal(vectors["w1"], start["w1"])
    assert (vectors["w3"] != start["w3"]).any()


def test_a_finished_training_is_freed():
    class Watch(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            tables = self.model.target_embedding.embeddings, self.model.context_embedding.embeddings
            held.extend(map(weakref.ref, (self.model, *(table.value for table in tables))))

    held = []
    for seed in range(3):
        quick(seed=seed, callbacks=[Watch()])
    gc.collect()
    assert [reference() for reference in held] == [None] * 9


def test_a_device_is_found_by_its_name():
    assert len({bits(quick(device=device)) for device in ("CPU", "cpu", "CPU:0", "/device:CPU:0")}) == 1


def test_a_device_that_is_not_there_is_refused_with_those_that_are(monkeypatch):
    cpu = [device for device in tf.config.list_logical_devices() if device.device_type == "CPU"]
    monkeypatch.setattr(tf.config, "list_logical_devices", lambda: cpu)
    for device in ("GPU", "GPU:0", "CPU:7", "TPU", "", 3):
        with pytest.raises(ValueError) as error:
            quick(device=device)
        assert str(error.value) == f"device={device!r} is not there: TensorFlow sees CPU:0."


def test_too_little_memory_is_said_so():
    def full(*_, **__):
        raise tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor with shape[9,9]")

    with pytest.raises(MemoryError, match="^CPU:0 has too little memory: stop other programs"):
        quick(callbacks=[keras.callbacks.LambdaCallback(on_train_batch_end=full)])


# Callbacks


def test_callbacks_are_called_in_order(monkeypatch):
    monkeypatch.setattr(blocks, "PIECE", 400)  # two pieces
    diary = Diary()
    quick(callbacks=[diary], epochs=3)
    batches = [f"train_batch_{what} {number}" for number in range(2) for what in ("begin", "end")]
    epochs = [call for n in range(3) for call in (f"epoch_begin {n}", *batches, f"epoch_end {n}")]
    assert diary.calls == ["train_begin", *epochs, "train_end"]
    assert all(set(logs) == {"loss"} and 0 <= logs["loss"] < 10 for logs in diary.logs["train_batch_end"])
    for logs, rate in zip(diary.logs["epoch_end"], [0.05 * 2 / 3, 0.05 / 3, 0.05e-3], strict=True):
        assert set(logs) == {"loss", "words_per_second", "learning_rate"}
        assert logs["words_per_second"] > 0 and 0 < logs["loss"] < 10
        assert logs["learning_rate"] == pytest.approx(rate)


@pytest.mark.parametrize(("rate", "least", "most"), [(1e-60, 6 * np.log(2), 6 * np.log(2)), (0.05, 1.8, 2.1)])
def test_the_loss_starts_at_that_of_zero_vectors_and_falls(rate, least, most):
    # It starts at 6 ln 2, for one positive and five negatives. The best that words of two groups of four
    # allow, worked out by hand, is 1.86.
    diary, corpus = Diary(), [["a", "b", "c", "d"], ["e", "f", "g", "h"]] * 300
    quick(corpus, epochs=20, subsample=None, learning_rate=rate, callbacks=[diary])
    assert least * 0.9999 < diary.logs["epoch_end"][-1]["loss"] < most * 1.0001


def test_a_callback_may_stop_the_training():
    diary = Diary()
    diary.on_epoch_end = lambda epoch, logs: setattr(diary.model, "stop_training", epoch == 1)
    quick(callbacks=[diary], epochs=5)
    assert [call for call in diary.calls if "batch" not in call][1:] == [
        "epoch_begin 0",
        "epoch_begin 1",
        "train_end",
    ]


def test_callbacks_of_keras_run(tmp_path):
    vectors = quick(
        callbacks=[
            keras.callbacks.ModelCheckpoint(tmp_path / "{epoch}.weights.h5", save_weights_only=True),
            keras.callbacks.TensorBoard(tmp_path / "logs", histogram_freq=1),
            keras.callbacks.CSVLogger(tmp_path / "log.csv"),
            keras.callbacks.EarlyStopping(monitor="loss", patience=5),
        ]
    )
    assert list((tmp_path / "logs").rglob("events.*"))
    first, *rows = (tmp_path / "log.csv").read_text().split()
    assert first.startswith("epoch,learning_rate,loss,words_per_second") and len(rows) == 2
    model = SkipGram(22, 8)
    model.load_weights(tmp_path / "2.weights.h5")
    np.testing.assert_array_equal(model.get_weights()[0][2:], vectors.matrix)


# Checkpoints


@pytest.mark.parametrize(
    ("piece", "error"),
    [(blocks.PIECE, KeyboardInterrupt), (100, KeyboardInterrupt), (100, ZeroDivisionError)],
)
def test_a_training_that_was_stopped_goes_on_to_the_same_bits(tmp_path, capsys, monkeypatch, piece, error):
    monkeypatch.setattr(blocks, "PIECE", piece)
    path, diary, stop = tmp_path / "of a run" / "c.npz", Diary(), Stop(3, error)
    if error is KeyboardInterrupt:
        stopped = quick(epochs=4, checkpoint=path, callbacks=[stop])
        assert "Stopped after 2 whole epochs; the vectors are as trained so far.\n" in capsys.readouterr().out
        assert bits(stopped) not in (bits(quick(epochs=4)), bits(quick(**AT_REST)))
    else:
        with pytest.raises(error, match="stop here"):
            quick(epochs=4, checkpoint=path, callbacks=[stop])
    assert [file.name for file in path.parent.iterdir()] == ["c.npz"]
    assert not any(thread.name.startswith("ThreadPoolExecutor") for thread in threading.enumerate())
    whole, resumed = quick(epochs=4), quick(epochs=4, checkpoint=str(path), callbacks=[diary])
    assert bits(resumed) == bits(whole)
    assert resumed.words == whole.words and resumed.counts.tolist() == whole.counts.tolist()
    epochs = [call for call in diary.calls if call.startswith("epoch")]
    assert epochs == ["epoch_begin 2", "epoch_end 2", "epoch_begin 3", "epoch_end 3"]


def test_a_finished_checkpoint_gives_its_vectors_at_once(tmp_path, pieces):
    path, diary = tmp_path / "a name without an ending", Diary()
    first = quick(checkpoint=path)
    content, number = path.read_bytes(), len(pieces)
    assert bits(quick(checkpoint=path, threads=1, callbacks=[diary], verbose=1)) == bits(first)
    assert diary.calls == ["train_begin", "train_end"] and len(pieces) == number
    assert path.read_bytes() == content


def test_a_checkpoint_goes_on_with_more_epochs_at_the_rate_of_its_share(tmp_path, pieces):
    path = tmp_path / "c.npz"
    quick(epochs=2, checkpoint=path)
    grown = quick(epochs=5, checkpoint=path)
    rates = np.concatenate([piece.rates for piece in pieces[2 * 7 :]])
    assert len(pieces) == 5 * 7
    assert rates[0] == pytest.approx(0.05 * 3 / 5) and rates[-1] < 0.05 / (5 * 7)
    assert bits(grown) == bits(quick(epochs=5, checkpoint=path)) != bits(quick(epochs=5))
    content = path.read_bytes()
    with pytest.raises(ValueError) as error:
        quick(epochs=4, checkpoint=path)
    assert str(error.value) == f"The checkpoint {path} holds 5 epochs, more than epochs=4."
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        ({"embedding_dim": 9}, "embedding_dim=8, not embedding_dim=9"),
        ({"window_size": 4}, "window_size=5, not window_size=4"),
        ({"num_negatives": 6}, "num_negatives=5, not num_negatives=6"),
        ({"learning_rate": 0.1}, "learning_rate=0.05, not learning_rate=0.1"),
        ({"subsample": 0.5}, "subsample=0.05, not subsample=0.5"),
        ({"subsample": None}, "subsample=0.05, not subsample=None"),
        ({"context_weights": "linear"}, "context_weights=harmonic, not context_weights=linear"),
        ({"seed": 7}, "seed=42, not seed=7"),
        ({"max_size": 10}, "another vocabulary"),
        ({"corpus": a_corpus(seed=1)}, "another vocabulary"),
        ({"corpus": a_corpus() * 2}, "another text"),
        ({"start": ONES}, "another start"),
    ],
)
def test_a_checkpoint_of_another_training_is_refused(tmp_path, other, differs):
    path = tmp_path / "c.npz"
    quick(checkpoint=path)
    content = path.read_bytes()
    with pytest.raises(ValueError) as error:
        quick(**other, checkpoint=path)
    assert str(error.value) == f"The checkpoint {path} was made with {differs}: give another file name."
    assert path.read_bytes() == content


def saved(write, *args, **arrays) -> bytes:
    """Return what NumPy writes into a file."""
    write(file := io.BytesIO(), *args, **arrays)
    return file.getvalue()


def test_a_broken_checkpoint_is_refused(tmp_path):
    path = tmp_path / "c.npz"
    quick(checkpoint=path)
    content = path.read_bytes()
    broken = [b"", content[:-400], content[: len(content) // 2], b"the wide road in the hot sun " * 50]
    broken += [content[:400] + bytes([content[400] ^ 255]) + content[401:]]  # in a table
    broken += [saved(np.save, np.zeros(3)), saved(np.savez, epoch=1)]
    for content in broken:
        path.write_bytes(content)
        for refused in (path, tmp_path):  # a folder is no checkpoint, either
            with pytest.raises(ValueError) as error:
                quick(checkpoint=refused)
            assert str(error.value) == f"{refused} is not a checkpoint of a training, or not a whole one."


def test_a_full_disk_leaves_the_checkpoint_before(tmp_path, monkeypatch):
    def full(file, **arrays):
        file.write(b"half of it")
        raise OSError(28, "No space left on device")

    path, cause = tmp_path / "c.npz", "[Errno 28] No space left on device"
    quick(epochs=4, checkpoint=path, callbacks=[Stop(epoch=3)])
    content = path.read_bytes()
    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError) as error:  # before any training: nothing is lost
        quick(epochs=4, checkpoint=tmp_path / "new.npz")
    assert str(error.value) == f"The checkpoint {tmp_path / 'new.npz'} could not be written: {cause}"
    with pytest.warns(CourseWarning) as notes:  # in the middle of it
        resumed = quick(epochs=4, checkpoint=path)
    said = f"The checkpoint {path} could not be written; the checkpoint before it is whole: {cause}"
    going_on = f"{said}. What was learned is still in memory: free some space before you save it."
    assert [str(note.message) for note in notes][:2] == 2 * [going_on]
    assert bits(resumed) == bits(quick(epochs=4))
    assert path.read_bytes() == content and [file.name for file in tmp_path.iterdir()] == ["c.npz"]


def test_a_callback_that_cannot_write_loses_nothing():
    class Full(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            raise OSError(28, "No space left on device")

        on_train_end = on_epoch_end

    with pytest.warns(CourseWarning) as notes:
        vectors = quick(epochs=2, callbacks=[Full()])
    assert {str(note.message) for note in notes if "Errno" in str(note.message)} == {
        "[Errno 28] No space left on device. What was learned is still in memory: free some space before "
        "you save it."
    }
    assert bits(vectors) == bits(quick(epochs=2))


def test_a_device_that_runs_out_of_memory_loses_no_whole_epoch():
    def out_of_memory(message: str) -> Exception:
        return tf.errors.ResourceExhaustedError(None, None, message)

    with pytest.raises(MemoryError, match="CPU:0 has too little memory: stop other programs"):
        quick(epochs=4, callbacks=[Stop(1, out_of_memory)])
    with pytest.warns(CourseWarning, match="CPU:0 has run out of memory after 2 whole epochs"):
        vectors = quick(epochs=4, callbacks=[Stop(3, out_of_memory)])
    assert bits(vectors) == bits(quick(epochs=4, callbacks=[Stop(3)]))


# The vectors


def test_the_vectors_belong_to_the_words():
    corpus = [["b", "a", "b", "c", "b", "a"]] * 5
    vectors = quick(corpus, num_negatives=1)
    assert vectors.words == ["b", "a", "c"] and vectors.counts.tolist() == [15, 10, 5]
    assert vectors.matrix.shape == (3, 8) and vectors.matrix.dtype == np.float32


def test_vectors_are_taken_out_of_a_model():
    vocabulary, model = Vocabulary(["b", "a", "c"], [15, 10, 5]), SkipGram(5, 4, seed=3)
    model.context_embedding.embeddings.assign(np.arange(20).reshape(5, 4))
    targets, contexts = model.target_embedding.embeddings[3].numpy(), np.arange(12, 16)
    for table, wanted in [("target", targets), ("context", contexts), ("sum", targets + contexts)]:
        vectors = word_vectors(model, vocabulary, table=table)
        np.testing.assert_allclose(vectors["a"], wanted, rtol=1e-6)


def test_either_table_their_sum_or_both_can_be_had():
    look = Tables()
    results = {table: quick(table=table, callbacks=[look]) for table in TABLES}
    np.testing.assert_array_equal(results["target"].matrix, look.targets)
    np.testing.assert_array_equal(results["target"].contexts, look.contexts)
    np.testing.assert_array_equal(results["context"].matrix, look.contexts)
    np.testing.assert_array_equal(results["sum"].matrix, look.targets + look.contexts)
    np.testing.assert_array_equal(results["both"].matrix, np.hstack([look.targets, look.contexts]))
    assert not np.array_equal(look.targets, look.contexts)
    assert [results[table].contexts for table in ("context", "sum", "both")] == [None] * 3


# Warnings


@pytest.mark.parametrize(
    ("settings", "change"),
    [
        ({"epochs": 6}, r"mean cosine is .*epochs=6. Give more, such as 30\.$"),
        ({"epochs": 20, "learning_rate": 2.0}, r"^learning_rate=2.0 is .* Give a lower one, such as 0.5\.$"),
    ],
)
def test_a_warning_says_which_setting_to_change(settings, change):
    with pytest.warns(CourseWarning, match=change) as caught:
        train(list(load_corpus("tinyworld"))[:40], min_count=1, verbose=0, **settings)
    assert len(caught) == 1 and caught[0].filename == __file__


def test_a_training_that_went_well_gets_no_warning():
    with warnings.catch_warnings(action="error"):
        train(load_corpus("tinyworld"), epochs=2, verbose=0)


# The balance of the two tables


def test_a_lengthened_direction_is_shared_out():
    # By hand: along the first axis the contexts are 4 times as long, along the second both are alike.
    rows = np.array([[3, 0], [0, 2]], dtype=np.float32)
    targets, contexts = balanced(rows, rows * np.float32([4, 1]))
    np.testing.assert_allclose(targets, [[6, 0], [0, 2]], atol=1e-4)
    np.testing.assert_allclose(contexts, [[6, 0], [0, 2]], atol=1e-4)


@pytest.mark.parametrize(("words", "dim"), [(400, 7), (20, 20), (3, 12)])
@pytest.mark.parametrize("seed", range(3))
def test_balancing_keeps_all_scores_and_makes_the_tables_alike(words, dim, seed):
    rng = np.random.default_rng(seed)
    tables = rng.normal(size=(2, words, dim)) @ rng.normal(size=(2, dim, dim)) * [[[1]], [[9]]]
    targets, contexts = tables.astype(np.float32)
    after = balanced(targets, contexts)
    assert [table.dtype for table in after] == [np.float32] * 2
    scores = targets @ contexts.T
    np.testing.assert_allclose(after[0] @ after[1].T, scores, atol=1e-3 * np.abs(scores).max())
    grams = [table.T @ table for table in after]
    np.testing.assert_allclose(*grams, atol=2e-3 * np.abs(grams[0]).max())
    assert not np.allclose(targets.T @ targets, contexts.T @ contexts, rtol=0.5)


@pytest.mark.parametrize("value", [0, np.nan, np.inf])
def test_tables_that_cannot_be_balanced_stay_as_they_are(value):
    good, bad = np.eye(5, 3, dtype=np.float32), np.full((5, 3), value, dtype=np.float32)
    for tables in ((good, bad), (bad, good), (bad, bad)):
        for before, after in zip(tables, balanced(*tables), strict=True):
            np.testing.assert_array_equal(before, after)


def test_the_tables_are_balanced_when_training_ends_if_asked_for():
    look, settings = Tables(), {"epochs": 20, "learning_rate": 0.1}
    vectors, as_it_is = quick(callbacks=[look], balance=True, **settings), quick(**settings)
    scores = as_it_is.matrix @ as_it_is.contexts.T
    np.testing.assert_allclose(vectors.matrix @ vectors.contexts.T, scores, atol=1e-4)
    grams = [table.T @ table for table in (vectors.matrix, vectors.contexts)]
    np.testing.assert_allclose(*grams, atol=1e-3 * np.abs(grams[0]).max())
    assert np.abs(as_it_is.contexts).sum() > 1.2 * np.abs(as_it_is.matrix).sum()  # there was something to do
    np.testing.assert_array_equal(look.targets, vectors.matrix)
    np.testing.assert_array_equal(look.contexts, vectors.contexts)


# Going on from vectors


def elder() -> WordVectors:
    """Train on a text with some of the words of `a_corpus`, and two others."""
    return quick([*a_corpus(300, size=6), ["yonder", "w1", "w2", "w3", "thither", "yonder"] * 3], epochs=5)


def test_a_checkpoint_with_other_frozen_words_is_refused(tmp_path):
    start, path = elder(), tmp_path / "frozen.npz"
    words = [word for word in quick(epochs=1).words if word in start][:4]
    pairs = [words[0], words[3]], [words[1], words[2]]  # in the order of their ids: sums may be equal
    quick(start=start, freeze=pairs[0], checkpoint=path)
    with pytest.raises(ValueError, match="another start"):
        quick(start=start, freeze=pairs[1], checkpoint=path)


def test_words_start_where_they_were_or_fresh():
    start = elder()
    assert {"w1", "w5"} < set(start.words) and "w15" not in start
    fresh, vectors = quick(**AT_REST), quick(start=start, **AT_REST)
    assert vectors.words == [*fresh.words, "yonder", "thither"]
    assert vectors.counts.tolist() == [*fresh.counts, 0, 0]
    for word in vectors:
        source = start if word in start else fresh
        np.testing.assert_array_equal(vectors[word], source[word])
        contexts = vectors.contexts[vectors.id(word)], source.contexts[source.id(word)]
        np.testing.assert_array_equal(*contexts)


@pytest.mark.parametrize("table", ["target", "context", "sum", "both"])
def test_words_that_the_corpus_lacks_keep_their_vectors_bit_for_bit(table):
    start = elder()
    vectors = quick(start=start, table=table)
    assert vectors.words[-2:] == ["yonder", "thither"]
    rows = [start.id(word) for word in vectors.words[-2:]]
    targets, contexts = start.matrix[rows], start.contexts[rows]
    wanted = {"target": targets, "context": contexts, "sum": targets + contexts}
    wanted["both"] = np.hstack([targets, contexts])
    np.testing.assert_array_equal(vectors.matrix[-2:], wanted[table])
    assert (vectors["w1"] != quick(start=start, table=table, **AT_REST)["w1"]).any()


def test_contexts_come_from_our_files_and_are_zero_for_others(tmp_path):
    start, going_on = elder(), {"learning_rate": 0.01, "epochs": 1}
    start.save(tmp_path / "v.npz")
    start.save_word2vec(tmp_path / "v.bin", binary=True)
    ours = WordVectors.load(tmp_path / "v.npz")
    others = WordVectors.load_word2vec(tmp_path / "v.bin", binary=True)
    np.testing.assert_array_equal(ours.contexts, start.contexts)
    assert others.contexts is None and start.contexts.any()
    assert bits(quick(start=ours, **going_on)) == bits(quick(start=start, **going_on))
    assert bits(quick(start=others, **going_on)) != bits(quick(start=start, **going_on))
    assert not quick(start=others, **AT_REST).contexts.any()


def test_vectors_to_go_on_from_are_not_changed():
    start = elder()
    before = bits(start)
    quick(start=start)
    assert bits(start) == before


def test_a_training_from_vectors_is_taken_up_again(tmp_path):
    settings, path = {"start": elder(), "freeze": ["w1"], "epochs": 3}, tmp_path / "c.npz"
    quick(**settings, checkpoint=path, callbacks=[Stop(2)])
    assert bits(quick(**settings, checkpoint=path)) == bits(quick(**settings))


def test_frozen_words_keep_their_vectors_bit_for_bit():
    start, names = elder(), ["w1", "w3", "yonder"]
    vectors = quick(start=start, freeze=iter(names), epochs=5, learning_rate=0.2)
    rows, old = [vectors.id(word) for word in names], [start.id(word) for word in names]
    np.testing.assert_array_equal(vectors.matrix[rows], start.matrix[old])
    np.testing.assert_array_equal(vectors.contexts[rows], start.contexts[old])
    assert all((vectors[word] != start[word]).any() for word in ("w0", "w2", "w4"))
    one = quick(start=start, freeze="w1")  # a name is not a list of letters
    assert (one["w1"] == start["w1"]).all() and (one["w3"] != start["w3"]).any()


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"start": ONES, "embedding_dim": 5}, ValueError, "start has 8 dimensions, not embedding_dim=5"),
        ({"freeze": ["w1"]}, ValueError, "freeze keeps vectors of start: give start, too"),
        (
            {"start": ONES, "freeze": ["w2"]},
            KeyError,
            "'w2' is not in the vocabulary",
        ),
    ],
)
def test_a_start_that_does_not_fit_is_refused(settings, error, message):
    with pytest.raises(error, match=message):
        quick(**settings)


# What is learned


def test_extreme_settings_stay_finite():
    settings = {"window_size": 15, "num_negatives": 20, "learning_rate": 0.1, "subsample": None, "epochs": 40}
    vectors = quick(a_corpus(2000, size=50), embedding_dim=100, **settings)
    assert np.linalg.norm(vectors.matrix, axis=1).max() < 30


def test_the_smallest_settings_train():
    assert np.isfinite(quick([["a", "b"]], window_size=1, num_negatives=1, subsample=None).matrix).all()


def test_verbose_shows_a_bar_and_0_shows_nothing(capsys):
    quick(verbose=0)
    assert capsys.readouterr() == ("", "")
    quick(verbose=1)
    shown = capsys.readouterr().err
    assert "epoch 2 of 2: 100%" in shown and "words/s" in shown and "per pair" in shown


# What is refused


COUNTS = "epochs threads embedding_dim window_size num_negatives min_count max_size seed".split()


@pytest.mark.parametrize(
    ("name", "bad", "kind"),
    [
        *zip(COUNTS, [0, 2.5, True, "5", None, -1, 0, -1], ["an integer"] * 8, strict=True),
        ("learning_rate", float("nan"), "a number above 0"),
        ("subsample", 0, "a number above 0"),
        ("context_weights", "steep", "'linear' or 'harmonic'"),
        ("table", "contexts", "'target', 'context', 'sum' or 'both'"),
    ],
)
def test_a_bad_setting_is_refused(name, bad, kind):
    with pytest.raises(ValueError, match=f"^{name} must be {kind}.*, not {bad!r}"):
        quick(**{name: bad})


@pytest.mark.parametrize(
    ("corpus", "settings", "message"),
    [
        ([["a", "b", "c", "d"]], {}, "4 tokens that are in the vocabulary; window_size=5 needs at least 6"),
        ([["a"]] * 50, {}, "No document of the corpus has two words"),
        ([["a"] * 50], {"num_negatives": 1}, "num_negatives=1 needs a vocabulary of more than 1 words; this"),
        ([["a", "b"] * 9], {"min_count": 10}, "None of the 18 tokens is a word that occurs 10 times"),
        ([], {}, "None of the 0 tokens"),
        (["the wide road"], {}, "is a str, not a list of words"),
        ([["a", "b"] * 9], {"num_negatives": 1, "subsample": 1e-5}, "leaves about 0.1 of 18 tokens, too few"),
    ],
)
def test_a_corpus_too_small_for_the_settings_is_refused(corpus, settings, message):
    with pytest.raises(ValueError, match=message):
        quick(corpus, **settings)


# How good the vectors are


def test_default_settings_learn_tinyworld():
    # tests/benchmarks/tinyworld.py measures how far ten seeds spread.
    vectors = train(load_corpus("tinyworld"), verbose=0)
    assert evaluate_analogies(vectors).accuracy > 0.95
    assert evaluate_similarity(vectors).spearman > 0.80


def test_default_settings_learn_shakespeare(shakespeare):
    vectors = train(shakespeare, verbose=0)
    assert "juliet" in dict(vectors.most_similar("romeo", topn=10))


def test_lists_that_repeat_a_word_do_not_move_it_too_far():
    # As in a table of contents. Held back only by its average count, this word grew to a length of 5261.
    rng = np.random.default_rng(0)
    words = np.minimum(rng.zipf(1.3, (300, 100)), 1000)
    corpus = [[f"w{word}" for word in document] for document in words]
    contents = [word for number in range(2, 42) for word in ("chapter", f"w{number}")]
    options = {"window_size": 15, "learning_rate": 0.1, "epochs": 10, "subsample": 1e-3, "min_count": 2}
    vectors = quick([contents, *corpus, contents], **options)
    assert np.linalg.norm(vectors.matrix, axis=1).max() < 15


def test_a_text_read_from_the_disk_gives_the_same_vectors_and_is_taken_up_again(tmp_path, monkeypatch):
    text, checkpoint = tmp_path / "long.txt", tmp_path / "training.npz"
    text.write_text("\n\n".join(" ".join(tokens) for tokens in a_corpus(3000)))
    held = quick(load_corpus(text))
    monkeypatch.setattr("w2v_helpers.text.corpus.IN_MEMORY", 1000)
    assert repr(load_corpus(text)).endswith("read from its files each time)")
    quick(load_corpus(text), callbacks=[Stop(2)], checkpoint=checkpoint)
    assert bits(quick(load_corpus(text), checkpoint=checkpoint)) == bits(held)
