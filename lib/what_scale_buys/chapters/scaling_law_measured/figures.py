"""Figures of the ladder itself: valleys, noise, approaches, the forecast."""

import numpy as np

from scaling_laws.quantity import format_number, percent, say

from ... import words
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, log_axis
from . import fits, ladder, noise, throughput
from .wording import holds, one_in

DASHED, DOTTED = (0, (4, 2)), (0, (1, 1.5))
SOME = 55  # rows of a data table
WORLD_STYLE = {ladder.KNOWN: ("o", COLORS.compute), ladder.PYTHON: ("s", COLORS.tokens)}
MARKERS = "osD^vP*Xhd"
LABELLED = 2  # the size at which the curves of speed are named


def thinned(count):
    return np.unique(np.linspace(0, count - 1, min(count, SOME)).astype(int))


@exhibit
def valleys(rows=None):
    """IsoFLOP valleys of both main worlds."""
    fig, axes = canvas(columns=2, height=3.9)
    table, told = [], []
    for ax, world in zip(axes, ladder.MAIN, strict=True):
        found = fits.parabolas(world, rows)
        for valley, marker in zip(found, MARKERS, strict=False):
            _valley(ax, valley, marker)
            table += [(world, valley.compute, N, L) for N, L in zip(valley.sizes, valley.losses, strict=True)]
        E = ladder.entropy(world, rows)
        if E:
            ax.axhline(E, color=COLORS.ink, linestyle=DASHED, linewidth=1)
            ax.text(0.03, E + 0.012, "entropy", fontsize=8.5, transform=ax.get_yaxis_transform())
        ax.set(xscale="log", xlabel="parameters N", ylabel=f"loss ({ladder.unit(world)})", title=ladder.title(world))
        ax.set_xlim(right=3.2 * max(v.sizes.max() for v in found))
        log_axis(ax.xaxis)
        bottom = fits.bottoms(world, rows)
        told.append(f"{ladder.title(world)}: from {bottom[0][1]:.2f} to {bottom[-1][1]:.2f} {ladder.unit(world)}")
    keep = thinned(len(table))
    worlds, C, N, L = zip(*[table[k] for k in keep], strict=True)
    return Figure(
        "meas-valleys",
        fig,
        title=f"The least loss {words.trend([loss for _, loss, _ in fits.bottoms(ladder.KNOWN, rows)])} with"
        " every budget in the known world",
        caption="Each point a model trained to the end of its own schedule, each curve a parabola through the models of"
        " one budget, the cross its lowest point. Budgets in FLOP.",
        alt="Valleys of loss against size that move down and to the right as the budget grows. Bottoms:"
        f" {'; '.join(told)}.",
        data={"world": worlds, "compute (FLOP)": C, "parameters": N, "loss": L},
    )


def _valley(ax, valley, marker):
    ax.plot(valley.sizes, valley.losses, marker, color=COLORS.parameters, markersize=4)
    N = np.geomspace(valley.sizes.min(), valley.sizes.max(), 40)
    ax.plot(N, valley.loss(N), color=COLORS.loss, linewidth=1.1)
    if np.isfinite(valley.vertex):
        ax.plot(valley.vertex, valley.loss(valley.vertex), "x", color=COLORS.ink, markersize=7)
    text = format_number(float(f"{valley.compute:.1g}"))
    ax.annotate(text, (N[-1], valley.loss(N[-1])), xytext=(5, 0), textcoords="offset points", fontsize=8, va="center")


@exhibit
def scatter(rows=None):
    """What seeds do, and what an unfinished schedule does."""
    fig, (left, right) = canvas(columns=2, height=3.4)
    pairs = noise.unfinished(rows)
    table = _seeds(left, rows) + _unfinished(right, pairs, rows)
    keep = thinned(len(table))
    worlds, kind, N, percents = zip(*[table[k] for k in keep], strict=True)
    seeds = [f"{noise.seed_noise(w, rows).short} ({ladder.title(w)})" for w in ladder.MAIN]
    median = noise.unfinished_median(rows)
    return Figure(
        "meas-scatter",
        fig,
        title=f"A seed moves the loss by {' or '.join(noise.seed_noise(w, rows).short for w in ladder.MAIN)}, an"
        f" unfinished schedule by {median.short}",
        caption="Left: runs that differ in nothing but the seed. Right: one line for each pair, from a longer run at"
        " the moment when it has read as much as a finished run of the same size and seed, to that finished run. The"
        " longer one's learning rate has not come down yet.",
        alt=f"Seeds scatter the loss by {' and '.join(seeds)}, one standard deviation. A run stopped in mid-schedule"
        f" lies {median} above a finished one at the median of {len(pairs)} pairs.",
        data={"world": worlds, "kind": kind, "parameters": N, "difference (%)": percents},
    )


def _seeds(ax, rows):
    """Draw every repeated run over the mean of its seeds; rows of the table."""
    table = []
    for world in ladder.MAIN:
        marker, color = WORLD_STYLE[world]
        mine, apart, _ = noise.deviations(world, rows)
        N = [r.parameters for r in mine]
        ax.plot(N, 100 * apart, marker, color=color, markersize=4.5, label=ladder.title(world))
        table += [(r.world, "seed", r.parameters, 100 * a) for r, a in zip(mine, apart, strict=True)]
    ax.axhline(0, color=COLORS.muted, linewidth=0.8)
    ax.set(xscale="log", xlabel="parameters N", ylabel="loss over mean of its seeds (%)")
    ax.margins(y=0.25)
    ax.legend(loc="upper left", frameon=False, fontsize=8, ncols=1, borderaxespad=0)
    log_axis(ax.xaxis)
    return table


def _unfinished(ax, pairs, rows):
    """Draw every pair of a finished run and a longer one in mid-schedule; rows of the table."""
    for name, marker in zip(ladder.zipf_worlds(rows), "^oD", strict=False):
        mine = [(a.tokens / b.tokens, e) for a, b, e in pairs if a.world == name]
        if mine:
            excess = 100 * np.array([e for _, e in mine])
            ends = np.stack([excess, np.zeros_like(excess)])
            ax.plot([0, 1], ends, color=COLORS.loss, linewidth=0.7, alpha=0.45)
            ax.plot(np.zeros_like(excess), excess, marker, color=COLORS.loss, markersize=4, alpha=0.7,
                    label=f"Zipf {ladder.zipf(name, rows):g}")  # fmt: skip
    ax.plot(1, 0, "s", color=COLORS.ink, markersize=6)
    ax.axhline(0, color=COLORS.muted, linewidth=0.8)
    ax.set(xlim=(-0.25, 1.25), ylabel="loss over the finished run (%)")
    ax.set_xticks([0, 1], ["mid-schedule", "finished"])
    ax.set_ylim(min(0.0, 110 * min(p[2] for p in pairs)), 115 * max(p[2] for p in pairs))
    ax.legend(loc="upper right", frameon=False, fontsize=8)
    return [(a.world, "unfinished", a.parameters, 100 * e) for a, _, e in pairs]


@exhibit
def approaches(rows=None):
    """The exponent of the best size by every approach, in both worlds."""
    kinds = {
        "Approach 1\ntraining curves": lambda w: fits.envelope(w, rows).parameters["a"],
        "Approach 2\nparabolas": lambda w: fits.isoflop(w, rows).parameters["a"],
        "Approach 3\nsurface": lambda w: fits.surface(w, rows).parameters["a"],
        "Approach 3\nby Huber's loss": lambda w: fits.huber(w, rows).parameters["a"],
        "Approach 3\nno embedding": lambda w: fits.surface_without_embedding(w, rows).parameters["a"],
    }
    fig, ax = canvas(height=3.7)
    table = []
    for k, (name, ask) in enumerate(kinds.items()):
        for shift, world in ((0.16, ladder.KNOWN), (-0.16, ladder.PYTHON)):
            marker, color = WORLD_STYLE[world]
            a, y = ask(world), -k + shift
            ax.plot([a.low, a.high], [y, y], color=color, linewidth=1.8)
            ax.plot(a.value, y, marker, color=color, markersize=6, label=ladder.title(world) if k == 0 else None)
            table.append((name.replace("\n", ", "), ladder.title(world), a))
    ax.axvline(0.5, color=COLORS.muted, linestyle=DASHED, linewidth=1)
    ax.text(0.51, 0.62, "size and data grow alike", fontsize=8.5, color=COLORS.muted)
    ax.set(yticks=[-k for k in range(len(kinds))], ylim=(-len(kinds) + 0.4, 0.95), xlabel="exponent a of the best size")
    ax.set_yticklabels(list(kinds))
    ax.legend(loc="lower left", frameon=False, fontsize=8.5)
    told = "; ".join(f"{n}, {a.short} ({w})" for n, w, a in table[:6])
    return Figure(
        "meas-approaches",
        fig, title=f"By {sum(holds(a, 0.5) for *_, a in table)} of {len(table)} intervals size and data may grow alike",
        caption=f"Every approach on the same runs, with {percent(fits.LEVEL)} intervals. The dashed line is equal"
        " growth of size and data.",
        alt=f"Exponent of the best size in compute: {told}.",
        data={
            "approach": [n for n, _, _ in table], "world": [w for _, w, _ in table], "a": [a.value for *_, a in table],
            "low": [a.low for *_, a in table], "high": [a.high for *_, a in table],
        },
    )  # fmt: skip


@exhibit
def forecast(rows=None):
    """The largest budget, forecast from all the others."""
    fig, axes = canvas(columns=2, height=3.5)
    table, told, met = [], [], []
    for ax, world in zip(axes, ladder.MAIN, strict=True):
        ax.set(xscale="log", xlabel="parameters N", ylabel=f"loss ({ladder.unit(world)})", title=ladder.title(world))
        log_axis(ax.xaxis)
        mine = ladder.valley_runs(world, rows)
        for r in mine:
            ax.plot(r.parameters, r.val_loss, ".", color=COLORS.muted, markersize=3)
        if not fits.can_be_blind(world, rows):
            ax.text(0.5, 0.5, "not yet run", transform=ax.transAxes, ha="center")
            table.append((world, mine[0].parameters, mine[0].val_loss, np.nan, np.nan))
            continue
        _, held, said = fits.blind(world, rows)
        for r, q in zip(held, said, strict=True):
            _forecast_of(ax, r, q)
            table.append((world, r.parameters, r.val_loss, q.low, q.high))
        met += [holds(q, r.val_loss) for r, q in zip(held, said, strict=True)]
        inside = sum(met[-len(held) :])
        top = say(ladder.budgets(world, rows)[-1], "FLOP")
        told.append(f"{ladder.title(world)}: {one_in(inside, len(held), 'runs')} at {top} inside")
    worlds, N, L, low, high = zip(*table[:SOME], strict=True)
    return Figure(
        "meas-forecast",
        fig,
        title=f"{one_in(sum(met), len(met), 'runs').capitalize()} of the largest budgets fell where the smaller"
        " ones said",
        caption=f"Bars: the {percent(fits.LEVEL)} interval for one new run, from a fit that never saw the largest"
        " budget. Diamonds: what those runs did; dots: all runs.",
        alt="Forecasts of the largest budget from the smaller ones."
        f" {'; '.join(told) or f'Not yet run: {len(told)} forecasts'}.",
        data={"world": worlds, "parameters": N, "measured loss": L, "forecast low": low, "forecast high": high},
    )


def _forecast_of(ax, r, q):
    """Interval and middle of one forecast, and the run that came."""
    N = r.parameters
    ax.plot([N, N], [q.low, q.high], color=COLORS.compute, linewidth=5, alpha=0.35, solid_capstyle="butt")
    ax.plot(N, q.value, "_", color=COLORS.compute, markersize=9)
    ax.plot(N, r.val_loss, "D", color=COLORS.loss, markersize=4.5)


@exhibit
def speed():
    """Share of the machine's matrix rate over size, for the trainer and for the plain recipe."""
    fig, ax = canvas(height=3.2)
    N = [size[0].parameters for size in throughput.timings()]
    found = [throughput.shares(size) for size in throughput.timings()]
    for k, (name, marker, color, dash) in enumerate(
        (("trainer of the ladder", "o", COLORS.compute, "-"), ("plain recipe", "s", COLORS.muted, DASHED))
    ):
        mine = [pair[k] for pair in found]
        ax.plot(N, [q.value for q in mine], marker=marker, color=color, linestyle=dash, markersize=5)
        ax.vlines(N, [q.low for q in mine], [q.high for q in mine], color=color, linewidth=3, alpha=0.35)
        at, side = (N[LABELLED], mine[LABELLED].value), 1 - 2 * k
        ax.annotate(
            name, at, xytext=(-9 * side, 9 * side), textcoords="offset points", ha="right" if side > 0 else "left",
            va="bottom" if side > 0 else "top", fontsize=9, color=color,
        )  # fmt: skip
    ax.set(xscale="log", xlabel="parameters N", ylabel="share of the matrix rate (%)", ylim=(0, 100))
    log_axis(ax.xaxis)
    (ours_first, plain_first), (ours_last, plain_last) = found[0], found[-1]
    return Figure(
        "meas-speed",
        fig, title=f"At the largest size the trainer reaches {ours_last.short} of the matrix rate,"
        f" the plain recipe {plain_last.short}",
        caption="FLOP a second in training, as a share of what the same processor thread reaches on large matrix"
        f" products. Medians of {len(throughput.timings()[-1])} repeats, bars from the least to the greatest.",
        alt=f"Both curves rise with size: the trainer from {ours_first.short} to {ours_last.short}, the plain recipe,"
        f" below it, from {plain_first.short} to {plain_last.short}.",
        data={
            "parameters": N,
            "trainer (%)": [a.value for a, _ in found], "plain recipe (%)": [b.value for _, b in found],
            "speed-up": [throughput.faster(size).value for size in throughput.timings()],
        },
    )  # fmt: skip
