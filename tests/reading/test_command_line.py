"""What the reader needs of the command line: its options, standard input, the account first, exit codes."""

import io
import sys

import numpy as np
import pytest
from sweeps import text

from scaling_laws.cli import main

FIT = ("--bootstrap", "0")
SIZES, TOKENS = (grid.ravel() for grid in np.meshgrid(np.geomspace(1e7, 3e9, 6), np.geomspace(1e9, 1e11, 4)))
NOISE = np.exp(0.005 * np.random.default_rng(1).standard_normal(24))
SWEEP = list(zip(SIZES, TOKENS, (1.8 + 480 * SIZES**-0.348 + 2000 * TOKENS**-0.366) * NOISE))


@pytest.fixture
def table(tmp_path):
    def written(content, encoding="utf-8"):
        path = tmp_path / "runs.txt"
        path.write_bytes(content.encode(encoding))
        return str(path)

    return written


def test_the_account_comes_first(table, capsys):
    path = table(text("N D loss", SWEEP))
    main(["fit", path, *FIT])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"read {path}: 24 runs")
    assert any("N 1e+07 to 3e+09; D 1e+09 to 1e+11" in line for line in lines[:8])


def test_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text("N D loss", SWEEP).encode())))
    main(["fit", "-", *FIT])
    assert capsys.readouterr().out.startswith("read standard input: 24 runs")


COMMAS = text("N D loss", [(n, d, f"{v:.4f}".replace(".", ",")) for n, d, v in SWEEP], ";")
TOLD = {
    "a decimal comma": (COMMAS, "--decimal ,", "decimals after a comma, as named"),
    "billions": (
        text("N D loss", [(n / 1e9, d / 1e9, v) for n, d, v in SWEEP]),
        "--units parameters=B,tokens=B",
        "as named",
    ),
    "an encoding": (text("N D loss größe", [(*row, "é") for row in SWEEP]), "--encoding cp1252", "cp1252, as named"),
    "tiny models": (text("N D loss", [(n / 1e7, d, v) for n, d, v in SWEEP]), "--accept-unusual", "not questioned"),
    "two losses": (
        text("N D train_loss val_loss", [(*row, row[2] + 1) for row in SWEEP]),
        "--columns loss=val_loss",
        "as named",
    ),
    "no compute": (
        text("N D C loss", [(n, d, 9 * n * d, v) for n, d, v in SWEEP]),
        "--columns compute=-",
        "compute: 6 N D",
    ),
}


@pytest.mark.parametrize("kind", TOLD)
def test_what_is_refused_can_be_told_on_the_command_line(kind, table, capsys):
    content, option, words = TOLD[kind]
    path = table(content, "cp1252" if kind == "an encoding" else "utf-8")
    if kind != "no compute":
        assert main(["fit", path, *FIT]) == 2
        assert option.split()[0] in capsys.readouterr().err
    main(["fit", path, *FIT, *option.split()])
    assert words in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "words"),
    [(["--columns", "los=val_loss"], "Nearest: loss"), (["--columns", "loss"], "name=value"), (["--sheet", "A"],
     "no workbook"),
     (["--columns", "loss=a,loss=b"], "given twice"), (["--loss-unit", "nats/tokn"], "Nearest: nats/token"),
     (["--units", "tokens=dozen"], "dozen")],
)  # fmt: skip
def test_options_that_are_misspelt(options, words, table, capsys):
    assert main(["fit", table(text("N D loss", SWEEP)), *FIT, *options]) == 2
    assert words in capsys.readouterr().err


def test_a_misspelt_table_gets_the_nearest(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["fit", "gemstons"]) == 2
    assert "gemstones" in capsys.readouterr().err


MODELS = {
    "E + A/N^alpha + B/tokns^beta": "has no column 'tokns' but N, D, loss; nearest: tokens",
    "E + A/N^alpha + B/DD^beta": "has no column 'DD' but N, D, loss; nearest: D; and as constants DD and beta",
    "E + A/width^a + B/N^b": "has no column 'width' but N, D, loss; and as constants width and a cannot be told apart",
    "E + A/params^alpha + B/D^beta": "has no column 'params' but N, D, loss; write parameters",
    "E + A/n^alpha": "it names no column; the table has N, D, loss; nearest: N",
    "E + A/N^alpha + B/epochs^beta": "the table needs epochs",
}


@pytest.mark.parametrize("model", MODELS)
def test_a_name_in_a_formula_that_is_no_column_is_refused_with_those_there_are(model, table, capsys):
    path = table(text("N D loss", SWEEP))
    assert main(["fit", path, *FIT, "--model", model]) == 2
    assert MODELS[model] in capsys.readouterr().err


def test_two_columns_that_compete_in_a_formula_are_refused(table, capsys):
    path = table(text("N N_active D loss", [(n, n / 2, d, v) for n, d, v in SWEEP]))
    assert main(["fit", path, *FIT, "--model", "E + A/parameters^alpha"]) == 2
    assert "parameters could be 'N' or 'N_active'" in capsys.readouterr().err


def test_a_constant_to_the_power_of_a_constant_has_its_value_given(table):
    path = table(text("N D loss", SWEEP))
    assert main(["fit", path, *FIT, "--model", "E + A/N^alpha + B*(D/base)^(0 - beta)", "--fix", "base=1e9"]) == 0
    assert main(["fit", path, *FIT, "--model", "E + A/N^alpha + k^(0 - q)", "--fix", "k=2,q=1"]) in (0, 1)


def test_a_head_with_a_comma_and_spaces_can_be_named_as_the_refusal_says(table, capsys):
    heads = ["N", "D", '"loss (nats/token, C4)"', '"loss (nats/token, Pile)"']
    path = table(text(heads, [(n, d, v, v + 0.2) for n, d, v in SWEEP]))
    assert main(["fit", path, *FIT]) == 2
    assert '(--columns "loss=loss (nats/token, C4)")' in capsys.readouterr().err
    assert main(["fit", path, *FIT, "--columns", "loss=loss (nats/token, C4)"]) == 0
    assert f"loss {SWEEP[-1][2]:.4g} to" in capsys.readouterr().out


def test_a_law_that_only_fit_knows_cannot_be_ranked(table, capsys):
    path = table(text("N D loss", SWEEP))
    assert main(["compare", path, "frontier,chinchilla"]) == 2
    assert "only `fit --law frontier` knows it" in capsys.readouterr().err
