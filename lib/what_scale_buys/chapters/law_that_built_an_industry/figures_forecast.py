"""The figures of prediction: where two trends collide, what forecasts missed by, and what rounding does."""

import numpy as np

from scaling_laws.quantity import listing, percent, say
from scaling_laws.statistics import LEVEL, central, median_and_central, normal_quantile

from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from ...published import middle
from . import forecast, kaplan, record, rounding
from .axes import plain_ticks

NATS = "nats/token"
MARKS = {"loss": ("o", "-", COLORS.loss), "size": ("s", "--", COLORS.parameters), "task": ("^", ":", COLORS.claim)}


RUNS = (
    ("GPT-3", "gpt3_175b_flop"),
    ("Chinchilla", "hoffmann_2022_gopher_budget"),
    ("GPT-4 (estimate)", "run_gpt4_db_flop"),
    ("Llama 3.1", "run_llama31_405b_flop"),
)


@exhibit
def collision(met=None):
    """Kaplan's compute trend, the limit set by his data plan, and where they meet."""
    met = met or kaplan.collision()
    day, C = kaplan.pf_day(), np.geomspace(1e-6, 1e7, 53)
    fig, ax = canvas(height=3.7)
    trend, limit = met.trend(C), met.limit(C)
    ax.plot(C * day, trend, color=COLORS.compute)
    ax.plot(C * day, limit, color=COLORS.tokens, linestyle="--")
    place = rounding.met(lambda met: met.compute * day, "FLOP")
    ax.axvspan(place.low, place.high, color=COLORS.muted, alpha=0.18, linewidth=0)
    at = met.compute
    ax.plot(at * day, met.trend(at), "o", color=COLORS.ink)
    ax.axvspan(C[0] * day, kaplan.ranges()["compute"][1], color=COLORS.grid, alpha=0.45, linewidth=0)
    ax.annotate("the runs", (1e17, 1.34), color=COLORS.muted, fontsize=8.5, ha="center")
    direct_label(ax, 2e15, met.trend(2e15 / day), "compute trend", COLORS.compute, offset=(8, 5))
    ax.annotate("limit of the data plan", (1.5e14, 1.95), color=COLORS.tokens, fontsize=8.5)
    _mark_runs(ax)
    ax.set(xscale="log", yscale="log", xlim=(C[0] * day, 1e28), xlabel="training compute, FLOP")
    ax.set_ylabel("loss, nats per token")
    log_axis(ax.xaxis)
    plain_ticks(ax.yaxis, [1.5, 2, 3, 4, 5])
    alt = (
        "Two falling lines on logarithmic axes. The compute trend starts higher and is steeper, slope"
        f" {say(met.alpha_c)} against {say(met.growth * met.alpha_d)} for the limit of the data plan, and crosses below"
        f" it at {say(at * day, 'FLOP')} and {say(met.trend(at), NATS)}; rounding alone allows {place.interval} and"
        f" {rounding.met(lambda met: met.trend(met.compute), NATS).interval}. GPT-3 and Chinchilla lie in the band of"
        " that interval, GPT-4 and Llama 3.1 beyond it."
    )
    caption = (
        "A law that predicts its own end. To the right of the dot the compute trend promises a loss that a model of any"
        " size could not reach on the tokens the plan feeds it. Shaded: left, compute up to one petaflop/s-day, where"
        " the paper's runs were; right, where the crossing may lie given only that constants were printed rounded."
        " Vertical lines: later runs, at their compute alone; their losses were measured on other texts and cannot be"
        " drawn here."
    )
    data = {"compute, FLOP": list(C * day), "compute trend, nats": list(trend), "limit of the plan, nats": list(limit)}
    return Figure(
        "law-collision",
        fig,
        title=f"From {say(at * day, 'FLOP')} on the compute trend promises more than its own data plan allows",
        caption=caption,
        alt=alt,
        data=data,
    )


def _mark_runs(ax):
    """Vertical lines at the compute of later runs."""
    for (name, key), height in zip(RUNS, (3.75, 3.4, 3.05, 2.7)):
        flop = middle(key)
        ax.plot([flop, flop], [1.6, height], color=COLORS.claim, linewidth=0.9)
        placed = dict(offset=(-4, -3), ha="right") if name == "GPT-3" else dict(offset=(4, -3), ha="left")
        direct_label(ax, flop, height, name, COLORS.claim, **placed)


STYLES = (
    ("line, straight world", "a line, and the world is straight", COLORS.compute, "o"),
    ("curve, curved world", "a curve with a floor, and the world has one", COLORS.loss, "s"),
    ("line, curved world", "a line, and the world has a floor", COLORS.parameters, "^"),
)


@exhibit
def forecast_reach():
    """Error of simulated forecasts against their reach, for the right form and the wrong one."""
    study, x = forecast.study(), forecast.DECADES
    fig, ax = canvas(height=3.7)
    data = {"decades beyond the dearest run": list(x[::2])}
    theory = _error_by_formula(x)
    for (name, label, color, mark), shift, spot in zip(
        STYLES, (-0.06, 0.0, 0.06), ((0.4, 9.5), (2.55, -12.6), (0.15, -44))
    ):
        ax.fill_between(x, *theory[name], color=color, alpha=0.16, linewidth=0)
        low, mid, high = 100 * np.expm1(median_and_central(study[name][:, ::2]))
        ax.errorbar(x[::2] + shift, mid, [mid - low, high - mid], fmt=mark, color=color, linewidth=1.1)
        ax.annotate(label, spot, color=color, fontsize=8.5)
        data |= {f"{label}, median error, %": list(mid), f"{label}, low": list(low), f"{label}, high": list(high)}
    ax.set(xlim=(-0.25, 6.25), ylim=(-46, 15), xlabel="decades of compute beyond the dearest run")
    ax.set_ylabel("forecast over truth, %")
    at = int(np.argmin(np.abs(x - 4)))
    wrong = 100 * np.expm1(np.median(study["line, curved world"], axis=0))
    low, high = 100 * np.expm1(central(study["curve, curved world"][:, at]))
    alt = (
        f"Error of forecasts against reach. {say(x[at])} decades beyond the runs, laboratories that fit the right curve"
        f" err by {say(low)} to {say(high)} %, those that lay a straight line through a curved world are all about"
        f" {say(-wrong[at])} % too low; at one decade they are {say(-wrong[2])} % too low already."
    )
    caption = (
        f"{say(forecast.LABS)} simulated laboratories with {forecast.RUNS} runs each. Marks: medians and central"
        f" {percent(LEVEL).short} of their forecasts; bands: the same by formula. Noise is forgiving. The wrong form is"
        " not."
    )
    return Figure(
        "law-forecast-reach",
        fig,
        title=f"{say(x[at])} decades out the right form is within {say(max(-low, high))} %, the wrong one"
        f" {say(-wrong[at])} % too low",
        caption=caption,
        alt=alt,
        data=data,
    )


def _error_by_formula(x):
    """Ends of the central interval of the error in percent, per experiment of the study, by textbook formulas."""
    (_, curved), plan = forecast.laws(), forecast.design()
    line = forecast.line_error(plan, x)
    middle = {
        "line, straight world": (0 * x, line),
        "curve, curved world": (0 * x, forecast.floor_error(curved, plan, x)),
        "line, curved world": (forecast.line_bias(curved, plan, x), line),
    }
    z = normal_quantile(LEVEL)
    return {name: [100 * np.expm1(centre + sign * z * se) for sign in (-1, 1)] for name, (centre, se) in middle.items()}


@exhibit
def published_record():
    """Published forecasts by how far they reached beyond the runs that made them."""
    found = record.forecasts()
    fig, ax = canvas(height=3.2)
    for row, f in enumerate(found):
        mark, dash, color = MARKS[f.kind]
        ax.plot([0, f.decades], [row, row], color=color, linewidth=1.2, linestyle=dash)
        ax.plot(f.decades, row, mark, color=color)
        error = f", missed by {percent(f.error).short}" if f.error is not None else ""
        direct_label(ax, f.decades, row, f"{say(f.span, '×')}{error}", color, offset=(8, -3))
    ax.set_yticks(range(len(found)), [f.name for f in found])
    ax.invert_yaxis()
    ax.set(xlim=(0, 5.6), xlabel="reach of the forecast, decades of compute")
    ax.set_xticks(range(6))
    ax.grid(False, axis="y")
    with_error = [f for f in found if f.error is not None]
    alt = (
        f"Reach of {say(len(found))} published forecasts, from {say(found[-1].span, '×')} ({found[-1].name}) to"
        f" {say(found[0].span, '×')} ({found[0].name}) in compute. Of {say(len(with_error))} the error is published:"
        f" {listing([f'{f.name} {percent(f.error).short}' for f in with_error])}."
    )
    caption = (
        "Solid lines and dots: forecasts of a loss. Dashed, squares: of the best size. Dotted, triangles: of a task."
        " Those of a best size cannot be checked, since nobody trains the other sizes. GPT-4's report shows its hits in"
        " pictures and prints no error."
    )
    data = {
        "forecast": [f.name for f in found],
        "of": [f.kind for f in found],
        "reach, factor of compute": [f.span for f in found],
        "error": ["not published" if f.error is None else str(percent(f.error).short) for f in found],
    }
    return Figure(
        "law-record",
        fig,
        title=f"Of {say(len(found))} published forecasts {say(len(with_error))} print their error,"
        f" {percent(max(f.error for f in with_error)).short} at most",
        caption=caption,
        alt=alt,
        data=data,
    )
