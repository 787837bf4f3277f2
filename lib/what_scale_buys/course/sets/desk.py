"""What a student's notebook calls: who one is, one's own question, and whether an answer is right."""

from types import SimpleNamespace

from scaling_laws.errors import InvalidArgument
from scaling_laws.formatting import typeset

from ...chapters import TITLES
from ..judge import Verdict, judge
from ..problem import plain
from . import FULL, HALF, find

PLACEHOLDER = "write your id here"
POINTS = {"right": FULL, "near": HALF}
_student = SimpleNamespace(id="", cases={})  # cases: what was asked, so that a check need not compute it again


def me(student):
    """Say who you are; your numbers follow from it, the same on every machine."""
    if not isinstance(student, str) or not plain(student) or plain(student) == PLACEHOLDER:
        raise InvalidArgument("student", student, "the id under which you hand in, as text")
    _student.id, _student.cases = student.strip(), {}


def who():
    """The id that `me` was told, or nothing."""
    return _student.id


class Question(SimpleNamespace):
    """A question with one's own numbers as attributes; it shows its text, the chapter and the minutes."""

    def __init__(self, case):
        super().__init__(**case.inputs)
        self._text = f"{case.text}\n{_preparation(case)}"

    def __repr__(self):
        return self._text

    def _repr_pretty_(self, printer, cycle):
        printer.text(typeset(self._text))


def _preparation(case):
    """What to read, how long it may take, and how to find out what a law can do."""
    chapter, minutes = case.problem.chapter, case.problem.minutes
    laws = [name for name, value in case.inputs.items() if type(value).__module__.startswith("scaling_laws.laws")]
    told = "".join(f" help(given.{name}) says what it can do." for name in laws)
    return f"Chapter {int(chapter[:2])}, {TITLES[chapter]}; about {minutes:g} minutes.{told}"


def ask(id):
    """Your own version of a question, as "ps1.q2"; its numbers are the attributes that its text names."""
    case = _student.cases[id] = dealt(id)
    return Question(case)


def check(id, answer):
    """A sentence: right, near, in the wrong unit, or which mistake."""
    return answered(_student.cases.get(id) or dealt(id), answer)


def points(id, answer):
    """The marks of an answer, which nbgrader reads; an answer that earns none raises what `check` says of it."""
    verdict = check(id, answer)
    if verdict.kind not in POINTS:
        raise AssertionError(verdict.sentence)
    return POINTS[verdict.kind]


def dealt(id, student=None):
    """The Case of a student, by default of the one that `me` named."""
    if not (student or _student.id):
        raise InvalidArgument("student", student, 'named before a question is asked: me("your id")')
    return find(id).deal(student or _student.id)


def answered(case, answer):
    """The Verdict on an answer; one that was not given is told so."""
    if answer is ... or answer is None:
        return Verdict("unread", "There is no answer yet.")
    return judge(case, answer)
