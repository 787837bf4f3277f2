"""The one registry of figures from the literature.

Every row of `data/published.csv` states what was measured, its value, unit, interval, the source's
citation key, the place in the source, the convention under which it was counted and how it was verified
(`seen`: primary, in the source itself; secondary, in somebody else's text; memory, not found stored).
"""

import csv
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from importlib.resources import files
from statistics import NormalDist

from scaling_laws.errors import UnknownKey
from scaling_laws.quantity import Quantity, Text

_UNITS = {"1": "", "percent": "%", "ratio": "×", "fraction": ""}


@dataclass(frozen=True)
class PublishedFigure:
    """One row of the table, as text where the table holds text."""

    key: str
    quantity: str
    value: str
    low: str
    high: str
    unit: str
    source: str
    where: str
    seen: str
    convention: str

    def as_quantity(self):
        """The row as a Quantity; its interval is the one that the source prints, if any."""
        unit = _UNITS.get(self.unit, self.unit)
        bounds = {name: float(text) for name, text in (("low", self.low), ("high", self.high)) if text}
        return Quantity(float(self.value), unit, source=self.source, name=self.quantity, **bounds)


@cache
def table():
    """All published figures, keyed by name, in the order of the file."""
    text = files("what_scale_buys").joinpath("data/published.csv").read_text(encoding="utf-8")
    return {row["key"]: PublishedFigure(**row) for row in csv.DictReader(text.splitlines())}


def row(key):
    """The whole row of a published figure.

    Raises
    ------
    UnknownKey
        If the table has no such key; the message offers the nearest names.
    """
    if key not in table():
        raise UnknownKey("published figure", key, table())
    return table()[key]


def figure(key):
    """A published figure as a Quantity.

    >>> figure("kaplan_2020_alpha_c_min").value
    0.05
    """
    return row(key).as_quantity()


def value(key):
    """The bare number of a published figure, for computing with it."""
    return figure(key).value


def with_standard_error(key, error_key, level=0.95):
    """A published figure with the normal interval of its published standard error.

    >>> with_standard_error("besiroglu_2024_a_exponent", "besiroglu_2024_a_exponent_se")
    0.513 (95 % interval 0.474 to 0.552)
    """
    figure_, half = figure(key), NormalDist().inv_cdf((1 + level) / 2) * value(error_key)
    bounds = {"low": figure_.value - half, "high": figure_.value + half}
    return replace(figure_, **bounds, level=level, method="published standard error")


@cache
def _bibliography():
    from pybtex.database import parse_string

    text = files("what_scale_buys").joinpath("data/references.bib").read_text(encoding="utf-8")
    return parse_string(text, "bibtex").entries


def cite(key):
    """Name and year of a source, as written in running text.

    Raises
    ------
    UnknownKey
        If the bibliography has no such key.

    >>> cite("hoffmann2022training")
    Hoffmann et al. (2022)
    """
    if key not in _bibliography():
        raise UnknownKey("source", key, _bibliography())
    from pybtex.richtext import Text as RichText

    entry = _bibliography()[key]
    people = entry.persons.get("author", [])
    names = [str(RichText.from_latex(" ".join(p.prelast_names + p.last_names))) for p in people]
    joined = names[0] if len(names) == 1 else " and ".join(names) if len(names) == 2 else f"{names[0]} et al."
    return Text(f"{joined} ({entry.fields['year']})" if "year" in entry.fields else joined)


def title(key):
    """Title of a source as plain text; UnknownKey if the bibliography has no such key."""
    from pybtex.richtext import Text as RichText

    if key not in _bibliography():
        raise UnknownKey("source", key, _bibliography())
    return str(RichText.from_latex(_bibliography()[key].fields["title"]))


class PublishedTable:
    """All published figures, source by source, with their places, for the page of sources."""

    def by_source(self):
        """Rows of the table as {citation key: [rows]}, sources in alphabetical order of their citation."""
        sources = sorted({r.source for r in table().values()}, key=lambda key: (cite(key).lower(), key))
        return {key: [r for r in table().values() if r.source == key] for key in sources}

    def html(self):
        return "".join(
            f'<details class="sl-source"><summary>{escape(cite(key))}: {_count(rows)}</summary>'
            f"{_source_table(rows)}</details>"
            for key, rows in self.by_source().items()
        )

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": repr(self), "text/html": self.html()}

    def __repr__(self):
        return "\n".join(f"{r.key} = {_shown(r)} [{cite(r.source)}, {r.where}]" for r in table().values())


def _count(rows):
    return "1 figure" if len(rows) == 1 else f"{len(rows)} figures"


def _source_table(rows):
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Figure", "Value", "Place in the source"))
    body = "".join(
        f'<tr><th scope="row">{escape(r.quantity)}<small>{escape(r.convention)}</small></th>'
        f"<td>{escape(_shown(r))}</td><td>{escape(r.where)}<small>{escape(r.seen)}</small></td></tr>"
        for r in rows
    )
    return f'<table class="sl-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _shown(row):
    try:
        return str(row.as_quantity())
    except ValueError:
        return row.value
