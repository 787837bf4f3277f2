"""Every number that the chapter on the Chinchilla correction states."""

from functools import cache

import numpy as np

from scaling_laws.quantity import Numbers, estimate, exact, percent

from ...accepted import (
    LEVEL,
    METHOD,
    bounds,
    design_correlation,
    hoffmann,
    refit,
    sample,
    unrounded,
    with_interval,
)
from ...published import figure, value
from . import audit, counting
from .fits import by_fit, compute_growth, far_budget, gopher_budget, mmlu, printed_cell, sardana, simulated_fit
from .isoflop import TOLERANCE, flatness, valley_width
from .lifetime import example
from .printed_tables import MISPRINTED, approach_compute, misprint_corrected

TPP = "tokens per parameter"
FIRST_STEP, TENFOLD = 2.0, 10.0
MONTHS = 12


@cache
def numbers():
    """The numbers of the chapter, by name."""
    return Numbers.of(
        _fits, _simulated, _frontier, _valley, _approaches, _audit, _frozen, _disagreement, _inference, _small_model,
        _exercises,
    )  # fmt: skip


def _fits():
    C, h, u = gopher_budget(), hoffmann(), unrounded()
    cell = printed_cell().optimum(C).tokens_per_parameter
    gain = u.optimum(C).tokens_per_parameter, h.optimum(C).tokens_per_parameter
    return dict(
        budget=exact(C, "FLOP"),
        far_budget=exact(far_budget(), "FLOP"),
        h_ratio=exact(gain[1], TPP),
        u_ratio=exact(gain[0], TPP),
        r_ratio=with_interval(lambda s: s.optimum(C).tokens_per_parameter, TPP),
        independent=with_interval(lambda s: s.optimum(C).tokens_per_parameter, TPP, correlated=False),
        rounding_gain=percent(gain[1] / gain[0] - 1),
        cell_low=exact(cell.min(), TPP),
        cell_high=exact(cell.max(), TPP),
        h_size=exact(h.optimum(C).parameters, "parameters"),
        u_size=exact(u.optimum(C).parameters, "parameters"),
        printed_size=figure("hoffmann_2022_approach3_gopher_nopt"),
        h_ratio_far=exact(_ratio_far(h), TPP),
        r_ratio_far=with_interval(_ratio_far, TPP),
        published_ratio_far=figure("besiroglu_2024_dn_ratio"),
        third_sweep_ratio=exact(value("llama3_scaling_pred_tokens") / value("llama3_scaling_pred_params"), TPP),
        far_factor=with_interval(lambda s: _ratio_far(h) / _ratio_far(s)),
        r_a=with_interval(lambda s: s.a),
        loglik_printed=exact(value("besiroglu_2024_loglik_refit") - value("besiroglu_2024_loglik_rounded")),
        loglik_unrounded=exact(value("besiroglu_2024_loglik_refit") - value("besiroglu_2024_loglik_unrounded")),
        runs_fitted=figure("besiroglu_2024_points_fitted"),
        runs_needed=figure("besiroglu_2024_n_needed"),
    )


def _simulated():
    fit = simulated_fit()
    return dict(
        simulated_runs=exact(len(fit.runs), "runs"),
        simulated_gamma=fit.parameters["frontier_exponent"],
        simulated_ratio=fit.optimum(gopher_budget()).tokens_per_parameter.in_unit(TPP),
    )


def _ratio_far(surface):
    return surface.optimum(far_budget()).tokens_per_parameter


def _frontier():
    C = gopher_budget()
    out = _by_fits("double", lambda s: 100 * (1 - FIRST_STEP**-s.frontier_exponent), "%")
    out |= _by_fits("total_double", lambda s: 100 * (1 - s.frontier.loss(FIRST_STEP * C) / s.frontier.loss(C)), "%")
    out |= _by_fits("halve", lambda s: FIRST_STEP ** (1 / s.frontier_exponent), "×")
    out["h_gamma"] = exact(hoffmann().frontier_exponent)
    out["u_gamma"] = exact(unrounded().frontier_exponent)
    out["r_gamma"] = with_interval(lambda s: s.frontier_exponent)
    out["r_gamma_independent"] = with_interval(lambda s: s.frontier_exponent, correlated=False)
    return out


def _by_fits(name, function, unit=""):
    """A number by H, and by R with its interval, as {h_name: …, r_name: …}."""
    return {f"{fit.lower()}_{name}": number for fit, number in by_fit(function, unit).items()}


def _valley():
    out = {"valley_tolerance": percent(TOLERANCE - 1)}
    out |= _by_fits("valley_low", lambda s: valley_width(s)[0]) | _by_fits("valley_high", lambda s: valley_width(s)[1])
    out["kaplan_valley_low"] = figure("kaplan_2020_offoptimal_range_low")
    out["kaplan_valley_high"] = figure("kaplan_2020_offoptimal_range_high")
    return out


def _approaches():
    first, second, third = (approach_compute(k)[-1] for k in (1, 2, 3))
    return dict(
        giant_1=exact(first, "FLOP"),
        giant_2=exact(second, "FLOP"),
        giant_3=exact(third, "FLOP"),
        giant_factor=exact(third / first, "×"),
        giant_tokens_1=figure("hoffmann_2022_table3_10t_tokens"),
        giant_tokens_3=figure("hoffmann_2022_tablea3_approach3_10t_tokens"),
        misprint=figure(f"hoffmann_2022_tablea3_approach3_{MISPRINTED}_flop"),
        misprint_corrected=exact(misprint_corrected(), "FLOP"),
        a_1=figure("hoffmann_2022_approach1_a"),
        a_2=figure("hoffmann_2022_approach2_a"),
        a_3=figure("hoffmann_2022_approach3_a"),
        a_level=percent(figure("hoffmann_2022_approach3_a").level),
        extrapolation=exact(gopher_budget() / value("hoffmann_2022_isoflop_max"), "×"),
    )


def _audit():
    camps = audit.camps()
    out = {
        "audited": exact(len(audit.runs()), "runs"),
        "too_large": exact(len(camps["too large"])),
        "too_small": exact(len(camps["too small"])),
        "disagree": exact(len(camps["the fits disagree"])),
    }
    out |= _by_both_fits("gpt3", "waste", audit.waste, "GPT-3 175B", "×")
    out |= _by_both_fits("gpt3", "excess", audit.excess_loss, "GPT-3 175B", "nats/token")
    out |= _by_both_fits("gopher", "waste", audit.waste, "Gopher 280B", "×")
    out |= _by_both_fits("mtnlg", "waste", audit.waste, "MT-NLG 530B", "×")
    for key, label in (("chinchilla", "Chinchilla 70B"), ("llama8", "Llama 3 8B")):
        out[f"{key}_ratio"] = exact(audit.run(label).ratio, TPP)
        out |= _by_both_fits(key, "waste", audit.waste, label, "×")
    out |= _repaid("llama8", audit.run("Llama 3 8B"))
    out["measured_gap"] = exact(np.log(value("gopher_wikitext_ppl") / value("chinchilla_wikitext_ppl")), "nats/token")
    out["chinchilla_mmlu"], out["gopher_mmlu"] = mmlu("chinchilla_mmlu"), mmlu("gopher_mmlu")
    out["growth"] = compute_growth()
    for key in ("h", "r"):
        out[f"months_{key}"] = (MONTHS * np.log(out[f"gopher_{key}_waste"]) / np.log(out["growth"])).in_unit("months")
    out["phi_mmlu"], out["llama70_mmlu"] = mmlu("mmlu_phi3_mini"), mmlu("mmlu_llama2_70b")
    out["phi_smaller"] = exact(value("run_llama2_70b_params") / value("phi3_mini_params"), "×")
    return out | _by_fits("predicted_gap", audit.predicted_gap, "nats/token")


def _by_both_fits(key, what, function, label, unit):
    """A number of one audited run by H, and by R with its interval, as {key_h_what: …, key_r_what: …}."""
    found = by_fit(lambda s: function(s, audit.run(label)), unit)
    return {f"{key}_{fit.lower()}_{what}": number for fit, number in found.items()}


def _repaid(key, r):
    out = {f"{key}_tokens": exact(r.D, "tokens")}
    for name, even in by_fit(lambda s: audit.break_even(s, r), "tokens").items():
        out[f"{key}_{name.lower()}_repaid"], out[f"{key}_{name.lower()}_repaid_share"] = even, percent(even / r.D)
    for name, twin in by_fit(lambda s: audit.twin(s, r).parameters, "parameters").items():
        out[f"{key}_{name.lower()}_twin"] = twin
    return out


def _frozen():
    r = audit.run("Gopher 280B")
    out = {"frozen_tokens": exact(r.D, "tokens")}
    out |= _by_fits("frozen_floor", lambda s: s.E + s.B * r.D**-s.beta, "nats/token")
    return (
        out
        | _by_fits("floor", lambda s: s.E, "nats/token")
        | _by_fits("frozen", lambda s: audit.frozen_data_exponent(s, r))
    )


def _disagreement():
    days = gopher_budget() / value("kaplan_2020_pf_day")
    kaplan_n = value("kaplan_2020_nopt_scale") * days ** value("kaplan_2020_nopt_exponent")
    kaplan_d = value("kaplan_2020_dopt_scale") * days ** value("kaplan_2020_dopt_exponent")
    first, last = figure("porian_2024_a_reproduce_kaplan_rw"), figure("porian_2024_a_tuned_rw")
    return dict(
        kaplan_a=figure("kaplan_2020_nopt_exponent"),
        kaplan_n=exact(kaplan_n, "parameters"),
        kaplan_d=exact(kaplan_d, "tokens"),
        kaplan_n_tenfold=exact(TENFOLD ** value("kaplan_2020_nopt_exponent"), "×"),
        kaplan_d_tenfold=exact(TENFOLD ** value("kaplan_2020_dopt_exponent"), "×"),
        kaplan_oversize=with_interval(lambda s: kaplan_n / s.optimum(gopher_budget()).parameters, "×"),
        counted_r=with_interval(lambda s: counting.apparent(s)[0]),
        counted_h=exact(counting.apparent(unrounded())[0]),
        counted_loss_r=with_interval(lambda s: -counting.apparent(s)[1]),
        counted_published=figure("pearce_2024_a_nonembed_epoch"),
        counted_published_h=figure("pearce_2024_a_nonembed_chinchilla"),
        trained_total=figure("pearce_2024_exp_a_total"),
        trained_nonembed=figure("pearce_2024_exp_a_nonembed"),
        kaplan_loss_exponent=figure("kaplan_2020_alpha_c_naive"),
        stair_first=first,
        stair_layer=figure("porian_2024_a_last_layer_rw"),
        stair_warmup=figure("porian_2024_a_warmup_rw"),
        stair_cosine=figure("porian_2024_a_cosine_rw"),
        stair_last=last,
    )


def _inference():
    N, served = value("sardana_2024_30b_base"), value("sardana_2024_30b_served")
    base, plan, saving = example(sardana(), N, served)
    out = dict(
        served=exact(served, "tokens"),
        served_base=exact(N, "parameters"),
        served_size=exact(plan.parameters, "parameters"),
        served_factor=exact(plan.tokens / base.tokens, "×"),
        served_saving=percent(saving),
        served_size_published=figure("sardana_2024_30b_n"),
        served_factor_published=figure("sardana_2024_30b_d_factor"),
        served_saving_published=percent(value("sardana_2024_30b_saving")),
        served_alpha_short=figure("sardana_2024_fit_100_alpha"),
        served_alpha_all=figure("sardana_2024_fit_all_alpha"),
    )
    return out | dict(
        served_saving_h=percent(example(hoffmann(), N, served)[2]),
        served_size_r=with_interval(lambda s: example(s, N, served)[1].parameters, "parameters"),
        served_saving_r=percent(with_interval(lambda s: example(s, N, served)[2])),
    )


def _small_model():
    small, big, tokens = value("article_a_small_model"), value("article_a_big_model"), value("gpt3_tokens")
    out = dict(small=exact(small, "parameters"), big=exact(big, "parameters"), starved=exact(tokens, "tokens"))
    for name, tie in by_fit(lambda s: s.tokens_for_loss(small, s.loss(big, tokens)), "tokens").items():
        out[f"tie_{name.lower()}"] = tie
        out[f"tie_{name.lower()}_saving"] = big * tokens / small / tie.in_unit("")
    fed = value("llama3_tokens")
    out["fed"] = exact(fed, "tokens")
    out["fed_tie_h"] = exact(hoffmann().tokens_for_loss(small, hoffmann().loss(big, fed)), "tokens")
    out["fed_big_loss_r"] = with_interval(lambda s: s.loss(big, fed), "nats/token")
    out["fed_gap_r"] = with_interval(lambda s: s.E + s.A * small**-s.alpha - s.loss(big, fed), "nats/token")
    return out


EXERCISE_BUDGET = 6e21  # chosen so that C / 6 is a round number
DOUBLE_SIZE = 2.0


def _exercises():
    def of(quantity):
        return lambda s: getattr(s.optimum(EXERCISE_BUDGET), quantity)

    gemma = audit.run("Gemma 3 27B")
    return dict(
        ex_budget=exact(EXERCISE_BUDGET, "FLOP"),
        ex_parameters=with_interval(of("parameters"), "parameters"),
        ex_tokens=with_interval(of("tokens"), "tokens"),
        ex_ratio=with_interval(of("tokens_per_parameter"), TPP),
        ex_loss=with_interval(of("loss"), "nats/token"),
        ex_G=with_interval(lambda s: s.G),
        ex_flat_double=percent(with_interval(lambda s: flatness(s, DOUBLE_SIZE) - 1)),
        ex_flat_half=percent(with_interval(lambda s: flatness(s, 1 / DOUBLE_SIZE) - 1)),
        ex_flat_compute=percent(with_interval(lambda s: flatness(s, DOUBLE_SIZE) ** (1 / s.frontier_exponent) - 1)),
        ex_drift_h=exact(TENFOLD ** (hoffmann().b - hoffmann().a)),
        ex_drift_r=with_interval(lambda s: TENFOLD ** (s.b - s.a)),
        ex_gemma_parameters=exact(gemma.N, "parameters"),
        ex_gemma_tokens=exact(gemma.D, "tokens"),
        ex_gemma_twin=with_interval(lambda s: audit.twin(s, gemma).parameters, "parameters"),
        ex_gemma_twin_tokens=with_interval(lambda s: audit.twin(s, gemma).tokens, "tokens"),
        ex_gemma_repaid=with_interval(lambda s: audit.break_even(s, gemma), "tokens"),
        ex_narrow=_narrow_ratio(),
        ex_correlation=exact(design_correlation()[1, 3]),
    )


def _narrow_ratio():
    """R's tokens per parameter at Gopher's budget, with the correlations of a narrow sweep."""
    narrow = sample(design_correlation(np.geomspace(1 / DOUBLE_SIZE, DOUBLE_SIZE, 27)))
    low, high = bounds(narrow.optimum(gopher_budget()).tokens_per_parameter)
    ratio = refit().optimum(gopher_budget()).tokens_per_parameter
    return estimate(ratio, low, high, method=METHOD, level=LEVEL, unit=TPP)
