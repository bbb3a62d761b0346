"""Words in TensorBoard: what is written, by `fit` and by `train`, and what is refused."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from w2v_helpers.dataset import skip_gram_dataset
from w2v_helpers.model import NegativeSamplingLoss, SkipGram
from w2v_helpers.plotting.tensorboard import TensorBoardWords
from w2v_helpers.training import train, word_vectors
from w2v_helpers.vectors import WordVectors
from w2v_helpers.vocabulary import Vocabulary

WORDS = np.random.default_rng(0).zipf(1.5, 600) % 20
CORPUS = [[f"w{word}" for word in WORDS[start : start + 30]] for start in range(0, 600, 30)]
VOCABULARY = Vocabulary.from_corpus(CORPUS, min_count=1)
QUICK = {"embedding_dim": 8, "min_count": 1, "subsample": None, "threads": 1, "verbose": 0}
FILES = {"vectors.tsv", "metadata.tsv", "projector_config.pbtxt"}


def logged(folder) -> dict[str, list[tuple[int, object]]]:
    """Read from a run's only log what was written: name → (epoch, value) pairs."""
    (path,) = folder.glob("events.out.tfevents.*")
    found: dict[str, list] = {}
    for record in tf.data.TFRecordDataset(str(path)):
        event = tf.compat.v1.Event.FromString(record.numpy())
        for value in event.summary.value:
            found.setdefault(value.tag, []).append((event.step, tf.make_ndarray(value.tensor)))
    return found


def neighbours(text) -> list[str]:
    """Take the words out of a table of Markdown."""
    return [line.split("|")[1].strip() for line in np.ravel(text)[0].decode().splitlines()[2:]]


class Keep(keras.callbacks.Callback):
    """Keep the vectors of each epoch."""

    def __init__(self):
        super().__init__()
        self.vectors = []

    def on_epoch_end(self, epoch, logs=None):
        self.vectors.append(word_vectors(self.model, VOCABULARY))


def check(folder, kept: list[WordVectors], words: list[str], topn: int) -> dict:
    """See that the log tells what the vectors of each epoch say; return it."""
    found = logged(folder)
    lists = {w: [[name for name, _ in v.most_similar(w, topn=topn)] for v in kept] for w in words}
    for word in words:
        texts = found[f"neighbours/{word}"]
        assert [step for step, _ in texts] == list(range(1, len(kept) + 1))
        assert [neighbours(text) for _, text in texts] == lists[word]
        stayed = [len({*a} & {*b}) / topn for a, b in zip(lists[word], lists[word][1:], strict=False)]
        assert [step for step, _ in found[f"kept/{word}"]] == list(range(2, len(kept) + 1))
        np.testing.assert_allclose([float(share) for _, share in found[f"kept/{word}"]], stayed)
    return found


def test_train_writes_neighbours_numbers_and_vectors(tmp_path):
    keep, log = Keep(), TensorBoardWords(tmp_path / "run1", VOCABULARY, ["w1", "w2"], topn=4)
    vectors = train(CORPUS, epochs=3, callbacks=[log, keep], **QUICK)
    found = check(tmp_path / "run1", keep.vectors, ["w1", "w2"], 4)
    assert {"epoch/loss", "epoch/words_per_second", "epoch/learning_rate"} <= set(found)
    losses = [float(loss) for _, loss in found["epoch/loss"]]
    assert len(losses) == 3 and losses[2] < losses[0]
    assert {path.name for path in (tmp_path / "run1").iterdir()} > FILES
    back = np.loadtxt(tmp_path / "run1" / "vectors.tsv", np.float32, delimiter="\t")
    np.testing.assert_array_equal(back, vectors.matrix)  # those that train returns


def test_fit_writes_them_too(tmp_path):
    dataset = skip_gram_dataset(CORPUS, VOCABULARY, window_size=2, num_negatives=3, subsample=None)
    model = SkipGram(len(VOCABULARY), 8)
    model.compile(keras.optimizers.Adam(0.01), NegativeSamplingLoss())
    keep, log = Keep(), TensorBoardWords(tmp_path, VOCABULARY, ["w1"], topn=3)
    history = model.fit(dataset, epochs=2, verbose=0, callbacks=[log, keep]).history
    found = check(tmp_path, keep.vectors, ["w1"], 3)
    np.testing.assert_allclose([float(loss) for _, loss in found["epoch/loss"]], history["loss"], rtol=1e-5)
    back = np.loadtxt(tmp_path / "vectors.tsv", np.float32, delimiter="\t")
    np.testing.assert_array_equal(back, keep.vectors[-1].matrix)


def test_it_does_not_change_the_training_and_can_be_used_again(tmp_path):
    log = TensorBoardWords(tmp_path, VOCABULARY, ["w1"])
    with_log = [train(CORPUS, epochs=2, callbacks=[log], **QUICK).matrix for _ in range(2)]
    without = train(CORPUS, epochs=2, **QUICK).matrix
    assert with_log[0].tobytes() == with_log[1].tobytes() == without.tobytes()


def test_an_empty_list_of_words_is_allowed(tmp_path):
    train(CORPUS, epochs=1, callbacks=[TensorBoardWords(tmp_path, VOCABULARY)], **QUICK)
    assert {path.name for path in tmp_path.iterdir()} > FILES


def test_mistakes_are_explained(tmp_path):
    with pytest.raises(KeyError, match="'w99' is not in the vocabulary"):
        TensorBoardWords(tmp_path, VOCABULARY, ["w99"])
    with pytest.raises(ValueError, match="^topn must be "):
        TensorBoardWords(tmp_path, VOCABULARY, topn=0)
    other = Vocabulary.from_corpus(CORPUS, min_count=20)
    with pytest.raises(ValueError, match=f"has {len(VOCABULARY)} ids, the vocabulary {len(other)}: give"):
        train(CORPUS, epochs=1, callbacks=[TensorBoardWords(tmp_path, other)], **QUICK)
    assert not list(tmp_path.iterdir())
