"""The shelf: every law that can be fitted by name, found in the files of this folder.

To add a law, add one file that binds `SHELF` to a ShelfLaw, or to a tuple of them. Nothing else needs to change: the
command line, the engine, the list and the tests find it.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from ..errors import InvalidArgument, nearest

STEEPEST = 3.0  # exponent of a term beside others: what falls faster is gone after one step and fits single runs
KINDS = ("floor", "scale", "exponent", "positive", "share", "plain", "signed", "reference")


@dataclass(frozen=True)
class Constant:
    """One constant of a law.

    kind : "floor" (at least zero, in the unit of the target), "scale" (positive, the size of a term), "exponent",
    "positive" (any other positive number), "share" (between zero and one), "plain" (any number), "signed" (a slope of
    the sign that the rows show) or "reference" (a point where the law is anchored: not fitted, but set to the middle of
    the runs unless given). low, high : bounds.
    starts : values to start from where the constant does not enter linearly.
    """

    name: str
    meaning: str
    kind: str = "plain"
    starts: tuple[float, ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class ShelfLaw:
    """A law to be fitted by name.

    formula : in the language of `scaling_laws.formula`. N, D, C and L are parameters, tokens, compute (FLOP) and loss;
    x is whatever the law is drawn against. target : the column that it predicts, "" where the user must say. against :
    what x is unless the user says otherwise. source : paper and equation. use : when to choose it, in one sentence.
    """

    name: str
    title: str
    formula: str
    constants: tuple[Constant, ...]
    source: str
    use: str
    target: str = "loss"
    against: str = ""
    aliases: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.name}: {self.title}", f"  {self.formula}", f"  {self.use} Source: {self.source}."]
        return "\n".join(lines + [f"    {c.name:<10} {c.meaning}" for c in self.constants])


@cache
def shelf() -> dict[str, ShelfLaw]:
    """Name -> ShelfLaw, in alphabetical order of the files."""
    found = {}
    package = __name__.rpartition(".")[0]
    for module in sorted(m.name for m in iter_modules(import_module(package).__path__)):
        entry = getattr(import_module(f"{package}.{module}"), "SHELF", ())
        for law in (entry,) if isinstance(entry, ShelfLaw) else entry:
            found[law.name] = law
    return found


def shelf_law(name: str) -> ShelfLaw:
    """The ShelfLaw of that name or alias; InvalidArgument, with the nearest names, for another.

    >>> shelf_law("chinchilla").target
    'loss'
    """
    laws = shelf()
    for law in laws.values():
        if name == law.name or name in law.aliases:
            return law
    known = [*laws, *(alias for law in laws.values() for alias in law.aliases)]
    raise InvalidArgument("--law", name, f"`scaling-laws list` shows the shelf{nearest(name, known)}")
