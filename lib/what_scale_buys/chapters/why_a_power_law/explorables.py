"""The explorables of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.quantity import exact, format_number
from scaling_laws.statistics import mean

from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, dots, place_dots
from ...display.style import COLORS, canvas, log_axis
from . import ceiling, manifold, memoriser
from .memoriser import DIAL, LEARNERS

FINE = np.geomspace(10, 20_000, 40)
LONG = np.geomspace(1, 1e8, 45)
COUNTS = (2, 4, 15, LEARNERS)
THINGS = (30, 300, 3000, 30_000, None)
FLOORS = (0.0, 0.003, 0.03)
ENDS = (0.25, 0.5, 1.0, 2.0)
DOT_FLOOR = 1e-5


@exhibit
def learners():
    """Tail exponent × number of learners, against theory."""
    return Explorable(
        "why-learners",
        "Average some learners and watch a power law appear",
        controls=[
            Control("tail", "Tail exponent a", DIAL, default=0.5),
            Control("count", "Learners averaged", COUNTS, default=4),
        ],
        draw=_draw_learners,
        move=_move_learners,
        caption=(
            "Thin steps: one learner. Dots: the average. Curve: the exact expectation. Dashes: the power law that it"
            " tends to. A single learner jumps whenever it meets something frequent for the first time."
        ),
    )


def _draw_learners():
    fig, ax = canvas(height=3.2)
    artists = {}
    (artists["single"],) = ax.plot(FINE, np.ones_like(FINE), color=COLORS.muted, linewidth=0.9)
    (artists["law"],) = ax.plot(FINE, np.ones_like(FINE), color=COLORS.claim, linestyle="--", linewidth=1.1)
    (artists["exact"],) = ax.plot(FINE, np.ones_like(FINE), color=COLORS.tokens, linewidth=1.6)
    artists["mean"] = dots(ax, color=COLORS.compute)
    ax.set(xscale="log", yscale="log", xlabel="examples", ylabel="error", xlim=(8, 3e4), ylim=(DOT_FLOOR * 10, 1.5))
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    return fig, artists


def _move_learners(artists, tail, count):
    errors, n = memoriser.learners(tail, LEARNERS)[:count], memoriser.CHECKPOINTS
    artists["single"].set_data(np.repeat(n, 2)[1:], np.maximum(np.repeat(errors[0], 2)[:-1], DOT_FLOOR))
    artists["law"].set_data(FINE, memoriser.leading_error(tail, FINE))
    artists["exact"].set_data(FINE, memoriser.expected_error(tail, FINE))
    place_dots(artists["mean"], n, np.maximum(errors.mean(axis=0), DOT_FLOOR))
    return (
        f"With frequencies of tail exponent {exact(tail).short}, {exact(count).short} learners have a measured exponent"
        f" of {memoriser.measured_exponent(tail, count).full}; theory says {exact(memoriser.exponent(tail)).short}."
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
    axes[0].set(yscale="log", ylim=(1e-5, 1.6))
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


@exhibit
def dimension():
    """Dimension of the data × method of regression, against 2/d and 4/d."""
    return Explorable(
        "why-dimension",
        "Give the data more directions to vary in",
        controls=[
            Control("d", "Dimension of the surface", manifold.DIMENSIONS, default=2),
            Control("method", "Regression", tuple(manifold.METHODS), default="local linear"),
        ],
        draw=_draw_dimension,
        move=_move_dimension,
        caption=(
            "Dots: mean squared error over the data sets. Dashes: a line with the exponent of theory through the last"
            " dot. In many dimensions a few thousand points are far apart, and the line is approached late."
        ),
    )


def _draw_dimension():
    fig, ax = canvas(height=3.0)
    artists = {}
    (artists["theory"],) = ax.plot(manifold.SIZES, np.ones(len(manifold.SIZES)), color=COLORS.claim, linestyle="--")
    artists["error"] = dots(ax, color=COLORS.compute)
    ax.set(
        xscale="log", yscale="log", xlabel="points seen", ylabel="mean squared error", xlim=(200, 5200), ylim=(1e-11, 3)
    )
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    ax.set_yticks([1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1])
    return fig, artists


def _move_dimension(artists, d, method):
    errors, n = manifold.squared_errors(d, method), np.array(manifold.SIZES)
    error = errors.mean(axis=0)
    theory = manifold.exponent(d, method)
    artists["theory"].set_data(n, error[-1] * (n / n[-1]) ** -theory)
    place_dots(artists["error"], n, error)
    found = manifold.measured_exponent(d, method)
    return (
        f"In dimension {d} the {method} fit has exponent {found.full}; theory says {exact(theory).short}. The error at"
        f" {format_number(n[-1], decimals=0)} points is {mean(errors[:, -1])}."
    )
