"""The kinds of exercises, and the lessons that hold them.

Reads definitions, in the module of each lesson, and readers' answers; makes `Answer`s. No check ever ends in
a traceback: what a reader hands in is their affair, what comes back is ours.
"""

import copy
import inspect
import re
import textwrap
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Number

import numpy as np

from w2v_helpers.exercises import progress
from w2v_helpers.exercises.answers import Answer, Progress, as_code
from w2v_helpers.exercises.running import TooLongError, run

SECONDS = 5.0  # for all trials of a function together
TRIALS = 30
MOST_SHOWN = 300  # characters of a value
FEWEST_WORDS = 4  # of an answer in words


class Exercise(ABC):
    """One task of a lesson. What readers call: `check`, `hint`, `solution`."""

    name: str = ""
    lesson: int = 0
    hints: tuple[str, ...]

    def __post_init__(self) -> None:
        self._hints_shown = 0

    def check(self, answer: object = None, *evidence: object) -> Answer:
        """Judge an answer.

        Args:
            answer: the reader's; `None` or `...` is no attempt.
            evidence: what the right answer depends on, such as the counts of the reader's own corpus.
        """
        if _is_nothing(answer):
            return Answer("open", self.what_is_wanted())
        verdict = self.judge(answer, *evidence)
        if verdict:
            progress.note_solved(self.lesson, self.name)
        return verdict

    def hint(self) -> Answer:
        """Return a hint, with every call one that says more; after the last, the last again."""
        self._hints_shown = min(self._hints_shown + 1, len(self.hints))
        title = f"Hint {self._hints_shown} of {len(self.hints)}:"
        return Answer("hint", self.hints[self._hints_shown - 1], title)

    def solution(self, *evidence: object) -> Answer:
        """Return the author's answer.

        Args:
            evidence: as for `check`.
        """
        return Answer("solution", self.author(*evidence), "Solution:")

    def __repr__(self) -> str:
        return f"Exercise {self.name}: .check(answer), .hint(), .solution()"

    @abstractmethod
    def what_is_wanted(self) -> str:
        """Say what form an answer has."""

    @abstractmethod
    def judge(self, answer: object, *evidence: object) -> Answer:
        """Judge an answer that is an attempt."""

    @abstractmethod
    def author(self, *evidence: object) -> str:
        """Write the solution."""


def _is_nothing(answer: object) -> bool:
    """Tell whether this is what stands in a cell before a reader has written anything."""
    return answer is None or answer is ...


# Predict


@dataclass
class Predict(Exercise):
    """A number, a choice or a few of them, to be named before anything is run.

    Attributes:
        answer: a number, a text, or a tuple of them; or a function that makes it of the evidence.
        because: why that is so; shown to who is right, and in the solution.
        hints: from a nudge to nearly all.
        mistakes: wrong answers and what is wrong about each. `None` in a tuple fits anything. A function
            makes the wrong answer of the evidence.
        choices: what a text may be, if there are only some.
        tolerance: how far off a number may be, as a share of the right one.
        example: what an answer looks like.
    """

    answer: object
    because: str
    hints: tuple[str, ...]
    mistakes: Sequence[tuple[object, str]]
    choices: tuple[str, ...] = ()
    tolerance: float = 0.0
    example: str = ""

    def what_is_wanted(self) -> str:
        """Say what form an answer has."""
        if self.choices:
            return f"One of {', '.join(map(repr, self.choices))}."
        return f"It looks like this: `{self.example}`." if self.example else "Decide before you run anything."

    def judge(self, answer: object, *evidence: object) -> Answer:
        """Compare with the right answer, and look for a mistake that is known."""
        right = _of(self.answer, evidence)
        if problem := self._misfit(answer, right):
            return Answer("wrong", problem)
        parts, wanted = _as_tuple(answer), _as_tuple(right)
        if any(map(_is_nothing, parts)):
            return Answer("open", self.what_is_wanted())
        good = [self._same(part, want) for part, want in zip(parts, wanted, strict=True)]
        if all(good):
            return Answer("right", self.because)
        for mistake, reason in self.mistakes:
            if self._is(parts, _as_tuple(_of(mistake, evidence))):
                return Answer("wrong", reason)
        if len(good) > 1 and any(good):
            places = ", ".join(_ORDINALS[number] for number, part in enumerate(good) if part)
            return Answer("wrong", f"Right so far: the {places}. The rest is not.")
        return Answer("wrong", "That is not it. `.hint()` helps.")

    def author(self, *evidence: object) -> str:
        """Write the answer and why."""
        return f"`{_of(self.answer, evidence)!r}`. {self.because}"

    def _misfit(self, answer: object, right: object) -> str | None:
        """Say why an answer cannot be compared at all, if so."""
        parts, wanted = _as_tuple(answer), _as_tuple(right)
        if len(parts) != len(wanted):
            return f"This asks for {_several(len(wanted))}, and got {len(parts)}. {self.what_is_wanted()}"
        for part, want in zip(parts, wanted, strict=True):
            if _is_nothing(part):
                continue
            if isinstance(want, str) != isinstance(part, str) or not isinstance(
                part, str | Number | np.number
            ):
                kind = "text" if isinstance(want, str) else "number"
                return f"A {kind} was expected where you have {shown(part)}. {self.what_is_wanted()}"
        known = [choice.casefold() for choice in self.choices]
        if known and str(answer).strip().casefold() not in known:
            return f"{shown(answer)} is none of the choices. {self.what_is_wanted()}"
        return None

    def _same(self, part: object, want: object) -> bool:
        if isinstance(want, str):
            return str(part).strip().casefold() == want.casefold()
        try:
            return bool(np.isclose(complex(part), complex(want), rtol=max(self.tolerance, 1e-9), atol=1e-9))
        except OverflowError:  # an integer of more than 308 digits
            return False

    def _is(self, parts: tuple, mistake: tuple) -> bool:
        """Tell whether an answer is this mistake."""
        if len(parts) != len(mistake):
            return False
        return all(m is None or self._same(part, m) for part, m in zip(parts, mistake, strict=True))


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def _several(number: int) -> str:
    return "one value" if number == 1 else f"{number} values"


def _of(value: object, evidence: tuple) -> object:
    """Return a value, or make it of the evidence."""
    return value(*evidence) if callable(value) else value


def _as_tuple(value: object) -> tuple:
    return tuple(value) if isinstance(value, tuple | list | np.ndarray) and np.ndim(value) else (value,)


# Build


@dataclass
class Build(Exercise):
    """A function to write, compared with a plain one of ours on inputs drawn at random.

    Attributes:
        reference: the solution: short and plain, however slow.
        inputs: makes the arguments of one trial from a generator and a size, 1 for the smallest.
        hints: from a nudge to nearly all.
        mistakes: wrong functions and what each does wrong. A reader's function that gives what such a one
            gives, on every input, is told so.
        accepts: says what is wrong with a result, given it and the arguments, or `None`; where there is more
            than one right result. By default it must equal the reference's.
        note: something to add to the solution.
    """

    reference: Callable
    inputs: Callable[[np.random.Generator, int], tuple]
    hints: tuple[str, ...]
    mistakes: Sequence[tuple[Callable, str]]
    accepts: Callable[..., str | None] | None = None
    note: str = ""

    def what_is_wanted(self) -> str:
        """Show the head of the function."""
        return f"Write the function, then hand it in without calling it: `check({self.reference.__name__})`."

    def judge(self, answer: object, *evidence: object) -> Answer:
        """Try the function on small inputs first, and show the first that it gets wrong."""
        if not callable(answer):
            return Answer("wrong", f"A function was expected, not {shown(answer)}. {self.what_is_wanted()}")
        outcomes, stopped = self._outcomes(answer)
        if outcomes and _is_nothing(outcomes[0][1]):
            return Answer("open", self.what_is_wanted())
        for arguments, result in outcomes:
            if complaint := self._complaint(result, arguments):
                what = f"`{_call(answer, arguments)}`: {complaint}"
                known = self._known_mistake(outcomes)
                return Answer("wrong", f"{known}\n\n{what}" if known else what)
        praise = f"It gave the right result for {TRIALS} inputs drawn at random."
        return Answer("wrong", stopped) if stopped else Answer("right", praise)

    def _outcomes(self, function: Callable) -> tuple[list[tuple], str]:
        """Run all trials; return arguments and results, and what stopped the last one, if anything did."""
        outcomes, deadline = [], time.monotonic() + SECONDS
        for arguments in self._trials():
            call = _call(function, arguments)
            try:
                outcomes.append((arguments, run(function, arguments, deadline - time.monotonic())))
            except TooLongError:
                too_long = f"`{call}` did not end within {SECONDS:g} seconds. Is there a loop without end?"
                return outcomes, too_long
            except BaseException as error:
                what = f"{type(error).__name__}: {error}".rstrip(": ")
                return outcomes, f"`{call}` stops with an error:\n\n{as_code(what)}"
        return outcomes, ""

    def author(self, *evidence: object) -> str:
        """Show the source of the reference."""
        code = as_code(textwrap.dedent(inspect.getsource(self.reference)))
        return "\n\n".join(part for part in ("", code, self.note) if part or part == "")

    def _trials(self) -> list[tuple]:
        rng = np.random.default_rng(0)
        return [self.inputs(rng, 1 + number // 3) for number in range(TRIALS)]

    def _complaint(self, result: object, arguments: tuple) -> str | None:
        if self.accepts is not None:
            try:
                return self.accepts(copy.deepcopy(result), *copy.deepcopy(arguments))
            except Exception:  # a result of quite another form
                return f"the result, {shown(result)}, has not the form that was asked for."
        return difference(result, self.reference(*copy.deepcopy(arguments)))

    def _known_mistake(self, outcomes: list[tuple]) -> str | None:
        """Find the wrong function of ours that gives what the reader's gives, wherever that one ran."""
        for mistake, reason in self.mistakes:
            try:
                if all(difference(got, mistake(*copy.deepcopy(given))) is None for given, got in outcomes):
                    return reason
            except Exception:  # a mistake may be one that stops, too
                continue
        return None


def _call(function: Callable, arguments: tuple) -> str:
    """Write a call as a reader would."""
    return f"{getattr(function, '__name__', 'your function')}({', '.join(map(shown, arguments))})"


def difference(got: object, wanted: object) -> str | None:
    """Say how a result differs from the right one, or `None`: numbers may differ by rounding.

    >>> difference([1, 2], (1, 2))
    >>> difference([1, 2], [1, 3])
    'you have [1, 2], right is [1, 3].'
    """
    if wanted is None or isinstance(wanted, str | bool | set | frozenset | dict):
        same = type(got) is type(wanted) and _equal(got, wanted)
        same = same or (isinstance(wanted, bool) and isinstance(got, np.bool_) and bool(got) == wanted)
        return None if same else f"you have {shown(got)}, right is {shown(wanted)}."
    try:
        mine, right = np.asarray(got), np.asarray(wanted)
    except Exception:  # rows of different lengths
        same = _rows_equal(got, wanted)
        return None if same else f"you have {shown(got)}, right is {shown(wanted)}."
    if mine.size == right.size == 0:
        return None
    if mine.shape != right.shape:
        where = f" (shape {mine.shape}, not {right.shape})" if hasattr(got, "shape") else ""
        return f"you have {shown(got)}, right is {shown(wanted)}{where}."
    numbers = all(np.issubdtype(part.dtype, np.number) or part.dtype == bool for part in (mine, right))
    same = (
        np.allclose(mine, right, rtol=1e-5, atol=1e-7, equal_nan=True)
        if numbers
        else np.array_equal(mine, right)
    )
    return None if same else f"you have {shown(got)}, right is {shown(wanted)}."


def _equal(got: object, wanted: object) -> bool:
    """Compare two values, of which a reader's may be one that refuses to be compared."""
    try:
        return bool(got == wanted)
    except Exception:  # arrays in a dictionary
        return False


def _rows_equal(got: object, wanted: object) -> bool:
    """Compare two sequences row by row: arrays of different lengths fit into no array."""
    try:
        return len(got) == len(wanted) and all(
            difference(mine, right) is None for mine, right in zip(got, wanted, strict=True)
        )
    except Exception:  # no sequence, or one that contains itself
        return False


def shown(value: object) -> str:
    """Write a value on one line, a long one cut short."""
    try:
        with np.printoptions(precision=4, threshold=20, linewidth=10_000):
            text = re.sub(
                r"\s+",
                " ",
                repr(value.tolist() if isinstance(value, np.ndarray) and value.size < 20 else value),
            )
    except Exception:  # a reader's own class
        text = f"an object of type {type(value).__name__}"
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]} …"


# Explore


@dataclass(frozen=True)
class Point:
    """What a good answer says.

    Attributes:
        says: the point, for the rubric.
        words: a regular expression that finds it in an answer.
        ask: a question that leads to it.
    """

    says: str
    words: str
    ask: str


@dataclass
class Explore(Exercise):
    """An open question, answered in words after an experiment of the reader's own.

    The check looks for words, and says so: whether an answer is good, the reader decides with the rubric.

    Attributes:
        points: the rubric.
        answer: the author's.
        hints: where to look.
        mistakes: wrong beliefs: a regular expression, an answer that it finds, and what to say to it.
        enough: how many points a good answer has, at least.
    """

    points: tuple[Point, ...]
    answer: str
    hints: tuple[str, ...]
    mistakes: Sequence[tuple[str, str, str]]
    enough: int = 1

    def what_is_wanted(self) -> str:
        """Say what form an answer has."""
        return "A sentence or two in your own words, between quotes."

    def judge(self, answer: object, *evidence: object) -> Answer:
        """Look for what an answer says."""
        if not isinstance(answer, str):
            return Answer("wrong", f"Words were expected, not {shown(answer)}. {self.what_is_wanted()}")
        if not answer.strip():
            return Answer("open", self.what_is_wanted())
        if len(answer.split()) < FEWEST_WORDS:
            return Answer("wrong", f"That is short. {self.what_is_wanted()}")
        for pattern, _, reason in self.mistakes:
            if _finds(pattern, answer):
                return Answer("wrong", reason)
        found = [point for point in self.points if _finds(point.words, answer)]
        if len(found) < self.enough:
            ask = next(point.ask for point in self.points if point not in found)
            return Answer("wrong", f"Look once more: {ask}")
        return Answer(
            "right", f"This check only looks for words; judge your answer yourself.\n\n{self._rubric(found)}"
        )

    def author(self, *evidence: object) -> str:
        """Write the author's answer and the rubric."""
        return f"{self.answer}\n\n{self._rubric(())}"

    def _rubric(self, found: Sequence[Point]) -> str:
        lines = [f"{'☑' if point in found else '☐'} {point.says}" for point in self.points]
        return "\n".join(["A good answer says:", *lines])


def _finds(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE | re.DOTALL) is not None


# Quiz


@dataclass(frozen=True)
class Question:
    """A question with choices.

    Attributes:
        text: the question.
        right: the right choice, and why it is right.
        wrong: the other choices, and why each is wrong.
        place: where among the choices the right one stands, from 0.
    """

    text: str
    right: tuple[str, str]
    wrong: tuple[tuple[str, str], ...]
    place: int

    @property
    def choices(self) -> dict[str, tuple[str, str]]:
        """The choices and what to say to each, by letter."""
        ordered = [*self.wrong[: self.place], self.right, *self.wrong[self.place :]]
        return dict(zip("abcdef", ordered, strict=False))

    @property
    def letter(self) -> str:
        """The letter of the right choice."""
        return "abcdef"[self.place]


@dataclass
class Quiz(Exercise):
    """A few questions with choices, at the end of a lesson."""

    questions: tuple[Question, ...]
    hints: tuple[str, ...] = ("Each wrong choice says why it is wrong: try one.",)

    def what_is_wanted(self) -> str:
        """Show the questions."""
        blocks = []
        for number, question in enumerate(self.questions, start=1):
            choices = [f"{letter}) {choice}" for letter, (choice, _) in question.choices.items()]
            blocks.append("\n".join([f"{number}. {question.text}", *choices]))
        letters = ", ".join('"a"' for _ in self.questions)
        return "\n\n".join([f"Answer with letters: `check({letters})`.", *blocks])

    def check(self, *answers: object) -> Answer:
        """Judge the letters of all questions, or of the first ones."""
        if all(map(_is_nothing, answers)):
            return Answer("open", self.what_is_wanted(), "Quiz.")
        return super().check(answers)

    def judge(self, answer: object, *evidence: object) -> Answer:
        """Say for each question whether it is right, and why."""
        if len(answer) > len(self.questions):
            return Answer("wrong", f"There are {len(self.questions)} questions, and {len(answer)} answers.")
        lines, right = [], 0
        for number, (question, letter) in enumerate(zip(self.questions, answer, strict=False), start=1):
            choice = question.choices.get(str(letter).strip().lower())
            is_right = choice is question.right
            right += is_right
            if choice is None:
                reason = f"Choose one of {', '.join(question.choices)}."
            else:
                reason = f"{'✓' if is_right else '✗'} {choice[1]}"
            lines.append(f"{number}. {reason}")
        kind = "right" if right == len(self.questions) else "wrong"
        title = f"{'✓' if kind == 'right' else '✗'} {right} of {len(self.questions)} right."
        return Answer(kind, "\n\n".join(["", *lines]), title)

    def author(self, *evidence: object) -> str:
        """List the right choices and why."""
        lines = [f"{n}. {q.letter}) {q.right[0]} {q.right[1]}" for n, q in enumerate(self.questions, start=1)]
        return "\n\n".join(["", *lines])


# Project


@dataclass(frozen=True)
class Step:
    """One line of a project's checklist.

    Attributes:
        says: what is done when it is ticked.
        parts: the names of the parts of the project that it looks at.
        look: gets these parts; says whether the step is done, and something about it: what is missing, or
            what was measured.
    """

    says: str
    parts: tuple[str, ...]
    look: Callable[..., tuple[bool, str]]


@dataclass
class Project(Exercise):
    """A piece of work of a reader's own, handed in part by part and looked at step by step.

    Attributes:
        parts: what is handed in, as the keys of a dictionary: name -> what it is.
        steps: the checklist.
        code: how the author would go about it.
        hints: from a nudge to nearly all.
    """

    parts: dict[str, str]
    steps: tuple[Step, ...]
    code: str
    hints: tuple[str, ...]

    def check(self, answer: object = None, *evidence: object) -> Answer:
        """Judge a project; one in which no part is filled in is no attempt."""
        is_empty = isinstance(answer, Mapping) and all(map(_is_nothing, answer.values()))
        return super().check(None if is_empty else answer, *evidence)

    def what_is_wanted(self) -> str:
        """List the parts."""
        lines = [f"`{name}`: {meaning}" for name, meaning in self.parts.items()]
        return "\n".join(["Fill in, in any order:", *lines])

    def judge(self, answer: object, *evidence: object) -> Answer:
        """Tick what is done, and say what is missing for the rest."""
        if not isinstance(answer, Mapping):
            return Answer("wrong", f"A dictionary was expected, not {shown(answer)}. {self.what_is_wanted()}")
        if strange := [name for name in answer if name not in self.parts]:
            known = ", ".join(map(repr, self.parts))
            return Answer("wrong", f"{shown(strange[0])} is no part of the project; its parts are {known}.")
        looks = [self._look(step, answer) for step in self.steps]
        done = sum(is_done for is_done, _ in looks)
        kind = "right" if done == len(looks) else "wrong"
        title = f"{'✓' if kind == 'right' else '✗'} {done} of {len(looks)} done."
        return Answer(kind, "\n\n".join(["", *(line for _, line in looks)]), title)

    def author(self, *evidence: object) -> str:
        """Show the author's code."""
        return f"One way; the judgement is yours.\n\n{as_code(self.code)}"

    def _look(self, step: Step, answer: Mapping) -> tuple[bool, str]:
        """Say whether a step is done, and write its line of the checklist."""
        missing = [f"`{name}`" for name in step.parts if _is_nothing(answer.get(name))]
        if missing:
            return False, f"☐ {step.says} Still missing: {', '.join(missing)}."
        try:
            is_done, note = step.look(*(answer[name] for name in step.parts))
        except Exception as error:  # a part of quite another kind
            what = f"{type(error).__name__}: {error}".rstrip(": ")
            is_done, note = False, f"Looking at it stops with an error: {what}"
        return is_done, f"{'☑' if is_done else '☐'} {step.says} {note}".rstrip()


# A lesson's


@dataclass(init=False, repr=False)
class Lesson:
    """The exercises of a lesson, by name.

    Args:
        number: of the lesson.
        exercises: name → exercise, in their order.
    """

    number: int
    exercises: dict[str, Exercise] = field(default_factory=dict)

    def __init__(self, number: int, **exercises: Exercise):
        self.number, self.exercises = number, exercises
        for name, exercise in exercises.items():
            exercise.name, exercise.lesson = name, number

    def __getattr__(self, name: str) -> Exercise:
        if name.startswith("_") or name not in self.exercises:
            known = ", ".join(self.__dict__.get("exercises", ()))
            raise AttributeError(f"Lesson {self.number} has no exercise {name!r}; it has {known}.")
        return self.exercises[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.exercises]

    def __repr__(self) -> str:
        return f"Exercises of lesson {self.number}: {', '.join(self.exercises)}."

    def progress(self) -> Progress:
        """Return which exercises of this lesson are solved, also in earlier sessions."""
        done = progress.solved(self.number)
        solved = tuple(name for name in self.exercises if name in done)
        return Progress(solved, tuple(name for name in self.exercises if name not in done))
