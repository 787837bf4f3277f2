"""The figures of energy: what a run draws, what it emits, and where the power trend leads."""

import numpy as np

from scaling_laws.quantity import say

from ... import published
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import bill, power
from .growth import rate
from .power import GIGA, MEGA

V = published.value


NAMES_AT = {
    "Gopher": (7, -9, "left"),
    "BLOOM": (7, -9, "left"),
    "OPT": (6, -11, "left"),
    "T5": (7, -9, "left"),
    "OLMo": (-7, 3, "right"),
    "GPT-3": (-7, 3, "right"),
    "LLaMA-65B": (-9, 7, "right"),
    "Llama 3.1": (-7, 3, "right"),
}


@exhibit
def energy_and_carbon():
    """Emissions against energy, with lines of equal grid intensity."""
    found = bill.emitters()
    fig, ax = canvas(height=3.6)
    x = np.array([40, 1e5])
    grids = {key: V(f"olmo_table6_{key}_grid") for key in bill.TABLE}
    for grid in (min(grids.values()), V("llama1_grid"), max(grids.values())):
        ax.plot(x, bill.emissions(x, grid), color=COLORS.muted, linewidth=0.9, linestyle="--")
        ax.annotate(
            f"{say(1000 * grid)} g/kWh",
            (x[1], grid * x[1]),
            fontsize=8,
            color=COLORS.muted,
            xytext=(3, -3),
            textcoords="offset points",
            annotation_clip=False,
        )
    for name, (mwh, tonnes) in found.items():
        ax.plot(mwh, tonnes, "o", color=COLORS.parameters)
        dx, dy, side = NAMES_AT[name]
        direct_label(ax, mwh, tonnes, name, COLORS.parameters, offset=(dx, dy), ha=side)
    _second_books(ax, found)
    ax.set(xscale="log", yscale="log", xlim=(40, 1e5), ylim=(6, 6e4), xlabel="energy, MWh", ylabel="emissions, t CO₂e")
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    (gopher, gopher_t), (bloom, bloom_t) = found["Gopher"], found["BLOOM"]
    alt = (
        f"Emissions against energy of {len(found)} trainings. Gopher used {say(gopher / bloom)} times the energy of"
        f" BLOOM and emitted {say(gopher_t / bloom_t)} times as much. Llama 3.1 stands at {say(found['Llama 3.1'][0])}"
        f" MWh and {say(found['Llama 3.1'][1])} t by location, and an arrow leads down to its market-based"
        f" {say(V('llama31_total_co2_market'))} t. GPT-3 has a second energy of {say(bill.gpt3_by_power_and_time())}"
        " MWh."
    )
    caption = (
        f"Points as printed by {published.cite('groeneveld2024olmo')}, {published.cite('patterson2021carbon')} (at"
        f" second hand), {published.cite('touvron2023llama')} and the Llama 3.1 card; dashed: equal carbon per"
        " kilowatt-hour. Open marks: the same run in other books. Grids differ by place; a zero has no place on a"
        " logarithmic axis."
    )
    data = {"run": list(found), "MWh": [m for m, _ in found.values()], "t": [t for _, t in found.values()]}
    data["kg/kWh"] = [t / m for m, t in found.values()]
    return Figure(
        "cost-energy-carbon",
        fig,
        title=f"Gopher used {say(gopher / bloom)} times the energy of BLOOM and emitted {say(gopher_t / bloom_t)}"
        " times as much",
        caption=caption,
        alt=alt,
        data=data,
    )


def _second_books(ax, found):
    """Open marks: GPT-3 by power and time, BLOOM on the American average grid, Llama 3.1 market-based."""
    other = bill.gpt3_by_power_and_time()
    bloom = V("bloom_mwh")
    spots = {
        "GPT-3": (other, bill.emissions(other, V("patterson_2021_gpt3_grid"))),
        "BLOOM": (bloom, bill.emissions(bloom, V("llama1_grid"))),
    }
    for name, (mwh, tonnes) in spots.items():
        ax.plot([found[name][0], mwh], [found[name][1], tonnes], color=COLORS.parameters, linewidth=0.9)
        ax.plot(mwh, tonnes, "o", color=COLORS.parameters, markerfacecolor="none")
    mwh, tonnes = found["Llama 3.1"]
    ax.annotate("", (mwh, 7), (mwh, tonnes), arrowprops={"arrowstyle": "->", "color": COLORS.parameters})
    ax.annotate(
        "market-based:\nzero",
        (mwh, 9),
        color=COLORS.parameters,
        fontsize=8.5,
        ha="right",
        xytext=(-5, 0),
        textcoords="offset points",
    )


@exhibit
def power_trend(until=2031.0):
    """Power of the largest runs, extrapolated, against what one campus and all data centres can draw."""
    start, year = V("run_grok3_power"), V("run_grok3_released")
    t = np.linspace(year, until, 25)
    trend = rate("power")
    grown = [start * growth ** (t - year) for growth in (trend.low, trend.value, trend.high)]
    fig, ax = canvas(height=3.4)
    ax.fill_between(t, grown[0] / MEGA, grown[2] / MEGA, color=COLORS.compute, alpha=0.2, linewidth=0)
    ax.plot(t, grown[1] / MEGA, color=COLORS.compute)
    for name, key in (("GPT-3", "gpt3"), ("GPT-4", "gpt4"), ("Grok-3", "grok3")):
        x, y = V(f"run_{key}_released"), V(f"run_{key}_power") / MEGA
        ax.plot(x, y, "o", color=COLORS.parameters)
        direct_label(ax, x, y, name, COLORS.parameters, offset=(0, 7), ha="center")
    _places(ax)
    grid = [power.mean_gigawatts(V(f"iea_2025_dc_{y}")) for y in (power.DEMAND_YEAR, power.YEAR)]
    ax.plot([power.DEMAND_YEAR, power.YEAR], np.array(grid) * GIGA / MEGA, "D-", color=COLORS.muted, linewidth=1.2)
    name = "all data centres, mean power"
    direct_label(ax, power.DEMAND_YEAR, grid[0] * GIGA / MEGA, name, COLORS.muted, offset=(4, 9), ha="center")
    ax.set(yscale="log", xlim=(2019.5, until + 0.6), ylim=(2, 9e5), xlabel="year", ylabel="power, MW")
    log_axis(ax.yaxis)
    alt = (
        f"Power of runs from {say(V('run_gpt3_power') / MEGA)} MW (GPT-3) to {say(start / MEGA)} MW (Grok-3); the trend"
        f" leads to {power.on_trend()} in {power.YEAR}, at the upper end of what one campus may get. All data centres"
        f" together rise slowly, from {say(grid[0])} to {say(grid[1])} GW."
    )
    caption = (
        f"Band: the growth rate of {published.cite('epoch2024power')} with its interval, from Grok-3 on. Green: ranges"
        f" judged possible for {power.YEAR} by {published.cite('sevilla2024scaling')}, read at second hand. Grey: the"
        f" base case of {published.cite('iea2025energy')}, at second hand, as a mean over the year."
    )
    data = {
        "year": list(t),
        "MW, low": list(grown[0] / MEGA),
        "MW": list(grown[1] / MEGA),
        "MW, high": list(grown[2] / MEGA),
    }
    return Figure(
        "cost-power-trend",
        fig,
        title=f"On trend one run draws {power.on_trend().short} in {power.YEAR}; all data centres, {say(grid[1])} GW",
        caption=caption,
        alt=alt,
        data=data,
    )


def _places(ax):
    """Power judged possible for one run in 2030, at one campus and spread out."""
    for key, label, side, mark in (("campus", "one campus", -1, "s"), ("distributed", "spread out", 1, "^")):
        row = published.figure(f"epoch_2030_power_{key}_low")
        x, ends = power.YEAR + 0.12 * side, np.array([row.low, row.high]) * GIGA / MEGA
        ax.plot([x, x], ends, color=COLORS.tokens, linewidth=1.6)
        ax.plot([x, x], ends, mark, color=COLORS.tokens, markersize=4)
        if side < 0:
            direct_label(ax, x, ends[0], label, COLORS.tokens, offset=(-6, -9), ha="right")
        else:
            direct_label(ax, x, ends[1], label, COLORS.tokens, offset=(6, 0), ha="left")
