"""The key insights of the guide."""

from collections.abc import Mapping
from functools import cache

from ...display.cards import Card
from .numbers import numbers


@cache
def cards():
    n = numbers()
    return {
        "interval": Card(
            "Two bootstraps of the same runs give very different errors. Which one is wrong?",
            f"The narrow one, if its optimiser stopped early. Here a warm start with default tolerances reported "
            f"{n.trap_stuck_se} for the standard error of A and converged refits gave {n.trap_se}, because the "
            f"stopping test compares with one and the objective is {n.trap_objective}. Check the gradient, not the "
            f"exit message.",
        ),
        "beyond": Card(
            "The fit converged, few residuals look odd and the intervals are calibrated. What can still be wrong?",
            f"The law. Runs made by a law of another form gave residuals of {n.other_rms}, hardly above the "
            f"{n.own_rms} of the example, and a forecast at {n.other_far} the compute that missed by "
            f"{n.other_far_miss}, {n.other_far_held} its own {n.level} interval. The score test of the "
            "residuals objected here; with fewer runs or more scatter it would not have. An interval measures "
            "scatter, given the form.",
        ),
    }


class Cards(Mapping):
    """The cards by name, made when one is asked for: the import of the room computes nothing."""

    def __getitem__(self, name):
        return cards()[name]

    def __iter__(self):
        return iter(cards())

    def __len__(self):
        return len(cards())


CARDS = Cards()
