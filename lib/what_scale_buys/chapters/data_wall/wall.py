"""What a fixed stock of text does to the best loss that compute can buy."""

import numpy as np

from scaling_laws.errors import require_positive
from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN, DataConstrained

from ...accepted import hoffmann, refit, with_interval
from ...published import figure, value


def today():
    """The largest training compute in the database, with its bounds."""
    return figure("run_grok3_flop")


def future():
    """Training compute judged feasible by 2030, FLOP."""
    return value("epoch_2030_feasible_flop")


def capped(surface, C, unique):
    """Best loss at compute C (FLOP) if at most `unique` tokens exist and none is read twice.

    >>> bool(capped(refit(), 1e22, 1e15) == refit().optimum(1e22).loss)
    True
    """
    C, unique = require_positive("C", C), require_positive("unique", unique)
    tokens = np.minimum(surface.optimum(C).tokens, unique)
    return surface.loss(C / (FLOP_PER_PARAMETER_TOKEN * tokens), tokens)


def repeated(surface, C, unique):
    """Best loss at compute C if `unique` tokens may be read again, and the epochs that reach it.

    Constants of Muennighoff et al. 2023: repeated tokens and excess parameters both lose value. C and the fields of
    the surface broadcast. Returns (loss, epochs).
    """
    law = DataConstrained(surface, value("muennighoff_2023_rd_star"), value("muennighoff_2023_rn_star"))
    plan = law.optimum(C, unique)
    return plan.loss, np.maximum(plan.tokens / unique, 1.0)


def compute_penalty(surface, C, unique):
    """Factor in compute that the lack of fresh text costs: C over the compute that reaches the same loss with it."""
    return C / surface.frontier.inverse(capped(surface, C, unique))


def compute_penalty_repeated(surface, C, unique):
    """The same if the text may be repeated."""
    return C / surface.frontier.inverse(repeated(surface, C, unique)[0])


def wanted(C):
    """Tokens that compute C asks for: by H, and by R with its interval."""
    return hoffmann().optimum(C).tokens, with_interval(lambda fit: fit.optimum(C).tokens, "tokens")


def enlarged(factor):
    """What `factor` times the text buys on a surface: (cut of the data term, factor in compute to go with it).

    Along the compute-optimal frontier D grows as C^b, so the compute must grow by factor^(1/b); the reducible loss
    then falls by the same share as the data term.
    """
    return lambda fit: (1 - factor**-fit.beta, factor ** (1 / fit.b))


def storage(surface, parameters, unique):
    """Share of the information in `unique` tokens that the parameters can hold, its bits counted at the fit's floor."""
    return value("morris_2025_bits_per_param") * parameters / (surface.E / np.log(2) * unique)


def surfaces():
    """The two accepted fits by letter."""
    return {"H": hoffmann(), "R": refit()}
