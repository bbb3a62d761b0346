"""Numbers and choices that exercises take for right are those that the helpers give."""

from pathlib import Path

import numpy as np
import pytest

import w2v_helpers as w2v
from w2v_helpers import exercises


def test_vectors_shifted_by_a_row_answer_nothing():
    vectors = w2v.ppmi_svd(w2v.load_corpus("tinyworld"))
    shifted = w2v.WordVectors(vectors.words[1:], vectors.matrix[:-1])
    assert w2v.evaluate_analogies(vectors).accuracy > 0.9 > 0.05 > w2v.evaluate_analogies(shifted).accuracy
    assert exercises.lesson(7).shifted_by_a_row.answer == "near zero"


def test_functions_to_build_are_those_of_the_vectors():
    rng = np.random.default_rng(7)
    words = [f"word{number}" for number in range(20)]
    vectors = w2v.WordVectors(words, rng.normal(size=(20, 5)).astype("float32"))
    unit = vectors.unit_vectors()
    for a, b, c in rng.permuted(np.tile(np.arange(20), (30, 1)), axis=1)[:, :3].tolist():
        found = exercises.lesson(7).analogy.reference(unit, a, b, c)
        assert words[found] == vectors.analogy(words[a], words[b], words[c])[0][0]
        some = [words[a], words[b], words[c], words[(a + b + c) % 20]]
        odd = exercises.lesson(7).odd_one_out.reference(vectors[some])
        assert some[odd] == vectors.doesnt_match(some)


def test_weights_of_a_reach_are_those_of_blocks():
    from w2v_helpers.blocks import window_weights

    for window_size in (1, 2, 5, 8):
        ours = exercises.lesson(8).reach_weights.reference(window_size)
        assert np.allclose(ours, window_weights(window_size)[0, window_size + 1 : 2 * window_size + 1])


def test_rows_added_are_rows_scattered():
    rng = np.random.default_rng(8)
    table, rows, moves = rng.normal(size=(4, 2)), rng.integers(0, 4, size=9), rng.normal(size=(9, 2))
    expected = table.copy()
    np.add.at(expected, rows, moves)
    assert np.allclose(exercises.lesson(8).add_to_rows.reference(table, rows, moves), expected)


@pytest.mark.parametrize(("hidden", "place"), [(16, 0), (None, 1)])
def test_the_classifier_has_as_many_parameters_as_predicted(hidden, place):
    model = w2v.build_classifier(np.zeros((20_000, 32)), hidden=hidden)
    assert model.count_params() == exercises.lesson(9).number_of_parameters.answer[place]


def test_the_mean_to_build_is_the_layers():
    lesson = exercises.lesson(9)
    for vectors, ids in lesson.masked_mean._trials():
        layer = w2v.MaskedMean()(vectors.astype("float32"), mask=ids != 0)
        assert np.allclose(lesson.masked_mean.reference(vectors, ids), layer, atol=1e-5)


def test_what_is_sure_by_a_margin_of_0_is_everything():
    from sklearn.metrics import accuracy_score

    for labels, answers, _ in exercises.lesson(9).right_when_sure._trials():
        share, number = exercises.lesson(9).right_when_sure.reference(labels, answers, 0)
        assert number == len(labels) and share == pytest.approx(accuracy_score(labels, answers >= 0.5))


def test_padding_is_drawn_as_often_as_predicted():
    lesson = exercises.lesson(10)
    drawn = w2v.log_uniform_distribution(4096)[w2v.PADDING]
    assert drawn == pytest.approx(0.083, abs=0.001)
    assert lesson.padding_among_20.answer == pytest.approx(1 - (1 - drawn) ** 20)
    assert lesson.padding_among_20.check(1 - (1 - 0.083) ** 20) and lesson.padding_among_20.check(0.82)


@pytest.mark.parametrize(("window_size", "place"), [(2, 0), (5, 1)])
def test_line_ends_cost_as_many_pairs_as_predicted(window_size, place):
    line, many = np.arange(2, 10), 2000
    whole = len(w2v.skip_grams(np.tile(line, many), window_size)) / many
    lost = 1 - len(w2v.skip_grams(line, window_size)) / whole
    assert exercises.lesson(10).lost_at_line_ends.answer[place] == pytest.approx(lost, abs=0.001)


def test_an_example_is_at_fault_for_one_bad_negative():
    negatives = np.array([[5, 6, 7], [0, 6, 1], [5, 1, 7], [5, 6, 8], [5, 6, 9]])
    positives = np.array([8, 8, 8, 8, 8])
    assert exercises.lesson(10).examples_at_fault.reference(negatives, positives) == 3 / 5


def test_common_neighbours_are_what_the_score_counts():
    rng = np.random.default_rng(11)
    words = [f"word{number}" for number in range(30)]
    first, second = (w2v.WordVectors(words, rng.normal(size=(30, 4)).astype("float32")) for _ in range(2))
    share = exercises.lesson(10).common_neighbours.reference(
        first.neighbour_ids(words), second.neighbour_ids(words)
    )
    assert share == pytest.approx(w2v.neighbour_agreement(first, second))


def test_the_score_of_a_pair_is_that_of_phrases():
    lesson = exercises.lesson(11)
    text = "the sun of new york the road to new york is wide new york in the sun the hot sun".split()
    found = w2v.find_phrases([text], min_count=1, threshold=1)
    assert dict(found.top())["new_york"] == pytest.approx(lesson.pair_score.reference(text, "new", "york", 1))


def test_a_verdict_names_what_the_lesson_calls_a_fault():
    well = {
        "come back": 0.7,
        "rare words": 0.0,
        "function words": 0.0,
        "names of names": 0.7,
        "go together": 0.4,
    }
    bad = {"come back": 0.1, "rare words": 0.3, "function words": 0.4, "go together": 0.1}
    find = exercises.lesson(11).verdict.reference
    assert find(well) == [] and find(well | bad) == list(bad)
    for name, value in bad.items():
        assert find(well | {name: value}) == [name]


def test_vectors_of_another_text_are_not_those_of_the_project(shakespeare):
    project, corpus = exercises.lesson(11).project, w2v.load_corpus("tinyworld")
    foreign = project.check({"corpus": shakespeare, "vectors": w2v.untrained(corpus)}).text
    assert "☑ A text of your own" in foreign and "Is it the text they are from?" in foreign
    own = project.check({"corpus": shakespeare, "vectors": w2v.untrained(shakespeare)}).text
    assert "☑ Vectors trained on it." in own


def test_the_authors_code_finishes_the_project(monkeypatch, tmp_path):
    project, world = exercises.lesson(11).project, w2v.load_corpus("tinyworld")
    text = "\n\n".join(list(world.documents)[:400]).replace("river", "sea")
    (tmp_path / "my_book.txt").write_text(text, encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")

    def twice(corpus, **settings):
        return [w2v.train(corpus, seed=seed, verbose=0, threads=1, **settings) for seed in (42, 43)]

    names = {"w2v": w2v, "twice": twice, "Path": Path, "print": lambda near: None}
    exec(project.code, names)
    near = names["vectors"].most_similar("sea")[0][0]
    verdict = project.check(names["my_project"] | {"judged": ("sea", f"To me {near} seems to fit.")})
    assert verdict, verdict
