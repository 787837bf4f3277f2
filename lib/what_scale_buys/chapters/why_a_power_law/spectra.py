"""Linear regression on random features of data with a power-law spectrum, solved and simulated.

The data have `latent` independent Gaussian directions with variances i^-(1 + alpha); the target is a random linear
function of them without noise. The learner sees `features` random mixtures and `samples` examples and takes the
least-squares solution of smallest norm. Sources: Maloney et al. 2022; Bahri et al. 2024. The formulas are the leading
order for many features; only the factor for finite samples is exact.
"""

import numpy as np
from scipy.optimize import brentq

from scaling_laws.errors import InvalidArgument, require_positive
from scaling_laws.statistics import mean

LATENT, ALPHA, SEED, REPEATS = 400, 0.5, 2210, 12
CHECKED = (64, 128, 256)  # sizes at which the leading order is compared with simulation
FIXED, LARGER = 8, (16, 24, 48, 96, 192, 360)  # the poorer resource and the richer one, where both are finite


def spectrum(alpha, latent=LATENT):
    """Variances of the latent directions, shape (latent,)."""
    return np.arange(1, int(latent) + 1) ** -(1.0 + require_positive("alpha", alpha))


def resolution_loss(size, alpha=ALPHA, latent=LATENT):
    """Loss with `size` features and endless data, or `size` samples and endless features: the two are one formula.

    kappa solves sum(v / (v + kappa)) = size; the loss is kappa * size. Zero once size reaches `latent`.
    """
    variances = spectrum(alpha, latent)

    def one(n):
        if n >= latent:
            return 0.0
        found = brentq(lambda u: (variances / (variances + np.exp(u))).sum() - n, -60, 20, xtol=1e-12)
        return float(n * np.exp(found))

    sizes = require_positive("size", size)
    return np.array([one(n) for n in sizes]) if np.ndim(sizes) else one(sizes)


def variance_factor(small, large):
    """Loss relative to its limit when the larger of (features, samples) is finite: 1 + small / (large - small - 1)."""
    if np.any(np.asarray(large) <= np.asarray(small) + 1):
        raise InvalidArgument("large", large, "larger than the other number by at least two")
    return 1 + small / (large - small - 1)


def simulated_resolution(size, alpha=ALPHA, latent=LATENT, repeats=REPEATS, seed=SEED):
    """Losses of `repeats` draws of `size` features with endless data, averaged over targets: shape (repeats,)."""
    rng = np.random.default_rng([seed, int(size), 1])
    root = np.sqrt(spectrum(alpha, latent))
    losses = []
    for _ in range(repeats):
        basis = np.linalg.qr((rng.normal(size=(int(size), latent)) * root).T)[0]
        losses.append((root**2).sum() - ((basis * root[:, None]) ** 2).sum())
    return np.array(losses)


def worst_miss(sizes=CHECKED):
    """Relative gap between simulation and formula at the size where its mean is largest, as a quantity above zero."""
    gaps = [simulated_resolution(size) / resolution_loss(size) - 1 for size in sizes]
    worst = max(gaps, key=lambda gap: abs(gap.mean()))
    return mean(worst * np.sign(worst.mean()))


def simulated_pair(features, samples, alpha=ALPHA, latent=LATENT, repeats=REPEATS, seed=SEED):
    """Losses with both numbers finite over the loss of the same features (or samples) with endless partner.

    Returns the ratios, shape (repeats,); `variance_factor` is their expectation when features are the fewer. The
    case of fewer samples is the mirror image to leading order.
    """
    rng = np.random.default_rng([seed, int(features), int(samples), 2])
    variances = spectrum(alpha, latent)
    root = np.sqrt(variances)
    ratios = []
    for _ in range(repeats):
        mixing = rng.normal(size=(int(features), latent))
        data = rng.normal(size=(int(samples), latent)) * root
        rows = mixing * root if features < samples else data
        basis = np.linalg.qr(rows.T)[0]
        limit = variances.sum() - ((basis * root[:, None]) ** 2).sum()
        learned = mixing.T @ (np.linalg.pinv(data @ mixing.T) @ data)
        ratios.append((variances[:, None] * (np.eye(latent) - learned) ** 2).sum() / limit)
    return np.array(ratios)
