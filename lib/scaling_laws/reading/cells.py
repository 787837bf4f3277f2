"""From cells to values: what each holds, and what is wrong with those that hold no usable number."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..fitting.runs import BadRow
from .grid import Grid, Kept
from .heads import plain
from .measures import TEXT
from .numbers import LONGEST, SPACES, AmbiguousNumber, is_missing, parse_number, plain_number
from .problems import AmbiguousTable
from .strays import SUMMARIES
from .units import COUNTS, parse_unit

if TYPE_CHECKING:
    from .choosing import Column

MAY_BE_ZERO = ("score", "sparsity")
_SAMPLE = 200
_WITH_UNIT = re.compile(rf"([^A-Za-z%]*[0-9.](?:[eE][+-]?[0-9]+)?)[{SPACES}]*([A-Za-z].*)")
_HAS_ERROR = re.compile(r"[0-9]\s*(?:\u00b1|\+/-|\+-)|[0-9]\([0-9.]+\)\s*$")
_DIVERGED = "the run may have diverged: delete the row or mend the export"


def looks_numeric(grid: Grid, position: int, measure: str) -> bool:
    """Whether any of the first cells of a column holds a number, with or without a unit."""
    filled = [cell for cell in grid.column(position)[: 10 * _SAMPLE] if not is_missing(cell)][:_SAMPLE]
    return not filled or any(_is_number(cell, measure) for cell in filled)


def _is_number(cell, measure):
    try:
        parse_number(str(cell).rstrip("% ") if isinstance(cell, str) else cell)
    except AmbiguousNumber:
        return True
    except ValueError:
        return _with_unit(cell, measure, None) is not None
    return True


def value_of(cell: object, column: "Column", decimal: str | None) -> tuple[float | None, tuple[str, str] | None, str]:
    """(value, problem, written) of one cell: the problem is a pair of texts or None, written says "%" or "unit".

    The unit of the head is in the value. decimal : "." or ",", or None where nothing is known.
    """
    plain = plain_number(cell, decimal)
    if plain is not None and 0 < plain * column.unit.factor < np.inf:
        return plain * column.unit.factor, None, ""
    if is_missing(cell):
        said = f"is empty ({cell!r})" if isinstance(cell, str) and cell.strip() else "is empty"
        return None, (said, "fill it in or delete the row"), ""
    if str(cell).strip().lower() in ("true", "false"):
        return None, (f"is {str(cell).strip().lower()}, not a number", "check that this is the right column"), ""
    if isinstance(cell, (list, tuple, dict)):
        return None, (f"holds {len(cell)} values", "write one number for each row"), ""
    written, factor = "", column.unit.factor
    try:
        value, written = _number(cell, column, decimal)
    except ValueError as error:
        if isinstance(error, AmbiguousNumber):
            return None, (str(error), "write the decimals with the sign that was named"), ""
        return None, (f"{_short(cell)} is not a number", cure(cell)), ""
    if written == "unit" and factor != 1:
        return None, (f"{_short(cell)} carries a unit, and so does its head", "write one of the two"), ""
    value *= 1.0 if written == "%" else factor
    return value, _wrong(value, column.measure), written


def _number(cell, column, decimal):
    """(value, "%" or "unit" or ""); a ValueError for what is no number."""
    if not isinstance(cell, str):
        return parse_number(cell), ""
    if cell.strip().endswith("%"):
        if column.measure not in ("score", "error"):
            raise ValueError(cell)
        return parse_number(cell.strip()[:-1], decimal=decimal) / 100, "%"
    try:
        value = parse_number(cell, decimal=decimal)
    except AmbiguousNumber:
        raise
    except ValueError:
        value = _with_unit(cell, column.measure, decimal)
        if value is None:
            raise
        return value, "unit"
    return value, "unit" if re.search(r"[0-9.]\s*[A-DF-WYZa-df-wyz]", cell) and not _infinite(value) else ""


def _infinite(value):
    return not np.isfinite(value)


def _with_unit(cell, measure, decimal):
    """The value of "3e18 FLOP" or "20B tokens"; None if the words are no unit of the measure."""
    if not isinstance(cell, str) or len(cell) > LONGEST or re.match(r"\s*0x", cell, re.IGNORECASE):
        return None
    match = _WITH_UNIT.fullmatch(cell.strip())
    unit = parse_unit(match.group(2), measure) if match and measure in COUNTS else None
    if unit is None:
        return None
    try:
        return parse_number(match.group(1), decimal=decimal) * unit.factor
    except ValueError:
        return None


def cure(cell: object) -> str:
    """What to do about a cell that holds no number."""
    if _HAS_ERROR.search(str(cell)[:LONGEST]):
        return "write the error in a column of its own, as loss_sem"
    if isinstance(cell, (list, tuple)) or str(cell).startswith("["):
        return "write one number for each row"
    if re.match("=[^=]", str(cell)):
        return "a formula without its value: write the number, or open the workbook and save it"
    if plain(str(cell)[:LONGEST]) in SUMMARIES:
        return "a summary of runs is no run: delete the row"
    if str(cell).strip().endswith("%"):
        return "percent belong to scores: write the number itself, or name another column"
    return "write digits, as 6e9 or 6B"


def _short(cell):
    text = str(cell)
    return repr(text if len(text) <= 60 else f"{text[:57]}...")


def _wrong(value, measure):
    """What is wrong with a value, whatever the table: a pair of texts, or None."""
    if np.isnan(value):
        return "is NaN", _DIVERGED
    if np.isinf(value):
        return "is infinite", _DIVERGED
    if value < 0 or (value == 0 and measure not in MAY_BE_ZERO):
        return f"{value:g} is not positive", "check the sign and the column"
    return None


def decimals(grid: Grid, columns: "Sequence[Column]", decimal: str | None) -> dict[int, str | None]:
    """The sign before the decimals of each numeric column, by position.

    Where a comma is named, a column without one whose points cannot stand between thousands keeps its points.

    Raises
    ------
    AmbiguousTable
        If a comma (or several points) can be read in two ways and `decimal` is None; both readings are named.
    """
    if decimal == ".":
        return {column.position: decimal for column in columns}
    if decimal == ",":
        return {column.position: "." if _only_points(grid, column) else "," for column in columns}
    signs = {}
    for column in columns:
        signs[column.position] = None if column.text or column.measure in TEXT else _sign(grid, column)
    return signs


def _only_points(grid, column):
    """Whether a column has points that cannot stand between thousands, and no comma: 1.5e+08 beside losses as 3,9."""
    texts = [cell.strip()[:LONGEST] for cell in grid.column(column.position) if isinstance(cell, str)]
    grouped = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?![0-9eE]).*")
    points = [cell for cell in texts if "." in cell]
    return any(not grouped.fullmatch(cell) for cell in points) and not any("," in cell for cell in texts)


def _sign(grid, column):
    soft = None
    for line, cells in grid.rows:
        cell = cells[column.position]
        if not isinstance(cell, str) or len(cell) > LONGEST or ("," not in cell and cell.count(".") < 2):
            continue
        if plain_number(cell) is not None:
            continue
        error = _ambiguity(cell, None)
        if error is not None and _ambiguity(cell, ".") is not None:
            raise _refused(grid, column, line, error, 'decimal="," (--decimal ,)')
        soft = soft or (error and (line, error))
    if soft is None:
        return None
    if (column.measure in COUNTS and column.unit.factor == 1) or _sets_thousands_apart(grid, column):
        return "."
    raise _refused(grid, column, *soft, 'decimal="," (--decimal ,) or decimal="." (--decimal .)')


def _ambiguity(cell, decimal):
    try:
        parse_number(re.sub(r"\s*(%|[A-Za-z][A-Za-z \-/]*)$", "", cell.strip()), decimal=decimal)
    except AmbiguousNumber as error:
        return error
    except ValueError:
        return None
    return None


def _sets_thousands_apart(grid, column):
    """Whether some cell of the column can only be read with a comma between thousands, as 1,234.5."""
    texts = [cell.strip()[:LONGEST] for cell in grid.column(column.position) if isinstance(cell, str)]
    sure = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+\.[0-9]+|(?:,[0-9]{3}){2,})")
    return any(sure.fullmatch(text) for text in texts)


def _refused(grid, column, line, error, ways):
    cause = f"in {grid.place} {line}, {column.head!r}, {error}"
    cure = f"say which sign stands before the decimals: {ways}"
    return AmbiguousTable(grid.name, cause, f"{cure}, or mend the cell if it is a slip")


def values(grid: Grid, columns: "Sequence[Column]", signs: Mapping[int, str | None]) -> tuple[list[Kept], list[BadRow]]:
    """Records of the rows that can be used, and the BadRow of every problem.

    Returns (number, cells, {measure: value or text}) triples, and a list of BadRow.
    """
    kept, bad, percent = [], list(grid.bad), _percent(grid, columns)
    for number, cells in grid.rows:
        record: dict[str, Any] = {}
        problems = []
        for column in columns:
            cell = cells[column.position]
            if column.text:
                record[column.measure] = "" if is_missing(cell) else str(cell).strip()
                continue
            value, problem, written = value_of(cell, column, signs[column.position])
            if problem is None and column.position in percent and written != "%":
                problem = (f"{_short(cell)} has no % sign, and other cells of the column do", "write all in one way")
            if problem:
                problems.append(BadRow(number, column.measure, *problem, grid.place))
            record[column.measure] = value
        bad += problems
        if not problems:
            kept.append((number, cells, record))
    return kept, bad


def _percent(grid, columns):
    """Positions of score columns in which some cells carry a percent sign and the head does not."""
    scores = [column.position for column in columns if column.measure == "score" and column.unit.factor == 1]
    return {k for k in scores if any(isinstance(c, str) and c.strip().endswith("%") for c in grid.column(k))}
