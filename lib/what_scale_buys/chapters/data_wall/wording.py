"""How tokens and years are written in this chapter."""

from scaling_laws.quantity import Text, exact

TRILLION = 1e12


def tokens(value):
    """A count of tokens."""
    return exact(value, "tokens")


def trillions(middle, low=None, high=None, level=None):
    """Tokens in trillions throughout, with their interval if there is one.

    >>> trillions(510e12, 130e12, 2100e12, 0.95)
    510 trillion tokens (95 % interval 130 to 2 100 trillion)
    """
    said = f"{exact(middle / TRILLION).short} trillion tokens"
    if low is None:
        return Text(said)
    ends = f"{exact(low / TRILLION).short} to {exact(high / TRILLION).short} trillion"
    return Text(f"{said} ({100 * level:g} % interval {ends})")


def year(value):
    """A year as text, without the thousands separator of a number."""
    return Text(f"{float(value):.0f}")


def year_with_interval(quantity):
    """'2028 (95 % interval 2026 to 2031)'."""
    level = f"{100 * quantity.level:g} % interval " if quantity.level else ""
    return Text(f"{year(quantity.value)} ({level}{year(quantity.low)} to {year(quantity.high)})")


def years_of(value):
    """A span of time to a tenth of a year."""
    return exact(round(float(value), 1), "years")
