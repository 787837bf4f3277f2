"""Results as JSON and CSV text."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..quantity import Quantity

PARAMETER_COLUMNS = ("name", "value", "low", "high", "level", "method", "n")


def as_json(record: Any) -> str:
    """A dictionary of plain data as JSON text; infinities become null, which JSON has."""
    import json

    return json.dumps(_finite(record), indent=2, allow_nan=False)


def _finite(value):
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not abs(value) < float("inf") else value


def as_csv(parameters: "Mapping[str, Quantity]") -> str:
    """Name -> Quantity as CSV text, one row each: name, value, low, high, level, method, n."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(PARAMETER_COLUMNS)
    for name, q in parameters.items():
        writer.writerow([name, repr(q.value), repr(q.low), repr(q.high), q.level, q.method, q.n])
    return out.getvalue()
