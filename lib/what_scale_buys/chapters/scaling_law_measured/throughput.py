"""What a FLOP costs on the machine of the ladder: the trainer against large matrix products and a plain recipe."""

from functools import cache
from statistics import median

from scaling_laws.quantity import estimate

from ... import measured


@cache
def timings():
    """The committed timings by size, smallest first: tuples of Speed, one for each repeat."""
    rows = measured.speeds()
    sizes = sorted({row.parameters for row in rows})
    return tuple(tuple(row for row in rows if row.parameters == size) for size in sizes)


def middle(values, unit="%", name=""):
    """Median of repeats, with the interval from least to greatest: it misses the true median with chance 2^(1-n)."""
    values = list(values)
    return estimate(
        median(values), min(values), max(values), method="median of repeats, least to greatest",
        level=1 - 2.0 ** (1 - len(values)), unit=unit, n=len(values), name=name,
    )  # fmt: skip


def shares(size):
    """(trainer, plain recipe): share of the matrix rate in per cent."""
    return (
        middle((100 * row.utilisation for row in size), name="trainer"),
        middle((100 * row.plain_utilisation for row in size), name="plain recipe"),
    )


def faster(size):
    """Tokens per second of the trainer over those of the plain recipe, timed one after the other."""
    return middle((row.tokens_per_second / row.plain_tokens_per_second for row in size), "×", "speed-up")
