"""The figures of learning by heart: curves, the dial, and what is repaired when."""

import numpy as np

from scaling_laws.quantity import exact, format_number, percent
from scaling_laws.statistics import LEVEL, mean

from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import lambada, mechanisms, memoriser
from .memoriser import DIAL, LEARNERS, measured_exponent

DASHES = ("-", "--", "-.", ":")
MARKS = ("o", "s", "^", "D")
PALETTE = (COLORS.compute, COLORS.parameters, COLORS.tokens, COLORS.loss)
TAILS = (0.25, 0.5, 1.0, 2.0)
BANDS = (1, 10, 100, 1000, 10_000)
BAND_NAMES = ("top ten", "to a hundred", "to a thousand", "to ten thousand")


def columns(quantities):
    """Values, low ends and high ends of estimates, as three arrays to draw from."""
    return np.array([(q.value, q.low, q.high) for q in quantities]).T


@exhibit
def learning_curves():
    """Error against examples in four worlds: one learner, the mean of many, the exact expectation."""
    n, fine = memoriser.CHECKPOINTS, np.geomspace(10, 20_000, 60)
    fig, ax = canvas(height=3.6)
    data = {"examples": list(n)}
    for tail, color, dash, mark in zip(TAILS, PALETTE, DASHES, MARKS):
        errors = memoriser.learners(tail, LEARNERS)
        middle, low, high = columns([mean(at) for at in errors.T])
        ax.plot(n, errors[0], color=color, linewidth=0.7, drawstyle="steps-post", alpha=0.7)
        ax.plot(fine, memoriser.expected_error(tail, fine), color=color, linestyle=dash)
        ends = [(middle - low)[::2], (high - middle)[::2]]
        ax.errorbar(n[::2], middle[::2], ends, fmt=mark, color=color, markersize=4)
        direct_label(ax, n[-1], middle[-1], f"a = {tail:g}", color, offset=(7, -3))
        name = f"tail {tail:g}"
        data |= {name: list(middle), f"{name}, low": list(low), f"{name}, high": list(high)}
    ax.set(xscale="log", yscale="log", xlabel="examples", ylabel="error: chance of something new", xlim=(8, 9e4))
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    first, last = measured_exponent(TAILS[0]), measured_exponent(TAILS[-1])
    alt = (
        f"Four straight falling lines on logarithmic axes. The exponent is {first.full} for the heaviest tail,"
        f" {exact(TAILS[0]).short}, and {last.full} for the lightest, {exact(TAILS[-1]).short}. Single learners fall in"
        " uneven steps close to the lines."
    )
    caption = (
        f"Marks: means of {LEARNERS} simulated learners with intervals of level {percent(LEVEL).short}; lines: the"
        " exact expectation, nothing fitted; thin steps: one learner of each world, which keeps to the line ever more"
        " closely the more things it has met."
    )
    return Figure(
        "why-learning-curves",
        fig,
        title=f"The tail sets the exponent: {first.short} for a = {TAILS[0]:g}, {last.short} for a = {TAILS[-1]:g}",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def dial():
    """Measured exponent against theory as the tail exponent varies."""
    fine = np.linspace(0.1, 2.3, 60)
    fig, ax = canvas(height=3.0)
    ax.plot(fine, memoriser.exponent(fine), color=COLORS.tokens)
    ax.plot(fine[fine < 1.15], fine[fine < 1.15], color=COLORS.parameters, linestyle="--")
    value, low, high = columns([measured_exponent(tail) for tail in DIAL])
    ax.errorbar(DIAL, value, [value - low, high - value], fmt="o", color=COLORS.ink, markersize=4, capsize=3)
    ax.set(xlabel="tail exponent a of the frequencies", ylabel="exponent of the error", xlim=(0, 2.4), ylim=(0, 1.15))
    direct_label(ax, 1.75, 0.636, f"in examples: {mechanisms.DATA}", COLORS.tokens, offset=(-20, -22))
    direct_label(ax, 0.9, 0.9, "in skills held: a", COLORS.parameters, offset=(-8, 2), ha="right")
    alt = (
        f"Measured exponents of {len(DIAL)} worlds lie on the curve a over one plus a, from"
        f" {measured_exponent(DIAL[0]).full} at a tail of {exact(DIAL[0]).short} to {measured_exponent(DIAL[-1]).full}"
        f" at {exact(DIAL[-1]).short}. The straight line above it is the exponent in the number of things held."
    )
    caption = (
        f"Points: exponents of {LEARNERS} learners between {exact(memoriser.WINDOW[0]).short} and"
        f" {exact(memoriser.WINDOW[1]).short} examples, with their intervals; most are narrower than the mark. The"
        " solid line has no free number. The dashed one is the exponent for a learner limited by its size instead."
    )
    data = {
        "tail": list(DIAL),
        "measured": list(value),
        "low": list(low),
        "high": list(high),
        "theory": list(memoriser.exponent(np.array(DIAL))),
    }
    miss = np.abs(value / memoriser.exponent(np.array(DIAL)) - 1).max()
    return Figure(
        "why-dial",
        fig,
        title=f"Theory without a free number comes within {percent(miss).short} of every measured exponent",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def repairs(tail=0.5):
    """What is repaired when: the error by rank in the model world, and GPT-3's gains on LAMBADA by step."""
    n = np.geomspace(1, 1e7, 40)
    bands = memoriser.error_by_band(tail, n, BANDS)
    fig, axes = canvas(1, 2, height=3.3)
    ax = axes[0]
    for band, name, color, dash in zip(bands, BAND_NAMES, PALETTE, DASHES):
        ax.plot(n, np.maximum(band, 1e-12), color=color, linestyle=dash, linewidth=1.3, label=name)
    ax.plot(n, bands.sum(axis=0), color=COLORS.ink, linewidth=2.2)
    ax.set(xscale="log", yscale="log", xlabel="examples", ylabel="error", ylim=(1e-3, 1.6), xlim=(1, 1e7))
    ax.set_xticks([1, 1e2, 1e4, 1e6])
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    ax.set_title("theory: error by rank", loc="left")
    ax.legend(loc="upper right", fontsize=7.5, labelcolor="linecolor", handlelength=1.8, borderaxespad=0)
    _lambada_steps(axes[1])
    gains = lambada.points_per_decade()
    value, low, high = columns(gains)
    alt = (
        "Left: the error of the most frequent ten things falls off first, then the next ranks, each in turn; their sum"
        f" is a straight line with exponent {exact(memoriser.exponent(tail)).short}. Right: GPT-3 gains"
        f" {gains[0]} per decade of size on LAMBADA at its first step and {gains[-1]} at its last."
    )
    caption = (
        f"Left: exact expectation for a tail of {exact(tail).short}; the thick line is the sum over all ranks. Right:"
        " gain in accuracy per tenfold parameters between neighbouring sizes, intervals of level"
        f" {percent(LEVEL).short} from {format_number(lambada.items(), decimals=0)} passages. The right panel agrees"
        " with the left one and does not prove it."
    )
    sizes = lambada.parameters()
    data = {"from, parameters": list(sizes[:-1]), "to, parameters": list(sizes[1:])}
    data |= {"points per decade": list(value), "low": list(low), "high": list(high)}
    return Figure(
        "why-repairs",
        fig,
        title=f"Ranks are repaired in turn; GPT-3's gain a decade goes from {gains[0].bare} to {gains[-1].short}",
        caption=caption,
        alt=alt,
        data=data,
    )


def _lambada_steps(ax):
    value, low, high = columns(lambada.points_per_decade())
    sizes = lambada.parameters()
    middle = np.sqrt(sizes[1:] * sizes[:-1])
    ax.errorbar(middle, value, [value - low, high - value], fmt="o", color=COLORS.parameters, markersize=4, capsize=2)
    ax.set(xscale="log", xlabel="parameters", ylabel="points per decade", ylim=(0, 32), xlim=(1e8, 2e11))
    ax.set_xticks([1e8, 1e9, 1e10, 1e11])
    log_axis(ax.xaxis)
    ax.set_title("GPT-3 on LAMBADA", loc="left")
