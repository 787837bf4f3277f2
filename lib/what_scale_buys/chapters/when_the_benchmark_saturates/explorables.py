"""The explorables of the chapter."""

import numpy as np
from scipy.special import ndtr

from scaling_laws.quantity import exact, percent
from scaling_laws.statistics import LEVEL, normal_quantile

from ...accepted import refit
from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, band, dots, place_band, place_dots
from ...display.style import COLORS, canvas, log_axis
from . import noise, response, rulers
from .article_step import FOUR_OPTIONS, after, before
from .ceilings import wrong_keys
from .figures import plain_ticks
from .wording import count

FINE = np.linspace(-3, 6, 46)
CLASS = np.linspace(-2, 5, 8)  # the models of the first explorable: equal steps of ability
SPREADS = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
MEANS = (-1.0, 0.0, 1.0, 2.0, 3.0, 4.0)
FLAWS = (0.0, 0.02, 0.05, 0.1)
WORST = 3.0  # widest standard error that the picture shows


@exhibit
def difficulty():
    """Difficulty, its spread and wrong keys: the score, and how well it tells abilities apart."""
    return Explorable(
        "sat-difficulty",
        "Build a test, and see where it goes blind",
        controls=[
            Control("mean", "Mean difficulty", MEANS, write=lambda v: exact(v).short, default=1.0),
            Control("spread", "Spread of difficulty", SPREADS, write=lambda v: exact(v).short, default=1.0),
            Control("wrong", "Wrong keys", FLAWS, write=lambda v: percent(v).short),
        ],
        draw=_draw_difficulty,
        move=_move_difficulty,
        caption=(
            "Left: expected score over ability; dots are eight models, each one unit more able than the last, and the"
            f" dashed line is the ceiling. Right: standard error of the ability that {exact(response.ITEMS).short}"
            " answers leave, their difficulties known. Unit of ability: the step that turns a coin flip into"
            f" {percent(ndtr(1)).short}."
        ),
    )


def _draw_difficulty():
    fig, axes = canvas(1, 2, height=3.0)
    artists = {"curve": axes[0].plot(FINE, 100 * ndtr(FINE), color=COLORS.compute)[0]}
    artists["ceiling"] = axes[0].plot([-3, 6], [98, 98], color=COLORS.loss, linestyle="--", linewidth=1.3)[0]
    artists["models"] = dots(axes[0], size=7, color=COLORS.ink)
    artists["error"] = axes[1].plot(FINE, np.full(FINE.size, 0.1), color=COLORS.parameters)[0]
    axes[0].set(xlabel="ability", ylabel="score, %", ylim=(-4, 108), xlim=(-3, 6))
    axes[1].set(xlabel="ability", ylabel="standard error of ability", yscale="log", ylim=(0.03, WORST), xlim=(-3, 6))
    plain_ticks(axes[1].yaxis, (0.03, 0.1, 0.3, 1, 3))
    return fig, artists


def _move_difficulty(artists, mean, spread, wrong):
    def shown(ability):
        return 100 * noise.with_wrong_keys(response.expected_score(ability, mean, spread), wrong)

    error = (response.ITEMS * response.information(FINE, mean, spread, wrong)) ** -0.5
    artists["curve"].set_data(FINE, shown(FINE))
    artists["ceiling"].set_data([-3, 6], np.full(2, 100 * (1 - wrong)))
    place_dots(artists["models"], CLASS, shown(CLASS))
    artists["error"].set_data(FINE, np.minimum(error, 3 * WORST))
    steps = np.diff(shown(CLASS))
    largest = int(np.argmax(steps))
    last = float((response.ITEMS * response.information(CLASS[-1], mean, spread, wrong)) ** -0.5)
    told = f"{exact(last).short}" if last < WORST else f"more than {exact(WORST).short}"
    return (
        f"With mean difficulty {exact(mean).short}, spread {exact(spread).short} and {percent(wrong).short} wrong keys,"
        f" one unit of ability gains {exact(steps[largest]).short} points at the steepest step and"
        f" {exact(steps[-1]).short} between the last two models; the standard error of the last is {told}."
    )


COUNTS = (30, 100, 200, 500, 1319, 3000, 5000, 14042)
PAIRINGS = (0.0, 0.3, 0.5, 0.7)
SEEDS = (0.0, 0.003, 0.006)
WITHIN = np.linspace(-4, 4, 49)  # of the mean, in standard errors


@exhibit
def step():
    """The step of the article against items, label errors, pairing and seeds."""
    return Explorable(
        "sat-step",
        "Can your test see the step?",
        controls=[
            Control("items", "Items in the test", COUNTS, write=count, default=500),
            Control("correlation", "Correlation, item by item", PAIRINGS, write=lambda v: exact(v).short),
            Control("wrong", "Wrong keys", FLAWS, write=lambda v: percent(v).short),
            Control("seed", "Seed noise, points", SEEDS, write=lambda v: exact(100 * v).short),
        ],
        draw=_draw_step,
        move=_move_step,
        caption=(
            "Bell: the differences that repeated evaluations would show between a model that truly solves"
            f" {percent(before()).short} and one that solves {percent(after()).short}. Shaded: the differences that a"
            f" test of level {percent(LEVEL).short} would call real. The vertical line is no difference. A correlation"
            " above zero needs the same items for both models."
        ),
    )


def _draw_step():
    fig, ax = canvas(height=2.9)
    artists = {"called": band(ax, color=COLORS.tokens, alpha=0.25, linewidth=0)}
    artists["bell"] = ax.plot(WITHIN, np.exp(-(WITHIN**2) / 2), color=COLORS.compute)[0]
    artists["limit"] = ax.plot([3, 3], [0, 1.05], color=COLORS.tokens, linestyle="--", linewidth=1.2)[0]
    ax.axvline(0, color=COLORS.ink, linewidth=1)
    ax.set(xlabel="shown difference, points", ylabel="density, share of its peak", ylim=(0, 1.15), xlim=(-12, 16))
    return fig, artists


def _move_step(artists, items, correlation, wrong, seed):
    low, high = (noise.with_wrong_keys(score, wrong) for score in (before(), after()))
    error = np.sqrt(noise.standard_error(low, high, items, correlation) ** 2 + 2 * seed**2)
    limit = normal_quantile(LEVEL) * error
    artists["bell"].set_data(100 * (high - low + error * WITHIN), np.exp(-(WITHIN**2) / 2))
    artists["limit"].set_data([100 * limit, 100 * limit], [0, 1.05])
    beyond = np.linspace(max((limit - (high - low)) / error, WITHIN[0]), WITHIN[-1], 30)
    place_band(artists["called"], 100 * (high - low + error * beyond), 0 * beyond, np.exp(-(beyond**2) / 2))
    seen, wrongly = ndtr((high - low - limit) / error), ndtr(-(high - low) / error)
    known = "less than once in a thousand times" if wrongly < 1e-3 else f"{percent(wrongly).short} of the time"
    return (
        f"With {count(items)} items, correlation {exact(correlation).short}, {percent(wrong).short} wrong keys and seed"
        f" noise of {exact(100 * seed).short} points, the standard error is {exact(100 * error).short} points; the step"
        f" is called real {percent(seen).short} of the time, and the better model comes second {known}."
    )


EXPONENTS = (0.05, 0.07, 0.1, 0.13, 0.25, 0.3, 0.38, 0.5, 0.7, 1.0)  # beside that of the refit
STARTS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.97)
GOALS = (0.1, 0.25, 0.4, 0.5, 0.75)
TIMES = np.geomspace(1, 1e8, 41)


@exhibit
def price():
    """What a cut of the errors costs, by exponent, start and wrong keys."""
    ours = refit().frontier_exponent
    exponents = sorted((*EXPONENTS, ours))
    return Explorable(
        "sat-price",
        "Name your exponent, read your bill",
        controls=[
            Control("exponent", "Exponent of the error", exponents, write=lambda v: exact(v).short, default=ours),
            Control("start", "Score now", STARTS, write=lambda v: percent(v).short, default=before()),
            Control("cut", "Errors to remove", GOALS, write=lambda v: percent(v).short, default=0.4),
        ],
        draw=_draw_price,
        move=_move_price,
        caption=(
            "Shown errors against compute, both axes logarithmic, if the true error is a power law of compute. Solid:"
            f" all keys right. Dashed: on a test of which {percent(wrong_keys()).short} of the keys are wrong, as in"
            " MMLU. Both curves start at the score shown today; dots mark where each shows the score you ask for."
        ),
    )


def _draw_price():
    fig, ax = canvas(height=3.2)
    artists = {"curve": ax.plot(TIMES, 50 / TIMES**0.1, color=COLORS.compute)[0]}
    artists["shown"] = ax.plot(TIMES, 2 + 50 / TIMES**0.1, color=COLORS.loss, linestyle="--")[0]
    artists["goal"] = ax.plot(TIMES[[0, -1]], [5, 5], color=COLORS.muted, linewidth=0.9)[0]
    for key, color in (("right", COLORS.compute), ("wrong", COLORS.loss)):
        artists[key] = dots(ax, size=9, color=color)
        artists[f"{key}-bill"] = ax.text(10, 5, "×", color=color, fontsize=9, va="baseline", ha="center")
    ax.set(xscale="log", xlabel="times the compute of today", ylabel="shown errors, %", xlim=(0.5, 1e8))
    ax.set(yscale="log", ylim=(0.1, 100))
    plain_ticks(ax.yaxis, (0.1, 1, 10, 100))
    for y, text, color in ((0.94, "all keys right", COLORS.compute), (0.86, "some wrong (dashed)", COLORS.loss)):
        ax.text(0.99, y, text, color=color, fontsize=9, transform=ax.transAxes, ha="right", va="baseline")
    log_axis(ax.xaxis)
    return fig, artists


def _move_price(artists, exponent, start, cut):
    wrong, reached = wrong_keys().value, 1 - (1 - start) * (1 - cut)
    hidden = 1 - noise.without_wrong_keys(start, wrong, FOUR_OPTIONS)  # true error behind the score shown today
    curves = {"right": (1 - start) * TIMES**-exponent}
    curves["wrong"] = 1 - noise.with_wrong_keys(1 - hidden * TIMES**-exponent, wrong, FOUR_OPTIONS)
    for key, artist in (("right", "curve"), ("wrong", "shown")):
        artists[artist].set_data(TIMES, 100 * np.maximum(curves[key], 1e-5))
    left = 100 * (1 - reached)
    artists["goal"].set_data([1, TIMES[-1]], [left, left])
    bills = {"right": rulers.compute_for(1 / (1 - cut), exponent)}
    if reached < 1 - wrong:
        aim = 1 - noise.without_wrong_keys(reached, wrong, FOUR_OPTIONS)
        bills["wrong"] = rulers.compute_for(hidden / aim, exponent)
    for key, rise in (("right", 0.6), ("wrong", 1.35)):
        bill = bills.get(key, np.inf)
        seen = bill <= TIMES[-1]
        place_dots(artists[key], [1, bill if seen else np.nan], [100 * (1 - start), left])
        artists[f"{key}-bill"].set_position((min(bill, 1e7), left * rise))
        artists[f"{key}-bill"].set_text(f"{exact(bill).short}×" if seen else "beyond" if key in bills else "never")
    dear = f"costs {exact(bills['wrong']).short} times the compute" if "wrong" in bills else "is never shown"
    return (
        f"At an exponent of {exact(exponent).short}, going from a shown {percent(start).short} to"
        f" {percent(reached).short}, a gain of {exact(100 * (reached - start)).short} points, costs"
        f" {exact(bills['right']).short} times the compute; with wrong keys the same two scores mean a larger step, and"
        f" it {dear}."
    )
