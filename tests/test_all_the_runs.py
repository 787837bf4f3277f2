"""The page of all the runs: its numbers, pictures and explorable against the tables behind them."""

import gzip
import re
from dataclasses import replace

import numpy as np
import pytest

from what_scale_buys import all_the_runs as page
from what_scale_buys import sweeps
from what_scale_buys.all_the_runs import explorables, figures
from what_scale_buys.all_the_runs.explorables import NAMES, WORDS, count_of, curve
from what_scale_buys.all_the_runs.numbers import both_counts, held
from what_scale_buys.sweeps import registry
from what_scale_buys.sweeps.records import ALL, BARE, SURFACE

FIGURES = ("counts", "floors", "frontiers", "held_out", "later", "valleys")


@pytest.fixture(scope="module")
def n():
    return page.numbers()


def test_the_numbers_are_finite(n):
    for name, number in n:
        assert not np.isnan(getattr(number, "value", 0.0)), name


def test_delphis_surface_is_refuted_by_a_later_run(n):
    """The floor of all rows lies above a run; with its interval, too."""
    assert n.delphi_E.low > n.delphi_reached.value
    assert n.delphi_E_narrow.value < n.delphi_E.value
    assert n.delphi_E_frontier.high < n.delphi_reached.value
    assert n.miss_surface.value > 10
    assert n.miss_floor.value < 1 < 5 < n.miss_none.value
    assert n.experts_floor.value == pytest.approx(
        100 * (1 - 2.226 / 2.234), abs=0.02
    )  # by the quick fit beside the rows
    assert n.experts_none.value > 5


def test_the_count_of_parameters_is_the_switch(n):
    """Without embeddings every Marin sweep's exponent rises and its ratio falls by more than ten."""
    marin = [(f, g) for f, g in both_counts() if f.sweep.startswith(("marin", "delphi"))]
    assert len(marin) == n.marin.value == 4
    assert all(g.a > f.a + 0.1 and g.ratio_1e26 < f.ratio_1e26 / 10 for f, g in marin)


def test_what_the_page_says_of_agreement_would_change_with_the_fits(monkeypatch):
    table = registry._table

    def shifted(record, name):
        return tuple(
            replace(f, a=0.9, a_low=0.89, a_high=0.91) if getattr(f, "form", "") == SURFACE and f.n > 2 else f
            for f in table(record, name)
        )

    equal = lambda f: f.quantity("a").low <= 0.5 <= f.quantity("a").high
    before = sweeps.holds(equal)
    monkeypatch.setattr(registry, "_table", shifted)
    assert before.k > 0 == sweeps.holds(equal).k


@pytest.mark.parametrize("name", FIGURES)
def test_figure(name):
    figure = getattr(page, name)()
    assert max(len(column) for column in figure.data.values()) <= 60
    assert "$" not in re.sub(r"<[^>]+>", "", figure.svg)
    assert not {"nan", "inf", "undefined"} & {word.strip(".,()") for word in figure.alt.split()}
    assert len(gzip.compress(figure.html().encode())) < 30_000


def test_the_table_lists_every_sweep_that_is_counted(n):
    table = page.table()
    assert len(table.columns["Sweep"]) == n.sets.value
    assert len(set(table.columns["Sweep"])) == n.sets.value


def test_the_explorable_keeps_its_budget():
    shown = page.forecast()
    assert len(shown.states()) <= 400
    assert len(gzip.compress(shown.html().encode(), 9)) <= 80_000


def test_every_control_of_the_explorable_matters():
    shown = page.forecast()
    for control in shown.controls:
        seen = [shown.state(**{control.key: value}) for value in control.values]
        assert len({state["summary"] for state in seen}) > 1, control.key
        assert len({str({k: v for k, v in state.items() if k != "summary"}) for state in seen}) > 1, control.key


def test_a_state_says_what_the_table_of_forecasts_says():
    shown = page.forecast()
    found = sweeps.forecasts("delphi", form="no floor", near=None, left_out=0)[-1]
    said = shown.state(sweep="delphi", count=ALL, form="no floor", near=0, left_out=0)["summary"]
    assert f"{found.value:.3f}" in said
    assert f"{found.outcome:.3f}" in said
    assert "outside its interval" in said


def test_the_curve_of_a_forecast_runs_through_what_it_says():
    for form in WORDS:
        for found in sweeps.forecasts("delphi", form=form, near=None, left_out=2):
            every = sweeps.valleys("delphi") + sweeps.valleys("delphi", later=True)
            x, y = curve(found, every)
            assert np.interp(np.log(found.target), np.log(x), y) == pytest.approx(found.value, rel=3e-3), form


def test_a_sweep_without_the_count_is_shown_under_its_own():
    assert [count_of(name, BARE) for name in NAMES] == [BARE, ALL, "derived", BARE, BARE]


def test_the_held_out_budget_is_the_largest_of_its_sweep():
    for form in figures.FORMS:
        for f in held(form):
            top = sweeps.valleys(f.sweep)[-1]
            assert (f.target, f.outcome) == pytest.approx((top.compute, top.loss), rel=1e-4)
            assert f.seen < f.target


def test_the_states_fit_into_the_axes():
    """Every dot and every curve's end lies in the frame, whatever the state."""
    for name in NAMES:
        for count in {count_of(name, ALL), count_of(name, BARE)}:
            early, late = sweeps.valleys(name, count), sweeps.valleys(name, count, later=True)
            for v in early + late:
                assert explorables.SPAN[0] <= v.compute / early[-1].compute <= explorables.SPAN[1]
                assert explorables.HEIGHT[0] <= v.loss / early[-1].loss <= explorables.HEIGHT[1]
