"""Weights & Biases exports with one column per run: "run - metric" becomes rows with a column `run`."""

import re

from .grid import Grid
from .heads import LONGEST, is_band
from .numbers import is_missing

_WIDE = re.compile(r"(.*\S)\s+-\s+(\S.*)")


def unpivoted(grid: Grid) -> Grid:
    """The Grid with a row for every run and step where its heads read "run - metric", else as it is.

    The bands `__MIN` and `__MAX` beside a metric are left out in either case, and the notes say so. Cells that
    are empty because a run had ended, or logs at other steps, make no row.
    """
    bands = [head for head in grid.heads if is_band(head)]
    if bands:
        grid = _without(grid, bands)
        grid = grid.noting(f"{len(bands)} smoothing bands (__MIN, __MAX) not used")
    wide = {k: match.groups() for k, head in enumerate(grid.heads) if (match := _WIDE.fullmatch(str(head)[:LONGEST]))}
    if not _is_wide(grid, wide, bool(bands)):
        return grid
    runs = list(dict.fromkeys(run for run, _ in wide.values()))
    metrics = list(dict.fromkeys(metric for _, metric in wide.values()))
    shared = [k for k in range(len(grid.heads)) if k not in wide]
    heads = (*(grid.heads[k] for k in shared), "run", *metrics)
    rows, empty = [], 0
    for number, cells in grid.rows:
        for run in runs:
            own = {wide[k][1]: cells[k] for k in wide if wide[k][0] == run}
            if all(_is_empty(cell) for cell in own.values()):
                empty += 1
            else:
                logged = [_or_none(own.get(metric)) for metric in metrics]
                rows.append((number, [*(cells[k] for k in shared), run, *logged]))
    said = f"a column for each of {len(runs)} runs, turned into rows with the column 'run'"
    ended = [f"{empty} empty cells of runs that had ended or logged at other steps"] if empty else []
    return Grid(heads, rows, grid.name, grid.place, grid.sha256, grid.bad, (*grid.notes, said, *ended), True)


def _or_none(cell):
    return None if _is_empty(cell) else cell


def _is_empty(cell):
    return is_missing(cell) or cell != cell


def _is_wide(grid, wide, bands):
    if not wide or len(wide) < len(grid.heads) / 2:
        return False
    runs = {run for run, _ in wide.values()}
    return (len(runs) > 1 or bands) and len(set(wide.values())) == len(wide)


def _without(grid, heads):
    keep = [k for k, head in enumerate(grid.heads) if head not in heads]
    rows = [(number, [cells[k] for k in keep]) for number, cells in grid.rows]
    return Grid(tuple(grid.heads[k] for k in keep), rows, grid.name, grid.place, grid.sha256, grid.bad, grid.notes)
