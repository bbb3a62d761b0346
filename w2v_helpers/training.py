"""Train word vectors.

Reads any corpus; makes `WordVectors`. Lesson 6 trains the same model with `fit`; lesson 10 explains this
faster way, whose arithmetic is in `steps`.
"""

import warnings
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from w2v_helpers import blocks
from w2v_helpers._checks import CourseWarning, one_of, positive_integer, positive_number, silent_stderr
from w2v_helpers.model import TABLES, find_device, first_tables, memory_of, vectors_of
from w2v_helpers.run import INPUTS, OUTPUTS, Run, Settings
from w2v_helpers.subwords import Subwords
from w2v_helpers.vectors import WordVectors
from w2v_helpers.vocabulary import Vocabulary, vocabulary_and_ids

with silent_stderr():
    import keras

RATES = {"skip_gram": 0.05, "cbow": 0.2}
MOST_HELD = 0.2  # the share of moves held back above which train warns, and ...
MOST_ALIKE = 0.9  # ... the mean cosine; tests/benchmarks/rates.py measures both


def train(
    corpus: Iterable[list[str]],
    *,
    embedding_dim: int = 100,
    window_size: int = 5,
    num_negatives: int = 5,
    subsample: float | None = 1e-3,
    min_count: int = 5,
    max_size: int | None = None,
    epochs: int = 20,
    learning_rate: float | None = None,
    context_weights: str = "harmonic",
    architecture: str = "skip_gram",
    loss: str = "negative_sampling",
    subwords: Subwords | bool = False,
    table: str = "target",
    balance: bool = False,
    device: str | None = None,
    threads: int = 2,
    seed: int = 42,
    start: WordVectors | None = None,
    freeze: Iterable[str] = (),
    callbacks: Sequence[keras.callbacks.Callback] = (),
    checkpoint: str | Path | None = None,
    verbose: int = 1,
) -> WordVectors:
    """Train word vectors on a corpus: by default skip-gram with negative sampling.

    Every epoch subsamples the corpus, cuts it into blocks and draws noise words anew. A step moves the
    vectors of S blocks by the exact gradients of their loss, added up for repeated words. A row whose pairs
    in a step exceed `blocks.MAX_MOVE` / learning rate moves by that much less. One block of 32 targets is at
    work at a time for each 20,000 tokens that subsampling keeps: up to 8 in a step (128 on a GPU), then as
    many in another thread. Nothing else depends on the size of the text. The learning rate falls linearly
    to almost 0. Ctrl-C ends the training early and returns what was learned.

    | | `train` | word2vec.c | gensim |
    |---|---|---|---|
    | window | all distances, weighted by `context_weights` | a reach drawn from 1 to w | as word2vec.c |
    | subsampling | anew each epoch, before windows | the same | the same |
    | noise | counts^0.75, 24 words or more (CBOW: 16) for 32 targets | counts^0.75, K for a pair | the same |
    | a pair's own context drawn as noise | stays | skipped | skipped |
    | update | one step for S blocks, exact and bounded | after each pair, unbounded | as word2vec.c |
    | threads | a copy of the tables each, merged | race for the tables | race for the tables |

    Args:
        corpus: a `Corpus`, or any iterable of lists of tokens; it is read once.
        embedding_dim: D, the length of a vector.
        window_size: w, how far a window reaches to each side.
        num_negatives: how much the negatives of a pair weigh together, counted in negatives.
        subsample: threshold above which frequent words are subsampled; `None` keeps all tokens.
        min_count: leave out words that occur less often.
        max_size: keep at most this many words; `None` keeps all.
        epochs: passes over the corpus.
        learning_rate: of stochastic gradient descent, at the start; by default 0.05, and 0.2 for CBOW, where
            each context gets only its share of the error.
        context_weights: how much a context counts by its distance, `"linear"` or `"harmonic"`; see
            `blocks.window_weights`.
        architecture: `"skip_gram"` predicts the words around a target from its vector, `"cbow"` the target
            from the mean of the vectors around it, see `cbow`.
        loss: `"negative_sampling"`, or `"hierarchical_softmax"`, which takes a tree of the words in place of
            noise, and is slower; see `hierarchical_softmax`.
        subwords: `True`, or `Subwords` with settings of your own, for skip-grams only: a word's vector is the
            mean of its own row and the rows of its character n-grams, as in fastText, so that words that were
            never seen have one, too. Several times slower.
        table: which vectors are returned: `"target"`, `"context"`, the `"sum"` of a word's two, whose cosine
            also reflects whether two words meet (Levy, Goldberg, Dagan 2015, section 3.3), or `"both"`, one
            behind the other, 2 D numbers. Contexts are better for averages of many vectors (lesson 12). What
            CBOW averages counts as targets, what it predicts as contexts. A tree and subwords leave only
            `"target"`.
        balance: make both tables equally long in every direction at the end, see `balanced`. Cosines then
            say more about which words mean the same, and less about which have to do with each other.
        device: `"CPU"`, `"GPU"` or a device's name in TensorFlow; `None` takes a GPU if there is one. The
            arithmetic is the same, the steps are larger on a GPU.
        threads: how many pieces of the text are trained on at the same time on a CPU, each with a copy of the
            tables; then the copies are merged, see `merged`. A text with fewer than 320,000 tokens kept has
            one. The same seed and number give the same vectors on one machine, bit for bit.
        seed: of all randomness, an integer of at least 0.
        start: vectors to go on from. Words they lack start fresh; words that the corpus lacks keep theirs,
            bit for bit. Vectors of `train` bring their `contexts`, which start at zero for others.
        freeze: words whose vectors in `start` do not change.
        callbacks: Keras callbacks. A "batch" is a piece of the corpus for each thread; the logs of an epoch
            are `loss`, per pair, of blocks before their piece is trained on, `words_per_second` and
            `learning_rate`. `model` is a copy of what was learned, on the CPU; they may set its
            `stop_training`. An `OSError` of a callback after an epoch, such as a full disk, is a warning.
        checkpoint: a file, replaced after each epoch. If it exists, made with the same settings from the same
            corpus, training goes on where it ended. Only `epochs` may be larger: the rate then goes on from
            its value at epochs done / new epochs, which is not quite one long training.
        verbose: 0 shows nothing, 1 a progress bar.

    Returns:
        The vectors of all words of the vocabulary, most frequent first; then those of words that only `start`
        has. With `table="target"` their `contexts` are the other table.

    Warns:
        CourseWarning: the learning rate was too high; the vectors are all alike; the checkpoint, or a file of
            a callback, could not be written, and training goes on; or the device ran out of memory after
            whole epochs.

    Raises:
        ValueError: a setting, the size of the corpus, `start` or the checkpoint does not fit.
        KeyError: `freeze` names a word that `start` lacks.
        OSError: the first checkpoint, before training, cannot be written.
        MemoryError: the device has too little memory for one epoch.
    """
    one_of("architecture", architecture, list(INPUTS))
    settings = Settings(
        embedding_dim=positive_integer("embedding_dim", embedding_dim),
        window_size=positive_integer("window_size", window_size),
        num_negatives=positive_integer("num_negatives", num_negatives),
        subsample=None if subsample is None else positive_number("subsample", subsample),
        learning_rate=positive_number(
            "learning_rate", RATES[architecture] if learning_rate is None else learning_rate
        ),
        context_weights=one_of("context_weights", context_weights, blocks.CONTEXT_WEIGHTS),
        architecture=architecture,
        loss=one_of("loss", loss, list(OUTPUTS)),
        subwords=Subwords() if subwords is True else subwords or None,
        seed=positive_integer("seed", seed, minimum=0),
    )
    epochs, threads = positive_integer("epochs", epochs), positive_integer("threads", threads)
    one_of("table", table, TABLES if loss == "negative_sampling" and not subwords else TABLES[:1])
    _check_together(settings, start, balance)
    device = find_device(device)
    vocabulary, ids = vocabulary_and_ids(corpus, min_count=min_count, max_size=max_size, verbose=verbose)
    frozen = _frozen_ids(freeze, start, vocabulary)
    identity = {} if checkpoint is None else _identity(settings, vocabulary, ids, start, frozen)
    with memory_of(device):
        run = Run(settings, vocabulary, ids, frozen, device, threads)
        run.begin(first_tables(vocabulary, embedding_dim, seed, start), epochs, checkpoint, identity)
        tables = run.train(list(callbacks), verbose, balance)
    vectors = vectors_of(vocabulary, *run.of_words(tables), table, start)
    if settings.subwords:
        vectors.subwords, vectors.ngram_rows = settings.subwords, tables[0][len(vocabulary) :].copy()
    moved, held = run.moves
    if loss == "hierarchical_softmax":
        vectors.contexts = None  # the other table holds nodes, not words
    if loss == "hierarchical_softmax" or subwords:
        held = 0  # nodes near the root and frequent n-grams are in nearly all pairs, and held at any rate
    _warn(vectors, moved, held, settings.learning_rate, epochs)
    return vectors


def _check_together(settings: Settings, start: WordVectors | None, balance: bool) -> None:
    """Refuse settings of which each is right, but not all together."""
    dim, subwords = settings.embedding_dim, settings.subwords
    if start is not None and start.vector_size != dim:
        raise ValueError(f"start has {start.vector_size} dimensions, not embedding_dim={dim}.")
    if start is not None and balance:
        raise ValueError("balance would move words away from the others of start: give only one of both.")
    if subwords is not None and not isinstance(subwords, Subwords):
        raise ValueError(f"subwords must be True, False or a Subwords, not {subwords!r}.")
    if subwords and (settings.architecture == "cbow" or start is not None or balance):
        raise ValueError("subwords go with skip-grams only, and not with start or balance.")


def _warn(vectors: WordVectors, moved: float, held: float, learning_rate: float, epochs: int) -> None:
    """Say what to change where vectors are all alike, or many moves were held back, see `take_steps`."""
    units = vectors.unit_vectors(slice(10_000)).astype(np.float64)
    size = len(units)
    alike = (np.square(units.sum(axis=0)).sum() - size) / max(size * (size - 1), 1)  # the mean cosine
    if alike > MOST_ALIKE:
        note = f"All vectors point nearly the same way (their mean cosine is {alike:.2f}): the text is too "
        note += f"short for epochs={epochs}. Give more, such as {5 * epochs}."
    elif held > MOST_HELD * moved:
        note = f"learning_rate={learning_rate} is too high here: {held / moved:.0%} of all moves had to be "
        note += f"cut, which can spoil vectors. Give a lower one, such as {learning_rate / 4:g}."
    else:
        return
    warnings.warn(note, CourseWarning, stacklevel=3)


def _frozen_ids(freeze: Iterable[str], start: WordVectors | None, vocabulary: Vocabulary) -> list[int]:
    """Return the ids of the words whose vectors must stay."""
    words = [freeze] if isinstance(freeze, str) else list(freeze)
    if words and start is None:
        raise ValueError("freeze keeps vectors of start: give start, too.")
    found = [start.words[start.id(word)] for word in words]  # names a word that start lacks
    return [vocabulary.id(word) for word in found if word in vocabulary]


def _identity(
    settings: Settings, vocabulary: Vocabulary, ids: np.ndarray, start: WordVectors | None, frozen: list[int]
) -> dict[str, np.ndarray]:
    """Return what tells this training from another."""
    begun = 0 if start is None else zlib.crc32(np.sort(frozen).tobytes(), zlib.crc32(start.matrix))
    named = {**asdict(settings), "text": zlib.crc32(ids), "start": begun}
    words = np.frombuffer("\n".join(vocabulary.words).encode(errors="surrogatepass"), np.uint8)
    return {"words": words} | {name: np.array(str(named[name])) for name in named}
