"""The key insights of the chapter."""

from ...display.cards import card
from . import findings
from .numbers import numbers


@card("A fit converges on dozens of clean runs. Does it know the floor they are falling to?")
def floor():
    n = numbers()
    return (
        f"{findings.knows_the_floor()} In a language whose entropy is {n.known_entropy} the fitted floor was"
        f" {n.known_e}. {findings.truth()} Within the runs the frontier with the fitted floor and the one with the true"
        f" floor differ by at most {n.apart_within}. {n.ahead}"
    )


@card("Why not read many budgets off one long training run?")
def schedule():
    n = numbers()
    return (
        f"Because it is not finished anywhere but at its end. In {n.unfinished_pairs} pairs a run in mid-schedule stood"
        f" {n.unfinished_median} above a finished run of the same size and tokens at the median. Read off such curves,"
        f" the exponent of the best size was {n.known_a_1} where finished runs give {n.known_a_3}."
    )
