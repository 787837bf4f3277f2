"""The explorables: when each limit binds, and the fan of a world of your choice."""

import numpy as np

from scaling_laws.formatting import DATE
from scaling_laws.quantity import exact, say

from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, band, place_band
from ...display.style import COLORS, canvas, log_axis
from .backtest import doubt
from .forecasts import BANDS, chance, span
from .model import (
    AS_PRINTED,
    END,
    FITS,
    LIMITS,
    YEARS,
    Scenario,
    centre,
    deviates,
    first_crossing,
    long_years,
    outcome,
    path,
    surface,
)

GROWTHS = (2.0, 3.0, 4.0, 4.5, 5.0, 6.0)
HALVINGS = (5.0, 8.4, 14.3, 28.0, None)
STOCKS = (65e12, 130e12, 320e12, 640e12, 1360e12, 1700e12)
COLOR = {"growth as before": COLORS.compute, "money": COLORS.parameters, "power": COLORS.loss, "data": COLORS.tokens}
DASH = {"growth as before": "-", "money": "--", "power": "-.", "data": ":"}
SOME = 1500  # draws behind each state of the fan


@exhibit
def when():
    """Growth of compute × algorithmic halving × stock × fit: when each limit binds, and the loss."""
    return Explorable(
        "next-when",
        "When does your future run out of money, power or text?",
        controls=[
            Control("growth", "Compute growth a year", GROWTHS, write=lambda g: f"{g:g}×", default=4.5),
            Control("halving", "Algorithms halve the need in", HALVINGS, write=_months, default=8.4),
            Control("stock", "Stock of text", STOCKS, write=lambda s: say(s, "tokens"), default=320e12),
            Control("fit", "Fit of the loss", FITS, default="R"),
        ],
        draw=_draw_when,
        move=_move_when,
        caption=(
            "Left: compute by the chosen growth (solid) and the limits by money (dashed), power (dash-dotted) and text"
            " (dotted), at the centres of their published intervals. Right: loss above the floor of the largest run"
            " that money and power allow. Everything after the start is extrapolated."
        ),
    )


def _months(halving):
    return "never" if halving is None else f"{halving:g} months"


def _draw_when():
    fig, axes = canvas(1, 2, height=3.4)
    artists, years = {}, long_years()
    flat = np.ones_like(years)
    for name in LIMITS:
        (artists[name.split()[0]],) = axes[0].plot(years, 1e28 * flat, color=COLOR[name], ls=DASH[name])
    (artists["loss"],) = axes[1].plot(years, 0.01 * flat, color=COLORS.loss)
    lines = [artists[name.split()[0]] for name in LIMITS]
    axes[0].legend(lines, ("as before", "money", "power", "text"), loc="upper left", frameon=False, fontsize=8.5)
    axes[0].set(yscale="log", ylim=(1e25, 1e34), ylabel="training compute, FLOP")
    log_axis(axes[0].yaxis)
    axes[1].set(yscale="log", ylim=(1e-5, 1), ylabel="loss above the floor, nats a token")
    log_axis(axes[1].yaxis)
    for ax, title in zip(axes, ("compute and its limits", "what is left to learn")):
        ax.set_title(title, loc="left")
        ax.set(xlim=(2025, 2036), xticks=(2026, 2029, 2032, 2035))
        ax.xaxis.set_major_formatter("{x:.0f}")
    return fig, artists


def _move_when(artists, growth, halving, stock, fit):
    years = long_years()
    limits, fall = path(growth, halving, stock, fit)
    for k, name in enumerate(LIMITS):
        artists[name.split()[0]].set_data(years, limits[k])
    floor = surface(centre(), Scenario(fit=fit), central=True).E
    artists["loss"].set_data(years, fall - floor)
    said = [f"{name} {_binds(first_crossing(limits, k))}" for k, name in enumerate(LIMITS) if k]
    at = float(np.interp(END, years, fall - floor))
    return (
        f"With compute growing {growth:g} times a year, {', '.join(said[:2])} and {said[2]}; at the end of 2030 the"
        f" loss lies {say(at, 'nats')} above its floor by fit {fit}."
    )


def _binds(year):
    first, *_, last = long_years()
    if year is None:
        return f"does not bind before {last:.0f}"
    return f"binds from {exact(year, DATE)}" if year > first else "binds from the start"


@exhibit
def worlds_fan():
    """A world by its disputed points: the fan of loss above the floor, and the share of each limit."""
    return Explorable(
        "next-world",
        "Choose a world, and read its fan",
        controls=[
            Control("spending", "Spending on a run", ("goes on", "stalls"), default="goes on"),
            Control("sites", "Power", ("many", "one"), write=lambda s: f"{s} site{'s' * (s == 'many')}"),
            Control("data", "Data", ("text", "all"), write=lambda d: "text" if d == "text" else "text, image, video"),
            Control("reading", "Algorithms", ("Ho", "Gundlach", "none"), write=_reading),
            Control("fit", "Fit of the loss", FITS),
            Control("doubt", "Width of the rates", (AS_PRINTED, doubt()), write=_width, default=doubt()),
        ],
        draw=_draw_world,
        move=_move_world,
        caption=(
            "Left: loss above the floor, median and the middle half and nine tenths of the draws. Right: the lowest"
            " limit, as shares of the draws, from below: growth as before, money (up to the dashed line), power (up to"
            " the dash-dotted line), data (the rest). Spending stalls means: constant from 2028."
        ),
    )


def _reading(reading):
    return {"Ho": "Ho et al.", "Gundlach": "small-scale reading", "none": "stand still"}[reading]


def _width(doubt):
    return "as printed" if doubt == AS_PRINTED else "as the backtest asks"


def _draw_world():
    fig, axes = canvas(1, 2, height=3.3)
    artists = {
        "wide": band(axes[0], color=COLORS.loss, alpha=0.16, linewidth=0),
        "narrow": band(axes[0], color=COLORS.loss, alpha=0.3, linewidth=0),
        "growth": band(axes[1], color=COLORS.compute, alpha=0.45, linewidth=0),
        "money": band(axes[1], color=COLORS.parameters, alpha=0.35, linewidth=0),
        "power": band(axes[1], color=COLORS.loss, alpha=0.28, linewidth=0),
        "data": band(axes[1], color=COLORS.tokens, alpha=0.18, linewidth=0),
    }
    (artists["median"],) = axes[0].plot(YEARS, 0.02 * np.ones_like(YEARS), color=COLORS.loss)
    (artists["line-money"],) = axes[1].plot(YEARS, 50 * np.ones_like(YEARS), color=COLORS.parameters, ls="--")
    (artists["line-power"],) = axes[1].plot(YEARS, 70 * np.ones_like(YEARS), color=COLORS.loss, ls="-.")
    axes[0].set(yscale="log", ylim=(1e-5, 1), ylabel="loss above the floor, nats")
    log_axis(axes[0].yaxis)
    axes[1].set(ylim=(0, 100), ylabel="share of draws, %")
    for ax, title in zip(axes, ("what is left to learn", "which limit is lowest")):
        ax.set_title(title, loc="left")
        ax.set(xlim=(YEARS[0], YEARS[-1]), xticks=np.arange(2026, 2033, 2))
        ax.xaxis.set_major_formatter("{x:.0f}")
    return fig, artists


def _move_world(artists, **choices):
    o = outcome(deviates(SOME), Scenario(**choices), YEARS)
    low, first, middle, third, high = np.quantile(o.reducible, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0)
    place_band(artists["wide"], YEARS, low, high)
    place_band(artists["narrow"], YEARS, first, third)
    artists["median"].set_data(YEARS, middle)
    found = np.array([(o.binding == k).mean(axis=0) for k in range(len(LIMITS))])
    edges = 100 * np.vstack([np.zeros_like(YEARS), np.cumsum(found, axis=0)])
    for k, key in enumerate(("growth", "money", "power", "data")):
        place_band(artists[key], YEARS, edges[k], edges[k + 1])
    artists["line-money"].set_data(YEARS, edges[2])
    artists["line-power"].set_data(YEARS, edges[3])
    at = int(np.argmin(np.abs(YEARS - END)))
    most = int(np.argmax(found[:, at]))
    return (
        f"At the end of 2030 the largest run has {span(o.compute[:, at], 'FLOP', BANDS)} and a loss of"
        f" {span(o.reducible[:, at], 'nats', BANDS)} above the floor; the lowest limit is most often {LIMITS[most]}, in"
        f" {chance(o.binding[:, at] == most)} of draws."
    )
