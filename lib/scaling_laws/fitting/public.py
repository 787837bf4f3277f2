"""Public tables of runs: listed here, fetched on request, checked by hash, never shipped."""

import csv
import os
import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from ..errors import InvalidArgument, ScalingLawError, UnknownKey
from .reading import read_runs
from .runs import Runs

HOST = "https://raw.githubusercontent.com"
HOST_VARIABLE = "SCALING_LAWS_RUNS_HOST"
CACHE_VARIABLE = "SCALING_LAWS_CACHE"
LISTED = "listed"


class FetchFailed(ScalingLawError, OSError):
    """A table could not be downloaded, or what came is not the pinned file."""


@dataclass(frozen=True)
class PublicTable:
    """One row of data/public_runs.csv: where a table lies, how to check it, and how to read it.

    kind : "runs", "scores", or "listed" for what is not fetched. least_over : columns; of the rows that share them,
    only the one of least loss is a run. about : what the loss and the counts are, the schedule, and known outliers.
    """

    name: str
    repository: str
    commit: str
    path: str
    sha256: str
    bytes: str
    licence: str
    contents: str
    kind: str
    columns: str
    where: str
    tokens_per_step: str
    loss_unit: str
    least_over: str
    about: str
    citation: str

    @property
    def url(self) -> str:
        """Address of the pinned file; the environment variable SCALING_LAWS_RUNS_HOST replaces the host."""
        return "/".join([os.environ.get(HOST_VARIABLE, HOST).rstrip("/"), self.repository, self.commit, self.path])

    def __str__(self) -> str:
        about = f"\n  {self.about}" if self.about else ""
        where = "listed only" if self.kind == LISTED else "from"
        return (
            f"{self.name}: {self.contents}{about}\n  licence {self.licence}; cite {self.citation}\n  {where} {self.url}"
        )


def public_tables() -> dict[str, PublicTable]:
    """Name -> PublicTable, in the order of the list."""
    text = files("scaling_laws").joinpath("data/public_runs.csv").read_text(encoding="utf-8")
    return {row["name"]: PublicTable(**row) for row in csv.DictReader(text.splitlines())}


def public_table(name: str) -> PublicTable:
    """The PublicTable of that name; UnknownKey, with the nearest names, if there is none."""
    tables = public_tables()
    if name not in tables:
        raise UnknownKey("public table", name, tables)
    return tables[name]


def fetch(name: str, *, cache: str | Path | None = None) -> Path:
    """Download the pinned file of a public table, check its SHA-256, and return its path in the cache.

    A file that is already cached and sound is not downloaded again. cache : folder; by default that of the
    environment variable SCALING_LAWS_CACHE, else the operating system's.

    Raises
    ------
    FetchFailed
        If there is no network, the server refuses, the hash differs, or the table is only listed.
    """
    table = public_table(name)
    if table.kind == LISTED:
        raise FetchFailed(f"{table.name} is listed, and not fetched: {table.about}. It lies at {table.url}")
    import pooch

    folder = Path(cache or os.environ.get(CACHE_VARIABLE) or pooch.os_cache("scaling-laws"))
    pooch.get_logger().setLevel("ERROR")
    filename = f"{table.name}-{table.commit[:8]}{''.join(Path(table.path).suffixes)}"
    try:
        return Path(pooch.retrieve(table.url, known_hash=f"sha256:{table.sha256}", fname=filename, path=folder))
    except ValueError as error:
        raise FetchFailed(f"{table.url} is not the pinned file: {error}") from None
    except OSError as error:
        host = urlsplit(table.url).hostname
        raise FetchFailed(
            f"Could not download {table.name}: {host} cannot be reached or refused ({type(error).__name__}). "
            f"Check the network, or put the file at {folder / filename} yourself."
        ) from None


def load_public(name: str, *, cache: str | Path | None = None, drop_bad: bool = True) -> Runs:
    """Fetch a public table and read it as Runs; rows that cannot be used are listed in `Runs.dropped`.

    Raises
    ------
    InvalidArgument
        If the table holds benchmark scores rather than losses.
    FetchFailed
        See `fetch`.
    """
    table = public_table(name)
    if table.kind != "runs":
        raise InvalidArgument(
            "name", name, "this table holds benchmark scores, not losses: fetch it and read it as CSV"
        )
    return read_public(table, fetch(name, cache=cache), drop_bad=drop_bad)


def read_public(table: PublicTable, path: str | Path, *, drop_bad: bool = True) -> Runs:
    """Read a downloaded file of a PublicTable of runs."""
    runs = read_runs(
        path,
        columns=pairs(table.columns),
        where=pairs(table.where),
        tokens_per_step=float(table.tokens_per_step) if table.tokens_per_step else None,
        loss_unit=table.loss_unit,
        drop_bad=drop_bad,
        name=table.name,
    )
    return _least(runs, path, table) if table.least_over else runs


def _least(runs, path, table):
    """The run of least loss of all that share the columns `least_over`."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lost = {row.line for row in runs.dropped}
    kept = [row for line, row in enumerate(rows, start=2) if line not in lost]
    best: dict[tuple[str, ...], int] = {}
    for k, row in enumerate(kept):
        key = tuple(row[column] for column in table.least_over.split(";"))
        if key not in best or runs.loss[k] < runs.loss[best[key]]:
            best[key] = k
    return runs.take(sorted(best.values()))


def pairs(text: str, argument: str = "pairs") -> dict[str, str]:
    """{"a": "b"} from "a=b;c=d", as written in the list and on the command line; quotes keep a comma in a name.

    >>> pairs('loss="loss, final",tokens=D')
    {'loss': 'loss, final', 'tokens': 'D'}

    Raises
    ------
    InvalidArgument
        For a part without a name, a sign of equality or a value, and for a name that is given twice.
    """
    found = {}
    for part in re.findall(r'(?:"[^"]*"|[^,;"])+', text):
        if not part.strip():
            continue
        name, sign, value = (piece.strip().strip('"') for piece in part.partition("="))
        if not name or not sign or not value:
            raise InvalidArgument(argument, part.strip(), "it must read name=value, several with commas between them")
        if name in found:
            raise InvalidArgument(argument, text, f"{name} is given twice")
        found[name] = value
    return found
