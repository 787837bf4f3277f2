"""The explorables of the chapter."""

import numpy as np

from scaling_laws.quantity import percent, say

from ... import published
from ...accepted import refit, with_interval
from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, dots, place_dots
from ...display.style import COLORS, canvas, log_axis
from . import coverage as cov
from . import exchange, picking, puzzle, toy

RIVALS = (0.1, 0.37, 1.0)


def _share(value):
    return str(percent(value)) if float(value) >= 1e-4 else "less than one in ten thousand"


# ---- who picks? ----


@exhibit
def selector():
    """Samples × quality of the verifier × popularity of the wrong answer."""
    return Explorable(
        "think-selector",
        "Draw more samples, and choose who picks among them",
        controls=[
            Control("k", "Samples per problem", toy.SAMPLES, default=16),
            Control("gap", "How far right answers outscore wrong ones", toy.GAPS, write=say, default=2.0),
            Control("spread", "Spread of the scores of wrong answers", toy.SPREADS, write=say, default=1.5),
            Control("rival", "Wrong samples that agree", RIVALS, write=lambda r: percent(r).short, default=0.37),
        ],
        draw=_draw_selector,
        move=_move_selector,
        caption=(
            "The running example's problems. Solid: some sample is right. Dashed: the verifier's best-scored sample,"
            " with scores of right answers spread by one. Dotted: a vote. A spread above one means that the most"
            " convincing of many answers is a wrong one."
        ),
    )


def _draw_selector():
    fig, ax = canvas(height=3.3)
    x, y = np.array(toy.SAMPLES, dtype=float), np.linspace(40, 60, len(toy.SAMPLES))
    ax.plot(x, 100 * cov.coverage(x, *toy.shape()), color=COLORS.ink)
    artists = {}
    for key, color, dash in (("scored", COLORS.compute, "--"), ("voted", COLORS.tokens, ":")):
        artists[key] = ax.plot(x, y, color=color, linestyle=dash)[0]
        artists[f"{key}-dot"] = dots(ax, size=8, color=color)
    artists["found-dot"] = dots(ax, size=8, color=COLORS.ink)
    artists["now"] = ax.plot([16, 16], [0, 100], color=COLORS.muted, linewidth=0.9)[0]
    for height, text, color in (
        (0.94, "some sample is right", COLORS.ink),
        (0.86, "verifier (dashed)", COLORS.compute),
        (0.78, "vote (dotted)", COLORS.tokens),
    ):
        ax.text(0.02, height, text, color=color, fontsize=8.5, transform=ax.transAxes, va="baseline", ha="left")
    ax.set(xscale="log", xlabel="samples per problem", ylabel="problems answered right, %", ylim=(0, 100))
    ax.set(xlim=(0.8, 330), xticks=[1, 4, 16, 64, 256])
    ax.xaxis.set_major_formatter(lambda v, _: f"{v:g}")
    ax.set_xticks([], minor=True)
    return fig, artists


def _move_selector(artists, k, gap, spread, rival):
    x = np.array(toy.SAMPLES, dtype=float)
    scored = np.array([toy.scored(v, gap, spread) for v in x])
    voted = np.array([toy.voted(v, rival) for v in toy.SAMPLES])
    at = toy.SAMPLES.index(k)
    found = float(cov.coverage(k, *toy.shape()))
    for key, curve in (("scored", scored), ("voted", voted)):
        artists[key].set_data(x, 100 * curve)
        place_dots(artists[f"{key}-dot"], k, 100 * curve[at])
    place_dots(artists["found-dot"], k, 100 * found)
    artists["now"].set_data([k, k], [0, 100])
    best = int(scored.argmax())
    trend = (
        "more samples still help it"
        if best == len(x) - 1
        else "more than one sample only misleads it"
        if best == 0
        else f"it does best at {toy.SAMPLES[best]}"
    )
    return (
        f"With {k} {'samples' if k > 1 else 'sample'} a right answer is among them for {percent(found).short} of the"
        f" problems; the verifier hands in {percent(scored[at]).short} right ({trend}), the vote"
        f" {percent(voted[at]).short}, heading for {percent(picking.vote_limit(*toy.shape(), rival)).short}."
    )


# ---- train or think? ----

CHANCES = tuple(float(f"{p:.2g}") for p in (0.7, 0.5, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 1e-4, 1e-5))
SIZES = (2.0, 4.0, 14.0, 50.0)
ALARMS = (0.0, 0.003, 0.03)
FINE = np.geomspace(1e-6, 0.95, 45)


def _ratios():
    return tuple(published.value(f"snell_2024_r_{name}") for name in ("low", "mid", "high"))


@exhibit
def trade():
    """Difficulty × size ratio × tokens inferred × verifier, at equal total compute."""
    return Explorable(
        "think-trade",
        "Train a larger model, or let the small one try again?",
        controls=[
            Control(
                "p", "Success of one sample of the small model", CHANCES, write=lambda p: percent(p).short, default=0.01
            ),
            Control("size", "Size of the larger model, relative", SIZES, write=say, default=14.0),
            Control("ratio", "Tokens inferred per token trained on", _ratios(), write=say, default=_ratios()[1]),
            Control(
                "alarm", "Wrong answers that pass the check", ALARMS, write=lambda f: percent(f).short, default=0.0
            ),
        ],
        draw=_draw_trade,
        move=_move_trade,
        caption=(
            "Questions are chains without repair; size lowers the error of a step with the refit's exponent. Solid: one"
            " answer of the larger model. Dashed: the small model with as many samples as the same total compute buys,"
            " the first that passes the check being handed in. Easy questions on the left."
        ),
    )


def _draw_trade():
    fig, ax = canvas(height=3.3)
    artists = {}
    for key, color, dash in (("larger", COLORS.parameters, "-"), ("sampled", COLORS.compute, "--")):
        artists[key] = ax.plot(FINE, np.linspace(0, 100, FINE.size), color=color, linestyle=dash)[0]
        artists[f"{key}-dot"] = dots(ax, size=9, color=color)
    artists["now"] = ax.plot([0.01, 0.01], [0, 100], color=COLORS.muted, linewidth=0.9)[0]
    for height, text, color in (
        (0.94, "larger model, one answer (solid)", COLORS.parameters),
        (0.86, "small model, many samples (dashed)", COLORS.compute),
    ):
        ax.text(0.99, height, text, color=color, fontsize=8.5, transform=ax.transAxes, va="baseline", ha="right")
    ax.set(xscale="log", xlim=(1.3, 8e-7), ylim=(-2, 118), ylabel="questions answered right, %")
    ax.set_yticks(np.linspace(0, 100, 6))
    ax.set_xlabel("success of one sample of the small model (easy → hard)")
    log_axis(ax.xaxis)
    return fig, artists


def _move_trade(artists, p, size, ratio, alarm):
    k, alpha = exchange.matched_samples(size, ratio), refit().alpha
    curves = {
        "larger": lambda x: exchange.larger(x, size, alpha),
        "sampled": lambda x: picking.first_accepted(x, k, 1.0, alarm),
    }
    now = {}
    for key, curve in curves.items():
        now[key] = float(curve(np.array(p)))
        artists[key].set_data(FINE, 100 * curve(FINE))
        place_dots(artists[f"{key}-dot"], p, 100 * now[key])
    artists["now"].set_data([p, p], [0, 100])
    larger = with_interval(lambda fit: exchange.larger(p, size, fit.alpha))
    winner = (
        "thinking wins" if now["sampled"] > larger.high
        else "training wins" if now["sampled"] < larger.low
        else "too close to call"
    )  # fmt: skip
    return (
        f"Equal compute buys {say(k)} samples; on questions that the small model solves {_share(p)} of the time they"
        f" succeed {_share(now['sampled'])}, one answer of the larger model {_share(larger)}: {winner}."
    )


# ---- search ----

HITS, FALSE, WIDTHS = (0.5, 0.7, 0.9, 1.0), (0.0, 0.05, 0.1, 0.2, 0.5), (1, 2, 3, 5, 8, 12)


@exhibit
def judgement():
    """Breadth of the search × quality of the judge, in the Game of 24."""
    return Explorable(
        "think-judgement",
        "Search wider, or judge better?",
        controls=[
            Control("breadth", "Positions kept after each move", WIDTHS, default=5),
            Control("hit", "Live positions called alive", HITS, write=lambda v: percent(v).short, default=0.9),
            Control("alarm", "Dead positions called alive", FALSE, write=lambda v: percent(v).short, default=0.1),
        ],
        draw=_draw_judgement,
        move=_move_judgement,
        caption=(
            "Simulated on the same puzzles as above. The player proposes every legal move and knows nothing; all"
            " knowledge is the judge's. Thin line: blind games that look at as many positions."
        ),
    )


def _draw_judgement():
    fig, ax = canvas(height=3.1)
    artists = {"curve": ax.plot(WIDTHS, np.linspace(10, 90, len(WIDTHS)), color=COLORS.compute)[0]}
    artists["dot"] = dots(ax, size=9, color=COLORS.compute)
    blind = [100 * puzzle.blind(puzzle.positions_seen(b) // 3) for b in WIDTHS]
    ax.plot(WIDTHS, blind, color=COLORS.muted, linewidth=1)
    ax.annotate("blind games", (12, blind[-1] + 4), color=COLORS.muted, fontsize=8.5, ha="right")
    ax.set(xlabel="positions kept after each move", ylabel="puzzles solved, %", ylim=(-2, 104), xticks=WIDTHS)
    return fig, artists


def _move_judgement(artists, breadth, hit, alarm):
    solved = [puzzle.solved(b, hit, alarm) for b in WIDTHS]
    now = solved[WIDTHS.index(breadth)]
    artists["curve"].set_data(WIDTHS, [share.value for share in solved])
    place_dots(artists["dot"], breadth, now.value)
    seen = puzzle.positions_seen(breadth)
    return (
        f"Keeping {breadth} {'positions' if breadth > 1 else 'position'} with a judge who passes {percent(hit).short}"
        f" of the live and {percent(alarm).short} of the dead solves {now} of the puzzles, looking at"
        f" {seen} positions; blind games on as many solve {percent(puzzle.blind(seen // 3)).short}."
    )
