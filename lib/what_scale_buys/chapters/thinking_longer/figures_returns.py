"""The figures of what thinking returns: by size of the model, against training, and at the frontier."""

import numpy as np

from scaling_laws.quantity import percent, say
from scaling_laws.statistics import central

from ... import published
from ...accepted import draws, refit
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import chains, exchange, returns
from .figures_sampling import MARKS, PALETTE, error_bars
from .numbers import HARD, break_even, on_test, samples_to_match
from .scores import CP, ends, score, within


@exhibit
def chains_of_thought():
    """Grade-school problems solved without and with a chain of thought, by family and size."""
    n = chains.problems()
    fig, ax = canvas(height=3.4)
    columns = {"family": [], "parameters": [], "without, %": [], "with, %": []}
    for key, color, mark in zip(chains.FAMILIES, PALETTE, MARKS):
        f = chains.family(key)
        for share, dash, fill in ((f.plain, ":", "none"), (f.chain, "-", color)):
            ax.errorbar(f.parameters, 100 * share, error_bars(share, n), fmt="none", ecolor=color, elinewidth=1.1)
            ax.plot(f.parameters, 100 * share, color=color, linestyle=dash, marker=mark, markerfacecolor=fill)
        columns["family"] += [f.name] * len(f.parameters)
        columns["parameters"] += list(f.parameters)
        columns["without, %"] += list(100 * f.plain)
        columns["with, %"] += list(100 * f.chain)
        spot, lift = (0, (-4, 18)) if key == "lamda" else (-1, (-8, 3))
        side = "left" if key == "lamda" else "right"
        direct_label(ax, f.parameters[spot], 100 * f.chain[spot], f.name, color, offset=lift, ha=side)
    ax.annotate("filled, solid: with a chain", (3.2e8, 56), color=COLORS.ink, fontsize=8.5)
    ax.annotate("hollow, dotted: without", (3.2e8, 51), color=COLORS.ink, fontsize=8.5)
    ax.set(xscale="log", xlabel="parameters", ylabel="problems solved, %", ylim=(0, 63), xlim=(2.6e8, 1e12))
    log_axis(ax.xaxis)
    palm, lamda = chains.family("palm"), chains.family("lamda")
    spoken = [score(share, n) for f, at in ((palm, -1), (palm, 1), (lamda, 0)) for share in (f.plain[at], f.chain[at])]
    large, large_chain, middle, middle_chain, small, small_chain = (s.short for s in spoken)
    alt = (
        f"With a chain of thought the largest PaLM goes from {large} to {large_chain} of {n} problems, the one of a"
        f" ninth its size from {middle} to {middle_chain}; the smallest LaMDA falls from {small} to {small_chain}. All"
        f" are known to within {within(spoken)}. Up to eight billion parameters no model gains."
    )
    caption = (
        f"Grade-school sums (GSM8K), three families ({published.cite('wei2022chain')}, Table 2), {CP} intervals. The"
        " chain lets a middle-sized model pass one almost nine times its size that answers at once. The smallest models"
        " gain nothing, or lose a little."
    )
    return Figure(
        "think-chains",
        fig,
        title=f"A chain of thought takes the largest PaLM from {large} to {large_chain}, the smallest LaMDA from"
        f" {small} to {small_chain}",
        caption=caption,
        alt=alt,
        data=columns,
    )


CHANCES = np.geomspace(1e-6, 0.9, 40)


@exhibit
def exchange_rate():
    """Samples of the small model that replace one answer of the larger, against difficulty."""
    size = published.value("snell_2024_model_factor")
    fig, ax = canvas(height=3.6)
    alphas = draws().alpha
    sample = exchange.samples_to_match(CHANCES[None, :], size, alphas[:, None])
    low, high = central(sample)
    by_r = exchange.samples_to_match(CHANCES, size, refit().alpha)
    odds = exchange.samples_to_match(CHANCES, size, refit().alpha, "odds")
    ax.fill_between(CHANCES, low, high, color=COLORS.compute, alpha=0.2, linewidth=0)
    ax.plot(CHANCES, by_r, color=COLORS.compute)
    ax.plot(CHANCES, odds, color=COLORS.parameters, linestyle="--")
    ax.annotate("chains without repair", (4e-6, 2600), color=COLORS.compute, fontsize=8.5, ha="right", rotation=0)
    ax.annotate("size multiplies the odds", (1.4e-6, 1.35), color=COLORS.parameters, fontsize=8.5, ha="right")
    data = {"success of one sample": list(CHANCES), "chain, refit": list(by_r), "low": list(low), "high": list(high)}
    data |= {"odds": list(odds)}
    for name, word in (("low", "few"), ("mid", "some"), ("high", "many")):
        ratio = published.value(f"snell_2024_r_{name}")
        budget = exchange.matched_samples(size, ratio)
        ax.axhline(budget, color=COLORS.muted, linewidth=1, linestyle=":")
        ax.annotate(f"{word} tokens inferred", (0.8, budget * 1.12), color=COLORS.muted, fontsize=8.5)
        ax.plot(exchange.break_even(size, ratio, refit().alpha), budget, "o", color=COLORS.ink)
    ax.set(xscale="log", yscale="log", xlim=(1, 7e-7), ylim=(1, 9000), ylabel="equivalent samples")
    ax.set_xlabel("success of one sample of the small model (easy → hard)")
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    easiest, hard, hardest = (samples_to_match(p) for p in (CHANCES[-1], HARD, CHANCES[0]))
    alt = (
        f"The number of samples that replace a model {say(size)} times larger rises from {easiest} on easy questions to"
        f" {hard} at a success of {percent(HARD).short} and {hardest} at the hard end. Equal compute buys"
        f" {say(exchange.matched_samples(size, published.value('snell_2024_r_low')))} samples if few tokens are"
        f" inferred and {say(exchange.matched_samples(size, published.value('snell_2024_r_high')))} if many are;"
        f" training wins below a success of {break_even('low')} in the one case and {break_even('high')} in the other."
    )
    caption = (
        "Below a dotted line the samples are cheaper than the larger model, above it they are dearer; dots mark the"
        " break-even for the three ratios of tokens inferred to tokens trained on. Band: interval of the exponent of"
        " size, from the refit of the Chinchilla surface. With a perfect verifier, so the best case for sampling."
    )
    return Figure(
        "think-exchange",
        fig,
        title=f"A model {say(size)} times larger is worth {easiest.bare} samples on easy questions,"
        f" {hardest.bare} on the hardest",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def frontier_returns():
    """Errors against inference compute in two published cases."""
    small, large, ratio, n = returns.arc()
    ks, scores, m = returns.o1()
    fig, ax = canvas(height=3.3)
    data = {"case": [], "inference compute, relative": [], "errors": [], "low": [], "high": []}
    for name, x, y, tests, color, mark in (
        ("o3-preview on ARC-AGI", np.array([1, ratio]), np.array([small, large]), n, COLORS.compute, "o"),
        ("o1 on AIME, vote", ks[:2], scores[:2], m, COLORS.parameters, "s"),
        ("o1 on AIME, learned pick", ks[2:], scores[2:], m, COLORS.loss, "D"),
    ):
        shift = 1.06 if "AIME" in name else 1
        low, high = (1 - v for v in ends(y, tests)[::-1])
        ax.errorbar(x * shift, 1 - y, [1 - y - low, high - 1 + y], fmt=mark, color=color, linewidth=1.2)
        ax.plot(x * shift, 1 - y, color=color, linestyle="-" if mark == "o" else "--", linewidth=1.3)
        data["case"] += [name] * len(y)
        data["inference compute, relative"] += list(x)
        data["errors"], data["low"], data["high"] = (
            [*data[key], *v] for key, v in (("errors", 1 - y), ("low", low), ("high", high))
        )
    ax.annotate("o3-preview, ARC-AGI", (1.6, 0.115), color=COLORS.compute, fontsize=8.5)
    ax.annotate("o1, AIME, vote", (4, 0.265), color=COLORS.parameters, fontsize=8.5)
    ax.annotate("o1, AIME,\nlearned pick", (1350, 0.062), color=COLORS.loss, fontsize=8.5)
    ax.set(xscale="log", yscale="log", xlabel="inference compute, relative to the smallest setting", ylabel="errors")
    ax.set(xlim=(0.7, 9000), ylim=(0.007, 0.7), yticks=[0.01, 0.03, 0.1, 0.3])
    log_axis(ax.xaxis)
    ax.yaxis.set_major_formatter(lambda v, _: percent(v).short)
    ax.set_yticks([], minor=True)
    slope = returns.error_exponent(small, large, ratio, n)
    arc, aime = ([score(1 - s, tests) for s in shares] for shares, tests in (((small, large), n), (scores[:2], m)))
    alt = (
        f"Errors against inference compute. On ARC-AGI they fall from {arc[0]} to {arc[1]} over a factor of"
        f" {say(ratio)}, an exponent of {slope}. On AIME a vote of {say(ks[1])} takes them from {aime[0].short} to"
        f" {aime[1].short}, both known to within {within(aime)}; all intervals overlap their neighbours."
    )
    caption = (
        f"As of {published.cite('openai2024o1').split('(')[1][:4]}: {published.cite('chollet2024o3')}, semi-private set"
        f" of {say(n)} tasks, and {published.cite('openai2024o1')}, read at second hand. {CP} intervals. The last point"
        " changes the selector as well as the number of samples, so it continues no line."
    )
    return Figure(
        "think-returns",
        fig,
        title=f"{say(ratio)} times the inference takes ARC-AGI's errors from {arc[0].short} to {arc[1].short}",
        caption=caption,
        alt=alt,
        data=data,
    )


TESTS = (
    ("aime24", "competition mathematics (AIME)"),
    ("gpqa", "science questions (GPQA)"),
    ("simpleqa", "short facts (SimpleQA)"),
)
MODELS = (("gpt4o", "GPT-4o", "o", COLORS.muted), ("", "GPT-4.5", "s", COLORS.compute))


@exhibit
def two_axes():
    """One laboratory's larger model against its reasoning models, on three tests."""
    fig, ax = canvas(height=2.9)
    models = (*MODELS, ("o3mini", "o3-mini", "D", COLORS.parameters))
    data = {"test": [name for _, name in TESTS]}
    values = {
        name: [published.value("_".join(filter(None, ("gpt45", test, key)))) for test, _ in TESTS]
        for key, name, _, _ in models
    }
    for row, (_, name) in enumerate(TESTS):
        y = len(TESTS) - 1 - row
        line = [values[model][row] for model in values]
        ax.plot([min(line), max(line)], [y, y], color=COLORS.grid, linewidth=2.5, zorder=1)
        ax.annotate(name, (0, y + 0.3), color=COLORS.ink, fontsize=8.5)
        for (_, model, mark, color), x in zip(models, line):
            ax.plot(x, y, mark, color=color, markersize=7)
            if row == 0:
                ax.annotate(model, (x, y - 0.3), color=color, fontsize=8.5, ha="center")
    o1 = published.value("gpt45_simpleqa_o1")
    ax.plot(o1, 0, "^", color=COLORS.loss, markersize=7)
    ax.annotate("o1", (o1, -0.3), color=COLORS.loss, fontsize=8.5, ha="center")
    ax.set(xlim=(-2, 102), ylim=(-0.55, len(TESTS) - 0.45), yticks=[], xlabel="answered right, %")
    ax.grid(axis="y", visible=False)
    data |= values | {"o1": ["not printed", "not printed", o1]}
    contest = [on_test(f"gpt45_aime24{key}", "aime24_problems") for key in ("_gpt4o", "", "_o3mini")]
    facts = [on_test(f"gpt45_simpleqa{key}", "simpleqa_items") for key in ("", "_o1", "_gpt4o", "_o3mini")]
    small, big, thinker = (s.short for s in contest)
    facts_big, facts_o1, facts_small, facts_thinker = (s.short for s in facts)
    alt = (
        f"On competition mathematics GPT-4o scores {small}, GPT-4.5 {big} and o3-mini {thinker}, known to within"
        f" {within(contest)}. On short facts the order turns: GPT-4.5 {facts_big}, o1 {facts_o1}, GPT-4o {facts_small},"
        f" o3-mini {facts_thinker}, to within {within(facts)}."
    )
    caption = (
        f"Scores printed by one laboratory ({published.cite('openai2025gpt45')}), which we read at second hand. Squares"
        " scaled training, diamonds and the triangle scaled thinking, by reinforcement learning and longer answers. No"
        " size is published, nor which base the reasoning models start from."
    )
    return Figure(
        "think-axes",
        fig,
        title=f"Contests: o3-mini {thinker}, GPT-4.5 {big}. Facts: o3-mini {facts_thinker}, GPT-4.5 {facts_big}",
        caption=caption,
        alt=alt,
        data=data,
    )
