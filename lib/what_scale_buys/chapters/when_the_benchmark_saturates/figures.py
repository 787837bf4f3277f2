"""The figures of published scores and of what they can and cannot tell."""

import numpy as np
from matplotlib.ticker import NullLocator
from scipy.special import ndtr

from scaling_laws.quantity import exact, percent, say
from scaling_laws.statistics import LEVEL, normal_quantile

from ... import published
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import ceilings, evidence, noise, rulers, scores
from .article_step import CORRELATION, after, before, clean_ratio, cost_exponents

NEAR = 10  # percent: a tenth of the way from guessing to the ceiling
PALETTE = (COLORS.compute, COLORS.parameters, COLORS.tokens, COLORS.loss)
DASHES = ("-", "--", "-.", ":")
MARKS = ("o", "s", "^", "D")
ENDS = ("value", "low", "high")


def plain_ticks(axis, values):
    """Label a logarithmic axis at these values, written out."""
    axis.set_ticks(values, [f"{value:g}" for value in values])
    axis.set_minor_locator(NullLocator())


@exhibit
def score_over_loss():
    """Scores of GPT-3's eight sizes over their loss, and the gain per tenth of a nat."""
    loss = evidence.gpt3_loss()
    fig, axes = canvas(1, 2, height=3.1)
    data = {"loss, nats a word": list(loss)}
    middle = (loss[1:] + loss[:-1]) / 2
    for test, color, mark, dash in zip(evidence.GUESS, PALETTE, MARKS, DASHES):
        score = evidence.gpt3_score(test)
        gain = 10 * np.diff(score) / -np.diff(loss)
        axes[0].plot(loss, 100 * score, color=color, marker=mark, linestyle=dash)
        axes[1].plot(middle, gain, color=color, marker=mark, linestyle=dash)
        data |= {f"{test}, score": list(score), f"{test}, points per tenth of a nat to the next": [*gain, np.nan]}
    ogive = evidence.ogive("HellaSwag")
    guess, beyond = evidence.GUESS["HellaSwag"], np.linspace(loss[-1], 0.05, 20)
    axes[0].plot(
        beyond,
        100 * (guess + (1 - guess) * ndtr(ogive.level + ogive.slope * beyond)),
        color=COLORS.muted,
        linestyle=":",
    )
    direct_label(axes[0], 0.9, 85, "if the S-shape\ngoes on", COLORS.muted, offset=(-8, 4), ha="right")
    direct_label(axes[0], loss[2], 60.4, "LAMBADA", COLORS.compute, offset=(-6, 4), ha="right")
    direct_label(axes[0], loss[1], 43.6, "HellaSwag", COLORS.parameters, offset=(2, -14), ha="left")
    axes[0].set(xlim=(3.1, 0), ylim=(25, 103), xlabel="loss on LAMBADA, nats", ylabel="score, %")
    axes[1].set(xlim=(3.1, 0), ylim=(0, 5.5), xlabel="loss on LAMBADA, nats", ylabel="points per tenth of a nat")
    lambada, hella = (evidence.gpt3_gains(test) for test in evidence.GUESS)
    first, last = (
        percent(scores.score(f"gpt3_lambada_{size}", "lambada_test_items"))
        for size in (evidence.GPT3[0], evidence.GPT3[-1])
    )
    alt = (
        f"Two scores of eight GPT-3 models against a loss that falls from {exact(loss[0]).short} to"
        f" {exact(loss[-1]).short} nats. LAMBADA rises from {first} to {last}. A tenth of a nat gains {lambada[0]} in"
        f" the first step and {lambada[1]} in the last; on HellaSwag {hella[0]} and {hella[1]}."
    )
    caption = (
        "Left: zero-shot scores over loss, which falls to the right; the dotted line continues an S-shaped curve fitted"
        " to HellaSwag. Right: what each step gained for its loss. Over loss nothing has flattened yet; over compute"
        " the same series does, because the loss does."
    )
    return Figure(
        "sat-score-over-loss",
        fig,
        title=f"A tenth of a nat buys {lambada[0].short} on LAMBADA at first, {lambada[1].bare} at last",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def cost_of_the_step():
    """Compute for the step of the article, against the exponent by which errors fall."""
    alpha = np.geomspace(0.04, 1, 40)
    raw, clean = rulers.error_ratio(before(), after()), clean_ratio()
    fig, ax = canvas(height=3.4)
    ax.plot(alpha, rulers.compute_for(raw, alpha), color=COLORS.compute)
    ax.plot(alpha, rulers.compute_for(clean.value, alpha), color=COLORS.loss, linestyle="--")
    marked = cost_exponents()
    for exponent in marked:
        cost = rulers.compute_for(raw, exponent)
        ax.plot(exponent, cost, "o", color=COLORS.compute)
        direct_label(ax, exponent, cost, f"{exact(cost).short}×", COLORS.ink, offset=(5, 4) if cost > 10 else (-4, -12))
    _span_of_llama(ax)
    direct_label(
        ax, 0.075, rulers.compute_for(clean.value, 0.075), "if some keys are wrong", COLORS.loss, offset=(8, 6)
    )
    ax.set(xscale="log", yscale="log", xlabel="exponent of the error in compute", ylabel="times the compute")
    log_axis(ax.yaxis), plain_ticks(ax.xaxis, (0.05, 0.1, 0.2, 0.5, 1))
    costs = [rulers.compute_for(raw, exponent) for exponent in marked]
    alt = (
        f"Compute for {exact(raw).short} times fewer errors, against the exponent: from {exact(costs[0], '×').short} at"
        f" {exact(min(marked)).short} down to {exact(costs[-1], '×').short} at {exact(max(marked)).short}. A second,"
        f" higher curve for a test with wrong keys asks for {clean} times fewer errors."
    )
    caption = (
        "The step costs almost anything, according to the exponent. Dots: the four exponents of the text. Band: the"
        " exponents of the error of Llama 3.1 on MMLU, to the ends of their intervals. Dashed: the same two shown"
        " scores when the share of keys that is wrong in MMLU is taken off the errors on both sides."
    )
    data = {"exponent": list(alpha), "times the compute": list(rulers.compute_for(raw, alpha))}
    data |= {"with wrong keys": list(rulers.compute_for(clean.value, alpha))}
    return Figure(
        "sat-cost",
        fig,
        title=f"The article's step costs {exact(costs[0], '×').short} the compute at exponent"
        f" {exact(min(marked)).short}, {exact(costs[-1], '×').short} at {exact(max(marked)).short}",
        caption=caption,
        alt=alt,
        data=data,
    )


def _span_of_llama(ax):
    """Band around the two exponents of the error that Llama 3.1 showed on MMLU, intervals included."""
    shown = [evidence.llama_gain("MMLU", "error exponent", step) for step in (0, 1)]
    low, high = min(q.low for q in shown), max(q.high for q in shown)
    ax.axvspan(low, high, color=COLORS.tokens, alpha=0.2, linewidth=0)
    beside = dict(color=COLORS.tokens, fontsize=8.5, va="top")
    ax.annotate("MMLU,\nLlama 3.1", (high, 3e8), xytext=(4, 0), textcoords="offset points", **beside)


@exhibit
def room_left():
    """What the best scores have left of the way from guessing to the ceiling: older tests and their successors."""
    older, newer = ceilings.rooms(), ceilings.newer()
    fig, ax = canvas(height=3.4)
    rows = [*older, *newer]
    left = [test.left(test.loose) for test in rows]
    for y, (test, number) in enumerate(zip(rows, left)):
        old = test in older
        color, mark = (COLORS.compute, "o") if old else (COLORS.parameters, "s")
        if number.has_interval:
            ax.plot([number.low, number.high], [y, y], color=color, linewidth=1.8)
        ax.plot(number.value, y, mark, color=color, markersize=7)
        direct_label(ax, number.high if number.has_interval else number.value, y, test.whose, color, offset=(7, -3))
    ax.axvline(0, color=COLORS.ink, linewidth=1)
    ax.set(yticks=range(len(rows)), yticklabels=[test.name for test in rows], xlim=(-6, 100), ylim=(5.6, -0.6))
    ax.set_xlabel("left of the way from guessing to the ceiling, %"), ax.tick_params(axis="y", length=0)
    ax.grid(axis="y", visible=False)
    said = [f"{test.name} {number.short}" for test, number in zip(rows, left)]
    flawed = ceilings.flaws()[0]
    alt = (
        f"Six tests and what is left of the way from guessing to their ceilings. Three older ones: {said[0]},"
        f" {said[1]}, {said[2]}. Three made to replace them: {said[3]}, {said[4]}, {said[5]}."
    )
    caption = (
        "Circles: best scores in the book's table on three older tests; the ceiling is people on HellaSwag and the"
        " share of right keys on the other two. If every flawed item is lost, as an audit says of"
        f" {percent(flawed).short} of MMLU, less is left still. Squares: successors, read at second hand, all items"
        " counted as winnable. Bars: intervals for the number of items."
    )
    data = {"test": [t.name for t in rows], "best score": [t.best.value for t in rows]}
    data |= {"low": [t.best.low for t in rows], "high": [t.best.high for t in rows]}
    data |= {
        "left of the way, %": [q.value for q in left],
        "left, low": [q.low if q.has_interval else "" for q in left],
        "left, high": [q.high if q.has_interval else "" for q in left],
        "ceiling if all flawed items are lost": [t.strict.value for t in rows],
        "ceiling if only wrong keys are": [t.loose.value for t in rows],
    }
    near = sum((q.high if q.has_interval else q.value) < NEAR for q in left)
    title = f"{say(near)} of {say(len(rows))} tests are nearly used up"
    return Figure("sat-room-left", fig, title=title, caption=caption, alt=alt, data=data)


@exhibit
def noise_against_the_step():
    """Half-width of the interval of a difference against the size of the test."""
    items = np.geomspace(30, 30_000, 40)
    step = 100 * (after() - before())
    fig, ax = canvas(height=3.3)
    data, z = {"items": list(items)}, normal_quantile(LEVEL)
    for rho, name, color, dash in (
        (0.0, "unpaired", COLORS.compute, "-"),
        (CORRELATION, "paired", COLORS.tokens, "--"),
    ):
        half = 100 * z * noise.standard_error(before(), after(), items, rho)
        ax.plot(items, half, color=color, linestyle=dash)
        data[f"half-width, {name}"] = list(half)
        side = dict(offset=(5, 5), ha="left") if rho == 0 else dict(offset=(-5, -10), ha="right")
        direct_label(ax, items[8], half[8], name, color, **side)
    seeds = z * np.sqrt(2) * published.value("madaan_2024_mmlu_seed_sd")
    _mark_what_is_compared(ax, step, seeds)
    need, fewer = (noise.items_needed(before(), after(), rho) for rho in (0.0, CORRELATION))
    alt = (
        "Falling lines: the interval of the difference shrinks with the root of the number of items, and paired is"
        f" below unpaired. The step of {exact(step).short} points needs {exact(np.ceil(need)).short} items unpaired and"
        f" {exact(np.ceil(fewer)).short} paired to be seen four times in five. Two seeds of one recipe differ by up to"
        f" {exact(seeds).short} points on MMLU whatever the number of items."
    )
    caption = (
        f"Half-widths of {percent(LEVEL).short} intervals. Paired: results of both models on the same items, correlated"
        f" by {exact(CORRELATION).short}, a number assumed. The seed noise was measured on far weaker models."
    )
    return Figure(
        "sat-noise",
        fig,
        title=f"To see the step takes {exact(np.ceil(need)).short} items unpaired, {exact(np.ceil(fewer)).short}"
        " paired",
        caption=caption,
        alt=alt,
        data=data,
    )


def _mark_what_is_compared(ax, step, seeds):
    """Levels of the step and of the seeds, and the sizes of three tests."""
    for y, text, color, dash, rise in (
        (step, "the step", COLORS.claim, "-", 4),
        (seeds, "two seeds, one recipe", COLORS.loss, ":", -11),
    ):
        ax.axhline(y, color=color, linestyle=dash, linewidth=1.4)
        direct_label(ax, 32_000, y, text, color, offset=(0, rise), ha="right")
    upright = dict(color=COLORS.muted, fontsize=8, ha="right", va="top", rotation=90)
    for key, name in (("math500_items", "MATH-500"), ("gsm8k_test_items", "GSM8K"), ("mmlu_test_items", "MMLU")):
        n = published.value(key)
        ax.axvline(n, color=COLORS.muted, linewidth=0.8)
        ax.annotate(name, (n, 11), xytext=(-2, 0), textcoords="offset points", **upright)
    ax.set(xscale="log", yscale="log", xlabel="items in the test", ylabel="half-width, points")
    ax.set(ylim=(0.1, 12), xlim=(30, 34_000))
    log_axis(ax.xaxis), plain_ticks(ax.yaxis, (0.1, 0.3, 1, 3, 10))


@exhibit
def three_rulers():
    """Second gain as a share of the first, for three tests and three rulers."""
    fig, ax = canvas(height=3.9)
    rows = []
    for test, color, mark in zip(evidence.LLAMA_TESTS, PALETTE, MARKS):
        rows += [(f"{test}, {ruler}", evidence.llama_left(test, ruler), color, mark) for ruler in rulers.RULERS]
        if test == "MMLU":
            taken_off = zip(("flawed items", "wrong keys"), ceilings.flaws())
            rows += [
                (f"{test}, exponent, {name} off", evidence.llama_left_above(share), COLORS.loss, "D")
                for name, share in reversed(list(taken_off))
            ]
    for y, (_, q, color, mark) in enumerate(rows):
        ends = [[q.value - q.low], [q.high - q.value]]
        ax.errorbar(q.value, y, xerr=ends, fmt=mark, color=color, capsize=2.5, linewidth=1.4)
    ax.axvline(1, color=COLORS.ink, linewidth=1.1)
    ax.annotate(
        "no flattening",
        (1, -0.75),
        color=COLORS.ink,
        fontsize=8.5,
        ha="left",
        xytext=(3, 0),
        textcoords="offset points",
    )
    ax.set(yticks=range(len(rows)), yticklabels=[row[0] for row in rows], xlim=(0, 1.4), ylim=(len(rows) - 0.4, -1.2))
    ax.set_xlabel("second gain per decade as a share of the first"), ax.tick_params(axis="y", length=0)
    shown = {name: q for name, q, *_ in rows}
    alt = (
        f"Eleven shares with intervals. On MMLU the second gain of Llama 3.1 is {shown['MMLU, points']} of the first in"
        f" points, {shown['MMLU, log odds']} in log odds, {shown['MMLU, error exponent']} as an exponent of the error,"
        f" and {shown['MMLU, exponent, flawed items off']} once flawed items are taken off. HellaSwag stays below one"
        f" on every ruler: {shown['HellaSwag, error exponent']} in exponents."
    )
    caption = (
        "One means that a decade of compute bought as much the second time. Llama 3.1 at three sizes, one outside"
        " harness; intervals redraw the scores from binomials, and the share of flawed items from its audit, and leave"
        " out seeds and prompts."
    )
    data = {"test and ruler": [row[0] for row in rows]}
    data |= {key: [getattr(row[1], end) for row in rows] for key, end in zip(("share", "low", "high"), ENDS)}
    return Figure(
        "sat-three-rulers",
        fig,
        title=f"MMLU's second gain: {shown['MMLU, points'].short} of the first in points,"
        f" {shown['MMLU, error exponent'].short} as an exponent",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def one_pair_seven_tests():
    """GPT-4o and DeepSeek-R1 on seven tests, in points and in log odds."""
    tests = list(evidence.PAIR)
    gains = [evidence.pair_gain(test) for test in tests]
    fig, axes = canvas(1, 2, height=3.2, sharey=True)
    for ax, kind, color, mark, label in zip(axes, (0, 1), PALETTE, MARKS, ("gain, points", "gain, log odds")):
        for y, gain in enumerate(gains):
            q = gain[kind]
            ends = [[q.value - q.low], [q.high - q.value]]
            ax.errorbar(q.value, y, xerr=ends, fmt=mark, color=color, capsize=2.5, linewidth=1.4)
        ax.axvline(0, color=COLORS.ink, linewidth=0.9)
        ax.set(xlabel=label), ax.tick_params(axis="y", length=0)
    axes[0].set(yticks=range(len(tests)), yticklabels=tests, ylim=(len(tests) - 0.5, -0.5))
    by = dict(zip(tests, gains))
    alt = (
        f"From GPT-4o to DeepSeek-R1 MMLU gains {by['MMLU'][0]}, GPQA {by['GPQA Diamond'][0]}, AIME 2024"
        f" {by['AIME 2024'][0]}; SimpleQA loses {-by['SimpleQA'][0]}. In log odds the order is the same, from"
        f" {by['MMLU'][1]} to {by['AIME 2024'][1]}."
    )
    caption = (
        f"Both models in one table ({published.cite('deepseek2025r1')}); intervals count items only and treat the"
        " models as independent. Two makers and two recipes: what is shown is how tests see one difference, and no"
        " effect of scale."
    )
    data = {"test": tests}
    for kind, name in enumerate(("points", "log odds")):
        data |= {
            f"{name}{said}": [getattr(g[kind], end) for g in gains] for end, said in zip(ENDS, ("", ", low", ", high"))
        }
    return Figure(
        "sat-one-pair",
        fig,
        title=f"One pair of models: {by['MMLU'][0].short} on MMLU, {by['AIME 2024'][0].short} on AIME 2024",
        caption=caption,
        alt=alt,
        data=data,
    )
