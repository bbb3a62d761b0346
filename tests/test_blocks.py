"""Blocks: how a text is cut, steps against slow loops, and batches for `fit`."""

from dataclasses import dataclass, field

import keras
import numpy as np
import pytest
import tensorflow as tf
from scipy import stats

from w2v_helpers import blocks as module
from w2v_helpers.blocks import (
    MAX_MOVE,
    NOISE_PER_BLOCK,
    TARGETS_PER_BLOCK,
    cut,
    draw_blocks,
    noise_per_block,
    window_weights,
)
from w2v_helpers.dataset import block_dataset
from w2v_helpers.model import NegativeSamplingLoss, SkipGram
from w2v_helpers.negatives import noise_distribution, sgns_gradients, sgns_loss
from w2v_helpers.steps import BLOCKS_PER_LOSS, NegativeSampling, compiled_steps, loss_and_pairs, sampled
from w2v_helpers.vocabulary import Vocabulary


@dataclass
class Setup:
    """A vocabulary of `size` words, the first of them the most frequent ones, and settings."""

    size: int = 600
    window_size: int = 2
    num_negatives: int = 3
    blocks_per_step: int = 3
    learning_rate: float = 0.1
    frozen: list[int] = field(default_factory=list)

    @property
    def num_noise(self) -> int:
        return noise_per_block(self.window_size, self.num_negatives, self.learning_rate)

    @property
    def noise(self) -> np.ndarray:
        return noise_distribution([0, 0, *(9 * self.size // rank for rank in range(1, self.size + 1))])

    def draw(self, tokens: np.ndarray, seed: int = 1) -> np.ndarray:
        """Make the steps of a text, all of which is kept."""
        sizes, rng = (self.window_size, self.blocks_per_step, self.num_noise), np.random.default_rng(seed)
        return draw_blocks(tokens, np.ones(self.size + 2), self.noise, *sizes, rng)

    def train(self, tables: np.ndarray, steps: np.ndarray, rates=None, num_steps=None) -> tuple:
        """Take steps; return the tables, and their loss and pairs."""
        limits = np.full(self.size + 2, MAX_MOVE, np.float32)
        limits[[0, 1, *self.frozen]] = 0
        count = len(steps) if num_steps is None else num_steps
        rates = np.full(len(steps), self.learning_rate) if rates is None else rates
        as_contexts = tf.constant(window_weights(self.window_size))
        settings, tables = (as_contexts, self.num_negatives), tuple(map(tf.constant, tables))
        schedule = tf.constant(rates, tf.float32), tf.constant(count), (limits, limits)
        take_steps = compiled_steps(as_contexts.shape[1], self.num_noise)
        trained, self.moves = take_steps(tables, steps, *schedule, *settings)
        return np.stack(trained), loss_and_pairs(tables, sampled(steps), *settings).numpy()


def some_tables(size: int, dim: int = 6, scale: float = 0.5) -> np.ndarray:
    """Make two tables of `size` words whose vectors are not small; those of padding are zero."""
    tables = np.random.default_rng(5).normal(0, scale, (2, size + 2, dim)).astype(np.float32)
    tables[:, 0] = 0
    return tables


def some_tokens(size: int, length: int, seed: int = 0) -> np.ndarray:
    """Make a text of many short documents, and a long one."""
    rng = np.random.default_rng(seed)
    tokens = rng.integers(2, size + 2, length).astype(np.int32)
    tokens[: length // 2][rng.random(length // 2) < 0.2] = 0
    return tokens


def targets_of(windows: np.ndarray, window_size: int) -> np.ndarray:
    """Take the L words in the middle of each window."""
    return windows[..., window_size : window_size + TARGETS_PER_BLOCK]


def weight_at(distance: int, window_size: int, context_weights: str = "linear") -> float:
    """Return the weight of a word at a distance; those of a whole window add up to w + 1."""
    if not 1 <= distance <= window_size:
        return 0
    if context_weights == "harmonic":
        return (window_size + 1) / sum(2 / near for near in range(1, window_size + 1)) / distance
    return (window_size + 1 - distance) / window_size  # reaches of 1 to w, equally likely


def examples_of(step: np.ndarray, window_size: int, num_negatives: int) -> list[tuple[int, int, float, int]]:
    """List target, candidate, weight and label of all pairs of a step, its windows and noise words."""
    examples = []
    for window, noise in (np.split(block, [TARGETS_PER_BLOCK + 2 * window_size]) for block in step):
        targets = targets_of(window, window_size)
        for place in np.flatnonzero(targets > 1):
            weights = [weight_at(abs(at - window_size - place), window_size) for at in range(len(window))]
            pulls = [
                (word, weight) for word, weight in zip(window, weights, strict=True) if weight and word > 1
            ]
            share = sum(weight for _, weight in pulls) * num_negatives / len(noise)
            examples += [(targets[place], word, weight, 1) for word, weight in pulls]
            examples += [(targets[place], word, share, 0) for word in noise]
    return examples


def pairs_of(examples: list[tuple], size: int) -> np.ndarray:
    """Add up the weights of the pairs of each word as a target and as a candidate, (2, V)."""
    pairs = np.zeros((2, size))
    for target, candidate, weight, _ in examples:
        pairs[0, target] += weight
        pairs[1, candidate] += weight
    return pairs


def stepped(tables: np.ndarray, examples: list[tuple], rate: float) -> np.ndarray:
    """Take one step in a slow loop: exact gradients, of rows in too many pairs by that much less."""
    moves = np.zeros(tables.shape)
    for target, candidate, weight, label in examples:
        by_target, by_candidate = sgns_gradients(tables[0, target], tables[1, [candidate]], np.array([label]))
        moves[0, target] -= weight * by_target
        moves[1, candidate] -= weight * by_candidate[0]
    rates = np.minimum(rate, MAX_MOVE / np.maximum(pairs_of(examples, tables.shape[1]), 1e-6))
    return tables + rates[..., None] * moves


# How much a context counts


@pytest.mark.parametrize("context_weights", ["linear", "harmonic"])
@pytest.mark.parametrize("window_size", [1, 2, 5, 9, 20])
def test_window_weights_are_those_of_a_slow_loop(window_size, context_weights):
    weights = window_weights(window_size, context_weights)
    assert weights.shape == (TARGETS_PER_BLOCK, TARGETS_PER_BLOCK + 2 * window_size)
    assert weights.dtype == np.float32
    for target, word in np.ndindex(weights.shape):
        distance = abs(word - (window_size + target))
        assert weights[target, word] == pytest.approx(weight_at(distance, window_size, context_weights))
    np.testing.assert_allclose(weights.sum(axis=1), window_size + 1, rtol=1e-6)


def test_linear_weights_are_the_mean_of_drawing_reaches():
    window_size, draws = 4, 40_000
    reaches = np.random.default_rng(0).integers(1, window_size + 1, draws)
    distances = np.abs(np.arange(-window_size, window_size + 1))
    drawn = ((distances[:, None] <= reaches) & (distances[:, None] > 0)).mean(axis=1)
    np.testing.assert_allclose(window_weights(window_size)[0, : 2 * window_size + 1], drawn, atol=0.01)


# Blocks of a text


@pytest.mark.parametrize("length", [1, 31, 32, 33, 255, 1000])
@pytest.mark.parametrize(("window_size", "blocks_per_step"), [(1, 1), (4, 5)])
def test_every_token_is_a_target_exactly_once(length, window_size, blocks_per_step):
    tokens, places_of_the_first = np.arange(1, length + 1, dtype=np.int32), set()
    for seed in range(300):
        steps = cut(tokens, window_size, blocks_per_step, np.random.default_rng(seed))
        assert steps.dtype == np.int32
        assert steps.shape[1:] == (blocks_per_step, TARGETS_PER_BLOCK + 2 * window_size)
        windows = steps.reshape(-1, steps.shape[-1])
        assert len(windows) < length / TARGETS_PER_BLOCK + 2 + blocks_per_step
        targets = targets_of(windows, window_size)
        np.testing.assert_array_equal(np.sort(targets[targets > 0]), tokens)
        places_of_the_first.add(int(np.argwhere(targets == 1)[0, 1]))
        around = np.lib.stride_tricks.sliding_window_view(windows, 2 * window_size + 1, axis=1)
        wanted = targets[..., None] + np.arange(-window_size, window_size + 1)
        wanted[(wanted < 1) | (wanted > length)] = 0
        np.testing.assert_array_equal(around[targets > 0], wanted[targets > 0])
    assert places_of_the_first == set(range(TARGETS_PER_BLOCK))


@pytest.mark.parametrize("window_size", [1, 2, 5, 12, 40])
@pytest.mark.parametrize("seed", range(3))
def test_documents_never_meet(window_size, seed):
    # All words differ and are numbered; some documents are empty, so that several ends come in a row.
    lengths = np.random.default_rng(seed).integers(0, 25, 60)
    documents = [list(range(100 * number, 100 * number + n)) for number, n in enumerate(lengths, start=1)]
    tokens = np.array([word for document in documents for word in [*document, 0]], dtype=np.int32)
    steps, met = cut(tokens, window_size, 1 + seed, np.random.default_rng(seed)), set()
    for window in steps.reshape(-1, steps.shape[-1]):
        for target, place in np.argwhere(window_weights(window_size) > 0):
            if window[window_size + target] and window[place]:
                met.add((int(window[window_size + target]), int(window[place])))
    pairs = ((a, b) for document in documents for a in document for b in document)
    assert met == {(a, b) for a, b in pairs if 0 < abs(a - b) <= window_size}


def test_blocks_come_in_random_order():
    orders = []
    for seed in range(2):
        windows = cut(np.arange(1, 16_001, dtype=np.int32), 2, 3, np.random.default_rng(seed))
        orders.append(windows[..., 10].ravel()[:498])
        assert abs(stats.spearmanr(np.arange(498), orders[-1]).statistic) < 0.15
    assert not np.array_equal(*orders)


# Steps


@pytest.mark.parametrize(
    ("size", "settings"),
    [
        (900, {"blocks_per_step": 4, "learning_rate": 0.02}),  # nothing is held back
        (40, {"window_size": 1, "num_negatives": 1, "blocks_per_step": 5}),
        (30, {"window_size": 5, "num_negatives": 7, "blocks_per_step": 1}),
        (5, {"window_size": 4, "learning_rate": 0.3}),
    ],
)
def test_steps_move_the_tables_as_a_slow_loop_does(size, settings):
    setup, tables = Setup(size, **settings), some_tables(size)
    steps = setup.draw(some_tokens(size, 300))
    rates = np.linspace(setup.learning_rate, setup.learning_rate / 2, len(steps), dtype=np.float32)
    wanted, held_back = tables.astype(np.float64), 0
    for step, rate in zip(steps, rates, strict=True):
        examples = examples_of(step, setup.window_size, setup.num_negatives)
        held_back += (pairs_of(examples, size + 2) * rate > MAX_MOVE).sum()
        wanted = stepped(wanted, examples, rate)
    after, _ = setup.train(tables, steps, rates)
    np.testing.assert_allclose(after, wanted, rtol=1e-4, atol=1e-5)
    assert np.abs(after - tables).max() > 0.001
    assert (held_back > 0) == (size < 900)


def test_only_so_many_steps_are_taken_as_are_asked_for():
    setup, tables = Setup(50), some_tables(50)
    steps = setup.draw(some_tokens(50, 800))
    assert len(steps) > 6
    few = setup.train(tables, steps[:3])[0]
    np.testing.assert_array_equal(setup.train(tables, steps, num_steps=3)[0], few)
    np.testing.assert_array_equal(setup.train(tables, steps, num_steps=0)[0], tables)


def test_a_row_in_hundreds_of_pairs_is_held_back_its_pull_and_push_alike():
    setup = Setup(3, num_negatives=2, learning_rate=0.5, blocks_per_step=8)
    before, steps = some_tables(3), setup.draw(some_tokens(3, 200))
    assert len(steps) == 1
    # Nothing is held back at the first rate.
    moved, shares = [], []
    for rate in (1e-4, 0.5):
        moved.append(setup.train(before, steps, [rate])[0][:, 2:] - before[:, 2:])
        shares.append(float(setup.moves[1] / setup.moves[0]))
    free, held = moved
    assert shares == [0, 1]
    lengths = np.linalg.norm(held, axis=-1)
    longest = np.linalg.norm(before, axis=-1).max(axis=1)[::-1, None]  # no error is larger than 1
    assert (lengths <= MAX_MOVE * longest).all() and (lengths < 1000 * np.linalg.norm(free, axis=-1)).all()
    cosines = (free * held).sum(axis=-1) / lengths / np.linalg.norm(free, axis=-1)
    np.testing.assert_allclose(cosines, 1, atol=1e-4)


def test_padding_unknown_and_frozen_words_never_move():
    setup, before = Setup(30, frozen=[4, 9]), some_tables(30)
    tokens = some_tokens(30, 3000)
    tokens[::20] = 1
    steps = setup.draw(tokens, seed=3)
    assert {0, 1, 4, 9} <= set(targets_of(steps, 2).ravel().tolist())
    after, _ = setup.train(before, steps)
    for table, rows in zip(after, before, strict=True):
        moved = (table != rows).any(axis=1)
        assert np.isfinite(table).all()
        assert np.flatnonzero(~moved).tolist() == [0, 1, 4, 9]


def test_an_empty_piece_moves_nothing():
    setup, tables = Setup(), some_tables(600)
    for seed in range(20):
        after, loss = setup.train(tables, setup.draw(np.zeros(seed % 3, dtype=np.int32), seed))
        assert loss.tolist() == [0, 0]
        np.testing.assert_array_equal(after, tables)


@pytest.mark.parametrize("length", [50, 3 * BLOCKS_PER_LOSS * TARGETS_PER_BLOCK])
def test_the_loss_is_that_of_lesson_4(length):
    setup, tables = Setup(40, blocks_per_step=1), some_tables(40)
    steps, wanted = setup.draw(some_tokens(40, length)), np.zeros(2)
    for step in steps[:: max(1, len(steps) // BLOCKS_PER_LOSS)]:
        for target, candidate, weight, label in examples_of(step, 2, 3):
            loss = sgns_loss(tables[0][target], tables[1][[candidate]], np.array([label]))
            wanted += weight * loss, weight * label
    np.testing.assert_allclose(setup.train(tables, steps)[1], wanted, rtol=1e-4)


@pytest.mark.parametrize("window_size", [1, 3])
def test_pairs_are_counted_as_a_slow_loop_does(window_size):
    setup = Setup(20, window_size=window_size)
    step = setup.draw(some_tokens(20, 200))[0]
    targets, as_contexts = targets_of(step, window_size), tf.constant(window_weights(window_size))
    negatives, *of_rows = NegativeSampling.count_pairs(targets, step, as_contexts, 3)
    wanted = pairs_of(examples_of(step, window_size, 3), 22)
    for ids, pairs, of_words in zip((targets_of(step, window_size), step), of_rows, wanted, strict=True):
        sums = np.bincount(np.ravel(ids), np.ravel(pairs), minlength=22)
        np.testing.assert_allclose(sums[2:], of_words[2:], rtol=1e-5)
    weights = NegativeSampling.weights(step, as_contexts, negatives)
    np.testing.assert_allclose(np.sum(weights[..., -setup.num_noise :]), 3 / 4 * wanted[0].sum(), rtol=1e-5)


@pytest.mark.parametrize(
    ("window_size", "num_negatives", "rate"), [(1, 1, 0.01), (5, 5, 0.05), (5, 20, 0.1), (15, 20, 0.5)]
)
def test_noise_words_are_as_many_as_can_carry_the_negatives_of_a_block(window_size, num_negatives, rate):
    num_noise = noise_per_block(window_size, num_negatives, rate)
    assert num_noise >= NOISE_PER_BLOCK
    assert rate * TARGETS_PER_BLOCK * (window_size + 1) * num_negatives / num_noise <= MAX_MOVE
    assert (TARGETS_PER_BLOCK + 2 * window_size + num_noise) % 8 == 0


def test_each_block_has_noise_of_its_own_drawn_by_count():
    setup = Setup(50, blocks_per_step=4)
    noise = setup.draw(some_tokens(50, 5000))[..., -setup.num_noise :]
    sets = {np.sort(words).tobytes() for words in noise.reshape(-1, setup.num_noise)}
    assert len(sets) == noise[..., 0].size
    expected = np.array([9 * 50 // rank for rank in range(1, 51)]) ** 0.75
    drawn = np.bincount(noise.ravel(), minlength=52)
    np.testing.assert_allclose(drawn, [0, 0, *expected * noise.size / expected.sum()], atol=1)


# Blocks for fit


# Words that all differ, in documents of many lengths: their ids follow the order of the text.
DOCUMENTS = [[f"{number} {place}" for place in range(n)] for number, n in enumerate([70, 1, 9, 33, 2, 16, 5])]
DIFFERENT = Vocabulary.from_corpus(DOCUMENTS, min_count=1)
SETTINGS = {"window_size": 3, "num_negatives": 4, "subsample": None, "blocks_per_step": 2, "shared_noise": 6}


def batches_of(corpus=DOCUMENTS, vocabulary=DIFFERENT, **changes) -> tf.data.Dataset:
    """Make blocks of a corpus."""
    return block_dataset(corpus, vocabulary, **{"context_weights": "linear", **SETTINGS, **changes})


def one_pass(batches: tf.data.Dataset) -> list[np.ndarray]:
    """Go through a dataset once: targets, candidates, labels and weights, steps put one behind the other."""
    steps = [(*ids, labels, weights) for ids, labels, weights in batches.as_numpy_iterator()]
    return [np.concatenate(arrays) for arrays in zip(*steps, strict=True)]


def test_a_long_corpus_is_gone_through_whole(monkeypatch):
    monkeypatch.setattr(module, "PIECE", 3001)
    corpus = [[f"{place}" for place in range(9000)]]  # three pieces
    vocabulary = Vocabulary.from_corpus(corpus, min_count=1)
    targets, candidates, _, weights = one_pass(batches_of(corpus, vocabulary, blocks_per_step=1))
    np.testing.assert_array_equal(np.sort(targets[targets > 0]), np.arange(2, 9002))
    outside = sum(2 * weight_at(distance, 3) * distance for distance in (1, 2, 3))  # at both ends of a piece
    assert weights[..., :-6].sum() == pytest.approx(9000 * 4 - 3 * outside)
    dealt = np.bincount(candidates[:, -6:].ravel(), minlength=9002)
    assert not dealt[:2].any() and dealt.max() <= 3  # at most once in a piece


@pytest.mark.parametrize(("window_size", "num_negatives", "noise"), [(1, 4, 6), (3, 1, 1), (6, 7, 40)])
def test_labels_and_weights_are_those_of_a_slow_loop(window_size, num_negatives, noise):
    batches = batches_of(window_size=window_size, num_negatives=num_negatives, shared_noise=noise)
    for (targets, candidates), labels, weights in batches.as_numpy_iterator():
        windows, is_noise = (
            candidates[:, :-noise],
            np.arange(candidates.shape[1]) >= candidates.shape[1] - noise,
        )
        np.testing.assert_array_equal(targets, targets_of(windows, window_size))
        assert candidates[:, -noise:].min() >= 2 and targets.shape == (2, TARGETS_PER_BLOCK)
        expected = np.zeros(weights.shape)
        for block, place in np.argwhere(targets > 0):
            for other in np.flatnonzero(windows[block]):
                expected[block, place, other] = weight_at(abs(other - window_size - place), window_size)
            expected[block, place, -noise:] = expected[block, place].sum() * num_negatives / noise
        np.testing.assert_allclose(weights, expected, rtol=1e-5)
        np.testing.assert_array_equal(labels, np.broadcast_to(~is_noise, labels.shape))


def test_passes_differ_and_the_same_seed_gives_the_same_ones():
    one, same, other = batches_of(seed=5), batches_of(seed=5), batches_of(seed=6)
    passes = [[array.tobytes() for array in one_pass(batches)] for batches in (one, same, other, one, same)]
    assert passes[0] == passes[1] and passes[3] == passes[4]
    assert len({passes[which][1] for which in (0, 2, 3)}) == 3
    places = {int(np.argwhere(one_pass(one)[0] == 2)[0, 1]) for _ in range(8)}
    assert len(places) > 3  # where in its block the first word of the corpus is


def test_noise_is_drawn_by_count():
    corpus = [["a"] * 16 + ["b", "c"]] * 200  # 16 to the power of 3/4 is 8
    vocabulary = Vocabulary.from_corpus(corpus, min_count=1)
    candidates = one_pass(batches_of(corpus, vocabulary, num_negatives=2))[1]
    drawn = [(candidates[:, -6:] == vocabulary.id(word)).mean() for word in "abc"]
    np.testing.assert_allclose(drawn, [0.8, 0.1, 0.1], atol=0.01)


def test_frequent_words_are_thinned_anew_in_every_pass():
    corpus = [["a", "a", "a", "b"] * 250]  # at t = .1, √(t/f) + t/f is 0.50 for a, above 1 for b
    vocabulary = Vocabulary.from_corpus(corpus, min_count=1)
    batches = batches_of(corpus, vocabulary, num_negatives=1, subsample=0.1)
    counts = []
    for _ in range(5):
        targets = one_pass(batches)[0]
        counts.append((targets == vocabulary.id("a")).sum())
        assert (targets == vocabulary.id("b")).sum() == 250
    assert len(set(counts)) > 1 and np.mean(counts) == pytest.approx(750 * 0.4985, rel=0.08)


def test_fit_on_blocks_learns_who_meets_whom():
    corpus = [list("abcd"), list("efgh")] * 40
    vocabulary = Vocabulary(list("abcdefgh"), [40] * 8)
    model = SkipGram(len(vocabulary), 6, seed=1)
    model.compile(keras.optimizers.Adam(0.05), NegativeSamplingLoss())
    batches = batches_of(corpus, vocabulary, num_negatives=3)
    before = model.evaluate(batches, verbose=0)
    history = model.fit(batches, epochs=8, verbose=0).history["loss"]
    assert history[-1] < 0.8 * history[0] and model.evaluate(batches, verbose=0) < 0.8 * before


@pytest.mark.parametrize("call", ["fit", "evaluate"])
def test_the_first_loss_on_blocks_by_hand(call):
    # All context vectors are zero, so that every candidate costs ln 2.
    model, batches = SkipGram(len(DIFFERENT), 4), batches_of(blocks_per_step=20)
    model.compile(keras.optimizers.SGD(0.0), NegativeSamplingLoss())
    wanted = np.log(2) * one_pass(batches)[3].sum() / (20 * TARGETS_PER_BLOCK)
    made = getattr(model, call)(batches, verbose=0)
    assert (made if call == "evaluate" else made.history["loss"][0]) == pytest.approx(wanted, rel=1e-4)
