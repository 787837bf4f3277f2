"""Odd calls of every method of every law: the outcome is a result or an InvalidArgument that names an argument."""

from inspect import signature

import numpy as np

from scaling_laws.errors import InvalidArgument
from scaling_laws.laws import (
    Allocation,
    ChinchillaSurface,
    DataConstrained,
    KaplanJoint,
    Logarithm,
    PowerLaw,
    PowerLawWithFloor,
    SaturatingScore,
)

ODD = (
    0, -1.0, 1e-300, 1e300, 5e-324, 10**400, float("nan"), float("inf"), "3", "many", None, True, object(), [],
    [1.0, -2.0], [1e9, 2e9], np.array([[1.0], [2.0]]), (), {}, 1j, b"1", np.float32(2.0), 1.0, 2.5,
    0.5, 1e9, 1e22, [1e10, 1e300],
)  # fmt: skip
PLANS = (Allocation(1e9, 2e10, 1.2e20, 2.5), Allocation(2e9, 1e10, 1.2e20, 2.6), 1.0, None, "x")
LAWS = (
    PowerLaw(3e8, 0.05), PowerLawWithFloor(1.7, 400.0, 0.3), Logarithm(5.0, -0.2),
    SaturatingScore(0.25, 0.9, 1e10, 1.7), SaturatingScore(0.25, 0.9, 2.2, -3.0, scale="linear"),
    ChinchillaSurface(1.7, 420.0, 900.0, 0.34, 0.31), KaplanJoint(8e13, 5e13, 0.08, 0.1),
    DataConstrained(ChinchillaSurface(1.7, 420.0, 900.0, 0.34, 0.31), 12.0, 5.0),
    DataConstrained(ChinchillaSurface(1.7, 420.0, 900.0, 0.34, 0.31), 12.0),
)  # fmt: skip


def methods(law):
    """Names of the public methods of a law."""
    return [name for name in dir(law) if not name.startswith("_") and callable(getattr(law, name))]


def call(seed):
    """A sentence where the call made from `seed` ends in neither a result nor a named error; else nothing."""
    rng = np.random.default_rng(seed)
    law = LAWS[rng.integers(len(LAWS))]
    if rng.random() < 0.2:
        names = list(signature(type(law)).parameters)
        return _outcome(type(law), names, [_odd(rng) for _ in names])
    name = rng.choice(methods(law))
    method = getattr(law, name)
    names = [n for n, p in signature(method).parameters.items() if p.default is p.empty or rng.random() < 0.5]
    values = [PLANS[rng.integers(len(PLANS))] if name == "break_even_tokens" else _odd(rng) for _ in names]
    return _outcome(method, names, values)


def _odd(rng):
    return ODD[rng.integers(len(ODD))]


def _outcome(method, names, values):
    shown = f"{getattr(method, '__qualname__', method)}({', '.join(f'{n}={v!r:.40}' for n, v in zip(names, values))})"
    try:
        with np.errstate(all="ignore"):
            found = method(**dict(zip(names, values)))
    except InvalidArgument as error:
        return "" if set(error.name.split(", ")) <= set(names) else f"{shown}: {error.name} is no argument: {error}"
    except Exception as error:
        return f"{shown}: {type(error).__name__}: {error}"
    lost = isinstance(found, (float, np.floating)) and np.isnan(found)
    return f"{shown}: nan" if lost else ""
