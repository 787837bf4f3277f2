"""Fifty designs for every law of the shelf: does SciPy find a lower objective from many starts?

    python benchmarks/audit_laws.py [designs] [starts] [law ...]

Every design is planted by tests/fitting/shelf_designs.py with noise, outliers and few rows by turns. The peer evaluates
the plain formula, with Nelder and Mead and then BFGS, from around the fit and from around the planted truth.
"""

import sys
import warnings
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "lib"), str(ROOT / "tests" / "fitting")]

import numpy as np  # noqa: E402
from scipy.optimize import minimize  # noqa: E402
from shelf_designs import planted  # noqa: E402

from scaling_laws.fitting.engine.fit import fit_table  # noqa: E402
from scaling_laws.formula import evaluate  # noqa: E402
from scaling_laws.laws.shelf import shelf  # noqa: E402

SAME, NEGLIGIBLE, DELTA = 1e-7, 1e-14, 1e-3


def design(name, number):
    """Table and options of design `number` of a law, and its truth."""
    rng = np.random.default_rng(number)
    n = int(rng.choice([14, 20, 40, 100]))
    table, options, truth = planted(name, n, float(rng.choice([0.001, 0.01, 0.05])), number)
    target = shelf()[name].target
    if rng.random() < 0.3 and target != "score":
        table[target] = table[target] * np.where(rng.random(n) < 0.1, np.exp(rng.normal(0, 0.3, n)), 1.0)
    return table, options, truth


def lowest(fit, truth, starts, seed):
    """Lowest objective of the peer."""
    model, names = fit.model, list(fit.natural)
    logs = np.array([model.kind(name) == "scale" for name in names])
    box = np.array([model.bounds(name) for name in names])
    aim, prior = fit.task.problem.observed, fit.task.prior

    def objective(point):
        with np.errstate(all="ignore"):
            values = np.where(logs, np.exp(point), point)
            if not np.all((box[:, 0] <= values) & (values <= box[:, 1])):
                return 1e300
            value = evaluate(model.reduced, {**dict(zip(names, values, strict=True)), **fit.task.data})
            r = (np.log(value) if model.logarithm else value) - aim
        size = np.abs(r)
        huber = np.where(size <= DELTA, 0.5 * r * r, DELTA * (size - 0.5 * DELTA))
        total = float(np.sum(prior * (huber if fit.task.loss == "huber" else 0.5 * r * r)))
        return total if np.isfinite(total) else 1e300

    def coordinates(constants):
        return np.array([np.log(constants[n]) if log else constants[n] for n, log in zip(names, logs, strict=True)])

    rng, best = np.random.default_rng(seed), np.inf
    centres = [coordinates(fit.natural), coordinates(truth)]
    for k in range(starts):
        point = centres[k % 2] + (0.2 * rng.standard_normal(len(names)) * (np.abs(centres[k % 2]) + 0.1) * (k > 1))
        for method in ("Nelder-Mead", "BFGS", "Nelder-Mead"):
            options = {"maxiter": 2000, "xatol": 1e-12, "fatol": 1e-18} if method[0] == "N" else {"gtol": 1e-14}
            end = minimize(objective, point, method=method, options=options)
            point, best = (end.x, min(best, end.fun)) if end.fun < 1e299 else (point, best)
    return best


def main():
    numbers = [int(v) for v in sys.argv[1:3]]
    designs, starts = (*numbers, *(50, 6)[len(numbers) :])
    warnings.simplefilter("ignore")
    beaten = unconverged = total = 0
    for name in sys.argv[3:] or sorted(shelf()):
        for number in range(designs):
            table, options, truth = design(name, number)
            fit = fit_table(table, name, bootstrap=0, **options)
            theirs = lowest(fit, truth, starts, number)
            lost = fit.objective > theirs * (1 + SAME) + NEGLIGIBLE
            total, beaten, unconverged = total + 1, beaten + lost, unconverged + (not fit.converged)
            if lost or not fit.converged:
                print(
                    f"{name} {number}: {fit.n} rows, {fit.objective:.12g}, peer {theirs:.12g}, {fit.converged}",
                    flush=True,
                )
        print(f"{name}: done, {beaten} beaten so far", flush=True)
    print(f"{total} designs: {beaten} beaten by the peer, {unconverged} not converged")
    return int(bool(beaten))


if __name__ == "__main__":
    sys.exit(main())
