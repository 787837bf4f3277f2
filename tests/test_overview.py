"""The picture of the front page: its marks against the laws they come from."""

import numpy as np
import pytest

from what_scale_buys import overview
from what_scale_buys.accepted import fitted_range, hoffmann, refit
from what_scale_buys.published import figure, value


def test_the_same_runs_without_a_floor_are_kaplans_exponent():
    law = overview.without_floor()
    assert law.exponent == pytest.approx(value("kaplan_2020_alpha_c_min"), abs=0.002)
    inside = np.geomspace(*fitted_range(), 30)
    assert np.max(np.abs(law.loss(inside) / refit().frontier.loss(inside) - 1)) < 0.03, "they agree where runs were"


def test_the_best_run_at_the_mark_wants_exactly_the_stock():
    stock = figure("villalobos_2024_indexed_web")
    for name, law in (("H", hoffmann()), ("R", refit())):
        marks = overview.text_wanted()[name]
        assert law.optimum(marks).tokens == pytest.approx([stock.low, stock.value, stock.high])


def test_money_and_years_start_from_their_published_points():
    assert overview.bought(value("cottier_2024_gpt4_cost_capex")) == pytest.approx(value("run_gpt4_db_flop"))
    assert overview.grown(0) == (value("run_grok3_flop"),) * 2
    low, high = overview.grown(2)
    assert high / low == pytest.approx((5 / 4) ** 2)


def test_the_picture_says_its_decisive_numbers():
    n, picture = overview.numbers(), overview.debate()
    for number in (n.fitted_end, n.loss_floor, n.loss_no_floor, n.text_h, n.text_r):
        assert str(number) in picture.alt
    assert n.loss_floor.value - n.loss_no_floor.value > 0.5
    assert len(picture.data["compute (FLOP)"]) <= 60
