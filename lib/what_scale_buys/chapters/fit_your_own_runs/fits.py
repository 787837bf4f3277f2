"""Every fit of the guide, made once and kept; each takes the file name of a table."""

from functools import cache, partial

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
from scaling_laws.fitting.bootstrap import resampled_weights
from scaling_laws.fitting.solver.newton import minimise
from scaling_laws.quantity import SAMPLES, estimate, exact
from scaling_laws.statistics import LEVEL, central, normal_quantile, share

from .simulate import EXAMPLE, PLANTED, SPOILED, other_world, runs, training_curves

RESAMPLES = 1000
HELD_OUT = 0.2
LOSSES = ("huber", "least squares", "cauchy")
KINDS = ("percentile", "bca", "hessian")
AHEAD = 10.0  # the plan is made for ten times the largest budget
SEED = 20261122
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


def covered(found):
    """Share of the held-out runs that lay inside their intervals, in per cent."""
    inside = [q.low <= loss <= q.high for q, loss in zip(found.forecasts, found.held.loss, strict=True)]
    return share(sum(inside), len(inside))


def missed(found):
    """Root mean square of the log errors of the forecasts, in per cent; its interval by resampling the runs."""
    errors = 100 * (np.log([q.value for q in found.forecasts]) - np.log(found.held.loss))
    return resampled(errors, lambda e: np.sqrt(np.mean(e**2, axis=-1)), "%")


def typical_residual(fit):
    """Robust scale of the residuals of a fit, in per cent: normal scatter would have it as its standard deviation."""
    return resampled(100 * np.abs(fit.residuals), lambda e: 1.4826 * np.median(e, axis=-1), "%")


def resampled(sample, function, unit=""):
    """function(sample) with the interval of resamples, drawn along the last axis; it takes rows of samples."""
    sample = np.asarray(sample)
    drawn = np.random.default_rng(SEED).integers(sample.shape[-1], size=(SAMPLES, sample.shape[-1]))
    ends = central(function(sample[..., drawn]), LEVEL)
    n = sample.shape[-1]
    return estimate(function(sample), *ends, method="bootstrap of the sample", level=LEVEL, unit=unit, n=n)


def correlation(file, one, other):
    """Correlation of two constants over the resamples, with the Monte Carlo error of that many.

    Source of the ends: Fisher's transformation.
    """
    r, n = report(file).correlation[one, other], int(surface_fit(file).sampling.lawful.sum())
    half = normal_quantile(LEVEL) / np.sqrt(n - 3)
    ends = np.tanh(np.arctanh(r) + np.array([-half, half]))
    return estimate(r, *ends, method="Fisher's transformation", level=LEVEL, n=n)


@cache
def envelope():
    """Approach 1 on the simulated training curves."""
    return fit_envelope(training_curves(), bootstrap=400)


@cache
def isoflop(file=EXAMPLE):
    """Approach 2 on the table."""
    return fit_isoflop(runs(file))


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


@cache
def moved_by_spoiled_runs(loss):
    """Exponent a with the two spoiled runs, by a loss, less that of the cleaned fit; paired over common resamples."""
    dirty, clean = surface_fit(loss=loss), surface_fit(loss="least squares")
    weights = resampled_weights(np.random.default_rng(SEED), len(runs()), RESAMPLES)
    kept = weights * ~np.isin(np.arange(len(runs())), list(SPOILED))
    drawn = [refitted_exponents(fit, w) for fit, w in ((dirty, weights), (clean, kept))]
    shift = drawn[0] - drawn[1]
    value = dirty.parameters["a"].value - cleaned().parameters["a"].value
    ends = central(shift[np.isfinite(shift)], LEVEL)
    return estimate(value, *ends, method="paired bootstrap", level=LEVEL, n=len(runs()))


def refitted_exponents(fit, weights):
    """Exponent a of refits with the weights (rows, runs), each started at the fit."""
    found = minimise(fit.problem, np.repeat(fit.theta[None], len(weights), 0), weights).theta
    return found[:, 4] / (found[:, 3] + found[:, 4])


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
    served, plan = _served(file), partial(_lifetime_plan, file)
    return (
        exact(served, "tokens"),
        quantity(fit, lambda law: plan(law).parameters, "parameters"),
        quantity(fit, lambda law: plan(law).tokens, "tokens"),
        quantity(fit, lambda law: 100 * (plan(law).compute / C - 1), "%"),
    )


def serving_shrink(file=EXAMPLE):
    """By how many per cent the model of `serving_plan` is smaller than the training-optimal one."""
    C, plan = ahead(file), partial(_lifetime_plan, file)
    return quantity(surface_fit(file), lambda law: 100 * (1 - plan(law).parameters / law.optimum(C).parameters), "%")


def _served(file):
    return SERVED_PER_TOKEN * surface_fit(file).surface.optimum(ahead(file)).tokens


def _lifetime_plan(file, law):
    return law.optimum_with_inference(law.optimum(ahead(file)).loss, _served(file))


def truth_known(file):
    """Whether the table is the book's own, so that the planted law can be shown beside the fit."""
    return file == EXAMPLE


def planted_optimum(C):
    """The planted allocation at C FLOP."""
    return PLANTED.optimum(C)
