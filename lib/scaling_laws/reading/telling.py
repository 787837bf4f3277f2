"""Making the account of a table that was read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..laws import FLOP_PER_PARAMETER_TOKEN
from .account import Account, ColumnRead

if TYPE_CHECKING:
    from .rows import Rows

SIZES = ("parameters", "tokens", "compute")
FORMULAS = {
    "parameters": "C / (6 D)", "tokens": "C / (6 N)", "compute": "6 N D",
    "epochs": "tokens over unique tokens, one at least",
}  # fmt: skip


def tell(rows: "Rows", derived: dict[str, str]) -> Account:
    """The Account of Rows; derived : measure -> words on where it comes from."""
    grid, columns = rows.grid, rows.columns
    used = {column.position for column in columns}
    unused = tuple(str(head) for k, head in enumerate(grid.heads) if k not in used and str(head).strip())
    read = sorted(columns, key=lambda column: column.text)
    return Account(
        grid.name, grid.sha256, len(grid.rows) + len(grid.bad), len(rows.records),
        tuple(ColumnRead(c.measure, str(c.head), _words(c, rows), c.named) for c in read),
        derived, _ranges(rows.measures), rows.loss_unit if "loss" in rows.measures else None, rows.notes, unused,
        tuple(str(row) for row in rows.bad),
    )  # fmt: skip


def completed(measures: Mapping[str, np.ndarray], only: str | None = None) -> dict[str, np.ndarray]:
    """The measures with those of parameters, tokens and compute that are missing, from C = 6 N D.

    only : one of the three, or epochs, from unique tokens; the others stay missing.
    """
    if only == "epochs":
        return {**measures, "epochs": np.maximum(measures["tokens"] / measures["unique_tokens"], 1.0)}
    wanted = [name for name in SIZES if measures.get(name) is None and only in (None, name)]
    known = sum(measures.get(name) is not None for name in SIZES)
    if not wanted or known < 2:
        return dict(measures)
    if wanted[0] == "compute":
        return {**measures, "compute": FLOP_PER_PARAMETER_TOKEN * measures["parameters"] * measures["tokens"]}
    other = measures["tokens" if wanted[0] == "parameters" else "parameters"]
    return {**measures, wanted[0]: measures["compute"] / (FLOP_PER_PARAMETER_TOKEN * other)}


def _ranges(measures):
    """Measure -> (least, most) of N, D, C, the loss and the rest, in this order, derived ones too."""
    known = completed({name: values for name, values in measures.items() if values.dtype.kind == "f"})
    order = [name for name in (*SIZES, "loss") if name in known]
    order += [name for name in known if name not in order]
    return {name: (float(known[name].min()), float(known[name].max())) for name in order}


def _words(column, rows):
    """Unit, kind and note of a column in words."""
    words, unit = [], column.unit
    if column.measure == "loss":
        words.append(rows.unit_words)
    elif column.measure in ("error", "low", "high"):
        words.append(rows.error_words)
    elif column.measure == "weight":
        words.append("scaled to mean 1")
    elif unit.factor != 1:
        words.append(f"{unit.words}, so \u00d7 {unit.factor:g}")
    elif unit.words:
        words.append(unit.words)
    if column.kind:
        words.append(column.kind)
    elif column.measure == "parameters":
        words.append("the head does not say whether embeddings count")
    return "; ".join([*words, *([column.note] if column.note else [])])
