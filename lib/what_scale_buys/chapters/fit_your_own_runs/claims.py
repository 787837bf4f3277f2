"""The one claim of the articles that is about fitting: that the laws are exact inside their domain."""

from ...claims import Finding, Verdict, claim
from ...published import figure

UNTUNED, TUNED = "porian_2024_a_reproduce_kaplan_rw", "porian_2024_a_tuned_rw"


@claim(
    "A4",
    "Inside their domain the laws of scale hold perfectly; they break only where a model has nearly exhausted what its"
    " text can teach, as mechanics does at extreme speeds.",
    place="opening, second paragraph",
    would_change="Fits by several groups, on the same text and range, that agree within their intervals whatever the"
    " recipe.",
    evidence=lambda: dict(untuned=figure(UNTUNED), tuned=figure(TUNED)),
    opposite=lambda: dict(tuned=figure(UNTUNED)),
    sources_for=("kaplan2020scaling",),
    sources_against=("porian2024resolving", "hoffmann2022training", "besiroglu2024chinchilla"),
)
def a4(untuned, tuned):
    """Do the intervals of the exponent overlap when only the recipe changes, on the same text and budgets?"""
    if untuned.low <= tuned.high and tuned.low <= untuned.high:
        return Finding(
            Verdict.HOLDS,
            f"On one corpus and one range of compute the exponent of the best size is {untuned}, and {tuned} when the"
            " recipe is tuned: the two intervals overlap.",
        )
    return Finding(
        Verdict.CONTRADICTED,
        "On one corpus and one range of compute, far from any limit of the data, the exponent of the best size went"
        f" from {untuned} to {tuned} when only the count of operations, the warm-up and the"
        " tuning were changed. A law that moves by that much inside its range is an estimate with an error, not an"
        " exact law with a frontier.",
    )
