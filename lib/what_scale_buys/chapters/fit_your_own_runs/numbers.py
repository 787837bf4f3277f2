"""Every number that the guide states."""

from dataclasses import replace
from functools import cache

import numpy as np

from scaling_laws.fitting.lack_of_fit import LEVEL as BEND_LEVEL
from scaling_laws.fitting.solver.losses import HOFFMANN_DELTA
from scaling_laws.fitting.solver.seeds import EXPONENTS, STARTS_PER_PAIR
from scaling_laws.formatting import places_of
from scaling_laws.quantity import Numbers, Text, estimate, exact, percent

from ... import words
from . import commands, fits, study, trap
from .expected_floor import expected_floor_width
from .parabolas import parabola_miss
from .simulate import (
    BUDGETS,
    EXAMPLE,
    NATS,
    PLANTED,
    SCATTER,
    SIZES_PER_BUDGET,
    SPOILED,
    other_loss,
    runs,
    training_curves,
)

FAR = 1e4  # how far beyond the largest budget the wrong law is asked


@cache
def numbers():
    """The numbers of the guide, by name; all are about the book's own example."""
    return Numbers.of(
        _table, _allocations, _surface, _starts, _intervals, warm_starts, _coverage, _floor, _choice, _plan, _misfit,
        other_world, _exercises,
    )  # fmt: skip


def _table():
    mine = runs()
    return dict(
        runs=exact(len(mine), "runs"),
        budgets=exact(len(BUDGETS)),
        sizes=exact(SIZES_PER_BUDGET),
        least_budget=exact(BUDGETS[0], "FLOP"),
        largest_budget=exact(BUDGETS[-1], "FLOP"),
        spoiled=exact(len(SPOILED)),
        spoiled_worst=percent(np.expm1(max(SPOILED.values()))),
        scatter=percent(SCATTER),
        true_e=exact(PLANTED.E, NATS),
        true_big_a=exact(PLANTED.A),
        true_big_b=exact(PLANTED.B),
        true_alpha=exact(PLANTED.alpha),
        true_beta=exact(PLANTED.beta),
        true_a=exact(PLANTED.a),
        delta=exact(HOFFMANN_DELTA),
    )


def _allocations():
    first, second = fits.envelope(), fits.isoflop()
    found, bias = fits.parabolas()
    misses = np.array([v.vertex for v in found]) / PLANTED.optimum(np.array([v.compute for v in found])).parameters
    far = fits.ahead()
    return dict(
        a_1=first.parameters["a"],
        a_2=second.parameters["a"],
        curves=exact(len(np.unique(training_curves().labels))),
        bias_mean=percent(np.mean(1 - bias)),
        vertex_worst=percent(np.nanmax(np.abs(misses - 1))),
        vertex_median=percent(np.nanmedian(np.abs(misses - 1))),
        size_2=second.optimum(far)["parameters"],
        size_1=first.optimum(far)["parameters"],
    )


def _surface():
    fit, squares = fits.surface_fit(), fits.surface_fit(loss="least squares")
    within = np.abs(fit.residuals) <= HOFFMANN_DELTA
    worst = np.sort(np.abs(squares.residuals))[-len(SPOILED) :]
    return dict(
        huber_big_a=fit.parameters["A"],
        within_delta=exact(within.sum()),
        spoiled_share=percent(np.sum(worst**2) / np.sum(squares.residuals**2)),
    )


def _starts():
    account = fits.surface_fit().starts
    return dict(
        grid=exact(len(EXPONENTS) ** 2 * STARTS_PER_PAIR, name="starts"),
        pairs=exact(len(EXPONENTS) ** 2),
        seeded=exact(account.optima[0].starts),
    )


def _intervals():
    return dict(
        e_profile=fits.floor_profile().floor,
        resamples=exact(fits.RESAMPLES),
        level=percent(fits.LEVEL),
    )


def warm_starts():
    """Of the bootstrap that never leaves home; a card asks for these alone."""
    _, _, fit, _ = trap.two_bootstraps()
    wide, narrow, ratio = trap.errors_of_both()
    return dict(
        trap_se=wide,
        trap_stuck_se=_about(narrow, 1),
        trap_ratio=_about(ratio, 1),
        trap_objective=exact(fit.objective),
        trap_ftol=exact(trap.DEFAULT_FTOL),
    )


def _about(number, digits):
    """Rounded, ends too: where SciPy stops depends, in the further digits, on the machine's processor."""
    if not number.has_interval:
        return exact(_rounded(number.value, digits), number.unit)
    ends = {name: _rounded(getattr(number, name), digits) for name in ("value", "low", "high")}
    return replace(number, **ends, places=tuple(places_of(f"{v:g}") for v in ends.values()), sample=None)


def _rounded(value, digits):
    return float(f"{value:.{digits - 1}e}")


def _coverage():
    rows = {(row[0], row[1]): row[2] for row in study.coverage()}
    covered, nominal = rows[study.METHODS[2], "exponent a"], percent(study.NOMINAL)
    return dict(
        studies=exact(study.STUDIES),
        nominal=nominal,
        covered_squares=covered,
        squares_cover=words.compare(covered, nominal, more="more than", less="less than"),
    )


def _floor():
    report = fits.report()
    wide, narrow = expected_floor_width(), expected_floor_width(decades=1.0)
    return dict(
        condition=exact(report.condition),
        size_correlation=fits.correlation(EXAMPLE, 1, 3),
        optimum_spread_percent=percent(report.optimum_spread - 1),
        floor_width=exact(wide, NATS),
        floor_width_ratio=exact(narrow / wide, "×"),
    )


def _choice():
    found = fits.criteria()
    bare = next(c for c in found if c.form == "A/N^alpha + B/D^beta")
    with_floor, without = fits.held_out(), fits.held_out(floor=False)
    return dict(
        aicc_gap=exact(bare.aicc - found[0].aicc),
        held_from=exact(with_floor.held.compute.min(), "FLOP"),
        held_error=fits.missed(with_floor),
        bare_covered=fits.covered(without),
        bare_error=fits.missed(without),
        bare_a=without.fit.parameters["a"],
        bare_bend=_about(exact(without.fit.lack_of_fit.p_value), 1),
        own_bend=_about(exact(fits.surface_fit().lack_of_fit.p_value), 2),
        bend_level=percent(BEND_LEVEL),
    )


def _plan():
    far, fit = fits.ahead(), fits.surface_fit()
    plan, true = fit.optimum(far), fits.planted_optimum(far)
    served, N, _, extra = fits.serving_plan()
    return dict(
        far_budget=exact(far, "FLOP"),
        ahead=exact(fits.AHEAD, "×"),
        plan_size=plan.parameters,
        plan_tokens=plan.tokens,
        plan_ratio=replace(plan.tokens_per_parameter, unit=""),
        plan_loss=plan.loss,
        true_size=exact(true.parameters, "parameters"),
        true_tokens=exact(true.tokens, "tokens"),
        true_ratio=exact(true.tokens_per_parameter),
        true_loss=exact(true.loss, plan.loss.unit),
        served=served,
        serving_size=N,
        serving_extra=extra,
        serving_shrink=fits.serving_shrink(),
    )


def _misfit():
    """What the commands on the book's own runs wrote."""
    whole, near, frontier, ranking = (
        found.record()
        for found in (
            commands.surface_of_ladder(),
            commands.near_of_ladder(),
            commands.frontier_of_ladder(),
            commands.ranking_of_ladder(),
        )
    )
    held = {row["law"]: row["held_out"] for row in ranking["ranking"]}
    bends = [row["bend_p_value"] for row in ranking["ranking"]]
    return dict(
        ladder_runs=exact(whole["runs"], "runs"),
        ladder_bend=_about(exact(whole["lack_of_fit"]["p_value"]), 2),
        ladder_floor=_constant(whole, "E", whole["runs"]),
        near_runs=exact(near["rows"], "runs"),
        near_bend=_about(exact(near["lack_of_fit"]["p_value"]), 2),
        near_floor=_constant(near, "E", near["rows"]),
        frontier_minima=exact(frontier["rows"]),
        frontier_floor=_constant(frontier, "floor", whole["runs"]),
        ladder_held=exact(held["kaplan"]["held"], "runs"),
        kaplan_error=percent(held["kaplan"]["error"]),
        surface_error=percent(held["chinchilla"]["error"]),
        ladder_bends=_about(exact(max(bends)), 2),
    )


def _constant(record, name, count):
    """A constant of a fit, as its JSON holds it."""
    found, how = record["parameters"][name], dict(method=record["method"], level=record["level"], n=count)
    return estimate(found["value"], found["low"], found["high"], unit=record["loss_unit"], **how)


def other_world():
    """Of the runs whose law has another form; a card asks for these alone."""
    fit = fits.other_fit()
    near, near_truth = _forecast(fit, BUDGETS[-1])
    far, truth = _forecast(fit, FAR * BUDGETS[-1])
    return dict(
        other_rms=fits.typical_residual(fit),
        own_rms=fits.typical_residual(fits.surface_fit()),
        other_near_miss=_miss(near, near_truth),
        other_far_forecast=far,
        other_far_miss=_miss(far, truth),
        other_far_held=_held(far, truth),
        other_far=exact(FAR, "×"),
        other_bend=_about(exact(fit.lack_of_fit.p_value), 1),
    )


def _forecast(fit, C):
    """(forecast of the fit's best run at C FLOP, loss that the other world would give it)."""
    best = fit.surface.optimum(C)
    return fit.forecast(best.parameters, best.tokens, of="mean"), other_loss(best.parameters, best.tokens)


def _held(forecast, truth):
    return Text("inside" if forecast.low <= truth <= forecast.high else "outside")


def _miss(forecast, truth):
    """How far the forecast lies from the truth, positive at the estimate."""
    return forecast - truth if forecast.value > truth else truth - forecast


def _exercises():
    cleaned = fits.cleaned()
    return dict(
        ex_runs_for_half=exact(4 * len(runs()), "runs"),
        ex_floor_decades=exact(expected_floor_width(decades=4.0), NATS),
        ex_clean_a=cleaned.parameters["a"],
        ex_clean_shift=fits.moved_by_spoiled_runs("least squares"),
        ex_huber_shift=fits.moved_by_spoiled_runs("huber"),
        ex_scale_a=exact(PLANTED.A * 10 ** (-9 * PLANTED.alpha)),
        ex_miss_wide=percent(abs(parabola_miss(width=100.0, shift=1.0, law="steeper in size") - 1)),
        ex_miss_narrow=percent(abs(parabola_miss(width=5.0, shift=1.0, law="steeper in size") - 1)),
    )
