"""The book's own runs, as this chapter reads them: which worlds, which budgets, which runs are alike.

Every function takes the rows to read; None stands for the committed table.
"""

from functools import cache

import numpy as np

from scaling_laws.errors import InvalidArgument, ScalingLawError
from scaling_laws.fitting import Runs

from ... import measured

KNOWN, PYTHON = "zipf1.5", "python"
MAIN = (KNOWN, PYTHON)
TITLE = {PYTHON: "Python text", KNOWN: "Known entropy"}
PROSE = {PYTHON: "Python text", KNOWN: "the language of known entropy"}
FEWEST_SIZES = 5
LEXICON = 4096  # words of the language of known entropy, each spelled with two symbols


class LadderTooShort(ScalingLawError, ValueError):
    """The table is sound but does not hold enough runs for this chapter."""


@cache
def table():
    """All runs of the committed table, as a tuple.

    Raises
    ------
    CorruptRow
        For the first malformed row, with file, line and reason.
    LadderTooShort
        If a main world has fewer than two budgets with whole valleys.
    """
    return checked(tuple(measured.runs()))


@cache
def higher():
    """The runs of the language that an accelerator made above the budgets of the committed table, as a tuple.

    Raises
    ------
    CorruptRow
        For the first malformed row, with file, line and reason.
    """
    top = max(budgets(KNOWN))
    return tuple(run for run in measured.higher() if run.budget > top)


def climbed():
    """All runs of the committed table, and those above them, as a tuple."""
    return table() + higher()


def checked(rows):
    """The rows, if they suffice for this chapter; LadderTooShort if not."""
    for world in MAIN:
        found = len(budgets(world, rows))
        if found < 2:
            raise LadderTooShort(
                f"data/ladder.csv has {found} budgets with {FEWEST_SIZES} sizes or more in the world {world}, and a"
                " power law needs two: run `python -m lab ladder` for longer."
            )
    return rows


def every(rows=None):
    """All runs, also those that diverged."""
    return table() if rows is None else rows


def runs(series="isoflop", world=None, rows=None, status="done"):
    """The runs of a series and world, as a tuple."""
    return tuple(r for r in every(rows) if r.series == series and r.status == status and world in (None, r.world))


def budgets(world, rows=None):
    """Budgets, in FLOP, at which the world has a whole valley: FEWEST_SIZES or more."""
    mine = runs("isoflop", world, rows)
    planned = sorted({r.budget for r in mine})
    return [C for C in planned if len({r.parameters for r in mine if r.budget == C}) >= FEWEST_SIZES]


def valley_runs(world, rows=None):
    """The IsoFLOP runs of the budgets whose valley is whole; the others wait until it is."""
    whole = budgets(world, rows)
    return tuple(r for r in runs("isoflop", world, rows) if r.budget in whole)


def zipf_worlds(rows=None):
    """Names of the worlds of known entropy, by their Zipf exponent."""
    return [name for _, name in sorted({(r.zipf, r.world) for r in runs("isoflop", None, rows) if r.entropy})]


def entropy(world, rows=None):
    """Exact nats per token of the world, or None where nobody knows."""
    return runs("isoflop", world, rows)[0].entropy


def zipf(world, rows=None):
    """The Zipf exponent of a world of known entropy."""
    return runs("isoflop", world, rows)[0].zipf


def unit(world):
    return "nats/byte" if world == PYTHON else "nats/token"


def title(world):
    return TITLE.get(world) or f"Zipf exponent {float(world.removeprefix('zipf')):g}"


def as_runs(mine, subtract=0.0, without_embedding=False):
    """Runs of the fitting library; `subtract` nats are taken off every loss first."""
    if not mine:
        raise InvalidArgument("runs", 0, "at least one finished run")
    N = [r.parameters_without_embedding if without_embedding else r.parameters for r in mine]
    loss = np.array([r.val_loss for r in mine]) - subtract
    return Runs(N, [r.tokens for r in mine], loss, unit(mine[0].world), name="ladder.csv")


def curves(mine):
    """Runs with one entry for every stretch of every training curve, labelled by run."""
    points = [(r.parameters, D, loss, r.run) for r in mine for D, loss in r.training_curve]
    N, D, loss, names = zip(*points, strict=True)
    return Runs(N, D, loss, unit(mine[0].world), labels=np.array(names), name="ladder.csv")
