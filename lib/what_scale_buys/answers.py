"""What a number in running text answers on the site: its interval, method, source, and the call that computed it.

In a sentence a number stands short. The Sphinx extension passes every inline expression through `answered`, so that on
the site, and nowhere else, it comes as an element whose title holds the rest; `display/assets/answers.js` opens it on
hover, tap or keyboard, and prints it as a note. Notebooks show the plain text of the number itself.
"""

from html import escape

from scaling_laws.formatting import Text, Written, typeset
from scaling_laws.quantity import Quantity

from . import published


def answered(value, call):
    """`value`, shown on a page with its answer if it is a number or a text that holds one.

    call : the expression that gave it, as it stands in the notebook.
    """
    return Answered(value, call) if isinstance(value, (Quantity, Text)) else value


class Answered:
    """A number or text of a sentence, and the expression that gave it."""

    def __init__(self, value, call):
        self.value, self.call = value, call

    def _repr_html_(self):
        quantity = _quantity(self.value)
        shown = escape(typeset(self.value.short if isinstance(self.value, Quantity) else self.value))
        if quantity is None and not any(c.isdigit() for c in shown):
            return shown
        lines = [*(notes(quantity) if quantity else ()), self.call]
        title = escape("\n".join(map(typeset, lines)), quote=True)
        return f'<span class="sl-number" title="{title}">{shown}</span>'

    def __repr__(self):
        return repr(self.value)


def _quantity(value):
    """The quantity of which a text was written, if any."""
    return value if isinstance(value, Quantity) else value.of if isinstance(value, Written) else None


def notes(quantity):
    """The lines that a number answers: interval and level, method and number of observations, source and place.

    >>> notes(Quantity(0.1534, low=0.1490, high=0.1581, method="bootstrap", level=0.9, n=240))
    ['90 % interval 0.1490 to 0.1581', 'bootstrap, n = 240']
    """
    row = published.table().get(quantity.origin)
    lines = [_interval(quantity, row)] if quantity.has_interval else []
    if quantity.method or quantity.n:
        lines.append(", ".join(filter(None, (quantity.method, f"n = {quantity.n:,}" if quantity.n else ""))))
    if row:
        lines.append(f"{published.cite(row.source)}, {row.where}")
    elif quantity.source:
        lines.append(str(published.cite(quantity.source)))
    return lines


def _interval(quantity, row):
    if quantity.level:
        return f"{100 * quantity.level:g} % interval {quantity.interval}"
    kind = "range" if row and row.level == published.RANGE else "interval of unstated level"
    return f"{kind} {quantity.interval}"
