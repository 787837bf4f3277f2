"""Reading tables of runs: any source in, Runs or columns out, with an account of what was read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..errors import InvalidArgument, require_positive
from ..fitting.runs import BadRow, Runs
from ..laws import FLOP_PER_PARAMETER_TOKEN
from . import delimited, frames, json_tables, strays, wide
from .account import Account
from .choosing import find, missing, without_number
from .grid import Grid, unnested
from .heads import plain
from .measures import MEASURES, SEQUENCE
from .options import Options, head_position
from .problems import UnreadableTable, listed, nearest
from .rows import sound_rows
from .sources import decoded, is_path, is_workbook, opened, title, unpacked
from .telling import FORMULAS, SIZES, completed, tell

TENTH = 0.1


class Table(dict):
    """Name -> (n,) of the columns that `read_columns` read.

    account : what was read and how. labels, groups : (n,) which curve a row belongs to, and what a bootstrap draws
    together; weights : (n,) with mean one; each None where the table says nothing. loss_unit : of the loss, or None.
    """

    account: Account | None = None
    labels: np.ndarray | None = None
    groups: np.ndarray | None = None
    weights: np.ndarray | None = None
    loss_unit: str | None = None


def grid_of(source: Any, options: Options) -> Grid:
    """The Grid of any source that the reader takes.

    Raises
    ------
    UnreadableTable
        If it cannot be read; the message names the source, the cause and the cure.
    """
    name = title(source, options.name)
    if not is_path(source) and not hasattr(source, "read"):
        return _tidied(_hashed(frames.of_object(source, name)))
    found = opened(source, options.name)
    plain = unpacked(found)
    if plain.raw is not None and frames.is_parquet(plain.raw):
        grid = frames.of_parquet(plain.raw, name)
    elif plain.raw is not None and is_workbook(plain.raw):
        grid = frames.of_workbook(plain.raw, name, options.sheet)
    else:
        grid = _of_text(plain, name, options)
    return _tidied(replace(grid, sha256=found.sha256, notes=(*plain.notes, *grid.notes)))


def _tidied(grid):
    """The Grid with a row for each run: wide exports turned, rows that are no runs out."""
    grid = wide.unpivoted(strays.without_heads(unnested(grid)))
    return strays.without_summaries(strays.with_units(grid))


def _of_text(source, name, options):
    if options.sheet is not None:
        raise InvalidArgument("sheet", options.sheet, f"{name} is no workbook, so it has no sheets")
    text, notes = decoded(source, options.encoding)
    text = json_tables.without_comments(text)
    module = json_tables if json_tables.looks_like_json(text) else delimited
    grid = module.of_text(text, name)
    return replace(grid, notes=(*notes, *grid.notes))


def _hashed(grid):
    import hashlib

    digest = hashlib.sha256(repr(grid.heads).encode())
    for _, cells in grid.rows:
        digest.update(repr([str(cell) for cell in cells]).encode())
    return replace(grid, sha256=digest.hexdigest())


def read_runs(
    source: Any,
    *,
    columns: Mapping[str, str | None] | None = None,
    where: Mapping[str, object] | None = None,
    tokens_per_step: float | None = None,
    loss_unit: str | None = None,
    drop_bad: bool = False,
    name: str | None = None,
    units: Mapping[str, str] | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    accept_unusual: bool = False,
) -> Runs:
    """Read a table of training runs, and say what was read (`Runs.account`).

    source : path, "-" for standard input, open file, pandas, polars or Arrow frame, mapping of columns or list of
    records. Files may be delimited text, JSON in its usual shapes, Excel workbooks or Parquet (these two need the
    extra `tables`), also packed with gzip. Two of parameters, tokens and compute, and the loss, are found by
    their usual names. columns : names them otherwise, as {"parameters": "my column"}; None or "-" for a column
    that is not to be used. units : measure -> unit, as {"tokens": "B"}, where the head does not say it.
    where : keep only rows with these cells, as {"router": "dense"}. tokens_per_step : tokens follow from a column
    of steps. loss_unit : one of LOSS_UNITS; taken from the head when it says so. decimal : "," where that sign
    stands before the decimals. encoding : of a file that is neither UTF-8 nor UTF-16, as "cp1252". sheet : of a
    workbook. accept_unusual : take values that cannot be those of a training run, as 0.01 parameters.

    Raises
    ------
    BadRuns
        If any row cannot be used; every one is listed with its line. `drop_bad=True` leaves them out
        instead, and `Runs.dropped` keeps the list.
    AmbiguousTable
        If the table can be read in two ways: two columns that could be the loss, a decimal comma, a unit that is
        not known, values that cannot be.
    UnreadableTable
        If the source is no table of a kind that the reader takes.
    InvalidArgument
        If a needed column is missing, or an argument is misspelt.
    """
    options = Options.of(
        columns=columns, where=where, tokens_per_step=tokens_per_step, loss_unit=loss_unit, drop_bad=drop_bad,
        name=name, units=units, decimal=decimal, encoding=encoding, sheet=sheet, accept_unusual=accept_unusual,
    )  # fmt: skip
    grid = _only(grid_of(source, options), options.where)
    rows = sound_rows(grid, _chosen(grid, options), options)
    full = completed(rows.measures)
    return Runs(
        full["parameters"], full["tokens"], full["loss"], rows.loss_unit, rows.labels, grid.name, rows.bad,
        flop=rows.measures.get("compute"), loss_error=rows.beside("error"), given_weights=rows.beside("weight"),
        clusters=rows.clusters, account=tell(rows, _derived(rows.measures)),
    )  # fmt: skip


def read_columns(
    source: Any,
    needed: Sequence[str],
    optional: Sequence[str] = (),
    *,
    columns: Mapping[str, str | None] | None = None,
    drop_bad: bool = False,
    text: Sequence[str] = (),
    where: Mapping[str, object] | None = None,
    tokens_per_step: float | None = None,
    loss_unit: str | None = None,
    name: str | None = None,
    units: Mapping[str, str] | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    accept_unusual: bool = False,
) -> tuple[Table, tuple[BadRow, ...]]:
    """Read some columns of a table, by their usual names or by `columns`, as `read_runs` does.

    needed, optional : measures (parameters, tokens, compute, loss, score, epochs, ...) or heads of any columns;
    of parameters, tokens and compute, one may follow from the other two, and epochs from tokens and unique tokens.
    text : those that stay text, as groups. A score may be zero and is at most one, or 100 where the head says %.
    Other arguments : as in `read_runs`.
    Returns a Table, name -> (n,), and the tuple of BadRow that were left out.

    Raises
    ------
    BadRuns, AmbiguousTable, UnreadableTable, InvalidArgument
        As `read_runs`.
    """
    names = tuple(dict.fromkeys((*needed, *optional, *text)))
    options = Options.of(
        names, columns=columns, where=where, tokens_per_step=tokens_per_step, loss_unit=loss_unit, drop_bad=drop_bad,
        name=name, units=units, decimal=decimal, encoding=encoding, sheet=sheet, accept_unusual=accept_unusual,
    )  # fmt: skip
    grid = _only(grid_of(source, options), options.where)
    found = {measure: _find(grid, measure, options, measure in text) for measure in names}
    derived, behind = _derivable(grid, found, needed, options)
    lacking = [measure for measure in (*needed, *text) if found.get(measure) is None and measure not in derived]
    if lacking:
        raise _lacks(grid, ", ".join(lacking), lacking)
    rows = sound_rows(grid, [*(column for column in found.values() if column), *behind], options)
    measures = rows.measures
    for measure in derived:
        measures = completed(measures, measure)
    table = Table({measure: measures[measure] for measure in names if measure in measures})
    table.account = tell(rows, {measure: FORMULAS[measure] for measure in derived})
    table.labels, table.groups = rows.labels, rows.labels if rows.clusters is None else rows.clusters
    table.weights, table.loss_unit = rows.weights(), rows.loss_unit if "loss" in table else None
    return table, rows.bad


def _only(grid, where):
    """The Grid with the rows that `where` keeps."""
    for head, wanted in where.items():
        k = head_position(grid, head, "where")
        rows = [(line, cells) for line, cells in grid.rows if str(cells[k]) == str(wanted)]
        if not rows:
            raise InvalidArgument("where", f"{head}={wanted}", f"no row of {grid.name} has that cell")
        grid = grid.noting(f"only rows with {head} = {wanted}: {len(rows)} of {len(grid.rows)}", rows=rows)
    return grid


def _chosen(grid, options):
    """The Columns of parameters, tokens, compute and loss that the table has: two sizes or more, and the loss."""
    found = {measure: _find(grid, measure, options) for measure in (*SIZES, "loss")}
    sizes = [measure for measure in SIZES if found[measure] is None]
    lacking = [*(sizes if len(sizes) > 1 else ()), *(() if found["loss"] else ("loss",))]
    if lacking:
        raise _lacks(grid, "a loss and two of parameters, tokens, compute", lacking)
    return [column for column in found.values() if column is not None]


def _find(grid, measure, options, text=False):
    """The Column of a measure, of tokens that of the steps where their number of tokens is named."""
    if measure == "tokens" and options.tokens_per_step is not None:
        return _of_steps(grid, options)
    return find(grid, measure, options, text)


def _of_steps(grid, options):
    steps, factor = find(grid, "steps", options), float(require_positive("tokens_per_step", options.tokens_per_step))
    if steps is None:
        raise InvalidArgument("tokens_per_step", factor, f"the table has no column of steps but {listed(grid.heads)}")
    unit = replace(steps.unit, factor=steps.unit.factor * factor, words=f"steps of {factor:g} tokens")
    return replace(steps, measure="tokens", unit=unit)


def _lacks(grid, needed, lacking):
    """The error for measures that no column holds, with the heads that come near."""
    for measure in lacking:
        if found := without_number(grid, measure):
            raise UnreadableTable(grid.name, *found)
    hints = [hint for hint in (missing(grid, measure) for measure in lacking) if hint]
    if not hints:
        near = (nearest(name, grid.heads if name in MEASURES else (*grid.heads, *MEASURES)) for name in lacking)
        hints = [words.strip(" .").replace("Nearest", "nearest") for words in near if words]
    if "tokens" in lacking and _there(grid, "steps"):
        hints.append(_from_steps(grid))
    if grid.sparse:
        hints.append("an export of curves has no sizes: add columns of parameters and tokens, by run")
    hints += _other_laws(grid, lacking)
    cause = f"its columns are {listed(grid.heads) or 'none'}, and the table needs {needed}"
    cure = f'add what is missing, or name it, as columns={{"{lacking[0]}": "my column"}} (--columns {lacking[0]}=...)'
    return UnreadableTable(grid.name, cause, "; ".join([cure, *hints]))


def _there(grid, measure):
    """The Column of a measure, if there is one and no other."""
    try:
        return find(grid, measure, Options())
    except InvalidArgument:
        return None


def _from_steps(grid):
    """A sentence on tokens from steps, with the heads whose product a step has."""
    said = "tokens follow from its steps with tokens_per_step= (--tokens-per-step)"
    batch = _there(grid, "batch_size")
    length = next((head for head in grid.heads if plain(head) in SEQUENCE), None)
    if batch is None or length is None:
        return said
    return f"{said}, here {batch.head!r} times {length!r}; where these differ by run, write tokens in a column"


def _other_laws(grid, lacking):
    """Sentences on laws that need no more columns than the table has."""
    if "loss" in lacking:
        return ["a score has laws of its own (--law score)"] if _there(grid, "score") else []
    there = [measure for measure in SIZES if measure not in lacking]
    if len(there) != 1 or len(lacking) != 2:
        return []
    return [f"a law over {there[0]} alone needs no more (--law power-with-floor --against {there[0]})"]


def _derivable(grid, found, needed, options):
    """The measure that is needed, that no column holds and that two others give; and the Columns behind it."""
    wanted = [measure for measure in needed if measure in FORMULAS and found.get(measure) is None]
    if len(wanted) != 1 or wanted[0] in options.columns:
        return (), ()
    others = [measure for measure in SIZES if measure != wanted[0]]
    others = ["tokens", "unique_tokens"] if wanted[0] == "epochs" else others
    columns = {measure: found.get(measure) or _find(grid, measure, options) for measure in others}
    if not all(columns.values()):
        return (), ()
    return tuple(wanted), tuple(columns[measure] for measure in others if found.get(measure) is None)


def _derived(measures):
    """Measure -> words on where it comes from, for what no column holds, or on C beside 6 N D."""
    words = {measure: FORMULAS[measure] for measure in SIZES if measure not in measures}
    if words:
        return words
    ratio = measures["compute"] / (FLOP_PER_PARAMETER_TOKEN * measures["parameters"] * measures["tokens"])
    low, middle, high = ratio.min(), np.median(ratio), ratio.max()
    if max(high, 1 / low) <= 1 + TENTH:
        return {"compute against 6 N D": f"within {100 * np.abs(ratio - 1).max():.2g} %; kept as given"}
    said = f"{low:.3g} to {high:.3g} times it, {middle:.3g} in the middle; kept as given, and budgets are grouped by it"
    return {"compute against 6 N D": said}
