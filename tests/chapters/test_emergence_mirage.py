"""The emergence chapter: numbers against independent oracles, pictures that follow their inputs, verdicts that flip."""

import math

import numpy as np
import pytest
from scipy import optimize, stats

from rooms import exhibits
from scaling_laws.errors import InvalidArgument
from scaling_laws.quantity import estimate
from what_scale_buys import published
from what_scale_buys.chapters import emergence_mirage as room
from what_scale_buys.chapters.emergence_mirage import explorables, figures_published, gpt3, metrics, toy, wei
from what_scale_buys.chapters.emergence_mirage.numbers import (
    monte_carlo_check,
    own,
    own_forecasts,
    parity_summary,
    task_forecasts,
)
from what_scale_buys.claims import Verdict


@pytest.fixture(scope="module")
def n():
    return room.numbers()


# ---- metrics against hand arithmetic and grid search ----


def test_relative_cut_gains_two_points_at_most_by_grid_search(n):
    error = np.linspace(1e-6, 0.02, 400_001)
    gain = (1 - 0.95 * error) ** 1000 - (1 - error) ** 1000
    assert n.gain_long.value == pytest.approx(100 * gain.max(), rel=1e-4)
    assert n.gain_two.value == pytest.approx(100 * 0.1**2 / (4 * 0.0975), rel=1e-4)  # top of 0.1 e - 0.0975 e²
    assert n.gain_one.value == pytest.approx(5)


def test_the_limit_of_long_answers_is_the_closed_form():
    x = -math.log(0.95) / 0.05
    gain, error = metrics.best_relative_gain(100_000, 0.05)
    assert gain == pytest.approx(math.exp(-0.95 * x) - math.exp(-x), rel=1e-4)
    assert error * 100_000 == pytest.approx(x, rel=1e-3)


def test_errors_to_cut_approach_the_ratio_of_logarithms(n):
    assert n.jump.value == pytest.approx(math.log(0.1) / math.log(0.9))
    assert n.jump_one.value == pytest.approx(0.9 / 0.1)
    ratios = metrics.errors_to_cut(0.1, 0.9, np.array([1, 2, 5, 20, 1000, 10**6]))
    assert np.all(np.diff(ratios) > 0)
    assert ratios[-1] == pytest.approx(n.jump.value, rel=1e-5)
    assert ratios[1] == pytest.approx((1 - math.sqrt(0.1)) / (1 - math.sqrt(0.9)))


def test_the_shortest_flip_is_the_first_length_at_which_the_cut_suffices(n):
    possible = [0.9 ** (1 / length) - 0.1 ** (1 / length) <= 0.05 for length in range(1, 60)]
    assert n.flip_length.value == 1 + possible.index(True)
    error = n.flip_error.value / 100
    assert (1 - error) ** n.flip_length.value == pytest.approx(0.1)
    assert (1 - error + 0.05) ** n.flip_length.value >= 0.9


def test_repeated_cuts(n):
    assert 0.95**n.cuts_needed.value <= 1 / n.jump.value < 0.95 ** (n.cuts_needed.value - 1)


def test_correlated_match_is_a_beta_mean_and_has_the_stated_correlation():
    rng = np.random.default_rng(0)
    p, rho, length = 0.9, 0.2, 12
    draws = rng.beta(p * (1 - rho) / rho, (1 - p) * (1 - rho) / rho, 400_000)
    assert metrics.correlated_match(p, length, rho) == pytest.approx(np.mean(draws**length), rel=0.01)
    pair = metrics.correlated_match(p, 2, rho)
    assert (pair - p**2) / (p * (1 - p)) == pytest.approx(rho)
    assert metrics.correlated_match(p, length, 0.0) == pytest.approx(p**length)


def test_smallest_visible_is_the_rule_of_three():
    assert metrics.smallest_visible(10_000) * 10_000 == pytest.approx(3, rel=0.01)
    assert (1 - metrics.smallest_visible(50)) ** 50 == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (metrics.exact_match, (1.2, 3)),
        (metrics.exact_match, (0.5, 0)),
        (metrics.correlated_match, (0.5, 3, -0.1)),
        (metrics.shortest_flip, (0.0, 0.1, 0.9)),
        (toy.closed_form, ("charm", 0.5, 3)),
        (gpt3.hits, ("6d_add",)),
    ],
)
def test_bad_input_is_refused(function, arguments):
    with pytest.raises(InvalidArgument):
        function(*arguments)


# ---- the toy worlds ----


def test_simulation_agrees_with_the_closed_form_within_monte_carlo_error():
    gaps = monte_carlo_check()
    assert np.abs(gaps).max() < 4
    assert 0.6 < np.sqrt(np.mean(gaps**2)) < 1.5


def test_edit_distance_against_a_plain_recursion():
    def plain(a, b):
        if not a or not b:
            return len(a) + len(b)
        return min(plain(a[1:], b[1:]) + (a[0] != b[0]), plain(a[1:], b) + 1, plain(a, b[1:]) + 1)

    rng = np.random.default_rng(3)
    a, b = rng.integers(0, 3, (40, 5)), rng.integers(0, 3, (40, 5))
    assert list(toy.edit_distance(a, b)) == [plain(tuple(x), tuple(y)) for x, y in zip(a, b)]
    assert np.all(toy.edit_distance(a, b) <= (a != b).sum(axis=1))


def test_the_family_has_no_threshold_and_inverts():
    family = toy.family()
    slope = np.diff(np.log(family.error(family.compute))) / np.diff(np.log(family.compute))
    assert np.ptp(slope) < 1e-9
    alpha, beta = (published.middle(f"besiroglu_2024_{name}") for name in ("alpha", "beta"))
    assert -slope[0] == pytest.approx(alpha * beta / (alpha + beta))
    at = family.compute_for_match(0.3, 10)
    assert family.accuracy(at) ** 10 == pytest.approx(0.3)


def test_seeds_are_fixed():
    first = toy.measured("exact match", 8, 100)[0]
    toy.answers.cache_clear(), toy.measured.cache_clear()
    assert np.array_equal(first, toy.measured("exact match", 8, 100)[0])


def test_the_form_of_the_curve_decides_a_forecast_and_the_score_its_width():
    truth, found = toy.forecasts()
    (match_law, match_odds, token_law, token_odds) = found.values()
    for right in (match_law, token_law):
        assert np.median(right) == pytest.approx(truth, abs=0.03)
        assert np.quantile(right, 0.05) < truth < np.quantile(right, 0.95)
    for wrong in (match_odds, token_odds):
        assert np.quantile(wrong, 0.05) > truth + 0.1
    for fine, crude in ((token_law, match_law), (token_odds, match_odds)):
        assert np.std(fine) < np.std(crude)


def test_error_from_matches_is_the_maximum_of_the_likelihood():
    rng = np.random.default_rng(7)
    x, length, items = np.linspace(18, 20.7, 5), 10, 200
    hits = rng.binomial(items, (1 - 0.6 * 10 ** (-0.18 * (x - 18))) ** length, (3, 5))
    found = toy.error_from_matches(hits, x, 24.0, length, items)
    for k, error in zip(hits, found):

        def surprise(line, k=k):
            match = (1 - np.exp(np.minimum(line[0] + line[1] * (x - x.mean()), -1e-3))) ** length
            return -stats.binom.logpmf(k, items, match).sum()

        best = optimize.minimize(surprise, (-1.2, -0.4), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12})
        level, slope = best.x
        assert error == pytest.approx(np.exp(level + slope * (24.0 - x.mean())), rel=1e-4)


def test_the_exponent_that_a_jump_needs_by_hand(n):
    """ln of the ratio of -ln score, over ln of the ratio of sizes, from the printed percentages."""
    by_hand = math.log(math.log(0.084) / math.log(0.804)) / math.log(174.6 / 12.85)
    assert n.needed_add3.value == pytest.approx(by_hand, rel=1e-3)
    assert n.needed_add3.low > n.size_exponent.high
    assert n.needed_add2.low > n.needed_add3.high
    frontier = n.toy_exponent.value
    assert n.needed_decades.value == pytest.approx(math.log10(math.log(0.084) / math.log(0.804)) / frontier, rel=1e-3)
    assert n.needed_decades.low > n.taken_decades.value
    half = gpt3.half_size("3d_add", "13b", "175b")
    assert 12.85e9 < half < 174.6e9
    assert 0.804 ** ((174.6e9 / half) ** by_hand) == pytest.approx(0.5, rel=1e-3)


def test_own_forecasts_are_those_of_the_experiments(n):
    made = own_forecasts()
    assert n.own_made.value == len(made) >= 4
    assert n.own_held.value == sum(o.expectation.low <= o.answer.value <= o.expectation.high for o in made)
    assert n.seed_gap_most.value == own("bimodal").expectation.high


def test_forecasts_of_tasks_by_hand(n):
    ratios = {name: forecast / measured for name, (forecast, measured) in task_forecasts().items()}
    assert ratios["ARC-Challenge"] == pytest.approx(0.5267 / 0.6381)
    assert n.ladder_close.value == sum(0.95 <= ratio <= 1.05 for ratio in ratios.values()) == 5
    assert n.worst_measured.value == pytest.approx(63.81)


def test_a_network_really_jumps(n):
    step, loss, accuracy = toy.parity_run(0)
    assert loss[: len(loss) // 3].min() > 0.6
    assert loss[-1] < 0.1
    assert accuracy[-1] > 0.95
    assert n.parity_window.value < n.parity_first.value / 2


def test_many_sharp_skills_add_up_to_a_power_law():
    scale = np.geomspace(3, 3000, 20)
    mean, missing = toy.quanta(scale)
    slopes = np.diff(np.log(mean)) / np.diff(np.log(scale))
    assert np.allclose(slopes, -0.15, atol=0.01)
    assert missing[99, 0] > 0.999 > 0.001 > missing[99, -1]


# ---- published evidence ----


def test_every_printed_percentage_is_a_whole_number_of_problems():
    for task in gpt3.TASKS:
        for size, solved in zip(gpt3.SIZES, gpt3.hits(task)):
            assert published.value(f"gpt3_arith_{task}_{size}") * 20 == pytest.approx(solved, abs=1e-6)


def test_implied_digit_accuracies_by_hand(n):
    assert n.digit3.value == pytest.approx(0.804 ** (1 / 3))
    assert n.digit4.value == pytest.approx(0.255**0.25)
    assert n.digit5.value == pytest.approx(0.093**0.2)
    assert n.digit3.low > n.digit4.high > n.digit4.low > n.digit5.high


@pytest.mark.parametrize(("digits", "solved"), [(3, 1608), (4, 510), (5, 186)])
def test_digit_accuracies_end_where_the_binomial_tails_say(n, digits, solved):
    """At each end the count that was observed is just as unlikely as the level allows."""
    by_term, by_answer = getattr(n, f"digit{digits}"), getattr(n, f"digit{digits}_answer")
    for number, power in ((by_term, digits), (by_answer, gpt3.answer_digits(digits))):
        assert number.value**power == pytest.approx(solved / 2000)
        assert stats.binom.sf(solved - 1, 2000, number.low**power) == pytest.approx(0.025, rel=1e-6)
        assert stats.binom.cdf(solved, 2000, number.high**power) == pytest.approx(0.025, rel=1e-6)


def test_steps_of_scores_against_posterior_draws():
    rng = np.random.default_rng(5)
    for claim, before, after in (("B18", 168, 1608), ("C33", 184, 1884)):
        (jump,) = room.CLAIMS[claim].found.numbers
        drawn = rng.beta(after + 0.5, 2000.5 - after, 400_000) - rng.beta(before + 0.5, 2000.5 - before, 400_000)
        assert jump.value == pytest.approx((after - before) / 20)
        assert (jump.low, jump.high) == pytest.approx(100 * np.quantile(drawn, [0.025, 0.975]), abs=0.1)
        assert jump.unit == "percentage points"


def test_shares_and_means_by_other_hands(n):
    assert n.add2_175b.low == pytest.approx(100 * 0.025 ** (1 / 2000))
    window = np.subtract(*parity_summary()[::-1])
    expected = stats.t.interval(0.95, window.size - 1, window.mean(), stats.sem(window))
    assert (n.parity_window.low, n.parity_window.high) == pytest.approx(expected)
    p, z = 0.439, stats.norm.ppf(0.975)
    for end in (n.mmlu_gpt3.low, n.mmlu_gpt3.high):
        q = end / 100
        assert abs(p - q) == pytest.approx(z * np.sqrt(q * (1 - q) / 14042))


def test_mean_length_of_sums_by_enumeration():
    sums = np.add.outer(np.arange(100), np.arange(100)).ravel()
    assert gpt3.answer_digits(2) == pytest.approx(np.mean([len(str(s)) for s in sums]))


def test_the_common_rate_test_by_grid(n):
    rate = np.linspace(0.5, 0.999, 40_001)[:, None]
    lengths, solved = np.array([2, 3, 4, 5]), np.array([2000, 1608, 510, 186])
    share = solved / 2000
    loglik = stats.binom.logpmf(solved, 2000, rate**lengths).sum(axis=1)
    full = stats.binom.logpmf(solved, 2000, share).sum()
    assert n.rate_g.value == pytest.approx(2 * (full - loglik.max()), rel=1e-5)
    g, critical, best = gpt3.common_rate_test(np.rint(2000 * 0.9**lengths), lengths, 2000)
    assert g < critical
    assert best == pytest.approx(0.9, abs=1e-3)


def test_the_bend_by_hand(n):
    errors = 1 - np.sqrt(np.array([0.119, 0.555]))
    assert n.bend_after.value == pytest.approx(np.log(errors[0] / errors[1]) / np.log(12850 / 6660), rel=0.01)
    assert n.bend_before.high < n.bend_after.low
    assert n.bend_ratio.low > 10
    assert n.loss_after.value == pytest.approx(np.log(np.log(4.0) / np.log(3.56)) / np.log(12850 / 6660))


def test_words_about_sizes_and_the_exam():
    """Two sizes less than a factor of two apart; an exam at sizes that differ and at compute that hardly does."""
    sizes = gpt3.parameters()
    assert sizes[-2] / sizes[-3] < 2 < max(sizes[1:-1] / sizes[:-2]) < sizes[-1] / sizes[-2]
    names, at, flops = wei.thresholds()
    exam = [i for i, text in enumerate(names) if text.startswith("MMLU")]
    assert len(exam) == 3
    assert at[exam].max() / at[exam].min() > 2 > flops[exam].max() / flops[exam].min()


def test_thresholds_are_split_without_loss(n):
    assert n.wei_below.value + n.wei_between.value + n.wei_above.value == n.wei_rows.value == len(wei.TASKS)
    assert (n.wei_below.value, n.wei_between.value, n.wei_above.value) == (4, 9, 9)


# ---- pictures ----


@pytest.fixture(scope="module")
def figures():
    return exhibits("emergence_mirage")


def test_alt_sentences_hold_the_published_numbers(figures, n):
    assert str(n.add3_175b.short) in figures["gpt3_scores"].alt
    assert "0.711" in figures["implied_accuracy"].alt
    assert str(n.needed_add3.short) in figures["score_alone"].alt
    assert str(n.bend_after) in figures["smooth_also_bends"].alt
    assert str(n.threshold_ratio.bare) in figures["resolution"].alt
    assert str(n.forecast_truth.short) in figures["forecast_by_metric"].alt


def test_alt_sentences_follow_their_inputs(figures, monkeypatch):
    assert room.metrics_of_one_family(length=5).alt != figures["metrics_of_one_family"].alt
    assert room.five_percent_cut(lengths=(5, 20, 50)).alt != figures["five_percent_cut"].alt
    assert room.real_transitions(runs=2).alt != figures["real_transitions"].alt
    original = gpt3.hits
    monkeypatch.setattr(gpt3, "hits", lambda task: original(task) // 2)
    for name in ("gpt3_scores", "implied_accuracy", "smooth_also_bends"):
        assert getattr(figures_published, name)().alt != figures[name].alt


# ---- explorables ----


def test_summaries_state_the_closed_forms():
    cut = room.five_percent().state(error=explorables.ERRORS[8], length=20)["summary"]
    error = explorables.ERRORS[8]
    assert f"{100 * (1 - error) ** 20:.3g} %" in cut
    assert f"{100 * (1 - 0.95 * error) ** 20:.3g} %" in cut
    alone = room.independence().state(accuracy=0.99, correlation=0.0, shape=1.0)["summary"]
    assert alone.count(f"{100 * 0.99**100:.3g} %") == 3


def test_the_mirage_depends_on_the_metric():
    def last_step(metric):
        score = toy.measured(metric, 32, 400)[0]
        return np.argmax(np.diff(score)) / (len(score) - 2)

    assert last_step("exact match") > 0.5
    assert last_step("token accuracy") < 0.3
    assert (
        room.mirage().state(metric="exact match", length=32)["dots-linear"]
        != room.mirage().state(length=8)["dots-linear"]
    )


# ---- verdicts ----

EXPECTED = {
    Verdict.HOLDS: ("B17", "B19", "B20", "B21", "C33", "C64"),
    Verdict.HOLDS_IF: ("A19", "A34", "B1", "B14", "B15", "B16", "B18", "C34", "C35", "C44"),
    Verdict.CONTRADICTED: (),
    Verdict.INCONSISTENT: ("X4",),
    Verdict.NOT_CHECKABLE: ("C36",),
}


def test_the_verdicts():
    found = {verdict: tuple(c.id for c in room.CLAIMS.values() if c.verdict is verdict) for verdict in EXPECTED}
    assert found == EXPECTED


def test_the_card_holds_the_numbers(n):
    (card,) = room.CARDS.values()
    assert str(n.jump.bare) in card.answer
    assert str(n.bend_after) in card.answer


def test_verdicts_are_decided_on_the_ends_of_intervals():
    """A step of more than a fifth that few problems leave open; a score near failure that its problems leave open."""
    step = room.CLAIMS["B18"]
    assert step.finding(before=2, after=7, n=20).verdict is Verdict.CONTRADICTED
    assert step.finding(before=200, after=700, n=2000).verdict is Verdict.HOLDS_IF
    size = room.CLAIMS["C34"]
    assert "three-digit subtraction" in size.found.because
    assert size.finding(small=dict.fromkeys(gpt3.TASKS, 400)).verdict is Verdict.CONTRADICTED
    small, large = dict.fromkeys(gpt3.TASKS, 1), dict.fromkeys(gpt3.TASKS, 20)
    assert size.finding(small=small, large=large, n=20).verdict is Verdict.HOLDS_IF  # one of twenty may be one in five
    exponent = estimate(0.3, -0.1, 0.7, method="planted", level=0.95)
    assert room.CLAIMS["A34"].finding(alpha=exponent).verdict is Verdict.HOLDS
    assert room.CLAIMS["A34"].finding(excess=math.inf).verdict is Verdict.CONTRADICTED


def test_verdicts_on_one_sentence_agree_and_flip():
    """Small cuts make leaps only in points; a chain is the rule or the case; a debate needs a fact on each side."""
    claims = room.CLAIMS
    assert claims["B14"].verdict is claims["B15"].verdict is Verdict.HOLDS_IF
    assert claims["B14"].finding(length=1).verdict is Verdict.CONTRADICTED
    assert claims["B14"].finding(points=0.96, error=0.97).verdict is Verdict.HOLDS
    assert claims["A19"].finding(rule_in_text=False).verdict is Verdict.CONTRADICTED
    assert claims["A19"].finding(in_training=0.9).verdict is Verdict.HOLDS
    assert claims["C64"].finding(in_training=0.9).verdict is Verdict.CONTRADICTED
    assert "Explicitly" not in claims["C64"].finding(rule_in_text=False).because
    assert claims["B20"].finding(emergent=39).verdict is Verdict.CONTRADICTED
    for change in (dict(emergent=39), dict(needed=published.figure("besiroglu_2024_alpha"))):
        assert claims["B21"].finding(**change).verdict is Verdict.CONTRADICTED


def test_a_forecast_is_judged_by_score_and_form():
    claim, (_truth, found) = room.CLAIMS["C35"], toy.forecasts()
    right, wrong = found["token accuracy", toy.FORMS[0]], found["token accuracy", toy.FORMS[1]]
    assert claim.found.qualifier.startswith("the form")
    assert claim.finding(forecasts=dict.fromkeys(found, right)).verdict is Verdict.CONTRADICTED
    assert claim.finding(forecasts=dict.fromkeys(found, wrong)).verdict is Verdict.HOLDS
    by_score = {key: right if key[0] == "token accuracy" else wrong for key in found}
    assert claim.finding(forecasts=by_score).qualifier.startswith("abilities")
