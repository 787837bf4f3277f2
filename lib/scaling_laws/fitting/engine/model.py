"""A law made ready to be fitted: its expression, which names are columns, and which constants are free."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ...errors import InvalidArgument, nearest
from ...formula import Node, evaluate, names_in, parse, substitute
from ...formula.nodes import number
from ...formula.tape import PLAIN, SCALE, Coordinate, Tape, record
from ...kinds import ArrayLike, Number
from ...laws.shelf import Constant, ShelfLaw

LARGEST_EXPONENT = 20.0
LOG_REACH = 700.0
SHORT = {"N": "parameters", "D": "tokens", "C": "compute", "L": "loss"}
DEFAULT_BOUNDS = {
    "floor": (0.0, np.inf), "scale": (0.0, np.inf), "exponent": (-LARGEST_EXPONENT, LARGEST_EXPONENT),
    "positive": (1e-9, 1e18), "share": (0.0, 1.0), "plain": (-np.inf, np.inf),
}  # fmt: skip


@dataclass(frozen=True)
class Model:
    """A law over columns.

    node : the expression as written; inputs : its columns. constants : name -> Constant of every constant, also those
    that are fixed (name -> value) or tied (name -> Node). varying : constants that have a value for each of `groups`,
    which the column `grouped_by` names. target : the column predicted. logarithm : whether residuals are differences of
    logarithms.
    """

    name: str
    formula: str
    node: Node
    inputs: tuple[str, ...]
    constants: dict[str, Constant]
    target: str
    logarithm: bool = True
    fixed: dict[str, float] = field(default_factory=dict)
    tied: dict[str, Node] = field(default_factory=dict)
    varying: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    law: ShelfLaw | None = None
    grouped_by: str = ""

    @property
    def free(self) -> list[str]:
        """Names of the constants that are fitted, those that vary as A[group]."""
        found = []
        for name in self.constants:
            if name in self.fixed or name in self.tied:
                continue
            found += [f"{name}[{group}]" for group in self.groups] if name in self.varying else [name]
        return found

    def constant(self, name: str) -> Constant:
        """The Constant behind a free name, also behind A[group]."""
        return self.constants[name.split("[")[0]]

    @property
    def reduced(self) -> Node:
        """The expression with fixed and tied constants put in."""
        known = {name: number(value) for name, value in self.fixed.items()}
        tied = {name: substitute(node, known) for name, node in self.tied.items()}
        return substitute(self.node, known | tied)

    def bounds(self, name: str) -> tuple[float, float]:
        """(low, high) of a free constant, in its own unit."""
        constant = self.constant(name)
        low, high = DEFAULT_BOUNDS[constant.kind]
        low = low if constant.low is None else constant.low
        return low, high if constant.high is None else constant.high

    def kind(self, name: str) -> str:
        """Whether the coordinate of a free constant is its logarithm ("scale") or itself ("plain")."""
        return SCALE if self.constant(name).kind in ("scale", "positive") and self.bounds(name)[0] >= 0 else PLAIN

    def tape(
        self, data: Mapping[str, ArrayLike], codes: np.ndarray | None = None, uncentred: Iterable[str] = ()
    ) -> Tape:
        """The Tape of the law over the rows of `data`: name -> (n,)."""
        held = {name for name in self.free if self.constant(name).kind == "scale" and self._bounded(name)}
        coordinates = [Coordinate(name, self.kind(name)) for name in self.free]
        columns = {name: np.asarray(data[name], dtype=float) for name in self.inputs}
        return record(self.reduced, coordinates, columns, self.logarithm, codes, held | set(uncentred))

    def _bounded(self, name):
        low, high = self.bounds(name)
        return low > 0 or np.isfinite(high)

    def box(self) -> tuple[np.ndarray, np.ndarray]:
        """Bounds (k,) of the coordinates, below and above."""
        low, high = [], []
        for name in self.free:
            bottom, top = self.bounds(name)
            if self.kind(name) == SCALE:
                with np.errstate(divide="ignore"):
                    bottom, top = np.maximum(np.log(bottom), -LOG_REACH), np.minimum(np.log(top), LOG_REACH)
            low.append(bottom)
            high.append(top)
        return np.array(low, dtype=float), np.array(high, dtype=float)

    # ---- between coordinates and constants ----

    def natural(self, tape: Tape, theta: np.ndarray) -> dict[str, np.ndarray]:
        """Name -> (rows,) of every free constant, from theta (rows, k)."""
        theta = np.atleast_2d(theta)
        found = {}
        for k, name in enumerate(self.free):
            if self.kind(name) == PLAIN:
                found[name] = theta[:, k].copy()
        with np.errstate(over="ignore", under="ignore"):
            for centred in (False, True):
                for k, name in enumerate(self.free):
                    if self.kind(name) == SCALE and (name.split("[")[0] in tape.centres) == centred:
                        found[name] = np.exp(theta[:, k] - self._shift(tape, name, found))
        return {name: found[name] for name in self.free}

    def theta(self, tape: Tape, natural: Mapping[str, ArrayLike]) -> np.ndarray:
        """Inverse of `natural`: (rows, k)."""
        columns = []
        for name in self.free:
            value = np.asarray(natural[name], dtype=float)
            if self.kind(name) == SCALE:
                with np.errstate(divide="ignore"):
                    value = np.log(value) + self._shift(tape, name, natural)
            columns.append(value)
        return np.stack(np.broadcast_arrays(*columns), -1) if columns else np.empty((1, 0))

    def _shift(self, tape, name, natural):
        """What a centred logarithm has over the plain one."""
        base = name.split("[")[0]
        if base not in tape.centres:
            return 0.0
        coefficient, means, offset = tape.centres[base]
        total = offset
        for exponent, sign, mean in means:
            total = total + sign * mean * evaluate(exponent, natural)
        return total / coefficient

    def predict(
        self, natural: Mapping[str, Number], data: Mapping[str, ArrayLike], group: ArrayLike | None = None
    ) -> np.ndarray:
        """The law for constants `natural` (name -> scalar or (rows,)) at points `data` (name -> scalar or (m,)).

        group : name of the group, where constants vary by group; an array (m,) of names is taken too. Returns (m,), or
        (rows, m) where the constants are arrays; in either case without what is scalar.
        """
        columns = {name: np.atleast_1d(np.asarray(data[name])) for name in self.inputs}
        values = {name: np.asarray(value)[..., None] for name, value in natural.items()}
        for name in self.varying:
            values[name] = self._of_group(name, natural, group)
        with np.errstate(all="ignore"):
            found = evaluate(self.reduced, values | columns)
        rows = np.broadcast_shapes(*(np.shape(value) for value in natural.values()), ())
        points = np.broadcast_shapes(*(value.shape for value in columns.values()), (1,))
        return np.broadcast_to(found, (*rows, *points))

    def _of_group(self, name, natural, group):
        if group is None:
            raise InvalidArgument("group", None, f"{name} differs by group: name one of {', '.join(self.groups)}")
        wanted = np.atleast_1d(np.asarray(group, dtype=str))
        for one in wanted:
            if one not in self.groups:
                raise InvalidArgument(
                    "group", str(one), f"the fit knows {', '.join(self.groups)}{nearest(one, self.groups)}"
                )
        return np.stack([np.asarray(natural[f"{name}[{one}]"]) for one in wanted], -1)

    def all_constants(self, natural: Mapping[str, ArrayLike]) -> dict[str, np.ndarray]:
        """Name -> value of every constant, the fixed and tied ones too."""
        found = {name: np.asarray(value) for name, value in natural.items()}
        known = found | {name: np.asarray(float(v)) for name, v in self.fixed.items()}
        for name, node in self.tied.items():
            if not set(names_in(node)) & set(self.varying):
                known[name] = evaluate(node, known)
        return known


def shelf_model(
    law: ShelfLaw,
    data: Mapping[str, np.ndarray],
    target: str | None = None,
    against: str | None = None,
    observed: np.ndarray | None = None,
    **options: Any,
) -> Model:
    """Model of a ShelfLaw for a table with the columns `data`: name -> (n,), and the column `observed` to be predicted.

    options : see `restrict`.
    """
    node = parse(law.formula).node
    constants = {constant.name: constant for constant in law.constants}
    inputs = tuple(name for name in names_in(node) if name not in constants)
    missing = [column_name(name, law, against) for name in inputs if name not in data]
    if missing:
        raise InvalidArgument("table", ", ".join(data), f"the law {law.name} needs a column of {' and '.join(missing)}")
    if observed is not None:
        constants = {name: _directed(constant, data[inputs[0]], observed) for name, constant in constants.items()}
    target = target or law.target
    model = Model(law.name, law.formula, node, inputs, constants, target, logarithm=target != "score", law=law)
    middle = {c.name: _middle(data, inputs) for c in law.constants if c.kind == "reference"}
    return restrict(replace(model, fixed=middle), **options)


def _directed(constant, x, observed):
    """A "signed" constant bounded to the sign of the slope, so that mirror images are not two optima."""
    if constant.kind != "signed":
        return constant
    logs = np.log(np.maximum(x, 1e-300))
    rising = float(np.dot(logs - logs.mean(), observed - np.mean(observed))) >= 0
    return replace(constant, kind="plain", low=0.0 if rising else -1e6, high=1e6 if rising else 0.0)


def column_name(name: str, law: ShelfLaw, against: str | None = None) -> str:
    """The measure behind a name of a formula."""
    return (against or law.against or "x") if name == "x" else SHORT.get(name, name)


def _middle(data, inputs):
    """The geometric mean of the first input, to three digits."""
    return float(f"{np.exp(np.mean(np.log(data[inputs[0]]))):.3g}")


def formula_model(text: str, columns: Iterable[str], target: str = "loss", **options: Any) -> Model:
    """Model of a formula over the columns named in `columns`; every other name is a constant. options : `restrict`."""
    formula = parse(text)
    target = formula.target or target
    known = set(columns)
    inputs = tuple(name for name in formula.names if name in known)
    names = [name for name in formula.names if name not in known]
    if not names:
        raise InvalidArgument("--model", text, "it has no constant to fit: every name in it is a column")
    if not inputs:
        raise InvalidArgument("--model", text, f"it names no column; the table has {', '.join(sorted(known))}")
    if target in inputs or SHORT.get(target, target) in [SHORT.get(i, i) for i in inputs]:
        raise InvalidArgument("--model", text, f"it predicts {target} from {target} itself")
    floor = target in ("loss", "L")
    constants = {name: guess(formula.node, name, known, floor) for name in names}
    return restrict(Model("model", text, formula.node, inputs, constants, target), **options)


def restrict(
    model: Model,
    fixed: Mapping[str, float] | None = None,
    tied: Mapping[str, str | Node] | None = None,
    bounds: Mapping[str, tuple[float, float]] | None = None,
    varying: Sequence[str] | None = None,
    groups: Sequence[str] = (),
) -> Model:
    """The model with constants fixed (name -> value), tied (name -> expression text), bounded (name -> (low, high)).

    groups : names of the groups, whose members differ in the constants `varying` (all scales unless named).
    """
    fixed, tied, bounds = dict(fixed or {}), dict(tied or {}), dict(bounds or {})
    for option, names in (("--fix", fixed), ("--tie", tied), ("--bound", bounds), ("--groups", varying or ())):
        for name in names:
            if name not in model.constants:
                raise InvalidArgument(
                    option, name, f"the constants are {', '.join(model.constants)}{nearest(name, model.constants)}"
                )
    for name, (low, high) in bounds.items():
        model = replace(model, constants=model.constants | {name: _bounded(model.constants[name], low, high)})
    for name, value in fixed.items():
        _check_inside(model, name, value)
    nodes = {name: _tie(model, name, text, fixed) for name, text in tied.items()}
    _check_conflicts(model, fixed, nodes, bounds)
    model = replace(model, fixed=model.fixed | fixed, tied=nodes)
    if groups:
        scales = tuple(n for n, c in model.constants.items() if c.kind == "scale" and n in model.free)
        varying = tuple(varying or scales)
        if not varying:
            raise InvalidArgument(
                "--groups", ", ".join(model.free), "say which constants differ, as --groups column:a,b"
            )
        model = replace(model, varying=varying, groups=tuple(groups))
    if not model.free:
        raise InvalidArgument("--fix", ", ".join(fixed), "every constant is fixed or tied: nothing is left to fit")
    return model


def _bounded(constant, low, high):
    kind = constant.kind
    if kind in ("scale", "positive") and low < 0:
        kind = "plain"
    return replace(constant, kind=kind, low=low, high=high)


def _check_inside(model, name, value):
    low, high = model.bounds(name) if model.constants[name].kind != "reference" else (0.0, np.inf)
    if not (np.isfinite(value) and low <= value <= high):
        raise InvalidArgument("--fix", f"{name}={value:g}", f"{name} lies between {low:g} and {high:g}")


def _tie(model, name, text, fixed):
    node = text if isinstance(text, Node) else parse(text, "--tie").node
    for other in names_in(node):
        if other not in model.constants:
            raise InvalidArgument(
                "--tie",
                f"{name}={text}",
                f"the constants are {', '.join(model.constants)}{nearest(other, model.constants)}",
            )
    return node


def _check_conflicts(model, fixed, tied, bounds):
    for name in tied:
        if name in fixed or name in bounds:
            raise InvalidArgument("--tie", name, "a constant is either tied, or fixed or bounded")
        loop = [other for other in names_in(tied[name]) if other in tied]
        if loop:
            raise InvalidArgument("--tie", name, f"{loop[0]} is tied itself: tie every constant to free ones")
    both = [name for name in fixed if name in bounds]
    if both:
        raise InvalidArgument("--bound", both[0], "it is fixed already")


# ---- what a constant of a free formula is ----


def guess(node: Node, name: str, columns: Container[str], floor: bool) -> Constant:
    """The Constant that a name of a free formula stands for, by its place in it."""
    places: set[str] = set()
    _places(node, name, columns, "sum", places)
    if "exponent" in places:
        return Constant(name, "an exponent", "exponent")
    if places <= {"factor of powers", "scale of data"}:
        return Constant(name, "the size of a term", "scale")
    if places == {"sum"} and floor:
        return Constant(name, "a floor", "floor")
    return Constant(name, "a number", "plain")


def _places(node, name, columns, place, found):
    """Collect, in `found`, the places at which `name` stands."""
    if node.op == "name":
        if node.value == name:
            found.add(place)
    elif node.op == "pow":
        _places(node.args[0], name, columns, "scale of data" if place != "exponent" else place, found)
        _places(node.args[1], name, columns, "exponent", found)
    elif node.op in ("mul", "div"):
        inner = place
        if place in ("sum", "factor"):
            inner = "factor of powers" if _has_power(node, columns) else "factor"
        for part in node.args:
            _places(part, name, columns, inner if part.op in ("mul", "div", "name") else _within(part, inner), found)
    elif node.op in ("add", "neg"):
        for part in node.args:
            kept = place if place in ("sum", "exponent") else "inside a sum"
            _places(part, name, columns, kept, found)
    else:
        for part in node.args:
            _places(part, name, columns, "scale of data" if node.op.startswith("log") and part.op in ("mul", "div")
                    and place != "exponent" else ("exponent" if place == "exponent" else "inside"), found)  # fmt: skip


def _within(part, place):
    return "inside a sum" if part.op in ("add", "neg") and place != "exponent" else place


def _has_power(node, columns):
    """Whether a product holds a power of data with a constant in its exponent, or an exponential."""
    if node.op in ("mul", "div"):
        return any(_has_power(part, columns) for part in node.args)
    if node.op == "exp":
        return True
    return node.op == "pow" and any(n not in columns for n in names_in(node.args[1]))
