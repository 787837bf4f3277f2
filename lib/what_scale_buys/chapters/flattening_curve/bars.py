"""The four bars of article A against the laws that could have drawn them."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from scipy.optimize import least_squares

from ... import published
from .surfaces import in_column

SIZES = 10.0 ** np.arange(9, 14)  # the chart's own labels, in parameters
NAMES = [f"{s / 1e9:.0f}B" if s < 1e12 else f"{s / 1e12:.0f}T" for s in SIZES]
LABELS = tuple(f"{small} to {large}" for small, large in pairwise(NAMES))
STEPS = np.arange(len(LABELS) + 1)


@cache
def article_bars():
    """Heights of the four bars, in percent, as a tuple."""
    return tuple(published.value(f"article_a_bar_{i}") for i in range(1, len(LABELS) + 1))


def successive_ratios(gains):
    """Each gain divided by the one before.

    >>> successive_ratios([8.0, 4.0, 1.0])
    array([0.5 , 0.25])
    """
    gains = np.asarray(gains, dtype=float)
    return gains[..., 1:] / gains[..., :-1]


def floor_bars(start_over_floor, step_ratio):
    """Percent cut of total loss per step: reducible loss `start_over_floor` floors high, times `step_ratio` each step.

    >>> floor_bars(1.0, 0.5).round(2)
    array([25.  , 16.67, 10.  ,  5.56])
    """
    total = 1 + start_over_floor * step_ratio**STEPS
    return 100 * (total[:-1] - total[1:]) / total[:-1]


def _equal(p):
    return np.full(len(LABELS), 100 * p[0])


def _log_percent(p):
    score = 1 + np.exp(p[0]) * STEPS
    return 100 * np.diff(score) / score[:-1]


def _geometric(p):
    return 100 * np.exp(p[0] + p[1] * STEPS[:-1])


def _with_floor(p):
    return floor_bars(np.exp(p[0]), np.exp(p[1]))


def _score(p):
    return 100 / (1 + np.exp(-(p[0] + p[1] * STEPS)))


def _score_points(p):
    return np.diff(_score(p))


def _score_percent(p):
    return 100 * np.diff(_score(p)) / _score(p)[:-1]


@dataclass(frozen=True)
class Candidate:
    """A law, read in one way, fitted to the four bars by least squares.

    bars, ratios : what the fitted law predicts. parameters : how many were free. miss : root mean square
    distance to the article's bars, in percentage points. fitted : the free parameters.
    """

    law: str
    reading: str
    bars: np.ndarray
    parameters: int
    miss: float
    fitted: np.ndarray

    @property
    def ratios(self):
        return successive_ratios(self.bars)


_CANDIDATES = (
    ("logarithm", "points", _equal, [[0.2]]),
    ("logarithm", "percent of the score before", _log_percent, [[-1.0]]),
    ("power law, no floor", "percent of the loss before", _equal, [[0.2]]),
    ("power law, any floor", "points of loss", _geometric, [[-1.0, -0.5]]),
    ("power law with a floor", "percent of the loss before", _with_floor, [[0.7, -1.0], [0.0, -0.5]]),
    ("saturating score", "points", _score_points, [[-1.0, 1.0], [-1.3, 1.7], [-3.0, 2.0]]),
    ("saturating score", "percent of the score before", _score_percent, [[-0.3, 0.7], [0.0, 1.0]]),
)


def fit_candidates(bars):
    """Fit every candidate to `bars` (percent); returns a dict by (law, reading)."""
    bars = np.asarray(bars, dtype=float)
    return {(law, reading): _fit(law, reading, model, starts, bars) for law, reading, model, starts in _CANDIDATES}


def _fit(law, reading, model, starts, bars):
    results = [least_squares(lambda p: model(p) - bars, start) for start in starts]
    best = min(results, key=lambda result: result.cost)
    miss = float(np.sqrt(2 * best.cost / len(bars)))
    return Candidate(law, reading, model(best.x), len(best.x), miss, best.x)


@cache
def candidates():
    """The candidates fitted to the article's bars."""
    return fit_candidates(article_bars())


def floor_candidate():
    """The power law with a floor, read as percent of the loss before."""
    return candidates()["power law with a floor", "percent of the loss before"]


def path_loss(surface):
    """Loss along the sizes of Hoffmann Table 3 that the chart's labels name (1B, 10B, 100B, 1T, 10T).

    Of one surface, or of draws in rows. The table has no row for 100B; its compute and tokens are interpolated between
    10B and 1T on log axes.
    """
    tokens = [published.value(f"hoffmann_2022_table3_{size}_tokens") for size in ("1b", "10b", "1t", "10t")]
    tokens.insert(2, float(np.sqrt(tokens[1] * tokens[2])))
    return np.squeeze(in_column(surface).loss(SIZES, np.array(tokens)))


def compute_per_size_decade(size_exponent):
    """Factor of compute that goes with ten times the parameters when N_opt grows as C ** size_exponent.

    >>> compute_per_size_decade(0.5)
    100.0
    """
    return 10 ** (1 / size_exponent)
