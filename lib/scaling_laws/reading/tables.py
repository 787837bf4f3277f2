"""Reading tables of runs: any source in, Runs or columns out, with an account of what was read."""

from dataclasses import replace

import numpy as np

from ..errors import InvalidArgument, require_positive
from ..fitting.runs import LOSS_UNITS, BadRow, BadRuns, Runs
from ..laws import FLOP_PER_PARAMETER_TOKEN
from . import delimited, frames, json_tables, wide
from .account import Account, ColumnRead
from .cells import decimals, values
from .choosing import find, missing
from .grouping import copies, labels_and_clusters
from .options import Options, head_position
from .plausible import check_score, check_together, implausible
from .problems import AmbiguousTable
from .sources import decoded, is_path, is_workbook, opened, title, unpacked
from .uncertainty import error_of, find_errors, weight_column

SIZES = ("parameters", "tokens", "compute")
TENTH = 0.1


class Table(dict):
    """Name -> (n,) of the columns that `read_columns` read.

    account : what was read and how. labels, groups : (n,) which curve a row belongs to, and what a bootstrap draws
    together; weights : (n,) with mean one; each None where the table says nothing. loss_unit : of the loss, or None.
    """

    account = labels = groups = weights = loss_unit = None


def grid_of(source, options):
    """The Grid of any source that the reader takes.

    Raises
    ------
    UnreadableTable
        If it cannot be read; the message names the source, the cause and the cure.
    """
    name = title(source, options.name)
    if not is_path(source) and not hasattr(source, "read"):
        return _hashed(wide.unpivoted(frames.of_object(source, name)))
    found = opened(source, options.name)
    plain = unpacked(found)
    if plain.raw is not None and frames.is_parquet(plain.raw):
        grid = frames.of_parquet(plain.raw, name)
    elif plain.raw is not None and is_workbook(plain.raw):
        grid = frames.of_workbook(plain.raw, name, options.sheet)
    else:
        grid = _of_text(plain, name, options)
    return wide.unpivoted(replace(grid, sha256=found.sha256, notes=(*plain.notes, *grid.notes)))


def _of_text(source, name, options):
    if options.sheet is not None:
        raise InvalidArgument("sheet", options.sheet, f"{name} is no workbook, so it has no sheets")
    text, notes = decoded(source, options.encoding)
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
    source, *, columns=None, where=None, tokens_per_step=None, loss_unit=None, drop_bad=False, name=None, units=None,
    decimal=None, encoding=None, sheet=None, accept_unusual=False,
):  # fmt: skip
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
        columns=columns, where=where, tokens_per_step=tokens_per_step, loss_unit=loss_unit, drop_bad=drop_bad, name=name,
        units=units, decimal=decimal, encoding=encoding, sheet=sheet, accept_unusual=accept_unusual,
    )  # fmt: skip
    grid, said = _only(grid_of(source, options), options.where)
    chosen = _chosen_runs(grid, options)
    work = _Work(grid, chosen, options, said)
    measures = work.measures
    extra = {"flop": measures.get("compute"), "loss_error": work.errors, "given_weights": work.weights}
    full = _completed(measures, extra["flop"])
    return Runs(
        full["parameters"], full["tokens"], measures["loss"], work.loss_unit, work.labels, grid.name, work.bad,
        clusters=work.clusters, account=work.account(_derived(full, measures, extra["flop"])), **extra,
    )  # fmt: skip


def read_columns(
    source, needed, optional=(), *, columns=None, drop_bad=False, text=(), where=None, loss_unit=None, name=None,
    units=None, decimal=None, encoding=None, sheet=None, accept_unusual=False,
):  # fmt: skip
    """Read some columns of a table, by their usual names or by `columns`, as `read_runs` does.

    needed, optional : measures (parameters, tokens, compute, loss, score, epochs, ...) or heads of any columns;
    of parameters, tokens and compute, one may follow from the other two. text : those that stay text, as groups.
    A score may be zero and is at most one, or 100 where the head says %. Other arguments : as in `read_runs`.
    Returns a Table, name -> (n,), and the tuple of BadRow that were left out.

    Raises
    ------
    BadRuns, AmbiguousTable, UnreadableTable, InvalidArgument
        As `read_runs`.
    """
    names = tuple(dict.fromkeys((*needed, *optional, *text)))
    options = Options.of(
        names, columns=columns, where=where, loss_unit=loss_unit, drop_bad=drop_bad, name=name, units=units,
        decimal=decimal, encoding=encoding, sheet=sheet, accept_unusual=accept_unusual,
    )  # fmt: skip
    grid, said = _only(grid_of(source, options), options.where)
    found = {measure: find(grid, measure, options, measure in text) for measure in names}
    derived = _derivable(grid, found, needed, options)
    lacking = [measure for measure in (*needed, *text) if found.get(measure) is None and measure not in derived]
    if lacking:
        raise _lacks(grid, f"{', '.join(lacking)}; name it in --columns", lacking)
    work = _Work(grid, [*(column for column in found.values() if column), *derived.pop("from", ())], options, said)
    measures = work.measures
    flop = measures.get("compute")
    for measure in derived:
        measures.update(_completed(measures, flop, measure))
    table = Table({measure: measures[measure] for measure in names if measure in measures})
    table.account = work.account({measure: _FORMULAS[measure] for measure in derived})
    table.labels, table.groups = work.labels, work.labels if work.clusters is None else work.clusters
    table.weights, table.loss_unit = work.mean_weights(measures), work.loss_unit if "loss" in table else None
    return table, work.bad


_FORMULAS = {"parameters": "C / (6 D)", "tokens": "C / (6 N)", "compute": "6 N D"}


def _only(grid, where):
    """The Grid with the rows that `where` keeps, and a sentence on it."""
    for head, wanted in where.items():
        k = head_position(grid, head, "where")
        rows = [(line, cells) for line, cells in grid.rows if str(cells[k]) == str(wanted)]
        if not rows:
            raise InvalidArgument("where", f"{head}={wanted}", f"no row of {grid.name} has that cell")
        grid = grid.noting(f"only rows with {head} = {wanted}: {len(rows)} of {len(grid.rows)}", rows=rows)
    return grid, ()


def _chosen_runs(grid, options):
    """The Columns of parameters, tokens, compute and loss that the table has: two sizes or more, and the loss."""
    found = {measure: find(grid, measure, options) for measure in (*SIZES, "loss")}
    if options.tokens_per_step is not None:
        found["tokens"] = _of_steps(grid, options)
    lacking = [measure for measure, column in found.items() if column is None]
    if "loss" in lacking or len(lacking) > 1:
        raise _lacks(
            grid, "a loss and two of parameters, tokens, compute; name them with columns={...} or --columns", lacking
        )
    return [column for column in found.values() if column is not None]


def _of_steps(grid, options):
    steps, factor = find(grid, "steps", options), float(require_positive("tokens_per_step", options.tokens_per_step))
    if steps is None:
        raise InvalidArgument(
            "tokens_per_step", factor, f"the table has no column of steps but {', '.join(grid.heads)}"
        )
    unit = replace(steps.unit, factor=steps.unit.factor * factor, words=f"steps of {factor:g} tokens")
    return replace(steps, measure="tokens", unit=unit)


def _lacks(grid, needed, lacking):
    hints = [hint for hint in (missing(grid, measure) for measure in lacking) if hint]
    if "tokens" in lacking and find(grid, "steps", Options()) is not None:
        hints.append("tokens follow from its steps with tokens_per_step=")
    said = f". {'; '.join(hints)}" if hints else ""
    return InvalidArgument("columns", ", ".join(grid.heads), f"the table needs {needed}{said}")


def _derivable(grid, found, needed, options):
    """Measures that no column holds and two others give, with the columns that they follow from under "from"."""
    wanted = [measure for measure in needed if measure in SIZES and found.get(measure) is None]
    if len(wanted) != 1 or wanted[0] in options.columns:
        return {}
    others = [measure for measure in SIZES if measure != wanted[0]]
    columns = {measure: found.get(measure) or find(grid, measure, options) for measure in others}
    if not all(columns.values()):
        return {}
    return {wanted[0]: True, "from": [columns[measure] for measure in others if found.get(measure) is None]}


def _completed(measures, flop, only=None):
    """Parameters, tokens (and compute, where it alone is asked for), the missing one from C = 6 N D."""
    N, D = measures.get("parameters"), measures.get("tokens")
    if only == "compute":
        return {"compute": FLOP_PER_PARAMETER_TOKEN * N * D}
    if N is None:
        N = flop / (FLOP_PER_PARAMETER_TOKEN * D)
    if D is None:
        D = flop / (FLOP_PER_PARAMETER_TOKEN * N)
    return {"parameters": N, "tokens": D}


def _derived(full, measures, flop):
    """Measure -> words on where it comes from, for what no column holds, and C beside 6 N D."""
    words = {measure: _FORMULAS[measure] for measure in ("parameters", "tokens") if measure not in measures}
    if flop is None:
        return words | {"compute": "6 N D"}
    if words:
        return words
    ratio = flop / (FLOP_PER_PARAMETER_TOKEN * full["parameters"] * full["tokens"])
    low, middle, high = ratio.min(), np.median(ratio), ratio.max()
    if max(high, 1 / low) <= 1 + TENTH:
        return {"compute against 6 N D": f"within {100 * np.abs(ratio - 1).max():.2g} %; kept as given"}
    said = f"{low:.3g} to {high:.3g} times it, {middle:.3g} in the middle; kept as given, and budgets are grouped by it"
    return {"compute against 6 N D": said}


class _Work:
    """The rows of a grid as measures, with everything that was found wrong or worth saying on the way."""

    def __init__(self, grid, chosen, options, said):
        self.grid, self.options, self.said = grid, options, list(said)
        self.target = next((column for column in chosen if column.measure in ("loss", "score")), None)
        self.loss_unit, self.unit_words = _loss_unit(grid, chosen, options)
        self.columns = [*chosen, *self._beside(chosen)]
        self.setting = tuple(column.measure for column in chosen if column is not self.target and not column.text)
        signs = decimals(grid, self.columns, options.decimal)
        self.said += [f"commas in {c.head!r} read as between thousands" for c in self.columns if self._commas(c, signs)]
        kept, bad = values(grid, self.columns, signs)
        self.records, self.bad = self._sound(kept, bad)
        self._check()
        names = [column.measure for column in chosen]
        self.measures = {name: np.array([record[name] for record in self.records]) for name in names}
        if not options.accept_unusual:
            check_together(grid, chosen, self.measures)
        self.labels, self.clusters, words = labels_and_clusters(self.records, self.setting, self.replicates)
        self.said += [words] if words else []

    def _commas(self, column, signs):
        if self.options.decimal is not None or signs[column.position] != ".":
            return False
        return any("," in cell for cell in self.grid.column(column.position) if isinstance(cell, str))

    def _beside(self, chosen):
        """Columns of labels, seeds, weights and errors beside those that were asked for."""
        have = {column.measure for column in chosen}
        extra = [find(self.grid, measure, self.options) for measure in ("label", "seed") if measure not in have]
        extra = [replace(column, text=True) for column in extra if column is not None]
        weight = weight_column(self.grid, self.options) if self.target and "weight" not in have else None
        errors, words = find_errors(self.grid, self.target, self.options) if self.target else ((), "")
        taken = {column.position for column in chosen}
        self.error_words = words
        return [column for column in (*extra, *([weight] if weight else []), *errors) if column.position not in taken]

    def _sound(self, kept, bad):
        """Records of the rows that can be used, and every BadRow in order."""
        kept, bad = list(kept), list(bad)
        score = next((column for column in self.columns if column.measure == "score"), None)
        if score is not None:
            check_score(self.grid, kept, score)
        if not self.options.accept_unusual and kept:
            wrong = implausible(self.grid, kept, self.columns, self.loss_unit)
            bad += wrong.values()
            kept = [row for row in kept if row[0] not in wrong]
        kept = self._more_than_perfect(kept, bad)
        kept = self._with_errors(kept, bad)
        told_apart = any(column.measure in ("label", "seed") for column in self.columns)
        repeated, stay = copies(self.grid, kept, self.setting, told_apart)
        self.replicates = bool(stay)
        if stay:
            self.said.append(
                f"{stay} rows repeat another in every cell, as most settings do: kept as replicates"
            )
        bad += repeated.values()
        records = [record for k, (_, _, record) in enumerate(kept) if k not in repeated]
        return records, tuple(sorted(bad, key=lambda row: row.line))

    def _more_than_perfect(self, kept, bad):
        above = [row for row in kept if row[2].get("score", 0) > 1 + 1e-9]
        for number, _, record in above:
            problem = f"{record['score']:g} is more than a perfect score"
            bad.append(BadRow(number, "score", problem, "write shares up to 1, or a head with %", self.grid.place))
        return [row for row in kept if row[2].get("score", 0) <= 1 + 1e-9]

    def _with_errors(self, kept, bad):
        if not any(column.measure in ("error", "low") for column in self.columns):
            return kept
        sound = []
        for number, cells, record in kept:
            error, problem = error_of(record, self.target.measure)
            if problem:
                bad.append(BadRow(number, "error", *problem, self.grid.place))
            else:
                sound.append((number, cells, record | {"error": error}))
        return sound

    def _check(self):
        if self.bad and not self.options.drop_bad:
            raise BadRuns(self.grid.name, self.bad)
        if not self.records:
            raise InvalidArgument("source", self.grid.name, "it holds no usable row")

    def _array(self, name):
        return np.array([record[name] for record in self.records]) if name in self.records[0] else None

    @property
    def errors(self):
        """(n,) standard errors, or None."""
        return self._array("error")

    @property
    def weights(self):
        """(n,) weights as given, or None."""
        return self._array("weight")

    def mean_weights(self, measures):
        """(n,) weights with mean one, or None."""
        given = self.weights
        if given is None and self.errors is not None and self.target.measure == "loss":
            given = (measures["loss"] / self.errors) ** 2
        elif given is None and self.errors is not None:
            given = self.errors**-2.0
        return None if given is None else given / given.mean()

    def account(self, derived):
        """The Account of what was read."""
        grid, numeric = self.grid, [column for column in self.columns if not column.text]
        ranges = self._ranges()
        used = {column.position for column in self.columns}
        unused = tuple(str(head) for k, head in enumerate(grid.heads) if k not in used and str(head).strip())
        return Account(
            grid.name, grid.sha256, len(grid.rows) + len(grid.bad), len(self.records),
            tuple(ColumnRead(c.measure, c.head, self._unit_in_words(c), c.named) for c in [*numeric, *self._texts()]),
            derived, ranges, self.loss_unit if "loss" in self.measures else None, (*grid.notes, *self.said), unused,
            tuple(str(row) for row in self.bad),
        )  # fmt: skip

    def _texts(self):
        return [column for column in self.columns if column.text]

    def _ranges(self):
        """Measure -> (least, most) of N, D, C, the loss and the rest, in this order, derived ones too."""
        known = {name: v for name, v in self.measures.items() if v.dtype.kind == "f"}
        if sum(name in known for name in SIZES) == 2:
            known |= _completed(known, known.get("compute"))
            known.setdefault("compute", FLOP_PER_PARAMETER_TOKEN * known["parameters"] * known["tokens"])
        order = [name for name in (*SIZES, "loss") if name in known]
        order += [name for name in known if name not in order]
        return {name: (float(known[name].min()), float(known[name].max())) for name in order}

    def _unit_in_words(self, column):
        words = []
        if column.measure == "loss":
            words.append(self.unit_words)
        elif column.measure in ("error", "low", "high"):
            words.append(self.error_words)
        elif column.measure == "weight":
            words.append("weights, scaled to mean 1")
        elif column.unit.factor != 1 or column.unit.words:
            words.append(
                f"{column.unit.words}, so \u00d7 {column.unit.factor:g}"
                if column.unit.factor != 1
                else column.unit.words
            )
        if column.kind:
            words.append(column.kind)
        elif column.measure == "parameters":
            words.append("the head does not say whether embeddings count")
        if column.note:
            words.append(column.note)
        return "; ".join(words)


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
