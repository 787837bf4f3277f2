"""The figures of energy: what a run draws, what it emits, and where the power trend leads."""

import numpy as np

from scaling_laws.quantity import exact

from ... import published
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import bill, growth
from .growth import rate
from .numbers_energy import GIGA, HOURS_PER_YEAR, MEGA, POWER_YEAR

V = published.value


def emitters():
    """Runs with energy (MWh, building included) and emissions (t): {name: (energy, emissions)}."""
    found = {name: (bill.with_building(key), V(f"olmo_table6_{key}_co2")) for key, name in bill.TABLE.items()}
    found["GPT-3"] = V("patterson_2021_gpt3_mwh"), V("patterson_2021_gpt3_co2")
    found["LLaMA-65B"] = V("llama1_65b_mwh"), V("llama1_65b_co2")
    found["Llama 3.1"] = bill.energy(V("llama31_total_gpuh"), V("hw_h100_tdp")), V("llama31_total_co2")
    return found


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
    found = emitters()
    fig, ax = canvas(height=3.6)
    x = np.array([40, 1e5])
    grids = {key: V(f"olmo_table6_{key}_grid") for key in bill.TABLE}
    for grid in (min(grids.values()), V("llama1_grid"), max(grids.values())):
        ax.plot(x, bill.emissions(x, grid), color=COLORS.muted, linewidth=0.9, linestyle="--")
        ax.annotate(
            f"{exact(1000 * grid).short} g/kWh",
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
        f"Emissions against energy of {len(found)} trainings. Gopher used {exact(gopher / bloom).short} times the"
        f" energy of BLOOM and emitted {exact(gopher_t / bloom_t).short} times as much. Llama 3.1 stands at"
        f" {exact(found['Llama 3.1'][0]).short} MWh and {exact(found['Llama 3.1'][1]).short} t by location, and an"
        f" arrow leads down to its market-based {exact(V('llama31_total_co2_market')).short} t. GPT-3 has a second"
        f" energy of {exact(bill.gpt3_by_power_and_time()).short} MWh."
    )
    caption = (
        "Points as printed by"
        f" {published.cite('groeneveld2024olmo')}, {published.cite('patterson2021carbon')} (at second hand),"
        f" {published.cite('touvron2023llama')} and the Llama 3.1 card; dashed: equal carbon per kilowatt-hour. Open"
        " marks: the same run in other books. Grids differ by place; a zero has no place on a logarithmic axis."
    )
    data = {"run": list(found), "MWh": [m for m, _ in found.values()], "t": [t for _, t in found.values()]}
    data["kg/kWh"] = [t / m for m, t in found.values()]
    return Figure("cost-energy-carbon", fig, caption=caption, alt=alt, data=data)


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
    start, year = V("run_grok3_power"), V("run_grok3_year")
    t = np.linspace(year, until, 25)
    grown = [start * rate("power").quantile(p) ** (t - year) for p in (0.05, 0.5, 0.95)]
    fig, ax = canvas(height=3.4)
    ax.fill_between(t, grown[0] / MEGA, grown[2] / MEGA, color=COLORS.compute, alpha=0.2, linewidth=0)
    ax.plot(t, grown[1] / MEGA, color=COLORS.compute)
    for name, key in (("GPT-3", "gpt3"), ("GPT-4", "gpt4"), ("Grok-3", "grok3")):
        x, y = V(f"run_{key}_year"), V(f"run_{key}_power") / MEGA
        ax.plot(x, y, "o", color=COLORS.parameters)
        direct_label(ax, x, y, name, COLORS.parameters, offset=(0, 7), ha="center")
    for key, label, shift, mark in (
        ("campus", "one campus", -0.12, "s"),
        ("distributed", "spread out", 0.12, "^"),
    ):
        row = published.figure(f"epoch_2030_power_{key}_low")
        x = POWER_YEAR + shift
        ax.plot([x, x], [row.low * GIGA / MEGA, row.high * GIGA / MEGA], color=COLORS.tokens, linewidth=1.6)
        ax.plot([x, x], [row.low * GIGA / MEGA, row.high * GIGA / MEGA], mark, color=COLORS.tokens, markersize=4)
        side = "right" if shift < 0 else "left"
        at = row.low if shift < 0 else row.high
        direct_label(
            ax,
            x,
            at * GIGA / MEGA,
            label,
            COLORS.tokens,
            offset=(-6 if shift < 0 else 6, -9 if shift < 0 else 0),
            ha=side,
        )
    grid = [V(f"iea_2025_dc_{y}") * 1e12 / HOURS_PER_YEAR / MEGA for y in ("2024", "2030")]
    ax.plot([2024, POWER_YEAR], grid, "D-", color=COLORS.muted, linewidth=1.2)
    direct_label(ax, 2024, grid[0], "all data centres, mean power", COLORS.muted, offset=(4, 9), ha="center")
    ax.set(yscale="log", xlim=(2019.5, until + 0.6), ylim=(2, 9e5), xlabel="year", ylabel="power, MW")
    log_axis(ax.yaxis)
    at_2030 = growth.level_at(POWER_YEAR, start, year, "power", scale=1 / GIGA, unit="GW")
    alt = (
        f"Power of runs from {exact(V('run_gpt3_power') / MEGA).short} MW (GPT-3) to"
        f" {exact(start / MEGA).short} MW (Grok-3); the trend leads to {at_2030} in {POWER_YEAR}, at the upper end of"
        " what one campus may get. All data centres together rise slowly, from"
        f" {exact(grid[0] / 1000).short} to {exact(grid[1] / 1000).short} GW."
    )
    caption = (
        f"Band: the growth rate of {published.cite('epoch2024power')} with its interval, from Grok-3 on. Green: ranges"
        f" judged possible for {POWER_YEAR} by {published.cite('sevilla2024scaling')}, read at second hand. Grey: the"
        f" base case of {published.cite('iea2025energy')}, at second hand, as a mean over the year."
    )
    data = {
        "year": list(t),
        "MW, low": list(grown[0] / MEGA),
        "MW": list(grown[1] / MEGA),
        "MW, high": list(grown[2] / MEGA),
    }
    return Figure("cost-power-trend", fig, caption=caption, alt=alt, data=data)
