"""What a run costs in dollars and energy, what pays for the growth, and when scale returns its price."""

from .cards import CARDS
from .explorables import hardware_share, return_on_scale, run_bill
from .figures import (
    cost_of_runs,
    growth_shares,
    return_slope,
    two_directions,
    two_values,
    used_share,
    yearly_rates,
)
from .figures_energy import energy_and_carbon, power_trend
from .numbers import numbers
from .verdicts import CHAPTER, CLAIMS

__all__ = [
    "CARDS",
    "CHAPTER",
    "CLAIMS",
    "cost_of_runs",
    "energy_and_carbon",
    "growth_shares",
    "hardware_share",
    "numbers",
    "power_trend",
    "return_on_scale",
    "return_slope",
    "run_bill",
    "two_directions",
    "two_values",
    "used_share",
    "yearly_rates",
]
