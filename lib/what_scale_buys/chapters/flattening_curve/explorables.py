"""What the reader can try: the bars, the doublings, and the floor."""

import numpy as np

from scaling_laws.laws import PowerLawWithFloor
from scaling_laws.quantity import listing, percent, say

from ... import published
from ...accepted import fitted_range, refit
from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, band, dots, place_band, place_dots
from ...display.style import COLORS, canvas, log_axis
from . import bars, floors
from .surfaces import pure_cut, total_cut


def _share(fraction):
    return percent(fraction).short


def _flop(decade):
    return say(10.0**decade, "FLOP")


@exhibit
def bars_explorable():
    """Floor and exponent of a power law against the four bars."""
    exponents = tuple(np.round(np.arange(0.05, 0.651, 0.025), 3))
    shares = tuple(np.round(np.arange(0, 0.81, 0.08), 2))
    return Explorable(
        "flat-try-bars",
        "Draw article A's bars yourself: which floor and exponent?",
        controls=[
            Control("exponent", "Exponent per step", exponents, say, 0.3),
            Control("share", "Floor, share of the first loss", shares, _share, 0.64),
        ],
        draw=_draw_bars,
        move=_move_bars,
        caption=(
            "The line is the percentage cut of a loss that falls as a power law above a floor. Set the floor to zero:"
            " the cuts become equal, whatever the exponent."
        ),
    )


def _draw_bars():
    heights = np.array(bars.article_bars())
    x = np.arange(len(heights))
    fig, ax = canvas(height=3.5)
    ax.bar(x, heights, width=0.62, facecolor="none", edgecolor=COLORS.claim, linewidth=1.6, hatch="///")
    (line,) = ax.plot(x, heights, color=COLORS.loss)
    note = ax.text(3.45, 70, "miss", color=COLORS.loss, ha="right", va="baseline")
    ax.text(3.45, 63.5, "hatched: article A", color=COLORS.claim, ha="right", va="baseline", fontsize=8.5)
    ax.set_xticks(x, bars.LABELS)
    ax.set(ylim=(0, 78), ylabel="cut of the total loss per step (%)", xlabel="step in parameters")
    ax.grid(False, axis="x")
    return fig, {"line": line, "points": dots(ax, size=7, color=COLORS.loss), "note": note}


def _move_bars(artists, share, exponent):
    heights = np.array(bars.article_bars())
    x = np.arange(len(heights))
    start = (1 - share) / share if share else 1e9
    model = bars.floor_bars(start, 10**-exponent)
    miss = float(np.sqrt(np.mean((model - heights) ** 2)))
    artists["line"].set_data(x, model)
    place_dots(artists["points"], x, model)
    artists["note"].set_text(f"law misses by {say(miss, 'points')}")
    return (
        f"With an exponent of {say(exponent)} per step and a floor of {_share(share)} of the first loss the four cuts"
        f" are {listing(model, last='')} percent; their successive ratios are"
        f" {listing(bars.successive_ratios(model), last='')}, and they miss the bars by {say(miss, 'points')}."
    )


EXPONENTS = (0.03, 0.044, 0.05, 0.059, 0.07, 0.085, 0.1, 0.115, 0.13, 0.145, 0.154, 0.165, 0.178, 0.19)
DECADES = tuple(float(decade) for decade in range(18, 29))
COMPUTE = np.geomspace(1e18, 1e28, 48)


@exhibit
def doublings_explorable():
    """What a doubling buys: exponent and place, with and without a floor."""
    return Explorable(
        "flat-try-doublings",
        "What does one more doubling buy, and where do you stand?",
        controls=[
            Control("exponent", "Exponent in compute", EXPONENTS, say, 0.178),
            Control("place", "Compute spent so far", DECADES, _flop, 24.0),
        ],
        draw=_draw_doublings,
        move=_move_doublings,
        caption=(
            "Both laws pass through the same loss in the middle of the runs behind the refit. The floor is that of the"
            " refit. Without a floor it does not matter where you stand; with one it is almost all that matters."
        ),
    )


def _draw_doublings():
    fig, ax = canvas(height=3.5)
    ax.set_xscale("log")
    said = [published.value(f"article_b_doubling_{end}") for end in ("low", "high")]
    ax.axhspan(*said, color=COLORS.claim, alpha=0.22, linewidth=0)
    ax.text(1.4e18, np.mean(said), "article B", color=COLORS.claim, fontsize=8.5, va="center")
    (pure,) = ax.plot(COMPUTE, COMPUTE * 0 + 1, ":", color=COLORS.compute)
    (floor,) = ax.plot(COMPUTE, COMPUTE * 0 + 1, "-", color=COLORS.loss)
    ax.text(8e27, 14.3, "dotted: no floor", color=COLORS.compute, ha="right", fontsize=8.5)
    ax.text(8e27, 13.3, "solid: with a floor", color=COLORS.loss, ha="right", fontsize=8.5)
    log_axis(ax.xaxis)
    ax.set(xlim=(1e18, 1e28), ylim=(0, 15.4))
    ax.set(xlabel="training compute (FLOP)", ylabel="cut of the loss per doubling (%)")
    return fig, {
        "pure": pure,
        "floor": floor,
        "here-pure": dots(ax, size=7, color=COLORS.compute),
        "here-floor": dots(ax, size=7, color=COLORS.loss),
    }


def _move_doublings(artists, exponent, place):
    law = _through_the_refit(exponent)
    here = 10.0**place
    by_pure, by_floor = pure_cut(exponent), total_cut(law, here)
    artists["pure"].set_data(COMPUTE, np.full_like(COMPUTE, by_pure))
    artists["floor"].set_data(COMPUTE, total_cut(law, COMPUTE))
    place_dots(artists["here-pure"], here, by_pure)
    place_dots(artists["here-floor"], here, by_floor)
    return (
        f"At {_flop(place)} with exponent {say(exponent)}, doubling the compute cuts the loss by {say(by_pure, '%')} if"
        f" there is no floor and by {say(by_floor, '%')} above a floor of {say(law.floor)} nats per token."
    )


def _through_the_refit(exponent):
    """The law with the refit's floor, this exponent, and the refit's loss in the middle of its runs."""
    surface, middle = refit(), float(np.sqrt(np.prod(fitted_range())))
    return PowerLawWithFloor(surface.E, (surface.frontier.loss(middle) - surface.E) * middle**exponent, exponent)


SPANS = tuple(np.round(np.arange(0.5, 6.01, 0.5), 1))
SCATTERS = (0.001, 0.002, 0.003, 0.004, 0.006, 0.008, 0.01, 0.015, 0.02, 0.03)


@exhibit
def floor_explorable():
    """Which floors a set of runs can reject, by the range of compute and the scatter."""
    return Explorable(
        "flat-try-floor",
        "How far must the runs reach before they see a floor?",
        controls=[
            Control("decades", "Decades of compute spanned", SPANS, say, 2.5),
            Control("noise", "Scatter of one run", SCATTERS, _share, 0.01),
        ],
        draw=_draw_floor,
        move=_move_floor,
        caption=(
            "The truth here is the refit's frontier, floor included. Shaded: floors that fit as well as the truth. All"
            " this supposes that the law is one power law above a constant; the next figure drops that assumption."
        ),
    )


def _draw_floor():
    fig, ax = canvas(height=3.5)
    ax.axhline(floors.THRESHOLD, color=COLORS.muted, linewidth=1)
    ax.text(0.03, floors.THRESHOLD + 0.25, "above: rejected", color=COLORS.muted, fontsize=8.5, va="baseline")
    ax.axvline(refit().E, color=COLORS.loss, linewidth=1, linestyle=":")
    ax.text(refit().E - 0.03, 14.8, "true floor", color=COLORS.loss, ha="right", fontsize=8.5)
    (curve,) = ax.plot([0, 1], [0, 1], color=COLORS.loss)
    parts = {"allowed": band(ax, color=COLORS.tokens, alpha=0.3, linewidth=0), "curve": curve}
    ax.set(xlim=(0, 2.16), ylim=(0, 16), xlabel="assumed floor (nats/token)", ylabel="misfit (chi squared)")
    return fig, parts


def _move_floor(artists, decades, noise):
    misfit = floors.expected_profile(decades) / noise**2
    low, high = floors.interval(floors.FLOORS, misfit)
    coarse = np.linspace(0, floors.FLOORS[-1], 60)
    artists["curve"].set_data(coarse, np.minimum(np.interp(coarse, floors.FLOORS, misfit), 40))
    place_band(artists["allowed"], [low, max(high, low + 0.01)], [0, 0], [floors.THRESHOLD] * 2)
    top = f"to beyond {say(high)}" if high == floors.FLOORS[-1] else f"to {say(high)}"
    zero = "cannot be rejected" if misfit[0] <= floors.THRESHOLD else "is rejected"
    few, _ = floors.run_counts()
    return (
        f"With {say(few)} runs over {say(decades)} decades of compute and a scatter of {_share(noise)}, floors from"
        f" {say(low)} {top} nats per token fit as well as the truth; a law without a floor {zero}."
    )
