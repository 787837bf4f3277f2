"""What the modules of a room declare hangs on its door, and nothing is computed on the way in."""

from importlib import import_module
from pkgutil import iter_modules

from ..claims import Claim, Claims
from ..course.problem import Problem
from ..course.quiz import Quiz
from ..display.cards import Card
from . import chapter_of


def furnish(room):
    """Import every module of the room named `room`, and hang on the package what they declare.

    CHAPTER : file name of its notebook, without extension. EXHIBITS : {name: function} of figures, explorables and
    tables, each also an attribute. CLAIMS : its Claims. CARDS : {name: Card}. PROBLEMS : {id: Problem}.
    QUIZ : its problems as a page asks them. `numbers` : its numbers.

    A module declares by decorator: `display.exhibits.exhibit`, `claims.claim`, `display.cards.card`,
    `course.problem.problem`.
    """
    package = import_module(room)
    modules = [import_module(f"{room}.{found.name}") for found in iter_modules(package.__path__)]
    declared = [thing for module in modules for thing in vars(module).values() if _made_in(module, thing)]
    exhibits = {thing.__name__: thing for thing in declared if getattr(thing, "is_exhibit", False)}
    problems = {thing.id: thing for thing in declared if isinstance(thing, Problem)}
    vars(package).update(
        exhibits,
        EXHIBITS=exhibits,
        CLAIMS=Claims(*(thing for thing in declared if isinstance(thing, Claim))),
        CARDS={thing.name: thing for thing in declared if isinstance(thing, Card)},
        PROBLEMS=problems,
        QUIZ=Quiz(problems),
        CHAPTER=chapter_of(room),
        numbers=import_module(f"{room}.numbers").numbers,
    )


def _made_in(module, thing):
    """Whether a module declares a thing, rather than importing it."""
    home = "home" if isinstance(thing, (Claim, Card, Problem)) else "__module__"
    return getattr(thing, home, None) == module.__name__
