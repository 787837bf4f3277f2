"""How a number is written: one formatter for prose, tables, captions and alt sentences.

* An interval decides the digits: its half-width keeps two significant digits (a published figure keeps its own
  before the decimal point);
* without an interval three significant digits are kept;
* counts of parameters, tokens and dollars are written in words (70 billion);
* anything else beyond a million or below a thousandth is written as m × 10ⁿ;
* a date, kept as a decimal year, is written as month and year, or as a year where its interval is wider.
"""

import re
from calendar import month_name
from math import floor, isfinite, isnan, log10
from typing import Any

SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
WORDS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
COUNTED = ("parameters", "tokens", "dollars", "runs", "models", "GPU-hours")
MINUS = "−"
DATE = "date"
PURE = ("", "×")


_TIED = re.compile(r"(?<=\d) (?=[×%])|(?<=×) (?=10)|(?<=[\d⁰¹²³⁴⁵⁶⁷⁸⁹]) (?=FLOP|billion|trillion|million)")


def typeset(text: object) -> str:
    """The text with the spaces inside a number made non-breaking, for a page.

    >>> typeset("5.76 × 10²³ FLOP").count("\\u00a0")
    3
    """
    return _TIED.sub("\u00a0", str(text))


class Text(str):
    """A string that displays itself without quotes, so that inline code reads as prose."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)

    def _repr_pretty_(self, printer, cycle):
        printer.text(typeset(self))


class Written(Text):
    """A text that was written of a number, and still knows it.

    of : the number.
    """

    of: Any

    def __new__(cls, text: str, of: Any = None) -> "Written":
        written = super().__new__(cls, text)
        written.of = of
        return written


def with_unit(number: str, unit: str) -> str:
    if unit == DATE:
        return number
    return f"{number}{unit}" if unit in PURE else f"{number} {unit}"


def places_of(text: str) -> int:
    """Decimal places to which a number is printed; negative where it is printed in powers of ten.

    >>> places_of("2.40"), places_of("4.64e26"), places_of("510e12")
    (2, -24, -12)
    """
    mantissa, _, exponent = text.lower().partition("e")
    return len(mantissa.partition(".")[2]) - int(exponent or 0)


def format_number(
    value: float,
    unit: str = "",
    decimals: Any = None,
    digits: int = 3,
    printed: bool = False,
    in_place: bool = False,
) -> str:
    """Write one number without its unit.

    decimals : int or None
        Decimal places that the interval allows, for a date its half-width in years; `None` keeps `digits` significant
        digits.
    printed : bool
        Whether `decimals` are those of a source, which stay as they are; of an estimate two significant digits stay.
    in_place : bool
        Whether a number below a thousandth is written with `decimals` too, since it stands beside larger ones.

    >>> format_number(70e9, "parameters")
    '70 billion'
    >>> format_number(0.00012)
    '1.2 × 10⁻⁴'
    """
    if isnan(value):
        return "undefined"
    if value == 0:
        return "0"
    if not isfinite(value):
        return "infinite" if value > 0 else f"{MINUS}infinite"
    if unit == DATE:
        return _date(value, decimals)
    sign, size = (MINUS if value < 0 else ""), abs(value)
    if unit.split("/")[0] in COUNTED:
        for scale, word in WORDS:
            if size >= scale and size < 1e16:
                scaled = None if decimals is None else decimals + round(log10(scale))
                return f"{sign}{_positional(size / scale, scaled, digits, printed)} {word}"
    if in_place and size < 1e-3:
        return sign + _fixed(size, decimals) if round(size, decimals) else "0"
    if size >= 1e6 or size < 1e-3:
        return sign + _scientific(size, decimals, digits, printed)
    return sign + _positional(size, decimals, digits, printed)


def _positional(size, decimals, digits, printed):
    if decimals is None:
        return _significant(size, digits)
    if decimals < 0:
        kept = decimals if printed else max(decimals, 1 - floor(log10(size)))
        size, decimals = round(size, min(kept, 0)), 0
    return _fixed(size, decimals)


def _significant(size, digits):
    decimals = digits - 1 - floor(log10(size))
    text = _fixed(round(size, decimals), max(decimals, 0))
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fixed(size, decimals):
    return f"{size:,.{decimals}f}".replace(",", "\u202f")


def _scientific(size, decimals, digits, printed):
    places = digits - 1
    if decimals is not None:
        places = max(decimals + floor(log10(size)), 0 if printed else 1)
    mantissa, exponent = f"{size:.{places}e}".split("e")
    if "." in mantissa and decimals is None:
        mantissa = mantissa.rstrip("0").rstrip(".")
    power = f"10{str(int(exponent)).translate(SUPERSCRIPT)}"
    return power if mantissa == "1" else f"{mantissa} × {power}"


def _date(decimal_year, half_width):
    """Month and year of a decimal year; the year alone where it is whole or known to a year or worse."""
    if float(decimal_year).is_integer() or (half_width or 0) >= 1:
        return f"{round(decimal_year)}"
    year = floor(decimal_year)
    return f"{month_name[1 + floor(12 * (decimal_year - year))]} {year}"
