"""The key insights of the chapter."""

from scaling_laws.quantity import exact

from ...display.cards import Card
from .numbers import numbers


def _picker():
    n = numbers()
    answer = (
        f"On one set of problems ten thousand tries contained a right answer for {n.llama_many.short} of them, and the"
        f" best selector handed in {n.llama_pick_many.short}. Coverage rises because few problems are impossible; a"
        " vote stops at the share of problems whose most common answer is right; a verifier that finds some wrong"
        " answers convincing gets worse with more of them. Ask who checks before asking how long it thinks."
    )
    return Card("Why is having the answer not the same as giving it?", answer)


def _trade():
    n = numbers()
    easy, hard = (exact(q.value).short for q in (n.samples_easy, n.samples_hard))
    answer = (
        "Each, for different questions. Tries multiply a small chance; a larger model raises it to a power. In a chain"
        f" of steps it takes about {easy} tries to replace a model {n.size_factor.short} times larger where the small"
        f" one succeeds half of the time, and about {hard} where it succeeds once in a thousand. Thinking is the"
        " bargain on easy questions, training on hard ones, and thinking needs a checker besides."
    )
    return Card("Should I train a larger model or let the small one think?", answer)


CARDS = {"picker": _picker(), "trade": _trade()}
