"""The explorables of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.quantity import exact, percent

from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, band, dots, place_band, place_dots
from ...display.style import COLORS, canvas, log_axis
from . import ceiling, memoriser
from .memoriser import DIAL, LEARNERS

LONG = np.geomspace(1, 1e8, 45)
COUNTS = (1, 4, 15, LEARNERS)
WIDEST = 2.5  # upper edge of the frame of single learners
THINGS = (30, 300, 3000, 30_000, None)
FLOORS = (0.0, 0.003, 0.03)
ENDS = (0.25, 0.5, 1.0, 2.0)


@exhibit
def learners():
    """Tail exponent × number of learners: how far they wander from the exact expectation."""
    return Explorable(
        "why-learners",
        "Follow one learner, then several",
        controls=[
            Control("tail", "Tail exponent a", DIAL, default=0.5),
            Control("count", "Learners averaged", COUNTS, default=1),
        ],
        draw=_draw_learners,
        move=_move_learners,
        caption=(
            "Error over its exact expectation: a line at one is the power law itself. Thin steps: one learner, which"
            " jumps whenever it meets something frequent for the first time. Dots: the average of the chosen number."
            " Band: where two learners in three are, one at a time; it narrows because each averages over more things."
        ),
    )


def _draw_learners():
    fig, ax = canvas(height=3.2)
    n = memoriser.CHECKPOINTS
    artists = {"band": band(ax, color=COLORS.tokens, alpha=0.2, linewidth=0)}
    ax.plot([8, 3e4], [1, 1], color=COLORS.tokens, linewidth=1.4)
    (artists["single"],) = ax.plot(np.repeat(n, 2)[1:], np.ones(2 * n.size - 1), color=COLORS.muted, linewidth=0.9)
    artists["mean"] = dots(ax, color=COLORS.compute)
    ax.set(xscale="log", xlabel="examples", ylabel="error over its expectation", xlim=(8, 3e4), ylim=(0, WIDEST))
    log_axis(ax.xaxis)
    return fig, artists


def _move_learners(artists, tail, count):
    errors, n = memoriser.learners(tail, LEARNERS), memoriser.CHECKPOINTS
    ratio, spread = errors / memoriser.expected_error(tail, n), memoriser.spread(tail)
    artists["single"].set_data(np.repeat(n, 2)[1:], np.minimum(np.repeat(ratio[0], 2)[:-1], WIDEST))
    place_dots(artists["mean"], n, np.minimum(ratio[:count].mean(axis=0), WIDEST))
    place_band(artists["band"], n, np.maximum(1 - spread, 0), np.minimum(1 + spread, WIDEST))
    early, late = (int(np.argmin(np.abs(np.log(n / at)))) for at in (100, 10_000))
    who = "one learner follows" if count == 1 else f"the average of {count} learners follows"
    return (
        f"With frequencies of tail exponent {exact(tail).short}, {who} the exact curve to"
        f" {percent(abs(ratio[:count, late].mean() - 1)).short} after {exact(n[late]).short} examples. Single learners"
        f" wander by {percent(spread[early]).short} after {exact(n[early]).short} and by {percent(spread[late]).short}"
        " then."
    )


@exhibit
def last_thing():
    """Tail × number of things × floor: where the power law ends and what the whole loss makes of it."""
    return Explorable(
        "why-last-thing",
        "Let the world run out",
        controls=[
            Control("tail", "Tail exponent a", ENDS, default=0.5),
            Control("things", "Things in the world", THINGS, write=_things, default=3000),
            Control("floor", "Noise that nobody can predict", FLOORS, write=_floor, default=0.003),
        ],
        draw=_draw_last,
        move=_move_last,
        caption=(
            "Left the loss, right its slope on logarithmic axes. Solid: the whole loss, noise included. Dashed: the"
            " part above the noise. The dotted line is the exponent of a world without end. The dot on the left marks"
            " the return time of the rarest thing."
        ),
    )


def _things(value):
    return exact(value).short if value else "endless"


def _floor(value):
    return exact(value).short if value else "none"


def _draw_last():
    fig, axes = canvas(1, 2, height=3.1)
    artists = {}
    for ax, side in zip(axes, ("loss", "slope")):
        (artists[f"part-{side}"],) = ax.plot(LONG, np.ones_like(LONG) / 2, color=COLORS.tokens, linestyle="--")
        (artists[f"whole-{side}"],) = ax.plot(LONG, np.ones_like(LONG) / 3, color=COLORS.loss)
        ax.set(xscale="log", xlabel="examples", xlim=(1, 1e8))
        ax.set_xticks([1, 1e2, 1e4, 1e6, 1e8])
        log_axis(ax.xaxis)
    (artists["asymptote"],) = axes[1].plot([1, 1e8], [0.5, 0.5], color=COLORS.muted, linestyle=":", linewidth=1.2)
    artists["end"] = dots(axes[0], size=7, color=COLORS.parameters)
    axes[0].set(yscale="log", ylim=(5e-7, 1.6))
    axes[1].set(ylim=(0, 1.5))
    log_axis(axes[0].yaxis)
    for ax, title in zip(axes, ("loss", "slope of the loss")):
        ax.set_title(title, loc="left")
    return fig, artists


@cache
def _course(tail, things):
    return memoriser.expected_error(tail, LONG, things), ceiling.local_exponent(tail, LONG, things)


def _move_last(artists, tail, things, floor):
    error, slope = _course(tail, things)
    whole_slope = slope * error / np.maximum(error + floor, 1e-300)
    artists["part-loss"].set_data(LONG, np.maximum(error, 1e-9))
    artists["whole-loss"].set_data(LONG, np.maximum(error + floor, 1e-9))
    artists["part-slope"].set_data(LONG, np.clip(slope, 0, 9))
    artists["whole-slope"].set_data(LONG, np.clip(whole_slope, 0, 9))
    artists["asymptote"].set_data([1, 1e8], [memoriser.exponent(tail)] * 2)
    end = ceiling.end_of_law(tail, things) if things else np.nan
    x = end if np.isfinite(end) and end < 1e8 else np.nan
    place_dots(artists["end"], x, np.interp(x, LONG, error + floor) if np.isfinite(x) else np.nan)
    at = int(np.argmin(np.abs(np.log(LONG / 1e6))))
    where = f"the rarest comes round once in {exact(end).short} examples" if things else "there is no rarest thing"
    if error[at] < 1e-12:
        state = "nothing is left to learn"
    else:
        state = (
            f"the slope of the part above the noise is {exact(slope[at]).short}, that of the whole loss"
            f" {exact(whole_slope[at]).short}"
        )
    when = f"at {exact(LONG[at]).short} examples {state}"
    return f"With tail {exact(tail).short} and {_things(things)} things {where}; {when}."
