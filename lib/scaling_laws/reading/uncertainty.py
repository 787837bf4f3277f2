"""Standard errors and bounds that stand beside a loss or a score, and weights."""

from collections.abc import Mapping
from typing import Any

from .cells import looks_numeric
from .choosing import Column, find
from .grid import Grid
from .heads import bound_of, plain
from .measures import ERROR_WORDS
from .options import LEFT_OUT, Options, head_position

BARE = ("sem", "se", "stderr", "std_err", "std_error", "standard_error", "std", "stdev", "sd", "std_dev", "stddev")
LEVEL = 1.959963984540054  # half the width of a 95 % interval, in standard errors


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
        word = _error_word(plain(head), stems)
        if word and looks_numeric(grid, k, "error"):
            return (Column("error", k, head, target.unit),), word
    bounds: dict[str, dict[str, Column]] = {}
    for k, head in enumerate(grid.heads):
        side, stem = bound_of(head)
        if side and stem in stems and looks_numeric(grid, k, "error"):
            bounds.setdefault(stem, {}).setdefault(side, Column(side, k, head, target.unit))
    pair = next((pair for pair in bounds.values() if len(pair) == 2), None)
    return ((pair["low"], pair["high"]), "bounds, taken as those of 95 %") if pair else ((), "")


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


def error_of(record: Mapping[str, Any], target: str) -> tuple[float | None, tuple[str, str] | None]:
    """The standard error of a record, and what is wrong with its bounds: a pair of texts or None."""
    if "error" in record:
        return record["error"], None
    low, high = record["low"], record["high"]
    if not low < high or not low <= record[target] <= high:
        return None, (f"bounds {low:g} to {high:g} do not hold {record[target]:g}", "check the columns of the bounds")
    return (high - low) / (2 * LEVEL), None
