"""Reviews to ids, and ids to batches.

Reads `Reviews` or texts; makes ids of words and pairs, and batches of about the same length. See lesson 12.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import numpy as np
import tensorflow as tf

from w2v_helpers._checks import positive_integer
from w2v_helpers.sentiment.reviews import Reviews
from w2v_helpers.vocabulary import PADDING, Vocabulary, tokenize

_BATCHES_PER_BUCKET, _MOST_BUCKETS = 8, 20  # of reviews of about the same length


@dataclass(frozen=True)
class Encoder:
    """Turns reviews into ids: of words, and of pairs of neighbouring words.

    A mean knows no order, so that "not bad, good" and "not good, bad" are the same to it. Pairs such as
    "not bad" bring some of the order back (Joulin et al. 2016, arXiv:1607.01759).

    Args:
        vocabulary: the words, with ids 0 for padding and 1 for unknown words.
        pairs: str (P,), pairs of known words with a space in between; their ids follow those of the words.
        length: the average number of words in a review.

    >>> reviews = Reviews("toy", ["Not bad.", "Bad! Not bad."], [1, 0])
    >>> encoder = Encoder.from_reviews(reviews, min_count=2, max_pairs=1)
    >>> encoder.names, encoder.encode(reviews)[0]
    (['', '[UNK]', 'bad', 'not', 'not bad'], array([3, 4, 2], dtype=int32))
    """

    vocabulary: Vocabulary
    pairs: Sequence[str] = ()
    length: float = 30

    @classmethod
    def from_reviews(
        cls, reviews: Reviews, *, min_count: int = 2, max_words: int | None = None, max_pairs: int = 0
    ) -> "Encoder":
        """Choose the words and pairs that get an id.

        Args:
            reviews: those to train on, and no others.
            min_count: leave out words and pairs that occur less often.
            max_words: keep at most this many words, the most frequent ones. `None` keeps all.
            max_pairs: keep at most this many pairs, likewise.

        Raises:
            ValueError: no word is frequent enough, or a setting is not allowed.
        """
        max_pairs = positive_integer("max_pairs", max_pairs, minimum=0)
        vocabulary = Vocabulary.from_corpus(reviews, min_count=min_count, max_size=max_words)
        length = max((vocabulary.counts.sum() + vocabulary.unknown_count) / len(reviews), 1)
        counts: Counter[str] = Counter()
        for tokens in reviews if max_pairs else ():
            counts.update(map(" ".join, pairwise(tokens)))
        frequent = (pair for pair, count in counts.most_common() if count >= min_count)
        known = (pair for pair in frequent if all(word in vocabulary for word in pair.split(" ")))
        return cls(vocabulary, list(islice(known, max_pairs)), length)

    @property
    def names(self) -> list[str]:
        """The words and pairs in the order of their ids: str (V,)."""
        return [*self.vocabulary.words, *self.pairs]

    def __len__(self) -> int:
        return len(self.vocabulary) + len(self.pairs)

    def encode(self, reviews: Reviews | Iterable[str]) -> list[np.ndarray]:
        """Turn reviews into ids; the id of a pair follows that of its first word.

        Args:
            reviews: `Reviews`, or texts, which need no labels.

        Returns:
            For each review int32 (L,), with as many ids as it has words and known pairs.
        """
        pair_ids = {pair: row for row, pair in enumerate(self.pairs, len(self.vocabulary))}
        rows = []
        for tokens in reviews if isinstance(reviews, Reviews) else map(tokenize, reviews):
            both = np.zeros((len(tokens), 2), dtype=np.int32)  # a word, and the pair that begins there
            both[:, 0] = self.vocabulary.encode(tokens)
            both[:-1, 1] = [pair_ids.get(pair, PADDING) for pair in map(" ".join, pairwise(tokens))]
            rows.append(both[both != PADDING])
        return rows


def review_dataset(
    ids: Sequence[np.ndarray],
    labels: np.ndarray | None = None,
    *,
    batch_size: int = 128,
    max_length: int | None = None,
    seed: int | None = None,
) -> tf.data.Dataset:
    """Make batches of reviews, each as wide as the longest review in it.

    Args:
        ids: N reviews, each int32 (L,).
        labels: int (N,), 0 or 1; without them, the dataset has none.
        batch_size: B, the number of reviews that go through the model together.
        max_length: cut longer reviews off; `None` keeps all of each.
        seed: shuffle anew in every epoch, and put reviews of about the same length together, which saves
            padding. `None` keeps the order, to predict.

    Returns:
        A dataset of int32 (B, L), filled up with 0, and float32 (B,) where there are labels.

    Raises:
        ValueError: there is not one label per review, or a setting is not allowed.
    """
    batch_size = positive_integer("batch_size", batch_size)
    if labels is not None and len(labels) != len(ids):
        raise ValueError(f"{len(ids)} reviews need as many labels, not {len(labels)}.")
    if max_length is not None:
        max_length = positive_integer("max_length", max_length)
        ids = [row[:max_length] for row in ids]
    lengths = np.array([len(row) for row in ids], dtype=np.int64)
    ragged = tf.RaggedTensor.from_row_lengths(np.concatenate([np.zeros(0, np.int32), *ids]), lengths)
    numbers = tf.data.Dataset.range(len(ids))
    if seed is None:
        batches = numbers.batch(batch_size)
    else:
        batches = _bucketed(numbers.shuffle(max(len(ids), 1), seed=seed), lengths, batch_size)

    def look_up(rows: tf.Tensor) -> tf.Tensor | tuple[tf.Tensor, tf.Tensor]:
        rectangle = tf.gather(ragged, rows).to_tensor()
        return rectangle if labels is None else (rectangle, tf.gather(tf.constant(labels, tf.float32), rows))

    return batches.map(look_up).prefetch(tf.data.AUTOTUNE)


def _bucketed(numbers: tf.data.Dataset, lengths: np.ndarray, batch_size: int) -> tf.data.Dataset:
    """Make batches of reviews of about the same length, with as many reviews in each range of lengths."""
    buckets = min(max(len(lengths) // (_BATCHES_PER_BUCKET * batch_size), 1), _MOST_BUCKETS)
    shares = np.arange(1, buckets) / buckets
    bounds = np.unique(np.quantile(lengths, shares, method="nearest")).tolist() if len(lengths) else []
    known = tf.constant(lengths, tf.int32)
    sizes = [batch_size] * (len(bounds) + 1)
    batches = numbers.bucket_by_sequence_length(lambda number: known[number], bounds, sizes)
    # Keras warns if it does not know how many batches an epoch has.
    in_buckets = np.bincount(np.searchsorted(bounds, lengths, side="right"))
    return batches.repeat().take(int(np.ceil(in_buckets / batch_size).sum()))
