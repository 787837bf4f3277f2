"""The committed experiments: what the tables say was done is what the experiments plan, on the ladder's own text."""

import pytest

pytest.importorskip("torch", reason="needs PyTorch: pip install -r lab/requirements-lab.txt")

from lab.experiment import plan  # noqa: E402
from lab.experiments import MODULES, NAMES  # noqa: E402
from what_scale_buys import measured, trials  # noqa: E402


@pytest.fixture(scope="module")
def rows():
    return trials.trials()


def test_every_model_is_one_that_is_planned(rows):
    planned = {one.job.name: one for one in plan(NAMES)}
    assert {row.run for row in rows} <= planned.keys()
    for row in rows:
        one = planned[row.run]
        assert row.config_hash == one.job.config_hash
        assert (row.seed, row.settings) == (one.job.seed, one.job.changes)
        assert row.rung == pytest.approx(one.rung, rel=1e-8)
        assert row.tokens == one.job.tokens


def test_every_reading_is_one_that_is_planned(rows):
    everything = [one for module in MODULES for one in getattr(module, "readings", tuple)()]
    planned = {name: one for one in everything for name in one.names}
    models = {row.run for row in rows}
    for reading in trials.readings():
        assert reading.config_hash == planned[reading.reading].config_hash
        assert reading.model in models


def test_ancestors_were_measured_too(rows):
    """No model of the table comes from one that is not in it."""
    planned = {one.job.name: one.job for one in plan(NAMES)}
    names = {row.run for row in rows}
    for name in names:
        job = planned[name]
        assert {parent.name for parent in (*job.parents, *([job.teacher] if job.teacher else []))} <= names


def test_text_and_language_are_those_of_the_ladder(rows):
    ladder = {run.world: run.corpus_hash for run in measured.runs()}
    assert all(row.corpus_hash == ladder.get(row.world, row.corpus_hash) for row in rows)


def test_plain_models_repeat_the_ladders_losses(rows):
    """Where both trained the same model, to what another processor may change."""
    ladder = {(r.world, r.budget, r.width, r.seed): r.val_loss for r in measured.runs() if r.series == "isoflop"}
    both = [(row, ladder.get((row.world, row.budget, row.width, row.seed))) for row in rows if not row.settings]
    pairs = [(row.val_loss, loss) for row, loss in both if loss]
    assert len(pairs) >= 6
    assert all(ours == pytest.approx(theirs, rel=0.02) for ours, theirs in pairs)
