"""What a frontier run can be, year by year: ambition, money, power, data, and the loss that comes of it.

Everything is anchored at the largest run in the published table. Arrays: draws along the first axis, years along the
second. Compute in FLOP, power in watts, money in dollars of 2023, tokens as counts.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import ndtr

from scaling_laws.errors import require_at_least, require_choice, require_nonnegative
from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN, ChinchillaSurface

from ... import published, sweeps
from ...accepted import DRAWS, draws, refit
from . import backtest
from .inputs import KEYS, READINGS, fixed_rates, inputs, modalities, yearly

LIMITS = ("growth as before", "money", "power", "data")
POWER_YEAR = 2030.0  # the year for which the power available to a run is published
SEED = 20301231
STALL = 2028.0  # the year from which spending stands still in the scenario of that name
END = 2031.0  # the last moment of 2030
YEARS = np.arange(2025.5, 2032.01, 0.5)
RIVAL = "Delphi"  # the title of the public sweep that later runs have tested farthest: `farthest`
NEAR = 0.01  # its rows within this of their valley: through all rows its floor was undercut by a later run
FITS = ("R", RIVAL)
FRONTIER = "ratio_1e26"  # tokens per parameter of the best run of 1e26 FLOP
AS_PRINTED = 1.0  # doubt: the widths of the rates as printed


@dataclass(frozen=True)
class Scenario:
    """A choice on each disputed point.

    spending : "goes on" or "stalls" (constant from STALL); sites : "many" or "one"; data : "text" or "all";
    reading : of algorithmic progress; fit : one of FITS; doubt : factor on the widths of the rates, by default what the
    backtest asks for.

    Raises
    ------
    InvalidArgument
        If a choice is not one of its values.
    """

    spending: str = "goes on"
    sites: str = "many"
    data: str = "text"
    reading: str = "Ho"
    fit: str = "R"
    doubt: float | None = None

    def __post_init__(self):
        require_choice("spending", self.spending, ("goes on", "stalls"))
        require_choice("sites", self.sites, ("many", "one"))
        require_choice("data", self.data, ("text", "all"))
        require_choice("reading", self.reading, READINGS)
        require_choice("fit", self.fit, FITS)
        if self.doubt is not None:
            require_nonnegative("doubt", self.doubt)

    @property
    def widening(self):
        """The factor on the widths of the rates."""
        return backtest.doubt() if self.doubt is None else self.doubt


BASE = Scenario()  # the registered forecast


def start_year():
    """Decimal year of the run at which everything is anchored."""
    return published.value("run_grok3_released")


def deviates(n=DRAWS, seed=SEED):
    """Standard-normal deviates (n, keys); the last column picks the version of the refit and is a row number."""
    z = np.random.default_rng(seed).standard_normal((n, len(KEYS)))
    z[:, -1] = np.arange(n) % DRAWS
    return z


def centre():
    """One row of deviates: every input at its centre (its median)."""
    return np.zeros((1, len(KEYS)))


def values(z, scenario):
    """Inputs by key, each (n, 1), from deviates (n, keys)."""
    made = {}
    for key, spread in inputs(scenario.sites, scenario.reading).items():
        made[key] = spread.at(z[:, [KEYS.index(key)]], scenario.widening)
    if scenario.data == "all":
        made["stock"] = made["stock"] * modalities().value
    made["split"] = ndtr(z[:, [KEYS.index("split")]])
    return made


def farthest():
    """Title of the public sweep whose makers went on farthest, with one recipe, beyond the budgets of its sizes."""

    def reach(one):
        after = [valley.compute for valley in sweeps.valleys(one.sweep, later=True)]
        return max(after, default=0.0) / sweeps.fit(one.sweep).C_high

    return max(sweeps.independent(own=False), key=reach).title


@cache
def rival():
    """The Fit of RIVAL."""
    (one,) = (s for s in sweeps.independent(own=False) if s.title == RIVAL)
    return sweeps.fit(one.sweep, near=NEAR)


@cache
def rival_draws():
    """One ChinchillaSurface whose fields hold DRAWS versions of the rival, by the covariance of its fit."""
    s = rival().surface
    centre = (s.E, np.log(s.A), np.log(s.B), s.alpha, s.beta)
    E, log_a, log_b, alpha, beta = np.random.default_rng(SEED).multivariate_normal(centre, rival().joint, DRAWS).T
    return ChinchillaSurface(E, np.exp(log_a), np.exp(log_b), alpha, beta)


def surface(z, scenario, central=False):
    """The loss surface with one version a row."""
    if central:
        return refit() if scenario.fit == "R" else rival().surface
    sample, rows = draws() if scenario.fit == "R" else rival_draws(), z[:, -1].astype(int)
    fields = (sample.E, sample.A, sample.B, sample.alpha, sample.beta)
    return ChinchillaSurface(*(field[rows][:, None] for field in fields))


def algorithms(v, scenario, years):
    """Factor by which algorithms multiply compute since the surface was published, (n, years)."""
    if scenario.reading == "none":
        return np.ones((len(v["halving"]), np.size(years)))
    return yearly(v["halving"]) ** (np.asarray(years) - published.value("hoffmann_2022_released"))


def compute_limits(v, scenario, years):
    """Compute (FLOP) by trend, by spending and by power: three arrays (n, years)."""
    elapsed = require_at_least("years", years, start_year()) - start_year()
    precision, length = fixed_rates()
    spent = np.minimum(elapsed, STALL - start_year()) if scenario.spending == "stalls" else elapsed
    trend = v["start"] * v["growth"] ** elapsed
    money = v["start"] * v["spending"] ** spent * (2 ** (1 / v["chips"]) * precision) ** elapsed
    drawn = published.value("run_grok3_power")
    build_up = (v["power"] / drawn) ** (elapsed / (POWER_YEAR - start_year()))
    power = v["start"] * build_up * (v["joules"] * precision * length) ** elapsed
    return trend, money, power


def data_limit(v, law, gain):
    """Compute (FLOP) at which a compute-optimal run would need the whole effective stock, (n, years)."""
    return law.optimum_for_tokens(v["stock"] * gain ** v["split"]).compute / gain


def loss(law, compute, stock, gain, split):
    """Loss (nats a token) of the best run, tokens capped by the stock.

    Algorithms multiply effective compute by `gain`, of which the share `split` (in logarithms) saves data.
    """
    effective = compute * gain
    tokens = np.minimum(law.optimum(effective).tokens, stock * gain**split)
    return law.loss(effective / (FLOP_PER_PARAMETER_TOKEN * tokens), tokens)


@dataclass(frozen=True)
class Outcome:
    """What one scenario gives: arrays (n, years)."""

    years: np.ndarray
    limits: np.ndarray  # (4, n, years) in the order of LIMITS, FLOP
    compute: np.ndarray  # FLOP of the largest run
    gain: np.ndarray  # algorithmic factor
    loss: np.ndarray  # nats a token
    floor: np.ndarray  # (n, 1)
    cost: np.ndarray  # dollars of 2023
    power: np.ndarray  # watts
    tokens: np.ndarray  # compute-optimal tokens, capped, as text

    @property
    def binding(self):
        """Index into LIMITS of the lowest limit, (n, years)."""
        return np.argmin(self.limits, axis=0)

    @property
    def effective(self):
        """Compute times the algorithmic factor, FLOP of the methods of 2022."""
        return self.compute * self.gain

    @property
    def reducible(self):
        """Loss above the floor."""
        return self.loss - self.floor


def outcome(z, scenario, years=YEARS, central=False):
    """Run the model on deviates z (n, keys) in the given years."""
    years = np.atleast_1d(np.asarray(years, dtype=float))
    v, law = values(z, scenario), surface(z, scenario, central)
    gain = algorithms(v, scenario, years)
    trend, money, power = compute_limits(v, scenario, years)
    limits = np.stack([trend, money, power, np.broadcast_to(data_limit(v, law, gain), trend.shape)])
    compute = limits[:3].min(axis=0)
    elapsed = years - start_year()
    precision, length = fixed_rates()
    ratio = compute / v["start"]
    tokens = np.minimum(law.optimum(compute * gain).tokens / gain ** v["split"], v["stock"])
    return Outcome(
        years=years,
        limits=limits,
        compute=compute,
        gain=gain,
        loss=loss(law, compute, v["stock"], gain, v["split"]),
        floor=np.broadcast_to(law.E, (len(z), 1)),
        cost=published.value("cottier_2024_grok3_cost_capex") * ratio / (2 ** (1 / v["chips"]) * precision) ** elapsed,
        power=published.value("run_grok3_power") * ratio / (v["joules"] * precision * length) ** elapsed,
        tokens=tokens,
    )


# ---- what follows from an outcome ----


def closing(doubt=AS_PRINTED):
    """Yearly growth of compute that money and power allow: two samples (n,)."""
    o = outcome(deviates(), Scenario(doubt=doubt), np.array([start_year(), start_year() + 1]))
    return tuple(o.limits[k, :, 1] / o.limits[k, :, 0] for k in (1, 2))


def binding_shares(scenario, years=YEARS):
    """Share of the draws in which each of LIMITS is the lowest, (4, years)."""
    found = outcome(deviates(), scenario, years).binding
    return np.array([(found == k).mean(axis=0) for k in range(len(LIMITS))])


@cache
def price_of_loss(fit):
    """Draws of the loss above the floor, relative to 2025, and of nats per further billion dollars, by half-years."""
    o = outcome(deviates(), Scenario(fit=fit), YEARS)
    bought = -np.diff(o.loss, axis=1) / (np.diff(o.cost, axis=1) / 1e9)
    return o.reducible / o.reducible[:, :1], bought


def text_first(year=END):
    """In how many public sweeps a run on the trend lacks text by `year`, inputs at their centres."""
    v = values(centre(), BASE)
    years = np.atleast_1d(year)
    gain, (trend, *_) = algorithms(v, BASE, years), compute_limits(v, BASE, years)
    among = sweeps.independent(own=False)
    return sweeps.holds(lambda fit: data_limit(v, fit.surface, gain).item() < trend.item(), among)


# ---- one path, at the centres of the inputs ----


@cache
def long_years():
    """The years over which a single path is followed."""
    return np.concatenate([[start_year() + 0.01], np.arange(2025.5, 2036.01, 0.5)])


def path(growth, halving, stock, fit, years=None):
    """Central path with three inputs replaced: (four limits (4, years), loss (years,))."""
    years = long_years() if years is None else years
    scenario = Scenario(fit=fit)
    v = values(centre(), scenario)
    v |= {"growth": np.array([[growth]]), "stock": np.array([[stock]])}
    since = years - published.value("hoffmann_2022_released")
    gain = np.ones((1, years.size)) if halving is None else yearly(halving) ** since[None]
    law = surface(centre(), scenario, central=True)
    three = compute_limits(v, scenario, years)
    limits = np.stack([*three, data_limit(v, law, gain)])[:, 0]
    lowest = limits[:3].min(axis=0)
    return limits, loss(law, lowest[None], stock, gain, v["split"])[0]


def first_crossing(limits, k, years=None):
    """First year in which limit k lies below the growth as before, or None; linear in logarithms between points."""
    years = long_years() if years is None else years
    gap = np.log(limits[k]) - np.log(limits[0])
    below = np.flatnonzero(gap < 0)
    if not below.size:
        return None
    i = below[0]
    if i == 0:
        return float(years[0])
    return float(years[i - 1] + (years[i] - years[i - 1]) * gap[i - 1] / (gap[i - 1] - gap[i]))
