"""How tokens and spans of time are written in this chapter."""

from scaling_laws.quantity import exact

TRILLION = 1e12


def tokens(value):
    """A count of tokens."""
    return exact(value, "tokens")


def in_trillions(quantity):
    """A quantity of tokens counted in trillions, so that both of its ends are.

    >>> in_trillions(tokens(20e15))
    20 000 trillion tokens
    """
    return quantity.in_unit("trillion tokens", 1 / TRILLION)


def years_of(value):
    """A span of time to a tenth of a year."""
    return exact(round(float(value), 1), "years")
