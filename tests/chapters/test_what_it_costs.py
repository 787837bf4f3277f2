"""The cost chapter: numbers against independent oracles, pictures that follow their inputs, verdicts that flip."""

import math

import numpy as np
import pytest
from scipy import integrate, optimize, stats

from rooms import figures as figures_of
from scaling_laws.errors import InvalidArgument
from scaling_laws.quantity import SAMPLES, Quantity, exact
from what_scale_buys import accepted, published, sweeps
from what_scale_buys.accepted import refit
from what_scale_buys.chapters import what_it_costs as room
from what_scale_buys.chapters.what_it_costs import (
    bill,
    explorables,
    figures,
    growth,
    printed_twice,
    value,
)
from what_scale_buys.chapters.what_it_costs.numbers import STARTS, first_billion, price_study
from what_scale_buys.claims import Verdict


@pytest.fixture(scope="module")
def n():
    return room.numbers()


# ---- the bill, by hand ----


def test_the_printed_cost_of_deepseek_follows_from_its_hours(n):
    assert n.deepseek_check.value == pytest.approx(published.value("deepseek_v3_cost"), rel=1e-12)


def test_energy_of_llama_by_hand():
    checks = bill.energy_checks()
    assert checks["LLaMA-65B"][0] == pytest.approx(1_022_362 * 0.4 * 1.1 / 1000)
    for computed, printed in checks.values():
        assert computed == pytest.approx(printed, rel=0.01)


def test_emissions_meet_the_printed_ones_within_a_percent_or_half_a_tonne():
    checks = bill.emission_checks()
    assert checks["Gopher"][0] == pytest.approx(1066 * 1.08 * 0.33)
    for computed, printed in checks.values():
        assert abs(computed - printed) < max(0.5, 0.008 * printed)
    name, gap = bill.worst(checks)
    assert gap == max(abs(c / p - 1) for c, p in checks.values())
    assert checks[name][0] / checks[name][1] - 1 == pytest.approx(-gap)


def test_utilisation_by_hand_and_as_the_inverse_of_the_hours():
    used = {run.name: run.utilisation for run in bill.published_runs()}
    assert used["LLaMA-65B"] == pytest.approx(6 * 65.2e9 * 1.4e12 / (312e12 * 3600 * 1_022_362))
    assert used["Llama 3.1 405B"] == pytest.approx(3.8e25 / (989.4e12 * 3600 * 30.84e6))
    for run in bill.published_runs():
        assert bill.gpu_hours(run.flop, run.peak, run.utilisation) == pytest.approx(run.hours)


def test_the_bill_is_a_chain_of_products():
    made = bill.bill(1e26, utilisation=0.4, price=2.0, pue=1.1, grid=0.385)
    assert made.hours == pytest.approx(1e26 / (989.4e12 * 0.4 * 3600))
    assert made.dollars == pytest.approx(2 * made.hours)
    assert made.mwh == pytest.approx(made.hours * 0.0007 * 1.1)
    assert made.tonnes == pytest.approx(0.385 * made.mwh)


def test_two_energies_of_gpt3_and_the_prompts_that_one_of_them_would_answer(n):
    assert n.gpt3_mwh_other.value == pytest.approx(5.10 * 355.2)
    assert n.gpt3_ratio.value == pytest.approx(5.10 * 355.2 / 1287)
    assert n.prompts.value == pytest.approx(1.287 / 0.24)


# ---- growth: closed forms against the draws ----


def within_monte_carlo_error(draws, quantile, p):
    """The share of draws below an exact quantile is p, within four standard errors."""
    return abs(np.mean(np.asarray(draws) < quantile) - p) < 4 * math.sqrt(p * (1 - p) / len(draws))


@pytest.mark.parametrize("name", ["compute", "money", "price-performance", "algorithms", "power"])
def test_draws_reproduce_the_published_interval(name):
    rate, drawn = growth.rate(name), growth.draws(name)
    tail = (1 - rate.level) / 2
    for end, p in ((rate.low, tail), (rate.value, 0.5), (rate.high, 1 - tail)):
        assert within_monte_carlo_error(drawn, end, p)
        assert float(growth.at(rate, stats.norm.ppf(p))) == pytest.approx(end, rel=1e-3)
        assert np.quantile(growth.deviates(rate), p) == pytest.approx(stats.norm.ppf(p), abs=1e-3)


def test_levels_are_those_of_the_sources():
    levels = {name: growth.rate(name).level for name in growth.rates()}
    assert (levels["money"], levels["money, post"], levels["power"], levels["algorithms"]) == (0.9, 0.95, 0.9, 0.95)
    assert levels["price-performance"] == published.figure("hobbhahn_2022_gpu_ml").level == 0.95
    assert levels["compute"] == levels["energy efficiency"] == growth.READ_AS
    source = published.figure("hobbhahn_2022_gpu_ml")
    chips = growth.rate("price-performance")
    assert (chips.low, chips.high) == pytest.approx((2 ** (1 / source.high), 2 ** (1 / source.low)), rel=1e-3)


@pytest.mark.parametrize("start", STARTS)
def test_the_first_billion_has_its_closed_form(start):
    cost, year = (published.value(key) for key in STARTS[start])
    found, rate = first_billion(start), growth.rate("money")
    assert found.value == pytest.approx(year + math.log(1e9 / cost) / math.log(2.4))
    drawn = year + np.log(1e9 / cost) / np.log(growth.draws("money"))
    for p in (0.05, 0.95):
        exact = year + math.log(1e9 / cost) / math.log(float(growth.at(rate, stats.norm.ppf(1 - p))))
        assert within_monte_carlo_error(drawn, exact, p)
        assert (found.low if p < 0.5 else found.high) == pytest.approx(exact, abs=0.01)


def split_normal_cdf(rate, x):
    """P(ln rate < x) of the two half normals."""
    centre, (below, above) = math.log(rate.value), growth.sigmas(rate)
    return stats.norm.cdf((x - centre) / (below if x < centre else above))


def test_the_share_of_money_against_an_integral():
    """P(ln m < s ln c), integrated over the normal deviate of compute, equals the level at the reported ends."""
    money, compute = growth.rate("money"), growth.rate("compute")
    share = growth.decomposition("dollars")["money"]

    def below(s):
        def integrand(z):
            return stats.norm.pdf(z) * split_normal_cdf(money, s * math.log(float(growth.at(compute, z))))

        return integrate.quad(integrand, -8, 8, limit=200)[0]

    tail = (1 - share.level) / 2
    for end, p in ((share.low, tail), (share.high, 1 - tail)):
        assert below(end / 100) == pytest.approx(p, abs=4 * math.sqrt(tail * (1 - tail) / SAMPLES))
    assert share.value == pytest.approx(100 * math.log(2.4) / math.log(math.sqrt(20)))


def test_shares_add_up_to_one_draw_by_draw():
    for account, parts in growth.ACCOUNTS.items():
        drawn = growth.shares(growth.draws("compute"), *(growth.draws(p) for p in parts))
        assert np.allclose(np.sum(drawn, axis=0), 1)
        assert sum(q.value for q in growth.decomposition(account).values()) == pytest.approx(100)


def test_a_common_error_narrows_the_share():
    alone, together = growth.money_share(0.0), growth.money_share(0.8)
    assert alone.low == pytest.approx(growth.decomposition("dollars")["money"].low)
    assert together.high - together.low < alone.high - alone.low


def test_published_identities(n):
    assert n.ex_hardware_years.value == pytest.approx(6.86, abs=0.03)  # printed time for a tenfold gain
    assert n.power_identity.value == pytest.approx(2.1 * (12 * 8 * 4) ** 0.1)
    assert abs(n.power_identity.value - 4) < 0.2
    assert n.efficiency_decade.low == pytest.approx(12, rel=0.02)
    assert n.efficiency_decade.high == pytest.approx(1.4**10, rel=0.01)
    assert n.centres_growth.value == pytest.approx(15, abs=0.5)
    assert 1.9 < n.power_observed.value < 2.2
    assert n.ho_from_months.low == pytest.approx(2 ** (9 * 12 / 14), rel=0.02)
    assert n.ho_from_months.low < 22_000 < n.ho_from_months.high


def simulated(rate, n=400_000, seed=1):
    """Draws of a rate by two half normals of our own."""
    z = np.random.default_rng(seed).standard_normal(n) / stats.norm.ppf((1 + rate.level) / 2)
    return rate.value * np.exp(np.where(z < 0, np.log(rate.value / rate.low), np.log(rate.high / rate.value)) * z)


def test_what_follows_from_the_rates_against_simulation(n):
    compute, money, power = (
        simulated(growth.rate(name), seed=k) for k, name in enumerate(("compute", "money", "power"))
    )
    gamma = np.random.default_rng(9).choice(accepted.draws().frontier_exponent, money.size)
    for shown, sample in (
        (n.free_growth, compute / money),
        (n.per_dollar, money * compute**gamma),
        (n.loss_fall, 100 * (1 - compute**-gamma)),
        (n.ex_tenfold_cost, money ** (math.log(10) / np.log(compute))),
        (n.power_identity, power * (12 * 8 * 4) ** 0.1),
        (n.power_share_2030, 100 * 0.1374 * power ** (2030 - 2025.13) / n.centres_average.value),
    ):
        tail = (1 - shown.level) / 2
        found = np.quantile(sample, (tail, 1 - tail))
        assert (shown.low, shown.high) == pytest.approx(tuple(found), rel=0.03)


def test_two_exponents_reconcile_the_two_groups(n):
    assert n.ex_free_lead.value == pytest.approx(20**0.05)  # compute grows by the root of 4 times 5
    assert n.rate_accounted.value**9 == pytest.approx(6930)
    assert n.share_literature.value < n.share_accounted.value < n.share_ho.value


# ---- return on scale ----

VENTURES = [
    value.Venture(),
    value.Venture(elasticity=8.0),
    value.Venture(basis=value.BASES[1], cost_exponent=0.8),
    value.Venture(decline=9.0, revenue=10.0, cost_exponent=1.2),
]


@pytest.mark.parametrize("venture", VENTURES, ids=range(len(VENTURES)))
@pytest.mark.parametrize("surface", [refit(), sweeps.fit("delphi").surface], ids=["R", "Delphi"])
def test_the_last_dollar_is_the_derivative_of_value_in_cost(venture, surface):
    C = np.array([1e23, 3.8e25, 1e29])
    step = 1e-5
    gained = venture.value(surface, C * (1 + step)) - venture.value(surface, C * (1 - step))
    spent = venture.cost(C * (1 + step)) - venture.cost(C * (1 - step))
    assert venture.marginal(surface, C) == pytest.approx(gained / spent, rel=1e-6)


def test_a_life_is_the_integral_of_its_decay():
    for decline in (1.5, 3.0, 40.0):
        total = integrate.quad(lambda t, d=decline: d**-t, 0, np.inf)[0]
        assert value.Venture(decline=decline).lifetime == pytest.approx(total)


def test_turning_points_by_root_finding_and_in_closed_form(n):
    plan = value.Venture()
    root = optimize.brentq(lambda x: math.log(plan.marginal(refit(), math.exp(x))), 50, 70)
    assert n.turning.value == pytest.approx(math.exp(root), rel=1e-4)
    power = 4 * 0.3478 * 0.3658 / (0.3478 + 0.3658)
    closed = 3.8e25 * (3 / math.log(3) * power) ** (1 / (1 - power))
    assert n.turning.value == pytest.approx(closed, rel=1e-2)
    drawn = value.drawn_turning_points(plan)
    one = type(refit())(*(getattr(accepted.draws(), f)[7] for f in ("E", "A", "B", "alpha", "beta")))
    assert drawn[7] == pytest.approx(plan.turning_point(one), rel=1e-3)


def test_turning_points_that_do_not_exist():
    assert value.Venture(elasticity=12.0).turning_point(refit()) == math.inf
    assert value.Venture(revenue=1e-12).turning_point(refit()) == 0.0


def test_the_bound_on_the_elasticity(n):
    law = refit()
    gamma = law.alpha * law.beta / (law.alpha + law.beta)
    assert n.even.value == pytest.approx(1 / gamma)
    assert n.half.value == pytest.approx(2 ** (1 / gamma))
    assert n.even_least.value < n.even.low < n.even.value < n.even.high < n.even_most.value
    plan, C = value.Venture(), np.array([1e25, 1e26])
    assert np.divide(*plan.marginal(law, C)[::-1]) == pytest.approx(n.slope.value)
    assert n.exchange_marginal.value == pytest.approx(5)  # ten over two


def test_the_public_sweeps_by_hand(n):
    found = {s.title: sweeps.fit(s.sweep) for s in sweeps.independent(own=False)}
    slopes = {title: fit.alpha * fit.beta / (fit.alpha + fit.beta) for title, fit in found.items()}
    assert {title: float(g) for title, g in value.by_sweeps().items()} == pytest.approx(slopes, rel=1e-3)
    assert n.even_most.value == pytest.approx(1 / min(slopes.values()), rel=1e-3)
    assert n.half_least.value == pytest.approx(2 ** (1 / max(slopes.values())), rel=1e-2)
    plan = value.Venture()
    pays = [math.isinf(plan.turning_point(fit.surface)) for fit in found.values()]
    assert str(n.turning_never).startswith(f"{sum(pays)} of {len(found)}")
    assert 0 < sum(pays) < len(pays)


def test_a_floor_in_value_makes_the_reference_run_too_large(n):
    assert n.whole.high < n.reference_flop.value < n.turning.low


def test_turning_points_of_the_draws_by_root_finding():
    whole, draws = value.Venture(basis=value.BASES[1]), accepted.draws()
    found = value.drawn_turning_points(whole)
    for k in (3, 1700):
        one = type(draws)(*(getattr(draws, f)[k] for f in ("E", "A", "B", "alpha", "beta")))
        root = optimize.brentq(lambda x, s=one: math.log(whole.marginal(s, math.exp(x))), 47, 70)
        assert found[k] == pytest.approx(math.exp(root), rel=1e-3)


def test_a_tenfold_of_compute_by_hand(n):
    years = math.log(10) / math.log(math.sqrt(20))
    assert n.ex_tenfold_years.value == pytest.approx(years)
    assert n.ex_tenfold_cost.value == pytest.approx(2.4**years)


def test_the_price_study_by_simulation():
    rng = np.random.default_rng(4)
    x = np.linspace(0, math.log(1.2), 2001)[100::200]
    slopes = [np.polyfit(x, rng.normal(0, math.log(2), x.size), 1)[0] for _ in range(3000)]
    assert np.std(slopes) == pytest.approx(price_study()[0], rel=0.08)


# ---- energy ----


def test_carbon_by_place(n):
    assert n.llama31_mwh.value == pytest.approx(39.3e6 * 700 / 1e6)
    assert n.llama31_bloom_grid.value == pytest.approx(27_510 * 0.057)
    assert n.bloom_llama_co2.value == pytest.approx(475 * 0.385)
    assert n.place_energy.value == pytest.approx(1066 * 1.08 / (433 * 1.2))


def test_power_in_2030_by_hand(n):
    assert n.power_2030.value == pytest.approx(0.1374 * 2.1 ** (2030 - 2025.13))
    exact = [0.1374 * growth_a_year ** (2030 - 2025.13) for growth_a_year in (1.9, 2.2)]
    assert [n.power_2030.low, n.power_2030.high] == pytest.approx(exact, rel=0.002)
    assert n.centres_average.value == pytest.approx(945e12 / 8766 / 1e9)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (bill.gpu_hours, (1e25, 1e15, 0)),
        (bill.gpu_hours, (1e25, 1e15, 1.2)),
        (bill.energy, (1e6, 700, 0.9)),
        (bill.emissions, (1e3, -0.1)),
        (growth.from_doubling, (0,)),
        (growth.years_until, (-1.0, 2.0)),
        (growth.rate, ("hope",)),
        (growth.decomposition, ("time",)),
        (growth.per_year, (10, 0)),
        (growth.money_share, (1.5,)),
        (value.Venture, (4.0, 1.0, 1.0)),
        (value.Venture, (4.0, 1.0, 3.0, 3.0, "charm")),
        (value.Venture, (-1.0,)),
    ],
)
def test_bad_input_is_refused(function, arguments):
    with pytest.raises(InvalidArgument):
        function(*arguments)


# ---- pictures ----


@pytest.fixture(scope="module")
def pictures():
    return figures_of("what_it_costs")


def test_figures_say_what_they_show(pictures, n):
    assert str(n.billion_gpt4) in pictures["cost-of-runs"].alt
    assert str(n.use_most.bare) in pictures["cost-used-share"].alt
    assert str(n.share_money) in pictures["cost-growth-shares"].alt
    assert str(n.even) in pictures["cost-return-slope"].alt
    assert str(n.place_carbon.bare) in pictures["cost-energy-carbon"].alt
    assert str(n.power_2030) in pictures["cost-power-trend"].alt
    assert str(n.dis_algorithms_one.bare) in pictures["cost-printed-twice"].alt
    assert str(n.price_ratio.bare) in pictures["cost-two-directions"].alt


def test_pictures_follow_their_inputs(pictures, monkeypatch):
    rates = dict(growth.rates())
    rates["money"] = Quantity(3.0, "×", 2.0, 4.0, 0.9)
    monkeypatch.setattr(growth, "rates", lambda: rates)
    assert room.cost_of_runs().data["median, dollars"] != pictures["cost-of-runs"].data["median, dollars"]
    assert room.yearly_rates().alt != pictures["cost-yearly-rates"].alt
    rates["power"] = Quantity(1.5, "×", 1.2, 1.9, 0.9)
    assert room.power_trend().data["MW"] != pictures["cost-power-trend"].data["MW"]
    few = bill.published_runs()[:4]
    monkeypatch.setattr(bill, "published_runs", lambda: few)
    assert room.used_share().alt != pictures["cost-used-share"].alt
    monkeypatch.setattr(figures, "disagreements", lambda: {"a": (1, 2), "b": (3, 9), "c": (1, 5)})
    assert room.two_values().alt != pictures["cost-printed-twice"].alt
    found = bill.emitters() | {"BLOOM": (520.0, 60.0)}
    monkeypatch.setattr(bill, "emitters", lambda: found)
    assert room.energy_and_carbon().alt != pictures["cost-energy-carbon"].alt
    assert room.return_slope(8.0).data["elasticity"][-1] == 8.0


def test_disagreements_are_ratios_of_what_is_printed():
    pairs = printed_twice.disagreements()
    assert printed_twice.ratio(pairs["Gopher, FLOP"]) == pytest.approx(6.31 / 5.76)
    assert printed_twice.ratio(pairs["GPT-4, dollars"]) == pytest.approx(68.8 / 40.7)
    assert printed_twice.ratio(pairs["algorithms, all scales"]) == pytest.approx(22_000 / 6930)


# ---- explorables ----


def test_the_run_bill_states_its_products():
    text = room.run_bill().state(flop=1e24, used=0.5, price=4.0)["summary"]
    hours = 1e24 / (989.4e12 * 0.5 * 3600)
    assert f"{hours / 1e3:.0f}" in text
    assert f"{4 * hours / 1e6:.3g} million dollars" in text


def test_return_on_scale_states_the_turning_points():
    shown = room.return_on_scale()
    assert "at 3.9 × 10²⁶ FLOP" in shown.state()["summary"]
    assert "never turns into a loss" in shown.state(elasticity=8.0, revenue=10.0)["summary"]
    assert "at 3.96 × 10²⁴ FLOP" in shown.state(basis=value.BASES[1])["summary"]
    thin, whole = explorables._thin(), accepted.draws()
    assert thin.alpha.size * explorables.THIN == whole.alpha.size
    assert thin.alpha.mean() == pytest.approx(whole.alpha.mean(), rel=0.01)


def test_hardware_share_by_hand():
    text = room.hardware_share().state(compute=4.0, money=2.0, chips=2.0)["summary"]
    assert text.count("50 %") == 2
    assert "and 0 % is left" in text
    over = room.hardware_share().state(compute=2.5, money=4.0, chips=1.1)["summary"]
    assert "−" in over


# ---- verdicts ----

EXPECTED = {
    Verdict.HOLDS: ("B25", "B27", "B30", "C65", "C68", "C69"),
    Verdict.HOLDS_IF: ("B38", "C4", "C12", "C70"),
    Verdict.CONTRADICTED: (),
    Verdict.INCONSISTENT: ("X5",),
    Verdict.NOT_CHECKABLE: ("C54", "C57", "C67"),
}


def test_the_verdicts():
    found = {verdict: tuple(c.id for c in room.CLAIMS.values() if c.verdict is verdict) for verdict in EXPECTED}
    assert found == EXPECTED


@pytest.mark.parametrize(
    ("claim", "changes", "verdict"),
    [
        ("B25", {"hardware": exact(0.9, "×")}, Verdict.CONTRADICTED),
        ("B25", {"hardware": Quantity(1.1, "×", 0.9, 1.3, 0.9)}, Verdict.NOT_CHECKABLE),
        ("B27", {"power": Quantity(1.1, "×", 1.05, 1.14, 0.9)}, Verdict.CONTRADICTED),
        ("B30", {"location": 0.2, "market": 0.0}, Verdict.CONTRADICTED),
        ("C4", {"claimed": 1e9}, Verdict.HOLDS),
        ("C4", {"building": 1e11}, Verdict.NOT_CHECKABLE),
        ("C12", {"price_fall": 0.8}, Verdict.HOLDS),
        ("C12", {"money": exact(0.82, "×"), "by_sweeps": {"flat": exact(0.1)}}, Verdict.HOLDS_IF),
        ("C12", {"money": Quantity(1.0, "×", 0.5, 2.0, 0.9)}, Verdict.NOT_CHECKABLE),
        ("C54", {"advantage": 0.1}, Verdict.CONTRADICTED),
        ("C57", {"elasticity": 4.0}, Verdict.CONTRADICTED),
        ("C65", {"developers": 1}, Verdict.CONTRADICTED),
        ("C69", {"value": 3e12}, Verdict.CONTRADICTED),
        ("C70", {"before": 0.7}, Verdict.CONTRADICTED),
        ("X5", {"a_doubts": False, "c_declines": False}, Verdict.HOLDS),
    ],
)
def test_other_evidence_gives_other_verdicts(claim, changes, verdict):
    assert room.CLAIMS[claim].finding(**changes).verdict is verdict


def test_the_spread_between_two_grids_is_that_of_their_carbon():
    spread = room.CLAIMS["B30"].found.numbers[2]
    grids = [published.value(f"olmo_table6_{key}_grid") for key in ("olmo_7b_a100", "bloom_176b")]
    assert spread.value == pytest.approx(grids[0] / grids[1])


def test_sweeps_that_disagree_are_said_to():
    finding = room.CLAIMS["C12"].finding(money=exact(0.82, "×"), by_sweeps={"flat": exact(0.1)})
    assert "disagree" in finding.because


def test_the_cards_hold_the_numbers(n):
    assert str(n.share_money) in room.CARDS["who-pays"].answer
    assert str(n.free_growth) in room.CARDS["who-pays"].answer
    assert str(n.cost_growth) in room.CARDS["two-prices"].answer
    assert str(n.even) in room.CARDS["value"].answer
    assert str(n.llama31_co2.bare) in room.CARDS["carbon"].answer
    assert str(n.price_fall.short) in room.CARDS["two-prices"].answer
