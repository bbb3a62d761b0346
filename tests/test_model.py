"""The model and its loss: shapes, values worked by hand, saving, and that fitting learns something."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from w2v_helpers.model import NegativeSamplingLoss, SkipGram
from w2v_helpers.negatives import sgns_loss

TARGETS = np.array([2, 3, 4, 2, 6])
CANDIDATES = np.array([[3, 5, 7], [2, 6, 4], [2, 2, 5], [7, 6, 5], [0, 1, 2]])
LABELS = np.array([[1, 0, 0]] * 5, dtype=np.float32)


def a_model(seed: int = 3) -> SkipGram:
    """Make a small model with context vectors that are not zero."""
    model = SkipGram(8, 4, seed=seed)
    model.context_embedding.embeddings.assign(np.random.default_rng(seed).normal(size=(8, 4)))
    return model


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
    labels = tf.constant([[1, 0], [1, 0]])  # whole numbers are fine too
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


def test_config_makes_the_same_model():
    model = SkipGram(8, 4, seed=7, name="mine")
    again = SkipGram.from_config(model.get_config())
    assert again.get_config() == model.get_config()
    assert (again.vocabulary_size, again.embedding_dim, again.seed, again.name) == (8, 4, 7, "mine")
    start = [m.target_embedding.embeddings.numpy() for m in (model, again)]
    np.testing.assert_array_equal(*start)


def test_sizes_may_be_numpy_integers():
    assert SkipGram(np.int64(8), np.int32(4))((TARGETS, CANDIDATES)).shape == (5, 3)


@pytest.mark.parametrize("bad", [0, -1, 2.5, True, "8", None, float("nan")])
@pytest.mark.parametrize("name", ["vocabulary_size", "embedding_dim"])
def test_a_bad_size_is_refused(name, bad):
    message = f"{name} must be a whole number of at least 1, not {bad!r}."
    with pytest.raises(ValueError) as error:
        SkipGram(**{"vocabulary_size": 8, "embedding_dim": 4, name: bad})
    assert str(error.value) == message
