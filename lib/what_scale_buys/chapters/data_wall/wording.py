"""How tokens and spans of time are written in this chapter."""

from scaling_laws.quantity import exact

TRILLION = 1e12


def tokens(value):
    """A count of tokens."""
    return exact(value, "tokens")
