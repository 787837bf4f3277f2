"""The explorables of the chapter: a floor against none, two hands on three dials, and a law that meets its end."""

import numpy as np

from scaling_laws.laws import compute_cost
from scaling_laws.quantity import percent, say

from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, dots, place_dots
from ...display.style import COLORS, canvas, log_axis
from ...published import value
from . import kaplan, shapes
from .axes import plain_ticks

NATS = "nats/token"


EXPONENTS = (0.03, 0.05, 0.07, 0.1, 0.12, 0.14, 0.16, 0.178, 0.2)
FLOORS = (0.0, 0.5, 0.8, 1.0, 1.2, 1.4, 1.5, 1.6, 1.7, 1.82, 2.0, 2.2)


@exhibit
def seven_decades():
    """Exponent × floor: the curve, the straight line through its first decades, and what each tenfold buys."""
    return Explorable(
        "law-seven-decades",
        "A floor, or none? Look at three decades, then at seven",
        controls=[
            Control("exponent", "Exponent above the floor", EXPONENTS, write=say, default=0.178),
            Control("floor", "Floor, nats per token", FLOORS, write=say, default=1.82),
        ],
        draw=_draw_seven,
        move=_move_seven,
        caption=(
            "Left: the law (solid) and the straight line fitted to its first three decades (dashed), the shaded part."
            " Right: what each successive tenfold takes off the loss, in percent; dots for the law, the dashed line for"
            " the straight one. All laws start from the same loss. With the floor at zero the two laws are one."
        ),
    )


SPAN = shapes.FIRST * 10.0 ** np.linspace(0, shapes.DECADES, 36)


def _draw_seven():
    fig, axes = canvas(1, 2, height=3.3)
    seen = shapes.FIRST * 10.0**shapes.SEEN
    axes[0].axvspan(SPAN[0], seen, color=COLORS.grid, alpha=0.5, linewidth=0)
    artists = {
        "line": axes[0].plot(SPAN, 3 * np.ones_like(SPAN), color=COLORS.compute, linestyle="--", linewidth=1.4)[0],
        "law": axes[0].plot(SPAN, 2 * np.ones_like(SPAN), color=COLORS.loss)[0],
        "flat": axes[1].plot([0.5, shapes.DECADES + 0.5], [10, 10], color=COLORS.compute, linestyle="--")[0],
        "cuts": dots(axes[1], size=7, color=COLORS.loss),
    }
    axes[0].set(xscale="log", yscale="log", ylim=(0.12, 3.8), xlabel="training compute, FLOP")
    axes[0].set_ylabel("loss, nats per token")
    axes[0].set_xticks([1e18, 1e21, 1e25])
    log_axis(axes[0].xaxis)
    plain_ticks(axes[0].yaxis, [0.2, 0.5, 1, 2, 3])
    axes[1].set(ylim=(0, 52), xlim=(0.5, shapes.DECADES + 0.5), xlabel="tenfold, first to last")
    axes[1].set_ylabel("cut of the loss, %")
    axes[1].set_xticks(range(1, shapes.DECADES + 1))
    return fig, artists


def _move_seven(artists, exponent, floor):
    law = shapes.with_floor(exponent, floor)
    line = shapes.straight_line(law)
    cuts = shapes.tenfold_cuts(law)
    artists["law"].set_data(SPAN, law.loss(SPAN))
    artists["line"].set_data(SPAN, line.loss(SPAN))
    flat = 100 * (1 - 10**-line.exponent)
    artists["flat"].set_data([0.5, shapes.DECADES + 0.5], [flat, flat])
    place_dots(artists["cuts"], np.arange(1, shapes.DECADES + 1), 100 * cuts)
    inside = SPAN <= shapes.FIRST * 10.0**shapes.SEEN * 1.0001
    miss = np.abs(line.loss(SPAN[inside]) / law.loss(SPAN[inside]) - 1).max()
    end = 1 - line.loss(SPAN[-1]) / law.loss(SPAN[-1])
    missed = f"misses at most {percent(miss).short} there" if miss > 1e-6 else "fits them exactly"
    ends = f"{percent(end).short} too low" if end > 1e-6 else "still exact"
    return (
        f"With exponent {say(exponent)} above a floor of {say(floor)} nats the first tenfold cuts the loss by"
        f" {percent(cuts[0]).short} and the last by {percent(cuts[-1]).short}; the straight line through three decades"
        f" has slope {say(line.exponent)}, {missed}, and after seven decades is {ends}."
    )


BUDGETS = tuple(10.0 ** np.arange(19, 27))
SIZES = tuple(10.0 ** np.arange(7.5, 12.6, 0.5))


@exhibit
def three_dials():
    """Compute and size are turned; the tokens follow, and the joint law gives the loss."""
    return Explorable(
        "law-three-dials",
        "Three dials, two hands",
        controls=[
            Control("compute", "Training compute", BUDGETS, write=lambda c: say(c, "FLOP"), default=1e22),
            Control("size", "Parameters", SIZES, write=lambda n: say(n, "parameters"), default=SIZES[4]),
        ],
        draw=_draw_dials,
        move=_move_dials,
        caption=(
            "Left: the plane of parameters and tokens; thin lines join plans of equal loss by Kaplan's joint law, the"
            " thick line all plans that cost the chosen compute. Right: the loss along that line. The large dot is your"
            " plan, the small one the best plan by this law. Turn two dials, and the third has turned."
        ),
    )


SIZE_GRID = np.logspace(7, 13, 40)
DATA_LIMITS = (1e5, 1e19)


def _draw_dials():
    law = kaplan.joint()
    fig, axes = canvas(1, 2, height=3.4)
    _contours(axes[0], law)
    artists = {
        "plans": axes[0].plot(SIZE_GRID, 1e22 / (6 * SIZE_GRID), color=COLORS.compute)[0],
        "best-left": dots(axes[0], size=5, color=COLORS.ink),
        "here-left": dots(axes[0], size=9, color=COLORS.parameters),
        "curve": axes[1].plot(SIZE_GRID, 2 + 0 * SIZE_GRID, color=COLORS.compute)[0],
        "best-right": dots(axes[1], size=5, color=COLORS.ink),
        "here-right": dots(axes[1], size=9, color=COLORS.parameters),
    }
    axes[0].set(xscale="log", yscale="log", xlim=(1e7, 1e13), ylim=DATA_LIMITS, xlabel="parameters N")
    axes[0].set_ylabel("tokens D")
    axes[1].set(xscale="log", xlim=(1e7, 1e13), ylim=(1.2, 6.2), xlabel="parameters N", ylabel="loss, nats per token")
    for ax in axes:
        ax.set_xticks([1e7, 1e9, 1e11, 1e13])
        log_axis(ax.xaxis)
    axes[0].set_yticks([1e6, 1e9, 1e12, 1e15, 1e18])
    log_axis(axes[0].yaxis)
    return fig, artists


def _contours(ax, law, levels=(1.5, 2.0, 2.5, 3.0, 3.5)):
    """Lines of equal loss: for each N above the least size that reaches the loss, D solves the joint law."""
    for level in levels:
        least = law.unlimited_data.inverse(level)
        N = least * (1 + np.geomspace(1e-13, 2e13 / least, 80))
        D = law.d_c / (level ** (1 / law.alpha_d) - (law.n_c / N) ** (law.alpha_n / law.alpha_d))
        ax.plot(N, D, color=COLORS.loss, linewidth=0.8, linestyle="--")
        spot = (6e12, law.unlimited_parameters.inverse(level))
        ax.annotate(
            f"{level:g}", spot, color=COLORS.loss, fontsize=8, xytext=(0, 2), textcoords="offset points", ha="right"
        )


def _move_dials(artists, compute, size):
    law = kaplan.joint()
    best = law.optimum(compute)
    tokens = compute / compute_cost(size, 1.0)
    loss = law.loss(size, tokens)
    D = compute / compute_cost(SIZE_GRID, 1.0)
    artists["plans"].set_data(SIZE_GRID, D)
    L = law.loss(SIZE_GRID, D)
    artists["curve"].set_data(SIZE_GRID, np.where(L < 6.2, L, np.nan))
    place_dots(artists["best-left"], best.parameters, best.tokens)
    place_dots(artists["best-right"], best.parameters, best.loss)
    place_dots(artists["here-left"], size, tokens)
    place_dots(artists["here-right"], size, loss)
    first, second = law._terms(size, tokens)
    starved = "parameters" if first > second else "tokens"
    return (
        f"At {say(compute, 'FLOP')} a model of {say(size, 'parameters')} can read {say(tokens, 'tokens')} and reaches"
        f" {say(loss, NATS)}; it is short of {starved}, and the best plan by this law has"
        f" {say(best.parameters, 'parameters')}, {say(best.tokens, 'tokens')} and {say(best.loss, NATS)}."
    )


TRENDS = tuple(round(0.044 + 0.002 * k, 3) for k in range(8))
DATA_EXPONENTS = (0.085, 0.09, 0.095, 0.1, 0.105)
GROWTHS = (0.2, 0.23, 0.27, 0.3, 0.35, 0.4, 0.5)


@exhibit
def meeting():
    """Exponent of the compute trend × exponent in data × growth of data: where the promise exceeds the means."""
    return Explorable(
        "law-meeting",
        "Move the end of the law",
        controls=[
            Control("trend", "Slope of the compute trend", TRENDS, write=say, default=0.05),
            Control("data", "Slope of the data law", DATA_EXPONENTS, write=say, default=0.095),
            Control("growth", "Growth of data", GROWTHS, write=say, default=0.27),
        ],
        draw=_draw_meeting,
        move=_move_meeting,
        caption=(
            "Solid: the compute trend. Dashed: the least loss that any model can reach on the tokens of the plan, which"
            " grow as compute to the power set by the third control. The losses at one petaflop/s-day, next to the"
            " paper's largest runs, stay as printed; only the slopes turn. The dot is the meeting, beyond which one of"
            " the two laws must fail."
        ),
    )


DAYS = np.array([1e-6, 1e12])


def _draw_meeting():
    fig, ax = canvas(height=3.5)
    day = kaplan.pf_day()
    ax.axvspan(DAYS[0] * day, day, color=COLORS.grid, alpha=0.45, linewidth=0)
    ax.text(1e17, 0.92, "the runs", color=COLORS.muted, fontsize=8.5, ha="center", va="baseline")
    printed = value("kaplan_2020_breakdown_c") * day
    ax.plot([printed, printed], [0.8, 5], color=COLORS.muted, linewidth=0.9, linestyle=":")
    ax.text(printed * 1.4, 4.35, "the paper's own estimate", color=COLORS.muted, fontsize=8.5, ha="left", va="baseline")
    artists = {
        "trend": ax.plot(DAYS * day, [4, 1], color=COLORS.compute)[0],
        "limit": ax.plot(DAYS * day, [3, 1.2], color=COLORS.tokens, linestyle="--")[0],
        "met": dots(ax, size=9, color=COLORS.ink),
    }
    ax.set(xscale="log", yscale="log", xlim=(DAYS[0] * day, DAYS[1] * day), ylim=(0.57, 5.2))
    ax.set(xlabel="training compute, FLOP", ylabel="loss, nats per token")
    ax.set_xticks(10.0 ** np.arange(14, 33, 3))
    log_axis(ax.xaxis)
    plain_ticks(ax.yaxis, [1, 2, 3, 4, 5])
    return fig, artists


def pivoted(trend, data, growth):
    """The collision with other slopes through the printed losses at one PF-day."""
    printed = kaplan.collision()
    c_c = printed.trend(1.0) ** (1 / trend)
    d_c = printed.d_e * printed.limit(1.0) ** (1 / data)
    return kaplan.Collision(trend, c_c, data, d_c, growth, printed.d_e)


def _move_meeting(artists, trend, data, growth):
    met, day = pivoted(trend, data, growth), kaplan.pf_day()
    artists["trend"].set_data(DAYS * day, met.trend(DAYS))
    artists["limit"].set_data(DAYS * day, met.limit(DAYS))
    C = met.compute
    inside = C < DAYS[1]
    place_dots(artists["met"], C * day if inside else np.nan, met.trend(C) if inside else np.nan)
    slopes = f"The trend has slope {say(trend)}, the limit {say(growth * data)}"
    if not np.isfinite(C):
        return f"{slopes}: the limit falls at least as fast, and the two never meet."
    if not inside:
        return f"{slopes}: they meet only at {say(C * day, 'FLOP')}, far outside the picture and the world."
    return (
        f"{slopes}: they meet at {say(C * day, 'FLOP')}, where the loss is {say(met.trend(C), NATS)} and the plan has"
        f" {say(met.tokens(C), 'tokens')}."
    )
