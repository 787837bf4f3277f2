"""Earlier forecasts of the same kind against what came: the only measure of how far to trust the new ones."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from scaling_laws.errors import require_positive
from scaling_laws.quantity import Quantity, exact, propagate

from ... import published
from .inputs import inputs, yearly


@dataclass(frozen=True)
class Check:
    """A published yearly factor, carried from an earlier model to the last one.

    years : length of the span; predicted, actual : quantities, the factor over it as foretold and as observed.
    """

    name: str
    source: str
    years: float
    predicted: Quantity
    actual: Quantity

    @property
    def ratio(self):
        """Observed over predicted, with the intervals of both."""
        return self.actual / self.predicted

    @property
    def yearly_error(self):
        """Error of the rate, as a natural logarithm a year."""
        return propagate(lambda ratio: np.log(ratio) / self.years, self.ratio)

    @property
    def inside(self):
        """Whether the observed factor, at its centre, lies in the interval that the printed one implies."""
        foretold = self.predicted
        low, high = (foretold.low, foretold.high) if foretold.has_interval else (foretold.value, foretold.value)
        return low <= self.actual.value <= high


def carried(name, source, rate, actual, years):
    """A Check from a yearly rate and the factor that was observed over `years`."""
    return Check(name, source, years, (rate ** require_positive("years", years)).in_unit(""), actual)


def checks():
    """Four published rates carried from GPT-3 to Grok-3."""
    at, figure = published.value, published.figure
    years = at("run_grok3_released") - at("run_gpt3_released")
    compute = (figure("run_grok3_flop") / figure("run_gpt3_db_flop")).in_unit("")
    cost = exact(at("cottier_2024_grok3_cost_capex") / at("cottier_2024_gpt3_cost_capex"))
    power = exact(at("run_grok3_power") / at("run_gpt3_power"))
    six = exact(yearly(at("sevilla_2022_doubling_deep")))
    s, watts = inputs(), figure("epoch_power_growth").in_unit("")
    return (
        carried("compute, rate of 2022", "sevilla2022compute", six, compute, years),
        carried("compute, rate of 2024", "epoch2024compute", s["growth"].quantity(""), compute, years),
        carried("cost of the run", "cottier2024rising", s["spending"].quantity(""), cost, years),
        carried("power drawn", "epoch2024power", watts, power, years),
    )


def missed_by():
    """Yearly error of the rate of 2022, the one published well before its test, in standard deviations of growth.

    Those of the printed width; the interval is that of the last run's estimate.
    """
    width = inputs()["growth"].sigma
    return propagate(lambda error: abs(error) / width, checks()[0].yearly_error)


@cache
def doubt():
    """By how much the yearly rates of the forecast are widened: the centre of `missed_by`."""
    return missed_by().value
