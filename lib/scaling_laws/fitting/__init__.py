"""Fits of scaling laws to training runs, with an interval on every number.

Names are loaded on first use: importing everything would cost as much time as a fit.
"""

from importlib import import_module
from typing import Any

_HOME = {
    "allocation": ("AllocationFit",),
    "coverage": ("Coverage", "allocation_study", "coverage_study", "coverage_table", "simulate"),
    "engine.fit": ("NoFit", "fit_table"),
    "engine.predictor": ("Predictor",),
    "engine.result": ("LawResult",),
    "engine.two_step": ("TwoStep", "fit_two_step"),
    "engine.validate": ("compare", "hold_out", "rollout"),
    "engine.valleys": ("Frontier", "frontier", "near_valley", "path"),
    "envelope": ("fit_envelope",),
    "identify": ("Identifiability", "identifiability"),
    "isoflop": ("Valley", "fit_isoflop", "valleys", "vertex_bias"),
    "profile": ("FloorProfile", "profile_floor"),
    "public": ("FetchFailed", "PublicTable", "fetch", "load_public", "public_table", "public_tables"),
    "reading": ("parse_number", "read_columns", "read_runs"),
    "result": ("Plan", "SurfaceFit"),
    "runs": ("LOSS_UNITS", "BadRow", "BadRuns", "Runs"),
    "selection": ("Criterion", "Holdout", "holdout", "information_criteria"),
    "surface": ("fit_surface",),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
