"""The figures of the arithmetic: portfolios of gains, years of compute growth, four worlds of agents, users."""

from functools import partial

import numpy as np

from scaling_laws import statistics
from scaling_laws.quantity import percent, say

from ...accepted import LEVEL
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import adoption, chains, portfolio
from .numbers import FAIL, GAINS, PASS, YEARS, by_law, cut, growth, start

DASHES = ("-", "--", "-.", ":")
PALETTE = (COLORS.compute, COLORS.parameters, COLORS.tokens, COLORS.loss)
MARKS = ("o", "s", "^", "D")


@exhibit
def gains_in_three_worlds(gains=GAINS):
    """What is left of an error after many equal cuts, if they multiply, add, or reach one cause each."""
    c, n = cut(), np.arange(gains + 1)
    series = {
        "each on its own cause": portfolio.own_part(c, n, gains),
        "each on what is left": portfolio.multiplied(c, n),
        "each on the first error": portfolio.added(c, n),
    }
    fig, ax = canvas(height=3.1)
    for (name, left), color, dash, lift in zip(series.items(), PALETTE, DASHES, (7, 8, -15)):
        ax.plot(n, 100 * left, color=color, linestyle=dash)
        at = gains * 3 // 5
        beside = dict(offset=(4, lift), ha="left") if lift > 0 else dict(offset=(-6, lift), ha="right")
        direct_label(ax, n[at], 100 * left[at], name, color, **beside)
    ax.set(xlabel=f"cuts of {percent(c).short}", ylabel="error left, %", ylim=(0, 108), xlim=(0, gains))
    ax.set_xticks(range(0, gains + 1, 5))
    last = [percent(left[-1]).short for left in series.values()]
    alt = (
        f"Error left after up to {gains} cuts of {percent(c).short}: a straight fall to {last[2]} if each cut is a"
        f" share of the first error, a bending fall to {last[1]} if each acts on what is left, and hardly any fall, to"
        f" {last[0]}, if each reaches only its own cause."
    )
    caption = (
        "The same list of improvements, three ways to combine. Which one applies is a fact about the causes of error,"
        " and no list of percentages contains it."
    )
    data = {"cuts": list(n)} | {name: list(left) for name, left in series.items()}
    return Figure(
        "gain-portfolio",
        fig,
        title=f"{gains} cuts of {percent(c).short} leave {last[2]}, {last[1]} or {last[0]} of an error",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def years_of_growth(years=YEARS):
    """Reducible and whole loss of the compute-optimal frontier as compute grows at the published rate."""
    t, g, at = np.arange(years + 1), growth(), start()
    fig, ax = canvas(height=3.1)
    data, spans = {"years": list(t)}, {}
    for name, dash, color in (("whole loss", "--", COLORS.loss), ("reducible loss", "-", COLORS.compute)):

        def left(law, rate, year, name=name):
            front = law.frontier
            part = front.reducible if name == "reducible loss" else front.loss
            return part(at * rate**year) / part(at)

        by_year = [by_law(partial(left, year=year), g, unit="%") for year in t]
        value, low, high = np.array([(q.value, q.low, q.high) for q in by_year]).T
        ax.fill_between(t, low, high, color=color, alpha=0.15, linewidth=0)
        ax.plot(t, value, color=color, linestyle=dash)
        direct_label(ax, t[-1], value[-1], name, color, offset=(-4, 8), ha="right")
        data |= {f"{name}, % of the first year": list(value), f"{name}, low": list(low), f"{name}, high": list(high)}
        spans[name] = by_year[-1]
    ax.set(xlabel="years", ylim=(0, 110), xticks=range(0, years + 1, 2), ylabel="share of the first year, %")
    alt = (
        f"Over {years} years the reducible loss falls along a bending curve to {spans['reducible loss']} of its first"
        f" value; the whole loss looks flat and ends at {spans['whole loss']}."
    )
    caption = (
        f"Compute-optimal training from {say(at, 'FLOP')}, growing {g} a year, by the refitted Chinchilla law; bands of"
        f" level {percent(LEVEL).short} for its errors and the range of the growth. One world, two ways to say what"
        " progress is."
    )
    return Figure(
        "gain-yearly-loss",
        fig,
        title=f"{years} years take the reducible loss to {spans['reducible loss'].short}, the whole loss to"
        f" {spans['whole loss'].short}",
        caption=caption,
        alt=alt,
        data=data,
    )


NAMES = {
    "constant": "constant risk",
    "mixed": "tasks differ",
    "spoiled": "errors breed errors",
    "mended": "slips get mended",
}


@exhibit
def four_worlds(runs=chains.RUNS):
    """Walks of simulated agents in four worlds against the closed forms, and the slip rate behind one of them."""
    at = np.unique(np.geomspace(3, chains.STEPS, 12).astype(int))
    fine = np.unique(np.geomspace(1, chains.STEPS, 60).astype(int))
    fig, axes = canvas(1, 2, height=3.3, width_ratios=(3, 2))
    data, ends = {"steps": list(at)}, {}
    for (world, walk), color, dash, mark in zip(chains.WORLDS.items(), PALETTE, DASHES, MARKS):
        share = walk() if runs == chains.RUNS else getattr(chains, f"walk_{world}")(runs)
        share = share[1] if isinstance(share, tuple) else share
        axes[0].plot(fine, 100 * chains.closed(world, fine), color=color, linestyle=dash, linewidth=1.4)
        axes[0].plot(at, 100 * share[at - 1], mark, color=color, markersize=4, label=NAMES[world])
        data |= {
            f"{NAMES[world]}, walked": list(share[at - 1]),
            f"{NAMES[world]}, exact": list(chains.closed(world, at)),
        }
        ends[world] = statistics.share(share[-1] * runs, runs)
    axes[0].set(xscale="log", xlabel="steps in the task", ylabel="tasks done, %", ylim=(0, 104))
    axes[0].legend(loc="lower left", handletextpad=0.1)
    rate = chains.walk_spoiled(runs)[0]
    smooth = [rate[max(0, k - 12) : k + 12].mean() for k in at]
    axes[1].plot(fine, 100 * chains.slip_rate(fine, chains.ERROR, chains.SPOILED), color=COLORS.tokens, linestyle="-.")
    axes[1].plot(at[3:], 100 * np.array(smooth[3:]), "^", color=COLORS.tokens, markersize=4)
    axes[1].set(xscale="log", xlabel="step", ylabel="slips per step, %", ylim=(0, 7))
    log_axis(axes[0].xaxis), log_axis(axes[1].xaxis)
    axes[0].set_title("success by length", loc="left"), axes[1].set_title("errors breed errors", loc="left")
    said = ", ".join(f"{NAMES[world]} {done}" for world, done in ends.items())
    alt = (
        f"Success against task length for four kinds of agents, walks and exact curves together. After {chains.STEPS}"
        f" steps: {said}. Beside it the slip rate of agents that are misled by their own slips rises from"
        f" {percent(chains.ERROR).short} towards {percent(chains.SPOILED).short}."
    )
    caption = (
        f"Marks: {runs} simulated runs a world; lines: closed forms. All four start from a slip in"
        f" {percent(chains.ERROR).short} of steps. Where tasks differ, their mean risk is that of the first world."
        f" Where errors breed errors, a task forgives {chains.TOLERATED} slips and still fails more; where slips get"
        " mended, success levels out. Rates beside it are means over neighbouring steps."
    )
    worst, best = (pick(ends.values(), key=float) for pick in (min, max))
    return Figure(
        "gain-four-worlds",
        fig,
        title=f"One slip rate at the start, and {worst.short} to {best.short} succeed after {chains.STEPS} steps",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def crossing_thresholds(spreads=(0.25, 1.0, 2.0)):
    """Share of users served as the horizon doubles, for users who need similar or very different lengths."""
    x = np.unique(np.concatenate([np.linspace(-8, 8, 33), np.linspace(-1.4, 1.4, 21)]))
    drawn = np.linspace(-8, 8, 13)
    fig, ax = canvas(height=3.0)
    data, spans = {"doublings of the horizon": list(x)}, []
    for spread, color, dash, mark in zip(spreads, PALETTE, DASHES, MARKS):
        ax.plot(x, 100 * adoption.share(x, spread=spread), color=color, linestyle=dash)
        seen = adoption.simulated(drawn, spread)
        ax.plot(drawn, 100 * seen, mark, color=color, markersize=4)
        name = {min(spreads): "needs alike", max(spreads): "needs far apart"}.get(spread, "in between")
        ax.plot([], [], color=color, linestyle=dash, marker=mark, markersize=4, label=name)
        spans.append(adoption.doublings_between(FAIL, PASS, spread))
        data[f"users served, spread {spread:g}"] = list(adoption.share(x, spread=spread))
    ax.legend(loc="lower right")
    ax.set(
        xlabel="doublings of the horizon, from the median user", ylabel="users served, %", ylim=(0, 108), xlim=(-8, 8)
    )
    first, last = say(spans[0]), say(spans[-1])
    alt = (
        "S-shaped curves of users served. Where users need nearly the same length, the share goes from"
        f" {percent(FAIL).short} to {percent(PASS).short} within {first} doublings of the horizon; where their needs"
        f" differ most, it takes {last}."
    )
    caption = (
        "Every single user sees a threshold. Their sum is smooth, the steeper the more alike they are. Lines: logistic"
        f" law; marks: {adoption.USERS} users drawn from it."
    )
    return Figure(
        "gain-adoption",
        fig,
        title=f"From {percent(FAIL).short} to {percent(PASS).short} of users takes {first} doublings where needs"
        f" are alike, {last} where they differ most",
        caption=caption,
        alt=alt,
        data=data,
    )
