"""Words in TensorBoard: what is written, by `fit` and by `train`, and what is refused."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from w2v_helpers.dataset import skip_gram_dataset
from w2v_helpers.model import NegativeSamplingLoss, SkipGram, word_vectors
from w2v_helpers.plotting.tensorboard import TensorBoardWords
from w2v_helpers.training import train
from w2v_helpers.vocabulary import Vocabulary

WORDS = np.random.default_rng(0).zipf(1.5, 600) % 20
CORPUS = [[f"w{word}" for word in WORDS[start : start + 30]] for start in range(0, 600, 30)]
VOCABULARY = Vocabulary.from_corpus(CORPUS, min_count=1)
QUICK = {"embedding_dim": 8, "min_count": 1, "subsample": None, "threads": 1, "verbose": 0}


class Keep(keras.callbacks.Callback):
    """Keep the vectors of each epoch."""

    def on_train_begin(self, logs=None):
        self.vectors = []

    def on_epoch_end(self, epoch, logs=None):
        self.vectors.append(word_vectors(self.model, VOCABULARY))


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


def with_train(callbacks):
    return train(CORPUS, epochs=3, callbacks=callbacks, **QUICK)


def with_fit(callbacks):
    dataset = skip_gram_dataset(CORPUS, VOCABULARY, window_size=2, num_negatives=3, subsample=None)
    model = SkipGram(len(VOCABULARY), 8)
    model.compile(keras.optimizers.Adam(0.01), NegativeSamplingLoss())
    model.fit(dataset, epochs=3, verbose=0, callbacks=callbacks)
    return word_vectors(model, VOCABULARY)


@pytest.mark.parametrize("training", [with_train, with_fit])
def test_neighbours_numbers_and_vectors_are_written(tmp_path, training):
    keep, words = Keep(), ["w1", "w2"]
    last = training([TensorBoardWords(tmp_path / "run", VOCABULARY, words, topn=4), keep])
    found = logged(tmp_path / "run")
    for word in words:
        assert [(epoch, neighbours(text)) for epoch, text in found[f"neighbours/{word}"]] == [
            (number, [name for name, _ in vectors.most_similar(word, topn=4)])
            for number, vectors in enumerate(keep.vectors, 1)
        ]
    losses = [float(loss) for _, loss in found["epoch/loss"]]
    assert len(losses) == 3 and losses[2] < losses[0]
    table = np.loadtxt(tmp_path / "run" / "vectors.tsv", delimiter="\t")
    np.testing.assert_allclose(table, last.matrix, rtol=1e-5)
    lines = (tmp_path / "run" / "metadata.tsv").read_text().splitlines()[-len(last.words) :]
    assert [line.split("\t")[0] for line in lines] == last.words
    assert (tmp_path / "run" / "projector_config.pbtxt").is_file()


def test_it_does_not_change_the_training_and_can_be_used_again(tmp_path):
    log = TensorBoardWords(tmp_path, VOCABULARY)
    with_log = [train(CORPUS, epochs=2, callbacks=[log], **QUICK).matrix for _ in range(2)]
    without = train(CORPUS, epochs=2, **QUICK).matrix
    assert with_log[0].tobytes() == with_log[1].tobytes() == without.tobytes()


def test_mistakes_are_explained(tmp_path):
    with pytest.raises(KeyError, match="'w99' is not in the vocabulary"):
        TensorBoardWords(tmp_path, VOCABULARY, ["w99"])
    with pytest.raises(ValueError, match="^topn must be "):
        TensorBoardWords(tmp_path, VOCABULARY, topn=0)
    other = Vocabulary.from_corpus(CORPUS, min_count=20)
    with pytest.raises(ValueError, match=f"has {len(VOCABULARY)} ids, the vocabulary {len(other)}: give"):
        train(CORPUS, epochs=1, callbacks=[TensorBoardWords(tmp_path, other)], **QUICK)
    assert not list(tmp_path.iterdir())
