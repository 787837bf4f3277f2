"""The key insights of the chapter."""

from scaling_laws.quantity import exact

from ...display.cards import card
from .ceiling import WORLD
from .memoriser import exponent
from .numbers import numbers


@card("Why does the loss of a learner follow a power law?")
def why():
    n = numbers()
    return (
        "Because the world is uneven. If the things to be learned come with power-law frequencies, learning them one by"
        f" one gives a power law without any fitting: at a tail exponent of {exact(WORLD).short} theory says"
        f" {exact(exponent(WORLD)).short} and {n.learners.short} simulated learners gave {n.exponent_middle.full}. The"
        " exponent belongs to the data, and frequent things are repaired first."
    )


@card("How does a power law end?")
def end():
    n = numbers()
    return (
        "In a dive, not in a drift. When the things run out, the loss above the floor falls faster than any power, its"
        f" slope going from {n.part_early.short} to {n.part_late.short} in our finite world; only the whole loss, noise"
        f" included, levels off, from {n.whole_early.short} to {n.whole_late.short}. The floor is the entropy of the"
        " source, and the entropy is a code length that no predictor beats on average."
    )
