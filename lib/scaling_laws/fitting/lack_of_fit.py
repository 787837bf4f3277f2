"""Does the law bend where the runs do? A score test on what the fitted form leaves in the residuals."""

from dataclasses import dataclass
from math import erfc, exp, gamma, sqrt

import numpy as np

from .solver.kernel import Problem, jacobian, residuals

LEVEL = 0.01
BENDS = ("with model size", "with tokens", "with size and tokens together")
LEAST_LEFT = 1e-8
RUNS_PER_BEND = 5


@dataclass(frozen=True)
class LackOfFit:
    """Whether residuals bend in a way that noise about the fitted form explains.

    statistic : chi-squared with `degrees` under the form. p_value. where : along what they bend most, in words.
    """

    statistic: float
    degrees: int
    p_value: float
    where: str

    @property
    def found(self) -> bool:
        """Whether the form is rejected at LEVEL: one sound fit in a hundred is, too."""
        return self.p_value < LEVEL

    def __str__(self) -> str:
        if self.degrees == 0:
            return "Too few runs to tell whether the residuals bend."
        verb = "bend" if self.found else "do not bend"
        test = f"chi-squared {self.statistic:.3g} on {self.degrees}, p = {self.p_value:.2g}"
        return f"The residuals {verb}" + (f", most {self.where}" if self.found else "") + f": {test}."


def lack_of_fit(problem: Problem, theta: np.ndarray, curves: np.ndarray | None = None) -> LackOfFit:
    """LackOfFit of `theta` (5,): a robust score test of squares and product of log size and log tokens.

    The influences of the runs on the fit would be uncorrelated with any function of size and tokens, were the form
    right. They are correlated here with the part of three bends that the law's own constants cannot take up (Rao's
    score test, with the variance from the influences themselves, so that neither outliers nor noise that differs
    between runs raise a false alarm; Boos 1992). curves : (n,) codes; the influences of a curve are summed first.
    """
    r, size, data = (part[0] for part in residuals(problem.design, theta[None]))
    slopes = jacobian(problem.design, size, data)[list(problem.free)].T
    bends, kept = _new_bends(problem.design, slopes)
    pull = problem.loss.influence(r)
    scores = bends * pull[:, None]
    if curves is not None and len(kept):
        scores = np.stack([np.bincount(curves, weights=column) for column in scores.T], 1)
    units, degrees = len(scores), len(kept)
    if degrees == 0 or units < slopes.shape[1] + RUNS_PER_BEND * degrees:
        return LackOfFit(0.0, 0, 1.0, "")
    total = scores.sum(0)
    variance = scores.T @ scores * (units / (units - slopes.shape[1]))
    try:
        statistic = float(total @ np.linalg.solve(variance, total))
    except np.linalg.LinAlgError:
        return LackOfFit(0.0, 0, 1.0, "")
    most = kept[int(np.argmax(np.abs(total) / np.sqrt(np.diag(variance))))]
    return LackOfFit(statistic, degrees, chi_squared_tail(statistic, degrees), BENDS[most])


def _new_bends(design, slopes):
    """The parts (n, q) of x², y² and xy that `slopes` (n, k) cannot take up, and which of the three these are."""
    taken = np.linalg.qr(slopes / np.maximum(np.abs(slopes).max(0), 1e-300))[0]
    columns, kept, basis = [], [], taken
    for k, bend in enumerate((design.x**2, design.y**2, design.x * design.y)):
        new = bend - basis @ (basis.T @ bend)
        if np.sum(new**2) > LEAST_LEFT * max(np.sum(bend**2), 1e-300):
            columns.append(bend - taken @ (taken.T @ bend))
            kept.append(k)
            basis = np.linalg.qr(np.column_stack([basis, new]))[0]
    return np.array(columns).T.reshape(len(slopes), len(kept)), kept


def chi_squared_tail(x: float, degrees: int) -> float:
    """Probability that chi-squared with so many degrees of freedom exceeds x.

    >>> round(chi_squared_tail(3.841458820694124, 1), 6), round(chi_squared_tail(12.591587243743977, 6), 6)
    (0.05, 0.05)
    """
    odd = degrees % 2
    total = erfc(sqrt(x / 2)) if odd else exp(-x / 2)
    for k in range(3 if odd else 4, degrees + 1, 2):
        total += (x / 2) ** (k / 2 - 1) * exp(-x / 2) / gamma(k / 2)
    return min(total, 1.0)
