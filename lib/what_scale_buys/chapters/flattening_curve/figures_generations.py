"""Figures on what a generation bought: compute of the GPT generations, and three measures of one gain."""

from itertools import pairwise

import numpy as np

from scaling_laws.quantity import say
from scaling_laws.statistics import logit

from ... import published
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import generations
from .axes import plain_ticks

_MARKS = {
    "MMLU": ("o", "-", COLORS.compute),
    "GSM8K": ("s", "--", COLORS.parameters),
    "HellaSwag": ("^", ":", COLORS.tokens),
}


@exhibit
def generations_figure():
    """Published estimates of the compute of each GPT generation, against steps of ten."""
    table = generations.gpt_compute()
    models = list(table)
    fig, ax = canvas(height=3.2)
    ax.set_xscale("log")
    for y, model in enumerate(models):
        low, high = generations.spread(model)
        points = [v for v in table[model].values() if np.ndim(v) == 0]
        ax.plot([low, high], [y, y], color=COLORS.compute, linewidth=5, alpha=0.35, solid_capstyle="butt")
        ax.plot(points, [y] * len(points), "o", color=COLORS.compute)
    start, factor = generations.database("GPT-2").value, published.value("article_c_generation_factor")
    claimed = start * factor ** np.arange(3)
    ax.plot(claimed, range(3), "--", marker="D", color=COLORS.claim, markerfacecolor="none")
    direct_label(ax, claimed[2], 2, "tenfold steps (article C)", COLORS.claim, offset=(0, -16), ha="center")
    for i, (before, after) in enumerate(pairwise(models)):
        ratio, spot = generations.step(before, after).short, (generations.database(after).value, i + 0.55)
        ax.annotate(ratio, spot, ha="right", va="center", fontsize=8.5, color=COLORS.compute)
    ax.set_yticks(range(len(models)), models)
    ax.set(xlabel="training compute (FLOP), published estimates", ylim=(3.5, -0.5), xlim=(3e20, 3e27))
    ax.grid(False, axis="y")
    log_axis(ax.xaxis)
    first, second = (generations.step(*pair) for pair in (("GPT-2", "GPT-3"), ("GPT-3", "GPT-4")))
    alt = (
        f"By the published estimates GPT-2 to GPT-3 multiplied compute by {first} and GPT-3 to GPT-4 by {second}; steps"
        f" of {say(factor, '×')} would have ended far to the left."
    )
    rows = [(m, who, *np.broadcast_to(v, 2)) for m in models for who, v in table[m].items()]
    data = dict(zip(("model", "estimate", "low (FLOP)", "high (FLOP)"), map(list, zip(*rows))))
    caption = (
        "Training compute of the GPT generations. Dots are point estimates, bars the span of all that is published;"
        " nobody outside knows the last two better than this. Numbers between rows are ratios of the database values."
    )
    return Figure(
        "flat-generations",
        fig,
        title=f"GPT-3 took {first.short} the compute of GPT-2, GPT-4 {second.short} that of GPT-3",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def measures_figure():
    """Three Llama 3.1 models on three benchmarks in points, error ratio and log odds."""
    compute = generations.llama_compute()
    fig, axes = canvas(1, 3, height=3.1)
    columns = {"benchmark": [], "model": [], "compute (FLOP)": [], "accuracy (%)": [], "error (%)": [], "log odds": []}
    for benchmark, (marker, dash, color) in _MARKS.items():
        accuracy = generations.llama_accuracy(benchmark)
        views = (100 * accuracy, 100 * (1 - accuracy), logit(accuracy))
        for ax, values in zip(axes, views):
            ax.plot(compute, values, dash, marker=marker, color=color, label=benchmark)
        for row in zip([benchmark] * 3, generations.LLAMA_NAMES, compute, *views):
            for key, value in zip(columns, row):
                columns[key].append(value)
    for ax, title in zip(axes, ("accuracy (%)", "error (%), log scale", "log odds")):
        ax.set_xscale("log")
        ax.set_title(title)
        ax.set(xlim=(4e23, 8e25), xlabel="compute (FLOP)")
        log_axis(ax.xaxis)
    axes[0].set_ylim(40, 100)
    axes[1].set_yscale("log")
    axes[1].set_ylim(8, 65)
    plain_ticks(axes[1], [10, 20, 40])
    axes[0].legend(loc="lower right", handlelength=2.2, borderpad=0, fontsize=8)
    mmlu, exponents = generations.points_per_decade("MMLU"), generations.error_exponents("MMLU")
    alt = (
        f"The same three models: MMLU gains {mmlu[0].bare} then {mmlu[1].bare} points per tenfold compute, which bends;"
        f" as a power of compute its error falls with exponent {exponents[0]} then {exponents[1]}, which is almost"
        " straight."
    )
    caption = (
        "One gain, three measures: Llama 3.1 models of three sizes. In points every curve flattens; as an error on a"
        " log scale two of three are nearly straight; HellaSwag bends in each, because it is near its ceiling."
    )
    return Figure(
        "flat-measures",
        fig,
        title=f"Per tenfold compute MMLU gains {mmlu[0].bare}, then {mmlu[1].bare} points; its error falls with"
        f" exponent {exponents[0].short}, then {exponents[1].short}",
        caption=caption,
        alt=alt,
        data=columns,
    )
