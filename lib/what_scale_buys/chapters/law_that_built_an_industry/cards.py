"""The key insights of the chapter."""

from ...display.cards import Card
from .numbers import numbers


def _axis():
    n = numbers()
    return Card(
        "An exponent is quoted. What do you ask first?",
        f"Of which axis? Kaplan's three exponents are {n.alpha_compute.bare} in compute, {n.alpha_parameters.bare} in"
        f" parameters and {n.alpha_tokens.bare} in tokens, and with them half of the loss costs"
        f" {n.half_compute.short}, {n.half_parameters.short} or {n.half_tokens.short}. Then: with a floor or without?"
        f" Above a floor the exponent is larger, {n.reducible_r.short} by the refit, and a line through a few decades"
        f" reads {n.line_exponent_r.short}.",
    )


def _form():
    n = numbers()
    return Card(
        "What ruins a forecast, noise or form?",
        f"Form. {n.lab_runs.bare} noisy runs and the right curve predict a run {n.lab_factor.short} dearer to within"
        f" {n.lab_right.interval}; the same runs and a straight line miss by {n.lab_bias.short}, nearly all in the same"
        f" direction. Within the runs the line was off by {n.lab_inside.short} at most.",
    )


def _end():
    n = numbers()
    return Card(
        "Did the first scaling law promise improvement without end?",
        f"No. It computed where two of its own trends collide, near {n.meet_printed.short}, and said that one of them"
        f" must fail by then. Redone from its printed constants the place is {n.meet.short}, with rounding alone"
        f" leaving a factor of {n.meet_spread.bare}. The run that replaced the law used {n.chinchilla.short}.",
    )


CARDS = {"axis": _axis(), "form": _form(), "end": _end()}
