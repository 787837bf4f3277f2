"""Figures on the floor: what runs can tell of it, where laws with and without it lead, and floors in print."""

import numpy as np

from scaling_laws.quantity import say

from ...accepted import fitted_range, refit, with_interval
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import floors
from .axes import plain_ticks
from .surfaces import FUTURE, ends


@exhibit
def simulation_figure():
    """One simulated lab: the runs with both fits, and how well each floor fits for three ranges of compute."""
    noise, decades = floors.scatter(), floors.published_decades()
    compute, losses, _ = floors.simulated_labs(decades, noise)
    fig, (top, low) = canvas(2, 1, height=5.6, height_ratios=(1, 1))
    _draw_runs(top, compute, losses[0])
    misfits = {span: floors.expected_profile(span) / noise**2 for span in (1.0, decades, 4.0)}
    _draw_misfits(low, misfits)
    ends = floors.interval(floors.FLOORS, misfits[decades])
    alt = (
        f"Over {say(decades)} decades, {say(len(compute))} runs with a scatter of {say(100 * noise, '%')} bend visibly"
        f" away from a straight line and allow floors from {say(ends[0])} to {say(ends[1])} nats; over {say(1)} decade"
        " every floor fits."
    )
    caption = (
        "Above: one simulated lab with the published budgets and scatter. Below: how badly each assumed floor fits, on"
        " average, for three widths of the range; what lies under the grey line cannot be told from the truth."
    )
    data = {"floor (nats/token)": floors.FLOORS[::4]}
    data |= {f"misfit, {say(span)} decades": misfit[::4] for span, misfit in misfits.items()}
    return Figure(
        "flat-simulation",
        fig,
        title=f"{say(len(compute))} runs over {say(decades)} decades allow floors from {say(ends[0])} to"
        f" {say(ends[1])} nats",
        caption=caption,
        alt=alt,
        data=data,
    )


def _draw_runs(ax, compute, loss):
    """The runs of one simulated lab, the straight line through them, and the truth."""
    dense = np.geomspace(compute[0], compute[-1], 40)
    slope, start = np.polyfit(np.log(compute), np.log(loss), 1)
    ax.loglog(compute, loss, "o", color=COLORS.ink, label="simulated runs")
    line = np.exp(start + slope * np.log(dense))
    ax.loglog(dense, line, "--", color=COLORS.compute, label="best straight line (no floor)")
    ax.loglog(dense, refit().frontier.loss(dense), "-", color=COLORS.loss, label="truth (with a floor)")
    ax.set(xlabel="training compute (FLOP)", ylabel="loss (nats/token)")
    plain_ticks(ax, [2.2, 2.5, 3.0])
    log_axis(ax.xaxis)
    ax.legend(loc="upper right")


def _draw_misfits(ax, misfits):
    """Misfit of each assumed floor, by the decades of compute that the runs span."""
    for (span, misfit), dash in zip(misfits.items(), (":", "-", "--")):
        label = "one decade of compute" if span == 1 else f"{say(span)} decades of compute"
        ax.plot(floors.FLOORS, misfit, dash, color=COLORS.loss, label=label)
    ax.axhline(floors.THRESHOLD, color=COLORS.muted, linewidth=1)
    direct_label(ax, 0.02, floors.THRESHOLD, "above this line a floor is rejected", COLORS.muted, offset=(0, 3))
    ax.set(ylim=(0, 16), xlim=(0, 2.16), xlabel="assumed floor (nats/token)", ylabel="misfit (chi squared)")
    ax.legend(loc="upper left", bbox_to_anchor=(0.0, 0.98))


@exhibit
def futures_figure():
    """Laws that agree where the runs are and part where they are not."""
    compute = np.geomspace(1e18, 1e30, 49)
    few, many = floors.run_counts()
    lines = {
        "floor": (refit().frontier.loss(compute), "-", COLORS.loss),
        "no floor, all runs": (floors.sinking_floor(many)[1](compute), "-", COLORS.parameters),
        "no floor, few runs": (floors.sinking_floor(few)[1](compute), "--", COLORS.parameters),
        "straight line": (floors.pure_through(refit(), compute), ":", COLORS.compute),
    }
    fig, ax = canvas(height=3.9)
    ax.axvspan(*fitted_range(), color=COLORS.grid, alpha=0.6, linewidth=0)
    offsets = {"floor": (4, 2), "straight line": (4, -6)}
    for name, (loss, dash, color) in lines.items():
        ax.loglog(compute, loss, dash, color=color)
        direct_label(ax, compute[-1], loss[-1], name, color, offset=offsets.get(name, (4, -3)), annotation_clip=False)
    ax.text(np.sqrt(np.prod(fitted_range())), 0.72, "runs", ha="center", fontsize=8.5, color=COLORS.muted)
    ax.set(xlim=(1e18, 3e33), xlabel="training compute (FLOP)", ylabel="loss (nats/token)")
    plain_ticks(ax, [0.7, 1, 1.5, 2, 3])
    ax.set_xticks(10.0 ** np.arange(18, 31, 3))
    log_axis(ax.xaxis)
    at = {name: float(np.exp(np.interp(np.log(FUTURE), np.log(compute), np.log(v[0])))) for name, v in lines.items()}
    by_refit = with_interval(lambda surface: surface.frontier.loss(FUTURE), floors.NATS)
    alt = (
        f"Laws that nearly coincide inside the fitted range part beyond it: at {say(FUTURE, 'FLOP')} the law with a"
        f" floor says {by_refit}, two laws whose floor sinks say {say(at['no floor, all runs'])} and"
        f" {say(at['no floor, few runs'])}."
    )
    caption = (
        "Where the curve goes. The shaded range holds the runs behind the refit. The two laws without a floor are sums"
        " of two power laws that the runs could not reject: all runs, or only the best of each budget."
    )
    data = {"compute (FLOP)": compute} | {name: loss for name, (loss, _, _) in lines.items()}
    return Figure(
        "flat-futures",
        fig,
        title=f"Laws alike on the runs say {say(min(at.values()))} to {say(max(at.values()))} nats at"
        f" {say(FUTURE, 'FLOP')}",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def floors_figure():
    """Floors in print, side by side."""
    table = floors.published_floors()
    fig, ax = canvas(height=2.9)
    for y, floor in enumerate(table.values()):
        ax.plot(ends(floor), [y, y], color=COLORS.loss, linewidth=3, alpha=0.5)
        if floor.value:
            ax.plot(floor.value, y, "o", color=COLORS.loss)
        else:
            direct_label(ax, 0, y, "none: the law falls for ever", COLORS.loss, va="center")
    ax.set_yticks(range(len(table)), list(table))
    ax.set(xlim=(-0.05, 2.1), xlabel="irreducible loss (nats/token)")
    ax.grid(False, axis="y")
    positive = [floor for floor in table.values() if floor.value > 0]
    alt = (
        f"Published floors run from {positive[0].bare} to {positive[-1].bare} nats per token, and Kaplan et al. have"
        f" none; three of them lie between {positive[-3].bare} and {positive[-1].bare}."
    )
    caption = (
        "Floors in print. The texts, tokenizers and ranges of the studies differ, so the dots need not agree; but two"
        " of them come from one paper and differ only in which runs were kept."
    )
    rows = [(study, floor.value, *ends(floor)) for study, floor in table.items()]
    data = dict(zip(("study", "floor", "low", "high"), map(list, zip(*rows))))
    return Figure(
        "flat-floors",
        fig,
        title=f"Floors in print: none, or {positive[0].bare} to {positive[-1].bare} nats per token",
        caption=caption,
        alt=alt,
        data=data,
    )
