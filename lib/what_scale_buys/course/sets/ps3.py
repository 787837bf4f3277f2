"""Problem set 3: a table of runs of one's own, fitted, forecast and doubted."""

import numpy as np
from scipy.special import ndtri

from scaling_laws.fitting import Runs, fit_surface, valleys
from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN
from scaling_laws.quantity import exact, say

from ..problem import Case, Mistake
from . import question
from .ps2 import near_the_accepted

TITLE, MINUTES = "Fit and doubt", 180
FIT, MEASURED = "04_fit_your_own_runs", "05_scaling_law_measured"
BUDGETS, SIZES = (1e17, 3e17, 1e18, 3e18, 1e19), 8  # forty runs
STEP = 1.6  # between neighbouring sizes
NOISE = 0.004  # of the log loss
CONSTANTS = 5  # of a surface with a free floor


def _noisy(dice, law, C, N, noise=NOISE):
    """Losses of runs with the noise of their own, to five decimals."""
    uniform = np.array([dice.between(0.001, 0.999, 6) for _ in N])
    return np.round(law.isoflop(C, N) * np.exp(noise * ndtri(uniform)), 5)


def _table(dice):
    """(law, Runs of forty runs in five valleys)."""
    law = near_the_accepted(dice)
    C = np.repeat(BUDGETS, SIZES)
    steps = np.tile(STEP ** (np.arange(SIZES) - (SIZES - 1) / 2), len(BUDGETS))
    N = np.array([float(f"{n:.3g}") for n in law.optimum(C).parameters * steps * dice.between(0.8, 1.25)])
    D = np.array([float(f"{d:.4g}") for d in C / (FLOP_PER_PARAMETER_TOKEN * N)])
    return law, Runs(N, D, _noisy(dice, law, C, N), name="your runs")


def _fit(runs):
    return fit_surface(runs, loss="least squares", bootstrap=0).surface


@question("ps3.q1", chapter=FIT, outcome="fit a surface", minutes=40, tolerance=0.03)
def exponent(dice):
    _, runs = _table(dice)
    fit = _fit(runs)
    return Case(
        f"Fit E + A / N^alpha + B / D^beta to these {len(runs)} runs, by least squares on the log loss, with a free"
        " floor. Which exponent has the best size in compute, beta / (alpha + beta)? Your numbers: runs.",
        exact(fit.a),
        '`fit_surface(runs, loss="least squares").surface.a`.',
        Mistake("tokens", exact(fit.b), "That is the exponent of the tokens; the two add up to one."),
        Mistake("alpha", exact(fit.alpha), "That is alpha, the exponent of the size term."),
        Mistake("beta", exact(fit.beta), "That is beta, the exponent of the data term."),
        inputs=dict(runs=runs),
    )


@question("ps3.q2", chapter=FIT, outcome="forecast a larger run", minutes=40, tolerance=0.006)
def ahead(dice):
    _, runs = _table(dice)
    fit, target = _fit(runs), max(BUDGETS) * dice.among([300, 1000])
    first, last = (runs.loss[np.isclose(runs.compute, C, rtol=0.01)].min() for C in (min(BUDGETS), max(BUDGETS)))
    slope = np.log(first / last) / np.log(max(BUDGETS) / min(BUDGETS))
    return Case(
        f"Fit the same surface to these {len(runs)} runs. Which loss has, by your fit, the best model for"
        f" {say(target, 'FLOP')}, in nats per token? Your numbers: runs, target.",
        exact(fit.optimum(target).loss, "nats/token"),
        "The surface at the best size for the target.",
        Mistake(
            "straight",
            exact(last * (max(BUDGETS) / target) ** slope, "nats/token"),
            "That is a straight line on log axes through the lowest losses. The curve flattens towards its floor.",
        ),
        Mistake("lowest", exact(last, "nats/token"), "That is the lowest loss of your table, and no forecast."),
        Mistake("floor", exact(fit.E, "nats/token"), "That is the floor, which no budget reaches."),
        inputs=dict(runs=runs, target=target),
    )


@question("ps3.q3", chapter=MEASURED, outcome="find the best size of a budget", minutes=40, tolerance=0.04)
def vertex(dice):
    law, budget = near_the_accepted(dice), dice.among(BUDGETS)
    centre = law.optimum(budget).parameters * dice.between(0.75, 1.3)
    N = np.array([float(f"{centre * 2.0**k:.3g}") for k in (-3, -2, -1, 0, 1, 2, 3)])
    runs = Runs(N, budget / (FLOP_PER_PARAMETER_TOKEN * N), _noisy(dice, law, budget, N, NOISE / 4), name="one valley")
    (valley,) = valleys(runs)
    x = N / N.mean()
    curve, slope, _ = np.polyfit(x, runs.loss, 2)
    return Case(
        f"Seven runs of {say(budget, 'FLOP')} each. Where is the lowest point of the parabola through their losses"
        " over the logarithm of size, in million parameters? Your numbers: runs.",
        exact(valley.vertex / 1e6, "million parameters"),
        "Approach two: `valleys(runs)` fits the parabola in the logarithm of size.",
        Mistake(
            "lowest",
            exact(N[runs.loss.argmin()] / 1e6, "million parameters"),
            "That is the size of the lowest run. The lowest point lies between runs.",
        ),
        Mistake(
            "linear",
            exact(-slope / (2 * curve) * N.mean() / 1e6, "million parameters"),
            "That parabola is one in size itself. Sizes are spread by factors: take logarithms.",
        ),
        inputs=dict(runs=runs, budget=budget),
    )


@question("ps3.q4", chapter=FIT, outcome="doubt a fit", level="stretch", minutes=60, tolerance=0.05)
def scatter(dice):
    _, runs = _table(dice)
    residuals = np.log(runs.loss / _fit(runs).loss(runs.parameters, runs.tokens))
    spread = 100 * float(np.sqrt(np.sum(residuals**2) / (len(runs) - CONSTANTS)))
    return Case(
        f"Fit the same surface to these {len(runs)} runs. By how many per cent of the loss do they scatter about it:"
        " the standard deviation of the log loss, for the runs less the constants that were fitted? Your numbers:"
        " runs.",
        exact(spread, "%"),
        "The root of the sum of squared log residuals over the runs less five constants, times a hundred.",
        Mistake(
            "largest",
            exact(100 * float(np.abs(residuals).max()), "%"),
            "That is the largest residual, not their standard deviation.",
        ),
        Mistake(
            "nats",
            exact(spread * float(runs.loss.mean()), "%"),
            "That is in nats. In per cent of the loss, take the logarithm of the loss.",
        ),
        inputs=dict(runs=runs),
    )
