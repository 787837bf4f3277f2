"""The whole debate in one picture: what a law promises beyond the runs behind it, and which bill comes first."""

import numpy as np

from scaling_laws.laws import PowerLaw
from scaling_laws.quantity import Numbers, estimate, exact, propagate

from .accepted import LEVEL, METHOD, bounds, draws, fitted_range, hoffmann, refit, with_interval
from .display.figure import Figure
from .display.style import COLORS, canvas, direct_label, log_axis
from .published import figure, middle, value

COMPUTE = np.logspace(18, 29.5, 47)
MODELS = {
    "GPT-2": "run_gpt2_flop",
    "GPT-3": "run_gpt3_db_flop",
    "GPT-4": "run_gpt4_db_flop",
    "Grok-3": "run_grok3_flop",
}
SPENDING = (1e8, 1e9, 1e10, 1e11)  # dollars, a ruler's marks
YEARS = (1, 2, 3, 4)


END = 1e29  # FLOP


def without_floor(law=None):
    """The straight line through R's frontier over the budgets behind it: the same runs, read without a floor.

    law : one surface or its draws; by default the refit.
    """
    inside = np.geomspace(*fitted_range(), 50)
    losses = (law or refit()).frontier.loss(inside[:, None])
    slope, intercept = np.polyfit(np.log(inside), np.log(losses), 1).squeeze()
    return PowerLaw(scale=np.exp(-intercept / slope), exponent=-slope)


def text_wanted():
    """Compute at which the best run wants all text of the indexed web: {fit: Quantity in FLOP}.

    H carries the published interval of that stock, R that and its own.
    """
    stock, n = figure("villalobos_2024_indexed_web"), int(value("besiroglu_2024_points_fitted"))
    by_h = propagate(lambda tokens: hoffmann().optimum_for_tokens(tokens).compute, stock, unit="FLOP")
    sample = draws().optimum_for_tokens(stock.draws()).compute
    middle = refit().optimum_for_tokens(stock.value).compute
    return {"H": by_h, "R": estimate(middle, *bounds(sample), method=METHOD, level=LEVEL, unit="FLOP", n=n)}


def bought(dollars):
    """Compute (FLOP) that `dollars` buy at what one FLOP of GPT-4's final run cost."""
    return dollars * middle("run_gpt4_db_flop") / value("cottier_2024_gpt4_cost_capex")


def grown(years):
    """Compute (FLOP) of the largest run in the picture after `years` of the published growth: (low, high)."""
    start = middle("run_grok3_flop")
    rates = value("epoch_2024_compute_growth_low"), value("epoch_2024_compute_growth_high")
    return tuple(start * rate**years for rate in rates)


def numbers():
    """What the front page says in words next to the picture."""
    wanted = text_wanted()
    return Numbers(
        end=exact(END, "FLOP"),
        fitted_end=exact(fitted_range()[1], "FLOP"),
        loss_floor=with_interval(lambda law: law.frontier.loss(END), "nats"),
        loss_no_floor=with_interval(lambda law: without_floor(law).loss(END), "nats"),
        text_h=wanted["H"],
        text_r=wanted["R"],
    )


def debate():
    """Loss against compute by three readings of the same runs, above three rulers: text, money, time."""
    fig, (ax, rulers) = canvas(2, 1, height=5.6, sharex=True, height_ratios=(2.4, 1))
    _losses(ax)
    _rulers(rulers)
    log_axis(rulers.xaxis)
    n = numbers()
    alt = (
        f"Loss against training compute. Up to {n.fitted_end}, where runs were fitted, three curves lie together; at "
        f"{n.end} the two with a floor have flattened near {n.loss_floor.short} and the one without has fallen to "
        f"{n.loss_no_floor.short}. Rulers below: the best run wants all text of the indexed web at {n.text_h} by one "
        f"fit and {n.text_r} by the other; marks of money and of years stand between."
    )
    return Figure("debate", fig, caption=_CAPTION, alt=alt, data=_data())


_CAPTION = (
    "The debate in one picture. Top: the lowest loss that compute buys, by two published fits with a floor (H dashed, "
    "R with its interval) and by the same runs read without one (dotted). The shaded range is all that the fits saw. "
    "Bottom: where the best run would want all text of the indexed web (bars: the interval of that stock, for R with "
    "that of the fit), what a run costs at GPT-4's price per FLOP, and how far beyond Grok-3 the published growth of "
    "compute leads in so many years."
)


def _losses(ax):
    low, high = bounds(draws().frontier.loss(COMPUTE[:, None]).T)
    ax.axvspan(*fitted_range(), color=COLORS.grid, alpha=0.6, linewidth=0)
    ax.fill_between(COMPUTE, low, high, color=COLORS.loss, alpha=0.2, linewidth=0)
    ax.plot(COMPUTE, refit().frontier.loss(COMPUTE), color=COLORS.loss)
    ax.plot(COMPUTE, hoffmann().frontier.loss(COMPUTE), "--", color=COLORS.loss)
    ax.plot(COMPUTE, without_floor().loss(COMPUTE), ":", color=COLORS.compute)
    end = COMPUTE[-1]
    direct_label(ax, end, refit().frontier.loss(end), "fit R", COLORS.loss, offset=(-4, 8), ha="right")
    direct_label(ax, end, hoffmann().frontier.loss(end), "fit H", COLORS.loss, offset=(-4, -13), ha="right")
    direct_label(ax, end, without_floor().loss(end), "no floor", COLORS.compute, offset=(-8, 14), ha="right")
    for name, key in MODELS.items():
        ax.axvline(middle(key), ymax=0.8, color=COLORS.muted, linewidth=0.8, linestyle=(0, (1, 2)))
        ax.annotate(name, (middle(key), 0.81), xycoords=("data", "axes fraction"), ha="center", fontsize=8.5)
    ax.annotate(
        "fitted",
        (np.sqrt(np.prod(fitted_range())), 0.93),
        xycoords=("data", "axes fraction"),
        ha="center",
        fontsize=8.5,
    )
    ax.set(ylabel="loss (nats per token)", ylim=(0.7, 3.6), xscale="log")


def _rulers(ax):
    rows = {"text": 2, "money": 1, "time": 0}
    for (name, wanted), shift in zip(text_wanted().items(), (-0.16, 0.16), strict=True):
        y = rows["text"] + shift
        ax.plot([wanted.low, wanted.high], [y, y], "--" if name == "H" else "-", color=COLORS.tokens)
        ax.plot(wanted.value, y, "o", color=COLORS.tokens)
        direct_label(ax, wanted.low, y, f"all the web, {name}", COLORS.tokens, offset=(-4, -3), ha="right")
    for dollars, text in zip(SPENDING, ("0.1", "1", "10", "100"), strict=True):
        _mark(ax, bought(dollars), rows["money"], text, COLORS.claim)
    for years in YEARS:
        low, high = grown(years)
        ax.plot([low, high], [rows["time"]] * 2, color=COLORS.compute, linewidth=4, solid_capstyle="butt")
        direct_label(ax, np.sqrt(low * high), rows["time"], f"{years}", COLORS.compute, offset=(0, 6), ha="center")
    ax.set(
        yticks=list(rows.values()),
        yticklabels=("text", "dollars (bn)", "years on"),
        ylim=(-0.5, 2.6),
        xlabel="training compute (FLOP)",
    )
    ax.set_xlim(COMPUTE[0], COMPUTE[-1])
    ax.grid(axis="y", visible=False)


def _mark(ax, x, y, text, color):
    ax.plot(x, y, "D", color=color)
    direct_label(ax, x, y, text, color, offset=(0, 6), ha="center")


def _data():
    return {
        "compute (FLOP)": COMPUTE,
        "fit H (nats)": hoffmann().frontier.loss(COMPUTE),
        "fit R (nats)": refit().frontier.loss(COMPUTE),
        "no floor (nats)": without_floor().loss(COMPUTE),
    }
