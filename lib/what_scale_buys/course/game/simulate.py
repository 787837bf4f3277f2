"""Which strategies pay: many students, each in a world of its own, and what every player makes of it."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...measured import _text, columns, read_table, to_cells
from .desk import Desk
from .players import PLAYERS
from .score import LEVEL, Forecast, forecast_score, score, size_factor

STUDENTS = 100
TABLE = "budget_game.csv"
HERE = Path(__file__).parents[2] / "data" / TABLE


@dataclass(frozen=True)
class Row:
    """How one player did among `students` worlds.

    runs : bought, mean. untold : worlds in which they gave no forecast. error_median : of the loss, in per cent;
    size_median, size_90 : factor on the size; regret_median : loss of a model of that size over the best, in per cent.
    half_width : of the interval that holds the truth in LEVEL of the worlds, in per cent of the loss. Every player
    hands that one in, as if it knew how wrong it usually is. own_coverage : share of worlds, in per cent, in which the
    interval that its own fit states held the truth; None without a fit. interval_score : mean, in per cent.
    forecast, size, plan, total : mean points; total_error : standard error of the mean total.
    """

    player: str
    students: int
    runs: float
    untold: int
    error_median: float
    size_median: float
    size_90: float
    regret_median: float
    half_width: float
    own_coverage: float | None
    interval_score: float
    forecast: float
    size: float
    plan: float
    total: float
    total_error: float


def played(title, students=STUDENTS):
    """[(desk, Guess)] of one player among so many worlds."""
    desks = [Desk(f"simulated {number}") for number in range(students)]
    return [(desk, PLAYERS[title](desk)) for desk in desks]


def row(title, games):
    """The Row of a player from its games; where a game has no forecast it earns the points of its plan alone."""
    told = [(desk, guess) for desk, guess in games if np.isfinite(guess.loss)]
    errors = np.array([np.log(guess.loss / desk.world.loss) for desk, guess in told])
    half = float(np.quantile(np.abs(errors), LEVEL))
    scores = [(desk.world, guess, _scored(desk, guess, half)) for desk, guess in told]
    totals = np.array([found.total for _, _, found in scores])
    factors = [size_factor(guess.parameters, world.parameters) for world, guess, _ in scores]
    regret = [world.law.isoflop(world.target, guess.parameters) / world.loss - 1 for world, guess, _ in scores]
    own = [guess.low <= world.loss <= guess.high for world, guess, _ in scores if np.isfinite(guess.low)]
    mean = lambda values: float(np.mean(values))  # noqa: E731
    return Row(
        title,
        len(games),
        mean([len(desk.bought) for desk, _ in games]),
        len(games) - len(told),
        100 * float(np.median(np.abs(errors))),
        float(np.median(factors)),
        float(np.quantile(factors, LEVEL)),
        100 * float(np.median(regret)),
        100 * half,
        100 * mean(own) if own else None,
        100 * mean([forecast_score(_handed_in(guess, half), world.loss) for world, guess, _ in scores]),
        *(mean([getattr(found, part) for _, _, found in scores]) for part in ("forecast", "size", "plan", "total")),
        float(totals.std(ddof=1) / np.sqrt(len(totals))),
    )


def _handed_in(guess, half):
    return Forecast(guess.loss, guess.loss * np.exp(-half), guess.loss * np.exp(half), guess.parameters)


def _scored(desk, guess, half):
    return score(desk.world, desk.runs_bought, _handed_in(guess, half), desk.budget)


def table():
    """The stored rows, as a list of Row, the best player first."""
    return sorted(read_table(Row, _text(TABLE), TABLE), key=lambda row: -row.total)


def rows(students=STUDENTS):
    """A Row for every player, the best first."""
    return sorted((row(title, played(title, students)) for title in PLAYERS), key=lambda row: -row.total)


def printed(rows):
    """Rows as a table of text."""
    heading = ("strategy", "runs", "error", "± of 90 %", "size off", "forecast", "size", "plan", "points")
    lines = [heading, *map(_line, rows)]
    widths = [max(map(len, column)) for column in zip(*lines)]
    return "\n".join("  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths)).rstrip() for line in lines)


def _line(row):
    return (
        row.player,
        f"{row.runs:.0f}",
        f"{row.error_median:.1f} %",
        f"{row.half_width:.1f} %",
        f"{row.size_median:.2f}×",
        *(f"{points:.1f}" for points in (row.forecast, row.size, row.plan)),
        f"{row.total:.0f} ± {row.total_error:.1f}",
    )


def write(path=HERE, students=STUDENTS):
    """Play all games and write the table; three digits, which no processor's arithmetic changes."""
    found = rows(students)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns(Row), *map(_cells, found)])
    return found


def _cells(row):
    return [
        f"{float(cell):.3g}" if isinstance(value, float) else cell
        for value, cell in zip(vars(row).values(), to_cells(row))
    ]
