"""Blocks: how a text is cut, steps against slow loops, and batches for `fit`."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from scipy import stats

from w2v_helpers import blocks as module
from w2v_helpers.blocks import (
    MAX_MOVE,
    NOISE_PER_BLOCK,
    STEPS_PER_LOSS,
    TARGETS_PER_BLOCK,
    BlockMaker,
    block_dataset,
    block_moves,
    cut,
    take_steps,
    window_weights,
)
from w2v_helpers.model import NegativeSamplingLoss, SkipGram
from w2v_helpers.negatives import sgns_gradients, sgns_loss
from w2v_helpers.vocabulary import Vocabulary


def a_maker(size: int = 600, **settings) -> BlockMaker:
    """Make steps of `size` words, the first of them the most frequent ones."""
    vocabulary = Vocabulary(
        [f"w{rank}" for rank in range(size)], [9 * size // (rank + 1) for rank in range(size)]
    )
    defaults = {"window_size": 2, "num_negatives": 3, "context_weights": "linear", "blocks_per_step": 3}
    return BlockMaker(vocabulary, np.ones(size + 2), **{**defaults, "learning_rate": 0.1, **settings})


def some_tables(size: int, dim: int = 6, scale: float = 0.5) -> list[tf.Variable]:
    """Make two tables of `size` words whose vectors are not small; those of padding are zero."""
    rows = np.random.default_rng(5).normal(0, scale, (2, size + 2, dim))
    rows[:, 0] = 0
    return [tf.Variable(table, dtype=tf.float32) for table in rows]


def some_tokens(size: int, length: int, seed: int = 0) -> np.ndarray:
    """Make a text of many short documents, and a long one."""
    rng = np.random.default_rng(seed)
    tokens = rng.integers(2, size + 2, length).astype(np.int32)
    tokens[: length // 2][rng.random(length // 2) < 0.2] = 0
    return tokens


def train_on(tables: list[tf.Variable], maker: BlockMaker, made: tuple, parts: int = 1) -> np.ndarray:
    """Take steps that `maker` made; return their loss and pairs."""
    return take_steps(tables, maker.weights, *made, parts).numpy()


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


def examples_of(ids: np.ndarray, window_size: int, num_negatives: int) -> list[tuple[int, int, float, int]]:
    """List target, candidate, weight and label of all pairs of a step: ids of its targets and candidates."""
    examples, width = [], TARGETS_PER_BLOCK + 2 * window_size
    for block in ids:
        targets, windows, noise = np.split(block, [TARGETS_PER_BLOCK, TARGETS_PER_BLOCK + width])
        for place in np.flatnonzero(targets > 1):
            weights = [weight_at(abs(at - window_size - place), window_size) for at in range(width)]
            pulls = [
                (word, weight) for word, weight in zip(windows, weights, strict=True) if weight and word > 1
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


def places_of(maker: BlockMaker, ids: np.ndarray) -> np.ndarray:
    """Take the targets and candidates out of what a maker made."""
    return ids[..., : sum(maker.weights.shape[1:])]


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


# The moves of a step


@pytest.mark.parametrize("seed", range(4))
def test_moves_are_minus_the_gradients_of_gradient_tape(seed):
    rng = np.random.default_rng(seed)  # three blocks of four targets, seven words and six noise words
    vectors = [tf.constant(rng.normal(size=(3, count, 5)), tf.float32) for count in (4, 13)]
    pulls, negatives = rng.random((4, 13)) * (rng.random((4, 13)) < 0.7), 3 * rng.random((3, 4))
    is_noise = np.broadcast_to(np.arange(13) >= 7, (4, 13))
    pulls[is_noise] = 0
    rates = rng.random((3, 4)), rng.random((3, 13))
    with tf.GradientTape() as tape:
        tape.watch(vectors)
        scores = tf.einsum("sld,scd->slc", *vectors)
        pushes = (negatives[..., None] * is_noise).astype(np.float32)
        loss = tf.reduce_sum(
            pulls.astype(np.float32) * tf.nn.softplus(-scores) + pushes * tf.nn.softplus(scores)
        )
    gradients = tape.gradient(loss, vectors)
    weights, numbers = np.stack([pulls, is_noise]), np.concatenate([negatives, *rates], axis=1)
    got = block_moves(*vectors, *(tf.constant(array, tf.float32) for array in (weights, numbers)))
    for moves, gradient, rate in zip(got, gradients, rates, strict=True):
        np.testing.assert_allclose(moves, -gradient * rate[..., None], rtol=1e-4, atol=1e-5)


def test_one_pair_by_hand():
    # One target (1, 0). The context (ln 3, 0) is scored ln 3: its error is 1 - 3/4, and it counts twice. The
    # noise word (0, 1) is scored 0: its error is 1/2, and it counts three times.
    vectors = [[[1.0, 0.0]]], [[[np.log(3), 0.0], [0.0, 1.0]]]
    weights, numbers = [[[2.0, 0.0]], [[0.0, 1.0]]], [[3.0, 1.0, 0.1, 0.01]]
    inputs = [tf.constant(array, tf.float32) for array in (*vectors, weights, numbers)]
    by_target, by_candidate = block_moves(*inputs)
    np.testing.assert_allclose(by_target, [[[0.5 * np.log(3), -1.5]]], rtol=1e-6)
    np.testing.assert_allclose(by_candidate, [[[0.05, 0], [-0.015, 0]]], rtol=1e-6)


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


@pytest.mark.parametrize("parts", [1, 3])
@pytest.mark.parametrize(
    ("size", "settings"),
    [
        (900, {"blocks_per_step": 4, "learning_rate": 0.02}),  # nothing is held back
        (40, {"window_size": 1, "num_negatives": 1, "blocks_per_step": 5}),
        (30, {"window_size": 5, "num_negatives": 7, "blocks_per_step": 1}),
        (5, {"window_size": 4, "learning_rate": 0.3}),
    ],
)
def test_steps_move_the_tables_as_a_slow_loop_does(size, settings, parts):
    maker, tables = a_maker(size, **settings), some_tables(size)
    rate = settings.get("learning_rate", 0.1)
    tokens = some_tokens(size, 300)
    ids, numbers = maker.steps(tokens, (rate, rate / 2), np.random.default_rng(1))
    wanted, held_back = np.stack([table.numpy() for table in tables]).astype(np.float64), 0
    rates = np.linspace(rate, rate / 2, len(ids), endpoint=False)
    for step, rate in zip(places_of(maker, ids), rates, strict=True):
        examples = examples_of(step, maker.window_size, maker.num_negatives)
        held_back += (pairs_of(examples, size + 2) * rate > MAX_MOVE).sum()
        wanted = stepped(wanted, examples, rate)
    before = tables[0].numpy()
    train_on(tables, maker, (ids, numbers), parts)
    for table, rows in zip(tables, wanted, strict=True):
        np.testing.assert_allclose(table.numpy(), rows, rtol=1e-4, atol=1e-5)
    assert np.abs(tables[0].numpy() - before).max() > 0.001
    assert (held_back > 0) == (size < 900)


def test_a_row_in_hundreds_of_pairs_is_held_back_its_pull_and_push_alike():
    size, maker = 3, a_maker(3, num_negatives=2, learning_rate=0.5, blocks_per_step=8)
    tokens, moves = some_tokens(size, 200), []
    for rate in (1e-4, 0.5):  # nothing is held back at the first
        tables = some_tables(size)
        before = np.stack([table.numpy() for table in tables])
        made = maker.steps(tokens, (rate, rate), np.random.default_rng(1))
        assert len(made[0]) == 1
        train_on(tables, maker, made)
        moves.append(np.stack([table.numpy() for table in tables])[:, 2:] - before[:, 2:])
    free, held = moves
    lengths = np.linalg.norm(held, axis=-1)
    longest = np.linalg.norm(before, axis=-1).max(axis=1)[::-1, None]  # no error is larger than 1
    assert (lengths <= MAX_MOVE * longest).all() and (lengths < 1000 * np.linalg.norm(free, axis=-1)).all()
    cosines = (free * held).sum(axis=-1) / lengths / np.linalg.norm(free, axis=-1)
    np.testing.assert_allclose(cosines, 1, atol=1e-4)


@pytest.mark.parametrize("blocks_per_step", [1, 2, 8])
def test_parts_do_not_change_a_bit(blocks_per_step):
    maker, results = a_maker(40, blocks_per_step=blocks_per_step), set()
    made = maker.steps(some_tokens(40, 3000), (0.1, 0.05), np.random.default_rng(1))
    for parts in (1, 2, 3):
        tables = some_tables(40, dim=50)
        losses = train_on(tables, maker, made, parts)
        results.add(b"".join([losses.tobytes(), *(table.numpy().tobytes() for table in tables)]))
    assert len(results) == 1


def test_padding_unknown_and_frozen_words_never_move():
    maker, tables = a_maker(30, frozen=[4, 9]), some_tables(30)
    before = [table.numpy() for table in tables]
    tokens = some_tokens(30, 3000)
    tokens[::20] = 1
    ids, numbers = maker.steps(tokens, (0.1, 0.1), np.random.default_rng(3))
    assert {0, 1, 4, 9} <= set(ids[..., :TARGETS_PER_BLOCK].ravel().tolist())
    train_on(tables, maker, (ids, numbers))
    for table, rows in zip(tables, before, strict=True):
        moved = (table.numpy() != rows).any(axis=1)
        assert np.isfinite(table.numpy()).all()
        assert np.flatnonzero(~moved).tolist() == [0, 1, 4, 9]


def test_an_empty_piece_moves_nothing():
    maker, tables = a_maker(), some_tables(600)
    before = [table.numpy() for table in tables]
    for seed in range(20):
        made = maker.steps(np.zeros(seed % 3, dtype=np.int32), (0.1, 0.1), np.random.default_rng(seed))
        assert train_on(tables, maker, made).tolist() == [0, 0]
    for table, rows in zip(tables, before, strict=True):
        np.testing.assert_array_equal(table.numpy(), rows)


@pytest.mark.parametrize("length", [50, 2 * STEPS_PER_LOSS * TARGETS_PER_BLOCK])
def test_the_loss_is_that_of_lesson_4(length):
    maker, tables = a_maker(40, blocks_per_step=1), some_tables(40)
    made = maker.steps(some_tokens(40, length), (0.0, 0.0), np.random.default_rng(1))
    rows, wanted = [table.numpy().astype(np.float64) for table in tables], np.zeros(2)
    for step in places_of(maker, made[0])[::STEPS_PER_LOSS]:
        for target, candidate, weight, label in examples_of(step, 2, 3):
            loss = sgns_loss(rows[0][target], rows[1][[candidate]], np.array([label]))
            wanted += weight * loss, weight * label
    np.testing.assert_allclose(train_on(tables, maker, made), wanted, rtol=1e-4)


@pytest.mark.parametrize(
    ("window_size", "num_negatives", "rate"), [(1, 1, 0.01), (5, 5, 0.05), (5, 20, 0.1), (15, 20, 0.5)]
)
def test_noise_words_are_as_many_as_can_carry_the_negatives_of_a_block(window_size, num_negatives, rate):
    settings = {"window_size": window_size, "num_negatives": num_negatives, "learning_rate": rate}
    makers = [a_maker(**settings, blocks_per_step=blocks) for blocks in (1, 128)]
    assert makers[0].num_noise == makers[1].num_noise >= NOISE_PER_BLOCK
    negatives = TARGETS_PER_BLOCK * (window_size + 1) * num_negatives
    assert rate * negatives / makers[0].num_noise <= MAX_MOVE
    assert makers[0].weights.shape[2] % 16 == 0


def test_each_block_has_noise_of_its_own_drawn_by_count():
    maker = a_maker(50, blocks_per_step=4)
    ids, _ = maker.steps(some_tokens(50, 5000), (0.1, 0.1), np.random.default_rng(0))
    noise = places_of(maker, ids)[..., -maker.num_noise :]
    assert (
        len({np.sort(words).tobytes() for words in noise.reshape(-1, maker.num_noise)}) == noise[..., 0].size
    )
    expected = np.array([9 * 50 // (rank + 1) for rank in range(50)]) ** 0.75
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
