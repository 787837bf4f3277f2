"""The key insights of the chapter."""

from ...display.cards import Card
from .numbers import numbers


def _cards():
    n = numbers()
    return {
        "constant": Card(
            "Does a better technique replace scale?",
            f"It multiplies it. A parameter or a token made worth more by a constant shifts the whole curve: the"
            f" published multipliers here run from {n.smallest.short} to {n.largest.short}, at most"
            f" {n.largest_years.short} of the growth of compute, at every budget alike. Only a changed exponent would"
            " be worth more the further one goes, and none of these comparisons has measured one.",
        ),
        "teacher": Card(
            "When does a teacher pay?",
            f"When it is already there, or when many share it. In Gemma's table a taught model equals a plain one"
            f" {n.gemma_published.short} its size; bill the teacher's passes to one student and {n.gemma_net.short} is"
            f" left. {n.pay_existing.bare} students pay for an existing teacher's passes, {n.pay_trained.bare} for"
            " training it too.",
        ),
    }


CARDS = _cards()
