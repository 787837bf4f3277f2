"""The key insights of the chapter."""

from ...display.cards import Card
from ...display.exhibits import exhibit
from ...display.html import table
from .audit import audit_table
from .numbers import numbers


def cards():
    n = numbers()
    return {
        "correction": Card(
            "What did the Chinchilla correction correct, and what did it leave alone?",
            f"It corrected the bill. Gopher's loss could be had for {n.gopher_r_waste} less compute by "
            f"the refit and {n.gopher_h_waste} less by the printed fit, because tokens had been left out. It "
            f"left the shape alone: on "
            f"the best frontier each doubling of compute still removes about {n.r_double} of the reducible "
            f"loss, with an "
            f"exponent of {n.r_gamma}. Cheaper, not straight.",
        ),
        "serving": Card(
            "If twenty tokens per parameter are optimal, why do labs use a thousand?",
            f"Because the optimum counts only training. Llama 3 8B spent {n.llama8_r_waste} the compute that its loss "
            f"needs under the refit, and had earned it back after serving about {n.llama8_r_repaid}, fewer than it was "
            "trained on.",
        ),
    }


TABLE_CAPTION = (
    "The audited runs under both fits. D/N: tokens per parameter. Excess: loss above the best run of equal "
    "compute, nats per "
    "token. Waste: compute spent over compute needed. Repaid: tokens to serve until the extra training is earned back."
)


@exhibit
class AuditTable:
    """The audit as a table of the page."""

    def __repr__(self):
        columns = audit_table()
        return "\n".join("  ".join(row) for row in [tuple(columns), *zip(*columns.values())])

    def _repr_html_(self):
        return table(audit_table(), caption=TABLE_CAPTION)


CARDS = cards()
