"""Rows of a table that are no runs: units below the heads, heads that come again, sums and means at the end."""

from dataclasses import replace

from ..fitting.runs import BadRow
from .grid import INDEX_HEADS, Grid
from .heads import plain, read_head
from .measures import MEASURES
from .numbers import AmbiguousNumber, is_missing, parse_number
from .units import parse_unit

_SUMS = """
total totals sum subtotal grand_total mean average avg median geomean min minimum max maximum std stdev sd sem
variance count 25_pct 50_pct 75_pct overall
"""
SUMMARIES = frozenset(_SUMS.split())
_TYPES = """
1 # n - count counts int integer int64 float float64 double number numeric str string text object
"""
CROSSES = ("x", "*", "\u00d7")  # as where a run is crossed out
_NO_UNIT = frozenset(_TYPES.split())
MANY = 300  # cells of a row among which measures are sought
_LOOK = 30  # rows among which the heads are sought
_ASKED = ("parameters", "tokens", "compute", "loss", "score", "steps")


def heads_first(rows: list[tuple[int, list]]) -> tuple[list[tuple[int, list]], list[tuple[int, list]]]:
    """(titles, the other rows): rows of one cell above the heads, and any rows above one that names two measures."""
    first = next((k for k, (_, cells) in enumerate(rows[:_LOOK]) if _filled(cells) > 1), 0)
    if first < len(rows) and len(_named(rows[first][1])) < 2:
        below = (k for k, (_, cells) in enumerate(rows[:_LOOK]) if k > first and len(_named(cells)) > 1)
        second = next(below, first)
        if not any(_is_number(cell) for _, cells in rows[first:second] for cell in cells):
            first = second
    return rows[:first], rows[first:]


def _filled(cells):
    return sum(cell not in (None, "") for cell in cells)


def _named(cells):
    """The measures that cells name, if they are heads."""
    texts = [cell for cell in cells[:MANY] if isinstance(cell, str) and cell and not _is_number(cell)]
    return {measure for measure in _ASKED for text in texts if read_head(text, measure)}


def lies_on_its_side(rows: list[tuple[int, list]]) -> bool:
    """Whether the first cells of rows name two measures: a table with a column for each run."""
    return len(_named([cells[0] for _, cells in rows[:_LOOK] if cells])) > 1


def without_heads(grid: Grid) -> Grid:
    """The Grid without rows that repeat the heads, as where files were joined; heads in another order are bad rows."""
    heads = [str(head).strip() for head in grid.heads]
    again, moved = [], []
    for number, cells in grid.rows:
        if not cells or not isinstance(cells[0], str) or cells[0].strip() not in heads:
            continue
        written = [str(cell).strip() for cell in cells]
        if written == heads:
            again.append(number)
        elif sorted(written) == sorted(heads):
            moved.append(number)
    if not again and not moved:
        return grid
    bad = [
        BadRow(number, "row", "holds the heads in another order", "split the table there", grid.place)
        for number in moved
    ]
    rows = [(number, cells) for number, cells in grid.rows if number not in {*again, *moved}]
    said = f"heads that come again left out ({grid.place} {', '.join(map(str, again[:6]))})"
    return grid.noting(*([said] if again else []), rows=rows, bad=(*grid.bad, *bad))


def with_units(grid: Grid) -> Grid:
    """The Grid with the units that a row below its heads names, as `Grid.units`; without that row."""
    if len(grid.rows) < 2:
        return grid
    (number, first), (_, second) = grid.rows[:2]
    numeric = [k for k, cell in enumerate(second) if _is_number(cell)]
    written = {k: _phrase(first[k]) for k in numeric}
    if len(numeric) < 2 or not any(written.values()) or any(_is_number(first[k]) for k in numeric):
        return grid
    filled = [phrase for phrase in written.values() if phrase]
    if 2 * sum(_is_unit(phrase) for phrase in filled) < len(filled):
        return grid
    units = {k: phrase for k, phrase in written.items() if phrase and phrase.lower() not in _NO_UNIT}
    return grid.noting(f"units read from {grid.place} {number}", rows=grid.rows[1:], units=units)


def _phrase(cell):
    text = "" if is_missing(cell) else str(cell).strip()
    return text[1:-1].strip() if text[:1] + text[-1:] in ("()", "[]", "{}") else text


def _is_unit(phrase):
    found = [parse_unit(phrase, measure) for measure in _ASKED if phrase.lower() not in CROSSES]
    return phrase.lower() in _NO_UNIT or any(unit is not None for unit in found)


def _is_number(cell):
    if is_missing(cell) or (isinstance(cell, str) and not any(sign.isdigit() for sign in cell)):
        return False
    try:
        parse_number(cell)
    except ValueError as error:
        return isinstance(error, AmbiguousNumber)
    return True


def without_summaries(grid: Grid) -> Grid:
    """The Grid without the rows at its end that are labelled as a sum, a mean or the like: these are bad rows."""
    places = [k for k, head in enumerate(grid.heads) if k == 0 or _names_rows(head)]
    at_end: list[BadRow] = []
    for number, cells in reversed(grid.rows):
        said = next((k for k in places if _summary(cells[k])), None)
        if said is None:
            break
        problem = f"is {str(cells[said]).strip()!r}, and a summary of runs is no run"
        cure = "delete the row, or rename its label if it is a run"
        at_end.append(BadRow(number, str(grid.heads[said]) or "row", problem, cure, grid.place))
    runs = grid.rows[: len(grid.rows) - len(at_end)]
    if not at_end or not runs or any(_summary(cells[k]) for _, cells in runs for k in places):
        return grid  # a column of kinds, as how a model pools
    return replace(grid, rows=runs, bad=(*grid.bad, *reversed(at_end)))


def _names_rows(head):
    word = plain(head)
    return word in INDEX_HEADS or word in MEASURES["label"][0] or read_head(head, "seed") is not None


def _summary(cell):
    return isinstance(cell, str) and len(cell) < 40 and plain(cell.strip().rstrip(":")) in SUMMARIES
