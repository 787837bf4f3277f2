"""The value of an expression for given names: scalars or arrays, also complex, so that steps may be imaginary."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..kinds import ArrayLike
from .nodes import Node

UNARY = {
    "neg": np.negative, "exp": np.exp, "log": np.log, "expm1": np.expm1, "log1p": np.log1p, "sqrt": np.sqrt,
    "tanh": np.tanh, "softplus": lambda u: _softplus(u), "sigmoid": lambda u: 0.5 * (1 + np.tanh(0.5 * u)),
    "log10": lambda u: np.log(u) / np.log(10),
    "log2": lambda u: np.log(u) / np.log(2), "abs": lambda u: np.where(np.real(u) < 0, -u, u),
}  # fmt: skip
BINARY = {
    "add": np.add, "mul": np.multiply, "div": np.divide,
    "min": lambda u, v: np.where(np.real(u) <= np.real(v), u, v),
    "max": lambda u, v: np.where(np.real(u) >= np.real(v), u, v),
}  # fmt: skip


def _softplus(u):
    return np.where(np.real(u) > 0, u, 0.0) + np.log1p(np.exp(np.where(np.real(u) > 0, -u, u)))


def evaluate(node: Node, values: Mapping[str, ArrayLike]) -> np.ndarray:
    """The value of `node` where names stand for `values`: name -> scalar or array; they broadcast.

    What cannot be, as the logarithm of a negative number, is nan.

    >>> from .parse import parse
    >>> float(evaluate(parse("E + A/N^alpha").node, {"E": 1.0, "A": 4.0, "N": 4.0, "alpha": 0.5}))
    3.0
    """
    with np.errstate(all="ignore"):
        return np.asarray(_value(node, values, {}))


def _value(node, values, done):
    if id(node) not in done:
        if node.op == "number":
            found = node.value
        elif node.op == "name":
            found = values[node.value]
        else:
            parts = [_value(part, values, done) for part in node.args]
            found = power(*parts) if node.op == "pow" else (UNARY.get(node.op) or BINARY[node.op])(*parts)
        done[id(node)] = found
    return done[id(node)]


def power(base: Any, exponent: Any) -> Any:
    """base ** exponent, and nan where a negative number has an exponent that is not whole."""
    if isinstance(exponent, float) and exponent.is_integer() and abs(exponent) < 64:
        return np.asarray(base) ** int(exponent) if exponent >= 0 else 1 / np.asarray(base) ** int(-exponent)
    if np.iscomplexobj(base) or np.iscomplexobj(exponent):
        return np.exp(exponent * np.log(base))
    return np.power(np.asarray(base, dtype=float), exponent)
