"""A score that rises from chance to a ceiling."""

from dataclasses import dataclass

import numpy as np

from ..errors import (
    InvalidArgument,
    require_choice,
    require_finite,
    require_fraction,
    require_positive,
)
from ..kinds import ArrayLike, Number
from .basics import (
    _check,
    _expit,
    _plain,
)
from .naming import names_arguments
from .shelf import Constant, ShelfLaw


@names_arguments
@dataclass(frozen=True)
class SaturatingScore:
    """A benchmark score that rises from a floor (chance) to a ceiling as a logistic curve.

    floor, ceiling : scores in [0, 1]. midpoint : the x halfway between them. steepness : per decade of x
    for scale="log10" (x is compute, parameters or tokens), per unit of x for scale="linear" (x is a loss,
    steepness negative).

    Raises
    ------
    InvalidArgument
        If floor >= ceiling, a score to invert lies outside (floor, ceiling), or x is not positive.

    >>> law = SaturatingScore(floor=0.25, ceiling=1.0, midpoint=1e22, steepness=2.0)
    >>> law.score(1e22), law.error(1e22)
    (0.625, 0.375)
    """

    floor: float
    ceiling: float
    midpoint: float
    steepness: float
    scale: str = "log10"

    def __post_init__(self) -> None:
        require_choice("scale", self.scale, ("log10", "linear"))
        _check(
            self, floor=require_fraction, ceiling=require_fraction, midpoint=require_positive, steepness=require_finite
        )
        if np.any(np.asarray(self.floor) >= self.ceiling):
            raise InvalidArgument("floor", self.floor, f"floor must lie below the ceiling {self.ceiling}")
        if np.any(np.asarray(self.steepness) == 0):
            raise InvalidArgument("steepness", self.steepness, "a curve of steepness zero never moves")

    def _steps(self, x):
        x = require_positive("x", x)
        return np.log10(x / self.midpoint) if self.scale == "log10" else x - self.midpoint

    def score(self, x: Number) -> Number:
        """Expected score at x, between floor and ceiling."""
        return _plain(self.floor + (self.ceiling - self.floor) * _expit(self.steepness * self._steps(x)))

    def error(self, x: Number) -> Number:
        """1 - score."""
        return 1.0 - self.score(x)

    def gradient(self, x: Number) -> Number:
        """d score / dx."""
        x = require_positive("x", x)
        share = _expit(self.steepness * self._steps(x))
        per_step = 1.0 / (np.log(10) * x) if self.scale == "log10" else 1.0
        return _plain((self.ceiling - self.floor) * self.steepness * share * (1 - share) * per_step)

    def inverse(self, score: ArrayLike) -> Number:
        """The x at which the expected score is `score`."""
        share = (require_finite("score", score) - self.floor) / (self.ceiling - self.floor)
        if not np.all((share > 0) & (share < 1)):
            raise InvalidArgument(
                "score", score, f"score must lie between floor {self.floor} and ceiling {self.ceiling}"
            )
        steps = np.log(share / (1 - share)) / self.steepness
        return _plain(self.midpoint * 10.0**steps if self.scale == "log10" else self.midpoint + steps)


FLOOR = Constant("floor", "score by chance", "share")
CEILING = Constant("ceiling", "score that it approaches", "share")
SHELF = (
    ShelfLaw(
        "score", "logistic rise of a score over scale",
        "floor + (ceiling - floor) * sigmoid(steepness * log10(x/midpoint))",
        (
            FLOOR, CEILING, Constant("midpoint", "x halfway between floor and ceiling, in the unit of x", "scale"),
            Constant("steepness", "per tenfold of x", "signed", (-3.0, -1.0, 0.5, 1.0, 2.0, 5.0)),
        ),
        "Ruan et al. 2024, for one measure of scale", "Benchmark scores between chance and ceiling.",
        target="score", against="compute",
    ),
    ShelfLaw(
        "score-over-loss", "logistic fall of a score with the loss",
        "floor + (ceiling - floor) * sigmoid(steepness * (L - midpoint))",
        (
            FLOOR, CEILING, Constant("midpoint", "loss halfway between floor and ceiling", "plain"),
            Constant("steepness", "per unit of loss; negative", "signed", (-30.0, -10.0, -4.0, -2.0, -0.5)),
        ),
        "Bhagia et al. 2024, their second step", "The second step of a downstream forecast.", target="score",
    ),
)  # fmt: skip
