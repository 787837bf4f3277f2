"""What a given answer is: right, near, in the wrong unit, or one of the mistakes that people make."""

import re
from dataclasses import dataclass
from math import isclose, isfinite

from scaling_laws.formatting import WORDS
from scaling_laws.quantity import Quantity

CLOSE = "Near, but further off than rounding explains. Keep more digits on the way."
SIGN = "The number is right and its sign is not. Which way is it counted?"
OPPOSITE = "No, and already the sign should make you doubt it."
TOO_LARGE = "No: too large, by none of the mistakes that are known here."
TOO_SMALL = "No: too small, by none of the mistakes that are known here."
NEAR = 5  # tolerances within which an answer is called near
FACTORS = {
    1e2: "a fraction for a percentage, or the other way round",
    1e3: "thousands, millions or billions",
    1e6: "thousands, millions or billions",
    1e9: "thousands, millions or billions",
    1e12: "thousands, millions or billions",
    60.0: "minutes for hours or seconds",
    3600.0: "seconds for hours",
    24.0: "hours for days",
    86400.0: "seconds for days",
    8.0: "bits for bytes",
    1.4426950408889634: "nats for bits (a bit is the smaller)",
}


@dataclass(frozen=True)
class Verdict:
    """What became of an answer.

    kind : "right", "near", "unit", "mistake", "wrong" or "unread".
    sentence : for the student.
    mistake : name of the mistake that was recognised, else "".
    """

    kind: str
    sentence: str
    mistake: str = ""

    @property
    def right(self):
        return self.kind == "right"

    def __str__(self):
        return self.sentence

    __repr__ = __str__


def judge(case, given):
    """The Verdict on an answer to a case.

    given : number, Quantity, text such as "5.76e23", "70 billion" or "12 %", or the key or text of an option.
    """
    if case.options:
        return _judge_choice(case, given)
    number, unit = read(given)
    if number is None:
        return Verdict("unread", f"{given!r} is not a number. It is wanted {in_unit(case.unit)}.")
    if unit and _other(unit, case.unit):
        return Verdict("unit", f"The answer is wanted {in_unit(case.unit)}, and this one says {unit}.")
    found = (verdict for value, tolerance, verdict in tests(case) if isclose(number, value, rel_tol=tolerance))
    return next(found, None) or otherwise(number, float(case.answer))


def tests(case):
    """(value, tolerance, Verdict) of every answer that is recognised; the first that fits counts."""
    right, tolerance = float(case.answer), case.problem.tolerance
    yield right, tolerance, Verdict("right", f"Right: {case.solution}.")
    for mistake in case.mistakes:
        yield float(mistake.value), tolerance, Verdict("mistake", mistake.feedback, mistake.name)
    yield right, NEAR * tolerance, Verdict("near", CLOSE)
    yield -right, tolerance, Verdict("unit", SIGN)
    for factor, why in FACTORS.items():
        verdict = Verdict("unit", f"The digits are right, the unit is not: {why}? It is wanted {in_unit(case.unit)}.")
        yield right * factor, tolerance, verdict
        yield right / factor, tolerance, verdict


def otherwise(number, right):
    """The Verdict on a number that nothing recognises."""
    return Verdict("wrong", OPPOSITE if number * right <= 0 else TOO_LARGE if abs(number) > abs(right) else TOO_SMALL)


def _judge_choice(case, given):
    wanted = str(given).strip().casefold()
    key = next((k for k, text in case.options.items() if wanted in (k.casefold(), text.casefold())), None)
    if key is None:
        return Verdict("unread", f"{given!r} is none of the options: {', '.join(case.options)}.")
    if key == case.answer:
        return Verdict("right", f"Right: {case.solution}.")
    made = next((mistake for mistake in case.mistakes if mistake.value == key), None)
    return Verdict("mistake", made.feedback, made.name) if made else Verdict("wrong", "No.")


def in_unit(unit):
    """How a unit is asked for, as "in FLOP"."""
    return {"": "as a plain number", "×": "as a factor", "%": "in percent"}.get(unit, f"in {unit}")


def _other(unit, wanted):
    """Whether a unit that was given is not the one wanted; a plural or the case of a letter is no difference."""
    given, wanted = (name.strip().casefold().rstrip("s.") for name in (unit, wanted))
    return given != wanted and given not in ALIASES.get(wanted, ())


ALIASES = {"%": ("percent", "per cent"), "×": ("x", "time"), "dollar": ("usd", "$")}
_NUMBER = re.compile(
    r"""(?P<digits>[-+]?\s*(?:\d[\d\s,_]*(?:\.\d+)?|\.\d+))
        (?:e(?P<e>[-+]?\d+) | \s*[×x*·]\s*10(?:\^|\*\*)?\{?(?P<power>[-+]?\d+)\}?)?""",
    flags=re.X,
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")


def read(given):
    """(number, unit) of an answer; number None where there is none, unit "" where it says none.

    A comma groups thousands where three digits follow it, and is a decimal comma elsewhere.

    >>> read("5.76 × 10²³ FLOP"), read("70 billion parameters"), read("1,200"), read("0,15 %")
    ((5.76e+23, 'FLOP'), (70000000000.0, 'parameters'), (1200.0, ''), (0.15, '%'))
    """
    if isinstance(given, Quantity):
        return float(given), given.unit
    if not isinstance(given, str):
        return _finite(given), ""
    text = given.translate(_RAISED).strip()
    found = _NUMBER.match(text.casefold())
    if not found:
        return None, ""
    digits = re.sub(r",(?!\d{3}(?!\d))", ".", found["digits"].strip(), count=1)
    exponent = found["e"] or found["power"] or 0
    value = _finite(re.sub(r"[\s,_]", "", digits) + f"e{exponent}")
    rest = text[found.end() :].strip()
    for size, word in WORDS:
        if value is not None and rest.casefold().startswith(word):
            value, rest = value * size, rest[len(word) :].strip()
    return value, rest


def _finite(value):
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if isfinite(number) else None
