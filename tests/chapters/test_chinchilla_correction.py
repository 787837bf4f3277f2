"""The Chinchilla argument against hand arithmetic, grid searches and closed forms."""

import numpy as np
import pytest

import rooms
from scaling_laws.laws import ChinchillaSurface
from scaling_laws.quantity import estimate
from what_scale_buys import accepted
from what_scale_buys.chapters import chinchilla_correction as room
from what_scale_buys.chapters.chinchilla_correction import audit, counting, figures, fits
from what_scale_buys.chapters.chinchilla_correction.isoflop import flatness, losses_along, valley_width
from what_scale_buys.claims import Verdict
from what_scale_buys.published import value
from what_scale_buys.sweeps import Tally

n = room.numbers()


def grid_optimum(surface, C):
    N = np.geomspace(1e8, 1e14, 2_000_001)
    D = C / (6 * N)
    loss = surface.E + surface.A / N**surface.alpha + surface.B / D**surface.beta
    return N[loss.argmin()], loss.min()


@pytest.mark.parametrize("fit", [accepted.hoffmann, accepted.unrounded, accepted.refit])
def test_tokens_per_parameter_agree_with_a_grid_search(fit):
    C = 5.76e23
    N, loss = grid_optimum(fit(), C)
    best = fit().optimum(C)
    assert best.parameters == pytest.approx(N, rel=1e-4)
    assert best.loss == pytest.approx(loss, rel=1e-10)


def test_headline_ratios():
    assert n.h_ratio.value == pytest.approx(92.6, abs=0.1)
    assert n.u_ratio.value == pytest.approx(58.9, abs=0.1)
    assert n.ratio.value == pytest.approx(18.4, abs=0.1)
    assert n.ratio.low < n.ratio.value < n.ratio.high < n.u_ratio.value


def test_frontier_exponent_by_hand():
    assert n.gamma.value == pytest.approx(0.3478 * 0.3658 / 0.7136)
    assert n.gamma.low < n.gamma.value < n.gamma.high


def test_delta_method_gives_the_interval_of_the_exponent_with_independent_errors():
    s, e = accepted.refit(), accepted.standard_errors()
    a, b = s.a, s.b
    error = s.frontier_exponent * np.hypot(a * e[3] / s.alpha, b * e[4] / s.beta)
    half = (n.gamma_independent.high - n.gamma_independent.low) / 2
    assert half == pytest.approx(1.96 * error, rel=0.05)


def test_standard_errors_agree_with_those_printed_by_the_authors():
    errors = accepted.standard_errors()
    assert errors[3] == pytest.approx(0.0154, rel=0.1)
    assert errors[4] == pytest.approx(0.0206, rel=0.1)
    a = accepted.with_interval(lambda s: s.a)
    assert a.high - a.low == pytest.approx(2 * 1.96 * value("besiroglu_2024_a_exponent_se"), rel=0.3)


def test_simulated_design_reproduces_the_relative_size_of_the_published_errors():
    """One noise level should explain the errors of A with alpha, and of B with beta."""
    design = np.sqrt(np.diag(accepted.design_covariance()))
    published = accepted.standard_errors()
    assert published[1] / published[3] == pytest.approx(design[1] / design[3], rel=0.05)
    assert published[2] / published[4] == pytest.approx(design[2] / design[4], rel=0.05)
    assert np.allclose(np.diag(accepted.design_correlation()), 1)


def test_bootstrap_of_simulated_runs_is_as_wide_as_the_monte_carlo():
    for drawn, refitted in ((n.gamma, n.simulated_gamma), (n.ratio, n.simulated_ratio)):
        width = np.log(refitted.high / refitted.low) / np.log(drawn.high / drawn.low)
        assert width == pytest.approx(1, abs=0.25)
        assert refitted.low < drawn.value < refitted.high


def test_intervals_of_monotone_functions_are_those_of_their_arguments():
    ends = [100 * (1 - 2**-g) for g in (n.gamma.low, n.gamma.high)]
    assert [n.double.low, n.double.high] == pytest.approx(ends)


def test_months_of_advance_by_other_draws():
    rng, waste = np.random.default_rng(1), np.log(n.gopher_waste.draws())
    growth = np.exp(rng.normal(np.log(20) / 2, np.log(5 / 4) / 2 / 1.96, waste.size))
    ends = np.quantile(12 * waste / np.log(growth), (0.025, 0.975))
    assert [n.months.low, n.months.high] == pytest.approx(ends, rel=0.03)


def test_scores_on_mmlu_carry_the_interval_of_their_questions():
    p = 0.676
    half = 1.96 * np.sqrt(p * (1 - p) / 14042)
    assert [n.chinchilla_mmlu.low, n.chinchilla_mmlu.high] == pytest.approx(
        [100 * (p - half), 100 * (p + half)], abs=0.01
    )


def test_the_rest_of_the_gap_to_the_large_model_by_the_delta_method():
    """small_limit - loss(big) = A (n^-alpha - N^-alpha) - B D^-beta, errors with the simulated correlations."""
    s, errors = accepted.refit(), accepted.standard_errors()
    small, big, D = 50e9, 500e9, 15e12
    size, data = s.A * (small**-s.alpha - big**-s.alpha), s.B * D**-s.beta
    slope = s.A * (np.log(big) * big**-s.alpha - np.log(small) * small**-s.alpha)
    gradient = np.array([0.0, size, -data, slope, np.log(D) * data]) * errors
    half = 1.96 * np.sqrt(gradient @ accepted.design_correlation() @ gradient)
    assert n.fed_gap.value == pytest.approx(size - data)
    assert (n.fed_gap.high - n.fed_gap.low) / 2 == pytest.approx(half, rel=0.1)
    assert n.fed_gap.low > 0


def test_a_verdict_falls_when_its_interval_reaches_the_limit():
    wide = estimate(2.0, 0.9, 3.0, method="another refit", level=0.95, unit="×")
    assert room.CLAIMS["C28"].finding(wastes={"Gopher 280B": wide}).verdict == Verdict.CONTRADICTED
    assert room.CLAIMS["C30"].finding(gain=wide).verdict == Verdict.CONTRADICTED
    nothing = estimate(0.02, -0.01, 0.05, method="a refit", level=0.95)
    assert room.CLAIMS["C24"].finding(gain=nothing).verdict == Verdict.CONTRADICTED


def test_audit_by_hand():
    run = audit.run("GPT-3 175B")
    loss = 1.8172 + 482.01 / 174.6e9**0.3478 + 2085.43 / 300e9**0.3658
    assert audit.excess_loss(accepted.refit(), run) == pytest.approx(
        loss - grid_optimum(accepted.refit(), run.compute)[1], abs=1e-8
    )
    C = np.geomspace(1e22, 1e24, 4001)
    equal = np.interp(-loss, -accepted.refit().optimum(C).loss, C)
    assert audit.waste(accepted.refit(), run) == pytest.approx(run.compute / equal, rel=1e-3)


def test_stated_tokens_and_computes_are_consistent():
    assert audit.run("PaLM 540B").D == pytest.approx(780e9, rel=0.01)
    assert audit.run("GPT-3 175B").compute == pytest.approx(3.14e23, rel=0.01)
    assert audit.run("Chinchilla 70B").compute == pytest.approx(5.88e23, rel=0.001)


def test_nobody_beats_the_optimum_and_camps_are_as_expected():
    for r in audit.runs():
        assert audit.waste(accepted.refit(), r) >= 1 - 1e-12
        assert audit.excess_loss(accepted.refit(), r) >= -1e-12
    assert audit.camp(audit.run("Gopher 280B")) == "too large"
    assert audit.camp(audit.run("Chinchilla 70B")) == audit.UNDECIDED
    assert audit.camp(audit.run("Llama 3 8B")) == "too small"
    assert sum(map(len, audit.camps().values())) == len(audit.runs())


def test_break_even_balances_the_two_bills():
    s, r = accepted.refit(), audit.run("Llama 3 8B")
    S = audit.break_even(s, r)
    big = s.optimum(s.equivalent_compute(r.N, r.D))
    assert s.loss(big.parameters, big.tokens) == pytest.approx(s.loss(r.N, r.D))
    assert 6 * r.N * r.D + 2 * r.N * S == pytest.approx(6 * big.parameters * big.tokens + 2 * big.parameters * S)
    assert np.isinf(audit.break_even(s, audit.run("Gopher 280B")))


def test_published_serving_example_is_reproduced():
    assert n.served_size.value == pytest.approx(n.served_size_published.value, rel=0.005)
    assert n.served_factor.value == pytest.approx(n.served_factor_published.value, rel=0.005)
    assert n.served_saving_theirs.value == pytest.approx(n.served_saving_published.value, abs=0.5)
    assert n.served_size.value < n.served_base.value / 2


def test_counting_by_brute_force():
    s, n_ = accepted.refit(), 1e7
    C = counting.counted_compute(s, n_)
    sizes = np.geomspace(1e5, 1e9, 400_001)
    total = sizes + 47491 * sizes ** (1 / 3)
    loss = s.loss(total, C / (6 * sizes))
    assert sizes[loss.argmin()] == pytest.approx(n_, rel=1e-3)


def test_counting_agrees_with_the_published_simulation():
    assert n.counted.value == pytest.approx(n.counted_published.value, abs=0.015)
    printed = counting.apparent(accepted.unrounded())[0]
    assert printed == pytest.approx(0.74, abs=0.015)  # Pearce and Song, with these coefficients
    assert counting.local_exponent(accepted.refit(), 1e13) == pytest.approx(accepted.refit().a, abs=0.002)


def test_loss_exponent_without_a_floor_agrees_with_the_published_simulation():
    assert n.counted_loss.value == pytest.approx(0.069, abs=0.002)  # Pearce and Song, their simulation on R


def test_valley_width_keeps_its_promise():
    s, C = accepted.refit(), fits.gopher_budget()
    best = s.optimum(C)
    for k in valley_width(s):
        D = s.tokens_for_loss(k * best.parameters, best.loss)
        assert 6 * k * best.parameters * D == pytest.approx(1.2 * C, rel=0.02)


def test_flatness_formula():
    s, C = accepted.refit(), 1e22
    best = s.optimum(C)
    ratio = (s.isoflop(C, 2 * best.parameters) - s.E) / (best.loss - s.E)
    assert flatness(s, 2.0) == pytest.approx(ratio)


def test_misprint_is_a_factor_of_ten():
    printed = figures.approach_compute(3)[figures.WRONG]
    assert figures.misprint_corrected() / printed == pytest.approx(10, rel=0.01)


def test_frozen_data_slope_by_differences():
    s, r = accepted.refit(), audit.run("Gopher 280B")
    step = 1.0001
    rise = np.log(s.reducible(r.N * step, r.D) / s.reducible(r.N / step, r.D)) / (2 * np.log(step))
    assert audit.frozen_data_exponent(s, r) == pytest.approx(-rise, rel=1e-6)


def test_alt_sentences_follow_the_inputs(monkeypatch):
    before = {
        draw: draw().alt for draw in (room.valleys, room.ratio, room.audit_figure, room.counting_figure, room.frontier)
    }
    other = ChinchillaSurface(1.8, 500.0, 1500.0, 0.36, 0.34)
    monkeypatch.setattr(figures, "refit", lambda: other)
    for draw, alt in before.items():
        assert draw().alt != alt, draw.__name__
    assert "falls slowly" in before[room.ratio]
    assert "The refit's line rises" in room.ratio().alt
    assert room.valleys(budgets=(1e20, 1e21)).alt != room.valleys().alt


def test_alt_sentences_of_published_tables_follow_the_inputs(monkeypatch):
    approaches, staircase = room.approaches().alt, room.staircase().alt
    printed = figures.approach_compute
    monkeypatch.setattr(figures, "approach_compute", lambda k: printed(k) * k)
    monkeypatch.setattr(figures, "figure", lambda key: accepted.figure("hoffmann_2022_approach2_a"))
    assert room.approaches().alt != approaches
    assert room.staircase().alt != staircase


def test_figures_speak_their_numbers_and_explorables_say_each_state_once():
    for figure in rooms.figures("chinchilla_correction").values():
        assert any(c.isdigit() for c in figure.alt), figure.name
    for explorable in rooms.explorables("chinchilla_correction").values():
        said = [state["summary"] for state in explorable.states()]
        assert len(set(said)) == len(said), explorable.name
        assert not any("nan" in text or "inf" in text for text in said), explorable.name


def test_explorable_states_say_what_the_library_says():
    printed = room.rounding().state(alpha=0.34, beta=0.28)["summary"]
    assert f"{n.h_ratio.value:.0f} tokens each" in printed
    C = 1e22
    best = accepted.refit().optimum(C)
    assert f"{best.tokens_per_parameter:.0f} tokens per parameter" in room.valley().state(budget=C)["summary"]


EXPECTED = {
    "A30": Verdict.HOLDS_IF,
    "B2": Verdict.HOLDS_IF,
    "B9": Verdict.HOLDS,
    "B10": Verdict.HOLDS_IF,
    "B12": Verdict.HOLDS_IF,
    "B13": Verdict.HOLDS_IF,
    "C2": Verdict.HOLDS_IF,
    "C7": Verdict.INCONSISTENT,
    "C14": Verdict.HOLDS_IF,
    "C24": Verdict.HOLDS,
    "C25": Verdict.HOLDS,
    "C26": Verdict.HOLDS,
    "C27": Verdict.HOLDS,
    "C28": Verdict.HOLDS,
    "C29": Verdict.HOLDS_IF,
    "C30": Verdict.HOLDS_IF,
    "C31": Verdict.HOLDS,
    "C32": Verdict.HOLDS,
    "C37": Verdict.HOLDS,
    "C59": Verdict.HOLDS_IF,
    "C60": Verdict.HOLDS,
    "X8": Verdict.HOLDS,
    "X10": Verdict.HOLDS_IF,
}


def test_verdicts():
    assert {claim.id: claim.verdict for claim in room.CLAIMS.values()} == EXPECTED


def test_a_sweep_that_disagrees_makes_a_verdict_conditional():
    split = Tally(("one", "two"), ("a third",))
    assert room.CLAIMS["B9"].finding(balanced=split).verdict == Verdict.HOLDS_IF
    assert "a third" in room.CLAIMS["C27"].finding(elsewhere=split).qualifier


@pytest.mark.parametrize("order", [1, -1])
def test_an_optimum_at_either_edge_is_none(order):
    losses = np.sort(losses_along(accepted.refit(), 1e23))[::order]
    assert room.CLAIMS["C26"].finding(losses=losses).verdict == Verdict.CONTRADICTED


def test_sentences_of_the_chapter_that_compare_are_true():
    assert n.llama8_repaid.high < n.llama8_tokens.value
    assert n.ex_gemma_repaid.value < n.ex_gemma_tokens.value
    stairs = [figures.figure(f"porian_2024_a_{step}_rw").value for step, _ in figures._STEPS]
    assert np.argmin(np.abs(np.diff(stairs))) == 2  # learning-rate decay is the smallest step
    assert n.too_small.value > (n.audited.value - n.too_large.value) / 2  # "most of the later runs"
    assert round(n.kaplan_n_tenfold.value) == 5  # "five times the parameters and less than twice the tokens"
    assert n.kaplan_d_tenfold.value < 2
    chinchilla, gopher = audit.run("Chinchilla 70B"), audit.run("Gopher 280B")
    assert chinchilla.N == gopher.N / 4  # "a quarter of the parameters and more than four times the tokens"
    assert 4 < chinchilla.D / gopher.D < 5


def test_large_model_fed_well_cannot_be_beaten_under_the_refit():
    loss = accepted.refit().loss(500e9, 15e12)
    assert np.isinf(accepted.refit().tokens_for_loss(50e9, loss))


def test_cards_and_table_speak():
    assert all(any(c.isdigit() for c in card.answer) for card in room.CARDS.values())
    table = room.AuditTable()
    assert "Gopher 280B" in repr(table)
    assert "Gopher 280B" in table.html()
