"""Players of the game: strategies as functions of a desk, each in the strongest form that its idea allows.

A player buys runs and returns its Guess. None of them knows the world; all may know the book's ladder.
"""

from dataclasses import dataclass

import numpy as np

from scaling_laws.errors import ScalingLawError
from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN

from .score import LEVEL
from .world import ladder_law

TWENTY = 20  # tokens per parameter of the rule
RESAMPLES = 100
LADDER = "ladder_zipf"  # what a player knows of worlds in general
PLAYERS = {}


@dataclass(frozen=True)
class Guess:
    """Forecast of the loss and the best size at the target, nan where the runs do not tell.

    low, high : the interval of LEVEL that the player's own fit states, nan where it makes none.
    """

    loss: float
    parameters: float
    low: float = np.nan
    high: float = np.nan


def player(title):
    """Put a strategy on the table under its title."""

    def declare(function):
        PLAYERS[title] = function
        return function

    return declare


@player("seven sizes at each of three budgets")
def valleys(desk):
    for budget in desk.budgets[:3]:
        _buy(desk, budget, 7)
    return _fitted(desk)


@player("fifteen runs over four budgets")
def four_budgets(desk):
    for budget, count in zip(desk.budgets, (5, 5, 4, 1)):
        _buy(desk, budget, count)
    return _fitted(desk)


@player("six runs along the rule of twenty")
def along_twenty(desk):
    """Two seeds of one size at each of three budgets; a power law through them, on a floor as high as the ladder's."""
    affordable = [C for C in desk.budgets if C <= desk.budget / 3][-3:]
    sizes = {C: _nearest(desk.sizes(C), twenty(C)) for C in affordable}
    C, loss = map(np.array, zip(*[(C, desk.train(sizes[C], C, seed)) for C in affordable for seed in (0, 1)]))
    floor = min(ladder_law(LADDER).E, 0.9 * loss.min())
    slope, level = np.polyfit(np.log(C), np.log(loss - floor), 1)
    return Guess(floor + float(np.exp(level + slope * np.log(desk.target))), twenty(desk.target))


@player("one large run and the rule of twenty")
def one_large(desk):
    """All that is known beyond the run is the ladder: the loss falls on as the ladder's did."""
    largest = max(C for C in desk.budgets if C <= desk.budget)
    loss = desk.train(_nearest(desk.sizes(largest), twenty(largest)), largest)
    frontier = ladder_law(LADDER).frontier
    return Guess(loss * float(frontier.loss(desk.target) / frontier.loss(largest)), twenty(desk.target))


@player("as many of the smallest runs as the budget buys")
def many_small(desk):
    """A whole valley with many seeds, and the exponents of the ladder beyond it."""
    smallest = desk.budgets[0]
    for seed in desk.seeds(desk.sizes(smallest)[0], smallest):
        for size in desk.sizes(smallest):
            if desk.left >= smallest:
                desk.train(size, smallest, seed)
    best, loss = bottom(desk, smallest)
    ladder = ladder_law(LADDER)
    ratio = float(ladder.frontier.loss(desk.target) / ladder.frontier.loss(smallest))
    return Guess(loss * ratio, best * (desk.target / smallest) ** ladder.a)


def twenty(compute):
    """Parameters that the rule of twenty gives to `compute`."""
    return float(np.sqrt(compute / (FLOP_PER_PARAMETER_TOKEN * TWENTY)))


def bottom(desk, budget):
    """(size, loss) at the lowest point of a parabola through the losses that were bought at a budget."""
    runs = [e for e in desk.bought if e["flop"] == budget and e["loss"] is not None]
    x, loss = np.log([e["parameters"] for e in runs]), np.array([e["loss"] for e in runs])
    near = loss < 1.15 * loss.min()  # a parabola is good near the bottom alone
    centre = x[near].mean()
    curve, slope, level = np.polyfit(x[near] - centre, loss[near], 2)
    at = float(np.clip(-slope / (2 * curve), (x - centre).min(), (x - centre).max())) if curve > 0 else 0.0
    return float(np.exp(centre + at)), float(np.polyval((curve, slope, level), at))


def _buy(desk, budget, count):
    """Buy `count` neighbouring sizes about where the runs so far let the bottom be expected."""
    sizes = [N for N in desk.sizes(budget) if budget / (FLOP_PER_PARAMETER_TOKEN * N**2) >= 1]
    done = [e for e in desk.bought if e["loss"] is not None]
    middle = sizes[len(sizes) // 2]
    if done:
        last = max(e["flop"] for e in done)
        middle = bottom(desk, last)[0] * (budget / last) ** 0.5
    near = sorted(sizes, key=lambda size: abs(np.log(size / middle)))[:count]
    for size in near:
        desk.train(size, budget)


def _fitted(desk):
    """What the surface through all runs says at the target."""
    from scaling_laws.fitting import fit_surface

    try:
        fit = fit_surface(desk.runs(), loss="least squares", bootstrap=RESAMPLES, level=LEVEL)
    except ScalingLawError:
        return Guess(np.nan, np.nan)
    plan = fit.optimum(desk.target)
    return Guess(plan.loss.value, plan.parameters.value, plan.loss.low, plan.loss.high)


def _nearest(sizes, wanted):
    return min(sizes, key=lambda size: abs(np.log(size / wanted)))
