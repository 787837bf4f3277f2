"""Few runs, few budgets, few sizes: intervals that hold what they promise, or none, and a word on why."""

import json
import subprocess
import sys

import numpy as np
import pytest
from designs import TRUTH, isoflop, scattered, training_curves
from scipy.stats import t as student

from scaling_laws.cli import main
from scaling_laws.errors import InvalidArgument
from scaling_laws.fitting import (
    Runs,
    allocation_study,
    coverage_study,
    fit_envelope,
    fit_isoflop,
    fit_surface,
    fit_table,
    profile_floor,
)
from scaling_laws.fitting.bootstrap import interval_of
from scaling_laws.fitting.covariance import student_quantile
from scaling_laws.fitting.output import said
from scaling_laws.fitting.solver.kernel import residuals
from scaling_laws.fitting.valley_scatter import scatter_of
from scaling_laws.laws import PowerLawWithFloor
from scaling_laws.quantity import estimate


def valley_design(budgets, sizes, width=5.0):
    C = np.repeat(np.geomspace(1e19, 1e21, budgets), sizes)
    N = TRUTH.optimum(C).parameters * np.tile(np.geomspace(1 / width, width, sizes), budgets)
    return N, C / (6 * N)


def noisy(N, D, noise, seed=0, **rest):
    return Runs(N, D, TRUTH.loss(N, D) * np.exp(noise * np.random.default_rng(seed).standard_normal(len(N))), **rest)


# ---- the user's own compute ----


def own_count(power=0.3, noise=0.0, seed=0):
    """Runs whose FLOP exceed 6 N D by a factor that falls with size, on budgets of that count."""
    C = np.repeat(np.geomspace(1e18, 1e20, 5), 9)
    N = np.tile(np.geomspace(0.2, 5, 9), 5) * (C / 1e18) ** 0.57 * 2.2e8
    D = C / (6 * N) / (1e9 / N) ** power
    return noisy(N, D, noise, seed, flop=C)


def test_budgets_and_both_lines_follow_the_users_compute():
    """A second way: numpy's own parabolas and lines in log N and in log D, on the given budgets."""
    runs = own_count(noise=0.001)
    fit, lowest = fit_isoflop(runs, bootstrap=50), []
    for C in np.unique(runs.compute):
        mine = runs.compute == C
        tops = [np.polyfit(np.log(x[mine]), runs.loss[mine], 2) for x in (runs.parameters, runs.tokens)]
        lowest.append([-p[1] / (2 * p[0]) for p in tops])
    slopes = np.polyfit(np.log(np.unique(runs.compute)), np.array(lowest), 1)[0]
    assert [fit.parameters[k].value for k in "ab"] == pytest.approx(slopes, rel=1e-6)
    assert fit.budgets == pytest.approx(np.unique(runs.compute))
    assert abs(slopes.sum() - 1) > 0.02
    assert fit.optimum(1e20)["tokens"].value == pytest.approx(np.exp(lowest[-1][1]), rel=0.05)
    assert [row["tokens"] for row in fit.to_dict()["optima"]] == pytest.approx(fit.tokens)


def test_where_compute_is_6nd_the_exponents_sum_to_one_column_or_not():
    runs = isoflop(noise=0.003, seed=1)
    given = Runs(runs.parameters, runs.tokens, runs.loss, flop=runs.compute)
    for fit in (fit_isoflop(runs, bootstrap=50), fit_isoflop(given, bootstrap=50)):
        assert fit.parameters["a"].value + fit.parameters["b"].value == pytest.approx(1, abs=1e-12)
    plan = fit.optimum(1e22)
    assert 6 * plan["parameters"].value * plan["tokens"].value == pytest.approx(1e22)


def test_the_correction_for_bias_works_on_another_count_too():
    fit = fit_isoflop(own_count(), correct_with=TRUTH, bootstrap=50, resample="runs")
    runs, C = own_count(), fit.budgets[2]
    grid = np.geomspace(*runs.parameters[np.isclose(runs.compute, C)][[0, -1]], 200_001)
    best = grid[np.argmin(TRUTH.loss(grid, C / (6 * grid) / (1e9 / grid) ** 0.3))]
    assert fit.sizes[2] == pytest.approx(best, rel=1e-3)


def test_the_corrected_line_passes_through_the_corrected_optima():
    fit = fit_isoflop(isoflop(spread=(0.05, 2.0)), correct_with=TRUTH, bootstrap=50)
    for C in (fit.budgets[0], 1e23):
        assert fit.optimum(C)["parameters"].value == pytest.approx(TRUTH.optimum(C).parameters, rel=1e-6)


def test_curves_with_their_own_compute_give_both_lines():
    runs = training_curves()
    double = Runs(runs.parameters, runs.tokens, runs.loss, labels=runs.labels, flop=2 * runs.compute)
    plain, other = fit_envelope(runs, bootstrap=20), fit_envelope(double, bootstrap=20)
    assert other.parameters["a"].value == pytest.approx(plain.parameters["a"].value, rel=1e-6)
    assert other.optimum(2e22)["tokens"].value == pytest.approx(plain.optimum(1e22)["tokens"].value, rel=0.02)


# ---- approach 2 with few budgets and sizes ----


def test_three_sizes_at_two_budgets_leave_no_interval_and_say_so():
    fit = fit_isoflop(noisy(*valley_design(2, 3), 0.001), bootstrap=100)
    assert (fit.parameters["a"].low, fit.parameters["a"].high) == (-np.inf, np.inf)
    assert "leave no scatter" in fit.verdict()
    assert "not determined" in str(fit)
    assert not fit.is_sound
    assert json.loads(fit.to_json())["parameters"]["a"]["high"] is None


def test_the_scatter_of_the_valleys_is_that_of_the_runs():
    """Many simulated tables: the pooled variance is unbiased, with the stated degrees of freedom."""
    found = []
    for seed in range(400):
        runs = noisy(*valley_design(3, 5, width=1.5), 1e-5, seed)
        from scaling_laws.fitting import valleys

        good = [valley for valley in valleys(runs) if np.isfinite(valley.vertex)]
        if len(good) == 3:
            scatter, degrees = scatter_of(good)
            found.append(scatter**2)
    assert degrees == 3 * 2 + 1
    assert np.sqrt(np.mean(found)) == pytest.approx(1e-5, rel=0.15)


@pytest.mark.parametrize(("budgets", "sizes"), [(2, 5), (3, 3), (3, 5), (5, 3), (5, 7)])
def test_intervals_of_approach_2_cover(budgets, sizes):
    """80 tables at 90 %: fewer than 62 covered has a chance of about one in two thousand."""
    row = allocation_study(TRUTH, *valley_design(budgets, sizes), noise=0.003, studies=80, bootstrap=100, level=0.9)
    assert row.stated > 0.8
    assert row.covered.value > 77
    assert row.median_width > 0


def test_resamples_without_a_line_widen_the_interval():
    fit = fit_isoflop(noisy(*valley_design(2, 5), 0.01, 2), bootstrap=200, level=0.99)
    lost = np.mean(~np.isfinite(fit.draws).all(1))
    assert lost > 0.01
    assert not np.isfinite(fit.parameters["a"].high)
    assert "resamples have fewer than two valleys" in fit.verdict()


# ---- numbers of resamples ----


@pytest.mark.parametrize("bootstrap", [1, 4, -1, 2.5, "many"])
def test_too_few_resamples_are_refused_everywhere(bootstrap):
    x = np.geomspace(1e3, 1e8, 12)
    law = PowerLawWithFloor(1.5, 40.0, 0.3).loss(x)
    table = {"parameters": x, "tokens": x[::-1], "loss": law}
    for function in (
        lambda: fit_surface(scattered(20), bootstrap=bootstrap),
        lambda: fit_isoflop(isoflop(noise=0.003), bootstrap=bootstrap),
        lambda: fit_envelope(training_curves(), bootstrap=bootstrap),
        lambda: fit_table(table, "kaplan", bootstrap=bootstrap),
    ):
        with pytest.raises(InvalidArgument, match="bootstrap"):
            function()


def test_approaches_1_and_2_refuse_the_hessian():
    for fit in (fit_isoflop, fit_envelope):
        with pytest.raises(InvalidArgument, match="bootstrap = 0"):
            fit(isoflop(noise=0.003), bootstrap=0)


def test_an_interval_holds_its_estimate_whatever_the_draws():
    draws = np.linspace(1.0, 2.0, 200)
    for kind in ("percentile", "bca"):
        for value in (0.5, 2.5):
            low, high = interval_of(kind, 0.95, value, draws, draws)
            assert low <= value <= high


# ---- the Hessian's intervals ----


def test_students_t_is_scipys():
    for degrees in (*range(1, 12), 100, 1001, 24_995):
        for level in (0.5, 0.8, 0.95, 0.999):
            assert student_quantile(level, degrees) == pytest.approx(student.ppf((1 + level) / 2, degrees), rel=1e-10)
    assert student_quantile(0.95, 0) == np.inf


def test_a_fit_from_the_command_line_leaves_scipy_alone(tmp_path):
    """Loading it took as long as the fit of a small table."""
    table = write(tmp_path / "runs.csv", scattered(20))
    code = f"import sys; from scaling_laws.cli import main; main(['fit', {table!r}, '--bootstrap', '0'])"
    code += "; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_hessian_intervals_widen_by_students_t():
    fit = fit_surface(noisy(*valley_design(2, 4), 0.003, 1), bootstrap=0)
    degrees = 3
    assert fit.spread.degrees == degrees
    beta = fit.parameters["beta"]
    half = student.ppf(0.975, degrees) * np.sqrt(fit.spread.covariance[4, 4])
    assert (beta.high - beta.low) / 2 == pytest.approx(half, rel=0.1)
    assert "Student" in beta.method


def test_the_profile_widens_by_f():
    fit = fit_surface(noisy(*valley_design(3, 4), 0.003, 1), bootstrap=0)
    assert profile_floor(fit).threshold == pytest.approx(student.ppf(0.975, 12 - 5) ** 2)


@pytest.mark.parametrize("interval", ["percentile", "bca"])
def test_one_row_more_than_constants_has_students_interval_and_a_reservation(interval):
    """Resamples run through all but the row that they lack: theirs cover 0.7 of a nominal 0.9."""
    x = np.geomspace(1e18, 1e22, 4)
    loss = (1.7 + 40 * x**-0.1) * np.exp(0.01 * np.random.default_rng(1).standard_normal(4))
    fit = fit_table({"compute": x, "loss": loss}, "power", bootstrap=40, interval=interval, loss="squares")
    assert fit.resamples == (40, 0)
    few = {"compute": x[:3], "loss": loss[:3]}
    fit = fit_table(few, "power", bootstrap=40, interval=interval, loss="squares")
    exponent, error = fit.parameters["exponent"], np.sqrt(fit.covariance[1, 1])
    assert exponent.high - exponent.low == pytest.approx(2 * student.ppf(0.975, 1) * error, rel=0.15)
    assert fit.resamples == (0, 0)
    assert "reservation" in fit.verdict()


def test_few_clusters_are_said_to_be_few():
    x = np.geomspace(1e18, 1e22, 12)
    loss = (1.7 + 40 * x**-0.1) * np.exp(0.01 * np.random.default_rng(1).standard_normal(12))
    table = {"compute": x, "loss": loss}
    few = fit_table(table, "power", clusters=np.arange(12) // 4, bootstrap=40, loss="squares")
    assert any("3 clusters" in warning for warning in few.warnings)
    enough = fit_table(table, "power", clusters=np.arange(12) // 3, bootstrap=40, loss="squares")
    assert not enough.warnings


@pytest.mark.parametrize("options", [{"bootstrap": 0}, {"bootstrap": 20}])
def test_no_more_runs_than_constants_leave_no_interval(options):
    rng = np.random.default_rng(0)
    N, D = 10 ** rng.uniform(8, 10, 5), 10 ** rng.uniform(9, 11, 5)
    fit = fit_surface(noisy(N, D, 0.01), **options)
    assert all(q.high == np.inf for q in fit.parameters.values())
    assert fit.optimum(1e22).parameters.high == fit.forecast(1e9, 1e11).high == np.inf
    assert fit.verdict().startswith("No interval")
    assert "not determined" in str(fit)


def test_hessian_intervals_of_small_ladders_cover():
    """30 tables of 8 runs at 90 %: fewer than 21 covered has a chance below one in two thousand."""
    asked = {"noise": 0.003, "studies": 30, "intervals": ("hessian",), "level": 0.9, "loss": "least squares"}
    rows = coverage_study(TRUTH, *valley_design(2, 4), **asked)
    for row in rows:
        assert row.covered.value > 100 * 20.5 / 30, row


# ---- exact tables ----


def test_an_exact_table_has_one_optimum_and_converged_resamples():
    """A planted law whose sizes are rounded to whole parameters, as a published table has them."""
    planted = isoflop(budgets=8, sizes=9)
    exact = Runs(np.round(planted.parameters), planted.tokens, planted.loss)
    fit = fit_surface(exact, bootstrap=60)
    assert len(fit.starts.optima) == 1
    assert fit.refits.converged.all()
    assert fit.warnings == ()
    assert np.abs(residuals(fit.problem.design, fit.theta[None])[0]).max() < 1e-8
    assert fit.parameters["alpha"].value == pytest.approx(TRUTH.alpha, rel=1e-7)


# ---- words ----


def test_an_interval_that_bounds_nothing_is_said_in_words():
    ask = lambda *numbers, unit="": said(estimate(*numbers, method="m", level=0.95, unit=unit))
    assert ask(0.25, 0.0013, 120.0) == ("0.25", "not determined (0.0013 to 120)")
    assert ask(3.0, 0.0, np.inf) == ("3", "not determined")
    assert ask(6.6, 0.46, 190.0) == ("6.6", "0.46 to 190")
    assert ask(0.34, 0.21, 0.47) == ("0.34", "0.21 to 0.47")


# ---- exit codes ----


def write(path, runs):
    rows = zip(runs.parameters, runs.tokens, runs.loss)
    path.write_text("N,D,loss\n" + "".join(f"{n:.10g},{d:.10g},{v:.10g}\n" for n, d, v in rows))
    return str(path)


@pytest.mark.parametrize("approach", ["2", "3"])
def test_what_is_no_law_exits_with_one_and_says_so_in_the_json(tmp_path, approach):
    few = write(tmp_path / "few.csv", scattered(4))
    assert main(["fit", few, "--approach", approach, "--json", str(tmp_path / "o.json")]) == 1
    record = json.loads((tmp_path / "o.json").read_text())
    assert record["has_law"] is False
    assert record["converged"] is False
    assert record["verdict"]


def test_approach_2_without_an_interval_exits_with_one(tmp_path, capsys):
    table = write(tmp_path / "two.csv", noisy(*valley_design(2, 3), 0.001))
    assert main(["fit", table, "--approach", "2", "--json", str(tmp_path / "o.json")]) == 1
    assert "No interval" in json.loads((tmp_path / "o.json").read_text())["verdict"]
    assert "not determined" in capsys.readouterr().out
    assert main(["fit", table, "--approach", "2", "--bootstrap", "0"]) == 2
    assert main(["fit", table, "--approach", "2", "--bootstrap", "1"]) == 2
