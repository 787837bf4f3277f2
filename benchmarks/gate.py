"""The correctness gate: a timing without it is void."""

import numpy as np
from peers import Task, counts_of, natural
from reference import DELTA
from scipy.optimize import minimize

SAME_OBJECTIVE = 1e-9
SAME_ERROR = 1e-4
NAMES = ("E", "A", "B", "alpha", "beta")


def converged_references(task, points, counts):
    """Fully converged refits by an independent solver: SciPy's exact trust region on the published coordinates.

    points (rows, 5): published coordinates to start from. Returns objectives (rows,) and (rows, 5) of
    E, A, B, alpha, beta.
    """
    ends = []
    for point, weight in zip(points, counts, strict=True):
        scaled = lambda t, w=weight: tuple(1e3 * part for part in task.value_and_gradient(t, w))
        hessian = lambda t, w=weight: 1e3 * hessian_of(task, t, w)
        end = minimize(
            scaled, point, jac=True, hess=hessian, method="trust-exact", options={"gtol": 1e-13, "maxiter": 400}
        )
        ends.append((end.fun / 1e3, natural(end.x)))
    return np.array([end[0] for end in ends]), np.array([end[1] for end in ends])


def hessian_of(task, theta, counts):
    """Hessian of the objective in (a, b, e, alpha, beta)."""
    r, share = task.residuals(theta)
    jacobian, pull = task.jacobian(share), counts * np.clip(r, -DELTA, DELTA)
    inside = counts * (np.abs(r) <= DELTA)
    factors = np.stack([np.ones_like(r), np.ones_like(r), np.ones_like(r), -task.x, -task.y], 1)
    term = [0, 1, 2, 0, 1]
    hessian = jacobian.T @ (jacobian * (inside - pull)[:, None])
    for i in range(5):
        for j in range(5):
            if term[i] == term[j]:
                hessian[i, j] += np.sum(pull * share[term[i]] * factors[:, i] * factors[:, j])
    return hessian


def failures(candidate, best_point, best_refits, references):
    """What is wrong with a path; an empty list lets it pass.

    candidate : dict with objective, refit_objectives, refits. best_point, best_refits : lowest objectives that
    anyone found. references (rows, 5): converged refits of the same resamples.
    """
    found = []
    if candidate["objective"] > best_point * (1 + SAME_OBJECTIVE):
        found.append(f"point: objective {candidate['objective']:.12g} is above {best_point:.12g}")
    excess = candidate["refit_objectives"] / best_refits - 1
    above = int(np.sum(excess > SAME_OBJECTIVE))
    if above:
        found.append(f"{above} of {len(excess)} refits end above the best known, by up to {excess.max():.2g} relative")
    for name, mine, theirs in zip(NAMES, candidate["refits"].std(0, ddof=1), references.std(0, ddof=1), strict=True):
        if not abs(mine / theirs - 1) <= SAME_ERROR:
            found.append(f"standard error of {name}: {mine:.4g}, converged {theirs:.4g}")
    return found


def published_coordinates(refits):
    """(a, b, e, alpha, beta) of (rows, 5) E, A, B, alpha, beta."""
    E, A, B, alpha, beta = np.asarray(refits).T
    return np.stack([np.log(A), np.log(B), np.log(E), alpha, beta], 1)


def references_for(data, refits):
    """Converged objectives and refits of the first resamples, started from `refits` (rows, 5), natural coordinates."""
    task = Task(*data)
    return converged_references(task, published_coordinates(refits), counts_of(len(task.x), len(refits)))
