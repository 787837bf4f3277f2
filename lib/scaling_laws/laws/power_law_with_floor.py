"""A power law above an irreducible loss."""

from dataclasses import dataclass

from ..errors import require_nonnegative, require_positive
from ..kinds import Number
from .basics import _above_floor, _check
from .naming import names_arguments
from .shelf import Constant, ShelfLaw


@names_arguments
@dataclass(frozen=True)
class PowerLawWithFloor:
    """L(x) = floor + amplitude * x ** -exponent: a power law above an irreducible loss.

    floor is in the unit of loss and at least zero. Source: Henighan et al. 2020, Eq. 1.1.

    Raises
    ------
    InvalidArgument
        If a field or an argument is outside its range, or a loss at or below the floor is inverted.

    >>> law = PowerLawWithFloor(floor=1.0, amplitude=10.0, exponent=0.5)
    >>> law.loss(100.0), law.reducible(100.0), law.inverse(2.0), law.local_exponent(100.0)
    (2.0, 1.0, 100.0, 0.25)
    """

    floor: float
    amplitude: float
    exponent: float

    def __post_init__(self) -> None:
        _check(self, floor=require_nonnegative, amplitude=require_positive, exponent=require_positive)

    def loss(self, x: Number) -> Number:
        """Loss at x."""
        return self.floor + self.reducible(x)

    def reducible(self, x: Number) -> Number:
        """Loss above the floor at x."""
        return self.amplitude * require_positive("x", x) ** -self.exponent

    def inverse(self, loss: Number) -> Number:
        """The x at which the law reaches `loss`; InvalidArgument where loss <= floor."""
        excess = _above_floor(loss, self.floor)
        return (self.amplitude / excess) ** (1 / self.exponent)

    def gradient(self, x: Number) -> Number:
        """dL/dx."""
        return -self.exponent * self.reducible(x) / require_positive("x", x)

    def local_exponent(self, x: Number) -> Number:
        """-d ln L / d ln x: the exponent that a straight line on log axes would show near x."""
        return self.exponent * self.reducible(x) / self.loss(x)


SHELF = ShelfLaw(
    "power-with-floor", "power law above a floor", "floor + amplitude / x^exponent",
    (
        Constant("floor", "limit at large x (of a rising law: at small x), in the unit of the target", "floor"),
        Constant("amplitude", "reducible part at x = 1, in the unit of the target", "scale"),
        Constant("exponent", "exponent; negative where the target rises with x", "exponent"),
    ),
    "Henighan et al. 2020, Eq. 1.1", "One variable over several decades; also the frontier of best runs.",
    against="compute",
)  # fmt: skip
