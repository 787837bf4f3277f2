"""The figures of published evidence: multipliers, what students keep, what small models cost, how hard to filter."""

import numpy as np

from scaling_laws.laws import compute_cost
from scaling_laws.quantity import percent, say

from ...accepted import LEVEL, bounds, draws, hoffmann, refit, with_interval
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import lifetime, models, repeats
from . import techniques as tech
from .numbers import growth

FAMILIES = ("curation", "deduplication", "distillation", "quantisation", "over-training")
PALETTE = (COLORS.compute, COLORS.parameters, COLORS.tokens, COLORS.loss, COLORS.claim)
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)


@exhibit
def multipliers(rows=None):
    """Every technique of the chapter on one axis of compute multipliers, with the range between conversions."""
    rows = tech.techniques() if rows is None else tuple(rows)
    fig, ax = canvas(height=5.6)
    y, families = _row_heights(rows)
    for row, at in zip(rows, y):
        _multiplier_row(ax, row, at, PALETTE[FAMILIES.index(row.family)])
    for family, at in families.items():
        color = PALETTE[FAMILIES.index(family)]
        ax.text(
            -0.02, at, family, transform=ax.get_yaxis_transform(), ha="right", va="center", color=color, weight="bold"
        )
    ax.axvline(1, color=COLORS.ink, linewidth=1)
    ax.set(xscale="log", xlim=(0.1, 60), ylim=(max(y) + 0.8, min(families.values()) - 0.8))
    ax.set_xlabel("compute multiplier")
    ax.set_yticks(y, [row.label for row in rows], fontsize=8.5)
    ax.set_xticks(TICKS, [f"{tick:g}" for tick in TICKS])
    ax.minorticks_off()
    ax.grid(axis="y", visible=False)
    _year_axis(ax)
    _marker_key(ax)
    low, high = (pick(tech.above_one(rows), key=lambda row: float(row.published)) for pick in (min, max))
    widest = max((row.spread for row in rows if len(row.readings) > 1), key=float)
    over = next(row for row in rows if row.family == "over-training")
    alt = (
        f"{len(rows)} techniques on one axis of compute multipliers. As published or read from tables they run from"
        f" {tech.multiplier(low.published)} ({low.label}) to {tech.multiplier(high.published)} ({high.label}); the"
        f" readings of a single row lie up to {widest} apart. {over.label} lies left of one, at"
        f" {tech.multiplier(over.by_h)} under H and {over.by_r} under R."
    )
    caption = (
        "What each technique is worth in training compute. Squares: as published, or read off the source's table."
        " Circles and triangles: from the fits H and R, if the technique lowers both terms of the reducible loss alike;"
        " the thin line is the interval of R, the broad one the range of all readings with their intervals. No source"
        " gives an interval for its multiplier; where only one number exists, there is only a point."
    )
    return Figure("small-multipliers", fig, caption=caption, alt=alt, data=_multiplier_columns(rows))


def _multiplier_columns(rows):
    """Columns of the table behind the chart, empty where a row has no such number."""
    return {
        "technique": [row.label for row in rows],
        "published": ["" if row.published is None else float(row.published) for row in rows],
        "by H": ["" if row.by_h is None else float(row.by_h) for row in rows],
        "by R": ["" if row.by_r is None else row.by_r.value for row in rows],
        "by R, low": ["" if row.by_r is None else row.by_r.low for row in rows],
        "by R, high": ["" if row.by_r is None else row.by_r.high for row in rows],
        "lowest": [row.span[0] for row in rows],
        "highest": [row.span[1] for row in rows],
        "from": [row.basis for row in rows],
    }


def _row_heights(rows):
    """Vertical place of each row and of each family's heading."""
    y, families, at = [], {}, 0.0
    for row in rows:
        if row.family not in families:
            families[row.family] = at + 0.1
            at += 0.95
        y.append(at)
        at += 0.95
    return y, families


def _multiplier_row(ax, row, at, color):
    low, high = row.span
    ax.plot([low, high], [at, at], color=color, linewidth=5, alpha=0.25, solid_capstyle="butt")
    if row.by_r is not None:
        ax.plot([row.by_r.low, row.by_r.high], [at, at], color=color, linewidth=1.4)
        ax.plot(row.by_r.value, at, "^", color=color)
    if row.by_h is not None:
        ax.plot(float(row.by_h), at, "o", color=color)
    if row.published is not None:
        ax.plot(float(row.published), at, "s", color=color)
    if row.published is None and row.by_h is None:
        ax.plot([low, high], [at, at], "|", color=color, markersize=9)


def _year_axis(ax):
    rate = growth().value
    top = ax.secondary_xaxis("top", functions=(lambda m: m, lambda m: m))
    marks = np.array([-1, -0.5, 0, 0.5, 1, 2])
    top.set_xticks(rate**marks, [f"{mark:g}".replace("-", "−") for mark in marks])
    top.minorticks_off()
    top.set_xlabel(f"years of compute growth at {say(rate, '×')} a year")


def _marker_key(ax):
    for x, mark, name in ((0.115, "s", "published"), (0.115, "o", "by H"), (0.115, "^", "by R")):
        row = {"s": 0.4, "o": 1.15, "^": 1.9}[mark]
        ax.plot(x, row, mark, color=COLORS.muted)
        ax.text(x * 1.15, row, name, va="center", fontsize=8.5, color=COLORS.muted)


@exhibit
def what_students_keep():
    """Share of the teacher's score that distilled students keep, by size, on two tests."""
    fig, ax = canvas(height=3.3)
    size = np.array(list(models.STUDENTS.values()))
    data = {"parameters": list(size)}
    looks = {"AIME 2024": (COLORS.parameters, "o", "-"), "MATH": (COLORS.tokens, "s", "--")}
    for (test, (color, mark, dash)), shift in zip(looks.items(), (0.97, 1.03)):
        share, low, high = np.array([(kept.value, kept.low, kept.high) for kept in models.kept(test)]).T
        ax.errorbar(
            size * shift, share, [share - low, high - share], fmt=mark, linestyle=dash, color=color, linewidth=1.3
        )
        data |= {f"{test}, %": list(share), f"{test}, low": list(low), f"{test}, high": list(high)}
    direct_label(ax, 1.5e9, data["MATH, %"][0], "school problems", COLORS.tokens, offset=(4, 16))
    direct_label(ax, 1.7e9, data["AIME 2024, %"][0], "contest problems", COLORS.parameters, offset=(10, -13))
    ax.axhline(100, color=COLORS.muted, linewidth=0.9)
    ax.axvline(models.on_a_phone(), color=COLORS.muted, linewidth=0.9, linestyle=":")
    ax.text(models.on_a_phone() * 0.96, 4, "fits a phone", ha="right", fontsize=8.5, color=COLORS.muted)
    ax.text(34e9, 102, "teacher", ha="right", va="bottom", fontsize=8.5, color=COLORS.muted)
    ticks = data["parameters"]
    ax.set(xscale="log", ylim=(0, 115), ylabel="share of the teacher's score, %", xlabel="parameters of the student")
    ax.set_xticks(ticks, [f"{N / 1e9:g} billion" for N in ticks])
    ax.minorticks_off()
    aime, school = (models.kept(test) for test in looks)
    alt = (
        "Two rising lines of the share of DeepSeek-R1's score kept by distilled students. On contest problems it falls"
        f" from {aime[-1]} at the largest student to {aime[0]} at the smallest, on school problems only from"
        f" {school[-1]} to {school[0]}."
    )
    caption = (
        "Shrinking costs little where the problems are routine and much where they are hard. Bars are Wilson intervals"
        f" of level {percent(models.LEVEL).short} over the problems, which are few for the contest. The dotted line:"
        f" the largest model whose weights fit {say(models.PHONE_GIGABYTES)} GB at {models.PHONE_BITS} bits each."
    )
    return Figure("small-kept", fig, caption=caption, alt=alt, data=data)


PLACES = {
    "phi-3-mini": (5, -12, "left"),
    "DCLM": (6, -10, "left"),
    "Gemma 7B": (6, 4, "left"),
    "Llama 3 8B": (-6, 5, "right"),
    "phi-4": (6, 4, "left"),
    "GPT-3": (-6, -12, "right"),
    "Chinchilla": (-6, -12, "right"),
    "Llama 2 70B": (4, 6, "center"),
}


@exhibit
def small_and_expensive():
    """Training compute against size: the small models of 2024 and 2025 beside the giants of 2020 to 2023."""
    fig, ax = canvas(height=3.4)
    names = list(models.RUNS)
    size = np.array([models.run(name)[0] for name in names])
    flop = np.array([models.compute(name) for name in names])
    for name, N, C in zip(names, size, flop):
        giant = name in models.GIANTS
        ax.plot(N, C, "s" if giant else "o", color=COLORS.muted if giant else COLORS.compute)
        dx, dy, side = PLACES[name]
        color = COLORS.ink if giant else COLORS.compute
        direct_label(ax, N, C, name, color, offset=(dx, dy), ha=side)
    for tokens, dash in ((20, ":"), (1000, "--")):
        grid = np.geomspace(2e9, 3e11, 12)
        ax.plot(grid, compute_cost(grid, tokens * grid), color=COLORS.grid, linestyle=dash, zorder=0)
        text = f"{tokens} tokens a parameter"
        spot = (3.1e9, 2.6e22) if tokens > 100 else (2.35e10, 7e22)
        ax.text(*spot, text.replace(" a ", "\na "), fontsize=8, color=COLORS.muted, va="center", ha="left")
    reference = models.compute("GPT-3")
    ax.axhline(reference, color=COLORS.muted, linewidth=0.9)
    ax.set(xscale="log", yscale="log", xlim=(2e9, 3e11), ylim=(1.5e22, 2.5e24))
    ax.set(xlabel="parameters", ylabel="training compute, FLOP")
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    over = [name for name, C in zip(names, flop) if C > reference and name not in models.GIANTS]
    llama = models.compute("Llama 3 8B") / reference
    alt = (
        f"Training compute against parameters for {len(names)} models. GPT-3 took {say(reference, 'FLOP')};"
        f" {' and '.join(over)}, with far fewer parameters, took more, Llama 3 8B {say(llama, '×')} as much."
    )
    caption = (
        "Small in parameters, large in compute. Circles are models of at most"
        f" {say(max(size[[n not in models.GIANTS for n in names]]), 'parameters')}, squares the older large ones; the"
        " horizontal line is GPT-3, the slanted lines constant tokens per parameter."
    )
    data = {"model": names, "parameters": list(size), "training compute, FLOP": list(flop)}
    return Figure("small-expensive", fig, caption=caption, alt=alt, data=data)


@exhibit
def price_of_overtraining(N=None):
    """Loss above the optimum of equal compute, along the tokens of a model of fixed size, under both fits."""
    N, trained = (models.run("Llama 3 8B")[0] if N is None else N), models.run("Llama 3 8B")[1]
    ratio = np.geomspace(20, 20_000, 31)
    by_h, by_r = (np.array(lifetime.excess(s, N, ratio * N)) for s in (hoffmann(), refit()))
    low, high = np.array([bounds(lifetime.excess(draws(), N, r * N)) for r in ratio]).T
    fig, ax = canvas(height=3.2)
    ax.fill_between(ratio, low, high, color=COLORS.parameters, alpha=0.18, linewidth=0)
    ax.plot(ratio, by_h, color=COLORS.compute)
    ax.plot(ratio, by_r, color=COLORS.parameters, linestyle="--")
    direct_label(ax, ratio[-1], by_h[-1], "H", COLORS.compute, offset=(5, -3))
    ax.text(120, 0.047, "R and its interval", color=COLORS.parameters, fontsize=8.5)
    at = trained / N
    ax.axvline(at, color=COLORS.muted, linewidth=0.9)
    ax.text(at * 0.93, 0.113, "Llama 3 8B", ha="right", fontsize=8.5, color=COLORS.muted)
    ax.set(xscale="log", xlabel="tokens per parameter", ylabel="loss above the optimum, nats/token", ylim=(0, 0.125))
    log_axis(ax.xaxis)
    by_refit = with_interval(lambda s: lifetime.excess(s, N, trained), "nats/token")
    alt = (
        f"Two rising curves of the loss above the compute optimum for a model of {say(N, 'parameters')}, as it is"
        f" trained for longer. At the tokens of Llama 3 8B it pays"
        f" {say(lifetime.excess(hoffmann(), N, trained), 'nats/token')} under H and {by_refit} under R."
    )
    caption = (
        "What training a small model for too long costs in loss, against the best model of the same training compute."
        f" The band holds {percent(LEVEL).short} of the draws of R; under H the optimum itself lies at more tokens per"
        " parameter, so that the same run overshoots it by less."
    )
    data = {"tokens per parameter": list(ratio), "H": list(by_h), "R": list(by_r), "low": list(low), "high": list(high)}
    return Figure("small-overtraining", fig, caption=caption, alt=alt, data=data)


@exhibit
def how_hard_to_filter():
    """Quality that a kept token needs, against the share kept, for three lengths of run."""
    kept = np.geomspace(0.01, 1, 25)
    fig, ax = canvas(height=3.2)
    data = {"share kept": list(kept)}
    looks = ((0.1, COLORS.tokens, ":"), (1.0, COLORS.compute, "-"), (3.0, COLORS.parameters, "--"))
    for (budget, color, dash), (x, lift) in zip(looks, ((0.0125, 5), (0.0095, -62), (0.017, 8))):
        needed = repeats.needed_quality(kept, budget)
        ax.plot(kept, needed, color=color, linestyle=dash)
        text = "a tenth of the pool" if budget < 1 else "the whole pool" if budget == 1 else "the pool three times"
        direct_label(ax, x, float(repeats.needed_quality(x, budget)), text, color, offset=(6, lift))
        data[f"needed quality, run of {budget:g} pools"] = list(needed)
    for label, name in (("stricter", "Qwen2"), ("educational", "FineWeb-Edu, at most")):
        q = tech.technique(label).published
        ax.axhline(q, color=COLORS.muted, linewidth=0.9)
        ax.text(0.98, q * 1.06, f"{name} {say(q, '×')}", ha="right", fontsize=8.5, color=COLORS.muted)
    ax.set(xscale="log", yscale="log", xlabel="share of the text that is kept", ylabel="worth needed of a kept token")
    ax.set(ylim=(0.9, 25), xlim=(0.009, 1.05))
    ax.set_xticks((0.01, 0.1, 1), [percent(v).short for v in (0.01, 0.1, 1)])
    ax.set_yticks((1, 2, 5, 10, 20), [f"{v}×" for v in (1, 2, 5, 10, 20)])
    ax.minorticks_off()
    whole = [float(repeats.needed_quality(k, 1.0)) for k in (0.1, 0.01)]
    alt = (
        "Three curves of the worth that a kept token needs if the rest is thrown away; all rise to the left. For a run"
        f" as long as the whole pool it is {say(whole[0], '×')} if a tenth is kept and {say(whole[1], '×')} if a"
        " hundredth is."
    )
    caption = (
        "How hard may one filter? Kept text must be repeated to fill the run, and repetition wears it out (by the"
        " formula of Muennighoff et al.). Below a curve the filter loses. Horizontal lines: two published worths."
    )
    return Figure("small-filter", fig, caption=caption, alt=alt, data=data)
