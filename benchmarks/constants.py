"""Every constant of the two engines halved and doubled: do minima or refits rise, and what does it cost?

    python benchmarks/constants.py TABLE.csv [resamples] [constant ...]

The designs are those of audit_laws.py, of fourteen laws. "higher" counts minima, and refits, that lie above those of
the constants as they are by more than a millionth; "time" is the processor time over that of the nearest fits with all
constants as they are. Rows that the table holds already are not computed again, so that a study that was stopped goes
on.
"""

import csv
import sys
import time
import warnings
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "lib"), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402
from audit_laws import design  # noqa: E402

from scaling_laws.fitting import Runs, fit_surface  # noqa: E402
from scaling_laws.fitting.engine import descend, measures, starts, task  # noqa: E402
from scaling_laws.fitting.engine.fit import fit_table  # noqa: E402
from scaling_laws.fitting.solver import linear, seeds, sweep  # noqa: E402

ENGINE, SURFACE = (descend, starts, task, measures), (sweep, linear, seeds)
LAWS = ("broken-power", "chinchilla", "data-constrained", "data-constrained-excess", "kaplan", "moe-sparsity")
DESIGNS = [(law, number) for law in LAWS for number in (1, 9)] + [("sinking-floor", 2), ("power-with-floor", 3)]
LOSSES = {("data-constrained", 9): "lad", ("kaplan", 9): "cauchy"}  # the others have the usual one
LADDERS = (1, 2, 3, 5, 9, 11)
NO_CHOICE = ("BLOCK_ELEMENTS", "PARAMETERS", "TYPE_CHECKING", "ALPHA", "BETA", "HOFFMANN_DELTA")
RISE = 1e-6
EVERY = 6  # changes between two measurements of the constants as they are
HEAD = ("module", "constant", "value", "changed to", "ends", "higher", "lower", "time")


def constants():
    """(module, name) of every number and tuple of numbers."""
    for module in (*ENGINE, *SURFACE):
        for name, value in vars(module).items():
            number = isinstance(value, (int, float)) or (
                isinstance(value, tuple) and len(value) > 2 and not isinstance(value[0], (str, tuple))
            )
            if name.isupper() and number and name not in NO_CHOICE:
                yield module, name


def changed(value, factor):
    """Half or twice a number; every second of several."""
    if isinstance(value, tuple):
        return value[::2] if factor < 1 else None
    return max(1, round(value * factor)) if isinstance(value, int) else value * factor


def engine_ends(resamples):
    """Objectives of the minima and of refits of every design of the one engine."""
    for law, number in DESIGNS:
        table, options, _ = design(law, number)
        loss = LOSSES.get((law, number))
        fit = fit_table(table, law, bootstrap=0, loss=loss, **options)
        yield np.array([fit.objective])
        if resamples and number == 1:  # of the others every change moves a tenth of the refits up or down
            yield fit.task.bootstrap(fit.task.minimum()[0], resamples, 0).objective


def surface_ends(resamples):
    """The same of ladders of the surface, by its own solver."""
    for number in LADDERS:
        table, _, _ = design("chinchilla", number)
        fit = fit_surface(Runs(table["N"], table["D"], table["loss"]), bootstrap=max(resamples, 10), seed=0)
        yield np.append(fit.objective, fit.refits.objective)


def measure(module, resamples):
    """Objectives of all minima and refits that the module's constants can move, and processor seconds."""
    began = time.process_time()
    found = np.concatenate(list((engine_ends if module in ENGINE else surface_ends)(resamples)))
    return found, time.process_time() - began


def changes(wanted):
    """(module, name, other value) of every change."""
    for module, name in constants():
        if not wanted or name in wanted:
            for factor in (0.5, 2.0):
                value = getattr(module, name)
                other = changed(value, factor)
                if other not in (None, value):
                    yield module, name, other


def main():
    path, resamples, wanted = Path(sys.argv[1]), int((sys.argv[2:] or ["20"])[0]), sys.argv[3:]
    warnings.simplefilter("ignore")
    done = _done(path)
    usual, since = {}, {}
    with path.open("a", newline="") as file:
        writer = csv.writer(file)
        if not done:
            writer.writerow(HEAD)
        for module, name, other in changes(wanted):
            room, value = module.__name__.rsplit(".")[-1], getattr(module, name)
            if (room, name, str(other)) in done:
                continue
            kind = module in ENGINE
            if since.get(kind, 0) % EVERY == 0:
                usual[kind] = measure(module, resamples)
            since[kind] = since.get(kind, 0) + 1
            setattr(module, name, other)
            found, seconds = measure(module, resamples)
            setattr(module, name, value)
            writer.writerow((room, name, value, other, len(found), *_compared(found, seconds, *usual[kind])))
            file.flush()
            print(room, name, value, "->", other, *_compared(found, seconds, *usual[kind]), flush=True)


def _compared(found, seconds, usual, before):
    higher = np.sum(found > usual * (1 + RISE) + 1e-14)
    lower = np.sum(found < usual * (1 - RISE) - 1e-14)
    return int(higher), int(lower), f"{seconds / before:.2f}"


def _done(path):
    rows = list(csv.DictReader(path.open())) if path.exists() else []
    return {(row["module"], row["constant"], row["changed to"]) for row in rows}


if __name__ == "__main__":
    main()
