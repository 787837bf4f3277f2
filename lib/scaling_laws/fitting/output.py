"""Results as text for people, as JSON and as CSV."""

from collections.abc import Mapping
from math import inf, isfinite
from typing import TYPE_CHECKING, Any

from ..errors import MissingInterval
from ..formatting import format_number, with_unit

if TYPE_CHECKING:
    import numpy as np

    from ..quantity import Quantity

UNDETERMINED = "not determined"
FARTHEST = 1e3  # an interval that spans three decades bounds nothing that one would plan by
PARAMETER_COLUMNS = ("name", "value", "low", "high", "level", "method", "n")


def said(quantity: "Quantity") -> tuple[str, str]:
    """Value and interval of an estimate as two texts; an interval that bounds nothing is said in words.

    Each number then keeps its own digits: those that so wide an interval allows would be none.
    """
    low, high = quantity.low, quantity.high
    if low is None or high is None:
        raise MissingInterval(f"{quantity.name or 'This quantity'} has no interval to show.")
    if not isfinite(low) or not isfinite(high):
        ends = "" if high == inf and not low > 0 else f" ({_alone(quantity, low)} to {_alone(quantity, high)})"
        return _alone(quantity, quantity.value), UNDETERMINED + ends
    if low >= 0 and high > FARTHEST * low and high > 10 * quantity.value:
        return _alone(quantity, quantity.value), f"{UNDETERMINED} ({_alone(quantity, low)} to {_alone(quantity, high)})"
    shown, interval = str(quantity.short), str(quantity.interval)
    if low > 0 and "0" in (shown.split(" ")[0], interval.split(" ")[0]):  # rounded away by the width of the interval
        return _alone(quantity, quantity.value), f"{_alone(quantity, low)} to {_alone(quantity, high)}"
    return shown, interval


def sentence(quantity: "Quantity") -> str:
    """Value, unit and interval of an estimate as one text; see `said`."""
    value, interval = said(quantity)
    return str(quantity.full) if interval == str(quantity.interval) else f"{value} ({interval})"


def _alone(quantity, value):
    return with_unit(format_number(value, quantity.unit, digits=2), quantity.unit)


def most_influential(influence: "Mapping[str, np.ndarray]", inputs: "Mapping[str, np.ndarray]") -> str:
    """A sentence on the row that moves a constant most.

    influence : name -> (n,), in half-widths of the constant's interval. inputs : name -> (n,) of the rows.
    """
    if not influence:
        return "The influence of single rows cannot be told."
    name = max(influence, key=lambda key: abs(influence[key]).max())
    row = int(abs(influence[name]).argmax())
    where = ", ".join(f"{key} = {column[row]:.4g}" for key, column in inputs.items())
    return (
        f"Without row {row + 1} ({where}) {name} would move by {abs(influence[name][row]):.2g} half-widths of its "
        "interval, the most of any."
    )


def resampled(drawn: int, unconverged: int) -> dict[str, int]:
    """How many resamples a result was drawn from, and how many did not converge, for its JSON."""
    return {"drawn": drawn, "not_converged": unconverged}


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
