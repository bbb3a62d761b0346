"""The package as a whole: its contents, what it imports, and that using it changes nothing in the process."""

import os
import subprocess
import sys

import pytest

import w2v_helpers

ONLY_NUMPY = "text vocabulary skipgrams subsampling negatives vector_files vectors spaces".split()
ONLY_NUMPY += ["evaluation", "diagnosis"]

CORPUS = """
corpus = [["the", "wide", "road", "in", "the", "hot", "sun"]] * 9
vocabulary = w2v.Vocabulary.from_corpus(corpus, min_count=1)
"""

UNCHANGED = f"""
import logging, os, sys, warnings
def state():
    loggers = [logging.getLogger(), *map(logging.getLogger, ("tensorflow", "keras", "absl"))]
    return dict(os.environ), list(warnings.filters), [logger.level for logger in loggers], list(sys.meta_path)
import tensorflow as tf, keras, tqdm.auto, matplotlib, pandas, sklearn, scipy.stats
def threads():
    config = tf.config.threading
    return config.get_intra_op_parallelism_threads(), config.get_inter_op_parallelism_threads()
before = state(), threads()
print("TensorFlow is imported", file=sys.stderr)
import w2v_helpers as w2v
{CORPUS}
w2v.train(corpus, num_negatives=2, epochs=1, verbose=0)
dataset = w2v.skip_gram_dataset(corpus, vocabulary, window_size=2, num_negatives=2, batch_size=16)
model = w2v.SkipGram(len(vocabulary), 4)
model.compile("sgd", w2v.NegativeSamplingLoss())
model.fit(dataset, epochs=2, verbose=0)
model.fit(w2v.block_dataset(corpus, vocabulary, window_size=2, num_negatives=2), verbose=0)
for was, now in zip(before[0], state()):
    print(was == now)
print(threads() == before[1])
"""


def run(code: str, **environment: str) -> subprocess.CompletedProcess:
    """Run code in a fresh process, in which nothing silences TensorFlow unless `environment` does."""
    env = {name: value for name, value in os.environ.items() if name != "TF_CPP_MIN_LOG_LEVEL"}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=env | environment, capture_output=True, text=True, check=True)


def test_every_name_in_the_contents_exists():
    assert len(set(w2v_helpers.__all__)) == len(w2v_helpers.__all__) > 25
    for name in w2v_helpers.__all__:
        getattr(w2v_helpers, name)


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="word3vec"):
        w2v_helpers.word3vec  # noqa: B018


def test_what_needs_only_numpy_does_not_import_tensorflow():
    code = f"""
import importlib, sys
for name in {ONLY_NUMPY}:
    importlib.import_module("w2v_helpers." + name)
    print(name, *{{"tensorflow", "keras"}} & set(sys.modules))
import w2v_helpers as w2v
w2v.WordVectors, w2v.evaluate_analogies, w2v.Vocabulary, w2v.load_corpus, dir(w2v)
print("contents", *{{"tensorflow", "keras"}} & set(sys.modules))
"""
    assert run(code).stdout.splitlines() == [*ONLY_NUMPY, "contents"]


def test_a_training_in_a_fresh_process_writes_nothing():
    train = "print(len(w2v.train(corpus, num_negatives=2, epochs=2, verbose=0)))"
    result = run(f"import w2v_helpers as w2v{CORPUS}{train}")
    assert (result.stdout, result.stderr) == ("6\n", "")


def test_import_train_and_fit_leave_the_process_as_it_was_and_write_only_what_the_log_level_allows():
    result = run(UNCHANGED, TF_CPP_MIN_LOG_LEVEL="3")
    assert result.stdout.split() == ["True"] * 5 and result.stderr.endswith("TensorFlow is imported\n")
