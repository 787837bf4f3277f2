"""The chapter on structure: laws by hand and by other methods, miniatures against closed forms, verdicts."""

import math

import numpy as np
import pytest
from scipy import integrate, optimize, sparse, stats

from made_up_runs import made_up_trial
from scaling_laws.errors import InvalidArgument
from scaling_laws.quantity import estimate, listing
from scaling_laws.statistics import central
from what_scale_buys import accepted, published
from what_scale_buys.chapters import structure_against_size as room
from what_scale_buys.chapters.structure_against_size import (
    explorables,
    figures,
    figures_toys,
    measured_here,
    mixture,
    models,
    recall,
    routing,
    ties,
)
from what_scale_buys.chapters.structure_against_size.claims import loss_gap
from what_scale_buys.chapters.structure_against_size.numbers import (
    active_reading,
    best_experts,
    rounded,
    toy_check,
)
from what_scale_buys.claims import Verdict


@pytest.fixture(scope="module")
def n():
    return room.numbers()


# ---- the routed law, by hand and by root finding ----


def test_routed_loss_by_hand():
    """S-BASE, five million parameters, 128 experts, with the printed coefficients."""
    offset = 1 / (1 / 1.847 - 1 / 314.478)
    e = math.log10(1 / (1 / (127 + offset) + 1 / 314.478))
    n = math.log10(5e6)
    assert routing.clark().loss(5e6, 128) == pytest.approx(
        10 ** (-0.082 * n - 0.108 * e + 0.009 * n * e + 1.104), rel=1e-12
    )


def test_expert_count_saturates_at_both_printed_ends():
    law = routing.clark()
    assert 10 ** law.expert_term(1) == pytest.approx(1.847)
    assert 10 ** law.expert_term(1e12) == pytest.approx(314.478, rel=1e-6)


def test_effective_parameters_are_the_dense_size_of_equal_loss():
    law = routing.clark()
    for base, experts in ((1e7, 8), (1e9, 64), (3e11, 512)):
        level = law.loss(base, experts)
        found = optimize.brentq(lambda x, level=level: law.loss(math.exp(x), 1) - level, 5, 45)
        assert law.effective_parameters(base, experts) == pytest.approx(math.exp(found), rel=1e-8)


def test_gain_is_one_at_the_cutoff_whatever_the_experts():
    law = routing.clark()
    assert law.gain(law.cutoff, np.array([2, 64, 512])) == pytest.approx(1)
    assert law.gain(law.cutoff / 10, 64) > 1 > law.gain(law.cutoff * 10, 64)


def test_our_reading_reproduces_what_the_paper_prints(n):
    """Within the rounding of the coefficients: the example and the end of the gain."""
    draws = routing.clark(rounded=True)
    low, high = central(draws.effective_parameters(5e6, 128), routing.LEVEL)
    assert (n.clark_example.low, n.clark_example.high) == pytest.approx((low, high))
    assert low < n.clark_example_printed.value < high
    assert n.clark_cutoff.low < n.clark_cutoff_printed.value < n.clark_cutoff.high


# ---- the fine-grained law ----


def test_best_mixture_agrees_with_a_continuous_search():
    moe, _ = routing.krajewski()
    for budget, fineness in ((1e19, 1), (1e22, 16), (1e25, 64)):

        def loss(x, G=fineness, C=budget):
            width = math.exp(x)
            return moe.loss(moe.shape(width)[1], C / moe.flop_per_token(width, G), G)

        best = optimize.minimize_scalar(loss, bounds=(4.5, 12.5), method="bounded", options={"xatol": 1e-9})
        assert moe.best_loss(budget, fineness) == pytest.approx(best.fun, abs=1e-5)


def test_shape_counts_weights():
    moe, _ = routing.krajewski()
    active, total, router = moe.shape(640)
    assert active == 12 * 640**2 * 10
    assert total == (4 + 8 * 64) * 640**2 * 10
    assert router == 640 * 64 * 10


def test_gain_is_the_dense_budget_of_equal_loss():
    moe, dense = routing.krajewski()
    gain = routing.optimal_gain([1e21], 16)[0]
    assert dense.optimum(gain * 1e21).loss == pytest.approx(moe.best_loss(1e21, 16))


def test_computed_savings_meet_the_printed_ones_within_rounding(n):
    assert n.kraj_middle.low < n.kraj_middle_printed.value < n.kraj_middle.high
    assert n.kraj_large.high > n.kraj_large_printed.value
    assert n.kraj_large.value < n.kraj_large_printed.value  # the printed coefficients alone fall short of it


def test_the_size_of_the_fine_grained_law_must_be_the_total(n):
    """Read as active parameters the law would make every mixture worse than dense."""
    assert active_reading() < 1
    assert n.kraj_wrong.value < 1


def test_the_two_laws_disagree_on_the_trend_and_fixed_tokens_do_not_explain_it(n):
    assert n.clark_large.high < n.clark_small.low
    assert n.kraj_large.low > n.kraj_small.value
    assert n.kraj_fixed_large.low > n.kraj_fixed_small.high
    moe, dense = routing.krajewski()
    size = 1e11 * float(routing.fixed_token_gain(1e11, 130e9)[0])
    assert dense.loss(size, 130e9) == pytest.approx(moe.loss_of_active(1e11, 130e9, 1))


def test_rounding_moves_no_coefficient_by_more_than_half_a_digit():
    draws, printed = routing.clark(rounded=True), routing.clark()
    assert np.abs(draws.c - printed.c).max() <= 0.0005
    assert np.abs(draws.e_max - printed.e_max).max() <= 0.0005
    assert np.abs(draws.c - printed.c).max() > 0.00045


# ---- published pairs ----


def test_ratios_by_hand(n):
    assert n.v3_share.value == pytest.approx(100 * 37 / 671)
    assert n.pair_compute.value == pytest.approx(3.8e25 / (6 * 37e9 * 14.8e12))
    assert n.deepseek_saving.value == pytest.approx(1 / 0.405)
    assert n.ling_memory.value == pytest.approx(17.5 / 6.1)
    assert n.fewer_hours.value == pytest.approx(100 * (1 - 172.8 / 300.6))
    assert n.realised.value == pytest.approx(100 * (21 / 67) / (172.8 / 300.6))
    assert n.v3_memory.value == pytest.approx(1342)
    assert n.ex_expert.value == pytest.approx(34e9 / 6)


def test_score_gap_against_a_simulation():
    rng = np.random.default_rng(3)
    sample = 100 * (rng.binomial(14042, 0.871, 200_000) - rng.binomial(14042, 0.844, 200_000)) / 14042
    gap = models.score_gap(87.1, 84.4, 14042)
    assert (gap.low, gap.high) == pytest.approx(np.quantile(sample, [0.025, 0.975]), abs=0.02)


SPENT = 6 * 37e9 * 14.8e12  # FLOP of DeepSeek-V3


def test_multiplier_by_loss_by_hand(n):
    """The refit, step by step: the dense run's loss, raised by the printed ratio, back to compute on the frontier."""
    s = accepted.refit()
    loss = 1.8172 + 482.01 / 405e9**0.3478 + 2085.43 / 15.6e12**0.3658

    def worth(level):
        return optimize.brentq(lambda x: s.optimum(math.exp(x)).loss - level, 40, 70)

    ours, theirs = (math.exp(worth(level)) for level in (loss * 0.548 / 0.542, loss))
    expected = (ours / SPENT) / (theirs / (6 * 405e9 * 15.6e12))
    assert n.by_loss.value == pytest.approx(expected, rel=1e-6)
    assert n.by_loss.high < n.pair_compute.value


def test_equal_loss_leaves_the_whole_saving():
    s = accepted.refit()
    assert models.loss_multiplier(s, 1.0) == pytest.approx(6 * 405e9 * 15.6e12 / SPENT)


def test_experts_touched_against_a_simulation():
    rng = np.random.default_rng(8)
    seen = [np.unique([rng.permutation(32)[:4] for _ in range(10)]).size / 32 for _ in range(3000)]
    error = np.std(seen) / math.sqrt(len(seen))
    assert abs(np.mean(seen) - models.experts_touched(32, 4, 10)) < 4 * error


# ---- the miniature of experts ----


def test_hadamard_columns_are_orthogonal():
    h = mixture.hadamard(64)
    assert np.array_equal(h.T @ h, 64 * np.eye(64))
    with pytest.raises(InvalidArgument):
        mixture.hadamard(12)


def test_the_fit_is_least_squares():
    world, rng = mixture.World(), np.random.default_rng(1)
    weights = mixture.draw_weights(world, rng)
    x, y = mixture.draw_targets(world, weights, rng)
    learned = mixture.fit(x, y, 4)
    stacked, target = np.tile(x, (4, 1)), y[:4].ravel()
    assert learned[0][:9] == pytest.approx(np.linalg.lstsq(stacked[:, :9], target, rcond=None)[0])


def test_error_terms_at_the_ends():
    world = mixture.World(share=1.0, rounds=2, noise=3.0)
    assert world.expected_error(64, 16) == pytest.approx((0, 0, 9 * 64 * 16 / 2048))
    small, mixed, starved = world.expected_error(1, 1)
    first = 1 / sum(j**-1.5 for j in range(1, 65))
    assert (small, mixed, starved) == pytest.approx((1 - first, first * 15 / 16, 9 / 2048))


def test_simulation_meets_the_closed_form(n):
    gap, error = toy_check()
    z = gap / error
    assert np.abs(z).max() < 4
    assert (z**2).sum() < stats.chi2.ppf(0.9999, z.size)
    assert (z**2).sum() > stats.chi2.ppf(0.0001, z.size)
    assert n.toy_rms.value == pytest.approx(np.sqrt(np.mean(z**2)))


def test_growing_examples_meet_the_closed_form():
    mean, error = mixture.growing(mixture.World(share=0.75), sizes=(2, 8, 32), repeats=40)
    expected = [mixture.errors(mixture.World(share=0.75), e, (2, 8, 32), grow=True) for e in (1, 16)]
    assert np.abs((mean - expected) / error).max() < 4


def test_experts_lose_from_the_crossover_on_and_only_if_starved():
    world = mixture.World()
    at = mixture.crossover(world, 16)
    assert world.error(at - 1, 16) <= world.error(at - 1, 1)
    assert all(world.error(d, 16) > world.error(d, 1) for d in range(at, 65))
    assert mixture.crossover(mixture.World(rounds=64), 16) is None
    assert mixture.crossover(mixture.World(share=0.0), 2) == 1


def test_best_number_of_experts_is_at_an_end():
    assert best_experts(64) == 1
    assert best_experts(64, rounds=16) == 16


# ---- the miniature of facts ----


@pytest.mark.parametrize(("facts", "blur"), [(64, 0.0), (256, 0.0), (1024, 0.0), (256, 1.0), (1024, 2.0)])
def test_recall_meets_the_integral(facts, blur):
    memory = recall.Memory(blur=blur)
    mean, error = recall.simulate(memory, facts, repeats=150)
    expected = memory.recall_in_weights(facts), memory.recall_in_index(facts)
    for i in (0, 1):
        assert abs(mean[i] - expected[i]) < 4 * max(error[i], 0.002)


def test_recall_integral_by_another_quadrature():
    """Without blur, integrating over the length of the question and the score with scipy."""
    d, v, per = 64, 16, 32

    def inner(length):
        def density(z):
            return stats.norm.pdf(z) * stats.norm.cdf((length + z * math.sqrt((per - 1) / d)) / math.sqrt(per / d)) ** (
                v - 1
            )

        return integrate.quad(density, -9, 9)[0]

    scale = 1 / math.sqrt(d)
    whole = integrate.quad(lambda c: stats.chi.pdf(c, d, scale=scale) * inner(c), 0.5, 1.6)[0]
    assert recall.Memory().recall_in_weights(512) == pytest.approx(whole, abs=2e-5)


def test_capacity_is_the_last_load_above_the_target():
    memory = recall.Memory()
    most = recall.capacity(memory)
    assert memory.recall_in_weights(most) >= 0.9 > memory.recall_in_weights(most + 16)


def test_an_index_answers_what_it_holds_and_the_rule_the_rest(n):
    for seen in (0.2, 0.5, 1.0):
        table, rule = recall.sums(seen)
        assert table == pytest.approx(seen)
        assert rule == 1.0
    assert recall.sums(0.05)[1] < 0.2  # too few cases join all terms
    assert n.rule_right.value == 100


@pytest.mark.parametrize("seen", [0.0, 0.05, 0.1, 0.15])
def test_the_rule_answers_the_sums_whose_terms_the_stored_cases_join(seen):
    """Stored cases as edges between first and second terms: a sum is determined within a connected part."""
    terms = recall.TERMS
    cases = np.random.default_rng(recall.SEED).permutation(terms**2)[: round(seen * terms**2)]
    a, b = np.divmod(cases, terms)
    edges = sparse.coo_matrix((np.ones(len(a)), (a, terms + b)), shape=(2 * terms, 2 * terms))
    part = sparse.csgraph.connected_components(edges, directed=False)[1]
    expected = np.equal.outer(part[:terms], part[terms:]).mean()
    assert recall.sums(seen) == pytest.approx((seen, expected))


# ---- ties ----


def test_tie_line_and_tie_are_inverse():
    s = accepted.refit()
    level = ties.tie_line(s, 50e9, 2e12, 500e9)
    assert ties.tie(s, 50e9, 500e9, level) == pytest.approx(2e12)


def test_ties_by_hand(n):
    loss = 1.8172 + 482.01 / 500e9**0.3478 + 2085.43 / 300e9**0.3658
    tokens = (2085.43 / (loss - 1.8172 - 482.01 / 50e9**0.3478)) ** (1 / 0.3658)
    assert n.tie.value == pytest.approx(tokens, rel=1e-6)
    assert n.tie_saving.value == pytest.approx(500e9 * 300e9 / (50e9 * n.tie.value))


def test_the_refit_has_no_tie_with_the_well_fed_giant(n):
    r = accepted.refit()
    assert np.isinf(ties.tie(r, 50e9, 500e9, 10e12))
    assert n.floor_above.low < 0 < n.floor_above.value
    assert n.cap.value < 10e12 < n.cap.high
    assert 90 < n.never.low < n.never.high < 100


def by_formula(s, N, D=np.inf):
    return s.E + s.A * N**-s.alpha + s.B * D**-s.beta


def test_intervals_of_the_refit_draw_by_draw(n):
    """The floor above the giant, its sign, and the smallest size that can tie: each from all five coefficients."""
    s = accepted.draws()
    above = by_formula(s, 50e9) - by_formula(s, 500e9, 10e12)
    assert (n.floor_above.low, n.floor_above.high) == pytest.approx(np.quantile(above, [0.025, 0.975]))
    assert n.never.value == pytest.approx(100 * np.mean(above > 0))
    smallest = (s.A / (by_formula(s, 500e9, 10e12) - s.E)) ** (1 / s.alpha)
    assert (n.ex_smallest.low, n.ex_smallest.high) == pytest.approx(np.quantile(smallest, [0.025, 0.975]))
    assert n.ex_smallest.low < 50e9 < n.ex_smallest.high  # so the example's size is on neither side for certain


def test_scores_have_the_interval_of_their_questions(n):
    """Wilson's interval as the roots of the score test, by a search."""
    for number in (n.mmlu_moe, n.mmlu_dense):
        p = number.value / 100
        for end, span in ((number.low, (p - 0.05, p)), (number.high, (p, p + 0.05))):

            def gap(q, p=p):
                return abs(p - q) - stats.norm.ppf(0.975) * math.sqrt(q * (1 - q) / 14042)

            assert end / 100 == pytest.approx(optimize.brentq(gap, *span), abs=1e-9)
    assert n.mixtral_gap.low < 0 < n.mixtral_gap.high
    assert n.v2_gap.value == pytest.approx(78.5 - 71.3)


def test_border_of_the_map_agrees_with_the_limit_of_many_tokens():
    s = accepted.refit()
    assert ties.tie_line(s, 50e9, np.inf, 500e9) == pytest.approx(ties.tie_line(s, 50e9, 1e30, 500e9), rel=1e-3)


def test_at_even_tokens_both_runs_cost_the_same():
    for fit in (accepted.hoffmann(), accepted.refit()):
        even = ties.even_tokens(fit, 50e9, 500e9)
        assert 50e9 * ties.tie(fit, 50e9, 500e9, even) == pytest.approx(500e9 * even, rel=1e-6)


def test_beaten_runs_have_the_higher_loss(n):
    s = accepted.refit()
    level = s.loss(50e9, 15e12)
    beaten = ties.beaten(s, 50e9, 15e12)
    assert "Llama 3.1 405B" not in beaten
    assert all(s.loss(*ties.runs()[name]) > level for name in beaten)
    assert n.beaten == listing(beaten)
    s = accepted.draws()
    losses = [by_formula(s, *ties.runs()[name]) for name in beaten]
    assert n.beaten_all.value == pytest.approx(100 * np.mean(np.min(losses, axis=0) > by_formula(s, 50e9, 15e12)))


def test_smallest_equal_size(n):
    s = accepted.refit()
    assert ties.best_possible(s, n.ex_smallest.value) == pytest.approx(s.loss(500e9, 10e12))


# ---- pictures ----


def test_pictures_follow_their_inputs(monkeypatch):
    before = figures.matched_runs().alt
    monkeypatch.setattr(models, "matched", lambda: models.Pair(5.0, 4.0, 1.1, (80, 84), (80, 82), (0.6, 0.5)))
    after = figures.matched_runs().alt
    assert before != after
    assert "0.2×" in after
    toy = figures_toys.experts_against_dense().data
    assert toy["dense, examples fixed, closed form"][-1] == pytest.approx(mixture.World().error(64, 1))


def test_map_holds_the_lines_that_it_names():
    data = room.tie_map().data
    sizes = np.array(data["parameters of the big model"])
    assert data["tie, no end of tokens"] == pytest.approx(ties.tie_line(accepted.refit(), 50e9, np.inf, sizes))
    assert np.all(np.array(data["border, low"]) < data["border, high"])


def test_explorables_say_what_the_library_computes():
    explorer = explorables.ties_explorer()
    said = explorer.state(small=7e9, given=15e12)["summary"]
    level = ties.tie_line(accepted.refit(), 7e9, 15e12, 500e9)
    assert f"{level / 1e9:.3g} billion tokens" in said
    assert "none of the giants" in explorer.state(small=1e9, given=1e12)["summary"]
    fed = explorables.starvation().state(experts=16, share=0.5, rounds=64)
    assert "never behind" in fed["summary"]
    assert fed["words"].endswith("experts ahead at every size")
    serving = explorables.serving_memory().state(experts=8, chosen=1, batch=1)["summary"]
    assert "memory of 8×" in serving


# ---- verdicts ----

EXPECTED = {
    "A25": Verdict.HOLDS,
    "A26": Verdict.HOLDS_IF,
    "A27": Verdict.HOLDS_IF,
    "A29": Verdict.NOT_CHECKABLE,
    "A32": Verdict.HOLDS_IF,
    "C38": Verdict.HOLDS_IF,
}


def test_verdicts():
    assert {key: claim.verdict for key, claim in room.CLAIMS.items()} == EXPECTED


@pytest.mark.parametrize(
    ("claim_id", "evidence", "verdict"),
    [
        ("A25", {"shares": {"one": 0.05, "two": 0.6}}, Verdict.CONTRADICTED),
        ("A26", {"memory": 0.9}, Verdict.HOLDS),
        ("A26", {"compute": 0.9}, Verdict.HOLDS_IF),
        ("A26", {"savings": {"one": 2.0, "two": 0.9}}, Verdict.CONTRADICTED),
        ("A27", {"factor": 1.0}, Verdict.CONTRADICTED),
        ("A27", {"table": 1.0}, Verdict.HOLDS),
        ("A32", {"shrinkage": 1.0}, Verdict.HOLDS),
        ("A32", {"gap": loss_gap((530e9, 10e12), (70e9, 1.4e12))}, Verdict.CONTRADICTED),
        ("A32", {"gap": estimate(0.01, -0.01, 0.03, method="planted", level=0.95)}, Verdict.NOT_CHECKABLE),
        ("C38", {"active": 671e9}, Verdict.CONTRADICTED),
    ],
)
def test_opposite_evidence_changes_the_verdict(claim_id, evidence, verdict):
    assert room.CLAIMS[claim_id].finding(**evidence).verdict is verdict


def test_the_verdict_on_inference_counts_parameters_held_over_used():
    (work,) = room.CLAIMS["C38"].found.numbers
    assert work.value == pytest.approx(671 / 37)
    assert work.unit == "×"


def test_the_verdict_on_size_stands_on_the_refit():
    because = room.CLAIMS["A32"].found.because
    gap = loss_gap(ties.runs()["MT-NLG"], ties.runs()["Chinchilla"])
    s = accepted.draws()
    sample = by_formula(s, 530e9, 270e9) - by_formula(s, 70e9, 1.4e12)
    assert (gap.low, gap.high) == pytest.approx(np.quantile(sample, [0.025, 0.975]))
    assert str(gap) in because


# ---- this book's own runs ----


def planted(factor, sizes=(40_000, 80_000, 160_000)):
    """Dense models and four experts on parabolas in ln parameters; the experts are worth `factor` in compute."""
    rows = []
    for rung in (1e11, 3e11, 1e12):
        for seed in range(3):
            for width, N in zip((32, 48, 64), sizes):
                bend = 0.02 * math.log(N / sizes[1]) ** 2
                shared = dict(world="zipf1.5", rung=rung, budget=rung, width=width, seed=seed, active_parameters=N)
                for arm, worth in (("control", 1.0), ("four", factor)):
                    loss = 2.0 * (worth * rung / 1e11) ** -0.1 * math.exp(bend + 0.001 * seed)
                    mixed = arm == "four"
                    named = dict(experiment="experts" if mixed else "pool", arm=arm, val_loss=loss)
                    named |= dict(settings="experts=4" if mixed else "", experts=4 if mixed else 1)
                    rows.append(made_up_trial(f"{arm}-{rung:g}-{width}-{seed}", **shared, **named))
    return rows


def test_experts_of_known_worth_are_found():
    found = measured_here.gains.__wrapped__(planted(1.4))
    assert set(found) == {"four"}
    assert [value.value for value in found["four"].values()] == pytest.approx([1.4] * 3, rel=1e-3)
    table = room.experts_measured(found).columns
    assert table[measured_here.ARMS["four"]] == list(found["four"].values())
    assert [float(budget) for budget in table["Training compute"]] == list(found["four"])


def test_the_picture_takes_the_runs_that_are_there():
    found = measured_here.gains.__wrapped__(planted(1.4))
    with_runs, without = room.two_laws(gains=found), room.two_laws(gains={})
    assert "measured here" not in without.svg
    assert "measured here" in with_runs.svg
    assert f"{found['four'][1e11].short} at" in with_runs.alt


def test_a_memory_of_text_speaks_in_the_verdict():
    value = estimate(1.3, 1.2, 1.4, method="planted", level=0.9, unit="×")
    assert str(value) in room.CLAIMS["A27"].finding(own=(value, value)).because


# ---- what is refused ----


@pytest.mark.parametrize(
    "call",
    [
        lambda: routing.clark().loss(1e9, 0.5),
        lambda: routing.clark().loss(-1, 8),
        lambda: routing.krajewski()[0].loss(1e9, 1e10, 0.5),
        lambda: mixture.World(share=1.2),
        lambda: mixture.World(rounds=0),
        lambda: mixture.World().expected_error(65, 1),
        lambda: mixture.World().expected_error(4, 3),
        lambda: recall.Memory(dimension=1),
        lambda: recall.Memory(blur=-0.1),
        lambda: recall.Memory().recall_in_weights(20),
        lambda: models.experts_touched(8, 0, 1),
        lambda: models.score_gap(50, 40, 0),
        lambda: ties.best_possible(accepted.refit(), 0),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(InvalidArgument):
        call()


def test_intervals_travel_with_method_and_count():
    quantity = rounded(2.0, np.linspace(1, 3, 300))
    assert quantity.method == routing.METHOD
    assert quantity.n == routing.DRAWS
    assert published.row("clark_2022_sbase_c").seen == "secondary"
