"""A number that knows its unit, interval, method and source, and writes itself.

Intervals survive arithmetic: `+ - * / **`, NumPy's functions and `propagate` carry them through draws. An interval
becomes a sample of fixed size whose quantiles are its ends, in an order that depends on where the number came from: the
same number goes with itself, different ones are independent.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from html import escape
from math import floor, isfinite, isnan, log10
from typing import Any, SupportsFloat

import numpy as np

from .errors import InvalidArgument, MissingInterval, UnknownKey
from .formatting import COUNTED, DATE, PURE, Text, Written, format_number, typeset, with_unit
from .kinds import Number

LEVEL = 0.95  # of a result whose sources state different levels
SAMPLES = 4000
PROPAGATED = "propagated draws"


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
    places : tuple of int or None
        Decimal places to which the source prints value, low and high: no more are written.
    origin : str
        What the number is a reading of: quantities of one origin go together in arithmetic. By default its content.
    sample : array [SAMPLES] or None
        Joint draws behind the interval, where there are any.

    Raises
    ------
    MissingInterval
        If `method` is given but `low` or `high` is not.
    InvalidArgument
        If low is above high, the level is not a probability, or an interval of our own excludes its estimate.

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
    places: tuple[int | None, ...] | None = field(default=None, compare=False, repr=False)
    origin: str = field(default="", compare=False, repr=False)
    sample: np.ndarray | None = field(default=None, compare=False, repr=False)

    __array_priority__ = 1

    def __post_init__(self) -> None:
        if self.method and (self.low is None or self.high is None):
            raise MissingInterval(
                f"{self.name or 'A quantity'} was estimated by {self.method!r} but has no interval: give low and high."
            )
        if self.level is not None and not 0 < self.level < 1:
            raise InvalidArgument("level", self.level, "a probability between 0 and 1, as 0.95")
        if self.has_interval:
            _check_interval(self)

    @property
    def has_interval(self) -> bool:
        return self.low is not None and self.high is not None

    def __float__(self) -> float:
        return float(self.value)

    def as_record(self) -> dict[str, Any]:
        """All but the sample as plain data, for JSON."""
        return {name: value for name, value in vars(self).items() if name != "sample"}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Quantity":
        """The inverse of `as_record`."""
        return cls(**record | {"places": tuple(record["places"]) if record["places"] else None})

    def draws(self, level: float = LEVEL) -> Number:
        """The interval as a sample of SAMPLES numbers; `level` is taken where the source states none."""
        if self.sample is not None or not self.has_interval:
            return self.value if self.sample is None else self.sample
        origin = self.origin or repr((self.value, self.low, self.high, self.unit, self.source))
        return _draws(self.low, self.value, self.high, self.level or level, origin)

    def __add__(self, other: "float | Quantity") -> "Quantity":
        return _combined(operator.add, self, other)

    def __radd__(self, other: "float | Quantity") -> "Quantity":
        return _combined(operator.add, other, self)

    def __sub__(self, other: "float | Quantity") -> "Quantity":
        return _combined(operator.sub, self, other)

    def __rsub__(self, other: "float | Quantity") -> "Quantity":
        return _combined(operator.sub, other, self)

    def __mul__(self, other: "float | Quantity") -> "Quantity":
        return _combined(operator.mul, self, other)

    def __rmul__(self, other: "float | Quantity") -> "Quantity":
        return _combined(operator.mul, other, self)

    def __truediv__(self, other: "float | Quantity") -> "Quantity":
        return _combined(operator.truediv, self, other)

    def __rtruediv__(self, other: "float | Quantity") -> "Quantity":
        return _combined(operator.truediv, other, self)

    def __pow__(self, other: "float | Quantity") -> "Quantity":
        return _combined(operator.pow, self, other)

    def __rpow__(self, other: "float | Quantity") -> "Quantity":
        return _combined(operator.pow, other, self)

    def __neg__(self) -> "Quantity":
        return _combined(operator.mul, -1.0, self)

    def __array_ufunc__(self, function: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        """NumPy's functions of quantities: logarithms and exponentials are pure numbers."""
        if method != "__call__" or options:
            return NotImplemented
        if function in _OPERATORS:
            return _combined(_OPERATORS[function], *inputs)
        return propagate(function, *inputs)

    def in_unit(self, unit: str, factor: float = 1.0) -> "Quantity":
        """The same quantity times `factor`, written in another unit."""
        return replace(self * factor if factor != 1 else self, unit=unit)

    def named(self, name: str) -> "Quantity":
        """The same quantity under a name, for tables."""
        return replace(self, name=name)

    @property
    def bare(self) -> Written:
        """The number alone."""
        return Written(self._written()[0], self)

    @property
    def short(self) -> Written:
        """Number and unit, without the interval."""
        return Written(with_unit(self.bare, self.unit), self)

    @property
    def interval(self) -> Written:
        """'0.149 to 0.158', in the unit of the quantity."""
        if not self.has_interval:
            raise MissingInterval(f"{self.name or 'This quantity'} has no interval to show.")
        _, low, high = self._written()
        return Written(with_unit(f"{low} to {high}", self.unit), self)

    @property
    def full(self) -> Written:
        """Number, unit and interval."""
        if not self.has_interval:
            return self.short
        level = f"{100 * self.level:g} % interval " if self.level else ""
        _, low, high = self._written()
        return Written(f"{self.short} ({level}{low} to {high})", self)

    def __str__(self) -> str:
        return str(self.full)

    __repr__ = __str__

    def _repr_pretty_(self, printer, cycle):
        printer.text(typeset(self.full))

    def __format__(self, spec: str) -> str:
        return format(self.value, spec) if spec else str(self.full)

    def _written(self):
        """Value, low and high without their unit; the value alone where there is no interval."""
        values = (self.value, self.low, self.high) if self.has_interval else (self.value,)
        decimals = self._decimals()
        if self.places and decimals and self.unit != DATE:
            places = [min(decimals, p) for p in self.places]
            return [format_number(v, self.unit, p, printed=True) for v, p in zip(values, places, strict=True)]
        small = decimals and 1e-3 <= max(map(abs, values)) < 1e6 and self.unit.split("/")[0] not in COUNTED
        return [format_number(v, self.unit, decimals, in_place=bool(small)) for v in values]

    def _decimals(self):
        if not self.has_interval or not isfinite(self.low) or not isfinite(self.high):
            return None
        half = (self.high - self.low) / 2
        if half <= 0:
            return None
        if self.unit == DATE:
            return half
        decimals = 1 - floor(log10(half))
        return decimals if self.method or decimals > 0 else None


def _check_interval(q):
    name = q.name or "interval"
    if isnan(q.low) or isnan(q.high) or q.low > q.high:
        raise InvalidArgument(name, (q.low, q.high), "low and high ends, low at most high")
    if q.source or q.low <= q.value <= q.high:  # infinite ends too
        return
    slack = 1e-9 * max(abs(q.value), abs(q.low), abs(q.high))
    if not q.low - slack <= q.value <= q.high + slack:
        raise InvalidArgument(name, q.value, f"within its own interval, {q.low} to {q.high}")


@cache
def _draws(low, value, high, level, origin):
    """A sample of a number whose central interval of probability `level` is low to high and whose median is value.

    Normal on either side of the median; on the logarithm where both ends are positive, so that the sample stays so.
    """
    if not (isfinite(low) and isfinite(high)):
        raise InvalidArgument("interval", (low, high), "finite ends, to compute with it")
    from scipy.special import ndtri  # late: it takes as long to load as all else that a fit needs

    z = ndtri(np.clip(np.arange(SAMPLES) / (SAMPLES - 1), 0.25 / SAMPLES, 1 - 0.25 / SAMPLES)) / ndtri((1 + level) / 2)
    scale = np.log if 0 < low <= value else np.asarray
    low, value, high = (float(scale(v)) for v in (low, value, high))
    sample = value + np.where(z < 0, (value - low) * z, (high - value) * z)
    seed = int.from_bytes(sha256(origin.encode()).digest()[:8], "big")
    shuffled = np.random.default_rng(seed).permutation(np.exp(sample) if scale is np.log else sample)
    shuffled.flags.writeable = False
    return shuffled


def propagate(
    function: Callable[..., Number],
    *arguments: float | Quantity,
    unit: str = "",
    name: str = "",
    level: float | None = None,
) -> Quantity:
    """A function of quantities, with the interval that theirs imply.

    function : of as many floats or arrays [SAMPLES] as there are arguments, to the same.
    arguments : quantities or plain numbers.
    level : of the result's interval; by default that of the arguments if they agree, else LEVEL. Where no argument
        states a level the result states none.

    Raises
    ------
    InvalidArgument
        If the function is undefined at the values or on a part of an interval.

    >>> propagate(np.log, Quantity(100.0, low=10.0, high=1000.0, level=0.9))
    4.6 (90 % interval 2.3 to 6.9)
    """
    uncertain = [q for q in arguments if isinstance(q, Quantity) and q.has_interval]
    value = _defined(function, [float(q) for q in arguments], name)
    if not uncertain:
        return Quantity(float(value), unit, name=name)
    stated = {q.level for q in uncertain if q.level}
    used = level or (stated.pop() if len(stated) == 1 else LEVEL)
    sampled = [q.draws(used) if isinstance(q, Quantity) else float(q) for q in arguments]
    sample = np.broadcast_to(_defined(function, sampled, name), SAMPLES)
    low, high = np.quantile(sample, ((1 - used) / 2, (1 + used) / 2))
    shown = used if level or any(q.level for q in uncertain) else None
    ends = min(low, value), max(high, value)
    return Quantity(float(value), unit, float(ends[0]), float(ends[1]), shown, PROPAGATED, name=name, sample=sample)


def _defined(function, arguments, name):
    with np.errstate(all="ignore"):
        result = np.asarray(function(*arguments), dtype=float)
    if np.isnan(result).any():
        raise InvalidArgument(
            name or "quantity", arguments[0], "such that the function is defined on its whole interval"
        )
    return result


_OPERATORS = {
    np.add: operator.add, np.subtract: operator.sub, np.multiply: operator.mul, np.divide: operator.truediv,
    np.power: operator.pow,
}  # fmt: skip


def _combined(function, left, right):
    """Two numbers under an operator, with the unit that follows from theirs."""
    units = [q.unit if isinstance(q, Quantity) else None for q in (left, right)]
    return propagate(function, left, right, unit=_unit(function, *units))


def _unit(function, left, right):
    """Unit of a result; None stands for a plain number."""
    if function in (operator.add, operator.sub):
        if left is None or right is None or left == right:
            return right if left is None else left
    elif function is operator.mul:
        if left is None or left in PURE:
            return right if right not in (None, "") else left or ""
        if right is None or right in PURE:
            return left
    elif function is operator.truediv:
        if left == right:
            return ""
        if right is None or right in PURE:
            return left or ""
    elif left in (None, *PURE) and right in (None, *PURE):
        return left or ""
    raise InvalidArgument(
        "unit", f"{left} and {right}", "units that combine; else call propagate(function, …, unit=…) and say the unit"
    )


def exact(value: SupportsFloat, unit: str = "", name: str = "") -> Quantity:
    """A computed number that carries no uncertainty of its own; MissingInterval for a quantity that has an interval."""
    if isinstance(value, Quantity) and value.has_interval:
        raise MissingInterval(
            f"{name or 'A number'} comes from {value}, which has an interval: compute with the quantity itself."
        )
    return Quantity(float(value), unit, name=name)


def percent(fraction: SupportsFloat, name: str = "") -> Quantity:
    """A fraction (0 to 1) as a quantity in percent.

    >>> percent(0.0667)
    6.67 %
    """
    if isinstance(fraction, Quantity):
        return (100 * fraction.in_unit("")).in_unit("%").named(name or fraction.name)
    return Quantity(100 * float(fraction), "%", name=name)


def estimate(
    value: SupportsFloat,
    low: SupportsFloat,
    high: SupportsFloat,
    *,
    method: str,
    level: float,
    unit: str = "",
    n: int | None = None,
    name: str = "",
) -> Quantity:
    """An estimated number; interval, method and level are not optional."""
    return Quantity(float(value), unit, float(low), float(high), level, method, n, name=name)


def say(value: SupportsFloat, unit: str = "") -> Text:
    """A number with its unit as it stands in a sentence.

    >>> say(70e9, "parameters")
    70 billion parameters
    """
    return Quantity(float(value), unit).short


def listing(values: Iterable[Any], unit: str = "", last: str = "and") -> Text:
    """Numbers or texts as one reads them out: "a, b and c".

    last : the word before the last item; "" for a comma there too.

    >>> listing([1.5, 2, 3.25], "×"), listing(["few", "many"], last="or")
    (1.5×, 2× and 3.25×, few or many)
    """
    texts = [str(value) if isinstance(value, (str, Quantity)) else str(say(value, unit)) for value in values]
    if len(texts) < 2 or not last:
        return Text(", ".join(texts))
    return Text(f"{', '.join(texts[:-1])} {last} {texts[-1]}")


class Numbers:
    """The named numbers of a chapter: attributes for sentences, a table for checking.

    >>> Numbers(ratio=exact(0.5)).ratio
    0.5
    """

    def __init__(self, **named: Any) -> None:
        self._named = named

    @classmethod
    def of(cls, *parts: Callable[[], Mapping[str, Any]]) -> "Numbers":
        """The numbers that several functions return, each without arguments, as one; no name may come twice."""
        named = {}
        for part in parts:
            for name, number in part().items():
                if name in named:
                    raise InvalidArgument("number", name, f"named once only; {part.__name__} names it again")
                named[name] = number
        return cls(**named)

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_"):
            raise AttributeError(key)
        if key not in self._named:
            raise UnknownKey("number of this chapter", key, self._named)
        return self._named[key]

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self._named.items())

    def __repr__(self) -> str:
        width = max(map(len, self._named))
        return "\n".join(f"{key:<{width}}  {value}" for key, value in self)

    def _repr_html_(self):
        rows = "".join(f"<tr><th scope='row'><code>{key}</code></th><td>{escape(str(v))}</td></tr>" for key, v in self)
        return (
            "<details class='sl-data'><summary>Every number of this chapter</summary>"
            f"<table class='sl-table'>{rows}</table></details>"
        )
