"""The flattening curve: its numbers against hand arithmetic and independent fits, its pictures, its verdicts."""

import math

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import curve_fit, minimize_scalar

from rooms import figures, listed, made
from scaling_laws import statistics
from scaling_laws.laws import PowerLaw
from scaling_laws.quantity import estimate, exact
from what_scale_buys import accepted, published
from what_scale_buys.chapters import flattening_curve as room
from what_scale_buys.chapters.flattening_curve import bars, floors, generations, surfaces
from what_scale_buys.chapters.flattening_curve import figures as shape_figures
from what_scale_buys.claims import Verdict

TOPIC = "flattening_curve"


@pytest.fixture(scope="module")
def n():
    return room.numbers()


# ---- the bars ----


def test_ratios_of_the_bars_by_hand(n):
    assert [n.ratio_1.value, n.ratio_2.value, n.ratio_3.value] == pytest.approx([28 / 42, 14 / 28, 6 / 14])
    assert n.mean_ratio.value == pytest.approx((6 / 42) ** (1 / 3))
    assert n.mean_exponent_size.value == pytest.approx(math.log10(7) / 3)
    assert n.product_of_bars.value == pytest.approx(1.42 * 1.28 * 1.14 * 1.06)
    assert n.sum_of_bars.value == 90
    assert n.next_arithmetic_bar.value == 0


def test_a_logarithm_gives_equal_bars_and_misses_by_the_spread_of_the_bars(n):
    assert n.miss_log.value == pytest.approx(np.std([42, 28, 14, 6]))
    assert n.miss_pure.value == pytest.approx(n.miss_log.value)


def test_floor_fit_is_the_best_on_a_fine_grid(n):
    start, ratio = np.meshgrid(np.geomspace(0.5, 10, 400), np.linspace(0.2, 0.6, 401))
    total = 1 + start[..., None] * ratio[..., None] ** np.arange(5)
    cuts = 100 * (total[..., :-1] - total[..., 1:]) / total[..., :-1]
    miss = np.sqrt(np.mean((cuts - np.array([42, 28, 14, 6])) ** 2, axis=-1))
    assert n.miss_floor.value == pytest.approx(miss.min(), abs=0.01)
    assert n.miss_floor.value <= miss.min() + 1e-9
    assert n.floor_step_ratio.value == pytest.approx(ratio.flat[miss.argmin()], abs=0.002)


def test_every_candidate_recovers_bars_that_it_drew_itself():
    for key, candidate in bars.candidates().items():
        assert bars.fit_candidates(candidate.bars)[key].miss < 1e-3, key


def test_ratios_of_floor_bars_follow_the_formula_of_the_chapter():
    q, rho, k = 2.1, 0.38, np.arange(3)
    expected = rho * (1 + q * rho**k) / (1 + q * rho ** (k + 1))
    assert bars.successive_ratios(bars.floor_bars(q, rho)) == pytest.approx(expected)


def test_published_path_by_hand(n):
    size, tokens = np.array([1e9, 1e10]), np.array([20.2e9, 205.1e9])
    loss = 1.8172 + 482.01 * size**-0.3478 + 2085.43 * tokens**-0.3658
    assert n.path_cut.value == pytest.approx(100 * (1 - loss[1] / loss[0]))
    assert n.path_ratio.value == pytest.approx(0.439, abs=0.001)


def test_axes(n):
    assert n.size_to_compute_half.value == pytest.approx(100)
    assert n.size_to_compute_kaplan.value == pytest.approx(10 ** (1 / 0.73))
    assert n.size_to_compute.value == pytest.approx(10 ** ((0.3478 + 0.3658) / 0.3658))
    assert n.doublings_per_tenfold.value == pytest.approx(math.log(10, 2))


# ---- the doublings ----


def test_doubling_arithmetic(n):
    assert n.exponent_for_low.value == pytest.approx(-math.log2(0.97))
    assert n.exponent_for_high.value == pytest.approx(-math.log2(0.96))
    assert n.cut_high.value == pytest.approx(100 * (1 - 2**-0.1))
    assert n.halving_cost_high.value == pytest.approx(1024)
    assert n.halving_cost_low.value == pytest.approx(2**20)
    assert n.step_cost_low_early.value == pytest.approx((3.0 / 2.9) ** 20)
    assert n.step_cost_low_late.value == pytest.approx((2.0 / 1.9) ** 20)


@pytest.mark.parametrize(("place", "expected"), [("small", 2.46), ("chinchilla", 0.926), ("llama", 0.458)])
def test_cut_per_doubling_by_searching_the_best_split(place, expected, n):
    C, fit = surfaces.moment(place), accepted.refit()
    losses = [
        minimize_scalar(lambda x, c=c: fit.isoflop(c, np.exp(x)), bounds=(15, 33), method="bounded").fun
        for c in (C, 2 * C)
    ]
    assert 100 * (1 - losses[1] / losses[0]) == pytest.approx(expected, rel=0.005)
    assert getattr(n, f"doubling_{place}").value == pytest.approx(expected, rel=0.005)


def test_cut_is_share_above_the_floor_times_a_constant():
    C, law = 1e24, accepted.refit().frontier
    share = law.reducible(C) / law.loss(C)
    assert surfaces.total_cut(law, C, 2) == pytest.approx(share * surfaces.pure_cut(law.exponent))


def test_exponent_of_cut_inverts_pure_cut():
    assert surfaces.exponent_of_cut(surfaces.pure_cut(0.07)) == pytest.approx(0.07)
    assert surfaces.total_cut(PowerLaw(1e20, 0.07), 1e25, 2) == pytest.approx(surfaces.pure_cut(0.07))


def test_the_number_of_2020_is_a_coincidence_of_windows(n):
    """In the window of the refit's runs the line has Kaplan's slope; in Kaplan's own window it has more than twice."""
    said = published.value("kaplan_2020_alpha_c_min")
    assert n.apparent_exponent.low < said < n.apparent_exponent.high
    x = np.log(np.geomspace(8.64e11, 8.64e19, 4001))
    slope = -np.polyfit(x, np.log(accepted.refit().frontier.loss(np.exp(x))), 1)[0]
    assert n.apparent_exponent_2020.value == pytest.approx(slope, rel=0.01)
    assert n.apparent_exponent_2020.low > 2 * said


def test_where_a_doubling_buys_one_percent(n):
    C = n.one_percent_compute
    assert surfaces.total_cut(accepted.refit().frontier, C.value, 2.0) == pytest.approx(1.0)
    assert C.high / C.low > 5  # "a factor of more than five"


# ---- the generations and the scores ----


def test_steps_between_generations(n):
    assert n.step_two_three.value == pytest.approx(3.14e23 / 1.92e21)
    assert n.step_three_four.value == pytest.approx(2.1e25 / 3.14e23)
    assert n.step_two_three.low == pytest.approx(3.14e23 / (99 * 8.64e19), rel=1e-4)
    assert n.step_two_three.high == pytest.approx(3.14e23 / (10 * 8.64e19), rel=1e-4)
    assert (n.step_three_four.low, n.step_three_four.high) == pytest.approx((8.2e24 / 3.14e23, 4.4e25 / 3.14e23), 1e-4)
    assert (n.step_two_three.level, n.step_three_four.level) == (None, 0.9)
    assert n.mean_step.value == pytest.approx(math.sqrt(2.1e25 / 1.92e21))


def halves(rng, low, middle, high, level, size=100_000):
    """Draws of a number with this median and this central interval, normal on each side on the logarithm."""
    z = rng.standard_normal(size) / stats.norm.ppf((1 + level) / 2)
    below, above = math.log(middle / low), math.log(high / middle)
    return middle * np.exp(np.where(z < 0, below * z, above * z))


def test_what_is_not_known_of_the_compute_by_draws_of_their_own(n):
    rng, level = np.random.default_rng(11), 0.95
    surface = accepted.draws()
    pick = rng.integers(0, surface.E.size, 100_000)
    picked = type(surface)(*(getattr(surface, name)[pick] for name in ("E", "A", "B", "alpha", "beta"))).frontier
    three, four = 3.14e23, halves(rng, 8.2e24, 2.1e25, 4.4e25, 0.9)
    first, second = picked.loss(three), picked.loss(four)
    accuracy = [rng.binomial(10042, share, four.size) / 10042 for share in (0.789, 0.953)]
    odds = [np.log(share / (1 - share)) for share in accuracy]
    two = halves(rng, 10 * 8.64e19, 1.92e21, 99 * 8.64e19, 0.9)
    expected = {
        "step_cut_three_four": 100 * (1 - second / first),
        "step_reducible_three_four": 100 * (1 - (four / three) ** -picked.exponent),
        "step_per_decade_three_four": (first - second) / np.log10(four / three),
    }
    for name, sample in expected.items():
        shown = getattr(n, name)
        assert (shown.low, shown.high) == pytest.approx(tuple(np.quantile(sample, (0.025, 0.975))), rel=0.03), name
        assert shown.level == level
    logit, sample = generations.hellaswag_log_odds()[1], (odds[1] - odds[0]) / np.log10(four / three)
    assert (logit.low, logit.high) == pytest.approx(tuple(np.quantile(sample, (0.025, 0.975))), rel=0.03)
    mean = np.sqrt(halves(rng, 8.2e24, 2.1e25, 4.4e25, 0.9) / two)
    assert (n.mean_step.low, n.mean_step.high) == pytest.approx(tuple(np.quantile(mean, (0.05, 0.95))), rel=0.03)
    assert n.mean_step.level == 0.9


def test_what_follows_from_one_number_of_the_refit_has_its_ends(n):
    cut = n.doubling_llama
    assert (n.overstated_most.low, n.overstated_most.high) == pytest.approx((4 / cut.high, 4 / cut.low), rel=1e-3)
    cost, cut = n.giant_dollars.value, n.giant_cut
    assert (n.giant_price.low, n.giant_price.high) == pytest.approx((cost / cut.high, cost / cut.low), rel=1e-3)
    gamma, share = n.gamma, n.one_percent_share
    ends = [1 / (1 - 2**-end) for end in (gamma.high, gamma.low)]
    assert (share.low, share.high) == pytest.approx(ends, rel=1e-3)


def test_points_by_newcombes_interval(n):
    decades, items = np.log10(np.array([6.3e24 / 7.2e23, 3.645e25 / 6.3e24])), 14042
    scores = [published.value(f"mmlu_llama31_{size}") / 100 * items for size in ("8b", "70b", "405b")]
    for before, after, width, shown in zip(scores, scores[1:], decades, (n.mmlu_points_first, n.mmlu_points_second)):
        expected = 100 * np.array(statistics.newcombe(after, items, before, items)) / width
        assert (shown.value, shown.low, shown.high) == pytest.approx(tuple(expected), abs=0.05)


def test_shares_of_laboratories_and_of_questions_are_binomial(n):
    assert n.rejects_zero_one_decade.n == floors.LABS
    for shown in (n.rejects_zero, n.rejects_zero_one_decade, n.gsm8k_error_70b, n.gpt4_hellaswag):
        known = {n.gsm8k_error_70b: 1319, n.gpt4_hellaswag: 10042}
        items = known.get(shown, floors.LABS)
        low, high = statistics.wilson(shown.value / 100 * items, items)
        assert (shown.low, shown.high) == pytest.approx((100 * low, 100 * high), abs=0.02)


def test_error_exponents_by_hand(n):
    decades = math.log10(6.3e24 / 7.2e23)
    assert n.gsm8k_exponent_first.value == pytest.approx(math.log10(54.21 / 23.73) / decades)
    assert n.gsm8k_factor_first.value == pytest.approx(10**n.gsm8k_exponent_first.value)
    assert n.mmlu_points_first.value == pytest.approx((79.3 - 66.7) / decades)


def test_binomial_interval_against_simulation(n):
    rng, items = np.random.default_rng(1), 1319
    right = rng.binomial(items, generations.llama_accuracy("GSM8K")[:, None], (3, 4000)) / items
    decades = np.log10(6.3e24 / 7.2e23)
    simulated = np.log10((1 - right[0]) / (1 - right[1])) / decades
    low, high = np.quantile(simulated, [0.025, 0.975])
    assert n.gsm8k_exponent_first.low == pytest.approx(low, abs=0.005)
    assert n.gsm8k_exponent_first.high == pytest.approx(high, abs=0.005)


def test_what_tenfold_compute_exchanges_for(n):
    assert n.exchange_exponent.value == pytest.approx(math.log(2) / math.log(10))
    assert n.exchange_reducible.value == pytest.approx(10 ** (0.3478 * 0.3658 / 0.7136))
    assert {n.exchange_reducible.unit, n.exchange_total.unit} == {"×"}


def test_cost_of_the_last_step(n):
    hours = 1.30e28 / (989.4e12 * 0.4 * 3600)
    assert n.giant_hours.value == pytest.approx(hours)
    assert n.giant_energy.value == pytest.approx(hours * 1700 / 1e12)
    assert n.giant_dispute.value == pytest.approx(8.55 / 1.30, rel=0.001)


# ---- the floor ----


def test_profile_agrees_with_a_nonlinear_fit():
    compute = floors.budgets(3.0)
    loss = accepted.refit().frontier.loss(compute) * np.exp(0.006 * np.random.default_rng(3).standard_normal(9))
    x = compute / compute[4]
    for floor in (0.0, 1.2, 1.8):
        fitted, _ = curve_fit(lambda x, a, g, f=floor: f + a * x**-g, x, loss, p0=(1.0, 0.1), sigma=0.006 * loss)
        residual = (loss - floor - fitted[0] * x ** -fitted[1]) / (0.006 * loss)
        assert floors.profile(compute, loss, 0.006, [floor])[0] == pytest.approx((residual**2).sum(), rel=1e-3)


def test_expected_profile_is_zero_at_the_true_floor_and_nowhere_else():
    misfit = floors.expected_profile(4.0) / floors.scatter() ** 2
    assert floors.FLOORS[np.argmin(misfit)] == pytest.approx(accepted.refit().E, abs=0.01)
    assert misfit[0] > floors.THRESHOLD


def test_false_rejections_of_the_truth_are_about_one_in_twenty():
    *_, profiles = floors.simulated_labs(floors.published_decades(), floors.scatter())
    false = floors.verdict_shares(profiles)[1]
    assert 1 < false.value < 12
    assert false.low < 5 < false.high


def test_interval_of_many_runs_is_as_wide_as_the_published_standard_error():
    misfit = floors.expected_profile(floors.published_decades(), 240) / floors.scatter() ** 2
    low, high = floors.interval(floors.FLOORS, misfit)
    assert (high - low) / 3.92 == pytest.approx(published.value("besiroglu_2024_e_se"), rel=0.5)


def test_sinking_floor_is_at_the_edge_of_rejection_and_has_no_floor():
    delta, law, misfit = floors.sinking_floor(9)
    assert misfit == pytest.approx(floors.THRESHOLD, rel=0.02)
    assert floors.fit_sinking(delta * 1.1, 9)[1] > floors.THRESHOLD
    assert law(1e60) < 0.1
    inside = np.geomspace(*accepted.fitted_range(), 20)
    assert law(inside) == pytest.approx(accepted.refit().frontier.loss(inside), rel=0.01)


# ---- pictures ----


def test_figures_speak_numbers():
    for name, figure in figures(TOPIC).items():
        assert name.startswith("flat-")
        assert any(c.isdigit() for c in figure.alt), name


def test_alt_follows_the_bars(monkeypatch):
    before = room.bars_figure().alt
    monkeypatch.setattr(bars, "article_bars", lambda: (40.0, 20.0, 10.0, 5.0))
    assert "40 %" in room.bars_figure().alt
    assert room.bars_figure().alt != before


def test_alt_of_the_doublings_follows_the_fit(monkeypatch):
    before = room.doublings_figure().alt
    monkeypatch.setattr(shape_figures, "cut", lambda C: exact(9.87, "%"))
    assert "9.87 %" in room.doublings_figure().alt
    assert room.doublings_figure().alt != before


@pytest.mark.parametrize(("topic", "name"), [one for one in listed("explorables") if one[0] == TOPIC])
def test_no_two_states_say_the_same(topic, name):
    states = made(topic, name).states()
    assert len({state["summary"] for state in states}) == len(states)


def test_bars_explorable_without_floor_shows_equal_bars():
    state = room.bars_explorable().state(share=0.0, exponent=0.3)
    assert "ratios are 1, 1, 1," in state["summary"]


# ---- verdicts ----

EXPECTED = {
    Verdict.HOLDS: {"B35", "C6", "C9"},
    Verdict.HOLDS_IF: {
        "A7",
        "A12",
        "A13",
        "A14",
        "A16",
        "A17",
        "A3",
        "B4",
        "B6",
        "B7",
        "B8",
        "C10",
        "C11",
        "C56",
        "C61",
    },
    Verdict.CONTRADICTED: {"A8", "A15", "C5", "C8"},
    Verdict.INCONSISTENT: {"A10", "B5", "X1", "X2", "X3", "X11"},
    Verdict.NOT_CHECKABLE: {"A6", "A9", "A11"},
}


@pytest.mark.parametrize(("verdict", "ids"), EXPECTED.items(), ids=map(str, EXPECTED))
def test_verdicts(verdict, ids):
    assert {key for key, claim in room.CLAIMS.items() if claim.verdict == verdict} == ids


def test_verdicts_beyond_the_opposite():
    claims = room.CLAIMS
    assert claims["B5"].finding(compute=(0.04, 0.06, 0.1)).verdict is Verdict.HOLDS
    assert claims["B5"].finding(compute=(0.08, 0.1)).verdict is Verdict.INCONSISTENT
    assert claims["B6"].finding(low=0.02, high=0.2).verdict is Verdict.CONTRADICTED
    assert claims["B8"].finding(early=3.0, late=2.0).verdict is Verdict.CONTRADICTED
    assert claims["C56"].finding(needed=0.1).verdict is Verdict.HOLDS


def fall(*nats):
    return tuple(exact(each, "nats/token") for each in nats)


def test_a_verdict_speaks_of_the_evidence_it_is_given():
    claims = room.CLAIMS
    assert "at 10²⁷ FLOP" in claims["A17"].finding(future=1e27).because
    assert claims["A16"].finding(last=1e27).because.startswith("From 10²¹ FLOP to 10²⁷ FLOP")
    other = claims["C10"].finding(loss_per_decade=fall(0.4, 0.1))
    assert [number.value for number in other.numbers[:2]] == [0.4, 0.1]


def wide(*triple, unit=""):
    return estimate(*triple, method="invented for the test", level=0.95, unit=unit)


def test_a_verdict_rests_on_ends_and_not_on_middles():
    claims = room.CLAIMS
    assert claims["C5"].finding(steps=(wide(160.0, 8.0, 360.0, unit="×"),) * 2).verdict is Verdict.HOLDS
    doubtful = wide(7.0, 5.0, 9.0, unit="points/year")
    assert claims["C8"].finding(after=doubtful).verdict is Verdict.NOT_CHECKABLE
    assert claims["C6"].finding(pairs={"a score": (wide(50, 45, 55), wide(55, 50, 60))}).verdict is Verdict.CONTRADICTED
    assert claims["B4"].finding(misfit=wide(0.2, 0.1, 0.4, unit="%")).verdict is Verdict.HOLDS_IF
    assert claims["A15"].finding(exponent=wide(0.1, 0.0, 0.2)).verdict is Verdict.HOLDS


def test_sentences_of_the_chapter_that_compare_are_true(n):
    said = n.said_cut_low.value, n.said_cut_high.value
    assert said[0] < n.cut_low.value < said[1] < n.cut_high.value  # "as the sentence has it", "the sentence has not"
    for step in (n.step_two_three, n.step_three_four):  # the tenfold is not among what the estimates leave open
        assert not step.low <= published.value("article_c_generation_factor") <= step.high
    assert n.step_reducible_two_three.value > n.step_reducible_three_four.value
    assert n.rejects_zero.value == 100  # "every laboratory rejects the straight line"
    assert n.step_four_half.low < published.value("article_c_generation_factor") * 2
    overlapping = {name: _overlap(*generations.error_exponents(name)) for name in generations.BENCHMARKS}
    assert overlapping == {"MMLU": True, "GSM8K": True, "HellaSwag": False}  # "two of the three", "HellaSwag bends"
    first, second = generations.hellaswag_log_odds()
    assert second.low > first.high  # "rose faster per decade"


def _overlap(one, other):
    return one.low <= other.high and other.low <= one.high


def test_cards_answer_with_numbers():
    for card in room.CARDS.values():
        assert any(c.isdigit() for c in card.answer)
