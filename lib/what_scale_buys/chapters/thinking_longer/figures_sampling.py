"""The figures of many samples: who finds an answer, who picks it, and what search adds."""

import numpy as np

from scaling_laws.quantity import exact, listing, percent, say
from scaling_laws.statistics import share

from ... import published
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import coverage as cov
from . import measured_here, picking, puzzle, toy
from .numbers import one_sample, sampled, shape_of
from .scores import CP, ends, score, within

DASHES = ("-", "--", "-.", ":")
MARKS = ("o", "s", "^", "D")
PALETTE = (COLORS.compute, COLORS.parameters, COLORS.tokens, COLORS.loss)


def error_bars(solved, n):
    """Lengths below and above of the intervals of shares of n questions, in percentage points."""
    low, high = ends(solved, n)
    return [100 * (solved - low), 100 * (high - solved)]


PICKED = ("monkeys_llama8b_math_vote_100", "monkeys_llama8b_math_vote_10k")
GRID = np.unique(np.round(np.geomspace(1, 10_000, 33)))


@exhibit
def published_coverage():
    """Coverage against samples: published points, the Beta through them, and a world of equal problems."""
    fig, ax = canvas(height=3.6)
    data = {"samples": list(GRID)}
    for key, color, mark, dash in zip(("llama", "swe", "pythia", "gemma"), PALETTE, MARKS, DASHES):
        s = cov.series(key)
        curve, (low, high) = cov.coverage(GRID, s.a, s.b), cov.band(key, GRID)
        shown = GRID >= s.k[0]
        ax.fill_between(GRID[shown], 100 * low[shown], 100 * high[shown], color=color, alpha=0.13, linewidth=0)
        ax.plot(GRID[shown], 100 * curve[shown], color=color, linestyle=dash)
        ax.plot(s.k, 100 * s.c, color=color, marker=mark, linestyle="none")
        data |= {s.name: list(curve), f"{s.name}, low": list(low), f"{s.name}, high": list(high)}
    for text, color, x, y in (
        ("Llama-3-8B, MATH", PALETTE[0], 75, 91),
        ("DeepSeek, SWE-bench", PALETTE[1], 1.2, 46),
        ("Pythia-160M, MATH", PALETTE[2], 9000, 31),
        ("Gemma-2B, CodeContests", PALETTE[3], 9000, 11.5),
    ):
        side = "left" if x == 1.2 else "right"
        ax.annotate(text, (x, y), color=color, fontsize=8.5, ha=side)
    pythia = cov.series("pythia")
    equal = cov.equal_problems(GRID, pythia.c[0])
    ax.plot(GRID, 100 * equal, color=COLORS.muted, linewidth=1)
    ax.annotate("Pythia, if all problems\nwere equally hard", (330, 62), color=COLORS.muted, fontsize=8.5, ha="right")
    data["Pythia if all problems were equal"] = list(equal)
    ax.set(xscale="log", xlabel="samples per problem", ylabel="solved by at least one, %", ylim=(-2, 103))
    log_axis(ax.xaxis)
    alt = (
        "Four rising curves of coverage against the number of samples. The smallest model, Pythia-160M, goes from"
        f" {one_sample('pythia')} with one sample to {sampled('pythia160m_10k')} with {say(pythia.k[1])}; if all"
        " problems were equally hard for it the curve would shoot to all of them within a few thousand. Its fitted"
        f" shape is {shape_of('pythia')}."
    )
    caption = (
        f"Points: {published.cite('brown2024monkeys')}; an answer counts if any sample is right. Curves: the Beta"
        " distribution through each pair of points, bands from refits to simulated problem sets of the same size. Two"
        " points determine two parameters, so the curves interpolate and do not test the form."
    )
    return Figure(
        "think-coverage",
        fig,
        title=f"Pythia-160M solves {one_sample('pythia').short} in one sample, {sampled('pythia160m_10k').short}"
        f" in {say(pythia.k[1])}",
        caption=caption,
        alt=alt,
        data=data,
    )


PROBLEMS = 20_000
SHAPES = (0.15, 0.3, 0.6, 1.2)
KS = np.array([1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000])


@exhibit
def tails(mean=0.1):
    """Minus the logarithm of coverage against samples: simulation, closed form and limit slope."""
    fig, ax = canvas(height=3.4)
    data = {"samples": list(KS)}
    slopes = []
    for a, color, mark, dash in zip(SHAPES, PALETTE, MARKS, DASHES):
        b = a * (1 / mean - 1)
        seen, error = cov.simulated_coverage(tuple(KS), a, b, problems=PROBLEMS)
        curve = -np.log(cov.coverage(KS, a, b))
        ax.plot(KS, curve, color=color, linestyle=dash, linewidth=1.4)
        ax.errorbar(KS, -np.log(seen), 2 * error / seen, fmt=mark, color=color, markersize=4, linewidth=1)
        direct_label(ax, KS[-1], curve[-1], f"a = {say(a)}", color, offset=(8, -3))
        slopes.append(-np.log(curve[-1] / curve[-4]) / np.log(KS[-1] / KS[-4]))
        data |= {f"simulated, a {a:g}": list(-np.log(seen)), f"closed form, a {a:g}": list(curve)}
    ax.set(xscale="log", yscale="log", xlabel="samples per problem", ylabel="−ln (coverage)", xlim=(0.8, 6000))
    log_axis(ax.xaxis), log_axis(ax.yaxis)
    alt = (
        "On logarithmic axes minus the logarithm of coverage falls in straight lines at many samples. For the shapes"
        f" {listing(SHAPES, last='')} the slopes at the end are {listing(slopes, last='')}: close to the shape itself."
        " Simulated points lie on the curves."
    )
    caption = (
        f"Four populations of problems with the same score for one sample, {percent(mean).short}. They differ in how"
        " many problems are nearly impossible. That alone sets the slope, hence the value of a further tenfold of"
        " samples. Points: simulated with the unbiased estimator, bars two standard errors."
    )
    return Figure(
        "think-tails",
        fig,
        title=f"For shapes {listing(SHAPES, last='')} the slopes at the end are {listing(slopes, last='')}",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def pickers():
    """What an oracle finds, what a vote and two verifiers pick, in the running example."""
    a, b = toy.shape()
    fig, ax = canvas(height=3.5)
    found = cov.coverage(GRID, a, b)
    even = np.array([toy.scored(float(k), toy.GAP, 1.0) for k in GRID])
    heavy = np.array([toy.scored(float(k)) for k in GRID])
    votes = np.array([toy.voted(k) for k in toy.SAMPLES])
    limit = picking.vote_limit(a, b, toy.rival())
    for curve, color, dash, text, x, y in (
        (found, COLORS.ink, "-", "some sample is right", 20, 82),
        (even, COLORS.compute, "--", "verifier, even tails", 800, 73),
        (heavy, COLORS.parameters, "-.", "verifier with\nconvincing errors", 900, 50),
    ):
        ax.plot(GRID, 100 * curve, color=color, linestyle=dash)
        side = "right" if text.startswith("some") else "left"
        ax.annotate(text, (x, y), color=color, fontsize=8.5, ha=side)
    ax.plot(toy.SAMPLES, 100 * votes, color=COLORS.tokens, linestyle=":", marker="^", markersize=4)
    ax.plot([toy.SAMPLES[-1], GRID[-1]], [100 * limit] * 2, color=COLORS.tokens, linestyle=":", linewidth=1)
    ax.annotate("vote", (3.2, 31.5), color=COLORS.tokens, fontsize=8.5)
    _published_picks(ax)
    ax.set(xscale="log", xlabel="samples per problem", ylabel="problems answered right, %", ylim=(20, 102))
    log_axis(ax.xaxis)
    alt = (
        "Four curves over the number of samples. The share of problems with a right sample rises to"
        f" {percent(found[-1]).short}. The vote stops at {percent(limit).short}, where the published selectors lie. A"
        f" verifier with even tails climbs to {percent(even[-1]).short}; one with convincing errors peaks at"
        f" {percent(heavy.max()).short} and falls to {percent(heavy[-1]).short}."
    )
    caption = (
        "The running example. Circles and diamonds are published (Llama 3 8B on MATH); the example is fitted to the"
        " left circle and the right diamond, so neither tests it, while the right circle does. All curves start from"
        " the same samples; they differ in who picks."
    )
    votes_on_grid = [float(v) for v in np.interp(np.log(GRID), np.log(toy.SAMPLES), votes)]
    data = {
        "samples": list(GRID),
        "some sample right": list(found),
        "verifier, even tails": list(even),
        "verifier, convincing errors": list(heavy),
        "vote (interpolated)": votes_on_grid,
    }
    return Figure(
        "think-pickers",
        fig,
        title=f"A right sample is there for {percent(found[-1]).short} of the problems; a vote finds"
        f" {percent(limit).short}",
        caption=caption,
        alt=alt,
        data=data,
    )


def _published_picks(ax):
    """What the published model finds (circles) and its best selector hands in (diamonds)."""
    s = cov.series("llama")
    picked = np.array([published.value(key) for key in PICKED])
    ax.plot(s.k, 100 * s.c, "o", color=COLORS.ink, markerfacecolor="none")
    ax.errorbar(
        s.k, picked, error_bars(picked / 100, s.problems), fmt="D", color=COLORS.claim, markersize=5, linewidth=1
    )
    ax.annotate("published: best selector", (9000, 28), color=COLORS.claim, fontsize=8.5, ha="right")


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
    solved = np.array([published.value(f"tot_game24_{key}") / 100 for key, _, _ in BARS])
    low, high = ends(solved, n)
    rows = np.arange(len(BARS))[::-1]
    for (_, name, kind), x, lo, hi, y in zip(BARS, solved, low, high, rows):
        color = {"hollow": COLORS.muted, "full": COLORS.compute, "other": COLORS.parameters}[kind]
        left.plot([100 * lo, 100 * hi], [y, y], color=color, linewidth=1.4)
        mark = {"hollow": "o", "full": "s", "other": "^"}[kind]
        left.plot(100 * x, y, mark, color=color, markersize=5)
        left.annotate(name.format(exact(n).bare), (0, y + 0.2), color=color, fontsize=8)
    left.set(xlim=(-2, 100), ylim=(-0.6, len(BARS) - 0.2), yticks=[], xlabel="puzzles solved, %")
    left.set_title("published", loc="left"), right.set_title("run live", loc="left")
    live = _live(right)
    chain, tree, smaller = printed = [score(solved[at], n) for at in (1, 5, 6)]
    good, poor, by_lot = judged = [live[name][BREADTHS.index(5)] for name in ("good", "poor", "blind")]
    alt = (
        f"Left, GPT-4 on {say(n)} puzzles: {chain.short} with a chain of thought, {tree.short} with wide tree search,"
        f" and {smaller.short} with the same search on GPT-3.5, known to within {within(printed)}. Right, live: with"
        f" breadth five a good judge of positions solves {good.short}, a poor one {poor.short}, a blind one"
        f" {by_lot.short}, to within {within(judged)}."
    )
    caption = (
        f"Left: {published.cite('yao2023tree')}, {CP} intervals. Right: a player who knows nothing but the rules,"
        " guided by a judge who errs; positions looked at grow with breadth. Thin line: games played blindly, checked"
        " at the end. Search turns judgement into solutions; it does not supply the judgement."
    )
    data = {"breadth": list(BREADTHS), "positions": [puzzle.positions_seen(b) for b in BREADTHS]}
    data |= {name: [solved.value / 100 for solved in shares] for name, shares in live.items()}
    return Figure(
        "think-search",
        fig,
        title=f"Search takes GPT-4 from {chain.short} to {tree.short}; with a blind judge it solves {by_lot.short}",
        caption=caption,
        alt=alt,
        data=data,
    )


def _live(ax):
    x = np.array([puzzle.positions_seen(b) for b in BREADTHS])
    live = {}
    for (name, quality), color, mark, dash in zip(
        puzzle.JUDGES.items(), (COLORS.ink, *PALETTE), ("v", *MARKS), ("-", *DASHES)
    ):
        runs = [puzzle.search(b, *quality) for b in BREADTHS]
        live[name] = [share(run.sum(), run.size) for run in runs]
        heights = [solved.value for solved in live[name]]
        ax.plot(x, heights, color=color, linestyle=dash, marker=mark, markersize=4)
        lift = {"perfect": -1, "good": -2, "fair": -9, "poor": -1, "blind": -1}[name]
        ax.annotate(f"{name}", (x[-1] * 1.06, heights[-1] + lift), color=color, fontsize=8.5)
    games = np.array([x[0] // 3, 50, 90])
    ax.plot(3 * games, [100 * puzzle.blind(int(g)) for g in games], color=COLORS.muted, linewidth=1)
    ax.set(xscale="log", xlabel="positions looked at", ylim=(-2, 105), xlim=(52, 480), xticks=[60, 100, 200])
    ax.set_xticks([], minor=True)
    ax.xaxis.set_major_formatter(lambda v, _: f"{v:g}")
    return live


ERROR_LOOKS = (("-", "o"), ("--", "s"), (":", "^"))


@exhibit
def tries_of_our_own():
    """Words that this book's models complete in k tries, with selectors that err, beside a published coverage."""
    fig, ax = canvas(height=3.6)
    data = {"selector": [], "samples": [], "words completed, %": [], "least seed, %": [], "most, %": []}
    names = measured_here.ERRORS
    by_error = {error: measured_here.curves("word", measured_here.variant_of(error)) for error in names}
    budget = max(set.intersection(*(set(curves) for curves in by_error.values())))
    for (error, curves), (dash, mark), color in zip(by_error.items(), ERROR_LOOKS, PALETTE):
        k, mean, least, most = curves[budget]
        ax.fill_between(k, 100 * least, 100 * most, color=color, alpha=0.15, linewidth=0)
        ax.plot(k, 100 * mean, color=color, linestyle=dash, marker=mark, markersize=4)
        beside = {0.0: (-55, -10), 0.05: (-4, 7), 0.2: (-4, -15)}[error]
        direct_label(ax, k[-1], 100 * mean[-1], names[error], color, offset=beside, ha="right")
        data["selector"] += [names[error]] * k.size
        data["samples"] += list(k)
        for key, column in (("words completed, %", mean), ("least seed, %", least), ("most, %", most)):
            data[key] += list(100 * column)
    pythia = cov.series("pythia")
    curve = 100 * cov.coverage(GRID, pythia.a, pythia.b)
    ax.plot(GRID, curve, color=COLORS.muted, linewidth=1)
    ax.plot(pythia.k, 100 * pythia.c, "D", color=COLORS.muted, markersize=4)
    direct_label(ax, GRID[-1], curve[-1], "Pythia-160M, MATH", COLORS.muted, offset=(4, 7), ha="right")
    ax.set(xscale="log", xlabel="samples", ylabel="answered right, %", ylim=(-3, 100))
    log_axis(ax.xaxis)
    told = []
    for error, curves in by_error.items():
        k, mean, *_ = curves[budget]
        told.append(
            f"{names[error]}: {percent(mean[0]).short} at one sample, {percent(mean[-1]).short} at {say(k[-1])}"
        )
    alt = (
        f"Words completed by models of {say(budget, 'FLOP')}, against samples. {'; '.join(told)}. Beside them the"
        f" published coverage of Pythia-160M from {percent(pythia.c[0]).short} to {percent(pythia.c[1]).short}."
    )
    caption = (
        "The rest of a word after two letters, small models of Python, mean over seeds; bands from the least seed to"
        " the most. With no error the curve is coverage; with errors the first answer that passes is handed in."
    )
    k, mean, *_ = by_error[0.0][budget]
    first, last = percent(mean[0]).short, percent(mean[-1]).short
    title = f"Our models complete {first} of the words in one try, {last} in {say(k[-1])}"
    return Figure("think-measured", fig, title=title, caption=caption, alt=alt, data=data)
