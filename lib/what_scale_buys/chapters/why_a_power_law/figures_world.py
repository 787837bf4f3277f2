"""The figures of the other mechanisms: spectra, manifolds, codes, and the published pairs of exponents."""

import numpy as np

from scaling_laws.quantity import exact, percent, propagate
from scaling_laws.statistics import LEVEL, mean

from ... import published
from ...display.exhibits import exhibit
from ...display.figure import Figure
from ...display.style import COLORS, canvas, direct_label, log_axis
from . import coder, manifold, mechanisms, spectra
from .figures import DASHES, MARKS, columns
from .spectra import FIXED, LARGER

MANY = 100_000  # directions of the long spectrum
FEATURES = (8, 16, 32, 64, 128, 256, 360)


def _bars(ax, x, summary, color, mark):
    value, low, high = summary
    ax.errorbar(x, value, [value - low, high - value], fmt=mark, color=color, markersize=4, linewidth=1.1)


@exhibit
def regimes():
    """Resolution-limited and variance-limited learning in one model."""
    fig, axes = canvas(1, 2, height=3.2)
    fine, far = np.geomspace(8, 399, 50), np.geomspace(8, 8000, 30)
    axes[0].plot(fine, spectra.resolution_loss(fine), color=COLORS.parameters)
    axes[0].plot(far, spectra.resolution_loss(far, latent=MANY), color=COLORS.muted, linestyle="--")
    left = columns([mean(spectra.simulated_resolution(size)) for size in FEATURES])
    _bars(axes[0], FEATURES, left, COLORS.parameters, "o")
    ratio = np.array(LARGER) / FIXED
    line = np.geomspace(ratio[0], ratio[-1], 40)
    axes[1].plot(line, spectra.variance_factor(FIXED, FIXED * line) - 1, color=COLORS.tokens)
    data = {"larger over smaller": list(ratio)}
    for name, color, mark, pair in (
        ("samples", COLORS.tokens, "o", lambda large: (FIXED, large)),
        ("features", COLORS.parameters, "s", lambda large: (large, FIXED)),
    ):
        summary = columns([mean(spectra.simulated_pair(*pair(large)) - 1) for large in LARGER])
        _bars(axes[1], ratio * (1 if mark == "o" else 1.04), summary, color, mark)
        data |= {f"excess, more {name}": list(summary[0])}
        data |= {f"{end}, more {name}": list(values) for end, values in zip(("low", "high"), summary[1:])}
    _name_regimes(axes)
    excess = spectra.variance_factor(FIXED, LARGER[-1]) - 1
    alt = (
        f"Left: loss falls with size along a curve near the power {exact(spectra.ALPHA).short} and dives once size"
        f" nears the {exact(spectra.LATENT).short} directions of the data. Right: the excess over the limit falls to"
        f" {percent(excess).short} when the richer resource is {exact(ratio[-1]).short} times the other, with slope"
        " one, for samples and for features alike."
    )
    caption = (
        f"Random-feature regression, spectrum of exponent {exact(1 + spectra.ALPHA).short}; means of {spectra.REPEATS}"
        f" draws with intervals of level {percent(LEVEL).short}, lines from theory. Left: one resource, the other"
        f" endless; dashed, a spectrum of {exact(MANY).short} directions. Right: both finite, the poorer one"
        f" held at {FIXED}."
    )
    return Figure(
        "why-regimes",
        fig,
        title=f"A resource {exact(ratio[-1]).short} times the other leaves {percent(excess).short} above the limit",
        caption=caption,
        alt=alt,
        data=data,
    )


def _name_regimes(axes):
    axes[0].set(xscale="log", yscale="log", xlabel="features (or samples)", ylabel="loss", xlim=(6, 1e4))
    axes[1].set(xscale="log", yscale="log", xlabel="richer over poorer", ylabel="excess over the limit", ylim=(0.01, 4))
    for ax, title in zip(axes, ("resolution-limited", "variance-limited")):
        ax.set_title(title, loc="left")
        log_axis(ax.xaxis), log_axis(ax.yaxis)
    axes[0].annotate("many\ndirections", (330, 0.4), color=COLORS.muted, fontsize=8)
    axes[0].annotate("the spectrum\nends", (150, 0.012), color=COLORS.parameters, fontsize=8, ha="right")
    ticks = (2, 10, 50)
    axes[1].set_xticks(ticks, [exact(tick).bare for tick in ticks])
    axes[1].minorticks_off()
    axes[1].annotate("dots: samples\nsquares: features", (3.4, 1.4), color=COLORS.ink, fontsize=8)


@exhibit
def dimensions():
    """Exponents of two regressions against the dimension of the data, and those of the published laws."""
    fig, ax = canvas(height=3.4)
    fine = np.geomspace(0.9, 70, 60)
    data = {"dimension": list(manifold.DIMENSIONS)}
    for method, color, mark, dash in zip(manifold.METHODS, (COLORS.parameters, COLORS.compute), MARKS, DASHES[1::-1]):
        found = columns([manifold.measured_exponent(d, method) for d in manifold.DIMENSIONS])
        ax.plot(fine, manifold.exponent(fine, method), color=color, linestyle=dash)
        _bars(ax, manifold.DIMENSIONS, found, color, mark)
        data |= {method: list(found[0]), f"{method}, low": list(found[1]), f"{method}, high": list(found[2])}
    _dress_dimensions(ax)
    at = {name: mechanisms.pairs()[name][0] for name in ("R", "Kaplan")}
    for name, alpha in at.items():
        _read_off(ax, f"size exponent of {name}", alpha.value)
    first, last = (manifold.measured_exponent(manifold.DIMENSIONS[k]) for k in (0, -1))
    dimension = {name: propagate(manifold.implied_dimension, alpha) for name, alpha in at.items()}
    alt = (
        "On logarithmic axes the measured exponents follow the lines two over d and four over d: locally linear from"
        f" {first} in one dimension to {last} in six, where theory has {exact(manifold.exponent(6)).short} and the data"
        f" are still sparse. The refit's size exponent meets the upper line at dimension {dimension['R']}, Kaplan's at"
        f" {dimension['Kaplan']}."
    )
    caption = (
        f"Marks: {manifold.REPEATS} data sets each, {manifold.SIZES[0]} to {manifold.SIZES[-1]} points in"
        f" {manifold.AMBIENT} coordinates, intervals of level {percent(LEVEL).short}. The learner sees all coordinates;"
        " only the dimension of the surface matters. The thin lines read published size exponents as dimensions."
    )
    return Figure(
        "why-manifold",
        fig,
        title=f"The dimension sets the exponent: {first.short} in {manifold.DIMENSIONS[0]}, {last.short} in"
        f" {manifold.DIMENSIONS[-1]}",
        caption=caption,
        alt=alt,
        data=data,
    )


def _dress_dimensions(ax):
    ax.set(xscale="log", yscale="log", xlabel="dimension d of the data", ylabel="exponent")
    ax.set(ylim=(0.025, 6), xlim=(0.85, 90))
    for axis, ticks in ((ax.xaxis, (1, 2, 3, 6, 12, 25, 50)), (ax.yaxis, (0.05, 0.1, 0.2, 0.5, 1, 2, 4))):
        axis.set_ticks(ticks, [exact(tick).bare for tick in ticks])
    ax.minorticks_off()
    direct_label(ax, 1.45, 3.1, f"locally linear: {mechanisms.FOUR}/d", COLORS.compute, offset=(4, 2))
    direct_label(ax, 1.0, 1.0, f"nearest neighbour: {mechanisms.TWO}/d", COLORS.parameters, offset=(-6, -35))


def _read_off(ax, text, alpha):
    """A thin line from a published exponent to the dimension that it would mean."""
    d = manifold.implied_dimension(alpha)
    ax.plot([0.85, d, d], [alpha, alpha, 0.04], color=COLORS.claim, linewidth=0.9)
    below = dict(color=COLORS.claim, fontsize=8, va="top", xytext=(0, -3), textcoords="offset points")
    ax.annotate(text, (0.95, alpha), **below)


@exhibit
def code_length():
    """Code length per letter against the length of the text: log loss, code, entropy."""
    n = np.array(coder.LENGTHS)
    loss, bits, _ = (np.array(v) for v in zip(*(coder.record(int(m)) for m in n)))
    fine = np.geomspace(n[2], n[-1], 50)
    fig, ax = canvas(height=3.1)
    ax.plot(n, loss / n, color=COLORS.loss)
    ax.plot(n, bits / n, "D", color=COLORS.ink, markersize=4)
    ax.plot(fine, coder.entropy() + coder.learning_cost(fine) / fine, color=COLORS.tokens, linestyle="--")
    ax.axhline(coder.entropy(), color=COLORS.muted, linewidth=1.2, linestyle=":")
    ax.set(xscale="log", xlabel="letters in the text", ylabel="bits per letter", ylim=(2.0, 3.05), xlim=(40, 4500))
    log_axis(ax.xaxis)
    direct_label(ax, n[1], loss[1] / n[1], "log loss; diamonds: the code", COLORS.loss, offset=(8, 6))
    direct_label(ax, 45, coder.entropy(), "entropy of the source", COLORS.muted, offset=(0, 4))
    at = fine[9]
    direct_label(ax, at, coder.entropy() + coder.learning_cost(at) / at, "theory", COLORS.tokens, offset=(8, 6))
    gap = (bits - loss).max()
    alt = (
        f"Bits per letter fall from {exact(bits[0] / n[0]).short} for {exact(n[0]).short} letters to"
        f" {exact(bits[-1] / n[-1]).short} for {exact(n[-1]).short}, towards the entropy of"
        f" {exact(coder.entropy()).short}. Code and log loss lie on each other: they differ by at most"
        f" {exact(gap).short} bits in a whole text."
    )
    caption = (
        "An arithmetic coder driven by a model that learns while it reads. Each text was decoded again, letter by"
        " letter, without error. Dashed: entropy plus the known cost of learning the counts, averaged over texts; the"
        " solid line is one text."
    )
    data = {"letters": list(n), "log loss, bits": list(loss), "code, bits": list(bits)}
    return Figure(
        "why-code",
        fig,
        title=f"A code made of the losses is at most {exact(gap).short} bits longer than they are",
        caption=caption,
        alt=alt,
        data=data,
    )


@exhibit
def two_exponents():
    """Published size and data exponents against the relations that the mechanisms demand."""
    fine = np.linspace(0, 0.48, 49)
    fig, ax = canvas(height=3.5)
    ax.plot(fine, fine, color=COLORS.compute)
    ax.plot(fine[1:], mechanisms.quanta_data(fine[1:]), color=COLORS.tokens, linestyle="--")
    rows = {"law": [], "size exponent": [], "data exponent": [], "quanta predict": []}
    colors = (COLORS.muted, COLORS.loss)
    spots = ((-8, 6, "right"), (9, 6, "left"))
    for (name, (size, beta)), mark, color, spot in zip(mechanisms.pairs().items(), MARKS, colors, spots):
        ax.plot([size.value], [beta.value], mark, color=color, markersize=7)
        if size.has_interval:
            ax.plot([size.low, size.high], [beta.value] * 2, color=color, linewidth=1.2)
            ax.plot([size.value] * 2, [beta.low, beta.high], color=color, linewidth=1.2)
        direct_label(ax, size.value, beta.value, name, color, offset=spot[:2], ha=spot[2])
        for key, value in zip(rows, (name, size.value, beta.value, mechanisms.quanta_data(size.value))):
            rows[key].append(value)
    ax.set(xlabel="exponent in size", ylabel="exponent in data", xlim=(0, 0.48), ylim=(0, 0.48))
    direct_label(ax, 0.2, 0.2, "equal: spectra, manifolds", COLORS.compute, offset=(-8, 8), ha="right")
    direct_label(ax, 0.25, 0.2, "quanta", COLORS.tokens, offset=(0, -16))
    size, beta = mechanisms.pairs()["R"]
    gap = mechanisms.gap_to_quanta()
    alt = (
        f"The refit lies at {size} in size and {beta} in data, on the diagonal and {gap} above the curve of quanta."
        " Kaplan's pair is above the diagonal."
    )
    caption = (
        f"Crosses: intervals of level {percent(LEVEL).short} of the refit by"
        f" {published.cite('besiroglu2024chinchilla')}. Kaplan's law is printed without intervals, and it has no floor,"
        " which bends its exponents."
    )
    return Figure(
        "why-two-exponents",
        fig,
        title=f"The refit's data exponent lies {gap.short} above what quanta demand of its size exponent",
        caption=caption,
        alt=alt,
        data=rows,
    )
