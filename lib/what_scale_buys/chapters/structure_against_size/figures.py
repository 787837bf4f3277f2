"""The figures of the published evidence: mixtures, matched runs, two laws, the map of ties."""

import numpy as np
from matplotlib.ticker import NullLocator

from scaling_laws.quantity import Numbers, estimate, percent, say
from scaling_laws.statistics import central

from ... import published
from ...accepted import bounds, draws, refit
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import measured_here, models, routing, ties
from .numbers import EXPERTS, routing_range, sizes, ties_numbers

DASHES = ("-", "--", "-.", ":")


def plain_ticks(setter, ticks):
    """Ticks written as they are."""
    setter(ticks, [f"{t:g}" for t in ticks])


@exhibit
def active_and_total():
    """Mixtures and dense models: parameters held against parameters used for a token."""
    fig, ax = canvas(height=3.3)
    line = np.geomspace(8e9, 1e12, 2)
    ax.plot(line, line, color=COLORS.muted, linewidth=1, linestyle="--")
    direct_label(ax, 2.2e10, 2.2e10, "all parameters active", COLORS.muted, offset=(8, -6))
    for group, color, mark in ((models.dense(), COLORS.parameters, "s"), (models.mixtures(), COLORS.compute, "o")):
        ax.plot([m.active for m in group], [m.total for m in group], mark, color=color, markersize=7)
        for m in group:
            spot = {"offset": (9, -4)} if group is models.dense() else {"offset": (9, 3)}
            direct_label(ax, m.active, m.total, m.name, color, **spot)
    ax.set(xscale="log", yscale="log", xlim=(8e9, 1.6e12), ylim=(8e9, 1.6e12))
    ax.set(xlabel="parameters active for a token (compute)", ylabel="parameters held (memory)")
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    old, middle, new = models.mixtures()
    alt = (
        f"Three mixtures lie above the line on which all parameters are active: {old.name} uses"
        f" {percent(old.share).short} of its parameters for a token, {middle.name} {percent(middle.share).short},"
        f" {new.name} {percent(new.share).short}. {new.name} computes like a model of {say(new.active, 'parameters')}"
        f" and must be held like one of {say(new.total, 'parameters')}."
    )
    caption = (
        "Squares: dense models, on the line by definition. Circles: mixtures of experts. To the left is cheaper per"
        " token, downwards is cheaper to hold; the newer mixtures moved away from the line."
    )
    shown = (*models.mixtures(), *models.dense())
    data = {
        "model": [m.name for m in shown],
        "active parameters": [m.active for m in shown],
        "total parameters": [m.total for m in shown],
    }
    return Figure(
        "struct-active-total",
        fig,
        title=f"{new.name} computes with {percent(new.share).short} of the parameters that it holds",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def matched_runs():
    """DeepSeek-V3 over Llama 3.1 405B in seven measures, as ratios on a logarithmic axis."""
    pair = models.matched()
    v3, llama = models.mixtures()[-1], models.dense()[-1]
    rows = {
        "training FLOP": 1 / pair.compute,
        "GPU-hours": 1 / pair.hours,
        "FLOP per token": v3.active / llama.active,
        "weights held": pair.memory,
        "MMLU errors": (100 - pair.mmlu[0]) / (100 - pair.mmlu[1]),
        "MMLU-Redux errors": (100 - pair.redux[0]) / (100 - pair.redux[1]),
        "bits per byte": pair.bits[0] / pair.bits[1],
    }
    fig, ax = canvas(height=3.3)
    place = np.arange(len(rows))[::-1]
    ratio = np.array(list(rows.values()))
    better = ratio < 1
    ax.axvline(1, color=COLORS.ink, linewidth=1)
    for kept, color, mark in ((better, COLORS.tokens, "o"), (~better, COLORS.parameters, "s")):
        ax.hlines(place[kept], 1, ratio[kept], color=color, linewidth=2)
        ax.plot(ratio[kept], place[kept], mark, color=color, markersize=7)
    for x, y in zip(ratio, place):
        side = "right" if x < 0.95 else "left"
        ax.annotate(
            f"÷ {say(1 / x)}" if x < 1 / 2 else say(x, "×"),
            (x, y),
            xytext=(-8 if side == "right" else 8, -3.5),
            textcoords="offset points",
            fontsize=8.5,
            ha=side,
            color=COLORS.ink,
        )
    ax.set(xscale="log", xlim=(0.045, 3.2), yticks=place, xlabel="mixture over dense model")
    ax.set_yticklabels(list(rows))
    plain_ticks(ax.set_xticks, [0.1, 0.2, 0.5, 1, 2])
    ax.minorticks_off()
    alt = (
        f"Ratios of {v3.name} to {llama.name}: training FLOP {say(ratio[0], '×')}, GPU-hours {say(ratio[1], '×')}, MMLU"
        f" errors {say(ratio[4], '×')}: all in the mixture's favour. Weights held {say(ratio[3], '×')} and bits per"
        f" byte {say(ratio[6], '×')}: against it."
    )
    caption = (
        "Lower is better in every row; circles favour the mixture, squares the dense model. The last row is a loss, and"
        " by the loss the dense model is slightly ahead. Scores as evaluated by the mixture's makers in one harness"
        f" ({published.cite('deepseek2024v3')}, Table 3); the GPU-hours are on different cards."
    )
    return Figure(
        "struct-matched-runs",
        fig,
        title=f"{llama.name} took {say(1 / ratio[0], '×')} the training FLOP of {v3.name}, which holds"
        f" {say(ratio[3], '×')} its weights",
        caption=caption,
        alt=alt,
        data={"measure": list(rows), "ratio": ratio},
    )


OWN_MARKS = {"four": "D", "eight": "P"}


@exhibit
def two_laws(points=25, gains=None):
    """The dense compute that a mixture is worth: two forecasts, pairs on one text, and this book's own runs."""
    gains = measured_here.gains() if gains is None else gains
    fig, ax = canvas(height=4.0)
    budgets = np.geomspace(1e18, 1e26, points)
    base = np.geomspace(1.5e7, 1e12, points)
    clark = routing.clark().gain(base, EXPERTS)
    clark_band = central(routing.clark(rounded=True).gain(base[:, None], EXPERTS).T, routing.LEVEL)
    data = {"compute of the fine-grained study, FLOP": budgets}
    for granularity, dash in ((None, "-"), (1, "--")):
        gain = routing.optimal_gain(budgets, granularity)
        low, high = central(routing.optimal_gain(budgets, granularity, rounded=True), routing.LEVEL)
        ax.fill_between(budgets, low, high, color=COLORS.compute, alpha=0.14, linewidth=0)
        ax.plot(budgets, gain, color=COLORS.compute, linestyle=dash)
        name = "fine experts" if granularity is None else "coarse experts"
        data |= {f"gain, {name}": gain, f"gain, {name}, low": low, f"gain, {name}, high": high}
        direct_label(
            ax, budgets[0], gain[0], f"Krajewski, {name.split()[0]}", COLORS.compute, offset=(-4, -3), ha="right"
        )
    x = routing.clark_compute(base)
    data["compute of the routed study, FLOP"] = x
    ax.fill_between(x, *clark_band, color=COLORS.parameters, alpha=0.16, linewidth=0)
    ax.plot(x, clark, color=COLORS.parameters, linestyle="-.")
    data |= {"gain, routed study": clark, "low": clark_band[0], "high": clark_band[1]}
    direct_label(ax, x[0], clark[0], "Clark, tokens fixed", COLORS.parameters, offset=(-4, -5), ha="right")
    data |= _draw_pairs(ax, points) | _draw_own(ax, gains, points)
    ax.axhline(1, color=COLORS.ink, linewidth=0.9)
    ax.axvline(routing_range(), color=COLORS.muted, linewidth=0.9, linestyle=":")
    direct_label(
        ax, routing_range(), 0.42, "last run behind\nKrajewski et al.", COLORS.muted, offset=(-4, 0), ha="right"
    )
    ax.set(xscale="log", yscale="log", xlim=(3e10, 3e26), ylim=(0.35, 70), xlabel="training compute, FLOP")
    ax.set_ylabel("dense compute of equal quality")
    ax.set_yticks([0.5, 1, 2, 5, 10, 20, 50], [f"{t:g}×" for t in (0.5, 1, 2, 5, 10, 20, 50)])
    ax.set_xticks(10.0 ** np.arange(12, 27, 4))
    log_axis(ax.xaxis)
    ax.yaxis.set_minor_locator(NullLocator())
    fine = [data[f"gain, fine experts{end}"] for end in ("", ", low", ", high")]
    (small, large), (first, last) = _ends(*fine), _ends(clark, *clark_band)
    pairs = ", ".join(f"{name} {say(pair.saving, '×')}" for name, pair in models.same_text().items())
    alt = (
        f"Two forecasts for mixtures of {EXPERTS} experts that part with scale. By Krajewski et al. the gain climbs"
        f" from {small.interval} at {say(budgets[0], 'FLOP')} to {large.interval} at {say(budgets[-1], 'FLOP')}; by"
        f" Clark et al. it falls from {first.interval} to {last.interval}. Pairs of one team on one text: {pairs}."
    )
    for arm, at in gains.items():
        told = ", ".join(f"{value.short} at {say(budget, 'FLOP')}" for budget, value in at.items())
        alt += f" Here, {measured_here.ARMS[arm]}: {told}."
    caption = (
        "Lines: the printed coefficients; bands: what their rounding alone leaves open, with"
        f" {percent(routing.LEVEL).short} of the draws inside. Right of the dotted line the upper curves are"
        " extrapolation. Squares: pairs of one team on one text, by benchmark scores (the arrow: at least)."
        + (" At the far left, with intervals: this book's own small runs, by loss." if gains else "")
    )
    return Figure(
        "struct-two-laws",
        fig,
        title=f"At their largest budgets {EXPERTS} experts are worth {large.short} by one law, {last.short} by another",
        caption=caption,
        alt=alt,
        data=data,
    )


def _padded(values, points):
    return [*values, *[""] * (points - len(values))]


def _draw_pairs(ax, points):
    """The published pairs of one team on one text."""
    pairs = models.same_text()
    for name, pair in pairs.items():
        ax.plot(pair.compute, pair.saving, "s", color=COLORS.ink, markersize=6)
        direct_label(ax, pair.compute, pair.saving, name, COLORS.ink, offset=(-8, -4), ha="right")
    ling = pairs["Ling"]
    ax.annotate("", (ling.compute, 1.5 * ling.saving), (ling.compute, ling.saving), arrowprops={"arrowstyle": "->"})
    return {
        "pair on one text": _padded(list(pairs), points),
        "compute of its dense run, FLOP": _padded([pair.compute for pair in pairs.values()], points),
        "training compute saved": _padded([pair.saving for pair in pairs.values()], points),
    }


def _draw_own(ax, gains, points):
    """This book's own runs."""
    data = {}
    for arm, at in gains.items():
        budgets, found = list(at), list(at.values())
        value, low, high = (np.array([getattr(one, end) for one in found]) for end in ("value", "low", "high"))
        ax.errorbar(budgets, value, [value - low, high - value], fmt=OWN_MARKS[arm], color=COLORS.tokens, linewidth=1.2)
        name = measured_here.ARMS[arm]
        data |= {
            f"training compute here, {name}, FLOP": _padded(budgets, points),
            f"gain here, {name}": _padded(value, points),
            f"low here, {name}": _padded(low, points),
            f"high here, {name}": _padded(high, points),
        }
    if gains:
        direct_label(ax, min(min(at) for at in gains.values()), 1.0, "measured here", COLORS.tokens, offset=(-8, 22))
    return data


def _ends(gain, low, high):
    """The first and the last point of a curve with a band, as quantities."""
    shared = dict(method=routing.METHOD, level=routing.LEVEL, unit="×")
    return [estimate(gain[i], low[i], high[i], **shared) for i in (0, -1)]


NAMED = {
    "GPT-3": (-6, -4, "right"),
    "Gopher": (0, -13, "center"),
    "Llama 3.1 405B": (-6, 5, "right"),
    "PaLM": (6, 2, "left"),
}


@exhibit
def tie_map(points=25):
    """For which big models a model of the article's small size can tie, by the refit."""
    small, big, starved, ample = sizes()
    size = np.geomspace(small * 1.02, 5e12, points)
    most, surface = 1e17, refit()
    fig, ax = canvas(height=3.8)
    border = np.minimum(ties.tie_line(surface, small, np.inf, size), most)
    low, high = border_interval(small, size, most)
    ax.fill_between(size, border, most, color=COLORS.contradicted, alpha=0.12, linewidth=0)
    ax.fill_between(size, low, high, color=COLORS.contradicted, alpha=0.16, linewidth=0)
    data = {"parameters of the big model": size, "border, low": low, "border, high": high}
    for given, dash in ((np.inf, "-"), *zip(_diets(), ("--", ":"))):
        line = ties.tie_line(surface, small, given, size)
        color = COLORS.tokens if np.isfinite(given) else COLORS.contradicted
        ax.plot(size, line, color=color, linestyle=dash)
        label = "no end of tokens" if np.isinf(given) else say(given, "tokens")
        data[f"tie, {label}"] = line
        if np.isfinite(given):
            direct_label(ax, size[-1], line[-1], label, color, offset=(-2, 5), ha="right")
    for D, mark in ((starved, "o"), (ample, "D")):
        ax.plot(big, D, mark, color=COLORS.claim, markersize=7)
        direct_label(ax, big, D, f"giant, {say(D, 'tokens').replace(' tokens', '')}", COLORS.claim, offset=(7, 4))
    for name, (dx, dy, side) in NAMED.items():
        N, D = ties.runs()[name]
        ax.plot(N, D, "s", color=COLORS.ink, markersize=4)
        direct_label(ax, N, D, name, COLORS.ink, offset=(dx, dy), ha=side)
    ax.text(4.5e12, 3.5e14, "never", color=COLORS.contradicted, fontsize=9, ha="right")
    ax.set(xscale="log", yscale="log", xlim=(5e10, 5e12), ylim=(1e11, 1e15), xlabel="parameters of the big model")
    ax.set_ylabel("tokens of the big model")
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    n = Numbers.of(ties_numbers)
    alt = (
        f"A map of big models by size and tokens. A model of {say(small, 'parameters')} can tie with everything below"
        f" the border of the shaded region. At {say(big, 'parameters')} the border lies at {n.cap}; the example on"
        f" {say(ample, 'tokens')} lies in the shaded region in {n.never.short} of the versions of the fit."
    )
    caption = (
        f"Below a green line a model of {say(small, 'parameters')} wins with the tokens named; in the shaded region it"
        " never does, by the refit of the Chinchilla surface. The darker band is the interval of its border."
    )
    return Figure(
        "struct-tie-map",
        fig,
        title=f"In {n.never.short} of the fits {say(small, 'parameters')} cannot tie with"
        f" {say(big, 'parameters')} on {say(ample, 'tokens')}",
        caption=caption,
        alt=alt,
        data=data,
    )


def _diets():
    return published.value("llama3_tokens"), 1e12


def border_interval(small, size, most=1e17):
    """Ends of the interval of the border under R, capped where the big model needs more tokens than `most`."""
    sample = draws()
    return np.array([bounds(np.minimum(ties.tie_line(sample, small, np.inf, N), most)) for N in size]).T
