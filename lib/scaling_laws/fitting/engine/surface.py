"""The surface's own solver behind the protocol of the engine."""

from typing import TYPE_CHECKING

import numpy as np

from ...laws.shelf import shelf_law
from ..solver.losses import HOFFMANN_DELTA
from .fit import fit_table
from .model import shelf_model
from .predictor import Predictor
from .result import LawResult

if TYPE_CHECKING:
    from ..surface import SurfaceFit

NAMES = ("E", "A", "B", "alpha", "beta")


def law_of(fit: "SurfaceFit") -> LawResult:
    """The same fit by the engine, which profiles any constant."""
    loss, fixed = fit.problem.loss, None if fit.problem.free[0] else {"E": 0.0}
    return fit_table(
        fit.runs, "chinchilla", loss=loss.name, delta=getattr(loss, "delta", HOFFMANN_DELTA), fixed=fixed, bootstrap=0,
        level=fit.sampling.level, unit=fit.runs.loss_unit,
    )  # fmt: skip


def predictor_of(fit: "SurfaceFit") -> Predictor:
    """Predictor of a SurfaceFit, from its own cloud of laws."""
    runs, sampling = fit.runs, fit.sampling
    model = shelf_model(shelf_law("chinchilla"), {"N": runs.parameters, "D": runs.tokens})
    natural = dict(zip(NAMES, map(float, sampling.natural), strict=True))
    draws = dict(zip(NAMES, sampling.draws[sampling.lawful].T, strict=True))
    ranges = {
        name: (float(np.min(column)), float(np.max(column)))
        for name, column in (("N", runs.parameters), ("D", runs.tokens))
    }
    return Predictor(
        model, natural, draws, fit._scatter, sampling.level, sampling.method, sampling.n, ranges, runs.loss_unit
    )
