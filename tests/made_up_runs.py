"""Runs that no machine made: sound rows for the tests of the results table."""

from what_scale_buys.measured import Run


def made_up(name, **changes):
    """A sound run of this name."""
    fields = dict(
        run=name,
        series="isoflop",
        world="zipf1.5",
        zipf=1.5,
        entropy=1.5,
        budget=1e11,
        width=16,
        depth=1,
        vocabulary=128,
        length=64,
        parameters=5040,
        parameters_without_embedding=2992,
        documents_per_step=8,
        steps=10,
        tokens=5120,
        unique_tokens=5120,
        learning_rate=0.012,
        seed=0,
        flop_6nd=6.0 * 5040 * 5120,
        flop_exact=2e8,
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
    return Run(**(fields | changes))
