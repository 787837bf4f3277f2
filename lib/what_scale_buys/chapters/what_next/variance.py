"""Which published interval makes the fan wide: first-order variance shares, and closed forms to check them against."""

from functools import cache

import numpy as np
from scipy.special import ndtr

from scaling_laws.errors import require_at_least
from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN
from scaling_laws.quantity import estimate
from scaling_laws.statistics import central, clopper_pearson, share

from ... import published
from ...accepted import DRAWS, refit
from .inputs import KEYS, inputs
from .model import BASE, END, SEED, Scenario, deviates, outcome, start_year, values

RESAMPLES = 400
LEVEL = 0.95
LOG10 = np.log(10)


def mixed(base, other, key):
    """The deviates `base` with the column of one input taken from `other`."""
    z = base.copy()
    z[:, KEYS.index(key)] = other[:, KEYS.index(key)]
    return z


def first_order(function, n=DRAWS, seed=SEED):
    """Share of the variance of `function` that each input explains alone: {key: (share, low, high)}.

    function : deviates (n, keys) to (n,). Pick-freeze with two independent samples: the covariance of f(B) with
    f(A, one column from B) - f(A), over the variance (Saltelli et al. 2010, Table 2). Intervals: bootstrap over rows.
    """
    drawn = first_order_draws(function, n, seed)
    return {key: (value, *central(sample, LEVEL)) for key, (value, sample) in drawn.items()}


def first_order_draws(function, n=DRAWS, seed=SEED):
    """The same with the joint bootstrap of all shares: {key: (share, sample [RESAMPLES])}."""
    require_at_least("n", n, 2)
    a, b = deviates(n, seed), deviates(n, seed + 1)
    rng = np.random.default_rng(seed + 2)
    b[:, -1] = rng.permutation(b[:, -1])
    fa, fb = function(a), function(b)
    picks = rng.integers(0, n, (RESAMPLES, n))
    shares, total = {}, np.var(fa[picks], axis=1)
    for key in KEYS:
        products = (fb - fb.mean()) * (function(mixed(a, b, key)) - fa)
        shares[key] = products.mean() / fa.var(), products[picks].mean(axis=1) / total
    return shares


def at_end(name, scenario, year=END):
    """Function of deviates: one result of the model at a time, large ones as decimal logarithm."""

    def function(z):
        o = outcome(z, scenario, year)
        if name == "loss":
            return o.loss[:, 0]
        return np.log10(getattr(o, name)[:, 0])

    return function


OUTPUTS = {"effective compute": "effective", "loss above the floor": "reducible", "loss": "loss"}


@cache
def shares(scenario=BASE):
    """First-order shares for each of OUTPUTS at the end of 2030: {output: {key: (share, low, high)}}."""
    return {
        label: {key: (value, *central(sample, LEVEL)) for key, (value, sample) in _drawn(label, scenario).items()}
        for label in OUTPUTS
    }


@cache
def _drawn(label, scenario):
    return first_order_draws(at_end(OUTPUTS[label], scenario))


def explained(output, *keys, scenario=BASE):
    """Share of the variance of an output that inputs explain, each alone, in percent; it lies in 0 to 100."""
    found = [_drawn(output, scenario)[key] for key in keys]
    low, high = central(sum(sample for _, sample in found), LEVEL)
    value, low, high = 100 * np.clip([sum(value for value, _ in found), low, high], 0, 1)
    return estimate(value, low, high, method="pick-freeze, bootstrap", level=LEVEL, unit="%", n=DRAWS)


# ---- special cases with a closed form ----


def trend_only(z, doubt=1.0):
    """Decimal logarithm of effective compute at END if neither money nor power nor data set a limit."""
    v = values(z, Scenario(doubt=doubt))
    elapsed = END - start_year()
    progress = 12 * (END - published.value("hoffmann_2022_released")) / v["halving"]
    return (np.log10(v["start"]) + elapsed * np.log10(v["growth"]) + progress * np.log10(2))[:, 0]


def trend_moments(doubt=1.0):
    """Mean of `trend_only` and the variance that each input adds, exactly.

    start and growth are normal on the logarithmic scale; one over the halving time is log-normal.
    """
    s, elapsed = inputs(), END - start_year()
    rate = 12 * (END - published.value("hoffmann_2022_released")) * np.log10(2) / s["halving"].centre
    sigma = s["halving"].sigma
    mean = np.log10(s["start"].centre) + elapsed * np.log10(s["growth"].centre) + rate * np.exp(sigma**2 / 2)
    variance = {
        "start": (s["start"].sigma / LOG10) ** 2,
        "growth": (doubt * s["growth"].sigma * elapsed / LOG10) ** 2,
        "halving": rate**2 * np.exp(sigma**2) * np.expm1(sigma**2),
    }
    return mean, variance


def data_binds_exactly(year=END, doubt=1.0):
    """Probability that a compute-optimal run on the trend needs more tokens than the stock: R at its centre."""
    s, law, elapsed = inputs(), refit(), year - start_year()
    ln_compute = np.log(s["start"].centre) + elapsed * np.log(s["growth"].centre) - np.log(FLOP_PER_PARAMETER_TOKEN)
    gap = law.b * ln_compute - np.log(law.G) - np.log(s["stock"].centre)
    spread = law.b**2 * (s["start"].sigma ** 2 + (elapsed * doubt * s["growth"].sigma) ** 2) + s["stock"].sigma ** 2
    return float(ndtr(gap / np.sqrt(spread)))


def data_binds_sampled(year=END, doubt=1.0, n=DRAWS):
    """The same in percent by Monte Carlo, through the model: whether the limit by data lies below the trend."""
    o = outcome(deviates(n), Scenario(reading="none", doubt=doubt), year, central=True)
    return share((o.limits[3] < o.limits[0]).sum(), n, interval=clopper_pearson)


def monte_carlo_gaps(n=DRAWS):
    """Gaps between the Monte Carlo and the closed forms, in standard errors of the Monte Carlo."""
    sample = trend_only(deviates(n))
    mean, variance = trend_moments()
    total = sum(variance.values())
    kurtosis = np.mean(((sample - sample.mean()) / sample.std()) ** 4)
    gaps = [(sample.mean() - mean) / np.sqrt(total / n)]
    gaps.append((sample.var(ddof=1) - total) / (total * np.sqrt((kurtosis - 1) / n)))
    for year in (2026.0, 2027.0, 2028.0):
        p = data_binds_exactly(year)
        gaps.append((data_binds_sampled(year, n=n).value / 100 - p) / np.sqrt(p * (1 - p) / n))
    return np.array(gaps)
