"""The audit as a table of the page."""

from scaling_laws.quantity import percent

from ...accepted import LEVEL
from ...display.exhibits import exhibit
from ...display.html import table
from ...display.viewer import Shown
from .audit import audit_table

CAPTION = (
    "The audited runs on the refitted surface. D/N: tokens per parameter. Excess: loss above the best run of equal"
    f" compute, nats per token. Waste: compute spent over compute needed, with its {percent(LEVEL)} interval. Repaid:"
    " tokens to serve until the extra training is earned back. Size: against that interval of the best size."
)


@exhibit
class AuditTable(Shown):
    """The audit as a table of the page."""

    def __repr__(self):
        columns = audit_table()
        return "\n".join("  ".join(row) for row in [tuple(columns), *zip(*columns.values())])

    def html(self):
        return table(audit_table(), caption=CAPTION)
