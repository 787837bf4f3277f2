"""Users who each need a different length of task: how one smooth ability crosses many thresholds."""

import numpy as np

from scaling_laws.errors import require_positive
from scaling_laws.statistics import logit

SEED = 20260907
USERS = 2000


def share(ability, middle=0.0, spread=1.0):
    """Share of users whose threshold lies at or below `ability`; thresholds are logistic in log2 of the length.

    >>> float(share(0.0))
    0.5
    """
    return 1 / (1 + np.exp(-(np.asarray(ability) - middle) / require_positive("spread", spread)))


def doublings_between(low, high, spread):
    """Doublings of the horizon between two shares of adoption."""
    return float(require_positive("spread", spread) * (logit(high) - logit(low)))


def simulated(ability, spread, users=USERS, seed=SEED):
    """The same share among users whose thresholds were drawn, at each ability."""
    thresholds = np.sort(np.random.default_rng([seed, round(1000 * spread)]).logistic(0.0, spread, users))
    return np.searchsorted(thresholds, np.asarray(ability), side="right") / users


def paying_power(cost_growth, length_growth):
    """Power of the task length with which value must rise to keep pace with cost, from yearly factors."""
    return np.log(require_positive("cost_growth", cost_growth)) / np.log(length_growth)
