"""Figures of the guide up to the fit: the design, three approaches, three losses, many starts."""

import numpy as np

from scaling_laws.fitting.solver.seeds import EXPONENTS
from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN
from scaling_laws.quantity import exact, format_number, percent
from scaling_laws.statistics import share

from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from ...words import compare, part
from . import fits, trap
from .simulate import EXAMPLE, NATS, PLANTED, runs, training_curves

DASHED = (0, (4, 2))
LEGEND = {"frameon": False, "fontsize": 8.5}
SOME = 55  # rows of a data table


def log_log(ax, **labels):
    ax.set(xscale="log", yscale="log", **labels)
    log_axis(ax.xaxis)
    log_axis(ax.yaxis)


def thinned(count):
    return np.unique(np.linspace(0, count - 1, min(count, SOME)).astype(int))


@exhibit
def design_map(file=EXAMPLE):
    """Where the runs lie in size and tokens."""
    mine = runs(file)
    N, D = mine.parameters, mine.tokens
    fig, ax = canvas(height=3.7)
    ax.plot(N, D, "o", color=COLORS.tokens, markersize=4)
    ends = np.array([N.min() / 2, N.max() * 2])
    for C in (mine.compute.min(), mine.compute.max()):
        ax.plot(ends, C / (FLOP_PER_PARAMETER_TOKEN * ends), color=COLORS.compute, linestyle=DASHED, linewidth=1)
    for ratio in (1, 10, 100, 1000):
        ax.plot(ends, ratio * ends, color=COLORS.muted, linewidth=0.8, linestyle=":")
        right = min(ends[1], 3 * D.max() / ratio)
        ax.annotate(f"{ratio}", (right, ratio * right), xytext=(3, -3), textcoords="offset points", fontsize=8.5)
    log_log(
        ax, xlim=(ends[0], ends[1] * 2.2), ylim=(D.min() / 2, D.max() * 4), xlabel="parameters N", ylabel="tokens D"
    )
    low, high = mine.compute.min(), mine.compute.max()
    foot = low / (FLOP_PER_PARAMETER_TOKEN * 0.8 * D.min())
    direct_label(ax, foot, 0.8 * D.min(), f"{format_number(low)} FLOP", COLORS.compute, offset=(8, 0))
    top = 2 * D.max()
    head = high / (FLOP_PER_PARAMETER_TOKEN * top)
    direct_label(ax, head, top, f"{format_number(high)} FLOP", COLORS.compute, offset=(-6, -6), ha="right")
    keep = thinned(len(mine))
    decades = [np.log10(v.max() / v.min()) for v in (N, D, mine.compute)]
    return Figure(
        "fit-design",
        fig,
        title=f"{len(mine)} runs over {decades[0]:.1f} decades of size and {decades[1]:.1f} of tokens",
        caption="Every run of the table. Dashed: the least and the largest budget. Dotted: constant tokens per"
        " parameter, the number at the right end. A good sweep fills an area, not a line.",
        alt=f"{len(mine)} runs fill a slanted band: model sizes over {decades[0]:.1f} decades, tokens over"
        f" {decades[1]:.1f}, compute over {decades[2]:.1f} decades.",
        data={"parameters": N[keep], "tokens": D[keep], "loss": mine.loss[keep]},
    )


@exhibit
def envelope_figure():
    """Approach 1 on simulated training curves."""
    curves, found = training_curves(), fits.envelope()
    fig, (left, right) = canvas(columns=2, height=3.2)
    for label in dict.fromkeys(curves.labels):
        one = curves.take(curves.labels == label)
        above = 100 * (one.loss / PLANTED.frontier.loss(one.compute) - 1)
        best = int(np.argmin(above))
        left.plot(one.compute, above, color=COLORS.muted, linewidth=0.8, alpha=0.5)
        left.plot(one.compute[best], above[best], ".", color=COLORS.parameters, markersize=6)
    keep = thinned(len(found.budgets))
    C, N = found.budgets[keep], found.sizes[keep]
    left.axhline(0, color=COLORS.compute, linestyle=DASHED)
    left.set(xscale="log", xlabel="compute C (FLOP)", ylabel="loss above the frontier (%)", ylim=(-0.5, 7))
    log_axis(left.xaxis)
    right.plot(C, N, ".", color=COLORS.parameters, markersize=4)
    ends = np.array([C[0], C[-1]])
    right.plot(ends, [found.optimum(c)["parameters"].value for c in ends], color=COLORS.parameters)
    right.plot(ends, PLANTED.optimum(ends).parameters, color=COLORS.ink, linestyle=DASHED, linewidth=1.2)
    log_log(right, xlabel="compute C (FLOP)", ylabel="winning size")
    a = found.parameters["a"]
    return Figure(
        "fit-envelope",
        fig,
        title=f"The winning size climbs as compute to the power {a.short}",
        caption="Left: loss along simulated training curves, over the planted frontier's; a dot marks where each size"
        " comes nearest. Right: the size that is lowest at each budget, in steps because only so many sizes were"
        " trained; the line through them, and dashed"
        " the planted optimum.",
        alt="Training curves of models from small to large touch a common frontier; the winning size climbs in steps,"
        f" with a fitted exponent of {a} against the planted {PLANTED.a:.3f}.",
        data={"compute (FLOP)": C, "winning size": N},
    )


@exhibit
def valleys(file=EXAMPLE):
    """Approach 2 on the table: parabolas, vertices and where the fitted surface puts the optimum."""
    found, bias = fits.parabolas(file)
    known = fits.truth_known(file)
    law = PLANTED if known else fits.surface_fit(file).surface
    fig, ax = canvas(height=4.0)
    for valley in found:
        ax.plot(valley.sizes, valley.losses, "o", color=COLORS.muted, markersize=2.5)
        N = np.geomspace(valley.sizes.min(), valley.sizes.max(), 50)
        ax.plot(N, valley.loss(N), color=COLORS.loss, linewidth=1.2)
    C = np.array([valley.compute for valley in found])
    vertex = np.array([valley.vertex for valley in found])
    at = np.array([v.loss(v.vertex) if np.isfinite(v.vertex) else np.nan for v in found])
    best = law.optimum(C)
    ax.plot(vertex, at, "s", color=COLORS.loss, markersize=5)
    ax.plot(best.parameters, best.loss, color=COLORS.ink, linestyle=DASHED, linewidth=1.2)
    ax.set(xscale="log", xlabel="parameters N", ylabel=f"loss ({NATS})")
    log_axis(ax.xaxis)
    name = "planted optimum" if known else "optimum of approach 3"
    ax.plot([], [], "s-", color=COLORS.loss, label="parabola and its vertex")
    ax.plot([], [], color=COLORS.ink, linestyle=DASHED, linewidth=1.2, label=name)
    ax.legend(loc="lower left", **LEGEND)
    miss = vertex / best.parameters - 1
    worst = int(np.nanargmax(np.abs(miss)))
    return Figure(
        "fit-valleys",
        fig,
        title=f"One vertex misses the {name} by {percent(abs(miss[worst]))}",
        caption="One parabola for each budget, through loss against the logarithm of size. One run far off its valley"
        " drags the whole parabola, because the parabola is fitted by least squares.",
        alt=f"{len(found)} valleys, each with a parabola. The vertices miss the {name} by"
        f" {percent(np.nanmedian(np.abs(miss)))} at the median and by {percent(abs(miss[worst]))} at"
        f" {format_number(C[worst])} FLOP.",
        data={
            "compute (FLOP)": C,
            "vertex": vertex,
            name: best.parameters,
            "vertex over " + name: vertex / best.parameters,
            "vertex over optimum without scatter": bias,
        },
    )  # fmt: skip


LOSS_STYLE = {
    "huber": (COLORS.compute, "-"),
    "least squares": (COLORS.parameters, DASHED),
    "cauchy": (COLORS.tokens, (0, (1, 1.5))),
}


@exhibit
def losses(file=EXAMPLE):
    """Three losses of the residual, and what each makes of the same runs."""
    fitted = {loss: fits.surface_fit(file, loss) for loss in fits.LOSSES}
    found = {loss: fit.parameters["a"] for loss, fit in fitted.items()}
    fig, (left, right) = canvas(columns=2, height=3.3)
    _pulls(left, fitted)
    _exponents(right, found, fits.truth_known(file))
    sentence = "; ".join(f"{loss} {a}" for loss, a in found.items())
    ends = " to ".join(exact(end(a.value for a in found.values())).short for end in (min, max))
    return Figure(
        "fit-losses",
        fig,
        title=f"The exponent of the best size goes from {ends} with the loss of the residual",
        caption="Left: how hard a run pulls on the fit, by its residual, each curve scaled to its largest value. Right:"
        " the exponent of the best size by each loss.",
        alt="Least squares pulls in proportion to the residual, Huber with constant force, Cauchy less and less."
        f" Exponent a by loss: {sentence}.",
        data={
            "loss": list(fits.LOSSES),
            "a": [a.value for a in found.values()],
            "low": [a.low for a in found.values()],
            "high": [a.high for a in found.values()],
        },
    )


def _pulls(ax, fitted):
    r = np.linspace(-0.03, 0.03, 201)
    for loss, fit in fitted.items():
        pull, (color, dash) = fit.problem.loss.influence(r), LOSS_STYLE[loss]
        ax.plot(100 * r, pull / np.abs(pull).max(), color=color, linestyle=dash)
    ax.set(xlabel="residual (%)", ylabel="pull on the fit (scaled)", xlim=(-3, 3), ylim=(-1.1, 1.1))


def _exponents(ax, found, planted):
    for y, loss in enumerate(reversed(found)):
        a, (color, dash) = found[loss], LOSS_STYLE[loss]
        ax.plot([a.low, a.high], [y, y], color=color, linestyle=dash, linewidth=2)
        ax.plot(a.value, y, "o", color=color)
        ax.text(a.value, y + 0.16, loss.capitalize(), color=color, fontsize=9)
    if planted:
        ax.axvline(PLANTED.a, color=COLORS.ink, linewidth=1, linestyle=DASHED)
        ax.annotate("planted", (PLANTED.a, -0.42), xytext=(4, 0), textcoords="offset points", fontsize=8.5)
    ax.set(yticks=[], ylim=(-0.5, 2.6), xlabel="exponent a, with interval")


@exhibit
def starts():
    """How many sampled starts of the published grid arrive, by solver and by starting exponents."""
    reached = trap.where_starts_lead()
    total = trap.STARTS_PER_CELL
    everything = total * reached[trap.SOLVERS[0]].size
    fig, ax = canvas(height=2.4)
    for y, (solver, count) in enumerate(reversed(reached.items())):
        arrived = share(count.sum(), everything)
        ax.barh(y, arrived.value, height=0.42, color=COLORS.compute, alpha=0.6)
        ax.plot([arrived.low, arrived.high], [y, y], color=COLORS.ink, linewidth=1.2)
        ax.text(0, y + 0.32, f"{solver}: {arrived.short}", fontsize=9, va="bottom")
    ax.set(xlim=(0, 100), ylim=(-0.4, len(reached) - 0.2), yticks=[], xlabel="sampled starts that arrive (%)")
    ax.grid(axis="y", visible=False)
    shares = [f"{share(count.sum(), everything).short} by {solver}" for solver, count in reached.items()]
    alpha, beta = np.array([(a, b) for a in EXPONENTS for b in EXPONENTS]).T
    best, stock = (share(reached[trap.SOLVERS[k]].sum(), everything) for k in (-1, 0))
    beside = compare(stock, best, "more", "fewer", "about as many")
    return Figure(
        "fit-starts",
        fig,
        title=f"Damped Newton brings {part(best / 100)} of the starts home, SciPy at its defaults {beside}",
        caption=f"Of {total} starts sampled from the published grid for each pair of exponents, the share that reaches"
        " the least objective, with its interval. High starting exponents switch a term off, and a term that is off has"
        " no slope to come back by. The table counts the arrivals by starting exponents.",
        alt=f"Three bars: {'; '.join(shares)} of {everything} starts arrive, most of them from small exponents.",
        data={"alpha": alpha, "beta": beta} | {solver: count.ravel() for solver, count in reached.items()},
    )
