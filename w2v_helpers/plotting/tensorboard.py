"""Words in TensorBoard.

Reads a model while it is trained; writes what TensorBoard shows: the neighbours of chosen words after each
epoch, and at the end all words in the Embedding Projector. Used in lesson 07.
"""

from collections.abc import Iterable
from pathlib import Path

import keras
import tensorflow as tf

from w2v_helpers._checks import positive_integer
from w2v_helpers.model import word_vectors
from w2v_helpers.vocabulary import Vocabulary


class TensorBoardWords(keras.callbacks.Callback):
    """Write neighbours, numbers and vectors for TensorBoard while a `SkipGram` is trained.

    For `model.fit` and for `w2v.train`. Under *Text* are the neighbours of each word after each epoch, under
    *Time series* the numbers of each epoch, and under *Projector* all words, once training ends.

    Args:
        log_dir: the folder of this run, inside the folder given to `tensorboard --logdir`.
        vocabulary: of the model, as `Vocabulary.from_corpus` makes it with the same `min_count`.
        words: whose neighbours to write.
        topn: how many.

    Raises:
        KeyError: a word is unknown.
        ValueError: `topn` is not an integer above 0, or the model to be trained has another vocabulary.
    """

    def __init__(
        self, log_dir: str | Path, vocabulary: Vocabulary, words: Iterable[str] = (), *, topn: int = 10
    ):
        super().__init__()
        self.log_dir, self.vocabulary, self.words = Path(log_dir), vocabulary, list(words)
        self.topn = positive_integer("topn", topn)
        for word in self.words:
            vocabulary.id(word)

    def on_train_begin(self, logs: dict | None = None) -> None:
        """Open the log."""
        rows = self.model.target_embedding.input_dim
        if rows != len(self.vocabulary):
            raise ValueError(
                f"The model has {rows} ids, the vocabulary {len(self.vocabulary)}: give the model's own."
            )
        self._writer = tf.summary.create_file_writer(str(self.log_dir))

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        """Write the numbers of an epoch, and the neighbours after it."""
        vectors = word_vectors(self.model, self.vocabulary)
        with self._writer.as_default(step=epoch + 1):
            for name, value in (logs or {}).items():
                tf.summary.scalar(f"epoch/{name}", value)
            for word in self.words:
                found = vectors.most_similar(word, topn=self.topn)
                rows = [f"| {neighbour} | {cosine:.2f} |" for neighbour, cosine in found]
                table = "\n".join([f"| nearest to {word} | cosine |", "| --- | --- |", *rows])
                tf.summary.text(f"neighbours/{word}", table)
        self._writer.flush()

    def on_train_end(self, logs: dict | None = None) -> None:
        """Close the log, and write the vectors next to it."""
        self._writer.close()
        word_vectors(self.model, self.vocabulary).export_projector(self.log_dir)
