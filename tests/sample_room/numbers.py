"""The numbers of the sample."""

from ...published import value
from ...quantity import Numbers, exact

FACTOR = 3.0


def numbers():
    return Numbers(factor=exact(FACTOR, "×"), alpha=exact(value("kaplan_2020_alpha_c_min")))
