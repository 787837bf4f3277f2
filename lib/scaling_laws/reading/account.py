"""What the reader did, said first in every result and kept in its JSON."""

from dataclasses import asdict, dataclass, field
from typing import Any

from .problems import listed

SYMBOLS = {"parameters": "N", "tokens": "D", "compute": "C"}


@dataclass(frozen=True)
class ColumnRead:
    """A column that became a measure: its head, its unit and convention in words, and who chose it."""

    measure: str
    head: str
    unit: str
    named: bool

    def __str__(self) -> str:
        chosen = ", as named" if self.named else ""
        return f'{self.measure} \u2190 "{self.head}"{chosen}' + (f": {self.unit}" if self.unit else "")


@dataclass(frozen=True)
class Account:
    """Which table was read, how, and what was left out.

    source, sha256 : name and hash of the input. rows : rows of the table with anything in them. runs : those kept.
    columns : ColumnRead of every measure. derived : measure -> words, for what no column holds. ranges : measure
    -> (least, most). loss_unit : of the loss. notes : what else was done. unused : heads that nothing was read
    from. left_out : rows left out, in words.

    str() gives the first lines of a result, as_dict() the same for JSON.
    """

    source: str
    sha256: str
    rows: int
    runs: int
    columns: tuple[ColumnRead, ...]
    derived: dict[str, str] = field(default_factory=dict)
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    loss_unit: str | None = None
    notes: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self, most: int = 20) -> list[str]:
        """The account line by line, with at most `most` of the rows left out."""
        of = f" of {self.rows} rows" if self.rows != self.runs else ""
        found = [f"read {self.source}: {self.runs} runs{of}" + (f" (sha256 {self.sha256[:12]})" if self.sha256 else "")]
        found += [f"  {column}" for column in self.columns]
        found += [f"  {measure}: {words}" for measure, words in self.derived.items()]
        spans = [f"{SYMBOLS.get(name, name)} {low:.4g} to {high:.4g}" for name, (low, high) in self.ranges.items()]
        found += [f"  {'; '.join(spans)}"] if spans else []
        found += [f"  {note}" for note in self.notes]
        if self.unused:
            found.append("  not used: " + listed(f'"{head}"' for head in self.unused))
        found += [f"  left out: {row}" for row in self.left_out[:most]]
        more = len(self.left_out) - most
        return [*found, f"  left out: {more} more"] if more > 0 else found

    def as_dict(self) -> dict[str, Any]:
        """The account as plain lists, texts and numbers."""
        record = asdict(self)
        record["columns"] = [asdict(column) for column in self.columns]
        for name in ("notes", "unused", "left_out"):
            record[name] = list(getattr(self, name))
        record["ranges"] = {name: list(span) for name, span in self.ranges.items()}
        return record
