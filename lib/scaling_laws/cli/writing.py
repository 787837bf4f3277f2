"""Results as text and files, with what is needed to make them again."""

import csv
import io
import json
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__

if TYPE_CHECKING:
    from .tables import Source


def about(
    options: Namespace, source: "Source | None", account: Any = None, columns: Iterable[str] | None = None
) -> dict[str, Any]:
    """What made a result: version, command, input with its hash, columns, seed."""
    record: dict[str, Any] = {"version": __version__, "command": ["scaling-laws", *options.command_line]}
    if source is not None:
        record["input"] = {"name": source.name, "sha256": source.sha256()}
    if account is not None:
        record["read"] = account.as_dict()
    if columns:
        record["columns"] = list(columns)
    if hasattr(options, "seed"):
        record["seed"] = options.seed
    return record


def write(options: Namespace, record: dict[str, Any], fit: Any = None, table: str | None = None) -> None:
    """Write what --json, --csv and --plot ask for. record : for the JSON. fit : for picture and CSV."""
    from ..fitting.output import as_json

    if getattr(options, "json", None):
        Path(options.json).write_text(as_json(record) + "\n", encoding="utf-8")
    if getattr(options, "csv", None):
        Path(options.csv).write_text(fit.to_csv() if table is None else table, encoding="utf-8")
    if getattr(options, "plot", None) and fit is not None:
        draw(options.plot, fit)


def draw(path: str, fit: Any) -> None:
    """Write the picture of a fit; the same bytes every time."""
    import matplotlib

    from ..fitting.plots import picture

    with matplotlib.rc_context({"svg.hashsalt": "scaling-laws"}):
        picture(fit).savefig(path, metadata={"Date": None} if path.endswith(".svg") else None)


def refused(options: Namespace, source: "Source | None", error: object) -> None:
    """The JSON of a command that found no law: the reason, and no numbers."""
    if getattr(options, "json", None):
        record = {**about(options, source), "converged": False, "has_law": False, "parameters": {}, "predict": []}
        record["verdict"] = record["reason"] = str(error)
        Path(options.json).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def rows_as_csv(head: Iterable[Any], rows: Iterable[Iterable[Any]]) -> str:
    """Rows as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()
