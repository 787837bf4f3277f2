"""The explorables of the chapter: a valley, a bill, and a rounding."""

import numpy as np

from scaling_laws.laws import Allocation
from scaling_laws.quantity import format_number, percent, say

from ...accepted import hoffmann, refit, unrounded
from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, band, dots, place_band, place_dots
from ...display.style import COLORS, canvas, log_axis
from ...published import value
from .fits import gopher_budget
from .isoflop import TOLERANCE, valley_width
from .lifetime import bill, example, total_cost


def _parameters(N):
    return say(N, "parameters")


def _flop(C):
    return f"{format_number(C)} FLOP"


@exhibit
def valley():
    """Budget to the isoFLOP curve, its optimum, and the sizes that cost at most a fifth more."""
    budgets = tuple(float(f"{c:.3g}") for c in np.geomspace(1e19, 1e28, 19))
    nearest = min(budgets, key=lambda c: abs(np.log(c / gopher_budget())))
    N = np.geomspace(1e7, 1e15, 59)

    def draw():
        fig, ax = canvas(height=3.6)
        ax.set(
            xscale="log",
            xlim=(1e7, 1e15),
            ylim=(1.65, 3.2),
            xlabel="parameters N",
            ylabel="predicted loss (nats/token)",
        )
        log_axis(ax.xaxis)
        artists = {
            "cheap": band(ax, color=COLORS.tokens, alpha=0.2, linewidth=0),
            "curve": ax.plot(N, N * 0 + 2, color=COLORS.loss)[0],
            "floor": ax.plot(N[[0, -1]], [1.7, 1.7], color=COLORS.muted, linestyle=(0, (4, 2)), linewidth=1)[0],
            "best": dots(ax, size=8, color=COLORS.compute),
            "words": ax.text(1e14, 2.9, "tokens", ha="right", va="baseline", color=COLORS.ink, fontsize=10),
            "floor-words": ax.text(1.4e7, 1.7, "floor", va="baseline", color=COLORS.muted, fontsize=8.5),
        }
        return fig, artists

    def move(a, budget):
        s = refit()
        best = s.optimum(budget)
        low, high = (k * best.parameters for k in valley_width(s))
        inside = np.geomspace(low, high, 15)
        a["curve"].set_data(N, np.where(s.isoflop(budget, N) < 3.2, s.isoflop(budget, N), np.nan))
        place_band(a["cheap"], inside, np.full(15, 1.65), s.isoflop(budget, inside))
        place_dots(a["best"], best.parameters, best.loss)
        a["floor"].set_data(N[[0, -1]], [s.E, s.E])
        a["floor-words"].set_text(f"floor {s.E:.2f}")
        a["floor-words"].set_position((1.4e7, s.E + 0.015))
        a["words"].set_text(f"{best.tokens_per_parameter:.0f} tokens per parameter")
        return (
            f"With {_flop(budget)} the best size is {_parameters(best.parameters)} on"
            f" {say(best.tokens, 'tokens')}, {best.tokens_per_parameter:.0f} tokens per parameter, at {best.loss:.3f}"
            f" nats; sizes from {_parameters(low)} to {_parameters(high)} reach that loss for at most"
            f" {percent(TOLERANCE - 1)} more compute."
        )

    return Explorable(
        "chin-valley",
        "Spend a budget: how large should the model be?",
        controls=[
            Control("budget", "Training compute", budgets, _flop, nearest),
        ],
        draw=draw,
        move=move,
        caption="The curve is the loss of every model size that spends the whole budget. The shaded sizes reach the"
        " loss of the best for at most a fifth more compute.",
    )


def _change(change):
    """Relative change in words; as a multiple where a percentage would be hard to read."""
    if change > 1:
        return f"{say(change + 1, '×')} as much"
    return f"{percent(abs(change))} {'more' if change > 0 else 'less'}"


def _serving_summary(s, base, share, served, best):
    N, D, training, total = (float(x) for x in bill(s, base, share, served))
    start = (
        f"To match the optimal model of {_parameters(base.parameters)} after serving {say(served, 'tokens')}, the"
        f" cheapest size is {_parameters(best.parameters)}. A model of {_parameters(N)}"
    )
    if np.isnan(total):
        return f"{start} is too small: no number of tokens brings it to {base.loss:.3f} nats."
    change = _change(total / total_cost(base, served) - 1)
    text = f"{start} needs {say(D, 'tokens')} of training and costs {change} in total"
    if share >= 1:
        return f"{text}."
    even = s.break_even_tokens(Allocation(N, D, training, base.loss), base)
    return f"{text}; it breaks even at {say(even, 'tokens')} served."


@exhibit
def serving():
    """Served tokens and model size to the total bill at fixed loss, by the refit."""
    shares = tuple(round(float(x), 2) for x in (0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0, 1.5))
    demand = tuple(float(f"{t:.1g}") for t in np.geomspace(1e11, 1e15, 13))
    N0, default = value("sardana_2024_30b_base"), value("sardana_2024_30b_served")
    grid = np.geomspace(0.05, 2.5, 57)

    def draw():
        fig, ax = canvas(height=3.7)
        ax.set(xscale="log", yscale="log", xlim=(0.05, 2.5), ylim=(3e22, 3e27), ylabel="FLOP at equal loss")
        ax.set_xlabel("model size over the training-optimal size")
        ticks = (0.05, 0.1, 0.2, 0.5, 1, 2)
        ax.set_xticks(ticks, [f"{t:g}" for t in ticks])
        ax.minorticks_off()
        log_axis(ax.yaxis)
        artists = {
            "training": ax.plot(grid, grid * 0 + 1e24, color=COLORS.muted, linestyle=(0, (4, 2)))[0],
            "total": ax.plot(grid, grid * 0 + 2e24, color=COLORS.compute)[0],
            "best": dots(ax, size=8, color=COLORS.tokens),
            "chosen": dots(ax, size=8, color=COLORS.parameters),
            "words": ax.text(2.2, 1.2e27, "change", ha="right", va="baseline", fontsize=10),
        }
        ax.plot([], [], color=COLORS.compute, label="training + serving")
        ax.plot([], [], color=COLORS.muted, linestyle=(0, (4, 2)), label="training alone")
        ax.plot([], [], "o", color=COLORS.parameters, label="your size")
        ax.plot([], [], "o", color=COLORS.tokens, label="cheapest size")
        ax.legend(loc="lower left", frameon=False, fontsize=8.5)
        return fig, artists

    def move(a, served, share):
        s = refit()
        base, best, _ = example(s, N0, served)
        _, _, training, total = bill(s, base, grid, served)
        a["training"].set_data(grid, training)
        a["total"].set_data(grid, total)
        place_dots(a["best"], best.parameters / N0, total_cost(best, served))
        chosen = float(bill(s, base, share, served)[3])
        place_dots(a["chosen"], share, chosen)
        change = chosen / total_cost(base, served) - 1
        a["words"].set_text("out of reach" if np.isnan(change) else _change(change))
        return _serving_summary(s, base, share, served, best)

    nearest = min(demand, key=lambda t: abs(np.log(t / default)))
    return Explorable(
        "chin-serving",
        "Train once, serve for years: which size is cheapest?",
        controls=[
            Control("served", "Tokens served", demand, lambda t: say(t, "tokens"), nearest),
            Control("share", "Model size over optimal", shares, "{:g}".format, 0.5),
        ],
        draw=draw,
        move=move,
        caption="All sizes on the curve reach the same loss, that of a training-optimal model at a ratio of one. Left"
        " of it, training costs more and every served token less.",
    )


@exhibit
def rounding():
    """The digits after the second of alpha and beta to the optimal tokens per parameter."""
    h = hoffmann()
    steps = np.linspace(-1, 1, 11) * 0.49 * 10.0**-2  # just inside half of the last printed digit
    alphas, betas = (tuple(round(float(x + d), 4) for d in steps) for x in (h.alpha, h.beta))
    C = np.geomspace(1e18, 1e28, 21)
    u = unrounded()

    def draw():
        fig, ax = canvas(height=3.6)
        ax.set(xscale="log", yscale="log", xlim=(C[0], C[-1]), ylim=(5, 1000))
        ax.set(xlabel="training compute C (FLOP)", ylabel="tokens per parameter")
        log_axis(ax.xaxis)
        ticks = (5, 10, 20, 50, 100, 200, 500)
        ax.set_yticks(ticks, [f"{t:g}" for t in ticks])
        ax.minorticks_off()
        ax.plot(C, h.optimum(C).tokens_per_parameter, color=COLORS.muted, linestyle=(0, (4, 2)), linewidth=1.2)
        ax.plot(C, refit().optimum(C).tokens_per_parameter, color=COLORS.compute, linewidth=1.2)
        ax.text(C[-1], 10, "the refit", ha="right", color=COLORS.compute, fontsize=8.5)
        ax.axvline(gopher_budget(), color=COLORS.grid, linewidth=1)
        artists = {
            "line": ax.plot(C, C * 0 + 50, color=COLORS.loss)[0],
            "here": dots(ax, size=8, color=COLORS.loss),
            "words": ax.text(1.5e18, 600, "words", va="baseline", fontsize=10),
        }
        return fig, artists

    def move(a, alpha, beta):
        s = type(h)(h.E, h.A, h.B, alpha, beta)
        at = s.optimum(gopher_budget())
        a["line"].set_data(C, s.optimum(C).tokens_per_parameter)
        place_dots(a["here"], gopher_budget(), at.tokens_per_parameter)
        a["words"].set_text(f"{at.tokens_per_parameter:.0f} tokens per parameter")
        return (
            f"With alpha {alpha:.4f} and beta {beta:.4f}, which both round to {h.alpha:g} and {h.beta:g}, the best"
            f" model for {_flop(gopher_budget())} has {_parameters(at.parameters)} and {at.tokens_per_parameter:.0f}"
            " tokens each."
        )

    def closest(values, x):
        return min(values, key=lambda v: abs(v - x))

    return Explorable(
        "chin-rounding",
        "What the unprinted digits are worth",
        controls=[
            Control("alpha", "Size exponent", alphas, "{:.4f}".format, closest(alphas, u.alpha)),
            Control("beta", "Data exponent", betas, "{:.4f}".format, closest(betas, u.beta)),
        ],
        draw=draw,
        move=move,
        caption="Every setting prints the same two digits. Dashed: the printed digits themselves. The dot is the budget"
        " that Gopher and Chinchilla shared.",
    )
