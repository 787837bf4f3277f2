"""Return on scale under a value function that is written down.

Let x be compute relative to a reference run. Costs grow as x^k; k is the cost exponent. What the model earns in its
first year is `revenue` times the reference cost times v(x), and what a fixed capability earns then falls by the factor
`decline` a year, so that it earns revenue/ln(decline) in all. v is a power of the loss: (loss at the reference/loss at
x)^elasticity, the loss being either the part above the floor or the whole.
"""

from dataclasses import dataclass

import numpy as np

from scaling_laws.errors import InvalidArgument, require_choice, require_positive

from ... import accepted, published

BASES = ("loss above the floor", "whole loss")


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

    def turning_point(self, surface, low=1e20, high=1e32):
        """Compute (FLOP) above which the last dollar loses money; infinite if it never does up to `high`."""
        grid = np.geomspace(low, high, 1201)
        gain = np.log(self.marginal(surface, grid))
        falls = np.flatnonzero((gain[:-1] > 0) & (gain[1:] <= 0))
        if not falls.size:
            return float("inf") if gain[-1] > 0 else 0.0
        i = falls[-1]
        return float(grid[i] * (grid[i + 1] / grid[i]) ** (gain[i] / (gain[i] - gain[i + 1])))


def break_even_elasticity(surface, cost_exponent=1.0):
    """The elasticity (of value in the loss above the floor) at which the return on the last dollar stays constant."""
    return cost_exponent / surface.frontier_exponent


def per_decade(exponent, elasticity, cost_exponent=1.0):
    """Factor by which the return on the last dollar changes when compute grows tenfold.

    `exponent` : that of the loss (or error) in compute; value goes as compute to the power exponent times elasticity.
    """
    return 10.0 ** (exponent * elasticity - cost_exponent)


def article_c_exponent():
    """Exponent of the improvement in compute by article C's exchange rate: so much better for so many times more."""
    gain, compute = (published.value(f"article_c_exchange_{part}") for part in ("gain", "compute"))
    return float(np.log(gain) / np.log(compute))


def drawn_turning_points(venture):
    """Turning points (FLOP) over the draws of R, for value in the loss above the floor (closed form)."""
    surface = accepted.draws()
    power = venture.elasticity * surface.frontier_exponent
    at_reference = venture.revenue * venture.lifetime * power / venture.cost_exponent
    with np.errstate(over="ignore"):
        x = at_reference ** (1 / (venture.cost_exponent - power))
    return np.where(power < venture.cost_exponent, reference() * x, np.inf)
