"""The first chapter: the printed laws by hand, forecasts against textbook formulas, verdicts that flip."""

import math

import mpmath
import numpy as np
import pytest
from scipy import optimize, stats

from rooms import exhibits, listed, made
from scaling_laws.errors import InvalidArgument
from scaling_laws.laws import PowerLaw, PowerLawWithFloor
from scaling_laws.quantity import exact, say
from what_scale_buys import published
from what_scale_buys.accepted import refit
from what_scale_buys.chapters import law_that_built_an_industry as room
from what_scale_buys.chapters.law_that_built_an_industry import explorables as dials
from what_scale_buys.chapters.law_that_built_an_industry import forecast, kaplan, record, rounding, shapes
from what_scale_buys.claims import Verdict

TOPIC = "law_that_built_an_industry"


@pytest.fixture(scope="module")
def n():
    return room.numbers()


# ---- the printed laws, by hand ----


def test_units_by_hand(n):
    assert n.blind_loss.value == pytest.approx(math.log(50257))
    assert n.gpt3_6nd.value == pytest.approx(n.gpt3_flop.value, rel=0.01)
    assert n.loss_start.value == pytest.approx((3.1e8 * 8.64e19 / 1e18) ** 0.05)
    assert math.log(n.choices_start.value) == pytest.approx(n.loss_start.value)


def test_price_of_half_a_loss_by_hand(n):
    assert n.half_compute.value == pytest.approx(2**20)
    assert n.half_parameters.value == pytest.approx(2 ** (1 / 0.076))
    assert n.half_tokens.value == pytest.approx(2 ** (1 / 0.095))
    assert n.half_high.value == pytest.approx(1024)
    assert n.article_disagrees.value == pytest.approx(2**10)
    assert n.cut_pure.value == pytest.approx(100 * (1 - 10**-0.05))
    assert n.pure_price_early.value == pytest.approx((3 / 2.9) ** 20)
    assert n.steep_price_late.value == pytest.approx((2 / 1.9) ** 10)


def test_halving_costs_what_the_law_itself_says():
    for law in kaplan.by_axis().values():
        start = law.loss(1e9)
        assert law.inverse(start / 2) / 1e9 == pytest.approx(kaplan.growth_for_cut(law.exponent, 0.5))


def test_joint_law_by_hand_and_its_limits(n):
    by_hand = ((6.4e13 / 1e9) ** (0.076 / 0.103) + 1.8e13 / 1e10) ** 0.103  # Table 2, not the constants of one axis
    assert n.joint_loss.value == pytest.approx(by_hand)
    assert n.joint_loss_n.value < n.joint_loss.value
    assert kaplan.joint().loss(1e9, 1e30) == pytest.approx(n.joint_loss_n.value, rel=1e-9)


def test_exponent_of_the_joint_law_by_numerical_minimisation(n):
    law = kaplan.joint()

    def best(C):
        return optimize.minimize_scalar(lambda u: law.loss(np.exp(u), C / 6 / np.exp(u)), bounds=(10, 35)).fun

    slope = math.log(best(1e22) / best(1e24)) / math.log(100)
    assert slope == pytest.approx(n.joint_exponent.value, rel=1e-5)
    size = math.log(law.optimum(1e24).parameters / law.optimum(1e22).parameters) / math.log(100)
    assert size == pytest.approx(n.joint_size_exponent.value)


# ---- the collision ----


def test_the_collision_by_high_precision_root_finding(n):
    def gap(u):
        C = mpmath.e**u
        return (mpmath.mpf("3.1e8") / C) ** 0.05 - (mpmath.mpf("5.4e13") / (mpmath.mpf("2e10") * C**0.27)) ** 0.095

    days = float(mpmath.e ** mpmath.findroot(gap, 9))
    assert n.meet.value == pytest.approx(days * 8.64e19, rel=1e-9)
    assert n.meet_size.value == pytest.approx(1.3e9 * days**0.73)
    assert n.meet_tokens.value == pytest.approx(2e10 * days**0.27)
    assert n.meet_loss.value == pytest.approx(published.value("kaplan_2020_breakdown_l"), abs=0.05)


def test_the_printed_estimate_lies_in_the_rounding_interval(n):
    assert n.meet.low < n.meet_printed.value < n.meet.high
    assert n.meet.low < n.chinchilla.value < n.meet.high
    assert n.llama_over.value * n.meet_printed.value > n.meet.high


def test_rounding_draws_stay_in_their_cells_and_are_even():
    cells = {"alpha_c_min": (0.0495, 0.0505), "dopt_exponent": (0.265, 0.275), "dopt_scale": (1.5e10, 2.5e10)}
    for name, (low, high) in cells.items():
        values = rounding.constants()[name].sample
        assert low <= values.min() < values.max() <= high
        assert stats.kstest((values - low) / (high - low), "uniform").pvalue > 1e-3


def test_rounding_interval_against_first_order_propagation(n):
    met, parts = kaplan.collision(), []
    names = ("alpha_c", "c_c", "alpha_d", "d_c", "growth", "d_e")
    base = {name: getattr(met, name) for name in names}
    for name, key in zip(names, kaplan.FIELDS):
        low, high = rounding.cell(f"kaplan_2020_{key}")
        ends = [math.log(kaplan.Collision(**{**base, name: end}).compute) for end in (low, high)]
        parts.append((ends[1] - ends[0]) / math.sqrt(12))
    spread = math.log(n.meet.high / n.meet.low) / 2
    assert spread == pytest.approx(1.96 * math.hypot(*parts), rel=0.15)


def test_size_and_text_of_the_collision_by_draws_of_their_own(n):
    rng, many = np.random.default_rng(3), 200_000
    sides = {"ac": (0.05, 5e-4), "cc": (3.1e8, 5e6), "ad": (0.095, 5e-4), "dc": (5.4e13, 5e11)}
    sides |= {"p": (0.27, 5e-3), "de": (2e10, 5e9), "ne": (1.3e9, 5e7), "pn": (0.73, 5e-3)}
    d = {name: rng.uniform(middle - half, middle + half, many) for name, (middle, half) in sides.items()}
    days = np.exp((d["ac"] * np.log(d["cc"]) - d["ad"] * np.log(d["dc"] / d["de"])) / (d["ac"] - d["p"] * d["ad"]))
    later = (d["ac"] * np.log(d["cc"]) - d["ad"] * np.log(d["dc"] / d["de"])) / (d["ac"] - 0.5 * d["ad"])
    expected = {
        "meet": days * 8.64e19,
        "meet_size": d["ne"] * days ** d["pn"],
        "meet_tokens": d["de"] * days ** d["p"],
        "meet_tokens_fewer": 1e12 / (d["de"] * days ** d["p"]),
        "meet_loss": (d["cc"] / days) ** d["ac"],
    }
    for name, sample in expected.items():
        shown = getattr(n, name)
        assert (shown.low, shown.high) == pytest.approx(tuple(np.quantile(sample, (0.025, 0.975))), rel=0.06), name
        assert shown.level == 0.95
    shown, sample = n.ex_meet_later, later + np.log(8.64e19)
    ends = tuple(np.quantile(sample, (0.025, 0.975)))
    assert (math.log(shown.low), math.log(shown.high)) == pytest.approx(ends, rel=0.03)


def test_the_estimate_of_gpt4_keeps_its_interval(n):
    assert (n.gpt4_over.low, n.gpt4_over.high) == pytest.approx((8.2e24 / 8.64e23, 4.4e25 / 8.64e23), rel=1e-3)
    assert n.gpt4_over.level == 0.9


def test_lines_that_never_meet():
    met = kaplan.collision()
    flat = kaplan.Collision(0.04, met.c_c, met.alpha_d, met.d_c, 0.5, met.d_e)
    assert flat.compute == math.inf


# ---- rounding ----


@pytest.mark.parametrize(("text", "half"), [("0.53", 0.005), ("0.050", 0.0005), ("2e10", 0.5e10), ("3.1e8", 0.05e8)])
def test_half_units(text, half):
    assert rounding.half_unit(text) == pytest.approx(half)


# ---- shapes ----


def test_tenfold_cuts_and_straight_line():
    pure = PowerLaw(1e28, 0.05)
    assert shapes.tenfold_cuts(pure) == pytest.approx(np.full(7, 1 - 10**-0.05))
    line = shapes.straight_line(pure)
    assert (line.scale, line.exponent) == pytest.approx((1e28, 0.05))
    law = shapes.with_floor(0.18, 1.8)
    assert law.loss(1e18) == pytest.approx(shapes.starting_loss())
    assert 0.05 < shapes.straight_line(law).exponent < 0.07
    assert np.all(np.diff(shapes.tenfold_cuts(law)) < 0)


def test_the_forms_for_arrays_agree_with_those_for_one_law():
    law = refit().frontier
    line = shapes.straight_line(law)
    assert shapes.line_through(law)[0] == pytest.approx(line.exponent)
    assert shapes.shortfall(law) == pytest.approx(1 - line.loss(1e25) / law.loss(1e25))
    assert shapes.price_above(law, 2.0, 0.1) == pytest.approx(shapes.step_price(law, 2.0, 0.1))
    assert shapes.price_above(law, 1.9, 0.1) == math.inf
    assert shapes.cut(law, 1e18) == pytest.approx(shapes.tenfold_cuts(law)[0])


def test_step_price_diverges_at_the_floor():
    law = PowerLawWithFloor(1.8, 2700.0, 0.18)
    prices = [shapes.step_price(law, 1.9 + gap, 0.1) for gap in (1e-1, 1e-3, 1e-5)]
    assert prices[0] < prices[1] < prices[2]
    assert shapes.step_price(law, 1.9, 0.1) == math.inf
    assert shapes.step_price(law, 1.7, 0.1) == math.inf
    exact = ((2.4 - 1.8) / (2.3 - 1.8)) ** (1 / 0.18)
    assert shapes.step_price(law, 2.4, 0.1) == pytest.approx(exact)


def test_worth_of_an_error_in_compute_is_what_the_surface_says(n):
    loss = refit().frontier.loss(5.76e23)
    assert n.typical_worth.value == pytest.approx(refit().compute_for_loss(0.96 * loss) / 5.76e23)
    assert n.typical_spared.value == pytest.approx(5.76e23 / refit().compute_for_loss(1.04 * loss))
    assert n.typical_spared.high < n.typical_worth.low
    assert n.careful_worth.value < n.typical_worth.value


# ---- forecasts ----


def test_the_simulation_agrees_with_the_textbook_formula(n):
    study = forecast.study()
    expected = forecast.line_error(forecast.design(), forecast.DECADES)
    gap = study["line, straight world"].std(axis=0, ddof=1) / expected - 1
    assert np.abs(gap * math.sqrt(2 * (forecast.LABS - 1))).max() < 3
    assert n.lab_deviation.value == pytest.approx(1 + gap[8])
    mean = study["line, straight world"].mean(axis=0)
    error = forecast.line_error(forecast.design(), forecast.DECADES) / math.sqrt(forecast.LABS)
    assert np.abs(mean / error).max() < 4


def test_the_line_formula_against_scipy():
    plan, at = forecast.Design(1e18, 1e21, 9, 0.02), 2.0
    x = np.log(plan.compute)
    design = np.column_stack([np.ones_like(x), x])
    row = np.array([1.0, math.log(plan.beyond(at))])
    assert forecast.line_error(plan, at) == pytest.approx(
        0.02 * math.sqrt(row @ np.linalg.inv(design.T @ design) @ row)
    )


def test_the_curve_fit_recovers_a_noiseless_law():
    law, plan = PowerLawWithFloor(1.5, 1000.0, 0.165), forecast.Design(1e18, 1e21, 12, 1e-9)
    assert np.any(np.isclose(forecast.EXPONENTS, 0.165))
    errors = forecast.floor_forecasts(law, plan, np.array([0.0, 3.0]), labs=3)
    assert np.abs(errors).max() < 1e-6


def test_the_curve_fit_has_the_error_that_first_order_theory_gives():
    at = forecast.DECADES <= 3
    simulated = forecast.study()["curve, curved world"].std(axis=0, ddof=1)[at]
    theory = forecast.floor_error(forecast.truth(), forecast.design(), forecast.DECADES)[at]
    assert simulated == pytest.approx(theory, rel=0.1)


def test_the_wrong_form_is_biased_as_noiseless_runs_say(n):
    bias = forecast.line_bias(forecast.truth(), forecast.design(), forecast.DECADES)
    median = np.median(forecast.study()["line, curved world"], axis=0)
    assert median == pytest.approx(bias, abs=0.002)
    assert n.lab_wrong.high < n.lab_right.low
    assert forecast.line_bias(PowerLaw(1e28, 0.05), forecast.design(), 4.0) == pytest.approx(0, abs=1e-9)


def test_the_scatter_reproduces_the_published_likelihood():
    s = forecast.scatter()
    per_run = stats.norm(scale=s).expect(stats.norm(scale=s).logpdf)
    assert 240 * per_run == pytest.approx(published.value("besiroglu_2024_loglik_refit"), rel=1e-6)


def test_how_often_the_line_is_rejected_against_the_noncentral_chi_square(n):
    for plan, share in ((forecast.design(), n.lab_rejected), (forecast.last_decade(), n.lab_rejected_decade)):
        x, y = np.log(plan.compute), np.log(forecast.truth().loss(plan.compute))
        off = ((y - np.polyval(np.polyfit(x, y, 1), x)) ** 2).sum() / plan.s**2
        power = stats.ncx2.sf(stats.chi2.ppf(0.95, plan.runs - 2), plan.runs - 2, off)
        assert share.value / 100 == pytest.approx(power, abs=4 * math.sqrt(power * (1 - power) / forecast.LABS))
        near, far = stats.binomtest(round(share.value / 100 * share.n), share.n).proportion_ci(method="wilson")
        assert (share.low, share.high) == pytest.approx((100 * near, 100 * far))
    level = forecast.rejects_line(forecast.laws()[0], forecast.design())
    assert level.value / 100 == pytest.approx(0.05, abs=4 * math.sqrt(0.05 * 0.95 / forecast.LABS))


def test_interval_of_a_simulated_deviation_by_resampling(n):
    errors, rng = forecast.study()["curve, curved world"][:, 8], np.random.default_rng(4)
    again = [rng.choice(errors, errors.size).std(ddof=1) for _ in range(1000)]
    low, high = 196 * np.quantile(again, (0.025, 0.975))
    assert (n.ex_curve_sim.low, n.ex_curve_sim.high) == pytest.approx((low, high), abs=0.05)
    normal = stats.chi2.ppf((0.975, 0.025), forecast.LABS - 1)
    ends = n.lab_deviation.value * np.sqrt((forecast.LABS - 1) / normal)
    assert (n.lab_deviation.low, n.lab_deviation.high) == pytest.approx(tuple(ends), abs=0.003)


def test_the_record_is_sorted_and_from_the_table():
    found = record.forecasts()
    assert [f.span for f in found] == sorted((f.span for f in found), reverse=True)
    assert found[0].decades == pytest.approx(4)
    assert {f.name: f.error for f in found}["Delphi, loss"] == pytest.approx(2.40 / 2.3546 - 1)
    assert {f.kind for f in found} == {"loss", "size", "task"}


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (kaplan.growth_for_cut, (0.05, 1.0)),
        (kaplan.growth_for_cut, (-0.05, 0.5)),
        (kaplan.harmonic, (0.1, 0.0)),
        (kaplan.optimal_size, (-1.0, 1e9, 0.7)),
        (rounding.half_unit, ("about a half",)),
        (shapes.with_floor, (0.1, 5.0)),
        (shapes.compute_worth, (PowerLaw(1e28, 0.05), 1e20, 1.5)),
        (forecast.Design, (1e20, 1e18)),
        (forecast.Design, (1e18, 1e20, 2)),
    ],
)
def test_bad_input_is_refused(function, arguments):
    with pytest.raises(InvalidArgument):
        function(*arguments)


# ---- pictures ----


def test_figures_hold_their_numbers(n):
    figures = exhibits(TOPIC)
    assert all(figure.name.startswith("law-") for figure in figures.values())
    assert str(n.half_tokens.short) in figures["three_exponents"].alt
    assert str(n.price_late) in figures["step_price"].alt
    assert f"at {say(n.meet.value, 'FLOP')}" in figures["collision"].alt
    assert f"allows {n.meet.interval} and {n.meet_loss.interval}" in figures["collision"].alt
    assert str(n.lab_bias.short).split()[0] in figures["forecast_reach"].alt
    assert all(error in figures["published_record"].alt for error in ("Delphi, loss 1.93 %", "Delphi, first try 2.5 %"))


def test_figures_follow_their_inputs():
    figures = exhibits(TOPIC)
    met = kaplan.collision()
    moved = kaplan.Collision(met.alpha_c, met.c_c, met.alpha_d, met.d_c, 0.3, met.d_e)
    assert room.collision(moved).alt != figures["collision"].alt
    assert room.step_price(step=0.05).alt != figures["step_price"].alt


def test_drawn_points_are_the_law():
    data = exhibits(TOPIC)["two_axes"].data
    C, L = np.array(data["compute, FLOP"]), np.array(data["loss, nats"])
    assert (3.1e8 * 8.64e19 / C) ** 0.05 == pytest.approx(L)


# ---- explorables ----


def test_summaries_state_the_laws():
    tried = room.seven_decades().state(exponent=0.1, floor=1.0)["summary"]
    above = shapes.starting_loss() - 1
    first = 1 - (1 + above * 10**-0.1) / (1 + above)
    assert f"{100 * first:.3g} %" in tried
    turned = room.three_dials().state(compute=1e22, size=1e10 / 10**0.5)["summary"]
    assert f"{kaplan.joint().loss(1e10 / 10**0.5, 1e22 / 6 / (1e10 / 10**0.5)):.3g} nats/token" in turned
    assert "short of tokens" in room.three_dials().state(compute=1e19, size=dials.SIZES[-1])["summary"]


def test_the_meeting_starts_at_the_printed_constants_and_can_be_moved_away(n):
    assert dials.pivoted(0.05, 0.095, 0.27).compute == pytest.approx(kaplan.collision().compute)
    assert say(n.meet.value, "FLOP") in room.meeting().state()["summary"]
    assert "never meet" in room.meeting().state(trend=0.044, growth=0.5)["summary"]


@pytest.mark.parametrize(("topic", "name"), [one for one in listed("explorables") if one[0] == TOPIC])
def test_every_summary_is_free_of_nonsense(topic, name):
    for state in made(topic, name).states():
        assert "nan" not in state["summary"]
        assert "infinite" not in state["summary"]


# ---- verdicts ----

EXPECTED = {
    Verdict.HOLDS: ("A1", "A2", "C1"),
    Verdict.HOLDS_IF: ("B3", "B11", "C3", "C39"),
    Verdict.NOT_CHECKABLE: ("B24",),
}


def test_the_points_of_the_dials_stay_in_their_picture():
    for compute in dials.BUDGETS:
        for size in dials.SIZES:
            tokens = compute / 6 / size
            assert dials.DATA_LIMITS[0] < tokens < dials.DATA_LIMITS[1]
            assert 1.2 < kaplan.joint().loss(size, tokens) < 6.2


def test_the_verdicts():
    found = {verdict: tuple(c.id for c in room.CLAIMS.values() if c.verdict is verdict) for verdict in EXPECTED}
    assert found == EXPECTED


def test_verdicts_beyond_the_opposite():
    claims = room.CLAIMS
    assert claims["A2"].finding(related={}).verdict is Verdict.CONTRADICTED
    assert claims["B11"].finding(error=0.3).verdict is Verdict.CONTRADICTED
    assert claims["B24"].finding(surveys=0.95).verdict is Verdict.HOLDS
    assert claims["A2"].finding(named=("OpenAI", "A laboratory without papers")).verdict is Verdict.CONTRADICTED
    assert claims["C3"].finding(halving=exact(60.0, "months"), balance=exact(1.2, "×")).verdict is Verdict.HOLDS


def test_price_of_half_a_loss_is_a_factor():
    assert [(q.unit, q.value) for q in room.CLAIMS["B24"].found.numbers] == [("×", published.value("ord_2025_halving"))]


def test_shares_of_progress_by_hand():
    physical = 5 * math.log(math.sqrt(20))
    pace, step = room.CLAIMS["C3"].found.numbers
    assert pace.value == pytest.approx(100 / (1 + physical / (60 / 8 * math.log(2))))
    assert step.value == pytest.approx(100 / (1 + physical / math.log(2.01)), rel=0.01)


def test_a_range_and_a_halving_time_reach_the_shares_that_follow_from_them(n):
    assert (n.growth_years.low, n.growth_years.high) == pytest.approx((4**5, 5**5), rel=1e-3)
    assert n.growth_years.level is None
    physical = 5 * math.log2(math.sqrt(20))
    ends = [100 / (1 + physical / (60 / months)) for months in (14, 5)]
    first = room.CLAIMS["C3"].found.numbers[0]
    assert (first.low, first.high) == pytest.approx(ends, rel=1e-3)
    assert first.level == 0.95


def test_cards_hold_the_numbers(n):
    assert str(n.half_compute.short) in room.CARDS["axis"].answer
    assert str(n.lab_bias.short) in room.CARDS["form"].answer
    assert str(n.meet_printed.short) in room.CARDS["end"].answer
