"""The key insights of the chapter."""

from scaling_laws.quantity import exact, percent

from ...display.cards import Card
from . import models
from .numbers import numbers


def _structure():
    n, pair = numbers(), models.matched()
    answer = (
        "Ask which cost. A mixture of experts parts work from memory: DeepSeek-V3 computes with"
        f" {percent(models.mixtures()[-1].share).short} of its parameters and must hold all of them. Against a"
        f" dense model it took {exact(pair.compute, '×').short} less training compute for a higher exam score, and a"
        f" slightly higher loss. Compared by loss, the saving is {n.by_loss_h.short} or {n.by_loss_r.short}, by the two"
        " fits, and better data and engineering are in it too."
    )
    return Card("What does a mixture of experts save?", answer)


def _size():
    n = numbers()
    answer = (
        f"A starved one. By the fitted surface {n.small.short} on {n.tie_h.short} (H) or {n.tie_r.short} (R) tie with"
        f" {n.big.short} on {n.starved.short}, for less compute. Feed the giant {n.ample.short} and one fit asks for"
        f" {n.tie_ample_h.short}, the other for more than there could be. Beating a giant is a statement about the"
        " giant's diet."
    )
    return Card("Which giant can a model of a tenth its size beat?", answer)


CARDS = {"structure": _structure(), "size": _size()}
