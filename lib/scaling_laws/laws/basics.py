"""What every law needs: how compute is counted, what an allocation is, checks and small numerics.

Units throughout: parameters and tokens are counts, compute is in FLOP (a count of operations, never
FLOP/s), loss is in nats per token unless the caller fits another unit. Every method takes scalars or
arrays and broadcasts; the fields of a law may be arrays too, which evaluates a whole bootstrap sample
of laws at once. Arguments are checked before anything is computed.
"""

from dataclasses import dataclass

import numpy as np

from ..errors import InvalidArgument, require_positive
from ..kinds import Number

FLOP_PER_PARAMETER_TOKEN = 6.0
INFERENCE_FLOP_PER_PARAMETER_TOKEN = 2.0
BISECTION_STEPS = 200
REACH = 200.0  # of a bisection in logarithms, to either side
TOGETHER = 1e-6  # logarithms that rounding may keep apart


def compute_cost(N: Number, D: Number, flop_per_param_token: Number = FLOP_PER_PARAMETER_TOKEN) -> Number:
    """Training compute C = 6 N D in FLOP.

    N, D : parameters and tokens. Source: Kaplan et al. 2020, Sec. 2.1 (2 forward, 4 backward).

    Raises
    ------
    InvalidArgument
        If an argument is not finite and positive.

    >>> compute_cost(1e9, 20e9)
    1.2e+20
    """
    N, D = require_positive("N", N), require_positive("D", D)
    return require_positive("flop_per_param_token", flop_per_param_token) * N * D


def _check(law, **rules):
    for name, rule in rules.items():
        object.__setattr__(law, name, rule(name, getattr(law, name)))


def _bisect(increasing, low, high):
    """Root of an elementwise increasing function between `low` and `high`, to the last bit."""
    low, high = np.broadcast_arrays(low, high)
    for _ in range(BISECTION_STEPS):
        middle = (low + high) / 2
        if np.all((middle <= low) | (middle >= high)):
            break
        above = increasing(middle) > 0
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return (low + high) / 2


def _expit(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


def _plain(value):
    array = np.asarray(value)
    return array if array.ndim else float(array)


def _above_floor(loss, floor):
    loss = require_positive("loss", loss)
    if np.any(loss <= floor):
        raise InvalidArgument(
            "loss", _plain(loss), f"loss must lie above the floor {floor}, which no finite scale reaches"
        )
    return loss - floor


@dataclass(frozen=True)
class Allocation:
    """How a training run spends its compute.

    parameters, tokens : counts; compute : training FLOP; loss : predicted loss of the run.

    >>> Allocation(1e9, 20e9, 1.2e20, 2.5).tokens_per_parameter
    20.0
    """

    parameters: Number
    tokens: Number
    compute: Number
    loss: Number

    @property
    def tokens_per_parameter(self) -> Number:
        """D / N."""
        return self.tokens / self.parameters
