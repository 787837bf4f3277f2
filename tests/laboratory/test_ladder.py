"""The ladder: killed, run twice at once, handed to workers, continued on another text, planned for a time."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install -r lab/requirements-lab.txt")

from lab import ladder, plan  # noqa: E402
from lab.__main__ import main  # noqa: E402
from lab.ladder import ChangedCorpus, append_patiently, check_corpora, pending, run_here, run_on  # noqa: E402
from lab.table import NotWritten, Table  # noqa: E402
from lab.train import Job  # noqa: E402
from lab.worlds import world  # noqa: E402
from made_up_runs import made_up  # noqa: E402
from scaling_laws.errors import InvalidArgument  # noqa: E402

ROOT = Path(__file__).parents[2]
JOBS = [Job("isoflop", "zipf1.5", 2e9, 16, 1, seed) for seed in range(4)]
SCRIPT = """
import sys, torch
torch.set_num_threads(1)
from lab.ladder import run_here
from lab.table import Table
from lab.train import Job
run_here([Job("isoflop", "zipf1.5", 2e9, 16, 1, seed) for seed in range(4)], Table(sys.argv[1]))
"""


@pytest.fixture
def table(tmp_path):
    return Table(tmp_path / "ladder.csv")


def climber(table):
    """Another process on the same ladder."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'lib'}"}
    command = [sys.executable, "-c", SCRIPT, str(table.path)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for(condition):
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_killed_at_any_moment_it_goes_on_where_it_stood(table):
    process = climber(table)
    wait_for(lambda: len(table.runs()) >= 1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = table.runs()
    assert 1 <= len(done) < 4
    assert run_here(JOBS, table) == 4 - len(done)
    assert table.runs()[: len(done)] == done
    assert [run.run for run in table.runs()] == [job.name for job in JOBS]


def test_two_at_once_share_the_work(table):
    processes = [climber(table), climber(table)]
    for process in processes:
        assert process.wait(120) == 0
    assert sorted(run.run for run in table.runs()) == [job.name for job in JOBS]


def test_a_full_disk_is_waited_for(table, monkeypatch):
    refusals, said = iter([True, True]), []
    monkeypatch.setattr(ladder.time, "sleep", lambda _: None)

    def append(run):
        if next(refusals, False):
            raise NotWritten("the disk is full")
        return Table.append(table, run)

    monkeypatch.setattr(table, "append", append)
    assert append_patiently(table, made_up("a"), said.append)
    assert table.runs() == [made_up("a")]
    assert len(said) == 2
    assert "kept in memory" in said[0]


def test_another_text_is_refused_and_nothing_changed(table):
    table.append(made_up("a", corpus_hash="1" * 64))
    before = table.path.read_bytes()
    with pytest.raises(ChangedCorpus, match="trained on text 1{12}.*--table"):
        check_corpora(table, {"zipf1.5"})
    check_corpora(table, {"zipf2"})
    assert table.path.read_bytes() == before


def test_a_changed_package_is_named(table):
    table.append(made_up("a", world="python", zipf=None, corpus_hash="1" * 64))
    ladder.write_manifest(table)
    path = ladder.manifest_path(table)
    version = next(p.version for p in world("python").manifest if p.name == "tqdm")
    path.write_text(path.read_text().replace(f"tqdm,{version}", "tqdm,1.0"))
    with pytest.raises(ChangedCorpus, match=r"\(changed: tqdm\)"):
        check_corpora(table, {"python"})


def test_the_same_corpus_is_accepted(table):
    table.append(made_up("a", corpus_hash=world("zipf1.5").corpus_hash))
    check_corpora(table, {"zipf1.5"})


def kill_a_working_worker(cluster, killed):
    """Wait until the first worker has a job, then end its process as an accident would."""
    worker = cluster.workers[0]
    wait_for(lambda: cluster.scheduler.workers[worker.worker_address].processing)
    os.kill(worker.pid, signal.SIGKILL)
    killed.append(worker.pid)


@pytest.mark.filterwarnings("ignore")
def test_workers_of_a_scheduler_do_the_ladder_and_one_may_die(table):
    distributed = pytest.importorskip("distributed", reason="pip install distributed")
    killed = []
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        accident = threading.Thread(target=kill_a_working_worker, args=(cluster, killed))
        accident.start()
        assert run_on(cluster.scheduler_address, JOBS, table) == 4
        accident.join()
    assert killed
    assert sorted(run.run for run in table.runs()) == [job.name for job in JOBS]


def test_a_valley_is_centred_where_pilots_found_it():
    for budget in plan.CPU_BUDGETS:
        sizes = [job.shape.parameters for job in plan.valley("zipf1.5", budget).jobs]
        assert len(sizes) == plan.VALLEY
        assert sizes == sorted(sizes)
        centre = 5e4 * (budget / 3e11) ** 0.5
        assert sizes[0] < centre < sizes[-1]


def test_every_planned_run_has_its_own_name():
    jobs = [job for rung in plan.rungs(gpu=True) for job in rung.jobs]
    assert len({job.name for job in jobs}) == len(jobs)


def test_the_first_runs_of_a_budget_come_before_repeats_of_the_one_below():
    names = [rung.name for rung in plan.rungs()]
    assert names.index("zipf1.5 3e+11 seed 0") < names.index("zipf1.5 1e+11 seed 1")
    assert names[:2] == ["zipf1.5 1e+11 seed 0", "python 1e+11 seed 0"]


def test_repetition_compares_with_as_many_fresh_tokens():
    jobs = plan.repetition().jobs
    repeated = {round(job.tokens / job.unique_tokens): job for job in jobs if job.unique_tokens}
    fresh = {job.tokens: job for job in jobs if not job.unique_tokens}
    assert sorted(repeated) == [2, 4, 8, 16, 40]
    assert all(job.tokens in fresh for job in repeated.values())
    assert min(fresh) == pytest.approx(plan.REPEAT_CORPUS, rel=0.02)


def test_a_plan_takes_whole_rungs_while_they_fit(monkeypatch):
    monkeypatch.setattr(plan, "expected_seconds", lambda job, device: 1.0)
    rungs = plan.rungs()
    assert plan.within(rungs, plan.VALLEY + 0.5, "cpu") == rungs[:1]
    assert plan.within(rungs, 2.0 * plan.VALLEY, "cpu") == rungs[:2]


def test_times_are_read():
    assert [plan.seconds_in(text) for text in ("90s", "10min", "2h", "1.5h")] == [90, 600, 7200, 5400]
    with pytest.raises(InvalidArgument, match="10min or 2h"):
        plan.seconds_in("soon")


def test_a_time_too_short_for_a_rung_says_how_much_is_needed(table, monkeypatch):
    monkeypatch.setattr(plan, "expected_seconds", lambda job, device: 10.0)
    with pytest.raises(SystemExit, match=f"{10 * plan.VALLEY} s"):
        main(["ladder", "--budget", "5s", "--table", str(table.path)])


def test_the_command_says_what_is_done(table, monkeypatch, capsys):
    monkeypatch.setattr(plan, "rungs", lambda gpu: [plan.Rung("tiny", tuple(JOBS[:1]))])
    main(["ladder", "--budget", "1h", "--table", str(table.path)])
    assert "1 runs added, 0 of 1 still to do" in capsys.readouterr().out
    main(["ladder", "--budget", "gpu", "--table", str(table.path), "--dry-run"])
    assert "1 of 1 runs done" in capsys.readouterr().out
    assert not pending(JOBS[:1], table)


def test_a_corrupt_row_stops_the_command_with_one_sentence(table):
    table.append(made_up("a"))
    with table.path.open("a") as file:
        file.write("b,c\n")
    with pytest.raises(SystemExit, match="line 3: 2 cells where"):
        main(["ladder", "--budget", "1h", "--table", str(table.path)])
    main(["repair", "--table", str(table.path)])
    assert len(table.runs()) == 1


def test_a_reader_climbs_the_smallest_rung_into_a_table_of_their_own(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(plan, "CPU_BUDGETS", (2e9, 4e9))
    main(["rung", "--world", "zipf1.5", "--seed", "7", "--table", str(tmp_path / "mine.csv")])
    runs = Table(tmp_path / "mine.csv").runs()
    assert [run.run for run in runs] == [job.name for job in plan.valley("zipf1.5", 2e9, 7).jobs]
    assert {run.seed for run in runs} == {7}
    assert f"{plan.VALLEY} runs added" in capsys.readouterr().out


def test_an_instructor_climbs_a_private_world_over_several_budgets(tmp_path, monkeypatch):
    monkeypatch.setattr(plan, "VALLEY", 2)
    path = tmp_path / "private.csv"
    main(["rung", "--world", "zipf1.73", "--budget", "1e9", "--budget", "5e8", "--table", str(path)])
    runs = Table(path).runs()
    assert {run.world for run in runs} == {"zipf1.73"}
    assert [run.budget for run in runs] == [5e8] * plan.VALLEY + [1e9] * plan.VALLEY
    assert 0 < runs[0].entropy < world("zipf1.5").entropy
    with pytest.raises(SystemExit, match="no world named 'zipf1.70'"):
        main(["rung", "--world", "zipf1.70", "--table", str(path)])
