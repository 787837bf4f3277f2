"""The numbers of the sample."""

from scaling_laws.quantity import Numbers, exact

from ...published import value

FACTOR = 3.0


def numbers():
    return Numbers(factor=exact(FACTOR, "×"), alpha=exact(value("kaplan_2020_alpha_c_min")))
