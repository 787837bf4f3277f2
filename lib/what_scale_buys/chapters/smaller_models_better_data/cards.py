"""The key insights of the chapter."""

from scaling_laws.quantity import Numbers

from ...display.cards import card
from .numbers import distillation_numbers, multiplier_numbers


@card("Does a better technique replace scale?")
def constant():
    n = Numbers.of(multiplier_numbers)
    return (
        "It multiplies it. A token or a parameter made worth more by a constant shifts the whole curve and leaves its"
        f" shape. The largest published factor here, {n.largest.short}, is {n.largest_years.short} of the growth of"
        " compute. Only a changed slope would be worth more the further one goes, and for filters and teachers none"
        " has been measured."
    )


@card("When does a teacher pay?")
def teacher():
    n = Numbers.of(distillation_numbers)
    return (
        "When it is already there, or when many share it. In Gemma's table a taught model equals a plain one"
        f" {n.gemma_published.short} its size; bill the teacher's passes to one student and {n.net_published.short} is"
        " left."
    )
