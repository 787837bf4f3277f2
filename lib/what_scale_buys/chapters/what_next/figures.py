"""The figures of the forecast: rates, compute, what binds, loss."""

import numpy as np
from matplotlib.ticker import NullLocator

from scaling_laws.quantity import exact, percent

from ... import published
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis, power_of_ten
from .forecasts import end, span
from .inputs import fixed_rates, halving, inputs, yearly
from .model import BASE, LIMITS, POWER_YEAR, YEARS, Scenario, deviates, outcome, start_year

WIDE, NARROW = (0.05, 0.95), (0.25, 0.75)
BINDING = (COLORS.compute, COLORS.parameters, COLORS.loss, COLORS.tokens)
DASHES = ("-", "--", "-.", ":")
PRINTED = 1.0  # doubt: the widths as printed


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


def closing(doubt=PRINTED):
    """Yearly growth of compute that money and power allow: two samples (n,), widths as printed."""
    o = outcome(deviates(), Scenario(doubt=doubt), np.array([start_year(), start_year() + 1]))
    return tuple(o.limits[k, :, 1] / o.limits[k, :, 0] for k in (1, 2))


@exhibit
def rates():
    """The published yearly factors on one axis, and what they allow together."""
    rows = [*rate_rows()]
    for sample, name, group, at in zip(closing(), ("money allows", "power allows"), ("parameters", "tokens"), (4, 9)):
        low, middle, high = np.quantile(sample, [WIDE[0], 0.5, WIDE[1]])
        rows.insert(at, (name, low, middle, high, group))
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
    found = {row[0]: exact(row[2]).short for row in rows}
    alt = (
        f"Yearly factors as points with bars. Compute has grown {found['compute, as observed']} times a year; spending,"
        f" cheaper chips and lower precision together allow {found['money allows']}, power and efficiency"
        f" {found['power allows']}. Algorithms add {found['algorithms, Ho et al.']} by one reading and"
        f" {found['algorithms, small scale']} by the other."
    )
    caption = (
        "Growth of compute must fit between what is paid and what is powered. Thick bars: products of the rows above"
        f" them (lower precision counts in both), {percent(WIDE[1] - WIDE[0]).short} of the draws,"
        " widths as printed. The shaded strip is the"
        " observed growth of compute. Lower precision and longer runs are published without intervals."
    )
    keys = ("yearly factor", "low", "centre", "high")
    data = {key: [row[k] for row in rows] for k, key in enumerate(keys)}
    return Figure("next-rates", fig, caption=caption, alt=alt, data=data)


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
    known = [("GPT-3", "run_gpt3"), ("GPT-4", "run_gpt4"), ("Grok-3", "run_grok3")]
    for name, key in known:
        x = published.value(f"{key}_released")
        y = published.value(f"{key}_flop" if key == "run_grok3" else f"{key}_db_flop")
        ax.plot(x, y, "o", color=COLORS.ink)
        direct_label(ax, x, y, name, COLORS.ink, offset=(6, -10))
    mark = published.value("epoch_2030_feasible_flop")
    ax.plot(POWER_YEAR, mark, "D", color=COLORS.claim, markersize=7)
    direct_label(ax, POWER_YEAR, mark, "judged feasible\nin 2024", COLORS.claim, offset=(-6, 12), ha="right")
    ax.set(yscale="log", xlim=(2020, 2033.4), ylim=(1e23, 1e32), ylabel="training compute, FLOP")
    ax.xaxis.set_major_formatter("{x:.0f}")
    log_axis(ax.yaxis)
    at = span(end(scenario).compute, "FLOP")
    alt = (
        f"A fan that widens from Grok-3, just below {power_of_ten(1e27)}, to {at.interval} at the end of 2030. The"
        " medians of the limits by money and by power run close together above its middle; the limit by data lies"
        f" nearly level, at {exact(np.median(o.limits[3][:, -1]), 'FLOP').short} in the end, and the fan rises"
        " through it."
    )
    caption = (
        f"The largest run, extrapolated: bands hold {percent(NARROW[1] - NARROW[0]).short} and"
        f" {percent(WIDE[1] - WIDE[0]).short} of {len(o.compute)} draws. Lines are medians of what money, power and the"
        " stock of text (fit R, Ho et al.) allow. Beyond the line of data a run can still be made larger; it learns"
        " less than it would with fresh text."
    )
    return Figure("next-compute", fig, caption=caption, alt=alt, data=data)


def binding_shares(scenario, years=YEARS):
    """Share of the draws in which each of LIMITS is the lowest, (4, years)."""
    found = outcome(deviates(), scenario, years).binding
    return np.array([(found == k).mean(axis=0) for k in range(len(LIMITS))])


@exhibit
def binding():
    """Which limit is the lowest, by year, for both fits."""
    fig, axes = canvas(1, 2, height=3.3, sharey=True)
    data, ends = {"year": YEARS}, {}
    for ax, fit in zip(axes, "RH"):
        shares = binding_shares(Scenario(fit=fit))
        edges = 100 * np.vstack([np.zeros_like(YEARS), np.cumsum(shares, axis=0)])
        for k, name in enumerate(LIMITS):
            ax.fill_between(YEARS, edges[k], edges[k + 1], color=BINDING[k], alpha=0.28, linewidth=0)
            if k:
                ax.plot(YEARS, edges[k], color=BINDING[k], linestyle=DASHES[k], linewidth=1.4)
            data[f"{name}, {fit}"] = shares[k]
        ends[fit] = {name: (shares[k, 0], shares[k, -1]) for k, name in enumerate(LIMITS)}
        ax.set_title(f"fit {fit}", loc="left")
        year_axis(ax)
        ax.set(ylim=(0, 100))
    _name_bands(axes[0])
    axes[0].set_ylabel("share of draws, %")
    now, then = (percent(ends["R"]["data"][k]).short for k in (0, 1))
    h_now, h_then = (percent(ends["H"]["data"][k]).short for k in (0, 1))
    alt = (
        f"Stacked shares of the lowest limit by year. Data grow from {now} to {then} under R and from {h_now} to"
        f" {h_then} under H; the rest is shared by money, then power, then the old growth, in all years."
    )
    caption = (
        "The lowest of four limits in each draw, by half-years; lines separate the bands. Data mean that a"
        " compute-optimal run would need more text than there is. Both fits agree on the direction and not on the date."
    )
    return Figure("next-binding", fig, caption=caption, alt=alt, data=data)


def _name_bands(ax):
    for x, y, text in ((2025.7, 8, "as before"), (2025.7, 40, "money"), (2025.7, 72, "power"), (2029.2, 74, "data")):
        ax.annotate(text, (x, y), color=COLORS.ink, fontsize=8.5)


@exhibit
def loss_fan(reading="Ho", other="Gundlach"):
    """Loss by year for both fits: the fan under one reading of algorithms, the median under the other."""
    fig, axes = canvas(1, 2, height=3.4, sharey=True)
    data, said = {"year": YEARS}, {}
    for ax, fit in zip(axes, "RH"):
        o = outcome(deviates(), Scenario(fit=fit, reading=reading), YEARS)
        slow = outcome(deviates(), Scenario(fit=fit, reading=other), YEARS)
        q = fan(ax, YEARS, o.loss, COLORS.loss)
        ax.plot(YEARS, np.median(slow.loss, axis=0), color=COLORS.ink, linestyle="--")
        floor = float(np.median(o.floor))
        ax.axhline(floor, color=COLORS.muted, linestyle=":")
        ax.set_title(f"fit {fit}", loc="left")
        year_axis(ax)
        data |= {f"loss {fit}, quantile {level}": row for level, row in zip((5, 25, 50, 75, 95), q)}
        data[f"loss {fit}, other reading"] = np.median(slow.loss, axis=0)
        said[fit] = (exact(q[2, 0]).short, exact(q[2, -1]).short, exact(floor).short, q[4, -1] - q[0, -1])
    axes[0].set_ylabel("loss, nats a token")
    direct_label(axes[1], 2027.0, data["loss H, other reading"][3], "small-scale reading", COLORS.ink, offset=(0, 9))
    direct_label(axes[1], 2028.0, floor, "floor", COLORS.muted, offset=(0, -11))
    axes[0].set(ylim=(1.675, 1.885), yticks=(1.7, 1.75, 1.8, 1.85))
    axes[0].yaxis.set_major_formatter("{x:.2f}")
    alt = (
        f"Two fans of loss. Under R the median falls from {said['R'][0]} to {said['R'][1]} nats and the band at the end"
        f" is {exact(said['R'][3]).short} nats wide; under H it falls from {said['H'][0]} to {said['H'][1]} and the"
        f" band is {exact(said['H'][3]).short} nats wide. Dotted floors lie at {said['R'][2]} and {said['H'][2]}."
    )
    caption = (
        "Loss of the best run, extrapolated far beyond any fitted run, on the scale of the Chinchilla text. H has no"
        " usable interval of its own, so its fan is narrower and no more certain. The wide fan of R is the uncertainty"
        " of the floor: each draw descends towards its own."
    )
    return Figure("next-loss", fig, caption=caption, alt=alt, data=data)
