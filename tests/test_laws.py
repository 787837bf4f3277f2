"""Laws against independent oracles: fine grids, central differences, mpmath, and published tables."""

import csv
import doctest
import importlib
import os
import pkgutil
from pathlib import Path

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaling_laws import laws
from scaling_laws.errors import InvalidArgument
from scaling_laws.laws import (
    Allocation,
    ChinchillaSurface,
    DataConstrained,
    KaplanJoint,
    Logarithm,
    PowerLaw,
    PowerLawWithFloor,
    SaturatingScore,
    compute_cost,
)

FIGURES = Path(os.environ.get("SCALING_LAWS_SHARED", Path(__file__).parents[2] / "shared")) / "facts" / "figures.csv"
SURFACE = ChinchillaSurface(E=1.7, A=420.0, B=900.0, alpha=0.34, beta=0.31)
KAPLAN = KaplanJoint(n_c=8e13, d_c=5e13, alpha_n=0.08, alpha_d=0.1)
exponents = st.floats(0.05, 1.0)
surfaces = st.builds(
    ChinchillaSurface, st.floats(0.0, 3.0), st.floats(1.0, 1e4), st.floats(1.0, 1e4), exponents, exponents
)
computes = st.floats(15, 28).map(lambda e: 10.0**e)


def central(function, x):
    step = 1e-6 * x
    return (function(x + step) - function(x - step)) / (2 * step)


@pytest.mark.parametrize("name", sorted(module.name for module in pkgutil.iter_modules(laws.__path__)))
def test_docstring_examples_run(name):
    assert doctest.testmod(importlib.import_module(f"scaling_laws.laws.{name}")).failed == 0


@pytest.mark.parametrize(
    "law",
    [
        PowerLaw(3e8, 0.05),
        PowerLawWithFloor(1.7, 400.0, 0.3),
        Logarithm(5.0, -0.2),
        SaturatingScore(0.25, 0.9, 1e10, 1.7),
        SaturatingScore(0.25, 0.9, 2.2, -3.0, scale="linear"),
    ],
    ids=lambda law: type(law).__name__,
)
def test_one_variable_laws_invert_and_differentiate(law):
    evaluate = getattr(law, "loss", None) or law.score
    x = 2.0 if getattr(law, "scale", None) == "linear" else 3e9
    assert law.inverse(evaluate(x)) == pytest.approx(x, rel=1e-9)
    assert law.gradient(x) == pytest.approx(central(evaluate, x), rel=1e-6)
    assert evaluate(np.array([x, 2 * x])).shape == (2,)


@pytest.mark.parametrize("law", [PowerLaw(3e8, 0.05), PowerLawWithFloor(1.7, 400.0, 0.3)])
def test_local_exponent_is_the_logarithmic_slope(law):
    slope = -np.diff(np.log(law.loss(np.array([1e9, 1e9 * (1 + 1e-7)])))) / np.log1p(1e-7)
    assert law.local_exponent(1e9) == pytest.approx(slope[0], rel=1e-6)


def test_chinchilla_gradient_against_mpmath():
    loss = lambda N, D: (
        mpmath.mpf(SURFACE.E) + SURFACE.A * mpmath.power(N, -SURFACE.alpha) + SURFACE.B * mpmath.power(D, -SURFACE.beta)
    )
    expected = [float(mpmath.diff(loss, (7e8, 3e10), order)) for order in ((1, 0), (0, 1))]
    assert SURFACE.gradient(7e8, 3e10) == pytest.approx(expected, rel=1e-10)


def test_kaplan_gradient_against_mpmath():
    p = mpmath.mpf(KAPLAN.alpha_n) / KAPLAN.alpha_d
    loss = lambda N, D: mpmath.power(mpmath.power(KAPLAN.n_c / N, p) + KAPLAN.d_c / D, KAPLAN.alpha_d)
    expected = [float(mpmath.diff(loss, (7e8, 3e10), order)) for order in ((1, 0), (0, 1))]
    assert KAPLAN.gradient(7e8, 3e10) == pytest.approx(expected, rel=1e-10)


def test_kaplan_limits():
    assert KAPLAN.loss(1e9, 1e30) == pytest.approx(KAPLAN.unlimited_data.loss(1e9), rel=1e-9)
    assert KAPLAN.loss(1e40, 1e9) == pytest.approx(KAPLAN.unlimited_parameters.loss(1e9), rel=1e-9)


@pytest.mark.parametrize("law", [SURFACE, KAPLAN])
@pytest.mark.parametrize("cost", [6.0, 2.0])
def test_optimum_is_the_minimum_of_a_fine_grid(law, cost):
    C = 3e21
    sizes = np.geomspace(1e6, 1e14, 400_001)
    losses = law.loss(sizes, C / (cost * sizes))
    plan = law.optimum(C, flop_per_param_token=cost)
    assert plan.loss <= losses.min() * (1 + 1e-12)
    assert plan.parameters == pytest.approx(sizes[losses.argmin()], rel=1e-4)
    assert cost * plan.parameters * plan.tokens == pytest.approx(C, rel=1e-12)


@given(surfaces, computes)
@settings(max_examples=80, deadline=None)
def test_frontier_identities(surface, C):
    plan = surface.optimum(C)
    assert plan.loss == pytest.approx(surface.frontier.loss(C), rel=1e-9)
    assert surface.a + surface.b == pytest.approx(1.0)
    assert surface.optimum_for_parameters(plan.parameters).compute == pytest.approx(C, rel=1e-8)
    assert surface.optimum_for_tokens(plan.tokens).compute == pytest.approx(C, rel=1e-8)
    assert surface.optimum(2 * C).loss <= plan.loss
    size, data = surface.gradient(plan.parameters, plan.tokens)
    assert size * plan.parameters == pytest.approx(data * plan.tokens, rel=1e-8)


@given(surfaces, st.floats(6, 12), st.floats(8, 14))
@settings(max_examples=80, deadline=None)
def test_no_run_beats_its_own_compute(surface, log_n, log_d):
    N, D = 10.0**log_n, 10.0**log_d
    reducible = surface.reducible(N, D)
    if reducible > 1e-6:
        assert surface.equivalent_compute(N, D) <= compute_cost(N, D) * (1 + 1e-6)


def test_inverses_return_where_they_came_from():
    L = SURFACE.loss(1e9, 4e10)
    assert SURFACE.tokens_for_loss(1e9, L) == pytest.approx(4e10, rel=1e-9)
    assert SURFACE.parameters_for_loss(4e10, L) == pytest.approx(1e9, rel=1e-9)
    assert SURFACE.optimum(SURFACE.compute_for_loss(L)).loss == pytest.approx(L, rel=1e-12)
    assert SURFACE.isoflop(6 * 1e9 * 4e10, 1e9) == pytest.approx(L, rel=1e-12)


def test_unreachable_losses():
    assert SURFACE.tokens_for_loss(1e6, 1.8) == np.inf
    assert SURFACE.parameters_for_loss(1e6, SURFACE.E) == np.inf
    with pytest.raises(InvalidArgument, match="floor"):
        SURFACE.compute_for_loss(SURFACE.E)


@pytest.mark.parametrize("served", [0.0, 1e9, 1e12, 1e16])
def test_inference_optimum_is_the_minimum_of_a_fine_grid(served):
    sizes = np.geomspace(1e7, 1e12, 2_000_001)
    tokens = SURFACE.tokens_for_loss(sizes, 2.3)
    total = 6 * sizes * tokens + 2 * sizes * served
    plan = SURFACE.optimum_with_inference(2.3, served)
    assert plan.loss == pytest.approx(2.3, rel=1e-12)
    assert plan.compute + 2 * plan.parameters * served <= total.min() * (1 + 1e-12)
    assert plan.parameters == pytest.approx(sizes[total.argmin()], rel=1e-4)


def test_inference_optimum_without_serving_is_the_frontier():
    plan = SURFACE.optimum_with_inference(2.3, 0.0)
    assert plan.compute == pytest.approx(SURFACE.compute_for_loss(2.3), rel=1e-12)


def test_serving_more_never_asks_for_a_bigger_model():
    sizes = SURFACE.optimum_with_inference(2.3, np.array([0.0, 1e9, 1e11, 1e13, 1e15])).parameters
    assert np.all(np.diff(sizes) < 0)


def test_break_even_tokens_balance_the_bill():
    small, big = SURFACE.optimum_with_inference(2.3, 1e13), SURFACE.optimum_with_inference(2.3, 0.0)
    served = SURFACE.break_even_tokens(small, big)
    assert small.compute + 2 * small.parameters * served == pytest.approx(big.compute + 2 * big.parameters * served)
    assert SURFACE.break_even_tokens(Allocation(1.0, 1.0, 6.0, 2.0), big) == 0.0
    with pytest.raises(InvalidArgument):
        SURFACE.break_even_tokens(big, small)


def test_data_constrained_limits():
    law = DataConstrained(SURFACE, r_d_star=12.0, r_n_star=5.0)
    assert law.loss(1e8, 1e10, 1.0) == pytest.approx(SURFACE.loss(1e8, 1e10), rel=1e-12)
    assert law.effective_tokens(1e9, 1e9) == pytest.approx(13e9)
    assert law.effective_parameters(1e15, 1e8) < 1e15
    per_token = DataConstrained(SURFACE, 12.0, 5.0, unique_params_per_token=0.05)
    assert per_token.effective_parameters(4e8, 1e10) == 4e8
    epochs = np.array([1.0, 2.0, 4.0, 16.0, 64.0])
    assert np.all(np.diff(law.loss(1e9, 1e10, epochs)) < 0)


CONSTRAINED = {
    "data alone": DataConstrained(SURFACE, 12.0),
    "excess parameters too": DataConstrained(SURFACE, 12.0, 5.0),
    "few parameters a token": DataConstrained(SURFACE, 12.0, 5.0, unique_params_per_token=0.02),
    "quickly worn out": DataConstrained(SURFACE, 3.0, 0.4, unique_params_per_token=2.0),
}
TIGHT_AND_ABUNDANT = [(1e21, 2e9, 0.0), (1e23, 1e10, 1e12), (1e20, 1e12, 0.0), (1e20, 1e12, 1e11)]


@pytest.mark.parametrize(("C", "unique", "served"), TIGHT_AND_ABUNDANT)
@pytest.mark.parametrize("law", CONSTRAINED.values(), ids=CONSTRAINED)
def test_constrained_optimum_is_the_minimum_of_a_fine_grid(law, C, unique, served):
    tokens = np.geomspace(1e7, 1e15, 400_001)
    fresh = np.minimum(tokens, unique)
    losses = law.loss(C / (6 * tokens + 2 * served), fresh, tokens / fresh)
    plan = law.optimum(C, unique, served_tokens=served)
    assert plan.loss <= losses.min() * (1 + 1e-13)
    assert plan.parameters * (6 * plan.tokens + 2 * served) == pytest.approx(C, rel=1e-12)
    near = tokens[losses <= losses.min() * (1 + 1e-12)]  # where text is worn out the valley is flat
    assert near.min() / 1.001 <= plan.tokens <= near.max() * 1.001


@pytest.mark.parametrize("served", [0.0, 1e11])
@pytest.mark.parametrize("law", CONSTRAINED.values(), ids=CONSTRAINED)
def test_constrained_inverse_returns_where_it_came_from(law, served):
    plan = law.optimum(3e20, 1e10, served_tokens=served)
    back = law.optimum_with_inference(plan.loss, served, 1e10)
    assert back.loss == pytest.approx(plan.loss, rel=1e-12)
    assert back.parameters == pytest.approx(plan.parameters, rel=1e-6)
    if served == 0:
        assert law.compute_for_loss(plan.loss, 1e10) == pytest.approx(3e20, rel=1e-9)


@pytest.mark.parametrize("law", CONSTRAINED.values(), ids=CONSTRAINED)
def test_constrained_gradient_against_central_differences(law):
    N, unique, epochs = 3e9, 1e10, 7.0
    size, data = law.gradient(N, unique, epochs)
    assert size == pytest.approx(central(lambda n: law.loss(n, unique, epochs), N), rel=1e-5)
    assert data == pytest.approx(central(lambda d: law.loss(N, unique, d / unique), epochs * unique), rel=1e-5)


@pytest.mark.parametrize("law", CONSTRAINED.values(), ids=CONSTRAINED)
def test_no_budget_goes_below_the_least_loss(law):
    least = law.least_loss(1e10)
    assert law.optimum(1e40, 1e10).loss == pytest.approx(least, rel=1e-2)
    assert law.optimum(1e40, 1e10).loss >= least
    with pytest.raises(InvalidArgument, match="floor"):
        law.compute_for_loss(least, 1e10)


def test_enough_text_is_no_constraint():
    law, free = CONSTRAINED["excess parameters too"], SURFACE.optimum(1e21)
    plan = law.optimum(1e21, 2 * free.tokens)
    assert (plan.parameters, plan.tokens) == pytest.approx((free.parameters, free.tokens), rel=1e-7)
    assert plan.loss == pytest.approx(free.loss, rel=1e-14)


@given(computes, st.floats(8, 14), st.floats(1.1, 30))
@settings(max_examples=60, deadline=None)
def test_more_budget_or_more_text_never_hurts(C, log_unique, factor):
    law, unique = CONSTRAINED["excess parameters too"], 10.0**log_unique
    loss = law.optimum(C, unique).loss
    assert law.optimum(factor * C, unique).loss <= loss * (1 + 1e-14)
    assert law.optimum(C, factor * unique).loss <= loss * (1 + 1e-14)


def test_kaplan_inverses_and_serving_against_a_fine_grid():
    assert KAPLAN.compute_for_loss(KAPLAN.optimum(3e21).loss) == pytest.approx(3e21, rel=1e-12)
    sizes = np.geomspace(1e6, 1e14, 400_001)
    room = 2.6 ** (1 / KAPLAN.alpha_d) - (KAPLAN.n_c / sizes) ** (KAPLAN.alpha_n / KAPLAN.alpha_d)
    tokens = np.where(room > 0, KAPLAN.d_c / np.where(room > 0, room, 1.0), np.inf)
    total = sizes * (6 * tokens + 2e12)
    plan = KAPLAN.optimum_with_inference(2.6, 1e12)
    assert plan.loss == pytest.approx(2.6, rel=1e-12)
    assert plan.compute + 2e12 * plan.parameters <= total.min() * (1 + 1e-12)
    assert plan.parameters == pytest.approx(sizes[total.argmin()], rel=1e-4)


def test_kaplan_scales_beyond_what_powers_of_them_could_hold():
    assert KaplanJoint(1e60, 1e50, 0.4, 0.02).optimum(1e21).parameters > 0


@pytest.mark.parametrize(
    "bad",
    [
        lambda: ChinchillaSurface(-0.1, 1, 1, 1, 1),
        lambda: ChinchillaSurface(1, 1, 0, 1, 1),
        lambda: PowerLaw(1, float("nan")),
        lambda: PowerLaw(1, 1).loss("many"),
        lambda: PowerLawWithFloor(1, 1, 1).inverse(1.0),
        lambda: Logarithm(1, 0),
        lambda: Logarithm(float("inf"), 1),
        lambda: KAPLAN.loss(0, 1),
        lambda: SURFACE.optimum(-1),
        lambda: SURFACE.loss([1e9, np.inf], 1e9),
        lambda: DataConstrained(SURFACE, 0.0),
        lambda: DataConstrained(SURFACE, 1.0).loss(1e9, 1e9, 0.5),
        lambda: DataConstrained(SURFACE, 1.0).optimum(1e21, 0.0),
        lambda: DataConstrained(SURFACE, 1.0).optimum(1e21, 1e9, served_tokens=-1.0),
        lambda: KAPLAN.compute_for_loss(0.0),
        lambda: SaturatingScore(0.9, 0.2, 1, 1),
        lambda: SaturatingScore(0.1, 0.9, 1, 0),
        lambda: SaturatingScore(0.1, 0.9, 1, 1, scale="log2"),
        lambda: SaturatingScore(0.1, 0.9, 1, 1).inverse(0.95),
    ],
)
def test_bad_arguments_are_refused(bad):
    with pytest.raises(InvalidArgument):
        bad()


def test_array_fields_evaluate_many_laws_at_once():
    many = ChinchillaSurface(E=np.array([1.7, 1.8]), A=420.0, B=900.0, alpha=np.array([0.34, 0.3]), beta=0.31)
    assert many.optimum(1e21).parameters[0] == pytest.approx(SURFACE.optimum(1e21).parameters)
    assert many.optimum_with_inference(2.4, 1e12).tokens.shape == (2,)


@pytest.fixture(scope="module")
def figures():
    if not FIGURES.exists():
        pytest.skip("no folder of published figures")
    with open(FIGURES, newline="", encoding="utf-8") as file:
        return {row["key"]: row["value"] for row in csv.DictReader(file)}


def number(figures, key):
    return float(figures[key])


def published_surface(figures, rounded):
    get = lambda key: number(figures, f"hoffmann_2022_{key}")
    if rounded:
        names = ("fit_e", "fit_a", "fit_b", "approach3_alpha", "approach3_beta")
        return ChinchillaSurface(*map(get, names))
    E, A, B = (np.exp(get(f"unrounded_log_{letter}")) for letter in "eab")
    return ChinchillaSurface(E, A, B, get("unrounded_alpha"), get("unrounded_beta"))


def test_hoffmann_exponents_follow_from_the_unrounded_parameters_only(figures):
    assert published_surface(figures, rounded=False).a == pytest.approx(
        number(figures, "hoffmann_2022_approach3_a"), abs=0.005
    )
    assert abs(published_surface(figures, rounded=True).a - number(figures, "hoffmann_2022_approach3_a")) > 0.005


def test_hoffmann_gopher_optimum(figures):
    budget = number(figures, "hoffmann_2022_gopher_budget")
    printed = 40e9  # caption of Fig. 4
    assert published_surface(figures, rounded=False).optimum(budget).parameters == pytest.approx(printed, rel=0.02)
    assert published_surface(figures, rounded=True).optimum(budget).parameters < 0.85 * printed


TABLE_A3 = {"400m": 4e8, "1b": 1e9, "10b": 1e10, "67b": 6.7e10, "280b": 2.8e11, "520b": 5.2e11, "1t": 1e12, "10t": 1e13}


@pytest.mark.parametrize("size", TABLE_A3)
def test_hoffmann_table_a3_is_near_the_unrounded_law_and_far_from_the_rounded_one(figures, size):
    printed = number(figures, f"hoffmann_2022_tablea3_approach3_{size}_tokens")
    ratio = {
        rounded: published_surface(figures, rounded).optimum_for_parameters(TABLE_A3[size]).tokens / printed
        for rounded in (False, True)
    }
    assert 1.05 < ratio[False] < 1.20, "the table asks for fewer tokens than the paper's own law, everywhere"
    assert ratio[True] > 1.5, "the printed, rounded parameters do not give the printed table"


def test_hoffmann_table_a3_misprints_the_compute_of_175b(figures):
    tokens, compute = (number(figures, f"hoffmann_2022_tablea3_approach3_175b_{unit}") for unit in ("tokens", "flop"))
    assert compute_cost(1.75e11, tokens) / compute == pytest.approx(10, rel=1e-3)


def test_besiroglu_exponent_follows_from_its_parameters(figures):
    get = lambda letter: number(figures, f"besiroglu_2024_{letter}")
    surface = ChinchillaSurface(*map(get, ("e", "a", "b", "alpha", "beta")))
    assert surface.a == pytest.approx(number(figures, "besiroglu_2024_a_exponent"), abs=1e-3)


def test_muennighoff_effective_tokens(figures):
    law = DataConstrained(SURFACE, number(figures, "muennighoff_2023_rd_star"))
    assert law.effective_tokens(1e9, 4) / 4e9 == pytest.approx(0.93, abs=0.005)
    assert law.effective_tokens(1.0, 1e6) == pytest.approx(number(figures, "muennighoff_2023_asymptote"), abs=0.01)


def test_kaplan_doubling_of_parameters(figures):
    law = PowerLaw(number(figures, "kaplan_2020_nc"), number(figures, "kaplan_2020_alpha_n"))
    assert law.loss(2e9) / law.loss(1e9) == pytest.approx(0.95, abs=0.005)  # Sec. 1.2
