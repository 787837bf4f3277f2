"""Figures of the stock: how much there is, when it is read, and what its end costs."""

import numpy as np

from scaling_laws.quantity import exact

from ... import published
from ...accepted import refit
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import stock, wall
from .stock import EFFECTIVE, FILTERED, LARGE, TYPICAL
from .wall import future, today

MODALITIES = {"images": "villalobos_2024_images", "video": "villalobos_2024_video"}


@exhibit
def stocks():
    """Five definitions of the text stock with their intervals, two other modalities, and two training runs."""
    fig, ax = canvas(height=3.5)
    names = [*stock.STOCKS, *MODALITIES]
    have = {name: stock.stock(name) for name in stock.STOCKS}
    other = {name: published.value(key) for name, key in MODALITIES.items()}
    _draw_stocks(ax, names, have, other)
    low, high = (stock.share(stock.run_tokens(LARGE), have[name]) for name in ("whole web", FILTERED))
    alt = (
        f"Seven rows on a logarithmic axis. Medians of text run from {have[FILTERED].short} after a quality filter to"
        f" {have['whole web'].short} for the whole web, with intervals of up to a factor of"
        f" {exact(have[EFFECTIVE].high / have[EFFECTIVE].low).short}. {LARGE} with {stock.run_tokens(LARGE)} is {low}"
        f" of the largest and {high} of the smallest."
    )
    caption = (
        "Five answers to one question, with published intervals; rows four and five were read off a figure by others."
        f" Open diamonds: other modalities, published without interval. Vertical lines: training sets of {TYPICAL} and"
        f" {LARGE}, the latter partly images and video. Nothing here says what is lawful to use."
    )
    data = {
        "stock": names,
        "median, tokens": [*(s.value for s in have.values()), *other.values()],
        "low": [*(s.low for s in have.values()), *("not given" for _ in other)],
        "high": [*(s.high for s in have.values()), *("not given" for _ in other)],
    }
    return Figure(
        "data-stocks",
        fig,
        title=f"{LARGE} read {high.interval} of the filtered text, {low.interval} of the whole web",
        caption=caption,
        alt=alt,
        data=data,
    )


def _draw_stocks(ax, names, have, other):
    """One row for each stock, the first on top, and a line for each of two runs."""
    for y, name in enumerate(reversed(names)):
        if name in have:
            s = have[name]
            ax.plot([s.low, s.high], [y, y], color=COLORS.tokens, linewidth=1.4)
            ax.plot(s.value, y, "o", color=COLORS.tokens)
        else:
            ax.plot(other[name], y, "D", color=COLORS.parameters, markerfacecolor="none")
    for run, dash in ((TYPICAL, "--"), (LARGE, "-.")):
        ax.axvline(stock.run_tokens(run).value, color=COLORS.ink, linewidth=1.1, linestyle=dash)
    for run, side, shift in ((TYPICAL, "right", -4), (LARGE, "left", 4)):
        direct_label(ax, stock.run_tokens(run).value, len(names) - 0.35, run, COLORS.ink, offset=(shift, 0), ha=side)
    ax.set_yticks(range(len(names)), list(reversed(names)))
    ax.set(
        xscale="log", xlim=(5e12, 1e16), ylim=(-0.6, len(names) + 0.1), xlabel="tokens (other modalities: equivalents)"
    )
    ax.grid(False, axis="y")
    log_axis(ax.xaxis)


def _forecasts():
    """Rows of the picture of dates: (label, date, kind)."""
    published_ones = {
        "2022, good text": "villalobos_2022_high_median",
        "2022, text of any kind": "villalobos_2022_low_median",
        "2024, public text": "villalobos_2024_exhaustion_median",
        "  over-trained fivefold": "villalobos_2024_overtrain_5x_year",
        "  over-trained hundredfold": "villalobos_2024_overtrain_100x_year",
    }
    ours = {
        "ours: filtered, read once": FILTERED,
        "ours: filtered, read again": EFFECTIVE,
        "ours: indexed web": "indexed web",
    }
    rows = [(label, published.figure(key), "published") for label, key in published_ones.items()]
    return rows + [(label, stock.crossing_date(name), "recomputed") for label, name in ours.items()]


@exhibit
def dates():
    """Exhaustion dates as published and recomputed."""
    fig, ax = canvas(height=3.4)
    rows = _forecasts()
    _draw_forecasts(ax, rows)
    alt = (
        f"Eight rows. In 2022 good text was to end by {rows[0][1].short} and text of any kind by {rows[1][1].short}; in"
        f" 2024 the date for public text was {rows[2][1].short}, between the two. Our recomputed crossings run from"
        f" {rows[5][1].short} for filtered text read once to {rows[7][1].short} for the indexed web, each give or take"
        " years."
    )
    caption = (
        "Year in which the largest training set equals the stock. Squares: as published (the two over-trained cases at"
        f" second hand). Dots: ours, from the published stock and growth and the largest training set of text that a"
        f" maker has stated, {stock.run_tokens(stock.TEXT_ONLY).short} for {stock.TEXT_ONLY}."
    )
    data = {
        "forecast": [row[0].strip() for row in rows],
        "year": [at.value for _, at, _ in rows],
        "year, low": [at.low if at.has_interval else "not given" for _, at, _ in rows],
        "year, high": [at.high if at.has_interval else "not given" for _, at, _ in rows],
    }
    return Figure(
        "data-dates",
        fig,
        title=f"Recomputed ends of text: {rows[5][1].short} filtered and read once, {rows[7][1].short} for the"
        " indexed web",
        caption=caption,
        alt=alt,
        data=data,
    )


def _draw_forecasts(ax, rows):
    for y, (_, at, kind) in enumerate(reversed(rows)):
        color = COLORS.claim if kind == "published" else COLORS.tokens
        if at.has_interval:
            ax.plot([at.low, at.high], [y, y], color=color, linewidth=1.4)
        ax.plot(at.value, y, "s" if kind == "published" else "o", color=color)
    ax.set_yticks(range(len(rows)), [row[0] for row in reversed(rows)])
    ax.set(ylim=(-0.6, len(rows) - 0.4), xlabel="year")
    ax.grid(False, axis="y")


@exhibit
def wall_cost(name=FILTERED):
    """Reducible loss of the best run against compute: with endless text, with a fixed stock, and with repetition."""
    fig, ax = canvas(height=3.3)
    C, have, fit = np.geomspace(1e24, 1e31, 29), stock.stock(name), refit()
    text = have.value
    data = {"compute, FLOP": list(C)}
    curves = {
        "endless text": (fit.optimum(C).loss - fit.E, COLORS.compute, "-", -10),
        "read once": (wall.capped(fit, C, text) - fit.E, COLORS.tokens, "--", 7),
        "repeated": (wall.repeated(fit, C, text)[0] - fit.E, COLORS.loss, ":", -11),
    }
    for label, (loss, color, dash, up) in curves.items():
        ax.plot(C, loss, color=color, linestyle=dash)
        direct_label(ax, C[-1], loss[-1], label, color, offset=(0, up), ha="right")
        data[f"{label}, nats above the floor"] = list(loss)
    ax.axvline(future(), color=COLORS.muted, linewidth=0.9)
    direct_label(ax, future(), 0.2, "judged feasible\nby 2030", COLORS.ink, offset=(5, 0))
    ax.set(xscale="log", yscale="log", xlabel="training compute, FLOP", ylim=(0.004, 0.4), xlim=(1e24, 1e31))
    ax.set_xticks([1e24, 1e26, 1e28, 1e30])
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    ax.set_ylabel("loss above the floor, nats")
    cost = wall.cost(future(), have)
    alt = (
        f"Three falling lines. With endless text the line is straight; once the stock of {have.short} is read it bends"
        f" toward a level of its own. At {exact(future(), 'FLOP').short} the lack of fresh text costs a factor in"
        f" compute of {cost}; repetition recovers part of it."
    )
    caption = (
        "The wall as the refit sees it, for text that passes a quality filter, at the middle of its interval."
        " Repetition by the law of Muennighoff et al., with their two constants and the number of epochs chosen best at"
        " each budget."
    )
    return Figure(
        "data-wall-cost",
        fig,
        title=f"At {exact(future(), 'FLOP').short} the lack of fresh text costs {cost.short} times the compute,"
        f" or {cost.interval}",
        caption=caption,
        alt=alt,
        data=data,
    )


def _short(C):
    """'3 of 9' public sweeps that want more than the filtered stock at compute C."""
    tally = wall.short(C, stock.stock(FILTERED).value)
    return f"{tally.k} of {tally.n}"


@exhibit
def demand():
    """Tokens that a compute budget asks for, by the refit, against the filtered stock."""
    fig, ax = canvas(height=3.2)
    C = np.geomspace(1e23, 1e30, 36)
    have = stock.stock(FILTERED)
    ax.axhspan(have.low, have.high, color=COLORS.tokens, alpha=0.13, linewidth=0)
    ax.axhline(have.value, color=COLORS.tokens, linewidth=1.0)
    wanted, others = refit().optimum(C).tokens, wall.by_sweeps(C)
    for tokens in others.values():
        ax.plot(C, tokens, color=COLORS.muted, linewidth=0.7, alpha=0.7)
    ax.plot(C, wanted, color=COLORS.compute)
    direct_label(ax, 3e25, refit().optimum(3e25).tokens, "refit", COLORS.compute, offset=(8, -12), ha="left")
    data = {"compute, FLOP": list(C), "tokens wanted by the refit": list(wanted)}
    data |= {name: list(tokens) for name, tokens in others.items()}
    for at, label in ((today().value, "largest run\nknown"), (future(), "judged feasible\nby 2030")):
        ax.axvline(at, color=COLORS.muted, linewidth=0.9)
        direct_label(ax, at, 3.2e12, label, COLORS.ink, offset=(4, 0))
    direct_label(ax, 1.2e23, have.high, "text after a\nquality filter", COLORS.tokens, offset=(0, 4))
    ax.set(xscale="log", yscale="log", xlabel="training compute, FLOP", ylabel="tokens")
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    alt = (
        f"Rising lines cross a horizontal band around {have.short}, the refit's at {wall.filling(have)}. At the largest"
        f" known run, {today().short}, {_short(today().value)} sweeps are above its middle, at"
        f" {exact(future(), 'FLOP').short} {_short(future())}."
    )
    caption = (
        "Data or compute, which binds first? Where a line is below the band, compute is the scarcer of the two; above"
        " it, text is. Thin lines: sweeps of training runs, our ladder among them, each by its own fit and most of them"
        " far beyond it. The band is the published interval of the filtered stock. Real runs need not follow a line:"
        " many read more tokens than is optimal for training alone."
    )
    return Figure(
        "data-demand",
        fig,
        title=f"By the refit the filtered text runs short at {wall.filling(have).interval}",
        caption=caption,
        alt=alt,
        data=data,
    )
