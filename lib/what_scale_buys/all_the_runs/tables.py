"""The sweeps side by side."""

from scaling_laws.quantity import percent, say

from .. import published, sweeps
from ..display.exhibits import exhibit
from ..display.table import Table
from ..sweeps.records import LEVEL
from .numbers import surfaces


@exhibit
def table():
    """Every independent sweep: what it is, and what one method makes of it."""
    rows = [(sweeps.sweep(f.sweep), f) for f in surfaces()]
    return Table(
        {
            "Sweep": [one.title for one, _ in rows],
            "Rows": [say(f.n, "") for _, f in rows],
            "Largest budget": [say(f.C_high, "FLOP") for _, f in rows],
            "Counts": [one.count for one, _ in rows],
            "Exponent a": [_cell(f.quantity("a")) for _, f in rows],
            "Exponent γ": [_cell(f.quantity("gamma")) for _, f in rows],
            "Floor": [_cell(f.quantity("E")) for _, f in rows],
            "Bends": ["yes" if f.bent else "no" for _, f in rows],
            "Source": [published.cite(one.source) if one.source else "this book" for one, _ in rows],
        },
        "One method, all the runs: the surface fitted to every sweep whose losses were read at the end of training. In "
        f"brackets {percent(LEVEL).short} intervals, which assume that the form is right; a bend says that it is not",
    )


def _cell(q):
    """A number with its interval, the level being said in the caption."""
    return f"{q.bare} ({q.interval})"
