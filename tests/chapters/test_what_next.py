"""The closing chapter: inputs, limits, Monte Carlo against closed forms, predictions, verdicts that flip."""

import math

import numpy as np
import pytest
from scipy import integrate, stats

from rooms import figures as figures_of
from scaling_laws.errors import InvalidArgument
from scaling_laws.quantity import PROPAGATED, Quantity, estimate
from what_scale_buys import published, sweeps
from what_scale_buys.accepted import refit
from what_scale_buys.chapters import what_next as room
from what_scale_buys.chapters.what_next import (
    algorithms,
    backtest,
    forecasts,
    inputs,
    model,
    variance,
)
from what_scale_buys.claims import Verdict


@pytest.fixture(scope="module")
def n():
    return room.numbers()


# ---- inputs: from a printed interval to a distribution ----


def test_an_interval_becomes_a_log_normal_that_gives_it_back():
    spending = inputs.inputs()["spending"]
    sample = spending.at(np.random.default_rng(1).standard_normal(400_000))
    low, middle, high = np.quantile(np.log(sample), [0.05, 0.5, 0.95])
    assert middle == pytest.approx(math.log(2.4), abs=0.002)
    assert high - low == pytest.approx(math.log(2.9 / 2.0), rel=0.01)
    assert spending.sigma == pytest.approx(math.log(2.9 / 2.0) / (2 * 1.6448536), rel=1e-6)


def test_doubt_widens_rates_and_nothing_else():
    s = inputs.inputs()
    for key in ("growth", "spending", "chips", "joules"):
        assert s[key].at(1.0, 2.0) == pytest.approx(s[key].centre * math.exp(2 * s[key].sigma))
    for key in ("start", "power", "stock", "halving"):
        assert s[key].at(1.0, 2.0) == pytest.approx(s[key].at(1.0))


def test_levels_are_those_of_the_sources():
    s = inputs.inputs()
    assert {key for key in s if s[key].stated} == {"spending", "chips", "halving"}
    assert (s["spending"].level, s["chips"].level, s["halving"].level) == (0.9, 0.95, 0.95)
    for key, row in (("spending", "cottier_2024_cost_growth"), ("chips", "hobbhahn_2022_gpu_ml")):
        assert s[key].level == published.figure(row).level
    assert s["stock"].level == published.figure("villalobos_2024_indexed_web").level
    assert s["start"].level == s["growth"].level == s["power"].level == inputs.LEVEL_ASSUMED


def simulated(quantity, n=400_000, seed=1):
    """Draws of a published number by two half normals of its logarithm of our own."""
    z = np.random.default_rng(seed).standard_normal(n) / stats.norm.ppf((1 + (quantity.level or 0.95)) / 2)
    below, above = np.log(quantity.value / quantity.low), np.log(quantity.high / quantity.value)
    return quantity.value * np.exp(np.where(z < 0, below, above) * z)


def test_what_follows_from_the_inputs_against_simulation(n):
    figure = published.figure
    ho, chips = figure("ho_2024_halving_model7"), figure("hobbhahn_2022_gpu_ml")
    money, growth = figure("cottier_2024_cost_growth"), n.growth
    first, last = (figure(f"run_{run}_flop") for run in ("gpt4_db", "grok3"))
    text = figure("villalobos_2024_indexed_web")
    rate = room.CLAIMS["A31"].found.numbers[0]
    years = 2025.13 - 2023.2
    last = Quantity(last.value, "FLOP", last.low, last.high, 0.9)  # read at the level of the other run
    ln_ho = 12 * np.log(2) / simulated(ho, seed=2)
    for shown, sample in (
        (n.opt_pace, np.exp(ln_ho)),
        (n.money_bare, simulated(money, seed=3) * 2 ** (1 / simulated(chips, seed=4))),
        (n.soft_ho, 100 * ln_ho / (ln_ho + np.log(simulated(growth, seed=5)))),
        (rate, (simulated(last, seed=6) / simulated(first, seed=7)) ** (1 / years)),
        (n.modalities, 1 + 1650e12 / simulated(text, seed=8)),
        (n.ex_wait_rival, np.log(2) / (model.rival().surface.b * np.log(simulated(growth, seed=9)))),
    ):
        tail = (1 - shown.level) / 2
        assert (shown.low, shown.high) == pytest.approx(tuple(np.quantile(sample, (tail, 1 - tail))), rel=0.03)


def test_halving_times_from_gains_by_hand(n):
    assert n.ho_pace.value == pytest.approx(9 * 12 / math.log2(22_000))
    assert n.gundlach_bounds.low == pytest.approx(11 * 12 / math.log2(100))
    assert n.gundlach_bounds.high == pytest.approx(11 * 12 / math.log2(10))
    assert inputs.yearly(12) == 2
    assert inputs.months(2**5, 5) == pytest.approx(12)
    assert n.modalities.value == pytest.approx((510 + 300 + 1350) / 510)
    assert n.algorithm_share.value == pytest.approx(100 * math.log10(22_000) / (6 + math.log10(22_000)))


# ---- the model, by hand ----


def test_the_central_path_by_hand():
    year, base = 2030.0, model.Scenario(reading="none", fit=model.RIVAL, doubt=1.0)
    o = model.outcome(model.centre(), base, year, central=True)
    elapsed = year - 2025.13
    trend = 4.64e26 * math.sqrt(20) ** elapsed
    money = 4.64e26 * (2.4 * 2 ** (1 / 2.07) * 8**0.1) ** elapsed
    joules = math.sqrt(12**0.1 * 1.4)
    power = 4.64e26 * math.sqrt(2e9 * 45e9) / 1.374e8 * (joules * 8**0.1 * 4**0.1) ** elapsed
    assert o.limits[:3, 0, 0] == pytest.approx([trend, money, power], rel=1e-9)
    law = model.rival().surface
    data = 6 * (320e12 * law.G) ** (1 / law.b)
    assert o.limits[3, 0, 0] == pytest.approx(data, rel=1e-9)
    assert o.compute[0, 0] == pytest.approx(money)
    assert o.binding[0, 0] == 3
    size = money / (6 * 320e12)  # the run is beyond the stock: tokens capped, parameters take the rest
    assert o.loss[0, 0] == pytest.approx(law.E + law.A / size**law.alpha + law.B / 320e12**law.beta, rel=1e-9)
    assert o.cost[0, 0] == pytest.approx(300.9e6 * 2.4**elapsed, rel=1e-9)
    assert o.tokens[0, 0] == pytest.approx(320e12)


def test_the_rival_is_the_sweep_with_later_runs_and_its_floor_is_below_them():
    assert model.farthest() == model.RIVAL
    reached = min(v.loss for v in sweeps.valleys("delphi", later=True))
    assert model.rival().quantity("E").high < reached < sweeps.fit("delphi").quantity("E").low


def test_the_draws_of_the_rival_are_laws_and_as_wide_as_its_fit():
    sample, found = model.rival_draws(), model.rival()
    assert (sample.alpha > 0).all()
    assert (sample.beta > 0).all()
    low, high = np.quantile(sample.E, (0.025, 0.975))
    assert high - low == pytest.approx(found.E_high - found.E_low, rel=0.15)  # the fit's interval is not symmetric
    assert np.median(sample.E) == pytest.approx(found.E, rel=0.01)
    assert np.quantile(sample.frontier_exponent, 0.5) == pytest.approx(found.gamma, rel=0.02)


def test_the_sweeps_that_lack_text_by_hand():
    elapsed, gain = model.END - 2025.13, 2 ** (12 * (model.END - 2022.24) / 8.4)
    trend = 4.64e26 * math.sqrt(20) ** elapsed
    short = {
        s.title
        for s in sweeps.independent(own=False)
        if sweeps.fit(s.sweep).surface.optimum(trend * gain).tokens > 320e12 * math.sqrt(gain)
    }
    assert set(model.text_first().yes) == short
    assert model.text_first(2026.0).k < model.text_first().k


def test_power_and_cost_of_the_start_are_those_of_the_run():
    o = model.outcome(model.deviates(50), model.BASE, model.start_year())
    assert np.allclose(o.cost, 300.9e6)
    assert np.allclose(o.power, 1.374e8)


def test_without_a_wall_the_loss_is_the_frontier_whatever_saves_data():
    for law in (model.rival().surface, refit()):
        for split in (0.0, 0.5, 1.0):
            found = model.loss(law, 1e26, 1e30, 10.0, split)
            assert found == pytest.approx(law.frontier.loss(1e27))


def test_a_run_beyond_the_wall_loses_and_algorithms_that_save_data_help():
    law = refit()
    free, capped = model.loss(law, 1e29, 1e30, 1.0, 0.5), model.loss(law, 1e29, 1e13, 1.0, 0.5)
    assert capped > free
    losses = [model.loss(law, 1e29, 1e13, 100.0, split) for split in (0.0, 0.5, 1.0)]
    assert losses[0] > losses[1] > losses[2]


def test_the_data_limit_is_where_the_optimum_needs_the_stock():
    law, v = refit(), model.values(model.centre(), model.BASE)
    gain = np.array([[50.0]])
    limit = model.data_limit(v, law, gain)
    assert law.optimum(limit * gain).tokens == pytest.approx(v["stock"] * gain ** v["split"])


@pytest.mark.parametrize(
    ("change", "lower"),
    [(dict(spending="stalls"), "cost"), (dict(sites="one"), "power"), (dict(reading="Gundlach"), "effective")],
)
def test_each_switch_works_in_its_direction(change, lower):
    base, other = (np.median(getattr(forecasts.end(model.Scenario(**c)), lower)) for c in ({}, change))
    assert other < base


def test_more_kinds_of_data_postpone_the_wall():
    text, everything = (model.binding_shares(model.Scenario(data=d), np.array([2029.0]))[3] for d in ("text", "all"))
    assert everything < text


def test_shares_of_the_limits_sum_to_one():
    assert np.allclose(model.binding_shares(model.BASE).sum(axis=0), 1)


@pytest.mark.parametrize(
    "bad",
    [
        lambda: model.Scenario(spending="doubles"),
        lambda: model.Scenario(fit="K"),
        lambda: model.Scenario(doubt=-1),
        lambda: inputs.halving("Moore"),
        lambda: inputs.power("none"),
        lambda: inputs.Spread("x", "x", 5.0, 1.0, 4.0, 0.9),
        lambda: inputs.Spread("x", "x", 2.0, 1.0, 4.0, 1.0),
        lambda: inputs.months(1.0, 5),
        lambda: inputs.yearly(0),
        lambda: model.outcome(model.centre(), model.BASE, 2020.0),
        lambda: variance.first_order(variance.trend_only, n=1),
        lambda: forecasts.span(np.ones(3), level=1.2),
        lambda: room.CLAIMS["A31"].finding(years=0.0),
    ],
)
def test_bad_input_is_refused(bad):
    with pytest.raises(InvalidArgument):
        bad()


# ---- Monte Carlo against closed forms ----


def test_the_registered_rates_are_as_wide_as_the_backtest_asks():
    assert model.BASE.widening == backtest.doubt() > 1
    assert model.Scenario(doubt=0.0).widening == 0


def test_the_monte_carlo_agrees_with_the_closed_forms():
    assert np.abs(variance.monte_carlo_gaps()).max() < 3.5


def test_the_closed_forms_agree_with_quadrature():
    mean, parts = variance.trend_moments(doubt=2.0)
    s, elapsed = inputs.inputs(), model.END - model.start_year()
    scale = 12 * (model.END - published.value("hoffmann_2022_released")) * math.log10(2)
    log_t, sd = math.log(s["halving"].centre), s["halving"].sigma

    def moment(k):
        return integrate.quad(
            lambda x: (scale / math.exp(x)) ** k * stats.norm.pdf(x, log_t, sd), log_t - 9 * sd, log_t + 9 * sd
        )[0]

    rest = math.log10(4.64e26) + elapsed * math.log10(math.sqrt(20))
    assert mean == pytest.approx(rest + moment(1), rel=1e-9)
    assert parts["halving"] == pytest.approx(moment(2) - moment(1) ** 2, rel=1e-6)
    assert parts["growth"] == pytest.approx((2 * elapsed * math.log10(5 / 4) / (2 * 1.6448536)) ** 2, rel=1e-6)


def test_the_probability_of_the_wall_by_another_route():
    rng, law, elapsed = np.random.default_rng(7), refit(), 2027.0 - 2025.13
    z = rng.standard_normal((3, 400_000))
    compute = 4.64e26 * np.exp(z[0] * math.log(11.3 / 2.1) / (2 * 1.6448536))
    compute *= (math.sqrt(20) * np.exp(z[1] * math.log(5 / 4) / (2 * 1.6448536))) ** elapsed
    stock = 320e12 * np.exp(z[2] * math.log(1700 / 65) / (2 * 1.959964))
    share = (law.optimum(compute).tokens > stock).mean()
    assert variance.data_binds_exactly(2027.0) == pytest.approx(share, abs=4 * 0.5 / math.sqrt(400_000))


def test_first_order_shares_of_an_additive_function_are_its_variances():
    weights = dict(start=3.0, growth=2.0, stock=1.0)
    columns = [inputs.KEYS.index(key) for key in weights]
    found = variance.first_order(lambda z: z[:, columns] @ np.array([*weights.values()]), n=4000)
    for key in inputs.KEYS:
        share, low, high = found[key]
        exact = weights.get(key, 0.0) ** 2 / 14
        assert low <= share <= high
        assert share == pytest.approx(exact, abs=max(2 * (high - low), 1e-9))


def test_a_pure_interaction_has_no_first_order_share():
    a, b = inputs.KEYS.index("start"), inputs.KEYS.index("stock")
    found = variance.first_order(lambda z: z[:, a] * z[:, b])
    assert abs(found["start"][0]) < 0.08
    assert abs(found["stock"][0]) < 0.08


def test_algorithms_dominate_effective_compute_and_the_floor_the_loss(n):
    assert n.eff_halving.value > 60
    assert n.eff_physical.value < 25
    assert n.loss_fit.value > 90
    assert n.left_split.value > n.left_stock.value


# ---- the backtest ----


def test_the_backtest_by_hand(n):
    years = 2025.13 - 2020.4
    assert n.back_2022.value == pytest.approx(4.64e26 / 3.14e23 / 2 ** (2 * years))
    width = math.log(5 / 4) / (2 * 1.6448536)
    assert n.missed_by.value == pytest.approx(math.log(n.back_2022.value) / years / width)
    assert backtest.doubt() == n.missed_by.value
    start = published.figure("run_grok3_flop")  # the interval is that of the last run alone
    assert (n.back_2022.low, n.back_2022.high) == pytest.approx(
        tuple(n.back_2022.value * end / start.value for end in (start.low, start.high)), rel=0.01
    )
    assert n.missed_by.high == pytest.approx(math.log(n.back_2022.high) / years / width, rel=0.01)
    assert [c.inside for c in backtest.checks()] == [False, True, True, True]


# ---- predictions and worlds ----


def test_told_apart_against_all_pairs():
    rng = np.random.default_rng(3)
    a, b = rng.integers(0, 9, 60), rng.integers(2, 12, 70)
    larger = (a[:, None] > b).mean() + 0.5 * (a[:, None] == b).mean()
    found = forecasts.told_apart(a, b)
    assert found.value / 100 == pytest.approx(max(larger, 1 - larger))
    assert forecasts.told_apart(a, a).value == pytest.approx(50)
    again = [rng.choice(x, (2000, x.size)) for x in (a, b)]
    shares = np.array([[(x[:, None] < y).mean() + 0.5 * (x[:, None] == y).mean()] for x, y in zip(*again)])
    half = (found.high - found.low) / 2
    assert half == pytest.approx(100 * 1.96 * shares.std(), rel=0.1)


def test_a_chance_without_a_hit_is_not_certain():
    # the exact upper end for no hit in n: (1 - p)^n is half of the error left
    none = forecasts.chance(np.zeros(1000))
    assert none.value == none.low == 0
    assert none.high == pytest.approx(100 * (1 - 0.025 ** (1 / 1000)))


def test_the_registered_intervals_hold_eight_draws_in_ten():
    last = forecasts.end()
    q = {row[0]: row[2] for row in forecasts.registered()}
    for sample, key in ((last.compute, "N1"), (last.cost, "N4"), (last.power / 1e9, "N6"), (last.tokens, "N7")):
        assert np.mean((q[key].low <= sample) & (sample <= q[key].high)) == pytest.approx(0.8, abs=0.001)
    assert q["N3"].value == pytest.approx(100 * np.mean(last.compute >= 2e29))
    assert all(quantity.has_interval for quantity in q.values())


def test_chances_of_a_large_run_are_conditional_on_spending():
    rows = {row[0]: row for row in forecasts.registered()}
    stalled = forecasts.end(model.Scenario(spending="stalls")).compute
    assert rows["N13"][2].value == pytest.approx(100 * np.mean(stalled >= 2e29))
    assert rows["N13"][2].high < rows["N3"][2].low
    for key in ("N2", "N3", "N13"):
        assert "if spending" in rows[key][1]
        assert "void" in rows[key][3]


def test_tables_hold_every_row():
    text = str(room.predictions())
    assert all(row[0] in text for row in forecasts.registered())
    assert all(name in str(room.worlds()) for name in forecasts.contrasts())
    assert "<table" in room.predictions().html()


def test_the_loss_does_not_tell_the_worlds_apart_and_algorithms_do(n):
    assert n.apart_gain.value > 99 > 80 > n.apart_fall_r.value
    assert n.sce_fall_r.value > n.opt_fall_r.value


def test_exercises(n):
    assert n.ex_misses.value == pytest.approx(100 * (1 - 0.8**5 - 5 * 0.2 * 0.8**4 - 10 * 0.04 * 0.8**3))
    assert n.ex_wait.value == pytest.approx(math.log(2) / (refit().b * math.log(math.sqrt(20))))
    p = n.p_bill.value / 100
    assert n.ex_brier.value == pytest.approx(p * (1 - p))


# ---- pictures ----


def test_figures_speak():
    for name, figure in figures_of("what_next").items():
        assert name.startswith("next-")
        assert len(figure.alt) > 80


def test_figures_follow_their_inputs():
    assert room.compute_fan().data != room.compute_fan(model.Scenario(spending="stalls")).data
    assert room.compute_fan().alt != room.compute_fan(model.Scenario(spending="stalls")).alt
    assert room.loss_fan().alt != room.loss_fan(reading="none").alt


def test_the_price_of_loss_is_a_difference_quotient():
    bought = np.median(model.price_of_loss(model.RIVAL)[1], axis=0)
    o = model.outcome(model.deviates(), model.Scenario(fit=model.RIVAL), model.YEARS[:2])
    by_hand = np.median((o.loss[:, 0] - o.loss[:, 1]) / (o.cost[:, 1] - o.cost[:, 0])) * 1e9
    assert bought[0] == pytest.approx(by_hand)
    assert np.all(np.diff(bought) < 0)


def test_the_path_crosses_where_a_root_finder_says():
    limits, _ = model.path(4.5, 8.4, 320e12, "R")
    found = model.first_crossing(limits, 3)
    around = np.array([found - 0.01, found + 0.01])
    near, _ = model.path(4.5, 8.4, 320e12, "R", around)
    assert near[3, 0] > near[0, 0]
    assert near[3, 1] < near[0, 1]
    assert model.first_crossing(model.path(2.0, 8.4, 320e12, "R")[0], 1) is None


def test_explorables_move():
    when, world = room.when(), room.worlds_fan()
    assert when.state(growth=6.0)["growth"] != when.state(growth=2.0)["growth"]
    assert when.state(stock=65e12)["data"] != when.state(stock=1700e12)["data"]
    assert when.state(halving=None)["loss"] != when.state(halving=5.0)["loss"]
    assert world.state(doubt=1.0)["wide"] != world.state()["wide"]


# ---- verdicts ----


def test_verdicts():
    assert {key: claim.verdict for key, claim in room.CLAIMS.items()} == {
        "A31": Verdict.HOLDS,
        "A33": Verdict.NOT_CHECKABLE,
        "B34": Verdict.HOLDS_IF,
        "B39": Verdict.NOT_CHECKABLE,
        "B40": Verdict.HOLDS,
        "C62": Verdict.NOT_CHECKABLE,
    }
    assert room.CHAPTER == "15_what_next"


def test_verdicts_flip():
    a31, b34 = room.CLAIMS["A31"], room.CLAIMS["B34"]
    assert a31.finding(algorithm_share=0.0).verdict is Verdict.CONTRADICTED
    assert "GPT-5" in a31.found.because
    assert "GPT-5" not in a31.finding(smaller_successors=0).because
    slow = Quantity(170.0, "months", 100.0, 300.0, 0.95)
    assert "Only data of other kinds" in b34.finding(ho_halving=slow).because
    wider = b34.finding(ho_halving=published.figure("ho_2024_halving_proceedings"))
    assert wider.verdict is b34.verdict
    assert wider.because.startswith("Algorithms cut")
    unsure = Quantity(4.64e26, "FLOP", 2.2e25, 1.13e27)
    assert a31.finding(last=unsure).verdict is Verdict.NOT_CHECKABLE


def test_shares_of_the_future_by_hand():
    yearly = 2 ** (12 / 8.4)
    expected = math.log(yearly) / (math.log(yearly) + math.log(math.sqrt(20)))
    assert algorithms.future_share(8.4, math.sqrt(20)) == pytest.approx(expected)
    assert room.CLAIMS["C62"].found.numbers[1].value == pytest.approx(100 * expected)
    assert 100 * algorithms.past_share() == pytest.approx(room.numbers().algorithm_share.value)


def test_every_estimate_names_method_and_n(n):
    for name, q in n:
        if getattr(q, "method", ""):
            assert q.has_interval, name
            assert q.n or q.method == PROPAGATED, name
    assert isinstance(n.run, type(estimate(1, 0, 2, method="m", level=0.8)))
