"""A table that stands in the text, as the argument itself and not as the data behind a picture."""

from scaling_laws.formatting import typeset

from .html import table
from .viewer import Shown

WORDY, WORDY_COLUMNS = 40, 3  # so many letters before so many columns leave a phone a word a line


class Table(Shown):
    """Columns `{heading: values}` with a caption, for a page and as text."""

    def __init__(self, columns, caption):
        self.columns, self.caption = columns, caption

    def __repr__(self):
        rows = [list(self.columns), *([str(v) for v in row] for row in zip(*self.columns.values(), strict=True))]
        return "\n".join("  ".join(row) for row in rows)

    def html(self):
        written = {k: [typeset(v) for v in column] for k, column in self.columns.items()}
        first = next(iter(written.values()))
        made = table(written, caption=self.caption)
        if len(written) > WORDY_COLUMNS and max(map(len, first), default=0) > WORDY:
            made = made.replace('class="sl-table"', 'class="sl-table sl-wordy"', 1)
        return made
