"""The explorables of the chapter."""

import numpy as np

from scaling_laws.quantity import exact, percent, say

from ...accepted import FITS, hoffmann
from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, band, dots, place_band, place_dots
from ...display.style import COLORS, canvas, log_axis
from . import lifetime, precision, teaching
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
            "Reducible loss on the compute-optimal frontier of H (solid), and with the technique (dashed). A multiplier"
            " shifts the line to the left by the same distance everywhere. A steeper slope, pivoted at the dot, is"
            " worth more the further one goes. The bar is the shift at the dot."
        ),
    )


def _draw_multiplier():
    fig, ax = canvas(height=3.2)
    frontier = hoffmann().frontier
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
    ax.set(xlabel="training compute, FLOP", ylabel="reducible loss, nats/token")
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    return fig, artists


def _move_multiplier(artists, gain, rate, steeper):
    frontier = hoffmann().frontier
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
        f" year, and lowers the reducible loss by {percent(1 - gain**-frontier.exponent).short} at every budget"
    )
    if not steeper:
        return text + ", no more at the largest than at the smallest."
    later = float(gain * 1e3**steeper)
    return text + (
        f" with the old slope; a slope {percent(steeper).short} steeper makes it worth {say(later, '×')} three decades"
        " further on."
    )


RATIOS = (20, 50, 100, 200, 370, 870, 1875, 4000, 10_000)
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
            " against the tokens served per training token. Left of the dot the small model has not yet repaid its"
            " longer training. Solid: H. Dashed: R."
        ),
    )


def _draw_serving():
    fig, ax = canvas(height=3.1)
    artists = {}
    for key, color, dash in (("H", COLORS.compute, "-"), ("R", COLORS.parameters, "--")):
        artists[f"curve-{key}"] = ax.plot(SERVED, np.ones_like(SERVED), color=color, linestyle=dash)[0]
        artists[f"even-{key}"] = dots(ax, size=7, color=color)
    ax.axhline(1, color=COLORS.ink, linewidth=0.9)
    ax.text(1.3e-3, 1.08, "same bill", fontsize=8.5, color=COLORS.muted)
    ax.text(5e3, 0.075, "solid H, dashed R", fontsize=8.5, color=COLORS.muted, ha="right")
    ax.set(xscale="log", yscale="log", xlim=(1e-3, 1e4), ylim=(0.05, 50))
    ax.set(xlabel="tokens served per training token", ylabel="lifetime multiplier")
    log_axis(ax.xaxis)
    ax.set_yticks((0.1, 1, 10), [say(v, "×") for v in (0.1, 1, 10)])
    ax.minorticks_off()
    return fig, artists


def _move_serving(artists, size, ratio):
    D = ratio * size
    said = []
    for key, fit in FITS.items():
        curve = lifetime.lifetime_multiplier(fit(), size, D, SERVED * D)
        artists[f"curve-{key}"].set_data(SERVED, curve)
        smaller = lifetime.twin(fit(), size, D).parameters > size * 1.001
        even = float(lifetime.break_even(fit(), size, D)) / D if smaller else None
        place_dots(artists[f"even-{key}"], even if smaller else 1e-6, 1.0)
        start, end = (say(float(lifetime.lifetime_multiplier(fit(), size, D, s * D)), "×") for s in (0.0, 100.0))
        text = f"under {key} training alone is worth {start}, and a hundred tokens served per training token {end}"
        said.append(text + (f", with break-even at {say(even)}" if smaller else ", and it never pays"))
    who = f"A model of {say(size, 'parameters')} on {say(ratio)} {TPP}"
    return f"{who}: {'; '.join(said)}."


EXAMPLES = np.geomspace(34, 5000, 50)


@exhibit
def teacher():
    """The teaching world: size of the student and examples of the teacher."""
    return Explorable(
        "small-teacher",
        "When does a teacher help?",
        controls=[
            Control("student", "Features the student sees", (4, 8, 12, 16, 20, 24, 28, 31), default=16),
            Control("examples", "Examples of the teacher", (60, 100, 200, 400, 800, 1600, 3200), default=400),
            Control("noise", "Noise of an answer", (0.1, 0.3, 1.0, 3.0), default=1.0),
        ],
        draw=_draw_teacher,
        move=_move_teacher,
        caption=(
            "Closed forms of the teaching world. Solid: hard labels. Dashed: predictions of a teacher. Dotted: hard"
            " labels, the examples of the teacher added to the student's own. The dot marks the crossing."
        ),
    )


def _draw_teacher():
    fig, ax = canvas(height=3.2)
    looks = (("hard", COLORS.parameters, "-"), ("soft", COLORS.compute, "--"), ("reused", COLORS.muted, ":"))
    artists = {"gap": band(ax, color=COLORS.compute, alpha=0.13, linewidth=0)}
    for key, color, dash in looks:
        artists[key] = ax.plot(EXAMPLES, 1 / EXAMPLES, color=color, linestyle=dash)[0]
    artists["cross"] = dots(ax, size=8, color=COLORS.ink)
    for y, text, color in (
        (0.94, "hard labels", COLORS.parameters),
        (0.86, "soft labels (dashed)", COLORS.compute),
        (0.78, "hard, with the teacher's (dotted)", COLORS.muted),
    ):
        ax.text(0.99, y, text, color=color, fontsize=8.5, transform=ax.transAxes, ha="right")
    ax.set(xscale="log", yscale="log", xlim=(34, 5000), ylim=(1e-4, 300))
    ax.set(xlabel="examples for the student", ylabel="error above the best student")
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    return fig, artists


def _move_teacher(artists, student, examples, noise):
    hard = teaching.hard(EXAMPLES, student, noise)
    soft = teaching.soft(EXAMPLES, student, examples, noise)
    reused = teaching.hard(EXAMPLES + examples, student, noise)
    for key, curve in (("hard", hard), ("soft", soft), ("reused", reused)):
        artists[key].set_data(EXAMPLES, curve)
    place_band(artists["gap"], EXAMPLES, np.minimum(soft, hard), hard)
    cross = teaching.crossing(student, examples)
    shown = cross > EXAMPLES[0]
    place_dots(artists["cross"], cross if shown else 1e-3, float(teaching.hard(max(cross, 34), student, noise)))
    gain = say(teaching.early_gain(student, examples, noise), "×")
    who = f"A student with {student} of {teaching.FEATURES} features"
    if not shown:
        return f"{who} gains nothing from a teacher of {examples} examples: hard labels win from the start."
    return (
        f"{who} under a teacher of {examples} examples learns as if it had {gain} the examples at first; beyond"
        f" {say(cross)} examples of its own, hard labels win."
    )


BITS = np.linspace(1.5, 16, 50)
MEMORY = (1.0, 2.0, 4.0, 8.0, 16.0, 48.0, 80.0)
HARMS = (0.0, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
FED = 15e12  # training tokens in the picture


@exhibit
def bits():
    """Bits per weight against number of weights, in a memory of fixed size."""
    return Explorable(
        "small-bits",
        "More weights or finer weights?",
        controls=[
            Control("memory", "Memory for weights, GB", MEMORY, write=lambda m: f"{m:g}", default=4.0),
            Control("harm", "Harm of rounding to four bits, nats", HARMS, write=lambda h: f"{h:g}", default=0.03),
        ],
        draw=_draw_bits,
        move=_move_bits,
        caption=(
            "Loss of the model that fills the memory, under H and trained on the tokens of Llama 3. Solid: with the"
            " harm of rounding, which each bit divides by four. Dashed: if rounding did no harm. The harm at four bits"
            " is yours to set: it depends on the method, and it grows with training."
        ),
    )


def _draw_bits():
    fig, ax = canvas(height=3.1)
    artists = {
        "harmless": ax.plot(BITS, 2 + BITS / 100, color=COLORS.muted, linestyle="--")[0],
        "loss": ax.plot(BITS, 2 + BITS / 50, color=COLORS.loss)[0],
        "best": dots(ax, size=8, color=COLORS.ink),
    }
    ax.text(
        0.99, 0.94, "with the harm of rounding", color=COLORS.loss, fontsize=8.5, transform=ax.transAxes, ha="right"
    )
    ax.text(0.99, 0.86, "without (dashed)", color=COLORS.muted, fontsize=8.5, transform=ax.transAxes, ha="right")
    ax.set(xlim=(1, 16.3), ylim=(1.8, 2.7), xlabel="bits per weight", ylabel="loss, nats/token")
    return fig, artists


def _move_bits(artists, memory, harm):
    surface = hoffmann()
    loss = precision.loss_at_memory(surface, memory, BITS, FED, harm)
    artists["loss"].set_data(BITS, np.where(loss < 3, loss, np.nan))
    artists["harmless"].set_data(BITS, precision.loss_at_memory(surface, memory, BITS, FED, 0.0))
    at = int(np.argmin(loss))
    place_dots(artists["best"], BITS[at], loss[at])
    best, N = say(round(float(BITS[at]), 1)), 8e9 * memory / BITS[at]
    full = float(precision.loss_at_memory(surface, memory, 16.0, FED, harm)) - float(loss[at])
    return (
        f"In {memory:g} GB, with {harm:g} nats lost at four bits, the best weights have about {best} bits and there are"
        f" {say(N, 'parameters').replace(' parameters', '')} of them; the loss is {say(loss[at])}, lower by {say(full)}"
        " than with sixteen bits."
    )
