"""Numbers as people write them, and the commas that have two meanings."""

import re
from collections.abc import Iterable
from numbers import Number

import numpy as np

MISSING = frozenset(("", "na", "n/a", "#n/a", "<na>", "null", "none", "-", "--", "\u2013", "\u2014"))
NOT_FINITE = {"nan": "nan", "inf": "inf", "infinity": "inf", "\u221e": "inf"}
SUFFIXES = {"k": 1e3, "m": 1e6, "b": 1e9, "g": 1e9, "t": 1e12, "mn": 1e6, "mio": 1e6, "bn": 1e9, "tn": 1e12}
WORDS = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "quadrillion": 1e15}
WORDS |= {"mrd": 1e9, "mld": 1e9, "milliarde": 1e9, "milliarden": 1e9, "milliard": 1e9, "millionen": 1e6}
SUFFIXES |= WORDS | {f"{word}s": value for word, value in WORDS.items()}
LONGEST = 100  # characters: more is no number that anybody wrote, and would cost time
SPACES = " \u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
APOSTROPHES = "'\u2019\u00b4`_"
_RAISED = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b\u207a"
_LOWERED = str.maketrans(_RAISED, "0123456789-+")
_DIGITS = {start + k: str(k) for start in (0x0660, 0x06F0, 0xFF10) for k in range(10)}  # Arabic, Persian, full width
_DIGITS |= {0x066B: ".", 0x066C: "_", 0xFF0E: ".", 0xFF0C: ",", 0x2212: "-", 0xFF0D: "-"}
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_POWER = r"(?:[eE]([+-]?[0-9]+)|\s*[x\u00d7\u00b7*]\s*10\s*(?:\^|\*\*)?\s*([+-]?[0-9]+))"
_NUMBER = re.compile(rf"([+-]?)\s*([0-9.,{SPACES}{APOSTROPHES}]*[0-9][.,]?){_POWER}?\s*([A-Za-z]*)")
_TEN_TO = re.compile(r"([+-]?)10\s*(?:\^|\*\*)\s*([+-]?[0-9]+)")


class AmbiguousNumber(ValueError):
    """A number with two readings: `text`, and the values `readings` with their names."""

    def __init__(self, text: str, readings: Iterable[tuple[str, float]]) -> None:
        self.text, self.readings = text, tuple(readings)
        super().__init__(f"{text!r} is " + " or ".join(f"{value:g} ({name})" for name, value in readings))


def parse_number(text: object, *, decimal: str | None = None) -> float:
    """A number as people write it: 6e9, 6B, 6 billion, 6,000,000,000, 6 × 10^9.

    decimal : "." or ",", the sign before the decimals, where it is known. Unless it is, a comma may stand before
    groups of three digits only, and one single group (6,341) is ambiguous. Thousands may also be set apart by
    spaces (thin and narrow ones too), apostrophes or underscores, always in groups of three.

    Raises
    ------
    AmbiguousNumber
        If the comma (or, with decimal=",", the point) can be read in two ways; a ValueError too.
    ValueError
        For any other text, and for true and false.

    >>> parse_number("6B"), parse_number("1.2 trillion"), parse_number("3,5e2", decimal=",")
    (6000000000.0, 1200000000000.0, 350.0)
    >>> parse_number("6,3412")
    Traceback (most recent call last):
    scaling_laws.reading.numbers.AmbiguousNumber: '6,3412' is 6.3412 (decimal comma) or 63412 (thousands comma)
    """
    if isinstance(text, (bool, np.bool_)):
        raise ValueError(text)
    if isinstance(text, (Number, np.number)):
        return _real(text)
    text = str(text).strip().strip(SPACES)
    text = text if text.isascii() else text.translate(_DIGITS)
    if len(text) > LONGEST:
        raise ValueError(f"{text[:20]}... ({len(text)} characters)")
    if decimal != "," and _PLAIN.fullmatch(text):
        return float(text)
    if text.lower().lstrip("+-") in NOT_FINITE:
        sign = "-" if text.startswith("-") else ""
        return float(sign + NOT_FINITE[text.lower().lstrip("+-")])
    return _written(text, decimal)


def plain_number(cell: object, decimal: str | None = None) -> float | None:
    """The number in a cell of digits, a point, an exponent, or commas between thousands; None for any other; quick."""
    if type(cell) is float:
        return cell
    if type(cell) is str and len(cell) > LONGEST:
        return None
    if type(cell) is not str or decimal == ",":
        return None
    if _PLAIN.fullmatch(cell):
        return float(cell)
    return float(cell.replace(",", "")) if _THOUSANDS.fullmatch(cell) else None


def _real(value):
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    except TypeError:
        raise ValueError(value) from None


def _written(text, decimal):
    plain = lowered(text)
    ten = _TEN_TO.fullmatch(plain)
    if ten:
        return float(f"{ten.group(1)}1e{ten.group(2)}")
    match = _NUMBER.fullmatch(plain)
    if not match or match.group(5).lower() not in {"", *SUFFIXES}:
        raise ValueError(text)
    sign, digits, power, other_power, suffix = match.groups()
    power = power or other_power
    scale = SUFFIXES.get(suffix.lower(), 1.0)
    try:
        return float(f"{sign}{_mantissa(text, digits.strip(SPACES), decimal, power)}e{power or 0}") * scale
    except AmbiguousNumber as error:
        scale *= float(f"1e{power or 0}")
        raise AmbiguousNumber(text, [(name, value * scale) for name, value in error.readings]) from None


def lowered(text: str) -> str:
    """Text with a raised exponent after 10 written with a caret.

    >>> lowered("3 \u00d7 10\u00b9\u2078")
    '3 \u00d7 10^18'
    """
    return re.sub(rf"(?<![0-9.])10([{_RAISED}]+)", lambda found: f"10^{found.group(1).translate(_LOWERED)}", text)


def _mantissa(text, digits, decimal, power):
    """The digits with a point before the decimals and nothing between thousands."""
    point, comma = (",", ".") if decimal == "," else (".", ",")
    whole, _, fraction = digits.partition(point)
    if not re.fullmatch("[0-9]*", fraction):
        raise _other_sign(text, digits, point, comma)
    separators = set(whole) - set("0123456789")
    if not separators:
        if not whole and not fraction:
            raise ValueError(text)
        return f"{whole or 0}.{fraction or 0}"
    mark = separators.pop()
    grouped = not separators and re.fullmatch(rf"[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+", whole)
    if not grouped or (power and mark == comma):
        raise _other_sign(text, digits, point, comma)
    if mark == comma and decimal is None and whole.count(comma) == 1 and point not in digits:
        raise _two_readings(text, digits, point, comma)
    return f"{whole.replace(mark, '')}.{fraction or 0}"


def _other_sign(text, digits, point, comma):
    """The error for digits that fit only if point and comma change places, or not at all."""
    whole, _, fraction = digits.partition(comma)
    spaced = re.fullmatch(rf"[0-9]*|[0-9]{{1,3}}(?:[{re.escape(point)}{SPACES}{APOSTROPHES}][0-9]{{3}})+", whole)
    if (comma in digits and spaced and re.fullmatch("[0-9]+", fraction)) or re.fullmatch(
        rf"[0-9]{{1,3}}(?:{re.escape(point)}[0-9]{{3}}){{2,}}", digits
    ):
        return _two_readings(text, digits, point, comma)
    return ValueError(text)


def _two_readings(text, digits, point, comma):
    name = {",": "comma", ".": "point"}
    bare = re.sub("[^0-9]", "", digits)
    if comma not in digits:
        return AmbiguousNumber(text, [(f"thousands {name[point]}", float(bare))])
    whole, _, fraction = digits.partition(comma)
    as_decimal = float(f"{re.sub('[^0-9]', '', whole) or 0}.{fraction}")
    return AmbiguousNumber(text, [(f"decimal {name[comma]}", as_decimal), (f"thousands {name[comma]}", float(bare))])


def is_missing(cell: object) -> bool:
    """Whether a cell holds nothing: empty, None, NA, null or a dash (a NaN is a value that says something)."""
    return cell is None or type(cell).__name__ in ("NAType", "NaTType") or str(cell).strip().lower() in MISSING
