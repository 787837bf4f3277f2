"""The figures of evidence: multipliers, this book's own runs, what students keep, what small models cost, filters."""

import numpy as np

from scaling_laws.laws import compute_cost
from scaling_laws.quantity import percent, say

from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from ...experiments import columns
from ...experiments.multiplier import LEVEL
from ...experiments.registered import counts as count_of
from . import measured_here, models, repeats
from . import techniques as tech
from .numbers import growth

FAMILIES = ("curation", "deduplication", "distillation", "quantisation", "over-training", "structure", "reading again")
PALETTE = (COLORS.compute, COLORS.parameters, COLORS.tokens, COLORS.loss, COLORS.claim, COLORS.ink, COLORS.muted)
TICKS = (0.1, 1, 10)


@exhibit
def multipliers(rows=None):
    """Every technique of the chapter on one axis of compute multipliers, with the range between conversions."""
    rows = tech.techniques() if rows is None else tuple(rows)
    fig, ax = canvas(height=8.4)
    y, families = _row_heights(rows)
    for row, at in zip(rows, y):
        _multiplier_row(ax, row, at, PALETTE[FAMILIES.index(row.family)])
    for family, at in families.items():
        color = PALETTE[FAMILIES.index(family)]
        ax.text(
            -0.02, at, family, transform=ax.get_yaxis_transform(), ha="right", va="center", color=color, weight="bold"
        )
    ax.axvline(1, color=COLORS.ink, linewidth=1)
    ax.set(xscale="log", xlim=(0.08, 60), ylim=(max(y) + 0.8, min(families.values()) - 0.8))
    ax.set_xlabel("worth in training compute")
    ax.set_yticks(y, [row.label for row in rows], fontsize=8.5)
    ax.set_xticks(TICKS, [f"{tick:g}×" for tick in TICKS])
    ax.minorticks_off()
    ax.grid(axis="y", visible=False)
    _year_axis(ax)
    _marker_key(ax, max(y) - 1.5)
    low, high = (pick(tech.above_one(rows), key=lambda row: float(row.published)) for pick in (min, max))
    own = [row for row in rows if row.ours is not None]
    best = max(own, key=lambda row: float(row.ours), default=None)
    alt = (
        f"{len(rows)} techniques on one axis of compute multipliers. As published they run from"
        f" {tech.multiplier(low.published)} ({low.label}) to {tech.multiplier(high.published)} ({high.label})."
    )
    if best is not None:
        alt += f" Of the {len(own)} measured in this book's small runs the largest is {best.ours.short} ({best.label})."
    caption = (
        "What each technique is worth in training compute; left of one it costs. Squares: as published, or read off the"
        " source's table. Triangles: read on the refit of the Chinchilla surface, with its interval. Diamonds:"
        " measured here on models of at most a few hundred thousand parameters, experts at the largest budget, with"
        " their interval. Broad bars: all readings of a row. No published source gives an interval for its multiplier."
    )
    return Figure(
        "small-multipliers",
        fig,
        title=f"Published multipliers run from {tech.multiplier(low.published)} to"
        f" {tech.multiplier(high.published)}; our largest is {best.ours.short if best else 'not yet run'}",
        caption=caption,
        alt=alt,
        data=_multiplier_columns(rows),
    )


def _multiplier_columns(rows):
    """Columns of the table behind the chart, empty where a row has no such number."""

    def column(name, end="value"):
        found = [getattr(row, name) for row in rows]
        return ["" if q is None else getattr(q, end) for q in found]

    return {
        "technique": [row.label for row in rows],
        "published": ["" if row.published is None else float(row.published) for row in rows],
        "by R": column("by_r"),
        "by R, low": column("by_r", "low"),
        "by R, high": column("by_r", "high"),
        "measured here": column("ours"),
        "measured here, low": column("ours", "low"),
        "measured here, high": column("ours", "high"),
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
    if row.ours is None:
        ax.plot([low, high], [at, at], color=color, linewidth=5, alpha=0.25, solid_capstyle="butt")
    for number, mark in ((row.by_r, "^"), (row.ours, "D")):
        if number is not None:
            ax.plot([number.low, number.high], [at, at], color=color, linewidth=1.4)
            ax.plot(number.value, at, mark, color=color)
    if row.published is not None:
        ax.plot(float(row.published), at, "s", color=color)
    if row.published is None and row.by_r is None and row.ours is None:
        ax.plot([low, high], [at, at], "|", color=color, markersize=9)


def _year_axis(ax):
    rate = growth().value
    top = ax.secondary_xaxis("top", functions=(lambda m: m, lambda m: m))
    marks = np.array([-1, 0, 1, 2])
    top.set_xticks(rate**marks, [f"{mark:g}".replace("-", "−") for mark in marks])
    top.minorticks_off()
    top.set_xlabel(f"years of growth at {say(rate, '×')} a year")


def _marker_key(ax, top):
    """What the marks mean, in the corner that no technique of the last family reaches."""
    for row, (mark, name) in enumerate((("s", "published"), ("^", "read on R"), ("D", "measured"))):
        ax.plot(3.2, top + 0.85 * row, mark, color=COLORS.muted)
        ax.text(4.2, top + 0.85 * row, name, va="center", fontsize=8.5, color=COLORS.muted)


OWN_LABELS = {
    "planted-language": "planted compute (language)",
    "planted-python": "planted compute (Python)",
    "half-10x": "teacher of ten times, free",
    "half-10x-bill": "the same, paid for",
    "half-1x": "teacher no better than the student",
    "gap": "teacher of thirty over one of ten",
    "all-1x": "all weight on the teacher over half",
    "noise": "three documents in ten shuffled",
    "duplicates": "three in ten replaced by copies",
    "filtered": "shuffled ones filtered out",
    "filtered-poorly": "a poor filter over none",
}


@exhibit
def expected_and_measured(outcomes=None):
    """The registered ranges of the chapter's multipliers beside what came out of this book's own runs."""
    outcomes = measured_here.outcomes() if outcomes is None else tuple(outcomes)
    shown = [one for one in outcomes if one.expectation.expectation in OWN_LABELS]
    fig, ax = canvas(height=4.2)
    for at, one in enumerate(shown):
        low, high = one.expectation.low or 0.05, one.expectation.high
        ax.plot([low, high], [at, at], color=COLORS.grid, linewidth=9, solid_capstyle="butt")
        if one.answer is not None:
            fill = COLORS.compute if one.held else "none"
            ax.plot([one.answer.low, one.answer.high], [at, at], color=COLORS.compute, linewidth=1.5)
            ax.plot(one.answer.value, at, "D", color=COLORS.compute, markerfacecolor=fill, markersize=6)
    ax.axvline(1, color=COLORS.ink, linewidth=1)
    ax.set(xscale="log", xlim=(0.05, 4), ylim=(len(shown) - 0.4, -0.6), xlabel="compute multiplier, or ratio of two")
    ax.set_yticks(range(len(shown)), [OWN_LABELS[one.expectation.expectation] for one in shown], fontsize=8.5)
    ax.set_xticks((0.1, 0.5, 1, 2), [f"{tick:g}×" for tick in (0.1, 0.5, 1, 2)])
    ax.minorticks_off()
    ax.grid(axis="y", visible=False)
    counts = count_of(shown)
    told = [f"{OWN_LABELS[one.expectation.expectation]} {one.answer}" for one in shown if one.answer is not None]
    alt = (
        f"{len(shown)} registered ranges as grey bars, with what was measured on them. {counts['held']} of"
        f" {counts['answered']} estimates lie inside their bar. {'; '.join(told[:4])}."
    )
    caption = (
        "What we wrote down before the runs (grey) and what came out (diamonds, empty where the estimate lies outside)."
        " The first two rows are the test of the instrument: their answer was planted. Bars are intervals of level"
        f" {percent(shown[0].answer.level if shown[0].answer else LEVEL).short} from resampled runs. The table behind"
        " the picture holds every expectation in the words in which it was registered."
    )
    return Figure(
        "small-expected",
        fig,
        title=f"{counts['held']} of {counts['answered']} estimates lie in the range registered for them",
        caption=caption,
        alt=alt,
        data=columns(outcomes),
    )


@exhibit
def rounding_damage(rounding=None):
    """Nats that rounding adds to this book's own models, against tokens per parameter, at two precisions."""
    rounding = measured_here.rounding() if rounding is None else rounding
    fig, ax = canvas(height=3.2)
    data = {"bits": [], "tokens per parameter": [], "nats added": []}
    looks = {3: (COLORS.loss, "o", "--"), 4: (COLORS.compute, "s", "-")}
    for bits, (ratio, nats) in rounding.items():
        color, mark, dash = looks[bits]
        ax.plot(ratio, nats, mark, color=color)
        slope, start = np.polyfit(np.log(ratio), np.log(nats), 1)
        ends = np.array([ratio.min(), ratio.max()])
        ax.plot(ends, np.exp(start + slope * np.log(ends)), color=color, linestyle=dash, linewidth=1.1)
        direct_label(ax, ratio[-1], nats[-1], f"{bits} bits", color, offset=(7, -3))
        data["bits"] += [bits] * len(ratio)
        data["tokens per parameter"] += list(ratio)
        data["nats added"] += list(nats)
    ax.set(xscale="log", yscale="log", xlabel="tokens per parameter", ylabel="nats added by rounding")
    ax.set_xlim(min(data["tokens per parameter"]) / 1.6, max(data["tokens per parameter"]) * 2.2)
    for axis, ticks in ((ax.xaxis, (0.3, 1, 3, 10, 30, 100)), (ax.yaxis, (0.003, 0.01, 0.03, 0.1, 0.3, 1))):
        low, high = axis.get_view_interval()
        axis.set_ticks([t for t in ticks if low <= t <= high], [f"{t:g}" for t in ticks if low <= t <= high])
    ax.minorticks_off()
    few, many = rounding[4][1][0], rounding[4][1][-1]
    above = say(float(np.median(rounding[3][1] / rounding[4][1])), "×")
    alt = (
        "Two rising clouds of the loss that rounding adds, against tokens per parameter. At four bits it goes from"
        f" {say(few, 'nats')} at {say(rounding[4][0][0])} tokens per parameter to {say(many, 'nats')} at"
        f" {say(rounding[4][0][-1])}; at three bits it is, in the median, {above} as much."
    )
    caption = (
        "The longer a model was trained, the more it loses when its weights are rounded afterwards. Each point is one"
        " size and budget of this book's language, mean over seeds; lines are least squares in the logarithms."
    )
    return Figure(
        "small-rounding",
        fig,
        title=f"Four bits cost {say(few, 'nats')} at {say(rounding[4][0][0])} tokens per parameter,"
        f" {say(many, 'nats')} at {say(rounding[4][0][-1])}",
        caption=caption,
        alt=alt,
        data=data,
    )


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
    ax.text(1.35e9, 102, "the teacher", ha="left", va="bottom", fontsize=8.5, color=COLORS.muted)
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
    return Figure(
        "small-kept",
        fig,
        title=f"The smallest student keeps {aime[0].short} of the teacher's score on contests, {school[0].short}"
        " on school problems",
        caption=caption,
        alt=alt,
        data=data,
    )


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
    return Figure(
        "small-expensive",
        fig,
        title=f"Llama 3 8B took {say(llama, '×')} the training compute of GPT-3",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def how_hard_to_filter():
    """Quality that a kept token needs, against the share kept, for three lengths of run."""
    kept = np.geomspace(0.01, 1, 25)
    fig, ax = canvas(height=3.2)
    data = {"share kept": list(kept)}
    looks = ((0.1, COLORS.tokens, ":"), (1.0, COLORS.compute, "-"), (3.0, COLORS.parameters, "--"))
    for (budget, color, dash), (x, lift) in zip(looks, ((0.0125, 5), (0.0095, -62), (0.0105, 4))):
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
    return Figure(
        "small-filter",
        fig,
        title=f"Keep a tenth, and a token must be worth {say(whole[0], '×')}; keep a hundredth, {say(whole[1], '×')}",
        caption=caption,
        alt=alt,
        data=data,
    )
