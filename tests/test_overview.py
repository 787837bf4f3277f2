"""The picture of the front page: its marks against the laws they come from."""

import numpy as np
import pytest

from what_scale_buys import overview
from what_scale_buys.accepted import fitted_range, hoffmann, refit
from what_scale_buys.published import figure, middle, value


def test_the_same_runs_without_a_floor_are_kaplans_exponent():
    law = overview.without_floor()
    assert law.exponent == pytest.approx(value("kaplan_2020_alpha_c_min"), abs=0.002)
    inside = np.geomspace(*fitted_range(), 30)
    assert np.max(np.abs(law.loss(inside) / refit().frontier.loss(inside) - 1)) < 0.03, "they agree where runs were"


def test_the_best_run_at_the_mark_wants_exactly_the_stock():
    stock = figure("villalobos_2024_indexed_web")
    for name, law in (("H", hoffmann()), ("R", refit())):
        wanted = overview.text_wanted()[name]
        assert law.optimum(wanted.value).tokens == pytest.approx(stock.value)
    by_h = overview.text_wanted()["H"]
    ends = hoffmann().optimum(np.array([by_h.low, by_h.high])).tokens
    assert ends == pytest.approx([stock.low, stock.high], rel=1e-3)


def test_the_refits_mark_is_uncertain_by_its_fit_and_by_the_stock():
    by_h, by_r = (np.log(q.high / q.low) for q in overview.text_wanted().values())
    stock = figure("villalobos_2024_indexed_web")
    stock_alone = np.diff(np.log(refit().optimum_for_tokens(np.array([stock.low, stock.high])).compute))[0]
    assert by_r > stock_alone
    assert by_h > 0


def test_the_line_without_a_floor_carries_the_draws_of_the_fit():
    n = overview.numbers()
    assert n.loss_no_floor.low < overview.without_floor().loss(overview.END) < n.loss_no_floor.high
    one = overview.without_floor(refit())
    assert one.loss(1e22) == pytest.approx(overview.without_floor().loss(1e22))


def test_money_and_years_start_from_their_published_points():
    assert overview.bought(value("cottier_2024_gpt4_cost_capex")) == pytest.approx(middle("run_gpt4_db_flop"))
    assert overview.grown(0) == (middle("run_grok3_flop"),) * 2
    low, high = overview.grown(2)
    assert high / low == pytest.approx((5 / 4) ** 2)


def test_the_picture_says_its_decisive_numbers():
    n, picture = overview.numbers(), overview.debate()
    for said in (str(n.fitted_end), n.loss_floor.short, n.loss_no_floor.short, str(n.text_h), str(n.text_r)):
        assert said in picture.alt
    assert n.loss_floor.value - n.loss_no_floor.value > 0.5
    assert len(picture.data["compute (FLOP)"]) <= 60
