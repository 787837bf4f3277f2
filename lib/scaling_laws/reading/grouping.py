"""Copies, replicates and training curves: which rows are the same, and which belong together."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ..fitting.runs import BadRow
from .grid import INDEX_HEADS, Grid, Kept
from .heads import plain

COPY = "delete one of the two"
COPY_OR_SEED = "delete it if it is a copy; if it is another seed, say so in a column 'seed'"


def copies(grid: Grid, kept: list[Kept], setting: Sequence[str], told_apart: bool) -> tuple[dict[int, BadRow], int]:
    """The rows of `kept` that repeat an earlier one in every cell.

    setting : measures that make a setting, as ("parameters", "tokens"). told_apart : whether a label or seed
    column could tell replicates apart. Without one, a table in which most of the settings occur several times holds
    replicates whose rounded losses agree; they stay.

    Returns (bad, replicates): a BadRow by the position in `kept`, and how many equal rows stay.
    """
    own = [k for k, head in enumerate(grid.heads) if plain(head) not in INDEX_HEADS]
    first: dict[tuple, int] = {}
    bad: dict[int, BadRow] = {}
    for k, (number, cells, _) in enumerate(kept):
        key = tuple([_key(cells[j]) for j in own])
        if key in first:
            cure = COPY if told_apart else COPY_OR_SEED
            bad[k] = BadRow(number, "row", f"repeats {grid.place} {first[key]}", cure, grid.place)
        first.setdefault(key, number)
    if bad and not told_apart and _replicated(kept, setting):
        return {}, len(bad)
    return bad, 0


def _key(cell):
    return str(cell).strip() if cell is not None else ""


def _replicated(kept, setting):
    counts = Counter(tuple(record.get(name) for name in setting) for _, _, record in kept)
    return sum(count > 1 for count in counts.values()) > len(counts) / 2


def labels_and_clusters(
    records: list[dict], setting: Sequence[str], replicates: bool = False
) -> tuple[np.ndarray | None, np.ndarray | None, str]:
    """(labels, clusters, words): training curves, and what a bootstrap draws together.

    A run and seed in one label make one curve each; all seeds of a label, or without labels all rows of one
    setting, are drawn together. replicates : rows that repeat each other were kept. None where nothing groups the rows.
    """
    runs = [record.get("label") for record in records] if records and "label" in records[0] else None
    seeds = [record.get("seed") for record in records] if records and "seed" in records[0] else None
    if runs is not None and len(set(runs)) == 1 and len(records) > 1:
        return None, None, f"all rows have the label {runs[0]!r}, which groups nothing"
    if runs is not None and seeds is not None and len(set(zip(runs, seeds))) > len(set(runs)):
        labels = np.array([f"{run}, seed {seed}" for run, seed in zip(runs, seeds)])
        return labels, np.array(runs), f"{len(set(runs))} labels, their seeds drawn together in a bootstrap"
    if runs is not None:
        grouped = len(set(runs)) < len(runs)
        words = f"{len(set(runs))} labels" + (", each drawn as a whole in a bootstrap" if grouped else ", one to a row")
        return np.array(runs), None, words
    keys = [tuple(record[name] for name in setting) for record in records]
    if (seeds is not None or replicates) and len(set(keys)) < len(keys):
        codes = {key: f"setting {k}" for k, key in enumerate(dict.fromkeys(keys), 1)}
        count = f"{len(set(seeds))} seeds; " if seeds is not None else ""
        words = f"{count}the replicates of each of {len(codes)} settings are drawn together in a bootstrap"
        return None, np.array([codes[key] for key in keys]), words
    return None, None, ""
