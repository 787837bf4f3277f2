"""From chosen columns to sound rows: cells read, values questioned, copies named, groups and errors found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..fitting.runs import LOSS_UNITS, BadRow, BadRuns
from .cells import decimals, values
from .choosing import Column, find
from .grid import Grid
from .grouping import copies, labels_and_clusters
from .numbers import is_missing
from .options import Options
from .plausible import check_score, check_together, implausible
from .problems import AmbiguousTable, UnreadableTable
from .uncertainty import error_of, find_errors, level_of, weight_column

PERFECT = 1 + 1e-9


@dataclass(frozen=True)
class Rows:
    """The sound rows of a table.

    columns : every Column that was read. records : one dict a row, by measure. bad : BadRow of every other row.
    measures : measure -> (n,). labels, clusters : (n,) or None. unit_words, error_words : on the unit of the loss
    and the kind of the errors. notes : sentences for the account.
    """

    grid: Grid
    columns: tuple[Column, ...]
    records: list[dict]
    bad: tuple[BadRow, ...]
    measures: dict[str, np.ndarray]
    labels: np.ndarray | None
    clusters: np.ndarray | None
    loss_unit: str
    unit_words: str
    error_words: str
    notes: tuple[str, ...]

    def beside(self, name: str) -> np.ndarray | None:
        """(n,) of "error" or "weight", or None where the table has no such column."""
        return np.array([record[name] for record in self.records]) if name in self.records[0] else None

    def weights(self) -> np.ndarray | None:
        """(n,) weights with mean one: as given, else from the errors of log loss, or of the score; or None."""
        given, error = self.beside("weight"), self.beside("error")
        if given is None and error is not None:
            given = (self.measures.get("loss", 1.0) / error) ** 2
        return None if given is None else given / given.mean()


def sound_rows(grid: Grid, chosen: Sequence[Column], options: Options) -> Rows:
    """The Rows of the Columns in `chosen` and of those beside them.

    Raises
    ------
    BadRuns, AmbiguousTable, InvalidArgument
        See `read_runs`.
    """
    target = next((column for column in chosen if column.measure in ("loss", "score")), None)
    grid = _with_target(grid, target)
    loss_unit, unit_words = _loss_unit(grid, chosen, options)
    beside, error_words = _beside(grid, chosen, target, options)
    columns = (*chosen, *beside)
    signs = decimals(grid, columns, options.decimal)
    kept, bad = values(grid, columns, signs)
    setting = tuple(column.measure for column in chosen if column is not target and not column.text)
    kept = _plausible(grid, kept, bad, columns, loss_unit, options)
    kept = _with_errors(grid, kept, bad, columns, target)
    kept, replicates = _without_copies(grid, kept, bad, columns, setting)
    bad.sort(key=lambda row: row.line)
    records = [record for _, _, record in kept]
    measures = {column.measure: np.array([record[column.measure] for record in records]) for column in chosen}
    if records and not options.accept_unusual:
        check_together(grid, chosen, measures)
    _refuse(grid, kept, bad, options)
    labels, clusters, words = labels_and_clusters(records, setting, bool(replicates))
    notes = _comma_notes(grid, columns, signs, options)
    notes += ["decimals after a comma, as named"] if options.decimal == "," else []
    notes += ["values that are unusual were not questioned, as asked"] if options.accept_unusual else []
    notes += (
        [f"{replicates} rows repeat another in every cell, as most settings do: kept as replicates"]
        if replicates
        else []
    )
    notes += [words] if words else []
    return Rows(
        grid, columns, records, tuple(bad), measures, labels, clusters, loss_unit, unit_words, error_words,
        (*grid.notes, *notes),
    )  # fmt: skip


def _with_target(grid, target):
    """A grid that was unpivoted, without the rows in which the loss is empty since the run had ended."""
    if not grid.sparse or target is None:
        return grid
    rows = [(number, cells) for number, cells in grid.rows if not is_missing(cells[target.position])]
    if len(rows) == len(grid.rows):
        return grid
    return grid.noting(f"{len(grid.rows) - len(rows)} rows without {target.measure}, where a run had ended", rows=rows)


def _beside(grid, chosen, target, options):
    """Columns of labels, seeds, weights and errors beside those that were asked for, and words on the errors."""
    have, taken = {column.measure for column in chosen}, {column.position for column in chosen}
    found = [find(grid, measure, options) for measure in ("label", "seed") if measure not in have]
    found = [replace(column, text=True) for column in found if column is not None]
    words = ""
    if target is not None:
        weight = weight_column(grid, options) if "weight" not in have else None
        errors, words = find_errors(grid, target, options)
        found += [*([weight] if weight else []), *errors]
    return tuple(column for column in found if column.position not in taken), words


def _comma_notes(grid, columns, signs, options):
    def holds_commas(column):
        return any("," in cell for cell in grid.column(column.position) if isinstance(cell, str))

    if options.decimal == ",":
        points = [c.head for c in columns if signs[c.position] == "." and not c.text]
        return [f"points in {head!r} read as before decimals, since it has no comma" for head in points]
    thousands = [c for c in columns if options.decimal is None and signs[c.position] == "." and holds_commas(c)]
    return [f"commas in {column.head!r} read as between thousands" for column in thousands]


def _plausible(grid, kept, bad, columns, loss_unit, options):
    """The rows of `kept` whose values can be; the others go into `bad`."""
    score = next((column for column in columns if column.measure == "score"), None)
    if score is not None and kept:
        check_score(grid, kept, score)
    above = [row for row in kept if row[2].get("score", 0) > PERFECT]
    for number, _, record in above:
        problem = f"{record['score']:g} is more than a perfect score"
        bad.append(BadRow(number, "score", problem, "write shares up to 1, or a head with %", grid.place))
    kept = [row for row in kept if row[2].get("score", 0) <= PERFECT]
    wrong = implausible(grid, kept, columns, loss_unit) if kept and not options.accept_unusual else []
    bad += [row for _, row in wrong]
    out = {k for k, _ in wrong}
    return [row for k, row in enumerate(kept) if k not in out]


def _with_errors(grid, kept, bad, columns, target):
    """The rows with a standard error made of two bounds, where there are bounds."""
    low = next((column for column in columns if column.measure == "low"), None)
    if low is None:
        return kept
    level = level_of(low)
    sound = []
    for number, cells, record in kept:
        error, problem = error_of(record, target.measure, level)
        if problem:
            bad.append(BadRow(number, "bounds", *problem, grid.place))
        else:
            sound.append((number, cells, record | {"error": error}))
    return sound


def _without_copies(grid, kept, bad, columns, setting):
    told_apart = any(column.measure in ("label", "seed") for column in columns)
    repeated, replicates = copies(grid, kept, setting, told_apart)
    bad += repeated.values()
    return [row for k, row in enumerate(kept) if k not in repeated], replicates


def _refuse(grid, kept, bad, options):
    if bad and not options.drop_bad:
        raise BadRuns(grid.name, bad)
    if not kept:
        raise UnreadableTable(
            grid.name, "it holds no usable row", "give a row for each run, with a number in every cell"
        )


def _loss_unit(grid, chosen, options):
    """The unit of the loss, and words on where it comes from.

    Raises
    ------
    AmbiguousTable
        If the head says bits, or per byte, and no more.
    """
    column = next((column for column in chosen if column.measure == "loss"), None)
    if column is None:
        return LOSS_UNITS[0], ""
    amount, per = column.unit.amount, column.unit.per
    own = f"{amount or 'nats'}/{per or 'token'}" if amount or per else None
    if options.loss_unit:
        against = f" (the head says {own})" if own and own != options.loss_unit else ""
        return options.loss_unit, f"{options.loss_unit}, as named{against}"
    if (amount == "bits" and per is None) or (per == "byte" and amount is None):
        readings = ("bits/token", "bits/byte") if amount else ("nats/byte", "bits/byte")
        cure = f'name it: loss_unit="{readings[1]}" (--loss-unit {readings[1]}) or "{readings[0]}"'
        raise AmbiguousTable(grid.name, f"the loss in {column.head!r} is in {' or in '.join(readings)}", cure)
    if own:
        return own, own if amount and per else f"{own} (the head says {column.unit.words})"
    return LOSS_UNITS[0], f"{LOSS_UNITS[0]}, since the head names no unit"
