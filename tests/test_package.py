"""The package as a whole: its table of contents, what it imports, and that importing it changes nothing."""

import subprocess
import sys

import pytest

import w2v_helpers

ONLY_NUMPY = """text vocabulary skipgrams subsampling negatives vector_files vectors evaluation""".split()


def run(code: str) -> subprocess.CompletedProcess:
    """Run code in a fresh process."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


def test_every_name_in_the_contents_exists():
    assert len(set(w2v_helpers.__all__)) == len(w2v_helpers.__all__) > 25
    for name in w2v_helpers.__all__:
        getattr(w2v_helpers, name)


def test_the_interface_of_the_design():
    for name in """load_corpus train WordVectors evaluate_analogies evaluate_similarity Vocabulary skip_grams
        keep_probabilities noise_distribution sample_negatives skip_gram_dataset SkipGram""".split():
        assert callable(getattr(w2v_helpers, name)) and name in w2v_helpers.__all__


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="word3vec"):
        w2v_helpers.word3vec  # noqa: B018
    with pytest.raises(ImportError):
        from w2v_helpers import word3vec  # noqa: F401


def test_what_needs_only_numpy_does_not_import_tensorflow():
    code = f"""
import importlib, sys
for name in {ONLY_NUMPY}:
    importlib.import_module("w2v_helpers." + name)
    print(name, *{{"tensorflow", "keras"}} & set(sys.modules))
import w2v_helpers as w2v
w2v.WordVectors, w2v.evaluate_analogies, w2v.Vocabulary, w2v.load_corpus, dir(w2v)
print("contents", *{{"tensorflow", "keras"}} & set(sys.modules))
w2v.SkipGram
print("model", *{{"tensorflow"}} & set(sys.modules))
"""
    assert run(code).stdout.splitlines() == [*ONLY_NUMPY, "contents", "model tensorflow"]


def test_tensorflow_and_keras_are_silent():
    # Import, first operation, a fit on our datasets, whose length Keras cannot know, and a training.
    code = """
import w2v_helpers as w2v
import tensorflow as tf
tf.constant([1.0]) + 1
corpus = [["the", "wide", "road", "in", "the", "hot", "sun"]] * 9
vocabulary = w2v.Vocabulary.from_corpus(corpus, min_count=1)
dataset = w2v.skip_gram_dataset(corpus, vocabulary, window_size=2, num_negatives=2, batch_size=16)
model = w2v.SkipGram(len(vocabulary), 4)
model.compile("sgd", w2v.NegativeSamplingLoss())
model.fit(dataset, epochs=2, verbose=0)
model.fit(w2v.block_dataset(corpus, vocabulary, window_size=2, num_negatives=2), epochs=2, verbose=0)
print(len(w2v.train(corpus, num_negatives=2, epochs=2, verbose=0)))
"""
    result = run(code)
    assert (result.stdout, result.stderr) == ("6\n", "")
