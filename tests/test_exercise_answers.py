"""Numbers, choices and functions that exercises take for right agree with the helpers."""

from itertools import chain

import numpy as np
import pytest
import tensorflow as tf

import w2v_helpers as w2v
from w2v_helpers import exercises


def reference(lesson, name):
    return getattr(exercises.lesson(lesson), name).reference


def test_functions_worked_by_hand():
    vocabulary = {"": 0, "[UNK]": 1, "hot": 2, "sun": 3, "wide": 4}
    assert reference("text_as_numbers", "number_words")(["hot", "sun", "hot", "wide"], 1) == vocabulary
    assert reference("skip_grams", "left_pairs")([5, 6, 7], 1) == [(6, 5), (7, 6)]
    assert reference("sampling_tables", "keep_probabilities")([90, 10], 0.225) == [0.75, 1]
    scores_0 = (
        np.zeros(2),
        np.array([[2.0, 0.0], [0.0, 4.0]]),
        np.array([1, 0]),
    )  # so the errors are -1/2, 1/2
    assert list(reference("negative_sampling", "move_target")(*scores_0, 0.5)) == [0.5, -1]
    batches_of = reference("corpus_to_dataset", "batches_of")
    assert batches_of([7, 8, 9], 2, False) == [[7, 8], [9]] and batches_of([7, 8, 9], 2, True) == [[7, 8]]
    negatives = np.array([[5, 6, 7], [0, 6, 1], [5, 1, 7], [5, 6, 8], [5, 6, 9]])
    assert reference("real_text", "examples_at_fault")(negatives, np.full(5, 8)) == 3 / 5


def test_functions_of_early_lessons_are_those_of_the_helpers():
    number_words = exercises.lesson("text_as_numbers").number_words
    for tokens, least in number_words.trials():
        if max(map(tokens.count, tokens)) >= least:
            words = w2v.Vocabulary.from_corpus([tokens], min_count=least).words
            assert list(number_words.reference(tokens, least)) == words
    lesson = exercises.lesson("sampling_tables")
    for counts, t in lesson.keep_probabilities.trials():
        assert np.allclose(lesson.keep_probabilities.reference(counts, t), w2v.keep_probabilities(counts, t))
    for target, contexts, labels, rate in exercises.lesson("negative_sampling").move_target.trials():
        moved = target - rate * w2v.sgns_gradients(target, contexts, labels)[0]
        found = reference("negative_sampling", "move_target")(target, contexts, labels, rate)
        assert np.allclose(found, moved)
    for labels, logits in exercises.lesson("training").batch_loss.trials():
        each = [w2v.sgns_loss(np.ones(1), row[:, None], labels[0]) for row in logits]
        assert reference("training", "batch_loss")(labels, logits) == pytest.approx(np.mean(each))


def test_functions_on_vectors_are_those_of_word_vectors():
    rng = np.random.default_rng(7)
    words = [f"word{number}" for number in range(20)]
    vectors, other = (w2v.WordVectors(words, rng.normal(size=(20, 5)).astype("float32")) for _ in range(2))
    unit = vectors.unit_vectors()
    for a, b, c in rng.permuted(np.tile(np.arange(20), (30, 1)), axis=1)[:, :3].tolist():
        found = reference("embedding_analysis", "analogy")(unit, a, b, c)
        assert words[found] == vectors.analogy(words[a], words[b], words[c])[0][0]
        sets = [[words[a], words[b], words[c]], words[:12:2], words[9:12], words[12:17]]
        sets[1] = [word for word in sets[1] if word not in sets[0]]
        tables = (vectors.unit_vectors([vectors.id(word) for word in some]) for some in sets)
        size = w2v.association_test(vectors, *sets).effect_size
        assert reference("what_vectors_know", "effect_size")(*tables) == pytest.approx(size)


@pytest.mark.parametrize(("hidden", "place"), [(16, 0), (None, 1)])
def test_the_classifier_has_as_many_parameters_as_predicted(hidden, place):
    model = w2v.build_classifier(np.zeros((20_000, 32)), hidden=hidden)
    assert model.count_params() == exercises.lesson("sentiment").number_of_parameters.answer[place]


def test_padding_is_drawn_as_often_as_predicted():
    lesson = exercises.lesson("real_text")
    drawn = w2v.log_uniform_distribution(4096)[w2v.PADDING]
    assert lesson.padding_among_20.answer == pytest.approx(1 - (1 - drawn) ** 20)


def test_batches_are_those_of_a_dataset():
    lesson = exercises.lesson("corpus_to_dataset")
    for numbers, size, drop in lesson.batches_of.trials():
        batches = tf.data.Dataset.from_tensor_slices(numbers).batch(size, drop_remainder=drop)
        found = [batch.tolist() for batch in batches.as_numpy_iterator()]
        assert lesson.batches_of.reference(numbers, size, drop) == found
    examples = tf.data.Dataset.range(65_091)
    smaller, full = (len(examples.batch(1024, drop_remainder=drop)) for drop in (False, True))
    assert lesson.number_of_batches.answer == (smaller, full, 65_091 - 1024 * full)
    frozen = examples.take(100).shuffle(100).batch(8).cache()
    first, second = (np.concatenate(list(frozen.as_numpy_iterator())) for _ in range(2))
    assert np.array_equal(first, second) and not np.array_equal(first, np.sort(first))


def test_a_short_text_gets_the_settings_that_lesson_8_names():
    tokens = list(chain.from_iterable(w2v.load_corpus("tinyworld")))[:3000]
    assert w2v.describe([tokens]).settings == {"epochs": 60, "min_count": 2}


def test_the_score_of_a_pair_is_that_of_phrases():
    text = "the sun of new york the road to new york is wide new york in the sun the hot sun".split()
    found = dict(w2v.find_phrases([text], min_count=1, threshold=1).top())
    score = reference("your_own_corpus", "pair_score")(text, "new", "york", 1)
    assert found["new_york"] == pytest.approx(score)


def test_the_authors_code_finishes_the_project(monkeypatch, tmp_path):
    project, world = exercises.lesson("your_own_corpus").project, w2v.load_corpus("tinyworld")
    text = "\n\n".join(list(world.documents)[:300]).replace("river", "sea")
    (tmp_path / "my_book.txt").write_text(text, encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")

    train = w2v.train

    def quickly(corpus, epochs=20, **settings):
        return train(corpus, epochs=epochs // 2, embedding_dim=20, threads=1, verbose=0, **settings)

    monkeypatch.setattr(w2v, "train", quickly)
    names = {"w2v": w2v, "Path": type(tmp_path), "print": lambda near: None}
    exec(project.code, names)
    near = names["vectors"].most_similar("sea")[0][0]
    verdict = project.check(names["my_project"] | {"judged": ("sea", f"To me {near} seems to fit.")})
    assert verdict, verdict
