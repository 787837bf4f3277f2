"""Small gains: closed forms against other methods, walks against closed forms, published trends redone, verdicts."""

import math
from itertools import product

import numpy as np
import pytest
from scipy import integrate, optimize, stats

from rooms import exhibits
from scaling_laws.errors import InvalidArgument, UnknownKey
from scaling_laws.quantity import estimate, exact
from scaling_laws.statistics import central
from what_scale_buys import published
from what_scale_buys.accepted import draws, refit
from what_scale_buys.chapters import small_gains_compound as room
from what_scale_buys.chapters.small_gains_compound import (
    adoption,
    chains,
    explorables,
    figures_horizons,
    horizon,
    metr,
    portfolio,
    survival,
)
from what_scale_buys.chapters.small_gains_compound.numbers import true_horizon
from what_scale_buys.claims import Verdict


@pytest.fixture(scope="module")
def n():
    return room.numbers()


# ---- survival curves against integrals and other parametrisations ----


@pytest.mark.parametrize(("t", "spread"), list(product((0.3, 2.0, 15.0), (0.4, 1.0, 2.5))))
def test_the_mixture_is_the_integral_over_gamma_hazards(t, spread):
    law = stats.gamma(1 / spread, scale=spread * 0.7)
    value, _ = integrate.quad(lambda u: math.exp(-law.ppf(u) * t), 0, 1, limit=200)
    assert survival.mixture(t, 0.7, spread) == pytest.approx(value, rel=1e-4)


def test_the_mixture_without_spread_is_constant_risk_and_the_limit_of_small_spread():
    assert survival.mixture(3.0, 0.2, 0) == pytest.approx(survival.constant(3.0, 0.2))
    assert survival.mixture(3.0, 0.2, 1e-6) == pytest.approx(math.exp(-0.6), rel=1e-5)


def test_the_local_shape_is_a_slope_and_inverts():
    h, spread, d = 0.3, 1.4, 1e-5
    t = optimize.brentq(lambda x: survival.mixture(x, h, spread) - 0.5, 1e-6, 1e3)
    up, down = (np.log(-np.log(survival.mixture(t * math.exp(s), h, spread))) for s in (d, -d))
    assert survival.local_shape(0.5, spread) == pytest.approx((up - down) / (2 * d), rel=1e-6)
    assert survival.local_shape(0.5, survival.spread_for_shape(0.6)) == pytest.approx(0.6)
    assert survival.local_shape(0.5, 1.0) == pytest.approx(1 / (2 * math.log(2)))


def test_unit_spread_is_the_logistic_of_slope_one():
    t = np.geomspace(0.01, 100, 9)
    assert survival.mixture(t, 0.5, 1.0) == pytest.approx(survival.logistic(t, 2.0, 1.0))


def _length(curve, success):
    return optimize.brentq(lambda t: curve(t) - success, 1e-9, 1e3)


def test_ratios_of_horizons_by_root_finding(n):
    for shape in (1.0, 0.6):
        at = [_length(lambda t, k=shape: survival.weibull(t, 1.0, k), s) for s in (0.8, 0.5)]
        assert survival.ratio_to_half(0.8, shape) == pytest.approx(at[0] / at[1])
        assert survival.shape_from_ratio(at[1] / at[0]) == pytest.approx(shape)
    assert n.ratio_most.value == pytest.approx(math.log(2) / math.log(1.25))
    assert n.ratio_sure.value == pytest.approx(69, abs=0.1)


def test_two_attempts_at_one_task_by_simulation():
    rng = np.random.default_rng(5)
    keep = np.exp(-rng.gamma(1 / 1.6, 1.6 * 0.4, 400_000) * 2.0)
    both = (rng.random(keep.size) < keep) & (rng.random(keep.size) < keep)
    expected = survival.repeated(2.0, 2, 0.4, 1.6)
    assert abs(both.mean() - expected) < 4 * math.sqrt(expected * (1 - expected) / keep.size)
    assert expected > survival.mixture(2.0, 0.4, 1.6) ** 2 + 0.02


# ---- the four worlds ----


def test_walks_agree_with_closed_forms_within_monte_carlo_error():
    gaps = chains.monte_carlo_check()
    assert gaps.shape == (4, 5)
    assert np.abs(gaps).max() < 4
    assert 0.5 < np.sqrt(np.mean(gaps**2)) < 1.7


def test_the_slip_rate_agrees_with_the_walk():
    rate, _ = chains.walk_spoiled()
    expected = chains.slip_rate(np.arange(1, chains.STEPS + 1), chains.ERROR, chains.SPOILED)
    z = (rate - expected) / np.sqrt(expected * (1 - expected) / chains.RUNS)
    assert 0.8 < z.std() < 1.2
    assert abs(z.mean()) < 0.35  # steps share their runs, so the mean is not free


def test_the_slip_rate_by_following_the_clean_share():
    clean = 1.0
    for step in range(1, 12):
        assert chains.slip_rate(step, 0.1, 0.4) == pytest.approx(clean * 0.1 + (1 - clean) * 0.4)
        clean *= 0.9


def test_tolerant_by_dynamic_programming():
    e, spoiled, length, forgiven = 0.03, 0.2, 25, 2
    state = np.array([1.0, 0.0, 0.0, 0.0])  # slips so far, the last entry: too many
    for _ in range(length):
        risk = np.array([e, spoiled, spoiled, 0.0])
        state = state * (1 - risk) + np.concatenate([[0.0], (state * risk)[:-1]])
    assert chains.tolerant(length, e, spoiled, forgiven) == pytest.approx(state[:3].sum())
    assert chains.tolerant(length, e, e, forgiven) == pytest.approx(stats.binom.cdf(forgiven, length, e))
    assert chains.tolerant(length, e, spoiled, 0) == pytest.approx((1 - e) ** length)


def test_mended_by_powers_of_the_transition_matrix():
    e, r = 0.02, 0.11
    matrix = np.array([[1 - e, e], [r, 1 - r]])
    for length in (1, 7, 90):
        assert chains.mended(length, e, r) == pytest.approx(np.linalg.matrix_power(matrix, length)[0, 0])


def test_checked_steps_by_simulation_and_by_enumeration():
    wrong, attempts = _checked_steps(error=0.1, detection=0.8, false_alarm=0.05, tries=3, runs=60_000)
    expected = chains.checked_error(0.1, 0.8, 0.05, 3)
    assert abs(wrong - expected) < 4 * math.sqrt(expected / 60_000)
    assert attempts == pytest.approx(chains.attempts_per_step(0.1, 0.8, 0.05, 3), abs=0.01)
    a = 0.1 * 0.8 + 0.9 * 0.05
    assert expected == pytest.approx(0.1 * 0.2 * (1 + a) + a**2 * 0.1)
    assert chains.checked_error(0.1, 0.8, 0.05, 200) == pytest.approx(chains.checked_error(0.1, 0.8, 0.05))
    assert chains.checked_error(0.1, 0.0) == pytest.approx(0.1)
    assert chains.checked_error(0.1, 1.0) == 0


def _checked_steps(error, detection, false_alarm, tries, runs):
    """(share of steps let through wrong, mean attempts), simulating verifier and retries for single steps."""
    rng = np.random.default_rng(20260907)
    wrong, waiting, attempts = np.zeros(runs, bool), np.ones(runs, bool), 0
    for attempt in range(tries):
        attempts += waiting.sum()
        slip = rng.random(runs) < error
        alarm = rng.random(runs) < np.where(slip, detection, false_alarm)
        done = waiting & (~alarm | (attempt == tries - 1))
        wrong[done] = slip[done]
        waiting &= ~done
    return wrong.mean(), attempts / runs


def test_a_check_multiplies_the_horizon(n):
    left = chains.checked_error(0.01, 0.9, 0.05)
    assert n.gain_checked.value == pytest.approx(math.log(0.99) / math.log(1 - left))
    assert 9 < n.gain_checked.value < 10


# ---- reading horizons ----


@pytest.mark.parametrize("curve", horizon.CURVES)
def test_the_fit_is_the_maximum_of_the_likelihood(curve):
    t, wins = horizon.suite(1.6)

    def loss(theta):
        eta = theta[0] + theta[1] * np.log(t)
        s = 1 / (1 + np.exp(eta)) if curve == "logistic" else np.exp(-np.exp(np.minimum(eta, 20)))
        return -stats.binom.logpmf(wins, horizon.ATTEMPTS, np.clip(s, 1e-12, 1 - 1e-12)).sum()

    best = optimize.minimize(loss, [-2.0, 0.6], method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-9})
    found = horizon.fit(t, wins, horizon.ATTEMPTS, curve)
    assert (found.intercept, found.slope) == pytest.approx(tuple(best.x), rel=1e-4)
    assert found.success(found.horizon(0.8)) == pytest.approx(0.8)


def test_a_fit_to_its_own_curve_recovers_it():
    t = np.geomspace(0.1, 1000, 60)
    found = horizon.fit(t, survival.weibull(t, 50.0, 0.6), 1.0, "weibull")
    assert found.slope == pytest.approx(0.6, rel=1e-6)
    assert found.horizon(math.exp(-1)) == pytest.approx(50.0, rel=1e-6)
    assert horizon.nearest_shape(0.0).slope == pytest.approx(1.0, rel=1e-6)


def test_many_resamples_at_once_equal_one_at_a_time():
    t, wins = horizon.resample(*horizon.suite(1.6), resamples=3)
    together = horizon.fit(t, wins, horizon.ATTEMPTS)
    for k in range(3):
        alone = horizon.fit(t[k], wins[k], horizon.ATTEMPTS)
        assert together.slope[k] == pytest.approx(float(alone.slope), rel=1e-8)


def test_intervals_cover_the_half_way_length_of_alike_tasks():
    hits = 0
    for seed in range(24):
        t, wins = horizon.suite(0, seed)
        sample = horizon.fit(
            *horizon.resample(t, wins, resamples=120, seed=seed), horizon.ATTEMPTS, "weibull", steps=20
        )
        low, high = central(sample.horizon(0.5))
        hits += low <= horizon.HALF <= high
    assert hits >= 19  # 95 % of 24 is 22.8; fewer than 19 has a chance below one in two hundred


def test_a_logistic_reads_too_small_a_ratio_off_a_constant_risk(n):
    t = np.geomspace(horizon.SHORTEST, horizon.LONGEST, 200)
    truth = 0.5 ** (t / horizon.HALF)

    def loss(theta):
        eta = theta[0] + theta[1] * np.log(t)
        return (np.logaddexp(0, eta) - (1 - truth) * eta).sum()

    slope = optimize.minimize(loss, [-4.0, 1.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-10}).x[1]
    assert n.ratio_read_even.value == pytest.approx(4 ** (1 / slope), rel=1e-4)
    assert n.ratio_read_even.value < n.ratio_most.value < n.ratio_low.value


def test_drawing_runs_instead_of_tasks_shortens_the_interval(n):
    assert n.read_shape.high - n.read_shape.low > 1.5 * (n.read_shape_runs.high - n.read_shape_runs.low)
    assert n.read_shape.low < n.shape_nearest.value < n.read_shape.high
    assert n.read_shape_even.low < 1 < n.read_shape_even.high


def test_pairs_exceed_only_where_tasks_differ(n):
    assert n.excess_mixed.low > 0
    assert n.excess_even.low < 0 < n.excess_even.high


def test_true_horizons_by_root_finding():
    for spread in (0, 1.6):
        mean = survival.mixture_scale(horizon.HALF, 0.5, spread)
        root = optimize.brentq(lambda t, m=mean, v=spread: survival.mixture(t, m, v) - 0.8, 0.01, 999)
        assert true_horizon(spread, 0.8) == pytest.approx(root)
        assert true_horizon(spread, 0.5) == pytest.approx(horizon.HALF)


# ---- the published series ----


def test_the_published_doubling_time_is_reproduced():
    found, printed = metr.doubling_days(2023), published.figure("metr_2026_doubling_2023")
    assert found.value == pytest.approx(printed.value, abs=0.002)
    kept = [p for p in metr.points() if p.year >= 2023 and p.half.value <= 960]
    line = stats.linregress([p.day for p in kept], [math.log2(p.half.value) for p in kept])
    half = stats.t.ppf(0.975, len(kept) - 2) * line.stderr
    assert (found.low, found.high) == pytest.approx((1 / (line.slope + half), 1 / (line.slope - half)))
    assert printed.low < found.low < found.high < printed.high  # ours knows of the scatter alone


def test_every_point_lies_in_its_interval_and_in_order():
    points = metr.points()
    assert [p.day for p in points] == sorted(p.day for p in points)
    assert all(q.low < q.value < q.high for p in points for q in (p.half, p.most))
    assert metr.point("mythos").half.value > metr.TRUSTED > metr.point("opus46").half.value
    assert metr.point("gpt4").year == pytest.approx(2023 + 72 / 365, abs=0.01)


def test_a_reading_beyond_the_trusted_tasks_is_drawn_as_a_bound(figures, n):
    data = figures["published_horizons"].data
    at = data["model"].index(str(n.latest_name))
    assert data["half of the time, minutes"][at] == data["half, low"][at] == metr.TRUSTED
    assert data["half, high"][at] == ""
    assert all(high for name, high in zip(data["model"], data["half, high"]) if name != str(n.latest_name))
    assert metr.TRUSTED / 60 == n.limit.value


def test_lengths_did_not_slow_down(n):
    """Doubling times of our own lines, by start; the line is read at the start of 2023."""
    since_2019, since_2023, since_2024 = (metr.doubling_days(year) for year in (2019, 2023, 2024))
    assert since_2024.high < since_2019.low
    assert n.ours_latest.value == since_2024.value < since_2023.value
    days, level = metr.trend_line(2023)
    kept = [p for p in metr.points() if p.year >= 2023 and p.half.value <= metr.TRUSTED]
    slope, start = np.polyfit([p.year - 2023 for p in kept], [math.log2(p.half.value) for p in kept], 1)
    assert (365.25 / days.value, level) == pytest.approx((slope, start), abs=0.01)


def test_yearly_growth_by_hand(n):
    assert n.first_yearly.value == pytest.approx(2 ** (365.25 / 212))
    assert n.recent_yearly.low == pytest.approx(2 ** (365.25 / 158.012), rel=1e-4)
    assert n.recent_yearly.level == 0.95
    assert n.first_yearly.level is None
    assert n.first_months.value == pytest.approx(6.965, abs=0.01)


def test_what_scale_explains_by_hand(n):
    alpha, beta = (published.middle(f"besiroglu_2024_{name}") for name in ("alpha", "beta"))
    gamma = alpha * beta / (alpha + beta)
    assert n.length.value == pytest.approx(4.5**gamma)
    assert n.power.value == pytest.approx(math.log(n.first_yearly.value) / (gamma * math.log(4.5)))
    assert n.explained.value == pytest.approx(100 / n.power.value)
    effective = math.log(4.5 * 2 ** (12 / 8.4)) / math.log(4.5)
    assert n.explained_effective.value == pytest.approx(effective * n.explained.value)
    assert n.explained_effective.low > n.explained.high


def spread(low, middle, high, level=0.95, seed=0, size=200_000):
    """Another sample of a positive number with a published interval: normal in the logarithm on either side."""
    z = np.random.default_rng(seed).normal(size=size) / stats.norm.ppf((1 + level) / 2)
    low, middle, high = np.log((low, middle, high))
    return np.exp(middle + np.where(z < 0, (middle - low) * z, (high - middle) * z))


def ends(sample, level=0.95):
    return np.quantile(sample, [(1 - level) / 2, (1 + level) / 2])


def test_growth_and_the_errors_of_the_refit_are_combined(n):
    s = draws()
    growth = spread(4.0, 4.5, 5.0, size=s.E.size)
    gamma = s.alpha * s.beta / (s.alpha + s.beta)
    assert (n.reducible.low, n.reducible.high) == pytest.approx(ends(100 * (1 - growth**-gamma)), rel=0.02)
    lengths = 2 ** (365.25 / spread(172, 212, 252, seed=1, size=s.E.size))
    power = np.log(lengths) / (gamma * np.log(growth))
    assert (n.power.low, n.power.high) == pytest.approx(ends(power), rel=0.03)
    room = [s.frontier.reducible(3.8e25) / s.frontier.loss(3.8e25)]
    assert (n.room.low, n.room.high) == pytest.approx(100 * ends(room), rel=1e-6)


def test_products_of_published_rates_by_another_sample(n):
    days = spread(172, 212, 252)  # of no stated level: taken as the usual one
    paying = np.log(spread(2.0, 2.4, 2.9, level=0.9, seed=1)) / np.log(2 ** (365.25 / days))
    assert (n.paying.low, n.paying.high) == pytest.approx(ends(paying, 0.9), rel=0.02)
    assert n.paying.level == 0.9
    month = np.log2(60 * 167 / spread(316.685725, 718.80683, 3633.786163, seed=2))
    years = month * spread(104.428, 128.744, 158.012, seed=3) / 365.25
    assert (n.ex_month.low, n.ex_month.high) == pytest.approx(ends(month), rel=0.02)
    assert (n.ex_month_years.low, n.ex_month_years.high) == pytest.approx(ends(years), rel=0.03)
    assert (n.wide_years.low, n.wide_years.high) == pytest.approx(
        4 * math.log(9) * np.array([172, 252]) / 365.25, rel=1e-4
    )


def test_the_median_ratio_by_another_sample(n):
    since = [p for p in metr.points() if p.year > 2023.15]
    pairs = [
        [spread(q.low, q.value, q.high, seed=(i, j), size=40_000) for j, q in enumerate((p.half, p.most))]
        for i, p in enumerate(since)
    ]
    medians = np.median([half / most for half, most in pairs], axis=0)
    assert (n.ratio_median.low, n.ratio_median.high) == pytest.approx(ends(medians), rel=0.03)
    shapes = np.log(math.log(2) / math.log(1.25)) / np.log(medians)
    assert (n.ratio_shape.low, n.ratio_shape.high) == pytest.approx(ends(shapes), rel=0.03)


def test_all_published_shapes_lie_below_one(n):
    assert n.shape_below.value == n.shape_total.value == 14
    assert n.shape_median.value == pytest.approx(
        np.median([row.value for row in metr.shapes() if "human" not in row.name])
    )
    assert (n.shape_lowest.low, n.shape_lowest.high) == (0.28619774, 0.48935252)


# ---- portfolios, years, users ----


def test_gains_by_hand(n):
    assert n.left_multiplied.value == pytest.approx(100 * 0.95**20)
    assert n.left_own.value == pytest.approx(95)
    assert n.gone_own.value == pytest.approx(5)
    assert n.left_added.value == pytest.approx(0, abs=1e-9)
    assert portfolio.own_part(0.05, 20, 20) == pytest.approx(portfolio.parts_left([1] * 20, [0.05] * 20))
    assert portfolio.parts_left([0.5, 0.3, 0.2], [1, 0, 0]) == 0.5


def test_yearly_cuts_on_the_surface_itself(n):
    law, sizes = refit(), np.geomspace(1e9, 1e14, 200_001)
    before, after = (law.loss(sizes, C / (6 * sizes)).min() for C in (3.8e25, 4.5 * 3.8e25))
    assert n.total.value == pytest.approx(100 * (1 - after / before), rel=1e-4)
    assert n.reducible.value == pytest.approx(100 * (1 - (after - law.E) / (before - law.E)), rel=1e-4)
    assert n.reducible.low < n.reducible.value < n.reducible.high
    assert n.total.value < n.room.value


def test_users_cross_smoothly():
    x = np.linspace(-4, 4, 17)
    expected = adoption.share(x, spread=1.3)
    gaps = (adoption.simulated(x, 1.3) - expected) / np.sqrt(expected * (1 - expected) / adoption.USERS)
    assert np.abs(gaps).max() < 4
    at = [optimize.brentq(lambda v, s=s: adoption.share(v, spread=1.3) - s, -30, 30) for s in (0.1, 0.9)]
    assert adoption.doublings_between(0.1, 0.9, 1.3) == pytest.approx(at[1] - at[0])


def test_value_keeps_pace_at_the_paying_power():
    power = adoption.paying_power(2.4, 3.3)
    assert 3.3**power == pytest.approx(2.4)


def test_exercises_by_hand(n):
    assert (1 - n.ex_needed.value / 100) ** 500 == pytest.approx(0.5)
    assert (1 - n.ex_needed_sure.value / 100) ** 500 == pytest.approx(0.99)
    left = 0.01 * (1 - n.ex_check_needed.value / 100)
    assert left == pytest.approx(0.001, rel=0.01)
    assert n.ex_three.value == pytest.approx(25)
    assert n.ex_month.value == pytest.approx(math.log2(167 * 60 / 718.80683))


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (survival.mixture, (1.0, -0.1, 1.0)),
        (survival.constant, (-1.0, 0.1)),
        (survival.spread_for_shape, (1.2,)),
        (survival.local_shape, (1.5, 1.0)),
        (survival.repeated, (1.0, 0, 0.1, 1.0)),
        (chains.checked_error, (1.5, 0.5)),
        (chains.checked_error, (0.1, 0.5, 0.0, 0)),
        (chains.tolerant, (0, 0.1, 0.1, 1)),
        (horizon.fit, ([1.0], [1], 2, "probit")),
        (portfolio.own_part, (0.05, 21, 20)),
        (portfolio.reducible_cut, (refit(), 0.5)),
        (adoption.share, (0.0, 0.0, -1.0)),
    ],
)
def test_bad_input_is_refused(function, arguments):
    with pytest.raises(InvalidArgument):
        function(*arguments)


def test_an_unknown_model_is_refused():
    with pytest.raises(UnknownKey, match="opus46"):
        metr.point("opus47")


# ---- pictures ----


@pytest.fixture(scope="module")
def figures():
    return exhibits("small_gains_compound")


def test_exhibits_have_the_prefix_and_figures_their_numbers(figures, n):
    assert all(exhibit.name.startswith("gain-") for exhibit in figures.values())
    assert str(n.left_multiplied.short) in figures["gains_in_three_worlds"].alt
    assert str(n.read_most_mixed) in figures["reading_a_horizon"].alt
    assert f"{n.latest_name} is drawn as a lower bound of {n.limit}" in figures["published_horizons"].alt
    assert str(n.shape_lowest.short) in figures["published_shapes"].alt


def test_alt_sentences_follow_their_inputs(figures, monkeypatch):
    assert room.gains_in_three_worlds(10).alt != figures["gains_in_three_worlds"].alt
    assert room.years_of_growth(5).alt != figures["years_of_growth"].alt
    assert room.crossing_thresholds((0.5, 1.0, 3.0)).alt != figures["crossing_thresholds"].alt
    assert room.published_horizons(metr.points()[:12]).alt != figures["published_horizons"].alt
    assert room.published_shapes(metr.shapes()[:6]).alt != figures["published_shapes"].alt
    assert room.two_attempts(3.0).alt != figures["two_attempts"].alt
    assert room.four_worlds(500).alt != figures["four_worlds"].alt
    monkeypatch.setattr(figures_horizons.horizon, "HALF", 30.0)
    assert room.reading_a_horizon().alt != figures["reading_a_horizon"].alt


def test_drawn_data_are_the_functions(figures):
    data = figures["two_attempts"].data
    one, both = np.array(data["one attempt, share done"]), np.array(data["both, tasks differ"])
    t = ((one**-chains.SPREAD) - 1) / chains.SPREAD
    assert both == pytest.approx(survival.mixture(2 * t, 1.0, chains.SPREAD))


# ---- explorables ----


def test_summaries_state_the_closed_forms():
    said = room.reliability().state(error=0.01, detection=0.0, asked=0.8)["summary"]
    assert f"{math.floor(math.log(0.8) / math.log(0.99))} steps" in said
    assert "not even one step" in room.reliability().state(error=0.1, detection=0.0, asked=0.999)["summary"]
    said = room.mixture().state(spread=1.0, attempts=2)["summary"]
    assert "33.3 %" in said
    assert "25 %" in said
    said = room.forecast().state(series="first paper", years=1.0, asked=0.5, shape=1.0)["summary"]
    assert f"{60.388937 / 60 * 2 ** (365.25 / 212):.3g} hours" in said


def test_the_forecast_starts_where_it_says():
    (start, low, high), (days, fast, slow) = explorables.trend("models since 2023")
    assert low < start < high == pytest.approx(3633.786)
    assert fast < days < slow


# ---- verdicts ----


def test_the_verdicts():
    assert room.CHAPTER == "10_small_gains_compound"
    expected = {"B22": Verdict.HOLDS_IF, "B23": Verdict.NOT_CHECKABLE, "B37": Verdict.HOLDS}
    assert {c.id: c.verdict for c in room.CLAIMS.values()} == expected
    assert {c.chapter for c in room.CLAIMS.values()} == {room.CHAPTER}


def test_opposite_evidence_flips_b22():
    claim = room.CLAIMS["B22"]
    assert claim.finding(**claim.opposite).verdict is Verdict.CONTRADICTED
    edge = claim.finding(
        growth=exact(0.9 ** (-1 / refit().frontier_exponent))
    )  # a tenth a year by the middle of the law
    assert edge.verdict is Verdict.HOLDS_IF
    assert "cannot tell" in edge.because
    wide = estimate(2.2, 1.8, 2.6, method="planted", level=0.95)
    assert claim.finding(growth=wide).verdict is Verdict.HOLDS_IF
    assert "cannot tell" in claim.finding(growth=wide).because


def test_a_gap_within_its_error_is_no_gap():
    claim = room.CLAIMS["B37"]
    (gap,) = claim.found.numbers
    assert (gap.low, gap.high) == pytest.approx((24.2 - 1.96 * 2.7, 24.2 + 1.96 * 2.7), abs=0.01)
    assert claim.finding(gap=5.0).verdict is Verdict.CONTRADICTED
    assert claim.finding(gap=5.6).verdict is Verdict.HOLDS


def test_b23_says_what_is_missing_and_what_it_would_take():
    finding = room.CLAIMS["B23"].finding()
    assert "revenue" in finding.qualifier
    cost, lengths, power = finding.numbers
    assert (cost.value, cost.low, cost.high) == (2.4, 2.0, 2.9)
    assert lengths.high == pytest.approx(2 ** (365.25 / published.figure("metr_2025_doubling_days").low), rel=1e-4)
    assert lengths.low < lengths.value < lengths.high
    assert power.low < power.value < power.high
    assert power.value == pytest.approx(math.log(2.4) / math.log(2 ** (365.25 / 212)))


def test_the_cards_hold_the_numbers(n):
    assert str(n.left_own.short) in room.CARDS["compounding"].answer
    assert str(n.both_mixed.short) in room.CARDS["shape"].answer
