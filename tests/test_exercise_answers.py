"""Numbers, choices and functions that exercises take for right agree with the helpers."""

import numpy as np
import pytest

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
    hits = reference("tutorial_steps", "accidental_hits")(np.array([5, 6]), np.array([[6, 5], [5, 7]]))
    assert hits == [True, False]
    assert reference("corpus_to_dataset", "documents_of")("a\nb\n \n\nc") == ["a\nb", "c"]
    assert reference("corpus_to_dataset", "shortest_length")([4, 2, 2], 0.25) == 2
    assert reference("corpus_to_dataset", "french_tokens")("L’homme voit.") == ["l'", "homme", "voit"]
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
        some = [words[a], words[b], words[c], words[(a + b + c) % 20]]
        odd = reference("embedding_analysis", "odd_one_out")(vectors[some])
        assert some[odd] == vectors.doesnt_match(some)
    lists = vectors.neighbour_ids(words), other.neighbour_ids(words)
    share = reference("real_text", "common_neighbours")(*lists)
    assert share == pytest.approx(w2v.neighbour_agreement(vectors, other))


@pytest.mark.parametrize(("hidden", "place"), [(16, 0), (None, 1)])
def test_the_classifier_has_as_many_parameters_as_predicted(hidden, place):
    model = w2v.build_classifier(np.zeros((20_000, 32)), hidden=hidden)
    assert model.count_params() == exercises.lesson("sentiment").number_of_parameters.answer[place]


def test_padding_is_drawn_and_pairs_are_lost_as_often_as_predicted():
    lesson = exercises.lesson("real_text")
    drawn = w2v.log_uniform_distribution(4096)[w2v.PADDING]
    assert lesson.padding_among_20.answer == pytest.approx(1 - (1 - drawn) ** 20)
    line, many = np.arange(2, 10), 2000
    for window_size, share in zip((2, 5), lesson.lost_at_line_ends.answer, strict=True):
        whole = len(w2v.skip_grams(np.tile(line, many), window_size)) / many
        assert share == pytest.approx(1 - len(w2v.skip_grams(line, window_size)) / whole, abs=0.001)


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

    def twice(corpus, **settings):  # quickly: .5 of the neighbours come back, .3 are asked for
        settings |= {"embedding_dim": 20, "epochs": 8, "threads": 1, "verbose": 0}
        return [w2v.train(corpus, seed=seed, **settings) for seed in (42, 43)]

    names = {"w2v": w2v, "twice": twice, "Path": type(tmp_path), "print": lambda near: None}
    exec(project.code, names)
    near = names["vectors"].most_similar("sea")[0][0]
    verdict = project.check(names["my_project"] | {"judged": ("sea", f"To me {near} seems to fit.")})
    assert verdict, verdict
