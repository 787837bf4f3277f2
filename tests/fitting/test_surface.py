"""Approach 3: planted truths, second optimisers, exact symmetries, and the account of the starts."""

import json
from dataclasses import replace

import numpy as np
import pytest
from designs import TRUTH, isoflop, scattered, training_curves
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import least_squares, minimize

from scaling_laws.errors import InvalidArgument
from scaling_laws.fitting import Runs, fit_surface, fit_table
from scaling_laws.fitting.bootstrap import audit, bootstrap
from scaling_laws.fitting.solver import newton
from scaling_laws.fitting.solver.kernel import Design, Problem, to_natural
from scaling_laws.fitting.solver.losses import Huber
from scaling_laws.fitting.solver.newton import minimise
from scaling_laws.fitting.solver.polish import damped_step, spectral_step
from scaling_laws.fitting.solver.seeds import conditional_seeds, full_grid
from scaling_laws.fitting.solver.sweep import sweep
from scaling_laws.laws import ChinchillaSurface
from scaling_laws.quantity import Quantity

NAMES = ("E", "A", "B", "alpha", "beta")


def natural(fit):
    return fit.sampling.natural


def problem_of(runs, delta=1e-3):
    return Problem(Design.of(runs.parameters, runs.tokens, runs.loss), Huber(delta))


def scipy_best(problem, starts, weights=None):
    """Lowest objective that L-BFGS-B with analytic gradients and the tightest tolerances finds, polished by itself."""

    def function(theta):
        objective, gradient = problem.slope(theta[None], weights)
        return 1e3 * objective[0], 1e3 * gradient[0]

    options = {"maxiter": 2000, "maxfun": 4000, "ftol": 1e-16, "gtol": 1e-12}
    with np.errstate(all="ignore"):
        return min(minimize(function, s, jac=True, method="L-BFGS-B", options=options).fun for s in starts) / 1e3


@pytest.mark.parametrize("loss", ["huber", "least squares", "cauchy"])
@pytest.mark.parametrize(
    "truth", [TRUTH, ChinchillaSurface(0.6, 30.0, 90.0, 0.12, 0.18), ChinchillaSurface(2.2, 5e3, 3e2, 0.5, 0.25)]
)
def test_noiseless_truth_is_recovered(loss, truth):
    fit = fit_surface(scattered(60, noise=0.0, truth=truth), loss=loss, bootstrap=0)
    assert fit.converged
    assert natural(fit) == pytest.approx([getattr(truth, name) for name in NAMES], rel=1e-8)


def test_noiseless_valleys_and_curves_are_recovered():
    for runs in (isoflop(), training_curves()):
        assert natural(fit_surface(runs, bootstrap=0)) == pytest.approx([getattr(TRUTH, n) for n in NAMES], rel=1e-8)


def test_no_floor_is_recovered_where_there_is_none():
    truth = ChinchillaSurface(0.0, 30.0, 90.0, 0.12, 0.18)
    fit = fit_surface(scattered(80, noise=0.0, truth=truth), floor=False, bootstrap=0)
    assert natural(fit)[1:] == pytest.approx([30.0, 90.0, 0.12, 0.18], rel=1e-7)
    assert fit.surface.E == 0.0


@pytest.mark.parametrize("seed", range(6))
def test_no_second_optimiser_finds_a_lower_objective(seed):
    options = [{}, {"noise": 0.05}, {"outliers": 0.15}, {"n": 30}, {"n": 12}, {"noise": 0.002}][seed]
    runs = scattered(**{"n": 60, "seed": seed, **options})
    fit, problem = fit_surface(runs, bootstrap=0), problem_of(runs)
    starts = conditional_seeds(problem.design)[0][6::6]
    rng = np.random.default_rng(seed)
    near = fit.theta + rng.normal(0, 0.02, (2, 5))
    assert fit.objective <= scipy_best(problem, [*starts, *near]) * (1 + 1e-9)
    assert fit.starts.optima[0].gradient_norm <= 1e-12


def test_least_squares_against_scipy():
    runs = scattered(100, seed=2)
    fit = fit_surface(runs, loss="least squares", bootstrap=0)

    def misfit(p):
        E, A, B = np.exp(p[:3])
        return np.log(E + A * runs.parameters ** -p[3] + B * runs.tokens ** -p[4]) - np.log(runs.loss)

    start = [np.log(1.8), np.log(480), np.log(2000), 0.35, 0.37]
    peer = least_squares(misfit, start, x_scale="jac", xtol=1e-15, ftol=1e-15, gtol=1e-15)
    assert fit.objective == pytest.approx(peer.cost, rel=1e-10)
    assert natural(fit)[3:] == pytest.approx(peer.x[3:], rel=1e-5)


def test_cauchy_against_scipy_and_against_outliers():
    runs = scattered(200, seed=3, outliers=0.2)
    robust, plain = (fit_surface(runs, loss=loss, bootstrap=0) for loss in ("cauchy", "least squares"))
    scale = robust.problem.loss.scale

    def misfit(p):
        E, A, B = np.exp(p[:3])
        return np.log(E + A * runs.parameters ** -p[3] + B * runs.tokens ** -p[4]) - np.log(runs.loss)

    start = [np.log(1.8), np.log(480), np.log(2000), 0.35, 0.37]
    peer = least_squares(misfit, start, loss="cauchy", f_scale=scale, x_scale="jac", xtol=1e-15, ftol=1e-15, gtol=1e-15)
    assert robust.objective == pytest.approx(peer.cost, rel=1e-9)
    assert abs(robust.surface.a - TRUTH.a) < abs(plain.surface.a - TRUTH.a)


@pytest.mark.parametrize("options", [{"n": 240}, {"n": 100, "noise": 0.03}, {"n": 60, "outliers": 0.1}])
def test_no_resample_is_beaten_from_another_start(options):
    problem = problem_of(scattered(seed=7, **options))
    theta = minimise(problem, conditional_seeds(problem.design)[0])
    best = theta.theta[theta.objective.argmin()]
    refits = bootstrap(problem, best, 40, seed=1)
    assert refits.converged.all()
    assert audit(problem, best, 40, 1, refits.objective) == 0


def test_of_the_starts_the_lowest_that_differ_are_followed_and_all_of_them_where_runs_are_few():
    objective = np.array([[5.0, 1.0, 1.0, 2.0, 3.0, 4.0, np.inf]] * 2)
    few, many = newton.shortlist(objective, np.array([newton.FEW - 1, newton.FEW]))
    assert few.all()
    assert many.tolist() == [False, True, False, True, True, True, False]


def test_few_runs_try_every_seed():
    problem = problem_of(scattered(14, seed=3))
    ends = minimise(problem, conditional_seeds(problem.design)[0])
    best = ends.theta[ends.objective.argmin()]
    refits = bootstrap(problem, best, 30, seed=2)
    assert audit(problem, best, 30, 2, refits.objective) == 0


def test_perturbed_optimum_is_found_again():
    runs = scattered(120, seed=5)
    fit, problem = fit_surface(runs, bootstrap=0), problem_of(runs)
    starts = fit.theta + np.random.default_rng(0).normal(0, 0.2, (200, 5))
    ends = minimise(problem, starts)
    assert ends.converged.all()
    assert ends.objective.min() >= fit.objective * (1 - 1e-12)
    again = np.abs(ends.objective / fit.objective - 1) < 1e-9
    assert again.mean() > 0.95
    assert to_natural(problem.design, ends.theta[again]) == pytest.approx(
        np.tile(natural(fit), (again.sum(), 1)), rel=1e-7
    )


def test_refits_whose_minimum_lies_at_the_edge_of_the_family_reach_the_tolerance(monkeypatch):
    """One size, outliers: a term sinks to nothing in some resamples, and one misses without the last stages."""
    rng = np.random.default_rng(1)
    tokens = 10 ** rng.uniform(9, 12, 80)
    wild = np.where(rng.random(80) < 0.25, np.exp(rng.normal(0, 0.3, 80)), 1.0)
    runs = Runs(np.full(80, 1e9), tokens, (2 + 300 * tokens**-0.3) * np.exp(0.05 * rng.standard_t(4, 80)) * wild)
    fit = fit_surface(runs, bootstrap=16, seed=0)
    assert fit.refits.gradient_norm.max() <= 1e-12
    monkeypatch.setattr(newton, "STAGES", newton.STAGES[:6])
    before = bootstrap(fit.problem, fit.theta, 16, seed=0, thorough=len(fit.starts.optima) > 1)
    assert before.gradient_norm.max() > 1e-12
    assert np.all(fit.refits.objective <= before.objective * (1 + 1e-9))


def test_a_flat_direction_does_not_shorten_the_others():
    runs = scattered(60, seed=2)
    problem, theta = problem_of(runs), fit_surface(runs, bootstrap=0).theta[None] + 0.01
    objective, gradient, step = spectral_step(problem, theta, None)
    assert np.einsum("bi,bi->b", gradient, step)[0] < 0
    far = theta + [0, 0, -60.0, 0, 0]  # the data term has sunk: two directions are flat
    _, gradient, step = spectral_step(problem, far, None)
    short = damped_step(problem, far, None)[2]
    steep = [0, 1, 3]
    assert np.abs(step[0, steep]).max() >= np.abs(short[0, steep]).max()
    assert np.abs(step).max() <= 5**0.5


def test_every_start_of_the_grid_is_accounted_for():
    fit = fit_surface(scattered(100, seed=1), bootstrap=0)
    assert fit.starts.total == 4500
    assert sum(optimum.starts for optimum in fit.starts.optima) == 4500
    assert fit.starts.share_at_best == 1.0
    assert len(fit.starts.leads_to) == 25


def test_rounding_does_not_choose_between_mirrored_fits():
    """Where tokens rise in proportion to size the two terms can change places without any effect on the fit."""
    runs = scattered(60, seed=3)
    noise = np.exp(1e-4 * np.random.default_rng(1).standard_normal(60))
    N, D = runs.parameters, 20 * runs.parameters
    proportional = Runs(N, D, ChinchillaSurface(1.8, 2e5, 20.0, 0.7, 0.15).loss(N, D) * noise)
    for order in (np.arange(60), np.arange(60)[::-1], np.random.default_rng(0).permutation(60)):
        law = fit_surface(proportional.take(order), bootstrap=0).surface
        assert law.alpha <= law.beta


def test_descending_from_the_grid_itself_finds_nothing_lower():
    runs = scattered(40, noise=0.003, seed=1)
    fit, problem = fit_surface(runs, bootstrap=0), problem_of(runs)
    ends = minimise(problem, full_grid(problem.design)[::41])
    assert ends.objective.min() == pytest.approx(fit.objective, rel=1e-9)
    assert np.mean(ends.objective <= fit.objective * (1 + 1e-9)) > 0.5


@given(st.floats(0.01, 100), st.floats(0.01, 100), st.floats(0.2, 5))
@settings(max_examples=12, deadline=None)
def test_units_change_amplitudes_as_they_must_and_nothing_else(n_unit, d_unit, l_unit):
    runs = scattered(60, seed=4)
    scaled = Runs(runs.parameters * n_unit, runs.tokens * d_unit, runs.loss * l_unit)
    E, A, B, alpha, beta = natural(fit_surface(runs, bootstrap=0))
    expected = [E * l_unit, A * l_unit * n_unit**alpha, B * l_unit * d_unit**beta, alpha, beta]
    assert natural(fit_surface(scaled, bootstrap=0)) == pytest.approx(expected, rel=1e-7)


@given(st.integers(0, 1000))
@settings(max_examples=10, deadline=None)
def test_the_order_of_rows_changes_nothing(seed):
    runs = scattered(60, seed=4)
    shuffled = runs.take(np.random.default_rng(seed).permutation(60))
    assert natural(fit_surface(shuffled, bootstrap=0)) == pytest.approx(
        natural(fit_surface(runs, bootstrap=0)), rel=1e-8
    )


def test_duplicating_every_row_changes_no_estimate():
    runs = scattered(60, seed=4)
    doubled = runs.take(np.tile(np.arange(60), 2))
    one, two = fit_surface(runs, bootstrap=0), fit_surface(doubled, bootstrap=0)
    assert natural(two) == pytest.approx(natural(one), rel=1e-8)
    assert two.objective == pytest.approx(2 * one.objective, rel=1e-10)
    assert any("repeats" in warning for warning in two.warnings)


@given(st.floats(18, 27))
@settings(max_examples=20, deadline=None)
def test_more_budget_never_raises_the_optimal_loss(log_compute):
    surface = fit_surface(scattered(60, seed=4), bootstrap=0).surface
    C = 10.0**log_compute
    assert surface.optimum(1.1 * C).loss < surface.optimum(C).loss


def test_runs_that_weigh_differently_are_refused_with_the_door_that_weighs_them():
    runs = scattered(20, noise=0.01)
    error = runs.loss * np.geomspace(0.001, 0.1, 20)
    with pytest.raises(InvalidArgument, match="fit_table"):
        fit_surface(replace(runs, loss_error=error), bootstrap=0)
    alike = fit_surface(replace(runs, loss_error=0.01 * runs.loss), bootstrap=0)
    plain, weighed = fit_surface(runs, bootstrap=0), fit_table(replace(runs, loss_error=error), bootstrap=0)
    assert alike.surface == plain.surface
    assert abs(weighed.natural["E"] - plain.surface.E) > 1e-4
    assert weighed.natural["E"] == pytest.approx(
        fit_table(runs, weights=replace(runs, loss_error=error).weights, bootstrap=0).natural["E"], rel=1e-9
    )


def test_the_seed_alone_decides_the_numbers():
    runs = scattered(80, seed=6)
    one, same, other = (fit_surface(runs, bootstrap=200, seed=seed) for seed in (3, 3, 4))
    assert np.array_equal(one.sampling.draws, same.sampling.draws)
    assert not np.array_equal(one.sampling.draws, other.sampling.draws)


def test_blocks_do_not_change_the_resamples(monkeypatch):
    problem = problem_of(scattered(80, seed=6))
    ends = minimise(problem, conditional_seeds(problem.design)[0])
    best = ends.theta[ends.objective.argmin()]
    whole = bootstrap(problem, best, 60, seed=0)
    monkeypatch.setattr("scaling_laws.fitting.solver.kernel.BLOCK_ELEMENTS", 7 * 80)
    parts = bootstrap(problem, best, 60, seed=0)
    assert to_natural(problem.design, parts.theta) == pytest.approx(to_natural(problem.design, whole.theta), rel=1e-7)


def test_everything_carries_an_interval():
    fit = fit_surface(scattered(80, seed=6), bootstrap=200)
    plan = fit.optimum(1e23)
    numbers = [*fit.parameters.values(), plan.parameters, plan.tokens, plan.tokens_per_parameter, plan.loss]
    numbers += [fit.forecast(1e10, 1e12), fit.forecast(1e10, 1e12, of="mean")]
    for number in numbers:
        assert isinstance(number, Quantity)
        assert number.has_interval
        assert number.method
        assert number.n == 80
        assert number.low < number.value < number.high


def test_inverse_and_inference_carry_intervals():
    fit = fit_surface(scattered(80, seed=6), bootstrap=200)
    needed = fit.compute_for_loss(2.1)
    assert needed.low < needed.value < needed.high
    assert fit.surface.optimum(needed.value).loss == pytest.approx(2.1)
    served = fit.optimum_with_inference(2.3, 1e13)
    assert served.parameters.value < fit.optimum(fit.compute_for_loss(2.3).value).parameters.value
    assert served.tokens.has_interval
    near_the_floor = fit.compute_for_loss(fit.surface.E + 1e-3)
    assert near_the_floor.high == np.inf


def test_a_new_run_is_less_certain_than_the_mean():
    fit = fit_surface(scattered(80, seed=6), bootstrap=200)
    run, mean = fit.forecast(1e10, 1e12), fit.forecast(1e10, 1e12, of="mean")
    assert run.high - run.low > mean.high - mean.low


@pytest.mark.parametrize(("kind", "resamples"), [("percentile", 300), ("bca", 300), ("hessian", 0)])
def test_kinds_of_interval_roughly_agree(kind, resamples):
    fit = fit_surface(scattered(240, seed=5), interval=kind, bootstrap=resamples)
    alpha = fit.parameters["alpha"]
    assert kind in alpha.method.lower()
    assert 0.03 < alpha.high - alpha.low < 0.08


def test_checkpoints_of_one_curve_are_drawn_together():
    rng, runs = np.random.default_rng(0), training_curves(noise=0.001)
    shifts = rng.normal(0, 0.01, 24)[np.asarray(runs.labels)]
    runs = replace(runs, loss=runs.loss * np.exp(shifts))
    curves, rows = (fit_surface(runs, bootstrap=200, resample=resample) for resample in ("auto", "runs"))
    assert "training curves" in curves.parameters["a"].method
    width = lambda fit: fit.parameters["a"].high - fit.parameters["a"].low
    assert width(curves) > 2 * width(rows)


def test_degenerate_designs_are_named():
    one_size = Runs(np.full(20, 1e9), np.geomspace(1e9, 1e12, 20), np.linspace(4, 2, 20))
    assert any("one model size" in w for w in fit_surface(one_size, bootstrap=0).warnings)
    no_spread = Runs(np.geomspace(1e7, 1e10, 20), np.full(20, 1e10), np.linspace(4, 2, 20))
    assert any("no spread in tokens" in w for w in fit_surface(no_spread, bootstrap=0).warnings)
    proportional = Runs(np.geomspace(1e7, 1e10, 20), 20 * np.geomspace(1e7, 1e10, 20), np.linspace(4, 2, 20))
    assert any("proportion" in w for w in fit_surface(proportional, bootstrap=0).warnings)
    few = scattered(4)
    assert any("cannot determine five" in w for w in fit_surface(few, bootstrap=0).warnings)
    str(fit_surface(few, bootstrap=5))


def test_losses_that_rise_are_not_called_a_law():
    rng = np.random.default_rng(0)
    runs = scattered(40)
    rising = replace(runs, loss=1.0 + (runs.parameters / 1e8) ** 0.1 * np.exp(0.01 * rng.normal(size=40)))
    fit = fit_surface(rising, bootstrap=0)
    assert not fit.has_law
    assert "not a scaling law" in fit.verdict()
    assert "not a law" in str(fit)
    assert json.loads(fit.to_json())["parameters"] == {}
    with pytest.raises(InvalidArgument):
        _ = fit.surface


def test_result_prints_and_exports():
    fit = fit_surface(scattered(60, seed=8), bootstrap=100)
    data = json.loads(fit.to_json())
    assert data["starts_at_best"] <= data["starts"] == 4500
    assert data["converged"]
    rows = fit.to_csv().splitlines()
    assert rows[0].startswith("name,value,low,high")
    assert len(rows) == 10
    assert "starts lead to this optimum" in str(fit)
    assert "| alpha |" in fit._repr_markdown_()


@pytest.mark.parametrize(
    "options",
    [{"loss": "median"}, {"interval": "jackknife"}, {"level": 1.5}, {"bootstrap": -1}, {"delta": 0}, {"starts": "one"}],
)
def test_bad_options_are_refused(options):
    with pytest.raises(InvalidArgument):
        fit_surface(scattered(20), **options)


def test_one_run_is_refused():
    with pytest.raises(InvalidArgument, match="two runs"):
        fit_surface(scattered(1))


def test_a_basin_that_no_start_of_the_grid_leads_to_is_found():
    """The size term all but vanishes, so that the objective is nearly flat in alpha, with many shallow minima."""
    rng = np.random.default_rng(39)
    N = np.repeat(np.geomspace(5e7, 5e9, 8), 10)
    D = N * np.tile(np.geomspace(2, 200, 10), 8)
    truth = ChinchillaSurface(0.2, 20.0, 250.0, 0.5, 0.17)
    fit = fit_surface(Runs(N, D, truth.loss(N, D) * np.exp(0.02 * rng.standard_t(4, 80))), bootstrap=0)
    assert fit.objective <= scipy_best(fit.problem, sweep(fit.problem, fit.theta).theta[::12]) * (1 + 1e-9)
    assert sum(optimum.starts for optimum in fit.starts.optima) == 4500


def test_a_resample_that_prefers_another_basin_is_found():
    runs = scattered(100, noise=0.02, outliers=0.1, seed=22)
    fit = fit_surface(runs, bootstrap=40, audit=40)
    assert not any("audited" in warning for warning in fit.warnings)


def test_an_end_in_the_flank_of_a_flat_valley_is_left_again():
    """Design 77 of benchmarks/audit.py: eight runs of one curve, on which every descent from the grid stops short."""
    rng = np.random.default_rng(77)
    n, noise = int(rng.choice([8, 12, 20, 50, 100, 240])), rng.choice([0.0, 0.001, 0.005, 0.02, 0.05, 0.1])
    outliers, _ = rng.choice([0.0, 0.0, 0.1, 0.25]), rng.integers(7)
    E, A, B = rng.uniform(0, 2.5), 10 ** rng.uniform(1, 3.5), 10 ** rng.uniform(1, 3.5)
    truth = ChinchillaSurface(E, A, B, *rng.uniform(0.1, 0.6, 2))
    rng.uniform(7.5, 10.5, n)  # the sizes that another layout would have had
    N = np.repeat(np.geomspace(5e7, 5e9, 2), 10)[:n]
    D = N * np.geomspace(2, 200, 10)[:n]
    wild = np.where(rng.random(n) < outliers, np.exp(rng.normal(0, 0.3, n)), 1.0)
    fit = fit_surface(Runs(N, D, truth.loss(N, D) * np.exp(noise * rng.standard_t(4, n)) * wild), bootstrap=0)
    assert fit.converged
    assert fit.objective == pytest.approx(2.8313914619546e-4, rel=1e-9)
