"""A number that knows its unit, interval, method and source, and writes itself.

One formatter serves prose, tables, captions and alt sentences. Its rules:

* an interval decides the digits: its half-width keeps two significant digits (a published figure keeps its own
  before the decimal point);
* without an interval three significant digits are kept;
* counts of parameters, tokens and dollars are written in words (70 billion);
* anything else beyond a million or below a thousandth is written as m × 10ⁿ.
"""

import re
from dataclasses import dataclass, replace
from html import escape
from math import floor, isfinite, log10

from .errors import InvalidArgument, MissingInterval, UnknownKey

SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
WORDS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
COUNTED = ("parameters", "tokens", "dollars", "runs", "models", "GPU-hours")
MINUS = "−"


_TIED = re.compile(r"(?<=\d) (?=[×%])|(?<=×) (?=10)|(?<=[\d⁰¹²³⁴⁵⁶⁷⁸⁹]) (?=FLOP|billion|trillion|million)")


def typeset(text):
    """The text with the spaces inside a number made non-breaking, for a page.

    >>> typeset("5.76 × 10²³ FLOP").count("\\u00a0")
    3
    """
    return _TIED.sub("\u00a0", str(text))


class Text(str):
    """A string that displays itself without quotes, so that inline code reads as prose."""

    __slots__ = ()

    def __repr__(self):
        return str(self)

    def _repr_html_(self):
        return typeset(self)

    def _repr_markdown_(self):
        return typeset(self)


@dataclass(frozen=True)
class Quantity:
    """A number with its unit and, where it was estimated, its interval and method.

    value, low, high : float
        In `unit`. `low` and `high` bound the interval of probability `level`.
    unit : str
        For example "FLOP", "nats/token", "%", "×" or "" for a pure number.
    method : str
        How an estimate was obtained. A quantity that has a method must have an interval.
    n : int
        Number of observations behind the estimate.
    source : str
        Citation key of a published figure.

    Raises
    ------
    MissingInterval
        If `method` is given but `low` or `high` is not.

    >>> Quantity(0.1534, low=0.1490, high=0.1581, method="bootstrap", level=0.9)
    0.1534 (90 % interval 0.1490 to 0.1581)
    >>> Quantity(5.76e23, "FLOP")
    5.76 × 10²³ FLOP
    """

    value: float
    unit: str = ""
    low: float | None = None
    high: float | None = None
    level: float | None = None
    method: str = ""
    n: int | None = None
    source: str = ""
    name: str = ""

    def __post_init__(self):
        if self.method and (self.low is None or self.high is None):
            raise MissingInterval(
                f"{self.name or 'A quantity'} was estimated by {self.method!r} but has no interval: give low and high."
            )

    @property
    def has_interval(self):
        return self.low is not None and self.high is not None

    def __float__(self):
        return float(self.value)

    def named(self, name):
        """The same quantity under a name, for tables."""
        return replace(self, name=name)

    @property
    def bare(self):
        """The number alone."""
        return Text(format_number(self.value, self.unit, self._decimals()))

    @property
    def short(self):
        """Number and unit, without the interval (never for an estimate's first mention)."""
        return Text(_with_unit(self.bare, self.unit))

    @property
    def interval(self):
        """'0.149 to 0.158', in the unit of the quantity."""
        if not self.has_interval:
            raise MissingInterval(f"{self.name or 'This quantity'} has no interval to show.")
        low, high = (format_number(v, self.unit, self._decimals()) for v in (self.low, self.high))
        return Text(_with_unit(f"{low} to {high}", self.unit))

    @property
    def full(self):
        """Number, unit and interval."""
        if not self.has_interval:
            return self.short
        level = f"{100 * self.level:g} % interval " if self.level else ""
        low, high = (format_number(v, self.unit, self._decimals()) for v in (self.low, self.high))
        return Text(f"{self.short} ({level}{low} to {high})")

    def __str__(self):
        return str(self.full)

    __repr__ = __str__

    def _repr_html_(self):
        return typeset(self.full)

    def _repr_markdown_(self):
        return typeset(self.full)

    def __format__(self, spec):
        return format(self.value, spec) if spec else str(self.full)

    def _decimals(self):
        if not self.has_interval or not isfinite(self.low) or not isfinite(self.high):
            return None
        half = (self.high - self.low) / 2
        if half <= 0:
            return None
        decimals = 1 - floor(log10(half))
        return decimals if self.method else max(decimals, 0)


def exact(value, unit="", name=""):
    """A computed number that carries no uncertainty of its own."""
    return Quantity(float(value), unit, name=name)


def percent(fraction, name=""):
    """A fraction (0 to 1) as a quantity in percent.

    >>> percent(0.0667)
    6.67 %
    """
    return Quantity(100 * float(fraction), "%", name=name)


def estimate(value, low, high, *, method, level, unit="", n=None, name=""):
    """An estimated number; interval, method and level are not optional."""
    return Quantity(float(value), unit, float(low), float(high), level, method, n, name=name)


def say(value, unit=""):
    """A number with its unit as it stands in a sentence.

    >>> say(70e9, "parameters")
    70 billion parameters
    """
    return Quantity(float(value), unit).short


def listing(values, unit="", last="and"):
    """Numbers or texts as one reads them out: "a, b and c".

    last : the word before the last item; "" for a comma there too.

    >>> listing([1.5, 2, 3.25], "×"), listing(["few", "many"], last="or")
    (1.5×, 2× and 3.25×, few or many)
    """
    texts = [str(value) if isinstance(value, (str, Quantity)) else str(say(value, unit)) for value in values]
    if len(texts) < 2 or not last:
        return Text(", ".join(texts))
    return Text(f"{', '.join(texts[:-1])} {last} {texts[-1]}")


def _with_unit(number, unit):
    return f"{number}{unit}" if unit in ("", "×") else f"{number} {unit}"


def format_number(value, unit="", decimals=None, digits=3):
    """Write one number without its unit.

    decimals : int or None
        Decimal places that the interval allows; `None` keeps `digits` significant digits.

    >>> format_number(70e9, "parameters")
    '70 billion'
    >>> format_number(0.00012)
    '1.2 × 10⁻⁴'
    """
    if value == 0:
        return "0"
    if not isfinite(value):
        return "infinite" if value > 0 else f"{MINUS}infinite"
    sign, size = (MINUS if value < 0 else ""), abs(value)
    if unit.split("/")[0] in COUNTED:
        for scale, word in WORDS:
            if size >= scale and size < 1e16:
                return f"{sign}{_significant(size / scale, digits)} {word}"
    if size >= 1e6 or size < 1e-3:
        return sign + _scientific(size, digits)
    if decimals is None:
        return sign + _significant(size, digits)
    if decimals < 0:  # two significant digits stay, however wide the interval
        size, decimals = round(size, min(max(decimals, 1 - floor(log10(size))), 0)), 0
    return sign + _fixed(size, decimals)


def _significant(size, digits):
    decimals = digits - 1 - floor(log10(size))
    text = _fixed(round(size, decimals), max(decimals, 0))
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fixed(size, decimals):
    return f"{size:,.{decimals}f}".replace(",", "\u202f")


def _scientific(size, digits):
    exponent = floor(log10(size))
    mantissa = _significant(size / 10**exponent, digits)
    if mantissa == "10":
        mantissa, exponent = "1", exponent + 1
    power = f"10{str(exponent).translate(SUPERSCRIPT)}"
    return power if mantissa == "1" else f"{mantissa} × {power}"


class Numbers:
    """The named numbers of a chapter: attributes for sentences, a table for checking.

    >>> Numbers(ratio=exact(0.5)).ratio
    0.5
    """

    def __init__(self, **named):
        self._named = named

    @classmethod
    def of(cls, *parts):
        """The numbers that several functions return, each without arguments, as one; no name may come twice."""
        named = {}
        for part in parts:
            for name, number in part().items():
                if name in named:
                    raise InvalidArgument("number", name, f"named once only; {part.__name__} names it again")
                named[name] = number
        return cls(**named)

    def __getattr__(self, key):
        if key.startswith("_"):
            raise AttributeError(key)
        if key not in self._named:
            raise UnknownKey("number of this chapter", key, self._named)
        return self._named[key]

    def __iter__(self):
        return iter(self._named.items())

    def __repr__(self):
        width = max(map(len, self._named))
        return "\n".join(f"{key:<{width}}  {value}" for key, value in self)

    def _repr_html_(self):
        rows = "".join(f"<tr><th scope='row'><code>{key}</code></th><td>{escape(str(v))}</td></tr>" for key, v in self)
        return (
            "<details class='sl-data'><summary>Every number of this chapter</summary>"
            f"<table class='sl-table'>{rows}</table></details>"
        )
