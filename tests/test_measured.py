"""The committed table of the book's own runs: its schema, its provenance, and that it tells one story."""

import csv
import re
import socket
from collections import Counter
from dataclasses import fields
from importlib.resources import files

import pytest

from made_up_runs import made_up
from what_scale_buys import measured
from what_scale_buys.measured import CorruptRow, Run, curve_edges, from_cells, to_cells

RUNS = measured.runs()


def test_the_table_is_sound_and_holds_no_run_twice():
    assert all(run.faults() == [] for run in RUNS)
    assert max(Counter(run.run for run in RUNS).values()) == 1
    setup = ("series", "world", "budget", "width", "depth", "learning_rate", "seed", "unique_tokens")
    assert max(Counter(tuple(getattr(run, name) for name in setup) for run in RUNS).values()) == 1


def test_every_run_says_where_it_comes_from():
    for run in RUNS:
        assert re.fullmatch(r"[0-9a-f]{7,40}", run.commit), f"{run.run} was made by an uncommitted trainer"
        assert socket.gethostname() not in (run.machine, run.versions)
        assert re.fullmatch(r"python \S+; torch \S+; numpy \S+", run.versions)
        assert len(run.training_curve) == len(curve_edges(run.steps)) or run.status == "diverged"


def test_all_runs_of_a_world_read_the_same_text():
    worlds = {run.world for run in RUNS}
    assert len({(run.world, run.corpus_hash, run.source_loss, run.val_tokens) for run in RUNS}) == len(worlds)


def test_no_model_beats_the_true_source():
    known = [run for run in RUNS if run.entropy is not None and run.status == "done"]
    assert known
    assert all(run.val_loss > run.source_loss for run in known)
    assert all(abs(run.source_loss - run.entropy) < 4 * run.val_loss_se for run in known)


def test_the_budget_was_spent():
    assert all(run.flop_6nd == pytest.approx(run.budget, rel=0.01) for run in RUNS)
    assert all(run.flop_exact > run.flop_6nd for run in RUNS)


def test_the_manifest_of_the_python_corpus_is_complete():
    text = files("what_scale_buys").joinpath("data/ladder_corpus.csv").read_text(encoding="utf-8")
    packages = list(csv.DictReader(text.splitlines()))
    assert packages[0]["package"] == "python"
    assert {package["split"] for package in packages} == {"train", "validation"}
    assert all(int(package["bytes"]) > 0 < int(package["files"]) for package in packages)
    read = [run.unique_tokens for run in RUNS if run.world == "python"]
    assert max(read) < sum(int(package["bytes"]) for package in packages)


def test_a_row_survives_being_written_and_read():
    run = made_up("a", val_loss=1 / 3, line_accuracy=None)
    back = from_cells(Run, to_cells(run))
    assert back.val_loss == pytest.approx(run.val_loss, rel=1e-8)
    assert back.line_accuracy is None
    assert {type(getattr(back, f.name)) for f in fields(Run)} <= {str, int, float, type(None)}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"status": "lost"}, "status is 'lost'"),
        ({"series": "x"}, "series is 'x'"),
        ({"tokens": 5121}, "tokens are not steps x documents x length"),
        ({"unique_tokens": 6000}, "unique tokens exceed"),
        ({"parameters": 5041}, "parameters without embedding"),
        ({"flop_6nd": 1.0}, "flop_6nd is not 6 N D"),
        ({"val_loss": None}, "lacks a loss"),
        ({"token_accuracy": 1.1}, "outside 0 to 1"),
        ({"corpus_hash": "abc"}, "not a SHA-256"),
        ({"learning_rate": 0.0}, "not positive"),
    ],
)
def test_each_contradiction_is_found(change, fault):
    assert made_up("a").faults() == []
    assert any(fault in found for found in made_up("a", **change).faults())


def test_a_table_without_its_heading_is_refused():
    with pytest.raises(CorruptRow, match=r"ladder.csv, line 1: the heading"):
        measured.read_table(Run, "", "ladder.csv")


def test_derived_columns():
    run = made_up("a", val_loss=2.0, unique_tokens=2560)
    assert run.epochs == 2
    assert run.bits_per_token == pytest.approx(2.885390082)
    assert run.training_curve[0] == (256.0, 4.8)
