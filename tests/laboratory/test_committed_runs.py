"""The committed table against the trainer: retrained, its runs land where they stand."""

import math
from collections import defaultdict
from statistics import mean, variance

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install -r lab/requirements-lab.txt")

from lab import plan  # noqa: E402
from lab.model import Shape  # noqa: E402
from lab.train import Job, train  # noqa: E402
from lab.worlds import world  # noqa: E402
from what_scale_buys import measured  # noqa: E402

RUNS = [run for run in measured.runs() if run.series == "isoflop" and run.world == plan.MAIN_WORLD]


def seed_noise(runs):
    """Standard deviation of the loss between seeds, pooled over the sizes of the smallest budget."""
    losses = defaultdict(list)
    for run in runs:
        losses[run.budget, run.width, run.depth].append(run.val_loss)
    repeated = [group for group in losses.values() if len(group) > 1]
    return math.sqrt(mean(map(variance, repeated)))


def cheapest(count):
    smallest = min(run.budget for run in RUNS)
    first = [run for run in RUNS if run.budget == smallest and run.seed == 0]
    return sorted(first, key=lambda run: run.cpu_seconds)[:count]


@pytest.mark.parametrize("run", cheapest(2), ids=lambda run: run.run)
def test_a_retrained_run_lands_within_the_seed_noise(run):
    job = Job(run.series, run.world, run.budget, run.width, run.depth, run.seed, run.learning_rate)
    again = train(job)
    assert again.corpus_hash == run.corpus_hash
    assert (again.run, again.tokens, again.parameters) == (run.run, run.tokens, run.parameters)
    assert again.val_loss == pytest.approx(run.val_loss, abs=2 * seed_noise(RUNS))


def test_the_table_counts_as_the_trainer_does():
    for run in measured.runs():
        shape = Shape(run.width, run.depth, run.vocabulary, run.length)
        assert run.parameters == shape.parameters
        assert run.flop_exact == pytest.approx(shape.train_flop_per_token * run.tokens)


def test_the_known_entropy_is_the_languages():
    for run in RUNS:
        assert run.entropy == pytest.approx(world(run.world).entropy, rel=1e-8)
