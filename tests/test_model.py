"""The model and its loss: shapes, values worked by hand, the steps of `fit`, saving."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from w2v_helpers import model as module
from w2v_helpers.model import NegativeSamplingLoss, SkipGram, closed_form
from w2v_helpers.negatives import sgns_gradients, sgns_loss

TARGETS = np.array([2, 3, 4, 2, 6])
CANDIDATES = np.array([[3, 5, 7], [2, 6, 4], [2, 2, 5], [7, 6, 5], [0, 1, 2]])
LABELS = np.array([[1, 0, 0]] * 5, dtype=np.float32)


def a_model(seed: int = 3) -> SkipGram:
    """Make a small model with context vectors that are not zero."""
    model = SkipGram(8, 4, seed=seed)
    model.context_embedding.embeddings.assign(np.random.default_rng(seed).normal(size=(8, 4)))
    return model


class ByTape(SkipGram):
    """Takes the step of any Keras model, whatever its loss."""

    train_step = keras.Model.train_step


def both_models(**settings) -> tuple[SkipGram, SkipGram]:
    """Make two models that start alike, with vectors that are not small: one of ours, one by the tape."""
    models = SkipGram(8, 4, **settings), ByTape(8, 4, **settings)
    for model in models:
        rng = np.random.default_rng(3)
        for table in (model.target_embedding, model.context_embedding):
            table.embeddings.assign(rng.normal(size=(8, 4)))
    return models


def tables_of(model: SkipGram) -> list[np.ndarray]:
    """Return both tables."""
    return [table.embeddings.numpy() for table in (model.target_embedding, model.context_embedding)]


def batch(kind: str, seed: int = 0) -> tuple:
    """Make (targets, candidates), labels and weights. Words come up several times in a batch."""
    rng = np.random.default_rng(seed)
    shape = {"classic": (5, 3), "blocks": (3, 6, 9), "a block": (1, 6, 9)}[kind]  # (B, C) or (B, L, C)
    targets, candidates = rng.integers(0, 8, shape[:-1]), rng.integers(0, 8, (shape[0], shape[-1]))
    targets[..., -1] = targets[..., 0]
    labels, weights = rng.integers(0, 2, shape), rng.random(shape) * (rng.random(shape) < 0.7) * 3
    return (targets, candidates), labels.astype(np.float32), weights.astype(np.float32)


def fit_once(model: SkipGram, ids, labels, weights=None, *, optimizer=None, loss=None, **settings) -> dict:
    """Take one step of `fit` with the whole of the data; return what it reports."""
    optimizer = optimizer or keras.optimizers.SGD(0.5)
    model.compile(optimizer, loss or NegativeSamplingLoss(), **settings)
    options = {"batch_size": len(labels), "shuffle": False, "verbose": 0}
    history = model.fit(ids, labels, sample_weight=weights, **options).history
    return {name: values[0] for name, values in history.items()}


@pytest.fixture
def closed_forms(monkeypatch) -> list:
    """Write down each time that `closed_form` is asked."""
    asked = []
    monkeypatch.setattr(module, "closed_form", lambda *inputs: asked.append(inputs) or closed_form(*inputs))
    return asked


def test_classic_examples_give_a_row_of_logits_each():
    model = a_model()
    logits = model((TARGETS, CANDIDATES)).numpy()
    assert logits.shape == (5, 3) and logits.dtype == np.float32
    targets, contexts = (e.embeddings.numpy() for e in (model.target_embedding, model.context_embedding))
    for row, (target, candidates) in enumerate(zip(TARGETS, CANDIDATES, strict=True)):
        for column, candidate in enumerate(candidates):
            assert logits[row, column] == pytest.approx(targets[target] @ contexts[candidate], abs=1e-6)


def test_targets_of_a_block_share_their_candidates():
    model = a_model()
    targets = np.array([[2, 3], [4, 5]])  # (B, L)
    candidates = np.array([[3, 4, 6, 7], [2, 3, 6, 7]])  # (B, C)
    blocks = model((targets, candidates)).numpy()
    assert blocks.shape == (2, 2, 4)
    for place in range(2):
        np.testing.assert_allclose(blocks[:, place], model((targets[:, place], candidates)), atol=1e-6)


def test_vectors_start_as_in_word2vec_c():
    model = SkipGram(5000, 10)
    targets = model.target_embedding.embeddings.numpy()
    assert targets.shape == (5000, 10)
    assert 0.0499 < targets.max() <= 0.05 and -0.05 <= targets.min() < -0.0499  # 1 / (2 D)
    assert abs(targets.mean()) < 0.001
    assert not model.context_embedding.embeddings.numpy().any()


def test_the_seed_decides_the_start():
    start = [SkipGram(8, 4, seed=seed).target_embedding.embeddings.numpy() for seed in (1, 1, 2)]
    np.testing.assert_array_equal(start[0], start[1])
    assert not np.array_equal(start[0], start[2])


def test_loss_by_hand():
    # σ(0) = 1/2, σ(ln 3) = 3/4. The first target: -ln 1/2 - ln (1 - 3/4) = ln 8.
    # The second: -ln 3/4 - ln 1/2 = ln 8/3.
    labels = tf.constant([[1, 0], [1, 0]])  # integers are fine too
    logits = tf.constant([[0.0, np.log(3)], [np.log(3), 0.0]], tf.float32)
    loss = NegativeSamplingLoss()
    np.testing.assert_allclose(loss.call(labels, logits), [np.log(8), np.log(8 / 3)], rtol=1e-6)
    assert float(loss(labels, logits)) == pytest.approx((np.log(8) + np.log(8 / 3)) / 2)


def test_loss_is_the_one_of_lesson_4():
    model = a_model()
    targets, contexts = (e.embeddings.numpy() for e in (model.target_embedding, model.context_embedding))
    got = NegativeSamplingLoss().call(LABELS, model((TARGETS, CANDIDATES))).numpy()
    wanted = [
        sgns_loss(targets[t], contexts[c], y) for t, c, y in zip(TARGETS, CANDIDATES, LABELS, strict=True)
    ]
    np.testing.assert_allclose(got, wanted, rtol=1e-5)


def test_a_weight_says_how_much_a_candidate_counts():
    # The candidates cost ln 2, ln 4 and ln 4/3, ln 2, see above; their targets 2 ln 2 and 3 ln 4/3.
    labels, logits = (
        tf.constant([[1, 0], [1, 0]]),
        tf.constant([[0.0, np.log(3)], [np.log(3), 0.0]], tf.float32),
    )
    weights, loss = np.array([[1, 0.5], [3, 0]]), NegativeSamplingLoss()
    wanted = (2 * np.log(2) + 3 * np.log(4 / 3)) / 2
    for same in (weights, weights.astype(np.float32), tf.constant(weights)):
        assert float(loss(labels, logits, sample_weight=same)) == pytest.approx(wanted)
    block = float(loss(labels[None], logits[None], weights[None]))  # (B, L, C)
    assert block == pytest.approx(wanted)


def test_a_weight_says_how_much_a_target_counts():
    labels, logits = (
        tf.constant([[1, 0], [1, 0]]),
        tf.constant([[0.0, np.log(3)], [np.log(3), 0.0]], tf.float32),
    )
    wanted = (2 * np.log(8) + 5 * np.log(8 / 3)) / 2
    assert float(NegativeSamplingLoss()(labels, logits, np.array([2, 5]))) == pytest.approx(wanted)
    assert float(NegativeSamplingLoss()(labels[None], logits[None], np.array([[2, 5]]))) == pytest.approx(
        wanted
    )


def test_loss_stays_finite_for_large_logits():
    logits = tf.constant([[-1e4, 1e4]], tf.float32)
    assert float(NegativeSamplingLoss()(tf.constant([[1.0, 0.0]]), logits)) == pytest.approx(2e4)


def test_fit_lowers_the_loss_and_saving_keeps_the_logits(tmp_path):
    model = SkipGram(8, 4, seed=1)
    model.compile(optimizer=keras.optimizers.Adam(0.05), loss=NegativeSamplingLoss())
    history = model.fit((TARGETS, CANDIDATES), LABELS, epochs=12, batch_size=5, verbose=0).history["loss"]
    assert history[0] == pytest.approx(3 * np.log(2), rel=1e-3)  # all context vectors are zero
    assert history[-1] < 0.8 * history[0]
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    assert isinstance(loaded, SkipGram) and isinstance(loaded.loss, NegativeSamplingLoss)
    np.testing.assert_array_equal(loaded((TARGETS, CANDIDATES)), model((TARGETS, CANDIDATES)))
    more = loaded.fit((TARGETS, CANDIDATES), LABELS, epochs=2, batch_size=5, verbose=0).history["loss"]
    assert more[-1] < history[-1]  # training goes on where it was


# A step of fit


VECTORS = {  # of targets, and of labels; candidates are (B, C, D)
    "classic": ((5, 4), (5, 3)),
    "a block": ((1, 6, 4), (1, 6, 9)),
    "blocks": ((3, 6, 4), (3, 6, 9)),
    "one candidate": ((5, 4), (5, 1)),
    "one target": ((3, 1, 4), (3, 1, 9)),
}


def vectors(kind: str, seed: int) -> list[np.ndarray]:
    """Make what `closed_form` takes."""
    rng, (of_targets, of_labels) = np.random.default_rng(seed), VECTORS[kind]
    candidates = rng.normal(size=(of_labels[0], of_labels[-1], 4))
    labels, weights = rng.integers(0, 2, of_labels), rng.random(of_labels) * (rng.random(of_labels) < 0.7) * 3
    return [array.astype(np.float32) for array in (rng.normal(size=of_targets), candidates, labels, weights)]


@pytest.mark.parametrize("kind", VECTORS)
@pytest.mark.parametrize("seed", range(3))
def test_the_closed_form_has_the_gradients_of_gradient_tape(kind, seed):
    targets, candidates, labels, weights = map(tf.constant, vectors(kind, seed))
    with tf.GradientTape() as tape:
        tape.watch([targets, candidates])
        places = "bd,bcd->bc" if targets.shape.rank == 2 else "bld,bcd->blc"
        logits = tf.einsum(places, targets, candidates)
        loss = NegativeSamplingLoss(reduction="sum")(labels, logits, weights)
    wanted = [*tape.gradient(loss, [targets, candidates]), logits]
    for got, expected in zip(closed_form(targets, candidates, labels, weights), wanted, strict=True):
        assert got.shape == expected.shape
        np.testing.assert_allclose(got, expected, rtol=1e-4, atol=1e-6)


def test_the_closed_form_has_the_gradients_of_lesson_4():
    targets, candidates, labels, _ = vectors("classic", 0)
    got = closed_form(*map(tf.constant, (targets, candidates, labels, np.ones_like(labels))))
    for row, example in enumerate(zip(targets, candidates, labels, strict=True)):
        by_target, by_candidates = sgns_gradients(*example)
        np.testing.assert_allclose(got[0][row], by_target, rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(got[1][row], by_candidates, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("is_weighted", [False, True])
@pytest.mark.parametrize("kind", ["classic", "blocks", "a block"])
@pytest.mark.parametrize("seed", range(2))
def test_a_step_of_fit_moves_the_tables_as_gradient_tape_says(closed_forms, kind, is_weighted, seed):
    model, _ = both_models()
    ids, labels, weights = batch(kind, seed)
    weights = weights if is_weighted else None
    before = tables_of(model)
    with tf.GradientTape() as tape:
        loss = NegativeSamplingLoss()(labels, model(ids), weights)
    gradients = tape.gradient(loss, model.trainable_variables)
    reported = fit_once(model, ids, labels, weights)
    assert reported["loss"] == pytest.approx(float(loss), rel=1e-5) and set(reported) == {"loss"}
    for table, start, gradient in zip(tables_of(model), before, gradients, strict=True):
        np.testing.assert_allclose(table, start - 0.5 * tf.convert_to_tensor(gradient), rtol=1e-4, atol=1e-6)
        assert np.abs(table - start).max() > 0.01
    assert closed_forms and all(len(np.unique(part)) < part.size for part in ids)


def test_a_step_by_hand():
    # σ(ln 3) = 3/4, so the error of the positive is -1/4; σ(0) = 1/2, so that of the negative, which comes
    # twice, is 1/2.
    model = SkipGram(4, 2)
    model.target_embedding.embeddings.assign([[0, 0], [0, 0], [1, 0], [0, 0]])
    model.context_embedding.embeddings.assign([[0, 0], [0, 2], [np.log(3), 0], [5, 5]])
    fit_once(model, (np.array([2]), np.array([[2, 1, 1]])), np.array([[1.0, 0, 0]], np.float32))
    targets, contexts = tables_of(model)
    np.testing.assert_allclose(targets, [[0, 0], [0, 0], [1 + np.log(3) / 8, -1], [0, 0]], rtol=1e-6)
    np.testing.assert_allclose(contexts, [[0, 0], [-0.5, 2], [np.log(3) + 1 / 8, 0], [5, 5]], rtol=1e-6)


OPTIMIZERS = {
    "SGD": lambda: keras.optimizers.SGD(0.3, momentum=0.9),
    "Adam": lambda: keras.optimizers.Adam(0.1),
    "clipped": lambda: keras.optimizers.Adagrad(0.1, clipnorm=0.2),
}


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("kind", ["classic", "blocks"])
def test_any_optimizer_takes_the_steps_it_takes_by_the_tape(closed_forms, kind, optimizer):
    models = both_models()
    for model in models:
        model.compile(OPTIMIZERS[optimizer](), NegativeSamplingLoss())
        losses = [
            float(model.train_on_batch(*batch(kind, seed), return_dict=True)["loss"]) for seed in (0, 1, 2)
        ]
        assert np.isfinite(losses).all()
    for table, wanted in zip(*map(tables_of, models), strict=True):
        np.testing.assert_allclose(table, wanted, rtol=1e-3, atol=1e-5)
    assert closed_forms


@pytest.mark.parametrize(
    "settings", [{"run_eagerly": True}, {"jit_compile": True}, {"steps_per_execution": 2}]
)
def test_fit_runs_in_every_way_that_keras_runs_it(closed_forms, settings):
    models, (ids, labels, weights) = both_models(), batch("classic")
    for model in models:
        fit_once(model, ids, labels, weights, **settings)
    for table, wanted in zip(*map(tables_of, models), strict=True):
        np.testing.assert_allclose(table, wanted, rtol=1e-4, atol=1e-6)
    assert closed_forms


@pytest.mark.parametrize("kind", ["classic", "blocks"])
def test_what_a_step_reports_is_what_evaluate_says_before_it(kind):
    ids, labels, weights = batch(kind)
    for sample_weight in (None, weights):
        model, _ = both_models()
        metrics = [keras.metrics.BinaryAccuracy(threshold=0.0), keras.metrics.MeanSquaredError(name="error")]
        model.compile("sgd", NegativeSamplingLoss(), metrics=metrics)
        before = model.evaluate(ids, labels, sample_weight=sample_weight, verbose=0, return_dict=True)
        reported = fit_once(model, ids, labels, sample_weight, metrics=metrics)
        assert reported == pytest.approx(before, rel=1e-5) and set(before) == {
            "loss",
            "binary_accuracy",
            "error",
        }
        logits = both_models()[0](ids).numpy()
        assert reported["binary_accuracy"] == pytest.approx(((logits > 0) == labels).mean())
        assert reported["error"] == pytest.approx(((logits - labels) ** 2).mean(), rel=1e-5)


# Where there is no closed form


OTHERS = {
    "another loss": ("classic", None, {"loss": keras.losses.BinaryCrossentropy(from_logits=True)}, {}),
    "another loss on blocks": (
        "blocks",
        None,
        {"loss": keras.losses.BinaryCrossentropy(from_logits=True)},
        {},
    ),
    "a loss by its name": ("classic", None, {"loss": "mse"}, {}),
    "another loss, weights": ("classic", (5,), {"loss": "mse"}, {}),
    "weights of targets": ("classic", (5,), {}, {}),
    "weights of targets of blocks": ("blocks", (3, 6), {}, {}),
    "half precision": ("classic", None, {}, {"dtype": "mixed_float16"}),
}


@pytest.mark.parametrize("case", OTHERS)
def test_all_else_takes_the_step_of_any_keras_model(closed_forms, case):
    kind, shape, settings, of_model = OTHERS[case]
    ids, labels, _ = batch(kind)
    weights = None if shape is None else np.random.default_rng(2).random(shape).astype(np.float32)
    models = both_models(**of_model)
    reported = [fit_once(model, ids, labels, weights, **settings) for model in models]
    assert reported[0] == pytest.approx(reported[1], rel=1e-5)
    for table, wanted, start in zip(*map(tables_of, models), tables_of(both_models()[0]), strict=True):
        np.testing.assert_allclose(table, wanted, rtol=1e-5, atol=1e-7)
        assert np.abs(table - start).max() > 1e-3
    assert not closed_forms


def test_weights_of_targets_move_the_tables_as_gradient_tape_says():
    model, _ = both_models()
    ids, labels, _ = batch("classic")
    weights, before = np.array([0, 1, 2, 0.5, 3], np.float32), tables_of(model)
    with tf.GradientTape() as tape:
        costs = tf.nn.sigmoid_cross_entropy_with_logits(labels, model(ids))
        loss = tf.reduce_sum(weights[:, None] * costs) / 5
    gradients = tape.gradient(loss, model.trainable_variables)
    assert fit_once(model, ids, labels, weights)["loss"] == pytest.approx(float(loss), rel=1e-5)
    for table, start, gradient in zip(tables_of(model), before, gradients, strict=True):
        np.testing.assert_allclose(table, start - 0.5 * tf.convert_to_tensor(gradient), rtol=1e-4, atol=1e-6)


def test_config_makes_the_same_model():
    model = SkipGram(8, 4, seed=7, name="mine")
    again = SkipGram.from_config(model.get_config())
    assert again.get_config() == model.get_config()
    assert (again.vocabulary_size, again.embedding_dim, again.seed, again.name) == (8, 4, 7, "mine")
    start = [m.target_embedding.embeddings.numpy() for m in (model, again)]
    np.testing.assert_array_equal(*start)


# What else `fit` may be asked for


def same_tables(models):
    for table, wanted in zip(*map(tables_of, models), strict=True):
        np.testing.assert_allclose(table, wanted, rtol=1e-4, atol=1e-6)


def test_a_last_batch_that_is_smaller_counts_less():
    ids, labels, _ = batch("classic")
    model, _ = both_models()
    model.compile(keras.optimizers.SGD(0.0), NegativeSamplingLoss())
    wanted = model.evaluate(ids, labels, batch_size=3, verbose=0)
    assert model.fit(ids, labels, batch_size=3, verbose=0).history["loss"] == pytest.approx(
        [wanted], rel=1e-5
    )


@pytest.mark.parametrize("name", ["target_embedding", "context_embedding"])
def test_a_table_that_is_frozen_stays_as_it_was(name):
    ids, labels, weights = batch("classic")
    models = both_models()
    for model in models:
        getattr(model, name).trainable = False
        fit_once(model, ids, labels, weights)
    same_tables(models)


@pytest.mark.parametrize(
    "settings",
    [
        {"loss": NegativeSamplingLoss(reduction="sum")},
        {"loss_weights": 2.0},
        {"optimizer": lambda: keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.5))},
    ],
    ids=["reduction", "loss_weights", "loss scale"],
)
def test_the_loss_that_is_reported_is_the_one_that_is_descended(settings):
    ids, labels, _ = batch("classic")
    models = both_models()
    for model in models:
        made = {k: v() if k == "optimizer" else v for k, v in settings.items()}
        fit_once(model, ids, labels, **made)
    same_tables(models)


def test_a_subclass_of_the_loss_is_descended_as_it_is():
    class Doubled(NegativeSamplingLoss):
        def call(self, y_true, y_pred, weights=1.0):
            return 2 * super().call(y_true, y_pred, weights)

    ids, labels, _ = batch("classic")
    models = both_models()
    for model in models:
        fit_once(model, ids, labels, loss=Doubled())
    same_tables(models)


@pytest.mark.parametrize("dtype", [np.int64, np.int32, bool])
def test_labels_may_be_whole_numbers_in_fit_too(dtype):
    ids, labels, _ = batch("classic")
    models = both_models()
    for model in models:
        fit_once(model, ids, labels.astype(dtype))
    same_tables(models)


@pytest.mark.parametrize("bad", [0, -1, 2.5, True, "8", None])
@pytest.mark.parametrize("name", ["vocabulary_size", "embedding_dim"])
def test_a_bad_size_is_refused(name, bad):
    with pytest.raises(ValueError, match=f"{name} must be an integer of at least 1, not {bad!r}"):
        SkipGram(**{"vocabulary_size": 8, "embedding_dim": 4, name: bad})
