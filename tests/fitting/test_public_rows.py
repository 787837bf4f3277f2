"""Published fits, made again from public rows.

The rows are no part of this repository: the environment variable SCALING_LAWS_SWEEPS names the folder that holds them.
"""

import csv
import json
import os
from pathlib import Path

import numpy as np
import pytest

from scaling_laws.fitting import fit_isoflop, fit_surface
from scaling_laws.fitting.engine.fit import fit_table
from scaling_laws.fitting.engine.valleys import frontier
from scaling_laws.fitting.runs import Runs

VARIABLE = "SCALING_LAWS_SWEEPS"


def path_of(*names):
    folders = [Path(part) for part in os.environ.get(VARIABLE, "").split(os.pathsep) if part]
    found = [folder / name for folder in folders for name in names if (folder / name).is_file()]
    if not found:
        pytest.skip(f"{VARIABLE} names no folder with {names[0]}")
    return found[0]


def rows_of(name, **columns):
    """Name -> (n,) of a CSV: name=head."""
    with path_of(name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([float(row[head]) for row in rows]) for key, head in columns.items()}


def test_a_planted_law_of_a_course_is_recovered_to_eight_digits():
    record = json.loads(path_of("cs336_isoflops_curves.json").read_text(encoding="utf-8"))
    N, C, L = (
        np.array([row[key] for row in record], dtype=float) for key in ("parameters", "compute_budget", "final_loss")
    )
    fit = fit_table({"N": N, "D": C / (6 * N), "loss": L}, bootstrap=0)
    assert fit.natural == pytest.approx({"E": 2.69, "A": 1606.4, "B": 3210.7, "alpha": 0.34, "beta": 0.36}, rel=1e-6)


def test_gadres_tied_law_on_c4():
    """Published: E = 1.51, eta = 0.121, so alpha = 0.242; on a subset of these rows, by squares."""
    table = rows_of("gadre_c4_34_runs.csv", N="params", D="tokens", loss="loss")
    fit = fit_table(table, "chinchilla-tied", bootstrap=200)
    assert fit.parameters["E"].low < 1.51 < fit.parameters["E"].high
    assert fit.parameters["alpha"].low < 0.242 < fit.parameters["alpha"].high


def test_repeated_data_free_and_with_the_published_constants():
    table = rows_of("datablations_296_runs.csv", N="params", D="tokens", epochs="epochs", loss="val_loss")
    free = fit_table(table, "data-constrained", bootstrap=40)
    assert free.objective == pytest.approx(0.0215393832, rel=1e-8)
    assert not any("did not converge" in warning for warning in free.warnings)
    held = {"E": 1.87, "A": 521.0, "B": 1488.0, "alpha": 0.353, "beta": 0.353}
    fixed = fit_table(table, "data-constrained-excess", fixed=held, bootstrap=0)
    assert fixed.natural["r_d_star"] > 1e6, "on all 296 rows repeats are worth as much as fresh tokens"


def test_step_laws_exponents():
    """Published: rate N^-0.713 D^0.307, batch D^0.571, on all grid cells; here on the 17 optima."""
    table = rows_of("steplaw_opt.csv", N="N", D="D", lr="lr", batch="batch_tokens")
    rate = fit_table(table, "learning-rate", target="lr", bootstrap=200)
    assert rate.parameters["a"].low < -0.713 < rate.parameters["a"].high
    assert rate.parameters["b"].low < 0.307 < rate.parameters["b"].high
    batch = fit_table(table, "batch-size", target="batch", bootstrap=200)
    assert batch.parameters["b"].low < 0.571 < batch.parameters["b"].high


def test_a_frontier_with_a_floor_set_by_hand():
    """Published: amplitude 95.18, exponent 0.0941, with the floor held at 1.6."""
    table = rows_of("marin_issue4447_frontier.csv", compute="flops", loss="loss")
    fit = fit_table(table, "power-with-floor", fixed={"floor": 1.6}, bootstrap=0)
    assert fit.natural["amplitude"] == pytest.approx(95.18, rel=0.01)
    assert fit.natural["exponent"] == pytest.approx(0.0941, abs=1e-4)


def test_besiroglus_refit():
    """Published: E 1.817, A 482, B 2085, alpha 0.348, beta 0.366, from 240 digitised runs."""
    path = path_of("chinchilla_figure4.csv")
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["loss"]]
    N, D, L = (np.array([float(row[key]) for row in rows]) for key in ("parameters", "tokens", "loss"))
    keep = np.argsort(D / N)[5:] if len(N) == 245 else np.arange(len(N))
    fit = fit_table({"N": N[keep], "D": D[keep], "loss": L[keep]}, bootstrap=0)
    fast = fit_surface(Runs(N[keep], D[keep], L[keep]), bootstrap=0)
    assert fit.objective == pytest.approx(fast.objective, rel=1e-10)
    assert fit.natural["alpha"] == pytest.approx(0.348, abs=0.02)
    assert fit.natural["beta"] == pytest.approx(0.366, abs=0.02)


def test_true_flop_give_exponents_that_do_not_add_up_to_one():
    table = rows_of("isoflop_true_flops.csv", parameters="N", tokens="D", compute="flops", loss="loss")
    found = fit_isoflop(Runs.of(**table), bootstrap=300)
    assert found.parameters["a"].value == pytest.approx(0.268, abs=0.02)
    assert found.parameters["b"].value == pytest.approx(0.866, abs=0.03)


def test_valley_minima_forecast_the_later_runs_that_the_surface_missed():
    rows = rows_of("delphi.csv", parameters="parameters", tokens="tokens", compute="flop", loss="loss")
    early = {name: column[rows["compute"] <= 3.1e20] for name, column in rows.items()}
    late = [(C, L) for C, L in zip(rows["compute"], rows["loss"], strict=True) if C > 3.1e20]
    found = frontier(early, bootstrap=300)
    for C, loss in late:
        forecast = found.fit.predict(C=C)[0]
        assert forecast.low < loss < forecast.high
        assert forecast.value == pytest.approx(loss, rel=0.01)
    wide = fit_table(early, bootstrap=0)
    assert wide.bend.found
    assert wide.natural["E"] > max(loss for _, loss in late[-1:])
