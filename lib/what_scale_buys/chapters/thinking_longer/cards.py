"""The key insights of the chapter."""

from scaling_laws.quantity import say

from ... import published
from ...display.cards import card
from .numbers import EASY, HARD, sampled, samples_to_match


@card("Why is having the answer not the same as giving it?")
def picker():
    return (
        f"On one set of problems ten thousand tries contained a right answer for {sampled('llama8b_math_10k').short} of"
        f" them, and the best selector handed in {sampled('llama8b_math_vote_10k').short}. Coverage rises because few"
        " problems are impossible; a vote stops at the share of problems whose most common answer is right; a verifier"
        " that finds some wrong answers convincing gets worse with more of them. Ask who checks before asking how long"
        " it thinks."
    )


@card("Should I train a larger model or let the small one think?")
def trade():
    easy, hard = (samples_to_match(p) for p in (EASY, HARD))
    return (
        "Each, for different questions. Tries multiply a small chance; a larger model raises it to a power. In a chain"
        f" of steps it takes {easy.short} tries to replace a model {say(published.value('snell_2024_model_factor'))}"
        f" times larger where the small one succeeds half of the time, and {hard.short} where it succeeds once in a"
        " thousand. Thinking is the bargain where the model already succeeds now and then, and it needs a checker"
        " besides."
    )
