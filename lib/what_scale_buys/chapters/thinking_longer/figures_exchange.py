"""The figures of search, of the exchange rate and of the returns at the frontier."""

import numpy as np

from scaling_laws.quantity import exact, percent

from ... import published
from ...accepted import LEVEL, draws, hoffmann, refit
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, log_axis
from . import exchange, puzzle, returns
from .figures import DASHES, MARKS, PALETTE
from .intervals import CP, clopper_pearson
from .numbers import HARD, JUDGES

BARS = (
    ("io", "answer at once", "hollow"),
    ("cot", "chain of thought", "hollow"),
    ("cot_sc", "vote of {} chains", "hollow"),
    ("cot_best100", "oracle on {} chains", "hollow"),
    ("tot_b1", "tree search, narrow", "full"),
    ("tot_b5", "tree search, wide", "full"),
    ("gpt35", "the same, GPT-3.5", "other"),
)
BREADTHS = (1, 2, 3, 4, 5, 7, 10)


@exhibit
def search():
    """The Game of 24: published scores, and searches run live with judges of several qualities."""
    fig, (left, right) = canvas(1, 2, height=3.6, width_ratios=(1, 1.25))
    n = published.value("tot_game24_puzzles")
    scores = np.array([published.value(f"tot_game24_{key}") / 100 for key, _, _ in BARS])
    low, high = clopper_pearson(scores, n)
    rows = np.arange(len(BARS))[::-1]
    for (_, name, kind), x, lo, hi, y in zip(BARS, scores, low, high, rows):
        color = {"hollow": COLORS.muted, "full": COLORS.compute, "other": COLORS.parameters}[kind]
        left.plot([100 * lo, 100 * hi], [y, y], color=color, linewidth=1.4)
        mark = {"hollow": "o", "full": "s", "other": "^"}[kind]
        left.plot(100 * x, y, mark, color=color, markersize=5)
        left.annotate(name.format(exact(n).bare), (0, y + 0.2), color=color, fontsize=8)
    left.set(xlim=(-2, 100), ylim=(-0.6, len(BARS) - 0.2), yticks=[], xlabel="puzzles solved, %")
    left.set_title("published", loc="left"), right.set_title("run live", loc="left")
    live = _live(right)
    alt = (
        f"Left, GPT-4 on {exact(n).short} puzzles: {percent(scores[1]).short} with a chain of thought,"
        f" {percent(scores[5]).short} with wide tree search, and {percent(scores[6]).short} with the same search on"
        f" GPT-3.5. Right, live: with breadth five a good judge of positions solves {percent(live['good'][4]).short},"
        f" a poor one {percent(live['poor'][4]).short}, a blind one {percent(live['blind'][4]).short}."
    )
    caption = (
        f"Left: {published.cite('yao2023tree')}, {CP} intervals. Right: a player who knows nothing but the rules,"
        " guided by a judge who errs; positions looked at grow with breadth. Thin line: games played blindly, checked"
        " at the end. Search turns judgement into solutions; it does not supply the judgement."
    )
    data = {"breadth": list(BREADTHS), "positions": [puzzle.positions_seen(b) for b in BREADTHS], **live}
    return Figure("think-search", fig, caption=caption, alt=alt, data=data)


def _live(ax):
    x = np.array([puzzle.positions_seen(b) for b in BREADTHS])
    live = {}
    for (name, quality), color, mark, dash in zip(
        JUDGES.items(), (COLORS.ink, *PALETTE), ("v", *MARKS), ("-", *DASHES)
    ):
        live[name] = [float(puzzle.search(b, *quality).mean()) for b in BREADTHS]
        ax.plot(x, 100 * np.array(live[name]), color=color, linestyle=dash, marker=mark, markersize=4)
        lift = {"perfect": -1, "good": -2, "fair": -9, "poor": -1, "blind": -1}[name]
        ax.annotate(f"{name}", (x[-1] * 1.06, 100 * live[name][-1] + lift), color=color, fontsize=8.5)
    games = np.array([x[0] // 3, 50, 90])
    ax.plot(3 * games, [100 * puzzle.blind(int(g)) for g in games], color=COLORS.muted, linewidth=1)
    ax.set(xscale="log", xlabel="positions looked at", ylim=(-2, 105), xlim=(52, 480), xticks=[60, 100, 200])
    ax.set_xticks([], minor=True)
    ax.xaxis.set_major_formatter(lambda v, _: f"{v:g}")
    return live


CHANCES = np.geomspace(1e-6, 0.9, 40)


@exhibit
def exchange_rate():
    """Samples of the small model that replace one answer of the larger, against difficulty."""
    size = published.value("snell_2024_model_factor")
    fig, ax = canvas(height=3.6)
    alphas = draws().alpha
    sample = exchange.samples_to_match(CHANCES[None, :], size, alphas[:, None])
    low, high = np.quantile(sample, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    by_r, by_h = (exchange.samples_to_match(CHANCES, size, fit.alpha) for fit in (refit(), hoffmann()))
    odds = exchange.samples_to_match(CHANCES, size, refit().alpha, "odds")
    ax.fill_between(CHANCES, low, high, color=COLORS.compute, alpha=0.2, linewidth=0)
    ax.plot(CHANCES, by_r, color=COLORS.compute)
    ax.plot(CHANCES, odds, color=COLORS.parameters, linestyle="--")
    ax.annotate("chains without repair", (4e-6, 2600), color=COLORS.compute, fontsize=8.5, ha="right", rotation=0)
    ax.annotate("size multiplies the odds", (1.4e-6, 1.35), color=COLORS.parameters, fontsize=8.5, ha="right")
    data = {"success of one sample": list(CHANCES), "chain, refit": list(by_r), "low": list(low), "high": list(high)}
    data |= {"chain, printed fit": list(by_h), "odds": list(odds)}
    breaks = []
    for name, word in (("low", "few"), ("mid", "some"), ("high", "many")):
        ratio = published.value(f"snell_2024_r_{name}")
        budget = exchange.matched_samples(size, ratio)
        breaks.append(exchange.break_even(size, ratio, refit().alpha))
        ax.axhline(budget, color=COLORS.muted, linewidth=1, linestyle=":")
        ax.annotate(f"{word} tokens inferred", (0.8, budget * 1.12), color=COLORS.muted, fontsize=8.5)
        ax.plot(breaks[-1], budget, "o", color=COLORS.ink)
    ax.set(xscale="log", yscale="log", xlim=(1, 7e-7), ylim=(1, 9000), ylabel="equivalent samples")
    ax.set_xlabel("success of one sample of the small model (easy → hard)")
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    hard = exchange.samples_to_match(HARD, size, refit().alpha)
    alt = (
        f"The number of samples that replace a model {exact(size).short} times larger rises from about"
        f" {exact(by_r[-1]).short} on easy questions to {exact(hard).short} at a success of {percent(HARD).short} and"
        f" {exact(by_r[0]).short} at the hard end. Equal compute buys between"
        f" {exact(exchange.matched_samples(size, published.value('snell_2024_r_high'))).short} and"
        f" {exact(exchange.matched_samples(size, published.value('snell_2024_r_low'))).short} samples; beyond"
        f" {percent(breaks[0]).short} to {percent(breaks[2]).short} of success training wins."
    )
    caption = (
        "Below a dotted line the samples are cheaper than the larger model, above it they are dearer; dots mark the"
        " break-even for the three ratios of tokens inferred to tokens trained on. Band: interval of the refit's"
        " exponent; the printed fit lies within it. With a perfect verifier, so the best case for sampling."
    )
    return Figure("think-exchange", fig, caption=caption, alt=alt, data=data)


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
        low, high = (1 - v for v in clopper_pearson(y, tests)[::-1])
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
    alt = (
        f"Errors against inference compute. On ARC-AGI they fall from {percent(1 - small).short} to"
        f" {percent(1 - large).short} over a factor of {exact(ratio).short}, an exponent of {slope}. On AIME a vote of"
        f" {exact(ks[1]).short} takes them from {percent(1 - scores[0]).short} to {percent(1 - scores[1]).short}; all"
        " intervals overlap their neighbours."
    )
    caption = (
        f"As of {published.cite('openai2024o1').split('(')[1][:4]}: {published.cite('chollet2024o3')}, semi-private"
        f" set of {exact(n).short} tasks, and {published.cite('openai2024o1')}, read at second hand. {CP} intervals."
        " The last point changes the selector as well as the number of samples, so it continues no line."
    )
    return Figure("think-returns", fig, caption=caption, alt=alt, data=data)


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
    small, big, thinker = values.values()
    alt = (
        f"On competition mathematics GPT-4o scores {exact(small[0]).short}, GPT-4.5 {exact(big[0]).short} and o3-mini"
        f" {exact(thinker[0]).short} per cent. On short facts the order turns: GPT-4.5 {exact(big[2]).short}, o1"
        f" {exact(o1).short}, GPT-4o {exact(small[2]).short}, o3-mini {exact(thinker[2]).short} per cent."
    )
    caption = (
        f"Scores printed by one laboratory ({published.cite('openai2025gpt45')}), which we read at second hand, one of"
        " them from memory. Squares scaled training, diamonds and the triangle scaled thinking. o3-mini is a small"
        " model, o1 is not; neither size is published."
    )
    return Figure("think-axes", fig, caption=caption, alt=alt, data=data)
