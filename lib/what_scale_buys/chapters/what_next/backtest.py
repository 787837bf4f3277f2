"""Earlier forecasts of the same kind against what came: the only measure of how far to trust the new ones."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from scaling_laws.errors import require_positive

from ... import published
from .inputs import inputs, yearly


@dataclass(frozen=True)
class Check:
    """A published yearly factor, carried from an earlier model to the last one.

    years : length of the span; predicted, low, high : factor over it; actual : factor observed.
    """

    name: str
    source: str
    years: float
    predicted: float
    low: float
    high: float
    actual: float

    @property
    def ratio(self):
        """Observed over predicted."""
        return self.actual / self.predicted

    @property
    def yearly_error(self):
        """Error of the rate, as a natural logarithm a year."""
        return float(np.log(self.ratio) / self.years)

    @property
    def inside(self):
        """Whether the observed factor lies in the interval that the printed one implies."""
        return self.low <= self.actual <= self.high


def carried(name, source, rate, bounds, actual, years):
    """A Check from a yearly rate (with bounds) and the factor that was observed over `years`."""
    require_positive("years", years)
    low, high = (bound**years for bound in bounds)
    return Check(name, source, years, rate**years, low, high, actual)


def checks():
    """Four published rates carried from GPT-3 to Grok-3."""
    at = published.value
    years = at("run_grok3_released") - at("run_gpt3_released")
    compute = at("run_grok3_flop") / at("run_gpt3_db_flop")
    cost = at("cottier_2024_grok3_cost_capex") / at("cottier_2024_gpt3_cost_capex")
    power = at("run_grok3_power") / at("run_gpt3_power")
    six = yearly(at("sevilla_2022_doubling_deep"))
    s, watts = inputs(), published.figure("epoch_power_growth")
    return (
        carried("compute, rate of 2022", "sevilla2022compute", six, (six, six), compute, years),
        carried(
            "compute, rate of 2024",
            "epoch2024compute",
            s["growth"].centre,
            (s["growth"].low, s["growth"].high),
            compute,
            years,
        ),
        carried(
            "cost of the run",
            "cottier2024rising",
            s["spending"].centre,
            (s["spending"].low, s["spending"].high),
            cost,
            years,
        ),
        carried("power drawn", "epoch2024power", watts.value, (watts.low, watts.high), power, years),
    )


@cache
def doubt():
    """Yearly error of the rate of 2022, the one published well before its test, over the printed width of growth."""
    first = checks()[0]
    return abs(first.yearly_error) / inputs()["growth"].sigma
