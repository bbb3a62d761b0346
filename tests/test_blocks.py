"""One step of the fast training: its arithmetic against slow loops, its blocks, its noise and its bounds."""

import numpy as np
import pytest
import tensorflow as tf
from scipy import stats

from w2v_helpers import blocks
from w2v_helpers.blocks import (
    LEAST_SHARED_NOISE,
    MOST_BLOCKS_PER_STEP,
    MOST_NOISE_PUSH,
    MOST_OCCURRENCES,
    MOST_PULL,
    TARGETS_PER_BLOCK,
    TOKENS_PER_BLOCK_OF_A_STEP,
    BlockTrainer,
    window_weights,
)
from w2v_helpers.model import SkipGram
from w2v_helpers.negatives import noise_distribution, sgns_gradients, sgns_loss
from w2v_helpers.vocabulary import Vocabulary

WINDOW, NEGATIVES, RATE = 2, 3, 0.1  # of `a_trainer`


def a_trainer(size: int = 600, count: int = 100, dim: int = 6, **settings) -> BlockTrainer:
    """Make a trainer of `size` words that all occur `count` times; its tables hold numbers not small."""
    vocabulary = Vocabulary([f"w{rank}" for rank in range(size)], [count] * size)
    model, rng = SkipGram(len(vocabulary), dim), np.random.default_rng(5)
    for embedding in (model.target_embedding, model.context_embedding):
        rows = rng.normal(0, 0.5, embedding.embeddings.shape)
        rows[0] = 0
        embedding.embeddings.assign(rows)
    defaults = {"window_size": WINDOW, "num_negatives": NEGATIVES, "learning_rate": RATE, "threads": 1}
    return BlockTrainer(model, vocabulary, np.ones(len(vocabulary)), **{**defaults, **settings})


def targets_of(windows: np.ndarray, window_size: int) -> np.ndarray:
    """Take the L words in the middle of each window."""
    return windows[..., window_size : window_size + TARGETS_PER_BLOCK]


def random_windows(trainer: BlockTrainer, rng: np.random.Generator, size: int = 600) -> np.ndarray:
    """Make what a step sees, int32 (S, L + 2w), with empty space in it."""
    windows = rng.integers(2, size + 2, (trainer.blocks_per_step, trainer.width)).astype(np.int32)
    windows[rng.random(windows.shape) < 0.2] = 0
    return windows


# How much a context counts


@pytest.mark.parametrize("window_size", [1, 2, 5, 9, 20])
def test_window_weights_are_those_of_a_slow_loop(window_size):
    weights = window_weights(window_size)
    assert weights.shape == (TARGETS_PER_BLOCK + 2 * window_size, TARGETS_PER_BLOCK)
    assert weights.dtype == np.float32
    for word, target in np.ndindex(weights.shape):
        distance = abs(word - (window_size + target))
        reaches = [reach for reach in range(1, window_size + 1) if 1 <= distance <= reach]
        assert weights[word, target] == pytest.approx(len(reaches) / window_size)  # of w equally likely ones
    np.testing.assert_allclose(weights.sum(axis=0), window_size + 1, rtol=1e-6)


def test_window_weights_are_the_mean_of_drawing_reaches():
    window_size, draws = 4, 40_000
    reaches = np.random.default_rng(0).integers(1, window_size + 1, draws)
    distances = np.abs(np.arange(-window_size, window_size + 1))
    drawn = ((distances[:, None] <= reaches) & (distances[:, None] > 0)).mean(axis=1)
    np.testing.assert_allclose(window_weights(window_size)[: 2 * window_size + 1, 0], drawn, atol=0.01)


# The moves


def pull_inputs(seed: int) -> list[np.ndarray]:
    """Make vectors of targets and of contexts of three blocks, weights and rates."""
    rng = np.random.default_rng(seed)
    weights = rng.random((7, 4)) * 3 * (rng.random((7, 4)) < 0.7)
    arrays = rng.normal(size=(3, 4, 5)), rng.normal(size=(3, 7, 5)), weights, rng.random((3, 4))
    return [np.asarray(array, dtype=np.float32) for array in (*arrays, rng.random((3, 7)))]


def push_inputs(seed: int) -> list[np.ndarray]:
    """Make vectors of targets and of noise words, weights and rates."""
    rng = np.random.default_rng(seed)
    weights = rng.random((7, 12)) * 3 * (rng.random((7, 12)) < 0.7)
    arrays = rng.normal(size=(12, 5)), rng.normal(size=(7, 5)), weights, rng.random(12), rng.random(7)
    return [np.asarray(array, dtype=np.float32) for array in arrays]


BOTH_MOVES = [(blocks.pull, pull_inputs, 1), (blocks.push, push_inputs, 0)]


@pytest.mark.parametrize(("move", "inputs", "label"), BOTH_MOVES)
@pytest.mark.parametrize("seed", range(4))
def test_moves_are_minus_the_gradients_of_gradient_tape(move, inputs, label, seed):
    targets, others, weights, *rates = map(tf.constant, inputs(seed))
    with tf.GradientTape() as tape:
        tape.watch([targets, others])
        logits = tf.matmul(others, targets, transpose_b=True)
        labels = tf.fill(tf.shape(logits), float(label))
        loss = tf.reduce_sum(weights * tf.nn.sigmoid_cross_entropy_with_logits(labels, logits))
    gradients = tape.gradient(loss, [targets, others])
    got = move(targets, others, weights, *map(tf.ones_like, rates))
    for moved, gradient in zip(got, gradients, strict=True):
        np.testing.assert_allclose(moved, -gradient, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(("move", "inputs", "label"), BOTH_MOVES)
@pytest.mark.parametrize("seed", range(4))
def test_moves_are_minus_the_gradients_of_lesson_4_times_the_rates(move, inputs, label, seed):
    arrays = inputs(seed)
    got = [np.asarray(moved) for moved in move(*map(tf.constant, arrays))]
    if label == 0:  # one block
        arrays = [arrays[0][None], arrays[1][None], arrays[2], arrays[3][None], arrays[4][None]]
    targets, others, weights, target_rates, rates = arrays
    by_target, by_other = (np.zeros(vectors.shape) for vectors in (targets, others))
    for block, target, other in np.ndindex(len(targets), targets.shape[1], others.shape[1]):
        gradients = sgns_gradients(targets[block, target], others[block, [other]], np.array([label]))
        by_target[block, target] -= target_rates[block, target] * weights[other, target] * gradients[0]
        by_other[block, other] -= rates[block, other] * weights[other, target] * gradients[1][0]
    for moved, wanted in zip(got, (by_target, by_other), strict=True):
        np.testing.assert_allclose(moved.reshape(wanted.shape), wanted, rtol=1e-4, atol=1e-5)


# What a step is made of


@pytest.mark.parametrize("length", [1, 15, 16, 17, 255, 1000])
@pytest.mark.parametrize(("window_size", "count"), [(1, 100), (4, 1000)])
def test_every_token_is_a_target_exactly_once(length, window_size, count):
    trainer = a_trainer(100, count, window_size=window_size)  # with 1 and with 5 blocks a step
    assert trainer.blocks_per_step == (5 if count == 1000 else 1)
    tokens, places_of_the_first = np.arange(1, length + 1, dtype=np.int32), set()
    for seed in range(150):
        made = trainer.piece(tokens, (0.2, 0.1), np.random.default_rng(seed))
        padded, starts, noise, rates = made
        for array, spec in zip(made, trainer.signature, strict=True):
            assert array.dtype == spec.dtype and spec.shape.is_compatible_with(array.shape)
        assert len(noise) == len(starts) and rates.tolist() == pytest.approx([0.2, 0.1])
        places = starts.reshape(-1, 1) + np.arange(trainer.width)
        assert places.min() >= 0 and places.max() < len(padded)
        windows = padded[places]
        targets = targets_of(windows, window_size)
        np.testing.assert_array_equal(np.sort(targets[targets > 0]), tokens)
        places_of_the_first.add(int(np.argwhere(targets == 1)[0, 1]))
        around = np.lib.stride_tricks.sliding_window_view(windows, 2 * window_size + 1, axis=1)
        wanted = targets[..., None] + np.arange(-window_size, window_size + 1)
        wanted[(wanted < 1) | (wanted > length)] = 0
        np.testing.assert_array_equal(around[targets > 0], wanted[targets > 0])
    assert places_of_the_first == set(range(TARGETS_PER_BLOCK))


def test_an_empty_piece_has_no_words():
    trainer = a_trainer()
    before = [table.numpy() for table in trainer.tables]
    for seed in range(20):
        made = trainer.piece(np.zeros(seed % 3, dtype=np.int32), (0.1, 0.1), np.random.default_rng(seed))
        assert not made[0].any()
        assert trainer.run(*made).numpy().tolist() == [0, 0]
    for table, start in zip(trainer.tables, before, strict=True):
        np.testing.assert_array_equal(table.numpy(), start)


@pytest.mark.parametrize("window_size", [1, 2, 5, 12])
@pytest.mark.parametrize("seed", range(3))
def test_documents_never_meet(window_size, seed):
    rng, trainer = np.random.default_rng(seed), a_trainer(window_size=window_size)
    lengths = rng.integers(0, 25, 60)  # some documents are empty: several ends come in a row
    documents = [[100 * (number + 1) + place for place in range(n)] for number, n in enumerate(lengths)]
    tokens = np.array([word for document in documents for word in [*document, 0]], dtype=np.int32)
    padded, starts, *_ = trainer.piece(tokens, (0.1, 0.1), rng)
    met = set()
    for start in starts.ravel():
        window = padded[start : start + trainer.width]
        targets = targets_of(window, window_size)
        for place, target in np.argwhere(window_weights(window_size) > 0):
            if window[place] and targets[target]:
                met.add((int(targets[target]), int(window[place])))
    wanted = {
        (first, second)
        for document in documents
        for first in document
        for second in document
        if first != second and abs(first - second) <= window_size
    }
    assert met == wanted


def test_blocks_come_in_random_order():
    trainer, orders = a_trainer(), []
    for seed in range(2):
        starts = trainer.piece(np.arange(1, 8001, dtype=np.int32), (0.1, 0.1), np.random.default_rng(seed))[1]
        orders.append(starts.ravel().tolist())
        assert abs(stats.spearmanr(np.arange(len(orders[-1])), orders[-1]).statistic) < 0.15
    assert orders[0] != orders[1]


# The noise


@pytest.mark.parametrize("how_many", [1, 7, 300, 20_000])
def test_noise_is_dealt_within_one_of_what_is_expected(how_many):
    counts = np.array([0, 0, *(5000 // (rank + 1) for rank in range(300))])
    distribution, previous = noise_distribution(counts), None
    rng = np.random.default_rng(how_many)
    for _ in range(20):
        words = blocks._deal(np.cumsum(distribution), how_many, rng)
        assert words.shape == (how_many,) and words.dtype == np.int32
        dealt = np.bincount(words, minlength=len(counts))
        assert len(dealt) == len(counts) and not dealt[:2].any()
        assert (np.abs(dealt - how_many * distribution) < 1 + 1e-6).all()
        assert previous is None or how_many == 1 or not np.array_equal(words, previous)
        previous = words


def test_a_few_noise_words_are_dealt_in_proportion():
    distribution = noise_distribution(np.array([0, 0, 100, 90, 50, 20, 20, 9, 5, 3, 3, 3, 2, 1]))
    cumulative = np.cumsum(distribution)
    hands = np.array([blocks._deal(cumulative, 4, np.random.default_rng(seed)) for seed in range(4000)])
    for drawn in (hands.ravel(), hands[:, 0], hands[:, 3]):
        counts = np.bincount(drawn, minlength=len(distribution))
        assert not counts[:2].any()
        assert stats.chisquare(counts[2:], distribution[2:] * len(drawn)).pvalue > 0.001


def test_noise_that_is_the_target_has_no_weight():
    trainer = a_trainer(num_negatives=6)
    windows = random_windows(trainer, np.random.default_rng(4), size=40)
    noise = np.arange(2, 2 + trainer.num_noise, dtype=np.int32)
    got = trainer._negatives(tf.constant(windows), tf.constant(noise)).numpy()
    targets, weights = targets_of(windows, WINDOW), window_weights(WINDOW)
    wanted = np.zeros((len(noise), *targets.shape))
    for number, block, place in np.ndindex(wanted.shape):
        pairs = sum(weights[other, place] for other in range(trainer.width) if windows[block, other] > 0)
        if noise[number] != targets[block, place]:
            wanted[number, block, place] = pairs * 6 / trainer.num_noise
    np.testing.assert_allclose(got, wanted.reshape(len(noise), -1), rtol=1e-5)
    assert (noise[:, None, None] == targets).any() and len(np.unique(wanted)) > 3


# One step


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize(("count", "blocks_per_step"), [(70, 3), (1000, 16)])
@pytest.mark.parametrize("seed", range(3))
def test_a_step_moves_the_tables_as_a_slow_loop_does(threads, count, blocks_per_step, seed):
    # No word occurs twice in this step, so that all moves are exact; each row that is overwritten still makes
    # up for the others that may stand beside it in another step.
    trainer = a_trainer(size=900, count=count, threads=threads)
    assert trainer.blocks_per_step == blocks_per_step and trainer.overwrites == (count == 1000)
    rng = np.random.default_rng(seed)
    words = 2 + rng.permutation(900).astype(np.int32)
    windows = words[: blocks_per_step * trainer.width].reshape(blocks_per_step, -1)
    noise = words[-trainer.num_noise :]
    windows[rng.random(windows.shape) < 0.2] = 0
    targets, weights = targets_of(windows, WINDOW), window_weights(WINDOW)
    before = [table.numpy().astype(np.float64) for table in trainer.tables]
    wanted = [table.copy() for table in before]
    occurrences = [blocks_per_step * length * threads / 900 for length in (TARGETS_PER_BLOCK, trainer.width)]
    as_target, as_context = (n / (1 - np.exp(-n)) if trainer.overwrites else 1 for n in occurrences)
    for block, place in np.argwhere(targets > 0):
        target, window = targets[block, place], windows[block]
        pairs = ((window > 0) * weights[:, place]).sum()
        examples = [(*pair, 1, as_context) for pair in zip(window, weights[:, place], strict=True) if pair[0]]
        examples += [(word, pairs * NEGATIVES / len(noise), 0, 1) for word in noise]
        for word, weight, label, factor in examples:
            by_target, by_word = sgns_gradients(before[0][target], before[1][[word]], np.array([label]))
            wanted[0][target] -= 0.07 * as_target * weight * by_target
            wanted[1][word] -= 0.07 * factor * weight * by_word[0]
    trainer._step(tf.constant(windows), tf.constant(noise), tf.constant(0.07))
    for table, expected in zip(trainer.tables, wanted, strict=True):
        np.testing.assert_allclose(table.numpy(), expected, rtol=1e-4, atol=1e-6)
        assert not table.numpy()[0].any()
    assert np.abs(trainer.tables[0].numpy() - before[0]).max() > 0.01


def test_padding_and_unknown_never_move():
    trainer = a_trainer(size=30, count=3000)
    unknown = [table.numpy()[1] for table in trainer.tables]
    rng = np.random.default_rng(3)
    tokens = rng.integers(2, 32, 3000).astype(np.int32)
    tokens[rng.random(len(tokens)) < 0.2] = 0
    trainer.run(*trainer.piece(tokens, (0.1, 0.1), rng))
    for table, row in zip(trainer.tables, unknown, strict=True):
        assert not table.numpy()[0].any() and np.isfinite(table.numpy()).all()
        np.testing.assert_array_equal(table.numpy()[1], row)


def test_making_a_trainer_changes_only_the_vector_of_padding():
    model = SkipGram(12, 4, seed=3)
    before = [e.embeddings.numpy() for e in (model.target_embedding, model.context_embedding)]
    vocabulary = Vocabulary(list("abcdefghij"), [7] * 10)
    settings = {"window_size": 2, "num_negatives": 2, "learning_rate": 0.1, "threads": 1}
    trainer = BlockTrainer(model, vocabulary, np.ones(12), **settings)
    assert before[0][0].any()
    before[0][0] = 0
    for table, start in zip(trainer.tables, before, strict=True):
        np.testing.assert_array_equal(table.numpy(), start)


def test_a_row_in_hundreds_of_pairs_is_held_back():
    trainer = a_trainer(size=2, count=10**6, window_size=5, num_negatives=1, dim=3)
    trainer.tables[0].assign(np.zeros((4, 3)))
    trainer.tables[1].assign(np.tile([1.0, 2.0, 2.0], (4, 1)))  # of length 3
    windows = np.tile(np.array([2, 3], dtype=np.int32), (MOST_BLOCKS_PER_STEP, 13))
    noise = np.resize(np.array([2, 3], dtype=np.int32), trainer.num_noise)
    trainer._step(tf.constant(windows), tf.constant(noise), tf.constant(0.05))
    moved = np.linalg.norm(trainer.tables[0].numpy(), axis=1)
    assert (moved[:2] == 0).all() and (moved[2:] > 0).all()
    assert (moved <= MOST_PULL * 3).all()  # no error is larger than 1


# A piece


def test_every_step_has_its_own_blocks_noise_and_rate(monkeypatch):
    trainer, seen, measured = a_trainer(), [], []

    def a_loss(windows, noise):
        measured.append((windows.numpy(), noise.numpy()))
        return tf.constant([3.0, 2.0])

    monkeypatch.setattr(trainer, "_step", lambda *inputs: seen.append([i.numpy() for i in inputs]))
    monkeypatch.setattr(trainer, "_loss", a_loss)
    piece = trainer.piece(np.arange(2, 2402, dtype=np.int32), (0.08, 0.04), np.random.default_rng(0))
    totals = trainer._run(*map(tf.constant, piece))
    tokens, starts, noise, _ = piece
    windows, noises, rates = map(np.array, zip(*seen, strict=True))
    assert len(windows) == len(starts) >= 50
    np.testing.assert_array_equal(windows, tokens[starts[..., None] + np.arange(trainer.width)])
    np.testing.assert_array_equal(noises, noise)
    np.testing.assert_allclose(rates, np.linspace(0.08, 0.04, len(starts), endpoint=False), rtol=1e-5)
    assert totals.numpy().tolist() == [6, 4]  # of steps 0 and 32
    for step, (window, noise_of_step) in zip((0, 32), measured, strict=True):
        np.testing.assert_array_equal(window, windows[step])
        np.testing.assert_array_equal(noise_of_step, noise[step])


def test_the_compiled_run_takes_the_same_steps():
    rng = np.random.default_rng(9)
    fast, slow = a_trainer(), a_trainer()
    for length in (5, 400, 90):
        piece = fast.piece(rng.integers(2, 602, length).astype(np.int32), (0.1, 0.05), rng)
        totals, tokens = fast.run(*piece).numpy(), piece[0]
        wanted = np.zeros(2)
        for step, (start, noise) in enumerate(zip(*piece[1:3], strict=True)):
            windows = tf.constant(tokens[start[:, None] + np.arange(fast.width)])
            if step % 32 == 0:
                wanted += slow._loss(windows, tf.constant(noise)).numpy()
            slow._step(windows, tf.constant(noise), tf.constant(0.1 - 0.05 * step / len(piece[1])))
        np.testing.assert_allclose(totals, wanted, rtol=1e-4)
        for got, expected in zip(fast.tables, slow.tables, strict=True):
            np.testing.assert_allclose(got.numpy(), expected.numpy(), rtol=1e-4, atol=1e-5)
    assert fast.run.experimental_get_tracing_count() == 1  # whatever the length


def test_the_loss_is_that_of_lesson_4():
    trainer = a_trainer()
    windows = random_windows(trainer, np.random.default_rng(6), size=40)
    noise = np.arange(2, 2 + trainer.num_noise, dtype=np.int32)
    target_rows, context_rows = (table.numpy().astype(np.float64) for table in trainer.tables)
    targets, weights = targets_of(windows, WINDOW), window_weights(WINDOW)
    loss, all_pairs = 0, 0
    for block, place in np.argwhere(targets > 0):
        target, pairs = targets[block, place], 0
        for word, weight in zip(windows[block], weights[:, place], strict=True):
            if word > 0:
                pairs += weight
                loss += weight * sgns_loss(target_rows[target], context_rows[[word]], np.array([1]))
        for word in noise[noise != target]:
            share = pairs * NEGATIVES / len(noise)
            loss += share * sgns_loss(target_rows[target], context_rows[[word]], np.array([0]))
        all_pairs += pairs
    got = trainer._loss(tf.constant(windows), tf.constant(noise)).numpy()
    np.testing.assert_allclose(got, [loss, all_pairs], rtol=1e-4)


# Sizes and bounds


def test_a_row_is_bounded_only_above_so_many_pairs():
    pairs = np.array([0, 0.5, 1, 2, 4]) * 20
    assert blocks._bound(pairs, 20).tolist() == [1, 1, 1, 0.5, 0.25]


def test_one_occurrence_stands_for_all():
    occurrences = np.array([0, 1e-9, np.log(2), 2, 40])
    wanted = [0, 1, 2 * np.log(2), 2 / (1 - np.exp(-2)), 40]
    np.testing.assert_allclose(blocks._one_for_all(occurrences), wanted, rtol=1e-5)


def test_standing_for_all_is_right_on_average():
    rng, occurrences = np.random.default_rng(2), np.array([0.05, 0.3, 1, 3, 8])
    is_present = rng.poisson(occurrences, (200_000, 5)) > 0
    moved = (blocks._one_for_all(occurrences) * is_present).mean(axis=0)
    np.testing.assert_allclose(moved, occurrences, rtol=0.05)


def test_rows_that_are_added_up_are_bounded_by_their_pairs():
    trainer = a_trainer(size=4, count=30_000, window_size=3, num_negatives=2, threads=2)
    assert trainer.blocks_per_step == 6 and not trainer.overwrites  # 96 targets a step
    each, most = 96 * 2 / 4, MOST_PULL / RATE  # occurrences of a word as target in both threads
    targets, contexts, noise = (bound.numpy() for bound in trainer.bounds)
    np.testing.assert_allclose(targets[2:], most / (each * 4 * 3), rtol=1e-5)
    np.testing.assert_allclose(contexts[2:], most / (each * 4 + 96 * 4 * 2 / 4), rtol=1e-5)
    np.testing.assert_array_equal(noise, contexts)
    assert not targets[:2].any() and not contexts[:2].any() and not noise[:2].any()


def test_rows_that_are_overwritten_stand_for_the_others():
    trainer = a_trainer(size=400, count=1000, window_size=1, num_negatives=1, threads=1)
    assert trainer.blocks_per_step == 16 and trainer.overwrites
    each = 256 / 400
    targets, contexts, _ = (bound.numpy() for bound in trainer.bounds)
    np.testing.assert_allclose(targets[2:], each / (1 - np.exp(-each)), rtol=1e-5)
    each *= 18 / 16
    np.testing.assert_allclose(contexts[2:], each / (1 - np.exp(-each)), rtol=1e-5)


@pytest.mark.parametrize("threads", [1, 2])
def test_rows_are_overwritten_only_where_words_are_rare(threads):
    size = 256 * threads // MOST_OCCURRENCES
    for words, count, wanted in [(size, 8000, True), (size - 4, 8000, False), (size, 1000, False)]:
        assert a_trainer(size=words, count=count, threads=threads).overwrites == wanted


@pytest.mark.parametrize(
    ("tokens", "wanted"),
    [
        (30, 1),
        (2 * TOKENS_PER_BLOCK_OF_A_STEP - 10, 1),
        (2 * TOKENS_PER_BLOCK_OF_A_STEP, 2),
        (MOST_BLOCKS_PER_STEP * TOKENS_PER_BLOCK_OF_A_STEP, MOST_BLOCKS_PER_STEP),
        (10**10, MOST_BLOCKS_PER_STEP),
    ],
)
def test_a_step_has_more_blocks_on_a_larger_corpus(tokens, wanted):
    trainer = a_trainer(size=10, count=tokens // 10)
    assert trainer.blocks_per_step == wanted
    assert (
        trainer.piece(np.arange(50, dtype=np.int32), (0, 0), np.random.default_rng(0))[1].shape[1] == wanted
    )


def test_thinned_tokens_do_not_count():
    vocabulary = Vocabulary(list("abcdefghij"), [10**5] * 10)
    settings = {"window_size": 2, "num_negatives": 2, "learning_rate": 0.1, "threads": 1}
    trainer = BlockTrainer(SkipGram(12, 4), vocabulary, np.full(12, 0.1), **settings)
    assert trainer.blocks_per_step == 5


@pytest.mark.parametrize(
    ("count", "settings", "wanted"),
    [
        (3, {}, LEAST_SHARED_NOISE),
        (3, {"window_size": 1, "num_negatives": 1, "learning_rate": 0.01}, LEAST_SHARED_NOISE),
        (10**6, {"window_size": 5, "num_negatives": 5, "learning_rate": 0.05}, LEAST_SHARED_NOISE),
        (10**6, {"window_size": 15, "num_negatives": 20, "learning_rate": 0.1}, 683),  # 8192 · 10 / 120
    ],
)
def test_no_noise_word_stands_for_too_many_pairs(count, settings, wanted):
    trainer = a_trainer(size=50, count=count, **settings)
    assert trainer.num_noise == wanted
    options = {"window_size": WINDOW, "num_negatives": NEGATIVES, "learning_rate": RATE, **settings}
    pairs = TARGETS_PER_BLOCK * trainer.blocks_per_step * (options["window_size"] + 1)
    push = options["learning_rate"] * pairs * options["num_negatives"] / trainer.num_noise
    assert push <= MOST_NOISE_PUSH * (1 + 1e-6)
