"""Every number that the chapter on the Chinchilla correction states."""

from functools import cache

import numpy as np

from scaling_laws.laws import compute_cost
from scaling_laws.quantity import Numbers, exact, percent

from ...accepted import FITS, bounds, design_correlation, draws, hoffmann, refit, sample, unrounded, with_interval
from ...published import figure, value
from . import audit, counting
from .fits import far_budget, gopher_budget, printed_cell, sardana, simulated_fit
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
        independent_low=exact(bounds(draws(False).optimum(C).tokens_per_parameter)[0], TPP),
        independent_high=exact(bounds(draws(False).optimum(C).tokens_per_parameter)[1], TPP),
        rounding_gain=percent(gain[1] / gain[0] - 1),
        cell_low=exact(cell.min(), TPP),
        cell_high=exact(cell.max(), TPP),
        h_size=exact(h.optimum(C).parameters, "parameters"),
        u_size=exact(u.optimum(C).parameters, "parameters"),
        printed_size=figure("hoffmann_2022_approach3_gopher_nopt"),
        h_ratio_far=exact(h.optimum(far_budget()).tokens_per_parameter, TPP),
        r_ratio_far=with_interval(lambda s: s.optimum(far_budget()).tokens_per_parameter, TPP),
        published_ratio_far=figure("besiroglu_2024_dn_ratio"),
        third_sweep_ratio=exact(value("llama3_scaling_pred_tokens") / value("llama3_scaling_pred_params"), TPP),
        far_factor=exact(_ratio_far(h) / _ratio_far(refit()), "×"),
        r_a=with_interval(lambda s: s.a),
        loglik_printed=exact(value("besiroglu_2024_loglik_refit") - value("besiroglu_2024_loglik_rounded")),
        loglik_unrounded=exact(value("besiroglu_2024_loglik_refit") - value("besiroglu_2024_loglik_unrounded")),
        runs_fitted=figure("besiroglu_2024_points_fitted"),
        runs_needed=figure("besiroglu_2024_n_needed"),
    )


def _simulated():
    fit = simulated_fit()
    ratio = fit.optimum(gopher_budget()).tokens_per_parameter
    return dict(
        simulated_runs=exact(len(fit.runs), "runs"),
        simulated_gamma=fit.parameters["frontier_exponent"],
        simulated_ratio=ratio,
        simulated_ratio_low=exact(ratio.low, TPP),
        simulated_ratio_high=exact(ratio.high, TPP),
    )


def _ratio_far(surface):
    return surface.optimum(far_budget()).tokens_per_parameter


def _frontier():
    C = gopher_budget()
    out = {}
    for name, fit in FITS.items():
        s, key = fit(), name.lower()
        out[f"{key}_double"] = percent(1 - FIRST_STEP**-s.frontier_exponent)
        out[f"{key}_total_double"] = percent(1 - s.frontier.loss(FIRST_STEP * C) / s.frontier.loss(C))
        out[f"{key}_halve"] = exact(FIRST_STEP ** (1 / s.frontier_exponent), "×")
    out["h_gamma"] = exact(hoffmann().frontier_exponent)
    out["u_gamma"] = exact(unrounded().frontier_exponent)
    out["r_gamma"] = with_interval(lambda s: s.frontier_exponent)
    out["r_gamma_independent"] = with_interval(lambda s: s.frontier_exponent, correlated=False)
    return out


def _valley():
    out = {"valley_tolerance": percent(TOLERANCE - 1)}
    for name, fit in FITS.items():
        low, high = valley_width(fit(), gopher_budget())
        out[f"{name.lower()}_valley_low"], out[f"{name.lower()}_valley_high"] = exact(low), exact(high)
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
        a_1=exact(value("hoffmann_2022_approach1_a")),
        a_2=exact(value("hoffmann_2022_approach2_a")),
        a_3=exact(value("hoffmann_2022_approach3_a")),
        a_3_low=exact(figure("hoffmann_2022_approach3_a").low),
        a_3_high=exact(figure("hoffmann_2022_approach3_a").high),
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
    out["chinchilla_mmlu"], out["gopher_mmlu"] = figure("chinchilla_mmlu"), figure("gopher_mmlu")
    slow, fast = value("epoch_2024_compute_growth_low"), value("epoch_2024_compute_growth_high")
    out["growth_low"], out["growth_high"] = exact(slow), exact(fast)
    out["months_low"] = exact(round(MONTHS * np.log(out["gopher_r_waste"].value) / np.log(fast)), "months")
    out["months_high"] = exact(round(MONTHS * np.log(out["gopher_h_waste"].value) / np.log(slow)), "months")
    out["phi_mmlu"], out["llama70_mmlu"] = figure("mmlu_phi3_mini"), figure("mmlu_llama2_70b")
    out["phi_smaller"] = exact(value("run_llama2_70b_params") / value("phi3_mini_params"), "×")
    for name, fit in FITS.items():
        out[f"predicted_gap_{name.lower()}"] = exact(audit.predicted_gap(fit()), "nats/token")
    return out


def _by_both_fits(key, what, function, label, unit):
    """A number of one audited run by H, and by R with its interval, as {key_h_what: …, key_r_what: …}."""
    r = audit.run(label)
    return {
        f"{key}_h_{what}": exact(function(hoffmann(), r), unit),
        f"{key}_r_{what}": with_interval(lambda s: function(s, r), unit),
    }


def _repaid(key, r):
    twin, even = _twin(r), lambda s: audit.break_even(s, r)
    h, r_even = even(hoffmann()), with_interval(even, "tokens")
    return {
        f"{key}_tokens": exact(r.D, "tokens"),
        f"{key}_h_twin": exact(twin(hoffmann()), "parameters"),
        f"{key}_h_repaid": exact(h, "tokens"),
        f"{key}_h_repaid_share": percent(h / r.D),
        f"{key}_r_repaid": r_even,
        f"{key}_r_twin": with_interval(twin, "parameters"),
        f"{key}_r_repaid_share": percent(r_even.value / r.D),
    }


def _twin(r):
    """Parameters of the training-optimal model of the run's loss, as a function of the surface."""
    return lambda s: s.optimum(s.equivalent_compute(r.N, r.D)).parameters


def _frozen():
    r = audit.run("Gopher 280B")
    out = {"frozen_tokens": exact(r.D, "tokens")}
    for name, fit in FITS.items():
        s, key = fit(), name.lower()
        out[f"{key}_frozen_floor"] = exact(s.E + s.B * r.D**-s.beta, "nats/token")
        out[f"{key}_floor"] = exact(s.E, "nats/token")
    out["h_frozen"] = exact(audit.frozen_data_exponent(hoffmann(), r))
    out["r_frozen"] = with_interval(lambda s: audit.frozen_data_exponent(s, r))
    return out


def _disagreement():
    days = gopher_budget() / value("kaplan_2020_pf_day")
    kaplan_n = value("kaplan_2020_nopt_scale") * days ** value("kaplan_2020_nopt_exponent")
    kaplan_d = value("kaplan_2020_dopt_scale") * days ** value("kaplan_2020_dopt_exponent")
    apparent = counting.apparent_exponents()
    first, last = figure("porian_2024_a_reproduce_kaplan_rw"), figure("porian_2024_a_tuned_rw")
    return dict(
        kaplan_a=figure("kaplan_2020_nopt_exponent"),
        kaplan_n=exact(kaplan_n, "parameters"),
        kaplan_d=exact(kaplan_d, "tokens"),
        kaplan_n_tenfold=exact(TENFOLD ** value("kaplan_2020_nopt_exponent"), "×"),
        kaplan_d_tenfold=exact(TENFOLD ** value("kaplan_2020_dopt_exponent"), "×"),
        kaplan_oversize=exact(kaplan_n / refit().optimum(gopher_budget()).parameters, "×"),
        counted_r=exact(apparent["R"][0]),
        counted_h=exact(apparent["H"][0]),
        counted_loss_r=exact(-apparent["R"][1]),
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
    (_, _, saving_h), (_, plan_r, saving_r) = (example(fit(), N, served) for fit in FITS.values())
    return out | dict(
        served_saving_h=percent(saving_h),
        served_size_r=exact(plan_r.parameters, "parameters"),
        served_saving_r=percent(saving_r),
    )


def _small_model():
    small, big, tokens = value("article_a_small_model"), value("article_a_big_model"), value("gpt3_tokens")
    out = dict(small=exact(small, "parameters"), big=exact(big, "parameters"), starved=exact(tokens, "tokens"))
    for name, fit in FITS.items():
        s, key = fit(), name.lower()
        tie = s.tokens_for_loss(small, s.loss(big, tokens))
        out[f"tie_{key}"] = exact(tie, "tokens")
        out[f"tie_{key}_saving"] = exact(compute_cost(big, tokens) / compute_cost(small, tie), "×")
    low, high = bounds(draws().tokens_for_loss(small, draws().loss(big, tokens)))
    out["tie_r_low"], out["tie_r_high"] = exact(low, "tokens"), exact(high, "tokens")
    fed = value("llama3_tokens")
    out["fed"] = exact(fed, "tokens")
    out["fed_tie_h"] = exact(hoffmann().tokens_for_loss(small, hoffmann().loss(big, fed)), "tokens")
    out["fed_big_loss_r"] = exact(refit().loss(big, fed), "nats/token")
    out["small_limit_r"] = exact(refit().E + refit().A * small ** -refit().alpha, "nats/token")
    return out


EXERCISE_BUDGET = 6e21  # chosen so that C / 6 is a round number
DOUBLE_SIZE = 2.0


def _exercises():
    best = refit().optimum(EXERCISE_BUDGET)
    narrow = sample(design_correlation(np.geomspace(0.5, 2.0, 27)))
    narrow_ratio = bounds(narrow.optimum(gopher_budget()).tokens_per_parameter)
    gemma = audit.run("Gemma 3 27B")
    twin = refit().optimum(refit().equivalent_compute(gemma.N, gemma.D))
    return dict(
        ex_budget=exact(EXERCISE_BUDGET, "FLOP"),
        ex_parameters=exact(best.parameters, "parameters"),
        ex_tokens=exact(best.tokens, "tokens"),
        ex_ratio=exact(best.tokens_per_parameter, TPP),
        ex_loss=exact(best.loss, "nats/token"),
        ex_G=exact(refit().G),
        ex_flat_double=percent(flatness(refit(), DOUBLE_SIZE) - 1),
        ex_flat_half=percent(flatness(refit(), 1 / DOUBLE_SIZE) - 1),
        ex_flat_compute=percent(flatness(refit(), DOUBLE_SIZE) ** (1 / refit().frontier_exponent) - 1),
        ex_drift_h=exact(TENFOLD ** (hoffmann().b - hoffmann().a)),
        ex_drift_r=with_interval(lambda s: TENFOLD ** (s.b - s.a)),
        ex_gemma_parameters=exact(gemma.N, "parameters"),
        ex_gemma_tokens=exact(gemma.D, "tokens"),
        ex_gemma_twin=exact(twin.parameters, "parameters"),
        ex_gemma_twin_tokens=exact(twin.tokens, "tokens"),
        ex_gemma_repaid=exact(audit.break_even(refit(), gemma), "tokens"),
        ex_narrow_low=exact(narrow_ratio[0], TPP),
        ex_narrow_high=exact(narrow_ratio[1], TPP),
        ex_correlation=exact(design_correlation()[1, 3]),
    )
