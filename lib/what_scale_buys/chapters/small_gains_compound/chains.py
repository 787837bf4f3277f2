"""Agents as chains of steps: four worlds, each with its closed form and a simulation that walks step by step."""

from functools import cache

import numpy as np

from scaling_laws.errors import require_at_least, require_fraction, require_nonnegative
from scaling_laws.statistics import at_most

from .survival import mixture

SEED = 20250324
RUNS = 4000
STEPS = 320
ERROR = 0.01  # chance of a slip in one step
SPOILED = 0.06  # the same once a slip stands in the context
TOLERATED = 2  # slips that a task forgives
REPAIR = 0.05  # chance per step that a slip is found and mended
SPREAD = 1.6  # variance of hazards between tasks, over the squared mean


# ---- closed forms ----


def slip_rate(step, error, spoiled):
    """Chance of a slip at a step (1 for the first) when a first slip raises the error for good.

    The chain is still clean with probability (1 - error)^(step - 1).
    """
    clean = (1 - require_fraction("error", error)) ** (require_at_least("step", step, 1) - 1)
    return error * clean + require_fraction("spoiled", spoiled) * (1 - clean)


def tolerant(length, error, spoiled, tolerated):
    """Chance of at most `tolerated` slips in `length` steps; sums over the place of the first slip."""
    length = int(require_at_least("length", length, 1))
    none = (1 - require_fraction("error", error)) ** length
    if require_nonnegative("tolerated", tolerated) == 0:
        return none
    first = np.arange(1, length + 1)
    rest = at_most(tolerated - 1, length - first, require_fraction("spoiled", spoiled))
    return float(none + np.sum((1 - error) ** (first - 1) * error * rest))


def mended(length, error, repair):
    """Chance that no slip stands at the end when each standing slip is mended with probability `repair` a step.

    Two states; the second eigenvalue is 1 - error - repair, the limit repair / (error + repair).
    """
    limit = require_fraction("repair", repair) / (require_fraction("error", error) + repair)
    return limit + (1 - limit) * (1 - error - repair) ** np.asarray(require_nonnegative("length", length))


def checked_error(error, detection, false_alarm=0.0, tries=None):
    """Chance that a wrong step is let through when a verifier inspects each and an alarm means doing it again.

    detection, false_alarm : chance of an alarm on a wrong and on a right step.
    tries : attempts at one step, the last taken unseen; None for as many as it takes.

    >>> round(checked_error(0.1, 0.9), 4)
    0.011
    """
    alarm = _alarm(error, detection, false_alarm)
    again = 0.0 if tries is None else alarm ** (require_at_least("tries", tries, 1) - 1)
    return float(error * (1 - detection) * (1 - again) / (1 - alarm) + again * error)


def attempts_per_step(error, detection, false_alarm=0.0, tries=None):
    """Expected attempts at one step under the same rule: the price of checking, besides the verifier."""
    alarm = _alarm(error, detection, false_alarm)
    return float((1 - (0.0 if tries is None else alarm**tries)) / (1 - alarm))


def horizon_gain(error, detection, false_alarm=0.0, tries=None):
    """Factor by which checking lengthens the task done at any fixed success, a ratio of hazards -ln(1 - error)."""
    return float(np.log1p(-error) / np.log1p(-checked_error(error, detection, false_alarm, tries)))


def _alarm(error, detection, false_alarm):
    error = require_fraction("error", error)
    return error * require_fraction("detection", detection) + (1 - error) * require_fraction("false_alarm", false_alarm)


# ---- walks ----


def _rng(name):
    return np.random.default_rng([SEED, *name.encode()])


@cache
def walk_constant(runs=RUNS, steps=STEPS):
    """Share of runs without a slip after each step, shape (steps,), error the same everywhere."""
    rng, alive, share = _rng("constant"), np.ones(runs, bool), np.empty(steps)
    for step in range(steps):
        alive &= rng.random(runs) >= ERROR
        share[step] = alive.mean()
    return share


@cache
def walk_mixed(runs=RUNS, steps=STEPS, spread=SPREAD):
    """The same when each task has its own constant hazard, gamma-distributed with the mean of the first world."""
    rng = _rng("mixed")
    keep = np.exp(-rng.gamma(1 / spread, spread * -np.log1p(-ERROR), runs))
    alive, share = np.ones(runs, bool), np.empty(steps)
    for step in range(steps):
        alive &= rng.random(runs) < keep
        share[step] = alive.mean()
    return share


@cache
def walk_spoiled(runs=RUNS, steps=STEPS, spoiled=SPOILED):
    """(slip rate at each step, share with at most TOLERATED slips): errors breed errors."""
    rng, slips = _rng("spoiled"), np.zeros(runs, int)
    rate, share = np.empty(steps), np.empty(steps)
    for step in range(steps):
        slip = rng.random(runs) < np.where(slips > 0, spoiled, ERROR)
        slips += slip
        rate[step], share[step] = slip.mean(), (slips <= TOLERATED).mean()
    return rate, share


@cache
def walk_mended(runs=RUNS, steps=STEPS, repair=REPAIR):
    """Share of runs in which no slip stands, after each step."""
    rng, clean, share = _rng("mended"), np.ones(runs, bool), np.empty(steps)
    for step in range(steps):
        clean = np.where(clean, rng.random(runs) >= ERROR, rng.random(runs) < repair)
        share[step] = clean.mean()
    return share


def closed(world, length):
    """Closed form of one of the four worlds at the constants above, for an array of lengths."""
    length = np.atleast_1d(length)
    if world == "constant":
        return (1 - ERROR) ** length
    if world == "mixed":
        return mixture(length, -np.log1p(-ERROR), SPREAD)
    if world == "spoiled":
        return np.array([tolerant(n, ERROR, SPOILED, TOLERATED) for n in length])
    return mended(length, ERROR, REPAIR)


WORLDS = {
    "constant": walk_constant,
    "mixed": walk_mixed,
    "spoiled": lambda: walk_spoiled()[1],
    "mended": walk_mended,
}


def monte_carlo_check(lengths=(5, 20, 60, 140, 300)):
    """Standardised gaps between walks and closed forms, by world; shape (worlds, lengths)."""
    at = np.array(lengths)
    gaps = []
    for world, walk in WORLDS.items():
        expected = closed(world, at)
        gaps.append((walk()[at - 1] - expected) / np.sqrt(expected * (1 - expected) / RUNS))
    return np.array(gaps)
