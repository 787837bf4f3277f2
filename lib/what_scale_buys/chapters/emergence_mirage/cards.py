"""The key insight of the chapter."""

from scaling_laws.quantity import percent, say

from ...display.cards import card
from . import metrics
from .numbers import FAIL, FEW, PASS, exponent


@card("Did the ability arrive, or did the score?")
def arrival():
    seen = percent(metrics.smallest_visible(FEW)).short
    before, after = exponent("2d_add", "small", "2p7b"), exponent("2d_add", "6p7b", "13b")
    return (
        "Undo the score first. Exact match raises the per-token accuracy to the power of the answer's length, and a"
        f" test of {say(FEW)} questions cannot be trusted to show anything below {seen}; both turn a steady decline of"
        " errors into a sudden arrival. Then look at what is left. In GPT-3's arithmetic something is: the implied"
        f" digit error of two-digit sums falls with exponent {before} for most of the series and {after} in one"
        " step. And a user who needs the whole answer lives under exact match anyway: from one success in ten to"
        f" nine in ten, the log loss per token must fall by a factor of {say(metrics.hazard_to_cut(FAIL, PASS))}."
    )
