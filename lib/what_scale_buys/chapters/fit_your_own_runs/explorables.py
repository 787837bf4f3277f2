"""The explorables of the guide: a floor, a parabola, and a fan."""

import numpy as np

from scaling_laws.quantity import estimate, format_number, percent, say
from scaling_laws.statistics import LEVEL

from ...display.exhibits import exhibit
from ...display.explorable import Control, Explorable, band, dots, place_band, place_dots
from ...display.style import COLORS, canvas, log_axis
from .expected_floor import BASE_DECADES, BASE_NOISE, REFERENCE_RUNS, THRESHOLD, floor_interval
from .forecast_fan import FAN, FORMS, fan_of
from .parabolas import parabola_of, valley_of
from .simulate import BUDGETS, MIDDLE, NATS, PLANTED

DASHED = (0, (4, 2))
USED = (4, 5, 6, 7, len(BUDGETS))


@exhibit
def floor():
    """Noise, number of runs and span of compute to the profile of the floor."""

    def draw():
        fig, ax = canvas(height=3.5)
        ax.set(xlim=(0.8, 2.4), ylim=(0, 16), xlabel=f"floor E held at ({NATS})", ylabel="expected deviance")
        ax.axhline(THRESHOLD, color=COLORS.muted, linewidth=1, linestyle=":")
        ax.text(0.82, THRESHOLD + 0.3, "not rejected below this line", color=COLORS.muted, fontsize=8.5)
        ax.axvline(PLANTED.E, color=COLORS.ink, linewidth=1, linestyle=DASHED)
        ax.text(2.38, 14.9, "dashed: planted", fontsize=8.5, ha="right")
        artists = {
            "allowed": band(ax, color=COLORS.loss, alpha=0.2, linewidth=0),
            "curve": ax.plot([0, 1], [1, 1], color=COLORS.loss)[0],
            "words": ax.text(0.83, 14.6, "interval", va="baseline", fontsize=10),
        }
        return fig, artists

    def move(a, noise, count, decades):
        floors, deviance, low, high = floor_interval(noise, count, decades)
        shown = deviance < 40
        a["curve"].set_data(floors[shown], deviance[shown])
        place_band(a["allowed"], [low, high], [0, 0], [THRESHOLD, THRESHOLD])
        a["words"].set_text(f"E from {low:.2f} to {high:.2f}")
        none = "so that they cannot tell a floor from none" if deviance[0] < THRESHOLD else "so that they need a floor"
        return (
            f"{count} runs over {decades:g} decades of compute with {percent(noise)} scatter allow floors from"
            f" {low:.2f} to {high:.2f} {NATS} at {percent(LEVEL)}, a width of {say(high - low)}, {none}."
        )

    return Explorable(
        "fit-floor",
        "What would it take to know the floor?",
        controls=[
            Control("noise", "Scatter of the loss", (0.001, 0.002, 0.005, 0.01, 0.02, 0.05), percent, BASE_NOISE),
            Control("count", "Number of runs", (20, 45, REFERENCE_RUNS, 200, 500, 2000), str, REFERENCE_RUNS),
            Control(
                "decades", "Decades of compute", (0.5, 1.0, 2.0, BASE_DECADES, 4.0, 6.0), "{:g}".format, BASE_DECADES
            ),
        ],
        draw=draw,
        move=move,
        caption="Expected profile of E by least squares. More runs and less scatter only stretch it upward; its shape"
        " belongs to the span of the sweep.",
    )


@exhibit
def parabola():
    """Width and centre of the sweep and shape of the valley to the vertex of the parabola."""
    widths, shifts = (2.0, 5.0, 10.0, 25.0, 50.0, 100.0, 300.0), (0.1, 0.2, 0.33, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)
    x = np.geomspace(0.005, 200, 58)

    def draw():
        fig, ax = canvas(height=3.6)
        ax.set(xscale="log", xlim=(0.005, 200), ylim=(2.2, 3.4), ylabel=f"loss ({NATS})")
        ax.set_xlabel("model size over the true optimum")
        ax.set_xticks((0.01, 0.1, 1, 10, 100), [f"{t:g}" for t in (0.01, 0.1, 1, 10, 100)])
        ax.minorticks_off()
        ax.axvline(1, color=COLORS.ink, linewidth=1, linestyle=DASHED)
        artists = {
            "valley": ax.plot(x, 0 * x + 2.5, color=COLORS.muted, linewidth=1.2)[0],
            "fit": ax.plot(x, 0 * x + 2.6, color=COLORS.loss)[0],
            "runs": dots(ax, size=5, color=COLORS.ink),
            "vertex": dots(ax, size=9, color=COLORS.parameters),
            "words": ax.text(0.0065, 2.26, "words", va="baseline", fontsize=10),
        }
        ax.plot([], [], color=COLORS.muted, linewidth=1.2, label="the valley")
        ax.plot([], [], color=COLORS.loss, label="parabola")
        ax.plot([], [], "o", color=COLORS.parameters, label="its vertex")
        ax.legend(loc="lower right", frameon=False, fontsize=8.5)
        return fig, artists

    def move(a, width, shift, law):
        surface = valley_of(law)
        ratios, losses, coefficients, vertex = parabola_of(width, shift, law)
        a["valley"].set_data(x, np.minimum(surface.isoflop(MIDDLE, x * surface.optimum(MIDDLE).parameters), 3.6))
        inner = np.geomspace(ratios[0], ratios[-1], 30)
        a["fit"].set_data(inner, np.polyval(coefficients, np.log(inner)))
        place_dots(a["runs"], ratios, losses)
        found = np.isfinite(vertex)
        place_dots(a["vertex"], vertex if found else np.nan, np.polyval(coefficients, np.log(vertex)))
        swept = (
            f"Sizes from {format_number(ratios[0])} to {format_number(ratios[-1])} times the optimum of a valley {law}"
        )
        if not found:
            a["words"].set_text("no vertex inside")
            return f"{swept} give a parabola without a lowest point among them."
        miss = vertex - 1
        a["words"].set_text(f"{percent(abs(miss))} too {'large' if miss > 0 else 'small'}")
        return f"{swept} put the vertex {percent(abs(miss))} {'above' if miss > 0 else 'below'} the true optimum."

    return Explorable(
        "fit-parabola",
        "How far does the parabola miss?",
        controls=[
            Control("width", "Largest size over smallest", widths, "{:g}".format, 25.0),
            Control("shift", "Centre of the sweep over the optimum", shifts, "{:g}".format, 3.0),
            Control("law", "The valley", ("balanced", "steeper in size", "steeper in data"), str, "steeper in size"),
        ],
        draw=draw,
        move=move,
        caption="Nine runs without any scatter, so the whole miss is the parabola's. Narrow and well centred sweeps"
        " miss little, and with real scatter they know little.",
    )


@exhibit
def fan():
    """Budgets used, form of the law and distance to the forecast."""
    truth = PLANTED.optimum(FAN).loss
    distances = (1.0, 3.0, 10.0, 30.0, 100.0, 1e3, 1e4)

    def draw():
        fig, ax = canvas(height=3.7)
        ax.set(xscale="log", xlim=(FAN[0], FAN[-1]), ylim=(1.5, 3.0), ylabel=f"loss ({NATS})")
        ax.set_xlabel("training compute C (FLOP)")
        log_axis(ax.xaxis)
        ax.plot(FAN, truth, color=COLORS.ink, linestyle=DASHED, linewidth=1.2)
        artists = {
            "band": band(ax, color=COLORS.compute, alpha=0.22, linewidth=0),
            "line": ax.plot(FAN, truth, color=COLORS.compute)[0],
            "runs": dots(ax, size=2.5, color=COLORS.muted),
            "here": dots(ax, size=9, color=COLORS.loss),
            "words": ax.text(FAN[-1] / 2, 2.85, "forecast", ha="right", va="baseline", fontsize=10),
        }
        ax.plot([], [], color=COLORS.compute, label="forecast and interval")
        ax.plot([], [], color=COLORS.ink, linestyle=DASHED, linewidth=1.2, label="planted frontier")
        ax.legend(loc="lower left", frameon=False, fontsize=8.5)
        return fig, artists

    def move(a, used, distance, form):
        kept, loss, low, high = fan_of(used, form)
        C = kept.compute.max() * distance
        at, bottom, top, true = (float(np.interp(np.log(C), np.log(FAN), v)) for v in (loss, low, high, truth))
        place_band(a["band"], FAN, low, high)
        a["line"].set_data(FAN, loss)
        place_dots(a["runs"], kept.compute, kept.loss)
        place_dots(a["here"], C, at)
        forecast = estimate(at, bottom, top, method="Hessian", level=LEVEL)
        a["words"].set_text(f"{forecast.bare}, from {forecast.interval}")
        held = "holds it" if bottom <= true <= top else "misses it"
        return (
            f"A law {form}, fitted to {len(kept)} runs up to {say(kept.compute.max())} FLOP, forecasts {forecast} nats"
            f" at {say(distance)} times that compute; the planted law gives {true:.3f}, and the interval {held}."
        )

    return Explorable(
        "fit-fan",
        "How far ahead can these runs see?",
        controls=[
            Control("used", "Budgets used, smallest first", USED, str, len(BUDGETS)),
            Control("distance", "Compute over the largest used", distances, lambda d: say(d, "×"), 100.0),
            Control("form", "Law", tuple(FORMS), str, "with a floor"),
        ],
        draw=draw,
        move=move,
        caption="The band holds the uncertainty of a law's constants. It knows nothing of the choice of the law: leave"
        " out the floor, and it follows a curve that goes elsewhere.",
    )
