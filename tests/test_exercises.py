"""Every exercise: its solution passes, its wrong answers fail, each with a reason of its own."""

import inspect
import json
import re
import tempfile
import time
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import w2v_helpers as w2v
from w2v_helpers import exercises
from w2v_helpers.exercises import kinds
from w2v_helpers.exercises.answers import Answer
from w2v_helpers.exercises.kinds import (
    Build,
    Explore,
    Lesson,
    Point,
    Predict,
    Project,
    Question,
    Quiz,
    Step,
    difference,
)
from w2v_helpers.exercises.running import TooLongError, run

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
LESSONS = {number: exercises.lesson(number) for number in exercises._MODULES}
ALL = [(number, name) for number, lesson in LESSONS.items() for name in lesson.exercises]
# What the exercises that ask about a reader's own corpus are given here, by lesson and name.
EVIDENCE: dict[tuple[int, str], tuple] = {}


@pytest.fixture(autouse=True)
def progress(monkeypatch, tmp_path):
    """Keep progress where it does not matter."""
    path = tmp_path / "progress.json"
    monkeypatch.setenv("W2V_PROGRESS", str(path))
    return path


def of_kind(kind):
    return pytest.mark.parametrize(
        ("number", "name"), [pair for pair in ALL if isinstance(getattr(LESSONS[pair[0]], pair[1]), kind)]
    )


def wrong_answers(exercise, evidence):
    """List the wrong answers that an exercise knows, as `check` takes them, each with what it has to say."""
    if isinstance(exercise, Predict):
        right = kinds._as_tuple(kinds._of(exercise.answer, evidence))
        found = []
        for mistake, reason in exercise.mistakes:
            parts = kinds._as_tuple(kinds._of(mistake, evidence))
            whole = tuple(want if part is None else part for part, want in zip(parts, right, strict=True))
            found.append(((whole if len(whole) > 1 else whole[0], *evidence), reason))
        return found
    if isinstance(exercise, Explore):
        return [((answer,), reason) for _, answer, reason in exercise.mistakes]
    if isinstance(exercise, Quiz):
        return [
            ((*(q.letter for q in exercise.questions[:number]), letter), reason)
            for number, question in enumerate(exercise.questions)
            for letter, (_, reason) in question.choices.items()
            if letter != question.letter
        ]
    if isinstance(exercise, Project):
        return [((project() | changes,), reason) for changes, reason in spoilt_projects()]
    return [((function,), reason) for function, reason in exercise.mistakes]


KEPT = tempfile.TemporaryDirectory()


def new_folder():
    return Path(tempfile.mkdtemp(dir=KEPT.name))


@cache
def project():
    """Make a finished project, as lesson 11 asks for it."""
    rng = np.random.default_rng(12)
    words = [f"word{number:03}" for number in range(150)]
    matrix, others = rng.normal(size=(2, 150, 20)).astype("float32")
    vectors = w2v.WordVectors(words, matrix)
    folder = new_folder()
    vectors.save(folder / "vectors.npz")
    vectors.save_word2vec(folder / "vectors.bin", binary=True)
    return {
        "corpus": w2v.Corpus("mine", [" ".join(rng.choice(words, size=21_000))]),
        "vectors": vectors,
        "again": w2v.WordVectors(words, matrix + rng.normal(scale=0.1, size=matrix.shape)),
        "baseline": w2v.WordVectors(words, others),
        "judged": ("word007", f"I think that {vectors.most_similar('word007')[3][0]} fits well."),
        "folder": str(folder),
    }


@cache
def spoilt_projects():
    """List parts that are not as they should be, and what is said to them."""
    done, empty = project(), new_folder()
    words, matrix = done["vectors"].words, done["vectors"].matrix
    bare, shifted = new_folder(), new_folder()
    done["vectors"].save(bare / "mine.npz")
    done["vectors"].save(shifted / "mine.npz")
    w2v.WordVectors(words[1:], matrix[1:]).save_word2vec(shifted / "mine.txt")
    return [
        ({"corpus": "my_book.txt"}, "`corpus` is 'my_book.txt'"),
        ({"corpus": w2v.load_corpus("tinyworld")}, "Take a text of your own"),
        ({"corpus": w2v.Corpus("mine", ["word001 word002"])}, "It has 2 tokens"),
        ({"vectors": matrix}, "`train(corpus, …)` makes them"),
        ({"vectors": w2v.WordVectors(words[:50], matrix[:50])}, "They know 50 words"),
        ({"corpus": w2v.Corpus("other", ["far away " * 10_000])}, "not in them: far, away"),
        ({"judged": ("word7", "All of them fit well.")}, "The vectors do not know 'word7'"),
        ({"judged": ("word007", "good")}, "Write a sentence on the neighbours of word007"),
        ({"judged": ("word007", "All of them fit well.")}, "names none of the neighbours of word007"),
        ({"judged": "All of them fit well."}, "stops with an error: ValueError"),
        ({"again": done["vectors"]}, "`again` is the very same table"),
        ({"baseline": 0.1}, "`baseline` is 0.1, not word vectors"),
        ({"again": done["baseline"], "baseline": done["again"]}, "The baseline is not beaten"),
        ({"folder": empty / "nowhere"}, "There is no folder 'nowhere'"),
        ({"folder": empty}, "no file for this course"),
        ({"folder": bare}, "no file for other programs"),
        ({"folder": shifted}, "mine.txt holds other vectors"),
        ({"again": None, "baseline": ...}, "Still missing: `again`, `baseline`."),
    ]


def solution(exercise, evidence):
    if isinstance(exercise, Predict):
        return (kinds._of(exercise.answer, evidence), *evidence)
    if isinstance(exercise, Quiz):
        return tuple(question.letter for question in exercise.questions)
    if isinstance(exercise, Project):
        return (project(),)
    return (exercise.answer,) if isinstance(exercise, Explore) else (exercise.reference,)


# The exercises of the course


@pytest.mark.parametrize(("number", "name"), ALL)
def test_the_solution_passes(number, name):
    exercise = getattr(LESSONS[number], name)
    verdict = exercise.check(*solution(exercise, EVIDENCE.get((number, name), ())))
    assert verdict.kind == "right", verdict


@pytest.mark.parametrize(("number", "name"), ALL)
def test_each_wrong_answer_fails_for_a_reason_of_its_own(number, name):
    exercise, evidence = getattr(LESSONS[number], name), EVIDENCE.get((number, name), ())
    wrong = wrong_answers(exercise, evidence)
    assert len(wrong) >= 3 and len({reason for _, reason in wrong}) == len(wrong)
    for answer, reason in wrong:
        verdict = exercise.check(*answer)
        assert verdict.kind == "wrong" and reason in verdict.text, (answer, verdict)


@pytest.mark.parametrize(("number", "name"), ALL)
def test_what_readers_hand_in_by_mistake_is_answered(number, name):
    exercise, evidence = getattr(LESSONS[number], name), EVIDENCE.get((number, name), ())
    assert exercise.check(None, *evidence).kind == "open"
    for odd in (
        ...,
        7.25,
        "a",
        "",
        [],
        [None],
        (1, 2, 3, 4, 5, 6, 7),
        np.ones((2, 2)),
        {"a": 1},
        object(),
        min,
    ):
        verdict = exercise.check(odd, *evidence)
        assert isinstance(verdict, Answer) and not verdict, (odd, verdict)
        assert verdict.text.strip() and "Traceback" not in repr(verdict)


@pytest.mark.parametrize(("number", "name"), ALL)
def test_hints_say_more_each_time_and_end(number, name):
    exercise = getattr(LESSONS[number], name)
    exercise._hints_shown = 0
    texts = [exercise.hint().text for _ in range(len(exercise.hints) + 1)]
    assert len(set(texts)) == len(exercise.hints) >= 1
    assert texts[-1] == texts[-2] if len(texts) > 1 else True


@pytest.mark.parametrize(("number", "name"), ALL)
def test_the_solution_can_be_shown(number, name):
    shown = getattr(LESSONS[number], name).solution(*EVIDENCE.get((number, name), ()))
    assert shown.kind == "solution" and len(shown.text) > 20
    assert shown._repr_html_().count("<div") == 1


@of_kind(Build)
def test_the_stub_of_a_function_is_no_attempt(number, name):
    parameters = inspect.signature(getattr(LESSONS[number], name).reference).parameters
    stub = eval(f"lambda {', '.join(parameters)}: None")
    assert getattr(LESSONS[number], name).check(stub).kind == "open"


@of_kind(Explore)
def test_a_rubric_leads_from_question_to_point(number, name):
    exercise = getattr(LESSONS[number], name)
    assert 1 <= exercise.enough <= len(exercise.points)
    for point in exercise.points:
        assert re.search(point.words, exercise.answer, re.IGNORECASE), point.says
    assert exercise.check("I have looked at everything very carefully.").kind == "wrong"
    echo = " ".join(point.ask for point in exercise.points)
    assert exercise.check(echo).kind == "wrong", "who repeats the questions has answered nothing"


@of_kind(Quiz)
def test_a_quiz_has_questions_whose_right_letters_differ(number, name):
    questions = getattr(LESSONS[number], name).questions
    assert len(questions) >= 3 and len({question.letter for question in questions}) > 1
    for question in questions:
        assert len(question.choices) == 1 + len(question.wrong) >= 3
        assert len({choice for choice, _ in question.choices.values()}) == len(question.choices)


@pytest.mark.parametrize("number", LESSONS)
def test_a_lesson_has_exercises_of_all_kinds_and_its_notebook_asks_them(number):
    lesson = LESSONS[number]
    kinds_here = {type(exercise) for exercise in lesson.exercises.values()}
    assert kinds_here >= {Predict, Build, Explore, Quiz}
    assert 4 <= len(lesson.exercises) <= 6 and list(lesson.exercises)[-1] == "quiz"
    [notebook] = NOTEBOOKS.glob(f"{number:02}_*.ipynb")
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    source = "\n".join("".join(cell["source"]) for cell in cells)
    assert f"q = exercises.lesson({number})\n" in source
    assert re.findall(r"^q\.(\w+)\.check\(", source, re.MULTILINE) == list(lesson.exercises)
    assert "q.progress()" in source


@pytest.mark.parametrize(
    ("number", "name", "arguments", "result"),
    [
        (
            1,
            "number_words",
            (["hot", "sun", "hot", "wide"], 1),
            {"": 0, "[UNK]": 1, "hot": 2, "sun": 3, "wide": 4},
        ),
        (1, "words_to_cover", ([1, 6, 3], 0.5), 1),
        (1, "words_to_cover", ([1, 6, 3], 0.75), 2),
        (2, "left_pairs", ([5, 6, 7], 1), [(6, 5), (7, 6)]),
        (3, "keep_probabilities", ([90, 10], 0.225), [0.75, 1]),
        (4, "pick_negatives", ([0, 3, 1, 4, 2, 4, 5], 4, 3, 3), [4, 2, 4]),
        (4, "accidental_hits", (np.array([2, 3]), np.array([[3, 4], [4, 3]])), [False, True]),
        (5, "documents_of", ("a\nb\n \n\nc",), ["a\nb", "c"]),
        (5, "shortest_length", ([4, 2, 2], 0.25), 2),
        (5, "french_tokens", ("L’homme voit un homme.",), ["l'", "homme", "voit", "un", "homme"]),
        (6, "batch_loss", (np.array([[1, 0], [1, 0]]), np.zeros((2, 2))), 2 * np.log(2)),
    ],
)
def test_what_readers_build_worked_by_hand(number, name, arguments, result):
    assert difference(getattr(LESSONS[number], name).reference(*arguments), result) is None


def test_a_threshold_that_keeps_a_share():
    counts = np.array([700, 200, 100])
    t = LESSONS[3].threshold_for.reference(counts, 0.6)
    assert np.isclose((w2v.keep_probabilities(counts, t) * counts).sum() / 1000, 0.6)
    assert "has not the form" in LESSONS[3].threshold_for.check(lambda counts, share: "small").text
    assert "one number above 0" in LESSONS[3].threshold_for.check(lambda counts, share: [0.1, 0.2]).text


def test_what_readers_build_is_what_the_helpers_do():
    rng = np.random.default_rng(1)
    for size in range(1, 40):
        tokens, least = LESSONS[1].number_words.inputs(rng, size)
        if max(map(tokens.count, tokens)) >= least:
            words = w2v.Vocabulary.from_corpus([tokens], min_count=least).words
            assert list(LESSONS[1].number_words.reference(tokens, least)) == words
        counts, t = LESSONS[3].keep_probabilities.inputs(rng, size)
        keep = LESSONS[3].keep_probabilities.reference(counts, t)
        assert np.allclose(keep, w2v.keep_probabilities(counts, t))
        [text] = LESSONS[5].documents_of.inputs(rng, size)
        assert LESSONS[5].documents_of.reference(text) == w2v.split_documents(text)
        labels, logits = LESSONS[6].batch_loss.inputs(rng, size)
        each = [w2v.sgns_loss(np.ones(1), row[:, None], labels[0]) for row in logits]
        assert np.isclose(LESSONS[6].batch_loss.reference(labels, logits), np.mean(each))


def test_there_are_enough_exercises():
    real = [getattr(LESSONS[number], name) for number, name in ALL if name != "quiz"]
    wrong = [
        len(wrong_answers(exercise, EVIDENCE.get((exercise.lesson, exercise.name), ()))) for exercise in real
    ]
    assert len(real) >= 40 and sum(wrong) >= 120


def test_only_lessons_that_are_there_have_exercises():
    with pytest.raises(ValueError, match="There is no lesson 13; the lessons are 1, 2"):
        exercises.lesson(13)
    with pytest.raises(AttributeError, match="Lesson 2 has no exercise 'pairs'; it has number_of_pairs"):
        _ = LESSONS[2].pairs
    assert "left_pairs" in dir(LESSONS[2])
    assert [path.name[:2] for path in sorted(NOTEBOOKS.glob("*.ipynb"))] == [f"{n:02}" for n in LESSONS]


# The kinds


SUM = Build(
    reference=lambda numbers, factor: [factor * number for number in numbers],
    inputs=lambda rng, size: (rng.integers(1, 9, size=size).tolist(), float(rng.integers(2, 5))),
    hints=("Multiply.",),
    mistakes=[
        (lambda numbers, factor: [factor + number for number in numbers], "You added."),
        (lambda numbers, factor: [2 * number for number in numbers], "You always doubled."),
    ],
)
Lesson(99, times=SUM)


def test_build_shows_the_smallest_input_that_fails():
    def times(numbers, factor):
        return [factor * number for number in numbers[:3]]

    text = SUM.check(times).text
    assert re.search(r"`times\(\[\d, \d, \d, \d\], \d\.0\)`: you have \[.*\], right is \[.*\]\.$", text), text


def test_build_names_a_mistake_only_where_it_explains_all_that_was_seen():
    assert "You added." in SUM.check(lambda numbers, factor: [number + factor for number in numbers]).text
    assert "You always doubled." in SUM.check(lambda numbers, _: np.array(numbers) * 2).text
    other = SUM.check(lambda numbers, factor: [number - factor for number in numbers]).text
    assert "You" not in other


def test_build_takes_any_sequence_and_forgives_rounding():
    assert SUM.check(lambda numbers, factor: tuple(number * factor + 1e-9 for number in numbers))
    assert SUM.check(lambda numbers, factor: np.float32(factor) * np.array(numbers, np.float32))
    assert not SUM.check(lambda numbers, factor: [number * factor + 0.01 for number in numbers])


def test_build_keeps_its_inputs_from_a_function_that_changes_them():
    def greedy(numbers, factor):
        result = [factor * number for number in numbers]
        numbers.clear()
        return result

    assert SUM.check(greedy)


@pytest.mark.parametrize("error", [ValueError("too bad"), KeyboardInterrupt(), SystemExit(3), MemoryError()])
def test_a_function_that_raises_is_told_on_which_input(error):
    def times(numbers, factor):
        raise error

    text = SUM.check(times).text
    assert text.startswith("`times([") and f"stops with an error:\n\n    {type(error).__name__}" in text


def test_a_function_without_end_is_ended(monkeypatch):
    monkeypatch.setattr(kinds, "SECONDS", 0.3)
    ticks = []

    def times(numbers, factor):
        while True:
            try:
                ticks.append(0)
                time.sleep(0.001)
            except Exception:
                continue

    assert "did not end within 0.3 seconds" in SUM.check(times).text
    counted = len(ticks)
    time.sleep(0.1)
    assert len(ticks) == counted  # it runs no longer


def test_time_is_limited_for_all_trials_together(monkeypatch):
    monkeypatch.setattr(kinds, "SECONDS", 0.3)

    def times(numbers, factor):
        time.sleep(0.05)
        return [factor * number for number in numbers]

    assert "did not end within 0.3 seconds" in SUM.check(times).text


def test_run_gives_results_and_errors():
    assert run(max, ([1, 2],), 5) == 2
    with pytest.raises(ZeroDivisionError):
        run(lambda: 1 / 0, (), 5)
    with pytest.raises(TooLongError):
        run(time.sleep, (0.7,), 0.01)


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        ([1, 2], [1, 2]),
        ([(1, 2)], np.array([[1, 2]])),
        ([], np.zeros((0, 2))),
        (1.0000001, 1),
        (np.bool_(True), True),
        ({"a", "b"}, {"b", "a"}),
        (["a", "b"], ("a", "b")),
        ([[1], [1, 2]], [[1], [1, 2]]),
        ((np.ones(2), np.ones((3, 2))), [np.ones(2), np.ones((3, 2))]),
        (np.nan, np.nan),
    ],
)
def test_results_that_count_as_equal(got, wanted):
    assert difference(got, wanted) is None


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        ([2, 1], [1, 2]),
        ([1, 2], [[1, 2]]),
        (1, True),
        ("1", 1),
        (["a"], ["b"]),
        (1.001, 1),
        ([1], {1}),
        (None, 0),
        ([[1], [1, 3]], [[1], [1, 2]]),
        ((np.ones(2), np.ones((3, 2))), (np.ones(2), np.zeros((3, 2)))),
        ([np.ones(2), np.ones(3)], np.ones((2, 2))),
        ([np.ones(2), np.ones(3)], 1),
        ({1: np.ones(2)}, {1: np.zeros(2)}),
        (object(), 1),
    ],
)
def test_results_that_differ(got, wanted):
    assert difference(got, wanted).startswith("you have ")


def test_predict_says_which_parts_are_right():
    two = Predict(
        answer=(1, 2.0), because="so.", hints=("h",), mistakes=[((3, None), "Three?")], tolerance=0.1
    )
    assert two.check((1, 2.1)) and two.check([1, "2"]).text.startswith("A number was expected")
    assert two.check((1, 5)).text == "Right so far: the first. The rest is not."
    assert two.check((3, 9)).text == "Three?"
    assert two.check((1, None)).kind == "open"
    assert two.check(1).text.startswith("This asks for 2 values, and got 1.")
    assert two.check((1, 10**400)).text == "Right so far: the first. The rest is not."


def test_predict_offers_choices():
    choice = Predict(answer="more", because="so.", hints=("h",), mistakes=[], choices=("more", "fewer"))
    assert choice.check(" More ") and choice.check("fewer").kind == "wrong"
    assert choice.check("many").text == "'many' is none of the choices. One of 'more', 'fewer'."


def test_predict_may_depend_on_the_corpus():
    largest = Predict(
        answer=lambda counts: max(counts),
        because="so.",
        hints=("h",),
        mistakes=[(lambda counts: min(counts), "That is the smallest.")],
    )
    assert largest.check(7, [3, 7]) and largest.check(3, [3, 7]).text == "That is the smallest."
    assert "7" in largest.solution([3, 7]).text


def test_explore_asks_for_what_is_missing():
    both = Explore(
        points=(Point("It is red.", "red", "which colour?"), Point("It is big.", "big|large", "how big?")),
        answer="It is big and red.",
        hints=("h",),
        mistakes=[("blue", "It is blue, I think.", "Blue it is not.")],
        enough=2,
    )
    assert both.check("red").text.startswith("That is short.")
    assert both.check("It is of a red kind.").text == "Look once more: how big?"
    assert both.check("It is very blue and red and big").text == "Blue it is not."
    good = both.check("I found it to be red and large.")
    assert good and "☑ It is red.\n☑ It is big." in good.text and "only looks for words" in good.text
    assert "☐" in both.solution().text


def test_naming_the_two_windows_is_no_answer():
    says_nothing = "I compared the narrow window of 1 and the wide window of 10, and they differ."
    assert not LESSONS[2].window_and_kind.check(says_nothing)


def test_quiz_answers_each_question():
    question = Question("Up?", ("Yes.", "It is."), (("No.", "Look."), ("Never.", "Look again.")), place=1)
    quiz = Quiz((question, question))
    assert (
        quiz.check(None, None).title == "Quiz." and "1. Up?\na) No.\nb) Yes.\nc) Never." in quiz.check().text
    )
    assert quiz.check("B", "b") and quiz.check("b", "b").title == "✓ 2 of 2 right."
    half = quiz.check("b", "c")
    assert half.title == "✗ 1 of 2 right." and "1. ✓ It is.\n\n2. ✗ Look again." in half.text
    assert "Choose one of a, b, c." in quiz.check("b", 4).text
    assert "2 questions, and 3 answers" in quiz.check("a", "b", "c").text


BED = Project(
    parts={"length": "a number", "colour": "a text"},
    steps=(
        Step("It is long.", ("length",), lambda length: (length >= 2, f"{length} m.")),
        Step("It has a colour.", ("length", "colour"), lambda _, colour: (bool(colour.strip()), "")),
    ),
    code="bed = {}",
    hints=("Measure.",),
)
Lesson(99, bed=BED)


def test_a_project_ticks_what_is_done():
    half = BED.check({"length": 2, "colour": None})
    assert half.kind == "wrong" and half.title == "✗ 1 of 2 done."
    assert half.text == "\n\n☑ It is long. 2 m.\n\n☐ It has a colour. Still missing: `colour`."
    assert "☐ It is long. 1 m.\n\n☑ It has a colour." in BED.check({"length": 1, "colour": "red"}).text
    assert "Still missing: `length`." in BED.check({"colour": "red"}).text
    assert BED.check({"length": 2, "colour": "red"}).title == "✓ 2 of 2 done."


def test_a_project_without_parts_is_no_attempt():
    for nothing in (None, {}, {"length": None, "colour": ...}):
        assert BED.check(nothing).kind == "open" and "`length`: a number" in BED.check(nothing).text


def test_a_project_says_what_cannot_be_looked_at():
    assert "☐ It is long. Looking at it stops with an error: TypeError" in BED.check({"length": "2"}).text
    assert BED.check({"width": 2}).text.startswith("'width' is no part of the project; its parts are")
    assert BED.check([2, "red"]).text.startswith("A dictionary was expected, not [2, 'red']")


# Answers and progress


def test_an_answer_is_text_and_a_card():
    answer = Answer("wrong", "Use `a < b`.\n\n    if a < b:\n    \n        go()")
    assert repr(answer).startswith("✗ Not yet. Use `a < b`.")
    card = answer._repr_html_()
    assert "<code>a &lt; b</code>" in card and "<pre>if a &lt; b:\n\n    go()</pre>" in card


def test_words_between_asterisks_are_slanted_and_code_is_left_alone():
    card = Answer("wrong", "Not *king*, `2*a*b`; 3 * 4 * 5.")._repr_html_()
    assert "Not <em>king</em>, <code>2*a*b</code>; 3 * 4 * 5." in card


def test_progress_is_kept_and_shown(progress):
    lesson = LESSONS[2]
    bar = lesson.progress()
    assert repr(bar) == f"{'░' * len(lesson.exercises)} 0 of {len(lesson.exercises)} solved"
    lesson.number_of_pairs.check((36, 56))
    lesson.left_pairs.check(None)
    assert json.loads(progress.read_text()) == {"2": ["number_of_pairs"]}
    assert f"1 of {len(lesson.exercises)} solved; left: left_pairs" in repr(lesson.progress())
    assert 'value="1"' in lesson.progress()._repr_html_()


@pytest.mark.parametrize("content", ["", "[1]", '{"2": 7}', '{"2": [3]}', "\0"])
def test_damaged_progress_counts_as_none(progress, content):
    progress.write_text(content)
    assert LESSONS[2].progress().solved == ()
    assert LESSONS[2].number_of_pairs.check((36, 56))
    assert LESSONS[2].progress().solved == ("number_of_pairs",)


def test_progress_that_cannot_be_kept_spoils_no_verdict(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("W2V_PROGRESS", str(tmp_path / "file" / "progress.json"))
    assert LESSONS[2].number_of_pairs.check((36, 56))
    monkeypatch.setenv("W2V_PROGRESS", "off")
    assert LESSONS[2].number_of_pairs.check((36, 56)) and LESSONS[2].progress().solved == ()
