"""The key insights of the chapter."""

from scaling_laws.quantity import percent

from ...display.cards import card
from . import article_step
from .numbers import numbers


@card(lambda: f"Is a step from {percent(article_step.before())} to {percent(article_step.after())} small?")
def step():
    n = numbers()
    return (
        f"{n.fewer} of the errors are gone, and the odds of a right answer rose {n.odds_ratio}. The price depends on"
        f" the exponent of the error: {n.cost_root} the compute at {n.exponent_root}, {n.cost_low} at {n.exponent_low}."
        f" On a test of which {n.wrong.short} of the keys are wrong the same two scores hide a fall of the true errors"
        f" by {n.clean_fewer}."
    )


@card("Why does a score flatten when ability does not?")
def flat():
    n = numbers()
    return (
        "Because a score counts the items that lie below the model, and the items run out. In the simulation equal"
        f" steps of ability gain {n.step_steepest} in the middle of the test and {n.step_last} at its end. The ability"
        f" can be recovered from the same answers, but at the end each answer tells so little that {n.items_worth.bare}"
        " times as many items are needed for the same precision."
    )


@card("Do benchmark gains diminish?")
def ruler():
    n = numbers()
    return (
        f"That depends on the ruler. On MMLU the second decade of Llama 3.1 bought {n.mmlu_points_left.short} of the"
        f" first in points, {n.mmlu_logit_left.short} in log odds and {n.mmlu_exponent_left.short} as an exponent of"
        f" the error; with the flawed items taken off, {n.mmlu_left_flawed.short}. A sentence on diminishing returns"
        " needs its ruler, its ceiling and its interval."
    )
