"""Run the ladder: every planned job that the table lacks, one row at a time, until nothing is left."""

import csv
import time
from functools import partial

from tqdm import tqdm

from scaling_laws.errors import ScalingLawError

from .plan import expected_seconds
from .python_text import MANIFEST, ROOT
from .table import NotWritten
from .train import train
from .worlds import PYTHON, world

TABLE = ROOT / "lib/what_scale_buys/data/ladder.csv"
RETRY_SECONDS = 30
BAR = "{percentage:3.0f}% |{bar:20}| {elapsed} passed, about {remaining} left{postfix}"


class ChangedCorpus(ScalingLawError):
    """The table holds runs that were trained on another text than this environment has."""


def manifest_path(table):
    """Where the manifest of the Python corpus lies: beside the table."""
    return table.path.with_name(f"{table.path.stem}_corpus.csv")


def write_manifest(table):
    """Write what each package gives to the Python corpus, unless a manifest is there already."""
    path = manifest_path(table)
    if not path.exists():
        rows = [("package", "version", "split", "files", "bytes")]
        rows += [(p.name, p.version, p.split, p.files, p.bytes) for p in world(PYTHON).manifest]
        path.write_text("".join(",".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")


def _manifest_of(table):
    """The manifest beside the table, else the one that all tables of the book share."""
    path = manifest_path(table)
    return path if path.exists() else MANIFEST


def _differences(table):
    """Packages whose version or bytes differ from those of the table's manifest."""
    path = _manifest_of(table)
    with path.open(encoding="utf-8", newline="") as file:
        then = {row["package"]: (row["version"], int(row["bytes"])) for row in csv.DictReader(file)}
    now = {p.name: (p.version, p.bytes) for p in world(PYTHON).manifest}
    return sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))


def check_corpora(table, names):
    """Refuse to add runs to runs that were trained on another text.

    Raises
    ------
    ChangedCorpus
        Naming the world and, for Python text, the packages that differ.
    """
    hashes = {run.world: run.corpus_hash for run in table.runs()}
    for name in sorted(set(names) & hashes.keys()):
        if hashes[name] != world(name).corpus_hash:
            changed = ", ".join(_differences(table)) if name == PYTHON else ""
            raise ChangedCorpus(
                f"The runs of {name!r} in {table.path} were trained on text {hashes[name][:12]}, this environment has "
                f"{world(name).corpus_hash[:12]}{f' (changed: {changed})' if changed else ''}. Install the versions of "
                f"{_manifest_of(table).name}, or start a new table elsewhere (--table, --folder). Nothing was changed."
            )


def append_patiently(table, run, say=tqdm.write):
    """Add a finished run, waiting where the disk is full: what was computed is not thrown away."""
    while True:
        try:
            return table.append(run)
        except NotWritten as error:
            say(f"{error} The run {run.run} is kept in memory; next try in {RETRY_SECONDS} s.")
            time.sleep(RETRY_SECONDS)


def pending(jobs, table):
    """The jobs that the table lacks, in their order."""
    done = {run.run for run in table.runs()}
    return [job for job in jobs if job.name not in done]


def run_here(jobs, table, device="cpu"):
    """Do the pending jobs in this process, leaving out those that another process has claimed.

    Returns the number of runs added. Killed at any moment it loses the run it was at and nothing else.
    """
    jobs, added = pending(jobs, table), 0
    seconds = {job.name: expected_seconds(job, device) for job in jobs}
    with tqdm(total=sum(seconds.values()), bar_format=BAR, smoothing=0.1) as bar:
        for job in jobs:
            bar.set_postfix_str(job.name, refresh=False)
            with table.claim(job.name) as mine:
                if mine and pending([job], table):
                    run = train(job, device, partial(_advance, bar, bar.n, seconds[job.name]))
                    added += append_patiently(table, run)
                else:
                    bar.update(seconds[job.name])
    return added


def _advance(bar, start, seconds, share):
    bar.update(start + share * seconds - bar.n)


def run_on(scheduler, jobs, table, device="cpu"):
    """Hand the pending jobs to the workers of a dask.distributed scheduler; rows are added here as they end.

    A job whose worker dies is given to another one.
    """
    from dask.distributed import Client, as_completed

    added, jobs = 0, pending(jobs, table)
    with Client(scheduler) as client, tqdm(total=len(jobs), unit="run", desc="ladder") as bar:
        futures = [client.submit(_train_remotely, job, device, key=job.name, pure=False) for job in jobs]
        for _, run in as_completed(futures, with_results=True):
            added += append_patiently(table, run)
            bar.update()
    return added


def _train_remotely(job, device):
    import torch

    torch.set_num_threads(1)
    return train(job, device)
