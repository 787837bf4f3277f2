"""What the chapters ask: which sweeps, their fits, and how many of them bear a statement out."""

from dataclasses import dataclass
from functools import cache

from scaling_laws.errors import UnknownKey
from scaling_laws.quantity import listing
from scaling_laws.statistics import clopper_pearson, share

from ..measured import _text, read_table
from .records import SURFACE, Fit, Forecast, Sweep, Valley


@cache
def _table(record, name):
    return tuple(read_table(record, _text(name), name))


def sweeps():
    """All sweeps, as a list of Sweep."""
    return list(_table(Sweep, "sweeps_about.csv"))


def sweep(name):
    """The Sweep of that name; UnknownKey, with the nearest names, if there is none."""
    found = {row.sweep: row for row in sweeps()}
    if name not in found:
        raise UnknownKey("sweep", name, found)
    return found[name]


def independent(reading="floor and ratio", own=True):
    """Sweeps of different runs that may be read for `reading`, one for each set of runs.

    reading : "floor and ratio"; "exponents" adds those whose losses had not decayed; "frontier" adds to the first those
    of which the optima alone are known. own : whether the book's ladder is among them.
    """
    allowed = {"floor and ratio", reading}
    return [s for s in sweeps() if s.reading in allowed and not s.same_runs_as and (own or not s.own)]


def fits(form=SURFACE, near=None):
    """All fits of one form to the rows within `near` of their valley (None: all rows), as a list of Fit."""
    return [f for f in _table(Fit, "sweeps.csv") if f.form == form and f.near == near]


def fit(name, count=None, form=SURFACE, near=None):
    """The Fit of one sweep; count : by default the table's own.

    Raises
    ------
    UnknownKey
        If there is no such sweep, or it was not fitted so.
    """
    count = count or sweep(name).count
    found = {f"{f.sweep}, {f.count}": f for f in fits(form, near)}
    if f"{name}, {count}" not in found:
        raise UnknownKey(f"{form} of a sweep", f"{name}, {count}", found)
    return found[f"{name}, {count}"]


def valleys(name, count=None, later=False):
    """The least losses of a sweep's budgets in order of compute, as a list of Valley; later : those of later runs."""
    count = count or sweep(name).count
    wanted = "yes" if later else "no"
    rows = [v for v in _table(Valley, "sweeps_valleys.csv") if (v.sweep, v.count, v.later) == (name, count, wanted)]
    return sorted(rows, key=lambda v: v.compute)


def forecasts(name=None, count=None, **chosen):
    """Forecasts, as a list: of one sweep or of all, under its own count or another, with fields as `chosen` says."""
    return [
        f
        for f in _table(Forecast, "sweeps_forecasts.csv")
        if name in (None, f.sweep)
        and f.count == (count or sweep(f.sweep).count)
        and all(getattr(f, key) == value for key, value in chosen.items())
    ]


@dataclass(frozen=True)
class Tally:
    """In how many sweeps a statement holds. yes, no : titles."""

    yes: tuple
    no: tuple

    @property
    def k(self):
        return len(self.yes)

    @property
    def n(self):
        return len(self.yes) + len(self.no)

    @property
    def share(self):
        """k of n as a Quantity in percent, Clopper–Pearson: as if sweeps were drawn, which they were not."""
        return share(self.k, self.n, interval=clopper_pearson)

    def __str__(self):
        """ "k of n", with the exceptions."""
        count = f"{self.k} of {self.n}"
        return f"{count} (not in {listing(self.no)})" if 0 < len(self.no) <= self.k else count

    __repr__ = __str__

    def _repr_html_(self):
        return str(self)

    _repr_markdown_ = _repr_html_


def holds(predicate, among=None, **chosen):
    """Tally of the sweeps whose fit satisfies `predicate`.

    predicate : of a Fit. among : sweeps, by default those of `independent()`. chosen : count, form, near as in `fit`; a
    sweep that was not fitted so, or whose fit is no law, is left out.
    """
    yes, no = [], []
    for one in independent() if among is None else among:
        try:
            found = fit(one.sweep, **chosen)
        except UnknownKey:
            continue
        if found.has_law:
            (yes if predicate(found) else no).append(one.title)
    return Tally(tuple(yes), tuple(no))
