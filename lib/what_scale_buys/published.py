"""The one registry of figures from the literature.

Every row of `data/published.csv` states what was measured, its value, unit, interval, the source's
citation key, the place in the source, the convention under which it was counted and how it was verified
(`seen`: primary, in the source itself; secondary, in somebody else's text). `level` is the
probability that the source gives to its interval, "range" where it prints the ends of a range, empty where it says
nothing. A date is an ISO date or a decimal year.
"""

import csv
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files

from scaling_laws.errors import InvalidArgument, MissingInterval, UnknownKey
from scaling_laws.formatting import DATE, Text, format_number, places_of, with_unit
from scaling_laws.quantity import Quantity
from scaling_laws.statistics import normal_quantile

from .display.viewer import Shown

_UNITS = {"1": "", "percent": "%", "ratio": "×", "fraction": ""}
RANGE = "range"
STRICT = True


@dataclass(frozen=True)
class PublishedFigure:
    """One row of the table, as text where the table holds text."""

    key: str
    quantity: str
    value: str
    low: str
    high: str
    level: str
    unit: str
    source: str
    where: str
    seen: str
    convention: str

    @property
    def has_interval(self):
        return bool(self.low)

    def as_quantity(self):
        """The row as a Quantity; its interval and level are those that the source prints, if any.

        Raises
        ------
        InvalidArgument
            If the row holds text.
        """
        unit = _UNITS.get(self.unit, self.unit)
        try:
            value, *ends = (_number(text, self.unit) for text in self._texts())
        except ValueError:
            raise InvalidArgument(
                "key", self.key, f"a figure that is a number, and this one reads {self.value!r}"
            ) from None
        bounds = dict(zip(("low", "high"), ends))
        if bounds:
            bounds["level"] = float(self.level) if self.level not in ("", RANGE) else None
            bounds["places"] = tuple(map(places_of, self._texts())) if unit != DATE else None
        return Quantity(value, unit, source=self.source, name=self.quantity, origin=self.key, **bounds)

    def _texts(self):
        return (self.value, self.low, self.high) if self.has_interval else (self.value,)

    def printed(self):
        """Number, unit and interval with the digits that the source prints; text as it stands."""
        try:
            value, *ends = (_as_printed(text, self.unit) for text in self._texts() if text)
        except ValueError:
            return self.value
        if self.has_interval and not self.value:
            return with_unit(f"{value} to {ends[0]}", _UNITS.get(self.unit, self.unit))
        shown = with_unit(value, _UNITS.get(self.unit, self.unit))
        if not ends:
            return shown
        return f"{shown} ({self._kind()}{ends[0]} to {ends[1]})"

    def _kind(self):
        if self.level in ("", RANGE):
            return f"{self.level} ".lstrip()
        return f"{100 * float(self.level):g} % interval "


def _number(text, unit):
    """A number of the table; a date as a decimal year."""
    if unit == DATE and "-" in text:
        return decimal_year(text)
    return float(text)


def decimal_year(text):
    """An ISO date, of year and month at least, as a decimal year: the middle of its month or day.

    >>> decimal_year("2024-07-02")
    2024.5
    """
    year, month, *day = map(int, text.split("-"))
    first, next_year = date(year, 1, 1), date(year + 1, 1, 1)
    days = (date(year, month, *(day or [15])) - first).days
    return round(year + (days if day else days + 0.5) / (next_year - first).days, 4)


def _as_printed(text, unit):
    value = _number(text, unit)
    if unit == DATE:
        day = f"{int(text.split('-')[2])} " if text.count("-") == 2 else ""
        return f"{day}{format_number(value, DATE)}"
    return format_number(value, unit, places_of(text), printed=True)


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
    """The bare number of a published figure without an interval, for computing with it.

    Raises
    ------
    MissingInterval
        If the source prints an interval: `figure` carries it through arithmetic, `middle` leaves it out on purpose.
    """
    if STRICT and row(key).has_interval:
        raise MissingInterval(
            f"{key} is published as {figure(key)}: compute with published.figure({key!r}), whose interval survives, or "
            f"take published.middle({key!r}) where a number alone is meant."
        )
    return figure(key).value


def middle(key):
    """The bare number of a published figure, its interval left out on purpose: for a default, a mark or a draw."""
    return figure(key).value


def with_standard_error(key, error_key, level=0.95):
    """A published figure with the normal interval of its published standard error.

    >>> with_standard_error("besiroglu_2024_a_exponent", "besiroglu_2024_a_exponent_se")
    0.513 (95 % interval 0.474 to 0.552)
    """
    figure_, half = figure(key), normal_quantile(level) * middle(error_key)
    bounds = {"low": figure_.value - half, "high": figure_.value + half}
    return replace(figure_, **bounds, level=level, method="published standard error")


@cache
def bibliography():
    """The sources {citation key: entry}."""
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
    if key not in bibliography():
        raise UnknownKey("source", key, bibliography())
    from pybtex.richtext import Text as RichText

    entry = bibliography()[key]
    people = entry.persons.get("author", [])
    names = [str(RichText.from_latex(" ".join(p.prelast_names + p.last_names))) for p in people]
    joined = names[0] if len(names) == 1 else " and ".join(names) if len(names) == 2 else f"{names[0]} et al."
    return Text(f"{joined} ({entry.fields['year']})" if "year" in entry.fields else joined)


def title(key):
    """Title of a source as plain text; UnknownKey if the bibliography has no such key."""
    from pybtex.richtext import Text as RichText

    if key not in bibliography():
        raise UnknownKey("source", key, bibliography())
    return str(RichText.from_latex(bibliography()[key].fields["title"]))


@cache
def _namesakes():
    """How many sources share a name and year."""
    return Counter(cite(key) for key in bibliography())


def named(key):
    """Name and year of a source, and its title where several sources share them.

    >>> named("hoffmann2022training"), named("epoch2025gpt5").count("Epoch AI (2025)")
    ('Hoffmann et al. (2022)', 1)
    """
    said = str(cite(key))
    return said if _namesakes()[said] == 1 else f"{said}, {title(key)}"


def link(key):
    """Web address of a source, from its DOI, preprint number or address; "" where the bibliography has none.

    >>> link("hoffmann2022training")
    'https://arxiv.org/abs/2203.15556'
    """
    if key not in bibliography():
        raise UnknownKey("source", key, bibliography())
    fields = bibliography()[key].fields
    forms = (("doi", "https://doi.org/{}"), ("eprint", "https://arxiv.org/abs/{}"), ("url", "{}"))
    return next((form.format(fields[name]) for name, form in forms if name in fields), "")


class PublishedTable(Shown):
    """All published figures, source by source, with their places, for the page of sources."""

    def by_source(self):
        """Rows of the table as {citation key: [rows]}, sources in alphabetical order of their citation."""
        sources = sorted({r.source for r in table().values()}, key=lambda key: (cite(key).lower(), key))
        return {key: [r for r in table().values() if r.source == key] for key in sources}

    def html(self):
        return "".join(
            f'<details class="sl-source"><summary>{escape(named(key))}: {_count(rows)}</summary>'
            f"{_source_table(rows)}</details>"
            for key, rows in self.by_source().items()
        )

    def __repr__(self):
        return "\n".join(f"{r.key} = {r.printed()} [{cite(r.source)}, {r.where}]" for r in table().values())


def _count(rows):
    return "1 figure" if len(rows) == 1 else f"{len(rows)} figures"


def _source_table(rows):
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Figure", "Value", "Place in the source"))
    body = "".join(
        f'<tr><th scope="row">{escape(r.quantity)}<small>{escape(r.convention)}</small></th>'
        f"<td>{escape(r.printed())}</td><td>{escape(r.where)}<small>{escape(r.seen)}</small></td></tr>"
        for r in rows
    )
    return f'<table class="sl-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
