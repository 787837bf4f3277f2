"""The named numbers of the chapter."""

from dataclasses import replace
from functools import cache

import numpy as np

from scaling_laws.quantity import Numbers, estimate, exact, percent
from scaling_laws.statistics import LEVEL, median_and_central, normal_quantile

from ... import published
from ...accepted import with_interval
from ...forecasts import row as registered
from ...published import value
from . import forecast, kaplan, record, rounding, shapes

NATS = "nats/token"
HALF = 0.5  # cut of the loss in the examples
GPT4_DECADES = 4.0
LATER = 0.5  # power of compute with which data grow in the plan that replaced Kaplan's


def _units():
    vocabulary = value("kaplan_2020_vocab")
    typical = shapes.starting_loss()
    return dict(
        blind_loss=exact(np.log(vocabulary), NATS),
        loss_start=exact(typical, NATS),
        choices_start=exact(np.exp(typical)),
        loss_star=published.figure("kaplan_2020_breakdown_l"),
        choices_star=exact(np.exp(value("kaplan_2020_breakdown_l"))),
        gpt3_6nd=exact(6 * value("gpt3_175b_params") * value("gpt3_tokens"), "FLOP"),
        gpt3_flop=published.figure("gpt3_175b_flop"),
    )


def _axes():
    laws, found = kaplan.by_axis(), {}
    for axis, law in laws.items():
        found |= {
            f"alpha_{axis}": exact(law.exponent),
            f"half_{axis}": exact(kaplan.growth_for_cut(law.exponent, HALF), "×"),
        }
    low, high = (kaplan.growth_for_cut(value(f"article_b_alpha_{end}"), HALF) for end in ("low", "high"))
    return found | dict(
        article_low=published.figure("article_b_alpha_low"),
        article_high=published.figure("article_b_alpha_high"),
        half_low=exact(low, "×"),
        half_high=exact(high, "×"),
        article_disagrees=exact(low / high, "×"),
    )


def _joint():
    joint, N, D = kaplan.joint(), 1e9, 1e10
    law, split = kaplan.harmonic(joint.alpha_n, joint.alpha_d), joint.alpha_n / joint.alpha_d
    return dict(
        joint_alpha_n=published.figure("kaplan_2020_joint_alpha_n"),
        joint_alpha_d=published.figure("kaplan_2020_joint_alpha_d"),
        joint_loss=exact(joint.loss(N, D), NATS),
        joint_loss_n=exact(joint.unlimited_data.loss(N), NATS),
        joint_exponent=exact(law),
        joint_size_exponent=exact(1 / (1 + split)),
        data_per_tenfold=exact(10**split, "×"),
        nopt_exponent=published.figure("kaplan_2020_nopt_exponent"),
        dopt_exponent=published.figure("kaplan_2020_dopt_exponent"),
        size_per_tenfold=exact(10 ** value("kaplan_2020_nopt_exponent"), "×"),
        tokens_per_tenfold=exact(10 ** value("kaplan_2020_dopt_exponent"), "×"),
    )


def _shapes():
    pure, end = kaplan.by_axis()["compute"], shapes.FIRST * 10.0**shapes.DECADES
    found = {
        "cut_first": with_interval(lambda fit: 100 * shapes.cut(fit.frontier, shapes.FIRST), "%"),
        "cut_last": with_interval(lambda fit: 100 * shapes.cut(fit.frontier, end / 10), "%"),
        "line_exponent": with_interval(lambda fit: shapes.line_through(fit.frontier)[0]),
        "line_short": with_interval(lambda fit: 100 * shapes.shortfall(fit.frontier), "%"),
        "price_late": with_interval(lambda fit: shapes.price_above(fit.frontier, 2.0, 0.1), "×"),
    }
    return found | dict(
        reducible=with_interval(lambda fit: fit.frontier_exponent),
        floor=with_interval(lambda fit: fit.E, NATS),
        pure_price_early=exact(shapes.step_price(pure, 3.0, 0.1), "×"),
        pure_price_late=exact(shapes.step_price(pure, 2.0, 0.1), "×"),
        steep_price_early=exact((3.0 / 2.9) ** (1 / value("article_b_alpha_high")), "×"),
        steep_price_late=exact((2.0 / 1.9) ** (1 / value("article_b_alpha_high")), "×"),
        cut_pure=percent(shapes.tenfold_cuts(pure)[0]),
    )


def _breakdown():
    met, tokens = kaplan.collision(), rounding.met(lambda met: met.tokens(met.compute), "tokens")
    printed = value("kaplan_2020_breakdown_c") * kaplan.pf_day()
    return dict(
        slope_trend=exact(met.alpha_c),
        slope_limit=exact(met.growth * met.alpha_d),
        meet=rounding.met(lambda met: met.compute * kaplan.pf_day(), "FLOP"),
        meet_printed=exact(printed, "FLOP"),
        meet_loss=rounding.met(lambda met: met.trend(met.compute), NATS),
        meet_size=rounding.met_size(),
        meet_tokens=tokens,
        chinchilla=published.figure("hoffmann_2022_gopher_budget"),
        chinchilla_share=percent(value("hoffmann_2022_gopher_budget") / printed),
        meet_tokens_fewer=(published.figure("kaplan_2020_breakdown_d") / tokens).in_unit("×"),
        gpt4_over=(published.figure("run_gpt4_db_flop") / printed).in_unit("×"),
        llama_over=exact(value("run_llama31_405b_flop") / printed, "×"),
    )


def _interval(errors, decades):
    """Median and central interval of the forecasts that reach so many decades, in percent of the truth."""
    low, middle, high = 100 * np.expm1(median_and_central(errors[:, _at(decades)]))
    middle = middle if abs(middle) > 0.05 else 0.0
    method = "forecasts of simulated laboratories"
    return estimate(middle, low, high, unit="%", method=method, level=LEVEL, n=len(errors))


def _at(decades):
    """The column of the study whose forecasts reach so many decades."""
    return int(np.argmin(np.abs(forecast.DECADES - decades)))


def _spread(law, plan, decades):
    """Half the width of the central interval of forecasts by a law with a floor, as a fraction, to first order."""
    return normal_quantile() * float(forecast.floor_error(law, plan, decades)[0])


def _line_deviation():
    """Simulated standard deviation of the straight line's forecasts, over that of the textbook formula."""
    errors = forecast.study()["line, straight world"][:, _at(GPT4_DECADES)]
    return forecast.deviation(errors) / float(forecast.line_error(forecast.design(), GPT4_DECADES))


def _forecasts():
    study, plan = forecast.study(), forecast.design()
    straight, curved = forecast.laws()
    return dict(
        labs=exact(forecast.LABS),
        lab_runs=exact(plan.runs),
        lab_deviation=_line_deviation(),
        lab_line=_interval(study["line, straight world"], GPT4_DECADES),
        lab_wrong=_interval(study["line, curved world"], GPT4_DECADES),
        lab_right=_interval(study["curve, curved world"], GPT4_DECADES),
        lab_bias=percent(-np.expm1(forecast.line_bias(forecast.truth(), plan, GPT4_DECADES))),
        lab_inside=percent(np.abs(forecast.line_bias(curved, plan, np.log10(plan.compute / plan.high))).max()),
        lab_rejected=forecast.rejects_line(curved, plan),
        lab_rejected_decade=forecast.rejects_line(curved, forecast.last_decade()),
        lab_factor=exact(10**GPT4_DECADES, "×"),
    )


def _record():
    typical, careful = value("choshen_2024_are"), value("gadre_2024_loss_error")
    return dict(
        typical_error=percent(typical),
        typical_models=published.figure("choshen_2024_models"),
        careful_error=percent(careful),
        typical_worth=record.worth(typical),
        typical_spared=record.spared(typical),
        careful_worth=record.worth(careful),
        delphi_reach=exact(registered("delphi_issue_1e23").span, "×"),
        delphi_error=exact(abs(registered("delphi_issue_1e23").error), "%"),
        delphi_post=exact(abs(registered("delphi_post_1e23").error), "%"),
        delphi_failed=exact(abs(registered("delphi_first_1e22").error), "%"),
        gpt4_reach=exact(1 / value("gpt4_loss_prediction_span"), "×"),
        gadre_reach=published.figure("gadre_2024_loss_compute_saving"),
        tasks=published.figure("lourie_2025_tasks"),
        tasks_predictable=record.predictable_tasks(),
    )


def figure_above(key):
    """An upper bound in print as a bare factor."""
    return exact(value(key), "×")


def _history():
    growth = record.compute_growth()
    return dict(
        regimes=published.figure("bahri_2021_regimes"),
        growth=growth,
        growth_years=growth ** value("article_a_narrative_years"),
        algorithmic_gain=record.algorithmic_gain(),
        gundlach_gain=exact(value("gundlach_2025_accounted"), "×"),
        gundlach_small=figure_above("gundlach_2025_small_scale_gain"),
        gundlach_all=figure_above("gundlach_2025_with_literature"),
    )


def _exercises():
    pure, plan, truth = kaplan.by_axis()["compute"], forecast.design(), forecast.truth()
    wide = replace(plan, high=10 * plan.high)
    simulated = forecast.deviation(forecast.study()["curve, curved world"][:, _at(GPT4_DECADES)])
    sharper = _spread(truth, plan, GPT4_DECADES) / _spread(truth, wide, GPT4_DECADES - 1)
    return dict(
        ex_choices=exact(np.exp(2.0)),
        ex_choices_less=exact(np.exp(1.9)),
        ex_slope=exact(np.log(3.0 / 2.5) / np.log(100)),
        ex_cut_two=percent(1 - 100**-pure.exponent),
        ex_hundred=exact(kaplan.growth_for_cut(pure.exponent, 0.2), "×"),
        ex_meet_later=rounding.met(lambda met: replace(met, growth=LATER).compute * kaplan.pf_day(), "FLOP"),
        ex_slope_later=exact(LATER * kaplan.collision().alpha_d),
        ex_curve_sd=percent(_spread(truth, plan, GPT4_DECADES)),
        ex_curve_wide=percent(_spread(truth, wide, GPT4_DECADES - 1)),
        ex_curve_sim=percent(normal_quantile() * simulated),
        ex_curve_sharper=exact(sharper, "×"),
        ex_curve_runs=exact(sharper**2, "×"),
        ex_never=exact(pure.exponent / kaplan.collision().alpha_d),
    )


@cache
def numbers():
    """All numbers of the chapter, by name."""
    return Numbers.of(_units, _axes, _joint, _shapes, _breakdown, _forecasts, _record, _history, _exercises)
