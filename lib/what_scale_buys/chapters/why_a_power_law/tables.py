"""The table of mechanisms: what each predicts, on what it rests, and what the published pairs say to it."""

from ...display.exhibits import exhibit
from ...display.table import Table
from ...experiments import columns
from ...published import cite
from . import mechanisms, own

DIAL = {
    "Learning by heart": "order right; compute not modelled",
    "Quanta": "order right, measured exponents steeper",
    "Spectrum": "silent until a spectrum is measured",
    "Manifold": "silent until a dimension is measured",
    "Variance": "silent: the source of new text was endless",
    "Superposition": "silent: the exponent moved with the text, which this does not",
    "Correlations": "silent: the correlations do not decay in that language",
}


def against_refit(name):
    """What the refit says to a mechanism's relation between the exponents of size and of data."""
    if name == "Quanta":
        gap, tally = mechanisms.gap_to_quanta(), mechanisms.allow(mechanisms.quanta_data)
    elif name in ("Spectrum", "Manifold"):
        gap, tally = mechanisms.gap_to_equal(), mechanisms.allow(mechanisms.equal)
    else:
        return "no relation of the two exponents"
    state = "agrees" if gap.low <= 0 <= gap.high else "rejects it"
    return f"R {state} (gap {gap.interval}), {tally.k} of {tally.n} sweeps leave room for it"


@exhibit
def mechanism_table():
    """All mechanisms, one row each."""
    rows = mechanisms.MECHANISMS
    cells = {
        "Mechanism": [f"{m.name}, {cite(m.source)}" for m in rows],
        "Set by": [m.dial for m in rows],
        "Size · data · compute": [f"{m.size} · {m.data} · {m.compute}" for m in rows],
        "Would tell it apart": [m.asks for m in rows],
        "Published pairs; chapter five's dial": [f"{against_refit(m.name)}; {DIAL[m.name]}" for m in rows],
    }
    return Table(cells, f"{len(rows)} explanations of the power law: their exponents and their evidence")


@exhibit
def registered():
    """What was registered for the chapter's own experiments, and what came out."""
    return Table(columns(own.found().values()), "Expectations for the two dials of the invented language")
