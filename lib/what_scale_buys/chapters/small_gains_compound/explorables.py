"""The explorables of the chapter."""

import numpy as np

from scaling_laws.quantity import percent, say

from ... import published
from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, band, dots, place_band, place_dots
from ...display.style import COLORS, canvas, log_axis
from . import chains, horizon, metr, survival
from .figures_horizons import SHORT_CLOCK, clock

ERRORS = (0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001)
ASKED = (0.5, 0.8, 0.9, 0.99, 0.999)
DETECTED = (0.0, 0.5, 0.8, 0.9, 0.99)
STEPS = np.geomspace(1, 1e5, 50)


@exhibit
def reliability():
    """Error per step, verifier and reliability asked: which length can be trusted?"""
    return Explorable(
        "gain-reliability",
        "How long a task can you hand over?",
        controls=[
            Control("error", "Slips per step", ERRORS, write=lambda e: percent(e).short, default=0.01),
            Control("detection", "Slips a check catches", DETECTED, write=lambda d: percent(d).short, default=0.8),
            Control("asked", "Reliability you need", ASKED, write=lambda s: percent(s).short, default=0.8),
        ],
        draw=_draw_reliability,
        move=_move_reliability,
        caption=(
            "Constant, independent risk per step. A caught slip is done again as often as needed, with no false alarms;"
            " a slip that the check misses is fatal. The dot marks the longest task at the reliability asked, the grey"
            " line the same agent without a check."
        ),
    )


def _draw_reliability():
    fig, ax = canvas(height=3.1)
    artists = {}
    (artists["plain"],) = ax.plot(STEPS, np.exp(-STEPS / 100), color=COLORS.muted, linestyle=":", linewidth=1.4)
    (artists["curve"],) = ax.plot(STEPS, np.exp(-STEPS / 100), color=COLORS.compute)
    (artists["level"],) = ax.plot([1, 1e5], [80, 80], color=COLORS.claim, linestyle="--", linewidth=1.1)
    artists["dot"] = dots(ax, color=COLORS.parameters, size=8)
    ax.set(xscale="log", xlabel="steps in the task", ylabel="tasks done, %", xlim=(1, 1e5), ylim=(0, 104))
    log_axis(ax.xaxis)
    return fig, artists


def _move_reliability(artists, error, detection, asked):
    left = chains.checked_error(error, detection)
    artists["plain"].set_data(STEPS, 100 * (1 - error) ** STEPS)
    artists["curve"].set_data(STEPS, 100 * (1 - left) ** STEPS)
    artists["level"].set_data([1, 1e5], [100 * asked] * 2)
    length = np.log(asked) / np.log1p(-left)
    shown = min(max(length, 1.0), 1e5)
    place_dots(artists["dot"], shown, 100 * (1 - left) ** shown)
    half = np.log(0.5) / np.log1p(-left)
    can = f"{say(np.floor(length))} steps" if length >= 1 else "not even one step"
    price = say(chains.attempts_per_step(error, detection))
    return (
        f"With {percent(error).short} slips per step and {percent(detection).short} of them caught,"
        f" {percent(left).short} get through at {price} attempts a step; {percent(asked).short} reliability allows"
        f" {can}, half of the time {say(np.floor(half))}."
    )


SPREADS = (0.0, 0.25, 0.5, 1.0, 1.6, 2.0, 3.0, 5.0)
MINUTES = np.geomspace(horizon.SHORTEST, horizon.LONGEST, 50)


@exhibit
def mixture():
    """Constant risks that differ between tasks, and the falling risk that a fit makes of them."""
    return Explorable(
        "gain-mixture",
        "Make a constant risk look as if it fell",
        controls=[
            Control("spread", "Variance between tasks", SPREADS, write="{:g} squared means".format, default=1.6),
            Control("attempts", "Attempts to win", (1, 2, 4, 8), default=1),
        ],
        draw=_draw_mixture,
        move=_move_mixture,
        caption=(
            "No task's risk changes along its way; tasks differ by the variance chosen. Solid: success over all tasks"
            " of a length; dashed: the Weibull curve nearest to it in likelihood; dotted: one constant risk for all"
            " tasks. With more attempts, solid shows tasks on which all succeed, and dotted what tasks alike give."
        ),
    )


def _draw_mixture():
    fig, ax = canvas(height=3.1)
    artists = {}
    (artists["equal"],) = ax.plot(MINUTES, 50 + 0 * MINUTES, color=COLORS.muted, linestyle=":", linewidth=1.5)
    (artists["mixed"],) = ax.plot(MINUTES, 50 + 0 * MINUTES, color=COLORS.parameters)
    (artists["fitted"],) = ax.plot(MINUTES, 50 + 0 * MINUTES, color=COLORS.compute, linestyle="--", linewidth=1.4)
    ax.set(xscale="log", xlabel="length of task", ylabel="tasks done, %", ylim=(0, 104))
    clock(ax.xaxis, SHORT_CLOCK)
    return fig, artists


def _move_mixture(artists, spread, attempts):
    hazard = survival.mixture_scale(horizon.HALF, 0.5, spread)
    one = survival.mixture(MINUTES, hazard, spread)
    fitted = horizon.nearest_shape(spread)
    everything = survival.repeated(MINUTES, attempts, hazard, spread)
    artists["mixed"].set_data(MINUTES, 100 * everything)
    equal = 0.5 ** (MINUTES / horizon.HALF) if attempts == 1 else one**attempts
    artists["equal"].set_data(MINUTES, 100 * equal)
    artists["fitted"].set_data(MINUTES, 100 * fitted.success(MINUTES * attempts))
    both = survival.repeated(horizon.HALF, attempts, hazard, spread)
    tries = "one attempt succeeds" if attempts == 1 else f"all of {attempts} attempts succeed"
    shape, alike = say(fitted.slope), percent(0.5**attempts).short
    return (
        f"With a variance of {spread:g} squared means the nearest Weibull shape is {shape}; on tasks of one hour"
        f" {tries} {percent(both).short} of the time, where tasks alike give {alike}."
    )


SERIES = ("first paper", "models since 2023")
YEARS = tuple(np.arange(0, 5.5, 0.5))
AHEAD = np.linspace(0, 5, 41)
REACH = (0.04, 1e9)  # minutes
WORK = ((1, "min"), (10, "min"), (1, "h"), (1, "day"), (1, "week"), (1, "month"), (1, "year"), (100, "years"))


@exhibit
def forecast():
    """The published trends carried on, with their intervals, at the reliability asked."""
    return Explorable(
        "gain-forecast",
        "Carry the published trend on, and ask for reliability",
        controls=[
            Control("series", "Trend", SERIES, default="models since 2023"),
            Control("years", "Years after the starting model", YEARS, write="{:g}".format, default=2.0),
            Control("asked", "Reliability", (0.5, 0.8, 0.99), write=lambda s: percent(s).short, default=0.8),
            Control("shape", "Weibull shape", (1.0, 0.8, 0.6), write="{:g}".format),
        ],
        draw=_draw_forecast,
        move=_move_forecast,
        caption=(
            "The band joins the ends of the published interval of the starting model with those of the doubling time,"
            " and knows of no cause that could end the trend. First paper: from Claude 3.7 Sonnet, early 2025. Models"
            f" since 2023: from {metr.point('opus46').name}, February 2026. Days, weeks, months and years are of"
            " working time (eight hours, forty, and so on). The shape turns the horizon at even odds into the one asked"
            " for."
        ),
    )


def _draw_forecast():
    fig, ax = canvas(height=3.3)
    artists = {"band": band(ax, color=COLORS.compute, alpha=0.18, linewidth=0)}
    (artists["line"],) = ax.plot(AHEAD, 100 + AHEAD, color=COLORS.compute)
    (artists["now"],) = ax.plot([2, 2], [1, 1e5], color=COLORS.claim, linestyle="--", linewidth=1.1)
    artists["dot"] = dots(ax, color=COLORS.parameters, size=8)
    ax.set(yscale="log", xlabel="years after the starting model", ylabel="length of task", xlim=(0, 5), ylim=REACH)
    clock(ax.yaxis, WORK)
    return fig, artists


def trend(series):
    """(starting horizon, doubling in days), each as (value, low, high)."""
    key, start = (
        ("metr_2025_doubling_days", metr.point("sonnet37"))
        if series == SERIES[0]
        else ("metr_2026_doubling_2023", metr.point("opus46"))
    )
    days = published.figure(key)
    return tuple((q.value, q.low, q.high) for q in (start.half, days))


def _move_forecast(artists, series, years, asked, shape):
    (start, low, high), (days, fast, slow) = trend(series)
    factor = survival.ratio_to_half(asked, shape)

    def after(t, first, doubling):
        return factor * first * 2 ** (np.asarray(t) * metr.YEAR / doubling)

    middle = after(AHEAD, start, days)
    place_band(artists["band"], AHEAD, after(AHEAD, low, slow), after(AHEAD, high, fast))
    artists["line"].set_data(AHEAD, middle)
    artists["now"].set_data([years, years], REACH)
    place_dots(artists["dot"], years, after(years, start, days))
    ends = after(years, low, slow) / 60, after(years, high, fast) / 60
    said = say(float(after(years, start, days)) / 60, "hours")
    return (
        f"By the trend of the {series}, {years:g} years on, tasks of {said} of human work are done with"
        f" {percent(asked).short} reliability; the published intervals allow {say(ends[0])} to {say(ends[1])} hours."
    )
