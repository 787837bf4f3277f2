"""Values that cannot be: a model of 0.01 parameters, a loss of 60,000. The unit is asked for, never guessed."""

from collections.abc import Mapping, Sequence

import numpy as np

from ..fitting.runs import BadRow
from ..laws import FLOP_PER_PARAMETER_TOKEN
from .choosing import Column
from .grid import Grid, Kept
from .measures import LARGEST_LOSS
from .problems import AmbiguousTable

# least and most that a training run of any kind can have
BOUNDS = {"parameters": (1e3, 1e15), "tokens": (1e4, 1e18), "compute": (1e9, 1e32), "epochs": (0.0, 1e6)}
# where the values of most tables lie: only to ask the right question
USUAL = {"parameters": (1e5, 1e13), "tokens": (1e6, 1e14), "compute": (1e12, 1e27)}
ASKED = {
    "parameters": (("billions", "B", 1e9), ("millions", "M", 1e6), ("thousands", "K", 1e3)),
    "tokens": (("billions", "B", 1e9), ("trillions", "T", 1e12), ("millions", "M", 1e6)),
    "compute": (
        ("1e18 FLOP", "1e18", 1e18), ("PF-days", "PF-days", 8.64e19), ("ZFLOP", "ZFLOP", 1e21),
        ("PFLOP", "PFLOP", 1e15), ("GFLOP", "GFLOP", 1e9),
    ),
}  # fmt: skip
WORDS = {"parameters": "a model of {} parameters", "tokens": "a run of {} tokens", "compute": "a run of {} FLOP"}
WORDS |= {"epochs": "a run of {} epochs", "loss": "a loss of {} {}"}
RATIO = (1e-4, 1e7)  # tokens per parameter
FAR = 500.0  # C over 6 N D beyond which a unit is wrong rather than a convention
_ACCEPT = "if the values are right as they stand, accept_unusual=True (--accept-unusual)"


def implausible(grid: Grid, kept: list[Kept], columns: Sequence[Column], loss_unit: str) -> list[tuple[int, BadRow]]:
    """(position in `kept`, BadRow) pairs of the single rows whose values cannot be.

    Raises
    ------
    AmbiguousTable
        If half of a column's values cannot be: its unit, or its measure, is another.
    """
    bad = []
    for column in columns:
        low, high = _bounds(column.measure, loss_unit)
        if high is None:
            continue
        values = np.array([record[column.measure] for _, _, record in kept])
        outside = (values < low) | (values > high)
        if outside.any() and 2 * outside.sum() >= len(values):
            raise _question(grid, column, values, loss_unit)
        for k in np.flatnonzero(outside).tolist():
            problem = f"{_said(column.measure, values[k], loss_unit)} cannot be"
            remedy = "mend or delete the row; it may be a slip or a diverged run"
            bad.append((k, BadRow(kept[k][0], column.measure, problem, remedy, grid.place)))
    return bad


def _bounds(measure, loss_unit):
    if measure == "loss":
        return 0.0, LARGEST_LOSS[loss_unit]
    return BOUNDS.get(measure, (None, None))


def _said(measure, value, loss_unit):
    return WORDS[measure].format(f"{value:,.6g}" if 1e-4 < value < 1e7 else f"{value:.3g}", loss_unit)


def _question(grid, column, values, loss_unit):
    span = f"{values.min():.4g} to {values.max():.4g}"
    measure, head = column.measure, column.head
    worst = (
        values.max()
        if measure == "loss"
        else values.min()
        if values.min() < _bounds(measure, loss_unit)[0]
        else values.max()
    )
    cause = f"{head!r} holds {span}, and {_said(measure, worst, loss_unit)} cannot be"
    if measure == "loss":
        asked = "is it a perplexity, a decimal comma, or another measure? Name the column of the loss"
        return AmbiguousTable(grid.name, cause, f'{asked} with columns={{"loss": ...}} (--columns loss=...); {_ACCEPT}')
    guesses = _guesses(measure, values)
    asked = f"are these {' or '.join(word for word, _ in guesses)}? " if guesses else ""
    word = guesses[0][1] if guesses else "..."
    cure = f'{asked}Name the unit: a head as "{head} ({word})", or units={{"{measure}": "{word}"}}'
    return AmbiguousTable(grid.name, cause, f"{cure} (--units {measure}={word}); {_ACCEPT}")


def _guesses(measure, values):
    low, high = USUAL.get(measure, (0, np.inf))
    middle = np.median(values)
    return [(word, short) for word, short, factor in ASKED.get(measure, ()) if low / factor <= middle <= high / factor]


def check_together(grid: Grid, columns: Sequence[Column], measures: Mapping[str, np.ndarray]) -> None:
    """Refuses parameters, tokens and compute whose units cannot all be right.

    Raises
    ------
    AmbiguousTable
    """
    heads = {column.measure: column.head for column in columns}
    N, D, C = (measures.get(name) for name in ("parameters", "tokens", "compute"))
    if N is not None and D is not None and C is not None:
        ratio = float(np.median(C / (FLOP_PER_PARAMETER_TOKEN * N * D)))
        if not 1 / FAR < ratio < FAR:
            cause = f"{heads['compute']!r} is {ratio:.3g} times 6 N D, so the unit of one column must be another"
            cure = f'name the units: heads as "N (B)", units={{...}} (--units); {_ACCEPT}'
            raise AmbiguousTable(grid.name, cause, cure)
    if N is not None and D is None and C is not None:
        D = C / (FLOP_PER_PARAMETER_TOKEN * N)
    if D is not None and N is None and C is not None:
        N = C / (FLOP_PER_PARAMETER_TOKEN * D)
    if N is not None and D is not None:
        ratio = float(np.median(D / N))
        if not RATIO[0] < ratio < RATIO[1]:
            read = ", ".join(f"{measure} from {head!r}" for measure, head in heads.items() if measure in USUAL)
            cause = f"{ratio:.3g} tokens for each parameter ({read}) cannot be, so a unit must be another"
            cure = f'name the units: heads as "N (B)", units={{...}} (--units); {_ACCEPT}'
            raise AmbiguousTable(grid.name, cause, cure)
    _check_order(grid, columns, measures)


def _check_order(grid, columns, measures):
    """Refuses more parameters than tokens in every run, where no column was named: the two may have changed places."""
    found = {column.measure: column for column in columns if column.measure in ("parameters", "tokens")}
    if len(found) < 2 or any(column.named for column in found.values()):
        return
    N, D = found["parameters"].head, found["tokens"].head
    ratio = measures["tokens"] / measures["parameters"]
    if len(ratio) > 1 and ratio.max() < 1:
        cause = f"every run has fewer tokens ({D!r}) than parameters ({N!r}), or the two heads have changed places"
        ways = f"columns parameters={D},tokens={N} (--columns) if they have, parameters={N},tokens={D} if not"
        raise AmbiguousTable(grid.name, cause, f"name the {ways}")


def check_score(grid: Grid, kept: list[Kept], column: Column) -> None:
    """Refuses a score column that is mostly above one, or in percent by its head and all below one percent.

    Raises
    ------
    AmbiguousTable
    """
    values = np.array([record["score"] for _, _, record in kept])
    _check_percent(grid, column, values)
    above = values > 1
    if 2 * above.sum() < len(values) or not above.any() or len(values) < 2:
        return
    cause = f"{column.head!r} holds {values.min():.4g} to {values.max():.4g}, and a score is a share of at most 1"
    percent = ' Is it in percent? Name the unit: a head with %, or units={"score": "%"} (--units score=%)'
    cure = "divide it by its maximum" + ("." + percent if values.max() <= 100 else "")
    raise AmbiguousTable(grid.name, cause, cure)


def _check_percent(grid, column, values):
    signs = any(str(cell).strip().endswith("%") for cell in grid.column(column.position))
    if column.unit.factor == 1 or column.unit.words.endswith("as named") or signs or not 0 < values.max() <= 0.01:
        return
    cause = f"the head {column.head!r} says percent, and its cells, {100 * values.max():.4g} at most, may be shares"
    cure = 'name the unit: units={"score": "shares"} (--units score=shares), or "%" (--units score=%)'
    raise AmbiguousTable(grid.name, cause, cure)
