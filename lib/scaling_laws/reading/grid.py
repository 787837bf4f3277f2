"""The one shape that every source is brought into: heads, and numbered rows of cells."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from .heads import read_head

if TYPE_CHECKING:
    from ..fitting.runs import BadRow

INDEX_HEADS = ("", "unnamed_0", "index", "_1")
Kept = tuple[int, list, dict[str, Any]]  # number, cells, {measure: value or text}

_NUMBERED = re.compile(r"(?<=\w)(?:\.{1,3}|_duplicated_)[0-9]+$")


@dataclass(frozen=True)
class Grid:
    """A table before anything is understood of it.

    heads : column heads as written. rows : (number, cells) pairs; the number is that of the line in the file, or
    of the row or record where `place` says so. name : of the source. sha256 : of its bytes. bad : rows that do
    not fit the head, as BadRow. notes : sentences on what was done to bring it into this shape. sparse : whether
    rows may lack a loss because a run had ended. units : position -> unit, from a row of units below the heads.
    """

    heads: tuple[str, ...]
    rows: list[tuple[int, list]]
    name: str = "table"
    place: str = "line"
    sha256: str = ""
    bad: tuple["BadRow", ...] = field(default=())
    notes: tuple[str, ...] = field(default=())
    sparse: bool = False
    units: Mapping[int, str] = field(default_factory=dict)

    def column(self, position: int) -> list:
        """The cells of one column."""
        return [cells[position] for _, cells in self.rows]

    def written(self, position: int) -> str:
        """A head as it would stand alone: with its unit, and without the number of a head that is there twice.

        Readers of tables number the second of two heads, as loss.1, which makes it no less the same.

        >>> Grid(("N", "loss", "loss.1"), [], units={0: "M"}).written(0)
        'N (M)'
        """
        head = str(self.heads[position])
        base = _NUMBERED.sub("", head)
        if base != head and sum(_NUMBERED.sub("", str(other)) == base for other in self.heads) > 1:
            head = base
        return f"{head} ({self.units[position]})" if position in self.units else head

    def noting(self, *sentences: str, **changes: Any) -> "Grid":
        """The same grid with more notes and other changes."""
        return replace(self, notes=(*self.notes, *sentences), **changes)


def of_records(records: Iterable[tuple[int, Mapping]], **rest: Any) -> Grid:
    """Grid from (number, mapping) pairs; nested mappings become heads with a slash between the keys.

    >>> of_records([(1, {"config": {"n": 7}, "loss": 2})]).heads
    ('config/n', 'loss')
    """
    flat = [(number, dict(flattened(record))) for number, record in records]
    heads = tuple(dict.fromkeys(key for _, record in flat for key in record))
    return Grid(heads, [(number, [record.get(head) for head in heads]) for number, record in flat], **rest)


def flattened(record: Mapping, before: str = "") -> Iterator[tuple[str, Any]]:
    """(path, value) pairs of a nested mapping."""
    for key, value in record.items():
        path = f"{before}/{key}" if before else str(key)
        if isinstance(value, dict) and value:
            yield from flattened(value, path)
        else:
            yield path, value


def unnested(grid: Grid) -> Grid:
    """The Grid with the mappings in its cells as columns of their own, and lists of records as rows.

    A list of records in a cell that alone hold a loss, as the history of a run, gives a row for each, with the other
    cells repeated.
    """
    if any(_is_history(cell) for _, cells in grid.rows[:1] for cell in cells):
        grid = _exploded(grid)
    if not any(isinstance(cell, dict) and cell for _, cells in grid.rows[:20] for cell in cells):
        return grid
    records = [(number, dict(zip(grid.heads, cells))) for number, cells in grid.rows]
    flat = of_records(records)
    return replace(grid, heads=flat.heads, rows=flat.rows) if len(set(grid.heads)) == len(grid.heads) else grid


def _is_history(cell):
    return isinstance(cell, (list, tuple)) and bool(cell) and all(isinstance(item, Mapping) for item in cell)


def _exploded(grid):
    histories = [k for k in range(len(grid.heads)) if all(_is_history(cells[k]) for _, cells in grid.rows)]
    others = [head for j, head in enumerate(grid.heads) if j not in histories]
    inner = {key for k in histories for key in grid.rows[0][1][k][0]}
    if len(histories) != 1 or any(read_head(h, "loss") for h in others) or not any(read_head(h, "loss") for h in inner):
        return grid
    k = histories[0]
    records = []
    for number, cells in grid.rows:
        beside = dict(zip(others, [*cells[:k], *cells[k + 1 :]]))
        records += [(number, {**beside, **item}) for item in cells[k]]
    flat = of_records(records)
    return grid.noting(f"a row for each entry of {grid.heads[k]!r}", heads=flat.heads, rows=flat.rows)
