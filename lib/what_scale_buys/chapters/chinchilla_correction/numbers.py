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
from .fits import compute_growth, gopher_budget, mmlu, sardana, simulated_fit
from .isoflop import flatness, valley_width
from .lifetime import example
from .printed_tables import approach_compute

TPP = "tokens per parameter"
FIRST_STEP, TENFOLD = 2.0, 10.0
MONTHS = 12


@cache
def numbers():
    """The numbers of the chapter, by name."""
    return Numbers.of(
        _printed, _refit, _approaches, _audit, _disagreement, _elsewhere, _inference, _small_model, _exercises
    )  # fmt: skip


def _ratio(surface):
    return surface.optimum(gopher_budget()).tokens_per_parameter


def _printed():
    """The cautionary tale: what rounding and an early stop did to one piece of advice."""
    refit_, rounded = value("besiroglu_2024_loglik_refit"), value("besiroglu_2024_loglik_rounded")
    return dict(
        h_ratio=exact(_ratio(hoffmann()), TPP),
        u_ratio=exact(_ratio(unrounded()), TPP),
        loglik_printed=exact(refit_ - rounded),
        runs_needed=figure("besiroglu_2024_n_needed"),
    )


def _refit():
    C, r = gopher_budget(), audit.run("Gopher 280B")
    fit = simulated_fit()
    return dict(
        runs_fitted=figure("besiroglu_2024_points_fitted"),
        ratio=with_interval(_ratio, TPP),
        independent=with_interval(_ratio, TPP, correlated=False),
        valley_low=with_interval(lambda s: valley_width(s)[0]),
        valley_high=with_interval(lambda s: valley_width(s)[1]),
        gamma=with_interval(lambda s: s.frontier_exponent),
        gamma_independent=with_interval(lambda s: s.frontier_exponent, correlated=False),
        double=with_interval(lambda s: 100 * (1 - FIRST_STEP**-s.frontier_exponent), "%"),
        total_double=with_interval(lambda s: 100 * (1 - s.frontier.loss(FIRST_STEP * C) / s.frontier.loss(C)), "%"),
        floor=with_interval(lambda s: s.E, "nats/token"),
        frozen_floor=with_interval(lambda s: s.E + s.B * r.D**-s.beta, "nats/token"),
        frozen_tokens=exact(r.D, "tokens"),
        simulated_gamma=fit.parameters["frontier_exponent"],
        simulated_ratio=fit.optimum(C).tokens_per_parameter.in_unit(TPP),
    )


def _approaches():
    return dict(
        giant_factor=exact(approach_compute(3)[-1] / approach_compute(1)[-1], "×"),
        a_1=figure("hoffmann_2022_approach1_a"),
        a_2=figure("hoffmann_2022_approach2_a"),
        a_3=figure("hoffmann_2022_approach3_a"),
    )


def _audit():
    camps, llama = audit.camps(), audit.run("Llama 3 8B")
    gopher_waste = _of(audit.waste, "Gopher 280B", "×")
    return dict(
        audited=exact(len(audit.runs()), "runs"),
        too_large=exact(len(camps["too large"])),
        too_small=exact(len(camps["too small"])),
        disagree=exact(len(camps[audit.UNDECIDED])),
        gopher_waste=gopher_waste,
        months=(MONTHS * np.log(gopher_waste) / np.log(compute_growth())).in_unit("months"),
        chinchilla_ratio=exact(audit.run("Chinchilla 70B").ratio, TPP),
        chinchilla_mmlu=mmlu("chinchilla_mmlu"),
        gopher_mmlu=mmlu("gopher_mmlu"),
        phi_smaller=exact(value("run_llama2_70b_params") / value("phi3_mini_params"), "×"),
        llama8_tokens=exact(llama.D, "tokens"),
        llama8_ratio=exact(llama.ratio, TPP),
        llama8_waste=_of(audit.waste, "Llama 3 8B", "×"),
        llama8_twin=_of(lambda s, r: audit.twin(s, r).parameters, "Llama 3 8B", "parameters"),
        llama8_repaid=_of(audit.break_even, "Llama 3 8B", "tokens"),
    )


def _of(function, label, unit):
    """A number of one audited run by the refit."""
    return with_interval(lambda s: function(s, audit.run(label)), unit)


def _disagreement():
    days = gopher_budget() / value("kaplan_2020_pf_day")
    planned = value("kaplan_2020_nopt_scale") * days ** value("kaplan_2020_nopt_exponent")
    return dict(
        kaplan_a=figure("kaplan_2020_nopt_exponent"),
        kaplan_fixed_batch=figure("kaplan_2020_nopt_fixed_batch"),
        kaplan_oversize=with_interval(lambda s: planned / s.optimum(gopher_budget()).parameters, "×"),
        kaplan_n_tenfold=exact(TENFOLD ** value("kaplan_2020_nopt_exponent"), "×"),
        kaplan_d_tenfold=exact(TENFOLD ** value("kaplan_2020_dopt_exponent"), "×"),
        counted=with_interval(lambda s: counting.apparent(s)[0]),
        counted_loss=with_interval(lambda s: -counting.apparent(s)[1]),
        counted_published=figure("pearce_2024_a_nonembed_epoch"),
        trained_total=figure("pearce_2024_exp_a_total"),
        trained_nonembed=figure("pearce_2024_exp_a_nonembed"),
        kaplan_loss_exponent=figure("kaplan_2020_alpha_c_naive"),
    )


def _elsewhere():
    """What other public sweeps say of the exponent and of the ratio."""
    llama = value("llama3_scaling_pred_tokens") / value("llama3_scaling_pred_params")
    return dict(
        a_all=figure("nanochat_2026_a_all"),
        steplaw_models=figure("steplaw_2025_models"),
        a_head=figure("nanochat_2026_a_kaplan"),
        a_bare=figure("nanochat_2026_a_transformer"),
        llama_ratio=exact(llama, TPP),
        published_ratio_far=figure("besiroglu_2024_dn_ratio"),
    )


def _inference():
    N, served = value("sardana_2024_30b_base"), value("sardana_2024_30b_served")
    base, plan, saving = example(sardana(), N, served)
    return dict(
        served=exact(served, "tokens"),
        served_base=exact(N, "parameters"),
        served_size=exact(plan.parameters, "parameters"),
        served_factor=exact(plan.tokens / base.tokens, "×"),
        served_saving_theirs=percent(saving),
        served_size_published=figure("sardana_2024_30b_n"),
        served_factor_published=figure("sardana_2024_30b_d_factor"),
        served_saving_published=percent(value("sardana_2024_30b_saving")),
        served_saving=percent(with_interval(lambda s: example(s, N, served)[2])),
    )


def _small_model():
    small, big, tokens = value("article_a_small_model"), value("article_a_big_model"), value("gpt3_tokens")
    fed = value("llama3_tokens")
    tie = with_interval(lambda s: s.tokens_for_loss(small, s.loss(big, tokens)), "tokens")
    return dict(
        small=exact(small, "parameters"),
        big=exact(big, "parameters"),
        starved=exact(tokens, "tokens"),
        tie=tie,
        fed_gap=with_interval(lambda s: s.E + s.A * small**-s.alpha - s.loss(big, fed), "nats/token"),
    )


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
        ex_drift=with_interval(lambda s: TENFOLD ** (s.b - s.a)),
        ex_gemma_parameters=exact(gemma.N, "parameters"),
        ex_gemma_tokens=exact(gemma.D, "tokens"),
        ex_gemma_twin=with_interval(lambda s: audit.twin(s, gemma).parameters, "parameters"),
        ex_gemma_twin_tokens=with_interval(lambda s: audit.twin(s, gemma).tokens, "tokens"),
        ex_gemma_repaid=with_interval(lambda s: audit.break_even(s, gemma), "tokens"),
        ex_narrow=_narrow_ratio(),
    )


def _narrow_ratio():
    """R's tokens per parameter at Gopher's budget, with the correlations of a narrow sweep."""
    narrow = sample(design_correlation(np.geomspace(1 / DOUBLE_SIZE, DOUBLE_SIZE, 27)))
    low, high = bounds(narrow.optimum(gopher_budget()).tokens_per_parameter)
    ratio = refit().optimum(gopher_budget()).tokens_per_parameter
    return estimate(ratio, low, high, method=METHOD, level=LEVEL, unit=TPP)
