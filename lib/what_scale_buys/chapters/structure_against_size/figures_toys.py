"""The figures of the two live demonstrations: experts on regions, facts in weights and in an index."""

import numpy as np

from scaling_laws.quantity import percent, say

from ... import words
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import mixture, recall
from .figures import plain_ticks
from .numbers import BIG_MEMORY, MEMORY, WORLD, count


@exhibit
def experts_against_dense():
    """Simulated and expected error over the active size: tokens fixed, and tokens growing with size."""
    fig, axes = canvas(1, 2, height=3.3)
    sizes = np.array(mixture.SIZES)
    data = {"features used per example": sizes}
    styles = ((1, COLORS.parameters, "s", "--", "dense"), (mixture.REGIONS, COLORS.compute, "o", "-", "experts"))
    for ax, grow, title in zip(axes, (False, True), ("examples fixed", "examples grow")):
        mean, error = (mixture.growing if grow else mixture.simulate)(WORLD)
        for i, (experts, color, mark, dash, name) in enumerate(styles):
            expected = mixture.errors(WORLD, experts, grow=grow)
            ax.plot(sizes, expected, color=color, linestyle=dash)
            ax.errorbar(sizes, mean[i], 2 * error[i], fmt=mark, color=color, linewidth=1.1, markersize=4)
            data |= {f"{name}, {title}": mean[i], f"{name}, {title}, standard error": error[i]}
            data[f"{name}, {title}, closed form"] = expected
        ax.set(xscale="log", yscale="log", ylim=(0.01, 1.5))
        ax.set(xlabel="features used per example", ylabel="squared error on new examples")
        plain_ticks(ax.set_xticks, [1, 4, 16, 64])
        ax.set_title(title, loc="left")
        ax.minorticks_off()
        log_axis(ax.yaxis)
    direct_label(axes[0], 1.2, 0.83, "one dense learner", COLORS.parameters, offset=(0, 4))
    direct_label(axes[0], 2.2, 0.40, f"{mixture.REGIONS} experts", COLORS.compute, offset=(-24, -14))
    direct_label(axes[1], 6, 0.6, "dense", COLORS.parameters, offset=(6, 6))
    direct_label(axes[1], 16, 0.117, "experts", COLORS.compute, offset=(-34, -10))
    fixed, fed = (mixture.errors(WORLD, mixture.REGIONS, grow=g) for g in (False, True))
    alt = (
        "Left, on a fixed number of examples, the experts' error falls below the dense learner's, turns at"
        f" {say(fixed.min())} and rises to {say(fixed[-1])}, crossing the dense curve at"
        f" {mixture.crossover(WORLD, mixture.REGIONS)} features. Right, with examples in proportion to size, it falls"
        f" to {say(fed[-1])} while the dense learner stays at {say(mixture.errors(WORLD, 1, grow=True)[-1])}."
    )
    caption = (
        f"Points: least squares on {mixture.REPEATS} drawn worlds, with two standard errors; lines: the closed form."
        f" Both learners use equally many features, hence equal compute per example; the experts hold {mixture.REGIONS}"
        " times as many numbers. On fixed examples the experts starve in the end: each of them sees one example in"
        f" {mixture.REGIONS}."
    )
    dense = mixture.errors(WORLD, 1, grow=True)[-1]
    lead = words.compare(fed[-1], dense, more="worse than", less="better than", same="level with")
    return Figure(
        "struct-experts-toy",
        fig,
        title=f"On fixed examples experts lose their lead at {mixture.crossover(WORLD, mixture.REGIONS)}"
        f" features; fed in proportion they end {lead} the dense learner",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def facts_and_rules():
    """Facts recalled from weights and from an index; sums answered by stored cases and by a rule."""
    fig, axes = canvas(1, 2, height=3.3)
    data = _draw_facts(axes[0]) | _draw_sums(axes[1])
    facts, index, stored, table, rule = (
        data[name] for name in ("facts", "index", "share stored", "index, sums", "rule, sums")
    )
    few = MEMORY.recall_in_weights(int(facts[-1]))
    alt = (
        f"Left: the index answers every stored fact, {percent(index[-1]).short}, while {count(MEMORY.weights)} weights"
        f" fall to {percent(few).short} at {count(facts[-1])} facts. Right: on sums the index answers only the share it"
        f" holds, {percent(table[3]).short} of {percent(stored[3]).short} stored, and a fitted rule answers"
        f" {percent(rule[3]).short}."
    )
    caption = (
        f"Left: {recall.REPEATS} sets of random facts with {recall.VALUES} possible answers, two standard errors, lines"
        " the closed form. Right: all sums of two numbers below twenty; the index has the stored cases, the rule one"
        " fitted number per term, and a sum that the stored cases do not determine counts as unanswered. Each method"
        " wins where the other fails."
    )
    return Figure(
        "struct-facts-and-rules",
        fig,
        title=f"An index answers {percent(index[-1]).short} of its facts and {percent(table[3]).short} of sums; a"
        f" fitted rule {percent(rule[3]).short}",
        caption=caption,
        alt=alt,
        data=_padded(data),
    )


def _draw_facts(ax):
    """Recall from two sizes of weights and from the index over the facts stored; returns the points."""
    facts = np.array(recall.LOADS)
    data = {"facts": facts}
    for memory, color, mark, dash in ((MEMORY, COLORS.parameters, "s", "--"), (BIG_MEMORY, COLORS.loss, "D", "-.")):
        expected = np.array([memory.recall_in_weights(f) for f in facts])
        runs = [recall.simulate(memory, f) for f in facts]
        mean, error = (np.array([r[i] for r in runs]).T for i in (0, 1))
        ax.plot(facts, 100 * expected, color=color, linestyle=dash)
        ax.errorbar(facts, 100 * mean[0], 200 * error[0], fmt=mark, color=color, linewidth=1.1, markersize=4)
        data |= {f"{memory.weights} weights": mean[0], f"{memory.weights} weights, closed form": expected}
        if memory is MEMORY:
            index = mean[1]
    ax.plot(facts, 100 * index, "o-", color=COLORS.tokens, markersize=4)
    ax.set(xscale="log", xlabel="facts stored", ylabel="answered rightly, %", ylim=(0, 109))
    log_axis(ax.xaxis)
    plain_ticks(ax.set_xticks, [16, 64, 256, 1024])
    ax.set_title("facts", loc="left")
    direct_label(ax, 16, 100, "index", COLORS.tokens, offset=(0, 5))
    direct_label(ax, 256, 59, f"{count(MEMORY.weights)}\nweights", COLORS.parameters, offset=(-50, -24))
    direct_label(ax, 512, 84, f"{count(BIG_MEMORY.weights)}\nweights", COLORS.loss, offset=(8, 0))
    return data | {"index": index}


def _draw_sums(ax):
    """Sums answered by the index and by the rule over the share stored; returns the points."""
    stored = np.linspace(0.05, 1, 20)
    table, rule = np.array([recall.sums(share) for share in stored]).T
    ax.plot(100 * stored, 100 * table, "o-", color=COLORS.tokens, markersize=4)
    ax.plot(100 * stored, 100 * rule, "s--", color=COLORS.parameters, markersize=4)
    ax.set(xlabel="share of the sums stored, %", ylabel="answered rightly, %", ylim=(0, 109))
    ax.set_title("sums not all stored", loc="left")
    direct_label(ax, 60, 60, "index", COLORS.tokens, offset=(8, -8))
    direct_label(ax, 30, 100, "fitted rule", COLORS.parameters, offset=(10, -14))
    return {"share stored": stored, "index, sums": table, "rule, sums": rule}


def _padded(columns):
    """Columns filled with empty cells to one length, for two panels with different axes."""
    longest = max(len(c) for c in columns.values())
    return {key: [*c, *[""] * (longest - len(c))] for key, c in columns.items()}
