"""The explorables of the chapter: experts and their memory, a starved mixture, the map of ties."""

import numpy as np

from scaling_laws.quantity import listing, percent, say

from ... import published
from ...accepted import refit
from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, band, dots, place_band, place_dots
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import mixture, models, ties
from .figures import plain_ticks
from .numbers import count, sizes

FAR = 1e30


@exhibit
def serving_memory():
    """Experts, experts per token and batch: memory held, weights read and work done for a token."""
    return Explorable(
        "struct-serving",
        "Serve a mixture",
        controls=[
            Control("experts", "Experts in a layer", (8, 16, 32, 64, 128, 256), default=64),
            Control("chosen", "Experts chosen for a token", (1, 2, 4, 8), default=2),
            Control("batch", "Tokens served together", (1, 4, 16, 64, 256, 1024, 4096), default=16),
        ],
        draw=_draw_serving,
        move=_move_serving,
        caption=(
            "Everything is measured against a dense layer with the same work per token. Solid: expert weights that must"
            " be read from memory for each token, if tokens choose independently; dashed: the dense layer; dot: the"
            " chosen batch; dotted: the expert weights that must be held, whatever the batch."
        ),
    )


BATCHES = np.geomspace(1, 4096, 40)


def _draw_serving():
    fig, ax = canvas(height=3.3)
    artists = {
        "mixture": ax.plot(BATCHES, 1 / BATCHES, color=COLORS.compute)[0],
        "held": ax.plot(BATCHES, BATCHES * 0 + 32, color=COLORS.parameters, linestyle=":")[0],
        "dot": dots(ax, size=8, color=COLORS.compute),
        "held-words": ax.text(1.2, 36, "held", color=COLORS.parameters, va="baseline", ha="left", fontsize=8.5),
    }
    ax.plot(BATCHES, 1 / BATCHES, color=COLORS.muted, linestyle="--")
    direct_label(ax, 300, 1 / 300, "dense, read", COLORS.muted, offset=(-6, -14), ha="right")
    ax.annotate("mixture, read", (1.2, 1.5), color=COLORS.compute, fontsize=8.5)
    ax.set(xscale="log", yscale="log", xlim=(0.9, 5000), ylim=(1e-4, 600), xlabel="tokens served together")
    ax.set_ylabel("weights, in dense layers")
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    return fig, artists


def _move_serving(artists, experts, chosen, batch):
    held = experts / chosen
    read = held * models.experts_touched(experts, chosen, BATCHES) / BATCHES
    here = float(held * models.experts_touched(experts, chosen, batch) / batch)
    artists["mixture"].set_data(BATCHES, read)
    artists["held"].set_data(BATCHES, np.full_like(BATCHES, held))
    artists["held-words"].set_position((1.2, held * 1.2))
    place_dots(artists["dot"], batch, here)
    word = "expert is" if chosen == 1 else "experts are"
    touch = "token touches" if batch == 1 else "tokens together touch"
    touched = percent(models.experts_touched(experts, chosen, batch)).short
    return (
        f"With {experts} experts, of which {chosen} {word} chosen, a token costs the work of one dense layer and the"
        f" memory of {say(held, '×')}; {batch} {touch} {touched} of the experts, whose weights come to"
        f" {say(here * batch, '×')} those of the dense layer."
    )


@exhibit
def starvation():
    """Experts, the regions' own share, and the examples: when does the mixture starve?"""
    return Explorable(
        "struct-starvation",
        "Feed the experts, or starve them",
        controls=[
            Control("experts", "Experts", (2, 4, 8, 16), default=16),
            Control(
                "share", "What regions do not share", (0.05, 0.25, 0.5, 0.75, 1.0), lambda x: percent(x).short, 0.5
            ),
            Control("rounds", "Training examples", (1, 4, 16, 64), lambda r: count(mixture.World(rounds=r).tokens), 1),
        ],
        draw=_draw_starvation,
        move=_move_starvation,
        caption=(
            "Expected error of the experts (solid) and of one dense learner of the same work per example (dashed), from"
            " the closed form that the simulation above checks. Shaded: the part of the experts' error that is"
            " starvation."
        ),
    )


WIDTHS = np.unique(np.rint(np.geomspace(1, mixture.FEATURES, 24)).astype(int))


def _draw_starvation():
    fig, ax = canvas(height=3.3)
    artists = {
        "hunger": band(ax, color=COLORS.compute, alpha=0.16, linewidth=0),
        "experts": ax.plot(WIDTHS, WIDTHS * 0 + 0.3, color=COLORS.compute)[0],
        "dense": ax.plot(WIDTHS, WIDTHS * 0 + 0.6, color=COLORS.parameters, linestyle="--")[0],
        "words": ax.text(60, 1.35, "ahead", color=COLORS.ink, va="baseline", ha="right", fontsize=9),
    }
    ax.set(xscale="log", yscale="log", ylim=(0.008, 1.8), xlim=(0.9, 72), xlabel="features used per example")
    ax.set_ylabel("expected squared error")
    plain_ticks(ax.set_xticks, [1, 2, 4, 8, 16, 32, 64])
    ax.minorticks_off()
    log_axis(ax.yaxis)
    return fig, artists


def _move_starvation(artists, experts, share, rounds):
    world = mixture.World(share=share, rounds=rounds)
    parts = np.array([world.expected_error(size, experts) for size in WIDTHS])
    mixed, dense = parts.sum(axis=1), mixture.errors(world, 1, WIDTHS)
    place_band(artists["hunger"], WIDTHS, mixed - parts[:, 2], mixed)
    artists["experts"].set_data(WIDTHS, mixed)
    artists["dense"].set_data(WIDTHS, dense)
    cross = mixture.crossover(world, experts)
    artists["words"].set_text("experts ahead at every size" if cross is None else f"dense ahead from size {cross}")
    size = int(WIDTHS[np.argmin(mixed)])
    words = "are never behind" if cross is None else "fall behind"
    since = "" if cross is None else f" from {cross} features on"
    return (
        f"With {experts} experts, {percent(share).short} of each region its own and {count(world.tokens)} examples, the"
        f" experts {words} one dense learner of equal work{since}; their best size is {size} features, where the error"
        f" is {say(mixed.min())} against {say(world.error(size, 1))}."
    )


SMALLS = (1e9, 3e9, 7e9, 13e9, 30e9, 50e9, 70e9, 150e9)
GIVEN = (1e12, 5e12, 15e12, 50e12, 500e12)
GIANTS = np.geomspace(1.5e11, 5e12, 30)
SPOTS = {"GPT-3": (8, -4), "Gopher": (8, -3), "MT-NLG": (8, -4), "PaLM": (8, -3), "Llama 3.1 405B": (8, -4)}


def _giants():
    return {name: point for name, point in ties.runs().items() if name in SPOTS}


@exhibit
def ties_explorer():
    """Small model and its tokens: which big models it ties with."""
    return Explorable(
        "struct-ties",
        "Which giants can a small model beat?",
        controls=[
            Control("small", "Small model", SMALLS, lambda N: say(N, "parameters"), sizes()[0]),
            Control(
                "given", "Its training tokens", GIVEN, lambda D: say(D, "tokens"), published.value("llama3_tokens")
            ),
        ],
        draw=_draw_ties,
        move=_move_ties,
        caption=(
            "Every point is a big model. Below the solid line the small model on its tokens has the lower predicted"
            " loss, by the refit of the Chinchilla surface; in the shaded region no number of tokens would do. Coloured"
            " giants are beaten."
        ),
    )


def _draw_ties():
    fig, ax = canvas(height=3.6)
    artists = {
        "never": band(ax, color=COLORS.contradicted, alpha=0.13, linewidth=0),
        "line": ax.plot(GIANTS, GIANTS * 0 + 1e12, color=COLORS.tokens)[0],
        "border": ax.plot(GIANTS, GIANTS * 0 + 1e13, color=COLORS.contradicted, linestyle="--")[0],
        "ahead": dots(ax, size=8, color=COLORS.ink),
        "beaten": dots(ax, size=8, color=COLORS.tokens),
    }
    for name, point in _giants().items():
        direct_label(ax, *point, name, COLORS.ink, offset=SPOTS[name])
    ax.text(4.8e12, 4e14, "never", color=COLORS.contradicted, fontsize=9, ha="right")
    ax.set(xscale="log", yscale="log", xlim=(1.5e11, 5e12), ylim=(1e10, 1e15))
    ax.set(xlabel="parameters of the big model, in trillions", ylabel="tokens of the big model")
    ticks = np.array([0.2, 0.5, 1, 2, 5])
    ax.set_xticks(1e12 * ticks, [f"{t:g}" for t in ticks])
    ax.minorticks_off()
    log_axis(ax.yaxis)
    return fig, artists


def _move_ties(artists, small, given):
    surface, big = refit(), sizes()[1]
    border = np.minimum(ties.tie_line(surface, small, np.inf, GIANTS), FAR)
    artists["line"].set_data(GIANTS, np.minimum(ties.tie_line(surface, small, given, GIANTS), FAR))
    artists["border"].set_data(GIANTS, border)
    place_band(artists["never"], GIANTS, border, np.full_like(GIANTS, FAR))
    won = [name for name in ties.beaten(surface, small, given) if name in SPOTS]
    nowhere = (np.nan, np.nan)
    for key, names in (("beaten", won), ("ahead", [name for name in SPOTS if name not in won])):
        place_dots(artists[key], *np.array([_giants()[name] for name in names] or [nowhere]).T)
    level, cap = (float(ties.tie_line(surface, small, t, big)) for t in (given, np.inf))
    beyond = "has no limit" if not np.isfinite(cap) or cap > 1e17 else f"could reach {say(cap, 'tokens')} at most"
    return (
        f"{say(small, 'parameters')} on {say(given, 'tokens')} tie with {say(big, 'parameters')} on"
        f" {say(level, 'tokens')} and are ahead of {listing(won) if won else 'none of the giants drawn'}; with no end"
        f" of tokens that tie {beyond}."
    )
