"""The chapter on mechanisms: simulations against closed forms, formulas against other methods, verdicts that flip."""

import math
from fractions import Fraction

import numpy as np
import pytest
from mpmath import mp, nsum
from scipy import integrate, special, stats

from rooms import figures
from scaling_laws.errors import InvalidArgument
from scaling_laws.quantity import Quantity
from what_scale_buys import published, sweeps
from what_scale_buys.accepted import draws, refit
from what_scale_buys.chapters import why_a_power_law as room
from what_scale_buys.chapters.scaling_law_measured import known, ladder
from what_scale_buys.chapters.why_a_power_law import (
    ceiling,
    coder,
    figures_own,
    lambada,
    manifold,
    mechanisms,
    memoriser,
    own,
    spectra,
)
from what_scale_buys.chapters.why_a_power_law.memoriser import DIAL
from what_scale_buys.claims import Verdict


@pytest.fixture(scope="module")
def n():
    return room.numbers()


# ---- learning by heart ----


def test_three_draws_by_hand(n):
    exact = Fraction(4, 5) * Fraction(1, 5) ** 3 + Fraction(1, 5) * Fraction(4, 5) ** 3
    assert memoriser.expected_error(1.0, 3, 2) == pytest.approx(float(exact))
    assert n.ex_coin.value == pytest.approx(float(exact))


@pytest.mark.parametrize(("tail", "examples"), [(0.25, 1000), (0.5, 50), (1.0, 1000), (2.0, 1000)])
def test_the_endless_sum_agrees_with_euler_maclaurin_in_high_precision(tail, examples):
    mp.dps = 20
    z = mp.zeta(1 + tail)

    def term(k):
        p = k ** -(1 + mp.mpf(tail)) / z
        return p * (1 - p) ** examples

    total = nsum(term, [1, mp.inf], method="euler-maclaurin")
    assert memoriser.expected_error(tail, examples) == pytest.approx(float(total), rel=1e-6)


def test_a_finite_world_of_very_many_things_is_the_endless_one_without_its_tail():
    things = 200_000
    missing = 1 - special.zeta(3.0, things + 1) / special.zeta(3.0)
    assert memoriser.expected_error(2.0, 500, things) == pytest.approx(memoriser.expected_error(2.0, 500), rel=1e-6)
    assert missing == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("tail", DIAL)
def test_the_power_law_is_the_limit_with_its_constant(tail):
    assert memoriser.leading_error(tail, 1e7) == pytest.approx(memoriser.expected_error(tail, 1e7), rel=1e-6)
    ratio = memoriser.leading_error(tail, 2e5) / memoriser.leading_error(tail, 1e5)
    assert -math.log2(ratio) == pytest.approx(tail / (1 + tail))


def test_the_constant_is_the_integral():
    tail, m = 0.5, 1e4
    scale = 1 / special.zeta(1.5)
    value, _ = integrate.quad(
        lambda u: math.exp(u) * scale * math.exp(-1.5 * u - m * scale * math.exp(-1.5 * u)), 0, 80
    )
    assert memoriser.leading_error(tail, m) == pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize("tail", DIAL)
def test_learners_agree_with_the_exact_mean_within_their_own_error(tail):
    gaps = memoriser.standardised_gaps(tail)
    assert np.abs(gaps).max() < 4
    assert np.sqrt(np.mean(gaps**2)) < 2
    found = memoriser.measured_exponent(tail)
    assert abs(found.value - memoriser.exact_exponent(tail)) < found.high - found.low
    assert memoriser.exact_exponent(tail) == pytest.approx(memoriser.exponent(tail), abs=1e-3)


def test_one_learner_keeps_ever_closer_to_the_curve(n):
    """Spread of single learners against the exact variance of the missing mass in a finite world."""
    assert n.wander_late.high < n.wander_early.low
    tail, things, at = 1.0, 400, 200
    p = memoriser.frequencies(tail, things)
    q = (1 - p) ** at
    both = np.clip(1 - p[:, None] - p[None, :], 0, None) ** at - q[:, None] * q[None, :]
    np.fill_diagonal(both, q * (1 - q))
    expected = math.sqrt(p @ both @ p) / (p @ q)
    rng = np.random.default_rng(9)
    errors = [1 - p[np.unique(rng.choice(things, at, p=p))].sum() for _ in range(3000)]
    assert np.std(errors, ddof=1) / (p @ q) == pytest.approx(expected, rel=0.06)
    endless = memoriser.spread(tail, 60)[np.argmin(np.abs(memoriser.CHECKPOINTS - at))]
    assert endless == pytest.approx(expected, rel=0.35)  # sixty learners know a spread to a tenth or so


def test_a_learner_by_hand():
    rng = np.random.default_rng([memoriser.SEED, 1000, 50])
    p = memoriser.frequencies(1.0, 50)
    met = np.searchsorted(np.cumsum(p), rng.random(memoriser.CHECKPOINTS[-1]))
    for at in (0, 3, 6):
        known_things = set(met[: memoriser.CHECKPOINTS[at]].tolist())
        by_hand = 1 - sum(p[k] for k in known_things)
        assert memoriser.learners(1.0, 2, 50)[0][at] == pytest.approx(max(by_hand, 0), abs=1e-12)


def test_bands_add_up():
    edges = (1, 10, 100)
    bands = memoriser.error_by_band(0.5, [10.0, 1e4], edges)
    assert bands.shape == (3, 2)
    assert bands.sum(axis=0) == pytest.approx(memoriser.expected_error(0.5, np.array([10.0, 1e4])))
    p = np.arange(1, 10) ** -1.5 / special.zeta(1.5)
    assert bands[0, 0] == pytest.approx((p * (1 - p) ** 10).sum())


# ---- spectra ----


@pytest.mark.parametrize("size", [64, 128, 256])
def test_random_features_lose_what_theory_says(size):
    losses = spectra.simulated_resolution(size)
    gap = losses.mean() - spectra.resolution_loss(size)
    leading_order = spectra.resolution_loss(size) / size
    assert abs(gap) < 4 * losses.std(ddof=1) / math.sqrt(losses.size) + leading_order


def test_the_formula_of_one_line_against_its_own_definition():
    loss = spectra.resolution_loss(40)
    kappa, v = loss / 40, spectra.spectrum(spectra.ALPHA)
    assert (v / (v + kappa)).sum() == pytest.approx(40)
    assert loss == pytest.approx((kappa * v / (v + kappa)).sum())
    assert spectra.resolution_loss(spectra.LATENT) == 0


def test_an_endless_spectrum_gives_its_exponent():
    """Sum and integral of v / (v + kappa) differ by one half: kappa = (c / (size + 1/2))^(1 + alpha) without end."""
    sizes, alpha = np.array([20.0, 80.0]), 0.5
    c = (np.pi / (1 + alpha)) / np.sin(np.pi / (1 + alpha))
    expected = sizes * (c / (sizes + 0.5)) ** (1 + alpha)
    assert spectra.resolution_loss(sizes, alpha, 2_000_000) == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize(("features", "samples"), [(32, 128), (32, 256), (256, 32)])
def test_the_variance_factor_for_both_resources(features, samples):
    ratios = spectra.simulated_pair(features, samples)
    expected = spectra.variance_factor(min(features, samples), max(features, samples))
    tolerance = 4 * ratios.std(ddof=1) / math.sqrt(ratios.size) + (0.003 if features > samples else 0)
    assert abs(ratios.mean() - expected) < tolerance


def test_the_variance_factor_is_that_of_least_squares_on_gaussian_features():
    """Excess risk p / (n - p - 1) of ordinary least squares with unit noise, over many small regressions."""
    rng, p, count = np.random.default_rng(7), 4, 12
    excess = []
    for _ in range(4000):
        x = rng.normal(size=(count, p))
        excess.append(((np.linalg.pinv(x) @ rng.normal(size=count)) ** 2).sum())
    error = np.std(excess, ddof=1) / math.sqrt(len(excess))
    assert abs(np.mean(excess) - (spectra.variance_factor(p, count) - 1)) < 4 * error
    assert error < 0.02


# ---- manifolds ----


@pytest.mark.parametrize("d", [1, 2, 3])
def test_exponents_in_few_dimensions(d):
    for method, tolerance in (("nearest neighbour", 0.06), ("local linear", 0.06)):
        found, theory = manifold.measured_exponent(d, method), manifold.exponent(d, method)
        assert abs(found.value - theory) < found.high - found.low + tolerance * theory / 2


def leading_neighbour_error(d, size):
    """Leading order of the nearest neighbour's mean squared error.

    Averaged over the surface, the squared difference of the target at squared distance r2 is (2 pi)^2 r2 / d exactly;
    the mean of r2 to the nearest of n points is Gamma(1 + 2/d) / (n V_d)^(2/d), V_d the volume of the unit ball.
    """
    ball = math.pi ** (d / 2) / math.gamma(1 + d / 2)
    return (2 * math.pi) ** 2 / d * math.gamma(1 + 2 / d) / (size * ball) ** (2 / d)


@pytest.mark.parametrize("d", [1, 2, 3, 4])
def test_the_nearest_neighbour_has_its_leading_error(d):
    errors = manifold.squared_errors(d, "nearest neighbour")[:, -1]
    gap = errors.mean() - leading_neighbour_error(d, manifold.SIZES[-1])
    assert abs(gap) < 4 * errors.std(ddof=1) / math.sqrt(errors.size) + 0.06 * errors.mean() * (d > 2)


def test_the_squared_difference_over_the_torus_is_the_squared_distance():
    d, shift = 3, np.array([0.4, 1.1, -0.3])
    angle = np.random.default_rng(0).uniform(0, 2 * np.pi, (200_000, d))
    f = lambda a: np.sqrt(2 / d) * np.sin(a).sum(axis=1)  # noqa: E731
    measured = np.mean((f(angle + shift) - f(angle)) ** 2)
    chord = (2 - 2 * np.cos(shift)).sum() / (2 * np.pi) ** 2
    assert measured == pytest.approx((2 * np.pi) ** 2 / d * chord, rel=0.01)


def test_only_the_surface_counts():
    rng = np.random.default_rng(1)
    rotation = np.linalg.qr(rng.normal(size=(manifold.AMBIENT, 4)))[0].T
    points, values = manifold.surface(rng, 2, 5000, rotation)
    assert points.shape == (5000, manifold.AMBIENT)
    assert np.linalg.matrix_rank(points) == 4
    assert values.var() == pytest.approx(1, abs=0.05)


# ---- codes ----


@pytest.mark.parametrize("length", coder.LENGTHS)
def test_the_code_is_as_long_as_the_log_loss_and_decodes(length):
    loss, bits, whole = coder.record(length)
    assert whole
    assert loss <= bits + 1e-6
    assert bits <= loss + 2


def test_log_loss_against_the_closed_form_of_the_counts():
    letters = coder.text(500)
    counts = np.zeros((coder.LETTERS, coder.LETTERS))
    for before, after in zip((0, *letters), letters):
        counts[before, after] += 1
    logs = special.gammaln(counts + 0.5) - special.gammaln(0.5)
    rows = (
        logs.sum(axis=1) + special.gammaln(coder.LETTERS / 2) - special.gammaln(counts.sum(axis=1) + coder.LETTERS / 2)
    )
    assert coder.log_loss(letters) == pytest.approx(-rows.sum() / math.log(2))


def test_a_wrong_code_decodes_to_something_else():
    letters = coder.text(50)
    number, bits = coder.encode(letters)
    assert coder.decode(number, bits, 50) == letters
    assert coder.decode(number ^ (1 << (bits - 3)), bits, 50) != letters


def test_the_cost_of_learning_within_its_error(n):
    for length in (800, 3200):
        sample = coder.excess_bits(length)
        assert abs(sample.mean() - coder.learning_cost(length)) < 3 * sample.std(ddof=1) / math.sqrt(sample.size)
    assert n.ex_bits_more.value == pytest.approx(coder.LETTERS * (coder.LETTERS - 1) / 2)


def test_the_entropy_is_that_of_the_source():
    long = coder.text(40_000, 5)
    surprise = []
    order = np.random.default_rng(5)
    rows = [order.permutation(coder.LETTERS) for _ in range(coder.LETTERS)]
    p = coder.letter_frequencies()
    for before, after in zip((0, *long), long):
        surprise.append(-math.log2(p[list(rows[before]).index(after)]))
    assert np.mean(surprise) == pytest.approx(coder.entropy(), abs=4 * np.std(surprise) / math.sqrt(len(surprise)))


# ---- ends ----


def test_the_slope_of_a_finite_world_against_its_derivative():
    p, m = memoriser.frequencies(0.5, 300), 5000.0
    error = (p * (1 - p) ** m).sum()
    slope = -m * (p * np.log(1 - p) * (1 - p) ** m).sum()
    assert ceiling.local_exponent(0.5, m, 300) == pytest.approx(slope / error, rel=1e-4)
    assert ceiling.local_exponent(0.5, m, 300, 0.01) == pytest.approx(slope / (error + 0.01), rel=1e-4)


def test_the_law_ends_in_a_dive_and_the_whole_in_a_plateau(n):
    assert n.part_late.value > 2 * n.part_early.value
    assert n.whole_late.value < n.whole_early.value
    assert n.part_early.value == pytest.approx(n.theory_middle.value, abs=0.03)
    assert ceiling.local_exponent(0.5, 1e9, 3000, 0.003) == pytest.approx(0, abs=1e-9)


def test_the_rarest_thing_and_the_factor_of_ten(n):
    k = np.arange(1, 301)
    assert n.ex_end_small.value == pytest.approx(300**1.5 * (k**-1.5).sum())
    assert n.ex_end_limit.value == pytest.approx(10**1.5)
    assert n.ex_end_ratio.value > n.ex_end_limit.value


def test_a_mixture_drifts_to_the_heavier_tail():
    early, late = (ceiling.mixture_exponent((0.25, 2.0), m, 0.05) for m in (100.0, 1e6))
    assert memoriser.exponent(0.25) < late < early < memoriser.exponent(2.0)
    whole = ceiling.mixture((0.25, 2.0), np.array([1e3]), 0.05)[0]
    by_hand = 0.05 * memoriser.expected_error(0.25, 50) + 0.95 * memoriser.expected_error(2.0, 950)
    assert whole == pytest.approx(by_hand)


def test_the_mixture_agrees_with_binomial_shares():
    p = np.concatenate([0.3 * memoriser.frequencies(0.5, 400), 0.7 * memoriser.frequencies(1.0, 400)])
    exact = (p * (1 - p) ** 200).sum()
    split = 0.3 * memoriser.expected_error(0.5, 60, 400) + 0.7 * memoriser.expected_error(1.0, 140, 400)
    assert split == pytest.approx(exact, rel=0.01)


def test_doublings_by_walking(n):
    fit, compute, count = refit(), published.value("hoffmann_2022_gopher_budget"), 0
    while fit.frontier.loss(compute) - fit.frontier.loss(2 * compute) >= 0.01:
        compute, count = 2 * compute, count + 1
    assert count == math.ceil(n.doublings_r.value)
    assert n.guaranteed.value == math.floor(n.loss_r.value / 0.01)
    assert float(ceiling.guaranteed_doublings(1.999, 0.01)) == 199


def test_the_slope_in_size_by_finite_differences():
    fit, N, D = refit(), 1e9, 1.4e12
    numeric = -math.log(fit.loss(N * 1.0001, D) / fit.loss(N, D)) / math.log(1.0001)
    assert ceiling.slope_in_size(fit, N, D) == pytest.approx(numeric, rel=1e-3)


# ---- exponents, published and measured ----


def test_relations_of_the_exponents(n):
    assert mechanisms.quanta_data(0.5) == pytest.approx(1 / 3)
    assert mechanisms.quanta_compute(0.5) == pytest.approx(0.5 / 2.5)
    assert mechanisms.allocation(refit().alpha, refit().beta) == pytest.approx(refit().frontier_exponent)
    factors = n.ex_half.value, n.ex_half_size.value, n.ex_half_compute.value
    assert factors == pytest.approx((8, 4, 32))
    assert n.gap_r.value == pytest.approx(0.3658 - 0.3478 / 1.3478)


def test_the_interval_of_the_gap_by_hand(n):
    many = draws()
    low, high = np.quantile(many.beta - many.alpha / (1 + many.alpha), [0.025, 0.975])
    assert (n.gap_r.low, n.gap_r.high) == pytest.approx((low, high))
    assert low > 0
    assert n.equal_r.low < 0 < n.equal_r.high


def test_the_sweeps_judge_a_relation_by_the_exponent_of_the_best_size(n):
    """A relation far from all data is allowed nowhere but where a is not determined; the two tallies by hand."""
    equal = mechanisms.allow(mechanisms.equal)
    assert str(n.sweeps_equal) == f"{equal.k} of {equal.n}"
    undetermined = sweeps.holds(lambda fit: fit.a_low is None).k
    assert mechanisms.allow(lambda alpha: 1e-6 * alpha).k == undetermined
    by_hand = [f for f in sweeps.fits() if f.sweep in {s.sweep for s in sweeps.independent()} and f.has_law]
    inside = {
        f.sweep
        for f in by_hand
        if f.count == sweeps.sweep(f.sweep).count and (f.a_low is None or f.a_low <= 0.5 <= f.a_high)
    }
    assert len(inside) == equal.k


def test_dimensions_behind_the_exponents(n):
    assert n.d_kaplan.value == pytest.approx(52.63, abs=0.01)
    assert n.d_r.low < n.d_r.value < n.d_r.high


def test_what_is_said_of_the_measured_dial():
    """The order of the worlds and a steeper exponent than a / (2 + a) in each are statements of the prose."""
    found = known.dial()
    tails = [ladder.zipf(world) - 1 for world in found]
    values = [q.value for q in found.values()]
    assert len(values) >= 3
    assert tails == sorted(tails)
    assert values == sorted(values)
    assert all(q.low > mechanisms.quanta_compute(tail) for q, tail in zip(found.values(), tails))
    assert known.dial_turn().low > 0


def test_lambada_gains_by_hand(n):
    decades = math.log10(2650e6 / 125e6)
    assert published.value("gpt3_2p7b_params") == 2650e6
    assert n.points_before.value == pytest.approx((67.1 - 42.7) / decades)
    assert n.errors_before.value == pytest.approx(math.log10(57.3 / 32.9) / decades)
    p = 0.762
    assert n.points_after.high - n.points_after.low == pytest.approx(
        2 * 1.96 * 100 * math.sqrt((p * (1 - p) + 0.671 * 0.329) / 5153) / math.log10(175e9 / 2650e6), rel=0.05
    )
    assert all(q.low < q.value < q.high for q in lambada.points_per_decade())


def test_scores_have_their_posterior(n):
    for quantity, right in ((n.lambada_first, 0.427), (n.lambada_last, 0.762)):
        hits = round(right * 5153)
        ends = 100 * stats.beta(hits + 0.5, 5153 - hits + 0.5).ppf([0.025, 0.975])
        assert (quantity.low, quantity.high) == pytest.approx(ends, rel=2e-3)
        assert quantity.value == pytest.approx(100 * right)


# ---- intervals ----


def test_boundedness_carries_the_interval_of_the_loss(n):
    loss = draws().frontier.loss(published.value("hoffmann_2022_gopher_budget"))
    ends = np.floor(np.quantile(loss, [0.025, 0.975]) / 0.01)
    assert (n.guaranteed.low, n.guaranteed.high) == pytest.approx(ends, abs=1)
    assert n.guaranteed.low < n.guaranteed.value < n.guaranteed.high
    assert str(n.guaranteed).startswith("197 (95 % interval 19")
    assert room.CLAIMS["A24"].found.numbers[0].interval == n.guaranteed.interval


def test_simulated_gaps_have_students_interval(n):
    for size in spectra.CHECKED:
        sample = 100 * (spectra.simulated_resolution(size) / spectra.resolution_loss(size) - 1)
        expected = stats.t.interval(0.95, sample.size - 1, sample.mean(), stats.sem(sample))
        if abs(sample.mean()) == pytest.approx(n.spectrum_miss.value):
            ends = sorted(abs(end) for end in (n.spectrum_miss.low, n.spectrum_miss.high))
            assert ends == pytest.approx(sorted(np.abs(expected)), rel=1e-3)
        else:
            assert abs(sample.mean()) < n.spectrum_miss.value
    squares = [np.mean(memoriser.standardised_gaps(tail)[::4] ** 2) for tail in DIAL]
    expected = np.sqrt(stats.t.interval(0.95, len(DIAL) - 1, np.mean(squares), stats.sem(squares)))
    assert (n.mc_rms.low, n.mc_rms.high) == pytest.approx(expected, rel=1e-3)
    assert n.mc_rms.low < 1 < n.mc_rms.high


def test_sentences_of_the_pictures_hold_the_intervals(n):
    shown = figures("why_a_power_law")
    ends = 4 / np.quantile(draws().alpha, [0.975, 0.025])
    assert (n.d_r.low, n.d_r.high) == pytest.approx(ends, rel=1e-3)
    assert str(n.d_r) in shown["why-manifold"].alt
    assert str(n.size_r) in shown["why-two-exponents"].alt
    assert str(n.data_r) in shown["why-two-exponents"].alt
    assert str(lambada.points_per_decade()[-1]) in shown["why-repairs"].alt


# ---- bad input ----


@pytest.mark.parametrize(
    "call",
    [
        lambda: memoriser.exponent(0),
        lambda: memoriser.expected_error(0.5, -1),
        lambda: memoriser.frequencies(0.5, 1),
        lambda: spectra.variance_factor(32, 33),
        lambda: spectra.spectrum(-1),
        lambda: manifold.squared_errors(9),
        lambda: manifold.exponent(2, "splines"),
        lambda: coder.encode(()),
        lambda: coder.encode((0, 99)),
        lambda: ceiling.local_exponent(0.5, 10, floor=-1),
        lambda: ceiling.guaranteed_doublings(2, 0),
        lambda: mechanisms.quanta_data(-0.3),
        lambda: room.last_thing().state(things=7),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(InvalidArgument):
        call()


# ---- pictures ----


def test_figures_are_named_for_the_chapter():
    assert all(name.startswith("why-") for name in figures("why_a_power_law"))


def test_the_theory_panel_follows_its_tail():
    assert room.repairs(1.0).alt != room.repairs(0.5).alt
    assert room.repairs(1.0).svg != room.repairs(0.5).svg


def test_the_dial_shows_what_was_measured():
    data = figures("why_a_power_law")["why-dial"].data
    assert data["measured"][1] == pytest.approx(memoriser.measured_exponent(0.5).value)
    assert all(low < value < high for low, value, high in zip(data["low"], data["measured"], data["high"]))


def test_explorables_say_what_they_draw():
    state = room.last_thing().state(tail=0.5, things=3000, floor=0.003)
    assert "3.2" in state["summary"]
    assert room.last_thing().state(things=None)["summary"].count("no rarest thing") == 1
    assert "nothing is left" in room.last_thing().state(tail=0.25, things=30)["summary"]
    assert room.learners().state(count=60)["mean"] != room.learners().state(count=1)["mean"]


def test_the_table_weighs_each_mechanism():
    table = room.mechanism_table()
    text = repr(table)
    assert "R rejects it" in text
    assert "R agrees" in text
    assert len(table.columns["Mechanism"]) == len(mechanisms.MECHANISMS) == 7
    assert "<table" in table.html()


# ---- verdicts ----

EXPECTED = {"A20": Verdict.HOLDS, "A24": Verdict.HOLDS_IF, "A35": Verdict.HOLDS_IF, "C21": Verdict.NOT_CHECKABLE}


def test_the_verdicts():
    assert {c.id: c.verdict for c in room.CLAIMS.values()} == EXPECTED
    assert {c.chapter for c in room.CLAIMS.values()} == {room.CHAPTER}


@pytest.mark.parametrize(
    ("claim", "replaced", "verdict"),
    [
        ("A20", dict(lossless=False), Verdict.CONTRADICTED),
        ("A24", dict(bounded=False), Verdict.CONTRADICTED),
        ("A24", dict(multiplier=1.0), Verdict.HOLDS_IF),
        ("C21", dict(obviousness=0.9), Verdict.HOLDS),
    ],
)
def test_other_evidence_other_verdict(claim, replaced, verdict):
    assert room.CLAIMS[claim].finding(**replaced).verdict is verdict


def test_a_floor_that_may_be_zero_contradicts_a35():
    floor = room.CLAIMS["A35"].inputs["floor"]
    low = type(floor)(0.1, floor.unit, -0.1, 0.3, floor.level)
    assert room.CLAIMS["A35"].finding(floor=low).verdict is Verdict.CONTRADICTED


# ---- our own runs ----


def test_the_own_picture_and_sentences_follow_the_runs(monkeypatch):
    frontier = own.frontier()
    assert list(frontier) == [1.2, 1.5, 2.0]
    values = [q.value for q in frontier.values()]
    assert values == sorted(values)
    ratio = own.found()["dial-quanta"].answer
    assert frontier[1.5].value / mechanisms.quanta_compute(0.5) == pytest.approx(ratio.value)
    made_up = {words: Quantity(0.1, "nats/token", 0.05, 0.15, 0.9, "made up", 20) for words in own.FLOORS}
    monkeypatch.setattr(own, "deficits", lambda: made_up)
    assert "with 512 words" in room.own_dials().alt
    monkeypatch.setattr(own, "deficits", dict)
    assert "no run has measured" in room.own_dials().alt


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(-0.3, -0.1, "as it should"), (-0.3, 0.1, "cannot tell them apart"), (0.1, 0.3, "against what")],
)
def test_floors_of_lexicons_are_told_apart_by_the_interval_alone(low, high, said):
    assert said in own.told_apart(Quantity((low + high) / 2, "nats/token", low, high, 0.9, "made up", 20))


def test_the_axis_of_the_floors_holds_every_interval():
    low, high = figures_own._limits(own.deficits())
    for q in own.deficits().values():
        assert low < q.low < q.high < high


def test_the_table_of_expectations_has_every_row():
    table = room.registered()
    assert len(table.columns["Range"]) == len(own.found()) == 7


def test_cards_hold_their_numbers(n):
    assert n.exponent_middle.full in room.CARDS["why"].answer
    assert n.part_late.short in room.CARDS["end"].answer
