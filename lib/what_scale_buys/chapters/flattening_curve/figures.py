"""Figures on the shape of the curve: the bars, their ratios, their axes, the doublings."""

import numpy as np

from scaling_laws.quantity import say
from scaling_laws.statistics import central

from ... import published
from ...accepted import draws, hoffmann, refit
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import bars
from .surfaces import cuts, in_column, moment, pure_cut, total_cut

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
    return Figure("flat-bars", fig, caption=caption, alt=alt, data=data)


@exhibit
def ratios_figure():
    """Each bar divided by the one before, against what each law allows."""
    article = bars.successive_ratios(bars.article_bars())
    x = np.arange(1, len(article) + 1)
    names = ("second / first", "third / second", "fourth / third")
    percent_log = bars.candidates()["logarithm", "percent of the score before"].ratios
    lines = {
        "logarithm": (np.ones(3), COLORS.compute, ":", "^"),
        "logarithm, percent of score": (percent_log, COLORS.compute, "--", "v"),
        "article A": (article, COLORS.claim, "-", "P"),
        "power law with floor": (bars.floor_candidate().ratios, COLORS.loss, "-", "o"),
        "published fit H": (bars.successive_ratios(-np.diff(_path(0))), COLORS.muted, "-.", "s"),
        "published fit R": (bars.successive_ratios(-np.diff(_path(1))), COLORS.muted, "-.", "x"),
    }
    places = {"article A": (2, (8, -11)), "power law with floor": (2, (8, 3))}
    places |= {"published fit H": (0, (8, 6)), "published fit R": (0, (8, -13))}
    fig, ax = canvas(height=3.6)
    for name, (ratios, color, dash, marker) in lines.items():
        at, offset = places.get(name, (2, (8, -3)))
        ax.plot(x, ratios, dash, marker=marker, color=color, linewidth=2.6 if name == "article A" else 1.6)
        direct_label(ax, x[at], ratios[at], name, color, offset=offset, annotation_clip=False)
    ax.set(xlim=(0.85, 4.45), ylim=(0, 1.12), ylabel="gain divided by the gain before")
    ax.set_xticks(x, names)
    ax.grid(False, axis="x")
    alt = (
        f"The ratios of the article's bars fall from {say(article[0])} to {say(article[-1])}, as those of a power law"
        f" with a floor do ({say(bars.floor_candidate().ratios[0])} to {say(bars.floor_candidate().ratios[-1])}); a"
        f" logarithm would keep them at {say(1)}."
    )
    data = {"ratio": list(names)} | {name: line[0] for name, line in lines.items()}
    caption = (
        "Successive ratios remove the scale of the chart and keep its shape. H and R are the reducible losses that two"
        " published fits give along compute-optimal models of the sizes on the labels."
    )
    return Figure("flat-ratios", fig, caption=caption, alt=alt, data=data)


def _path(index):
    return list(bars.published_path().values())[index]


def readings():
    """Decades of compute per bar under the three readings of the chart's axis."""
    kaplan = published.value("kaplan_2020_nopt_exponent")
    return {
        "the title: tenfold compute": 1.0,
        "the labels, by Kaplan": float(np.log10(bars.compute_per_size_decade(kaplan))),
        "the labels, by Chinchilla": float(np.log10(bars.compute_per_size_decade(0.5))),
    }


@exhibit
def axes_figure():
    """The same bars as gain per tenfold compute under three readings of the axis; area is the claimed gain."""
    heights = np.array(bars.article_bars())
    fig, axes = canvas(3, 1, height=5.0, sharex=True, sharey=True)
    columns = {"reading": [], "bar": [], "from decade": [], "to decade": [], "gain per tenfold compute (%)": []}
    for ax, (name, width) in zip(axes, readings().items()):
        for i, height in enumerate(heights):
            per_tenfold = height / width
            ax.bar(i * width, per_tenfold, width, align="edge", facecolor="none", edgecolor=COLORS.claim, hatch="///")
            middle = (i + 0.5) * width
            ax.text(middle, per_tenfold + 2, say(per_tenfold), ha="center", fontsize=8.5, color=COLORS.ink)
            for key, value in zip(columns, (name, bars.LABELS[i], i * width, (i + 1) * width, per_tenfold)):
                columns[key].append(value)
        ax.set_title(name)
        ax.set(ylim=(0, 54), xlim=(0, 8.2))
        ax.grid(False, axis="x")
    axes[1].set_ylabel("gain per tenfold compute (%)")
    axes[-1].set_xlabel("decades of compute since the first model")
    wide = list(readings().values())
    alt = (
        f"The first bar is {say(heights[0], '%')} per tenfold compute if the title is right,"
        f" {say(heights[0] / wide[1], '%')} if the labels are right and sizes follow Kaplan,"
        f" {say(heights[0] / wide[2], '%')} if they follow Chinchilla; the four bars then span {say(4 * wide[0])},"
        f" {say(4 * wide[1])} or {say(4 * wide[2])} decades."
    )
    caption = (
        "One chart, three axes. Each block keeps its area, the gain that the article states; its width is the compute"
        " that it takes."
    )
    return Figure("flat-axes", fig, caption=caption, alt=alt, data=columns)


@exhibit
def doublings_figure():
    """Cut of the total loss per doubling of compute, with and without a floor."""
    compute = np.geomspace(1e19, 1e28, 46)
    low, high = central(total_cut(in_column(draws()).frontier, compute))
    h, r = (total_cut(fit().frontier, compute) for fit in (hoffmann, refit))
    small, large = (pure_cut(published.value(f"article_b_alpha_{end}")) for end in ("low", "high"))
    said = [published.value(f"article_b_doubling_{end}") for end in ("low", "high")]
    fig, ax = canvas(height=3.7)
    ax.set_xscale("log")
    ax.axhspan(*said, color=COLORS.claim, alpha=0.22, linewidth=0)
    ax.fill_between(compute, low, high, color=COLORS.loss, alpha=0.25, linewidth=0)
    ax.plot(compute, r, color=COLORS.loss)
    ax.plot(compute, h, "--", color=COLORS.loss)
    for value in (small, large):
        ax.axhline(value, color=COLORS.compute, linestyle=":")
    _label_doublings(ax, small, large, said, compute, h, r)
    _mark_runs(ax)
    log_axis(ax.xaxis)
    ax.set(
        ylim=(0, 7.6), xlim=(1e19, 1e28), xlabel="training compute (FLOP)", ylabel="cut of the loss per doubling (%)"
    )
    at = moment("llama")
    alt = (
        f"Without a floor every doubling cuts the loss by {say(small, '%')} or {say(large, '%')}, everywhere; with a"
        f" floor the cut falls steadily and at {say(at, 'FLOP')} it is {say(total_cut(hoffmann().frontier, at), '%')}"
        f" or {cuts(at)[1]}, below the {say(said[0], '%')} to {say(said[1], '%')} of article B."
    )
    data = {"compute (FLOP)": compute, "fit H (%)": h, "fit R (%)": r, "fit R, low": low, "fit R, high": high}
    caption = (
        "What one doubling of compute buys. Dotted: pure power laws at both ends of the exponent that article B quotes."
        " Curves: compute-optimal models by two published fits (H printed, dashed; R refit, with interval)."
    )
    return Figure("flat-doublings", fig, caption=caption, alt=alt, data=data)


def _label_doublings(ax, small, large, said, compute, h, r):
    low, high = (published.figure(f"article_b_alpha_{end}").bare for end in ("low", "high"))
    direct_label(ax, 1e28, large, f"no floor, exponent {high}", COLORS.compute, offset=(-4, 4), ha="right")
    direct_label(ax, 1e28, said[1], "article B's sentence", COLORS.claim, offset=(-4, -12), ha="right")
    direct_label(
        ax, 1e28, said[0], f"no floor, exponent {low} (line in the band)", COLORS.compute, offset=(-4, -12), ha="right"
    )
    direct_label(ax, compute[16], h[16], "fit H", COLORS.loss, offset=(8, 4))
    direct_label(ax, compute[14], r[14], "fit R", COLORS.loss, offset=(-12, -14), ha="right")


def _mark_runs(ax):
    for name, key in (("GPT-3", "run_gpt3_db_flop"), ("Llama 3.1 405B", "run_llama31_405b_flop")):
        x = published.value(key)
        found = [total_cut(fit().frontier, x) for fit in (hoffmann, refit)]
        ax.plot([x, x], found, "o", color=COLORS.loss, markersize=4.5)
        ax.annotate(name, (x, found[0]), xytext=(2, 7), textcoords="offset points", fontsize=8.5, color=COLORS.ink)
