"""The explorables of the chapter."""

import numpy as np

from scaling_laws.formatting import DATE
from scaling_laws.quantity import exact, propagate
from scaling_laws.statistics import mean

from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, band, dots, place_band, place_dots
from ...display.style import COLORS, canvas, log_axis
from . import generations as gens
from . import repetition as rep
from . import stock
from .wording import tokens

YEARS = tuple(range(2025, 2032))
GROWTHS = (1.9, 2.4, 3.0, 3.7)


@exhibit
def data_share():
    """Which stock, which growth, which year: the share that the largest run reads."""
    return Explorable(
        "data-share",
        "Choose the denominator",
        controls=[
            Control(
                "name", "Stock of text", tuple(stock.STOCKS), write=lambda s: _SHORT.get(s, s), default="indexed web"
            ),
            Control("growth", "Growth of data, times a year", GROWTHS, write=lambda g: f"{g:g}", default=2.4),
            Control("when", "Year", YEARS, default=2026),
        ],
        draw=_draw_share,
        move=_move_share,
        caption=(
            "Band: the chosen stock with its published interval. Rising line: the largest training set, extrapolated"
            " from the largest set of text that a maker has stated. Open circles: stated training sets, by year of the"
            " source. Where the line enters the band, a single run reads all there is, by that definition."
        ),
    )


def _draw_share():
    fig, ax = canvas(height=3.4)
    for run in stock.RUNS:
        ax.plot(stock.run_year(run), stock.run_tokens(run), "o", color=COLORS.muted, markerfacecolor="none")
    artists = {"band": band(ax, color=COLORS.tokens, alpha=0.2, linewidth=0)}
    span = [2019.5, YEARS[-1] + 0.5]
    (artists["median"],) = ax.plot(span, [5e14, 5e14], color=COLORS.tokens, linewidth=1.2)
    (artists["trend"],) = ax.plot([YEARS[0], YEARS[-1]], [1e13, 1e15], color=COLORS.compute)
    artists["dot"] = dots(ax, size=10, color=COLORS.compute)
    ax.set(yscale="log", xlim=span, ylim=(1e11, 1e17), xlabel="year", ylabel="tokens")
    ax.set_xticks(range(2020, YEARS[-1] + 1, 2))
    log_axis(ax.yaxis)
    return fig, artists


def _move_share(artists, name, growth, when):
    have, start, year = stock.stock(name), stock.run_tokens(stock.TEXT_ONLY).value, stock.run_year(stock.TEXT_ONLY)
    span = np.array([2019.5, YEARS[-1] + 0.5])
    place_band(artists["band"], span, np.full(2, have.low), np.full(2, have.high))
    artists["median"].set_data(span, np.full(2, have.value))
    at = np.array([YEARS[0], YEARS[-1]])
    artists["trend"].set_data(at, start * growth ** (at - year))
    size = tokens(start * growth ** (when - year))
    place_dots(artists["dot"], when, size.value)
    met = propagate(lambda text: stock.crossing(text, growth), have, unit=DATE)
    lead = f"In {when}, at a growth of {growth:g} a year, the largest set has {size}"
    if size.value > have.high:
        return f"{lead}, more than the stock “{name}” may hold; the two were equal in {met}."
    return (
        f"{lead}; of the stock “{name}” that is {stock.share(size, have)}. At this growth it equals the stock in {met}."
    )


PASSES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 40, 64, 100)
SIZES = (0.25, 1.0, 4.0)
PENALTIES = (0.0, 0.0003, 0.001, 0.003, 0.01)
UNIQUE = 1e11
LOSSES = 2.0, 2.45  # nats per token, the frame


@exhibit
def data_epochs():
    """Epochs, size and penalty: effective data and loss under three laws."""
    return Explorable(
        "data-epochs",
        "Read it again",
        controls=[
            Control("epochs", "Epochs", PASSES, default=4),
            Control("size", "Model size, times optimum", SIZES, write=lambda s: f"{s:g}", default=1.0),
            Control("penalty", "Penalty, nats per extra epoch", PENALTIES, write=lambda p: f"{p:g}", default=0.001),
        ],
        draw=_draw_epochs,
        move=_move_epochs,
        caption=(
            "Left: worth of the text in unique texts; right: loss of one model. Solid: published law, data and excess"
            " parameters lose value. Dashed: its variant in which data alone do. Dash-dotted, right: fresh value plus"
            " an additive penalty, whose coefficient is yours to choose, for the published one depends on model and"
            " recipe. Dotted: fresh text. C4 constants, a hundred billion unique tokens."
        ),
    )


SPAN = np.geomspace(1, 100, 40)


def _loss_curves(size, penalty):
    N = size * rep.law().surface.optimum_for_tokens(UNIQUE).parameters
    return {
        "both": lambda e: rep.law().loss(N, UNIQUE, e),
        "alone": lambda e: rep.law(True).loss(N, UNIQUE, e),
        "penalty": lambda e: rep.with_penalty(N, UNIQUE, e, penalty),
        "fresh": lambda e: rep.law().surface.loss(N, UNIQUE * e),
    }


def _draw_epochs():
    fig, axes = canvas(1, 2, height=3.2)
    artists = {}
    for only, dash, color in ((False, "-", COLORS.tokens), (True, "--", COLORS.parameters)):
        axes[0].plot(SPAN, rep.worth(SPAN, only), dash, color=color)
    axes[0].plot(SPAN, SPAN, ":", color=COLORS.muted)
    for x, y, text, color in (
        (100, 14.2, "law", COLORS.tokens),
        (100, 4.5, "variant", COLORS.parameters),
        (9, 12.2, "fresh", COLORS.muted),
    ):
        axes[0].annotate(text, (x, y), color=color, fontsize=8.5, ha="right")
    styles = (
        ("both", COLORS.tokens, "-"),
        ("alone", COLORS.parameters, "--"),
        ("penalty", COLORS.loss, "-."),
        ("fresh", COLORS.muted, ":"),
    )
    for key, color, dash in styles:
        (artists[key],) = axes[1].plot(SPAN, np.full_like(SPAN, 2.3), dash, color=color)
    for key, ax, color in (
        ("worth-both", axes[0], COLORS.tokens),
        ("worth-alone", axes[0], COLORS.parameters),
        ("dot-both", axes[1], COLORS.tokens),
        ("dot-alone", axes[1], COLORS.parameters),
        ("dot-penalty", axes[1], COLORS.loss),
    ):
        artists[key] = dots(ax, size=8, color=color)
    artists["name"] = axes[1].text(1, 2.3, "with a penalty", color=COLORS.loss, fontsize=8.5, va="baseline", ha="right")
    axes[0].set(xscale="log", ylim=(0, 20), xlabel="epochs", ylabel="worth, in unique texts")
    axes[1].set(xscale="log", ylim=LOSSES, xlabel="epochs", ylabel="loss, nats per token")
    for ax in axes:
        log_axis(ax.xaxis)
    return fig, artists


def _move_epochs(artists, epochs, size, penalty):
    curves = _loss_curves(size, penalty)
    for key, curve in curves.items():
        artists[key].set_data(SPAN, np.minimum(curve(SPAN), LOSSES[1]))
    under = SPAN[curves["penalty"](SPAN) < LOSSES[1] - 0.03][-1]
    artists["name"].set_position((under, float(curves["penalty"](under)) + 0.012))
    for key, only in (("both", False), ("alone", True)):
        place_dots(artists[f"worth-{key}"], epochs, rep.worth(epochs, only))
    for key in ("both", "alone", "penalty"):
        place_dots(artists[f"dot-{key}"], epochs, min(float(curves[key](epochs)), LOSSES[1]))
    losses = {key: _loss(float(curve(float(epochs)))) for key, curve in curves.items()}
    passes = "one pass" if epochs == 1 else f"{epochs} passes"
    return (
        f"With {passes} the text is worth {exact(rep.worth(epochs)).short} unique texts by the published law and"
        f" {exact(rep.worth(epochs, True)).short} by its variant; the loss is {losses['both']} and {losses['alone']}"
        f" nats, {losses['penalty']} with the penalty of {penalty:g}, {losses['fresh']} on fresh text."
    )


def _loss(value):
    return f"{value:.3f}{' (above the frame)' if value > LOSSES[1] else ''}"


SIZES_OF_SAMPLE = (5, 10, 20, 50, 100)
GENERATIONS = (0, 1, 2, 3, 5, 8, 12, 20, 30, 40)
AXIS = np.linspace(-4, 4, 49)


@exhibit
def data_generations():
    """Scheme, sample size and generation: what is left of a normal distribution."""
    return Explorable(
        "data-generations",
        "Train on your own output",
        controls=[
            Control("scheme", "New samples", gens.SCHEMES, write=lambda s: _SAID[s], default="replace"),
            Control("n", "Samples", SIZES_OF_SAMPLE, default=20),
            Control("generation", "Generation", GENERATIONS, default=12),
        ],
        draw=_draw_generations,
        move=_move_generations,
        caption=(
            "Left: the truth (dotted) and one typical line of models at the chosen generation. Right: mean variance"
            " over many lines (dots, simulated) and its closed form (line), up to forty generations. The mean is"
            " carried by few lines, so simulated means scatter; one line can wander far from the mean; try several"
            " sample sizes."
        ),
    )


_SAID = {"replace": "alone", "accumulate": "added to the old", "mix": "with one tenth real"}
_SHORT = {"after a quality filter": "quality-filtered", "filtered, then repeated": "with repetition"}


def _draw_generations():
    fig, axes = canvas(1, 2, height=3.1)
    density = np.exp(-(AXIS**2) / 2) / np.sqrt(2 * np.pi)
    axes[0].plot(AXIS, density, ":", color=COLORS.ink)
    artists = {"fill": band(axes[0], color=COLORS.tokens, alpha=0.3, linewidth=0)}
    (artists["model"],) = axes[0].plot(AXIS, density, color=COLORS.tokens, linewidth=1.4)
    steps = np.arange(gens.LAST + 1)
    (artists["expected"],) = axes[1].plot(steps, np.ones_like(steps), color=COLORS.loss, linewidth=1.2)
    artists["simulated"] = dots(axes[1], size=4, color=COLORS.loss)
    artists["now"] = dots(axes[1], size=9, color=COLORS.ink)
    axes[0].set(ylim=(0, 1.2), xlabel="value", ylabel="density")
    axes[1].set(ylim=(0, 1.25), xlim=(-1, gens.LAST + 1), xlabel="generation", ylabel="variance")
    return fig, artists


def _typical(scheme, n):
    """The line of models whose variance half way is the median of all lines."""
    half = gens.chains(scheme, n)[1][gens.LAST // 2]
    return int(np.argsort(half)[len(half) // 2])


def _move_generations(artists, scheme, n, generation):
    means, variances = gens.chains(scheme, n)
    line = _typical(scheme, n)
    centre, spread = means[generation, line], np.sqrt(max(variances[generation, line], 1e-12))
    density = np.exp(-(((AXIS - centre) / spread) ** 2) / 2) / (spread * np.sqrt(2 * np.pi))
    artists["model"].set_data(AXIS, density)
    place_band(artists["fill"], AXIS, np.zeros_like(AXIS), density)
    steps = np.arange(gens.LAST + 1)
    artists["expected"].set_data(steps, gens.expected_variance(scheme, n, gens.LAST))
    average = variances.mean(axis=1)
    place_dots(artists["simulated"], steps[::2], average[::2])
    place_dots(artists["now"], generation, average[generation])
    expected = gens.expected_variance(scheme, n, gens.LAST)[generation]
    now = variances[generation]
    average_now, median_now = (mean(now), gens.median(now)) if generation else (exact(1), exact(1))
    return (
        f"After {generation} {'generation' if generation == 1 else 'generations'} of {n} samples {_SAID[scheme]} the"
        f" mean variance is {average_now}, expected {exact(expected).short}; half of the lines are below"
        f" {median_now}; in the end {exact(gens.limit(scheme, n)).short} is expected."
    )
