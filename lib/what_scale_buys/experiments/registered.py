"""What was registered before an experiment's runs, beside what came out of them, and the words for it.

A chapter shows the outcomes of its own experiments; only those are computed.
"""

import re
from functools import cache

import numpy as np

from scaling_laws.quantity import Text, exact, say

from .. import measured
from .. import trials as tables
from .answers import arm_multiplier, outcomes, overall

_FLOP = re.compile(r"(\d+e\d+) FLOP")
MISSING = "runs missing"
MILLION = 1e6  # from here on an end of a range is written in words


@cache
def tables_of_record():
    """The ladder's runs, the trials, the trials with the ladder's plain runs among them, and the readings."""
    runs, rows = measured.runs(), tables.trials()
    return runs, rows, tables.with_ladder(rows, runs), tables.readings()


@cache
def registered(*experiments):
    """The outcomes of these experiments, in the order in which they were registered."""
    return tuple(outcomes(experiments=experiments))


def answer(name, experiment):
    """One answer by the name of its expectation; None where its runs are missing."""
    return next(one.answer for one in registered(experiment) if one.expectation.expectation == name)


def arm(experiment, name, world, reference=None):
    """Multiplier of one arm, against another arm where one is named; None where runs are missing."""
    _, _, everything, _ = tables_of_record()
    return overall(arm_multiplier(everything, experiment, name, world, reference=reference))


def counts(outcomes):
    """How many expectations were registered, have an answer, held, failed, and failed beyond the noise."""
    there = [one for one in outcomes if one.answer is not None]
    return dict(
        registered=exact(len(outcomes)),
        answered=exact(len(there)),
        held=exact(sum(one.held for one in there)),
        failed=exact(sum(not one.held for one in there)),
        refuted=exact(sum(one.decided and not one.held for one in there)),
    )


# ---- in words ----


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
        return Text(f"up to {_end(high)}")
    return Text(f"{_end(low)} or more" if np.isinf(high) else f"{_end(low)} to {_end(high)}")


def _end(value):
    return f"{value:g}".replace("-", "−") if abs(value) < MILLION else say(value, "")


def asked(outcome):
    """What was registered, its compute written as the book writes it.

    >>> asked(account("experts")["experts-four"])
    multiplier at 3 × 10¹¹ FLOP
    """
    return Text(_FLOP.sub(lambda found: say(float(found[1]), "FLOP"), outcome.expectation.quantity))


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
