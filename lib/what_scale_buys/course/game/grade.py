"""Grade a folder of forecasts: the worlds are computed again from the salt, and every loss of a ledger is checked."""

import json
from dataclasses import dataclass
from pathlib import Path

from scaling_laws.errors import InvalidArgument, ScalingLawError

from .. import sheet
from ..problem import plain
from .desk import chained
from .score import FORECAST, PAGE, PLAN, SIZE, Forecast, score

LARGEST = 2_000_000  # bytes of a file that is read
HEADING = ("file", "student", f"forecast of {FORECAST}", f"size of {SIZE}", f"plan of {PLAN}", f"page of {PAGE}", "why")
NOBODY = ("", 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class HandedIn:
    """A file that a desk saved. ledger : [{parameters, flop, seed, loss, chain}]."""

    student: str
    budget: float
    ledger: list
    forecast: Forecast


def read(path):
    """The HandedIn in a file.

    Raises
    ------
    InvalidArgument
        If a desk did not write it.
    """
    if path.stat().st_size > LARGEST:
        raise InvalidArgument("file", path.name, "what a desk saved, and this is far larger")
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        forecast = Forecast(**{name: float(record["forecast"][name]) for name in Forecast.__dataclass_fields__})
        ledger = [dict(entry) for entry in record["ledger"]]
        return HandedIn(str(record["student"]), float(record["budget"]), ledger, forecast)
    except InvalidArgument:
        raise
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InvalidArgument("file", path.name, "what a desk saved, with a ledger and a forecast") from None


def faults(handed, world, budget):
    """What is wrong with a ledger, as a list of sentences."""
    found = []
    broken = chained(handed.ledger)
    if broken:
        found.append(f"Entry {broken} of the ledger does not follow from those before it.")
    for number, entry in enumerate(handed.ledger, start=1):
        key = entry.get("parameters"), entry.get("flop"), entry.get("seed")
        if key not in world.cells:
            found.append(f"Entry {number} is a run that was not for sale.")
        elif entry.get("loss") != world.cells[key]:
            found.append(f"The loss of entry {number} is not the one that was sold.")
    spent = sum(world_cost(entry) for entry in handed.ledger)
    if spent > budget * (1 + 1e-9):
        found.append(f"{spent:.3g} FLOP were spent, and the budget was {budget:.3g}.")
    return found


def world_cost(entry):
    """FLOP of an entry, infinite where it says none."""
    flop = entry.get("flop")
    return float(flop) if isinstance(flop, (int, float)) and flop > 0 else float("inf")


def graded(path, world_of, budget):
    """(file, student, points of forecast, size, plan, "", why) of one file; a file that cannot be read earns nothing.

    world_of : of a student's id, to the World. A ledger with a fault earns nothing at all: the forecast stands on it.
    """
    try:
        handed = read(path)
        world = world_of(handed.student)
        found = faults(handed, world, budget)
        if found:
            return (path.name, handed.student, 0.0, 0.0, 0.0, "", " ".join(found[:3]))
        runs = [(e["parameters"], e["flop"], e["loss"]) for e in handed.ledger]
        told = score(world, runs, handed.forecast, budget)
        points = (round(part, 1) for part in (told.forecast, told.size, told.plan))
        return (path.name, handed.student, *points, "", "; ".join(told.why))
    except (ScalingLawError, OSError, TypeError, ValueError, OverflowError) as error:
        return (path.name, *NOBODY, "", str(error))


def grade(folder, world_of, budget, out):
    """Grade every *.json below a folder into a CSV table; the column of the page is for a reader. Returns the rows."""
    rows = [graded(path, world_of, budget) for path in sorted(Path(folder).rglob("*.json"))]
    seen = {}
    for row in rows:
        seen.setdefault(plain(row[1]), []).append(row)
    twice = {name for name, mine in seen.items() if name and len(mine) > 1}
    rows = [(*row[:-1], f"{row[-1]} Handed in more than once.") if plain(row[1]) in twice else row for row in rows]
    sheet.write(out, HEADING, rows)
    return rows
