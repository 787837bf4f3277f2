"""The tables that stand in the text."""

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
        "Registered before the runs, in the words of the register. Small scale: models of Python text with a few ten"
        " thousand parameters.",
    )
