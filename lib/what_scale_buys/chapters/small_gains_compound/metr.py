"""The published time horizons: models, release dates, lengths with intervals, and the trend through them."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from scipy.special import stdtrit

from scaling_laws.errors import UnknownKey
from scaling_laws.quantity import Quantity, estimate
from scaling_laws.statistics import LEVEL

from ... import published

MODELS = (
    *("gpt2", "davinci", "gpt35", "gpt4", "gpt4_1106", "gpt4o", "sonnet35", "o1_preview", "sonnet35_new"),
    *("o1", "sonnet37", "o3", "gpt5", "gemini3", "opus45", "gpt52", "opus46", "mythos"),
)
TRUSTED = 960.0  # minutes; the group distrusts its own tasks beyond sixteen hours and leaves such points out
SHAPES = (
    *("gpt2", "davinci", "gpt4_0314", "gpt4_1106", "gpt4_0125", "opus3", "gpt4_turbo", "gpt4o", "sonnet35"),
    *("o1_preview", "sonnet35_new", "o1", "sonnet37", "human"),
)
YEAR = 365.25  # days
MONTH = YEAR / 12


@dataclass(frozen=True)
class Point:
    """One model: name, day of release, and two horizons in minutes as Quantities."""

    name: str
    day: int
    half: Quantity
    most: Quantity

    @property
    def year(self):
        return 1970 + (self.day - date(1970, 1, 1).toordinal()) / YEAR

    @property
    def ratio(self):
        """50 per cent horizon over 80 per cent horizon, their errors taken as independent."""
        return (self.half / self.most).in_unit("×")


@cache
def points():
    """All models of the series, oldest first."""
    found = []
    for key in MODELS:
        released = published.row(f"metr_2026_{key}_released")
        half, most = (published.figure(f"metr_2026_{key}_p{level}") for level in (50, 80))
        name = released.quantity.removeprefix("release of ")
        found.append(Point(name, date.fromisoformat(released.value).toordinal(), half, most))
    return found


def point(key):
    """One model of the series.

    Raises
    ------
    UnknownKey
        If the series has no such model.
    """
    if key not in MODELS:
        raise UnknownKey("model of the series", key, MODELS)
    return points()[MODELS.index(key)]


def doubling_days(since, models=None):
    """Days per doubling of the 50 per cent horizon: least squares of log2 length on date, trusted points only.

    The interval is that of the slope, from the scatter of the points about the line.
    """
    return trend_line(since, models)[0]


def trend_line(since, models=None):
    """(days per doubling, log2 of the length in minutes at the start of 2023) of the same line."""
    start = date(since, 1, 1).toordinal()
    kept = [p for p in (models or points()) if p.day >= start and p.half.value <= TRUSTED]
    day, doublings = np.array([(p.day, np.log2(p.half.value)) for p in kept]).T
    middle = day.mean()
    day = day - middle
    slope = day @ doublings / (day @ day)
    scatter = doublings - doublings.mean() - slope * day
    half = stdtrit(day.size - 2, (1 + LEVEL) / 2) * np.sqrt(scatter @ scatter / (day.size - 2) / (day @ day))
    shared = dict(method="least squares, Student's t", level=LEVEL, unit="days", n=day.size)
    days = estimate(1 / slope, 1 / (slope + half), 1 / (slope - half), **shared)
    return days, float(doublings.mean() + slope * (date(2023, 1, 1).toordinal() - middle))


def yearly(days):
    """Growth factor per year of something that doubles in so many days."""
    return 2 ** (YEAR / days)


@cache
def shapes():
    """Shapes of the published Weibull fits as listed in SHAPES, named after whose runs they describe."""
    rows = (published.figure(f"hamilton_2026_{key}_shape") for key in SHAPES)
    return [row.named(row.name.removeprefix("Weibull shape of ")) for row in rows]
