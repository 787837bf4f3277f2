"""The sweeps side by side."""

from scaling_laws.quantity import say

from .. import published, sweeps
from ..display.exhibits import exhibit
from ..display.table import Table
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
            "Exponent a": [f.quantity("a") for _, f in rows],
            "Exponent γ": [f.quantity("gamma") for _, f in rows],
            "Floor": [f.quantity("E") for _, f in rows],
            "Bends": ["yes" if f.bent else "no" for _, f in rows],
            "Source": [published.cite(one.source) if one.source else "this book" for one, _ in rows],
        },
        "One method, all the runs: the surface fitted to every sweep whose losses were read at the end of training",
    )
