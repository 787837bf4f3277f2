"""Which runs make up the ladder, and how much of it fits into a given time.

The ladder is a list of rungs, cheapest first. A rung is what has to be complete to mean something: one
IsoFLOP valley in one world with one seed, one learning-rate sweep, or the data-constrained series.
"""

import math
import re
import time
from dataclasses import dataclass, replace
from functools import cache

from scaling_laws.errors import InvalidArgument
from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN

from .model import Decoder
from .train import LEARNING_RATE, Job, fit
from .worlds import PYTHON, world

CPU_BUDGETS = (1e11, 3e11, 1e12, 3e12, 1e13, 3e13)
GPU_BUDGETS = (1e14, 3e14, 1e15, 3e15, 1e16, 3e16)
SIZES = (  # width, depth; neighbours differ by about a factor of two; one layer alone cannot look two words back
    ((12, 2), (16, 2), (24, 2), (32, 2), (48, 2), (64, 2), (80, 3), (96, 4), (128, 5), (160, 6), (192, 7))
    + ((256, 8), (320, 10), (448, 12), (640, 14), (896, 18))
)
VALLEY = 6  # sizes per budget
VALLEY_CENTRE = (3e11, 5e4)  # FLOP, and the parameters about which pilots found the valley there
SEEDS = {1e11: 3, 3e11: 3, 1e12: 3, 3e12: 2}  # one beyond: seed noise is measured where runs are cheap
READER_SEED = 100  # of a rung that somebody repeats: none of ours
MAIN_WORLD, DIAL_WORLDS = "zipf1.5", ("zipf1.2", "zipf2")
DIAL_TOP = 3e12  # the other exponents are measured up to here
SWEEP = ((3e11, 32, 2), (1e12, 96, 4))
SWEEP_RATES = tuple(LEARNING_RATE * factor for factor in (0.25, 0.5, 1, 2, 4))
REPEAT_SIZE, REPEAT_CORPUS, REPEAT_EPOCHS = (48, 2), 2**17, (1, 2, 4, 8, 16, 40)
REPEAT_LATER, DIAL_LATER, REPETITION_AFTER = 10, 5, 2e12  # where in the order of budgets a side rung comes
TIMED_TOKENS, TIMED_STEPS = 4096, 3
UNITS = {"s": 1, "min": 60, "h": 3600}


@dataclass(frozen=True)
class Rung:
    """Jobs that belong together."""

    name: str
    jobs: tuple[Job, ...]


def valley(world_name, budget, seed=0):
    """The rung of one IsoFLOP budget: the sizes nearest to where the optimum is expected, on a log scale."""
    reference, parameters = VALLEY_CENTRE
    centre = parameters * math.sqrt(budget / reference)
    jobs = [Job("isoflop", world_name, budget, width, depth, seed) for width, depth in SIZES]
    nearest = sorted(jobs, key=lambda job: abs(math.log(job.shape.parameters / centre)))[:VALLEY]
    return Rung(f"{world_name} {budget:.0e} seed {seed}", tuple(sorted(nearest, key=lambda job: job.shape.parameters)))


def sweep(budget, width, depth):
    """The rung that varies the learning rate of one size."""
    jobs = (Job("sweep", MAIN_WORLD, budget, width, depth, learning_rate=rate) for rate in SWEEP_RATES)
    return Rung(f"learning rates at width {width}", tuple(jobs))


def repetition():
    """The rung of the data-constrained series: every number of epochs beside as many fresh tokens."""
    once = Job("repeat", PYTHON, 1.0, *REPEAT_SIZE)
    cost = FLOP_PER_PARAMETER_TOKEN * once.shape.parameters * REPEAT_CORPUS
    fresh = [replace(once, budget=cost * epochs) for epochs in REPEAT_EPOCHS]
    repeated = [replace(job, unique_tokens=REPEAT_CORPUS) for job in fresh[1:]]
    return Rung("epochs on Python", tuple(fresh + repeated))


def rungs(gpu=False):
    """The whole ladder; with an accelerator it goes on beyond the processor's budgets.

    Cheapest first, but the first run of a budget goes before repeats and side worlds of the one below,
    so that a ladder cut short is as tall as its time allows.
    """
    ladder = []
    for budget in CPU_BUDGETS + (GPU_BUDGETS if gpu else ()):
        for seed in range(SEEDS.get(budget, 1)):
            ladder.append((budget * REPEAT_LATER**seed, valley(MAIN_WORLD, budget, seed)))
            if budget in CPU_BUDGETS:
                ladder.append((budget * REPEAT_LATER**seed, valley(PYTHON, budget, seed)))
        if budget <= DIAL_TOP:
            ladder += [(budget * DIAL_LATER, valley(name, budget)) for name in DIAL_WORLDS]
        ladder += [(budget, sweep(*size)) for size in SWEEP if size[0] == budget]
    ladder.append((REPETITION_AFTER, repetition()))
    return [rung for _, rung in sorted(ladder, key=lambda placed: placed[0])]


def seconds_in(text):
    """Seconds meant by "90s", "10min" or "2h".

    Raises
    ------
    InvalidArgument
        If the text is not a number with one of these units.
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(s|min|h)", text)
    if not match:
        raise InvalidArgument("budget", text, "a time such as 90s, 10min or 2h, or gpu for the whole ladder")
    return float(match[1]) * UNITS[match[2]]


@cache
def seconds_per_token(world_name, width, depth, device):
    """Training time of one token on this machine, from a few steps."""

    job = Job("isoflop", world_name, 1.0, width, depth)
    documents = max(1, TIMED_TOKENS // job.shape.length)
    batches = list(world(world_name).batches(0, documents, TIMED_STEPS + 1))
    model = Decoder(job.shape).to(device)
    fit(model, batches[:1], 1, LEARNING_RATE, device)
    start = time.perf_counter()
    fit(model, batches[1:], TIMED_STEPS, LEARNING_RATE, device)
    return (time.perf_counter() - start) / (TIMED_STEPS * documents * job.shape.length)


def expected_seconds(job, device):
    """What the job will take on this machine."""
    return job.tokens * seconds_per_token(job.world, job.width, job.depth, device)


def within(ladder, seconds, device):
    """The longest beginning of the ladder, in whole rungs, that should fit into the time."""
    chosen, left = [], seconds
    for rung in ladder:
        left -= sum(expected_seconds(job, device) for job in rung.jobs)
        if left < 0:
            break
        chosen.append(rung)
    return chosen
