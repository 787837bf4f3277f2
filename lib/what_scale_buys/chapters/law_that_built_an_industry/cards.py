"""The key insights of the chapter."""

from ...display.cards import card
from .numbers import numbers


@card("An exponent is quoted. What do you ask first?")
def axis():
    n = numbers()
    return (
        f"Of which axis? Kaplan's three exponents are {n.alpha_compute.bare} in compute, {n.alpha_parameters.bare} in"
        f" parameters and {n.alpha_tokens.bare} in tokens, and with them half of the loss costs {n.half_compute.short},"
        f" {n.half_parameters.short} or {n.half_tokens.short}. Then: with a floor or without? Above a floor the"
        f" exponent is larger, {n.reducible.short} by the refit, and a line through a few decades reads"
        f" {n.line_exponent.short}."
    )


@card("What ruins a forecast, noise or form?")
def form():
    n = numbers()
    return (
        f"Form. {n.lab_runs.bare} noisy runs and the right curve predict a run {n.lab_factor.short} dearer to within"
        f" {n.lab_right.interval}; the same runs and a straight line miss by {n.lab_bias.short}, nearly all in the same"
        f" direction. Within the runs the line was off by {n.lab_inside.short} at most."
    )


@card("Did the first scaling law promise improvement without end?")
def end():
    n = numbers()
    return (
        f"No. It computed where two of its own trends collide, near {n.meet_printed.short}, and said that one of them"
        f" must fail by then. Redone from its printed constants the place is {n.meet.short}, and rounding alone allows"
        f" {n.meet.interval}. The run that replaced the law used {n.chinchilla.short}."
    )
