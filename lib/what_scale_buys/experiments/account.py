"""How registered expectations are told beside what came out of them."""

import numpy as np

from scaling_laws.quantity import Text

from .registered import registered

MISSING = "runs missing"


def account(*experiments):
    """{name of the expectation: Outcome} of some experiments, in the order of registration."""
    return {o.expectation.expectation: o for o in registered(*experiments)}


def ends(outcome):
    """Ends of the registered range; an open end is infinite."""
    e = outcome.expectation
    return (-np.inf if e.low is None else e.low), (np.inf if e.high is None else e.high)


def range_of(outcome):
    """The registered range as text.

    >>> range_of(account("repetition")["even-40"])
    0 to 0.3
    """
    low, high = ends(outcome)
    if np.isinf(low):
        return Text(f"up to {high:g}")
    return Text(f"{low:g} or more" if np.isinf(high) else f"{low:g} to {high:g}")


def came_out(outcome):
    """Whether the answer lies in the registered range, as a few words for a table."""
    if outcome.answer is None:
        return MISSING
    return ("yes" if outcome.held else "no") + ("" if outcome.decided else ", but the interval leaves it open")


def tally(found):
    """'2 of 3 came out as registered', of the outcomes that have an answer."""
    have = [outcome for outcome in found if outcome.answer is not None]
    if not have:
        return Text("none has been run")
    return Text(f"{sum(outcome.held for outcome in have)} of {len(have)} came out as registered")


def columns(found):
    """{heading: cells} of a table with one row per outcome."""
    return {
        "Registered before the runs": [outcome.expectation.text for outcome in found],
        "Range": [range_of(outcome) for outcome in found],
        "Came out": [outcome.answer or "" for outcome in found],
        "As registered": [came_out(outcome) for outcome in found],
    }
