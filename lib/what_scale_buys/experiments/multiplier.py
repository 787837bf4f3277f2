"""Compute multipliers: how much more compute would plain training need to reach the loss of an arm?

The control's loss falls along its own budgets; an arm's loss is turned into compute by that slope,

    ln m = (ln L_arm - ln L_control) / (-slope),   slope = d ln L_control / d ln C.

Intervals come from resampling the runs: deviations of ln L from the mean of their cell (an arm at a budget) are pooled
over all cells, widened for the means that were fitted, and drawn again; what is left of Student's t for so few runs is
made up by its ratio to the normal.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtrit

from scaling_laws.errors import InvalidArgument, require_at_least, require_fraction
from scaling_laws.quantity import Quantity, estimate

LEVEL = 0.9
RESAMPLES = 4000
BUDGETS_FOR_BEND = 4
METHOD = "runs resampled within their cells, deviations pooled"


@dataclass(frozen=True)
class Cell:
    """The runs of one arm at one budget: compute in FLOP, and their losses in nats.

    >>> round(Cell(1e11, (2.0, 8.0)).mean / math.log(4), 9)
    1.0
    """

    compute: float
    losses: tuple[float, ...]

    @property
    def mean(self):
        """Mean of ln loss."""
        return float(np.log(self.losses).mean())

    @property
    def deviations(self):
        """Of ln loss from the mean, widened so that their variance is unbiased; none for a single run."""
        n = len(self.losses)
        return (np.log(self.losses) - self.mean) * math.sqrt(n / (n - 1)) if n > 1 else np.empty(0)


@dataclass(frozen=True)
class Multiplier:
    """A compute multiplier at each budget, over all of them, and its change.

    at : {compute in FLOP: Quantity}. overall : geometric mean over the budgets. per_decade : change of ln m for ten
    times the compute; None with a single budget.
    """

    at: dict[float, Quantity]
    overall: Quantity
    per_decade: Quantity | None


def _spread(cells, level):
    """Pooled deviations, and what makes their quantiles as wide as Student's."""
    pooled = np.concatenate([cell.deviations for cell in cells])
    free = sum(len(cell.losses) - 1 for cell in cells)
    if free < 1:
        raise InvalidArgument("cells", f"{len(cells)} of one run each", "some with two runs or more")
    tail = (1 + level) / 2
    return pooled, float(stdtrit(free, tail) / ndtri(tail))


def resampled_means(cells, *, level=LEVEL, resamples=RESAMPLES, seed=0):
    """Means of ln loss [resamples, cells] as they might have come out.

    Raises
    ------
    InvalidArgument
        If no cell has two runs.
    """
    pooled, wider = _spread(cells, level)
    rng = np.random.default_rng(seed)
    out = np.empty((int(require_at_least("resamples", resamples, 100)), len(cells)))
    for number, cell in enumerate(cells):
        drawn = rng.choice(pooled, size=(len(out), len(cell.losses))).mean(axis=1)
        out[:, number] = cell.mean + wider * drawn
    return out


def resampled(cells, statistic, *, unit="", level=LEVEL, resamples=RESAMPLES, seed=0):
    """A statistic of the cells' means of ln loss, as a Quantity with its interval.

    statistic : means [..., cells] -> [...].
    """
    require_fraction("level", level)
    draws = statistic(resampled_means(cells, level=level, resamples=resamples, seed=seed))
    value = statistic(np.array([cell.mean for cell in cells])[None])[0]
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    n = sum(len(cell.losses) for cell in cells)
    return estimate(value, min(low, value), max(high, value), method=METHOD, level=level, unit=unit, n=n)


def slopes(compute, means, at):
    """d ln L / d ln C [..., points] of the control at some budgets.

    A straight line through ln C and ln L; a parabola from four budgets on, where it can be told from noise. compute
    [budgets], means [..., budgets], at [points].
    """
    centre = np.log(compute).mean()
    x, degree = np.log(compute) - centre, 2 if len(set(compute)) >= BUDGETS_FOR_BEND else 1
    coefficients = means @ np.linalg.pinv(np.vander(x, degree + 1, increasing=True)).T
    where = np.log(at) - centre
    powers = np.stack([order * where ** max(order - 1, 0) for order in range(degree + 1)])
    return coefficients @ powers


def _check(control, arm):
    budgets = sorted({cell.compute for cell in control})
    if len(budgets) < 2:
        raise InvalidArgument(
            "control", sorted(set(budgets)), "at least two budgets: its slope turns loss into compute"
        )
    missing = sorted({cell.compute for cell in arm} - set(budgets))
    if missing or not arm:
        raise InvalidArgument("arm", missing or "empty", f"cells at budgets of the control, {budgets}")


def _ln_multiplier(control, arm, reference):
    """A function from means [..., control + arm + reference cells] to ln multipliers [..., arm cells]."""
    compute = np.array([cell.compute for cell in control])
    at = np.array([cell.compute for cell in arm])
    same = [int(np.flatnonzero(compute == one)[0]) for one in at]

    def ln_multiplier(means):
        controls, rest = means[..., : len(control)], means[..., len(control) :]
        arms, references = rest[..., : len(arm)], rest[..., len(arm) :]
        against = references if reference else controls[..., same]
        return (arms - against) / slopes(compute, controls, at)

    return ln_multiplier


def multiplier(control, arm, *, reference=None, bill=None, level=LEVEL, resamples=RESAMPLES, seed=0):
    """The compute multiplier of an arm.

    control, arm : lists of Cell; every budget of the arm is one of the control's. reference : compare with this arm
    instead, by the control's slope; its cells in the order of the arm's. bill : {compute: factor} by which the arm
    costs more than its budget says; the multiplier is divided by it.

    Raises
    ------
    InvalidArgument
        If the control has one budget only, the arm a budget that the control lacks, or no cell two runs.
    """
    _check(control, arm)
    ln_multiplier = _ln_multiplier(control, arm, reference)
    cells = [*control, *arm, *(reference or [])]
    charged = np.log([(bill or {}).get(cell.compute, 1.0) for cell in arm])
    decades = np.log10([cell.compute for cell in arm])
    asked = {"level": level, "resamples": resamples, "seed": seed}

    def ask(statistic, unit="×"):
        return resampled(cells, lambda means: statistic(ln_multiplier(means) - charged), unit=unit, **asked)

    def trend(ln):
        return ln @ (decades - decades.mean()) / ((decades - decades.mean()) ** 2).sum()

    return Multiplier(
        at={cell.compute: ask(lambda ln, i=i: np.exp(ln[..., i])) for i, cell in enumerate(arm)},
        overall=ask(lambda ln: np.exp(ln.mean(axis=-1))),
        per_decade=ask(trend, "") if len(set(decades)) > 1 else None,
    )


def loss_ratio(reference, arm, *, level=LEVEL, resamples=RESAMPLES, seed=0):
    """Geometric mean over budgets of an arm's loss over that of a reference, cells in the same order."""
    count = len(reference)
    if [cell.compute for cell in reference] != [cell.compute for cell in arm]:
        raise InvalidArgument("arm", [cell.compute for cell in arm], "the budgets of the reference, in its order")
    return resampled(
        [*reference, *arm],
        lambda means: np.exp((means[..., count:] - means[..., :count]).mean(axis=-1)),
        unit="×",
        level=level,
        resamples=resamples,
        seed=seed,
    )


def damage_ratio(control, reference, arm, *, level=LEVEL, resamples=RESAMPLES, seed=0):
    """What an arm loses against the control, over what a reference loses, summed over budgets in the same order."""
    count = len(control)

    def ratio(means):
        plain, reference_, arm_ = (np.exp(means[..., i * count : (i + 1) * count]) for i in range(3))
        return (arm_ - plain).sum(axis=-1) / (reference_ - plain).sum(axis=-1)

    asked = {"level": level, "resamples": resamples, "seed": seed}
    return resampled([*control, *reference, *arm], ratio, unit="×", **asked)
