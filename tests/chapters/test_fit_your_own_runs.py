"""The guide against its planted law, hand arithmetic, closed forms and second opinions."""

import csv
import shutil
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest
from scipy.optimize import check_grad, minimize_scalar

from rooms import explorables, figures
from scaling_laws.errors import InvalidArgument
from scaling_laws.fitting import BadRuns, Runs, coverage_study, fit_surface, fit_table, profile_floor
from scaling_laws.fitting.bootstrap import resampled_weights
from scaling_laws.fitting.engine.valleys import frontier
from scaling_laws.laws import ChinchillaSurface
from what_scale_buys import measured
from what_scale_buys.chapters import fit_your_own_runs as room
from what_scale_buys.chapters.fit_your_own_runs import (
    commands,
    expected_floor,
    fits,
    parabolas,
    simulate,
    small_sweeps,
    study,
    tables,
    trap,
)
from what_scale_buys.claims import Verdict

n = room.numbers()
TRUTH = simulate.PLANTED
OF_A_FILE = (room.design_map, room.valleys, room.losses, room.intervals, room.profile, room.forecast, room.plan)


@pytest.fixture(scope="module")
def other_file(tmp_path_factory):
    """A reader's own table: the example without its spoiled runs, and with a little less loss."""
    lines = simulate.example_table().splitlines()
    keep = [line for k, line in enumerate(lines) if k - 1 not in simulate.SPOILED]
    rows = [",".join([*line.split(",")[:3], f"{float(line.split(',')[3]) - 0.1:.4f}"]) for line in keep[1:]]
    path = tmp_path_factory.mktemp("mine") / "mine.csv"
    path.write_text("\n".join([keep[0], *rows]) + "\n")
    return str(path)


# ---- the table ----


def test_the_committed_table_is_the_one_that_the_function_makes():
    assert (simulate.DATA / simulate.EXAMPLE).read_bytes() == simulate.example_table().encode()


def test_the_table_is_the_sweep_that_the_text_describes():
    runs = simulate.runs()
    assert len(runs) == 9 * 10 == n.runs.value
    assert np.unique(np.round(np.log(runs.compute), 1)).size == 9
    misfit = np.log(runs.loss / TRUTH.loss(runs.parameters, runs.tokens))
    assert sorted(np.argsort(misfit)[-2:]) == sorted(simulate.SPOILED)
    assert np.median(np.abs(np.delete(misfit, list(simulate.SPOILED)))) == pytest.approx(0.74 * 0.004, rel=0.3)


def test_the_damaged_copy_is_refused_line_by_line():
    assert isinstance(simulate.damage(), BadRuns)
    assert [row.line for row in simulate.damage().rows] == [5, 12, 24, 38, 59]
    assert "line 59" in repr(room.damaged())


def test_a_readers_own_file_goes_through_every_figure_that_takes_one(other_file):
    for make in OF_A_FILE:
        own, example = make(other_file), make()
        assert own.alt != example.alt, make.__name__
        assert "planted" not in own.alt
    assert "mine.csv" in repr(room.result(other_file))
    assert repr(room.forms(other_file)) != repr(room.forms())
    assert "nothing to object" in repr(room.design_report(other_file))


def test_a_copy_of_the_example_elsewhere_gives_the_same_fit(tmp_path, monkeypatch):
    shutil.copy(simulate.DATA / simulate.EXAMPLE, tmp_path / "copied.csv")
    monkeypatch.chdir(tmp_path)
    assert fits.surface_fit("copied.csv").surface == fits.surface_fit().surface


def test_broken_designs_are_called_by_name_and_unknowable():
    columns = room.degenerate().columns
    assert columns["condition number"][0] == columns["condition number"][2] == "infinite"
    assert columns["exponent a"][0] == columns["exponent a"][2] == "not identified"
    assert float(columns["condition number"][1].replace("\u202f", "")) > 3 * n.condition.value
    for broken in tables.broken_designs().values():
        assert len(broken) == 90


def test_the_sentences_on_the_test_of_the_form_are_true():
    level = n.bend_level.value / 100
    assert n.bare_bend.value < level < n.own_bend.value
    assert n.other_bend.value < level
    assert "the law does not fit" in fits.other_fit().verdict()
    assert "The residuals do not bend" in repr(room.result())


# ---- the three approaches ----


def test_every_approach_is_near_the_planted_exponent():
    surfaces = [fits.surface_fit(loss=loss).parameters["a"] for loss in fits.LOSSES]
    for found in (n.a_1, n.a_2, *surfaces):
        assert found.value == pytest.approx(0.362 / (0.355 + 0.362), abs=0.025)
        assert found.low < found.high


def test_the_huber_fit_covers_all_planted_constants():
    found = fits.surface_fit().parameters
    assert all(found[k].low < getattr(TRUTH, k) < found[k].high for k in ("E", "A", "B", "alpha", "beta"))
    assert fits.surface_fit().converged
    assert n.seeded.value == n.grid.value == 4500


def test_the_spoiled_runs_own_the_sum_of_squares():
    fit = fits.surface_fit(loss="least squares")
    squares = fit.residuals**2
    assert n.spoiled_share.value == pytest.approx(100 * squares[list(simulate.SPOILED)].sum() / squares.sum())
    assert n.ex_huber_shift.value < n.ex_clean_shift.value


@pytest.mark.parametrize("law", ["balanced", "steeper in size", "steeper in data"])
def test_the_valleys_of_the_explorable_share_their_optimum(law):
    surface, best = parabolas.valley_of(law), TRUTH.optimum(simulate.MIDDLE)
    found = minimize_scalar(
        lambda x: surface.isoflop(simulate.MIDDLE, np.exp(x)),
        bounds=np.log([best.parameters / 9, 9 * best.parameters]), method="bounded", options={"xatol": 1e-9},
    )  # fmt: skip
    assert np.exp(found.x) == pytest.approx(best.parameters, rel=1e-4)
    assert found.fun == pytest.approx(best.loss, rel=1e-9)


def test_a_narrow_centred_parabola_is_unbiased_and_a_wide_one_is_not():
    assert parabolas.parabola_miss(1.01, 1.0, "steeper in size") == pytest.approx(1, abs=1e-3)
    assert n.ex_miss_wide.value > 5 * n.ex_miss_narrow.value


# ---- starts, trap, coverage ----


def test_the_written_objective_is_the_librarys_and_its_gradient_is_right():
    fit, law = fits.surface_fit(), fits.surface_fit().surface
    function = trap.objective(fit.runs)
    theta = np.array([np.log(law.E), np.log(law.A), np.log(law.B), law.alpha, law.beta])
    assert function(theta)[0] == pytest.approx(fit.objective, rel=1e-9)
    away = theta + [0.01, 0.02, -0.02, 0.003, 0.002]
    assert check_grad(lambda t: function(t)[0], lambda t: function(t)[1], away) < 1e-4 * np.linalg.norm(
        function(away)[1]
    )


def test_starts_from_the_grid_that_fail_have_lost_a_term():
    reached = trap.where_starts_lead()
    assert [count.sum() for count in reached.values()] == sorted(count.sum() for count in reached.values())
    fit, function = fits.surface_fit(), trap.objective(fits.surface_fit().runs)
    x, y = np.log(fit.runs.parameters).mean(), np.log(fit.runs.tokens).mean()
    failed = 0
    for start in trap.sampled_starts()[:, 0]:
        end = trap.descend(function, start, **trap.TIGHT)
        if end.fun > 2 * fit.objective:
            e, a, b, alpha, beta = end.x
            shares = np.exp([e, a - alpha * x, b - beta * y])
            assert shares.min() < 1e-3 * shares.max()
            failed += 1
    assert failed > 5


def test_the_trap_is_the_tolerance_and_nothing_else():
    """Scaled to order one, the same warm-started optimiser agrees with the converged refits."""
    converged, stuck, fit, _ = trap.two_bootstraps()
    assert np.std(converged) > 50 * np.std(stuck)
    function, law = trap.objective(fit.runs), fit.surface
    start = np.array([np.log(law.E), np.log(law.A), np.log(law.B), law.alpha, law.beta])
    weights = trap.resampled_weights(np.random.default_rng(trap.SEED), len(fit.runs), trap.REFITS)[:12]
    ends = [trap.descend(lambda t, w=w: tuple(1e6 * v for v in function(t, w)), start, **trap.TIGHT) for w in weights]
    assert np.exp([end.x[1] for end in ends]) == pytest.approx(converged[:12], rel=1e-3)


def test_the_error_of_a_standard_error_by_the_delta_method():
    converged, *_ = trap.two_bootstraps()
    z = (converged - converged.mean()) / converged.std()
    error = n.trap_se.value * np.sqrt((np.mean(z**4) - 1) / (4 * len(converged)))
    assert (n.trap_se.high - n.trap_se.low) / 2 == pytest.approx(1.96 * error, rel=0.15)
    assert n.trap_ratio.low < n.trap_ratio.value < n.trap_ratio.high


def test_refits_of_the_shift_are_fits_of_the_resampled_runs():
    runs, rng = simulate.runs(), np.random.default_rng(fits.SEED)
    weights = resampled_weights(rng, len(runs), fits.RESAMPLES)[:3]
    for loss, spoiled in (("huber", True), ("least squares", False)):
        kept = np.ones(len(runs))
        kept[list(simulate.SPOILED)] = spoiled
        found = fits.refitted_exponents(fits.surface_fit(loss=loss), weights * kept)
        for a, w in zip(found, weights * kept, strict=True):
            drawn = runs.take(np.repeat(np.arange(len(runs)), w.astype(int)))
            again = fit_surface(replace(drawn, dropped=()), loss=loss, bootstrap=0)
            assert a == pytest.approx(again.surface.a, abs=1e-5)
    assert n.ex_huber_shift.low < 0 < n.ex_huber_shift.high


def test_the_smaller_model_and_its_interval_draw_by_draw():
    fit, C = fits.surface_fit(), fits.ahead()
    laws = [ChinchillaSurface(*row) for row in fit.sampling.draws[fit.sampling.lawful][:300]]
    plans = [(law.optimum(C), law) for law in laws]
    shares = [1 - law.optimum_with_inference(p.loss, n.served.value).parameters / p.parameters for p, law in plans]
    ends = 100 * np.quantile(shares, (0.025, 0.975))
    assert [n.serving_shrink.low, n.serving_shrink.high] == pytest.approx(ends, abs=0.3)


def test_the_study_agrees_with_the_librarys_own():
    """Same truth, same design and heavy tails: two studies that share no loop."""
    N, D = simulate.design()
    library = coverage_study(
        TRUTH, N, D, noise=simulate.SCATTER, tails="heavy", studies=40, intervals=("hessian",), level=0.9
    )
    mine = {name: covered for method, name, covered, _, _ in study.coverage() if method == "Huber, Hessian"}
    for row in library:
        if row.name in ("E", "a"):
            assert abs(row.covered.value - mine[{"E": "floor E", "a": "exponent a"}[row.name]].value) < 15


def test_huber_intervals_are_calibrated_and_five_hundred_sweeps_stand_behind_the_table():
    rows = study.coverage()
    assert {row[3] for row in rows} == {100, 500}
    for method, _, covered, count, width in rows:
        assert covered.n == count
        assert 0 < width.low < width.value < width.high < 20
        if method == "Huber, Hessian":
            assert covered.low < 90 < covered.high


def test_the_smaller_part_of_the_study_comes_out_again():
    with (files("what_scale_buys") / "data" / study.TABLE).open(encoding="utf-8", newline="") as file:
        stored = [tuple(row.values()) for row in csv.DictReader(file) if int(row["data_sets"]) in study.SMALL]
    again = study.simulated(*study.SMALL)
    assert [row[:3] for row in stored] == [(method, name, str(count)) for method, name, count, *_ in again]
    for old, new in zip(stored, again, strict=True):
        assert int(old[3]) == new[3]
        assert [float(v) for v in old[4:]] == pytest.approx([float(v) for v in new[4:]], rel=1e-4)


def test_the_study_is_written_as_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(study, "files", lambda package: tmp_path)
    monkeypatch.setattr(study, "simulated", lambda *size: [("m", "E", size[0], 1, 2.0, 1.0, 3.0)])
    (tmp_path / "data").mkdir()
    study.write()
    (row,) = study.coverage.__wrapped__()
    assert row[:2] == ("m", "E")
    assert row[2].n == row[3] == study.STUDIES
    assert (row[4].low, row[4].high) == (1.0, 3.0)


# ---- floor, forecast, plan ----


def test_the_expected_profile_is_the_profile_of_noisy_runs():
    decades, noise = 2.0, 0.01
    C = np.repeat(simulate.MIDDLE * 10.0 ** np.linspace(-1, 1, 9), 10)
    N = TRUTH.optimum(C).parameters * np.tile(np.geomspace(*simulate.WIDTH, 10), 9)
    D = C / (6 * N)
    widths = []
    for seed in range(8):
        scatter = np.exp(noise * np.random.default_rng(seed).standard_normal(90))
        fit = fit_surface(simulate.Runs(N, D, TRUTH.loss(N, D) * scatter), loss="least squares", bootstrap=0)
        floor = profile_floor(fit, level=fits.LEVEL).floor
        widths.append(floor.high - floor.low)
    assert expected_floor.expected_floor_width(noise, 90, decades) == pytest.approx(np.mean(widths), rel=0.2)


def test_four_times_the_runs_halve_a_narrow_interval():
    wide, narrow = (expected_floor.expected_floor_width(0.002, count) for count in (90, 360))
    assert wide / narrow == pytest.approx(2, rel=0.05)
    assert n.ex_runs_for_half.value == 360


def test_without_a_floor_the_forecast_is_worse():
    assert n.bare_error.value > 5 * n.held_error.value
    assert not n.bare_a.low < TRUTH.a < n.bare_a.high
    assert n.aicc_gap.value > 100


def test_the_serving_plan_costs_least_on_a_grid():
    fit, C = fits.surface_fit(), fits.ahead()
    law = fit.surface
    target, served = law.optimum(C).loss, n.served.value
    N = np.geomspace(0.05, 1, 20_001) * law.optimum(C).parameters
    D = law.tokens_for_loss(N, target)
    total = 6 * N * D + 2 * N * served
    assert n.serving_size.value == pytest.approx(N[np.argmin(total)], rel=1e-3)


def test_the_sentences_on_the_plan_and_the_other_world_are_true():
    assert n.true_size.value < n.plan_size.low
    assert n.true_ratio.value > n.plan_ratio.high
    assert str(n.other_far_held) == "outside"
    fit = fits.other_fit()
    far = fit.surface.optimum(1e4 * simulate.BUDGETS[-1])
    assert simulate.other_loss(far.parameters, far.tokens) < n.other_far_forecast.low
    ends = np.isclose(fit.runs.compute, simulate.BUDGETS[0], rtol=0.01) | np.isclose(
        fit.runs.compute, simulate.BUDGETS[-1], rtol=0.01
    )
    assert -fit.residuals[ends].mean() < 0 < -fit.residuals[~ends].mean()


def test_another_unit_of_size_changes_the_amplitude_alone():
    A = TRUTH.A * 1e9**-TRUTH.alpha
    assert n.ex_scale_a.value == pytest.approx(A)
    billions = ChinchillaSurface(TRUTH.E, A, TRUTH.B, TRUTH.alpha, TRUTH.beta)
    assert billions.loss(3.0, 1e11) == pytest.approx(TRUTH.loss(3e9, 1e11))


# ---- the command line ----

LINES = ("list_laws", "fit_line", "predict_line", "compare_line", "misfit_line", "near_line", "frontier_line",
         "ranking_line")  # fmt: skip


@pytest.fixture(scope="module")
def ladder():
    """(parameters, tokens, losses) of the finished valleys on Python text."""
    mine = [r for r in measured.runs() if r.series == "isoflop" and r.world == "python" and r.status == "done"]
    return tuple(np.array([getattr(r, key) for r in mine], float) for key in ("parameters", "tokens", "val_loss"))


@pytest.mark.parametrize("name", LINES)
def test_a_line_shows_its_command_and_no_path_of_a_machine(name):
    shown = getattr(room, name)()
    assert repr(shown).startswith(f"$ {shown.command}\n")
    assert shown.command.startswith("scaling-laws ")
    assert "/tmp" not in repr(shown)
    assert str(simulate.DATA) not in repr(shown)
    html = shown.html()
    assert html.startswith('<pre class="sl-terminal"')
    assert html.endswith("</pre>")
    assert html.count("<") == 2


def test_what_a_terminal_shows_is_escaped():
    assert "a &lt; b &amp; c" in commands.Terminal("fit", "a < b & c", {}).html()


def test_lines_left_out_leave_a_mark():
    whole = commands.Terminal("fit", "keep 1\ndrop\ndrop\n\nkeep 2", {})
    assert whole.only(lambda line: line.startswith("keep")).output == "keep 1\n…\nkeep 2"


def test_the_list_is_the_shelf():
    from scaling_laws.laws.shelf import shelf

    shown = room.list_laws().output
    assert all(f"\n{name}: " in shown for name in shelf())
    assert "gemstones" not in shown


def test_fit_and_predict_show_what_the_library_computes():
    fit = fit_surface(simulate.runs(), bootstrap=commands.RESAMPLES)
    row = next(line for line in room.fit_line().output.splitlines() if line.startswith("alpha "))
    assert row.split() == ["alpha", *fit.parameters["alpha"].short.split(), *fit.parameters["alpha"].interval.split()]
    N, D = commands.ASKED
    middle = float(room.predict_line().output.partition(": ")[2].split()[0])
    assert middle == pytest.approx(float(fit.surface.loss(N, D)), abs=6e-4)


def test_the_ladder_is_read_as_it_was_measured(ladder):
    rows = [line.split(",") for line in commands.ladder_table().splitlines()[1:]]
    assert np.array_equal(np.array(rows, float).T, ladder)
    assert len(rows) == n.ladder_runs.value


def test_the_law_does_not_fit_the_ladder(ladder):
    fit = fit_surface(Runs(*ladder), bootstrap=0)
    assert n.ladder_floor.value == pytest.approx(fit.parameters["E"].value, rel=1e-6)
    assert n.ladder_bend.value == pytest.approx(fit.lack_of_fit.p_value, rel=0.05)
    assert n.ladder_bend.value < n.bend_level.value / 100
    assert "is no evidence that the data need one" in room.misfit_line().output


def test_rows_near_the_valleys_say_another_floor(ladder):
    N, D, loss = ladder
    budget = np.round(np.log10(6 * N * D), 1)
    near = np.zeros(len(N), bool)
    for code in np.unique(budget):
        rows = np.flatnonzero(budget == code)
        x = np.log(N[rows])
        a, b, c = np.polyfit(x - x.mean(), loss[rows], 2)
        assert x.min() < x.mean() - b / (2 * a) < x.max()
        near[rows] = loss[rows] <= (1 + commands.BAND) * (c - b * b / (4 * a))
    fit = fit_table({"parameters": N[near], "tokens": D[near], "loss": loss[near]}, "chinchilla", bootstrap=0)
    assert near.sum() == n.near_runs.value
    assert n.near_floor.value == pytest.approx(fit.parameters["E"].value, rel=1e-5)
    assert n.near_bend.value == pytest.approx(fit.bend.p_value, rel=0.05)
    assert n.near_bend.value > n.bend_level.value / 100
    path = [row["parameters"]["E"]["value"] for row in commands.near_of_ladder().record()["near"]["path"]]
    assert path[0] < path[1] < path[-1]
    assert np.all(np.diff(path) > -0.01)


def test_the_frontier_of_the_ladder_is_the_librarys(ladder):
    found = frontier(dict(zip(("parameters", "tokens", "loss"), ladder, strict=True)), bootstrap=commands.RESAMPLES)
    assert n.frontier_floor.value == pytest.approx(found.fit.parameters["floor"].value, rel=1e-5)
    assert len(found.losses) == n.frontier_minima.value
    assert all(f"least loss {value:.4f}" in room.frontier_line().output for value in found.losses)
    assert "Too few runs to tell" in room.frontier_line().output


def test_the_sentences_on_the_ranking_are_true(ladder):
    N, D, loss = ladder
    held = np.argsort(N * D, kind="stable")[-int(n.ladder_held.value) :]
    kept = np.setdiff1d(np.arange(len(N)), held)
    for law, told in (("kaplan", n.kaplan_error), ("chinchilla", n.surface_error)):
        fit = fit_table({"parameters": N[kept], "tokens": D[kept], "loss": loss[kept]}, law, bootstrap=0)
        misses = [np.log(fit.predict(N=N[k], D=D[k])[0].value / loss[k]) for k in held]
        assert told.value == pytest.approx(100 * np.sqrt(np.mean(np.square(misses))), rel=0.02)
    rows = {row["law"]: row for row in commands.ranking_of_ladder().record()["ranking"]}
    assert rows["kaplan"]["held_out"]["error"] < rows["chinchilla"]["held_out"]["error"]
    assert rows["kaplan"]["in_sample"] > rows["chinchilla"]["in_sample"]
    assert n.ladder_bends.value < n.bend_level.value / 100


def test_a_command_that_fails_raises():
    with pytest.raises(commands.CommandFailed, match=r"missing\.csv"):
        commands.terminal("fit", "missing.csv", tables={})
    with pytest.raises(commands.CommandFailed, match="exit code 2"):
        commands.terminal("fitt", tables={})
    with pytest.raises(commands.CommandFailed, match="exit code"):
        commands.terminal("fit", "one.csv", tables={"one.csv": "parameters,tokens,loss\n1e9,2e10,2.5\n"})


# ---- pictures, the verdict and the cards ----


def test_figures_speak_their_numbers():
    for name, figure in figures("fit_your_own_runs").items():
        assert sum(c.isdigit() for c in figure.alt) >= 4, name
        assert "nan" not in figure.alt, name


def test_explorables_never_say_nan():
    for name, explorable in explorables("fit_your_own_runs").items():
        assert not any("nan" in state["summary"] for state in explorable.states()), name


def test_the_claim_is_decided_by_its_evidence():
    assert room.CLAIMS["A4"].verdict == Verdict.CONTRADICTED
    untuned = room.CLAIMS["A4"].inputs["untuned"]
    assert room.CLAIMS["A4"].finding(tuned=replace(untuned, value=untuned.high)).verdict == Verdict.HOLDS
    apart = replace(untuned, value=0.8, low=0.79, high=untuned.low - 0.001)
    assert room.CLAIMS["A4"].finding(tuned=apart).verdict == Verdict.CONTRADICTED


def test_cards_hold_numbers():
    assert set(room.CARDS) == {"interval", "beyond"}
    assert n.trap_se.bare in room.CARDS["interval"].answer


# ---- small sweeps ----

STUDY = run_path(str(Path(__file__).parents[2] / "benchmarks" / "coverage.py"))


def test_a_row_of_the_table_of_small_sweeps_comes_out_again():
    design, tails, noise = "3 budgets of 3 sizes", "normal", 0.003
    (row,) = [r for r in small_sweeps.rows() if (r.design, r.tails, r.noise) == (design, tails, noise)]
    sets = round(row.covered.n / row.stated)
    N, D = STUDY["valley"](3, 3)
    again = STUDY["allocation_study"](
        STUDY["TRUTH"], N, D, noise=noise, tails=tails, studies=sets, bootstrap=row.resamples, level=row.level
    )
    assert len(N) == row.runs
    assert again.covered.value == pytest.approx(row.covered.value, abs=0.5)
    assert again.stated == pytest.approx(row.stated, abs=0.005)
    assert (row.covered.low, row.covered.high) == pytest.approx((again.covered.low, again.covered.high), abs=0.7)


def test_every_design_of_the_table_is_one_of_the_study():
    named = {(name, tails, noise) for name, _, tails, noise, *_ in STUDY["studies"]()}
    rows = small_sweeps.rows()
    assert {(row.design, row.tails, row.noise) for row in rows} <= named
    assert len(small_sweeps.of_approach_2()) == 4 * len(STUDY["VALLEYS"])
    unstated = [row for row in rows if row.covered is None]
    assert {row.design for row in unstated} == {"2 budgets of 3 sizes"}


def test_few_runs_leave_the_bootstrap_wide_as_the_guide_says():
    rows = small_sweeps.of_the_surface("a")
    assert {row.design for row in rows} == {name for name, *_ in STUDY["studies"]() if "sizes" not in name}
    few = [row for row in rows if row.interval == "percentile" and row.runs <= 8]
    assert len(few) == 4
    assert all(row.covered.high >= 95 and row.width > 1 for row in few)
    shown = repr(room.small_ladders())
    assert all(row.design in shown for row in rows)
    assert shown.count("wide") == len(rows)


def test_a_row_of_small_sweeps_that_cannot_be_is_refused():
    cells = dict(
        design="x", runs="9", tails="normal", noise="0.01", data_sets="500", resamples="200", interval="approach 2",
        number="a", nominal="95", stated="100", covered="94.4", low="92", high="96", width="0.1",
    )  # fmt: skip
    assert small_sweeps.Row.of(cells).covered.n == 500
    for broken in ({"stated": "120"}, {"tails": "fat"}):
        with pytest.raises(InvalidArgument):
            small_sweeps.Row.of({**cells, **broken})
