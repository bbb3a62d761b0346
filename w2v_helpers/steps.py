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
    packed = ()  # the types of what else is needed for each step, all (steps, S, …)
    shared_answers = True  # of all targets of a block; otherwise each has one of its own

    @staticmethod
    def rows(window: tf.Tensor) -> tf.Tensor:
        """Return the rows that blocks read, int32 (S, I)."""
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
    def spread(gradients: tf.Tensor, share: tf.Tensor, as_contexts: tf.Tensor) -> tf.Tensor:
        """Return the gradients of the rows, (S, I, D), from those of the queries, (S, L, D)."""
        return gradients

    @staticmethod
    def count(pairs: tf.Tensor, share: tf.Tensor, as_contexts: tf.Tensor) -> tf.Tensor:
        """Return the pairs of the rows, float32 (S, I), from those of the targets, (S, L)."""
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


def mixed(of_targets: tf.Tensor) -> tf.Tensor:
    """Regroup the L targets of S blocks, (…, S, L, n), in groups with some of each block.

    Targets of one block are alike: the same words are around them. Where nothing but noise is shared, groups
    of targets from many places learn more from it.
    """
    shape = tf.shape(of_targets)
    return tf.reshape(_swapped(of_targets), shape)


def _unmixed(of_targets: tf.Tensor) -> tf.Tensor:
    """Undo `mixed`, for (S, L, n)."""
    num_blocks, num_targets, size = tf.unstack(tf.shape(of_targets))
    return _swapped(tf.reshape(of_targets, (num_targets, num_blocks, size)))


def _swapped(array: tf.Tensor) -> tf.Tensor:
    """Swap the two axes before the last."""
    rank = len(array.shape)
    return tf.transpose(array, (*range(rank - 3), rank - 2, rank - 3, rank - 1))


class _Plan(NamedTuple):
    """What the blocks of all steps read, and how much it counts: all that the vectors do not change."""

    window: tf.Tensor  # int32 (…, L + 2w)
    answers: tf.Tensor  # int32 (…, A)
    rows: tf.Tensor  # of the second table, int32 (…, C)
    num_noise: int  # K, the last ones of these rows
    shares: tf.Tensor  # of the sums of rows, float32 (…, L)
    labels: tf.Tensor  # float32 (…, C)
    as_answers: tf.Tensor  # float32 (L, A)
    negatives: tf.Tensor  # float32 (…, L), `mixed` where answers are not shared
    of_targets: tf.Tensor  # the pairs of targets, float32 (…, L), ...
    of_rows: tf.Tensor  # ... and of rows, (…, C)


def _plan(
    objective: Objective,
    candidates: tf.Tensor,
    as_contexts: tf.Tensor,
    num_negatives: float,
    lookups: tuple[tf.Tensor, ...],
    packed: tuple[tf.Tensor, ...],
) -> _Plan:
    inputs, outputs = objective
    window, noise = candidates[..., : as_contexts.shape[1]], candidates[..., as_contexts.shape[1] :]
    answers, as_answers = inputs.answers(window, as_contexts)
    rows, labels = outputs.rows(answers, noise, *lookups[inputs.lookups :])
    negatives, of_targets, of_rows = outputs.count_pairs(targets_of(window), rows, as_answers, num_negatives)
    num_noise = noise.shape[-1]
    if num_noise and not inputs.shared_answers:
        negatives = mixed(negatives[..., None])[..., 0]
        of_noise = tf.repeat(tf.reduce_sum(negatives, axis=-1, keepdims=True), num_noise, axis=-1)
        of_rows = tf.concat([of_rows[..., :-num_noise], of_noise], axis=-1)
    shares = inputs.shares(window, as_contexts, *packed)
    counts = negatives, of_targets, of_rows
    return _Plan(window, answers, rows, num_noise, shares, labels, as_answers, *counts)


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
    packed: tuple[tf.Tensor, ...] = (),
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
        packed: what else the objective needs for each step, such as its n-grams, (steps, S, …).

    Returns:
        The tables after that; and how many rows were moved, and how many of them would be held back by √S
        times the bound, too, float32 (2,). That share tells a rate that is too high in steps of any size.
    """
    inputs, outputs = objective
    plan = _plan(objective, candidates, as_contexts, num_negatives, lookups, packed)
    both_limits, lookups = tf.concat(limits, axis=0), lookups[: inputs.lookups]

    def take_step(step: tf.Tensor, *state: tf.Tensor) -> tuple[tf.Tensor, ...]:
        *tables, sums, before, moves = state
        share, of_step = plan.shares[step], [array[step] for array in packed]
        ids = inputs.rows(plan.window[step], *of_step, *lookups), plan.rows[step]
        vectors, others = (tf.gather(table, of) for table, of in zip(tables, ids, strict=True))
        weights = outputs.weights(ids[1], plan.as_answers, plan.negatives[step])
        labels = tf.broadcast_to(plan.labels[step][:, None], tf.shape(weights))
        queries = inputs.add_up(vectors, as_contexts, *of_step) * share[..., None]
        if inputs.shared_answers:
            by_query, by_row, _ = closed_form(queries, others, labels, weights)
        else:
            by_query, by_row = _gradients_of_own(queries, others, labels, weights, plan.num_noise)
        # The rows of both tables, one behind the other, for which one array of sums is kept.
        rows = tf.concat([ids[0], ids[1] + tf.size(limits[0])], axis=-1)
        pairs = inputs.count(plan.of_targets[step], share, as_contexts, *of_step), plan.of_rows[step]
        sums, bounds = _bounds(sums, before, rows, tf.concat(pairs, axis=-1), both_limits)
        by_side = tf.split(tf.minimum(rates[step], bounds), [tf.shape(of)[1] for of in ids], axis=1)
        gradients = inputs.spread(by_query, share[..., None], as_contexts, *of_step), by_row
        tables = [
            tf.tensor_scatter_nd_add(table, of[..., None], -rate[..., None] * gradient)
            for table, of, rate, gradient in zip(tables, ids, by_side, gradients, strict=True)
        ]
        return step + 1, *tables, sums, rows, moves + _count_moves(bounds, rates[step])

    first = inputs.rows(plan.window[0], *(array[0] for array in packed), *lookups), plan.rows[0]
    start = tf.constant(0), *tables, tf.zeros(tf.size(both_limits)), tf.concat(first, axis=-1), tf.zeros(2)
    _, *tables, _, _, moves = tf.while_loop(lambda step, *_: step < num_steps, take_step, start)
    return tuple(tables), moves


def _bounds(
    sums: tf.Tensor, before: tf.Tensor, rows: tf.Tensor, pairs: tf.Tensor, limits: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the pairs of all rows in this step, and how far each of those it reads may move per pair."""
    # Those of the step before are cleared only now: right after their lookup, XLA would copy all sums.
    sums = tf.tensor_scatter_nd_update(sums, before[..., None], tf.zeros(tf.shape(before)))
    sums = tf.tensor_scatter_nd_add(sums, rows[..., None], pairs)
    return sums, tf.math.divide_no_nan(tf.gather(limits, rows), tf.gather(sums, rows))


def _count_moves(bounds: tf.Tensor, rate: tf.Tensor) -> tf.Tensor:
    """Count the rows that move, and those that √S times their bound would hold back, too, float32 (2,)."""
    leeway = tf.sqrt(tf.cast(tf.shape(bounds)[0], tf.float32))
    moved = [bounds > 0, (bounds > 0) & (bounds * leeway < rate)]
    return tf.stack([tf.reduce_sum(tf.cast(which, tf.float32)) for which in moved])


def _gradients_of_own(
    queries: tf.Tensor, others: tf.Tensor, labels: tf.Tensor, weights: tf.Tensor, num_noise: int
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the gradients of `closed_form` where targets share their noise, but not their answers.

    The first C − K of the rows belong to the L targets in turn, as many to each: only its own take part in a
    target's products. The last K take part in all of a group, see `mixed`, and so do their weights.
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
    by_mixed, by_noise, _ = closed_form(mixed(queries), others[:, num_own:], *of_noise)
    return by_query + _unmixed(by_mixed), tf.concat([by_own, by_noise], axis=1)


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
    packed = tuple(tf.TensorSpec((None, None, None), dtype) for dtype in objective.inputs.packed)
    signature = (table, table), candidates, floats, num_steps, (floats, floats), as_contexts, num_negatives
    steps = functools.partial(take_steps, objective)
    return tf.function(steps, (*signature, lookups, packed), jit_compile=True, autograph=False)


def examples_of(candidates: tf.Tensor, as_contexts: tf.Tensor, num_negatives: float) -> tuple:
    """Return S blocks of skip-gram with negative sampling as Keras wants them.

    The arguments are those of `take_steps`. The result is targets (S, L) and candidates (S, C), int32; then
    labels and weights, float32 (S, L, C). Padding weighs 0.
    """
    plan = _plan(SKIP_GRAM, candidates, as_contexts, num_negatives, (), ())
    return (targets_of(plan.window), plan.rows), *_labels_and_weights(SKIP_GRAM, plan)


def _labels_and_weights(objective: Objective, plan: _Plan) -> tuple[tf.Tensor, tf.Tensor]:
    """Return labels and weights, float32 (S, L, C); padding weighs 0."""
    weights = objective.outputs.weights(plan.rows, plan.as_answers, plan.negatives)
    weights *= are_words(plan.rows)[:, None]
    size = tf.shape(plan.rows)[1] - plan.num_noise
    of_answers = weights[:, :, :size] * are_words(targets_of(plan.window))[..., None]
    weights = tf.concat([of_answers, weights[:, :, size:]], axis=2)  # padding has no negatives anyway
    return tf.broadcast_to(plan.labels[:, None], tf.shape(weights)), weights


def sampled(candidates: np.ndarray) -> np.ndarray:
    """Return some `BLOCKS_PER_LOSS` blocks of the candidates (steps, S, C) as one step, (1, S', C)."""
    blocks_of_all = candidates.reshape(-1, candidates.shape[2])
    return blocks_of_all[None, :: max(1, len(blocks_of_all) // BLOCKS_PER_LOSS)]


def loss_and_pairs(
    tables: Tables,
    candidates: np.ndarray,
    as_contexts: tf.Tensor,
    num_negatives: float,
    lookups: tuple[tf.Tensor, ...] = (),
    packed: tuple[np.ndarray, ...] = (),
    objective: Objective = SKIP_GRAM,
) -> tf.Tensor:
    """Return the summed loss of one step, and the weight of what is predicted.

    The arguments are those of `take_steps`; the result is float32 (2,).
    """
    packed = tuple(tf.constant(array[0]) for array in packed)
    plan = _plan(objective, tf.constant(candidates[0]), as_contexts, num_negatives, lookups, packed)
    labels, weights = _labels_and_weights(objective, plan)
    read = objective.inputs.rows(plan.window, *packed, *lookups[: objective.inputs.lookups])
    vectors, others = (tf.gather(table, ids) for table, ids in zip(tables, (read, plan.rows), strict=True))
    queries = objective.inputs.add_up(vectors, as_contexts, *packed) * plan.shares[..., None]
    logits = tf.matmul(queries, others, transpose_b=True)
    if not objective.inputs.shared_answers:
        size = tf.shape(others)[1] - plan.num_noise
        of_noise = tf.matmul(mixed(queries), others[:, size:], transpose_b=True)
        logits = tf.concat([logits[:, :, :size], of_noise], axis=2)
    losses = tf.nn.sigmoid_cross_entropy_with_logits(labels, logits)
    pairs = are_words(plan.answers) * tf.matmul(are_words(targets_of(plan.window)), plan.as_answers)
    return tf.stack([tf.reduce_sum(weights * losses), tf.reduce_sum(pairs)])
