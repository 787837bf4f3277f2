"""The named numbers of energy, carbon and power."""

from scaling_laws.quantity import exact, percent

from ... import published
from . import bill, growth

V = published.value
TONNES, ENERGY = "t", "MWh"
MEGA, GIGA = 1e6, 1e9
HOURS_PER_YEAR = 8766
POWER_YEAR = 2030


def energy():
    """Energy and carbon of published runs."""
    mwh, tonnes = V("llama31_total_gpuh") * V("hw_h100_tdp") / MEGA, V("llama31_total_co2")
    grids = [V(f"olmo_table6_{key}_grid") for key in bill.TABLE]
    bloom, gopher = bill.with_building("bloom_176b"), bill.with_building("gopher_280b")
    other = bill.gpt3_by_power_and_time()
    chips = V("run_gpt3_db_flop") / V("patterson_2021_gpt3_throughput") / bill.HOUR / V("run_gpt3_hours")
    return dict(
        gpt3_mwh=exact(V("patterson_2021_gpt3_mwh"), ENERGY),
        gpt3_mwh_other=exact(other, ENERGY),
        gpt3_ratio=exact(other / V("patterson_2021_gpt3_mwh"), "×"),
        gpt3_watts=exact(V("patterson_2021_gpt3_watts") * V("patterson_2021_gpt3_pue"), "W"),
        gpt3_watts_other=exact(V("run_gpt3_power") / chips, "W"),
        gpt3_days=exact(V("run_gpt3_hours") / 24, "days"),
        gpt3_chips=exact(chips),
        gpt3_co2=exact(V("patterson_2021_gpt3_co2"), TONNES),
        llama1_mwh=exact(V("llama1_65b_mwh"), ENERGY),
        llama1_co2=exact(V("llama1_65b_co2"), TONNES),
        llama1_dev=exact(V("llama1_dev_mwh"), ENERGY),
        llama1_dev_ratio=exact(V("llama1_dev_mwh") / V("llama1_65b_mwh"), "×"),
        llama31_mwh=exact(mwh, ENERGY),
        llama31_co2=exact(tonnes, TONNES),
        llama31_market=exact(V("llama31_total_co2_market"), TONNES),
        llama31_bloom_grid=exact(bill.emissions(mwh, min(grids)), TONNES),
        llama31_worst_grid=exact(bill.emissions(mwh, max(grids)), TONNES),
        grid_spread=exact(max(grids) / min(grids), "×"),
        grid_clean=exact(min(grids), "kg/kWh"),
        grid_dirty=exact(max(grids), "kg/kWh"),
        gopher_mwh=exact(gopher, ENERGY),
        gopher_co2=exact(V("olmo_table6_gopher_280b_co2"), TONNES),
        bloom_mwh=exact(bloom, ENERGY),
        bloom_mwh_llama=exact(V("bloom_mwh"), ENERGY),
        bloom_co2=exact(V("olmo_table6_bloom_176b_co2"), TONNES),
        bloom_llama_co2=exact(bill.emissions(V("bloom_mwh"), V("llama1_grid")), TONNES),
        place_energy=exact(gopher / bloom, "×"),
        place_carbon=exact(V("olmo_table6_gopher_280b_co2") / V("olmo_table6_bloom_176b_co2"), "×"),
        patterson_place=exact(V("patterson_2021_location"), "×"),
        patterson_place_high=exact(V("patterson_2021_location_high"), "×"),
        patterson_all=exact(published.figure("patterson_2021_total").low, "×"),
        patterson_all_high=exact(published.figure("patterson_2021_total").high, "×"),
    )


def power():
    """Power on trend, and the electricity of data centres."""
    grok, year = V("run_grok3_power"), V("run_grok3_year")
    ceiling = published.figure("epoch_2030_power_campus_low").high
    now, then = V("iea_2025_dc_2024"), V("iea_2025_dc_2030")
    in_2030 = growth.level_at(POWER_YEAR, grok, year, "power", scale=1 / GIGA, unit="GW")
    average = then * 1e12 / HOURS_PER_YEAR / GIGA
    passed = grok * growth.draws("power") ** (POWER_YEAR - year) > ceiling * GIGA
    return dict(
        grok_power=exact(grok / MEGA, "MW"),
        gpt3_power=exact(V("run_gpt3_power") / MEGA, "MW"),
        gpt4_power=exact(V("run_gpt4_power") / MEGA, "MW"),
        power_observed=exact(growth.per_year(grok / V("run_gpt3_power"), year - V("run_gpt3_year")), "×"),
        power_2030=in_2030,
        campus_low=exact(published.figure("epoch_2030_power_campus_low").low, "GW"),
        campus_high=exact(ceiling, "GW"),
        spread_low=exact(published.figure("epoch_2030_power_distributed_low").low, "GW"),
        spread_high=exact(published.figure("epoch_2030_power_distributed_low").high, "GW"),
        power_passed=percent(passed.mean()),
        centres_now=exact(now, "TWh"),
        centres_2030=exact(then, "TWh"),
        centres_growth=exact(100 * (growth.per_year(then / now, POWER_YEAR - 2024) - 1), "%"),
        centres_growth_printed=percent(V("iea_2025_growth_future")),
        centres_average=exact(average, "GW"),
        power_share_2030=percent(in_2030.value / average),
        gpt3_share=percent(V("patterson_2021_gpt3_mwh") / (now * MEGA)),
        llama31_share=percent(V("llama31_total_gpuh") * V("hw_h100_tdp") / MEGA / (now * MEGA)),
    )
