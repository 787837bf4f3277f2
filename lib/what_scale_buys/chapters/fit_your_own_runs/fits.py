"""Every fit of the guide, made once and kept; each takes the file name of a table."""

from functools import cache

import numpy as np

from scaling_laws.fitting import (
    fit_envelope,
    fit_isoflop,
    fit_surface,
    holdout,
    identifiability,
    information_criteria,
    profile_floor,
    valleys,
    vertex_bias,
)
from scaling_laws.quantity import exact
from scaling_laws.statistics import LEVEL

from .simulate import EXAMPLE, PLANTED, SPOILED, other_world, runs, training_curves

RESAMPLES = 1000
HELD_OUT = 0.2
LOSSES = ("huber", "least squares", "cauchy")
KINDS = ("percentile", "bca", "hessian")
AHEAD = 10.0  # the plan is made for ten times the largest budget
SERVED_PER_TOKEN = 20.0  # lifetime tokens served, over the tokens of the training-optimal plan


@cache
def surface_fit(file=EXAMPLE, loss="huber", kind="percentile"):
    """Approach 3 on the table."""
    return fit_surface(runs(file), loss=loss, interval=kind, bootstrap=0 if kind == "hessian" else RESAMPLES)


@cache
def floor_profile(file=EXAMPLE, loss="huber"):
    """Profile of the floor."""
    return profile_floor(surface_fit(file, loss))


@cache
def report(file=EXAMPLE):
    """Identifiability of the Huber fit."""
    return identifiability(surface_fit(file))


@cache
def criteria(file=EXAMPLE):
    """Information criteria of the forms nested in the surface, best first."""
    return information_criteria(surface_fit(file))


@cache
def held_out(file=EXAMPLE, floor=True):
    """The fit without the largest fifth of the runs, and its forecasts of them."""
    return holdout(runs(file), HELD_OUT, level=LEVEL, floor=floor, bootstrap=RESAMPLES)


@cache
def envelope():
    """Approach 1 on the simulated training curves."""
    return fit_envelope(training_curves(), bootstrap=400)


@cache
def isoflop(file=EXAMPLE, corrected=False):
    """Approach 2 on the table, as it stands or corrected on the surface of approach 3."""
    return fit_isoflop(runs(file), correct_with=surface_fit(file).surface if corrected else None)


@cache
def parabolas(file=EXAMPLE):
    """The valleys of the table, each with the ratio by which its vertex misses on the fitted surface."""
    found = valleys(runs(file))
    return found, np.array([vertex_bias(valley, surface_fit(file).surface) for valley in found])


@cache
def other_fit():
    """Approach 3 on the runs of another world."""
    return fit_surface(other_world(), bootstrap=RESAMPLES)


@cache
def cleaned():
    """Least squares on the example without the two runs that went wrong."""
    mine = runs()
    keep = np.ones(len(mine), bool)
    keep[list(SPOILED)] = False
    return fit_surface(mine.take(keep), loss="least squares", bootstrap=RESAMPLES)


def ahead(file=EXAMPLE):
    """The budget of the plan, FLOP."""
    return AHEAD * runs(file).compute.max()


def quantity(fit, function, unit="", name=""):
    """A number derived from a law, with the interval of the fit."""
    return fit.sampling.quantity(function, unit, name)


@cache
def serving_plan(file=EXAMPLE):
    """(parameters, tokens, extra training compute in per cent) of the cheapest model over its lifetime, as good as
    the training-optimal one and serving twenty times its training tokens."""
    fit, C = surface_fit(file), ahead(file)
    served = SERVED_PER_TOKEN * fit.surface.optimum(C).tokens

    def plan(law):
        return law.optimum_with_inference(law.optimum(C).loss, served)

    return (
        exact(served, "tokens"),
        quantity(fit, lambda law: plan(law).parameters, "parameters"),
        quantity(fit, lambda law: plan(law).tokens, "tokens"),
        quantity(fit, lambda law: 100 * (plan(law).compute / C - 1), "%"),
    )


def truth_known(file):
    """Whether the table is the book's own, so that the planted law can be shown beside the fit."""
    return file == EXAMPLE


def planted_optimum(C):
    """The planted allocation at C FLOP."""
    return PLANTED.optimum(C)
