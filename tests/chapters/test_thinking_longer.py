"""The chapter on inference: closed forms against simulation and quadrature, pictures, verdicts that flip."""

import math
from itertools import combinations, product

import mpmath
import numpy as np
import pytest
from scipy import integrate, stats

from rooms import explorables as explorables_of
from rooms import figures as figures_of
from scaling_laws.errors import InvalidArgument
from scaling_laws.quantity import Quantity, estimate
from what_scale_buys import accepted, published
from what_scale_buys.chapters import thinking_longer as room
from what_scale_buys.chapters.thinking_longer import (
    chains,
    exchange,
    explorables,
    measured_here,
    picking,
    puzzle,
    returns,
    scores,
    toy,
)
from what_scale_buys.chapters.thinking_longer import coverage as cov
from what_scale_buys.chapters.thinking_longer.numbers import longer_answers, shape_of
from what_scale_buys.claims import Verdict


@pytest.fixture(scope="module")
def n():
    return room.numbers()


# ---- coverage ----


@pytest.mark.parametrize(("k", "a", "b"), [(1, 0.3, 3.0), (17, 0.02, 75.0), (10_000, 0.165, 61.0)])
def test_coverage_is_the_integral_over_the_beta(k, a, b):
    def failing(u):  # p = u ** (1 / a) takes the singularity out of the integral
        return (1 - u ** (1 / mpmath.mpf(a))) ** (b - 1 + k) / (a * mpmath.beta(a, b))

    expected = 1 - mpmath.quad(failing, mpmath.linspace(0, 1, 41))
    assert float(cov.coverage(k, a, b)) == pytest.approx(float(expected), rel=1e-5)


def test_the_tail_is_a_power_law_with_the_shape_as_exponent():
    a, b = 0.4, 2.0
    k = np.array([1e5, 1e7])
    left = 1 - cov.coverage(k, a, b)
    assert left == pytest.approx(cov.tail(k, a, b), rel=1e-4)
    assert -np.diff(np.log(left))[0] / np.log(100) == pytest.approx(a, abs=1e-4)


def test_simulated_coverage_agrees_within_its_error():
    for a, b in ((0.2, 1.0), (1.5, 8.0)):
        mean, error = cov.simulated_coverage((1, 10, 100), a, b)
        assert np.all(np.abs(mean - cov.coverage(np.array([1, 10, 100]), a, b)) < 4 * error)
        assert np.all(error < 0.01)


def test_the_estimator_counts_subsets():
    for drawn, right, k in ((6, 2, 3), (5, 0, 2), (7, 5, 3), (4, 4, 1)):
        answers = [1] * right + [0] * (drawn - right)
        subsets = list(combinations(answers, k))
        expected = sum(any(s) for s in subsets) / len(subsets)
        assert float(cov.unbiased(drawn, right, k)) == pytest.approx(expected, abs=1e-12)


def test_the_estimator_is_unbiased_and_the_plug_in_is_not(n):
    p, drawn, k = 0.07, 12, 8
    c = np.arange(drawn + 1)
    weight = stats.binom.pmf(c, drawn, p)
    truth = 1 - (1 - p) ** k
    assert (weight * cov.unbiased(drawn, c, k)).sum() == pytest.approx(truth)
    assert (weight * cov.plug_in(drawn, c, k)).sum() < truth - 0.02
    assert n.estimator_unbiased.value == pytest.approx(n.estimator_truth.value)
    assert n.estimator_plug.value < n.estimator_truth.value - 1


def test_fits_pass_through_the_published_points():
    for key in cov.SERIES:
        s = cov.series(key)
        assert cov.coverage(s.k, s.a, s.b) == pytest.approx(s.c, rel=1e-6)
        shape = shape_of(key)
        assert shape.low < s.a < shape.high
    a, b = cov.fit(1, 0.05, 50, float(cov.coverage(50, 0.7, 0.7 * 19)))
    assert (float(a), float(b)) == pytest.approx((0.7, 13.3), rel=1e-6)


def test_published_arithmetic_by_hand(n):
    assert n.pythia_equal.value == pytest.approx((1 - 0.0027) ** 10_000)
    assert n.tail_exponent.value == pytest.approx(math.log(17.1 / 1.56) / math.log(100))
    low, high = (float(v) for v in stats.binomtest(2, 22).proportion_ci(method="exact"))
    assert n.tail_exponent.low == pytest.approx(-math.log(high) / math.log(100))
    assert n.tail_exponent.high == pytest.approx(-math.log(low) / math.log(100))


# ---- picking ----


def _vote_by_enumeration(p, rival, k):
    total = 0.0
    for kinds in product("rws", repeat=k):  # right, the popular wrong answer, a wrong answer of its own
        chance = math.prod({"r": p, "w": (1 - p) * rival, "s": (1 - p) * (1 - rival)}[x] for x in kinds)
        counts = [kinds.count("r"), kinds.count("w"), *[1] * kinds.count("s")]
        best = max(counts)
        total += chance * (counts[0] == best) / counts.count(best)
    return total


@pytest.mark.parametrize(
    ("p", "rival", "k"), [(0.3, 0.4, 1), (0.3, 0.4, 2), (0.3, 0.4, 5), (0.6, 1.0, 4), (0.1, 0.0, 5)]
)
def test_the_vote_against_enumeration(p, rival, k):
    assert float(picking.vote(p, rival, k)) == pytest.approx(_vote_by_enumeration(p, rival, k), abs=1e-12)


def test_two_kinds_of_answers_vote_by_the_binomial(n):
    assert n.ex_vote11.value == pytest.approx(100 * stats.binom.sf(5, 11, 0.6))
    assert n.ex_vote3_low.value == pytest.approx(100 - n.ex_vote3.value)


def test_a_vote_converges_to_the_share_of_problems_whose_mode_is_right():
    a, b, rival = 0.8, 1.4, 0.5
    p = np.random.default_rng(1).beta(a, b, 200_000)
    share = np.mean(p > rival * (1 - p))
    assert picking.vote_limit(a, b, rival) == pytest.approx(share, abs=0.005)
    far = picking.vote(np.array([0.29, 0.38]), rival, 400)
    assert far[0] < 0.1
    assert far[1] > 0.9
    assert float(picking.vote(picking.problems(a, b), rival, 256).mean()) == pytest.approx(share, abs=0.01)


def test_the_best_scored_sample_against_quadrature_and_simulation():
    p, k, gap, spread = 0.2, 25, 1.3, 1.4

    def integrand(s):
        below = p * stats.norm.cdf(s - gap) + (1 - p) * stats.norm.cdf(s / spread)
        return k * p * stats.norm.pdf(s - gap) * below ** (k - 1)

    assert float(picking.best_of(p, k, gap, spread)) == pytest.approx(integrate.quad(integrand, -9, 15)[0], rel=1e-6)
    rng = np.random.default_rng(7)
    right = rng.random((40_000, k)) < p
    scores = np.where(right, rng.normal(gap, 1, right.shape), rng.normal(0, spread, right.shape))
    won = right[np.arange(len(right)), scores.argmax(axis=1)].mean()
    assert abs(won - float(picking.best_of(p, k, gap, spread))) < 4 * 0.5 / 200


def test_tails_decide_whether_more_samples_help():
    ks = [1, 10, 100, 1000, 10_000]
    even = [float(picking.best_of(0.3, k, 2.0, 1.0)) for k in ks]
    heavy = [float(picking.best_of(0.3, k, 2.0, 1.5)) for k in ks]
    assert np.all(np.diff(even) > 0)
    assert heavy[1] > heavy[0]
    assert heavy[-1] < heavy[1]


def test_acceptance_multiplies_the_odds_by_the_likelihood_ratio(n):
    after = n.ex_first.value / 100
    assert after / (1 - after) == pytest.approx(0.001 / 0.999 * 18, rel=1e-6)
    assert float(picking.first_accepted(0.3, 1, 1.0, 0.0)) == pytest.approx(0.3)
    assert float(picking.first_accepted(0.0, 5, 1.0, 0.0)) == 0


def test_the_running_example(n):
    a, b = toy.shape()
    assert a / (a + b) == pytest.approx(0.30, rel=1e-5)
    assert float(cov.coverage(100, a, b)) == pytest.approx(0.829, rel=1e-5)
    assert n.vote_limit.value == pytest.approx(41.41)
    assert n.vote_two.value == pytest.approx(n.toy_one.value, rel=1e-3)
    assert 1 < n.peak_k.value < 10_000
    assert toy.scored(float(n.peak_k.value)) > toy.scored(10_000.0)


def test_simulation_and_closed_forms_agree():
    gaps = toy.checks()
    assert np.abs(gaps).max() < 4
    assert np.sqrt(np.mean(gaps**2)) < 1.7


# ---- the Game of 24 ----


def test_the_known_number_of_solvable_puzzles():
    """Of the 1820 hands of four cards from 1 to 13, 1362 can be solved."""
    hands = np.array([(a, b, c, d) for a, b, c, d in product(range(1, 14), repeat=4) if a <= b <= c <= d])
    assert len(hands) == 1820
    assert sum(int(puzzle.alive(part)[0].any(axis=1).sum()) for part in np.array_split(hands, 4)) == 1362


def test_narrow_search_has_its_closed_form(n):
    for hit, alarm in ((0.9, 0.1), (0.6, 0.3), (0.5, 0.5)):
        runs = puzzle.search(1, hit, alarm, repeats=40)
        error = math.sqrt(runs.mean() * (1 - runs.mean()) / runs.size)
        assert abs(runs.mean() - puzzle.search_narrow(hit, alarm)) < 4 * error
    assert n.narrow_error.value < 4


def test_judges_at_the_ends():
    first, second, hits = puzzle.board()
    assert puzzle.search_narrow(1.0, 0.0) == 1
    assert puzzle.search(3, 1.0, 0.0).all()
    assert puzzle.search(36 * 18, 0.5, 0.5, repeats=1).all()  # as broad as the game itself
    assert puzzle.keeps_live(3, 10, 0.5, 0.5) == pytest.approx(0.3)
    assert puzzle.blind(1) == pytest.approx(hits.mean())
    assert np.array_equal(first, second.any(axis=2))
    assert puzzle.board(50)[0].shape == (50, 36)


def test_blind_games_by_playing_them():
    hits = puzzle.board()[2].reshape(200, -1)
    rng = np.random.default_rng(4)
    played = np.take_along_axis(hits, rng.integers(0, hits.shape[1], (200, 3000)), axis=1)
    ten = played.reshape(200, 300, 10).any(axis=2).mean()
    assert ten == pytest.approx(puzzle.blind(10), abs=0.004)


# ---- the exchange rate ----


@pytest.mark.parametrize(("size", "ratio"), [(14.0, 0.16), (2.0, 5.0), (100.0, 22.0)])
def test_matched_samples_cost_the_same(size, ratio):
    N, D = 3e9, 6e10
    k = exchange.matched_samples(size, ratio)
    assert 6 * N * D + 2 * N * ratio * D * k == pytest.approx(size * (6 * N * D + 2 * N * ratio * D))


def test_samples_to_match_by_definition_and_in_the_limit():
    p, size, alpha = 0.01, 14.0, 0.35
    k = exchange.samples_to_match(p, size, alpha)
    assert 1 - (1 - p) ** k == pytest.approx(exchange.larger(p, size, alpha))
    hazard, steps = 0.05, 200
    tiny = math.exp(-hazard * steps)
    assert exchange.larger(tiny, size, alpha) == pytest.approx(math.exp(-hazard * size**-alpha * steps))
    k = exchange.samples_to_match(1e-12, size, alpha)
    assert k == pytest.approx(1e-12 ** -(1 - size**-alpha), rel=1e-3)
    assert exchange.samples_to_match(1e-9, size, alpha, "odds") == pytest.approx(size**alpha, rel=1e-5)


def test_break_even_on_a_grid(n):
    p = np.geomspace(1e-6, 0.5, 200_001)
    alpha = accepted.refit().alpha
    for name in ("low", "mid", "high"):
        k = exchange.matched_samples(14.0, published.value(f"snell_2024_r_{name}"))
        wins = 1 - (1 - p) ** k > p ** (14.0**-alpha)
        assert getattr(n, f"break_{name}").value / 100 == pytest.approx(p[np.argmax(wins)], rel=1e-3)
    assert exchange.break_even(14.0, 0.79, 0.0) == 0
    assert n.break_low.value < n.break_mid.value < n.break_high.value


def test_longer_answers_by_brute_force():
    fit = accepted.refit()
    loss = fit.optimum(1e24).loss
    N = np.geomspace(1e9, 1e12, 40_001)
    D = fit.tokens_for_loss(N, loss)
    plans = [N[np.nanargmin(6 * N * D + 2 * N * served)] for served in (1e13, 3e14)]
    compute = [6 * m * fit.tokens_for_loss(m, loss) for m in plans]
    ratios = longer_answers(fit, 30.0)
    assert ratios[1] == pytest.approx(plans[1] / plans[0], rel=1e-3)
    assert ratios[0] == pytest.approx(compute[1] / compute[0], rel=1e-3)


# ---- published evidence ----


def test_shares_of_post_training_by_hand(n):
    assert n.instruct_share.value == pytest.approx(100 * 60 / 3640)
    assert n.r1_share.value == pytest.approx(100 * 147 / 2788)


def test_the_growth_of_the_largest_run_by_hand(n):
    """The later run stands without an interval, so that the ends are those of the earlier one."""
    assert n.growth.value == pytest.approx(5e26 / 4.64e26)
    assert (n.growth.low, n.growth.high) == pytest.approx((5e26 / 1.13e27, 5e26 / 2.1e26), rel=0.02)


def test_intervals_that_follow_from_one_exponent_are_its_ends(n):
    """Break-even and samples are monotone in the exponent, so that their ends are those at its ends."""
    for name in ("low", "mid", "high"):
        k, found = getattr(n, f"budget_{name}").value, getattr(n, f"break_{name}")
        for exponent, shown in ((n.alpha_r.high, found.high), (n.alpha_r.low, found.low)):
            p = shown / 100
            assert exchange.samples_to_match(p, 14.0, exponent) == pytest.approx(k, rel=2e-3)
    assert n.ex_chain.low == pytest.approx(0.001 ** -(1 - 14.0**-n.alpha_r.low), rel=1e-3)
    assert n.arc_halving.low == pytest.approx(2 ** (1 / n.arc_exponent.high))
    assert n.arc_halving.high == pytest.approx(2 ** (1 / n.arc_exponent.low))


def test_what_halves_the_error_is_unbounded_where_the_exponent_may_be_nought():
    flat = Quantity(0.1, low=-0.05, high=0.25, method="posterior", level=0.95)
    assert returns.halving(flat).high == math.inf


def test_the_score_of_one_sample_has_the_error_of_its_problems(n):
    s = cov.series("pythia")
    error = math.sqrt(0.0027 * 0.9973 / (s.a + s.b + 1) / 128)  # of a mean of Beta variables
    assert n.pythia_one.value == pytest.approx(0.27)
    assert n.pythia_one.high - n.pythia_one.low == pytest.approx(100 * 2 * 1.96 * error, rel=0.15)
    assert n.pythia_equal.high == pytest.approx((1 - n.pythia_one.low / 100) ** 10_000, rel=0.05)


def test_returns_by_hand(n):
    assert n.arc_points.value == pytest.approx(11.8 / math.log10(172))
    assert n.arc_exponent.value == pytest.approx(math.log(24.3 / 12.5) / math.log(172))
    assert n.arc_halving.value == pytest.approx(2 ** (1 / n.arc_exponent.value))
    assert n.arc_exponent.low < n.arc_exponent.value < n.arc_exponent.high
    spread = math.sqrt(0.757 * 0.243 / 100 + 0.875 * 0.125 / 100)
    half = (n.arc_points.high - n.arc_points.low) / 2
    assert half == pytest.approx(1.96 * 100 * spread / math.log10(172), rel=0.05)
    assert returns.training_per_inference() == 2


def test_scores_and_gains_against_scipy():
    exact = stats.binomtest(74, 100).proportion_ci(method="exact")
    found = scores.score(0.74, 100)
    assert (found.low / 100, found.high / 100) == pytest.approx(tuple(exact))
    assert [float(end) for end in scores.ends(0.74, 100)] == pytest.approx(tuple(exact))
    after, before = (stats.binomtest(hits, 50).proportion_ci(method="wilson") for hits in (30, 15))
    gain = scores.gain(0.6, 0.3, 50)
    assert gain.value == pytest.approx(30)
    assert gain.low == pytest.approx(30 - 100 * math.hypot(0.6 - after.low, before.high - 0.3))
    assert gain.high == pytest.approx(30 + 100 * math.hypot(after.high - 0.6, 0.3 - before.low))


def test_chains_help_the_large_and_hurt_the_small(n):
    helped, hurt, total = chains.helped_and_hurt()
    assert (helped, hurt, total) == (5, 3, 9)
    assert n.palm_large.value == pytest.approx(39.0)
    assert n.middle_chain.low > n.large_plain.high


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (cov.coverage, (-1, 1, 1)),
        (cov.coverage, (1, 0, 1)),
        (cov.unbiased, (5, 2, 6)),
        (cov.unbiased, (5, 6, 2)),
        (cov.fit, (10, 0.1, 5, 0.2)),
        (picking.vote, (1.2, 0.5, 3)),
        (picking.vote, (0.2, 0.5, 0)),
        (picking.best_of, (0.2, 5, 1.0, 0.0)),
        (exchange.matched_samples, (0.5, 1.0)),
        (exchange.matched_samples, (2.0, 0.0)),
        (exchange.larger, (0.5, 2.0, 0.3, "magic")),
        (puzzle.search, (1, 1.2, 0.0)),
        (puzzle.search, (0, 0.5, 0.0)),
        (scores.ends, (1.2, 10)),
    ],
)
def test_bad_input_is_refused(function, arguments):
    with pytest.raises(InvalidArgument):
        function(*arguments)


# ---- pictures ----


@pytest.fixture(scope="module")
def pictures():
    return figures_of("thinking_longer")


def test_names_have_the_prefix(pictures):
    assert all(name.startswith("think-") for name in (*pictures, *explorables_of("thinking_longer")))


def test_alt_sentences_hold_the_numbers(pictures, n):
    assert "56.9 %" in pictures["think-chains"].alt
    assert str(n.pythia_many) in pictures["think-coverage"].alt
    assert str(n.break_low) in pictures["think-exchange"].alt
    assert str(n.vote_limit.short) in pictures["think-pickers"].alt
    assert str(n.tot_search.short) in pictures["think-search"].alt
    assert str(n.arc_exponent) in pictures["think-returns"].alt
    assert str(n.axes_thinker.short) in pictures["think-axes"].alt


def test_pictures_follow_their_inputs(pictures, monkeypatch):
    assert room.tails(mean=0.2).alt != pictures["think-tails"].alt
    original = published.value
    moved = {
        "cot_gsm8k_palm_540b_cot": 50.0,
        "tot_game24_gpt35": 30.0,
        "snell_2024_model_factor": 10.0,
        "o3_arc_compute_ratio": 100.0,
        "gpt45_aime24": 50.0,
    }
    monkeypatch.setattr(published, "value", lambda key: moved.get(key, original(key)))
    chains.family.cache_clear()
    try:
        for make in (room.chains_of_thought, room.search, room.exchange_rate, room.frontier_returns, room.two_axes):
            moved_picture = make()
            assert moved_picture.alt != pictures[moved_picture.name].alt
    finally:
        chains.family.cache_clear()


# ---- explorables ----


def test_summaries_state_the_closed_forms():
    text = room.selector().state(k=1)["summary"]
    assert text.count("30 %") == 3
    trade = room.trade()
    hard = trade.state(p=explorables.CHANCES[-1])["summary"]
    easy = trade.state(p=explorables.CHANCES[0])["summary"]
    assert "training wins" in hard
    assert "thinking wins" in easy
    assert "training wins" in trade.state(p=0.003, alarm=0.03)["summary"]  # a leaky check moves the break-even
    assert "thinking wins" in trade.state(p=0.003, alarm=0.0)["summary"]
    few = dict(size=14.0, ratio=trade.controls[2].values[2], alarm=0.0)
    assert "too close to call" in trade.state(p=0.01, **few)["summary"]  # within the interval of the exponent
    assert "solves 100.00 % (95 % interval 99.05 to 100.00)" in room.judgement().state(hit=1.0, alarm=0.0)["summary"]


# ---- verdicts ----

EXPECTED = {
    Verdict.HOLDS: ("C46", "C48"),
    Verdict.HOLDS_IF: ("C45", "C47", "C49"),
    Verdict.CONTRADICTED: (),
    Verdict.NOT_CHECKABLE: ("B29", "C66"),
}


def test_the_verdicts():
    found = {verdict: tuple(c.id for c in room.CLAIMS.values() if c.verdict is verdict) for verdict in EXPECTED}
    assert found == EXPECTED


def test_other_evidence_gives_the_other_verdicts():
    assert room.CLAIMS["C48"].finding(searched=0.05).verdict is Verdict.CONTRADICTED
    assert room.CLAIMS["C49"].finding(thinker=0.2).verdict is Verdict.CONTRADICTED
    assert room.CLAIMS["C48"].finding(thinker=0.2).verdict is Verdict.HOLDS_IF  # no better than the larger model
    fell = Quantity(0.3, "×", low=0.1, high=0.8)
    assert room.CLAIMS["C47"].finding(growth=fell).verdict is Verdict.HOLDS
    assert room.CLAIMS["C47"].finding(shrank=False).verdict is Verdict.HOLDS_IF  # neither told to fall nor to grow
    assert room.CLAIMS["C46"].finding(preferred=Quantity(85.0, "%", low=40.0, high=95.0)).verdict is Verdict.HOLDS


def test_the_verdict_on_hard_tasks_says_where_thinking_stops_paying(n):
    because = room.CLAIMS["C48"].found.because
    assert str(n.break_low) in because
    assert str(n.break_high) in because


# ---- this book's own runs ----


def test_our_own_coverage_rises_and_errors_hold_it_down():
    free, strict, lax = (measured_here.curves("word", f"error {rate}") for rate in ("0", "0.05", "0.2"))
    for budget in free.keys() & strict.keys() & lax.keys():
        k, mean, least, most = free[budget]
        assert np.all(np.diff(k) > 0)
        assert np.all(np.diff(mean) > 0)
        assert np.all((least <= mean) & (mean <= most))
        assert mean[0] == pytest.approx(strict[budget][1][0], abs=1e-6)  # one sample: nothing to pick among
        assert mean[-1] > strict[budget][1][-1] > lax[budget][1][-1]


def test_our_own_numbers_are_means_over_seeds(n):
    k, mean, *_ = measured_here.curves()[1e11]
    at = {float(x): 100 * y for x, y in zip(k, mean)}
    assert n.own_one.value == pytest.approx(at[1.0])
    assert n.own_hundred.value == pytest.approx(at[100.0])
    strict = measured_here.curves("word", "error 0.05")[1e11]
    kept = 100 * strict[1][list(strict[0]).index(1000)] / at[1000.0]
    assert n.own_selector.value == pytest.approx(100 * kept, rel=0.05)


def test_the_picture_of_our_own_runs_names_every_selector(pictures):
    alt = pictures["think-measured"].alt
    assert all(name in alt for name in measured_here.ERRORS.values())


def test_an_exchange_rate_in_words(monkeypatch):
    found = estimate(4.0, 3.0, 5.0, method="planted", level=0.9, unit="×")
    monkeypatch.setattr(measured_here, "answer", lambda *_: found)
    assert str(found) in measured_here.exchange_in_words()
    monkeypatch.setattr(measured_here, "answer", lambda *_: None)
    assert "not yet" in measured_here.exchange_in_words()


def test_the_cards_hold_the_numbers(n):
    assert str(n.llama_many.short) in room.CARDS["picker"].answer
    assert str(n.samples_hard.short) in room.CARDS["trade"].answer
