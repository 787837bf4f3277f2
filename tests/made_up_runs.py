"""Runs that no machine made: sound rows for the tests of the results table."""

from what_scale_buys.measured import Run
from what_scale_buys.trials import Trial

# What a sound run and a sound trial share.
SHARED = dict(
    world="zipf1.5",
    entropy=1.5,
    budget=1e11,
    width=16,
    depth=1,
    vocabulary=128,
    length=64,
    documents_per_step=8,
    steps=10,
    tokens=5120,
    unique_tokens=5120,
    learning_rate=0.012,
    seed=0,
    status="done",
    val_loss=3.0,
    val_loss_se=0.01,
    val_tokens=65536,
    source_loss=1.5,
    token_accuracy=0.4,
    span_accuracy=0.01,
    word_accuracy=None,
    val_words=0,
    line_accuracy=None,
    val_lines=0,
    wall_seconds=1.0,
    cpu_seconds=1.0,
    machine="any",
    device="cpu",
    precision="float32",
    threads=1,
    versions="any",
    corpus_hash="0" * 64,
    commit="abcdef0",
    curve="4.8 4.1",
)


def made_up(name, **changes):
    """A sound run of this name."""
    fields = dict(
        run=name,
        series="isoflop",
        zipf=1.5,
        parameters=5040,
        parameters_without_embedding=2992,
        flop_6nd=6.0 * 5040 * 5120,
        flop_exact=2e8,
    )
    return Run(**(SHARED | fields | changes))


def made_up_trial(name, **changes):
    """A sound trial of this name; its costs follow from its sizes unless they are given."""
    fields = dict(
        run=name,
        experiment="pool",
        arm="control",
        rung=1e11,
        experts=1,
        chosen=1,
        parameters=changes.get("active_parameters", 5040),
        active_parameters=5040,
        weight_decay=0.1,
        generation=0,
        flop_6nd=6.0 * changes.get("active_parameters", 5040) * 5120,
        flop_exact=3.0 * 1e4 * 5120,
        flop_text=0.0,
        flop_teachers=0.0,
        flop_inference=1e4,
        train_loss=2.9,
        settings="",
        extra="",
        config_hash="0" * 64,
    )
    return Trial(**(SHARED | fields | changes))
