"""The explorables of the chapter."""

import numpy as np

from scaling_laws.quantity import percent, say

from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, band, dots, place_band, place_dots
from ...display.style import COLORS, canvas, log_axis
from . import metrics, toy
from .numbers import FAIL, PASS, cut

FLOOR = 1e-4  # lowest score that the logarithmic panels show
FINE = np.geomspace(toy.FIRST, toy.LAST, 40)


@exhibit
def mirage():
    """Metric × length of the answer × size of the test set, on one family of models."""
    return Explorable(
        "mirage",
        "Make an ability appear, and make it go away",
        controls=[
            Control("metric", "Score", toy.METRICS, default="exact match"),
            Control("length", "Tokens in an answer", (1, 2, 4, 8, 16, 32), default=8),
            Control("items", "Questions in the test set", (25, 100, 400, 1600), default=100),
        ],
        draw=_draw_mirage,
        move=_move_mirage,
        caption=(
            "The models never change: a family whose per-token error is a power law of compute. Left a linear scale,"
            " right a logarithmic one; dots are simulated scores, bars their intervals, the curve is the closed form,"
            " the horizontal line on the right is one question solved. A score of zero has no dot on the right, only"
            " the bar of what it leaves possible."
        ),
    )


def _draw_mirage():
    fig, axes = canvas(1, 2, height=3.0)
    artists = {}
    for ax, side in zip(axes, ("linear", "log")):
        (artists[f"curve-{side}"],) = ax.plot(FINE, np.ones_like(FINE) / 2, color=COLORS.compute, linewidth=1.4)
        (artists[f"bars-{side}"],) = ax.plot([FINE[0], FINE[-1]], [0.1, 0.2], color=COLORS.parameters, linewidth=1.2)
        artists[f"dots-{side}"] = dots(ax, color=COLORS.parameters)
        ax.set(xscale="log", xlabel="training compute, FLOP", xlim=(toy.FIRST / 3, toy.LAST * 3))
        ax.set_xticks([1e18, 1e20, 1e22, 1e24, 1e26])
        log_axis(ax.xaxis)
    (artists["one"],) = axes[1].plot(
        [FINE[0], FINE[-1]], [0.01, 0.01], color=COLORS.muted, linewidth=0.9, linestyle="--"
    )
    axes[0].set(ylim=(-0.03, 1.05), ylabel="score")
    axes[1].set(yscale="log", ylim=(FLOOR, 1.6))
    log_axis(axes[1].yaxis)
    for ax, title in zip(axes, ("linear scale", "logarithmic scale")):
        ax.set_title(title, loc="left", fontsize=9.5)
    return fig, artists


def _move_mirage(artists, metric, length, items):
    family = toy.family()
    score, low, high = toy.measured(metric, length, items)
    curve = toy.closed_form(metric, family.accuracy(FINE), length)
    for side in ("linear", "log"):
        floor = 0 if side == "linear" else FLOOR / 10
        artists[f"curve-{side}"].set_data(FINE, np.maximum(curve, floor))
        shown = np.where(score > floor, score, score if side == "linear" else np.nan)
        place_dots(artists[f"dots-{side}"], family.compute, shown)
        _place_bars(artists[f"bars-{side}"], family.compute, np.maximum(low, floor), np.maximum(high, floor))
    artists["one"].set_data(
        [toy.FIRST / 3, toy.LAST * 3], np.full(2, 1 / items if metric == "exact match" else FLOOR / 100)
    )
    zeros = int((score == 0).sum())
    seen = (
        f"its first {zeros} models score zero"
        if zeros > 1
        else "one model scores zero"
        if zeros
        else "no model scores zero"
    )
    steepest = int(np.argmax(np.diff(score)))
    return (
        f"With {metric}, answers of {length} {'tokens' if length > 1 else 'token'} and {items} questions, {seen}; the"
        f" largest step is {say(100 * np.diff(score)[steepest])} points, from {say(family.compute[steepest], 'FLOP')}"
        f" on, and the last model scores {percent(score[-1]).short}.{UNMOVED.get(metric, '')}"
    )


UNMOVED = {
    "token accuracy": " The length changes nothing but the noise.",
    "edit similarity": " The length changes little.",
    "Brier skill": " It reads probabilities, so that neither length nor questions change it.",
}


def _place_bars(line, x, low, high):
    gap = np.full(len(x), np.nan)
    line.set_data(np.column_stack([x, x, gap]).ravel(), np.column_stack([low, high, gap]).ravel())


ERRORS = tuple(float(f"{e:.2g}") for e in np.geomspace(0.005, 0.5, 20))
LENGTHS = (1, 2, 3, 5, 7, 10, 15, 20, 30, 43, 60, 80, 100, 150, 200, 300)


@exhibit
def five_percent():
    """The article's cut from a chosen starting error and length, read both ways."""
    return Explorable(
        "five-percent",
        "What does the cut do to your task?",
        controls=[
            Control("error", "Per-token error before", ERRORS, write=lambda e: percent(e).short, default=ERRORS[8]),
            Control("length", "Tokens in an answer", LENGTHS, default=43),
        ],
        draw=_draw_cut,
        move=_move_cut,
        caption=(
            "Exact match against the per-token error, which falls to the right. Dots: before, after the cut read as a"
            " share of the error, and after the cut read in percentage points (where that leaves no error, the dot"
            " stands at the right edge). Shaded: failure below, reliability above."
        ),
    )


EDGE = 1e-4


def _often(success):
    """'12 % of the time', or a phrase where that would be a meaningless string of zeros."""
    return f"{percent(success).short} of the time" if success >= 1e-6 else "less than once in a million times"


def _draw_cut():
    fig, ax = canvas(height=3.3)
    ax.axhspan(0, 100 * FAIL, color=COLORS.grid, alpha=0.55, linewidth=0)
    ax.axhspan(100 * PASS, 100, color=COLORS.grid, alpha=0.55, linewidth=0)
    x = np.geomspace(1, EDGE, 50)
    artists = {"curve": ax.plot(x, 100 * (1 - x), color=COLORS.muted, linewidth=1.4)[0]}
    for key, color, text in (
        ("before", COLORS.ink, "before"),
        ("share", COLORS.compute, "after, as a share"),
        ("points", COLORS.parameters, "after, in points"),
    ):
        artists[key] = dots(ax, size=9, color=color)
        artists[f"{key}-name"] = ax.text(
            0.01, 50, text, color=color, fontsize=8.5, va="baseline", ha="left" if key == "share" else "right"
        )
    ax.set(xscale="log", xlim=(4, EDGE * 0.6), ylim=(-18, 118), xlabel="per-token error", ylabel="exact match, %")
    ax.set_yticks(np.linspace(0, 100, 6))
    ax.set_xticks(10.0 ** np.arange(-4, 1))
    log_axis(ax.xaxis)
    return fig, artists


def _move_cut(artists, error, length):
    c = cut()
    x = np.geomspace(1, EDGE, 50)
    artists["curve"].set_data(x, 100 * metrics.exact_match(1 - x, length))
    crowded = error - c > error / 2  # the dot after the cut in points lies next to the one before
    spots = {
        "before": (error, metrics.exact_match(1 - error, length), 5),
        "share": (error * (1 - c), metrics.after_relative_cut(error, length, c), -11),
        "points": (max(error - c, EDGE), metrics.after_absolute_cut(error, length, c), 15 if crowded else 5),
    }
    for key, (at, score, lift) in spots.items():
        place_dots(artists[key], at, 100 * score)
        artists[f"{key}-name"].set_position((at * (0.9 if key == "share" else 1.12), 100 * score + lift))
    before, share, points = (_often(spots[key][1]) for key in ("before", "share", "points"))
    left = "no error at all" if error <= c else f"an error of {percent(error - c).short}"
    return (
        f"From a per-token error of {percent(error).short}, answers of {length} {'tokens' if length > 1 else 'token'}"
        f" succeed {before}; the cut as a share of the error makes that {share}, in percentage points {points}, leaving"
        f" {left}."
    )


CORRELATIONS = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5)
ACCURACIES = (0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)


@exhibit
def independence():
    """Success against length when errors cluster in some questions or grow along the answer."""
    return Explorable(
        "independence",
        "Break independence in two directions",
        controls=[
            Control("accuracy", "Accuracy of one token", ACCURACIES, write=lambda p: percent(p).short, default=0.98),
            Control("correlation", "Correlation within an answer", CORRELATIONS, default=0.1),
            Control("shape", "Weibull shape of the hazard", (0.6, 1.0, 1.5, 2.0), default=1.5),
        ],
        draw=_draw_independence,
        move=_move_independence,
        caption=(
            "Solid: independent errors. Dashed: some questions are harder than others, so that errors cluster and long"
            " answers do better than independence says. Dotted: the hazard changes along the answer; a shape above one"
            " means that later tokens are riskier. All curves share the accuracy of the first token."
        ),
    )


SPAN = np.geomspace(1, 1000, 45)


def _draw_independence():
    fig, ax = canvas(height=3.2)
    artists = {"gap": band(ax, color=COLORS.tokens, alpha=0.15, linewidth=0)}
    styles = (("alone", COLORS.compute, "-"), ("clustered", COLORS.tokens, "--"), ("drift", COLORS.parameters, ":"))
    for key, color, dash in styles:
        artists[key] = ax.plot(SPAN, np.exp(-SPAN / 50), color=color, linestyle=dash)[0]
    for y, text, color in (
        (0.95, "independent", COLORS.compute),
        (0.88, "clustered (dashed)", COLORS.tokens),
        (0.81, "changing hazard (dotted)", COLORS.parameters),
    ):
        ax.text(0.99, y, text, color=color, fontsize=8.5, transform=ax.transAxes, ha="right", va="baseline")
    ax.set(xscale="log", xlim=(1, 1000), ylim=(0, 1.5), xlabel="tokens in an answer", ylabel="exact match")
    ax.set_yticks(np.linspace(0, 1, 6))
    log_axis(ax.xaxis)
    return fig, artists


def _move_independence(artists, accuracy, correlation, shape):
    rate = float(metrics.hazard(accuracy))
    alone = metrics.exact_match(accuracy, SPAN)
    clustered = metrics.correlated_match(accuracy, SPAN, correlation)
    drift = metrics.weibull_match(SPAN, rate, shape)
    for key, curve in (("alone", alone), ("clustered", clustered), ("drift", drift)):
        artists[key].set_data(SPAN, curve)
    place_band(artists["gap"], SPAN, alone, clustered)
    at = 100.0
    values = (
        metrics.exact_match(accuracy, at),
        metrics.correlated_match(accuracy, at, correlation),
        metrics.weibull_match(at, rate, shape),
    )
    one, two, three = map(_often, values)
    return (
        f"With {percent(accuracy).short} of first tokens right, answers of {say(at)} tokens succeed {one} if errors are"
        f" independent, {two} if their correlation is {correlation:g}, {three} if the hazard has shape {shape:g}."
    )
