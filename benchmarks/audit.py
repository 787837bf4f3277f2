"""A hundred synthetic designs, noisy, outlier-ridden and degenerate ones too: does anyone find a lower objective?

    python benchmarks/audit.py [designs] [resamples]

For every design the point fit is compared with L-BFGS-B, polished by an exact trust region, from the 25 pairs of
exponents and from near the fit itself; the resamples are compared with an audit from all 25 pairs.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "lib"))

import numpy as np  # noqa: E402
from gate import converged_references  # noqa: E402
from peers import TIGHT, Task  # noqa: E402
from scipy.optimize import minimize  # noqa: E402

from scaling_laws.fitting import Runs, fit_surface  # noqa: E402
from scaling_laws.fitting.bootstrap import audit  # noqa: E402
from scaling_laws.fitting.solver.kernel import LOG_ZERO, to_natural  # noqa: E402
from scaling_laws.fitting.solver.seeds import conditional_seeds  # noqa: E402
from scaling_laws.laws import ChinchillaSurface  # noqa: E402

SAME = 1e-9
NEGLIGIBLE = 1e-15
LAYOUTS = ("scattered", "scattered", "valleys", "curves", "proportional", "one size", "one token count")


def design(number):
    """A description and the runs of design `number`."""
    rng = np.random.default_rng(number)
    n = int(rng.choice([8, 12, 20, 50, 100, 240]))
    noise, outliers = rng.choice([0.0, 0.001, 0.005, 0.02, 0.05, 0.1]), rng.choice([0.0, 0.0, 0.1, 0.25])
    layout = LAYOUTS[rng.integers(len(LAYOUTS))]
    truth = ChinchillaSurface(
        rng.uniform(0, 2.5), 10 ** rng.uniform(1, 3.5), 10 ** rng.uniform(1, 3.5), *rng.uniform(0.1, 0.6, 2)
    )
    N, D = _sizes(layout, n, rng)
    wild = np.where(rng.random(len(N)) < outliers, np.exp(rng.normal(0, 0.3, len(N))), 1.0)
    loss = truth.loss(N, D) * np.exp(noise * rng.standard_t(4, len(N))) * wild
    return f"{layout}, {len(N)} runs, noise {noise:g}, outliers {outliers:g}", Runs(N, D, loss)


def _sizes(layout, n, rng):
    N = 10 ** rng.uniform(7.5, 10.5, n)
    if layout == "valleys":
        C = np.repeat(np.geomspace(1e19, 1e22, max(2, n // 8)), 8)[:n]
        N = np.sqrt(C / 120) * 10 ** rng.uniform(-0.8, 0.8, len(C))
        return N, C / (6 * N)
    if layout == "curves":
        N = np.repeat(np.geomspace(5e7, 5e9, max(2, n // 10)), 10)[:n]
        return N, N * np.tile(np.geomspace(2, 200, 10), len(N) // 10 + 1)[: len(N)]
    if layout == "proportional":
        return N, 20 * N
    if layout == "one size":
        return np.full(n, 1e9), 10 ** rng.uniform(9, 12, n)
    if layout == "one token count":
        return N, np.full(n, 1e11)
    return N, 10 ** rng.uniform(18.5, 22, n) / (6 * N)


def peer(fit):
    """Lowest objective that SciPy finds."""
    task, ones = Task(fit.runs.parameters, fit.runs.tokens, fit.runs.loss), np.ones(len(fit.runs))
    seeds = to_natural(fit.problem.design, conditional_seeds(fit.problem.design)[0])
    near = to_natural(fit.problem.design, fit.theta + np.random.default_rng(0).normal(0, 0.05, (3, 5)))
    ends = []
    with np.errstate(all="ignore"):
        for E, A, B, alpha, beta in np.concatenate([seeds, near]):
            start = np.array([np.log(A), np.log(B), np.log(max(E, np.exp(LOG_ZERO))), alpha, beta])
            if np.isfinite(start).all():
                value = minimize(task.value_and_gradient, start, (ones,), jac=True, method="L-BFGS-B", options=TIGHT)
                ends.append((value.fun, value.x))
        best = min(ends, key=lambda end: end[0])
        polished = converged_references(task, [best[1]], [ones])[0][0]
    return min(best[0], polished if np.isfinite(polished) else np.inf)


def main():
    designs, resamples = (int(v) for v in (*sys.argv[1:], *("100", "20")[len(sys.argv) - 1 :]))
    beaten = worse = unconverged = refits = 0
    for number in range(designs):
        title, runs = design(number)
        fit = fit_surface(runs, bootstrap=resamples, seed=number)
        theirs = peer(fit)
        above = fit.objective > theirs * (1 + SAME) + NEGLIGIBLE
        lost = audit(fit.problem, fit.theta, resamples, number, fit.refits.objective)
        open_ = int(np.sum(~fit.refits.converged))
        beaten, worse, unconverged, refits = beaten + above, worse + lost, unconverged + open_, refits + resamples
        if above or lost or open_ or not fit.converged:
            print(
                f"{number}: {title}: point {fit.objective:.12g}, peer {theirs:.12g}, converged {fit.converged}; "
                f"{lost} refits beaten, {open_} not at the tolerance",
                flush=True,
            )
    print(f"{designs} designs: {beaten} points beaten; of {refits} refits {worse} beaten, {unconverged} not converged")
    return int(bool(beaten or worse))


if __name__ == "__main__":
    sys.exit(main())
