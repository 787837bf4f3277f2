"""Every number that the guide states."""

from dataclasses import replace
from functools import cache

import numpy as np

from scaling_laws.fitting.lack_of_fit import LEVEL
from scaling_laws.fitting.solver.losses import HOFFMANN_DELTA
from scaling_laws.fitting.solver.seeds import EXPONENTS, STARTS_PER_PAIR
from scaling_laws.quantity import Numbers, Text, exact, percent

from . import fits, study, trap
from .explorables import BASE_NOISE, expected_floor_width, parabola_miss
from .simulate import (
    BUDGETS,
    PLANTED,
    SCATTER,
    SIZES_PER_BUDGET,
    SPOILED,
    WIDTH,
    damage,
    other_loss,
    runs,
    training_curves,
)

NATS = "nats/token"
FAR = 1e4  # how far beyond the largest budget the wrong law is asked


@cache
def numbers():
    """The numbers of the guide, by name; all are about the book's own example."""
    return Numbers(
        **_table(), **_allocations(), **_surface(), **_starts(), **_intervals(), **_trap(), **_coverage(),
        **_floor(), **_choice(), **_plan(), **_other(), **_exercises(),
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
        bad_rows=exact(len(damage().rows)),
        delta=exact(HOFFMANN_DELTA),
        sweep_factor=exact(WIDTH[1] / WIDTH[0], "×"),
    )


def _allocations():
    first, second, mended = fits.envelope(), fits.isoflop(), fits.isoflop(corrected=True)
    found, bias = fits.parabolas()
    misses = np.array([v.vertex for v in found]) / PLANTED.optimum(np.array([v.compute for v in found])).parameters
    far = fits.ahead()
    return dict(
        a_1=first.parameters["a"],
        a_2=second.parameters["a"],
        a_2_mended=mended.parameters["a"],
        curves=exact(len(np.unique(training_curves().labels))),
        bias_mean=percent(np.mean(1 - bias)),
        vertex_worst=percent(np.nanmax(np.abs(misses - 1))),
        vertex_median=percent(np.nanmedian(np.abs(misses - 1))),
        size_2=second.optimum(far)["parameters"],
        size_1=first.optimum(far)["parameters"],
    )


def _surface():
    out = {}
    for loss, word in zip(fits.LOSSES, ("huber", "squares", "cauchy"), strict=True):
        found = fits.surface_fit(loss=loss).parameters
        out |= {
            f"{word}_{name}": found[key] for name, key in (("e", "E"), ("alpha", "alpha"), ("beta", "beta"), ("a", "a"))
        }
    fit = fits.surface_fit()
    out |= {"huber_big_a": fit.parameters["A"], "huber_big_b": fit.parameters["B"]}
    within = np.abs(fit.residuals) <= HOFFMANN_DELTA
    worst = np.sort(np.abs(fits.surface_fit(loss="least squares").residuals))[-len(SPOILED) :]
    everything = np.sum(fits.surface_fit(loss="least squares").residuals ** 2)
    return out | dict(within_delta=exact(within.sum()), spoiled_share=percent(np.sum(worst**2) / everything))


def _starts():
    reached, total = trap.where_starts_lead(), trap.STARTS_PER_CELL * len(EXPONENTS) ** 2
    shares = [percent(reached[solver].sum() / total) for solver in trap.SOLVERS]
    account = fits.surface_fit().starts
    return dict(
        grid=exact(len(EXPONENTS) ** 2 * STARTS_PER_PAIR, name="starts"),
        pairs=exact(len(EXPONENTS) ** 2),
        per_pair=exact(STARTS_PER_PAIR),
        sampled=exact(total),
        default_share=shares[0],
        tight_share=shares[1],
        newton_share=shares[2],
        seeded=exact(account.optima[0].starts),
    )


def _intervals():
    out = {}
    for kind in fits.KINDS:
        e = fits.surface_fit(kind=kind).parameters["E"]
        out[f"e_{kind}"] = e
        out[f"e_{kind}_width"] = exact(e.high - e.low, NATS)
    out["e_profile"] = fits.floor_profile().floor
    out["resamples"] = exact(fits.RESAMPLES)
    out["level"] = percent(fits.LEVEL)
    return out


def _trap():
    converged, stuck, fit, steps = trap.two_bootstraps()
    se, narrow = (exact(np.std(values, ddof=1)) for values in (converged, stuck))
    return dict(
        trap_runs=exact(len(fit.runs), "runs"),
        trap_refits=exact(trap.REFITS),
        trap_a=fit.parameters["A"],
        trap_se=se,
        trap_stuck_se=_about(narrow, 1),
        trap_ratio=_about(exact(se.value / narrow.value, "×"), 1),
        trap_steps=_about(steps, 2),
        trap_objective=exact(fit.objective),
        trap_ftol=exact(trap.DEFAULT_FTOL),
    )


def _about(number, digits):
    """Rounded: where SciPy stops depends, in the further digits, on the machine's processor."""
    return exact(float(f"{number.value:.{digits - 1}e}"), number.unit)


def _coverage():
    rows = {(row[0], row[1]): row[2] for row in study.coverage()}
    boot, hessian, squares = study.METHODS
    return dict(
        studies=exact(study.STUDIES),
        bootstrapped=exact(study.BOOTSTRAPPED),
        study_resamples=exact(study.RESAMPLES),
        nominal=percent(study.NOMINAL),
        covered_boot=rows[boot, "exponent a"],
        covered_hessian=rows[hessian, "exponent a"],
        covered_squares=rows[squares, "exponent a"],
        covered_size=rows[hessian, "best size, ten times ahead"],
    )


def _floor():
    report = fits.report()
    n, few = expected_floor_width(), expected_floor_width(decades=1.0)
    return dict(
        condition=exact(report.condition),
        size_correlation=exact(report.correlation[1, 3]),
        data_correlation=exact(report.correlation[2, 4]),
        optimum_spread=exact(report.optimum_spread),
        optimum_spread_percent=percent(report.optimum_spread - 1),
        base_noise=percent(BASE_NOISE),
        floor_width=exact(n, NATS),
        floor_width_narrow=exact(few, NATS),
        floor_width_ratio=exact(few / n, "×"),
    )


def _choice():
    found = fits.criteria()
    bare = next(c for c in found if c.form == "A/N^alpha + B/D^beta")
    with_floor, without = fits.held_out(), fits.held_out(floor=False)
    return dict(
        aicc_gap=exact(bare.aicc - found[0].aicc),
        held=exact(len(with_floor.held), "runs"),
        held_from=exact(with_floor.held.compute.min(), "FLOP"),
        held_covered=with_floor.coverage,
        held_error=percent(with_floor.error.value),
        bare_covered=without.coverage,
        bare_error=percent(without.error.value),
        bare_bias=percent(abs(without.bias.value)),
        bare_a=without.fit.parameters["a"],
        kept_a=with_floor.fit.parameters["a"],
        bare_bend=_about(exact(without.fit.lack_of_fit.p_value), 1),
        own_bend=_about(exact(fits.surface_fit().lack_of_fit.p_value), 2),
        bend_level=percent(LEVEL),
    )


def _plan():
    far, fit = fits.ahead(), fits.surface_fit()
    plan, true = fit.optimum(far), fits.planted_optimum(far)
    served, N, D, extra = fits.serving_plan()
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
        plan_loss_error=percent(abs(plan.loss.value / true.loss - 1)),
        served=served,
        serving_size=N,
        serving_tokens=D,
        serving_extra=extra,
        serving_shrink=percent(1 - N.value / plan.parameters.value),
    )


def _other():
    fit = fits.other_fit()
    out = {"other_rms": percent(_robust(fit)), "own_rms": percent(_robust(fits.surface_fit()))}
    for word, factor in (("near", 1.0), ("far", FAR)):
        C = factor * BUDGETS[-1]
        best = fit.surface.optimum(C)
        out[f"other_{word}_forecast"] = fit.forecast(best.parameters, best.tokens, of="mean")
        truth = other_loss(best.parameters, best.tokens)
        out[f"other_{word}_miss"] = exact(abs(out[f"other_{word}_forecast"].value - truth), NATS)
        out[f"other_{word}_held"] = _held(out[f"other_{word}_forecast"], truth)
    bend = _about(exact(fit.lack_of_fit.p_value), 1)
    return out | dict(other_far=exact(FAR, "×"), other_e=fit.parameters["E"], other_bend=bend)


def _held(forecast, truth):
    return Text("inside" if forecast.low <= truth <= forecast.high else "outside")


def _robust(fit):
    return 1.4826 * np.median(np.abs(fit.residuals))


def _exercises():
    cleaned = fits.cleaned()
    return dict(
        ex_delta_ratio=exact(SCATTER / HOFFMANN_DELTA, "×"),
        ex_runs_for_half=exact(4 * len(runs()), "runs"),
        ex_floor_decades=exact(expected_floor_width(decades=4.0), NATS),
        ex_clean_a=cleaned.parameters["a"],
        ex_clean_shift=exact(
            abs(cleaned.parameters["a"].value - fits.surface_fit(loss="least squares").parameters["a"].value)
        ),
        ex_huber_shift=exact(abs(cleaned.parameters["a"].value - fits.surface_fit().parameters["a"].value)),
        ex_scale_a=exact(PLANTED.A * 10 ** (-9 * PLANTED.alpha)),
        ex_miss_wide=percent(abs(parabola_miss(width=100.0, shift=1.0, law="steeper in size") - 1)),
        ex_miss_narrow=percent(abs(parabola_miss(width=5.0, shift=1.0, law="steeper in size") - 1)),
    )
