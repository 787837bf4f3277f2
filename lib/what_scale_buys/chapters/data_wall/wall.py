"""What a fixed stock of text does to the best loss that compute can buy."""

from functools import cache

import numpy as np

from scaling_laws.errors import require_positive
from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN, ChinchillaSurface, DataConstrained
from scaling_laws.quantity import percent, propagate

from ... import sweeps
from ...accepted import with_interval
from ...published import figure, value


def today():
    """The largest training compute in the database, with its bounds."""
    return figure("run_grok3_flop")


def future():
    """Training compute judged feasible by 2030, FLOP."""
    return value("epoch_2030_feasible_flop")


def capped(surface, C, unique):
    """Best loss at compute C (FLOP) if at most `unique` tokens exist and none is read twice.

    >>> from what_scale_buys.accepted import refit
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


@cache
def _parameters():
    """The refit's (E, A, B, alpha, beta) as quantities that carry its joint draws."""
    names = ("E", "A", "B", "alpha", "beta")
    return tuple(with_interval(lambda fit, name=name: getattr(fit, name)) for name in names)


def by_fit(function, *quantities, unit=""):
    """function(R, *quantities) with the interval that the refit's joint draws and the quantities imply.

    function : of a surface, whose fields may be arrays, and of as many numbers or arrays as there are quantities.
    """

    def of_parameters(E, A, B, alpha, beta, *others):
        return function(ChinchillaSurface(E, A, B, alpha, beta), *others)

    return propagate(of_parameters, *_parameters(), *quantities, unit=unit)


def wanted(C):
    """Tokens that compute C, a number or a quantity, asks for."""
    return by_fit(lambda fit, compute: fit.optimum(compute).tokens, C, unit="tokens")


def short(C, text):
    """In how many public sweeps of training runs compute C asks for more than `text` tokens, by the sweep's own fit."""
    return sweeps.holds(lambda fit: fit.surface.optimum(C).tokens > text)


def by_sweeps(C):
    """{title of a public sweep: tokens that compute C asks for, by the sweep's own fit}."""
    among = sweeps.independent()
    titles = sweeps.holds(lambda fit: True, among).yes
    return {one.title: sweeps.fit(one.sweep).surface.optimum(C).tokens for one in among if one.title in titles}


def filling(unique):
    """Compute whose optimum is all of `unique` tokens, a quantity."""
    return by_fit(lambda fit, text: fit.optimum_for_tokens(text).compute, unique, unit="FLOP")


def cost(C, unique):
    """Factor in compute that a stock of `unique` tokens (a quantity) read once costs at compute C."""
    return by_fit(lambda fit, text: compute_penalty(fit, C, text), unique)


def cut_of_data_term(factor, beta):
    """Share of the data term that `factor` times the text removes."""
    return 1 - factor**-beta


def compute_to_go(factor, b):
    """Factor in compute that goes with `factor` times the text: along the optimal frontier D grows as C^b."""
    return factor ** (1 / b)


def storage(surface, parameters, unique):
    """Share of the information in `unique` tokens that the parameters can hold, its bits counted at the fit's floor."""
    return value("morris_2025_bits_per_param") * parameters / (surface.E / np.log(2) * unique)


def of_a_model(parameters, unique):
    """What a model of that size does with `unique` tokens (a quantity), in percent.

    Returns the share of the text's information that it holds, and its loss above the floor.
    """
    held = by_fit(lambda fit, text: storage(fit, parameters, text), unique)
    above = by_fit(lambda fit, text: fit.reducible(parameters, text) / fit.E, unique)
    return percent(held), percent(above)
