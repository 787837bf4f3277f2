"""The key insight of the chapter."""

from ...display.cards import Card
from .numbers import numbers


def _cards():
    n = numbers()
    return (
        Card(
            "Did the ability arrive, or did the score?",
            "Undo the score first. Exact match raises the per-token accuracy to the power of the answer's length, and"
            " a test of"
            f" {n.few_items} questions cannot be trusted to see anything below {n.visible_few}; both turn a steady"
            " decline of errors into"
            " a sudden arrival. Then look at what is left. In GPT-3's arithmetic something is: the implied digit"
            " error of two-digit"
            f" sums falls with exponent {n.bend_before.short} for most of the series and {n.bend_after.short} in one"
            " step. And a user who"
            " needs the whole answer lives under exact match anyway: from one success in ten to nine in ten, the log"
            " loss per token"
            f" must fall {n.jump.short}.",
        ),
    )


CARDS = _cards()
