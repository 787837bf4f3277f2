"""Results as text and files, with what is needed to make them again."""

import csv
import io
import json
from pathlib import Path

from .. import __version__


def about(options, source, account=None, columns=None):
    """What made a result: version, command, input with its hash, columns, seed."""
    record = {"version": __version__, "command": ["scaling-laws", *options.command_line]}
    if source is not None:
        record["input"] = {"name": source.name, "sha256": source.sha256()}
    if account is not None:
        record["read"] = account.as_dict()
    if columns:
        record["columns"] = list(columns)
    if hasattr(options, "seed"):
        record["seed"] = options.seed
    return record


def write(options, record, fit=None, table=None):
    """Write what --json, --csv and --plot ask for. record : for the JSON. fit : for picture and CSV."""
    from ..fitting.output import as_json

    if getattr(options, "json", None):
        Path(options.json).write_text(as_json(record) + "\n", encoding="utf-8")
    if getattr(options, "csv", None):
        Path(options.csv).write_text(fit.to_csv() if table is None else table, encoding="utf-8")
    if getattr(options, "plot", None) and fit is not None:
        draw(options.plot, fit)


def draw(path, fit):
    """Write the picture of a fit; the same bytes every time."""
    import matplotlib

    from ..fitting.plots import picture

    with matplotlib.rc_context({"svg.hashsalt": "scaling-laws"}):
        picture(fit).savefig(path, metadata={"Date": None} if path.endswith(".svg") else None)


def refused(options, source, error):
    """The JSON of a command that found no law: the reason, and no numbers."""
    if getattr(options, "json", None):
        record = {**about(options, source), "converged": False, "has_law": False, "parameters": {}, "predict": []}
        record["verdict"] = record["reason"] = str(error)
        Path(options.json).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def rows_as_csv(head, rows):
    """Rows as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()
