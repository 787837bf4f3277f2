"""The explorables of the chapter."""

import numpy as np

from scaling_laws.quantity import percent, say

from ... import accepted, published
from ...accepted import refit
from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, band, dots, place_band, place_dots
from ...display.style import COLORS, canvas, log_axis
from . import bill, value

V = published.value
FLOPS = (1e24, 3.8e25, 5e26, 1e28)
LANES = ("dollars", "MWh", "t CO₂e")


def _marks():
    """Published runs for orientation, by lane: (value, name)."""
    llama = bill.energy(V("llama31_405b_gpuh"), V("hw_h100_tdp"))
    return {
        "dollars": ((V("deepseek_v3_cost"), "DeepSeek-V3"), (V("cottier_2024_grok3_cost_capex"), "Grok-3")),
        "MWh": ((V("patterson_2021_gpt3_mwh"), "GPT-3"), (llama, "Llama 3.1 405B")),
        "t CO₂e": ((V("olmo_table6_bloom_176b_co2"), "BLOOM"), (V("llama31_405b_co2"), "Llama 3.1 405B")),
    }


SPANS = {"dollars": (1e5, 1e12), "MWh": (1e2, 1e9), "t CO₂e": (1e0, 1e9)}


@exhibit
def run_bill():
    """Compute, utilisation, price, building and grid of a run: its dollars, energy and emissions."""
    grids = sorted(V(f"olmo_table6_{key}_grid") for key in ("bloom_176b", "gopher_280b", "olmo_7b_a100"))
    return Explorable(
        "cost-run-bill",
        "Write the bill of a run",
        controls=[
            Control("flop", "Training compute", FLOPS, write=lambda c: say(c, "FLOP"), default=3.8e25),
            Control("used", "Share of the chips' peak used", (0.2, 0.35, 0.5), lambda u: percent(u).short, 0.35),
            Control("price", "Dollars for a GPU-hour", (1.0, 2.0, 4.0), lambda p: say(p), 2.0),
            Control("pue", "Building overhead (PUE)", (1.1, 1.5, 2.4), lambda p: say(p), 1.1),
            Control("grid", "Carbon per kilowatt-hour", tuple(grids), lambda g: f"{say(g)} kg", grids[1]),
        ],
        draw=_draw_bill,
        move=_move_bill,
        caption=(
            "H100 chips at their rated power, on logarithmic axes. The largest overhead stands for counting server and"
            " cooling as one source does; the grids are those printed for BLOOM, Gopher and OLMo. Small marks are"
            " published runs with their own assumptions."
        ),
    )


def _draw_bill():
    fig, axes = canvas(3, 1, height=3.3)
    artists = {}
    for ax, lane, color in zip(axes, LANES, (COLORS.parameters, COLORS.compute, COLORS.tokens)):
        for (at, name), side in zip(_marks()[lane], ("right", "left"), strict=True):
            ax.plot(at, 0, "|", color=COLORS.muted, markersize=9)
            ax.annotate(
                name, (at, 0), xytext=(0, -17), textcoords="offset points", fontsize=8, ha=side, color=COLORS.muted
            )
        artists[f"bar-{lane[:3].strip()}"] = ax.plot([1, 1], [0, 0], color=color, linewidth=2)[0]
        artists[f"dot-{lane[:3].strip()}"] = dots(ax, size=9, color=color)
        ax.set(xscale="log", xlim=SPANS[lane], ylim=(-1, 0.7), yticks=[])
        ax.set_xlabel(lane, loc="right", labelpad=-1)
        ax.spines["left"].set_visible(False)
        ax.set_xticks(10.0 ** np.arange(np.log10(SPANS[lane][0]), np.log10(SPANS[lane][1]) + 1))
        log_axis(ax.xaxis)
    return fig, artists


def _move_bill(artists, flop, used, price, pue, grid):
    made = bill.bill(flop, utilisation=used, price=price, pue=pue, grid=grid)
    for lane, amount in zip(LANES, (made.dollars, made.mwh, made.tonnes)):
        key = lane[:3].strip()
        place_dots(artists[f"dot-{key}"], amount, 0)
        artists[f"bar-{key}"].set_data([SPANS[lane][0], amount], [0, 0])
    return (
        f"{say(flop, 'FLOP')} at {percent(used).short} of peak take {say(made.hours, 'GPU-hours')}, which cost"
        f" {say(made.dollars, 'dollars')} to rent, draw {say(made.mwh)} MWh and emit {say(made.tonnes)} tonnes."
    )


THIN = 20  # every twentieth draw of R serves the picture
COMPUTE = np.geomspace(1e23, 1e30, 36)


@exhibit
def return_on_scale():
    """The reader's value function: the return on the last dollar, and where it turns into a loss."""
    return Explorable(
        "cost-return-on-scale",
        "Say what a better model is worth",
        controls=[
            Control("elasticity", "Elasticity of value", (1.0, 2.0, 4.0, 5.0, 6.0, 8.0), say, 4.0),
            Control("basis", "Value depends on", value.BASES),
            Control("cost_exponent", "Cost exponent", (0.8, 1.0, 1.2), say, 1.0),
            Control("decline", "Yearly decay of revenue", (1.5, 3.0, 9.0), _times, 3.0),
            Control("revenue", "First-year revenue per dollar", (1.0, 3.0, 10.0), say, 3.0),
        ],
        draw=_draw_return,
        move=_move_return,
        caption=(
            "What the last dollar of a run earns over the model's life. Above the line at one it is earned back, below"
            " the net return is negative. Dashed with band: the refit R and its interval. Elasticity is percent of"
            " value per percent of loss, cost goes as compute to the cost exponent, and revenue is counted at the size"
            " of Llama 3.1 405B: all these are your assumptions. Only the exponents of the loss are measured."
        ),
    )


def _times(number):
    return say(number, "×")


def _draw_return():
    fig, ax = canvas(height=3.4)
    ax.axhspan(1e-4, 1, color=COLORS.grid, alpha=0.45, linewidth=0)
    ax.axhline(1, color=COLORS.ink, linewidth=0.9)
    ax.axvline(value.reference(), color=COLORS.muted, linewidth=0.8, linestyle=":")
    ax.text(value.reference() * 1.2, 3e3, "Llama 3.1 405B", fontsize=8, color=COLORS.muted)
    ax.text(1.3e23, 1.6e-4, "loses money", fontsize=8.5)
    one = np.ones_like(COMPUTE)
    artists = {"interval": band(ax, color=COLORS.tokens, alpha=0.2, linewidth=0)}
    artists["R"] = ax.plot(COMPUTE, one, color=COLORS.tokens, linestyle="--")[0]
    artists["R-name"] = ax.text(1.3e30, 1, "R", color=COLORS.tokens, fontsize=9, va="baseline", ha="left")
    ax.set(xscale="log", yscale="log", xlim=(1e23, 6e30), ylim=(1e-4, 1e4), xlabel="training compute, FLOP")
    ax.set_ylabel("earned by the last dollar")
    ax.set_xticks(10.0 ** np.arange(23, 31))
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    return fig, artists


def _move_return(artists, **assumed):
    venture = value.Venture(**assumed)
    by_r = venture.marginal(refit(), COMPUTE)
    low, high = accepted.bounds(venture.marginal(_thin(), COMPUTE[:, None]).T)
    artists["R"].set_data(COMPUTE, by_r)
    place_band(artists["interval"], COMPUTE, low, high)
    artists["R-name"].set_position((1.3e30, np.clip(by_r[-1], 2e-4, 5e3)))
    at = accepted.with_interval(lambda law: venture.marginal(law, value.reference()), "dollars")
    return (
        f"With an elasticity of {say(venture.elasticity)} in the {venture.basis} and a life of"
        f" {say(venture.lifetime, 'years')} at the first year's rate, the last dollar at the size of Llama 3.1 405B"
        f" earns {at} according to R. It {_where(venture)}."
    )


def _thin():
    d = accepted.draws()
    return type(d)(*(getattr(d, name)[::THIN] for name in ("E", "A", "B", "alpha", "beta"))) if np.ndim(d.E) else d


def _where(venture):
    """Where the last dollar stops coming back, as the end of a sentence."""
    never = value.tally(lambda surface: venture.marginal(surface, value.FAR) > 1)
    return f"{_turning(value.turning_by_refit(venture))}; at {say(value.FAR, 'FLOP')} it still pays in {never} sweeps"


def _turning(compute):
    if compute.value == 0:
        return "never earns itself back"
    if not np.isfinite(compute.value):
        beyond = f", or only beyond {say(compute.low, 'FLOP')}" if compute.has_interval else ""
        return f"never turns into a loss{beyond}"
    return f"turns into a loss at {compute}"


@exhibit
def hardware_share():
    """Growth of compute as a sum of doublings: money, cheaper chips, and the rest."""
    steps = (1.0, 1.5, 2.0, 2.4, 2.9, 3.1, 4.0)
    return Explorable(
        "cost-hardware-share",
        "How much of the growth do chips pay for?",
        controls=[
            Control("compute", "Growth of compute", (2.5, 3.0, 4.0, 4.5, 5.0, 6.0, 9.0), _times, 4.5),
            Control("money", "Growth of money", steps, _times, 2.4),
            Control("chips", "Growth of FLOP per dollar", (1.1, 1.27, 1.38, 1.57, 2.0, 3.0, 4.5), _times, 1.38),
        ],
        draw=_draw_share,
        move=_move_share,
        caption=(
            "The controls are factors a year, the bars doublings a year, so that factors add up. What money and cheaper"
            " chips do not explain is left to number formats, utilisation and errors of the other rates; to the left of"
            " the axis it is a loss."
        ),
    )


ROWS = ("compute", "money", "chips", "rest")


def _draw_share():
    fig, ax = canvas(height=2.7)
    artists = {}
    colors = (COLORS.ink, COLORS.parameters, COLORS.compute, COLORS.muted)
    for row, (name, color) in enumerate(zip(ROWS, colors)):
        artists[name] = band(ax, color=color, alpha=0.5, linewidth=0)
        artists[f"{name}-share"] = ax.text(
            0, row + 0.14, name, fontsize=8.5, va="baseline", ha="left", color=COLORS.ink
        )
    ax.axvline(0, color=COLORS.muted, linewidth=0.9)
    ax.set(xlim=(-3.2, 5.9), ylim=(3.6, -0.6), yticks=range(len(ROWS)), xlabel="doublings a year")
    ax.set_yticklabels(["compute", "money", "cheaper chips", "rest"])
    ax.grid(axis="y", visible=False)
    return fig, artists


def _move_share(artists, compute, money, chips):
    total, spent, cheaper = np.log2([compute, money, chips])
    lengths = dict(zip(ROWS, (total, spent, cheaper, total - spent - cheaper)))
    starts = dict(zip(ROWS, (0.0, 0.0, spent, spent + cheaper)))
    for row, name in enumerate(ROWS):
        ends = sorted((starts[name], starts[name] + lengths[name]))
        place_band(artists[name], ends, [row - 0.3] * 2, [row + 0.3] * 2)
        artists[f"{name}-share"].set_text(percent(lengths[name] / total).short)
        artists[f"{name}-share"].set_position((max(ends[1], 0) + 0.08, row + 0.14))
    left = lengths["rest"] / total
    return (
        f"Cheaper chips pay for {percent(cheaper / total).short} of the growth, money for"
        f" {percent(spent / total).short}, and {percent(left).short} is left; with money held constant compute would"
        f" grow by {say(compute / money, '×')} a year instead of {say(compute, '×')}."
    )
