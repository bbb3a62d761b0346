"""The fast step: two tables are trained on blocks of a text.

Reads blocks; moves the rows of two tables. What is predicted from what, and by which loss, is an `Objective`:
skip-gram with negative sampling is here, others are in `cbow` and `hierarchical_softmax`. Lesson 10.
"""

import functools
from typing import NamedTuple

import numpy as np

from w2v_helpers import blocks
from w2v_helpers._checks import silent_stderr
from w2v_helpers.model import closed_form
from w2v_helpers.vocabulary import UNKNOWN

with silent_stderr():
    import tensorflow as tf

BLOCKS_PER_LOSS = 64  # of so many blocks in a piece the loss is measured

Tables = tuple[tf.Tensor, tf.Tensor]  # of inputs and outputs, float32 (V, D)


def targets_of(window: tf.Tensor) -> tf.Tensor:
    """Return the L targets in the middle of windows (…, L + 2w)."""
    window_size = (window.shape[-1] - blocks.TARGETS_PER_BLOCK) // 2
    return window[..., window_size : window_size + blocks.TARGETS_PER_BLOCK]


def are_words(ids: tf.Tensor) -> tf.Tensor:
    """Return 1.0 for words and 0.0 for padding and unknown words."""
    return tf.cast(ids > UNKNOWN, tf.float32)


class SkipGramInputs:
    """The vector of each target predicts the words around it.

    The input side of an objective says which rows of the first table a block reads, how they add up to one
    query for each target, how gradients go back to the rows, and which words answer the queries.
    """

    lookups = 0  # how many tables of ids `rows` needs
    shared_answers = True  # of all targets of a block; otherwise each has one of its own

    @staticmethod
    def rows(window: tf.Tensor) -> tf.Tensor:
        """Return the rows that blocks read, int32 (…, I)."""
        return targets_of(window)

    @staticmethod
    def shares(window: tf.Tensor, as_contexts: tf.Tensor) -> tf.Tensor:
        """Return what the sum of a target's rows is multiplied by, float32 (…, L)."""
        return tf.ones(tf.shape(targets_of(window)))

    @staticmethod
    def add_up(vectors: tf.Tensor, as_contexts: tf.Tensor) -> tf.Tensor:
        """Return the sum of the rows of each target, (S, L, D), from the vectors of all, (S, I, D)."""
        return vectors

    @staticmethod
    def spread(gradients: tf.Tensor, as_contexts: tf.Tensor) -> tf.Tensor:
        """Return the gradients of the rows, (S, I, D), from those of the sums, (S, L, D)."""
        return gradients

    @staticmethod
    def count(pairs: tf.Tensor, as_contexts: tf.Tensor) -> tf.Tensor:
        """Return the pairs of the rows, float32 (…, I), from those of the targets, (…, L)."""
        return pairs

    @staticmethod
    def answers(window: tf.Tensor, as_contexts: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Return the words that are right, (…, A), and how much each counts for each target, (L, A)."""
        return window, as_contexts


class NegativeSampling:
    """Each answer is told from the noise words of its block.

    The output side of an objective says which rows of the second table answer the queries, how much each of
    them counts for each query, and with which label.
    """

    lookups = 0

    @staticmethod
    def rows(answers: tf.Tensor, noise: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Return the rows that blocks read, int32 (…, C), and the labels of all, float32 (…, C)."""
        labels = tf.concat([tf.ones_like(answers), tf.zeros_like(noise)], axis=-1)
        return tf.concat([answers, noise], axis=-1), tf.cast(labels, tf.float32)

    @staticmethod
    def count_pairs(
        targets: tf.Tensor, rows: tf.Tensor, as_answers: tf.Tensor, num_negatives: float
    ) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        """Count the pairs in blocks by their weights.

        Args:
            targets: int32 (…, L).
            rows: int32 (…, C): A answers, and K noise words that share the negatives of all pairs.
            as_answers: how much each answer counts for each target, float32 (L, A).
            num_negatives: how much the negatives of a pair weigh together.

        Returns:
            float32: how many negatives a noise word stands for, for each target, (…, L); the pairs of each
            target, (…, L), and of each row, (…, C). Padding is in none.
        """
        num_noise = rows.shape[-1] - as_answers.shape[1]
        are_answers, are_targets = are_words(rows[..., : as_answers.shape[1]]), are_words(targets)
        positive = are_targets * tf.matmul(are_answers, as_answers, transpose_b=True)
        negatives = positive * (num_negatives / num_noise)
        of_noise = tf.repeat(tf.reduce_sum(negatives, axis=-1, keepdims=True), num_noise, axis=-1)
        of_answers = are_answers * tf.matmul(are_targets, as_answers)
        return negatives, positive * (1 + num_negatives), tf.concat([of_answers, of_noise], axis=-1)

    @staticmethod
    def weights(rows: tf.Tensor, as_answers: tf.Tensor, negatives: tf.Tensor) -> tf.Tensor:
        """Return how much each of the rows (S, C) counts for each target of S blocks, float32 (S, L, C).

        Padding counts like a word: its vectors are zero, and a row that never moves needs no weight.
        `negatives` (S, L) are those of `count_pairs`.
        """
        num_noise = rows.shape[1] - as_answers.shape[1]
        are_noise = tf.cast(tf.range(rows.shape[1]) >= as_answers.shape[1], tf.float32)
        of_answers = tf.pad(as_answers, [[0, 0], [0, num_noise]])
        return of_answers + negatives[..., None] * are_noise


class Objective(NamedTuple):
    """What is predicted from what, and by which loss: the two sides of a step."""

    inputs: type = SkipGramInputs
    outputs: type = NegativeSampling


SKIP_GRAM = Objective()


class _Plan(NamedTuple):
    """What the blocks of all steps read, and how much it counts: all that the vectors do not change."""

    targets: tf.Tensor  # int32 (…, L)
    answers: tf.Tensor  # int32 (…, A)
    ids: tuple[tf.Tensor, tf.Tensor]  # the rows of both tables, int32 (…, I) and (…, C)
    shares: tf.Tensor  # of the sums of rows, float32 (…, L)
    labels: tf.Tensor  # float32 (…, C)
    as_answers: tf.Tensor  # float32 (L, A)
    negatives: tf.Tensor  # float32 (…, L)
    pairs: tf.Tensor  # of all these rows, float32 (…, I + C)


def _plan(
    objective: Objective,
    candidates: tf.Tensor,
    as_contexts: tf.Tensor,
    num_negatives: float,
    lookups: tuple[tf.Tensor, ...],
) -> _Plan:
    inputs, outputs = objective
    window, noise = candidates[..., : as_contexts.shape[1]], candidates[..., as_contexts.shape[1] :]
    answers, as_answers = inputs.answers(window, as_contexts)
    rows, labels = outputs.rows(answers, noise, *lookups[inputs.lookups :])
    targets = targets_of(window)
    negatives, of_targets, of_rows = outputs.count_pairs(targets, rows, as_answers, num_negatives)
    read = inputs.rows(window, *lookups[: inputs.lookups])
    shares = inputs.shares(window, as_contexts)
    pairs = tf.concat([inputs.count(of_targets * shares, as_contexts), of_rows], axis=-1)
    return _Plan(targets, answers, (read, rows), shares, labels, as_answers, negatives, pairs)


def take_steps(
    objective: Objective,
    tables: Tables,
    candidates: tf.Tensor,
    rates: tf.Tensor,
    num_steps: tf.Tensor,
    limits: tuple[tf.Tensor, tf.Tensor],
    as_contexts: tf.Tensor,
    num_negatives: tf.Tensor,
    lookups: tuple[tf.Tensor, ...] = (),
) -> tuple[Tables, tf.Tensor]:
    """Train two tables on steps, one after the other.

    All blocks of a step see the same vectors, and all moves of a row add up. A row whose pairs in a step,
    times the learning rate, exceed its limit moves by that much less.

    Args:
        objective: what the steps learn.
        tables: what the steps start from.
        candidates: int32 (steps, S, C), from `blocks.draw_blocks`.
        rates: the learning rate of each step, float32 (steps,).
        num_steps: how many of the steps are taken, int32 ().
        limits: for each table how far a step may move each row: `blocks.MAX_MOVE`, or 0 for rows that stay.
        as_contexts: from `blocks.window_weights`, float32 (L, L + 2w).
        num_negatives: how much the negatives of a pair weigh together, float32 ().
        lookups: tables of ids that the objective needs, such as the paths of a tree, int32.

    Returns:
        The tables after that; and how many rows were moved, and how many of them would be held back by √S
        times the bound, too, float32 (2,). That share tells a rate that is too high in steps of any size.
    """
    inputs, outputs = objective
    plan = _plan(objective, candidates, as_contexts, num_negatives, lookups)
    # The rows of both tables, one behind the other, for which one array of sums is kept.
    rows = tf.concat([plan.ids[0], plan.ids[1] + tf.size(limits[0])], axis=-1)[..., None]
    limits_of_rows = tf.gather(tf.concat(limits, axis=0), rows[..., 0])
    sizes, leeway = (
        [tf.shape(ids)[2] for ids in plan.ids],
        tf.sqrt(tf.cast(tf.shape(candidates)[1], tf.float32)),
    )

    def take_step(step: tf.Tensor, *state: tf.Tensor) -> tuple[tf.Tensor, ...]:
        *tables, sums, moves = state
        vectors, others = (tf.gather(table, ids[step]) for table, ids in zip(tables, plan.ids, strict=True))
        share, pairs = plan.shares[step][..., None], plan.pairs[step]
        weights = outputs.weights(plan.ids[1][step], plan.as_answers, plan.negatives[step])
        labels = tf.broadcast_to(plan.labels[step][:, None], tf.shape(weights))
        queries = inputs.add_up(vectors, as_contexts) * share
        if inputs.shared_answers:
            by_query, by_row, _ = closed_form(queries, others, labels, weights)
        else:
            num_noise = candidates.shape[-1] - as_contexts.shape[1]
            by_query, by_row = _gradients_of_own(queries, others, labels, weights, num_noise)
        # The pairs of each word in this step. Those of the step before are cleared only now: right after
        # their lookup, XLA would copy the sums of all words.
        before = rows[tf.maximum(step - 1, 0)]
        sums = tf.tensor_scatter_nd_update(sums, before, tf.zeros_like(pairs))
        sums = tf.tensor_scatter_nd_add(sums, rows[step], pairs)
        bounds = tf.math.divide_no_nan(limits_of_rows[step], tf.gather_nd(sums, rows[step]))
        moved = [bounds > 0, (bounds > 0) & (bounds * leeway < rates[step])]
        moves += tf.stack([tf.reduce_sum(tf.cast(which, tf.float32)) for which in moved])
        by_side = tf.split(tf.minimum(rates[step], bounds)[..., None], sizes, axis=1)
        gradients = inputs.spread(by_query * share, as_contexts), by_row
        tables = [
            tf.tensor_scatter_nd_add(table, ids[step][..., None], -rate * gradient)
            for table, ids, rate, gradient in zip(tables, plan.ids, by_side, gradients, strict=True)
        ]
        return step + 1, *tables, sums, moves

    start = tf.constant(0), *tables, tf.zeros(tf.size(limits[0]) + tf.size(limits[1])), tf.zeros(2)
    _, *tables, _, moves = tf.while_loop(lambda step, *_: step < num_steps, take_step, start)
    return tuple(tables), moves


def _gradients_of_own(
    queries: tf.Tensor, others: tf.Tensor, labels: tf.Tensor, weights: tf.Tensor, num_noise: int
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the gradients of `closed_form` where targets share their noise, but not their answers.

    The first C − K of the rows belong to the L targets in turn, as many to each. With them a target needs only
    its own products, with the last K it is part of one large product.
    """
    blocks_and_targets, dim = tf.shape(queries)[:2], tf.shape(queries)[2]
    num_own = tf.shape(others)[1] - num_noise
    own = tf.reshape(others[:, :num_own], tf.concat([blocks_and_targets, [-1, dim]], axis=0))  # (S, L, M, D)
    right = tf.reshape(labels[:, 0, :num_own], tf.shape(own)[:3])
    errors = tf.sigmoid(tf.reduce_sum(queries[:, :, None] * own, axis=-1)) - right
    by_query = tf.reduce_sum(errors[..., None] * own, axis=2)
    by_own = tf.reshape(errors[..., None] * queries[:, :, None], tf.shape(others[:, :num_own]))
    if not num_noise:
        return by_query, by_own
    of_noise = (array[:, :, num_own:] for array in (labels, weights))
    by_query_too, by_noise, _ = closed_form(queries, others[:, num_own:], *of_noise)
    return by_query + by_query_too, tf.concat([by_own, by_noise], axis=1)


@functools.cache
def compiled_steps(
    width: int, num_noise: int, objective: Objective = SKIP_GRAM
) -> tf.types.experimental.PolymorphicFunction:
    """Return `take_steps`, compiled for windows of L + 2w words, K noise words and an objective."""
    table, floats = (tf.TensorSpec([None] * dimensions, tf.float32) for dimensions in (2, 1))
    candidates = tf.TensorSpec((None, None, width + num_noise), tf.int32)
    as_contexts = tf.TensorSpec((blocks.TARGETS_PER_BLOCK, width), tf.float32)
    num_steps, num_negatives = (tf.TensorSpec((), dtype) for dtype in (tf.int32, tf.float32))
    lookups = (tf.TensorSpec((None, None), tf.int32),) * sum(side.lookups for side in objective)
    signature = (table, table), candidates, floats, num_steps, (floats, floats), as_contexts, num_negatives
    steps = functools.partial(take_steps, objective)
    return tf.function(steps, (*signature, lookups), jit_compile=True, autograph=False)


def examples_of(candidates: tf.Tensor, as_contexts: tf.Tensor, num_negatives: float) -> tuple:
    """Return S blocks of skip-gram with negative sampling as Keras wants them.

    The arguments are those of `take_steps`. The result is targets (S, L) and candidates (S, C), int32; then
    labels and weights, float32 (S, L, C). Padding weighs 0.
    """
    plan = _plan(SKIP_GRAM, candidates, as_contexts, num_negatives, ())
    return plan.ids, *_labels_and_weights(SKIP_GRAM, plan)


def _labels_and_weights(objective: Objective, plan: _Plan) -> tuple[tf.Tensor, tf.Tensor]:
    """Return labels and weights, float32 (S, L, C); padding weighs 0."""
    weights = objective.outputs.weights(plan.ids[1], plan.as_answers, plan.negatives)
    weights *= are_words(plan.targets)[..., None] * are_words(plan.ids[1])[:, None]
    return tf.broadcast_to(plan.labels[:, None], tf.shape(weights)), weights


def loss_and_pairs(
    tables: Tables,
    candidates: np.ndarray,
    as_contexts: tf.Tensor,
    num_negatives: float,
    lookups: tuple[tf.Tensor, ...] = (),
    objective: Objective = SKIP_GRAM,
) -> tf.Tensor:
    """Return the summed loss of `BLOCKS_PER_LOSS` blocks, and the weight of what they predict.

    The arguments are those of `take_steps`; the result is float32 (2,).
    """
    some = candidates.reshape(-1, candidates.shape[2])
    some = tf.constant(some[:: max(1, len(some) // BLOCKS_PER_LOSS)])
    plan = _plan(objective, some, as_contexts, num_negatives, lookups)
    labels, weights = _labels_and_weights(objective, plan)
    vectors, others = (tf.gather(table, ids) for table, ids in zip(tables, plan.ids, strict=True))
    queries = objective.inputs.add_up(vectors, as_contexts) * plan.shares[..., None]
    logits = tf.matmul(queries, others, transpose_b=True)
    losses = tf.nn.sigmoid_cross_entropy_with_logits(labels, logits)
    pairs = are_words(plan.answers) * tf.matmul(are_words(plan.targets), plan.as_answers)
    return tf.stack([tf.reduce_sum(weights * losses), tf.reduce_sum(pairs)])
