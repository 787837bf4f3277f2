"""The figures of dollars: what runs cost, what pays for growth, how fast everything moves, what scale returns."""

import numpy as np

from scaling_laws.quantity import percent, say

from ... import accepted, published
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import bill, growth, power, value
from .growth import algorithm_rate, price_fall, rate
from .numbers import BILLION, dollars, first_billion
from .printed_twice import disagreements, ratio

V = published.value
RUNS = {  # name: (earlier table, later table, year)
    "GPT-3": ("cottier_2024_gpt3_cost_capex", None, "run_gpt3_released"),
    "GPT-4": ("cottier_2024_gpt4_cost_capex", "cottier_2024_later_gpt4_cost", "run_gpt4_released"),
    "Llama 3.1 405B": (
        "cottier_2024_llama31_405b_cost_capex",
        "cottier_2024_later_llama31_405b_cost",
        "run_llama31_405b_year",
    ),
    "Grok-3": ("cottier_2024_grok3_cost_capex", "cottier_2024_later_grok3_cost", "run_grok3_released"),
}


@exhibit
def cost_of_runs(start="run_gpt4_released", until=2029.0):
    """Published costs of final runs, and the published growth drawn through the earlier figure for GPT-4."""
    fig, ax = canvas(height=3.6)
    base, origin = V("cottier_2024_gpt4_cost_capex"), V(start)
    t = np.linspace(2019.8, until, 30)
    dearer = rate("money")
    slow, grown, fast = (base * factor ** (t - origin) for factor in (dearer.low, dearer.value, dearer.high))
    low, high = np.minimum(slow, fast), np.maximum(slow, fast)
    ax.fill_between(t, low, high, color=COLORS.compute, alpha=0.14, linewidth=0)
    ax.plot(t, grown, color=COLORS.compute)
    ax.axhline(BILLION, color=COLORS.muted, linewidth=0.9, linestyle="--")
    ax.annotate("a billion dollars", (2019.9, BILLION), fontsize=8.5, xytext=(0, 4), textcoords="offset points")
    _final_runs(ax)
    ax.set(yscale="log", ylim=(4e5, 1e11), xlim=(2019.8, until), ylabel="dollars for the final run", xlabel="year")
    log_axis(ax.yaxis)
    when = first_billion("GPT-4, earlier table")
    alt = (
        f"Final runs from {dollars(V('cottier_2024_gpt3_cost_capex')).short} for GPT-3 to"
        f" {dollars(V('cottier_2024_grok3_cost_capex')).short} or {dollars(V('cottier_2024_later_grok3_cost')).short}"
        f" for Grok-3. A line rising {dearer} a year through GPT-4 reaches a billion dollars in"
        f" {when}; DeepSeek-V3 lies far below it at {dollars(V('deepseek_v3_cost')).short}."
    )
    caption = (
        "Circles: earlier released table of amortised hardware and energy; open squares: later table of the same"
        f" project ({published.cite('cottier2024rising')}). The band is the published interval of the growth rate"
        " alone, carried both ways from GPT-4. The diamond counts other things: rented hours of one run."
    )
    data = {"year": list(t), "median, dollars": list(grown), "low": list(low), "high": list(high)}
    return Figure(
        "cost-of-runs",
        fig,
        title=f"Growing {dearer.short} a year, a run costs a billion dollars in {when.short}",
        caption=caption,
        alt=alt,
        data=data,
    )


def _final_runs(ax):
    """Costs of final runs by both tables (circles and open squares), and of DeepSeek-V3 as rented."""
    offsets = {"GPT-3": (7, -11), "GPT-4": (-6, 6), "Llama 3.1 405B": (-2, -15), "Grok-3": (8, -7)}
    for name, (early, late, year) in RUNS.items():
        x, first = V(year), V(early)
        ax.plot(x, first, "o", color=COLORS.parameters)
        if late:
            ax.plot([x, x], [first, V(late)], color=COLORS.parameters, linewidth=1)
            ax.plot(x, V(late), "s", color=COLORS.parameters, markerfacecolor="none")
        side = "right" if name == "GPT-4" else "left"
        direct_label(ax, x, first, name, COLORS.parameters, offset=offsets[name], ha=side)
    x, cost = V("run_deepseek_v3_year"), V("deepseek_v3_cost")
    ax.plot(x, cost, "D", color=COLORS.tokens)
    direct_label(ax, x, cost, "DeepSeek-V3, as rented", COLORS.tokens, offset=(-2, -14), ha="center")


CHIP_MARKS = {"A100": ("o", COLORS.compute), "H100": ("s", COLORS.parameters)}


@exhibit
def used_share():
    """The share of the chip's peak that each published run used."""
    runs = sorted(bill.published_runs(), key=lambda run: run.utilisation)
    fig, ax = canvas(height=3.1)
    used = [100 * run.utilisation for run in runs]
    for row, (run, share) in enumerate(zip(runs, used)):
        mark, color = CHIP_MARKS["H100" if run.chip == "H800" else run.chip]
        ax.plot([0, share], [row, row], color=COLORS.grid, linewidth=1.2, zorder=1)
        ax.plot(share, row, mark, color=color)
        ax.annotate(run.chip, (share, row), xytext=(8, -3), textcoords="offset points", fontsize=8.5, color=color)
    ax.set(xlim=(0, 60), ylim=(-0.6, len(runs) - 0.4), xlabel="peak used, %", yticks=range(len(runs)))
    ax.set_yticklabels([run.name for run in runs])
    ax.grid(axis="y", visible=False)
    alt = (
        f"Dots for {len(runs)} runs: from {say(used[0])} % of peak ({runs[0].name}) to {say(used[-1])} %"
        f" ({runs[-1].name}), a factor of {say(used[-1] / used[0])}."
    )
    caption = (
        "Operations of the run over what its GPU-hours could have done at the chip's dense sixteen-bit peak. Hours are"
        " the makers' and may include more than pre-training; the H800 is taken to have the H100's peak."
    )
    data = {"run": [r.name for r in runs], "chip": [r.chip for r in runs], "FLOP": [r.flop for r in runs]}
    data |= {"GPU-hours": [r.hours for r in runs], "peak used, %": used}
    return Figure(
        "cost-used-share",
        fig,
        title=f"Published runs used {say(used[0])} to {say(used[-1])} % of their chips' peak",
        caption=caption,
        alt=alt,
        data=data,
    )


LABELS = {
    "money": "money",
    "price-performance": "chip price",
    "power": "power",
    "energy efficiency": "chip efficiency",
    "precision": "number formats",
    "duration": "longer runs",
    "rest": "rest",
}
PART_COLORS = (COLORS.parameters, COLORS.compute, COLORS.tokens, COLORS.loss, COLORS.muted)


@exhibit
def growth_shares():
    """Two accounts of the growth of compute, with Monte Carlo intervals."""
    fig, axes = canvas(2, 1, height=3.7, sharex=True, height_ratios=(3, 5))
    data = {"account": [], "part": [], "share, %": [], "low": [], "high": []}
    for ax, (account, title) in zip(axes, (("dollars", "in dollars"), ("power", "in watts"))):
        parts = growth.decomposition(account)
        for row, ((name, share), color) in enumerate(zip(parts.items(), PART_COLORS)):
            color = COLORS.muted if name == "rest" else color
            ax.barh(row, share.value, color=color, alpha=0.35, height=0.62)
            ax.plot([share.low, share.high], [row, row], color=color, linewidth=2.2)
            ax.plot(share.value, row, "o", color=color, markersize=4)
            for column, entry in zip(data, (account, LABELS[name], share.value, share.low, share.high)):
                data[column].append(entry)
        ax.set(yticks=range(len(parts)), ylim=(len(parts) - 0.4, -0.6), xlim=(-5, 82))
        ax.set_yticklabels([LABELS[name] for name in parts])
        ax.set_title(title, loc="left", fontsize=9.5)
        ax.axvline(0, color=COLORS.muted, linewidth=0.8)
        ax.grid(axis="y", visible=False)
    axes[1].set_xlabel("share of the logarithmic growth of compute, %")
    dollar, watts = growth.decomposition("dollars"), growth.decomposition("power")
    alt = (
        f"Bars with intervals. In dollars: money {dollar['money']}, chip price {dollar['price-performance']}, rest"
        f" {dollar['rest']}. In watts: power {watts['power']}, chip efficiency {watts['energy efficiency']}, number"
        f" formats {watts['precision'].short}, longer runs {watts['duration'].short}, rest {watts['rest'].short}."
    )
    caption = (
        f"Shares of the logarithm of yearly growth; {growth.METHOD}; level"
        f" {percent(dollar['money'].level).short}. Formats and run length are printed without an interval and held"
        " fixed, so their bars vary with the total alone."
    )
    return Figure(
        "cost-growth-shares",
        fig,
        title=f"Money is {dollar['money'].short} of the growth counted in dollars, power {watts['power'].short}"
        " counted in watts",
        caption=caption,
        alt=alt,
        data=data,
    )


def _speeds():
    """Rows of `yearly_rates`: (label, value, low, high, colour, marker)."""
    money, hard, algo, fall = COLORS.parameters, COLORS.compute, COLORS.tokens, COLORS.loss
    rows = [("training compute", "compute", COLORS.ink, "o"), ("cost of a run (paper)", "money", money, "s")]
    rows += [("cost of a run (post)", "money, post", money, "s"), ("power of a run", "power", money, "s")]
    rows += [("FLOP per dollar, ML chips", "price-performance", hard, "^")]
    rows += [("FLOP per dollar, top chips", "price-performance, top", hard, "^")]
    rows += [("FLOP per joule, two sources", "energy efficiency", hard, "^")]
    rows += [("algorithms: Ho", "algorithms", algo, "D")]
    found = [(label, rate(k).value, rate(k).low, rate(k).high, c, m) for label, k, c, m in rows]
    for label, key in (
        ("accounted", "gundlach_2025_accounted"),
        ("one scale, at most", "gundlach_2025_with_literature"),
    ):
        found.append((f"Gundlach, {label}", float(algorithm_rate(V(key))), None, None, algo, "D"))
    low, high = V("epoch_price_decline_low"), V("epoch_price_decline_high")
    found += [("price of a capability", float(price_fall()), low, high, fall, "v")]
    return [*found, ("data centres' electricity", float(power.centres_growth()), None, None, COLORS.muted, "X")]


@exhibit
def yearly_rates():
    """All yearly rates of the chapter on one axis."""
    rows = _speeds()
    fig, ax = canvas(height=4.1)
    for row, (_, middle, low, high, color, mark) in enumerate(rows):
        if low is not None:
            ax.plot([low, high], [row, row], color=color, linewidth=1.8)
        ax.plot(middle, row, mark, color=color, markersize=5)
    ax.set(xscale="log", xlim=(1, 1200), ylim=(len(rows) - 0.4, -0.6), yticks=range(len(rows)), xlabel="factor a year")
    ax.set_yticklabels([row[0] for row in rows], fontsize=8)
    ax.set_xticks([1, 2, 5, 10, 100, 1000])
    ax.xaxis.set_major_formatter(lambda x, _: say(x))
    ax.minorticks_off()
    ax.grid(axis="y", visible=False)
    alt = (
        f"Yearly factors with intervals, from {say(rows[-1][1], '×')} for data centres' electricity over"
        f" {rate('price-performance')} for operations per dollar, {rate('money')} for the cost of a run and"
        f" {rate('compute')} for compute to {say(V('epoch_price_decline_low'))} to"
        f" {say(V('epoch_price_decline_high'))} for the fall of prices."
    )
    caption = (
        "Rises and falls as factors a year, intervals as published (of several levels; compute, operations per joule"
        " and prices show the range of printed values, not a confidence interval). Two groups differ on algorithms by"
        " what they count, and the last row grows slowest of all."
    )
    data = {"quantity": [r[0] for r in rows], "factor a year": [r[1] for r in rows]}
    data |= {"low": [r[2] or "" for r in rows], "high": [r[3] or "" for r in rows]}
    return Figure(
        "cost-yearly-rates",
        fig,
        title=f"A run's cost grows {rate('money').short} a year, operations per dollar"
        f" {rate('price-performance').short}",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def two_directions():
    """The frontier gets dearer while a fixed capability gets cheaper."""
    fig, ax = canvas(height=3.2)
    years = [V(year) for _, _, year in RUNS.values()]
    first = V("cottier_2024_gpt3_cost_capex")
    costs = [V(early) / first for early, _, _ in RUNS.values()]
    ax.plot(years, costs, "o-", color=COLORS.parameters)
    direct_label(ax, years[-1], costs[-1], "cost of a frontier run", COLORS.parameters, offset=(-8, 5), ha="right")
    price = V("a16z_mmlu42_price_2024") / V("a16z_mmlu42_price_2021")
    span = [V("a16z_mmlu42_first_year"), V("a16z_mmlu42_last_year")]
    ax.plot(span, [1, price], "s--", color=COLORS.compute)
    direct_label(ax, span[1], price, "price of GPT-3's MMLU score", COLORS.compute, offset=(-4, -14), ha="right")
    higher = [V("a16z_mmlu83_first_year"), span[1]]
    ax.plot(higher, [1, 1 / V("a16z_mmlu83_decline")], "^:", color=COLORS.tokens)
    direct_label(ax, higher[1], 1 / V("a16z_mmlu83_decline"), "of a score near GPT-4's", COLORS.tokens, offset=(7, -3))
    ax.axhline(1, color=COLORS.muted, linewidth=0.8)
    ax.set(yscale="log", ylim=(2e-4, 2e3), xlim=(2020, 2027.4), xlabel="year", ylabel="relative to its start")
    log_axis(ax.yaxis)
    alt = (
        f"One line rises {say(costs[-1])} times from GPT-3 to Grok-3; two fall, the price of a score of GPT-3 by"
        f" {say(1 / price)} times in three years and that of a score near GPT-4's by {say(V('a16z_mmlu83_decline'))}"
        " times."
    )
    caption = (
        "Both halves of the debate in one picture: training the largest model against buying a given score on MMLU"
        f" ({published.cite('cottier2024rising')}, {published.cite('appenzeller2024llmflation')}). Prices are list"
        " prices for a million tokens, not costs, and end in November 2024."
    )
    data = {
        "series": ["run"] * len(years) + ["MMLU, GPT-3's"] * 2 + ["MMLU, GPT-4's"] * 2,
        "year": [*years, *span, *higher],
        "relative": [*costs, 1, price, 1, 1 / V("a16z_mmlu83_decline")],
    }
    return Figure(
        "cost-two-directions",
        fig,
        title=f"The dearest run costs {say(costs[-1])} times GPT-3's; its score got cheaper by a factor of"
        f" {say(1 / price)}",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def return_slope(highest=10.0):
    """How the return on the last dollar changes per tenfold compute, against what a better model is worth."""
    eta = np.linspace(0.2, highest, 40)
    drawn = accepted.draws().frontier_exponent[:, None]
    others = {title: value.per_decade(float(gamma), eta) for title, gamma in value.by_sweeps().items()}
    by_r = value.per_decade(accepted.refit().frontier_exponent, eta)
    low, high = accepted.bounds(value.per_decade(drawn, eta))
    fig, ax = canvas(height=3.2)
    ax.fill_between(eta, low, high, color=COLORS.tokens, alpha=0.18, linewidth=0)
    ax.plot(eta, by_r, color=COLORS.tokens, linestyle="--")
    for line in others.values():
        ax.plot(eta, line, color=COLORS.muted, linewidth=0.7)
    steep, flat = (end(others, key=lambda title: others[title][-1]) for end in (max, min))
    top = np.interp(np.log(7.2), np.log(others[steep]), eta)
    ax.text(top - 0.15, 7.2, steep, fontsize=8.5, color=COLORS.muted, ha="right", va="top")
    direct_label(ax, eta[-1], others[flat][-1], flat, COLORS.muted, offset=(5, -4), annotation_clip=False)
    direct_label(ax, eta[-1], by_r[-1], "R", COLORS.tokens, offset=(5, -4))
    said = value.per_decade(value.article_c_exponent(), 1.0)
    _label_returns(ax, highest, said)
    even = accepted.with_interval(value.break_even_elasticity)
    least, most = (say(1 / float(value.by_sweeps()[title])) for title in (steep, flat))
    alt = (
        f"Rising lines cross the level of constant returns, the refit's at an elasticity of {even}, those of the public"
        f" sweeps from {least} ({steep}) to {most} ({flat}). Below, each tenfold of compute lowers the return on the"
        f" last dollar; at article C's exchange rate by a factor of {say(1 / said)}."
    )
    caption = (
        "At a fixed price of a FLOP. Dashed with its band: the refit R; thin: other public sweeps, each by its own fit,"
        " the steepest and the flattest named. Nobody has published where on the horizontal axis a"
        " language model lies, and it need not lie at the same place for every use."
    )
    data = {"elasticity": list(eta), "R": list(by_r), "R, low": list(low), "R, high": list(high)}
    data |= {title: list(line) for title, line in others.items()}
    return Figure(
        "cost-return-slope",
        fig,
        title=f"Returns stay constant at an elasticity of {even.short} by the refit, {least} to {most} by the"
        " public sweeps",
        caption=caption,
        alt=alt,
        data=data,
    )


def _label_returns(ax, highest, said):
    """The level of constant returns, article C's exchange rate, and the axes of `return_slope`."""
    ax.axhline(1, color=COLORS.ink, linewidth=0.9)
    ax.text(0.3, 1.12, "returns rise", fontsize=8.5)
    ax.text(0.3, 0.79, "returns fall", fontsize=8.5)
    ax.plot([0.2, highest], [said, said], color=COLORS.claim, linestyle=":")
    name = "value as article C's improvement"
    ax.text(highest, said * 0.95, name, color=COLORS.claim, fontsize=8.5, ha="right", va="top")
    ax.set(yscale="log", ylim=(0.09, 8), xlim=(0, highest + 0.5))
    ax.set_xlabel("percent of value per percent of loss above the floor")
    ax.set_ylabel("last dollar's return,\nfactor per tenfold compute")
    ax.set_yticks([0.1, 0.2, 0.5, 1, 2, 5])
    ax.yaxis.set_major_formatter(lambda y, _: say(y))
    ax.minorticks_off()


@exhibit
def two_values():
    """How far apart the two published values of one quantity lie."""
    pairs = sorted(disagreements().items(), key=lambda item: ratio(item[1]))
    fig, ax = canvas(height=3.4)
    for row, (_, pair) in enumerate(pairs):
        ax.plot([1, ratio(pair)], [row, row], color=COLORS.muted, linewidth=1.4)
        ax.plot(ratio(pair), row, "o", color=COLORS.parameters)
        ax.annotate(say(ratio(pair), "×"), (ratio(pair), row), xytext=(7, -3), textcoords="offset points", fontsize=8.5)
    ax.set(xscale="log", xlim=(1, 700), ylim=(-0.6, len(pairs) - 0.4), yticks=range(len(pairs)))
    ax.set_yticklabels([name for name, _ in pairs])
    ax.set_xlabel("larger value over smaller")
    ax.set_xticks([1, 2, 5, 10, 100])
    ax.xaxis.set_major_formatter(lambda x, _: say(x))
    ax.minorticks_off()
    ax.grid(axis="y", visible=False)
    names = [name for name, _ in pairs]
    alt = (
        f"Ratios of two published values: smallest {say(ratio(pairs[0][1]))} ({names[0]}), most between"
        f" {say(ratio(pairs[1][1]))} and {say(ratio(pairs[-2][1]))}, largest {say(ratio(pairs[-1][1]))} ({names[-1]})."
    )
    caption = (
        "One quantity, two printed values. Most are the same people counting again; the energy of GPT-3 is two"
        " assumptions on watts; the algorithms are two definitions, and the last row compares a bound from above."
    )
    data = {"quantity": names, "one value": [p[0] for _, p in pairs], "the other": [p[1] for _, p in pairs]}
    data["ratio"] = [ratio(p) for _, p in pairs]
    return Figure(
        "cost-printed-twice",
        fig,
        title=f"One quantity, two printed values: {say(ratio(pairs[0][1]), '×')} to"
        f" {say(ratio(pairs[-1][1]), '×')} apart",
        caption=caption,
        alt=alt,
        data=data,
    )
