"""The figures of the argument: which input matters, what the camps read, how earlier forecasts did."""

import numpy as np
from matplotlib.ticker import NullLocator

from scaling_laws.quantity import exact, percent

from ...accepted import DRAWS
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, log_axis
from .backtest import checks
from .figures import NARROW, WIDE, fan, year_axis
from .model import BASE, YEARS, Scenario, deviates, outcome
from .variance import LEVEL, OUTPUTS, shares

NAMES = {
    "split": "share of algorithms that saves data",
    "fit": "versions of the refit",
    "start": "size of Grok-3",
    "growth": "compute growth",
    "spending": "spending growth",
    "chips": "price-performance",
    "joules": "FLOP per joule",
    "power": "power in 2030",
    "stock": "stock of text",
    "halving": "algorithmic halving time",
}


@exhibit
def sensitivity(scenario=BASE):
    """First-order shares of variance, three results side by side."""
    found = shares(scenario)
    order = sorted(NAMES, key=lambda key: max(found[label][key][0] for label in OUTPUTS))
    fig, axes = canvas(1, 3, height=3.6, sharey=True)
    colors, marks = (COLORS.compute, COLORS.tokens, COLORS.loss), ("o", "^", "s")
    data = {"input": [NAMES[key] for key in order]}
    for ax, label, color, mark in zip(axes, OUTPUTS, colors, marks):
        share, low, high = (100 * np.array([found[label][key][k] for key in order]) for k in range(3))
        ax.hlines(range(len(order)), np.maximum(low, 0), high, color=color, linewidth=1.4)
        ax.plot(np.maximum(share, 0), range(len(order)), mark, color=color)
        ax.set(xlim=(-4, 112), xticks=(0, 50, 100))
        ax.set_title(label.replace(" above", "\nabove").replace("effective ", "effective\n"), loc="left", fontsize=9)
        data |= {f"{label}, share %": share, f"{label}, low": low, f"{label}, high": high}
    axes[0].set(yticks=range(len(order)), yticklabels=[NAMES[key] for key in order])
    axes[1].set_xlabel("variance explained alone, %")
    top = {label: max(found[label], key=lambda key: found[label][key][0]) for label in OUTPUTS}
    told = "; ".join(
        f"of {label}, {NAMES[top[label]]} with {percent(found[label][top[label]][0]).short}" for label in OUTPUTS
    )
    alt = f"Three columns of points, the share of variance each input explains at the end of 2030. Largest: {told}."
    caption = (
        "First-order shares by pick-freeze, that is by recomputing each draw with one input exchanged; bars are"
        f" bootstrap intervals of level {percent(LEVEL).short}. Fit R, Ho et al.,"
        f" {DRAWS} draws. The share of algorithms that saves data, for which we have no published value, matters more"
        " for the loss above the floor than any published interval."
    )
    return Figure("next-sensitivity", fig, caption=caption, alt=alt, data=data)


def price_of_loss(fit):
    """Median loss above the floor, and nats bought per further billion dollars of the largest run, by half-years."""
    o = outcome(deviates(), Scenario(fit=fit), YEARS)
    bought = -np.diff(o.loss, axis=1) / (np.diff(o.cost, axis=1) / 1e9)
    return o.reducible / o.reducible[:, :1], np.median(bought, axis=0)


@exhibit
def two_readings():
    """The same draws on the optimist's axes and on the sceptic's."""
    fig, axes = canvas(1, 2, height=3.4)
    data, said = {"year": YEARS}, {}
    middle = (YEARS[1:] + YEARS[:-1]) / 2
    for fit, color, dash, mark in (("R", COLORS.loss, "-", "o"), ("H", COLORS.compute, "--", "s")):
        left, bought = price_of_loss(fit)
        if fit == "R":
            fan(axes[0], YEARS, left, color)
        else:
            axes[0].plot(YEARS, np.median(left, axis=0), color=color, linestyle=dash)
        axes[1].plot(middle, bought, color=color, linestyle=dash, marker=mark, markersize=3.5)
        data[f"share of the 2025 loss above the floor, {fit}"] = np.median(left, axis=0)
        data[f"nats per billion dollars, {fit}"] = [np.nan, *bought]
        said[fit] = (np.median(left, axis=0)[-1], bought[0] / bought[-1])
    axes[0].set(yscale="log", ylim=(0.03, 1.2), ylabel="loss above the floor, share of 2025")
    axes[0].set_yticks([0.03, 0.1, 0.3, 1])
    axes[0].yaxis.set_major_formatter(lambda v, _: f"{v:g}")
    axes[0].yaxis.set_minor_locator(NullLocator())
    axes[1].set(yscale="log", ylabel="nats per further billion dollars")
    log_axis(axes[1].yaxis)
    for ax, title in zip(axes, ("the optimist's axes", "the sceptic's axes")):
        ax.set_title(title, loc="left")
        year_axis(ax)
    axes[0].annotate("H", (2030.5, data["share of the 2025 loss above the floor, H"][-4] * 1.1), color=COLORS.compute)
    axes[0].annotate("R", (2030.5, data["share of the 2025 loss above the floor, R"][-4] * 0.8), color=COLORS.loss)
    axes[1].annotate("H", (middle[4], data["nats per billion dollars, H"][5] * 1.6), color=COLORS.compute)
    axes[1].annotate("R", (middle[4], data["nats per billion dollars, R"][5] * 0.4), color=COLORS.loss)
    alt = (
        "Left, the loss above the floor falls nearly straight on a logarithmic axis, to"
        f" {percent(said['R'][0]).short} of its value under R and {percent(said['H'][0]).short} under H. Right, the"
        f" nats that a further billion dollars buys fall by a factor of {exact(said['R'][1]).short} under R and"
        f" {exact(said['H'][1]).short} under H."
    )
    caption = (
        "One set of draws, two honest pictures. Left: what is left to learn goes on shrinking (band: fit R,"
        f" {percent(NARROW[1] - NARROW[0]).short} and {percent(WIDE[1] - WIDE[0]).short} of draws). Right: the"
        " price of the next nat, in dollars of 2023, rises without pause. Medians, extrapolated."
    )
    return Figure("next-two-readings", fig, caption=caption, alt=alt, data=data)


@exhibit
def earlier_forecasts():
    """Observed over predicted, for published rates carried from GPT-3 to Grok-3."""
    fig, ax = canvas(height=2.5)
    rows = checks()
    for y, check in enumerate(rows):
        low, high = check.actual / check.high, check.actual / check.low
        ax.plot([low, high], [y, y], color=COLORS.compute, linewidth=1.6)
        ax.plot(check.ratio, y, "o" if check.inside else "s", color=COLORS.compute if check.inside else COLORS.claim)
    ax.axvline(1, color=COLORS.ink, linestyle="--", linewidth=1)
    ax.set(xscale="log", xlim=(0.4, 6), ylim=(len(rows) - 0.5, -0.5), yticks=range(len(rows)))
    ax.set_yticklabels([check.name for check in rows])
    ax.set_xticks([0.5, 1, 2, 5])
    ax.xaxis.set_major_formatter("{x:g}×")
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xlabel("what came, over what the rate foretold")
    ratios = [exact(check.ratio).short for check in rows]
    alt = (
        f"Four points with bars around one. Compute came out {ratios[0]} times the forecast of 2022 and {ratios[1]}"
        f" times the rate of 2024, cost {ratios[2]} times and power {ratios[3]} times."
    )
    caption = (
        "Published yearly rates, started at GPT-3 and carried to Grok-3. Bars: the printed intervals of the rates. The"
        " first rate, printed as a single number, has none; it is the only one published well before its test."
    )
    data = {
        "rate": [check.name for check in rows],
        "observed factor": [check.actual for check in rows],
        "foretold": [check.predicted for check in rows],
        "low": [check.low for check in rows],
        "high": [check.high for check in rows],
    }
    return Figure("next-earlier", fig, caption=caption, alt=alt, data=data)
