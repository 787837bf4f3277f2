"""A problem is declared once; the quiz, the handout, the question bank and the checked question are computed from it.

@problem("law-cut", outcome="read a loss", level="warm-up", minutes=3)
def cut(dice):
    growth, exponent = exact(dice.among([10, 100]), "×"), exact(dice.between(0.04, 0.06))
    left = growth ** -exponent
    return Case(
        f"Compute grows {growth} and the exponent is {exponent}. How much of the loss is gone?",
        percent(1 - left),
        f"The growth to the power of minus the exponent is left of the loss, {percent(left)}.",
        Mistake("left", percent(left), "That is what is left of the loss."),
        Mistake("linear", percent(growth * exponent), "The exponent is a power, it does not multiply."),
        inputs=dict(growth=growth, exponent=exponent),
    )
"""

from dataclasses import dataclass
from math import isclose

from scaling_laws.errors import InvalidArgument, UnknownKey
from scaling_laws.quantity import Quantity

from .. import chapters
from .dice import EDITION, Dice

LEVELS = ("warm-up", "core", "stretch")
TOLERANCE = 0.02  # of the answer: what rounding to two or three digits on the way costs
APART = 2.5  # tolerances between an answer and a mistake, at least: one for each of them and a margin
TRIES = 60  # draws before a problem is refused whose mistakes cannot be told from its answer
SAMPLE = "sample"  # the student of the page, the handout and the question bank


@dataclass(frozen=True)
class Mistake:
    """What a wrong way of computing gives, and the sentence that helps whoever went it.

    name : a word. value : Quantity in the unit of the answer, or the key of an option. feedback : sentence.
    """

    name: str
    value: object
    feedback: str


@dataclass(frozen=True, init=False)
class Case:
    """A problem with one student's numbers.

    text : the question. answer : Quantity, or the key of the option that is right. because : why, as sentences.
    mistakes : tuple of Mistake. inputs : {name: value} of what was drawn. options : {key: text} of a choice, else {}.
    problem, student : whose case it is, once it is dealt.
    """

    text: str
    answer: object
    because: str
    mistakes: tuple
    inputs: dict
    options: dict
    problem: "Problem | None" = None
    student: str = ""

    def __init__(self, text, answer, because, *mistakes, inputs, options=None, problem=None, student=""):
        fields = dict(text=text, answer=answer, because=because, mistakes=mistakes, inputs=inputs)
        for name, value in (fields | dict(options=options or {}, problem=problem, student=student)).items():
            object.__setattr__(self, name, value)

    @property
    def unit(self):
        """Unit of the answer; "" for a plain number and for a choice."""
        return self.answer.unit if isinstance(self.answer, Quantity) else ""

    @property
    def solution(self):
        """The answer as it is written: a number with its unit, or the text of the option."""
        return self.options[self.answer] if self.options else str(self.answer.short)

    def is_clear(self, tolerance):
        """Whether the answer and the mistakes cannot be taken for one another."""
        values = [self.answer, *(mistake.value for mistake in self.mistakes)]
        if self.options:
            return len(set(values)) == len(values)
        numbers = [float(value) for value in values]
        gap = APART * tolerance
        return all(not isclose(a, b, rel_tol=gap) for i, a in enumerate(numbers) for b in numbers[:i])


@dataclass(frozen=True)
class Problem:
    """A question with numbers of one's own.

    id : as "law-cut". chapter : file name of its chapter, without extension.
    outcome : words by which one sentence of what the chapter's reader will be able to do is known.
    level : one of LEVELS. minutes : that it takes a student, as a guess.
    draw : function of Dice, to a Case. tolerance : of the answer, as a fraction.
    """

    id: str
    chapter: str
    outcome: str
    level: str
    minutes: float
    draw: object
    tolerance: float = TOLERANCE

    @property
    def home(self):
        """The module that declares the problem."""
        return self.draw.__module__

    def __post_init__(self):
        if self.level not in LEVELS:
            raise InvalidArgument("level", self.level, f"one of {', '.join(LEVELS)}")
        if not 0 < self.tolerance < 1:
            raise InvalidArgument("tolerance", self.tolerance, "a fraction of the answer")

    def deal(self, student=SAMPLE, edition=EDITION):
        """The Case of a student: the same every time, and on every machine.

        Numbers with which a mistake would come out right, or two mistakes alike, are drawn again.

        Raises
        ------
        InvalidArgument
            If no draw keeps the answer and the mistakes apart.
        """
        dice = Dice(plain(student), edition, self.id)
        for _ in range(TRIES):
            case = self.draw(dice)
            if case.is_clear(self.tolerance):
                return _dealt(case, self, str(student))
        raise InvalidArgument("problem", self.id, "one whose mistakes differ from its answer and from each other")


def _dealt(case, problem, student):
    fields = {
        name: value for name, value in vars(case).items() if name not in ("text", "answer", "because", "mistakes")
    }
    fields |= dict(problem=problem, student=student)
    return Case(case.text, case.answer, case.because, *case.mistakes, **fields)


def plain(student):
    """A student's id as it counts: "Ada " is "ada"."""
    return str(student).strip().casefold()


def problem(id, *, outcome, level, minutes, tolerance=TOLERANCE):
    """Declare a problem; the decorated function makes its Case of Dice."""

    def declare(draw):
        chapter = chapters.chapter_of(draw.__module__)
        return Problem(id, chapter, outcome, level, minutes, draw, tolerance)

    return declare


def problems():
    """All problems by id, in the order of the book; imports the rooms and computes nothing."""
    return {id: made for room in chapters.rooms().values() for id, made in room.PROBLEMS.items()}


def find(id):
    """One problem by its id; UnknownKey with the nearest ids."""
    known = problems()
    if id not in known:
        raise UnknownKey("problem", id, known)
    return known[id]
