"""Six problem sets, whose questions have numbers of the student's own and need the library to be answered.

A module `ps1` … `ps6` declares the questions of one set; its notebook lies in `course/`. `desk` is what a notebook
calls, `notebooks` splits a notebook into what students, instructors and graders get, `grade` grades a folder.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from scaling_laws.errors import UnknownKey

from ..problem import TOLERANCE, Problem

FULL, HALF = 10, 5  # points of an answer that is right, and of one that is near


@dataclass(frozen=True)
class ProblemSet:
    """One set. id : as "ps1". title : what it is about. minutes : stated. essay : whether a person reads a part of it.

    problems : {id: Problem}, in the order of the notebook.
    """

    id: str
    title: str
    minutes: int
    problems: dict
    essay: bool = False

    def variable(self, id):
        """Name of the variable of a notebook that holds the answer: "q2" for "ps1.q2"."""
        return id.partition(".")[2]

    @property
    def most(self):
        """Points of all questions together, without an essay."""
        return FULL * len(self.problems)


def question(id, *, chapter, outcome, level="core", minutes, tolerance=TOLERANCE):
    """Declare a question of a set; the decorated function makes its Case of Dice."""
    return lambda draw: Problem(id, chapter, outcome, level, minutes, draw, tolerance)


@cache
def sets():
    """All sets by id; imports their modules and computes nothing."""
    names = sorted(found.name for found in iter_modules(__path__) if found.name.startswith("ps"))
    return {name: _set(name, import_module(f"{__name__}.{name}")) for name in names}


def _set(name, module):
    mine = [thing for thing in vars(module).values() if isinstance(thing, Problem)]
    problems = {thing.id: thing for thing in mine if thing.id.startswith(f"{name}.")}
    return ProblemSet(name, module.TITLE, module.MINUTES, problems, getattr(module, "ESSAY", False))


def find_set(name):
    """One set by its id; UnknownKey with the nearest."""
    if name not in sets():
        raise UnknownKey("problem set", name, sets())
    return sets()[name]


def find(id):
    """One question by its id, as "ps1.q2"; UnknownKey with the nearest."""
    known = {key: problem for one in sets().values() for key, problem in one.problems.items()}
    if id not in known:
        raise UnknownKey("question", id, known)
    return known[id]
