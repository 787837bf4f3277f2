"""The smallest rung of an experiment, trained again by the reader beside what the tables hold."""

import tempfile
from pathlib import Path

from .. import trainer
from .. import trials as tables
from ..measured import read_table


def smallest(rows, name):
    """The stored rows of an experiment's least budget, of one seed and at most one generation."""
    mine = [row for row in rows if row.experiment == name and row.seed == 0 and row.generation <= 1]
    return [row for row in mine if row.rung == min(row.rung for row in mine)]


def named(rows, readings):
    """{name: (arm or variant, loss in nats or value)} of models and measurements."""
    models = {row.run: (row.arm, row.val_loss) for row in rows}
    return models | {row.reading: (f"{row.variant}, {row.setting:g}", row.value) for row in readings}


def trained(name):
    """The smallest rung of an experiment trained and measured now, as (trials, readings); about a minute."""
    with tempfile.TemporaryDirectory() as folder:
        trainer.run("experiment", name, "--smallest", "--folder", folder)
        return tuple(
            read_table(kind, path.read_text(encoding="utf-8"), path.name) if path.exists() else []
            for kind, path in (
                (tables.Trial, Path(folder) / "experiments.csv"),
                (tables.Reading, Path(folder) / "experiments_readings.csv"),
            )
        )


def side_by_side(rows, readings, mine=()):
    """[(name, arm, ours, the reader's)] of all that the reader has, or of the rows given; "" for what is missing."""
    ours, theirs = named(rows, readings), named(*mine) if mine else {}
    return [
        (name, arm, ours[name][1] if name in ours else "", theirs[name][1] if theirs else "")
        for name, (arm, _) in (theirs or ours).items()
    ]
