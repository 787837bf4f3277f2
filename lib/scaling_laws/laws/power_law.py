"""A pure power law, without a floor."""

from dataclasses import dataclass

import numpy as np

from ..errors import require_positive
from ..kinds import Number
from .basics import _check, _plain
from .naming import names_arguments
from .shelf import Constant, ShelfLaw


@names_arguments
@dataclass(frozen=True)
class PowerLaw:
    """L(x) = (scale / x) ** exponent: a pure power law, without a floor.

    scale has the unit of x; exponent is positive. Source: Kaplan et al. 2020, Eq. 1.1 to 1.3.

    Raises
    ------
    InvalidArgument
        If a field or an argument is not finite and positive.

    >>> law = PowerLaw(scale=100.0, exponent=0.5)
    >>> law.loss(25.0), law.inverse(2.0)
    (2.0, 25.0)
    """

    scale: float
    exponent: float

    def __post_init__(self) -> None:
        _check(self, scale=require_positive, exponent=require_positive)

    def loss(self, x: Number) -> Number:
        """Loss at x."""
        return (self.scale / require_positive("x", x)) ** self.exponent

    def inverse(self, loss: Number) -> Number:
        """The x at which the law reaches `loss`."""
        return self.scale * require_positive("loss", loss) ** (-1 / self.exponent)

    def gradient(self, x: Number) -> Number:
        """dL/dx."""
        return -self.exponent * self.loss(x) / require_positive("x", x)

    def local_exponent(self, x: Number) -> Number:
        """-d ln L / d ln x: the exponent, everywhere."""
        return _plain(self.exponent * np.ones_like(require_positive("x", x)))


SHELF = ShelfLaw(
    "power", "power law without a floor", "amplitude / x^exponent",
    (
        Constant("amplitude", "value at x = 1, in the unit of the target", "scale"),
        Constant("exponent", "exponent; negative where the target rises with x", "exponent"),
    ),
    "Kaplan et al. 2020, Eq. 1.1 to 1.3", "One variable, and a range too short to show a floor.",
    against="compute",
)  # fmt: skip
