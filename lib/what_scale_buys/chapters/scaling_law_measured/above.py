"""The ladder climbed higher on an accelerator: three laws fitted below, and what the runs above made of them."""

from functools import cache

import numpy as np

from scaling_laws.quantity import Text, exact, listing, say

from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from ...display.table import Table
from ...experiments import account, asked, columns, tally
from ...experiments.higher import FIRST, LAST
from . import fits, ladder
from .wording import plural, sign

NAMES = {"free": "free floor", "true": "true floor", "bend": "rising exponent"}
SHOWN_FROM, SHOWN_TO = 2.5e12, 2e15  # FLOP
STYLES = {
    "free": (COLORS.loss, "-", (5, 0)),
    "true": (COLORS.compute, ":", (4, 4)),
    "bend": (COLORS.parameters, "--", (5, 3)),
}


@cache
def outcomes():
    """{name: Outcome} of what was registered for the higher budgets."""
    return account("higher")


@cache
def laws():
    """{law: function of compute} of the least loss, each through the ladder's own runs alone.

    The rising exponent is a parabola, in ln C, through the logarithm of the minima less the true source's loss on the
    same text, weighted by their errors.
    """
    C, least, error = map(np.array, zip(*fits.bottoms(ladder.KNOWN), strict=True))
    true = ladder.runs(world=ladder.KNOWN)[0].source_loss
    above = least - true
    bent = np.polyfit(np.log(C), np.log(above), 2, w=above / error)
    entropy = ladder.entropy(ladder.KNOWN)
    return {
        "free": fits.surface(ladder.KNOWN).surface.frontier.loss,
        "true": lambda C: entropy + fits.known_floor(ladder.KNOWN).surface.frontier.loss(C),
        "bend": lambda C: true + np.exp(np.polyval(bent, np.log(C))),
    }


def hits():
    """{law: how many of its registered ranges hold what was measured, of how many}."""
    found = {law: [outcomes()[key] for key in _asked(law)] for law in NAMES}
    return {law: (sum(outcome.held for outcome in mine), len(mine)) for law, mine in found.items()}


def misses():
    """[(what, factor beyond the ladder, forecast less measured over measured)] of every law at every budget asked."""
    top = max(ladder.budgets(ladder.KNOWN))
    return [
        (f"least loss at {say(C, 'FLOP')}, {NAMES[law]}", C / top, laws()[law](C) / outcomes()[key].answer.value - 1)
        for law in NAMES
        for key, C in zip(_asked(law), (FIRST, LAST), strict=True)
    ]


def verdict():
    """Which of the three laws came out, in one sentence."""
    said = {True: "hit", False: "missed"}
    told = [f"the {NAMES[law]} {said[held == asked]}" for law, (held, asked) in hits().items()]
    return Text(f"{listing(told)}.".capitalize())


def side(law):
    """Whether a law lay too high or too low at the largest budget."""
    said = {"inside": "right", "above": "too low", "below": "too high"}
    return Text(said[_where(outcomes()[_asked(law)[-1]])])


def _asked(law):
    """The keys of what was registered of a law, in order of the budget."""
    return [key for key in outcomes() if key.startswith(f"higher-{law}-") and key[-1].isdigit()]


def _where(outcome):
    """Where the answer lies: inside, above or below the registered range."""
    if outcome.held:
        return "inside"
    return "above" if outcome.answer.value > outcome.expectation.high else "below"


def warning(test):
    """Whether the fit of the surface with a free floor had warned; test : for a bend in its residuals, a LackOfFit."""
    if test.found:
        return Text("Only a test for a bend in the residuals of the fit had warned")
    return Text("Nothing in the fit had warned, a test for a bend in its residuals included")


def numbers(_rows):
    """What the chapter states of the higher budgets."""
    found, mine = outcomes(), ladder.higher()
    E = ladder.entropy(ladder.KNOWN)
    missed = found["higher-floor"].answer
    before = exact(E, "nats/token") - fits.surface(ladder.KNOWN).parameters["E"]
    return dict(
        higher_runs=exact(len(mine), "runs"),
        higher_reach=exact(max(r.budget for r in mine) / max(ladder.budgets(ladder.KNOWN)), "×"),
        higher_impossible=Text(
            "That would have been below the entropy, which nothing can reach."
            if found["higher-free-1e15"].expectation.high < E
            else "That is above the entropy and could have been."
        ),
        higher_verdict=verdict(),
        higher_short=Text(
            "it had promised scores that no model can reach"
            if found["higher-free-1e15"].expectation.high < E
            else "it had promised scores that a model could reach"
        ),
        higher_warning=warning(fits.surface(ladder.KNOWN).lack_of_fit),
        higher_free=side("free"),
        higher_true=side("true"),
        higher_bend=side("bend"),
        higher_floor=missed,
        higher_slope=found["higher-slope"].answer,
        higher_bridge=found["higher-bridge"].answer,
        higher_moved=sign(before - missed, "creeps toward", "moves away from", "has not come nearer to"),
        higher_size=Text(_where(found["higher-size-1e15"])),
        higher_tally=tally(found.values()),
    )


@exhibit
def higher():
    """Three laws fitted below, their registered ranges, and the runs above."""
    fig, ax = canvas(height=4)
    below = [b[:2] for b in fits.bottoms(ladder.KNOWN) if b[0] > SHOWN_FROM]
    beyond = [b[:2] for b in fits.bottoms(ladder.KNOWN, ladder.higher())]
    at, least = map(np.array, zip(*below, *beyond, strict=True))
    C = np.sort(np.append(np.geomspace(SHOWN_FROM, SHOWN_TO, 40), at))
    curves = {law: function(C) for law, function in laws().items()}
    E = ladder.entropy(ladder.KNOWN)
    for law, (color, dash, offset) in STYLES.items():
        ax.plot(C, curves[law], dash, color=color, linewidth=1.6)
        direct_label(ax, C[-1], curves[law][-1], NAMES[law], color, offset=offset)
    ax.axhline(E, color=COLORS.muted, linewidth=1)
    direct_label(ax, C[0], E, "entropy", COLORS.muted, offset=(0, -12))
    ax.plot(*zip(*below, strict=True), "o", color=COLORS.ink, markersize=5)
    ax.plot(*zip(*beyond, strict=True), "D", color=COLORS.claim, markersize=6)
    direct_label(ax, *below[0], "fitted", COLORS.ink, offset=(8, 4))
    direct_label(ax, *beyond[0], "run afterwards", COLORS.claim, offset=(-10, -16), ha="right")
    ax.set(xscale="log", xlabel="compute C (FLOP)", ylabel="least loss (nats/token)")
    ax.set_xlim(right=9 * SHOWN_TO)
    log_axis(ax.xaxis)
    held = [NAMES[law] for law, (hit, asked) in hits().items() if hit == asked]
    right = listing([f"the {name}" for name in held]) if held else "none"
    alt = (
        f"Least loss against compute. {plural(len(below), 'dot')} of the ladder, then {plural(len(beyond), 'diamond')}"
        f" up to {say(beyond[-1][0], 'FLOP')}. At the last diamond, {say(beyond[-1][1], 'nats/token')}, the curve of"
        f" the free floor is {side('free')}, that of the true floor {side('true')}, that of the rising exponent"
        f" {side('bend')}."
    )
    data = {"compute (FLOP)": at, "least loss, measured": least}
    data |= {f"loss, {NAMES[law]}": function(at) for law, function in laws().items()}
    return Figure(
        "meas-higher",
        fig,
        title=f"Of three laws fitted below, {right} forecast the runs above",
        caption="Least loss of the language by budget. Curves: three laws through the ladder's own runs, extended."
        " Dots: valleys that the laws were fitted to; the smaller budgets lie to the left of the picture. Diamonds:"
        " valleys trained afterwards on an accelerator.",
        alt=alt,
        data=data,
    )


@exhibit
def registered():
    """What was registered for the higher budgets, and what came out."""
    found = outcomes().values()
    cells = columns(found) | {"Registered before the runs": [asked(outcome) for outcome in found]}
    return Table(cells, "Registered for the higher budgets, before their runs")
