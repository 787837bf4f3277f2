"""A floor that itself falls as a slow power law."""

from .shelf import STEEPEST, Constant, ShelfLaw

SHELF = ShelfLaw(
    "sinking-floor", "power law above a floor that itself falls", "E / (x/x0)^delta + A / (x/x0)^(delta + steeper)",
    (
        Constant("E", "slow part at x0, in the unit of the target", "scale"),
        Constant("delta", "exponent of the slow part; zero for a standing floor", "exponent", (0.0, 0.01, 0.03), 0.0),
        Constant("A", "fast part at x0, in the unit of the target", "scale"),
        Constant("steeper", "by how much the fast exponent is larger", "exponent", (0.1, 0.2, 0.4, 0.8), 0.0, STEEPEST),
        Constant("x0", "where both parts are counted; the middle of the runs unless fixed", "reference"),
    ),
    "two power laws in sum", "To ask what a floor of zero would have looked like.",
    against="compute",
)  # fmt: skip
