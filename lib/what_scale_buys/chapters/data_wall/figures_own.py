"""Our own small runs: text read again, and models that learn from models, beside what was published and registered."""

import numpy as np

from scaling_laws.quantity import exact, listing

from ... import words
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import own
from . import repetition as rep

STYLES = {  # dash, marker, colour
    "replaced": ("-", "o", COLORS.loss),
    "accumulated": ("--", "s", COLORS.tokens),
    "lexicon": (":", "^", COLORS.parameters),
    "ranks": ("-.", "D", COLORS.compute),
}


@exhibit
def own_repetition():
    """Worth of a token read again: two published constants, what was registered for our runs, and what came out."""
    fig, ax = canvas(height=3.3)
    e = np.geomspace(1, 60, 40)
    data = {"epochs": list(e)}
    for only, dash, color in ((False, "-", COLORS.tokens), (True, "--", COLORS.parameters)):
        name = f"published, constant {exact(rep.law(only).r_d_star).short}"
        ax.plot(e, rep.kept(e, only), dash, color=color)
        data[name] = list(rep.kept(e, only))
    direct_label(ax, 9, rep.kept(9), "published law", COLORS.tokens, offset=(5, 4))
    direct_label(ax, 5.5, rep.kept(5.5, True), "its variant", COLORS.parameters, offset=(-6, -8), ha="right")
    for epochs, name in own.READ.items():
        ax.plot([epochs] * 2, own.expected(name), color=COLORS.muted, alpha=0.35, linewidth=7, solid_capstyle="butt")
    have = own.worth()
    for epochs, q in have.items():
        ax.plot([epochs] * 2, [q.low, q.high], color=COLORS.ink, linewidth=1.3)
        ax.plot(epochs, q.value, "o", color=COLORS.ink)
    first = next(iter(own.READ))
    direct_label(ax, first, 0.6, "registered", COLORS.muted, offset=(-6, 0), ha="right")
    if have:
        direct_label(ax, first, have[min(have)].value, "our runs", COLORS.ink, offset=(-6, 6), ha="right")
    ax.set(xscale="log", ylim=(0, 1.19), xlabel="epochs", ylabel="worth of a token read, fresh = one")
    log_axis(ax.xaxis)
    said = [f"{q} in {exact(epochs).bare} epochs" for epochs, q in have.items()]
    alt = (
        f"Two falling curves from one: by the published law a token read forty times keeps {exact(rep.kept(40)).short}"
        f" of its worth, by its variant {exact(rep.kept(40, True)).short}. Our own runs measure"
        f" {listing(said) if said else 'nothing yet'}."
    )
    caption = (
        "Curves: the law of Muennighoff et al. and its variant, fitted to far larger models."
        " Dots: our own models on Python text, with intervals over seeds; worth is read off the curve that"
        " the same model follows on fresh text. Wide bars: what had been registered before the runs."
    )
    return Figure("data-own-repetition", fig, title=_repetition_title(have), caption=caption, alt=alt, data=data)


def _repetition_title(have):
    """What a token keeps of its worth after the most epochs that our runs read."""
    if not have:
        return f"By the published law a token read forty times keeps {exact(rep.kept(40)).short} of its worth"
    most = max(have)
    law = exact(rep.kept(most), have[most].unit)
    beside = words.compare(have[most], law, more="more than", less="less than", same="about as much as")
    kept = f"After {exact(most).bare} epochs a token keeps {have[most].bare} of its worth"
    return f"{kept}, {beside} the published {law.bare}"


@exhibit
def own_generations():
    """Models that learn from models: loss to the truth, and loss on the text they learn from, by generation."""
    fig, axes = canvas(1, 2, height=3.5)
    for number, name in own.REGISTERED.items():
        axes[0].plot(
            [number] * 2, own.expected(name), color=COLORS.muted, alpha=0.35, linewidth=7, solid_capstyle="butt"
        )
    direct_label(axes[0], 5, own.expected("collapse-5")[1], "registered", COLORS.muted, offset=(6, 0))
    steps = list(range(1, max(own.REGISTERED) + 1))
    data = {"generation": steps, "registered, low": _ends(steps, 0), "registered, high": _ends(steps, 1)}
    for ax, what, lines in ((axes[0], "truth", own.generations()), (axes[1], "own text", own.own_text())):
        for arm, found in lines.items():
            _draw_line(ax, arm, found)
            data[f"{arm}, {what}"] = [found[k].value if k in found else "not run" for k in steps]
        ax.axhline(1, color=COLORS.grid, linewidth=0.9)
        ax.set(xlim=(0.5, 8.6), xlabel="generation")
        ax.set_xticks(steps)
    axes[0].set(ylabel="loss over that of plain training")
    axes[0].set_title("to the truth", loc="left"), axes[1].set_title("on the text it learns from", loc="left")
    if own.own_text():
        axes[1].axhline(own.perfect(), color=COLORS.ink, linewidth=0.9, linestyle=(0, (1, 2)))
        direct_label(
            axes[1], 8.6, own.perfect(), "the language\nitself", COLORS.ink, offset=(-2, -3), ha="right", va="top"
        )
    caption = (
        "Each generation is trained on text that the last one wrote, in a language whose true source is known."
        " Replaced: samples alone. Accumulated: added to all earlier text. Lexicon: words that do not exist are"
        " redrawn. Ranks: words too rare for their place are redrawn as well. Left: loss on the language. Right: loss"
        " on what a model was given to read; below the dotted line it is easier to predict than the language itself is"
        " for one who knows it. Wide bars: registered before the runs, for the replaced line."
    )
    return Figure("data-own-generations", fig, title=_generations_title(), caption=caption, alt=_said(), data=data)


def _draw_line(ax, arm, found):
    """One line of models with its intervals, named at its end."""
    dash, mark, color = STYLES[arm]
    ax.plot(list(found), [q.value for q in found.values()], dash, marker=mark, color=color)
    for number, q in found.items():
        ax.plot([number] * 2, [q.low, q.high], color=color, linewidth=1.0)
    direct_label(ax, max(found), found[max(found)].value, arm, color, offset=(6, 0))


def _generations_title():
    """What became of the text of a line without a judge and of one with a judge."""
    text = own.own_text()
    if not {"replaced", "lexicon"} <= text.keys():
        return "Lines of models that learn from models"
    became = [_became(found[max(found)]) for found in (text["replaced"], text["lexicon"])]
    return f"Without a judge the text of models becomes {became[0]}; with one, {became[1]}"


def _became(ratio):
    return words.compare(ratio, exact(1.0, ratio.unit), "harder to predict", "easier to predict", "neither")


def _said():
    """The alternative text: the last generation of every line, to the truth and on its own text."""
    lines, text = own.generations(), own.own_text()
    said = [f"{found[max(found)]} after {exact(max(found)).bare} generations {arm}" for arm, found in lines.items()]
    on_text = [f"{found[max(found)].short} {arm}" for arm, found in text.items()]
    low, high = own.expected("collapse-5")
    return (
        f"For five generations on samples alone a loss of {exact(low).short} to {exact(high).short} times that on real"
        f" text was registered. Measured: {listing(said) if said else 'no line of models has been run'}."
        + (f" On the text that it learned from, the last model's loss is {listing(on_text)}." if on_text else "")
    )


def _ends(steps, end):
    """One end of what was registered for each generation."""
    return [own.expected(own.REGISTERED[k])[end] if k in own.REGISTERED else "none" for k in steps]
