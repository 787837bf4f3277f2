"""The key insights of the chapter."""

from ...display.cards import card
from .numbers import numbers


@card("Do the four bars show a logarithm?")
def shape():
    n = numbers()
    return (
        "No. A logarithm gives the same gain for every tenfold, so its successive ratios are all one; the bars have"
        f" {n.ratio_1}, {n.ratio_2} and {n.ratio_3}. That is how the percentage gains of a power law above a floor"
        " fall."
    )


@card("Will the curve become flat?")
def floor():
    n = numbers()
    return (
        f"Only if there is a floor. Above it the loss keeps falling by {n.reducible_doubling} per doubling. Runs over"
        f" {n.decades} decades of compute show that the line bends; they do not show that it ends."
    )


@card("Why do careful people disagree on whether returns diminish?")
def metric():
    n = numbers()
    return (
        f"Because they hold different rulers. The same three models gain {n.mmlu_points_first.bare} and then"
        f" {n.mmlu_points_second.bare} MMLU points per tenfold compute, while their error falls with exponents"
        f" {n.mmlu_exponent_first.bare} and {n.mmlu_exponent_second.bare}: bent in points, nearly straight in ratios."
    )
