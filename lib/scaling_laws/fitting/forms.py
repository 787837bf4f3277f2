"""The laws that `fit_law` knows: their fields as free coordinates, and where to start.

A field's coordinate is its logarithm, the logit of a share, or the field itself; whatever theta says, the fields are
then lawful. The prediction is the law's own.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from ..errors import InvalidArgument, require_choice
from ..kinds import ArrayLike, Number
from ..laws import ChinchillaSurface, DataConstrained, KaplanJoint, SaturatingScore
from .solver.kernel import Design, to_natural
from .solver.seeds import conditional_seeds

Law = KaplanJoint | DataConstrained | SaturatingScore
LARGEST = 600.0
KAPLAN_EXPONENTS = (0.03, 0.1, 0.3)
SHARES = (0.2, 0.5, 0.8)
DECAYS = (1.0, 4.0, 16.0, 64.0)
STEEPNESS = (2.0, 6.0, 20.0)
QUANTILES = (0.1, 0.3, 0.5, 0.7, 0.9)
LEAST_SHARE = 1e-3
PAIRS = tuple(product((0.2, 0.5, 1.0), repeat=2))


@dataclass(frozen=True)
class Form:
    """One law to be fitted.

    inputs : names of the columns that it predicts from. output : "loss" or "score". fields : names of its constants.
    """

    name: str
    inputs: tuple[str, ...]
    output: str
    fields: tuple[str, ...]
    excess: bool = False
    scale: str = "log10"
    rising: bool = True

    def law(self, natural: Mapping[str, Any]) -> Law:
        """The law with these constants: name -> scalar or array."""
        if self.name == "kaplan":
            return KaplanJoint(**natural)
        if self.name == "score":
            return SaturatingScore(**natural, scale=self.scale)
        surface = ChinchillaSurface(*(natural[name] for name in ("E", "A", "B", "alpha", "beta")))
        return DataConstrained(surface, natural["r_d_star"], natural.get("r_n_star"))

    def predict(self, law: Any, table: Mapping[str, Any]) -> Number:
        """Losses or scores of the rows of `table`, name -> (n,)."""
        if self.name == "data-constrained":
            unique = table["tokens"] / table["epochs"]
            return law.loss(table["parameters"], unique, table["epochs"])
        return law.score(table["x"]) if self.name == "score" else law.loss(table["parameters"], table["tokens"])

    def natural(self, theta: np.ndarray, fixed: Mapping[str, float]) -> dict[str, np.ndarray]:
        """Name -> values (rows,) of every constant, from theta (rows, free constants)."""
        columns = iter(np.clip(theta, -LARGEST, LARGEST).T)
        found = {name: self._natural(name, next(columns)) for name in self.free(fixed)}
        found |= {name: np.full(len(theta), float(value)) for name, value in fixed.items()}
        if (
            "ceiling" in self.fields and "ceiling" not in fixed
        ):  # its coordinate is the share of the room above the floor
            found["ceiling"] = found["floor"] + (1 - found["floor"]) * found["ceiling"]
        return {name: found[name] for name in self.fields}

    def _natural(self, name, coordinate):
        if name in ("floor", "ceiling"):
            return np.clip(1 / (1 + np.exp(-coordinate)), 1e-9, 1 - 1e-9)
        value = np.exp(coordinate)
        return value if name != "steepness" or self.rising else -value

    def theta(self, natural: Mapping[str, ArrayLike], fixed: Mapping[str, float]) -> np.ndarray:
        """Inverse of `natural`: (rows, free constants) from name -> (rows,)."""
        columns = []
        for name in self.free(fixed):
            value = np.asarray(natural[name], dtype=float)
            if name == "ceiling":
                value = (value - natural["floor"]) / (1 - np.asarray(natural["floor"]))
            if name in ("floor", "ceiling"):
                value = np.clip(value, LEAST_SHARE, 1 - LEAST_SHARE)
                columns.append(np.log(value / (1 - value)))
            else:
                columns.append(np.log(np.abs(value)))
        return np.stack(columns, 1)

    def free(self, fixed: Container[str]) -> list[str]:
        """Names of the constants that are fitted."""
        return [name for name in self.fields if name not in fixed]


def form_of(name: str, table: Mapping[str, ArrayLike], excess: bool = False, scale: str = "log10") -> Form:
    """The Form called `name`, for the rows of `table`; InvalidArgument for another name."""
    require_choice("law", name, ("kaplan", "data-constrained", "score"))
    if name == "kaplan":
        return Form(name, ("parameters", "tokens"), "loss", ("n_c", "d_c", "alpha_n", "alpha_d"))
    if name == "data-constrained":
        fields = ("E", "A", "B", "alpha", "beta", "r_d_star") + (("r_n_star",) if excess else ())
        return Form(name, ("parameters", "tokens", "epochs"), "loss", fields, excess)
    require_choice("scale", scale, ("log10", "linear"))
    x, score = (np.asarray(table[key], dtype=float) for key in ("x", "score"))
    rising = bool(np.dot(x - x.mean(), score - score.mean()) > 0)
    return Form(name, ("x",), "score", ("floor", "ceiling", "midpoint", "steepness"), scale=scale, rising=rising)


def starts(form: Form, table: Mapping[str, np.ndarray], fixed: Mapping[str, float]) -> np.ndarray:
    """Starting points (starts, free constants), from the data and a small grid."""
    find = {"kaplan": _kaplan, "data-constrained": _constrained, "score": _score}[form.name]
    rows = find(form, table, fixed)
    natural = {name: np.array([row[name] for row in rows]) for name in form.fields}
    natural |= {name: np.full(len(rows), float(value)) for name, value in fixed.items()}
    return form.theta(natural, fixed)


def _kaplan(form, table, fixed):
    """Exponents on a grid; the scales share the loss at the centre of the runs between size and data."""
    N, D, L = (np.exp(np.mean(np.log(table[key]))) for key in ("parameters", "tokens", "loss"))
    rows = []
    for alpha_n, alpha_d, share in product(KAPLAN_EXPONENTS, KAPLAN_EXPONENTS, SHARES):
        bracket = L ** (1 / alpha_d)
        n_c = N * (share * bracket) ** (alpha_d / alpha_n)
        rows.append({"n_c": n_c, "d_c": D * (1 - share) * bracket, "alpha_n": alpha_n, "alpha_d": alpha_d})
    return rows


def _constrained(form, table, fixed):
    """For each of a few decay constants, the surface's own seeds on the tokens that would then count."""
    rows, unique = [], table["tokens"] / table["epochs"]
    for decay in DECAYS:
        worth = unique * (1 - decay * np.expm1(-(table["epochs"] - 1) / decay))
        design = Design.of(table["parameters"], worth, table["loss"])
        for natural in to_natural(design, conditional_seeds(design, pairs=PAIRS)[0]):
            row = dict(zip(("E", "A", "B", "alpha", "beta"), natural, strict=True)) | {"r_d_star": decay}
            rows += [row | {"r_n_star": excess} for excess in (2.0, 20.0)] if form.excess else [row]
    return rows


def _score(form, table, fixed):
    """The ends of the observed scores as floor and ceiling, midpoints through the rows, and a few steepnesses."""
    x, score = table["x"], table["score"]
    floor = float(fixed.get("floor", max(0.0, score.min() - 0.02)))
    ceiling = float(fixed.get("ceiling", min(1.0, score.max() + 0.02)))
    if not floor < ceiling:
        raise InvalidArgument("floor", floor, f"it must lie below the ceiling, {ceiling:g}")
    width = np.ptp(np.log10(x) if form.scale == "log10" else x)
    sign = 1.0 if form.rising else -1.0
    tops = (ceiling,) if "ceiling" in fixed else (ceiling, (ceiling + 1) / 2)
    return [
        {"floor": floor, "ceiling": top, "midpoint": middle, "steepness": sign * steep / max(width, 1e-9)}
        for middle in np.quantile(x, QUANTILES)
        for steep in STEEPNESS
        for top in tops
    ]
