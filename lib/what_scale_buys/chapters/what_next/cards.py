"""The key insight of the chapter, which is that of the book."""

from ...display.cards import Card
from .numbers import numbers


def _card():
    n = numbers()
    answer = (
        "In loss, yes, a little less each time: what is left above the floor goes on shrinking, to"
        f" {n.left_share_r.short} or {n.left_share_h.short} of the value of 2025 by {n.left_year} if nothing breaks,"
        f" while a further billion dollars buys {n.price_r.bare} or {n.price_h.bare} times less of it (refit, printed"
        " fit) than in 2025. Whether that is worth the price is no property of the law. It depends on what a nat is"
        " worth to a user, on how fast algorithms improve, and on whether they save text; and for the last of these we"
        " have no published value."
    )
    return Card("Do ever larger models still pay?", answer)


CARDS = {"pay": _card()}
