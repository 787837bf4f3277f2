"""Figures of the guide after the fit: intervals, the trap, the floor, the forecast, the plan, another world."""

import numpy as np

from scaling_laws.laws import ChinchillaSurface
from scaling_laws.quantity import exact, format_number, percent
from scaling_laws.statistics import central

from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import fits, trap
from .figures import DASHED, LEGEND, log_log, thinned
from .simulate import BUDGETS, EXAMPLE, NATS, PLANTED, other_loss, runs

KIND_STYLE = {
    "percentile": ("o", "-", COLORS.compute),
    "bca": ("s", DASHED, COLORS.parameters),
    "hessian": ("^", (0, (1, 1.5)), COLORS.tokens),
}


def _watched(file):
    far = fits.ahead(file)
    return {
        "floor E": lambda law: law.E,
        "alpha": lambda law: law.alpha,
        "beta": lambda law: law.beta,
        "exponent a": lambda law: law.a,
        "best size,\nten times ahead": lambda law: law.optimum(far).parameters,
    }


@exhibit
def intervals(file=EXAMPLE):
    """The same numbers with intervals by four methods."""
    known, watched = fits.truth_known(file), _watched(file)
    base = PLANTED if known else fits.surface_fit(file).surface
    fig, ax = canvas(height=4.1)
    rows = []
    for row, (name, watch) in enumerate(watched.items()):
        for k, (kind, (marker, dash, color)) in enumerate(KIND_STYLE.items()):
            found = fits.quantity(fits.surface_fit(file, kind=kind), watch)
            rows.append((name.replace("\n", " "), kind, found.value, found.low, found.high))
            _bar(ax, found, watch(base), -row - 0.2 * (k - 1), marker, dash, color)
    profile = fits.floor_profile(file).floor
    rows.append(("floor E", "profile", profile.value, profile.low, profile.high))
    _bar(ax, profile, base.E, 0.4, "D", "-", COLORS.loss)
    ax.axvline(0, color=COLORS.ink, linewidth=1, linestyle=DASHED)
    ax.set(yticks=[-k for k in range(len(watched))], ylim=(-len(watched) + 0.4, 1.7))
    ax.set_yticklabels(list(watched))
    ax.set_xlabel("distance from the planted value (%)" if known else "distance from the estimate (%)")
    for kind, (marker, dash, color) in KIND_STYLE.items():
        ax.plot([], [], marker=marker, linestyle=dash, color=color, label="BCa" if kind == "bca" else kind.capitalize())
    ax.plot([], [], "D-", color=COLORS.loss, label="Profile")
    ax.legend(loc="upper right", ncols=4, columnspacing=1.0, handlelength=1.8, **LEGEND)
    widths = {kind: high - low for name, kind, _, low, high in rows if name == "floor E"}
    return Figure(
        "fit-intervals",
        fig,
        title=f"Four kinds of interval for the floor: {exact(min(widths.values()))} to {exact(max(widths.values()))}"
        f" {NATS} wide",
        caption="One table, one fit, four kinds of interval. The dashed line is "
        + ("the planted truth." if known else "the estimate."),
        alt="Widths of the interval for the floor: "
        + ", ".join(f"{kind} {exact(width)}" for kind, width in widths.items())
        + f" {NATS}; the best size ten times ahead is known worst, to within"
        f" {percent((rows[12][4] - rows[12][3]) / 2 / rows[12][2])} either way.",
        data=dict(zip(("number", "interval", "value", "low", "high"), zip(*rows, strict=True), strict=True)),
    )


def _bar(ax, found, base, y, marker, dash, color):
    low, value, high = (100 * (v / base - 1) for v in (found.low, found.value, found.high))
    ax.plot([low, high], [y, y], linestyle=dash, color=color, linewidth=1.8)
    ax.plot(value, y, marker, color=color, markersize=5)


@exhibit
def warm_start():
    """A bootstrap that converges and one that stops at once, on the same resamples."""
    converged, stuck, fit, _ = trap.two_bootstraps()
    share = (np.arange(len(converged)) + 0.5) / len(converged)
    fig, ax = canvas(height=3.2)
    ax.plot(np.sort(converged), share, color=COLORS.compute)
    ax.plot(np.sort(stuck), share, color=COLORS.parameters, linestyle=DASHED)
    ax.axvline(PLANTED.A, color=COLORS.ink, linewidth=1, linestyle=":")
    ax.set(xlabel="amplitude A of a resample", ylabel="share of resamples below", ylim=(0, 1.02))
    direct_label(ax, PLANTED.A, 0.06, "planted", COLORS.ink)
    direct_label(
        ax,
        np.quantile(stuck, 0.9),
        0.9,
        "warm start,\ndefault tolerances",
        COLORS.parameters,
        offset=(-8, -8),
        ha="right",
    )
    direct_label(ax, np.quantile(converged, 0.8), 0.8, "converged", COLORS.compute, offset=(8, -6))
    keep = thinned(len(share))
    wide, narrow, ratio = trap.errors_of_both()
    return Figure(
        "fit-trap",
        fig,
        title=f"The warm start's error of A is too small by a factor of {exact(float(f'{ratio.value:.0e}'))}",
        caption="The same resamples of the same runs. The optimiser that starts at the estimate and stops there reports"
        " a standard error that is an artefact of its stopping rule.",
        alt=f"Two cumulative curves of A over {len(share)} resamples. The converged one spreads with standard deviation"
        f" {wide}; the other is nearly a vertical step, with {exact(float(f'{narrow.value:.0e}'))}.",
        data={"share": share[keep], "converged": np.sort(converged)[keep], "warm start": np.sort(stuck)[keep]},
    )


PROFILE_STYLE = {"huber": ("-", COLORS.loss), "least squares": (DASHED, COLORS.parameters)}


@exhibit
def profile(file=EXAMPLE):
    """Profile of the floor by two losses."""
    fig, ax = canvas(height=3.3)
    columns = {"loss": [], "floor": [], "deviance": []}
    for loss in PROFILE_STYLE:
        found = fits.floor_profile(file, loss)
        _profile_of(ax, loss, found)
        keep = np.flatnonzero(found.deviance < 6 * found.threshold)[:28]
        parts = ([loss] * len(keep), found.floors[keep], found.deviance[keep])
        for column, part in zip(columns.values(), parts, strict=True):
            column += list(part)
    ax.axhline(found.threshold, color=COLORS.muted, linewidth=1, linestyle=":")
    if fits.truth_known(file):
        ax.axvline(PLANTED.E, color=COLORS.ink, linewidth=1, linestyle=DASHED)
        direct_label(ax, PLANTED.E, 4.3 * found.threshold, "planted", COLORS.ink)
    ax.set(ylim=(0, 5 * found.threshold), xlabel=f"floor E held at ({NATS})", ylabel="deviance")
    at = (ax.get_xlim()[0], found.threshold * 0.94)
    ax.text(*at, f" {percent(fits.LEVEL)} interval", color=COLORS.muted, fontsize=8.5, va="top")
    huber, squares = (fits.floor_profile(file, loss).floor for loss in PROFILE_STYLE)
    return Figure(
        "fit-profile",
        fig,
        title=f"The floor is {huber.interval} by Huber's loss, {squares.interval} by least squares",
        caption="How much worse the best surface becomes when the floor is held at a value. The interval is where the"
        " curve lies below the dotted line.",
        alt=f"Two U-shaped curves. By Huber's loss the floor is {huber}, by least squares {squares}.",
        data=columns,
    )


def _profile_of(ax, loss, found):
    """The curve of one loss, named on its right branch at twice the threshold."""
    (dash, color), level = PROFILE_STYLE[loss], 2 * found.threshold
    shown = found.deviance < 6 * found.threshold
    ax.plot(found.floors[shown], found.deviance[shown], linestyle=dash, color=color)
    k = np.flatnonzero(shown & (found.floors > found.floor.value) & (found.deviance > level))[0]
    x = np.interp(level, found.deviance[k - 1 : k + 1], found.floors[k - 1 : k + 1])
    dx, side = (-5, "right") if loss == "huber" else (6, "left")
    direct_label(ax, x, level, loss.capitalize(), color, offset=(dx, 0), ha=side)


@exhibit
def forecast(file=EXAMPLE):
    """The largest runs, forecast from the rest, with a floor and without."""
    fig, axes = canvas(columns=2, height=3.4, sharey=True)
    columns = {"law": [], "compute (FLOP)": [], "observed": [], "forecast": [], "low": [], "high": []}
    spoken, missed = [], []
    for ax, floor in zip(axes, (True, False), strict=True):
        found, name = fits.held_out(file, floor), "with a floor" if floor else "without a floor"
        held = found.held
        low, value, high = (np.array([getattr(q, part) for q in found.forecasts]) for part in ("low", "value", "high"))
        misses = [100 * (v / held.loss - 1) for v in (low, value, high)]
        order = np.argsort(held.parameters)
        N = held.parameters[order]
        ax.fill_between(N, misses[0][order], misses[2][order], color=COLORS.compute, alpha=0.2, linewidth=0)
        ax.plot(held.parameters, misses[1], "o", color=COLORS.compute, markersize=4)
        ax.axhline(0, color=COLORS.ink, linewidth=1, linestyle=DASHED)
        ax.set(xscale="log", xlabel="parameters N", title=name)
        log_axis(ax.xaxis)
        parts = ([name] * len(held), held.compute, held.loss, value, low, high)
        for key, part in zip(columns, parts, strict=True):
            columns[key] += list(part)
        missed.append(f"{fits.missed(found).short} {name}")
        spoken.append(
            f"{name} the error is {fits.missed(found)} and {fits.covered(found)} of the intervals hold the run"
        )
    axes[0].set_ylabel("forecast over observed loss (%)")
    return Figure(
        "fit-forecast",
        fig,
        title=f"The forecast misses by {', by '.join(missed)}",
        caption="Runs of the largest budgets, forecast by a fit that never saw them. Dots: forecast against what"
        " happened. Band: the interval of one run.",
        alt=f"Of {len(held)} held-out runs: {'; '.join(spoken)}.",
        data=columns,
    )


@exhibit
def plan(file=EXAMPLE):
    """The compute-optimal size and tokens, with intervals, out to a thousand times the largest budget."""
    fit, top = fits.surface_fit(file), runs(file).compute.max()
    C = np.geomspace(runs(file).compute.min(), 1e3 * top, 24)
    fig, ax = canvas(height=3.7)
    columns = {"compute (FLOP)": C}
    for name in ("parameters", "tokens"):
        columns |= _planned(ax, fit, C, name, fits.truth_known(file))
    served, size, tokens, _ = fits.serving_plan(file)
    far = fits.ahead(file)
    for point, color in ((size, COLORS.parameters), (tokens, COLORS.tokens)):
        ax.plot(far, point.value, "*", color=color, markersize=10, markeredgecolor=COLORS.ink, markeredgewidth=0.5)
    ax.axvline(top, color=COLORS.muted, linewidth=1, linestyle=":")
    style = {"color": COLORS.muted, "fontsize": 8.5, "va": "top", "textcoords": "offset points"}
    ax.annotate("beyond the runs", (top, 0.97), (4, 0), xycoords=ax.get_xaxis_transform(), **style)
    ends = columns["parameters"][0] / 3, 4 * columns["tokens"][-1]
    log_log(ax, xlabel="training compute C (FLOP)", ylabel="count", ylim=ends)
    last = fit.optimum(C[-1])
    planned = fit.optimum(far)
    return Figure(
        "fit-plan",
        fig,
        title=f"At {format_number(far)} FLOP: {planned.parameters.short} on {planned.tokens.short}",
        caption="The compute-optimal plan with its interval"
        + (" and, dotted, the planted one" if fits.truth_known(file) else "")
        + f". Stars: the plan at {format_number(far)} FLOP's loss when the model must also serve {served.short}.",
        alt=f"Best size and tokens rise as straight lines on log axes. At {format_number(C[-1])} FLOP the plan is"
        f" {last.parameters} on {last.tokens}; to serve {served.short} the size falls to {size}.",
        data=columns,
    )


def _planned(ax, fit, C, name, planted):
    """Draw the best "parameters" or "tokens" with its interval, and the planted one if asked; columns of the table."""
    found = [getattr(fit.optimum(c), name) for c in C]
    low, value, high = (np.array([getattr(q, part) for q in found]) for part in ("low", "value", "high"))
    color, dash, offset, side = {
        "parameters": (COLORS.parameters, "-", (10, -12), "left"),
        "tokens": (COLORS.tokens, DASHED, (-6, 8), "right"),
    }[name]
    ax.fill_between(C, low, high, color=color, alpha=0.25, linewidth=0)
    ax.plot(C, value, color=color, linestyle=dash)
    direct_label(ax, C[5], value[5], name, color, offset=offset, ha=side)
    if planted:
        ax.plot(C, getattr(PLANTED.optimum(C), name), color=COLORS.ink, linewidth=0.9, linestyle=":")
    return {name: value, f"{name}, low": low, f"{name}, high": high}


@exhibit
def another_world():
    """Runs of another law, fitted by the surface: a clean fit and a wrong forecast."""
    fit = fits.other_fit()
    C = np.geomspace(BUDGETS[0], BUDGETS[-1] * 1e4, 40)
    law, draws = fit.surface, fit.sampling.draws[fit.sampling.lawful]
    best = law.optimum(C)
    true = other_loss(best.parameters, best.tokens)
    cloud = ChinchillaSurface(*draws.T[:, :, None]).loss(best.parameters, best.tokens)
    low, high = central(cloud, fits.LEVEL)
    fig, (left, right) = canvas(columns=2, height=3.4)
    left.plot(fit.runs.compute, -100 * fit.residuals, "o", color=COLORS.muted, markersize=3)
    left.axhline(0, color=COLORS.ink, linewidth=1, linestyle=DASHED)
    left.set(xscale="log", xlabel="compute C (FLOP)", ylabel="observed over fitted loss (%)", title="the fit")
    log_axis(left.xaxis)
    over = lambda loss: 100 * (loss / best.loss - 1)  # noqa: E731
    right.fill_between(C, over(low), over(high), color=COLORS.compute, alpha=0.25, linewidth=0)
    right.axhline(0, color=COLORS.compute)
    right.plot(C, over(true), color=COLORS.ink, linestyle=DASHED, linewidth=1.2)
    right.axvline(BUDGETS[-1], color=COLORS.muted, linewidth=1, linestyle=":")
    right.set(xscale="log", xlabel="compute C (FLOP)", ylabel="loss over the forecast (%)", title="the forecast")
    log_axis(right.xaxis)
    direct_label(right, C[-1], over(true)[-1], "what happens", COLORS.ink, offset=(-12, -3), ha="right")
    return Figure(
        "fit-other-world",
        fig,
        title=f"The fit scatters by {percent(np.median(np.abs(fit.residuals)))}; the forecast errs by"
        f" {percent(abs(true[-1] / best.loss[-1] - 1))}",
        caption="Runs made by a law of another form. The residuals bend a little, if you know to look; the forecast is"
        " wrong, and its interval does not know.",
        alt=f"Residuals scatter by about {percent(np.median(np.abs(fit.residuals)))} around zero. At"
        f" {format_number(C[-1])} FLOP the forecast is {best.loss[-1]:.3f}, its interval {low[-1]:.3f} to"
        f" {high[-1]:.3f}, and the truth {true[-1]:.3f} {NATS}.",
        data={"compute (FLOP)": C, "forecast": best.loss, "low": low, "high": high, "what happens": true},
    )
