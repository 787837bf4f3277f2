"""The named numbers of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.quantity import Numbers, Quantity, Text, estimate, exact, percent, propagate
from scaling_laws.statistics import LEVEL, central

from ... import published
from ...accepted import draws, refit, with_interval
from . import adoption, chains, horizon, metr, portfolio, survival

FAIL, PASS = 0.1, 0.9
GAINS = 20
YEARS = 10
WORK_MONTH = 167  # hours of work
BOOTSTRAP = "bootstrap over tasks and attempts"


def growth():
    """Yearly growth of training compute: the middle of the published range, and the range."""
    low, high = (published.value(f"epoch_2024_compute_growth_{end}") for end in ("low", "high"))
    return Quantity((low + high) / 2, "×", low, high, places=(1, 0, 0))


def start():
    """Training compute from which a year is counted, FLOP."""
    return published.value("run_llama31_405b_flop")


def cut():
    """Article B's cut as a fraction."""
    return published.value("article_b_error_cut") / 100


def monthly(days):
    """A doubling time in days, with its interval, in months."""
    return days.in_unit("months", 1 / metr.MONTH)


def yearly(days):
    """The growth per year that a doubling time implies, with its interval."""
    return propagate(metr.yearly, days, unit="×")


def by_law(function, *quantities, unit=""):
    """function(law, *numbers) by the accepted law, with its intervals and those of the quantities."""
    found = portfolio.by_law(function, refit(), draws(), *quantities, unit="" if unit == "%" else unit)
    return percent(found) if unit == "%" else found


def hours(minutes):
    """A horizon in minutes, with its interval, in hours."""
    return minutes.in_unit("hours", 1 / 60)


def yearly_numbers():
    """What a year of compute growth takes off the loss."""
    g, at = growth(), start()
    return dict(
        growth=g,
        exponent=with_interval(lambda law: law.frontier_exponent),
        reducible=by_law(portfolio.reducible_cut, g, unit="%"),
        total=by_law(lambda law, rate: portfolio.total_cut(law, at, rate), g, unit="%"),
        room=by_law(lambda law: portfolio.room_left(law, at), unit="%"),
        decade_reducible=by_law(lambda law, rate: portfolio.reducible_cut(law, rate**YEARS), g, unit="%"),
        length=by_law(portfolio.horizon_growth, g, unit="×"),
    )


def gains_numbers():
    """What many equal cuts leave of an error, by how they combine."""
    c = cut()
    return dict(
        article_cut=published.figure("article_b_error_cut"),
        gains=exact(GAINS),
        left_multiplied=percent(portfolio.multiplied(c, GAINS)),
        left_added=percent(portfolio.added(c, GAINS)),
        left_own=percent(portfolio.own_part(c, GAINS, GAINS)),
        gone_own=percent(1 - portfolio.own_part(c, GAINS, GAINS)),
        ex_parts=percent(portfolio.parts_left([0.5, 0.3, 0.2], [1.0, 0.0, 0.0])),
        ex_parts_even=percent(portfolio.parts_left([0.5, 0.3, 0.2], [0.4, 0.4, 0.4])),
    )


def _lengths():
    e = chains.ERROR
    return dict(
        step_error=percent(e),
        length_half=exact(np.floor(np.log(0.5) / np.log1p(-e)), "steps"),
        ratio_most=exact(1 / survival.ratio_to_half(0.8), "×"),
        ratio_sure=exact(1 / survival.ratio_to_half(0.99), "×"),
        ratio_sure_falling=exact(1 / survival.ratio_to_half(0.99, published.value("ord_2025_weibull_k")), "×"),
    )


def _series():
    latest, trusted, paper = metr.point("mythos"), metr.point("opus46"), metr.point("sonnet37")
    recent, first = published.figure("metr_2026_doubling_2023"), published.figure("metr_2025_doubling_days")
    before = published.figure("metr_2026_opus46_before")
    return dict(
        rounded=published.figure("metr_doubling_months"),
        first_days=first,
        first_months=monthly(first),
        first_yearly=yearly(first),
        recent_days=recent,
        recent_months=monthly(recent),
        recent_yearly=yearly(recent),
        ours_latest=metr.doubling_days(2024),
        merge_gap=published.figure("metr_2026_merge_gap"),
        paper_again=paper.half,
        paper_again_most=paper.most,
        latest_name=Text(latest.name),
        trusted_name=Text(trusted.name),
        trusted_hours=hours(trusted.half),
        trusted_before=hours(before),
        trusted_spread=exact(trusted.half.high / trusted.half.low, "×"),
        limit=exact(metr.TRUSTED / 60, "hours"),
    )


def _trend():
    """Ratios of the two published horizons, and the power of the loss that their growth would ask for."""
    ratios = [p.ratio for p in metr.points() if p.day >= metr.point("gpt4").day]
    median = median_of(ratios, "×")
    g, grown = growth(), yearly(published.figure("metr_2025_doubling_days"))
    power = by_law(portfolio.hazard_power, g, grown)
    effective = by_law(portfolio.hazard_power, g * algorithms(), grown)
    return dict(
        ratio_median=median,
        ratio_low=min(ratios, key=float),
        ratio_shape=propagate(survival.shape_from_ratio, median),
        power=power,
        explained=percent(1 / power),
        explained_effective=percent(1 / effective),
    )


def algorithms():
    """Yearly factor by which better methods cut the compute for a given loss, from a published halving time."""
    halving = published.figure("ho_2024_halving_model7")
    return propagate(lambda months: 2 ** (12 / months), halving, unit="×")


def median_of(quantities, unit=""):
    """Median of several quantities, each drawn from its interval."""
    return propagate(lambda *numbers: np.median(numbers, axis=0), *quantities, unit=unit)


def _shapes():
    rows = metr.shapes()
    agents, highest = rows[:-1], rows[metr.SHAPES.index("sonnet37")]
    below = sum(row.high < 1 for row in rows)
    return dict(
        shape_below=exact(below),
        shape_total=exact(len(rows)),
        shape_median=median_of(agents),
        shape_lowest=min(agents, key=float),
        shape_highest=highest,
    )


def read(spread, success=None, curve="logistic", by_task=True):
    """Horizon (minutes) or, without a success, shape that the simulated suite yields, with its bootstrap interval."""
    fitted, sample = horizon.reading(spread, curve, by_task)
    value, draws = (fitted.slope, sample.slope) if success is None else (x.horizon(success) for x in (fitted, sample))
    unit, n = "" if success is None else "minutes", horizon.TASKS
    return estimate(value, *central(draws), method=BOOTSTRAP, level=LEVEL, unit=unit, n=n)


def excess(spread):
    """Points by which pairs of successes at one task exceed what equally hard tasks of its length would give."""
    value, low, high = (100 * x for x in horizon.pair_excess(spread))
    method = "bootstrap over tasks, fitted curve held"
    return estimate(value, low, high, method=method, level=LEVEL, unit="percentage points", n=horizon.TASKS)


def true_horizon(spread, success):
    """Length (minutes) at which the simulated agent has the given success."""
    ratio = (
        np.expm1(-spread * np.log(success)) / np.expm1(spread * np.log(2)) if spread else np.log(success) / -np.log(2)
    )
    return horizon.HALF * abs(ratio)


def closed_forms():
    """The mixture of constant hazards that imitates the published shape."""
    needed = survival.spread_for_shape(published.value("ord_2025_weibull_k"))
    both = survival.repeated(1.0, 2, survival.mixture_scale(1.0, 0.5, needed), needed)
    return dict(
        shape=published.figure("ord_2025_weibull_k"),
        spread_needed_sd=exact(np.sqrt(needed)),
        both_mixed=percent(both),
        both_falling=percent(0.25),
    )


def logistic_ratio():
    """Ratio of the horizons at even odds and at four in five that a logistic curve reads off a constant risk."""
    t = np.geomspace(horizon.SHORTEST, horizon.LONGEST, 200)
    fitted = horizon.fit(t, survival.constant(t, np.log(2) / horizon.HALF), 1.0)
    return float(fitted.horizon(0.5) / fitted.horizon(0.8))


def _mixture():
    spread = chains.SPREAD
    return dict(
        shape_nearest=exact(horizon.nearest_shape(spread).slope),
        read_shape=read(spread, curve="weibull"),
        read_shape_runs=read(spread, curve="weibull", by_task=False),
        read_shape_even=read(0, curve="weibull"),
        excess_mixed=excess(spread),
        excess_even=excess(0),
        true_half=exact(horizon.HALF, "minutes"),
        ratio_read_even=exact(logistic_ratio(), "×"),
        read_most_mixed=read(spread, 0.8),
    )


def _worlds():
    e = chains.ERROR
    return dict(
        detection=percent(0.9),
        gain_checked=exact(chains.horizon_gain(e, 0.9, 0.05), "×"),
        gain_half=exact(chains.horizon_gain(e, 0.5, 0.05), "×"),
        gain_checked_compute=with_interval(
            lambda law: chains.horizon_gain(e, 0.9, 0.05) ** (1 / law.frontier_exponent), "×"
        ),
        false_alarm=percent(0.05),
    )


def _value():
    cost, days = cost_growth(), published.figure("metr_2025_doubling_days")
    wide = adoption.doublings_between(FAIL, PASS, 2.0)
    return dict(
        cost_growth=cost,
        paying=propagate(adoption.paying_power, cost, yearly(days)),
        wide_doublings=exact(wide),
        wide_years=days.in_unit("years", wide / metr.YEAR),
    )


def cost_growth():
    """Yearly growth of the cost of frontier runs."""
    return published.figure("cottier_2024_cost_growth").in_unit("×")


def _exercises():
    month = propagate(lambda half: np.log2(60 * WORK_MONTH / half), metr.point("opus46").half, unit="doublings")
    doubling = published.figure("metr_2026_doubling_2023").in_unit("years per doubling", 1 / metr.YEAR)
    return dict(
        ex_needed=percent(1 - 0.5 ** (1 / 500)),
        ex_needed_sure=percent(1 - 0.99 ** (1 / 500)),
        ex_check_needed=percent(1 - np.log1p(-chains.ERROR / 10) / np.log1p(-chains.ERROR)),
        ex_shape_wide=exact(survival.local_shape(0.5, 3.0)),
        ex_three=percent(survival.repeated(1.0, 3, survival.mixture_scale(1.0, 0.5, 1.0), 1.0)),
        ex_three_equal=percent(0.5**3),
        ex_month=month,
        ex_month_half=hours(metr.point("opus46").half),
        ex_month_doubling=monthly(published.figure("metr_2026_doubling_2023")),
        ex_month_hours=exact(WORK_MONTH, "hours"),
        ex_month_years=propagate(np.multiply, month, doubling, unit="years"),
    )


@cache
def numbers():
    """All numbers of the chapter, by name."""
    return Numbers.of(
        yearly_numbers,
        gains_numbers,
        _lengths,
        _series,
        _trend,
        _shapes,
        closed_forms,
        _mixture,
        _worlds,
        _value,
        _exercises,
    )
