"""What a forecast and the runs behind it are worth.

The loss is scored by its interval alone, the size by the factor that it is off, the plan by its valleys. Nothing is
scored by the loss that a wrong size would cost: valleys are so flat that no plan can be told from another by it.
"""

from dataclasses import dataclass
from math import exp, isfinite, log

from scaling_laws.errors import InvalidArgument, require_positive

LEVEL = 0.9  # of the interval that is asked for
FORECAST, SIZE, PLAN, PAGE = 40, 20, 20, 20  # points; the page is read by a person
WORTHLESS = 0.4  # interval score, in logs, from which a forecast earns nothing
CLOSE, FAR = 1.5, 4.0  # factors on the size: full points within the first, none beyond the second
VALLEYS = 3  # bracketed valleys that a plan is asked for
FEWEST = 3  # sizes of a valley


@dataclass(frozen=True)
class Forecast:
    """Of the best loss and its size at the budget that is asked about: the loss with an interval of LEVEL."""

    loss: float
    low: float
    high: float
    parameters: float

    def __post_init__(self):
        for name in ("loss", "low", "high", "parameters"):
            require_positive(name, getattr(self, name))
        if not self.low <= self.loss <= self.high:
            raise InvalidArgument("loss", (self.loss, self.low, self.high), "value, low and high, the value between")


def interval_score(low, high, truth, level=LEVEL):
    """Width of an interval plus a penalty for missing the truth; the smaller the better, and honest ends are the best.

    Source: Gneiting and Raftery 2007, Eq. 43.

    >>> interval_score(1.0, 2.0, 1.5), round(interval_score(1.0, 2.0, 2.1, level=0.9), 6)
    (1.0, 3.0)
    """
    return (high - low) + 2 / (1 - level) * (max(low - truth, 0.0) + max(truth - high, 0.0))


def forecast_score(forecast, truth):
    """Interval score of the log loss: about the width of the interval as a share of the loss."""
    return interval_score(log(forecast.low), log(forecast.high), log(truth))


def forecast_points(forecast, truth):
    """Points in proportion to how far the score lies below WORTHLESS, so that honest ends are the best there, too."""
    return FORECAST * max(0.0, 1 - forecast_score(forecast, truth) / WORTHLESS)


def size_factor(guess, truth):
    """The factor by which a size is off, at least one."""
    return exp(abs(log(guess / truth)))


def size_points(guess, truth):
    """Full within CLOSE, none beyond FAR, in proportion to the logarithm between.

    >>> size_points(3e6, 2e6), size_points(8e6, 2e6), size_points(2e6, 2e6 * 6**0.5)
    (20.0, 0.0, 10.0)
    """
    left = log(FAR / size_factor(guess, truth)) / log(FAR / CLOSE)
    return round(SIZE * min(max(left, 0.0), 1.0), 9)


def bracketed(runs):
    """Budgets whose lowest loss lies strictly between the sizes tried.

    runs : [(parameters, FLOP, loss or None)]; seeds of one size are averaged.
    """
    found = []
    for budget in sorted({C for _, C, _ in runs}):
        losses = {}
        for N, C, loss in runs:
            if C == budget and loss is not None and isfinite(loss):
                losses.setdefault(N, []).append(loss)
        sizes = sorted(losses)
        means = [sum(losses[N]) / len(losses[N]) for N in sizes]
        if len(sizes) >= FEWEST and means.index(min(means)) not in (0, len(means) - 1):
            found.append(budget)
    return found


def plan_points(runs, budget):
    """Points for the runs that were bought: VALLEYS bracketed valleys within the budget, in equal parts."""
    if sum(C for _, C, _ in runs) > budget * (1 + 1e-9):
        return 0.0
    return PLAN * min(len(bracketed(runs)), VALLEYS) / VALLEYS


@dataclass(frozen=True)
class Score:
    """Points by what they are for, and a sentence on each."""

    forecast: float
    size: float
    plan: float
    why: tuple

    @property
    def total(self):
        return self.forecast + self.size + self.plan

    def __str__(self):
        parts = zip((self.forecast, self.size, self.plan), (FORECAST, SIZE, PLAN), self.why)
        lines = [f"{points:5.1f} of {most}  {why}" for points, most, why in parts]
        return "\n".join(
            [*lines, f"{self.total:5.1f} of {FORECAST + SIZE + PLAN}  and {PAGE} for the page, by a reader"]
        )

    __repr__ = __str__


def score(world, runs, forecast, budget):
    """The Score of a forecast in a World, made from runs [(parameters, FLOP, loss or None)]."""
    inside = forecast.low <= world.loss <= forecast.high
    told = "lies in your interval" if inside else "lies outside your interval"
    factor, valleys = size_factor(forecast.parameters, world.parameters), len(bracketed(runs))
    spent = sum(C for _, C, _ in runs)
    return Score(
        forecast_points(forecast, world.loss),
        size_points(forecast.parameters, world.parameters),
        plan_points(runs, budget),
        (
            f"forecast: the best loss is {world.loss:.3f}, which {told}, {forecast.low:.3f} to {forecast.high:.3f}",
            f"size: the best size is {world.parameters:.3g} parameters, {factor:.2f} times off yours",
            f"plan: {valleys} valleys with a bottom between the sizes tried; {spent:.3g} of {budget:.3g} FLOP spent",
        ),
    )
