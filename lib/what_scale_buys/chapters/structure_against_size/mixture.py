"""A world cut into regions, learned by least squares: one dense learner, or experts that each serve some regions.

In region r the target is y = w_r · x + noise. A share of every w_r is common to all regions, the rest its own. The
j-th coefficient has variance proportional to j^-(1 + slope), so larger learners, who use more features, do better. The
features are the columns of a Hadamard matrix: orthogonal in every region, which makes least squares a mean and the
expected error a sum of three terms that can be written down.
"""

from dataclasses import dataclass, replace

import numpy as np

from scaling_laws.errors import InvalidArgument, require_at_least, require_fraction
from scaling_laws.statistics import standard_error

FEATURES = 64
REGIONS = 16
SLOPE = 0.5
SEED, REPEATS = 20240212, 60
SIZES = (1, 2, 4, 8, 16, 32, 64)


def hadamard(size):
    """The Sylvester matrix of ±1 with orthogonal columns; `size` is a power of two.

    >>> hadamard(2)
    array([[ 1.,  1.],
           [ 1., -1.]])
    """
    if size < 1 or size & (size - 1):
        raise InvalidArgument("size", size, "a power of two")
    matrix = np.ones((1, 1))
    while matrix.shape[0] < size:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    return matrix


def spectrum():
    """Variances of the coefficients, summing to one."""
    raw = np.arange(1, FEATURES + 1.0) ** -(1 + SLOPE)
    return raw / raw.sum()


@dataclass(frozen=True)
class World:
    """share : of the variance of w_r that is the region's own. rounds : passes over the design in each region."""

    share: float = 0.5
    rounds: int = 1
    noise: float = 1.0

    def __post_init__(self):
        require_fraction("share", self.share), require_at_least("rounds", self.rounds, 1)

    @property
    def tokens(self):
        """Training examples in all regions together."""
        return REGIONS * FEATURES * self.rounds

    def expected_error(self, size, experts):
        """Expected squared error of experts with `size` active parameters each, by its three terms.

        Returns (too small, mixed up, starved): the features left out; the regions that share an expert; the noise
        that each expert learns from its share of the examples.
        """
        _check(size, experts)
        v = spectrum()
        mixed = self.share * (1 - experts / REGIONS) * v[:size].sum()
        return v[size:].sum(), mixed, self.noise**2 * size * experts / self.tokens

    def error(self, size, experts):
        """The sum of the three terms."""
        return float(sum(self.expected_error(size, experts)))


def _check(size, experts):
    if not 1 <= size <= FEATURES:
        raise InvalidArgument("size", size, f"between one and {FEATURES} features")
    if REGIONS % experts:
        raise InvalidArgument("experts", experts, f"a divisor of {REGIONS}")


def draw_weights(world, rng):
    """Coefficients (regions, features): a common part and each region's own."""
    scale = np.sqrt(spectrum())
    common, own = rng.normal(size=FEATURES) * scale, rng.normal(size=(REGIONS, FEATURES)) * scale
    return np.sqrt(1 - world.share) * common + np.sqrt(world.share) * own


def draw_targets(world, weights, rng):
    """Noisy targets (regions, examples) on the design repeated `rounds` times."""
    x = np.tile(hadamard(FEATURES), (world.rounds, 1))
    return x, weights @ x.T + world.noise * rng.normal(size=(REGIONS, len(x)))


def fit(x, y, experts):
    """Least squares of every expert on all the regions that it serves; coefficients (experts, features)."""
    grouped = y.reshape(experts, -1, len(x)).mean(axis=1)
    return grouped @ x / len(x)


def test_error(weights, learned, size):
    """Squared error on fresh noiseless inputs, averaged over regions; features beyond `size` are not used."""
    experts = len(learned)
    own = np.repeat(learned, REGIONS // experts, axis=0)
    missed = np.where(np.arange(FEATURES) < size, weights - own, weights)
    return float((missed**2).sum(axis=1).mean())


def simulate(world, sizes=SIZES, experts=(1, REGIONS), repeats=REPEATS, seed=SEED):
    """Mean test error and its standard error over worlds, each of shape (experts, sizes)."""
    runs = np.empty((repeats, len(experts), len(sizes)))
    for i, rng in enumerate(np.random.default_rng(seed).spawn(repeats)):
        weights = draw_weights(world, rng)
        x, y = draw_targets(world, weights, rng)
        for j, count in enumerate(experts):
            learned = fit(x, y, count)
            runs[i, j] = [test_error(weights, learned, size) for size in sizes]
    return runs.mean(axis=0), standard_error(runs)


def growing(world, sizes=SIZES, **options):
    """As `simulate`, with examples in proportion to size."""
    parts = [simulate(replace(world, rounds=world.rounds * size), sizes=(size,), **options) for size in sizes]
    return tuple(np.concatenate([part[i] for part in parts], axis=1) for i in (0, 1))


def errors(world, experts, sizes=SIZES, grow=False):
    """Expected error over the sizes, with examples fixed or in proportion to size."""
    worlds = (replace(world, rounds=world.rounds * size) if grow else world for size in sizes)
    return np.array([w.error(size, experts) for w, size in zip(worlds, sizes)])


def crossover(world, experts):
    """Smallest size at which the experts lose to one dense learner of the same active size, or None."""
    for size in range(1, FEATURES + 1):
        if world.error(size, experts) > world.error(size, 1):
            return size
    return None
