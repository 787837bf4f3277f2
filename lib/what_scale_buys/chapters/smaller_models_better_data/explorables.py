"""The explorables of the chapter."""

import numpy as np

from scaling_laws.quantity import exact, percent, say

from ...accepted import refit
from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, dots, place_dots
from ...display.style import COLORS, canvas, log_axis
from . import lifetime
from . import techniques as tech

TPP = "tokens per parameter"
BUDGETS = np.geomspace(1e20, 1e28, 45)
HERE = 1e24
GAINS = (1.07, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.6, 8.0, 10.0, 12.0, 20.0, 30.0, 50.0, 100.0)
RATES = (2.0, 3.0, 4.0, 4.5, 5.0)
STEEPER = (0.0, 0.02, 0.05, 0.1, 0.2)


def _steeper(share):
    return f"{percent(share).short} steeper" if share else "none"


@exhibit
def multiplier():
    """What a technique of a given worth buys in years and decades, and what a changed slope would buy instead."""
    return Explorable(
        "small-multiplier",
        "What does a multiplier buy?",
        controls=[
            Control("gain", "Compute multiplier", GAINS, write=lambda x: say(x, "×"), default=6.6),
            Control("rate", "Growth of compute a year", RATES, write=lambda x: say(x, "×"), default=4.5),
            Control("steeper", "Change of the slope", STEEPER, write=_steeper, default=0.0),
        ],
        draw=_draw_multiplier,
        move=_move_multiplier,
        caption=(
            "Loss above the floor for the best use of each training budget, by the refit of the Chinchilla surface"
            " (solid), and with the technique (dashed). A multiplier shifts the line to the left by the same distance"
            " everywhere. A steeper slope, pivoted at the dot, is worth more the further one goes. The bar is the shift"
            " at the dot."
        ),
    )


def _draw_multiplier():
    fig, ax = canvas(height=3.2)
    frontier = refit().frontier
    ax.plot(BUDGETS, frontier.reducible(BUDGETS), color=COLORS.muted)
    artists = {
        "moved": ax.plot(BUDGETS, frontier.reducible(3 * BUDGETS), color=COLORS.compute, linestyle="--")[0],
        "shift": ax.plot([HERE, 2 * HERE], [0.2, 0.2], color=COLORS.parameters, linewidth=3)[0],
        "dot": dots(ax, size=8, color=COLORS.parameters),
    }
    artists["years"] = ax.text(1.6e26, 0.5, "a year", color=COLORS.parameters, va="baseline", ha="center", fontsize=9.5)
    ax.text(1.3e26, 0.13, "without", color=COLORS.muted, fontsize=8.5)
    ax.text(1.4e20, 0.03, "with the technique (dashed)", color=COLORS.compute, fontsize=8.5)
    ax.set(xscale="log", yscale="log", xlim=(1e20, 1e28), ylim=(0.02, 1.3))
    ax.set(xlabel="training compute, FLOP", ylabel="loss above the floor, nats/token")
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    return fig, artists


def _move_multiplier(artists, gain, rate, steeper):
    frontier = refit().frontier
    reached = frontier.reducible(gain * BUDGETS) * (BUDGETS / HERE) ** (-frontier.exponent * steeper)
    artists["moved"].set_data(BUDGETS, reached)
    level = float(frontier.reducible(gain * HERE))
    artists["shift"].set_data([HERE, gain * HERE], [level, level])
    place_dots(artists["dot"], HERE, level)
    years = float(tech.years(gain, rate))
    artists["years"].set_text(f"{say(years)} years")
    decades = say(np.log10(gain))
    text = (
        f"A multiplier of {say(gain, '×')} is {decades} decades of compute, or {say(years)} years at {say(rate, '×')} a"
        f" year, and lowers the loss above the floor by {percent(1 - gain**-frontier.exponent).short} at every budget"
    )
    if not steeper:
        return text + ", no more at the largest than at the smallest."
    later = float(gain * 1e3**steeper)
    return text + (
        f" with the old slope; a slope {percent(steeper).short} steeper makes it worth {say(later, '×')} three decades"
        " further on."
    )


RATIOS = (20, 50, 100, 200, 370, 870, 1875, 4000)
SIZES = (1e9, 3.8e9, 8e9, 14e9, 70e9)
SERVED = np.geomspace(1e-3, 1e4, 50)  # served tokens per training token


@exhibit
def serving():
    """The lifetime multiplier of an over-trained model against the tokens it serves."""
    return Explorable(
        "small-serving",
        "When does over-training pay?",
        controls=[
            Control("size", "Parameters", SIZES, write=lambda N: exact(N, "parameters").bare, default=8e9),
            Control("ratio", "Tokens per parameter", RATIOS, write=lambda r: say(r), default=1875),
        ],
        draw=_draw_serving,
        move=_move_serving,
        caption=(
            "Bill of the training-optimal model of equal loss over the bill of this one, training and serving together,"
            " against the tokens served per training token, by the refit of the Chinchilla surface. Left of the dot"
            " the small model has not yet repaid its longer training."
        ),
    )


def _draw_serving():
    fig, ax = canvas(height=3.1)
    artists = {
        "curve": ax.plot(SERVED, np.ones_like(SERVED), color=COLORS.parameters)[0],
        "even": dots(ax, size=7, color=COLORS.parameters),
    }
    ax.axhline(1, color=COLORS.ink, linewidth=0.9)
    ax.text(1.3e-3, 1.08, "same bill", fontsize=8.5, color=COLORS.muted)
    ax.set(xscale="log", yscale="log", xlim=(1e-3, 1e4), ylim=(0.05, 50))
    ax.set(xlabel="tokens served per training token", ylabel="bill of the other over this one's")
    log_axis(ax.xaxis)
    ax.set_yticks((0.1, 1, 10), [say(v, "×") for v in (0.1, 1, 10)])
    ax.minorticks_off()
    return fig, artists


def _move_serving(artists, size, ratio):
    D, law = ratio * size, refit()
    worth = lambda served: float(lifetime.lifetime_multiplier(law, size, D, served * D))
    artists["curve"].set_data(SERVED, lifetime.lifetime_multiplier(law, size, D, SERVED * D))
    smaller = lifetime.twin(law, size, D).parameters > size * 1.001
    even = float(lifetime.break_even(law, size, D)) / D if smaller else None
    place_dots(artists["even"], even if smaller else np.nan, 1.0)
    return (
        f"A model of {say(size, 'parameters')} on {say(ratio)} {TPP}: training alone is worth {say(worth(0.0), '×')},"
        f" and a hundred tokens served per training token {say(worth(100.0), '×')}"
        + (f", with break-even at {say(even)} served per training token." if smaller else ", and it never pays.")
    )
