"""The pictures of the page."""

import numpy as np

from scaling_laws.quantity import percent, say

from .. import sweeps, words
from ..display.exhibits import exhibit
from ..display.figure import Figure
from ..display.style import COLORS, canvas, log_axis
from ..sweeps.records import BARE, FRONTIER
from .numbers import BAND, DELPHI, EQUAL, FAR, NARROW, both_counts, held, numbers, surfaces

SMALL, LINE = 8.5, 13.5  # points, of letters and between lines
FORMS = {"surface": ("s", COLORS.parameters), "floor": ("o", COLORS.loss), "no floor": ("D", COLORS.compute)}
NAMES = {"surface": "surface", "floor": "frontier with a floor", "no floor": "frontier without"}


def _title(fit):
    return sweeps.sweep(fit.sweep).title


def _rows(ax, titles):
    ax.set_yticks(range(len(titles)), titles)
    ax.set_ylim(len(titles) - 0.4, -0.6)
    ax.grid(axis="y", visible=False)


def _interval(ax, q, y, marker, color, filled=True):
    if np.isfinite(q.high):
        ax.plot([q.low, q.high], [y, y], color=color, linewidth=1.2)
    ax.plot(q.value, y, marker, color=color, fillstyle="full" if filled else "none")


@exhibit
def counts():
    """The exponent and the ratio of every sweep, and what the count of parameters does to both."""
    fits, bare = surfaces(), {all_.sweep: other for all_, other in both_counts()}
    fig, (left, right) = canvas(1, 2, height=4.8, sharey=True)
    for y, fit in enumerate(fits):
        for ax, name in ((left, "a"), (right, "ratio_1e26")):
            _interval(ax, fit.quantity(name), y, "o", COLORS.parameters)
            if fit.sweep in bare:
                _interval(ax, bare[fit.sweep].quantity(name), y + 0.28, "s", COLORS.tokens, filled=False)
    _rows(left, [_title(fit) for fit in fits])
    left.axvline(EQUAL, color=COLORS.muted, linewidth=0.8, linestyle=(0, (1, 2)))
    left.set(xlabel="exponent a", xlim=(0, 1))
    right.set(xlabel="tokens/parameter", xscale="log", xlim=(1e-2, 1e6))
    log_axis(right.xaxis)
    n = numbers()
    alt = (
        f"For each of {len(fits)} sweeps the exponent of the best size and the tokens per parameter at {n.far}, with "
        f"intervals. The exponents run from {n.a_least} to {n.a_most}, the ratios from {n.ratio_least} to "
        f"{n.ratio_most}. Without embeddings Delphi's exponent moves from {n.delphi_a_all.short} to "
        f"{n.delphi_a_bare.short} and its ratio from {n.delphi_all.short} to {n.delphi_bare.short}."
    )
    data = {
        "sweep": [_title(f) for f in fits],
        "a": [f.quantity("a") for f in fits],
        "tokens per parameter": [f.quantity("ratio_1e26") for f in fits],
        "a, without embeddings": [bare[f.sweep].quantity("a") if f.sweep in bare else "" for f in fits],
        "the same ratio": [bare[f.sweep].quantity("ratio_1e26") if f.sweep in bare else "" for f in fits],
    }
    caption = (
        f"The exponent of the best size (left) and the tokens per parameter of the best run at {say(FAR, 'FLOP')} "
        "(right), by the same surface fit. Dots: parameters as the table counts them. Squares: the same runs, "
        "embeddings left out. Bars are 95 % intervals, which know nothing of a wrong form."
    ).replace("95 %", percent(0.95).short)
    title = f"The exponents run from {n.a_least} to {n.a_most}, the ratios from {n.ratio_least} to {n.ratio_most}"
    return Figure("runs-counts", fig, title=title, caption=caption, alt=alt, data=data)


@exhibit
def valleys():
    """Every valley: the parabola of each budget over the sizes behind it."""
    chosen = [one for one in sweeps.independent() if any(v.curvature for v in sweeps.valleys(one.sweep))]
    columns = 3
    lines = -(-len(chosen) // columns)
    fig, axes = canvas(lines, columns, height=1.75 * lines, sharex=True, sharey=True)
    for ax in axes.flat[len(chosen) :]:
        ax.set_visible(False)
    for ax, one in zip(axes.flat, chosen, strict=False):
        found = sweeps.valleys(one.sweep)
        for k, v in enumerate(found):
            x = np.linspace(np.log(v.least_size / v.size), np.log(v.greatest_size / v.size), 20)
            shade = 0.35 + 0.65 * k / max(len(found) - 1, 1)
            ax.plot(np.exp(x), 100 * v.curvature * x**2 / v.loss, color=COLORS.loss, alpha=shade, linewidth=1.2)
        ax.set_title(one.title.removeprefix("this book on "), fontsize=SMALL)
    axes.flat[0].set(xscale="log", ylim=(0, 4))
    axes.flat[0].set_xticks([0.25, 1, 4], ["¼", "1", "4"])
    axes.flat[0].minorticks_off()
    for ax in axes[-1]:
        ax.set_xlabel("size over best", fontsize=SMALL)
    for ax in axes[:, 0]:
        ax.set_ylabel("loss over least, %", fontsize=SMALL)
    rows = [(one.title, v) for one in chosen for v in sweeps.valleys(one.sweep)]
    alt = (
        f"{len(rows)} valleys of {len(chosen)} sweeps: loss above the least of its budget, against size over the best "
        f"size. All are bowls; their ranges of sizes go from {say(min(v.width for _, v in rows), '×')} to "
        f"{say(max(v.width for _, v in rows), '×')}."
    )
    data = {
        "sweep": [title for title, _ in rows],
        "compute (FLOP)": [v.compute for _, v in rows],
        "best size": [v.size for _, v in rows],
        "least loss": [v.loss for _, v in rows],
    }
    caption = (
        "Every valley, by our parabolas through the rows of each budget within a few per cent of its least loss. "
        "Darker lines are larger budgets. Near the bottom every sweep looks like every other."
    )
    bowls = sum((v.curvature or 0) > 0 for _, v in rows)
    title = f"{bowls} of {len(rows)} valleys of {len(chosen)} sweeps are bowls about their best size"
    data = {k: c[:60] for k, c in data.items()}
    return Figure("runs-valleys", fig, title=title, caption=caption, alt=alt, data=data)


@exhibit
def frontiers():
    """Every frontier: least losses against compute, the law above a floor, and the later runs."""
    fig, ax = canvas(height=4.6)
    shown = [s for s in sweeps.independent() if _frontier(s.sweep)]
    marks, rows, ends = "osDv^<>phX*P", [], []
    for k, one in enumerate(shown):
        law, dots, late = _frontier(one.sweep), *(sweeps.valleys(one.sweep, later=after) for after in (False, True))
        end = (late or dots)[-1].compute
        x = np.geomspace(law.C_low, end, 30)
        ax.plot(x, law.frontier.loss(x), color=COLORS.loss, linewidth=0.9)
        marker = marks[k % len(marks)]
        ax.plot([v.compute for v in dots], [v.loss for v in dots], marker, color=COLORS.ink, markersize=4)
        ax.plot([v.compute for v in late], [v.loss for v in late], marker, color=COLORS.claim, markersize=6)
        ends.append((one.title, end, float(law.frontier.loss(end)), COLORS.ink))
        rows += [(one.title, v) for v in dots + late]
    ax.set(xscale="log", yscale="log", xlabel="compute (FLOP)", ylabel="least loss, in the unit of the sweep")
    ax.set_yticks([0.6, 1, 2, 3, 4], ["0.6", "1", "2", "3", "4"])
    ax.minorticks_off()
    log_axis(ax.xaxis)
    _name(ax, ends)
    moved = [v for _, v in rows if v.later == "yes"]
    alt = (
        f"Least loss against compute for {len(shown)} sweeps, on logarithmic axes: every row of dots falls and "
        f"flattens along its curve, from {say(min(v.compute for _, v in rows), 'FLOP')} to "
        f"{say(max(v.compute for _, v in rows), 'FLOP')}. {len(moved)} later runs lie near the extended curves."
    )
    data = {"sweep": [title for title, _ in rows], "compute (FLOP)": [v.compute for _, v in rows]}
    data |= {"least loss": [v.loss for _, v in rows], "later": [v.later for _, v in rows]}
    caption = (
        "Every frontier. Dark marks: the least loss of each budget. Light marks: later runs. Curves: a power law above "
        "a floor through the dark marks. Losses of different texts and units share the axis and nothing else."
    )
    falling = [words.trend([v.loss for v in sweeps.valleys(one.sweep)]) == "falls" for one in shown]
    title = f"The least loss falls with every budget in {words.count(sum(falling), len(falling), 'sweeps')}"
    data = {k: c[:60] for k, c in data.items()}
    return Figure("runs-frontiers", fig, title=title, caption=caption, alt=alt, data=data)


def _name(ax, ends):
    """Write names beside the ends of curves, (name, x, y, color) each, no two closer than a line."""
    ax.figure.draw_without_rendering()
    least = None
    for name, x, y, color in sorted(ends, key=lambda end: end[2]):
        height = ax.transData.transform((x, y))[1] * 72 / ax.figure.dpi
        least = height if least is None else max(height, least + LINE)
        shift = least - height
        ax.annotate(name, (x, y), (8, shift - 3), textcoords="offset points", color=color, fontsize=SMALL)


def _frontier(name):
    near = BAND if sweeps.sweep(name).reading != FRONTIER else None
    found = [f for f in sweeps.fits(FRONTIER, near) if f.sweep == name and f.count == sweeps.sweep(name).count]
    return found[0] if found and found[0].has_law else None


@exhibit
def later():
    """Delphi's later runs against forecasts from the seven budgets: every form."""
    fig, ax = canvas(height=3.8)
    lines = {
        "surface, all rows": (None, "surface", None, "s-", COLORS.parameters),
        "surface, near the valley": (None, "surface", NARROW, "s--", COLORS.parameters),
        "the same, without embeddings": (BARE, "surface", NARROW, "s:", COLORS.tokens),
        "frontier with a floor": (None, "floor", None, "o-", COLORS.loss),
        "frontier without a floor": (None, "no floor", None, "D--", COLORS.compute),
    }
    data, ends = {}, []
    for label, (count, form, near, style, color) in lines.items():
        rows = sweeps.forecasts(DELPHI, count, form=form, near=near, left_out=0)
        x, y = [f.target / f.seen for f in rows], [100 * f.error for f in rows]
        ax.plot(x, y, style, color=color)
        ends.append((label, x[-1], y[-1], color))
        data["beyond the fit (×)"], data[f"{label} (%)"] = x, y
    ax.axhline(0, color=COLORS.muted, linewidth=0.8)
    ax.set(xscale="log", xlim=(2, 2e5), xlabel="compute of the run over that of the largest one fitted")
    ax.set_ylabel("forecast over outcome, less one (%)")
    ax.set_xticks([3, 30, 300], ["3×", "30×", "300×"])
    ax.minorticks_off()
    _name(ax, ends)
    n = numbers()
    alt = (
        f"Error of five forecasts of the three later runs. At the farthest, {n.delphi_reached_at}, the surface "
        f"through all rows says {n.miss_surface} too much, the frontier with a floor errs by {n.miss_floor}, the one "
        f"without by {n.miss_none}; the surface near the valley, without embeddings, by {n.miss_narrow}."
    )
    caption = (
        "Marin's Delphi: what fits to the runs of seven budgets say of the runs that came later, at three, thirty and "
        "three hundred times the compute. The surface misses because of the wings of its valleys, the frontier without "
        "a floor because there is a bend."
    )
    title = f"At {n.beyond} the surface errs by {n.miss_surface}, the frontier with a floor by {n.miss_floor}"
    return Figure("runs-later", fig, caption=caption, alt=alt, data=data, title=title)


@exhibit
def held_out():
    """Every sweep's largest budget, forecast by fits that did not see the two largest."""
    found = {form: {f.sweep: f for f in held(form)} for form in FORMS}
    names = [s for s in (one.sweep for one in sweeps.independent()) if any(s in rows for rows in found.values())]
    fig, ax = canvas(height=0.36 * len(names) + 1.4)
    for shift, (form, (marker, color)) in zip((-0.2, 0, 0.2), FORMS.items(), strict=True):
        for y, name in enumerate(names):
            f = found[form].get(name)
            if f:
                ax.plot(100 * f.error, y + shift, marker, color=color, fillstyle="full" if f.hit else "none")
        ax.plot([], [], marker, color=color, label=NAMES[form])
    _rows(ax, [sweeps.sweep(name).title for name in names])
    ax.axvline(0, color=COLORS.muted, linewidth=0.8)
    ax.set_xlabel("forecast over outcome, less one (%)")
    ax.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=3, frameon=False, fontsize=SMALL)
    n = numbers()
    alt = (
        f"Error of the forecast of each sweep's largest budget, by fits without the two largest. Inside its interval "
        f"it lies for the surface in {n.hits_surface}, for the frontier with a floor in {n.hits_floor}, without one in "
        f"{n.hits_none}."
    )
    data = {"sweep": [sweeps.sweep(name).title for name in names]}
    data |= {
        f"{NAMES[form]} (%)": [round(100 * rows[name].error, 2) if name in rows else "" for name in names]
        for form, rows in found.items()
    }
    caption = (
        "The largest budget of every sweep, forecast by fits that did not see the two largest. Filled: the outcome "
        "lies in the interval of the forecast."
    )
    title = f"Forecast blind, the surface holds {n.hits_surface}, a frontier with a floor {n.hits_floor}"
    return Figure("runs-held-out", fig, title=title, caption=caption, alt=alt, data=data)


@exhibit
def floors():
    """The floor of every sweep by surface and by frontier, against the least loss that was measured."""
    fits = [f for f in surfaces() if _frontier(f.sweep)]
    fig, ax = canvas(height=0.4 * len(fits) + 1.2)
    narrow = {f.sweep: f for f in surfaces(near=BAND)}
    for y, fit in enumerate(fits):
        least = min(v.loss for v in sweeps.valleys(fit.sweep) + sweeps.valleys(fit.sweep, later=True))
        choices = ((fit, "s", COLORS.parameters, True), (narrow.get(fit.sweep), "s", COLORS.parameters, False),
                   (_frontier(fit.sweep), "o", COLORS.loss, True))  # fmt: skip
        for shift, (one, marker, color, filled) in zip((-0.22, 0, 0.22), choices, strict=True):
            if one is not None:
                _interval(ax, one.quantity("E") / least, y + shift, marker, color, filled)
    for marker, color, fill, label in (("s", COLORS.parameters, "full", "surface, all rows"),
                                       ("s", COLORS.parameters, "none", "near the valley"),
                                       ("o", COLORS.loss, "full", "frontier")):  # fmt: skip
        ax.plot([], [], marker, color=color, fillstyle=fill, label=label)
    ax.axvline(1, color=COLORS.muted, linewidth=0.8)
    _rows(ax, [_title(f) for f in fits])
    ax.set(xlabel="floor over the least loss measured", xlim=(0, 1.2))
    ax.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=3, frameon=False, fontsize=SMALL)
    n = numbers()
    alt = (
        f"Fitted floors of {len(fits)} sweeps over the least loss measured, by three fits each, with intervals. "
        f"Delphi's surface puts the floor at {n.delphi_E}, above the {n.delphi_reached} that a later run reached; its "
        f"frontier at {n.delphi_E_frontier}."
    )
    data = {
        "sweep": [_title(f) for f in fits],
        "surface, all rows": [f.quantity("E") for f in fits],
        "surface, near the valley": [narrow[f.sweep].quantity("E") if f.sweep in narrow else "" for f in fits],
        "frontier": [_frontier(f.sweep).quantity("E") for f in fits],
    }
    caption = (
        "The floor of every sweep, over the least loss that was measured in it. A floor to the right of the line has "
        "been undercut by a run. The closer the rows to their valley, the lower the surface's floor."
    )
    title = f"Delphi's surface puts the floor at {n.delphi_E.short}; a later run reached {n.delphi_reached}"
    return Figure("runs-floors", fig, title=title, caption=caption, alt=alt, data=data)
