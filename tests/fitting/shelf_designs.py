"""Planted tables for every law of the shelf."""

import numpy as np

from scaling_laws.formula import evaluate, parse
from scaling_laws.laws.shelf import shelf

SURFACE = {"E": 1.8, "A": 480.0, "B": 2000.0, "alpha": 0.348, "beta": 0.366}
DESIGNS = {
    "broken-power": ({"a": 0.5, "b": 10.0, "c0": 0.05, "d1": 1e21, "c1": 0.2, "f1": 0.3}, "x"),
    "chinchilla": (SURFACE, "ND"),
    "chinchilla-tied": ({"E": 1.8, "A": 480.0, "B": 2000.0, "alpha": 0.348}, "ND"),
    "over-training": ({"E": 1.5, "a": 160.0, "b": 310.0, "eta": 0.121}, "ND"),
    "data-constrained": (SURFACE | {"r_d_star": 15.0}, "NDe"),
    "data-constrained-excess": (SURFACE | {"r_d_star": 15.0, "r_n_star": 5.0}, "NDe"),
    "kaplan": ({"n_c": 8.8e13, "d_c": 5.4e13, "alpha_n": 0.076, "alpha_d": 0.095}, "ND"),
    "logarithm": ({"intercept": 10.0, "slope": -0.3}, "x"),
    "moe-experts": ({"a": -0.05, "b": -0.1, "c": 0.003, "d": 2.0}, "Nx"),
    "moe-sparsity": (
        {"E": 1.6, "A": 16000.0, "alpha": 0.59, "B": 27000.0, "beta": 0.55, "G": 0.2, "lam": -0.14, "H": 3.0,
         "delta": 0.2, "gamma": 0.25}, "NDs"),
    "power": ({"amplitude": 31.6, "exponent": 0.05}, "x"),
    "power-with-floor": ({"floor": 1.7, "amplitude": 300.0, "exponent": 0.13}, "x"),
    "score": ({"floor": 0.25, "ceiling": 0.95, "midpoint": 1e21, "steepness": 1.8}, "x"),
    "score-over-loss": ({"floor": 0.25, "ceiling": 0.95, "midpoint": 2.6, "steepness": -6.0}, "L"),
    "sinking-floor": ({"E": 1.7, "delta": 0.01, "A": 0.5, "steeper": 0.19, "x0": 1e21}, "x"),
    "learning-rate": ({"c": 1.79, "a": -0.713, "b": 0.307}, "ND"),
    "batch-size": ({"c": 0.58, "b": 0.571}, "ND"),
}  # fmt: skip


def planted(name, n, noise, seed):
    """Table, options of `fit_table` and true constants of a law, with log-normal (scores: normal) noise."""
    rng, (truth, kind) = np.random.default_rng(seed), DESIGNS[name]
    law = shelf()[name]
    data = {}
    if "N" in kind:
        data["N"] = 10 ** rng.uniform(7, 10, n)
    if "D" in kind:
        data["D"] = 10 ** rng.uniform(9, 11.5, n)
    if "e" in kind:
        data["epochs"] = np.exp(rng.uniform(0, 4, n))
    if kind == "x":
        data["x"] = 10 ** rng.uniform(18, 24, n)
    if kind == "Nx":
        data["experts"] = np.round(10 ** rng.uniform(0, 2.5, n))
    if "s" in kind:
        data["sparsity"] = rng.choice([0.0, 0.5, 0.75, 0.9, 0.95], n)
    if kind == "L":
        data["L"] = rng.uniform(1.9, 3.5, n)
    value = evaluate(parse(law.formula).node, truth | data)
    scatter = noise * rng.standard_normal(n)
    target = np.clip(value + scatter, 0, 1) if law.target == "score" else value * np.exp(scatter)
    table = {"compute" if key == "x" else key: column for key, column in data.items()} | {law.target: target}
    fixed = {"x0": truth["x0"]} if "x0" in truth else None
    return table, {"fixed": fixed}, truth
