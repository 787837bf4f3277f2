"""The key insight of the chapter."""

from scaling_laws.quantity import exact, percent

from ...display.cards import Card
from . import metrics
from .numbers import FAIL, FEW, PASS, exponent


def _card():
    seen = percent(metrics.smallest_visible(FEW)).short
    before, after = exponent("2d_add", "small", "2p7b"), exponent("2d_add", "6p7b", "13b")
    jump = exact(metrics.hazard_to_cut(FAIL, PASS)).short
    answer = (
        "Undo the score first. Exact match raises the per-token accuracy to the power of the answer's length, and a"
        f" test of {exact(FEW).short} questions cannot be trusted to show anything below {seen}; both turn a steady"
        " decline of errors into a sudden arrival. Then look at what is left. In GPT-3's arithmetic something is:"
        f" the implied digit error of two-digit sums falls with exponent {before.short} for most of the series and"
        f" {after.short} in one step. And a user who needs the whole answer lives under exact match anyway: from one"
        f" success in ten to nine in ten, the log loss per token must fall by a factor of {jump}."
    )
    return Card("Did the ability arrive, or did the score?", answer)


CARDS = {"arrival": _card()}
