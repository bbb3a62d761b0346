"""CBOW: queries and gradients against a slow loop and a tape, and what it learns."""

import warnings

import numpy as np
import pytest
import tensorflow as tf

import w2v_helpers as w2v
from w2v_helpers._checks import CourseWarning
from w2v_helpers.blocks import TARGETS_PER_BLOCK, draw_blocks, window_weights
from w2v_helpers.cbow import CbowInputs
from w2v_helpers.hierarchical_softmax import HierarchicalSoftmax, huffman_paths
from w2v_helpers.steps import NegativeSampling, Objective, SkipGramInputs, compiled_steps, loss_and_pairs

SIZE, DIM, WINDOW, NEGATIVES, RATE = 20, 5, 2, 3, 0.001
COUNTS = np.array([0, 0, *(200 // rank for rank in range(1, SIZE + 1))])
AS_CONTEXTS = tf.constant(window_weights(WINDOW))


def some_tables() -> tuple[tf.Tensor, tf.Tensor]:
    """Make two tables whose rows of padding and of unknown words are zero."""
    tables = np.random.default_rng(5).normal(0, 0.5, (2, SIZE + 2, DIM)).astype(np.float32)
    tables[:, :2] = 0
    return tuple(map(tf.constant, tables))


def one_step(num_noise: int) -> np.ndarray:
    """Draw a step of four blocks from a text of several documents."""
    rng = np.random.default_rng(3)
    tokens = rng.integers(2, SIZE + 2, 90).astype(np.int32)
    tokens[[20, 50]] = 0
    noise = COUNTS / COUNTS.sum()
    return draw_blocks(tokens, np.ones(SIZE + 2), noise, WINDOW, 4, num_noise, rng)


def mean_contexts(window: np.ndarray, table: np.ndarray) -> np.ndarray:
    """Average the contexts of each target of a window by their weights, in a slow loop."""
    means = np.zeros((TARGETS_PER_BLOCK, DIM))
    for place in range(TARGETS_PER_BLOCK):
        near = np.abs(np.arange(len(window)) - WINDOW - place)
        weights = np.where((near > 0) & (near <= WINDOW) & (window > 1), (WINDOW + 1 - near) / WINDOW, 0)
        means[place] = weights @ table[window] / max(weights.sum(), 1e-9)
    return means


def test_the_query_of_a_target_is_its_mean_context():
    tables, step = some_tables(), one_step(8)[0]
    window = tf.constant(step[:, : AS_CONTEXTS.shape[1]])
    sums = CbowInputs.add_up(tf.gather(tables[0], CbowInputs.rows(window)), AS_CONTEXTS)
    queries = sums * CbowInputs.shares(window, AS_CONTEXTS)[..., None]
    wanted = [mean_contexts(block, tables[0].numpy()) for block in window.numpy()]
    np.testing.assert_allclose(queries, wanted, atol=1e-6)


@pytest.mark.parametrize("inputs", [SkipGramInputs, CbowInputs])
@pytest.mark.parametrize("outputs", [NegativeSampling, HierarchicalSoftmax])
def test_a_step_is_the_gradient_that_a_tape_finds(inputs, outputs):
    objective, tables = Objective(inputs, outputs), some_tables()
    is_tree = outputs is HierarchicalSoftmax
    num_noise, lookups = 0 if is_tree else 8, (tf.constant(huffman_paths(COUNTS)),) if is_tree else ()
    steps = one_step(num_noise)
    assert len(steps) == 1
    limits = tf.where(tf.range(SIZE + 2) > 1, 1e9, 0.0)  # nothing is held back
    take_steps = compiled_steps(AS_CONTEXTS.shape[1], num_noise, objective)
    moved, _ = take_steps(tables, steps, [RATE], 1, (limits, limits), AS_CONTEXTS, float(NEGATIVES), lookups)
    variables = [tf.Variable(table) for table in tables]
    with tf.GradientTape() as tape:
        loss = slow_loss(variables, steps[0], inputs, outputs)
    for before, after, gradient in zip(tables, moved, tape.gradient(loss, variables), strict=True):
        wanted = tf.convert_to_tensor(gradient).numpy()
        wanted[:2] = 0
        np.testing.assert_allclose((before - after) / RATE, wanted, rtol=2e-3, atol=2e-3)
    total, _ = loss_and_pairs(tables, steps, AS_CONTEXTS, float(NEGATIVES), lookups, (), objective).numpy()
    assert total == pytest.approx(float(loss), rel=1e-4)


def slow_loss(tables: list, step: np.ndarray, inputs: type, outputs: type) -> tf.Tensor:
    """Add up the loss of all pairs of a step, one after the other."""
    paths, total = huffman_paths(COUNTS), tf.constant(0.0)
    windows, noises = np.split(step, [AS_CONTEXTS.shape[1]], axis=1)
    for block, window in enumerate(windows):
        targets = window[WINDOW : WINDOW + TARGETS_PER_BLOCK]
        for place, target in enumerate(targets):
            near = np.abs(np.arange(len(window)) - WINDOW - place)
            weights = np.where((near > 0) & (near <= WINDOW) & (window > 1), (WINDOW + 1 - near) / WINDOW, 0)
            if target < 2 or not weights.any():
                continue
            group = (place * len(step) + block) // TARGETS_PER_BLOCK  # whose noise is for this target
            noise = noises[group if inputs is CbowInputs else block]
            query, answers = tables[0][target], list(zip(window, weights, strict=True))
            if inputs is CbowInputs:
                rows = tf.gather(tables[0], window) * weights[:, None].astype(np.float32)
                query, answers = tf.reduce_sum(rows, axis=0) / weights.sum(), [(target, 1.0)]
            share = NEGATIVES * sum(weight for _, weight in answers) / max(len(noise), 1)
            asked = [(row, 1.0, weight) for row, weight in answers if weight]
            asked += [(row, 0.0, share) for row in noise]
            if outputs is HierarchicalSoftmax:
                asked = [
                    (code // 2, float(code % 2), weight)
                    for row, _, weight in asked
                    for code in paths[row]
                    if code
                ]
            for row, label, weight in asked:
                logit = tf.reduce_sum(query * tables[1][row])
                total += weight * tf.nn.sigmoid_cross_entropy_with_logits(label, logit)
    return total


@pytest.mark.parametrize("loss", ["negative_sampling", "hierarchical_softmax"])
@pytest.mark.parametrize("architecture", ["skip_gram", "cbow"])
def test_each_objective_learns_who_meets_whom(architecture, loss):
    # a and b keep the same company and never meet, and so do c and d.
    corpus = [[first, x, y] for first, x, y in ("axy", "bxy", "cvw", "dvw")] * 150
    settings = {"embedding_dim": 8, "window_size": 2, "num_negatives": 3, "subsample": None, "epochs": 15}
    for seed in (1, 2, 3):
        with warnings.catch_warnings(action="error", category=CourseWarning):
            vectors = w2v.train(
                corpus, architecture=architecture, loss=loss, seed=seed, verbose=0, **settings
            )
        near, far = vectors.similarity("a", "b"), vectors.similarity("a", "c")
        assert near > 0.99 and near > far + 0.1  # over ten seeds, from 0.998 on and by 0.205 or more
        assert (vectors.contexts is None) == (loss == "hierarchical_softmax")


def test_a_training_of_another_kind_is_refused(tmp_path):
    corpus, path = [list("abcd")] * 50, tmp_path / "c.npz"
    settings = {"embedding_dim": 4, "epochs": 1, "num_negatives": 2, "verbose": 0, "subsample": None}
    w2v.train(corpus, checkpoint=path, **settings)
    with pytest.raises(ValueError, match="architecture=skip_gram, not architecture=cbow"):
        w2v.train(corpus, checkpoint=path, architecture="cbow", learning_rate=0.05, **settings)
    for name, value, choices in [
        ("architecture", "glove", "skip_gram.*cbow"),
        ("loss", "softmax", "negative_sampling.*hierarchical_softmax"),
    ]:
        with pytest.raises(ValueError, match=f"{name}.*{value}.*{choices}|{choices}.*{value}"):
            w2v.train(corpus, **{name: value}, **settings)
    with pytest.raises(ValueError, match="table"):
        w2v.train(corpus, loss="hierarchical_softmax", table="sum", **settings)
