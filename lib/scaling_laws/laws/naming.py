"""Errors of a law's methods name the arguments of the method that was called, and overflow is one of them."""

from dataclasses import fields, is_dataclass
from functools import wraps
from inspect import signature

import numpy as np

from ..errors import InvalidArgument

OUT_OF_RANGE = (OverflowError, ZeroDivisionError, FloatingPointError)
NOT_A_NUMBER = (TypeError, ValueError, AttributeError)
MAY_BE_INFINITE = ("tokens_for_loss", "parameters_for_loss", "break_even_tokens")


def names_arguments(law):
    """Class decorator: every public method returns a result or raises InvalidArgument for one of its arguments.

    A check deep inside may find the tokens that follow from an extreme compute infinite; what the caller can change is
    the compute. A single number that leaves the range of floats is refused too; arrays keep their infinities.
    """
    for name, method in list(vars(law).items()):
        if callable(method) and not name.startswith("_"):
            setattr(law, name, _naming(name, method))
    return law


def _naming(name, method):
    @wraps(method)
    def call(*given, **named):
        try:
            found = method(*given, **named)
        except InvalidArgument as error:
            arguments = _arguments(method, given, named)
            if error.name in arguments:
                raise
            raise _blaming(arguments, f"{name} comes to {error.name} = {error.value!r}; {error.allowed}") from None
        except OUT_OF_RANGE:
            raise _blaming(_arguments(method, given, named), f"{name} leaves the range of numbers") from None
        except NOT_A_NUMBER:
            raise _not_a_number(_arguments(method, given, named)) from None
        if name not in MAY_BE_INFINITE and _is_lost(found):
            raise _blaming(_arguments(method, given, named), f"{name} leaves the range of numbers")
        return found

    return call


def _arguments(method, given, named):
    """Name -> value of the arguments of a call, without the law itself; TypeError where they do not fit the method."""
    bound = signature(method).bind(*given, **named)
    return dict(list(bound.arguments.items())[1:])


def _is_lost(found):
    """Whether a single number, or one of the numbers of an allocation, is not finite."""
    if is_dataclass(found):
        return any(_is_lost(getattr(found, field.name)) for field in fields(found))
    if isinstance(found, tuple):
        return any(map(_is_lost, found))
    return np.ndim(found) == 0 and not np.isfinite(found)


def _blaming(arguments, allowed):
    """InvalidArgument for the most extreme of the arguments."""
    name = max(arguments, key=lambda name: _extremeness(arguments[name]))
    return InvalidArgument(name, arguments[name], allowed)


def _extremeness(value):
    try:
        sizes = np.abs(np.asarray(value, dtype=float))
    except (*OUT_OF_RANGE, *NOT_A_NUMBER):
        return np.inf
    sizes = sizes[sizes > 0] if sizes.ndim else sizes
    return float(np.max(np.abs(np.log(np.maximum(sizes, np.finfo(float).tiny))), initial=0.0))


def _not_a_number(arguments):
    for name, value in arguments.items():
        try:
            np.asarray(value, dtype=float)
        except (*OUT_OF_RANGE, *NOT_A_NUMBER):
            return InvalidArgument(name, value, f"{name} must be a number, or an array of numbers")
    shapes = {name: np.shape(value) for name, value in arguments.items()}
    return InvalidArgument(", ".join(arguments), shapes, "arrays must have shapes that fit each other")
