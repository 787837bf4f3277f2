"""Hyperparameters as products of powers of size and data."""

from .shelf import Constant, ShelfLaw

SHELF = (
    ShelfLaw(
        "learning-rate", "best learning rate over size and data", "c * N^a * D^b",
        (
            Constant("c", "learning rate at one parameter and one token", "scale"),
            Constant("a", "exponent of the parameters; negative where the rate falls", "exponent"),
            Constant("b", "exponent of the tokens", "exponent"),
        ),
        "Li et al. 2025 (step law)", "The best learning rates found for several sizes and token counts.",
        target="learning_rate", aliases=("step-law",),
    ),
    ShelfLaw(
        "batch-size", "best batch over data", "c * D^b",
        (
            Constant("c", "batch, in tokens, at one token of data", "scale"),
            Constant("b", "exponent of the tokens", "exponent"),
        ),
        "Li et al. 2025 (step law)", "The best batches found for several token counts.", target="batch_size",
    ),
)  # fmt: skip
