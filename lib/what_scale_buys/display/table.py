"""A table that stands in the text, as the argument itself and not as the data behind a picture."""

from scaling_laws.formatting import typeset

from .html import table
from .viewer import Shown


class Table(Shown):
    """Columns `{heading: values}` with a caption, for a page and as text."""

    def __init__(self, columns, caption):
        self.columns, self.caption = columns, caption

    def __repr__(self):
        rows = [list(self.columns), *([str(v) for v in row] for row in zip(*self.columns.values(), strict=True))]
        return "\n".join("  ".join(row) for row in rows)

    def html(self):
        return table({k: [typeset(v) for v in column] for k, column in self.columns.items()}, caption=self.caption)
