"""The block trainer: its arithmetic against slow loops, its randomness, its limits, and what it learns."""

import hashlib
import inspect
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
from scipy import stats
from tensorflow.python.framework import config as tf_config

from w2v_helpers import training
from w2v_helpers.corpus import load_corpus
from w2v_helpers.embeddings import WordVectors
from w2v_helpers.evaluation import evaluate_analogies, evaluate_similarity
from w2v_helpers.model import SkipGram
from w2v_helpers.negatives import noise_distribution, sgns_gradients, sgns_loss
from w2v_helpers.training import BLOCKS_PER_STEP, MOST_PAIRS_A_ROW, SHARED_NOISE, TARGETS_PER_BLOCK, train
from w2v_helpers.vocabulary import Vocabulary

# Words that name a Roman or a place in Rome: from the lists of persons of Coriolanus, Julius Caesar, Antony
# and Cleopatra and Titus Andronicus, and from what the characters say of the city. Offices (consul, tribune,
# senator) and the Volscians are left out.
ROMANS = set(
    """caius marcius martius coriolanus titus lartius cominius menenius agrippa sicinius velutus junius brutus
    volumnia virgilia valeria caesar julius octavius antony antonius lepidus cassius casca cicero publius
    cinna portia calpurnia pompey andronicus lavinia lucius quintus saturninus bassianus tarquin numa ancus
    censorinus hostilius roman romans capitol tiber tarpeian forum""".split()
)
QUICK = {"embedding_dim": 8, "epochs": 2, "min_count": 1, "subsample": 0.05, "threads": 1, "verbose": 0}


def a_vocabulary(size: int) -> Vocabulary:
    """Make a vocabulary of `size` words, with counts that fall as by Zipf's law."""
    return Vocabulary([f"w{rank}" for rank in range(size)], [1000 // (rank + 1) for rank in range(size)])


def a_trainer(size: int = 10, window_size: int = 3, num_negatives: int = 4, dim: int = 6):
    """Make a trainer whose tables are both filled with numbers that are not small."""
    vocabulary = a_vocabulary(size)
    model = SkipGram(len(vocabulary), dim)
    rng = np.random.default_rng(5)
    for embedding in (model.target_embedding, model.context_embedding):
        embedding.embeddings.assign(rng.normal(0, 0.5, embedding.embeddings.shape))
    return training._BlockTrainer(model, vocabulary, window_size, num_negatives)


def random_ids(rng: np.random.Generator, length: int, size: int = 10, ends: float = 0.15) -> np.ndarray:
    """Make a corpus of ids 2 .. size + 1 in which documents end with probability `ends` after each word."""
    ids = rng.integers(2, size + 2, length).astype(np.int32)
    ids[rng.random(length) < ends] = 0
    return ids


def some_windows(rng: np.random.Generator, window_size: int, ends: float = 0.15) -> np.ndarray:
    """Make what one step sees, int32 (S, L + 2w)."""
    shape = (BLOCKS_PER_STEP, TARGETS_PER_BLOCK + 2 * window_size)
    return random_ids(rng, shape[0] * shape[1], ends=ends).reshape(shape)


def positives(trainer, windows: np.ndarray, seed: list[int]) -> np.ndarray:
    """Ask the trainer which pairs exist."""
    targets = windows[:, trainer.window_size : trainer.window_size + TARGETS_PER_BLOCK]
    return trainer._positives(*map(tf.constant, (windows, targets, seed))).numpy()


def slow_positives(window: np.ndarray, place: int, window_size: int, reach: int) -> np.ndarray:
    """Say of each word of a block's window whether it is a context of the target at `place`, word by word."""
    middle = window_size + place
    row = np.zeros(len(window), dtype=bool)
    for other, word in enumerate(window):
        first, last = sorted((middle, other))
        between = window[first : last + 1]
        row[other] = other != middle and last - first <= reach and (between > 0).all() and word > 0
    return row


def a_corpus(length: int = 600, size: int = 20, seed: int = 0) -> list[list[str]]:
    """Make documents of 30 random words."""
    words = np.random.default_rng(seed).zipf(1.5, length) % size
    return [[f"w{word}" for word in words[start : start + 30]] for start in range(0, length, 30)]


def quick(corpus=None, **settings) -> WordVectors:
    """Train a little."""
    return train(a_corpus() if corpus is None else corpus, **{**QUICK, **settings})


# The closed-form gradients


def random_blocks(seed: int, num_blocks=3, num_targets=4, num_candidates=7, dim=5) -> list[np.ndarray]:
    """Make vectors, labels and weights of a few blocks."""
    rng = np.random.default_rng(seed)
    vectors = [rng.normal(size=(num_blocks, length, dim)) for length in (num_targets, num_candidates)]
    shape = (num_blocks, num_targets, num_candidates)
    labels = rng.integers(0, 2, shape)
    weights = rng.random(shape) * 3 * (rng.random(shape) < 0.7)
    return [np.asarray(array, dtype=np.float32) for array in (*vectors, labels, weights)]


@pytest.mark.parametrize("seed", range(3))
def test_gradients_are_those_of_gradient_tape(seed):
    targets, candidates, labels, weights = map(tf.constant, random_blocks(seed))
    with tf.GradientTape() as tape:
        tape.watch([targets, candidates])
        logits = tf.einsum("sld,scd->slc", targets, candidates)
        crosses = tf.nn.sigmoid_cross_entropy_with_logits(labels, logits)
        loss = tf.reduce_sum(weights * crosses)
    wanted = tape.gradient(loss, [targets, candidates])
    *got, got_loss = training.block_gradients(targets, candidates, labels, weights)
    assert float(got_loss) == pytest.approx(float(loss), rel=1e-5)
    for gradient, expected in zip(got, wanted, strict=True):
        np.testing.assert_allclose(gradient, expected, rtol=1e-4, atol=1e-5)


def test_gradients_are_those_of_lesson_4():
    targets, candidates, labels, _ = random_blocks(7)
    weights = np.ones_like(labels)
    by_target, by_candidate, loss = training.block_gradients(targets, candidates, labels, weights)
    for block in range(len(targets)):
        examples = [
            sgns_gradients(target, candidates[block], row)
            for target, row in zip(targets[block], labels[block], strict=True)
        ]
        wanted = [example[0] for example in examples], sum(example[1] for example in examples)
        np.testing.assert_allclose(by_target[block], wanted[0], rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(by_candidate[block], wanted[1], rtol=1e-4, atol=1e-5)
    losses = [
        sgns_loss(targets[s, place], candidates[s], labels[s, place])
        for s in range(len(targets))
        for place in range(targets.shape[1])
    ]
    assert float(loss) == pytest.approx(sum(losses), rel=1e-5)


def test_a_weight_of_zero_takes_a_pair_out():
    targets, candidates, labels, weights = random_blocks(2)
    weights[:, :, 3] = 0
    elsewhere = candidates.copy()
    elsewhere[:, 3] = 50
    for first, second in zip(
        training.block_gradients(targets, candidates, labels, weights),
        training.block_gradients(targets, elsewhere, labels, weights),
        strict=True,
    ):
        np.testing.assert_allclose(first, second, rtol=1e-5, atol=1e-6)


# Which pairs a block has


@pytest.mark.parametrize("window_size", [1, 2, 5, 9])
@pytest.mark.parametrize("ends", [0.0, 0.15, 0.6])
def test_positives_are_those_of_a_slow_loop(window_size, ends):
    rng = np.random.default_rng([window_size, int(100 * ends)])
    trainer = a_trainer(window_size=window_size)
    windows = some_windows(rng, window_size, ends)
    targets = windows[:, window_size : window_size + TARGETS_PER_BLOCK]
    mask = positives(trainer, windows, [3, window_size])
    assert mask.shape == (BLOCKS_PER_STEP, TARGETS_PER_BLOCK, TARGETS_PER_BLOCK + 2 * window_size)
    for block, window in enumerate(windows):
        for place in range(TARGETS_PER_BLOCK):
            possible = [slow_positives(window, place, window_size, r + 1) for r in range(window_size)]
            if targets[block, place] == 0:
                possible = [np.zeros(len(window), dtype=bool)]
            assert any(np.array_equal(mask[block, place], row) for row in possible), (window, place)


def test_every_reach_is_drawn_equally_often():
    window_size = 4
    trainer = a_trainer(window_size=window_size)
    windows = some_windows(np.random.default_rng(1), window_size, ends=0.0)
    reaches = [positives(trainer, windows, [1, step]).sum(axis=-1) / 2 for step in range(20)]
    counts = np.bincount(np.concatenate(reaches).ravel().astype(int), minlength=window_size + 1)
    assert counts[0] == 0 and len(counts) == window_size + 1
    assert stats.chisquare(counts[1:]).pvalue > 0.001
    assert not np.array_equal(reaches[0], reaches[1])


@pytest.mark.parametrize("length", [1, 7, 8, 9, 255, 256, 257, 1000])
@pytest.mark.parametrize("window_size", [1, 4])
def test_every_token_is_a_target_once_an_epoch(length, window_size):
    tokens = np.arange(1, length + 1, dtype=np.int32)
    places_of_the_first = set()
    for seed in range(40):
        padded, starts = training._blocks(tokens, window_size, np.random.default_rng(seed))
        assert starts.dtype == np.int32 and starts.shape[1] == BLOCKS_PER_STEP
        places = starts.reshape(-1, 1) + np.arange(TARGETS_PER_BLOCK + 2 * window_size)
        assert places.min() >= 0 and places.max() < len(padded)
        windows = padded[places]
        targets = windows[:, window_size:-window_size]
        np.testing.assert_array_equal(np.sort(targets[targets > 0]), tokens)
        places_of_the_first.add(int(np.argwhere(targets == 1)[0, 1]))
        around = np.lib.stride_tricks.sliding_window_view(windows, 2 * window_size + 1, axis=1)
        wanted = targets[..., None] + np.arange(-window_size, window_size + 1)
        wanted[(wanted < 1) | (wanted > length)] = 0
        np.testing.assert_array_equal(around[targets > 0], wanted[targets > 0])
    assert places_of_the_first == set(range(TARGETS_PER_BLOCK))


def test_blocks_come_in_random_order():
    tokens = np.arange(1, 4001, dtype=np.int32)
    _, starts = training._blocks(tokens, 2, np.random.default_rng(0))
    assert abs(stats.spearmanr(np.arange(starts.size), starts.ravel()).statistic) < 0.15


# One step


def test_noise_that_is_the_target_has_no_weight(monkeypatch):
    trainer = a_trainer(window_size=2, num_negatives=6)
    windows = some_windows(np.random.default_rng(4), 2)
    targets = windows[:, 2 : 2 + TARGETS_PER_BLOCK]
    noise = trainer._draw_noise(tf.constant([1, 2]))
    seen = {}
    real = training.block_gradients

    def spy(target_vectors, candidate_vectors, labels, weights):
        seen.update(labels=labels.numpy(), weights=weights.numpy())
        return real(target_vectors, candidate_vectors, labels, weights)

    monkeypatch.setattr(training, "block_gradients", spy)
    trainer._step(tf.constant(windows), tf.constant(0.05), tf.constant([1, 2]))
    positive, negative = np.split(seen["weights"], [-SHARED_NOISE], axis=-1)
    is_target = noise.numpy()[:, None, :] == targets[:, :, None]
    pairs = positive.sum(axis=-1, keepdims=True)
    assert is_target.any() and (pairs == 0).any() and (pairs > 0).any()
    np.testing.assert_allclose(negative, np.where(is_target, 0, pairs * 6 / SHARED_NOISE), rtol=1e-6)
    np.testing.assert_array_equal(
        seen["labels"], np.concatenate([positive, np.zeros_like(negative)], axis=-1)
    )


def test_noise_follows_the_counts_and_is_never_padding_or_unknown():
    trainer = a_trainer(size=30)
    draws = np.ravel([trainer._draw_noise(tf.constant([9, step])) for step in range(60)])
    counts = np.bincount(draws, minlength=32)
    wanted = noise_distribution(a_vocabulary(30).counts) * len(draws)
    assert not counts[:2].any()
    assert stats.chisquare(counts[2:], wanted[2:]).pvalue > 0.001


@pytest.mark.parametrize("size", [4, 300])
def test_a_step_moves_the_tables_as_a_slow_loop_does(size):
    window_size, num_negatives, rate = 2, 3, 0.1
    trainer = a_trainer(size, window_size, num_negatives)
    windows = random_ids(np.random.default_rng(8), BLOCKS_PER_STEP * 12, size).reshape(BLOCKS_PER_STEP, 12)
    targets = windows[:, 2:10]
    seed = tf.constant([4, 4])
    noise = trainer._draw_noise(seed).numpy()
    positive = positives(trainer, windows, [4, 4])
    before = [table.numpy().astype(np.float64) for table in trainer.tables]
    moves, pairs_of_row = [np.zeros_like(t) for t in before], [np.zeros(len(t)) for t in before]
    for block, place in np.ndindex(targets.shape):
        target, pairs = targets[block, place], positive[block, place].sum()
        negative = (noise[block] != target) * pairs * num_negatives / SHARED_NOISE
        examples = [(*pair, 1.0) for pair in zip(windows[block], positive[block, place], strict=True)]
        examples += [(*pair, 0.0) for pair in zip(noise[block], negative, strict=True)]
        for word, weight, label in examples:
            gradients = sgns_gradients(before[0][target], before[1][[word]], np.array([label]))
            for table, (row, gradient) in enumerate([(target, gradients[0]), (word, gradients[1][0])]):
                moves[table][row] += weight * gradient
                pairs_of_row[table][row] += weight
    trainer._step(tf.constant(windows), tf.constant(rate), seed)
    for table, start, move, pairs in zip(trainer.tables, before, moves, pairs_of_row, strict=True):
        bound = np.minimum(1, MOST_PAIRS_A_ROW / np.maximum(pairs, 1))
        np.testing.assert_allclose(table.numpy(), start - rate * bound[:, None] * move, rtol=1e-4, atol=1e-5)
    assert (pairs_of_row[0] > MOST_PAIRS_A_ROW).any() and (pairs_of_row[0][2:] > 0).any()


def test_a_row_in_hundreds_of_pairs_is_held_back():
    trainer = a_trainer(size=2, window_size=5, dim=3)
    here = np.array([1.0, 2.0, 2.0])  # of length 3
    trainer.tables[0].assign(np.zeros((4, 3)))
    trainer.tables[1].assign(np.tile(here, (4, 1)))
    windows = np.tile(np.array([2, 3], dtype=np.int32), (BLOCKS_PER_STEP, 9))
    trainer._step(tf.constant(windows), tf.constant(0.05), tf.constant([0, 0]))
    moved = np.linalg.norm(trainer.tables[0].numpy(), axis=1)
    assert (moved[:2] == 0).all() and (moved[2:] > 0).all()
    assert (moved <= 0.05 * MOST_PAIRS_A_ROW * 3).all()  # no error is larger than 1


def test_rare_rows_move_as_far_as_they_want():
    trainer = a_trainer(size=300, window_size=1, num_negatives=1)
    windows = np.zeros((BLOCKS_PER_STEP, TARGETS_PER_BLOCK + 2), dtype=np.int32)
    windows[0, 1:3] = [200, 201]  # two pairs in the whole step
    before = trainer.tables[0].numpy()
    noise = trainer._draw_noise(tf.constant([6, 6])).numpy()[0]
    contexts = trainer.tables[1].numpy()
    trainer._step(tf.constant(windows), tf.constant(0.1), tf.constant([6, 6]))
    _, gradients = sgns_gradients(before[200], contexts[[201, *noise]], np.eye(1, 1 + SHARED_NOISE)[0])
    weights = np.array([1, *np.where(noise == 200, 0, 1 / SHARED_NOISE)])
    errors = gradients @ before[200] / (before[200] @ before[200])
    wanted = before[200] - 0.1 * (weights * errors) @ contexts[[201, *noise]]
    np.testing.assert_allclose(trainer.tables[0].numpy()[200], wanted, rtol=1e-4, atol=1e-6)
    changed = np.flatnonzero((trainer.tables[0].numpy() != before).any(axis=1))
    assert changed.tolist() == [200, 201]


def test_every_step_has_its_own_blocks_rate_and_seed(monkeypatch):
    trainer, seen = a_trainer(window_size=2), []

    def spy(windows, rate, seed):
        seen.append([tensor.numpy() for tensor in (windows, rate, seed)])
        return tf.constant([1.0, 2.0])

    monkeypatch.setattr(trainer, "_step", spy)
    tokens, starts = training._blocks(np.arange(2, 1002, dtype=np.int32), 2, np.random.default_rng(0))
    rates = tf.constant([0.08, 0.04])
    totals = trainer._run(tf.constant(tokens), tf.constant(starts), rates, tf.constant([7, 50]))
    windows, rates, seeds = map(np.array, zip(*seen, strict=True))
    np.testing.assert_array_equal(windows, tokens[starts[..., None] + np.arange(TARGETS_PER_BLOCK + 4)])
    np.testing.assert_allclose(rates, [0.08, 0.07, 0.06, 0.05])
    assert seeds.tolist() == [[7, 50], [7, 51], [7, 52], [7, 53]]
    assert totals.numpy().tolist() == [4, 8]


def test_threads_share_the_blocks_of_an_epoch_and_no_randomness():
    seen = []

    class Trainer:
        window_size = 5

        def run(self, tokens, starts, rates, seed):
            seen.append((starts.numpy(), rates.numpy(), seed.numpy()))
            return tf.constant([3.0, 2.0])

    class Bar:
        def set_postfix_str(self, text):
            self.text = text

        def update(self):
            self.text += "."

    bar, schedule = Bar(), training._Schedule(0.08, epochs=2, threads=3, seed=42)
    for epoch in range(2):
        ids, keep = np.full(4001, 2, dtype=np.int32), np.ones(3)
        training._run_epoch(Trainer(), ids, keep, schedule, epoch, bar)
        starts = np.sort(np.concatenate([share for share, _, _ in seen[3 * epoch :]]).ravel())
        assert len(starts) == 16 * BLOCKS_PER_STEP and len(set(starts.tolist())) >= 500
        np.testing.assert_array_equal(np.unique(starts)[:500], np.arange(500) * TARGETS_PER_BLOCK)
        for _, rates, _ in seen[3 * epoch :]:
            np.testing.assert_allclose(rates, schedule.rates(epoch))
    assert len({tuple(seed.tolist()) for _, _, seed in seen}) == 6
    assert bar.text.startswith("loss 1.500 a pair, ") and bar.text.endswith(" words/s.")


def test_the_learning_rate_falls_in_a_straight_line():
    schedule = training._Schedule(learning_rate=0.08, epochs=4, threads=1, seed=0)
    rates = [schedule.rates(epoch) for epoch in range(4)]
    np.testing.assert_allclose(rates, [(0.08, 0.06), (0.06, 0.04), (0.04, 0.02), (0.02, 0.08e-3)])


# Whole trainings


def test_the_same_seed_gives_the_same_bits_also_in_a_fresh_process():
    first, second, other = quick(seed=5), quick(seed=5), quick(seed=6)
    assert first.words == second.words == other.words
    assert first.matrix.tobytes() == second.matrix.tobytes() != other.matrix.tobytes()
    assert np.abs(first.matrix - other.matrix).max() > 0.01
    program = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]); from test_training import quick; "
        "print(hashlib.sha256(quick(seed=5).matrix.tobytes()).hexdigest())"
    )
    command = [sys.executable, "-c", program, str(Path(__file__).parent)]
    fresh = subprocess.run(command, capture_output=True, text=True, check=True)
    assert fresh.stdout.split() == [hashlib.sha256(first.matrix.tobytes()).hexdigest()]


def test_the_order_of_sums_is_fixed_only_while_one_thread_trains(monkeypatch):
    real, fixed = training._run_epoch, []

    def spy(*arguments):
        fixed.append(tf_config.is_op_determinism_enabled())
        real(*arguments)

    monkeypatch.setattr(training, "_run_epoch", spy)
    assert not tf_config.is_op_determinism_enabled()
    quick(threads=1, epochs=1)
    assert not tf_config.is_op_determinism_enabled()
    quick(threads=2, epochs=1)
    assert fixed == [True, False]


@pytest.mark.parametrize("threads", [2, 5])
def test_several_threads_train(threads):
    start, trained = quick(learning_rate=1e-9), quick(threads=threads)
    assert np.isfinite(trained.matrix).all()
    assert (np.abs(trained.matrix - start.matrix).max(axis=1) > 1e-3).all()


def test_every_epoch_is_different(monkeypatch):
    real, seen = training._blocks, []

    def spy(tokens, window_size, rng):
        seen.append(tokens)
        padded, starts = real(tokens, window_size, rng)
        seen.append(starts)
        return padded, starts

    monkeypatch.setattr(training, "_blocks", spy)
    quick(epochs=2, subsample=0.02)
    first_tokens, first_starts, second_tokens, second_starts = seen
    assert 100 < len(first_tokens) < 500 and not np.array_equal(first_tokens, second_tokens)
    assert not np.array_equal(first_starts, second_starts)


def test_an_interrupted_training_returns_what_was_learned(monkeypatch, capsys):
    real = training._run_epoch

    def stop_in_the_second(trainer, ids, keep, schedule, epoch, bar):
        if epoch == 1:
            raise KeyboardInterrupt
        real(trainer, ids, keep, schedule, epoch, bar)

    monkeypatch.setattr(training, "_run_epoch", stop_in_the_second)
    stopped = quick(epochs=3, subsample=None)
    assert "Stopped in epoch 2 of 3; the vectors are as trained so far." in capsys.readouterr().out
    monkeypatch.setattr(training, "_run_epoch", lambda *arguments: None)
    assert np.abs(stopped.matrix - quick(epochs=3).matrix).max() > 1e-3  # the start, as no epoch is run
    assert not tf_config.is_op_determinism_enabled()


def test_the_vectors_belong_to_the_words():
    corpus = [["b", "a", "b", "c", "b", "a"]] * 5
    vectors = quick(corpus, num_negatives=1)
    assert vectors.words == ["b", "a", "c"] and vectors.counts.tolist() == [15, 10, 5]
    assert vectors.matrix.shape == (3, 8) and vectors.matrix.dtype == np.float32
    vocabulary = Vocabulary.from_corpus(corpus, min_count=1)
    model = SkipGram(5, 4, seed=3)
    taken = training.word_vectors(model, vocabulary)
    np.testing.assert_array_equal(taken["a"], model.target_embedding.embeddings[vocabulary.id("a")])


def test_words_that_meet_end_up_near_each_other():
    rng = np.random.default_rng(0)
    corpus = [[f"{side}{rng.integers(10)}" for _ in range(8)] for side in rng.choice(["left", "right"], 400)]
    vectors = quick(corpus, epochs=15, num_negatives=5, subsample=None)
    units = vectors.unit_vectors()
    left = np.array([word.startswith("left") for word in vectors.words])
    cosines = units @ units.T
    assert cosines[np.ix_(left, left)].mean() > 0.6 and cosines[np.ix_(left, ~left)].mean() < 0.2


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("threads", [1, 2])
def test_extreme_settings_stay_finite(threads, seed):
    corpus = a_corpus(2000, size=50, seed=seed)
    settings = {"window_size": 15, "num_negatives": 20, "learning_rate": 0.1, "subsample": None, "epochs": 40}
    vectors = quick(corpus, embedding_dim=100, threads=threads, **settings)
    assert np.isfinite(vectors.matrix).all()
    assert np.linalg.norm(vectors.matrix, axis=1).max() < 30


def test_the_smallest_corpus_that_can_be_trained_on():
    assert np.isfinite(quick([["a", "b"]], window_size=1, num_negatives=1, subsample=None).matrix).all()


def test_verbose_shows_a_bar_and_0_shows_nothing(capsys):
    quick(verbose=0)
    assert capsys.readouterr() == ("", "")
    quick(verbose=1)
    shown = capsys.readouterr().err
    assert "2/2" in shown and "words/s" in shown and "a pair" in shown


# What is refused


@pytest.mark.parametrize("bad", [0, -1, 2.5, True, "5", None, float("nan")])
@pytest.mark.parametrize(
    "name", "epochs threads embedding_dim window_size num_negatives min_count max_size seed".split()
)
def test_a_setting_that_is_not_a_whole_number_above_zero_is_refused(name, bad):
    least = 0 if name == "seed" else 1
    if (name, bad) in [("seed", 0), ("max_size", None)]:
        assert len(quick(**{name: bad})) == 20
        return
    with pytest.raises(ValueError) as error:
        quick(**{name: bad})
    assert str(error.value) == f"{name} must be a whole number of at least {least}, not {bad!r}."


@pytest.mark.parametrize("bad", [0, -1, True, "5", None, float("nan"), float("inf")])
@pytest.mark.parametrize("name", ["learning_rate", "subsample"])
def test_a_setting_that_is_not_a_number_above_zero_is_refused(name, bad):
    if (name, bad) == ("subsample", None):
        assert len(quick(**{name: bad})) == 20
        return
    with pytest.raises(ValueError) as error:
        quick(**{name: bad})
    assert str(error.value) == f"{name} must be a number above 0, not {bad!r}."


def test_settings_may_be_numpy_numbers():
    sizes = dict.fromkeys(["epochs", "threads", "embedding_dim", "window_size", "num_negatives"], np.int64(1))
    assert np.isfinite(quick(**sizes, learning_rate=np.float32(0.1), seed=np.int64(2**40)).matrix).all()


@pytest.mark.parametrize(
    ("corpus", "settings", "message"),
    [
        ([["a", "b", "c", "d"]], {}, "4 tokens that are in the vocabulary; window_size=5 needs at least 6"),
        ([["a"]] * 50, {}, "No document of the corpus has two words"),
        ([["a"] * 50], {"num_negatives": 1}, "num_negatives=1 needs a vocabulary of more than 1 words; this"),
        ([["a", "b", "c"] * 9], {"num_negatives": 3}, "more than 3 words; this one has 3"),
        ([["a", "b"] * 9], {"min_count": 10}, "None of the 18 tokens is a word that occurs 10 times"),
        ([], {}, "None of the 0 tokens"),
        ([[]], {}, "None of the 0 tokens"),
        (["the wide road"], {}, "not of strings: tokenize each text"),
        ([["a", "b"] * 9], {"num_negatives": 1, "subsample": 1e-5}, "leaves about 0.1 of 18 tokens, too few"),
    ],
)
def test_a_corpus_too_small_for_the_settings_is_refused(corpus, settings, message):
    with pytest.raises(ValueError, match=message):
        quick(corpus, **settings)


# How good the vectors are


def test_default_settings_learn_tinyworld():
    # Seen over ten seeds (tests/benchmarks/tinyworld.py): analogies .989 to .997, Spearman .870 to .877.
    vectors = train(load_corpus("tinyworld"), verbose=0)
    assert evaluate_analogies(vectors).accuracy > 0.97
    assert evaluate_similarity(vectors).spearman > 0.85


def test_default_settings_learn_shakespeare(shakespeare):
    vectors = train(shakespeare, verbose=0)
    assert "juliet" in dict(vectors.most_similar("romeo", topn=10))
    assert len(ROMANS & set(dict(vectors.most_similar("rome", topn=10)))) >= 3


def test_a_corpus_that_can_be_read_only_once_is_enough():
    assert quick(iter(a_corpus())).matrix.tobytes() == quick().matrix.tobytes()


def test_the_defaults_are_those_of_the_design():
    defaults = {name: option.default for name, option in inspect.signature(train).parameters.items()}
    wanted = {"embedding_dim": 100, "window_size": 5, "num_negatives": 5, "subsample": 1e-3, "min_count": 5}
    wanted |= {"epochs": 20, "learning_rate": 0.05, "threads": 2, "seed": 42}
    assert wanted.items() <= defaults.items()
