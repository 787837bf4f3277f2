"""The registry of forecasts: who said before training what a larger run would reach, and what it reached.

One row of `data/forecasts.csv` is one forecast. `timing` says when it was put where others could see it: before the
run, during it, with the outcome ("after"), "claimed" where only its authors say that it came before, "unseen" where it
was made early and never shown, "none" where it is a fit to smaller runs that were there already. The book's own
forecasts are not rows: their chapters compute them.
"""

import csv
import math
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from scaling_laws.errors import InvalidArgument, UnknownKey

TIMING = {
    "before": "before the run, in public",
    "during": "while it ran, in public",
    "claimed": "before the run, by its authors' word",
    "after": "together with the outcome",
    "unseen": "early, and not shown",
    "none": "after the fact",
}
STATES = ("scored", "unsigned", "diverged", "open", "no number")
NUMBERS = ("fitted_to", "target", "span", "forecast", "half_width", "level", "outcome", "error")


@dataclass(frozen=True)
class Forecast:
    """One forecast, scored or not.

    registered : when, as the source says it. fitted_to, target : FLOP of the largest run fitted and of the run that is
    forecast; span : their ratio. forecast, outcome : in `unit`; half_width : of its interval, in percent of it, with
    the level. error : in percent of the outcome, forecast minus outcome, as stated where the numbers are not.
    """

    key: str
    who: str
    quantity: str
    unit: str
    kind: str
    registered: str
    timing: str
    record: str
    fitted_to: float | None
    target: float | None
    span: float | None
    forecast: float | None
    half_width: float | None
    level: float | None
    outcome: float | None
    stated_error: float | None
    state: str
    source: str
    where: str
    seen: str
    note: str

    @property
    def error(self):
        """Forecast minus outcome in percent of the outcome; None where it cannot be known."""
        if self.state != "scored":
            return None
        if self.forecast is None:
            return self.stated_error
        return 100 * (self.forecast / self.outcome - 1)

    def faults(self):
        """What contradicts what in this row; empty for a sound one."""
        both = self.forecast is not None and self.outcome is not None
        reached = None not in (self.fitted_to, self.target, self.span)
        rules = {
            f"timing is {self.timing!r}, not one of {tuple(TIMING)}": self.timing in TIMING,
            f"state is {self.state!r}, not one of {STATES}": self.state in STATES,
            "a scored forecast lacks what it is scored by": self.state != "scored"
            or both
            or self.stated_error is not None,
            "an open forecast has an outcome": self.state != "open" or self.outcome is None,
            "an error is stated beside the numbers that give it": not both or self.stated_error is None,
            "the span is not the ratio of the budgets": not reached
            or math.isclose(self.span, self.target / self.fitted_to, rel_tol=0.15),
        }
        return [fault for fault, sound in rules.items() if not sound]


def parse(text):
    """The forecasts in a table.

    Raises
    ------
    InvalidArgument
        For the first row that contradicts itself.
    """
    names = [field.name for field in fields(Forecast)]
    found = []
    for row in csv.DictReader(text.splitlines()):
        values = {k: (float(v) if v else None) if k in NUMBERS else v for k, v in row.items()}
        forecast = Forecast(*(values["error" if name == "stated_error" else name] for name in names))
        if forecast.faults():
            raise InvalidArgument("forecasts.csv", forecast.key, "; ".join(forecast.faults()))
        found.append(forecast)
    return tuple(found)


@cache
def forecasts():
    """All forecasts of the register, in the order of the file."""
    return parse(files("what_scale_buys").joinpath("data/forecasts.csv").read_text(encoding="utf-8"))


def row(key):
    """The forecast of that key.

    Raises
    ------
    UnknownKey
        If the register has none; the message offers the nearest names.
    """
    found = {one.key: one for one in forecasts()}
    if key not in found:
        raise UnknownKey("forecast", key, found)
    return found[key]


def named(*timings, kind=None):
    """The scored forecasts with one of these timings, of one kind or of all."""
    return tuple(
        f for f in forecasts() if f.timing in timings and f.error is not None and (kind is None or f.kind == kind)
    )


def worst(rows):
    """The row with the largest error."""
    return max(rows, key=lambda row: abs(row.error))
