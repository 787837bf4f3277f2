"""A pure power law against one with a floor: what a tenfold buys, and what the next step costs."""

import numpy as np

from scaling_laws.errors import require_fraction, require_positive
from scaling_laws.laws import PowerLaw, PowerLawWithFloor

from . import kaplan

FIRST, DECADES, SEEN = 1e18, 7, 3  # FLOP; decades drawn; decades on which a straight line is fitted


def starting_loss():
    """Loss of Kaplan's compute law at FIRST, in nats per token: where all our laws start."""
    return float(kaplan.by_axis()["compute"].loss(FIRST))


def with_floor(exponent, floor, start=None):
    """The law that starts from the same loss at FIRST, falls with `exponent` and has this floor (nats per token)."""
    start = starting_loss() if start is None else start
    above = require_positive("loss above the floor", start - floor)
    return PowerLawWithFloor(floor, above * FIRST**exponent, exponent)


def straight_line(law, low=FIRST, decades=SEEN, points=31):
    """The pure power law fitted by least squares on log axes to `law` over so many decades from `low`."""
    x = np.geomspace(low, low * 10.0**decades, points)
    slope, level = np.polyfit(np.log(x), np.log(law.loss(x)), 1)
    return PowerLaw(float(np.exp(-level / slope)), float(-slope))


def tenfold_cuts(law, low=FIRST, decades=DECADES):
    """Fraction of the loss that each of `decades` successive tenfolds removes."""
    losses = law.loss(low * 10.0 ** np.arange(decades + 1))
    return 1 - losses[1:] / losses[:-1]


def cut(law, C):
    """Fraction of the loss that ten times the compute C removes; the fields of `law` may be arrays."""
    return 1 - law.loss(10 * C) / law.loss(C)


def line_through(law, low=FIRST, decades=SEEN, points=31):
    """(exponent, log level) of the straight line of `straight_line`, for a law whose fields may be arrays."""
    x = np.geomspace(low, low * 10.0**decades, points)
    losses = np.array([law.loss(each) for each in x])
    slope, level = np.polyfit(np.log(x), np.log(losses), 1)
    return -slope, level


def shortfall(law, low=FIRST, decades=DECADES):
    """How far below `law` the line through its first decades ends, as a fraction of the loss there."""
    end = low * 10.0**decades
    exponent, level = line_through(law, low)
    return 1 - np.exp(level - exponent * np.log(end)) / law.loss(end)


def price_above(law, loss, step):
    """`step_price` for a law with a floor whose fields may be arrays."""
    left = loss - step - np.asarray(law.floor)
    safe = np.where(left > 0, left, step)
    price = np.where(left > 0, ((safe + step) / safe) ** (1 / law.exponent), np.inf)
    return price if price.ndim else float(price)


def step_price(law, loss, step):
    """Factor of compute that takes `law` from `loss` down by `step`; `inf` where the floor is in the way."""
    loss, step = np.asarray(require_positive("loss", loss)), require_positive("step", step)
    floor = getattr(law, "floor", 0.0)
    reachable = loss - step > floor * (1 + 1e-12)
    safe = np.where(reachable, loss, floor + 2 * step)
    price = np.where(reachable, law.inverse(safe - step) / law.inverse(safe), np.inf)
    return price if price.ndim else float(price)


def compute_worth(law, C, error):
    """Factor of compute that a relative error of the loss at C amounts to; `inf` beyond the floor.

    A run that was promised a loss lower by `error` than it gets would have needed this much more compute.
    """
    loss = law.loss(C)
    return step_price(law, loss, require_fraction("error", error) * loss)
