"""The book's own simulated runs: a planted law, a sweep that somebody might really make, and its scars."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from scaling_laws.fitting import BadRuns, Runs, read_runs
from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN, ChinchillaSurface

PLANTED = ChinchillaSurface(E=1.72, A=560.0, B=1650.0, alpha=0.355, beta=0.362)
NATS = "nats/token"
DATA = Path(str(files("scaling_laws"))) / "data"
EXAMPLE = "example_runs.csv"
SEED = 20261122
BUDGETS = np.geomspace(3e18, 3e21, 9)
MIDDLE = float(np.sqrt(BUDGETS[0] * BUDGETS[-1]))
SIZES_PER_BUDGET = 10
WIDTH = (0.12, 9.0)  # sizes tried, as multiples of the rule of thumb
THUMB = 20.0  # tokens per parameter around which the sweep is laid
SCATTER, TAILS = 0.004, 4  # Student's t on log loss: scale and degrees of freedom
OTHER_POWER = 1.16
SPOILED = {23: 0.05, 71: 0.08}  # two runs that went wrong: their log loss is raised by so much


def design():
    """Parameters and tokens of the sweep, to four digits, as a log file would hold them."""
    C = np.repeat(BUDGETS, SIZES_PER_BUDGET)
    centre = np.sqrt(C / (FLOP_PER_PARAMETER_TOKEN * THUMB))
    N = centre * np.tile(np.geomspace(*WIDTH, SIZES_PER_BUDGET), len(BUDGETS))
    N = np.array([float(f"{size:.3e}") for size in N])
    D = np.array([float(f"{tokens:.3e}") for tokens in C / (FLOP_PER_PARAMETER_TOKEN * N)])
    return N, D


def scatter(rng, count):
    """Log-loss noise of `count` runs."""
    return SCATTER * rng.standard_t(TAILS, count)


def example_table():
    """The text of data/example_runs.csv."""
    N, D = design()
    noise = scatter(np.random.default_rng(SEED), len(N))
    for row, raised in SPOILED.items():
        noise[row] += raised
    loss = PLANTED.loss(N, D) * np.exp(noise)
    rows = [f"sweep-{k:02d},{n:.3e},{d:.3e},{v:.4f}" for k, (n, d, v) in enumerate(zip(N, D, loss, strict=True))]
    return "\n".join(["run,parameters,tokens,loss", *rows]) + "\n"


def path_of(file):
    """A reader's own file where it exists, else the table of that name that comes with the book."""
    return Path(file) if Path(file).exists() else DATA / file


@cache
def runs(file=EXAMPLE):
    """The runs of a table; BadRuns lists every row that cannot be used."""
    return read_runs(path_of(file), name=file)


@cache
def damage():
    """BadRuns of a copy of the example with five spoiled rows."""
    lines = example_table().splitlines()

    def replace(row, column, text):
        cells = lines[row].split(",")
        cells[column] = text
        lines[row] = ",".join(cells)

    replace(4, 3, "-" + lines[4].split(",")[3])
    replace(11, 3, "nan")
    replace(23, 3, "diverged")
    replace(37, 2, "")
    lines[58] = lines[57]
    try:
        return read_runs(_Open("\n".join(lines) + "\n"), name="damaged copy")
    except BadRuns as error:
        return error


class _Open:
    def __init__(self, text):
        self.read = lambda: text


@cache
def training_curves(sizes=18, checkpoints=24, noise=0.001):
    """Whole training curves under the planted law, one label per model: what approach 1 needs."""
    rng = np.random.default_rng(SEED)
    N = np.repeat(np.geomspace(4e7, 6e9, sizes), checkpoints)
    D = N * np.tile(np.geomspace(2, 250, checkpoints), sizes)
    loss = PLANTED.loss(N, D) * np.exp(noise * rng.standard_normal(len(N)))
    return Runs(N, D, loss, labels=np.repeat([f"model-{k}" for k in range(sizes)], checkpoints), name="training curves")


@cache
def scattered(count=240):
    """Runs at random sizes and budgets under the planted law: the design on which the trap is sprung."""
    rng = np.random.default_rng(SEED)
    N = np.exp(rng.uniform(*np.log((4e7, 1.6e10)), count))
    C = np.exp(rng.uniform(*np.log((3e18, 3e21)), count))
    D = C / (FLOP_PER_PARAMETER_TOKEN * N)
    return Runs(N, D, PLANTED.loss(N, D) * np.exp(2 * scatter(rng, count)), name="scattered runs")


def other_world():
    """The same sweep under a law of another form, in which a shortage of one input makes the other matter less."""
    N, D = design()
    noise = scatter(np.random.default_rng(SEED + 1), len(N))
    return Runs(N, D, other_loss(N, D) * np.exp(noise), name="another world")


def other_loss(N, D):
    """E + (size term^q + data term^q)^(1/q): additive for q = 1, the worse of the two as q grows."""
    size, data = PLANTED.A * N**-PLANTED.alpha, PLANTED.B * D**-PLANTED.beta
    return PLANTED.E + (size**OTHER_POWER + data**OTHER_POWER) ** (1 / OTHER_POWER)
