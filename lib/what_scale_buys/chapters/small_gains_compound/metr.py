"""The published time horizons: models, release dates, lengths with intervals, and the trend through them."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from scaling_laws.errors import UnknownKey

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
    """One model: name, decimal year and day of release, and (value, low, high) of two horizons in minutes."""

    name: str
    day: int
    half: tuple
    most: tuple

    @property
    def year(self):
        return 1970 + (self.day - date(1970, 1, 1).toordinal()) / YEAR

    @property
    def ratio(self):
        """50 per cent horizon over 80 per cent horizon."""
        return self.half[0] / self.most[0]


def _triple(key):
    row = published.figure(key)
    return row.value, row.low, row.high


@cache
def points():
    """All models of the series, oldest first."""
    found = []
    for key in MODELS:
        released = published.row(f"metr_2026_{key}_released")
        half, most = (_triple(f"metr_2026_{key}_p{level}") for level in (50, 80))
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
    """Days per doubling of the 50 per cent horizon: least squares of log2 length on date, trusted points only."""
    start = date(since, 1, 1).toordinal()
    kept = [p for p in (models or points()) if p.day >= start and p.half[0] <= TRUSTED]
    slope = np.polyfit([p.day for p in kept], np.log2([p.half[0] for p in kept]), 1)[0]
    return 1 / slope


def yearly(days):
    """Growth factor per year of something that doubles in so many days."""
    return 2 ** (YEAR / days)


@cache
def shapes():
    """(name, shape, low, high) of the published Weibull fits, as listed in SHAPES."""
    found = []
    for key in SHAPES:
        row = published.figure(f"hamilton_2026_{key}_shape")
        found.append((row.name.removeprefix("Weibull shape of "), row.value, row.low, row.high))
    return found
