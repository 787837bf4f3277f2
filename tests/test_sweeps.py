"""The sweeps under one method: the stored tables, the method on made-up sweeps, and the public rows where they are.

The public rows are no part of this repository: the environment variable SCALING_LAWS_SWEEPS names the folder.
"""

import csv
import json
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scaling_laws.errors import UnknownKey
from scaling_laws.laws import ChinchillaSurface
from what_scale_buys import sweeps
from what_scale_buys.measured import columns, from_cells, to_cells
from what_scale_buys.sweeps import __main__ as command
from what_scale_buys.sweeps import measure, registry
from what_scale_buys.sweeps.records import (
    ALL,
    BARE,
    CONSTANTS,
    FRONTIER,
    SURFACE,
    Fit,
    Forecast,
    Sweep,
    Valley,
)
from what_scale_buys.sweeps.tables import FILES, Rows, rows_of, without_embeddings

FITS = registry._table(Fit, "sweeps.csv")
VALLEYS = registry._table(Valley, "sweeps_valleys.csv")
FORECASTS = registry._table(Forecast, "sweeps_forecasts.csv")
VARIABLE = "SCALING_LAWS_SWEEPS"
WORLD = ChinchillaSurface(1.7, 400.0, 900.0, 0.34, 0.37)


def folder():
    found = [Path(part) for part in os.environ.get(VARIABLE, "").split(os.pathsep) if part]
    found = [path for path in found if (path / "fits.csv").is_file()]
    if not found:
        pytest.skip(f"{VARIABLE} names no folder with the tables of the sweeps")
    return found[0]


def made_up(surface=WORLD, noise=0.002, budgets=(1e18, 3e18, 1e19, 3e19, 1e20, 3e20), sizes=9, seed=0):
    """Rows of a sweep of valleys in a world that is known."""
    rng = np.random.default_rng(seed)
    C = np.repeat(budgets, sizes)
    N = surface.optimum(C).parameters * np.tile(np.geomspace(0.25, 4, sizes), len(budgets))
    D = C / (6 * N)
    return Rows(N, D, C, surface.loss(N, D) * np.exp(noise * rng.normal(size=len(C))), np.zeros(len(C), bool))


KNOWN = sweeps.sweep("chinchilla")


# ---- the stored tables


def test_every_row_is_sound_and_named_once():
    for rows, name in ((sweeps.sweeps(), "sweep"), (FITS, "fit"), (VALLEYS, "valley"), (FORECASTS, "forecast")):
        assert rows
        assert all(row.faults() == [] for row in rows)
        assert max(Counter(getattr(row, name) for row in rows).values()) == 1


def test_the_tables_hold_results_of_every_sweep_that_can_be_read_and_of_no_other():
    measured = {fit.sweep for fit in FITS}
    assert measured == {one.sweep for one in sweeps.sweeps() if one.reading != "none"}
    assert {v.sweep for v in VALLEYS} | {f.sweep for f in FORECASTS} <= measured


def test_no_row_of_anybodys_table_is_kept():
    """A valley's least loss lies on its parabola: the loss of no row is in the table."""
    path = folder()
    for one in sweeps.sweeps():
        if one.own or one.reading == FRONTIER:
            continue
        rows = rows_of(one, one.count, path)
        ours = [v.loss for v in sweeps.valleys(one.sweep)]
        assert not set(ours) & set(rows.loss.tolist()), one.sweep


def test_a_copy_never_counts_beside_its_original():
    for reading in ("floor and ratio", "exponents", "frontier"):
        chosen = {one.sweep for one in sweeps.independent(reading)}
        assert chosen
        assert not any(one.same_runs_as in chosen and one.sweep in chosen for one in sweeps.sweeps())
        assert not {one.sweep for one in sweeps.sweeps() if one.same_runs_as} & chosen
    assert {one.sweep for one in sweeps.independent(own=False)} < {one.sweep for one in sweeps.independent()}


def test_no_undecayed_loss_is_read_for_a_floor():
    assert all(one.decayed == "yes" for one in sweeps.independent())
    with pytest.raises(AssertionError):
        assert replace(sweeps.sweep("gemstones"), reading="floor and ratio", why="").faults() == []


def test_the_stored_surface_is_the_optimum_of_its_own_constants():
    for fit in FITS:
        if fit.form == SURFACE and fit.has_law:
            assert fit.surface.a == pytest.approx(fit.a, rel=1e-4)
            assert fit.surface.frontier_exponent == pytest.approx(fit.gamma, rel=1e-4)
            assert fit.surface.optimum(1e24).tokens_per_parameter == pytest.approx(fit.ratio_1e24, rel=2e-3)
            joint = fit.joint
            assert np.allclose(joint, joint.T)
            assert np.linalg.eigvalsh(joint).min() > -1e-4 * np.trace(joint)


def test_a_constant_is_a_quantity_with_interval_level_method_and_n():
    fit = sweeps.fit("delphi")
    for name in CONSTANTS:
        q = fit.quantity(name)
        assert q.low < q.value < q.high
        assert (q.level, q.n) == (0.95, fit.n)
        assert "bootstrap" in q.method
    lost = replace(fit, E_low=None, E_high=None)
    assert (lost.quantity("E").low, lost.quantity("E").high) == (0, np.inf)


def test_an_unknown_sweep_or_count_is_refused_with_the_nearest():
    with pytest.raises(UnknownKey, match="delphi"):
        sweeps.sweep("delphy")
    with pytest.raises(UnknownKey):
        sweeps.fit("chinchilla", BARE)


@pytest.mark.parametrize(
    ("record", "change", "fault"),
    [
        (FITS[0], {"form": "line"}, "form is"),
        (FITS[0], {"E_low": None}, "lacks its value or an end"),
        (FITS[0], {"a_low": 0.9, "a_high": 1.0}, "outside its interval"),
        (FITS[0], {"bend": 1.5}, "p-value"),
        (FITS[0], {"L_low": 9.0}, "range is empty"),
        (FITS[0], {"beta": None, "beta_low": None, "beta_high": None}, "lacks a constant"),
        (VALLEYS[0], {"later": "perhaps"}, "later is no answer"),
        (VALLEYS[0], {"low": None}, "half"),
        (FORECASTS[0], {"outcome": None, "target": 1e30, "value": 2.0}, "lacks its outcome"),
        (FORECASTS[0], {"target": 1.0, "value": 2.0, "outcome": 2.0}, "what it saw"),
        (sweeps.sweeps()[0], {"reading": "all"}, "reading is"),
        (sweeps.sweeps()[0], {"reading": "exponents"}, "no reason"),
        (sweeps.sweeps()[0], {"decayed": "no"}, "undecayed"),
        (sweeps.sweeps()[0], {"same_runs_as": "chinchilla"}, "its own copy"),
    ],
)
def test_a_fault_in_a_row_is_named(record, change, fault):
    assert any(fault in found for found in replace(record, **change).faults())


def test_a_row_survives_being_written_and_read():
    for record in (FITS[0], VALLEYS[0], FORECASTS[0], sweeps.sweeps()[0]):
        assert from_cells(type(record), to_cells(record)) == record


# ---- how many bear a statement out


def test_holds_counts_and_names_the_exceptions(monkeypatch):
    fits = {s.sweep: sweeps.fit(s.sweep) for s in sweeps.independent()}
    tally = sweeps.holds(lambda fit: fit.a < 0.5)
    assert tally.n == len([f for f in fits.values() if f.has_law])
    assert tally.k == sum(f.a < 0.5 for f in fits.values() if f.has_law)
    assert (tally.share.value, tally.share.n) == (pytest.approx(100 * tally.k / tally.n), tally.n)
    one = sweeps.Tally(("x", "y"), ("z",))
    assert (str(one), str(sweeps.Tally((), ("z",))), str(sweeps.Tally(("x",), ()))) == (
        "2 of 3 (not in z)",
        "0 of 1",
        "1 of 1",
    )


def test_holds_takes_the_opposite_from_the_opposite():
    yes, no = sweeps.holds(lambda fit: fit.bent), sweeps.holds(lambda fit: not fit.bent)
    assert (yes.k, yes.n) == (no.n - no.k, no.n)


# ---- the method, where the truth is known


def test_the_surface_of_a_made_up_sweep_is_its_world():
    fit = measure.surface_fit(KNOWN, ALL, made_up(), None)
    for name, truth in (("E", WORLD.E), ("alpha", WORLD.alpha), ("beta", WORLD.beta), ("a", WORLD.a)):
        q = fit.quantity(name)
        assert q.low < truth < q.high, name
    truth = WORLD.optimum(1e24).tokens_per_parameter
    assert fit.ratio_1e24_low < truth < fit.ratio_1e24_high
    assert fit.floor < 1e-6
    assert not fit.bent
    assert fit.scatter == pytest.approx(0.002, rel=0.4)


def test_the_frontier_of_a_made_up_sweep_has_its_floor():
    fit = measure.frontier_fit(KNOWN, ALL, made_up(), 0.04)
    assert fit.E_low < WORLD.E < fit.E_high
    assert fit.gamma_low < WORLD.frontier_exponent < fit.gamma_high
    assert fit.a == pytest.approx(WORLD.a, abs=0.03)


def test_a_world_without_floor_is_not_given_one():
    fit = measure.surface_fit(KNOWN, ALL, made_up(replace(WORLD, E=0.0)), None)
    assert fit.floor > 0.01 or fit.E < 0.2


def test_forecasts_of_a_made_up_sweep_hit_with_its_own_form_and_miss_without_floor():
    rows = made_up(noise=0.0005)
    optima = measure.optima_of(KNOWN, rows)
    said = {form: measure.forecasts_of(KNOWN, ALL, rows, optima, form, None, 2) for form in ("surface", "no floor")}
    assert [f.target for f in said["surface"]] == pytest.approx([1e20, 3e20])
    assert all(abs(f.error) < 0.003 for f in said["surface"])
    assert all(f.error < -0.003 for f in said["no floor"])
    assert said["surface"][0].hit
    assert not said["no floor"][-1].hit


def test_a_forecast_sees_nothing_of_what_it_forecasts():
    """Whatever the held budgets measure, the forecast stays."""
    rows = made_up()
    high = rows.compute > 5e19
    other = replace(rows, loss=np.where(high, rows.loss * 1.2, rows.loss))
    one, two = (
        measure.forecasts_of(KNOWN, ALL, r, measure.optima_of(KNOWN, r), "floor", None, 2) for r in (rows, other)
    )
    assert [f.value for f in one] == pytest.approx([f.value for f in two], rel=1e-9)
    assert [f.outcome for f in one] != pytest.approx([f.outcome for f in two], rel=0.1)


def test_later_runs_are_no_part_of_a_fit():
    rows = made_up()
    late = rows.compute > 2e20
    marked, cut = replace(rows, later=late), rows.take(~late)
    assert measure.surface_fit(KNOWN, ALL, marked, None).E == measure.surface_fit(KNOWN, ALL, cut, None).E
    found = measure.valleys_of("x", ALL, marked, measure.optima_of(KNOWN, marked))
    assert [v.later for v in found] == ["no"] * 5 + ["yes"]


@pytest.mark.parametrize("width", range(512, 6144, 128))
def test_embeddings_of_a_marin_model(width):
    """Whatever the width, and with the nine digits that a table keeps."""
    for layers in (width // 100, width // 80):
        bare = layers * (16 * width**2 + 2 * width + 256) + width
        total = float(f"{bare + 2 * 128256 * width:.9g}")
        assert without_embeddings(total) == bare


# ---- the public rows, where they are


@pytest.mark.parametrize("name", ["delphi", "chinchilla", "marin_comma", "olmo", "gadre"])
def test_what_is_stored_is_what_the_rows_give(name):
    one = sweeps.sweep(name)
    for count in one.counts:
        rows = rows_of(one, count, folder())
        fresh, stored = measure.surface_fit(one, count, rows, None), sweeps.fit(name, count)
        for constant in CONSTANTS:
            assert getattr(fresh, constant) == pytest.approx(getattr(stored, constant), rel=1e-4), constant
            for end in ("_low", "_high"):
                assert getattr(fresh, constant + end) == pytest.approx(getattr(stored, constant + end), rel=0.02)
        assert fresh.bend == pytest.approx(stored.bend, rel=1e-3, abs=1e-12)


def test_embeddings_are_those_that_the_table_counts():
    with (folder() / "delphi.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["parameters_non_embedding"]]
    assert len(rows) > 80
    for row in rows:
        bare = float(row["parameters_non_embedding"])
        assert without_embeddings(float(row["parameters"])) == pytest.approx(bare, rel=2e-8)


def independent_fits():
    with (folder() / "fits.csv").open(encoding="utf-8") as file:
        return {row["set"]: row for row in csv.DictReader(file)}


EXPLAINED = {
    "chinchilla_figure4": "all 245 rows there, 240 here: the authors of the refit drop five",
    "porian_constant": "a floor at the least loss: their minimiser stopped at its bound",
    "porian_kaplan": "no floor at all: the surface is no law of these rows",
}


def test_our_fits_agree_with_independent_ones():
    """Plain SciPy fits of the same rows: exponents within two hundredths, floors within two per cent."""
    theirs, compared = independent_fits(), 0
    for name, file in FILES.items():
        one = sweeps.sweep(name)
        if file not in theirs or one.reading == "none" or name in EXPLAINED:
            continue
        fit, row = sweeps.fit(name), {k: float(v) for k, v in theirs[file].items() if k in ("E", "a", "gamma", "n")}
        assert fit.n == row["n"], name
        assert fit.E == pytest.approx(row["E"], rel=0.02), name
        assert fit.a == pytest.approx(row["a"], abs=0.02), name
        assert fit.gamma == pytest.approx(row["gamma"], abs=0.02), name
        compared += 1
    assert compared > 15


def test_published_fits_of_the_same_rows_lie_in_our_intervals():
    """Besiroglu et al. 2024, the bootstrap of OpenEuroLLM's authors, Muennighoff et al. 2023."""
    for name, published in (
        ("chinchilla_figure4", {"E": 1.8172, "alpha": 0.3478, "beta": 0.3658}),
        ("oellm", {"E": 1.418, "alpha": 0.281, "beta": 0.253}),
        ("datablations", {"E": 1.87, "alpha": 0.353, "beta": 0.353}),
    ):
        fit = sweeps.fit(name)
        for constant, value in published.items():
            q = fit.quantity(constant)
            assert q.low < value < q.high, (name, constant)
    assert json.loads(independent_fits()["delphi"]["holdout"])["n"] > 0


def test_the_command_writes_what_it_measured_and_keeps_the_rest(tmp_path, capsys):
    folder_of_rows = folder()
    for name in command.TABLES.values():
        (tmp_path / name).write_text((command.DATA / name).read_text(encoding="utf-8"), encoding="utf-8")
    before = {name: (tmp_path / name).read_text(encoding="utf-8") for name in command.TABLES.values()}
    command.main([str(folder_of_rows), "--only", "cerebras", "--data", str(tmp_path)])
    assert "cerebras" in capsys.readouterr().out
    for name, text in before.items():
        assert len((tmp_path / name).read_text(encoding="utf-8").splitlines()) == len(text.splitlines())
    command.main([str(folder_of_rows), "--data", str(tmp_path)])
    assert capsys.readouterr().out == "", "what stands in the tables is not measured again"


def test_a_folder_without_tables_changes_nothing(tmp_path, capsys):
    data = tmp_path / "data"
    data.mkdir()
    command.main([str(tmp_path), "--only", "delphi", "--data", str(data)])
    assert "no table" in capsys.readouterr().out
    assert not list(data.iterdir())


def test_the_heading_of_each_table_is_its_record():
    for record, name in ((Sweep, "sweeps_about.csv"), *command.TABLES.items()):
        first = (command.DATA / name).read_text(encoding="utf-8").splitlines()[0]
        assert first.split(",") == columns(record)
