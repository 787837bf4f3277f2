"""Where to start: a grid over the constants that enter the formula in a curved way, least squares for the others."""

from collections.abc import Mapping
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from ...formula import evaluate
from ...formula.tape import SCALE
from ...kinds import ArrayLike

if TYPE_CHECKING:
    from ...formula.tape import Tape
    from .model import Model

# With half or twice as many starts, or every second value, no minimum of fourteen designs of eight laws rises by a
# millionth (benchmarks/constants.py): the searches that follow make up for it.
MOST = 160
EXPONENTS = (0.08, 0.25, 0.5, 1.0)
BOTH_SIGNS = (-0.3, 0.08, 0.25, 0.5, 1.0)
CENTRED = (-4.0, -1.0, 0.0, 2.0, 5.0)
POSITIVE = (0.1, 1.0, 10.0, 100.0)
SHARES = (0.1, 0.5, 0.9)
QUANTILES = (0.1, 0.3, 0.5, 0.7, 0.9)
DECADES = 9  # bounds of 0.01 and 1e9 about a constant of ten: parts of the range alone ended in a higher optimum
FEWEST = 2  # values to start from, else parts of the range between the bounds join them
RIDGE = 1e-9
LEAST = 1e-3


def starts(
    model: "Model", tape: "Tape", data: Mapping[str, ArrayLike], observed: np.ndarray, prior: np.ndarray, seed: int = 0
) -> np.ndarray:
    """theta (rows, k) to start from."""
    linear = _linear(model)
    grids = [_grid(model, tape, name, data) for name in model.free if name not in linear]
    count = int(np.prod([len(grid) for grid in grids])) if grids else 1
    if count <= MOST:
        rows = list(product(*grids))
    else:
        rng = np.random.default_rng(seed)
        rows = [tuple(grid[rng.integers(len(grid))] for grid in grids) for _ in range(MOST)]
        rows = list(dict.fromkeys(rows))
    names = [name for name in model.free if name not in linear]
    theta = np.zeros((len(rows), len(model.free)))
    for j, name in enumerate(names):
        theta[:, model.free.index(name)] = [row[j] for row in rows]
    low, high = model.box()
    theta = np.clip(theta, low, high)
    if linear:
        _solve_linear(model, tape, data, observed, prior, linear, theta)
    return np.clip(np.where(np.isfinite(theta), theta, 0.0), low, high)


def _linear(model):
    """Names of free constants in which the expression is jointly affine."""
    chosen = []
    for name in model.free:
        base = name.split("[")[0]
        kind = model.constant(name).kind
        if kind in ("exponent", "positive") or base in chosen:
            continue
        if _degree(model.reduced, {*chosen, base}) is not None:
            chosen.append(base)
    return [name for name in model.free if name.split("[")[0] in chosen]


def _degree(node, names):
    """0 or 1: the degree of the expression in `names` together; None where it is not affine."""
    if node.op == "number":
        return 0
    if node.op == "name":
        return int(node.value in names)
    parts = [_degree(part, names) for part in node.args]
    if None in parts:
        return None
    if node.op in ("add", "neg"):
        return max(parts)
    if node.op == "mul":
        return sum(parts) if sum(parts) <= 1 else None
    if node.op == "div":
        return parts[0] if parts[1] == 0 else None
    return 0 if max(parts) == 0 else None


def _grid(model, tape, name, data):
    """Values of a coordinate to start from."""
    constant, base = model.constant(name), name.split("[")[0]
    low, high = model.bounds(name)
    if constant.kind == "scale" and not constant.starts:
        if base in tape.centres:
            return CENTRED
        return tuple(np.linspace(max(np.log(max(low, 1e-8)), -20), min(np.log(min(high, 1e8)), 20), 5))
    if constant.starts:
        values = constant.starts
    elif constant.kind == "exponent":
        values = EXPONENTS if low >= 0 else BOTH_SIGNS
    elif constant.kind == "positive":
        values = POSITIVE
    elif constant.kind == "share":
        values = SHARES
    else:
        spots = [float(q) for column in model.inputs for q in np.quantile(data[column], QUANTILES)]
        values = tuple(dict.fromkeys([*spots[:10], -1.0, 0.0, 1.0, *_between(low, high)]))
    inside = [v for v in values if low <= v <= high]
    if len(inside) < min(len(values), FEWEST):
        inside += _between(low, high) or [np.clip(values[0], low, high)]
    values = inside
    return tuple(float(np.log(v)) for v in values) if model.kind(name) == SCALE else tuple(values)


def _between(low, high):
    """Values between finite bounds: parts of the range, and of its logarithm where it spans more than a decade."""
    if not (np.isfinite(low) and np.isfinite(high)):
        return ()
    parts = low + (high - low) * np.array(SHARES)
    if not 0 < 10 * low < high:
        return tuple(parts)
    return (*parts, *np.geomspace(low, high, DECADES)[1:-1])


def _solve_linear(model, tape, data, observed, prior, linear, theta):
    """Fill, in place, the coordinates of the linear constants by weighted least squares for each row."""
    natural = model.natural(tape, theta)
    bases = list(dict.fromkeys(name.split("[")[0] for name in linear))
    values = {name: np.asarray(value)[:, None] for name, value in natural.items() if name not in linear}
    for name in model.varying:
        if name not in bases:
            values[name] = np.mean([natural[f"{name}[{g}]"] for g in model.groups], axis=0)[:, None]
    columns = {name: np.asarray(data[name], dtype=float)[None, :] for name in model.inputs}

    def at(chosen):
        given = {base: float(base == chosen) for base in bases}
        shape = (len(theta), len(observed))
        return np.broadcast_to(evaluate(model.reduced, values | columns | given), shape)

    offset = at(None)
    parts = np.stack([at(base) - offset for base in bases], 1)
    weight = np.sqrt(prior) / (observed if model.logarithm else 1.0)
    with np.errstate(all="ignore"):
        found = _bounded_least_squares(parts * weight, (observed - offset) * weight)
    typical = np.sqrt(np.nanmean((parts * weight) ** 2, axis=2))
    aim = np.sqrt(np.mean((observed * weight) ** 2))
    for name in linear:
        j, k = bases.index(name.split("[")[0]), model.free.index(name)
        low, high = model.bounds(name)
        value = np.clip(found[:, j], low, high)
        if model.kind(name) == SCALE:
            value = np.maximum(value, LEAST * aim / np.maximum(typical[:, j], 1e-300))
        natural[name] = value
    solved = model.theta(tape, natural)
    for name in linear:
        k = model.free.index(name)
        theta[:, k] = solved[:, k]


def _bounded_least_squares(parts, right):
    """Least squares for every row: parts (rows, q, n), right (rows, n)."""
    scale = np.sqrt(np.mean(parts**2, axis=2, keepdims=True))
    scale = np.where(scale > 0, scale, 1.0)
    parts = np.nan_to_num(parts / scale, posinf=0.0, neginf=0.0)
    right = np.nan_to_num(right, posinf=0.0, neginf=0.0)
    normal = parts @ parts.transpose(0, 2, 1)
    trace = np.einsum("rii->r", normal)[:, None, None] + 1e-300
    target = (parts @ right[..., None])[..., 0]
    solved = np.linalg.solve(normal + RIDGE * trace * np.eye(parts.shape[1]), target[..., None])[..., 0]
    return solved / scale[..., 0]
