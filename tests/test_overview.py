"""The picture of the front page: its dots, its two laws, its rival."""

import numpy as np
import pytest
from scipy.optimize import least_squares

from what_scale_buys import overview, sweeps
from what_scale_buys.register import forecasts


def test_the_dots_are_the_valleys_of_the_sweep_and_its_later_runs():
    (early, _), (late, loss) = overview.dots()
    assert len(early) == 7
    assert late == pytest.approx([1e21, 1e22, 1e23])
    assert early.max() < late.min()
    assert loss == pytest.approx([2.7594, 2.5321, 2.3546], abs=1e-4)


def test_the_two_laws_agree_with_an_independent_fit():
    C, L = overview.dots()[0]
    x = np.log(C / C[0])
    found = least_squares(
        lambda p: np.log(p[0] + np.exp(p[1] - p[2] * x)) - np.log(L), (1.5, 0.7, 0.1), xtol=1e-15, ftol=1e-15
    )
    line = np.polyfit(x, np.log(L), 1)
    far = np.log(1e23 / C[0])
    floor, none = (law([1e23])[0] for law in overview.laws())
    assert floor == pytest.approx(found.x[0] + np.exp(found.x[1] - found.x[2] * far), rel=2e-3)
    assert none == pytest.approx(np.exp(np.polyval(line, far)), rel=5e-3)


def test_the_laws_saw_nothing_of_the_later_runs(monkeypatch):
    early, (late, loss) = overview.dots()
    before = [law([1e23])[0] for law in overview.laws()]
    monkeypatch.setattr(overview, "dots", lambda: (early, (late, loss * 1.3)))
    overview.laws.cache_clear()
    try:
        assert [law([1e23])[0] for law in overview.laws()] == pytest.approx(before)
    finally:
        overview.laws.cache_clear()


def test_the_later_runs_bear_out_the_floor_and_refute_its_absence():
    with_floor, without = overview.misses()
    assert np.abs(with_floor).max() < 0.01
    assert np.all(without < -0.01)
    assert without[-1] < -0.05


def test_the_rival_is_the_last_that_all_the_runs_do_not_reject():
    delta, law = overview.rival()
    C, L = overview._all()
    x = np.log(C) - np.log(C).mean()

    def squares(d):
        fits = (
            least_squares(
                lambda p: np.log(np.exp(p[0] - d * x) + np.exp(p[1] - (d + np.exp(p[2])) * x)) - np.log(L),
                (np.log(2), np.log(0.6), np.log(s)), xtol=1e-15, ftol=1e-15, gtol=1e-15,
            )
            for s in (0.1, 0.2, 0.4)
        )  # fmt: skip
        return 2 * min(fit.cost for fit in fits)

    least = min(squares(d) for d in np.linspace(0, 0.04, 41))
    bound = 1 + 5.987 / 6  # F of one and six degrees of freedom at 0.95
    assert squares(delta) / least == pytest.approx(bound, rel=0.02)
    assert squares(delta * 1.1) / least > bound
    assert law([1e29])[0] < overview.laws()[0]([1e29])[0] - 0.1


def test_the_picture_says_its_decisive_numbers():
    n, picture = overview.numbers(), overview.debate()
    for said in (n.fitted_end, n.reached, n.miss_floor, n.miss_no_floor, n.loss_floor, n.loss_sinking):
        assert str(said) in picture.alt
    assert n.loss_floor.value > n.loss_sinking.value
    assert len(picture.data["compute (FLOP)"]) <= 60


def test_the_register_tells_of_the_same_later_runs():
    told = {f.target: f.outcome for f in forecasts() if f.key.startswith("delphi") and f.outcome}
    for v in sweeps.valleys("delphi", later=True):
        if v.compute in told:
            assert told[v.compute] == pytest.approx(v.loss, rel=2e-3)
