"""Identifiability: which numbers the data pin down, and which they only pin down together."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..laws import ChinchillaSurface
from .covariance import condition_number
from .output import FARTHEST
from .profile import FloorProfile, profile_floor
from .result import NAMES

if TYPE_CHECKING:
    from .result import SurfaceFit

WELL_CONDITIONED, ILL_CONDITIONED = 1e2, 1e4
STRONG_CORRELATION = 0.95


@dataclass(frozen=True)
class Identifiability:
    """What a fit's data determine.

    condition : condition number of the information matrix scaled to unit diagonal. correlation (5, 5): over
    the cloud, of log E, log A/N^alpha and log B/D^beta at the centre of the runs, alpha, beta.
    profile : FloorProfile, or None without a floor.
    optimum_spread : largest over smallest N_opt, at `compute`, along the profile interval of the floor: the part of
    its uncertainty that comes from the floor alone. form_rejected : whether the residuals of the fit bend, so that its
    floor is that of a form which the runs reject.
    """

    condition: float
    correlation: np.ndarray
    profile: FloorProfile | None
    compute: float
    optimum_spread: float
    form_rejected: bool = False

    @property
    def floor_is_needed(self) -> bool:
        """Whether the data reject a surface without a floor, and do not reject the surface itself."""
        return self.profile is not None and not self.profile.includes_zero and not self.form_rejected

    def sentences(self) -> list[str]:
        """The report, one finding a sentence."""
        found = [f"Condition number {self.condition:.3g}" + self._grade()]
        for i, j in zip(*np.triu_indices(5, 1), strict=True):
            if abs(self.correlation[i, j]) > STRONG_CORRELATION:
                found.append(f"{NAMES[i]} and {NAMES[j]} trade off: correlation {self.correlation[i, j]:.3f}.")
        if self.profile is not None:
            found.append(self._about_the_floor())
        if not np.isnan(self.optimum_spread):
            far = self.optimum_spread > FARTHEST
            found.append(
                f"Along the interval of the floor, everything else refitted, the optimal size at {self.compute:.3g} "
                + ("FLOP is not determined." if far else f"FLOP varies by a factor {self.optimum_spread:.2f}.")
            )
        return found

    def _about_the_floor(self):
        if self.form_rejected:
            return (
                f"The residuals reject this form, so its floor, E = {self.profile.floor.full}, is no evidence that "
                "the data need one."
            )
        verdict = "cannot tell a floor from none" if self.profile.includes_zero else "need a floor"
        return f"The data {verdict}: E = {self.profile.floor.full}."

    def _grade(self):
        if self.condition > ILL_CONDITIONED:
            return ": the parameters are determined only in combination."
        if self.condition > WELL_CONDITIONED:
            return ": some parameters trade off against each other."
        return ": the parameters are determined apart from each other."

    def __str__(self) -> str:
        return "\n".join(self.sentences())


def identifiability(fit: "SurfaceFit", compute: float | None = None, level: float | None = None) -> Identifiability:
    """Identifiability of a SurfaceFit; `compute` (FLOP) is where the optima of near-equal fits are compared.

    By default that is ten times the largest compute among the runs.
    """
    compute = float(compute or 10 * fit.runs.compute.max())
    profile = profile_floor(fit, level) if fit.problem.free[0] else None
    return Identifiability(
        condition_number(fit.spread.information, fit.problem.free),
        _correlation(fit),
        profile,
        compute,
        _optimum_spread(profile, compute),
        fit.lack_of_fit.found,
    )


def _correlation(fit):
    draws = fit.sampling.draws[fit.sampling.lawful]
    design = fit.problem.design
    logs = np.column_stack([np.log(np.maximum(draws[:, :3], 1e-300)), draws[:, 3:]])
    logs[:, 1:3] -= draws[:, 3:] * [design.x0, design.y0]
    deviation = logs - logs.mean(0)
    scale = np.sqrt((deviation**2).sum(0))
    scale[scale == 0] = np.inf
    return deviation.T @ deviation / np.outer(scale, scale)


def _optimum_spread(profile, compute):
    if profile is None:
        return float("nan")
    near = profile.near_equal
    near = near[np.isfinite(near).all(1) & (near[:, 1:] > 0).all(1)]
    if len(near) == 0:
        return float("nan")
    sizes = ChinchillaSurface(*near.T).optimum(compute).parameters
    return float(np.max(sizes) / np.min(sizes))
