"""How much of the growth of effective compute is due to better algorithms, in logarithms."""

import numpy as np

from scaling_laws.errors import require_positive
from scaling_laws.quantity import propagate

from ... import published
from .inputs import halving, inputs, yearly


def past_share():
    """Share of algorithms over the years of Ho et al., from the published gains by algorithms and by compute."""
    soft, hard = (np.log10(published.value(f"ho_2024_{kind}_gain")) for kind in ("algorithmic", "physical"))
    return soft / (soft + hard)


def future_share(halving_months, compute_growth):
    """Share of algorithms that halve the need in so many months, if compute grows by a factor a year."""
    soft, hard = np.log(yearly(halving_months)), np.log(require_positive("compute_growth", compute_growth))
    return soft / (soft + hard)


def coming_share(reading):
    """The same in percent, with the intervals of the halving time by one reading and of the growth of compute."""
    months, growth = halving(reading).quantity("months"), inputs()["growth"].quantity("×")
    return propagate(lambda m, g: 100 * future_share(m, g), months, growth, unit="%")
