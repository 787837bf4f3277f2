"""The named numbers of the chapter."""

from functools import cache

import numpy as np
from scipy.stats import binom

from scaling_laws.quantity import Numbers, Text, estimate, exact, percent

from ... import published
from ...accepted import DRAWS, fitted_range, hoffmann, refit
from . import backtest, forecasts, variance
from .explorables import first_crossing, path
from .figures import binding_shares, closing
from .figures_readings import price_of_loss
from .forecasts import OPTIMIST, SCEPTIC, chance, contrasts, end, registered, span, told_apart
from .inputs import fixed_rates, halving, inputs, modalities, months, yearly
from .judges import future_share
from .model import DOUBT, END, Scenario

LETTERS = "RH"


def year(value):
    """A year as text: it is not a quantity to be rounded."""
    return Text(f"{value:.0f}")


def gains():
    """log10 of the published gains by algorithms and by compute over the same years."""
    at = published.value
    return np.log10(at("ho_2024_algorithmic_gain")), np.log10(at("ho_2024_physical_gain"))


def algorithm_share():
    """Share of algorithms in the growth of effective compute, in logarithms, over the years of Ho et al."""
    soft, hard = gains()
    return soft / (soft + hard)


def _rates():
    s = inputs()
    money, power = closing()
    precision, length = fixed_rates()
    chips = 2 ** (1 / s["chips"].centre)
    return dict(
        growth=exact(s["growth"].centre, "×"),
        growth_low=exact(s["growth"].low),
        growth_high=exact(s["growth"].high),
        spending_low=exact(s["spending"].low),
        spending_high=exact(s["spending"].high),
        spending=exact(s["spending"].centre, "×"),
        chips=exact(chips, "×"),
        precision=exact(precision, "×"),
        length=exact(length, "×"),
        joules=exact(s["joules"].centre, "×"),
        money_allows=span(money, "×", 0.9),
        money_bare=exact(s["spending"].centre * chips, "×"),
        power_allows=span(power, "×", 0.9),
    )


def _start():
    s, at = inputs(), published.value
    wide = published.figure("epoch_2030_data_low")
    return dict(
        power_low=exact(s["power"].low / 1e9, "GW"),
        power_high=exact(s["power"].high / 1e9, "GW"),
        power_start=exact(at("run_grok3_power") / 1e6, "MW"),
        start=published.figure("run_grok3_flop"),
        start_cost=exact(at("cottier_2024_grok3_cost_capex"), "dollars"),
        start_cost_later=exact(at("cottier_2024_later_grok3_cost"), "dollars"),
        stock=exact(s["stock"].centre, "tokens"),
        stock_low=exact(s["stock"].low, "tokens"),
        stock_high=exact(s["stock"].high, "tokens"),
        stock_post=published.figure("villalobos_2024_effective_stock_post"),
        modalities=exact(modalities(), "×"),
        all_low=exact(wide.low / 1e12, "trillion tokens"),
        all_high=exact(wide.high / 1e12, "trillion tokens"),
    )


def _algorithms():
    small = halving("Gundlach")
    at = published.value
    return dict(
        ho_rounded=published.figure("ho_2024_halving_abstract"),
        ho=published.figure("ho_2024_halving_model7"),
        ho_gain=published.figure("ho_2024_algorithmic_gain"),
        ho_span=published.figure("ho_2024_span"),
        ho_pace=exact(months(at("ho_2024_algorithmic_gain"), at("ho_2024_span")), "months"),
        ho_pace_longer=exact(months(at("ho_2024_algorithmic_gain"), at("gundlach_2025_span")), "months"),
        gundlach_all=published.figure("gundlach_2025_accounted"),
        gundlach_small=exact(at("gundlach_2025_small_scale_gain")),
        gundlach_literature=exact(at("gundlach_2025_with_literature")),
        gundlach_fast=exact(small.low, "months"),
        gundlach_slow=exact(small.high, "months"),
        gundlach_all_pace=exact(months(at("gundlach_2025_accounted"), at("gundlach_2025_span")), "months"),
        algorithm_share=percent(algorithm_share()),
        draws=exact(DRAWS),
        keys=exact(len(inputs()) + 2),
    )


def _trust():
    rows = backtest.checks()
    gaps = variance.monte_carlo_gaps()
    return dict(
        back_years=exact(rows[0].years, "years"),
        back_2022=exact(rows[0].ratio, "×"),
        back_2024=exact(rows[1].ratio, "×"),
        back_cost=exact(rows[2].ratio, "×"),
        back_power=exact(rows[3].ratio, "×"),
        doubt=exact(DOUBT),
        wall_2022=year(published.value("villalobos_2022_exhaustion_hq")),
        wall_2024=year(published.value("villalobos_2024_exhaustion_median")),
        wall_low=year(published.figure("villalobos_2024_exhaustion_median").low),
        wall_high=year(published.figure("villalobos_2024_exhaustion_median").high),
        gaps_count=exact(gaps.size),
        gaps_worst=exact(np.abs(gaps).max(), "standard errors"),
        mc_error=percent(0.5 / np.sqrt(DRAWS)),
        data_exact=percent(variance.data_binds_exactly(2027.0)),
        data_sampled=percent(variance.data_binds_sampled(2027.0)),
    )


def _fan():
    last = end()
    narrow, slow = end(Scenario(doubt=1.0)), end(Scenario(reading="Gundlach"))
    at = published.value
    iea = at("iea_2025_dc_2030")
    energy = np.median(last.power) * 8760 / 1e12
    return dict(
        run=span(last.compute, "FLOP"),
        run_printed=span(narrow.compute, "FLOP"),
        cost=span(last.cost, "dollars"),
        power=span(last.power / 1e9, "GW"),
        energy_share=percent(energy / iea),
        iea=published.figure("iea_2025_dc_2030"),
        rd_compute=exact(at("openai_rd_compute_2025"), "dollars"),
        feasible=published.figure("epoch_2030_feasible_flop"),
        p_feasible=chance(last.compute >= at("epoch_2030_feasible_flop")),
        p_round=chance(end(year=forecasts.ROUND_YEAR).compute >= forecasts.ROUND_FLOP),
        run_soon=span(end(year=2027.0).compute, "FLOP"),
        p_refute=chance(end(year=forecasts.ROUND_YEAR).compute < forecasts.ROUND_FLOP / 10),
        p_bill=chance(last.cost >= forecasts.BIG_BILL),
        effective=span(last.effective, "FLOP"),
        effective_slow=span(slow.effective, "FLOP"),
        decades_out=exact(np.log10(np.median(last.effective) / fitted_range()[1]), "decades"),
        decades_now=exact(np.log10(np.median(end(year=2026.0).effective) / fitted_range()[1]), "decades"),
    )


def _loss():
    last, h = end(), end(Scenario(fit="H"))
    return dict(
        loss_r=span(last.loss, "nats"),
        loss_h=span(h.loss, "nats"),
        floor_r=exact(refit().E, "nats"),
        floor_h=exact(hoffmann().E, "nats"),
        floor_se=published.figure("besiroglu_2024_e_se"),
        left_r=span(last.reducible, "nats"),
        left_h=span(h.reducible, "nats"),
        left_share_r=percent(np.median(price_of_loss("R")[0][:, -1])),
        left_share_h=percent(np.median(price_of_loss("H")[0][:, -1])),
        left_year=year(2032),
        price_r=exact(np.divide(*price_of_loss("R")[1][[0, -1]]), "×"),
        price_h=exact(np.divide(*price_of_loss("H")[1][[0, -1]]), "×"),
        fall_r=span(100 * forecasts.loss_cut(Scenario()), "%"),
        fall_h=span(100 * forecasts.loss_cut(Scenario(fit="H")), "%"),
    )


def _binding():
    found = {}
    for fit in LETTERS:
        shares = binding_shares(Scenario(fit=fit), np.array([2026.0, END]))
        for k, name in enumerate(("before", "money", "power", "data")):
            found[f"{name}_2026_{fit.lower()}"] = percent(shares[k, 0])
            found[f"{name}_2031_{fit.lower()}"] = percent(shares[k, 1])
        limits = path(inputs()["growth"].centre, inputs()["halving"].centre, inputs()["stock"].centre, fit)[0]
        found[f"wall_{fit.lower()}"] = Text(f"{first_crossing(limits, 3):.1f}")
    all_data = binding_shares(Scenario(data="all"), np.array([END]))
    found["data_2031_all"] = percent(all_data[3, 0])
    return found


def _shares():
    found = variance.shares()
    made = {}
    for label, short in (("effective compute", "eff"), ("loss above the floor", "left"), ("loss", "loss")):
        for key in ("halving", "split", "fit", "stock"):
            value, low, high = 100 * np.array(found[label][key])
            made[f"{short}_{key}"] = estimate(
                min(value, 100),
                max(low, 0),
                min(high, 100),
                method="pick-freeze, bootstrap",
                level=variance.LEVEL,
                unit="%",
                n=DRAWS,
            )
    physical = ("start", "growth", "spending", "chips", "joules", "power")
    made["eff_physical"] = percent(sum(found["effective compute"][key][0] for key in physical))
    return made


def _worlds():
    rows = contrasts()
    made = {}
    for key, short in (
        ("largest run", "run"),
        ("its cost", "cost"),
        ("gain by algorithms, five years", "gain"),
        ("fall of loss, if R", "fall_r"),
        ("fall of loss, if H", "fall_h"),
    ):
        a, b, unit = rows[key]
        made |= {f"opt_{short}": span(a, unit), f"sce_{short}": span(b, unit)}
        made[f"apart_{short}"] = percent(told_apart(a, b))
    made["pace_ratio"] = exact(halving("Gundlach").centre / halving("Ho").centre)
    made["soft_ho"] = percent(future_share(halving("Ho").centre, inputs()["growth"].centre))
    made["opt_pace"] = exact(yearly(halving("Ho").centre), "×")
    made["sce_pace"] = exact(yearly(halving("Gundlach").centre), "×")
    made["opt_data"] = percent((end(OPTIMIST).binding == 3).mean())
    made["sce_data"] = percent((end(SCEPTIC).binding == 3).mean())
    return made


def intervals():
    """Number of registered predictions that are intervals, those of one fit or reading counted singly."""
    return sum(q.level == forecasts.LEVEL for _, _, q, _ in registered())


def _exercises():
    mean, parts = variance.trend_moments(DOUBT)
    count = 5
    fair = binom.sf(2, count, 1 - forecasts.LEVEL)
    p = chance(end().cost >= forecasts.BIG_BILL).value / 100
    s = inputs()
    brier = p * (1 - p)
    return dict(
        ex_sigma=exact(s["spending"].sigma),
        ex_factor=exact(np.exp(s["spending"].sigma)),
        ex_mean=exact(mean),
        ex_sd=exact(np.sqrt(sum(parts.values()))),
        ex_share=percent(parts["halving"] / sum(parts.values())),
        ex_count=exact(count),
        ex_misses=percent(fair),
        ex_expected=exact(count * (1 - forecasts.LEVEL)),
        ex_brier=exact(brier),
        ex_brier_even=exact(0.25),
        ex_wait=exact(np.log(2) / (hoffmann().b * np.log(s["growth"].centre)), "years"),
        ex_wait_r=exact(np.log(2) / (refit().b * np.log(s["growth"].centre)), "years"),
        intervals=exact(intervals()),
    )


@cache
def numbers():
    """All numbers of the chapter, by name."""
    return Numbers(
        **_rates(),
        **_start(),
        **_algorithms(),
        **_trust(),
        **_fan(),
        **_loss(),
        **_binding(),
        **_shares(),
        **_worlds(),
        **_claims(),
        **_exercises(),
    )


def _claims():
    at = published.value
    years = at("run_grok3_released") - at("run_gpt4_released")
    factor = at("run_grok3_flop") / at("run_gpt4_db_flop")
    return dict(
        since_gpt4=exact(factor, "×"),
        since_gpt4_yearly=exact(factor ** (1 / years), "×"),
        since_gpt4_years=exact(years, "years"),
        gpt45=published.figure("run_gpt45_db_flop"),
        gpt45_later=published.figure("run_gpt45_flop_later"),
    )
