"""Experiments as the ladder: killed, run twice at once, resumed, planned for a time, measured once."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install -r lab/requirements-lab.txt")

from lab import experiment  # noqa: E402
from lab import trial as trial_module  # noqa: E402
from lab.__main__ import main  # noqa: E402
from lab.experiment import Tables, measure, plan, run, smallest, within  # noqa: E402
from lab.experiments import NAMES, pool  # noqa: E402
from lab.experiments.design import Planned  # noqa: E402
from lab.quantise import losses_by_bits  # noqa: E402
from lab.reading import Measurement  # noqa: E402
from lab.trial import TrialJob  # noqa: E402
from made_up_runs import made_up_trial  # noqa: E402

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys, torch
torch.set_num_threads(1)
from pathlib import Path
from lab import trial
trial.KEPT = Path(sys.argv[1]) / "pool"
from lab.experiment import Tables, run
from lab.experiments.design import Planned
from lab.trial import TrialJob
parent = TrialJob(budget=1e9, width=16, depth=1)
jobs = [parent] + [TrialJob(budget=1e9, width=16, depth=1, seed=s, parents=(parent,)) for s in range(3)]
run([Planned(job, "pool", "control", 1e9, 1e9) for job in jobs], Tables(Path(sys.argv[1])))
"""


def planned():
    parent = TrialJob(budget=1e9, width=16, depth=1)
    jobs = [parent] + [replace(parent, seed=seed, parents=(parent,)) for seed in range(3)]
    return [Planned(job, "pool", "control", 1e9, 1e9) for job in jobs]


@pytest.fixture(autouse=True)
def _own_pool(tmp_path, monkeypatch):
    monkeypatch.setattr(trial_module, "KEPT", tmp_path / "pool")


@pytest.fixture
def tables(tmp_path):
    return Tables(tmp_path)


def driver(folder):
    """Another process on the same experiment."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'lib'}"}
    command = [sys.executable, "-c", SCRIPT, str(folder)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for(condition):
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def results(tables):
    """What must not depend on interruptions."""
    return {row.run: (row.val_loss, row.curve, row.config_hash) for row in tables.trials.runs()}


def test_killed_and_resumed_it_gives_the_same_rows(tables, tmp_path):
    process = driver(tmp_path)
    wait_for(lambda: len(tables.trials.runs()) >= 1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = results(tables)
    assert 1 <= len(done) < 4
    assert run(planned(), tables) == 4 - len(done)
    whole = Tables(tmp_path / "whole")
    run(planned(), whole)
    assert results(tables) == results(whole)
    assert run(planned(), tables) == 0


def test_two_at_once_share_the_work(tables, tmp_path):
    processes = [driver(tmp_path), driver(tmp_path)]
    for process in processes:
        assert process.wait(180) == 0
    assert sorted(results(tables)) == sorted(one.job.name for one in planned())


def test_readings_are_taken_once_and_only_of_models_that_are_there(tables, monkeypatch):
    job, other = planned()[0].job, TrialJob(budget=1e9, width=16, depth=1, seed=9)
    points = (("all", 8), ("all", 4), ("but embedding", 8), ("but embedding", 4))
    both = [Measurement("quantisation", j, "bits", points, losses_by_bits, (("bits", (8, 4)),)) for j in (job, other)]
    monkeypatch.setattr(experiment.experiment("quantisation"), "readings", lambda: both)
    run(planned()[:1], tables)
    assert measure(["quantisation"], tables) == 4
    assert measure(["quantisation"], tables) == 0
    rows = tables.readings.runs()
    assert [(row.variant, row.setting) for row in rows] == list(points)
    assert {row.model for row in rows} == {job.name}
    assert all(row.faults() == [] for row in rows)


def test_a_plan_has_every_model_once_cheapest_tier_first():
    everything = plan(NAMES)
    assert len({one.job.name for one in everything}) == len(everything)
    assert [one.tier for one in everything] == sorted(one.tier for one in everything)
    few = plan(["noise"], top=1e11)
    assert {one.tier for one in few} == {3e10, 1e11}
    assert {one.experiment for one in few} == {"pool", "noise"}


def test_teachers_come_before_students_and_parents_before_children():
    for seeds in (1, 3):
        seen = set()
        for one in plan(["distillation", "collapse"], seeds=seeds):
            job = one.job
            assert {parent.name for parent in (*job.parents, *([job.teacher] if job.teacher else []))} <= seen
            seen.add(job.name)


def test_a_time_is_filled_and_not_overrun(monkeypatch):
    monkeypatch.setattr(experiment, "expected_seconds", lambda one, device: 1.0)
    assert within(planned(), 2.5) == planned()[:2]


def test_the_smallest_rung_is_one_budget_and_one_seed():
    for name in NAMES:
        few = smallest(name)
        assert few
        assert {one.job.seed for one in few if not one.arm.startswith("control")} <= {0}
        assert all(one.job.generation <= 1 for one in few)
        assert len(few) <= 13
    assert {one.arm for one in smallest("noise")} == {"control", "noise", "duplicates", "filtered", "filtered-poorly"}
    assert len(smallest("noise")) < len(plan(["noise"]))


def test_the_command_trains_measures_and_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(pool, "trials", lambda: planned()[:2])
    main(["experiment", "pool", "--budget", "all", "--folder", str(tmp_path)])
    assert "2 models and 0 readings added, 0 of 2 models still to train" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="10min or 2h"):
        main(["experiment", "pool", "--budget", "soon", "--folder", str(tmp_path)])


def test_a_corrupt_row_is_moved_out_of_either_table(tables, tmp_path):
    run(planned()[:1], tables)
    with tables.trials.path.open("a") as file:
        file.write("b,c\n")
    with pytest.raises(SystemExit, match="line 3: 2 cells where"):
        main(["experiment", "pool", "--budget", "all", "--top", "1", "--folder", str(tmp_path)])
    main(["repair", "--table", str(tables.trials.path)])
    assert len(tables.trials.runs()) == 1


def test_another_text_is_refused_and_nothing_changed(tables, tmp_path):
    tables.trials.append(made_up_trial("a", world="zipf1.5", corpus_hash="1" * 64))
    before = tables.trials.path.read_bytes()
    with pytest.raises(SystemExit, match="trained on text 1{12}.*--folder"):
        main(["experiment", "pool", "--budget", "all", "--folder", str(tmp_path)])
    assert tables.trials.path.read_bytes() == before
