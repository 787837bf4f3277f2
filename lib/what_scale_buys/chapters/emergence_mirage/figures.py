"""The figures of the toy worlds: what the score makes of a family without jumps, and a world with them."""

import numpy as np

from scaling_laws.quantity import listing, percent, say
from scaling_laws.statistics import central, mean

from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis, power_of_ten
from . import metrics, toy
from .numbers import FEW, MANY, RUNS, cut, parity_summary, threshold_compute

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
        " closed forms. Only exact match looks like the arrival of an ability. The slight excess of edit similarity"
        " over token accuracy is real: a shifted answer can be closer than it looks."
    )
    return Figure("one-family-four-scores", fig, caption=caption, alt=alt, data=data)


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
    fig, axes = canvas(1, 2, height=3.0, sharey=True)
    data = {"starting error": list(error)}
    peaks = {}
    for ax, after, title in zip(axes, (metrics.after_relative_cut, metrics.after_absolute_cut), ("a share", "points")):
        for length, color, dash in zip(lengths, PALETTE, DASHES):
            gain = after(error, length, c) - metrics.exact_match(1 - error, length)
            ax.plot(error, 100 * gain, color=color, linestyle=dash)
            data[f"gain, {title}, {length} tokens"] = list(gain)
            peaks[title, length] = gain.max()
        ax.axvline(c, color=COLORS.muted, linewidth=0.9)
        ax.set(xscale="log", xlabel="per-token error before", ylim=(0, 105), xlim=(0.001, 0.7))
        ax.set_title(f"cut read as {title}", loc="left")
        log_axis(ax.xaxis)
    for length, color, x, y in zip(lengths, PALETTE, (0.13, 0.06, 0.03), (21, 62, 98)):
        axes[1].annotate(f"{length} tokens", (x, y), color=color, fontsize=8.5, ha="left" if length < 100 else "right")
    axes[0].set_ylabel("gain of exact match, points")
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
    return Figure("five-percent-cut", fig, caption=caption, alt=alt, data=data)


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
    return Figure("resolution", fig, caption=caption, alt=alt, data=data)


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
    return Figure("real-transitions", fig, caption=caption, alt=alt, data=data)


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
    """Forecasts of one model from five smaller ones, by the score and by the tokens."""
    truth, by_score, by_tokens = toy.forecasts()
    fig, ax = canvas(height=2.9)
    edges = np.linspace(0, 1, 41)
    middle = (edges[1:] + edges[:-1]) / 2
    data = {"predicted exact match": list(middle)}
    for values, name, color, hatch, spot in (
        (by_tokens, "from token accuracy", COLORS.compute, None, (0.40, 0.98)),
        (by_score, "from exact match", COLORS.parameters, "////", (0.80, 0.40)),
    ):
        counts, _ = np.histogram(values, edges)
        filled = hatch is None
        ax.stairs(counts / len(values), edges, color=color, fill=filled, alpha=0.75 if filled else 1, hatch=hatch)
        ax.annotate(name, spot, xycoords="axes fraction", color=color, fontsize=8.5, ha="right", va="top")
        data[f"share of forecasts {name}"] = list(counts / len(values))
    ax.axvline(truth, color=COLORS.ink, linestyle="--")
    beside = dict(xycoords=("data", "axes fraction"), xytext=(5, 0), textcoords="offset points", va="top")
    ax.annotate("truth", (truth, 0.97), color=COLORS.ink, fontsize=8.5, **beside)
    ax.set(xlabel="predicted exact match of the larger model", ylabel="share of forecasts", xlim=(0, 1))
    (low, high), (near, far) = central(by_score, 0.9), central(by_tokens, 0.9)
    alt = (
        f"Two heaps of forecasts of a true score of {percent(truth).short}. From token accuracy nine in ten lie between"
        f" {percent(near).short} and {percent(far).short}; from exact match between {percent(low).short} and"
        f" {percent(high).short}, off to the right."
    )
    caption = (
        "The five smallest models of the toy family, a thousand times and more below the target in compute, predict its"
        " exact match. The same outputs, two ways of scoring them."
    )
    return Figure("forecast-by-metric", fig, caption=caption, alt=alt, data=data)
