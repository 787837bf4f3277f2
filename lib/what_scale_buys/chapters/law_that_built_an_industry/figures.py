"""The figures of the law itself: its axes, its exponents, its joint form, and the price of a step."""

import numpy as np

from scaling_laws.quantity import say

from ...accepted import refit, with_interval
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from ...published import value
from . import kaplan, shapes
from .axes import plain_ticks

NATS = "nats/token"
DASH = {"parameters": "--", "tokens": "-.", "compute": "-"}
LETTER = {"parameters": "parameters N", "tokens": "tokens D", "compute": "compute C"}


@exhibit
def two_axes(points=57):
    """Kaplan's compute law on linear and on logarithmic axes."""
    law, (low, high) = kaplan.by_axis()["compute"], kaplan.ranges()["compute"]
    C = np.geomspace(low, high, points)
    L = law.loss(C)
    fig, axes = canvas(1, 2, height=3.0)
    axes[0].plot(C / high, L, color=COLORS.compute)
    axes[0].plot(C[::7] / high, L[::7], "o", color=COLORS.compute)
    axes[0].set(xlabel="compute, share of the largest", ylabel="loss, nats per token")
    axes[1].plot(C, L, color=COLORS.compute)
    axes[1].plot(C[::7], L[::7], "o", color=COLORS.compute)
    axes[1].set(xscale="log", yscale="log", xlabel="compute, FLOP")
    axes[1].set_xticks(10.0 ** np.arange(12, 21, 2))
    log_axis(axes[1].xaxis)
    ticks = np.arange(3, 8)
    plain_ticks(axes[1].yaxis, ticks)
    axes[1].set_ylim(2.4, 7.4)
    axes[0].set_ylim(2.4, 7.4)
    for ax, title in zip(axes, ("ordinary axes: a wall", "logarithmic axes: a line")):
        ax.set_title(title)
    decades = value("kaplan_2020_compute_span")
    alt = (
        f"One law drawn twice over {say(decades)} decades of compute. On ordinary axes the loss drops from"
        f" {say(L[0], NATS)} to {say(L[-1], NATS)} along a corner. On logarithmic axes it is a straight line of slope"
        f" minus {say(law.exponent)}."
    )
    caption = (
        "Loss against training compute by Kaplan's printed law, in the range of the paper's runs. Dots mark successive"
        " decades. On ordinary axes all but the last few sit on the vertical axis; on logarithmic axes equal distances"
        " are equal factors, and nothing bends."
    )
    return Figure(
        "law-two-axes",
        fig,
        title="A straight line on logarithmic axes: each tenfold of compute cuts the loss by"
        f" {say(100 * (1 - 10**-law.exponent), '%')}",
        caption=caption,
        alt=alt,
        data={"compute, FLOP": list(C), "loss, nats": list(L)},
    )


@exhibit
def three_exponents(largest=6):
    """What multiplying one resource does to the loss, the others being ample: three slopes."""
    factor = np.logspace(0, largest, 25)
    fig, ax = canvas(height=3.4)
    halves = {axis: say(kaplan.growth_for_cut(law.exponent, 0.5), "×") for axis, law in kaplan.by_axis().items()}
    data = {"factor": list(factor)}
    for axis, law in kaplan.by_axis().items():
        left, color = 100 * factor**-law.exponent, getattr(COLORS, axis)
        ax.plot(factor, left, color=color, linestyle=DASH[axis])
        direct_label(ax, factor[-1], left[-1], f"{LETTER[axis]}\nhalf: {halves[axis]}", color, offset=(6, -8))
        data[f"share of the loss left, {axis}, %"] = list(left)
    ax.plot([1, factor[-1]], [50, 50], color=COLORS.muted, linewidth=0.9, linestyle=":")
    direct_label(ax, 1.3, 50, "half of the loss", COLORS.muted, offset=(0, 4))
    ax.set(xscale="log", yscale="log", xlim=(1, 10 ** (largest + 2.3)), ylim=(24, 108))
    ax.set(xlabel="resource multiplied by", ylabel="loss left, % of before")
    ax.set_xticks(10.0 ** np.arange(0, largest + 1))
    log_axis(ax.xaxis)
    plain_ticks(ax.yaxis, [30, 40, 50, 60, 80, 100])
    alt = (
        f"Three straight lines falling from one point on logarithmic axes. To halve the loss takes {halves['tokens']}"
        f" the tokens, {halves['parameters']} the parameters, or {halves['compute']} the compute."
    )
    caption = (
        "Kaplan's three printed exponents, each on its own resource with the other two ample (for compute: with"
        " parameters and tokens divided as well as the paper knew how). Quoting the slope of one line for another"
        " changes the price of half a loss by a factor of hundreds."
    )
    return Figure(
        "law-three-exponents",
        fig,
        title=f"Half the loss takes {halves['tokens']} the tokens or {halves['compute']} the compute",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def step_price(step=0.1):
    """Price of the next step down, as a factor of compute, against the loss from which it is taken."""
    loss = np.linspace(3.2, 1.75, 59)
    low, high = value("kaplan_2020_alpha_c_min"), value("article_b_alpha_high")
    pure = {alpha: 1 / (1 - step / loss) ** (1 / alpha) for alpha in (low, high)}
    above = shapes.step_price(refit().frontier, loss, step)
    fig, ax = canvas(height=3.6)
    _draw_pure_prices(ax, loss, pure)
    seen = np.isfinite(above) & (above < 1e4)
    ax.plot(loss[seen], above[seen], color=COLORS.loss, linestyle="-.")
    direct_label(ax, loss[seen][-1], above[seen][-1], "with a floor", COLORS.loss, offset=(-10, -10), ha="right")
    constant = float(kaplan.growth_for_cut(low, step / loss[0]))
    ax.plot(loss[[0, -1]], [constant, constant], color=COLORS.claim, linewidth=1.2, linestyle=(0, (1, 1)))
    direct_label(ax, 3.2, constant, "exponential: one price for every step", COLORS.claim, offset=(2, 22))
    ax.set(xlim=(3.25, 1.35), yscale="log", ylim=(1, 1e4), xlabel="loss before the step, nats per token")
    plain_ticks(ax.xaxis, [3.2, 2.8, 2.4, 2.0, 1.6])
    ax.set_ylabel(f"compute for {say(step)} nats less, ×")
    log_axis(ax.yaxis)
    at = int(np.argmin(np.abs(loss - 2.0)))
    by_refit = with_interval(lambda fit: shapes.price_above(fit.frontier, loss[at], step), "×")
    alt = (
        f"Price of a step of {say(step)} nats against the loss before it, falling to the right. At {say(loss[at])} nats"
        f" it is {say(pure[high][at], '×')} for an exponent of {say(high)} without a floor, {say(pure[low][at], '×')}"
        f" for {say(low)}, and {by_refit} with the floor of the refit, where the curve shoots up."
    )
    caption = (
        "An exponential law would charge the same factor for every step (dotted level line, set at the first price of"
        " the upper pure law). A pure power law charges slowly more. A floor charges whatever you have: less than a"
        " tenth of a nat above it the step is not for sale."
    )
    data = {"loss before the step": list(loss)}
    data |= {f"price, pure, {say(alpha)}": list(price) for alpha, price in pure.items()}
    data["price, with a floor"] = [p if np.isfinite(p) else "none" for p in above]
    return Figure(
        "law-step-price",
        fig,
        title=f"A step at {say(loss[at])} nats costs {by_refit.interval} the compute with a floor,"
        f" {say(pure[low][at], '×')} at most without",
        caption=caption,
        alt=alt,
        data=data,
    )


def _draw_pure_prices(ax, loss, prices):
    for (alpha, price), dash in zip(prices.items(), ("-", "--")):
        ax.plot(loss, price, color=COLORS.compute, linestyle=dash)
        offset = (6, -1 if dash == "-" else -8)
        direct_label(ax, loss[-1], price[-1], f"pure, {say(alpha)}", COLORS.compute, offset=offset)
