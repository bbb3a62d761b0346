"""Training with subwords: packing and gradients against a slow loop, and vectors of words never seen."""

import numpy as np
import pytest
import tensorflow as tf

import w2v_helpers as w2v
from w2v_helpers.blocks import TARGETS_PER_BLOCK, draw_blocks, window_weights
from w2v_helpers.steps import Objective, compiled_steps, loss_and_pairs, targets_of
from w2v_helpers.subword_inputs import SubwordInputs, SubwordRows

WORDS = ["", "[UNK]", "road", "roads", "a", "banana", "internationalization", "sun", "sunny", "hot"]
SUBWORDS, DIM, WINDOW, NEGATIVES, RATE = w2v.Subwords(3, 5, buckets=50), 4, 2, 3, 0.001
SETTINGS = {"embedding_dim": 6, "num_negatives": 3, "subsample": None, "min_count": 1, "verbose": 0}
SMALL = w2v.Subwords(buckets=5000, hashes=2)


def rows_of(word: str) -> list[int]:
    """List the rows of a word: its own, and those of its n-grams behind all words."""
    rows, _ = SUBWORDS.rows([word])
    return [WORDS.index(word), *(rows + len(WORDS))]


@pytest.fixture(scope="module")
def corpus() -> list[list[str]]:
    """Sentences in which singular and plural forms keep the same company."""
    rng = np.random.default_rng(8)
    groups = [["dog", "dogs", "cat", "cats", "barks"], ["road", "roads", "street", "streets", "wide"]]
    return [list(rng.choice(groups[rng.integers(2)], 6)) for _ in range(600)]


@pytest.fixture(scope="module")
def vectors(corpus) -> w2v.WordVectors:
    """Train on the sentences, with one hash."""
    return w2v.train(corpus, subwords=w2v.Subwords(buckets=500), epochs=5, **SETTINGS)


def test_a_word_reads_its_own_row_and_its_ngrams():
    rows = SubwordRows(SUBWORDS, WORDS)
    table = np.random.default_rng(1).normal(size=(rows.num_rows, DIM)).astype(np.float32)
    for word, vector in list(zip(WORDS, rows.vectors(table), strict=True))[2:]:
        np.testing.assert_allclose(vector, table[rows_of(word)].mean(axis=0), atol=1e-6)
    assert not rows.vectors(table)[:2].any()
    counts = rows.count(np.arange(len(WORDS)))
    wanted = np.zeros(rows.num_rows)
    for index, word in enumerate(WORDS[2:], 2):
        np.add.at(wanted, rows_of(word), index)
    np.testing.assert_array_equal(counts, wanted)


def test_packing_gives_each_target_its_rows_once():
    rows = SubwordRows(SUBWORDS, WORDS)
    targets = np.random.default_rng(2).integers(0, len(WORDS), (3, 2, TARGETS_PER_BLOCK))
    chunks, owners, shares = rows.pack(targets, room=7)
    assert chunks.shape == owners.shape and chunks.shape[:2] == (3, 2)
    for step in range(3):
        found = [[] for _ in range(2 * TARGETS_PER_BLOCK)]
        for chunk, owner in zip(chunks[step].ravel(), owners[step].ravel(), strict=True):
            found[owner] += [row for row in rows.chunks[chunk] if row]
        for target, of_target, share in zip(targets[step].ravel(), found, shares[step].ravel(), strict=True):
            wanted = rows_of(WORDS[target]) if target > 1 else []
            assert sorted(of_target) == sorted(wanted) and share == pytest.approx(1 / max(len(wanted), 1))
    assert rows.pack(targets, room=900)[0].shape == (3, 2, 450)


def test_a_step_gives_each_row_the_whole_gradient_of_its_word():
    rng, rows = np.random.default_rng(3), SubwordRows(SUBWORDS, WORDS)
    tokens = rng.integers(2, len(WORDS), 70).astype(np.int32)
    noise = np.r_[0, 0, np.ones(len(WORDS) - 2)]
    steps = draw_blocks(tokens, np.ones(len(WORDS)), noise, WINDOW, 3, 8, rng)
    as_contexts = tf.constant(window_weights(WINDOW))
    tables = [rng.normal(0, 0.5, (size, DIM)).astype(np.float32) for size in (rows.num_rows, len(WORDS))]
    for table in tables:
        table[:2] = 0
    limits = tuple(tf.where(tf.range(len(table)) > 1, 1e9, 0.0) for table in tables)
    packed = rows.pack(targets_of(steps[..., : as_contexts.shape[1]]))
    objective, lookups = Objective(SubwordInputs), (tf.constant(rows.chunks),)
    take_steps = compiled_steps(as_contexts.shape[1], 8, objective)
    arguments = steps, [RATE], 1, limits, as_contexts, float(NEGATIVES), lookups, packed
    (moved, contexts), _ = take_steps(tuple(map(tf.constant, tables)), *arguments)

    words = tf.Variable(rows.vectors(tables[0]))  # each word with one row, which then goes to all of its rows
    others = tf.Variable(tables[1])
    with tf.GradientTape() as tape:
        plain = loss_and_pairs((words, others), steps, as_contexts, float(NEGATIVES))[0]
    by_word, by_context = map(tf.convert_to_tensor, tape.gradient(plain, [words, others]))
    wanted = np.zeros_like(tables[0])
    for index, word in enumerate(WORDS[2:], 2):
        np.add.at(wanted, rows_of(word), by_word[index].numpy())
    np.testing.assert_allclose((tables[0] - moved) / RATE, wanted, rtol=2e-3, atol=4e-3)
    np.testing.assert_allclose((tables[1] - contexts)[2:] / RATE, by_context[2:], rtol=2e-3, atol=2e-3)
    loss = loss_and_pairs(tables, steps, as_contexts, float(NEGATIVES), lookups, packed, objective)[0]
    assert float(loss) == pytest.approx(float(plain), rel=1e-5)


def test_a_word_never_seen_has_the_mean_of_its_ngrams(vectors):
    rows, _ = vectors.subwords.rows(["catsss"])
    np.testing.assert_allclose(vectors["catsss"], vectors.ngram_rows[rows].mean(axis=0), atol=1e-6)
    assert "catsss" not in vectors and len(vectors) == 10 and "subwords" in repr(vectors)
    assert vectors.most_similar("catsss", topn=1)[0][0] in ("cat", "cats", "dog", "dogs", "barks")
    np.testing.assert_array_equal(vectors[["cat", "catsss"]], [vectors["cat"], vectors["catsss"]])
    assert vectors.get_mean_vector(["catsss"]).any() and vectors.doesnt_match(["dogsx", "catsx", "roadsx"])
    with pytest.raises(KeyError, match="no vector|not in|unknown"):
        vectors[""]
    plain = w2v.WordVectors(vectors.words, vectors.matrix)
    with pytest.raises(KeyError, match="catsss"):
        plain["catsss"]


@pytest.mark.parametrize("subwords", [w2v.Subwords(buckets=2000), SMALL])
@pytest.mark.parametrize("loss", ["negative_sampling", "hierarchical_softmax"])
def test_words_never_seen_land_where_their_forms_are(corpus, subwords, loss):
    for seed in (1, 2, 3):
        vectors = w2v.train(corpus, subwords=subwords, loss=loss, seed=seed, epochs=15, **SETTINGS)
        near, far = vectors.similarity("catty", "dog"), vectors.similarity("catty", "road")
        assert near > far + 0.1  # over ten seeds, by 0.28 or more


@pytest.mark.parametrize("name", ["v.npz", "v.safetensors"])
def test_subwords_are_saved_and_loaded(corpus, vectors, tmp_path, name):
    if name.endswith("safetensors"):
        pytest.importorskip("safetensors", reason="safetensors is not installed")
    small = w2v.train(corpus, subwords=SMALL, epochs=1, **SETTINGS)
    for saved in (vectors, small):
        saved.save(tmp_path / name)
        for limit in (None, 2):
            loaded = w2v.WordVectors.load(tmp_path / name, limit=limit)
            assert loaded.subwords == saved.subwords and loaded.words == saved.words[:limit]
            np.testing.assert_array_equal(loaded["catsss"], saved["catsss"])


def test_fasttext_reads_what_was_trained_here_and_back(vectors, tmp_path):
    vectors.save_fasttext(tmp_path / "v.bin")
    loaded = w2v.WordVectors.load_fasttext(tmp_path / "v.bin")
    assert loaded.words == vectors.words and loaded.subwords == vectors.subwords
    for word in ("cats", "catsss", "ünseen"):
        np.testing.assert_allclose(loaded[word], vectors[word], atol=1e-5)
    np.testing.assert_array_equal(loaded.counts, vectors.counts)
    fasttext = pytest.importorskip("fasttext", reason="fastText is not installed")
    model = fasttext.load_model(str(tmp_path / "v.bin"))
    for word in ("cats", "catsss", "ünseen"):
        theirs, ours = model.get_word_vector(word), vectors[word]
        cosine = theirs @ ours / np.linalg.norm(theirs) / np.linalg.norm(ours)
        assert cosine == pytest.approx(1, abs=1e-5)  # some releases return them with length 1


def test_a_training_goes_on_from_its_checkpoint(corpus, tmp_path):
    whole = w2v.train(corpus, subwords=SMALL, epochs=2, **SETTINGS)

    class Stop(tf.keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = True
            shapes.append(self.model.target_embedding.embeddings.shape)

    shapes = []
    path = tmp_path / "c.npz"
    w2v.train(corpus, subwords=SMALL, epochs=2, checkpoint=path, callbacks=[Stop()], **SETTINGS)
    again = w2v.train(corpus, subwords=SMALL, epochs=2, checkpoint=path, **SETTINGS)
    np.testing.assert_array_equal(again.matrix, whole.matrix)
    np.testing.assert_array_equal(again.ngram_rows, whole.ngram_rows)
    assert shapes == [(12, 6)]
    with pytest.raises(ValueError, match="subwords"):
        w2v.train(corpus, epochs=2, checkpoint=path, **SETTINGS)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"subwords": 3}, "subwords must be.*3"),
        ({"subwords": True, "architecture": "cbow"}, "skip-grams only"),
        ({"subwords": True, "balance": True}, "balance"),
        ({"subwords": True, "table": "context"}, "table"),
    ],
)
def test_what_does_not_go_with_subwords_is_refused(corpus, settings, message):
    with pytest.raises(ValueError, match=message):
        w2v.train(corpus, epochs=1, **settings, **SETTINGS)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"min_length": 5, "max_length": 3}, "min_length must be at most max_length"),
        ({"max_length": 40}, "at most 32"),
        ({"buckets": 0}, "buckets"),
        ({"hashes": 0}, "hashes"),
        ({"hashes": 9}, "at most 8"),
    ],
)
def test_subwords_refuse_what_cannot_be(settings, message):
    with pytest.raises(ValueError, match=message):
        w2v.Subwords(**settings)


def test_only_tables_with_one_hash_become_fasttext_files(corpus, tmp_path):
    small = w2v.train(corpus, subwords=SMALL, epochs=1, **SETTINGS)
    for refused in (small, w2v.WordVectors(["a"], [[1.0]], [1])):
        with pytest.raises(ValueError, match="one hash"):
            refused.save_fasttext(tmp_path / "v.bin")
    with pytest.raises(ValueError, match="ngram_rows must have the shape"):
        w2v.WordVectors(["a"], [[1.0]], subwords=w2v.Subwords(), ngram_rows=np.zeros((3, 1)))
