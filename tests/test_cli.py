"""The command line: exit codes, what it prints, what it writes."""

import json

import numpy as np
import pytest

from scaling_laws.cli import main


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
        ("params,tokens,loss\n1e9,2e10,2\n", "two runs"),
    ],
)
def test_unusable_tables_exit_with_two_and_a_sentence(content, word, tmp_path, capsys):
    path = tmp_path / "bad.csv"
    path.write_text(content)
    assert main(["fit", str(path)]) == 2
    error = capsys.readouterr().err
    assert word in error
    assert "Traceback" not in error


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


def test_outputs_that_an_approach_lacks_are_refused(table, capsys):
    assert main(["fit", str(table), "--approach", "2", "--json", "out.json"]) == 2
    assert "approach 3 only" in capsys.readouterr().err


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
