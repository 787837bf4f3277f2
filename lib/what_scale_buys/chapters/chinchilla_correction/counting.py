"""Why two careful papers disagreed: the simulation of Pearce & Song, solved without a search.

Total parameters are N(n) = n + omega n^(1/3), with n the parameters outside the embeddings. If compute is
counted as 6 n D, the optimum at given n satisfies alpha A N^-(alpha+1) N'(n) n = beta B D^-beta.
"""

import numpy as np

from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN

from ...published import value


def total_parameters(n):
    """All parameters of a model with n outside the embeddings. Source: Pearce & Song, Eq. 11."""
    return n + value("pearce_2024_embedding_omega") * np.asarray(n) ** (1 / 3)


def optimal_tokens(surface, n):
    """Tokens with which n parameters are the best choice, when compute is counted without embeddings."""
    total = total_parameters(n)
    growth = 1 + value("pearce_2024_embedding_omega") / 3 * n ** (-2 / 3)
    pull = surface.alpha * surface.A * total ** -(surface.alpha + 1) * growth * n
    return (surface.beta * surface.B / pull) ** (1 / surface.beta)


def counted_compute(surface, n):
    """Compute as Kaplan et al. counted it, at the optimum for n."""
    return FLOP_PER_PARAMETER_TOKEN * n * optimal_tokens(surface, n)


def local_exponent(surface, n):
    """d ln n / d ln C at n, by central differences in ln n."""
    step = 1 + 1e-4
    rise = np.log(counted_compute(surface, n * step) / counted_compute(surface, n / step))
    return 2 * np.log(step) / rise


def kaplan_range():
    """Non-embedding parameters of the smallest and the largest model of Kaplan et al."""
    return value("kaplan_2020_model_range_low"), value("kaplan_2020_model_range_high")


def apparent(surface, points=200):
    """(exponent of size, exponent of loss without a floor) of straight lines over Kaplan's range of sizes.

    Points lie evenly in the logarithm of compute, as in a sweep of budgets. Arrays of surfaces give arrays.
    """
    n = np.geomspace(*kaplan_range(), points)
    C = np.log(np.atleast_2d(counted_compute(surface, n[:, None])))
    share = np.linspace(0, 1, points)
    columns = [np.interp(c[0] + share * (c[-1] - c[0]), c, np.log(n)) for c in C.T]
    sizes = np.column_stack(columns)
    losses = np.log(surface.loss(total_parameters(np.exp(sizes)), optimal_tokens(surface, np.exp(sizes))))
    weight = (share - share.mean()) / np.sum((share - share.mean()) ** 2)
    return tuple(np.squeeze(weight @ y / (C[-1] - C[0]))[()] for y in (sizes, losses))
