"""Every exercise of the course, then the framework on toy exercises."""

import inspect
import itertools
import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import w2v_helpers as w2v
from w2v_helpers import exercises
from w2v_helpers.exercises.framework import (
    Answer,
    Build,
    Explore,
    Lesson,
    Match,
    Order,
    Predict,
    Project,
    Question,
    Quiz,
    difference as differs,
)

SCRIPTS = Path(__file__).parents[1] / "notebooks" / "py"
LESSONS = {name: exercises.lesson(name) for name in exercises.LESSONS}
ALL = [(lesson, exercise) for lesson in LESSONS.values() for exercise in lesson.exercises.values()]
ODD = (..., 7.25, "", [], [None], (1, 2, 3, 4, 5, 6, 7), np.ones((2, 2)), {"a": 1}, object(), min)
ODD += (1j, 10**400, itertools.count(), lambda *arguments: [[1], [1, 2]], lambda *arguments: object(), b"a")


@pytest.fixture(autouse=True)
def progress(monkeypatch, tmp_path):
    """Keep progress in a file of the test's own."""
    monkeypatch.setenv("W2V_PROGRESS", str(tmp_path / "progress.json"))
    return tmp_path / "progress.json"


class Text(list):
    """A corpus, as far as the project looks at it: a name, and lists of tokens."""

    name = "mine"


@cache
def project(folder):
    """Make a finished project."""
    rng = np.random.default_rng(12)
    words = [f"word{number:03}" for number in range(150)]
    matrix, counts = rng.normal(size=(150, 20)).astype("float32"), np.arange(150, 0, -1)
    noise = rng.normal(scale=0.1, size=(2, *matrix.shape))
    vectors, again, longer = (w2v.WordVectors(words, matrix + part, counts) for part in (0, *noise))
    vectors.save(folder / "vectors.npz")
    vectors.save_word2vec(folder / "vectors.bin", binary=True)
    return {
        "corpus": Text([rng.choice(words, size=21_000).tolist()]),
        "vectors": vectors,
        "again": again,
        "longer": longer,
        "judged": ("word007", f"I think that {vectors.most_similar('word007')[3][0]} fits well."),
        "folder": str(folder),
    }


def spoilt_projects(folder):
    """Return projects with a part that is not as it should be, and what is said to each."""
    done = project(folder)
    vectors = done["vectors"]
    unlike = w2v.WordVectors(vectors.words, vectors.matrix[::-1], vectors.counts)
    changes = [
        ({"corpus": "my_book.txt"}, "`corpus` is 'my_book.txt'"),
        ({"corpus": Text([["far", "away"] * 10_000])}, "are missing: far, away"),
        ({"vectors": vectors.matrix}, "`w2v.train(corpus, …)` makes them"),
        ({"judged": ("word7", "All of them fit well.")}, "'word7' is not in the vocabulary"),
        ({"judged": "All fit well."}, "stops with an error: ValueError"),
        ({"again": vectors}, "again needs another seed"),
        ({"longer": vectors.matrix}, "`longer` is"),
        ({"longer": unlike}, "Below 20%, most are noise"),
        ({"folder": folder.parent}, "no file for this course"),
        ({"again": None, "longer": ...}, "Still missing: `again`, `longer`."),
    ]
    return [((done | change,), reason) for change, reason in changes]


def right_answer(exercise, folder):
    if isinstance(exercise, Quiz):
        return tuple(question.right for question in exercise.questions)
    if isinstance(exercise, Project):
        return (project(folder),)
    return (exercise.reference if isinstance(exercise, Build) else exercise.answer,)


def wrong_answers(exercise, folder):
    """Return the wrong answers that an exercise knows, each with what it has to say."""
    if isinstance(exercise, Project):
        return spoilt_projects(folder)
    if isinstance(exercise, Quiz):
        numbered = list(enumerate(exercise.questions))
        choices = [(n, q, letter) for n, q in numbered for letter in q.choices if letter != q.right]
        return [((*[None] * n, letter), q.choices[letter][1]) for n, q, letter in choices]
    if isinstance(exercise, Match):
        listed = exercise.mistakes.items()
        return [(({name: wrong},), reason) for name, some in listed for wrong, reason in some]
    if isinstance(exercise, Order):
        swaps = [(exercise.answer[a], exercise.answer[b], reason) for (a, b), reason in exercise.mistakes]
        return [((exercise.answer.translate(str.maketrans(a + b, b + a)),), reason) for a, b, reason in swaps]
    found = []
    for mistake, reason in getattr(exercise, "mistakes", ()):
        if isinstance(mistake, tuple):  # `None` matches anything
            both = zip(mistake, exercise.answer, strict=True)
            mistake = tuple(right if wrong is None else wrong for wrong, right in both)
        found.append(((mistake,), reason))
    return found


@pytest.mark.parametrize(("lesson", "exercise"), ALL, ids=lambda value: value.name)
def test_an_exercise_knows_right_from_wrong(lesson, exercise, tmp_path_factory):
    folder = tmp_path_factory.mktemp("parent") / "project"
    folder.mkdir()
    verdict = exercise.check(*right_answer(exercise, folder))
    assert verdict and verdict.kind == ("noted" if isinstance(exercise, Explore) else "right"), verdict
    assert lesson.progress().text.startswith("█░")
    wrong = wrong_answers(exercise, folder)
    assert isinstance(exercise, Explore) or len({reason for _, reason in wrong}) == len(wrong) >= 3
    for answer, reason in wrong:
        verdict = exercise.check(*answer)
        assert verdict.kind == "wrong" and reason in verdict.text, (answer, verdict)
    for odd in (None, *ODD):
        verdict = exercise.check(odd)
        assert isinstance(verdict, Answer) and not verdict and verdict.text.strip(), (odd, verdict)
        assert "<div" in verdict._repr_html_()
    if isinstance(exercise, Build):
        assert exercise.check(lambda *arguments: None).kind == "open"  # the stub of the notebook
    hints = [exercise.hint().text for _ in range(len(exercise.hints) + 1)]
    assert len(set(hints)) == len(exercise.hints) and hints[-1] == hints[-2]
    assert len(exercise.solution().text) > 20


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_asks_its_exercises_in_their_order(name):
    lesson, [script] = LESSONS[name], SCRIPTS.glob(f"[0-9][0-9]_{name}.py")
    source = script.read_text(encoding="utf-8")
    assert f'q = exercises.lesson("{name}")\n' in source and "\nq.progress()\n" in source
    assert re.findall(r"^q\.(\w+)\.check\(", source, re.MULTILINE) == list(lesson.exercises)
    asked = [exercise for exercise in lesson.exercises.values() if isinstance(exercise, Match)]
    assert all(f'    "{name}": None,\n' in source for exercise in asked for name in exercise.answer)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_has_a_few_exercises_and_then_a_quiz(name):
    lesson, most = LESSONS[name], 3 if name in exercises.LESSONS[:8] else 5
    *asked, last = lesson.exercises.values()
    assert 2 <= len(asked) <= most and Build in map(type, asked)
    assert last is lesson.quiz and len(last.questions) >= 3
    assert len({question.right for question in last.questions}) > 1


@pytest.mark.parametrize("name", [2, "02_skip_grams", "framework", None, ["skip_grams"]], ids=repr)
def test_an_unknown_lesson_is_told_which_there_are(name):
    with pytest.raises(ValueError, match="lessons are text_as_numbers, skip_grams, .*your_own_corpus"):
        exercises.lesson(name)
    with pytest.raises(AttributeError, match="no exercise 'pairs'; it has number_of_pairs, left_pairs"):
        _ = LESSONS["skip_grams"].pairs
    assert [script.stem[3:] for script in sorted(SCRIPTS.glob("[0-9]*.py"))] == list(exercises.LESSONS)


PAIRS, NUMBER = LESSONS["skip_grams"].left_pairs, LESSONS["text_as_numbers"].number_words
SHAPES, STEPS = LESSONS["text_as_numbers"].shapes.answer, LESSONS["sampling_tables"].steps.answer


@pytest.mark.parametrize(
    ("lesson", "name", "answer"),
    [
        ("training", "number_of_parameters", [1.8e7, 72.0, 216.04]),
        ("negative_sampling", "loss_at_the_start", 21 * 0.69),
        ("embedding_analysis", "cosine_of_two", np.array([0.96, 0.96])),
        ("skip_grams", "left_pairs", lambda *given: reversed(PAIRS.reference(*given))),
        ("text_as_numbers", "number_words", lambda *given: defaultdict(int, NUMBER.reference(*given))),
        ("text_as_numbers", "shapes", {name: list(shape) for name, shape in SHAPES.items()}),
        ("text_as_numbers", "shapes", defaultdict(tuple, {n: np.array(s) for n, s in SHAPES.items()})),
        ("sampling_tables", "steps", ", ".join(STEPS)),
        ("sampling_tables", "steps", [letter.upper() for letter in STEPS]),
        ("sampling_tables", "steps", np.array(list(STEPS))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_right_answers_in_another_form(lesson, name, answer):
    assert getattr(LESSONS[lesson], name).check(answer)


# The framework


def test_predict_forgives_form_and_rounding():
    two = Predict(answer=(0.125, 10), because="so.", hints=("h",), mistakes=[])
    for answer in ([0.125, 10], np.array([0.125, 10]), (0.13, 9.99), iter((np.float32(0.125), 10))):
        assert two.check(answer).text == "so."
    assert not two.check((0.14, 10)) and not two.check((0.125, 11)) and not two.check((np.nan, np.inf))


def test_predict_says_what_is_wrong():
    two = Predict((1, 2.0), "so.", hints=("h",), mistakes=[((3, None), "Three?")], example="(5, 5)")
    assert two.check((1, 5)).text == "Right so far: value 1. The rest is not right yet."
    assert two.check((3, 9)).text == "Three?" and two.check((7, 9)).text.startswith("That is not it.")
    assert two.check((2, 1)).text == "These are the right values; only their order differs."
    assert two.check((1, None)).kind == "open" and "(5, 5)" in two.check((1, None)).text
    assert two.check(1).text.startswith("This asks for 2 values, and got 1.")
    assert two.check([1, "2"]).text.startswith("A number was expected where you have '2'.")
    choice = Predict("more", "so.", hints=("h",), mistakes=[], choices=("more", "fewer"))
    assert choice.check(" More ") and choice.check(["more"]) and choice.check("fewer").kind == "wrong"
    assert choice.check("many").text == "'many' is not one of the choices. One of 'more', 'fewer'."


def test_order_names_what_is_the_wrong_way_round():
    order = Order(("Mix.", "Bake.", "Eat."), "so.", hints=("h",), mistakes=[((0, 2), "Raw?")])
    assert order.answer == Order(order.steps, "so.", ("h",), []).answer != "abc"
    mix, bake, eat = order.answer
    assert order.check(mix + bake + eat) and order.check(f"{mix} {bake},\n{eat}").text == "so."
    assert order.check(bake + eat + mix).text == order.check([eat, bake, mix]).text == "Raw?"
    assert order.check(mix + eat + bake).text == '"Eat." cannot come before "Bake.".'
    wanted = order.check().text
    assert wanted.startswith("The letters in the right order") and f"{mix}) Mix." in wanted
    for odd in (mix + bake, mix + bake + bake, "abcd", "ab?", [mix, bake, None], "é"):
        verdict = order.check(odd)
        assert verdict.kind == "wrong" and verdict.text.startswith("Each letter is needed once; you have ")
        assert wanted in verdict.text


def test_match_ticks_each_answer():
    known = {"house": [((2,), "One side?"), ((3, 2), "Turned.")]}
    match = Match({"house": (2, 3), "road": 5, "sky": "blue"}, "so.", hints=("h",), mistakes=known)
    nothing = dict.fromkeys(match.answer)
    assert match.check(nothing).kind == "open" and "\n… house\n… road\n… sky" in match.check(nothing).text
    some = match.check({"house": [3, 2], "road": ..., "sky": "Blue"})
    assert some.kind == "wrong" and some.title == "✗ 1 of 3 right."
    assert some.text == "\n\n✗ house: Turned.\n\n… road: not attempted yet.\n\n✓ sky: `'blue'`."
    assert "✗ house: One side?" in match.check({"house": 2}).text
    assert "✗ house: This asks for 2 values, and got 3." in match.check({"house": (1, 2, 3)}).text
    done = match.check({"house": np.zeros((2, 3)).shape, "road": (5,), "sky": "blue", "sea": 1})
    assert done and done.title == "✓ 3 of 3 right." and done.text.endswith("\n\nso.")
    for odd in ODD[1:]:
        verdict = match.check({"road": odd, "sky": "blue"})
        assert verdict.title == "✗ 1 of 3 right." and "\n\n✓ sky" in verdict.text, odd


SCALED = Build(
    reference=lambda numbers, factor: [factor * number for number in numbers],
    inputs=lambda rng, size: (rng.integers(1, 9, size=size).tolist(), float(rng.integers(2, 5)) + 1 / 3),
    hints=("Multiply.",),
    mistakes=[(lambda numbers, factor: [factor + number for number in numbers], "You added.")],
)
Lesson("toys", scaled=SCALED)


def test_build_shows_the_smallest_input_that_differs():
    def scaled(numbers, factor):
        return [factor * number for number in numbers[:3]]

    text = SCALED.check(scaled).text
    assert re.match(r"`scaled\(\[\d, \d, \d, \d\], [\d.]+\)`: you have \[.*\], right is \[.*\]\.$", text)


def test_build_forgives_form_and_rounding():
    assert SCALED.check(lambda numbers, factor: np.float32(factor) * np.array(numbers, np.float32))
    assert SCALED.check(lambda numbers, factor: (factor * number for number in numbers))
    assert SCALED.check(lambda numbers, factor: [round(factor * number, 3) for number in numbers])
    assert SCALED.check(lambda numbers, factor: [factor * numbers.pop(0) for _ in range(len(numbers))])


def test_build_names_what_it_recognises():
    def told(function):
        return SCALED.check(function).text

    assert told(lambda numbers, factor: np.array(numbers) + factor).startswith("You added.\n\n`")
    assert "You added." not in told(lambda numbers, factor: [factor - number for number in numbers])
    assert "only the order differs" in told(lambda numbers, factor: [factor * n for n in numbers][::-1])
    assert "only rounding differs" in told(lambda numbers, factor: np.multiply(numbers, factor).round(2))


def test_an_error_is_shown_with_the_readers_line():
    def scaled(numbers, factor):
        return len(numbers) / 0  # here

    line = inspect.getsourcelines(scaled)[1] + 1
    text = SCALED.check(scaled).text
    assert re.match(r"`scaled\(\[\d\], [\d.]+\)`: it stops with an error:\n\n    line ", text)
    assert f"    line {line}:  return len(numbers) / 0  # here\n    ZeroDivisionError: division" in text
    assert "TypeError" in SCALED.check(lambda numbers: numbers).text

    def interrupted(numbers, factor):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        SCALED.check(interrupted)


def test_results_are_compared_by_what_they_say():
    same = [([(1, 2)], np.array([[1, 2]])), ([], np.zeros((0, 2))), (np.array([3]), 3), (np.nan, np.nan)]
    same += [(((1, 2), [3]), [[1, 2], [3]]), (iter([[1], []]), [[1], []])]
    for got, wanted in [*same, ([np.bool_(True), 0], [True, False]), ({"a": np.int64(1)}, {"a": 1})]:
        assert differs(got, wanted) is None, (got, wanted)
    other = [([1, 2], [[1, 2]]), ("1", 1), (None, 0), (1.01, 1), ({"a": 1}, {"a": 2}), ([[1], [1, 2]], [1])]
    other += [([[1, 2], [3, 4]], [[1, 2], [3]]), ([[1]], [[1], []]), ([[1], [2]], [[1]])]
    for got, wanted in other:
        assert differs(got, wanted).startswith("you have "), (got, wanted)
    assert differs([(3, 4), (1, 2)], [(1, 2), (3, 4)], any_order=True) is None


OPEN = Explore(("It is red.", "It is big."), "Big and red.", ("h",), (("Blue.", "Look again."),))
Lesson("toys", open=OPEN)


@pytest.mark.parametrize("attempt", ["Big and red.", "It is blue, I think.", "no idea", "x"])
def test_an_open_question_is_never_judged(attempt):
    answer = OPEN.check(attempt)
    assert answer and "☐ It is red.\n☐ It is big." in answer.text and "Big and red." in answer.text
    assert "You may be thinking: *Blue.* Look again." in answer.text
    assert not re.search("right|wrong|not yet", repr(answer), re.IGNORECASE)
    assert OPEN.check("  ").kind == OPEN.check(7).kind == "open"


def test_a_quiz_answers_each_question():
    choices = {"a": ("No.", "Look."), "b": ("Yes.", "It is."), "c": ("Never.", "Look again.")}
    quiz = Quiz((Question("Up?", "b", choices), Question("Up?", "b", choices)))
    assert quiz.check(None, None).title == "Quiz." and "1. Up?\na) No.\nb) Yes." in quiz.check().text
    assert quiz.check("B", "b)") and quiz.check(["b", "b"]).title == "✓ 2 of 2 right."
    half = quiz.check("b", "c")
    assert half.title == "✗ 1 of 2 right."
    assert half.text == "\n\n1. ✓ b) Yes. It is.\n\n2. ✗ c) Never. Look again."
    assert "Choose one of a, b, c." in quiz.check("b", 4).text
    assert "2 questions, and 3 answers" in quiz.check("a", "b", "c").text


def test_a_project_ticks_what_is_done():
    steps = (
        ("It is long.", ("length",), lambda length: (length >= 2, f"{length} m.")),
        ("It has a colour.", ("length", "colour"), lambda _, colour: (bool(colour.strip()), "")),
    )
    bed = Project({"length": "a number", "colour": "a text"}, steps, code="bed = {}", hints=("h",))
    half = bed.check({"length": 2, "colour": None})
    assert half.title == "✗ 1 of 2 done."
    assert half.text == "\n\n✓ It is long. 2 m.\n\n☐ It has a colour. Still missing: `colour`."
    assert bed.check({"length": 2, "colour": "red"}).title == "✓ 2 of 2 done."
    for nothing in (None, {}, {"length": None, "colour": ...}):
        assert bed.check(nothing).kind == "open" and "`length`: a number" in bed.check(nothing).text


def test_an_answer_is_text_and_a_card():
    answer = Answer("wrong", "Not *king*, use `a < b`; 3 * 4 * 5.\n\n    if a < b:\n    \n        go()")
    assert repr(answer).startswith("✗ Not yet. Not *king*, use `a < b`")
    assert "Not <em>king</em>, use <code>a &lt; b</code>; 3 * 4 * 5." in answer._repr_html_()
    assert "<pre>    if a &lt; b:\n    \n        go()</pre>" in answer._repr_html_()


def test_progress_is_kept_by_name_and_outlives_the_lesson(progress):
    new = {"scaled": SCALED, "open": OPEN}
    progress.write_text('{"2": ["number_of_pairs"]}')  # a file of an earlier edition
    assert Lesson("toys", **new).progress().text == "░░ 0 of 2 done"
    OPEN.check("An attempt.")
    SCALED.check(None)
    assert "█░ 1 of 2 done; left: scaled" in repr(Lesson("toys", **new).progress())
    assert Lesson("other", **new).progress().text == "░░ 0 of 2 done"
    assert json.loads(progress.read_text())["toys"] == ["open"]


def test_a_damaged_file_of_progress_disturbs_nothing(progress):
    toys = Lesson("toys", open=OPEN)
    for content in ("", "[1]", '{"toys": 7}', "\0", "[" * 100_000):
        progress.write_text(content)
        assert toys.progress().text == "░ 0 of 1 done" and OPEN.check("An attempt.")
        assert toys.progress().text == "█ 1 of 1 done"
    progress.unlink()
    progress.mkdir()
    assert OPEN.check("An attempt.") and toys.progress().text == "░ 0 of 1 done"


def test_progress_can_be_switched_off(monkeypatch, tmp_path):
    monkeypatch.setenv("W2V_PROGRESS", "off")
    monkeypatch.setenv("W2V_CACHE_DIR", str(tmp_path))
    assert OPEN.check("An attempt.") and not list(tmp_path.iterdir())
    monkeypatch.delenv("W2V_PROGRESS")
    assert OPEN.check("An attempt.") and [path.name for path in tmp_path.iterdir()] == ["progress.json"]
