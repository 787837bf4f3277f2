"""Standard errors and bounds that stand beside a loss or a score, and weights."""

import re
from collections.abc import Mapping
from statistics import NormalDist
from typing import Any

from .cells import looks_numeric
from .choosing import Column, find
from .grid import Grid
from .heads import LONGEST, bound_of, plain
from .measures import ERROR_WORDS
from .options import LEFT_OUT, Options, head_position
from .problems import UnreadableTable

BARE = (
    "err",
    "sem",
    "se",
    "stderr",
    "std_err",
    "std_error",
    "standard_error",
    "std",
    "stdev",
    "sd",
    "std_dev",
    "stddev",
)
_PLUS_MINUS = re.compile(r"\u00b1|\+/-|\+-")
LEVEL = 0.95  # of bounds that do not say theirs


def find_errors(grid: Grid, target: Column, options: Options) -> tuple[tuple[Column, ...], str]:
    """Columns that say how sure each value of the Column `target` is: one standard error, or two bounds, or none.

    Returns (columns, words): columns have the measure "error", or "low" and "high".
    """
    if "error" in options.columns:
        head = options.columns["error"]
        if head in LEFT_OUT:
            return (), "no errors, as asked"
        position = head_position(grid, head)
        return (Column("error", position, grid.heads[position], target.unit, named=True),), "standard error"
    stems = _stems(target)
    for k, head in enumerate(grid.heads):
        word = _error_word(plain(_PLUS_MINUS.sub(" err ", str(head)[:LONGEST])), stems)
        if word and looks_numeric(grid, k, "error"):
            _refuse_percent(grid, k, target)
            return (Column("error", k, head, target.unit),), word
    bounds: dict[tuple, dict[str, Column]] = {}
    for k, head in enumerate(grid.heads):
        side, stem, level = bound_of(head)
        if side and stem in stems and looks_numeric(grid, k, "error"):
            bounds.setdefault((stem, level), {}).setdefault(side, Column(side, k, head, target.unit))
    found = next(((level, pair) for (_, level), pair in bounds.items() if len(pair) == 2), None)
    if found is None:
        return (), ""
    level, pair = found
    words = f"bounds of {100 * level:.4g} %" if level else f"bounds, taken as those of {100 * LEVEL:g} %"
    return (pair["low"], pair["high"]), words


def _refuse_percent(grid, position, target):
    """Refuses errors of a loss in percent, which may be of the loss or of its unit."""
    if target.measure == "loss" and any(str(cell).strip().endswith("%") for cell in grid.column(position)):
        head = grid.heads[position]
        cure = "write them in the unit of the loss, or leave the column out (--columns error=-)"
        raise UnreadableTable(grid.name, f"{head!r} holds errors of the loss in percent", cure)


def _stems(target):
    own = plain(target.head)
    return {own, target.measure, ""}


def _error_word(text, stems):
    for word, meaning in sorted(ERROR_WORDS.items(), key=lambda pair: -len(pair[0])):
        for stem in stems:
            if stem and text in (f"{stem}_{word}", f"{word}_{stem}", f"{word}_of_{stem}"):
                return meaning
        if word in BARE and text == word:
            return meaning
    return ""


def weight_column(grid: Grid, options: Options) -> Column | None:
    """The Column of weights that the table names, or None."""
    return find(grid, "weight", options)


def level_of(column: Column) -> float:
    """The level of a column of bounds."""
    return bound_of(column.head)[2] or LEVEL


def error_of(record: Mapping[str, Any], target: str, level: float) -> tuple[float | None, tuple[str, str] | None]:
    """The standard error of a record whose bounds have a level, and what is wrong with these: two texts or None."""
    if "error" in record:
        return record["error"], None
    low, high = record["low"], record["high"]
    if not low < high or not low <= record[target] <= high:
        return None, (f"bounds {low:g} to {high:g} do not hold {record[target]:g}", "check the columns of the bounds")
    return (high - low) / (2 * NormalDist().inv_cdf((1 + level) / 2)), None
