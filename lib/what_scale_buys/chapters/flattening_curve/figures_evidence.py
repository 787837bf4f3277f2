"""Figures on the evidence: the GPT generations, three measures of one gain, and the floor."""

import numpy as np

from scaling_laws.quantity import Quantity

from ... import published
from ...accepted import fitted_range, hoffmann, refit
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import floors, generations
from .surfaces import FUTURE

_MARKS = {
    "MMLU": ("o", "-", COLORS.compute),
    "GSM8K": ("s", "--", COLORS.parameters),
    "HellaSwag": ("^", ":", COLORS.tokens),
}


def _say(value, unit=""):
    return Quantity(float(value), unit).short


def _plain_ticks(ax, ticks):
    ax.minorticks_off()
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])


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
    start, factor = table["GPT-2"]["database"], published.value("article_c_generation_factor")
    claimed = start * factor ** np.arange(3)
    ax.plot(claimed, range(3), "--", marker="D", color=COLORS.claim, markerfacecolor="none")
    direct_label(ax, claimed[2], 2, "tenfold steps (article C)", COLORS.claim, offset=(-9, -9), ha="right")
    for i in range(3):
        ratio = generations.step(models[i], models[i + 1])[0]
        x = table[models[i + 1]]["database"]
        ax.annotate(f"{_say(ratio, '×')}", (x, i + 0.55), ha="right", va="center", fontsize=8.5, color=COLORS.compute)
    ax.set_yticks(range(len(models)), models)
    ax.set(xlabel="training compute (FLOP), published estimates", ylim=(3.5, -0.5), xlim=(3e20, 3e27))
    ax.grid(False, axis="y")
    log_axis(ax.xaxis)
    steps = [generations.step(models[i], models[i + 1]) for i in range(2)]
    alt = (
        f"GPT-2 to GPT-3 multiplied compute by {_say(steps[0][0])} (published estimates allow {_say(steps[0][1])} to "
        f"{_say(steps[0][2])}) and GPT-3 to GPT-4 by {_say(steps[1][0])} ({_say(steps[1][1])} to {_say(steps[1][2])}); "
        f"steps of {_say(factor)} would have ended far to the left."
    )
    rows = [(m, who, *np.broadcast_to(v, 2)) for m in models for who, v in table[m].items()]
    data = dict(zip(("model", "estimate", "low (FLOP)", "high (FLOP)"), map(list, zip(*rows))))
    caption = (
        "Training compute of the GPT generations. Dots are point estimates, bars the span of all that is "
        "published; nobody "
        "outside knows the last two better than this. Numbers between rows are ratios of the database values."
    )
    return Figure("flat-generations", fig, caption=caption, alt=alt, data=data)


@exhibit
def measures_figure():
    """Three Llama 3.1 models on three benchmarks in points, error ratio and log odds."""
    compute = generations.llama_compute()
    fig, axes = canvas(1, 3, height=3.1)
    columns = {"benchmark": [], "model": [], "compute (FLOP)": [], "accuracy (%)": [], "error (%)": [], "log odds": []}
    for benchmark, (marker, dash, color) in _MARKS.items():
        accuracy = generations.llama_accuracy(benchmark)
        views = (100 * accuracy, 100 * (1 - accuracy), generations.logit(accuracy))
        for ax, values in zip(axes, views):
            ax.plot(compute, values, dash, marker=marker, color=color, label=benchmark)
        for row in zip([benchmark] * 3, generations.LLAMA_NAMES, compute, *views):
            for key, value in zip(columns, row):
                columns[key].append(value)
    for ax, title in zip(axes, ("accuracy (%)", "error (%), log scale", "log odds")):
        ax.set_xscale("log")
        ax.set_title(title)
        ax.set_xlim(4e23, 8e25)
        log_axis(ax.xaxis)
    axes[0].set_ylim(40, 100)
    axes[1].set_yscale("log")
    axes[1].set_ylim(8, 65)
    _plain_ticks(axes[1], [10, 20, 40])
    axes[1].set_xlabel("training compute (FLOP)")
    axes[0].legend(loc="lower right", handlelength=2.2, borderpad=0, fontsize=8)
    mmlu = 100 * generations.per_decade(generations.llama_accuracy("MMLU"), compute)
    exponents = generations.error_exponents(generations.llama_accuracy("MMLU"), compute)
    alt = (
        f"The same three models: MMLU gains {_say(mmlu[0])} then {_say(mmlu[1])} points per tenfold compute, "
        f"which bends; as a "
        f"power of compute its error falls with exponent {_say(exponents[0])} then {_say(exponents[1])}, "
        f"which is almost straight."
    )
    caption = (
        "One gain, three measures: Llama 3.1 models of three sizes. In points every curve flattens; as an "
        "error on a log scale "
        "two of three are nearly straight; HellaSwag bends in each, because it is near its ceiling."
    )
    return Figure("flat-measures", fig, caption=caption, alt=alt, data=columns)


@exhibit
def simulation_figure():
    """One simulated lab: the runs with both fits, and how well each floor fits for three ranges of compute."""
    noise, decades = floors.scatter(), floors.published_decades()
    compute, losses, _ = floors.simulated_labs(decades, noise)
    fig, (top, low) = canvas(2, 1, height=5.6, height_ratios=(1, 1))
    dense = np.geomspace(compute[0], compute[-1], 40)
    slope, start = np.polyfit(np.log(compute), np.log(losses[0]), 1)
    line = np.exp(start + slope * np.log(dense))
    truth = refit().frontier.loss(dense)
    top.loglog(compute, losses[0], "o", color=COLORS.ink, label="simulated runs")
    top.loglog(dense, line, "--", color=COLORS.compute, label="best straight line (no floor)")
    top.loglog(dense, truth, "-", color=COLORS.loss, label="truth (with a floor)")
    top.set(xlabel="training compute (FLOP)", ylabel="loss (nats/token)")
    _plain_ticks(top, [2.2, 2.5, 3.0])
    log_axis(top.xaxis)
    top.legend(loc="upper right")
    columns = {"floor (nats/token)": floors.FLOORS[::4]}
    dashes = {1.0: ":", decades: "-", 4.0: "--"}
    for span, dash in dashes.items():
        misfit = floors.expected_profile(span) / noise**2
        low.plot(
            floors.FLOORS,
            misfit,
            dash,
            color=COLORS.loss,
            label="one decade of compute" if span == 1 else f"{_say(span)} decades of compute",
        )
        columns[f"misfit, {_say(span)} decades"] = misfit[::4]
    low.axhline(floors.THRESHOLD, color=COLORS.muted, linewidth=1)
    direct_label(low, 0.02, floors.THRESHOLD, "above this line a floor is rejected", COLORS.muted, offset=(0, 3))
    low.set(ylim=(0, 16), xlim=(0, 2.16), xlabel="assumed floor (nats/token)", ylabel="misfit (chi squared)")
    low.legend(loc="upper left", bbox_to_anchor=(0.0, 0.98))
    ends = floors.interval(floors.FLOORS, floors.expected_profile(decades) / noise**2)
    alt = (
        f"Over {_say(decades)} decades, {_say(len(compute))} runs with a scatter of {_say(100 * noise, '%')} "
        f"bend visibly away from "
        f"a straight line and allow floors from {_say(ends[0])} to {_say(ends[1])} nats; over {_say(1)} "
        f"decade every floor fits."
    )
    caption = (
        "Above: one simulated lab with the published budgets and scatter. Below: how badly each assumed "
        "floor fits, on average, "
        "for three widths of the range; what lies under the grey line cannot be told from the truth."
    )
    return Figure("flat-simulation", fig, caption=caption, alt=alt, data=columns)


@exhibit
def futures_figure():
    """Laws that agree where the runs are and part where they are not."""
    compute = np.geomspace(1e18, 1e30, 49)
    few = int(published.value("hoffmann_2022_isoflop_budgets"))
    many = int(published.value("besiroglu_2024_points_fitted"))
    lines = {
        "floor (R)": (refit().frontier.loss(compute), "-", COLORS.loss),
        "floor (H)": (hoffmann().frontier.loss(compute), "--", COLORS.loss),
        "no floor, all runs": (floors.sinking_floor(many)[1](compute), "-", COLORS.parameters),
        "no floor, few runs": (floors.sinking_floor(few)[1](compute), "--", COLORS.parameters),
        "straight line": (floors.pure_through(refit().frontier, compute), ":", COLORS.compute),
    }
    fig, ax = canvas(height=3.9)
    ax.axvspan(*fitted_range(), color=COLORS.grid, alpha=0.6, linewidth=0)
    offsets = {"floor (R)": (4, 4), "floor (H)": (4, -8), "straight line": (4, -6)}
    for name, (loss, dash, color) in lines.items():
        ax.loglog(compute, loss, dash, color=color)
        direct_label(ax, compute[-1], loss[-1], name, color, offset=offsets.get(name, (4, -3)), annotation_clip=False)
    ax.text(np.sqrt(np.prod(fitted_range())), 0.72, "runs", ha="center", fontsize=8.5, color=COLORS.muted)
    ax.set(xlim=(1e18, 3e33), ylim=(0.66, 3.4), xlabel="training compute (FLOP)", ylabel="loss (nats/token)")
    _plain_ticks(ax, [0.7, 1, 1.5, 2, 3])
    ax.set_xticks(10.0 ** np.arange(18, 31, 3))
    log_axis(ax.xaxis)
    at = {name: float(np.exp(np.interp(np.log(FUTURE), np.log(compute), np.log(v[0])))) for name, v in lines.items()}
    alt = (
        f"Five laws that nearly coincide inside the fitted range part beyond it: at "
        f"{Quantity(FUTURE, 'FLOP').short} the laws with "
        f"a floor say {_say(at['floor (R)'])} and {_say(at['floor (H)'])} nats, two laws without a floor say "
        f"{_say(at['no floor, all runs'])} and {_say(at['no floor, few runs'])}."
    )
    caption = (
        "Where the curve goes. The shaded range holds the runs behind both fits. The two laws without a "
        "floor are sums of two "
        "power laws that the runs could not reject: all runs, or only the best of each budget."
    )
    return Figure(
        "flat-futures",
        fig,
        caption=caption,
        alt=alt,
        data={"compute (FLOP)": compute} | {k: v[0] for k, v in lines.items()},
    )


@exhibit
def floors_figure():
    """Floors in print, side by side."""
    table = floors.published_floors()
    fig, ax = canvas(height=2.9)
    for y, (value, low, high) in enumerate(table.values()):
        ax.plot([low, high], [y, y], color=COLORS.loss, linewidth=3, alpha=0.5)
        if value:
            ax.plot(value, y, "o", color=COLORS.loss)
        else:
            direct_label(ax, 0, y, "none: the law falls for ever", COLORS.loss, va="center")
    ax.set_yticks(range(len(table)), list(table))
    ax.set(xlim=(-0.05, 2.1), xlabel="irreducible loss (nats/token)")
    ax.grid(False, axis="y")
    positive = [v[0] for v in table.values() if v[0] > 0]
    alt = (
        f"Published floors run from {_say(min(positive))} to {_say(max(positive))} nats per token, and Kaplan "
        f"et al. have none; "
        f"three of them lie between {_say(sorted(positive)[-3])} and {_say(max(positive))}."
    )
    caption = (
        "Floors in print. The texts, tokenizers and ranges of the studies differ, so the dots need not "
        "agree; but two of them "
        "come from one paper and differ only in which runs were kept."
    )
    data = dict(zip(("study", "floor", "low", "high"), map(list, zip(*[(k, *v) for k, v in table.items()]))))
    return Figure("flat-floors", fig, caption=caption, alt=alt, data=data)
