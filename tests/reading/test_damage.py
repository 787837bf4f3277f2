"""Damaged files from a seeded generator: every outcome is runs or a named error, never anything else."""

import gzip
import io
import json
from contextlib import suppress

import numpy as np
import pytest
from sweeps import RUNS, text

from scaling_laws.errors import ScalingLawError
from scaling_laws.fitting import read_columns, read_runs

HEADS = (
    "N", "D", "C", "loss", "val_loss", "params (B)", "tokens (GB)", "", "run", "seed", "loss_sem", "compute (PF-days)",
    "r1 - loss", "r2 - loss", "loss__MIN", "N", "%", "log10 N", "loss (bits)", "acc", '"', "#", "{", "weight",
    "loss_low",
)  # fmt: skip
CELLS = (
    "", "nan", "inf", "-1", "0", "1e9", "7B", "1,000", "1,5", "1.000.000", "25%", "true", "null", '"', '"a', "a,b",
    "#", "1e400",
    "\u202f", "\x00", "\ufeff", "=1+1", "2024-05-01", "1e9 FLOP", "\u221e", "--", "1 2", "[1]", "{}", "9" * 400,
    "\u00bd", "'",
)  # fmt: skip
FILES = 1500


def base(rng):
    """A sound table in a random shape, as text."""
    columns = (
        list(rng.choice(HEADS[:12], size=rng.integers(2, 6), replace=False)) + ["N", "D", "loss"][: rng.integers(1, 4)]
    )
    rows = [[f"{rng.lognormal(3, 8):.4g}" for _ in columns] for _ in range(rng.integers(0, 7))]
    if rng.random() < 0.3:
        columns, rows = ["N", "D", "loss"], [list(map(str, row)) for row in RUNS]
    shape = rng.integers(0, 4)
    if shape == 0:
        return json.dumps([dict(zip(columns, row)) for row in rows])
    if shape == 1:
        return "\n".join(json.dumps(dict(zip(columns, row))) for row in rows)
    return text(columns, rows, str(rng.choice([",", ";", "\t", " ", "|"])))


def damaged(rng):
    """Bytes of a file with up to four faults."""
    content = base(rng)
    for _ in range(rng.integers(0, 5)):
        at, fault = int(rng.integers(0, len(content) + 1)), rng.integers(0, 6)
        if fault == 0:
            content = content[:at]
        elif fault == 1:
            content = content[:at] + str(rng.choice(CELLS)) + content[at:]
        elif fault == 2:
            content = content[:at] + content[at + int(rng.integers(1, 9)) :]
        elif fault == 3:
            content = content.replace(
                str(rng.choice([",", "\n", '"', ":", "loss"])), str(rng.choice([*CELLS, *HEADS])), 1
            )
        elif fault == 4:
            content = content[:at] + content[: int(rng.integers(0, 40))] + content[at:]
        else:
            content = content.replace("\n", str(rng.choice(["\r", "\r\n", "\n\n", "\u2028"])))
    raw = content.encode(str(rng.choice(["utf-8", "utf-16", "utf-8-sig", "cp1252", "utf-32"])), "replace")
    if rng.random() < 0.1:
        raw = gzip.compress(raw)[: int(rng.integers(5, 200))]
    if rng.random() < 0.2 and raw:
        raw = bytearray(raw)
        raw[int(rng.integers(0, len(raw)))] = int(rng.integers(0, 256))
    return bytes(raw)


def outcome(rng, raw):
    options = {"drop_bad": bool(rng.integers(0, 2)), "accept_unusual": bool(rng.integers(0, 2))}
    options["decimal"] = [None, ".", ","][rng.integers(0, 3)]
    try:
        if rng.random() < 0.7:
            runs = read_runs(io.BytesIO(raw), **options)
            return len(runs), [runs.parameters, runs.tokens, runs.loss], runs.account
        needed = list(rng.choice(["N", "loss", "compute", "score", "parameters", "epochs", "acc"], 2, replace=False))
        table, _ = read_columns(io.BytesIO(raw), needed, **options)
        return len(next(iter(table.values()))), list(table.values()), table.account
    except ScalingLawError as error:
        return 0, [], str(error)


@pytest.mark.filterwarnings("error")
def test_no_damage_gives_anything_but_runs_or_a_named_error():
    rng, read = np.random.default_rng(20261127), 0
    for k in range(FILES):
        raw = damaged(rng)
        try:
            count, arrays, account = outcome(rng, raw)
        except Exception as error:
            raise AssertionError(f"file {k}: {type(error).__name__}: {error}\n{raw[:400]!r}") from error
        if count == 0:
            assert ";" in account or "." in account, "cause and cure are two parts"
        else:
            read += 1
            assert account.runs == count
            assert all(len(array) == count and np.isfinite(array).all() for array in arrays)
            json.dumps(account.as_dict())
            assert str(account)
    assert FILES / 20 < read < FILES, "the generator gives both kinds"


VALUES = (None, True, 0, -1, 3.5, float("nan"), 10**400, "7B", "x", [], [1], {}, {"a": 1}, b"raw", 1j, np.nan, object())


def test_no_object_gives_anything_but_runs_or_a_named_error():
    rng = np.random.default_rng(7)
    for _ in range(600):
        kind, size = rng.integers(0, 3), int(rng.integers(0, 5))
        heads = list(rng.choice(HEADS, size=int(rng.integers(1, 6))))

        def pick():
            return VALUES[rng.integers(0, len(VALUES))] if rng.random() < 0.5 else float(rng.lognormal(10, 8))

        if kind == 0:
            source = {head: [pick() for _ in range(size if rng.random() < 0.9 else 1)] for head in heads}
        elif kind == 1:
            source = [{head: pick() for head in heads} for _ in range(size)]
        else:
            source = [heads, *([pick() for _ in heads] for _ in range(size))]
        with suppress(ScalingLawError):
            read_runs(source)
        with suppress(ScalingLawError):
            read_columns(source, ("compute", "loss"), drop_bad=True)


@pytest.mark.parametrize(
    "content",
    ["N,D,loss\n1e7,1e9," + "9" * 120_000 + "!\n", "N,D," + "(" * 120_000 + "\n1e7,1e9,3\n", "loss" * 30_000 + "\n1\n",
     "N,D,loss\n1e7,1e9," + "1," * 100 + "\n", json.dumps([{"N": "1" * 10**6 + "x", "D": "," * 10**6, "loss": "1"}]),
     ",".join(f"column {k}" for k in range(5000)) + "\n", "a - " * 20_000 + "\n1,2\n"],
    ids=["digits", "brackets", "words", "commas", "JSON", "columns", "dashes"],
)  # fmt: skip
def test_huge_cells_and_heads_are_refused_in_few_words(content):
    """Regular expressions that look back would take minutes here, and a message could hold the whole file."""
    with pytest.raises(ScalingLawError) as caught:
        read_runs(io.StringIO(content))
    assert len(str(caught.value)) < 5000
