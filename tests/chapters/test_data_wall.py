"""The data chapter: numbers against independent oracles, simulations against closed forms, verdicts that flip."""

import math
import re
from dataclasses import replace
from fractions import Fraction
from itertools import product

import mpmath
import numpy as np
import pytest
from scipy import integrate, optimize

from rooms import exhibits
from scaling_laws.errors import InvalidArgument
from scaling_laws.quantity import Quantity
from what_scale_buys import published
from what_scale_buys import trials as tables
from what_scale_buys.accepted import DRAWS, draws, refit
from what_scale_buys.chapters import data_wall as room
from what_scale_buys.chapters.data_wall import explorables, figures, narrowing, own, stock, sums, wall
from what_scale_buys.chapters.data_wall import generations as gens
from what_scale_buys.chapters.data_wall import repetition as rep
from what_scale_buys.chapters.data_wall.wall import today
from what_scale_buys.claims import Verdict


@pytest.fixture(scope="module")
def n():
    return room.numbers()


# ---- the stock and its dates, by hand ----


def test_shares_by_hand(n):
    assert (n.large_indexed.low, n.large_indexed.high) == pytest.approx((100 * 40 / 2100, 100 * 40 / 130))
    assert n.large_filtered.value == pytest.approx(40)
    assert n.share_spread.value == pytest.approx(5200 / 22)


def test_a_larger_stock_is_a_smaller_share():
    shares = [stock.share(40e12, stock.stock(name)).value for name in stock.STOCKS]
    medians = [stock.stock(name).value for name in stock.STOCKS]
    assert np.argsort(shares).tolist() == np.argsort(medians)[::-1].tolist()


def test_crossing_years_by_compounding(n):
    size, year = 36e12, 2025
    while size * 2.4 < 320e12:
        size, year = size * 2.4, year + 1
    assert year == math.floor(stock.crossing(320e12, 2.4)) == 2027
    assert n.crossing_once.value == pytest.approx(2025 + math.log(100 / 36) / math.log(2.4))
    assert 2.4**n.ten_stock.value == pytest.approx(10, rel=0.05)


def two_sided(value, low, high):
    """Logarithm of a number as a function of a standard normal: 2.5 and 97.5 percent at the ends, the value halfway."""
    down, up = math.log(value / low) / 1.959964, math.log(high / value) / 1.959964
    return lambda u: math.log(value) + (down if u < 0 else up) * u


def test_the_crossing_interval_by_quadrature(n):
    """Chance of a crossing before the low and the high end, integrated over the growth instead of drawn."""
    size, rate = two_sided(320e12, 65e12, 1700e12), two_sided(2.4, 1.9, 3.0)

    def below(year):
        def inner(u):
            log_size = math.log(36e12) + (year - 2025) * rate(u)
            at = optimize.brentq(lambda v: size(v) - log_size, -40, 40)
            return 0.5 * (1 + math.erf(at / math.sqrt(2))) * math.exp(-u * u / 2)

        return integrate.quad(inner, -8, 8, points=[0.0])[0] / math.sqrt(2 * math.pi)

    assert below(n.crossing_again.low) == pytest.approx(0.025, abs=0.005)
    assert below(n.crossing_again.high) == pytest.approx(0.975, abs=0.005)
    assert below(n.crossing_again.value) == pytest.approx(0.5, abs=0.02)


def test_ends_in_closed_form(n):
    """Where one interval enters monotonically, the ends are those of the formula at its ends."""
    ends = {
        n.ten_stock: (math.log(10) / math.log(3.0), math.log(10) / math.log(1.9)),
        n.other_factor: (1 + 1650 / 2100, 1 + 1650 / 130),
    }
    for quantity, expected in ends.items():
        assert (quantity.low, quantity.high) == pytest.approx(expected, rel=1e-3)


def test_ends_by_an_independent_monte_carlo(n):
    """The refit's own draws beside a stock and a compute drawn here, with another generator."""
    fit, rng = draws(), np.random.default_rng(2)

    def drawn(*ends):
        return np.exp(np.vectorize(two_sided(*ends))(rng.normal(size=DRAWS)))

    text, today, web = drawn(100e12, 22e12, 490e12), drawn(4.64e26, 2.1e26, 1.13e27), drawn(510e12, 130e12, 2100e12)
    samples = {
        n.meet: fit.optimum_for_tokens(text).compute,
        n.cost: wall.compute_penalty(fit, 2e29, text),
        n.nats: wall.capped(fit, 2e29, text) - fit.optimum(2e29).loss,
        n.excess: 100 * fit.reducible(1e12, text) / fit.E,
        n.cut: 100 * (1 - (1 + 1650e12 / web) ** -fit.beta),
        room.CLAIMS["A21"].found.numbers[0]: 100 * fit.optimum(today).tokens / text,
        room.CLAIMS["B28"].found.numbers[0]: 100 * fit.B * text**-fit.beta / (fit.optimum(3.8e25).loss - fit.E),
    }
    for quantity, sample in samples.items():
        width = quantity.high - quantity.low
        for end, share in ((quantity.low, 0.025), (quantity.high, 0.975)):
            around = np.quantile(sample, (share - 0.01, share + 0.01))
            assert around[0] - 1e-3 * width <= end <= around[1] + 1e-3 * width


def test_the_median_of_lines_covers_at_its_level():
    """Order statistics around the median of skewed samples, checked on many of them."""
    rng = np.random.default_rng(6)
    samples = rng.exponential(size=(2000, 200))
    hits = [found.low <= math.log(2) <= found.high for found in map(gens.median, samples)]
    assert np.mean(hits) == pytest.approx(0.95, abs=0.02)


def test_years_carry_no_thousands_separator(n):
    assert str(n.published_year) == "2028 (80 % interval 2026 to 2032)"
    assert str(n.first_all.short) == "2032"
    assert str(n.crossing_again.short) == "2027"


def test_other_modalities_by_hand(n):
    assert n.other_factor.value == pytest.approx(2160 / 510)
    assert n.cut.value == pytest.approx(100 * (1 - (2160 / 510) ** -refit().beta))
    assert n.cut.low < n.cut.value < n.cut.high


# ---- the wall ----


def test_the_capped_loss_is_the_best_on_a_grid():
    surface, C, unique = refit(), 2e29, 100e12
    tokens = np.geomspace(1e11, unique, 4001)
    grid = surface.loss(C / (6 * tokens), tokens).min()
    assert wall.capped(surface, C, unique) == pytest.approx(grid, rel=1e-7)
    assert wall.capped(surface, 1e24, unique) == pytest.approx(surface.optimum(1e24).loss)


def test_repetition_by_a_plain_minimiser():
    """The published equations written out again, minimised by another method."""
    surface, C, unique = refit(), 2e29, 100e12
    rd, rn = 15.387756, 5.309743
    useful = surface.optimum_for_tokens(unique).parameters

    def loss(log_epochs):
        epochs = math.exp(log_epochs)
        N = C / (6 * unique * epochs)
        base = min(useful, N)
        size = base + base * rn * (1 - math.exp(-(N / base - 1) / rn))
        data = unique + unique * rd * (1 - math.exp(-(epochs - 1) / rd))
        return surface.E + surface.A / size**surface.alpha + surface.B / data**surface.beta

    best = optimize.minimize_scalar(loss, bounds=(0, math.log(300)), method="bounded")
    found, epochs = wall.repeated(surface, C, unique)
    assert float(found) == pytest.approx(best.fun, abs=1e-6)
    assert math.log(epochs) == pytest.approx(best.x, abs=0.05)
    assert surface.optimum(C).loss < float(found) < float(wall.capped(surface, C, unique))


def test_the_cost_in_compute_inverts_the_frontier(n):
    saved = 2e29 / n.cost.value
    assert refit().optimum(saved).loss == pytest.approx(wall.capped(refit(), 2e29, 100e12))
    assert 1 < n.again.value < n.cost.value
    assert n.cost.low < n.cost.value < n.cost.high


def test_more_text_never_costs():
    costs = [float(wall.compute_penalty(refit(), 2e29, u)) for u in (22e12, 100e12, 490e12, 1e16)]
    assert np.all(np.diff(costs) < 0)
    assert costs[-1] == pytest.approx(1)


# ---- repetition ----


def test_the_worth_by_hand(n):
    assert rep.worth(4) == pytest.approx(1 + 15.387756 * (1 - math.exp(-3 / 15.387756)))
    assert n.kept_few.value == pytest.approx(93.1, abs=0.05)
    assert n.ceiling.value == pytest.approx(16.387756)
    assert n.ceiling_alone.value == pytest.approx(3.9157)
    assert rep.worth(1e6) == pytest.approx(rep.ceiling())


@pytest.mark.parametrize("only", [False, True])
def test_the_local_slope_by_finite_differences(only):
    surface, step = rep.law(only).surface, 1e-5
    for e in (1.5, 4.0, 16.0, 40.0):
        terms = [
            surface.loss(1e30, 1e10 * rep.worth(e * math.exp(s), only)) - surface.loss(1e30, 1e300)
            for s in (-step, step)
        ]
        assert rep.local_exponent(e, only) == pytest.approx(-math.log(terms[1] / terms[0]) / (2 * step), rel=1e-3)


def test_the_fitted_exponent_stays_and_the_apparent_one_falls(n):
    assert rep.refitted_exponent((16, 24, 40)) == pytest.approx(published.value("muennighoff_2023_alpha"))
    assert n.slope_sixteen.value > rep.apparent_exponent(16, 40) > n.slope_forty.value
    assert rep.apparent_exponent(1, 1.001) == pytest.approx(n.alpha.value, rel=1e-3)


def test_uneven_repetition_by_hand(n):
    effective = 0.9 + 0.001 * (1 + 15.387756 * (1 - math.exp(-99 / 15.387756)))
    assert n.hern_effective.value == pytest.approx(100 * effective)
    # at the optimum the two terms are equal (alpha = beta), so the size term must rise by what the data term rises
    assert n.hern_predicted.value == pytest.approx(100 * (1 - effective), rel=1e-6)
    assert n.hern_lost.value == 50


def test_the_penalty_has_its_optimum_where_it_is_said_to_be(n):
    size = n.ex_size.value
    e = np.geomspace(1, 200, 20_001)
    best = e[rep.with_penalty(size, 1e11, e, 0.001).argmin()]
    assert n.ex_best.value == pytest.approx(best, rel=1e-3)
    assert n.ex_best_decay.value / n.ex_best.value == pytest.approx(0.3 ** (-1 / (1 + n.alpha.value)))


def test_half_value_solves_its_equation(n):
    for value, only in ((n.ex_half_kept.value, False), (n.ex_half_alone.value, True)):
        assert rep.kept(value, only) == pytest.approx(0.5)


# ---- sums ----


def test_columns_are_written_addition():
    rng = np.random.default_rng(5)
    a, b = rng.integers(0, 1000, 50), rng.integers(0, 1000, 50)
    for x, y, cells in zip(a, b, sums._columns(a, b)):
        carry, digits = 0, []
        for place, cell in enumerate(cells):
            i, j, c = (cell - 200 * place) // 20, (cell % 20) // 2, cell % 2
            assert (i, j, c) == ((x // 10**place) % 10, (y // 10**place) % 10, carry)
            digits.append((i + j + c) % 10)
            carry = (i + j + c) // 10
        assert sum(d * 10**k for k, d in enumerate(digits)) + 1000 * carry == x + y


def test_the_closed_form_by_counting_all_sums():
    """Chance that random sums cover the columns of one more, from counts over the whole million."""
    every = np.arange(sums.PAIRS)
    columns = sums._columns(every % 1000, every // 1000)
    kind = columns[:, 1] % 2 + 2 * (columns[:, 2] % 2)  # the carries into the later columns
    for read in (50, 300, 1000):
        expected = 0.0
        for k in range(4):
            one, two, three = (columns == columns[np.argmax(kind == k)]).T
            missed = [(1 - np.mean(event)) ** read for event in (one, two, three)]
            pairs = [(1 - np.mean(x | y)) ** read for x, y in ((one, two), (two, three), (one, three))]
            covered = 1 - sum(missed) + sum(pairs) - (1 - np.mean(one | two | three)) ** read
            expected += np.mean(kind == k) * covered
        assert float(sums.expected_solved(read)) == pytest.approx(expected, rel=1e-9)


def test_simulated_sums_agree_with_the_closed_form():
    gaps = []
    for read in (60, 200, 450, 700):
        got = sums.solved(read)
        gaps.append((got.mean() - sums.expected_solved(read)) / (got.std(ddof=1) / math.sqrt(sums.REPEATS)))
    assert np.abs(gaps).max() < 4


def test_the_columns_need_few_sums(n):
    assert sums.expected_solved(n.sums_need.value) >= 0.804 > sums.expected_solved(n.sums_need.value - 1)
    assert n.sums_need_share.value < n.gpt3_in_text.value
    assert n.sums_check.low < n.sums_expected.value < n.sums_check.high


# ---- generations ----


def test_simulated_variances_agree_with_the_closed_forms():
    gaps = gens.monte_carlo_gaps()
    assert np.abs(gaps).max() < 4
    assert np.sqrt(np.mean(gaps**2)) < 2  # generations of one line are correlated


@pytest.mark.parametrize("scheme", gens.SCHEMES)
def test_variance_and_squared_mean_add_up_to_one(scheme):
    means, variances = gens.chains(scheme, 50)
    total = (means**2 + variances)[-1]
    assert total.mean() == pytest.approx(1, abs=4 * total.std() / math.sqrt(gens.CHAINS))


def test_pooled_updates_are_those_of_the_pooled_samples(monkeypatch):
    """The running mean and variance of accumulation, against the samples themselves."""
    monkeypatch.setattr(gens, "CHAINS", 3)
    means, variances = gens.chains.__wrapped__("accumulate", 5, 4)
    rng = np.random.default_rng([gens.SEED, 5])
    pool = np.empty((0, 3))
    mean, spread = np.zeros(3), np.ones(3)
    for t in range(1, 5):
        pool = np.vstack([pool, mean + spread * rng.normal(size=(5, 3))])
        mean, spread = pool.mean(axis=0), pool.std(axis=0)
        assert np.allclose(means[t], mean)
        assert np.allclose(variances[t], spread**2)


def test_limits_by_mpmath_and_by_iteration(n):
    product_limit = mpmath.nprod(lambda j: 1 - 1 / (50 * j**2), [1, mpmath.inf])
    assert n.accumulate_limit.value == pytest.approx(float(product_limit))
    assert gens.expected_variance("mix", 50, 2000)[-1] == pytest.approx(gens.limit("mix", 50))
    assert gens.expected_variance("accumulate", 50, 20_000)[-1] == pytest.approx(gens.limit("accumulate", 50), abs=1e-5)
    assert 0.98**n.halving.value == pytest.approx(0.5)


def test_all_schemes_share_their_first_generation():
    first = [gens.chains(scheme, 20)[1][1] for scheme in gens.SCHEMES]
    assert np.array_equal(first[0], first[1])
    assert np.array_equal(first[0], first[2])
    alive = [gens.words(scheme)[0] for scheme in gens.SCHEMES[:2]]
    assert np.array_equal(alive[0][1], alive[1][1])
    assert (alive[1][-1] == alive[1][1]).all()  # accumulation forgets nothing and invents nothing


def test_the_limit_of_a_fixed_budget_by_simulation(n):
    """Subsamples of k from an archive that grows by k, written out for many archives at once."""
    k, last, lines = 10, 60, 4000
    rng = np.random.default_rng(3)
    archive = np.full((lines, k * (last + 1)), np.nan)
    archive[:, :k] = rng.normal(size=(lines, k))
    for t in range(1, last + 1):
        sample = np.take_along_axis(archive, rng.integers(0, t * k, (lines, k)), axis=1)
        new = sample.mean(axis=1)[:, None] + sample.std(axis=1)[:, None] * rng.normal(size=(lines, k))
        archive[:, t * k : (t + 1) * k] = new
    spread = sample.var(axis=1)
    error = spread.std(ddof=1) / math.sqrt(lines)
    assert spread.mean() == pytest.approx(gens.limit_of_subsample(k), abs=4 * error + 0.01)
    assert gens.limit("replace", k) < gens.limit_of_subsample(k) < gens.limit("accumulate", k)
    c = mpmath.mpf(99) / 2500
    product = (1 - mpmath.mpf(1) / 50) ** 2 * mpmath.nprod(lambda j: 1 - c / j**2, [2, mpmath.inf])
    assert n.ex_subsample.value == pytest.approx(float(product))


def test_one_generation_by_exact_enumeration():
    """Two samples of a fair coin instead of a normal: variance halves, as the factor 1 - 1/n says for n = 2."""
    outcomes = [np.var(pair) for pair in product((-1, 1), repeat=2)]
    assert np.mean(outcomes) == gens.expected_variance("replace", 2, 1)[-1]


def test_the_language_loses_words_as_expected(n):
    alive, diversity = gens.words("replace")
    error = alive[1].std(ddof=1) / math.sqrt(alive.shape[1])
    assert abs(alive[1].mean() - gens.expected_alive()) < 4 * error
    assert np.all(np.diff(alive, axis=0) <= 0)
    kept, _ = gens.words("accumulate")
    assert np.all(np.diff(kept[1:], axis=0) == 0)
    for scheme, spread in (("replace", diversity), ("accumulate", gens.words("accumulate")[1])):
        expected = diversity[0, 0] * gens.expected_variance(scheme, gens.SAMPLE, gens.LAST)[-1]
        error = spread[-1].std(ddof=1) / math.sqrt(spread.shape[1])
        assert abs(spread[-1].mean() - expected) < 4 * error


def test_the_circle_by_bayes_and_by_simulation(n):
    p = 0.2
    for _ in range(12):
        p = 0.9 * p / (0.9 * p + 0.6 * (1 - p))
    assert n.circle_end.value == pytest.approx(100 * p)
    simulated = gens.simulated_circle(0.2, 0.9, 0.6)
    gaps = (simulated.mean(axis=1) - gens.circle(0.2, 1.5, 12))[1:]
    assert np.abs(gaps / (simulated.std(axis=1, ddof=1)[1:] / 10)).max() < 4
    assert np.allclose(gens.circle(0.2, 1.0, 5), 0.2)


def test_three_words_by_counting_letters():
    """The judged line in exact fractions, from letters that are counted one by one."""
    share = Fraction(1, 3)
    for step in narrowing.line(narrowing.knows_words, 8):
        assert step.share == pytest.approx(float(share))
        text = {a + b: (share if a == "b" else 1 - share) * (share if b == "b" else 1 - share) for a, b in LETTER_PAIRS}
        left = {word: p for word, p in text.items() if word != "bb"}
        total = sum(left.values())
        np.testing.assert_allclose(step.kept, [float(left.get(word, 0) / total) for word in narrowing.WORDS])
        share = sum(p / total * Fraction(word.count("b"), 2) for word, p in left.items())
    assert share == Fraction(1, 3 + 9) == pytest.approx(narrowing.share_after(9))


LETTER_PAIRS = tuple(product("ab", repeat=2))


def test_three_words_by_drawing_and_counting():
    rng, share = np.random.default_rng(1), 1 / 3
    for _ in range(narrowing.SHOWN):
        words = rng.random((200_000, 2)) < share
        share = words[~words.all(axis=1)].mean()
    assert share == pytest.approx(narrowing.share_after(narrowing.SHOWN), abs=0.003)


def test_a_judge_of_what_exists_mends_the_text_and_harms_the_reader():
    steps = narrowing.line(narrowing.knows_words)
    for step, after in zip(steps, steps[1:], strict=False):
        mended = narrowing.loss(step.written) - narrowing.loss(step.kept)
        assert mended == pytest.approx(-math.log(1 - step.share**2) / 2)
        assert narrowing.loss(after.written) > narrowing.loss(step.written)
    unjudged = {narrowing.loss(step.written) for step in narrowing.line(None)}
    assert max(unjudged) == pytest.approx(min(unjudged)) == pytest.approx(narrowing.loss(steps[0].written))


def test_a_judge_that_knows_how_often_gives_back_the_truth():
    for step in narrowing.line(narrowing.knows_frequencies):
        np.testing.assert_allclose(step.kept, narrowing.TRUTH, atol=1e-12)
    text = narrowing.written(0.05)
    accepted = narrowing.knows_frequencies(text)
    assert accepted.max() == 1
    assert accepted.min() >= 0
    np.testing.assert_allclose(narrowing.kept(text, accepted), narrowing.TRUTH, atol=1e-12)


def test_the_real_share_that_replaces_an_archive(n):
    r = n.ex_real_needed.value / 100
    a = 0.0
    for _ in range(3000):
        a = (1 - (1 - r) * a) / 50 + (1 - r) ** 2 * a
    assert 1 - a == pytest.approx(n.accumulate_limit.value)


def test_seeds_are_fixed():
    first = gens.chains("replace", 5)[1].copy()
    gens.chains.cache_clear()
    assert np.array_equal(first, gens.chains("replace", 5)[1])


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (stock.stock, ("library of Babel",)),
        (stock.share, (-1.0, stock.stock("indexed web"))),
        (stock.crossing, (0.0, 2.0)),
        (wall.capped, (refit(), -1.0, 1e12)),
        (wall.repeated, (refit(), 1e24, 0.0)),
        (rep.worth, (0.5,)),
        (rep.local_exponent, (0.5,)),
        (rep.with_penalty, (1e9, 1e10, 2, -1.0)),
        (sums.expected_solved, (-1,)),
        (gens.expected_variance, ("recycle", 10, 3)),
        (gens.limit, ("replace", 1)),
        (gens.chains, ("recycle", 10)),
        (gens.words, ("mix",)),
        (gens.circle, (1.2, 2.0, 3)),
    ],
)
def test_bad_input_is_refused(function, arguments):
    with pytest.raises(InvalidArgument):
        function(*arguments)


# ---- pictures ----


@pytest.fixture(scope="module")
def drawn():
    return exhibits("data_wall")


def test_figures_say_what_they_show(drawn, n):
    pictures = [figure for figure in drawn.values() if hasattr(figure, "name")]
    assert all(figure.name.startswith("data-") for figure in pictures)
    assert str(n.ceiling.bare) in drawn["slope"].alt
    assert str(n.cost.bare) in drawn["wall_cost"].alt
    assert str(n.sums_need.bare) in drawn["sums_learned"].alt
    assert str(n.meet.short) in drawn["demand"].alt


def test_alt_sentences_follow_their_inputs(drawn, monkeypatch):
    assert room.collapse(n=20).alt != drawn["collapse"].alt
    assert room.virtuous_circle(start=0.5).alt != drawn["virtuous_circle"].alt
    assert room.wall_cost(name="indexed web").alt != drawn["wall_cost"].alt
    figure = published.figure
    monkeypatch.setattr(published, "figure", lambda key: 1.5 * figure(key) if "tokens" in key else figure(key))
    assert figures.stocks().alt != drawn["stocks"].alt
    assert figures.dates().data["year"][5] < drawn["dates"].data["year"][5]  # a larger start, an earlier crossing


def test_years_of_the_dates_are_written_as_years(drawn):
    """The ends of an interval of years too: a gap for thousands would make them counts."""
    assert not re.search("2\u202f0[2-4][0-9]<", drawn["dates"].html())


# ---- explorables ----


def test_the_share_follows_the_denominator():
    summary = room.data_share().state(name="whole web", growth=2.4, when=2025)["summary"]
    assert f"{100 * 36 / 3100:.2f} % (95 % interval {100 * 36 / 5200:.2f} to {100 * 36 / 1900:.2f})" in summary
    assert "may hold" in room.data_share().state(name="after a quality filter", growth=3.7, when=2031)["summary"]
    for name in stock.STOCKS:
        assert "inf" not in room.data_share().state(name=name, growth=1.9, when=2031)["summary"]


def test_epochs_state_the_worth():
    summary = room.data_epochs().state(epochs=40, size=1.0, penalty=0.0)["summary"]
    assert "15.2" in summary
    penalised = explorables._loss_curves(1.0, 0.003)["penalty"]
    assert penalised(100.0) > penalised(8.0)
    assert explorables._loss_curves(1.0, 0.0)["penalty"](40.0) == explorables._loss_curves(1.0, 0.0)["fresh"](40.0)


def test_generations_state_the_limit():
    summary = room.data_generations().state(scheme="accumulate", n=10, generation=40)["summary"]
    assert f"{math.sin(math.pi / math.sqrt(10)) / (math.pi / math.sqrt(10)):.3g} is expected" in summary


# ---- verdicts ----

EXPECTED = {
    Verdict.HOLDS: ("C15",),
    Verdict.HOLDS_IF: ("A5", "A21", "A22", "A23", "A36", "B28", "B36", "C13", "C16", "C17", "C41", "C43", "X7"),
    Verdict.INCONSISTENT: ("X6",),
    Verdict.NOT_CHECKABLE: ("A18", "C42"),
}


def test_the_verdicts():
    found = {verdict: tuple(c.id for c in room.CLAIMS.values() if c.verdict is verdict) for verdict in EXPECTED}
    assert found == EXPECTED


def times(claim, **factors):
    """Some of a claim's quantities multiplied."""
    return {name: factor * claim.inputs[name] for name, factor in factors.items()}


def test_other_evidence_leads_to_other_verdicts():
    claims = room.CLAIMS
    a21 = claims["A21"]
    assert a21.finding(**times(a21, now=100)).verdict is Verdict.HOLDS
    assert claims["A22"].finding(late_exponent=0.1).verdict is Verdict.HOLDS
    c16 = claims["C16"]
    assert c16.finding(**times(c16, run_high=0.05, run_low=0.05)).verdict is Verdict.CONTRADICTED
    c17 = claims["C17"]
    assert c17.finding(**times(c17, added=0.1)).verdict is Verdict.HOLDS
    assert claims["C42"].finding(census=0.2).verdict is Verdict.HOLDS
    assert claims["X6"].finding(binding=False).verdict is Verdict.HOLDS


def test_verdicts_turn_on_the_ends():
    """The same middle with another interval, or an interval that moves past the line, changes the answer."""
    claims = room.CLAIMS
    a21 = claims["A21"]
    assert "leaves it open" in a21.found.qualifier
    assert a21.found.numbers[0].value < 100 < a21.found.numbers[1].value  # as the prose says
    tally = a21.inputs["sweeps_now"]
    assert f"{tally.k} of {tally.n} sweeps of runs" in " ".join(a21.found.because.split())
    assert tally.k <= a21.inputs["sweeps_then"].k  # more compute never asks for less text
    assert wall.short(today().value, 0.0).no == wall.short(today().value, 1e30).yes == ()
    sure = replace(a21.inputs["text"], low=99e12, high=101e12, origin="surely")
    narrow = a21.finding(now=Quantity(30e12, "tokens"), text=sure)
    assert "open" not in narrow.qualifier
    assert claims["C15"].finding(web_growth=1.2).verdict is Verdict.NOT_CHECKABLE


def test_the_date_of_either_stock_decides():
    """Nearer than both first dates the claim holds, later than both it does not, between them it depends."""
    a5 = room.CLAIMS["A5"]
    later = a5.inputs["later"]
    assert a5.verdict is Verdict.HOLDS_IF
    assert a5.finding(later=replace(later, value=2023.0, low=2022.0, high=2024.0)).verdict is Verdict.HOLDS
    assert a5.finding(later=replace(later, value=2033.0, low=2032.0, high=2034.0)).verdict is Verdict.CONTRADICTED


def test_what_binds_depends_on_how_often_good_text_is_read():
    c13 = room.CLAIMS["C13"]
    assert "only once" in c13.found.qualifier
    assert c13.finding(now=2040.0).verdict is Verdict.HOLDS
    early = c13.finding(now=2020.0)
    assert early.verdict is Verdict.HOLDS_IF
    assert "future" in early.qualifier


def test_the_fraction_counts_the_stocks_that_both_sets_reach():
    c16 = room.CLAIMS["C16"]
    assert "Common Crawl or text that passes" in c16.found.qualifier
    only = c16.finding(**times(c16, run_low=0.8))  # under a tenth of the crawl, over a tenth of the filtered text
    assert "Crawl" not in only.qualifier
    assert "filter" in only.qualifier


# ---- our own runs ----


def test_a_claim_takes_the_small_runs_as_they_are():
    a23, c17 = room.CLAIMS["A23"], room.CLAIMS["C17"]
    worse = {40: Quantity(0.2, "×", 0.1, 0.3, 0.9, "made up", 6)}
    same = {40: Quantity(1.0, "×", 0.9, 1.1, 0.9, "made up", 6)}
    assert "worth less than a fresh one" in a23.finding(small_scale=worse).because
    assert "no measurably different" in a23.finding(small_scale=same).because
    assert "small runs" not in a23.finding(small_scale={}).because
    assert "generations" not in c17.finding(small_scale={}).because
    made_up = {"replaced": {5: Quantity(1.3, "×", 1.2, 1.4, 0.9, "made up", 6)}}
    assert "1.3" in c17.finding(small_scale=made_up).because


def test_the_circle_takes_the_judged_lines_as_they_are():
    c43 = room.CLAIMS["C43"]
    harm, help_ = (Quantity(x, "×", 0.9 * x, 1.1 * x, 0.9, "made up", 6) for x in (2.0, 0.5))
    assert "has to know what is lacking" in c43.finding(judged=harm).because
    assert "has to know" not in c43.finding(judged=help_).because
    assert "0.50" in c43.finding(judged=help_).because
    assert "small runs" not in c43.finding(judged=None).because


def test_the_gain_of_a_judged_text_by_hand_and_of_its_reader():
    """Three models of the smallest budget, straight from the tables."""
    trials = {row.run: row for row in tables.trials()}
    smallest = min(row.rung for row in trials.values() if row.experiment == "collapse")
    text = [
        (row.variant, row.value)
        for row in tables.readings()
        if row.method == "text" and trials[row.model].settings == "" and trials[row.model].rung == smallest
    ]
    gain = [sum(v for name, v in text if name == variant) for variant in ("as written", "words alone")]
    assert own.text_gain().n == len(text) / 2
    assert own.text_gain().value == pytest.approx((gain[0] - gain[1]) / own.text_gain().n)
    first = [row for row in trials.values() if (row.experiment, row.generation, row.rung) == ("collapse", 1, smallest)]
    means = [np.mean([row.val_loss for row in first if row.arm == arm]) for arm in ("replaced", "lexicon")]
    assert own.reader_gain().value == pytest.approx(means[0] - means[1])


def test_a_line_without_runs_says_so(monkeypatch):
    monkeypatch.setattr(own, "reader_gain", lambda: None)
    monkeypatch.setattr(own, "own_text", dict)
    monkeypatch.setattr(own, "judged_damage", dict)
    assert "not been trained" in own.reader_said()
    assert own.narrowed_said() == own.judged_by_size() == "not to be told apart from"
    assert "Lines of models" in room.own_generations().title


def test_the_words_for_judged_lines_follow_their_numbers(monkeypatch):
    harm = {
        1e10: Quantity(2.0, "×", 1.9, 2.1, 0.9, "made up", 6),
        1e11: Quantity(3.0, "×", 2.9, 3.1, 0.9, "made up", 6),
    }
    monkeypatch.setattr(own, "judged_damage", lambda: harm)
    assert own.judged_by_size() == "greater than"
    easy = {"ranks": {5: Quantity(0.1, "×", 0.09, 0.11, 0.9, "made up", 6)}}
    monkeypatch.setattr(own, "own_text", lambda: easy)
    assert own.narrowed_said() == "easier to predict than"


def test_the_table_says_what_came_out_and_what_is_missing(monkeypatch):
    found = own.found()
    asked = ("repetition", "collapse")
    assert {outcome.expectation.experiment for outcome in found.values()} <= set(asked)
    missing = {name: replace(outcome, answer=None) for name, outcome in found.items()}
    with monkeypatch.context() as patch:
        patch.setattr(own, "found", lambda: missing)
        patch.setattr(own, "generations", dict)
        assert own.worth() == {}
        assert "nothing yet" in room.own_repetition().alt
        assert "no line of models" in room.own_generations().alt
        assert set(room.registered().columns["As registered"]) == {"runs missing"}
    line = {arm: {k: Quantity(1 + k / 10, "×", 1.0, 2.0, 0.9, "made up", 6) for k in (1, 5)} for arm in own.ARMS}
    with monkeypatch.context() as patch:
        patch.setattr(own, "generations", lambda: line)
        assert "1.50× (90 % interval" in room.own_generations().alt
        assert "1.5" in own.collapse_said()


def test_the_registered_ranges_are_those_of_the_file():
    assert own.expected("even-40") == (0.0, 0.3)


def test_a_judge_shows_the_level_that_its_row_states():
    assert "80 % interval" in str(room.CLAIMS["A5"].found.numbers[0])
    assert "% interval" not in str(stock.stock("after a quality filter"))  # read off a figure that states none


def test_a_strict_filter_multiplies_the_share_that_is_read():
    raw, strict, removed = room.CLAIMS["A36"].found.numbers
    assert {number.unit for number in (raw, strict, removed)} == {"%"}
    assert strict.value == pytest.approx(raw.value / (1 - removed.value / 100))
    assert removed.value == pytest.approx(100 * published.value("nemotroncc_removed"))


def test_the_cards_hold_the_numbers(n):
    text = " ".join(card.answer for card in room.CARDS.values())
    for number in (n.large_filtered, n.kept_few, n.ceiling, n.accumulate_expected):
        assert str(number.short) in text
