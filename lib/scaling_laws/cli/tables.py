"""The table of a command: which columns a law needs, read once, with an account of what was read."""

import io
import sys
from argparse import Namespace
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InvalidArgument, UnknownKey, nearest
from ..formula import names_in, parse
from ..laws.shelf import shelf_law
from .options import number, pairs

if TYPE_CHECKING:
    from ..fitting.public import PublicTable
    from ..fitting.runs import BadRow, Runs

LONG = {"N": "parameters", "D": "tokens", "C": "compute", "L": "loss"}
SIZES = ("parameters", "tokens", "compute")
FORMULA_NAMES = (*LONG, *LONG.values(), "epochs", "score", "questions")


class Source:
    """What a command reads: a path, standard input (kept, so that it can be looked at twice) or a public table."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.raw: bytes | None = None
        self.public: PublicTable | None = None
        if name == "-":
            self.raw = sys.stdin.buffer.read() if hasattr(sys.stdin, "buffer") else sys.stdin.read().encode()
            return
        if Path(name).exists():
            return
        from ..fitting.public import public_tables

        tables = public_tables()
        if name in tables:
            self.public = tables[name]
        elif "/" not in name and "." not in name:
            raise UnknownKey("file or public table", name, tables)

    def open(self) -> io.BytesIO | str | Path:
        """What the reader takes."""
        if self.raw is not None:
            return io.BytesIO(self.raw)
        if self.public is not None:
            from ..fitting.public import fetch

            return fetch(self.public.name)
        return self.name

    @property
    def title(self) -> str | None:
        """The name by which the reader tells what it read; None for its own."""
        return "standard input" if self.raw is not None else None

    def sha256(self) -> str:
        """Hash of the bytes that were read."""
        import hashlib

        opened = self.open()
        raw = self.raw if self.raw is not None else Path(str(opened)).expanduser().read_bytes()
        return hashlib.sha256(raw).hexdigest()


def reading(options: Namespace) -> dict[str, Any]:
    """What the options say on how the table is to be read."""
    steps = options.tokens_per_step
    return {
        "where": pairs("--where", options.where),
        "tokens_per_step": None if steps is None else number("--tokens-per-step", steps),
        "columns": pairs("--columns", options.columns), "units": pairs("--units", options.units),
        "loss_unit": options.loss_unit, "drop_bad": options.drop_bad, "decimal": options.decimal,
        "encoding": options.encoding, "sheet": options.sheet, "accept_unusual": options.accept_unusual,
    }  # fmt: skip


def heads(source: Source, said: dict[str, Any]) -> list[str]:
    """Heads of the table's columns."""
    from ..reading.options import Options
    from ..reading.tables import grid_of

    kept = {k: v for k, v in said.items() if k in ("encoding", "sheet", "decimal")}
    return list(grid_of(source.open(), Options.of(**kept)).heads)


def runs(source: Source, said: dict[str, Any]) -> "Runs":
    """Runs of a table with parameters, tokens or compute, and loss."""
    from ..fitting import read_runs
    from ..fitting.public import load_public

    if source.public is not None:
        given = [name for name, value in said.items() if value and name != "drop_bad"]
        if given:
            raise InvalidArgument(f"--{given[0].replace('_', '-')}", said[given[0]], "a public table is read as it is")
        return load_public(source.public.name)
    return read_runs(source.open(), name=source.title, **said)


def columns(
    source: Source, said: dict[str, Any], needed: Sequence[str], optional: Sequence[str] = (), text: Sequence[str] = ()
) -> tuple[dict[str, np.ndarray], "Sequence[BadRow]", Any]:
    """Name -> (n,) of some columns, the rows left out, and the account of the reader (or None)."""
    from ..fitting import read_columns

    if source.public is not None:
        return _of_runs(source, said, needed)
    table, dropped = read_columns(source.open(), needed, optional, text=text, name=source.title, **said)
    found = dict(table)
    labels = getattr(table, "groups", None)
    if labels is not None and "label" not in found:
        found["label"] = labels
    if getattr(table, "weights", None) is not None:
        found["_weights"] = table.weights
    return found, dropped, getattr(table, "account", None)


def _of_runs(source, said, needed):
    found = runs(source, said)
    table = {"parameters": found.parameters, "tokens": found.tokens, "loss": found.loss, "compute": found.compute}
    missing = [name for name in needed if name not in table]
    if missing:
        raise InvalidArgument("runs", source.name, f"the public table has no {', '.join(missing)}")
    if found.labels is not None:
        table["label"] = found.labels
    return table, found.dropped, getattr(found, "account", None)


def needed_by_law(name: str, against: str | None, target: str | None) -> list[str]:
    """Measures that a law of the shelf needs, and those that it can use."""
    law = shelf_law(name)
    constants = {constant.name for constant in law.constants}
    names = [n for n in parse(law.formula).names if n not in constants]
    needed = [(against or law.against) if n == "x" else LONG.get(n, n) for n in names]
    return [*dict.fromkeys([*needed, target or law.target])]


def needed_by_formula(
    text: str, target: str | None, source: Source, said: dict[str, Any], given: Collection[str] = ()
) -> tuple[list[str], str]:
    """Columns that a formula names, by the heads of the table; and its target. given : constants that have a value.

    Raises
    ------
    InvalidArgument
        If a name is that of a measure that the table does not have, or comes so near to a head or a measure that it
        is no constant, or stands where only a column can; or if the formula names no column.
    """
    formula = parse(text)
    target = formula.target or target or "loss"
    own = heads(source, said)
    known = {*own, *said["columns"]}
    found = []
    for name in formula.names:
        if name in known or (name in FORMULA_NAMES and _is_there(name, own, source, said)):
            found.append(name)
        elif name != target:
            _refuse_slip(text, name, own)
    if not found:
        near = "".join(dict.fromkeys(nearest(name, [*own, *FORMULA_NAMES]) for name in formula.names))
        raise InvalidArgument("--model", text, f"it names no column; the table has {', '.join(own)}{near}")
    for name in _raised(formula.node):
        if not {*names_in(name)} & {*found, *given}:
            word, power = names_in(name)[0], ", ".join(names_in(name)[1:])
            allowed = f"the table has no column {word!r} but {', '.join(own)}{nearest(word, own)}"
            raise InvalidArgument(
                "--model", text, f"{allowed}; and as constants {word} and {power} cannot be told apart"
            )
    return found, target


def _raised(node):
    """Powers of a bare name to something with a name in it."""
    own = node.op == "pow" and node.args[0].op == "name" and names_in(node.args[1])
    return [*([node] if own else []), *(power for part in node.args for power in _raised(part))]


def _is_there(name, own, source, said):
    """True if a measure can be read from the table; the reader's refusal where it cannot."""
    long = LONG.get(name, name)
    if long in said["columns"] or name.lower() in {head.lower() for head in own}:
        return True
    return long in columns(source, said, [long])[0]


def _refuse_slip(text, name, own):
    """Refuse a name that is taken for a constant though it is another word for a measure, or a column misspelt."""
    from ..reading.heads import read_head

    measure = next((m for m in (*SIZES, "loss", "score") if len(name) > 1 and read_head(name, m)), None)
    near = get_close_matches(name, [*own, *LONG.values(), "steps", "epochs", "score"], n=2, cutoff=0.8)
    if measure or (near and len(name) > 3):
        hint = f"write {measure}" if measure else f"nearest: {', '.join(near)}"
        allowed = f"the table has no column {name!r} but {', '.join(own)}; {hint}, or give the constant another name"
        raise InvalidArgument("--model", text, allowed)
