"""Repeated and filtered text: what two studies say of repetition, and how hard one may filter."""

import numpy as np

from scaling_laws.errors import require_fraction, require_positive
from scaling_laws.laws import DataConstrained

from ...accepted import refit
from ...published import value


def law():
    """Effective data of Muennighoff et al. 2023; the surface plays no part in counting tokens."""
    return DataConstrained(refit(), r_d_star=value("muennighoff_2023_rd_star"))


def even_share(epochs):
    """Effective tokens per token seen when all text is repeated evenly."""
    return law().effective_tokens(1.0, epochs) / epochs


def concentrated_share(share=None, times=None):
    """Effective tokens per token seen when a few documents are repeated and the rest is seen once.

    share : length of the repeated documents, as a share of the tokens seen. times : how often each is seen, so that
    they fill share * times of the run. By the formula for even repetition, applied to each part by itself.
    """
    filled = repeated_tokens(share, times)
    share, times = _design(share, times)
    return (1 - filled) + law().effective_tokens(share, times)


def repeated_tokens(share=None, times=None):
    """Share of the tokens seen that belong to the repeated documents."""
    share, times = _design(share, times)
    return require_fraction("share * times", share * times)


def _design(share, times):
    share = value("hernandez_2022_repeat_share") if share is None else require_positive("share", share)
    times = value("hernandez_2022_repeat_times") if times is None else require_positive("times", times)
    return share, times


def _effective(unique, budget):
    """Effective tokens of a run of `budget` tokens on `unique` distinct ones."""
    budget = np.asarray(budget, dtype=float)
    return np.where(budget <= unique, budget, law().effective_tokens(unique, np.maximum(budget / unique, 1.0)))


def needed_quality(kept, budget):
    """How many unfiltered tokens a kept token must be worth for the filter to break even.

    kept : share of the pool that survives. budget : tokens of the run, in pools.
    """
    kept, budget = require_positive("kept", require_fraction("kept", kept)), require_positive("budget", budget)
    return _effective(1.0, budget) / _effective(kept, budget)
