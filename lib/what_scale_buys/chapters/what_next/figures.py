"""The figures of the chapter: the forecast, what makes it wide, what the camps read in it, how earlier ones did."""

import numpy as np
from matplotlib.ticker import MultipleLocator, NullLocator

from scaling_laws.quantity import percent, propagate, say

from ... import published
from ...accepted import DRAWS
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis, power_of_ten
from .backtest import checks
from .forecasts import BANDS, end, lowest, span
from .inputs import fixed_rates, halving, inputs, yearly
from .model import (
    BASE,
    FITS,
    LIMITS,
    POWER_YEAR,
    RIVAL,
    YEARS,
    Scenario,
    binding_shares,
    closing,
    deviates,
    outcome,
    price_of_loss,
    start_year,
)
from .numbers import dearer, left_share
from .variance import LEVEL, OUTPUTS, explained, shares

WIDE, NARROW = ((1 - BANDS) / 2, (1 + BANDS) / 2), (0.25, 0.75)
BINDING = (COLORS.compute, COLORS.parameters, COLORS.loss, COLORS.tokens)
DASHES = ("-", "--", "-.", ":")


def fan(ax, years, sample, color):
    """Median and two bands of a sample (n, years); returns the five quantiles (5, years)."""
    low, first, middle, third, high = np.quantile(sample, [WIDE[0], NARROW[0], 0.5, NARROW[1], WIDE[1]], axis=0)
    ax.fill_between(years, low, high, color=color, alpha=0.16, linewidth=0)
    ax.fill_between(years, first, third, color=color, alpha=0.3, linewidth=0)
    ax.plot(years, middle, color=color)
    return np.array([low, first, middle, third, high])


def year_axis(ax):
    ax.set(xlim=(start_year(), YEARS[-1]), xticks=np.arange(2026, YEARS[-1] + 0.1, 2))
    ax.xaxis.set_major_formatter("{x:.0f}")


def rate_rows():
    """(name, low, centre, high, group) of each yearly factor, as printed or converted."""
    s, (precision, length) = inputs(), fixed_rates()
    span_years = POWER_YEAR - start_year()
    drawn = published.value("run_grok3_power")
    chips = [2 ** (1 / x) for x in (s["chips"].high, s["chips"].centre, s["chips"].low)]
    build = [(x / drawn) ** (1 / span_years) for x in (s["power"].low, s["power"].centre, s["power"].high)]
    ho, gundlach = ([float(yearly(x)) for x in (h.high, h.centre, h.low)] for h in (halving("Ho"), halving("Gundlach")))
    watts = published.figure("epoch_power_growth")
    g, m, j = (s[k] for k in ("growth", "spending", "joules"))
    return (
        ("compute, as observed", g.low, g.centre, g.high, "compute"),
        ("spending on a run", m.low, m.centre, m.high, "parameters"),
        ("price-performance", *chips, "parameters"),
        ("lower precision", precision, precision, precision, "parameters"),
        ("power drawn, as observed", watts.low, watts.value, watts.high, "tokens"),
        ("power, to the 2030 forecast", *build, "tokens"),
        ("FLOP per joule", j.low, j.centre, j.high, "tokens"),
        ("longer runs", length, length, length, "tokens"),
        ("algorithms, Ho et al.", *ho, "loss"),
        ("algorithms, small scale", *gundlach, "loss"),
    )


@exhibit
def rates():
    """The published yearly factors on one axis, and what they allow together."""
    rows, allowed = [*rate_rows()], [span(sample, "×", BANDS) for sample in closing()]
    for q, name, group, at in zip(allowed, ("money allows", "power allows"), ("parameters", "tokens"), (4, 9)):
        rows.insert(at, (name, q.low, q.value, q.high, group))
    fig, ax = canvas(height=4.2)
    marks = {"compute": "o", "parameters": "s", "tokens": "^", "loss": "D"}
    for y, (name, low, middle, high, group) in enumerate(rows):
        color, allows = getattr(COLORS, group), name.endswith("allows")
        ax.plot([low, high], [y, y], color=color, linewidth=3.2 if allows else 1.6)
        ax.plot(middle, y, marks[group], color=color, markersize=8 if allows else 5)
    ax.axvspan(rows[0][1], rows[0][3], color=COLORS.compute, alpha=0.12, linewidth=0)
    ax.set(xscale="log", yticks=range(len(rows)), ylim=(len(rows) - 0.4, -0.6), xlim=(1, 7.5))
    ax.set_yticklabels([row[0] for row in rows])
    ax.set_xticks(np.arange(1, 8))
    ax.xaxis.set_major_formatter("{x:.0f}×")
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xlabel("factor a year")
    ho, gundlach = (propagate(yearly, halving(reading).quantity("months"), unit="×") for reading in ("Ho", "Gundlach"))
    alt = (
        f"Yearly factors as points with bars. Compute has grown {inputs()['growth'].quantity('×')} a year; spending,"
        f" cheaper chips and lower precision together allow {allowed[0]}, power and efficiency {allowed[1]}. Algorithms"
        f" add {ho} by one reading and {gundlach} by the other."
    )
    caption = (
        "Growth of compute must fit between what is paid and what is powered. Thick bars: products of the rows above"
        f" them (lower precision counts in both), {percent(WIDE[1] - WIDE[0]).short} of the draws, widths as printed."
        " The shaded strip is the observed growth of compute. Lower precision and longer runs are published without"
        " intervals."
    )
    keys = ("yearly factor", "low", "centre", "high")
    data = {key: [row[k] for row in rows] for k, key in enumerate(keys)}
    return Figure(
        "next-rates",
        fig,
        title=f"Compute grew {inputs()['growth'].quantity('×').short} a year; money allows {allowed[0].short},"
        f" power {allowed[1].short}",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def compute_fan(scenario=BASE):
    """The largest run by year, with the medians of the limits."""
    o = outcome(deviates(), scenario, YEARS)
    fig, ax = canvas(height=3.6)
    q = fan(ax, YEARS, o.compute, COLORS.compute)
    data = {"year": YEARS, **{f"compute, quantile {level}": row for level, row in zip((5, 25, 50, 75, 95), q)}}
    spots = ((3, "data", COLORS.tokens, ":"), (2, "power", COLORS.loss, "-."), (1, "money", COLORS.parameters, "--"))
    for k, name, color, dash in spots:
        middle = np.median(o.limits[k], axis=0)
        ax.plot(YEARS, middle, color=color, linestyle=dash)
        data[f"limit by {name}, median"] = middle
        lift = {"data": 0, "power": 9, "money": -7}[name]
        direct_label(ax, YEARS[-1], middle[-1], name, color, offset=(4, lift), annotation_clip=False, va="center")
    _known_runs(ax)
    ax.set(yscale="log", xlim=(2020, 2033.4), ylim=(1e23, 1e32), ylabel="training compute, FLOP")
    ax.xaxis.set_major_formatter("{x:.0f}")
    log_axis(ax.yaxis)
    at = span(end(scenario).compute, "FLOP")
    alt = (
        f"A fan that widens from Grok-3, just below {power_of_ten(1e27)}, to {at.interval} at the end of 2030. The"
        " medians of the limits by money and by power run close together above its middle; the limit by data lies"
        f" nearly level, at {span(o.limits[3][:, -1], 'FLOP')} in the end, and the fan rises through it."
    )
    caption = (
        f"The largest run, extrapolated: bands hold {percent(NARROW[1] - NARROW[0]).short} and"
        f" {percent(WIDE[1] - WIDE[0]).short} of {len(o.compute)} draws. Lines are medians of what money, power and the"
        " stock of text (fit R, Ho et al.) allow. Beyond the line of data a run can still be made larger; it learns"
        " less than it would with fresh text."
    )
    return Figure(
        "next-compute",
        fig,
        title=f"The largest run at the end of 2030: {at.interval}",
        caption=caption,
        alt=alt,
        data=data,
    )


def _known_runs(ax):
    """Published runs, and the largest that was judged feasible for 2030."""
    for name, key in (("GPT-3", "run_gpt3"), ("GPT-4", "run_gpt4"), ("Grok-3", "run_grok3")):
        x = published.value(f"{key}_released")
        y = published.middle(f"{key}_flop" if key == "run_grok3" else f"{key}_db_flop")
        ax.plot(x, y, "o", color=COLORS.ink)
        direct_label(ax, x, y, name, COLORS.ink, offset=(6, -10))
    mark = published.value("epoch_2030_feasible_flop")
    ax.plot(POWER_YEAR, mark, "D", color=COLORS.claim, markersize=7)
    direct_label(ax, POWER_YEAR, mark, "judged feasible\nin 2024", COLORS.claim, offset=(-6, 12), ha="right")


@exhibit
def binding():
    """Which limit is the lowest, by year, for both fits."""
    fig, axes = canvas(1, 2, height=3.3, sharey=True)
    data = {"year": YEARS}
    for ax, fit in zip(axes, FITS):
        found = binding_shares(Scenario(fit=fit))
        edges = 100 * np.vstack([np.zeros_like(YEARS), np.cumsum(found, axis=0)])
        for k, name in enumerate(LIMITS):
            ax.fill_between(YEARS, edges[k], edges[k + 1], color=BINDING[k], alpha=0.28, linewidth=0)
            if k:
                ax.plot(YEARS, edges[k], color=BINDING[k], linestyle=DASHES[k], linewidth=1.4)
            data[f"{name}, {fit}"] = found[k]
        ax.set_title(f"fit {fit}", loc="left")
        year_axis(ax)
        ax.set(ylim=(0, 100))
    _name_bands(axes[0])
    axes[0].set_ylabel("share of draws, %")
    ends = [lowest("data", at, Scenario(fit=fit)) for fit in FITS for at in (YEARS[0], YEARS[-1])]
    now, then, rival_now, rival_then = (share.short for share in ends)
    error = max(max(share.high - share.value, share.value - share.low) for share in ends)
    alt = (
        f"Stacked shares of the lowest limit by year. Data grow from {now} to {then} under R and from {rival_now} to"
        f" {rival_then} under {RIVAL}, to within {say(error, 'percentage points')} of sampling; the rest is"
        " shared by money, then power, then the old growth, in all years."
    )
    caption = (
        "The lowest of four limits in each draw, by half-years; lines separate the bands. Data mean that a"
        " compute-optimal run would need more text than there is. Both fits agree on the direction and not on the date."
    )
    return Figure(
        "next-binding",
        fig,
        title=f"Data bind in {now} of the draws at first, {then} at the end; under {RIVAL} {rival_now} and"
        f" {rival_then}",
        caption=caption,
        alt=alt,
        data=data,
    )


def _name_bands(ax):
    for x, y, text in ((2025.7, 8, "as before"), (2025.7, 40, "money"), (2025.7, 72, "power"), (2029.2, 74, "data")):
        ax.annotate(text, (x, y), color=COLORS.ink, fontsize=8.5)


@exhibit
def loss_fan(reading="Ho", other="Gundlach"):
    """Loss by year for both fits: the fan under one reading of algorithms, the median under the other."""
    fig, axes = canvas(1, 2, height=3.4)
    data, said = {"year": YEARS}, {}
    for ax, fit in zip(axes, FITS):
        o = outcome(deviates(), Scenario(fit=fit, reading=reading), YEARS)
        slow = outcome(deviates(), Scenario(fit=fit, reading=other), YEARS)
        q = fan(ax, YEARS, o.loss, COLORS.loss)
        ax.plot(YEARS, np.median(slow.loss, axis=0), color=COLORS.ink, linestyle="--")
        floor = float(np.median(o.floor))
        first, last = (span(o.loss[:, at], "nats", BANDS) for at in (0, -1))
        ax.axhline(floor, color=COLORS.muted, linestyle=":")
        ax.set_ylim(floor - 0.32, floor + 0.36)
        ax.yaxis.set_major_locator(MultipleLocator(0.1))
        ax.yaxis.set_major_formatter("{x:.1f}")
        ax.set_title(f"fit {fit}", loc="left")
        year_axis(ax)
        data |= {f"loss {fit}, quantile {level}": row for level, row in zip((5, 25, 50, 75, 95), q)}
        data[f"loss {fit}, other reading"] = np.median(slow.loss, axis=0)
        said[fit] = first, last, span(o.floor, "nats", BANDS)
    axes[0].set_ylabel("loss, nats a token")
    direct_label(
        axes[1], 2027.0, data[f"loss {RIVAL}, other reading"][3], "small-scale reading", COLORS.ink, offset=(0, 14)
    )
    direct_label(axes[1], 2028.0, floor, "floor", COLORS.muted, offset=(0, -11))
    alt = (
        f"Two fans of loss. Under R it falls from {said['R'][0]} to {said['R'][1]}, under {RIVAL} from"
        f" {said[RIVAL][0]} to {said[RIVAL][1]}. Dotted floors lie at {said['R'][2]} and {said[RIVAL][2]}."
    )
    caption = (
        "Loss of the best run, extrapolated far beyond any fitted run. The panels are equally high, but each fit is on"
        " its own text and tokens, so that their levels do not compare. Either fan is mostly the uncertainty of the"
        " floor: each draw descends towards its own. That of R looks narrow because it takes its form for granted."
    )
    return Figure(
        "next-loss",
        fig,
        title=f"The loss falls to {said['R'][1].short} under R, to {said[RIVAL][1].short} under {RIVAL}",
        caption=caption,
        alt=alt,
        data=data,
    )


NAMES = {
    "split": "share of algorithms that saves data",
    "fit": "versions of the refit",
    "start": "size of Grok-3",
    "growth": "compute growth",
    "spending": "spending growth",
    "chips": "price-performance",
    "joules": "FLOP per joule",
    "power": "power in 2030",
    "stock": "stock of text",
    "halving": "algorithmic halving time",
}


@exhibit
def sensitivity(scenario=BASE):
    """First-order shares of variance, three results side by side."""
    found = shares(scenario)
    order = sorted(NAMES, key=lambda key: max(found[label][key][0] for label in OUTPUTS))
    fig, axes = canvas(1, 3, height=3.6, sharey=True)
    colors, marks = (COLORS.compute, COLORS.tokens, COLORS.loss), ("o", "^", "s")
    data = {"input": [NAMES[key] for key in order]}
    for ax, label, color, mark in zip(axes, OUTPUTS, colors, marks):
        share, low, high = (100 * np.clip([found[label][key][k] for key in order], 0, 1) for k in range(3))
        ax.hlines(range(len(order)), np.maximum(low, 0), high, color=color, linewidth=1.4)
        ax.plot(np.maximum(share, 0), range(len(order)), mark, color=color)
        ax.set(xlim=(-4, 112), xticks=(0, 100))
        title = label.replace(" above the ", " over\n").replace("effective ", "effective\n")
        ax.set_title(title, loc="left", fontsize=9)
        data |= {f"{label}, share %": share, f"{label}, low": low, f"{label}, high": high}
    axes[0].set(yticks=range(len(order)), yticklabels=[NAMES[key] for key in order])
    axes[1].set_xlabel("variance explained alone, %")
    top = {label: max(found[label], key=lambda key: found[label][key][0]) for label in OUTPUTS}
    told = "; ".join(
        f"of {label}, {NAMES[top[label]]} with {explained(label, top[label], scenario=scenario)}" for label in OUTPUTS
    )
    alt = f"Three columns of points, the share of variance each input explains at the end of 2030. Largest: {told}."
    caption = (
        "First-order shares by pick-freeze, that is by recomputing each draw with one input exchanged; bars are"
        f" bootstrap intervals of level {percent(LEVEL).short}. Fit R, Ho et al., {DRAWS} draws. The share of"
        " algorithms that saves data, for which we have no published value, matters more for the loss above the floor"
        " than any published interval."
    )
    return Figure(
        "next-sensitivity",
        fig,
        title=f"The loss turns on {NAMES[top['loss']]}, effective compute on {NAMES[top['effective compute']]}",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def two_readings():
    """The same draws on the optimist's axes and on the sceptic's."""
    fig, axes = canvas(1, 2, height=3.4)
    data = {"year": YEARS}
    middle = (YEARS[1:] + YEARS[:-1]) / 2
    for fit, color, dash, mark in (("R", COLORS.loss, "-", "o"), (RIVAL, COLORS.compute, "--", "s")):
        left, bought = price_of_loss(fit)
        if fit == "R":
            fan(axes[0], YEARS, left, color)
        else:
            axes[0].plot(YEARS, np.median(left, axis=0), color=color, linestyle=dash)
        bought = np.median(bought, axis=0)
        axes[1].plot(middle, bought, color=color, linestyle=dash, marker=mark, markersize=3.5)
        data[f"share of the 2025 loss above the floor, {fit}"] = np.median(left, axis=0)
        data[f"nats per billion dollars, {fit}"] = [np.nan, *bought]
    axes[0].set(yscale="log", ylim=(0.03, 1.2), ylabel="loss above the floor, share of 2025")
    axes[0].set_yticks([0.03, 0.1, 0.3, 1])
    axes[0].yaxis.set_major_formatter(lambda v, _: f"{v:g}")
    axes[0].yaxis.set_minor_locator(NullLocator())
    axes[1].set(yscale="log", ylabel="nats per further billion dollars")
    log_axis(axes[1].yaxis)
    for ax, title in zip(axes, ("the optimist's axes", "the sceptic's axes")):
        ax.set_title(title, loc="left")
        year_axis(ax)
    axes[0].annotate(
        RIVAL, (2030.5, data[f"share of the 2025 loss above the floor, {RIVAL}"][-4] * 1.35), color=COLORS.compute
    )
    axes[0].annotate("R", (2030.5, data["share of the 2025 loss above the floor, R"][-4] * 0.62), color=COLORS.loss)
    axes[1].annotate(RIVAL, (middle[4], data[f"nats per billion dollars, {RIVAL}"][5] * 2.2), color=COLORS.compute)
    axes[1].annotate("R", (middle[4], data["nats per billion dollars, R"][5] * 0.22), color=COLORS.loss)
    alt = (
        f"Left, the loss above the floor falls nearly straight on a logarithmic axis, to {left_share('R')}"
        f" of its value under R and {left_share(RIVAL)} under {RIVAL}. Right, the nats that a further billion dollars"
        f" buys fall by a factor of {dearer('R')} under R and {dearer(RIVAL)} under {RIVAL}."
    )
    caption = (
        "One set of draws, two honest pictures. Left: what is left to learn goes on shrinking (band: fit R,"
        f" {percent(NARROW[1] - NARROW[0]).short} and {percent(WIDE[1] - WIDE[0]).short} of draws). Right: the price of"
        " the next nat, in dollars of 2023, rises without pause. Medians, extrapolated."
    )
    return Figure(
        "next-two-readings",
        fig,
        title=f"The loss above the floor falls to {left_share('R').short}, what a billion dollars buys by a"
        f" factor of {dearer('R').bare}",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def earlier_forecasts():
    """Observed over predicted, for published rates carried from GPT-3 to Grok-3."""
    fig, ax = canvas(height=2.5)
    rows = checks()
    for y, check in enumerate(rows):
        ax.plot([check.ratio.low, check.ratio.high], [y, y], color=COLORS.compute, linewidth=1.6)
        ax.plot(
            check.ratio.value, y, "o" if check.inside else "s", color=COLORS.compute if check.inside else COLORS.claim
        )
    ax.axvline(1, color=COLORS.ink, linestyle="--", linewidth=1)
    ax.set(xscale="log", xlim=(0.4, 6), ylim=(len(rows) - 0.5, -0.5), yticks=range(len(rows)))
    ax.set_yticklabels([check.name for check in rows])
    ax.set_xticks([0.5, 1, 2, 5])
    ax.xaxis.set_major_formatter("{x:g}×")
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xlabel("what came, over what the rate foretold")
    ratios = [check.ratio.in_unit("×") for check in rows]
    alt = (
        f"Four points with bars around one. Compute came out {ratios[0]} the forecast of 2022 and {ratios[1]} the rate"
        f" of 2024, cost {ratios[2]} and power {ratios[3]}."
    )
    caption = (
        "Published yearly rates, started at GPT-3 and carried to Grok-3. Bars: the printed intervals of the rates"
        " and of Grok-3's compute. The first rate, printed as a single number, has none of its own; it is the only one"
        " published well before its test."
    )
    data = {
        "rate": [check.name for check in rows],
        "observed factor": [check.actual.value for check in rows],
        "foretold": [check.predicted.value for check in rows],
        "ratio": [check.ratio.value for check in rows],
        "low": [check.ratio.low for check in rows],
        "high": [check.ratio.high for check in rows],
    }
    return Figure(
        "next-earlier",
        fig,
        title=f"Compute came out {ratios[0].short} the forecast of 2022, cost {ratios[2].short}, power"
        f" {ratios[3].short}",
        caption=caption,
        alt=alt,
        data=data,
    )
