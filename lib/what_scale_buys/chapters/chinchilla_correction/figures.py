"""The figures of the chapter on the Chinchilla correction."""

import numpy as np

from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN
from scaling_laws.quantity import format_number, percent, say

from ... import words
from ...accepted import LEVEL, bounds, draws, fitted_range, refit
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from ...published import figure, value
from . import audit, counting
from .fits import far_budget, gopher_budget
from .printed_tables import PARAMETERS, WRONG, approach_compute, misprint_corrected

SURE = percent(LEVEL)
SLOW = 2.0  # a change by less than this factor over the whole picture is slow
LEGEND = {"frameon": False, "fontsize": 8.5}
DASHED = (0, (4, 2))
MARKER = {"too large": "^", audit.UNDECIDED: "o", "too small": "v"}
TINT = {"too large": COLORS.parameters, audit.UNDECIDED: COLORS.muted, "too small": COLORS.tokens}


def _approach(k):
    return f"approach {k}"


def _flop(C):
    return format_number(C, digits=3) + " FLOP"


def _log(ax, x=True, y=False):
    if x:
        ax.set_xscale("log")
        log_axis(ax.xaxis)
    if y:
        ax.set_yscale("log")
        log_axis(ax.yaxis)


def _plain_log_y(ax, ticks):
    ax.set_yscale("log")
    ax.set_yticks(ticks, [f"{t:g}" for t in ticks])
    ax.minorticks_off()


@exhibit
def valleys(budgets=None):
    """IsoFLOP curves of the refit at four budgets."""
    budgets = budgets or (10.0**20, 10.0**22, gopher_budget(), far_budget())
    fig, ax = canvas(height=3.5)
    rows = []
    for C in budgets:
        best = refit().optimum(C)
        N = best.parameters * np.geomspace(1 / 30, 30, 61)
        loss = refit().isoflop(C, N)
        ax.plot(N, loss, color=COLORS.compute)
        ax.plot(best.parameters, best.loss, "o", color=COLORS.compute)
        direct_label(ax, N[-1], loss[-1], _flop(C), COLORS.ink, offset=(4, -3))
        rows.append((C, best.parameters, best.loss))
    _log(ax)
    ax.set(xlabel="parameters N", ylabel="predicted loss (nats/token)")
    ax.set_xlim(right=100 * N[-1])
    columns = list(zip(*rows))
    first, last = rows[0], rows[-1]
    return Figure(
        "chin-valleys",
        fig,
        title=f"The best size: {say(first[1], 'parameters')} for {_flop(first[0])}, {say(last[1], 'parameters')}"
        f" for {_flop(last[0])}",
        caption="Each curve spends one budget on models of every size, by the refit. The dots are the cheapest sizes."
        " The floors of the valleys are flat, and they move to the right.",
        alt=f"Flat-bottomed valleys of loss against model size at {len(rows)} budgets. The best size moves from"
        f" {say(first[1], 'parameters')} at {_flop(first[0])} to {say(last[1], 'parameters')} at {_flop(last[0])}.",
        data=dict(zip(("compute", "optimal parameters", "loss"), ([*map(_flop, columns[0])], *columns[1:]))),
    )


@exhibit
def approaches():
    """Compute that each approach of one paper asks for, relative to the first."""
    first = approach_compute(1)
    second, third = approach_compute(2) / first, approach_compute(3) / first
    mended = third.copy()
    mended[WRONG] = misprint_corrected() / first[WRONG]
    fig, ax = canvas(height=3.2)
    ax.axhline(1, color=COLORS.muted, linewidth=1)
    ax.plot(PARAMETERS, second, "s", linestyle=DASHED, color=COLORS.loss)
    ax.plot(PARAMETERS, mended, "o-", color=COLORS.compute)
    ax.plot(PARAMETERS[WRONG], third[WRONG], "x", color=COLORS.claim, markersize=8, markeredgewidth=2)
    _log(ax)
    _plain_log_y(ax, (0.3, 0.5, 1, 2, 4, 8))
    ax.set(xlim=(2e8, 6e13), ylim=(0.25, 9), xlabel="parameters N", ylabel=f"compute over {_approach(1)}")
    direct_label(ax, PARAMETERS[-1], mended[-1], _approach(3), COLORS.compute, offset=(-8, 2), ha="right", va="bottom")
    direct_label(ax, PARAMETERS[-1], second[-1], _approach(2), COLORS.loss, offset=(0, 7), ha="center")
    direct_label(ax, PARAMETERS[0], 1, _approach(1), COLORS.muted, offset=(0, -11))
    direct_label(ax, PARAMETERS[WRONG], third[WRONG], "as printed: a digit lost", COLORS.claim, offset=(8, -3))
    apart = np.max([second / second, second, mended], axis=0) / np.min([second / second, second, mended], axis=0)
    return Figure(
        "chin-approaches",
        fig,
        title=f"Three methods of one paper: {say(apart[0], '×')} apart at the smallest size,"
        f" {say(apart[-1], '×')} at the largest",
        caption="For each model size, the budget at which three methods of one paper call it optimal, divided by the"
        " first method's. The cross is a misprint in the table: six times the printed parameters and tokens gives the"
        " dot.",
        alt=f"Three methods agree within {percent(mended[0] - 1)} at the smallest size; at ten trillion parameters"
        f" approach 2 asks for {second[-1]:.2f} and approach 3 for {mended[-1]:.1f} times the compute of approach 1.",
        data={
            "parameters": PARAMETERS,
            "second over first": second,
            "third over first": third,
            "third, mended": mended,
        },
    )


@exhibit
def ratio():
    """Optimal tokens per parameter against compute by the refit, with its interval, and some runs."""
    C = np.geomspace(10.0**18, 10.0**28, 41)
    low, high = bounds(np.array([draws().optimum(c).tokens_per_parameter for c in C]).T)
    r = refit().optimum(C).tokens_per_parameter
    fig, ax = canvas(height=3.7)
    span = fitted_range()
    ax.axvspan(*span, color=COLORS.grid, alpha=0.5, linewidth=0)
    ax.text(np.sqrt(span[0] * span[1]), 1.25, "measured", ha="center", fontsize=8.5, color=COLORS.muted)
    ax.fill_between(C, low, high, color=COLORS.compute, alpha=0.2, linewidth=0)
    ax.plot(C, r, color=COLORS.compute)
    _log(ax)
    _plain_log_y(ax, (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000))
    ax.set(ylim=(1, 4000), xlim=(C[0], C[-1]), xlabel="training compute C (FLOP)", ylabel="tokens per parameter")
    direct_label(ax, C[-8], r[-8], "the refit", COLORS.compute, offset=(0, -11), ha="center")
    _mark_runs(ax, ("Chinchilla 70B", "Llama 3.1 405B", "GPT-3 175B", "Llama 3 8B"))
    i = int(np.argmin(abs(C - far_budget())))
    return Figure(
        "chin-ratio",
        fig,
        title=f"At {_flop(far_budget())} the best ratio is {low[i]:.0f} to {high[i]:.0f} tokens per parameter",
        caption=f"The best number of tokens per parameter by the refit; the band holds {SURE} of the draws from its"
        " errors. Diamonds are runs.",
        alt=f"The refit's line {_trend(r)}: {r[i]:.0f} tokens per parameter (interval {low[i]:.0f} to {high[i]:.0f}) at"
        f" {_flop(far_budget())}.",
        data={"compute (FLOP)": C, "best": r, "low": low, "high": high},
    )


def _trend(y):
    """'rises', 'falls', 'rises slowly' or 'falls slowly': a positive line from its first point to its last."""
    growth = y[-1] / y[0]
    return ("rises" if growth > 1 else "falls") + (" slowly" if 1 / SLOW < growth < SLOW else "")


def _mark_runs(ax, labels):
    for label in labels:
        r = audit.run(label)
        ax.plot(r.compute, r.ratio, "D", color=COLORS.ink, markersize=4)
        right = r.compute > far_budget() / 10
        offset, side = ((6, -3), "left") if right else ((-6, 4 if label.startswith("Chin") else -3), "right")
        direct_label(ax, r.compute, r.ratio, label, COLORS.ink, offset=offset, ha=side)


@exhibit
def audit_figure():
    """Compute spent over compute needed, for every audited run, by the refit."""
    rows = audit.runs()
    w = np.array([audit.waste(refit(), r) for r in rows])
    low, high = np.array([audit.waste_interval(r) for r in rows]).T
    camp = np.array([audit.camp(r) for r in rows])
    fig, ax = canvas(height=6.4)
    for i, name in enumerate(camp):
        ax.plot([low[i], high[i]], [-i, -i], color=TINT[name], linewidth=1.2)
        ax.plot(w[i], -i, MARKER[name], color=TINT[name])
    ax.axvline(1, color=COLORS.muted, linewidth=1)
    _audit_axes(ax, rows, camp)
    near = w[camp == audit.UNDECIDED].max(initial=1.0)
    worst_big, worst_small = (int(np.argmax(np.where(camp == k, w, 0))) for k in ("too large", "too small"))
    return Figure(
        "chin-audit",
        fig,
        title=f"{rows[worst_big].label} spent {w[worst_big]:.1f} times the compute its loss needs,"
        f" {rows[worst_small].label} {w[worst_small]:.1f} times",
        caption="Sorted by tokens per parameter (in brackets). A run at two could have reached its loss with half the"
        f" training compute; bars are {SURE} intervals. The star marks a sparse model, counted by its active"
        " parameters: read it with care.",
        alt=f"A valley on its side. {rows[worst_big].label} spent {w[worst_big]:.1f} times"
        f" ({low[worst_big]:.1f} to {high[worst_big]:.1f}) and {rows[worst_small].label} {w[worst_small]:.1f} times"
        f" ({low[worst_small]:.1f} to {high[worst_small]:.1f}) the compute that its loss needs; the runs between the"
        f" camps lie within {percent(near - 1)} of the least.",
        data={
            "run": [r.label for r in rows],
            "tokens per parameter": [format_number(r.ratio, digits=2) for r in rows],
            "spent over needed": w,
            "low": low,
            "high": high,
            "size": camp,
        },
    )


def _audit_axes(ax, rows, camp):
    ax.set_xscale("log")
    ticks = (1, 1.5, 2, 3, 5, 8)
    ax.set_xticks(ticks, [f"{t:g}" for t in ticks])
    ax.minorticks_off()
    y = -np.arange(len(rows), dtype=float)
    ax.set_yticks(y, [f"{r.label}  ({format_number(r.ratio, digits=2)})" for r in rows])
    ax.set(xlim=(0.95, 10.5), ylim=(y[-1] - 0.7, 0.7), xlabel="compute spent over compute needed for the same loss")
    ax.grid(axis="y", visible=False)
    for name in dict.fromkeys(camp):
        first = y[list(camp).index(name)]
        ax.text(10.2, first, name, ha="right", va="center", color=TINT[name], weight="bold", fontsize=8.5)


@exhibit
def counting_figure():
    """Local exponent of the optimal size when embeddings are left out of the count."""
    n = np.geomspace(10.0**2, 10.0**12, 51)
    r = counting.local_exponent(refit(), n)
    low, high = counting.kaplan_range()
    kaplan, apparent = value("kaplan_2020_nopt_exponent"), counting.apparent(refit())[0]
    fig, ax = canvas(height=3.4)
    ax.axvspan(low, high, color=COLORS.grid, alpha=0.5, linewidth=0)
    ax.text(
        np.sqrt(low * high), 0.395, "sizes that Kaplan et al. trained", ha="center", fontsize=8.5, color=COLORS.muted
    )
    ax.plot(n, r, color=COLORS.compute)
    ax.axhline(kaplan, color=COLORS.claim, linestyle=":")
    ax.text(n[-1], kaplan + 0.008, f"Kaplan et al.: {kaplan:g}", ha="right", color=COLORS.claim, fontsize=8.5)
    ax.axhline(refit().a, color=COLORS.muted, linewidth=1)
    ax.text(
        n[0] * 1.3,
        refit().a - 0.008,
        f"all parameters counted: {refit().a:.2f}",
        va="top",
        color=COLORS.muted,
        fontsize=8.5,
    )
    _log(ax)
    ax.set(ylim=(0.38, 1.15), xlim=(n[0], n[-1]), xlabel="parameters outside the embeddings")
    ax.set_ylabel("local exponent of size in compute")
    i = int(np.searchsorted(n, 10.0**8))
    direct_label(ax, n[i], r[i], "embeddings left out", COLORS.compute, offset=(22, 6))
    return Figure(
        "chin-counting",
        fig,
        title=f"Without embeddings an exponent of {refit().a:.2f} reads {apparent:.2f} where Kaplan et al. looked",
        caption="One and the same surface, counted two ways. Without the embeddings, small models seem to want to grow"
        " much faster than compute allows large ones to.",
        alt=f"A curve that starts near {r[0]:.2f}, bulges, and falls to {r[-1]:.2f}. A straight line through Kaplan's"
        f" range reads {apparent:.2f}, near the reported {kaplan:g}, although the true exponent is {refit().a:.2f}.",
        data={"non-embedding parameters": n, "local exponent": r},
    )


_STEPS = (
    ("reproduce_kaplan", "Kaplan's\nset-up"),
    ("last_layer", "count the\nlast layer"),
    ("warmup", "shorter\nwarm-up"),
    ("cosine", "decay to\nthe end"),
    ("tuned", "tuned\nsettings"),
)


@exhibit
def staircase():
    """The exponent of Porian et al., one correction at a time."""
    fig, ax = canvas(height=3.3)
    rows = []
    for j, (corpus, name) in enumerate((("rw", "RefinedWeb"), ("owt2", "OpenWebText2"))):
        points = [figure(f"porian_2024_a_{step}_{corpus}") for step, _ in _STEPS]
        x = np.arange(len(_STEPS)) + (-0.1, 0.1)[j]
        v, low, high = (np.array([getattr(p, k) for p in points]) for k in ("value", "low", "high"))
        style = dict(color=(COLORS.compute, COLORS.tokens)[j], marker="os"[j], linestyle=("-", DASHED)[j])
        ax.errorbar(x, v, yerr=(v - low, high - v), capsize=2, label=name, **style)
        rows += [(name, label.replace("\n", " "), *q) for (_, label), q in zip(_STEPS, zip(v, low, high))]
    kaplan, first_approach = value("kaplan_2020_nopt_fixed_batch"), figure("hoffmann_2022_approach1_a")
    ax.axhspan(first_approach.low, first_approach.high, color=COLORS.claim, alpha=0.12, linewidth=0)
    marks = (kaplan, f"Kaplan et al., fixed batch: {kaplan:g}"), (first_approach.value, "Hoffmann et al., approach 1")
    for level, text in marks:
        right = level == kaplan
        ax.axhline(level, color=COLORS.claim, linestyle=":", linewidth=1.2)
        x, side = (4.45, "right") if right else (-0.4, "left")
        ax.text(x, level + 0.008, text, color=COLORS.claim, fontsize=8.5, ha=side)
    ax.set_xticks(range(len(_STEPS)), [label for _, label in _STEPS])
    ax.set(ylim=(0.45, 0.95), xlim=(-0.45, 4.5), ylabel="exponent a of optimal size")
    ax.legend(loc="upper right", bbox_to_anchor=(1.0, 0.84), **LEGEND)
    first, last = rows[0], rows[len(_STEPS) - 1]
    return Figure(
        "chin-staircase",
        fig,
        title=f"{words.counted(len(_STEPS) - 1).capitalize()} corrections take the exponent from {first[2]:g} to"
        f" {last[2]:g}",
        caption="Corrections are cumulative, from left to right; bars are the published intervals, and so is the band"
        " about the lower dotted line. The upper line is the law that the first step repeats; Kaplan's group adjusted"
        f" it to {value('kaplan_2020_nopt_exponent'):g} afterwards.",
        alt=f"A falling staircase in five steps. On RefinedWeb the exponent goes from {first[2]:g} ({first[3]:g} to"
        f" {first[4]:g}) to {last[2]:g} ({last[3]:g} to {last[4]:g}); Kaplan's own law at fixed batch has {kaplan:g}.",
        data=dict(zip(("corpus", "after", "exponent", "low", "high"), zip(*rows))),
    )


@exhibit
def frontier():
    """Frozen data against the balanced frontier: reducible loss and total loss."""
    s, D = refit(), value("gpt3_tokens")
    C = np.geomspace(10.0**20, 10.0**26, 49)
    frozen = s.loss(C / (FLOP_PER_PARAMETER_TOKEN * D), D)
    best = s.frontier.loss(C)
    low, high = bounds(np.array([draws().frontier.loss(c) for c in C]).T)
    fig, (top, bottom) = canvas(2, 1, height=5.4, sharex=True)
    top.plot(C, frozen - s.E, color=COLORS.parameters, linestyle=DASHED)
    top.plot(C, best - s.E, color=COLORS.compute)
    bottom.fill_between(C, low, high, color=COLORS.compute, alpha=0.18, linewidth=0)
    bottom.plot(C, frozen, color=COLORS.parameters, linestyle=DASHED)
    bottom.plot(C, best, color=COLORS.compute)
    bottom.axhline(s.E, color=COLORS.muted, linewidth=1)
    bottom.text(C[0] * 1.3, s.E - 0.012, f"floor E = {s.E:.2f}", color=COLORS.muted, va="top", fontsize=8.5)
    _log(bottom)
    _plain_log_y(top, (0.07, 0.1, 0.2, 0.5, 1))
    top.set(ylabel="reducible loss L − E, log")
    top.set_title("Parameters grow, data stand still", loc="left", fontsize=10)
    bottom.set(ylabel="loss L (nats/token)", xlabel="training compute C (FLOP)", xlim=(C[0], C[-1]))
    bottom.set_ylim(bottom=s.E - 0.12)
    direct_label(top, C[-9], frozen[-9] - s.E, "data frozen", COLORS.parameters, offset=(0, 6))
    direct_label(top, C[-14], best[-14] - s.E, "balanced", COLORS.compute, offset=(-8, -12), ha="right")
    for label in ("GPT-3 175B", "Gopher 280B", "Chinchilla 70B"):
        r = audit.run(label)
        for ax, base in ((top, s.E), (bottom, 0)):
            ax.plot(r.compute, s.loss(r.N, r.D) - base, "D", color=COLORS.ink, markersize=4)
    chinchilla = audit.run("Chinchilla 70B")
    at = (chinchilla.compute, s.loss(chinchilla.N, chinchilla.D))
    direct_label(bottom, *at, "Chinchilla", COLORS.ink, offset=(0, -13), ha="center")
    gpt = audit.run("GPT-3 175B")
    direct_label(bottom, gpt.compute, s.loss(gpt.N, D), "GPT-3, Gopher", COLORS.ink, offset=(-2, 8), ha="center")
    slope = audit.frozen_data_exponent(s, audit.run("Gopher 280B"))
    return Figure(
        "chin-frontier",
        fig,
        title=f"At Gopher frozen data leave a slope of {slope:.3f}; balanced growth has {s.frontier_exponent:.3f}",
        caption="By the refit. Above, on logarithmic axes, the balanced frontier is straight and frozen data bend away"
        f" from it. Below, the same two curves as a user of loss sees them; the band holds {SURE} of the draws from its"
        " errors.",
        alt=f"With data frozen the curve flattens toward {s.E + s.B * D**-s.beta:.2f} nats: at Gopher its slope is"
        f" {slope:.3f} against {s.frontier_exponent:.3f} on the balanced frontier, which also bends, toward {s.E:.2f}.",
        data={"compute (FLOP)": C, "frozen data": frozen, "balanced": best, "balanced low": low, "balanced high": high},
    )
