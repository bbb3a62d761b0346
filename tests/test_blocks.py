"""Blocks: how a text is cut, one step's arithmetic against slow loops, and batches for `fit`."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from scipy import stats

from w2v_helpers.blocks import (
    MAX_BLOCKS_PER_STEP,
    TARGETS_PER_BLOCK,
    UPDATE_CAP,
    BlockTrainer,
    block_dataset,
    block_moves,
    cut,
    window_weights,
)
from w2v_helpers.model import NegativeSamplingLoss, SkipGram
from w2v_helpers.negatives import sgns_gradients, sgns_loss
from w2v_helpers.vocabulary import Vocabulary

WINDOW, NEGATIVES, RATE = 2, 3, 0.1  # of `a_trainer`
WIDTH = TARGETS_PER_BLOCK + 2 * WINDOW


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
    windows = rng.integers(2, size + 2, (trainer.blocks_per_step, WIDTH)).astype(np.int32)
    windows[rng.random(windows.shape) < 0.2] = 0
    return windows


def group_of(block: int, blocks: int, groups: int) -> int:
    """Return whose noise words a block sees."""
    return block // (blocks // groups)


def run_step(trainer: BlockTrainer, windows: np.ndarray, noise: np.ndarray, rate: float) -> np.ndarray:
    """Run one step on windows made by hand, int32 (S, L + 2w); return its loss and pairs."""
    starts = np.arange(0, windows.size, windows.shape[1], dtype=np.int32)[None]
    return trainer.run(windows.ravel(), starts, noise[None], np.float32([rate, rate]))


def downhill(trainer: BlockTrainer, ids: list, negatives: np.ndarray, rates: list) -> list[np.ndarray]:
    """Add up in a slow loop what a step adds to the two tables, float64 (V, D) each."""
    targets, windows, noise = map(np.asarray, ids)
    tables = [table.numpy().astype(np.float64) for table in trainer.tables]
    moves, weights = [np.zeros(table.shape) for table in tables], window_weights(WINDOW)
    for block, place in np.argwhere(targets > 0):
        target = targets[block, place]
        pulls = zip(windows[block], weights[place], rates[1][block], strict=True)
        group = group_of(block, len(targets), len(noise))
        counts = np.full(len(noise[group]), negatives[block, place])
        pushes = zip(noise[group], counts, rates[2][group], strict=True)
        examples = [(*pull, 1) for pull in pulls if pull[0]] + [(*push, 0) for push in pushes]
        for word, weight, rate, label in examples:
            by_target, by_word = sgns_gradients(tables[0][target], tables[1][[word]], np.array([label]))
            moves[0][target] -= rates[0][block, place] * weight * by_target
            moves[1][word] -= rate * weight * by_word[0]
    return moves


# How much a context counts


def weight_at(distance: int, window_size: int, *, steep: bool = False) -> float:
    """Return the weight of a word at a distance; those of a whole window add up to w + 1."""
    if not 1 <= distance <= window_size:
        return 0
    if steep:
        return (window_size + 1) / sum(2 / near for near in range(1, window_size + 1)) / distance
    return (window_size + 1 - distance) / window_size  # reaches of 1 to w, equally likely


@pytest.mark.parametrize("steep", [False, True])
@pytest.mark.parametrize("window_size", [1, 2, 5, 9, 20])
def test_window_weights_are_those_of_a_slow_loop(window_size, steep):
    weights = window_weights(window_size, steep=steep)
    assert weights.shape == (TARGETS_PER_BLOCK, TARGETS_PER_BLOCK + 2 * window_size)
    assert weights.dtype == np.float32
    for target, word in np.ndindex(weights.shape):
        distance = abs(word - (window_size + target))
        assert weights[target, word] == pytest.approx(weight_at(distance, window_size, steep=steep))
    np.testing.assert_allclose(weights.sum(axis=1), window_size + 1, rtol=1e-6)


def test_window_weights_are_the_mean_of_drawing_reaches():
    window_size, draws = 4, 40_000
    reaches = np.random.default_rng(0).integers(1, window_size + 1, draws)
    distances = np.abs(np.arange(-window_size, window_size + 1))
    drawn = ((distances[:, None] <= reaches) & (distances[:, None] > 0)).mean(axis=1)
    np.testing.assert_allclose(window_weights(window_size)[0, : 2 * window_size + 1], drawn, atol=0.01)


# The moves


def moves_inputs(seed: int) -> tuple[list, list, list]:
    """Make vectors, counts and rates of three blocks: four targets, seven words and six noise words.

    The blocks share their noise words, or each has its own.
    """
    rng, groups = np.random.default_rng(seed), 1 + 2 * (seed % 2)
    vectors = rng.normal(size=(3, 4, 5)), rng.normal(size=(3, 7, 5)), rng.normal(size=(groups, 6, 5))
    counts = [rng.random(shape) * 3 * (rng.random(shape) < 0.7) for shape in [(4, 7), (3, 4)]]
    rates = rng.random((3, 4)), rng.random((3, 7)), rng.random((groups, 6))
    return tuple([np.asarray(array, np.float32) for array in arrays] for arrays in (vectors, counts, rates))


@pytest.mark.parametrize("seed", range(4))
def test_moves_are_minus_the_gradients_of_gradient_tape(seed):
    vectors, (pulls, pushes), rates = (list(map(tf.constant, arrays)) for arrays in moves_inputs(seed))
    with tf.GradientTape() as tape:
        tape.watch(vectors)
        targets, contexts, noise = vectors
        positive = tf.nn.softplus(-tf.einsum("sld,swd->slw", targets, contexts))
        of_blocks = tf.repeat(noise, 3 // len(noise), axis=0)  # (S, K, D)
        negative = tf.nn.softplus(tf.einsum("sld,skd->slk", targets, of_blocks))
        loss = tf.reduce_sum(pulls * positive) + tf.reduce_sum(pushes[..., None] * negative)
    gradients = tape.gradient(loss, vectors)
    got = block_moves(vectors, [pulls, pushes], list(map(tf.ones_like, rates)))
    for moved, gradient in zip(got, gradients, strict=True):
        np.testing.assert_allclose(moved, -gradient, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("seed", range(4))
def test_moves_are_minus_the_gradients_of_lesson_4_times_the_rates(seed):
    vectors, counts, rates = moves_inputs(seed)
    targets, contexts, noise = vectors
    wanted = [np.zeros(array.shape) for array in vectors]
    for block, place in np.ndindex(targets.shape[:2]):
        rate = rates[0][block, place]
        for word, count in enumerate(counts[0][place]):
            gradients = sgns_gradients(targets[block, place], contexts[block, [word]], np.ones(1))
            wanted[0][block, place] -= rate * count * gradients[0]
            wanted[1][block, word] -= rates[1][block, word] * count * gradients[1][0]
        group = group_of(block, len(targets), len(noise))
        for word, vector in enumerate(noise[group]):
            gradients = sgns_gradients(targets[block, place], vector[None], np.zeros(1))
            wanted[0][block, place] -= rate * counts[1][block, place] * gradients[0]
            wanted[2][group, word] -= rates[2][group, word] * counts[1][block, place] * gradients[1][0]
    got = block_moves(*(list(map(tf.constant, arrays)) for arrays in (vectors, counts, rates)))
    for moved, expected in zip(got, wanted, strict=True):
        np.testing.assert_allclose(moved, expected, rtol=1e-4, atol=1e-5)


def test_one_pair_by_hand():
    # One target (1, 0). The context (ln 3, 0) is scored ln 3: its error is 1 - 3/4, and it counts twice. The
    # noise word (0, 1) is scored 0: its error is 1/2, and it counts three times.
    vectors = [[[[1.0, 0.0]]], [[[np.log(3), 0.0]]], [[[0.0, 1.0]]]]
    counts, rates = [[[2.0]], [[3.0]]], [[[1.0]], [[0.1]], [[0.01]]]
    inputs = [[tf.constant(array, tf.float32) for array in arrays] for arrays in (vectors, counts, rates)]
    by_target, by_context, by_noise = block_moves(*inputs)
    np.testing.assert_allclose(by_target, [[[0.5 * np.log(3), -1.5]]], rtol=1e-6)
    np.testing.assert_allclose(by_context, [[[0.05, 0]]], rtol=1e-6)
    np.testing.assert_allclose(by_noise, [[[-0.015, 0]]], rtol=1e-6)


# Blocks of a text


@pytest.mark.parametrize("length", [1, 15, 16, 17, 255, 1000])
@pytest.mark.parametrize(("window_size", "blocks_per_step"), [(1, 1), (4, 5)])
def test_every_token_is_a_target_exactly_once(length, window_size, blocks_per_step):
    tokens, places_of_the_first = np.arange(1, length + 1, dtype=np.int32), set()
    for seed in range(150):
        padded, starts = cut(tokens, window_size, blocks_per_step, np.random.default_rng(seed))
        assert padded.dtype == starts.dtype == np.int32 and starts.shape[1] == blocks_per_step
        assert starts.size < (length + 15) / 16 + 1 + blocks_per_step
        places = starts.reshape(-1, 1) + np.arange(TARGETS_PER_BLOCK + 2 * window_size)
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


def some_documents(seed: int) -> list[list[int]]:
    """Make documents of words that all differ; some are empty, so that several ends come in a row."""
    lengths = np.random.default_rng(seed).integers(0, 25, 60)
    return [[100 * (number + 1) + place for place in range(n)] for number, n in enumerate(lengths)]


def neighbours_in(documents: list[list[int]], window_size: int) -> set[tuple[int, int]]:
    """List who is within reach of whom, where the words of a document are numbered one after the other."""
    return {
        (first, second)
        for document in documents
        for first in document
        for second in document
        if first != second and abs(first - second) <= window_size
    }


@pytest.mark.parametrize("window_size", [1, 2, 5, 12])
@pytest.mark.parametrize("seed", range(3))
def test_documents_never_meet(window_size, seed):
    documents = some_documents(seed)
    tokens = np.array([word for document in documents for word in [*document, 0]], dtype=np.int32)
    padded, starts = cut(tokens, window_size, 1 + seed, np.random.default_rng(seed))
    met = set()
    for start in starts.ravel():
        window = padded[start : start + TARGETS_PER_BLOCK + 2 * window_size]
        targets = targets_of(window, window_size)
        for target, place in np.argwhere(window_weights(window_size) > 0):
            if window[place] and targets[target]:
                met.add((int(targets[target]), int(window[place])))
    assert met == neighbours_in(documents, window_size)


def test_blocks_come_in_random_order():
    orders = []
    for seed in range(2):
        starts = cut(np.arange(1, 8001, dtype=np.int32), 2, 3, np.random.default_rng(seed))[1]
        orders.append(starts.ravel()[:500])  # the last of all may lie in empty space
        assert abs(stats.spearmanr(np.arange(500), orders[-1]).statistic) < 0.15
    assert not np.array_equal(*orders)


def test_an_empty_piece_has_no_words():
    trainer = a_trainer()
    before = [table.numpy() for table in trainer.tables]
    for seed in range(20):
        made = trainer.piece(np.zeros(seed % 3, dtype=np.int32), (0.1, 0.1), np.random.default_rng(seed))
        assert not made[0].any()
        assert trainer.run(*made).tolist() == [0, 0]
    for table, start in zip(trainer.tables, before, strict=True):
        np.testing.assert_array_equal(table.numpy(), start)


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
    windows = words[: blocks_per_step * WIDTH].reshape(blocks_per_step, -1)
    noise = words[-trainer.groups * trainer.num_noise :].reshape(trainer.groups, -1)
    windows[rng.random(windows.shape) < 0.2] = 0
    targets = targets_of(windows, WINDOW)
    before = [table.numpy().astype(np.float64) for table in trainer.tables]
    occurrences = [blocks_per_step * length * threads / 900 for length in (TARGETS_PER_BLOCK, WIDTH)]
    as_target, as_context = (n / (1 - np.exp(-n)) if trainer.overwrites else 1 for n in occurrences)
    rates = [np.full(targets.shape, 0.07 * as_target), np.full(windows.shape, 0.07 * as_context)]
    negatives = np.einsum("sw,lw->sl", windows > 0, window_weights(WINDOW)) * NEGATIVES / trainer.num_noise
    ids = targets, windows, noise
    moves = downhill(trainer, ids, negatives, [*rates, np.full(noise.shape, 0.07)])
    run_step(trainer, windows, noise, 0.07)
    for table, start, move in zip(trainer.tables, before, moves, strict=True):
        np.testing.assert_allclose(table.numpy(), start + move, rtol=1e-4, atol=1e-6)
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
    trainer = a_trainer(size=2, count=10**6, window_size=5, num_negatives=2, dim=3)
    trainer.tables[0].assign(np.zeros((4, 3)))
    trainer.tables[1].assign(np.tile([1.0, 2.0, 2.0], (4, 1)))  # of length 3
    windows = np.tile(np.array([2, 3], dtype=np.int32), (MAX_BLOCKS_PER_STEP, 13))
    noise = np.resize(np.array([2, 3], dtype=np.int32), (trainer.groups, trainer.num_noise))
    run_step(trainer, windows, noise, 0.05)
    moved = np.linalg.norm(trainer.tables[0].numpy(), axis=1)
    assert (moved[:2] == 0).all() and (moved[2:] > 0).all()
    assert (moved <= UPDATE_CAP * 3).all()  # no error is larger than 1


@pytest.mark.parametrize("count", [100, 1000])
def test_the_loss_is_that_of_lesson_4(count):
    trainer = a_trainer(count=count)
    assert trainer.groups == (2 if count == 1000 else 1)
    windows = random_windows(trainer, np.random.default_rng(6), size=40)
    noise = 2 + np.arange(trainer.groups * trainer.num_noise, dtype=np.int32).reshape(trainer.groups, -1)
    target_rows, context_rows = (table.numpy().astype(np.float64) for table in trainer.tables)
    targets, weights = targets_of(windows, WINDOW), window_weights(WINDOW)
    loss, all_pairs = 0, 0
    for block, place in np.argwhere(targets > 0):
        target, pairs = targets[block, place], 0
        for word, weight in zip(windows[block], weights[place], strict=True):
            if word > 0:
                pairs += weight
                loss += weight * sgns_loss(target_rows[target], context_rows[[word]], np.array([1]))
        pushers = context_rows[noise[group_of(block, len(targets), len(noise))]]
        share = pairs * NEGATIVES / len(pushers)
        loss += share * sgns_loss(target_rows[target], pushers, np.zeros(len(pushers)))
        all_pairs += pairs
    assert np.isin(noise, targets).any()
    np.testing.assert_allclose(run_step(trainer, windows, noise, 0.1), [loss, all_pairs], rtol=1e-4)


# Blocks for fit


# Words that all differ, in documents of many lengths: their ids follow the order of the text.
DOCUMENTS = [[f"{number} {place}" for place in range(n)] for number, n in enumerate([70, 1, 9, 33, 2, 16, 5])]
DIFFERENT = Vocabulary.from_corpus(DOCUMENTS, min_count=1)
SETTINGS = {"window_size": 3, "num_negatives": 4, "subsample": None, "blocks_per_step": 2, "shared_noise": 6}


def batches_of(corpus=DOCUMENTS, vocabulary=DIFFERENT, **changes) -> tf.data.Dataset:
    """Make blocks of a corpus."""
    return block_dataset(corpus, vocabulary, **{**SETTINGS, **changes})


def one_pass(batches: tf.data.Dataset) -> list[np.ndarray]:
    """Go through a dataset once: targets, candidates, labels and weights, steps put one behind the other."""
    steps = [(*ids, labels, weights) for ids, labels, weights in batches.as_numpy_iterator()]
    return [np.concatenate(arrays) for arrays in zip(*steps, strict=True)]


@pytest.mark.parametrize(("window_size", "blocks_per_step", "shared_noise"), [(3, 2, 6), (1, 5, 1)])
def test_a_batch_holds_blocks_with_labels_and_weights(window_size, blocks_per_step, shared_noise):
    sizes = {"window_size": window_size, "blocks_per_step": blocks_per_step, "shared_noise": shared_noise}
    batches = batches_of(**sizes)
    width = TARGETS_PER_BLOCK + 2 * window_size + shared_noise
    wanted = [
        ((blocks_per_step, TARGETS_PER_BLOCK), np.int32),
        ((blocks_per_step, width), np.int32),
        ((blocks_per_step, TARGETS_PER_BLOCK, width), np.float32),
        ((blocks_per_step, TARGETS_PER_BLOCK, width), np.float32),
    ]
    (targets, candidates), labels, weights = batches.element_spec
    specs = targets, candidates, labels, weights
    unknown = [((None, *shape[1:]), dtype) for shape, dtype in wanted]  # the number of blocks
    assert [(tuple(spec.shape), spec.dtype.as_numpy_dtype) for spec in specs] == unknown
    for ids, labels, weights in batches.as_numpy_iterator():
        assert [(array.shape, array.dtype) for array in (*ids, labels, weights)] == wanted


@pytest.mark.parametrize("blocks_per_step", [1, 3, 50])
def test_every_token_of_the_corpus_is_a_target_exactly_once_in_a_pass(blocks_per_step):
    batches = batches_of(blocks_per_step=blocks_per_step)
    for _ in range(3):
        targets = one_pass(batches)[0]
        np.testing.assert_array_equal(np.sort(targets[targets > 0]), np.arange(2, len(DIFFERENT)))


def test_a_long_corpus_is_gone_through_whole():
    corpus = [[f"{place}" for place in range(9000)]]  # more steps than are made at once
    vocabulary = Vocabulary.from_corpus(corpus, min_count=1)
    targets, candidates, _, weights = one_pass(batches_of(corpus, vocabulary, blocks_per_step=1))
    assert len(targets) > 2 * 256
    np.testing.assert_array_equal(np.sort(targets[targets > 0]), np.arange(2, 9002))
    outside = sum(2 * weight_at(distance, 3) * distance for distance in (1, 2, 3))  # at both ends of the text
    assert weights[..., :-6].sum() == pytest.approx(9000 * 4 - outside)
    dealt = np.bincount(candidates[:, -6:].ravel(), minlength=9002)
    assert not dealt[:2].any() and dealt.max() <= 3  # less than half a time each, and at most once at once


@pytest.mark.parametrize(("window_size", "num_negatives"), [(1, 4), (3, 1), (6, 7)])
def test_labels_and_weights_are_those_of_a_slow_loop(window_size, num_negatives):
    batches = batches_of(window_size=window_size, num_negatives=num_negatives)
    for (targets, candidates), labels, weights in batches.as_numpy_iterator():
        windows, noise = candidates[:, :-6], candidates[:, -6:]
        np.testing.assert_array_equal(targets, targets_of(windows, window_size))
        assert noise.min() >= 2
        expected = np.zeros(weights.shape)
        for block, place in np.argwhere(targets > 0):
            for other in range(windows.shape[1]):
                distance = abs(other - window_size - place)
                if windows[block, other] > 0:
                    expected[block, place, other] = weight_at(distance, window_size)
            expected[block, place, -6:] = expected[block, place].sum() * num_negatives / 6
        np.testing.assert_allclose(weights, expected, rtol=1e-5)
        assert (labels[..., :-6] == 1).all() and (labels[..., -6:] == 0).all()


@pytest.mark.parametrize("shared_noise", [1, 3, 40])
def test_the_negatives_of_a_pair_weigh_what_was_asked_for(shared_noise):
    weights = one_pass(batches_of(shared_noise=shared_noise, num_negatives=5))[3]
    positive, negative = np.split(weights, [weights.shape[2] - shared_noise], axis=2)
    np.testing.assert_allclose(negative.sum(axis=2), 5 * positive.sum(axis=2), rtol=1e-5)
    assert positive.sum() > 0


@pytest.mark.parametrize("window_size", [1, 4, 12])
def test_documents_never_meet_in_a_batch(window_size):
    documents = some_documents(7)
    corpus = [[str(word) for word in document] for document in documents]
    vocabulary = Vocabulary.from_corpus(corpus, min_count=1)
    targets, candidates, labels, weights = one_pass(batches_of(corpus, vocabulary, window_size=window_size))
    met = set()
    for block, place, other in np.argwhere((labels == 1) & (weights > 0)):
        pair = targets[block, place], candidates[block, other]
        met.add(tuple(int(vocabulary.words[word]) for word in pair))
    assert met == neighbours_in(documents, window_size)


def test_every_pass_has_new_blocks_and_new_noise():
    batches = batches_of()
    passes = [one_pass(batches) for _ in range(8)]
    places = {int(np.argwhere(targets == 2)[0, 1]) for targets, *_ in passes}
    assert len(places) > 3  # where in its block the first word of the corpus is
    hands = {candidates[0, -6:].tobytes() for _, candidates, *_ in passes}
    assert len(hands) == 8


def test_the_same_seed_gives_the_same_blocks():
    one, same, other = batches_of(seed=5), batches_of(seed=5), batches_of(seed=6)
    passes = [[array.tobytes() for array in one_pass(batches)] for batches in (one, same, other, one, same)]
    assert passes[0] == passes[1] and passes[3] == passes[4]
    assert len({passes[which][1] for which in (0, 2, 3)}) == 3


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


def test_a_corpus_of_blocks_may_be_one_that_can_be_read_only_once():
    batches = batches_of(iter(DOCUMENTS))
    for array, same in zip(one_pass(batches), one_pass(batches_of()), strict=True):
        np.testing.assert_array_equal(array, same)
    assert one_pass(batches)[0].any()


def test_fit_on_blocks_learns_who_meets_whom():
    corpus = [list("abcd"), list("efgh")] * 40
    vocabulary = Vocabulary(list("abcdefgh"), [40] * 8)
    model = SkipGram(len(vocabulary), 6, seed=1)
    model.compile(keras.optimizers.Adam(0.05), NegativeSamplingLoss())
    batches = batches_of(corpus, vocabulary, num_negatives=3)
    before = model.evaluate(batches, verbose=0)
    history = model.fit(batches, epochs=8, verbose=0).history["loss"]
    assert history[-1] < 0.8 * history[0] and model.evaluate(batches, verbose=0) < 0.8 * before
    scores = model((np.arange(2, 10)[None], np.arange(2, 10)[None])).numpy()[0]
    together = [scores[a, b] for a, b in np.ndindex(8, 8) if a // 4 == b // 4 and a != b]
    apart = [scores[a, b] for a, b in np.ndindex(8, 8) if a // 4 != b // 4]
    assert np.mean(together) > -0.5 and np.mean(apart) < -2


def test_the_loss_on_blocks_by_hand():
    # All context vectors are zero, so that every candidate costs ln 2.
    model, loss = SkipGram(len(DIFFERENT), 4), NegativeSamplingLoss()
    for ids, labels, weights in batches_of():
        wanted = np.log(2) * weights.numpy().sum() / (2 * TARGETS_PER_BLOCK)
        assert float(loss(labels, model(ids), weights)) == pytest.approx(wanted, rel=1e-5)


@pytest.mark.parametrize(
    ("corpus", "settings", "message"),
    [
        ([["a", "b", "c"]], {}, "3 tokens that are in the vocabulary; window_size=3 needs at least 4"),
        ([["a"]] * 50, {}, "No document of the corpus has two words"),
        (
            [["a", "b"] * 9],
            {"num_negatives": 2},
            "num_negatives=2 needs a vocabulary of more than 2 words; this",
        ),
        ([["a", "b"] * 9], {"num_negatives": 1, "subsample": 1e-5}, "leaves about 0.1 of 18 tokens, too few"),
        ([["a", "b"] * 9], {"subsample": 0}, "threshold must be a number above 0, not 0"),
    ],
)
def test_a_corpus_too_small_for_blocks_is_refused(corpus, settings, message):
    with pytest.raises(ValueError, match=message):
        batches_of(corpus, Vocabulary.from_corpus(corpus, min_count=1), **settings)


@pytest.mark.parametrize("call", ["fit", "evaluate"])
def test_the_first_loss_on_blocks_by_hand(call):
    model = SkipGram(len(DIFFERENT), 4)
    model.compile(keras.optimizers.SGD(0.0), NegativeSamplingLoss())
    batches = batches_of(blocks_per_step=20)
    wanted = np.log(2) * one_pass(batches)[3].sum() / (20 * TARGETS_PER_BLOCK)
    got = (
        model.evaluate(batches, verbose=0)
        if call == "evaluate"
        else model.fit(batches, verbose=0).history["loss"][0]
    )
    assert got == pytest.approx(wanted, rel=1e-4)
