"""The command line: exit codes, what it prints, what it writes."""

import json

import numpy as np
import pytest

import scaling_laws
from scaling_laws.cli import main
from scaling_laws.fitting import fit_table, read_runs


@pytest.fixture
def table(tmp_path):
    rng = np.random.default_rng(0)
    N, C = 10 ** rng.uniform(7.6, 10.2, 60), 10 ** rng.uniform(18.5, 21.5, 60)
    D = C / (6 * N)
    L = (1.8 + 480 * N**-0.348 + 2000 * D**-0.366) * np.exp(0.01 * rng.normal(size=60))
    path = tmp_path / "runs.csv"
    path.write_text(
        "params,tokens,loss\n" + "".join(f"{n!r},{d!r},{v!r}\n" for n, d, v in zip(N.tolist(), D.tolist(), L.tolist()))
    )
    return path


def test_fit_prints_plans_and_writes(table, tmp_path, capsys):
    outputs = {kind: tmp_path / f"out.{kind}" for kind in ("json", "csv", "svg")}
    options = ["--bootstrap", "60", "--at", "5e23", "--holdout", "0.2"]
    options += ["--json", str(outputs["json"]), "--csv", str(outputs["csv"]), "--plot", str(outputs["svg"])]
    assert main(["fit", str(table), *options]) == 0
    printed = capsys.readouterr().out
    for word in ("alpha", "4500 of 4500 starts", "optimum at 5e+23 FLOP", "held out", "Condition number"):
        assert word in printed
    assert json.loads(outputs["json"].read_text())["converged"]
    assert outputs["csv"].read_text().startswith("name,value")
    assert outputs["svg"].read_text().startswith("<?xml")


def test_a_plot_is_the_same_bytes_twice(table, tmp_path):
    paths = [tmp_path / f"{k}.svg" for k in range(2)]
    for path in paths:
        assert main(["fit", str(table), "--bootstrap", "20", "--plot", str(path)]) == 0
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("params,tokens,loss\n1e9,2e10,-1\n2e9,4e10,2\n", "line 2, loss"),
        ("a,b\n1,2\n", "a, b"),
    ],
)
def test_unusable_tables_exit_with_two_and_a_sentence(content, word, tmp_path, capsys):
    path = tmp_path / "bad.csv"
    path.write_text(content)
    assert main(["fit", str(path)]) == 2
    error = capsys.readouterr().err
    assert word in error
    assert "Traceback" not in error


def test_too_few_runs_exit_with_one_and_say_so_in_the_json(tmp_path, capsys):
    path, out = tmp_path / "few.csv", tmp_path / "out.json"
    path.write_text("params,tokens,loss\n1e9,2e10,2\n2e9,2e10,1.9\n2e9,4e10,1.8\n1e9,4e10,1.95\n")
    for law in ("chinchilla", "kaplan"):
        assert main(["fit", str(path), "--law", law, "--json", str(out)]) == 1
        assert "cannot hold" in capsys.readouterr().err
        record = json.loads(out.read_text())
        assert record["parameters"] == {}
        assert "cannot hold" in record["reason"]


def test_rows_that_show_no_law_exit_with_one(tmp_path):
    path, out = tmp_path / "flat.csv", tmp_path / "out.json"
    rows = [f"{1e7 * 2**k},{1e9 * 3**j},{2 + 0.01 * k + 0.02 * j}" for k in range(5) for j in range(5)]
    path.write_text("params,tokens,loss\n" + "\n".join(rows))
    assert main(["fit", str(path), "--bootstrap", "20", "--json", str(out)]) == 1
    record = json.loads(out.read_text())
    assert not record["has_law"]
    assert "not a scaling law" in record["verdict"]
    assert main(["fit", str(path), "--law", "chinchilla-tied", "--bootstrap", "20", "--json", str(out)]) == 1
    assert "not a scaling law" in json.loads(out.read_text())["verdict"]


def test_bad_rows_can_be_left_out_and_are_listed(table, capsys):
    table.write_text(table.read_text() + "oops,1,2\n")
    assert main(["fit", str(table), "--bootstrap", "0"]) == 2
    assert main(["fit", str(table), "--bootstrap", "0", "--drop-bad"]) == 0
    assert "left out: line 62, parameters: 'oops' is not a number" in capsys.readouterr().out


def test_a_missing_file_exits_with_two(capsys):
    assert main(["fit", "/no/such/file.csv"]) == 2
    assert "No such file" in capsys.readouterr().err


def test_a_plot_of_unknown_kind_is_refused_at_once(table, capsys):
    assert main(["fit", str(table), "--plot", "out.doc"]) == 2
    assert ".svg" in capsys.readouterr().err


def test_approaches_one_and_two_say_what_they_miss(table, capsys):
    assert main(["fit", str(table), "--approach", "1"]) == 2
    assert "label" in capsys.readouterr().err
    assert main(["fit", str(table), "--approach", "2", "--at", "1e23"]) == 0
    printed = capsys.readouterr().out
    assert "of 60 runs, whose budget has fewer than 3 sizes" in printed
    assert "tokens per parameter" in printed


def test_approach_two_writes_what_it_found(table, tmp_path):
    outputs = {kind: tmp_path / f"out.{kind}" for kind in ("json", "csv", "svg")}
    written = [
        word for kind, path in outputs.items() for word in ("--plot" if kind == "svg" else f"--{kind}", str(path))
    ]
    assert main(["fit", str(table), "--approach", "2", "--bootstrap", "50", *written]) == 0
    record = json.loads(outputs["json"].read_text())
    assert record["parameters"]["a"]["low"] < record["parameters"]["a"]["value"]
    assert len(record["optima"]) == int(record["method"].split()[0])
    assert outputs["csv"].read_text().splitlines()[1].startswith("a,")
    assert outputs["svg"].read_text().startswith("<?xml")


def test_approach_one_writes_what_it_found(tmp_path):
    rows, path = ["params,tokens,loss,run"], tmp_path / "curves.csv"
    for size in np.geomspace(5e7, 5e9, 9).tolist():
        for tokens in (size * np.geomspace(2, 200, 25)).tolist():
            rows.append(f"{size},{tokens},{1.8 + 480 * size**-0.348 + 2000 * tokens**-0.366},s{size:.3g}")
    path.write_text("\n".join(rows))
    assert main(["fit", str(path), "--approach", "1", "--bootstrap", "40", "--json", str(tmp_path / "a.json")]) == 0
    assert 0.3 < json.loads((tmp_path / "a.json").read_text())["parameters"]["a"]["value"] < 0.7


def test_what_an_approach_or_a_law_lacks_is_refused(table, capsys):
    refused = {
        "approach 3": ["--approach", "2", "--holdout", "0.2"],
        "one approach": ["--law", "kaplan", "--approach", "1"],
        "nearest: alpha": ["--fix", "alfa=0.3"],
        "not both": ["--law", "kaplan", "--model", "E + A/N^a"],
        "nearest: kaplan": ["--law", "kaplann"],
        "nearest: cauchy": ["--loss", "couchy"],
        "enough resamples": ["--bootstrap", "1"],
        "between zero and one": ["--level", "95"],
        "no folder": ["--json", "/no/such/folder/x.json"],
        "colon": ["--bound", "alpha=3"],
        "two laws": ["--compare", "kaplan"],
        "asymmetric": ["--tail", "0.1"],
        "own columns": ["--law", "kaplan", "--against", "tokens"],
        "drawn over D, N": ["--law", "over-training", "--at", "M=3"],
        "the constants are amplitude, exponent": ["--law", "power", "--profile", "scale"],
        "--unique": ["--law", "data-constrained", "--at", "1e22"],
        "no other has it": ["--unique", "1e9", "--at", "1e22"],
        "epochs": ["--law", "data-constrained"],
    }
    for word, options in refused.items():
        assert main(["fit", str(table), *options]) == 2, word
        assert word in capsys.readouterr().err, word


def test_the_other_laws_are_fitted_from_the_command_line(table, tmp_path, capsys):
    out = tmp_path / "out.json"
    assert main(["fit", str(table), "--law", "kaplan", "--bootstrap", "20", "--at", "1e22", "--json", str(out)]) == 0
    assert "optimum at 1e+22" in capsys.readouterr().out
    assert json.loads(out.read_text())["law"] == "kaplan"
    for law in ("power", "power-with-floor"):
        options = ["--law", law, "--against", "parameters", "--bootstrap", "20", "--csv", str(tmp_path / "out.csv")]
        assert main(["fit", str(table), *options, "--plot", str(tmp_path / "out.svg")]) == 0
        assert "exponent" in (tmp_path / "out.csv").read_text()


def test_scores_and_epochs_are_read_and_fitted(tmp_path, capsys):
    score = tmp_path / "score.csv"
    shares = [25.5, 26.1, 0, 31, 44, 61, 80, 90, 94, 95.1]
    score.write_text("flops,accuracy (%)\n" + "".join(f"{10 ** (19 + k / 2)},{s}\n" for k, s in enumerate(shares)))
    options = ["--law", "score", "--fix", "floor=0.25", "--bootstrap", "20", "--plot", str(tmp_path / "score.svg")]
    assert main(["fit", str(score), *options]) == 0
    assert "midpoint" in capsys.readouterr().out
    score.write_text("flops,accuracy\n1e20,0.3\n1e21,61\n1e22,0.8\n")
    assert main(["fit", str(score), "--law", "score"]) == 2
    assert "line 3, score" in capsys.readouterr().err
    rng, epochs = np.random.default_rng(0), tmp_path / "epochs.csv"
    rows = zip(
        10 ** rng.uniform(8, 9.5, 40), 10 ** rng.uniform(9.5, 11, 40), np.exp(rng.uniform(0, 3, 40)), strict=True
    )
    lines = [
        f"{N},{D},{e},{1.8 + 480 * N**-0.348 + 2000 * (D / e * (16 - 15 * np.exp((1 - e) / 15))) ** -0.366}"
        for N, D, e in rows
    ]
    epochs.write_text("params,tokens,epochs,loss\n" + "\n".join(lines))
    options = ["--law", "data-constrained", "--bootstrap", "5", "--at", "1e22", "--unique", "1e10"]
    assert main(["fit", str(epochs), *options]) == 0
    printed = capsys.readouterr().out
    assert "r_d_star" in printed
    assert "1e+10 tokens that may be repeated" in printed


def test_list_names_licence_and_citation(capsys):
    assert main(["list"]) == 0
    printed = capsys.readouterr().out
    assert "gemstones" in printed
    assert "licence MIT" in printed
    assert "cite" in printed


def test_fetch_without_network_exits_with_three(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("SCALING_LAWS_RUNS_HOST", "http://127.0.0.1:9")
    assert main(["fetch", "gemstones", "--cache", str(tmp_path)]) == 3
    error = capsys.readouterr().err
    assert "Could not download" in error
    assert "Traceback" not in error


def test_fetch_of_an_unknown_table_exits_with_two(capsys):
    assert main(["fetch", "rubies"]) == 2


def test_usage_errors_exit_with_two():
    with pytest.raises(SystemExit) as stop:
        main(["fit"])
    assert stop.value.code == 2


def test_list_shows_every_law_with_its_source(capsys):
    from scaling_laws.laws.shelf import shelf

    assert main(["list", "laws"]) == 0
    printed = capsys.readouterr().out
    for law in shelf().values():
        assert law.formula in printed
        assert law.source in printed


def test_the_five_lines_of_the_readme(table, tmp_path, capsys):
    fit = tmp_path / "fit.json"
    assert main(["fit", str(table), "--bootstrap", "60", "--json", str(fit)]) == 0
    record = json.loads(fit.read_text())
    assert record["version"]
    assert len(record["input"]["sha256"]) == 64
    assert record["command"][:2] == ["scaling-laws", "fit"]
    capsys.readouterr()
    assert main(["predict", str(fit), "--at", "N=7e12,D=4e12"]) == 0
    printed = capsys.readouterr().out
    assert "loss at N=7e+12, D=4e+12" in printed
    assert "times the largest fitted" in printed
    points, out = tmp_path / "points.csv", tmp_path / "out.csv"
    points.write_text("params,tokens\n1e9,2e10\n7B,4T\n")
    assert main(["predict", str(fit), "--table", str(points), "--csv", str(out)]) == 0
    rows = out.read_text().splitlines()
    assert rows[0] == "parameters,tokens,target,value,low,high,level"
    value = 1.8 + 480 * 1e9**-0.348 + 2000 * 2e10**-0.366
    assert float(rows[1].split(",")[3]) == pytest.approx(value, rel=0.01)
    assert main(["compare", str(table), "chinchilla,power,A/N^a + B/D^b"]) == 0
    assert "held-out error" in capsys.readouterr().out


def test_a_formula_a_tie_and_a_fixed_constant_from_the_command_line(table, tmp_path, capsys):
    out = tmp_path / "out.json"
    options = ["--model", "E + A/N^alpha + B/D^beta", "--tie", "beta=alpha", "--fix", "E=1.8", "--bootstrap", "0"]
    assert main(["fit", str(table), *options, "--profile", "alpha", "--holdout", "0.2", "--json", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "profile of alpha" in printed
    assert "rows held out" in printed
    record = json.loads(out.read_text())
    assert record["fixed"] == {"E": 1.8}
    assert record["parameters"]["beta"] == record["parameters"]["alpha"]
    assert record["parameters"]["alpha"]["value"] == pytest.approx(0.35, abs=0.02)


def test_groups_weights_and_other_columns_from_the_command_line(tmp_path, capsys):
    rng, path = np.random.default_rng(0), tmp_path / "groups.csv"
    N, group, error = 10 ** rng.uniform(7, 10, 40), rng.choice(["adam", "muon"], 40), rng.uniform(0.01, 0.02, 40)
    loss = 1.8 + np.where(group == "muon", 400, 480) * N**-0.348
    rows = zip(N.tolist(), group, error.tolist(), loss.tolist(), strict=True)
    path.write_text("params,optimizer,sem,loss\n" + "".join(f"{n!r},{g},{e!r},{v!r}\n" for n, g, e, v in rows))
    options = ["--law", "power-with-floor", "--against", "parameters", "--groups", "optimizer", "--weights", "1/sem^2"]
    assert main(["fit", str(path), *options, "--bootstrap", "0", "--at", "1e10", "--group", "muon"]) == 0
    printed = capsys.readouterr().out
    assert "amplitude[muon]" in printed
    assert "loss at parameters=1e+10: 1.93" in printed


def test_output_that_cannot_be_written_ends_in_a_sentence(table):
    import subprocess
    import sys

    fit = [sys.executable, "-m", "scaling_laws", "list"]
    with open("/dev/full", "w") as full:
        ended = subprocess.run(fit, stdout=full, stderr=subprocess.PIPE, text=True)
    assert ended.returncode == 2
    assert "cannot be written" in ended.stderr
    assert "Traceback" not in ended.stderr
    piped = subprocess.run(
        f"{sys.executable} -m scaling_laws list | head -1", shell=True, capture_output=True, text=True
    )
    assert piped.stderr == ""


def test_standard_input_is_a_table(table, monkeypatch, capsys):
    import io

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(table.read_bytes())))
    assert main(["fit", "-", "--model", "E + A/N^a + B/D^b", "--bootstrap", "0"]) == 0
    assert "60 rows" in capsys.readouterr().out


def test_the_version_is_that_of_the_package(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"scaling-laws {scaling_laws.__version__}\n"


def valleys(path, budgets=6, sizes=7):
    rng, rows = np.random.default_rng(0), ["params,tokens,flops,loss,accuracy"]
    for C in np.geomspace(6e18, 3e21, budgets):
        for N in np.sqrt(C / 120) * np.geomspace(0.4, 2.5, sizes):
            D = C / (6 * N)
            loss = (1.8 + 480 * N**-0.348 + 2000 * D**-0.366) * np.exp(0.0005 * rng.normal())
            score = 0.25 + 0.7 / (1 + np.exp(5 * (loss - 2.6)))
            rows.append(",".join(repr(float(value)) for value in (N, D, C, loss, score)))
    path.write_text("\n".join(rows))
    return path


@pytest.mark.parametrize(
    ("options", "words", "point"),
    [
        (["--law", "frontier"], ("least loss", "6 valley minima"), "C=1e23"),
        (["--law", "isoflop"], ("a  0.", "6 IsoFLOP parabolas"), "1e23"),
        (["--law", "two-step"], ("step 2", "steepness"), "N=7e9,D=4e12"),
        (["--law", "two-step", "--first", "power-with-floor"], ("step 2", "exponent"), "C=1e23"),
        (["--near", "2%"], ("as the band", "rows lie within 2 %"), "N=7e9,D=4e12"),
        (["--law", "score", "--against", "loss"], ("score-over-loss",), "L=2.2"),
    ],
)
def test_the_ways_out_when_the_law_does_not_fit(options, words, point, tmp_path, capsys):
    table, out = valleys(tmp_path / "valleys.csv"), tmp_path / "fit.json"
    assert main(["fit", str(table), *options, "--bootstrap", "30", "--at", point, "--json", str(out)]) == 0
    printed = capsys.readouterr().out
    for word in words:
        assert word in printed
    assert main(["predict", str(out), "--at", point, "--of", "mean"]) == 0
    assert "95 % interval" in capsys.readouterr().out
    assert "nan" not in printed


def test_a_column_of_standard_errors_weighs_the_rows(tmp_path, capsys):
    rng = np.random.default_rng(3)
    N, D = np.repeat([1e7, 3e7, 1e8, 3e8, 1e9], 4), 1e7 * np.tile([20.0, 80.0, 320.0, 1280.0], 5)
    exact = 1.8 + 480 * N**-0.348 + 2000 * D**-0.366
    error = np.where(np.arange(20) % 3 == 0, 0.2, 0.002)
    loss = exact + error * rng.standard_normal(20)
    table, out = tmp_path / "errors.csv", tmp_path / "fit.json"
    rows = np.stack([N, D, loss, error], 1).tolist()
    table.write_text("N,D,loss,loss_sem\n" + "\n".join(",".join(map(repr, row)) for row in rows))
    assert main(["fit", str(table), "--bootstrap", "0", "--loss", "squares", "--json", str(out)]) == 0
    assert "rows carry weights" in capsys.readouterr().out
    weighted = json.loads(out.read_text())["parameters"]["E"]["value"]
    direct = fit_table({"N": N, "D": D, "loss": loss}, weights=(loss / error) ** 2, loss="squares", bootstrap=0)
    assert weighted == pytest.approx(direct.natural["E"], rel=1e-9)
    assert fit_table(read_runs(table), loss="squares", bootstrap=0).natural["E"] == pytest.approx(weighted, rel=1e-9)
    plain = fit_table({"N": N, "D": D, "loss": loss}, loss="squares", bootstrap=0).natural["E"]
    assert abs(weighted - 1.8) < 0.02 < abs(plain - 1.8)


def test_two_steps_are_held_out_and_climbed(tmp_path, capsys):
    table, out = valleys(tmp_path / "valleys.csv"), tmp_path / "fit.json"
    asked = ["--holdout", "0.3", "--rollout", "--near", "5%"]
    assert main(["fit", str(table), "--law", "two-step", *asked, "--bootstrap", "30", "--json", str(out)]) == 0
    record = json.loads(out.read_text())
    assert record["holdout"]["error"] < 0.01
    assert len(record["rollout"]) > 1
    assert record["near"]["path"][0]["band"] == 0.025
    assert "rows held out" in capsys.readouterr().out


def test_the_surface_keeps_its_hold_out(tmp_path):
    table, out = valleys(tmp_path / "valleys.csv"), tmp_path / "fit.json"
    assert main(["fit", str(table), "--bootstrap", "30", "--holdout", "0.3", "--json", str(out)]) == 0
    held = json.loads(out.read_text())["holdout"]
    assert held["held"] == 13
    assert 0 < held["error"] < 0.01
    assert 0 <= held["coverage"] <= 1


def test_replicates_of_one_setting_are_no_law(tmp_path, capsys):
    table = tmp_path / "same.csv"
    table.write_text("N,D,loss\n" + "1e8,2e9,2.5\n" * 12)
    assert main(["fit", str(table), "--bootstrap", "0"]) == 1
    assert "No interval" in capsys.readouterr().out
