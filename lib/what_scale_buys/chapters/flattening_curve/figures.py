"""Figures on the shape of the curve: the bars, their ratios, their axes, the doublings."""

import numpy as np

from scaling_laws.quantity import say
from scaling_laws.statistics import central

from ... import published
from ...accepted import draws, refit
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import bars
from .surfaces import cut, in_column, moment, pure_cut, total_cut

LAW_STYLE = {
    ("logarithm", "points"): (COLORS.compute, ":", "^", "logarithm"),
    ("power law, any floor", "points of loss"): (COLORS.parameters, "--", "s", "power law, in points"),
    ("power law with a floor", "percent of the loss before"): (
        COLORS.loss,
        "-",
        "o",
        "power law with floor, in percent",
    ),
    ("saturating score", "points"): (COLORS.tokens, "-.", "D", "saturating score, in points"),
}


@exhibit
def bars_figure():
    """The article's bars and the best fit of four laws."""
    heights = np.array(bars.article_bars())
    fitted = {key: bars.candidates()[key] for key in LAW_STYLE}
    fig, ax = canvas(height=3.7)
    x = np.arange(len(heights))
    ax.bar(
        x, heights, width=0.62, facecolor="none", edgecolor=COLORS.claim, linewidth=1.6, hatch="///", label="article A"
    )
    for (key, candidate), shift in zip(fitted.items(), (-0.12, -0.04, 0.04, 0.12)):
        color, dash, marker, label = LAW_STYLE[key]
        ax.plot(x + shift, candidate.bars, dash, marker=marker, color=color, label=label)
    ax.set_xticks(x, bars.LABELS)
    ax.set(ylabel="gain per step (%)", xlabel="step in parameters, as the chart labels it", ylim=(0, 52))
    ax.grid(False, axis="x")
    ax.legend(loc="upper right", handlelength=2.6)
    floor, log = bars.floor_candidate(), fitted["logarithm", "points"]
    alt = (
        f"Four bars fall from {say(heights[0], '%')} to {say(heights[-1], '%')}; a power law with a floor passes within"
        f" {say(floor.miss, 'points')} of them, while the logarithm is a flat line at {say(log.bars[0], '%')} and"
        f" misses by {say(log.miss, 'points')}."
    )
    data = {"step": list(bars.LABELS), "article A (%)": heights}
    data |= {LAW_STYLE[key][3]: candidate.bars for key, candidate in fitted.items()}
    caption = (
        "The four bars of article A and the closest version of four laws. The flat line is what a logarithm promises:"
        " the same gain for every tenfold step."
    )
    return Figure(
        "flat-bars",
        fig,
        title=f"A power law with a floor comes within {say(floor.miss, 'points')} of the bars, a logarithm within"
        f" {say(log.miss, 'points')}",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def doublings_figure():
    """Cut of the total loss per doubling of compute, with and without a floor."""
    compute = np.geomspace(1e19, 1e28, 46)
    low, high = central(total_cut(in_column(draws()).frontier, compute))
    r = total_cut(refit().frontier, compute)
    small, large = (pure_cut(published.value(f"article_b_alpha_{end}")) for end in ("low", "high"))
    said = [published.value(f"article_b_doubling_{end}") for end in ("low", "high")]
    fig, ax = canvas(height=3.7)
    ax.set_xscale("log")
    ax.axhspan(*said, color=COLORS.claim, alpha=0.22, linewidth=0)
    ax.fill_between(compute, low, high, color=COLORS.loss, alpha=0.25, linewidth=0)
    ax.plot(compute, r, color=COLORS.loss)
    for value in (small, large):
        ax.axhline(value, color=COLORS.compute, linestyle=":")
    _label_doublings(ax, small, large, said, compute, r)
    _mark_runs(ax)
    log_axis(ax.xaxis)
    ax.set(
        ylim=(0, 7.6), xlim=(1e19, 1e28), xlabel="training compute (FLOP)", ylabel="cut of the loss per doubling (%)"
    )
    at = moment("llama")
    alt = (
        f"Without a floor every doubling cuts the loss by {say(small, '%')} or {say(large, '%')}, everywhere; with a"
        f" floor the cut falls steadily and at {say(at, 'FLOP')} it is {cut(at)}, below the {say(said[0], '%')} to"
        f" {say(said[1], '%')} of article B."
    )
    data = {"compute (FLOP)": compute, "cut (%)": r, "low": low, "high": high}
    caption = (
        "What one doubling of compute buys. Dotted: pure power laws at both ends of the exponent that article B quotes."
        " Curve: compute-optimal models by the refit, with its interval."
    )
    return Figure(
        "flat-doublings",
        fig,
        title=f"A doubling at {say(at, 'FLOP')} cuts the loss by {cut(at).short} with a floor; article B says"
        f" {say(said[0])} to {say(said[1], '%')}",
        caption=caption,
        alt=alt,
        data=data,
    )


def _label_doublings(ax, small, large, said, compute, r):
    low, high = (published.figure(f"article_b_alpha_{end}").bare for end in ("low", "high"))
    direct_label(ax, 1e28, large, f"no floor, exponent {high}", COLORS.compute, offset=(-4, 4), ha="right")
    direct_label(ax, 1e28, said[1], "article B's sentence", COLORS.claim, offset=(-4, -12), ha="right")
    direct_label(
        ax, 1e28, said[0], f"no floor, exponent {low} (line in the band)", COLORS.compute, offset=(-4, -12), ha="right"
    )
    direct_label(ax, compute[14], r[14], "with a floor", COLORS.loss, offset=(-12, -14), ha="right")


def _mark_runs(ax):
    for name, key in (("GPT-3", "run_gpt3_db_flop"), ("Llama 3.1 405B", "run_llama31_405b_flop")):
        x = published.value(key)
        found = total_cut(refit().frontier, x)
        ax.plot(x, found, "o", color=COLORS.loss, markersize=4.5)
        ax.annotate(name, (x, found), xytext=(2, 7), textcoords="offset points", fontsize=8.5, color=COLORS.ink)
