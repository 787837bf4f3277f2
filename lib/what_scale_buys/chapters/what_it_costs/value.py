"""Return on scale under a value function that is written down.

Let x be compute relative to a reference run. Costs grow as x^k; k is the cost exponent. What the model earns in its
first year is `revenue` times the reference cost times v(x), and what a fixed capability earns then falls by the factor
`decline` a year, so that it earns revenue/ln(decline) in all. v is a power of the loss: (loss at the reference/loss at
x)^elasticity, the loss being either the part above the floor or the whole.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from scaling_laws.errors import InvalidArgument, require_choice, require_positive
from scaling_laws.quantity import estimate, exact

from ... import accepted, published, sweeps

BASES = ("loss above the floor", "whole loss")
FAR = 1e32  # FLOP: whoever still earns here has no limit that matters


def reference():
    """Compute (FLOP) of the reference run, Llama 3.1 405B."""
    return published.value("run_llama31_405b_flop")


@dataclass(frozen=True)
class Venture:
    """Assumptions on value and cost.

    elasticity : float
        Percent of value gained when the loss falls by one percent.
    cost_exponent : float
        Percent of cost added when compute grows by one percent; one if a FLOP has a fixed price.
    decline : float
        Factor a year by which the revenue of a fixed capability falls, above one.
    revenue : float
        First-year revenue per dollar of training cost, at the reference.
    basis : str
        Which loss the value depends on, one of BASES.
    """

    elasticity: float = 4.0
    cost_exponent: float = 1.0
    decline: float = 3.0
    revenue: float = 3.0
    basis: str = BASES[0]

    def __post_init__(self):
        for name in ("elasticity", "cost_exponent", "revenue"):
            require_positive(name, getattr(self, name))
        if not self.decline > 1:
            raise InvalidArgument("decline", self.decline, "above one: otherwise a model earns for ever")
        require_choice("basis", self.basis, BASES)

    @property
    def lifetime(self):
        """Revenue of a whole life in units of the first year's rate: the integral of decline^-t over all t.

        >>> round(Venture(decline=np.e).lifetime, 6)
        1.0
        """
        return 1 / np.log(self.decline)

    def losses(self, surface, compute):
        """The loss that value depends on, relative to the reference, and its local exponent in compute."""
        law = surface.frontier
        C, at = np.asarray(compute, float), reference()
        above, start = law.reducible(C), law.reducible(at)
        if self.basis == BASES[0]:
            return above / start, surface.frontier_exponent + np.zeros_like(above)
        total = surface.E + above
        return total / (surface.E + start), surface.frontier_exponent * above / total

    def value(self, surface, compute):
        """Lifetime revenue per dollar of the reference run's cost."""
        relative, _ = self.losses(surface, compute)
        return self.revenue * self.lifetime * relative**-self.elasticity

    def cost(self, compute):
        """Cost relative to the reference run's."""
        return (np.asarray(compute, float) / reference()) ** self.cost_exponent

    def marginal(self, surface, compute):
        """Lifetime revenue of the last dollar spent on compute: below one it is not earned back."""
        _, slope = self.losses(surface, compute)
        return self.value(surface, compute) * self.elasticity * slope / (self.cost_exponent * self.cost(compute))

    def turning_point(self, surface, low=1e20, high=FAR):
        """Compute (FLOP) above which the last dollar loses money; infinite if it never does up to `high`."""
        grid = np.geomspace(low, high, 1201)
        return float(_last_fall(grid, np.log(self.marginal(surface, grid))))


def _last_fall(grid, gain):
    """Where `gain` (g, ...) last falls through nought on `grid` (g,); nought or infinite where it never does."""
    falls = (gain[:-1] > 0) & (gain[1:] <= 0)
    i = len(falls) - 1 - falls[::-1].argmax(axis=0)
    before, after = (np.take_along_axis(gain, np.expand_dims(k, 0), axis=0)[0] for k in (i, i + 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        crossed = grid[i] * (grid[i + 1] / grid[i]) ** (before / (before - after))
    return np.where(falls.any(axis=0), crossed, np.where(gain[-1] > 0, np.inf, 0.0))


def break_even_elasticity(surface, cost_exponent=1.0):
    """The elasticity (of value in the loss above the floor) at which the return on the last dollar stays constant."""
    return cost_exponent / surface.frontier_exponent


@cache
def by_sweeps():
    """{title: exponent of the loss above the floor in compute, with its interval}: the public sweeps of other runs."""
    titles = {one.title: one.sweep for one in sweeps.independent(own=False)}
    laws = sweeps.holds(lambda fit: True, sweeps.independent(own=False)).yes
    return {title: sweeps.fit(titles[title]).quantity("gamma") for title in laws}


def tally(predicate):
    """In how many of the public sweeps `predicate` holds of the fitted surface."""
    return sweeps.holds(lambda fit: predicate(fit.surface), sweeps.independent(own=False))


def per_decade(exponent, elasticity, cost_exponent=1.0):
    """Factor by which the return on the last dollar changes when compute grows tenfold.

    `exponent` : that of the loss (or error) in compute; value goes as compute to the power exponent times elasticity.
    """
    return 10.0 ** (exponent * elasticity - cost_exponent)


def article_c_exponent():
    """Exponent of the improvement in compute by article C's exchange rate: so much better for so many times more."""
    gain, compute = (published.value(f"article_c_exchange_{part}") for part in ("gain", "compute"))
    return float(np.log(gain) / np.log(compute))


COARSE = np.geomspace(1e20, 1e32, 61)  # FLOP


def drawn_turning_points(venture):
    """Turning points (FLOP) over the draws of R: in closed form for value in the loss above the floor, else on a grid.

    On the grid the logarithm of the return is taken as straight between neighbours a fifth of a decade apart.
    """
    surface = accepted.draws()
    if venture.basis != BASES[0]:
        return _last_fall(COARSE, np.log(venture.marginal(surface, COARSE[:, None])))
    power = venture.elasticity * surface.frontier_exponent
    at_reference = venture.revenue * venture.lifetime * power / venture.cost_exponent
    with np.errstate(over="ignore"):
        x = reference() * at_reference ** (1 / (venture.cost_exponent - power))
    x = np.where(power < venture.cost_exponent, x, np.inf)
    return np.where(x < COARSE[0], 0.0, np.where(x > COARSE[-1], np.inf, x))


def turning_by_refit(venture):
    """The turning point (FLOP) by R with its interval, an end of which may be infinite."""
    tail, drawn = (1 - accepted.LEVEL) / 2, drawn_turning_points(venture)
    low, high = np.quantile(drawn, tail, method="lower"), np.quantile(drawn, 1 - tail, method="higher")
    found, runs = venture.turning_point(accepted.refit()), int(published.value("besiroglu_2024_points_fitted"))
    if np.isinf(low):
        return exact(found, "FLOP")
    return estimate(found, low, high, unit="FLOP", method=accepted.METHOD, level=accepted.LEVEL, n=runs)
