"""Worlds to be measured: drawn for one student around the book's ladder, or trained for a class and kept private.

A drawn world has the law of the ladder's surface with other constants, and the ladder's own seed noise. In every one of
them the best ratio of tokens to parameters drifts with compute and ends far from twenty, above it or below.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import ndtri

from scaling_laws.errors import InvalidArgument
from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN, ChinchillaSurface

from ... import measured, sweeps
from ..dice import EDITION, Dice, seed_of
from ..problem import plain

LADDERS = {"ladder_zipf": "zipf1.5", "ladder_python": "python"}  # name of the fit, and of the runs whose noise is meant
BUDGETS = (1e11, 3e11, 1e12, 3e12, 1e13)  # FLOP of the runs on a menu
SEEDS = 10
BUDGET = 1e13  # FLOP to spend
AHEAD = 100  # the forecast is for so many times the budget
MIDDLE = 1e12  # FLOP at which a drawn world is about as good as the ladder
FLOORS, REDUCIBLE, EXPONENTS = (0.6, 1.4), (0.8, 1.2), (0.7, 1.3)  # factors on the ladder's
DRIFTS = (  # exponent of the best size in compute; best tokens per parameter where the forecast is asked
    ((0.42, 0.48), (60.0, 150.0)),
    ((0.52, 0.58), (3.0, 6.7)),
)
LEAST_TOKENS = 1.0  # tokens per parameter, below which a run diverges
PLACES = 4  # to which a loss is printed


@dataclass(frozen=True)
class World:
    """What can be measured, and what is to be forecast.

    cells : {(parameters, FLOP, seed): loss}, None for a run that diverges. target : FLOP of the forecast.
    loss, parameters : the truth there: of the best model without noise, and its size.
    law : of a drawn world, else None. noise : standard deviation of the log loss over seeds.
    """

    cells: dict
    target: float
    loss: float
    parameters: float
    noise: float
    law: ChinchillaSurface | None = None


@cache
def ladder_law(name):
    """The surface that was fitted to one of the book's ladders, at the digits that the table keeps."""
    fit = sweeps.fit(name)
    return ChinchillaSurface(*(fit.quantity(key).value for key in ("E", "A", "B", "alpha", "beta")))


@cache
def ladder_noise(name):
    """Standard deviation of the log loss over seeds, from the ladder's repeated runs."""
    runs = [r for r in measured.runs() if (r.series, r.status, r.world) == ("isoflop", "done", LADDERS[name])]
    _, apart, freedom = measured.seed_deviations(runs)
    return float(np.sqrt(np.sum(apart**2) / freedom))


@cache
def menu_sizes():
    """Parameters of the ladder's models, smallest first."""
    runs = [r for r in measured.runs() if (r.series, r.world) == ("isoflop", LADDERS["ladder_zipf"])]
    return tuple(sorted({r.parameters for r in runs}))


def surface(floor, reducible, gamma, a, parameters, compute):
    """The ChinchillaSurface with a given floor, frontier exponent gamma and size exponent a, from its best run.

    reducible, parameters : loss above the floor and size of the best run at `compute`. Follows from Hoffmann et al.
    2022, Eq. 4: alpha A / N^alpha = beta B / D^beta there, alpha = gamma / a and beta = gamma / (1 - a).

    >>> law = surface(1.2, 0.8, 0.2, 0.45, 1e5, 1e12)
    >>> round(law.optimum(1e12).parameters), round(law.optimum(1e12).loss, 6), round(law.a, 6)
    (100000, 2.0, 0.45)
    """
    alpha, beta = gamma / a, gamma / (1 - a)
    tokens = compute / (FLOP_PER_PARAMETER_TOKEN * parameters)
    return ChinchillaSurface(floor, reducible * a * parameters**alpha, reducible * (1 - a) * tokens**beta, alpha, beta)


def drawn(student, salt="", edition=EDITION, budget=BUDGET):
    """A student's world: the same on every machine, and without the salt nobody's.

    budget : FLOP to spend; the forecast is asked for AHEAD times as much.
    """
    key = (plain(student), edition, salt, "budget game")
    dice = Dice(*key)
    name = dice.among(tuple(LADDERS))
    ladder, noise = ladder_law(name), ladder_noise(name)
    middle = ladder.optimum(MIDDLE)
    sizes, ratios = dice.among(DRIFTS)
    a, ratio = dice.between(*sizes, digits=4), dice.spread(*ratios, digits=4)
    target = AHEAD * BUDGET
    best = np.sqrt(target / (FLOP_PER_PARAMETER_TOKEN * ratio)) * (MIDDLE / target) ** a  # size at MIDDLE
    floor = ladder.E * dice.between(*FLOORS, digits=4)
    reducible = (middle.loss - ladder.E) * dice.between(*REDUCIBLE, digits=4)
    gamma = ladder.frontier_exponent * dice.between(*EXPONENTS, digits=4)
    law = surface(floor, reducible, gamma, a, float(best), MIDDLE)
    asked = law.optimum(AHEAD * budget)
    return World(_cells(law, noise, key), AHEAD * budget, asked.loss, asked.parameters, noise, law)


def _cells(law, noise, key):
    """The losses of all runs that a menu offers; the noise of a run depends on the key and on nothing else."""
    sizes, budgets = np.meshgrid(menu_sizes(), BUDGETS)
    runs = [(int(N), float(C), seed) for N, C in zip(sizes.flat, budgets.flat) for seed in range(SEEDS)]
    uniform = [(seed_of(*key, *run) + 0.5) / 2**64 for run in runs]
    N, C, _ = np.array(runs).T
    losses = law.isoflop(C, N) * np.exp(noise * ndtri(uniform))
    diverged = C / (FLOP_PER_PARAMETER_TOKEN * N**2) < LEAST_TOKENS
    return {run: None if lost else round(float(loss), PLACES) for run, loss, lost in zip(runs, losses, diverged)}


def trained(path, held):
    """The world of a private table of runs, as `python -m lab rung` writes it: real runs, the same for a whole class.

    held : FLOP of the valley that is kept back and to be forecast. Its truth is the vertex of the parabola through it.

    Raises
    ------
    InvalidArgument
        If the table has no valley of three sizes or more there, its lowest point lies outside the sizes tried, or
        nothing smaller was trained.
    """
    from scaling_laws.fitting import Runs, valleys

    runs = measured.read_table(measured.Run, path.read_text(encoding="utf-8"), path.name)
    kept = [r for r in runs if r.budget == held and r.status == "done"]
    open_ = [r for r in runs if r.budget < held]
    if len({r.parameters for r in kept}) < 3 or not open_:
        raise InvalidArgument("held", held, "the budget of a whole valley of the table, with smaller ones below it")
    arrays = ([r.parameters for r in kept], [r.tokens for r in kept], [r.val_loss for r in kept])
    (valley,) = valleys(Runs(*arrays, "nats/byte" if kept[0].world == "python" else "nats/token"))
    if not np.isfinite(valley.vertex):
        raise InvalidArgument("held", held, "a budget whose lowest loss lies between the sizes tried")
    cells = {(r.parameters, r.budget, r.seed): r.val_loss and round(r.val_loss, PLACES) for r in open_}
    _, apart, freedom = measured.seed_deviations([r for r in open_ if r.status == "done"])
    noise = float(np.sqrt(np.sum(apart**2) / freedom)) if freedom else float("nan")
    return World(cells, held, float(valley.loss(valley.vertex)), float(valley.vertex), noise)
