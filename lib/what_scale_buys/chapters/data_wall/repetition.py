"""What the second reading of a text is worth, by the published laws, and what it does to the slope of the curve."""

from functools import cache

import numpy as np

from scaling_laws.errors import require_at_least, require_nonnegative, require_positive
from scaling_laws.laws import ChinchillaSurface, DataConstrained

from ...published import value

EPOCHS = (1, 2, 4, 8, 16, 40)


@cache
def law(only_data=False):
    """The data-constrained law on C4. Source: Muennighoff et al. 2023, Appendix A.

    only_data : take the constant of the fit in which data alone lose value and every parameter counts.
    """
    alpha = value("muennighoff_2023_alpha")
    A, B, E = (value(f"muennighoff_2023_{name}") for name in "abe")
    surface = ChinchillaSurface(E, A, B, alpha, alpha)
    if only_data:
        return DataConstrained(surface, value("muennighoff_2023_rd_star_only_d"))
    return DataConstrained(surface, value("muennighoff_2023_rd_star"), value("muennighoff_2023_rn_star"))


def worth(epochs, only_data=False):
    """Fresh tokens worth as much as that many passes, in units of the unique text.

    >>> round(float(worth(4)), 2)
    3.73
    """
    return law(only_data).effective_tokens(1.0, epochs)


def kept(epochs, only_data=False):
    """Worth as a share of as many fresh tokens."""
    return worth(epochs, only_data) / np.asarray(epochs, float)


def epochs_keeping(share, only_data=False):
    """Epochs at which `share` of the value of as many fresh tokens is left, by bisection."""
    low, high = 1.0, 1e4
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if kept(middle, only_data) > share else (low, middle)
    return high


def ceiling(only_data=False):
    """Limit of the worth for endless repetition: one plus the constant."""
    return 1 + law(only_data).r_d_star


def worth_slope(epochs, only_data=False):
    """d ln(worth) / d ln(epochs): one for fresh text, zero for text that is worn out."""
    epochs = require_at_least("epochs", epochs, 1.0)
    return epochs * np.exp(-(epochs - 1) / law(only_data).r_d_star) / worth(epochs, only_data)


def local_exponent(epochs, only_data=False):
    """Slope of the data term in tokens read: the fitted exponent times the slope of the worth."""
    return law(only_data).surface.beta * worth_slope(epochs, only_data)


def refitted_exponent(epochs, only_data=False):
    """Exponent of the data term in *effective* tokens, refitted by least squares to the law's own losses.

    epochs : at least two values. The size term is common to all runs and is subtracted.
    """
    epochs = require_at_least("epochs", np.asarray(epochs, float), 1.0)
    constrained, size, unique = law(only_data), 1e9, 1e10
    tokens = constrained.effective_tokens(unique, epochs)
    term = constrained.surface.loss(size, tokens) - constrained.surface.loss(size, 1e300)
    return -np.polyfit(np.log(tokens), np.log(term), 1)[0]


def apparent_exponent(first, last, only_data=False):
    """Exponent of the data term that two runs of `first` and `last` epochs show to a reader who counts tokens read."""
    return law(only_data).surface.beta * np.log(worth(last, only_data) / worth(first, only_data)) / np.log(last / first)


def with_penalty(N, unique, epochs, penalty):
    """Loss of the law with fresh-equivalent tokens plus `penalty` nats for each extra pass.

    The shape of an additive law after Lovelace et al. 2026: reading again gives the full value of fresh tokens and
    adds a cost of its own. The coefficient is the caller's; theirs depends on size, text and weight decay.
    """
    penalty = require_nonnegative("penalty", penalty)
    epochs = require_at_least("epochs", epochs, 1.0)
    return law().surface.loss(N, unique * epochs) + penalty * (np.asarray(epochs, float) - 1)


def best_epochs(N, unique, penalty):
    """Number of passes with the least loss under an additive penalty: beta B (unique e)^-beta / e = penalty."""
    surface, penalty = law().surface, require_positive("penalty", penalty)
    passes = (surface.beta * surface.B * unique**-surface.beta / penalty) ** (1 / (1 + surface.beta))
    require_positive("N", N)
    return np.maximum(passes, 1.0)


def uneven(share, times):
    """Effective tokens, as a share of the tokens read, if a part of the data is read `times` times.

    share : that part's unique tokens over all tokens read. The rest is read once. By the even law of Muennighoff
    et al., applied to the repeated part alone.

    >>> round(float(uneven(0.001, 100)), 3)
    0.916
    """
    share = require_positive("share", share)
    return 1 - share * times + share * worth(times)


def as_model_size(effective_share, tokens_per_optimum=1.0):
    """Share of the parameters that a loss of effective tokens is worth, for a compute-optimal model on C4.

    The data term rises by effective_share^-beta; the size term of a smaller model rises by as much.
    """
    surface = law().surface
    N = value("hernandez_2022_size_before")
    D = tokens_per_optimum * surface.optimum_for_parameters(N).tokens
    loss = surface.loss(N, effective_share * D)
    return surface.parameters_for_loss(D, loss) / N
