"""The named numbers of the chapter."""

from functools import cache

import numpy as np
from scipy.stats import binom

from scaling_laws.quantity import Numbers, Text, estimate, exact, percent

from ... import published
from ...accepted import DRAWS, fitted_range, hoffmann, refit
from . import backtest, forecasts, variance
from .algorithms import future_share, past_share
from .forecasts import chance, contrasts, end, span, told_apart
from .inputs import fixed_rates, halving, inputs, modalities, months, yearly
from .model import (
    AS_PRINTED,
    END,
    LIMITS,
    YEARS,
    Scenario,
    binding_shares,
    closing,
    first_crossing,
    path,
    price_of_loss,
)

LEFT_YEAR = YEARS[-1]  # the year at which the loss left above the floor is read
DATA = LIMITS.index("data")


def year(value):
    """A year as text: it is not a quantity to be rounded."""
    return Text(f"{value:.0f}")


def left_share(fit):
    """Median of what is left of the loss above the floor at LEFT_YEAR, of the value of 2025."""
    return percent(np.median(price_of_loss(fit)[0][:, -1]))


def dearer(fit):
    """How many times fewer nats a further billion dollars buys at LEFT_YEAR than at the start."""
    bought = price_of_loss(fit)[1]
    return exact(bought[0] / bought[-1], "×")


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
        algorithm_share=percent(past_share()),
        draws=exact(DRAWS),
    )


def _trust():
    rows = backtest.checks()
    gaps = variance.monte_carlo_gaps()
    return dict(
        back_years=exact(rows[0].years, "years"),
        back_2022=exact(rows[0].ratio, "×"),
        doubt=exact(backtest.doubt()),
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
    narrow = end(Scenario(doubt=AS_PRINTED))
    at = published.value
    energy = np.median(last.power) * 8760 / 1e12
    return dict(
        run=span(last.compute, "FLOP"),
        run_printed=span(narrow.compute, "FLOP"),
        cost=span(last.cost, "dollars"),
        power=span(last.power / 1e9, "GW"),
        energy_share=percent(energy / at("iea_2025_dc_2030")),
        rd_compute=exact(at("openai_rd_compute_2025"), "dollars"),
        run_soon=span(end(year=2027.0).compute, "FLOP"),
        p_refute=chance(end(year=forecasts.ROUND_YEAR).compute < forecasts.ROUND_FLOP / 10),
        p_bill=chance(last.cost >= forecasts.BIG_BILL),
        effective=span(last.effective, "FLOP"),
        decades_out=exact(np.log10(np.median(last.effective) / fitted_range()[1]), "decades"),
        decades_now=exact(np.log10(np.median(end(year=2026.0).effective) / fitted_range()[1]), "decades"),
    )


def _loss():
    last, h = end(), end(Scenario(fit="H"))
    return dict(
        loss_r=span(last.loss, "nats"),
        loss_h=span(h.loss, "nats"),
        floor_se=published.figure("besiroglu_2024_e_se"),
        left_r=span(last.reducible, "nats"),
        left_h=span(h.reducible, "nats"),
        left_share_r=left_share("R"),
        left_share_h=left_share("H"),
        left_year=year(LEFT_YEAR),
        price_r=dearer("R"),
        price_h=dearer("H"),
        fall_r=span(100 * forecasts.loss_cut(Scenario()), "%"),
        fall_h=span(100 * forecasts.loss_cut(Scenario(fit="H")), "%"),
    )


def _wall(fit):
    """Decimal year in which text first falls short of the growth as before, at the centres of the inputs."""
    limits, _ = path(inputs()["growth"].centre, inputs()["halving"].centre, inputs()["stock"].centre, fit)
    return Text(f"{first_crossing(limits, DATA):.1f}")


def _binding():
    ends = np.array([2026.0, END])
    by_r, by_h, everything = (binding_shares(s, ends) for s in (Scenario(), Scenario(fit="H"), Scenario(data="all")))
    _, money, power, _ = by_r[:, 0]
    return dict(
        money_2026_r=percent(money),
        power_2026_r=percent(power),
        data_2026_r=percent(by_r[DATA, 0]),
        data_2031_r=percent(by_r[DATA, 1]),
        wall_r=_wall("R"),
        data_2026_h=percent(by_h[DATA, 0]),
        data_2031_h=percent(by_h[DATA, 1]),
        wall_h=_wall("H"),
        data_2031_all=percent(everything[DATA, 1]),
    )


def explained(output, key):
    """Share of the variance of an output that one input explains alone, in percent; a share lies in 0 to 100."""
    value, low, high = 100 * np.array(variance.shares()[output][key])
    return estimate(
        min(value, 100), max(low, 0), min(high, 100),
        method="pick-freeze, bootstrap", level=variance.LEVEL, unit="%", n=DRAWS,
    )  # fmt: skip


def _shares():
    physical = ("start", "growth", "spending", "chips", "joules", "power")
    return dict(
        eff_halving=explained("effective compute", "halving"),
        left_halving=explained("loss above the floor", "halving"),
        left_split=explained("loss above the floor", "split"),
        left_fit=explained("loss above the floor", "fit"),
        left_stock=explained("loss above the floor", "stock"),
        loss_fit=explained("loss", "fit"),
        eff_physical=percent(sum(variance.shares()["effective compute"][key][0] for key in physical)),
    )


def _worlds():
    rows = contrasts()
    made = {}
    for key, short in (("gain by algorithms, five years", "gain"), ("fall of loss, if R", "fall_r")):
        a, b, unit = rows[key]
        made |= {f"opt_{short}": span(a, unit), f"sce_{short}": span(b, unit)}
        made[f"apart_{short}"] = percent(told_apart(a, b))
    return made | dict(
        pace_ratio=exact(halving("Gundlach").centre / halving("Ho").centre),
        soft_ho=percent(future_share(halving("Ho").centre, inputs()["growth"].centre)),
        opt_pace=exact(yearly(halving("Ho").centre), "×"),
    )


def _exercises():
    mean, parts = variance.trend_moments(backtest.doubt())
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
    )


def _disputed_run():
    """GPT-4.5, whose compute the database prints twice."""
    return dict(
        gpt45=published.figure("run_gpt45_db_flop"),
        gpt45_later=published.figure("run_gpt45_flop_later"),
    )


@cache
def numbers():
    """All numbers of the chapter, by name."""
    return Numbers.of(
        _rates, _start, _algorithms, _trust, _fan, _loss, _binding, _shares, _worlds, _disputed_run, _exercises
    )
