"""The key insights of the chapter."""

from scaling_laws.quantity import Numbers

from ...display.cards import card
from .numbers import closed_forms, gains_numbers, yearly_numbers


@card("When do small gains compound?")
def compounding():
    n = Numbers(**gains_numbers(), **yearly_numbers())
    return (
        "When they act one after the other on the same error, and when the error is met again at every step."
        f" {n.gains.short} cuts of {n.article_cut.short} leave {n.left_multiplied.short} of an error that they all act"
        f" on, and {n.left_own.short} if each reaches only its own cause. The length of task done at a fixed"
        " reliability is one over the error: there, and in the reducible loss, small cuts compound. In the whole loss"
        f" they do not: it falls by {n.total} a year, and faces a floor."
    )


@card("What does a falling failure rate of agents show?")
def shape():
    n = Numbers(**closed_forms())
    return (
        "Success of agents falls with task length more slowly than a constant risk allows: fitted shape"
        f" {n.shape.short}. Two stories can give the same curve. The risk falls along a task; or each task has its own"
        f" constant risk, and the long survivors are the easy ones. A spread of {n.spread_needed_sd.short} times the"
        " mean is enough. Two attempts at one task tell the stories apart. In the second both succeed as often as one"
        f" attempt at a task of twice the length, at the half-way length {n.both_mixed.short} of the time; in the"
        f" first, if tasks are alike, {n.both_falling.short}."
    )
