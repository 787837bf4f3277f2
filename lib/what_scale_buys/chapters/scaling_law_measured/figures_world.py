"""Figures of what the worlds teach: the true floor, the dial, repetition, and the mirage."""

import numpy as np

from scaling_laws.quantity import exact, format_number

from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, log_axis
from . import fits, known, ladder, repetition, skills
from .figures import DASHED, DOTTED, SOME
from .wording import place

AHEAD = 6  # decades beyond the largest budget
DIAL_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2)
WORLD_COLORS = (COLORS.tokens, COLORS.compute, COLORS.parameters)
WORLD_DASHES = (DOTTED, "-", DASHED)


@exhibit
def floor(rows=None):
    """The profile of the floor beside the truth, and what each floor means for the future."""
    E, profile = ladder.entropy(ladder.KNOWN, rows), fits.profile(ladder.KNOWN, rows)
    fig, (left, right) = canvas(columns=2, height=3.4)
    shown = profile.deviance < 30
    left.plot(profile.floors[shown], profile.deviance[shown], color=COLORS.loss)
    left.axhline(profile.threshold, color=COLORS.muted, linestyle=DOTTED, linewidth=1)
    left.axvline(E, color=COLORS.ink, linestyle=DASHED, linewidth=1.2)
    left.annotate("truth", (E, 13.2), (-5, 0), textcoords="offset points", ha="right", fontsize=8.5)
    near = profile.floors[profile.deviance < 15]
    left.set_xlim(near.min() - 0.05, max(near.max(), E) + 0.05)
    left.set(ylim=(0, 15), xlabel="floor E (nats/token)", ylabel="deviance")
    table = _futures(right, E, rows)
    q = profile.floor
    return Figure(
        "meas-floor",
        fig,
        title=f"The true floor, {E:.3f} nats, lies {place(q, E)} the fitted interval, {q.low:.2f} to {q.high:.2f}",
        caption="Left: the deviance, how much worse the fit becomes when the floor is held at a value; the interval"
        " ends where the curve crosses the dotted line; dashed, the exact entropy of the language. Right: the frontier"
        " with the fitted floor and with the true one, within the runs (shaded) and beyond.",
        alt=f"The profile is lowest at {q.value:.2f} and its interval runs from {q.low:.2f} to {q.high:.2f} nats per"
        f" token; the true entropy, {E:.3f}, lies {place(q, E)} it. The two frontiers differ by"
        f" {known.apart_within(rows=rows)} at most within the runs.",
        data=dict(zip(("compute (FLOP)", "loss, free floor", "loss, true floor"), table, strict=True)),
    )


def _futures(ax, E, rows):
    budgets = ladder.budgets(ladder.KNOWN, rows)
    C = np.geomspace(budgets[0], budgets[-1] * 10**AHEAD, 50)
    free = fits.surface(ladder.KNOWN, rows).surface.frontier.loss(C)
    held = E + fits.known_floor(ladder.KNOWN, rows).surface.frontier.loss(C)
    ax.axvspan(budgets[0], budgets[-1], color=COLORS.grid, alpha=0.6, linewidth=0)
    ax.plot(C, free, color=COLORS.loss)
    ax.plot(C, held, color=COLORS.compute, linestyle=DOTTED, linewidth=2)
    ax.axhline(E, color=COLORS.ink, linestyle=DASHED, linewidth=1)
    ax.text(C[0], E - 0.012, "entropy", fontsize=8.5, va="top")
    bottoms = fits.bottoms(ladder.KNOWN, rows)
    ax.plot([b[0] for b in bottoms], [b[1] for b in bottoms], "o", color=COLORS.ink, markersize=4)
    ax.set(xscale="log", xlabel="compute C (FLOP)", ylabel="loss (nats/token)")
    log_axis(ax.xaxis)
    ax.plot([], [], color=COLORS.loss, label="free floor")
    ax.plot([], [], color=COLORS.compute, linestyle=DOTTED, linewidth=2, label="true floor")
    ax.legend(loc="upper right", frameon=False, fontsize=8.5)
    return C, free, held


@exhibit
def dial(rows=None):
    """Loss above the entropy against compute, in languages of different Zipf exponent."""
    fig, ax = canvas(height=3.6)
    table, told, exponents = [], [], known.dial(rows)
    _, shared = known.common_budgets(rows)
    for world, color, dash, marker in zip(ladder.zipf_worlds(rows), WORLD_COLORS, WORLD_DASHES, "^oD", strict=False):
        E = ladder.entropy(world, rows)
        C, loss, _ = map(np.array, zip(*fits.bottoms(world, rows), strict=True))
        ax.plot(C, loss - E, marker, color=color)
        table += [(world, c, v) for c, v in zip(C, loss - E, strict=True)]
        name = f"Zipf {ladder.zipf(world, rows):g}"
        if world in exponents:
            ends = np.array([shared[0], shared[-1]])
            ax.plot(
                ends, fits.known_floor(world, rows, shared).surface.frontier.loss(ends), color=color, linestyle=dash
            )
            told.append(f"{exponents[world]} at {name}")
            name += f": {exponents[world].short}"
        ax.annotate(name, (C[-1], loss[-1] - E), xytext=(8, 2), textcoords="offset points", color=color, fontsize=8.5)
    ax.set(xscale="log", yscale="log", xlabel="compute C (FLOP)", ylabel="loss above the entropy (nats/token)")
    ax.set_xlim(right=12 * max(c for _, c, _ in table))
    log_axis(ax.xaxis)
    low = min(v for *_, v in table)
    ax.set_yticks(DIAL_TICKS, [f"{v:g}" for v in DIAL_TICKS])
    ax.set_ylim(0.7 * low, 2)
    ax.minorticks_off()
    worlds, C, above = zip(*table[:SOME], strict=True)
    return Figure(
        "meas-dial",
        fig,
        title=f"The language sets the exponent: {', '.join(q.short for q in exponents.values())}",
        caption="Bottoms of the valleys, less the exact entropy of each language, and the frontier fitted at the"
        " budgets that the compared languages share. The number is its exponent.",
        alt=f"On log axes the loss above the entropy falls along lines; exponents: {'; '.join(told)}.",
        data={"world": worlds, "compute (FLOP)": C, "loss above entropy": above},
    )


@exhibit
def repeats(rows=None):
    """What repeated text is worth, by the published law and by our own runs where they exist."""
    epochs = np.geomspace(1, repetition.EPOCHS[-1], 40)
    law, found = repetition.published(epochs), repetition.measured(rows)
    fig, ax = canvas(height=3.4)
    ax.plot(epochs, epochs, color=COLORS.muted, linestyle=DASHED, linewidth=1, label="fresh text")
    ax.plot(epochs, law, color=COLORS.claim, label="published law")
    for e, worth, _, _, clipped in found:
        ax.plot([e, e], [worth.low, worth.high], color=COLORS.tokens, linewidth=1.8, alpha=0.5)
        ax.plot(e, worth.value, "v" if clipped else "o", color=COLORS.tokens, markersize=6)
    ax.plot([], [], "o", color=COLORS.tokens, label="our runs" if found else "our runs: not yet run")
    ax.legend(loc="upper left", frameon=False, fontsize=8.5)
    ax.set(xscale="log", yscale="log", xlabel="epochs", ylabel="worth, in unique tokens")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_ticks(repetition.EPOCHS, [f"{e}" for e in repetition.EPOCHS])
    ax.minorticks_off()
    ends = f"{exact(law[-1])} at {format_number(epochs[-1])} epochs"
    told = (
        f"our runs give {', '.join(f'{w.bare} at {e:.0f}' for e, w, *_ in found)}"
        if found
        else "our runs have not been made"
    )
    data = {"epochs": epochs, "worth by the published law": law}
    title = f"By the published law repeated text reaches {ends}"
    if found:
        most, worth, *_ = found[-1]
        law_says = exact(float(repetition.published(most))).bare
        title = f"Read {most:.0f} times, a text is worth {worth.bare} fresh ones; the published law says {law_says}"
        data = {"epochs": [f[0] for f in found], "measured worth": [f[1].value for f in found],
                "worth, low": [f[1].low for f in found], "worth, high": [f[1].high for f in found],
                "worth by the published law": [repetition.published(f[0]) for f in found]}  # fmt: skip
    return Figure(
        "meas-repeats",
        fig,
        title=title,
        caption="How many fresh tokens several passes over the same text are worth, in units of that text."
        + (" Bars: what seed noise allows." if found else "")
        + (" Triangles: outside the losses of the fresh runs, so only a bound." if any(f[4] for f in found) else ""),
        alt=f"The published law bends away from the diagonal of fresh text and reaches {ends}; {told}.",
        data=data,
    )


@exhibit
def mirage(rows=None):
    """Tokens, spans, words and lines right, against compute and against each other."""
    fig, (left, right) = canvas(columns=2, height=3.6)
    best = skills.best(rows=rows)
    C = [r.budget for r in best]
    styles = (("tokens", "o", "-"), ("spans", "s", DASHED), ("words", "^", DOTTED), ("lines", "D", "-"))
    colors = (COLORS.compute, COLORS.parameters, COLORS.tokens, COLORS.loss)
    data = {"compute (FLOP)": C}
    for (name, marker, dash), color in zip(styles, colors, strict=True):
        share = [skills.shares(r)[name].value for r in best]
        left.plot(C, [s or np.nan for s in share], marker=marker, linestyle=dash, color=color, label=name)
        data[f"{name} right (%)"] = share
    left.set(xscale="log", yscale="log", xlabel="compute C (FLOP)", ylabel="right, Python text (%)", ylim=(0.05, 400))
    left.set_yticks((0.1, 1, 10, 100), [f"{v:g}" for v in (0.1, 1, 10, 100)])
    left.minorticks_off()
    log_axis(left.xaxis)
    left.legend(loc="upper left", frameon=False, fontsize=8.5, ncols=2)
    _against_independence(right, rows)
    first, last = skills.shares(best[0]), skills.shares(best[-1])
    return Figure(
        "meas-mirage",
        fig,
        title=f"One climb: tokens right {first['tokens'].short} to {last['tokens'].short}, whole lines"
        f" {first['lines'].short} to {last['lines'].short}",
        caption="Left: the best model of each budget, given the true text before; no mark where none was right. Right:"
        " every run of every world; the"
        " line is what spans would do if the tokens of a span were right or wrong independently.",
        alt=f"From the least to the largest budget tokens right go from {first['tokens'].short} to"
        f" {last['tokens'].short}, words from {first['words'].short} to {last['words'].short}, whole lines from"
        f" {first['lines'].short} to {last['lines'].short}.",
        data=data,
    )


def _against_independence(ax, rows):
    p = np.linspace(0.32, 0.95, 40)
    ax.plot(100 * p, 100 * p**skills.SPAN, color=COLORS.ink, linestyle=DASHED, linewidth=1)
    mine = [r for r in ladder.runs("isoflop", None, rows) if r.span_accuracy > 0]
    for python, marker, color, name in ((False, "o", COLORS.muted, "languages"), (True, "s", COLORS.tokens, "Python")):
        some = [r for r in mine if (r.world == ladder.PYTHON) == python]
        x, y = [100 * r.token_accuracy for r in some], [100 * r.span_accuracy for r in some]
        ax.plot(x, y, marker, color=color, markersize=3.5, label=name)
    for world in sorted({r.world for r in mine} - {ladder.PYTHON}):
        some = [r for r in mine if r.world == world]
        last = max(some, key=lambda r: r.token_accuracy)
        spot = (100 * last.token_accuracy, 100 * last.span_accuracy)
        name = f"Zipf {ladder.zipf(world, rows):g}"
        ax.annotate(name, spot, xytext=(3, 4), textcoords="offset points", fontsize=8, color=COLORS.muted)
    ax.set(yscale="log", xlabel="tokens right (%)", ylabel=f"spans of {skills.SPAN} right (%)", ylim=(0.01, 2000))
    ax.set_yticks((0.01, 0.1, 1, 10, 100), [f"{v:g}" for v in (0.01, 0.1, 1, 10, 100)])
    ax.minorticks_off()
    ax.plot([], [], color=COLORS.ink, linestyle=DASHED, linewidth=1, label="if independent")
    ax.legend(loc="upper left", frameon=False, fontsize=8)
