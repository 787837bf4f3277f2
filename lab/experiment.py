"""Run experiments: every planned model and measurement that the tables lack, one row at a time."""

import math
from functools import partial

from tqdm import tqdm

from what_scale_buys.measured import Run, columns
from what_scale_buys.trials import Reading, Trial

from .experiments import MODULES, experiment
from .ladder import BAR, append_patiently
from .plan import seconds_per_token
from .python_text import ROOT
from .table import Table
from .trial import ancestors, train_trial

DATA = ROOT / "lib/what_scale_buys/data"
TRIALS, READINGS = DATA / "experiments.csv", DATA / "experiments_readings.csv"
SECONDS_BESIDE_TRAINING = 2.0  # judging and keeping a model
COSTLY = {"teacher": 2.0, "parents": 2.0, "experts": 2.0}  # times plain training, about


class Tables:
    """The two tables of the experiments, in one folder, which is made where it is missing."""

    def __init__(self, folder=DATA):
        folder.mkdir(parents=True, exist_ok=True)
        self.trials = Table(folder / TRIALS.name, Trial)
        self.readings = Table(folder / READINGS.name, Reading)


def table_at(path):
    """The results file at a path, with the kind of rows that its heading says; a ladder's where it says nothing."""
    heading = path.read_text(encoding="utf-8").partition("\n")[0] if path.exists() else ""
    kinds = {",".join(columns(kind)): kind for kind in (Run, Trial, Reading)}
    return Table(path, kinds.get(heading, Run))


def expected_seconds(planned, device="cpu"):
    """What a planned model will take on this machine, about."""
    job = planned.job
    seconds = job.tokens * seconds_per_token(job.world, job.width, job.depth, device)
    special = [name for name in COSTLY if getattr(job, name) not in (None, (), 1)]
    return seconds * max([1.0, *(COSTLY[name] for name in special)]) + SECONDS_BESIDE_TRAINING


def plan(names, top=math.inf, seeds=math.inf):
    """The models of the named experiments up to a tier, each once: by tier, then in the order of the experiments.

    seeds : how many of each arm, at most; what they descend from comes too, whatever its seed.
    """
    found = {}
    for module in map(experiment, names):
        reachable = [planned for planned in module.trials() if planned.tier <= top]
        wanted = [planned for planned in reachable if planned.job.seed < seeds]
        needed = {ancestor.name for planned in wanted for ancestor in ancestors(planned.job)}
        for planned in reachable:
            if planned.job.seed < seeds or planned.job.name in needed:
                found.setdefault(planned.job.name, planned)
    return sorted(found.values(), key=lambda planned: planned.tier)


def smallest(name):
    """What a reader can train in about a minute: the least budget of an experiment, one seed, one generation."""
    module = experiment(name)
    everything = module.trials()
    ours = [one for one in everything if one.experiment == name] or everything
    least = min(one.rung for one in ours)
    small = getattr(module, "is_small", lambda _one: True)
    few = [
        one for one in everything if one.rung == least and one.job.seed == 0 and one.job.generation <= 1 and small(one)
    ]
    needed = {a.name for one in few for a in ancestors(one.job)}
    few += [one for one in everything if one.job.name in needed]
    return list({one.job.name: one for one in sorted(few, key=lambda one: one.job.name not in needed)}.values())


def pending(planned, tables):
    """What the table of trials lacks, in its order."""
    done = {row.run for row in tables.trials.runs()}
    return [one for one in planned if one.job.name not in done]


def within(planned, seconds, device="cpu"):
    """The longest beginning of the plan that should fit into the time."""
    chosen = []
    for one in planned:
        seconds -= expected_seconds(one, device)
        if seconds < 0:
            break
        chosen.append(one)
    return chosen


def run(planned, tables, device="cpu"):
    """Train the pending models, leaving out those that another process has claimed; the number of rows added.

    Killed at any moment it loses the model it was at and nothing else.
    """
    left, added = pending(planned, tables), 0
    seconds = {one.job.name: expected_seconds(one, device) for one in left}
    with tqdm(total=sum(seconds.values()), bar_format=BAR, smoothing=0.1) as bar:
        for one in left:
            bar.set_postfix_str(f"{one.experiment}: {one.arm}, {one.job.name}", refresh=False)
            with tables.trials.claim(one.job.name) as mine:
                if mine and pending([one], tables):
                    report = partial(_advance, bar, bar.n, seconds[one.job.name])
                    row = train_trial(one.job, one.experiment, one.arm, one.rung, device, report)
                    added += append_patiently(tables.trials, row)
                else:
                    bar.update(seconds[one.job.name])
    return added


def _advance(bar, start, seconds, share):
    bar.update(start + share * seconds - bar.n)


def measure(names, tables):
    """Take the readings of the named experiments on the models that are there; the number of rows added."""
    trained = {row.run for row in tables.trials.runs()}
    possible = [one for module in map(experiment, names) for one in getattr(module, "readings", tuple)()]
    todo, added = [one for one in possible if one.model.name in trained], 0
    for one in tqdm(todo, bar_format=BAR, desc="measurements"):
        with tables.readings.claim(f"readings-{one.name}") as mine:
            done = {row.reading for row in tables.readings.runs()}
            if mine and not set(one.names) <= done:
                added += sum(append_patiently(tables.readings, row) for row in one.take())
    return added


NAMES = tuple(module.__name__.rpartition(".")[2] for module in MODULES)
