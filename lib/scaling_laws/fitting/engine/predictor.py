"""What a fit says about points that it was not fitted to: with an interval, from its own draws or from its file."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import InvalidArgument, nearest, require_choice
from ...formula import parse
from ...kinds import ArrayLike
from ...laws.shelf import Constant
from ...quantity import Quantity, estimate
from ..bootstrap import percentile_interval
from .model import SHORT, Model

DIGITS = 10
KEPT_DRAWS = 1000
SCATTERS = 201
LONG = {measure: short for short, measure in SHORT.items()}


@dataclass(frozen=True)
class Predictor:
    """A fitted law and the cloud of its constants.

    natural : name -> value of every free constant; draws : name -> (rows,). scatter (m,): observed less predicted of
    the fitted rows, on logs where the model is. ranges : input -> (least, largest) of the fitted rows.
    """

    model: Model
    natural: dict[str, float]
    draws: dict[str, np.ndarray] = field(repr=False)
    scatter: np.ndarray = field(repr=False)
    level: float
    method: str
    n: int
    ranges: dict[str, Any]
    unit: str = ""

    def inputs_of(self, given: Mapping[str, ArrayLike]) -> dict[str, Any]:
        """The inputs of the law out of `given`, under any of their names; InvalidArgument where one is missing."""
        found: dict[str, Any] = {}
        known: dict[str, Any] = {}
        for name, value in given.items():
            known[name] = known[SHORT.get(name, name)] = known[LONG.get(name, name)] = value
        derived = {"C": lambda: 6 * known["N"] * known["D"], "D": lambda: known["C"] / (6 * known["N"]),
                   "N": lambda: known["C"] / (6 * known["D"])}  # fmt: skip
        for name in self.model.inputs:
            if name in known:
                found[name] = known[name]
            elif name == "x" and self.against in known:
                found[name] = known[self.against]
            elif name in derived and {"N", "D", "C"} - {name} <= set(known):
                found[name] = derived[name]()
            elif name == "epochs":
                found[name] = 1.0
            else:
                asked = self.against if name == "x" else name
                raise InvalidArgument(
                    "--at", ", ".join(map(str, given)), f"this law needs {asked}{nearest(asked, given)}"
                )
        return found

    @property
    def against(self) -> str:
        """The measure that x stands for."""
        return self.ranges.get("x_is") or (self.model.law.against if self.model.law else "x")

    def values(self, group: ArrayLike | None = None, **inputs: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        """Value (m,) at the fit and draws (rows, m) at points."""
        data = self.inputs_of(inputs)
        return self.model.predict(self.natural, data, group), self.model.predict(self.draws, data, group)

    def predict(self, group: ArrayLike | None = None, of: str = "mean", seed: int = 0, **inputs: Any) -> list[Quantity]:
        """Quantities, one for each point. of : "mean", the law itself, or "run", one new run with the rows' scatter."""
        require_choice("of", of, ("mean", "run"))
        value, draws = self.values(group, **inputs)
        if of == "run":
            draws = self.scattered(draws, seed)
        return [self._quantity(value[k], draws[:, k]) for k in range(len(value))]

    def scattered(self, draws: np.ndarray, seed: int = 0) -> np.ndarray:
        """The draws (rows, m), each with the scatter of one of the fitted rows."""
        noise = np.random.default_rng(seed).choice(self.scatter, draws.shape)
        return draws * np.exp(noise) if self.model.logarithm else draws + noise

    def _quantity(self, value, draws):
        usable = draws[np.isfinite(draws)]
        low, high = percentile_interval(usable, self.level) if len(usable) else (-np.inf, np.inf)
        return estimate(
            float(value), float(low), float(high), method=self.method, level=self.level, unit=self.unit, n=self.n,
            name=self.model.target,
        )  # fmt: skip

    def outside(self, **inputs: ArrayLike) -> list[str]:
        """Sentences on the inputs that lie beyond the fitted rows, with how far."""
        found = []
        for name, values in self.inputs_of(inputs).items():
            if name not in self.ranges:
                continue
            low, high = self.ranges[name]
            label = self.against if name == "x" else name
            least, most = np.min(values), np.max(values)
            if most > high > 0:
                found.append(f"{label} = {most:.4g} is {most / high:.3g} times the largest fitted, {high:.4g}")
            if 0 < least < low:
                found.append(f"{label} = {least:.4g} is {low / least:.3g} times below the least fitted, {low:.4g}")
        return found

    def to_dict(self) -> dict[str, Any]:
        """All that `from_dict` needs, as plain data."""
        some = slice(None, None, max(1, -(-len(next(iter(self.draws.values()))) // KEPT_DRAWS)))
        model = self.model
        return {
            "law": model.name, "formula": model.formula, "target": model.target, "inputs": list(model.inputs),
            "against": self.against if "x" in model.inputs else None, "logarithm": model.logarithm,
            "constants": {name: float(value) for name, value in self.natural.items()},
            "fixed": {name: float(value) for name, value in model.fixed.items()},
            "tied": {name: _text(node) for name, node in model.tied.items()},
            "varying": list(model.varying), "groups": list(model.groups), "grouped_by": model.grouped_by,
            "unit": self.unit, "level": self.level, "method": self.method, "n": self.n,
            "ranges": {name: [float(v) for v in pair] for name, pair in self.ranges.items() if name != "x_is"},
            "scatter": _rounded(np.quantile(self.scatter, np.linspace(0, 1, min(SCATTERS, len(self.scatter))))),
            "draws": {name: _rounded(np.asarray(values)[some]) for name, values in self.draws.items()},
        }  # fmt: skip

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> "Predictor":
        """Inverse of `to_dict`."""
        names = [*dict.fromkeys(name.split("[")[0] for name in record["constants"]), *record["fixed"], *record["tied"]]
        constants = {name: Constant(name, "") for name in names}
        model = Model(
            record["law"], record["formula"], parse(record["formula"], "formula").node, tuple(record["inputs"]),
            constants, record["target"], record["logarithm"], record["fixed"],
            {name: parse(text, "tied").node for name, text in record["tied"].items()}, tuple(record["varying"]),
            tuple(record["groups"]), grouped_by=record.get("grouped_by", ""),
        )  # fmt: skip
        ranges = {name: tuple(pair) for name, pair in record["ranges"].items()}
        if record.get("against"):
            ranges["x_is"] = record["against"]
        draws = {
            name: np.array([np.nan if v is None else v for v in values], dtype=float)
            for name, values in record["draws"].items()
        }
        return cls(
            model, record["constants"], draws, np.array(record["scatter"], dtype=float), float(record["level"]),
            record["method"], int(record["n"]), ranges, record["unit"],
        )  # fmt: skip


def _rounded(values):
    return [float(f"{v:.{DIGITS}g}") for v in np.asarray(values, dtype=float)]


def _text(node):
    """An expression as text that `parse` reads."""
    if node.op == "number":
        return repr(node.value)
    if node.op == "name":
        return f"`{node.value}`"
    parts = [_text(part) for part in node.args]
    if node.op == "neg":
        return f"(-{parts[0]})"
    signs = {"add": "+", "mul": "*", "div": "/", "pow": "^"}
    if node.op in signs:
        return f"({parts[0]} {signs[node.op]} {parts[1]})"
    return f"{node.op}({', '.join(parts)})"


def save(predictors: Iterable[Predictor]) -> list[dict[str, Any]]:
    """The part of a result's JSON from which `load` predicts again: a chain, each predicting an input of the next."""
    return [predictor.to_dict() for predictor in predictors]


def load(path: str | Path) -> list[Predictor]:
    """The Predictors of a result written with --json, in order.

    Raises
    ------
    InvalidArgument
        If the file is not such a result.
    """
    try:
        record = json.loads(Path(path).read_text(encoding="utf-8"))
        entries = record["predict"]
        if not entries:
            raise InvalidArgument("fit", str(path), "its fit has no law to predict with: " + str(record.get("verdict")))
        return [Predictor.from_dict(entry) for entry in entries]
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError, UnicodeDecodeError, ValueError) as error:
        if isinstance(error, InvalidArgument):
            raise
        allowed = "it must be a result that `scaling-laws fit … --json` wrote"
        raise InvalidArgument("fit", str(path), f"{allowed} ({type(error).__name__}: {error})") from None


def chained(
    predictors: Sequence[Predictor], group: ArrayLike | None = None, of: str = "mean", seed: int = 0, **inputs: Any
) -> dict[str, list[Quantity]]:
    """Name -> Quantities of every step of a chain; each step's draws are the next one's input."""
    values = chained_values(predictors, group, of, seed, **inputs)
    return {
        predictor.model.target: [predictor._quantity(here[k], shown[:, k]) for k in range(len(here))]
        for predictor, (here, shown) in zip(predictors, values.values(), strict=True)
    }


def chained_values(
    predictors: Sequence[Predictor], group: ArrayLike | None = None, of: str = "mean", seed: int = 0, **inputs: Any
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Name -> value (m,) at the fit and draws (rows, m) of every step of a chain."""
    found, value, draws = {}, dict(inputs), dict(inputs)
    rows = min(len(next(iter(p.draws.values()))) for p in predictors)
    for predictor in predictors:
        data, many = predictor.inputs_of(value), predictor.inputs_of(draws)
        short = {name: values[:rows] for name, values in predictor.draws.items()}
        here = predictor.model.predict(predictor.natural, data, group)
        cloud = _predict_many(predictor.model, short, many, group)
        shown = predictor.scattered(cloud, seed) if of == "run" else cloud
        found[predictor.model.target] = here, shown
        name = predictor.model.target
        value[name], draws[name] = here, shown if of == "run" else cloud
    return found


def _predict_many(model, draws, data, group):
    """As Model.predict, for data that may differ from draw to draw: (rows, m)."""
    if all(np.ndim(v) < 2 for v in data.values()):
        return model.predict(draws, data, group)
    from ...formula import evaluate

    values = {name: np.asarray(value)[:, None] for name, value in draws.items()}
    with np.errstate(all="ignore"):
        return evaluate(model.reduced, values | {name: np.asarray(v) for name, v in data.items()})
