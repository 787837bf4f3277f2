"""The named numbers of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.quantity import LEVEL, SAMPLES, Numbers, Text, exact, percent, propagate
from scaling_laws.statistics import normal_quantile

from ... import published, words
from ...accepted import with_interval
from . import bill, growth, power, value
from .growth import algorithm_rate, algorithm_share, price_fall, rate, years_until
from .power import MEGA
from .printed_twice import apart

V = published.value
TONNES, ENERGY = "t", "MWh"
STARTS = {  # (cost row, year row) of the runs from which the first billion-dollar run is extrapolated
    "GPT-4, earlier table": ("cottier_2024_gpt4_cost_capex", "run_gpt4_released"),
    "GPT-4, later table": ("cottier_2024_later_gpt4_cost", "run_gpt4_released"),
    "Grok-3, earlier table": ("cottier_2024_grok3_cost_capex", "run_grok3_released"),
    "Grok-3, later table": ("cottier_2024_later_grok3_cost", "run_grok3_released"),
}
BILLION = 1e9


def dollars(amount):
    return exact(amount, "dollars")


def first_billion(name, interval="money"):
    """When the largest run costs a billion dollars, counted on from one of STARTS."""
    cost, year = STARTS[name]
    return growth.date_of(BILLION, V(cost), V(year), interval)


def _costs():
    gpt3, gpt4 = V("cottier_2024_gpt3_cost_capex"), V("cottier_2024_gpt4_cost_capex")
    grok, later = V("cottier_2024_grok3_cost_capex"), V("cottier_2024_later_grok3_cost")
    dates = [first_billion(name) for name in STARTS]
    span = V("run_grok3_released") - V("run_gpt3_released")
    return dict(
        gpt3_cost=dollars(gpt3),
        gpt3_cloud=dollars(V("cottier_2024_gpt3_cloud_cost")),
        gpt3_bought=dollars(V("cottier_2024_gpt3_acquisition")),
        gpt3_bought_ratio=exact(V("cottier_2024_gpt3_acquisition") / gpt3, "×"),
        gpt4_cost=dollars(gpt4),
        gpt4_later=dollars(V("cottier_2024_later_gpt4_cost")),
        gpt4_cloud=dollars(V("cottier_2024_gpt4_cloud_cost")),
        llama_cost=dollars(V("cottier_2024_llama31_405b_cost_capex")),
        llama_later=dollars(V("cottier_2024_later_llama31_405b_cost")),
        grok_cost=dollars(grok),
        grok_later=dollars(later),
        deepseek_cost=dollars(V("deepseek_v3_cost")),
        deepseek_hours=exact(V("deepseek_v3_gpuh_total"), "GPU-hours"),
        deepseek_price=dollars(V("deepseek_v3_gpu_price")),
        cost_growth=rate("money"),
        cost_growth_post=rate("money, post"),
        cost_models=published.figure("cottier_2024_models"),
        observed_growth=exact(growth.per_year(grok / gpt3, span), "×"),
        billion_gpt4=dates[0],
        billion_gpt4_later=dates[1],
        billion_grok=dates[2],
        billion_grok_later=dates[3],
        billion_printed=published.figure("cottier_2024_billion_year"),
        energy_share_low=percent(V("cottier_2024_energy_share_low")),
        energy_share_high=percent(V("cottier_2024_energy_share_high")),
        staff_share_low=percent(V("cottier_2024_staff_share_low")),
        staff_share_high=percent(V("cottier_2024_staff_share_high")),
        capex=dollars(V("iea_2026_capex_2025")),
        rd_2024=dollars(V("openai_rd_compute_2024")),
        rd_2025=dollars(V("openai_rd_compute_2025")),
        race=dollars(V("article_c_race")),
    )


def _checks():
    used = {run.name: run.utilisation for run in bill.published_runs()}
    watts, carbon = bill.worst(bill.energy_checks()), bill.worst(bill.emission_checks())
    printed = bill.energy_checks() | {f"carbon of {name}": pair for name, pair in bill.emission_checks().items()}
    llama = V("run_llama31_405b_flop")
    price = V("deepseek_v3_gpu_price")
    used_flop = {run.name: run.flop for run in bill.published_runs()}
    return dict(
        runs_checked=exact(len(used)),
        use_least=percent(min(used.values())),
        use_most=percent(max(used.values())),
        use_least_name=Text(min(used, key=used.get)),
        use_most_name=Text(max(used, key=used.get)),
        use_spread=exact(max(used.values()) / min(used.values()), "×"),
        hours_llama=exact(V("llama31_405b_gpuh"), "GPU-hours"),
        hours_llama_model=exact(bill.gpu_hours(llama, V("hw_h100_flops"), 0.35), "GPU-hours"),
        llama_deepseek=exact(V("llama31_405b_gpuh") / V("deepseek_v3_gpuh_total"), "×"),
        llama_deepseek_flop=exact(used_flop["Llama 3.1 405B"] / used_flop["DeepSeek-V3"], "×"),
        llama_rented=dollars(price * V("llama31_405b_gpuh")),
        deepseek_check=dollars(price * V("deepseek_v3_gpuh_total")),
        checks_worst=percent(bill.worst(printed)[1]),
        energy_checks=exact(len(bill.energy_checks())),
        energy_worst=percent(watts[1]),
        energy_worst_name=Text(watts[0]),
        carbon_checks=exact(len(bill.emission_checks())),
        carbon_worst=percent(carbon[1]),
        carbon_worst_name=Text(carbon[0]),
        chip_watts=exact(V("hw_h100_tdp"), "W"),
        allin_watts=exact(V("epoch_2030_h100_allin"), "W"),
        allin_ratio=exact(V("epoch_2030_h100_allin") / V("hw_h100_tdp"), "×"),
    )


def _growth():
    dollar = growth.decomposition("dollars")
    compute, money, efficiency = rate("compute"), rate("money"), rate("energy efficiency")
    gain = np.prod([V(f"epoch_{k}") for k in ("hw_efficiency_10y", "precision_gain", "run_length_gain")])
    named, said = rate("power") * growth.per_year(gain, growth.DECADE), rate("compute, power page")
    return dict(
        draws=exact(SAMPLES),
        compute_growth=compute,
        share_money=dollar["money"],
        share_hardware=dollar["price-performance"],
        share_rest=dollar["rest"],
        free_growth=(compute / money).in_unit("×"),
        hardware=rate("price-performance"),
        hardware_cost_paper=rate("price-performance, cost paper"),
        hardware_top=rate("price-performance, top"),
        efficiency=efficiency,
        efficiency_decade=efficiency**growth.DECADE,
        power_growth=rate("power"),
        power_identity=named,
        power_identity_said=said,
        power_identity_gap=percent(1 - named / said),
        share_money_correlated=growth.money_share(0.8),
    )


def _algorithms():
    ho, accounted = V("ho_2024_algorithmic_gain"), V("gundlach_2025_accounted")
    literature, small = V("gundlach_2025_with_literature"), V("gundlach_2025_small_scale_gain")
    return dict(
        ho_gain=exact(ho, "×"),
        ho_months=published.figure("ho_2024_halving_abstract"),
        ho_proceedings=published.figure("ho_2024_halving_proceedings"),
        ho_from_months=(rate("algorithms") ** V("ho_2024_period")).in_unit(""),
        physical_gain=exact(V("ho_2024_physical_gain"), "×"),
        gundlach_gain=exact(accounted, "×"),
        gundlach_literature=exact(literature, "×"),
        gundlach_small=exact(small, "×"),
        rate_accounted=exact(algorithm_rate(accounted), "×"),
        share_ho=algorithm_share(rate("algorithms")),
        share_accounted=algorithm_share(algorithm_rate(accounted)),
        share_literature=algorithm_share(algorithm_rate(literature)),
    )


def exponent():
    """Exponent of the loss above the floor in compute, by R with its interval."""
    return with_interval(lambda law: law.frontier_exponent)


def loss_per_dollar(money, compute, exponent):
    """Factor a year by which reducible loss removed per training dollar falls if compute and money keep growing."""
    return propagate(lambda m, c, gamma: m * c**gamma, money, compute, exponent, unit="×", level=LEVEL)


def loss_fall(compute, exponent):
    """Yearly fall of the loss above the floor, in percent, if compute keeps growing."""
    return propagate(lambda c, gamma: 100 * (1 - c**-gamma), compute, exponent, unit="%", level=LEVEL)


def _prices():
    gammas = [float(gamma) for gamma in value.by_sweeps().values()]
    compute = float(rate("compute"))
    return dict(
        price_then=dollars(V("a16z_mmlu42_price_2021")),
        price_now=dollars(V("a16z_mmlu42_price_2024")),
        price_ratio=exact(V("a16z_mmlu42_price_2021") / V("a16z_mmlu42_price_2024"), "×"),
        price_fall=exact(price_fall(), "×"),
        price_slow=exact(V("epoch_price_decline_low"), "×"),
        price_gpqa=exact(V("epoch_price_decline_gpqa_gpt4"), "×"),
        price_fast=exact(V("epoch_price_decline_high"), "×"),
        train_fall=rate("price-performance") * rate("algorithms"),
        loss_fall=loss_fall(rate("compute"), exponent()),
        loss_fall_least=percent(1 - compute ** -min(gammas)),
        loss_fall_most=percent(1 - compute ** -max(gammas)),
        per_dollar=loss_per_dollar(rate("money"), rate("compute"), exponent()),
        sweeps=exact(len(gammas)),
    )


def _returns():
    exchange = value.article_c_exponent()
    plan, whole = value.Venture(), value.Venture(basis=value.BASES[1])
    gammas = [float(gamma) for gamma in value.by_sweeps().values()]
    return dict(
        exchange_exponent=exact(exchange),
        exchange_marginal=exact(1 / value.per_decade(exchange, 1.0), "×"),
        even=with_interval(value.break_even_elasticity),
        even_least=exact(1 / max(gammas)),
        even_most=exact(1 / min(gammas)),
        half=with_interval(lambda s: 2 ** value.break_even_elasticity(s), "×"),
        half_least=exact(2 ** (1 / max(gammas)), "×"),
        slope=with_interval(lambda s: value.per_decade(s.frontier_exponent, plan.elasticity), "×"),
        plan_elasticity=exact(plan.elasticity),
        plan_decline=exact(plan.decline, "×"),
        plan_revenue=dollars(plan.revenue),
        reference_flop=exact(value.reference(), "FLOP"),
        turning=value.turning_by_refit(plan),
        far=exact(value.FAR, "FLOP"),
        turning_never=Text(value.tally(lambda s: plan.marginal(s, value.FAR) > 1)),
        whole=value.turning_by_refit(whole),
        whole_below=Text(value.tally(lambda s: whole.turning_point(s) < value.reference())),
        gamma=exponent(),
    )


SCATTER, SPAN, MODELS, WISHED = 2.0, 1.2, 10, 1.0  # the imagined study of prices
CHEAPER = 0.8  # cost exponent of an exercise: large runs get a discount
STEEPER = 1.1  # exponent of a new method over that of an old one, of an exercise


def price_study():
    """Standard error of the elasticity from MODELS prices, and the models needed for a half width of WISHED.

    Prices scatter by the factor SCATTER; losses spread evenly, in logarithms, over the factor SPAN.
    """
    spread = np.log(SPAN) / np.sqrt(12)
    error = np.log(SCATTER) / spread / np.sqrt(MODELS)
    return error, np.ceil(MODELS * (normal_quantile() * error / WISHED) ** 2)


def _energy():
    """Energy and carbon of published runs, and of one answer."""
    mwh, tonnes = V("llama31_total_gpuh") * V("hw_h100_tdp") / MEGA, V("llama31_total_co2")
    grids = [V(f"olmo_table6_{key}_grid") for key in bill.TABLE]
    bloom, gopher = bill.with_building("bloom_176b"), bill.with_building("gopher_280b")
    other = bill.gpt3_by_power_and_time()
    return dict(
        gpt3_mwh=exact(V("patterson_2021_gpt3_mwh"), ENERGY),
        gpt3_mwh_other=exact(other, ENERGY),
        gpt3_ratio=exact(other / V("patterson_2021_gpt3_mwh"), "×"),
        gpt3_co2=exact(V("patterson_2021_gpt3_co2"), TONNES),
        llama1_dev=exact(V("llama1_dev_mwh"), ENERGY),
        llama1_dev_ratio=exact(V("llama1_dev_mwh") / V("llama1_65b_mwh"), "×"),
        llama31_mwh=exact(mwh, ENERGY),
        llama31_co2=exact(tonnes, TONNES),
        llama31_market=exact(V("llama31_total_co2_market"), TONNES),
        llama31_bloom_grid=exact(bill.emissions(mwh, min(grids)), TONNES),
        llama31_worst_grid=exact(bill.emissions(mwh, max(grids)), TONNES),
        grid_spread=exact(max(grids) / min(grids), "×"),
        bloom_mwh=exact(bloom, ENERGY),
        bloom_co2=exact(V("olmo_table6_bloom_176b_co2"), TONNES),
        bloom_llama_co2=exact(bill.emissions(V("bloom_mwh"), V("llama1_grid")), TONNES),
        place_energy=exact(gopher / bloom, "×"),
        place_carbon=exact(V("olmo_table6_gopher_280b_co2") / V("olmo_table6_bloom_176b_co2"), "×"),
        prompt=exact(V("google_2025_prompt_energy"), "Wh"),
        prompt_fall=exact(V("google_2025_prompt_gain"), "×"),
        prompts=exact(V("patterson_2021_gpt3_mwh") * MEGA / V("google_2025_prompt_energy") / 1e9, "billion prompts"),
        patterson_place=exact(V("patterson_2021_location"), "×"),
        patterson_place_high=exact(V("patterson_2021_location_high"), "×"),
        patterson_all=published.figure("patterson_2021_total").in_unit("×"),
    )


def _power():
    """Power on trend, and the electricity of data centres."""
    grok, year = V("run_grok3_power"), V("run_grok3_released")
    now, then = V("iea_2025_dc_2024"), V("iea_2025_dc_2030")
    in_2030, average = power.on_trend(), power.mean_gigawatts(then)
    observed = exact(growth.per_year(grok / V("run_gpt3_power"), year - V("run_gpt3_released")), "×")
    return dict(
        grok_power=exact(grok / MEGA, "MW"),
        gpt3_power=exact(V("run_gpt3_power") / MEGA, "MW"),
        power_observed=observed,
        power_place=words.place(observed, rate("power")),
        power_2030=in_2030,
        campus=published.figure("epoch_2030_power_campus_low"),
        spread=published.figure("epoch_2030_power_distributed_low"),
        centres_now=exact(now, "TWh"),
        centres_latest=percent(V("iea_2026_dc_growth_2025")),
        centres_2030=exact(then, "TWh"),
        centres_growth=percent(power.centres_growth() - 1),
        centres_growth_printed=percent(V("iea_2025_growth_future")),
        centres_average=exact(average, "GW"),
        power_share_2030=percent(in_2030 / average),
        llama31_share=percent(V("llama31_total_gpuh") * V("hw_h100_tdp") / MEGA / (now * MEGA)),
    )


def _exercises():
    flop, use = 1e26, 0.4
    made = bill.bill(
        flop, utilisation=use, price=V("deepseek_v3_gpu_price"), pue=V("llama1_pue"), grid=V("llama1_grid")
    )
    error, needed = price_study()
    tenfold = V("article_c_exchange_compute")
    wait, third = (
        propagate(lambda growth: years_until(tenfold, growth), rate(name), unit="years")
        for name in ("price-performance", "compute")
    )
    return dict(
        ex_flop=exact(flop, "FLOP"),
        ex_use=percent(use),
        ex_peak=exact(V("hw_h100_flops"), "FLOP/s"),
        ex_pue=exact(V("llama1_pue")),
        ex_grid=exact(V("llama1_grid"), "kg/kWh"),
        ex_hours=exact(made.hours, "GPU-hours"),
        ex_dollars=dollars(made.dollars),
        ex_mwh=exact(made.mwh, ENERGY),
        ex_tonnes=exact(made.tonnes, TONNES),
        ex_hardware_years=wait,
        ex_tenfold_years=third,
        ex_tenfold_cost=rate("money") ** third.in_unit(""),
        ex_even_cheap=with_interval(lambda s: value.break_even_elasticity(s, CHEAPER)),
        ex_scatter=exact(SCATTER),
        ex_span=percent(SPAN - 1),
        ex_models=exact(MODELS),
        ex_error=exact(error),
        ex_needed=exact(needed),
        ex_cost_exponent=exact(CHEAPER),
        ex_slope_ratio=exact(STEEPER),
        ex_free_lead=(rate("compute") ** (STEEPER - 1)).in_unit("×"),
    )


@cache
def numbers():
    """All numbers of the chapter, by name."""
    return Numbers.of(_costs, _checks, _growth, _algorithms, _prices, _returns, _energy, _power, _exercises, apart)
