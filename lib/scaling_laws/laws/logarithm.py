"""The same gain for every tenfold."""

from dataclasses import dataclass

import numpy as np

from ..errors import InvalidArgument, require_finite, require_positive
from ..kinds import Number
from .basics import _check, _plain
from .naming import names_arguments
from .shelf import Constant, ShelfLaw


@names_arguments
@dataclass(frozen=True)
class Logarithm:
    """y(x) = intercept + slope * log10(x): the same gain for every tenfold of x.

    slope is the gain per decade (negative for a loss). Unlike a power law it has no limit.

    Raises
    ------
    InvalidArgument
        If a field is not finite, the slope is zero, or x is not positive.

    >>> law = Logarithm(intercept=5.0, slope=-0.5)
    >>> law.loss(100.0), law.inverse(4.0)
    (4.0, 100.0)
    """

    intercept: float
    slope: float

    def __post_init__(self) -> None:
        _check(self, intercept=require_finite, slope=require_finite)
        if np.any(np.asarray(self.slope) == 0):
            raise InvalidArgument("slope", self.slope, "a slope of zero cannot be inverted")

    def score(self, x: Number) -> Number:
        """Score (or loss) at x."""
        return _plain(self.intercept + self.slope * np.log10(require_positive("x", x)))

    loss = score

    def inverse(self, score: Number) -> Number:
        """The x at which the law reaches `score`."""
        return _plain(10.0 ** ((require_finite("score", score) - self.intercept) / self.slope))

    def gradient(self, x: Number) -> Number:
        """dy/dx."""
        return _plain(self.slope / (np.log(10) * require_positive("x", x)))


SHELF = ShelfLaw(
    "logarithm", "the same gain for every tenfold", "intercept + slope * log10(x)",
    (
        Constant("intercept", "value at x = 1, in the unit of the target", "plain"),
        Constant("slope", "gain per tenfold of x", "plain"),
    ),
    "the null model of many forecasts", "A first line through scores or losses; it has no limit.",
    against="compute",
)  # fmt: skip
