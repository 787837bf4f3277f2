"""Command line: `python -m lab ladder --budget 10min`, `... rung`, `... experiment NAME`, `... repair`, `... bench`."""

import argparse
import sys
from pathlib import Path

import torch

from scaling_laws.errors import InvalidArgument, ScalingLawError

from . import bench, experiment, ladder, plan
from .table import Table
from .worlds import PYTHON


def parse(arguments):
    """The command line as a namespace."""
    parser = argparse.ArgumentParser(prog="python -m lab", description="Train the book's ladder of language models.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("ladder", help="train the largest ladder that fits into the time")
    run.add_argument("--budget", default="10min", help="a time such as 10min or 2h, or gpu for the whole ladder")
    run.add_argument("--device", default="cpu", help="cpu or cuda")
    run.add_argument("--threads", type=int, default=1, help="processor threads of this process")
    run.add_argument("--world", action="append", help="only this world; may be repeated")
    run.add_argument("--scheduler", help="address of a dask.distributed scheduler that does the runs")
    run.add_argument("--dry-run", action="store_true", help="show the plan and stop")
    rung = commands.add_parser(
        "rung", help="train valleys of one world into a table of your own, with a seed of your own"
    )
    rung.add_argument(
        "--world", default=plan.MAIN_WORLD, help="which world; zipf1.73 is one with an exponent of your own"
    )
    rung.add_argument(
        "--budget",
        type=float,
        action="append",
        help="FLOP of a run of the valley, may be repeated; the smallest if not given",
    )
    rung.add_argument("--seed", type=int, default=plan.READER_SEED, help="the seed of all its runs")
    rung.add_argument("--table", type=Path, required=True, help="results file of your own")
    trial = commands.add_parser("experiment", help="train the models of experiments and measure them")
    trial.add_argument("names", nargs="+", choices=[*experiment.NAMES, "all"], metavar="NAME", help="which")
    trial.add_argument("--budget", default="10min", help="a time such as 10min or 2h, or all (gpu: the same)")
    trial.add_argument("--smallest", action="store_true", help="one budget and one seed of one experiment: a minute")
    trial.add_argument("--top", type=float, default=float("inf"), help="no budgets beyond this FLOP")
    trial.add_argument("--seeds", type=int, default=sys.maxsize, help="no more than so many of each arm")
    trial.add_argument("--device", default="cpu", help="cpu or cuda")
    trial.add_argument("--folder", type=Path, default=experiment.DATA, help="where the tables lie")
    repair = commands.add_parser("repair", help="move rows that cannot be runs out of the table")
    for command in (run, repair):
        command.add_argument("--table", type=Path, default=ladder.TABLE, help="results file")
    timing = commands.add_parser("bench", help="tokens per second against this machine's matrix rate")
    timing.add_argument("--save", type=Path, metavar="FILE", help="write every timing as CSV")
    return parser.parse_args(arguments)


def planned(options):
    """The rungs that the options ask for."""
    rungs = plan.rungs(gpu=options.budget == "gpu")
    rungs = [rung for rung in rungs if not options.world or rung.jobs[0].world in options.world]
    if options.budget == "gpu":
        return rungs
    chosen = plan.within(rungs, plan.seconds_in(options.budget), options.device)
    if not chosen:
        first = sum(plan.expected_seconds(job, options.device) for job in rungs[0].jobs)
        raise InvalidArgument("budget", options.budget, f"the smallest rung takes about {first:.0f} s on this machine")
    return chosen


def climb(options):
    """Run the ladder and say what was done."""
    torch.set_num_threads(options.threads)
    table = Table(options.table)
    table.runs()  # a table that cannot be read is found before anything is timed
    rungs = planned(options)
    jobs = [job for rung in rungs for job in rung.jobs]
    for rung in rungs:
        missing = len(ladder.pending(rung.jobs, table))
        print(f"{rung.name:32} {len(rung.jobs) - missing} of {len(rung.jobs)} runs done")
    if options.dry_run:
        return
    ladder.check_corpora(table, {job.world for job in jobs})
    if any(job.world == PYTHON for job in jobs):
        ladder.write_manifest(table)
    if options.scheduler:
        added = ladder.run_on(options.scheduler, jobs, table, options.device)
    else:
        added = ladder.run_here(jobs, table, options.device)
    print(f"{added} runs added, {len(ladder.pending(jobs, table))} of {len(jobs)} still to do; table: {table.path}")


def private(options):
    """Train valleys of one world and add their runs to a table of the reader's own."""
    torch.set_num_threads(1)
    budgets = sorted(set(options.budget or [min(plan.CPU_BUDGETS)]))
    rungs = [plan.valley(options.world, budget, options.seed) for budget in budgets]
    added = ladder.run_here([job for rung in rungs for job in rung.jobs], Table(options.table))
    print(f"{added} runs added to {options.table}: {', '.join(rung.name for rung in rungs)}")


def experiments(options):
    """Train and measure what the options ask for, and say what was done."""
    torch.set_num_threads(1)
    names = experiment.NAMES if "all" in options.names else options.names
    tables = experiment.Tables(options.folder)
    planned = experiment.smallest(names[0]) if options.smallest else experiment.plan(names, options.top, options.seeds)
    ladder.check_corpora(tables.trials, {one.job.world for one in planned})
    left = experiment.pending(planned, tables)
    chosen = (
        left
        if options.smallest or options.budget in ("all", "gpu")
        else experiment.within(left, plan.seconds_in(options.budget))
    )
    added = experiment.run(chosen, tables, options.device)
    taken = experiment.measure(names, tables)
    print(f"{added} models and {taken} readings added, {len(left) - added} of {len(planned)} models still to train")


def main(arguments=None):
    """Entry point; an error that the user can act on is one sentence and exit status 1."""
    options = parse(arguments)
    try:
        if options.command == "repair":
            print("\n".join(experiment.table_at(options.table).repair()) or "Every row is sound.")
        elif options.command == "bench":
            bench.main(options.save)
        elif options.command == "experiment":
            experiments(options)
        elif options.command == "rung":
            private(options)
        else:
            climb(options)
    except ScalingLawError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped. The same command goes on from here.")


if __name__ == "__main__":
    main()
