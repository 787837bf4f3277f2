"""The saturation chapter: numbers against independent oracles, simulations against theory, verdicts that flip."""

import math

import numpy as np
import pytest
from scipy import integrate, optimize, special, stats

from rooms import exhibits
from scaling_laws.errors import InvalidArgument
from scaling_laws.quantity import Quantity, exact
from what_scale_buys import published
from what_scale_buys.accepted import draws
from what_scale_buys.chapters import when_the_benchmark_saturates as room
from what_scale_buys.chapters.when_the_benchmark_saturates import (
    ceilings,
    evidence,
    explorables,
    linking,
    noise,
    response,
    rulers,
)
from what_scale_buys.chapters.when_the_benchmark_saturates.article_step import label_ratio
from what_scale_buys.claims import Verdict


@pytest.fixture(scope="module")
def n():
    return room.numbers()


# ---- rulers and prices, by hand ----


def test_the_step_of_the_article_by_hand(n):
    assert n.fewer.value == pytest.approx(40)
    assert n.ratio.value == pytest.approx(5 / 3)
    assert n.odds_ratio.value == pytest.approx((97 / 3) / (95 / 5))
    assert n.twin_score.value == pytest.approx(100 * n.odds_ratio.value / (1 + n.odds_ratio.value))


def test_four_exponents_price_it_from_three_to_twenty_seven_thousand(n):
    for cost, exponent in ((n.cost_low, 0.05), (n.cost_root, 0.5)):
        assert cost.value == pytest.approx(math.exp(math.log(5 / 3) / exponent))
    assert n.cost_root.value == pytest.approx(2.78, abs=0.01)
    assert n.cost_low.value == pytest.approx(27_351, rel=1e-4)
    alpha, beta = (published.middle(f"besiroglu_2024_{name}") for name in ("alpha", "beta"))
    assert n.cost_r.value == pytest.approx((5 / 3) ** ((alpha + beta) / (alpha * beta)))
    assert n.cost_root.value < n.cost_r.low < n.cost_r.value < n.cost_r.high < n.cost_low.value
    assert abs(np.log(n.cost_mmlu.value / 10)) < np.log(2)  # "lies close to that"


def test_prices_and_exponents_are_inverse():
    for exponent in (0.05, 0.3, 1.0):
        assert rulers.exponent_for(1.7, rulers.compute_for(1.7, exponent)) == pytest.approx(exponent)
    assert rulers.compute_for(1, 0.1) == 1


def test_a_power_law_of_the_error_has_one_exponent_and_shrinking_points():
    compute = np.geomspace(1, 1e4, 5)
    score = 1 - 0.4 * compute**-0.2
    assert rulers.per_decade(score, compute, "error exponent") == pytest.approx([0.2] * 4)
    points = rulers.per_decade(score, compute, "points")
    assert points[1:] / points[:-1] == pytest.approx([10**-0.2] * 3)
    assert rulers.per_decade(score, compute, "log odds")[0] == pytest.approx(
        stats.logistic.ppf(score[1]) - stats.logistic.ppf(score[0])
    )


# ---- noise ----


def test_standard_errors_of_the_difference(n):
    by_hand = 100 * math.sqrt((0.95 * 0.05 + 0.97 * 0.03) / 14042)
    assert n.se_mmlu.value == pytest.approx(by_hand) == pytest.approx(0.2336, rel=1e-3)
    assert 1.96 * noise.standard_error(0.95, 0.97, 100) > 0.02  # "a hundred items cannot see our step"
    unpaired, paired, nested, middle = (
        float("".join(str(count).split())) for count in (n.need_unpaired, n.need_paired, n.need_nested, n.need_middle)
    )
    assert paired == pytest.approx(unpaired * 0.5, rel=0.03)
    assert nested < paired < unpaired < middle


def test_variances_against_two_by_two_tables():
    both, first, second = 0.93, 0.02, 0.04  # shares solved by both, by the first only, by the second only
    p, q = both + first, both + second
    correlation = (both - p * q) / math.sqrt(p * (1 - p) * q * (1 - q))
    assert noise.difference_variance(p, q, correlation) == pytest.approx(first + second - (second - first) ** 2)
    assert noise.difference_variance(0.95, 0.97, noise.largest_correlation(0.95, 0.97)) == pytest.approx(0.02 - 0.02**2)


def test_items_needed_give_the_stated_power_in_simulation():
    items = math.ceil(noise.items_needed(0.95, 0.97))
    rng = np.random.default_rng(5)
    shown = [rng.binomial(items, p, 40_000) / items for p in (0.95, 0.97)]
    z = (shown[1] - shown[0]) / np.sqrt(sum(s * (1 - s) for s in shown) / items)
    seen = np.mean(z > stats.norm.ppf(0.975))
    assert seen == pytest.approx(0.8, abs=0.01)


def test_wrong_keys_invert_and_follow_a_simulation():
    rng = np.random.default_rng(11)
    solved, wrong, lucky = rng.random(400_000) < 0.9, rng.random(400_000) < 0.05, rng.random(400_000) < 1 / 3
    shown = np.where(wrong, ~solved & lucky, solved).mean()
    expected = noise.with_wrong_keys(0.9, 0.05, 1 / 3)
    assert shown == pytest.approx(expected, abs=4 * math.sqrt(expected * (1 - expected) / 400_000))
    assert noise.without_wrong_keys(expected, 0.05, 1 / 3) == pytest.approx(0.9)


@pytest.mark.parametrize("wrong", [0.0, 0.0188, 0.025])
def test_the_ratio_of_true_errors_does_not_depend_on_luck(wrong):
    expected = (0.05 - wrong) / (0.03 - wrong)
    assert label_ratio(wrong) == pytest.approx(expected)
    plain = [noise.without_wrong_keys(s, wrong) for s in (0.95, 0.97)]
    assert rulers.error_ratio(*plain) == pytest.approx(expected)


def test_wilson_intervals_by_scipy(n):
    for key, hits in (("flawed", 370), ("wrong", 107)):
        interval = stats.binomtest(hits, 5700).proportion_ci(method="wilson")
        number = getattr(n, key)
        assert (number.low, number.high) == pytest.approx((100 * interval.low, 100 * interval.high), abs=0.01)


def test_seeds_enter_twice(n):
    assert n.seed_difference.value == pytest.approx(0.57 * math.sqrt(2))
    assert n.z_both.value == pytest.approx(2 / math.sqrt(0.57**2 * 2 + n.se_mmlu.value**2))


# ---- item response ----


@pytest.mark.parametrize("ability", [-1.0, 0.5, 3.0])
@pytest.mark.parametrize("spread", [0.3, 1.0, 3.0])
def test_expected_score_and_slope_by_integration(ability, spread):
    def solved(b):
        return stats.norm.cdf(ability - b) * stats.norm.pdf(b, 0.7, spread)

    score = integrate.quad(solved, 0.7 - 12 * spread, 0.7 + 12 * spread, limit=200)[0]
    assert response.expected_score(ability, 0.7, spread) == pytest.approx(score, abs=1e-9)
    around = response.expected_score(np.array([ability - 1e-5, ability + 1e-5]), 0.7, spread)
    assert response.slope(ability, 0.7, spread) == pytest.approx(np.diff(around)[0] / 2e-5, rel=1e-5)


def test_information_by_integration_and_wrong_keys_cost_some():
    def per_item(b, wrong=0.0):
        q = (1 - wrong) * stats.norm.cdf(2.0 - b)
        failed = (1 - wrong) * stats.norm.sf(2.0 - b) + wrong
        return ((1 - wrong) * stats.norm.pdf(2.0 - b)) ** 2 / (q * failed) * stats.norm.pdf(b)

    for wrong in (0.0, 0.05):
        expected = integrate.quad(per_item, -7, 7, args=(wrong,))[0]
        assert float(response.information(2.0, 0.0, 1.0, wrong)) == pytest.approx(expected, rel=1e-6)
    assert response.information(3.0, wrong=0.02) < response.information(3.0)


def test_correlation_of_two_models_against_a_bivariate_normal():
    p, q = response.expected_score(np.array([1.0, 1.6]))
    together = stats.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]]).cdf(np.array([1.0, 1.6]) / math.sqrt(2))
    assert response.both_solved(1.0, 1.6) == pytest.approx(together, abs=1e-5)
    expected = (together - p * q) / math.sqrt(p * (1 - p) * q * (1 - q))
    assert response.correlation(1.0, 1.6) == pytest.approx(expected, abs=1e-4)


def test_paired_answers_scatter_as_the_correlation_says():
    rng = np.random.default_rng(2)
    b, one, two = rng.normal(size=(2000, 300)), 1.5, 1.9
    gap = (rng.random(b.shape) < stats.norm.cdf(two - b)).mean(1) - (
        rng.random(b.shape) < stats.norm.cdf(one - b)
    ).mean(1)
    scores = response.expected_score(np.array([one, two]))
    expected = noise.standard_error(*scores, 300, response.correlation(one, two))
    assert gap.std() == pytest.approx(expected, rel=0.05)
    assert expected < 0.95 * noise.standard_error(*scores, 300)


def test_the_simulation_agrees_with_theory_within_monte_carlo_error(n):
    scores, abilities = response.monte_carlo_gaps()
    for gaps in (scores, abilities):
        assert np.abs(gaps).max() < 3.5
        low, high = stats.chi2.ppf([0.001, 0.999], gaps.size)
        assert low < np.sum(gaps**2) < high
    assert n.mc_count.value == scores.size + abilities.size


def test_recovered_abilities_maximise_the_likelihood_and_have_its_curvature():
    difficulty = response.difficulties(0.0, 1.0, 200, 3)
    results = response.sit([0.4, 1.8], difficulty, 4)
    ability, error = response.recover(results, difficulty)
    for k in range(2):

        def loss(a, k=k):
            p = stats.norm.cdf(a - difficulty)
            return -np.where(results[k], np.log(p), np.log1p(-p)).sum()

        best = optimize.minimize_scalar(loss, bounds=(-3, 5), method="bounded", options=dict(xatol=1e-8))
        assert ability[k] == pytest.approx(best.x, abs=1e-5)
        assert error[k] == pytest.approx(float(200 * response.information(ability[k])) ** -0.5, rel=0.1)


def test_equal_steps_of_ability_flatten_as_a_score_only(n):
    kept, score, ability, error = response.two_sets()["easy"]
    assert n.step_last.value < n.step_steepest.value / 10
    fit = np.polynomial.Polynomial.fit(kept, ability, 2, w=1 / error).convert()
    late, early = fit.deriv()(kept[-1]), fit.deriv()(kept[0])
    assert late == pytest.approx(early, rel=0.35)
    assert error[-1] > 3 * error.min()


# ---- linking ----


def test_linking_recovers_the_abilities_within_its_errors():
    gaps = linking.replicates()
    assert np.sqrt(np.mean(gaps**2)) == pytest.approx(1, abs=0.25)
    assert np.abs(gaps.mean()) < 0.4  # errors of one fit move together, so forty fits are about forty values
    assert np.abs(gaps).max() < 4.5


def test_linking_is_exact_on_scores_without_noise():
    p = linking.expected()
    shown = np.where((p > linking.USED[0]) & (p < linking.USED[1]), p, np.nan)
    fit = linking.link(shown)
    assert fit.ability == pytest.approx(linking.truth(), abs=1e-4)
    assert fit.slope == pytest.approx([1 / math.sqrt(1 + s**2) for _, s in linking.TESTS], abs=1e-4)
    assert fit.middle == pytest.approx([m for m, _ in linking.TESTS], abs=1e-4)
    assert fit.misfit < 1e-4


@pytest.mark.parametrize("seed", [linking.SEED, 7])
def test_the_fit_is_the_maximum_itself_by_another_method(seed):
    """Free scores are told apart by the ogives alone: a general minimiser finds no better place, nor another one."""
    scores = linking.simulate(seed)
    fit, (rows, columns) = linking.link(scores), np.nonzero(np.isfinite(scores))
    y = scores[rows, columns]

    def loss(x):
        ability = np.concatenate([[linking.FIRST], x[:10], [linking.LAST]])
        z = x[10:14][columns] * (ability[rows] - x[14:][columns])
        return -linking.ITEMS * np.sum(y * stats.norm.logcdf(z) + (1 - y) * stats.norm.logsf(z))

    x = np.concatenate([fit.ability[1:-1], fit.slope, fit.middle])
    gradient = optimize.approx_fprime(x, loss, 1e-6)
    assert np.abs(gradient).max() < 0.02  # of slopes in the thousands beside it
    found = optimize.minimize(loss, x + 0.02, method="BFGS", options=dict(gtol=1e-3))
    assert found.x == pytest.approx(x, abs=1e-4)
    saturated = linking.ITEMS * np.sum(special.xlogy(y, y) + special.xlogy(1 - y, 1 - y))
    assert fit.misfit == pytest.approx(2 * (saturated + loss(x)))


def test_no_digit_of_the_fit_hangs_on_the_order_of_sums():
    """Tests and models in another order give the same maximum to more digits than are shown anywhere."""
    scores = linking.simulate()
    fit, mirrored = linking.linked(), linking.link(1 - scores[::-1, ::-1], low=-linking.LAST, high=-linking.FIRST)
    assert -mirrored.ability[::-1] == pytest.approx(fit.ability, abs=1e-11)
    assert mirrored.slope[::-1] == pytest.approx(fit.slope, rel=1e-11)
    assert mirrored.ability_se[::-1] == pytest.approx(fit.ability_se, rel=1e-9)


def test_a_table_without_a_maximum_is_refused():
    scores = linking.simulate().copy()
    scores[4] = np.where(np.isfinite(scores[4]), 1.0, np.nan)
    with pytest.raises(InvalidArgument, match="maximum"):
        linking.link(scores)


def test_the_misfit_is_a_chi_square_and_sees_a_second_ability():
    fit = linking.linked()
    assert stats.chi2.sf(fit.misfit, fit.degrees) > 0.01
    assert fit.degrees == np.isfinite(linking.simulate()).sum() - (linking.MODELS - 2) - 2 * len(linking.TESTS)
    bent = linking.simulate().copy()
    bent[5, 1] -= 0.3  # one model is poor at one test only
    assert stats.chi2.sf(linking.link(bent).misfit, fit.degrees) < 1e-6


def test_tests_without_a_common_model_cannot_be_linked():
    apart = np.array([[0.3, np.nan], [0.6, np.nan], [np.nan, 0.3], [np.nan, 0.6]])
    with pytest.raises(InvalidArgument, match="chained"):
        linking.link(apart)


# ---- published evidence ----


def test_llama_by_the_three_rulers_by_hand(n):
    score, decades = (0.6599, 0.7876, 0.8487), (math.log10(70 / 8), math.log10(405 / 70))
    for k, when in enumerate(("first", "second")):
        a, b = score[k : k + 2]
        assert getattr(n, f"mmlu_points_{when}").value == pytest.approx(100 * (b - a) / decades[k])
        assert getattr(n, f"mmlu_exponent_{when}").value == pytest.approx(math.log10((1 - a) / (1 - b)) / decades[k])
    rounded = [round(getattr(n, key).value, d) for key, d in (("mmlu_points_first", 1), ("mmlu_points_second", 1))]
    assert rounded == [13.6, 8.0]
    assert (round(n.mmlu_exponent_first.value, 3), round(n.mmlu_exponent_second.value, 3)) == (0.217, 0.193)


def test_redrawn_intervals_agree_with_the_delta_method(n):
    a, b, items = 0.6599, 0.7876, 14042
    half = 1.96 * math.sqrt(a / (1 - a) / items + b / (1 - b) / items) / (math.log10(70 / 8) * math.log(10))
    width = n.mmlu_exponent_first.high - n.mmlu_exponent_first.low
    assert width == pytest.approx(2 * half, rel=0.06)


def test_flawed_items_move_the_exponent_to_the_other_side_of_one(n):
    floor = 0.0649
    error = [1 - floor - s for s in (0.6599, 0.7876, 0.8487)]
    rates = [math.log(error[k] / error[k + 1]) / math.log(c) for k, c in enumerate((70 / 8, 405 / 70))]
    assert n.mmlu_left_flawed.value == pytest.approx(rates[1] / rates[0], rel=1e-3)
    assert n.mmlu_exponent_left.value < 1 < n.mmlu_left_flawed.value
    assert n.hellaswag_exponent_left.high < 1


def test_one_pair_by_hand(n):
    assert n.pair_mmlu.value == pytest.approx(3.6)
    assert n.pair_aime24_logit.value == pytest.approx(math.log(79.8 / 20.2 * 90.7 / 9.3))
    assert n.pair_simpleqa_logit.high < 0 < n.pair_mmlu_logit.low
    half = 1.96 * math.sqrt(0.382 * 0.618 + 0.301 * 0.699) * 100 / math.sqrt(4326)
    assert n.pair_simpleqa.high - n.pair_simpleqa.value == pytest.approx(half, rel=1e-3)


def test_rooms_by_hand(n):
    hella, gsm, mmlu = ceilings.rooms()
    assert hella.left(hella.loose).value == pytest.approx(100 * (95.6 - 95.3) / (95.6 - 25))
    assert gsm.strict.value == pytest.approx(1 - 120 / 1319)
    assert gsm.best.low > gsm.strict.value  # "one dot has passed the strict ceiling of its test"
    assert mmlu.left(mmlu.loose).value == pytest.approx(100 * (98.12 - 91.8) / (98.12 - 25))
    assert (n.gpqa_left.value, n.swe_left.value) == pytest.approx((100 * 8.1 / 75, 23.8))
    assert n.gpqa_left.high > 10 < n.swe_left.low < n.swe_left.high < n.hle_left.low


def test_score_over_loss_by_numpy(n):
    loss = np.log([18.6, 9.09, 6.53, 5.44, 4.6, 4.0, 3.56, 3.0])
    assert n.lambada_gain_first.value == pytest.approx((54.3 - 42.7) / (loss[0] - loss[1]) / 10)
    assert n.hella_gain_last.value == pytest.approx((78.9 - 70.9) / (loss[6] - loss[7]) / 10)
    score = (np.array([33.7, 43.6, 51.0, 54.7, 62.8, 67.4, 70.9, 78.9]) / 100 - 0.25) / 0.75
    slope, level = np.polyfit(loss, stats.norm.ppf(score), 1)
    assert n.hella_slope.value == pytest.approx(-slope)
    assert n.hella_middle.value == pytest.approx(-level / slope)


def wilson(share, items):
    """Where the normal test of a proportion just rejects; the printed share may be no whole number of items."""
    z = stats.norm.ppf(0.975)

    def excess(p, sign):
        return share - p - sign * z * math.sqrt(p * (1 - p) / items)

    return tuple(optimize.brentq(excess, *ends, args=(sign,)) for ends, sign in (((0, share), 1), ((share, 1), -1)))


def test_ends_in_closed_form(n):
    """Where one interval enters monotonically, the ends are those of the formula at its ends."""
    low, high = wilson(0.0188, 5700)
    rates = [evidence.llama_gain(test, "error exponent", 1) for test in ("MMLU", "GSM8K")]
    last = response.abilities()[-1]
    expected = {
        n.ceiling_wrong: (100 * (1 - high), 100 * (1 - low)),
        n.clean_ratio: ((0.05 - low) / (0.03 - low), (0.05 - high) / (0.03 - high)),
        n.clean_fewer: (100 * 0.02 / (0.05 - low), 100 * 0.02 / (0.05 - high)),
        n.step_kept: (100 * (1 - high * 4 / 3), 100 * (1 - low * 4 / 3)),
        n.cost_mmlu: tuple((5 / 3) ** (1 / rate) for rate in (rates[0].high, rates[0].low)),
        n.cost_gsm8k: tuple((5 / 3) ** (1 / rate) for rate in (rates[1].high, rates[1].low)),
        n.gsm_left: tuple(100 * (1 - 10 / 1319 - end) / (1 - 10 / 1319) for end in wilson(0.93, 1319)[::-1]),
        n.wrong_information: tuple(
            100 * (1 - response.information(last, wrong=end) / response.information(last)) for end in (low, high)
        ),
    }
    for quantity, ends in expected.items():
        assert (quantity.low, quantity.high) == pytest.approx(ends, rel=2e-3)


def test_ends_by_an_independent_monte_carlo(n):
    """Scores and the audit redrawn here by another generator, the flaws from a Beta, whose ends are nearly Wilson's."""
    rng = np.random.default_rng(8)
    scores = rng.binomial(14042, [0.6599, 0.7876, 0.8487], (200_000, 3)) / 14042
    low, high = wilson(0.0188, 5700)
    u = rng.normal(size=200_000) / 1.959964
    wrong = 0.0188 * np.exp(np.where(u < 0, u * math.log(0.0188 / low), u * math.log(high / 0.0188)))
    flawed = rng.beta(370.5, 5330.5, 200_000)
    error, decades = 1 - flawed[:, None] - scores, np.log10([70 / 8, 405 / 70])
    rates = -np.diff(np.log10(error)) / decades
    gammas = draws().frontier_exponent
    samples = {
        n.mmlu_left_flawed: rates[:, 1] / rates[:, 0],
        n.mmlu_left: 100 * (1 - wrong - rng.normal(0.918, math.sqrt(0.918 * 0.082 / 14042), 200_000)) / (0.75 - wrong),
        n.clean_cost_r: ((0.05 - wrong) / (0.03 - wrong)) ** (1 / rng.choice(gammas, 200_000)),
    }
    for quantity, sample in samples.items():
        assert (quantity.low, quantity.high) == pytest.approx(tuple(np.quantile(sample, (0.025, 0.975))), rel=0.04)


def test_differences_of_scores_by_the_delta_method(n):
    def half(a, b, items):
        return 196 * math.sqrt((a * (1 - a) + b * (1 - b)) / items)

    def of_the_ratio(a, b, items):
        return 1.96 * math.sqrt(a / (1 - a) / items + b / (1 - b) / items)

    fall = math.log(3.56 / 3.0)
    expected = {
        n.gpt_mmlu_points: half(0.70, 0.864, 14042),
        n.gpt_hellaswag_points: half(0.855, 0.953, 10042),
        n.lambada_gain_last: half(0.725, 0.762, 5153) / (10 * fall),
        n.hella_gain_last: half(0.709, 0.789, 10042) / (10 * fall),
        room.CLAIMS["C22"].found.numbers[1]: half(0.762, 0.774, 5153),
    }
    for quantity, width in expected.items():
        assert (quantity.high - quantity.low) / 2 == pytest.approx(width, rel=0.03)
    for quantity, pair in ((n.gpt_mmlu_ratio, (0.70, 0.864, 14042)), (n.gpt_hellaswag_ratio, (0.855, 0.953, 10042))):
        assert math.log(quantity.high / quantity.low) / 2 == pytest.approx(of_the_ratio(*pair), rel=0.03)


def test_the_ogive_by_scipy(n):
    """Slope and level against SciPy's regression; the middle by the test that its interval inverts."""
    loss = evidence.gpt3_loss()
    t = stats.t.ppf(0.975, loss.size - 2)
    fits = {}
    for test, guess in evidence.GUESS.items():
        fits[test] = stats.linregress(loss, stats.norm.ppf((evidence.gpt3_score(test) - guess) / (1 - guess)))
    hella, lambada = fits["HellaSwag"], fits["LAMBADA"]
    assert (n.hella_slope.high - n.hella_slope.low) / 2 == pytest.approx(t * hella.stderr)
    ends = stats.norm.cdf([lambada.intercept + sign * t * lambada.intercept_stderr for sign in (-1, 1)])
    assert (n.lambada_at_zero.low, n.lambada_at_zero.high) == pytest.approx(100 * ends, rel=1e-3)
    probit = stats.norm.ppf((evidence.gpt3_score("HellaSwag") - 0.25) / 0.75)
    for end in (n.hella_middle.low, n.hella_middle.high):  # with the origin there, the intercept is just significant
        moved = stats.linregress(loss - end, probit)
        assert abs(moved.intercept) == pytest.approx(t * moved.intercept_stderr)


def test_root_mean_squares_hold_one(n):
    for gaps in (n.mc_scores, n.mc_abilities, n.link_rms):
        assert gaps.low < 1 < gaps.high
    gaps = response.monte_carlo_gaps()[0]
    assert (n.mc_scores.high / n.mc_scores.value) ** 2 == pytest.approx(gaps.size / stats.chi2.ppf(0.025, gaps.size))
    squares = np.mean(linking.replicates() ** 2, axis=1)
    half = stats.t.ppf(0.975, squares.size - 1) * stats.sem(squares)
    expected = np.sqrt([squares.mean() - half, squares.mean() + half])
    assert (n.link_rms.low, n.link_rms.high) == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (rulers.odds, (1.0,)),
        (rulers.error_ratio, (0.5, 1.0)),
        (rulers.compute_for, (0.9, 0.5)),
        (rulers.compute_for, (2.0, 0.0)),
        (rulers.per_decade, ([0.1, 0.2], [1, 10], "charm")),
        (noise.difference_variance, (0.95, 0.97, 0.9)),
        (noise.items_needed, (0.5, 0.5)),
        (noise.without_wrong_keys, (0.99, 0.02)),
        (response.expected_score, (0.0, 0.0, -1.0)),
        (response.recover, (np.ones((1, 5), bool), np.zeros(5))),
        (linking.link, (np.full((3, 2), np.nan),)),
        (evidence.gpt3_score, ("MMLU",)),
        (evidence.llama_score, ("HellaSwag", "card")),
        (evidence.pair_score, ("charm",)),
        (ceilings.rooms()[0].left, (exact(0.2),)),
    ],
)
def test_bad_input_is_refused(function, arguments):
    with pytest.raises(InvalidArgument):
        function(*arguments)


# ---- pictures ----


@pytest.fixture(scope="module")
def figures():
    return exhibits("when_the_benchmark_saturates")


def test_alt_sentences_hold_the_numbers(figures, n):
    assert str(n.lambada_gain_last.bare) in figures["score_over_loss"].alt
    assert str(n.cost_low.bare) in figures["cost_of_the_step"].alt
    assert str(n.mmlu_left.short) in figures["room_left"].alt
    assert str(n.hle_left.short) in figures["room_left"].alt
    assert str(n.mmlu_exponent_left) in figures["three_rulers"].alt
    assert str(n.mmlu_left_flawed) in figures["three_rulers"].alt
    assert str(n.pair_aime24) in figures["one_pair_seven_tests"].alt
    assert str(n.se_worst.bare) in figures["ability_and_score"].alt


def test_pictures_follow_their_inputs(figures, monkeypatch):
    original = published.value
    changed = {"gpt3_lambada_175b": 90.0, "gsm8k_llama3_70b_instruct": 80.0, "madaan_2024_mmlu_seed_sd": 1.0}
    monkeypatch.setattr(published, "value", lambda key: changed.get(key, original(key)))
    evidence.gpt3_score.cache_clear()
    try:
        for name in ("score_over_loss", "room_left", "noise_against_the_step"):
            assert getattr(room, name)().alt != figures[name].alt
    finally:
        evidence.gpt3_score.cache_clear()


def test_figure_data_are_the_plotted_formulas(figures):
    data = figures["cost_of_the_step"].data
    assert np.log(data["times the compute"]) * data["exponent"] == pytest.approx(
        [math.log(5 / 3)] * len(data["exponent"])
    )
    data = figures["noise_against_the_step"].data
    assert np.all(np.array(data["half-width, paired"]) < np.array(data["half-width, unpaired"]))


# ---- explorables ----


def test_summaries_state_the_closed_forms():
    said = room.price().state(exponent=0.5, start=0.95, cut=0.4)["summary"]
    assert "2.78 times" in said
    assert "97 %" in said
    assert "17.6" in room.price().state()["summary"]
    clean = math.exp(math.log((0.05 - 0.0188) / (0.03 - 0.0188)) / 0.5)
    assert f"{clean:.3g} times the compute" in said
    assert "never shown" in room.price().state(exponent=0.5, start=0.97, cut=0.75)["summary"]
    said = room.step().state(items=100, correlation=0.0, wrong=0.0, seed=0.0)["summary"]
    assert "standard error is 2.77 points" in said
    assert f"{100 * stats.norm.cdf(-2 / 2.7677):.3g} %" in said
    said = room.difficulty().state(mean=0.0, spread=1.0, wrong=0.0)["summary"]
    steps = 100 * np.diff(stats.norm.cdf(explorables.CLASS / math.sqrt(2)))
    assert f"{steps.max():.3g} points" in said
    assert f"{steps[-1]:.3g}" in said


def test_pairing_helps_and_seeds_hurt():
    def seen(**state):
        said = room.step().state(**({"items": 1319, "wrong": 0.0, "seed": 0.0} | state))["summary"]
        return float(said.split("called real ")[1].split(" %")[0])

    assert seen(correlation=0.7) > seen(correlation=0.0) > seen(correlation=0.0, seed=0.006)


# ---- verdicts ----

EXPECTED = {
    Verdict.HOLDS: ("C20",),
    Verdict.HOLDS_IF: ("C18", "C19", "C22", "C40", "C63"),
    Verdict.CONTRADICTED: (),
    Verdict.INCONSISTENT: (),
    Verdict.NOT_CHECKABLE: ("B33", "C23"),
}


def test_the_verdicts():
    found = {verdict: tuple(c.id for c in room.CLAIMS.values() if c.verdict is verdict) for verdict in EXPECTED}
    assert found == EXPECTED


def test_more_evidence_moves_verdicts_the_other_way():
    claims = room.CLAIMS
    assert claims["C23"].finding(series=(0.1, 0.3)).verdict is Verdict.CONTRADICTED
    assert claims["B33"].finding(mapping=(1.8, 1.9)).verdict is Verdict.CONTRADICTED
    assert claims["C63"].finding(exam=(claims["C63"].inputs["exam"][0], 0.99)).verdict is Verdict.HOLDS_IF
    assert claims["C63"].finding(work=0.0).verdict is Verdict.HOLDS
    score = claims["C22"].inputs["by_data"][0]
    assert "data add" in claims["C22"].found.qualifier
    surely = claims["C22"].finding(by_data=(score, score + 0.1))  # a gain beyond the noise of the items is data's
    assert "data add" not in surely.qualifier
    flat = claims["C22"].inputs["perplexity"][-1:] * 2
    assert claims["C22"].finding(perplexity=flat).verdict is Verdict.CONTRADICTED
    assert claims["C18"].finding(rooms=ceilings.rooms()).verdict is Verdict.HOLDS
    assert claims["C18"].finding(rooms=ceilings.newer()).verdict is Verdict.CONTRADICTED
    slow = {"a test": Quantity(0.02, low=0.015, high=0.025)}
    assert claims["C19"].finding(before=0.95, after=0.953, exponents=(0.02,), measured=slow).verdict is Verdict.HOLDS
    doubtful = {"a test": Quantity(0.5, low=0.1, high=0.6)}
    assert claims["C19"].finding(exponents=(0.5, 1.0), measured=doubtful).verdict is Verdict.HOLDS_IF
    assert claims["C20"].finding(spread=6.0, mean=1.0).verdict is Verdict.CONTRADICTED


def test_the_cards_hold_the_numbers(n):
    assert str(n.clean_fewer) in room.CARDS["step"].answer
    assert str(n.items_worth.bare) in room.CARDS["flat"].answer
    assert str(n.mmlu_left_flawed.short) in room.CARDS["ruler"].answer
