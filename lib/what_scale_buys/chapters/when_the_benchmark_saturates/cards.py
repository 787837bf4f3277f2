"""The key insights of the chapter."""

from ...display.cards import Card
from .numbers import numbers


def _step():
    n = numbers()
    answer = (
        f"{n.fewer} of the errors are gone, and the odds of a right answer rose {n.odds_ratio}. The price depends on"
        f" the exponent of the error: {n.cost_root} the compute at {n.exponent_root}, {n.cost_low} at"
        f" {n.exponent_low}. On a test of which {n.wrong.short} of the keys are wrong the same two scores hide a fall"
        f" of the true errors by {n.clean_fewer}."
    )
    return Card(f"Is a step from {n.before} to {n.after} small?", answer)


def _flat():
    n = numbers()
    answer = (
        "Because a score counts the items that lie below the model, and the items run out. In the simulation equal"
        f" steps of ability gain {n.step_steepest} in the middle of the test and {n.step_last} at its end. The ability"
        " can be recovered from the same answers, but at the end each answer tells so little that"
        f" {n.items_worth.bare} times as many items are needed for the same precision."
    )
    return Card("Why does a score flatten when ability does not?", answer)


def _ruler():
    n = numbers()
    answer = (
        "That depends on the ruler. On MMLU the second decade of Llama 3.1 bought"
        f" {n.mmlu_points_left.short} of the first in points, {n.mmlu_logit_left.short} in log odds and"
        f" {n.mmlu_exponent_left.short} as an exponent of the error; with the flawed items taken off,"
        f" {n.mmlu_left_flawed.short}. A sentence on diminishing returns needs its ruler, its ceiling and its interval."
    )
    return Card("Do benchmark gains diminish?", answer)


CARDS = {"step": _step(), "flat": _flat(), "ruler": _ruler()}
