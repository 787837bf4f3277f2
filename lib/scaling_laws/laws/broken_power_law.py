"""A power law whose exponent changes at a break."""

from .shelf import Constant, ShelfLaw

SHELF = ShelfLaw(
    "broken-power", "power law with one smooth break", "a + b * x^-c0 * exp(-c1*f1*softplus(log(x/d1)/f1))",
    (
        Constant("a", "limit at large x, in the unit of the target", "floor"),
        Constant("b", "size of the first power law at x = 1, in the unit of the target", "scale"),
        Constant("c0", "exponent before the break", "exponent", (-0.1, 0.05, 0.3)),
        Constant("d1", "x of the break, in the unit of x", "scale"),
        Constant("c1", "what the break adds to the exponent", "exponent", (-0.3, 0.2, 0.6)),
        Constant("f1", "width of the break in natural logarithms of x", "positive", (0.1, 0.5), low=0.02, high=20.0),
    ),
    "Caballero et al. 2022, Eq. 1, with one break", "Curves that bend: double descent, emergence, late plateaus.",
    against="compute", aliases=("bnsl", "broken-power-law"),
)  # fmt: skip
