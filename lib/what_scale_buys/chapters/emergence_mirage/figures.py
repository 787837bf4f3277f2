"""The figures of the toy worlds: what the score makes of a family without jumps, and a world with them."""

import numpy as np

from scaling_laws.quantity import listing, percent, say
from scaling_laws.statistics import central, mean, median_and_central

from ... import published
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis, power_of_ten
from . import metrics, toy
from .numbers import CLOSE, FEW, MANY, RUNS, cut, own_forecasts, parity_summary, task_forecasts, threshold_compute

DASHES = ("-", "--", "-.", ":")
MARKS = ("o", "s", "^", "D")
PALETTE = (COLORS.compute, COLORS.parameters, COLORS.tokens, COLORS.loss)


@exhibit
def metrics_of_one_family(length=10, items=200):
    """One family of models, four scores."""
    family, fine = toy.family(), np.geomspace(toy.FIRST, toy.LAST, 60)
    fig, ax = canvas(height=3.4)
    data = {"compute, FLOP": list(family.compute)}
    for name, color, mark, dash in zip(toy.METRICS, PALETTE, MARKS, DASHES):
        value, low, high = toy.measured(name, length, items)
        ax.plot(fine, toy.closed_form(name, family.accuracy(fine), length), color=color, linestyle=dash)
        ax.errorbar(family.compute, value, [value - low, high - value], fmt=mark, color=color, linewidth=1.1)
        data |= {name: list(value), f"{name}, low": list(low), f"{name}, high": list(high)}
    _name_metrics(ax, family, length)
    ax.set(xscale="log", ylim=(-0.03, 1.05), xlabel="training compute, FLOP", ylabel="score")
    log_axis(ax.xaxis)
    exactly, tokens = data["exact match"], data["token accuracy"]
    alt = (
        f"Four scores of the same {toy.MODELS} models against compute from {power_of_ten(toy.FIRST)} to"
        f" {power_of_ten(toy.LAST)} FLOP. Token accuracy climbs evenly from {percent(tokens[0]).short} to"
        f" {percent(tokens[-1]).short}; exact match of answers of {length} tokens stays near"
        f" {percent(exactly[0]).short} for several models and then rises to {percent(exactly[-1]).short}."
    )
    caption = (
        "Nothing happens in this family at any particular compute: the per-token error is a power law. Points are"
        f" simulated test sets of {items} questions with intervals of level {percent(metrics.LEVEL).short}, lines the"
        " closed forms. Exact match stays low for longer and then climbs, over many decades of compute. The slight"
        " excess of edit similarity over token accuracy is real: a shifted answer can be closer than it looks."
    )
    return Figure(
        "one-family-four-scores",
        fig,
        title=f"The same models: tokens {percent(tokens[0]).short} to {percent(tokens[-1]).short} right, whole"
        f" answers {percent(exactly[0]).short} to {percent(exactly[-1]).short}",
        caption=caption,
        alt=alt,
        data=data,
    )


def _name_metrics(ax, family, length):
    spots = {"Brier skill": (3e19, 9), "token accuracy": (4e21, -17), "exact match": (8e22, -14)}
    for name, color in zip(toy.METRICS, PALETTE):
        if name in spots:
            x, lift = spots[name]
            text = "token accuracy, edit similarity" if name == "token accuracy" else name
            y = float(toy.closed_form(name, family.accuracy(x), length))
            side = "right" if name == "Brier skill" else "left"
            direct_label(ax, x, y, text, color, offset=(-4 if side == "right" else 6, lift), ha=side)


@exhibit
def five_percent_cut(lengths=(5, 20, 100)):
    """What a cut of the per-token error does to exact match, read as a share and as points."""
    c = cut()
    error = np.geomspace(0.001, 0.5, 60)
    fig, axes = canvas(1, 2, height=3.0)
    data = {"starting error": list(error)}
    peaks = {}
    for ax, after, title in zip(axes, (metrics.after_relative_cut, metrics.after_absolute_cut), ("a share", "points")):
        for length, color, dash in zip(lengths, PALETTE, DASHES):
            gain = after(error, length, c) - metrics.exact_match(1 - error, length)
            ax.plot(error, 100 * gain, color=color, linestyle=dash)
            data[f"gain, {title}, {length} tokens"] = list(gain)
            peaks[title, length] = gain.max()
        ax.axvline(c, color=COLORS.muted, linewidth=0.9)
        ax.set(xscale="log", ylim=(0, 105), xlim=(0.001, 0.7))
        ax.set(xlabel="per-token error before", ylabel="gain of exact match, points")
        ax.set_title(f"cut read as {title}", loc="left")
        log_axis(ax.xaxis)
    for length, color, x, y in zip(lengths, PALETTE, (0.13, 0.06, 0.03), (21, 62, 98)):
        axes[1].annotate(f"{length} tokens", (x, y), color=color, fontsize=8.5, ha="left" if length < 100 else "right")
    axes[0].annotate(
        "all three lengths", (0.004, 4), color=COLORS.ink, fontsize=8.5, xytext=(0, 14), textcoords="offset points"
    )
    shares = [peaks["a share", length] for length in lengths]
    spans = [peaks["points", length] for length in lengths]
    alt = (
        f"Two panels with the gain of exact match for answers of {', '.join(map(str, lengths))} tokens. Read as a"
        f" share, a cut of {percent(c).short} never gains more than {say(100 * max(shares), 'percentage points')}. Read"
        f" as percentage points it gains up to {listing([100 * s for s in spans], last='')} points, most where the"
        f" error starts at {percent(c).short}."
    )
    caption = (
        "One sentence, two readings, on one scale. The vertical line marks a starting error equal to the cut: there the"
        " reading in points removes every error, which is why it can work wonders."
    )
    return Figure(
        "five-percent-cut",
        fig,
        title=f"A cut of {percent(c).short} gains at most {say(100 * max(shares))} points read as a share,"
        f" {say(100 * max(spans))} read as points",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def resolution(lengths=(5, 10, 20), smallest=10, largest=100_000):
    """The compute at which a family without thresholds seems to acquire an ability, against the size of the test."""
    items = np.geomspace(smallest, largest, 17)
    family = toy.family()
    fig, ax = canvas(height=3.1)
    data = {"items": list(items), "smallest visible score": list(metrics.smallest_visible(items))}
    for length, color, dash, lift in zip(lengths, PALETTE, DASHES, (10, 15, 20)):
        seen = family.compute_for_match(metrics.smallest_visible(items), length)
        ax.plot(items, seen, color=color, linestyle=dash)
        direct_label(ax, items[-1], seen[-1], f"answers of {length} tokens", color, offset=(0, lift), ha="right")
        data[f"compute at which it is seen, {length} tokens"] = list(seen)
    ax.set(
        xscale="log",
        yscale="log",
        xlabel="questions in the test set",
        ylabel="compute at first sight, FLOP",
        ylim=(1e16, 1e24),
    )
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    few, many = threshold_compute(FEW), threshold_compute(MANY)
    alt = (
        f"Falling lines: the more questions, the earlier the ability is seen. With answers of ten tokens, {say(FEW)}"
        f" questions first see it at {say(few, 'FLOP')}, {say(MANY)} questions at {say(many, 'FLOP')},"
        f" {say(few / many)} times earlier."
    )
    caption = (
        "The apparent threshold belongs to the test set. First sight means: at least one question solved with"
        f" probability {percent(metrics.LEVEL).short}. The models are the toy family, which has no threshold."
    )
    return Figure(
        "resolution",
        fig,
        title=f"{say(MANY)} questions see the ability {say(few / many)} times earlier than {say(FEW)} do",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def real_transitions(runs=RUNS):
    """A loss that does jump, and a smooth loss made of jumps."""
    fig, axes = canvas(1, 2, height=3.1)
    data, slope = _draw_parity(axes[0], runs), _draw_skills(axes[1])
    left, solved = parity_summary(runs)
    alt = (
        f"Left: {runs} training runs stay at a loss of {say(np.log(2))} nats and leave it abruptly after"
        f" {say(left.min())} to {say(left.max())} steps, with nine answers in ten right {mean(solved - left, 'steps')}"
        " later; their mean loss declines gradually. Right: single skills fall like steps while the mean over all"
        f" skills is a straight line of slope {say(slope)} on logarithmic axes."
    )
    caption = (
        "Left: a small network learns the parity of three hidden bits; the score is the loss itself, as smooth a metric"
        " as there is. Right: skills met with Zipf frequencies and learned sharply, one after the other, add up to a"
        " power law. A smooth sum is no proof of smooth parts. The table holds the left panel."
    )
    return Figure(
        "real-transitions",
        fig,
        title=f"Single runs jump after {say(left.min())} to {say(left.max())} steps; the jumps of many skills add"
        " up to a line",
        caption=caption,
        alt=alt,
        data=data,
    )


def _draw_parity(ax, runs):
    """Loss of single training runs and their mean; returns the points."""
    step = toy.parity_run(0)[0]
    losses = np.array([toy.parity_run(seed)[1] for seed in range(runs)])
    mean = losses.mean(axis=0)
    ax.plot(step, losses.T, color=COLORS.loss, linewidth=0.9, alpha=0.55)
    ax.plot(step, mean, color=COLORS.ink, linestyle="--")
    ax.annotate("dashed:\nmean of\nthe runs", (40, 0.33), color=COLORS.ink, fontsize=8.5)
    ax.set(xlabel="training steps", ylabel="loss, nats", ylim=(0, 0.82))
    ax.set_title("one skill, trained live", loc="left")
    data = {"training step": list(step), "mean loss, nats": list(mean)}
    return data | {f"run {k + 1}, loss": list(loss) for k, loss in enumerate(losses)}


def _draw_skills(ax, picks=(3, 30, 300, 3000)):
    """Single sharp skills and the mean over all; returns the slope of the mean on logarithmic axes."""
    scale = np.geomspace(1, 1e4, 50)
    mean, missing = toy.quanta(scale)
    ax.plot(scale, missing[np.array(picks) - 1].T, color=COLORS.tokens, linewidth=0.9)
    ax.plot(scale, mean, color=COLORS.ink, linestyle="--")
    ax.annotate("mean", (7, 0.76), color=COLORS.ink, fontsize=8.5)
    ax.annotate("single skills", (1.2, 1.12), color=COLORS.tokens, fontsize=8.5)
    ax.set(xscale="log", yscale="log", xlabel="scale, skills within reach", ylabel="loss, share of largest")
    ax.set(ylim=(0.05, 1.6))
    ax.set_title("many skills, computed", loc="left")
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    return np.polyfit(np.log(scale), np.log(mean), 1)[0]


@exhibit
def forecast_by_metric():
    """Forecasts of one model from five smaller ones: two scores, each with the right and with a wrong form of curve."""
    truth, found = toy.forecasts()
    fig, ax = canvas(height=2.9)
    rows, data = [], {"score": [], "form of the curve": [], "low": [], "median": [], "high": []}
    for y, ((score, form), sample) in enumerate(reversed(found.items())):
        low, middle, high = (100 * end for end in median_and_central(sample, 0.9))
        right = form == toy.FORMS[0]
        color = COLORS.compute if right else COLORS.parameters
        ax.plot([low, high], [y, y], color=color, linewidth=2.4, linestyle="-" if right else "--")
        ax.plot(middle, y, marker="o" if right else "s", color=color)
        rows.append(f"{score},\n{form}")
        for key, value in zip(data, (score, form, low / 100, middle / 100, high / 100)):
            data[key].append(value)
    ax.axvline(100 * truth, color=COLORS.ink, linestyle=":")
    ax.annotate("truth", (100 * truth, 3.45), color=COLORS.ink, fontsize=9, xytext=(4, 0), textcoords="offset points")
    ax.set_yticks(range(len(rows)), rows)
    ax.tick_params(axis="y", length=0)
    ax.set(xlabel="forecast exact match of the larger model, %", xlim=(0, 100), ylim=(-0.5, 3.8))
    ax.grid(axis="y", visible=False)
    heaps = {key: [100 * end for end in central(sample, 0.9)] for key, sample in found.items()}
    lines = "; ".join(
        f"{score} with a {form} {percent(low / 100).short} to {percent(high / 100).short}"
        for (score, form), (low, high) in heaps.items()
    )
    alt = f"Four bars of forecasts of a true score of {percent(truth).short}, nine in ten of each between: {lines}."
    caption = (
        "The five smallest models of the toy family, a thousand times and more below the target in compute, predict its"
        " exact match. Bars hold nine in ten of the forecasts from repeated test sets. The right form finds the truth"
        " from either score, sharply from the finer one; the wrong form misses it from either, and the finer score is"
        " only surer of its error."
    )
    told = {key for key, (low, high) in heaps.items() if low <= 100 * truth <= high}
    title = (
        "The form of the curve decides a forecast, the score its width"
        if told == {(score, toy.FORMS[0]) for score in toy.SCORES}
        else f"{say(len(told))} of {say(len(heaps))} forecasts hold the truth"
    )
    return Figure("forecast-by-metric", fig, title=title, caption=caption, alt=alt, data=data)


@exhibit
def forecasts_that_happened():
    """Forecast over measured score: the book's own ladder, two scores and two forms, and the tasks of an open model."""
    fig, axes = canvas(2, 1, height=6.6, height_ratios=(6, 8), sharex=True)
    own, tasks = own_forecasts(), task_forecasts()
    data = {"forecast": [], "over measured": [], "low": [], "high": [], "registered low": [], "registered high": []}

    def keep(*row):
        for key, value in zip(data, row):
            data[key].append(value)

    for y, outcome in enumerate(reversed(own)):
        e, a = outcome.expectation, outcome.answer
        axes[0].barh(y, e.high - e.low, left=e.low, height=0.66, color=COLORS.grid)
        axes[0].plot([a.low, a.high], [y, y], color=COLORS.compute, linewidth=2)
        axes[0].plot(a.value, y, "o", color=COLORS.compute)
        keep(f"{e.arm}, {_form(e)}", a.value, a.low, a.high, e.low, e.high)
    names = [f"{o.expectation.arm},\n{_form(o.expectation)}" for o in reversed(own)]
    axes[0].set_yticks(range(len(own)), names)
    ratios = {name: forecast / measured for name, (forecast, measured) in tasks.items()}
    for y, (name, ratio) in enumerate(sorted(ratios.items(), key=lambda item: abs(item[1] - 1), reverse=True)):
        axes[1].plot(ratio, y, "D", color=COLORS.parameters)
        keep(name, ratio, "", "", "", "")
    axes[1].set_yticks(range(len(ratios)), data["forecast"][len(own) :])
    titles = (
        "our ladder; grey: registered",
        f"an open model, {published.cite('bhagia2024establishing')}",
    )
    for ax, title in zip(axes, titles):
        ax.axvline(1, color=COLORS.ink, linestyle=":")
        ax.set_title(title, loc="left")
        ax.tick_params(axis="y", length=0)
        ax.grid(axis="y", visible=False)
    axes[0].set(xlim=(0.55, 1.5), ylim=(-0.6, len(own) - 0.4))
    axes[1].set(xlabel="forecast over measured")
    held, close = sum(o.held for o in own), sum(abs(ratio - 1) <= CLOSE for ratio in ratios.values())
    worst = min(ratios, key=ratios.get)
    alt = (
        f"Dots near one. Of {say(len(own))} forecasts of the ladder's largest budget {say(held)} fall in the range"
        f" registered for them. Of {say(len(ratios))} tasks of an open model {say(close)} were forecast to within"
        f" {percent(CLOSE).short}; {worst} reads {say(ratios[worst])}."
    )
    caption = (
        "Above, scores of the book's own models at the largest budget, forecast from all smaller ones, with intervals"
        f" of level {percent(own[0].answer.level).short}; a token is a letter of the invented language, a word one of"
        " Python. The grey ranges were written down after the runs and before the comparison. Below, accuracies of a"
        " large open model, forecast from small ones of its family."
    )
    ours, theirs = (f"{say(part)} of {say(len(whole))}" for part, whole in ((held, own), (close, ratios)))
    title = f"{ours} forecasts of our own and {theirs} of an open model came close"
    return Figure("forecasts-that-happened", fig, title=title, caption=caption, alt=alt, data=data)


def _form(expectation):
    """The form of the curve, in words."""
    return expectation.quantity.split(", ")[-1]
