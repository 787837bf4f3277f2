"""The named numbers of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.formatting import DATE
from scaling_laws.quantity import Numbers, Text, exact, percent, propagate
from scaling_laws.statistics import at_most

from ... import published, sweeps, words
from ...accepted import DRAWS, fitted_range, with_interval
from ...sweeps.records import RATIOS
from . import backtest, forecasts, variance
from .algorithms import coming_share, past_share
from .forecasts import BANDS, chance, contrasts, end, lowest, span, told_apart
from .inputs import HO, fixed_rates, halving, inputs, modalities, months, yearly
from .model import (
    AS_PRINTED,
    END,
    FRONTIER,
    LIMITS,
    RIVAL,
    YEARS,
    Scenario,
    closing,
    first_crossing,
    path,
    price_of_loss,
    rival,
    start_year,
    text_first,
)
from .variance import explained

LEFT_YEAR = YEARS[-1]  # the year at which the loss left above the floor is read
DATA = LIMITS.index("data")
HOURS = 8760  # of a year


def left_share(fit):
    """What is left of the loss above the floor at LEFT_YEAR, of the value of 2025."""
    return span(100 * price_of_loss(fit)[0][:, -1], "%")


def dearer(fit):
    """How many times fewer nats a further billion dollars buys at LEFT_YEAR than at the start."""
    bought = price_of_loss(fit)[1]
    return span(bought[:, 0] / bought[:, -1])


def _rates():
    s = inputs()
    money, power = closing()
    precision, length = fixed_rates()
    spending = published.figure("cottier_2024_cost_growth").in_unit("×")
    chips = propagate(lambda doubling: 2 ** (1 / doubling), published.figure("hobbhahn_2022_gpu_ml"), unit="×")
    return dict(
        growth=s["growth"].quantity("×"),
        spending=spending,
        chips=chips,
        precision=exact(precision, "×"),
        length=exact(length, "×"),
        money_allows=span(money, "×", BANDS),
        money_bare=spending * chips,
        power_allows=span(power, "×", BANDS),
    )


def _start():
    at = published.value
    return dict(
        power_2030=published.figure("epoch_2030_power_distributed_low"),
        power_start=exact(at("run_grok3_power") / 1e6, "MW"),
        start=published.figure("run_grok3_flop"),
        start_cost=exact(at("cottier_2024_grok3_cost_capex"), "dollars"),
        start_cost_later=exact(at("cottier_2024_later_grok3_cost"), "dollars"),
        stock=published.figure("villalobos_2024_repetition_adjusted"),
        modalities=modalities(),
        all_kinds=published.figure("epoch_2030_data_low").in_unit("trillion tokens", 1e-12),
    )


def _algorithms():
    at = published.value
    return dict(
        ho_rounded=published.figure("ho_2024_halving_abstract"),
        ho=published.figure(HO),
        ho_proceedings=published.figure("ho_2024_halving_proceedings"),
        ho_gain=published.figure("ho_2024_algorithmic_gain"),
        ho_span=published.figure("ho_2024_span"),
        ho_pace=exact(months(at("ho_2024_algorithmic_gain"), at("ho_2024_span")), "months"),
        ho_pace_longer=exact(months(at("ho_2024_algorithmic_gain"), at("gundlach_2025_span")), "months"),
        gundlach_all=published.figure("gundlach_2025_accounted"),
        gundlach_small=exact(at("gundlach_2025_small_scale_gain")),
        gundlach_literature=exact(at("gundlach_2025_with_literature")),
        gundlach_bounds=halving("Gundlach").quantity("months"),
        gundlach_all_pace=exact(months(at("gundlach_2025_accounted"), at("gundlach_2025_span")), "months"),
        algorithm_share=percent(past_share()),
        draws=exact(DRAWS),
    )


def _trust():
    rows = backtest.checks()
    gaps = variance.monte_carlo_gaps()
    return dict(
        back_years=exact(rows[0].years, "years"),
        back_2022=rows[0].ratio,
        missed_by=backtest.missed_by(),
        wall_2022=published.figure("villalobos_2022_exhaustion_hq"),
        wall_2024=published.figure("villalobos_2024_exhaustion_median"),
        gaps_count=exact(gaps.size),
        gaps_worst=exact(np.abs(gaps).max(), "standard errors"),
        mc_error=percent(0.5 / np.sqrt(DRAWS)),
        data_exact=percent(variance.data_binds_exactly(2027.0)),
        data_sampled=variance.data_binds_sampled(2027.0),
    )


def _decades_beyond(outcome):
    """How far the effective compute of an outcome lies beyond the largest run behind the fits."""
    return span(np.log10(outcome.effective / fitted_range()[1]), "decades")


def _fan():
    last = end()
    narrow = end(Scenario(doubt=AS_PRINTED))
    at = published.value
    energy = last.power * HOURS / 1e12  # TWh of a year at that power
    return dict(
        run=span(last.compute, "FLOP"),
        run_printed=span(narrow.compute, "FLOP"),
        cost=span(last.cost, "dollars"),
        power=span(last.power / 1e9, "GW"),
        energy_share=span(100 * energy / at("iea_2025_dc_2030"), "%"),
        rd_compute=exact(at("openai_rd_compute_2025"), "dollars"),
        run_stall=span(end(Scenario(spending="stalls")).compute, "FLOP"),
        grok4=exact(at("run_grok4_flop"), "FLOP"),
        run_soon=span(end(year=2027.0).compute, "FLOP"),
        p_refute=chance(end(year=forecasts.ROUND_YEAR).compute < forecasts.ROUND_FLOP / 10),
        p_bill=chance(last.cost >= forecasts.BIG_BILL),
        effective=span(last.effective, "FLOP"),
        decades_out=_decades_beyond(last),
        decades_now=_decades_beyond(end(year=2026.0)),
    )


def _loss():
    last, other = end(), end(Scenario(fit=RIVAL))
    return dict(
        loss_r=span(last.loss, "nats"),
        floor_se=published.figure("besiroglu_2024_e_se"),
        left_r=span(last.reducible, "nats"),
        left_rival=span(other.reducible, "nats"),
        left_share_r=left_share("R"),
        left_share_rival=left_share(RIVAL),
        left_year=exact(LEFT_YEAR, DATE),
        price_r=dearer("R"),
        price_rival=dearer(RIVAL),
        fall_r=span(100 * forecasts.loss_cut(Scenario()), "%"),
        fall_rival=span(100 * forecasts.loss_cut(Scenario(fit=RIVAL)), "%"),
    )


def _wall(fit):
    """When text first falls short of the growth as before, at the centres of the inputs."""
    limits, _ = path(inputs()["growth"].centre, inputs()["halving"].centre, inputs()["stock"].centre, fit)
    return exact(first_crossing(limits, DATA), DATE)


def _frontier_ratio(law):
    """Tokens per parameter of the best run of the compute that FRONTIER names."""
    best = law.optimum(RATIOS[FRONTIER])
    return best.tokens / best.parameters


def _binding():
    start, other = 2026.0, Scenario(fit=RIVAL)
    return dict(
        money_2026_r=lowest("money", start),
        power_2026_r=lowest("power", start),
        data_2026_r=lowest("data", start),
        data_2031_r=lowest("data", END),
        wall_r=_wall("R"),
        data_2026_rival=lowest("data", start, other),
        data_2031_rival=lowest("data", END, other),
        wall_rival=_wall(RIVAL),
        rival_ratio=rival().quantity(FRONTIER),
        frontier=exact(RATIOS[FRONTIER], "FLOP"),
        rival_runs=exact(rival().n, "runs"),
        refit_ratio=with_interval(_frontier_ratio, "tokens/parameter"),
        text_first=words.count(text_first().k, text_first().n, "public sweeps"),
        bent=Text(sweeps.holds(lambda fit: fit.bent, sweeps.independent(own=False))),
        data_2031_all=lowest("data", END, Scenario(data="all")),
    )


def _shares():
    physical = ("start", "growth", "spending", "chips", "joules", "power")
    return dict(
        eff_halving=explained("effective compute", "halving"),
        left_halving=explained("loss above the floor", "halving"),
        left_split=explained("loss above the floor", "split"),
        left_fit=explained("loss above the floor", "fit"),
        left_stock=explained("loss above the floor", "stock"),
        loss_fit=explained("loss", "fit"),
        eff_physical=explained("effective compute", *physical),
    )


def _worlds():
    rows = contrasts()
    made = {}
    for key, short in (("gain by algorithms, five years", "gain"), ("fall of loss, if R", "fall_r")):
        a, b, unit = rows[key]
        made |= {f"opt_{short}": span(a, unit), f"sce_{short}": span(b, unit)}
        made[f"apart_{short}"] = told_apart(a, b)
    ho = published.figure(HO)
    return made | dict(
        pace_ratio=halving("Gundlach").quantity("months") / ho,
        soft_ho=coming_share("Ho"),
        opt_pace=propagate(yearly, ho, unit="×"),
    )


def _doubling_of_text(exponent):
    """Years by which twice the text puts off the wall, from the exponent of tokens in compute."""
    growth = inputs()["growth"].quantity("×")
    return propagate(lambda g, b: np.log(2) / (b * np.log(g)), growth, exponent, unit="years")


def _exercises():
    mean, parts = variance.trend_moments(backtest.doubt())
    count = 5
    fair = 1 - at_most(2, count, 1 - forecasts.LEVEL)
    p = chance(end().cost >= forecasts.BIG_BILL).value / 100
    s = inputs()
    brier = p * (1 - p)
    return dict(
        ex_sigma=exact(s["spending"].sigma),
        ex_factor=exact(np.exp(s["spending"].sigma)),
        ex_start=s["start"].quantity("FLOP"),
        ex_growth=s["growth"].quantity("×"),
        ex_halving=s["halving"].quantity("months").in_unit("years", 1 / 12),
        ex_years=exact(END - start_year(), "years"),
        ex_years_since_law=exact(END - published.value("hoffmann_2022_released"), "years"),
        ex_widened=exact(backtest.doubt(), "×"),
        ex_mean=exact(mean),
        ex_sd=exact(np.sqrt(sum(parts.values()))),
        ex_share=percent(parts["halving"] / sum(parts.values())),
        ex_count=exact(count),
        ex_misses=percent(fair),
        ex_expected=exact(count * (1 - forecasts.LEVEL)),
        ex_brier=exact(brier),
        ex_brier_even=exact(0.25),
        ex_wait_rival=_doubling_of_text(rival().surface.b),
        ex_wait=_doubling_of_text(with_interval(lambda fit: fit.b)),
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
