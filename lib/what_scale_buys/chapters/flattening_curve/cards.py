"""The key insights of the chapter."""

from ...display.cards import Card
from .numbers import numbers

_N = numbers()

CARDS = {
    "shape": Card(
        "Do the four bars show a logarithm?",
        f"No. A logarithm gives the same gain for every tenfold, so its successive ratios are all one; the "
        f"bars have {_N.ratio_1}, "
        f"{_N.ratio_2} and {_N.ratio_3}. That is how the percentage gains of a power law above a floor fall.",
    ),
    "floor": Card(
        "Will the curve become flat?",
        f"Only if there is a floor. Above it the loss keeps falling by {_N.reducible_doubling_h.short} or "
        f"{_N.reducible_doubling_r.short} per doubling, by two fits. Runs over {_N.decades} decades of "
        f"compute show that the line "
        "bends; they do not show that it ends.",
    ),
    "metric": Card(
        "Why do careful people disagree on whether returns diminish?",
        f"Because they hold different rulers. The same three models gain {_N.mmlu_points_first.bare} and then "
        f"{_N.mmlu_points_second.bare} MMLU points per tenfold compute, while their error falls with exponents "
        f"{_N.mmlu_exponent_first.bare} and {_N.mmlu_exponent_second.bare}: bent in points, nearly straight in ratios.",
    ),
}
