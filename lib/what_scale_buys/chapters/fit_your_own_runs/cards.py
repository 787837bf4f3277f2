"""The key insights of the guide."""

from scaling_laws.quantity import Numbers

from ...display.cards import card
from .numbers import other_world, warm_starts


@card("Two bootstraps of the same runs give very different errors. Which one is wrong?")
def interval():
    n = Numbers.of(warm_starts)
    return (
        "The narrow one, if its optimiser stopped early. Here a warm start with default tolerances reported"
        f" {n.trap_stuck_se} for the standard error of A and converged refits gave {n.trap_se}, because the stopping"
        f" test compares with one and the objective is {n.trap_objective}. Check the gradient, not the exit message."
    )


@card("The fit converged, few residuals look odd and the intervals are calibrated. What can still be wrong?")
def beyond():
    n = Numbers.of(other_world)
    return (
        f"The law. Runs made by a law of another form gave residuals of {n.other_rms}, hardly above the {n.own_rms} of"
        f" the example, and a forecast at {n.other_far} the compute that missed by {n.other_far_miss}: the truth lay"
        f" {n.other_far_held} its interval. The score test of the residuals objected here; with fewer"
        " runs or more scatter it would not have. An interval measures scatter, given the form."
    )
