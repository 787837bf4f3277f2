"""The results table under everything that can happen to a file."""

import multiprocessing
import os
import resource
import signal
import time

import pytest

from lab.table import NotWritten, Table
from made_up_runs import made_up
from what_scale_buys.measured import CorruptRow, Run, columns, to_cells


@pytest.fixture
def table(tmp_path):
    return Table(tmp_path / "ladder.csv")


def _append_many(path, first):
    for index in range(first, first + 40):
        Table(path).append(made_up(f"run{index}"))


def _limited_append(path, size, result):
    """Append with a limit on the size of files, as a full disk would set."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        Table(path).append(made_up("too much"))
    except NotWritten as error:
        result.put(str(error))


def _claim_and_die(path, claimed):
    with Table(path).claim("job") as mine:
        claimed.put(mine)
        os.kill(os.getpid(), signal.SIGKILL)


def test_what_is_appended_is_read_back(table):
    runs = [made_up("a"), made_up("b", status="diverged", val_loss=None, val_loss_se=None, token_accuracy=None)]
    assert table.runs() == []
    assert all(table.append(run) for run in runs)
    assert table.runs() == runs


def test_a_run_is_entered_once(table):
    assert table.append(made_up("a"))
    assert not table.append(made_up("a", val_loss=9.0))
    assert table.runs() == [made_up("a")]


def test_processes_that_write_at_once_lose_nothing(table):
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append_many, args=(table.path, first)) for first in (0, 20, 60)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert sorted(run.run for run in table.runs()) == sorted(f"run{index}" for index in range(100))


@pytest.mark.parametrize("room", [0, 100])
def test_a_full_disk_leaves_the_table_as_it_was(table, room):
    table.append(made_up("a"))
    before = table.path.read_bytes()
    context = multiprocessing.get_context("spawn")
    result = context.Queue()
    writer = context.Process(target=_limited_append, args=(table.path, len(before) + room, result))
    writer.start()
    message = result.get(timeout=60)
    writer.join(60)
    assert table.path.read_bytes() == before
    assert "was not extended" in message
    assert str(len(before)) in message


def test_a_claim_ends_with_its_process_however_it_ends(table):
    context = multiprocessing.get_context("spawn")
    claimed = context.Queue()
    process = context.Process(target=_claim_and_die, args=(table.path, claimed))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    with table.claim("job") as mine, table.claim("job") as second, table.claim("another") as other:
        assert (mine, second, other) == (True, False, True)


CORRUPTIONS = {
    "a missing cell": (lambda cells: cells[:-1], "cells where"),
    "a word for a number": (lambda cells: ["x" if c == "3" else c for c in cells], "val_loss is 'x', not a float"),
    "an infinite loss": (lambda cells: ["inf" if c == "3" else c for c in cells], "not finite"),
    "a flipped digit of the tokens": (lambda cells: ["6120" if c == "5120" else c for c in cells], "tokens are not"),
    "a lost loss": (lambda cells: ["" if c == "3" else c for c in cells], "lacks a loss"),
    "an unknown status": (lambda cells: ["dnoe" if c == "done" else c for c in cells], "'dnoe'"),
    "a share of more than all": (lambda cells: ["1.4" if c == "0.4" else c for c in cells], "outside 0 to 1"),
    "a short hash": (lambda cells: ["00" if c == "0" * 64 else c for c in cells], "SHA-256"),
}


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_corrupt_row_is_named_and_can_be_moved_out(table, name):
    corrupt, reason = CORRUPTIONS[name]
    for run in "abc":
        table.append(made_up(run))
    lines = table.path.read_text().splitlines()
    lines[2] = ",".join(corrupt(lines[2].split(",")))
    table.path.write_text("\n".join(lines) + "\n")
    with pytest.raises(CorruptRow, match=reason) as caught:
        table.runs()
    assert caught.value.line == 3
    assert "python -m lab repair" in str(caught.value)
    assert len(table.repair()) == 1
    assert [run.run for run in table.runs()] == ["a", "c"]
    assert lines[2] in (table.path.parent / "ladder.csv.rejected").read_text()


def test_a_torn_last_line_costs_only_itself(table):
    table.append(made_up("a"))
    table.append(made_up("b"))
    table.path.write_bytes(table.path.read_bytes()[:-30])
    assert table.append(made_up("c"))
    with pytest.raises(CorruptRow, match="line 3"):
        table.runs()
    table.repair()
    assert [run.run for run in table.runs()] == ["a", "c"]


def test_a_foreign_table_is_refused(table):
    table.path.write_text("a,b\n1,2\n")
    with pytest.raises(CorruptRow, match="heading"):
        table.runs()


def test_repairing_a_sound_table_changes_nothing(table):
    table.append(made_up("a"))
    before = table.path.read_bytes()
    assert table.repair() == []
    assert table.path.read_bytes() == before


def test_cells_and_columns_correspond():
    assert len(to_cells(made_up("a"))) == len(columns(Run))


def _repair_and_die(path, where):
    """Repair, and end as by a power cut just before or just after the call named `where`."""
    from lab import table as module

    def dying(*arguments):
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(module.os, where, dying)
    Table(path).repair()


@pytest.mark.parametrize("where", ["ftruncate", "replace", "fsync"])
def test_a_repair_that_is_killed_loses_nothing(table, where):
    for run in "abc":
        table.append(made_up(run))
    lines = table.path.read_text().splitlines()
    table.path.write_text("\n".join([*lines[:2], "torn", *lines[2:]]) + "\n")
    before = table.path.read_bytes()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_repair_and_die, args=(table.path, where))
    process.start()
    process.join(60)
    if where == "ftruncate":  # the table is never emptied, so nothing died
        assert process.exitcode == 0
    else:
        assert process.exitcode == -signal.SIGKILL
        assert table.path.read_bytes() == before
        assert len(table.repair()) == 1
    assert [run.run for run in table.runs()] == ["a", "b", "c"]
    assert "torn" in (table.path.parent / "ladder.csv.rejected").read_text()


def _append_during_repair(path, started):
    started.set()
    Table(path).append(made_up("late"))


def test_a_row_that_waits_for_a_repair_is_not_written_to_the_old_file(table, monkeypatch):
    table.append(made_up("a"))
    with table.path.open("a") as file:
        file.write("torn\n")
    context = multiprocessing.get_context("spawn")
    started = context.Event()
    process = context.Process(target=_append_during_repair, args=(table.path, started))
    replace = os.replace

    def slow_replace(*arguments):
        process.start()
        assert started.wait(60)
        time.sleep(0.5)
        replace(*arguments)

    monkeypatch.setattr("lab.table.os.replace", slow_replace)
    table.repair()
    process.join(60)
    assert [run.run for run in table.runs()] == ["a", "late"]
