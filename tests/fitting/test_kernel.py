"""Objective, gradient and Hessian of the surface against finite differences and mpmath; batched linear algebra."""

import mpmath
import numpy as np
import pytest
from designs import scattered
from hypothesis import given, settings
from hypothesis import strategies as st

from scaling_laws.fitting.solver.kernel import (
    Design,
    Problem,
    from_natural,
    jacobian,
    residuals,
    to_natural,
)
from scaling_laws.fitting.solver.linear import approach
from scaling_laws.fitting.solver.losses import Cauchy, Huber, LeastSquares
from scaling_laws.fitting.solver.newton import minimise
from scaling_laws.fitting.solver.seeds import conditional_seeds, full_grid
from scaling_laws.fitting.solver.solve import norm, solve
from scaling_laws.formula.products import LARGEST_PRODUCT, gram, multiply

RUNS = scattered(40, noise=0.02)
DESIGN = Design.of(RUNS.parameters, RUNS.tokens, RUNS.loss)
LOSSES = [Huber(0.004), Huber(1.0), LeastSquares(), Cauchy(0.02)]
THETA = from_natural(DESIGN, [[1.7, 420.0, 900.0, 0.34, 0.31], [1.2, 100.0, 4000.0, 0.25, 0.42]])
NONE = np.zeros(2, bool)


def exact_window(loss):
    return np.full((2, 1), getattr(loss, "delta", 1.0))


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
@pytest.mark.parametrize("weighted", [False, True])
def test_gradient_against_central_differences(loss, weighted):
    problem = Problem(DESIGN, loss)
    weights = np.random.default_rng(0).integers(0, 3, (2, 40)).astype(float) if weighted else None
    gradient = problem.slope(THETA, weights)[1]
    for k in range(5):
        step = np.zeros(5)
        step[k] = 1e-6
        up, down = (problem.slope(THETA + sign * step, weights)[0] for sign in (1, -1))
        assert gradient[:, k] == pytest.approx((up - down) / 2e-6, rel=1e-4, abs=1e-7)


@pytest.mark.parametrize("loss", [Huber(1.0), LeastSquares(), Cauchy(0.02)], ids=repr)
def test_hessian_against_differences_of_the_gradient(loss):
    problem = Problem(DESIGN, loss)
    objective, gradient, hessian = problem.evaluate(THETA, None, exact_window(loss), NONE)
    assert objective == pytest.approx(problem.slope(THETA, None)[0], rel=1e-14)
    for k in range(5):
        step = np.zeros(5)
        step[k] = 1e-6
        up, down = (problem.slope(THETA + sign * step, None)[1] for sign in (1, -1))
        assert hessian[:, k] == pytest.approx((up - down) / 2e-6, rel=1e-4, abs=1e-6)


def test_huber_hessian_away_from_its_kinks():
    loss, problem = Huber(0.004), Problem(DESIGN, Huber(0.004))
    hessian = problem.evaluate(THETA, None, exact_window(loss), NONE)[2]
    step = 1e-9 * np.eye(5)
    numeric = np.stack([problem.slope(THETA + s, None)[1] - problem.slope(THETA - s, None)[1] for s in step], 1) / 2e-9
    assert hessian == pytest.approx(numeric, rel=1e-3, abs=1e-4)


@pytest.mark.parametrize("rows", [slice(None), np.array([1])])
def test_the_hessian_of_some_rows_is_theirs(rows):
    problem = Problem(DESIGN, Cauchy(0.02))
    weights = np.random.default_rng(1).integers(0, 4, (2, 40)).astype(float)
    majorise = np.array([False, True])
    whole = problem.evaluate(THETA, weights, exact_window(problem.loss), majorise)[2]
    part = problem.at(THETA, weights).hessian(rows, exact_window(problem.loss)[rows], majorise[rows])
    assert part == pytest.approx(whole[rows], rel=1e-13)


def test_products_in_slices_are_products():
    rng = np.random.default_rng(0)
    left, right = rng.normal(size=(700, 240)), rng.normal(size=(240, 25))
    assert len(left) * right.size > 2 * LARGEST_PRODUCT
    assert multiply(left, right) == pytest.approx(left @ right, rel=1e-12, abs=1e-12)


def test_products_over_many_runs_are_summed_in_slices():
    rng = np.random.default_rng(0)
    left, right = rng.normal(size=(2, 5, 30_000)), rng.normal(size=(2, 7, 30_000))
    assert 35 * 30_000 > 2 * LARGEST_PRODUCT
    assert gram(left, right) == pytest.approx(np.einsum("rin,rjn->rij", left, right), rel=1e-10, abs=1e-9)


def test_a_huge_exponent_stays_finite():
    theta = np.array([[0.5, 1.0, 1.0, 1e4, 0.3], [0.5, 800.0, 1.0, 0.3, 0.3]])
    assert all(np.isfinite(part).all() for part in residuals(DESIGN, theta))


def test_the_first_approach_solves_the_linear_problem_of_least_squares():
    """One step of Gauss and Newton, in single precision, against the normal equations of numpy's own solver."""
    problem, weights = Problem(DESIGN, LeastSquares()), np.random.default_rng(1).integers(0, 4, (6, 40)).astype(float)
    theta = conditional_seeds(DESIGN, pairs=[(0.35, 0.37)])[0, 0]
    r, size, data = (part[0] for part in residuals(DESIGN, theta[None]))
    slopes = jacobian(DESIGN, size, data).T
    for found, weight in zip(approach(problem, theta, weights), weights, strict=True):
        root = np.sqrt(weight)[:, None]
        step = np.linalg.lstsq(root * slopes, -root[:, 0] * r, rcond=None)[0]
        assert found - theta == pytest.approx(step, rel=2e-2, abs=2e-3)


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_the_first_approach_is_nearer_to_the_minima(loss):
    runs = scattered(200, noise=0.006)
    problem = Problem(Design.of(runs.parameters, runs.tokens, runs.loss), loss)
    weights = np.random.default_rng(2).multinomial(200, np.full(200, 1 / 200), 50).astype(float)
    starts = minimise(problem, conditional_seeds(problem.design)[0])
    start = starts.theta[starts.objective.argmin()]
    many = np.repeat(start[None], 50, 0)
    ends = minimise(problem, many, weights).objective
    before, after = (problem.objective(theta, weights) - ends for theta in (many, approach(problem, start, weights)))
    assert np.median(after / before) < 0.1


def test_objective_against_mpmath():
    mpmath.mp.dps = 40
    problem, delta = Problem(DESIGN, Huber(1e-3)), mpmath.mpf("1e-3")
    E, A, B, alpha, beta = (mpmath.mpf(float(v)) for v in to_natural(DESIGN, THETA)[0])
    total, slope = mpmath.mpf(0), mpmath.mpf(0)
    for N, D, L in zip(RUNS.parameters, RUNS.tokens, RUNS.loss, strict=True):
        predicted = E + A * mpmath.power(N, -alpha) + B * mpmath.power(D, -beta)
        r = mpmath.log(predicted) - mpmath.log(L)
        total += r * r / 2 if abs(r) <= delta else delta * (abs(r) - delta / 2)
        slope += max(-delta, min(delta, r))
    objective, gradient = problem.slope(THETA[:1], None)
    assert objective[0] == pytest.approx(float(total), rel=1e-12)
    assert gradient[0, 0] == pytest.approx(float(slope), rel=1e-10)


def test_majorising_matrix_is_never_indefinite():
    problem = Problem(DESIGN, Huber(1e-3))
    seeds = conditional_seeds(DESIGN)[0]
    matrices = problem.evaluate(seeds, None, np.full((25, 1), 1e-3), np.ones(25, bool))[2]
    assert np.linalg.eigvalsh(matrices).min() > -1e-12


def test_coordinates_round_trip():
    natural = to_natural(DESIGN, THETA)
    assert from_natural(DESIGN, natural) == pytest.approx(THETA, rel=1e-12)
    E, A, B, alpha, beta = natural[0]
    predicted = E + A * RUNS.parameters**-alpha + B * RUNS.tokens**-beta
    assert residuals(DESIGN, THETA)[0][0] == pytest.approx(np.log(predicted / RUNS.loss), abs=1e-13)


def test_grid_is_the_published_one():
    grid = full_grid(DESIGN)
    assert grid.shape == (4500, 5)
    natural = to_natural(DESIGN, grid)
    assert np.unique(np.round(np.log(natural[:, 0]), 9)).tolist() == [-1.0, -0.5, 0.0, 0.5, 1.0]
    assert np.unique(np.round(np.log(natural[:, 1]), 6)).tolist() == [0, 5, 10, 15, 20, 25]


def test_seeds_solve_the_linear_problem():
    seeds = to_natural(DESIGN, conditional_seeds(DESIGN, pairs=[(0.35, 0.35)])[0])[0]
    columns = np.stack([np.ones(40), RUNS.parameters**-0.35, RUNS.tokens**-0.35], 1) / RUNS.loss[:, None]
    expected = np.linalg.lstsq(columns, np.ones(40), rcond=None)[0]
    assert seeds[:3] == pytest.approx(expected, rel=1e-3)


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_batched_solver_against_lapack(seed):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(6, 5, 5))
    matrices, right = root @ root.transpose(0, 2, 1) + 0.1 * np.eye(5), rng.normal(size=(6, 5))
    matrices[3] -= 50 * np.eye(5)
    found, bad = solve(matrices, right)
    assert bad.tolist() == [bool(np.linalg.eigvalsh(m)[0] <= 0) for m in matrices]
    good = ~bad
    assert found[good] == pytest.approx(np.linalg.solve(matrices, right[..., None])[good, :, 0], rel=1e-7, abs=1e-9)
    assert norm(right) == pytest.approx(np.linalg.norm(right, axis=1))


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_normaliser_against_quadrature(loss):
    for scale in (1e-6, 1e-5, 1e-4):
        if np.isfinite(loss.log_normaliser(scale)):
            assert loss.log_normaliser(scale) == pytest.approx(log_quadrature(loss, scale), abs=1e-5)


def log_quadrature(loss, scale):
    def density(r):
        r = np.array([float(r)])
        return np.exp(-loss.value(r, loss.influence(r))[0] / scale)

    width = np.sqrt(scale) + scale / getattr(loss, "delta", 1.0)
    return float(mpmath.log(2 * mpmath.quad(density, [0, width, 5 * width, 30 * width, 1000 * width, 1e5 * width])))
