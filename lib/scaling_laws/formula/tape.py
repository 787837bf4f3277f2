"""A formula prepared for many fits at once: values, exact first and exact second derivatives.

The expression is written out once as a list of steps. Every step holds an array (rows, n) for `rows` sets of constants
and n observations, or a smaller one where it does not depend on both. First derivatives go forward through the steps,
each carrying those of the few constants that it depends on. For second derivatives the sensitivity of the result to
each step goes backward, and every curved step adds its own curvature (the edge-pushing of Gower and Mello 2012).

A product of a positive constant with powers of data, as A / N^alpha, becomes exp(a' - alpha (log N - centre)): one
exponential, and a coordinate a' that says how large the term is where the data are. These centred logarithms all but
decouple a scale from its exponents.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from ..kinds import ArrayLike
from .evaluate import evaluate
from .nodes import Node, count, names_in, number
from .products import gram, multiply

SCALE, PLAIN = "scale", "plain"


@dataclass(frozen=True)
class Coordinate:
    """One free constant. kind : "scale" (positive, its coordinate is a centred logarithm) or "plain"."""

    name: str
    kind: str = PLAIN


class Slopes(dict[int, np.ndarray]):
    """Derivatives of one step: coordinate -> array that broadcasts to (rows, n)."""

    @cached_property
    def order(self) -> list[int]:
        return sorted(self)

    @cached_property
    def same(self) -> bool:
        """Whether they are the same for every set of constants."""
        return all(slope.shape[0] == 1 for slope in self.values())

    def stacked(self, rows: int, n: int) -> np.ndarray:
        """(rows, m, n), in order of the coordinates."""
        found = np.empty((rows, len(self), n))
        for j, k in enumerate(self.order):
            found[:, j] = self[k]
        return found

    @cached_property
    def products(self) -> np.ndarray:
        """(n, m * m) of every two of them, where they are the same for every set of constants."""
        n = max((slope.shape[1] for slope in self.values()), default=1)
        table = self.stacked(1, n)[0]
        return (table[:, None] * table[None]).reshape(-1, n).T.copy()


@dataclass
class Step:
    """One step of the tape: what it does, which steps it reads, and which coordinates it depends on."""

    op: str
    reads: tuple[int, ...] = ()
    payload: Any = None
    coordinates: tuple[int, ...] = ()
    curved: bool = False


@dataclass
class Tape:
    """Steps of one formula for given data. Made by `record`.

    steps : in order; the last is the result. size : coordinates. centres : coordinate -> [(exponent node, sign, mean
    log)] of the scales that are centred.
    """

    steps: list[Step]
    size: int
    n: int
    centres: dict[str, tuple[float, list[Any], float]] = field(default_factory=dict)

    def values(self, theta: np.ndarray) -> list[np.ndarray]:
        """Arrays of every step for theta (rows, size)."""
        found: list[np.ndarray] = []
        for step in self.steps:
            found.append(FORWARD[step.op](step, [found[k] for k in step.reads], theta))
        return found

    def result(self, theta: np.ndarray) -> np.ndarray:
        """The formula's value, (rows, n)."""
        return np.broadcast_to(self.values(theta)[-1], (len(theta), self.n))

    @cached_property
    def _same(self) -> dict[int, Slopes]:
        """Step -> derivatives, of the steps that are linear in the coordinates."""
        found: dict[int, Slopes] = {}
        for k, step in enumerate(self.steps):
            if step.op in LINEAR and all(j in found for j in step.reads):
                found[k] = TANGENT[step.op](step, None, None, [found[j] for j in step.reads])
        return found

    def tangents(self, values: list[np.ndarray]) -> list[Slopes]:
        """Derivatives of every step."""
        found: list[Slopes] = []
        for k, (step, value) in enumerate(zip(self.steps, values, strict=True)):
            known = self._same.get(k)
            if known is None:
                slopes = [found[j] for j in step.reads]
                known = TANGENT[step.op](step, value, [values[j] for j in step.reads], slopes)
            found.append(known)
        return found

    def slopes(self, values: list[np.ndarray]) -> list[np.ndarray]:
        """Derivatives of the result: list of (rows, n)-like arrays, one per coordinate (zeros where there are none)."""
        top = self.tangents(values)[-1]
        return [top.get(k, np.zeros((1, 1))) for k in range(self.size)]

    def curvature(
        self, values: list[np.ndarray], tangents: list[Slopes], pull: np.ndarray, hessian: np.ndarray
    ) -> None:
        """Add to hessian (rows, size, size) the sum over n of pull * second derivatives of the result."""
        back: list[np.ndarray | None] = [None] * len(self.steps)
        back[-1] = pull
        for k in range(len(self.steps) - 1, -1, -1):
            step, seed = self.steps[k], back[k]
            if seed is None or not step.coordinates:
                continue
            reads = [values[j] for j in step.reads]
            if step.curved:
                CURVE[step.op](step, values[k], reads, [tangents[j] for j in step.reads], seed, hessian)
            for j, part in zip(step.reads, BACK[step.op](step, values[k], reads, seed), strict=True):
                if part is not None and self.steps[j].coordinates and self.steps[j].op != "coordinate":
                    back[j] = part if back[j] is None else back[j] + part


# ---- what each step computes, its derivatives, and its curvature ----


def _sigmoid(u):
    return 0.5 * (1 + np.tanh(0.5 * u))


UNARY = {  # value, slope from (u, y), second derivative from (u, y)
    "exp": (np.exp, lambda u, y: y, lambda u, y: y),
    "log": (np.log, lambda u, y: 1 / u, lambda u, y: -1 / (u * u)),
    "expm1": (np.expm1, lambda u, y: y + 1, lambda u, y: y + 1),
    "log1p": (np.log1p, lambda u, y: 1 / (1 + u), lambda u, y: -1 / (1 + u) ** 2),
    "recip": (np.reciprocal, lambda u, y: -y * y, lambda u, y: 2 * y * y * y),
    "softplus": (lambda u: np.logaddexp(0.0, u), lambda u, y: _sigmoid(u), lambda u, y: _sigmoid(u) * _sigmoid(-u)),
    "sigmoid": (lambda u: _sigmoid(u), lambda u, y: y * (1 - y), lambda u, y: y * (1 - y) * (1 - 2 * y)),
    "tanh": (np.tanh, lambda u, y: 1 - y * y, lambda u, y: -2 * y * (1 - y * y)),
    "abs": (np.abs, lambda u, y: np.where(u < 0, -1.0, 1.0), lambda u, y: np.zeros((1, 1))),
}


def _sum_tangents(parts):
    """Sum of derivative tables with factors: [(factor or None, table)]."""
    total = Slopes()
    for factor, table in parts:
        for k, slope in table.items():
            part = slope if factor is None else factor * slope
            total[k] = part if k not in total else total[k] + part
    return total


def quadratic(seed: np.ndarray, table: Slopes, hessian: np.ndarray) -> None:
    """Add to hessian (rows, size, size) the sum over n of seed * table[i] * table[j], for every i and j."""
    if not table:
        return
    rows, n = seed.shape
    if table.same:
        products = table.products
        part = multiply(seed, products) if len(products) == n else seed.sum(1, keepdims=True) * products
        part = part.reshape(rows, len(table), len(table))
    else:
        stacked = table.stacked(rows, n)
        part = gram(stacked * seed[:, None], stacked)
    _place(hessian, table.order, table.order, part)


def _cross(seed, left, right, hessian):
    if not left or not right:
        return
    rows, n = seed.shape
    part = gram(left.stacked(rows, n) * seed[:, None], right.stacked(rows, n))
    _place(hessian, left.order, right.order, part)
    _place(hessian, right.order, left.order, part.transpose(0, 2, 1))


def _place(hessian, i, j, part):
    """Add `part` (rows, len(i), len(j)) at the coordinates i and j."""
    if i[-1] - i[0] == len(i) - 1 and j[-1] - j[0] == len(j) - 1:
        hessian[:, i[0] : i[-1] + 1, j[0] : j[-1] + 1] += part
    else:
        hessian[:, np.array(i)[:, None], j] += part


def _linear_value(step, reads, theta):
    scales, powers, offset = step.payload
    total = offset
    for group, coefficient in scales:
        total = total + coefficient * _gathered(group, theta)
    for value, (_, logs) in zip(reads, powers, strict=True):
        total = total + value * logs
    return total


def _gathered(group, theta):
    """(rows, 1) of one coordinate, or (rows, n) of a coordinate for each group of observations."""
    columns, codes = group
    return theta[:, columns[0], None] if codes is None else theta[:, columns][:, codes]


def _group_tangents(group, factor=1.0):
    columns, codes = group
    if codes is None:
        return Slopes({columns[0]: np.full((1, 1), factor)})
    return Slopes({column: factor * (codes == k)[None, :].astype(float) for k, column in enumerate(columns)})


def _linear_tangents(step, value, reads, slopes):
    scales, powers, _ = step.payload
    own = [(None, _group_tangents(group, coefficient)) for group, coefficient in scales]
    return _sum_tangents(own + [(logs, table) for (_, logs), table in zip(powers, slopes, strict=True)])


def _linear_back(step, value, reads, seed):
    return [seed * logs for _, logs in step.payload[1]]


def _choose(step, reads):
    left, right = reads
    return (left <= right) if step.payload == "min" else (left >= right)


FORWARD = {
    "data": lambda step, reads, theta: step.payload,
    "coordinate": lambda step, reads, theta: _gathered(step.payload, theta),
    "add": lambda step, reads, theta: reads[0] + reads[1] if step.payload > 0 else reads[0] - reads[1],
    "mul": lambda step, reads, theta: reads[0] * reads[1],
    "square": lambda step, reads, theta: reads[0] ** step.payload,
    "choose": lambda step, reads, theta: np.where(_choose(step, reads), *reads),
    "linear": _linear_value,
}
LINEAR = ("data", "coordinate", "add", "linear")
TANGENT = {
    "data": lambda step, value, reads, slopes: Slopes(),
    "coordinate": lambda step, value, reads, slopes: _group_tangents(step.payload),
    "add": lambda step, value, reads, slopes: _sum_tangents(
        [(None, slopes[0]), (None if step.payload > 0 else -1.0, slopes[1])]
    ),
    "mul": lambda step, value, reads, slopes: _sum_tangents([(reads[1], slopes[0]), (reads[0], slopes[1])]),
    "square": lambda step, value, reads, slopes: _sum_tangents(
        [(step.payload * reads[0] ** (step.payload - 1), slopes[0])]
    ),
    "choose": lambda step, value, reads, slopes: _sum_tangents(
        [(_choose(step, reads).astype(float), slopes[0]), ((~_choose(step, reads)).astype(float), slopes[1])]
    ),
    "linear": _linear_tangents,
}
BACK = {
    "data": lambda step, value, reads, seed: [],
    "coordinate": lambda step, value, reads, seed: [],
    "add": lambda step, value, reads, seed: [seed, seed if step.payload > 0 else -seed],
    "mul": lambda step, value, reads, seed: [seed * reads[1], seed * reads[0]],
    "square": lambda step, value, reads, seed: [seed * (step.payload * reads[0] ** (step.payload - 1))],
    "choose": lambda step, value, reads, seed: [seed * _choose(step, reads), seed * ~_choose(step, reads)],
    "linear": _linear_back,
}
CURVE = {
    "mul": lambda step, value, reads, slopes, seed, hessian: _cross(seed, slopes[0], slopes[1], hessian),
    "square": lambda step, value, reads, slopes, seed, hessian: quadratic(
        seed * (step.payload * (step.payload - 1) * reads[0] ** (step.payload - 2)), slopes[0], hessian
    ),
}


def _register(op, value, slope, second):
    FORWARD[op] = lambda step, reads, theta: value(reads[0])
    TANGENT[op] = lambda step, y, reads, slopes: _sum_tangents([(slope(reads[0], y), slopes[0])])
    BACK[op] = lambda step, y, reads, seed: [seed * slope(reads[0], y)]
    CURVE[op] = lambda step, y, reads, slopes, seed, hessian: quadratic(seed * second(reads[0], y), slopes[0], hessian)


for _op, _functions in UNARY.items():
    _register(_op, *_functions)


# ---- writing a formula out as steps ----


def record(
    node: Node,
    coordinates: Sequence[Coordinate],
    data: Mapping[str, ArrayLike],
    logarithm: bool = False,
    codes: np.ndarray | None = None,
    uncentred: Iterable[str] = (),
) -> Tape:
    """The Tape of an expression.

    coordinates : Coordinates, in the order of theta. data : name -> (n,); every other name must be a coordinate.
    logarithm : the result is the logarithm of the expression. codes : (n,) integer group of every observation; a name
    x then stands for the coordinates called x[0], x[1], … where these exist. uncentred : scales that keep their plain
    logarithm as coordinate, as is needed to hold or bound one.
    """
    scribe = _Scribe(node, coordinates, data, codes, set(uncentred))
    last = scribe.log(node) if logarithm else scribe.write(node)
    if last != len(scribe.steps) - 1:
        last = scribe.step("add", (last, scribe.data(np.zeros((1, 1)))), 1)
    return Tape(scribe.steps, len(coordinates), scribe.n, scribe.centres)


class _Scribe:
    def __init__(self, node, coordinates, data, codes, uncentred):
        self.root, self.values, self.codes = node, data, codes
        self.n = max((np.size(v) for v in data.values()), default=1)
        self.steps, self.known, self.written, self.centres, self.uncentred = [], {}, {}, {}, uncentred
        self.groups, self.kinds = {}, {}
        for k, coordinate in enumerate(coordinates):
            base = coordinate.name.split("[")[0]
            grouped = base != coordinate.name
            self.groups.setdefault(base, ([], codes if grouped else None))[0].append(k)
            self.kinds[base] = coordinate.kind
        self.depends = {}

    def free(self, node):
        """Whether the expression depends on a coordinate."""
        if id(node) not in self.depends:
            self.depends[id(node)] = (
                node.value in self.groups if node.op == "name" else any(self.free(part) for part in node.args)
            )
        return self.depends[id(node)]

    def step(self, op, reads=(), payload=None, own=()):
        """Position of a new step, or of the same one written before."""
        key = (op, tuple(reads), payload) if payload is None or isinstance(payload, (int, str)) else None
        if key in self.written:
            return self.written[key]
        if key is not None:
            self.written[key] = len(self.steps)
        deep = {k for j in reads for k in self.steps[j].coordinates} | set(own)
        curved = op in CURVE and bool(deep)
        self.steps.append(Step(op, tuple(reads), payload, tuple(sorted(deep)), curved))
        return len(self.steps) - 1

    def data(self, array):
        return self.step("data", payload=np.atleast_2d(np.asarray(array, dtype=float)))

    def constant_value(self, node):
        return np.atleast_2d(np.asarray(evaluate(node, self.values), dtype=float))

    def write(self, node):
        """Position of the step that holds the value of `node`."""
        if node not in self.known:
            self.known[node] = self._write(node)
        return self.known[node]

    def _write(self, node):
        if not self.free(node):
            return self.data(self.constant_value(node))
        if node.op == "name":
            if self.kinds[node.value] == SCALE:
                return self.step("exp", (self._product([(node, 1)]),))
            group = self.groups[node.value]
            return self.step("coordinate", (), group, group[0])
        if node.op in ("mul", "div", "pow", "neg", "sqrt"):
            return self._written_product(node)
        if node.op == "add":
            left, right = node.args
            if right.op == "neg":
                return self.step("add", (self.write(left), self.write(right.args[0])), -1)
            return self.step("add", (self.write(left), self.write(right)), 1)
        if node.op in ("log", "log10", "log2"):
            inner = self.log(node.args[0])
            base = {"log": 1.0, "log10": np.log(10), "log2": np.log(2)}[node.op]
            return inner if base == 1.0 else self.step("mul", (inner, self.data(1 / base)))
        if node.op in ("min", "max"):
            return self.step("choose", tuple(self.write(a) for a in node.args), node.op)
        return self.step(node.op, (self.write(node.args[0]),))

    def log(self, node):
        """Position of the step that holds the logarithm of `node`."""
        key = ("log", node)
        if key not in self.known:
            inner = self.write(node)
            step = self.steps[inner]
            self.known[key] = step.reads[0] if step.op == "exp" else self.step("log", (inner,))
        return self.known[key]

    def _written_product(self, node):
        """A product: its positive scales and powers of data as one exponential, the rest step by step."""
        sign, factors = 1, []
        stack = [(node, 1)]
        while stack:
            part, power = stack.pop()
            if part.op == "mul":
                stack += [(part.args[1], power), (part.args[0], power)]
            elif part.op == "div":
                stack += [(part.args[1], -power), (part.args[0], power)]
            elif part.op == "neg":
                sign = -sign
                stack.append((part.args[0], power))
            elif part.op == "sqrt":
                factors.append((Node("pow", (part.args[0], number(0.5))), power))
            else:
                factors.append((part, power))
        smooth = [f for f in factors if self._exponential(f[0])]
        rest = [f for f in factors if not self._exponential(f[0])]
        if smooth:
            smooth += [f for f in rest if not self.free(f[0]) and np.all(self.constant_value(f[0]) > 0)]
            rest = [f for f in rest if self.free(f[0]) or not np.all(self.constant_value(f[0]) > 0)]
        steps = [self.step("exp", (self._product(smooth),))] if smooth else []
        for part, power in rest:
            inner = self._whole_power(part) if part.op == "pow" else self.write(part)
            steps.append(inner if power > 0 else self.step("recip", (inner,)))
        total = steps[0]
        for other in steps[1:]:
            total = self.step("mul", (total, other))
        return total if sign > 0 else self.step("add", (self.data(0.0), total), -1)

    def _exponential(self, node):
        """Whether a factor is the exponential of something written without it: a scale, or a power with an exponent."""
        if node.op == "name":
            return self.free(node) and self.kinds[node.value] == SCALE
        return node.op == "pow" and self.free(node) and not self._whole(node)

    def _whole(self, node):
        exponent = node.args[1]
        return exponent.op == "number" and exponent.value.is_integer() and 0 < abs(exponent.value) <= 8

    def _whole_power(self, node):
        if not self.free(node):
            return self.data(self.constant_value(node))
        base, exponent = self.write(node.args[0]), int(node.args[1].value)
        raised = base if abs(exponent) == 1 else self.step("square", (base,), abs(exponent))
        return raised if exponent > 0 else self.step("recip", (raised,))

    def _product(self, factors):
        """Position of the linear form whose exponential is the product of `factors`: [(node, 1 or -1)]."""
        scales, powers, reads, bent = [], [], [], []
        offset = np.zeros((1, 1))
        for part, power in factors:
            if not self.free(part):
                offset = offset + power * np.log(self.constant_value(part))
            elif part.op == "name":
                scales.append((part.value, float(power)))
            elif not self.free(part.args[0]):
                with np.errstate(all="ignore"):
                    powers.append((part.args[1], float(power), np.log(self.constant_value(part.args[0]))))
            else:
                bent.append((part, power))
        centre = self._centre(scales, powers, factors)
        logs = []
        for exponent, power, values in powers:
            shift = float(np.mean(values)) if centre is not None else 0.0
            reads.append(self.write(exponent))
            logs.append((exponent, power * (values - shift)))
        if centre is not None:
            shift = float(np.mean(offset))
            offset = offset - shift
            means = [(exponent, power, float(np.mean(values))) for exponent, power, values in powers]
            self.centres[centre] = (dict(scales)[centre], means, shift)
        groups = [(self.groups[name], coefficient) for name, coefficient in scales]
        own = [k for (columns, _), _ in groups for k in columns]
        linear = self.step("linear", tuple(reads), (groups, logs, offset), own)
        for part, power in bent:
            product = self.step("mul", (self.write(part.args[1]), self.log(part.args[0])))
            linear = self.step("add", (linear, product), power)
        return linear

    def _centre(self, scales, powers, factors):
        """The scale that takes up the centres of the logarithms of this product, or None."""
        if not powers and all(self.free(part) for part, _ in factors):
            return None
        inside = {name for exponent, _, _ in powers for name in names_in(exponent)}
        if any(self.kinds.get(name) == SCALE for name in inside):
            return None
        for name, _ in scales:
            if name not in self.uncentred and name not in self.centres and count(self.root, name) == 1:
                return name
        return None
