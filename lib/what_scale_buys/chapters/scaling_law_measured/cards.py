"""The key insights of the chapter."""

from ...display.cards import card
from . import findings
from .numbers import numbers


@card("A fit converges on dozens of clean runs. Does it know the floor they are falling to?")
def floor():
    n = numbers()
    return (
        f"{findings.knows_the_floor()} In a language whose entropy is {n.known_entropy} the fitted floor was"
        f" {n.known_e.short}. Within the runs the frontier with the fitted floor and the one with the true floor differ"
        f" by at most {n.apart_within.short}. Further up they part for good."
    )


@card("Why not read many budgets off one long training run?")
def schedule():
    n = numbers()
    return (
        "With a rate that decays over the whole run it is not finished anywhere but at its end. In"
        f" {n.unfinished_pairs} a run in mid-schedule stood {n.unfinished_median.short} above a finished run of the"
        " same size and tokens, at the median. With a constant rate and a short decay at each budget, the practice of"
        " today, many budgets do come off one run, each for the price of its decay."
    )
