"""The key insights of the chapter."""

from scaling_laws.quantity import Numbers

from ...display.cards import card
from .numbers import distillation_numbers, multiplier_numbers


@card("Does a better technique replace scale?")
def constant():
    n = Numbers.of(multiplier_numbers)
    return (
        "It multiplies it. A parameter or a token made worth more by a constant shifts the whole curve: the published"
        f" multipliers here run from {n.smallest.short} to {n.largest.short}, at most {n.largest_years} of the growth"
        " of compute, at every budget alike. Only a changed exponent would be worth more the further one goes,"
        " and none of these comparisons has measured one."
    )


@card("When does a teacher pay?")
def teacher():
    n = Numbers.of(distillation_numbers)
    return (
        "When it is already there, or when many share it. In Gemma's table, as sharp as its whole perplexities, a"
        " taught model equals a plain one"
        f" {n.gemma_published} its size; bill the teacher's passes to one student and {n.net_published} is left."
        f" {n.pay_existing} pay for an existing teacher's passes, {n.pay_trained} for training it too."
    )
