"""Files of the kinds that people really have, kept in a folder of their own: the right value, or cause and cure.

The folder is named by the environment variable SCALING_LAWS_CASES. Files that are not known here by name must give
runs whose account holds together, or a refusal.
"""

import os
from pathlib import Path

import numpy as np
import pytest

from scaling_laws.cli import main
from scaling_laws.errors import ScalingLawError
from scaling_laws.fitting import read_columns, read_runs

FOLDER = os.environ.get("SCALING_LAWS_CASES", "")
FILES = sorted(path for path in Path(FOLDER).iterdir() if path.is_file()) if FOLDER and Path(FOLDER).is_dir() else []
pytestmark = pytest.mark.skipif(not FILES, reason="SCALING_LAWS_CASES names no folder of files")

# the sweep that most files hold in one form or another, as a law and not as a table
BASE = np.array([(n, n * ratio) for n in (1e7, 3e7, 1e8, 3e8, 1e9) for ratio in (5, 10, 20, 40, 80)])
SAME = {
    "35_json_columns.json": 1e-12, "comment_line_first.csv": 1e-12, "compute_conflicts_6ND.csv": 1e-12,
    "compute_gflops.csv": 1e-5, "compute_pf_days.csv": 1e-5, "cr_line_ends.csv": 1e-12, "json_array.json": 1e-12,
    "loss_with_sem.csv": 1e-12, "semicolon.csv": 1e-12, "thousands_narrow_nbsp.csv": 1e-12,
    "wandb_slash_names.csv": 1e-12,
}  # fmt: skip
REFUSED = {
    "71_decimal_comma_unquoted.csv": "decimal comma", "decimal_comma_quoted.csv": r"6\.3412.*63412.*--decimal ,",
    "decimal_comma_tab.tsv": r"6\.3412.*63412.*--decimal ,", "ragged_extra_cell.csv": "has 4 cells",
    "three_loss_columns.csv": "'train_loss'.*'val_loss'.*'loss'",
    "two_size_columns.csv": "without embeddings.*'params'",
    "values_in_billions_no_unit.csv": "billions", "wandb_wide_min_max.csv": "two of parameters, tokens, compute",
}  # fmt: skip
CHOSEN = {
    "decimal_comma_quoted.csv": {"decimal": ","}, "decimal_comma_tab.tsv": {"decimal": ","},
    "three_loss_columns.csv": {"columns": {"loss": "val_loss"}},
    "two_size_columns.csv": {"columns": {"parameters": "params"}},
    "values_in_billions_no_unit.csv": {"units": {"parameters": "B", "tokens": "B"}},
    "ragged_extra_cell.csv": {"drop_bad": True},
}  # fmt: skip


def case(name):
    path = Path(FOLDER) / name
    if not path.exists():
        pytest.skip(f"no {name} in the folder")
    return path


def losses():
    """The losses of the sweep, split by hand."""
    return np.array([float(line.split(";")[2]) for line in case("semicolon.csv").read_text().split("\n")[1:] if line])


@pytest.mark.parametrize("name", SAME)
def test_the_sweep_comes_out_of_every_form(name):
    runs = read_runs(case(name))
    assert runs.parameters == pytest.approx(BASE[:, 0], rel=SAME[name])
    assert runs.tokens == pytest.approx(BASE[:, 1], rel=SAME[name])
    assert runs.loss == pytest.approx(losses(), rel=1e-12)


@pytest.mark.parametrize("name", CHOSEN)
def test_and_out_of_the_refused_ones_once_told_how(name):
    runs = read_runs(case(name), **CHOSEN[name])
    assert runs.parameters == pytest.approx(BASE[:, 0], rel=1e-12)
    assert runs.loss == pytest.approx(losses(), rel=1e-12)


@pytest.mark.parametrize("name", REFUSED)
def test_the_refused_ones_name_cause_and_cure(name):
    with pytest.raises(ScalingLawError, match=f"(?s){REFUSED[name]}"):
        read_runs(case(name))


def test_single_facts_of_single_files():
    assert np.median(read_runs(case("compute_conflicts_6ND.csv")).compute / (60 * BASE.prod(1))) == pytest.approx(1)
    true = read_runs(case("isoflop_true_flops.csv"))
    assert len(np.unique(true.compute)) == 5
    assert "2.6 in the middle" in str(true.account)
    assert read_runs(case("loss_with_sem.csv")).loss_error == pytest.approx(0.01)
    seeds = read_runs(case("seeds_equal_rounded_loss.csv"))
    assert len(seeds) == 50
    assert len(np.unique(seeds.groups)) == 25
    assert len(read_runs(case("cs336_isoflops_curves.json"))) == 72
    score, _ = read_columns(case("score_percent_cells.csv"), ("compute", "score"))
    assert score["score"][0] == pytest.approx(0.254)
    same, _ = read_columns(case("score_0_to_100.csv"), ("compute", "score"), units={"score": "%"})
    assert same["score"] == pytest.approx(score["score"])


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_every_file_ends_in_runs_or_in_a_sentence(path, capsys):
    """From the command line, whatever the file: an exit code, an account first or cause and cure, no traceback."""
    code = main(["fit", str(path), "--bootstrap", "0"])
    printed = capsys.readouterr()
    assert code in (0, 1, 2)
    assert "Traceback" not in printed.err + printed.out
    if code == 2 and not printed.out:
        assert printed.err.startswith("scaling-laws: ")
        assert len(printed.err) > 60
    else:
        assert printed.out.startswith(f"read {path}")
        assert "\u2190" in printed.out
