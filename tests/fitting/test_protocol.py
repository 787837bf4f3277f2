"""One protocol for every result: value, interval, prediction, optimum, summary, picture, JSON, CSV, draws."""

import json
from functools import cache

import numpy as np
import pytest
from designs import isoflop, scattered, training_curves
from matplotlib.figure import Figure
from shelf_designs import planted

from scaling_laws.fitting import fit_envelope, fit_isoflop, fit_surface, fit_table, fit_two_step, frontier
from scaling_laws.fitting.engine.predictor import chained, load
from scaling_laws.laws.shelf import shelf

FORMULA = "E + A/N^alpha + B/D^beta"
DOORS = ("formula", "groups", "surface", "envelope", "isoflop", "frontier", "two-step")


@cache
def fitted(name):
    """A fit by one door, with few resamples, or of one law of the shelf to rows without scatter, with none."""
    runs, few = scattered(24), {"bootstrap": 12, "level": 0.9}
    table = {"N": runs.parameters, "D": runs.tokens, "loss": runs.loss}
    valleys = isoflop(budgets=5, sizes=7, noise=0.003)
    if name == "formula":
        return fit_table(table, model=FORMULA, tied={"beta": "alpha"}, loss="squares", **few)
    if name == "groups":
        return fit_table(table | {"kind": np.arange(24) % 2}, groups="kind", loss="squares", **few)
    if name == "surface":
        return fit_surface(runs, loss="least squares", **few)
    if name == "envelope":
        return fit_envelope(training_curves(), **few)
    if name == "isoflop":
        return fit_isoflop(valleys, **few)
    if name == "frontier":
        return frontier({"N": valleys.parameters, "D": valleys.tokens, "loss": valleys.loss}, **few).fit
    if name == "two-step":
        return fit_two_step(table | {"score": 0.25 + 0.7 / (1 + np.exp(4 * (runs.loss - 2.8)))}, **few)
    rows, options, _ = planted(name, 80, 0.0, 0)
    return fit_table(rows, name, **options, **few | {"bootstrap": 0})


def point(name):
    """One point at which the law can be asked."""
    inputs = {"envelope": ["C"], "isoflop": ["C"], "surface": ["N", "D"]}.get(name)
    model = getattr(fitted(name), "first", fitted(name))
    inputs = inputs or [model.against if key == "x" else key for key in model.model.inputs]
    values = {"N": 1e9, "D": 1e11, "C": 1e23, "compute": 1e23, "epochs": 2.0, "experts": 8.0, "sparsity": 0.5, "L": 2.4}
    return {key: values[key] for key in inputs}


def answers(predicted):
    """Predictions, of one target or of several, as a list of Quantities."""
    return predicted if isinstance(predicted, list) else [q for column in predicted.values() for q in column]


@pytest.mark.parametrize("name", [*sorted(shelf()), *DOORS])
def test_every_result_keeps_the_protocol(name, tmp_path):
    fit, at = fitted(name), point(name)
    group = {"group": "1"} if name == "groups" else {}
    assert fit.converged
    assert fit.has_law
    assert fit.verdict() in str(fit) or name == "two-step"
    for key, q in fit.parameters.items():
        assert q.low <= q.value <= q.high, key
        assert (q.level, bool(q.method)) == (0.9, True)
        assert q.n == fit.parameters[key].n > 0
    assert fit.draws is not None
    record = json.loads(fit.to_json())
    assert (record["resamples"]["drawn"] >= 12) == (name in DOORS)
    assert 0 <= record["resamples"]["not_converged"] <= record["resamples"]["drawn"]
    assert {"converged", "has_law", "level", "verdict", "parameters"} <= set(record)
    assert {key: entry["value"] for key, entry in record["parameters"].items()} == pytest.approx(
        {key: q.value for key, q in fit.parameters.items()}
    )
    assert fit.to_csv().splitlines()[0] == "name,value,low,high,level,method,n"
    assert len(fit.to_csv().splitlines()) == 1 + len(fit.parameters)
    assert fit.plot(Figure().add_subplot()).lines
    (tmp_path / "fit.json").write_text(fit.to_json())
    saved = chained(load(tmp_path / "fit.json"), group.get("group"), **at)
    here = answers(fit.predict(**group, **at))
    there = answers(saved)[-len(here) :]
    assert [q.value for q in there] == pytest.approx([q.value for q in here], rel=1e-8)
    assert [q.low for q in there] == pytest.approx([q.low for q in here], rel=1e-6)
    assert all(q.low <= q.value <= q.high for q in here)


@pytest.mark.parametrize("name", sorted(shelf()))
def test_every_law_recovers_what_was_planted(name):
    fit, truth = fitted(name), planted(name, 80, 0.0, 0)[2]
    for constant, value in truth.items():
        assert fit.natural.get(constant, fit.model.fixed.get(constant)) == pytest.approx(value, rel=1e-5, abs=1e-9)


@pytest.mark.parametrize("name", ["chinchilla", "data-constrained", "formula", "surface"])
def test_an_optimum_lies_on_its_budget_and_no_neighbour_is_lower(name):
    fit, C = fitted(name), 1e23
    plan = fit.optimum(C)
    best = plan.parameters.value
    assert 6 * best * plan.tokens.value == pytest.approx(C)
    losses = [fit.predict(N=best * f, D=C / (6 * best * f))[0].value for f in (0.98, 1.0, 1.02)]
    assert losses[1] == pytest.approx(plan.loss.value)
    assert losses[1] < min(losses[0], losses[2])


def test_a_table_of_points_takes_its_groups_from_its_own_column(tmp_path, capsys):
    from scaling_laws.cli import main

    fit = fitted("groups")
    (tmp_path / "fit.json").write_text(fit.to_json())
    (tmp_path / "points.csv").write_text("N,D,kind\n1e9,1e11,0\n1e9,1e11,1\n")
    asked = ["predict", str(tmp_path / "fit.json"), "--table", str(tmp_path / "points.csv"), "--of", "mean"]
    assert main([*asked, "--json", str(tmp_path / "o.json")]) == 0
    found = [entry["value"] for entry in json.loads((tmp_path / "o.json").read_text())["predictions"]]
    assert found == pytest.approx([fit.predict(N=1e9, D=1e11, group=g)[0].value for g in "01"], rel=1e-8)
    assert "kind=1" in capsys.readouterr().out
    assert main([*asked, "--group", "1", "--json", str(tmp_path / "o.json")]) == 0
    assert len({e["value"] for e in json.loads((tmp_path / "o.json").read_text())["predictions"]}) == 1


@pytest.mark.parametrize("law", [["--law", "score", "--against", "loss"], ["--model", "score = c + d*loss"]])
def test_a_score_over_loss_is_not_in_the_unit_of_the_loss(law, tmp_path):
    from scaling_laws.cli import main

    rows = [f"{loss:.6g},{0.25 + 0.7 / (1 + np.exp(4 * (loss - 2.8))):.6g}" for loss in np.linspace(2, 4, 14)]
    (tmp_path / "scores.csv").write_text("\n".join(["loss,score", *rows]))
    told = ["--bootstrap", "0", "--json", str(tmp_path / "o.json")]
    assert main(["fit", str(tmp_path / "scores.csv"), *law, *told]) == 0
    (step,) = json.loads((tmp_path / "o.json").read_text())["predict"]
    assert (step["target"], step["unit"]) == ("score", "")
