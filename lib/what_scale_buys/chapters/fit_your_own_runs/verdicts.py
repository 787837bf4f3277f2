"""The one claim of the articles that is about fitting: that the laws are exact inside their domain."""

from ...claims import Claim, Claims, Finding, Verdict
from ...published import figure, value

UNTUNED, TUNED = "porian_2024_a_reproduce_kaplan_rw", "porian_2024_a_tuned_rw"

CHAPTER = "04_fit_your_own_runs"


def exact_inside(untuned, low, high, tuned):
    """Does the exponent stay within its own interval when only the recipe changes, on the same text and budgets?"""
    if low <= tuned <= high:
        return Finding(
            Verdict.HOLDS,
            f"On one corpus and one range of compute the exponent of the best size stays at {untuned:g} when the "
            f"recipe is tuned ({tuned:g}), within its interval {low:g} to {high:g}.",
        )
    return Finding(
        Verdict.CONTRADICTED,
        f"On one corpus and one range of compute, far from any limit of the data, the exponent of the best size went "
        f"from {untuned:g} (interval {low:g} to {high:g}) to {tuned:g} when only the count of operations, the warm-up "
        f"and the tuning were changed. A law that moves by that much inside its range is an estimate with an error, "
        f"not an exact law with a frontier.",
        numbers=(figure(UNTUNED).named("untuned recipe"), figure(TUNED).named("tuned recipe")),
    )


CLAIMS = Claims(
    Claim(
        "A4",
        "Inside their domain the laws of scale hold perfectly; they break only where a model has nearly exhausted "
        "what its text can teach, as mechanics does at extreme speeds.",
        CHAPTER,
        exact_inside,
        "Fits by several groups, on the same text and range, that agree within their intervals whatever the recipe.",
        dict(
            untuned=value(UNTUNED), low=figure(UNTUNED).low, high=figure(UNTUNED).high, tuned=value(TUNED),
        ),
        dict(tuned=value(UNTUNED)),
        sources_for=("kaplan2020scaling",),
        sources_against=("porian2024resolving", "hoffmann2022training", "besiroglu2024chinchilla"),
    ),
)  # fmt: skip
