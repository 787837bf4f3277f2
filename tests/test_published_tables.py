"""Published tables from published constants, row by row: where the papers agree with their own laws, and where not.

Expected values are those printed in the papers; each table names its place.
"""

import numpy as np
import pytest

from scaling_laws.laws import ChinchillaSurface, DataConstrained, KaplanJoint, PowerLaw, compute_cost

# Hoffmann et al. 2022, Eq. 10 as printed; and before rounding, from the paper's source (Besiroglu et al. 2024)
PRINTED = ChinchillaSurface(1.69, 406.4, 410.7, 0.34, 0.28)
UNROUNDED = ChinchillaSurface(np.exp(0.5267228), np.exp(6.0073404), np.exp(6.0179186), 0.33917084, 0.2849083)
GOPHER = 5.76e23

# parameters, then (FLOP, tokens) of approach 1 (Table 3) and of approaches 2 and 3 (Table A3)
ROWS = {
    4e8: ((1.92e19, 8.0e9), (1.84e19, 7.7e9), (2.21e19, 9.2e9)),
    1e9: ((1.21e20, 20.2e9), (1.20e20, 20.0e9), (1.62e20, 27.1e9)),
    1e10: ((1.23e22, 205.1e9), (1.32e22, 219.5e9), (2.46e22, 410.1e9)),
    6.7e10: ((5.76e23, 1.5e12), (6.88e23, 1.7e12), (1.71e24, 4.1e12)),
    1.75e11: ((3.85e24, 3.7e12), (4.54e24, 4.3e12), (1.26e24, 12.0e12)),
    2.8e11: ((9.90e24, 5.9e12), (1.18e25, 7.1e12), (3.52e25, 20.1e12)),
    5.2e11: ((3.43e25, 11.0e12), (4.19e25, 13.4e12), (1.36e26, 43.5e12)),
    1e12: ((1.27e26, 21.2e12), (1.59e26, 26.5e12), (5.65e26, 94.1e12)),
    1e13: ((1.30e28, 216.2e12), (1.75e28, 292.0e12), (8.55e28, 1425.5e12)),
}
MISPRINT = (1.75e11, 3)  # its compute is a tenth of six times size times tokens
TABLE_2 = {1: (0.50, 0.50), 2: (0.49, 0.51), 3: (0.46, 0.54)}  # exponents a and b
# rows whose printed tokens are off by more than their own rounding: by 4 to 5 %
LOOSE = {(6.7e10, 1), (6.7e10, 3), (2.8e11, 3)}


def compute_of(N, approach):
    flop, tokens = ROWS[N][approach - 1]
    return 10 * flop if (N, approach) == MISPRINT else flop


@pytest.mark.parametrize("approach", [1, 2, 3])
@pytest.mark.parametrize("N", ROWS)
def test_each_row_is_six_times_size_times_tokens(N, approach):
    """Agrees in every row to the digits printed, but for one misprint and three rows of looser tokens."""
    flop, tokens = ROWS[N][approach - 1]
    if (N, approach) == MISPRINT:
        assert compute_cost(N, tokens) / flop == pytest.approx(10, rel=0.01)
        return
    allowed = 0.05 if (N, approach) in LOOSE else 0.03
    assert compute_cost(N, tokens) == pytest.approx(flop, rel=allowed)


@pytest.mark.parametrize("approach", [1, 2, 3])
def test_table_2_follows_from_the_rows_of_table_3_and_a3(approach):
    """Agrees: the slope of log size over log compute rounds to the printed exponent, for all three approaches."""
    N = np.array(list(ROWS))
    slope = np.polyfit(np.log([compute_of(size, approach) for size in N]), np.log(N), 1)[0]
    assert (round(slope, 2), round(1 - slope, 2)) == pytest.approx(TABLE_2[approach], abs=1e-9)


def test_table_2_of_approach_3_needs_the_unrounded_constants():
    """Agrees before rounding; the constants of Eq. 10 as printed give 0.45 and 0.55."""
    assert (round(UNROUNDED.a, 2), round(UNROUNDED.b, 2)) == TABLE_2[3]
    assert (round(PRINTED.a, 2), round(PRINTED.b, 2)) == (0.45, 0.55)


@pytest.mark.parametrize("N", ROWS)
def test_a3_rows_of_approach_3_against_the_papers_own_law(N):
    """Does not agree to the digits printed: the law asks for 2 to 19 % more compute and tokens than the table.

    With the constants as printed in Eq. 10 it asks for 1.5 to 2.3 times as much.
    """
    tokens, compute = ROWS[N][2][1], compute_of(N, 3)
    own, rounded = UNROUNDED.optimum_for_parameters(N), PRINTED.optimum_for_parameters(N)
    assert 1.02 < own.compute / compute < 1.19
    assert 1.05 < own.tokens / tokens < 1.19
    assert 1.5 < rounded.compute / compute < 2.3
    assert 1.5 < rounded.tokens / tokens < 2.3


def test_the_size_at_gophers_budget():
    """Agrees with the caption of Fig. 4 (40 billion) before rounding; as printed the constants give 32 billion."""
    assert UNROUNDED.optimum(GOPHER).parameters == pytest.approx(40e9, rel=0.02)
    assert PRINTED.optimum(GOPHER).parameters == pytest.approx(32.2e9, rel=0.01)


def test_kaplans_constants_give_kaplans_sentences():
    """Kaplan et al. 2020, Table 5 and Sec. 1: agrees, but for the data that eight times the parameters want."""
    law = KaplanJoint(n_c=8.8e13, d_c=5.4e13, alpha_n=0.076, alpha_d=0.095)
    alone = law.unlimited_data
    assert alone.loss(2e9) / alone.loss(1e9) == pytest.approx(0.95, abs=0.005)  # Sec. 1.2
    assert law.loss(1.5e9, 1e30) == pytest.approx((8.8e13 / 1.5e9) ** 0.076, rel=1e-6)
    compute = PowerLaw(scale=3.1e8 * 8.64e19, exponent=0.050)  # C_c of Table 5 in FLOP
    assert compute.loss(3.1e8 * 8.64e19) == 1.0
    # sizes and tokens of the compute optimum (Table 6): the exponents sum to one, the product of the scales does not
    assert 0.73 + 0.27 == pytest.approx(1)
    assert compute_cost(1.3e9, 2e10) / 8.64e19 == pytest.approx(1.8, abs=0.05)
    # Sec. 4: N^0.74 by the joint fit (alpha_D = 0.103); the constants of Table 5 give N^0.80
    assert 8**0.74 == pytest.approx(4.66, abs=0.01)
    assert 0.076 / 0.103 == pytest.approx(0.74, abs=0.005)
    assert law.alpha_n / law.alpha_d == pytest.approx(0.80)


def test_four_epochs_count_for_93_percent():
    """Muennighoff et al. 2023, Eq. 5 and App. A: agrees (4 epochs are worth 3.73 fresh ones)."""
    surface = ChinchillaSurface(1.87, 521.0, 1488.0, 0.3526596, 0.3526596)
    law = DataConstrained(surface, r_d_star=15.387756, r_n_star=5.309743, unique_params_per_token=0.051)
    assert law.effective_tokens(1e9, 4.0) / 4e9 == pytest.approx(0.93, abs=0.005)
    assert law.effective_tokens(1e9, 4.0) == pytest.approx(3.73e9, rel=2e-3)
    assert law.effective_tokens(1e9, 1e9) == pytest.approx(16.4e9, rel=2e-3)
    # the constants and the printed size for unique data agree: U_N = 0.051 U_D near a billion tokens
    assert surface.optimum_for_tokens(1e9).parameters / 1e9 == pytest.approx(0.051, rel=0.02)


def test_besiroglus_optimum():
    """Besiroglu et al. 2024: agrees with the exponent 0.513, 72 billion at Gopher's budget, about 20 tokens each."""
    refit = ChinchillaSurface(1.8172, 482.01, 2085.43, 0.3478, 0.3658)
    assert refit.a == pytest.approx(0.513, abs=0.001)
    plan = refit.optimum(GOPHER)
    assert plan.parameters == pytest.approx(72e9, rel=0.01)
    assert 16 < plan.tokens_per_parameter < 21
