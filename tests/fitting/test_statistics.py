"""Intervals, profile, identifiability, model choice, forecasts, allocation by approaches 1 and 2, coverage."""

import json

import numpy as np
import pytest
from designs import TRUTH, isoflop, scattered, training_curves
from scipy.optimize import minimize_scalar

from scaling_laws.errors import InvalidArgument
from scaling_laws.fitting import (
    Runs,
    coverage_study,
    coverage_table,
    fit_envelope,
    fit_isoflop,
    fit_surface,
    fit_table,
    holdout,
    identifiability,
    information_criteria,
    profile_floor,
    valleys,
    vertex_bias,
)
from scaling_laws.fitting.bootstrap import bca_interval, percentile_interval, resampled_weights
from scaling_laws.fitting.covariance import influences
from scaling_laws.laws import ChinchillaSurface


@pytest.fixture(scope="module")
def fit():
    return fit_surface(scattered(100, seed=3), bootstrap=200)


def test_resamples_keep_the_number_of_runs():
    weights = resampled_weights(np.random.default_rng(0), 30, 500)
    assert (weights.sum(1) == 30).all()
    assert (weights == weights.round()).all()
    assert weights.mean(0) == pytest.approx(np.ones(30), abs=0.2)


def test_resampled_curves_stay_whole():
    curves = np.repeat([0, 1, 2], [2, 5, 3])
    weights = resampled_weights(np.random.default_rng(0), 10, 50, curves)
    assert all(np.ptp(weights[:, curves == k], axis=1).max() == 0 for k in range(3))


def test_bca_of_a_skewed_mean_against_its_exact_interval():
    """The mean of exponential waiting times has an exact chi-squared interval; BCa must come nearer to it."""
    from scipy.stats import chi2

    rng = np.random.default_rng(2)
    data = np.sort(rng.exponential(size=60))
    draws = rng.choice(data, (20_000, 60)).mean(1)
    left_out = (data.sum() - data) / 59
    exact = 2 * data.sum() / chi2.ppf([0.975, 0.025], 120)
    miss = lambda found: np.abs(np.array(found) - exact).max()
    bca = bca_interval(data.mean(), draws, left_out, 0.95)
    assert miss(bca) < miss(percentile_interval(draws, 0.95))
    assert bca[1] > percentile_interval(draws, 0.95)[1]


def test_bca_without_bias_or_skew_is_the_percentile_interval():
    draws = np.linspace(-1, 1, 2001)
    left_out = np.array([-1.0, 1.0] * 10)
    assert bca_interval(0.0, draws, left_out, 0.9) == pytest.approx(percentile_interval(draws, 0.9), abs=2e-3)


@pytest.mark.parametrize(("loss", "tolerance"), [("least squares", 0.15), ("huber", 0.4)])
def test_hessian_standard_errors_agree_with_the_bootstrap(loss, tolerance):
    runs = isoflop(budgets=16, sizes=16, noise=0.01, seed=2)
    cloud, hessian = (fit_surface(runs, loss=loss, bootstrap=resamples) for resamples in (600, 0))
    for name in ("E", "alpha", "beta"):
        assert hessian.standard_errors[name] == pytest.approx(cloud.standard_errors[name], rel=tolerance)


def test_profile_is_least_at_the_fit_and_covers_it(fit):
    profile = profile_floor(fit)
    assert profile.floor.low < profile.floor.value < profile.floor.high
    assert np.all(profile.deviance >= 0)
    assert profile.floors[0] == 0
    nearest = np.argmin(profile.deviance)
    assert profile.floors[nearest] == pytest.approx(profile.floor.value, abs=0.03)
    assert not profile.includes_zero
    assert profile.floor.low < TRUTH.E < profile.floor.high
    bootstrap = fit.parameters["E"]
    assert profile.floor.high - profile.floor.low == pytest.approx(bootstrap.high - bootstrap.low, rel=0.5)


def test_least_squares_profile_against_a_second_optimiser():
    runs = scattered(60, seed=4)
    plain = fit_surface(runs, loss="least squares", bootstrap=0)
    profile = profile_floor(plain)
    k = np.flatnonzero(profile.floors > 1.0)[0]
    E = profile.floors[k]

    def rest(alpha, beta):
        columns = np.stack([runs.parameters**-alpha, runs.tokens**-beta], 1)
        from scipy.optimize import least_squares

        start = np.log(np.maximum(np.linalg.lstsq(columns, runs.loss - E, rcond=None)[0], 1e-3))
        misfit = lambda p: np.log(E + columns @ np.exp(p)) - np.log(runs.loss)
        return least_squares(misfit, start, xtol=1e-14, ftol=1e-14, gtol=1e-14).cost

    inner = lambda alpha: minimize_scalar(lambda beta: rest(alpha, beta), bounds=(0.05, 1), method="bounded").fun
    alpha = profile.natural[k, 3]
    best = minimize_scalar(inner, bounds=(0.7 * alpha, 1.3 * alpha), method="bounded", options={"maxiter": 8}).fun
    assert plain.objective + profile.deviance[k] * plain.spread.dispersion / 2 <= best * (1 + 1e-9)


def test_identifiability_of_a_sound_design(fit):
    report = identifiability(fit)
    assert report.floor_is_needed
    assert report.condition < 1e4
    assert 1 <= report.optimum_spread < 3
    assert "need a floor" in str(report)
    assert np.diag(report.correlation) == pytest.approx(np.ones(5))


def test_a_narrow_noisy_design_cannot_tell_a_floor_from_none():
    rng = np.random.default_rng(0)
    N, D = 10 ** rng.uniform(8, 8.5, 40), 10 ** rng.uniform(10, 10.5, 40)
    narrow = fit_surface(Runs(N, D, TRUTH.loss(N, D) * np.exp(0.02 * rng.normal(size=40))), bootstrap=0)
    report = identifiability(narrow)
    assert not report.floor_is_needed
    assert "cannot tell a floor from none" in str(report)
    assert report.condition > identifiability(fit_surface(scattered(100, seed=3), bootstrap=0)).condition


def test_information_criteria_choose_the_form_that_made_the_data(fit):
    assert information_criteria(fit)[0].form == "E + A/N^alpha + B/D^beta"
    bare = fit_surface(scattered(100, seed=3, truth=ChinchillaSurface(0.0, 30.0, 90.0, 0.12, 0.18)), bootstrap=0)
    criteria = {c.form: c for c in information_criteria(bare)}
    assert criteria["A/N^alpha + B/D^beta"].bic < criteria["E + A/N^alpha + B/D^beta"].bic
    assert criteria["E + A/N^alpha + B/D^beta"].log_likelihood >= criteria["A/N^alpha + B/D^beta"].log_likelihood - 1e-6


def test_gaussian_criterion_against_its_closed_form():
    plain = fit_surface(scattered(60, seed=4), loss="least squares", bootstrap=0)
    full = next(c for c in information_criteria(plain) if c.form == "E + A/N^alpha + B/D^beta")
    variance = 2 * plain.objective / 60
    assert full.log_likelihood == pytest.approx(-30 * (np.log(2 * np.pi * variance) + 1), rel=1e-9)


def test_a_floor_above_the_least_loss_lies_within_its_own_profile():
    """One run fell below the floor of all others, as later runs of a recipe did; a robust loss forgets it."""
    runs = scattered(60, noise=0.003)
    loss = runs.loss.copy()
    loss[0] = 0.9 * TRUTH.E
    fit = fit_surface(Runs(runs.parameters, runs.tokens, loss), bootstrap=0)
    rest = profile_floor(fit_surface(runs.take(np.arange(60) > 0), bootstrap=0)).floor
    assert fit.surface.E > loss.min()
    floor = profile_floor(fit).floor
    assert floor.low < fit.surface.E < floor.high
    assert floor.high - floor.low == pytest.approx(rest.high - rest.low, rel=0.6)


def test_influence_is_how_far_the_fit_moves_without_the_run_and_that_of_the_engine():
    runs = scattered(40, noise=0.002)
    loss = runs.loss.copy()
    loss[7] *= 1.02
    spoiled = Runs(runs.parameters, runs.tokens, loss)
    fit = fit_surface(spoiled, loss="least squares", bootstrap=0)
    assert "Without row 8 " in str(fit)
    moves = influences(fit.problem, fit.theta)[7]
    without = fit_surface(spoiled.take(np.arange(40) != 7), loss="least squares", bootstrap=0).surface
    assert moves[3] == pytest.approx(without.alpha - fit.surface.alpha, rel=0.4)
    assert moves[4] == pytest.approx(without.beta - fit.surface.beta, rel=0.4)
    table = {"N": runs.parameters, "D": runs.tokens, "loss": loss}
    engine = fit_table(table, loss="squares", bootstrap=0).influence()
    for name in ("alpha", "beta"):
        assert fit.influence()[name] == pytest.approx(engine[name], rel=1e-3, abs=1e-6)


def test_any_constant_of_the_surface_is_profiled():
    runs = scattered(40, noise=0.003)
    fit = fit_surface(runs, loss="least squares", bootstrap=0)
    floor, own = fit.profile("E").quantity, profile_floor(fit).floor
    assert (floor.low, floor.high) == pytest.approx((own.low, own.high), rel=0.05)
    assert fit.profile("beta").quantity.low < TRUTH.beta < fit.profile("beta", level=0.99).quantity.high
    bare = fit_surface(runs, loss="least squares", floor=False, bootstrap=0)
    assert bare.profile("alpha").quantity.value == pytest.approx(bare.surface.alpha, rel=1e-6)
    with pytest.raises(InvalidArgument, match="A, B, alpha, beta"):
        bare.profile("E")


def test_held_out_runs_are_forecast():
    result = holdout(scattered(150, seed=5), share=0.2, level=0.9, bootstrap=200)
    assert len(result.held) == 30
    assert result.held.compute.min() >= result.fit.runs.compute.max()
    assert 75 <= result.coverage.value <= 100
    assert result.error.value < 0.04
    assert "held out" in str(result)


def test_bca_intervals_of_an_allocation_rest_on_the_jackknife():
    runs = isoflop(noise=0.003, seed=1)
    fit = fit_isoflop(runs, bootstrap=300, interval="bca")
    assert len(fit.jackknife) == len(runs)
    first = valleys(runs)[0]
    gone = np.flatnonzero((runs.parameters == first.sizes[2]) & (runs.loss == first.losses[2]))[0]
    without = fit_isoflop(runs.take(np.arange(len(runs)) != gone), bootstrap=5)
    assert fit.jackknife[2, 1] == pytest.approx(without.parameters["a"].value, rel=1e-6)
    a, plain = fit.parameters["a"], fit_isoflop(runs, bootstrap=300).parameters["a"]
    assert a.low < a.value < a.high
    assert (a.low, a.high) != (plain.low, plain.high)
    curves = fit_envelope(training_curves(), bootstrap=100, interval="bca")
    assert len(curves.jackknife) <= curves.n
    assert curves.parameters["a"].low <= curves.parameters["a"].high
    for fit in (fit_isoflop, fit_envelope):
        with pytest.raises(InvalidArgument, match="interval"):
            fit(runs, interval="hessian")


def test_isoflop_vertices_are_biased_as_said_and_corrected():
    runs = isoflop(spread=(0.05, 2.0))
    plain, corrected = fit_isoflop(runs, bootstrap=50), fit_isoflop(runs, correct_with=TRUTH, bootstrap=50)
    true_sizes = TRUTH.optimum(plain.budgets).parameters
    bias = [vertex_bias(valley, TRUTH) for valley in valleys(runs)]
    assert plain.sizes / true_sizes == pytest.approx(bias, rel=1e-9)
    assert np.abs(np.array(bias) - 1).min() > 0.02
    assert corrected.sizes == pytest.approx(true_sizes, rel=1e-9)
    assert corrected.parameters["a"].value == pytest.approx(TRUTH.a, rel=1e-6)


def test_isoflop_interval_covers_the_exponent():
    found = fit_isoflop(isoflop(noise=0.003, seed=1), correct_with=TRUTH, bootstrap=300)
    a, b = found.parameters["a"], found.parameters["b"]
    assert a.low < TRUTH.a < a.high
    assert a.value + b.value == pytest.approx(1)
    plan = found.optimum(1e23)
    assert plan["parameters"].low < TRUTH.optimum(1e23).parameters < plan["parameters"].high
    assert plan["tokens per parameter"].has_interval
    assert "IsoFLOP" in str(found)


def test_isoflop_without_valleys_is_refused():
    with pytest.raises(InvalidArgument):
        fit_isoflop(scattered(10))
    with pytest.raises(InvalidArgument, match="two budgets"):
        fit_isoflop(isoflop(spread=(3.0, 30.0)))


def test_envelope_finds_the_exponent():
    found = fit_envelope(training_curves(), bootstrap=100)
    a = found.parameters["a"]
    assert a.value == pytest.approx(TRUTH.a, abs=0.03)
    assert a.low < a.high
    assert "smallest or the largest" in found.left_out[0]


def test_envelope_needs_curves():
    with pytest.raises(InvalidArgument, match="label"):
        fit_envelope(scattered(20))
    runs = scattered(20)
    with pytest.raises(InvalidArgument, match="checkpoints"):
        fit_envelope(Runs(runs.parameters, runs.tokens, runs.loss, labels=np.arange(20)))


def test_coverage_study_is_near_nominal():
    runs = isoflop(budgets=8, sizes=8, spread=(0.1, 8.0))
    rows = coverage_study(
        TRUTH,
        runs.parameters,
        runs.tokens,
        noise=0.004,
        studies=40,
        bootstrap=100,
        intervals=("percentile", "hessian"),
        level=0.8,
        loss="least squares",
    )
    assert len(rows) == 12
    for row in rows:
        assert row.covered.low < 100 * 0.92, row
        assert row.covered.high > 100 * 0.72, row
    assert coverage_table(rows).count("\n") == 12


def test_diagnostics_draw():
    pytest.importorskip("matplotlib")
    figures = fit_surface(isoflop(noise=0.003), bootstrap=50).diagnostics()
    assert set(figures) == {"residuals", "forecast", "valleys", "floor"}
    for figure in figures.values():
        axes = figure.axes[0]
        assert axes.get_xlabel()
        assert axes.get_ylabel()


def few_sizes(count, n=40, noise=0.01):
    rng = np.random.default_rng(0)
    N, D = rng.choice(np.geomspace(1e8, 1e10, count), n), 10 ** rng.uniform(9, 11.5, n)
    return Runs(N, D, TRUTH.loss(N, D) * np.exp(noise * rng.standard_normal(n)))


@pytest.mark.parametrize("options", [{"bootstrap": 0}, {"bootstrap": 60}, {"bootstrap": 60, "interval": "bca"}])
@pytest.mark.parametrize("sizes", [1, 2])
def test_what_few_sizes_leave_open_is_never_narrow(sizes, options):
    fit = fit_surface(few_sizes(sizes), **options)
    for name in ("E", "A", "alpha", "a", "G"):
        assert (fit.parameters[name].low, fit.parameters[name].high) == (0, np.inf)
    assert fit.parameters["beta"].high < 2
    assert any("not identified by these runs: E, A, alpha" in warning for warning in fit.warnings)
    assert np.isinf(fit.spread.covariance[3, 3])
    assert fit.optimum(1e22).parameters.high == np.inf
    here, elsewhere = (fit.forecast(N, 1e11, of=of) for N, of in ((1e8, "mean"), (1e9, "run")))
    assert here.high < 1.1 * here.value
    assert elsewhere.high == np.inf
    assert json.loads(fit.to_json())["parameters"]["alpha"]["high"] is None


def test_three_sizes_identify_everything():
    fit = fit_surface(few_sizes(3), bootstrap=60)
    assert not len(fit.spread.flat)
    assert all(np.isfinite(q.high) for q in fit.parameters.values())
    assert np.isfinite(fit.spread.covariance).all()


def test_a_floor_held_at_zero_is_no_flat_direction():
    fit = fit_surface(few_sizes(6), floor=False, bootstrap=60)
    assert not len(fit.spread.flat)
    assert all(np.isfinite(fit.parameters[name].high) for name in ("A", "alpha", "B", "beta"))


def test_a_size_whose_logarithm_is_no_round_number_is_one_size_too():
    rng = np.random.default_rng(1)
    N, D = np.full(63, 3.7e8), 10 ** rng.uniform(9, 11.5, 63)
    runs = Runs(N, D, TRUTH.loss(N, D) * np.exp(0.01 * rng.standard_normal(63)))
    assert np.ptp(np.log(N) - np.log(N).mean()) == 0 != (np.log(N) - np.log(N).mean())[0]
    fit = fit_surface(runs, bootstrap=0)
    assert fit.parameters["alpha"].high == np.inf
    assert np.isfinite(fit.spread.bounded).all()
    assert fit.spread.bounded.max() < 1
