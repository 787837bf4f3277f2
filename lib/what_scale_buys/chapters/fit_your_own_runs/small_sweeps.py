"""How often intervals of small sweeps hold the truth: the table that `benchmarks/coverage.py` wrote, row by row."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scaling_laws.errors import InvalidArgument, require_choice
from scaling_laws.fitting.coverage import HEAVY_DEGREES, TAILS
from scaling_laws.quantity import Quantity, exact, percent
from scaling_laws.statistics import share

from ...display.exhibits import exhibit
from ...display.table import Table

TABLE = "coverage.csv"
APPROACH_2 = "approach 2"
KINDS = {"percentile": "bootstrap", "hessian": "Hessian"}


@dataclass(frozen=True)
class Row:
    """One design, kind of interval and number.

    stated : share of the data sets for which an interval was stated. covered : share of these whose interval held the
    truth, in %, with its 95 % Wilson interval, or None where none was stated. level : nominal. noise : of log losses.
    width : median of the intervals' widths over the truth.
    """

    design: str
    runs: int
    tails: str
    noise: float
    resamples: int
    interval: str
    number: str
    level: float
    stated: float
    covered: Quantity | None
    width: float

    @classmethod
    def of(cls, cells):
        """The Row of a dict of cells; InvalidArgument for one that cannot be."""
        sets, stated = int(cells["data_sets"]), float(cells["stated"]) / 100
        require_choice("tails", cells["tails"], TAILS)
        if not 0 <= stated <= 1:
            raise InvalidArgument("stated", cells["stated"], "a share in percent")
        covered = None
        if stated > 0:
            known = round(stated * sets)
            covered = share(round(float(cells["covered"]) / 100 * known), known, "covered")
        return cls(
            cells["design"], int(cells["runs"]), cells["tails"], float(cells["noise"]), int(cells["resamples"]),
            cells["interval"], cells["number"], float(cells["nominal"]) / 100, stated, covered,
            float(cells["width"]),
        )  # fmt: skip


@cache
def rows():
    """Every Row of the table."""
    with (files("what_scale_buys") / "data" / TABLE).open(encoding="utf-8", newline="") as file:
        return tuple(Row.of(cells) for cells in csv.DictReader(file))


def of_approach_2():
    """The rows of approach 2."""
    return [row for row in rows() if row.interval.startswith(APPROACH_2)]


def in_words(row):
    """The share of a row as text, with its interval, and how many data sets got none."""
    if row.covered is None:
        return "no interval is stated"
    part = f", stated for {percent(row.stated)}" if row.stated < 1 else ""
    return f"{row.covered.short} ({row.covered.interval.removesuffix(' %')}{part})"


@exhibit
def small_valleys():
    """Coverage of the exponent a by approach 2, by design, scatter and tails."""
    mine = of_approach_2()
    found = {(row.design, row.tails, row.noise): row for row in mine}
    designs = list(dict.fromkeys(row.design for row in mine))
    kinds = sorted({(row.tails, row.noise) for row in mine}, key=lambda kind: (kind[0] != "normal", kind[1]))
    columns = {
        f"{tails} scatter of {percent(noise)}": [in_words(found[design, tails, noise]) for design in designs]
        for tails, noise in kinds
    }
    return Table(
        {"approach 2 on": designs} | columns,
        f"Share of simulated sweeps in which the {percent(mine[0].level)} interval of a held the planted value,"
        f" with the interval of that share. Heavy: Student's t with {exact(HEAVY_DEGREES)} degrees of freedom at the"
        " same scale.",
    )


def of_the_surface(number):
    """The rows of the surface on ladders of few runs, for one of its numbers."""
    return [row for row in rows() if row.interval in KINDS and row.number == number]


@exhibit
def small_ladders():
    """Coverage of the exponent a by the surface on few runs, by design, kind of interval and tails, and the widths."""
    mine = of_the_surface("a")
    found = {(row.design, row.interval, row.tails): row for row in mine}
    designs = {row.design: row.runs for row in sorted(mine, key=lambda row: row.runs)}
    columns = {
        f"{kind}, {tails} scatter": [
            f"{in_words(row)}; {percent(row.width)} wide" for row in (found[design, key, tails] for design in designs)
        ]
        for key, kind in KINDS.items()
        for tails in TAILS
    }
    counts = {row.design: round(row.covered.n / row.stated) for row in mine}
    return Table(
        {"surface on": [f"{design} ({counts[design]} simulated)" for design in designs]} | columns,
        f"Share of simulated tables in which the {percent(mine[0].level)} interval of a held the planted value, with"
        " the interval of that share, and the median width of the intervals over the planted value. Scatter of"
        f" {percent(mine[0].noise)}; {exact(mine[0].resamples)} resamples.",
    )
