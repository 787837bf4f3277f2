"""The figures of the published evidence: mixtures, matched runs, two laws, architectures, the map of ties."""

import numpy as np
from matplotlib.ticker import NullLocator

from scaling_laws.quantity import Numbers, estimate, percent, say
from scaling_laws.statistics import central

from ... import published
from ...accepted import bounds, draws, hoffmann, refit
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import architectures, models, routing, ties
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
    return Figure("struct-active-total", fig, caption=caption, alt=alt, data=data)


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
    return Figure("struct-matched-runs", fig, caption=caption, alt=alt, data={"measure": list(rows), "ratio": ratio})


@exhibit
def two_laws(points=25):
    """The dense compute that a mixture is worth, by the two studies, as compute grows."""
    fig, ax = canvas(height=3.7)
    budgets = np.geomspace(1e18, 1e26, points)
    base = np.geomspace(1.5e7, 1e12, points)
    clark = routing.clark().gain(base, EXPERTS)
    clark_band = central(routing.clark(rounded=True).gain(base[:, None], EXPERTS).T, routing.LEVEL)
    data = {"compute of the fine-grained study, FLOP": budgets, "compute of the routed study, FLOP": None}
    for granularity, dash, lift in ((None, "-", 18), (1, "--", -22)):
        gain = routing.optimal_gain(budgets, granularity)
        low, high = central(routing.optimal_gain(budgets, granularity, rounded=True), routing.LEVEL)
        ax.fill_between(budgets, low, high, color=COLORS.compute, alpha=0.14, linewidth=0)
        ax.plot(budgets, gain, color=COLORS.compute, linestyle=dash)
        name = "fine experts" if granularity is None else "coarse experts"
        data |= {f"gain, {name}": gain, f"gain, {name}, low": low, f"gain, {name}, high": high}
        direct_label(ax, budgets[11], gain[11], f"Krajewski et al., {name}", COLORS.compute, offset=(0, lift))
    x = routing.clark_compute(base)
    data["compute of the routed study, FLOP"] = x
    ax.fill_between(x, *clark_band, color=COLORS.parameters, alpha=0.16, linewidth=0)
    ax.plot(x, clark, color=COLORS.parameters, linestyle="-.")
    data |= {"gain, routed study": clark, "low": clark_band[0], "high": clark_band[1]}
    direct_label(ax, x[13], clark[13], "Clark et al., tokens fixed", COLORS.parameters, offset=(6, 10))
    ax.axhline(1, color=COLORS.ink, linewidth=0.9)
    ax.axvline(routing_range(), color=COLORS.muted, linewidth=0.9, linestyle=":")
    direct_label(ax, routing_range(), 0.62, "last run behind\nKrajewski et al.", COLORS.muted)
    ax.set(xscale="log", yscale="log", ylim=(0.5, 70), xlabel="training compute, FLOP")
    ax.set_ylabel("dense compute of equal loss, ×")
    plain_ticks(ax.set_yticks, [1, 2, 5, 10, 20, 50])
    log_axis(ax.xaxis)
    ax.yaxis.set_minor_locator(NullLocator())
    fine = [data[f"gain, fine experts{end}"] for end in ("", ", low", ", high")]
    (small, large), (first, last) = _ends(*fine), _ends(clark, *clark_band)
    alt = (
        f"Two forecasts for mixtures of {EXPERTS} experts that part with scale. By Krajewski et al. the gain climbs"
        f" from {small.interval} at {say(budgets[0], 'FLOP')} to {large.interval} at {say(budgets[-1], 'FLOP')}; by"
        f" Clark et al. it falls from {first.interval} to {last.interval}."
    )
    caption = (
        "Lines: the printed coefficients; bands: what their rounding alone leaves open, with"
        f" {percent(routing.LEVEL).short} of the draws inside. Right of the dotted line the upper curves are"
        " extrapolation. The lower curve spends all added compute on size, on the same tokens; the upper ones spend it"
        " on size and tokens."
    )
    return Figure("struct-two-laws", fig, caption=caption, alt=alt, data=data)


def _ends(gain, low, high):
    """The first and the last point of a curve with a band, as quantities."""
    shared = dict(method=routing.METHOD, level=routing.LEVEL, unit="×")
    return [estimate(gain[i], low[i], high[i], **shared) for i in (0, -1)]


@exhibit
def tie_map(points=25):
    """For which big models a model of the article's small size can tie, under both fits."""
    small, big, starved, ample = sizes()
    size = np.geomspace(small * 1.02, 5e12, points)
    fig, axes = canvas(1, 2, height=3.9, sharey=True)
    data = {"parameters of the big model": size}
    for ax, name, surface in zip(axes, ("H", "R"), (hoffmann(), refit())):
        data |= _draw_border(ax, name, surface, small, size) | _draw_ties(ax, name, surface, small, size)
        for D, mark in ((starved, "o"), (ample, "D")):
            ax.plot(big, D, mark, color=COLORS.claim, markersize=7)
        known = [ties.runs()[run] for run in ("GPT-3", "Gopher", "Llama 3.1 405B")]
        ax.plot(*zip(*known), "s", color=COLORS.ink, markersize=4)
        ax.set(xscale="log", yscale="log", xlim=(5e10, 5e12), ylim=(1e11, 1e15), xlabel="parameters of the big model")
        ax.set_title(f"fit {name}", loc="left")
        log_axis(ax.xaxis), log_axis(ax.yaxis)
        ax.annotate("never", (1.6e12, 3e14), color=COLORS.contradicted, fontsize=9)
    axes[0].set_ylabel("tokens of the big model")
    _name_lines(axes, small)
    n = Numbers.of(ties_numbers)
    alt = (
        f"Two maps of big models by size and tokens. A model of {say(small, 'parameters')} can tie with everything"
        f" below the border of the shaded region. At {say(big, 'parameters')} the border lies at"
        f" {n.cap_h} under H and at {n.cap_r} under R; the example on"
        f" {say(ample, 'tokens')} is inside the region of no tie under R only."
    )
    caption = (
        f"Below a green line a model of {say(small, 'parameters')} wins with the tokens named; in the shaded region it"
        f" never does. Circle and diamond: {say(big, 'parameters')} on {say(starved, 'tokens')} and on"
        f" {say(ample, 'tokens')}; squares: GPT-3, Gopher and, highest, Llama 3.1 405B. H is the printed fit, R the"
        " refit; the darker band is the interval of R's border."
    )
    return Figure("struct-tie-map", fig, caption=caption, alt=alt, data=data)


def _draw_border(ax, name, surface, small, size, most=1e17):
    """The region in which no number of tokens suffices, under R with the interval of its border."""
    border = np.minimum(ties.tie_line(surface, small, np.inf, size), most)
    ax.fill_between(size, border, most, color=COLORS.contradicted, alpha=0.12, linewidth=0)
    if name != "R":
        return {}
    low, high = border_interval(small, size, most)
    ax.fill_between(size, low, high, color=COLORS.contradicted, alpha=0.16, linewidth=0)
    return {"border under R, low": low, "border under R, high": high}


def _draw_ties(ax, name, surface, small, size):
    """Lines of equal loss for three diets of the small model; the first is the border."""
    data = {}
    for given, dash in ((np.inf, "-"), *zip(_diets(), ("--", ":"))):
        line = ties.tie_line(surface, small, given, size)
        ax.plot(size, line, color=COLORS.tokens if np.isfinite(given) else COLORS.contradicted, linestyle=dash)
        label = "no end of tokens" if np.isinf(given) else say(given, "tokens")
        data[f"tie under {name}, {label}"] = line
    return data


def _diets():
    return published.value("llama3_tokens"), 1e12


def border_interval(small, size, most=1e17):
    """Ends of the interval of the border under R, capped where the big model needs more tokens than `most`."""
    sample = draws()
    return np.array([bounds(np.minimum(ties.tie_line(sample, small, np.inf, N), most)) for N in size]).T


def _name_lines(axes, small, x=9e11):
    for ax, surface in zip(axes, (hoffmann(), refit())):
        for given, lift in zip(_diets(), (4, -11)):
            y = float(ties.tie_line(surface, small, given, x))
            direct_label(ax, x, y, say(given, "tokens").replace(" tokens", ""), COLORS.tokens, offset=(2, lift))


@exhibit
def architecture_gain(points=25):
    """What a better exponent is worth as compute grows, against constant factors."""
    decades = np.linspace(0, 8, points)
    fig, ax = canvas(height=3.2)
    found = list(architectures.exponents().items())
    name, steep = found[0]
    data = {"decades of compute since parity": decades}
    for (other, flat), color, dash in zip(found[1:], (COLORS.tokens, COLORS.compute), ("--", "-")):
        gain = architectures.growth_of_gain(steep, flat, decades)
        ax.plot(decades, gain, color=color, linestyle=dash)
        direct_label(ax, decades[-1], gain[-1], f"over {other}", color, offset=(-4, 5), ha="right")
        data[f"transformer over {other}"] = gain
    constant = 2.0
    ax.axhline(constant, color=COLORS.muted, linestyle=":")
    direct_label(ax, 0.1, constant, "any constant gain", COLORS.muted, offset=(0, 4))
    data["a constant gain"] = np.full(points, constant)
    ax.set(yscale="log", ylim=(0.9, 20), xlabel="decades of compute since the two were level")
    ax.set_ylabel("compute of equal loss, ×")
    plain_ticks(ax.set_yticks, [1, 2, 5, 10])
    ax.yaxis.set_minor_locator(NullLocator())
    last = data["transformer over recurrent layers alone"][-1]
    alt = (
        "Straight rising lines on a logarithmic axis: after eight decades of compute the transformer's steeper"
        f" exponent, {say(steep)} against {say(found[2][1])}, is worth {say(last, '×')} in compute over recurrent"
        f" layers alone and {say(data[f'transformer over {found[1][0]}'][-1], '×')} over the hybrid. A constant gain is"
        " a level line."
    )
    caption = (
        f"From the exponents of {published.cite('merrill2026olmo')}, read at second hand and printed without intervals."
        " The two models compared are set level at zero; a constant factor would add a level line. Same floor assumed."
    )
    return Figure("struct-architectures", fig, caption=caption, alt=alt, data=data)
