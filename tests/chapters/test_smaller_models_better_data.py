"""The chapter on smaller models: numbers against independent oracles, worlds against theory, verdicts that flip."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize

from rooms import exhibits
from scaling_laws.errors import InvalidArgument
from scaling_laws.laws import ChinchillaSurface
from scaling_laws.quantity import estimate
from what_scale_buys import measured, published
from what_scale_buys import trials as tables
from what_scale_buys.accepted import draws, hoffmann, refit
from what_scale_buys.chapters import smaller_models_better_data as room
from what_scale_buys.chapters.smaller_models_better_data import explorables as parts
from what_scale_buys.chapters.smaller_models_better_data import (
    lifetime,
    measured_here,
    models,
    precision,
    pruning,
    repeats,
    teaching,
)
from what_scale_buys.chapters.smaller_models_better_data import techniques as tech
from what_scale_buys.chapters.smaller_models_better_data.numbers import pruning_check, teaching_check
from what_scale_buys.claims import Verdict


@pytest.fixture(scope="module")
def n():
    return room.numbers()


def by_hand(name, N, D):
    """Loss of one of the two fits, from its printed coefficients."""
    E, A, B, a, b = {"H": (1.69, 406.4, 410.7, 0.34, 0.28), "R": (1.8172, 482.01, 2085.43, 0.3478, 0.3658)}[name]
    return E + A / N**a + B / D**b


def best_by_search(name, C):
    """Least loss at compute C by a scan over sizes."""
    N = np.geomspace(1e6, 1e15, 200_001)
    return by_hand(name, N, C / (6 * N)).min()


def needed(name, target):
    """Decades of compute at which the scan reaches a loss."""
    return optimize.brentq(lambda x: best_by_search(name, 10**x) - target, 20, 25, xtol=1e-5)


# ---- the multiplier ----


@pytest.mark.parametrize(("p", "q"), [(1.0, 3.0), (2.5, 1.0), (1.7, 4.0)])
def test_constant_worths_shift_the_frontier_by_their_product_at_every_budget(p, q):
    s = hoffmann()
    better = ChinchillaSurface(s.E, s.A * p**-s.alpha, s.B * q**-s.beta, s.alpha, s.beta)
    for C in (1e20, 1e24, 1e28):
        assert better.optimum(C).loss == pytest.approx(s.optimum(p * q * C).loss, rel=1e-12)


def test_the_three_readings_are_solutions_of_their_own_equations():
    reference, run = tech.runs()["llama3"], tech.runs()["dclm"]
    for name, s in (
        ("H", hoffmann()),
        ("R", refit()),
    ):  # two surfaces, so that the equations and not one fit are tested
        target = by_hand(name, *reference)
        q, p = tech.token_worth(reference, run)(s), tech.parameter_worth(reference, run)(s)
        assert by_hand(name, run[0], q * run[1]) == pytest.approx(target, rel=1e-9)
        assert by_hand(name, p * run[0], run[1]) == pytest.approx(target, rel=1e-9)
        share = (target - s.E) / s.reducible(*run)
        both = share ** (-1 / s.alpha) * share ** (-1 / s.beta)
        assert tech.equal_score(reference, run)(s) == pytest.approx(both, rel=1e-9)


def test_dclm_against_llama_by_search(n):
    spent = [needed("R", by_hand("R", N, D)) for N, D in ((8e9, 15e12), (7e9, 2.6e12))]
    assert n.dclm_r.value == pytest.approx(10 ** (spent[0] - spent[1]), rel=1e-3)
    assert n.dclm_recomputed.value == pytest.approx(8 * 15 / (7 * 2.6))
    assert n.dclm_r.low < n.dclm_r.value < n.dclm_r.high < n.dclm_published.value


def test_a_model_of_the_size_of_phi_never_reaches_llama_2_on_tokens_under_the_refit(n):
    assert by_hand("R", 3.8e9, 1e40) > by_hand("R", 70e9, 2e12)
    assert tech.token_worth(tech.runs()["llama2"], tech.runs()["phi3"])(refit()) == math.inf
    assert n.phi_never.value > 99
    assert n.phi_published.value == pytest.approx(70 * 2 / (3.8 * 3.3))


def test_years_and_decades(n):
    assert n.largest_years.value == pytest.approx(math.log(n.largest.value) / math.log(4.5))
    assert n.two_years.low == pytest.approx(math.log(2) / math.log(5), rel=1e-4)
    assert n.two_years.high == pytest.approx(0.5, rel=1e-4)
    assert 1.0 < 10**n.largest_decades.value / n.largest.value < 1.0001
    assert n.cut.value == pytest.approx(100 * (1 - 10 ** -(0.3478 * 0.3658 / (0.3478 + 0.3658))))


def test_points_become_compute_along_the_line_of_two_sizes(n):
    slope = (79.5 - 66.6) / math.log10(70 / 8)
    rate = tech.points_per_decade()[0]
    assert rate.value == pytest.approx(slope)
    assert tech.points_factor(tech.dclm_gap(), rate).value == pytest.approx(10 ** (2 / slope))
    least = min(map(float, tech.technique("rephrased").others))
    assert least == pytest.approx(10 ** (5.6 / (68.9 - 45.3)))


def test_a_gain_of_loss_is_undone_by_the_compute_it_is_worth():
    s, N, D, gain = hoffmann(), 4e8, 5e11, 0.111
    level = s.optimum(s.equivalent_compute(N, D)).loss
    factor = tech.loss_gain(N, D, gain)(s)
    assert s.optimum(factor * s.equivalent_compute(N, D)).loss == pytest.approx(level - gain, rel=1e-10)
    assert tech.loss_gain(N, D, 5.0)(s) == math.inf


def test_every_row_has_values_inside_its_span():
    for row in tech.techniques():
        low, high = row.span
        values = [reading.value for reading in row.readings]
        assert values
        assert 0 < low <= min(values) <= max(values) <= high < math.inf


def test_readings_of_one_filter_draw_by_draw(n):
    """The widest two readings of one headline under R move together; scores and rate are drawn on their own."""
    s, rng = draws(), np.random.default_rng(1)

    def score(percent):
        return rng.normal(percent, math.sqrt(percent * (100 - percent) / 14042), s.E.size)

    reference = s.loss(8e9, 15e12)
    tokens = s.tokens_for_loss(7e9, reference) / 2.6e12
    rate = (score(79.5) - score(66.6)) / math.log10(70 / 8)
    both = s.equivalent_compute(8e9, 15e12) / s.equivalent_compute(7e9, 2.6e12)
    left = both / 10 ** ((score(66.0) - score(64.0)) / rate)
    corrected = tech.technique("filtered web").others[0]
    for number, sample in ((n.dclm_tokens, tokens), (corrected, left), (n.dclm_spread, tokens / left)):
        low, high = np.quantile(sample, [0.025, 0.975])
        assert (number.low, number.high) == pytest.approx((low, high), rel=0.03)


def test_rounded_perplexities_by_another_sample(n):
    rng = np.random.default_rng(2)
    own, other, reached = (rng.uniform(x - 0.5, x + 0.5, 200_000) for x in (19, 17, 17))
    gain = np.log(own / reached)
    times = 2.5 ** (gain / np.log(own / other))
    for number, sample in (
        (n.gain_400m, gain),
        (n.gemma_published, times),
        (n.net_published, times / (1 + 7e9 / 4e8 / 3)),
    ):
        assert (number.low, number.high) == pytest.approx(np.quantile(sample, [0.025, 0.975]), rel=0.03)
    students = np.ceil(17.5 / 3 / (times - 1))
    assert (n.pay_existing.low, n.pay_existing.high) == pytest.approx(np.quantile(students, [0.025, 0.975]), abs=1)


def test_what_the_range_of_growth_leaves_open(n):
    assert str(n.growth.interval) == "4 to 5×"
    assert n.growth.level is None
    assert n.largest_years.low == pytest.approx(math.log(n.largest.value) / math.log(5), rel=1e-4)
    assert n.largest_years.high == pytest.approx(math.log(n.largest.value) / math.log(4), rel=1e-4)


def test_the_best_size_of_the_refit_draw_by_draw(n):
    s, C = draws(), 6 * 8e9 * 15e12
    best = (s.alpha * s.A / (s.beta * s.B)) ** (1 / (s.alpha + s.beta)) * (C / 6) ** (s.beta / (s.alpha + s.beta))
    assert (n.over_best.low, n.over_best.high) == pytest.approx(np.quantile(best, [0.025, 0.975]), rel=1e-6)


# ---- the teaching world ----


def test_the_teaching_world_agrees_with_its_closed_forms_within_monte_carlo_error():
    gaps = teaching_check()
    assert np.abs(gaps).max() < 3.5
    assert 0.5 < np.sqrt(np.mean(gaps**2)) < 1.6


def test_the_exact_standard_errors_by_regressions_one_by_one():
    rng, size, student, n, given, noise, draws = np.random.default_rng(20150309), 5, 2, 16, 22, 0.7, 4000
    weights = np.full(size, size**-0.5)
    excess = np.empty((2, draws))
    for at in range(draws):
        x, y = rng.normal(size=(given, size)), math.sqrt(noise) * rng.normal(size=given)
        teacher = np.linalg.lstsq(x, x @ weights + y, rcond=None)[0]
        x, y = rng.normal(size=(n, size)), math.sqrt(noise) * rng.normal(size=n)
        for row, target in enumerate((x @ weights + y, x @ teacher)):
            found = np.linalg.lstsq(x[:, :student], target, rcond=None)[0]
            excess[row, at] = ((found - weights[:student]) ** 2).sum()
    exact = teaching.standard_errors(n, student, given, noise, 1, size)
    for sample, error in zip(excess, exact):  # the spread of a sample variance, from the fourth moment
        fourth = np.mean((sample - sample.mean()) ** 4) / sample.var() ** 2
        assert sample.var() / error**2 == pytest.approx(1, abs=4 * math.sqrt((fourth - 1) / draws))


def test_standardised_gaps_have_unit_variance_whatever_the_seed():
    gaps = []
    for seed in range(100):
        pairs = teaching.simulate(24, repeats=50, seed=seed)
        gaps.append([(m - e) / s for (m, s), e in zip(pairs, (teaching.hard(24), teaching.soft(24)))])
    gaps = np.array(gaps)
    assert np.abs(gaps.mean(axis=0)).max() < 4 / math.sqrt(len(gaps))
    assert np.mean(gaps**2, axis=0) == pytest.approx(1, abs=0.75)  # skewed: a chi-square bound would be too tight


def test_the_inverse_wishart_mean_by_simulation():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(4000, 60, 10))
    trace = np.trace(np.linalg.inv(x.transpose(0, 2, 1) @ x), axis1=1, axis2=2) / 10
    expected = teaching.teacher_error(60, 1.0, 10)
    assert trace.mean() == pytest.approx(expected, abs=4 * trace.std() / math.sqrt(4000))
    assert expected == pytest.approx(1 / 49)


@pytest.mark.parametrize("noise", [0.1, 1.0, 7.0])
@pytest.mark.parametrize("student", [4, 16, 31])
def test_hard_and_soft_labels_cross_where_the_formula_says(noise, student):
    at = teaching.crossing(student)
    assert teaching.hard(at, student, noise) == pytest.approx(teaching.soft(at, student, noise=noise), rel=1e-10)
    assert teaching.hard(at - 50, student, noise) > teaching.soft(at - 50, student, noise=noise)
    assert teaching.hard(at + 50, student, noise) < teaching.soft(at + 50, student, noise=noise)


def test_the_early_gain_is_the_ratio_of_what_falls_with_examples(n):
    """Soft labels less the teacher's own error, which no example of the student removes."""
    falls = teaching.soft(40) - teaching.STUDENT * teaching.teacher_error()
    assert n.teach_gain.value == pytest.approx(teaching.hard(40) / falls)


def test_reused_labels_beat_the_teacher_at_every_length(n):
    lengths = np.arange(18, 8000)
    ratio = teaching.soft(lengths) / teaching.hard(lengths + 400)
    assert n.teach_reused.value == pytest.approx(ratio.min())
    assert n.teach_reused.value > 1


def test_students_per_teacher_by_bill(n):
    gain, student, teacher, tokens = 2.5, 4e8, 7e9, 5e11
    for trained, number in ((0.0, n.pay_existing), (tokens, n.pay_trained)):
        extra = 6 * teacher * trained + 2 * teacher * tokens
        saved = (gain - 1) * 6 * student * tokens
        assert number.value == math.ceil(extra / saved - 1e-9)
        assert teaching.students_to_pay(gain, student, teacher, trained, tokens) == pytest.approx(extra / saved)
    assert n.net_published.value == pytest.approx(2.5 * 6 * 0.4 / (6 * 0.4 + 2 * 7))


def test_gemma_equivalents_by_hand(n):
    assert n.gemma_published.value == pytest.approx(1e9 / 4e8)  # 17 taught at 400 million, 17 plain at a billion
    share = math.log(23 / 21) / math.log(23 / 19)
    assert n.gemma_small.value == pytest.approx(2**share)
    assert n.gain_400m.value == pytest.approx(math.log(19 / 17))
    assert math.log(18.5 / 17.5) < n.gain_400m.low < n.gain_400m.high < math.log(19.5 / 16.5)
    assert max(n.gain_200m.low, n.gain_1b.low) < min(n.gain_200m.high, n.gain_1b.high)


# ---- the curation world ----


def test_the_curation_world_agrees_with_its_closed_form_within_monte_carlo_error():
    gaps = pruning_check()
    assert np.abs(gaps).max() < 3.5
    assert 0.5 < np.sqrt(np.mean(gaps**2)) < 1.6


def test_the_error_of_the_threshold_by_quadrature():
    """Integrate over the threshold what tails of the two distances give for E|R - L| / 2."""
    for pool in (1, 5, 30):
        thresholds = (np.arange(400) + 0.5) / 400
        mean = np.mean([_mean_gap_error(t, pool) for t in thresholds])
        assert pruning.error(pool) == pytest.approx(mean, rel=2e-3)


def _mean_gap_error(threshold, pool):
    """E|R - L| / 2 = (E max - E min) / 2 from tails: P(min > x) and E max = E L + E R - E min."""
    x = (np.arange(1000) + 0.5) / 1000

    def mean(limit, speed):
        grid = x * limit
        return limit * np.mean(np.maximum(1 - speed * grid, 0) ** pool)

    short = min(threshold, 1 - threshold)
    left, right, least = mean(threshold, 1), mean(1 - threshold, 1), mean(short, 2)
    return (left + right - 2 * least) / 2


def test_slopes_of_the_three_strategies():
    kept = np.array([1e5, 1e6])
    for strategy, slope in (("random", -1), ("fixed share", -1), ("growing pool", -2)):
        errors = pruning.error(pruning.pool_of(kept, strategy))
        assert np.diff(np.log10(errors))[0] == pytest.approx(slope, abs=1e-3)
        spent = pruning.cost(kept, strategy)
        assert np.diff(np.log(errors))[0] / np.diff(np.log(spent))[0] == pytest.approx(-1, abs=2e-3)


def test_paying_for_the_scores_caps_the_gain():
    kept = np.geomspace(20, 1e7, 60)
    for strategy in pruning.STRATEGIES[1:]:
        spent = pruning.cost(kept, strategy)
        gain = pruning.error(spent) / pruning.error(pruning.pool_of(kept, strategy))
        assert gain.max() < pruning.best_gain(pruning.SCORING)


def test_a_blurred_curator_is_worse_than_none(n):
    blurred = pruning.simulate(320, 5120, blur=0.1)[0]
    assert n.prune_blurred_random.value == pytest.approx(blurred / (1 / (2 * 322)))
    assert n.prune_blurred_random.value > 10


def test_the_best_training_precision_by_search(n):
    found = optimize.minimize_scalar(lambda x: x / (1 - math.exp(-x)) ** 3, bounds=(0.5, 6), method="bounded").x
    assert precision.best_ratio() == pytest.approx(found, abs=1e-4)
    assert math.exp(precision.best_ratio()) == pytest.approx(1 + 3 * precision.best_ratio())
    scale = 7 / found
    cost = [b / (1 - math.exp(-b / scale)) ** 3 for b in (16, 7)]
    assert n.kumar_gain.high == n.kumar_gain.value == pytest.approx(cost[0] / cost[1], rel=1e-6)
    scale = 8 / found
    cost = [b / (1 - math.exp(-b / scale)) ** 3 for b in (16, 8)]
    assert n.kumar_gain.low == pytest.approx(cost[0] / cost[1], rel=1e-4)


def test_ternary_costs_by_hand(n):
    assert n.ternary_700m.value == pytest.approx(math.log(12.87 / 12.33))
    assert n.ternary_3b.value == pytest.approx(math.log(9.91 / 10.04))
    assert n.ternary_3b.high < 0 < n.ternary_1p3b.low
    assert n.qlora.value == pytest.approx(780 / 48)


# ---- repeats, over-training, evidence ----


def test_repeats_by_hand(n):
    r = 15.387756
    assert n.even_share.value == pytest.approx(100 * (1 + r * (1 - math.exp(-3 / r))) / 4)
    few = 0.001 * (1 + r * (1 - math.exp(-99 / r)))
    assert n.concentrated_share.value == pytest.approx(100 * (0.9 + few))
    assert n.concentrated_factor.value < 1.1 < 2 == n.concentrated_published.value
    kept = 0.1 * (1 + r * (1 - math.exp(-9 / r)))
    assert n.needed_tenth.value == pytest.approx(1 / kept)
    assert float(repeats.needed_quality(1.0, 1.0)) == pytest.approx(1)
    assert float(repeats.needed_quality(0.5, 0.4)) == pytest.approx(1)


def test_overtraining_by_search(n):
    C = 6 * 8e9 * 15e12
    assert n.over_excess.value == pytest.approx(by_hand("R", 8e9, 15e12) - best_by_search("R", C), rel=1e-4)
    assert best_by_search("R", n.over_r.value * C) == pytest.approx(by_hand("R", 8e9, 15e12), rel=1e-6)
    assert n.repaid.value == pytest.approx(float(lifetime.break_even(refit(), 8e9, 15e12)))


def test_bills_meet_at_the_break_even():
    for s in (hoffmann(), refit()):
        even = lifetime.break_even(s, 8e9, 15e12)
        other = lifetime.twin(s, 8e9, 15e12)
        small, big = 6 * 8e9 * 15e12 + 2 * 8e9 * even, other.compute + 2 * other.parameters * even
        assert small == pytest.approx(big, rel=1e-12)
        assert even == pytest.approx(s.break_even_tokens(replace_run(s), other), rel=1e-9)
        far = lifetime.lifetime_multiplier(s, 8e9, 15e12, 1e25)
        assert far == pytest.approx(other.parameters / 8e9, rel=1e-6)


def replace_run(s):
    """Llama 3 8B as an Allocation."""
    return replace(s.optimum(1e24), parameters=8e9, tokens=15e12, compute=6 * 8e9 * 15e12, loss=s.loss(8e9, 15e12))


def test_kept_shares_by_hand(n):
    assert n.aime_1p5b.value == pytest.approx(100 * 28.9 / 79.8)
    assert n.math_32b.value == pytest.approx(100 * 94.3 / 97.3)
    assert n.aime_1p5b.high < n.math_1p5b.low
    assert models.on_a_phone(4, 4.0) == 8e9


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (teaching.hard, (10, 16)),
        (teaching.soft, (100, 40)),
        (teaching.crossing, (16, 20)),
        (teaching.students_to_pay, (0.9, 1e9, 7e9, 0.0, 1.0)),
        (teaching.simulate, (12,)),
        (teaching.standard_errors, (19,)),
        (pruning.pool_of, (20, "luck")),
        (pruning.simulate, (20, 10)),
        (pruning.simulate, (20, 100, -0.1)),
        (precision.training_gain, (0.0,)),
        (repeats.needed_quality, (0.0, 1.0)),
        (repeats.concentrated_share, (0.02, 100)),
        (lifetime.bill, (1e9, 1e12, -1.0)),
        (models.on_a_phone, (0,)),
    ],
)
def test_bad_input_is_refused(function, arguments):
    with pytest.raises(InvalidArgument):
        function(*arguments)


# ---- this book's own runs ----


def test_a_teacher_by_hand(n):
    """Losses of the arms turned into compute by the slope of the control, one straight line or a parabola."""
    rows = [row for row in tables.with_ladder(tables.trials(), measured.runs()) if row.status == "done"]

    def cells(**wanted):
        found = {}
        for row in rows:
            if all(getattr(row, key) == value for key, value in wanted.items()):
                found.setdefault(row.rung, []).append(math.log(row.val_loss))
        return {rung: np.mean(values) for rung, values in sorted(found.items())}

    control = cells(experiment="pool", arm="control", world="zipf1.5")
    taught = cells(experiment="distillation", arm="half 10x")
    x, y = np.log(list(control)), np.array(list(control.values()))
    curve = np.polynomial.Polynomial.fit(x, y, 2 if x.size > 3 else 1)
    logs = [(taught[rung] - control[rung]) / curve.deriv()(math.log(rung)) for rung in taught]
    assert n.own_teacher.value == pytest.approx(math.exp(np.mean(logs)), rel=1e-6)


def test_undoing_a_damage_is_its_reciprocal(n):
    worths = {label: worth for label, _, worth in measured_here.worths()}
    assert worths["copies taken out"].value == pytest.approx(1 / n.own_copies.value)
    assert worths["copies taken out"].high == pytest.approx(1 / n.own_copies.low)
    assert n.own_filter.value == pytest.approx(n.own_filtered.value / n.own_noise.value, rel=1e-6)


def test_the_exponent_of_rounding_finds_a_planted_one(monkeypatch, n):
    ratio = np.geomspace(1, 100, 9)
    monkeypatch.setattr(measured_here, "rounding", lambda: {4: (ratio, 0.01 * ratio**0.7)})
    assert measured_here.rounding_exponent.__wrapped__(4).value == pytest.approx(0.7)
    assert 0 < n.own_bits_exponent.low < n.own_bits_exponent.high


def test_every_registered_expectation_is_in_the_table_behind_the_picture(figures):
    data = figures["expected_and_measured"].data
    wanted = [row.text for row in tables.expectations() if row.experiment in measured_here.EXPERIMENTS]
    assert data["Registered before the runs"] == wanted


# ---- pictures ----


@pytest.fixture(scope="module")
def figures():
    return exhibits("smaller_models_better_data")


def test_exhibits_have_the_prefix(figures):
    assert all(exhibit.name.startswith("small-") for exhibit in figures.values())


def test_alt_sentences_hold_the_decisive_numbers(figures, n):
    assert str(n.largest.short) in figures["multipliers"].alt
    assert str(n.own_filter.short) in figures["multipliers"].alt
    assert str(n.aime_1p5b) in figures["what_students_keep"].alt
    assert str(n.over_gpt3.short) in figures["small_and_expensive"].alt
    assert (
        f"{n.own_held} of {n.own_answered}" not in figures["expected_and_measured"].alt
    )  # the picture shows multipliers
    assert str(n.own_planted) in figures["expected_and_measured"].alt
    assert str(n.needed_hundredth.short) in figures["how_hard_to_filter"].alt
    assert str(n.teach_crossing.bare) in figures["teacher_and_student"].alt
    assert "nats at" in figures["rounding_damage"].alt


def test_pictures_follow_their_inputs(figures, monkeypatch):
    rows = tuple(row for row in tech.techniques() if row.family != "curation")
    assert room.multipliers(rows).alt != figures["multipliers"].alt
    half = {bits: (ratio, nats / 2) for bits, (ratio, nats) in measured_here.rounding().items()}
    assert room.rounding_damage(half).alt != figures["rounding_damage"].alt
    worse = [replace(one, answer=None) for one in measured_here.outcomes()]
    assert room.expected_and_measured(worse).alt != figures["expected_and_measured"].alt
    assert room.teacher_and_student(4).alt != figures["teacher_and_student"].alt
    original = published.value
    monkeypatch.setattr(models, "value", lambda key: original(key) / (2 if "distill" in key else 1))
    assert room.what_students_keep().alt != figures["what_students_keep"].alt


def test_summaries_state_the_closed_forms():
    text = room.multiplier().state(gain=10.0, rate=2.0, steeper=0.0)["summary"]
    assert f"{math.log2(10):.3g} years" in text
    text = room.multiplier().state(gain=2.0, rate=4.5, steeper=0.1)["summary"]
    assert f"{2 * 10**0.3:.3g}×" in text
    assert "8 billion" in room.serving().state(size=8e9, ratio=1875)["summary"]
    assert "never pays" in room.serving().state(size=1e9, ratio=20)["summary"]


def test_the_steeper_frontier_passes_through_the_pivot_and_is_worth_what_it_says():
    explorable = room.multiplier()
    straight, steep = (explorable.state(gain=2.0, steeper=s) for s in (0.0, 0.1))
    assert straight["dot"] == steep["dot"]
    assert straight["moved"] != steep["moved"]
    s = refit().frontier
    C = parts.HERE * 1e3
    reached = s.reducible(2.0 * C) * (C / parts.HERE) ** (-s.exponent * 0.1)
    worth = s.inverse(s.floor + reached) / C
    assert f"{worth:.3g}×" in explorable.state(gain=2.0, steeper=0.1)["summary"]


# ---- verdicts ----

EXPECTED = {
    Verdict.HOLDS: ("X9",),
    Verdict.HOLDS_IF: ("A28", "C50", "C52", "C53", "C58"),
    Verdict.CONTRADICTED: (),
    Verdict.INCONSISTENT: (),
    Verdict.NOT_CHECKABLE: ("C51", "C55"),
}


def test_the_verdicts():
    found = {verdict: tuple(c.id for c in room.CLAIMS.values() if c.verdict is verdict) for verdict in EXPECTED}
    assert found == EXPECTED


def test_further_turns_of_the_verdicts():
    poor = [estimate(10.0, 5.0, 20.0, method="Wilson", level=0.95, unit="%", n=30)] * 4
    assert room.CLAIMS["A28"].finding(phone=1e8).verdict is Verdict.CONTRADICTED
    assert room.CLAIMS["A28"].finding(contest=poor, school=poor).verdict is Verdict.CONTRADICTED
    assert room.CLAIMS["A28"].finding(contest=poor).verdict is Verdict.HOLDS_IF
    assert room.CLAIMS["C50"].finding(contest=poor, school=poor).verdict is Verdict.CONTRADICTED
    assert room.CLAIMS["C52"].finding(removed=0.2).verdict is Verdict.HOLDS
    low = estimate(50.0, 48.0, 52.0, method="Wilson", level=0.95, unit="%", n=2500)
    assert room.CLAIMS["C58"].finding(large=low).verdict is Verdict.CONTRADICTED
    wide = estimate(69.0, 60.0, 78.0, method="Wilson", level=0.95, unit="%", n=100)
    assert "GPT-3.5" in room.CLAIMS["C58"].finding(large=wide).qualifier  # below it, and perhaps not
    assert "GPT-4" in room.CLAIMS["C58"].found.qualifier
    assert room.CLAIMS["C53"].finding(even=1.0, mixing=1.0).verdict is Verdict.HOLDS_IF  # few texts repeated often
    contest = [estimate(80.0, 60.0, 95.0, method="Wilson", level=0.95, unit="%", n=30)] * 4
    assert room.CLAIMS["C50"].finding(contest=contest).verdict is Verdict.HOLDS_IF  # all above the bar, none surely
    assert room.CLAIMS["X9"].finding(multipliers={"harm": 0.9}).verdict is Verdict.CONTRADICTED


def test_the_cards_hold_the_numbers(n):
    assert str(n.largest.short) in room.CARDS["constant"].answer
    assert str(n.net_published.short) in room.CARDS["teacher"].answer
