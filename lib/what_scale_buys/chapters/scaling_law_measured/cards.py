"""The key insights of the chapter."""

from collections.abc import Mapping
from functools import cache

from ...display.cards import Card
from . import words
from .numbers import numbers


@cache
def cards(rows=None):
    n = numbers(rows)
    return {
        "floor": Card(
            "A fit converges on dozens of clean runs. Does it know the floor they are falling to?",
            f"{words.knows_the_floor(rows)} In a language whose entropy is {n.known_entropy} the fitted floor was "
            f"{n.known_e}. "
            f"{words.truth(rows)} Within the runs the frontier with the fitted floor and the one with the true "
            f"floor differ by at most {n.apart_within}. {n.ahead}",
        ),
        "schedule": Card(
            "Why not read many budgets off one long training run?",
            f"Because it is not finished anywhere but at its end. In {n.unfinished_pairs} pairs a run in "
            "mid-schedule stood "
            f"{n.unfinished_median} above a finished run of the same size and tokens at the median. Read off such "
            "curves, "
            f"the exponent of the best size was {n.known_a_1} where finished runs give {n.known_a_3}.",
        ),
    }


class Cards(Mapping):
    """The cards by name, made when one is asked for: the import of the room computes nothing."""

    def __getitem__(self, name):
        return cards()[name]

    def __iter__(self):
        return iter(("floor", "schedule"))

    def __len__(self):
        return 2


CARDS = Cards()
