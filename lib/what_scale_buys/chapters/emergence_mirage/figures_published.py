"""The figures of the published evidence: GPT-3's arithmetic and the table of thresholds."""

import numpy as np

from scaling_laws.quantity import listing, percent, say

from ... import published
from ...accepted import with_interval
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import gpt3, metrics, wei
from .figures import DASHES, MARKS, PALETTE
from .numbers import exponent, implied, needed, rate_test

SHOWN = ("2d_add", "3d_add", "4d_add", "5d_add")


@exhibit
def gpt3_scores():
    """GPT-3's additions over its eight sizes, on a linear and on a logarithmic scale."""
    size, n = gpt3.parameters(), gpt3.items()
    fig, axes = canvas(1, 2, height=3.4)
    data = {"parameters": list(size)}
    for task, color, mark, dash in zip(SHOWN, PALETTE, MARKS, DASHES):
        value, low, high = gpt3.score(task)
        seen = value > 0
        for ax, kept in zip(axes, (size > 0, seen)):
            bars = [100 * (value - low)[kept], 100 * (high - value)[kept]]
            ax.errorbar(size[kept], 100 * value[kept], bars, fmt=mark, color=color, linewidth=1.1, markersize=4)
            ax.plot(size[seen], 100 * value[seen], color=color, linestyle=dash, linewidth=1.2)
        axes[1].plot(size[value == 0], 100 * high[value == 0], "v", color=color, markersize=4)
        data |= {
            gpt3.name(task): list(value),
            f"{gpt3.name(task)}, low": list(low),
            f"{gpt3.name(task)}, high": list(high),
        }
        direct_label(
            axes[0], size[-1], 100 * value[-1], f"{gpt3.WORDS[gpt3.digits(task)]}-digit", color, offset=(6, -3)
        )
    axes[1].axhline(100 / n, color=COLORS.muted, linewidth=0.9)
    axes[0].set(xscale="log", xlabel="parameters", ylabel="problems solved, %", ylim=(-3, 105), xlim=(7e7, 1.3e13))
    axes[1].set(xscale="log", yscale="log", xlabel="parameters", ylim=(0.001, 160))
    for ax, title in zip(axes, ("linear scale", "logarithmic scale")):
        ax.set_title(title, loc="left")
        log_axis(ax.xaxis)
    axes[0].set_xticks([1e8, 1e9, 1e10, 1e11])
    log_axis(axes[1].yaxis)
    shown = {task: [100 * end[-3:] for end in gpt3.score(task)] for task in ("2d_add", "3d_add")}
    two, three = (listing(value, "%") for value, _, _ in shown.values())
    widest = max(np.max([value - low, high - value]) for value, low, high in shown.values())
    alt = (
        f"Share of {n} addition problems solved by eight sizes of GPT-3. Two digits: {two} in the three largest. Three"
        f" digits: {three}. No interval of these reaches further than {say(widest, 'percentage points')}. On the"
        " logarithmic scale the small models rise too, slowly, and several zeros show only the upper end of their"
        " interval."
    )
    caption = (
        f"Exact match on {n} problems per task, Clopper-Pearson intervals of level {percent(metrics.LEVEL).short}"
        f" ({published.cite('brown2020language')}, Table H). Downward triangles: nothing solved, the mark is the upper"
        " end of the interval; horizontal line: one problem. The gap between the two largest sizes is the widest of the"
        " series."
    )
    return Figure(
        "gpt3-arithmetic",
        fig,
        title=f"Three-digit additions solved by the three largest: {three}",
        caption=caption,
        alt=alt,
        data=data,
    )


JUMPS = (("3d_add", "13b", "175b"), ("3d_sub", "13b", "175b"), ("2d_add", "6p7b", "13b"))


@exhibit
def score_alone(decades=6):
    """GPT-3's jumps beside the steepest rise that exact match makes of errors falling as the loss does."""
    fig, ax = canvas(height=3.6)
    slope = with_interval(lambda fit: fit.frontier_exponent)
    x = np.logspace(-decades, decades, 41)
    score = {end: 100 * 0.5 ** (x**-exponent) for end, exponent in zip(("", "low", "high"), ends(slope))}
    ax.plot(x, score[""], color=COLORS.compute)
    ax.fill_between(x, score["low"], score["high"], color=COLORS.compute, alpha=0.2, linewidth=0)
    direct_label(ax, 20, 44, "exact match alone,\nerrors falling as loss does", COLORS.compute, offset=(0, 0))
    data = {"compute over that of half right": list(x), "exact match alone, %": list(score[""])}
    data |= {f"exact match alone, {end} end, %": list(score[end]) for end in ("low", "high")}
    rows = len(x)
    for (task, first, last), mark, dash, color, height in zip(
        JUMPS, MARKS, ("--", "-.", ":"), PALETTE[1:], (62, 74, 86)
    ):
        half, exponent = gpt3.half_size(task, first, last), needed(task, first, last)
        near = np.logspace(-1.5, 1.5, 31)
        ax.plot(near, 100 * 0.5 ** (near**-exponent.value), color=color, linestyle=dash, linewidth=1.3)
        place, right = gpt3.parameters() / half, 100 * gpt3.score(task)[0]
        ax.plot(place, right, mark, color=color)
        direct_label(ax, 0.3, height, gpt3.name(task), color, offset=(0, 0), ha="right")
        blank = [""] * (rows - len(place))
        data |= {
            f"{gpt3.name(task)}, size over that of half right": [*place, *blank],
            f"{gpt3.name(task)}, %": [*right, *blank],
        }
    ax.set(xscale="log", xlabel="training compute, relative to that of half right", ylabel="exact match, %")
    ax.set(xlim=(10.0**-decades, 10.0**decades), ylim=(-3, 105))
    log_axis(ax.xaxis)
    task, first, last = JUMPS[0]
    wanted = needed(task, first, last)
    alt = (
        f"A gentle S over {say(2 * decades)} decades of compute, what exact match alone makes of errors that fall as"
        f" the loss does, with exponent {slope.short}. GPT-3's sums cut through it almost upright: {gpt3.name(task)}"
        f" needs exponent {wanted.short}."
    )
    caption = (
        "Both axes are the same for all. The solid curve and its band: errors per token falling along the frontier of"
        " the refitted Chinchilla law, any length of answer. Dots: the eight sizes of GPT-3, which all read the same"
        " text, so that size stands for compute; each task is shifted to its half point. Broken curves: the power laws"
        " that the two sizes around the jump would need."
    )
    title = "GPT-3's sums rise more steeply than exact match alone can make them"
    if wanted.low <= slope.high:
        title = "Exact match alone is enough for GPT-3's sums"
    return Figure("score-alone", fig, title=title, caption=caption, alt=alt, data=data)


def ends(quantity):
    """Value and the two ends of an interval."""
    return quantity.value, quantity.low, quantity.high


@exhibit
def implied_accuracy():
    """What independence implies per digit for the largest model, by length."""
    fig, ax = canvas(height=3.0)
    data = {"digits": [2, 3, 4, 5]}
    for operation, color, mark, shift in (("add", COLORS.compute, "o", -0.05), ("sub", COLORS.parameters, "s", 0.05)):
        triples = [[float(v[-1]) for v in gpt3.implied(f"{d}d_{operation}")] for d in data["digits"]]
        value, low, high = np.array(triples).T
        x = np.array(data["digits"]) + shift
        ax.errorbar(x, value, [value - low, high - value], fmt=mark, color=color, linewidth=1.6, capsize=3)
        name = gpt3.NAMES[operation]
        data |= {name: list(value), f"{name}, low": list(low), f"{name}, high": list(high)}
        offset = (-10, -16) if operation == "add" else (9, 4)
        direct_label(ax, x[1], value[1], name, color, offset=offset, ha="right" if operation == "add" else "left")
    common = rate_test("add", data["digits"])
    ax.axhline(common[2], color=COLORS.claim, linestyle="--", linewidth=1.3)
    above = dict(xytext=(0, 5), textcoords="offset points", ha="right")
    ax.annotate("best single accuracy, additions", (5.25, common[2]), color=COLORS.claim, fontsize=8.5, **above)
    ax.set(xlabel="digits of the numbers", ylabel="implied accuracy per digit", xticks=data["digits"])
    ax.set(ylim=(0.5, 1.04), xlim=(1.7, 5.3))
    adds = [implied(f"{d}d_add", "175b") for d in (3, 4, 5)]
    alt = (
        f"Implied per-digit accuracy of the largest GPT-3 falls with length: {adds[0]} at three digits, {adds[1]} at"
        f" four, {adds[2]} at five for addition; subtraction is close. Independence wants a flat line at"
        f" {say(common[2])}; the likelihood-ratio statistic is {say(common[0])} against a critical"
        f" {say(common[1])}."
    )
    caption = (
        "If digits failed independently at one rate, all points would lie on one level. The intervals are narrow; the"
        " points are far further apart than they are wide."
    )
    fits = "The scores fit" if common[0] < common[1] else "The scores do not fit"
    return Figure(
        "implied-digit-accuracy",
        fig,
        title=f"{fits} one accuracy per digit: {adds[0].short} at three digits, {adds[-1].short} at five",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def smooth_also_bends():
    """Loss and implied digit error of the same eight models, each relative to the smallest model."""
    size = gpt3.parameters()
    loss = gpt3.lambada_loss() / gpt3.lambada_loss()[0]
    fig, ax = canvas(height=3.2)
    ax.plot(size, loss, color=COLORS.loss, marker="D")
    data = {"parameters": list(size), "LAMBADA loss, relative": list(loss)}
    for task, color, mark, dash in (("2d_add", COLORS.compute, "o", "--"), ("3d_add", COLORS.parameters, "s", "-.")):
        value, low, high = ((1 - v) for v in gpt3.implied(task))
        first, shown = value[0], value > 0
        relative = np.where(shown, value, high) / first
        bars = [np.where(shown, value - high, 0) / first, (low - np.where(shown, value, high)) / first]
        ax.errorbar(size[shown], relative[shown], np.array(bars)[:, shown], fmt=mark, color=color, linewidth=1.1)
        ax.plot(size[shown], relative[shown], color=color, linestyle=dash)
        data[f"{gpt3.name(task)}, implied digit error, relative"] = list(np.where(shown, value, 0) / first)
        at = -2 if task == "2d_add" else -1
        direct_label(ax, size[at], relative[at], gpt3.name(task), color, offset=(-8, -4), ha="right")
    direct_label(ax, size[3], loss[3], "loss on LAMBADA", COLORS.loss, offset=(-8, -10), ha="right")
    ax.set(xscale="log", yscale="log", xlabel="parameters", ylabel="relative to the smallest model", ylim=(0.05, 1.3))
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    before, after = (exponent("2d_add", a, b) for a, b in (("small", "2p7b"), ("6p7b", "13b")))
    kept = percent((1 - implied("3d_add", "175b")) / (1 - implied("3d_add", "small")))
    alt = (
        "Loss falls steadily over all sizes. The implied digit error of two-digit addition falls with exponent"
        f" {before} up to the fifth size and {after} between the sixth and the seventh: on logarithmic axes it is flat,"
        f" then drops. In three-digit addition the largest model keeps {kept} of the first error."
    )
    caption = (
        "Undoing the exact match does not straighten the curve. The digit errors are implied by independence, not"
        " measured; the largest model made no error in two-digit additions, so its point lies below the picture."
    )
    return Figure(
        "smooth-score-bends",
        fig,
        title=f"Undoing exact match leaves a bend: exponent {before.short}, then {after.short}",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def wei_thresholds():
    """At which size each ability of the published table was first seen."""
    names, sizes, flops = wei.thresholds()
    low, high = published.value("article_c_small_model"), published.value("article_c_large_model")
    fig, ax = canvas(height=5.0)
    rows = np.arange(len(names))
    ax.axvspan(low, high, color=COLORS.claim, alpha=0.13, linewidth=0)
    ax.plot(sizes, rows, "o", color=COLORS.parameters)
    ax.set(
        xscale="log", yticks=rows, xlabel="parameters of the first model above chance", ylim=(-0.7, len(names) + 0.6)
    )
    ax.set_yticklabels(names, fontsize=8)
    ax.tick_params(axis="y", length=0)
    ax.annotate(
        "the article's example",
        (low, len(names)),
        color=COLORS.claim,
        fontsize=8.5,
        xytext=(-3, -3),
        textcoords="offset points",
        ha="right",
    )
    log_axis(ax.xaxis)
    below, between, above = wei.split(low, high)
    alt = (
        f"{len(names)} published thresholds from {say(sizes[0], 'parameters')} to {say(sizes[-1], 'parameters')}:"
        f" {below} at or below {say(low, 'parameters')}, {between} up to {say(high, 'parameters')} and {above} above"
        " it."
    )
    caption = (
        f"Thresholds as tabulated by {published.cite('wei2022emergent')}. The band is the step in the article's"
        " example. One subject, MMLU, appears three times at sizes that differ fourfold and at nearly equal compute."
    )
    data = {"ability": names, "parameters": list(sizes), "training compute, FLOP": list(flops)}
    return Figure(
        "published-thresholds",
        fig,
        title=f"{below} of {len(names)} thresholds lie at or below {say(low, 'parameters')}, {above} above"
        f" {say(high, 'parameters')}",
        caption=caption,
        alt=alt,
        data=data,
    )
