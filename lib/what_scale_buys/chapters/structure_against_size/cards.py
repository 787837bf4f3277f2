"""The key insights of the chapter."""

from scaling_laws.quantity import Numbers, percent, say

from ...display.cards import card
from . import models
from .numbers import ties_numbers


@card("What does a mixture of experts save?")
def structure():
    pair = models.matched()
    return (
        "Ask which cost. A mixture of experts parts work from memory: DeepSeek-V3 computes with"
        f" {percent(models.mixtures()[-1].share).short} of its parameters and must hold all of them. Against a dense"
        f" model of another team it took {say(pair.compute, '×')} less training compute for a higher exam score and a"
        f" slightly higher loss; compared by loss the saving is {models.by_loss().interval}. Pairs of one team on one"
        " text also save, and memory is saved by none."
    )


@card("Which giant can a model of a tenth its size beat?")
def size():
    n = Numbers.of(ties_numbers)
    return (
        f"A starved one. By the refit of the Chinchilla surface {n.small.short} on {n.tie.short} tie with"
        f" {n.big.short} on {n.starved.short}, for less compute. Feed the giant {n.ample.short}, and in"
        f" {n.never.short} of the versions of the fit no text suffices. Beating a giant is a statement about the"
        " giant's diet."
    )
