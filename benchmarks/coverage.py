"""How often stated intervals hold the truth: small ladders, heavy tails, replicates, and approach 2; writes a table.

    python benchmarks/coverage.py TABLE.csv [data sets] [resamples]

Every row of the table is one design, kind of interval and number: the share of simulated data sets for which an
interval was stated, the share of these that it covered, with a 95 % Wilson interval, and its median width over the
truth. Rows that the table holds already are not computed again, so that a study that was stopped goes on. Approach 2
takes milliseconds where the surface takes seconds, and gets ten times the data sets.
"""

import csv
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "lib"))

import numpy as np  # noqa: E402

from scaling_laws.fitting.coverage import TAILS, allocation_study, coverage_study  # noqa: E402
from scaling_laws.laws import ChinchillaSurface  # noqa: E402

TRUTH = ChinchillaSurface(E=1.8, A=480.0, B=2000.0, alpha=0.348, beta=0.366)
LEVEL = 0.95
NOISE = 0.003
HEAD = (
    "design",
    "runs",
    "tails",
    "noise",
    "data_sets",
    "resamples",
    "interval",
    "number",
    "nominal",
    "stated",
    "covered",
    "low",
    "high",
    "width",
)
LADDERS = (8, 12, 6)
VALLEYS = [(budgets, sizes) for budgets in (2, 3, 5) for sizes in (3, 5, 7)]
MANY = 10
WIDTH = 5.0


def ladder(runs):
    """A ladder as laboratories train it: sizes over two decades, each at one of three ratios of tokens to size."""
    N = np.geomspace(1e8, 1e10, runs)
    return N, N * np.tile([5.0, 20.0, 80.0], runs // 3 + 1)[:runs]


def replicated(settings, seeds):
    """The ladder's settings, each trained from several seeds."""
    return tuple(np.repeat(column, seeds) for column in ladder(settings))


def valley(budgets, sizes):
    """Budgets over two decades, sizes over a factor of twenty-five about each optimum."""
    C = np.repeat(np.geomspace(1e19, 1e21, budgets), sizes)
    N = TRUTH.optimum(C).parameters * np.tile(np.geomspace(1 / WIDTH, WIDTH, sizes), budgets)
    return N, C / (6 * N)


def studies():
    """(name, design, tails, noise, function, times the data sets) of every study."""
    for budgets, sizes in VALLEYS:
        for tails in TAILS:
            for noise in (NOISE, 0.01):
                name = f"{budgets} budgets of {sizes} sizes"
                yield name, valley(budgets, sizes), tails, noise, allocation_study, MANY
    surface = partial(coverage_study, intervals=("percentile", "hessian"))
    designs = [(f"ladder of {runs}", ladder(runs)) for runs in LADDERS]
    for name, design in [*designs, ("8 settings of 3 seeds", replicated(8, 3))]:
        for tails in TAILS:
            yield name, design, tails, NOISE, surface, 1


def main():
    path = Path(sys.argv[1])
    count, resamples = (int(v) for v in (*sys.argv[2:4], *("200", "200")[len(sys.argv) - 2 :]))
    done = _done(path)
    with path.open("a", newline="") as file:
        writer = csv.writer(file)
        if not done:
            writer.writerow(HEAD)
        for name, (N, D), tails, noise, study, times in studies():
            if (name, tails, f"{noise:g}") in done:
                continue
            sets = count * times
            found = study(TRUTH, N, D, noise=noise, tails=tails, studies=sets, bootstrap=resamples, level=LEVEL)
            for row in found if isinstance(found, tuple) else (found,):
                writer.writerow(_record((name, len(N), tails, f"{noise:g}", sets, resamples), row))
            file.flush()
    print(path.read_text())


def _done(path):
    rows = list(csv.DictReader(path.open())) if path.exists() else []
    return {(row["design"], row["tails"], row["noise"]) for row in rows}


def _record(design, row):
    ends = (row.covered.low, row.covered.high) if row.covered.has_interval else ("", "")
    numbers = (100 * row.stated, row.covered.value, *ends)
    shown = [f"{v:.1f}" if v != "" else "" for v in numbers]
    return (*design, row.interval, row.name, f"{100 * row.level:g}", *shown, f"{row.median_width:.3g}")


if __name__ == "__main__":
    main()
