"""Small pieces of HTML that figures, explorables and tables share."""

from html import escape
from urllib.parse import quote

import numpy as np

from scaling_laws.errors import InvalidArgument
from scaling_laws.quantity import Quantity, format_number


def cell(value):
    """One table cell as text: numbers through the book's formatter, everything else as it is."""
    if isinstance(value, Quantity):
        return str(value)
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, (int, float, np.integer, np.floating)):
        return "" if np.isnan(value) else format_number(float(value), digits=4)
    return str(value)


def table(columns, caption=None):
    """A plain HTML table from `{heading: values}`; the first column heads its rows.

    Raises
    ------
    InvalidArgument
        If a column has no heading: a screen reader announces each cell by it.
    """
    if not all(name.strip() for name in columns):
        raise InvalidArgument("columns", list(columns), "headings with text, one for each column")
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    written = [[_dated(name, value) for value in values] for name, values in columns.items()]
    body = "".join(_row(values) for values in zip(*written, strict=True))
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return (
        f'<div class="sl-scroll" tabindex="0" role="region" aria-label="{escape(caption or "Table")}">'
        f'<table class="sl-table">{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _dated(heading, value):
    """A year as people write it, without a gap for thousands; anything else as it is."""
    numeric = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, (bool, np.bool_))
    is_year = numeric and "year" in heading.lower() and 1900 <= value < 2200
    return f"{float(value):.6g}" if is_year else value


def _row(values):
    first, *rest = (escape(cell(value)) for value in values)
    return f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{text}</td>" for text in rest) + "</tr>"


def csv(columns):
    """The same columns as CSV text, numbers with ten significant digits."""
    rows = [",".join(map(_csv_field, columns))]
    rows += [",".join(map(_csv_field, values)) for values in zip(*columns.values(), strict=True)]
    return "\n".join(rows) + "\n"


def _csv_field(value):
    if isinstance(value, Quantity):
        value = value.value
    text = f"{value:.10g}" if isinstance(value, (float, np.floating)) else str(value)
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if any(c in text for c in ',"\n') else text


def folded_data(name, columns):
    """The data behind a picture: folded, with a CSV link that needs no network."""
    link = f'<a download="{name}.csv" href="data:text/csv;charset=utf-8,{quote(csv(columns))}">Download as CSV</a>'
    return (
        f'<details class="sl-data"><summary>Data behind this figure</summary>'
        f"{table(columns, caption=f'Data of the figure {name}')}{link}</details>"
    )


def with_label(svg, sentence):
    """Make an inline SVG one image with `sentence` as its spoken text."""
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(sentence, quote=True)}" ', 1)
