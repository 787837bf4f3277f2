"""Figures of reading again, of compressing sums, and of learning from one's own output."""

import numpy as np

from scaling_laws.quantity import exact, percent
from scaling_laws.statistics import mean, share, standard_error

from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from ...published import value
from . import generations as gens
from . import repetition as rep
from . import sums

STYLE = {
    "replace": (COLORS.loss, "-", "o"),
    "mix": (COLORS.parameters, "-.", "^"),
    "accumulate": (COLORS.tokens, "--", "s"),
}
SAID = {"replace": "replaced", "mix": "one tenth real", "accumulate": "accumulated"}


@exhibit
def slope():
    """Worth of repeated text under two published constants, and the slope that it leaves."""
    fig, axes = canvas(1, 2, height=3.2)
    e = np.geomspace(1, 100, 45)
    data = {"epochs": list(e)}
    for only, dash, color in ((False, "-", COLORS.tokens), (True, "--", COLORS.parameters)):
        name = f"constant {exact(rep.law(only).r_d_star).short}"
        axes[0].plot(e, rep.worth(e, only), dash, color=color)
        axes[1].plot(e, rep.local_exponent(e, only), dash, color=color)
        direct_label(axes[0], e[-1], rep.worth(e[-1], only), name, color, offset=(0, 6 if only else -32), ha="right")
        data |= {f"worth, {name}": list(rep.worth(e, only)), f"slope, {name}": list(rep.local_exponent(e, only))}
    axes[0].plot(e[e < 40], e[e < 40], ":", color=COLORS.muted)
    direct_label(axes[0], 9, 12, "fresh text", COLORS.muted, offset=(0, 0), ha="right")
    fitted = np.full_like(e, rep.refitted_exponent(rep.EPOCHS))
    axes[1].plot(e, fitted, ":", color=COLORS.ink)
    data["fitted exponent"] = list(fitted)
    direct_label(axes[1], e[-1], fitted[0], "fitted exponent", COLORS.ink, offset=(0, 4), ha="right")
    direct_label(axes[1], 13, 0.26, "local slope", COLORS.tokens, offset=(2, 0))
    axes[0].set(xscale="log", yscale="log", ylim=(0.9, 40), xlabel="epochs", ylabel="worth, in unique texts")
    axes[1].set(xscale="log", ylim=(0, 0.42), xlabel="epochs", ylabel="exponent in tokens read")
    for axis in (axes[0].xaxis, axes[0].yaxis, axes[1].xaxis):
        log_axis(axis)
    four, forty = rep.local_exponent(4), rep.local_exponent(40)
    alt = (
        "Left: the worth of repeated text rises along the line of fresh text and levels off at"
        f" {exact(rep.ceiling()).short} or, by another fit to the same runs, {exact(rep.ceiling(True)).short} unique"
        f" texts. Right: the local slope falls from {exact(fitted[0]).short} to {exact(four).short} at four epochs and"
        f" {exact(forty).short} at forty, while the fitted exponent is a horizontal line."
    )
    caption = (
        "One law, two notions of exponent. Solid: the published law, in which data and excess parameters lose value."
        " Dashed: the variant of the same study in which data alone do. Right, dotted: the exponent that a fit in"
        " effective tokens returns, whatever the number of epochs."
    )
    return Figure(
        "data-slope",
        fig,
        title=f"At forty epochs the slope is {exact(forty).short}; the fitted exponent stays at"
        f" {exact(fitted[0]).short}",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def sums_learned():
    """Unseen sums answered by the column learner and by a memory, against sums read."""
    fig, ax = canvas(height=3.1)
    read = np.unique(np.rint(np.geomspace(10, 100_000, 45)).astype(int))
    ax.plot(read, sums.expected_solved(read), color=COLORS.tokens)
    ax.plot(read, sums.remembered(read), "--", color=COLORS.parameters)
    shown = [30, 60, 120, 200, 300, 450, 700, 1100, 2000, 5000]
    measured = np.array([sums.solved(m) for m in shown])
    error = 2 * standard_error(measured, axis=1)
    ax.errorbar(shown, measured.mean(axis=1), error, fmt="o", color=COLORS.tokens, linewidth=1.1)
    gpt3 = value("gpt3_3digit_add_in_training") / 100, value("gpt3_arith_3d_add_175b") / 100
    ax.plot(gpt3[0] * sums.PAIRS, gpt3[1], "*", color=COLORS.claim, markersize=12)
    direct_label(
        ax, gpt3[0] * sums.PAIRS, gpt3[1], "GPT-3, at the share\nof sums in its text", COLORS.claim, offset=(8, -18)
    )
    direct_label(ax, 210, 0.46, "columns", COLORS.tokens, offset=(-8, 4), ha="right")
    direct_label(ax, 40_000, sums.remembered(40_000), "memory", COLORS.parameters, offset=(-4, 8), ha="right")
    ax.set(xscale="log", ylim=(-0.03, 1.08), xlabel="sums read", ylabel="share of unseen sums answered")
    log_axis(ax.xaxis)
    need, tested = sums.read_for(gpt3[1]), value("brown_2020_arith_problems")
    answered = share(round(gpt3[1] * tested), tested)
    alt = (
        f"The column learner climbs from almost nothing to all sums between {exact(shown[0]).short} and"
        f" {exact(shown[-1]).short} sums read and reaches {percent(gpt3[1]).short} at {exact(need).short}, when a"
        f" memory of sums knows {percent(sums.remembered(need)).short}. A star marks GPT-3 at {percent(gpt3[0]).short}"
        f" of sums in its text and {answered} answered."
    )
    caption = (
        "Two ways to compress one text of three-digit sums. Dots with two standard errors: simulation; lines: closed"
        " forms. The memory is counted on all sums, since on unseen ones it scores nothing. The column learner was told"
        " that columns and carries exist; finding that out is what a network's training has to do."
    )
    data = {"sums read": list(read), "columns": list(sums.expected_solved(read)), "memory": list(sums.remembered(read))}
    return Figure(
        "data-sums",
        fig,
        title=f"After {exact(need).short} sums columns answer {percent(gpt3[1]).short} of unseen ones; a memory"
        f" knows {percent(sums.remembered(need)).short}",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def collapse(n=gens.SAMPLES):
    """Variance of a normal and words of a language, generation after generation, replaced and accumulated."""
    fig, axes = canvas(1, 2, height=3.3)
    t = np.arange(gens.LAST + 1)
    data, every = {"generation": list(t)}, slice(0, None, 4)
    for scheme, (color, dash, mark) in STYLE.items():
        expected, variance = gens.expected_variance(scheme, n, gens.LAST), gens.chains(scheme, n)[1]
        error = 2 * standard_error(variance, axis=1)
        axes[0].plot(t, expected, dash, color=color)
        axes[0].errorbar(t[every], variance.mean(axis=1)[every], error[every], fmt=mark, color=color, linewidth=1.0)
        data |= {f"expected variance, {SAID[scheme]}": list(expected)}
        data |= {f"simulated variance, {SAID[scheme]}": list(variance.mean(axis=1))}
    for scheme, spot in (("accumulate", (40, 1.06)), ("mix", (40, 0.79)), ("replace", (19, 0.5))):
        axes[0].annotate(SAID[scheme], spot, color=STYLE[scheme][0], fontsize=8.5, ha="right")
    for scheme in gens.SCHEMES[:2]:
        color, dash, mark = STYLE[scheme]
        alive = gens.words(scheme)[0].mean(axis=1)
        axes[1].plot(t, alive, dash, color=color)
        axes[1].plot(t[every], alive[every], mark, color=color)
        data[f"words alive, {SAID[scheme]}"] = list(alive)
        direct_label(axes[1], t[-1], alive[-1], SAID[scheme], color, offset=(0, 8), ha="right")
    axes[0].set(ylim=(0, 1.19), xlabel="generation", ylabel="variance of the model")
    axes[1].set(ylim=(0, gens.VOCABULARY * 1.05), xlabel="generation", ylabel="words alive")
    axes[0].set_title("a normal distribution", loc="left"), axes[1].set_title("a small language", loc="left")
    last = {scheme: mean(gens.chains(scheme, n)[1][-1]) for scheme in STYLE}
    words = {scheme: mean(gens.words(scheme)[0][-1]) for scheme in gens.SCHEMES[:2]}
    alt = (
        f"Left: after {gens.LAST} generations the mean variance is {last['replace']} where data are replaced,"
        f" {last['accumulate']} where they accumulate, {last['mix']} with one tenth of real data. Right: of"
        f" {gens.VOCABULARY} words {words['replace']} are left under replacement and {words['accumulate']} under"
        " accumulation."
    )
    caption = (
        f"Left: {n} samples a generation, mean of {gens.CHAINS} lines of models with two standard errors, and the"
        " closed forms. Right: a language with Zipf frequencies, learned by counting. The first text is the same for"
        " all, and so are the random numbers; the difference is whether the old text is thrown away."
    )
    return Figure(
        "data-collapse",
        fig,
        title=f"Of {gens.VOCABULARY} words {words['replace'].short} live on where text is replaced,"
        f" {words['accumulate'].short} where it accumulates",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def virtuous_circle(start=gens.RIGHT, right=gens.KEEPS_RIGHT):
    """Share of right answers when each generation imitates what a verifier accepted."""
    fig, ax = canvas(height=3.0)
    t = np.arange(gens.ROUNDS + 1)
    data, ends = {"generation": list(t)}, []
    cases = (
        (gens.KEEPS_WRONG, COLORS.tokens, "-", "o", (5.4, 0.6)),
        (0.9, COLORS.ink, "--", "s", (7.5, 0.235)),
        (1.0, COLORS.loss, ":", "^", (0.1, 0.02)),
    )
    for wrong, color, dash, mark, spot in cases:
        curve = gens.circle(start, right / wrong, gens.ROUNDS)
        ax.plot(t, curve, dash, color=color)
        simulated = gens.simulated_circle(start, right, wrong).mean(axis=1)
        ax.plot(t, simulated, mark, color=color)
        name = f"keeps {percent(wrong).short} of wrong answers"
        data |= {f"{name}, formula": list(curve), f"{name}, simulated": list(simulated)}
        ends.append(curve[-1])
        direct_label(ax, *spot, name, color, offset=(0, 0))
    ax.set(ylim=(0, 1.05), xlabel="generation", ylabel="share of right answers")
    alt = (
        f"Three curves from {percent(start).short}. A verifier that keeps {percent(right).short} of right and"
        f" {percent(cases[0][0]).short} of wrong answers lifts the share to {percent(ends[0]).short} in twelve"
        f" generations; one that keeps both alike leaves it at {percent(ends[1]).short}; one that prefers wrong answers"
        f" lowers it to {percent(ends[2]).short}."
    )
    caption = (
        f"The circle turns in the direction of the verifier, which keeps {percent(right).short} of right answers"
        " throughout. Marks: simulation with many answers a generation; lines: odds multiplied by one factor each time."
        " No real text enters after the start; what enters is the verifier's judgement."
    )
    return Figure(
        "data-circle",
        fig,
        title=f"From {percent(start).short} right answers a good judge leads to {percent(ends[0]).short}, a bad"
        f" one to {percent(ends[2]).short}",
        caption=caption,
        alt=alt,
        data=data,
    )
