"""The figures of the evidence on agents: published horizons and shapes, and how to read them."""

import numpy as np
from matplotlib.ticker import NullLocator

from scaling_laws.quantity import percent, say
from scaling_laws.statistics import LEVEL, central

from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label
from . import chains, horizon, metr, survival
from .numbers import hours, median_of, read, true_horizon

IN_MINUTES = {
    "s": 1 / 60,
    "min": 1,
    "h": 60,
    "day": 480,
    "week": 2400,
    "month": 10_020,
    "year": 120_240,
    "years": 120_240,
}
CLOCK = ((1, "s"), (10, "s"), (1, "min"), (10, "min"), (1, "h"), (8, "h"), (40, "h"))
SHORT_CLOCK = CLOCK[1:-1]


def clock(axis, ticks=CLOCK):
    """Label a logarithmic axis of minutes in units that people use; days, weeks, months and years are of work."""
    axis.set_ticks([n * IN_MINUTES[unit] for n, unit in ticks], labels=[f"{n:g} {unit}" for n, unit in ticks])
    axis.set_minor_locator(NullLocator())


def _ends(quantities):
    """Values and both ends of several quantities, as (3, n)."""
    return np.array([(q.value, q.low, q.high) for q in quantities]).T


def _bars(quantities):
    value, low, high = _ends(quantities)
    return value, [value - low, high - value]


NAMED = ("gpt2", "gpt4", "o1", "gpt5", "opus46")
LINES = ((2019, ":", 2019.1), (2023, "-", 2023.0))


@exhibit
def published_horizons(models=None):
    """The published horizons of the models that led when released, with two trends and the ruler's end."""
    shown = models or metr.points()
    read, beyond = ([p for p in shown if (p.half.value > metr.TRUSTED) is far] for far in (False, True))
    fig, ax = canvas(height=4.0)
    for lengths, color, mark, shift in (
        ([p.half for p in read], COLORS.compute, "o", -0.02),
        ([p.most for p in shown], COLORS.parameters, "s", 0.02),
    ):
        years = np.array([p.year for p in (read if len(lengths) == len(read) and mark == "o" else shown)])
        value, bars = _bars(lengths)
        ax.errorbar(years + shift, value, bars, fmt=mark, color=color, linewidth=1.0, markersize=4)
    for p in beyond:
        ax.annotate(
            "",
            (p.year, 6 * metr.TRUSTED),
            (p.year, metr.TRUSTED),
            arrowprops=dict(arrowstyle="->", color=COLORS.compute),
        )
        ax.plot(p.year, metr.TRUSTED, "o", fillstyle="none", color=COLORS.compute, markersize=6)
    found = {}
    for since, dash, first in LINES:
        days, level = metr.trend_line(since, shown)
        x = np.array([max(first, shown[0].year), 2026.6])
        ax.plot(x, 2 ** (level + (x - 2023) * metr.YEAR / days.value), color=COLORS.ink, linestyle=dash, linewidth=1)
        found[since] = days
    for p in shown:
        if p in map(metr.point, NAMED):
            side = dict(offset=(7, -9), ha="left") if p.year < 2020 else dict(offset=(-7, 3), ha="right")
            direct_label(ax, p.year, p.half.value, p.name, COLORS.compute, **side)
    for p in beyond:
        direct_label(ax, p.year, 3 * metr.TRUSTED, f"{p.name}: at least", COLORS.compute, offset=(-6, 0), ha="right")
    ax.axhline(metr.TRUSTED, color=COLORS.muted, linewidth=0.9, linestyle=":")
    ax.annotate("limit of trusted tasks", (2019.1, metr.TRUSTED * 1.25), color=COLORS.muted, fontsize=9)
    ax.annotate("squares: four times in five", (2023.1, 0.03), color=COLORS.parameters, fontsize=9)
    ax.set(
        yscale="log", xlabel="release", ylabel="length of task for a human", ylim=(0.001, 20_000), xlim=(2018.8, 2027)
    )
    clock(ax.yaxis)
    last = [f"{p.name} is drawn as a lower bound of {say(metr.TRUSTED / 60, 'hours')}" for p in beyond]
    alt = (
        f"On a logarithmic scale the horizons at one half of {len(shown)} models rise nearly along a line, from"
        f" {shown[0].half.in_unit('seconds', 60)} for {shown[0].name} to {hours(read[-1].half)} for {read[-1].name};"
        f" those at four in five run below. A line since 2019 doubles in {found[2019]}, one since 2023 in"
        f" {found[2023]}. {' '.join(last)}."
    )
    caption = (
        f"Circles: tasks done half of the time; bars are the published intervals of level {percent(LEVEL).short}."
        " Length is the time a skilled human needs. Lines: least squares through the trusted circles since 2019"
        " (dotted) and since 2023. An arrow: the reading lies above the length up to which the group trusts its own"
        " tasks, and only that is known."
    )
    half = [p.half if p in read else None for p in shown]
    data = {"model": [p.name for p in shown], "release, year": [round(p.year, 2) for p in shown]}
    data |= {"half of the time, minutes": [q.value if q else metr.TRUSTED for q in half]}
    data |= {
        "half, low": [q.low if q else metr.TRUSTED for q in half],
        "half, high": [q.high if q else "" for q in half],
    }
    most = _ends([p.most for p in shown])
    data |= dict(zip(("four times in five, minutes", "four in five, low", "four in five, high"), map(list, most)))
    title = f"Task lengths doubled every {say(round(found[2023].value))} days since 2023, and outgrew the ruler"
    if not beyond:
        title = f"Task lengths doubled every {say(round(found[2023].value))} days since 2023"
    return Figure("gain-horizons", fig, title=title, caption=caption, alt=alt, data=data)


@exhibit
def published_shapes(rows=None):
    """The Weibull shapes fitted to the runs of agents and of humans."""
    rows = sorted(rows or metr.shapes(), key=float)
    names = [row.name for row in rows]
    value, bars = _bars(rows)
    fig, ax = canvas(height=4.2)
    ax.errorbar(value, range(len(rows)), xerr=bars, fmt="o", color=COLORS.compute, linewidth=1.3, markersize=4)
    ax.axvline(1.0, color=COLORS.claim, linestyle="--", linewidth=1.3)
    ax.annotate("constant\nrisk", (0.985, 0), color=COLORS.claim, fontsize=8.5, ha="right", va="center")
    ax.set(yticks=range(len(rows)), xlabel="fitted Weibull shape", xlim=(0.2, 1.06), ylim=(-0.8, len(rows) - 0.2))
    ax.set_yticklabels(names, fontsize=8)
    ax.tick_params(axis="y", length=0)
    below = sum(row.high < 1 for row in rows)
    alt = (
        f"Fitted shapes of {len(rows)} series of runs, from {rows[0]} for {names[0]} to {rows[-1]} for {names[-1]},"
        f" median {median_of(rows)}; {below} intervals lie wholly below one, the value of constant risk."
    )
    caption = (
        "Below one, success falls with length more slowly than a constant risk allows. The intervals resample single"
        " runs; attempts at one task are not independent, so they are too short."
    )
    data = {"runs of": names, **dict(zip(("shape", "low", "high"), map(list, _ends(rows))))}
    return Figure(
        "gain-shapes",
        fig,
        title=f"{below} of {len(rows)} intervals lie wholly below one, the shape of a constant risk",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def two_attempts(spread=chains.SPREAD, groups=8):
    """What tells unequal tasks from a falling risk: how often two attempts at one task both succeed."""
    s = np.linspace(0.01, 0.999, 50)
    mixed = (2 * s**-spread - 1) ** (-1 / spread)
    fig, ax = canvas(height=3.3)
    ax.plot(100 * s, 100 * mixed, color=COLORS.parameters, linestyle="--")
    ax.plot(100 * s, 100 * s**2, color=COLORS.compute)
    data = {"one attempt, share done": list(s), "both, tasks differ": list(mixed), "both, tasks alike": list(s**2)}
    for world, color, mark in ((spread, COLORS.parameters, "s"), (0, COLORS.compute, "o")):
        one, both, error = horizon.pairs_by_length(world, groups)
        ax.errorbar(100 * one, 100 * both, 200 * error, fmt=mark, color=color, markersize=4, linewidth=1.1)
    ax.annotate("tasks differ, each at constant risk", (57, 47.5), color=COLORS.parameters, fontsize=8.5, ha="right")
    ax.annotate("tasks alike, whatever the risk", (53, 21), color=COLORS.compute, fontsize=8.5)
    ax.set(xlabel="one attempt succeeds, %", ylabel="both of two succeed, %", xlim=(0, 101), ylim=(-4, 103))
    half = np.interp(0.5, s, mixed)
    alt = (
        "Two curves over the success of a single attempt. Where an attempt succeeds half of the time, both of two"
        f" attempts at the same task succeed {percent(0.25).short} of the time if tasks of a length are alike, and"
        f" {percent(half).short} if their constant risks differ with a variance of {say(spread)} squared means."
        " Simulated suites lie on their curves."
    )
    caption = (
        f"Lines: closed forms. Marks: two simulated suites of {horizon.TASKS} tasks with {horizon.ATTEMPTS} attempts"
        " each, in groups of similar length, with bars of two standard errors. A falling risk and a mixture of tasks"
        " can give the same success by length; they differ here."
    )
    return Figure(
        "gain-two-attempts",
        fig,
        title=f"Where one attempt in two succeeds, both do {percent(0.25).short} of the time, or"
        f" {percent(half).short} if tasks differ",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def reading_a_horizon(spread=chains.SPREAD):
    """A logistic curve in log length fitted to two simulated suites, with its bootstrap band and the truth."""
    t = np.geomspace(horizon.SHORTEST, horizon.LONGEST, 50)
    fig, axes = canvas(1, 2, height=3.1)
    data, said = {"minutes": list(t)}, []
    for ax, world, name, color in zip(
        axes, (0, spread), ("tasks alike", "tasks differ"), (COLORS.compute, COLORS.parameters)
    ):
        truth = survival.mixture(t, survival.mixture_scale(horizon.HALF, 0.5, world), world)
        fitted, sample = horizon.reading(world)
        curves = 1 / (1 + np.exp(sample.intercept[:, None] + sample.slope[:, None] * np.log(t)))
        low, high = central(curves)
        ax.fill_between(t, 100 * low, 100 * high, color=color, alpha=0.2, linewidth=0)
        ax.plot(t, 100 * fitted.success(t), color=color)
        ax.plot(t, 100 * truth, color=COLORS.ink, linestyle="--", linewidth=1.3)
        ax.axhline(50, color=COLORS.muted, linewidth=0.8), ax.axhline(80, color=COLORS.muted, linewidth=0.8)
        ax.set(xscale="log", xlabel="length of task", ylabel="tasks done, %", ylim=(0, 104))
        clock(ax.xaxis, SHORT_CLOCK[::2])
        ax.tick_params(axis="x", labelsize=7.5)
        ax.set_title(name, loc="left")
        data |= {f"{name}, true": list(truth), f"{name}, read": list(fitted.success(t))}
        data |= {f"{name}, low": list(low), f"{name}, high": list(high)}
        said.append(f"{name}, truth {say(true_horizon(world, 0.8), 'minutes')}, reading {read(world, 0.8)}")
    alt = (
        f"Two simulated agents whose true horizon at even odds is {say(horizon.HALF, 'minutes')}, with fitted logistic"
        f" curves, bands and the dashed truth. The horizon at four in five: {'; '.join(said)}."
    )
    caption = (
        f"{horizon.TASKS} tasks, {horizon.ATTEMPTS} attempts each; solid: fitted logistic curve with a band of level"
        f" {percent(LEVEL).short} from a bootstrap over tasks and attempts; dashed: the truth. The level lines mark the"
        " two usual readings."
    )
    return Figure(
        "gain-reading",
        fig,
        title=f"Where tasks differ the horizon at four in five, {say(true_horizon(spread, 0.8), 'minutes')},"
        f" reads {read(spread, 0.8).short}",
        caption=caption,
        alt=alt,
        data=data,
    )
