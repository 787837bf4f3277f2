"""The table of what was registered for the chapter's own experiments."""

from ...display.exhibits import exhibit
from ...display.table import Table
from ...experiments import columns
from . import own


@exhibit
def registered():
    """What was registered for the chapter's own experiments, and what came out."""
    title = "Expectations for text read again and for models that learn from models"
    return Table(columns(own.found().values()), title)
