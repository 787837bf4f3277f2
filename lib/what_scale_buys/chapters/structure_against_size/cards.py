"""The key insights of the chapter."""

from scaling_laws.quantity import Numbers, percent, say

from ...display.cards import card
from . import models
from .numbers import ties_numbers


@card("What does a mixture of experts save?")
def structure():
    pair, (by_h, by_r) = models.matched(), models.loss_multipliers()
    return (
        "Ask which cost. A mixture of experts parts work from memory: DeepSeek-V3 computes with"
        f" {percent(models.mixtures()[-1].share).short} of its parameters and must hold all of them. Against a dense"
        f" model it took {say(pair.compute, '×')} less training compute for a higher exam score, and a slightly higher"
        f" loss. Compared by loss, the saving is {by_h.interval} or {by_r.interval}, by the two fits, and better data"
        " and engineering are in it too."
    )


@card("Which giant can a model of a tenth its size beat?")
def size():
    n = Numbers.of(ties_numbers)
    return (
        f"A starved one. By the fitted surface {n.small.short} on {n.tie_h.short} (H) or {n.tie_r.interval} (R) tie"
        f" with {n.big.short} on {n.starved.short}, for less compute. Feed the giant {n.ample.short} and one fit asks"
        f" for {n.tie_ample_h.short}, the other for more than there could be. Beating a giant is a statement about the"
        " giant's diet."
    )
