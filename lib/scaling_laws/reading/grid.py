"""The one shape that every source is brought into: heads, and numbered rows of cells."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..fitting.runs import BadRow

Kept = tuple[int, list, dict[str, Any]]  # number, cells, {measure: value or text}


@dataclass(frozen=True)
class Grid:
    """A table before anything is understood of it.

    heads : column heads as written. rows : (number, cells) pairs; the number is that of the line in the file, or
    of the row or record where `place` says so. name : of the source. sha256 : of its bytes. bad : rows that do
    not fit the head, as BadRow. notes : sentences on what was done to bring it into this shape. sparse : whether
    rows may lack a loss because a run had ended.
    """

    heads: tuple[str, ...]
    rows: list[tuple[int, list]]
    name: str = "table"
    place: str = "line"
    sha256: str = ""
    bad: tuple["BadRow", ...] = field(default=())
    notes: tuple[str, ...] = field(default=())
    sparse: bool = False

    def column(self, position: int) -> list:
        """The cells of one column."""
        return [cells[position] for _, cells in self.rows]

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
