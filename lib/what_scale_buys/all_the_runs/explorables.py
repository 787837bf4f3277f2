"""The explorable: choose a sweep, a form, and how much it may see; then look what the runs did."""

import numpy as np

from scaling_laws.formula import evaluate, parse
from scaling_laws.laws import ChinchillaSurface
from scaling_laws.laws.shelf import shelf_law
from scaling_laws.quantity import percent, say

from .. import sweeps
from ..display.exhibits import exhibit
from ..display.explorable import Control, Explorable, dots, place_dots
from ..display.style import COLORS, canvas, log_axis
from ..sweeps import measure
from ..sweeps.records import ALL, BARE, SURFACE
from .numbers import NARROW

NAMES = ("delphi", "chinchilla", "llama3", "marin_nemotron", "ladder_zipf")
POINTS = 40
SPAN = (3e-3, 1e3)  # of compute, in largest budgets of the sweep
HEIGHT = (0.75, 1.85)  # of loss, in least losses of that budget
WORDS = {
    SURFACE: "surface of size and data",
    "floor": "frontier above a floor",
    "no floor": "frontier without a floor",
    "sinking floor": "frontier above a floor that sinks",
    "broken": "frontier with a break",
}
BANDS = {0: "all rows", 1: "near the valley"}


def count_of(name, count):
    """The count under which a sweep is shown: the one asked for where its table allows it, else its own."""
    counts = sweeps.sweep(name).counts
    return counts[1] if count == BARE and len(counts) > 1 else counts[0]


def curve(found, valleys):
    """(compute, loss) of the law behind a Forecast.

    A surface is drawn where the best runs lie, a law of compute from the least budget to the last.
    """
    law = found.law
    if found.form == SURFACE:
        surface = ChinchillaSurface(**law)
        placed = [v for v in valleys if v.size and v.tokens]
        return np.array([[v.compute, surface.loss(v.size, v.tokens)] for v in placed]).T
    compute = np.geomspace(valleys[0].compute, valleys[-1].compute, POINTS)
    formula = parse(shelf_law(measure.LAWS[found.form]).formula)
    return compute, np.array([float(evaluate(formula.node, law | {"x": C})) for C in compute])


@exhibit
def forecast():
    """Pick a sweep, a count, a form, a band and a cut; watch the forecast hit or miss."""

    def draw():
        fig, ax = canvas(height=3.8)
        ax.set(xscale="log", xlim=SPAN, ylim=HEIGHT, xlabel="compute, in largest budgets of the sweep")
        ax.set_ylabel("loss, in least losses of that budget")
        ax.set_yscale("log")
        ax.set_yticks([0.8, 1, 1.25, 1.6], ["0.8", "1", "1.25", "1.6"])
        ax.minorticks_off()
        log_axis(ax.xaxis)
        words = ax.text(0.97, 0.93, "hit", va="baseline", ha="right", fontsize=10, transform=ax.transAxes)
        return fig, {
            "line": ax.plot([0.01, 1], [1.2, 1], color=COLORS.loss)[0],
            "seen": dots(ax, size=6, color=COLORS.ink),
            "unseen": dots(ax, size=7, color=COLORS.claim),
            "said": dots(ax, size=4, color=COLORS.loss),
            "words": words,
        }

    def move(a, sweep, count, form, near, left_out):
        used, band = count_of(sweep, count), NARROW if near else None
        found = sweeps.forecasts(sweep, used, form=form, near=band, left_out=left_out)
        early, late = sweeps.valleys(sweep, used), sweeps.valleys(sweep, used, later=True)
        top = early[-1]
        limit = found[0].seen * 1.05 if found else early[-1 - left_out].compute * 1.05
        seen = [v for v in early if v.compute <= limit]
        unseen = [v for v in early + late if v.compute > limit]
        for key, rows in (("seen", seen), ("unseen", unseen)):
            place_dots(a[key], [v.compute / top.compute for v in rows], [v.loss / top.loss for v in rows])
        asked = [f for f in found if f.target]
        place_dots(a["said"], [f.target / top.compute for f in asked], [f.value / top.loss for f in asked])
        x, y = curve(found[0], early + late) if found else (np.array([]), np.array([]))
        a["line"].set_data(x / top.compute, y / top.loss)
        a["words"].set_text(_score(asked, bool(found)))
        return _said(sweep, used, form, near, len(seen), found, asked)

    return Explorable(
        "runs-forecast",
        "What would your fit have said?",
        controls=[
            Control("sweep", "Sweep", NAMES, lambda name: sweeps.sweep(name).title),
            Control("count", "Parameters", (ALL, BARE)),
            Control("form", "Form", tuple(WORDS), WORDS.get),
            Control("near", "Rows", tuple(BANDS), BANDS.get),
            Control("left_out", "Largest budgets hidden from the fit", measure.LEFT_OUT),
        ],
        draw=draw,
        move=move,
        caption="Dark dots: the least loss of each budget that the fit may see. Light dots: those that it may not, and"
        " later runs. Small dots: what it says of them. Each sweep is drawn against its own largest budget.",
    )


def _score(asked, fitted):
    if not fitted:
        return "cannot be fitted"
    if not asked:
        return "nothing to forecast"
    hits = sum(bool(f.hit) for f in asked)
    return f"{hits} of {len(asked)} hit"


def _said(sweep, used, form, near, n, found, asked):
    title = sweeps.sweep(sweep).title
    head = f"{title}, parameters {_count(used)}, {WORDS[form]}, {BANDS[near]}"
    if not found:
        return f"{head}: {n} budgets are too few for this form, or no law comes out."
    if not asked:
        return f"{head}: it sees all {n} budgets, up to {say(found[0].seen, 'FLOP')}, and nothing larger was run."
    last = asked[-1]
    outcome = "inside" if last.hit else "outside" if last.hit is not None else "and it has no"
    return (
        f"{head}: from {n} budgets it forecasts {len(asked)}. At {say(last.target, 'FLOP')} it says"
        f" {last.value:.3f} and {last.outcome:.3f} was measured, an error of {percent(last.error)}, {outcome} its"
        " interval."
    )


def _count(used):
    return (
        "counted with embeddings" if used == ALL else f"counted {used}" if used != "derived" else "derived from compute"
    )
