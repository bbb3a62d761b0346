"""The kinds of exercises (`Predict`, `Order`, `Match`, `Build`, `Explore`, `Quiz`, `Project`) and `Lesson`.

Reads what a reader hands in; makes `Answer`s, which Jupyter shows as cards. Every lesson ends with exercises.
A new kind is a subclass of `Exercise` with three methods: `what_is_wanted`, `judge` and `author`.
"""

import copy
import html
import inspect
import itertools
import random
import re
import string
import textwrap
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from numbers import Number
from typing import NamedTuple

import numpy as np

from w2v_helpers.exercises.comparing import difference, same, shown
from w2v_helpers.exercises.progress import note_done, read_progress

TRIALS = 30
SIGNS = {  # a sign and a word next to each colour, for readers who do not see the colour
    "right": ("✓ Right.", "#0072b2"),
    "wrong": ("✗ Not yet.", "#d55e00"),
    "noted": ("✎ Compare.", "#0072b2"),
    "open": ("… Not attempted yet.", "#767676"),
    "solution": ("Solution:", "#767676"),
}


@dataclass(frozen=True)
class Answer:
    """What an exercise says to a reader. It is true when the exercise is done.

    Attributes:
        kind: a key of `SIGNS`; `"noted"` is an attempt that is not judged.
        text: may hold `code`, *emphasis*, and blocks of code indented by four spaces.
        title: replaces the usual title of its kind.
    """

    kind: str
    text: str
    title: str = ""

    def __bool__(self) -> bool:
        return self.kind in ("right", "noted")

    def __repr__(self) -> str:
        title = self.title or SIGNS[self.kind][0]
        return f"{title}{self.text}" if self.text.startswith("\n") else f"{title} {self.text}"

    def _repr_html_(self) -> str:
        title, colour = SIGNS[self.kind]
        body = html.escape(self.text, quote=False)
        body = re.sub(r"`([^`]+)`", r"<code>\1</code>", body)
        body = re.sub(r"(?<![\w>])\*(\w[^*\n]*)\*(?!\w)", r"<em>\1</em>", body)
        body = re.sub(r"\n*((?:^    .*\n?)+)\n*", r"<pre>\1</pre>", body, flags=re.MULTILINE)
        style = f"border-left: 4px solid {colour}; padding: 0.3em 0.8em; white-space: pre-wrap"
        return f'<div style="{style}"><b style="color: {colour}">{self.title or title}</b> {body}</div>'


def as_code(source: str) -> str:
    """Indent every line, so that an `Answer` shows a block of code."""
    return textwrap.indent(source.strip("\n"), "    ", lambda line: True)


def is_nothing(answer: object) -> bool:
    """Return whether this is what a cell holds before the reader has written anything."""
    return answer is None or answer is ...


class Exercise:
    """One task of a lesson. Readers call `check`, `hint` and `solution`.

    A kind defines `what_is_wanted()`, the form of an answer, `judge(answer)`, the response to an attempt, and
    `author()`, the text of the solution, unless it has an `answer` and a `because`. Its `hints` lead from a
    nudge to nearly the answer.
    """

    name = lesson = ""  # set by the `Lesson`
    hints: tuple[str, ...]
    _hints_shown = 0

    def check(self, answer: object = None) -> Answer:
        """Check the reader's answer; `None` and `...` are no attempt."""
        if is_nothing(answer):
            return Answer("open", self.what_is_wanted())
        verdict = self.judge(answer)
        if verdict:
            note_done(self.lesson, self.name)
        return verdict

    def hint(self) -> Answer:
        """Return a hint, and with every call one that says more; after the last, the last again."""
        self._hints_shown = min(self._hints_shown + 1, len(self.hints))
        text, title = self.hints[self._hints_shown - 1], f"Hint {self._hints_shown} of {len(self.hints)}:"
        return Answer("open", text, title)

    def solution(self) -> Answer:
        """Return the author's answer."""
        return Answer("solution", self.author())

    def author(self) -> str:
        """Return the answer and why."""
        return f"`{self.answer!r}`. {self.because}"

    def __repr__(self) -> str:
        return f"Exercise {self.name}: .check(answer), .hint(), .solution()"


@dataclass
class Predict(Exercise):
    """A number, a choice or a few of them, to be predicted before anything is run.

    Attributes:
        answer: a number, a text, or a tuple of them; a float may be off by half a percent.
        because: why that is so.
        mistakes: wrong answers and what is wrong with each; `None` in a tuple matches anything.
        choices: what a text may be.
        example: what an answer looks like.
    """

    answer: object
    because: str
    hints: tuple[str, ...]
    mistakes: Sequence[tuple[object, str]]
    choices: tuple[str, ...] = ()
    example: str = ""

    def what_is_wanted(self) -> str:
        """Return the choices or the example."""
        if self.choices:
            return f"One of {', '.join(map(repr, self.choices))}."
        return f"It looks like this: `{self.example}`." if self.example else ""

    def judge(self, answer: object) -> Answer:
        """Compare with the right answer, then with the known mistakes."""
        parts, wanted = _as_tuple(answer), _as_tuple(self.answer)
        if any(map(is_nothing, parts)):
            return Answer("open", self.what_is_wanted())
        if self._all_same(parts, wanted):
            return Answer("right", self.because)
        for mistake, reason in self.mistakes:
            if self._all_same(parts, _as_tuple(mistake)):
                return Answer("wrong", reason)
        if problem := self._misfit(parts, wanted):
            return Answer("wrong", f"{problem} {self.what_is_wanted()}".rstrip())
        if any(self._all_same(other, wanted) for other in itertools.permutations(parts)):
            return Answer("wrong", "These are the right values; only their order differs.")
        places = ", ".join(itertools.compress("123456789", map(self._same, parts, wanted)))
        so_far = f"Right so far: value{'s' * (len(places) > 1)} {places}. The rest is not right yet."
        return Answer("wrong", so_far if places else "That is not it. `.hint()` helps.")

    def _misfit(self, parts: tuple, wanted: tuple) -> str | None:
        """Return why an answer cannot be compared at all, if so."""
        if len(parts) != len(wanted):
            return f"This asks for {len(wanted)} value{'s'[: len(wanted) - 1]}, and got {len(parts)}."
        for part, want in zip(parts, wanted, strict=True):
            kind, types = ("string", str) if isinstance(want, str) else ("number", Number)
            if not isinstance(part, types):
                return f"A {kind} was expected where you have {shown(part)}."
            if self.choices and part.strip().casefold() not in map(str.casefold, self.choices):
                return f"{shown(part)} is not one of the choices."
        return None

    def _same(self, part: object, want: object) -> bool:
        if want is None or isinstance(want, str):
            return want is None or (isinstance(part, str) and part.strip().casefold() == want.casefold())
        rounding = 0.05 if isinstance(want, int) else max(0.0051, 0.005 * abs(want))
        try:
            return isinstance(part, Number) and abs(float(part) - want) <= rounding
        except (TypeError, OverflowError):  # a complex number, an integer of more than 308 digits
            return False

    def _all_same(self, parts: tuple, wanted: tuple) -> bool:
        return len(parts) == len(wanted) and all(map(self._same, parts, wanted))


def _as_tuple(value: object) -> tuple:
    """Return the parts of an answer: those of a list, an array or a shape, or the one value that it is."""
    if isinstance(value, np.ndarray) or hasattr(value, "numpy"):  # an array or a tensor
        value = np.asarray(value).tolist()
    is_one = isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable)
    return (value,) if is_one else tuple(itertools.islice(value, 100))  # an iterator may have no end


@dataclass
class Order(Exercise):
    """Steps to put in order, shown shuffled and with letters.

    Attributes:
        steps: in the right order.
        because: why that is the order.
        mistakes: ((earlier, later), reason): two places in `steps`, and what is wrong if they are swapped.
    """

    steps: tuple[str, ...]
    because: str
    hints: tuple[str, ...]
    mistakes: Sequence[tuple[tuple[int, int], str]]

    def __post_init__(self):
        """Give each step its letter: always the same, and never in the order of the alphabet."""
        alphabet = string.ascii_lowercase[: len(self.steps)]
        shuffled = "".join(random.Random(self.steps[0]).sample(alphabet, len(alphabet)))
        self.answer = shuffled if shuffled != alphabet else alphabet[::-1]

    def what_is_wanted(self) -> str:
        """Return the form of an answer, and the steps with their letters."""
        letters = "".join(sorted(self.answer))
        steps = [f"{letter}) {self.steps[self.answer.index(letter)]}" for letter in letters]
        return "\n".join([f"The letters in the right order, in the form `{letters!r}`:", *steps])

    def judge(self, answer: object) -> Answer:
        """Look for steps that are the wrong way round."""
        letters = "".join(part if isinstance(part, str) else "?" for part in _as_tuple(answer))
        places = [self.answer.find(letter) for letter in re.sub(r"[\s,]", "", letters.casefold())]
        if sorted(places) != list(range(len(self.steps))):
            problem = f"Each letter is needed once; you have {shown(answer)}."
            return Answer("wrong", f"{problem} {self.what_is_wanted()}")
        swapped = [(later, first) for first, later in itertools.combinations(places, 2) if later < first]
        reasons = [reason for pair, reason in self.mistakes if pair in swapped]
        for earlier, later in swapped:
            reasons.append(f'"{self.steps[later]}" cannot come before "{self.steps[earlier]}".')
        return Answer("wrong", reasons[0]) if swapped else Answer("right", self.because)


@dataclass
class Build(Exercise):
    """A function to write, compared with a plain one of ours on random inputs.

    Attributes:
        reference: the solution: short and plain, however slow.
        inputs: makes the arguments of one trial from a generator and a size, 1 for the smallest.
        mistakes: wrong functions and what each does wrong, for readers whose function always gives the same.
        any_order: whether the parts of a result may come in any order.
        note: something to add to the solution.
    """

    reference: Callable
    inputs: Callable[[np.random.Generator, int], tuple]
    hints: tuple[str, ...]
    mistakes: Sequence[tuple[Callable, str]]
    any_order: bool = False
    note: str = ""

    def what_is_wanted(self) -> str:
        """Return how to hand in the function."""
        return f"Write the function, then hand it in without calling it: `check({self.reference.__name__})`."

    def judge(self, answer: object) -> Answer:
        """Try the function on random inputs, and show the smallest that it gets wrong."""
        if not callable(answer):
            return Answer("wrong", f"A function was expected, not {shown(answer)}. {self.what_is_wanted()}")
        name = getattr(answer, "__name__", "your function")
        results, failures = [], []
        for arguments in self.trials():
            try:
                result = answer(*copy.deepcopy(arguments))
                result = list(result) if isinstance(result, Iterator) else result
                complaint = difference(result, self.reference(*copy.deepcopy(arguments)), self.any_order)
            except Exception as error:
                result, complaint = error, f"it stops with an error:\n\n{as_code(_where_and_what(error))}"
            results.append((arguments, result))
            if complaint:
                failures.append(f"`{name}({', '.join(map(shown, arguments))})`: {complaint}")
        if is_nothing(results[0][1]):
            return Answer("open", self.what_is_wanted())
        if not failures:
            return Answer("right", f"It gave the right result for {TRIALS} random inputs.")
        known = [reason for mistake, reason in self.mistakes if _explains(mistake, results)]
        return Answer("wrong", "\n\n".join([*known[:1], min(failures, key=len)]))

    def author(self) -> str:
        """Return the source of the reference."""
        code = as_code(textwrap.dedent(inspect.getsource(self.reference)))
        return f"\n\n{code}\n\n{self.note}".rstrip()

    def trials(self) -> list[tuple]:
        """Return the arguments of all trials, the smallest first."""
        rng = np.random.default_rng(0)
        return [self.inputs(rng, 1 + number // 3) for number in range(TRIALS)]


def _explains(mistake: Callable, results: list[tuple]) -> bool:
    """Return whether a wrong function of ours always gives what the reader's gives."""
    return all(same(result, mistake(*copy.deepcopy(arguments))) for arguments, result in results)


def _where_and_what(error: Exception) -> str:
    """Return an error's message below the line of the reader's code that raised it."""
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    frames = traceback.extract_tb(error.__traceback__)[1:]  # without ours, which calls the function
    own = [frame for frame in frames if frame.filename == frames[0].filename]
    return f"line {own[-1].lineno}:  {own[-1].line}\n{what}" if own else what


@dataclass
class Explore(Exercise):
    """An open question, answered in words after an experiment. It is never judged: readers compare.

    Attributes:
        mentions: what a good answer mentions.
        answer: the author's.
        misconceptions: what a reader may be thinking, and what to say to it.
    """

    mentions: tuple[str, ...]
    answer: str
    hints: tuple[str, ...]
    misconceptions: tuple[tuple[str, str], ...] = ()

    def what_is_wanted(self) -> str:
        """Return what form an answer has."""
        return "A sentence or two in your own words, between quotes."

    def judge(self, answer: object) -> Answer:
        """Show what to compare an attempt with."""
        if not isinstance(answer, str) or not answer.strip():
            return Answer("open", f"{self.what_is_wanted()} You handed in {shown(answer)}.")
        thoughts = [f"You may be thinking: *{belief}* {reply}" for belief, reply in self.misconceptions]
        return Answer("noted", "\n\n".join([self.author(), *thoughts]))

    def author(self) -> str:
        """Return the checklist and the author's answer."""
        checklist = "\n".join(["Tick what your answer mentions:", *(f"☐ {point}" for point in self.mentions)])
        return f"{checklist}\n\nOur answer: {self.answer}"


class Parts(Exercise):
    """An answer in parts, as a dictionary. A kind defines `lines(answer)`: the verdicts, ✓ for right ones."""

    opening, word = "", "right"

    def judge(self, answer: object) -> Answer:
        """Give the verdicts, and count them in the title."""
        if not isinstance(answer, Mapping):
            return Answer("wrong", f"A dictionary was expected, not {shown(answer)}. {self.what_is_wanted()}")
        if all(map(is_nothing, answer.values())):
            return Answer("open", self.what_is_wanted(), self.opening)
        lines = list(self.lines(answer))
        count = sum("✓" in line[:4] for line in lines)
        is_all = count == len(lines)
        text = "\n\n".join(["", *lines, *([self.because] if is_all and self.because else [])])
        title = f"{'✓' if is_all else '✗'} {count} of {len(lines)} {self.word}."
        return Answer("right" if is_all else "wrong", text, title)


@dataclass
class Match(Parts):
    """Names to match with shapes or other short answers.

    Attributes:
        answer: name -> what belongs to it.
        because: why that is so.
        mistakes: name -> wrong answers and what is wrong with each.
    """

    answer: dict[str, object]
    because: str
    hints: tuple[str, ...]
    mistakes: Mapping[str, Sequence[tuple[object, str]]]

    def what_is_wanted(self) -> str:
        """Return the names to fill in."""
        return "\n".join(["Fill in what you know:", *(f"… {name}" for name in self.answer)])

    def lines(self, answer: Mapping) -> Iterator[str]:
        """Have each answer judged as a `Predict` would."""
        for name, right in self.answer.items():
            one = Predict(right, f"`{right!r}`.", (), self.mistakes.get(name, ()))
            verdict = one.judge(answer.get(name))
            yield f"{SIGNS[verdict.kind][0][0]} {name}: {verdict.text or 'not attempted yet.'}"


class Question(NamedTuple):
    """A multiple-choice question: `choices` maps letters to a choice and why it is right or wrong."""

    text: str
    right: str
    choices: dict[str, tuple[str, str]]


@dataclass
class Quiz(Parts):
    """A few multiple-choice questions at the end of a lesson."""

    questions: tuple[Question, ...]
    hints: tuple[str, ...] = ("Each wrong choice says why it is wrong: try one.",)
    opening, because = "Quiz.", ""

    def what_is_wanted(self) -> str:
        """Return the questions with their choices."""
        letters = ", ".join(['"a"'] * len(self.questions))
        blocks = [f"Answer with letters: `check({letters})`."]
        for number, question in enumerate(self.questions, start=1):
            choices = [f"{letter}) {choice}" for letter, (choice, _) in question.choices.items()]
            blocks.append("\n".join([f"{number}. {question.text}", *choices]))
        return "\n\n".join(blocks)

    def check(self, *answers: object) -> Answer:
        """Check the letters of all questions, or of the first ones."""
        if len(answers) == 1 and isinstance(answers[0], list | tuple):
            (answers,) = answers
        if len(answers) > len(self.questions):
            return Answer("wrong", f"There are {len(self.questions)} questions, and {len(answers)} answers.")
        return super().check(dict(enumerate(answers)))

    def lines(self, answer: Mapping) -> Iterator[str]:
        """Say for each question whether the choice is right, and why."""
        for number, question in enumerate(self.questions):
            letter = str(answer.get(number)).strip(" .)").lower()
            sign = "✓" if letter == question.right else "✗"
            says = f"{sign} {letter}) {' '.join(question.choices.get(letter, ()))}"
            other = f"Choose one of {', '.join(question.choices)}."
            yield f"{number + 1}. {says if letter in question.choices else other}"

    def author(self) -> str:
        """Return the right choices and why."""
        return self.judge({number: question.right for number, question in enumerate(self.questions)}).text


@dataclass
class Project(Parts):
    """A project of the reader's own, handed in part by part and checked step by step.

    Attributes:
        parts: what is handed in, as the keys of a dictionary: name -> what it is.
        steps: what is done, the names of the parts that show it, and a function that takes these parts and
            returns whether it is done, and a note.
        code: how the author would go about it.
    """

    parts: dict[str, str]
    steps: tuple[tuple[str, tuple[str, ...], Callable[..., tuple[bool, str]]], ...]
    code: str
    hints: tuple[str, ...]
    word, because = "done", ""

    def what_is_wanted(self) -> str:
        """Return the list of parts."""
        lines = [f"`{name}`: {meaning}" for name, meaning in self.parts.items()]
        return "\n".join(["Fill in, in any order:", *lines])

    def lines(self, answer: Mapping) -> Iterator[str]:
        """Tick what is done, and say what is missing for the rest."""
        for says, parts, look in self.steps:
            missing = [f"`{name}`" for name in parts if is_nothing(answer.get(name))]
            note = f"Still missing: {', '.join(missing)}."
            try:
                done, note = (False, note) if missing else look(*(answer[name] for name in parts))
            except Exception as error:  # a part of another kind
                done, note = False, f"This stops with an error: {type(error).__name__}: {error}".rstrip(": ")
            yield f"{'✓' if done else '☐'} {says} {note}".rstrip()

    def author(self) -> str:
        """Return the author's code."""
        return f"One way; the judgement is yours.\n\n{as_code(self.code)}"


class Lesson:
    """The exercises of a lesson in their order; `name` is that of the lesson's module in this folder."""

    def __init__(self, name: str, **exercises: Exercise):
        self.name, self.exercises = name, exercises
        for key, exercise in exercises.items():
            exercise.name, exercise.lesson = key, name
            setattr(self, key, exercise)

    def __getattr__(self, name: str) -> Exercise:
        known = ", ".join(self.__dict__.get("exercises", ()))
        raise AttributeError(f"The lesson has no exercise {name!r}; it has {known}.")

    def __repr__(self) -> str:
        return f"Exercises of the lesson {self.name}: {', '.join(self.exercises)}."

    def progress(self) -> Answer:
        """Return which exercises of this lesson are done, in earlier sessions, too."""
        done = read_progress().get(self.name, [])
        left = [name for name in self.exercises if name not in done]
        count = len(self.exercises) - len(left)
        rest = f"; left: {', '.join(left)}" if count and left else ""
        bar = "█" * count + "░" * len(left)
        return Answer("open", f"{bar} {count} of {len(self.exercises)} done{rest}", "Progress:")
