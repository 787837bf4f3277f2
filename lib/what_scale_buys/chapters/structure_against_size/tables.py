"""The tables that stand in the text."""

from scaling_laws.quantity import exact

from ...display.exhibits import exhibit
from ...display.table import Table
from ...experiments import columns
from . import measured_here


@exhibit
def expected_and_measured(outcomes=None):
    """What was registered before the chapter's own runs, and what came out."""
    outcomes = measured_here.outcomes() if outcomes is None else outcomes
    return Table(
        columns(outcomes),
        "Registered before the runs, in the words of the register; compute multipliers unless said otherwise."
        " Small scale: this book's invented language.",
    )


@exhibit
def experts_measured(gains=None):
    """What experts are worth in this book's runs, by budget."""
    gains = measured_here.gains() if gains is None else gains
    budgets = sorted({budget for at in gains.values() for budget in at})
    arms = {measured_here.ARMS[arm]: [at.get(budget, "") for budget in budgets] for arm, at in gains.items()}
    return Table(
        {"Training compute": [exact(budget, "FLOP") for budget in budgets]} | arms,
        "Compute multiplier of experts against dense models of equal work, in an invented language.",
    )
