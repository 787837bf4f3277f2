"""The key insight of the chapter, which is that of the book."""

from scaling_laws.formatting import DATE
from scaling_laws.quantity import exact

from ...display.cards import card
from .model import RIVAL
from .numbers import LEFT_YEAR, dearer, left_share


@card("Do ever larger models still pay?")
def pay():
    return (
        "In loss, yes, a little less each time. What is left above the floor goes on shrinking, to"
        f" {left_share('R')} or {left_share(RIVAL)} of the value of 2025 by {exact(LEFT_YEAR, DATE)} if nothing breaks,"
        f" while a further billion dollars buys {dearer('R')} or {dearer(RIVAL)} times less of it (refit, {RIVAL})"
        " than in 2025. Whether that is worth the price is no property of the law. It depends on"
        " what a nat is worth to a user, on how fast algorithms improve, and on whether they save text; and for the"
        " last of these we have no published value."
    )
