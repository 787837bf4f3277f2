"""Errors that a user can act on, and the checks that raise them before anything is computed."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import Any

import numpy as np

from .kinds import ArrayLike, Number


class ScalingLawError(Exception):
    """Base of every error that the library raises on purpose."""


class InvalidArgument(ScalingLawError, ValueError):
    """An argument is outside what the function allows.

    The message names the argument, the value given and what is allowed.
    """

    def __init__(self, name: str, value: object, allowed: str) -> None:
        super().__init__(f"{name} = {value!r} is not allowed: {allowed}.")
        self.name: str | None = name
        self.value, self.allowed = value, allowed


def nearest(word: object, known: Iterable[object]) -> str:
    """ "; nearest: a, b" for a word that is not among `known`, or an empty string where none is near.

    >>> nearest("hubber", ["huber", "cauchy"])
    '; nearest: huber'
    """
    names = {str(k).lower(): str(k) for k in known}
    near = get_close_matches(str(word).lower(), names, n=3, cutoff=0.5)
    return f"; nearest: {', '.join(names[n] for n in near)}" if near else ""


class UnknownKey(ScalingLawError, KeyError):
    """A name that no table holds; the message offers the nearest names."""

    def __init__(self, kind: str, key: object, known: Iterable[object]) -> None:
        near = get_close_matches(str(key), [str(k) for k in known], n=3, cutoff=0.4)
        hint = f" Nearest: {', '.join(near)}." if near else ""
        self.message = f"There is no {kind} named {key!r}.{hint}"
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message


class MissingInterval(ScalingLawError, ValueError):
    """An estimated number was about to be shown without its interval."""


def _show(value):
    array = np.asarray(value)
    return array.item() if array.ndim == 0 else f"{array.ravel()[0]} (first of {array.size} offending values)"


def _require(name, value, test, allowed):
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "biufO":
            raise TypeError
        array = array.astype(float)
    except (TypeError, ValueError, OverflowError):
        raise InvalidArgument(name, value, f"{name} must be {allowed}") from None
    bad = ~(np.isfinite(array) & test(array))
    if np.any(bad):
        raise InvalidArgument(name, _show(array[bad] if array.ndim else array), f"{name} must be {allowed}")
    return array if array.ndim else float(array)


def require_finite(name: str, value: ArrayLike) -> Number:
    """Return `value` as float or array of floats; raise InvalidArgument unless finite."""
    return _require(name, value, np.isfinite, "finite")


def require_positive(name: str, value: ArrayLike) -> Number:
    """Return `value` as float or array of floats; raise InvalidArgument unless finite and above zero."""
    return _require(name, value, lambda v: v > 0, "finite and greater than zero")


def require_nonnegative(name: str, value: ArrayLike) -> Number:
    """Return `value` as float or array of floats; raise InvalidArgument unless finite and at least zero."""
    return _require(name, value, lambda v: v >= 0, "finite and at least zero")


def require_at_least(name: str, value: ArrayLike, minimum: float) -> Number:
    """Return `value` as float or array of floats; raise InvalidArgument unless finite and >= `minimum`."""
    return _require(name, value, lambda v: v >= minimum, f"finite and at least {minimum:g}")


def require_fraction(name: str, value: ArrayLike) -> Number:
    """Return `value` as float or array of floats; raise InvalidArgument unless within [0, 1]."""
    return _require(name, value, lambda v: (v >= 0) & (v <= 1), "between 0 and 1")


def require_choice(name: str, value: Any, choices: Collection[Any]) -> Any:
    """Return `value`; raise InvalidArgument unless it is one of `choices`."""
    if isinstance(value, np.ndarray) or value not in choices:
        hint = nearest(value, choices) if isinstance(value, str) else ""
        raise InvalidArgument(name, value, f"{name} must be one of {', '.join(map(str, choices))}{hint}")
    return value
