"""Laws of models of which only a part works on every token."""

from dataclasses import replace

from .chinchilla import ALPHA, BETA
from .shelf import STEEPEST, Constant, ShelfLaw

SHELF = (
    ShelfLaw(
        "moe-experts", "loss over parameters and number of experts",
        "exp(d + a*log(N) + b*log(experts) + c*log(N)*log(experts))",
        (
            Constant("a", "exponent of the parameters of one expert's path", "plain"),
            Constant("b", "exponent of the experts", "plain"),
            Constant("c", "how the gain of experts changes with size", "plain"),
            Constant("d", "logarithm of the loss at one parameter and one expert", "plain"),
        ),
        "Clark et al. 2022, Eq. 1 without its saturation",
        "Routed models of several sizes and numbers of experts (column experts).",
    ),
    ShelfLaw(
        "moe-sparsity", "loss over parameters, tokens and sparsity",
        "E + A/N^alpha + B/D^beta + G/(1 - sparsity)^lam + H/((1 - sparsity)^delta * N^gamma)",
        (
            Constant("E", "irreducible loss, in the unit of the loss", "floor"),
            Constant("A", "size term at one parameter, in the unit of the loss", "scale"),
            replace(ALPHA, high=STEEPEST),
            Constant("B", "data term at one token, in the unit of the loss", "scale"),
            replace(BETA, high=STEEPEST),
            Constant("G", "sparsity term of a dense model, in the unit of the loss", "scale"),
            Constant("lam", "exponent of the active share; negative where sparsity helps", "exponent", (-0.3, 0.3),
                     -STEEPEST, STEEPEST),
            Constant("H", "joint term of a dense model of one parameter, in the unit of the loss", "scale"),
            Constant("delta", "exponent of the active share in the joint term", "exponent", (-0.3, 0.3), -STEEPEST,
                     STEEPEST),
            Constant("gamma", "exponent of the size in the joint term", "exponent", (0.1, 0.4), 0.0, STEEPEST),
        ),
        "Abnar et al. 2025, the law over N, D and sparsity",
        "Models with a share of inactive parameters (column sparsity, below one).",
    ),
)  # fmt: skip
