"""A student's own numbers: the same on every machine and in every year, and different for every student."""

from hashlib import sha256
from random import Random

EDITION = "2026"  # another edition gives every student other numbers


def seed_of(*words):
    """A seed from words such as the student, the edition and the problem; 64 bits of their SHA-256.

    >>> seed_of("ada", "2026") == seed_of("ada", "2026") != seed_of("ada", "2027")
    True
    """
    return int.from_bytes(sha256("\0".join(map(str, words)).encode()).digest()[:8], "big")


class Dice:
    """Draws of one student for one problem.

    Everything follows from `Random.random()`, whose sequence Python promises to keep for a seed.

    >>> dice = Dice("ada", "2026", "law-cut")
    >>> dice.among(["few", "many"]) in ("few", "many"), 2 <= dice.between(2, 3) <= 3
    (True, True)
    """

    def __init__(self, *words):
        self._random = Random(seed_of(*words))

    def among(self, things):
        """One of the things."""
        return things[int(self._random.random() * len(things))]

    def sample(self, things, count):
        """So many different things, in the order drawn."""
        rest = list(things)
        return [rest.pop(int(self._random.random() * len(rest))) for _ in range(count)]

    def between(self, low, high, digits=2):
        """A number that is spread evenly from low to high and has so many significant digits."""
        return shown(low + (high - low) * self._random.random(), digits)

    def spread(self, low, high, digits=2):
        """A number whose logarithm is spread evenly from low to high, with so many significant digits."""
        return shown(low * (high / low) ** self._random.random(), digits)


def shown(value, digits=3):
    """The number as it is printed with so many significant digits, so that a reader computes with the same one.

    >>> shown(0.15342), shown(5.7649e23, 2)
    (0.153, 5.8e+23)
    """
    return float(f"{value:.{digits - 1}e}")
