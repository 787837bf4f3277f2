"""How counts are written in this chapter."""

from scaling_laws.quantity import Text, format_number


def count(number):
    """A whole number written out in full, its thousands apart.

    >>> count(123)
    123
    """
    return Text(format_number(number, decimals=0))
