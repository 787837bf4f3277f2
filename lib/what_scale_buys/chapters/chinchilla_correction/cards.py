"""The key insights of the chapter."""

from ...display.cards import card
from .numbers import numbers


@card("What did the Chinchilla correction correct, and what did it leave alone?")
def correction():
    n = numbers()
    return (
        f"It corrected the bill. Gopher's loss could be had for {n.gopher_waste} less compute, because tokens had been"
        f" left out. It left the shape alone: on the best frontier each doubling of compute still removes {n.double} of"
        " the reducible loss. Cheaper, not straight."
    )


@card("If twenty tokens per parameter are optimal, why do labs use a thousand?")
def serving():
    n = numbers()
    return (
        f"Because the optimum counts only training. Llama 3 8B spent {n.llama8_waste} the compute that its loss needs,"
        f" and had earned it back after serving about {n.llama8_repaid}, fewer than it was trained on."
    )
