"""Scores in tests of n questions, and what one score gains on another, with their intervals."""

import numpy as np

from scaling_laws.quantity import estimate, say
from scaling_laws.statistics import LEVEL, clopper_pearson, newcombe, share

CP = "Clopper-Pearson"
POINTS = "percentage points"


def ends(solved, n):
    """Ends of the exact interval of a share `solved` of n questions; fractional successes are means over samples."""
    return clopper_pearson(np.asarray(solved) * n, n)


def score(solved, n, name=""):
    """A share `solved` of n questions as a Quantity in percent with its exact interval."""
    return share(solved * n, n, name, interval=clopper_pearson)


def within(scores, unit=POINTS):
    """The farthest that an end of an interval lies from its score, as it stands in a sentence."""
    return say(max(max(s.high - s.value, s.value - s.low) for s in scores), unit)


def gain(after, before, n):
    """Difference of two shares of n questions as a Quantity in percentage points, taken as independent.

    The two prompts were put to the same questions; if their successes go together, the true interval is narrower.
    """
    value, low, high = (100 * float(v) for v in newcombe(after * n, n, before * n, n))
    return estimate(value, low, high, unit=POINTS, method="Newcombe", level=LEVEL, n=n)
