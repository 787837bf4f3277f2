"""The audit as a table of the page."""

from scaling_laws.quantity import percent

from ...accepted import LEVEL
from ...display.exhibits import exhibit
from ...display.html import table
from ...display.viewer import Shown
from .audit import audit_table

CAPTION = (
    "The audited runs under both fits. D/N: tokens per parameter. Excess: loss above the best run of equal compute,"
    f" nats per token. Waste: compute spent over compute needed, under R with its {percent(LEVEL)} interval. Repaid:"
    " tokens to serve until the extra training is earned back."
)


@exhibit
class AuditTable(Shown):
    """The audit as a table of the page."""

    def __repr__(self):
        columns = audit_table()
        return "\n".join("  ".join(row) for row in [tuple(columns), *zip(*columns.values())])

    def html(self):
        return table(audit_table(), caption=CAPTION)
